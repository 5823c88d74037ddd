//! The question before a sign-out that was asked for by a link.

use maud::{Markup, html};

use crate::{Brand, Language, parts::Layout};

/// `GET {prefix}/logout`: a sign-out itself is a `POST` there.
#[derive(Debug, Clone)]
pub struct SignOutPage<'a> {
    /// The portal's face.
    pub brand: &'a Brand,
    /// The language of the page.
    pub language: Language,
    /// Value of the hidden field `csrf`.
    pub csrf: String,
    /// Address of the application, for those who stay.
    pub home: String,
}

impl SignOutPage<'_> {
    /// The whole page.
    pub fn render(&self) -> Markup {
        let language = self.language;
        let layout = Layout::plain(self.brand, language, language.say("sign-out"));
        let tenant = html! { bdi { (self.brand.title) } };
        layout.render(&html! {
            div.card {
                form.card-body.stack method="post" action=(self.brand.path("logout")) {
                    input type="hidden" name="csrf" value=(self.csrf);
                    div {
                        h1 { (language.fill("sign-out-heading", &[("tenant", tenant)])) }
                        p.lede { (language.say("sign-out-text")) }
                    }
                    div.row {
                        button.btn.pri { (language.say("sign-out")) }
                        a.btn href=(self.home) { (language.say("stay")) }
                    }
                }
            }
        })
    }
}
