//! Sources that are a text for one key each: environment variables and flags.

use figment::value::{Dict, Value};
use serde_json::Value as Json;

use super::{Layer, plain};
use crate::schema;

/// The trees of `GATEHOUSE_…` variables, in the order of their names.
pub(crate) fn environment(variables: &[(String, String)], schema: &Json) -> Vec<Layer> {
    let mut ours: Vec<_> = variables.iter().filter_map(|(name, text)| Some((variable_key(name)?, name, text))).collect();
    ours.sort();
    let layer = |(key, name, text): (String, &String, &String)| {
        let steps: Vec<&str> = key.split("__").collect();
        Layer::new(format!("environment {name}"), branch(&steps, text, schema))
    };
    ours.into_iter().map(layer).collect()
}

/// The key in a variable's name, if it is one of ours.
fn variable_key(name: &str) -> Option<String> {
    let key = name.strip_prefix("GATEHOUSE_")?;
    (key.contains("__") || !is_service_link(key)).then(|| key.to_ascii_lowercase())
}

/// Kubernetes sets `GATEHOUSE_PORT`, `GATEHOUSE_SERVICE_HOST` and the like wherever a service is called so.
fn is_service_link(key: &str) -> bool {
    let key = format!("_{key}");
    key.contains("_SERVICE_HOST")
        || key.contains("_SERVICE_PORT")
        || key.ends_with("_PORT")
        || key.split("_PORT_").nth(1).is_some_and(|rest| rest.starts_with(|c: char| c.is_ascii_digit()))
}

/// The trees of keys given as flags.
pub(crate) fn overrides(overrides: &[(String, String)], schema: &Json) -> Vec<Layer> {
    let layer = |(key, text): &(String, String)| {
        let steps: Vec<&str> = key.split('.').collect();
        Layer::new(format!("flag {key}"), branch(&steps, text, schema))
    };
    overrides.iter().map(layer).collect()
}

/// A tree of one leaf: the text, taken for what the schema expects at that key.
fn branch(steps: &[&str], text: &str, schema: &Json) -> Dict {
    let Some((first, rest)) = steps.split_first() else {
        return Dict::new();
    };
    let node = schema::property(schema, first);
    let value = if rest.is_empty() {
        node.map_or_else(|| text.into(), |node| written(text, node))
    } else {
        branch(rest, text, node.unwrap_or(&Json::Null)).into()
    };
    Dict::from([((*first).to_owned(), value)])
}

/// What a text means where the schema expects `node`. A text that cannot be that stays one, and is refused as such.
fn written(text: &str, node: &Json) -> Value {
    let text = text.trim();
    let is_bracketed = text.starts_with(['[', '{']);
    match schema::kind(node) {
        Some("boolean") => text.parse().map_or_else(|_| text.into(), |flag: bool| flag.into()),
        Some("integer") => text.parse().map_or_else(|_| text.into(), |number: i64| number.into()),
        Some("array" | "object") | None if is_bracketed => structured(text),
        Some("array") => {
            let items = text.split(',').map(str::trim).filter(|item| !item.is_empty());
            items.map(Value::from).collect::<Vec<_>>().into()
        }
        _ => text.into(),
    }
}

/// A list or table, in TOML's or JSON's spelling.
fn structured(text: &str) -> Value {
    let from_json = || serde_json::from_str::<Json>(text).ok().and_then(|json| Value::serialize(json).ok());
    text.parse().map(plain).ok().or_else(from_json).unwrap_or_else(|| text.into())
}
