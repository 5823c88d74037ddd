//! Signing in and out.

use std::time::Duration;

use gatehouse_auth_core::{
    account::AccountKind,
    account::AccountState,
    flow::administer::{AccountEdit, UserEdit},
    identifier::Folded,
    password::Parameters,
    user::UserState,
};
use gatehouse_tests::{
    Answer, Browser, World,
    person::{field, moves_to},
    world::PASSWORD,
};

#[tokio::test]
async fn a_visitor_signs_in_and_lands_on_the_page_first_asked_for() {
    let world = World::new().await;
    let mut ada = world.person("ada").await;
    let answer = ada.opens("/records?from=2026-01-01&to=a%20b%2Fc").await;
    assert!(answer.leads_to_sign_in());
    let login = answer.header("location").expect("an address").to_owned();
    let page = ada.opens(&login).await;
    page.is(200).says("Sign in to <bdi>Call Records</bdi>").says("Next you will go to");
    let csrf = field(&page, "csrf").expect("a token");
    let answer = ada.posts(&login, &[("csrf", &csrf), ("username", "ada"), ("password", PASSWORD)]).await;
    assert_eq!(moves_to(answer.is(200)).as_deref(), Some("/records?from=2026-01-01&to=a%20b%2Fc"));
    assert!(world.app.takes().is_empty(), "nothing reached the application before");
    let onward = moves_to(&answer).expect("an address");
    ada.opens(&onward).await.is(200);
    assert_eq!(world.app.takes_one().target(), "/records?from=2026-01-01&to=a%20b%2Fc");
    assert_eq!(
        ada.opens(&login).await.is(303).header("location"),
        Some(onward.as_str()),
        "who is signed in needs no sign-in page"
    );
    assert_eq!(ada.opens("/_auth").await.is(303).header("location"), Some("/_auth/login"));
}

#[tokio::test]
async fn a_form_that_meets_the_gate_leads_back_to_its_page_and_says_what_is_lost() {
    let world = World::new().await;
    let mut ada = world.person("ada").await;
    ada.signs_in().await;
    world.later(Duration::from_mins(31));
    let answer = ada.posts_with("/records/save", "Referer: http://calls.localhost/records/edit?id=1\r\n", &[("a", "b")]).await;
    let login = answer.is(303).header("location").expect("an address").to_owned();
    assert!(login.contains("to=%2Frecords%2Fedit%3Fid%3D1") && login.contains("lost=1"), "{login}");
    ada.opens(&login).await.says("Anything you had not saved may need to be entered again");
    let elsewhere = world.browser().posts_with("/records/save", "Referer: http://evil.example/x\r\n", &[("a", "b")]).await;
    assert!(elsewhere.header("location").is_some_and(|to| to.contains("to=%2F&")), "{:?}", elsewhere.headers);
    assert!(world.app.takes().is_empty());
}

#[tokio::test]
async fn whoever_cannot_use_a_sign_in_page_gets_a_problem_to_read() {
    let world = World::new().await;
    let mut visitor = world.browser();
    for lines in [
        "Accept: application/json\r\n",
        "Accept: */*\r\n",
        "",
        "Accept: text/html\r\nX-Requested-With: XMLHttpRequest\r\n",
        "Accept: text/html\r\nSec-Fetch-Mode: cors\r\n",
        "Accept: image/avif,image/webp\r\nSec-Fetch-Mode: no-cors\r\n",
    ] {
        let answer = visitor.sends("GET", "/data", lines, b"").await;
        assert_eq!(answer.is(401).header("content-type"), Some("application/problem+json"), "{lines}");
        let problem = answer.json();
        assert_eq!(problem["status"], 401);
        assert_eq!(problem["error"], "login_required");
        assert_eq!(problem["login_url"], "http://calls.localhost/_auth/login");
        assert_eq!(answer.header("cache-control"), Some("no-store"));
        assert!(answer.header("www-authenticate").is_none_or(|challenge| !challenge.contains("Basic")));
    }
    let (_, answer) = visitor.opens_websocket("/live", "Origin: http://calls.localhost\r\n").await;
    answer.is(401);
    assert!(visitor.sends("DELETE", "/data", "Accept: text/html\r\n", b"").await.status == 401);
    assert!(world.app.takes().is_empty());
}

#[tokio::test]
async fn people_sign_in_by_what_their_portal_asks_for() {
    let world = World::with(|settings| {
        settings.another_portal("mail", "sign_in = \"email\"");
        settings.another_portal("either", "sign_in = \"username-or-email\"");
        settings.another_portal("tenants", "sign_in = \"account-username\"");
    })
    .await;
    let ada = world.person("ada").await;
    let cases: [(&str, &[(&str, &str)]); 12] = [
        ("calls", &[("username", "ada")]),
        ("calls", &[("username", "  ADA ")]),
        ("calls", &[("username", "\u{3000}\u{ff21}da")]),
        ("mail", &[("email", "ada@acme.example")]),
        ("mail", &[("email", " Ada@ACME.Example ")]),
        ("mail", &[("email", "ａｄａ＠acme.example")]),
        ("either", &[("username", "ada")]),
        ("either", &[("username", "ada@acme.example")]),
        ("either", &[("username", "ADA@acme.EXAMPLE")]),
        ("tenants", &[("account_id", "ACME"), ("username", "ada")]),
        ("tenants", &[("account_id", " acme"), ("username", "Ada ")]),
        ("tenants", &[("account_id", "ＡＣＭＥ"), ("username", "ａｄａ")]),
    ];
    for (portal, fields) in cases {
        let mut browser = ada.at(&format!("{portal}.localhost"));
        let answer = browser.tries_fields(&[fields, &[("password", PASSWORD)]].concat()).await;
        assert_eq!((answer.status, moves_to(&answer).as_deref()), (200, Some("/")), "{portal} {fields:?}");
        browser.opens("/").await.is(200);
        assert_eq!(world.app.takes_one().header("x-gatehouse-user"), Some("ada"));
    }
    let wrong: [(&str, &[(&str, &str)]); 5] = [
        ("calls", &[("username", "ada@acme.example")]),
        ("mail", &[("email", "ada@other.example")]),
        ("tenants", &[("account_id", "OTHER"), ("username", "ada")]),
        ("tenants", &[("account_id", "ACME"), ("username", "ada@acme.example")]),
        ("either", &[("username", "ada@")]),
    ];
    for (portal, fields) in wrong {
        let mut browser = ada.at(&format!("{portal}.localhost"));
        browser.tries_fields(&[fields, &[("password", PASSWORD)]].concat()).await.is(401);
    }
}

#[tokio::test]
async fn a_portal_admits_the_people_of_its_accounts_and_nobody_takes_a_session_elsewhere() {
    let world = World::with(|settings| {
        settings.another_portal("crm", "accounts = [\"NORTHWIND\"]");
    })
    .await;
    world.account("NORTHWIND", AccountKind::Customer).await;
    let mut ada = world.person("ada").await;
    let siti = world.person_of("NORTHWIND", "siti", |_| ()).await;
    let mut crm = siti.at("crm.localhost");
    crm.tries("ada", PASSWORD).await.is(401);
    crm.tries("siti", PASSWORD).await.is(200);
    ada.signs_in().await;
    let mut stolen = crm.clone();
    stolen.cookies.insert(Browser::SESSION.to_owned(), ada.session());
    assert!(stolen.opens("/").await.leads_to_sign_in(), "a session of one portal is nothing at another");
    assert!(world.app.takes().is_empty());
}

#[tokio::test]
async fn operators_are_admitted_where_their_account_is_named_and_nowhere_else() {
    let world = World::with(|settings| {
        settings.another_portal("console", "accounts = [\"VENDOR\"]");
    })
    .await;
    world.account("VENDOR", AccountKind::Operator).await;
    let mut olga = world.person_of("VENDOR", "olga", |_| ()).await;
    olga.tries("olga", PASSWORD).await.is(401);
    olga.at("console.localhost").tries("olga", PASSWORD).await.is(200);
}

/// An answer without what differs from one request to the next: the token, and what was typed.
fn redacted(answer: &Answer, typed: &str) -> (u16, Vec<(String, String)>, String) {
    let csrf = field(answer, "csrf").expect("a token");
    assert!(csrf.len() == 32, "{csrf}");
    let headers = answer.headers.iter().filter(|(name, _)| !name.eq_ignore_ascii_case("date")).cloned().collect();
    (answer.status, headers, answer.text().replace(&csrf, "CSRF").replace(&format!("value=\"{typed}\""), "value=\"TYPED\""))
}

#[tokio::test]
async fn nobody_learns_who_exists() {
    let world = World::with(|settings| {
        settings.another_portal("mail", "sign_in = \"email\"");
        settings.another_portal("either", "sign_in = \"username-or-email\"");
        settings.another_portal("tenants", "sign_in = \"account-username\"");
    })
    .await;
    let known = world.person("known").await;
    let gone = world.person("gone0").await;
    let shut = world.person("shut0").await;
    let bare = world.person_with("bare0", |new| new.password = None).await;
    world.sets(&gone, UserEdit { state: Some(UserState::Disabled), ..UserEdit::default() }).await;
    world.sets(&shut, UserEdit { state: Some(UserState::Locked), ..UserEdit::default() }).await;
    world.account("ASLEEP", AccountKind::Customer).await;
    world.person_of("ASLEEP", "sleep", |new| new.email = "sleep@acme.example".parse().ok()).await;
    world
        .administrator()
        .set_account(&Folded::of("ASLEEP"), AccountEdit { state: Some(AccountState::Suspended), ..AccountEdit::default() })
        .await
        .expect("a change");
    world.account("VENDOR", AccountKind::Operator).await;
    world.person_of("VENDOR", "staff", |new| new.email = "staff@acme.example".parse().ok()).await;
    let _ = (known, bare);
    let tries = [
        ("known", "ACME", "not her password"),
        ("nobdy", "ACME", "not her password"),
        ("nobdy", "OTHER", PASSWORD),
        ("gone0", "ACME", PASSWORD),
        ("shut0", "ACME", PASSWORD),
        ("bare0", "ACME", PASSWORD),
        ("sleep", "ASLEEP", PASSWORD),
        ("staff", "VENDOR", PASSWORD),
    ];
    for portal in ["calls", "mail", "either", "tenants"] {
        let mut seen = Vec::new();
        for (username, account, password) in tries {
            let mut browser = world.browser().at(&format!("{portal}.localhost"));
            let email = format!("{username}@acme.example");
            let fields = match portal {
                "mail" => vec![("email", email.as_str())],
                "tenants" => vec![("account_id", account), ("username", username)],
                _ => vec![("username", username)],
            };
            let answer = browser.tries_fields(&[fields.as_slice(), &[("password", password)]].concat()).await;
            answer.is(401).says("then try again");
            assert!(!browser.cookies.contains_key(Browser::SESSION));
            let typed = if portal == "mail" { &email } else { username };
            let (status, headers, text) = redacted(&answer, typed);
            // All Account IDs here differ in length, and the length of the page with them.
            let headers: Vec<_> =
                headers.into_iter().filter(|(name, _)| portal != "tenants" || name != "Content-Length").collect();
            seen.push((status, headers, text.replace(&format!("value=\"{account}\""), "value=\"ACCOUNT\"")));
        }
        for (one, (username, ..)) in seen.iter().zip(tries) {
            assert_eq!(one, &seen[0], "{username} at {portal}");
        }
    }
}

#[tokio::test]
async fn two_people_of_one_name_are_both_refused() {
    let world = World::with(|settings| {
        settings.portal("sign_in = \"account-username\"");
    })
    .await;
    world.account("OTHER", AccountKind::Customer).await;
    world.person("ada").await;
    world.person_of("OTHER", "ada", |new| new.email = "ada@other.example".parse().ok()).await;
    let mut world = world;
    world
        .restarts(|settings| {
            settings.another_portal("flat", "sign_in = \"username\"");
        })
        .await;
    let mut browser = world.browser().at("flat.localhost");
    browser.tries("ada", PASSWORD).await.is(401);
    assert!(world.tries_to_add("ada2", "ACME").await.is_ok());
    assert!(
        world.tries_to_add("ada2", "OTHER").await.is_err(),
        "a name that a portal could not tell apart is refused when written"
    );
}

#[tokio::test]
async fn a_sign_in_makes_a_new_session_and_ends_the_one_before() {
    let world = World::new().await;
    let (mut ada, bob) = (world.person("ada").await, world.person("bob").await);
    let mut fixed = world.browser();
    fixed.cookies.insert(Browser::SESSION.to_owned(), "planted".to_owned());
    fixed.tries("ada", PASSWORD).await.is(200);
    assert_ne!(fixed.session(), "planted");
    ada.signs_in().await;
    let adas = ada.clone();
    // A form of the same browser that was open before she signed in there.
    let mut form = world.browser();
    let csrf = form.csrf("/_auth/login").await;
    ada.cookies.insert(Browser::FORM.to_owned(), form.cookies[Browser::FORM].clone());
    ada.posts("/_auth/login", &[("csrf", &csrf), ("username", &bob.username), ("password", PASSWORD)]).await.is(200);
    assert_ne!(ada.session(), adas.session());
    ada.opens("/").await.is(200);
    assert_eq!(world.app.takes_one().header("x-gatehouse-user"), Some("bob"));
    let mut replay = adas;
    assert!(replay.opens("/").await.leads_to_sign_in(), "the session before is over");
    assert!(world.app.takes().is_empty());
}

#[tokio::test]
async fn a_failed_sign_in_leaves_the_session_alone() {
    let world = World::new().await;
    let mut ada = world.person("ada").await;
    ada.signs_in().await;
    let mut form = world.browser();
    let csrf = form.csrf("/_auth/login").await;
    ada.cookies.insert(Browser::FORM.to_owned(), form.cookies[Browser::FORM].clone());
    ada.posts("/_auth/login", &[("csrf", &csrf), ("username", "bob"), ("password", "wrong")]).await.is(401);
    assert!(ada.gets_through().await);
}

#[tokio::test]
async fn a_session_cookie_is_kept_as_long_as_was_asked_for() {
    let world = World::with(|settings| {
        settings.another_portal("strict", "remember_me = false");
    })
    .await;
    let mut ada = world.person("ada").await;
    let cookie = |answer: &Answer| {
        let all = answer.all("set-cookie");
        all.into_iter().find(|cookie| cookie.starts_with("__Host-gh=")).expect("a session cookie").to_owned()
    };
    let plain = cookie(&ada.signs_in().await);
    assert!(plain.ends_with("; Path=/; Secure; HttpOnly; SameSite=Lax"), "{plain}");
    assert!(plain.len() < 300, "{plain}");
    let mut stays = ada.another_browser();
    stays.opens("/_auth/login").await.says("Keep me signed in on this device");
    let kept = cookie(&stays.signs_in_to_stay().await);
    assert!(kept.ends_with("; Path=/; Secure; HttpOnly; SameSite=Lax; Max-Age=2592000"), "{kept}");
    let mut strict = ada.at("strict.localhost");
    assert!(!strict.opens("/_auth/login").await.text().contains("name=\"remember\""));
    let ignored = strict.tries_fields(&[("username", "ada"), ("password", PASSWORD), ("remember", "1")]).await;
    assert!(!cookie(&ignored).contains("Max-Age"), "a posted remember is ignored where it is not offered");
    world.later(Duration::from_hours(13));
    assert!(stays.gets_through().await);
    assert!(strict.opens("/").await.leads_to_sign_in());
}

#[tokio::test]
async fn signing_out_ends_the_session_everywhere() {
    let world = World::new().await;
    let mut ada = world.person("ada").await;
    ada.signs_in().await;
    assert!(ada.gets_through().await);
    let mut replay = ada.clone();
    ada.opens("/_auth/logout").await.is(200).says("Sign out of");
    assert!(ada.gets_through().await, "a link alone signs nobody out");
    let answer = ada.signs_out().await;
    answer.says("You are signed out");
    assert_eq!(answer.header("clear-site-data"), Some("\"cache\""));
    assert!(answer.all("set-cookie").iter().any(|cookie| cookie.starts_with("__Host-gh=;") && cookie.contains("Max-Age=0")));
    world.app.takes();
    assert!(ada.opens("/").await.leads_to_sign_in());
    assert!(replay.opens("/").await.leads_to_sign_in(), "a copy of the cookie is good for nothing");
    assert_eq!(replay.fetches("/").await.status, 401);
    assert!(world.app.takes().is_empty());
    ada.opens("/_auth/logout").await.is(200).says("You are signed out");
}

#[tokio::test]
async fn a_password_counts_to_its_last_byte_and_no_longer_one_is_read() {
    let world = World::new().await;
    let long = format!("{}{}", "correct horse ".repeat(73), "x1");
    assert_eq!(long.len(), 1024);
    let password = gatehouse_auth_core::secret::TypedPassword::new(long.clone());
    let mut ada = world.person_with("ada", |new| new.password = password).await;
    ada.tries("ada", &long).await.is(200);
    let mut other = ada.another_browser();
    other.tries("ada", &long[..1023]).await.is(401);
    other.tries("ada", &format!("{}2", &long[..1023])).await.is(401);
    other.tries("ada", &format!("{long}x")).await.is(401).says("then try again");
    other.tries("ada", &"x".repeat(1024 * 1024)).await.is(413);
    other.tries(&"a".repeat(2000), "x").await.is(401).says("then try again");
    other.tries("ada", &long.to_uppercase()).await.is(401);
}

#[tokio::test]
async fn what_is_missing_is_said_and_counts_for_nothing() {
    let world = World::new().await;
    world.person("ada").await;
    let mut browser = world.browser();
    for _ in 0..6 {
        browser.tries("", "").await.is(422).says("Enter your username").says("Enter your password");
        browser.tries("ada", "").await.is(422).says("Enter your password");
        browser.tries(" \u{3000}", "x").await.is(422).says("Enter your username");
    }
    browser.tries("ada", PASSWORD).await.is(200);
}

#[tokio::test]
async fn a_password_is_hashed_anew_when_checking_has_become_dearer() {
    let mut world = World::new().await;
    world.person("ada").await;
    let cost =
        async |world: &World| world.outside().directory.costliest().await.expect("a directory").map(Parameters::iterations);
    assert_eq!(cost(&world).await, Some(1));
    world
        .restarts(|settings| {
            settings.tables("[password]\nargon2 = { memory = \"8MiB\", iterations = 2, lanes = 1 }");
        })
        .await;
    let mut ada = world.browser();
    ada.tries("ada", "wrong").await.is(401);
    assert_eq!(cost(&world).await, Some(1));
    ada.tries("ada", PASSWORD).await.is(200);
    assert_eq!(cost(&world).await, Some(2));
    world.browser().tries("ada", PASSWORD).await.is(200);
}

#[tokio::test]
async fn a_session_outlives_the_gateway() {
    let mut world = World::new().await;
    let mut ada = world.person("ada").await;
    ada.signs_in().await;
    world.restarts(|_| ()).await;
    let mut browser = world.browser();
    browser.cookies = ada.cookies.clone();
    browser.opens("/").await.is(200);
    assert_eq!(world.app.takes_one().header("x-gatehouse-user"), Some("ada"));
}

#[tokio::test]
async fn cookies_are_as_safe_as_the_portals_address() {
    let world = World::with(|settings| {
        settings.another_portal("tls", "url = \"https://tls.example.com\"");
        settings.another_portal("plain", "url = \"http://plain.example.com\"\ninsecure_cookie = true");
    })
    .await;
    world.person("ada").await;
    let mut tls = world.browser().at("tls.example.com");
    let page = tls.tries("ada", PASSWORD).await;
    assert!(page.is(200).header("strict-transport-security").is_some_and(|value| value.starts_with("max-age=31536000")));
    assert!(
        page.all("set-cookie").iter().all(|cookie| cookie.starts_with("__Host-gh") && cookie.contains("; Secure")),
        "{page:?}"
    );
    tls.opens("/").await.is(200);
    let received = world.app.takes_one();
    assert_eq!(
        (received.header("x-forwarded-proto"), received.header("x-forwarded-host")),
        (Some("https"), Some("tls.example.com"))
    );
    let mut plain = world.browser().at("plain.example.com");
    let page = plain.tries("ada", PASSWORD).await;
    assert!(page.is(200).header("strict-transport-security").is_none());
    assert!(
        page.all("set-cookie")
            .iter()
            .all(|cookie| cookie.starts_with("gh") && !cookie.contains("Secure") && cookie.contains("HttpOnly"))
    );
    plain.opens("/").await.is(200);
}

#[tokio::test]
async fn a_page_speaks_the_language_that_was_chosen() {
    let world = World::new().await;
    let mut visitor = world.browser();
    visitor.headers.push(("Accept-Language".to_owned(), "es-MX,es;q=0.9,en;q=0.5".to_owned()));
    visitor.opens("/_auth/login").await.says("lang=\"es\"").says("Contraseña");
    visitor.opens("/_auth/login?lang=en&to=%2Fx").await.says("lang=\"en\"").says("Password");
    visitor.opens("/_auth/login").await.says("lang=\"en\"");
    visitor.tries("nobody", "x").await.is(401).says("Check your username and password, then try again");
    visitor.opens("/_auth/login?lang=xx").await.is(200);
    let json = visitor.fetches("/x").await;
    assert_eq!(json.is(401).json()["title"], "Sign in first");
}

#[tokio::test]
async fn a_second_tab_that_signs_in_too_is_brought_to_its_page() {
    let world = World::new().await;
    let mut ada = world.person("ada").await;
    let second_tab = "/_auth/login?to=%2Frecords";
    let csrf = ada.csrf(second_tab).await;
    ada.signs_in().await;
    let answer = ada.posts(second_tab, &[("csrf", &csrf), ("username", "ada"), ("password", PASSWORD)]).await;
    assert_eq!(moves_to(answer.is(200)).as_deref(), Some("/records"));
    assert!(answer.all("set-cookie").is_empty(), "with the session of the first");
}
