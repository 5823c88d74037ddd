//! What people change of their own account, and what that asks for and ends.

use std::time::Duration;

use gatehouse_auth_core::{flow::administer::UserEdit, user::UserState};
use gatehouse_tests::{
    Answer, Browser, Person, World,
    patience::{A_SECOND, eventually},
    people::difference,
    world::PASSWORD,
};

const NEW: &str = "granite otter lantern fog";

/// Everything that the form of the page has, with some of it changed.
fn edited<'a>(person: &'a Person, name: &'a str, changed: &[(&'static str, &'a str)]) -> Vec<(&'static str, &'a str)> {
    let mut fields = vec![("name", name), ("email", person.email.as_str()), ("username", person.username.as_str())];
    fields.extend([("current_password", ""), ("password", ""), ("password_confirmation", "")]);
    for (name, value) in changed {
        fields.retain(|(own, _)| own != name);
        fields.push((name, value));
    }
    fields
}

/// Opens a mailed link, and presses the button of the page it leads to.
async fn confirms(browser: &mut Browser, link: &str) -> Answer {
    browser.opens(link).await.is(303);
    browser.submits("/confirm-email", &[]).await
}

/// The session is over within a second, and the sign-in page says why.
async fn is_signed_out_for(person: &mut Person, words: &str) {
    eventually("the session is over", A_SECOND, async || (!person.gets_through().await).then_some(())).await;
    person.visits("/login").await.is(200).says(words);
}

#[tokio::test]
async fn a_name_changes_without_a_password() {
    let world = World::with(|settings| _ = settings.mail()).await;
    let mut ada = world.person("ada").await;
    ada.signs_in().await;
    let cookie = ada.session();
    let fields = edited(&ada, "Ada <b>King</b>", &[]).into_iter().map(|(a, b)| (a, b.to_owned())).collect::<Vec<_>>();
    let fields: Vec<(&str, &str)> = fields.iter().map(|(a, b)| (*a, b.as_str())).collect();
    let answer = ada.submits("/account", &fields).await;
    let page = ada.goes_on(&answer).await;
    page.is(200).says("Your account has been updated.").says("Ada &lt;b&gt;King&lt;/b&gt;");
    assert!(!ada.visits("/account").await.text().contains("has been updated"), "it is said once");
    assert_eq!(ada.session(), cookie);
    let again = ada.another_browser().visits("/account").await;
    assert!(again.leads_to_sign_in());
    assert!(world.mailbox.letters().is_empty());
}

#[tokio::test]
async fn the_existing_password_is_asked_for_before_an_address_a_username_or_a_password_changes() {
    let world = World::with(|settings| _ = settings.mail()).await;
    let mut ada = world.person("ada").await;
    ada.signs_in().await;
    let person = ada.clone();
    for changed in [
        &[("email", "other@acme.example")][..],
        &[("username", "countess")],
        &[("username", "ADA")],
        &[("password", NEW), ("password_confirmation", NEW)],
    ] {
        for (typed, words) in [("", "Enter your existing password"), ("not the password", "Your existing password is not right")]
        {
            let before = world.snapshot().await;
            let mut all = changed.to_vec();
            all.push(("current_password", typed));
            let page = ada.submits("/account", &edited(&person, "Ada, as typed", &all)).await;
            page.is(422).says(words).says("value=\"Ada, as typed\"").says("There is a problem").says("<title>Error: My account");
            for (name, value) in changed.iter().filter(|(name, _)| !name.starts_with("password")) {
                assert!(page.text().contains(&format!("value=\"{value}\"")), "{name} as it was typed");
            }
            assert!(!page.text().contains(NEW) && !page.text().contains("not the password"), "no password is shown again");
            assert_eq!(difference(&before, &world.snapshot().await), [""; 0], "{changed:?}");
            world.later(Duration::from_mins(15));
            ada.visits("/account").await.is(200);
        }
    }
    assert!(world.mailbox.letters().is_empty());
    ada.another_browser().signs_in().await;
}

#[tokio::test]
async fn five_wrong_existing_passwords_pause_the_proof_and_nobody_elses() {
    let world = World::new().await;
    let (mut ada, mut bob) = (world.person("ada").await, world.person("bob").await);
    ada.signs_in().await;
    bob.signs_in().await;
    let person = ada.clone();
    for page in ["/account", "/account/password", "/account", "/account/password", "/account"] {
        let fields = [("current_password", "wrong"), ("password", NEW), ("password_confirmation", NEW)];
        ada.submits(page, &edited(&person, "Ada", &fields)).await.is(422).says("Your existing password is not right");
    }
    for page in ["/account", "/account/password"] {
        let fields = [("current_password", PASSWORD), ("password", NEW), ("password_confirmation", NEW)];
        let answer = ada.submits(page, &edited(&person, "Ada", &fields)).await;
        answer.is(422).says("There have been too many attempts. Try again in about 15 minutes.");
    }
    ada.another_browser().signs_in().await;
    let bobs = bob.clone();
    bob.submits("/account", &edited(&bobs, "Bob", &[("username", "robert"), ("current_password", PASSWORD)])).await.is(303);
    world.later(Duration::from_mins(15));
    let fields = [("current_password", PASSWORD), ("password", NEW), ("password_confirmation", NEW)];
    ada.submits("/account/password", &fields).await.is(303);
}

#[tokio::test]
async fn what_is_typed_as_it_was_and_an_empty_password_change_nothing() {
    let world = World::with(|settings| _ = settings.mail()).await;
    let mut ada = world.person("ada").await;
    ada.signs_in().await;
    let before = world.snapshot().await;
    let person = ada.clone();
    for current in ["", PASSWORD, "wrong"] {
        ada.submits("/account", &edited(&person, "ada of Acme", &[("current_password", current)])).await.is(303);
    }
    assert_eq!(difference(&before, &world.snapshot().await), [""; 0]);
    assert!(world.mailbox.letters().is_empty());
}

#[tokio::test]
async fn a_new_address_counts_once_it_is_confirmed_from_its_own_mailbox() {
    let world = World::with(|settings| _ = settings.recovery("link").portal("sign_in = \"email\"")).await;
    let mut ada = world.person("ada").await;
    let signs_in = async |email: &str| world.browser().tries_fields(&[("email", email), ("password", PASSWORD)]).await.status;
    ada.tries_fields(&[("email", "ada@acme.example"), ("password", PASSWORD)]).await.is(200);
    let person = ada.clone();
    let new = "ada.king@acme.example";
    let answer = ada.submits("/account", &edited(&person, "Ada", &[("email", new), ("current_password", PASSWORD)])).await;
    let page = ada.goes_on(&answer).await;
    page.is(200).says("We have sent a link to").says(new).says("value=\"ada@acme.example\"");
    let warned = world.mailbox.takes_about("ada@acme.example", "is changing").await;
    assert!(!warned.raw.contains("ada.king@acme"), "the new address stands masked in it: {}", warned.text);
    let letter = world.mailbox.takes(new).await;
    assert!(letter.subject.contains("is changing") || letter.subject.contains("onfirm"), "{}", letter.subject);
    let link = letter.link();
    assert_eq!((signs_in("ada@acme.example").await, signs_in(new).await), (200, 401));

    // Mail scanners open links, some with a whole browser.
    for _ in 0..3 {
        let mut scanner = world.browser();
        scanner.sends("HEAD", &link, "", b"").await;
        scanner.opens(&link).await.is(303);
        scanner.visits("/confirm-email").await.is(200).says(new);
        scanner.sends("POST", "/_auth/confirm-email", "Content-Type: application/x-www-form-urlencoded\r\n", b"csrf=x").await;
    }
    assert_eq!((signs_in("ada@acme.example").await, signs_in(new).await), (200, 401));
    let more: Vec<_> = world.mailbox.letters().into_iter().map(|letter| letter.subject).collect();
    assert!(more.iter().all(|subject| subject.contains("New sign-in")), "{more:?}");

    let mut elsewhere = world.browser();
    confirms(&mut elsewhere, &link).await.is(200);
    assert!(!elsewhere.cookies.contains_key(Browser::SESSION), "nobody is signed in by it");
    assert_eq!((signs_in("ada@acme.example").await, signs_in(new).await), (401, 200));
    let told = world.mailbox.takes_about("ada@acme.example", "was changed").await;
    assert!(!told.raw.contains("ada.king@acme"), "{}", told.text);
    assert!(ada.gets_through().await, "no session ends with it");
    ada.visits("/account").await.is(200).says(new);
    let mut again = world.browser();
    again.opens(&link).await.is(303);
    again.visits("/confirm-email").await.is(410).says("already been used");
}

#[tokio::test]
async fn a_newer_address_replaces_the_one_that_waits() {
    let world = World::with(|settings| _ = settings.recovery("link")).await;
    let mut ada = world.person("ada").await;
    ada.signs_in().await;
    let person = ada.clone();
    let mut links = Vec::new();
    for new in ["first@acme.example", "second@acme.example"] {
        ada.submits("/account", &edited(&person, "Ada", &[("email", new), ("current_password", PASSWORD)])).await.is(303);
        links.push(world.mailbox.takes(new).await.link());
        world.later(Duration::from_secs(1));
    }
    let mut browser = world.browser();
    browser.opens(&links[0]).await.is(303);
    browser.visits("/confirm-email").await.is(410).says("There is a newer link");
    confirms(&mut browser, &links[1]).await.is(200);
    ada.visits("/account").await.is(200).says("value=\"second@acme.example\"");
}

#[tokio::test]
async fn an_address_belongs_to_one_person() {
    let world = World::with(|settings| _ = settings.recovery("link")).await;
    let (mut ada, bob) = (world.person("ada").await, world.person("bob").await);
    ada.signs_in().await;
    let person = ada.clone();
    for taken in [bob.email.as_str(), "BOB@acme.example", "bob@ACME.EXAMPLE"] {
        // Nobody learns whose an address is: it is answered like any other, and no link goes there.
        ada.submits("/account", &edited(&person, "Ada", &[("email", taken), ("current_password", PASSWORD)])).await.is(303);
    }
    world.has_mailed_everything().await;
    assert!(world.mailbox.letters().iter().all(|letter| letter.to == ada.email), "{:?}", world.mailbox.letters());
    let new = "shared@acme.example";
    ada.submits("/account", &edited(&person, "Ada", &[("email", new), ("current_password", PASSWORD)])).await.is(303);
    let link = world.mailbox.takes(new).await.link();
    world.sets(&bob, UserEdit { email: Some(new.parse().expect("an address")), ..UserEdit::default() }).await;
    let mut browser = world.browser();
    confirms(&mut browser, &link).await.is(409);
    ada.visits("/account").await.is(200).says("value=\"ada@acme.example\"");
}

#[tokio::test]
async fn a_new_password_ends_every_other_session_and_every_secret() {
    for page in ["/account", "/account/password"] {
        let world = World::with(|settings| _ = settings.recovery("link")).await;
        let other = world.another_gateway().await;
        let mut ada = world.person("ada").await;
        let (mut here, mut there) = (ada.another_browser(), ada.another_browser());
        let mut bob = world.person("bob").await;
        for person in [&mut ada, &mut here, &mut there, &mut bob] {
            person.signs_in().await;
        }
        let mut there = there.at_gateway(&other);
        assert!(there.gets_through().await && here.gets_through().await);
        world.browser().submits("/forgot", &[("email", &ada.email)]).await.is(303);
        let reset = world.mailbox.takes_about(&ada.email, "Reset").await.link();
        let person = ada.clone();
        let new_email = "elsewhere@evil.example";
        ada.submits("/account", &edited(&person, "Ada", &[("email", new_email), ("current_password", PASSWORD)])).await.is(303);
        let confirm = world.mailbox.takes(new_email).await.link();
        world.mailbox.takes_about(&ada.email, "is changing").await;

        let before = ada.clone();
        let fields = [("current_password", PASSWORD), ("password", NEW), ("password_confirmation", NEW)];
        let fields = if page == "/account" { edited(&person, "Ada", &fields) } else { fields.to_vec() };
        let answer = ada.submits(page, &fields).await;
        assert_ne!(ada.session(), before.session(), "the browser goes on in a new session");
        ada.goes_on(&answer).await.is(200).says("Your password has been changed.");
        assert!(ada.gets_through().await);
        is_signed_out_for(&mut before.clone(), "because your password changed").await;
        is_signed_out_for(&mut here, "because your password changed").await;
        is_signed_out_for(&mut there, "because your password changed").await;
        is_signed_out_for(&mut before.at_gateway(&other), "because your password changed").await;
        assert!(ada.at_gateway(&other).gets_through().await, "the new one is good at every gateway");
        assert!(bob.gets_through().await, "nobody else is signed out");
        let notice = world.mailbox.takes_about(&ada.email, "password was changed").await;
        assert!(!notice.raw.contains(NEW) && !notice.text.contains("token="), "{}", notice.text);

        let mut browser = world.browser();
        browser.opens(&reset).await.is(303);
        browser.visits("/reset").await.is(410);
        browser.opens(&confirm).await.is(303);
        browser.visits("/confirm-email").await.is(410);
        browser.posts("/_auth/confirm-email", &[]).await;
        ada.visits("/account").await.is(200).says("value=\"ada@acme.example\"");
        world.browser().tries("ada", PASSWORD).await.is(401);
        ada.another_browser().comes_in_with(NEW).await;
        other.stop().await;
    }
}

#[tokio::test]
async fn an_address_and_a_password_can_change_with_one_form() {
    let world = World::with(|settings| _ = settings.recovery("link")).await;
    let mut ada = world.person("ada").await;
    ada.signs_in().await;
    let person = ada.clone();
    let new = "ada.king@acme.example";
    let fields = [("email", new), ("current_password", PASSWORD), ("password", NEW), ("password_confirmation", NEW)];
    let answer = ada.submits("/account", &edited(&person, "Ada", &fields)).await;
    ada.goes_on(&answer).await.is(200).says("We have sent a link to");
    assert!(ada.gets_through().await);
    let link = world.mailbox.takes(new).await.link();
    confirms(&mut world.browser(), &link).await.is(200);
    ada.visits("/account").await.is(200).says(&format!("value=\"{new}\""));
    ada.another_browser().comes_in_with(NEW).await;
}

#[tokio::test]
async fn whoever_may_not_sign_in_confirms_nothing() {
    for state in [UserState::Disabled, UserState::Locked] {
        let world = World::with(|settings| _ = settings.recovery("link")).await;
        let mut ada = world.person("ada").await;
        ada.signs_in().await;
        let person = ada.clone();
        let new = "ada.king@acme.example";
        ada.submits("/account", &edited(&person, "Ada", &[("email", new), ("current_password", PASSWORD)])).await.is(303);
        let link = world.mailbox.takes(new).await.link();
        let sets = async |state| world.sets(&person, UserEdit { state: Some(state), ..UserEdit::default() }).await;
        sets(state).await;
        let mut browser = world.browser();
        browser.opens(&link).await.is(303);
        assert!(browser.visits("/confirm-email").await.status >= 400, "{state:?}");
        sets(UserState::Active).await;
        assert_eq!(browser.visits("/confirm-email").await.status, 410, "a link that died stays dead: {state:?}");
    }
}

#[tokio::test]
async fn a_new_password_is_judged_and_the_page_says_why_not() {
    let world = World::new().await;
    let mut ada = world.person("ada").await;
    ada.signs_in().await;
    let before = world.snapshot().await;
    let person = ada.clone();
    for (new, again, words) in [
        ("short", "short", "at least 12 characters"),
        (NEW, "something else entirely", "The passwords do not match"),
        ("password1234", "password1234", "stolen passwords"),
        ("ada of acme ltd", "ada of acme ltd", "not strong enough"),
        (PASSWORD, PASSWORD, "Choose a password you have not used before"),
    ] {
        let fields = [("current_password", PASSWORD), ("password", new), ("password_confirmation", again)];
        ada.submits("/account/password", &fields).await.is(422).says(words);
        let page = ada.submits("/account", &edited(&person, "As typed", &fields)).await;
        page.is(422).says(words).says("value=\"As typed\"");
        assert!(new.len() < 6 || !page.text().contains(&format!("value=\"{new}")), "no password is shown again");
    }
    let none = [("current_password", PASSWORD), ("password", ""), ("password_confirmation", "")];
    ada.submits("/account/password", &none).await.is(422).says("Enter a new password");
    let nothing = [("current_password", ""), ("password", NEW), ("password_confirmation", NEW)];
    ada.submits("/account/password", &nothing).await.is(422).says("Enter your existing password");
    let long = "long ".repeat(400);
    let fields = [("current_password", PASSWORD), ("password", long.as_str()), ("password_confirmation", &long)];
    ada.submits("/account/password", &fields).await.is(422).says("not strong enough");
    ada.submits("/account", &edited(&person, "ada", &fields)).await.is(422).says("not strong enough");
    let after = world.snapshot().await;
    let changed: Vec<String> = difference(&before, &after).into_iter().filter(|line| !line.contains("sessions: ")).collect();
    assert_eq!(changed, [""; 0]);
    assert!(ada.gets_through().await);
}

#[tokio::test]
async fn a_username_is_one_persons_however_it_is_written() {
    let world = World::new().await;
    let (mut ada, _bob) = (world.person("ada").await, world.person("bob").await);
    ada.signs_in().await;
    let person = ada.clone();
    for taken in [" Bob ", "ｂｏｂ"] {
        let page = ada.submits("/account", &edited(&person, "Ada", &[("username", taken), ("current_password", PASSWORD)])).await;
        page.is(422).says("That username is taken");
    }
    for bad in ["a b", "a\u{1}b", "ada@acme", ""] {
        let page = ada.submits("/account", &edited(&person, "Ada", &[("username", bad), ("current_password", PASSWORD)])).await;
        assert_eq!(page.status, 422, "{bad:?}");
    }
    for own in ["ADA", "countess"] {
        ada.submits("/account", &edited(&person, "Ada", &[("username", own), ("current_password", PASSWORD)])).await.is(303);
        ada.visits("/account").await.is(200).says(&format!("value=\"{own}\""));
        world.browser().tries(own, PASSWORD).await.is(200);
    }
    world.browser().tries("ada", PASSWORD).await.is(401);
    assert!(ada.gets_through().await, "the session goes on");
}

#[tokio::test]
async fn two_who_want_one_username_at_once_do_not_both_get_it() {
    let world = World::new().await;
    let (mut ada, mut bob) = (world.person("ada").await, world.person("bob").await);
    ada.signs_in().await;
    bob.signs_in().await;
    let (a, b) = (ada.clone(), bob.clone());
    let wish = [("username", "wanted"), ("current_password", PASSWORD)];
    let (a, b) = (edited(&a, "Ada", &wish), edited(&b, "Bob", &wish));
    let (first, second) = tokio::join!(ada.submits("/account", &a), bob.submits("/account", &b));
    let mut statuses = [first.status, second.status];
    statuses.sort_unstable();
    assert_eq!(statuses, [303, 422]);
}

#[tokio::test]
async fn a_name_has_a_length_and_no_control_characters() {
    let world = World::new().await;
    let mut ada = world.person("ada").await;
    ada.signs_in().await;
    let person = ada.clone();
    let before = world.snapshot().await;
    let long = "x".repeat(201);
    for bad in ["", "   ", "a\nb", "a\r\nBcc: x@y.example", "a\0b", "\u{1b}[31m", &long] {
        let page = ada.submits("/account", &edited(&person, bad, &[])).await;
        assert_eq!(page.status, 422, "{bad:?}");
        assert!(page.text().contains("Enter your name"));
    }
    for bad in ["nothing", "a@", "a b@acme.example", "a@acme.example\r\nBcc: b@acme.example"] {
        let page = ada.submits("/account", &edited(&person, "Ada", &[("email", bad), ("current_password", PASSWORD)])).await;
        assert_eq!(page.status, 422, "{bad:?}");
    }
    ada.submits("/account", &edited(&person, "Ada", &[("email", "")])).await.is(422).says("Enter your email address");
    assert_eq!(difference(&before, &world.snapshot().await), [""; 0]);
    ada.submits("/account", &edited(&person, &"é".repeat(200), &[])).await.is(303);
}

#[tokio::test]
async fn a_person_sees_where_they_are_signed_in_and_ends_it_at_every_gateway() {
    let world = World::new().await;
    let other = world.another_gateway().await;
    let mut ada = world.person("ada").await;
    let mut bob = world.person("bob").await;
    let (mut phone, mut desk) = (ada.another_browser(), ada.another_browser());
    let agents = [
        "Mozilla/5.0 (iPhone; CPU iPhone OS 17_0 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/17.0 Safari/604.1",
        "Mozilla/5.0 (X11; Linux x86_64; rv:128.0) Gecko/20100101 Firefox/128.0<script>",
    ];
    for (person, agent) in [&mut phone, &mut desk].into_iter().zip(agents) {
        person.headers.push(("User-Agent".to_owned(), agent.to_owned()));
        person.signs_in().await;
    }
    ada.signs_in().await;
    bob.signs_in().await;
    let handles = async |person: &mut Person| {
        let page = person.visits("/account/sessions").await;
        page.is(200).says("This device");
        let text = page.text();
        text.split("name=\"session\" value=\"")
            .skip(1)
            .filter_map(|rest| rest.split('"').next().map(str::to_owned))
            .collect::<Vec<_>>()
    };
    let page = ada.visits("/account/sessions").await;
    page.is(200).says("Firefox").says("Linux").says("iPhone").says("127.0.0.1");
    assert!(!page.text().contains("<script>"));
    let bobs = handles(&mut bob).await;
    assert!(bobs.is_empty(), "one session, and it has no button");
    assert_eq!(handles(&mut ada).await.len(), 2);

    // Somebody else's is none of theirs, and what is none ends nothing.
    bob.another_browser().signs_in().await;
    let [bobs_other] = &handles(&mut bob).await[..] else { panic!("one other") };
    for wrong in [bobs_other.as_str(), "x", "", "0"] {
        ada.submits("/account/sessions", &[("session", wrong)]).await.is(303);
    }
    assert_eq!((handles(&mut bob).await.len(), handles(&mut ada).await.len()), (1, 2));

    let mut phone_there = phone.at_gateway(&other);
    assert!(phone_there.gets_through().await);
    // What both of the others list is the phone's.
    let listed = handles(&mut ada).await;
    let phones = handles(&mut desk).await.into_iter().find(|handle| listed.contains(handle)).expect("the phone is listed");
    let answer = ada.submits("/account/sessions", &[("session", &phones)]).await;
    ada.goes_on(&answer).await.is(200).says("Signed out of");
    for person in [&mut phone, &mut phone_there] {
        eventually("the session is over", A_SECOND, async || (!person.gets_through().await).then_some(())).await;
    }
    assert!(desk.gets_through().await && ada.gets_through().await);

    let mut desk_there = desk.at_gateway(&other);
    assert!(desk_there.gets_through().await);
    let answer = ada.submits("/account/sessions", &[("others", "1")]).await;
    ada.goes_on(&answer).await.is(200).says("Signed out everywhere else.").says("You are only signed in here.");
    for person in [&mut desk, &mut desk_there] {
        eventually("the session is over", A_SECOND, async || (!person.gets_through().await).then_some(())).await;
    }
    assert!(ada.gets_through().await && bob.gets_through().await);
    other.stop().await;
}
