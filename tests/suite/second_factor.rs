//! A second factor at sign-in: registering one, giving it, and what it is good for.

use std::time::Duration;

use gatehouse_auth_core::{
    flow::administer::UserEdit,
    mfa::MfaSetting,
    permission::{Level, Preset},
};
use gatehouse_tests::{
    Answer, Authenticator, Browser, NEW_PASSWORD, Person, World,
    authenticator::{Registered, STEP, codes_of},
    jwt::Token,
    person::moves_to,
    world::PASSWORD,
};

const MINUTE: Duration = Duration::from_mins(1);

/// A world whose account asks everybody.
async fn strict() -> World {
    let world = World::with(|settings| _ = settings.recovery("emailed-password")).await;
    world.asks_for_mfa(MfaSetting::Enabled).await;
    world
}

/// Gives the password at the page that protects `target`; the page that follows.
async fn sets_out_for(person: &mut Person, target: &str) -> Answer {
    let login = person.opens(target).await;
    let page = person.goes_on(&login).await;
    let username = person.username.clone();
    let csrf = gatehouse_tests::person::field(&page, "csrf").expect("a token");
    let login = login.header("location").expect("an address");
    let answer = person.posts(login, &[("csrf", &csrf), ("username", &username), ("password", PASSWORD)]).await;
    let page = person.goes_on(&answer).await;
    page.is(200);
    page
}

#[tokio::test]
async fn whoever_is_asked_registers_in_three_steps_and_goes_on_to_where_they_wanted() {
    let world = strict().await;
    let mut ada = world.person("ada").await;
    let start = sets_out_for(&mut ada, "/records?day=1").await;
    start.says("Step 1 of 3").says("Have your authenticator app ready").says("Sign out").says("Not you? Start again");
    assert!(!start.text().contains("Remind me next time"), "the account does not leave it to her");
    let answer = ada.fills_in(&start, &[]).await;
    let page = ada.goes_on(&answer).await;
    page.is(200)
        .says("Step 2 of 3")
        .says("Scan this code in your app")
        .says("role=\"img\"")
        .says("Open in an app on this device");
    assert_eq!(page.header("cache-control"), Some("no-store"));
    let app = Authenticator::scans(&page);
    assert_eq!(app.label, "Call%20Records:ada");
    let wrong = app.never_shows(&world);
    for (typed, said) in [
        ("", "Enter the 6-digit code"),
        ("  ", "Enter the 6-digit code"),
        ("12345", "The code must be 6 digits"),
        ("12345a", "The code must be 6 digits"),
        ("1234567", "The code must be 6 digits"),
        (&wrong, "That code didn’t work. Wait for the next one and try again."),
    ] {
        let again = ada.fills_in(&page, &[("code", typed)]).await;
        again.is(422).says(said);
        assert_eq!(Authenticator::scans(&again), app, "the same secret after {typed:?}");
    }
    for table in ["totp_factors", "recovery_codes"] {
        assert_eq!(world.counts(table, &ada).await, 0, "nothing is registered before a right code");
    }
    let answer = ada.fills_in(&page, &[("code", &app.shows(&world))]).await;
    let page = ada.goes_on(&answer).await;
    page.is(200).says("Step 3 of 3").says("Save your recovery codes").says("Each works once. We can’t show them again.");
    let codes = codes_of(&page);
    assert_eq!(codes.len(), 10);
    for code in &codes {
        let groups: Vec<usize> = code.split('-').map(str::len).collect();
        assert!(groups == [5, 5, 5] && !code.contains(['0', 'O', '1', 'I']), "{code}");
    }
    let file = ada.visits("/enrol/recovery-codes.txt").await;
    assert_eq!(file.is(200).header("content-disposition"), Some("attachment; filename=\"recovery-codes.txt\""));
    assert_eq!(
        (file.header("content-type"), file.header("cache-control")),
        (Some("text/plain; charset=utf-8"), Some("no-store"))
    );
    assert_eq!(file.text().lines().collect::<Vec<_>>(), codes);
    let again = ada.fills_in(&page, &[]).await;
    again.is(422).says("Tick the box once you have saved your codes");
    assert_eq!(codes_of(&again), codes);
    assert!(!ada.cookies.contains_key(Browser::SESSION) && !ada.gets_through().await, "she is not there yet");
    assert!(world.app.takes().is_empty());
    let arrived = ada.fills_in(&page, &[("saved", "1")]).await;
    assert_eq!(moves_to(arrived.is(200)).as_deref(), Some("/records?day=1"));
    assert!(!ada.cookies.contains_key(Browser::PENDING));
    assert!(ada.gets_through().await);
    for page in ["/enrol/recovery-codes", "/enrol/recovery-codes.txt", "/account/mfa/recovery-codes", "/enrol"] {
        let answer = ada.visits(page).await;
        assert!(answer.is(303).body.is_empty() || !codes.iter().any(|code| answer.text().contains(code.as_str())), "{page}");
    }
    ada.visits("/account/mfa").await.is(200).says("MFA is on.").says("10 recovery codes left.");
    let all = world.snapshot().await.join("\n");
    assert!(app.leaks().iter().chain(&codes).all(|secret| !all.contains(secret.as_str())), "the directory says none of it");
}

#[tokio::test]
async fn the_secret_is_the_same_as_long_as_the_sign_in_lasts_and_another_the_next_time() {
    let world = strict().await;
    let mut ada = world.person("ada").await;
    ada.sets_out().await;
    let app = Authenticator::scans(&ada.begins_to_enrol().await);
    for _ in 0..3 {
        world.later(3 * MINUTE);
        assert_eq!(Authenticator::scans(&ada.visits("/enrol").await), app);
        assert_eq!(Authenticator::scans(&ada.begins_to_enrol().await), app, "from the first step as well");
    }
    world.later(MINUTE);
    let answer = ada.visits("/enrol").await;
    assert!(answer.leads_to_sign_in(), "{}", answer.status);
    ada.goes_on(&answer).await.is(200).says("That took too long. Sign in again.");
    ada.sets_out().await;
    assert_ne!(Authenticator::scans(&ada.begins_to_enrol().await), app);
}

#[tokio::test]
async fn a_registration_elsewhere_has_a_key_of_its_own_and_the_first_to_be_finished_counts() {
    let world = strict().await;
    let mut ada = world.person("ada").await;
    let mut there = ada.another_browser();
    ada.sets_out().await;
    let page = ada.begins_to_enrol().await;
    there.sets_out().await;
    let elsewhere = there.begins_to_enrol().await;
    let (app, other) = (Authenticator::scans(&page), Authenticator::scans(&elsewhere));
    assert_ne!(app, other);
    let answer = ada.fills_in(&page, &[("code", &app.shows(&world))]).await;
    ada.goes_on(&answer).await.is(200).says("Save your recovery codes");
    let late = there.fills_in(&elsewhere, &[("code", &other.shows(&world))]).await;
    assert_eq!(late.is(303).header("location"), Some("/_auth/code/ready"), "what is registered is asked for");
    assert_eq!(world.counts("totp_factors", &ada).await, 1);
}

#[tokio::test]
async fn codes_that_are_not_said_to_be_kept_are_shown_until_the_sign_in_is_over_and_work() {
    let world = strict().await;
    let mut ada = world.person("ada").await;
    ada.sets_out().await;
    let page = ada.begins_to_enrol().await;
    let app = Authenticator::scans(&page);
    ada.fills_in(&page, &[("code", &app.shows(&world))]).await.is(303);
    let codes = codes_of(&ada.visits("/enrol/recovery-codes").await);
    assert_eq!(codes_of(&ada.visits("/enrol/recovery-codes").await), codes, "after a reload too");
    world.later(10 * MINUTE);
    assert!(ada.visits("/enrol/recovery-codes").await.leads_to_sign_in());
    assert_eq!(ada.sets_out().await, "/_auth/code/ready", "she is registered");
    assert_eq!(ada.visits("/enrol/recovery-codes.txt").await.is(303).header("location"), Some("/_auth/code/ready"));
    ada.gives_recovery_code(&codes[0]).await.is(200);
    assert!(ada.gets_through().await);
}

#[tokio::test]
async fn a_new_browser_is_shown_what_is_needed_and_a_known_one_is_asked_at_once() {
    let world = strict().await;
    let mut ada = world.person("ada").await;
    let Registered { app, .. } = ada.signs_in_and_registers(&world).await;
    assert!(ada.cookies.contains_key(Browser::DEVICE));
    let mut elsewhere = ada.another_browser();
    let ready = sets_out_for(&mut elsewhere, "/records?day=1").await;
    ready.says("Have your authenticator app ready").says("href=\"/_auth/code?to=").says("Sign out");
    world.later(STEP);
    let page = elsewhere.opens("/_auth/code?to=%2Frecords%3Fday%3D1").await;
    page.is(200)
        .says("Enter your code")
        .says("autocomplete=\"one-time-code\"")
        .says("inputmode=\"numeric\"")
        .says("Use a recovery code")
        .says("Lost your phone and your codes? Ask your administrator to reset MFA.");
    let arrived = elsewhere.fills_in(&page, &[("code", &app.shows(&world))]).await;
    assert_eq!(moves_to(arrived.is(200)).as_deref(), Some("/records?day=1"));
    assert!(elsewhere.gets_through().await);
    for browser in [&mut ada, &mut elsewhere] {
        browser.signs_out().await;
        assert!(browser.cookies.contains_key(Browser::DEVICE), "it stays known");
        assert_eq!(browser.sets_out().await, "/_auth/code");
    }
    let mut bob = world.person("bob").await;
    bob.cookies.insert(Browser::DEVICE.to_owned(), ada.cookies[Browser::DEVICE].clone());
    bob.signs_in_and_registers(&world).await;
    bob.signs_out().await;
    assert_eq!(bob.sets_out().await, "/_auth/code", "a browser knows more than one person");
    for junk in ["", "x", ".....", &"A".repeat(4000), "Ω"] {
        let mut browser = ada.another_browser();
        browser.cookies.insert(Browser::DEVICE.to_owned(), junk.to_owned());
        assert_eq!(browser.sets_out().await, "/_auth/code/ready", "{junk:?}");
    }
}

#[tokio::test]
async fn people_are_told_of_a_new_browser_and_not_of_a_known_one() {
    let world = World::with(|settings| _ = settings.mail()).await;
    let mut ada = world.person("ada").await;
    ada.signs_in().await;
    ada.signs_out().await;
    world.later(MINUTE);
    ada.signs_in().await;
    world.posts_every_letter().await;
    assert!(world.mailbox.letters().is_empty(), "the first browser of all is news to nobody");
    ada.another_browser().signs_in().await;
    let letter = world.mailbox.takes_about(&ada.email, "New sign-in to your account").await;
    assert!(letter.text.contains("127.0.0.1"), "{}", letter.text);
    let registered = ada.sets_up_mfa(&world).await;
    assert_eq!(world.mailbox.takes(&ada.email).await.subject, "MFA was turned on for your account");
    let mut third = ada.another_browser();
    third.sets_out().await;
    world.posts_every_letter().await;
    assert!(world.mailbox.letters().is_empty(), "nobody has signed in yet");
    world.later(STEP);
    third.gives(&registered.app.shows(&world)).await.is(200);
    world.mailbox.takes_about(&ada.email, "New sign-in to your account").await;
}

/// Whether the code that is shown `offset` seconds from now is taken, by a sign-in of its own.
async fn counts(world: &World, ada: &Person, app: &Authenticator, offset: i64) -> bool {
    let now = gatehouse_auth_core::ports::Clock::now(&*world.clock);
    let span = Duration::from_secs(offset.unsigned_abs());
    let code = app.code_at(if offset < 0 { now.before(span) } else { now.after(span) });
    let mut browser = ada.another_browser();
    browser.sets_out().await;
    let answer = browser.gives(&code).await;
    assert!(matches!(answer.status, 200 | 401), "{offset}: {}", answer.text());
    answer.status == 200
}

#[tokio::test]
async fn a_code_counts_one_step_before_and_after_its_own_and_no_other() {
    let world = World::with(|settings| {
        _ = settings.tables("[limits]\nperson = { failures = 1000, window = \"15m\", pause = \"15m\" }\ntyped = { failures = 500, window = \"15m\", pause = \"15m\" }");
    })
    .await;
    let (ada, Registered { app, .. }) = world.person_with_mfa("ada").await;
    for second in [0, 14, 29] {
        for offset in (-90..=90).step_by(15) {
            // Far from every code that was taken before, and so many seconds into a step.
            let now = gatehouse_auth_core::ports::Clock::now(&*world.clock).as_secs();
            world.later(Duration::from_secs(u64::try_from(300 + second - now % 30).expect("later")));
            let (own, shown) = (second.div_euclid(30), (second + offset).div_euclid(30));
            let is_near = (own - shown).abs() <= 1;
            assert_eq!(counts(&world, &ada, &app, offset).await, is_near, "{offset} s off, {second} s into a step");
        }
    }
}

#[tokio::test]
async fn what_people_type_between_the_digits_does_not_matter() {
    let world = World::new().await;
    let (ada, Registered { app, codes }) = world.person_with_mfa("ada").await;
    let spaced = |code: &str| format!(" {} {} ", &code[..3], &code[3..]);
    let dashed = |code: &str| format!("{}-{}", &code[..3], &code[3..]);
    let wide = |code: &str| {
        code.chars().map(|digit| char::from_u32(0xff10 + digit.to_digit(10).expect("a digit")).expect("a digit")).collect()
    };
    let writings: [&dyn Fn(&str) -> String; 3] = [&spaced, &dashed, &wide];
    for writing in writings {
        world.later(STEP);
        let mut browser = ada.another_browser();
        browser.sets_out().await;
        let typed = writing(&app.shows(&world));
        assert_eq!(browser.gives(&typed).await.status, 200, "{typed}");
    }
    for (code, typed) in codes.iter().zip([codes[0].to_lowercase(), codes[1].replace('-', ""), codes[2].replace('-', " ")]) {
        let mut browser = ada.another_browser();
        browser.sets_out().await;
        assert_eq!(browser.gives_recovery_code(&typed).await.status, 200, "{code} as {typed}");
    }
}

#[tokio::test]
async fn every_wrong_code_is_answered_in_words() {
    let world = World::new().await;
    let (ada, Registered { app, codes }) = world.person_with_mfa("ada").await;
    let mut browser = ada.another_browser();
    browser.sets_out().await;
    browser.gives("").await.is(422).says("Enter the 6-digit code");
    browser.gives("12 34").await.is(422).says("The code must be 6 digits");
    browser.gives(&app.never_shows(&world)).await.is(401).says("That code isn’t right. Use the newest code in your app.");
    browser.gives(&app.shows(&world)).await.is(401).says("That code has been used. Wait for the next one.");
    browser.gives_recovery_code("").await.is(422).says("Enter a recovery code");
    browser.gives_recovery_code("ABC").await.is(422).says("A recovery code has 15 letters and numbers");
    browser.gives_recovery_code("AAAAA-AAAAA-AAAAA").await.is(401).says("That recovery code isn’t right.");
    let mut other = ada.another_browser();
    other.sets_out().await;
    other.gives_recovery_code(&codes[0]).await.is(200);
    browser.gives_recovery_code(&codes[0]).await.is(401).says("That recovery code has been used. Try another.");
    // The fifth wrong one, of whatever kind, ends the attempt.
    world.later(STEP);
    let last = browser.gives(&app.never_shows(&world)).await;
    assert!(last.leads_to_sign_in(), "{}", last.status);
    browser.goes_on(&last).await.is(200).says("Too many of those codes were wrong. Sign in again.");
    assert!(browser.visits("/code").await.leads_to_sign_in());
    browser.signs_in_by_code(&world, &app).await;
}

#[tokio::test]
async fn an_attempt_lives_ten_minutes() {
    let world = World::new().await;
    let (ada, Registered { app, .. }) = world.person_with_mfa("ada").await;
    let mut browser = ada.another_browser();
    browser.sets_out().await;
    world.later(Duration::from_secs(599));
    let page = browser.visits("/code").await;
    page.is(200);
    world.later(Duration::from_secs(1));
    let answer = browser.fills_in(&page, &[("code", &app.shows(&world))]).await;
    assert!(answer.leads_to_sign_in(), "{}", answer.status);
    browser.goes_on(&answer).await.says("That took too long. Sign in again.");
    assert!(!browser.gets_through().await);
}

#[tokio::test]
async fn a_recovery_code_works_once_and_is_told_by_mail() {
    let world = strict().await;
    let mut ada = world.person("ada").await;
    let Registered { codes, .. } = ada.signs_in_and_registers(&world).await;
    world.posts_every_letter().await;
    for (at, code) in codes.iter().enumerate() {
        let left = codes.len() - at - 1;
        let mut browser = ada.clone();
        browser.cookies.remove(Browser::SESSION);
        browser.sets_out().await;
        browser.gives_recovery_code(code).await.is(200);
        let letter = world.mailbox.takes_about(&ada.email, "A recovery code was used").await;
        assert!(letter.text.contains(&format!("Codes left: {left}")) && !letter.text.contains(code.as_str()), "{}", letter.text);
        let page = browser.visits("/account/mfa").await;
        let words = match left {
            0 => "No recovery codes left.".to_owned(),
            1 => "1 recovery code left.".to_owned(),
            _ => format!("{left} recovery codes left."),
        };
        page.is(200).says(&words);
        let mut again = ada.another_browser();
        again.sets_out().await;
        again.gives_recovery_code(code).await.is(401).says("has been used");
        world.later(5 * MINUTE);
    }
    let mut browser = ada.another_browser();
    browser.sets_out().await;
    assert!(!browser.visits("/code").await.text().contains("Use a recovery code"), "there is none");
    let used: Vec<_> = world.audit().await.into_iter().filter(|event| event["what"] == "recovery-code-used").collect();
    assert_eq!(used.len(), 10);
    assert!(used.iter().all(|event| event["detail"]["left"].is_string()), "{used:?}");
}

#[tokio::test]
async fn the_code_comes_before_the_new_password() {
    let world = strict().await;
    let mut ada = world.person("ada").await;
    let Registered { app, .. } = ada.signs_in_and_registers(&world).await;
    world.sets(&ada, UserEdit { must_change_password: Some(true), ..UserEdit::default() }).await;
    let mut browser = ada.another_browser();
    assert_eq!(browser.sets_out().await, "/_auth/code/ready");
    assert_eq!(browser.visits("/choose-password").await.is(303).header("location"), Some("/_auth/code/ready"));
    world.later(STEP);
    let answer = browser.gives(&app.shows(&world)).await;
    assert_eq!(answer.is(303).header("location"), Some("/_auth/choose-password"));
    assert!(!browser.gets_through().await);
    for page in ["/code", "/code/ready", "/code/recovery", "/enrol", "/enrol/start", "/enrol/recovery-codes"] {
        assert_eq!(browser.visits(page).await.is(303).header("location"), Some("/_auth/choose-password"), "{page}");
    }
    browser.chooses("/_auth/choose-password", NEW_PASSWORD).await.is(200).says("http-equiv=\"refresh\"");
    assert!(browser.gets_through().await);
    // Whoever registers chooses afterwards as well.
    let mut bob = world.person("bob").await;
    world.sets(&bob, UserEdit { must_change_password: Some(true), ..UserEdit::default() }).await;
    let to = bob.sets_out().await;
    assert_eq!(to, "/_auth/enrol/start");
    let start = bob.opens(&to).await;
    let (_, answer) = bob.registers(&world, &start).await;
    assert_eq!(answer.is(303).header("location"), Some("/_auth/choose-password"));
    bob.chooses("/_auth/choose-password", NEW_PASSWORD).await.is(200);
    assert!(bob.gets_through().await);
}

#[tokio::test]
async fn no_way_back_in_goes_past_the_code() {
    for flow in ["emailed-password", "link"] {
        let world = World::with(|settings| _ = settings.recovery(flow)).await;
        let (ada, Registered { app, .. }) = world.person_with_mfa("ada").await;
        world.posts_every_letter().await;
        // The same browser, so that it is known, without its session.
        let mut browser = ada.clone();
        browser.signs_out().await;
        browser.asks_for_help(&[("email", "ada@acme.example")]).await;
        let mut password = NEW_PASSWORD.to_owned();
        if flow == "link" {
            let link = world.mailbox.takes_about(&ada.email, "Reset").await.link();
            browser.chooses_password(&link, NEW_PASSWORD).await.is(303);
        } else {
            password = world.mailbox.takes_about(&ada.email, "temporary").await.password();
        }
        assert!(!browser.gets_through().await, "{flow}: nobody is signed in by it");
        let answer = browser.tries("ada", &password).await;
        assert_eq!(answer.is(303).header("location"), Some("/_auth/code"), "{flow}");
        assert!(!browser.gets_through().await);
        assert_eq!(browser.visits("/choose-password").await.is(303).header("location"), Some("/_auth/code"));
        world.later(STEP);
        let answer = browser.gives(&app.shows(&world)).await;
        if flow == "emailed-password" {
            assert_eq!(answer.is(303).header("location"), Some("/_auth/choose-password"));
            assert!(!browser.gets_through().await);
            browser.chooses("/_auth/choose-password", NEW_PASSWORD).await.is(200);
        }
        assert!(browser.gets_through().await, "{flow}");
        let mut elsewhere = ada.another_browser();
        assert_eq!(elsewhere.tries("ada", NEW_PASSWORD).await.is(303).header("location"), Some("/_auth/code/ready"), "{flow}");
    }
}

#[tokio::test]
async fn a_temporary_password_that_is_only_recommended_to_be_replaced_is_followed_by_the_code_too() {
    let world = World::with(|settings| _ = settings.recovery("emailed-password").portal("after_temporary = \"recommend\"")).await;
    let (ada, Registered { app, .. }) = world.person_with_mfa("ada").await;
    let mut browser = ada.another_browser();
    browser.asks_for_help(&[("email", "ada@acme.example")]).await;
    let password = world.mailbox.takes_about(&ada.email, "temporary").await.password();
    let answer = browser.tries("ada", &password).await;
    assert_eq!(answer.is(303).header("location"), Some("/_auth/code/ready"));
    assert!(!browser.gets_through().await);
    world.app.takes();
    world.later(STEP);
    browser.gives(&app.shows(&world)).await.is(200).says("temporary");
    assert!(browser.gets_through().await);
    assert_eq!(world.app.takes_one().header("x-gatehouse-mfa"), Some("totp"));
    assert_eq!(browser.another_browser().tries("ada", &password).await.status, 401, "it worked once");
}

#[tokio::test]
async fn to_be_remembered_is_remembered_on_the_way() {
    let world = World::new().await;
    let (ada, Registered { app, .. }) = world.person_with_mfa("ada").await;
    for (remember, stays) in [("", false), ("1", true)] {
        let mut browser = ada.another_browser();
        browser.tries_fields(&[("username", "ada"), ("password", PASSWORD), ("remember", remember)]).await.is(303);
        world.later(STEP);
        let answer = browser.gives(&app.shows(&world)).await;
        let cookies = answer.is(200).all("set-cookie");
        let session = cookies.iter().find(|cookie| cookie.starts_with("__Host-gh=")).expect("a session");
        assert_eq!(session.contains("Max-Age="), stays, "{session}");
        world.later(Duration::from_hours(13));
        assert_eq!(browser.gets_through().await, stays);
    }
}

#[tokio::test]
async fn a_new_session_takes_the_place_of_the_old_one_only_at_the_end() {
    let world = World::new().await;
    let (mut ada, Registered { app, .. }) = world.person_with_mfa("ada").await;
    let mut before = ada.clone();
    let (username, csrf) = (ada.username.clone(), {
        // Another tab had the form open before.
        let mut tab = ada.another_browser();
        let csrf = tab.csrf("/_auth/login").await;
        ada.cookies.insert(Browser::FORM.to_owned(), tab.cookies[Browser::FORM].clone());
        csrf
    });
    let answer = ada.posts("/_auth/login", &[("csrf", &csrf), ("username", &username), ("password", PASSWORD)]).await;
    assert_eq!(answer.is(303).header("location"), Some("/_auth/code"));
    assert!(before.gets_through().await, "on the way nothing has ended");
    world.later(STEP);
    ada.gives(&app.shows(&world)).await.is(200);
    assert!(ada.gets_through().await && !before.gets_through().await);
    assert_ne!(ada.session(), before.session());
}

#[tokio::test]
async fn whoever_starts_again_or_signs_out_is_on_no_way_any_more() {
    let world = World::new().await;
    let (ada, Registered { app, .. }) = world.person_with_mfa("ada").await;
    let mut browser = ada.another_browser();
    browser.sets_out().await;
    let page = browser.visits("/code").await;
    page.says("href=\"/_auth/login\"");
    let copy = browser.clone();
    let ready = browser.visits("/code/ready").await;
    ready.says("formaction=\"/_auth/logout\"");
    let csrf = gatehouse_tests::person::field(&ready, "csrf").expect("a token");
    browser.posts("/_auth/logout", &[("csrf", &csrf)]).await.is(200);
    assert!(!browser.cookies.contains_key(Browser::PENDING));
    let mut copy = copy;
    world.later(STEP);
    let answer = copy.fills_in(&page, &[("code", &app.shows(&world))]).await;
    assert!(answer.leads_to_sign_in(), "the copy of its cookie is good for nothing: {}", answer.status);
}

#[tokio::test]
async fn the_application_is_told_the_truth_about_how_somebody_signed_in() {
    let world = World::new().await;
    let (mut ada, Registered { app, codes }) = world.person_with_mfa("ada").await;
    let mut by_password = world.person("bob").await;
    by_password.signs_in().await;
    let mut by_recovery = ada.another_browser();
    by_recovery.sets_out().await;
    by_recovery.gives_recovery_code(&codes[0]).await.is(200);
    let mut by_code = ada.another_browser();
    by_code.signs_in_by_code(&world, &app).await;
    let pwd = (&["pwd"][..], "urn:gatehouse:aal1", "none");
    let otp = (&["pwd", "otp", "mfa"][..], "urn:gatehouse:aal2", "totp");
    let recovery = (&["pwd", "mfa"][..], "urn:gatehouse:aal2", "recovery-code");
    for (person, (amr, acr, header)) in
        [(&mut by_password, pwd), (&mut ada, otp), (&mut by_code, otp), (&mut by_recovery, recovery)]
    {
        person.sends("GET", "/x", "X-Gatehouse-Mfa: totp\r\n", b"").await.is(200);
        let received = world.app.takes_one();
        let token = Token::parse(received.header("x-gatehouse-assertion").expect("an assertion"));
        assert_eq!(token.claims["amr"], serde_json::json!(amr));
        assert_eq!((token.text("acr"), received.all("x-gatehouse-mfa")), (acr, vec![header]));
    }
    // A policy that asks more makes nothing true of a session that began before.
    world.asks_for_mfa(MfaSetting::Enabled).await;
    assert!(by_password.gets_through().await);
    assert_eq!(world.app.takes_one().header("x-gatehouse-mfa"), Some("none"));
}

async fn guarded() -> World {
    World::with(|settings| {
        settings.mail();
        settings.rule("/vault/*", "mfa", "");
        settings.rule("/payroll/*", "mfa", "roles = [\"manage-users\"]");
    })
    .await
}

#[tokio::test]
async fn a_rule_sends_people_for_a_code_and_back_and_refuses_what_cannot_go() {
    let world = guarded().await;
    let (ada, Registered { app, .. }) = world.person_with_mfa("ada").await;
    // In a session without a second factor: she turned it off when that began.
    let mut ada = ada;
    ada.submits("/account/mfa", &[]).await.is(303);
    let mut ada = ada.another_browser();
    ada.signs_in().await;
    assert!(ada.gets_through().await);
    world.app.takes();
    let problem = ada.fetches("/vault/x").await;
    assert_eq!(problem.is(403).header("content-type"), Some("application/problem+json"));
    assert_eq!(problem.json()["error"], "second_factor_required", "{}", problem.text());
    let (_, answer) = ada.opens_websocket("/vault/x", "Origin: http://calls.localhost\r\n").await;
    assert_eq!(answer.status, 403);
    for target in ["/vault/x", "/VAULT/x", "/vault;a/x", "/x/../vault/x", "/%76ault/x", "/vault"] {
        let answer = ada.sends("POST", target, "Content-Type: text/plain\r\n", b"x").await;
        assert!(matches!(answer.status, 303 | 403), "{target}: {}", answer.status);
        let answer = ada.opens(target).await;
        assert_eq!(answer.status, 303, "{target}");
        assert!(answer.header("location").is_some_and(|to| to.starts_with("/_auth/code?to=")), "{target}: {:?}", answer.headers);
    }
    assert_eq!(ada.opens("/payroll/x").await.status, 403, "whoever may not see it is not asked for more");
    assert!(world.app.takes().is_empty());
    let before = ada.session();
    let answer = ada.opens("/vault/x?day=1").await;
    let answer = ada.goes_on(&answer).await;
    let page = ada.goes_on(&answer).await;
    world.later(STEP);
    let arrived = ada.fills_in(&page, &[("code", &app.shows(&world))]).await;
    assert_eq!(moves_to(arrived.is(200)).as_deref(), Some("/vault/x?day=1"));
    assert_ne!(ada.session(), before, "the new standing has a new session");
    ada.opens("/vault/x?day=1").await.is(200);
    assert_eq!(world.app.takes_one().header("x-gatehouse-mfa"), Some("totp"));
    ada.fetches("/vault/x").await.is(200);
    let mut old = ada.clone();
    old.cookies.insert(Browser::SESSION.to_owned(), before);
    assert!(!old.gets_through().await, "the session it came from is over");
    assert!(world.browser().opens("/vault/x").await.leads_to_sign_in());
    world.browser().fetches("/vault/x").await.is(401);
}

#[tokio::test]
async fn whoever_has_no_factor_sets_one_up_past_the_password_and_comes_back() {
    let world = guarded().await;
    let mut ada = world.person("ada").await;
    ada.signs_in().await;
    world.later(11 * MINUTE);
    let answer = ada.opens("/vault/x?day=1").await;
    let answer = ada.goes_on(&answer).await;
    let to = answer.is(303).header("location").expect("an address").to_owned();
    assert!(to.starts_with("/_auth/account/mfa/set-up?to="), "{to}");
    let page = ada.opens(&to).await;
    page.is(200).says("Set up MFA?").says("current_password");
    let csrf = gatehouse_tests::person::field(&page, "csrf").expect("a token");
    for wrong in ["", "wrong"] {
        let answer = ada.posts(&to, &[("csrf", &csrf), ("current_password", wrong)]).await;
        answer.is(422);
        assert!(!ada.cookies.contains_key(Browser::PENDING));
    }
    let answer = ada.posts(&to, &[("csrf", &csrf), ("current_password", PASSWORD)]).await;
    let start = ada.goes_on(&answer).await;
    let (_, arrived) = ada.registers(&world, &start).await;
    assert_eq!(moves_to(arrived.is(200)).as_deref(), Some("/vault/x?day=1"));
    ada.opens("/vault/x?day=1").await.is(200);
    assert_eq!(world.app.takes_one().header("x-gatehouse-mfa"), Some("totp"));
}

#[tokio::test]
async fn administrators_hear_of_a_registration_on_a_new_device_and_can_undo_it() {
    let world = strict().await;
    let admin = |new: &mut gatehouse_auth_core::flow::administer::NewUser| {
        (new.roles, new.level) = (Preset::Admin.roles(), Level::Company);
    };
    let mut boss = world.person_with("boss", admin).await;
    boss.signs_in_and_registers(&world).await;
    let owner = world.person("ada").await;
    world.posts_every_letter().await;
    assert!(world.mailbox.letters_to(&owner.email).is_empty());
    let mut thief = owner.another_browser();
    thief.signs_in_and_registers(&world).await;
    assert!(thief.gets_through().await, "whoever knows the password of somebody who registered nothing comes first");
    assert_eq!(world.mailbox.takes_about(&owner.email, "MFA").await.subject, "MFA was turned on for your account");
    let letter = world.mailbox.takes_about(&boss.email, "set up MFA on a new device").await;
    assert!(letter.text.contains("ada of Acme") && letter.text.contains("127.0.0.1"), "{}", letter.text);
    world.later(MINUTE);
    let answer = boss.submits(&format!("/users/{}/reset-mfa", owner.id), &[]).await;
    boss.goes_on(&answer).await.says("MFA has been reset");
    gatehouse_tests::patience::eventually("the thief is out", gatehouse_tests::patience::A_SECOND, async || {
        (!thief.gets_through().await).then_some(())
    })
    .await;
    owner.another_browser().signs_in_and_registers(&world).await;
}
