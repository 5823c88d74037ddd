//! Where people are brought after signing in: never to another site.

use gatehouse_tests::{
    World,
    person::{field, moves_to, urlencoded},
    world::PASSWORD,
};
use proptest::{
    strategy::{Strategy as _, ValueTree as _},
    test_runner::TestRunner,
};

/// Whether every browser takes it for a path of the site it stands on.
fn is_local(address: &str) -> bool {
    let mut characters = address.chars();
    let begins = characters.next() == Some('/') && !matches!(characters.next(), Some('/' | '\\'));
    begins
        && address.bytes().all(|byte| byte.is_ascii_graphic() && byte != b'\\')
        && !address.to_ascii_lowercase().starts_with("/_auth")
}

const HOSTILE: [&str; 40] = [
    "//e.example",
    "/\\e.example",
    "///e.example",
    "\\\\e.example",
    "/\\/e.example",
    "https:e.example",
    "https://e.example",
    "https:/e.example",
    "http:\\\\e.example",
    "/\t/e.example",
    "/\n/e.example",
    "/%09/e.example",
    "/%2f/e.example",
    "/%2fe.example",
    "/%5ce.example",
    "//app@e.example",
    "//app.e.example",
    "/。/e.example",
    "//e。example",
    "javascript:alert(1)",
    "JaVaScRiPt:alert(1)",
    "data:text/html,x",
    "vbscript:x",
    " //e.example",
    "\u{0}//e.example",
    "\u{feff}//e.example",
    "/..//e.example",
    "/.//e.example",
    "/./\\e.example",
    "/x/..//e.example",
    "//calls.localhost@e.example",
    "//calls.localhost.e.example",
    "/_auth/logout",
    "/_AUTH/logout",
    "/x/../_auth/logout",
    "/%5fauth/logout",
    "@e.example",
    ".e.example",
    "e.example",
    "",
];

#[tokio::test]
async fn no_hostile_address_leads_off_the_site() {
    let world = World::new().await;
    world.person("ada").await;
    for hostile in HOSTILE {
        let mut browser = world.browser();
        let address = format!("/_auth/login?{}", urlencoded(&[("to", hostile)]));
        let page = browser.opens(&address).await;
        let csrf = field(page.is(200), "csrf").expect("a token");
        let answer = browser.posts(&address, &[("csrf", &csrf), ("username", "ada"), ("password", PASSWORD)]).await;
        let onward = moves_to(answer.is(200)).expect("it moves on");
        assert!(is_local(&onward), "{hostile:?} leads to {onward}");
        assert!(answer.text().contains(&format!("href=\"{onward}\"")), "the button leads where the page does");
        let again = browser.opens(&address).await;
        assert!(again.is(303).header("location").is_some_and(is_local), "{hostile:?}: {:?}", again.headers);
    }
}

#[tokio::test]
async fn no_address_at_all_leads_off_the_site() {
    let world = World::new().await;
    let mut ada = world.person("ada").await;
    ada.signs_in().await;
    let pieces = proptest::sample::select(vec![
        "/",
        "//",
        "\\",
        "e.example",
        "@",
        ":",
        "https:",
        "javascript:",
        "%2f",
        "%5c",
        "%09",
        "%0d%0a",
        "..",
        ".",
        "?",
        "#",
        "&",
        "%",
        "\t",
        "\n",
        " ",
        "。",
        "_auth",
        "x",
        "calls.localhost",
        "[::1]",
        "\u{202e}",
        "%2e%2e",
        ";",
    ]);
    let addresses = proptest::collection::vec(pieces, 0..7).prop_map(|pieces| pieces.concat());
    let mut runner = TestRunner::deterministic();
    for _ in 0..300 {
        let to = addresses.new_tree(&mut runner).expect("an address").current();
        let answer = ada.opens(&format!("/_auth/login?{}", urlencoded(&[("to", &to)]))).await;
        let onward = answer.is(303).header("location").expect("an address");
        assert!(is_local(onward), "{to:?} leads to {onward}");
    }
}

#[tokio::test]
async fn a_page_asked_for_in_a_hostile_spelling_leads_back_to_a_path() {
    let world = World::new().await;
    for target in ["//e.example/%2e%2e", "//e.example", "/.//e.example/x", "//e.example/..//f.example", "/x?to=//e.example"] {
        let mut ada = world.person(&format!("ada{}", world.audit().await.len())).await;
        let answer = ada.opens(target).await;
        let login = answer.header("location").expect("an address").to_owned();
        assert!(answer.leads_to_sign_in(), "{target}");
        let csrf = ada.csrf(&login).await;
        let username = ada.username.clone();
        let answer = ada.posts(&login, &[("csrf", &csrf), ("username", &username), ("password", PASSWORD)]).await;
        let onward = moves_to(answer.is(200)).expect("it moves on");
        assert!(is_local(&onward), "{target} leads to {onward}");
    }
}

#[tokio::test]
async fn an_honest_address_is_kept_to_the_letter() {
    let world = World::new().await;
    let mut ada = world.person("ada").await;
    ada.signs_in().await;
    for to in ["/", "/a/b?x=1&y=%2F..%2F", "/caf%C3%A9?q=a+b", "/a?to=https://e.example", "/a;v=1/b"] {
        let answer = ada.opens(&format!("/_auth/login?{}", urlencoded(&[("to", to)]))).await;
        assert_eq!(answer.is(303).header("location"), Some(to));
    }
    let twice = ada.opens("/_auth/login?to=%2Fa&to=%2F%2Fe.example").await;
    assert!(twice.status == 400 || twice.header("location").is_some_and(is_local), "{:?}", twice.headers);
}
