//! What a change is about, kept from every other change until it is over. Most conditions of a change are about one row, which the
//! statement that checks them locks; those here are about rows that are not there, or about several.

use std::collections::BTreeSet;

use gatehouse_auth_core::{
    change::{Change, Spend, Write},
    ports::Stored,
};
use sqlx::AnyConnection;

use super::{connection::failed, database::Dialect, statement::Statement};

/// Locks the accounts and people of a change, always in the same order.
pub(super) async fn lock(connection: &mut AnyConnection, dialect: Dialect, change: &Change) -> Stored<()> {
    if dialect == Dialect::Sqlite {
        // Whoever writes is alone.
        return Ok(());
    }
    let accounts = change.spend.iter().filter_map(account).collect();
    lock_rows(connection, "SELECT accounts.id FROM accounts WHERE accounts.id IN (", accounts).await?;
    let people = change.spend.iter().filter_map(spender).chain(change.write.iter().filter_map(written)).collect();
    lock_rows(connection, "SELECT users.id FROM users WHERE users.id IN (", people).await
}

async fn lock_rows(connection: &mut AnyConnection, select: &'static str, ids: BTreeSet<String>) -> Stored<()> {
    if ids.is_empty() {
        return Ok(());
    }
    let mut statement = Statement::default();
    statement.push(select);
    for (index, id) in ids.into_iter().enumerate() {
        statement.push(if index == 0 { "" } else { ", " });
        statement.push_text(id);
    }
    statement.push(") ORDER BY id FOR NO KEY UPDATE");
    statement.query().execute(connection).await.map_err(failed).map(drop)
}

/// The account about all of whose people something must hold.
fn account(spend: &Spend) -> Option<String> {
    match spend {
        Spend::Held { account, .. } => Some(account.to_string()),
        _ => None,
    }
}

fn spender(spend: &Spend) -> Option<String> {
    let user = match spend {
        Spend::Password { user, .. }
        | Spend::Standing { user, .. }
        | Spend::TotpStep { user, .. }
        | Spend::RecoveryCode { user, .. }
        | Spend::Enrol { user, .. }
        | Spend::UsePasskey { user, .. }
        | Spend::RenamePasskey { user, .. }
        | Spend::RemovePasskey { user, .. } => *user,
        Spend::User(user) => user.id,
        Spend::BeginRecovery(recovery) => recovery.user,
        Spend::AddPasskey { passkey, .. } => passkey.user,
        Spend::Keys(_)
        | Spend::KeyTerm { .. }
        | Spend::Held { .. }
        | Spend::Mint { .. }
        | Spend::EndRecovery { .. }
        | Spend::Approve { .. }
        | Spend::Decline { .. }
        | Spend::Sending { .. }
        | Spend::Letter(_) => return None,
    };
    Some(user.to_string())
}

fn written(write: &Write) -> Option<String> {
    let user = match write {
        Write::Password { user, .. }
        | Write::EndSessions { user, .. }
        | Write::EndRecoveries { user, .. }
        | Write::MustChangePassword { user, .. }
        | Write::SignedIn { user, .. }
        | Write::Undeliverable { user, .. }
        | Write::WantsMfa { user, .. }
        | Write::Totp { user, .. }
        | Write::RecoveryCodes { user, .. }
        | Write::ResetFactors(user) => *user,
        Write::Enrolment(enrolment) => enrolment.user,
        Write::NewAccount(_)
        | Write::Account(_)
        | Write::ContactDetails { .. }
        | Write::NewUser(_)
        | Write::NewKey(_)
        | Write::MfaPolicy { .. }
        | Write::EndSession { .. }
        | Write::EndEnrolment(_) => return None,
    };
    Some(user.to_string())
}
