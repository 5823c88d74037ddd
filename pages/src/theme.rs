//! A portal's stylesheet, made from one brand colour so that every text keeps its contrast.
//!
//! The rest of the page stays neutral, so a theme only says what the accent and the button look like,
//! once for light and once for dark screens.

mod colour;
mod oklch;
mod palette;
#[cfg(test)]
mod tests;

pub use colour::{Colour, NotAColour};
pub(crate) use palette::Palette;

use palette::{DARK, LIGHT};

/// The colours that follow from an accent.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Theme {
    light: Palette,
    dark: Palette,
}

impl Theme {
    /// Keeps to the accent as closely as readable text allows.
    pub fn from_accent(accent: Colour) -> Self {
        Self { light: LIGHT.palette(accent), dark: DARK.palette(accent) }
    }

    /// The colours on light screens.
    pub(crate) fn light(&self) -> Palette {
        self.light
    }

    /// The colours on dark screens.
    pub(crate) fn dark(&self) -> Palette {
        self.dark
    }

    /// The stylesheet, to be loaded after Gatehouse's own.
    pub fn css(&self) -> String {
        format!(
            ":root{{{}}}@media(prefers-color-scheme:dark){{:root{{{}}}}}\n",
            self.light.declarations(),
            self.dark.declarations()
        )
    }
}
