//! An authenticator app, written from RFC 4226 and RFC 6238 and not from the gateway's own code, and what people do with one.

use std::time::Duration;

use data_encoding::{BASE32_NOPAD, HEXLOWER};
use gatehouse_auth_core::{
    flow::administer::{AccountEdit, NewUser},
    identifier::Folded,
    mfa::MfaSetting,
    permission::{Level, Preset},
    ports::Clock as _,
    time::Timestamp,
};
use ring::hmac;

use crate::{
    person::{Browser, Person, field},
    raw::Answer,
    world::{ACCOUNT, PASSWORD, World},
};

/// An app that has read the picture, or was told the key.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Authenticator {
    secret: Vec<u8>,
    /// Under what it lists the account.
    pub label: String,
}

/// How long a code is shown.
pub const STEP: Duration = Duration::from_secs(30);

impl Authenticator {
    /// Reads an `otpauth:` address, as an app does: parameters that it does not know by heart, it would ignore.
    #[track_caller]
    pub fn read(uri: &str) -> Self {
        let rest = uri.strip_prefix("otpauth://totp/").unwrap_or_else(|| panic!("no address for an app: {uri}"));
        let (label, parameters) = rest.split_once('?').expect("parameters");
        let mut secret = None;
        for (name, value) in parameters.split('&').filter_map(|pair| pair.split_once('=')) {
            match name {
                "secret" => secret = Some(value),
                "issuer" => assert_eq!(label.split(':').next(), Some(value), "{uri}"),
                "algorithm" => assert_eq!(value, "SHA1", "apps ignore anything else"),
                "digits" => assert_eq!(value, "6", "apps ignore anything else"),
                "period" => assert_eq!(value, "30", "apps ignore anything else"),
                other => panic!("what is {other}? {uri}"),
            }
        }
        Self { label: label.to_owned(), ..Self::told(secret.expect("a secret")) }
    }

    /// Is told the key, with whatever spaces.
    #[track_caller]
    pub fn told(key: &str) -> Self {
        let key: String = key.split_whitespace().collect();
        Self { secret: BASE32_NOPAD.decode(key.as_bytes()).expect("base32"), label: String::new() }
    }

    /// Reads the page of a registration: its link, and its key, which say the same.
    #[track_caller]
    pub fn scans(page: &Answer) -> Self {
        let text = page.text();
        let (_, rest) =
            text.split_once("href=\"otpauth:").unwrap_or_else(|| panic!("{} has no link for an app\n{text}", page.status));
        let app = Self::read(&format!("otpauth:{}", rest.split('"').next().expect("an end").replace("&amp;", "&")));
        let (_, rest) = text.split_once("<p class=\"secret\"").expect("a key to type");
        let key = rest.split_once("</p>").expect("an end").0.replace("</span>", " ").replace("<span>", "");
        let key = key.split_once('>').expect("a beginning").1;
        assert_eq!(Self::told(key).secret, app.secret, "the key is what the picture says");
        app
    }

    /// The code of the thirty seconds that `at` is in (RFC 6238 §4.2, RFC 4226 §5.3).
    pub fn code_at(&self, at: Timestamp) -> String {
        let counter = u64::try_from(at.as_secs()).expect("after 1970") / STEP.as_secs();
        let key = hmac::Key::new(hmac::HMAC_SHA1_FOR_LEGACY_USE_ONLY, &self.secret);
        let tag = hmac::sign(&key, &counter.to_be_bytes());
        let tag = tag.as_ref();
        let offset = usize::from(tag[tag.len() - 1] & 0x0f);
        let number = u32::from_be_bytes(tag[offset..offset + 4].try_into().expect("four bytes")) & 0x7fff_ffff;
        format!("{:06}", number % 1_000_000)
    }

    /// What it shows in this world now.
    pub fn shows(&self, world: &World) -> String {
        self.code_at(world.clock.now())
    }

    /// What it shows by this machine's own clock.
    #[expect(clippy::disallowed_methods, reason = "a gateway in a process of its own has that clock too")]
    pub fn code_now(&self) -> String {
        let now = std::time::SystemTime::now().duration_since(std::time::UNIX_EPOCH).expect("after 1970");
        self.code_at(Timestamp::from_millis(i64::try_from(now.as_millis()).expect("before the year 292 million")))
    }

    /// A code that it shows neither now nor about now.
    pub fn never_shows(&self, world: &World) -> String {
        let now = world.clock.now();
        let near: Vec<String> =
            (0..=4).flat_map(|steps| [now.before(steps * STEP), now.after(steps * STEP)]).map(|at| self.code_at(at)).collect();
        (0..1_000).map(|number| format!("{number:06}")).find(|code| !near.contains(code)).expect("most codes are wrong")
    }

    /// The secret as stores or logs might leak it.
    pub fn leaks(&self) -> [String; 2] {
        [BASE32_NOPAD.encode(&self.secret), HEXLOWER.encode(&self.secret)]
    }
}

/// What somebody has after a registration.
#[derive(Clone, Debug)]
pub struct Registered {
    /// The app.
    pub app: Authenticator,
    /// Their recovery codes.
    pub codes: Vec<String>,
}

/// The recovery codes of a page.
#[track_caller]
pub fn codes_of(page: &Answer) -> Vec<String> {
    let text = page.text();
    let (_, rest) = text.split_once("<ul class=\"codes\"").unwrap_or_else(|| panic!("{} has no codes\n{text}", page.status));
    let list = rest.split_once("</ul>").expect("an end").0;
    list.split("<li>").skip(1).filter_map(|item| Some(item.split('<').next()?.to_owned())).collect()
}

impl Browser {
    /// The name of the cookie of a sign-in on its way.
    pub const PENDING: &str = "__Host-gh-pending";
    /// The name of the cookie by which a browser is known.
    pub const DEVICE: &str = "__Host-gh-device";

    /// Fills in the form of a page that is open, and sends it to where that says.
    pub async fn fills_in(&mut self, page: &Answer, fields: &[(&str, &str)]) -> Answer {
        let text = page.text();
        let (_, rest) = text
            .split_once("class=\"card-body stack\" method=\"post\" action=\"")
            .unwrap_or_else(|| panic!("{} has no form\n{text}", page.status));
        let action = rest.split('"').next().expect("an end").replace("&amp;", "&");
        let csrf = field(page, "csrf").expect("a token");
        let mut all = vec![("csrf", csrf.as_str())];
        all.extend_from_slice(fields);
        self.posts(&action, &all).await
    }

    /// Goes from the start of a registration to its picture; the page.
    pub async fn begins_to_enrol(&mut self) -> Answer {
        let answer = self.submits("/enrol/start", &[]).await;
        let page = self.goes_on(&answer).await;
        page.is(200).says("Set up your authenticator app");
        page
    }

    /// Registers with a fresh app, from the first page, which is open, to the end; where that leads is the answer.
    pub async fn registers(&mut self, world: &World, start: &Answer) -> (Registered, Answer) {
        let answer = self.fills_in(start, &[]).await;
        let page = self.goes_on(&answer).await;
        let app = Authenticator::scans(page.is(200));
        let answer = self.fills_in(&page, &[("code", &app.shows(world))]).await;
        let page = self.goes_on(&answer).await;
        let codes = codes_of(page.is(200));
        let answer = self.fills_in(&page, &[("saved", "1")]).await;
        (Registered { app, codes }, answer)
    }

    /// Gives a code.
    pub async fn gives(&mut self, code: &str) -> Answer {
        self.submits("/code", &[("code", code)]).await
    }

    /// Gives a recovery code.
    pub async fn gives_recovery_code(&mut self, code: &str) -> Answer {
        self.submits("/code/recovery", &[("recovery_code", code)]).await
    }
}

impl Person {
    /// Gives the password, which is right and not enough; where they are led.
    pub async fn sets_out(&mut self) -> String {
        let username = self.username.clone();
        let answer = self.tries(&username, PASSWORD).await;
        let (is_on_the_way, is_in) = (self.cookies.contains_key(Browser::PENDING), self.cookies.contains_key(Browser::SESSION));
        assert!(is_on_the_way && !is_in, "{} {:?}", answer.status, self.cookies);
        answer.is(303).header("location").expect("an address").to_owned()
    }

    /// Registers while signing in, and is signed in.
    pub async fn signs_in_and_registers(&mut self, world: &World) -> Registered {
        let to = self.sets_out().await;
        assert_eq!(to, "/_auth/enrol/start");
        let start = self.opens(&to).await;
        let (registered, answer) = self.registers(world, &start).await;
        answer.is(200).says("http-equiv=\"refresh\"");
        registered
    }

    /// Sets it up in the middle of a session, from My MFA.
    pub async fn sets_up_mfa(&mut self, world: &World) -> Registered {
        let answer = self.visits("/account/mfa/set-up").await;
        let start = self.goes_on(&answer).await;
        let (registered, answer) = self.registers(world, &start).await;
        answer.is(200).says("http-equiv=\"refresh\"");
        registered
    }

    /// Signs in by password and a code that the app has not shown before.
    pub async fn signs_in_by_code(&mut self, world: &World, app: &Authenticator) -> Answer {
        self.sets_out().await;
        world.later(STEP);
        let answer = self.gives(&app.shows(world)).await;
        answer.is(200).says("http-equiv=\"refresh\"");
        answer
    }
}

impl World {
    /// Sets whom the usual account asks for a second factor, as `gatehouse account set --mfa` does.
    pub async fn asks_for_mfa(&self, setting: MfaSetting) {
        let edit = AccountEdit { mfa: Some(setting), ..AccountEdit::default() };
        self.administrator().set_account(&Folded::of(ACCOUNT), edit).await.expect("a change");
    }

    /// An administrator, where everybody is asked: they have registered, and are signed in.
    pub async fn admin_who_registers(&self, username: &str) -> Person {
        let change = |new: &mut NewUser| (new.roles, new.level) = (Preset::Admin.roles(), Level::Company);
        let mut admin = self.person_with(username, change).await;
        admin.signs_in_and_registers(self).await;
        admin
    }

    /// Somebody who chose a second factor and has just set it up, signed in with it.
    pub async fn person_with_mfa(&self, username: &str) -> (Person, Registered) {
        let mut person = self.person(username).await;
        person.signs_in().await;
        let registered = person.sets_up_mfa(self).await;
        (person, registered)
    }

    /// How many rows a table has about somebody.
    pub async fn counts(&self, table: &str, person: &Person) -> usize {
        self.peeks(&format!("SELECT user_id FROM {table} WHERE user_id = '{}'", person.id)).await.len()
    }
}
