//! `gatehouse serve`

use tokio::signal::unix::{SignalKind, signal};
use tracing::info;

use super::{Failure, From};
use crate::{telemetry, wiring};

#[derive(Debug, clap::Args)]
pub(super) struct Arguments {
    #[command(flatten)]
    from: From,
}

pub(super) async fn run(arguments: &Arguments) -> Result<(), Failure> {
    let config = arguments.from.load()?;
    telemetry::start_logging(&config.log);
    let (mut terminate, mut interrupt) = (signal(SignalKind::terminate())?, signal(SignalKind::interrupt())?);
    let running = wiring::start(&config, wiring::Parts::default()).await?;
    info!(listen = ?running.addresses(), management = %running.management(), portals = config.portals.len(), "serving");
    tokio::select! {
        _ = terminate.recv() => {}
        _ = interrupt.recv() => {}
    }
    info!("stopping");
    running.stop().await;
    Ok(())
}
