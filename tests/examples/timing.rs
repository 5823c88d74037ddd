//! Whether the sign-in form takes the same time for people who exist and people who do not: 1,000 tries each, interleaved, with the
//! throttles opened. Prints both distributions and how far apart they lie.
//!
//! `cargo run --release -p gatehouse-tests --example timing [TRIES]`

use std::time::{Duration, Instant};

use anyhow::Context as _;
use gatehouse_auth_core::{
    account::AccountKind,
    flow::administer::{Administrator, NewUser},
    identifier::Folded,
    permission::{Level, Preset},
    secret::TypedPassword,
};
use http_body_util::{BodyExt as _, Full};
use hyper::{Request, body::Bytes, client::conn::http1};
use hyper_util::rt::TokioIo;
use tokio::net::{TcpListener, TcpStream};

type Client = http1::SendRequest<Full<Bytes>>;

#[tokio::main]
async fn main() -> anyhow::Result<()> {
    let tries: usize = std::env::args().nth(1).map_or(Ok(1000), |tries| tries.parse())?;
    let folder = tempfile::tempdir()?;
    let free = TcpListener::bind("127.0.0.1:0").await?.local_addr()?;
    let open = r#"{ failures = 1000000, window = "1m", pause = "1m" }"#;
    let config = gatehouse_config::Config::from_toml(&format!(
        "[server]\nlisten = [\"{free}\"]\nmanagement = \"127.0.0.1:0\"\ndata_dir = {:?}\n\
         [limits]\ntyped = {open}\nperson = {open}\nnetwork = {open}\n\
         [[portal]]\nname = \"calls\"\ntitle = \"Calls\"\nurl = \"http://{free}\"\nupstream = \"http://127.0.0.1:9\"\nsign_in = \"username\"\n",
        folder.path().display().to_string()
    ))?;
    let running = gatehouse::start(&config, gatehouse::Parts::default()).await?;
    let portals = gatehouse::compile::admissions(&config);
    let administrator = Administrator::at_the_command_line(running.outside(), &portals);
    administrator.add_account("ACME".parse()?, "Acme".to_owned(), AccountKind::Customer).await?;
    for number in 0..50 {
        let new = NewUser {
            username: format!("known{number:02}").parse()?,
            email: None,
            name: "Someone".to_owned(),
            level: Level::Staff,
            roles: Preset::User.roles(),
            password: TypedPassword::new("harbour violet anvil teaspoon".to_owned()),
            language: None,
        };
        administrator.add_user(&Folded::of("ACME"), new).await?;
    }
    let mut client = connect(free).await?;
    let (cookie, csrf) = form(&mut client, &free.to_string()).await?;
    let (mut known, mut unknown) = (Vec::new(), Vec::new());
    let mut sizes = std::collections::BTreeSet::new();
    for try_number in 0..tries {
        let number = try_number % 50;
        let names = [(true, format!("known{number:02}")), (false, format!("nobdy{number:02}"))];
        // Whoever goes second finds warmer caches: take turns.
        let order = if try_number % 2 == 0 { [0, 1] } else { [1, 0] };
        for index in order {
            let Some((is_known, name)) = names.get(index) else { continue };
            let (took, size) = attempt(&mut client, &free.to_string(), &cookie, &csrf, name).await?;
            sizes.insert(size);
            if *is_known { known.push(took) } else { unknown.push(took) }
        }
    }
    report(&mut known, &mut unknown);
    println!("sizes of the answers seen, in bytes: {sizes:?}");
    running.stop().await;
    Ok(())
}

async fn connect(address: std::net::SocketAddr) -> anyhow::Result<Client> {
    let stream = TcpStream::connect(address).await?;
    stream.set_nodelay(true)?;
    let (client, connection) = http1::handshake(TokioIo::new(stream)).await?;
    tokio::spawn(connection);
    Ok(client)
}

async fn form(client: &mut Client, host: &str) -> anyhow::Result<(String, String)> {
    let request = Request::get("/_auth/login").header("host", host).body(Full::default())?;
    let answer = client.send_request(request).await?;
    let cookie = answer.headers().get("set-cookie").context("a form cookie")?.to_str()?;
    let cookie = cookie.split(';').next().unwrap_or_default().to_owned();
    let page = String::from_utf8(answer.into_body().collect().await?.to_bytes().to_vec())?;
    let (_, rest) = page.split_once(r#"name="csrf" value=""#).context("a token")?;
    Ok((cookie, rest.split('"').next().unwrap_or_default().to_owned()))
}

async fn attempt(client: &mut Client, host: &str, cookie: &str, csrf: &str, name: &str) -> anyhow::Result<(Duration, usize)> {
    let body = format!("csrf={csrf}&username={name}&password=wrong+password");
    let request = Request::post("/_auth/login")
        .header("host", host)
        .header("cookie", cookie)
        .header("content-type", "application/x-www-form-urlencoded")
        .body(Full::new(Bytes::from(body)))?;
    client.ready().await?;
    let began = Instant::now();
    let answer = client.send_request(request).await?;
    anyhow::ensure!(answer.status() == 401, "an attempt was answered by {}", answer.status());
    let size = answer.into_body().collect().await?.to_bytes().len();
    Ok((began.elapsed(), size))
}

fn report(known: &mut [Duration], unknown: &mut [Duration]) {
    known.sort();
    unknown.sort();
    println!("{:>10}{:>12}{:>12}", "", "known ms", "unknown ms");
    for percent in [1, 5, 25, 50, 75, 95, 99] {
        let at = |sorted: &[Duration]| sorted.get(sorted.len() * percent / 100).map_or(0.0, |took| took.as_secs_f64() * 1000.0);
        println!("{:>9}%{:>12.3}{:>12.3}", percent, at(known), at(unknown));
    }
    let distance = kolmogorov_smirnov(known, unknown);
    #[expect(clippy::cast_precision_loss, reason = "thousands of tries are far below 2^52")]
    let threshold = 1.36 * ((known.len() + unknown.len()) as f64 / (known.len() * unknown.len()) as f64).sqrt();
    println!(
        "largest distance between the two distribution functions: {distance:.3} (below {threshold:.3}: not told apart at 5 %)"
    );
}

/// The two-sample Kolmogorov–Smirnov statistic of two sorted samples.
#[expect(clippy::cast_precision_loss, reason = "thousands of tries are far below 2^52")]
fn kolmogorov_smirnov(one: &[Duration], other: &[Duration]) -> f64 {
    let share = |sorted: &[Duration], value: &Duration| sorted.partition_point(|took| took <= value) as f64 / sorted.len() as f64;
    one.iter().chain(other).map(|value| (share(one, value) - share(other, value)).abs()).fold(0.0, f64::max)
}
