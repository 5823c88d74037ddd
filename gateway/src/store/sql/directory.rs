//! What is read of the directory.

use async_trait::async_trait;
use sqlx::AssertSqlSafe;

use gatehouse_auth_core::{
    account::{Account, AccountId},
    audit::Event,
    change::{Applied, Change},
    identifier::Folded,
    ledger::EventId,
    mfa::{
        Enrolment, Factors,
        passkey::{CredentialId, Passkey},
    },
    password::{Parameters, PasswordRecord},
    portal::Admitted,
    ports::{Candidate, Deciders, Directory, EventQuery, Lookup, LookupBy, PeopleFilter, PeopleQuery, Stored},
    recovery::{Held, Recovery, RecoveryFlow, RecoveryId},
    revocation::{Revocation, Sequence},
    secret::SecretDigest,
    session::{EndReason, SessionHandle},
    signing_key::KeyRow,
    time::Timestamp,
    user::{Person, User, UserId},
};

use super::{
    SqlStore, apply,
    connection::{failed, in_time},
    events, factors,
    log::{self, event_columns},
    passkeys,
    people::{self, account_columns, user_columns},
    recoveries,
    rows::{self, Columns},
    search,
    statement::taken,
};

#[async_trait]
impl Directory for SqlStore {
    async fn account_by_key(&self, key: &Folded) -> Stored<Option<Account>> {
        const SQL: &str = concat!("SELECT", account_columns!(), "FROM accounts WHERE accounts.key_folded = $1");
        let query = sqlx::query(SQL).bind(taken(key.as_str().to_owned())).fetch_optional(&self.readers);
        in_time(async { query.await.map_err(failed)?.map(|row| people::account(Columns(&row))).transpose() }).await
    }

    async fn accounts(&self) -> Stored<Vec<Account>> {
        const SQL: &str = concat!("SELECT", account_columns!(), "FROM accounts ORDER BY accounts.key_folded");
        let query = sqlx::query(SQL).fetch_all(&self.readers);
        in_time(async { rows::all(&query.await.map_err(failed)?, people::account) }).await
    }

    async fn account(&self, account: AccountId) -> Stored<Option<Account>> {
        const SQL: &str = concat!("SELECT", account_columns!(), "FROM accounts WHERE accounts.id = $1");
        let query = sqlx::query(SQL).bind(account.to_string()).fetch_optional(&self.readers);
        in_time(async { query.await.map_err(failed)?.map(|row| people::account(Columns(&row))).transpose() }).await
    }

    async fn recovery_overrides(&self, among: &Admitted) -> Stored<Vec<RecoveryFlow>> {
        const SQL: &str = concat!("SELECT", account_columns!(), "FROM accounts WHERE accounts.recovery IS NOT NULL");
        let query = sqlx::query(SQL).fetch_all(&self.readers);
        let accounts = in_time(async { rows::all(&query.await.map_err(failed)?, people::account) }).await?;
        let mut flows: Vec<_> =
            accounts.iter().filter(|account| among.admits(account)).filter_map(|account| account.recovery).collect();
        flows.sort_unstable();
        flows.dedup();
        Ok(flows)
    }

    async fn person(&self, user: UserId) -> Stored<Option<Person>> {
        const SQL: &str = concat!(
            "SELECT",
            user_columns!(),
            ",",
            account_columns!(),
            "FROM users JOIN accounts ON accounts.id = users.account_id WHERE users.id = $1"
        );
        let query = sqlx::query(SQL).bind(user.to_string()).fetch_optional(&self.readers);
        in_time(async { query.await.map_err(failed)?.map(|row| people::person(Columns(&row))).transpose() }).await
    }

    async fn password(&self, user: UserId) -> Stored<Option<PasswordRecord>> {
        const SQL: &str = r#"SELECT passwords.record AS "passwords.record" FROM passwords WHERE passwords.user_id = $1"#;
        let query = sqlx::query(SQL).bind(user.to_string()).fetch_optional(&self.readers);
        in_time(async { query.await.map_err(failed)?.map(|row| people::record(Columns(&row))).transpose() }).await
    }

    async fn users_named(&self, users: &[UserId]) -> Stored<Vec<User>> {
        in_time(search::named(self, users)).await
    }

    async fn people(&self, query: &PeopleQuery) -> Stored<Vec<User>> {
        in_time(search::people(self, query, search::FEW)).await
    }

    async fn count_people(&self, account: AccountId, words: &[Folded], filters: &[PeopleFilter], most: u32) -> Stored<u32> {
        in_time(search::count_people(self, account, words, filters, most)).await
    }

    async fn holders(&self, account: AccountId, role: &str) -> Stored<Vec<User>> {
        in_time(people::holders(self, account, role)).await
    }

    async fn operators(&self) -> Stored<Vec<User>> {
        const SQL: &str = concat!(
            "SELECT",
            user_columns!(),
            // SQLite keeps the order of a CROSS JOIN: from the few accounts to their people, and not through everybody.
            "FROM accounts
            CROSS JOIN users
            WHERE accounts.kind = 'operator'
                AND accounts.state = 'open'
                AND users.account_id = accounts.id
                AND users.state = 'active'
            ORDER BY users.username_folded"
        );
        let query = sqlx::query(SQL).fetch_all(&self.readers);
        in_time(async { rows::all(&query.await.map_err(failed)?, people::user) }).await
    }

    async fn recovery(&self, recovery: RecoveryId) -> Stored<Option<Recovery>> {
        in_time(recoveries::find(self, recovery)).await
    }

    async fn recovery_by_secret(&self, digest: &SecretDigest) -> Stored<Option<Held>> {
        in_time(recoveries::by_secret(self, digest)).await
    }

    async fn requests(&self, whose: Deciders, now: Timestamp) -> Stored<Vec<Recovery>> {
        in_time(recoveries::requests(self, whose, now)).await
    }

    async fn email_change(&self, user: UserId, now: Timestamp) -> Stored<Option<Recovery>> {
        in_time(recoveries::email_change(self, user, now)).await
    }

    async fn sweep_recoveries(&self, before: Timestamp) -> Stored<u64> {
        in_time(recoveries::sweep(self, before)).await
    }

    async fn factors(&self, user: UserId) -> Stored<Factors> {
        in_time(factors::of(self, user)).await
    }

    async fn passkey(&self, credential: &CredentialId) -> Stored<Option<Passkey>> {
        in_time(passkeys::find(self, credential)).await
    }

    async fn enrolment(&self, owner: &SecretDigest) -> Stored<Option<Enrolment>> {
        in_time(factors::enrolment(self, owner)).await
    }

    async fn sweep_enrolments(&self, before: Timestamp) -> Stored<u64> {
        in_time(factors::sweep(self, before)).await
    }

    async fn users(&self, account: AccountId) -> Stored<Vec<User>> {
        const SQL: &str =
            concat!("SELECT", user_columns!(), "FROM users WHERE users.account_id = $1 ORDER BY users.username_folded");
        let query = sqlx::query(SQL).bind(account.to_string()).fetch_all(&self.readers);
        in_time(async { rows::all(&query.await.map_err(failed)?, people::user) }).await
    }

    async fn candidates(&self, lookup: &Lookup) -> Stored<Vec<Candidate>> {
        let Some((sql, binds)) = candidates_query(lookup) else { return Ok(Vec::new()) };
        // Made of constants and placeholders only.
        let query =
            binds.into_iter().fold(sqlx::query(AssertSqlSafe(sql)), |query, text| query.bind(taken(text.as_str().to_owned())));
        let query = query.fetch_all(&self.readers);
        in_time(async { rows::all(&query.await.map_err(failed)?, people::candidate) }).await
    }

    async fn costliest(&self) -> Stored<Option<Parameters>> {
        const SQL: &str = r#"SELECT passwords.record AS "passwords.record" FROM passwords ORDER BY passwords.cost DESC LIMIT 1"#;
        let query = sqlx::query(SQL).fetch_optional(&self.readers);
        let record = in_time(async { query.await.map_err(failed)?.map(|row| people::record(Columns(&row))).transpose() });
        Ok(record.await?.map(|record| record.parameters()))
    }

    async fn signing_keys(&self) -> Stored<Vec<KeyRow>> {
        const SQL: &str = r#"
            SELECT
                signing_keys.id AS "signing_keys.id",
                signing_keys.public AS "signing_keys.public",
                signing_keys.sealed AS "signing_keys.sealed",
                signing_keys.created_at AS "signing_keys.created_at",
                signing_keys.signs_from AS "signing_keys.signs_from",
                signing_keys.signs_until AS "signing_keys.signs_until"
            FROM signing_keys
            ORDER BY signing_keys.created_at, signing_keys.id"#;
        let query = sqlx::query(SQL).fetch_all(&self.readers);
        in_time(async { rows::all(&query.await.map_err(failed)?, log::signing_key) }).await
    }

    async fn revocations_since(&self, sequence: Sequence) -> Stored<Vec<(Sequence, Revocation)>> {
        const SQL: &str = r#"
            SELECT
                revocations.sequence AS "revocations.sequence",
                revocations.kind AS "revocations.kind",
                revocations.subject AS "revocations.subject"
            FROM revocations
            WHERE revocations.sequence > $1
            ORDER BY revocations.sequence"#;
        let query = sqlx::query(SQL).bind(sequence).fetch_all(&self.readers);
        in_time(async { rows::all(&query.await.map_err(failed)?, log::revocation) }).await
    }

    async fn latest_revocation(&self) -> Stored<Sequence> {
        const SQL: &str = r#"SELECT counters.value AS "counters.value" FROM counters WHERE counters.name = 'revocations'"#;
        let query = sqlx::query(SQL).fetch_one(&self.readers);
        in_time(async { Columns(&query.await.map_err(failed)?).number("counters.value") }).await
    }

    async fn forget_revocations(&self, until: Sequence) -> Stored<u64> {
        let query = sqlx::query("DELETE FROM revocations WHERE sequence <= $1").bind(until).execute(&self.writer);
        in_time(async { Ok(query.await.map_err(failed)?.rows_affected()) }).await
    }

    async fn session_end(&self, session: SessionHandle) -> Stored<Option<EndReason>> {
        const SQL: &str =
            r#"SELECT session_ends.reason AS "session_ends.reason" FROM session_ends WHERE session_ends.handle = $1"#;
        let query = sqlx::query(SQL).bind(session.to_string()).fetch_optional(&self.readers);
        let read = |row| Columns(&row).parsed("session_ends.reason", EndReason::from_stored);
        in_time(async { query.await.map_err(failed)?.map(read).transpose() }).await
    }

    async fn forget_session_ends(&self, before: Timestamp) -> Stored<u64> {
        let query = sqlx::query("DELETE FROM session_ends WHERE ended_at < $1").bind(before.as_millis());
        in_time(async { Ok(query.execute(&self.writer).await.map_err(failed)?.rows_affected()) }).await
    }

    async fn audit(&self, from: Timestamp, skip: u32, most: u32) -> Stored<Vec<Event>> {
        const SQL: &str =
            concat!("SELECT", event_columns!(), "FROM audit WHERE audit.at >= $1 ORDER BY audit.at, audit.id LIMIT $2 OFFSET $3");
        let query = sqlx::query(SQL).bind(from.as_millis()).bind(i64::from(most)).bind(i64::from(skip));
        in_time(async { rows::all(&query.fetch_all(&self.readers).await.map_err(failed)?, log::event) }).await
    }

    async fn events(&self, query: &EventQuery) -> Stored<Vec<(EventId, Event)>> {
        in_time(events::events(self, query)).await
    }

    async fn apply(&self, change: Change) -> Stored<Applied> {
        in_time(apply::apply(self, change)).await
    }
}

/// The query for whom `lookup` could mean and what its placeholders stand for; none where no account is admitted.
fn candidates_query(lookup: &Lookup) -> Option<(String, Vec<&Folded>)> {
    const FROM: &str = concat!(
        "SELECT",
        user_columns!(),
        ",",
        account_columns!(),
        r#", passwords.record AS "passwords.record"
        FROM users
        JOIN accounts ON accounts.id = users.account_id
        LEFT JOIN passwords ON passwords.user_id = users.id
        WHERE "#
    );
    let (whom, mut binds) = match &lookup.by {
        LookupBy::Username(name) => ("users.username_folded = $1", vec![name]),
        LookupBy::Email(address) => ("users.email_folded = $1", vec![address]),
        LookupBy::AccountUsername(key, name) => ("accounts.key_folded = $1 AND users.username_folded = $2", vec![key, name]),
    };
    let mut sql = format!("{FROM}{whom}");
    match &lookup.among {
        Admitted::AllCustomers => sql.push_str(" AND accounts.kind = 'customer'"),
        Admitted::Only(keys) if keys.is_empty() => return None,
        Admitted::Only(keys) => {
            let numbers = binds.len() + 1..=binds.len() + keys.len();
            let placeholders: Vec<String> = numbers.map(|number| format!("${number}")).collect();
            sql = format!("{sql} AND accounts.key_folded IN ({})", placeholders.join(", "));
            binds.extend(keys);
        }
    }
    sql.push_str(" LIMIT 2");
    Some((sql, binds))
}
