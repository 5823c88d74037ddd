//! Who somebody is, wherever administrators see them.

use maud::{Markup, html};

use crate::Language;

/// A person of the account.
#[derive(Debug, Clone)]
pub struct UserSummary {
    /// Their part of an address.
    pub id: String,
    /// What they are called.
    pub name: String,
    /// What they sign in with.
    pub username: String,
    /// Where they are written to.
    pub email: Option<String>,
    /// What stands out about them.
    pub marks: Vec<UserMark>,
    /// Whether the one who looks may act on them.
    pub reach: Reach,
}

/// Something an administrator should see at once, and may search for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum UserMark {
    /// They may not sign in until somebody unlocks them.
    Locked,
    /// They may not sign in.
    Disabled,
    /// They have not been here yet.
    NeverSignedIn,
    /// The last letter to them came back.
    LetterUndeliverable,
}

/// What the one who looks may do to somebody.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Reach {
    /// It is themselves: their own pages are for that.
    Yourself,
    /// Anything.
    Within,
    /// Nothing: they stand higher.
    Above,
}

impl UserSummary {
    pub(super) fn pills(&self, language: Language) -> Markup {
        html! {
            @if self.reach == Reach::Yourself { " " span.pill.acc { (language.say("users-you")) } }
            @for mark in &self.marks {
                " " span.pill.(mark.tone()) { (language.say(mark.label())) }
            }
        }
    }

    /// The address of one of the pages about them.
    pub(super) fn address(&self, page: &str) -> String {
        let slash = if page.is_empty() { "" } else { "/" };
        format!("users/{}{slash}{page}", self.id)
    }

    pub(super) fn may_be_acted_on(&self) -> bool {
        self.reach == Reach::Within
    }

    pub(super) fn may_be_unlocked(&self) -> bool {
        self.may_be_acted_on() && self.marks.contains(&UserMark::Locked)
    }
}

impl UserMark {
    /// Every mark, in the order they can be searched for.
    pub const ALL: [Self; 4] = [Self::Locked, Self::Disabled, Self::NeverSignedIn, Self::LetterUndeliverable];

    /// Its value in an address.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Locked => "locked",
            Self::Disabled => "disabled",
            Self::NeverSignedIn => "never-signed-in",
            Self::LetterUndeliverable => "letter-undeliverable",
        }
    }

    pub(super) const fn label(self) -> &'static str {
        match self {
            Self::Locked => "user-locked",
            Self::Disabled => "user-disabled",
            Self::NeverSignedIn => "user-never-signed-in",
            Self::LetterUndeliverable => "user-letter-undeliverable",
        }
    }

    const fn tone(self) -> &'static str {
        match self {
            Self::Locked => "bad",
            Self::LetterUndeliverable => "warn",
            Self::Disabled | Self::NeverSignedIn => "plain",
        }
    }
}
