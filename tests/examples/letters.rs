//! Whether a letter that waits is ever lost: 500 people asked for a link, and the gateway that mails them is killed with SIGKILL at
//! random moments and started again. Prints who got their letter, how many came twice, and whether every link in every copy is good.
//!
//! `cargo run -p gatehouse-tests --example letters [KILLS] [SEED]`, after `cargo build -p gatehouse`

use std::{
    collections::{BTreeMap, BTreeSet},
    time::{Duration, Instant},
};

use anyhow::{Context as _, ensure};
use gatehouse::{Parts, wiring::Office};
use gatehouse_auth_core::{
    account::AccountKind,
    flow::{
        administer::{Administrator, NewUser},
        forgot::{Forgotten, Outcome, forgot},
    },
    identifier::Folded,
    permission::{Level, Preset},
    secret::SecretDigest,
};
use gatehouse_config::{Config, Sources};
use gatehouse_tests::{
    Letter, Mailbox,
    chance::Chance,
    command::{Operator, Serving},
    patience::eventually,
};

const PEOPLE: usize = 500;
/// How many people's links are used up in the end; everybody's are opened.
const USED: usize = 25;
/// The mail server takes as long twice for each letter: so that a kill finds letters at every step.
const HESITATION: Duration = Duration::from_millis(30);
/// A gateway lives at most so long: with all kills, somewhat longer than the letters take.
const LONGEST_LIFE_MS: u64 = 300;

#[tokio::main]
async fn main() -> anyhow::Result<()> {
    let mut arguments = std::env::args().skip(1);
    let kills: usize = arguments.next().map_or(Ok(50), |kills| kills.parse())?;
    let seed: u64 = arguments.next().map_or(Ok(1), |seed| seed.parse())?;
    let mut chance = Chance::new(seed);
    let mailbox = Mailbox::start().await;
    mailbox.hesitates(HESITATION);
    let operator = Operator::new("http://127.0.0.1:9", "");
    operator.writes(&configuration(&mailbox.url(), &operator));
    queue(&operator).await?;

    let began = Instant::now();
    let mut still_going = 0;
    for _ in 0..kills {
        let serving = operator.serves().await;
        tokio::time::sleep(Duration::from_millis(chance.below(LONGEST_LIFE_MS))).await;
        still_going += usize::from(letters_waiting(&operator).await? > 0);
        // Dropped, it is killed with SIGKILL.
        drop(serving);
    }
    let after_kills = began.elapsed();
    let serving = operator.serves().await;
    eventually("every letter has left", Duration::from_mins(2), async || {
        (letters_waiting(&operator).await.ok()? == 0).then_some(())
    })
    .await;
    let took = began.elapsed();

    let letters = mailbox.letters();
    let mut by_person: BTreeMap<&str, Vec<&Letter>> = BTreeMap::new();
    for letter in &letters {
        by_person.entry(letter.to.as_str()).or_default().push(letter);
    }
    let doubles = by_person.values().filter(|copies| copies.len() > 1).count();
    let names: BTreeSet<String> = letters.iter().map(|letter| letter.header("Message-ID")).collect();
    println!(
        "seed {seed}: {kills} kills, {still_going} of them while letters waited; {:.1} s until the last kill",
        after_kills.as_secs_f64()
    );
    println!("people with a letter: {} of {PEOPLE}, after {:.1} s", by_person.len(), took.as_secs_f64());
    let most = by_person.values().map(Vec::len).max().unwrap_or(0);
    println!(
        "copies delivered: {}; people with more than one: {doubles}, with {most} at most; Message-IDs: {}",
        letters.len(),
        names.len()
    );
    let (opened, dead) = open_all(&serving, &by_person).await;
    println!("links opened: {opened}; dead before anybody used one: {dead}");
    let (used, outlived) = use_some(&serving, &by_person).await?;
    println!("people who used a link: {used}; copies of it that were still good afterwards: {outlived}");
    ensure!(by_person.len() == PEOPLE, "somebody got no letter");
    ensure!(names.len() == PEOPLE, "one letter went by two names");
    ensure!(dead == 0 && outlived == 0, "a link was dead too early, or good too long");
    Ok(())
}

fn configuration(mailbox: &str, operator: &Operator) -> String {
    let data_dir = operator.config().with_file_name("data").display().to_string();
    format!(
        "[server]\nlisten = [\"127.0.0.1:0\"]\nmanagement = \"127.0.0.1:0\"\ndata_dir = {data_dir:?}\n\
         [password]\nargon2 = {{ memory = \"8MiB\", iterations = 1, lanes = 1 }}\n\
         [mail]\nurl = {mailbox:?}\nfrom = \"Call Records <no-reply@calls.example>\"\ntimeout = \"2s\"\n\
         [[portal]]\nname = \"calls\"\ntitle = \"Call Records\"\nurl = \"http://calls.localhost\"\nupstream = \"http://127.0.0.1:9\"\n\
         recovery = \"link\"\n"
    )
}

async fn office(operator: &Operator) -> anyhow::Result<(Office, Config)> {
    let config = Config::load(&Sources { file: Some(operator.config()), ..Sources::default() })
        .map_err(|mistakes| anyhow::anyhow!("{mistakes}"))?;
    Ok((Office::open(&config, Parts::default()).await?, config))
}

/// Adds everybody, and has everybody forget their password, each from a network of their own.
async fn queue(operator: &Operator) -> anyhow::Result<()> {
    let (office, config) = office(operator).await?;
    let portals = gatehouse::compile::admissions(&config);
    let admission = portals.first().context("a portal")?;
    let administrator = Administrator::at_the_command_line(&office.outside, &portals);
    administrator.add_account("ACME".parse()?, "Acme".to_owned(), AccountKind::Customer).await?;
    for number in 0..PEOPLE {
        let new = NewUser {
            username: format!("person{number}").parse()?,
            email: Some(address_of(number).parse()?),
            name: format!("Person {number}"),
            level: Level::Staff,
            roles: Preset::User.roles(),
            password: None,
            language: None,
        };
        administrator.add_user(&Folded::of("ACME"), new).await?;
        let asked = Forgotten {
            admission,
            account: None,
            identifier: Folded::of(&address_of(number)),
            network: format!("10.0.{}.{}", number / 250, number % 250).parse()?,
            device: "a browser".to_owned(),
            browser: SecretDigest::of(&number.to_be_bytes()),
        };
        ensure!(matches!(forgot(&office.outside, asked).await?, Outcome::Queued), "a request was throttled");
    }
    office.close().await;
    Ok(())
}

fn address_of(number: usize) -> String {
    format!("person{number}@acme.example")
}

/// Looked up in the file from outside, as nothing but an onlooker: the gateway is another process.
async fn letters_waiting(operator: &Operator) -> anyhow::Result<i64> {
    let file = operator.config().with_file_name("data").join("gatehouse.db");
    let options = sqlx::sqlite::SqliteConnectOptions::new().filename(file).busy_timeout(Duration::from_secs(10));
    let mut connection = sqlx::ConnectOptions::connect(&options).await?;
    let waiting = sqlx::query_scalar("SELECT count(*) FROM letters").fetch_one(&mut connection).await?;
    sqlx::Connection::close(connection).await?;
    Ok(waiting)
}

/// Opens every link of everybody: how many those are, and how many of them are dead.
async fn open_all(serving: &Serving, by_person: &BTreeMap<&str, Vec<&Letter>>) -> (usize, usize) {
    let (mut opened, mut dead) = (0, 0);
    for letter in by_person.values().flatten() {
        let mut browser = serving.browser();
        browser.opens(&letter.link()).await.is(303);
        opened += 1;
        dead += usize::from(browser.opens("/_auth/reset").await.status != 200);
    }
    (opened, dead)
}

/// Some people, first those with the most copies, use their latest link: how many, and how many of their other copies are good still.
async fn use_some(serving: &Serving, by_person: &BTreeMap<&str, Vec<&Letter>>) -> anyhow::Result<(usize, usize)> {
    let mut people: Vec<&Vec<&Letter>> = by_person.values().collect();
    people.sort_by_key(|copies| std::cmp::Reverse(copies.len()));
    let (mut used, mut outlived) = (0, 0);
    for copies in people.into_iter().take(USED) {
        let (last, others) = copies.split_last().context("a letter")?;
        let mut browser = serving.browser();
        browser.opens(&last.link()).await.is(303);
        let csrf = browser.csrf("/_auth/reset").await;
        let password = "harbour violet anvil teaspoon";
        let fields = [("csrf", csrf.as_str()), ("password", password), ("password_confirmation", password)];
        browser.posts("/_auth/reset", &fields).await.is(303);
        used += 1;
        for other in others {
            let mut browser = serving.browser();
            browser.opens(&other.link()).await.is(303);
            outlived += usize::from(browser.opens("/_auth/reset").await.status != 410);
        }
    }
    Ok((used, outlived))
}
