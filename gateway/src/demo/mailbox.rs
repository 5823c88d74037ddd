//! The demonstration's mailbox: takes every letter in place of a mail server, and shows it on pages that anybody may open.

use std::sync::{Arc, Mutex, PoisonError};

use async_trait::async_trait;
use axum::{
    Router,
    extract::{Path, State},
    response::{Html, IntoResponse as _, Response},
    routing::get,
};
use http::{StatusCode, header};
use maud::{DOCTYPE, Markup, html};

use super::site::{icon, style};
use crate::mail::{Outgoing, Post, Undelivered};

/// Letters that were mailed, the latest last.
#[derive(Clone, Default)]
pub(super) struct Mailbox(Arc<Mutex<Vec<Outgoing>>>);

/// Kept; the oldest go first.
const MOST: usize = 500;

#[async_trait]
impl Post for Mailbox {
    async fn deliver(&self, outgoing: &Outgoing) -> Result<(), Undelivered> {
        // What no server would take is not taken here either.
        outgoing.to_message()?;
        let mut letters = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        letters.push(outgoing.clone());
        let surplus = letters.len().saturating_sub(MOST);
        letters.drain(..surplus);
        Ok(())
    }
}

impl Mailbox {
    fn letters(&self) -> Vec<Outgoing> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).clone()
    }

    fn letter(&self, id: &str) -> Option<Outgoing> {
        self.letters().into_iter().rev().find(|letter| letter.letter.to_string() == id)
    }
}

/// Its pages.
pub(super) fn router(mailbox: Mailbox) -> Router {
    Router::new()
        .route("/", get(list))
        .route("/letters/{id}", get(letter))
        .route("/letters/{id}/html", get(as_html))
        .route("/assets/style.css", get(style))
        .route("/assets/icon.svg", get(icon))
        .with_state(mailbox)
}

async fn list(State(mailbox): State<Mailbox>) -> Response {
    let letters = mailbox.letters();
    page(
        "Mailbox",
        &html! {
            p { "Every letter that the demonstration mails arrives here, the latest first. Reload the page to see new ones." }
            @if letters.is_empty() {
                p { "No letter has come yet." }
            } @else {
                div.scroll { table {
                    thead { tr { th scope="col" { "Subject" } th scope="col" { "To" } } }
                    tbody {
                        @for letter in letters.iter().rev() {
                            tr {
                                td { a href={ "/letters/" (letter.letter) } { (letter.subject) } }
                                td { (letter.to) }
                            }
                        }
                    }
                } }
            }
        },
    )
}

async fn letter(State(mailbox): State<Mailbox>, Path(id): Path<String>) -> Response {
    let Some(letter) = mailbox.letter(&id) else { return nothing() };
    page(
        &letter.subject,
        &html! {
            p { "To " strong { (letter.to) } ", from " (letter.from) ". " a href="/" { "All letters" } " · " a href={ "/letters/" (id) "/html" } { "As HTML" } }
            div.letter {
                @for line in letter.text.lines() {
                    @match link(line) {
                        Some(address) => p { a href=(address) rel="noreferrer" { (address) } },
                        None if line.trim().is_empty() => {},
                        None => p { (line) },
                    }
                }
            }
        },
    )
}

/// A line of a letter that is a link and nothing else.
fn link(line: &str) -> Option<&str> {
    let line = line.trim();
    (line.starts_with("http://") && !line.contains(char::is_whitespace)).then_some(line)
}

/// As a mail program shows it: with the letter's own styles, and nothing that could act.
async fn as_html(State(mailbox): State<Mailbox>, Path(id): Path<String>) -> Response {
    const POLICY: &str =
        "default-src 'none'; style-src 'unsafe-inline'; sandbox allow-popups allow-top-navigation-by-user-activation";
    match mailbox.letter(&id) {
        Some(letter) => {
            let headers = [(header::CONTENT_SECURITY_POLICY, POLICY), (header::CACHE_CONTROL, "no-store")];
            (headers, Html(letter.html)).into_response()
        }
        None => nothing(),
    }
}

fn nothing() -> Response {
    let mut response = page("No such letter", &html! { p { a href="/" { "All letters" } } });
    *response.status_mut() = StatusCode::NOT_FOUND;
    response
}

fn page(heading: &str, content: &Markup) -> Response {
    let document = html! {
        (DOCTYPE)
        html lang="en" {
            head {
                meta charset="utf-8";
                meta name="viewport" content="width=device-width, initial-scale=1";
                meta name="color-scheme" content="light dark";
                title { (heading) " - Mailbox" }
                link rel="stylesheet" href="/assets/style.css";
                link rel="icon" type="image/svg+xml" href="/assets/icon.svg";
            }
            body {
                a.skip href="#content" { "Skip to the content" }
                header { div.bar { a.title href="/" { "Mailbox of the demonstration" } } }
                main id="content" tabindex="-1" {
                    h1 { (heading) }
                    (content)
                }
            }
        }
    };
    ([(header::CACHE_CONTROL, "no-store")], Html(document.into_string())).into_response()
}
