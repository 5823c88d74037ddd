//! Passkeys and security keys, with an authenticator in software: what is asked is answered with real keys and real signatures.

use std::time::Duration;

use data_encoding::{BASE32_NOPAD, BASE64URL_NOPAD};
use gatehouse_auth_core::{
    account::{AccountKind, AccountState},
    change::{Applied, Change, Write},
    flow::administer::{AccountEdit, UserEdit},
    identifier::Folded,
    mfa::{Demand, MfaPolicy, MfaSetting},
    permission::Preset,
    ports::Clock as _,
    testing::{Authenticator, Lie},
    user::UserState,
};
use gatehouse_tests::{
    Answer, Browser, Person, World,
    jwt::Token,
    people::difference,
    person::{field, question},
    world::{ACCOUNT, HOST, PASSWORD},
};
use ring::hmac;
use tokio::task::JoinSet;

const ORIGIN: &str = "http://calls.localhost";
const OTHER_HOST: &str = "other.localhost";
const OTHER_ORIGIN: &str = "http://other.localhost";
const GIVE: &str = "/_auth/code/passkey";
const ENROL: &str = "/_auth/enrol/passkey";
const NEW: &str = "/_auth/account/mfa/passkeys/new";
const ALONE: &str = "/_auth/login/passkey";

/// A world whose account asks everybody for a second factor.
async fn strict() -> World {
    let world = World::with(|settings| {
        settings.mail();
    })
    .await;
    asks(&world, MfaSetting::Enabled, &[]).await;
    world
}

/// A world where a passkey signs people in by itself.
async fn open() -> World {
    World::with(|settings| {
        settings.mail().portal("passkey_sign_in = true");
    })
    .await
}

async fn asks(world: &World, setting: MfaSetting, demands: &[(&str, Demand)]) {
    let account = world.outside().directory.account_by_key(&Folded::of(ACCOUNT)).await.expect("a directory").expect("an account");
    let demands = demands.iter().map(|(group, demand)| (group.parse().expect("a group"), *demand)).collect();
    let policy = MfaPolicy { setting, demands };
    let change = Change { write: vec![Write::MfaPolicy { account: account.id, policy }], ..Change::default() };
    assert_eq!(world.outside().directory.apply(change).await.expect("a directory"), Applied::Done);
}

#[track_caller]
fn leads_to(answer: &Answer, page: &str) {
    assert_eq!(answer.is(303).header("location"), Some(page), "{}", answer.text());
}

/// A question, as a browser sees it, and what its form needs.
struct Question {
    page: &'static str,
    csrf: String,
    options: String,
}

impl Question {
    async fn at(browser: &mut Browser, page: &'static str) -> Self {
        let shown = browser.opens(page).await;
        Self {
            page,
            csrf: field(&shown, "csrf").unwrap_or_else(|| panic!("no form: {}", shown.text())),
            options: question(&shown),
        }
    }

    async fn answered(&self, browser: &mut Browser, credential: &str) -> Answer {
        browser.posts(self.page, &[("csrf", &self.csrf), ("credential", credential)]).await
    }

    async fn made(&self, browser: &mut Browser, name: &str, credential: &str) -> Answer {
        browser.posts(self.page, &[("csrf", &self.csrf), ("name", name), ("credential", credential)]).await
    }
}

/// Gives the right password, and follows.
async fn sets_out(person: &mut Person) -> String {
    let username = person.username.clone();
    let answer = person.tries(&username, PASSWORD).await;
    answer.is(303).header("location").expect("an address").to_owned()
}

/// Registers the first passkey on the way in, keeps the codes, and is signed in.
async fn comes_in_registering(person: &mut Person, key: &mut Authenticator) {
    assert_eq!(sets_out(person).await, "/_auth/enrol/start");
    person.visits("/enrol/start").await.is(200).says("/_auth/enrol/passkey");
    registers(person, key).await;
    keeps_codes(person).await;
}

async fn registers(person: &mut Person, key: &mut Authenticator) {
    let question = Question::at(person, ENROL).await;
    let credential = key.create(&question.options, ORIGIN).expect("an answer");
    leads_to(&question.made(person, "Blue key", &credential).await, "/_auth/enrol/recovery-codes");
}

async fn keeps_codes(person: &mut Person) {
    let codes = person.visits("/enrol/recovery-codes.txt").await;
    assert_eq!(codes.is(200).text().lines().count(), 10);
    person.submits("/enrol/recovery-codes", &[("saved", "1")]).await.is(200).says("http-equiv=\"refresh\"");
}

/// Comes in with password and passkey.
async fn comes_in_with(person: &mut Person, key: &mut Authenticator) -> Answer {
    sets_out(person).await;
    gives(person, key).await
}

async fn gives(person: &mut Person, key: &mut Authenticator) -> Answer {
    let question = Question::at(person, GIVE).await;
    let credential = key.get(&question.options, ORIGIN).expect("an answer");
    question.answered(person, &credential).await
}

/// Signs in with the passkey alone.
async fn signs_in_alone(browser: &mut Browser, key: &mut Authenticator) -> Answer {
    let page = browser.visits("/login").await;
    let csrf = field(&page, "csrf").expect("a form");
    let credential = key.get(&question(&page), ORIGIN).expect("an answer");
    browser.posts(ALONE, &[("csrf", &csrf), ("credential", &credential)]).await
}

/// Adds one more while signed in.
async fn adds(person: &mut Person, name: &str, key: &mut Authenticator) -> Answer {
    let question = Question::at(person, NEW).await;
    let credential = key.create(&question.options, ORIGIN).expect("an answer");
    question.made(person, name, &credential).await
}

/// The addresses of somebody's passkeys at My MFA, in its order.
async fn passkeys(person: &mut Person) -> Vec<String> {
    let page = person.visits("/account/mfa").await;
    let text = page.is(200).text();
    let links = text.split("href=\"/_auth/account/mfa/passkeys/").skip(1).filter_map(|rest| rest.split('"').next());
    links.filter(|link| *link != "new" && !link.contains('/')).map(str::to_owned).collect()
}

/// Registers an authenticator app on the way in; its secret.
async fn comes_in_with_new_app(world: &World, person: &mut Person) -> Vec<u8> {
    assert_eq!(sets_out(person).await, "/_auth/enrol/start");
    person.submits("/enrol/start", &[]).await.is(303);
    let page = person.visits("/enrol").await.text();
    let (_, rest) = page.split_once("secret=").expect("a key");
    let secret = BASE32_NOPAD.decode(rest.split('&').next().expect("a key").as_bytes()).expect("base32");
    person.submits("/enrol", &[("code", &code(world, &secret))]).await.is(303);
    keeps_codes(person).await;
    world.later(Duration::from_secs(30));
    secret
}

/// What the app shows (RFC 6238).
fn code(world: &World, secret: &[u8]) -> String {
    let step = u64::try_from(world.clock.now().as_secs() / 30).expect("after 1970");
    let key = hmac::Key::new(hmac::HMAC_SHA1_FOR_LEGACY_USE_ONLY, secret);
    let tag = hmac::sign(&key, &step.to_be_bytes());
    let tag = tag.as_ref();
    let from = usize::from(tag[19] & 15);
    let number = u32::from_be_bytes([tag[from] & 127, tag[from + 1], tag[from + 2], tag[from + 3]]);
    format!("{:06}", number % 1_000_000)
}

/// What the application hears of somebody: the second factor, how, and how sure.
async fn told(world: &World, person: &mut Person) -> (String, serde_json::Value, String) {
    world.app.takes();
    assert!(person.gets_through().await);
    let received = world.app.takes_one();
    let token = Token::parse(received.header("x-gatehouse-assertion").expect("an assertion"));
    let mfa = received.header("x-gatehouse-mfa").expect("a header").to_owned();
    assert_eq!(received.header("x-gatehouse-auth-time"), Some(token.number("auth_time").to_string().as_str()));
    (mfa, token.claims["amr"].clone(), token.text("acr").to_owned())
}

/// Why sign-ins and second factors were refused, the last one last.
async fn refusals(world: &World, what: &str) -> Vec<String> {
    let events = world.audit().await.into_iter().filter(|event| event["what"] == what);
    events.map(|event| event["detail"]["why"].as_str().unwrap_or_default().to_owned()).collect()
}

#[tokio::test]
async fn a_passkey_is_registered_in_place_of_an_app_and_given_from_then_on() {
    let world = strict().await;
    let mut ada = world.person("ada").await;
    let mut key = Authenticator::security_key();
    comes_in_registering(&mut ada, &mut key).await;
    let aal2 = "urn:gatehouse:aal2".to_owned();
    let hardware = serde_json::json!(["pwd", "hwk", "user", "mfa"]);
    assert_eq!(told(&world, &mut ada).await, ("passkey".to_owned(), hardware.clone(), aal2.clone()));
    world.mailbox.takes_about("ada@acme.example", "passkey was added").await;
    ada.visits("/account/mfa").await.is(200).says("Blue key").says("10 recovery codes left");

    // In a browser that is known, and in one that is not.
    ada.signs_out().await;
    let mut elsewhere = ada.another_browser();
    for (browser, page) in [(&mut ada, "/_auth/code/passkey"), (&mut elsewhere, "/_auth/code/ready")] {
        assert_eq!(sets_out(browser).await, page);
        browser.visits("/code/ready").await.is(200).says("/_auth/code/passkey");
        leads_to(&browser.visits("/code").await, page);
        gives(browser, &mut key).await.is(200).says("http-equiv=\"refresh\"");
        assert_eq!(told(&world, browser).await, ("passkey".to_owned(), hardware.clone(), aal2.clone()));
    }
    ada.visits("/account/mfa").await.says("Last used");
}

#[tokio::test]
async fn a_passkey_that_is_kept_elsewhere_too_is_told_from_one_that_is_not() {
    let world = strict().await;
    let mut ada = world.person("ada").await;
    let mut phone = Authenticator::synchronised();
    comes_in_registering(&mut ada, &mut phone).await;
    let expected = serde_json::json!(["pwd", "swk", "user", "mfa"]);
    assert_eq!(told(&world, &mut ada).await.1, expected);
    ada.signs_out().await;
    comes_in_with(&mut ada, &mut phone).await.is(200);
    assert_eq!(told(&world, &mut ada).await.1, expected);
}

#[tokio::test]
async fn a_registration_needs_a_name_and_an_honest_answer() {
    let world = strict().await;
    let mut ada = world.person("ada").await;
    sets_out(&mut ada).await;
    let mut key = Authenticator::security_key();
    let long = "x".repeat(61);
    for (name, words) in [(" ", "Enter a name"), (long.as_str(), "Use a shorter name")] {
        let question = Question::at(&mut ada, ENROL).await;
        let credential = key.create(&question.options, ORIGIN).expect("an answer");
        question.made(&mut ada, name, &credential).await.is(422).says(words);
    }
    let question = Question::at(&mut ada, ENROL).await;
    question.made(&mut ada, "Key", "").await.is(422).says("Nothing came from your passkey");
    for lie in [Lie::Challenge, Lie::Origin("http://evil.localhost".to_owned()), Lie::UserAbsent, Lie::CrossOrigin] {
        let question = Question::at(&mut ada, ENROL).await;
        key.lie(lie.clone());
        let credential = key.create(&question.options, ORIGIN).expect("an answer");
        key.be_honest();
        question.made(&mut ada, "Key", &credential).await.is(422).says("could not be added");
    }
    assert!(!ada.gets_through().await);
    assert_eq!(world.peeks("SELECT name FROM passkeys").await, [""; 0]);
    registers(&mut ada, &mut key).await;
}

#[tokio::test]
async fn an_answer_to_a_registration_is_good_once_and_in_its_own_sign_in() {
    let world = strict().await;
    let mut ada = world.person("ada").await;
    let mut eve = world.person("eve").await;
    sets_out(&mut ada).await;
    sets_out(&mut eve).await;
    let mut key = Authenticator::security_key();
    let question = Question::at(&mut ada, ENROL).await;
    let of_eve = Question::at(&mut eve, ENROL).await;
    let credential = key.create(&question.options, ORIGIN).expect("an answer");
    of_eve.made(&mut eve, "Stolen", &credential).await.is(422).says("could not be added");
    question.made(&mut ada, "Mine", &credential).await.is(303);
    // Ada's own again, and the same key for somebody else.
    let mut copy = Authenticator::security_key();
    let of_eve = Question::at(&mut eve, ENROL).await;
    let taken = credential_id(&credential);
    let copied = copy.lie(Lie::CredentialId(taken)).create(&of_eve.options, ORIGIN).expect("an answer");
    of_eve.made(&mut eve, "Copy", &copied).await.is(422).says("already registered");
    assert_eq!(world.peeks("SELECT name FROM passkeys").await, ["Mine"]);
}

fn credential_id(credential: &str) -> Vec<u8> {
    let json: serde_json::Value = serde_json::from_str(credential).expect("JSON");
    BASE64URL_NOPAD.decode(json["rawId"].as_str().expect("an id").as_bytes()).expect("base64url")
}

#[tokio::test]
async fn with_the_password_alone_nothing_is_registered_beside_what_is() {
    let world = strict().await;
    let mut ada = world.person("ada").await;
    let mut key = Authenticator::security_key();
    // A thief is at the same page when the owner registers.
    let mut thief = ada.another_browser();
    sets_out(&mut thief).await;
    let question = Question::at(&mut thief, ENROL).await;
    let stolen = Authenticator::security_key().create(&question.options, ORIGIN).expect("an answer");
    comes_in_registering(&mut ada, &mut key).await;
    let answer = question.made(&mut thief, "Thief's", &stolen).await;
    leads_to(&answer, "/_auth/code/ready");
    leads_to(&thief.visits("/enrol/passkey").await, "/_auth/code/ready");
    leads_to(&thief.visits("/enrol/start").await, "/_auth/code/ready");
    assert!(!thief.gets_through().await);
    assert_eq!(world.peeks("SELECT name FROM passkeys").await, ["Blue key"]);

    // Nor beside an app.
    let mut bob = world.person("bob").await;
    comes_in_with_new_app(&world, &mut bob).await;
    let mut thief = bob.another_browser();
    sets_out(&mut thief).await;
    leads_to(&thief.visits("/enrol/passkey").await, "/_auth/code/ready");
    let csrf = thief.csrf("/_auth/code").await;
    let answer = thief.posts(ENROL, &[("csrf", &csrf), ("name", "x"), ("credential", &stolen)]).await;
    leads_to(&answer, "/_auth/code/ready");
    leads_to(&thief.visits("/code/passkey").await, "/_auth/code/ready");
}

#[tokio::test]
async fn a_session_that_never_showed_the_factor_adds_none_beside_it() {
    let world = World::new().await;
    let mut ada = world.person("ada").await;
    ada.signs_in().await;
    leads_to(&ada.visits("/account/mfa/passkeys/new").await, "/_auth/account/mfa/set-up");
    asks(&world, MfaSetting::Enabled, &[]).await;
    let mut key = Authenticator::security_key();
    let mut owner = ada.another_browser();
    comes_in_registering(&mut owner, &mut key).await;
    // The session from before goes on; with it alone nothing is added.
    assert!(ada.gets_through().await);
    leads_to(&ada.visits("/account/mfa/passkeys/new").await, "/_auth/account/mfa/set-up");
    let question = Question::at(&mut owner, NEW).await;
    let made = Authenticator::security_key().create(&question.options, ORIGIN).expect("an answer");
    let csrf = ada.csrf("/_auth/account/mfa").await;
    let answer = ada.posts(NEW, &[("csrf", &csrf), ("name", "x"), ("credential", &made)]).await;
    leads_to(&answer, "/_auth/account/mfa/set-up");
    assert_eq!(world.peeks("SELECT name FROM passkeys").await, ["Blue key"]);
}

#[tokio::test]
async fn nothing_but_the_key_that_was_registered_is_taken() {
    let world = strict().await;
    let mut ada = world.person("ada").await;
    let mut key = Authenticator::security_key();
    comes_in_registering(&mut ada, &mut key).await;
    ada.signs_out().await;
    // Four lies a sign-in, since the fifth ends it.
    let lies = [
        Lie::OtherKey,
        Lie::Challenge,
        Lie::Origin(OTHER_ORIGIN.to_owned()),
        Lie::RelyingParty(OTHER_HOST.to_owned()),
        Lie::UserAbsent,
        Lie::Type("webauthn.create".to_owned()),
        Lie::TopOrigin(ORIGIN.to_owned()),
        Lie::BackupEligibility,
    ];
    for some in lies.chunks(4) {
        sets_out(&mut ada).await;
        for lie in some {
            key.lie(lie.clone());
            gives(&mut ada, &mut key).await.is(401).says("could not be checked");
            key.be_honest();
            assert!(!ada.gets_through().await, "{lie:?}");
        }
        gives(&mut ada, &mut key).await.is(200);
        ada.signs_out().await;
        world.later(Duration::from_mins(20));
    }
    sets_out(&mut ada).await;
    for rubbish in ["x", "{}", "[]", &"x".repeat(20_000)] {
        let question = Question::at(&mut ada, GIVE).await;
        question.answered(&mut ada, rubbish).await.is(401);
    }
    let question = Question::at(&mut ada, GIVE).await;
    question.answered(&mut ada, "").await.is(422).says("Nothing came from your passkey");
    gives(&mut ada, &mut key).await.is(200);
}

#[tokio::test]
async fn another_persons_key_is_nothing_to_mine() {
    let world = strict().await;
    let (mut ada, mut eve) = (world.person("ada").await, world.person("eve").await);
    let (mut key, mut other) = (Authenticator::security_key(), Authenticator::security_key());
    comes_in_registering(&mut ada, &mut key).await;
    comes_in_registering(&mut eve, &mut other).await;
    eve.signs_out().await;
    let mut thief = ada.another_browser();
    sets_out(&mut thief).await;
    let question = Question::at(&mut thief, GIVE).await;
    // Her own key, asked by her browser for what Ada is asked.
    let open = serde_json::from_str::<serde_json::Value>(&question.options).map(|mut options| {
        options["allowCredentials"] = serde_json::json!([]);
        options.to_string()
    });
    let credential = other.get(&open.expect("JSON"), ORIGIN).expect("an answer");
    question.answered(&mut thief, &credential).await.is(401);
    assert!(!thief.gets_through().await);
}

#[tokio::test]
async fn an_answer_is_good_once_and_in_the_sign_in_that_asked() {
    let world = strict().await;
    let mut ada = world.person("ada").await;
    // It does not count: nothing but the question tells one answer from its repetition.
    let mut phone = Authenticator::synchronised();
    comes_in_registering(&mut ada, &mut phone).await;
    let (mut one, mut other) = (ada.another_browser(), ada.another_browser());
    sets_out(&mut one).await;
    sets_out(&mut other).await;
    let (asked_one, asked_other) = (Question::at(&mut one, GIVE).await, Question::at(&mut other, GIVE).await);
    let credential = phone.get(&asked_one.options, ORIGIN).expect("an answer");
    asked_other.answered(&mut other, &credential).await.is(401);
    assert!(!other.gets_through().await);
    asked_one.answered(&mut one, &credential).await.is(200);
    let mut again = ada.another_browser();
    sets_out(&mut again).await;
    let question = Question::at(&mut again, GIVE).await;
    question.answered(&mut again, &credential).await.is(401);
    assert!(!again.gets_through().await);
    // An answer to an earlier page of the same sign-in is none either.
    let early = Question::at(&mut again, GIVE).await;
    let late = Question::at(&mut again, GIVE).await;
    let credential = phone.get(&early.options, ORIGIN).expect("an answer");
    late.answered(&mut again, &credential).await.is(401);
    // Nor one that took too long.
    let question = Question::at(&mut again, GIVE).await;
    world.later(Duration::from_mins(5));
    let credential = phone.get(&question.options, ORIGIN).expect("an answer");
    question.answered(&mut again, &credential).await.is(401);
}

/// So many at a time; how many of them arrived.
async fn send_at_once(ada: &Person, question: &Question, credential: &str, times: usize) -> usize {
    let mut posts = JoinSet::new();
    for _ in 0..times {
        let (mut browser, csrf, credential) = (ada.clone(), question.csrf.clone(), credential.to_owned());
        posts.spawn(async move { browser.posts(GIVE, &[("csrf", &csrf), ("credential", &credential)]).await });
    }
    let answers = posts.join_all().await;
    answers.iter().filter(|answer| answer.status == 200 && answer.text().contains("http-equiv=\"refresh\"")).count()
}

#[tokio::test]
async fn of_many_that_send_one_answer_at_a_time_one_arrives() {
    let world = strict().await;
    let mut ada = world.person("ada").await;
    let mut phone = Authenticator::synchronised();
    comes_in_registering(&mut ada, &mut phone).await;
    // Of four that are refused the sign-in goes on; twenty end it, perhaps before the one that is right.
    for (times, arrived) in [(4, 1..=1), (20, 0..=1)] {
        let mut browser = ada.another_browser();
        sets_out(&mut browser).await;
        let question = Question::at(&mut browser, GIVE).await;
        let credential = phone.get(&question.options, ORIGIN).expect("an answer");
        let found = send_at_once(&browser, &question, &credential, times).await;
        assert!(arrived.contains(&found), "{found} of {times}");
        world.later(Duration::from_hours(1));
    }
}

#[tokio::test]
async fn a_counter_that_does_not_rise_is_refused_and_written_down() {
    let world = strict().await;
    let mut ada = world.person("ada").await;
    let mut key = Authenticator::security_key();
    comes_in_registering(&mut ada, &mut key).await;
    for (count, status) in [(7, 200), (7, 401), (3, 401), (0, 401), (8, 200)] {
        let mut browser = ada.another_browser();
        sets_out(&mut browser).await;
        key.lie(Lie::SignCount(count));
        gives(&mut browser, &mut key).await.is(status);
        key.be_honest();
        assert_eq!(browser.gets_through().await, status == 200, "{count}");
    }
    assert_eq!(refusals(&world, "passkey-cloned").await.len(), 3, "each is written down by itself");
    assert_eq!(refusals(&world, "code-refused").await, ["cloned-passkey"; 3]);
}

#[tokio::test]
async fn five_refused_answers_end_a_sign_in_and_those_of_all_sign_ins_pause_the_person() {
    let world = World::with(|settings| {
        settings.mail();
    })
    .await;
    asks(&world, MfaSetting::Enabled, &[]).await;
    let mut ada = world.person("ada").await;
    let mut key = Authenticator::security_key();
    comes_in_registering(&mut ada, &mut key).await;
    key.lie(Lie::OtherKey);
    for _ in 0..2 {
        let mut thief = ada.another_browser();
        sets_out(&mut thief).await;
        for _ in 0..4 {
            gives(&mut thief, &mut key).await.is(401);
        }
        leads_to(&gives(&mut thief, &mut key).await, "/_auth/login");
    }
    key.be_honest();
    let mut owner = ada.another_browser();
    sets_out(&mut owner).await;
    gives(&mut owner, &mut key).await.is(429);
    world.later(Duration::from_hours(2));
    comes_in_with(&mut owner, &mut key).await.is(200);
}

#[tokio::test]
async fn a_form_of_another_site_or_of_no_page_is_refused() {
    let world = strict().await;
    let mut ada = world.person("ada").await;
    let mut key = Authenticator::security_key();
    comes_in_registering(&mut ada, &mut key).await;
    ada.signs_out().await;
    sets_out(&mut ada).await;
    let question = Question::at(&mut ada, GIVE).await;
    let credential = key.get(&question.options, ORIGIN).expect("an answer");
    let fields = [("csrf", question.csrf.as_str()), ("credential", &credential)];
    ada.posts_with(GIVE, "Sec-Fetch-Site: cross-site\r\n", &fields).await.is(403);
    ada.posts(GIVE, &[("csrf", "x"), ("credential", &credential)]).await.is(403);
    assert!(!ada.gets_through().await);
}

#[tokio::test]
async fn a_passkey_belongs_to_its_portal() {
    let world = World::with(|settings| {
        settings.another_portal("other", "passkey_sign_in = true");
    })
    .await;
    asks(&world, MfaSetting::Enabled, &[]).await;
    let mut ada = world.person("ada").await;
    let mut key = Authenticator::security_key();
    comes_in_registering(&mut ada, &mut key).await;
    // There it is of no use, and nothing is registered beside it with the password alone.
    let mut there = ada.at_portal(OTHER_HOST);
    assert_eq!(sets_out(&mut there).await, "/_auth/code/recovery");
    for page in ["/code/passkey", "/enrol/start", "/enrol/passkey", "/code"] {
        leads_to(&there.visits(page).await, "/_auth/code/recovery");
    }
    let page = ada.at(OTHER_HOST).visits("/login").await;
    let options = question(&page);
    assert!(key.get(&options, OTHER_ORIGIN).is_err(), "the authenticator knows it for another host");
    // An authenticator that does not care: what it signed is for the other portal.
    let csrf = field(&page, "csrf").expect("a form");
    let mut browser = ada.at(OTHER_HOST);
    browser.visits("/login").await;
    let forced = options.replace("\"rpId\":\"other.localhost\"", &format!("\"rpId\":{HOST:?}"));
    let credential = key.get(&forced, OTHER_ORIGIN).expect("an answer");
    assert_ne!(browser.posts(ALONE, &[("csrf", &csrf), ("credential", &credential)]).await.status, 200);
    assert!(!browser.opens("/").await.text().contains("legacy application"));
}

#[tokio::test]
async fn more_are_added_renamed_and_removed_behind_the_password() {
    let world = strict().await;
    let mut ada = world.person("ada").await;
    let mut key = Authenticator::security_key();
    comes_in_registering(&mut ada, &mut key).await;
    let mut second = Authenticator::with_ed25519();
    world.later(Duration::from_secs(1));
    let page = adds(&mut ada, "Yellow <key>", &mut second).await;
    ada.goes_on(&page).await.is(200).says("Yellow &lt;key&gt;</bdi> has been added");
    world.mailbox.takes_about("ada@acme.example", "passkey was added").await;
    world.mailbox.takes_about("ada@acme.example", "passkey was added").await;
    // The key that is registered is not made again.
    let question = Question::at(&mut ada, NEW).await;
    assert!(second.create(&question.options, ORIGIN).is_err());

    world.later(Duration::from_mins(11));
    let [first, yellow] = <[String; 2]>::try_from(passkeys(&mut ada).await).expect("two");
    let page = format!("/account/mfa/passkeys/{yellow}");
    ada.submits(&page, &[("name", "Green key")]).await.is(422);
    ada.submits(&page, &[("name", "Green key"), ("current_password", "wrong")]).await.is(422);
    let remove = format!("{page}/remove");
    ada.submits(&remove, &[]).await.is(422);
    let question = Question::at(&mut ada, NEW).await;
    let made = Authenticator::security_key().create(&question.options, ORIGIN).expect("an answer");
    question.made(&mut ada, "Third", &made).await.is(422);
    assert_eq!(world.peeks("SELECT name FROM passkeys ORDER BY created_at, name").await, ["Blue key", "Yellow <key>"]);

    let renamed = ada.submits(&page, &[("name", "Green key"), ("current_password", PASSWORD)]).await;
    ada.goes_on(&renamed).await.says("It is now called <bdi>Green key");
    ada.submits(&page, &[("name", " ")]).await.is(422).says("Enter a name");
    let removed = ada.submits(&remove, &[]).await;
    ada.goes_on(&removed).await.says("Green key</bdi> has been removed");
    world.mailbox.takes_about("ada@acme.example", "passkey was removed").await;
    ada.visits(&page).await.is(404);
    // What is gone opens nothing any more.
    ada.signs_out().await;
    sets_out(&mut ada).await;
    let question = Question::at(&mut ada, GIVE).await;
    assert!(second.get(&question.options, ORIGIN).is_err());
    gives(&mut ada, &mut key).await.is(200);
    // The last one stays, since the account asks for one.
    let kept = ada.submits(&format!("/account/mfa/passkeys/{first}/remove"), &[]).await;
    ada.goes_on(&kept).await.is(200).says("your company requires MFA");
    asks(&world, MfaSetting::Available, &[]).await;
    ada.submits(&format!("/account/mfa/passkeys/{first}/remove"), &[]).await.is(303);
    assert_eq!(world.peeks("SELECT username FROM users WHERE has_factor = 1").await, [""; 0]);
    assert_eq!(world.peeks("SELECT record FROM recovery_codes").await, [""; 0]);
    let events: Vec<_> = world.audit().await.into_iter().map(|event| event["what"].clone()).collect();
    for what in ["mfa-registered", "passkey-added", "passkey-renamed", "passkey-removed"] {
        assert!(events.contains(&what.into()), "{what}");
    }
}

#[tokio::test]
async fn somebody_elses_passkey_is_there_for_nobody() {
    let world = strict().await;
    let (mut ada, mut eve) = (world.person("ada").await, world.person("eve").await);
    comes_in_registering(&mut ada, &mut Authenticator::security_key()).await;
    comes_in_registering(&mut eve, &mut Authenticator::security_key()).await;
    let of_ada = passkeys(&mut ada).await.remove(0);
    for page in [format!("/account/mfa/passkeys/{of_ada}"), format!("/account/mfa/passkeys/{of_ada}/remove")] {
        eve.visits(&page).await.is(404);
        let csrf = eve.csrf("/_auth/account/mfa").await;
        eve.posts(&format!("/_auth{page}"), &[("csrf", &csrf), ("name", "Mine")]).await.is(404);
    }
    assert_eq!(world.peeks("SELECT name FROM passkeys").await, ["Blue key"; 2]);
}

#[tokio::test]
async fn there_is_room_for_ten() {
    let world = strict().await;
    let mut ada = world.person("ada").await;
    comes_in_registering(&mut ada, &mut Authenticator::security_key()).await;
    for index in 2..=10 {
        adds(&mut ada, &format!("Key {index}"), &mut Authenticator::security_key()).await.is(303);
    }
    ada.visits("/account/mfa/passkeys/new").await.says("as many passkeys");
    let csrf = ada.csrf("/_auth/account/mfa").await;
    ada.posts(NEW, &[("csrf", &csrf), ("name", "Key 11"), ("credential", "{}")]).await.is(422).says("as many passkeys");
    assert_eq!(passkeys(&mut ada).await.len(), 10);
}

#[tokio::test]
async fn a_reset_by_an_administrator_leaves_no_passkey() {
    let world = World::with(|settings| {
        settings.mail().portal("passkey_sign_in = true");
    })
    .await;
    let mut admin = world.admin("admin").await;
    asks(&world, MfaSetting::Enabled, &[]).await;
    let mut ada = world.person("ada").await;
    let mut key = Authenticator::security_key();
    comes_in_registering(&mut ada, &mut key).await;
    admin.submits(&format!("/users/{}/reset-mfa", ada.id), &[]).await.is(303);
    assert!(!ada.gets_through().await);
    signs_in_alone(&mut ada.another_browser(), &mut key).await.is(401);
    let mut ada = ada.another_browser();
    assert_eq!(sets_out(&mut ada).await, "/_auth/enrol/start");
    registers(&mut ada, &mut Authenticator::security_key()).await;
}

#[tokio::test]
async fn who_owes_what_resists_phishing_gives_a_passkey_or_registers_one() {
    let world = strict().await;
    let mut ada = world.person("ada").await;
    let secret = comes_in_with_new_app(&world, &mut ada).await;
    ada.signs_out().await;
    asks(&world, MfaSetting::Enabled, &[("role.recordings", Demand::PhishingResistant)]).await;

    // The app's code first: until then, nothing is registered beside it.
    assert_eq!(sets_out(&mut ada).await, "/_auth/code");
    leads_to(&ada.visits("/enrol/passkey").await, "/_auth/code");
    let answer = ada.submits("/code", &[("code", &code(&world, &secret))]).await;
    leads_to(&answer, "/_auth/enrol/start");
    assert!(!ada.gets_through().await, "a code is not enough");
    let page = ada.visits("/enrol/start").await;
    page.is(200).says("Have your passkey or security key ready");
    leads_to(&ada.submits("/enrol/start", &[]).await, "/_auth/enrol/passkey");
    let mut key = Authenticator::security_key();
    let question = Question::at(&mut ada, ENROL).await;
    let credential = key.create(&question.options, ORIGIN).expect("an answer");
    // There are recovery codes from the app's registration.
    question.made(&mut ada, "Blue key", &credential).await.is(200).says("http-equiv=\"refresh\"");
    assert_eq!(told(&world, &mut ada).await.0, "passkey");

    // From then on the passkey, and nothing else.
    ada.signs_out().await;
    assert_eq!(sets_out(&mut ada).await, "/_auth/code/passkey");
    for page in ["/code", "/code/recovery", "/enrol/start", "/enrol/passkey"] {
        leads_to(&ada.visits(page).await, "/_auth/code/passkey");
    }
    world.later(Duration::from_mins(1));
    let csrf = Question::at(&mut ada, GIVE).await.csrf;
    let answer = ada.posts("/_auth/code", &[("csrf", &csrf), ("code", &code(&world, &secret))]).await;
    leads_to(&answer, "/_auth/code/passkey");
    assert!(!ada.gets_through().await);
    gives(&mut ada, &mut key).await.is(200);
    // It is the last that meets the demand, whatever app there is.
    let [passkey] = <[String; 1]>::try_from(passkeys(&mut ada).await).expect("one");
    let kept = ada.submits(&format!("/account/mfa/passkeys/{passkey}/remove"), &[]).await;
    ada.goes_on(&kept).await.says("your company requires MFA");

    // Whoever has nothing registers a passkey at once, and no app.
    let mut bob = world.person("bob").await;
    assert_eq!(sets_out(&mut bob).await, "/_auth/enrol/start");
    leads_to(&bob.submits("/enrol/start", &[]).await, "/_auth/enrol/passkey");
    registers(&mut bob, &mut Authenticator::security_key()).await;
    keeps_codes(&mut bob).await;
    assert!(bob.gets_through().await);
}

#[tokio::test]
async fn a_demand_that_came_to_be_on_the_way_is_met_before_anybody_arrives() {
    let world = strict().await;
    let mut ada = world.person("ada").await;
    let secret = comes_in_with_new_app(&world, &mut ada).await;
    ada.signs_out().await;
    assert_eq!(sets_out(&mut ada).await, "/_auth/code");
    let csrf = ada.csrf("/_auth/code").await;
    asks(&world, MfaSetting::Enabled, &[("level.staff", Demand::PhishingResistant)]).await;
    let answer = ada.posts("/_auth/code", &[("csrf", &csrf), ("code", &code(&world, &secret))]).await;
    leads_to(&answer, "/_auth/enrol/start");
    assert!(!ada.gets_through().await);
}

#[tokio::test]
async fn a_portal_without_passkeys_offers_none() {
    let world = World::with(|settings| {
        settings.portal("passkeys = false");
    })
    .await;
    asks(&world, MfaSetting::Enabled, &[]).await;
    let mut ada = world.person("ada").await;
    sets_out(&mut ada).await;
    assert!(!ada.visits("/enrol/start").await.is(200).text().contains("enrol/passkey"));
    ada.visits("/enrol/passkey").await.is(403);
    assert!(!ada.visits("/login").await.text().contains("login/passkey"));
    ada.posts(ALONE, &[("csrf", "x"), ("credential", "{}")]).await.is(404);
    // Who owes one cannot come in there: what is demanded is not waived.
    asks(&world, MfaSetting::Enabled, &[("level.staff", Demand::PhishingResistant)]).await;
    let answer = ada.submits("/enrol/start", &[]).await;
    ada.goes_on(&answer).await.is(403);
    assert!(!ada.gets_through().await);
}

#[tokio::test]
async fn a_passkey_alone_signs_somebody_in_where_the_portal_lets_it() {
    let world = open().await;
    asks(&world, MfaSetting::Enabled, &[("level.staff", Demand::PhishingResistant)]).await;
    let mut ada = world.person("ada").await;
    let mut key = Authenticator::security_key();
    comes_in_registering(&mut ada, &mut key).await;
    let before = ada.session();
    // In a browser that somebody is signed in with, it takes the old session's place.
    let mut other_tab = ada.clone();
    ada.cookies.remove(Browser::SESSION);
    let page = ada.visits("/login").await;
    let (csrf, credential) = (field(&page, "csrf").expect("a form"), key.get(&question(&page), ORIGIN).expect("an answer"));
    ada.cookies.insert(Browser::SESSION.to_owned(), before);
    ada.posts(ALONE, &[("csrf", &csrf), ("credential", &credential)]).await.is(200).says("http-equiv=\"refresh\"");
    let expected = serde_json::json!(["hwk", "user", "mfa"]);
    assert_eq!(told(&world, &mut ada).await, ("passkey".to_owned(), expected, "urn:gatehouse:aal2".to_owned()));
    assert!(!other_tab.gets_through().await, "the old session has ended");

    let mut elsewhere = ada.another_browser();
    signs_in_alone(&mut elsewhere, &mut key).await.is(200);
    assert!(elsewhere.gets_through().await);
    world.mailbox.takes_about("ada@acme.example", "New sign-in").await;
    let signed_in = world.audit().await.iter().filter(|event| event["what"] == "signed-in").count();
    assert_eq!(signed_in, 3);
}

#[tokio::test]
async fn a_passkey_alone_has_to_find_out_who_uses_it_then_and_when_it_was_registered() {
    let world = open().await;
    asks(&world, MfaSetting::Enabled, &[]).await;
    let (mut ada, mut bob) = (world.person("ada").await, world.person("bob").await);
    let (mut key, mut without_pin) = (Authenticator::security_key(), Authenticator::security_key());
    comes_in_registering(&mut ada, &mut key).await;
    key.lie(Lie::UserUnverified);
    signs_in_alone(&mut ada.another_browser(), &mut key).await.is(401);
    key.be_honest();
    // Whoever finds a key without a PIN can give it one.
    without_pin.lie(Lie::UserUnverified);
    comes_in_registering(&mut bob, &mut without_pin).await;
    without_pin.be_honest();
    signs_in_alone(&mut bob.another_browser(), &mut without_pin).await.is(401);
    assert_eq!(refusals(&world, "sign-in-refused").await, ["wrong-passkey", "unverified-passkey"]);
    // Beside the password it is as good as any.
    bob.signs_out().await;
    comes_in_with(&mut bob, &mut without_pin).await.is(200);
}

#[tokio::test]
async fn nobody_learns_from_a_refusal_whose_a_passkey_is() {
    let world = World::with(|settings| {
        settings.portal("passkey_sign_in = true").another_portal("other", "accounts = [\"OTHER\"]\npasskey_sign_in = true");
    })
    .await;
    asks(&world, MfaSetting::Enabled, &[]).await;
    let mut key = Authenticator::security_key();
    let mut ada = world.person("ada").await;
    comes_in_registering(&mut ada, &mut key).await;
    let refused = async |key: &mut Authenticator| {
        let answer = signs_in_alone(&mut world.browser(), key).await;
        let text = answer.is(401).says("could not be checked").text();
        let varies = |line: &&str| !line.contains("data-options") && !line.contains("csrf");
        let mut lines: Vec<_> = text.split('<').filter(varies).map(str::to_owned).collect();
        lines.retain(|line| !line.contains("nonce"));
        (answer.names(), lines)
    };
    let account = Folded::of(ACCOUNT);
    signs_in_alone(&mut world.browser(), &mut key).await.is(200);
    let mut answers = Vec::new();
    // Of nobody; with another key; and of somebody who may not.
    key.lie(Lie::CredentialId(vec![7; 32]));
    answers.push(refused(&mut key).await);
    key.be_honest().lie(Lie::OtherKey);
    answers.push(refused(&mut key).await);
    key.be_honest();
    key.lie(Lie::UserHandle(Some(vec![7; 16])));
    answers.push(refused(&mut key).await);
    key.be_honest();
    for state in [UserState::Disabled, UserState::Locked] {
        world.sets(&ada, UserEdit { state: Some(state), ..UserEdit::default() }).await;
        answers.push(refused(&mut key).await);
    }
    world.sets(&ada, UserEdit { state: Some(UserState::Active), ..UserEdit::default() }).await;
    let edit = |state| AccountEdit { state: Some(state), ..AccountEdit::default() };
    world.administrator().set_account(&account, edit(AccountState::Suspended)).await.expect("a change");
    answers.push(refused(&mut key).await);
    world.administrator().set_account(&account, edit(AccountState::Open)).await.expect("a change");
    asks(&world, MfaSetting::Disabled, &[]).await;
    answers.push(refused(&mut key).await);
    asks(&world, MfaSetting::Enabled, &[]).await;
    key.lie(Lie::SignCount(0));
    answers.push(refused(&mut key).await);
    key.be_honest();
    assert!(answers.windows(2).all(|two| two[0] == two[1]), "{answers:#?}");
    let why = [
        "unknown-passkey",
        "wrong-passkey",
        "wrong-passkey",
        "disabled",
        "locked",
        "account-suspended",
        "sleeping-passkey",
        "cloned-passkey",
    ];
    assert_eq!(refusals(&world, "sign-in-refused").await, why);
    signs_in_alone(&mut world.browser(), &mut key).await.is(200);
}

#[tokio::test]
async fn a_portal_admits_nobody_elses_people_by_passkey() {
    let world = World::with(|settings| {
        settings.portal("passkey_sign_in = true");
    })
    .await;
    asks(&world, MfaSetting::Enabled, &[]).await;
    let mut ada = world.person("ada").await;
    let mut key = Authenticator::security_key();
    comes_in_registering(&mut ada, &mut key).await;
    let mut world = world;
    world
        .restarts(|settings| {
            settings.portal("accounts = [\"OTHER\"]");
        })
        .await;
    world.account("OTHER", AccountKind::Customer).await;
    let mut browser = world.browser();
    signs_in_alone(&mut browser, &mut key).await.is(401);
    assert_eq!(refusals(&world, "sign-in-refused").await, ["not-admitted"]);
}

#[tokio::test]
async fn an_answer_at_the_sign_in_page_is_good_once_and_in_its_own_browser() {
    let world = open().await;
    asks(&world, MfaSetting::Enabled, &[]).await;
    let mut ada = world.person("ada").await;
    let mut phone = Authenticator::synchronised();
    comes_in_registering(&mut ada, &mut phone).await;
    let (mut one, mut thief) = (world.browser(), world.browser());
    let page = one.visits("/login").await;
    let csrf = field(&page, "csrf").expect("a form");
    let credential = phone.get(&question(&page), ORIGIN).expect("an answer");
    let of_thief = thief.csrf("/_auth/login").await;
    thief.posts(ALONE, &[("csrf", &of_thief), ("credential", &credential)]).await.is(401);
    let mut posts = JoinSet::new();
    for _ in 0..20 {
        let (mut browser, csrf, credential) = (one.clone(), csrf.clone(), credential.clone());
        posts.spawn(async move { browser.posts(ALONE, &[("csrf", &csrf), ("credential", &credential)]).await.status });
    }
    let statuses = posts.join_all().await;
    assert_eq!(statuses.iter().filter(|status| **status == 200).count(), 1, "{statuses:?}");
    // A second factor's answer is none at the sign-in page, although the same key gave it.
    let mut owner = ada.another_browser();
    sets_out(&mut owner).await;
    let question = Question::at(&mut owner, GIVE).await;
    let credential = phone.get(&question.options, ORIGIN).expect("an answer");
    let csrf = thief.csrf("/_auth/login").await;
    thief.posts(ALONE, &[("csrf", &csrf), ("credential", &credential)]).await.is(401);
    thief.posts(ALONE, &[("csrf", "x"), ("credential", &credential)]).await.is(403);
    thief.posts(ALONE, &[("csrf", &csrf), ("credential", "")]).await.is(422);
    thief.posts_with(ALONE, "Origin: http://evil.example\r\n", &[("csrf", &csrf), ("credential", &credential)]).await.is(403);
    assert!(!thief.opens("/").await.text().contains("legacy application"));
}

#[tokio::test]
async fn a_new_password_that_was_asked_for_is_owed_by_passkey_too() {
    let world = open().await;
    asks(&world, MfaSetting::Enabled, &[]).await;
    let mut ada = world.person("ada").await;
    let mut key = Authenticator::security_key();
    comes_in_registering(&mut ada, &mut key).await;
    world.sets(&ada, UserEdit { must_change_password: Some(true), ..UserEdit::default() }).await;
    let mut browser = ada.another_browser();
    leads_to(&signs_in_alone(&mut browser, &mut key).await, "/_auth/choose-password");
    assert!(!browser.gets_through().await);
    let new = "an entirely other teaspoon";
    browser.submits("/choose-password", &[("password", new), ("password_confirmation", new)]).await.is(200);
    assert_eq!(told(&world, &mut browser).await.1, serde_json::json!(["hwk", "user", "mfa"]));
}

#[tokio::test]
async fn refused_answers_at_the_sign_in_page_pause_the_network() {
    let world = World::with(|settings| {
        settings.portal("passkey_sign_in = true").tables("[limits]\nnetwork = { failures = 3 }");
    })
    .await;
    let mut browser = world.browser();
    let mut statuses = Vec::new();
    for _ in 0..4 {
        let csrf = browser.csrf("/_auth/login").await;
        statuses.push(browser.posts(ALONE, &[("csrf", &csrf), ("credential", "{}")]).await.status);
    }
    assert_eq!(statuses, [401, 401, 401, 429]);
}

#[tokio::test]
async fn the_sign_in_page_asks_for_no_passkey_where_none_signs_in() {
    let world = World::new().await;
    let page = world.browser().visits("/login").await;
    assert!(!page.is(200).text().contains("data-passkey"));
    assert_eq!(world.peeks("SELECT CAST(began_at AS TEXT) FROM ceremonies").await, [""; 0]);
    let mut browser = world.browser();
    let csrf = browser.csrf("/_auth/login").await;
    browser.posts(ALONE, &[("csrf", &csrf), ("credential", "{}")]).await.is(404);
}

#[tokio::test]
async fn whoever_may_not_manage_their_own_changes_no_passkey() {
    let world = strict().await;
    let mut ada = world.person_with("ada", |new| new.roles = Preset::User.roles()).await;
    comes_in_registering(&mut ada, &mut Authenticator::security_key()).await;
    let passkey = passkeys(&mut ada).await.remove(0);
    world.sets(&ada, UserEdit { roles: Some(["recordings".parse().expect("a role")].into()), ..UserEdit::default() }).await;
    ada.signs_out().await;
    let mut ada = ada.another_browser();
    assert_eq!(sets_out(&mut ada).await, "/_auth/code/ready");
    asks(&world, MfaSetting::Available, &[]).await;
    world.tampers("UPDATE users SET wants_mfa = 0").await;
    let mut ada = ada.another_browser();
    ada.signs_in().await;
    world.posts_every_letter().await;
    let before = world.snapshot().await;
    leads_to(&ada.visits("/account/mfa/passkeys/new").await, "/_auth/account/mfa");
    ada.submits(&format!("/account/mfa/passkeys/{passkey}"), &[("name", "Other")]).await.is(403);
    ada.submits(&format!("/account/mfa/passkeys/{passkey}/remove"), &[]).await.is(403);
    assert_eq!(world.peeks("SELECT name FROM passkeys").await, ["Blue key"]);
    assert_eq!(difference(&before, &world.snapshot().await), [""; 0]);
}
