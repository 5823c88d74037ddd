//! The part of a recording that a player asks for (RFC 9110 §14).

use http::HeaderValue;

/// What to send of something with a known length.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum ByteRange {
    /// All of it: nothing else was asked for, or in a way that may be ignored.
    Whole,
    /// From the first byte to the last, both included.
    Part {
        /// The first byte.
        first: usize,
        /// The last byte.
        last: usize,
    },
    /// Nothing: it asks for bytes that do not exist.
    Unsatisfiable,
}

impl ByteRange {
    /// What `range` asks for of `length` bytes. Several ranges at once are answered with everything, which is allowed and which no player
    /// minds.
    pub(super) fn read(range: Option<&HeaderValue>, length: usize) -> Self {
        let Some((first, last)) = range.and_then(|range| spec(range.to_str().ok()?)) else { return Self::Whole };
        let bounds = match (number(first), number(last)) {
            (Bound::At(first), Bound::At(last)) if first > last => return Self::Whole,
            (Bound::At(first), Bound::At(last)) => (first, last.min(length.saturating_sub(1))),
            (Bound::At(first), Bound::Open) => (first, length.saturating_sub(1)),
            (Bound::Open, Bound::At(0)) => return Self::Unsatisfiable,
            (Bound::Open, Bound::At(count)) => (length.saturating_sub(count), length.saturating_sub(1)),
            (Bound::Open, Bound::Open) | (Bound::Nonsense, _) | (_, Bound::Nonsense) => return Self::Whole,
        };
        match bounds {
            (first, last) if first < length => Self::Part { first, last },
            _ => Self::Unsatisfiable,
        }
    }
}

enum Bound {
    At(usize),
    Open,
    Nonsense,
}

/// Both sides of the hyphen of a single range in bytes.
fn spec(range: &str) -> Option<(&str, &str)> {
    let (unit, spec) = range.split_once('=')?;
    let (first, last) = spec.split_once('-')?;
    unit.trim().eq_ignore_ascii_case("bytes").then_some((first.trim(), last.trim()))
}

fn number(text: &str) -> Bound {
    if text.is_empty() {
        return Bound::Open;
    }
    if !text.bytes().all(|byte| byte.is_ascii_digit()) {
        return Bound::Nonsense;
    }
    // Only digits: what does not fit is larger than any recording.
    Bound::At(text.parse().unwrap_or(usize::MAX))
}

#[cfg(test)]
mod tests {
    use super::{ByteRange, ByteRange::*};
    use http::HeaderValue;

    fn read(range: &'static str) -> ByteRange {
        ByteRange::read(Some(&HeaderValue::from_static(range)), 100)
    }

    #[test]
    fn a_part_is_what_was_asked_for() {
        assert_eq!(read("bytes=0-0"), Part { first: 0, last: 0 });
        assert_eq!(read("bytes=10-19"), Part { first: 10, last: 19 });
        assert_eq!(read("Bytes=99-99"), Part { first: 99, last: 99 });
    }

    #[test]
    fn an_open_end_is_the_last_byte() {
        assert_eq!(read("bytes=0-"), Part { first: 0, last: 99 });
        assert_eq!(read("bytes=90-500"), Part { first: 90, last: 99 });
        assert_eq!(read("bytes=90-99999999999999999999999999"), Part { first: 90, last: 99 });
    }

    #[test]
    fn a_suffix_is_counted_from_the_end() {
        assert_eq!(read("bytes=-10"), Part { first: 90, last: 99 });
        assert_eq!(read("bytes=-500"), Part { first: 0, last: 99 });
    }

    #[test]
    fn bytes_that_do_not_exist_cannot_be_had() {
        assert_eq!(read("bytes=100-"), Unsatisfiable);
        assert_eq!(read("bytes=100-200"), Unsatisfiable);
        assert_eq!(read("bytes=-0"), Unsatisfiable);
        assert_eq!(ByteRange::read(Some(&HeaderValue::from_static("bytes=0-")), 0), Unsatisfiable);
        assert_eq!(ByteRange::read(Some(&HeaderValue::from_static("bytes=-5")), 0), Unsatisfiable);
    }

    #[test]
    fn what_is_no_single_range_gets_everything() {
        for range in ["bytes=5-4", "bytes=0-1,5-6", "bytes=-", "bytes=a-b", "bytes=+1-2", "bytes", "items=0-1", ""] {
            assert_eq!(read(range), Whole, "{range}");
        }
        assert_eq!(ByteRange::read(None, 100), Whole);
    }
}
