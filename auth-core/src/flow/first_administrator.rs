//! An account's first administrator, whom nobody of the account could let in: an operator sends them a link, with no approval.

use crate::{
    account::Account,
    flow::{
        administer::{AdministerError, Administrator, NewUser},
        manage_people::MANAGE_USERS,
    },
    identifier::{EmailAddress, Username},
    letter::Why,
    permission::{Level, Preset},
    ports::{StoreError, Stored},
    user::{User, UserId},
};

/// Why no link was sent.
#[derive(Debug, thiserror::Error)]
pub enum FirstAdministratorError {
    /// An administrator has signed in: from then on they approve.
    #[error("an administrator of the account has signed in; they send links now")]
    ThereIsOne,
    /// The directory refused.
    #[error(transparent)]
    Refused(#[from] AdministerError),
    /// A store did not answer.
    #[error(transparent)]
    Unavailable(#[from] StoreError),
}

/// Those who manage people of the account and have not come yet: the link can be sent to them again. `None` where one has ever signed in.
pub async fn waiting(administrator: &Administrator<'_>, account: &Account) -> Stored<Option<Vec<User>>> {
    let holders = administrator.outside.directory.holders(account.id, MANAGE_USERS).await?;
    Ok(holders.iter().all(|holder| holder.last_sign_in_at.is_none()).then_some(holders))
}

/// Sends the link: to the administrator of this username, who is added if there is none.
pub async fn send_link(
    administrator: &Administrator<'_>,
    account: &Account,
    name: String,
    username: Username,
    email: EmailAddress,
    by: Option<UserId>,
) -> Result<User, FirstAdministratorError> {
    let waiting = waiting(administrator, account).await?.ok_or(FirstAdministratorError::ThereIsOne)?;
    let portal = administrator.portal_of(account)?;
    let known = waiting.into_iter().find(|user| user.username.folded() == username.folded());
    let user = match known {
        // The letter did not come: it goes to the same person and address again, which nobody changes on this way.
        Some(user) => user,
        None => {
            let roles = Preset::Admin.roles();
            let new =
                NewUser { username, email: Some(email), name, level: Level::Company, roles, password: None, language: None };
            administrator.add_user(account.key.folded(), new).await?
        }
    };
    administrator.mail_link(&user, portal, Why::FirstAdministrator, by).await?;
    Ok(user)
}
