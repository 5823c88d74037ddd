//! What becomes of a letter whose sender dies with it in hand.

use std::{sync::Arc, time::Duration};

use gatehouse::{Parts, compile, wiring::Office};
use gatehouse_auth_core::{
    account::AccountKind,
    flow::{
        administer::{Administrator, NewUser},
        forgot::{Forgotten, forgot},
        write_letter::{Content, Draft, Written, write_letter},
    },
    identifier::Folded,
    letter::ClaimedLetter,
    permission::{Level, Preset},
    portal::Admission,
    ports::Clock as _,
    secret::SecretDigest,
    testing::{HandClock, InlineHashing},
    time::Timestamp,
};
use gatehouse_config::Config;
use tempfile::TempDir;

/// A sender that takes letters on, has them written, and never says what became of them.
struct Dying {
    office: Office,
    portals: Vec<Admission>,
    clock: Arc<HandClock>,
    _folder: TempDir,
}

impl Dying {
    /// Ada has forgotten her password, and her letter waits.
    async fn with_a_letter_of_ada() -> Self {
        let folder = tempfile::tempdir().expect("a folder");
        let config = Config::from_toml(&format!(
            "[server]\ndata_dir = {:?}\n[mail]\nurl = \"smtp://127.0.0.1:9\"\nfrom = \"no-reply@calls.example\"\n\
             [[portal]]\nname = \"calls\"\ntitle = \"Calls\"\nurl = \"http://calls.localhost\"\nupstream = \"http://127.0.0.1:9\"\n\
             recovery = \"link\"\n",
            folder.path().display().to_string()
        ))
        .expect("a configuration");
        let clock = Arc::new(HandClock::default());
        let parts = Parts { clock: Some(clock.clone()), hashing: Some(Arc::new(InlineHashing)), ..Parts::default() };
        let office = Office::open(&config, parts).await.expect("a directory");
        let dying = Self { office, portals: compile::admissions(&config), clock, _folder: folder };
        dying.queue().await;
        dying
    }

    async fn queue(&self) {
        let administrator = Administrator::at_the_command_line(&self.office.outside, &self.portals);
        let account = "ACME".parse().expect("an Account ID");
        administrator.add_account(account, "Acme".to_owned(), AccountKind::Customer).await.expect("an account");
        let ada = NewUser {
            username: "ada".parse().expect("a username"),
            email: Some("ada@acme.example".parse().expect("an address")),
            name: "Ada".to_owned(),
            level: Level::Staff,
            roles: Preset::User.roles(),
            password: None,
            language: None,
        };
        administrator.add_user(&Folded::of("ACME"), ada).await.expect("a person");
        let forgotten = Forgotten {
            admission: self.portals.first().expect("a portal"),
            account: None,
            identifier: Folded::of("ada@acme.example"),
            network: "10.0.0.1".parse().expect("an address"),
            device: "a browser".to_owned(),
            browser: SecretDigest::of(b"a browser"),
        };
        forgot(&self.office.outside, forgotten).await.expect("a directory");
    }

    async fn takes_on(&self) -> ClaimedLetter {
        let now = self.clock.now();
        let claimed = self.office.outside.outbox.claim(now, now.after(Duration::from_secs(4)), 1).await.expect("an outbox");
        self.clock.advance(Duration::from_secs(5));
        claimed.into_iter().next().expect("the letter waits")
    }

    async fn writes(&self) -> Option<Draft> {
        match write_letter(&self.office.outside, &self.portals, &self.takes_on().await).await.expect("a directory") {
            Written::Draft(draft) => Some(*draft),
            Written::Nothing(why) => panic!("the letter was dropped: {why}"),
        }
    }
}

#[tokio::test]
async fn a_letter_outlives_any_number_of_senders_and_is_asked_for_once() {
    let dying = Dying::with_a_letter_of_ada().await;
    let mut secrets = Vec::new();
    for _ in 0..20 {
        let draft = dying.writes().await.expect("a letter");
        let Content::Link { secret, .. } = draft.content else { panic!("a link") };
        secrets.push(secret.digest());
    }
    for secret in secrets {
        let found = dying.office.outside.directory.recovery_by_secret(&secret).await.expect("a directory");
        assert!(found.is_some_and(|held| held.recovery.ended.is_none()), "every copy's link is good");
    }
    let events = dying.office.outside.directory.audit(Timestamp::from_millis(0), 0, 1000).await.expect("a directory");
    let requests =
        events.iter().filter(|event| serde_json::to_value(event).is_ok_and(|event| event["what"] == "recovery-requested"));
    assert_eq!(requests.count(), 1, "the log says once that she asked");
    dying.office.close().await;
}
