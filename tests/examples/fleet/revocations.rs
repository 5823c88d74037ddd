//! How soon a session that ends at one gateway is refused at all others, and what is open under it is cut.

use std::time::{Duration, Instant};

use gatehouse_test_servers::{Postgres, Redis};
use gatehouse_tests::{Browser, Connection, Person, patience::soon};
use tokio::{sync::oneshot, task::JoinSet};

use crate::{
    fleet::{Fleet, stores},
    measured::Measured,
    people::people,
};

/// So many people sign in at one gateway, use every other, and sign out at the first.
pub(crate) async fn measure(gateways: usize, count: usize) -> anyhow::Result<()> {
    let (postgres, redis) = (Postgres::start(), Redis::start());
    let fleet = Fleet::start(gateways, &stores(&postgres.database(), &redis.url())).await?;
    let mut everybody = people(&fleet, 50, |number| fleet.gate(number)).await?;
    let (mut refused, mut cut, mut kept) = (Measured::default(), Measured::default(), 0);
    for round in 0..count {
        let index = round % everybody.len();
        let person = &mut everybody[index];
        person.cookies.clear();
        person.signs_in().await;
        let others: Vec<Person> = (1..gateways)
            .map(|next| {
                let mut there = person.clone();
                there.goes_to(fleet.gate(index + next));
                there
            })
            .collect();
        let (mut requests, mut sockets) = (JoinSet::new(), JoinSet::new());
        let mut ready = Vec::new();
        for there in others {
            let (tell, told) = oneshot::channel();
            ready.push(told);
            let mut browser = there.clone();
            requests.spawn(async move { until_refused(&mut browser, tell).await });
            let (mut socket, answer) = there.opens_websocket("/live", "").await;
            answer.is(101);
            sockets.spawn(async move {
                soon("the socket is cut", socket.until_closed()).await;
                Instant::now()
            });
        }
        for told in ready {
            told.await?;
        }
        person.signs_out().await;
        let ended = Instant::now();
        while let Some(last) = requests.join_next().await {
            refused.add(last?.saturating_duration_since(ended));
        }
        while let Some(at) = sockets.join_next().await {
            cut.add(at?.saturating_duration_since(ended));
        }
        kept += usize::from(person.gets_through().await);
        fleet.app.takes();
    }
    println!("{gateways} gateways, {count} sessions ended, each used at all others without a pause");
    println!("the last request that another gateway let through, after the sign-out was answered: {}", refused.summary());
    println!("an open WebSocket cut at another gateway, likewise: {}", cut.summary());
    println!("let in afterwards where they signed out: {kept}");
    Ok(())
}

/// Asks again and again on one connection; when the last request came back that was let through.
async fn until_refused(browser: &mut Browser, ready: oneshot::Sender<()>) -> Instant {
    let request = format!("{}Accept: application/json\r\n\r\n", browser.head("GET", "/"));
    let mut connection: Connection = browser.connects().await;
    let mut ready = Some(ready);
    let (began, mut last) = (Instant::now(), Instant::now());
    loop {
        connection.send(&request).await;
        if connection.answer().await.status != 200 {
            return last;
        }
        last = Instant::now();
        if let Some(ready) = ready.take() {
            let _ = ready.send(());
        }
        assert!(began.elapsed() < Duration::from_secs(30), "they are let through for ever");
    }
}
