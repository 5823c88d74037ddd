//! A new email address that waits for its confirmation, when something else changes meanwhile: it must not be a way in for whoever asked.

use gatehouse_auth_core::{
    flow::administer::UserEdit,
    secret::TypedPassword,
    user::{User, UserState},
};
use gatehouse_tests::{World, person::Person, world::PASSWORD};

const NEW: &str = "elsewhere@thief.example";
const ANOTHER_PASSWORD: &str = "quiet lantern orbit mosaic";

async fn world() -> World {
    World::with(|settings| {
        settings.recovery("link");
    })
    .await
}

/// Asks for another address at My account, and for another password if one is given.
async fn asks_for_address(person: &mut Person, password: &str) {
    person.signs_in().await;
    let (username, name) = (person.username.clone(), format!("{} of Acme", person.username));
    let csrf = person.csrf("/_auth/account").await;
    let fields = [
        ("csrf", csrf.as_str()),
        ("name", &name),
        ("email", NEW),
        ("username", &username),
        ("password", password),
        ("password_confirmation", password),
        ("current_password", PASSWORD),
    ];
    person.posts("/_auth/account", &fields).await.is(303);
}

/// Opens the link that went to the new address; with its button pressed where there is one, the page's status.
async fn confirms(world: &World, link: &str) -> u16 {
    let mut browser = world.browser();
    browser.opens(link).await.is(303);
    let page = browser.opens("/_auth/confirm-email").await;
    if page.status != 200 {
        return page.status;
    }
    let csrf = browser.csrf("/_auth/confirm-email").await;
    browser.posts("/_auth/confirm-email", &[("csrf", &csrf)]).await.status
}

async fn as_stored(world: &World, person: &Person) -> User {
    world.outside().directory.person(person.id).await.expect("a directory").expect("a person").user
}

async fn keeps_their_address(world: &World, person: &Person) {
    let email = as_stored(world, person).await.email.map(|email| email.to_string());
    assert_eq!(email.as_deref(), Some(person.email.as_str()));
}

#[tokio::test]
async fn a_new_password_ends_a_change_of_address_that_waits() {
    let world = world().await;
    let mut ada = world.person("ada").await;
    asks_for_address(&mut ada, "").await;
    ada.opens("/_auth/account").await.is(200).says(NEW);
    let link = world.mailbox.takes(NEW).await.link();
    let new = UserEdit { password: TypedPassword::new(ANOTHER_PASSWORD.to_owned()), ..UserEdit::default() };
    world.sets(&ada, new).await;
    assert_eq!(confirms(&world, &link).await, 410);
    keeps_their_address(&world, &ada).await;
    let mut again = ada.another_browser();
    again.tries("ada", ANOTHER_PASSWORD).await.is(200);
    let page = again.opens("/_auth/account").await;
    assert!(!page.text().contains(NEW), "the page no longer waits for it");
}

#[tokio::test]
async fn whoever_was_locked_meanwhile_does_not_come_back_with_another_address() {
    let world = world().await;
    let mut ada = world.person("ada").await;
    asks_for_address(&mut ada, "").await;
    let link = world.mailbox.takes(NEW).await.link();
    for state in [UserState::Locked, UserState::Active] {
        world.sets(&ada, UserEdit { state: Some(state), ..UserEdit::default() }).await;
    }
    assert_eq!(confirms(&world, &link).await, 410);
    keeps_their_address(&world, &ada).await;
}

#[tokio::test]
async fn an_address_and_a_password_that_change_in_one_form_both_do() {
    let world = world().await;
    let mut ada = world.person("ada").await;
    asks_for_address(&mut ada, ANOTHER_PASSWORD).await;
    let link = world.mailbox.takes(NEW).await.link();
    assert_eq!(confirms(&world, &link).await, 200);
    assert_eq!(as_stored(&world, &ada).await.email.map(|email| email.to_string()).as_deref(), Some(NEW));
}
