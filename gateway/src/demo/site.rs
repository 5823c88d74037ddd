//! What every page of an application has around it, and what it says when it refuses.

use std::sync::Arc;

use axum::response::{Html, IntoResponse as _, Response};
use http::{StatusCode, header};
use maud::{DOCTYPE, Markup, html};

use super::verifier::{Refusal, Verifier};

const STYLE: &str = include_str!("style.css");
/// These pages need nothing from anywhere else and no script in the page; `data:` is the empty icon.
const POLICY: &str = "default-src 'self'; img-src 'self' data:; base-uri 'none'; form-action 'self'; frame-ancestors 'none'";

/// One application.
pub(super) struct Site {
    /// Its name.
    pub(super) title: &'static str,
    /// Its colours, as the style sheet calls them.
    pub(super) theme: &'static str,
    /// Where its menu leads: an address and a name each.
    pub(super) menu: &'static [(&'static str, &'static str)],
    /// Where the gateway's own pages are.
    pub(super) prefix: String,
    /// Whom it believes.
    pub(super) verifier: Arc<Verifier>,
}

/// One page of it.
pub(super) struct Page<'a> {
    /// Whoever is signed in, by the name to greet them with.
    pub(super) name: Option<&'a str>,
    /// The address in the menu that it belongs to.
    pub(super) place: &'a str,
    /// Its heading.
    pub(super) heading: &'a str,
    /// The rest.
    pub(super) content: Markup,
}

impl Site {
    /// The application `title`, with the gateway's pages under `prefix`.
    pub(super) fn new(
        title: &'static str,
        theme: &'static str,
        menu: &'static [(&'static str, &'static str)],
        verifier: Arc<Verifier>,
        prefix: &str,
    ) -> Self {
        Self { title, theme, menu, prefix: prefix.trim_end_matches('/').to_owned(), verifier }
    }

    /// A page as an answer. Nobody may keep it: the next person at this computer is somebody else.
    pub(super) fn reply(&self, status: StatusCode, page: &Page<'_>) -> Response {
        let headers = [(header::CACHE_CONTROL, "private, no-store"), (header::CONTENT_SECURITY_POLICY, POLICY)];
        (status, headers, Html(self.render(page).into_string())).into_response()
    }

    /// The answer to a request that nobody vouches for.
    pub(super) fn refuse(&self, why: &Refusal) -> Response {
        let content = html! {
            p {
                "This application answers only requests of people who have signed in. The sign-in gateway says who they are, in a signed "
                "note with each request. This request was refused because " strong { (why) } "."
            }
            p { "If you came here by a link or a bookmark, open the application by its usual address. If you did, tell your administrator." }
        };
        self.reply(StatusCode::FORBIDDEN, &Page { name: None, place: "", heading: "You cannot see this page", content })
    }

    /// The answer where there is nothing.
    pub(super) fn nothing_here(&self, name: &str) -> Response {
        let content = html! { p { "Nothing is kept under this address. " a href="/" { "Back to the start" } } };
        self.reply(StatusCode::NOT_FOUND, &Page { name: Some(name), place: "", heading: "Page not found", content })
    }

    fn render(&self, page: &Page<'_>) -> Markup {
        html! {
            (DOCTYPE)
            html lang="en" class=(self.theme) {
                head {
                    meta charset="utf-8";
                    meta name="viewport" content="width=device-width, initial-scale=1";
                    meta name="color-scheme" content="light dark";
                    title { (page.heading) " - " (self.title) }
                    link rel="stylesheet" href="/assets/style.css";
                    link rel="icon" type="image/svg+xml" href="/assets/icon.svg";
                }
                body {
                    a.skip href="#content" { "Skip to the content" }
                    header {
                        div.bar {
                            a.title href="/" { (self.title) }
                            (self.person(page))
                        }
                        nav aria-label="Sections" { ul {
                            @for (address, name) in self.menu {
                                li { a href=(address) aria-current=[(*address == page.place).then_some("page")] { (name) } }
                            }
                        } }
                    }
                    main id="content" tabindex="-1" {
                        h1 { (page.heading) }
                        (page.content)
                    }
                    footer { (self.title) " 4.2. A sample application: its people, calls and companies are invented." }
                }
            }
        }
    }

    fn person(&self, page: &Page<'_>) -> Markup {
        html! {
            div.person {
                @if let Some(name) = page.name { span { "Signed in as " strong { (name) } } }
                a href="/identity" aria-current=[(page.place == "/identity").then_some("page")] { "Who am I" }
                @if page.name.is_some() { a href={ (self.prefix) "/logout" } { "Sign out" } }
            }
        }
    }
}

/// The style sheet.
pub(super) async fn style() -> Response {
    asset("text/css; charset=utf-8", STYLE)
}

/// The icon.
pub(super) async fn icon() -> Response {
    asset("image/svg+xml", include_str!("icon.svg"))
}

/// Something that is the same for everybody.
pub(super) fn asset(kind: &'static str, text: &'static str) -> Response {
    ([(header::CONTENT_TYPE, kind), (header::CACHE_CONTROL, "public, max-age=300")], text).into_response()
}
