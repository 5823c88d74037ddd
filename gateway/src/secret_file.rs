//! A password that the configuration gives as such, or names the file of.

use std::{fs, path::Path};

use anyhow::Context as _;
use gatehouse_config::value::SecretText;
use zeroize::Zeroizing;

/// The password, if there is one. `key` is what names the file.
pub(crate) fn secret(
    value: Option<&SecretText>,
    file: Option<&Path>,
    key: &'static str,
) -> anyhow::Result<Option<Zeroizing<String>>> {
    let secret: SecretText = match (value, file) {
        (Some(secret), _) => return Ok(Some(secret.expose().to_owned().into())),
        (None, Some(file)) => {
            let text = fs::read(file).with_context(|| format!("{key}: {}", file.display()))?;
            let text = Zeroizing::new(String::from_utf8(text).with_context(|| format!("{key}: it is not UTF-8"))?);
            // A shell's or an editor's final newline is not part of it.
            text.trim_end_matches(['\r', '\n']).parse().map_err(|_| anyhow::anyhow!("{key}: it holds no password"))?
        }
        (None, None) => return Ok(None),
    };
    Ok(Some(secret.expose().to_owned().into()))
}
