//! Small drawings in the colour of the text around them; never the only bearer of a meaning.

use maud::{Markup, html};

pub(super) fn padlock() -> Markup {
    html! {
        svg.ico viewBox="0 0 24 24" aria-hidden="true" {
            rect x="4.5" y="10.5" width="15" height="9.5" rx="2" {}
            path d="M8 10.5V7.5a4 4 0 0 1 8 0v3" {}
        }
    }
}

pub(super) fn warning() -> Markup {
    html! {
        svg.ico viewBox="0 0 24 24" aria-hidden="true" {
            path d="M12 8v5M12 16.5v.01M10.3 3.9 2.6 17.2A2 2 0 0 0 4.3 20h15.4a2 2 0 0 0 1.7-2.8L13.7 3.9a2 2 0 0 0-3.4 0Z" {}
        }
    }
}

pub(crate) fn information() -> Markup {
    html! {
        svg.ico viewBox="0 0 24 24" aria-hidden="true" {
            circle cx="12" cy="12" r="9" {}
            path d="M12 11v5M12 8v.01" {}
        }
    }
}

pub(crate) fn tick() -> Markup {
    html! {
        svg.ico viewBox="0 0 24 24" aria-hidden="true" {
            circle cx="12" cy="12" r="9" {}
            path d="m8.5 12.5 2.5 2.5 4.5-5.5" {}
        }
    }
}

pub(crate) fn copy() -> Markup {
    html! {
        svg.ico viewBox="0 0 24 24" aria-hidden="true" {
            rect x="8.5" y="8.5" width="12" height="12" rx="2" {}
            path d="M15.5 8.5v-3a2 2 0 0 0-2-2h-8a2 2 0 0 0-2 2v8a2 2 0 0 0 2 2h3" {}
        }
    }
}

pub(crate) fn download() -> Markup {
    html! { svg.ico viewBox="0 0 24 24" aria-hidden="true" { path d="M12 4v11M7 11l5 5 5-5M4.5 20h15" {} } }
}

pub(crate) fn printer() -> Markup {
    html! {
        svg.ico viewBox="0 0 24 24" aria-hidden="true" {
            path d="M7 9V3.5h10V9M7 17H3.5V9h17v8H17M7 14h10v6.5H7V14Z" {}
        }
    }
}
