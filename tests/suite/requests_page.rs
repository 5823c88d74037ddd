//! Requests for a new password, as administrators see and decide them.

use std::time::Duration;

use gatehouse_auth_core::permission::Level;
use gatehouse_tests::{
    Person, World,
    patience::{LONG, eventually},
    people::{difference, holding},
};

const NEW: &str = "granite otter lantern fog";

async fn world() -> World {
    World::with(|settings| _ = settings.recovery("admin-approval")).await
}

/// Somebody asks for a new password, and the request is there; its id.
async fn asks(world: &World, person: &Person) -> String {
    let mut browser = world.browser();
    browser
        .headers
        .push(("User-Agent".to_owned(), "Mozilla/5.0 (X11; Linux x86_64; rv:128.0) Gecko/20100101 Firefox/128.0".to_owned()));
    browser.submits("/forgot", &[("username", &person.username), ("identifier", &person.username)]).await.is(303);
    let sql = format!("SELECT id FROM recoveries WHERE user_id = '{}' AND ended_at IS NULL", person.id);
    eventually("the request is there", LONG, async || world.peeks(&sql).await.pop()).await
}

async fn approver(world: &World, username: &str, level: Level) -> Person {
    let mut approver = world.person_with(username, holding(&["approve-resets"], level)).await;
    approver.signs_in().await;
    approver
}

#[tokio::test]
async fn whoever_may_decide_sees_who_asks_when_and_from_where() {
    let world = world().await;
    let mut ada = approver(&world, "ada", Level::Company).await;
    ada.visits("/requests").await.is(200).says("No one is waiting.");
    assert!(!ada.visits("/account").await.text().contains("waiting"));
    let mut people = Vec::new();
    for name in ["bob", "carl"] {
        let person = world.person_with(name, |new| new.name = format!("{name} <b>bold</b>")).await;
        asks(&world, &person).await;
        people.push(person);
    }
    world.later(Duration::from_mins(5));
    ada.visits("/account").await.is(200).says("2 waiting");
    let page = ada.visits("/requests").await;
    page.is(200)
        .says("bob &lt;b&gt;bold&lt;/b&gt;")
        .says("5 minutes ago")
        .says("127.0.0.1")
        .says("Firefox")
        .says("name=\"approve\"");
    page.says("Call them on a number you already have");
    let letter = world.mailbox.takes_about("ada@acme.example", "bob").await;
    let target = letter.link();
    assert!(target.starts_with("/_auth/requests/"), "{target}");
    assert!(world.browser().opens(&target).await.leads_to_sign_in(), "the letter by itself decides nothing");
    ada.opens(&target).await.is(200).says("name=\"approve\"");
    let answer = ada.submits(&target["/_auth".len()..], &[("decline", target.rsplit('/').next().expect("an id"))]).await;
    ada.goes_on(&answer).await.is(200).says("has been declined").says("1 waiting");
    let told = world.mailbox.takes(&people[0].email).await;
    assert_eq!(told.subject, "Your password request");
    assert!(!told.text.contains("token="));
}

#[tokio::test]
async fn an_approval_mails_a_link_and_can_be_taken_back() {
    let world = world().await;
    let mut ada = approver(&world, "ada", Level::Company).await;
    let (bob, carl) = (world.person("bob").await, world.person("carl").await);
    let of_bob = asks(&world, &bob).await;
    let of_carl = asks(&world, &carl).await;
    let answer = ada.submits("/requests", &[("approve", &of_bob)]).await;
    let page = ada.goes_on(&answer).await;
    page.is(200).says("Link sent to").says("It expires in 24 hours.").says("Sent and not used yet").says("1 waiting");
    assert!(!page.text().contains("token="));
    let link = world.mailbox.takes(&bob.email).await.link();
    let answer = ada.submits("/requests", &[("take_back", &of_bob)]).await;
    ada.goes_on(&answer).await.is(200).says("no longer works");
    let mut browser = world.browser();
    browser.opens(&link).await.is(303);
    browser.visits("/reset").await.is(410);
    ada.visits(&format!("/requests/{of_bob}")).await.is(200).says("took the link back");
    ada.submits("/requests", &[("approve", &of_carl)]).await.is(303);
    let link = world.mailbox.takes(&carl.email).await.link();
    let mut browser = world.browser();
    browser.opens(&link).await.is(303);
    browser.submits("/reset", &[("password", NEW), ("password_confirmation", NEW)]).await.is(303);
    carl.another_browser().comes_in_with(NEW).await;
    ada.visits(&format!("/requests/{of_carl}")).await.is(200).says("The link has been used.");
    world.posts_every_letter().await;
    let csrf = ada.csrf("/_auth/account").await;
    let before = world.snapshot().await;
    for decision in ["approve", "decline", "take_back"] {
        ada.posts("/_auth/requests", &[("csrf", &csrf), (decision, &of_carl)]).await.is(409).says("The link has been used.");
        ada.posts("/_auth/requests", &[("csrf", &csrf), (decision, &of_bob)]).await.is(409).says("took the link back");
    }
    assert_eq!(difference(&before, &world.snapshot().await), [""; 0]);
}

#[tokio::test]
async fn of_two_who_decide_at_once_one_does() {
    let world = world().await;
    let (mut ada, mut eve) = (approver(&world, "ada", Level::Company).await, approver(&world, "eve", Level::Company).await);
    for round in 0..4 {
        let bob = world.person(&format!("bob{round}")).await;
        let request = asks(&world, &bob).await;
        let (a, e) = (ada.csrf("/_auth/account").await, eve.csrf("/_auth/account").await);
        let (first, second) = ([("csrf", a.as_str()), ("approve", &request)], [("csrf", e.as_str()), ("decline", &request)]);
        let (first, second) = tokio::join!(ada.posts("/_auth/requests", &first), eve.posts("/_auth/requests", &second));
        let mut statuses = [first.status, second.status];
        statuses.sort_unstable();
        assert_eq!(statuses, [303, 409]);
        let (late, words) =
            if first.status == 409 { (first, "eve of Acme declined this request.") } else { (second, "already sent a link") };
        late.says(words.trim_start_matches("eve of Acme "));
        let letter = world.mailbox.takes(&bob.email).await;
        assert_eq!(letter.text.contains("token="), words.contains("sent a link"), "{}", letter.subject);
    }
}

#[tokio::test]
async fn nobody_decides_their_own_or_above_themselves() {
    let world = world().await;
    let mut ada = approver(&world, "ada", Level::Staff).await;
    let mut eve = approver(&world, "eve", Level::Company).await;
    let of_ada = asks(&world, &ada).await;
    let page = ada.visits("/requests").await;
    page.is(200).says("Ask another administrator.");
    assert!(!page.text().contains("name=\"approve\"") && !page.text().contains("waiting</span>"), "nothing waits for ada");
    let csrf = ada.csrf("/_auth/account").await;
    for decision in ["approve", "decline"] {
        ada.posts("/_auth/requests", &[("csrf", &csrf), (decision, &of_ada)]).await.is(409).says("Ask another administrator.");
    }
    let boss = world.person_with("boss", |new| new.level = Level::Company).await;
    let of_boss = asks(&world, &boss).await;
    assert!(!ada.visits("/requests").await.text().contains("boss"));
    ada.posts("/_auth/requests", &[("csrf", &csrf), ("approve", &of_boss)]).await.is(404);
    world.posts_every_letter().await;
    let wanted = world.mailbox.letters_to("ada@acme.example");
    assert!(wanted.is_empty(), "whoever may not decide is not asked to");
    let page = eve.visits("/requests").await;
    page.is(200).says("boss of Acme").says("ada of Acme").says("2 waiting");
    eve.submits("/requests", &[("approve", &of_ada)]).await.is(303);
}

#[tokio::test]
async fn a_request_that_nobody_decided_in_a_day_is_over() {
    let world = world().await;
    let mut ada = approver(&world, "ada", Level::Company).await;
    let bob = world.person("bob").await;
    let request = asks(&world, &bob).await;
    world.later(Duration::from_hours(24));
    let mut ada = {
        let mut again = ada.another_browser();
        again.signs_in().await;
        ada = again;
        ada
    };
    ada.visits("/requests").await.is(200).says("No one is waiting.");
    ada.visits(&format!("/requests/{request}")).await.is(200).says("This request has expired.");
    let csrf = ada.csrf("/_auth/account").await;
    ada.posts("/_auth/requests", &[("csrf", &csrf), ("approve", &request)]).await.is(409).says("This request has expired.");
    world.posts_every_letter().await;
    assert!(world.mailbox.letters_to(&bob.email).is_empty());
}

#[tokio::test]
async fn asking_again_changes_nothing_about_a_request_that_waits() {
    let world = world().await;
    let mut ada = approver(&world, "ada", Level::Company).await;
    let bob = world.person("bob").await;
    let first = asks(&world, &bob).await;
    world.later(Duration::from_secs(1));
    world.browser().submits("/forgot", &[("username", "bob"), ("identifier", "bob")]).await.is(303);
    world.has_mailed_everything().await;
    ada.visits("/requests").await.is(200).says(&first).says("1 waiting");
    ada.submits("/requests", &[("approve", &first)]).await.is(303);
}
