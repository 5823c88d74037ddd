//! The part of a letter that is HTML: tables, because mail programs lay out nothing else alike. It loads nothing.

use maud::{DOCTYPE, Markup, html};

use super::{
    Block, Draft, Fact, Link,
    look::{
        ADDRESS, BUTTON, CARD, COLUMN, FONT, FOOT, GROUND, HEADING, HIDDEN, LAST_SMALL, LIST, PARAGRAPH, PORTAL, RULE, SECRET,
        SMALL, TEXT, dark_screens, theme,
    },
};
use crate::{
    mail::{
        Envelope,
        one_line::{one_line, unbroken, whole_line},
    },
    theme::Palette,
};

pub(super) fn html(draft: &Draft<'_>) -> Markup {
    let envelope = draft.envelope;
    let language = envelope.language;
    let subject = draft.subject.text();
    let theme = theme(envelope.accent);
    html! {
        (DOCTYPE)
        html lang=(language.code()) dir=(language.dir()) {
            head {
                meta charset="utf-8";
                meta name="viewport" content="width=device-width, initial-scale=1";
                meta name="color-scheme" content="light dark";
                meta name="supported-color-schemes" content="light dark";
                title { (subject) }
                style { (dark_screens(theme.dark())) }
            }
            body.ground style=(GROUND) {
                div style=(HIDDEN) { (draft.preheader.text()) }
                // Some mail programs keep neither the language nor the title of the document.
                div role="article" aria-label=(subject) lang=(language.code()) dir=(language.dir()) {
                    table.ground role="presentation" width="100%" cellpadding="0" cellspacing="0" border="0" style=(GROUND) {
                        tr { td align="center" style="padding:32px 16px" { (column(draft, theme.light())) } }
                    }
                }
            }
        }
    }
}

fn column(draft: &Draft<'_>, palette: Palette) -> Markup {
    let envelope = draft.envelope;
    html! {
        table role="presentation" width="100%" cellpadding="0" cellspacing="0" border="0" style={ (COLUMN) (FONT) } {
            tr { td.text style={ (FONT) (PORTAL) (TEXT) } { bdi { (one_line(&envelope.portal_title)) } } }
            tr {
                td.card.text style={ (FONT) (CARD) (TEXT) } {
                    h1.text style={ (HEADING) (TEXT) } { (draft.heading.markup()) }
                    @for piece in &draft.blocks { (block(piece, envelope, palette)) }
                    (afterthought(draft))
                }
            }
            tr {
                td.muted style={ (FONT) (FOOT) } {
                    (envelope.say("mail-sent-by").markup()) " " (envelope.say("mail-never-asks").markup())
                }
            }
        }
    }
}

fn block(block: &Block<'_>, envelope: &Envelope, palette: Palette) -> Markup {
    html! {
        @match block {
            Block::Paragraph(sentence) => p.text style={ (PARAGRAPH) (TEXT) } { (sentence.markup()) },
            Block::Secret(secret) => p.text.secret translate="no" style={ (SECRET) (TEXT) } { (unbroken(secret)) },
            Block::Facts(facts) => div.text style={ (PARAGRAPH) (TEXT) } {
                @for fact in facts { div { (stated(fact, envelope)) } }
            },
            Block::List(items) => ul.text style={ (LIST) (TEXT) } {
                @for item in items { li { bdi { (one_line(item)) } } }
            },
            Block::Link(link) => (followed(link, envelope, palette)),
        }
    }
}

fn stated(fact: &Fact, envelope: &Envelope) -> Markup {
    let value = html! { b { bdi { (whole_line(&fact.value)) } } };
    envelope.language.fill("mail-fact", &[("label", fact.label.markup()), ("value", value)])
}

fn followed(link: &Link<'_>, envelope: &Envelope, palette: Palette) -> Markup {
    let address = unbroken(link.address);
    let Palette { fill, on_fill, .. } = palette;
    html! {
        table role="presentation" cellpadding="0" cellspacing="0" border="0" style="margin:0 0 20px" {
            tr {
                td.fill style={ "border-radius:9px;background:" (fill) } {
                    a.on-fill href=(address) style={ (FONT) (BUTTON) "color:" (on_fill) } { (link.label.markup()) }
                }
            }
        }
        p.muted style=(SMALL) {
            @if let Some(life) = &link.life { (life.markup()) " " }
            (envelope.say("mail-paste").markup())
            br;
            span style=(ADDRESS) { (address) }
        }
    }
}

fn afterthought(draft: &Draft<'_>) -> Markup {
    html! {
        @if draft.doubt.is_some() || draft.trace.is_some() {
            hr.rule style=(RULE);
        }
        @if let Some(doubt) = &draft.doubt {
            p.muted style=(LAST_SMALL) { b { (doubt.question.markup()) } " " (doubt.answer.markup()) }
        }
        @if let Some(trace) = &draft.trace {
            p.muted style=(LAST_SMALL) { (trace.markup()) }
        }
    }
}
