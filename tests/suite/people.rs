//! What administrators see and do of the people of their account.

use std::{collections::BTreeSet, time::Duration};

use gatehouse_auth_core::{
    account::AccountKind,
    flow::administer::UserEdit,
    permission::{Level, OWN_ROLES},
    user::UserState,
};
use gatehouse_tests::{
    Answer, Browser, Person, World,
    patience::{A_SECOND, LONG, eventually},
    people::{difference, holding},
    person::field,
    world::PASSWORD,
};

const NEW: &str = "granite otter lantern fog";

/// Everything that the form about somebody has, with some of it changed.
fn details(person: &Person, changed: &[(&'static str, &str)]) -> Vec<(&'static str, String)> {
    let mut fields = vec![("name", format!("{} of Acme", person.username)), ("email", person.email.clone())];
    fields.extend([("username", person.username.clone()), ("level", "staff".to_owned()), ("state", "active".to_owned())]);
    for (name, value) in changed {
        fields.retain(|(own, _)| own != name);
        fields.push((name, (*value).to_owned()));
    }
    fields
}

async fn saves(admin: &mut Person, person: &Person, changed: &[(&'static str, &str)]) -> Answer {
    admin.submits(&format!("/users/{}", person.id), &borrowed(&details(person, changed))).await
}

fn borrowed<'f>(fields: &'f [(&'static str, String)]) -> Vec<(&'f str, &'f str)> {
    fields.iter().map(|(name, value)| (*name, value.as_str())).collect()
}

/// Opens a mailed link and chooses a password there.
async fn redeems(browser: &mut Browser, link: &str, password: &str) -> Answer {
    browser.opens(link).await.is(303);
    browser.submits("/reset", &[("password", password), ("password_confirmation", password)]).await
}

/// The ids of the people that a list shows, in its order.
fn listed(page: &Answer) -> Vec<String> {
    let text = page.text();
    text.split("class=\"name\" href=\"/_auth/users/")
        .skip(1)
        .filter_map(|rest| Some(rest.split('"').next()?.to_owned()))
        .collect()
}

/// Where a list goes on, either way.
fn way(page: &Answer, rel: &str) -> Option<String> {
    let text = page.text();
    let (_, rest) = text.split_once(&format!("rel=\"{rel}\" href=\""))?;
    Some(rest.split('"').next()?.replace("&amp;", "&"))
}

#[tokio::test]
async fn sixty_people_are_each_on_one_page_in_every_order_and_both_directions() {
    let world = World::new().await;
    world.account("OTHER", AccountKind::Customer).await;
    world.person_of("OTHER", "stranger", |_| ()).await;
    let mut ada = world.admin("ada").await;
    let mut everybody = BTreeSet::from([ada.id.to_string()]);
    for number in 0..59 {
        let person = world
            .person_with(&format!("person{number:02}"), |new| {
                // Many of one name, and names in another order than usernames.
                new.name = format!("Nadia {}", (number * 7) % 20);
                new.password = None;
            })
            .await;
        everybody.insert(person.id.to_string());
    }
    for sort in ["", "name", "-name", "username", "-username", "last-sign-in", "-last-sign-in", "nonsense"] {
        let mut page = ada.visits(&format!("/users?sort={sort}")).await;
        page.is(200).says("60 people");
        let mut pages = vec![listed(&page)];
        while let Some(next) = way(&page, "next") {
            page = ada.opens(&next).await;
            pages.push(listed(page.is(200)));
        }
        let seen: Vec<String> = pages.iter().flatten().cloned().collect();
        assert_eq!(seen.len(), 60, "{sort}");
        assert_eq!(seen.iter().cloned().collect::<BTreeSet<_>>(), everybody, "{sort}");
        assert_eq!(pages.iter().map(Vec::len).collect::<Vec<_>>(), [25, 25, 10], "{sort}");
        let mut back = vec![listed(&page)];
        while let Some(previous) = way(&page, "prev") {
            page = ada.opens(&previous).await;
            back.push(listed(page.is(200)));
        }
        back.reverse();
        let seen_back: Vec<String> = back.iter().flatten().cloned().collect();
        assert_eq!(seen_back, seen, "{sort}: the same order backwards");
        if sort == "username" {
            let mut usernames = Vec::new();
            for id in &seen {
                usernames.extend(world.peeks(&format!("SELECT username FROM users WHERE id = '{id}'")).await);
            }
            assert!(usernames.is_sorted(), "{usernames:?}");
        }
    }
}

#[tokio::test]
async fn people_are_found_by_name_username_and_address_and_only_ones_own() {
    let world = World::new().await;
    world.account("OTHER", AccountKind::Customer).await;
    world.person_of("OTHER", "zoe", |new| new.name = "Zoë Stranger".to_owned()).await;
    let mut ada = world.admin("ada").await;
    let tomasz = world.person_with("t.zielinski", |new| new.name = "Tomasz Zieliński".to_owned()).await;
    let priya = world.person_with("priya", |new| new.name = "Priya O'Raman 100%".to_owned()).await;
    let (tomasz, priya) = (tomasz.id.to_string(), priya.id.to_string());
    for (query, found) in [
        ("tomasz", vec![&tomasz]),
        ("TOMASZ", vec![&tomasz]),
        ("Zieli", vec![&tomasz]),
        ("zieliński tom", vec![&tomasz]),
        ("t.zielinski", vec![&tomasz]),
        ("zielinski", vec![&tomasz]),
        ("t.zielinski@acme.example", vec![&tomasz]),
        ("  priya  ", vec![&priya]),
        ("o'raman", vec![&priya]),
        ("100%", vec![&priya]),
        ("zoe", vec![]),
        ("stranger", vec![]),
        ("%", vec![]),
        ("_", vec![]),
        ("'", vec![]),
        ("\" OR 1=1 --", vec![]),
        ("<script>alert(1)</script>", vec![]),
        ("tomasz priya", vec![]),
    ] {
        let target = gatehouse_tests::person::urlencoded(&[("q", query)]);
        let page = ada.visits(&format!("/users?{target}")).await;
        assert_eq!(listed(page.is(200)).iter().collect::<Vec<_>>(), found, "{query}");
        assert!(!page.text().contains("<script>alert"));
        if found.is_empty() {
            page.says("No one matches").says("Clear search");
        }
    }
    for odd in ["?after=x", "?before=x", "?state=x", "?sort=x&state=", "?q=%00", "?after=00000000-0000-0000-0000-000000000000"] {
        ada.visits(&format!("/users{odd}")).await.is(200);
    }
}

#[tokio::test]
async fn the_list_can_be_narrowed_to_those_who_need_help() {
    let world = World::with(|settings| _ = settings.recovery("link")).await;
    let mut ada = world.admin("ada").await;
    let sets = async |person: &Person, state| {
        world.sets(person, UserEdit { state: Some(state), ..UserEdit::default() }).await;
    };
    let mut people = Vec::new();
    for name in ["locked", "disabled", "newcomer", "bounces"] {
        people.push(world.person(name).await);
    }
    let [locked, disabled, newcomer, bounces] = &mut people[..] else { unreachable!() };
    for person in [&mut *locked, &mut *disabled, &mut *bounces] {
        person.signs_in().await;
    }
    sets(locked, UserState::Locked).await;
    sets(disabled, UserState::Disabled).await;
    world.mailbox.refuses("bounces");
    ada.submits(&format!("/users/{}/reset-password", bounces.id), &[]).await.is(303);
    let shows_undeliverable = async || {
        let page = ada.visits("/users?state=letter-undeliverable").await;
        (listed(&page) == [bounces.id.to_string()]).then_some(())
    };
    eventually("the letter is given up", LONG, shows_undeliverable).await;
    for (state, person, pill) in [
        ("locked", &*locked, "Locked"),
        ("disabled", disabled, "Disabled"),
        ("never-signed-in", newcomer, "Never signed in"),
        ("letter-undeliverable", bounces, "Letter undeliverable"),
    ] {
        let page = ada.visits(&format!("/users?state={state}")).await;
        assert_eq!(listed(page.is(200).says(pill).says("1 person")), [person.id.to_string()], "{state}");
        let page = ada.visits(&format!("/users?state={state}&q=ada")).await;
        assert!(listed(page.is(200)).is_empty());
    }
}

#[tokio::test]
async fn an_administrator_changes_somebody_and_a_new_address_waits() {
    let world = World::with(|settings| _ = settings.recovery("link")).await;
    let mut ada = world.admin("ada").await;
    let bob = world.person("bob").await;
    let changed = [("name", "Robert <i>Bobson</i>"), ("username", "robert"), ("level", "team"), ("language", "es")];
    let answer = saves(&mut ada, &bob, &changed).await;
    let page = ada.goes_on(&answer).await;
    page.is(200).says("Robert &lt;i&gt;Bobson&lt;/i&gt;").says("details have been updated").says("value=\"robert\"");
    assert!(!page.text().contains("<i>Bobson"));
    world.browser().tries("robert", PASSWORD).await.is(200);
    world.browser().tries("bob", PASSWORD).await.is(401);
    let changed = [changed[0], changed[1], changed[2], changed[3], ("email", "robert@acme.example")];
    let answer = saves(&mut ada, &bob, &changed).await;
    let page = ada.goes_on(&answer).await;
    page.is(200).says("Their email changes when they open it").says("value=\"bob@acme.example\"");
    world.mailbox.takes("bob@acme.example").await;
    let link = world.mailbox.takes("robert@acme.example").await.link();
    let mut browser = world.browser();
    browser.opens(&link).await.is(303);
    browser.submits("/confirm-email", &[]).await.is(200);
    ada.visits(&format!("/users/{}", bob.id)).await.is(200).says("value=\"robert@acme.example\"");
}

#[tokio::test]
async fn what_is_mistyped_about_somebody_is_said_and_kept() {
    let world = World::with(|settings| _ = settings.recovery("link")).await;
    let mut ada = world.admin("ada").await;
    let (bob, carl) = (world.person("bob").await, world.person("carl").await);
    let before = world.snapshot().await;
    for (changed, words) in [
        (("name", ""), "Enter a name"),
        (("name", "a\nb"), "Enter a name"),
        (("email", ""), "Enter an email address"),
        (("email", "nothing"), "correct format"),
        (("email", carl.email.as_str()), "That email address is taken"),
        (("username", ""), "Enter a username"),
        (("username", "a b"), "Use a username without spaces or control characters"),
        (("username", "CARL"), "That username is taken"),
    ] {
        let page = saves(&mut ada, &bob, &[changed]).await;
        page.is(422).says(words).says("There is a problem");
        let mut fields = details(&bob, &[("username", "newcomer"), ("email", "newcomer@acme.example"), changed]);
        fields.retain(|(name, _)| *name != "state");
        let fields: Vec<(&str, &str)> = fields.iter().map(|(name, value)| (*name, value.as_str())).collect();
        ada.submits("/users/new", &fields).await.is(422).says(words);
    }
    assert_eq!(difference(&before, &world.snapshot().await), [""; 0]);
}

#[tokio::test]
async fn roles_move_without_a_script_and_nothing_is_saved_before_save() {
    let world = World::new().await;
    let mut ada = world.admin("ada").await;
    let mut bob = world.person("bob").await;
    bob.signs_in().await;
    let address = format!("/users/{}/roles", bob.id);
    let roles = async || world.peeks(&format!("SELECT roles FROM users WHERE id = '{}'", bob.id)).await;
    let page = ada.visits(&address).await;
    page.is(200)
        .says("Access to Manage Own MFA")
        .says("Access to Manage Company MFA")
        .says("name=\"pick-available-manage-users\"");
    let assigned = |page: &Answer, role: &str| {
        let text = page.text();
        let input = format!("name=\"assigned-{role}\" value=\"1\"");
        let (_, rest) = text.split_once(&input).unwrap_or_else(|| panic!("{role} is not there: {text}"));
        !rest.split('>').next().unwrap_or_default().contains("disabled")
    };
    assert!(assigned(&page, "recordings") && !assigned(&page, "manage-users"));
    let hidden = [("assigned-manage-own-mfa", "1"), ("assigned-recordings", "1")];
    let moved = ada
        .submits(
            &address,
            &[hidden[0], hidden[1], ("move", "assign"), ("pick-available-manage-users", "1"), ("pick-available-read-audit", "1")],
        )
        .await;
    moved.is(200).says("2 assigned. Save to apply.");
    assert!(assigned(&moved, "manage-users") && assigned(&moved, "read-audit") && assigned(&moved, "recordings"));
    let removed = ada.submits(&address, &[hidden[0], hidden[1], ("move", "remove"), ("pick-assigned-recordings", "1")]).await;
    removed.is(200).says("1 removed. Save to apply.");
    assert!(!assigned(&removed, "recordings") && assigned(&removed, "manage-own-mfa"));
    ada.submits(&address, &[hidden[0], ("move", "assign")]).await.is(200).says("Select at least one role first.");
    assert_eq!(roles().await, ["manage-own-mfa recordings"], "nothing is saved yet");
    let answer = ada.submits(&address, &[("assigned-manage-users", "1"), ("pick-assigned-recordings", "1")]).await;
    ada.goes_on(&answer).await.is(200).says("roles have been updated");
    assert_eq!(roles().await, ["manage-users"]);
    eventually("the new role counts", A_SECOND, async || (bob.visits("/users").await.status == 200).then_some(())).await;
    let answer = ada.submits(&address, &[]).await;
    ada.goes_on(&answer).await.is(200).says("No roles yet.");
    eventually("no role is left", A_SECOND, async || (bob.visits("/users").await.status == 403).then_some(())).await;
}

#[tokio::test]
async fn nobody_gives_what_they_do_not_have_nor_leaves_nobody_who_could() {
    let world = World::new().await;
    let mut mia = world.person_with("mia", holding(&["manage-users", "own-of-the-application"], Level::Staff)).await;
    let keeper = world.person_with("keeper", holding(&["manage-company-mfa", "manage-users"], Level::Staff)).await;
    let bob = world.person("bob").await;
    mia.signs_in().await;
    let before = world.snapshot().await;
    for role in OWN_ROLES.iter().chain(&["another-of-the-application"]) {
        if matches!(*role, "manage-users" | "manage-own-mfa" | "recordings") {
            continue;
        }
        let assigned = format!("assigned-{role}");
        let fields = [("assigned-manage-own-mfa", "1"), ("assigned-recordings", "1"), (assigned.as_str(), "1")];
        let page = mia.submits(&format!("/users/{}/roles", bob.id), &fields).await;
        page.is(422).says("roles that you have yourself");
    }
    for level in ["company", "global"] {
        saves(&mut mia, &bob, &[("level", level)]).await.is(422).says("You can’t give a level above your own.");
        let fields = [("name", "New"), ("email", "new@acme.example"), ("username", "new"), ("level", level)];
        mia.submits("/users/new", &fields).await.is(422).says("You can’t give a level above your own.");
    }
    // The only one who manages MFA can neither lose the role nor be shut out.
    let page = mia.submits(&format!("/users/{}/roles", keeper.id), &[("assigned-manage-users", "1")]).await;
    page.is(422).says("At least one person must be able to manage company MFA.");
    for state in ["disabled", "locked"] {
        saves(&mut mia, &keeper, &[("state", state)]).await.is(422).says("There is a problem");
    }
    // Nobody changes themselves here.
    let own = mia.id.to_string();
    for page in ["", "/roles", "/reset-password", "/unlock", "/end-sessions"] {
        let csrf = mia.csrf("/_auth/account").await;
        let fields = [("csrf", csrf.as_str()), ("assigned-manage-company-mfa", "1"), ("state", "disabled")];
        let answer = mia.posts(&format!("/_auth/users/{own}{page}"), &fields).await;
        assert_eq!((answer.status, answer.header("location")), (303, Some("/_auth/account")), "{page}");
    }
    assert_eq!(difference(&before, &world.snapshot().await), [""; 0]);
    // What a person has already may stay, whoever saves.
    let carl = world.person_with("carl", holding(&["read-audit"], Level::Team)).await;
    let fields = [("assigned-read-audit", "1"), ("assigned-own-of-the-application", "1")];
    mia.submits(&format!("/users/{}/roles", carl.id), &fields).await.is(303);
    mia.submits("/users/new", &[("name", "New"), ("email", "new@acme.example"), ("username", "new"), ("level", "staff")])
        .await
        .is(303);
    let given = world.peeks("SELECT roles FROM users WHERE username = 'new'").await;
    assert_eq!(given, [""], "the usual roles are those of the giver, who has none of them");
}

#[tokio::test]
async fn a_closed_door_ends_sessions_and_links_everywhere_within_a_second() {
    for state in ["disabled", "locked"] {
        let world = World::with(|settings| _ = settings.recovery("link")).await;
        let other = world.another_gateway().await;
        let mut ada = world.admin("ada").await;
        let mut bob = world.person("bob").await;
        let mut there = bob.another_browser();
        bob.signs_in().await;
        there.signs_in().await;
        let mut there = there.at_gateway(&other);
        assert!(there.gets_through().await);
        world.browser().submits("/forgot", &[("email", &bob.email)]).await.is(303);
        let link = world.mailbox.takes_about(&bob.email, "Reset").await.link();
        saves(&mut ada, &bob, &[("state", state)]).await.is(303);
        for person in [&mut bob, &mut there] {
            eventually("the session is over", A_SECOND, async || (!person.gets_through().await).then_some(())).await;
            person.visits("/login").await.is(200).says("because an administrator ended your session");
        }
        bob.another_browser().tries("bob", PASSWORD).await.is(401);
        let mut browser = world.browser();
        browser.opens(&link).await.is(303);
        assert!(browser.visits("/reset").await.status >= 400, "{state}");
        saves(&mut ada, &bob, &[("state", "active")]).await.is(303);
        browser.visits("/reset").await.is(410);
        assert!(!bob.gets_through().await && !there.gets_through().await, "no session comes back");
        bob.another_browser().signs_in().await;
        other.stop().await;
    }
}

#[tokio::test]
async fn a_reset_mails_a_link_that_no_administrator_ever_sees() {
    let world = World::with(|settings| _ = settings.recovery("link")).await;
    let mut ada = world.admin("ada").await;
    let bob = world.person("bob").await;
    let mut seen = String::new();
    let page = ada.visits(&format!("/users/{}/reset-password", bob.id)).await;
    page.is(200).says("Email a reset link to").says("works once and expires in 24 hours");
    assert!(!page.text().contains("bob@acme.example") || page.text().contains("@acme.example"), "the address is shown");
    seen += &page.text();
    let answer = ada.submits(&format!("/users/{}/reset-password", bob.id), &[]).await;
    seen.extend([format!("{:?}", answer.headers), answer.text()]);
    let page = ada.goes_on(&answer).await;
    page.says("Link sent to");
    seen.extend([format!("{:?}", page.headers), page.text()]);
    let letter = world.mailbox.takes(&bob.email).await;
    assert_eq!(letter.subject, "Your administrator sent you a password link");
    assert!(letter.text.contains("ada of Acme sent you this"), "{}", letter.text);
    let link = letter.link();
    let (_, secret) = link.split_once("token=").expect("a token");
    world.browser().tries("bob", PASSWORD).await.is(200);
    redeems(&mut world.browser(), &link, NEW).await.is(303);
    world.browser().tries("bob", PASSWORD).await.is(401);
    world.browser().tries("bob", NEW).await.is(200);
    for page in ["/users", "/audit", "/audit/export.csv", "/audit/export.jsonl", &format!("/users/{}", bob.id)] {
        seen += &ada.visits(page).await.text();
    }
    assert!(!seen.contains(secret) && !seen.contains(NEW));
    assert!(world.mailbox.letters_to(&ada.email).is_empty());
}

#[tokio::test]
async fn whoever_is_unlocked_can_sign_in_again() {
    let world = World::new().await;
    let mut ada = world.admin("ada").await;
    let bob = world.person("bob").await;
    world.sets(&bob, UserEdit { state: Some(UserState::Locked), ..UserEdit::default() }).await;
    bob.another_browser().tries("bob", PASSWORD).await.is(401);
    ada.visits("/users").await.is(200).says(&format!("/_auth/users/{}/unlock", bob.id));
    let answer = ada.submits(&format!("/users/{}/unlock", bob.id), &[]).await;
    ada.goes_on(&answer).await.is(200).says("can sign in again");
    bob.another_browser().signs_in().await;
    assert!(!ada.visits("/users").await.text().contains("/unlock"));
}

#[tokio::test]
async fn whoever_is_signed_out_by_an_administrator_is_told_so() {
    let world = World::new().await;
    let mut ada = world.admin("ada").await;
    let mut bob = world.person("bob").await;
    bob.signs_in().await;
    let answer = ada.submits(&format!("/users/{}/end-sessions", bob.id), &[]).await;
    ada.goes_on(&answer).await.is(200).says("has been signed out everywhere");
    eventually("the session is over", A_SECOND, async || (!bob.gets_through().await).then_some(())).await;
    bob.visits("/login").await.is(200).says("because an administrator ended your session");
    bob.another_browser().signs_in().await;
}

#[tokio::test]
async fn a_new_password_can_be_demanded_at_the_next_sign_in() {
    let world = World::new().await;
    let mut ada = world.admin("ada").await;
    let mut bob = world.person("bob").await;
    saves(&mut ada, &bob, &[("must_change", "1")]).await.is(303);
    ada.visits(&format!("/users/{}", bob.id)).await.is(200).says("name=\"must_change\" value=\"1\" checked");
    bob.tries("bob", PASSWORD).await;
    assert!(!bob.cookies.contains_key(Browser::SESSION));
    world.app.takes();
    assert!(!bob.gets_through().await);
    assert!(world.app.takes().is_empty());
    let page = bob.visits("/choose-password").await;
    page.is(200).says("Your administrator has asked you to change your password.");
    let csrf = field(&page, "csrf").expect("a token");
    for same in [PASSWORD, NEW] {
        bob.posts("/_auth/choose-password", &[("csrf", &csrf), ("password", same), ("password_confirmation", same)]).await;
        assert_eq!(bob.cookies.contains_key(Browser::SESSION), same == NEW);
    }
    assert!(bob.gets_through().await);
    let page = ada.visits(&format!("/users/{}", bob.id)).await;
    assert!(!page.text().contains("name=\"must_change\" value=\"1\" checked"));
    bob.another_browser().comes_in_with(NEW).await;
}

#[tokio::test]
async fn somebody_new_is_welcomed_chooses_a_password_and_signs_in() {
    let world = World::with(|settings| _ = settings.recovery("link")).await;
    let mut ada = world.admin("ada").await;
    ada.visits("/users/new").await.is(200).says("We will email them a link to choose a password.");
    let fields =
        [("name", "Nina New"), ("email", "nina@acme.example"), ("username", "nina"), ("level", "staff"), ("language", "es")];
    let answer = ada.submits("/users/new", &fields).await;
    let page = ada.goes_on(&answer).await;
    page.is(200).says("Nina New").says("has been added");
    let letter = world.mailbox.takes("nina@acme.example").await;
    assert_eq!(letter.header("Content-Language"), "es");
    world.browser().tries("nina", PASSWORD).await.is(401);
    redeems(&mut world.browser(), &letter.link(), NEW).await.is(303);
    world.browser().tries("nina", NEW).await.is(200);
    assert!(!page.text().contains("token="));
    ada.submits("/users/new", &fields).await.is(422).says("is taken");
    assert_eq!(world.peeks("SELECT roles FROM users WHERE username = 'nina'").await, ["manage-own-mfa recordings"]);
}

#[tokio::test]
async fn two_managers_at_once_lose_nothing_of_each_other() {
    let world = World::new().await;
    let (mut ada, mut eve) = (world.admin("ada").await, world.admin("eve").await);
    let bob = world.person("bob").await;
    for _ in 0..10 {
        world.sets(&bob, UserEdit { roles: Some(BTreeSet::new()), level: Some(Level::Staff), ..UserEdit::default() }).await;
        let address = format!("/users/{}/roles", bob.id);
        let (first, second) =
            tokio::join!(ada.submits(&address, &[("assigned-read-audit", "1")]), saves(&mut eve, &bob, &[("level", "team")]),);
        let stored = world.peeks(&format!("SELECT level || ':' || roles FROM users WHERE id = '{}'", bob.id)).await;
        let level = if second.status == 303 { "team" } else { "staff" };
        let roles = if first.status == 303 { "read-audit" } else { "" };
        assert_eq!(stored, [format!("{level}:{roles}")], "{} {}", first.status, second.status);
        assert!(first.status == 303 || second.status == 303, "one of the two is saved");
    }
}

#[tokio::test]
async fn two_administrators_cannot_shut_each_other_out_at_once() {
    let world = World::new().await;
    for round in 0..5 {
        let (mut ada, mut eve) = (world.admin(&format!("ada{round}")).await, world.admin(&format!("eve{round}")).await);
        // Of earlier rounds nobody is left.
        world.tampers(&format!("UPDATE users SET state = 'disabled' WHERE username NOT IN ('ada{round}', 'eve{round}')")).await;
        let (a, e) = (ada.clone(), eve.clone());
        let changed = [("state", "disabled"), ("level", "company")];
        let (mut of_ada, mut of_eve) = (details(&a, &changed), details(&e, &changed));
        of_eve.push(("csrf", ada.csrf(&format!("/_auth/users/{}", e.id)).await));
        of_ada.push(("csrf", eve.csrf(&format!("/_auth/users/{}", a.id)).await));
        let (pages, forms) =
            ([&e, &a].map(|person| format!("/_auth/users/{}", person.id)), [borrowed(&of_eve), borrowed(&of_ada)]);
        tokio::join!(ada.posts(&pages[0], &forms[0]), eve.posts(&pages[1], &forms[1]));
        let left = world.peeks("SELECT username FROM users WHERE state = 'active'").await;
        assert!(!left.is_empty(), "somebody is left who could let others in");
    }
}

/// A form that changes something, with what was typed into it, and what the page that asks again has to show of that.
struct Grave {
    page: String,
    fields: Vec<(&'static str, String)>,
    kept: Vec<String>,
}

#[tokio::test]
async fn after_ten_minutes_every_grave_form_asks_for_the_password_and_loses_nothing() {
    const CONSOLE: &str = "console.localhost";
    let world = World::with(|settings| {
        settings.recovery("admin-approval");
        settings.another_portal(
            "console",
            "operators = true\nrecovery = \"admin-approval\"\naccounts = [\"OPS\", \"ACME\", \"OTHER\"]\n",
        );
    })
    .await;
    world.account("OPS", AccountKind::Operator).await;
    world.account("OTHER", AccountKind::Customer).await;
    let mut ada = world.admin("ada").await;
    let mut opal = world.person_of("OPS", "opal", holding(&OWN_ROLES, Level::Company)).await.at_portal(CONSOLE);
    opal.signs_in().await;
    let (bob, asker) = (world.person("bob").await, world.person("asker").await);
    world.browser().submits("/forgot", &[("username", "asker"), ("identifier", "asker")]).await.is(303);
    let sql = format!("SELECT id FROM recoveries WHERE user_id = '{}'", asker.id);
    let request = eventually("the request is there", LONG, async || world.peeks(&sql).await.pop()).await;
    let other = world.peeks("SELECT id FROM accounts WHERE account_key = 'OTHER'").await.pop().expect("an account");
    let text =
        |fields: &[(&'static str, &str)]| fields.iter().map(|(name, value)| (*name, (*value).to_owned())).collect::<Vec<_>>();
    let value = |text: &str| format!("value=\"{text}\"");
    let details = details(&bob, &[("name", "As Typed"), ("username", "typed"), ("must_change", "1")]);
    let new = text(&[("name", "New One"), ("email", "new.one@acme.example"), ("username", "new.one"), ("level", "team")]);
    let settings = text(&[
        ("name", "Typed Ltd"),
        ("contact", "Contact T"),
        ("phone", "123"),
        ("address", "1 Typed Way"),
        ("billing_email", "b@acme.example"),
    ]);
    let first = text(&[("name", "First One"), ("email", "first@other.example"), ("username", "first.one")]);
    let of_bob = |page: &str| format!("/users/{}{page}", bob.id);
    let of_other = |page: &str| format!("/operator/accounts/{other}{page}");
    let grave = |page: String, fields: Vec<(&'static str, String)>, kept: &[&str]| Grave {
        page,
        fields,
        kept: kept.iter().map(|text| (*text).to_owned()).collect(),
    };
    let company = vec![
        grave(of_bob(""), details, &[&value("As Typed"), &value("typed"), "name=\"must_change\" value=\"1\" checked"]),
        grave(of_bob("/roles"), text(&[("assigned-read-audit", "1")]), &["name=\"assigned-read-audit\" value=\"1\""]),
        grave(of_bob("/unlock"), vec![], &[]),
        grave(of_bob("/end-sessions"), vec![], &[]),
        grave(of_bob("/reset-password"), vec![], &[]),
        grave("/users/new".to_owned(), new, &[&value("New One"), &value("new.one@acme.example"), &value("new.one")]),
        grave("/requests".to_owned(), vec![("approve", request.clone())], &["name=\"approve\""]),
        grave("/requests".to_owned(), vec![("take_back", request.clone())], &["name=\"take_back\""]),
        grave(
            "/company/settings".to_owned(),
            settings,
            &[&value("Typed Ltd"), &value("Contact T"), "1 Typed Way", &value("b@acme.example")],
        ),
    ];
    let operators = vec![
        grave(
            "/operator/accounts/new".to_owned(),
            text(&[("account_id", "FRESH"), ("name", "Fresh Ltd"), ("recovery", "link")]),
            &[&value("FRESH"), &value("Fresh Ltd")],
        ),
        grave(of_other(""), text(&[("name", "Typed Other"), ("recovery", "link")]), &[&value("Typed Other")]),
        grave(of_other("/first-admin"), first, &[&value("First One"), &value("first.one")]),
        grave(of_other("/suspend"), text(&[("confirmation", "OTHER")]), &[]),
        grave(of_other("/reopen"), vec![], &[]),
    ];
    world.posts_every_letter().await;
    for (person, forms) in [(&mut ada, company), (&mut opal, operators)] {
        *person = person.another_browser();
        person.signs_in().await;
        for Grave { page, fields, kept } in forms {
            world.later(Duration::from_mins(10));
            let csrf = person.csrf("/_auth/account").await;
            world.posts_every_letter().await;
            let before = world.snapshot().await;
            let fields: Vec<(&str, &str)> = fields.iter().map(|(name, value)| (*name, value.as_str())).collect();
            for (typed, words) in [("", "Enter your password"), ("wrong", "Your password is not right")] {
                let mut all = fields.clone();
                all.extend([("csrf", csrf.as_str()), ("current_password", typed)]);
                let answer = person.posts(&format!("/_auth{page}"), &all).await;
                assert_eq!(answer.status, 422, "{page}: {}", answer.text());
                answer.says(words).says("name=\"current_password\"").says("You last entered it more than 10 minutes ago.");
                for text in &kept {
                    assert!(answer.text().contains(text.as_str()), "{page} lost {text}\n{}", answer.text());
                }
                assert!(!answer.text().contains("value=\"wrong\""));
            }
            assert_eq!(difference(&before, &world.snapshot().await), [""; 0], "{page}");
            let mut all = fields.clone();
            all.extend([("csrf", csrf.as_str()), ("current_password", PASSWORD)]);
            let answer = person.posts(&format!("/_auth{page}"), &all).await;
            assert_eq!(answer.status, 303, "{page} goes on: {}", answer.text());
            person.goes_on(&answer).await.is(200);
            world.posts_every_letter().await;
            // Proved once, it is not asked for again.
            assert!(!person.visits("/account").await.text().contains("id=\"step-up\""));
        }
    }
}
