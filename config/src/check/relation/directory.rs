//! What the keys of `[directory]` demand of each other.

use super::Relations;
use super::sign_in::{SignIn, Username};
use crate::value::{DirectoryUrl, PostgresHost, PostgresServer, PostgresTls};

const SIGN_IN: SignIn = SignIn {
    url: "directory.url",
    username: Username::InUrl,
    password: "directory.password",
    password_file: "directory.password_file",
};

/// Whom the server's certificate may be from.
const AUTHORITIES: &str = "directory.ca_file";

impl Relations<'_> {
    pub(super) fn directory_keys_fit_the_url(&mut self) {
        match self.merged.read("directory.url") {
            Some(DirectoryUrl::Postgres(server)) => {
                self.one_sign_in(SIGN_IN, server.password.is_some());
                self.database_authorities_are_asked(&server);
            }
            Some(DirectoryUrl::Sqlite(_)) => {
                for key in self.written_of(SIGN_IN.keys().chain([AUTHORITIES, "directory.connections"])) {
                    let remedy = "remove it, or name a server in directory.url";
                    self.report(key, "is given for PostgreSQL, and the directory is a file", remedy);
                }
            }
            None => {}
        }
    }

    fn database_authorities_are_asked(&mut self, server: &PostgresServer) {
        if server.tls == PostgresTls::Verified || !self.merged.is_written(AUTHORITIES) {
            return;
        }
        let remedy = match server.at {
            PostgresHost::Tcp { .. } => "remove it, or use sslmode=verify-full in directory.url",
            PostgresHost::Socket { .. } => "remove it",
        };
        self.report(AUTHORITIES, "is given for certificates, and directory.url asks for none", remedy);
    }
}
