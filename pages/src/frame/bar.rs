//! The bar across the top: the portal, the person, and the way out.

use maud::{Markup, html};

use super::{Frame, HOME};

impl Frame<'_> {
    pub(super) fn bar(&self) -> Markup {
        let (brand, language) = (self.brand, self.language);
        html! {
            header.bar {
                div.in-bar {
                    a.brand href=(HOME) {
                        // The name stands beside it, so the picture has nothing to add for a screen reader.
                        img src=(brand.logo) alt="" width="32" height="32";
                        bdi { (brand.title) }
                    }
                    div.who {
                        bdi.muted { (self.person) }
                        (self.sign_out("btn s"))
                    }
                    button.btn.s.menu type="button" popovertarget="nav" { (language.say("nav-menu")) }
                }
            }
        }
    }

    /// Signing out changes something, so it is a form and no link.
    pub(super) fn sign_out(&self, class: &str) -> Markup {
        html! {
            form method="post" action=(self.path("logout")) {
                (self.csrf_field())
                button class=(class) { (self.language.say("sign-out")) }
            }
        }
    }
}
