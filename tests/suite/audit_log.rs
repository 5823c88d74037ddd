//! The audit log: that everything is in it, who reads what of it, and that nobody changes it unseen.

use std::{collections::BTreeSet, time::Duration};

use gatehouse_auth_core::{
    account::AccountKind,
    audit::What,
    flow::{
        administer::{AccountEdit, UserEdit},
        keep_ledger,
        rotate_keys::Takeover,
    },
    identifier::Folded,
    ledger::{Break, Chain},
    master_key::MasterKeys,
    permission::{Level, OWN_ROLES},
    user::UserState,
};
use gatehouse_tests::{
    Answer, Browser, Person, World,
    authenticator::codes_of,
    patience::{LONG, eventually},
    people::holding,
    world::PASSWORD,
};
use serde_json::Value;

const NEW: &str = "granite otter lantern fog";
const DAY: Duration = Duration::from_hours(24);

/// The chain as this world's gateways make it.
fn chain_of(world: &World) -> Chain {
    let file = std::fs::read_to_string(world.folder().join("master.key")).expect("the master key's file");
    Chain::new(&MasterKeys::parse(&file).expect("master keys"))
}

async fn chains(world: &World) {
    keep_ledger::chain(world.outside(), &chain_of(world)).await.expect("a directory");
}

async fn verifies(world: &World) -> Result<u64, Break> {
    keep_ledger::verify(world.outside(), &chain_of(world)).await.expect("a directory").map(|verified| verified.entries)
}

/// How many events of a kind were written.
async fn count(world: &World, what: What) -> usize {
    world.audit().await.iter().filter(|event| event["what"] == what.as_str()).count()
}

/// Does something, and sees that an event of this kind was written down for it.
async fn notes<T>(world: &World, what: What, seen: &mut BTreeSet<&'static str>, deed: impl Future<Output = T>) -> T {
    let before = count(world, what).await;
    let done = deed.await;
    eventually(what.as_str(), LONG, async || (count(world, what).await > before).then_some(())).await;
    seen.insert(what.as_str());
    done
}

async fn redeems(browser: &mut Browser, page: &str, link: &str) -> Answer {
    browser.opens(link).await.is(303);
    browser.submits(page, &[("password", NEW), ("password_confirmation", NEW)]).await
}

async fn request_of(world: &World, person: &Person) -> String {
    let sql = format!("SELECT id FROM recoveries WHERE user_id = '{}' AND kind = 'approval' AND ended_at IS NULL", person.id);
    eventually("the request is there", LONG, async || world.peeks(&sql).await.pop()).await
}

#[tokio::test]
#[expect(clippy::too_many_lines, reason = "a list: one deed for every kind of event")]
async fn everything_that_concerns_security_is_written_down() {
    let mut world = World::with(|settings| {
        settings.recovery("link").tables("[audit]\nkeep = \"30d\"");
        settings.another_portal("mailed", "recovery = \"link-then-temporary\"\n");
        settings.another_portal("asked", "recovery = \"admin-approval\"\n");
    })
    .await;
    let mut seen = BTreeSet::new();
    let seen = &mut seen;
    let at = |host: &str| world.browser().at(host);
    notes(&world, What::AccountAdded, seen, world.account("OTHER", AccountKind::Customer)).await;
    let key = Folded::of("OTHER");
    let edit = AccountEdit { name: Some("Other plc".to_owned()), ..AccountEdit::default() };
    notes(&world, What::AccountChanged, seen, async { world.administrator().set_account(&key, edit).await.expect("a change") })
        .await;
    let mut ada = notes(&world, What::UserAdded, seen, world.person_with("ada", holding(&OWN_ROLES, Level::Company))).await;
    let mut bob = notes(&world, What::PasswordSet, seen, world.person("bob")).await;
    notes(&world, What::KeysRotated, seen, world.rotates_keys(Takeover::Now)).await;
    notes(&world, What::SignedIn, seen, ada.signs_in()).await;
    notes(&world, What::SignInRefused, seen, async { world.browser().tries("ada", "wrong").await }).await;
    notes(&world, What::SessionEnded, seen, async {
        let mut twice = bob.another_browser();
        twice.signs_in().await;
        let csrf = world.browser().csrf("/_auth/login").await;
        assert!(!csrf.is_empty());
        world.later(Duration::from_mins(30));
        twice.opens("/").await
    })
    .await;
    ada.another_browser().signs_in().await;
    ada = {
        let mut again = ada.another_browser();
        again.signs_in().await;
        again
    };
    bob.signs_in().await;
    notes(&world, What::SignedOut, seen, bob.signs_out()).await;
    bob.signs_in().await;
    let changed = [("name", "Bob"), ("email", "robert@acme.example"), ("username", "bob"), ("current_password", PASSWORD)];
    notes(&world, What::EmailChangeRequested, seen, bob.submits("/account", &changed)).await;
    let link = world.mailbox.takes("robert@acme.example").await.link();
    notes(&world, What::EmailChanged, seen, async {
        let mut browser = world.browser();
        browser.opens(&link).await.is(303);
        browser.submits("/confirm-email", &[]).await
    })
    .await;
    notes(
        &world,
        What::UserChanged,
        seen,
        bob.submits("/account", &[("name", "Robert"), ("email", "robert@acme.example"), ("username", "bob")]),
    )
    .await;
    notes(
        &world,
        What::StepUpRefused,
        seen,
        bob.submits("/account", &[("name", "R"), ("email", "robert@acme.example"), ("username", "b"), ("current_password", "x")]),
    )
    .await;
    notes(
        &world,
        What::StepUp,
        seen,
        bob.submits(
            "/account",
            &[("name", "R"), ("email", "robert@acme.example"), ("username", "b"), ("current_password", PASSWORD)],
        ),
    )
    .await;
    bob.another_browser().tries("b", PASSWORD).await.is(200);
    notes(&world, What::SessionsEnded, seen, bob.submits("/account/sessions", &[("others", "1")])).await;
    let fields = [("current_password", PASSWORD), ("password", NEW), ("password_confirmation", NEW)];
    notes(&world, What::PasswordChanged, seen, bob.submits("/account/password", &fields)).await;
    let carl = world.person("carl").await;
    let link = notes(&world, What::RecoveryRequested, seen, async {
        world.browser().submits("/forgot", &[("email", &carl.email)]).await.is(303);
        world.mailbox.takes(&carl.email).await.link()
    })
    .await;
    notes(&world, What::LinkUsed, seen, async { redeems(&mut world.browser(), "/reset", &link).await }).await;
    notes(&world, What::RecoveryRefused, seen, async {
        world.browser().submits("/forgot", &[("email", "nobody@acme.example")]).await
    })
    .await;
    let dora = world.person("dora").await;
    notes(&world, What::LinkSent, seen, ada.submits(&format!("/users/{}/reset-password", dora.id), &[])).await;
    world.posts_every_letter().await;
    let password = notes(&world, What::TemporaryPasswordSent, seen, async {
        let mut asking = at("mailed.localhost");
        asking.submits("/forgot", &[("account_id", "ACME"), ("username", "dora")]).await.is(303);
        let link = world.mailbox.takes_about(&dora.email, "received your request").await.link();
        asking.opens(&link).await.is(303);
        asking.visits("/temporary").await.is(200);
        world.mailbox.takes_about(&dora.email, "temporary").await.password()
    })
    .await;
    notes(&world, What::TemporaryPasswordUsed, seen, async { at("mailed.localhost").tries("dora", &password).await }).await;
    let emil = world.person("emil").await;
    let asks = async || at("asked.localhost").submits("/forgot", &[("username", "emil"), ("identifier", "emil")]).await;
    notes(&world, What::ApprovalRequested, seen, asks()).await;
    let request = request_of(&world, &emil).await;
    notes(&world, What::Approved, seen, ada.submits("/requests", &[("approve", &request)])).await;
    notes(&world, What::ApprovalTakenBack, seen, ada.submits("/requests", &[("take_back", &request)])).await;
    world.later(Duration::from_secs(1));
    asks().await;
    let request = request_of(&world, &emil).await;
    notes(&world, What::Declined, seen, ada.submits("/requests", &[("decline", &request)])).await;
    world.sets(&emil, UserEdit { state: Some(UserState::Locked), ..UserEdit::default() }).await;
    notes(&world, What::Unlocked, seen, ada.submits(&format!("/users/{}/unlock", emil.id), &[])).await;
    notes(&world, What::SettingsChanged, seen, ada.submits("/company/settings", &[("name", "Acme plc")])).await;
    notes(&world, What::AuditExported, seen, ada.visits("/audit/export.csv")).await;
    world.mailbox.refuses("emil");
    notes(&world, What::LetterGivenUp, seen, ada.submits(&format!("/users/{}/reset-password", emil.id), &[])).await;
    notes(&world, What::FirstAdministratorLinkSent, seen, async {
        let administrator = world.administrator();
        let account = administrator.account(&Folded::of("OTHER")).await.expect("an account");
        let (username, mailbox) = ("first".parse().expect("a username"), "first@other.example".parse().expect("an address"));
        let sent = gatehouse_auth_core::flow::first_administrator::send_link(
            &administrator,
            &account,
            "First".to_owned(),
            username,
            mailbox,
            None,
        );
        sent.await.expect("a link")
    })
    .await;
    notes(&world, What::MfaPolicyChanged, seen, ada.submits("/company/mfa", &[("policy", "enabled")])).await;
    ada.submits("/company/mfa", &[("policy", "available")]).await.is(303);
    let mut fred = world.person("fred").await;
    fred.signs_in().await;
    notes(&world, What::MfaTurnedOn, seen, fred.submits("/account/mfa", &[("enabled", "1")])).await;
    let registered = notes(&world, What::MfaRegistered, seen, fred.sets_up_mfa(&world)).await;
    notes(&world, What::PasswordAccepted, seen, fred.another_browser().sets_out()).await;
    notes(&world, What::RecoveryCodesMade, seen, fred.submits("/account/mfa/recovery-codes/new", &[])).await;
    let page = fred.visits("/account/mfa/recovery-codes").await;
    let codes = codes_of(page.is(200));
    let mut again = fred.another_browser();
    again.sets_out().await;
    let wrong = registered.app.never_shows(&world);
    notes(&world, What::CodeRefused, seen, again.gives(&wrong)).await;
    notes(&world, What::RecoveryCodeUsed, seen, again.gives_recovery_code(&codes[0])).await;
    notes(&world, What::MfaReset, seen, fred.submits("/account/mfa/reset", &[])).await;
    notes(&world, What::MfaTurnedOff, seen, fred.submits("/account/mfa", &[])).await;
    let before = world.audit().await;
    for event in &before {
        assert!(event["at"].as_i64().is_some_and(|at| at > 0), "{event}");
        assert!(event["actor"]["kind"].is_string(), "{event}");
        let text = event.to_string();
        let secrets = [PASSWORD, NEW, password.as_str(), link.split("token=").nth(1).expect("a token"), &wrong];
        for secret in secrets.into_iter().chain(codes.iter().map(String::as_str)) {
            assert!(!text.contains(secret), "{text}");
        }
        if event["actor"]["kind"] == "user" {
            assert!(event["portal"].is_string() && event["network"] == "127.0.0.1", "{event}");
        }
    }
    chains(&world).await;
    world.later(31 * DAY);
    world.restarts(|_| ()).await;
    // It may have happened before the gateway was asked anything.
    eventually("it is shortened", LONG, async || (count(&world, What::AuditShortened).await > 0).then_some(())).await;
    seen.insert(What::AuditShortened.as_str());
    // What is done with a key in hand, `passkeys.rs` writes down.
    let is_elsewhere = |what: &&str| what.starts_with("passkey-");
    let missing: Vec<&str> = What::all().map(What::as_str).filter(|what| !seen.contains(what) && !is_elsewhere(what)).collect();
    assert_eq!(missing, [""; 0], "an event that nothing here makes happen");
}

/// The lines of an export.
fn lines(export: &Answer) -> Vec<Value> {
    export.text().lines().map(|line| serde_json::from_str(line).expect("JSON")).collect()
}

#[tokio::test]
async fn an_export_is_the_accounts_part_of_the_whole_and_nothing_else() {
    let world = World::new().await;
    world.account("OTHER", AccountKind::Customer).await;
    let mut ada = world.admin("ada").await;
    let mut eve = world.admin_of("OTHER", "eve").await;
    for number in 0..60 {
        world.browser().tries(if number % 2 == 0 { "ada" } else { "eve" }, "wrong").await;
        world.later(Duration::from_mins(16));
        // Whoever exports does not stay away for so long.
        ada.visits("/account").await;
        eve.visits("/account").await;
    }
    let mut ada = ada.another_browser();
    ada.signs_in().await;
    let account = world.peeks("SELECT id FROM accounts WHERE account_key = 'ACME'").await.pop().expect("an account");
    let export = ada.visits("/audit/export.jsonl").await;
    assert_eq!(export.is(200).header("content-disposition"), Some("attachment; filename=\"audit.jsonl\""));
    let mut whole = world.audit().await;
    whole.retain(|event| event["account"] == account.as_str());
    whole.reverse();
    let last = whole.first().expect("the export itself is written down");
    assert_eq!(last["what"], "audit-exported");
    assert_eq!(lines(&export), whole);
    let csv = ada.visits("/audit/export.csv").await;
    let text = csv.is(200).text();
    assert_eq!(csv.header("content-type"), Some("text/csv; charset=utf-8"));
    assert_eq!(text.lines().next(), Some("at,what,actor,actor_user,account,user,portal,network,detail"));
    assert_eq!(text.lines().count(), whole.len() + 2, "with its head, and one more event: the export before");
    for cell in text.lines().flat_map(|line| line.split(',')) {
        assert!(!cell.starts_with(['=', '+', '-', '@']), "{cell}");
    }
    assert!(!text.contains(&eve.id.to_string()));
    // The page has them all too, each once, fifty at a time.
    let mut page = ada.visits("/audit?event=sign-in-refused").await;
    let mut shown = 0;
    loop {
        let text = page.is(200).text();
        shown += text.matches("<time datetime=").count();
        assert!(!text.contains("eve of Acme"), "nobody of another account is named");
        let Some((_, rest)) = text.split_once("rel=\"next\" href=\"") else { break };
        let next = rest.split('"').next().expect("an address").replace("&amp;", "&");
        page = ada.opens(&next).await;
    }
    assert_eq!(shown, whole.iter().filter(|event| event["what"] == "sign-in-refused").count());
}

#[tokio::test]
async fn the_log_can_be_narrowed() {
    let world = World::new().await;
    world.account("OTHER", AccountKind::Customer).await;
    let mut ada = world.admin("ada").await;
    let mut bob = world.person("bob").await;
    world.person_of("OTHER", "stranger", |_| ()).await;
    bob.signs_in().await;
    bob.signs_out().await;
    let export = async |ada: &mut Person, query: &str| lines(&ada.visits(&format!("/audit/export.jsonl?{query}")).await);
    for who in ["bob", "BOB", "bob@acme.example"] {
        let events = export(&mut ada, &format!("who={}", who.replace('@', "%40"))).await;
        assert!(!events.is_empty());
        for event in &events {
            assert!(event["user"] == serde_json::json!(bob.id) || event["actor"]["user"] == serde_json::json!(bob.id), "{event}");
        }
    }
    let events = export(&mut ada, "event=signed-out").await;
    assert_eq!(events.len(), 1);
    assert_eq!(events[0]["user"], serde_json::json!(bob.id));
    assert!(export(&mut ada, "who=nobody").await.is_empty());
    assert!(export(&mut ada, "who=stranger").await.is_empty(), "somebody of another account is nobody here");
    let today = ada.visits("/audit").await;
    let text = today.is(200).text();
    let (_, rest) = text.split_once("<time datetime=\"").expect("a moment");
    let day = &rest[..10];
    assert!(!export(&mut ada, &format!("from={day}&to={day}")).await.is_empty());
    assert!(export(&mut ada, "to=1999-12-31").await.is_empty());
    assert!(export(&mut ada, "from=2999-01-01").await.is_empty());
    ada.visits("/audit?who=nobody").await.is(200).says("No events match these filters.");
    for odd in ["from=x&to=y", "event=x", "older=-1", "older=9999999999", "who=%00", "from=2026-02-31", "who=%3Cscript%3E"] {
        let page = ada.visits(&format!("/audit?{odd}")).await;
        assert!(!page.is(200).text().contains("<script>"), "{odd}");
    }
    assert!(ada.visits("/audit?older=x").await.status < 500);
}

#[tokio::test]
async fn an_operator_reads_of_every_account_and_every_event_has_words() {
    let world = World::with(|settings| {
        settings.mail();
        settings.another_portal("console", "operators = true\naccounts = [\"OPS\"]\n");
    })
    .await;
    world.account("OPS", AccountKind::Operator).await;
    let mut ada = world.admin("ada").await;
    let mut opal = world.person_of("OPS", "opal", holding(&OWN_ROLES, Level::Company)).await.at_portal("console.localhost");
    opal.signs_in().await;
    let events = lines(&opal.visits("/operator/audit/export.jsonl").await);
    let accounts: BTreeSet<&str> = events.iter().filter_map(|event| event["account"].as_str()).collect();
    assert_eq!(accounts.len(), 2);
    opal.visits("/operator/audit").await.is(200).says("ada of Acme").says("opal of Acme");
    let own = lines(&opal.visits("/audit/export.jsonl").await);
    assert_eq!(own.iter().filter_map(|event| event["account"].as_str()).collect::<BTreeSet<_>>().len(), 1);
    // One of every kind, put there by hand: the page has words for each.
    let account = world.peeks("SELECT id FROM accounts WHERE account_key = 'ACME'").await.pop().expect("an account");
    for what in What::all().map(What::as_str) {
        let sql = format!(
            "INSERT INTO audit (at, what, actor, account_id, detail) VALUES (1, '{what}', 'gateway', '{account}', '{{}}')"
        );
        world.tampers(&sql).await;
        let page = ada.visits(&format!("/audit?event={what}")).await;
        page.is(200);
        let cell = page.text().split("data-k=\"What\">").skip(1).find_map(|rest| Some(rest.split('<').next()?.to_owned()));
        let cell = cell.unwrap_or_else(|| panic!("{what} is not shown: {}", page.text()));
        assert!(cell != what && cell.contains(|c: char| c.is_uppercase()), "{what} is told as {cell:?}");
        assert!(page.text().contains(&format!("<option value=\"{what}\" selected")), "{what} can be chosen");
    }
}

#[tokio::test]
async fn whoever_changes_the_log_behind_the_gateways_back_is_found_out() {
    let deeds = [
        ("UPDATE audit SET what = 'signed-out' WHERE chain_number = 5", 5),
        ("UPDATE audit SET at = at + 1 WHERE chain_number = 5", 5),
        ("UPDATE audit SET network = '192.0.2.1' WHERE chain_number = 5", 5),
        ("UPDATE audit SET detail = '{\"why\":\"x\"}' WHERE chain_number = 5", 5),
        ("UPDATE audit SET actor = 'gateway', actor_user_id = NULL WHERE chain_number = 5", 5),
        ("DELETE FROM audit WHERE chain_number = 5", 5),
        ("DELETE FROM audit WHERE chain_number = 1", 1),
        ("DELETE FROM audit WHERE chain_number = (SELECT max(chain_number) FROM audit)", 0),
        ("DELETE FROM audit", 1),
        (
            "INSERT INTO audit (at, what, actor, detail, chain_number, chain_key, chain_mac)
             SELECT at, 'signed-in', 'visitor', '{}', chain_number + 1, chain_key, chain_mac
             FROM audit
             ORDER BY chain_number DESC
             LIMIT 1",
            0,
        ),
    ];
    let world = World::new().await;
    let mut ada = world.person("ada").await;
    for _ in 0..5 {
        ada.signs_in().await;
        world.browser().tries("ada", "wrong").await;
        ada.signs_out().await;
    }
    chains(&world).await;
    let whole = verifies(&world).await.expect("it holds");
    assert_eq!(whole, world.audit().await.len() as u64);
    for (deed, number) in deeds {
        world.tampers("DROP TABLE IF EXISTS kept").await;
        world.tampers("CREATE TABLE kept AS SELECT * FROM audit").await;
        assert!(world.tampers(deed).await > 0, "{deed}");
        let broken = verifies(&world).await.expect_err(deed);
        let (Break::Missing(at) | Break::Changed(at) | Break::KeyGone(at)) = broken;
        assert!(number == 0 || at == number, "{deed}: {broken}");
        world.tampers("DELETE FROM audit").await;
        world.tampers("INSERT INTO audit SELECT * FROM kept").await;
        assert_eq!(verifies(&world).await, Ok(whole), "it holds again after {deed}");
    }
    // Two that change places.
    world.tampers("UPDATE audit SET chain_number = -1 WHERE chain_number = 3").await;
    world.tampers("UPDATE audit SET chain_number = 3 WHERE chain_number = 4").await;
    world.tampers("UPDATE audit SET chain_number = 4 WHERE chain_number = -1").await;
    assert_eq!(verifies(&world).await, Err(Break::Changed(3)));
}

#[tokio::test]
async fn what_is_too_old_is_dropped_and_the_rest_still_holds() {
    let mut world = World::with(|settings| _ = settings.tables("[audit]\nkeep = \"30d\"")).await;
    let ada = world.person("ada").await;
    for _ in 0..5 {
        ada.another_browser().signs_in().await;
        world.later(10 * DAY);
    }
    chains(&world).await;
    let before = world.audit().await;
    let now = world.clock.clone();
    let limit = {
        use gatehouse_auth_core::ports::Clock as _;
        now.now().before(30 * DAY).as_millis()
    };
    world.restarts(|_| ()).await;
    eventually("the log is shortened", LONG, async || (count(&world, What::AuditShortened).await == 1).then_some(())).await;
    let left = world.audit().await;
    let (young, old): (Vec<&Value>, Vec<&Value>) =
        before.iter().partition(|event| event["at"].as_i64().expect("a moment") >= limit);
    assert!(!old.is_empty() && !young.is_empty());
    assert!(old.iter().all(|event| !left.contains(event)), "the oldest are gone");
    assert!(young.iter().all(|event| left.contains(event)), "and no others");
    chains(&world).await;
    assert_eq!(verifies(&world).await, Ok(left.len() as u64));
    let first = world.peeks("SELECT CAST(min(chain_number) AS TEXT) FROM audit").await;
    world.tampers(&format!("DELETE FROM audit WHERE chain_number = {}", first[0])).await;
    assert!(verifies(&world).await.is_err(), "the first that is left is known too");
}

#[tokio::test]
async fn two_gateways_chain_at_once_without_a_fork() {
    let world = World::new().await;
    let other = world.another_gateway().await;
    let people = [world.person("ada").await, world.person("bob").await, world.person("carl").await];
    let acts = async |person: &Person, other: &gatehouse::Running| {
        for round in 0..6 {
            let mut person = if round % 2 == 0 { person.another_browser() } else { person.another_browser().at_gateway(other) };
            person.signs_in().await;
            chains(&world).await;
            person.signs_out().await;
            keep_ledger::chain(other.outside(), &chain_of(&world)).await.expect("a directory");
        }
    };
    let [ada, bob, carl] = &people;
    tokio::join!(acts(ada, &other), acts(bob, &other), acts(carl, &other));
    chains(&world).await;
    let events = world.audit().await.len() as u64;
    // Whoever is second leaves the rest to the first, or to the next second.
    eventually("every event has its link", LONG, async || (verifies(&world).await == Ok(events)).then_some(())).await;
    other.stop().await;
}
