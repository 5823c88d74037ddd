//! What a session without the second factor may do about it, and what becomes of a sign-in that sets out from one.

use std::time::Duration;

use gatehouse_auth_core::{flow::administer::UserEdit, mfa::MfaSetting, permission::Level};
use gatehouse_tests::{
    Browser, Person, World,
    authenticator::{Registered, STEP},
    jwt::Token,
    people::holding,
    person::moves_to,
    world::PASSWORD,
};

const MINUTE: Duration = Duration::from_mins(1);
const PAGE: &str = "/account/mfa";

/// Each leaves it to its people; a path of the application asks everybody.
async fn world() -> World {
    World::with(|settings| {
        settings.mail().rule("/vault/*", "mfa", "");
    })
    .await
}

/// Somebody who has a second factor and turned it off: the password alone signs them in.
async fn asleep(world: &World) -> (Person, Registered) {
    let mut ada = world.person("ada").await;
    ada.signs_in().await;
    let registered = ada.sets_up_mfa(world).await;
    ada.submits(PAGE, &[]).await.is(303);
    world.later(STEP);
    (ada, registered)
}

/// What the application is told: when they gave their password, and how much they proved.
async fn told(world: &World, person: &mut Person) -> (i64, String) {
    world.app.takes();
    assert!(person.gets_through().await);
    let received = world.app.takes_one();
    let assertion = Token::parse(received.header("x-gatehouse-assertion").expect("an assertion"));
    (assertion.number("auth_time"), assertion.text("acr").to_owned())
}

#[tokio::test]
async fn whoever_has_the_password_alone_changes_nothing_about_the_other_factor() {
    let world = world().await;
    let (ada, Registered { app, .. }) = asleep(&world).await;
    let mut thief = ada.another_browser();
    thief.signs_in().await;
    let before = world.peeks("SELECT record FROM recovery_codes ORDER BY record").await;
    for page in ["/account/mfa/reset", "/account/mfa/recovery-codes/new"] {
        let to_the_code = Some("/_auth/code?to=/_auth/account/mfa");
        assert_eq!(thief.visits(page).await.is(303).header("location"), to_the_code, "{page}");
        let csrf = thief.csrf("/_auth/account").await;
        let answer = thief.posts(&format!("/_auth{page}"), &[("csrf", &csrf), ("current_password", PASSWORD)]).await;
        assert_eq!(answer.is(303).header("location"), to_the_code, "{page}");
    }
    thief.submits(PAGE, &[("enabled", "1")]).await.is(303);
    assert_eq!(
        thief.submits(PAGE, &[("current_password", PASSWORD)]).await.is(303).header("location"),
        Some("/_auth/code?to=/_auth/account/mfa"),
        "to be asked for less"
    );
    assert_eq!(world.peeks("SELECT record FROM recovery_codes ORDER BY record").await, before);
    assert_eq!(world.counts("totp_factors", &ada).await, 1);
    // With the code they are who may.
    thief.visits("/code").await;
    let answer = thief.gives(&app.shows(&world)).await;
    assert_eq!(moves_to(answer.is(200)).as_deref(), Some("/"));
    thief.visits("/account/mfa/reset").await.is(200).says("Reset your MFA?");
}

#[tokio::test]
async fn setting_out_from_a_session_gives_no_new_time() {
    let world = world().await;
    let mut ada = world.person("ada").await;
    ada.signs_in().await;
    let (began, _) = told(&world, &mut ada).await;
    world.later(9 * MINUTE);
    let Registered { .. } = ada.sets_up_mfa(&world).await;
    let (now, acr) = told(&world, &mut ada).await;
    assert_eq!(now, began, "when the password was given");
    assert_eq!(acr, "urn:gatehouse:aal2");
    // Twelve hours are twelve hours from the password on.
    for _ in 0..48 {
        world.later(15 * MINUTE);
        ada.gets_through().await;
    }
    assert!(!ada.gets_through().await);
}

#[tokio::test]
async fn nobody_puts_off_what_they_set_out_for_from_a_session() {
    let world = world().await;
    let mut ada = world.person("ada").await;
    ada.signs_in().await;
    let session = ada.session();
    ada.submits(PAGE, &[("enabled", "1")]).await.is(303);
    let answer = ada.visits("/enrol/start").await;
    let page = ada.goes_on(&answer).await;
    assert!(!page.is(200).text().contains("Remind me next time"));
    let answer = ada.fills_in(&page, &[("later", "1")]).await;
    assert_eq!(answer.is(303).header("location"), Some("/_auth/enrol/start"));
    assert_eq!(ada.session(), session, "there is no new session for nothing");
}

#[tokio::test]
async fn after_a_reset_nobody_puts_off_registering_anew() {
    let world = world().await;
    let (ada, _) = asleep(&world).await;
    let mut boss = world.admin("boss").await;
    boss.submits(&format!("/users/{}/reset-mfa", ada.id), &[]).await.is(303);
    let mut thief = ada.another_browser();
    assert_eq!(thief.sets_out().await, "/_auth/enrol/start");
    let page = thief.visits("/enrol/start").await;
    assert!(!page.is(200).text().contains("Remind me next time"));
    thief.fills_in(&page, &[("later", "1")]).await.is(303);
    assert!(!thief.gets_through().await);
}

#[tokio::test]
async fn a_sign_in_that_set_out_from_a_session_ends_with_it() {
    let world = world().await;
    let mut ada = world.person("ada").await;
    ada.signs_in().await;
    let mut thief = ada.another_browser();
    thief.signs_in().await;
    let answer = thief.visits("/enrol/start").await;
    thief.goes_on(&answer).await.is(200);
    let page = thief.begins_to_enrol().await;
    let app = gatehouse_tests::Authenticator::scans(&page);
    ada.submits("/account/sessions", &[("others", "1")]).await.is(303);
    let answer = thief.fills_in(&page, &[("code", &app.shows(&world))]).await;
    assert!(answer.leads_to_sign_in(), "{}", answer.status);
    assert_eq!(world.counts("totp_factors", &ada).await, 0);
    assert!(!thief.gets_through().await);
}

#[tokio::test]
async fn whoever_signs_in_after_somebody_who_did_not_arrive_is_not_taken_for_them() {
    let world = world().await;
    let (ada, _) = asleep(&world).await;
    ada.another_browser().signs_in().await;
    world.asks_for_mfa(MfaSetting::Enabled).await;
    let mut shared = ada.another_browser();
    shared.sets_out().await;
    world.asks_for_mfa(MfaSetting::Available).await;
    let bob = world.person("bob").await;
    shared.tries("bob", PASSWORD).await.is(200);
    assert!(!shared.cookies.contains_key(Browser::PENDING));
    let page = shared.opens("/vault/x").await;
    let page = shared.goes_on(&page).await;
    let page = if page.status == 303 { shared.goes_on(&page).await } else { page };
    page.is(200).says("Have your authenticator app ready");
    assert_eq!(world.counts("pending_sign_ins", &ada).await, 0);
    assert_eq!(world.counts("pending_sign_ins", &bob).await, 1, "it is bob who is on his way");
}

#[tokio::test]
async fn a_code_that_is_judged_while_the_right_is_taken_away_leads_nowhere() {
    let world = world().await;
    let (ada, Registered { app, .. }) = world.person_with_mfa("ada").await;
    world.later(STEP);
    let mut thief = ada.another_browser();
    thief.sets_out().await;
    let csrf = thief.csrf("/_auth/code").await;
    // Whatever ends sessions between the password and the arrival has ended the one that comes of it.
    world.later(MINUTE);
    world.sets(&ada, UserEdit { ends_sessions: true, ..UserEdit::default() }).await;
    let answer = thief.posts("/_auth/code", &[("csrf", &csrf), ("code", &app.shows(&world))]).await;
    assert!(answer.leads_to_sign_in(), "{}", answer.status);
    assert!(!thief.gets_through().await);
}

#[tokio::test]
async fn unlocking_takes_the_pause_of_wrong_codes_away() {
    let world = world().await;
    let mut boss = world.admin("boss").await;
    let (ada, Registered { app, .. }) = world.person_with_mfa("ada").await;
    world.later(STEP);
    for _ in 0..2 {
        let mut thief = ada.another_browser();
        thief.sets_out().await;
        for _ in 0..5 {
            thief.gives(&app.never_shows(&world)).await;
        }
    }
    let mut back = ada.another_browser();
    back.sets_out().await;
    back.gives(&app.shows(&world)).await.is(429);
    boss.submits(&format!("/users/{}/unlock", ada.id), &[]).await.is(303);
    back.gives(&app.shows(&world)).await.is(200);
}

#[tokio::test]
async fn nobody_relaxes_what_is_asked_of_those_above_them() {
    let world = world().await;
    let mut boss = world.admin("boss").await;
    boss.submits("/company/mfa", &[("policy", "available"), ("level.company", "required")]).await.is(303);
    let mut clerk = world.person_with("clerk", holding(&["manage-company-mfa"], Level::Team)).await;
    clerk.signs_in().await;
    let fields = [("policy", "available"), ("level.company", ""), ("level.team", "required")];
    clerk.submits("/company/mfa", &fields).await.is(303);
    let demands = world.peeks("SELECT mfa_demands FROM accounts WHERE account_key = 'ACME'").await;
    assert_eq!(demands, ["level.team=required level.company=required"]);
}
