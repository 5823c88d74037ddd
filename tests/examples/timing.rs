//! Whether forms take the same time for people who exist and people who do not: 1,000 tries each, interleaved, with the throttles
//! opened. Every form of recovery, and failures at the sign-in form of people with a temporary password under way, without one, and
//! nobody. Prints the distributions, how far apart they lie, and the sizes of the answers.
//!
//! `cargo run --release -p gatehouse-tests --example timing [TRIES]`

use std::{
    collections::BTreeSet,
    fmt::Write as _,
    net::SocketAddr,
    path::Path,
    time::{Duration, Instant},
};

use anyhow::Context as _;
use gatehouse_auth_core::{
    account::AccountKind,
    flow::administer::{Administrator, NewUser},
    identifier::Folded,
    permission::{Level, Preset},
    secret::TypedPassword,
};
use gatehouse_config::Config;
use gatehouse_tests::{Mailbox, patience::eventually};
use http_body_util::{BodyExt as _, Full};
use hyper::{Request, StatusCode, body::Bytes, client::conn::http1};
use hyper_util::rt::TokioIo;
use tokio::net::TcpStream;

type Client = http1::SendRequest<Full<Bytes>>;

/// People of each kind.
const EACH: usize = 25;
/// The portals, each with a way back in of its own, and what their forms ask for.
const FLOWS: [(&str, &str); 4] = [
    ("emailed-password", "email=NAME%40acme.example"),
    ("link", "email=NAME%40acme.example"),
    ("link-then-temporary", "account_id=ACME&username=NAME"),
    ("admin-approval", "username=NAME"),
];

#[tokio::main]
async fn main() -> anyhow::Result<()> {
    let tries: usize = std::env::args().nth(1).map_or(Ok(1000), |tries| tries.parse())?;
    let folder = tempfile::tempdir()?;
    let mailbox = Mailbox::start().await;
    let config =
        Config::from_toml(&configuration(folder.path(), &mailbox.url())).map_err(|mistakes| anyhow::anyhow!("{mistakes}"))?;
    let running = gatehouse::start(&config, gatehouse::Parts::default()).await?;
    let address = *running.addresses().first().context("it listens")?;
    add_people(&running, &config).await?;

    // Those called "waits" ask for a temporary password, and do not use it.
    let form =
        Form::open(address, "emailed-password", "/_auth/forgot", "email=NAME%40acme.example", StatusCode::SEE_OTHER).await?;
    let mut client = connect(address).await?;
    for number in 0..EACH {
        form.posts(&mut client, &name("waits", number)).await?;
    }
    eventually("every temporary password has been mailed", Duration::from_mins(1), async || {
        let waiting: BTreeSet<_> =
            mailbox.letters().into_iter().map(|letter| letter.to).filter(|to| to.starts_with("waits")).collect();
        (waiting.len() == EACH).then_some(())
    })
    .await;

    println!(
        "{:<38}{:>8}{:>9}{:>9}{:>9}  largest distance (told apart at 5 % from)",
        "form, and who", "tries", "p50 ms", "p95 ms", "p99 ms"
    );
    for (flow, fields) in FLOWS {
        let form = Form::open(address, flow, "/_auth/forgot", fields, StatusCode::SEE_OTHER).await?;
        form.compares(flow, &["known", "nobod"], tries).await?;
    }
    let fields = "username=NAME&password=wrong+password";
    let form = Form::open(address, "emailed-password", "/_auth/login", fields, StatusCode::UNAUTHORIZED).await?;
    form.compares("sign-in that fails", &["known", "waits", "nobod"], tries).await?;
    running.stop().await;
    Ok(())
}

fn configuration(folder: &Path, mailbox: &str) -> String {
    let open = r#"{ failures = 1000000, window = "1m", pause = "1m" }"#;
    let mut portals = String::new();
    for (flow, _) in FLOWS {
        let sign_in = if flow == "link-then-temporary" { "account-username" } else { "username-or-email" };
        let _ = write!(
            portals,
            "[[portal]]\nname = {flow:?}\ntitle = \"Calls\"\nurl = \"http://{flow}.localhost\"\nupstream = \"http://127.0.0.1:9\"\n\
             sign_in = {sign_in:?}\nrecovery = {flow:?}\n"
        );
    }
    format!(
        "[server]\nlisten = [\"127.0.0.1:0\"]\nmanagement = \"127.0.0.1:0\"\ndata_dir = {:?}\n\
         [mail]\nurl = {mailbox:?}\nfrom = \"no-reply@calls.example\"\n\
         [limits]\ntyped = {open}\nperson = {open}\nnetwork = {open}\nrecovery = {open}\nrecovery_network = {open}\nletters = {open}\n{portals}",
        folder.display().to_string()
    )
}

/// Every name has as many letters as every other.
fn name(kind: &str, number: usize) -> String {
    format!("{kind}{number:02}")
}

async fn add_people(running: &gatehouse::Running, config: &Config) -> anyhow::Result<()> {
    let portals = gatehouse::compile::admissions(config);
    let administrator = Administrator::at_the_command_line(running.outside(), &portals);
    administrator.add_account("ACME".parse()?, "Acme".to_owned(), AccountKind::Customer).await?;
    for kind in ["known", "waits"] {
        for number in 0..EACH {
            let new = NewUser {
                username: name(kind, number).parse()?,
                email: Some(format!("{}@acme.example", name(kind, number)).parse()?),
                name: "Someone".to_owned(),
                level: Level::Staff,
                roles: Preset::User.roles(),
                password: TypedPassword::new("harbour violet anvil teaspoon".to_owned()),
                language: None,
            };
            administrator.add_user(&Folded::of("ACME"), new).await?;
        }
    }
    Ok(())
}

/// A form that somebody has opened.
struct Form {
    address: SocketAddr,
    host: String,
    path: &'static str,
    cookie: String,
    csrf: String,
    fields: &'static str,
    expected: StatusCode,
}

/// What was measured of one kind of name.
#[derive(Default)]
struct Sample {
    times: Vec<Duration>,
    sizes: BTreeSet<usize>,
}

impl Form {
    async fn open(
        address: SocketAddr,
        portal: &str,
        path: &'static str,
        fields: &'static str,
        expected: StatusCode,
    ) -> anyhow::Result<Self> {
        let host = format!("{portal}.localhost");
        let mut client = connect(address).await?;
        let request = Request::get(path).header("host", &host).body(Full::default())?;
        let answer = client.send_request(request).await?;
        let cookie = answer.headers().get("set-cookie").context("a form cookie")?.to_str()?;
        let cookie = cookie.split(';').next().unwrap_or_default().to_owned();
        let page = String::from_utf8(answer.into_body().collect().await?.to_bytes().to_vec())?;
        let (_, rest) = page.split_once(r#"name="csrf" value=""#).context("a token")?;
        let csrf = rest.split('"').next().unwrap_or_default().to_owned();
        Ok(Self { address, host, path, cookie, csrf, fields, expected })
    }

    /// Tries names of these kinds by turns, and prints what came out of it.
    async fn compares(&self, title: &str, kinds: &[&str], tries: usize) -> anyhow::Result<()> {
        let mut client = connect(self.address).await?;
        let mut samples: Vec<Sample> = kinds.iter().map(|_| Sample::default()).collect();
        for number in 0..tries {
            // Whoever goes second finds warmer caches: take turns.
            for turn in 0..kinds.len() {
                let index = (turn + number) % kinds.len();
                let (Some(kind), Some(sample)) = (kinds.get(index), samples.get_mut(index)) else { continue };
                let (took, size) = self.posts(&mut client, &name(kind, number % EACH)).await?;
                sample.times.push(took);
                sample.sizes.insert(size);
            }
        }
        for sample in &mut samples {
            sample.times.sort();
        }
        let Some((reference, others)) = samples.split_first() else { return Ok(()) };
        report(title, kinds.first().copied().unwrap_or_default(), reference, None);
        for (kind, other) in kinds.iter().skip(1).zip(others) {
            report(title, kind, other, Some(reference));
        }
        Ok(())
    }

    /// How long the answer takes, and how many bytes it has.
    async fn posts(&self, client: &mut Client, name: &str) -> anyhow::Result<(Duration, usize)> {
        let body = format!("csrf={}&{}", self.csrf, self.fields.replace("NAME", name));
        let request = Request::post(self.path)
            .header("host", &self.host)
            .header("cookie", &self.cookie)
            .header("content-type", "application/x-www-form-urlencoded")
            .body(Full::new(Bytes::from(body)))?;
        client.ready().await?;
        let began = Instant::now();
        let answer = client.send_request(request).await?;
        anyhow::ensure!(answer.status() == self.expected, "{} was answered by {}", self.path, answer.status());
        let head: usize = answer.headers().iter().map(|(name, value)| name.as_str().len() + value.len() + 4).sum();
        let size = head + answer.into_body().collect().await?.to_bytes().len();
        Ok((began.elapsed(), size))
    }
}

async fn connect(address: SocketAddr) -> anyhow::Result<Client> {
    let stream = TcpStream::connect(address).await?;
    stream.set_nodelay(true)?;
    let (client, connection) = http1::handshake(TokioIo::new(stream)).await?;
    tokio::spawn(connection);
    Ok(client)
}

fn report(title: &str, kind: &str, sample: &Sample, reference: Option<&Sample>) {
    let at = |percent: usize| {
        let times = &sample.times;
        times
            .get((times.len() * percent / 100).min(times.len().saturating_sub(1)))
            .map_or(0.0, |took| took.as_secs_f64() * 1000.0)
    };
    let who = format!("{title}: {kind}");
    print!("{who:<38}{:>8}{:>9.3}{:>9.3}{:>9.3}", sample.times.len(), at(50), at(95), at(99));
    if let Some(reference) = reference {
        let (distance, critical) = kolmogorov_smirnov(&reference.times, &sample.times);
        print!("  {distance:.3} ({critical:.3})");
    }
    println!("  bytes {:?}", sample.sizes);
}

/// The two-sample Kolmogorov–Smirnov statistic of two sorted samples, and its critical value at 5 %.
#[expect(clippy::cast_precision_loss, reason = "thousands of tries are far below 2^52")]
fn kolmogorov_smirnov(one: &[Duration], other: &[Duration]) -> (f64, f64) {
    let share = |sorted: &[Duration], value: &Duration| sorted.partition_point(|took| took <= value) as f64 / sorted.len() as f64;
    let distance = one.iter().chain(other).map(|value| (share(one, value) - share(other, value)).abs()).fold(0.0, f64::max);
    let critical = 1.358 * ((one.len() + other.len()) as f64 / (one.len() * other.len()) as f64).sqrt();
    (distance, critical)
}
