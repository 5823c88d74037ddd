//! "Northwind CRM": contacts and deals. It was made to read plain headers and still shows what they say, but believes them only beside an
//! assertion that names the same person.

use std::sync::Arc;

use axum::{
    Router,
    extract::{FromRequestParts, Path, State},
    response::Response,
    routing::get,
};
use http::{StatusCode, request::Parts};
use maud::{Markup, html};

use super::{
    contacts::{CONTACTS, Contact},
    deals::{DEALS, Deal},
    identity_page,
    received::{SignedIn, plain_value},
    site::{Page, Site, icon, style},
    table::Table,
    verifier::{Refusal, Verifier},
};

const MENU: &[(&str, &str)] = &[("/", "Contacts"), ("/deals", "Deals"), ("/admin", "Administration")];

/// The application, for a gateway whose own pages are under `prefix`.
pub fn router(verifier: Arc<Verifier>, prefix: &str) -> Router {
    Router::new()
        .route("/", get(contacts))
        .route("/contacts/{id}", get(contact))
        .route("/deals", get(deals))
        .route("/admin", get(admin))
        .route("/identity", get(identity_page::page))
        .route("/identity.json", get(identity_page::json))
        .route("/assets/style.css", get(style))
        .route("/assets/icon.svg", get(icon))
        .fallback(nothing)
        .with_state(Arc::new(Site::new("Northwind CRM", "crm", MENU, verifier, prefix)))
}

/// Whoever is signed in, by plain headers that the assertion bears out.
struct User {
    username: String,
    name: String,
    email: Option<String>,
    groups: Vec<String>,
}

impl FromRequestParts<Arc<Site>> for User {
    type Rejection = Response;

    async fn from_request_parts(parts: &mut Parts, site: &Arc<Site>) -> Result<Self, Response> {
        let SignedIn(verified) = SignedIn::from_request_parts(parts, site).await?;
        let plain = |name| plain_value(&parts.headers, name);
        let is_once = parts.headers.get_all("remote-user").iter().count() == 1;
        let username = plain("remote-user").filter(|username| is_once && *username == verified.claims.person.username);
        let username = username.ok_or_else(|| site.refuse(&Refusal::Disagreement))?;
        let name = plain("remote-name").unwrap_or_else(|| username.clone());
        let groups = plain("remote-groups").unwrap_or_default();
        let groups = groups.split(',').map(str::trim).filter(|group| !group.is_empty()).map(str::to_owned).collect();
        Ok(Self { username, name, email: plain("remote-email"), groups })
    }
}

async fn contacts(State(site): State<Arc<Site>>, user: User) -> Response {
    let row = |contact: &Contact| {
        vec![
            html! { a href={ "/contacts/" (contact.id) } { (contact.name) } },
            html! { (contact.company) },
            html! { (contact.position) },
            html! { (contact.phone) },
        ]
    };
    let columns = &["Name", "Company", "Position", "Telephone"];
    let content = Table { caption: "Contacts, by name", columns, rows: CONTACTS.iter().map(row).collect() }.render();
    show(&site, &user, "/", "Contacts", content)
}

async fn contact(State(site): State<Arc<Site>>, user: User, Path(id): Path<String>) -> Response {
    let Some(contact) = id.parse().ok().and_then(Contact::find) else { return site.nothing_here(&user.name) };
    let content = html! {
        p { (contact.position) ", " (contact.company) }
        dl {
            dt { "Email" } dd { a href={ "mailto:" (contact.email) } { (contact.email) } }
            dt { "Telephone" } dd { (contact.phone) }
            dt { "Last note" } dd { (contact.note) }
            dt { "Looked up by" } dd { (user.name) @if let Some(email) = &user.email { " (" (email) ")" } }
        }
        h2 { "Deals" }
        @if Deal::with(contact.id).next().is_none() { p { "None so far." } } @else {
            (deal_table("Deals with this contact", Deal::with(contact.id)))
        }
        p { a href="/" { "All contacts" } }
    };
    show(&site, &user, "/", contact.name, content)
}

async fn deals(State(site): State<Arc<Site>>, user: User) -> Response {
    show(&site, &user, "/deals", "Deals", deal_table("Deals, by closing date", DEALS.iter()))
}

fn deal_table(caption: &'static str, deals: impl Iterator<Item = &'static Deal>) -> Markup {
    let row = |deal: &'static Deal| {
        let company = Contact::find(deal.contact).map_or("", |contact| contact.company);
        vec![
            html! { (deal.name) },
            html! { a href={ "/contacts/" (deal.contact) } { (company) } },
            html! { (deal.stage) },
            html! { (deal.pounds) },
            html! { time datetime=(deal.closes) { (deal.closes) } },
        ]
    };
    Table { caption, columns: &["Deal", "Company", "Stage", "Value", "Closes"], rows: deals.map(row).collect() }.render()
}

/// Who may come here is a rule of the gateway's and not of this application, which never learnt about roles.
async fn admin(State(site): State<Arc<Site>>, user: User) -> Response {
    let content = html! {
        p { "Only people with the role " code { "manage-users" } " reach this page: the gateway turns everybody else away." }
        dl {
            dt { "User" } dd { (user.username) }
            dt { "Groups" } dd { @if user.groups.is_empty() { "None" } @else { (user.groups.join(", ")) } }
        }
        h2 { "Settings" }
        dl {
            dt { "Currency" } dd { "Pounds sterling" }
            dt { "Financial year begins" } dd { "1 April" }
            dt { "Nightly export" } dd { "On, at 02:30" }
        }
    };
    show(&site, &user, "/admin", "Administration", content)
}

async fn nothing(State(site): State<Arc<Site>>, user: User) -> Response {
    site.nothing_here(&user.name)
}

fn show(site: &Site, user: &User, place: &str, heading: &str, content: Markup) -> Response {
    site.reply(StatusCode::OK, &Page { name: Some(&user.name), place, heading, content })
}

#[cfg(test)]
mod tests;
