//! `gatehouse check`

use super::{Failure, From, output};

#[derive(Debug, clap::Args)]
pub(super) struct Arguments {
    #[command(flatten)]
    from: From,
    /// Print the mistakes as JSON
    #[arg(long)]
    json: bool,
}

pub(super) fn run(arguments: &Arguments) -> Result<(), Failure> {
    match arguments.from.load() {
        Ok(config) => {
            // What only shows when it is compiled: a logo or a password's file that is gone, a network written oddly.
            crate::compile::portals(&config)?;
            crate::mail::settings::look(&config)?;
            crate::stores::look(&config)?;
            if arguments.json {
                output::say("[]")?;
            } else {
                output::say("the configuration is in order")?;
            }
            Ok(())
        }
        Err(Failure::Configuration(mistakes)) if arguments.json => {
            output::say_json(&mistakes)?;
            Err(Failure::Configuration(mistakes))
        }
        Err(failure) => Err(failure),
    }
}
