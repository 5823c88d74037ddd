//! The people of an account, as its administrators see them.

mod details;
mod level;
mod list;
mod new;
mod particulars;
mod problem;
mod role;
mod roles;
mod row;
mod sort;
mod summary;
#[cfg(test)]
mod tests;

pub use details::UserPage;
pub use level::{Level, UserState};
pub use list::UsersPage;
pub use new::NewUserPage;
pub use particulars::UserParticulars;
pub(crate) use problem::UserField;
pub use problem::UserProblem;
pub(crate) use role::title as role_title;
pub use roles::{MovedRoles, RoleItem, RolesProblem, UserRolesPage};
pub use row::{MfaState, UserRow};
pub use sort::{Direction, UnknownSort, UserColumn, UserSort};
pub use summary::{Reach, UserMark, UserSummary};
