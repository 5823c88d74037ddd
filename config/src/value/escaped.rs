//! Parts of a URL that are percent-encoded.

use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, PercentEncode, percent_decode_str, utf8_percent_encode};
use zeroize::Zeroizing;

/// RFC 3986 §2.3: all but unreserved characters.
const ESCAPED: AsciiSet = NON_ALPHANUMERIC.remove(b'-').remove(b'.').remove(b'_').remove(b'~');

/// The same, for a path, whose slashes stay.
const ESCAPED_IN_PATHS: AsciiSet = ESCAPED.remove(b'/');

/// What a part of a URL means; nothing where it has characters that such a part cannot have. Those are the unreserved ones,
/// sub-delims and escapes of RFC 3986, and what stands in `also`.
pub(super) fn unescape(text: &str, also: &[u8]) -> Option<Zeroizing<String>> {
    let is_plain = |b: u8| b.is_ascii_alphanumeric() || b"-._~!$&'()*+,;=%".contains(&b) || also.contains(&b);
    let is_escape = |rest: &str| rest.get(..2).is_some_and(|digits| digits.bytes().all(|b| b.is_ascii_hexdigit()));
    let is_encoded = text.bytes().all(is_plain) && text.split('%').skip(1).all(is_escape);
    let decoded = percent_decode_str(text).decode_utf8().ok().filter(|_| is_encoded);
    decoded.map(|text| Zeroizing::new(text.into_owned()))
}

/// A text as a part of a URL says it.
pub(super) fn escape(text: &str) -> PercentEncode<'_> {
    utf8_percent_encode(text, &ESCAPED)
}

/// A path as the query of a URL says it.
pub(super) fn escape_path(text: &str) -> PercentEncode<'_> {
    utf8_percent_encode(text, &ESCAPED_IN_PATHS)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn what_a_part_cannot_have_is_refused() {
        for bad in ["a@b", "a:b", "a/b", "a b", "a#b", "a?b", "é", "%4", "%zz", "%ff", "a%"] {
            assert_eq!(unescape(bad, b""), None, "{bad}");
        }
        assert_eq!(unescape("a/b%20c", b"/").as_deref().map(String::as_str), Some("a/b c"));
    }

    proptest! {
        #[test]
        fn what_is_escaped_reads_back(text in ".{0,40}") {
            let read = |escaped: String| unescape(&escaped, b"/").map(|text| text.to_string());
            prop_assert_eq!(read(escape(&text).to_string()), Some(text.clone()));
            prop_assert_eq!(read(escape_path(&text).to_string()), Some(text));
        }

        #[test]
        fn no_text_upsets_it(text in ".{0,40}|(%[0-9a-fA-F]{0,3}){0,9}") {
            let _ = unescape(&text, b"/");
        }
    }
}
