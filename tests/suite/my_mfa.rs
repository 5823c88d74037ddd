//! What people decide about their own second factor, and what others do who may help them.

use std::time::Duration;

use gatehouse_auth_core::{
    account::AccountKind,
    flow::administer::NewUser,
    mfa::MfaSetting,
    permission::{Level, Preset},
};
use gatehouse_tests::{
    Browser, Person, World,
    authenticator::{Registered, STEP, codes_of},
    command::Operator,
    patience::{A_SECOND, eventually},
    people::{difference, holding},
    world::PASSWORD,
};

const PAGE: &str = "/account/mfa";
const RESET: &str = "/account/mfa/reset";
const NEW_CODES: &str = "/account/mfa/recovery-codes/new";

async fn world() -> World {
    World::with(|settings| _ = settings.mail()).await
}

/// Whether the right password is followed by a code.
async fn is_asked(person: &Person) -> bool {
    person.another_browser().tries(&person.username, PASSWORD).await.status == 303
}

#[tokio::test]
async fn people_turn_it_on_and_off_for_themselves() {
    let world = world().await;
    let boss = world.admin("boss").await;
    let mut ada = world.person("ada").await;
    ada.signs_in().await;
    let page = ada.visits(PAGE).await;
    page.is(200).says("My MFA").says("Ask for a code when I sign in").says("MFA is off.");
    assert!(!is_asked(&ada).await);
    let answer = ada.submits(PAGE, &[("enabled", "1")]).await;
    ada.goes_on(&answer).await.is(200).says("MFA is on.");
    assert!(is_asked(&ada).await);
    world.posts_every_letter().await;
    assert!(world.mailbox.letters_to(&ada.email).iter().all(|letter| !letter.subject.contains("MFA")), "nothing is set up yet");
    let Registered { app, .. } = ada.sets_up_mfa(&world).await;
    assert_eq!(world.mailbox.takes_about(&ada.email, "MFA").await.subject, "MFA was turned on for your account");
    ada.visits(PAGE).await.is(200).says("10 recovery codes left.");
    let answer = ada.submits(PAGE, &[]).await;
    ada.goes_on(&answer).await.is(200).says("MFA is off.");
    assert_eq!(world.mailbox.takes_about(&ada.email, "MFA").await.subject, "MFA was turned off for your account");
    assert!(!is_asked(&ada).await);
    assert_eq!(world.counts("totp_factors", &ada).await, 1, "what is registered sleeps");
    ada.submits(PAGE, &[("enabled", "1")]).await.is(303);
    assert_eq!(world.mailbox.takes_about(&ada.email, "MFA").await.subject, "MFA was turned on for your account");
    ada.another_browser().signs_in_by_code(&world, &app).await;
    world.posts_every_letter().await;
    assert!(world.mailbox.letters_to(&boss.email).is_empty(), "in a browser of hers that is nobody else's business");
}

#[tokio::test]
async fn a_reset_drops_the_app_and_the_codes_and_the_next_sign_in_registers_anew() {
    let world = world().await;
    world.asks_for_mfa(MfaSetting::Enabled).await;
    let mut ada = world.person("ada").await;
    let old = ada.signs_in_and_registers(&world).await;
    let mut on_the_way = ada.another_browser();
    on_the_way.sets_out().await;
    ada.visits(RESET).await.is(200).says("Reset your MFA?").says("You will set up a new one when you next sign in.");
    let answer = ada.submits(RESET, &[]).await;
    ada.goes_on(&answer).await.is(200).says("Your MFA has been reset.");
    assert!(ada.gets_through().await, "this session goes on");
    world.mailbox.takes_about(&ada.email, "MFA was reset").await;
    for table in ["totp_factors", "recovery_codes", "enrolments"] {
        assert_eq!(world.counts(table, &ada).await, 0, "{table}");
    }
    world.later(STEP);
    for page in ["/code", "/code/recovery"] {
        assert_eq!(on_the_way.visits(page).await.is(303).header("location"), Some("/_auth/enrol/start"));
    }
    let mut again = ada.another_browser();
    let new = again.signs_in_and_registers(&world).await;
    assert_ne!(new.app, old.app);
    let mut third = ada.another_browser();
    third.sets_out().await;
    world.later(STEP);
    third.gives(&old.app.shows(&world)).await.is(401);
    third.gives_recovery_code(&old.codes[0]).await.is(401);
    third.gives(&new.app.shows(&world)).await.is(200);
}

#[tokio::test]
async fn new_recovery_codes_take_the_place_of_the_old() {
    let world = world().await;
    let (mut ada, Registered { codes: old, .. }) = world.person_with_mfa("ada").await;
    ada.visits(NEW_CODES).await.is(200).says("Make new recovery codes?").says("Your old codes will stop working.");
    let mut there = ada.another_browser();
    there.sets_out().await;
    there.gives_recovery_code(&old[9]).await.is(200);
    let answer = ada.submits(NEW_CODES, &[]).await;
    let page = ada.goes_on(&answer).await;
    let new = codes_of(page.is(200));
    assert!(new.len() == 10 && new.iter().all(|code| !old.contains(code)));
    assert_eq!(ada.visits("/account/mfa/recovery-codes.txt").await.is(200).text().lines().collect::<Vec<_>>(), new);
    let elsewhere = there.visits("/account/mfa/recovery-codes").await;
    assert!(!new.iter().any(|code| elsewhere.text().contains(code.as_str())), "another session does not read them");
    ada.fills_in(&page, &[]).await.is(422).says("Tick the box once you have saved your codes");
    let answer = ada.fills_in(&page, &[("saved", "1")]).await;
    ada.goes_on(&answer).await.is(200).says("You have new recovery codes. The old ones no longer work.");
    for page in ["/account/mfa/recovery-codes", "/account/mfa/recovery-codes.txt"] {
        assert_eq!(ada.visits(page).await.is(303).header("location"), Some("/_auth/account/mfa"), "they are shown once");
    }
    let mut browser = ada.another_browser();
    browser.sets_out().await;
    browser.gives_recovery_code(&old[0]).await.is(401);
    browser.gives_recovery_code(&new[0]).await.is(200);
}

#[tokio::test]
async fn to_be_asked_for_less_asks_who_one_is() {
    let world = world().await;
    let (mut ada, Registered { app, .. }) = world.person_with_mfa("ada").await;
    world.later(Duration::from_mins(11));
    world.posts_every_letter().await;
    let before = world.snapshot().await;
    for page in [PAGE, RESET, NEW_CODES] {
        let answer = ada.submits(page, &[]).await;
        assert!(matches!(answer.status, 200 | 422), "{page}: {}", answer.status);
        answer.says("current_password");
        ada.submits(page, &[("current_password", "")]).await.is(422);
        ada.submits(page, &[("current_password", "wrong")]).await.is(422).says("Your password is not right");
    }
    assert_eq!(difference(&before, &world.snapshot().await), [""; 0]);
    ada.submits(PAGE, &[("current_password", PASSWORD)]).await.is(303);
    assert!(!is_asked(&ada).await);
    world.later(Duration::from_mins(11));
    ada.submits(PAGE, &[("enabled", "1")]).await.is(303);
    assert!(is_asked(&ada).await, "to be asked for more needs no proof");
    ada.another_browser().signs_in_by_code(&world, &app).await;
}

#[tokio::test]
async fn whoever_may_not_or_need_not_decide_changes_nothing() {
    let world = world().await;
    let without = |new: &mut NewUser| new.roles = ["recordings".parse().expect("a role")].into();
    let mut ada = world.person_with("ada", without).await;
    ada.signs_in().await;
    let mut bob = world.person("bob").await;
    bob.signs_in().await;
    for (setting, of_ada, of_bob) in [
        (MfaSetting::Available, "Ask your administrator to change this.", "Ask for a code when I sign in"),
        (MfaSetting::Disabled, "Your company has turned MFA off.", "Your company has turned MFA off."),
        (MfaSetting::Enabled, "Ask your administrator to change this.", "Your company requires MFA."),
    ] {
        world.asks_for_mfa(setting).await;
        ada.visits(PAGE).await.is(200).says(of_ada);
        bob.visits(PAGE).await.is(200).says(of_bob);
        let before = world.snapshot().await;
        let mut people = vec![(&mut ada, vec![PAGE, RESET])];
        match setting {
            MfaSetting::Available => {}
            MfaSetting::Disabled => people.push((&mut bob, vec![PAGE, RESET])),
            MfaSetting::Enabled => people.push((&mut bob, vec![PAGE])),
        }
        for (person, pages) in people {
            let csrf = person.csrf("/_auth/account").await;
            for page in pages {
                let page = format!("/_auth{page}");
                for fields in [&[("csrf", csrf.as_str())][..], &[("csrf", csrf.as_str()), ("enabled", "1")]] {
                    assert_eq!(person.posts(&page, fields).await.status, 403, "{} {page} {setting:?}", person.username);
                }
            }
            assert_eq!(person.posts("/_auth/account/mfa/recovery-codes/new", &[("csrf", &csrf)]).await.status, 303);
        }
        assert_eq!(difference(&before, &world.snapshot().await), [""; 0], "{setting:?}");
    }
}

#[tokio::test]
async fn an_administrator_resets_somebody_who_is_told_signed_out_and_registers_anew() {
    let world = world().await;
    let mut boss = world.admin("boss").await;
    let (mut ada, Registered { app, codes }) = world.person_with_mfa("ada").await;
    let bob = world.person("bob").await;
    world.posts_every_letter().await;
    world.mailbox.takes_about(&ada.email, "MFA was turned on").await;
    let list = boss.visits("/users").await;
    let of = |person: &Person| format!("/_auth/users/{}/reset-mfa", person.id);
    list.is(200).says(&of(&ada));
    assert!(!list.text().contains(&of(&bob)), "there is nothing to reset");
    let page = format!("/users/{}/reset-mfa", ada.id);
    boss.visits(&page).await.is(200).says("Reset MFA for").says("signed out everywhere").says("We will email them.");
    let mut on_the_way = ada.another_browser();
    on_the_way.sets_out().await;
    assert!(ada.gets_through().await, "to look changes nothing");
    world.later(STEP);
    let answer = boss.submits(&page, &[]).await;
    boss.goes_on(&answer).await.is(200).says("MFA has been reset");
    eventually("the session is over", A_SECOND, async || (!ada.gets_through().await).then_some(())).await;
    let letter = world.mailbox.takes_about(&ada.email, "MFA was reset").await;
    assert!(letter.text.contains("boss of Acme"), "{}", letter.text);
    assert!(on_the_way.visits("/code").await.leads_to_sign_in(), "what was on its way is over");
    let mut again = ada.another_browser();
    let new = again.signs_in_and_registers(&world).await;
    assert_ne!(new.app, app);
    let mut third = ada.another_browser();
    third.sets_out().await;
    world.later(STEP);
    third.gives(&app.shows(&world)).await.is(401);
    third.gives_recovery_code(&codes[0]).await.is(401);
    let events = world.audit().await;
    let reset = events.iter().find(|event| event["what"] == "mfa-reset").expect("an event");
    assert_eq!(reset["user"], serde_json::json!(ada.id));
    assert_eq!(reset["actor"]["user"], serde_json::json!(boss.id));
}

#[tokio::test]
async fn nobody_resets_whom_they_may_not() {
    let world = world().await;
    world.account("OTHER", AccountKind::Customer).await;
    let (above, _) = {
        let chief = |new: &mut NewUser| (new.roles, new.level) = (Preset::Admin.roles(), Level::Company);
        let mut chief = world.person_with("chief", chief).await;
        chief.signs_in().await;
        let registered = chief.sets_up_mfa(&world).await;
        (chief, registered)
    };
    let stranger = world.person_of("OTHER", "stranger", |_| ()).await;
    let (equal, _) = world.person_with_mfa("equal").await;
    let both = ["manage-users", "manage-company-mfa", "manage-own-mfa"];
    for (who, roles) in [("users", &both[..1]), ("mfa", &both[1..2]), ("neither", &both[2..])] {
        let mut person = world.person_with(who, holding(roles, Level::Company)).await;
        person.signs_in().await;
        let csrf = person.csrf("/_auth/account").await;
        world.posts_every_letter().await;
        let before = world.snapshot().await;
        let answer = person.posts(&format!("/_auth/users/{}/reset-mfa", equal.id), &[("csrf", &csrf)]).await;
        assert_eq!(answer.status, 403, "{who}");
        assert_eq!(difference(&before, &world.snapshot().await), [""; 0], "{who}");
    }
    let mut helper = world.person_with("helper", holding(&both, Level::Staff)).await;
    helper.signs_in().await;
    helper.sets_up_mfa(&world).await;
    let csrf = helper.csrf("/_auth/account").await;
    world.posts_every_letter().await;
    let before = world.snapshot().await;
    for (subject, status) in [(&above, 403), (&stranger, 404), (&helper.clone(), 303)] {
        let page = format!("/_auth/users/{}/reset-mfa", subject.id);
        assert_eq!(helper.posts(&page, &[("csrf", &csrf)]).await.status, status, "{}", subject.username);
    }
    helper.opens(&format!("/_auth/users/{}/reset-mfa", equal.id)).await.is(200);
    helper.sends("HEAD", &format!("/_auth/users/{}/reset-mfa", equal.id), "", b"").await.is(200);
    assert_eq!(difference(&before, &world.snapshot().await), [""; 0]);
    world.later(Duration::from_mins(11));
    let page = format!("/users/{}/reset-mfa", equal.id);
    helper.submits(&page, &[]).await.is(422).says("Your password");
    assert_eq!(world.counts("totp_factors", &equal).await, 1);
    helper.submits(&page, &[("current_password", PASSWORD)]).await.is(303);
    assert_eq!(world.counts("totp_factors", &equal).await, 0);
}

#[tokio::test]
async fn my_mfa_lies_one_link_away() {
    let world = world().await;
    let mut ada = world.person("ada").await;
    ada.signs_in().await;
    ada.visits("/account").await.is(200).says("href=\"/_auth/account/mfa\"").says("My MFA");
    assert!(!ada.visits("/account").await.text().contains("/_auth/company/mfa"));
    world.admin("boss").await.visits("/account").await.is(200).says("href=\"/_auth/company/mfa\"");
}

#[tokio::test]
async fn a_command_sets_the_policy_and_resets_a_person() {
    let app = gatehouse_tests::LegacyApp::start().await;
    let operator = Operator::new(&format!("http://{}", app.address()), "");
    operator.runs(&["account", "add", "--id", "ACME", "--name", "Acme Ltd", "--mfa", "enabled"]).ends_with(0);
    let arguments = ["user", "add", "--account", "ACME", "--username", "ada", "--name", "Ada", "--password-stdin"];
    operator.runs_with(PASSWORD, &arguments).ends_with(0);
    let serving = operator.serves().await;
    let led = async || {
        let answer = serving.browser().tries("ada", PASSWORD).await;
        answer.header("location").unwrap_or("in").to_owned()
    };
    assert_eq!(led().await, "/_auth/enrol/start");
    for (policy, then) in [("disabled", "in"), ("available", "in"), ("enabled", "/_auth/enrol/start")] {
        let said = operator.runs(&["account", "set", "--id", "ACME", "--mfa", policy, "--json"]).ends_with(0);
        assert_eq!(said.json()["mfa"], policy);
        assert_eq!(led().await, then, "{policy}");
    }
    // By the machine's own clock, with an app that has that too.
    let mut browser = serving.browser();
    browser.tries("ada", PASSWORD).await.is(303);
    let page = browser.begins_to_enrol().await;
    let code = gatehouse_tests::Authenticator::scans(&page).code_now();
    browser.fills_in(&page, &[("code", &code)]).await.is(303);
    browser.submits("/enrol/recovery-codes", &[("saved", "1")]).await.is(200);
    assert!(browser.cookies.contains_key(Browser::SESSION));
    assert_eq!(led().await, "/_auth/code/ready");
    operator.runs(&["user", "set", "--account", "ACME", "--username", "ada", "--reset-mfa"]).ends_with(0);
    assert_eq!(led().await, "/_auth/enrol/start");
    eventually("the session is over", A_SECOND, async || browser.opens("/").await.leads_to_sign_in().then_some(())).await;
    operator.runs(&["account", "set", "--id", "ACME", "--mfa", "perhaps"]).ends_with(2);
}
