//! The bar under a new password. Without script it is seen only where the gateway has judged.

use maud::{Markup, html};

use super::{Band, Tip, strength_sentence};
use crate::{Brand, Language};

/// A bar with the sentence under it.
pub(crate) struct Meter<'a> {
    pub(crate) brand: &'a Brand,
    pub(crate) language: Language,
    /// Name of the password's field; the bar's id follows from it.
    pub(crate) field: &'a str,
    pub(crate) judgement: Option<Judgement>,
}

/// What the gateway made of a password that was sent.
#[derive(Clone, Copy)]
pub(crate) struct Judgement {
    pub(crate) band: Band,
    pub(crate) tip: Option<Tip>,
}

impl Meter<'_> {
    pub(crate) fn render(&self) -> Markup {
        let language = self.language;
        html! {
            div.strength id={ (self.field) "-strength" } hidden[self.judgement.is_none()]
                data-check=(self.brand.path("password-check"))
                data-for=(self.field)
                data-band=(self.judgement.map_or("none", |judgement| judgement.band.code()))
                data-unchecked=(language.say("strength-unchecked"))
                data-met=(language.say("rule-met"))
                data-unmet=(language.say("rule-unmet")) {
                div.bars aria-hidden="true" { i {} i {} i {} }
                p {
                    @if let Some(Judgement { band, tip }) = self.judgement { (strength_sentence(language, band, tip)) }
                }
            }
        }
    }
}
