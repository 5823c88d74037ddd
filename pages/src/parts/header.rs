//! The logo and the portal's name.

use maud::{Markup, html};

use crate::Brand;

pub(super) fn header(brand: &Brand) -> Markup {
    html! {
        header.top {
            span.brand {
                // The name stands beside it, so the picture has nothing to add for a screen reader.
                img src=(brand.logo) alt="" width="32" height="32";
                bdi { (brand.title) }
            }
        }
    }
}
