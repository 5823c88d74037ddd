//! Many sessions: what each costs in Redis and in a gateway, how soon it is found, and what a request costs beside a gateway by itself.

use std::time::{Duration, Instant};

use futures_util::{StreamExt as _, stream};
use gatehouse_auth_core::{
    ports::SystemEntropy,
    session::SessionRecord,
    testing::people::session,
    time::Timestamp,
    token::{SessionToken, TokenMac, TokenPurpose},
    user::UserId,
};
use gatehouse_test_servers::{Postgres, Redis};
use gatehouse_tests::{Connection, Person, world::HOST};

use crate::{
    fleet::{Fleet, stores},
    measured::{Measured, memory, processor},
    people::people,
};

const PEOPLE: usize = 200;
const AT_A_TIME: usize = 64;
const CONNECTIONS: usize = 16;

/// So many sessions in Redis, of which so many are used at one gateway.
pub(crate) async fn measure(count: usize, used: usize) -> anyhow::Result<()> {
    let (postgres, redis) = (Postgres::start(), Redis::start());
    let fleet = Fleet::start(1, &stores(&postgres.database(), &redis.url())).await?;
    let everybody = people(&fleet, PEOPLE, |_| fleet.gates()).await?;
    let cookies = begin(&fleet, &everybody, &redis, count).await?;
    let gateway = &fleet.gateways[0];
    let before = memory(gateway.process_id());
    let used = cookies.get(..used.min(count)).unwrap_or_default();
    println!("asked of Redis, each for the first time: {}", ask(&fleet, used).await?.summary());
    let each = memory(gateway.process_id()).saturating_sub(before) / u64::try_from(used.len().max(1))?;
    println!("memory of a gateway for each of them: {each} bytes");
    println!("at hand, each once more: {}", ask(&fleet, used).await?.summary());

    let alone = Fleet::embedded().await?;
    let mut other = people(&alone, 1, |_| alone.gates()).await?;
    other[0].signs_in().await;
    let own = format!("Cookie: {}={}\r\n", gatehouse_tests::Browser::SESSION, cookies[0]);
    for round in 1..=3 {
        for (name, fleet, cookie) in
            [("by itself", &alone, other[0].cookie_line()), ("with PostgreSQL and Redis", &fleet, own.clone())]
        {
            let (rate, each) = load(fleet, &cookie, Duration::from_secs(5)).await?;
            println!("round {round}, {name}: {rate:.0} requests a second, {:.1} µs of CPU each", each.as_secs_f64() * 1e6);
        }
    }
    Ok(())
}

/// Begins the sessions as a sign-in would; their cookies.
async fn begin(fleet: &Fleet, everybody: &[Person], redis: &Redis, count: usize) -> anyhow::Result<Vec<String>> {
    let (office, _) = fleet.office().await?;
    let mac = TokenMac::new(&office.master, TokenPurpose::Session);
    let now = office.outside.clock.now();
    let (before, began) = (used_memory(redis), Instant::now());
    let sessions = &office.outside.sessions;
    let beginning = stream::iter(0..count).map(|number| {
        let token = SessionToken::random(&SystemEntropy);
        let cookie = mac.seal(&token, "calls");
        let record = record(everybody[number % everybody.len()].id, &token, now);
        async move { sessions.begin(&record).await.map(|()| cookie) }
    });
    let cookies: Vec<String> =
        beginning.buffer_unordered(AT_A_TIME).collect::<Vec<_>>().await.into_iter().collect::<Result<_, _>>()?;
    let took = began.elapsed();
    let each = (used_memory(redis) - before) / u64::try_from(count)?;
    println!("{count} sessions of {PEOPLE} people begun in {:.0} s; memory of Redis for each: {each} bytes", took.as_secs_f64());
    office.close().await;
    Ok(cookies)
}

fn record(user: UserId, token: &SessionToken, now: Timestamp) -> SessionRecord {
    SessionRecord {
        key: token.key(),
        secret: token.secret_digest(),
        portal: "calls".to_owned(),
        network: "203.0.113.77".to_owned(),
        device: "Firefox 140 on Linux".to_owned(),
        ..session(user, now)
    }
}

fn used_memory(redis: &Redis) -> u64 {
    let said = redis.cli(&["INFO", "memory"]);
    said.lines().find_map(|line| line.trim().strip_prefix("used_memory:")?.parse().ok()).unwrap_or_default()
}

/// One request with each cookie, on some connections.
async fn ask(fleet: &Fleet, cookies: &[String]) -> anyhow::Result<Measured> {
    let address = fleet.gateways[0].address();
    let asking = cookies.chunks(cookies.len().div_ceil(CONNECTIONS)).map(|cookies| async move {
        let mut connection = Connection::open(address).await;
        let mut measured = Measured::default();
        for cookie in cookies {
            let began = Instant::now();
            connection.send(request(&format!("Cookie: {}={cookie}\r\n", gatehouse_tests::Browser::SESSION))).await;
            connection.answer().await.is(200);
            measured.add(began.elapsed());
        }
        measured
    });
    let mut all = Measured::default();
    let mut asking = stream::iter(asking).buffer_unordered(CONNECTIONS);
    while let Some(measured) = asking.next().await {
        all.extend(measured);
        fleet.app.takes();
    }
    Ok(all)
}

/// Requests with one cookie for so long; how many a second, and what each costs the gateway.
async fn load(fleet: &Fleet, cookie: &str, span: Duration) -> anyhow::Result<(f64, Duration)> {
    let (address, pid) = (fleet.gateways[0].address(), fleet.gateways[0].process_id());
    let request = request(cookie);
    let (began, before) = (Instant::now(), processor(pid));
    let asking = (0..CONNECTIONS).map(|_| {
        let request = &request;
        async move {
            let (mut connection, mut count) = (Connection::open(address).await, 0_u32);
            while began.elapsed() < span {
                connection.send(request).await;
                connection.answer().await.is(200);
                count += 1;
            }
            count
        }
    });
    let count: u32 = futures_util::future::join_all(asking).await.into_iter().sum();
    fleet.app.takes();
    Ok((f64::from(count) / began.elapsed().as_secs_f64(), processor(pid).saturating_sub(before) / count.max(1)))
}

fn request(cookie: &str) -> String {
    format!("GET / HTTP/1.1\r\nHost: {HOST}\r\nAccept: application/json\r\n{cookie}\r\n")
}
