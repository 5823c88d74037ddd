//! Each value against the schema: unknown and missing keys, types, ranges, words.

use figment::value::{Dict, Num, Value};
use serde_json::Value as Json;

use super::{format, later, relation, unknown};
use crate::merged::Merged;
use crate::mistake::Mistake;
use crate::schema;
use crate::value::Malformed;

/// Every mistake there is, in the order of keys, then those between keys.
pub(crate) fn mistakes(merged: &Merged, schema: &Json) -> Vec<Mistake> {
    let mut inspection = Inspection { merged, schema, mistakes: Vec::new() };
    inspection.value("", merged.tree(), schema);
    inspection.mistakes.extend(relation::mistakes(merged));
    inspection.mistakes
}

struct Inspection<'a> {
    merged: &'a Merged,
    schema: &'a Json,
    mistakes: Vec<Mistake>,
}

impl Inspection<'_> {
    fn value(&mut self, key: &str, value: &Value, node: &Json) {
        if let Some(choices) = schema::choices(node) {
            return self.word(key, value, &choices);
        }
        if let Some(alternatives) = node.get("anyOf").and_then(Json::as_array) {
            let is_list = value.as_array().is_some();
            let fits = |node: &&Json| (schema::kind(node) == Some("array")) == is_list;
            return alternatives.iter().find(fits).into_iter().for_each(|node| self.value(key, value, node));
        }
        match (schema::kind(node), value) {
            (Some("object"), Value::Dict(_, entries)) => self.table(key, entries, node),
            (Some("array"), Value::Array(_, items)) => self.list(key, items, node),
            (Some("string"), Value::String(_, text)) => self.text(key, text, node),
            (Some("integer"), Value::Num(_, number)) if number.to_f64().is_none() => {
                self.number(key, *number, node);
            }
            (Some("boolean"), Value::Bool(..)) => {}
            (expected, found) => self.wrong_type(key, expected, found, node),
        }
    }

    fn table(&mut self, key: &str, entries: &Dict, node: &Json) {
        for (name, value) in entries {
            let below = join(key, name);
            let Some(child) = schema::property(node, name) else {
                let malformed =
                    later::key(&below).unwrap_or_else(|| unknown::key(name, &self.merged.source(&below), node, self.schema));
                self.report(&below, malformed);
                continue;
            };
            self.value(&below, value, child);
        }
        for name in schema::required(node).filter(|name| !entries.contains_key(*name)) {
            self.report(&join(key, name), missing(name, schema::property(node, name)));
        }
    }

    fn list(&mut self, key: &str, items: &[Value], node: &Json) {
        let Some(item) = schema::items(node) else {
            return;
        };
        if items.is_empty() && node.get("minItems").is_some() {
            self.report(key, none(key));
        }
        for (index, value) in items.iter().enumerate() {
            self.value(&format!("{key}[{index}]"), value, item);
        }
    }

    fn text(&mut self, key: &str, text: &str, node: &Json) {
        if let Err(malformed) = format::check(text, node) {
            self.report(key, malformed);
        }
    }

    fn number(&mut self, key: &str, number: Num, node: &Json) {
        let unsigned = number.to_u128_lossy().and_then(|number| i128::try_from(number).ok());
        let number = unsigned.or(number.to_i128()).unwrap_or(i128::MAX);
        let bound = |name: &str| node.get(name).and_then(Json::as_i64).map(i128::from);
        let least = bound("minimum").unwrap_or(i128::MIN);
        let most = bound("maximum").unwrap_or(i128::MAX);
        if (least..=most).contains(&number) {
            return;
        }
        let remedy = node.get("x-remedy").and_then(Json::as_str).map(str::to_owned);
        let remedy = remedy.unwrap_or_else(|| format!("give {least} to {most}"));
        self.report(key, Malformed::new(format!("{number} is out of range"), remedy));
    }

    fn word(&mut self, key: &str, value: &Value, choices: &[&str]) {
        let all = choices.iter().map(|word| format!("{word:?}")).collect::<Vec<_>>().join(", ");
        let malformed = match value.as_str() {
            Some(word) if choices.contains(&word) => return,
            Some(word) => later::word(key, word).unwrap_or_else(|| {
                let meant = unknown::nearest(word, choices.iter().copied());
                let hint = meant.map(|meant| format!("did you mean {meant:?}? ")).unwrap_or_default();
                Malformed::new(format!("{word:?} is not a choice here"), format!("{hint}use {all}"))
            }),
            None => Malformed::new(format!("expected text, found {}", called(value)), format!("use {all}")),
        };
        self.report(key, malformed);
    }

    fn wrong_type(&mut self, key: &str, expected: Option<&str>, found: &Value, node: &Json) {
        let header = later::without_positions(key);
        let (expected, remedy) = match expected {
            Some("object") => ("a table", format!("write [{header}] and its keys below it")),
            Some("array") if schema::items(node).and_then(schema::kind) == Some("object") => {
                ("a list of tables", format!("write [[{header}]] and its keys below it"))
            }
            Some("array") => ("a list", "write it in brackets, such as [\"…\"]".to_owned()),
            Some("integer") => ("a whole number", "write digits without quotes".to_owned()),
            Some("boolean") => ("true or false", "write true or false without quotes".to_owned()),
            _ => ("text", format!("write it in quotes{}", example(node))),
        };
        self.report(key, Malformed::new(format!("expected {expected}, found {}", called(found)), remedy));
    }

    fn report(&mut self, key: &str, Malformed { problem, remedy }: Malformed) {
        self.mistakes.push(Mistake { file: self.merged.source(key), key: key.to_owned(), problem, remedy });
    }
}

fn join(key: &str, name: &str) -> String {
    if key.is_empty() { name.to_owned() } else { format!("{key}.{name}") }
}

fn none(key: &str) -> Malformed {
    if key == "portal" {
        return missing(key, None);
    }
    Malformed::new("is empty", "list at least one")
}

fn missing(name: &str, node: Option<&Json>) -> Malformed {
    if name == "portal" {
        return Malformed::new("no portal is configured", "add a [[portal]] with name, title, url and upstream");
    }
    let remedy = node.map_or_else(String::new, |node| {
        schema::choices(node).map_or_else(|| example(node), |words| format!(", one of {}", words.join(", ")))
    });
    Malformed::new("is missing", format!("add {name}{remedy}"))
}

fn example(node: &Json) -> String {
    let node = node.pointer("/anyOf/0").unwrap_or(node);
    let example = node.pointer("/examples/0").map(|example| format!(", such as {example}"));
    example.unwrap_or_default()
}

/// A value's kind in words. Never the value: it may be a secret.
fn called(value: &Value) -> &'static str {
    match value {
        Value::String(..) | Value::Char(..) => "text",
        Value::Bool(..) => "true or false",
        Value::Num(_, number) if number.to_f64().is_none() => "a whole number",
        Value::Num(..) => "a fraction",
        Value::Empty(..) => "nothing",
        Value::Dict(..) => "a table",
        Value::Array(..) => "a list",
    }
}
