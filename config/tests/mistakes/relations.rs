//! Mistakes between keys, and bounds.

use gatehouse_config::Config;

use super::{PORTAL, mistakes, says};

#[test]
fn the_master_key_is_given_once() {
    let text = format!("[keys]\nmaster = \"{}\"\nmaster_file = \"key\"", "ab".repeat(32));
    says(&text, "keys.master: is given beside keys.master_file (remove one of the two)");
}

#[test]
fn gateways_of_one_directory_have_one_master_key() {
    let directory = "[directory]\nurl = \"postgres://ada:hunter2@db/gatehouse\"\n";
    says(
        directory,
        "gatehouse.toml: keys.master_file: is missing: every gateway needs the same master key, and a file made at the first \
         start would be this machine's alone (add keys.master_file, or keys.master by the environment)",
    );
    for key in ["master_file = \"key\"".to_owned(), format!("master = \"{}\"", "ab".repeat(32))] {
        assert!(Config::from_toml(&format!("{directory}[keys]\n{key}\n{PORTAL}")).is_ok(), "{key}");
    }
    says(&format!("{directory}[keys]\nmaster = \"short\""), "keys.master: is not 32 bytes");
    assert!(Config::from_toml(&format!("[directory]\nurl = \"sqlite:a.db\"\n{PORTAL}")).is_ok());
}

#[test]
fn sessions_last_in_rising_order() {
    says("[session]\nidle = \"13h\"", "session.idle: absolute (12h) is shorter than idle (13h)");
    says("[session]\nremember = \"1h\"", "session.remember: remember (1h) is shorter than absolute (12h)");
    says("[session]\nstep_up = \"13h\"", "session.step_up: \"13h\" is out of range (give 1m to 12h)");
    says("[session]\nremember = \"401d\"", "session.remember: \"401d\" is out of range (give 1m to 400d)");
}

#[test]
fn costs_and_limits_have_bounds() {
    says("[password]\nargon2 = { memory = \"7MiB\" }", "OWASP's minimum is 19MiB with 2 iterations");
    says("[password]\nargon2 = { memory = \"2GiB\" }", "give 8MiB to 1GiB");
    says("[password]\nargon2 = { iterations = 17 }", "17 is out of range");
    says("[password]\nmin_length = 7", "7 is out of range (give 8 to 128)");
    says("[password]\nrequired_score = -1", "-1 is out of range (give 0 to 4)");
    says("[password]\nrequired_score = 2.5", "expected a whole number, found a fraction");
    says("[password.hashing]\nthreads = 0", "give 1 to 1024");
    says("[password.hashing]\nqueue = 0", "give 1 to 65535");
    says("[server]\nshutdown_grace = \"2h\"", "give 0s to 1h");
    says("[portal.identity]\nlifetime = \"29s\"", "give 30s to 10m");
    says("[limits]\ntyped = { failures = 0 }", "give 1 to 1000000");
    says("[limits]\nletters = { window = \"2d\" }", "limits.letters.window: \"2d\" is out of range (give 1s to 1d)");
    for life in ["link_life", "temporary_life", "request_life"] {
        says(&format!("[recovery]\n{life} = \"25h\""), "give 5m to 24h");
        says(&format!("[recovery]\n{life} = \"1m\""), "give 5m to 24h");
    }
    says("[audit]\nkeep = \"29d\"", "audit.keep: \"29d\" is out of range (give 30d to 3650d)");
    says("[limits.typed]\nfailures = 11", "give limits.person.failures twice limits.typed.failures");
    let unquoted = "expected text, found a whole number (write it in quotes, such as \"19MiB\")";
    says("[password]\nargon2 = { memory = 19922944 }", unquoted);
}

#[test]
fn cookies_do_not_travel_in_clear_by_accident() {
    let portal = PORTAL.replace("https://calls.example.com", "http://calls.example.com");
    let sentence = mistakes(&portal).to_string();
    assert!(sentence.contains("portal[0].url: would send session cookies over plain http"), "{sentence}");
    assert!(Config::from_toml(&format!("{portal}insecure_cookie = true")).is_ok());

    let local = PORTAL.replace("https://calls.example.com", "http://localhost:8080");
    assert!(Config::from_toml(&local).is_ok());
    let sentence = mistakes(&format!("{local}hosts = [\"calls.example.com\"]")).to_string();
    assert!(sentence.contains("portal[0].hosts[0]: would send session cookies"), "{sentence}");
}

#[test]
fn two_portals_do_not_share_a_host() {
    let second = |url: &str, hosts: &str| {
        let crm = "[[portal]]\nname = \"crm\"\ntitle = \"CRM\"\nupstream = \"unix:/a\"";
        format!("{PORTAL}{crm}\nurl = \"{url}\"\nhosts = [{hosts}]")
    };
    assert!(Config::from_toml(&second("https://calls.example.com:8443", "")).is_ok());
    let sentence = mistakes(&second("https://Calls.Example.com:443", "")).to_string();
    assert!(sentence.contains("portal[1].url: calls.example.com is already served by portal[0].url"), "{sentence}");
    let sentence = mistakes(&second("https://crm.example.com", "\"calls.example.com\"")).to_string();
    assert!(sentence.contains("portal[1].hosts[0]: calls.example.com is already served"), "{sentence}");
}

#[test]
fn passkeys_sign_in_where_there_can_be_any() {
    let at = |url: &str, more: &str| {
        let portal = PORTAL.replace("https://calls.example.com", url);
        Config::from_toml(&format!("{portal}insecure_cookie = true\npasskey_sign_in = true\n{more}"))
    };
    for url in ["https://calls.example.com", "http://localhost:8080", "http://calls.localhost"] {
        assert!(at(url, "").is_ok_and(|config| config.portals[0].passkeys && config.portals[0].passkey_sign_in), "{url}");
    }
    for (url, more, problem) in [
        ("https://192.0.2.7", "", "and the host of url is an address"),
        ("http://127.0.0.1:8080", "", "and the host of url is an address"),
        ("https://[::1]", "", "and the host of url is an address"),
        ("http://calls.example.com", "", "which browsers keep from plain http beyond this machine"),
        ("https://calls.example.com", "passkeys = false", "and passkeys is false"),
    ] {
        let sentence = at(url, more).expect_err(url).to_string();
        assert!(sentence.contains("portal[0].passkey_sign_in: ") && sentence.contains(problem), "{sentence}");
    }
    // Without it, such a portal has no passkeys, and nothing is wrong.
    let portal = PORTAL.replace("https://calls.example.com", "https://192.0.2.7");
    assert!(Config::from_toml(&format!("{portal}passkeys = true")).is_ok());
}

#[test]
fn an_operators_portal_lists_their_account() {
    for accounts in ["", "accounts = []"] {
        let sentence =
            "portal[0].operators: would admit no operator: operators' accounts are admitted only where they are listed";
        says(&format!("operators = true\n{accounts}"), sentence);
    }
    says("operators = true\naccounts = \"CSM\"", "portal[0].accounts: expected a list");
    assert!(
        Config::from_toml(&format!("{PORTAL}operators = true\naccounts = [\"CSM\"]"))
            .is_ok_and(|config| config.portals[0].operators)
    );
    assert!(Config::from_toml(&format!("{PORTAL}operators = false")).is_ok());
}

#[test]
fn demands_are_made_of_people_who_are_signed_in() {
    for access in ["anyone", "deny"] {
        for demand in ["roles = [\"admin\"]", "levels = [\"staff\"]"] {
            let rule = format!("[[portal.rule]]\npath = \"/a\"\naccess = \"{access}\"\n{demand}");
            says(&rule, "whom this rule does not ask to sign in (use access = \"signed-in\", or remove it)");
        }
    }
}

#[test]
fn management_stands_apart_from_the_proxy() {
    says("[server]\nmanagement = \"127.0.0.1:8080\"", "give server.management a port of its own");
    says("[server]\nlisten = [\"[::]:9901\"]", "server.listen[0]: management and proxy would listen on the same");
    says("[server]\nlisten = [\"unix:/a\", \"unix:/a\"]", "server.listen[1]: is listed twice");
    let free = "[server]\nlisten = [\"127.0.0.1:0\", \"127.0.0.1:0\"]\nmanagement = \"127.0.0.1:0\"\n";
    assert!(Config::from_toml(&format!("{free}{PORTAL}")).is_ok());
}
