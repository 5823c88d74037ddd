//! Each text against its parser, and against the bounds that the schema sets for quantities.

use std::ffi::OsStr;
use std::fs::File;
use std::net::SocketAddr;
use std::path::Path;
use std::str::FromStr;

use serde_json::Value as Json;

use crate::schema;
use crate::value::{
    AccountId, Authority, Colour, DirectoryUrl, Duration, HeaderName, KeyPrefix, Line, Link, Listen, MailUrl, Mailbox, Malformed,
    Method, Network, Origin, PathPattern, PortalName, Prefix, RoleName, Secret, SecretText, Size, StateUrl, Upstream,
};

/// Refuses a text that is not what the schema's node asks for.
pub(super) fn check(text: &str, node: &Json) -> Result<(), Malformed> {
    match schema::format(node) {
        None => Ok(()),
        Some("gatehouse-duration") => within::<Duration, _>(text, node, Duration::as_millis),
        Some("gatehouse-size") => within::<Size, _>(text, node, Size::bytes),
        Some(name) => parser(name).map_or(Ok(()), |parse| parse(text)),
    }
}

type Parser = fn(&str) -> Result<(), Malformed>;

/// The parser of each format that the schema may name.
fn parser(format: &str) -> Option<Parser> {
    Some(match format {
        "gatehouse-account-id" => parses::<AccountId>,
        "gatehouse-address" => address,
        "gatehouse-colour" => parses::<Colour>,
        "gatehouse-directory-url" => parses::<DirectoryUrl>,
        "gatehouse-file" => file,
        "gatehouse-header-name" => parses::<HeaderName>,
        "gatehouse-host" => parses::<Authority>,
        "gatehouse-image" => image,
        "gatehouse-key-prefix" => parses::<KeyPrefix>,
        "gatehouse-line" => parses::<Line>,
        "gatehouse-link" => parses::<Link>,
        "gatehouse-listen" => parses::<Listen>,
        "gatehouse-mail-url" => parses::<MailUrl>,
        "gatehouse-mailbox" => parses::<Mailbox>,
        "gatehouse-method" => parses::<Method>,
        "gatehouse-network" => parses::<Network>,
        "gatehouse-origin" => parses::<Origin>,
        "gatehouse-path" => path,
        "gatehouse-path-pattern" => parses::<PathPattern>,
        "gatehouse-portal-name" => parses::<PortalName>,
        "gatehouse-prefix" => parses::<Prefix>,
        "gatehouse-role-name" => parses::<RoleName>,
        "gatehouse-secret" => parses::<Secret>,
        "gatehouse-secret-text" => parses::<SecretText>,
        "gatehouse-state-url" => parses::<StateUrl>,
        "gatehouse-upstream" => parses::<Upstream>,
        _ => return None,
    })
}

fn parses<T: FromStr<Err = Malformed>>(text: &str) -> Result<(), Malformed> {
    text.parse::<T>().map(drop)
}

fn within<T, F>(text: &str, node: &Json, measure: F) -> Result<(), Malformed>
where
    T: FromStr<Err = Malformed>,
    F: Fn(T) -> u64,
{
    let measured = measure(text.parse()?);
    let written = |name: &str| node.get(name).and_then(Json::as_str);
    let bound = |name: &str| written(name).and_then(|text| text.parse().ok()).map(&measure);
    if bound("x-at-least").is_none_or(|least| least <= measured) && bound("x-at-most").is_none_or(|most| measured <= most) {
        return Ok(());
    }
    let remedy = written("x-remedy").map_or_else(
        || format!("give {} to {}", written("x-at-least").unwrap_or("0s"), written("x-at-most").unwrap_or("more")),
        str::to_owned,
    );
    Err(Malformed::new(format!("{text:?} is out of range"), remedy))
}

fn address(text: &str) -> Result<(), Malformed> {
    text.parse::<SocketAddr>().map(drop).map_err(|_| {
        let remedy = "write IP:PORT, such as 127.0.0.1:9901";
        Malformed::new(format!("{text:?} is no address to listen on"), remedy)
    })
}

fn path(text: &str) -> Result<(), Malformed> {
    if text.is_empty() || text.contains('\0') {
        return Err(Malformed::new("is not a path", "name a file or directory"));
    }
    Ok(())
}

fn image(text: &str) -> Result<(), Malformed> {
    path(text)?;
    let extension = Path::new(text).extension().map(OsStr::to_ascii_lowercase);
    if extension.is_none_or(|extension| extension != "svg" && extension != "png") {
        return Err(Malformed::new(format!("{text:?} is not a logo's file"), "use an .svg or .png file"));
    }
    file(text)
}

fn file(text: &str) -> Result<(), Malformed> {
    path(text)?;
    let path = Path::new(text);
    if path.is_dir() {
        return Err(Malformed::new(format!("{text:?} is a directory"), "name the file in it"));
    }
    File::open(path).map(drop).map_err(|error| {
        let remedy = "name a readable file; relative paths start where the configuration lies";
        Malformed::new(format!("{text:?} cannot be read: {error}"), remedy)
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn formats(node: &Json, found: &mut Vec<String>) {
        match node {
            Json::Object(entries) => {
                let text = entries.get("type").is_some_and(|kind| kind == "string");
                found.extend(schema::format(node).filter(|_| text).map(str::to_owned));
                entries.values().for_each(|below| formats(below, found));
            }
            Json::Array(items) => items.iter().for_each(|item| formats(item, found)),
            _ => {}
        }
    }

    #[test]
    fn every_format_of_the_schema_has_a_parser() {
        let mut found = Vec::new();
        formats(&schema::schema(), &mut found);
        assert!(found.len() > 20);
        let quantities = ["gatehouse-duration", "gatehouse-size"];
        for format in found.iter().filter(|format| !quantities.contains(&format.as_str())) {
            assert!(parser(format).is_some(), "{format}");
        }
    }
}
