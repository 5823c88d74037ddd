//! What people do at the pages of their accounts, and what a world can tell of it behind their backs.

use gatehouse_auth_core::{
    flow::administer::NewUser,
    permission::{Level, Preset, Role},
};
use sqlx::{AnyConnection, AssertSqlSafe, Connection as _};

use crate::{
    patience::{LONG, eventually},
    person::{Browser, Person},
    raw::Answer,
    world::World,
};

impl Browser {
    /// Fills in these fields of a page under the prefix and sends them.
    pub async fn submits(&mut self, page: &str, fields: &[(&str, &str)]) -> Answer {
        let page = format!("/_auth{page}");
        let csrf = self.csrf(&page).await;
        let mut all = vec![("csrf", csrf.as_str())];
        all.extend_from_slice(fields);
        self.posts(&page, &all).await
    }

    /// Opens a page under the prefix.
    pub async fn visits(&mut self, page: &str) -> Answer {
        self.opens(&format!("/_auth{page}")).await
    }

    /// Goes where an answer leads: the page after a form that was taken.
    #[track_caller]
    pub fn goes_on(&mut self, answer: &Answer) -> impl Future<Output = Answer> {
        let to = answer.is(303).header("location").expect("an address").to_owned();
        assert!(to.starts_with("/_auth/"), "{to}");
        async move { self.opens(&to).await }
    }
}

impl Person {
    /// The same person with a new browser at another portal.
    pub fn at_portal(&self, host: &str) -> Self {
        let mut there = self.clone();
        *there = self.at(host);
        there
    }

    /// Signs in with another password than the usual one.
    pub async fn comes_in_with(&mut self, password: &str) -> Answer {
        let username = self.username.clone();
        let answer = self.tries(&username, password).await;
        answer.is(200).says("http-equiv=\"refresh\"");
        answer
    }
}

/// Somebody new with exactly these roles, at this level.
pub fn holding(roles: &[&str], level: Level) -> impl FnOnce(&mut NewUser) {
    let roles = roles.iter().map(|role| role.parse::<Role>().expect("a role")).collect();
    move |new| (new.roles, new.level) = (roles, level)
}

impl World {
    /// An administrator of the usual account, who has signed in.
    pub async fn admin(&self, username: &str) -> Person {
        self.admin_of(crate::world::ACCOUNT, username).await
    }

    /// An administrator of another account, who has signed in.
    pub async fn admin_of(&self, account: &str, username: &str) -> Person {
        let change = |new: &mut NewUser| (new.roles, new.level) = (Preset::Admin.roles(), Level::Company);
        let mut admin = self.person_of(account, username, change).await;
        admin.signs_in().await;
        admin
    }

    /// A connection to its directory, for what only a fault or a foe would do.
    pub async fn behind(&self) -> AnyConnection {
        sqlx::any::install_default_drivers();
        AnyConnection::connect(&self.behind_directory()).await.expect("the directory")
    }

    /// Runs a statement behind its directory; how many rows it changed.
    pub async fn tampers(&self, sql: &str) -> u64 {
        let mut behind = self.behind().await;
        let done = sqlx::query(AssertSqlSafe(sql.to_owned())).execute(&mut behind).await;
        done.unwrap_or_else(|error| panic!("{error}: {sql}")).rows_affected()
    }

    /// One text from behind its directory.
    pub async fn peeks(&self, sql: &str) -> Vec<String> {
        let mut behind = self.behind().await;
        let read = sqlx::query_scalar(AssertSqlSafe(sql.to_owned())).fetch_all(&mut behind).await;
        read.unwrap_or_else(|error| panic!("{error}: {sql}"))
    }

    /// Waits until every letter that was queued has left.
    pub async fn posts_every_letter(&self) {
        eventually("every letter has left", LONG, async || {
            let waiting = self.outside().outbox.waiting().await.expect("a directory");
            (waiting == 0).then_some(())
        })
        .await;
    }

    /// Everything that its directory holds and a form could change, as text to be compared.
    pub async fn snapshot(&self) -> Vec<String> {
        const TABLES: [&str; 13] = [
            "accounts",
            "users",
            "user_words",
            "passwords",
            "sessions",
            "pending_sign_ins",
            "recoveries",
            "recovery_secrets",
            "totp_factors",
            "passkeys",
            "recovery_codes",
            "enrolments",
            "letters",
        ];
        let mut lines = Vec::new();
        for table in TABLES {
            let (columns, quote) = if self.is_shared() {
                let columns = "SELECT CAST(column_name AS TEXT) FROM information_schema.columns WHERE table_name = ";
                (format!("{columns}'{table}' ORDER BY ordinal_position"), "quote_nullable")
            } else {
                (format!("SELECT name FROM pragma_table_info('{table}')"), "quote")
            };
            let columns = self.peeks(&columns).await;
            let told = columns.iter().filter(|name| *name != "last_seen_at").map(|name| format!("'{name}=' || {quote}({name})"));
            let sql = format!("SELECT '{table}: ' || {} FROM {table} ORDER BY 1", told.collect::<Vec<_>>().join(" || ' ' || "));
            lines.extend(self.peeks(&sql).await);
        }
        lines
    }
}

/// What stands in one and not in the other, either way.
pub fn difference(before: &[String], after: &[String]) -> Vec<String> {
    let gone = before.iter().filter(|line| !after.contains(line)).map(|line| format!("- {line}"));
    let new = after.iter().filter(|line| !before.contains(line)).map(|line| format!("+ {line}"));
    gone.chain(new).collect()
}
