//! Names that mean nothing here, and what was probably meant.

use serde_json::Value as Json;

use crate::schema;
use crate::value::Malformed;

/// What to say of an unknown key: the nearest of its table, else where in the schema it belongs.
pub(super) fn key(name: &str, source: &str, table: &Json, schema: &Json) -> Malformed {
    let problem = "there is no such key";
    let all = schema::keys(schema);
    let flattened = |key: &&String| key.contains('.') && key.replace('.', "_") == name;
    if source.starts_with("environment ")
        && let Some(meant) = all.iter().find(flattened)
    {
        let variable = meant.replace('.', "__").to_uppercase();
        return Malformed::new(problem, format!("write GATEHOUSE_{variable}: two underscores lead into a table"));
    }
    if let Some(meant) = nearest(name, schema::names(table)) {
        return Malformed::new(problem, format!("did you mean {meant}?"));
    }
    if let Some(meant) = all.iter().find(|key| key.rsplit('.').next() == Some(name)) {
        return Malformed::new(problem, format!("did you mean {meant}?"));
    }
    let known = schema::names(table).collect::<Vec<_>>().join(", ");
    Malformed::new(problem, format!("remove it; the keys here are {known}"))
}

/// The candidate most like `name`, if one is alike at all.
pub(super) fn nearest<'a>(name: &str, candidates: impl Iterator<Item = &'a str>) -> Option<&'a str> {
    /// Two letters off in five is a slip of the hand; more is another word.
    const ALIKE: f64 = 0.6;
    let name = name.to_lowercase().replace('-', "_");
    let likeness = |candidate: &str| strsim::normalized_damerau_levenshtein(&name, &candidate.to_lowercase().replace('-', "_"));
    let scored = candidates.map(|candidate| (candidate, likeness(candidate)));
    let best = scored.filter(|(_, score)| *score >= ALIKE).max_by(|(_, a), (_, b)| a.total_cmp(b));
    best.map(|(candidate, _)| candidate)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_nearest_is_a_slip_away_or_nothing() {
        let keys = ["listen", "management", "data_dir"];
        assert_eq!(nearest("lisen", keys.into_iter()), Some("listen"));
        assert_eq!(nearest("data-dir", keys.into_iter()), Some("data_dir"));
        assert_eq!(nearest("colour", keys.into_iter()), None);
    }
}
