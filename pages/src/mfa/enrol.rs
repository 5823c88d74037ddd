//! The second step of the set-up: the secret, and a code that proves that the app has it.

use maud::{Markup, html};

use super::{MfaFrame, frame::Sheet, qr::qr_code, trouble::Trouble};
use crate::parts::{CODE, CodeField, Focus, Width, icon};

/// `GET` and `POST {prefix}/enrol`.
#[derive(Debug, Clone)]
pub struct EnrolPage<'a> {
    /// What stands around the page.
    pub frame: MfaFrame<'a>,
    /// The secret as an `otpauth:` address, with issuer and name.
    pub otpauth: String,
    /// The secret in base32.
    pub secret: String,
    /// Why the last code was not taken.
    pub problem: Option<EnrolProblem>,
}

/// What stands in the way of a set-up.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum EnrolProblem {
    /// `code` is empty.
    MissingCode,
    /// `code` is not six digits.
    MalformedCode,
    /// `code` is another than the app should show.
    WrongCode,
    /// The secret was offered too long ago; the page has a new one.
    Expired,
    /// The form's token no longer holds.
    FormTooOld,
}

const SECRET: &str = "secret";

impl EnrolPage<'_> {
    /// The whole page.
    pub fn render(&self) -> Markup {
        let frame = &self.frame;
        let language = frame.language;
        let trouble = self.problem.map(|problem| problem.trouble(self));
        let sheet = Sheet {
            title: language.say("enrol"),
            step: Some(2),
            lede: language.fill("enrol-lede", &[("tenant", frame.tenant())]),
            action: "enrol",
            width: Width::Wide,
            trouble: trouble.as_ref(),
            under: None,
        };
        let field = CodeField {
            language,
            hint: Some(language.say("enrol-code-hint")),
            problem: Trouble::complaints(trouble.as_ref()).of(CODE),
            focus: Focus::Elsewhere,
        };
        frame.render(
            &sheet,
            &html! {
                ol.steps {
                    li {
                        h2 { (language.say("enrol-scan")) }
                        div.pair {
                            (qr_code(&self.otpauth, &language.say("enrol-qr")))
                            (self.without_scanning())
                        }
                    }
                    li.has-error[field.problem.is_some()] {
                        h2 { label for=(CODE) { (language.say("enrol-code")) } }
                        (field.line())
                    }
                }
                div.row.between {
                    button.btn.pri { (language.say("enrol-turn-on")) }
                    a.small href=(frame.path("enrol/start")) { (language.say("back")) }
                }
            },
        )
    }

    fn without_scanning(&self) -> Markup {
        let language = self.frame.language;
        html! {
            div.stack-s {
                p.small.muted { (language.say("enrol-apps")) }
                p.small { b { (language.say("enrol-cannot-scan")) } " " (language.say("enrol-setup-key")) }
                p.secret id=(SECRET) translate="no" dir="ltr" { @for group in self.groups() { span { (group) } } }
                p.row {
                    button.btn.s type="button" data-copy={ "#" (SECRET) } data-copied=(language.say("copied")) hidden {
                        (icon::copy()) (language.say("enrol-copy-key"))
                    }
                    a.btn.s.ghost href=(self.otpauth) { (language.say("enrol-open-app")) }
                }
            }
        }
    }

    /// By four, as people read it out.
    fn groups(&self) -> Vec<String> {
        let characters: Vec<char> = self.secret.chars().collect();
        characters.chunks(4).map(|group| group.iter().collect()).collect()
    }
}

impl EnrolProblem {
    fn trouble(self, page: &EnrolPage<'_>) -> Trouble {
        let language = page.frame.language;
        let field = |key| Trouble::of_field(language, CODE, key);
        match self {
            Self::MissingCode => field("code-missing"),
            Self::MalformedCode => field("code-malformed"),
            Self::WrongCode => field("enrol-code-wrong"),
            Self::Expired => Trouble::of_page(language, "enrol-expired"),
            Self::FormTooOld => Trouble::form_too_old(language, "enrol-form-too-old"),
        }
    }
}
