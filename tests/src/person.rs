//! Somebody with a browser.

use std::{
    collections::BTreeMap,
    ops::{Deref, DerefMut},
};

use gatehouse_auth_core::user::{User, UserId};

use crate::{
    gates::Gates,
    raw::{Answer, Connection},
    world::PASSWORD,
};

/// A browser: it keeps cookies, and says what browsers say.
#[derive(Clone, Debug)]
pub struct Browser {
    gates: Gates,
    host: String,
    /// The cookies it keeps, by name.
    pub cookies: BTreeMap<String, String>,
    /// Headers that go with every request.
    pub headers: Vec<(String, String)>,
}

impl Browser {
    /// A new one, for one host of some gateways.
    pub fn new(gates: Gates, host: &str) -> Self {
        Self { gates, host: host.to_owned(), cookies: BTreeMap::new(), headers: Vec::new() }
    }

    /// The same browser at another host, with no cookie of this one.
    pub fn at(&self, host: &str) -> Self {
        Self::new(self.gates.clone(), host)
    }

    /// The name of the session cookie on this machine.
    pub const SESSION: &str = "__Host-gh";
    /// The name of the form cookie on this machine.
    pub const FORM: &str = "__Host-gh-form";

    /// The session cookie's value.
    #[track_caller]
    pub fn session(&self) -> String {
        self.cookies.get(Self::SESSION).cloned().expect("a session cookie")
    }

    /// The Cookie header it sends, whole, or nothing.
    pub fn cookie_line(&self) -> String {
        let pairs: Vec<String> = self.cookies.iter().map(|(name, value)| format!("{name}={value}")).collect();
        if pairs.is_empty() { String::new() } else { format!("Cookie: {}\r\n", pairs.join("; ")) }
    }

    /// A request's head as it would send it, but for the empty line.
    pub fn head(&self, method: &str, target: &str) -> String {
        let more = self.headers.iter().fold(String::new(), |lines, (name, value)| lines + name + ": " + value + "\r\n");
        format!("{method} {target} HTTP/1.1\r\nHost: {}\r\n{}{more}", self.host, self.cookie_line())
    }

    /// Sends a request with these further header lines, each ended, and a body; keeps the cookies that come back.
    pub async fn sends(&mut self, method: &str, target: &str, lines: &str, body: &[u8]) -> Answer {
        let length =
            if body.is_empty() && method != "POST" { String::new() } else { format!("Content-Length: {}\r\n", body.len()) };
        let mut request = format!("{}{lines}{length}\r\n", self.head(method, target)).into_bytes();
        request.extend_from_slice(body);
        let mut connection = Connection::open(self.gates.next()).await;
        connection.send(request).await;
        let answer = if method == "HEAD" { connection.answer_head().await } else { connection.answer().await };
        self.gates.write_use().await;
        if method == "POST" {
            self.gates.have_heard().await;
        }
        self.keeps_cookies(&answer);
        answer
    }

    /// Follows a link, or types an address.
    pub async fn opens(&mut self, target: &str) -> Answer {
        self.sends("GET", target, "Accept: text/html,*/*;q=0.8\r\nSec-Fetch-Mode: navigate\r\n", b"").await
    }

    /// Asks as a script does.
    pub async fn fetches(&mut self, target: &str) -> Answer {
        self.sends("GET", target, "Accept: application/json\r\nSec-Fetch-Mode: cors\r\n", b"").await
    }

    /// Posts a form.
    pub async fn posts(&mut self, target: &str, fields: &[(&str, &str)]) -> Answer {
        self.posts_with(target, "", fields).await
    }

    /// Posts a form with further header lines.
    pub async fn posts_with(&mut self, target: &str, lines: &str, fields: &[(&str, &str)]) -> Answer {
        let lines = format!("Content-Type: application/x-www-form-urlencoded\r\nAccept: text/html\r\n{lines}");
        self.sends("POST", target, &lines, urlencoded(fields).as_bytes()).await
    }

    /// Opens a form and reads its token.
    pub async fn csrf(&mut self, target: &str) -> String {
        let page = self.opens(target).await;
        field(&page, "csrf").unwrap_or_else(|| panic!("no form at {target}: {} {}", page.status, page.text()))
    }

    /// Fills in the sign-in form and sends it.
    pub async fn tries(&mut self, identifier: &str, password: &str) -> Answer {
        self.tries_fields(&[("username", identifier), ("password", password)]).await
    }

    /// Fills in these fields of the sign-in form and sends it.
    pub async fn tries_fields(&mut self, fields: &[(&str, &str)]) -> Answer {
        let csrf = self.csrf("/_auth/login").await;
        let mut all = vec![("csrf", csrf.as_str())];
        all.extend_from_slice(fields);
        self.posts("/_auth/login", &all).await
    }

    /// Opens a WebSocket; the connection, and the answer's head.
    pub async fn opens_websocket(&self, target: &str, lines: &str) -> (Connection, Answer) {
        let mut connection = Connection::open(self.gates.next()).await;
        let head = self.head("GET", target);
        let upgrade = "Connection: Upgrade\r\nUpgrade: websocket\r\nSec-WebSocket-Version: 13\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n";
        connection.send(format!("{head}{upgrade}{lines}\r\n")).await;
        let answer = connection.answer_head().await;
        (connection, answer)
    }

    /// A connection of its own, for what takes more than one answer.
    pub async fn connects(&self) -> Connection {
        Connection::open(self.gates.next()).await
    }

    fn keeps_cookies(&mut self, answer: &Answer) {
        for cookie in answer.all("set-cookie") {
            let mut parts = cookie.split(';');
            let Some((name, value)) = parts.next().and_then(|pair| pair.split_once('=')) else { continue };
            if parts.any(|part| part.trim() == "Max-Age=0") {
                self.cookies.remove(name);
            } else {
                self.cookies.insert(name.to_owned(), value.to_owned());
            }
        }
    }
}

/// The value of a page's hidden field.
pub fn field(page: &Answer, name: &str) -> Option<String> {
    let text = page.text();
    let (_, rest) = text.split_once(&format!("name=\"{name}\" value=\""))?;
    Some(rest.split('"').next()?.to_owned())
}

/// What a page asks the browser about a passkey, as JSON.
#[track_caller]
pub fn question(page: &Answer) -> String {
    let text = page.text();
    let (_, rest) = text.split_once("data-options=\"").unwrap_or_else(|| panic!("no question: {} {text}", page.status));
    let options = rest.split('"').next().unwrap_or_default();
    options.replace("&quot;", "\"").replace("&lt;", "<").replace("&gt;", ">").replace("&amp;", "&")
}

/// A form's body.
pub fn urlencoded(fields: &[(&str, &str)]) -> String {
    let encoded = |text: &str| {
        text.bytes().fold(String::new(), |encoded, byte| match byte {
            b'a'..=b'z' | b'A'..=b'Z' | b'0'..=b'9' | b'-' | b'.' | b'_' => encoded + &char::from(byte).to_string(),
            _ => encoded + &format!("%{byte:02X}"),
        })
    };
    fields.iter().map(|(name, value)| format!("{}={}", encoded(name), encoded(value))).collect::<Vec<_>>().join("&")
}

/// Somebody with a browser and a name.
#[derive(Clone, Debug)]
pub struct Person {
    /// Who it is, for ever.
    pub id: UserId,
    /// What they type to sign in.
    pub username: String,
    /// Or this.
    pub email: String,
    browser: Browser,
}

impl Person {
    /// Somebody of the directory.
    pub fn new(user: User, browser: Browser) -> Self {
        let email = user.email.map(|email| email.to_string()).unwrap_or_default();
        Self { id: user.id, username: user.username.to_string(), email, browser }
    }

    /// Signs in by username and password.
    pub async fn signs_in(&mut self) -> Answer {
        let username = self.username.clone();
        let answer = self.tries(&username, PASSWORD).await;
        answer.is(200).says("http-equiv=\"refresh\"");
        answer
    }

    /// Signs in and asks to be remembered.
    pub async fn signs_in_to_stay(&mut self) -> Answer {
        let username = self.username.clone();
        let answer = self.tries_fields(&[("username", &username), ("password", PASSWORD), ("remember", "1")]).await;
        answer.is(200).says("http-equiv=\"refresh\"");
        answer
    }

    /// Signs out by the form.
    pub async fn signs_out(&mut self) -> Answer {
        let csrf = self.csrf("/_auth/logout").await;
        let answer = self.posts("/_auth/logout", &[("csrf", &csrf)]).await;
        answer.is(200);
        answer
    }

    /// The same person's second browser.
    pub fn another_browser(&self) -> Self {
        let mut other = self.clone();
        other.cookies.clear();
        other
    }

    /// The same browser, cookies and all, brought to another gateway.
    pub fn at_gateway(&self, gateway: &gatehouse::Running) -> Self {
        let mut there = self.clone();
        there.browser.gates = Gates::of(&[gateway]);
        there
    }

    /// Goes to other gateways from now on, cookies and all.
    pub fn goes_to(&mut self, gates: Gates) {
        self.browser.gates = gates;
    }

    /// Whether they get to the application.
    pub async fn gets_through(&mut self) -> bool {
        let answer = self.opens("/").await;
        answer.status == 200 && answer.text().contains("legacy application")
    }
}

impl Deref for Person {
    type Target = Browser;

    fn deref(&self) -> &Browser {
        &self.browser
    }
}

impl DerefMut for Person {
    fn deref_mut(&mut self) -> &mut Browser {
        &mut self.browser
    }
}

/// Where a page moves on to by itself.
pub fn moves_to(page: &Answer) -> Option<String> {
    let text = page.text();
    let (_, rest) = text.split_once("http-equiv=\"refresh\" content=\"0; url=")?;
    Some(rest.split('"').next()?.replace("&amp;", "&").replace("&lt;", "<").replace("&gt;", ">").replace("&quot;", "\""))
}
