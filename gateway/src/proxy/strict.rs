//! What pingora lets through and no careful server should: judged on the bytes of the head, before anything else looks at them.

use http::{HeaderMap, Method, Version, header};

use crate::{
    gate::{asking::is_websocket, identity_headers::is_removed},
    routes::problem::Malformed,
};

/// Longest head, in bytes. Upstreams commonly take 8 to 32 KiB.
const LONGEST_HEAD: usize = 32 * 1024;

/// Methods that applications are asked with (RFC 9110, RFC 5789, RFC 4918). TRACE and CONNECT are for proxies, not for gates.
const METHODS: [&str; 14] = [
    "GET",
    "HEAD",
    "POST",
    "PUT",
    "PATCH",
    "DELETE",
    "OPTIONS",
    "PROPFIND",
    "PROPPATCH",
    "MKCOL",
    "COPY",
    "MOVE",
    "LOCK",
    "UNLOCK",
];

/// Why a head is refused.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Fault {
    /// 400: its meaning is not certain.
    Malformed(&'static str),
    /// 405: nobody here is asked that way.
    Method,
    /// 417: it expects what nobody does.
    Expectation,
    /// 431: it is too long.
    TooLong,
}

impl From<Fault> for Malformed {
    fn from(fault: Fault) -> Self {
        match fault {
            Fault::Malformed(_) => Self::Head,
            Fault::Method => Self::Method,
            Fault::Expectation => Self::Expectation,
            Fault::TooLong => Self::TooLong,
        }
    }
}

/// Judges a head; `raw` is what came over the wire.
pub(super) fn judge(raw: &[u8], method: &Method, version: Version, headers: &HeaderMap) -> Result<(), Fault> {
    if raw.len() > LONGEST_HEAD {
        return Err(Fault::TooLong);
    }
    if has_bare_line_feed(raw) {
        return Err(Fault::Malformed("bare line feed"));
    }
    if !METHODS.contains(&method.as_str()) {
        return Err(Fault::Method);
    }
    if headers.get_all(header::HOST).iter().count() != 1 {
        return Err(Fault::Malformed("not exactly one Host"));
    }
    let body = framing(version, headers)?;
    if body == Body::Some && matches!(*method, Method::GET | Method::HEAD) {
        return Err(Fault::Malformed("a body where none has a meaning"));
    }
    if let Some(expect) = headers.get(header::EXPECT)
        && (!expect.as_bytes().eq_ignore_ascii_case(b"100-continue") || headers.get_all(header::EXPECT).iter().count() > 1)
    {
        return Err(Fault::Expectation);
    }
    if is_websocket(headers) && (*method != Method::GET || !says_upgrade(headers)) {
        return Err(Fault::Malformed("half a WebSocket handshake"));
    }
    nominations(headers)
}

/// Whether `Connection` agrees that the connection is to become something else (RFC 9110 §7.8).
fn says_upgrade(headers: &HeaderMap) -> bool {
    headers
        .get_all(header::CONNECTION)
        .iter()
        .any(|value| value.to_str().is_ok_and(|text| text.split(',').any(|name| name.trim().eq_ignore_ascii_case("upgrade"))))
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Body {
    None,
    Some,
}

/// One way to frame a body, or none (RFC 9112 §6.3).
fn framing(version: Version, headers: &HeaderMap) -> Result<Body, Fault> {
    let mut lengths = headers.get_all(header::CONTENT_LENGTH).iter();
    let mut encodings = headers.get_all(header::TRANSFER_ENCODING).iter();
    match (lengths.next(), encodings.next()) {
        (None, None) => Ok(Body::None),
        (Some(_), Some(_)) => Err(Fault::Malformed("two framings")),
        (Some(length), None) => {
            let digits = length.as_bytes();
            if lengths.next().is_some() || digits.is_empty() || digits.len() > 18 || !digits.iter().all(u8::is_ascii_digit) {
                return Err(Fault::Malformed("content length"));
            }
            Ok(if digits.iter().all(|digit| *digit == b'0') { Body::None } else { Body::Some })
        }
        (None, Some(encoding)) => {
            let is_chunked = encoding.as_bytes().eq_ignore_ascii_case(b"chunked") && encodings.next().is_none();
            if is_chunked && version == Version::HTTP_11 { Ok(Body::Some) } else { Err(Fault::Malformed("transfer encoding")) }
        }
    }
}

/// A `Connection` header takes the headers that it names away on the next hop: none that means something to the gate may be named.
fn nominations(headers: &HeaderMap) -> Result<(), Fault> {
    let meaningful = ["host", "cookie", "authorization", "content-length", "content-type", "origin", "range"];
    for value in headers.get_all(header::CONNECTION) {
        let names = value.to_str().map_err(|_| Fault::Malformed("connection"))?.split(',').map(str::trim);
        for name in names {
            if is_removed(name, "x-gatehouse-assertion") || meaningful.iter().any(|own| name.eq_ignore_ascii_case(own)) {
                return Err(Fault::Malformed("connection names a header that is not its to name"));
            }
        }
    }
    Ok(())
}

fn has_bare_line_feed(raw: &[u8]) -> bool {
    let mut previous = 0;
    raw.iter().any(|&byte| {
        let is_bare = byte == b'\n' && previous != b'\r';
        previous = byte;
        is_bare
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn verdict(method: &str, headers: &[(&str, &str)]) -> Result<(), Fault> {
        let mut map = HeaderMap::new();
        map.append(header::HOST, "a".parse().expect("a value"));
        for (name, value) in headers {
            map.append(http::HeaderName::try_from(*name).expect("a name"), value.parse().expect("a value"));
        }
        judge(b"", &method.parse().expect("a method"), Version::HTTP_11, &map)
    }

    #[test]
    fn one_framing_or_none() {
        assert_eq!(verdict("POST", &[("content-length", "5")]), Ok(()));
        assert_eq!(verdict("POST", &[("transfer-encoding", "chunked")]), Ok(()));
        for bad in [
            &[("content-length", "2, 2")][..],
            &[("content-length", "2"), ("content-length", "2")],
            &[("content-length", "+2")],
            &[("content-length", "0x2")],
            &[("content-length", "0_2")],
            &[("content-length", "18446744073709551616")],
            &[("content-length", "5"), ("transfer-encoding", "chunked")],
            &[("transfer-encoding", "gzip, chunked")],
            &[("transfer-encoding", "chunked"), ("transfer-encoding", "chunked")],
            &[("transfer-encoding", "xchunked")],
            &[("transfer-encoding", "identity")],
        ] {
            assert!(matches!(verdict("POST", bad), Err(Fault::Malformed(_))), "{bad:?}");
        }
    }

    #[test]
    fn a_question_has_no_body() {
        assert_eq!(verdict("GET", &[("content-length", "0")]), Ok(()));
        assert!(matches!(verdict("GET", &[("content-length", "5")]), Err(Fault::Malformed(_))));
        assert!(matches!(verdict("HEAD", &[("transfer-encoding", "chunked")]), Err(Fault::Malformed(_))));
        assert_eq!(verdict("DELETE", &[("content-length", "5")]), Ok(()));
    }

    #[test]
    fn methods_of_proxies_and_unknown_ones_are_refused() {
        for method in ["TRACE", "CONNECT", "get", "G-T", "PURGE"] {
            assert_eq!(verdict(method, &[]), Err(Fault::Method), "{method}");
        }
        assert_eq!(verdict("PROPFIND", &[]), Ok(()));
    }

    #[test]
    fn a_connection_header_names_nothing_of_ours() {
        assert_eq!(verdict("GET", &[("connection", "keep-alive, Upgrade")]), Ok(()));
        for name in ["X-Gatehouse-User", "close, x_gatehouse_user", "Remote-User", "Cookie", "Host"] {
            assert!(matches!(verdict("GET", &[("connection", name)]), Err(Fault::Malformed(_))), "{name}");
        }
    }

    #[test]
    fn half_a_handshake_is_refused() {
        assert_eq!(verdict("GET", &[("upgrade", "websocket"), ("connection", "keep-alive, Upgrade")]), Ok(()));
        for (method, headers) in
            [("POST", &[("upgrade", "websocket"), ("connection", "upgrade")][..]), ("GET", &[("upgrade", "websocket")])]
        {
            assert!(matches!(verdict(method, headers), Err(Fault::Malformed(_))), "{method} {headers:?}");
        }
    }

    #[test]
    fn expectations_but_one_are_refused() {
        assert_eq!(verdict("POST", &[("expect", "100-Continue")]), Ok(()));
        assert_eq!(verdict("POST", &[("expect", "y 100-continue")]), Err(Fault::Expectation));
    }

    #[test]
    fn lines_end_with_both_characters() {
        assert!(has_bare_line_feed(b"GET / HTTP/1.1\nHost: a\r\n\r\n"));
        assert!(!has_bare_line_feed(b"GET / HTTP/1.1\r\nHost: a\r\n\r\n"));
    }
}
