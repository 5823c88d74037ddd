//! A person's own second factor.

use maud::{Markup, html};

use super::PasskeyRow;
use crate::{Frame, Moment, Place, frame::Sheet};

/// `GET` and `POST {prefix}/account/mfa`: `enabled` is whether a code is asked for.
#[derive(Debug, Clone)]
pub struct MyMfaPage<'a> {
    /// What stands around the page.
    pub frame: Frame<'a>,
    /// Who decides.
    pub control: MfaControl,
    /// `enabled`: whether the person is asked for a second factor, or will be once it is set up.
    pub is_enabled: bool,
    /// When an authenticator app was set up, if one was.
    pub authenticator: Option<Moment>,
    /// Recovery codes that are good still.
    pub recovery_codes: u32,
    /// Their passkeys and security keys.
    pub passkeys: Vec<PasskeyRow>,
    /// Whether a passkey or security key can be added.
    pub may_add_passkey: bool,
}

/// Who decides whether a person is asked for a second factor.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum MfaControl {
    /// They do.
    Own,
    /// Their company, which asks everyone.
    Required,
    /// Their company, which asks nobody.
    Disabled,
    /// Their administrator: they lack the role for it.
    Administrator,
}

const ENABLED: &str = "enabled";

impl MyMfaPage<'_> {
    /// The whole page.
    pub fn render(&self) -> Markup {
        let language = self.frame.language;
        let sheet = Sheet { lede: Some(self.status()), ..Sheet::new(Place::Mfa, language.say("my-mfa")) };
        self.frame.render(
            &sheet,
            &html! {
                (self.switch())
                @if self.may_change_factors() {
                    @if self.may_add_passkey || !self.passkeys.is_empty() { (self.passkeys()) }
                    @if self.is_set_up() { (self.actions()) }
                }
            },
        )
    }

    fn is_set_up(&self) -> bool {
        self.authenticator.is_some() || !self.passkeys.is_empty()
    }

    const fn may_change_factors(&self) -> bool {
        matches!(self.control, MfaControl::Own | MfaControl::Required)
    }

    fn status(&self) -> Markup {
        let language = self.frame.language;
        let is_on = self.is_enabled && self.control != MfaControl::Disabled;
        let status = match (is_on, self.is_set_up()) {
            (false, _) => "my-mfa-is-off",
            (true, false) => "my-mfa-is-not-set-up",
            (true, true) => "my-mfa-is-on",
        };
        html! {
            (language.say(status))
            @if is_on {
                @if let Some(when) = &self.authenticator {
                    " " (language.fill("my-mfa-authenticator", &[("when", when.render(language))]))
                }
                @if self.is_set_up() { " " (language.say_with("my-mfa-codes-left", &[("count", self.recovery_codes.into())])) }
            }
        }
    }

    fn switch(&self) -> Markup {
        let (frame, language) = (&self.frame, self.frame.language);
        let is_own = self.control == MfaControl::Own;
        let address = frame.path(Place::Mfa.address());
        let awaits_set_up = self.is_enabled && !self.is_set_up() && self.may_change_factors();
        html! {
            form.card.card-body.stack.narrow method="post" action=(address) {
                (frame.csrf_field())
                label.check for=(ENABLED) {
                    input id=(ENABLED) type="checkbox" name=(ENABLED) value="1" checked[self.is_enabled] disabled[!is_own]
                        aria-describedby=[(!is_own).then_some(CONTROL_NOTE)];
                    span { (language.say("my-mfa-enabled")) }
                }
                @if let Some(note) = self.control.note() { p.hint id=(CONTROL_NOTE) { (language.say(note)) } }
                @if awaits_set_up { p { (language.say("my-mfa-at-next-sign-in")) } }
                @if is_own || awaits_set_up {
                    div.savebar {
                        @if is_own { button.btn.pri { (language.say("save")) } }
                        @if awaits_set_up { a.btn href=(frame.brand.path_returning("enrol/start", Some(&address))) { (language.say("my-mfa-set-up-now")) } }
                    }
                }
            }
        }
    }

    fn passkeys(&self) -> Markup {
        let (frame, language) = (&self.frame, self.frame.language);
        html! {
            section.card.narrow.after {
                ul.items {
                    li {
                        div.grow {
                            h2 { (language.say("passkeys")) }
                            p.small.muted { (language.say("passkeys-lede")) }
                        }
                        @if self.may_add_passkey {
                            a.btn.s href=(frame.path("account/mfa/passkeys/new")) { (language.say("passkeys-add")) }
                        }
                    }
                    @for passkey in &self.passkeys { (passkey.render(frame)) }
                }
            }
        }
    }

    fn actions(&self) -> Markup {
        html! {
            section.card.card-body.stack.narrow.after {
                (self.action("account/mfa/recovery-codes/new", "recovery-codes-new", "recovery-codes-new-hint"))
                (self.action("account/mfa/reset", "my-mfa-reset", "my-mfa-reset-hint"))
            }
        }
    }

    fn action(&self, page: &str, label: &str, hint: &str) -> Markup {
        let (frame, language) = (&self.frame, self.frame.language);
        html! {
            div {
                a.btn href=(frame.path(page)) { (language.say(label)) }
                p.hint.after { (language.say(hint)) }
            }
        }
    }
}

const CONTROL_NOTE: &str = "enabled-note";

impl MfaControl {
    const fn note(self) -> Option<&'static str> {
        match self {
            Self::Own => None,
            Self::Required => Some("my-mfa-required"),
            Self::Disabled => Some("my-mfa-disabled"),
            Self::Administrator => Some("my-mfa-administrator"),
        }
    }
}
