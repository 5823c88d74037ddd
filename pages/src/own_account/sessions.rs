//! Where a person is signed in.

use maud::{Markup, html};

use crate::{Frame, Moment, Place, frame::Sheet};

/// `GET` and `POST {prefix}/account/sessions`: `session` ends one, `others` all but this one.
#[derive(Debug, Clone)]
pub struct SessionsPage<'a> {
    /// What stands around the page.
    pub frame: Frame<'a>,
    /// Every session, in the order they are shown.
    pub rows: Vec<SessionRow>,
}

/// One session.
#[derive(Debug, Clone)]
pub struct SessionRow {
    /// Value of `session` that ends it.
    pub id: String,
    /// What it runs on: "Chrome on Windows".
    pub device: String,
    /// The network address it was last used from.
    pub address: String,
    /// When it began.
    pub signed_in: Moment,
    /// When it was last used.
    pub last_active: Moment,
    /// Whether this page was asked for under it.
    pub is_this_one: bool,
}

impl SessionsPage<'_> {
    /// The whole page.
    pub fn render(&self) -> Markup {
        let language = self.frame.language;
        let has_others = self.rows.iter().any(|row| !row.is_this_one);
        let sheet = Sheet {
            lede: Some(html! { (language.say("sessions-lede")) }),
            ..Sheet::new(Place::Sessions, language.say("sessions"))
        };
        self.frame.render(
            &sheet,
            &html! {
                div.card {
                    ul.items { @for row in &self.rows { (self.row(row)) } }
                    @if has_others { (self.sign_out_elsewhere()) }
                }
                @if !has_others { p.under { (language.say("sessions-only-here")) } }
            },
        )
    }

    fn row(&self, row: &SessionRow) -> Markup {
        let language = self.frame.language;
        let device = html! { bdi { (row.device) } };
        let signed_in = [("when", row.signed_in.render(language))];
        let last_active = [("when", row.last_active.render(language))];
        html! {
            li {
                div.grow {
                    h2 {
                        (device)
                        @if row.is_this_one { " " span.pill.good { (language.say("sessions-this-device")) } }
                    }
                    p.small.muted {
                        bdi.ltr { (row.address) } " · "
                        (language.fill("sessions-signed-in", &signed_in)) " · "
                        (language.fill("sessions-last-active", &last_active))
                    }
                }
                // The button in the bar ends this one.
                @if !row.is_this_one {
                    form method="post" action=(self.address()) {
                        (self.frame.csrf_field())
                        button.btn.s name="session" value=(row.id) {
                            span { (language.say("sign-out")) " " span.vh { (language.fill("sessions-of-device", &[("device", device)])) } }
                        }
                    }
                }
            }
        }
    }

    fn sign_out_elsewhere(&self) -> Markup {
        html! {
            form.pager method="post" action=(self.address()) {
                (self.frame.csrf_field())
                button.btn.s name="others" value="1" { (self.frame.language.say("sessions-sign-out-elsewhere")) }
            }
        }
    }

    fn address(&self) -> String {
        self.frame.path(Place::Sessions.address())
    }
}
