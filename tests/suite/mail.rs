//! Letters on their way: what becomes of them while the mail server is away, and what they can be made to say.

use std::{fs, os::unix::fs::PermissionsExt as _, time::Duration};

use gatehouse_auth_core::{
    flow::administer::NewUser,
    permission::{Level, Preset},
};
use gatehouse_config::Config;
use gatehouse_tests::{
    Letter, Mailbox, NEW_PASSWORD, Person, World,
    command::Operator,
    patience::{LONG, eventually},
    request_of,
    world::{ACCOUNT, PASSWORD},
};

const MOMENT: Duration = Duration::from_secs(1);
const HOUR: Duration = Duration::from_hours(1);

async fn world_of(flow: &str) -> World {
    World::with(|settings| {
        settings.recovery(flow);
    })
    .await
}

async fn asks(person: &mut Person) {
    let email = person.email.clone();
    person.asks_for_help(&[("email", &email)]).await;
}

fn admin(new: &mut NewUser) {
    new.level = Level::Company;
    new.roles = Preset::Admin.roles();
}

/// How often a try to send a letter came to this.
async fn count(world: &World, outcome: &str) -> u64 {
    let line = format!("gatehouse_letters_total{{outcome=\"{outcome}\"}} ");
    let metrics = world.asks_management("/metrics").await.text();
    metrics.lines().find_map(|own| own.strip_prefix(&line)).map_or(0, |value| value.parse().expect("a number"))
}

async fn waits_for(world: &World, outcome: &str, times: u64) {
    let there = async || (count(world, outcome).await >= times).then_some(());
    eventually(&format!("{outcome} {times} times"), LONG, there).await;
}

/// Moves the clock on until no letter waits.
async fn catches_up(world: &World) {
    let is_done = async || {
        world.later(MOMENT);
        (world.outside().outbox.waiting().await.expect("an outbox") == 0).then_some(())
    };
    eventually("every letter has left", LONG, is_done).await;
}

// A server that is away

#[tokio::test]
async fn while_the_mail_server_is_down_nothing_is_lost_and_nothing_doubled() {
    let mut world = world_of("link").await;
    world.mailbox.goes_down();
    let mut people = Vec::new();
    for username in ["ada", "bob", "cleo", "dora", "emil", "fay"] {
        let mut person = world.person(username).await;
        asks(&mut person).await;
        people.push(person);
    }
    waits_for(&world, "postponed", 6).await;
    world.later(Duration::from_secs(5));
    waits_for(&world, "postponed", 12).await;
    world.restarts(|_| ()).await;
    assert!(world.mailbox.letters().is_empty());
    world.mailbox.comes_back().await;
    catches_up(&world).await;
    assert_eq!(world.mailbox.letters().len(), 6);
    for person in &people {
        let letters = world.mailbox.letters_to(&person.email);
        assert_eq!(letters.len(), 1, "{}", person.email);
        let mut browser = world.browser();
        browser.follows(&letters[0].link()).await.is(200);
    }
}

#[tokio::test]
async fn no_page_waits_for_a_mute_mail_server_and_its_letter_is_tried_again() {
    let world = world_of("link").await;
    world.mailbox.is_mute(true);
    let mut ada = world.person("ada").await;
    asks(&mut ada).await;
    eventually("somebody waits for the server", LONG, async || (world.mailbox.conversations() > 0).then_some(())).await;
    // The delivery has begun and cannot end, and every page is answered.
    assert_eq!(count(&world, "postponed").await + count(&world, "sent").await, 0);
    let mut bob = world.person("bob").await;
    asks(&mut bob).await;
    ada.signs_in().await;
    assert!(ada.gets_through().await);
    assert_eq!(count(&world, "sent").await, 0);
    waits_for(&world, "postponed", 1).await;
    world.mailbox.is_mute(false);
    catches_up(&world).await;
    for person in [&ada, &bob] {
        assert_eq!(world.mailbox.letters_to(&person.email).len(), 1);
    }
}

#[tokio::test]
async fn two_gateways_on_one_outbox_send_every_letter_once() {
    let world = world_of("link").await;
    let another = world.another_gateway().await;
    for number in 0..12 {
        let mut person = world.person(&format!("person{number}")).await;
        asks(&mut person).await;
    }
    world.has_mailed_everything().await;
    let mut to: Vec<String> = world.mailbox.letters().into_iter().map(|letter| letter.to).collect();
    to.sort();
    to.dedup();
    assert_eq!((to.len(), world.mailbox.letters().len()), (12, 12));
    another.stop().await;
}

// A mailbox that is not there

#[tokio::test]
async fn a_letter_that_nobody_takes_is_given_up_and_shown_until_one_arrives() {
    let world = world_of("link").await;
    let mut boss = world.person_with("boss", admin).await;
    let mut ada = world.person("ada").await;
    world.mailbox.refuses("ada@");
    boss.signs_in().await;
    assert!(!boss.opens("/_auth/users").await.text().contains("pill warn"));
    asks(&mut ada).await;
    waits_for(&world, "given-up", 1).await;
    world.has_mailed_everything().await;
    let audit = world.audit().await;
    let given_up = audit.iter().find(|event| event["what"] == "letter-given-up").expect("an event");
    assert_eq!(given_up["user"], ada.id.to_string());
    assert!(!given_up.to_string().contains("acme.example"), "{given_up}");
    for page in ["/_auth/users", "/_auth/users?state=letter-undeliverable"] {
        let rows = boss.opens(page).await.is(200).text();
        assert!(rows.contains("Letter undeliverable") && rows.contains(&format!("/_auth/users/{}", ada.id)), "{rows}");
    }
    boss.opens(&format!("/_auth/users/{}", ada.id)).await.is(200).says("Letter undeliverable");
    world.mailbox.refuses("nobody@");
    world.later(MOMENT);
    asks(&mut ada).await;
    world.mailbox.link_to(&ada.email).await;
    world.has_mailed_everything().await;
    let filtered = boss.opens("/_auth/users?state=letter-undeliverable").await;
    assert!(!filtered.is(200).text().contains(&format!("/_auth/users/{}", ada.id)), "it is cleared when a letter arrives");
    assert_eq!(count(&world, "postponed").await, 0);
}

#[tokio::test]
async fn a_letter_that_nobody_took_for_a_day_is_given_up() {
    let mut world = world_of("link").await;
    let mut ada = world.person("ada").await;
    world.mailbox.goes_down();
    asks(&mut ada).await;
    waits_for(&world, "postponed", 1).await;
    world.later(Duration::from_hours(24));
    world.has_mailed_everything().await;
    assert_eq!(count(&world, "given-up").await, 1);
    assert!(world.audit().await.iter().any(|event| event["what"] == "letter-given-up"));
    world.mailbox.comes_back().await;
    world.later(HOUR);
    world.has_mailed_everything().await;
    assert!(world.mailbox.letters().is_empty());
}

#[tokio::test]
async fn a_letter_of_a_portal_that_is_gone_is_nobodys() {
    let mut world = World::with(|settings| {
        settings.recovery("link").another_portal("other", "recovery = \"link\"\n");
    })
    .await;
    let ada = world.person("ada").await;
    world.mailbox.goes_down();
    ada.at("other.localhost").asks_for_help(&[("email", "ada@acme.example")]).await;
    waits_for(&world, "postponed", 1).await;
    world
        .restarts(|settings| {
            settings.no_other_portal();
        })
        .await;
    world.mailbox.comes_back().await;
    catches_up(&world).await;
    assert!(world.mailbox.letters().is_empty());
    world.later(MOMENT);
    world.browser().asks_for_help(&[("email", "ada@acme.example")]).await;
    world.mailbox.link_to(&ada.email).await;
}

// What a letter says of itself

#[tokio::test]
async fn a_letter_is_in_its_readers_language_and_says_that_a_program_wrote_it() {
    let world = world_of("emailed-password").await;
    let mut eva = world.person_with("eva", |new| new.language = Some("es".to_owned())).await;
    let mut bob = world.person_with("bob", |new| new.language = Some("tlh".to_owned())).await;
    let mut subjects = Vec::new();
    for (person, language) in [(&mut eva, "es"), (&mut bob, "en")] {
        asks(person).await;
        let letter = world.mailbox.takes(&person.email).await;
        assert_eq!(letter.header("Content-Language"), language);
        assert_eq!(letter.header("Auto-Submitted"), "auto-generated");
        assert_eq!(letter.header("From"), "\"Call Records\" <no-reply@calls.example>");
        assert_eq!(letter.header("To"), person.email);
        assert!(letter.header("Message-ID").ends_with("@calls.example>"), "{}", letter.raw);
        assert!(letter.html.contains(&format!("lang=\"{language}\"")), "{}", letter.html);
        assert!(letter.html.contains(&letter.password()) && letter.text.contains(&letter.password()), "both parts are complete");
        subjects.push(letter.subject);
    }
    assert_eq!(subjects[1], "Your temporary Call Records password");
    assert_ne!(subjects[0], subjects[1]);
}

#[tokio::test]
async fn links_come_from_the_configuration_whatever_host_was_asked() {
    let world = World::with(|settings| {
        settings.recovery("link").portal("hosts = [\"calls.internal.localhost\"]");
    })
    .await;
    let ada = world.person("ada").await;
    let mut there = ada.at("calls.internal.localhost");
    there.headers.push(("X-Forwarded-Host".to_owned(), "evil.example".to_owned()));
    there.headers.push(("Forwarded".to_owned(), "host=evil.example;proto=https".to_owned()));
    there.asks_for_help(&[("email", "ada@acme.example")]).await;
    let letter = world.mailbox.takes(&ada.email).await;
    assert!(letter.text.contains("http://calls.localhost/_auth/reset?token="), "{}", letter.text);
    assert!(!letter.raw.contains("evil") && !letter.text.contains("evil") && !letter.html.contains("evil"));
}

/// What people and organisations are called by whoever wants to write letters of ours.
fn hostile_names() -> Vec<String> {
    let mut names: Vec<String> = [
        "Ada\r\nBcc: eve@evil.example",
        "Ada\r\n\r\nBody of eve's",
        "Ada\n.\nMAIL FROM:<eve@evil.example>\nRCPT TO:<eve@evil.example>\nDATA",
        "Ada\r\n.\r\nMAIL FROM:<eve@evil.example>\r\n",
        "Ada\rBcc: eve@evil.example",
        "Ada\0Bcc: eve@evil.example",
        "Ada\u{85}Bcc: eve@evil.example\u{2028}x",
        "\u{202e}adA\u{200b}",
        ".",
        "..",
        "=?utf-8?q?Ada=0d=0aBcc:_eve@evil.example?=",
        "Zoë O’Brien-Núñez 李小龙 👩‍💻",
        "\"Ada\" <eve@evil.example>, eve",
        "<a href=\"http://evil.example\">Ada</a>",
        " ",
    ]
    .map(str::to_owned)
    .to_vec();
    names.push("x".repeat(10_240));
    names.push("é ".repeat(5_120));
    names
}

/// Fails unless the letter is one message, with our headers alone, to this address alone.
fn is_one_plain_letter(letter: &Letter, to: &str) {
    let (head, body) = letter.raw.split_once("\r\n\r\n").expect("a head and a body");
    let mut names: Vec<String> = head
        .split("\r\n")
        .filter(|line| !line.starts_with([' ', '\t']))
        .map(|line| line.split(':').next().unwrap_or_default().to_ascii_lowercase())
        .collect();
    names.sort();
    let ours = "auto-submitted content-language content-type date from message-id mime-version subject to";
    assert_eq!(names.join(" "), ours, "{head}");
    assert!(head.split("\r\n").all(|line| line.len() <= 998 && line.is_ascii()), "{head}");
    assert!(body.split("\r\n").all(|line| line.len() <= 998 && line != "."), "{body}");
    assert!(!letter.raw.replace("\r\n", "").contains(['\r', '\n']), "a bare line break");
    assert_eq!((letter.to.as_str(), letter.header("To").as_str()), (to, to));
    assert!(letter.subject.chars().count() < 250 && !letter.subject.chars().any(char::is_control), "{:?}", letter.subject);
    assert!(!letter.html.contains("<a href=\"http://evil.example\""), "{}", letter.html);
}

#[tokio::test]
async fn no_name_breaks_out_of_a_letter() {
    let world = World::with(|settings| {
        settings.recovery("admin-approval").tables(
            "[limits]\nrecovery_network = { failures = 1000, window = \"15m\", pause = \"15m\" }\n\
             network = { failures = 1000, window = \"1m\", pause = \"1m\" }",
        );
    })
    .await;
    let mut boss = world.person_with("boss", admin).await;
    boss.signs_in().await;
    let mut tried = 0;
    for (number, name) in hostile_names().into_iter().enumerate() {
        let Some(mut person) = world.person_if_taken(&format!("person{number}"), &name).await else { continue };
        tried += 1;
        let username = person.username.clone();
        person.headers.push(("User-Agent".to_owned(), "a, b: c; \"d\" <eve@evil.example> (Firefox/1) \u{e9}".to_owned()));
        person.asks_for_help(&[("username", &username)]).await;
        let letter = world.mailbox.takes(&boss.email).await;
        is_one_plain_letter(&letter, &boss.email);
        boss.decides("approve", &request_of(&letter)).await.is(303);
        let letter = world.mailbox.takes(&person.email).await;
        is_one_plain_letter(&letter, &person.email);
        person.chooses_password(&letter.link(), NEW_PASSWORD).await.is(303);
        is_one_plain_letter(&world.mailbox.takes(&person.email).await, &person.email);
    }
    assert!(tried > 5, "{tried}");
    assert!(world.mailbox.letters().is_empty());
}

#[tokio::test]
async fn no_title_breaks_out_of_a_letter() {
    for title in
        ["Zoë’s 李小龙 & <b>Sons</b>", "\"Calls\" <eve@evil.example>, eve", "=?utf-8?q?=0d=0aBcc:_eve?=", &"x".repeat(200)]
    {
        let world = World::with(|settings| {
            settings.recovery("link").title(title);
        })
        .await;
        let mut ada = world.person("ada").await;
        asks(&mut ada).await;
        let letter = world.mailbox.takes(&ada.email).await;
        is_one_plain_letter(&letter, &ada.email);
        ada.chooses_password(&letter.link(), NEW_PASSWORD).await.is(303);
        is_one_plain_letter(&world.mailbox.takes(&ada.email).await, &ada.email);
    }
    for title in ["Calls\r\nBcc: eve@evil.example", "Calls\nx", "Calls\0"] {
        let text = format!(
            "[server]\ndata_dir = \"/nowhere\"\n[[portal]]\nname = \"calls\"\ntitle = {title:?}\nurl = \"http://calls.localhost\"\nupstream = \"http://127.0.0.1:9\"\n"
        );
        assert!(Config::from_toml(&text.replace("\\0", "\\u0000")).is_err(), "{title:?}");
    }
}

// A folder in place of a server

#[tokio::test]
async fn letters_go_into_a_folder_where_there_is_no_server() {
    let world = World::with(|settings| {
        settings.tables("[mail]\nurl = \"file:letters\"\nfrom = \"no-reply@calls.example\"").portal("recovery = \"link\"");
    })
    .await;
    let mut ada = world.person("ada").await;
    asks(&mut ada).await;
    world.has_mailed_everything().await;
    let folder = world.folder().join("letters");
    let files: Vec<_> = fs::read_dir(&folder).expect("a folder").map(|entry| entry.expect("an entry").path()).collect();
    assert_eq!(files.len(), 1, "{files:?}");
    assert_eq!(files[0].extension().and_then(|end| end.to_str()), Some("eml"));
    assert_eq!(fs::metadata(&files[0]).expect("a file").permissions().mode() & 0o777, 0o600);
    let raw = fs::read_to_string(&files[0]).expect("text");
    assert!(raw.contains("To: ada@acme.example") && raw.contains("Subject: Reset your Call Records password"), "{raw}");
    assert_eq!(world.mailbox.conversations(), 0);
}

// What is kept of secrets

/// Whether any file in the world's folder holds these bytes.
fn is_kept(world: &World, secret: &[u8]) -> bool {
    let files = fs::read_dir(world.folder()).expect("a folder").map(|entry| entry.expect("an entry").path());
    files.filter(|path| path.is_file()).any(|path| {
        let bytes = fs::read(path).expect("a file");
        bytes.windows(secret.len()).any(|window| window == secret)
    })
}

#[tokio::test]
async fn neither_the_outbox_nor_anything_else_on_disk_holds_a_secret() {
    for flow in ["link", "emailed-password"] {
        let world = world_of(flow).await;
        let mut ada = world.person("ada").await;
        world.mailbox.loses_answers(1);
        asks(&mut ada).await;
        let letter = world.mailbox.takes(&ada.email).await;
        waits_for(&world, "postponed", 1).await;
        assert_eq!(world.outside().outbox.waiting().await.expect("an outbox"), 1, "the letter waits still");
        assert!(is_kept(&world, b"ada@acme.example"), "what is looked for would be found");
        let secrets: Vec<String> = if flow == "link" {
            let token = letter.link().split_once("token=").expect("a token").1.to_owned();
            ada.follows(&letter.link()).await.is(200);
            ada.chooses("/_auth/reset", NEW_PASSWORD).await.is(303);
            vec![token]
        } else {
            let temporary = letter.password();
            ada.tries("ada", &temporary).await.is(303);
            ada.chooses("/_auth/choose-password", NEW_PASSWORD).await.is(200);
            vec![temporary.clone(), temporary.replace('-', "")]
        };
        for secret in secrets.iter().map(String::as_str).chain([NEW_PASSWORD, PASSWORD]) {
            assert!(!is_kept(&world, secret.as_bytes()), "{secret} lies on disk");
        }
        if let [token] = secrets.as_slice() {
            let bytes = data_encoding::BASE64URL_NOPAD.decode(token.as_bytes()).expect("a token");
            assert!(!is_kept(&world, &bytes), "its bytes lie on disk");
        }
        let audit = serde_json::to_string(&world.audit().await).expect("JSON");
        assert!(secrets.iter().all(|secret| !audit.contains(secret)), "{audit}");
    }
}

/// The real binary with recovery by mail, at its most talkative.
fn talkative(mailbox: &Mailbox, flow: &str) -> Operator {
    let operator = Operator::new("http://127.0.0.1:9", "");
    let data = operator.config().with_file_name("data").display().to_string();
    operator.writes(&format!(
        "[server]\nlisten = [\"127.0.0.1:0\"]\nmanagement = \"127.0.0.1:0\"\ndata_dir = {data:?}\n\
         [password]\nargon2 = {{ memory = \"8MiB\", iterations = 1, lanes = 1 }}\n\
         [mail]\nurl = {:?}\nfrom = \"no-reply@calls.example\"\n[log]\nlevel = \"trace\"\n\
         [[portal]]\nname = \"calls\"\ntitle = \"Call Records\"\nurl = \"http://calls.localhost\"\nupstream = \"http://127.0.0.1:9\"\nrecovery = {flow:?}\n",
        mailbox.url()
    ));
    operator.runs(&["account", "add", "--id", ACCOUNT, "--name", "Acme Ltd"]).ends_with(0);
    operator
}

fn adds(operator: &Operator, account: &str, username: &str, more: &[&str]) {
    let email = format!("{username}@acme.example");
    let mut arguments = vec!["user", "add", "--account", account, "--username", username, "--name", username, "--email", &email];
    arguments.extend_from_slice(more);
    arguments.push("--password-stdin");
    operator.runs_with(PASSWORD, &arguments).ends_with(0);
}

#[tokio::test]
async fn no_log_holds_a_secret_of_recovery() {
    let mailbox = Mailbox::start().await;
    for flow in ["link", "emailed-password"] {
        let operator = talkative(&mailbox, flow);
        adds(&operator, ACCOUNT, "ada", &[]);
        let serving = operator.serves().await;
        let mut ada = serving.browser();
        ada.asks_for_help(&[("email", "ada@acme.example")]).await;
        let letter = mailbox.takes("ada@acme.example").await;
        let mut secrets = vec![NEW_PASSWORD.to_owned(), PASSWORD.to_owned()];
        if flow == "link" {
            secrets.push(letter.link().split_once("token=").expect("a token").1.to_owned());
            ada.chooses_password(&letter.link(), NEW_PASSWORD).await.is(303);
        } else {
            secrets.push(letter.password());
            ada.tries("ada", &letter.password()).await.is(303);
            secrets.push(ada.cookies["__Host-gh-pending"].clone());
            ada.chooses("/_auth/choose-password", NEW_PASSWORD).await.is(200);
        }
        secrets.extend(ada.cookies.values().cloned());
        mailbox.takes_about("ada@acme.example", "was changed").await;
        let log = serving.log().join("\n");
        assert!(log.contains("mailed"), "{log}");
        for secret in secrets.iter().filter(|secret| !secret.is_empty()) {
            assert!(!log.contains(secret.as_str()), "{secret} is in the log");
        }
        let audit = operator.runs(&["audit", "export"]).ends_with(0).out;
        assert!(audit.contains("password-changed") || audit.contains("link-used"), "{audit}");
        assert!(secrets.iter().filter(|secret| !secret.is_empty()).all(|secret| !audit.contains(secret.as_str())), "{audit}");
    }
}

#[tokio::test]
async fn operators_decide_at_the_command_line_too() {
    let mailbox = Mailbox::start().await;
    let operator = talkative(&mailbox, "admin-approval");
    operator.runs(&["account", "add", "--id", "VENDOR", "--name", "Vendor", "--operator"]).ends_with(0);
    adds(&operator, "VENDOR", "opal", &["--level", "company", "--preset", "admin"]);
    adds(&operator, ACCOUNT, "boss", &["--level", "company", "--preset", "admin"]);
    let serving = operator.serves().await;
    let mut boss = serving.browser();
    for decision in ["decline", "approve"] {
        boss.asks_for_help(&[("username", "boss")]).await;
        mailbox.takes_about("opal@acme.example", "boss asked for a new password").await;
        let listed = operator.runs(&["request", "list", "--json"]).ends_with(0).json();
        let requests = listed.as_array().expect("a list");
        assert_eq!(requests.len(), 1, "{listed}");
        assert_eq!((&requests[0]["username"], &requests[0]["state"]), (&"boss".into(), &"waiting".into()));
        let id = requests[0]["id"].as_str().expect("an id");
        operator.runs(&["request", decision, id]).ends_with(2);
        operator.runs(&["request", decision, id, "--as", "ACME/boss"]).ends_with(1);
        operator.runs(&["request", decision, "00000000-0000-0000-0000-000000000000", "--as", "VENDOR/opal"]).ends_with(1);
        operator.runs(&["request", decision, id, "--as", "VENDOR/opal"]).ends_with(0);
        operator.runs(&["request", decision, id, "--as", "VENDOR/opal"]).ends_with(1);
        let letter = mailbox.takes("boss@acme.example").await;
        assert_eq!(letter.text.contains("token="), decision == "approve", "{}", letter.text);
        if decision == "approve" {
            boss.chooses_password(&letter.link(), NEW_PASSWORD).await.is(303);
            boss.tries("boss", NEW_PASSWORD).await.is(200);
        }
    }
}
