//! OKLCH, where changing the lightness keeps the hue, and contrast as WCAG 2 defines it.
//!
//! The matrices are those of Björn Ottosson's "A perceptual color space for image processing".

use super::Colour;

/// A colour by lightness (0 to 1) and its two chroma axes, which are a hue and its strength.
#[derive(Clone, Copy)]
pub(super) struct Oklch {
    pub(super) lightness: f64,
    a: f64,
    b: f64,
}

impl Oklch {
    /// The same hue at another lightness, as strong as a screen can show it.
    pub(super) fn at(self, lightness: f64) -> Colour {
        let lightness = lightness.clamp(0.0, 1.0);
        let scaled = |share: f64| Self { lightness, a: self.a * share, b: self.b * share }.to_linear();
        if let Some(colour) = displayable(scaled(1.0)) {
            return colour;
        }
        let (mut shown, mut hidden) = (0.0, 1.0);
        // Ten halvings leave less than one step of an 8-bit channel.
        for _ in 0..10 {
            let middle = f64::midpoint(shown, hidden);
            match displayable(scaled(middle)) {
                Some(_) => shown = middle,
                None => hidden = middle,
            }
        }
        clipped(scaled(shown))
    }

    fn to_linear(self) -> [f64; 3] {
        let long = self.lightness + 0.396_337_777_4 * self.a + 0.215_803_757_3 * self.b;
        let medium = self.lightness - 0.105_561_345_8 * self.a - 0.063_854_172_8 * self.b;
        let short = self.lightness - 0.089_484_177_5 * self.a - 1.291_485_548 * self.b;
        let [long, medium, short] = [long.powi(3), medium.powi(3), short.powi(3)];
        [
            4.076_741_662_1 * long - 3.307_711_591_3 * medium + 0.230_969_929_2 * short,
            -1.268_438_004_6 * long + 2.609_757_401_1 * medium - 0.341_319_396_5 * short,
            -0.004_196_086_3 * long - 0.703_418_614_7 * medium + 1.707_614_701 * short,
        ]
    }
}

impl From<Colour> for Oklch {
    fn from(colour: Colour) -> Self {
        let [red, green, blue] = linear(colour);
        let long = 0.412_221_470_8 * red + 0.536_332_536_3 * green + 0.051_445_992_9 * blue;
        let medium = 0.211_903_498_2 * red + 0.680_699_545_1 * green + 0.107_396_956_6 * blue;
        let short = 0.088_302_461_9 * red + 0.281_718_837_6 * green + 0.629_978_700_5 * blue;
        let [long, medium, short] = [long.cbrt(), medium.cbrt(), short.cbrt()];
        Self {
            lightness: 0.210_454_255_3 * long + 0.793_617_785 * medium - 0.004_072_046_8 * short,
            a: 1.977_998_495_1 * long - 2.428_592_205 * medium + 0.450_593_709_9 * short,
            b: 0.025_904_037_1 * long + 0.782_771_766_2 * medium - 0.808_675_766 * short,
        }
    }
}

/// WCAG 2's contrast ratio, from 1 to 21.
pub(super) fn contrast(one: Colour, other: Colour) -> f64 {
    let (one, other) = (luminance(one), luminance(other));
    (one.max(other) + 0.05) / (one.min(other) + 0.05)
}

fn luminance(colour: Colour) -> f64 {
    let [red, green, blue] = linear(colour);
    0.2126 * red + 0.7152 * green + 0.0722 * blue
}

fn linear(colour: Colour) -> [f64; 3] {
    colour.channels().map(|channel| {
        let value = f64::from(channel) / 255.0;
        if value <= 0.040_45 { value / 12.92 } else { ((value + 0.055) / 1.055).powf(2.4) }
    })
}

/// The colour, if a screen has it; rounding may carry it over the edge by a hair.
fn displayable(linear: [f64; 3]) -> Option<Colour> {
    linear.iter().all(|channel| (-0.0005..=1.0005).contains(channel)).then(|| clipped(linear))
}

fn clipped(linear: [f64; 3]) -> Colour {
    let [red, green, blue] = linear.map(|channel| {
        let channel = channel.clamp(0.0, 1.0);
        if channel <= 0.003_130_8 { eight_bits(channel * 12.92) } else { eight_bits(1.055 * channel.powf(1.0 / 2.4) - 0.055) }
    });
    Colour::new(red, green, blue)
}

/// A share of the whole as a channel.
#[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "clamped to what a channel holds")]
pub(super) fn eight_bits(share: f64) -> u8 {
    (share * 255.0).round().clamp(0.0, 255.0) as u8
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_colour_survives_the_way_there_and_back() {
        for text in ["#000000", "#ffffff", "#0b6b74", "#ffd400", "#ff0000", "#0000ff"] {
            let colour: Colour = text.parse().expect("a colour");
            let oklch = Oklch::from(colour);
            assert_eq!(oklch.at(oklch.lightness), colour);
        }
    }

    #[test]
    fn contrast_is_that_of_wcag() {
        let black: Colour = "#000".parse().expect("a colour");
        let grey: Colour = "#767676".parse().expect("a colour");
        assert!((contrast(black, Colour::WHITE) - 21.0).abs() < 1e-9);
        assert!((contrast(grey, Colour::WHITE) - 4.54).abs() < 0.01);
    }
}
