//! Who is said to be signed in: nobody but the gateway speaks in an identity header, and what it says can be checked.

use std::time::Duration;

use gatehouse_auth_core::{
    flow::{administer::UserEdit, rotate_keys::Takeover},
    permission::{Level, Preset},
};
use gatehouse_tests::{Browser, Manner, Person, Received, World, jwt::Token, world::HOST};

/// What nobody but the gateway may have said.
const FORGED: &str = "forged-by-a-client";

/// Names that some application reads as an identity, or as what the request was.
const NAMES: [&str; 34] = [
    "X-Gatehouse-User",
    "X-Gatehouse-Name",
    "X-Gatehouse-Email",
    "X-Gatehouse-Account",
    "X-Gatehouse-Level",
    "X-Gatehouse-Roles",
    "X-Gatehouse-Mfa",
    "X-Gatehouse-Session",
    "X-Gatehouse-Auth-Time",
    "X-Gatehouse-Encoding",
    "X-Gatehouse-Assertion",
    "X-Gatehouse-Proof",
    "X-Gatehouse-Anything",
    "X-Gatehouse",
    "Remote-User",
    "Remote-Email",
    "Remote-Name",
    "Remote-Groups",
    "X-Remote-User",
    "X-Forwarded-User",
    "X-Forwarded-Email",
    "X-Forwarded-Groups",
    "X-Forwarded-Preferred-Username",
    "X-Forwarded-For",
    "X-Forwarded-Proto",
    "X-Forwarded-Host",
    "X-Forwarded-Port",
    "X-Forwarded-Prefix",
    "X-Forwarded-Uri",
    "Forwarded",
    "X-Original-URL",
    "X-Rewrite-URL",
    "X-Real-Ip",
    "Client-Cert",
];

/// Every spelling of a name that some application takes for the same.
fn spellings(name: &str) -> Vec<String> {
    let folded = name.replace('-', "_");
    let mixed: String =
        name.char_indices().map(|(at, c)| if at % 2 == 0 { c.to_ascii_lowercase() } else { c.to_ascii_uppercase() }).collect();
    vec![
        name.to_owned(),
        name.to_ascii_lowercase(),
        name.to_ascii_uppercase(),
        mixed,
        folded.clone(),
        folded.to_ascii_lowercase(),
        name.replacen('-', "_", 1),
        name.replace('-', "."),
        name.replace('-', "~"),
        name.replace('-', "!"),
        format!("HTTP_{}", folded.to_ascii_uppercase()),
        format!("http-{name}"),
        format!("HTTP_HTTP_{folded}"),
    ]
}

fn is_forged(received: &Received) -> bool {
    received.head.to_ascii_lowercase().contains(FORGED)
}

#[tokio::test]
async fn no_spelling_of_an_identity_gets_through() {
    let world = World::new().await;
    let mut ada = world.person("ada").await;
    ada.signs_in().await;
    let mut nobody = world.browser();
    for name in NAMES {
        // All at once: were one to hide another, the application would still see it.
        let lines = spellings(name).join(&format!(": {FORGED}\r\n")) + ": " + FORGED + "\r\n";
        for target in ["/public/x", "/x"] {
            ada.sends("GET", target, &lines, b"").await.is(200);
            let received = world.app.takes_one();
            assert!(!is_forged(&received), "{name} at {target}: {}", received.head);
            assert_eq!(received.header("x-gatehouse-user"), Some("ada"), "{name} at {target}");
        }
        nobody.sends("GET", "/public/x", &lines, b"").await.is(200);
        let received = world.app.takes_one();
        assert!(!is_forged(&received), "{name}: {}", received.head);
        assert!(
            received.headers().iter().all(|(name, _)| !name.to_ascii_lowercase().starts_with("x-gatehouse-")),
            "{}",
            received.head
        );
        assert_eq!(nobody.sends("GET", "/x", &lines, b"").await.status, 401);
        assert!(world.app.takes().is_empty(), "{name} opened a closed path");
    }
}

#[tokio::test]
async fn nothing_hides_an_identity_from_the_gate() {
    let world = World::new().await;
    let mut ada = world.person("ada").await;
    ada.signs_in().await;
    for lines in [
        format!("X-Gatehouse-User: {FORGED}\r\nX-Gatehouse-User: {FORGED}\r\n"),
        format!("X-A: 1\r\n X-Gatehouse-User: {FORGED}\r\n"),
        format!("X-A: 1\r\n\tX-Gatehouse-User: {FORGED}\r\n"),
        format!("X-A: 1\rX-Gatehouse-User: {FORGED}\r\n"),
        format!("X-A: 1\nX-Gatehouse-User: {FORGED}\r\n"),
        format!("X-A: 1\x00\r\nX-Gatehouse-User: {FORGED}\r\n"),
        format!("X-Gatehouse-User : {FORGED}\r\n"),
        format!(" X-Gatehouse-User: {FORGED}\r\n"),
        format!("X-Gatehouse-User\x0b: {FORGED}\r\n"),
        format!("X-Gatehouse-User:{FORGED}\r\n"),
        format!("Connection: X-Gatehouse-User\r\nX-Gatehouse-User: {FORGED}\r\n"),
        format!("Connection: close, x-gatehouse-assertion\r\nX-Gatehouse-Assertion: {FORGED}\r\n"),
        format!("X-Gatehouse-User: {FORGED}\u{a0} \r\n"),
    ] {
        for target in ["/x", "/public/x"] {
            let mut connection = ada.connects().await;
            connection.send(format!("{}{lines}\r\n", ada.head("GET", target))).await;
            let answer = connection.answer_if_any().await;
            match world.app.takes().as_slice() {
                [] => assert!(answer.as_ref().is_none_or(|answer| answer.status == 400), "{lines:?}: {answer:?}"),
                [received] => {
                    assert!(!is_forged(received), "{lines:?}: {}", received.head);
                    assert_eq!(received.header("x-gatehouse-user"), Some("ada"), "{lines:?}");
                    assert!(received.header("x-gatehouse-assertion").is_some(), "{lines:?}");
                }
                more => panic!("{lines:?}: {more:?}"),
            }
        }
    }
}

#[tokio::test]
async fn a_forged_assertion_is_replaced_by_the_true_one() {
    let world = World::new().await;
    let (mut ada, mut bob) = (world.person("ada").await, world.person("bob").await);
    ada.signs_in().await;
    bob.signs_in().await;
    bob.opens("/").await;
    let bobs = world.app.takes_one().header("x-gatehouse-assertion").expect("an assertion").to_owned();
    ada.sends("GET", "/", &format!("X-Gatehouse-Assertion: {bobs}\r\n"), b"").await;
    let hers = world.app.takes_one();
    assert_eq!(Token::parse(hers.header("x-gatehouse-assertion").expect("an assertion")).text("username"), "ada");
    world.browser().sends("GET", "/public/x", &format!("X-Gatehouse-Assertion: {bobs}\r\n"), b"").await;
    assert_eq!(world.app.takes_one().header("x-gatehouse-assertion"), None);
}

async fn token(world: &World, person: &mut Person) -> Token {
    world.app.takes();
    person.opens("/").await.is(200);
    Token::parse(world.app.takes_one().header("x-gatehouse-assertion").expect("an assertion"))
}

#[tokio::test]
async fn an_assertion_says_who_and_verifies_against_the_published_keys() {
    let world = World::new().await;
    let mut ada = world
        .person_with("ada", |new| {
            new.name = "Ada Lovelace".to_owned();
            new.level = Level::Global;
            new.roles = Preset::Manager.roles();
        })
        .await;
    let began = 1_767_268_800;
    ada.signs_in().await;
    world.later(Duration::from_secs(30));
    let token = token(&world, &mut ada).await;
    assert_eq!(token.header["alg"], "ES256");
    assert_eq!(token.header["typ"], "gatehouse+jwt");
    for keys in [
        ada.opens("/_auth/jwks.json").await,
        world.browser().opens("/_auth/jwks.json").await,
        world.asks_management("/jwks.json").await,
    ] {
        assert!(token.is_signed_by(&keys.is(200).json()), "{}", keys.text());
        assert!(!keys.text().contains("\"d\""), "a private key is published");
    }
    assert_eq!(token.text("iss"), "http://calls.localhost");
    assert_eq!(token.text("aud"), "calls");
    assert_eq!(token.text("sub"), ada.id.to_string());
    assert_eq!(token.text("account"), "ACME");
    assert_eq!(token.text("username"), "ada");
    assert_eq!(token.text("name"), "Ada Lovelace");
    assert_eq!(token.text("email"), "ada@acme.example");
    assert_eq!(token.text("level"), "global");
    assert_eq!(token.claims["roles"], serde_json::json!(["manage-own-mfa", "read-audit", "recordings"]));
    assert_eq!(token.claims["amr"], serde_json::json!(["pwd"]));
    assert_eq!(token.text("acr"), "urn:gatehouse:aal1");
    assert_eq!(token.number("auth_time"), began);
    assert_eq!(token.number("iat"), began + 30);
    assert_eq!(token.number("nbf"), began + 25);
    assert_eq!(token.number("exp"), began + 150);
    assert!(!token.text("jti").is_empty() && !token.text("sid").is_empty());
    assert!(!ada.session().contains(token.text("sid")), "the session's name for applications is not part of the cookie");
    let keys = world.browser().opens("/_auth/jwks.json").await;
    assert_eq!(keys.header("cache-control"), Some("public, max-age=300"));
}

#[tokio::test]
async fn one_assertion_serves_a_minute_of_a_session() {
    let world = World::new().await;
    let mut ada = world.person("ada").await;
    ada.signs_in().await;
    let first = token(&world, &mut ada).await;
    world.later(Duration::from_secs(59));
    assert_eq!(token(&world, &mut ada).await.text("jti"), first.text("jti"));
    world.later(Duration::from_secs(1));
    let second = token(&world, &mut ada).await;
    assert_ne!(second.text("jti"), first.text("jti"));
    assert_eq!((second.text("sid"), second.text("sub")), (first.text("sid"), first.text("sub")));
    let mut elsewhere = ada.another_browser();
    elsewhere.signs_in().await;
    let other = token(&world, &mut elsewhere).await;
    assert_ne!(other.text("jti"), second.text("jti"));
    assert_ne!(other.text("sid"), second.text("sid"), "another session has another name");
}

#[tokio::test]
async fn what_is_said_of_a_person_follows_what_is_known_within_a_second() {
    let world = World::new().await;
    let mut ada = world.person("ada").await;
    ada.signs_in().await;
    assert_eq!(token(&world, &mut ada).await.text("level"), "staff");
    world.sets(&ada, UserEdit { level: Some(Level::Team), name: Some("Ada King".to_owned()), ..UserEdit::default() }).await;
    gatehouse_tests::patience::eventually("the new level is said", gatehouse_tests::patience::A_SECOND, async || {
        world.app.takes();
        // What is under way in the very moment is cut: it was judged by what she was before.
        let is_cut = ada.opens("/").await.status == 401;
        let received = world.app.takes().pop().filter(|_| !is_cut)?;
        let token = Token::parse(received.header("x-gatehouse-assertion").expect("an assertion"));
        (token.text("level") == "team" && token.text("name") == "Ada King").then_some(())
    })
    .await;
}

#[tokio::test]
async fn a_new_key_signs_at_once_and_what_the_old_one_signed_still_verifies() {
    let world = World::new().await;
    let mut ada = world.person("ada").await;
    ada.signs_in().await;
    let old = token(&world, &mut ada).await;
    world.later(Duration::from_secs(1));
    let key = world.rotates_keys(Takeover::Now).await;
    let new = gatehouse_tests::patience::eventually("the new key signs", gatehouse_tests::patience::A_SECOND, async || {
        world.later(Duration::from_mins(1));
        let token = token(&world, &mut ada).await;
        (token.header["kid"] == key.as_str()).then_some(token)
    })
    .await;
    let keys = world.browser().opens("/_auth/jwks.json").await.json();
    assert!(old.is_signed_by(&keys) && new.is_signed_by(&keys), "{keys}");
    assert_eq!(keys["keys"].as_array().map(Vec::len), Some(2));
    world.later(Duration::from_hours(25));
    let keys = world.browser().opens("/_auth/jwks.json").await.json();
    assert!(!old.is_signed_by(&keys) && new.is_signed_by(&keys), "a retired key goes after a day: {keys}");
}

#[tokio::test]
async fn an_announced_key_is_published_a_day_before_it_signs() {
    let world = World::new().await;
    let mut ada = world.person("ada").await;
    ada.signs_in().await;
    let old = token(&world, &mut ada).await;
    let key = world.rotates_keys(Takeover::Announced).await;
    gatehouse_tests::patience::eventually("the new key is published", gatehouse_tests::patience::A_SECOND, async || {
        world.browser().opens("/_auth/jwks.json").await.text().contains(&key).then_some(())
    })
    .await;
    world.later(Duration::from_secs(61));
    assert_eq!(token(&world, &mut ada).await.header["kid"], old.header["kid"]);
    world.later(Duration::from_hours(24));
    ada.signs_in().await;
    assert_eq!(token(&world, &mut ada).await.header["kid"], key.as_str());
}

#[tokio::test]
async fn the_usual_headers_say_what_the_assertion_says() {
    let world = World::new().await;
    let mut ada = world.person_with("ada", |new| new.name = "Zoë 100% Łukasz".to_owned()).await;
    ada.signs_in().await;
    ada.opens("/").await;
    let received = world.app.takes_one();
    let token = Token::parse(received.header("x-gatehouse-assertion").expect("an assertion"));
    for (name, value) in [
        ("user", "ada"),
        ("name", "Zo%C3%AB 100%25 %C5%81ukasz"),
        ("email", "ada@acme.example"),
        ("account", "ACME"),
        ("level", "staff"),
        ("roles", "manage-own-mfa,recordings"),
        ("mfa", "none"),
        ("session", token.text("sid")),
        ("auth-time", "1767268800"),
        ("encoding", "pct"),
    ] {
        assert_eq!(received.header(&format!("x-gatehouse-{name}")), Some(value));
    }
    assert_eq!(token.text("name"), "Zoë 100% Łukasz");
    assert!(received.headers().iter().all(|(name, _)| !name.to_ascii_lowercase().starts_with("remote-")));
}

#[tokio::test]
async fn an_application_made_for_authelia_reads_the_headers_it_knows() {
    let world = World::with(|settings| {
        settings.portal_table("[portal.identity]\nprofile = \"authelia\"");
    })
    .await;
    let mut ada = world.person_with("ada", |new| new.name = "Zoë".to_owned()).await;
    ada.signs_in().await;
    ada.sends("GET", "/", "Remote-User: root\r\nREMOTE_USER: root\r\nremote-groups: wheel\r\n", b"").await;
    let received = world.app.takes_one();
    assert_eq!(received.header("remote-user"), Some("ada"));
    assert_eq!(received.header("remote-name"), Some("Zoë"));
    assert_eq!(received.header("remote-email"), Some("ada@acme.example"));
    assert_eq!(received.header("remote-groups"), Some("manage-own-mfa,recordings"));
    assert!(received.header("x-gatehouse-assertion").is_some() && received.header("x-gatehouse-user").is_none());
    assert!(!received.head.contains("root") && !received.head.contains("wheel"));
}

#[tokio::test]
async fn an_application_that_wants_no_plain_headers_gets_the_assertion_where_it_looks_for_it() {
    let world = World::with(|settings| {
        settings.portal_table("[portal.identity]\nprofile = \"none\"\nlifetime = \"30s\"\nassertion_header = \"Jwt-Identity\"");
    })
    .await;
    let mut ada = world.person("ada").await;
    ada.signs_in().await;
    ada.sends("GET", "/", "jwt-identity: forged\r\nJWT_IDENTITY: forged\r\nX-Gatehouse-User: root\r\n", b"").await;
    let received = world.app.takes_one();
    let token = Token::parse(received.header("jwt-identity").expect("an assertion"));
    assert_eq!(token.number("exp") - token.number("iat"), 30);
    assert!(
        !received.head.contains("forged") && !received.head.to_ascii_lowercase().contains("x-gatehouse"),
        "{}",
        received.head
    );
}

#[tokio::test]
async fn an_assertion_is_never_older_than_it_lives() {
    let world = World::with(|settings| {
        settings.portal_table("[portal.identity]\nlifetime = \"30s\"");
    })
    .await;
    let mut ada = world.person("ada").await;
    ada.signs_in().await;
    token(&world, &mut ada).await;
    world.later(Duration::from_secs(45));
    let later = token(&world, &mut ada).await;
    assert!(later.number("exp") > 1_767_268_800 + 45, "an application gets an assertion that has expired: {}", later.claims);
}

#[tokio::test]
async fn a_name_cannot_end_a_header() {
    let world = World::new().await;
    for name in ["Ada\r\nX-Gatehouse-Roles: admin", "Ada\nX-Admin: 1", "Ada\0", "Ada\u{1b}[31m", "Ada\u{7f}\u{85}\u{2028}"] {
        let username = format!("u{}", world.app.received().len());
        let Some(mut person) = world.person_if_taken(&username, name).await else { continue };
        person.signs_in().await;
        person.opens("/").await.is(200);
        let received = world.app.received().pop().expect("a request");
        assert_eq!(received.header("x-gatehouse-roles"), Some("manage-own-mfa,recordings"), "{name:?}");
        assert_eq!(received.header("x-admin"), None, "{name:?}");
        assert_eq!(Token::parse(received.header("x-gatehouse-assertion").expect("an assertion")).text("name"), name);
    }
}

#[tokio::test]
async fn a_person_with_very_many_roles_gets_an_assertion_that_fits() {
    let world = World::new().await;
    let mut ada = world
        .person_with("ada", |new| {
            new.roles = (0..200).map(|n| format!("role-{n:03}-{}", "x".repeat(40)).parse().expect("a role")).collect();
        })
        .await;
    ada.signs_in().await;
    ada.opens("/").await.is(200);
    let received = world.app.takes_one();
    let assertion = received.header("x-gatehouse-assertion").expect("an assertion");
    assert!(assertion.len() <= 4096, "{}", assertion.len());
    assert_eq!(Token::parse(assertion).claims["roles_truncated"], true);
}

#[tokio::test]
async fn the_gateways_cookies_stay_between_it_and_the_browser() {
    let world = World::new().await;
    let mut ada = world.person("ada").await;
    ada.csrf("/_auth/login").await;
    ada.signs_in().await;
    ada.cookies.insert("__Host-gh-form".to_owned(), "form".to_owned());
    ada.cookies.insert("__Host-gh-lang".to_owned(), "es".to_owned());
    ada.cookies.insert("sid".to_owned(), "legacy".to_owned());
    ada.cookies.insert("theme".to_owned(), "dark".to_owned());
    let session = ada.session();
    for target in ["/x", "/public/x"] {
        ada.opens(target).await.is(200);
        let received = world.app.takes_one();
        assert_eq!(received.header("cookie"), Some("sid=legacy; theme=dark"), "{}", received.head);
        assert!(!received.head.contains(&session));
    }
    for line in [
        format!("Cookie: a=1; __host-GH={session}; b=2"),
        format!("Cookie: a=1; ={}={session}; b=2", Browser::SESSION),
        format!("Cookie: a=1; __Host%2Dgh={session}; b=2"),
        format!("Cookie: a=1;\u{2000}{}={session}; b=2", Browser::SESSION),
        format!("Cookie: a=1; gh={session}; b=2"),
        format!("Cookie: a=1\r\nCookie: {}={session}\r\nCookie: b=2", Browser::SESSION),
    ] {
        world.sends(format!("GET /public/x HTTP/1.1\r\nHost: {HOST}\r\n{line}\r\n\r\n")).await.expect("an answer").is(200);
        let received = world.app.takes_one();
        assert!(!received.head.contains(&session), "{line}: {}", received.head);
        assert_eq!(received.all("cookie").join("; "), "a=1; b=2", "{line}");
    }
}

#[tokio::test]
async fn a_planted_cookie_is_never_preferred() {
    let world = World::new().await;
    let (mut ada, mut eve) = (world.person("ada").await, world.person("eve").await);
    ada.signs_in().await;
    eve.signs_in().await;
    let (hers, planted) = (ada.session(), eve.session());
    for line in [
        format!("Cookie: __Host-gh={planted}; __Host-gh={hers}"),
        format!("Cookie: __Host-gh={hers}; __Host-gh={planted}"),
        format!("Cookie: __Host-gh={hers}\r\nCookie: __Host-gh={planted}"),
        format!("Cookie: =__Host-gh={planted}"),
        format!("Cookie: __Host-gh%20={planted}"),
        format!("Cookie: \u{2000}__Host-gh={planted}"),
        format!("Cookie: gh={planted}"),
        format!("Cookie: __host-gh={planted}"),
        format!("Cookie: __Host-gh=\"{planted}\""),
    ] {
        let answer = world
            .sends(format!("GET /x HTTP/1.1\r\nHost: {HOST}\r\nAccept: text/html\r\n{line}\r\n\r\n"))
            .await
            .expect("an answer");
        assert!(answer.leads_to_sign_in() || answer.status == 400, "{line}: {}", answer.status);
        assert!(world.app.takes().is_empty(), "{line}");
    }
    let beside = format!("Cookie: =__Host-gh={planted}; __Host-gh={hers}; __host-gh={planted}");
    world.sends(format!("GET /x HTTP/1.1\r\nHost: {HOST}\r\n{beside}\r\n\r\n")).await.expect("an answer").is(200);
    assert_eq!(world.app.takes_one().header("x-gatehouse-user"), Some("ada"));
    let neighbour = format!("Cookie: n=\u{e9}; __Host-gh={hers}");
    world.sends(format!("GET /x HTTP/1.1\r\nHost: {HOST}\r\n{neighbour}\r\n\r\n")).await.expect("an answer").is(200);
}

#[tokio::test]
async fn an_application_cannot_set_the_gateways_cookies() {
    let world = World::new().await;
    let mut ada = world.person("ada").await;
    ada.signs_in().await;
    let session = ada.session();
    let cookies = "Set-Cookie: __Host-gh=evil; Path=/; Secure\r\nset-cookie: sid=1; Path=/\r\nSet-Cookie: __host-gh-form=evil\r\n\
                   Set-Cookie: =__Host-gh=evil\r\nSet-Cookie: gh-lang=evil\r\nSet-Cookie: theme=dark\r\n";
    world.app.answers("/evil", Manner::with(cookies, "x"));
    let answer = ada.opens("/evil").await;
    assert_eq!(answer.all("set-cookie"), ["sid=1; Path=/", "theme=dark"]);
    assert_eq!(ada.session(), session);
    assert!(ada.gets_through().await);
}

#[tokio::test]
async fn a_stranger_in_front_changes_nothing_that_is_said_about_the_way_here() {
    let world = World::new().await;
    let mut nobody = world.browser();
    let lines = "Forwarded: for=6.6.6.6;proto=https\r\nX-Forwarded-For: 6.6.6.6\r\nX-Forwarded-Proto: https\r\nX-Forwarded-Host: evil\r\n\
                 X-Forwarded-Port: 443\r\nX-Forwarded-Prefix: /evil\r\nX-Forwarded-Uri: /evil\r\nX-Real-IP: 6.6.6.6\r\nX-Request-Id: evil\r\n\
                 True-Client-IP: 6.6.6.6\r\nVia: 1.1 evil\r\nProxy: http://evil\r\n";
    nobody.sends("GET", "/public/x", lines, b"").await.is(200);
    let received = world.app.takes_one();
    assert_eq!(received.header("x-forwarded-for"), Some("127.0.0.1"));
    assert_eq!(received.header("x-forwarded-proto"), Some("http"));
    assert_eq!(received.header("x-forwarded-host"), Some(HOST));
    assert_ne!(received.header("x-request-id"), Some("evil"));
    assert!(!received.head.contains("6.6.6.6"), "{}", received.head);
    for name in ["forwarded", "x-forwarded-port", "x-forwarded-prefix", "x-forwarded-uri", "x-real-ip", "proxy"] {
        assert_eq!(received.header(name), None, "{name}");
    }
}

#[tokio::test]
async fn a_proxy_that_is_listed_is_believed_about_the_client_and_not_about_who_it_is() {
    let world = World::with(|settings| {
        settings.server("trusted_proxies = [\"127.0.0.0/8\"]");
    })
    .await;
    let mut nobody = world.browser();
    let lines = "X-Forwarded-For: 6.6.6.6, 203.0.113.9\r\nX-Forwarded-Proto: https\r\nX-Forwarded-User: root\r\nX-Gatehouse-User: root\r\n";
    nobody.sends("GET", "/public/x", lines, b"").await.is(200);
    let received = world.app.takes_one();
    assert_eq!(received.header("x-forwarded-for"), Some("203.0.113.9"));
    assert_eq!(received.header("x-forwarded-proto"), Some("https"));
    assert!(!received.head.contains("root"), "{}", received.head);
}
