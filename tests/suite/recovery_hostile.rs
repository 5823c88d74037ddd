//! What a hostile reader of the code would try: ways back in and changes of people's accounts, used against those whose they are.

use std::time::Duration;

use gatehouse_auth_core::{
    account::{AccountKind, AccountState},
    flow::administer::{AccountEdit, UserEdit},
    identifier::Folded,
    permission::{Level, OWN_ROLES, Preset},
    recovery::RecoveryFlow,
    user::UserState,
};
use gatehouse_tests::{
    Answer, Browser, Letter, Person, World,
    patience::{LONG, eventually},
    people::{difference, holding},
    world::{ACCOUNT, PASSWORD},
};

const NEW: &str = "granite otter lantern fog";
const MOMENT: Duration = Duration::from_secs(1);
/// After so long every letter that waits for another try has had it.
const PATIENCE: Duration = Duration::from_hours(1);
/// A portal beside the usual one, for the same people.
const OTHER: &str = "other.localhost";
/// The portal that serves the operators' console.
const CONSOLE: &str = "console.localhost";

async fn world_of(flow: &str) -> World {
    World::with(|settings| _ = settings.recovery(flow)).await
}

/// Fills in the form for a forgotten password, whatever it asks for, and sends it.
async fn forgets(browser: &mut Browser, username: &str) -> Answer {
    let email = if username.contains('@') { username.to_owned() } else { format!("{username}@acme.example") };
    let fields = [("account_id", ACCOUNT), ("username", username), ("identifier", username), ("email", email.as_str())];
    browser.submits("/forgot", &fields).await
}

/// Somebody asks for a new password; every letter about it has left.
async fn asks(world: &World, browser: &mut Browser, username: &str) {
    forgets(browser, username).await.is(303);
    world.posts_every_letter().await;
}

/// The page under the prefix that a link leads to.
fn page_of(link: &str) -> &str {
    link.strip_prefix("/_auth").and_then(|link| link.split('?').next()).expect("a page under the prefix")
}

/// Follows a link as a browser that has not been here yet.
async fn opens(world: &World, link: &str) -> Answer {
    follows(&mut world.browser(), link).await
}

async fn follows(browser: &mut Browser, link: &str) -> Answer {
    browser.opens(link).await.is(303);
    browser.visits(page_of(link)).await
}

async fn chooses(browser: &mut Browser, page: &str, password: &str) -> Answer {
    browser.submits(page, &[("password", password), ("password_confirmation", password)]).await
}

async fn uses(browser: &mut Browser, link: &str) {
    follows(browser, link).await.is(200);
    chooses(browser, page_of(link), NEW).await.is(303);
}

/// The form of My account as it stands, with some of it changed and the existing password typed.
async fn edits(person: &mut Person, changed: &[(&str, &str)]) -> Answer {
    let (name, email, username) = ("Somebody", person.email.clone(), person.username.clone());
    let mut fields = vec![("name", name), ("email", &email), ("username", &username), ("current_password", PASSWORD)];
    for (name, value) in changed {
        fields.retain(|(own, _)| own != name);
        fields.push((name, value));
    }
    person.submits("/account", &fields).await
}

/// Presses the button of the page that a confirmation of an address leads to.
async fn confirms(world: &World, link: &str) {
    let mut browser = world.browser();
    follows(&mut browser, link).await.is(200);
    browser.submits("/confirm-email", &[]).await.is(200);
}

/// An approver of the usual account, who has signed in.
async fn approver(world: &World, username: &str) -> Person {
    let mut approver = world.person_with(username, holding(&["approve-resets"], Level::Company)).await;
    approver.signs_in().await;
    approver
}

/// Somebody of these roles at the highest level, who has signed in.
async fn manager(world: &World, roles: &[&str]) -> Person {
    let mut manager = world.person_with("mia", holding(roles, Level::Company)).await;
    manager.signs_in().await;
    manager
}

async fn request_of(world: &World, person: &Person) -> String {
    let sql = format!("SELECT id FROM recoveries WHERE user_id = '{}' AND ended_at IS NULL", person.id);
    eventually("the request is there", LONG, async || world.peeks(&sql).await.pop()).await
}

/// Whether anything in it would let somebody in.
fn has_secret(letter: &Letter) -> bool {
    let is_password = |line: &str| line.len() == 23 && line.split('-').count() == 4;
    letter.text.contains("token=") || letter.text.lines().map(str::trim).any(is_password)
}

// A changed address

/// What somebody's old mailbox still holds.
struct OldMail {
    links: Vec<String>,
    password: Option<String>,
}

impl OldMail {
    async fn is_worthless(&self, world: &World, person: &Person) {
        for link in &self.links {
            let page = opens(world, link).await;
            assert_eq!(page.status, 410, "{link}: {}", page.text());
        }
        if let Some(password) = &self.password {
            let answer = person.another_browser().tries(&person.username, password).await;
            assert_eq!(answer.status, 401, "{}", answer.text());
        }
    }
}

/// Everything that this way back in brings to the mailbox that somebody has now.
async fn old_mail(world: &World, flow: &str, person: &Person) -> OldMail {
    let mut browser = world.browser();
    forgets(&mut browser, &person.username).await.is(303);
    let letter = world.mailbox.takes(&person.email).await;
    if flow == "emailed-password" {
        return OldMail { links: Vec::new(), password: Some(letter.password()) };
    }
    let link = letter.link();
    if flow == "link" {
        return OldMail { links: vec![link], password: None };
    }
    follows(&mut browser, &link).await.is(200);
    let password = world.mailbox.takes(&person.email).await.password();
    OldMail { links: vec![link], password: Some(password) }
}

const BY_MAIL: [&str; 3] = ["emailed-password", "link", "link-then-temporary"];

#[tokio::test]
async fn whoever_confirms_a_new_address_ends_what_the_old_mailbox_holds() {
    for flow in BY_MAIL {
        let world = world_of(flow).await;
        let mut ada = world.person("ada").await;
        ada.signs_in().await;
        let old = old_mail(&world, flow, &ada).await;
        world.later(MOMENT);
        edits(&mut ada, &[("email", "ada@new.example")]).await.is(303);
        confirms(&world, &world.mailbox.takes("ada@new.example").await.link()).await;
        old.is_worthless(&world, &ada).await;
    }
}

#[tokio::test]
async fn an_address_that_is_set_at_the_command_line_ends_what_the_old_mailbox_holds() {
    for flow in BY_MAIL {
        let world = world_of(flow).await;
        let ada = world.person("ada").await;
        let old = old_mail(&world, flow, &ada).await;
        world.later(MOMENT);
        let email = Some("ada@new.example".parse().expect("an address"));
        world.sets(&ada, UserEdit { email, ..UserEdit::default() }).await;
        old.is_worthless(&world, &ada).await;
    }
}

#[tokio::test]
async fn an_address_that_an_administrator_changes_ends_the_links_that_administrators_sent_to_the_old_one() {
    let world = world_of("link").await;
    let mut boss = world.admin("boss").await;
    let bob = world.person("bob").await;
    boss.submits(&format!("/users/{}/reset-password", bob.id), &[]).await.is(303);
    let sent = world.mailbox.takes(&bob.email).await.link();
    let newcomer = [("name", "Newcomer"), ("level", "staff"), ("username", "newcomer"), ("email", "newcomer@acme.example")];
    boss.submits("/users/new", &newcomer).await.is(303);
    let welcome = world.mailbox.takes("newcomer@acme.example").await.link();
    let id = world.peeks("SELECT id FROM users WHERE username = 'newcomer'").await.pop().expect("somebody new");
    world.later(MOMENT);
    for (id, username, link) in [(bob.id.to_string(), "bob", &sent), (id, "newcomer", &welcome)] {
        let new = format!("{username}@new.example");
        let details = [("name", username), ("level", "staff"), ("state", "active"), ("username", username), ("email", &new)];
        boss.submits(&format!("/users/{id}"), &details).await.is(303);
        opens(&world, link).await.is(200);
        confirms(&world, &world.mailbox.takes(&new).await.link()).await;
        opens(&world, link).await.is(410);
    }
}

#[tokio::test]
async fn a_new_address_ends_the_link_that_an_approver_sent_to_the_old_one() {
    let world = world_of("admin-approval").await;
    let mut boss = approver(&world, "boss").await;
    let mut bob = world.person("bob").await;
    asks(&world, &mut world.browser(), "bob").await;
    boss.submits("/requests", &[("approve", &request_of(&world, &bob).await)]).await.is(303);
    let link = world.mailbox.takes(&bob.email).await.link();
    bob.signs_in().await;
    edits(&mut bob, &[("email", "bob@new.example")]).await.is(303);
    confirms(&world, &world.mailbox.takes("bob@new.example").await.link()).await;
    opens(&world, &link).await.is(410);
}

// Managers, and what they do not hold themselves

/// Tries to bring somebody's mail into one's own hands; nothing comes of it.
async fn cannot_take_over(world: &World, manager: &mut Person, victim: &Person) {
    let before = world.snapshot().await;
    let (username, email) = (victim.username.as_str(), "mine@acme.example");
    let details = [("name", "Vera"), ("level", "company"), ("state", "active"), ("username", username), ("email", email)];
    let changed = manager.submits_from_account(&format!("/users/{}", victim.id), &details).await;
    assert!(matches!(changed.status, 403 | 422), "an address: {} {}", changed.status, changed.text());
    world.posts_every_letter().await;
    assert_eq!(difference(&before, &world.snapshot().await), [""; 0]);
    assert!(world.mailbox.letters().is_empty(), "{:?}", world.mailbox.letters());
}

/// Sends a form with the token of another page: the form's own page may be refused.
trait FromAccount {
    async fn submits_from_account(&mut self, page: &str, fields: &[(&str, &str)]) -> Answer;
}

impl FromAccount for Person {
    async fn submits_from_account(&mut self, page: &str, fields: &[(&str, &str)]) -> Answer {
        let csrf = self.csrf("/_auth/account").await;
        let mut all = vec![("csrf", csrf.as_str())];
        all.extend_from_slice(fields);
        self.posts(&format!("/_auth{page}"), &all).await
    }
}

#[tokio::test]
async fn a_manager_takes_over_nobody_who_may_more_than_they() {
    let world = world_of("link").await;
    let mut mia = manager(&world, &["manage-users", "manage-own-mfa"]).await;
    for role in ["approve-resets", "read-audit", "an-applications-own"] {
        let roles = ["manage-users", role];
        let victim = world.person_with(&format!("vera-{role}"), holding(&roles, Level::Company)).await;
        cannot_take_over(&world, &mut mia, &victim).await;
    }
}

#[tokio::test]
async fn a_manager_helps_whoever_may_no_more_than_they() {
    let world = world_of("link").await;
    let mut mia = manager(&world, &["manage-users", "manage-own-mfa"]).await;
    for (username, roles) in [("same", &["manage-users", "manage-own-mfa"][..]), ("fewer", &["manage-own-mfa"]), ("none", &[])] {
        let peer = world.person_with(username, holding(roles, Level::Company)).await;
        mia.submits(&format!("/users/{}/reset-password", peer.id), &[]).await.is(303);
        world.mailbox.takes(&peer.email).await.link();
        let new = format!("{username}@new.example");
        let details = [("name", username), ("level", "company"), ("state", "active"), ("username", username), ("email", &new)];
        mia.submits(&format!("/users/{}", peer.id), &details).await.is(303);
        world.mailbox.takes(&new).await.link();
        world.mailbox.takes_about(&peer.email, "is changing").await;
    }
}

/// The usual account, whose people need an administrator's approval although the portal mails links.
async fn approving_account() -> World {
    let world = world_of("link").await;
    let edit = AccountEdit { recovery: Some(Some(RecoveryFlow::AdminApproval)), ..AccountEdit::default() };
    world.administrator().set_account(&Folded::of(ACCOUNT), edit).await.expect("a change");
    world
}

#[tokio::test]
async fn where_an_approval_is_needed_only_whoever_approves_sends_a_link() {
    let world = approving_account().await;
    let bob = world.person_with("bob", holding(&[], Level::Staff)).await;
    let mut mia = manager(&world, &["manage-users"]).await;
    let before = world.snapshot().await;
    let sent = mia.submits_from_account(&format!("/users/{}/reset-password", bob.id), &[]).await;
    assert!(matches!(sent.status, 403 | 422), "{} {}", sent.status, sent.text());
    world.posts_every_letter().await;
    assert_eq!(difference(&before, &world.snapshot().await), [""; 0]);
    assert!(world.mailbox.letters().is_empty());
    let mut boss = world.person_with("boss", holding(&["manage-users", "approve-resets"], Level::Company)).await;
    boss.signs_in().await;
    boss.submits(&format!("/users/{}/reset-password", bob.id), &[]).await.is(303);
    uses(&mut world.browser(), &world.mailbox.takes(&bob.email).await.link()).await;
}

// What a stranger's request ends

/// Two portals with these ways back in, for the same people.
async fn two_portals(flow: &str, other: &str) -> World {
    World::with(|settings| {
        settings.recovery(flow);
        settings.another_portal("other", &format!("recovery = {other:?}\n"));
    })
    .await
}

#[tokio::test]
async fn a_stranger_does_not_end_a_link_that_an_administrator_sent() {
    for (flow, other) in [("link", "emailed-password"), ("link-then-temporary", "link"), ("emailed-password", "admin-approval")] {
        let world = two_portals(flow, other).await;
        let mut boss = world.admin("boss").await;
        let bob = world.person("bob").await;
        boss.submits(&format!("/users/{}/reset-password", bob.id), &[]).await.is(303);
        let link = world.mailbox.takes(&bob.email).await.link();
        for host in ["calls.localhost", OTHER] {
            world.later(MOMENT);
            asks(&world, &mut world.browser().at(host), "bob").await;
            let page = opens(&world, &link).await;
            assert_eq!(page.status, 200, "{flow}, asked at {host}: {}", page.text());
        }
        uses(&mut world.browser(), &link).await;
    }
}

#[tokio::test]
async fn a_stranger_does_not_end_a_link_that_was_approved_and_asks_nobody_again() {
    for other in ["admin-approval", "link", "emailed-password"] {
        let world = two_portals("admin-approval", other).await;
        let mut boss = approver(&world, "boss").await;
        let bob = world.person("bob").await;
        asks(&world, &mut world.browser(), "bob").await;
        boss.submits("/requests", &[("approve", &request_of(&world, &bob).await)]).await.is(303);
        let link = world.mailbox.takes(&bob.email).await.link();
        world.mailbox.takes(&boss.email).await;
        for host in ["calls.localhost", OTHER] {
            world.later(MOMENT);
            asks(&world, &mut world.browser().at(host), "bob").await;
            let page = opens(&world, &link).await;
            assert_eq!(page.status, 200, "asked at {host}, which has {other}: {}", page.text());
            boss.visits("/requests").await.is(200).says("No one is waiting.");
        }
        assert!(world.mailbox.letters_to(&boss.email).is_empty(), "nobody is asked again");
        uses(&mut world.browser(), &link).await;
    }
}

#[tokio::test]
async fn a_second_request_does_not_change_from_where_the_first_one_came() {
    let world = World::with(|settings| {
        settings.recovery("admin-approval").server("trusted_proxies = [\"127.0.0.1/32\"]");
        settings.another_portal("other", "recovery = \"admin-approval\"\n");
    })
    .await;
    let mut boss = approver(&world, "boss").await;
    let bob = world.person("bob").await;
    let from = |host: &str, address: &str, agent: &str| {
        let mut browser = world.browser().at(host);
        browser.headers.push(("X-Forwarded-For".to_owned(), address.to_owned()));
        browser.headers.push(("User-Agent".to_owned(), agent.to_owned()));
        browser
    };
    let firefox = "Mozilla/5.0 (X11; Linux x86_64; rv:128.0) Gecko/20100101 Firefox/128.0";
    asks(&world, &mut from("calls.localhost", "192.0.2.7", firefox), "bob").await;
    let request = request_of(&world, &bob).await;
    for host in ["calls.localhost", OTHER] {
        world.later(MOMENT);
        asks(&world, &mut from(host, "198.51.100.66", "curl/8"), "bob").await;
        let page = boss.visits("/requests").await;
        page.is(200).says("192.0.2.7").says("Firefox").says(&request);
        assert!(!page.text().contains("198.51.100.66"), "{}", page.text());
    }
    boss.submits("/requests", &[("approve", &request)]).await.is(303);
    let letter = world.mailbox.takes(&bob.email).await;
    assert!(letter.text.contains("192.0.2.7") && !letter.text.contains("198.51.100.66"), "{}", letter.text);
    uses(&mut world.browser(), &letter.link()).await;
}

#[tokio::test]
async fn of_two_links_that_somebody_asked_for_the_newest_is_good() {
    let world = world_of("link").await;
    world.person("ada").await;
    let mut links = Vec::new();
    for _ in 0..2 {
        asks(&world, &mut world.browser(), "ada").await;
        links.push(world.mailbox.takes("ada@acme.example").await.link());
        world.later(MOMENT);
    }
    opens(&world, &links[0]).await.is(410);
    uses(&mut world.browser(), &links[1]).await;
}

#[tokio::test]
async fn of_two_temporary_passwords_that_somebody_asked_for_the_newest_is_good() {
    let world = world_of("emailed-password").await;
    let ada = world.person("ada").await;
    let mut passwords = Vec::new();
    for _ in 0..2 {
        asks(&world, &mut world.browser(), "ada").await;
        passwords.push(world.mailbox.takes(&ada.email).await.password());
        world.later(MOMENT);
    }
    ada.another_browser().tries("ada", &passwords[0]).await.is(401);
    is_let_in_to_choose(&ada, "ada", &passwords[1]).await;
}

/// Signs in with a temporary password, and goes on to choose a new one.
async fn is_let_in_to_choose(person: &Person, username: &str, password: &str) -> Person {
    let mut browser = person.another_browser();
    let answer = browser.tries(username, password).await;
    let is_on_the_way = browser.cookies.keys().any(|name| name.ends_with("gh-pending"));
    assert!(is_on_the_way, "{} {}", answer.status, answer.text());
    browser
}

// Present passwords, asked for one by one

/// Offers the password that somebody has as a new one, as often as is allowed.
async fn is_refused_as_not_new(browser: &mut Browser, page: &str, fields: &[(&str, &str)]) {
    let mut all = vec![("password", PASSWORD), ("password_confirmation", PASSWORD)];
    all.extend_from_slice(fields);
    for _ in 0..10 {
        browser.submits(page, &all).await.is(422).says("not used before");
    }
    for password in [PASSWORD, NEW] {
        all[0] = ("password", password);
        all[1] = ("password_confirmation", password);
        let answer = browser.submits(page, &all).await;
        answer.is(429);
        assert!(!answer.text().contains("not used before"));
    }
}

#[tokio::test]
async fn a_link_does_not_tell_a_present_password_for_long() {
    let world = world_of("link").await;
    let ada = world.person("ada").await;
    asks(&world, &mut world.browser(), "ada").await;
    let link = world.mailbox.takes(&ada.email).await.link();
    let mut browser = world.browser();
    follows(&mut browser, &link).await.is(200);
    is_refused_as_not_new(&mut browser, "/reset", &[]).await;
    let mut elsewhere = world.browser();
    follows(&mut elsewhere, &link).await.is(200);
    chooses(&mut elsewhere, "/reset", PASSWORD).await.is(429);
    world.later(Duration::from_mins(15));
    uses(&mut browser, &link).await;
}

#[tokio::test]
async fn a_sign_in_on_its_way_does_not_tell_a_present_password_for_long() {
    let world = world_of("emailed-password").await;
    let ada = world.person("ada").await;
    asks(&world, &mut world.browser(), "ada").await;
    let password = world.mailbox.takes(&ada.email).await.password();
    let mut browser = is_let_in_to_choose(&ada, "ada", &password).await;
    is_refused_as_not_new(&mut browser, "/choose-password", &[]).await;
    world.later(Duration::from_mins(15));
    asks(&world, &mut world.browser(), "ada").await;
    let password = world.mailbox.takes(&ada.email).await.password();
    let mut browser = is_let_in_to_choose(&ada, "ada", &password).await;
    chooses(&mut browser, "/choose-password", NEW).await.is(200);
    assert!(browser.cookies.contains_key(Browser::SESSION));
}

#[tokio::test]
async fn my_account_does_not_tell_a_present_password_for_long() {
    let world = World::with(|settings| _ = settings.recovery("emailed-password").portal("after_temporary = \"recommend\"")).await;
    let ada = world.person("ada").await;
    asks(&world, &mut world.browser(), "ada").await;
    let password = world.mailbox.takes(&ada.email).await.password();
    // Whoever came with a temporary password is not asked for the one they have: nothing else stands between a thief of mail and it.
    let mut browser = ada.another_browser();
    browser.tries("ada", &password).await.is(200);
    is_refused_as_not_new(&mut browser, "/account/password", &[]).await;
}

#[tokio::test]
async fn a_present_password_offered_with_itself_is_bounded_too() {
    let world = World::new().await;
    let mut ada = world.person("ada").await;
    ada.signs_in().await;
    is_refused_as_not_new(&mut ada, "/account/password", &[("current_password", PASSWORD)]).await;
    world.later(Duration::from_mins(15));
    let fields = [("current_password", PASSWORD), ("password", NEW), ("password_confirmation", NEW)];
    ada.submits("/account/password", &fields).await.is(303);
}

// Probes of who there is

/// A page as it is whoever asks: without its tokens, and without this address.
fn masked(page: &Answer, address: &str) -> String {
    let text = page.text().replace(address, "ADDRESS");
    let mut pieces = text.split("name=\"csrf\" value=\"");
    let mut masked = pieces.next().unwrap_or_default().to_owned();
    for piece in pieces {
        masked.push_str(piece.split_once('"').map_or("", |(_, rest)| rest));
    }
    masked
}

#[tokio::test]
async fn an_address_that_is_somebody_elses_is_answered_like_a_free_one() {
    let world = World::with(|settings| {
        settings.recovery("link");
        settings.another_portal("other", "sign_in = \"email\"\nrecovery = \"link\"\n");
    })
    .await;
    world.account("THEIRS", AccountKind::Customer).await;
    let bob = world.person("bob").await;
    let zoe = world.person_of("THEIRS", "zoe", |_| ()).await;
    let mut seen = Vec::new();
    for (username, address) in
        [("qq1", "free@acme.example"), ("qq2", bob.email.as_str()), ("qq3", "BOB@acme.example"), ("qq4", &zoe.email)]
    {
        let mut person = world.person(username).await;
        person.signs_in().await;
        let answer = edits(&mut person, &[("email", address)]).await;
        let to = answer.header("location").unwrap_or_default().to_owned();
        assert_eq!((answer.status, to.as_str()), (303, "/_auth/account"), "{address}: {}", answer.text());
        let names = answer.names();
        let page = person.opens(&to).await;
        page.is(200).says("We have sent a link to");
        seen.push((names, masked(&page, address).replace(username, "USERNAME")));
        world.posts_every_letter().await;
        // The owner of the old address learns the same.
        world.mailbox.takes_about(&person.email, "is changing").await;
    }
    assert!(seen.windows(2).all(|two| two[0] == two[1]), "{seen:#?}");
    let mut strays = [&bob, &zoe]
        .into_iter()
        .flat_map(|owner| world.mailbox.letters_to(&owner.email))
        .chain(world.mailbox.letters_to("BOB@acme.example"));
    assert!(!strays.any(|letter| has_secret(&letter)), "nobody confirms an address that is another's");
    // The owner is still reached there, and signs in as ever.
    bob.another_browser().signs_in().await;
    asks(&world, &mut world.browser(), "bob").await;
    assert!(world.mailbox.letters_to(&bob.email).iter().any(has_secret));
}

#[tokio::test]
async fn usernames_are_not_tried_out_one_by_one() {
    let world = World::new().await;
    let (mut ada, _) = (world.person("ada").await, world.person("bob").await);
    ada.signs_in().await;
    for _ in 0..5 {
        edits(&mut ada, &[("username", "bob")]).await.is(422).says("taken");
        world.later(Duration::from_mins(5));
    }
    for username in ["bob", "free"] {
        edits(&mut ada, &[("username", username)]).await.is(429);
    }
    assert_eq!(world.peeks("SELECT username FROM users WHERE username IN ('ada', 'free') ORDER BY 1").await, ["ada"]);
    world.later(Duration::from_hours(1));
    ada.signs_in().await;
    edits(&mut ada, &[("username", "free")]).await.is(303);
}

// What strangers' failures cost others

/// A portal where people sign in by username, another where they do by email, and ten wrong tries about one person.
async fn is_tried_by_a_stranger(world: &World, person: &Person) {
    for number in 1..=5 {
        let by_username = world.browser().tries(&person.username, "wrong").await.status;
        let fields = [("email", person.email.as_str()), ("password", "wrong")];
        let by_email = world.browser().at(OTHER).tries_fields(&fields).await.status;
        // The fifth says that there is a pause now.
        let refused = if number < 5 { 401 } else { 429 };
        assert_eq!((by_username, by_email), (refused, refused));
    }
}

#[tokio::test]
async fn a_strangers_failures_do_not_keep_anybody_from_using_a_temporary_password() {
    let world = World::with(|settings| {
        settings.recovery("emailed-password");
        settings.another_portal("other", "sign_in = \"email\"\nrecovery = \"emailed-password\"\n");
    })
    .await;
    let (ada, bob) = (world.person("ada").await, world.person("bob").await);
    is_tried_by_a_stranger(&world, &ada).await;
    for person in [&ada, &bob] {
        asks(&world, &mut world.browser(), &person.username).await;
    }
    is_tried_by_a_stranger(&world, &bob).await;
    for person in [&ada, &bob] {
        let letter = world.mailbox.takes_about(&person.email, "password").await;
        let mut browser = is_let_in_to_choose(person, &person.username, &letter.password()).await;
        chooses(&mut browser, "/choose-password", NEW).await.is(200);
        assert!(browser.gets_through().await);
    }
    // The pause itself stays what it is.
    let wrong = world.browser().tries("bob", "wrong").await;
    assert!(matches!(wrong.status, 401 | 429), "{}", wrong.status);
}

#[tokio::test]
async fn invented_names_do_not_keep_a_whole_network_from_using_links() {
    let world = world_of("link").await;
    let mut boss = world.admin("boss").await;
    let (ada, bob) = (world.person("ada").await, world.person("bob").await);
    asks(&world, &mut world.browser(), "ada").await;
    boss.submits(&format!("/users/{}/reset-password", bob.id), &[]).await.is(303);
    let links = [world.mailbox.takes(&ada.email).await.link(), world.mailbox.takes(&bob.email).await.link()];
    let mut paused = 0;
    for number in 0..30 {
        let answer = forgets(&mut world.browser(), &format!("invented{number}")).await;
        assert!(matches!(answer.status, 303 | 429), "{}", answer.status);
        paused += u32::from(answer.status == 429);
    }
    assert_eq!(paused, 1, "asking pauses for the network: ada's was the first of thirty");
    for link in links {
        uses(&mut world.browser(), &link).await;
    }
}

#[tokio::test]
async fn guesses_at_links_are_still_bounded() {
    let world = world_of("link").await;
    let mut guesser = world.browser();
    let mut statuses = Vec::new();
    for number in 0..40 {
        let link = format!("/_auth/reset?token={number:0>42}0");
        statuses.push(follows(&mut guesser, &link).await.status);
    }
    assert!(statuses.contains(&404) && statuses.last() == Some(&429), "{statuses:?}");
}

// Letters as a means

#[tokio::test]
async fn nobody_has_letters_sent_to_strangers_without_end() {
    let world = world_of("link").await;
    let mut ada = world.person("ada").await;
    let bob = world.person("bob").await;
    ada.signs_in().await;
    for number in 0..5 {
        edits(&mut ada, &[("email", &format!("victim{number}@new.example"))]).await.is(303);
        world.later(Duration::from_mins(2));
    }
    world.posts_every_letter().await;
    let before = world.mailbox.letters().len();
    for address in ["victim5@new.example", &bob.email] {
        edits(&mut ada, &[("email", address)]).await.is(429);
    }
    world.posts_every_letter().await;
    assert_eq!(world.mailbox.letters().len(), before);
    world.later(Duration::from_hours(1));
    ada.signs_in().await;
    edits(&mut ada, &[("email", "victim6@new.example")]).await.is(303);
    world.mailbox.takes("victim6@new.example").await.link();
}

#[tokio::test]
async fn an_address_that_is_somebody_elses_counts_like_a_free_one() {
    let world = world_of("link").await;
    let mut ada = world.person("ada").await;
    let bob = world.person("bob").await;
    ada.signs_in().await;
    for _ in 0..5 {
        edits(&mut ada, &[("email", &bob.email)]).await.is(303);
    }
    edits(&mut ada, &[("email", "free@new.example")]).await.is(429);
}

#[tokio::test]
async fn a_name_that_reads_like_a_link_is_not_greeted() {
    let world = world_of("link").await;
    for (number, name) in ["evil.example", "https://evil.example/x", "evil/example", "evil:example"].into_iter().enumerate() {
        let username = format!("person{number}");
        let person = world.person_with(&username, |new| new.name = format!("{name} Smith")).await;
        asks(&world, &mut world.browser(), &username).await;
        let letter = world.mailbox.takes(&person.email).await;
        assert!(letter.text.starts_with("Hello, "), "{}", letter.text);
        assert!(
            !letter.text.contains("evil") && !letter.html.contains("evil") && !letter.subject.contains("evil"),
            "{}",
            letter.text
        );
    }
    for name in ["Ada", "J.", "Anne-Marie", "O'Neill", "Żółć"] {
        let username = format!("nice{}", name.chars().count());
        let person = world.person_with(&username, |new| new.name = format!("{name} Smith")).await;
        asks(&world, &mut world.browser(), &username).await;
        let letter = world.mailbox.takes(&person.email).await;
        assert!(letter.text.contains(name), "{}", letter.text);
        world.later(Duration::from_mins(15));
    }
}

// Operators

/// Operators, at portals with and without their console; the customer's people recover by approval.
async fn operators_world() -> World {
    let world = World::with(|settings| {
        settings.recovery("admin-approval");
        settings.another_portal("console", "operators = true\nrecovery = \"admin-approval\"\naccounts = [\"OPS\", \"ACME\"]\n");
        settings.another_portal("plain", "recovery = \"admin-approval\"\naccounts = [\"OPS\"]\n");
    })
    .await;
    world.account("OPS", AccountKind::Operator).await;
    world
}

async fn operator(world: &World, username: &str, host: &str) -> Person {
    let mut operator = world.person_of("OPS", username, holding(&OWN_ROLES, Level::Company)).await.at_portal(host);
    operator.signs_in().await;
    operator
}

#[tokio::test]
async fn operators_decide_nothing_where_there_is_no_console() {
    let world = operators_world().await;
    let mut opal = operator(&world, "opal", "plain.localhost").await;
    let bob = world.person_with("bob", |new| new.name = "Customer Bob".to_owned()).await;
    asks(&world, &mut world.browser(), "bob").await;
    let request = request_of(&world, &bob).await;
    assert_eq!(world.peeks("SELECT CAST(is_for_operators AS TEXT) FROM recoveries").await, ["1"]);
    let before = world.snapshot().await;
    for page in ["/requests".to_owned(), format!("/requests/{request}")] {
        let seen = opal.visits(&page).await;
        assert!(!seen.text().contains("Customer Bob"), "{page}");
        for decision in ["approve", "decline"] {
            let answer = opal.submits_from_account(&page, &[(decision, &request)]).await;
            assert!(matches!(answer.status, 403 | 404), "{page}: {}", answer.status);
        }
    }
    world.posts_every_letter().await;
    assert_eq!(difference(&before, &world.snapshot().await), [""; 0]);
    assert!(world.mailbox.letters_to(&bob.email).is_empty());
    let mut console = opal.at_portal(CONSOLE);
    console.signs_in().await;
    console.visits("/operator/requests").await.is(200).says("Customer Bob");
}

#[tokio::test]
async fn an_operators_own_request_is_decided_by_their_colleagues_at_the_console() {
    let world = operators_world().await;
    let mut opal = operator(&world, "opal", CONSOLE).await;
    let mut otto = operator(&world, "otto", CONSOLE).await;
    asks(&world, &mut world.browser().at(CONSOLE), "opal").await;
    let request = request_of(&world, &opal).await;
    let letter = world.mailbox.takes(&otto.email).await;
    assert!(letter.link().starts_with("/_auth/operator/requests"), "{}", letter.text);
    opal.submits_from_account("/operator/requests", &[("approve", &request)]).await;
    world.posts_every_letter().await;
    assert!(world.mailbox.letters_to(&opal.email).iter().all(|letter| !has_secret(letter)), "nobody approves their own");
    otto.visits("/operator/requests").await.is(200).says("opal of Acme").says("name=\"approve\"");
    otto.submits("/operator/requests", &[("approve", &request)]).await.is(303);
    let link = world.mailbox.takes_about(&opal.email, "").await.link();
    uses(&mut world.browser().at(CONSOLE), &link).await;
}

#[tokio::test]
async fn an_operator_does_not_suspend_their_own_account() {
    let world = operators_world().await;
    let mut opal = operator(&world, "opal", CONSOLE).await;
    let own = world.peeks("SELECT id FROM accounts WHERE account_key = 'OPS'").await.pop().expect("an account");
    let answer = opal.submits_from_account(&format!("/operator/accounts/{own}/suspend"), &[("confirmation", "OPS")]).await;
    assert!((400..500).contains(&answer.status), "{} {}", answer.status, answer.text());
    opal.visits("/operator/accounts").await.is(200);
    opal.another_browser().signs_in().await;
    let account = world.administrator().account(&Folded::of("OPS")).await.expect("an account");
    assert_eq!(account.state, AccountState::Open);
    let theirs = world.peeks("SELECT id FROM accounts WHERE account_key = 'ACME'").await.pop().expect("an account");
    opal.submits(&format!("/operator/accounts/{theirs}/suspend"), &[("confirmation", "ACME")]).await.is(303);
}

#[tokio::test]
async fn an_account_whose_administrator_never_came_gets_another_link() {
    let world = operators_world().await;
    let mut opal = operator(&world, "opal", CONSOLE).await;
    let account = world.peeks("SELECT id FROM accounts WHERE account_key = 'ACME'").await.pop().expect("an account");
    let fields = [("name", "Ada"), ("username", "ada"), ("email", "ada@acme.example")];
    for _ in 0..2 {
        opal.submits(&format!("/operator/accounts/{account}/first-admin"), &fields).await.is(303);
        world.mailbox.takes("ada@acme.example").await.link();
        world.later(MOMENT);
    }
}

// Between the asking and the mailing

#[tokio::test]
async fn whoever_may_no_longer_approve_is_not_asked() {
    let mut world = world_of("admin-approval").await;
    let bob = world.person_with("bob", holding(&[], Level::Team)).await;
    let mut approvers = Vec::new();
    for username in ["stripped", "disabled", "locked", "lowered", "remaining"] {
        approvers.push(world.person_with(username, holding(&["approve-resets"], Level::Global)).await);
    }
    world.mailbox.goes_down();
    forgets(&mut world.browser(), "bob").await.is(303);
    request_of(&world, &bob).await;
    let tried = "SELECT CAST(count(*) AS TEXT) FROM letters WHERE tries > 0";
    eventually("every letter was tried", LONG, async || (world.peeks(tried).await == ["5"]).then_some(())).await;
    let edits = [
        UserEdit { roles: Some(Preset::User.roles()), ..UserEdit::default() },
        UserEdit { state: Some(UserState::Disabled), ..UserEdit::default() },
        UserEdit { state: Some(UserState::Locked), ..UserEdit::default() },
    ];
    for (approver, edit) in approvers.iter().zip(edits) {
        world.sets(approver, edit).await;
    }
    // Somebody who is below whom they would decide about.
    world.sets(&bob, UserEdit { level: Some(Level::Staff), ..UserEdit::default() }).await;
    world.sets(&approvers[3], UserEdit { level: Some(Level::Team), ..UserEdit::default() }).await;
    world.mailbox.comes_back().await;
    world.later(PATIENCE);
    world.posts_every_letter().await;
    let asked: Vec<String> = world.mailbox.letters().into_iter().map(|letter| letter.to).collect();
    assert_eq!(asked, ["remaining@acme.example"]);
}

/// While no mail leaves, somebody asks and the account is suspended; nothing of what is mailed later lets anybody in.
async fn a_suspended_account_is_mailed_nothing_secret(world: &mut World, begins: impl AsyncFnOnce(&World)) {
    world.mailbox.goes_down();
    begins(world).await;
    let tried = "SELECT CAST(count(*) AS TEXT) FROM letters WHERE tries = 0";
    eventually("every letter was tried", LONG, async || (world.peeks(tried).await == ["0"]).then_some(())).await;
    let waiting = world.outside().outbox.waiting().await.expect("a directory");
    assert!(waiting > 0, "something waits for the mail server");
    let edit = AccountEdit { state: Some(AccountState::Suspended), ..AccountEdit::default() };
    world.administrator().set_account(&Folded::of(ACCOUNT), edit).await.expect("a change");
    world.mailbox.comes_back().await;
    world.later(PATIENCE);
    world.posts_every_letter().await;
    for letter in world.mailbox.letters() {
        assert!(!has_secret(&letter), "to {}: {}", letter.to, letter.text);
    }
}

#[tokio::test]
async fn an_account_that_is_suspended_while_no_mail_leaves_is_mailed_nothing_secret() {
    for flow in BY_MAIL {
        let mut world = world_of(flow).await;
        world.person("ada").await;
        let asks = async |world: &World| _ = forgets(&mut world.browser(), "ada").await.is(303);
        a_suspended_account_is_mailed_nothing_secret(&mut world, asks).await;
    }
}

#[tokio::test]
async fn what_administrators_send_stays_behind_too_when_the_account_is_suspended() {
    let mut world = world_of("link").await;
    let mut boss = world.admin("boss").await;
    let bob = world.person("bob").await;
    let sends = async |_: &World| _ = boss.submits(&format!("/users/{}/reset-password", bob.id), &[]).await.is(303);
    a_suspended_account_is_mailed_nothing_secret(&mut world, sends).await;

    let mut world = world_of("admin-approval").await;
    let mut boss = approver(&world, "boss").await;
    let bob = world.person("bob").await;
    asks(&world, &mut world.browser(), "bob").await;
    let request = request_of(&world, &bob).await;
    world.mailbox.takes(&boss.email).await;
    let approves = async |_: &World| _ = boss.submits("/requests", &[("approve", &request)]).await.is(303);
    a_suspended_account_is_mailed_nothing_secret(&mut world, approves).await;
}

#[tokio::test]
async fn a_new_address_is_not_confirmed_by_mail_when_the_account_is_suspended() {
    let mut world = world_of("link").await;
    let mut ada = world.person("ada").await;
    ada.signs_in().await;
    let changes = async |_: &World| _ = edits(&mut ada, &[("email", "ada@new.example")]).await.is(303);
    a_suspended_account_is_mailed_nothing_secret(&mut world, changes).await;
}
