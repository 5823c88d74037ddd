//! One source of configuration as a tree: the file, an environment variable, a flag.

mod written;

use std::fs;
use std::path::Path;

use figment::value::{Dict, Map, Value};
use figment::{Metadata, Profile, Provider};
use serde_json::Value as Json;

use crate::mistake::{Mistake, Mistakes};
use crate::schema;
use crate::value::Malformed;

pub(crate) use written::{environment, overrides};

/// The tree of one source, and what that source is called in mistakes.
pub(crate) struct Layer {
    name: String,
    tree: Dict,
}

impl Layer {
    pub(crate) fn new(name: String, tree: Dict) -> Self {
        Self { name, tree }
    }
}

impl Provider for Layer {
    fn metadata(&self) -> Metadata {
        Metadata::named(self.name.clone())
    }

    fn data(&self) -> Result<Map<Profile, Dict>, figment::Error> {
        Ok(Map::from([(Profile::Default, self.tree.clone())]))
    }
}

/// The tree of a file. Relative paths in it start where the file lies.
pub(crate) fn file(path: &Path, schema: &Json) -> Result<Layer, Mistakes> {
    let name = display(path);
    let content = fs::read_to_string(path).map_err(|error| Mistake {
        file: name.clone(),
        key: String::new(),
        problem: format!("cannot be read: {error}"),
        remedy: "name a readable file with --config".to_owned(),
    })?;
    text(&name, &content, path.parent().unwrap_or(Path::new("")), schema)
}

/// What a file is called in mistakes.
pub(crate) fn display(path: &Path) -> String {
    path.strip_prefix("./").unwrap_or(path).display().to_string()
}

/// The tree of a file's text.
pub(crate) fn text(name: &str, text: &str, folder: &Path, schema: &Json) -> Result<Layer, Mistakes> {
    let table: toml::Table = text.parse().map_err(|error| unreadable(name, text, &error))?;
    let mut tree: Dict = table.into_iter().map(|(key, value)| (key, plain(value))).collect();
    for (key, value) in &mut tree {
        if let Some(node) = schema::property(schema, key) {
            start_paths_at(folder, value, node);
        }
    }
    Ok(Layer::new(name.to_owned(), tree))
}

/// A value of the file as the merged tree holds it.
fn plain(value: toml::Value) -> Value {
    match value {
        toml::Value::String(text) => text.into(),
        toml::Value::Integer(number) => number.into(),
        toml::Value::Float(number) => number.into(),
        toml::Value::Boolean(flag) => flag.into(),
        toml::Value::Datetime(moment) => moment.to_string().into(),
        toml::Value::Array(items) => items.into_iter().map(plain).collect::<Vec<_>>().into(),
        toml::Value::Table(table) => table.into_iter().map(|(k, v)| (k, plain(v))).collect::<Dict>().into(),
    }
}

/// Makes the paths in a tree start at `folder`.
fn start_paths_at(folder: &Path, value: &mut Value, node: &Json) {
    match value {
        Value::Dict(_, entries) => {
            for (key, value) in entries {
                if let Some(node) = schema::property(node, key) {
                    start_paths_at(folder, value, node);
                }
            }
        }
        Value::Array(_, items) => {
            let node = schema::items(node).unwrap_or(&Json::Null);
            for item in items {
                start_paths_at(folder, item, node);
            }
        }
        Value::String(_, path) if schema::is_path(node) && !path.is_empty() => {
            *path = folder.join(&*path).display().to_string();
        }
        _ => {}
    }
}

fn unreadable(name: &str, text: &str, error: &toml::de::Error) -> Mistake {
    let before = error.span().and_then(|span| text.get(..span.start)).unwrap_or_default();
    let line = before.matches('\n').count() + 1;
    let column = before.rsplit('\n').next().unwrap_or_default().chars().count() + 1;
    // The message alone: the whole error quotes the line, which may hold a secret.
    let said = error.message().lines().collect::<Vec<_>>().join(", ");
    let Malformed { problem, remedy } = Malformed::new(format!("is not TOML: {said}"), "correct that line");
    Mistake { file: format!("{name}:{line}:{column}"), key: String::new(), problem, remedy }
}
