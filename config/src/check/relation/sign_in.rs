//! What the keys that say who signs in somewhere demand of each other.

use super::Relations;

/// The keys of one place to sign in at: the password or its file, and whose it is.
#[derive(Clone, Copy)]
pub(super) struct SignIn {
    pub(super) url: &'static str,
    pub(super) username: Username,
    pub(super) password: &'static str,
    pub(super) password_file: &'static str,
}

/// Whose a password is.
#[derive(Clone, Copy)]
pub(super) enum Username {
    /// That of this key, without which there is no password.
    Demanded(&'static str),
    /// That of this key, or else the server's default user's.
    Optional(&'static str),
    /// The one in the URL.
    InUrl,
}

impl SignIn {
    /// Its keys, the user name first.
    pub(super) fn keys(self) -> impl Iterator<Item = &'static str> {
        let username = match self.username {
            Username::Demanded(key) | Username::Optional(key) => Some(key),
            Username::InUrl => None,
        };
        username.into_iter().chain([self.password, self.password_file])
    }

    /// What it takes to sign in, and what a URL may hold of it.
    fn proof(self) -> &'static str {
        match self.username {
            Username::Demanded(_) => "user name and password",
            Username::Optional(_) | Username::InUrl => "password",
        }
    }
}

impl Relations<'_> {
    /// One password at most, in the URL or beside it, and nobody without the other half of what it takes.
    pub(super) fn one_sign_in(&mut self, sign_in: SignIn, is_in_url: bool) {
        let SignIn { url, username, password, password_file } = sign_in;
        let written = self.written_of(sign_in.keys());
        if is_in_url {
            let problem = format!("is given beside the {} in {url}", sign_in.proof());
            let remedy = format!("remove it, or take the {} out of {url}", sign_in.proof());
            return written.iter().for_each(|key| self.report(key, &problem, &remedy));
        }
        let proofs: Vec<_> = written.iter().copied().filter(|key| [password, password_file].contains(key)).collect();
        match (username, proofs.as_slice()) {
            (_, [_, _, ..]) => self.report(password, &format!("is given beside {password_file}"), "remove one of the two"),
            (Username::Demanded(username) | Username::Optional(username), []) if written.contains(&username) => {
                self.report(username, "is given without its password", &format!("add {password_file}, or remove it"));
            }
            (Username::Demanded(username), [proof]) if !written.contains(&username) => {
                self.report(proof, "is given without its user name", &format!("add {username}, or remove it"));
            }
            _ => {}
        }
    }
}
