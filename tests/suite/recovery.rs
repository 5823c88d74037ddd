//! A forgotten password, by each of the four ways back in.

use std::time::Duration;

use gatehouse_auth_core::{
    account::AccountKind,
    flow::administer::{AccountEdit, UserEdit},
    identifier::Folded,
    permission::{Level, Preset},
    recovery::RecoveryFlow,
    user::UserState,
};
use gatehouse_tests::{
    Browser, NEW_PASSWORD, Person, World,
    person::moves_to,
    request_of,
    world::{ACCOUNT, PASSWORD},
};

const DAY: Duration = Duration::from_hours(24);
const NEARLY_A_DAY: Duration = Duration::from_secs(24 * 3600 - 1);
const MOMENT: Duration = Duration::from_secs(1);

async fn world_of(flow: &str) -> World {
    World::with(|settings| {
        settings.recovery(flow);
    })
    .await
}

/// A portal where people say their Account ID, too.
async fn world_of_account_ids(flow: &str) -> World {
    World::with(|settings| {
        settings.recovery(flow).portal("sign_in = \"account-username\"");
    })
    .await
}

/// Somebody who has forgotten their password, by email address.
async fn forgetful(world: &World, username: &str) -> Person {
    let mut person = world.person(username).await;
    let email = person.email.clone();
    person.asks_for_help(&[("email", &email)]).await;
    person
}

// R1

#[tokio::test]
async fn a_temporary_password_comes_by_mail_and_leads_to_a_password_of_ones_own() {
    let world = world_of("emailed-password").await;
    let mut ada = world.person("ada").await;
    ada.opens("/_auth/login").await.says("Forgotten your password? Click here to reset it.").says("href=\"/_auth/forgot\"");
    ada.opens("/_auth/forgot").await.is(200).says("name=\"email\"").says("Forgot password");
    let sent = ada.asks_for_help(&[("email", "Ada@ACME.example ")]).await;
    sent.says("a temporary password is on its way").says("for 24 hours").says("spam").says("href=\"/_auth/login\"");
    let letter = world.mailbox.takes(&ada.email).await;
    assert_eq!(letter.subject, "Your temporary Call Records password");
    assert!(letter.text.contains("Hello ada,"), "{}", letter.text);
    let temporary = letter.password();
    assert!(ada.can_sign_in_with(PASSWORD).await, "the current password works until the new one is set");
    let answer = ada.tries("ada", &temporary).await;
    assert_eq!(answer.is(303).header("location"), Some("/_auth/choose-password"));
    assert!(!ada.gets_through().await, "nobody is signed in before they chose a password");
    assert!(ada.can_sign_in_with(PASSWORD).await);
    let answer = ada.chooses("/_auth/choose-password", NEW_PASSWORD).await;
    assert_eq!(moves_to(answer.is(200)).as_deref(), Some("/"));
    assert!(ada.gets_through().await);
    assert!(ada.can_sign_in_with(NEW_PASSWORD).await);
    assert!(!ada.can_sign_in_with(PASSWORD).await);
    assert!(!ada.can_sign_in_with(&temporary).await, "it is good once");
    let notice = world.mailbox.takes_about(&ada.email, "was changed").await;
    assert_eq!(notice.subject, "Your Call Records password was changed");
}

#[tokio::test]
async fn a_temporary_password_is_good_for_a_day() {
    let world = world_of("emailed-password").await;
    let mut ada = forgetful(&world, "ada").await;
    let temporary = world.mailbox.takes(&ada.email).await.password();
    world.later(DAY);
    ada.tries("ada", &temporary).await.is(401);
    world.later(MOMENT);
    let email = ada.email.clone();
    ada.asks_for_help(&[("email", &email)]).await;
    let temporary = world.mailbox.takes(&ada.email).await.password();
    world.later(NEARLY_A_DAY);
    ada.tries("ada", &temporary).await.is(303);
    ada.another_browser().tries("ada", &temporary).await.is(401);
}

#[tokio::test]
async fn a_temporary_password_has_four_groups_of_characters_that_nobody_takes_for_others() {
    let world = world_of("emailed-password").await;
    let ada = forgetful(&world, "ada").await;
    let temporary = world.mailbox.takes(&ada.email).await.password();
    let characters: Vec<char> = temporary.chars().filter(|c| *c != '-').collect();
    assert_eq!(characters.len(), 20, "20 of 31 characters are 99 bits");
    assert!(characters.iter().all(|c| "abcdefghjkmnpqrstuvwxyz23456789".contains(*c)), "{temporary}");
    let typed = format!(" {}\t", temporary.replace('-', "").to_uppercase());
    ada.another_browser().tries("ada", &typed).await.is(303);
}

#[tokio::test]
async fn a_temporary_password_never_becomes_the_permanent_one() {
    let world = world_of("emailed-password").await;
    let mut ada = forgetful(&world, "ada").await;
    let temporary = world.mailbox.takes(&ada.email).await.password();
    ada.tries("ada", &temporary).await.is(303);
    for spelled in [temporary.clone(), temporary.replace('-', ""), temporary.to_uppercase()] {
        let answer = ada.chooses("/_auth/choose-password", &spelled).await;
        answer.is(422).says("Choose a password you have not used before");
    }
    assert!(!ada.can_sign_in_with(&temporary).await);
    ada.chooses("/_auth/choose-password", NEW_PASSWORD).await.is(200);
}

#[tokio::test]
async fn where_it_is_recommended_people_are_let_in_and_reminded() {
    let world = World::with(|settings| {
        settings.recovery("emailed-password").portal("after_temporary = \"recommend\"");
    })
    .await;
    let mut ada = forgetful(&world, "ada").await;
    let temporary = world.mailbox.takes(&ada.email).await.password();
    let answer = ada.signs_in_with(&temporary).await;
    answer.says("You signed in with a temporary password");
    assert!(ada.gets_through().await);
    assert!(!ada.can_sign_in_with(&temporary).await, "it has worked once");
    assert!(ada.can_sign_in_with(PASSWORD).await, "and is nobody's password");
}

#[tokio::test]
async fn a_sign_in_that_owes_a_password_is_over_after_ten_minutes() {
    let world = world_of("emailed-password").await;
    let mut ada = forgetful(&world, "ada").await;
    let temporary = world.mailbox.takes(&ada.email).await.password();
    ada.tries("ada", &temporary).await.is(303);
    ada.opens("/_auth/choose-password").await.is(200).says("Choose one only you know");
    let csrf = ada.csrf("/_auth/choose-password").await;
    world.later(Duration::from_mins(10));
    let fields = [("csrf", csrf.as_str()), ("password", NEW_PASSWORD), ("password_confirmation", NEW_PASSWORD)];
    let answer = ada.posts("/_auth/choose-password", &fields).await;
    assert!(answer.leads_to_sign_in());
    assert!(ada.can_sign_in_with(PASSWORD).await);
}

// R2

#[tokio::test]
async fn a_link_comes_by_mail_and_leads_to_a_new_password() {
    let world = world_of("link").await;
    let mut ada = world.person("ada").await;
    ada.signs_in().await;
    let mut elsewhere = ada.another_browser();
    elsewhere.opens("/_auth/login").await.says("Forgot Password");
    elsewhere.opens("/_auth/forgot").await.says("Send me reset password instructions");
    let sent = elsewhere.asks_for_help(&[("email", "ada@acme.example")]).await;
    sent.says("a link is on its way").says("expires in 1 hour");
    let letter = world.mailbox.takes(&ada.email).await;
    assert_eq!(letter.subject, "Reset your Call Records password");
    assert!(letter.text.contains("http://calls.localhost/_auth/reset?token="), "{}", letter.text);
    let link = letter.link();
    elsewhere.follows(&link).await.is(200).says("For <b><bdi>ada</bdi></b>.").says("expires in");
    assert!(ada.gets_through().await && ada.can_sign_in_with(PASSWORD).await, "looking changes nothing");
    let answer = elsewhere.chooses("/_auth/reset", NEW_PASSWORD).await;
    assert_eq!(answer.is(303).header("location"), Some("/_auth/login"));
    assert!(!elsewhere.gets_through().await, "nobody is signed in by a link");
    elsewhere.opens("/_auth/login").await.says("Your password has been changed");
    assert!(!ada.gets_through().await, "every session of the person ends");
    elsewhere.signs_in_with(NEW_PASSWORD).await;
    assert!(elsewhere.gets_through().await);
    assert!(!ada.can_sign_in_with(PASSWORD).await);
    let notice = world.mailbox.takes(&ada.email).await;
    assert_eq!(notice.subject, "Your Call Records password was changed");
    assert!(!notice.text.contains("token="), "{}", notice.text);
}

#[tokio::test]
async fn the_secret_leaves_the_address_at_first_sight() {
    let world = world_of("link").await;
    let ada = forgetful(&world, "ada").await;
    let link = world.mailbox.link_to(&ada.email).await;
    let answer = ada.another_browser().opens(&link).await;
    assert_eq!(answer.is(303).header("location"), Some("/_auth/reset"));
    assert_eq!(answer.header("cache-control"), Some("no-store"));
    let token = link.split_once("token=").expect("a token").1;
    let cookie = format!("__Host-gh-link={token}; Path=/; Secure; HttpOnly; SameSite=Lax; Max-Age=900");
    assert_eq!(answer.all("set-cookie"), [cookie]);
    let page = ada.another_browser().follows(&link).await;
    assert!(!page.text().contains(token), "no page says the secret");
}

#[tokio::test]
async fn a_link_is_good_for_its_life_and_not_a_moment_longer() {
    let world = World::with(|settings| {
        settings.recovery("link").tables("[recovery]\nlink_life = \"30m\"");
    })
    .await;
    let mut ada = forgetful(&world, "ada").await;
    let link = world.mailbox.link_to(&ada.email).await;
    world.later(Duration::from_secs(30 * 60 - 1));
    ada.follows(&link).await.is(200);
    let csrf = ada.csrf("/_auth/reset").await;
    world.later(MOMENT);
    let fields = [("csrf", csrf.as_str()), ("password", NEW_PASSWORD), ("password_confirmation", NEW_PASSWORD)];
    let answer = ada.posts("/_auth/reset", &fields).await;
    answer.is(410).says("This link has expired").says("Links work for 30 minutes").says("href=\"/_auth/forgot\"");
    ada.follows(&link).await.is(410);
    assert!(ada.can_sign_in_with(PASSWORD).await);
}

#[tokio::test]
async fn a_password_that_is_not_taken_leaves_the_link_as_it_was() {
    let world = world_of("link").await;
    let mut ada = forgetful(&world, "ada").await;
    let link = world.mailbox.link_to(&ada.email).await;
    ada.follows(&link).await.is(200);
    for (password, again, words) in [
        ("", "", "Enter a new password"),
        (NEW_PASSWORD, "", "Enter your new password again"),
        (NEW_PASSWORD, PASSWORD, "The passwords do not match"),
        ("short one", "short one", "Your password must have at least 12 characters"),
        ("password1234", "password1234", "password"),
        (PASSWORD, PASSWORD, "Choose a password you have not used before"),
    ] {
        let csrf = ada.csrf("/_auth/reset").await;
        let fields = [("csrf", csrf.as_str()), ("password", password), ("password_confirmation", again)];
        ada.posts("/_auth/reset", &fields).await.is(422).says(words);
    }
    let fields = [("csrf", "forged"), ("password", NEW_PASSWORD), ("password_confirmation", NEW_PASSWORD)];
    ada.posts("/_auth/reset", &fields).await.is(403);
    assert!(ada.can_sign_in_with(PASSWORD).await);
    ada.chooses("/_auth/reset", NEW_PASSWORD).await.is(303);
}

#[tokio::test]
async fn whoever_forgot_more_is_told_whom_to_ask() {
    for flow in RecoveryFlow::ALL {
        let world = World::with(|settings| {
            settings.recovery(flow.as_str()).portal("support = \"help@calls.example\"");
        })
        .await;
        let page = world.browser().opens("/_auth/forgot").await;
        page.is(200).says("Forgotten your username or email address too?").says("mailto:help@calls.example");
    }
}

// R3

/// Somebody whose names are in no other word of a letter.
async fn grace(world: &World) -> Person {
    let change = |new: &mut gatehouse_auth_core::flow::administer::NewUser| {
        "Grace Hopper".clone_into(&mut new.name);
        new.email = Some("gh@post.example".parse().expect("an address"));
    };
    world.person_with("adelaide77", change).await
}

async fn asks_by_account(person: &mut Person) {
    let username = person.username.clone();
    let sent = person.asks_for_help(&[("account_id", ACCOUNT), ("username", &username)]).await;
    sent.says("Request submitted").says("we have emailed a link to its address");
}

async fn signs_in_by_account(person: &mut Person, password: &str) -> gatehouse_tests::Answer {
    let username = person.username.clone();
    person.tries_fields(&[("account_id", ACCOUNT), ("username", &username), ("password", password)]).await
}

#[tokio::test]
async fn a_link_opened_by_the_browser_that_asked_brings_a_temporary_password() {
    let world = world_of_account_ids("link-then-temporary").await;
    let mut grace = grace(&world).await;
    grace.opens("/_auth/login").await.says("Forgot your Password?");
    grace.opens("/_auth/forgot").await.says("name=\"account_id\"").says("name=\"username\"");
    asks_by_account(&mut grace).await;
    let first = world.mailbox.takes(&grace.email).await;
    assert_eq!(first.subject, "We received your request");
    let page = grace.follows(&first.link()).await;
    page.is(200).says("<bdi>Grace</bdi>, we have just emailed you a temporary password").says("href=\"/_auth/login\"");
    let second = world.mailbox.takes(&grace.email).await;
    assert_eq!(second.subject, "Your temporary password");
    for letter in [&first, &second] {
        assert!(letter.text.contains("Hello Grace,"), "{}", letter.text);
        let said = format!("{}\n{}\n{}", letter.subject, letter.text, letter.html).to_lowercase();
        assert!(!said.contains("adelaide77") && !said.contains("acme"), "no username and no Account ID: {said}");
    }
    assert!(!page.text().contains("adelaide77"), "nor on the page");
    grace.opens("/_auth/temporary").await.is(200).says("we have just emailed you");
    grace.follows(&first.link()).await.is(200);
    let answer = signs_in_by_account(&mut grace, &second.password()).await;
    assert_eq!(answer.is(303).header("location"), Some("/_auth/choose-password"));
    let page = grace.opens("/_auth/choose-password").await;
    assert!(!page.text().contains("adelaide77"), "{}", page.text());
    let answer = grace.chooses("/_auth/choose-password", NEW_PASSWORD).await;
    assert!(moves_to(answer.is(200)).is_some());
    assert!(grace.gets_through().await);
    assert_eq!(world.mailbox.takes(&grace.email).await.subject, "Your Call Records password was changed");
    grace.follows(&first.link()).await.is(410).says("This link has already been used");
    assert!(world.mailbox.letters().is_empty(), "opening it again sent no second password");
}

#[tokio::test]
async fn a_link_opened_anywhere_else_asks_for_a_press_of_its_button_first() {
    let world = world_of_account_ids("link-then-temporary").await;
    let mut grace = grace(&world).await;
    asks_by_account(&mut grace).await;
    let link = world.mailbox.link_to(&grace.email).await;
    let mut phone = grace.another_browser();
    phone.follows(&link).await.is(200).says("we will email you a temporary password when you press the button");
    phone.presses("/_auth/temporary", &[]).await.is(200).says("we have just emailed you");
    let temporary = world.mailbox.takes(&grace.email).await.password();
    phone.presses("/_auth/temporary", &[]).await.is(200).says("we have just emailed you");
    grace.follows(&link).await.is(200).says("we have just emailed you");
    signs_in_by_account(&mut phone, &temporary).await.is(303);
    assert!(world.mailbox.letters().is_empty(), "one password for one link");
}

#[tokio::test]
async fn looking_at_a_links_head_sends_nothing() {
    let world = world_of_account_ids("link-then-temporary").await;
    let mut grace = grace(&world).await;
    asks_by_account(&mut grace).await;
    let link = world.mailbox.link_to(&grace.email).await;
    grace.sends("HEAD", &link, "Accept: text/html\r\n", b"").await.is(303);
    grace.sends("HEAD", "/_auth/temporary", "Accept: text/html\r\n", b"").await.is(200);
    let mut phone = grace.another_browser();
    phone.follows(&link).await.is(200).says("when you press the button");
    grace.opens("/_auth/temporary").await.says("we have just emailed you");
    world.mailbox.takes(&grace.email).await.password();
}

#[tokio::test]
async fn a_temporary_password_is_sent_again_three_times_and_no_more() {
    let world = world_of_account_ids("link-then-temporary").await;
    let mut grace = grace(&world).await;
    asks_by_account(&mut grace).await;
    let link = world.mailbox.link_to(&grace.email).await;
    grace.follows(&link).await.is(200);
    let mut passwords = vec![world.mailbox.takes(&grace.email).await.password()];
    for _ in 0..3 {
        grace.presses("/_auth/temporary", &[("again", "1")]).await.is(200).says("we have just emailed you");
        passwords.push(world.mailbox.takes(&grace.email).await.password());
    }
    let refused = grace.presses("/_auth/temporary", &[("again", "1")]).await;
    refused.is(200).says("as often as we can");
    // Whatever comes is good, until one of them was used.
    signs_in_by_account(&mut grace.another_browser(), &passwords[1]).await.is(303);
    for spent in &passwords {
        signs_in_by_account(&mut grace.another_browser(), spent).await.is(401);
    }
    assert!(world.mailbox.letters().is_empty());
}

// R4

/// An account's people: who may approve, who may not, and who forgot.
struct Office {
    world: World,
    boss: Person,
    peer: Person,
    junior: Person,
    ada: Person,
}

async fn approver(world: &World, username: &str, level: Level) -> Person {
    let change = |new: &mut gatehouse_auth_core::flow::administer::NewUser| {
        new.level = level;
        new.roles = Preset::Admin.roles();
    };
    world.person_with(username, change).await
}

async fn office_with(change: impl FnOnce(&mut gatehouse_tests::Settings)) -> Office {
    let world = World::with(|settings| {
        settings.recovery("admin-approval");
        change(settings);
    })
    .await;
    let boss = approver(&world, "boss", Level::Company).await;
    let peer = approver(&world, "peer", Level::Staff).await;
    let junior = approver(&world, "junior", Level::Team).await;
    let ada = world.person("ada").await;
    Office { world, boss, peer, junior, ada }
}

async fn office() -> Office {
    office_with(|_| ()).await
}

impl Office {
    /// Ada asks, and the letter to the boss has come.
    async fn ada_asks(&mut self) -> String {
        self.ada.asks_for_help(&[("username", "ada")]).await.says("its administrators have been told");
        request_of(&self.world.mailbox.takes(&self.boss.email).await)
    }
}

#[tokio::test]
async fn everybody_who_can_approve_is_mailed_and_a_link_comes_once_one_did() {
    let mut office = office().await;
    office.ada.opens("/_auth/login").await.says("Forgot your Password?");
    let id = office.ada_asks().await;
    let letter = office.world.mailbox.takes(&office.peer.email).await;
    assert_eq!(letter.subject, "ada of Acme asked for a new password");
    assert!(letter.text.contains(&format!("http://calls.localhost/_auth/requests/{id}")), "{}", letter.text);
    assert!(!letter.text.contains("token="), "no mailed link approves by itself");
    assert!(office.world.mailbox.letters().is_empty(), "nobody of a lower level, and not the person");
    let page = format!("/_auth/requests/{id}");
    assert!(office.boss.opens(&page).await.leads_to_sign_in(), "it needs a sign-in");
    office.boss.signs_in().await;
    let shown = office.boss.opens(&page).await;
    shown.is(200).says("ada of Acme").says("127.0.0.1");
    office.boss.opens("/_auth/requests").await.is(200).says(&id);
    let answer = office.boss.decides("approve", &id).await;
    assert_eq!(answer.is(303).header("location"), Some("/_auth/requests"));
    office.boss.opens("/_auth/requests").await.says("ada of Acme");
    let letter = office.world.mailbox.takes(&office.ada.email).await;
    assert_eq!(letter.subject, "Reset your Call Records password");
    assert!(office.ada.can_sign_in_with(PASSWORD).await);
    office.ada.chooses_password(&letter.link(), NEW_PASSWORD).await.is(303);
    assert!(!office.ada.gets_through().await);
    office.ada.signs_in_with(NEW_PASSWORD).await;
    assert!(office.ada.gets_through().await);
    office.boss.opens(&page).await.is(200);
}

#[tokio::test]
async fn nobody_without_authority_sees_or_decides_a_request() {
    let mut office = office().await;
    let id = office.ada_asks().await;
    let page = format!("/_auth/requests/{id}");
    office.junior.signs_in().await;
    office.junior.opens(&page).await.is(404);
    for decision in ["approve", "decline", "take_back"] {
        office.junior.decides(decision, &id).await.is(404);
    }
    office.world.account("OTHER", AccountKind::Customer).await;
    let change = |new: &mut gatehouse_auth_core::flow::administer::NewUser| {
        new.level = Level::Company;
        new.roles = Preset::Admin.roles();
    };
    let mut stranger = office.world.person_of("OTHER", "stranger", change).await;
    stranger.signs_in().await;
    stranger.opens(&page).await.is(404);
    stranger.decides("approve", &id).await.is(404);
    let mut user = office.world.person("user").await;
    user.signs_in().await;
    user.opens(&page).await.is(403);
    user.decides("approve", &id).await.is(403);
    office.boss.signs_in().await;
    office.boss.decides("approve", &id).await.is(303);
}

#[tokio::test]
async fn nobody_approves_their_own_request() {
    let mut office = office().await;
    let mut peer = office.peer.clone();
    peer.asks_for_help(&[("username", "peer")]).await;
    let id = request_of(&office.world.mailbox.takes(&office.boss.email).await);
    peer.signs_in().await;
    peer.opens(&format!("/_auth/requests/{id}")).await.is(200).says("Ask another administrator");
    peer.decides("approve", &id).await.is(409);
    assert!(office.world.mailbox.letters_to(&peer.email).is_empty());
    office.boss.signs_in().await;
    office.boss.decides("approve", &id).await.is(303);
    office.world.mailbox.link_to(&peer.email).await;
}

#[tokio::test]
async fn a_declined_request_ends_and_its_person_is_told() {
    let mut office = office().await;
    let id = office.ada_asks().await;
    office.boss.signs_in().await;
    office.boss.decides("decline", &id).await.is(303);
    let letter = office.world.mailbox.takes(&office.ada.email).await;
    assert_eq!(letter.subject, "Your password request");
    assert!(!letter.text.contains("token="));
    office.boss.opens(&format!("/_auth/requests/{id}")).await.is(200).says("declined");
    office.boss.decides("approve", &id).await.is(409);
    assert!(office.world.mailbox.letters_to(&office.ada.email).is_empty());
    assert!(office.ada.can_sign_in_with(PASSWORD).await);
}

#[tokio::test]
async fn an_approval_that_is_taken_back_makes_its_link_worthless() {
    let mut office = office().await;
    let id = office.ada_asks().await;
    office.boss.signs_in().await;
    office.boss.decides("take_back", &id).await.is(409);
    office.boss.decides("approve", &id).await.is(303);
    let link = office.world.mailbox.link_to(&office.ada.email).await;
    office.ada.follows(&link).await.is(200);
    office.peer.signs_in().await;
    office.peer.decides("take_back", &id).await.is(303);
    office.ada.opens("/_auth/reset").await.is(410).says("Your administrator did not approve this");
    office.ada.follows(&link).await.is(410);
    assert!(office.ada.can_sign_in_with(PASSWORD).await);
}

#[tokio::test]
async fn a_request_and_its_link_live_a_day_each() {
    let mut office = office().await;
    let id = office.ada_asks().await;
    office.world.later(DAY);
    office.boss.signs_in().await;
    let page = format!("/_auth/requests/{id}");
    office.boss.opens(&page).await.is(200).says("expired");
    office.boss.decides("approve", &id).await.is(409);
    let id = office.ada_asks().await;
    office.world.later(NEARLY_A_DAY);
    office.boss.signs_in().await;
    office.boss.decides("approve", &id).await.is(303);
    let link = office.world.mailbox.link_to(&office.ada.email).await;
    office.world.later(NEARLY_A_DAY);
    office.ada.follows(&link).await.is(200);
    office.world.later(MOMENT);
    let expired = office.ada.follows(&link).await;
    expired.is(410).says("This link has expired").says("Ask your administrator to send a new one");
    office.boss.signs_in().await;
    office.boss.decides("take_back", &id).await.is(409);
}

#[tokio::test]
async fn two_administrators_at_once_send_one_link() {
    let mut office = office().await;
    let id = office.ada_asks().await;
    office.boss.signs_in().await;
    office.peer.signs_in().await;
    let (by_boss, by_peer) = tokio::join!(office.boss.decides("approve", &id), office.peer.decides("approve", &id));
    let mut statuses = [by_boss.status, by_peer.status];
    statuses.sort_unstable();
    assert_eq!(statuses, [303, 409]);
    let late = if by_boss.status == 409 { by_boss } else { by_peer };
    assert!(late.text().contains("boss of Acme") || late.text().contains("peer of Acme"), "{}", late.text());
    office.world.mailbox.link_to(&office.ada.email).await;
    office.boss.decides("decline", &id).await.is(409);
    assert!(office.world.mailbox.letters_to(&office.ada.email).is_empty());
}

#[tokio::test]
async fn an_approval_leads_to_a_green_password_whatever_else_is_asked_for() {
    let mut office = office_with(|settings| {
        settings
            .tables("[password]\nmin_length = 8\nrequired_score = 0\nargon2 = { memory = \"8MiB\", iterations = 1, lanes = 1 }");
    })
    .await;
    let id = office.ada_asks().await;
    office.boss.signs_in().await;
    office.boss.decides("approve", &id).await.is(303);
    let link = office.world.mailbox.link_to(&office.ada.email).await;
    let weak = office.ada.chooses_password(&link, "harbour1234").await;
    weak.is(422).says("Your password is not strong enough");
    assert!(office.ada.can_sign_in_with(PASSWORD).await);
    office.ada.chooses("/_auth/reset", NEW_PASSWORD).await.is(303);
}

#[tokio::test]
async fn a_request_is_decided_only_by_who_just_proved_who_they_are() {
    let mut office = office().await;
    office.boss.signs_in().await;
    let id = office.ada_asks().await;
    office.world.later(Duration::from_mins(10));
    office.boss.decides("approve", &id).await.is(422).says("name=\"current_password\"");
    let csrf = office.boss.csrf("/_auth/account").await;
    let wrong = [("csrf", csrf.as_str()), ("approve", &id), ("current_password", "wrong")];
    office.boss.posts("/_auth/requests", &wrong).await.is(422);
    let right = [("csrf", csrf.as_str()), ("approve", &id), ("current_password", PASSWORD)];
    office.boss.posts("/_auth/requests", &right).await.is(303);
    office.world.mailbox.link_to(&office.ada.email).await;
}

// Where nobody of the account can approve

/// With a portal for the operators' console, and an operator who signs in there.
async fn with_operators() -> (World, Person) {
    let world = World::with(|settings| {
        settings.recovery("admin-approval").another_portal("office", "operators = true\naccounts = [\"VENDOR\"]\n");
    })
    .await;
    world.account("VENDOR", AccountKind::Operator).await;
    let admin = |new: &mut gatehouse_auth_core::flow::administer::NewUser| {
        new.level = Level::Company;
        new.roles = Preset::Admin.roles();
    };
    let opal = world.person_of("VENDOR", "opal", admin).await;
    (world, opal)
}

#[tokio::test]
async fn the_request_of_an_accounts_only_approver_goes_to_the_operators() {
    let (world, opal) = with_operators().await;
    let mut boss = approver(&world, "boss", Level::Company).await;
    approver(&world, "junior", Level::Team).await;
    boss.asks_for_help(&[("username", "boss")]).await.says("its administrators have been told");
    let letter = world.mailbox.takes(&opal.email).await;
    assert!(letter.text.contains("boss of Acme of ACME Ltd asked for a new password"), "{}", letter.text);
    let id = request_of(&letter);
    let there = format!("http://office.localhost/_auth/operator/requests/{id}");
    assert!(letter.text.contains(&there), "the link leads to where operators sign in: {}", letter.text);
    boss.signs_in().await;
    boss.decides("approve", &id).await.is(409);
    let mut opal_there = opal.at("office.localhost");
    opal_there.tries("opal", PASSWORD).await.is(200);
    opal_there.opens(&format!("/_auth/operator/requests/{id}")).await.is(200).says("boss of Acme").says("ACME Ltd");
    let csrf = opal_there.csrf("/_auth/account").await;
    opal_there.posts("/_auth/operator/requests", &[("csrf", &csrf), ("approve", &id)]).await.is(303);
    let letter = world.mailbox.takes(&boss.email).await;
    assert!(letter.text.contains("http://calls.localhost/_auth/reset?token="), "{}", letter.text);
    boss.another_browser().chooses_password(&letter.link(), NEW_PASSWORD).await.is(303);
    assert!(boss.can_sign_in_with(NEW_PASSWORD).await);
    assert!(world.mailbox.letters().iter().all(|letter| letter.subject.contains("was changed")));
}

#[tokio::test]
async fn operators_see_no_request_that_an_account_can_decide_itself() {
    let (world, opal) = with_operators().await;
    let boss = approver(&world, "boss", Level::Company).await;
    let mut ada = world.person("ada").await;
    ada.asks_for_help(&[("username", "ada")]).await;
    let id = request_of(&world.mailbox.takes(&boss.email).await);
    let mut opal = opal.at("office.localhost");
    opal.tries("opal", PASSWORD).await.is(200);
    opal.opens(&format!("/_auth/operator/requests/{id}")).await.is(404);
    let csrf = opal.csrf("/_auth/account").await;
    opal.posts("/_auth/operator/requests", &[("csrf", &csrf), ("approve", &id)]).await.is(404);
    assert!(world.mailbox.letters().is_empty());
}

// Accounts that go another way than their portal

async fn sets_recovery(world: &World, account: &str, flow: Option<RecoveryFlow>) {
    let edit = AccountEdit { recovery: Some(flow), ..AccountEdit::default() };
    world.administrator().set_account(&Folded::of(account), edit).await.expect("a change");
}

#[tokio::test]
async fn an_account_goes_its_own_way_and_the_portal_words_it_for_all() {
    let world = world_of("link").await;
    world.account("OTHER", AccountKind::Customer).await;
    sets_recovery(&world, "OTHER", Some(RecoveryFlow::EmailedPassword)).await;
    let mut ada = world.person("ada").await;
    let mut bob = world.person_of("OTHER", "bob", |_| ()).await;
    let mut pages = Vec::new();
    for person in [&mut ada, &mut bob] {
        let email = person.email.clone();
        person.opens("/_auth/forgot").await.says("We will email you the next step, or tell your administrator that you asked.");
        let sent = person.asks_for_help(&[("email", &email)]).await;
        pages.push(sent.says("the next step is on its way, to you or your administrator.").text());
    }
    assert_eq!(pages[0], pages[1]);
    assert!(world.mailbox.takes(&ada.email).await.text.contains("/_auth/reset?token="));
    let temporary = world.mailbox.takes(&bob.email).await.password();
    bob.tries("bob", &temporary).await.is(303);
    sets_recovery(&world, "OTHER", None).await;
    world.browser().opens("/_auth/forgot").await.says("We will email you a link to choose a new password.");
}

#[tokio::test]
async fn an_account_that_wants_approval_has_it_at_a_portal_of_another_flow() {
    let world = world_of("link").await;
    sets_recovery(&world, ACCOUNT, Some(RecoveryFlow::AdminApproval)).await;
    let mut boss = approver(&world, "boss", Level::Company).await;
    let mut ada = world.person("ada").await;
    ada.asks_for_help(&[("email", "ada@acme.example")]).await.says("to you or your administrator");
    let id = request_of(&world.mailbox.takes(&boss.email).await);
    assert!(world.mailbox.letters_to(&ada.email).is_empty());
    boss.signs_in().await;
    boss.decides("approve", &id).await.is(303);
    world.mailbox.link_to(&ada.email).await;
}

// By an admin, and first access

#[tokio::test]
async fn an_admin_sends_a_link_to_whoever_they_may_act_on() {
    let mut office = office().await;
    let page = format!("/_auth/users/{}/reset-password", office.ada.id);
    office.boss.signs_in().await;
    office.boss.opens("/_auth/users").await.says(&page);
    office.boss.opens(&page).await.is(200).says("expires in 24 hours");
    office.boss.presses(&page, &[]).await.is(303);
    let letter = office.world.mailbox.takes(&office.ada.email).await;
    assert_eq!(letter.subject, "Your administrator sent you a password link");
    assert!(letter.text.contains("boss of Acme sent you this"), "{}", letter.text);
    assert!(office.ada.can_sign_in_with(PASSWORD).await);
    office.world.later(NEARLY_A_DAY);
    office.ada.chooses_password(&letter.link(), NEW_PASSWORD).await.is(303);
    assert!(office.ada.can_sign_in_with(NEW_PASSWORD).await);
    office.world.mailbox.takes_about(&office.ada.email, "was changed").await;
    office.junior.signs_in().await;
    let csrf = office.junior.csrf("/_auth/account").await;
    assert!(office.junior.posts(&page, &[("csrf", &csrf)]).await.status >= 400);
    let own = format!("/_auth/users/{}/reset-password", office.junior.id);
    office.junior.posts(&own, &[("csrf", &csrf)]).await;
    let audit = office.world.audit().await;
    assert_eq!(audit.iter().filter(|event| event["what"] == "link-sent").count(), 1, "nor does anybody send one to themselves");
}

#[tokio::test]
async fn an_operator_opens_the_door_to_an_accounts_first_administrator() {
    let (world, opal) = with_operators().await;
    world.account("FRESH", AccountKind::Customer).await;
    let fresh = world.administrator().account(&Folded::of("FRESH")).await.expect("an account").id;
    let mut opal = opal.at("office.localhost");
    opal.tries("opal", PASSWORD).await.is(200);
    let page = format!("/_auth/operator/accounts/{fresh}/first-admin");
    let fields = [("name", "Fay First"), ("email", "fay@fresh.example"), ("username", "fay")];
    opal.presses(&page, &fields).await.is(303);
    let letter = world.mailbox.takes("fay@fresh.example").await;
    assert_eq!(letter.subject, "Your administrator link for Call Records");
    let mut fay = world.browser();
    fay.chooses_password(&letter.link(), NEW_PASSWORD).await.is(303);
    fay.tries("fay", NEW_PASSWORD).await.is(200);
    fay.opens("/_auth/users").await.is(200).says("Fay First");
    let again = [("name", "Eve"), ("email", "eve@fresh.example"), ("username", "eve")];
    let csrf = opal.csrf("/_auth/account").await;
    let again: Vec<_> = [("csrf", csrf.as_str())].into_iter().chain(again).collect();
    opal.posts(&page, &again).await.is(409);
}

#[tokio::test]
async fn somebody_new_asks_for_their_first_password_by_themselves() {
    let world = world_of("link").await;
    let mut nora = world.person_with("nora", |new| new.password = None).await;
    nora.tries("nora", PASSWORD).await.is(401);
    nora.asks_for_help(&[("email", "nora@acme.example")]).await;
    let link = world.mailbox.link_to(&nora.email).await;
    nora.chooses_password(&link, NEW_PASSWORD).await.is(303);
    nora.signs_in_with(NEW_PASSWORD).await;
}

#[tokio::test]
async fn approval_is_for_people_who_never_had_a_password_too() {
    let office = office().await;
    let mut boss = office.boss.clone();
    let mut nora = office.world.person_with("nora", |new| new.password = None).await;
    nora.asks_for_help(&[("username", "nora")]).await;
    let id = request_of(&office.world.mailbox.takes(&boss.email).await);
    boss.signs_in().await;
    boss.decides("approve", &id).await.is(303);
    let link = office.world.mailbox.link_to(&nora.email).await;
    nora.chooses_password(&link, NEW_PASSWORD).await.is(303);
    nora.signs_in_with(NEW_PASSWORD).await;
}

// What ends with what

#[tokio::test]
async fn a_changed_password_ends_every_other_session_and_every_secret_that_is_out() {
    let world = world_of("link").await;
    let mut ada = forgetful(&world, "ada").await;
    let mailed = world.mailbox.link_to(&ada.email).await;
    ada.signs_in().await;
    let mut phone = ada.another_browser();
    phone.signs_in_to_stay().await;
    let own = "/_auth/account/password";
    let csrf = ada.csrf(own).await;
    let fields = [
        ("csrf", csrf.as_str()),
        ("current_password", PASSWORD),
        ("password", NEW_PASSWORD),
        ("password_confirmation", NEW_PASSWORD),
    ];
    ada.posts(own, &fields).await.is(303);
    assert!(ada.gets_through().await, "this browser goes on");
    assert!(!phone.gets_through().await);
    ada.another_browser().follows(&mailed).await.is(410).says("This link no longer works");
    let notice = world.mailbox.takes(&ada.email).await;
    assert_eq!(notice.subject, "Your Call Records password was changed");
    assert!(notice.text.contains("127.0.0.1"), "{}", notice.text);
}

#[tokio::test]
async fn a_changed_password_ends_a_request_that_waits_and_a_sign_in_on_its_way() {
    let mut office = office().await;
    let id = office.ada_asks().await;
    let mut peer = office.peer.clone();
    sets_must_change(&office.world, &peer).await;
    peer.tries("peer", PASSWORD).await.is(303);
    office.world.later(MOMENT);
    for person in [&office.ada, &office.peer] {
        let password = gatehouse_auth_core::secret::TypedPassword::new(NEW_PASSWORD.to_owned());
        office.world.sets(person, UserEdit { password, ..UserEdit::default() }).await;
    }
    office.boss.signs_in().await;
    office.boss.decides("approve", &id).await.is(409);
    assert!(peer.opens("/_auth/choose-password").await.leads_to_sign_in());
}

async fn sets_must_change(world: &World, person: &Person) {
    world.sets(person, UserEdit { must_change_password: Some(true), ..UserEdit::default() }).await;
}

#[tokio::test]
async fn secrets_die_with_a_disabled_person_for_good() {
    for (flow, secret_is_link) in [("link", true), ("emailed-password", false)] {
        let world = world_of(flow).await;
        let mut ada = forgetful(&world, "ada").await;
        let letter = world.mailbox.takes(&ada.email).await;
        world.disables(&ada).await;
        if secret_is_link {
            ada.follows(&letter.link()).await.is(410).says("This link no longer works");
        } else {
            ada.tries("ada", &letter.password()).await.is(401);
        }
        world.sets(&ada, UserEdit { state: Some(UserState::Active), ..UserEdit::default() }).await;
        if secret_is_link {
            ada.follows(&letter.link()).await.is(410);
        } else {
            ada.tries("ada", &letter.password()).await.is(401);
        }
        assert!(ada.can_sign_in_with(PASSWORD).await);
    }
}

#[tokio::test]
async fn a_new_password_forgives_the_failures_before_it() {
    let world = world_of("link").await;
    let mut ada = world.person("ada").await;
    for _ in 0..5 {
        ada.tries("ada", "wrong").await;
    }
    ada.tries("ada", PASSWORD).await.is(429);
    ada.asks_for_help(&[("email", "ada@acme.example")]).await;
    let link = world.mailbox.takes_about(&ada.email, "Reset").await.link();
    ada.chooses_password(&link, NEW_PASSWORD).await.is(303);
    world.later(Duration::from_mins(15));
    ada.signs_in_with(NEW_PASSWORD).await;
}

#[tokio::test]
async fn a_portal_without_recovery_has_no_such_pages() {
    let world = World::new().await;
    let mut visitor: Browser = world.browser();
    for page in ["/_auth/forgot", "/_auth/forgot/sent"] {
        visitor.opens(page).await.is(404);
    }
    assert!(!visitor.opens("/_auth/login").await.text().contains("/_auth/forgot"));
}
