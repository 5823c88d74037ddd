//! The contrast guard: from an accent to five colours that can be read.

use super::{
    Colour,
    oklch::{Oklch, contrast, eight_bits},
};

/// One mode's five colours.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Palette {
    /// Links, focus rings and the icons of messages.
    pub(crate) accent: Colour,
    /// The tint behind messages.
    pub(crate) accent_soft: Colour,
    /// The main button.
    pub(crate) fill: Colour,
    /// The main button under the pointer.
    pub(crate) fill_strong: Colour,
    /// The text on both.
    pub(crate) on_fill: Colour,
}

impl Palette {
    pub(super) fn declarations(&self) -> String {
        format!(
            "--accent:{};--accent-soft:{};--fill:{};--fill-strong:{};--on-fill:{}",
            self.accent, self.accent_soft, self.fill, self.fill_strong, self.on_fill
        )
    }
}

/// What accents have to stand out from, as the stylesheet sets it.
pub(super) struct Ground {
    pub(super) surface: Colour,
    pub(super) page: Colour,
    /// Contrast of text in the accent; a little over WCAG's 4.5 against rounding, more on dark screens,
    /// where saturated text glows.
    pub(super) ratio: f64,
    /// How much of the accent is in the soft tint.
    tint: f64,
    toward: Toward,
}

pub(super) const LIGHT: Ground =
    Ground { surface: Colour::WHITE, page: Colour::new(0xf2, 0xf4, 0xf5), ratio: 4.6, tint: 0.10, toward: Toward::Dark };

pub(super) const DARK: Ground = Ground {
    surface: Colour::new(0x16, 0x1a, 0x1f),
    page: Colour::new(0x0d, 0x10, 0x13),
    ratio: 6.0,
    tint: 0.16,
    toward: Toward::Light,
};

/// WCAG 2.2's contrast for text (1.4.3).
pub(super) const BUTTON_TEXT: f64 = 4.5;

const NEAR_BLACK: Colour = Colour::new(0x14, 0x18, 0x1d);

/// Which way lightness walks until the contrast suffices.
#[derive(Clone, Copy)]
enum Toward {
    Dark,
    Light,
}

impl Ground {
    pub(super) fn palette(&self, brand: Colour) -> Palette {
        let accent_soft = mixed(self.surface, brand, self.tint);
        let grounds = [self.surface, self.page, accent_soft];
        let accent = walked(brand, self.toward, self.ratio, &grounds);
        let (fill, on_fill) = button(match self.toward {
            Toward::Dark => brand,
            // A dark button would vanish on a dark card.
            Toward::Light => accent,
        });
        Palette { accent, accent_soft, fill, fill_strong: stronger(fill, on_fill), on_fill }
    }
}

/// The brand's own colour with white or near-black text; in between, a darker one with white.
fn button(brand: Colour) -> (Colour, Colour) {
    if contrast(brand, Colour::WHITE) >= BUTTON_TEXT {
        (brand, Colour::WHITE)
    } else if contrast(brand, NEAR_BLACK) >= BUTTON_TEXT {
        (brand, NEAR_BLACK)
    } else {
        let darker = walked(brand, Toward::Dark, BUTTON_TEXT, &[Colour::WHITE]);
        (darker, Colour::WHITE)
    }
}

/// Away from the text, or toward it where there is no room left and contrast to spare.
fn stronger(fill: Colour, on_fill: Colour) -> Colour {
    const STEP: f64 = 0.06;
    let fill = Oklch::from(fill);
    let has_room = STEP..=1.0 - STEP;
    let lighter = (on_fill != Colour::WHITE) == has_room.contains(&fill.lightness);
    fill.at(fill.lightness + if lighter { STEP } else { -STEP })
}

/// The nearest lightness of this hue that stands out from every ground by `ratio`.
fn walked(start: Colour, toward: Toward, ratio: f64, grounds: &[Colour]) -> Colour {
    const STEP: f64 = 0.005;
    let suffices = |colour: &Colour| grounds.iter().all(|ground| contrast(*colour, *ground) >= ratio);
    if suffices(&start) {
        return start;
    }
    let start = Oklch::from(start);
    let (step, end) = match toward {
        Toward::Dark => (-STEP, NEAR_BLACK),
        Toward::Light => (STEP, Colour::WHITE),
    };
    (1..=200).map(|count| start.at(start.lightness + step * f64::from(count))).find(suffices).unwrap_or(end)
}

/// `share` of `top` over the rest of `ground`, as a browser blends.
fn mixed(ground: Colour, top: Colour, share: f64) -> Colour {
    let blend = |ground: u8, top: u8| eight_bits((f64::from(ground) * (1.0 - share) + f64::from(top) * share) / 255.0);
    Colour::new(blend(ground.red, top.red), blend(ground.green, top.green), blend(ground.blue, top.blue))
}
