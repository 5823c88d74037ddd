//! The JSON schema of the configuration file: editors complete from it, and every source is checked against it.

use serde_json::Value;

use crate::config::Config;

/// The JSON schema of `gatehouse.toml`, with every key's meaning and default.
pub fn schema() -> Value {
    let settings = schemars::generate::SchemaSettings::draft2020_12().with(|settings| settings.inline_subschemas = true);
    let mut schema = settings.into_generator().into_root_schema_for::<Config>().to_value();
    tidy(&mut schema);
    schema
}

/// TOML has no null: a key without value is a key left out. And descriptions are no source code: they have no margin.
fn tidy(node: &mut Value) {
    match node {
        Value::Object(entries) => {
            entries.retain(|key, value| !(key == "default" && value.is_null()));
            if let Some(Value::Array(kinds)) = entries.get_mut("type") {
                kinds.retain(|kind| kind != "null");
                if let [kind] = kinds.as_slice() {
                    let kind = kind.clone();
                    entries.insert("type".to_owned(), kind);
                }
            }
            if let Some(Value::Array(choices)) = entries.get_mut("anyOf") {
                choices.retain(|choice| choice.get("type").is_none_or(|kind| kind != "null"));
                if let [Value::Object(only)] = choices.as_slice() {
                    let only = only.clone();
                    entries.remove("anyOf");
                    only.into_iter().for_each(|(key, value)| {
                        entries.entry(key).or_insert(value);
                    });
                }
            }
            if let Some(Value::String(description)) = entries.get_mut("description") {
                *description = description.replace('\n', " ");
            }
            entries.values_mut().for_each(tidy);
        }
        Value::Array(items) => items.iter_mut().for_each(tidy),
        _ => {}
    }
}

/// The type a node expects; none where there are several.
pub(crate) fn kind(node: &Value) -> Option<&str> {
    node.get("type")?.as_str()
}

pub(crate) fn property<'a>(node: &'a Value, name: &str) -> Option<&'a Value> {
    node.get("properties")?.get(name)
}

/// The keys a table may have.
pub(crate) fn names(node: &Value) -> impl Iterator<Item = &str> {
    let properties = node.get("properties").and_then(Value::as_object);
    properties.into_iter().flat_map(|properties| properties.keys().map(String::as_str))
}

/// The keys a table must have.
pub(crate) fn required(node: &Value) -> impl Iterator<Item = &str> {
    node.get("required").and_then(Value::as_array).into_iter().flatten().filter_map(Value::as_str)
}

pub(crate) fn items(node: &Value) -> Option<&Value> {
    node.get("items")
}

/// The words a node allows, where it is one of a few.
pub(crate) fn choices(node: &Value) -> Option<Vec<&str>> {
    if let Some(words) = node.get("enum").and_then(Value::as_array) {
        return Some(words.iter().filter_map(Value::as_str).collect());
    }
    let choices = node.get("oneOf")?.as_array()?;
    Some(choices.iter().filter_map(|choice| choice.get("const")?.as_str()).collect())
}

/// The name of the parser that a text must satisfy.
pub(crate) fn format(node: &Value) -> Option<&str> {
    node.get("format")?.as_str()
}

pub(crate) fn is_path(node: &Value) -> bool {
    matches!(format(node), Some("gatehouse-path" | "gatehouse-file" | "gatehouse-image"))
}

/// Every key below a node, dotted, with `[]` for items of lists of tables.
pub(crate) fn keys(node: &Value) -> Vec<String> {
    let mut found = Vec::new();
    for name in names(node) {
        let Some(child) = property(node, name) else {
            continue;
        };
        let (child, suffix) = items(child).filter(|i| kind(i) == Some("object")).map_or((child, ""), |i| (i, "[]"));
        found.push(format!("{name}{suffix}"));
        found.extend(keys(child).into_iter().map(|below| format!("{name}{suffix}.{below}")));
    }
    found
}
