//! The logo and the portal's name, and the way out where there is one.

use maud::{Markup, html};

use crate::Brand;

pub(super) fn header(brand: &Brand, way_out: &Markup) -> Markup {
    html! {
        header.top {
            span.brand {
                // The name stands beside it, so the picture has nothing to add for a screen reader.
                img src=(brand.logo) alt="" width="32" height="32";
                bdi { (brand.title) }
            }
            (way_out)
        }
    }
}
