//! `gatehouse keys`

use clap::Subcommand;
use gatehouse_auth_core::flow::rotate_keys::{Keeping, Phase, Takeover, phase};
use serde_json::json;

use super::{Failure, From, output};

#[derive(Debug, Subcommand)]
pub(super) enum Command {
    /// List signing keys and what each does now
    List {
        #[command(flatten)]
        from: From,
        /// Print them as JSON
        #[arg(long)]
        json: bool,
    },
    /// Appoint a successor to the signing key: published now, signing in 24 hours, so that every verifier has seen it
    Rotate {
        #[command(flatten)]
        from: From,
        /// Sign with the new key at once; verifiers must fetch it
        #[arg(long)]
        now: bool,
        /// Sign with the new key at once and publish no older one: somebody may have a copy of one
        #[arg(long, conflicts_with = "now")]
        emergency: bool,
        /// Print it as JSON
        #[arg(long)]
        json: bool,
    },
}

pub(super) async fn run(command: Command) -> Result<(), Failure> {
    match command {
        Command::List { from, json } => {
            let (office, _) = from.office().await?;
            let now = office.outside.clock.now();
            let keys = office.outside.directory.signing_keys().await?;
            let described: Vec<_> = keys
                .iter()
                .map(|key| {
                    let until = key.signs_until.map(gatehouse_auth_core::time::Timestamp::as_millis);
                    json!({ "kid": key.id, "alg": "ES256", "phase": name(phase(key, now)),
                        "signs_from": key.signs_from.as_millis(), "signs_until": until })
                })
                .collect();
            if json {
                output::say_json(&described)?;
            } else {
                for key in &keys {
                    output::say(&format!("{}  ES256  {}", key.id, name(phase(key, now))))?;
                }
            }
            office.close().await;
        }
        Command::Rotate { from, now, emergency, json } => {
            let (office, _) = from.office().await?;
            let outside = &office.outside;
            let keeping = Keeping {
                directory: &*outside.directory,
                master: &office.master,
                clock: &*outside.clock,
                entropy: &*outside.entropy,
            };
            let takeover = match (now, emergency) {
                (_, true) => Takeover::Emergency,
                (true, false) => Takeover::Now,
                (false, false) => Takeover::Announced,
            };
            let Some(key) = keeping.rotate(takeover).await? else {
                return Err(anyhow::anyhow!("somebody else rotated the keys at this moment; see `gatehouse keys list`").into());
            };
            if json {
                output::say_json(&json!({ "kid": key.id, "alg": "ES256", "signs_from": key.signs_from.as_millis() }))?;
            } else if now || emergency {
                output::say(&format!("{} signs now", key.id))?;
            } else {
                output::say(&format!("{} is published now and signs in 24 hours", key.id))?;
            }
            office.close().await;
        }
    }
    Ok(())
}

fn name(phase: Phase) -> &'static str {
    match phase {
        Phase::Next => "next",
        Phase::Current => "current",
        Phase::Retired => "retired",
        Phase::Gone => "gone",
    }
}
