//! What a form for a forgotten password tells a stranger, which is nothing; and how often it may be sent.

use std::time::Duration;

use gatehouse_auth_core::{
    account::{AccountKind, AccountState},
    flow::administer::{AccountEdit, NewUser},
    identifier::Folded,
    permission::{Level, Preset},
    recovery::RecoveryFlow,
};
use gatehouse_tests::{
    Answer, Browser, NEW_PASSWORD, World,
    person::field,
    request_of,
    world::{ACCOUNT, PASSWORD},
};
use tokio::task::JoinSet;

const QUARTER: Duration = Duration::from_mins(15);
/// Nobody's browser and nobody's name.
const HOSTILE: [&str; 14] = [
    "\0",
    "a\r\nSet-Cookie: x=y",
    "a\nb\rc",
    "\u{2028}\u{2029}\u{85}",
    "\u{202e}txt.exe",
    "👩‍💻🏴‍☠️",
    "<script>alert(1)</script>@x.example",
    "\"><img src=x onerror=alert(1)>@x.example",
    "' OR 1=1 --@x.example",
    "../../../../etc/passwd",
    "${jndi:ldap://evil.example/a}@x.example",
    "%00%0d%0a",
    "*",
    "a:b{t}|c;d",
];

fn fields_of(flow: RecoveryFlow, account: &str, username: &str) -> Vec<(&'static str, String)> {
    match flow {
        RecoveryFlow::EmailedPassword | RecoveryFlow::Link => vec![("email", format!("{username}@acme.example"))],
        RecoveryFlow::LinkThenTemporary => vec![("account_id", account.to_owned()), ("username", username.to_owned())],
        RecoveryFlow::AdminApproval => vec![("username", username.to_owned())],
    }
}

fn borrowed<'a>(fields: &'a [(&'static str, String)]) -> Vec<(&'static str, &'a str)> {
    fields.iter().map(|(name, value)| (*name, value.as_str())).collect()
}

/// An answer without what is different every time: the form's token, values of cookies, the request's id.
fn masked(answer: &Answer) -> String {
    let csrf = field(answer, "csrf").unwrap_or_default();
    let body = if csrf.is_empty() { answer.text() } else { answer.text().replace(&csrf, "CSRF") };
    let headers = answer.headers.iter().map(|(name, value)| {
        let value = match name.to_ascii_lowercase().as_str() {
            "set-cookie" => {
                let (cookie, attributes) = value.split_once(';').unwrap_or((value, ""));
                format!("{}=…;{attributes}", cookie.split('=').next().unwrap_or_default())
            }
            "date" | "x-request-id" => "…".to_owned(),
            _ => value.clone(),
        };
        format!("{name}: {value}\n")
    });
    format!("{}\n{}\n{body}", answer.status, headers.collect::<String>())
}

async fn world_of(flow: RecoveryFlow) -> World {
    World::with(|settings| {
        settings.recovery(flow.as_str());
        if flow == RecoveryFlow::LinkThenTemporary {
            settings.portal("sign_in = \"account-username\"");
        }
    })
    .await
}

/// The form, what it answers, and the page after it, as a browser gets them that was never here.
async fn everything_said(world: &World, fields: &[(&'static str, String)]) -> [String; 3] {
    let mut browser = world.browser();
    let form = browser.opens("/_auth/forgot").await;
    let answer = browser.forgets(&borrowed(fields)).await;
    let sent = browser.opens("/_auth/forgot/sent").await;
    [masked(&form), masked(&answer), masked(&sent)]
}

#[tokio::test]
async fn every_flow_answers_known_and_unknown_people_alike() {
    for flow in RecoveryFlow::ALL {
        let mut world = world_of(flow).await;
        world.account("GONE", AccountKind::Customer).await;
        let known = world.person("known").await;
        let disabled = world.person("disab").await;
        world.disables(&disabled).await;
        world.person_of("GONE", "suspe", |_| ()).await;
        world.person_with("noadr", |new| new.email = None).await;
        let suspended = AccountEdit { state: Some(AccountState::Suspended), ..AccountEdit::default() };
        world.administrator().set_account(&Folded::of("GONE"), suspended).await.expect("a change");
        let mut said = Vec::new();
        for (account, username) in
            [(ACCOUNT, "known"), (ACCOUNT, "nobod"), (ACCOUNT, "disab"), ("GONE", "suspe"), (ACCOUNT, "noadr"), ("NONE", "known")]
        {
            said.push((username, everything_said(&world, &fields_of(flow, account, username)).await));
        }
        world.has_mailed_everything().await;
        let letters = world.mailbox.letters();
        // R4 has nobody to approve here, and no operators: nobody is written to at all. The last of the six is known to all but R3.
        assert!(letters.iter().all(|letter| letter.to == known.email), "{flow:?}");
        assert_eq!(letters.is_empty(), flow == RecoveryFlow::AdminApproval, "{flow:?}");
        world.mailbox.goes_down();
        said.push(("down", everything_said(&world, &fields_of(flow, ACCOUNT, "known")).await));
        said.push(("down, unknown", everything_said(&world, &fields_of(flow, ACCOUNT, "nobod")).await));
        let (_, first) = &said[0];
        assert!(first[1].starts_with("303"), "{}", first[1]);
        for (who, other) in &said {
            assert_eq!(first, other, "{flow:?}: {who}");
        }
    }
}

#[tokio::test]
async fn nobody_connects_to_the_mail_server_over_somebody_unknown() {
    for flow in RecoveryFlow::ALL {
        let world = world_of(flow).await;
        for number in 0..3 {
            let username = format!("nobody{number}");
            world.browser().forgets(&borrowed(&fields_of(flow, ACCOUNT, &username))).await.is(303);
        }
        world.has_mailed_everything().await;
        assert_eq!(world.mailbox.conversations(), 0, "{flow:?}");
        let audit = world.audit().await;
        let refused: Vec<_> = audit.iter().filter(|event| event["what"] == "recovery-refused").collect();
        assert_eq!(refused.len(), 3);
        assert!(refused.iter().all(|event| event["detail"]["why"] == "unknown"), "{refused:?}");
        let log = serde_json::to_string(&audit).expect("JSON");
        assert!(!log.contains("nobody"), "what somebody unknown typed is written down nowhere: {log}");
    }
}

#[tokio::test]
async fn letters_and_pages_of_links_that_fail_name_nobody() {
    let world = World::with(|settings| {
        settings.recovery("link");
    })
    .await;
    let names = |new: &mut NewUser| {
        "Grace Hopper".clone_into(&mut new.name);
        new.email = Some("gh@post.example".parse().expect("an address"));
    };
    let mut grace = world.person_with("adelaide77", names).await;
    let email = grace.email.clone();
    grace.asks_for_help(&[("email", &email)]).await;
    let letter = world.mailbox.takes(&email).await;
    let used = letter.link();
    let mut told = vec![letter.subject.clone(), letter.text.clone(), letter.html.clone()];
    let token = "A".repeat(43);
    told.push(grace.follows(&format!("/_auth/reset?token={token}")).await.is(404).text());
    grace.chooses_password(&used, NEW_PASSWORD).await.is(303);
    told.push(grace.follows(&used).await.is(410).text());
    world.later(QUARTER);
    grace.asks_for_help(&[("email", &email)]).await;
    let expired = world.mailbox.takes_about(&email, "Reset").await.link();
    world.later(Duration::from_hours(1));
    told.push(grace.follows(&expired).await.is(410).text());
    for text in told {
        let text = text.to_lowercase();
        for name in ["adelaide77", "hopper", "gh@post.example", "acme"] {
            assert!(!text.contains(name), "{name} is said: {text}");
        }
    }
}

// How often

#[tokio::test]
async fn the_fourth_request_in_a_quarter_of_an_hour_is_paused_whoever_it_is_about() {
    for flow in RecoveryFlow::ALL {
        let world = world_of(flow).await;
        world.person("known").await;
        let mut refused = Vec::new();
        for username in ["known", "nobod"] {
            let fields = fields_of(flow, ACCOUNT, username);
            for _ in 0..3 {
                world.browser().forgets(&borrowed(&fields)).await.is(303);
            }
            let answer = world.browser().forgets(&borrowed(&fields)).await;
            assert_eq!(answer.is(429).header("retry-after"), Some("900"));
            answer.says("You have asked several times. Check your email, including spam, or wait 15 minutes");
            refused.push(masked(&answer).replace(username, "…"));
        }
        assert_eq!(refused[0], refused[1], "{flow:?}");
        world.later(QUARTER);
        for username in ["known", "nobod"] {
            world.browser().forgets(&borrowed(&fields_of(flow, ACCOUNT, username))).await.is(303);
        }
    }
}

#[tokio::test]
async fn spellings_of_one_address_share_their_pause() {
    let world = world_of(RecoveryFlow::Link).await;
    world.person("ada").await;
    for typed in ["ada@acme.example", " ADA@acme.example", "Ada@Acme.Example "] {
        world.browser().forgets(&[("email", typed)]).await.is(303);
    }
    world.browser().forgets(&[("email", "adA@acme.example")]).await.is(429);
    world.browser().forgets(&[("email", "bob@acme.example")]).await.is(303);
}

#[tokio::test]
async fn a_network_may_ask_so_often_and_no_more() {
    let world = World::with(|settings| {
        settings.recovery("link").server("trusted_proxies = [\"127.0.0.0/8\"]");
        settings.tables("[limits]\nrecovery_network = { failures = 4, window = \"15m\", pause = \"15m\" }");
    })
    .await;
    let from = |address: &str| {
        let mut browser = world.browser();
        browser.headers.push(("X-Forwarded-For".to_owned(), address.to_owned()));
        browser
    };
    for number in 0..4 {
        let email = format!("nobody{number}@acme.example");
        from("203.0.113.9").forgets(&[("email", &email)]).await.is(303);
        from(&format!("2001:db8::{number}")).forgets(&[("email", &format!("six{number}@acme.example"))]).await.is(303);
    }
    let paused = from("203.0.113.9").forgets(&[("email", "another@acme.example")]).await;
    assert!(paused.is(429).header("retry-after").is_some());
    from("2001:db8::ffff").forgets(&[("email", "another@acme.example")]).await.is(429);
    from("203.0.113.10").forgets(&[("email", "another@acme.example")]).await.is(303);
    from("2001:db8:0:1::1").forgets(&[("email", "another@acme.example")]).await.is(303);
    world.later(QUARTER);
    from("203.0.113.9").forgets(&[("email", "another@acme.example")]).await.is(303);
}

#[tokio::test]
async fn a_person_gets_so_many_letters_and_then_silence() {
    let world = World::with(|settings| {
        settings.recovery("link").tables(
            "[limits]\nrecovery = { failures = 100, window = \"15m\", pause = \"15m\" }\n\
             letters = { failures = 2, window = \"1h\", pause = \"1h\" }",
        );
    })
    .await;
    let ada = world.person("ada").await;
    let mut said = Vec::new();
    for _ in 0..5 {
        said.push(everything_said(&world, &fields_of(RecoveryFlow::Link, ACCOUNT, "ada")).await);
        world.has_mailed_everything().await;
        world.later(Duration::from_secs(1));
    }
    assert!(said.iter().all(|own| *own == said[0]));
    let letters = world.mailbox.letters_to(&ada.email);
    assert_eq!(letters.len(), 2);
    let mut browser = ada.another_browser();
    browser.follows(&letters[1].link()).await.is(200);
    world.later(Duration::from_hours(1));
    browser.forgets(&[("email", "ada@acme.example")]).await.is(303);
    world.has_mailed_everything().await;
    assert_eq!(world.mailbox.letters_to(&ada.email).len(), 3);
}

#[tokio::test]
async fn of_a_hundred_requests_at_once_no_more_are_taken_on_than_of_a_hundred_in_a_row() {
    for username in ["known", "nobody"] {
        let world = World::with(|settings| {
            settings.recovery("link");
            settings.tables("[limits]\nrecovery_network = { failures = 1000, window = \"15m\", pause = \"15m\" }");
        })
        .await;
        world.person("known").await;
        let mut form = world.browser();
        let csrf = form.csrf("/_auth/forgot").await;
        let mut posting = JoinSet::new();
        for _ in 0..100 {
            let (mut browser, csrf, email) = (form.clone(), csrf.clone(), format!("{username}@acme.example"));
            posting.spawn(async move { browser.posts("/_auth/forgot", &[("csrf", &csrf), ("email", &email)]).await.status });
        }
        let statuses = posting.join_all().await;
        assert_eq!(statuses.iter().filter(|status| **status == 303).count(), 3, "{statuses:?}");
        assert!(statuses.iter().all(|status| matches!(status, 303 | 429)), "{statuses:?}");
        world.has_mailed_everything().await;
        let letters = world.mailbox.letters().len();
        assert!(if username == "known" { (1..=3).contains(&letters) } else { letters == 0 }, "{letters}");
    }
}

#[tokio::test]
async fn recovery_works_while_sign_in_is_paused() {
    let world = world_of(RecoveryFlow::EmailedPassword).await;
    let mut ada = world.person("ada").await;
    for _ in 0..5 {
        ada.tries("ada", "wrong").await;
    }
    ada.tries("ada", PASSWORD).await.is(429);
    ada.asks_for_help(&[("email", "ada@acme.example")]).await;
    world.mailbox.takes_about(&ada.email, "temporary").await.password();
}

// What is typed

#[tokio::test]
async fn nothing_that_is_typed_breaks_a_form() {
    for flow in RecoveryFlow::ALL {
        let world = World::with(|settings| {
            settings.recovery(flow.as_str()).tables(
                "[limits]\nrecovery = { failures = 1000, window = \"15m\", pause = \"15m\" }\n\
                 recovery_network = { failures = 1000, window = \"15m\", pause = \"15m\" }",
            );
            if flow == RecoveryFlow::LinkThenTemporary {
                settings.portal("sign_in = \"account-username\"");
            }
        })
        .await;
        let mut browser = world.browser();
        let long = "x".repeat(100_000);
        for typed in HOSTILE.iter().copied().chain([long.as_str()]) {
            let mut fields = fields_of(flow, ACCOUNT, "known");
            for index in 0..fields.len() {
                let before = std::mem::replace(&mut fields[index].1, typed.to_owned());
                let answer = browser.forgets(&borrowed(&fields)).await;
                fields[index].1 = before;
                assert!(matches!(answer.status, 303 | 400 | 413 | 422), "{flow:?} {typed:.20?}: {}", answer.status);
                assert!(answer.all("set-cookie").iter().all(|cookie| cookie.starts_with("__Host-gh-")), "{:?}", answer.headers);
                let text = answer.text();
                assert!(!text.contains("<script>alert") && !text.contains("<img src=x"), "{text}");
            }
        }
        world.has_mailed_everything().await;
        assert!(world.mailbox.letters().is_empty());
    }
}

#[tokio::test]
async fn nothing_that_is_typed_for_a_password_breaks_its_page() {
    let world = world_of(RecoveryFlow::Link).await;
    let mut ada = world.person("ada").await;
    ada.asks_for_help(&[("email", "ada@acme.example")]).await;
    let link = world.mailbox.link_to(&ada.email).await;
    ada.follows(&link).await.is(200);
    for typed in [&"x".repeat(1025), &"x".repeat(100_000), "\0", "<script>alert(1)</script>", "\u{202e}", "a\r\nb"] {
        let csrf = ada.csrf("/_auth/reset").await;
        let again = format!("{typed}x");
        let fields = [("csrf", csrf.as_str()), ("password", typed), ("password_confirmation", &again)];
        let answer = ada.posts("/_auth/reset", &fields).await;
        assert!(matches!(answer.status, 400 | 413 | 422), "{typed:.20?}: {}", answer.status);
        assert!(!answer.text().contains(&typed[..typed.len().min(20)]) || typed.len() < 3, "no password comes back in a page");
    }
    assert!(ada.can_sign_in_with(PASSWORD).await);
}

#[tokio::test]
async fn whoever_asks_cannot_write_into_the_page_or_the_letter_of_whoever_approves() {
    let world = world_of(RecoveryFlow::AdminApproval).await;
    let admin = |new: &mut NewUser| {
        new.level = Level::Company;
        new.roles = Preset::Admin.roles();
    };
    let mut boss = world.person_with("boss", admin).await;
    let named = |new: &mut NewUser| "<script>alert(1)</script> <b>Ada</b>".clone_into(&mut new.name);
    let mut ada = world.person_with("ada", named).await;
    ada.headers.push(("User-Agent".to_owned(), "<img src=x onerror=alert(1)> Firefox/1".to_owned()));
    ada.asks_for_help(&[("username", "ada")]).await;
    let letter = world.mailbox.takes(&boss.email).await;
    boss.signs_in().await;
    let id = request_of(&letter);
    let mut pages = vec![letter.html.clone()];
    for page in
        ["/_auth/requests".to_owned(), format!("/_auth/requests/{id}"), "/_auth/users".to_owned(), "/_auth/audit".to_owned()]
    {
        pages.push(boss.opens(&page).await.is(200).text());
    }
    boss.decides("approve", &id).await.is(303);
    pages.push(boss.opens("/_auth/requests").await.is(200).text());
    let link = world.mailbox.takes(&ada.email).await;
    pages.push(link.html.clone());
    pages.push(ada.follows(&link.link()).await.is(200).text());
    for page in pages {
        assert!(!page.contains("<script>alert") && !page.contains("<b>Ada") && !page.contains("<img src=x"), "{page}");
    }
}

#[tokio::test]
async fn a_form_of_another_site_asks_for_nothing() {
    let world = world_of(RecoveryFlow::Link).await;
    let ada = world.person("ada").await;
    let mut browser: Browser = world.browser();
    let csrf = browser.csrf("/_auth/forgot").await;
    let fields = [("csrf", csrf.as_str()), ("email", "ada@acme.example")];
    for lines in ["Origin: http://evil.example\r\n", "Sec-Fetch-Site: cross-site\r\n", "Origin: null\r\n"] {
        browser.posts_with("/_auth/forgot", lines, &fields).await.is(403);
    }
    browser.posts("/_auth/forgot", &[("csrf", "forged"), ("email", "ada@acme.example")]).await.is(403);
    world.browser().posts("/_auth/forgot", &fields).await.is(400);
    world.has_mailed_everything().await;
    assert!(world.mailbox.letters_to(&ada.email).is_empty());
    browser.posts("/_auth/forgot", &fields).await.is(303);
    world.mailbox.link_to(&ada.email).await;
}
