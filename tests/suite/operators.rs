//! What operators do, at their console and at the command line.

use gatehouse_auth_core::{
    account::AccountKind,
    permission::{Level, OWN_ROLES},
};
use gatehouse_tests::{
    Answer, Browser, Mailbox, Person, World,
    command::Operator,
    patience::{A_SECOND, LONG, eventually},
    people::{difference, holding},
    world::PASSWORD,
};

const NEW: &str = "granite otter lantern fog";
const CONSOLE: &str = "console.localhost";

/// A customer's portal, the operators' own, and an operator who has signed in.
async fn world() -> (World, Person) {
    let world = World::with(|settings| {
        settings.recovery("link");
        settings.another_portal("console", "operators = true\nrecovery = \"link\"\naccounts = [\"OPS\"]\n");
    })
    .await;
    world.account("OPS", AccountKind::Operator).await;
    let mut opal = world.person_of("OPS", "opal", holding(&OWN_ROLES, Level::Company)).await.at_portal(CONSOLE);
    opal.signs_in().await;
    (world, opal)
}

async fn account_of(world: &World, key: &str) -> String {
    world.peeks(&format!("SELECT id FROM accounts WHERE account_key = '{key}'")).await.pop().expect("an account")
}

async fn redeems(browser: &mut Browser, link: &str) -> Answer {
    browser.opens(link).await.is(303);
    browser.submits("/reset", &[("password", NEW), ("password_confirmation", NEW)]).await
}

#[tokio::test]
async fn accounts_are_opened_found_and_changed() {
    let (world, mut opal) = world().await;
    let page = opal.visits("/operator/accounts").await;
    page.is(200).says("ACME Ltd").says("OPS Ltd").says("2 accounts");
    let fields = [("account_id", "HARBOUR-1"), ("name", "Harbour <Ltd>"), ("recovery", "admin-approval")];
    let answer = opal.submits("/operator/accounts/new", &fields).await;
    opal.goes_on(&answer).await.is(200).says("The account has been opened.").says("Harbour &lt;Ltd&gt;").says("HARBOUR-1");
    for (query, found) in [("harbour", 1), ("HARBOUR-1", 1), ("ltd", 3), ("xyz", 0), ("%25", 0), ("%3Cscript%3E", 0)] {
        let page = opal.visits(&format!("/operator/accounts?q={query}")).await;
        let words = if found == 0 { "No account matches".to_owned() } else { format!("{found} account") };
        page.is(200).says(&words);
        assert!(!page.text().contains("<script>"));
    }
    let before = world.snapshot().await;
    for (fields, words) in [
        ([("account_id", "harbour-1"), ("name", "Another")], "That account ID is taken"),
        ([("account_id", "A B"), ("name", "Another")], "Use letters, digits and dashes only"),
        ([("account_id", ""), ("name", "Another")], "Enter an account ID"),
        ([("account_id", "FRESH"), ("name", " ")], "There is a problem"),
    ] {
        opal.submits("/operator/accounts/new", &fields).await.is(422).says(words);
    }
    assert_eq!(difference(&before, &world.snapshot().await), [""; 0]);
    for number in 0..30 {
        world.account(&format!("MANY-{number:02}"), AccountKind::Customer).await;
    }
    let first = opal.visits("/operator/accounts?q=many").await;
    first.is(200).says("30 accounts").says("MANY-00").says("rel=\"next\"");
    opal.visits("/operator/accounts?q=many&page=1").await.is(200).says("MANY-29").says("rel=\"prev\"");
    for odd in ["?page=99", "?page=18446744073709551615"] {
        opal.visits(&format!("/operator/accounts{odd}")).await.is(200);
    }
    for key in ["FRESH", "MANY-30"] {
        world.account(key, AccountKind::Customer).await;
    }
}

#[tokio::test]
async fn a_suspended_account_lets_nobody_in_until_it_is_reopened() {
    let (world, mut opal) = world().await;
    let other = world.another_gateway().await;
    let mut ada = world.admin("ada").await;
    let mut there = ada.another_browser();
    there.signs_in().await;
    let mut there = there.at_gateway(&other);
    assert!(there.gets_through().await);
    world.mailbox.takes_about(&ada.email, "New sign-in").await;
    world.browser().submits("/forgot", &[("email", &ada.email)]).await.is(303);
    let link = world.mailbox.takes(&ada.email).await.link();
    let account = account_of(&world, "ACME").await;
    let suspend = format!("/operator/accounts/{account}/suspend");
    for wrong in ["", "acme", "ACME Ltd", "ACM"] {
        opal.submits(&suspend, &[("confirmation", wrong)]).await.is(422).says("exactly as shown");
    }
    assert!(ada.gets_through().await);
    let answer = opal.submits(&suspend, &[("confirmation", " ACME ")]).await;
    opal.goes_on(&answer).await.is(200).says("Suspended");
    for person in [&mut ada, &mut there] {
        eventually("the session is over", A_SECOND, async || (!person.gets_through().await).then_some(())).await;
    }
    ada.another_browser().tries("ada", PASSWORD).await.is(401);
    let mut browser = world.browser();
    browser.opens(&link).await.is(303);
    assert!(browser.visits("/reset").await.status >= 400);
    world.browser().submits("/forgot", &[("email", &ada.email)]).await.is(303);
    world.posts_every_letter().await;
    assert!(world.mailbox.letters().is_empty());
    assert!(opal.visits("/operator/accounts").await.is(200).text().contains("opal"));
    let answer = opal.submits(&format!("/operator/accounts/{account}/reopen"), &[]).await;
    opal.goes_on(&answer).await.is(200).says("Open");
    ada.another_browser().signs_in().await;
    other.stop().await;
}

#[tokio::test]
async fn an_account_can_have_another_way_back_than_its_portal() {
    let (world, mut opal) = world().await;
    let bob = world.person("bob").await;
    let account = account_of(&world, "ACME").await;
    for (recovery, subject) in [
        ("emailed-password", "Your temporary Call Records password"),
        ("link", "Reset your Call Records password"),
        ("", "Reset your Call Records password"),
    ] {
        let answer =
            opal.submits(&format!("/operator/accounts/{account}"), &[("name", "Acme plc"), ("recovery", recovery)]).await;
        opal.goes_on(&answer).await.is(200).says("The account has been updated.").says("Acme plc");
        world.browser().submits("/forgot", &[("email", &bob.email)]).await.is(303);
        let letter = world.mailbox.takes(&bob.email).await;
        assert_eq!(letter.subject, subject, "{recovery}");
        world.later(gatehouse_tests::patience::LONG);
        opal.visits("/account").await.is(200);
    }
}

#[tokio::test]
async fn a_first_administrator_is_sent_links_until_one_has_signed_in() {
    let (world, mut opal) = world().await;
    world.account("NEW", AccountKind::Customer).await;
    let page = format!("/operator/accounts/{}/first-admin", account_of(&world, "NEW").await);
    opal.visits(&page).await.is(200).says("This skips approval. It is allowed once, before any administrator has signed in.");
    for (fields, words) in [
        ([("name", ""), ("username", "fay"), ("email", "fay@new.example")], "Enter a name"),
        ([("name", "Fay"), ("username", "f y"), ("email", "fay@new.example")], "without spaces"),
        ([("name", "Fay"), ("username", "fay"), ("email", "nothing")], "correct format"),
    ] {
        opal.submits(&page, &fields).await.is(422).says(words);
    }
    let fields = [("name", "Fay First"), ("username", "fay"), ("email", "fay@new.example")];
    let answer = opal.submits(&page, &fields).await;
    let shown = opal.goes_on(&answer).await;
    shown.is(200).says("First administrator link sent to");
    assert!(!shown.text().contains("token="));
    let first = world.mailbox.takes("fay@new.example").await;
    assert_eq!(first.subject, "Your administrator link for Call Records");
    // Sent again, it goes where it went before, whatever is typed now.
    world.later(std::time::Duration::from_secs(1));
    opal.visits(&page).await.is(200).says("value=\"fay@new.example\"");
    opal.submits(&page, &[("name", "Fay"), ("username", "FAY"), ("email", "thief@evil.example")]).await.is(303);
    let second = world.mailbox.takes("fay@new.example").await;
    assert!(world.mailbox.letters_to("thief@evil.example").is_empty());
    let mut browser = world.browser();
    browser.opens(&first.link()).await.is(303);
    browser.visits("/reset").await.is(410).says("There is a newer link");
    redeems(&mut browser, &second.link()).await.is(303);
    browser.tries("fay", NEW).await.is(200);
    browser.visits("/users").await.is(200).says("Fay First");
    let users = "SELECT username || ' ' || level || ' ' || roles FROM users WHERE username = 'fay'";
    let roles = world.peeks(users).await.pop().expect("fay");
    assert!(roles.starts_with("fay company") && OWN_ROLES.iter().all(|role| roles.contains(role)), "{roles}");
    opal.visits(&page).await.is(200).says("An administrator exists. They approve resets now.");
    let csrf = opal.csrf("/_auth/account").await;
    let before = world.snapshot().await;
    let fields = [("csrf", csrf.as_str()), ("name", "Eve"), ("username", "eve"), ("email", "eve@evil.example")];
    opal.posts(&format!("/_auth{page}"), &fields).await.is(409).says("An administrator exists.");
    assert_eq!(difference(&before, &world.snapshot().await), [""; 0]);
}

#[tokio::test]
async fn the_only_approvers_own_request_falls_to_the_operators() {
    let (world, mut opal) = world().await;
    let account = account_of(&world, "ACME").await;
    opal.submits(&format!("/operator/accounts/{account}"), &[("name", "Acme"), ("recovery", "admin-approval")]).await.is(303);
    let mut ada = world.admin("ada").await;
    world.browser().submits("/forgot", &[("email", &ada.email)]).await.is(303);
    world.mailbox.takes_about("opal@acme.example", "asked for a new password").await;
    let page = opal.visits("/operator/requests").await;
    page.is(200).says("ada of Acme").says("Acme").says("1 waiting");
    let request = world.peeks("SELECT id FROM recoveries WHERE is_for_operators = 1").await.pop().expect("a request");
    ada.visits("/requests").await.is(200).says("Ask another administrator.");
    let answer = opal.submits("/operator/requests", &[("approve", &request)]).await;
    opal.goes_on(&answer).await.is(200).says("Link sent to");
    let link = world.mailbox.takes(&ada.email).await.link();
    redeems(&mut world.browser(), &link).await.is(303);
    ada.another_browser().comes_in_with(NEW).await;
    let audit = world.audit().await;
    let approved = audit.iter().find(|event| event["what"] == "approved").expect("it is written down");
    assert_eq!((&approved["account"], &approved["actor"]["user"]), (&account.into(), &serde_json::json!(opal.id)));
}

#[tokio::test]
async fn requests_of_several_accounts_are_listed_as_they_came() {
    let (world, mut opal) = world().await;
    world.account("HARBOUR", AccountKind::Customer).await;
    for (key, name) in [("ACME", "Dock Road"), ("HARBOUR", "Harbour Lights")] {
        let page = format!("/operator/accounts/{}", account_of(&world, key).await);
        opal.submits(&page, &[("name", name), ("recovery", "admin-approval")]).await.is(303);
    }
    let zoe = world.person_of("HARBOUR", "zoe", holding(&OWN_ROLES, Level::Company)).await;
    let ada = world.admin("ada").await;
    for person in [&zoe, &ada] {
        world.browser().submits("/forgot", &[("email", &person.email)]).await.is(303);
        world.mailbox.takes_about("opal@acme.example", "asked for a new password").await;
        world.later(std::time::Duration::from_secs(1));
    }
    let page = opal.visits("/operator/requests").await;
    let page = page.is(200).says("2 waiting").text();
    let places = ["zoe of Acme", "Harbour Lights", "ada of Acme", "Dock Road"].map(|words| page.find(words));
    assert!(places.iter().all(Option::is_some) && places.is_sorted(), "{places:?}\n{page}");
}

/// A configuration with mail, where an account's people wait for approval.
async fn command_line() -> (Operator, Mailbox) {
    let mailbox = Mailbox::start().await;
    let tables = format!("[mail]\nurl = {:?}\nfrom = \"Call Records <no-reply@calls.example>\"\n", mailbox.url());
    let operator = Operator::new("http://127.0.0.1:9", &tables);
    let text = std::fs::read_to_string(operator.config()).expect("the configuration");
    operator.writes(&format!("{text}recovery = \"link\"\n"));
    operator.runs(&["account", "add", "--id", "VENDOR", "--name", "Vendor", "--operator"]).ends_with(0);
    let opal = ["user", "add", "--account", "VENDOR", "--username", "opal", "--name", "Opal", "--email", "opal@vendor.example"];
    let opal: Vec<&str> = opal.iter().copied().chain(["--preset", "admin", "--password-stdin"]).collect();
    operator.runs_with(PASSWORD, &opal).ends_with(0);
    let said = operator
        .runs(&["account", "add", "--id", "ACME", "--name", "Acme", "--recovery", "admin-approval", "--json"])
        .ends_with(0);
    assert_eq!(said.json()["recovery"], "admin-approval");
    (operator, mailbox)
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn by_command_line_somebody_is_let_in_asks_and_is_approved() {
    let (operator, mailbox) = command_line().await;
    let first = ["account", "first-admin", "--id", "ACME", "--name", "Fay", "--username", "fay", "--email", "fay@acme.example"];
    operator.runs(&first).ends_with(0);
    let mut serving = operator.serves().await;
    let mut browser = serving.browser();
    redeems(&mut browser, &mailbox.takes("fay@acme.example").await.link()).await.is(303);
    browser.tries("fay", NEW).await.is(200);
    let said = operator.runs(&first).ends_with(1);
    assert!(said.err.contains("has signed in"), "{said:?}");
    let add =
        ["user", "add", "--account", "ACME", "--username", "bob", "--name", "Bob", "--email", "bob@acme.example", "--send-link"];
    operator.runs(&add).ends_with(0);
    redeems(&mut serving.browser(), &mailbox.takes("bob@acme.example").await.link()).await.is(303);
    mailbox.takes_about("bob@acme.example", "was changed").await;
    mailbox.takes_about("fay@acme.example", "was changed").await;
    let mut bob = serving.browser();
    bob.tries("bob", NEW).await.is(200);
    operator.runs(&["user", "set", "--account", "ACME", "--username", "bob", "--must-change-password", "true"]).ends_with(0);
    let mut again = serving.browser();
    again.tries("bob", NEW).await;
    assert!(!again.cookies.contains_key(Browser::SESSION));
    again.visits("/choose-password").await.is(200).says("Your administrator has asked you to change your password.");

    // Fay is the only one who approves: her own request falls to the operators.
    let mut requests = Vec::new();
    for decision in ["decline", "approve"] {
        serving.browser().submits("/forgot", &[("email", "fay@acme.example")]).await.is(303);
        let listed = async || {
            let json = operator.runs(&["request", "list", "--json"]).ends_with(0).json();
            let waiting = json.as_array().expect("a list").iter().find(|request| request["state"] == "waiting")?.clone();
            (!requests.contains(&waiting["id"])).then_some(waiting)
        };
        let request = eventually("the request is there", LONG, listed).await;
        assert_eq!((&request["account"], &request["username"]), (&"ACME".into(), &"fay".into()));
        let id = request["id"].as_str().expect("an id").to_owned();
        for (who, code) in [("ACME/bob", 1), ("ACME/fay", 1), ("VENDOR/nobody", 1), ("opal", 1)] {
            operator.runs(&["request", decision, &id, "--as", who]).ends_with(code);
        }
        operator.runs(&["request", decision, "00000000-0000-0000-0000-000000000000", "--as", "VENDOR/opal"]).ends_with(1);
        operator.runs(&["request", decision, &id]).ends_with(2);
        operator.runs(&["request", decision, &id, "--as", "VENDOR/opal"]).ends_with(0);
        operator.runs(&["request", decision, &id, "--as", "VENDOR/opal"]).ends_with(1);
        requests.push(request["id"].clone());
        let letter = mailbox.takes("fay@acme.example").await;
        assert_eq!(letter.text.contains("token="), decision == "approve", "{}", letter.text);
        if decision == "approve" {
            let mut browser = serving.browser();
            browser.opens(&letter.link()).await.is(303);
            let other = "another granite lantern otter";
            browser.submits("/reset", &[("password", other), ("password_confirmation", other)]).await.is(303);
            browser.tries("fay", other).await.is(200);
        }
    }
    let verified = operator.runs(&["audit", "verify", "--json"]).ends_with(0).json();
    let exported = operator.runs(&["audit", "export"]).ends_with(0);
    assert_eq!(verified["entries"].as_u64(), Some(exported.out.lines().count() as u64));
    assert!(verified["head"].as_str().is_some_and(|head| head.len() == 64));
    for secret in [NEW, PASSWORD, "token="] {
        assert!(!exported.out.contains(secret) && !serving.log().join("\n").contains(secret), "{secret}");
    }
    serving.terminates();
    assert!(serving.ends().await.success());
}

#[test]
fn by_command_line_nothing_is_mailed_where_nothing_can_be() {
    let operator = Operator::new("http://127.0.0.1:9", "");
    operator.runs(&["account", "add", "--id", "ACME", "--name", "Acme"]).ends_with(0);
    let first = ["account", "first-admin", "--id", "ACME", "--name", "Fay", "--username", "fay", "--email", "fay@acme.example"];
    let said = operator.runs(&first).ends_with(1);
    assert!(!said.err.is_empty(), "{said:?}");
    let add =
        ["user", "add", "--account", "ACME", "--username", "bob", "--name", "Bob", "--email", "bob@acme.example", "--send-link"];
    let said = operator.runs(&add).ends_with(1);
    assert!(!said.err.is_empty(), "{said:?}");
    let users = operator.runs(&["user", "list", "--account", "ACME", "--json"]).ends_with(0).json();
    assert_eq!(users.as_array().map(Vec::len), Some(0), "nobody is added who could never come in: {users}");
    operator
        .runs(&["account", "first-admin", "--id", "NOBODY", "--name", "x", "--username", "x", "--email", "x@x.example"])
        .ends_with(1);
}
