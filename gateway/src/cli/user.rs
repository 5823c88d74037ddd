//! `gatehouse user`

use std::{collections::BTreeSet, io::Read as _};

use anyhow::{Context as _, bail};
use clap::{Subcommand, ValueEnum};
use gatehouse_auth_core::{
    flow::administer::{Administrator, NewUser, UserEdit},
    identifier::{EmailAddress, Folded, Username},
    letter::Why,
    permission::{Level, Preset, Role},
    secret::TypedPassword,
    user::{User, UserState},
};
use serde_json::{Value, json};

use super::{Failure, From, output};

#[derive(Debug, Subcommand)]
pub(super) enum Command {
    /// Add a person, e.g. `gatehouse user add --account ACME --username henryj --name "Henry Jackson" --password-stdin`
    Add {
        #[command(flatten)]
        from: From,
        /// The Account ID of their account
        #[arg(long)]
        account: String,
        /// Their username, unique in the account
        #[arg(long)]
        username: Username,
        /// Their email address
        #[arg(long)]
        email: Option<EmailAddress>,
        /// What they are called
        #[arg(long)]
        name: String,
        /// Their authority: company, global, staff or team
        #[arg(long, default_value = "staff")]
        level: Level,
        #[command(flatten)]
        roles: Roles,
        /// Read their password from standard input (one final newline is not part of it)
        #[arg(long)]
        password_stdin: bool,
        /// Mail them a link to choose a password
        #[arg(long, conflicts_with = "password_stdin", requires = "email")]
        send_link: bool,
        /// The language of their letters, e.g. es; the portal's if not given
        #[arg(long)]
        language: Option<String>,
        /// Print them as JSON
        #[arg(long)]
        json: bool,
    },
    /// List the people of an account
    List {
        #[command(flatten)]
        from: From,
        /// The Account ID
        #[arg(long)]
        account: String,
        /// Print them as JSON
        #[arg(long)]
        json: bool,
    },
    /// Change a person; what is not named stays. A new password, disabling and locking end all their sessions, everywhere
    Set {
        #[command(flatten)]
        from: From,
        /// The Account ID of their account
        #[arg(long)]
        account: String,
        /// Their username
        #[arg(long)]
        username: String,
        /// Their new username
        #[arg(long)]
        new_username: Option<Username>,
        /// Their new email address
        #[arg(long)]
        email: Option<EmailAddress>,
        /// What they are called from now on
        #[arg(long)]
        name: Option<String>,
        /// Their new authority
        #[arg(long)]
        level: Option<Level>,
        #[command(flatten)]
        roles: Roles,
        /// Whether they may sign in
        #[arg(long, value_enum)]
        state: Option<State>,
        /// Read a new password from standard input
        #[arg(long)]
        password_stdin: bool,
        /// Mail them a link to choose a new password; the one they have works until they do
        #[arg(long, conflicts_with = "password_stdin")]
        send_link: bool,
        /// Whether they choose a new password at their next sign-in
        #[arg(long, value_name = "true|false")]
        must_change_password: Option<bool>,
        /// The language of their letters, e.g. es
        #[arg(long)]
        language: Option<String>,
        /// End all their sessions
        #[arg(long)]
        end_sessions: bool,
        /// Drop what they registered as a second factor; they register anew at their next sign-in
        #[arg(long)]
        reset_mfa: bool,
        /// Print them as JSON
        #[arg(long)]
        json: bool,
    },
}

#[derive(Debug, clap::Args)]
pub(super) struct Roles {
    /// A role (repeatable): one of Gatehouse's, or any that the application named for itself
    #[arg(long = "role", value_name = "ROLE")]
    roles: Vec<Role>,
    /// A usual set of roles, to which --role adds
    #[arg(long, value_enum)]
    preset: Option<PresetName>,
}

#[derive(Clone, Copy, Debug, ValueEnum)]
enum PresetName {
    User,
    Manager,
    Admin,
}

#[derive(Clone, Copy, Debug, ValueEnum)]
pub(super) enum State {
    Active,
    Disabled,
    Locked,
}

impl Roles {
    /// All that were named; `None` when none was.
    fn chosen(self) -> Option<BTreeSet<Role>> {
        let preset = self.preset.map(|preset| match preset {
            PresetName::User => Preset::User.roles(),
            PresetName::Manager => Preset::Manager.roles(),
            PresetName::Admin => Preset::Admin.roles(),
        });
        (preset.is_some() || !self.roles.is_empty()).then(|| preset.unwrap_or_default().into_iter().chain(self.roles).collect())
    }
}

pub(super) async fn run(command: Command) -> Result<(), Failure> {
    match command {
        Command::Add { from, account, username, email, name, level, roles, password_stdin, send_link, language, json } => {
            let password = password_stdin.then(typed_password).transpose()?;
            let (office, portals) = from.office().await?;
            let roles = roles.chosen().unwrap_or_else(|| Preset::User.roles());
            let new = NewUser { username, email, name, level, roles, password, language };
            let administrator = Administrator::at_the_command_line(&office.outside, &portals);
            if send_link {
                // Nobody is added whom no link could reach.
                administrator.portal_of(&administrator.account(&Folded::of(&account)).await?)?;
            }
            let user = administrator.add_user(&Folded::of(&account), new).await?;
            if send_link {
                mail_link(&administrator, &Folded::of(&account), &user, Why::Welcome).await?;
            }
            show(&user, json, "added")?;
            office.close().await;
        }
        Command::List { from, account, json } => {
            let (office, portals) = from.office().await?;
            let administrator = Administrator::at_the_command_line(&office.outside, &portals);
            let account = administrator.account(&Folded::of(&account)).await?;
            let users = office.outside.directory.users(account.id).await?;
            if json {
                output::say_json(&users.iter().map(described).collect::<Vec<_>>())?;
            } else {
                for user in &users {
                    output::say(&line(user))?;
                }
            }
            office.close().await;
        }
        Command::Set {
            from,
            account,
            username,
            new_username,
            email,
            name,
            level,
            roles,
            state,
            password_stdin,
            send_link,
            must_change_password,
            language,
            end_sessions,
            reset_mfa,
            json,
        } => {
            let password = password_stdin.then(typed_password).transpose()?;
            let (office, portals) = from.office().await?;
            let state = state.map(|state| match state {
                State::Active => UserState::Active,
                State::Disabled => UserState::Disabled,
                State::Locked => UserState::Locked,
            });
            let edit = UserEdit {
                username: new_username,
                email,
                name,
                level,
                roles: roles.chosen(),
                language: language.map(Some),
                must_change_password,
                state,
                password,
                ends_sessions: end_sessions,
                never_without: Vec::new(),
            };
            let administrator = Administrator::at_the_command_line(&office.outside, &portals);
            let user = administrator.set_user(&Folded::of(&account), &Folded::of(&username), edit).await?;
            if reset_mfa {
                let person = administrator.person(&Folded::of(&account), &Folded::of(&username)).await?;
                administrator.reset_mfa(&person, None).await?;
            }
            if send_link {
                mail_link(&administrator, &Folded::of(&account), &user, Why::ByAdministrator).await?;
            }
            show(&user, json, "changed")?;
            office.close().await;
        }
    }
    Ok(())
}

/// Queues a link; the gateway that runs mails it.
async fn mail_link(administrator: &Administrator<'_>, account: &Folded, user: &User, why: Why) -> Result<(), Failure> {
    let account = administrator.account(account).await?;
    let portal = administrator.portal_of(&account)?;
    Ok(administrator.mail_link(user, portal, why, None).await?)
}

/// A password on the command line would be in the shell's history and in everyone's list of processes.
fn typed_password() -> anyhow::Result<TypedPassword> {
    let mut text = String::new();
    let most = u64::try_from(TypedPassword::MAX_BYTES + 2)?;
    std::io::stdin().take(most).read_to_string(&mut text).context("no password on standard input")?;
    let line = text.strip_suffix('\n').unwrap_or(&text);
    let line = line.strip_suffix('\r').unwrap_or(line);
    if line.is_empty() {
        bail!("no password on standard input");
    }
    TypedPassword::new(line.to_owned()).context("a password has at most 1024 bytes")
}

fn show(user: &User, json: bool, done: &str) -> anyhow::Result<()> {
    if json { output::say_json(&described(user)) } else { Ok(output::say(&format!("{done}: {}", line(user)))?) }
}

fn line(user: &User) -> String {
    let email = user.email.as_ref().map_or("-", EmailAddress::as_str);
    let roles = user.roles.iter().map(Role::as_str).collect::<Vec<_>>().join(",");
    format!("{}  {}  {email}  {}  {}  {roles}", user.username, user.name, user.level.as_str(), user.state.as_str())
}

fn described(user: &User) -> Value {
    json!({
        "id": user.id,
        "username": user.username.as_str(),
        "email": user.email.as_ref().map(EmailAddress::as_str),
        "name": user.name,
        "level": user.level,
        "roles": user.roles,
        "state": user.state.as_str(),
        "created_at": user.created_at.as_millis(),
    })
}
