//! The headers that speak for a person: whoever else speaks in them is silenced, then the gate says what it knows, or nothing.

use gatehouse_auth_core::{
    assertion::public_session_id,
    permission::Role,
    session::{Authenticated, SecondFactor, Session},
};
use http::HeaderValue;
use percent_encoding::{AsciiSet, CONTROLS, utf8_percent_encode};

/// Which plain headers a portal's upstream gets besides the assertion.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Profile {
    /// `X-Gatehouse-User` and its kin; percent-encoded where not ASCII, and saying so.
    Gatehouse,
    /// `Remote-User` and its kin, in UTF-8, as Authelia writes them.
    Authelia,
    /// None.
    None,
}

/// Plain names that any profile writes, of this product or one that an application may have been made for. Nobody else may use them.
const PLAIN_NAMES: [&str; 7] =
    ["remote-user", "remote-email", "remote-name", "remote-groups", "remote-user-id", "x-user", "x-authenticated-user"];

/// Headers by which an intermediary tells an application what was asked for, from where, or by what method. They are removed like
/// identities; those that are the gate's to say are written anew.
const INTERMEDIARY_NAMES: [&str; 18] = [
    "forwarded",
    "x-forwarded",
    "x-scheme",
    "x-proto",
    "front-end-https",
    "cf-connecting-ip",
    "x-real-ip",
    "x-client-ip",
    "x-cluster-client-ip",
    "true-client-ip",
    "x-original-url",
    "x-original-uri",
    "x-rewrite-url",
    "x-original-host",
    "x-host",
    "x-http-method",
    "x-http-method-override",
    "x-method-override",
];

/// Families of names, by how they begin.
const FAMILIES: [&str; 8] =
    ["x-gatehouse-", "x-forwarded-", "x-remote-", "x-auth-request-", "x-webauth-", "client-cert", "x-ssl-client", "ssl-client"];

/// Whether a client's header of this name is removed before anything is forwarded: it is one of the gate's own in some spelling that an
/// application could read as the same (CGI and its heirs fold every other character to `_` and put `HTTP_` in front), or it has a
/// character that no honest header has.
pub fn is_removed(name: &str, assertion_header: &str) -> bool {
    if !name.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'-') {
        return true;
    }
    // Nearly every name is decided by its first letter.
    if !matches!(name.as_bytes().first().map(u8::to_ascii_lowercase), Some(b'x' | b'r' | b'f' | b'c' | b't' | b's' | b'h'))
        && !name.eq_ignore_ascii_case(assertion_header)
    {
        return false;
    }
    let mut folded = name;
    while let Some(rest) = without_prefix(folded, "http-") {
        folded = rest;
    }
    let is_same = |own: &&str| folded.eq_ignore_ascii_case(own);
    FAMILIES.iter().any(|family| without_prefix(folded, family).is_some())
        || folded.eq_ignore_ascii_case("x-gatehouse")
        || PLAIN_NAMES.iter().any(is_same)
        || INTERMEDIARY_NAMES.iter().any(is_same)
        || is_same(&assertion_header)
}

/// What follows `prefix`, in whatever case that is written.
fn without_prefix<'a>(name: &'a str, prefix: &str) -> Option<&'a str> {
    let (head, rest) = name.split_at_checked(prefix.len())?;
    head.eq_ignore_ascii_case(prefix).then_some(rest)
}

/// The plain headers that say who is signed in. A value that cannot stand in a header is left out, never repaired.
pub fn plain(profile: Profile, session: &Session<Authenticated>) -> Vec<(&'static str, HeaderValue)> {
    let (person, record) = (session.person(), session.record());
    let user = &person.user;
    let email = user.email.as_ref().map(|email| email.as_str().to_owned());
    let roles = user.roles.iter().map(Role::as_str).collect::<Vec<_>>().join(",");
    let pairs: Vec<(&'static str, Option<String>)> = match profile {
        Profile::None => vec![],
        Profile::Authelia => vec![
            ("Remote-User", Some(user.username.to_string())),
            ("Remote-Name", Some(user.name.clone())),
            ("Remote-Email", email),
            ("Remote-Groups", Some(roles)),
        ],
        Profile::Gatehouse => vec![
            ("X-Gatehouse-User", Some(encoded(user.username.as_str()))),
            ("X-Gatehouse-Name", Some(encoded(&user.name))),
            ("X-Gatehouse-Email", email.as_deref().map(encoded)),
            ("X-Gatehouse-Account", Some(encoded(person.account.key.as_str()))),
            ("X-Gatehouse-Level", Some(user.level.as_str().to_owned())),
            ("X-Gatehouse-Roles", Some(roles)),
            ("X-Gatehouse-Mfa", Some(record.second.map_or("none", SecondFactor::as_str).to_owned())),
            ("X-Gatehouse-Session", Some(public_session_id(session))),
            ("X-Gatehouse-Auth-Time", Some(record.began_at.as_secs().to_string())),
            ("X-Gatehouse-Encoding", Some("pct".to_owned())),
        ],
    };
    let sendable = |value: String| HeaderValue::from_bytes(value.as_bytes()).ok();
    pairs.into_iter().filter_map(|(name, value)| Some((name, value.and_then(sendable)?))).collect()
}

/// Everything outside printable ASCII, and the percent sign itself, so that decoding gives back exactly what was encoded.
const ENCODED: &AsciiSet = &CONTROLS.add(b'%');

fn encoded(value: &str) -> String {
    utf8_percent_encode(value, ENCODED).to_string()
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    const ASSERTION: &str = "X-Gatehouse-Assertion";

    #[test]
    fn every_spelling_of_an_identity_is_removed() {
        for name in [
            "X-Gatehouse-User",
            "x-gatehouse-user",
            "X_GATEHOUSE_USER",
            "X-Gatehouse_User",
            "X.Gatehouse.User",
            "HTTP_X_GATEHOUSE_USER",
            "HTTP-X-Gatehouse-User",
            "Http-Http-X-Gatehouse-User",
            "X-Gatehouse",
            "X-Gatehouse-Anything",
            "Remote-User",
            "REMOTE_USER",
            "Remote-Groups",
            "X-Remote-User",
            "X-Forwarded-User",
            "X-Forwarded-For",
            "Forwarded",
            "X-Original-URL",
            "X-HTTP-Method-Override",
            "Client-Cert",
            "X-WebAuth-Groups",
            "SSL-Client-Verify",
            "X-Forwarded",
            "CF-Connecting-IP",
            "Transfer_Encoding",
        ] {
            assert!(is_removed(name, ASSERTION), "{name}");
        }
    }

    #[test]
    fn honest_headers_go_on() {
        for name in [
            "Accept",
            "Authorization",
            "Content-Type",
            "Cookie",
            "Host",
            "Range",
            "Referer",
            "User-Agent",
            "X-Requested-With",
            "X-CSRF-Token",
            "Cache-Control",
            "Cf-Ray",
            "Traceparent",
            "HTTP2-Settings",
        ] {
            assert!(!is_removed(name, ASSERTION), "{name}");
        }
    }

    #[test]
    fn an_assertion_header_of_the_operators_own_choice_is_removed_too() {
        assert!(is_removed("Jwt-Identity", "Jwt-Identity"));
        assert!(is_removed("JWT-IDENTITY", "Jwt-Identity"));
        assert!(!is_removed("Jwt-Identity", ASSERTION));
    }

    proptest! {
        /// Whatever a CGI-like application folds to one of our names must not get through.
        #[test]
        fn nothing_that_folds_to_ours_passes(
            prefix in "(http[-_])?", separators in proptest::collection::vec("[-_.!~ ]", 2), upper in any::<bool>()
        ) {
            let [first, second] = separators.as_slice() else { unreachable!("two were asked for") };
            let name = format!("{prefix}x{first}gatehouse{second}user");
            let name = if upper { name.to_uppercase() } else { name };
            prop_assert!(is_removed(&name, ASSERTION), "{}", name);
        }
    }
}
