//! What a page of the Users page costs in a directory of a million people. Makes the directory, starts the gateway on it, signs in as an
//! administrator, and asks for each page 300 times.
//!
//! `cargo run --release -p gatehouse-tests --example directory [PEOPLE] [TRIES]`, after `cargo build --release -p gatehouse`

use std::{
    collections::BTreeSet,
    path::PathBuf,
    time::{Duration, Instant},
};

use anyhow::{Context as _, ensure};
use gatehouse::{Parts, wiring::Office};
use gatehouse_auth_core::{
    account::AccountKind,
    flow::administer::{Administrator, NewUser},
    identifier::Folded,
    permission::{Level, Preset},
    secret::TypedPassword,
    user::User,
};
use gatehouse_config::{Config, Sources};
use gatehouse_tests::{
    chance::Chance,
    command::{Operator, Serving},
    person::Browser,
};
use sqlx::{ConnectOptions as _, Connection as _, QueryBuilder, Sqlite, SqliteConnection, sqlite::SqliteConnectOptions};

/// People in one transaction, and in one statement of it.
const TRANSACTION: usize = 10_000;
const STATEMENT: usize = 500;
const PASSWORD: &str = "harbour violet anvil teaspoon";
/// The one person with these names, in the middle.
const RARE: &str = "Zebedee Quartermaine";

#[tokio::main]
async fn main() -> anyhow::Result<()> {
    let mut arguments = std::env::args().skip(1);
    let people: usize = arguments.next().map_or(Ok(1_000_000), |people| people.parse())?;
    let tries: usize = arguments.next().map_or(Ok(300), |tries| tries.parse())?;
    let operator = Operator::new("http://127.0.0.1:9", "");
    let admin = administrator(&operator).await?;
    let began = Instant::now();
    let mut chance = Chance::new(1);
    fill(&operator, &admin, people, &mut chance).await?;
    let size = std::fs::metadata(file(&operator))?.len();
    println!("{people} people made in {:.0} s; the file has {} MiB", began.elapsed().as_secs_f64(), size >> 20);

    let began = Instant::now();
    let serving = operator.serves().await;
    println!("the gateway serves after {:.2} s; memory {}", began.elapsed().as_secs_f64(), memory(&serving)?);
    let mut browser = serving.browser();
    browser.tries("administrator", PASSWORD).await.is(200);
    println!("{:<34}{:>8}{:>9}{:>9}{:>9}{:>9}", "page", "people", "p50 ms", "p99 ms", "max ms", "KiB");
    for (name, target) in pages(&operator, &mut browser, people).await? {
        measure(&mut browser, &name, &target, tries).await?;
    }
    println!("memory afterwards: {}", memory(&serving)?);
    Ok(())
}

/// Every page that is measured, and its address.
async fn pages(operator: &Operator, browser: &mut Browser, people: usize) -> anyhow::Result<Vec<(String, String)>> {
    let mut connection = open(operator).await?;
    let at = |share: usize| i64::try_from(people * share / 100).unwrap_or(0);
    let mut deep = Vec::new();
    for (share, order) in [(50, "name_folded, id"), (99, "name_folded, id"), (50, "last_sign_in_at, id")] {
        let sql = format!("SELECT id FROM users ORDER BY account_id, {order} LIMIT 1 OFFSET {}", at(share));
        let id: String = sqlx::query_scalar(sqlx::AssertSqlSafe(sql)).fetch_one(&mut connection).await?;
        deep.push(id);
    }
    connection.close().await?;
    let [middle, late, seen] = deep.as_slice() else { anyhow::bail!("three places") };
    let first = browser.opens("/_auth/users").await;
    let page = first.is(200).text().replace("&amp;", "&");
    let (_, second) = page.rsplit_once("after=").context("there is a second page")?;
    let second = second.split('"').next().unwrap_or_default();
    let mut pages: Vec<(&str, String)> = vec![
        ("no query", String::new()),
        ("second page", format!("after={second}")),
        ("from the middle on", format!("after={middle}")),
        ("back from the middle", format!("before={middle}")),
        ("near the end", format!("after={late}")),
    ];
    let searches = [
        ("one letter", "m"),
        ("two letters", "ma"),
        ("commonest first name", "maria"),
        ("rare word", "quartermaine"),
        ("an email address", "maria"),
        ("two common words", "maria garcia"),
        ("the same, beginnings", "m g"),
        ("common and rare word", "maria quartermaine"),
        ("nobody", "nobodyhasthisname"),
        ("common word and nobody", "maria nobodyhasthisname"),
        ("five beginnings", "a b c d e"),
    ];
    pages.extend(searches.map(|(name, words)| (name, format!("q={}", words.replace(' ', "+")))));
    pages.push(("common name, from the middle", format!("q=maria&after={middle}")));
    pages.push(("rare word, from the middle", format!("q=quartermaine&after={middle}")));
    for state in ["locked", "disabled", "never-signed-in", "letter-undeliverable"] {
        pages.push(("filter", format!("state={state}")));
        pages.push(("filter and one letter", format!("state={state}&q=m")));
        pages.push(("filter and rare word", format!("state={state}&q=quartermaine")));
        pages.push(("filter, latest first", format!("state={state}&sort=-last-sign-in")));
    }
    for sort in ["-name", "username", "-username", "last-sign-in", "-last-sign-in"] {
        pages.push(("sorted", format!("sort={sort}")));
        pages.push(("sorted, common name", format!("sort={sort}&q=maria")));
    }
    pages.push(("latest, from the middle", format!("sort=-last-sign-in&after={seen}")));
    Ok(pages
        .into_iter()
        .map(|(name, query)| {
            let shown = query.split("after=").next().unwrap_or_default().split("before=").next().unwrap_or_default();
            (format!("{name} {}", shown.trim_end_matches('&')), format!("/_auth/users?{query}"))
        })
        .collect())
}

async fn measure(browser: &mut Browser, name: &str, target: &str, tries: usize) -> anyhow::Result<()> {
    let mut times = Vec::with_capacity(tries);
    let mut size = 0;
    let mut rows = 0;
    for _ in 0..tries {
        let began = Instant::now();
        let answer = browser.opens(target).await;
        times.push(began.elapsed());
        ensure!(answer.status == 200, "{target} was answered by {}", answer.status);
        size = answer.body.len();
        rows = answer.text().matches("/reset-password").count();
        // What takes seconds is known after some tries.
        if times.iter().sum::<Duration>() > Duration::from_secs(10) {
            break;
        }
    }
    times.sort();
    let at =
        |percent: usize| times.get((times.len() * percent / 100).min(times.len() - 1)).map_or(0.0, |t| t.as_secs_f64() * 1e3);
    println!("{name:<34}{rows:>8}{:>9.1}{:>9.1}{:>9.1}{:>9}", at(50), at(99), at(100), size >> 10);
    Ok(())
}

fn memory(serving: &Serving) -> anyhow::Result<String> {
    let status = std::fs::read_to_string(format!("/proc/{}/status", serving.process_id()))?;
    let lines = status.lines().filter(|line| line.starts_with("VmRSS") || line.starts_with("VmHWM"));
    Ok(lines.map(|line| line.split_whitespace().collect::<Vec<_>>().join(" ")).collect::<Vec<_>>().join(", "))
}

fn file(operator: &Operator) -> PathBuf {
    operator.config().with_file_name("data").join("gatehouse.db")
}

async fn open(operator: &Operator) -> anyhow::Result<SqliteConnection> {
    let mut connection = SqliteConnectOptions::new().filename(file(operator)).connect().await?;
    // It is thrown away if this breaks off.
    for pragma in ["PRAGMA synchronous = OFF", "PRAGMA cache_size = -1000000"] {
        sqlx::raw_sql(pragma).execute(&mut connection).await?;
    }
    Ok(connection)
}

/// Makes the directory by the product's own hand, and in it somebody who may see everybody.
async fn administrator(operator: &Operator) -> anyhow::Result<User> {
    let config = Config::load(&Sources { file: Some(operator.config()), ..Sources::default() })
        .map_err(|mistakes| anyhow::anyhow!("{mistakes}"))?;
    let office = Office::open(&config, Parts::default()).await?;
    let portals = gatehouse::compile::admissions(&config);
    let administrator = Administrator::at_the_command_line(&office.outside, &portals);
    administrator.add_account("ACME".parse()?, "Acme".to_owned(), AccountKind::Customer).await?;
    let new = NewUser {
        username: "administrator".parse()?,
        email: Some("administrator@acme.example".parse()?),
        name: "Ada Admin".to_owned(),
        level: Level::Company,
        roles: Preset::Admin.roles(),
        password: TypedPassword::new(PASSWORD.to_owned()),
        language: None,
    };
    let user = administrator.add_user(&Folded::of("ACME"), new).await?;
    office.close().await;
    Ok(user)
}

/// Somebody as the tables have them. Plain ASCII throughout, which folding only puts in lower case.
struct Row {
    id: String,
    username: String,
    name: String,
    state: &'static str,
    last_sign_in_at: i64,
    undeliverable_since: Option<i64>,
}

impl Row {
    fn email(&self) -> String {
        format!("{}@acme.example", self.username)
    }

    /// As `User::words` has them.
    fn words(&self) -> BTreeSet<String> {
        let parts = self.username.split('.').chain([self.username.as_str()]).map(str::to_owned);
        self.name.split(' ').map(str::to_ascii_lowercase).chain(parts).chain([self.email()]).collect()
    }
}

async fn fill(operator: &Operator, admin: &User, people: usize, chance: &mut Chance) -> anyhow::Result<()> {
    let (firsts, lasts) = (first_names(), last_names());
    let account = admin.account.to_string();
    let mut connection = open(operator).await?;
    let mut made = 0;
    while made < people {
        let mut transaction = connection.begin().await?;
        for begin in (made..people.min(made + TRANSACTION)).step_by(STATEMENT) {
            let numbers = begin..people.min(begin + STATEMENT);
            let rows: Vec<Row> = numbers.map(|number| somebody(number, people, &firsts, &lasts, chance)).collect();
            if begin == 0 {
                check(&rows, admin)?;
            }
            write(&mut transaction, &account, &rows).await?;
        }
        transaction.commit().await?;
        made += TRANSACTION;
    }
    sqlx::raw_sql("PRAGMA wal_checkpoint(TRUNCATE)").execute(&mut connection).await?;
    connection.close().await?;
    Ok(())
}

fn somebody(number: usize, people: usize, firsts: &[String], lasts: &[String], chance: &mut Chance) -> Row {
    let name = if number == people / 2 { RARE.to_owned() } else { format!("{} {}", chance.common(firsts), chance.common(lasts)) };
    let has_signed_in = chance.below(100) < 70;
    Row {
        id: chance.uuid(),
        username: format!("{}.{number}", name.to_ascii_lowercase().replace(' ', ".")),
        name,
        state: match chance.below(1000) {
            0..5 => "locked",
            5..20 => "disabled",
            _ => "active",
        },
        last_sign_in_at: if has_signed_in {
            1_700_000_000_000 + i64::try_from(chance.below(60_000_000_000)).unwrap_or(0)
        } else {
            0
        },
        undeliverable_since: (chance.below(1000) < 2).then_some(1_790_000_000_000),
    }
}

/// The product's own idea of what people are found by, held against what is written here.
fn check(rows: &[Row], admin: &User) -> anyhow::Result<()> {
    for row in rows {
        let user =
            User { username: row.username.parse()?, email: Some(row.email().parse()?), name: row.name.clone(), ..admin.clone() };
        let words: BTreeSet<String> = user.words().iter().map(|word| word.as_str().to_owned()).collect();
        ensure!(words == row.words(), "{words:?} are not {:?}", row.words());
    }
    Ok(())
}

async fn write(connection: &mut SqliteConnection, account: &str, rows: &[Row]) -> anyhow::Result<()> {
    let mut users = QueryBuilder::<Sqlite>::new(
        "INSERT INTO users (id, account_id, username, username_folded, email, email_folded, name, name_folded, words, level, roles, state, \
         last_sign_in_at, undeliverable_since, sessions_valid_from, created_at) ",
    );
    users.push_values(rows, |mut tuple, row| {
        tuple.push_bind(&row.id).push_bind(account).push_bind(&row.username).push_bind(&row.username);
        tuple.push_bind(row.email()).push_bind(row.email()).push_bind(&row.name).push_bind(row.name.to_ascii_lowercase());
        tuple.push_bind(row.words().iter().flat_map(|word| ["\n", word]).collect::<String>());
        tuple.push_bind("staff").push_bind("manage-own-mfa recordings").push_bind(row.state);
        tuple.push_bind(row.last_sign_in_at).push_bind(row.undeliverable_since).push_bind(0_i64).push_bind(1_700_000_000_000_i64);
    });
    users.build().execute(&mut *connection).await?;
    let words: Vec<(String, &str)> =
        rows.iter().flat_map(|row| row.words().into_iter().map(|word| (word, row.id.as_str()))).collect();
    let mut query = QueryBuilder::<Sqlite>::new("INSERT INTO user_words (account_id, word, user_id) ");
    query.push_values(words, |mut tuple, (word, id)| {
        tuple.push_bind(account).push_bind(word).push_bind(id);
    });
    query.build().execute(&mut *connection).await?;
    Ok(())
}

fn first_names() -> Vec<String> {
    let common = "Maria James Mohammed Anna David Jose Sarah Juan Emma Michael Laura Robert Fatima Peter Julia Thomas Elena Paul Sofia \
                  Henry Alice George Carmen Daniel Lucia Martin Olivia Simon Nadia Frank";
    common.split_whitespace().map(str::to_owned).chain(made_up(270, 2)).collect()
}

fn last_names() -> Vec<String> {
    let common = "Garcia Smith Jones Martinez Mueller Jackson Lopez Brown Rossi Nguyen Kim Patel Silva Novak Cohen Ali Murphy Schmidt \
                  Dubois Larsen";
    common.split_whitespace().map(str::to_owned).chain(made_up(480, 3)).collect()
}

/// Names of so many syllables, each different.
fn made_up(count: usize, syllables: u32) -> Vec<String> {
    const ONSETS: [&str; 16] = ["B", "D", "F", "G", "H", "K", "L", "M", "N", "P", "R", "S", "T", "V", "W", "Y"];
    const REST: [&str; 12] = ["an", "ero", "il", "ova", "ud", "eth", "ori", "ant", "el", "ika", "om", "ur"];
    let pick = |from: &[&'static str], index: usize| from.get(index % from.len()).copied().unwrap_or_default();
    (0..count)
        .map(|number| {
            let tail: String =
                (1..syllables).map(|place| pick(&REST, number / 16 / 12_usize.pow(place - 1) + number * 5 % 7)).collect();
            format!("{}{}{}", pick(&ONSETS, number), pick(&REST, number * 7 / 16 + number), tail)
        })
        .collect()
}
