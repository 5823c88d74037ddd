//! A QR code as a drawing: a path of the runs of its dark modules.

use std::fmt::Write;

use maud::{Markup, html};
use qrcode::{Color, EcLevel, QrCode};

/// Light modules around the code, which readers need to find it (ISO/IEC 18004).
const QUIET_ZONE: usize = 4;

/// Always black on white: many readers cannot read the reverse. Nothing if it does not fit, which no `otpauth:` address of ours reaches.
pub(super) fn qr_code(content: &str, label: &str) -> Markup {
    let Ok(code) = QrCode::with_error_correction_level(content, EcLevel::M) else {
        return html! {};
    };
    let side = code.width() + 2 * QUIET_ZONE;
    html! {
        svg.qr role="img" aria-label=(label) viewBox=(format!("0 0 {side} {side}")) shape-rendering="crispEdges" {
            path fill="#fff" d=(format!("M0 0h{side}v{side}H0z")) {}
            path fill="#000" d=(dark_runs(&code)) {}
        }
    }
}

fn dark_runs(code: &QrCode) -> String {
    let modules = code.to_colors();
    let mut path = String::new();
    for (y, row) in modules.chunks(code.width()).enumerate() {
        let mut x = 0;
        for run in row.chunk_by(|one, next| one == next) {
            if run.first() == Some(&Color::Dark) {
                let (left, top, length) = (x + QUIET_ZONE, y + QUIET_ZONE, run.len());
                write!(path, "M{left} {top}h{length}v1H{left}z").expect("a string takes what is written");
            }
            x += run.len();
        }
    }
    path
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_runs_cover_the_dark_modules_and_no_others() {
        let code = QrCode::with_error_correction_level("otpauth://totp/Harbour:maya?secret=KRSXG5CT", EcLevel::M).expect("fits");
        let (width, mut drawn) = (code.width(), vec![Color::Light; code.width() * code.width()]);
        for run in dark_runs(&code).split('M').skip(1) {
            let numbers: Vec<usize> = run.split(|c: char| !c.is_ascii_digit()).filter_map(|number| number.parse().ok()).collect();
            let [left, top, length, 1, back] = numbers[..] else { panic!("{run}") };
            assert_eq!(left, back);
            let start = (top - QUIET_ZONE) * width + left - QUIET_ZONE;
            drawn[start..start + length].fill(Color::Dark);
        }
        assert_eq!(drawn, code.to_colors());
    }
}
