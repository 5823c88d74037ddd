//! Several gateways as real processes, that share their people in `PostgreSQL` and their sessions in Redis.
//!
//! `cargo run --release -p gatehouse-tests --example fleet -- revocations|faults|sessions …`, after `cargo build --release -p gatehouse`

mod faults;
mod fleet;
mod measured;
mod people;
mod revocations;
mod sessions;

use anyhow::bail;

#[tokio::main]
async fn main() -> anyhow::Result<()> {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let number = |index: usize, otherwise: usize| arguments.get(index).map_or(Ok(otherwise), |text| text.parse());
    match arguments.first().map(String::as_str) {
        Some("revocations") => revocations::measure(number(1, 2)?, number(2, 1_000)?).await,
        Some("faults") => faults::measure(number(1, 50)?, arguments.get(2).map(String::as_str)).await,
        Some("sessions") => sessions::measure(number(1, 1_000_000)?, number(2, 100_000)?).await,
        _ => bail!(
            "say what to measure: `revocations [GATEWAYS] [HOW MANY]`, `faults [PEOPLE] [WHICH]`, or `sessions [HOW MANY] [HOW MANY OF THEM AT ONE \
             GATEWAY]`"
        ),
    }
}
