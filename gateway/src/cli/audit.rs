//! `gatehouse audit`

use clap::Subcommand;
use gatehouse_auth_core::time::Timestamp;

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
}

/// Events are read this many at a time.
const PAGE: u32 = 1000;

pub(super) async fn run(command: Command) -> Result<(), Failure> {
    let Command::Export { from, since } = command;
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
