//! The gateway's own cookies: what they are called, what they say, and how they are kept from everybody else.

use http::{HeaderMap, HeaderValue, header};

/// The names and attributes of a portal's cookies.
#[derive(Clone, Debug)]
pub struct CookieJar {
    names: [String; NAMES.len()],
    attributes: &'static str,
}

/// Everything of ours, as it is called on a site that is not secure.
const NAMES: [&str; 8] = ["gh", "gh-form", "gh-lang", "gh-pending", "gh-device", "gh-link", "gh-asked", "gh-notice"];

impl CookieJar {
    /// Cookies for a portal that browsers take for secure (https, or on this machine), or, where its operator said so, for one that
    /// is not.
    pub fn new(is_secure: bool) -> Self {
        let prefix = if is_secure { "__Host-" } else { "" };
        let names = NAMES.map(|name| format!("{prefix}{name}"));
        let attributes = if is_secure { "; Path=/; Secure; HttpOnly; SameSite=Lax" } else { "; Path=/; HttpOnly; SameSite=Lax" };
        Self { names, attributes }
    }

    /// The session cookie's name.
    pub fn session(&self) -> &str {
        let [session, ..] = &self.names;
        session
    }

    /// The name of the cookie that a form's token is bound to.
    pub fn form(&self) -> &str {
        let [_, form, ..] = &self.names;
        form
    }

    /// The name of the cookie that remembers a chosen language.
    pub fn language(&self) -> &str {
        let [_, _, language, ..] = &self.names;
        language
    }

    /// The name of the cookie of a sign-in on its way.
    pub fn pending(&self) -> &str {
        let [_, _, _, pending, ..] = &self.names;
        pending
    }

    /// The name of the cookie that says who has signed in with this browser.
    pub fn device(&self) -> &str {
        let [_, _, _, _, device, ..] = &self.names;
        device
    }

    /// The name of the cookie that holds a mailed link's secret, once it has left the address bar.
    pub fn link(&self) -> &str {
        let [.., link, _, _] = &self.names;
        link
    }

    /// The name of the cookie by which the browser is known that asked for a recovery.
    pub fn asked(&self) -> &str {
        let [.., asked, _] = &self.names;
        asked
    }

    /// The name of the cookie that says on the next page what was done on the last.
    pub fn notice(&self) -> &str {
        let [.., notice] = &self.names;
        notice
    }

    /// A Set-Cookie value. `max_age`, in seconds, makes the browser keep it when it is closed.
    pub fn set(&self, name: &str, value: &str, max_age: Option<u64>) -> HeaderValue {
        let age = max_age.map_or_else(String::new, |seconds| format!("; Max-Age={seconds}"));
        HeaderValue::try_from(format!("{name}={value}{}{age}", self.attributes)).expect("names and values here are plain ASCII")
    }

    /// A Set-Cookie value that removes the cookie.
    pub fn remove(&self, name: &str) -> HeaderValue {
        self.set(name, "", Some(0))
    }

    /// The one value of the cookie `name`. Two of a name mean that somebody planted one: none of them counts.
    pub fn read<'a>(headers: &'a HeaderMap, name: &str) -> Option<&'a str> {
        let mut values = pairs(headers).filter(|(own, _)| *own == name.as_bytes()).map(|(_, value)| value);
        let first = values.next()?;
        values.next().is_none().then(|| std::str::from_utf8(first).ok())?
    }

    /// Whether a `name=value` pair, as some application may read it, would be one of ours: whatever its case, with space or an empty
    /// name in front, or percent-encoded.
    fn is_ours(pair: &str) -> bool {
        let name = pair.trim_start_matches(|c: char| c == '=' || c.is_whitespace()).split('=').next().unwrap_or_default();
        let name = percent_encoding::percent_decode_str(name).decode_utf8_lossy();
        let name = name.trim().to_ascii_lowercase();
        let name = name.strip_prefix("__host-").or_else(|| name.strip_prefix("__secure-")).unwrap_or(&name);
        NAMES.contains(&name)
    }

    /// What remains of a Cookie header without ours; `None` when nothing of ours is in it.
    pub fn without_ours(value: &[u8]) -> Option<Vec<u8>> {
        // No spelling of ours does without these two letters, encoded or not.
        if !value.windows(2).any(|pair| pair.eq_ignore_ascii_case(b"gh")) && !value.contains(&b'%') {
            return None;
        }
        let is_ours = |pair: &&[u8]| Self::is_ours(&String::from_utf8_lossy(pair));
        let pairs = || value.split(|byte| *byte == b';');
        pairs().any(|pair| is_ours(&pair)).then(|| {
            let kept: Vec<&[u8]> = pairs().filter(|pair| !is_ours(pair)).map(<[u8]>::trim_ascii).collect();
            kept.join(&b"; "[..])
        })
    }

    /// Whether a Set-Cookie header would set one of ours.
    pub fn sets_ours(value: &[u8]) -> bool {
        value.split(|byte| *byte == b';').next().is_some_and(|pair| Self::is_ours(&String::from_utf8_lossy(pair)))
    }
}

/// The pairs of every Cookie header. Bytes, since some other application's cookie may hold anything.
fn pairs(headers: &HeaderMap) -> impl Iterator<Item = (&[u8], &[u8])> {
    let lines = headers.get_all(header::COOKIE).iter().map(HeaderValue::as_bytes);
    lines.flat_map(|line| line.split(|byte| *byte == b';')).filter_map(|pair| {
        let pair = pair.trim_ascii();
        let end = pair.iter().position(|byte| *byte == b'=')?;
        Some((pair.get(..end)?, pair.get(end + 1..)?))
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn with(lines: &[&str]) -> HeaderMap {
        let mut headers = HeaderMap::new();
        for line in lines {
            headers.append(header::COOKIE, HeaderValue::from_bytes(line.as_bytes()).expect("a value"));
        }
        headers
    }

    #[test]
    fn a_planted_second_cookie_makes_neither_count() {
        assert_eq!(CookieJar::read(&with(&["a=1; __Host-gh=x; b=2"]), "__Host-gh"), Some("x"));
        assert_eq!(CookieJar::read(&with(&["__Host-gh=x", "a=1; __Host-gh=y"]), "__Host-gh"), None);
    }

    #[test]
    fn a_neighbour_that_is_not_ascii_hides_nothing() {
        assert_eq!(CookieJar::read(&with(&["n=\u{e9}; __Host-gh=x"]), "__Host-gh"), Some("x"));
    }

    #[test]
    fn look_alike_names_are_not_ours() {
        for planted in ["__host-gh=x", "=__Host-gh=x", "\u{2000}__Host-gh=x", "__Host%2Dgh=x", "__Host-gh"] {
            let mut headers = HeaderMap::new();
            headers.append(header::COOKIE, HeaderValue::from_bytes(planted.as_bytes()).expect("a value"));
            assert_eq!(CookieJar::read(&headers, "__Host-gh"), None, "{planted}");
        }
    }

    #[test]
    fn no_spelling_of_ours_goes_on() {
        let kept = |line: &str| CookieJar::without_ours(line.as_bytes()).map(|kept| String::from_utf8_lossy(&kept).into_owned());
        assert_eq!(kept("a=1; b=2"), None);
        assert_eq!(kept("a=1; __Host-gh=x; b=2").as_deref(), Some("a=1; b=2"));
        assert_eq!(kept("__Host-gh=x").as_deref(), Some(""));
        for spelling in ["__host-GH=x", "=__Host-gh=x", " __Host%2dgh =x", "gh=x", "\u{2000}__Host-gh=x", "__Host-gh-form=y"] {
            assert_eq!(kept(&format!("a=1;{spelling}")).as_deref(), Some("a=1"), "{spelling}");
        }
        assert!(CookieJar::sets_ours(b"__Host-gh=evil; Path=/"));
        assert!(!CookieJar::sets_ours(b"sid=1; Path=/; x=__Host-gh"));
    }
}
