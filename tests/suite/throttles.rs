//! How often one may be wrong.

use std::time::Duration;

use gatehouse_auth_core::flow::administer::UserEdit;
use gatehouse_auth_core::user::UserState;
use gatehouse_tests::{
    Answer, World,
    person::urlencoded,
    world::{HOST, PASSWORD},
};
use tokio::task::JoinSet;

const QUARTER: Duration = Duration::from_mins(15);

#[tokio::test]
async fn five_failures_pause_a_name_visibly_whoever_has_it() {
    let world = World::new().await;
    world.person("known").await;
    let gone = world.person("gone0").await;
    world.sets(&gone, UserEdit { state: Some(UserState::Disabled), ..UserEdit::default() }).await;
    for name in ["known", "nobdy", "gone0"] {
        let mut browser = world.browser();
        for left in [4, 3] {
            let page = browser.tries(name, "wrong").await;
            assert!(!page.is(401).text().contains("will pause"), "{name}: {left} left");
        }
        browser.tries(name, "wrong").await.is(401).says("After 2 more failed attempts, sign-in will pause for 15 minutes.");
        browser
            .tries(&name.to_uppercase(), "wrong")
            .await
            .is(401)
            .says("After 1 more failed attempt, sign-in will pause for 15 minutes.");
        let fifth = browser.tries(&format!(" {name} "), "wrong").await;
        assert_eq!(fifth.is(429).says("Sign-in is paused").header("retry-after"), Some("900"), "{name}");
        world.later(Duration::from_mins(1));
        let sixth = browser.tries(name, PASSWORD).await;
        assert_eq!(sixth.is(429).says("Sign-in is paused").header("retry-after"), Some("840"), "{name}: nothing is checked");
        world.later(QUARTER);
    }
    world.browser().tries("known", PASSWORD).await.is(200);
    world.browser().tries("gone0", PASSWORD).await.is(401);
}

#[tokio::test]
async fn a_pause_of_one_name_is_nobody_elses() {
    let world = World::new().await;
    world.person("ada").await;
    world.person("bob").await;
    let mut browser = world.browser();
    for _ in 0..5 {
        browser.tries("ada", "wrong").await;
    }
    browser.tries("ada", PASSWORD).await.is(429);
    browser.tries("bob", PASSWORD).await.is(200);
}

#[tokio::test]
async fn a_pause_ends_no_session() {
    let world = World::new().await;
    let mut ada = world.person("ada").await;
    ada.signs_in().await;
    let mut stranger = world.browser();
    for _ in 0..7 {
        stranger.tries("ada", "wrong").await;
    }
    assert!(ada.gets_through().await);
}

#[tokio::test]
async fn a_right_password_is_no_failure_and_takes_none_back() {
    let world = World::new().await;
    world.person("ada").await;
    let mut browser = world.browser();
    for _ in 0..4 {
        browser.tries("ada", "wrong").await.is(401);
    }
    // Were the count set to nothing, whoever watches it would learn that somebody signed in, and so exists.
    for _ in 0..6 {
        world.browser().tries("ada", PASSWORD).await.is(200);
    }
    browser.tries("ada", "wrong").await.is(429);
    world.later(QUARTER);
    world.browser().tries("ada", PASSWORD).await.is(200);
}

#[tokio::test]
async fn failures_count_within_their_window() {
    let world = World::new().await;
    world.person("ada").await;
    let mut browser = world.browser();
    for _ in 0..3 {
        for _ in 0..4 {
            browser.tries("ada", "wrong").await.is(401);
        }
        world.later(QUARTER);
    }
    browser.tries("ada", PASSWORD).await.is(200);
}

#[tokio::test]
async fn a_person_under_two_names_is_counted_once_and_answered_like_anybody() {
    let world = World::with(|settings| {
        settings.portal("sign_in = \"username-or-email\"");
        settings.tables("[limits]\nperson = { failures = 6, window = \"15m\", pause = \"15m\" }");
    })
    .await;
    let ada = world.person("ada").await;
    let mut browser = world.browser();
    for _ in 0..4 {
        browser.tries("ada", "wrong").await.is(401);
    }
    for _ in 0..2 {
        browser.tries(&ada.email, "wrong").await.is(401);
    }
    let page = browser.tries(&ada.email, PASSWORD).await;
    page.is(401).says("Check your username or email address and your password").says("After 2 more failed attempts");
    assert!(page.header("retry-after").is_none());
    world.later(QUARTER);
    browser.tries(&ada.email, PASSWORD).await.is(200);
}

#[tokio::test]
async fn a_network_is_counted_by_its_failures_alone() {
    let world = World::with(|settings| {
        settings.server("trusted_proxies = [\"127.0.0.0/8\"]");
        settings.tables("[limits]\nnetwork = { failures = 4, window = \"1m\", pause = \"1m\" }");
    })
    .await;
    world.person("ada").await;
    let from = |address: &str| {
        let mut browser = world.browser();
        browser.headers.push(("X-Forwarded-For".to_owned(), address.to_owned()));
        browser
    };
    for _ in 0..10 {
        from("203.0.113.9").tries("ada", PASSWORD).await.is(200);
    }
    for number in 0..4 {
        from("203.0.113.9").tries(&format!("nobody{number}"), "wrong").await.is(401);
    }
    let paused = from("203.0.113.9").tries("ada", PASSWORD).await;
    assert_eq!(paused.is(429).says("Too many attempts from your network").header("retry-after"), Some("60"));
    from("203.0.113.10").tries("ada", PASSWORD).await.is(200);
    for number in 0..4 {
        from(&format!("2001:db8::{number}")).tries(&format!("nobody{number}"), "wrong").await.is(401);
    }
    from("2001:db8::ffff").tries("ada", PASSWORD).await.is(429);
    from("2001:db8:0:1::1").tries("ada", PASSWORD).await.is(200);
    world.later(Duration::from_mins(1));
    from("203.0.113.9").tries("ada", PASSWORD).await.is(200);
}

/// Posts the same form many times at once.
async fn all_at_once(world: &World, tries: Vec<(String, String)>) -> Vec<Answer> {
    let mut form = world.browser();
    let csrf = form.csrf("/_auth/login").await;
    let mut posting = JoinSet::new();
    for (username, password) in tries {
        let mut browser = form.clone();
        let csrf = csrf.clone();
        posting.spawn(async move {
            browser.posts("/_auth/login", &[("csrf", &csrf), ("username", &username), ("password", &password)]).await
        });
    }
    posting.join_all().await
}

#[tokio::test]
async fn of_a_hundred_guesses_at_once_no_more_are_checked_than_of_a_hundred_in_a_row() {
    let world = World::with(|settings| {
        settings.tables("[limits]\nnetwork = { failures = 1000, window = \"1m\", pause = \"1m\" }");
    })
    .await;
    world.person("ada").await;
    let answers = all_at_once(&world, vec![("ada".to_owned(), "wrong".to_owned()); 100]).await;
    assert!(answers.iter().all(|answer| matches!(answer.status, 401 | 429)));
    let checked = world.audit().await.into_iter().filter(|event| event["what"] == "sign-in-refused").count();
    assert_eq!(checked, 5);
    world.browser().tries("ada", PASSWORD).await.is(429);
}

#[tokio::test]
async fn when_too_many_passwords_wait_people_are_asked_to_try_again() {
    let world = World::with(|settings| {
        settings.hashing_pool();
        settings.tables(
            "[password]\nargon2 = { memory = \"64MiB\", iterations = 3, lanes = 1 }\n\
             [password.hashing]\nthreads = 1\nqueue = 1\ndeadline = \"60s\"",
        );
    })
    .await;
    let mut ada = world.person("ada").await;
    let answers = all_at_once(&world, vec![("ada".to_owned(), PASSWORD.to_owned()); 12]).await;
    let busy: Vec<_> = answers.iter().filter(|answer| answer.status == 503).collect();
    assert!(
        !busy.is_empty() && answers.iter().any(|answer| answer.status == 200),
        "{:?}",
        answers.iter().map(|a| a.status).collect::<Vec<_>>()
    );
    for answer in &busy {
        assert_eq!(answer.says("We are busy right now").header("retry-after"), Some("60"));
    }
    ada.signs_in().await;
    assert!(world.asks_management("/metrics").await.text().contains("gatehouse_hashing_refused_total"));
}

#[tokio::test]
async fn who_is_signed_in_goes_on_while_passwords_are_checked() {
    let world = World::with(|settings| {
        settings.hashing_pool();
        settings
            .tables("[password]\nargon2 = { memory = \"64MiB\", iterations = 2, lanes = 1 }\n[password.hashing]\nthreads = 1\ndeadline = \"60s\"");
    })
    .await;
    let mut ada = world.person("ada").await;
    ada.signs_in().await;
    let mut form = world.browser();
    let csrf = form.csrf("/_auth/login").await;
    let body = urlencoded(&[("csrf", &csrf), ("username", "ada"), ("password", "wrong")]);
    let mut waiting = world.connection().await;
    let head = format!("POST /_auth/login HTTP/1.1\r\nHost: {HOST}\r\n{}", form.cookie_line());
    waiting
        .send(format!("{head}Content-Type: application/x-www-form-urlencoded\r\nContent-Length: {}\r\n\r\n{body}", body.len()))
        .await;
    for _ in 0..20 {
        assert!(ada.gets_through().await);
    }
    waiting.answer().await.is(401);
}
