//! The recovery codes, shown once: after the set-up, and when new ones were made.

use maud::{Markup, html};

use super::{MfaFrame, frame::Sheet, trouble::Trouble};
use crate::parts::{Width, field_problem, icon};

/// `GET` and `POST {prefix}/enrol/recovery-codes` and `{prefix}/account/mfa/recovery-codes`: `saved` says that they are kept.
/// The same address with `.txt` is the file.
#[derive(Debug, Clone)]
pub struct RecoveryCodesPage<'a> {
    /// What stands around the page.
    pub frame: MfaFrame<'a>,
    /// Why there are new ones.
    pub occasion: RecoveryCodesOccasion,
    /// Whose they are, for the paper they are printed on.
    pub username: String,
    /// The codes, dashes included.
    pub codes: Vec<String>,
    /// Why the page is shown again.
    pub problem: Option<RecoveryCodesProblem>,
}

/// Why somebody has new recovery codes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum RecoveryCodesOccasion {
    /// They end the set-up.
    Enrolment,
    /// They take the place of others.
    Renewal,
}

/// Why the codes are shown once more.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum RecoveryCodesProblem {
    /// `saved` is not ticked.
    NotSaved,
    /// The form's token no longer holds.
    FormTooOld,
}

const CODES: &str = "codes";
const SAVED: &str = "saved";

impl RecoveryCodesPage<'_> {
    /// The whole page.
    pub fn render(&self) -> Markup {
        let frame = &self.frame;
        let language = frame.language;
        let trouble = self.problem.map(|problem| match problem {
            RecoveryCodesProblem::NotSaved => Trouble::of_field(language, SAVED, "recovery-codes-not-saved"),
            RecoveryCodesProblem::FormTooOld => Trouble::form_too_old(language, "recovery-codes-form-too-old"),
        });
        let sheet = Sheet {
            title: language.say("recovery-codes"),
            step: (self.occasion == RecoveryCodesOccasion::Enrolment).then_some(3),
            lede: html! { (language.say("recovery-codes-lede")) },
            action: self.occasion.address(),
            width: Width::Narrow,
            trouble: trouble.as_ref(),
            under: None,
        };
        frame.render(
            &sheet,
            &html! {
                h2.vh { (language.fill("recovery-codes-of", &[("tenant", html! { bdi { (frame.brand.title) } }), ("username", html! { bdi { (self.username) } })])) }
                ul.codes id=(CODES) translate="no" dir="ltr" { @for code in &self.codes { li { (code) } } }
                (self.ways_to_keep_them())
                (self.checkbox(Trouble::complaints(trouble.as_ref()).of(SAVED).as_deref()))
                button.btn.pri.full { (language.say("finish")) }
            },
        )
    }

    fn ways_to_keep_them(&self) -> Markup {
        let language = self.frame.language;
        html! {
            div.row {
                a.btn.s href=(self.frame.path(&format!("{}.txt", self.occasion.address()))) download="recovery-codes.txt" {
                    (icon::download()) (language.say("download"))
                }
                button.btn.s type="button" data-print hidden { (icon::printer()) (language.say("print")) }
                button.btn.s type="button" data-copy={ "#" (CODES) } data-join="\n" data-copied=(language.say("copied")) hidden {
                    (icon::copy()) (language.say("copy"))
                }
            }
        }
    }

    fn checkbox(&self, problem: Option<&str>) -> Markup {
        html! {
            div.has-error[problem.is_some()] {
                (field_problem(SAVED, problem))
                label.check for=(SAVED) {
                    input id=(SAVED) type="checkbox" name=(SAVED) value="1" required
                        aria-invalid=[problem.map(|_| "true")]
                        aria-describedby=[problem.map(|_| format!("{SAVED}-error"))];
                    span { (self.frame.language.say("recovery-codes-saved")) }
                }
            }
        }
    }
}

impl RecoveryCodesOccasion {
    /// The page's address under the portal's prefix.
    pub const fn address(self) -> &'static str {
        match self {
            Self::Enrolment => "enrol/recovery-codes",
            Self::Renewal => "account/mfa/recovery-codes",
        }
    }
}
