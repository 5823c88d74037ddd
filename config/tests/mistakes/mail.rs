//! Mistakes in how letters leave.

use super::{is_right, says};

/// A `[mail]` that is right, but for what `keys` say.
fn mail(url: &str, keys: &str) -> String {
    format!("[mail]\nurl = \"{url}\"\nfrom = \"no-reply@example.com\"\n{keys}\n")
}

#[test]
fn recovery_needs_mail() {
    for flow in ["emailed-password", "link", "link-then-temporary", "admin-approval"] {
        says(
            &format!("recovery = \"{flow}\""),
            "portal[0].recovery: is done by mail, and mail.url is missing (add mail.url and mail.from, or remove it: people then \
             ask their administrator)",
        );
    }
    says("recovery = \"mail\"", "\"mail\" is not a choice here (use \"emailed-password\", \"link\",");
    says("after_temporary = \"always\"", "use \"require\", \"recommend\"");
}

#[test]
fn letters_are_from_somebody() {
    let missing =
        "mail.from: is missing, and letters are from somebody (add from, such as \"Call Records <no-reply@example.com>\")";
    says("[mail]\nurl = \"smtps://mail.example.com\"", missing);
    says("[mail]\nurl = \"file:mail\"\nfrom = \"Call Records\"", "mail.from: \"Call Records\" is not an email address");
    says("[mail]\nurl = \"file:mail\"\nfrom = \"a@b\"\nreply_to = \"b\"", "mail.reply_to: \"b\" is not an email address");
}

#[test]
fn letters_have_a_way() {
    let sentence = "mail.from: is given without mail.url, and no letter would leave (add mail.url, such as";
    says("[mail]\nfrom = \"a@b\"\nusername = \"ada\"", sentence);
    is_right("[mail]\ntimeout = \"30s\"\n");
    says(&mail("mail.example.com", ""), "write smtps://HOST, smtp+starttls://HOST, smtp://HOST or file:DIR");
}

#[test]
fn a_mail_server_knows_one_name_and_password() {
    let server = "smtps://mail.example.com";
    is_right(&mail(server, "username = \"ada\"\npassword = \"hunter2\""));
    is_right(&mail(server, "username = \"ada\"\npassword_file = \"nowhere\""));
    is_right(&mail("smtps://ada:hunter2@mail.example.com", ""));
    says(&mail(server, "username = \"ada\""), "mail.username: is given without its password");
    says(&mail(server, "password = \"hunter2\""), "mail.password: is given without its user name");
    says(&mail(server, "password_file = \"a\""), "mail.password_file: is given without its user name");
    for username in ["", "username = \"ada\""] {
        let keys = format!("{username}\npassword = \"hunter2\"\npassword_file = \"a\"");
        says(&mail(server, &keys), "mail.password: is given beside mail.password_file (remove one of the two)");
    }
    let beside = "mail.username: is given beside the user name and password in mail.url";
    says(&mail("smtps://ada:hunter2@mail.example.com", "username = \"ada\""), beside);
}

#[test]
fn a_mail_password_does_not_travel_in_clear() {
    let remedy = "would send a password in clear beyond this machine (use smtps:// or smtp+starttls:// in mail.url";
    says(&mail("smtp://ada:hunter2@mail.example.com", ""), &format!("mail.url: {remedy}"));
    let keys = "username = \"ada\"\npassword = \"hunter2\"";
    says(&mail("smtp://mail.example.com", keys), &format!("mail.username: {remedy}"));
    for url in ["smtp://localhost", "smtp://[::1]:1025", "smtp+starttls://mail.example.com"] {
        is_right(&mail(url, keys));
    }
    is_right(&mail("smtp://mail.example.com", ""));
}

#[test]
fn mail_keys_without_meaning_are_refused() {
    let certificate = concat!(env!("CARGO_MANIFEST_DIR"), "/Cargo.toml");
    let ca_file = format!("ca_file = \"{certificate}\"");
    is_right(&mail("smtp+starttls://mail.example.com", &ca_file));
    says(&mail("smtp://localhost", &ca_file), "mail.ca_file: is given for certificates, and smtp:// has none");
    for (keys, key) in [(ca_file.as_str(), "ca_file"), ("username = \"ada\"", "username"), ("password = \"a\"", "password")] {
        let sentence = format!("mail.{key}: is given for a mail server, and letters go into a folder");
        says(&mail("file:mail", keys), &sentence);
    }
}

#[test]
fn mail_has_bounds() {
    says(&mail("file:mail", "timeout = \"0s\""), "mail.timeout: \"0s\" is out of range (give 1s to 5m)");
    says(&mail("file:mail", "concurrency = 65"), "mail.concurrency: 65 is out of range (give 1 to 64)");
    says(&mail("file:mail", "give_up_after = \"8d\""), "mail.give_up_after: \"8d\" is out of range (give 1m to 7d)");
}
