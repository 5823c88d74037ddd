//! What a search finds people by: one row a word in a table that is its own index, and all of somebody's in a column of theirs.

use std::collections::BTreeSet;

use gatehouse_auth_core::{identifier::Folded, ports::Stored, user::User};
use sqlx::{AnyConnection, AssertSqlSafe, any::AnyRow, query};
use tracing::error;

use super::{
    SqlStore,
    connection::failed,
    people::{self, user_columns},
    rows::Columns,
};

/// Before each word of the column; in none, since none has white space in it.
const MARK: char = '\n';
/// People filled in by one transaction: few enough that nobody else waits long.
const AT_ONCE: i64 = 500;

/// All of somebody's words, as their column has them.
pub(super) fn column(user: &User) -> String {
    user.words().iter().flat_map(|word| [MARK.to_string(), word.as_str().to_owned()]).collect()
}

/// What `LIKE` finds a column by in which a word begins like this one.
pub(super) fn pattern(word: &Folded) -> String {
    let mut pattern = format!("%{MARK}");
    for character in word.as_str().chars() {
        if matches!(character, '%' | '_' | '\\') {
            pattern.push('\\');
        }
        pattern.push(character);
    }
    pattern.push('%');
    pattern
}

/// The first text after all that begin with `word`.
pub(super) fn end_of(word: &Folded) -> String {
    format!("{}\u{10FFFF}", word.as_str())
}

/// The words that somebody is found by now.
pub(super) async fn of(connection: &mut AnyConnection, user: &User) -> Stored<BTreeSet<String>> {
    const SQL: &str = r#"SELECT users.words AS "users.words" FROM users WHERE users.id = $1 AND users.account_id = $2"#;
    let row = query(SQL).bind(user.id.to_string()).bind(user.account.to_string());
    let row = row.fetch_optional(connection).await.map_err(failed)?;
    let Some(row) = row else { return Ok(BTreeSet::new()) };
    let column = Columns(&row).text_if_any("users.words")?.unwrap_or_default();
    Ok(column.split(MARK).filter(|word| !word.is_empty()).map(str::to_owned).collect())
}

/// Writes somebody's words in place of those they had.
pub(super) async fn replace(connection: &mut AnyConnection, before: &BTreeSet<String>, user: &User) -> Stored<()> {
    let after: BTreeSet<String> = user.words().iter().map(|word| word.as_str().to_owned()).collect();
    let gone: Vec<&String> = before.difference(&after).collect();
    if !gone.is_empty() {
        let places: Vec<String> = (3..gone.len() + 3).map(|place| format!("${place}")).collect();
        let sql = format!("DELETE FROM user_words WHERE account_id = $1 AND user_id = $2 AND word IN ({})", places.join(", "));
        execute(connection, sql, user, &gone).await?;
    }
    let new: Vec<&String> = after.difference(before).collect();
    if !new.is_empty() {
        let rows: Vec<String> = (3..new.len() + 3).map(|place| format!("($1, ${place}, $2)")).collect();
        let sql = format!("INSERT INTO user_words (account_id, word, user_id) VALUES {} ON CONFLICT DO NOTHING", rows.join(", "));
        execute(connection, sql, user, &new).await?;
    }
    Ok(())
}

/// `sql` is made of constants and placeholders only.
async fn execute(connection: &mut AnyConnection, sql: String, user: &User, words: &[&String]) -> Stored<()> {
    let statement = query(AssertSqlSafe(sql)).bind(user.account.to_string()).bind(user.id.to_string());
    let statement = words.iter().fold(statement, |statement, word| statement.bind((*word).clone()));
    statement.execute(connection).await.map_err(failed).map(drop)
}

/// Fills in what people lack whom an older release wrote. Each transaction takes those that are left when it begins, so that several
/// processes may do this at once, and one that is broken off goes on when it is started again.
pub(super) async fn fill_in(store: &SqlStore) -> Stored<()> {
    const SQL: &str = concat!("SELECT", user_columns!(), "FROM users WHERE users.name_folded IS NULL ORDER BY users.id LIMIT $1");
    loop {
        let mut transaction = store.begin_writing().await?;
        let found = query(SQL).bind(AT_ONCE).fetch_all(&mut *transaction).await.map_err(failed)?;
        for row in &found {
            fill(&mut transaction, row).await?;
        }
        transaction.commit().await.map_err(failed)?;
        if found.is_empty() {
            return Ok(());
        }
    }
}

async fn fill(connection: &mut AnyConnection, row: &AnyRow) -> Stored<()> {
    const SQL: &str = "UPDATE users SET name_folded = $1, words = $2 WHERE id = $3";
    let row = Columns(row);
    let user = people::user(row);
    // Somebody who cannot be read is in nobody's way; they are found by no word, and have their place by their name.
    let words = user.as_ref().map(column).unwrap_or_default();
    let id = row.text("users.id")?;
    let statement = query(SQL).bind(Folded::of(row.text("users.name")?).as_str().to_owned()).bind(words).bind(id.to_owned());
    statement.execute(&mut *connection).await.map_err(failed)?;
    match user {
        Ok(user) => replace(connection, &BTreeSet::new(), &user).await,
        Err(error) => {
            error!(user.id = id, %error, "a person cannot be found by their words");
            Ok(())
        }
    }
}
