//! The stylesheet, the script and the pictures, compiled in and named after their content.
//!
//! A name holds a digest of the bytes, so browsers may keep a file for ever.

use std::sync::LazyLock;

use data_encoding::HEXLOWER;
use ring::digest;

#[cfg(test)]
mod tests;

/// A file every portal serves under `{prefix}/assets/`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Name {
    /// The one stylesheet.
    Stylesheet,
    /// The one script.
    Script,
    /// The arches behind the card; the stylesheet refers to them.
    Arch,
    /// The logo of a portal that has none of its own.
    Logo,
}

/// A file as it is to be answered.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Asset {
    /// Value of the `Content-Type` header.
    pub content_type: &'static str,
    /// The file.
    pub bytes: &'static [u8],
}

/// The file of this name, digest included, as the last part of its address has it.
pub fn find(file_name: &str) -> Option<Asset> {
    FILES
        .iter()
        .find(|file| file.name == file_name)
        .map(|file| Asset { content_type: file.content_type, bytes: file.content.as_bytes() })
}

/// The address of a file on a portal with this prefix.
pub fn url(prefix: &str, name: Name) -> String {
    format!("{prefix}/assets/{}", file_name(name))
}

/// The name a file is served under: `gatehouse.0123456789ab.css`.
pub fn file_name(name: Name) -> &'static str {
    let [stylesheet, script, arch, logo] = &*FILES;
    let file = match name {
        Name::Stylesheet => stylesheet,
        Name::Script => script,
        Name::Arch => arch,
        Name::Logo => logo,
    };
    &file.name
}

/// `theme` and `css` become `theme.0123456789ab.css`, so that what a portal adds is named like ours.
pub fn hashed_name(stem: &str, extension: &str, bytes: &[u8]) -> String {
    let digest = HEXLOWER.encode(digest::digest(&digest::SHA256, bytes).as_ref());
    // 48 bits: a name only has to differ from those of a file's other versions.
    format!("{stem}.{digest:.12}.{extension}")
}

static FILES: LazyLock<[File; 4]> = LazyLock::new(|| {
    let arch = File::new("arch", "svg", include_str!("assets/arch.svg").to_owned());
    let stylesheet = include_str!("assets/gatehouse.css").replace("url(arch.svg)", &format!("url({})", arch.name));
    [
        File::new("gatehouse", "css", stylesheet),
        File::new("gatehouse", "js", include_str!("assets/gatehouse.js").to_owned()),
        arch,
        File::new("logo", "svg", include_str!("assets/logo.svg").to_owned()),
    ]
});

struct File {
    name: String,
    content_type: &'static str,
    content: String,
}

impl File {
    fn new(stem: &str, extension: &str, content: String) -> Self {
        Self {
            name: hashed_name(stem, extension, content.as_bytes()),
            content_type: match extension {
                "css" => "text/css; charset=utf-8",
                "js" => "text/javascript; charset=utf-8",
                _ => "image/svg+xml",
            },
            content,
        }
    }
}
