//! Answers that are made here: in the kind that helps whoever asked, with the headers that every one of them carries.

use super::{
    problem::{Problem, WayBack},
    table,
    visit::{accepted, language},
};
use axum::body::Body;
use gatehouse_pages::{Brand, ErrorKind, ErrorPage, Language, Markup, assets};
use http::{HeaderMap, Method, Response, StatusCode, header, response::Builder};
use percent_encoding::{NON_ALPHANUMERIC, utf8_percent_encode};
use serde_json::json;

use crate::{
    gate::{asking::Asking, decide::Refusal, target::Target},
    portal::Portal,
    request_id::RequestId,
};

/// Where the neutral pages of unknown hosts find their stylesheet.
const NEUTRAL_PREFIX: &str = "/_auth";

/// The request that an answer is for.
#[derive(Clone, Copy, Debug)]
pub struct Request<'a> {
    /// Its portal, if it has one.
    pub portal: Option<&'a Portal>,
    /// Who waits.
    pub asking: Asking,
    /// Its name.
    pub id: RequestId,
    /// Its headers, of which some say what its sender reads.
    pub headers: &'a HeaderMap,
    /// Its path and query.
    pub wire: &'a str,
    /// Whether it may be repeated without harm.
    pub is_repeatable: bool,
}

/// The answer to `problem`, in the kind that helps whoever asked; `None` when it has been answered.
pub fn response(problem: &Problem, request: Request<'_>) -> Option<Response<Body>> {
    let status = problem.status();
    match (problem, request.portal) {
        (Problem::Answered(_), _) => None,
        (Problem::SignIn { to }, Some(portal)) => Some(redirect(&address_with(portal, "login", to))),
        (Problem::SecondFactor { to }, Some(portal)) => Some(redirect(&address_with(portal, "code", to))),
        (Problem::NoPortal, _) if asset_name(request.wire).is_some() => asset_name(request.wire).and_then(asset),
        (problem, portal) => Some(match (request.asking, portal) {
            (Asking::Script | Asking::WebSocket, Some(portal)) => problem_json(problem, status, portal, request.id),
            (_, Some(portal)) => {
                let language = language(portal, request.headers);
                let username = match problem {
                    Problem::Refused { username, .. } => username.clone(),
                    _ => None,
                };
                let page = ErrorPage {
                    brand: &portal.look.brand,
                    language,
                    kind: problem.kind(),
                    reference: request.id.to_string(),
                    username,
                    home: "/".to_owned(),
                    retry: (request.is_repeatable && problem.may_pass()).then(|| request.wire.to_owned()),
                };
                page_with(Some(portal), status).body(Body::from(page.render().into_string())).unwrap_or_default()
            }
            (_, None) => {
                let brand = Brand::neutral(NEUTRAL_PREFIX);
                let page = ErrorPage {
                    brand: &brand,
                    language: Language::negotiate(None, accepted(request.headers), Language::English),
                    kind: problem.kind(),
                    reference: request.id.to_string(),
                    username: None,
                    home: "/".to_owned(),
                    retry: None,
                };
                page_with(None, status).body(Body::from(page.render().into_string())).unwrap_or_default()
            }
        }),
    }
}

/// A page of ours, and where to come back to from it.
fn address_with(portal: &Portal, page: &str, way_back: &WayBack) -> String {
    let to = utf8_percent_encode(&way_back.to, NON_ALPHANUMERIC);
    let lost = if way_back.lost_post { "&lost=1" } else { "" };
    format!("{}/{page}?to={to}{lost}", portal.prefix)
}

/// Where a person who has to sign in first comes back to: where they wanted to go; after a form, whose content is lost, to the page
/// that held it.
pub fn way_back(portal: &Portal, method: &Method, headers: &HeaderMap, wire: &str) -> WayBack {
    if matches!(*method, Method::GET | Method::HEAD) {
        return WayBack { to: wire.to_owned(), lost_post: false };
    }
    let referrer = headers.get(header::REFERER).and_then(|value| value.to_str().ok());
    let path = referrer.and_then(|referrer| referrer.strip_prefix(portal.url.as_str())).filter(|path| path.starts_with('/'));
    WayBack { to: path.and_then(|path| return_address(portal, path)).unwrap_or_else(|| "/".to_owned()), lost_post: true }
}

/// A return address as it may be used: a path of the portal's upstream, or of a page for people who are signed in, in normal form, which no
/// browser can take for another site's.
pub fn return_address(portal: &Portal, typed: &str) -> Option<String> {
    let target = Target::parse(typed.as_bytes(), portal.encoded_slash).ok()?;
    let leads_somewhere = portal.own_path(target.path()).is_none_or(table::is_page);
    (typed.len() <= 4096 && leads_somewhere).then(|| target.to_wire().into_owned())
}

/// An answer for scripts (RFC 9457).
fn problem_json(problem: &Problem, status: StatusCode, portal: &Portal, id: RequestId) -> Response<Body> {
    let title = match problem {
        Problem::Refused { refusal: Refusal::NotSignedIn, .. } => "Sign in first",
        Problem::Refused { refusal: Refusal::NoSecondFactor, .. } => "Give a second factor first",
        Problem::Refused { refusal: Refusal::Forbidden, .. } => "This is not yours to see",
        Problem::Refused { refusal: Refusal::ForeignOrigin, .. } => "WebSockets from other sites are refused",
        Problem::BadToken => "This access token is not known",
        Problem::Unavailable => "Who you are cannot be checked now",
        other => other.status().canonical_reason().unwrap_or("Refused"),
    };
    let mut body = json!({ "type": "about:blank", "title": title, "status": status.as_u16(), "request_id": id.to_string() });
    if let (StatusCode::UNAUTHORIZED, Some(members)) = (status, body.as_object_mut()) {
        members.insert("error".to_owned(), json!("login_required"));
        members.insert("login_url".to_owned(), json!(format!("{}{}/login", portal.url, portal.prefix)));
    }
    if let (Problem::Refused { refusal: Refusal::NoSecondFactor, .. }, Some(members)) = (problem, body.as_object_mut()) {
        members.insert("error".to_owned(), json!("second_factor_required"));
        members.insert("login_url".to_owned(), json!(format!("{}{}/code", portal.url, portal.prefix)));
    }
    bare(status).header(header::CONTENT_TYPE, "application/problem+json").body(Body::from(body.to_string())).unwrap_or_default()
}

/// An error page of a portal, made by one of our own pages.
pub fn error_page(
    status: StatusCode,
    kind: ErrorKind,
    portal: &Portal,
    id: RequestId,
    language: Language,
    retry: Option<String>,
) -> Response<Body> {
    let page = ErrorPage {
        brand: &portal.look.brand,
        language,
        kind,
        reference: id.to_string(),
        username: None,
        home: "/".to_owned(),
        retry,
    };
    page_with(Some(portal), status).body(Body::from(page.render().into_string())).unwrap_or_default()
}

/// A page.
pub fn page(portal: &Portal, status: StatusCode, markup: Markup) -> Response<Body> {
    page_with(Some(portal), status).body(Body::from(markup.into_string())).unwrap_or_default()
}

/// On to another address.
pub fn redirect(to: &str) -> Response<Body> {
    bare(StatusCode::SEE_OTHER).header(header::LOCATION, to).body(Body::empty()).unwrap_or_default()
}

/// One of the files that pages refer to, by a name that changes with its content.
pub fn file(content_type: &'static str, bytes: impl Into<Body>) -> Response<Body> {
    Response::builder()
        .header(header::CONTENT_TYPE, content_type)
        .header(header::CACHE_CONTROL, "public, max-age=31536000, immutable")
        .header(header::X_CONTENT_TYPE_OPTIONS, "nosniff")
        // A logo is a picture even when somebody opens it by itself.
        .header(header::CONTENT_SECURITY_POLICY, "default-src 'none'; style-src 'unsafe-inline'; sandbox")
        .body(bytes.into())
        .unwrap_or_default()
}

fn asset_name(wire: &str) -> Option<&str> {
    wire.strip_prefix(NEUTRAL_PREFIX)?.strip_prefix("/assets/")
}

fn asset(name: &str) -> Option<Response<Body>> {
    assets::find(name).map(|asset| file(asset.content_type, asset.bytes))
}

const CONTENT_SECURITY_POLICY: &str = "default-src 'none'; style-src 'self'; script-src 'self'; img-src 'self'; \
    connect-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'; \
    require-trusted-types-for 'script'; trusted-types 'none'";
const PERMISSIONS_POLICY: &str =
    "publickey-credentials-get=(self), publickey-credentials-create=(self), camera=(), microphone=(), geolocation=()";

fn bare(status: StatusCode) -> Builder {
    Response::builder()
        .status(status)
        .header(header::CACHE_CONTROL, "no-store")
        .header(header::X_CONTENT_TYPE_OPTIONS, "nosniff")
        .header(header::REFERRER_POLICY, "same-origin")
}

fn page_with(portal: Option<&Portal>, status: StatusCode) -> Builder {
    let builder = bare(status)
        .header(header::CONTENT_TYPE, "text/html; charset=utf-8")
        .header(header::CONTENT_SECURITY_POLICY, CONTENT_SECURITY_POLICY)
        .header("Cross-Origin-Opener-Policy", "same-origin")
        .header("Cross-Origin-Resource-Policy", "same-origin")
        .header("Permissions-Policy", PERMISSIONS_POLICY)
        .header(header::VARY, "Cookie, Accept-Language");
    match portal {
        Some(portal) if portal.is_https => builder.header(header::STRICT_TRANSPORT_SECURITY, "max-age=31536000"),
        Some(_) | None => builder,
    }
}

#[cfg(test)]
mod tests {
    use std::{collections::BTreeSet, sync::LazyLock};

    use gatehouse_config::Config;
    use proptest::prelude::*;

    use super::*;
    use crate::{compile, portal::Portals};

    static PORTALS: LazyLock<Portals> = LazyLock::new(|| {
        let text = "[server]\ndata_dir = \"/nowhere\"\n[[portal]]\nname = \"calls\"\ntitle = \"Calls\"\n\
                    url = \"https://calls.example\"\nupstream = \"http://127.0.0.1:9\"\n";
        let config = Config::from_toml(text).expect("a configuration");
        compile::portals(&config).expect("portals")
    });

    fn portal() -> &'static Portal {
        PORTALS.iter().next().expect("a portal")
    }

    /// What every page for people who are signed in begins with.
    static FIRSTS: LazyLock<BTreeSet<&str>> =
        LazyLock::new(|| table::rights().iter().filter_map(|(page, _)| page.split('/').nth(1)).collect());

    /// Text of what has led browsers astray before, and of anything else.
    fn hostile() -> impl Strategy<Value = String> {
        let pieces = prop::sample::select(vec![
            "/",
            "//",
            "\\",
            "/_auth",
            "/_AUTH",
            "%5fauth",
            "/users",
            "users",
            "/account",
            "/logout",
            "/login",
            "/..",
            "/.",
            ";x",
            "%2e",
            "%2f",
            "%5c",
            "%09",
            "%25",
            "%",
            "\t",
            "\n",
            "\0",
            "@",
            ":",
            "https:",
            "e.example",
            "?",
            "#",
            "&to=",
            "。",
            "é",
        ]);
        let known = prop::collection::vec(pieces, 0..12).prop_map(|pieces| pieces.concat());
        prop_oneof![known.clone(), known.prop_map(|rest| format!("/{rest}")), "(?s).{0,40}", "/_auth/[ -~]{0,40}"]
    }

    #[test]
    fn pages_of_ours_can_be_returned_to_and_what_acts_at_a_visit_cannot() {
        let portal = portal();
        for kept in ["/", "/calls?id=7", "/_auth/users", "/_auth/users?q=ada", "/_auth/account/sessions", "/_auth/requests/17"] {
            assert_eq!(return_address(portal, kept).as_deref(), Some(kept));
        }
        for refused in
            ["/_auth", "/_auth/", "/_auth/logout", "/_AUTH/logout", "/_auth/users/../logout", "/_auth/usersx", "//", "x"]
        {
            assert_ne!(return_address(portal, refused).as_deref(), Some(refused), "{refused}");
        }
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(2000))]
        #[test]
        fn whatever_is_typed_one_returns_to_this_site_and_to_no_page_that_is_not_for_people_who_are_signed_in(typed in hostile()) {
            let portal = portal();
            let Some(kept) = return_address(portal, &typed) else { return Ok(()) };
            prop_assert!(kept.starts_with('/') && !kept.starts_with("//"), "{}", kept);
            prop_assert!(kept.bytes().all(|byte| byte.is_ascii_graphic() && byte != b'\\' && byte != b'#'), "{}", kept);
            let path = kept.split('?').next().unwrap_or_default();
            prop_assert!(!path.contains("//") && !path.contains("/../") && !path.ends_with("/.."), "{}", kept);
            if let Some(own) = portal.own_path(path) {
                prop_assert!(table::is_page(own), "{}", kept);
                prop_assert!(!["/login", "/logout", "/reset", "/forgot"].iter().any(|door| own.starts_with(door)), "{}", kept);
            }
            // What is kept is kept the same when it comes back.
            prop_assert_eq!(return_address(portal, &kept), Some(kept));
        }

        #[test]
        fn a_page_is_told_by_its_first_segment_alone(path in "/(account|users|requests|company|audit|operator|login|x)(/[a-z.]{0,8}){0,2}|(?s).{0,60}") {
            let first = path.trim_start_matches('/').split('/').next().unwrap_or_default();
            prop_assert_eq!(table::is_page(&path), FIRSTS.contains(first));
        }
    }
}
