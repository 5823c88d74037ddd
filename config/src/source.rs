//! What a configuration is read from.

use std::path::PathBuf;

/// What a configuration is read from, the later over the earlier.
#[derive(Debug, Clone, Default)]
pub struct Sources {
    /// The TOML file.
    pub file: Option<PathBuf>,
    /// The process's environment; only names that begin with `GATEHOUSE_` are looked at.
    pub environment: Vec<(String, String)>,
    /// Keys and values given as flags, such as `server.listen`.
    pub overrides: Vec<(String, String)>,
}

/// The file that is read when none is named: `gatehouse.toml` here, then in `/etc/gatehouse`.
pub fn default_file() -> Option<PathBuf> {
    ["gatehouse.toml", "/etc/gatehouse/gatehouse.toml"].into_iter().map(PathBuf::from).find(|file| file.is_file())
}
