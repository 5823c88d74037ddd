//! Gatehouse's pages: plain data in, markup out.
//!
//! Every page is a struct with `render(&self) -> Markup`. Nothing here reads a clock, a file or a
//! configuration, and nothing knows about HTTP: the gateway decides statuses and headers.
//!
//! - `brand`: what a page must know of its portal
//! - `language`, `words`: which language, and its sentences
//! - `sign_in`, `moving_on`, `sign_out`, `signed_out`, `error_page`: one page each
//! - `frame`: what stands around the pages of people who are signed in
//! - `own_account`, `users`, `confirm`, `requests`, `company_settings`, `audit`, `operator`: those pages
//! - `recovery`: the ways back in, a page each
//! - `mfa`: the second factor at sign-in and its set-up, a page each; `mfa_policy`: whom an account asks for it
//! - `strength`: how hard a password is to guess, shown
//! - `parts`: what pages share
//! - [`mail`]: the letters, each with a subject, a text and an HTML part
//! - [`assets`]: the stylesheet, the script and the pictures
//! - [`theme`]: from one brand colour to a stylesheet that stays readable
//! - [`samples`]: every page in every state, for snapshots and for looking at

pub mod assets;
mod audit;
mod brand;
mod company_settings;
mod confirm;
mod error_page;
mod frame;
mod language;
pub mod mail;
mod mfa;
mod mfa_policy;
mod moving_on;
mod operator;
mod own_account;
mod parts;
mod recovery;
mod requests;
pub mod samples;
mod sign_in;
mod sign_out;
mod signed_out;
mod strength;
pub mod theme;
mod users;
mod words;

pub use brand::{Brand, Contact, UnknownContact};
pub use error_page::{ErrorKind, ErrorPage};
pub use language::{Language, UnknownLanguage};
pub use maud::Markup;
pub use moving_on::MovingOnPage;
pub use sign_in::{KeepSignedIn, PauseWarning, SignInField, SignInForm, SignInNotice, SignInPage, SignInPasskey, SignInProblem};
pub use sign_out::SignOutPage;
pub use signed_out::SignedOutPage;

pub use audit::{AuditActor, AuditFilters, AuditOutcome, AuditPage, AuditRow, EventText, event_sentence};
pub use company_settings::{SettingsPage, SettingsProblem};
pub use confirm::{ConfirmPage, Question};
pub use frame::{Console, Frame, Navigation, Notice, Place};
pub use mfa::{
    AcceptedFactors, CodePage, CodeProblem, CodeReadyPage, EnrolPage, EnrolProblem, EnrolStartPage, MfaFrame, MfaStanding,
    NewPasskeyOccasion, NewPasskeyPage, NewPasskeyProblem, OwnFactors, PasskeyPage, PasskeyProblem, RecoveryCodePage,
    RecoveryCodeProblem, RecoveryCodesOccasion, RecoveryCodesPage, RecoveryCodesProblem,
};
pub use mfa_policy::{MfaDemand, MfaPeople, MfaPolicy, MfaPolicyPage};
pub use operator::{
    AccountFormProblem, AccountRecovery, AccountRow, AccountState, FirstAdministrator, FirstAdministratorPage, NewAccountPage,
    OperatorAccountPage, OperatorAccountsPage,
};
pub use own_account::{
    AccountPage, AccountProblem, MfaControl, MyMfaPage, OwnPasswordProblem, PasskeyNameProblem, PasskeyRow, PasswordPage,
    RenamePasskeyPage, SessionRow, SessionsPage,
};
pub use parts::{Count, CurrentPasswordProblem, Moment, PasswordRules, StepUp, masked};
pub use recovery::{
    ConfirmEmailPage, ConfirmEmailState, DemandReason, ForgotField, ForgotForm, ForgotLink, ForgotPage, ForgotProblem,
    LinkProblem, LinkProblemPage, LinkSubject, NewPasswordField, NewPasswordOccasion, NewPasswordPage, NewPasswordProblem,
    RecoveryFlow, ReminderPage, SentPage, TemporaryPage, TemporaryState,
};
pub use requests::{ApprovedRequest, RequestPage, RequestState, RequestsPage, ResetRequest};
pub use strength::{Band, Tip, strength_sentence};
pub use users::{
    Direction, Level, MfaState, MovedRoles, NewUserPage, Reach, RoleItem, RolesProblem, UnknownSort, UserColumn, UserMark,
    UserPage, UserParticulars, UserProblem, UserRolesPage, UserRow, UserSort, UserState, UserSummary, UsersPage,
};
