//! What operators type, and what it does to a gateway that runs.

use gatehouse_tests::{
    LegacyApp, Manner,
    command::Operator,
    legacy_app::PAGE,
    patience::{A_SECOND, LONG, eventually},
    world::PASSWORD,
};

fn operator() -> Operator {
    Operator::new("http://127.0.0.1:9", "")
}

fn with_account() -> Operator {
    let operator = operator();
    operator.runs(&["account", "add", "--id", "ACME", "--name", "Acme Ltd"]).ends_with(0);
    operator
}

fn adds(operator: &Operator, username: &str) -> gatehouse_tests::command::Said {
    let email = format!("{username}@acme.example");
    let arguments = [
        "user",
        "add",
        "--account",
        "ACME",
        "--username",
        username,
        "--name",
        "Somebody",
        "--email",
        &email,
        "--password-stdin",
        "--json",
    ];
    operator.runs_with(PASSWORD, &arguments)
}

#[test]
fn check_names_every_mistake_at_once() {
    let operator = operator();
    let said = operator.runs(&["check"]).ends_with(0);
    assert!(said.out.contains("in order"), "{said:?}");
    operator.writes(
        "[server]\nlisten = [\"nonsense\"]\n[session]\nidle = \"2h\"\nabsolute = \"1h\"\nidel = \"1h\"\n\
         [[portal]]\nname = \"calls\"\nurl = \"http://calls.example.com\"\nupstream = \"ftp://x\"\nsign_in = \"guess\"\n",
    );
    let said = operator.runs(&["check"]).ends_with(64);
    for key in ["server.listen", "session.absolute", "session.idel", "title", "upstream", "sign_in", "gatehouse.toml"] {
        assert!(said.err.contains(key), "{key} is not named: {said:?}");
    }
    let json = operator.runs(&["check", "--json"]).ends_with(64).json();
    let mistakes = json.as_array().expect("a list");
    assert!(mistakes.len() >= 6, "{json}");
    for mistake in mistakes {
        for member in ["file", "key", "problem", "remedy"] {
            assert!(mistake[member].as_str().is_some_and(|text| !text.is_empty()), "{member}: {mistake}");
        }
    }
    for command in [&["serve"][..], &["account", "list"], &["keys", "list"]] {
        operator.runs(command).ends_with(64);
    }
    operator.runs(&["check", "--config", "nowhere.toml"]).ends_with(64);
}

#[test]
fn check_looks_for_the_files_that_serve_will_open() {
    let mail = |more: &str| {
        let tables = format!("[mail]\nurl = \"smtps://mail.example.com\"\nfrom = \"no-reply@acme.example\"\n{more}");
        Operator::new("http://127.0.0.1:9", &tables)
    };
    mail("").runs(&["check"]).ends_with(0);
    let said = mail("username = \"gatehouse\"\npassword_file = \"nowhere\"").runs(&["check"]).ends_with(1);
    assert!(said.err.contains("mail.password_file: ") && said.err.contains("nowhere"), "{said:?}");
    let said = mail("ca_file = \"nowhere\"").runs(&["check"]).ends_with(64);
    assert!(said.err.contains("mail.ca_file: \"nowhere\""), "{said:?}");
}

#[test]
fn what_comes_later_is_refused_as_not_yet() {
    let operator = operator();
    let operator_of_tls = Operator::new("http://127.0.0.1:9", "[[server.tls]]\ncertificate = \"a\"\nkey = \"b\"");
    let said = operator_of_tls.runs(&["check"]).ends_with(64);
    assert!(said.err.contains("not yet"), "{said:?}");
    operator.runs(&["check", "--set", "directory.url=mysql://x"]).ends_with(64);
}

#[test]
fn a_slip_in_the_command_is_usage() {
    let operator = with_account();
    for arguments in [
        &[][..],
        &["nonsense"],
        &["user", "add"],
        &["user", "add", "--account", "ACME", "--username", "a@b", "--name", "x"],
        &["user", "add", "--account", "ACME", "--username", "a", "--name", "x", "--password", PASSWORD],
        &["user", "add", "--account", "ACME", "--username", "a", "--name", "x", "--role", "Not A Role"],
        &["user", "set", "--account", "ACME", "--username", "a", "--state", "asleep"],
        &["account", "set", "--id", "ACME", "--open", "--suspend"],
        &["check", "--set", "nonsense"],
    ] {
        let said = operator.runs(arguments).ends_with(2);
        assert!(said.out.is_empty() && !said.err.is_empty(), "{said:?}");
    }
    operator.runs(&["--help"]).ends_with(0);
    operator.runs(&["--version"]).ends_with(0);
}

#[test]
fn accounts_are_opened_listed_and_changed() {
    let operator = operator();
    let said = operator.runs(&["account", "add", "--id", "ACME", "--name", "Acme Ltd", "--json"]).ends_with(0).json();
    assert_eq!(
        (&said["id"], &said["name"], &said["kind"], &said["state"]),
        (&"ACME".into(), &"Acme Ltd".into(), &"customer".into(), &"open".into())
    );
    let taken = operator.runs(&["account", "add", "--id", "acme", "--name", "Other"]).ends_with(1);
    assert!(taken.err.contains("taken"), "{taken:?}");
    operator.runs(&["account", "add", "--id", "VENDOR", "--name", "Vendor", "--operator"]).ends_with(0);
    operator.runs(&["account", "set", "--id", "acme", "--name", "Acme plc", "--suspend"]).ends_with(0);
    let list = operator.runs(&["account", "list", "--json"]).ends_with(0).json();
    let shown: Vec<_> = list
        .as_array()
        .expect("a list")
        .iter()
        .map(|account| format!("{} {} {}", account["name"], account["kind"], account["state"]))
        .collect();
    assert_eq!(shown, [r#""Acme plc" "customer" "suspended""#, r#""Vendor" "operator" "open""#]);
    operator.runs(&["account", "set", "--id", "NOBODY", "--open"]).ends_with(1);
}

#[test]
fn people_are_added_listed_and_changed() {
    let operator = with_account();
    let added = adds(&operator, "henryj").ends_with(0).json();
    assert_eq!((&added["username"], &added["level"], &added["state"]), (&"henryj".into(), &"staff".into(), &"active".into()));
    assert_eq!(added["roles"], serde_json::json!(["manage-own-mfa", "recordings"]));
    adds(&operator, "HenryJ").ends_with(1);
    let set = [
        "user",
        "set",
        "--account",
        "acme",
        "--username",
        "HENRYJ",
        "--level",
        "global",
        "--preset",
        "manager",
        "--role",
        "dialler",
        "--json",
    ];
    let changed = operator.runs(&set).ends_with(0).json();
    assert_eq!((&changed["id"], &changed["level"]), (&added["id"], &"global".into()));
    assert_eq!(changed["roles"], serde_json::json!(["dialler", "manage-own-mfa", "read-audit", "recordings"]));
    let list = operator.runs(&["user", "list", "--account", "ACME", "--json"]).ends_with(0).json();
    assert_eq!(list, serde_json::json!([changed]));
    assert!(operator.runs(&["user", "list", "--account", "ACME"]).ends_with(0).out.contains("henryj"));
    operator.runs(&["user", "set", "--account", "ACME", "--username", "nobody", "--level", "team"]).ends_with(1);
    operator.runs(&["user", "list", "--account", "NOBODY"]).ends_with(1);
}

#[test]
fn a_weak_password_is_refused_and_none_is_ever_shown() {
    let operator = with_account();
    let add = ["user", "add", "--account", "ACME", "--username", "ada", "--name", "Ada Lovelace", "--password-stdin"];
    for weak in ["short", "password1234", "aaaaaaaaaaaaaaaa", "Ada Lovelace", "AcmeLtdAcmeLtd", "", "\n", &"x".repeat(2000)] {
        let said = operator.runs_with(weak, &add).ends_with(1);
        assert!(weak.trim().is_empty() || !format!("{said:?}").contains(weak.trim()), "{said:?}");
    }
    assert_eq!(operator.runs(&["user", "list", "--account", "ACME", "--json"]).json(), serde_json::json!([]));
    let said = operator.runs_with(&format!("{PASSWORD}\n"), &add).ends_with(0);
    assert!(!format!("{said:?}").contains(PASSWORD));
    let audit = operator.runs(&["audit", "export"]).ends_with(0);
    assert!(!audit.out.contains(PASSWORD));
}

#[test]
fn the_audit_log_is_exported_as_json_lines() {
    let operator = with_account();
    adds(&operator, "ada").ends_with(0);
    operator.runs(&["user", "set", "--account", "ACME", "--username", "ada", "--state", "disabled"]).ends_with(0);
    operator.runs(&["keys", "rotate"]).ends_with(0);
    let export = operator.runs(&["audit", "export"]).ends_with(0);
    let events: Vec<serde_json::Value> = export.out.lines().map(|line| serde_json::from_str(line).expect("JSON")).collect();
    let what: Vec<_> = events.iter().filter_map(|event| event["what"].as_str()).collect();
    for expected in ["account-added", "user-added", "password-set", "user-changed", "keys-rotated"] {
        assert!(what.contains(&expected), "{what:?}");
    }
    assert!(events.iter().all(|event| event["at"].is_i64() && event["actor"]["kind"].is_string()), "{events:?}");
    assert!(operator.runs(&["audit", "export", "--since", "9999999999999"]).ends_with(0).out.is_empty());
}

#[test]
fn what_it_keeps_is_for_its_owner_alone() {
    use std::os::unix::fs::PermissionsExt as _;
    let operator = with_account();
    let data = operator.config().with_file_name("data");
    let mode = |path: &std::path::Path| std::fs::metadata(path).expect("it is there").permissions().mode() & 0o777;
    assert_eq!(mode(&data), 0o700);
    for file in std::fs::read_dir(&data).expect("a folder") {
        let path = file.expect("an entry").path();
        assert_eq!(mode(&path), 0o600, "{}", path.display());
    }
}

#[tokio::test]
async fn what_operators_change_takes_effect_on_a_gateway_that_runs() {
    let app = LegacyApp::start().await;
    let operator = Operator::new(&format!("http://{}", app.address()), "");
    let mut serving = operator.serves().await;
    operator.runs(&["account", "add", "--id", "ACME", "--name", "Acme Ltd"]).ends_with(0);
    adds(&operator, "ada").ends_with(0);
    let mut ada = serving.browser();
    ada.tries("ada", PASSWORD).await.is(200);
    ada.opens("/").await.is(200).says(PAGE);
    let kid = || operator.runs(&["keys", "list", "--json"]).ends_with(0).json()[0]["kid"].as_str().expect("a kid").to_owned();
    let first = kid();
    let rotated = operator.runs(&["keys", "rotate", "--now", "--json"]).ends_with(0).json();
    assert_ne!(rotated["kid"], first.as_str());
    eventually("both keys are published", A_SECOND, async || {
        let keys = serving.browser().opens("/_auth/jwks.json").await.text();
        (keys.contains(&first) && keys.contains(rotated["kid"].as_str().expect("a kid"))).then_some(())
    })
    .await;
    operator.runs(&["user", "set", "--account", "ACME", "--username", "ada", "--state", "disabled"]).ends_with(0);
    eventually("she is out", A_SECOND, async || ada.opens("/").await.leads_to_sign_in().then_some(())).await;
    ada.tries("ada", PASSWORD).await.is(401);
    operator.runs(&["user", "set", "--account", "ACME", "--username", "ada", "--state", "active"]).ends_with(0);
    ada.tries("ada", PASSWORD).await.is(200);
    serving.terminates();
    assert_eq!(serving.ends().await.code(), Some(0));
}

#[tokio::test]
async fn sigterm_lets_a_request_finish() {
    let app = LegacyApp::start().await;
    let operator = Operator::new(&format!("http://{}", app.address()), "[limits]");
    let mut serving = operator.serves().await;
    operator.runs(&["account", "add", "--id", "ACME", "--name", "Acme Ltd"]).ends_with(0);
    adds(&operator, "ada").ends_with(0);
    let mut ada = serving.browser();
    ada.tries("ada", PASSWORD).await.is(200);
    app.answers("/slow", Manner::Waits);
    let slow = async { ada.opens("/slow").await.is(200).says(PAGE).status };
    let stop = async {
        eventually("the page waits", LONG, async || (app.waiting() == 1).then_some(())).await;
        serving.terminates();
        let address = serving.address();
        eventually("nobody listens any more", LONG, async || {
            tokio::net::TcpStream::connect(address).await.is_err().then_some(())
        })
        .await;
        app.releases();
        serving.ends().await.code()
    };
    assert_eq!(tokio::join!(slow, stop), (200, Some(0)));
}

#[tokio::test]
async fn no_secret_is_in_any_line_of_the_log() {
    let app = LegacyApp::start().await;
    let operator = Operator::new(&format!("http://{}", app.address()), "[log]\nlevel = \"trace\"");
    let mut serving = operator.serves().await;
    operator.runs(&["account", "add", "--id", "ACME", "--name", "Acme Ltd"]).ends_with(0);
    adds(&operator, "ada").ends_with(0);
    let mut ada = serving.browser();
    let wrong = "canary-of-a-wrong-password";
    let forged = "a\r\n{\"level\":\"ERROR\",\"message\":\"forged\"}\u{1b}[31m";
    ada.tries("ada", wrong).await.is(401);
    ada.tries("canary-typed-as-a-username", PASSWORD).await.is(401);
    ada.tries(forged, "x").await.is(401);
    let csrf = ada.csrf("/_auth/login").await;
    let form = ada.cookies[gatehouse_tests::Browser::FORM].clone();
    ada.tries("ada", PASSWORD).await.is(200);
    let session = ada.session();
    ada.opens("/x?token=canary-in-a-query").await.is(200);
    ada.sends("POST", "/x", "Authorization: Bearer canary-in-a-header\r\n", b"canary-in-a-body").await.is(200);
    app.answers("/broken", Manner::Breaks(b"canary-in-an-answer".to_vec()));
    ada.opens("/broken?token=canary-in-a-query").await.is(502);
    let out = ada.csrf("/_auth/logout").await;
    ada.posts("/_auth/logout", &[("csrf", &out)]).await.is(200);
    ada.opens("/x?token=canary-in-a-query").await;
    let assertion = app.received()[0].header("x-gatehouse-assertion").expect("an assertion").to_owned();
    serving.terminates();
    serving.ends().await;
    let log = serving.log();
    assert!(log.len() > 20, "trace says more than this: {log:#?}");
    for line in &log {
        serde_json::from_str::<serde_json::Value>(line).unwrap_or_else(|error| panic!("{error}: {line}"));
        for secret in [PASSWORD, "canary", &csrf, &form, &session, &out, &assertion, "ada@acme.example", "forged"] {
            assert!(!line.contains(secret), "{secret} is in the log: {line}");
        }
    }
}

#[test]
fn a_directory_without_its_master_key_is_not_given_another() {
    let operator = with_account();
    adds(&operator, "ada").ends_with(0);
    let key = operator.config().with_file_name("data").join("master.key");
    std::fs::remove_file(&key).expect("it was made");
    let said = operator.runs(&["account", "list"]).ends_with(1);
    assert!(said.err.contains("master.key") && said.err.contains("give it back"), "{said:?}");
    assert!(!key.exists());
}

#[test]
fn a_port_that_goes_without_saying_gives_no_portal_anothers_host() {
    let portal = |name: &str, more: &str| {
        format!(
            "[[portal]]\nname = {name:?}\ntitle = \"Portal\"\nurl = \"https://{name}.example\"\nupstream = \"http://127.0.0.1:9\"\n\
             sign_in = \"username\"\n{more}"
        )
    };
    let config = portal("a", "") + &portal("b", "hosts = [\"a.example:80\"]\n");
    let config = gatehouse_config::Config::from_toml(&config).expect("in order");
    let portals = gatehouse::compile::portals(&config).expect("two portals");
    let named = |host: &str| {
        let host = gatehouse::gate::host::Host::parse(host.as_bytes()).expect("a host");
        portals.at(&host).map(|portal| portal.name().to_owned())
    };
    assert_eq!(named("a.example").as_deref(), Some("a"));
    assert_eq!(named("a.example:443").as_deref(), Some("a"));
    assert_eq!(named("a.example:80").as_deref(), Some("b"));
    assert_eq!(named("b.example:80"), None);
}
