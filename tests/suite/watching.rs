//! What operators see.

use gatehouse_auth_core::{flow::administer::UserEdit, user::UserState};
use gatehouse_tests::{Connection, World};

#[tokio::test]
async fn health_readiness_and_metrics_are_for_the_management_address_alone() {
    let world = World::new().await;
    assert_eq!(world.asks_management("/healthz").await.is(200).text(), "alive\n");
    assert_eq!(world.asks_management("/readyz").await.is(200).text(), "ready\n");
    world.asks_management("/").await.is(404);
    for path in ["/healthz", "/readyz", "/metrics"] {
        assert!(world.browser().opens(path).await.leads_to_sign_in(), "{path} of the portal is the application's");
    }
    assert!(world.app.takes().is_empty());
}

#[tokio::test]
async fn metrics_count_what_happened() {
    let world = World::new().await;
    let mut ada = world.person("ada").await;
    ada.opens("/x").await;
    ada.tries("ada", "wrong").await;
    ada.signs_in().await;
    ada.opens("/x").await;
    world.browser().fetches("/x").await;
    world.sends("GET / HTTP/1.1\r\nHost: nowhere\r\n\r\n").await;
    world.sends("TRACE / HTTP/1.1\r\nHost: calls.localhost\r\n\r\n").await;
    let metrics = world.asks_management("/metrics").await;
    assert_eq!(metrics.is(200).header("content-type"), Some("text/plain; version=0.0.4; charset=utf-8"));
    let text = metrics.text();
    for line in [
        "gatehouse_decisions_total{decision=\"forward\",portal=\"calls\"} 1",
        "gatehouse_decisions_total{decision=\"sign-in\",portal=\"calls\"} 1",
        "gatehouse_decisions_total{decision=\"not-signed-in\",portal=\"calls\"} 1",
        "gatehouse_sign_ins_total{outcome=\"admitted\",portal=\"calls\"} 1",
        "gatehouse_sign_ins_total{outcome=\"refused\",portal=\"calls\"} 1",
        "gatehouse_refused_total{reason=\"no-portal\"} 1",
        "gatehouse_sessions_cached 1",
        "gatehouse_news_fresh 1",
        "gatehouse_upstream_seconds_count 1",
    ] {
        assert!(text.contains(line), "{line}\n{text}");
    }
    assert!(!text.contains("ada"), "nobody is named");
}

#[tokio::test]
async fn a_request_has_one_name_on_its_page_and_at_the_application() {
    let world = World::new().await;
    let mut ada = world.person("ada").await;
    ada.signs_in().await;
    ada.opens("/x").await;
    let id = world.app.takes_one().header("x-request-id").expect("a name").to_owned();
    assert!(id.len() == 24 && id.bytes().all(|byte| byte.is_ascii_hexdigit()), "{id}");
    let problem = world.browser().fetches("/x").await.json();
    assert_ne!(problem["request_id"], id.as_str());
    assert_eq!(problem["request_id"].as_str().map(str::len), Some(24));
}

#[tokio::test]
async fn everything_that_concerns_security_is_written_down() {
    let world = World::new().await;
    let mut ada = world.person("ada").await;
    ada.tries("ada", "a wrong password").await;
    ada.tries("a password typed as a name", "x").await;
    ada.signs_in().await;
    ada.signs_out().await;
    world.sets(&ada, UserEdit { state: Some(UserState::Disabled), ..UserEdit::default() }).await;
    ada.tries("ada", "x").await;
    let events = world.audit().await;
    let find = |what: &str| events.iter().filter(|event| event["what"] == what).collect::<Vec<_>>();
    let refused = find("sign-in-refused");
    let why: Vec<_> = refused.iter().filter_map(|event| event["detail"]["why"].as_str()).collect();
    assert_eq!(why, ["wrong-password", "unknown", "disabled"]);
    assert_eq!(refused[0]["user"], ada.id.to_string());
    assert!(refused[1]["user"].is_null());
    let [signed_in] = find("signed-in")[..] else { panic!("{events:?}") };
    assert_eq!(
        (&signed_in["portal"], &signed_in["network"], &signed_in["user"]),
        (&"calls".into(), &"127.0.0.1".into(), &ada.id.to_string().into())
    );
    assert_eq!(signed_in["at"], 1_767_268_800_000_i64);
    assert_eq!(find("signed-out").len(), 1);
    let [changed] = find("user-changed")[..] else { panic!("{events:?}") };
    assert_eq!((&changed["actor"]["kind"], &changed["detail"]["state"]), (&"command-line".into(), &"disabled".into()));
    let all = serde_json::to_string(&events).expect("JSON");
    for secret in ["a wrong password", "a password typed as a name", "harbour violet", &ada.email] {
        assert!(!all.contains(secret), "{secret} is written down");
    }
}

#[tokio::test]
async fn a_silent_connection_keeps_nobody_else_out() {
    let world = World::new().await;
    let mut silent = Vec::new();
    for _ in 0..100 {
        let mut connection = Connection::open(world.address()).await;
        connection.send("GET / HT").await;
        silent.push(connection);
    }
    world.browser().opens("/public/x").await.is(200);
}
