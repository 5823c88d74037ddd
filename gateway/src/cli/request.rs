//! `gatehouse request`

use clap::Subcommand;
use gatehouse_auth_core::{
    audit::Actor,
    flow::{
        administer::Administrator,
        requests::{self, APPROVE_RESETS, By, Decision, Request},
    },
    identifier::Folded,
    recovery::RecoveryId,
};
use serde_json::json;

use super::{Failure, From, output};

#[derive(Debug, Subcommand)]
pub(super) enum Command {
    /// List the requests for a new password that fell to the operators
    List {
        #[command(flatten)]
        from: From,
        /// Print them as JSON
        #[arg(long)]
        json: bool,
    },
    /// Approve a request: its person is mailed a link
    Approve(Which),
    /// Decline a request: its person is told
    Decline(Which),
}

#[derive(Debug, clap::Args)]
pub(super) struct Which {
    #[command(flatten)]
    from: From,
    /// The request, as `gatehouse request list` shows it
    id: String,
    /// Whose decision it is: the Account ID and username of an operator, e.g. VENDOR/opal
    #[arg(long = "as", value_name = "ACCOUNT/USERNAME")]
    operator: String,
}

pub(super) async fn run(command: Command) -> Result<(), Failure> {
    match command {
        Command::List { from, json } => list(&from, json).await,
        Command::Approve(which) => decide(which, Decision::Approve).await,
        Command::Decline(which) => decide(which, Decision::Decline).await,
    }
}

async fn list(from: &From, json: bool) -> Result<(), Failure> {
    let (office, _) = from.office().await?;
    let requests = requests::of_operators(&office.outside).await?;
    office.close().await;
    if json {
        output::say_json(&requests.iter().map(described).collect::<Vec<_>>())?;
    } else {
        for request in &requests {
            let person = &request.person;
            output::say(&format!(
                "{}  {}  {}  {}  {}",
                request.recovery.id,
                person.account.key,
                person.user.username,
                person.user.name,
                state(request)
            ))?;
        }
    }
    Ok(())
}

async fn decide(which: Which, decision: Decision) -> Result<(), Failure> {
    let (account, username) =
        which.operator.split_once('/').ok_or_else(|| anyhow::anyhow!("write the operator as ACCOUNT/USERNAME"))?;
    let (office, portals) = which.from.office().await?;
    let administrator = Administrator::at_the_command_line(&office.outside, &portals);
    let operator = administrator.person(&Folded::of(account), &Folded::of(username)).await?;
    if !requests::operators(&office.outside).await?.iter().any(|known| known.id == operator.user.id) {
        return Err(anyhow::anyhow!("{username} is no operator who holds the role {APPROVE_RESETS}").into());
    }
    let id = RecoveryId::from_stored(&which.id);
    let request = requests::of_operators(&office.outside).await?.into_iter().find(|request| Some(request.recovery.id) == id);
    let request = request.ok_or_else(|| anyhow::anyhow!("there is no such request; `gatehouse request list` shows them"))?;
    let by = By { user: operator.user.id, actor: Actor::CommandLine, session: None };
    let request = requests::decide(&office.outside, request, decision, by).await?;
    office.close().await;
    let done = if decision == Decision::Approve { "approved: a link is on its way to" } else { "declined:" };
    output::say(&format!("{done} {}", request.person.user.username))?;
    Ok(())
}

fn state(request: &Request) -> &'static str {
    if request.recovery.approval.is_some() { "approved" } else { "waiting" }
}

fn described(request: &Request) -> serde_json::Value {
    json!({
        "id": request.recovery.id,
        "account": request.person.account.key.as_str(),
        "username": request.person.user.username.as_str(),
        "name": request.person.user.name,
        "asked_at": request.recovery.asked_at.as_millis(),
        "expires_at": request.recovery.expires_at.as_millis(),
        "state": state(request),
    })
}
