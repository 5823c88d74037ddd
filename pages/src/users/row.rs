//! One person in the list.

use maud::{Markup, html};

use super::{UserSummary, role};
use crate::{Frame, Moment, frame::icon};

/// A row of the list.
#[derive(Debug, Clone)]
pub struct UserRow {
    /// Who it is.
    pub user: UserSummary,
    /// The names of their roles.
    pub roles: Vec<String>,
    /// How they stand with MFA; the column is shown where anybody has it.
    pub mfa: Option<MfaState>,
    /// Whether the one who looks may drop what people have set up.
    pub may_reset_mfa: bool,
    /// When they last signed in.
    pub last_sign_in: Option<Moment>,
}

/// Whether a person is asked for a code.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum MfaState {
    /// They are.
    On,
    /// They will be, once they have set it up.
    NotSetUp,
    /// They are not.
    Off,
}

impl MfaState {
    /// Every state, in the order they can be searched for.
    pub const ALL: [Self; 2] = [Self::On, Self::NotSetUp];

    /// Its value in an address.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::On => "on",
            Self::NotSetUp => "not-set-up",
            Self::Off => "off",
        }
    }

    /// What it is called where nothing else says that it is about MFA.
    pub(super) const fn filter_label(self) -> &'static str {
        match self {
            Self::On => "users-mfa-on",
            Self::NotSetUp => "users-mfa-not-set-up",
            Self::Off => "users-mfa-off",
        }
    }

    pub(crate) const fn label(self) -> &'static str {
        match self {
            Self::On => "mfa-on",
            Self::NotSetUp => "mfa-not-set-up",
            Self::Off => "mfa-off",
        }
    }

    pub(crate) const fn tone(self) -> &'static str {
        match self {
            Self::On => "good",
            Self::NotSetUp => "warn",
            Self::Off => "plain",
        }
    }
}

impl UserRow {
    /// Where the rows become cards, browsers forget that they are rows: hence the roles.
    pub(super) fn render(&self, frame: &Frame<'_>, has_mfa: bool) -> Markup {
        let language = frame.language;
        let user = &self.user;
        html! {
            tr role="row" {
                td.who role="cell" {
                    a.name href=(frame.path(&user.address(""))) { bdi { (user.name) } }
                    (user.pills(language))
                    div.small.muted { bdi.ltr { (user.username) } }
                    @if let Some(email) = &user.email { div.small.muted { bdi.ltr { (email) } } }
                }
                td.roles.small role="cell" data-k=(language.say("users-roles")) { (role::list(&self.roles, language)) }
                @if has_mfa { td role="cell" data-k=(language.say("mfa")) { (self.mfa_pill(frame)) } }
                td.small role="cell" data-k=(language.say("users-last-sign-in")) {
                    @match &self.last_sign_in {
                        Some(moment) => (moment.render(language)),
                        None => (language.say("users-never")),
                    }
                }
                td role="cell" { (self.actions(frame)) }
            }
        }
    }

    fn mfa_pill(&self, frame: &Frame<'_>) -> Markup {
        html! {
            @if let Some(mfa) = self.mfa { span.pill.(mfa.tone()) { (frame.language.say(mfa.label())) } }
        }
    }

    fn actions(&self, frame: &Frame<'_>) -> Markup {
        let (language, user) = (frame.language, &self.user);
        let about = |page: &str| frame.path(&user.address(page));
        let name = || [("name", html! { bdi { (user.name) } })];
        html! {
            div.row.end {
                @if user.may_be_unlocked() {
                    a.btn.s href=(about("unlock")) {
                        span { (language.say("unlock")) " " span.vh { (language.fill("users-for", &name())) } }
                    }
                }
                @if user.may_be_acted_on() {
                    a.btn.s href=(about("reset-password")) {
                        span { (language.say("reset-password")) " " span.vh { (language.fill("users-for", &name())) } }
                    }
                    @if self.may_reset_mfa && self.mfa == Some(MfaState::On) {
                        a.btn.s.sq href=(about("reset-mfa")) title=(language.say("users-reset-mfa")) {
                            (icon::crossed_shield())
                            span.vh { (language.say("users-reset-mfa")) " " (language.fill("users-for", &name())) }
                        }
                    }
                }
            }
        }
    }
}
