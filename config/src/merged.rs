//! All sources laid over each other, each value still knowing where it came from.

use figment::error::Kind;
use figment::value::{Dict, Value};
use figment::{Figment, Profile, Provider};
use serde::Serialize;
use serde::de::DeserializeOwned;

use crate::config::Config;
use crate::layer::Layer;
use crate::mistake::Mistake;
use crate::section::{Audit, Directory, Keys, Limits, Log, Mail, Password, Recovery, Server, Session, State};

/// The merged tree. Defaults of the tables that every configuration has are part of it.
pub(crate) struct Merged {
    figment: Figment,
    tree: Value,
    file: String,
}

const DEFAULTS: &str = "the defaults";

#[derive(Default, Serialize)]
struct Defaults {
    server: Server,
    directory: Directory,
    state: State,
    keys: Keys,
    mail: Mail,
    session: Session,
    password: Password,
    recovery: Recovery,
    limits: Limits,
    audit: Audit,
    log: Log,
}

impl Merged {
    /// Lays the later over the earlier; `file` is blamed for what is nowhere.
    pub(crate) fn new(layers: Vec<Layer>, file: String) -> Self {
        let defaults = Value::serialize(Defaults::default()).expect("defaults have no maps with odd keys");
        let defaults = Layer::new(DEFAULTS.to_owned(), defaults.into_dict().unwrap_or_default());
        let figment = layers.into_iter().fold(Figment::from(defaults), Figment::merge);
        let data = figment.data().expect("a layer always gives its tree");
        let tree: Dict = data.get(&Profile::Default).cloned().unwrap_or_default();
        Self { figment, tree: tree.into(), file }
    }

    /// Reads the tree into types. The checks know every type already; should one have slipped through, it is reported
    /// like the others, without its value, which may be secret.
    pub(crate) fn extract(&self) -> Result<Config, Mistake> {
        self.figment.extract().map_err(|error| {
            let key = error.path.join(".");
            let problem = match &error.kind {
                Kind::MissingField(name) => format!("{name} is missing"),
                _ => "cannot be read".to_owned(),
            };
            let remedy = "compare it with the annotated gatehouse.toml".to_owned();
            Mistake { file: self.source(&key), key, problem, remedy }
        })
    }

    pub(crate) fn tree(&self) -> &Value {
        &self.tree
    }

    /// Where the value at `key`, or what is left of the way to it, was written.
    pub(crate) fn source(&self, key: &str) -> String {
        let deepest = self.way(key).last().unwrap_or(&self.tree);
        self.written_in(deepest).unwrap_or_else(|| self.file.clone())
    }

    /// Whether anybody wrote this key; a default is not written.
    pub(crate) fn is_written(&self, key: &str) -> bool {
        self.find(key).is_some_and(|value| self.written_in(value).is_some())
    }

    /// The value at `key`, or its default, if it is there and well formed.
    pub(crate) fn read<T: DeserializeOwned>(&self, key: &str) -> Option<T> {
        self.find(key)?.deserialize().ok()
    }

    /// The keys of a list's items: `portal[0]`, `portal[1]`.
    pub(crate) fn items(&self, key: &str) -> Vec<String> {
        let length = self.find(key).and_then(Value::as_array).map_or(0, <[Value]>::len);
        (0..length).map(|index| format!("{key}[{index}]")).collect()
    }

    fn find(&self, key: &str) -> Option<&Value> {
        let steps = steps(key).len();
        let way: Vec<_> = self.way(key).collect();
        way.get(steps.checked_sub(1)?).copied()
    }

    /// The values on the way to `key`, as far as they are there.
    fn way(&self, key: &str) -> impl Iterator<Item = &Value> {
        let mut here = Some(&self.tree);
        steps(key).into_iter().map_while(move |step| {
            here = match (here?, step) {
                (Value::Dict(_, entries), Step::Key(name)) => entries.get(&name),
                (Value::Array(_, items), Step::Item(index)) => items.get(index),
                _ => None,
            };
            here
        })
    }

    fn written_in(&self, value: &Value) -> Option<String> {
        let name = self.figment.get_metadata(value.tag())?.name.to_string();
        Some(name).filter(|name| name != DEFAULTS)
    }
}

enum Step {
    Key(String),
    Item(usize),
}

fn steps(key: &str) -> Vec<Step> {
    let mut steps = Vec::new();
    for part in key.split('.') {
        let mut pieces = part.split('[');
        steps.extend(pieces.next().map(|name| Step::Key(name.to_owned())));
        steps.extend(pieces.filter_map(|piece| piece.trim_end_matches(']').parse().ok().map(Step::Item)));
    }
    steps
}
