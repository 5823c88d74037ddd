//! What is asked for: nothing reaches the application that was not judged, and what was judged is what reaches it.

use gatehouse_tests::{Answer, World, world::HOST};
use proptest::{
    strategy::{Strategy as _, ValueTree as _},
    test_runner::TestRunner,
};

/// A navigation with this target, as bytes.
fn navigation(target: impl AsRef<[u8]>) -> Vec<u8> {
    [b"GET ", target.as_ref(), b" HTTP/1.1\r\nHost: calls.localhost\r\nAccept: text/html\r\n\r\n"].concat()
}

/// Refused before anything was forwarded: with 400, or by closing before there was a request to answer.
#[track_caller]
fn is_refused(world: &World, answer: Option<&Answer>, what: &dyn std::fmt::Debug) {
    if let Some(answer) = answer {
        assert_eq!(answer.status, 400, "{what:?}: {:?}", answer.headers);
    }
    let received = world.app.takes();
    assert!(received.is_empty(), "{what:?} reached the application: {received:?}");
}

#[tokio::test]
async fn the_application_gets_the_normal_form_that_was_judged() {
    let world = World::new().await;
    for (sent, received) in [
        ("/public/a", "/public/a"),
        ("/public/a/../b", "/public/b"),
        ("/x/../public/a", "/public/a"),
        ("/public//a", "/public/a"),
        ("//public///a", "/public/a"),
        ("/public/./a", "/public/a"),
        ("/public/a/.", "/public/a/"),
        ("/public/%61%2Db%7e", "/public/a-b~"),
        ("/public/caf%c3%a9", "/public/caf%C3%A9"),
        ("/public/a{b}|", "/public/a%7Bb%7D|"),
        ("/public/a%20b", "/public/a%20b"),
        ("/public/a%23b", "/public/a%23b"),
        ("/public/a;x=1/b", "/public/a;x=1/b"),
        ("/public/a?x=/../b//c%2f", "/public/a?x=/../b//c%2f"),
        ("/public/?", "/public/?"),
        // pingora encodes what would end the target before it shows anybody the line.
        ("/public/a b \"<c>", "/public/a%20b%20%22%3Cc%3E"),
    ] {
        let answer = world.sends(navigation(sent)).await.expect("an answer");
        assert_eq!(answer.status, 200, "{sent}");
        assert_eq!(world.app.takes_one().line(), format!("GET {received} HTTP/1.1"), "{sent}");
    }
}

#[tokio::test]
async fn no_detour_through_an_open_folder_opens_a_closed_one() {
    let world = World::new().await;
    for target in [
        "/public/../adm",
        "//adm",
        "/./adm",
        "/public/./../adm",
        "/public//../adm",
        "/public/%2e%2e/adm",
        "/public/.%2E/adm",
        "/%41dm",
        "/ADM",
        "/Public/x",
        "/PUBLIC/",
        "/Public/../adm",
        "/public",
        "/adm;x=/public/",
        "/adm%23/public/",
        "/adm?/public/",
        "/adm?x=/../public/",
        "/publi%63/../adm",
        "/../public/../adm",
        "/public;/x",
        "/public%3b/x",
        "/adm/%2e%2e/public",
        "/publicity",
    ] {
        let answer = world.sends(navigation(target)).await.expect("an answer");
        assert!(answer.leads_to_sign_in(), "{target}: {} {:?}", answer.status, answer.headers);
        assert!(world.app.takes().is_empty(), "{target} reached the application");
    }
}

#[tokio::test]
async fn a_target_without_a_normal_form_is_refused() {
    let world = World::new().await;
    let mut ada = world.person("ada").await;
    ada.signs_in().await;
    let targets: [&[u8]; 36] = [
        b"admin",
        b"*",
        b"?x",
        b".",
        b"http://other/adm",
        b"http://calls.localhost/public/x",
        b"https://calls.localhost/public/x",
        b"http://user@calls.localhost/public/x",
        b"//user@other:80:80/x\\",
        b"calls.localhost:80",
        b"/public/..;/adm",
        b"/public/.;x/adm",
        b"/public/..%3b/adm",
        b"/public/%2e%2e;a=b/adm",
        b"/public%2f..%2fadm",
        b"/public/%2F/adm",
        b"/public\\..\\adm",
        b"/public/..%5cadm",
        b"/public/%252e%252e/adm",
        b"/a%252fb",
        b"/a%25252fb",
        b"/%",
        b"/%z",
        b"/%zz",
        b"/%+1",
        b"/public/%u002e",
        b"/adm%00.css",
        b"/adm%0a/public/",
        b"/adm%0d%0aX:1",
        b"/a%7f",
        b"/a\x00b",
        b"/a\x01b",
        b"/a\tb",
        b"/a\xffb",
        b"/a\xc3\xa9b",
        b"/a\x7fb",
    ];
    for target in targets {
        let shown = String::from_utf8_lossy(target);
        is_refused(&world, world.sends(navigation(target)).await.as_ref(), &shown);
        let mut signed_in = ada.connects().await;
        let head = [b"GET ", target, b" HTTP/1.1\r\nHost: calls.localhost\r\n", ada.cookie_line().as_bytes(), b"\r\n"].concat();
        signed_in.send(head).await;
        is_refused(&world, signed_in.answer_if_any().await.as_ref(), &shown);
    }
}

#[tokio::test]
async fn whatever_a_stranger_asks_for_only_open_paths_reach_the_application() {
    let world = World::new().await;
    let pieces = proptest::sample::select(vec![
        "/",
        "//",
        ".",
        "..",
        "%2e",
        "%2E%2e",
        "%2f",
        "%5c",
        "\\",
        ";",
        ";/",
        "%3b",
        "public",
        "Public",
        "adm",
        "%70ublic",
        "?",
        "#",
        "%23",
        "%00",
        "%25",
        "%252e",
        "%c0%af",
        "*",
        "%",
        "a",
        "{",
        "~",
        "@",
        ":",
        "http://calls.localhost",
    ]);
    let targets = proptest::collection::vec(pieces, 1..9).prop_map(|pieces| pieces.concat());
    let mut runner = TestRunner::deterministic();
    for number in 0..400 {
        let rest = targets.new_tree(&mut runner).expect("a target").current();
        let target = if number % 4 == 0 { rest } else { format!("/public/{rest}") };
        let answer = world.sends(navigation(&target)).await;
        let received = world.app.takes();
        for request in &received {
            let path = request.target().split('?').next().unwrap_or_default();
            assert!(path.starts_with("/public/"), "{target} reached the application as {path}");
            let is_resolved = !path.contains("//") && !path.split('/').any(|segment| matches!(segment, "." | ".."));
            assert!(is_resolved, "{target} was forwarded as {path}");
        }
        let status = answer.map_or(400, |answer| answer.status);
        assert!(matches!(status, 200 | 303 | 400 | 404), "{target}: {status}");
        assert_eq!(received.len(), usize::from(status == 200 && !target.contains("_auth")), "{target}: {status}");
    }
}

#[tokio::test]
async fn an_encoded_slash_goes_on_where_the_portal_keeps_it() {
    let world = World::with(|settings| {
        settings.portal("encoded_slash = \"keep\"");
    })
    .await;
    assert_eq!(world.sends(navigation("/public/a%2fb")).await.expect("an answer").status, 200);
    assert_eq!(world.app.takes_one().target(), "/public/a%2Fb");
    for target in ["/public/..%2fadm", "/public/x%2f..%2fadm", "/public/x%2f%2e%2e", "/public/%2fadm", "/public/x%2f..;/adm"] {
        is_refused(&world, world.sends(navigation(target)).await.as_ref(), &target);
    }
}

#[tokio::test]
async fn methods_of_proxies_and_unknown_ones_are_answered_with_405() {
    let world = World::new().await;
    for method in ["get", "Get", "TRACE", "TRACK", "CONNECT", "PURGE", "DEBUG", "G-T", "GETX", "M-SEARCH"] {
        let answer = world.sends(format!("{method} /public/x HTTP/1.1\r\nHost: {HOST}\r\n\r\n")).await;
        let status = answer.map_or(400, |answer| answer.status);
        assert!(status == 405 || (method == "CONNECT" && status == 400), "{method}: {status}");
        assert!(world.app.takes().is_empty(), "{method} reached the application");
    }
    let strange = ["G=T /public/x", "G T /public/x", " GET /public/x", "G\tT /public/x", "/public/x", "GET"];
    for line in strange {
        let answer = world.sends(format!("{line} HTTP/1.1\r\nHost: {HOST}\r\n\r\n")).await;
        assert!(answer.as_ref().is_none_or(|answer| matches!(answer.status, 400 | 405)), "{line}: {answer:?}");
        assert!(world.app.takes().is_empty(), "{line} reached the application");
    }
}

#[tokio::test]
async fn every_method_meets_the_same_decision() {
    let world = World::new().await;
    for method in [
        "GET",
        "HEAD",
        "POST",
        "PUT",
        "PATCH",
        "DELETE",
        "OPTIONS",
        "PROPFIND",
        "PROPPATCH",
        "MKCOL",
        "COPY",
        "MOVE",
        "LOCK",
        "UNLOCK",
    ] {
        let mut visitor = world.browser();
        let refused = visitor.sends(method, "/adm", "Accept: application/json\r\n", b"").await;
        assert_eq!(refused.status, 401, "{method}");
        assert!(world.app.takes().is_empty(), "{method} /adm reached the application");
        let open = visitor.sends(method, "/public/x", "", b"").await;
        assert_eq!(open.status, 200, "{method}");
        assert!(world.app.takes_one().line().starts_with(&format!("{method} /public/x ")));
    }
}

#[tokio::test]
async fn a_method_override_header_overrides_nothing() {
    let world = World::new().await;
    for name in ["X-HTTP-Method-Override", "X-HTTP-Method", "X-Method-Override", "x_http_method_override"] {
        world
            .sends(format!("GET /public/x HTTP/1.1\r\nHost: {HOST}\r\n{name}: DELETE\r\n\r\n"))
            .await
            .expect("an answer")
            .is(200);
        assert!(!world.app.takes_one().head.contains("DELETE"), "{name}");
    }
}

#[tokio::test]
async fn one_host_in_one_form_names_the_portal() {
    let world = World::new().await;
    for host in ["calls.localhost", "CALLS.LocalHost", "calls.localhost.", "calls.localhost:80"] {
        world.sends(format!("GET /public/x HTTP/1.1\r\nHost: {host}\r\n\r\n")).await.expect("an answer").is(200);
        let received = world.app.takes_one();
        let host = received.header("host").expect("a host");
        assert!(matches!(host, "calls.localhost" | "calls.localhost:80"), "{host}");
    }
    for hosts in [
        "",
        "Host:\r\n",
        "Host: a/evil?x\r\n",
        "Host: calls.localhost@evil\r\n",
        "Host: calls.localhost, evil\r\n",
        "Host: calls.localhost evil\r\n",
        "Host: calls.localhost:80:80\r\n",
        "Host: calls.localhost:x\r\n",
        "Host: calls.localhost:99999\r\n",
        "Host: [::1\r\n",
        "Host: %63alls.localhost\r\n",
        "Host: calls.localhost\r\nHost: calls.localhost\r\n",
        "Host: calls.localhost\r\nhost: evil\r\n",
        "Host: evil\r\nHost: calls.localhost\r\n",
        "Host : calls.localhost\r\n",
        " Host: calls.localhost\r\n",
        "Host: calls..localhost\r\n",
        "Host: calls.localhost#\r\n",
    ] {
        let answer = world.sends(format!("GET /public/x HTTP/1.1\r\n{hosts}\r\n")).await;
        is_refused(&world, answer.as_ref(), &hosts);
    }
    let bytes = [&b"GET /public/x HTTP/1.1\r\nHost: calls.localhost"[..], &[0x80, 0xff], b"\r\n\r\n"].concat();
    is_refused(&world, world.sends(bytes).await.as_ref(), &"bytes beyond ASCII");
}

#[tokio::test]
async fn an_unknown_host_is_answered_with_421_and_reaches_nothing() {
    let world = World::new().await;
    for host in
        ["evil.example", "localhost", "calls.localhost:8443", "calls.localhost.evil.example", "127.0.0.1", "xcalls.localhost"]
    {
        let answer =
            world.sends(format!("GET /public/x HTTP/1.1\r\nHost: {host}\r\nAccept: text/html\r\n\r\n")).await.expect("an answer");
        answer.is(421).says("There is nothing at this address");
        assert!(world.app.takes().is_empty(), "{host} reached the application");
    }
}

#[tokio::test]
async fn a_head_that_is_too_long_is_answered_with_431() {
    let world = World::new().await;
    let long = "a".repeat(64 * 1024);
    for head in [
        format!("GET /public/{} HTTP/1.1\r\nHost: {HOST}\r\n\r\n", &long[..40 * 1024]),
        format!("GET /public/x HTTP/1.1\r\nHost: {HOST}\r\nX-A: {long}\r\n\r\n"),
        format!("GET /public/x HTTP/1.1\r\nHost: {HOST}\r\n{}\r\n", format!("X-A: {}\r\n", "a".repeat(160)).repeat(220)),
    ] {
        world.sends(head).await.expect("an answer").is(431);
        assert!(world.app.takes().is_empty());
    }
    world.sends(navigation(format!("/public/{}", "a".repeat(16 * 1024)))).await.expect("an answer").is(200);
}

#[tokio::test]
async fn lines_end_with_both_characters_or_are_refused() {
    let world = World::new().await;
    for head in [
        "GET /public/x HTTP/1.1\nHost: calls.localhost\n\n",
        "GET /public/x HTTP/1.1\r\nHost: calls.localhost\n\r\n",
        "GET /public/x HTTP/1.1\nHost: calls.localhost\r\n\r\n",
        "GET /public/x HTTP/1.1\r\nHost: calls.localhost\r\nX-A: 1\n\r\n",
        "GET /public/x HTTP/1.1\r\nHost: calls.localhost\r\nX-A: 1\rX-B: 2\r\n\r\n",
        "GET /public/x HTTP/1.1\r\nHost: calls.localhost\r\nX-A: 1\x00\r\n\r\n",
        "GET /public/x HTTP/1.1\r\nHost: calls.localhost\r\nX-A: 1\r\n folded\r\n\r\n",
        "GET /public/x HTTP/1.1\r\nHost: calls.localhost\r\nX A: 1\r\n\r\n",
        "GET /public/x HTTP/1.1\r\nHost: calls.localhost\r\nX-A : 1\r\n\r\n",
        "GET /public/x HTTP/1.1\r\nHost: calls.localhost\r\n: 1\r\n\r\n",
        "GET /public/x HTTP/2.0\r\nHost: calls.localhost\r\n\r\n",
        "GET /public/x HTTP/1.2\r\nHost: calls.localhost\r\n\r\n",
        "GET /public/x\r\n\r\n",
        "GET /public/x HTTP/0.9\r\nHost: calls.localhost\r\n\r\n",
    ] {
        is_refused(&world, world.sends(head).await.as_ref(), &head);
    }
}

#[tokio::test]
async fn no_spelling_of_the_gateways_own_prefix_reaches_the_application() {
    let world = World::with(|settings| {
        settings.rule("/*", "anyone", "");
        settings.another_portal("moved", "prefix = \"/gate/keeper\"\n[[portal.rule]]\npath = \"/*\"\naccess = \"anyone\"");
    })
    .await;
    for target in [
        "/_auth",
        "/_auth/",
        "/_auth/x",
        "/_AUTH/x",
        "/_Auth",
        "/%5fauth/x",
        "/%5Fa%75th/x",
        "//_auth/x",
        "/./_auth/x",
        "/x/../_auth/x",
        "/_auth/../_auth/x",
        "/_auth/verify",
        "/_auth/jwks.json",
    ] {
        let answer = world.sends(navigation(target)).await.expect("an answer");
        assert!(matches!(answer.status, 200 | 303 | 404), "{target}: {}", answer.status);
        assert!(world.app.takes().is_empty(), "{target} reached the application");
    }
    for target in ["/_auth;x/y", "/_auth;x", "/_AUTH;/login", "/_auth%3bx/y"] {
        is_refused(&world, world.sends(navigation(target)).await.as_ref(), &target);
    }
    for target in ["/_authx", "/_auth.php", "/x/_auth", "/_auth/../x"] {
        world.sends(navigation(target)).await.expect("an answer").is(200);
        world.app.takes_one();
    }
    let mut moved = world.browser().at("moved.localhost");
    moved.opens("/gate/keeper/login").await.is(200).says("action=\"/gate/keeper/login\"");
    moved.opens("/GATE/keeper/login").await.is(200);
    assert!(world.app.takes().is_empty());
    moved.opens("/_auth/login").await.is(200);
    assert_eq!(world.app.takes_one().target(), "/_auth/login", "which is nothing special there");
}
