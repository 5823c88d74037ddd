//! Whom a company asks for a second factor.

use std::time::Duration;

use gatehouse_auth_core::{
    flow::administer::{NewUser, UserEdit},
    mfa::MfaSetting,
    permission::{Level, OWN_ROLES, Preset},
};
use gatehouse_tests::{
    Person, World,
    authenticator::{Registered, STEP},
    people::{difference, holding},
    person::moves_to,
    world::PASSWORD,
};

const PAGE: &str = "/company/mfa";

/// What becomes of whoever gives the right password.
#[derive(Debug, PartialEq, Eq)]
enum Then {
    In,
    Code,
    Registers,
}

async fn then(person: &Person) -> Then {
    let mut browser = person.another_browser();
    let answer = browser.tries(&person.username, PASSWORD).await;
    match (answer.status, answer.header("location")) {
        (200, _) => Then::In,
        (303, Some("/_auth/code/ready")) => Then::Code,
        (303, Some("/_auth/enrol/start")) => Then::Registers,
        _ => panic!("{} {:?}", answer.status, answer.headers),
    }
}

async fn setting(world: &World) -> String {
    world.peeks("SELECT mfa FROM accounts WHERE account_key = 'ACME'").await.pop().expect("an account")
}

#[tokio::test]
async fn registrations_sleep_and_wake_with_the_policy() {
    let world = World::new().await;
    let mut boss = world.admin("boss").await;
    let (chose, Registered { app, .. }) = world.person_with_mfa("chose").await;
    let (mut left, _) = world.person_with_mfa("left").await;
    left.submits("/account/mfa", &[]).await.is(303);
    let never = world.person("never").await;
    for (policy, expected) in [
        ("available", [Then::Code, Then::In, Then::In]),
        ("enabled", [Then::Code, Then::Code, Then::Registers]),
        ("disabled", [Then::In, Then::In, Then::In]),
        ("available", [Then::Code, Then::In, Then::In]),
        ("disabled", [Then::In, Then::In, Then::In]),
        ("enabled", [Then::Code, Then::Code, Then::Registers]),
    ] {
        boss.submits(PAGE, &[("policy", policy), ("confirmation", "Disable MFA")]).await.is(303);
        assert_eq!(setting(&world).await, policy);
        for (person, expected) in [&chose, &left, &never].into_iter().zip(expected) {
            assert_eq!(then(person).await, expected, "{} under {policy}", person.username);
        }
    }
    // What slept is the same as before.
    chose.another_browser().signs_in_by_code(&world, &app).await;
}

#[tokio::test]
async fn the_page_says_what_a_policy_means_and_whom_it_is_about() {
    let world = World::new().await;
    let mut boss = world.admin("boss").await;
    for name in ["ada", "bob"] {
        world.person_with_mfa(name).await;
    }
    world.person("carl").await;
    let page = boss.visits(PAGE).await;
    page.is(200)
        .says("MFA Available – people may turn it on")
        .says("MFA Enabled – everyone must use it")
        .says("MFA Disabled – no one is asked for a code")
        .says("2 of 4 people have set up MFA. No one else has to.")
        .says("2 of 4 people have not set up MFA. They will be asked to at next sign-in.")
        .says("2 of 4 people have set up MFA. It is kept but not used.");
    let answer = boss.submits(PAGE, &[("policy", "enabled")]).await;
    let page = boss.goes_on(&answer).await;
    page.is(200).says("The MFA policy has been updated.").says("<option value=\"enabled\" selected");
}

#[tokio::test]
async fn nobody_disables_it_without_typing_so() {
    let world = World::with(|settings| _ = settings.mail()).await;
    let mut boss = world.admin("boss").await;
    let other = world.person_with("other", holding(&["manage-company-mfa"], Level::Staff)).await;
    world.person("ada").await;
    let page = boss.submits(PAGE, &[("policy", "disabled")]).await;
    page.is(200)
        .says("Turn MFA off for everyone?")
        .says("Accounts will be protected by passwords only. Existing set-ups are kept but not used.")
        .says("<input type=\"hidden\" name=\"policy\" value=\"disabled\"");
    assert_eq!(setting(&world).await, "available", "to choose it is not to do it");
    for wrong in
        ["", " ", "disable mfa", "DISABLE MFA", "Disable  MFA", "Disable", "Disable MFA!", "Disable\u{a0}MFA", "Desactivar MFA"]
    {
        let answer = boss.submits(PAGE, &[("policy", "disabled"), ("confirmation", wrong)]).await;
        answer.is(422).says("Type Disable MFA exactly as shown");
        assert_eq!(setting(&world).await, "available", "{wrong:?}");
    }
    assert!(world.audit().await.iter().all(|event| event["what"] != "mfa-policy-changed"));
    let answer = boss.submits(PAGE, &[("policy", "disabled"), ("confirmation", "  Disable MFA \t")]).await;
    boss.goes_on(&answer).await.is(200).says("The MFA policy has been updated.");
    assert_eq!(setting(&world).await, "disabled");
    world.posts_every_letter().await;
    for administrator in [&boss.email, &other.email] {
        let letter = world.mailbox.takes(administrator).await;
        assert_eq!(letter.subject, "MFA policy changed to MFA Disabled");
        assert!(letter.text.contains("boss of Acme"), "{}", letter.text);
    }
    assert!(world.mailbox.letters().is_empty(), "nobody else is told");
    // Saved again, it is no change.
    boss.submits(PAGE, &[("policy", "disabled")]).await.is(303);
    world.posts_every_letter().await;
    assert!(world.mailbox.letters().is_empty());
    let events: Vec<_> = world.audit().await.into_iter().filter(|event| event["what"] == "mfa-policy-changed").collect();
    assert_eq!(events.len(), 1);
    assert_eq!(events[0]["detail"]["setting"], "disabled", "{}", events[0]);
}

#[tokio::test]
async fn the_phrase_is_the_same_in_every_language() {
    let world = World::new().await;
    let mut boss = world.admin("boss").await;
    boss.headers.push(("Accept-Language".to_owned(), "es".to_owned()));
    boss.submits(PAGE, &[("policy", "disabled")]).await.is(200).says("Disable MFA").says("lang=\"es\"");
    boss.submits(PAGE, &[("policy", "disabled"), ("confirmation", "Disable MFA")]).await.is(303);
    assert_eq!(setting(&world).await, "disabled");
}

#[tokio::test]
async fn a_policy_is_changed_by_whoever_may_and_has_proved_it_lately() {
    let world = World::new().await;
    for role in OWN_ROLES.iter().filter(|role| **role != "manage-company-mfa") {
        let mut person = world.person_with(&format!("only-{role}"), holding(&[role], Level::Company)).await;
        person.signs_in().await;
        let csrf = person.csrf("/_auth/account").await;
        let before = world.snapshot().await;
        for policy in ["enabled", "disabled"] {
            let fields = [("csrf", csrf.as_str()), ("policy", policy), ("confirmation", "Disable MFA")];
            assert_eq!(person.posts("/_auth/company/mfa", &fields).await.status, 403, "{role}");
        }
        assert_eq!(difference(&before, &world.snapshot().await), [""; 0]);
    }
    let mut boss = world.admin("boss").await;
    world.later(Duration::from_mins(11));
    boss.submits(PAGE, &[("policy", "enabled")]).await.is(422).says("Your password");
    boss.submits(PAGE, &[("policy", "enabled"), ("current_password", "wrong")]).await.is(422).says("Your password is not right");
    boss.submits(PAGE, &[("policy", "disabled")]).await.is(200).says("current_password").says("Disable MFA");
    let confirmed = [("policy", "disabled"), ("confirmation", "Disable MFA")];
    boss.submits(PAGE, &confirmed).await.is(422);
    assert_eq!(setting(&world).await, "available");
    let [policy, phrase] = confirmed;
    boss.submits(PAGE, &[policy, phrase, ("current_password", PASSWORD)]).await.is(303);
    assert_eq!(setting(&world).await, "disabled");
}

#[tokio::test]
async fn odd_forms_change_nothing() {
    let world = World::new().await;
    let mut boss = world.admin("boss").await;
    let before = world.snapshot().await;
    for fields in [
        &[("policy", "")][..],
        &[("policy", "Enabled")],
        &[("policy", "off")],
        &[("level.boss", "required")],
        &[("level.company", "maybe")],
        &[("role.", "required")],
        &[("role.a b", "required")],
        &[("account", "OTHER"), ("demands", "level.company=required")],
    ] {
        let answer = boss.submits(PAGE, fields).await;
        assert!(answer.status < 500, "{fields:?}");
        assert_eq!(difference(&before, &world.snapshot().await), [""; 0], "{fields:?}");
    }
}

#[tokio::test]
async fn some_are_asked_for_more_by_level_or_role() {
    let world = World::new().await;
    let mut boss = world.admin("boss").await;
    let staff = world.person("staff").await;
    let team = world.person_with("team", |new| new.level = Level::Team).await;
    let auditor = world.person_with("auditor", holding(&["read-audit"], Level::Team)).await;
    for (fields, expected) in [
        (&[("level.team", "required")][..], [Then::In, Then::Registers, Then::Registers]),
        (&[("level.team", ""), ("role.read-audit", "required")], [Then::In, Then::In, Then::Registers]),
        (&[("role.read-audit", ""), ("level.staff", "required")], [Then::Registers, Then::In, Then::In]),
        // Where nobody is asked, those sleep too.
        (&[("policy", "disabled"), ("confirmation", "Disable MFA")], [Then::In, Then::In, Then::In]),
        (&[("policy", "available")], [Then::Registers, Then::In, Then::In]),
    ] {
        boss.submits(PAGE, fields).await.is(303);
        for (person, expected) in [&staff, &team, &auditor].into_iter().zip(expected) {
            assert_eq!(then(person).await, expected, "{} after {fields:?}", person.username);
        }
    }
    boss.visits(PAGE).await.is(200).says("Stricter for some");
    // Whom the account asks cannot turn it off, nor put it off.
    let mut staff = staff;
    let to = staff.sets_out().await;
    let start = staff.opens(&to).await;
    assert!(!start.text().contains("Remind me next time"));
    assert_eq!(staff.fills_in(&start, &[("later", "1")]).await.is(303).header("location"), Some("/_auth/enrol/start"));
    staff.registers(&world, &start).await.1.is(200);
    staff.visits("/account/mfa").await.is(200).says("Your company requires MFA.");
    staff.submits("/account/mfa", &[]).await.is(403);
    assert_eq!(then(&staff).await, Then::Code);
}

#[tokio::test]
async fn what_is_a_persons_own_choice_may_be_put_off() {
    let world = World::new().await;
    let mut ada = world.person("ada").await;
    ada.signs_in().await;
    ada.submits("/account/mfa", &[("enabled", "1")]).await.is(303);
    ada.visits("/account/mfa").await.is(200).says("You will set it up next time you sign in, or set it up now.");
    let mut again = ada.another_browser();
    let to = again.sets_out().await;
    let start = again.opens(&to).await;
    start.is(200).says("Remind me next time");
    let answer = again.fills_in(&start, &[("later", "1")]).await;
    assert_eq!(moves_to(answer.is(200)).as_deref(), Some("/"));
    assert!(again.gets_through().await);
    assert_eq!(world.app.takes_one().header("x-gatehouse-mfa"), Some("none"));
    assert_eq!(then(&ada).await, Then::Registers, "and she is reminded");
    // Once something is registered there is nothing to put off.
    ada.sets_up_mfa(&world).await;
    let mut again = ada.another_browser();
    again.sets_out().await;
    let csrf = again.csrf("/_auth/code").await;
    let answer = again.posts("/_auth/enrol/start", &[("csrf", &csrf), ("later", "1")]).await;
    assert_eq!(answer.is(303).header("location"), Some("/_auth/code/ready"));
    assert!(!again.gets_through().await);
}

#[tokio::test]
async fn of_the_beginning_and_the_end_of_a_sign_in_the_stricter_counts() {
    let world = World::new().await;
    world.person("never").await;
    let mut never = world.person("owing").await;
    let must = UserEdit { must_change_password: Some(true), ..UserEdit::default() };
    world.sets(&never, must).await;
    // Nobody asked when it began, and everybody is when it ends.
    assert_eq!(never.sets_out().await, "/_auth/choose-password");
    let open = never.visits("/choose-password").await;
    world.asks_for_mfa(MfaSetting::Enabled).await;
    let csrf = gatehouse_tests::person::field(&open, "csrf").expect("a token");
    let new = gatehouse_tests::NEW_PASSWORD;
    let fields = [("csrf", csrf.as_str()), ("password", new), ("password_confirmation", new)];
    let answer = never.posts("/_auth/choose-password", &fields).await;
    assert_eq!(answer.is(303).header("location"), Some("/_auth/enrol/start"));
    assert!(!never.gets_through().await);
    never.another_browser().tries("owing", PASSWORD).await.is(303);
    // And the other way round.
    for relaxed in [MfaSetting::Disabled, MfaSetting::Available] {
        world.asks_for_mfa(MfaSetting::Enabled).await;
        let mut person = world.person(&format!("asked-{}", relaxed.as_str())).await;
        let Registered { app, .. } = person.signs_in_and_registers(&world).await;
        let mut again = person.another_browser();
        again.sets_out().await;
        world.asks_for_mfa(relaxed).await;
        assert!(!again.gets_through().await, "{relaxed:?}");
        for page in ["/code", "/code/ready"] {
            again.visits(page).await.is(200);
        }
        assert!(!again.gets_through().await);
        world.later(STEP);
        again.gives(&app.shows(&world)).await.is(200);
        assert!(again.gets_through().await);
        assert_eq!(world.app.takes().pop().expect("a request").header("x-gatehouse-mfa"), Some("totp"));
    }
}

#[tokio::test]
async fn a_policy_is_one_accounts_alone() {
    let world = World::new().await;
    world.account("OTHER", gatehouse_auth_core::account::AccountKind::Customer).await;
    let stranger = world.person_of("OTHER", "stranger", |_| ()).await;
    let ada = world.person("ada").await;
    let change = |new: &mut NewUser| (new.roles, new.level) = (Preset::Admin.roles(), Level::Company);
    let mut boss = world.person_with("boss", change).await;
    boss.signs_in().await;
    boss.submits(PAGE, &[("policy", "enabled")]).await.is(303);
    assert_eq!(then(&ada).await, Then::Registers);
    assert_eq!(then(&stranger).await, Then::In);
    assert!(boss.gets_through().await, "sessions that there are go on");
}
