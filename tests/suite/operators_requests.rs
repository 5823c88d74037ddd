//! Operators who forgot their own password, where that takes approval.

use gatehouse_auth_core::{
    account::AccountKind,
    permission::{Level, Preset},
};
use gatehouse_tests::{World, mailbox::Letter, person::Person, world::PASSWORD};

const CONSOLE: &str = "console.localhost";

/// A customer whose administrators approve, and the vendor with a console of its own.
async fn world_with_a_console() -> World {
    let world = World::with(|settings| {
        settings
            .recovery("admin-approval")
            .portal("accounts = [\"ACME\"]")
            .another_portal("console", "operators = true\naccounts = [\"VENDOR\"]\nrecovery = \"admin-approval\"");
    })
    .await;
    world.account("VENDOR", AccountKind::Operator).await;
    world
}

async fn operator(world: &World, username: &str) -> Person {
    world
        .person_of("VENDOR", username, |new| {
            new.roles = Preset::Admin.roles();
            new.level = Level::Company;
        })
        .await
}

/// Says at a portal that the password is forgotten.
async fn forgets(world: &World, host: &str, username: &str) {
    let mut browser = world.browser().at(host);
    let csrf = browser.csrf("/_auth/forgot").await;
    browser.posts("/_auth/forgot", &[("csrf", &csrf), ("username", username)]).await.is(303);
}

/// Follows the letter's link to its host and page, signed in there.
async fn follows(world: &World, operator: &Person, letter: &Letter) -> gatehouse_tests::raw::Answer {
    let (_, rest) = letter.text.split_once("http://").unwrap_or_else(|| panic!("no link\n{}", letter.text));
    let host = rest.split('/').next().unwrap_or_default();
    let mut browser = world.browser().at(host);
    browser.tries(&operator.username, PASSWORD).await.is(200);
    browser.opens(&letter.link()).await
}

#[tokio::test]
async fn an_operators_own_request_is_decided_by_another_operator() {
    let world = world_with_a_console().await;
    let (opal, otto) = (operator(&world, "opal").await, operator(&world, "otto").await);
    forgets(&world, CONSOLE, "opal").await;
    let letter = world.mailbox.takes(&otto.email).await;
    follows(&world, &otto, &letter).await.is(200).says("opal of Acme").says("name=\"approve\"");
    assert!(world.mailbox.letters_to(&opal.email).is_empty(), "nobody is asked to approve their own");
}
