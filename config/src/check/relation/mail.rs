//! What the keys of `[mail]` demand of each other.

use super::Relations;
use super::sign_in::{SignIn, Username};
use crate::value::{MailScheme, MailServer, MailUrl};

/// Who signs in at the mail server.
const SIGN_IN: SignIn = SignIn {
    url: "mail.url",
    username: Username::Demanded("mail.username"),
    password: "mail.password",
    password_file: "mail.password_file",
};

/// Whom the mail server's certificate may be from.
const AUTHORITIES: &str = "mail.ca_file";

impl Relations<'_> {
    pub(super) fn letters_have_a_way_and_a_sender(&mut self) {
        if self.merged.is_written("mail.url") {
            if !self.merged.is_written("mail.from") {
                let remedy = "add from, such as \"Call Records <no-reply@example.com>\"";
                self.report("mail.from", "is missing, and letters are from somebody", remedy);
            }
            return;
        }
        let for_letters = ["mail.from", "mail.reply_to"].into_iter().chain(SIGN_IN.keys()).chain([AUTHORITIES]);
        if let Some(key) = self.written_of(for_letters).first() {
            let remedy = "add mail.url, such as \"smtps://mail.example.com\", or remove it";
            self.report(key, "is given without mail.url, and no letter would leave", remedy);
        }
    }

    pub(super) fn mail_keys_fit_the_url(&mut self) {
        match self.merged.read("mail.url") {
            Some(MailUrl::Server(server)) => {
                self.one_sign_in(SIGN_IN, server.credentials.is_some());
                self.passwords_stay_secret(&server);
                self.authorities_are_asked(&server);
            }
            Some(MailUrl::Folder(_)) => {
                for key in self.written_of(SIGN_IN.keys().chain([AUTHORITIES])) {
                    let remedy = "remove it, or name a mail server in mail.url";
                    self.report(key, "is given for a mail server, and letters go into a folder", remedy);
                }
            }
            None => {}
        }
    }

    fn passwords_stay_secret(&mut self, server: &MailServer) {
        let in_url = server.credentials.as_ref().map(|_| "mail.url");
        let key = in_url.or_else(|| self.written_of(SIGN_IN.keys()).first().copied());
        if let Some(key) = key.filter(|_| !server.is_private()) {
            let remedy = "use smtps:// or smtp+starttls:// in mail.url, or give no password";
            self.report(key, "would send a password in clear beyond this machine", remedy);
        }
    }

    fn authorities_are_asked(&mut self, server: &MailServer) {
        if server.scheme == MailScheme::Smtp && self.merged.is_written(AUTHORITIES) {
            let remedy = "remove it, or use smtps:// or smtp+starttls:// in mail.url";
            self.report(AUTHORITIES, "is given for certificates, and smtp:// has none", remedy);
        }
    }
}
