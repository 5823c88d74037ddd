//! Whoever has the password and not the second factor: nothing that they send gets them further.

use std::time::Duration;

use gatehouse::routes::rights;
use gatehouse_auth_core::{flow::administer::UserEdit, mfa::MfaSetting};
use gatehouse_tests::{
    Answer, Authenticator, Browser, NEW_PASSWORD, Person, World,
    authenticator::{Registered, STEP},
    people::difference,
    person::{field, urlencoded},
    world::PASSWORD,
};
use tokio::task::JoinSet;

const MINUTE: Duration = Duration::from_mins(1);

/// A world whose account asks everybody.
async fn strict() -> World {
    let world = World::with(|settings| {
        settings.mail().rule("/vault/*", "mfa", "");
    })
    .await;
    world.asks_for_mfa(MfaSetting::Enabled).await;
    world
}

/// Somebody who knows the password, in a browser of their own, at the code.
async fn at_the_code(person: &Person) -> Person {
    let mut thief = person.another_browser();
    assert_eq!(thief.sets_out().await, "/_auth/code/ready");
    thief
}

/// Every page on which something is owed, and a form of it that would be in order but for its token.
fn forms(app: &Authenticator, world: &World, code: &str) -> Vec<(&'static str, Vec<(&'static str, String)>)> {
    let fields = |fields: &[(&'static str, &str)]| fields.iter().map(|(name, value)| (*name, (*value).to_owned())).collect();
    vec![
        ("/code", fields(&[("code", &app.shows(world))])),
        ("/code", fields(&[("recovery_code", code)])),
        ("/code/recovery", fields(&[("recovery_code", code)])),
        ("/enrol/start", fields(&[])),
        ("/enrol/start", fields(&[("later", "1")])),
        ("/enrol", fields(&[("code", &app.shows(world))])),
        ("/enrol/recovery-codes", fields(&[("saved", "1")])),
        ("/choose-password", fields(&[("password", NEW_PASSWORD), ("password_confirmation", NEW_PASSWORD)])),
        ("/account/mfa", fields(&[])),
        ("/account/mfa/reset", fields(&[])),
    ]
}

fn borrowed<'a>(fields: &'a [(&'static str, String)]) -> Vec<(&'a str, &'a str)> {
    fields.iter().map(|(name, value)| (*name, value.as_str())).collect()
}

/// Refused for what is wrong with it, or sent to where this sign-in stands.
fn is_refused(answer: &Answer, status: u16) -> bool {
    let is_sent_back = ["/_auth/code/ready", "/_auth/code", "/_auth/enrol/start"].map(Some).contains(&answer.header("location"));
    answer.status == status || answer.leads_to_sign_in() || (answer.status == 303 && is_sent_back)
}

/// All at once, each from a browser of its own.
async fn at_once(thieves: Vec<Person>, page: &'static str, name: &'static str, code: &str) -> Vec<Answer> {
    let mut forms = Vec::new();
    for mut thief in thieves {
        let csrf = thief.csrf("/_auth/code").await;
        forms.push((thief, csrf, code.to_owned()));
    }
    let mut posts = JoinSet::new();
    for (mut thief, csrf, code) in forms {
        posts.spawn(async move { thief.posts(page, &[("csrf", &csrf), (name, &code)]).await });
    }
    posts.join_all().await
}

#[tokio::test]
async fn whoever_is_on_their_way_is_nobody_to_any_page_and_to_the_application() {
    let world = strict().await;
    let mut admin = world.admin_who_registers("ada").await;
    let people = [admin.another_browser(), world.person("newcomer").await];
    admin.signs_out().await;
    for (person, owes) in people.into_iter().zip(["a code", "a registration"]) {
        let mut thief = person;
        thief.sets_out().await;
        // The cookie of a sign-in on its way is no session's either.
        let pending = thief.cookies[Browser::PENDING].clone();
        for disguise in [None, Some(Browser::SESSION)] {
            if let Some(name) = disguise {
                thief.cookies.insert(name.to_owned(), pending.clone());
            }
            world.posts_every_letter().await;
            let before = world.snapshot().await;
            world.app.takes();
            for target in
                ["/", "/records?day=1", "/vault/x", "/api/v1/x", "/%2e/x", "/x/../vault/x", "/_auth../x", "/favicon.ico"]
            {
                for method in ["GET", "HEAD", "POST", "PUT", "DELETE", "PATCH", "OPTIONS"] {
                    let answer = thief.sends(method, target, "X-Gatehouse-Mfa: totp\r\nX-Gatehouse-User: ada\r\n", b"").await;
                    assert!(answer.status >= 400, "{owes}: {method} {target} is answered {}", answer.status);
                }
                let answer = thief.opens(target).await;
                assert!(answer.leads_to_sign_in() || answer.status == 404, "{owes}: {target}: {}", answer.status);
                thief.fetches(target).await;
                let (_, answer) = thief.opens_websocket(target, "Origin: http://calls.localhost\r\n").await;
                assert!(answer.status >= 400, "{owes}: a WebSocket to {target}: {}", answer.status);
            }
            for (path, _) in rights() {
                let page = format!("/_auth{}", path.replace("{id}", &admin.id.to_string()));
                for method in ["GET", "HEAD", "POST", "PUT", "DELETE"] {
                    let answer = thief.sends(method, &page, "Sec-Fetch-Mode: navigate\r\nAccept: text/html\r\n", b"").await;
                    let is_refused = answer.leads_to_sign_in() || answer.status >= 400;
                    assert!(is_refused, "{owes}: {method} {page} is answered {}", answer.status);
                }
                thief.fetches(&page).await.is(401);
            }
            assert!(world.app.takes().is_empty(), "{owes}: the application has heard of it");
            assert_eq!(difference(&before, &world.snapshot().await), [""; 0], "{owes}");
        }
    }
}

#[tokio::test]
async fn a_code_is_good_once_however_many_give_it_and_wherever() {
    let world = World::new().await;
    let other = world.another_gateway().await;
    let (ada, Registered { app, .. }) = world.person_with_mfa("ada").await;
    for elsewhere in [false, true] {
        world.later(16 * MINUTE);
        let mut thieves = Vec::new();
        for number in 0..20 {
            let thief = at_the_code(&ada).await;
            thieves.push(if elsewhere && number % 2 == 1 { thief.at_gateway(&other) } else { thief });
        }
        let answers = at_once(thieves, "/_auth/code", "code", &app.shows(&world)).await;
        let taken = answers.iter().filter(|answer| answer.status == 200).count();
        assert_eq!(taken, 1, "{:?}", answers.iter().map(|answer| answer.status).collect::<Vec<_>>());
        let began =
            answers.iter().filter(|answer| answer.all("set-cookie").iter().any(|line| line.starts_with("__Host-gh="))).count();
        assert_eq!(began, 1, "one session began");
    }
    other.stop().await;
}

#[tokio::test]
async fn a_code_that_was_taken_is_none_any_more_nor_is_one_from_before() {
    let world = World::new().await;
    let (ada, Registered { app, .. }) = world.person_with_mfa("ada").await;
    world.later(10 * STEP);
    let now = gatehouse_auth_core::ports::Clock::now(&*world.clock);
    let [before, own, after] = [app.code_at(now.before(STEP)), app.code_at(now), app.code_at(now.after(STEP))];
    at_the_code(&ada).await.gives(&own).await.is(200);
    let mut thief = at_the_code(&ada).await;
    for (code, what) in [(&own, "the same"), (&before, "the one before")] {
        thief.gives(code).await.is(401).says("That code has been used.");
        assert!(!thief.gets_through().await, "{what}");
    }
    at_the_code(&ada).await.gives(&after).await.is(200);
    let mut late = at_the_code(&ada).await;
    for code in [&own, &before, &after] {
        late.gives(code).await.is(401);
    }
}

#[tokio::test]
async fn the_code_that_registered_an_app_signs_nobody_in() {
    let world = World::new().await;
    let (ada, Registered { app, .. }) = world.person_with_mfa("ada").await;
    at_the_code(&ada).await.gives(&app.shows(&world)).await.is(401).says("That code has been used.");
}

#[tokio::test]
async fn a_clock_that_is_set_back_makes_no_code_good_again() {
    let world = World::new().await;
    let (ada, Registered { app, .. }) = world.person_with_mfa("ada").await;
    world.later(20 * STEP);
    let taken = app.shows(&world);
    at_the_code(&ada).await.gives(&taken).await.is(200);
    let mut thief = at_the_code(&ada).await;
    world.earlier(STEP);
    thief.gives(&taken).await.is(401);
    world.earlier(9 * STEP);
    for code in [taken, app.shows(&world)] {
        assert_ne!(at_the_code(&ada).await.gives(&code).await.status, 200);
    }
}

#[tokio::test]
async fn what_a_client_says_of_the_time_is_nothing() {
    let world = World::new().await;
    let (ada, Registered { app, .. }) = world.person_with_mfa("ada").await;
    let old = app.shows(&world);
    world.later(20 * STEP);
    let mut thief = at_the_code(&ada).await;
    let csrf = thief.csrf("/_auth/code").await;
    let lines = "Date: Thu, 01 Jan 2026 12:00:00 GMT\r\nIf-Modified-Since: Thu, 01 Jan 2026 12:00:00 GMT\r\n";
    thief.posts_with("/_auth/code", lines, &[("csrf", &csrf), ("code", &old), ("time", "1767268800")]).await.is(401);
}

#[tokio::test]
async fn wrong_codes_count_against_the_person_however_many_sign_ins_try() {
    let world = World::with(|settings| _ = settings.mail()).await;
    let (ada, Registered { app, codes }) = world.person_with_mfa("ada").await;
    let mut tried = 0;
    while tried < 10 {
        let mut thief = at_the_code(&ada).await;
        for number in 1..=5 {
            let answer = thief.gives(&app.never_shows(&world)).await;
            tried += 1;
            assert_eq!(number == 5, answer.leads_to_sign_in(), "the fifth ends the sign-in: {tried} {}", answer.status);
        }
        assert!(thief.visits("/code").await.leads_to_sign_in());
    }
    world.later(STEP);
    let mut thief = at_the_code(&ada).await;
    let answer = thief.gives(&app.shows(&world)).await;
    assert_eq!(answer.is(429).header("retry-after"), Some("870"), "not even the right one");
    assert!(!thief.gets_through().await);
    let letter = world.mailbox.takes_about(&ada.email, "has your password").await;
    assert!(letter.text.contains("127.0.0.1") && letter.text.contains("Change your password now"), "{}", letter.text);
    // Its owner has not lost the other way in.
    at_the_code(&ada).await.gives_recovery_code(&codes[0]).await.is(200);
    world.later(15 * MINUTE);
    at_the_code(&ada).await.gives(&app.shows(&world)).await.is(200);
    let refused = world.audit().await.iter().filter(|event| event["what"] == "code-refused").count();
    assert_eq!(refused, 10);
}

#[tokio::test]
async fn a_right_code_makes_no_room_for_more_guesses() {
    let world = World::new().await;
    let (ada, Registered { app, .. }) = world.person_with_mfa("ada").await;
    let wrong = async |count: usize| {
        let mut thief = at_the_code(&ada).await;
        for _ in 0..count {
            thief.gives(&app.never_shows(&world)).await.is(401);
        }
    };
    for _ in 0..2 {
        wrong(4).await;
        world.later(STEP);
        at_the_code(&ada).await.gives(&app.shows(&world)).await.is(200);
    }
    wrong(1).await;
    let mut last = at_the_code(&ada).await;
    last.gives(&app.never_shows(&world)).await;
    world.later(STEP);
    at_the_code(&ada).await.gives(&app.shows(&world)).await.is(429);
}

#[tokio::test]
async fn twenty_guesses_at_once_are_as_good_as_five() {
    let world = World::new().await;
    let (ada, Registered { app, .. }) = world.person_with_mfa("ada").await;
    let thief = at_the_code(&ada).await;
    world.later(STEP);
    let answers = at_once(vec![thief.clone(); 20], "/_auth/code", "code", &app.never_shows(&world)).await;
    let checked = answers.iter().filter(|answer| answer.status == 401).count();
    assert!(checked <= 5, "{checked} were checked");
    assert!(answers.iter().all(|answer| answer.status == 401 || answer.status == 429 || answer.leads_to_sign_in()));
    let mut thief = thief;
    assert!(thief.visits("/code").await.leads_to_sign_in());
}

#[tokio::test]
async fn a_recovery_code_is_good_once_however_many_give_it() {
    let world = World::with(|settings| {
        settings.tables("[limits]\nperson = { failures = 100, window = \"15m\", pause = \"15m\" }\ntyped = { failures = 50, window = \"15m\", pause = \"15m\" }");
    })
    .await;
    let other = world.another_gateway().await;
    let (ada, Registered { codes, .. }) = world.person_with_mfa("ada").await;
    let mut thieves = Vec::new();
    for number in 0..20 {
        let thief = at_the_code(&ada).await;
        thieves.push(if number % 2 == 1 { thief.at_gateway(&other) } else { thief });
    }
    let answers = at_once(thieves, "/_auth/code/recovery", "recovery_code", &codes[0]).await;
    assert_eq!(answers.iter().filter(|answer| answer.status == 200).count(), 1);
    let mut again = at_the_code(&ada).await;
    again.gives_recovery_code(&codes[0]).await.is(401).says("has been used");
    again.gives_recovery_code(&codes[1]).await.is(200);
    other.stop().await;
}

#[tokio::test]
async fn a_code_is_good_for_whose_app_shows_it() {
    let world = World::new().await;
    let (ada, of_ada) = world.person_with_mfa("ada").await;
    let (bob, of_bob) = world.person_with_mfa("bob").await;
    world.later(STEP);
    let mut thief = at_the_code(&ada).await;
    thief.gives(&of_bob.app.shows(&world)).await.is(401);
    thief.gives_recovery_code(&of_bob.codes[0]).await.is(401);
    let csrf = thief.csrf("/_auth/code").await;
    for (name, value) in [("username", "bob".to_owned()), ("user", bob.id.to_string())] {
        thief.posts("/_auth/code", &[("csrf", &csrf), ("code", &of_bob.app.shows(&world)), (name, &value)]).await.is(401);
    }
    assert!(!thief.gets_through().await);
    // Each way round its own, and nobody's code was used up by somebody else.
    at_the_code(&bob).await.gives(&of_bob.app.shows(&world)).await.is(200);
    at_the_code(&ada).await.gives(&of_ada.app.shows(&world)).await.is(200);
    at_the_code(&bob).await.gives_recovery_code(&of_bob.codes[0]).await.is(200);
}

#[tokio::test]
async fn whoever_has_a_second_factor_gets_no_other_by_the_password_alone() {
    let world = strict().await;
    let mut ada = world.person("ada").await;
    let Registered { app, codes } = ada.signs_in_and_registers(&world).await;
    let mut thief = at_the_code(&ada).await;
    let csrf = thief.csrf("/_auth/code").await;
    world.posts_every_letter().await;
    let before = world.snapshot().await;
    for page in ["/enrol", "/enrol/start", "/enrol/recovery-codes", "/enrol/recovery-codes.txt", "/choose-password"] {
        let answer = thief.visits(page).await;
        assert_eq!(answer.is(303).header("location"), Some("/_auth/code/ready"), "{page}");
        assert!(!answer.text().contains("otpauth"));
    }
    for page in ["/account/mfa", "/account/mfa/set-up", "/account/mfa/reset", "/account/mfa/recovery-codes"] {
        assert!(thief.visits(page).await.leads_to_sign_in(), "{page}");
        assert!(
            thief.posts(&format!("/_auth{page}"), &[("csrf", &csrf), ("current_password", PASSWORD)]).await.leads_to_sign_in()
        );
    }
    for fields in [
        &[][..],
        &[("later", "1")],
        &[("code", "000000")],
        &[("saved", "1")],
        &[("password", NEW_PASSWORD), ("password_confirmation", NEW_PASSWORD)],
    ] {
        for page in ["/enrol", "/enrol/start", "/enrol/recovery-codes", "/choose-password"] {
            let mut all = vec![("csrf", csrf.as_str())];
            all.extend_from_slice(fields);
            let answer = thief.posts(&format!("/_auth{page}"), &all).await;
            assert_eq!(answer.is(303).header("location"), Some("/_auth/code/ready"), "{page} {fields:?}");
        }
    }
    assert_eq!(difference(&before, &world.snapshot().await), [""; 0]);
    assert!(!thief.gets_through().await);
    let all = world.snapshot().await.join("\n");
    assert!(app.leaks().iter().chain(&codes).all(|secret| !all.contains(secret.as_str())));
}

#[tokio::test]
async fn whoever_knows_the_password_reads_no_key_of_somebody_elses_registration() {
    let world = strict().await;
    let mut ada = world.person("ada").await;
    let mut thief = ada.another_browser();
    ada.sets_out().await;
    thief.sets_out().await;
    let page = ada.begins_to_enrol().await;
    let app = Authenticator::scans(&page);
    let seen = thief.visits("/enrol").await;
    assert_eq!(seen.is(303).header("location"), Some("/_auth/enrol/start"), "there is none that is theirs");
    let theirs = Authenticator::scans(&thief.begins_to_enrol().await);
    assert_ne!(theirs, app, "what the owner scans, nobody else has read");
    let answer = ada.fills_in(&page, &[("code", &app.shows(&world))]).await;
    ada.goes_on(&answer).await.is(200);
    for page in ["/enrol", "/enrol/start", "/enrol/recovery-codes", "/enrol/recovery-codes.txt"] {
        assert_eq!(thief.visits(page).await.is(303).header("location"), Some("/_auth/code/ready"), "{page}");
    }
    thief.gives(&theirs.shows(&world)).await.is(401);
    let csrf = thief.csrf("/_auth/code").await;
    thief.posts("/_auth/enrol", &[("csrf", &csrf), ("code", &theirs.shows(&world))]).await.is(303);
    assert!(!thief.gets_through().await);
}

#[tokio::test]
async fn of_two_registrations_at_once_one_counts() {
    let world = strict().await;
    for round in 0..6 {
        let rivals = if round % 2 == 0 { 1 } else { 6 };
        let ada = world.person(&format!("ada{round}")).await;
        let mut forms = Vec::new();
        for _ in 0..rivals {
            let mut browser = ada.another_browser();
            browser.sets_out().await;
            let page = browser.begins_to_enrol().await;
            let code = Authenticator::scans(&page).shows(&world);
            forms.push((browser, code, field(&page, "csrf").expect("a token")));
        }
        // The last of them twenty times.
        let last = forms.last().expect("a form").clone();
        forms.extend(vec![last; 20]);
        let mut posts = JoinSet::new();
        for (mut browser, code, csrf) in forms {
            posts.spawn(async move {
                let answer = browser.posts("/_auth/enrol", &[("csrf", &csrf), ("code", &code)]).await;
                (answer, browser)
            });
        }
        let mut shown = std::collections::BTreeSet::new();
        for (answer, mut browser) in posts.join_all().await {
            // Some come too late for the ten hashes of a set, of which few are made in an hour.
            assert!(matches!(answer.status, 303 | 422 | 503), "{}", answer.status);
            let file = browser.visits("/enrol/recovery-codes.txt").await;
            if file.status == 200 {
                shown.insert(file.text());
            }
        }
        let apps = world.counts("totp_factors", &ada).await;
        assert_eq!(apps, 1);
        assert_eq!(world.counts("recovery_codes", &ada).await, 10 * apps, "one set of codes");
        assert_eq!(shown.len(), apps, "and whoever sees codes sees those");
        let is_it = |event: &&serde_json::Value| event["what"] == "mfa-registered" && event["user"] == serde_json::json!(ada.id);
        assert_eq!(world.audit().await.iter().filter(is_it).count(), apps);
        let Some(codes) = shown.first() else { continue };
        let mut one = ada.another_browser();
        one.sets_out().await;
        one.gives_recovery_code(codes.lines().next().expect("a code")).await.is(200);
    }
}

#[tokio::test]
async fn recovery_codes_are_shown_in_the_sign_in_that_made_them_and_nowhere_else() {
    let world = strict().await;
    // A session from before anybody asked: whoever has it knows the password, or stole the cookie.
    world.asks_for_mfa(MfaSetting::Available).await;
    let mut ada = world.person("ada").await;
    let mut thief = ada.another_browser();
    thief.signs_in().await;
    world.asks_for_mfa(MfaSetting::Enabled).await;
    let mut other = ada.another_browser();
    other.sets_out().await;
    ada.sets_out().await;
    let page = ada.begins_to_enrol().await;
    let app = Authenticator::scans(&page);
    ada.fills_in(&page, &[("code", &app.shows(&world))]).await.is(303);
    let codes = ada.visits("/enrol/recovery-codes.txt").await.is(200).text();
    let reads = |answer: &Answer| codes.lines().any(|code| answer.text().contains(code));
    for page in ["/account/mfa/recovery-codes", "/account/mfa/recovery-codes.txt"] {
        assert_eq!(thief.visits(page).await.is(303).header("location"), Some("/_auth/account/mfa"), "{page}");
    }
    let csrf = other.csrf("/_auth/code").await;
    for page in ["/enrol/recovery-codes", "/enrol/recovery-codes.txt"] {
        let answer = other.visits(page).await;
        assert!(!reads(&answer), "{page}");
        assert_eq!(answer.is(303).header("location"), Some("/_auth/code/ready"), "{page}");
        for token in [csrf.as_str(), "", "x"] {
            assert!(!reads(&other.posts("/_auth/enrol/recovery-codes", &[("csrf", token)]).await), "{token:?}");
        }
        other.posts("/_auth/enrol/recovery-codes", &[("csrf", &csrf), ("saved", "1")]).await.is(303);
    }
    assert!(!other.gets_through().await);
    assert_eq!(ada.visits("/enrol/recovery-codes.txt").await.is(200).text(), codes, "and nobody else puts them away");
}

#[tokio::test]
async fn a_form_that_is_not_its_own_gives_nothing() {
    let world = strict().await;
    let mut ada = world.person("ada").await;
    let Registered { app, codes } = ada.signs_in_and_registers(&world).await;
    let newcomer = world.person("newcomer").await;
    world.later(STEP);
    let of_session = ada.csrf("/_auth/account").await;
    let strangers = world.browser().csrf("/_auth/login").await;
    for person in [ada.another_browser(), newcomer] {
        let mut thief = person;
        thief.sets_out().await;
        let owns_code = thief.visits("/code").await.status == 200;
        let own = thief.csrf(if owns_code { "/_auth/code" } else { "/_auth/enrol/start" }).await;
        if !owns_code {
            thief.begins_to_enrol().await;
        }
        world.posts_every_letter().await;
        let before = world.snapshot().await;
        for (page, fields) in forms(&app, &world, &codes[0]) {
            let page = format!("/_auth{page}");
            let fields = borrowed(&fields);
            for token in [None, Some(""), Some("x"), Some(of_session.as_str()), Some(&strangers), Some(&own[1..])] {
                let mut fields = fields.clone();
                fields.extend(token.map(|token| ("csrf", token)));
                let answer = thief.posts(&page, &fields).await;
                assert!(is_refused(&answer, 403), "{page} with {token:?}: {}", answer.status);
            }
            let mut fields = fields.clone();
            fields.push(("csrf", &own));
            for lines in [
                "Origin: http://evil.example\r\n",
                "Origin: null\r\n",
                "Sec-Fetch-Site: cross-site\r\n",
                "Sec-Fetch-Site: same-site\r\n",
            ] {
                let answer = thief.posts_with(&page, lines, &fields).await;
                assert!(is_refused(&answer, 403), "{page} {lines}: {}", answer.status);
            }
            let body = urlencoded(&fields);
            for media in ["text/plain", "application/json", "multipart/form-data; boundary=x"] {
                let lines = format!("Content-Type: {media}\r\nAccept: text/html\r\n");
                let answer = thief.sends("POST", &page, &lines, body.as_bytes()).await;
                assert!(is_refused(&answer, 415), "{page} as {media}: {}", answer.status);
            }
            for (method, lines) in [("GET", ""), ("HEAD", ""), ("GET", "X-HTTP-Method-Override: POST\r\n")] {
                let answer = thief.sends(method, &format!("{page}?{body}&_method=POST"), lines, b"").await;
                assert!(answer.status < 500, "{method} {page}");
                assert!(!thief.cookies.contains_key(Browser::SESSION), "{method} {page}");
            }
            for method in ["PUT", "DELETE", "PATCH"] {
                let lines = "Content-Type: application/x-www-form-urlencoded\r\nAccept: text/html\r\n";
                let answer = thief.sends(method, &page, lines, body.as_bytes()).await;
                assert!(is_refused(&answer, 405), "{method} {page}: {}", answer.status);
            }
        }
        assert_eq!(difference(&before, &world.snapshot().await), [""; 0]);
        assert!(!thief.gets_through().await);
    }
}

#[tokio::test]
async fn the_cookie_of_a_sign_in_is_good_as_it_is_and_at_its_portal() {
    let world = World::with(|settings| _ = settings.another_portal("other", "accounts = [\"ACME\"]\n")).await;
    let (ada, Registered { app, .. }) = world.person_with_mfa("ada").await;
    let thief = at_the_code(&ada).await;
    let cookie = thief.cookies[Browser::PENDING].clone();
    let mut there = thief.at("other.localhost");
    there.cookies = thief.cookies.clone();
    assert!(there.visits("/code").await.leads_to_sign_in(), "another portal's");
    let mut flipped = cookie.clone().into_bytes();
    for at in (0..flipped.len()).step_by(5) {
        let before = flipped[at];
        flipped[at] = if before == b'A' { b'B' } else { b'A' };
        let mut forger = thief.clone();
        forger.cookies.insert(Browser::PENDING.to_owned(), String::from_utf8_lossy(&flipped).into_owned());
        assert!(forger.visits("/code").await.leads_to_sign_in(), "changed at {at}");
        flipped[at] = before;
    }
    for value in ["", "x", &cookie[1..], &format!("{cookie}A"), &ada.session()] {
        let mut forger = thief.clone();
        forger.cookies.insert(Browser::PENDING.to_owned(), value.to_owned());
        assert!(forger.visits("/code").await.leads_to_sign_in(), "{value}");
    }
    // Once it has arrived it is nothing.
    let mut copy = thief.clone();
    let mut thief = thief;
    world.later(STEP);
    thief.gives(&app.shows(&world)).await.is(200);
    world.later(STEP);
    assert!(copy.visits("/code").await.leads_to_sign_in());
    assert!(!copy.gets_through().await);
}

#[tokio::test]
async fn a_sign_in_on_its_way_ends_with_the_password_and_the_door() {
    let world = World::new().await;
    let (ada, Registered { app, .. }) = world.person_with_mfa("ada").await;
    let password = || gatehouse_auth_core::secret::TypedPassword::new(NEW_PASSWORD.to_owned());
    let edits: [fn() -> UserEdit; 3] = [
        || UserEdit { ends_sessions: true, ..UserEdit::default() },
        || UserEdit { state: Some(gatehouse_auth_core::user::UserState::Disabled), ..UserEdit::default() },
        || UserEdit { state: Some(gatehouse_auth_core::user::UserState::Active), ..UserEdit::default() },
    ];
    for edit in &edits[..2] {
        let mut thief = at_the_code(&ada).await;
        world.later(STEP);
        world.sets(&ada, edit()).await;
        assert!(thief.visits("/code").await.leads_to_sign_in());
    }
    world.sets(&ada, edits[2]()).await;
    let mut thief = at_the_code(&ada).await;
    let csrf = thief.csrf("/_auth/code").await;
    world.later(STEP);
    world.sets(&ada, UserEdit { password: password(), ..UserEdit::default() }).await;
    let answer = thief.posts("/_auth/code", &[("csrf", &csrf), ("code", &app.shows(&world))]).await;
    assert!(answer.leads_to_sign_in(), "{}", answer.status);
    assert!(!thief.gets_through().await);
}

#[tokio::test]
async fn a_known_browser_is_no_proof() {
    let world = World::new().await;
    let (ada, _) = world.person_with_mfa("ada").await;
    let mut thief = ada.another_browser();
    thief.cookies.insert(Browser::DEVICE.to_owned(), ada.cookies[Browser::DEVICE].clone());
    assert!(!thief.gets_through().await);
    assert_eq!(thief.sets_out().await, "/_auth/code", "only the page before it is left out");
    assert!(!thief.gets_through().await);
    thief.visits("/account/mfa").await;
    assert!(thief.visits("/account/mfa").await.leads_to_sign_in());
}
