//! Who may see and do what: every page of people who are signed in, for every kind of visitor, by every method. The matrix is generated
//! from the gateway's own list of pages; what is expected of each stands here, and a page that has no expectation fails.

use std::collections::BTreeSet;

use gatehouse::routes::{Access, rights};
use gatehouse_auth_core::{
    account::AccountKind,
    flow::administer::UserEdit,
    permission::{Level, OWN_ROLES, Preset},
};
use gatehouse_tests::{
    Person, World,
    patience::{LONG, eventually},
    people::{difference, holding},
    person::{field, moves_to, urlencoded},
    world::PASSWORD,
};

/// The portal that serves the operators' console, and admits customers too.
const CONSOLE: &str = "console.localhost";
/// A portal that admits operators and serves no console.
const PLAIN: &str = "plain.localhost";

/// Whose a page is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Whose {
    Everybodys,
    Holders(&'static str),
    Operators(&'static str),
}

/// Who and what pages can be about.
struct Subjects {
    person: String,
    request: String,
    account: String,
}

type Fields = Vec<(&'static str, String)>;

/// What a page is for, and what its form has to say to change something; `None` where it has no form.
fn expected(path: &str, about: &Subjects) -> Option<(Whose, Option<Fields>)> {
    const PEOPLE: Whose = Whose::Holders("manage-users");
    const ACCOUNTS: Whose = Whose::Operators("manage-users");
    let Subjects { person, request, .. } = about;
    let fields = |fields: &[(&'static str, &str)]| -> Option<Fields> {
        Some(fields.iter().map(|(name, value)| (*name, (*value).to_owned())).collect())
    };
    let details = [("name", "Somebody Else"), ("level", "staff"), ("state", "active")];
    let [name, level, state] = details;
    Some(match path {
        "/account" => (
            Whose::Everybodys,
            fields(&[name, ("current_password", PASSWORD), ("username", "renamed"), ("email", "renamed@x.example")]),
        ),
        "/account/password" => {
            let new = "an entirely other teaspoon";
            (Whose::Everybodys, fields(&[("current_password", PASSWORD), ("password", new), ("password_confirmation", new)]))
        }
        // Without `enabled` it turns it off.
        "/account/mfa" | "/account/mfa/set-up" | "/account/mfa/reset" | "/account/mfa/recovery-codes/new" => {
            (Whose::Everybodys, fields(&[]))
        }
        "/account/mfa/recovery-codes" => (Whose::Everybodys, fields(&[("saved", "1")])),
        "/account/mfa/recovery-codes.txt" => (Whose::Everybodys, None),
        "/account/mfa/passkeys/new" | "/account/mfa/passkeys/{id}" => (Whose::Everybodys, fields(&[name, ("credential", "{}")])),
        "/account/mfa/passkeys/{id}/remove" => (Whose::Everybodys, fields(&[])),
        "/account/sessions" => (Whose::Everybodys, fields(&[("others", "1")])),
        "/users" => (PEOPLE, None),
        "/users/new" => (PEOPLE, fields(&[name, level, ("username", "newcomer"), ("email", "newcomer@x.example")])),
        "/users/{id}" => (PEOPLE, fields(&[name, level, state, ("username", person), ("email", &format!("{person}@x.example"))])),
        "/users/{id}/roles" => (PEOPLE, fields(&[("assigned-recordings", "1")])),
        "/users/{id}/reset-password" | "/users/{id}/reset-mfa" | "/users/{id}/unlock" | "/users/{id}/end-sessions" => {
            (PEOPLE, fields(&[]))
        }
        "/requests" | "/requests/{id}" => (Whose::Holders("approve-resets"), fields(&[("approve", request)])),
        "/company/mfa" => (Whose::Holders("manage-company-mfa"), fields(&[("policy", "enabled")])),
        "/company/settings" => (Whose::Holders("manage-customer"), fields(&[("name", "Another Name Ltd"), ("phone", "1")])),
        "/audit" | "/audit/export.csv" | "/audit/export.jsonl" => (Whose::Holders("read-audit"), None),
        "/operator/accounts" => (ACCOUNTS, None),
        "/operator/accounts/new" => (ACCOUNTS, fields(&[("account_id", "FRESH"), ("name", "Fresh Ltd")])),
        "/operator/accounts/{id}" => (ACCOUNTS, fields(&[("name", "Another Name Ltd"), ("recovery", "link")])),
        "/operator/accounts/{id}/suspend" => (ACCOUNTS, fields(&[("confirmation", "OTHER")])),
        "/operator/accounts/{id}/reopen" => (ACCOUNTS, fields(&[])),
        "/operator/accounts/{id}/first-admin" => {
            (ACCOUNTS, fields(&[("name", "First Admin"), ("username", "first"), ("email", "first@x.example")]))
        }
        "/operator/requests" | "/operator/requests/{id}" => (Whose::Operators("approve-resets"), fields(&[("approve", request)])),
        "/operator/audit" | "/operator/audit/export.csv" | "/operator/audit/export.jsonl" => {
            (Whose::Operators("read-audit"), None)
        }
        _ => return None,
    })
}

/// One page, about somebody or something there is.
struct Page {
    address: String,
    whose: Whose,
    form: Option<Fields>,
}

impl Page {
    fn all(about: &Subjects) -> Vec<Self> {
        let of = |path: &str| {
            let (whose, form) = expected(path, about).unwrap_or_else(|| panic!("no expectation of {path}: who may see it?"));
            let id = match path {
                _ if path.contains("/accounts/") => &about.account,
                _ if path.contains("/requests/") => &about.request,
                _ => &about.person,
            };
            Self { address: format!("/_auth{}", path.replace("{id}", id)), whose, form }
        };
        rights().into_iter().map(|(path, _)| of(path)).collect()
    }

    /// Nobody here has a passkey: `passkeys.rs` does what is done with a key in hand.
    fn is_about_no_passkey(&self) -> bool {
        self.address.contains("/mfa/passkeys/") && !self.address.ends_with("/new")
    }

    fn fields(&self) -> Vec<(&str, &str)> {
        self.form.iter().flatten().map(|(name, value)| (*name, value.as_str())).collect()
    }

    /// What somebody with these roles is answered who may not.
    fn refusal(&self, is_operator_at_the_console: bool, holds: impl Fn(&str) -> bool) -> Option<u16> {
        match self.whose {
            Whose::Everybodys => None,
            Whose::Holders(role) => (!holds(role)).then_some(403),
            Whose::Operators(role) => (!is_operator_at_the_console || !holds(role)).then_some(404),
        }
    }
}

/// What changed, but for sign-ins on their way: whoever is signed in sets out from their own session by following a link.
fn changes(before: &[String], after: &[String]) -> Vec<String> {
    difference(before, after).into_iter().filter(|line| !line.contains(" pending_sign_ins: ")).collect()
}

/// Two customers, operators, and portals with and without the console.
async fn world() -> World {
    let world = World::with(|settings| {
        settings.recovery("admin-approval");
        settings.another_portal(
            "console",
            "operators = true\nrecovery = \"admin-approval\"\naccounts = [\"OPS\", \"ACME\", \"OTHER\"]\n",
        );
        settings.another_portal("plain", "accounts = [\"OPS\"]\n");
    })
    .await;
    world.account("OPS", AccountKind::Operator).await;
    world.account("OTHER", AccountKind::Customer).await;
    world
}

/// Somebody asks for a new password, and the request is there; its id.
async fn asks(world: &World, person: &Person) -> String {
    let mut browser = world.browser();
    browser.submits("/forgot", &[("identifier", &person.username), ("username", &person.username)]).await.is(303);
    let sql = format!("SELECT id FROM recoveries WHERE user_id = '{}' AND ended_at IS NULL", person.id);
    eventually("the request is there", LONG, async || world.peeks(&sql).await.pop()).await
}

async fn subjects(world: &World) -> Subjects {
    world.person_with("approver", holding(&["approve-resets"], Level::Company)).await;
    let person = world.person("subject").await;
    // Nobody of this account could approve.
    let other = world.person_of("OTHER", "stranger", |_| ()).await;
    let request = asks(world, &world.person("asker").await).await;
    let account = world.peeks("SELECT id FROM accounts WHERE account_key = 'OTHER'").await.pop().expect("an account");
    asks(world, &other).await;
    world.posts_every_letter().await;
    Subjects { person: person.id.to_string(), request, account }
}

#[tokio::test]
async fn every_page_is_for_whom_it_is_meant() {
    let about = Subjects { person: String::new(), request: String::new(), account: String::new() };
    for (path, access) in rights() {
        let (whose, _) = expected(path, &about).unwrap_or_else(|| panic!("no expectation of {path}: who may see it?"));
        let wanted = match whose {
            Whose::Everybodys => Access::SignedIn,
            Whose::Holders(role) => Access::Role(role),
            Whose::Operators(role) => Access::Operator(role),
        };
        assert_eq!(access, wanted, "{path}");
    }
    let distinct: BTreeSet<_> = rights().into_iter().map(|(path, _)| path).collect();
    assert_eq!(distinct.len(), rights().len(), "a page is listed twice");
}

#[tokio::test]
async fn whoever_is_not_signed_in_is_sent_to_sign_in_and_comes_back() {
    let world = world().await;
    let about = subjects(&world).await;
    let mut opal = world.person_of("OPS", "opal", |new| (new.roles, new.level) = (Preset::Admin.roles(), Level::Company)).await;
    let mut ada = world.person_with("ada", |new| (new.roles, new.level) = (Preset::Admin.roles(), Level::Company)).await;
    let before = world.snapshot().await;
    let pages = Page::all(&about);
    let mut nobody = world.browser().at(CONSOLE);
    for page in &pages {
        let answer = nobody.opens(&page.address).await;
        assert!(answer.leads_to_sign_in(), "{}: {}", page.address, answer.status);
        let problem = nobody.fetches(&page.address).await;
        assert_eq!(problem.is(401).header("content-type"), Some("application/problem+json"), "{}", page.address);
        assert!(problem.json()["login_url"].as_str().is_some_and(|url| url.contains("/_auth/login")), "{}", page.address);
        assert!(!problem.text().contains("subject"), "{}", page.address);
        for lines in ["", "Sec-Fetch-Mode: navigate\r\n", "Sec-Fetch-Mode: cors\r\n"] {
            let answer = nobody.posts_with(&page.address, lines, &page.fields()).await;
            assert!(answer.leads_to_sign_in() || matches!(answer.status, 401 | 405), "{}: {}", page.address, answer.status);
            assert_eq!(answer.status == 405, page.form.is_none(), "{}: {}", page.address, answer.status);
        }
    }
    assert_eq!(difference(&before, &world.snapshot().await), [""; 0]);
    for page in &pages {
        let person = if matches!(page.whose, Whose::Operators(_)) { &mut opal } else { &mut ada };
        let mut there = person.at_portal(CONSOLE);
        let login = there.opens(&page.address).await.header("location").expect("an address").to_owned();
        let csrf = there.csrf(&login).await;
        let username = there.username.clone();
        let fields = [("csrf", csrf.as_str()), ("username", &username), ("password", PASSWORD)];
        let arrived = there.posts(&login, &fields).await;
        assert_eq!(moves_to(arrived.is(200)).as_deref(), Some(page.address.as_str()));
        there.opens(&page.address).await;
    }
}

#[tokio::test]
async fn whoever_owes_a_new_password_is_nobody_yet() {
    let world = world().await;
    let about = subjects(&world).await;
    let new = world.person_with("ada", |new| (new.roles, new.level) = (Preset::Admin.roles(), Level::Company)).await;
    let opal = world.person_of("OPS", "opal", |new| (new.roles, new.level) = (Preset::Admin.roles(), Level::Company)).await;
    world.sets(&new, UserEdit { must_change_password: Some(true), ..UserEdit::default() }).await;
    world.tampers(&format!("UPDATE users SET must_change_password = 1, version = version + 1 WHERE id = '{}'", opal.id)).await;
    for person in [new, opal] {
        let mut pending = person.at_portal(CONSOLE);
        let username = pending.username.clone();
        let page = pending.tries(&username, PASSWORD).await;
        assert!(pending.cookies.keys().any(|name| name.ends_with("gh-pending")), "{} {:?}", page.status, pending.cookies);
        assert!(!pending.cookies.contains_key("__Host-gh"));
        let before = world.snapshot().await;
        for page in Page::all(&about) {
            let answer = pending.opens(&page.address).await;
            assert!(answer.leads_to_sign_in(), "{}: {}", page.address, answer.status);
            pending.fetches(&page.address).await.is(401);
            let answer = pending.posts(&page.address, &page.fields()).await;
            assert!(answer.leads_to_sign_in() || answer.status == 405, "{}: {}", page.address, answer.status);
        }
        assert_eq!(difference(&before, &world.snapshot().await), [""; 0]);
    }
}

/// Walks every page that somebody may not see, with a form of theirs that is in order; nothing changes.
async fn is_refused_what_is_not_theirs(
    world: &World,
    who: &str,
    person: &mut Person,
    about: &Subjects,
    roles: &[&str],
    is_operator: bool,
) {
    let username = person.username.clone();
    person.tries(&username, PASSWORD).await.is(200);
    let csrf = person.csrf("/_auth/account").await;
    world.posts_every_letter().await;
    let before = world.snapshot().await;
    for page in Page::all(about) {
        let refusal = page.refusal(is_operator, |role| roles.contains(&role));
        let seen = person.opens(&page.address).await;
        let Some(status) = refusal else {
            // About what fell to them, operators decide at their own pages.
            let is_for_the_console = who.starts_with("operator") && page.address.contains("/_auth/requests/");
            // Nothing waits to be shown there, or it is only the way to another page.
            let leads_on = ["/mfa/set-up", "/mfa/recovery-codes", "/mfa/recovery-codes.txt", "/mfa/passkeys/new"];
            let wanted = match &page.address {
                _ if is_for_the_console || page.is_about_no_passkey() => 404,
                address if leads_on.iter().any(|end| address.ends_with(end)) => 303,
                _ => 200,
            };
            assert_eq!(seen.status, wanted, "{who} may see {}\n{}", page.address, seen.text());
            continue;
        };
        assert_eq!(seen.status, status, "{who} may not see {}", page.address);
        assert_eq!(person.fetches(&page.address).await.status, status, "{who} may not fetch {}", page.address);
        let mut fields = page.fields();
        fields.push(("csrf", &csrf));
        let sent = person.posts(&page.address, &fields).await;
        let wanted = if page.form.is_some() { status } else { 405 };
        assert_eq!(sent.status, wanted, "{who} may not send {}", page.address);
    }
    let changed = changes(&before, &world.snapshot().await);
    assert_eq!(changed, [""; 0], "{who}");
}

#[tokio::test]
async fn nobody_sees_or_does_what_they_have_no_role_for() {
    let world = world().await;
    let about = subjects(&world).await;
    let mut sets: Vec<(String, Vec<&str>)> = OWN_ROLES.iter().map(|role| (format!("only-{role}"), vec![*role])).collect();
    sets.push(("nobody-in-particular".to_owned(), Vec::new()));
    sets.push(("user".to_owned(), vec!["manage-own-mfa", "recordings"]));
    sets.push(("manager".to_owned(), vec!["manage-own-mfa", "recordings", "read-audit"]));
    sets.push(("admin".to_owned(), OWN_ROLES.to_vec()));
    for (who, roles) in &sets {
        let person = world.person_with(who, holding(roles, Level::Company)).await;
        for host in ["calls.localhost", CONSOLE] {
            let mut there = person.at_portal(host);
            is_refused_what_is_not_theirs(&world, &format!("{who} at {host}"), &mut there, &about, roles, false).await;
        }
    }
}

#[tokio::test]
async fn an_operator_has_a_console_at_a_portal_that_serves_one_and_nowhere_else() {
    let world = world().await;
    let stranger = world.peeks("SELECT id FROM accounts WHERE account_key = 'OTHER'").await.pop().expect("an account");
    let fallen = world.person_of("OTHER", "stranger", |_| ()).await;
    let request = asks(&world, &fallen).await;
    world.posts_every_letter().await;
    for roles in [&["manage-users"][..], &["approve-resets"], &["read-audit"], &OWN_ROLES[..]] {
        let who = format!("operator-{}-{}", roles.len(), roles[0]);
        let operator = world.person_of("OPS", &who, holding(roles, Level::Company)).await;
        // A customer's page is about somebody of the operators' own account.
        let own = world.person_of("OPS", &format!("{who}-colleague"), |_| ()).await;
        let about = Subjects { person: own.id.to_string(), request: request.clone(), account: stranger.clone() };
        for (host, has_console) in [(CONSOLE, true), (PLAIN, false)] {
            let mut there = operator.at_portal(host);
            let label = format!("{who} at {host}");
            is_refused_what_is_not_theirs(&world, &label, &mut there, &about, roles, has_console).await;
        }
    }
}

/// Every page with a form, as somebody who may: with the form in order it changes something.
async fn can_change(world: &World, person: &mut Person, about: &Subjects, is_operator: bool) {
    let pages = Page::all(about).into_iter().filter(|page| matches!(page.whose, Whose::Operators(_)) == is_operator);
    // Whoever does what is grave for themselves does it last: the new password after all that asks for the old one, and a second factor
    // is gone when nobody asks for it any more.
    let is_meant = |page: &Page| page.form.is_some() && !page.address.contains("/passkeys/");
    let mut pages: Vec<Page> = pages.filter(is_meant).collect();
    pages.sort_by_key(|page| match page.address.as_str() {
        "/_auth/account/mfa/recovery-codes" => 1,
        "/_auth/account/mfa" => 2,
        "/_auth/account/sessions" => 3,
        "/_auth/account" => 4,
        "/_auth/account/password" => 5,
        "/_auth/account/mfa/reset" => 6,
        "/_auth/company/mfa" => 7,
        _ => 0,
    });
    for page in pages {
        if page.address.ends_with("/account/sessions") {
            person.another_browser().at_portal(CONSOLE).signs_in().await;
        }
        let csrf = person.csrf("/_auth/account").await;
        let before = world.snapshot().await;
        let events = world.audit().await.len();
        let mut fields = page.fields();
        fields.push(("csrf", &csrf));
        person.posts(&page.address, &fields).await.is(303);
        let has_changed = before != world.snapshot().await || world.audit().await.len() > events;
        assert!(has_changed, "{} was to change something", page.address);
        world.posts_every_letter().await;
        if page.address.ends_with("/requests") {
            // One request is decided once: the page of it comes next.
            world.tampers("UPDATE recoveries SET decided_by = NULL, decided_at = NULL").await;
        }
    }
}

#[tokio::test]
async fn whoever_may_can() {
    let world = world().await;
    let about = subjects(&world).await;
    let mut ada = world.admin("ada").await.at_portal(CONSOLE);
    ada.signs_in().await;
    ada.sets_up_mfa(&world).await;
    can_change(&world, &mut ada, &about, false).await;
    let mut opal = world.person_of("OPS", "opal", holding(&OWN_ROLES, Level::Company)).await.at_portal(CONSOLE);
    opal.signs_in().await;
    let fallen = world.peeks("SELECT id FROM recoveries WHERE is_for_operators = 1").await.pop().expect("a request");
    let about = Subjects { request: fallen, ..about };
    can_change(&world, &mut opal, &about, true).await;
}

#[tokio::test]
async fn a_form_that_is_not_its_own_changes_nothing() {
    let world = world().await;
    let about = subjects(&world).await;
    let mut ada = world.person_with("ada", holding(&OWN_ROLES, Level::Company)).await.at_portal(CONSOLE);
    let mut bob = world.admin("bob").await.at_portal(CONSOLE);
    bob.signs_in().await;
    let mut opal = world.person_of("OPS", "opal", holding(&OWN_ROLES, Level::Company)).await.at_portal(CONSOLE);
    let fallen = world.peeks("SELECT id FROM recoveries WHERE is_for_operators = 1").await.pop().expect("a request");
    let operators = Subjects { person: about.person.clone(), request: fallen, account: about.account.clone() };
    let bobs = bob.csrf("/_auth/account").await;
    for (person, about, is_operator) in [(&mut ada, &about, false), (&mut opal, &operators, true)] {
        let before_sign_in = person.csrf("/_auth/login").await;
        person.signs_in().await;
        let own = person.csrf("/_auth/account").await;
        world.posts_every_letter().await;
        let before = world.snapshot().await;
        let events = world.audit().await.len();
        let pages = Page::all(about).into_iter().filter(|page| matches!(page.whose, Whose::Operators(_)) == is_operator);
        for page in pages.filter(|page| page.form.is_some()) {
            let address = &page.address;
            for token in [None, Some(""), Some("x"), Some(bobs.as_str()), Some(&before_sign_in), Some(&own[1..])] {
                let mut fields = page.fields();
                fields.extend(token.map(|token| ("csrf", token)));
                let answer = person.posts(address, &fields).await;
                assert_eq!(answer.status, 403, "{address} with {token:?}");
            }
            let query = urlencoded(&[("csrf", own.as_str())]);
            assert_eq!(person.posts(&format!("{address}?{query}"), &page.fields()).await.status, 403, "{address}");
            let mut fields = page.fields();
            fields.push(("csrf", &own));
            for lines in [
                "Origin: http://evil.example\r\n",
                "Origin: null\r\n",
                "Origin: http://calls.localhost\r\n",
                "Sec-Fetch-Site: cross-site\r\n",
                "Sec-Fetch-Site: same-site\r\n",
            ] {
                assert_eq!(person.posts_with(address, lines, &fields).await.status, 403, "{address} {lines}");
            }
            let body = urlencoded(&fields);
            for media in ["text/plain", "application/json", "multipart/form-data; boundary=x", ""] {
                let lines = if media.is_empty() { String::new() } else { format!("Content-Type: {media}\r\n") };
                let answer = person.sends("POST", address, &lines, body.as_bytes()).await;
                assert_eq!(answer.status, 415, "{address} as {media:?}");
            }
            let json = format!("{{\"csrf\":\"{own}\"}}");
            let answer = person.sends("POST", address, "Content-Type: application/json\r\n", json.as_bytes()).await;
            assert_eq!(answer.status, 415, "{address}");
            for (method, lines) in [("GET", ""), ("HEAD", ""), ("GET", "X-HTTP-Method-Override: POST\r\n")] {
                let answer = person.sends(method, &format!("{address}?{body}&_method=POST"), lines, b"").await;
                let is_fine = answer.status < 400 || (answer.status == 404 && page.is_about_no_passkey());
                assert!(is_fine, "{method} {address}: {}", answer.status);
            }
            for method in ["PUT", "DELETE", "PATCH"] {
                let lines = "Content-Type: application/x-www-form-urlencoded\r\nAccept: text/html\r\n";
                assert_eq!(person.sends(method, address, lines, body.as_bytes()).await.status, 405, "{method} {address}");
            }
        }
        assert_eq!(changes(&before, &world.snapshot().await), [""; 0]);
        assert_eq!(world.audit().await.len(), events, "nothing was done that is written down");
    }
}

#[tokio::test]
async fn nobody_reaches_whom_they_have_no_authority_over() {
    let world = world().await;
    let boss = world.person_with("boss", |new| new.level = Level::Company).await;
    let stranger = world.person_of("OTHER", "stranger", |_| ()).await;
    let mut gus = world.person_with("gus", holding(&OWN_ROLES, Level::Global)).await;
    let (of_boss, of_stranger, of_gus) = (asks(&world, &boss).await, asks(&world, &stranger).await, asks(&world, &gus).await);
    let account = world.peeks("SELECT id FROM accounts WHERE account_key = 'OTHER'").await.pop().expect("an account");
    world.posts_every_letter().await;
    gus.signs_in().await;
    let csrf = gus.csrf("/_auth/account").await;
    let before = world.snapshot().await;
    let own = gus.id.to_string();
    let garbage = ["x", "0", "%00", "..%2Fx", "00000000-0000-0000-0000-000000000000", "%F0%9F%98%80", &"9".repeat(4000)];
    let mut cases: Vec<(String, &str, u16, u16)> = Vec::new();
    let (mut others, mut above) = (vec![stranger.id.to_string(), account.clone(), of_boss.clone()], vec![boss.id.to_string()]);
    others.extend(garbage.iter().map(|text| (*text).to_owned()));
    for id in others.drain(..) {
        cases.push((id, "nobody of theirs", 404, 404));
    }
    for id in above.drain(..) {
        cases.push((id, "above", 200, 403));
    }
    let about = |id: &str| Subjects { person: id.to_owned(), request: id.to_owned(), account: id.to_owned() };
    for (id, who, shown, done) in &cases {
        for page in Page::all(&about(id))
            .into_iter()
            .filter(|page| page.address.starts_with("/_auth/users/") && !page.address.ends_with("/new"))
        {
            let asks = ["reset-password", "reset-mfa", "unlock", "end-sessions"].iter().any(|end| page.address.ends_with(end));
            let seen = gus.opens(&page.address).await.status;
            let wanted = if asks { *done } else { *shown };
            let is_refused = |status: u16, wanted: u16| status == wanted || (wanted == 404 && status == 400);
            assert!(is_refused(seen, wanted), "{who}: {} is answered {seen}, not {wanted}", page.address);
            let mut fields = page.fields();
            fields.push(("csrf", &csrf));
            let sent = gus.posts(&page.address, &fields).await.status;
            assert!(is_refused(sent, *done), "{who}: {} is answered {sent}, not {done}", page.address);
        }
    }
    for page in Page::all(&about(&own))
        .into_iter()
        .filter(|page| page.address.contains(&own) && page.address.starts_with("/_auth/users/"))
    {
        let mut fields = page.fields();
        fields.push(("csrf", &csrf));
        let sent = gus.posts(&page.address, &fields).await;
        assert_eq!((sent.status, sent.header("location")), (303, Some("/_auth/account")), "{}", page.address);
    }
    for request in [&of_boss, &of_stranger, &stranger.id.to_string(), "x"] {
        assert_eq!(gus.opens(&format!("/_auth/requests/{request}")).await.status, 404, "{request}");
        for decision in ["approve", "decline", "take_back"] {
            let sent = gus.posts(&format!("/_auth/requests/{request}"), &[("csrf", &csrf), (decision, request)]).await;
            assert!(
                sent.status == 404 || sent.header("location") == Some("/_auth/requests"),
                "{decision} {request}: {}",
                sent.status
            );
            // What is decided is named by the field, whichever page it is sent to.
            let sent = gus.posts(&format!("/_auth/requests/{of_gus}"), &[("csrf", &csrf), (decision, request)]).await;
            assert!(
                sent.status == 404 || sent.header("location") == Some("/_auth/requests"),
                "{decision} {request}: {}",
                sent.status
            );
        }
    }
    gus.opens(&format!("/_auth/requests/{of_gus}")).await.is(200).says("Ask another administrator.");
    for decision in ["approve", "decline"] {
        gus.posts("/_auth/requests", &[("csrf", &csrf), (decision, &of_gus)]).await.is(409);
    }
    let sent = gus.posts("/_auth/account/sessions", &[("csrf", &csrf), ("session", &boss.id.to_string())]).await;
    assert_eq!(sent.status, 303);
    assert_eq!(difference(&before, &world.snapshot().await), [""; 0]);
}

#[tokio::test]
async fn an_operator_decides_only_what_fell_to_the_operators() {
    let world = world().await;
    world.admin("ada").await;
    let bob = world.person("bob").await;
    let of_bob = asks(&world, &bob).await;
    world.posts_every_letter().await;
    let mut opal = world.person_of("OPS", "opal", holding(&OWN_ROLES, Level::Company)).await.at_portal(CONSOLE);
    opal.signs_in().await;
    let csrf = opal.csrf("/_auth/account").await;
    let before = world.snapshot().await;
    for id in [of_bob.as_str(), &bob.id.to_string(), "x"] {
        opal.opens(&format!("/_auth/operator/requests/{id}")).await.is(404);
        opal.opens(&format!("/_auth/operator/accounts/{id}")).await.is(404);
        for page in ["operator/requests", "requests"] {
            let sent = opal.posts(&format!("/_auth/{page}"), &[("csrf", &csrf), ("approve", id)]).await;
            assert!(sent.status == 404 || id == "x" && sent.status == 303, "{page} {id}: {}", sent.status);
        }
        for page in ["", "/suspend", "/reopen", "/first-admin"] {
            let fields =
                [("csrf", csrf.as_str()), ("name", "x"), ("confirmation", "ACME"), ("username", "x"), ("email", "x@x.example")];
            opal.posts(&format!("/_auth/operator/accounts/{id}{page}"), &fields).await.is(404);
        }
        opal.opens(&format!("/_auth/users/{id}")).await.is(404);
    }
    assert_eq!(difference(&before, &world.snapshot().await), [""; 0]);
}

#[tokio::test]
async fn a_session_of_one_portal_is_nobody_at_another() {
    let world = world().await;
    let mut ada = world.admin("ada").await;
    let csrf = ada.csrf("/_auth/account").await;
    let before = world.snapshot().await;
    let mut there = ada.at(CONSOLE);
    there.cookies = ada.cookies.clone();
    assert!(there.opens("/_auth/users").await.leads_to_sign_in());
    let fields = [("csrf", csrf.as_str()), ("name", "x"), ("username", "x"), ("email", "x@x.example")];
    assert!(there.posts("/_auth/users/new", &fields).await.leads_to_sign_in());
    assert_eq!(difference(&before, &world.snapshot().await), [""; 0]);
    let page = ada.visits("/users").await;
    assert!(field(page.is(200), "csrf").is_some());
}

#[tokio::test]
async fn a_role_that_is_taken_or_given_counts_with_the_next_page() {
    let world = world().await;
    let mut ada = world.admin("ada").await;
    ada.visits("/users").await.is(200);
    world.sets(&ada, UserEdit { roles: Some(Preset::User.roles()), ..UserEdit::default() }).await;
    eventually("the role is gone", gatehouse_tests::patience::A_SECOND, async || {
        (ada.visits("/users").await.status == 403).then_some(())
    })
    .await;
    ada.visits("/account").await.is(200);
    world.sets(&ada, UserEdit { roles: Some(Preset::Admin.roles()), ..UserEdit::default() }).await;
    eventually("the role is back", gatehouse_tests::patience::A_SECOND, async || {
        (ada.visits("/users").await.status == 200).then_some(())
    })
    .await;
}
