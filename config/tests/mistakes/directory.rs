//! Mistakes in where the directory is kept.

use super::{is_right, says};

/// A `[directory]` of a server that is right, but for what `keys` say.
fn server(url: &str, keys: &str) -> String {
    format!("[directory]\nurl = \"{url}\"\n{keys}\n[keys]\nmaster_file = \"key\"\n")
}

const REMOTE: &str = "postgres://ada@db.example.com/gatehouse";
const SOCKET: &str = "postgres://ada@/gatehouse?host=/run/postgresql";

#[test]
fn a_directory_is_a_file_or_a_server() {
    for url in [REMOTE, SOCKET, "postgresql://ada:hunter2@[::1]:5433/gatehouse", "sqlite:a.db"] {
        is_right(&server(url, ""));
    }
    let remedy = "write sqlite: and a file name, such as sqlite:gatehouse.db, or postgres://NAME@HOST/DATABASE";
    says(&server("mysql://db", ""), &format!("directory.url: is not a directory's URL ({remedy})"));
}

#[test]
fn a_server_without_proof_of_who_it_is_is_refused() {
    for mode in ["allow", "prefer", "require", "verify-ca"] {
        let sentence = "directory.url: has an sslmode that accepts a server without proof of who it is (use sslmode=verify-full";
        says(&server(&format!("{REMOTE}?sslmode={mode}"), ""), sentence);
    }
    is_right(&server(&format!("{REMOTE}?sslmode=disable"), "password = \"hunter2\""));
}

#[test]
fn a_directory_server_knows_one_password() {
    is_right(&server(REMOTE, "password = \"hunter2\""));
    is_right(&server(SOCKET, "password_file = \"nowhere\""));
    let both = "password = \"hunter2\"\npassword_file = \"a\"";
    says(&server(REMOTE, both), "directory.password: is given beside directory.password_file (remove one of the two)");
    for (keys, key) in [("password = \"hunter2\"", "password"), ("password_file = \"a\"", "password_file")] {
        let sentence = format!("directory.{key}: is given beside the password in directory.url (remove it, or take the password");
        says(&server("postgres://ada:hunter2@db.example.com/gatehouse", keys), &sentence);
    }
}

#[test]
fn directory_keys_without_meaning_are_refused() {
    let certificate = concat!(env!("CARGO_MANIFEST_DIR"), "/Cargo.toml");
    let ca_file = format!("ca_file = \"{certificate}\"");
    is_right(&server(REMOTE, &ca_file));
    is_right(&server("postgres://ada@localhost/gatehouse?sslmode=verify-full", &ca_file));
    let none = "directory.ca_file: is given for certificates, and directory.url asks for none";
    for url in [&format!("{REMOTE}?sslmode=disable"), "postgres://ada@localhost/gatehouse"] {
        says(&server(url, &ca_file), &format!("{none} (remove it, or use sslmode=verify-full in directory.url)"));
    }
    says(&server(SOCKET, &ca_file), &format!("{none} (remove it)"));
    for (keys, key) in [
        (ca_file.as_str(), "ca_file"),
        ("connections = 16", "connections"),
        ("password = \"a\"", "password"),
        ("password_file = \"a\"", "password_file"),
    ] {
        let sentence = format!("directory.{key}: is given for PostgreSQL, and the directory is a file");
        says(&server("sqlite:a.db", keys), &sentence);
        says(&format!("[directory]\n{keys}"), &sentence);
    }
}

#[test]
fn connections_have_bounds() {
    is_right(&server(REMOTE, "connections = 500"));
    for connections in [0, 501] {
        let sentence = format!("directory.connections: {connections} is out of range (give 1 to 500)");
        says(&server(REMOTE, &format!("connections = {connections}")), &sentence);
    }
}
