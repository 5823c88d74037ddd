//! `gatehouse demo`: everything embedded, and nothing kept.

use std::{collections::BTreeSet, net::SocketAddr, sync::Arc};

use anyhow::{Context as _, bail};
use gatehouse_auth_core::{
    account::AccountKind,
    flow::administer::{Administrator, NewUser},
    permission::{Level, Preset},
    secret::TypedPassword,
};
use gatehouse_config::{
    Config,
    section::{Log, LogFormat, LogLevel},
};
use tokio::{
    net::TcpListener,
    signal::unix::{SignalKind, signal},
};
use tokio_util::sync::CancellationToken;

use super::{call_records, crm, server, verifier::Verifier};
use crate::{
    compile, telemetry,
    wiring::{self, Parts, Running},
};

/// Arguments of `gatehouse demo`.
#[derive(Debug, clap::Args)]
pub struct Arguments {
    /// Where to listen; an address of this machine, since the passwords are public
    #[arg(long, value_name = "ADDR", default_value = "127.0.0.1:8080")]
    listen: SocketAddr,
}

/// The password of everyone in the demo.
const PASSWORD: &str = "harbour violet anvil teaspoon";

/// Who can sign in: account, username, email, name, level, preset.
const PEOPLE: [(&str, &str, &str, &str, Level, Preset); 3] = [
    ("HARBOUR", "maya", "maya@harbour.example", "Maya Okafor", Level::Company, Preset::Admin),
    ("HARBOUR", "tomasz", "tomasz@harbour.example", "Tomasz Zieliński", Level::Team, Preset::User),
    ("NORTHWIND", "siti", "siti@northwind.example", "Siti Nurhaliza", Level::Company, Preset::Admin),
];

/// A demo that runs.
pub struct Demo {
    running: Running,
    upstreams: CancellationToken,
    _data_dir: tempfile::TempDir,
}

impl Demo {
    /// Starts it; with port 0, on a free one.
    pub async fn start(listen: SocketAddr) -> anyhow::Result<Self> {
        if !listen.ip().is_loopback() {
            bail!("the demo's passwords are public: listen on an address of this machine, such as 127.0.0.1:8080");
        }
        // Portals are found by host and port, so a free port has to be known before the configuration is written.
        let free = |address: SocketAddr| async move {
            TcpListener::bind(address)
                .await
                .and_then(|listener| listener.local_addr())
                .with_context(|| format!("{address} is taken; choose another with --listen 127.0.0.1:PORT"))
        };
        let listen = free(listen).await?;
        let management = free(SocketAddr::new(listen.ip(), 0)).await?;
        let data_dir = tempfile::Builder::new().prefix("gatehouse-demo-").tempdir()?;
        let (calls, crm) = (TcpListener::bind((listen.ip(), 0)).await?, TcpListener::bind((listen.ip(), 0)).await?);
        let text = configuration(listen, management, calls.local_addr()?, crm.local_addr()?, data_dir.path())?;
        let config = Config::from_toml(&text)?;
        let running = wiring::start(&config, Parts::default()).await?;
        add_people(&running, &config).await?;

        let upstreams = CancellationToken::new();
        let jwks: http::Uri = format!("http://{management}/jwks.json").parse()?;
        let verifier = |name: &str| {
            let issuer = format!("http://{name}.localhost:{}", listen.port());
            Arc::new(Verifier::new(jwks.clone(), issuer, name.to_owned()))
        };
        tokio::spawn(server::serve(calls, call_records::router(verifier("calls"), "/_auth"), upstreams.clone()));
        tokio::spawn(server::serve(crm, crm::router(verifier("crm"), "/_auth"), upstreams.clone()));
        Ok(Self { running, upstreams, _data_dir: data_dir })
    }

    /// Where it listens.
    pub fn address(&self) -> Option<SocketAddr> {
        self.running.addresses().first().copied()
    }

    /// Its management address.
    pub fn management(&self) -> SocketAddr {
        self.running.management()
    }

    /// Stops it, and throws everything away.
    pub async fn stop(self) {
        self.running.stop().await;
        self.upstreams.cancel();
    }
}

/// Runs the demo until it is told to stop.
pub async fn run(arguments: Arguments) -> anyhow::Result<()> {
    telemetry::start_logging(&Log { level: LogLevel::Warn, format: LogFormat::Text });
    let (mut terminate, mut interrupt) = (signal(SignalKind::terminate())?, signal(SignalKind::interrupt())?);
    let demo = Demo::start(arguments.listen).await?;
    let port = demo.address().map_or(0, |address| address.port());
    introduce(port, demo.management())?;
    tokio::select! {
        _ = terminate.recv() => {}
        _ = interrupt.recv() => {}
    }
    demo.stop().await;
    Ok(())
}

fn introduce(port: u16, management: SocketAddr) -> std::io::Result<()> {
    use std::io::Write as _;
    let mut out = std::io::stdout().lock();
    writeln!(
        out,
        "
  Gatehouse is up, with two applications behind it. Nothing you do here is kept.

    Call Record Web Portal   http://calls.localhost:{port}/     sign in by username
    Northwind CRM            http://crm.localhost:{port}/       sign in by username or email address

  Everyone's password is   {PASSWORD}
"
    )?;
    for (account, username, email, name, ..) in PEOPLE {
        writeln!(out, "    {username:<8} {email:<24} {name}, of {account}")?;
    }
    writeln!(
        out,
        "
    Only people of NORTHWIND and HARBOUR can use the CRM; its /admin page wants the role manage-users.
    Metrics, health, public keys: http://{management}/metrics /readyz /jwks.json

  Ctrl-C ends it.
"
    )?;
    out.flush()
}

fn configuration(
    listen: SocketAddr,
    management: SocketAddr,
    calls: SocketAddr,
    crm: SocketAddr,
    data_dir: &std::path::Path,
) -> anyhow::Result<String> {
    let port = listen.port();
    let data_dir = serde_json::to_string(data_dir)?;
    Ok(format!(
        r##"
[server]
listen = ["{listen}"]
management = "{management}"
data_dir = {data_dir}
shutdown_grace = "2s"

[[portal]]
name = "calls"
title = "Call Record Web Portal"
url = "http://calls.localhost:{port}"
upstream = "http://{calls}"
sign_in = "username"
support = "support@calls.example"
[portal.brand]
accent = "#2446a6"
[[portal.rule]]
path = "/public/*"
access = "anyone"

[[portal]]
name = "crm"
title = "Northwind CRM"
url = "http://crm.localhost:{port}"
upstream = "http://{crm}"
sign_in = "username-or-email"
support = "support@crm.example"
accounts = ["NORTHWIND", "HARBOUR"]
[portal.brand]
accent = "#0f766e"
[portal.identity]
profile = "authelia"
[[portal.rule]]
path = "/admin"
access = "signed-in"
roles = ["manage-users"]
"##
    ))
}

async fn add_people(running: &Running, config: &Config) -> anyhow::Result<()> {
    let portals = compile::admissions(config);
    let administrator = Administrator { outside: running.outside(), portals: &portals };
    let accounts: BTreeSet<&str> = PEOPLE.iter().map(|(account, ..)| *account).collect();
    for account in accounts {
        let name = if account == "HARBOUR" { "Harbour Contact" } else { "Northwind Traders" };
        administrator.add_account(account.parse()?, name.to_owned(), AccountKind::Customer).await?;
    }
    for (account, username, email, name, level, preset) in PEOPLE {
        let new = NewUser {
            username: username.parse()?,
            email: Some(email.parse()?),
            name: name.to_owned(),
            level,
            roles: preset.roles(),
            password: TypedPassword::new(PASSWORD.to_owned()),
        };
        administrator.add_user(&gatehouse_auth_core::identifier::Folded::of(account), new).await?;
    }
    Ok(())
}
