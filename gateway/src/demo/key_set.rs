//! The issuer's public keys, fetched when a token names one that is not known yet.

use std::{collections::HashMap, sync::Arc, time::Duration};

use arc_swap::ArcSwap;
use bytes::Bytes;
use http::{Request, StatusCode, Uri, header};
use http_body_util::{BodyExt as _, Empty, Limited};
use hyper::client::conn::http1;
use hyper_util::rt::TokioIo;
use jsonwebtoken::DecodingKey;
use serde::Deserialize;
use tokio::{
    net::TcpStream,
    sync::Mutex,
    time::{Instant, timeout},
};
use tracing::warn;

/// Anyone can name any key in a token. Were each such token to cause a fetch, strangers could turn this application against the issuer.
const PAUSE: Duration = Duration::from_secs(5);
/// The issuer's own `max-age`: a key that it withdraws is trusted no longer than this.
const LIFETIME: Duration = Duration::from_mins(5);
/// Somebody waits for a page meanwhile.
const DEADLINE: Duration = Duration::from_secs(2);
/// A key takes about 200 bytes.
const LONGEST: usize = 64 * 1024;

/// The keys at one address.
pub(super) struct KeySet {
    address: Uri,
    known: ArcSwap<Known>,
    attempt: Mutex<Option<Attempt>>,
}

/// Why there is no such key.
pub(super) enum NoKey {
    /// The issuer does not list it, or did not a moment ago.
    Unknown,
    /// The issuer's list could not be had.
    Unavailable(String),
}

#[derive(Default)]
struct Known {
    keys: HashMap<String, Arc<DecodingKey>>,
    fetched_at: Option<Instant>,
}

struct Attempt {
    at: Instant,
    failure: Option<String>,
}

impl KeySet {
    /// The keys at `address`, of which none is fetched yet.
    pub(super) fn at(address: Uri) -> Self {
        Self { address, known: ArcSwap::default(), attempt: Mutex::new(None) }
    }

    /// The key that is called `id`.
    pub(super) async fn find(&self, id: &str) -> Result<Arc<DecodingKey>, NoKey> {
        if let Some(key) = self.known_key(id) {
            return Ok(key);
        }
        // Held while fetching on purpose: whoever needs the same fetch waits for it instead of beginning another. The deadline bounds it.
        let mut attempt = self.attempt.lock().await;
        if let Some(key) = self.known_key(id) {
            return Ok(key);
        }
        if attempt.as_ref().is_none_or(|last| last.at.elapsed() >= PAUSE) {
            // Written down first, so that a visitor who hangs up during the fetch counts too.
            let begun = attempt.insert(Attempt { at: Instant::now(), failure: None });
            match fetch(&self.address).await {
                Ok(keys) => self.known.store(Arc::new(Known { keys, fetched_at: Some(Instant::now()) })),
                Err(problem) => {
                    warn!(%problem, "the issuer's keys could not be fetched");
                    begun.failure = Some(problem);
                }
            }
        }
        let failure = attempt.as_ref().and_then(|last| last.failure.clone());
        self.known_key(id).ok_or_else(|| failure.map_or(NoKey::Unknown, NoKey::Unavailable))
    }

    fn known_key(&self, id: &str) -> Option<Arc<DecodingKey>> {
        let known = self.known.load();
        let is_fresh = known.fetched_at.is_some_and(|at| at.elapsed() < LIFETIME);
        known.keys.get(id).filter(|_| is_fresh).cloned()
    }
}

async fn fetch(address: &Uri) -> Result<HashMap<String, Arc<DecodingKey>>, String> {
    let text = timeout(DEADLINE, download(address)).await.map_err(|_| "no answer in time".to_owned())??;
    let list: JwkList = serde_json::from_slice(&text).map_err(|_| "the answer is no key set".to_owned())?;
    Ok(list.keys.into_iter().filter_map(Jwk::read).collect())
}

/// Plain HTTP: the address is the gateway's management listener on this machine or a private network.
async fn download(address: &Uri) -> Result<Bytes, String> {
    let host = address.host().ok_or("the address names no host")?.trim_matches(['[', ']']);
    let stream = TcpStream::connect((host, address.port_u16().unwrap_or(80))).await.map_err(|problem| problem.to_string())?;
    let (mut sender, connection) = http1::handshake(TokioIo::new(stream)).await.map_err(|problem| problem.to_string())?;
    let request = Request::get(address.path_and_query().map_or("/", |path| path.as_str()))
        .header(header::HOST, address.authority().map_or(host, |authority| authority.as_str()))
        .header(header::ACCEPT, "application/json")
        .header(header::CONNECTION, "close")
        .body(Empty::<Bytes>::new())
        .map_err(|problem| problem.to_string())?;
    let exchange = async move {
        let response = sender.send_request(request).await.map_err(|problem| problem.to_string())?;
        if response.status() != StatusCode::OK {
            return Err(format!("it answered {}", response.status()));
        }
        let body = Limited::new(response.into_body(), LONGEST).collect().await.map_err(|problem| problem.to_string())?;
        Ok(body.to_bytes())
    };
    // The connection has nothing to say that the exchange does not say better.
    let (_, text) = tokio::join!(connection, exchange);
    text
}

#[derive(Deserialize)]
struct JwkList {
    keys: Vec<Jwk>,
}

/// One key of the list. Every member is optional, because a list may hold keys of kinds that this application has no use for.
#[derive(Deserialize)]
struct Jwk {
    kty: Option<String>,
    crv: Option<String>,
    kid: Option<String>,
    x: Option<String>,
    y: Option<String>,
}

impl Jwk {
    fn read(self) -> Option<(String, Arc<DecodingKey>)> {
        if self.kty.as_deref() != Some("EC") || self.crv.as_deref() != Some("P-256") {
            return None;
        }
        let key = DecodingKey::from_ec_components(&self.x?, &self.y?).ok()?;
        Some((self.kid?, Arc::new(key)))
    }
}
