//! `gatehouse account`

use clap::Subcommand;
use gatehouse_auth_core::{
    account::{Account, AccountKind, AccountState},
    flow::administer::Administrator,
    identifier::{AccountKey, Folded},
};
use serde_json::{Value, json};

use super::{Failure, From, output};

#[derive(Debug, Subcommand)]
pub(super) enum Command {
    /// Open an account
    Add {
        #[command(flatten)]
        from: From,
        /// The Account ID that its people type: letters, digits and dashes
        #[arg(long)]
        id: AccountKey,
        /// The organisation's name
        #[arg(long)]
        name: String,
        /// Make it the operators' own: admitted only by portals that list it
        #[arg(long)]
        operator: bool,
        /// Print it as JSON
        #[arg(long)]
        json: bool,
    },
    /// List accounts
    List {
        #[command(flatten)]
        from: From,
        /// Print them as JSON
        #[arg(long)]
        json: bool,
    },
    /// Rename, suspend or open an account again; suspending ends its people's sessions
    Set {
        #[command(flatten)]
        from: From,
        /// Its Account ID
        #[arg(long)]
        id: String,
        /// Its new name
        #[arg(long)]
        name: Option<String>,
        /// Let none of its people in
        #[arg(long, conflicts_with = "open")]
        suspend: bool,
        /// Let them in again
        #[arg(long)]
        open: bool,
        /// Print it as JSON
        #[arg(long)]
        json: bool,
    },
}

pub(super) async fn run(command: Command) -> Result<(), Failure> {
    match command {
        Command::Add { from, id, name, operator, json } => {
            let (office, portals) = from.office().await?;
            let kind = if operator { AccountKind::Operator } else { AccountKind::Customer };
            let administrator = Administrator { outside: &office.outside, portals: &portals };
            let account = administrator.add_account(id, name, kind).await?;
            show(&account, json, "opened")?;
            office.close().await;
        }
        Command::List { from, json } => {
            let (office, _) = from.office().await?;
            let accounts = office.outside.directory.accounts().await?;
            if json {
                output::say_json(&accounts.iter().map(described).collect::<Vec<_>>())?;
            } else {
                for account in &accounts {
                    output::say(&line(account))?;
                }
            }
            office.close().await;
        }
        Command::Set { from, id, name, suspend, open, json } => {
            let (office, portals) = from.office().await?;
            let state = match (suspend, open) {
                (true, _) => Some(AccountState::Suspended),
                (false, true) => Some(AccountState::Open),
                (false, false) => None,
            };
            let administrator = Administrator { outside: &office.outside, portals: &portals };
            let account = administrator.set_account(&Folded::of(&id), name, state).await?;
            show(&account, json, "changed")?;
            office.close().await;
        }
    }
    Ok(())
}

fn show(account: &Account, json: bool, done: &str) -> anyhow::Result<()> {
    if json { output::say_json(&described(account)) } else { Ok(output::say(&format!("{done}: {}", line(account)))?) }
}

fn line(account: &Account) -> String {
    format!("{}  {}  {}  {}", account.key, account.name, kind(account), state(account))
}

fn described(account: &Account) -> Value {
    json!({
        "id": account.key.as_str(),
        "name": account.name,
        "kind": kind(account),
        "state": state(account),
        "created_at": account.created_at.as_millis(),
    })
}

fn kind(account: &Account) -> &'static str {
    match account.kind {
        AccountKind::Customer => "customer",
        AccountKind::Operator => "operator",
    }
}

fn state(account: &Account) -> &'static str {
    match account.state {
        AccountState::Open => "open",
        AccountState::Suspended => "suspended",
    }
}
