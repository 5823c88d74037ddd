//! How long a sign-in holds, and what ends it before.

use std::time::Duration;

use gatehouse_auth_core::{
    account::AccountState,
    flow::administer::{AccountEdit, UserEdit},
    identifier::Folded,
    secret::TypedPassword,
    user::UserState,
};
use gatehouse_tests::{
    Person, World,
    patience::{A_SECOND, eventually},
    person::{field, moves_to},
    world::{ACCOUNT, PASSWORD},
};

const MINUTE: Duration = Duration::from_mins(1);
const HOUR: Duration = Duration::from_hours(1);

/// They are sent to the sign-in page, which says why, and brings them back to where they were.
async fn is_signed_out(world: &World, person: &mut Person, why: &str) {
    world.app.takes();
    let answer = person.opens("/records?day=1").await;
    assert!(answer.leads_to_sign_in(), "{}", answer.status);
    let login = answer.header("location").expect("an address").to_owned();
    let page = person.opens(&login).await;
    page.is(200).says(why);
    assert!(world.app.takes().is_empty());
    let csrf = field(&page, "csrf").expect("a token");
    let username = person.username.clone();
    let again = person.posts(&login, &[("csrf", &csrf), ("username", &username), ("password", PASSWORD)]).await;
    assert_eq!(moves_to(again.is(200)).as_deref(), Some("/records?day=1"));
}

/// The session ends within a second, wherever it is used.
async fn ends_within_a_second(person: &mut Person) {
    eventually("the session is over", A_SECOND, async || (!person.gets_through().await).then_some(())).await;
    // On another gateway, too.
    eventually("the session is over", A_SECOND, async || (!person.gets_through().await).then_some(())).await;
}

#[tokio::test]
async fn without_a_request_a_session_ends() {
    let world = World::new().await;
    let mut ada = world.person("ada").await;
    ada.signs_in().await;
    for _ in 0..3 {
        world.later(29 * MINUTE);
        assert!(ada.gets_through().await);
    }
    world.later(30 * MINUTE);
    is_signed_out(&world, &mut ada, "You were signed out after 30 minutes without activity").await;
}

#[tokio::test]
async fn whatever_happens_in_it_a_session_ends() {
    let world = World::new().await;
    let mut ada = world.person("ada").await;
    ada.signs_in().await;
    for _ in 0..35 {
        world.later(20 * MINUTE);
        assert!(ada.gets_through().await);
    }
    world.later(20 * MINUTE);
    is_signed_out(&world, &mut ada, "because 12 hours had passed since you signed in").await;
}

#[tokio::test]
async fn the_use_of_a_session_is_known_after_a_restart() {
    let mut world = World::new().await;
    let mut ada = world.person("ada").await;
    ada.signs_in().await;
    world.later(25 * MINUTE);
    assert!(ada.gets_through().await);
    world.restarts(|_| ()).await;
    world.later(25 * MINUTE);
    let mut browser = world.browser();
    browser.cookies = ada.cookies.clone();
    browser.opens("/").await.is(200);
}

#[tokio::test]
async fn a_remembered_session_lives_as_long_as_was_promised() {
    let world = World::new().await;
    let mut ada = world.person("ada").await;
    ada.signs_in_to_stay().await;
    for day in 1..30 {
        world.later(24 * HOUR);
        assert!(ada.gets_through().await, "day {day}");
    }
    world.later(24 * HOUR);
    assert!(ada.opens("/").await.leads_to_sign_in());
}

#[tokio::test]
async fn a_remembered_session_says_truly_how_long_it_lived() {
    let world = World::new().await;
    let mut ada = world.person("ada").await;
    ada.signs_in_to_stay().await;
    world.later(30 * 24 * HOUR);
    assert!(ada.opens("/").await.leads_to_sign_in());
    let page = ada.opens("/_auth/login").await;
    assert!(!page.text().contains("12 hours"), "30 days had passed: {}", page.text());
    page.says("because 30 days had passed since you signed in");
}

#[tokio::test]
async fn a_remembered_session_changes_its_id_every_day() {
    let world = World::new().await;
    let mut ada = world.person("ada").await;
    ada.signs_in_to_stay().await;
    let first = ada.clone();
    world.later(23 * HOUR);
    assert!(ada.gets_through().await);
    assert_eq!(ada.session(), first.session());
    world.later(HOUR);
    assert_eq!(ada.fetches("/data").await.status, 200);
    assert_eq!(ada.session(), first.session(), "a script does not rotate it");
    let answer = ada.opens("/").await;
    assert_ne!(ada.session(), first.session());
    let cookie = answer.all("set-cookie")[0].to_owned();
    assert!(cookie.ends_with(&format!("Max-Age={}", 29 * 24 * 3600)), "{cookie}");
    assert!(ada.gets_through().await);
    world.later(MINUTE);
    let mut late = first.clone();
    assert!(late.gets_through().await, "what was on its way may still arrive with the old id");
    assert_eq!(late.session(), first.session(), "and is not given another new one");
    assert!(ada.gets_through().await);
}

#[tokio::test]
async fn a_copy_of_a_retired_cookie_ends_the_session_for_everyone() {
    let world = World::new().await;
    let mut ada = world.person("ada").await;
    ada.signs_in_to_stay().await;
    let mut thief = ada.clone();
    world.later(24 * HOUR);
    assert!(ada.gets_through().await, "she is given a new id");
    assert!(ada.gets_through().await, "and shows it");
    world.later(Duration::from_secs(61));
    ends_within_a_second(&mut thief).await;
    ends_within_a_second(&mut ada).await;
    let events = world.audit().await;
    assert!(events.iter().any(|event| event["detail"]["why"] == "theft"), "{events:?}");
}

#[tokio::test]
async fn a_new_cookie_that_never_arrived_costs_nobody_their_session() {
    let world = World::new().await;
    let mut ada = world.person("ada").await;
    ada.signs_in_to_stay().await;
    let kept = ada.clone();
    world.later(24 * HOUR);
    assert!(ada.gets_through().await, "the answer with the new cookie gets lost");
    let mut ada = kept;
    world.later(HOUR);
    let before = ada.session();
    eventually("the old one still counts, and another new one is on its way", A_SECOND, async || {
        assert!(ada.gets_through().await);
        (ada.session() != before).then_some(())
    })
    .await;
    assert!(ada.gets_through().await);
    assert!(world.audit().await.iter().all(|event| event["detail"]["why"] != "theft"));
}

#[tokio::test]
async fn whoever_is_disabled_or_locked_is_out_within_a_second() {
    let world = World::new().await;
    for (username, state) in [("ada", UserState::Disabled), ("bob", UserState::Locked)] {
        let mut person = world.person(username).await;
        person.signs_in().await;
        let mut second = person.another_browser();
        second.signs_in_to_stay().await;
        assert!(person.gets_through().await && second.gets_through().await);
        world.sets(&person, UserEdit { state: Some(state), ..UserEdit::default() }).await;
        ends_within_a_second(&mut person).await;
        ends_within_a_second(&mut second).await;
        assert_eq!(person.fetches("/").await.status, 401);
        person.opens("/_auth/login").await.says("because an administrator ended your session");
        world.sets(&person, UserEdit { state: Some(UserState::Active), ..UserEdit::default() }).await;
        assert!(!second.gets_through().await, "what ended stays ended");
        is_signed_out(&world, &mut second, "because an administrator ended your session").await;
    }
}

#[tokio::test]
async fn a_new_password_ends_every_session_and_says_so() {
    let world = World::new().await;
    let mut ada = world.person("ada").await;
    ada.signs_in().await;
    let mut stays = ada.another_browser();
    stays.signs_in_to_stay().await;
    let password = TypedPassword::new("meadow tinsel orbit walnut".to_owned());
    world.later(MINUTE);
    world.sets(&ada, UserEdit { password, ..UserEdit::default() }).await;
    ends_within_a_second(&mut ada).await;
    ends_within_a_second(&mut stays).await;
    ada.opens("/_auth/login").await.says("because your password changed");
    ada.tries("ada", PASSWORD).await.is(401);
    ada.tries("ada", "meadow tinsel orbit walnut").await.is(200);
    assert!(ada.gets_through().await);
}

#[tokio::test]
async fn a_sign_in_in_the_same_moment_as_a_new_password_holds() {
    let world = World::new().await;
    let mut ada = world.person("ada").await;
    let password = TypedPassword::new("meadow tinsel orbit walnut".to_owned());
    world.sets(&ada, UserEdit { password, ..UserEdit::default() }).await;
    ada.tries("ada", "meadow tinsel orbit walnut").await.is(200);
    assert!(ada.gets_through().await);
}

#[tokio::test]
async fn a_suspended_account_lets_none_of_its_people_go_on() {
    let world = World::new().await;
    let (mut ada, mut bob) = (world.person("ada").await, world.person("bob").await);
    ada.signs_in().await;
    bob.signs_in().await;
    assert!(ada.gets_through().await && bob.gets_through().await);
    let key = Folded::of(ACCOUNT);
    world
        .administrator()
        .set_account(&key, AccountEdit { state: Some(AccountState::Suspended), ..AccountEdit::default() })
        .await
        .expect("a change");
    ends_within_a_second(&mut ada).await;
    ends_within_a_second(&mut bob).await;
    ada.tries("ada", PASSWORD).await.is(401);
    world
        .administrator()
        .set_account(&key, AccountEdit { state: Some(AccountState::Open), ..AccountEdit::default() })
        .await
        .expect("a change");
    ada.signs_in().await;
    assert!(ada.gets_through().await);
}

#[tokio::test]
async fn a_second_gateway_on_the_same_directory_hears_of_an_end_within_a_second() {
    let world = World::new().await;
    let other = world.another_gateway().await;
    let mut ada = world.person("ada").await;
    ada.signs_in().await;
    let mut there = ada.at_gateway(&other);
    assert!(ada.gets_through().await && there.gets_through().await);
    ada.signs_out().await;
    ends_within_a_second(&mut there).await;
    other.stop().await;
}

#[tokio::test]
async fn a_forged_cookie_is_nobodys() {
    let world = World::new().await;
    let mut ada = world.person("ada").await;
    ada.signs_in().await;
    let session = ada.session();
    let mut flipped = session.clone().into_bytes();
    for at in (0..flipped.len()).step_by(7) {
        let before = flipped[at];
        flipped[at] = if before == b'A' { b'B' } else { b'A' };
        ada.cookies.insert("__Host-gh".to_owned(), String::from_utf8_lossy(&flipped).into_owned());
        assert!(ada.opens("/").await.leads_to_sign_in(), "changed at {at}");
        flipped[at] = before;
    }
    for value in ["", "x", &session[1..], &format!("{session}A"), &session.to_lowercase(), &"A".repeat(4000)] {
        ada.cookies.insert("__Host-gh".to_owned(), value.to_owned());
        assert!(ada.opens("/").await.leads_to_sign_in(), "{value}");
    }
    assert!(world.app.takes().is_empty());
}

#[tokio::test]
async fn a_clock_that_was_ahead_keeps_nobody_signed_in() {
    let world = World::new().await;
    let mut ada = world.person("ada").await;
    world.later(HOUR);
    ada.signs_in().await;
    assert!(ada.gets_through().await);
    world.earlier(HOUR);
    world.sets(&ada, UserEdit { ends_sessions: true, ..UserEdit::default() }).await;
    ends_within_a_second(&mut ada).await;
    ada.signs_in().await;
    assert!(ada.gets_through().await, "a session that begins afterwards holds");
}
