//! The operators' console: every account, and its first administrator. `accounts` · `account` · `first_administrator`.

pub(super) mod account;
pub(super) mod accounts;
pub(super) mod first_administrator;

use axum::body::Body;
use gatehouse_auth_core::{
    account::{Account, AccountId, AccountState as OwnState},
    audit::Actor,
    flow::administer::Administrator,
    ports::Stored,
    recovery::RecoveryFlow,
};
use gatehouse_pages::{AccountRecovery, AccountRow, AccountState};
use http::Response;

use super::signed::Signed;

impl Signed {
    /// This operator, as the one who administers accounts.
    fn administrator(&self) -> Administrator<'_> {
        let keeper = &self.site.keeper;
        Administrator {
            outside: &keeper.outside,
            portals: &keeper.admissions,
            actor: Actor::User(self.user().id),
            session: Some(self.session().record()),
        }
    }

    /// The account of an address; an answer where there is none.
    async fn account(&self, id: &str) -> Result<Account, Response<Body>> {
        let Some(id) = AccountId::from_stored(id) else { return Err(self.not_found()) };
        match self.site.keeper.outside.directory.account(id).await {
            Ok(Some(account)) => Ok(account),
            Ok(None) => Err(self.not_found()),
            Err(error) => Err(self.unavailable(&error)),
        }
    }
}

/// Counted up to this.
const COUNTED: u32 = 100_000;

async fn row(signed: &Signed, account: &Account) -> Stored<AccountRow> {
    Ok(AccountRow {
        id: account.id.to_string(),
        account_id: account.key.to_string(),
        name: account.name.clone(),
        state: match account.state {
            OwnState::Open => AccountState::Open,
            OwnState::Suspended => AccountState::Suspended,
        },
        recovery: shown(account.recovery),
        people: signed.site.keeper.outside.directory.count_people(account.id, &[], &[], COUNTED).await?.into(),
    })
}

fn shown(recovery: Option<RecoveryFlow>) -> AccountRecovery {
    match recovery {
        None => AccountRecovery::AsPortal,
        Some(RecoveryFlow::EmailedPassword) => AccountRecovery::EmailedPassword,
        Some(RecoveryFlow::Link) => AccountRecovery::Link,
        Some(RecoveryFlow::LinkThenTemporary) => AccountRecovery::LinkThenTemporary,
        Some(RecoveryFlow::AdminApproval) => AccountRecovery::AdminApproval,
    }
}
