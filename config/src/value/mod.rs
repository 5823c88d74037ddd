//! The types a configured value is parsed into, once, at the edge.
//!
//! - `text`: what all of them share; `word`: short texts of one alphabet
//! - `duration`, `size`, `colour`: quantities
//! - `authority`, `origin`, `upstream`, `listen`, `network`, `link`: where things are
//! - `prefix`, `path_pattern`: paths
//! - `directory_url`, `state_url`: what keeps the data
//! - `secret`: what must not be shown

#[macro_use]
mod text;
#[macro_use]
mod word;

mod authority;
mod colour;
mod directory_url;
mod duration;
mod link;
mod listen;
mod network;
mod origin;
mod path_pattern;
mod prefix;
mod secret;
mod size;
mod state_url;
mod upstream;

pub use authority::Authority;
pub use colour::Colour;
pub use directory_url::DirectoryUrl;
pub use duration::Duration;
pub use link::Link;
pub use listen::Listen;
pub use network::Network;
pub use origin::{Origin, Scheme};
pub use path_pattern::PathPattern;
pub use prefix::Prefix;
pub use secret::Secret;
pub use size::Size;
pub use state_url::StateUrl;
pub use text::Malformed;
pub use upstream::Upstream;
pub use word::{AccountId, HeaderName, Line, Method, PortalName, RoleName};

pub(crate) use upstream::one_or_many;
