//! What a verified assertion says of whoever is signed in.

use serde::Deserialize;
use serde_json::{Map, Value};

/// The claims of a verified assertion: those that these applications use, and all of them for showing.
#[derive(Clone, Debug, PartialEq)]
pub struct Claims {
    /// Those that are used.
    pub person: Person,
    /// Every claim as it came.
    pub all: Map<String, Value>,
}

/// Whoever is signed in.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
pub struct Person {
    /// Their stable id, which is what an application should file their things under: names and addresses change.
    pub sub: String,
    /// The Account ID of their organisation.
    pub account: String,
    /// Their username.
    pub username: String,
    /// Their name.
    pub name: String,
    /// Their email address, if they have one.
    pub email: Option<String>,
    /// Their roles.
    #[serde(default)]
    pub roles: Vec<String>,
}

impl Claims {
    /// Reads them; `None` where one that is needed is missing or of the wrong kind.
    pub fn read(all: Map<String, Value>) -> Option<Self> {
        let person = Person::deserialize(&Value::Object(all.clone())).ok()?;
        Some(Self { person, all })
    }
}
