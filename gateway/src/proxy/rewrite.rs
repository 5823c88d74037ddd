//! What a request and its answer become on their way through: nothing of ours goes out, nothing of theirs comes in as ours.

use http::{HeaderMap, HeaderValue, header};
use pingora::{
    Result,
    http::{RequestHeader, ResponseHeader},
};

use super::walk::Walk;
use crate::{
    gate::{cookies::CookieJar, decide::Exposure, identity_headers::is_removed},
    portal::Portal,
};

/// Writes the request as the upstream gets it. Called for every attempt, after pingora has taken hop-by-hop headers away.
pub(super) fn request(walk: &Walk, portal: &Portal, head: &mut RequestHeader) -> Result<()> {
    head.set_raw_path(walk.wire.as_bytes())?;
    remove_spoken_for(portal, head);
    hide_cookies(head)?;
    head.remove_header(&header::EXPECT);
    head.insert_header(header::HOST, walk.host.as_str())?;
    head.insert_header("X-Forwarded-For", walk.client.address.to_string())?;
    head.insert_header("X-Forwarded-Host", walk.host.as_str())?;
    let is_https = walk.client.is_https.unwrap_or(portal.is_https);
    head.insert_header("X-Forwarded-Proto", if is_https { "https" } else { "http" })?;
    head.insert_header("X-Request-Id", walk.id.to_header())?;
    if let Some(signed_in) = &walk.signed_in {
        head.insert_header(portal.identity.assertion_header.clone(), signed_in.assertion.clone())?;
        for (name, value) in signed_in.entry.plain() {
            head.insert_header(*name, value.clone())?;
        }
    }
    Ok(())
}

/// Removes every header in which only the gate may speak, whoever sent it, on public paths too.
fn remove_spoken_for(portal: &Portal, head: &mut RequestHeader) {
    let assertion = &portal.identity.assertion_header;
    let removed: Vec<_> = head
        .headers
        .keys()
        .filter(|name| is_removed(name.as_str(), assertion) || matches!(name.as_str(), "proxy" | "x-request-id"))
        .cloned()
        .collect();
    for name in removed {
        head.remove_header(&name);
    }
}

fn hide_cookies(head: &mut RequestHeader) -> Result<()> {
    let values = head.headers.get_all(header::COOKIE).iter();
    let hidden: Vec<Option<Vec<u8>>> = values.map(|value| CookieJar::without_ours(value.as_bytes())).collect();
    if hidden.iter().all(Option::is_none) {
        return Ok(());
    }
    let values = head.headers.get_all(header::COOKIE).iter();
    let kept: Vec<Vec<u8>> =
        values.zip(hidden).map(|(value, hidden)| hidden.unwrap_or_else(|| value.as_bytes().to_vec())).collect();
    head.remove_header(&header::COOKIE);
    for value in kept.into_iter().filter(|value| !value.is_empty()) {
        head.append_header("Cookie", value)?;
    }
    Ok(())
}

/// Writes the answer as the client gets it.
pub(super) fn response(walk: &Walk, head: &mut ResponseHeader) -> Result<()> {
    keep_own_cookies(head)?;
    if walk.exposure == Exposure::Protected {
        let value = private(&head.headers);
        head.remove_header(&header::CACHE_CONTROL);
        head.insert_header("Cache-Control", value)?;
        // What these allow goes over `private` (RFC 9213).
        for name in ["cdn-cache-control", "surrogate-control"] {
            head.remove_header(name);
        }
    }
    if let Some(cookie) = &walk.new_cookie {
        head.append_header("Set-Cookie", cookie.clone())?;
    }
    Ok(())
}

/// Drops an upstream's attempts to set the gate's cookies.
fn keep_own_cookies(head: &mut ResponseHeader) -> Result<()> {
    let all = || head.headers.get_all(header::SET_COOKIE).iter();
    if !all().any(|value| CookieJar::sets_ours(value.as_bytes())) {
        return Ok(());
    }
    let kept: Vec<HeaderValue> = all().filter(|value| !CookieJar::sets_ours(value.as_bytes())).cloned().collect();
    head.remove_header(&header::SET_COOKIE);
    for value in kept {
        head.append_header("Set-Cookie", value)?;
    }
    Ok(())
}

/// What caches are told of an answer that is only for who asked: no shared one keeps it, and pages that say nothing are kept by none, so
/// that the back button shows nothing after signing out.
fn private(headers: &HeaderMap) -> String {
    let said: Vec<String> = headers
        .get_all(header::CACHE_CONTROL)
        .iter()
        .filter_map(|value| value.to_str().ok())
        .flat_map(|value| value.split(','))
        .map(|directive| directive.trim().to_owned())
        .filter(|directive| !directive.is_empty())
        .collect();
    let is_html = headers.get(header::CONTENT_TYPE).is_some_and(|value| value.as_bytes().starts_with(b"text/html"));
    if said.is_empty() {
        return if is_html { "no-store".to_owned() } else { "private".to_owned() };
    }
    let is_shared = |directive: &String| {
        let name = directive.split('=').next().unwrap_or_default().to_ascii_lowercase();
        matches!(name.as_str(), "public" | "s-maxage" | "private" | "proxy-revalidate")
    };
    let mut kept: Vec<String> = said.into_iter().filter(|directive| !is_shared(directive)).collect();
    if !kept.iter().any(|directive| directive.eq_ignore_ascii_case("no-store")) {
        kept.insert(0, "private".to_owned());
    }
    kept.join(", ")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn told(content_type: &str, cache_control: &[&str]) -> String {
        let mut headers = HeaderMap::new();
        headers.insert(header::CONTENT_TYPE, content_type.parse().expect("a value"));
        for value in cache_control {
            headers.append(header::CACHE_CONTROL, value.parse().expect("a value"));
        }
        private(&headers)
    }

    #[test]
    fn what_is_for_one_person_is_in_no_shared_cache() {
        assert_eq!(told("text/html; charset=utf-8", &[]), "no-store");
        assert_eq!(told("image/png", &[]), "private");
        assert_eq!(told("image/png", &["public, max-age=60, s-maxage=600"]), "private, max-age=60");
        assert_eq!(told("text/html", &["no-cache", "public"]), "private, no-cache");
        assert_eq!(told("text/html", &["no-store"]), "no-store");
    }
}
