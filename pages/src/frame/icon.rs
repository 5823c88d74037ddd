//! Drawings of the signed-in pages, in the colour of the text around them; never the only bearer of a meaning.

use maud::{Markup, html};

fn icon(strokes: &Markup) -> Markup {
    html! { svg.ico viewBox="0 0 24 24" aria-hidden="true" { (strokes) } }
}

fn drawn(path: &str) -> Markup {
    icon(&html! { path d=(path) {} })
}

pub(super) fn person() -> Markup {
    icon(&html! {
        circle cx="12" cy="8" r="4" {}
        path d="M4.5 20.5a7.5 7.5 0 0 1 15 0" {}
    })
}

pub(super) fn key() -> Markup {
    icon(&html! {
        circle cx="8" cy="15" r="4.5" {}
        path d="m11.5 11.5 8-8M16 7l3 3" {}
    })
}

pub(super) fn shield() -> Markup {
    drawn("M12 3 4.5 6v5.5c0 4.6 3.1 8 7.5 9.5 4.4-1.5 7.5-4.9 7.5-9.5V6L12 3Z")
}

pub(super) fn padlock() -> Markup {
    icon(&html! {
        rect x="4.5" y="10.5" width="15" height="9.5" rx="2" {}
        path d="M8 10.5V7.5a4 4 0 0 1 8 0v3" {}
    })
}

pub(super) fn screen() -> Markup {
    icon(&html! {
        rect x="3" y="4.5" width="18" height="12" rx="2" {}
        path d="M8.5 20h7M12 16.5V20" {}
    })
}

pub(crate) fn people() -> Markup {
    icon(&html! {
        circle cx="9" cy="8" r="3.5" {}
        path d="M2.5 20a6.5 6.5 0 0 1 13 0M16 4.8a3.5 3.5 0 0 1 0 6.4M18.5 14.5a6.5 6.5 0 0 1 3 5.5" {}
    })
}

pub(crate) fn tray() -> Markup {
    drawn("M3.5 13.5 6 5h12l2.5 8.5V19h-17v-5.5ZM3.5 13.5h5L10 16h4l1.5-2.5h5")
}

pub(super) fn wheel() -> Markup {
    icon(&html! {
        circle cx="12" cy="12" r="3" {}
        path d="M12 2.5v3M12 18.5v3M2.5 12h3M18.5 12h3M5.3 5.3l2.1 2.1M16.6 16.6l2.1 2.1M5.3 18.7l2.1-2.1M16.6 7.4l2.1-2.1" {}
    })
}

pub(crate) fn document() -> Markup {
    drawn("M6 3.5h9l4 4V20a.5.5 0 0 1-.5.5H6a.5.5 0 0 1-.5-.5V4a.5.5 0 0 1 .5-.5ZM9 12h6.5M9 16h6.5M9 8h3")
}

pub(crate) fn building() -> Markup {
    drawn("M4.5 20.5v-17h10v17M14.5 9.5h5v11M2.5 20.5h19M8 7.5h3M8 11.5h3M8 15.5h3")
}

pub(crate) fn left() -> Markup {
    drawn("M19 12H5M11 6l-6 6 6 6")
}

pub(crate) fn right() -> Markup {
    drawn("M5 12h14M13 6l6 6-6 6")
}

pub(crate) fn glass() -> Markup {
    icon(&html! {
        circle cx="11" cy="11" r="6.5" {}
        path d="m16 16 4.5 4.5" {}
    })
}

pub(crate) fn crossed_shield() -> Markup {
    drawn("M12 3 4.5 6v5.5c0 4.6 3.1 8 7.5 9.5 4.4-1.5 7.5-4.9 7.5-9.5V6L12 3ZM9.5 9.5l5 5M14.5 9.5l-5 5")
}
