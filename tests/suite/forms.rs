//! Whose form it is: one of our own pages sent it, for the person it was shown to, once and in one reading.

use std::time::Duration;

use gatehouse_tests::{Browser, World, world::PASSWORD};

const LOGIN: &str = "/_auth/login";

#[tokio::test]
async fn a_form_without_its_token_does_nothing() {
    let world = World::new().await;
    world.person("ada").await;
    let mut browser = world.browser();
    let own = browser.csrf(LOGIN).await;
    let mut other = world.browser();
    let others = other.csrf(LOGIN).await;
    let fields = [("username", "ada"), ("password", PASSWORD)];
    for token in [None, Some(""), Some("x"), Some(others.as_str()), Some(&own[1..]), Some(&format!("{own}A"))] {
        let mut all = fields.to_vec();
        all.extend(token.map(|token| ("csrf", token)));
        browser.posts(LOGIN, &all).await.is(403).says("This page was open too long");
        assert!(!browser.cookies.contains_key(Browser::SESSION), "{token:?}");
    }
    browser.posts(&format!("{LOGIN}?csrf={own}"), &fields).await.is(403);
    browser.posts(LOGIN, &[("csrf", &own), ("username", "ada"), ("password", PASSWORD)]).await.is(200);
}

#[tokio::test]
async fn a_form_of_another_site_does_nothing() {
    let world = World::new().await;
    let mut ada = world.person("ada").await;
    let foreign = [
        "Origin: http://evil.example\r\n",
        "Origin: null\r\n",
        "Origin: http://calls.localhost.evil.example\r\n",
        "Origin: http://calls.localhost:8080\r\n",
        "Origin: http://crm.localhost\r\n",
        "Sec-Fetch-Site: cross-site\r\n",
        "Sec-Fetch-Site: same-site\r\n",
        "Sec-Fetch-Site: cross-site\r\nOrigin: http://calls.localhost\r\n",
        "Sec-Fetch-Site: same-origin\r\nOrigin: http://evil.example\r\n",
    ];
    for lines in foreign {
        let csrf = ada.csrf(LOGIN).await;
        ada.posts_with(LOGIN, lines, &[("csrf", &csrf), ("username", "ada"), ("password", PASSWORD)]).await.is(403);
        assert!(!ada.cookies.contains_key(Browser::SESSION), "{lines}");
    }
    let own = "Sec-Fetch-Site: same-origin\r\nOrigin: http://calls.localhost\r\n";
    let csrf = ada.csrf(LOGIN).await;
    ada.posts_with(LOGIN, own, &[("csrf", &csrf), ("username", "ada"), ("password", PASSWORD)]).await.is(200);
    for lines in foreign {
        let csrf = ada.csrf("/_auth/logout").await;
        ada.posts_with("/_auth/logout", lines, &[("csrf", &csrf)]).await.is(403);
        assert!(ada.gets_through().await, "{lines}");
    }
}

#[tokio::test]
async fn a_sign_out_needs_the_token_of_this_session() {
    let world = World::new().await;
    let (mut ada, mut bob) = (world.person("ada").await, world.person("bob").await);
    let before = ada.csrf(LOGIN).await;
    ada.signs_in().await;
    bob.signs_in().await;
    let bobs = bob.csrf("/_auth/logout").await;
    for token in ["", "x", &before, &bobs] {
        ada.posts("/_auth/logout", &[("csrf", token)]).await.is(403);
        assert!(ada.gets_through().await, "{token}");
    }
    let old = ada.csrf("/_auth/logout").await;
    ada.signs_out().await;
    ada.signs_in().await;
    ada.posts("/_auth/logout", &[("csrf", &old)]).await.is(403);
    assert!(ada.gets_through().await, "a token of the session before");
}

#[tokio::test]
async fn a_form_grows_old_in_an_hour_and_is_shown_afresh() {
    let world = World::new().await;
    world.person("ada").await;
    let mut browser = world.browser();
    let csrf = browser.csrf(LOGIN).await;
    world.later(Duration::from_hours(1));
    let page = browser.posts(LOGIN, &[("csrf", &csrf), ("username", "ada"), ("password", PASSWORD)]).await;
    page.is(403).says("This page was open too long, so we refreshed it").says("value=\"ada\"");
    assert!(!page.text().contains(PASSWORD), "a password is never shown again");
    let fresh = gatehouse_tests::person::field(&page, "csrf").expect("a token");
    browser.posts(LOGIN, &[("csrf", &fresh), ("username", "ada"), ("password", PASSWORD)]).await.is(200);
}

#[tokio::test]
async fn a_browser_without_cookies_is_told_so() {
    let world = World::new().await;
    world.person("ada").await;
    let mut browser = world.browser();
    let csrf = browser.csrf(LOGIN).await;
    browser.cookies.clear();
    let page = browser.posts(LOGIN, &[("csrf", &csrf), ("username", "ada"), ("password", PASSWORD)]).await;
    page.is(400).says("Your browser is blocking cookies").says("calls.localhost");
    assert!(!browser.cookies.contains_key(Browser::SESSION));
}

#[tokio::test]
async fn looking_changes_nothing() {
    let world = World::new().await;
    let mut ada = world.person("ada").await;
    let csrf = ada.csrf(LOGIN).await;
    let query = gatehouse_tests::person::urlencoded(&[("csrf", &csrf), ("username", "ada"), ("password", PASSWORD)]);
    for (method, lines) in [("GET", ""), ("HEAD", ""), ("GET", "X-HTTP-Method-Override: POST\r\n")] {
        let answer = ada.sends(method, &format!("{LOGIN}?{query}&_method=POST"), lines, b"").await;
        assert_eq!(answer.status, 200);
        assert!(!ada.cookies.contains_key(Browser::SESSION), "{method} {lines}");
    }
    ada.signs_in().await;
    let csrf = ada.csrf("/_auth/logout").await;
    for (method, lines) in [("GET", ""), ("HEAD", ""), ("GET", "X-HTTP-Method-Override: POST\r\n")] {
        ada.sends(method, &format!("/_auth/logout?csrf={csrf}&_method=POST"), lines, b"").await;
        assert!(ada.gets_through().await, "{method} {lines}");
    }
    for method in ["PUT", "DELETE", "PATCH", "OPTIONS", "PROPFIND"] {
        ada.sends(method, "/_auth/logout", "Accept: text/html\r\n", b"").await.is(405);
        ada.sends(method, LOGIN, "Accept: text/html\r\n", b"").await.is(405);
    }
    assert!(ada.gets_through().await);
}

#[tokio::test]
async fn a_form_that_can_be_read_in_two_ways_is_refused() {
    let world = World::new().await;
    world.person("ada").await;
    let mut browser = world.browser();
    let csrf = browser.csrf(LOGIN).await;
    for twice in [("username", "bob"), ("password", "x"), ("csrf", "x"), ("remember", "1")] {
        let fields = [("csrf", csrf.as_str()), ("username", "ada"), ("password", PASSWORD), ("remember", "1"), twice];
        browser.posts(LOGIN, &fields).await.is(400);
        assert!(!browser.cookies.contains_key(Browser::SESSION), "{twice:?}");
    }
    let body = gatehouse_tests::person::urlencoded(&[("csrf", &csrf), ("username", "ada"), ("password", PASSWORD)]);
    for media in ["text/plain", "application/json", "multipart/form-data; boundary=x", "application/x-www-form-urlencoded2", ""] {
        let lines = if media.is_empty() { String::new() } else { format!("Content-Type: {media}\r\n") };
        browser.sends("POST", LOGIN, &lines, body.as_bytes()).await.is(415);
        assert!(!browser.cookies.contains_key(Browser::SESSION), "{media}");
    }
    browser
        .sends("POST", LOGIN, "Content-Type: application/x-www-form-urlencoded; charset=UTF-8\r\n", body.as_bytes())
        .await
        .is(200);
}

#[tokio::test]
async fn whatever_is_typed_is_answered_and_never_echoed_as_markup() {
    let world = World::new().await;
    world.person("ada").await;
    let long = "é".repeat(50_000 / 2);
    let typed = [
        "\0",
        "a\r\nSet-Cookie: x=1",
        "\u{2028}\u{2029}",
        "\u{202e}ada",
        "😀",
        "<script>alert(1)</script>",
        "\"><img src=x>",
        "*",
        "a:b",
        "{t}",
        "'; --",
        "%00",
        "\u{1b}[31m",
        "a\n{\"level\":\"error\"}",
        "\u{feff}",
        "ǅ",
        &long,
    ];
    for text in typed {
        for fields in [[("username", text), ("password", "x")], [("username", "nobody"), ("password", text)]] {
            let answer = world.browser().tries_fields(&fields).await;
            assert!(answer.status < 500, "{:?}: {}", text.get(..40), answer.status);
            let page = answer.text();
            assert!(!page.contains("<script>alert") && !page.contains("<img src=x"), "{text:?}");
            assert!(answer.header("x").is_none() && !answer.all("set-cookie").iter().any(|cookie| cookie.starts_with("x=")));
        }
        let query = gatehouse_tests::person::urlencoded(&[("to", text), ("lang", text), ("lost", text)]);
        let answer = world.browser().opens(&format!("{LOGIN}?{query}")).await;
        assert!(matches!(answer.status, 200 | 400 | 431), "{:?}: {}", text.get(..40), answer.status);
        assert!(!answer.text().contains("<script>alert") && !answer.text().contains("<img src=x"), "{text:?}");
    }
    for body in [&b"username=%ff%fe"[..], b"%", b"&&&==", b"csrf=%zz", b"\xff\xfe\x00"] {
        let answer = world.browser().sends("POST", LOGIN, "Content-Type: application/x-www-form-urlencoded\r\n", body).await;
        assert!((400..500).contains(&answer.status), "{body:?}: {}", answer.status);
    }
    world.browser().tries("ada", PASSWORD).await.is(200);
}

#[tokio::test]
async fn every_page_of_the_gateway_is_for_one_browser_alone() {
    let world = World::new().await;
    let mut ada = world.person("ada").await;
    let mut pages =
        vec![ada.opens(LOGIN).await, ada.opens("/x").await, ada.fetches("/x").await, ada.opens("/_auth/nothing").await];
    pages.push(ada.tries("ada", "wrong").await);
    pages.push(ada.signs_in().await);
    pages.push(ada.opens("/_auth/logout").await);
    pages.push(ada.signs_out().await);
    for page in pages {
        let shown = format!("{} {:?}", page.status, page.headers);
        assert_eq!(page.header("cache-control"), Some("no-store"), "{shown}");
        assert_eq!(page.header("x-content-type-options"), Some("nosniff"), "{shown}");
        assert!(page.header("referrer-policy").is_some(), "{shown}");
        assert!(page.header("server").is_none(), "{shown}");
        if page.header("content-type").is_some_and(|kind| kind.starts_with("text/html")) {
            let policy = page.header("content-security-policy").expect("a policy");
            for directive in ["default-src 'none'", "frame-ancestors 'none'", "base-uri 'none'", "form-action 'self'"] {
                assert!(policy.contains(directive), "{policy}");
            }
            assert!(!policy.contains("unsafe"), "{policy}");
            assert_eq!(page.header("cross-origin-opener-policy"), Some("same-origin"));
            assert_eq!(page.header("content-type"), Some("text/html; charset=utf-8"));
            assert!(!page.text().contains("style=\"") && !page.text().contains("<script>"), "{shown}");
        }
    }
}

#[tokio::test]
async fn a_sign_out_by_another_site_takes_no_cookie_away() {
    let world = World::new().await;
    let mut ada = world.person("ada").await;
    ada.signs_in().await;
    for address in ["/_auth/logout", LOGIN] {
        // A form of another site brings no cookie of ours along, so it cannot be told whose browser it is.
        let lines = "Sec-Fetch-Site: cross-site\r\nOrigin: http://evil.example\r\n";
        let answer = world.browser().posts_with(address, lines, &[]).await;
        assert!(answer.is(403).all("set-cookie").is_empty(), "{address}: {answer:?}");
        assert!(answer.header("clear-site-data").is_none(), "{address}");
    }
    assert!(ada.gets_through().await);
}
