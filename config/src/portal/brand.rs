//! `[portal.brand]`: how a portal's pages look.

use std::path::PathBuf;

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::value::{Colour, Link};

/// How a portal's pages look.
#[derive(Debug, Clone, PartialEq, Deserialize, Serialize, JsonSchema)]
#[serde(default, deny_unknown_fields)]
pub struct Brand {
    /// The logo, an SVG or PNG file.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schemars(with = "String", extend("format" = "gatehouse-image"))]
    pub logo: Option<PathBuf>,
    /// The colour of buttons and links; shades that must stay readable are derived from it.
    pub accent: Colour,
    /// A page of help, linked from every page.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub help: Option<Link>,
    /// The privacy statement, linked from every page.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub privacy: Option<Link>,
}

impl Default for Brand {
    fn default() -> Self {
        Self { logo: None, accent: Colour { red: 0x0b, green: 0x5f, blue: 0xff }, help: None, privacy: None }
    }
}
