use proptest::prelude::*;

use super::{
    oklch::contrast,
    palette::{BUTTON_TEXT, Ground},
    *,
};

#[test]
fn every_accent_stays_readable() {
    // 18 values a channel, both ends among them: 5,832 colours.
    let channel = || (0..=255).step_by(15);
    for red in channel() {
        for green in channel() {
            for blue in channel() {
                assert_readable(Colour::new(red, green, blue));
            }
        }
    }
}

proptest! {
    #[test]
    fn any_accent_stays_readable(red: u8, green: u8, blue: u8) {
        assert_readable(Colour::new(red, green, blue));
    }
}

#[test]
fn an_accent_that_can_be_read_is_kept() {
    let theme = Theme::from_accent("#0b6b74".parse().expect("a colour"));
    assert_eq!(
        theme.css(),
        ":root{--accent:#0b6b74;--accent-soft:#e7f0f1;--fill:#0b6b74;--fill-strong:#005961;--on-fill:#ffffff}\
         @media(prefers-color-scheme:dark){:root{--accent:#5daeb7;--accent-soft:#14272d;--fill:#5daeb7;--fill-strong:#70c1ca;--on-fill:#14181d}}\n"
    );
}

#[test]
fn yellow_keeps_its_button_and_darkens_its_text() {
    let yellow: Colour = "#ffd400".parse().expect("a colour");
    let theme = Theme::from_accent(yellow);
    assert_eq!(theme.light.fill, yellow);
    assert_ne!(theme.light.accent, yellow);
    assert_eq!(theme.dark.accent, yellow);
}

#[test]
fn the_guard_knows_the_colours_of_the_stylesheet() {
    let css = include_str!("../assets/gatehouse.css");
    let (light, dark) = css.split_once("@media (prefers-color-scheme: dark)").expect("the stylesheet has a dark half");
    for (half, ground) in [(light, &LIGHT), (dark, &DARK)] {
        for (token, colour) in [("--bg", ground.page), ("--surface", ground.surface)] {
            let value = half
                .split_once(&format!("{token}: "))
                .and_then(|(_, rest)| rest.split(';').next())
                .expect("the stylesheet sets it");
            assert_eq!(value.parse(), Ok(colour), "{token}");
        }
    }
}

fn assert_readable(brand: Colour) {
    let theme = Theme::from_accent(brand);
    assert_ground(brand, &LIGHT, &theme.light, Colour::new(0x14, 0x18, 0x1d));
    assert_ground(brand, &DARK, &theme.dark, Colour::new(0xed, 0xf0, 0xf2));
}

fn assert_ground(brand: Colour, ground: &Ground, palette: &Palette, text: Colour) {
    for behind in [ground.surface, ground.page, palette.accent_soft] {
        assert!(contrast(palette.accent, behind) >= ground.ratio, "{brand}: {palette:?}");
    }
    for fill in [palette.fill, palette.fill_strong] {
        assert!(contrast(palette.on_fill, fill) >= BUTTON_TEXT, "{brand}: {palette:?}");
    }
    assert_ne!(palette.fill, palette.fill_strong, "{brand}: {palette:?}");
    assert!(contrast(text, palette.accent_soft) >= 7.0, "{brand}: {palette:?}");
}
