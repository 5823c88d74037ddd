//! What people notice while a server is away: who is let in that should not be, who is sent away that should not be, and how soon all is
//! well again.

use std::{
    future::Future,
    sync::{Arc, Mutex, PoisonError},
    time::{Duration, Instant},
};

use gatehouse_test_servers::{Postgres, Proxy, Redis, Sentinel};
use gatehouse_tests::{Person, legacy_app::PAGE};
use tokio::{
    task::JoinSet,
    time::{sleep, timeout},
};
use tokio_util::sync::CancellationToken;

use crate::{
    fleet::{Fleet, stores},
    people::people,
};

/// Between two requests of one person.
const THINKS: Duration = Duration::from_millis(20);
/// A person signs out, and in again, after so many requests.
const SIGNS_OUT_AFTER: usize = 40;
/// Whoever signed out may be let in for so long at another gateway.
const PROMISED: Duration = Duration::from_secs(1);
const FAILED_OVER: &str = "Redis killed, another appointed by Sentinel";
/// Before, during and after a fault.
const CALM: Duration = Duration::from_secs(3);
const FAULT: Duration = Duration::from_secs(5);
const AFTERWARDS: Duration = Duration::from_secs(12);

/// What people noticed.
#[derive(Default)]
struct Noticed {
    let_through: usize,
    /// With a session that had ended for longer than is promised.
    wrongly_admitted: usize,
    /// Sent to sign in with a session that had not.
    wrongly_refused: usize,
    /// Told that it cannot be known now, or not answered.
    unanswered: usize,
    /// When somebody was last not answered as they should be.
    last_trouble: Option<Instant>,
}

type Notes = Arc<Mutex<Noticed>>;

fn note(notes: &Notes, change: impl FnOnce(&mut Noticed)) {
    change(&mut notes.lock().unwrap_or_else(PoisonError::into_inner));
}

/// So many people work at two gateways while one thing after another goes wrong.
pub(crate) async fn measure(count: usize, only: Option<&str>) -> anyhow::Result<()> {
    // What a person's browser is not answered is counted, and not told.
    std::panic::set_hook(Box::new(|_| {}));
    println!("{count} people at 2 gateways; a fault lasts {} s, or what it takes", FAULT.as_secs());
    println!("| fault | let through | wrongly admitted | wrongly refused | unanswered | s to heal |");
    println!("| --- | --- | --- | --- | --- | --- |");
    let keeps = ["--appendonly", "yes", "--appendfsync", "everysec"];
    let is_meant = |name: &str| only.is_none_or(|only| name.contains(only));
    for fault in Fault::ALL.into_iter().filter(|fault| is_meant(fault.name())) {
        let (postgres, redis) = (Postgres::start(), Redis::start_with(&keeps));
        let wires = [local(postgres.port()), local(redis.port())].map(Proxy::to);
        let [to_postgres, to_redis] = &wires;
        let database = postgres.database();
        let url = database.replace(&format!(":{}/", postgres.port()), &format!(":{}/", to_postgres.address().port()));
        let fleet = Fleet::start(2, &stores(&url, &format!("redis://{}", to_redis.address()))).await?;
        let act = async { fault.happens(&postgres, &redis, to_postgres, to_redis).await };
        people_notice(fault.name(), &fleet, count, act).await?;
    }
    if !is_meant(FAILED_OVER) {
        return Ok(());
    }
    let (postgres, servers) = (Postgres::start(), Sentinel::start());
    let fleet = Fleet::start(2, &stores(&postgres.database(), &servers.url())).await?;
    let act = async {
        servers.kill_master();
    };
    people_notice(FAILED_OVER, &fleet, count, act).await
}

fn local(port: u16) -> std::net::SocketAddr {
    (std::net::Ipv4Addr::LOCALHOST, port).into()
}

/// What goes wrong.
#[derive(Clone, Copy)]
enum Fault {
    Nothing,
    RedisKilled,
    RedisEmptied,
    RedisPaused,
    RedisReadOnly,
    RedisWithoutMemory,
    PostgresRestarted,
    PostgresPaused,
    PostgresCut,
    RedisCut,
    Slow,
}

impl Fault {
    const ALL: [Self; 11] = [
        Self::Nothing,
        Self::RedisKilled,
        Self::RedisEmptied,
        Self::RedisPaused,
        Self::RedisReadOnly,
        Self::RedisWithoutMemory,
        Self::RedisCut,
        Self::PostgresRestarted,
        Self::PostgresPaused,
        Self::PostgresCut,
        Self::Slow,
    ];

    const fn name(self) -> &'static str {
        match self {
            Self::Nothing => "none",
            Self::RedisKilled => "Redis killed, started again after 5 s with what it kept",
            Self::RedisEmptied => "Redis emptied",
            Self::RedisPaused => "Redis paused 5 s",
            Self::RedisReadOnly => "Redis read-only for 5 s",
            Self::RedisWithoutMemory => "Redis out of memory for 5 s",
            Self::RedisCut => "the wire to Redis cut for 5 s",
            Self::PostgresRestarted => "PostgreSQL restarted",
            Self::PostgresPaused => "PostgreSQL paused 5 s",
            Self::PostgresCut => "the wire to PostgreSQL cut for 5 s",
            Self::Slow => "50 ms more on every packet for 5 s",
        }
    }

    /// From beginning to end.
    async fn happens(self, postgres: &Postgres, redis: &Redis, to_postgres: &Proxy, to_redis: &Proxy) {
        match self {
            Self::Nothing => {}
            Self::RedisKilled => {
                redis.kill();
                sleep(FAULT).await;
                redis.start_again();
            }
            Self::RedisEmptied => drop(redis.cli(&["FLUSHALL"])),
            Self::RedisPaused => {
                redis.pause();
                sleep(FAULT).await;
                redis.resume();
            }
            Self::RedisReadOnly => {
                // Nobody is there to follow, so it keeps what it has.
                redis.cli(&["REPLICAOF", "127.0.0.1", "1"]);
                sleep(FAULT).await;
                redis.cli(&["REPLICAOF", "NO", "ONE"]);
            }
            Self::RedisWithoutMemory => {
                redis.cli(&["CONFIG", "SET", "maxmemory", "1"]);
                sleep(FAULT).await;
                redis.cli(&["CONFIG", "SET", "maxmemory", "0"]);
            }
            Self::PostgresRestarted => postgres.restart(),
            Self::PostgresPaused => {
                postgres.pause();
                sleep(FAULT).await;
                postgres.resume();
            }
            Self::PostgresCut => {
                to_postgres.cut();
                sleep(FAULT).await;
                to_postgres.mend();
            }
            Self::RedisCut => {
                to_redis.cut();
                sleep(FAULT).await;
                to_redis.mend();
            }
            Self::Slow => {
                for wire in [to_postgres, to_redis] {
                    wire.delay(Duration::from_millis(50));
                }
                sleep(FAULT).await;
                for wire in [to_postgres, to_redis] {
                    wire.delay(Duration::ZERO);
                }
            }
        }
    }
}

async fn people_notice(name: &str, fleet: &Fleet, count: usize, fault: impl Future<Output = ()>) -> anyhow::Result<()> {
    let everybody = people(fleet, count, |_| fleet.gates()).await?;
    let (notes, stop) = (Notes::default(), CancellationToken::new());
    let mut working = JoinSet::new();
    for person in everybody {
        let (notes, stop) = (notes.clone(), stop.clone());
        working.spawn(async move { works(person, &notes, &stop).await });
    }
    sleep(CALM).await;
    fault.await;
    let over = Instant::now();
    sleep(AFTERWARDS).await;
    stop.cancel();
    while working.join_next().await.is_some() {}
    fleet.app.takes();
    let notes = notes.lock().unwrap_or_else(PoisonError::into_inner);
    let healed = notes.last_trouble.map_or(0.0, |last| last.saturating_duration_since(over).as_secs_f64());
    println!(
        "| {name} | {} | {} | {} | {} | {healed:.1} |",
        notes.let_through, notes.wrongly_admitted, notes.wrongly_refused, notes.unanswered
    );
    // On standard error, for whoever wonders why.
    for (number, gateway) in fleet.gateways.iter().enumerate() {
        for line in gateway.log().iter().filter(|line| !line.contains("\"INFO\"")) {
            eprintln!("{number} {line}");
        }
    }
    Ok(())
}

/// Signs in, works, signs out, tries the old cookie, and begins anew.
async fn works(mut person: Person, notes: &Notes, stop: &CancellationToken) {
    let mut ended: Vec<(Person, Instant)> = Vec::new();
    while !stop.is_cancelled() {
        if !signs_in(&mut person, notes, stop).await {
            return;
        }
        for _ in 0..SIGNS_OUT_AFTER {
            if stop.is_cancelled() {
                return;
            }
            match asks(&mut person).await {
                Answered::LetThrough => note(notes, |noticed| noticed.let_through += 1),
                Answered::SentAway => {
                    note(notes, |noticed| {
                        noticed.wrongly_refused += 1;
                        noticed.last_trouble = Some(Instant::now());
                    });
                    break;
                }
                Answered::No => unanswered(notes),
            }
            tries_again(&mut ended, notes).await;
            sleep(THINKS).await;
        }
        let leaving = person.clone();
        if signs_out(&mut person).await {
            ended.push((leaving, Instant::now()));
        }
        person.cookies.clear();
    }
}

/// Whoever copied the cookie of a session that ended comes back with it.
async fn tries_again(ended: &mut Vec<(Person, Instant)>, notes: &Notes) {
    for (copy, at) in ended.iter_mut().filter(|(_, at)| at.elapsed() > PROMISED) {
        // At either gateway.
        for _ in 0..2 {
            if matches!(asks(copy).await, Answered::LetThrough) {
                note(notes, |noticed| noticed.wrongly_admitted += 1);
            }
        }
        *at = Instant::now();
    }
    if ended.len() > 3 {
        ended.remove(0);
    }
}

enum Answered {
    LetThrough,
    SentAway,
    No,
}

async fn asks(person: &mut Person) -> Answered {
    let (mut tries, target) = (person.clone(), "/");
    // In a task of its own: what a gateway does not answer is no reason to fall.
    let asking = tokio::spawn(async move { (tries.opens(target).await, tries.cookies.clone()) });
    match timeout(Duration::from_secs(15), asking).await {
        Ok(Ok((answer, cookies))) => {
            person.cookies = cookies;
            match answer.status {
                200 if answer.text().contains(PAGE) => Answered::LetThrough,
                303 | 401 => Answered::SentAway,
                _ => Answered::No,
            }
        }
        _ => Answered::No,
    }
}

fn unanswered(notes: &Notes) {
    note(notes, |noticed| {
        noticed.unanswered += 1;
        noticed.last_trouble = Some(Instant::now());
    });
}

/// Until it succeeds; whether it did before the end.
async fn signs_in(person: &mut Person, notes: &Notes, stop: &CancellationToken) -> bool {
    while !stop.is_cancelled() {
        let mut tries = person.clone();
        let signing_in = tokio::spawn(async move {
            tries.signs_in().await;
            tries.cookies.clone()
        });
        if let Ok(Ok(cookies)) = timeout(Duration::from_secs(15), signing_in).await {
            person.cookies = cookies;
            return true;
        }
        unanswered(notes);
        person.cookies.clear();
        sleep(THINKS).await;
    }
    false
}

async fn signs_out(person: &mut Person) -> bool {
    let mut tries = person.clone();
    let signing_out = tokio::spawn(async move {
        tries.signs_out().await;
    });
    matches!(timeout(Duration::from_secs(15), signing_out).await, Ok(Ok(())))
}
