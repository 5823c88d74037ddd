//! How letters look. Mail programs read no stylesheet, so styles stand on the elements; the few that read a style block learn from it
//! what is different on dark screens.

use crate::theme::{Colour, Palette, Theme};

pub(super) const GROUND: &str = "margin:0;padding:0;background:#f2f4f5;";
pub(super) const HIDDEN: &str = "display:none;max-height:0;overflow:hidden;mso-hide:all";
pub(super) const COLUMN: &str = "max-width:520px;word-break:break-word;";
pub(super) const PORTAL: &str = "padding:0 4px 16px;font-weight:600;";
pub(super) const CARD: &str = "background:#ffffff;border:1px solid #dde1e5;border-radius:16px;padding:32px 28px;";
pub(super) const FONT: &str = "font-family:-apple-system,'Segoe UI',Roboto,Arial,sans-serif;font-size:16px;line-height:1.5;";
pub(super) const TEXT: &str = "color:#14181d;";
pub(super) const HEADING: &str = "margin:0 0 12px;font-size:22px;line-height:1.25;font-weight:600;";
pub(super) const PARAGRAPH: &str = "margin:0 0 20px;";
pub(super) const LIST: &str = "margin:0 0 20px;padding:0 0 0 20px;";
pub(super) const SMALL: &str = "margin:0 0 20px;font-size:14px;color:#56606b;";
pub(super) const LAST_SMALL: &str = "margin:12px 0 0;font-size:14px;color:#56606b;";
pub(super) const SECRET: &str = "margin:0 0 20px;padding:14px 16px;border:1px solid #dde1e5;border-radius:9px;background:#f2f4f5;\
     font-family:ui-monospace,Menlo,Consolas,monospace;font-size:18px;font-weight:600;word-break:break-all;";
pub(super) const BUTTON: &str = "display:inline-block;padding:13px 22px;font-weight:600;text-decoration:none;border-radius:9px;";
pub(super) const ADDRESS: &str = "word-break:break-all";
pub(super) const RULE: &str = "border:0;border-top:1px solid #dde1e5;margin:4px 0 0;";
pub(super) const FOOT: &str = "padding:16px 4px 0;font-size:13px;color:#56606b;";

/// The accent of Gatehouse's own stylesheet.
const GATEHOUSE: Colour = Colour::new(0x24, 0x46, 0xa6);

/// A letter's colours on light and on dark screens.
pub(super) fn theme(accent: Option<Colour>) -> Theme {
    Theme::from_accent(accent.unwrap_or(GATEHOUSE))
}

/// The style block. It has to outdo the styles on the elements.
pub(super) fn dark_screens(palette: Palette) -> String {
    let Palette { fill, on_fill, .. } = palette;
    format!(
        ":root{{color-scheme:light dark;supported-color-schemes:light dark}}\
         @media (prefers-color-scheme:dark){{\
         .ground{{background:#0d1013!important}}\
         .card{{background:#161a1f!important;border-color:#2a3138!important}}\
         .text{{color:#edf0f2!important}}\
         .muted{{color:#a5afb9!important}}\
         .secret{{background:#0d1013!important;border-color:#2a3138!important}}\
         .rule{{border-top-color:#2a3138!important}}\
         .fill{{background:{fill}!important}}\
         .on-fill{{color:{on_fill}!important}}}}"
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn letters_have_the_colours_of_the_pages() {
        let css = include_str!("../../assets/gatehouse.css");
        let (light, dark) = css.split_once("@media (prefers-color-scheme: dark)").expect("the stylesheet has a dark half");
        let styles = [GROUND, CARD, TEXT, SMALL, RULE].concat();
        let block = dark_screens(theme(None).dark());
        for (half, letter) in [(light, &styles), (dark, &block)] {
            for token in ["--bg", "--text", "--muted", "--line"] {
                let colour = colour(half, token);
                assert!(letter.contains(&colour.to_string()), "{token}: {colour}");
            }
        }
        assert_eq!(colour(light, "--accent"), GATEHOUSE);
    }

    fn colour(css: &str, token: &str) -> Colour {
        let (_, rest) = css.split_once(&format!("{token}: ")).expect("the stylesheet sets it");
        rest.split(';').next().expect("a value").parse().expect("a colour")
    }
}
