//! Arguments to a command, and a command's end to an exit code.

mod account;
mod audit;
mod check;
mod keys;
mod output;
mod request;
mod serve;
mod user;

use std::{path::PathBuf, process::ExitCode};

use clap::{Parser, Subcommand};
use gatehouse_auth_core::portal::Admission;
use gatehouse_config::{Config, Mistakes, Sources, default_file};

use crate::{
    compile, demo,
    wiring::{Office, Parts},
};

/// A reverse-proxy authentication gateway for applications that exist already.
///
/// It meets every visitor who has not signed in with its own pages, and forwards the rest with signed identity headers.
#[derive(Debug, Parser)]
#[command(name = "gatehouse", version, propagate_version = true, max_term_width = 100)]
struct Arguments {
    #[command(subcommand)]
    command: Command,
}

#[derive(Debug, Subcommand)]
enum Command {
    /// Try it: two sample applications behind five portals, and a mailbox, in a data directory that is thrown away
    Demo(demo::Arguments),
    /// Run the gateway until it is told to stop (SIGTERM or Ctrl-C); requests that began are finished
    Serve(serve::Arguments),
    /// Report every mistake in the configuration, with its file, key and remedy; exits with 0 or 64
    Check(check::Arguments),
    /// Open, list and change accounts (customer organisations, and the operators' own)
    #[command(subcommand)]
    Account(account::Command),
    /// Add, list and change people
    #[command(subcommand)]
    User(user::Command),
    /// List and rotate the keys that sign identities
    #[command(subcommand)]
    Keys(keys::Command),
    /// List, approve and decline the requests for a new password that fell to the operators
    #[command(subcommand)]
    Request(request::Command),
    /// Export what was written down, and check that nobody tampered with it
    #[command(subcommand)]
    Audit(audit::Command),
}

/// The configuration a command works with.
#[derive(Clone, Debug, clap::Args)]
struct From {
    /// The configuration file [default: ./gatehouse.toml, then /etc/gatehouse/gatehouse.toml]
    #[arg(long, value_name = "FILE")]
    config: Option<PathBuf>,
    /// Set one key, over file and environment (repeatable), e.g. --set session.idle=15m
    #[arg(long, value_name = "KEY=VALUE", value_parser = key_and_value)]
    set: Vec<(String, String)>,
}

fn key_and_value(text: &str) -> Result<(String, String), String> {
    let pair = text.split_once('=').ok_or("write it as KEY=VALUE")?;
    Ok((pair.0.to_owned(), pair.1.to_owned()))
}

impl From {
    fn load(&self) -> Result<Config, Failure> {
        let file = self.config.clone().or_else(default_file).ok_or_else(|| {
            Failure::NoConfiguration(
                "there is no gatehouse.toml here and none in /etc/gatehouse; name one with --config FILE".to_owned(),
            )
        })?;
        let sources = Sources { file: Some(file), environment: environment(), overrides: self.set.clone() };
        Config::load(&sources).map_err(Failure::Configuration)
    }

    /// The directory that the configuration names, to administer it. A gateway that runs on it hears of every change.
    async fn office(&self) -> Result<(Office, Vec<Admission>), Failure> {
        let config = self.load()?;
        let office = Office::open(&config, Parts::default()).await?;
        Ok((office, compile::admissions(&config)))
    }
}

#[expect(clippy::disallowed_methods, reason = "the environment is read here, once, and handed to the configuration")]
fn environment() -> Vec<(String, String)> {
    std::env::vars().filter(|(name, _)| name.starts_with("GATEHOUSE_")).collect()
}

/// Why a command failed.
#[derive(Debug)]
enum Failure {
    /// The configuration is wrong.
    Configuration(Mistakes),
    /// There is none.
    NoConfiguration(String),
    /// What was asked cannot be done, or was refused.
    Refused(anyhow::Error),
}

impl<E: Into<anyhow::Error>> std::convert::From<E> for Failure {
    fn from(error: E) -> Self {
        Self::Refused(error.into())
    }
}

/// The exit code for a wrong configuration (`EX_USAGE` of sysexits.h, as `check` promises).
const CONFIGURATION: u8 = 64;

/// Runs the command that the process was started with.
pub fn run() -> ExitCode {
    let arguments = Arguments::parse();
    let runtime = match tokio::runtime::Builder::new_multi_thread().enable_all().build() {
        Ok(runtime) => runtime,
        Err(error) => {
            output::complain(&format!("no runtime: {error}"));
            return ExitCode::FAILURE;
        }
    };
    let done = runtime.block_on(async {
        match arguments.command {
            Command::Demo(arguments) => demo::run(arguments).await.map_err(Failure::Refused),
            Command::Serve(arguments) => serve::run(&arguments).await,
            Command::Check(arguments) => check::run(&arguments),
            Command::Account(command) => account::run(command).await,
            Command::User(command) => user::run(command).await,
            Command::Keys(command) => keys::run(command).await,
            Command::Request(command) => request::run(command).await,
            Command::Audit(command) => audit::run(command).await,
        }
    });
    match done {
        Ok(()) => ExitCode::SUCCESS,
        Err(Failure::Configuration(mistakes)) => {
            output::complain(&mistakes.to_string());
            ExitCode::from(CONFIGURATION)
        }
        Err(Failure::NoConfiguration(why)) => {
            output::complain(&why);
            ExitCode::from(CONFIGURATION)
        }
        Err(Failure::Refused(error)) => {
            output::complain(&format!("{error:#}"));
            ExitCode::FAILURE
        }
    }
}
