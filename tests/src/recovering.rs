//! What somebody does who forgot their password, or helps somebody who did.

use crate::{
    Answer, Browser, Letter, Mailbox, Person,
    person::{field, moves_to},
};

/// A new password that nobody had before.
pub const NEW_PASSWORD: &str = "copper meadow lantern drizzle";

impl Browser {
    /// Fills in the form for a forgotten password and sends it.
    pub async fn forgets(&mut self, fields: &[(&str, &str)]) -> Answer {
        let csrf = self.csrf("/_auth/forgot").await;
        let mut all = vec![("csrf", csrf.as_str())];
        all.extend_from_slice(fields);
        self.posts("/_auth/forgot", &all).await
    }

    /// The same, and reads what everybody is told.
    pub async fn asks_for_help(&mut self, fields: &[(&str, &str)]) -> Answer {
        let answer = self.forgets(fields).await;
        let to = answer.is(303).header("location").expect("an address").to_owned();
        assert_eq!(to, "/_auth/forgot/sent");
        let page = self.opens(&to).await;
        page.is(200);
        page
    }

    /// Follows a link from a letter: the secret leaves the address, and the page is shown.
    pub async fn follows(&mut self, link: &str) -> Answer {
        let answer = self.opens(link).await;
        let to = answer.is(303).header("location").expect("an address").to_owned();
        assert_eq!(Some(to.as_str()), link.split('?').next(), "the secret leaves the address");
        self.opens(&to).await
    }

    /// Fills in the two fields of a page for a new password and sends them.
    pub async fn chooses(&mut self, page: &str, password: &str) -> Answer {
        let csrf = self.csrf(page).await;
        self.posts(page, &[("csrf", &csrf), ("password", password), ("password_confirmation", password)]).await
    }

    /// Follows a link, and chooses a new password there.
    pub async fn chooses_password(&mut self, link: &str, password: &str) -> Answer {
        self.follows(link).await.is(200);
        self.chooses("/_auth/reset", password).await
    }

    /// Sends the form of a page, with nothing but these fields beside its token.
    pub async fn presses(&mut self, page: &str, fields: &[(&str, &str)]) -> Answer {
        let shown = self.opens(page).await;
        let csrf = field(&shown, "csrf").unwrap_or_else(|| panic!("no form at {page}: {} {}", shown.status, shown.text()));
        let mut all = vec![("csrf", csrf.as_str())];
        all.extend_from_slice(fields);
        self.posts(page, &all).await
    }

    /// Decides about a request, with the token of another page: a page of what is decided has no form.
    pub async fn decides(&mut self, decision: &str, request: &str) -> Answer {
        let csrf = self.csrf("/_auth/account").await;
        self.posts("/_auth/requests", &[("csrf", &csrf), (decision, request)]).await
    }
}

impl Person {
    /// Signs in with this password and is let in.
    pub async fn signs_in_with(&mut self, password: &str) -> Answer {
        let username = self.username.clone();
        let answer = self.tries(&username, password).await;
        answer.is(200);
        assert!(moves_to(&answer).is_some() || answer.text().contains("temporary"), "{}", answer.text());
        answer
    }

    /// Whether this password is right, as a browser finds out that has not been here yet.
    pub async fn can_sign_in_with(&self, password: &str) -> bool {
        let answer = self.another_browser().tries(&self.username, password).await;
        assert!(matches!(answer.status, 200 | 303 | 401), "{}", answer.text());
        answer.status != 401
    }
}

/// The request that a letter to an approver is about.
pub fn request_of(letter: &Letter) -> String {
    let link = letter.link();
    link.rsplit('/').next().expect("an id").to_owned()
}

impl Mailbox {
    /// The link in the next letter to this address.
    pub async fn link_to(&self, address: &str) -> String {
        self.takes(address).await.link()
    }
}
