//! `gatehouse account`

use clap::{Subcommand, ValueEnum};
use gatehouse_auth_core::{
    account::{Account, AccountKind, AccountState},
    flow::{
        administer::{AccountEdit, Administrator},
        first_administrator,
    },
    identifier::{AccountKey, EmailAddress, Folded, Username},
    mfa::MfaSetting,
    recovery::RecoveryFlow,
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
        /// How its people get back in, if otherwise than its portals say
        #[arg(long, value_enum)]
        recovery: Option<Recovery>,
        /// Whether its people are asked for a second factor
        #[arg(long, value_enum)]
        mfa: Option<Mfa>,
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
    /// Mail an account's first administrator a link, with no approval; allowed until an administrator has signed in
    FirstAdmin {
        #[command(flatten)]
        from: From,
        /// Its Account ID
        #[arg(long)]
        id: String,
        /// What the administrator is called
        #[arg(long)]
        name: String,
        /// Their username
        #[arg(long)]
        username: Username,
        /// Their email address
        #[arg(long)]
        email: EmailAddress,
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
        /// How its people get back in from now on
        #[arg(long, value_enum)]
        recovery: Option<Recovery>,
        /// Whether its people are asked for a second factor from now on
        #[arg(long, value_enum)]
        mfa: Option<Mfa>,
        /// Print it as JSON
        #[arg(long)]
        json: bool,
    },
}

#[derive(Clone, Copy, Debug, ValueEnum)]
pub(super) enum Recovery {
    /// As its portals say
    Portal,
    /// A temporary password by mail
    EmailedPassword,
    /// A link by mail
    Link,
    /// A link by mail that brings a temporary password
    LinkThenTemporary,
    /// An administrator approves first
    AdminApproval,
}

#[derive(Clone, Copy, Debug, ValueEnum)]
pub(super) enum Mfa {
    /// Nobody is asked
    Disabled,
    /// People decide for themselves
    Available,
    /// Everybody is asked
    Enabled,
}

impl Mfa {
    fn setting(self) -> MfaSetting {
        match self {
            Self::Disabled => MfaSetting::Disabled,
            Self::Available => MfaSetting::Available,
            Self::Enabled => MfaSetting::Enabled,
        }
    }
}

impl Recovery {
    fn flow(self) -> Option<RecoveryFlow> {
        match self {
            Self::Portal => None,
            Self::EmailedPassword => Some(RecoveryFlow::EmailedPassword),
            Self::Link => Some(RecoveryFlow::Link),
            Self::LinkThenTemporary => Some(RecoveryFlow::LinkThenTemporary),
            Self::AdminApproval => Some(RecoveryFlow::AdminApproval),
        }
    }
}

pub(super) async fn run(command: Command) -> Result<(), Failure> {
    match command {
        Command::Add { from, id, name, operator, recovery, mfa, json } => {
            let (office, portals) = from.office().await?;
            let kind = if operator { AccountKind::Operator } else { AccountKind::Customer };
            let administrator = Administrator::at_the_command_line(&office.outside, &portals);
            let mut account = administrator.add_account(id, name, kind).await?;
            let recovery = recovery.and_then(Recovery::flow).map(Some);
            if recovery.is_some() || mfa.is_some() {
                let edit = AccountEdit { recovery, mfa: mfa.map(Mfa::setting), ..AccountEdit::default() };
                account = administrator.set_account(account.key.folded(), edit).await?;
            }
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
        Command::FirstAdmin { from, id, name, username, email } => {
            let (office, portals) = from.office().await?;
            let administrator = Administrator::at_the_command_line(&office.outside, &portals);
            let account = administrator.account(&Folded::of(&id)).await?;
            let user = first_administrator::send_link(&administrator, &account, name, username, email, None).await?;
            output::say(&format!("a link is on its way to {}", user.username))?;
            office.close().await;
        }
        Command::Set { from, id, name, suspend, open, recovery, mfa, json } => {
            let (office, portals) = from.office().await?;
            let state = match (suspend, open) {
                (true, _) => Some(AccountState::Suspended),
                (false, true) => Some(AccountState::Open),
                (false, false) => None,
            };
            let administrator = Administrator::at_the_command_line(&office.outside, &portals);
            let account = administrator
                .set_account(
                    &Folded::of(&id),
                    AccountEdit { name, state, recovery: recovery.map(Recovery::flow), mfa: mfa.map(Mfa::setting) },
                )
                .await?;
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
    let recovery = account.recovery.map_or("-", RecoveryFlow::as_str);
    let mfa = account.mfa.setting.as_str();
    format!("{}  {}  {}  {}  {recovery}  MFA {mfa}", account.key, account.name, kind(account), state(account))
}

fn described(account: &Account) -> Value {
    json!({
        "id": account.key.as_str(),
        "name": account.name,
        "kind": kind(account),
        "state": state(account),
        "mfa": account.mfa.setting.as_str(),
        "recovery": account.recovery.map(RecoveryFlow::as_str),
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
