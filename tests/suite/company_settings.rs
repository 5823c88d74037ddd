//! How to reach an organisation, as it keeps that itself.

use gatehouse_auth_core::{
    account::AccountKind,
    permission::{Level, OWN_ROLES},
};
use gatehouse_tests::{
    World,
    people::{difference, holding},
};

const FIELDS: [(&str, &str); 5] = [
    ("name", "Acme & Sons <Ltd>"),
    ("contact", "Grace Hopper"),
    ("phone", "+44 20 7946 0000"),
    ("address", "1 Dock Road\r\nHarbour"),
    ("billing_email", "billing@acme.example"),
];

#[tokio::test]
async fn settings_are_saved_written_down_and_mailed_to_every_operator() {
    let world = World::with(|settings| _ = settings.recovery("link")).await;
    world.account("OPS", AccountKind::Operator).await;
    for name in ["opal", "oscar"] {
        world.person_of("OPS", name, |new| new.roles.clear()).await;
    }
    let mut ada = world.admin("ada").await;
    let answer = ada.submits("/company/settings", &FIELDS).await;
    let page = ada.goes_on(&answer).await;
    page.is(200).says("Your customer settings have been updated.").says("value=\"Acme &amp; Sons &lt;Ltd&gt;\"");
    page.says("Grace Hopper").says("1 Dock Road\nHarbour").says("billing@acme.example");
    for name in ["opal", "oscar"] {
        let letter = world.mailbox.takes(&format!("{name}@acme.example")).await;
        assert!(letter.subject.contains("changed its settings"), "{}", letter.subject);
        for field in ["Organisation name", "Contact", "Phone", "Address", "Billing email"] {
            assert!(letter.text.contains(field), "{field}: {}", letter.text);
        }
        assert!(!letter.html.contains("<Ltd>"), "{}", letter.html);
    }
    let audit = world.audit().await;
    let event = audit.iter().find(|event| event["what"] == "settings-changed").expect("it is written down");
    assert_eq!(event["detail"]["fields"], "name contact phone address billing_email");
    assert_eq!(event["actor"]["user"], serde_json::json!(ada.id));
    assert!(!event.to_string().contains("Grace"), "what it says is nobody else's business");
    // What stays as it is is told to nobody.
    let before = world.snapshot().await;
    ada.submits("/company/settings", &FIELDS).await.is(303);
    assert_eq!(difference(&before, &world.snapshot().await), [""; 0]);
    world.posts_every_letter().await;
    assert!(world.mailbox.letters().is_empty());
    assert_eq!(world.audit().await.iter().filter(|event| event["what"] == "settings-changed").count(), 1);
}

#[tokio::test]
async fn settings_have_lengths_and_no_control_characters() {
    let world = World::new().await;
    let mut ada = world.person_with("ada", holding(&["manage-customer"], Level::Team)).await;
    ada.signs_in().await;
    let before = world.snapshot().await;
    for (field, value, words) in [
        ("name", "", "Enter the organisation’s name"),
        ("name", " \u{1} ", "Enter the organisation’s name"),
        ("name", "\u{1} \u{1}", "Enter the organisation’s name"),
        ("billing_email", "nothing", "correct format"),
        ("billing_email", "a@b.example\r\nBcc: c@d.example", "correct format"),
    ] {
        let fields = FIELDS.map(|(name, text)| (name, if name == field { value } else { text }));
        ada.submits("/company/settings", &fields).await.is(422).says(words).says("Grace Hopper");
    }
    assert_eq!(difference(&before, &world.snapshot().await), [""; 0]);
    let (long, name) = ("é".repeat(3000), format!("a\u{1b}[31m\0b{}", "x".repeat(400)));
    let fields = [("name", name.as_str()), ("contact", &long), ("phone", "1\u{7}2"), ("address", &long), ("billing_email", "")];
    ada.submits("/company/settings", &fields).await.is(303);
    let stored = world.peeks("SELECT name || '|' || length(contact_person) || '|' || contact_phone FROM accounts").await;
    assert_eq!(stored, [format!("a[31mb{}|1000|12", "x".repeat(194))]);
}

#[tokio::test]
async fn an_organisations_name_is_one_line() {
    let world = World::new().await;
    let mut ada = world.admin("ada").await;
    let fields = FIELDS.map(|(name, text)| (name, if name == "name" { " Acme\r\n & Sons\n" } else { text }));
    ada.submits("/company/settings", &fields).await.is(303);
    let stored = world.peeks("SELECT name || '|' || contact_address FROM accounts").await;
    assert_eq!(stored, ["Acme & Sons|1 Dock Road\nHarbour"]);
}

#[tokio::test]
async fn settings_are_those_of_ones_own_account_alone() {
    let world = World::new().await;
    world.account("OTHER", AccountKind::Customer).await;
    let mut eve = world.person_of("OTHER", "eve", holding(&OWN_ROLES, Level::Company)).await;
    eve.signs_in().await;
    let fields = [("name", "Eve Ltd"), ("account", "ACME"), ("id", "ACME"), ("account_id", "ACME"), ("phone", "1")];
    eve.submits("/company/settings", &fields).await.is(303);
    let names = world.peeks("SELECT name FROM accounts ORDER BY account_key").await;
    assert_eq!(names, ["ACME Ltd", "Eve Ltd"]);
}
