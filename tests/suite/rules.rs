//! Who may go where.

use gatehouse_auth_core::{flow::administer::UserEdit, permission::Level};
use gatehouse_tests::{
    World,
    patience::{A_SECOND, eventually},
};

async fn world() -> World {
    World::with(|settings| {
        settings.server("trusted_proxies = [\"127.0.0.0/8\"]");
        settings.rule("/hook", "anyone", "methods = [\"POST\"]");
        settings.rule("/office/*", "anyone", "networks = [\"192.0.2.0/24\"]");
        settings.rule("/office/*", "deny", "");
        settings.rule("/public/secret*", "deny", "");
        settings.rule("/admin/*", "signed-in", "roles = [\"manage-users\", \"auditor\"]");
        settings.rule("/company/*", "signed-in", "levels = [\"company\", \"global\"]");
        settings.rule("/inside/*", "signed-in", "networks = [\"192.0.2.0/24\", \"2001:db8::/32\"]");
        settings.rule("/both", "signed-in", "roles = [\"auditor\"]\nlevels = [\"company\"]");
    })
    .await
}

#[tokio::test]
async fn what_is_open_is_open_to_its_methods_and_networks_alone() {
    let world = world().await;
    let mut visitor = world.browser();
    assert_eq!(visitor.sends("POST", "/hook", "", b"x").await.status, 200);
    assert_eq!(visitor.sends("GET", "/hook", "", b"").await.status, 401);
    assert_eq!(visitor.sends("POST", "/hook/", "", b"x").await.status, 401, "what opens a path opens no other");
    assert_eq!(visitor.sends("POST", "/Hook", "", b"x").await.status, 401);
    let from = "X-Forwarded-For: 192.0.2.7\r\n";
    assert_eq!(visitor.sends("GET", "/office/x", from, b"").await.status, 200);
    assert_eq!(visitor.sends("GET", "/office/x", "X-Forwarded-For: 198.51.100.7\r\n", b"").await.status, 403);
    assert_eq!(world.app.takes().len(), 2);
}

#[tokio::test]
async fn what_is_closed_is_closed_in_every_spelling_and_to_everyone() {
    let world = world().await;
    let mut ada = world.person("ada").await;
    ada.signs_in().await;
    for target in [
        "/public/secret",
        "/public/secret.txt",
        "/public/SECRET",
        "/public/secret;a=b",
        "/public/x/../secret",
        "/public/%73ecret",
        "/public//secret/",
        "/Public/Secret",
    ] {
        ada.opens(target).await.is(403).says("You don’t have access to this").says("ada");
        assert_eq!(ada.fetches(target).await.status, 403, "{target}");
        assert!(matches!(world.browser().opens(target).await.status, 403), "{target}");
    }
    assert!(world.app.takes().is_empty());
}

#[tokio::test]
async fn a_rule_asks_for_roles_and_levels() {
    let world = world().await;
    let mut plain = world.person("plain").await;
    let mut auditor = world.person_with("auditor", |new| new.roles = ["auditor".parse().expect("a role")].into()).await;
    let mut chief = world
        .person_with("chief", |new| {
            new.level = Level::Company;
            new.roles = ["auditor".parse().expect("a role")].into();
        })
        .await;
    for person in [&mut plain, &mut auditor, &mut chief] {
        person.signs_in().await;
    }
    for (target, expected) in [
        ("/anything", [200, 200, 200]),
        ("/admin/users", [403, 200, 200]),
        ("/ADMIN/users", [403, 200, 200]),
        ("/admin", [403, 200, 200]),
        ("/admin;x/users", [403, 200, 200]),
        ("/x/../admin/users", [403, 200, 200]),
        ("/company/x", [403, 403, 200]),
        ("/both", [403, 403, 200]),
        ("/inside/x", [403, 403, 403]),
    ] {
        let statuses = [plain.opens(target).await.status, auditor.opens(target).await.status, chief.opens(target).await.status];
        assert_eq!(statuses, expected, "{target}");
        assert_eq!(world.app.takes().len(), expected.iter().filter(|status| **status == 200).count(), "{target}");
        assert!(matches!(world.browser().fetches(target).await.status, 401), "{target}");
    }
    for (from, status) in [("192.0.2.7", 200), ("2001:db8::7", 200), ("198.51.100.7", 403), ("192.0.2.7, 198.51.100.7", 403)] {
        assert_eq!(chief.sends("GET", "/inside/x", &format!("X-Forwarded-For: {from}\r\n"), b"").await.status, status, "{from}");
    }
}

#[tokio::test]
async fn a_role_that_is_taken_away_opens_nothing_a_second_later() {
    let world = world().await;
    let mut ada = world.person_with("ada", |new| new.roles = ["auditor".parse().expect("a role")].into()).await;
    ada.signs_in().await;
    ada.opens("/admin/x").await.is(200);
    ada.opens("/anything").await.is(200);
    world.sets(&ada, UserEdit { roles: Some([].into()), ..UserEdit::default() }).await;
    eventually("the role is gone", A_SECOND, async || (ada.opens("/admin/x").await.status == 403).then_some(())).await;
    ada.opens("/anything").await.is(200);
    ada.opens("/admin/x").await.is(403);
}

#[tokio::test]
async fn a_preflight_passes_by_a_rule_alone() {
    let world = World::with(|settings| {
        settings.rule("/api/*", "anyone", "methods = [\"OPTIONS\"]");
    })
    .await;
    let lines = "Origin: https://other.example\r\nAccess-Control-Request-Method: POST\r\n";
    assert_eq!(world.browser().sends("OPTIONS", "/api/x", lines, b"").await.status, 200);
    assert_eq!(world.browser().sends("OPTIONS", "/x", lines, b"").await.status, 401);
    assert_eq!(world.app.takes_one().target(), "/api/x");
}
