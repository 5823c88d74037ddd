//! When the directory is away: nothing opens.

use gatehouse_tests::{
    Manner, World,
    patience::{LONG, eventually, soon},
    world::PASSWORD,
};
use sqlx::Connection as _;

/// Takes tables away from under the gateway, as a failing disk or a foolish hand would; and gives them back.
async fn behind_tables(world: &World, from: &str, to: &str) {
    let mut connection = world.behind().await;
    for table in ["sessions", "users", "counters", "revocations", "attempts"] {
        let sql = format!("ALTER TABLE {table}{from} RENAME TO {table}{to}");
        sqlx::raw_sql(sqlx::AssertSqlSafe(sql)).execute(&mut connection).await.expect("a table to rename");
    }
    connection.close().await.expect("it closes");
}

#[tokio::test]
async fn while_the_directory_is_away_nobody_new_is_let_in() {
    let world = World::new().await;
    let mut ada = world.person("ada").await;
    ada.signs_in().await;
    let mut form = world.browser();
    let csrf = form.csrf("/_auth/login").await;
    behind_tables(&world, "", "_away").await;
    let page = ada.opens("/x").await;
    page.is(503).says("We can’t check who you are right now");
    let problem = ada.fetches("/x").await;
    assert_eq!(problem.is(503).header("content-type"), Some("application/problem+json"));
    ada.opens_websocket("/live", "").await.1.is(503);
    form.posts("/_auth/login", &[("csrf", &csrf), ("username", "ada"), ("password", PASSWORD)])
        .await
        .is(503)
        .says("We can’t sign people in right now");
    assert!(world.app.takes().is_empty(), "nothing reached the application");
    assert!(world.browser().opens("/x").await.leads_to_sign_in(), "who shows no session needs no store to be refused");
    world.browser().opens("/public/x").await.is(200);
    behind_tables(&world, "_away", "").await;
    assert!(ada.gets_through().await);
    form.posts("/_auth/login", &[("csrf", &csrf), ("username", "ada"), ("password", PASSWORD)]).await.is(200);
}

#[tokio::test]
async fn without_news_nobody_is_believed_for_long() {
    let world = World::new().await;
    let mut ada = world.person("ada").await;
    ada.signs_in().await;
    world.app.answers("/live", Manner::WebSocket);
    let (mut socket, answer) = ada.opens_websocket("/live", "").await;
    answer.is(101);
    assert!(ada.gets_through().await);
    world.asks_management("/readyz").await.is(200);
    behind_tables(&world, "", "_away").await;
    let began = std::time::Instant::now();
    eventually("she is no longer believed", LONG, async || (ada.opens("/").await.status == 503).then_some(())).await;
    assert!(began.elapsed().as_secs() < 7, "{:?}", began.elapsed());
    world.app.takes();
    assert_eq!(ada.opens("/").await.status, 503);
    assert!(world.app.takes().is_empty());
    soon("what is open is cut", socket.until_closed()).await;
    eventually("it is not ready", LONG, async || (world.asks_management("/readyz").await.status == 503).then_some(())).await;
    world.asks_management("/healthz").await.is(200);
    behind_tables(&world, "_away", "").await;
    eventually("it is ready again", LONG, async || (world.asks_management("/readyz").await.status == 200).then_some(())).await;
    assert!(ada.gets_through().await);
}
