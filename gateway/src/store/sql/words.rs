//! What a search finds people by.

use gatehouse_auth_core::{identifier::Folded, ports::Stored, user::User};
use sqlx::AnyConnection;

use super::{
    connection::failed,
    people::{self, user_columns},
    rows::{self, Columns},
};

/// People filled in at a time.
const AT_ONCE: i64 = 500;

/// Writes somebody's words in place of those they had.
pub(super) async fn write(connection: &mut AnyConnection, user: &User) -> Stored<()> {
    const FORGET: &str = "DELETE FROM user_words WHERE user_id = $1";
    const KEEP: &str = "INSERT INTO user_words (account_id, word, user_id) VALUES ($1, $2, $3)";
    sqlx::query(FORGET).bind(user.id.to_string()).execute(&mut *connection).await.map_err(failed)?;
    for word in user.words() {
        let query = sqlx::query(KEEP).bind(user.account.to_string()).bind(word.as_str()).bind(user.id.to_string());
        query.execute(&mut *connection).await.map_err(failed)?;
    }
    Ok(())
}

/// Fills in what people of an older release lack.
pub(super) async fn fill_in(connection: &mut AnyConnection) -> Stored<()> {
    const SQL: &str = concat!("SELECT", user_columns!(), "FROM users WHERE users.name_folded IS NULL ORDER BY users.id LIMIT $1");
    loop {
        let found = sqlx::query(SQL).bind(AT_ONCE).fetch_all(&mut *connection).await.map_err(failed)?;
        if found.is_empty() {
            return Ok(());
        }
        for user in rows::all(&found, people::user)? {
            let query = sqlx::query("UPDATE users SET name_folded = $1 WHERE id = $2")
                .bind(Folded::of(&user.name).as_str().to_owned())
                .bind(user.id.to_string());
            query.execute(&mut *connection).await.map_err(failed)?;
            write(connection, &user).await?;
        }
    }
}

/// The first text after all that begin with `word`.
pub(super) fn end_of(word: &Folded) -> String {
    format!("{}\u{10FFFF}", word.as_str())
}

/// Of one word: how many of an account's people have one that begins like it, counted to `most`.
pub(super) async fn count(
    connection: impl sqlx::Executor<'_, Database = sqlx::Any>,
    account: &str,
    word: &Folded,
    most: i64,
) -> Stored<i64> {
    const SQL: &str = r#"
        SELECT count(*) AS "found.count"
        FROM (
            SELECT DISTINCT user_words.user_id
            FROM user_words
            WHERE user_words.account_id = $1 AND user_words.word >= $2 AND user_words.word < $3
            LIMIT $4
        ) AS found"#;
    let query = sqlx::query(SQL).bind(account.to_owned()).bind(word.as_str().to_owned()).bind(end_of(word)).bind(most);
    Columns(&query.fetch_one(connection).await.map_err(failed)?).number("found.count")
}
