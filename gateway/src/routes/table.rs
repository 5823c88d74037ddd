//! Every page of people who are signed in, and who may see it: the one list of rights, from which routes are made and which a test walks.

use axum::{
    Router,
    extract::Path,
    middleware::from_fn_with_state,
    routing::{MethodRouter, get},
};
use gatehouse_auth_core::flow::{enrol::MANAGE_COMPANY_MFA, manage_people::MANAGE_USERS, requests::APPROVE_RESETS};
use gatehouse_pages::{Console, Place};

use super::{
    Site, audit,
    audit::export::{self, Format},
    company_settings, form, mfa_policy,
    operator::{
        account::{self as operator_account, Door},
        accounts as operator_accounts, first_administrator,
    },
    own_account::{account, mfa, passkeys, password, sessions},
    requests,
    signed::{Access, Signed, SignedForm, guard},
    users::{
        actions::{self, Action},
        details, list, new, roles,
    },
};

const MANAGE_CUSTOMER: &str = "manage-customer";
const READ_AUDIT: &str = "read-audit";

/// A page: its address under the prefix, who may see it, what answers.
struct Page {
    path: &'static str,
    access: Access,
    handlers: MethodRouter<Site>,
}

fn page(path: &'static str, access: Access, handlers: MethodRouter<Site>) -> Page {
    Page { path, access, handlers }
}

fn pages() -> Vec<Page> {
    let (own, users, resets) = (access_to(Place::Account), access_to(Place::Users), access_to(Place::Requests));
    let policy = access_to(Place::MfaPolicy);
    let (settings, audit) = (access_to(Place::Settings), access_to(Place::Audit));
    let (operators, operators_resets) = (access_to(Place::OperatorAccounts), access_to(Place::OperatorRequests));
    let operators_audit = access_to(Place::OperatorAudit);
    vec![
        page("/account", own, get(account::get).post(account::post)),
        page("/account/password", own, get(password::get).post(password::post)),
        page("/account/mfa", own, get(mfa::get).post(mfa::post)),
        page("/account/mfa/set-up", own, get(mfa::ask_set_up).post(mfa::post_set_up)),
        page("/account/mfa/reset", own, get(mfa::ask_reset).post(mfa::reset)),
        page("/account/mfa/recovery-codes", own, get(mfa::codes).post(mfa::keep_codes)),
        page("/account/mfa/recovery-codes.txt", own, get(mfa::download)),
        page("/account/mfa/recovery-codes/new", own, get(mfa::ask_codes).post(mfa::new_codes)),
        page("/account/mfa/passkeys/new", own, get(passkeys::get_new).post(passkeys::post_new)),
        page("/account/mfa/passkeys/{id}", own, get(passkeys::get).post(passkeys::post)),
        page("/account/mfa/passkeys/{id}/remove", own, get(passkeys::ask_remove).post(passkeys::remove)),
        page("/account/sessions", own, get(sessions::get).post(sessions::post)),
        page("/users", users, get(list::get)),
        page("/users/new", users, get(new::get).post(new::post)),
        page("/users/{id}", users, get(details::get).post(details::post)),
        page("/users/{id}/roles", users, get(roles::get).post(roles::post)),
        page("/users/{id}/reset-password", users, action(Action::ResetPassword)),
        page("/users/{id}/reset-mfa", users, action(Action::ResetMfa)),
        page("/users/{id}/unlock", users, action(Action::Unlock)),
        page("/users/{id}/end-sessions", users, action(Action::EndSessions)),
        page("/requests", resets, requests_of(Console::Company)),
        page("/requests/{id}", resets, request_of(Console::Company)),
        page("/company/mfa", policy, get(mfa_policy::get).post(mfa_policy::post)),
        page("/company/settings", settings, get(company_settings::get).post(company_settings::post)),
        page("/audit", audit, audit_of(Console::Company)),
        page("/audit/export.csv", audit, export_of(Format::Csv, Console::Company)),
        page("/audit/export.jsonl", audit, export_of(Format::JsonLines, Console::Company)),
        page("/operator/accounts", operators, get(operator_accounts::get)),
        page("/operator/accounts/new", operators, get(operator_accounts::get_new).post(operator_accounts::post_new)),
        page("/operator/accounts/{id}", operators, get(operator_account::get).post(operator_account::post)),
        page("/operator/accounts/{id}/suspend", operators, door(Door::Suspend)),
        page("/operator/accounts/{id}/reopen", operators, door(Door::Reopen)),
        page("/operator/accounts/{id}/first-admin", operators, get(first_administrator::get).post(first_administrator::post)),
        page("/operator/requests", operators_resets, requests_of(Console::Operators)),
        page("/operator/requests/{id}", operators_resets, request_of(Console::Operators)),
        page("/operator/audit", operators_audit, audit_of(Console::Operators)),
        page("/operator/audit/export.csv", operators_audit, export_of(Format::Csv, Console::Operators)),
        page("/operator/audit/export.jsonl", operators_audit, export_of(Format::JsonLines, Console::Operators)),
    ]
}

fn action(action: Action) -> MethodRouter<Site> {
    get(move |signed: Signed, id: Path<String>| actions::get(action, signed, id))
        .post(move |id: Path<String>, form: SignedForm| actions::post(action, id, form))
}

fn requests_of(console: Console) -> MethodRouter<Site> {
    get(move |signed: Signed| requests::get(console, signed)).post(move |form: SignedForm| requests::post(console, form))
}

fn request_of(console: Console) -> MethodRouter<Site> {
    get(move |signed: Signed, id: Path<String>| requests::get_one(console, signed, id))
        .post(move |form: SignedForm| requests::post(console, form))
}

fn audit_of(console: Console) -> MethodRouter<Site> {
    get(move |signed: Signed, asked: form::Asked<audit::Asked>| audit::get(console, signed, asked))
}

fn export_of(format: Format, console: Console) -> MethodRouter<Site> {
    get(move |signed: Signed, asked: form::Asked<audit::Asked>| export::get(format, console, signed, asked))
}

fn door(door: Door) -> MethodRouter<Site> {
    get(move |signed: Signed, id: Path<String>| operator_account::ask(door, signed, id))
        .post(move |id: Path<String>, form: SignedForm| operator_account::turn(door, id, form))
}

/// Every one of these pages behind its guard.
pub(super) fn router(site: &Site) -> Router<Site> {
    pages().into_iter().fold(Router::new(), |router, page| {
        router.route(page.path, page.handlers.route_layer(from_fn_with_state((site.clone(), page.access), guard)))
    })
}

/// Every address of these pages under the prefix, and who may see it.
pub fn rights() -> Vec<(&'static str, Access)> {
    pages().into_iter().map(|page| (page.path, page.access)).collect()
}

/// Whether a path under the prefix is, or may be, one of these pages.
pub(super) fn is_page(path: &str) -> bool {
    let first = path.trim_start_matches('/').split('/').next().unwrap_or_default();
    matches!(first, "account" | "users" | "requests" | "company" | "audit" | "operator")
}

/// Who may see a place of the navigation, and every page that belongs to it.
pub(super) fn access_to(place: Place) -> Access {
    match place {
        Place::Account | Place::Password | Place::Mfa | Place::Sessions => Access::SignedIn,
        Place::Users => Access::Role(MANAGE_USERS),
        Place::Requests => Access::Role(APPROVE_RESETS),
        Place::MfaPolicy => Access::Role(MANAGE_COMPANY_MFA),
        Place::Settings => Access::Role(MANAGE_CUSTOMER),
        Place::Audit => Access::Role(READ_AUDIT),
        Place::OperatorAccounts => Access::Operator(MANAGE_USERS),
        Place::OperatorRequests => Access::Operator(APPROVE_RESETS),
        Place::OperatorAudit => Access::Operator(READ_AUDIT),
    }
}
