//! The whole configuration, read and checked.

use std::path::{Path, PathBuf};

use schemars::JsonSchema;
use serde::Deserialize;

use crate::layer::{self, Layer};
use crate::merged::Merged;
use crate::mistake::Mistakes;
use crate::portal::Portal;
use crate::section::{Audit, Directory, Keys, Limits, Log, Mail, Password, Recovery, Server, Session, State};
use crate::source::Sources;
use crate::value::{DirectoryUrl, MailUrl};
use crate::{check, schema};

/// The whole configuration. Holding one means that nothing is known to be wrong with it.
#[derive(Debug, Clone, PartialEq, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
#[schemars(title = "gatehouse.toml", description = "The configuration of Gatehouse.")]
pub struct Config {
    /// Where the process listens and keeps its files.
    #[serde(default)]
    pub server: Server,
    /// Where accounts and people are kept.
    #[serde(default)]
    pub directory: Directory,
    /// Where sessions and counters are kept.
    #[serde(default)]
    pub state: State,
    /// The master key.
    #[serde(default)]
    pub keys: Keys,
    /// How letters leave.
    #[serde(default)]
    pub mail: Mail,
    /// How long a sign-in holds.
    #[serde(default)]
    pub session: Session,
    /// What a password must be, and what checking one may cost.
    #[serde(default)]
    pub password: Password,
    /// How long what is mailed for a forgotten password is good.
    #[serde(default)]
    pub recovery: Recovery,
    /// How often one may be wrong, or ask for a new password.
    #[serde(default)]
    pub limits: Limits,
    /// How long the audit log is kept.
    #[serde(default)]
    pub audit: Audit,
    /// What the process says about itself.
    #[serde(default)]
    pub log: Log,
    /// The applications behind the gateway; at least one.
    #[serde(rename = "portal")]
    #[schemars(length(min = 1))]
    pub portals: Vec<Portal>,
}

impl Config {
    /// Reads and checks everything, and reports every mistake at once.
    pub fn load(sources: &Sources) -> Result<Self, Mistakes> {
        let schema = schema::schema();
        let mut layers = Vec::new();
        let mut name = "no file here or in /etc/gatehouse".to_owned();
        if let Some(file) = &sources.file {
            name = layer::display(file);
            layers.push(layer::file(file, &schema)?);
        }
        layers.extend(layer::environment(&sources.environment, &schema));
        layers.extend(layer::overrides(&sources.overrides, &schema));
        Self::read(layers, name, &schema)
    }

    /// Reads and checks a file's text alone; relative paths in it stay relative.
    pub fn from_toml(text: &str) -> Result<Self, Mistakes> {
        let schema = schema::schema();
        let layer = layer::text("gatehouse.toml", text, Path::new(""), &schema)?;
        Self::read(vec![layer], "gatehouse.toml".to_owned(), &schema)
    }

    /// The file of an embedded directory, in the data directory unless it is absolute; none where a server keeps it.
    pub fn directory_file(&self) -> Option<PathBuf> {
        match &self.directory.url {
            DirectoryUrl::Sqlite(file) => Some(self.server.data_dir.join(file)),
            DirectoryUrl::Postgres(_) => None,
        }
    }

    /// The folder that letters go into, in the data directory unless it is absolute; none where a server takes them.
    pub fn mail_folder(&self) -> Option<PathBuf> {
        match self.mail.url.as_ref()? {
            MailUrl::Folder(folder) => Some(self.server.data_dir.join(folder)),
            MailUrl::Server(_) => None,
        }
    }

    fn read(layers: Vec<Layer>, file: String, schema: &serde_json::Value) -> Result<Self, Mistakes> {
        let merged = Merged::new(layers, file);
        Mistakes::unless_none(check::mistakes(&merged, schema))?;
        Ok(merged.extract()?)
    }
}

#[cfg(test)]
mod tests;
