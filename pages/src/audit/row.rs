//! One event.

use maud::{Markup, html};

use super::{EventText, event::isolated_sentence};
use crate::Language;

/// A row of the log.
#[derive(Debug, Clone)]
pub struct AuditRow {
    /// When it happened, as people of the account write it.
    pub when: String,
    /// The same as RFC 3339 writes it, for programs.
    pub rfc3339: String,
    /// Who did it.
    pub who: AuditActor,
    /// What happened.
    pub what: EventText,
    /// The network address it came from.
    pub network: Option<String>,
    /// What it was done with: "Chrome on Windows".
    pub browser: Option<String>,
    /// How it ended.
    pub outcome: AuditOutcome,
}

/// Who did something.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum AuditActor {
    /// Somebody at a page who was not signed in.
    Visitor,
    /// Somebody who was signed in.
    Person {
        /// Their name.
        name: String,
        /// Their username.
        username: String,
    },
    /// Somebody with a shell on the machine.
    CommandLine,
    /// Gatehouse by itself.
    Gateway,
}

/// How something ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum AuditOutcome {
    /// It was done.
    Done,
    /// It was refused.
    Refused,
    /// It was tried and could not be done.
    Failed,
}

impl AuditRow {
    /// Where the rows become cards, browsers forget that they are rows: hence the roles.
    pub(super) fn render(&self, language: Language) -> Markup {
        html! {
            tr role="row" {
                td.small role="cell" { time datetime=(self.rfc3339) { (self.when) } }
                td role="cell" data-k=(language.say("audit-who")) { (self.who.render(language)) }
                td role="cell" data-k=(language.say("audit-what")) { (isolated_sentence(language, &self.what)) }
                td.small role="cell" data-k=(language.say("audit-from")) { (self.origin()) }
                td role="cell" { span.pill.(self.outcome.tone()) { (language.say(self.outcome.label())) } }
            }
        }
    }

    fn origin(&self) -> Markup {
        html! {
            @if let Some(network) = &self.network { bdi.ltr { (network) } }
            @if let Some(browser) = &self.browser { " " span.muted { bdi { (browser) } } }
        }
    }
}

impl AuditActor {
    fn render(&self, language: Language) -> Markup {
        match self {
            Self::Visitor => html! { (language.say("audit-visitor")) },
            Self::Person { name, username } => html! { bdi { (name) } " " span.small.muted { bdi.ltr { (username) } } },
            Self::CommandLine => html! { (language.say("audit-command-line")) },
            Self::Gateway => html! { (language.say("audit-gateway")) },
        }
    }
}

impl AuditOutcome {
    const fn label(self) -> &'static str {
        match self {
            Self::Done => "audit-done",
            Self::Refused => "audit-refused",
            Self::Failed => "audit-failed",
        }
    }

    const fn tone(self) -> &'static str {
        match self {
            Self::Done => "good",
            Self::Refused => "bad",
            Self::Failed => "warn",
        }
    }
}
