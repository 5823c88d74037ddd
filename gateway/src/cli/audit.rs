//! `gatehouse audit`

use clap::Subcommand;
use data_encoding::HEXLOWER;
use gatehouse_auth_core::{
    flow::keep_ledger::{self, Verified},
    ledger::Chain,
    time::Timestamp,
};
use serde_json::json;

use super::{Failure, From, output};

#[derive(Debug, Subcommand)]
pub(super) enum Command {
    /// Print the audit log as JSON lines, oldest first
    Export {
        #[command(flatten)]
        from: From,
        /// Only what happened at or after this moment, in milliseconds since the Unix epoch
        #[arg(long, value_name = "MILLISECONDS", default_value_t = 0)]
        since: i64,
    },
    /// Check that no entry was changed, taken out or put in between: every entry is chained to the one before
    Verify {
        #[command(flatten)]
        from: From,
        /// Print what was found as JSON
        #[arg(long)]
        json: bool,
    },
}

/// Events are read this many at a time.
const PAGE: u32 = 1000;

pub(super) async fn run(command: Command) -> Result<(), Failure> {
    match command {
        Command::Export { from, since } => export(&from, since).await,
        Command::Verify { from, json } => verify(&from, json).await,
    }
}

async fn verify(from: &From, json: bool) -> Result<(), Failure> {
    let (office, _) = from.office().await?;
    let chain = Chain::new(&office.master);
    keep_ledger::chain(&office.outside, &chain).await?;
    let verified = keep_ledger::verify(&office.outside, &chain).await?;
    office.close().await;
    let Verified { entries, from: before, to } =
        verified.map_err(|broken| anyhow::anyhow!("the audit log is broken: {broken}"))?;
    let head = HEXLOWER.encode(&to.mac);
    if json {
        output::say_json(&json!({ "entries": entries, "first": before.number + 1, "last": to.number, "head": head }))?;
    } else {
        output::say(&format!("{entries} entries hold, up to number {}", to.number))?;
        output::say(&format!("head {head}: keep it elsewhere, and a later check tells whether the end was cut off"))?;
    }
    Ok(())
}

async fn export(from: &From, since: i64) -> Result<(), Failure> {
    let (office, _) = from.office().await?;
    let mut skip = 0;
    loop {
        let events = office.outside.directory.audit(Timestamp::from_millis(since), skip, PAGE).await?;
        for event in &events {
            output::say(&serde_json::to_string(event).map_err(anyhow::Error::from)?)?;
        }
        let read = u32::try_from(events.len()).unwrap_or(u32::MAX);
        if read < PAGE {
            break;
        }
        skip += read;
    }
    office.close().await;
    Ok(())
}
