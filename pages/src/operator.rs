//! The vendor's console: every account, and the first administrator of each.

mod account;
mod accounts;
mod first_administrator;
mod new_account;
mod recovery;

pub use account::OperatorAccountPage;
pub use accounts::{AccountRow, AccountState, OperatorAccountsPage};
pub use first_administrator::{FirstAdministrator, FirstAdministratorPage};
pub use new_account::{AccountFormProblem, NewAccountPage};
pub use recovery::AccountRecovery;
