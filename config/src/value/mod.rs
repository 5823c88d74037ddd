//! The types a configured value is parsed into, once, at the edge.
//!
//! - `text`: what all of them share; `word`: short texts of one alphabet
//! - `duration`, `size`, `colour`: quantities
//! - `authority`, `origin`, `upstream`, `listen`, `network`, `link`: where things are
//! - `prefix`, `path_pattern`: paths
//! - `directory_url`, `state_url`: what keeps the data
//! - `postgres_server`, `postgres_query`: where that is PostgreSQL
//! - `redis_servers`, `redis_topology`, `redis_address`: where that is Redis
//! - `mail_url`, `mail_server`: where letters go; `mailbox`, `mail_address`: whom they are from
//! - `secret`, `secret_text`, `credentials`, `userinfo`: what must not be shown; `escaped`: parts of a URL

#[macro_use]
mod text;
#[macro_use]
mod word;

mod authority;
mod colour;
mod credentials;
mod directory_url;
mod duration;
mod escaped;
mod link;
mod listen;
mod mail_address;
mod mail_server;
mod mail_url;
mod mailbox;
mod network;
mod origin;
mod path_pattern;
mod postgres_query;
mod postgres_server;
mod prefix;
mod redis_address;
mod redis_servers;
mod redis_topology;
mod secret;
mod secret_text;
mod size;
mod state_url;
mod upstream;
mod userinfo;

pub use authority::Authority;
pub use colour::Colour;
pub use credentials::Credentials;
pub use directory_url::DirectoryUrl;
pub use duration::Duration;
pub use link::Link;
pub use listen::Listen;
pub use mail_address::MailAddress;
pub use mail_server::{MailScheme, MailServer};
pub use mail_url::MailUrl;
pub use mailbox::Mailbox;
pub use network::Network;
pub use origin::{Origin, Scheme};
pub use path_pattern::PathPattern;
pub use postgres_server::{PostgresHost, PostgresServer, PostgresTls};
pub use prefix::Prefix;
pub use redis_address::RedisAddress;
pub use redis_servers::RedisServers;
pub use redis_topology::RedisTopology;
pub use secret::Secret;
pub use secret_text::SecretText;
pub use size::Size;
pub use state_url::StateUrl;
pub use text::Malformed;
pub use upstream::Upstream;
pub use word::{AccountId, HeaderName, KeyPrefix, Line, Method, PortalName, RoleName};

pub(crate) use upstream::one_or_many;
