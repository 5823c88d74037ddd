//! What strangers try with a way back in that is not theirs.

use std::time::Duration;

use gatehouse_auth_core::{
    account::AccountKind,
    flow::administer::NewUser,
    permission::{Level, Preset},
};
use gatehouse_tests::{
    Answer, Browser, NEW_PASSWORD, Person, Settings, World,
    person::{field, moves_to},
    request_of,
    world::{ACCOUNT, PASSWORD},
};
use tokio::task::JoinSet;

const MOMENT: Duration = Duration::from_secs(1);
/// Sign-in and recovery never pause.
const NO_LIMITS: &str = "[limits]
typed = { failures = 10000, window = \"15m\", pause = \"15m\" }
person = { failures = 20000, window = \"15m\", pause = \"15m\" }
network = { failures = 10000, window = \"1m\", pause = \"1m\" }
recovery = { failures = 10000, window = \"15m\", pause = \"15m\" }
recovery_network = { failures = 10000, window = \"15m\", pause = \"15m\" }
letters = { failures = 10000, window = \"1h\", pause = \"1h\" }";

async fn world_of(flow: &str) -> World {
    World::with(|settings| {
        settings.recovery(flow);
    })
    .await
}

/// The same without limits, for what is tried often.
async fn patient_world_of(flow: &str) -> World {
    World::with(|settings| {
        settings.recovery(flow).tables(NO_LIMITS);
    })
    .await
}

async fn asks(person: &mut Person) {
    let email = person.email.clone();
    person.asks_for_help(&[("email", &email)]).await;
}

async fn linked(world: &World, username: &str) -> (Person, String) {
    let mut person = world.person(username).await;
    asks(&mut person).await;
    let link = world.mailbox.link_to(&person.email).await;
    (person, link)
}

fn admin(new: &mut NewUser) {
    new.level = Level::Company;
    new.roles = Preset::Admin.roles();
}

// Links

#[tokio::test]
async fn a_link_works_once() {
    let world = world_of("link").await;
    let (mut ada, link) = linked(&world, "ada").await;
    ada.chooses_password(&link, NEW_PASSWORD).await.is(303);
    ada.follows(&link).await.is(410).says("This link has already been used");
    let csrf = ada.csrf("/_auth/login").await;
    let fields = [("csrf", csrf.as_str()), ("password", PASSWORD), ("password_confirmation", PASSWORD)];
    ada.posts("/_auth/reset", &fields).await.is(410);
    assert!(ada.can_sign_in_with(NEW_PASSWORD).await && !ada.can_sign_in_with(PASSWORD).await);
}

#[tokio::test]
async fn a_link_open_in_two_browsers_is_finished_in_one() {
    let world = world_of("link").await;
    let (mut ada, link) = linked(&world, "ada").await;
    let mut thief = world.browser();
    ada.follows(&link).await.is(200);
    thief.follows(&link).await.is(200);
    let csrf = thief.csrf("/_auth/reset").await;
    ada.chooses("/_auth/reset", NEW_PASSWORD).await.is(303);
    let theirs = "velvet orchard pigeon marble";
    let fields = [("csrf", csrf.as_str()), ("password", theirs), ("password_confirmation", theirs)];
    thief.posts("/_auth/reset", &fields).await.is(410).says("already been used");
    assert!(!ada.can_sign_in_with(theirs).await);
}

#[tokio::test]
async fn a_newer_request_ends_the_one_before() {
    let world = world_of("link").await;
    let (mut ada, first) = linked(&world, "ada").await;
    world.later(MOMENT);
    asks(&mut ada).await;
    let second = world.mailbox.link_to(&ada.email).await;
    ada.follows(&first).await.is(410).says("There is a newer link").says("Use the most recent email from us");
    ada.chooses_password(&second, NEW_PASSWORD).await.is(303);
}

#[tokio::test]
async fn a_link_from_an_administrator_ends_what_the_person_asked_for() {
    let world = world_of("link").await;
    let (mut ada, first) = linked(&world, "ada").await;
    let mut boss = world.person_with("boss", admin).await;
    world.later(MOMENT);
    boss.signs_in().await;
    boss.presses(&format!("/_auth/users/{}/reset-password", ada.id), &[]).await.is(303);
    let second = world.mailbox.link_to(&ada.email).await;
    ada.follows(&first).await.is(410).says("There is a newer link");
    ada.follows(&second).await.is(200);
}

#[tokio::test]
async fn whoever_scans_mail_uses_nothing_up() {
    let world = world_of("link").await;
    let (mut ada, link) = linked(&world, "ada").await;
    for agent in ["curl/8", "Mozilla/5.0 (compatible; bingbot/2.0)", "Microsoft Office/16.0 SafeLinks", "BarracudaSentinel"] {
        let mut scanner = world.browser();
        scanner.headers.push(("User-Agent".to_owned(), agent.to_owned()));
        for method in ["HEAD", "GET", "OPTIONS", "HEAD", "GET"] {
            scanner.sends(method, &link, "", b"").await;
            scanner.sends(method, "/_auth/reset", "", b"").await;
        }
        // One that presses whatever it finds sends no password.
        scanner.presses("/_auth/reset", &[]).await.is(422);
    }
    assert!(ada.can_sign_in_with(PASSWORD).await);
    ada.chooses_password(&link, NEW_PASSWORD).await.is(303);
}

#[tokio::test]
async fn a_scanner_that_runs_scripts_brings_no_temporary_password() {
    let world = World::with(|settings| {
        settings.recovery("link-then-temporary").portal("sign_in = \"account-username\"");
    })
    .await;
    let mut ada = world.person("ada").await;
    ada.asks_for_help(&[("account_id", ACCOUNT), ("username", "ada")]).await;
    let link = world.mailbox.link_to(&ada.email).await;
    for _ in 0..5 {
        let mut scanner = world.browser();
        scanner.cookies.insert("__Host-gh-asked".to_owned(), "AAAAAAAAAAAAAAAAAAAAAA".to_owned());
        scanner.sends("HEAD", &link, "", b"").await.is(303);
        scanner.opens("/_auth/temporary").await.is(200).says("when you press the button");
        scanner.follows(&link).await.says("when you press the button");
        // Without the page's own token a button is not pressed.
        scanner.posts("/_auth/temporary", &[("csrf", "forged")]).await.says("when you press the button");
    }
    world.has_mailed_everything().await;
    assert!(world.mailbox.letters().is_empty());
    ada.follows(&link).await.says("we have just emailed you");
    world.mailbox.takes(&ada.email).await.password();
}

#[tokio::test]
async fn a_link_is_its_own_persons_whatever_the_form_says() {
    let world = world_of("link").await;
    let (mut ada, link) = linked(&world, "ada").await;
    let bob = world.person("bob").await;
    ada.follows(&link).await.is(200);
    let csrf = ada.csrf("/_auth/reset").await;
    let (id, token) = (bob.id.to_string(), "A".repeat(43));
    let fields = [
        ("csrf", csrf.as_str()),
        ("password", NEW_PASSWORD),
        ("password_confirmation", NEW_PASSWORD),
        ("user", &id),
        ("user_id", &id),
        ("email", "bob@acme.example"),
        ("username", "bob"),
        ("account_id", "OTHER"),
        ("token", &token),
    ];
    ada.posts("/_auth/reset?user=bob&email=bob@acme.example", &fields).await;
    assert!(bob.can_sign_in_with(PASSWORD).await && !bob.can_sign_in_with(NEW_PASSWORD).await);
    assert!(ada.can_sign_in_with(NEW_PASSWORD).await);
}

#[tokio::test]
async fn a_link_of_one_kind_opens_no_page_of_another() {
    let world = world_of("link").await;
    let (mut ada, link) = linked(&world, "ada").await;
    for page in ["temporary", "confirm-email"] {
        ada.follows(&link.replace("/reset", &format!("/{page}"))).await.is(404).says("This link doesn");
    }
    ada.signs_in().await;
    let fields = [("email", "new@acme.example"), ("username", "ada"), ("name", "Ada"), ("current_password", PASSWORD)];
    ada.presses("/_auth/account", &fields).await.is(303);
    let confirm = world.mailbox.link_to("new@acme.example").await;
    for page in ["temporary", "reset"] {
        ada.follows(&confirm.replace("/confirm-email", &format!("/{page}"))).await.is(404);
    }
    ada.follows(&link).await.is(200);
}

/// Everything a token becomes when it is copied badly, or changed on purpose.
fn mangled(token: &str) -> Vec<String> {
    let flipped = |at: usize| {
        let change = |(index, c): (usize, char)| match c {
            _ if index != at => c,
            c if c.is_lowercase() => c.to_ascii_uppercase(),
            c if c.is_uppercase() => c.to_ascii_lowercase(),
            '-' => '_',
            '_' => '-',
            digit => {
                if digit == '0' {
                    '1'
                } else {
                    '0'
                }
            }
        };
        token.chars().enumerate().map(change).collect::<String>()
    };
    let mut all: Vec<String> = (0..token.len()).map(flipped).collect();
    all.extend((0..token.len()).map(|length| token[..length].to_owned()));
    all.extend(
        ["A", "=", "==", ".", "%20", "%00", "%0d%0aSet-Cookie:%20x=y", "/../..", "'--", "%ff"].map(|end| format!("{token}{end}")),
    );
    all.extend([token.to_lowercase(), token.to_uppercase(), token.chars().rev().collect(), format!("%20{token}")]);
    all.extend(["0", "null", "undefined", "*", "%2e%2e", "[]", "{}"].map(str::to_owned));
    all.retain(|other| other != token);
    all
}

#[tokio::test]
async fn a_mangled_link_is_no_link() {
    let world = patient_world_of("link").await;
    let (mut ada, link) = linked(&world, "ada").await;
    let token = link.split_once("token=").expect("a token").1;
    assert_eq!(token.len(), 43, "256 bits");
    for other in mangled(token) {
        let mut browser = world.browser();
        let answer = browser.opens(&format!("/_auth/reset?token={other}")).await;
        let answer = if answer.status == 303 { browser.opens("/_auth/reset").await } else { answer };
        assert!(matches!(answer.status, 400 | 404), "{other}: {}", answer.status);
        assert!(!answer.text().contains(token));
        browser.cookies.insert("__Host-gh-link".to_owned(), other.replace('%', ""));
        let kept = browser.opens("/_auth/reset").await;
        assert!(matches!(kept.status, 400 | 404), "{other}: {}", kept.status);
    }
    ada.follows(&link).await.is(200);
}

#[tokio::test]
async fn whoever_guesses_links_is_paused() {
    let world = World::with(|settings| {
        settings.recovery("link").server("trusted_proxies = [\"127.0.0.0/8\"]");
    })
    .await;
    let (mut ada, link) = linked(&world, "ada").await;
    let mut guesser = world.browser();
    guesser.headers.push(("X-Forwarded-For".to_owned(), "203.0.113.66".to_owned()));
    let mut statuses = Vec::new();
    for number in 0..40 {
        // In the one spelling that a secret has.
        let token = format!("{number:A<43}");
        guesser.cookies.insert("__Host-gh-link".to_owned(), token);
        statuses.push(guesser.opens("/_auth/reset").await.status);
    }
    assert_eq!(statuses.iter().filter(|status| **status == 404).count(), 30, "{statuses:?}");
    let paused = guesser.opens("/_auth/reset").await;
    assert!(paused.is(429).header("retry-after").is_some());
    // Who shares an address with whoever guesses still uses what was mailed to them.
    guesser.follows(&link).await.is(200);
    ada.headers.push(("X-Forwarded-For".to_owned(), "203.0.113.9".to_owned()));
    ada.follows(&link).await.is(200);
    ada.follows(&link).await.is(200);
}

#[tokio::test]
async fn a_link_is_good_at_its_own_portal_alone() {
    let world = World::with(|settings| {
        settings.recovery("link");
        settings.another_portal("other", "recovery = \"link\"\n");
        settings.another_portal("narrow", "recovery = \"link\"\naccounts = [\"OTHER\"]\n");
    })
    .await;
    world.account("OTHER", AccountKind::Customer).await;
    let (mut ada, link) = linked(&world, "ada").await;
    for host in ["other.localhost", "narrow.localhost"] {
        let mut there = ada.at(host);
        there.follows(&link).await.is(404).says("This link doesn");
        let csrf = there.csrf("/_auth/login").await;
        let fields = [("csrf", csrf.as_str()), ("password", NEW_PASSWORD), ("password_confirmation", NEW_PASSWORD)];
        there.posts("/_auth/reset", &fields).await.is(404);
    }
    let mut there = ada.at("narrow.localhost");
    there.asks_for_help(&[("email", "ada@acme.example")]).await;
    world.has_mailed_everything().await;
    assert!(world.mailbox.letters().is_empty(), "a portal writes to nobody whom it does not admit");
    ada.chooses_password(&link, NEW_PASSWORD).await.is(303);
}

#[tokio::test]
async fn nobody_is_signed_in_by_a_reset() {
    let world = world_of("link").await;
    let (mut ada, link) = linked(&world, "ada").await;
    let answer = ada.chooses_password(&link, NEW_PASSWORD).await;
    answer.is(303);
    assert!(!ada.cookies.contains_key(Browser::SESSION), "{:?}", ada.cookies);
    assert!(!ada.gets_through().await);
    assert!(world.app.takes().is_empty());
}

// Temporary passwords

#[tokio::test]
async fn a_temporary_password_opens_nothing_before_it_was_changed() {
    let world = world_of("emailed-password").await;
    let mut ada = world.person("ada").await;
    asks(&mut ada).await;
    let temporary = world.mailbox.takes(&ada.email).await.password();
    ada.tries("ada", &temporary).await.is(303);
    for path in ["/", "/adm", "/adm/users?x=1", "/_auth/account", "/_auth/account/password", "/_auth/users", "/_auth/audit"] {
        assert!(ada.opens(path).await.leads_to_sign_in(), "{path}");
        ada.fetches(path).await.is(401);
    }
    let (_, answer) = ada.opens_websocket("/live", "Origin: http://calls.localhost\r\n").await;
    answer.is(401);
    let pending = ada.cookies["__Host-gh-pending"].clone();
    ada.cookies.insert(Browser::SESSION.to_owned(), pending);
    assert!(!ada.gets_through().await, "one cookie is not the other");
    ada.cookies.remove(Browser::SESSION);
    assert!(world.app.takes().is_empty(), "nothing reached the application");
    ada.opens("/public/index.html").await.is(200);
    let reached = world.app.takes_one();
    let head = reached.head.to_lowercase();
    assert!(!head.contains("x-gatehouse-user") && !head.contains("gh-pending"), "{head}");
    ada.chooses("/_auth/choose-password", NEW_PASSWORD).await.is(200);
    assert!(ada.gets_through().await);
}

#[tokio::test]
async fn a_temporary_password_is_its_own_persons_and_its_own_portals() {
    let world = World::with(|settings| {
        settings.recovery("emailed-password").another_portal("other", "recovery = \"emailed-password\"\n");
    })
    .await;
    let mut ada = world.person("ada").await;
    let mut bob = world.person("bob").await;
    asks(&mut ada).await;
    let temporary = world.mailbox.takes(&ada.email).await.password();
    bob.tries("bob", &temporary).await.is(401);
    ada.at("other.localhost").tries("ada", &temporary).await.is(401);
    ada.tries("ada", &temporary[..22]).await.is(401);
    ada.tries("ada", &temporary).await.is(303);
}

// Somebody who looks like somebody else

#[tokio::test]
async fn letters_go_to_the_stored_address_alone() {
    let world = patient_world_of("link").await;
    let mut ada = world.person_with("mike", |new| new.email = Some("mike.strasse@example.com".parse().expect("one"))).await;
    let typed = [
        "m\u{131}ke.strasse@example.com",
        "mike.stra\u{df}e@example.com",
        "\u{ff4d}\u{ff49}\u{ff4b}\u{ff45}.strasse@example.com",
        "MIKE.STRASSE@EXAMPLE.COM",
        "mike.strasse@example.com\r\nBcc: eve@evil.example",
        "mike.strasse@example.com,eve@evil.example",
        "eve@evil.example,mike.strasse@example.com",
        "mike.strasse@example.com%0abcc:eve@evil.example",
        "mi\u{200b}ke.strasse@example.com",
        "mike.strasse@ex\u{430}mple.com",
        "mike.strasse@example.com.",
        "mike.strasse+x@example.com",
        "\"mike.strasse\"@example.com",
        "mike.strasse@example.com\0",
    ];
    for typed in typed {
        let answer = ada.forgets(&[("email", typed)]).await;
        assert!(matches!(answer.status, 303 | 422), "{typed:?}: {}", answer.status);
        world.later(MOMENT);
    }
    world.has_mailed_everything().await;
    let letters = world.mailbox.letters();
    assert!(!letters.is_empty());
    for letter in letters {
        assert_eq!(letter.to, "mike.strasse@example.com");
        assert!(!letter.raw.to_lowercase().contains("evil"), "{}", letter.raw);
    }
}

#[tokio::test]
async fn one_address_at_two_portals_is_two_people() {
    let world = World::with(|settings| {
        settings
            .recovery("link")
            .portal("accounts = [\"ACME\"]")
            .another_portal("other", "accounts = [\"OTHER\"]\nrecovery = \"link\"\n");
    })
    .await;
    world.account("OTHER", AccountKind::Customer).await;
    let mut ada = world.person("ada").await;
    world.person_of("OTHER", "ada", |_| ()).await;
    asks(&mut ada).await;
    let link = world.mailbox.link_to(&ada.email).await;
    ada.follows(&link).await.is(200);
    ada.at("other.localhost").follows(&link).await.is(404);
}

// Many at once

/// Sends one form, which `fields` fills in by number, twenty times at once: half of them, where there are two gateways, at the other.
async fn twenty(browsers: &[Person], page: &str, fields: impl Fn(usize) -> Vec<(&'static str, String)>) -> Vec<Answer> {
    let mut posting = JoinSet::new();
    for number in 0..20 {
        let (mut browser, page, fields) = (browsers[number % browsers.len()].clone(), page.to_owned(), fields(number));
        posting.spawn(async move {
            let fields: Vec<(&str, &str)> = fields.iter().map(|(name, value)| (*name, value.as_str())).collect();
            (number, browser.posts(&page, &fields).await)
        });
    }
    let mut answers = posting.join_all().await;
    answers.sort_by_key(|(number, _)| *number);
    answers.into_iter().map(|(_, answer)| answer).collect()
}

fn numbered(number: usize) -> String {
    format!("{NEW_PASSWORD} {number}")
}

fn new_password(csrf: &str, number: usize) -> Vec<(&'static str, String)> {
    vec![("csrf", csrf.to_owned()), ("password", numbered(number)), ("password_confirmation", numbered(number))]
}

/// The one that was answered with `status`; all others with one of `others`.
fn the_only(answers: &[Answer], status: u16, others: &[u16]) -> usize {
    let statuses: Vec<u16> = answers.iter().map(|answer| answer.status).collect();
    let first: Vec<usize> = (0..statuses.len()).filter(|index| statuses[*index] == status).collect();
    assert_eq!(first.len(), 1, "exactly one: {statuses:?}");
    assert!(statuses.iter().all(|own| *own == status || others.contains(own)), "{statuses:?}");
    first[0]
}

/// Tries something at one gateway, and then in a fresh world at two on the same directory.
async fn at_one_and_at_two_gateways(settings: fn(&mut Settings), attempt: impl AsyncFn(&World, &dyn Fn(&Person) -> Vec<Person>)) {
    for count in [1, 2] {
        let world = World::with(settings).await;
        let another = if count == 2 { Some(world.another_gateway().await) } else { None };
        let browsers = |person: &Person| {
            let there = another.as_ref().map(|gateway| person.at_gateway(gateway));
            [Some(person.clone()), there].into_iter().flatten().collect::<Vec<_>>()
        };
        attempt(&world, &browsers).await;
        if let Some(another) = another {
            another.stop().await;
        }
    }
}

fn patient(settings: &mut Settings, flow: &str) {
    settings.recovery(flow).tables(NO_LIMITS);
}

#[tokio::test]
async fn of_twenty_uses_of_a_link_one_succeeds() {
    at_one_and_at_two_gateways(
        |settings| patient(settings, "link"),
        async |world, browsers| {
            let (mut ada, link) = linked(world, "ada").await;
            ada.follows(&link).await.is(200);
            let csrf = ada.csrf("/_auth/reset").await;
            let answers = twenty(&browsers(&ada), "/_auth/reset", |number| new_password(&csrf, number)).await;
            let winner = the_only(&answers, 303, &[410]);
            for number in [winner, (winner + 1) % 20, (winner + 19) % 20] {
                assert_eq!(ada.can_sign_in_with(&numbered(number)).await, number == winner, "{number}");
            }
            world.has_mailed_everything().await;
            assert_eq!(world.mailbox.letters_to(&ada.email).len(), 1, "one notice");
        },
    )
    .await;
}

#[tokio::test]
async fn of_twenty_sign_ins_with_a_temporary_password_one_succeeds() {
    at_one_and_at_two_gateways(
        |settings| patient(settings, "emailed-password"),
        async |world, browsers| {
            let mut ada = world.person("ada").await;
            asks(&mut ada).await;
            let temporary = world.mailbox.takes(&ada.email).await.password();
            let csrf = ada.csrf("/_auth/login").await;
            let fields = |_| vec![("csrf", csrf.clone()), ("username", "ada".to_owned()), ("password", temporary.clone())];
            the_only(&twenty(&browsers(&ada), "/_auth/login", fields).await, 303, &[401]);
        },
    )
    .await;
}

#[tokio::test]
async fn of_twenty_passwords_for_one_sign_in_on_its_way_one_is_taken() {
    at_one_and_at_two_gateways(
        |settings| patient(settings, "emailed-password"),
        async |world, browsers| {
            let mut ada = world.person("ada").await;
            asks(&mut ada).await;
            let temporary = world.mailbox.takes(&ada.email).await.password();
            ada.tries("ada", &temporary).await.is(303);
            let csrf = ada.csrf("/_auth/choose-password").await;
            let answers = twenty(&browsers(&ada), "/_auth/choose-password", |number| new_password(&csrf, number)).await;
            let winner = the_only(&answers, 200, &[303]);
            assert!(moves_to(&answers[winner]).is_some());
            assert!(answers.iter().all(|answer| answer.status == 200 || answer.leads_to_sign_in()));
            assert!(ada.can_sign_in_with(&numbered(winner)).await);
            assert!(!ada.can_sign_in_with(&numbered((winner + 1) % 20)).await);
        },
    )
    .await;
}

#[tokio::test]
async fn of_twenty_approvals_one_succeeds() {
    at_one_and_at_two_gateways(
        |settings| patient(settings, "admin-approval"),
        async |world, browsers| {
            let mut boss = world.person_with("boss", admin).await;
            let mut ada = world.person("ada").await;
            ada.asks_for_help(&[("username", "ada")]).await;
            let id = request_of(&world.mailbox.takes(&boss.email).await);
            boss.signs_in().await;
            let csrf = boss.csrf("/_auth/account").await;
            let fields = |_| vec![("csrf", csrf.clone()), ("approve", id.clone())];
            the_only(&twenty(&browsers(&boss), "/_auth/requests", fields).await, 303, &[409]);
            world.has_mailed_everything().await;
            assert_eq!(world.mailbox.letters_to(&ada.email).len(), 1, "one link");
        },
    )
    .await;
}

#[tokio::test]
async fn of_twenty_approvals_and_refusals_one_decides() {
    at_one_and_at_two_gateways(
        |settings| patient(settings, "admin-approval"),
        async |world, browsers| {
            let mut boss = world.person_with("boss", admin).await;
            let mut ada = world.person("ada").await;
            ada.asks_for_help(&[("username", "ada")]).await;
            let id = request_of(&world.mailbox.takes(&boss.email).await);
            boss.signs_in().await;
            let csrf = boss.csrf("/_auth/account").await;
            let decision = |number: usize| if number.is_multiple_of(3) { "approve" } else { "decline" };
            let fields = |number| vec![("csrf", csrf.clone()), (decision(number), id.clone())];
            let winner = the_only(&twenty(&browsers(&boss), "/_auth/requests", fields).await, 303, &[409]);
            world.has_mailed_everything().await;
            let letters = world.mailbox.letters_to(&ada.email);
            assert_eq!(letters.len(), 1);
            assert_eq!(letters[0].text.contains("token="), decision(winner) == "approve", "{}", letters[0].text);
        },
    )
    .await;
}

#[tokio::test]
async fn of_twenty_confirmations_of_an_address_one_succeeds() {
    at_one_and_at_two_gateways(
        |settings| patient(settings, "link"),
        async |world, browsers| {
            let mut ada = world.person("ada").await;
            ada.signs_in().await;
            let change = [("email", "new@acme.example"), ("username", "ada"), ("name", "Ada"), ("current_password", PASSWORD)];
            ada.presses("/_auth/account", &change).await.is(303);
            let link = world.mailbox.link_to("new@acme.example").await;
            world.mailbox.takes_about(&ada.email, "is changing").await;
            let mut elsewhere = ada.another_browser();
            let page = elsewhere.follows(&link).await;
            let csrf = field(page.is(200), "csrf").expect("a form");
            let answers = twenty(&browsers(&elsewhere), "/_auth/confirm-email", |_| vec![("csrf", csrf.clone())]).await;
            the_only(&answers, 200, &[410]);
            world.has_mailed_everything().await;
            assert_eq!(world.mailbox.letters_to(&ada.email).len(), 1, "the old address is told once");
            asks(&mut elsewhere).await;
            world.has_mailed_everything().await;
            assert_eq!(world.mailbox.letters_to(&ada.email).len(), 1, "it is nobody's now");
        },
    )
    .await;
}

#[tokio::test]
async fn of_twenty_presses_of_the_button_one_sends_a_temporary_password() {
    at_one_and_at_two_gateways(
        |settings| {
            patient(settings, "link-then-temporary");
            settings.portal("sign_in = \"account-username\"");
        },
        async |world, browsers| {
            let mut ada = world.person("ada").await;
            ada.asks_for_help(&[("account_id", ACCOUNT), ("username", "ada")]).await;
            let link = world.mailbox.link_to(&ada.email).await;
            let mut phone = ada.another_browser();
            let page = phone.follows(&link).await;
            let csrf = field(page.is(200), "csrf").expect("a form");
            for answer in twenty(&browsers(&phone), "/_auth/temporary", |_| vec![("csrf", csrf.clone())]).await {
                answer.is(200).says("we have just emailed you");
            }
            world.has_mailed_everything().await;
            assert_eq!(world.mailbox.letters_to(&ada.email).len(), 1);
            for _ in 0..2 {
                let again = |_| vec![("csrf", csrf.clone()), ("again", "1".to_owned())];
                twenty(&browsers(&phone), "/_auth/temporary", again).await.iter().for_each(|answer| {
                    answer.is(200);
                });
            }
            world.has_mailed_everything().await;
            assert!(world.mailbox.letters_to(&ada.email).len() <= 4, "sent once, and three times again at most");
        },
    )
    .await;
}

// Letters that were tried more than once

#[tokio::test]
async fn a_lost_answer_of_the_mail_server_leaves_no_dead_link() {
    let world = world_of("link").await;
    let mut ada = world.person("ada").await;
    for is_replaced in [false, true] {
        world.later(MOMENT);
        world.mailbox.loses_answers(1);
        asks(&mut ada).await;
        let first = world.mailbox.takes_about(&ada.email, "Reset").await;
        let second = tries_again(&world, &ada).await;
        assert_eq!(first.header("Message-ID"), second.header("Message-ID"), "it is one letter");
        assert_ne!(first.link(), second.link(), "with a secret of its own each time");
        for letter in [&first, &second] {
            ada.follows(&letter.link()).await.is(200);
        }
        let words = if is_replaced {
            world.later(MOMENT);
            asks(&mut ada).await;
            world.mailbox.link_to(&ada.email).await;
            "There is a newer link"
        } else {
            ada.chooses_password(&first.link(), NEW_PASSWORD).await.is(303);
            world.mailbox.takes_about(&ada.email, "was changed").await;
            "This link has already been used"
        };
        for letter in [&first, &second] {
            ada.follows(&letter.link()).await.is(410).says(words);
        }
    }
}

/// Moves the clock until the letter to this person has come again.
async fn tries_again(world: &World, person: &Person) -> gatehouse_tests::Letter {
    let come = async || {
        world.later(MOMENT);
        let come = !world.mailbox.letters_to(&person.email).is_empty();
        come.then_some(())
    };
    gatehouse_tests::patience::eventually("the letter comes again", gatehouse_tests::patience::LONG, come).await;
    world.mailbox.takes(&person.email).await
}

#[tokio::test]
async fn a_lost_answer_leaves_two_temporary_passwords_that_are_good_once_together() {
    let world = world_of("emailed-password").await;
    let mut ada = world.person("ada").await;
    world.mailbox.loses_answers(1);
    asks(&mut ada).await;
    let first = world.mailbox.takes(&ada.email).await.password();
    let second = tries_again(&world, &ada).await.password();
    assert_ne!(first, second);
    ada.tries("ada", &second).await.is(303);
    ada.another_browser().tries("ada", &first).await.is(401);
}
