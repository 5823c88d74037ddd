use proptest::prelude::*;

use super::*;

fn path(raw: &str) -> Result<String, TargetError> {
    Target::parse(raw.as_bytes(), EncodedSlash::Refuse).map(|target| target.path().to_owned())
}

#[test]
fn every_spelling_of_a_path_has_one_form() {
    for (raw, normal) in [
        ("/", "/"),
        ("/a/b.c", "/a/b.c"),
        ("/a/", "/a/"),
        ("//adm", "/adm"),
        ("/./adm", "/adm"),
        ("/pub/../adm", "/adm"),
        ("/pub/./../adm", "/adm"),
        ("/pub/%2e%2e/adm", "/adm"),
        ("/pub/.%2E/adm", "/adm"),
        ("/../../adm", "/adm"),
        ("/%41dm", "/Adm"),
        ("/a/b/..", "/a/"),
        ("/a/.", "/a/"),
        ("/a%7eb", "/a~b"),
        ("/caf%c3%a9", "/caf%C3%A9"),
        ("/a%20b", "/a%20b"),
        ("/adm%23/pub", "/adm%23/pub"),
        ("/adm;x=/pub", "/adm;x=/pub"),
        ("/a{b}", "/a%7Bb%7D"),
        ("/.well-known/x", "/.well-known/x"),
        ("/...", "/..."),
        ("/100%25", "/100%25"),
    ] {
        assert_eq!(path(raw).as_deref(), Ok(normal), "{raw}");
    }
}

#[test]
fn what_has_no_form_is_refused() {
    use TargetError::{Byte, DotParameters, Encoding, HiddenDelimiter, NotOriginForm};
    for (raw, error) in [
        ("admin", NotOriginForm),
        ("", NotOriginForm),
        ("*", NotOriginForm),
        ("http://other/adm", NotOriginForm),
        ("?x", NotOriginForm),
        ("/a\\b", Byte),
        ("/adm#/pub", Byte),
        ("/a b", Byte),
        ("/a\tb", Byte),
        ("/a\u{e9}", Byte),
        ("/%", Encoding),
        ("/%z", Encoding),
        ("/%zz", Encoding),
        ("/%+1", Encoding),
        ("/a%2fb", HiddenDelimiter),
        ("/a%5Cb", HiddenDelimiter),
        ("/adm%00.css", HiddenDelimiter),
        ("/adm%0a/pub", HiddenDelimiter),
        ("/a%7f", HiddenDelimiter),
        ("/pub/%252e%252e/adm", HiddenDelimiter),
        ("/a%252fb", HiddenDelimiter),
        ("/a%25252fb", HiddenDelimiter),
        ("/pub/%25%32%65%25%32%65/adm", HiddenDelimiter),
        ("/a%25%32%66b", HiddenDelimiter),
        ("/a%25%35%63b", HiddenDelimiter),
        ("/a%253bb", HiddenDelimiter),
        ("/;/admin/x", DotParameters),
        ("/;a=b/admin/x", DotParameters),
        ("/%3b/admin/x", DotParameters),
        ("/pub/..;/adm", DotParameters),
        ("/pub/.;x/adm", DotParameters),
        ("/pub/..%3b/adm", DotParameters),
        ("/pub/%2e%2e;a=b/adm", DotParameters),
    ] {
        assert_eq!(path(raw), Err(error), "{raw}");
    }
}

#[test]
fn a_kept_slash_hides_no_dot_segment() {
    let keep = |raw: &'static str| Target::parse(raw.as_bytes(), EncodedSlash::Keep).map(|target| target.path().to_owned());
    assert_eq!(keep("/repo/a%2fb").as_deref(), Ok("/repo/a%2Fb"));
    for raw in ["/pub/..%2fadm", "/pub/x%2f..%2fadm", "/pub/x%2f%2e%2e", "/pub/%2fadm", "/pub/x%2f..;/adm"] {
        assert_eq!(keep(raw), Err(TargetError::HiddenDelimiter), "{raw}");
    }
}

#[test]
fn the_query_goes_on_as_it_was_sent() {
    let target = Target::parse(b"/a/../b?x=%2F..%2f&y=//", EncodedSlash::Refuse).expect("a good target");
    assert_eq!(target.to_wire(), "/b?x=%2F..%2f&y=//");
    assert_eq!(target.query(), Some("x=%2F..%2f&y=//"));
}

proptest! {
    #[test]
    fn a_normal_form_is_its_own_normal_form(raw in "/([ -~]|%25|%2[0-9a-f]|%[0-9a-f]{2}|/){0,24}") {
        if let Ok(once) = path(&raw) {
            let twice = path(&once);
            prop_assert_eq!(twice, Ok(once));
        }
    }

    #[test]
    fn a_normal_form_holds_nothing_left_to_resolve(raw in "/([./%;a2eEfF5cC]|%2e|%2f|\\.\\.){0,20}") {
        if let Ok(path) = path(&raw) {
            prop_assert!(path.starts_with('/'));
            prop_assert!(!path.contains("//"));
            prop_assert!(path.split('/').all(|segment| segment != "." && segment != ".."));
            prop_assert!(!path.to_ascii_lowercase().contains("%2f") && !path.to_ascii_lowercase().contains("%2e"));
        }
    }

    #[test]
    fn no_bytes_bring_it_down(raw in proptest::collection::vec(any::<u8>(), 0..64)) {
        let _ = Target::parse(&raw, EncodedSlash::Refuse);
        let _ = Target::parse(&raw, EncodedSlash::Keep);
    }
}
