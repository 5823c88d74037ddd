//! `gatehouse demo`: everything embedded, and nothing kept.

use std::{net::SocketAddr, sync::Arc};

use anyhow::{Context as _, bail};
use gatehouse_auth_core::{
    account::AccountKind,
    flow::administer::{AccountEdit, Administrator, NewUser},
    identifier::Folded,
    mfa::MfaSetting,
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

use super::{
    call_records, crm,
    mailbox::{self, Mailbox},
    server,
    verifier::Verifier,
};
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

/// The accounts: Account ID, name, whose.
const ACCOUNTS: [(&str, &str, AccountKind); 5] = [
    ("HARBOUR", "Harbour Contact", AccountKind::Customer),
    ("NORTHWIND", "Northwind Traders", AccountKind::Customer),
    ("MERIDIAN", "Meridian Care", AccountKind::Customer),
    ("CANARY", "Canary Legal", AccountKind::Customer),
    ("VENDOR", "The vendor", AccountKind::Operator),
];

/// The account whose people decide for themselves whether they are asked for a second factor.
const WITH_MFA: &str = "MERIDIAN";

/// Who can sign in: account, username, email, name, level, preset.
const PEOPLE: [(&str, &str, &str, &str, Level, Preset); 8] = [
    ("HARBOUR", "maya", "maya@harbour.example", "Maya Okafor", Level::Company, Preset::Admin),
    ("HARBOUR", "tomasz", "tomasz@harbour.example", "Tomasz Zieliński", Level::Team, Preset::User),
    ("NORTHWIND", "siti", "siti@northwind.example", "Siti Nurhaliza", Level::Company, Preset::Admin),
    ("MERIDIAN", "priya", "priya@meridian.example", "Priya Raman", Level::Company, Preset::Admin),
    ("MERIDIAN", "diego", "diego@meridian.example", "Diego Fuentes", Level::Team, Preset::User),
    ("CANARY", "amara", "amara@canary.example", "Amara Diallo", Level::Company, Preset::Admin),
    ("CANARY", "kenji", "kenji@canary.example", "Kenji Sato", Level::Team, Preset::User),
    ("VENDOR", "opal", "opal@vendor.example", "Opal Vance", Level::Company, Preset::Admin),
];

/// A portal in front of one of the sample applications.
struct SamplePortal {
    name: &'static str,
    title: &'static str,
    application: Application,
    sign_in: &'static str,
    /// How people sign in and get back in, for whoever reads the first screen.
    told: &'static str,
    accent: &'static str,
    /// Further keys.
    keys: &'static str,
    /// Tables after the keys.
    tables: &'static str,
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Application {
    Calls,
    Crm,
    Mailbox,
}

const PORTALS: [SamplePortal; 6] = [
    SamplePortal {
        name: "calls",
        title: "Call Record Web Portal",
        application: Application::Calls,
        sign_in: "username",
        told: "sign in by username; forgotten: a temporary password by mail",
        accent: "#2446a6",
        keys: "recovery = \"emailed-password\"\naccounts = [\"HARBOUR\", \"NORTHWIND\"]",
        tables: "[[portal.rule]]\npath = \"/public/*\"\naccess = \"anyone\"",
    },
    SamplePortal {
        name: "crm",
        title: "Northwind CRM",
        application: Application::Crm,
        sign_in: "username-or-email",
        told: "sign in by username or email address; forgotten: a link by mail",
        accent: "#0f766e",
        keys: "recovery = \"link\"\naccounts = [\"NORTHWIND\", \"HARBOUR\"]",
        tables: "[portal.identity]\nprofile = \"authelia\"\n[[portal.rule]]\npath = \"/admin\"\naccess = \"signed-in\"\nroles = [\"manage-users\"]",
    },
    SamplePortal {
        name: "centre",
        title: "Contact Centre Admin",
        application: Application::Calls,
        sign_in: "account-username",
        told: "sign in by Account ID and username; forgotten: a link, then a temporary password",
        accent: "#7c3aed",
        keys: "recovery = \"link-then-temporary\"\naccounts = [\"MERIDIAN\"]",
        tables: "[[portal.rule]]\npath = \"/identity\"\naccess = \"mfa\"",
    },
    SamplePortal {
        name: "vault",
        title: "Recorded Conversations",
        application: Application::Calls,
        sign_in: "username-or-email",
        told: "sign in by username or email address; forgotten: an administrator approves",
        accent: "#9a3412",
        keys: "recovery = \"admin-approval\"\naccounts = [\"CANARY\"]",
        tables: "",
    },
    SamplePortal {
        name: "console",
        title: "Vendor Console",
        application: Application::Crm,
        sign_in: "username",
        told: "the operators' console, at /_auth/operator/accounts",
        accent: "#334155",
        keys: "recovery = \"link\"\noperators = true\naccounts = [\"VENDOR\"]",
        tables: "[portal.identity]\nprofile = \"authelia\"",
    },
    SamplePortal {
        name: "mail",
        title: "Mailbox",
        application: Application::Mailbox,
        sign_in: "username",
        told: "every letter that is mailed here; no sign-in",
        accent: "#334155",
        keys: "",
        tables: "[[portal.rule]]\npath = \"/*\"\naccess = \"anyone\"",
    },
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
        let mut listeners = Vec::new();
        for portal in &PORTALS {
            listeners.push((portal, TcpListener::bind((listen.ip(), 0)).await?));
        }
        let mut text = head(listen, management, data_dir.path())?;
        for (portal, listener) in &listeners {
            text.push_str(&portal.configuration(listen.port(), listener.local_addr()?));
        }
        let config = Config::from_toml(&text)?;
        let mailbox = Mailbox::default();
        let parts = Parts { post: Some(Arc::new(mailbox.clone())), ..Parts::default() };
        let running = wiring::start(&config, parts).await?;
        add_people(&running, &config).await?;

        let upstreams = CancellationToken::new();
        let jwks: http::Uri = format!("http://{management}/jwks.json").parse()?;
        for (portal, listener) in listeners {
            let issuer = format!("http://{}.localhost:{}", portal.name, listen.port());
            let verifier = Arc::new(Verifier::new(jwks.clone(), issuer, portal.name.to_owned()));
            let router = match portal.application {
                Application::Calls => call_records::router(verifier, "/_auth"),
                Application::Crm => crm::router(verifier, "/_auth"),
                Application::Mailbox => mailbox::router(mailbox.clone()),
            };
            tokio::spawn(server::serve(listener, router, upstreams.clone()));
        }
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
    writeln!(out, "\n  Gatehouse is up, with sample applications behind it. Nothing you do here is kept.\n")?;
    for portal in &PORTALS {
        let address = format!("http://{}.localhost:{port}/", portal.name);
        writeln!(out, "    {:<24} {address:<34} {}", portal.title, portal.told)?;
    }
    writeln!(out, "\n  Everyone's password is   {PASSWORD}\n")?;
    for (account, username, email, name, ..) in PEOPLE {
        writeln!(out, "    {username:<8} {email:<24} {name}, of {account}")?;
    }
    writeln!(
        out,
        "
    Your own account, people, requests and the audit log: /_auth/account on each portal, once signed in.
    People of {WITH_MFA} may turn a second factor on, under My MFA; the page /identity at centre asks for one in any case.
    Only people of NORTHWIND and HARBOUR can use the CRM; its /admin page wants the role manage-users.
    Metrics, health, public keys: http://{management}/metrics /readyz /jwks.json

  Ctrl-C ends it.
"
    )?;
    out.flush()
}

/// What stands before the portals.
fn head(listen: SocketAddr, management: SocketAddr, data_dir: &std::path::Path) -> anyhow::Result<String> {
    let data_dir = serde_json::to_string(data_dir)?;
    Ok(format!(
        r#"
[server]
listen = ["{listen}"]
management = "{management}"
data_dir = {data_dir}
shutdown_grace = "2s"
[mail]
url = "file:mail"
from = "Gatehouse demonstration <no-reply@gatehouse.example>"
"#
    ))
}

impl SamplePortal {
    fn configuration(&self, port: u16, upstream: SocketAddr) -> String {
        let Self { name, title, sign_in, accent, keys, tables, .. } = self;
        format!(
            r#"
[[portal]]
name = "{name}"
title = "{title}"
url = "http://{name}.localhost:{port}"
upstream = "http://{upstream}"
sign_in = "{sign_in}"
support = "support@{name}.example"
{keys}
[portal.brand]
accent = "{accent}"
{tables}
"#
        )
    }
}

async fn add_people(running: &Running, config: &Config) -> anyhow::Result<()> {
    let portals = compile::admissions(config);
    let administrator = Administrator::at_the_command_line(running.outside(), &portals);
    for (key, name, kind) in ACCOUNTS {
        administrator.add_account(key.parse()?, name.to_owned(), kind).await?;
    }
    let available = AccountEdit { mfa: Some(MfaSetting::Available), ..AccountEdit::default() };
    administrator.set_account(&Folded::of(WITH_MFA), available).await?;
    for (account, username, email, name, level, preset) in PEOPLE {
        let new = NewUser {
            username: username.parse()?,
            email: Some(email.parse()?),
            name: name.to_owned(),
            level,
            roles: preset.roles(),
            password: TypedPassword::new(PASSWORD.to_owned()),
            language: None,
        };
        administrator.add_user(&Folded::of(account), new).await?;
    }
    Ok(())
}
