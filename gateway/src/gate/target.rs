//! The one normal form of a request's target. What is judged is what is forwarded; what cannot be brought to this form is refused.

use std::borrow::Cow;

use thiserror::Error;

/// What to do with an encoded slash in a path.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum EncodedSlash {
    /// Refuse the request.
    Refuse,
    /// Keep it, for applications whose path segments hold slashes.
    Keep,
}

/// Why a target has no normal form.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Error)]
pub enum TargetError {
    /// It does not begin with a slash: absolute-form, authority-form, `*`, or nonsense.
    #[error("the target does not begin with /")]
    NotOriginForm,
    /// A byte that no target holds.
    #[error("the target holds a byte that is not allowed")]
    Byte,
    /// A percent sign without two hexadecimal digits.
    #[error("the target holds a broken percent-encoding")]
    Encoding,
    /// An encoded slash, backslash or control byte, or one encoded twice.
    #[error("the target hides a delimiter behind percent-encoding")]
    HiddenDelimiter,
    /// A dot segment, or an empty one, with parameters, which some servers resolve and others do not.
    #[error("the target holds a dot segment or an empty one with parameters")]
    DotParameters,
}

/// A target in normal form.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Target<'a> {
    path: Cow<'a, str>,
    query: Option<&'a str>,
}

impl<'a> Target<'a> {
    /// Brings a raw target to its normal form: unreserved characters decoded, other encodings in upper case, dot segments resolved,
    /// repeated slashes merged (RFC 3986 §6.2.2).
    pub fn parse(raw: &'a [u8], slash: EncodedSlash) -> Result<Self, TargetError> {
        if raw.first() != Some(&b'/') {
            return Err(TargetError::NotOriginForm);
        }
        if raw.iter().any(|byte| !byte.is_ascii_graphic() || matches!(byte, b'\\' | b'#')) {
            return Err(TargetError::Byte);
        }
        let text = std::str::from_utf8(raw).map_err(|_| TargetError::Byte)?;
        let (path, query) = match text.split_once('?') {
            Some((path, query)) => (path, Some(query)),
            None => (text, None),
        };
        let path = if is_plain(path.as_bytes()) { Cow::Borrowed(path) } else { Cow::Owned(normal(path, slash)?) };
        Ok(Self { path, query })
    }

    /// The path, beginning with a slash.
    pub fn path(&self) -> &str {
        &self.path
    }

    /// The query, without its question mark, as it was sent.
    pub fn query(&self) -> Option<&str> {
        self.query
    }

    /// What is forwarded.
    pub fn to_wire(&self) -> Cow<'_, str> {
        match self.query {
            None => Cow::Borrowed(&self.path),
            Some(query) => Cow::Owned(format!("{}?{query}", self.path)),
        }
    }
}

/// Whether a path is in normal form already, which almost every path is.
fn is_plain(path: &[u8]) -> bool {
    let mut previous = b'x';
    for &byte in path {
        let is_plain = match byte {
            b'/' | b'.' => previous != b'/',
            b'%' | b';' | b'"' | b'<' | b'>' | b'^' | b'`' | b'{' | b'}' => false,
            _ => true,
        };
        if !is_plain {
            return false;
        }
        previous = byte;
    }
    true
}

fn normal(path: &str, slash: EncodedSlash) -> Result<String, TargetError> {
    let decoded = decode(path.as_bytes(), slash)?;
    if is_encoded_twice(&decoded) {
        return Err(TargetError::HiddenDelimiter);
    }
    let mut segments: Vec<&str> = Vec::new();
    let mut is_folder = false;
    for segment in decoded.split('/') {
        refuse_ambiguous_dots(segment)?;
        is_folder = matches!(segment, "" | "." | "..");
        match segment {
            "" | "." => {}
            ".." => {
                segments.pop();
            }
            name => segments.push(name),
        }
    }
    let mut normal = String::with_capacity(decoded.len());
    for segment in &segments {
        normal.push('/');
        normal.push_str(segment);
    }
    if is_folder || segments.is_empty() {
        normal.push('/');
    }
    Ok(normal)
}

/// Decodes what is unreserved, refuses what hides a delimiter, and writes every other encoding in upper case.
fn decode(path: &[u8], slash: EncodedSlash) -> Result<String, TargetError> {
    let mut decoded = String::with_capacity(path.len());
    let mut rest = path;
    while let Some((&byte, after)) = rest.split_first() {
        rest = after;
        if byte != b'%' {
            // Characters that browsers encode and some servers decode: one form of them.
            if matches!(byte, b'"' | b'<' | b'>' | b'^' | b'`' | b'{' | b'}') {
                push_encoded(&mut decoded, byte);
            } else {
                decoded.push(char::from(byte));
            }
            continue;
        }
        let Some(([high, low], after)) = rest.split_first_chunk::<2>().map(|(digits, after)| (*digits, after)) else {
            return Err(TargetError::Encoding);
        };
        rest = after;
        let value = hex(high)? * 16 + hex(low)?;
        match value {
            b'/' if slash == EncodedSlash::Keep => push_encoded(&mut decoded, value),
            b'/' | b'\\' | 0..0x20 | 0x7f => return Err(TargetError::HiddenDelimiter),
            b'-' | b'.' | b'_' | b'~' => decoded.push(char::from(value)),
            _ if value.is_ascii_alphanumeric() => decoded.push(char::from(value)),
            _ => push_encoded(&mut decoded, value),
        }
    }
    Ok(decoded)
}

/// Whether a decoded path would hold a delimiter to somebody who decodes it once more.
fn is_encoded_twice(decoded: &str) -> bool {
    decoded.match_indices("%25").any(|(at, _)| {
        let digits = decoded.as_bytes().get(at + 3..at + 5).map(<[u8]>::to_ascii_lowercase);
        matches!(digits.as_deref(), Some(b"2e" | b"2f" | b"25" | b"5c" | b"3b" | b"00"))
    })
}

/// Refuses `..;x` and `;x`, which some servers take for `..` and for nothing, and, where encoded slashes are kept, dot segments between
/// them.
fn refuse_ambiguous_dots(segment: &str) -> Result<(), TargetError> {
    let is_dots = |part: &str| matches!(part, "." | "..");
    let before_parameters = segment.split(';').next().unwrap_or(segment);
    let before_encoded = segment.split("%3B").next().unwrap_or(segment);
    let has_parameters = before_parameters.len() < segment.len() || before_encoded.len() < segment.len();
    let is_nothing = |part: &str| part.is_empty() || is_dots(part);
    if has_parameters && (is_nothing(before_parameters) || is_nothing(before_encoded)) {
        return Err(TargetError::DotParameters);
    }
    if segment.contains("%2F")
        && segment.split("%2F").any(|part| part.is_empty() || is_dots(part.split(';').next().unwrap_or(part)))
    {
        return Err(TargetError::HiddenDelimiter);
    }
    Ok(())
}

fn hex(digit: u8) -> Result<u8, TargetError> {
    let digit = char::from(digit).to_digit(16).ok_or(TargetError::Encoding)?;
    u8::try_from(digit).map_err(|_| TargetError::Encoding)
}

fn push_encoded(text: &mut String, byte: u8) {
    const DIGITS: &[u8; 16] = b"0123456789ABCDEF";
    text.push('%');
    for nibble in [byte >> 4, byte & 15] {
        text.push(char::from(DIGITS.get(usize::from(nibble)).copied().unwrap_or(b'0')));
    }
}

#[cfg(test)]
mod tests;
