//! An issuer to test with: a key, what it signs, and a JWKS that counts how often it is asked for.

use std::sync::{
    Arc,
    atomic::{AtomicUsize, Ordering},
};

use axum::{Json, Router, routing::get};
use data_encoding::BASE64URL_NOPAD;
use gatehouse_auth_core::{
    assertion::install_provider, master_key::MasterKeys, ports::SystemEntropy, signing_key::KeyRow, time::Timestamp,
};
use http::Uri;
use jsonwebtoken::{Algorithm, EncodingKey, Header, get_current_timestamp};
use serde_json::{Value, json};
use tokio::net::TcpListener;
use tokio_util::sync::{CancellationToken, DropGuard};

use super::{server::serve, verifier::Verifier};

/// What it calls itself.
pub(super) const ISSUER: &str = "https://calls.example.com";
/// Whom it signs for.
pub(super) const AUDIENCE: &str = "calls";

/// The issuer.
pub(super) struct Issuer {
    /// Its key, public part and name.
    pub(super) row: KeyRow,
    key: EncodingKey,
    asked: Arc<AtomicUsize>,
    address: Uri,
    _stop: DropGuard,
}

impl Issuer {
    /// One that publishes its key on a port of its own.
    pub(super) async fn start() -> Self {
        install_provider();
        let (master, now) = (MasterKeys::random(&SystemEntropy), Timestamp::from_millis(0));
        let row = KeyRow::generate(&master, &SystemEntropy, now, now);
        let key = EncodingKey::from_ec_der(&row.open(&master).expect("its own key"));
        let asked = Arc::new(AtomicUsize::new(0));
        let (counter, list) = (Arc::clone(&asked), json!({ "keys": [{ "kty": "OKP", "kid": "other" }, row.jwk()] }));
        let answer = move || {
            counter.fetch_add(1, Ordering::SeqCst);
            let list = list.clone();
            async move { Json(list) }
        };
        let listener = TcpListener::bind("127.0.0.1:0").await.expect("a free port");
        let address = format!("http://{}/jwks.json", listener.local_addr().expect("an address"));
        let stop = CancellationToken::new();
        tokio::spawn(serve(listener, Router::new().route("/jwks.json", get(answer)), stop.clone()));
        Self { row, key, asked, address: address.parse().expect("an address"), _stop: stop.drop_guard() }
    }

    /// A verifier for it that has no key yet.
    pub(super) fn verifier(&self) -> Arc<Verifier> {
        Arc::new(Verifier::new(self.address.clone(), ISSUER.to_owned(), AUDIENCE.to_owned()))
    }

    /// How often its keys were asked for.
    pub(super) fn was_asked(&self) -> usize {
        self.asked.load(Ordering::SeqCst)
    }

    /// The header of a good assertion.
    pub(super) fn header(&self) -> Header {
        Header { typ: Some("gatehouse+jwt".to_owned()), kid: Some(self.row.id.clone()), ..Header::new(Algorithm::ES256) }
    }

    /// An assertion like a good one but for `changes`; a claim that is changed to null is left out.
    pub(super) fn sign(&self, changes: &Value) -> String {
        self.sign_with(&self.header(), changes)
    }

    /// The same under another header.
    pub(super) fn sign_with(&self, header: &Header, changes: &Value) -> String {
        jsonwebtoken::encode(header, &claims(changes), &self.key).expect("a signature")
    }
}

/// The claims of a good assertion but for `changes`.
pub(super) fn claims(changes: &Value) -> Value {
    let now = get_current_timestamp();
    let mut claims = json!({
        "iss": ISSUER, "aud": AUDIENCE, "sub": "7d0c", "sid": "s", "jti": "j",
        "iat": now, "nbf": now - 5, "exp": now + 120, "auth_time": now - 60, "amr": ["pwd"], "acr": "urn:gatehouse:aal1",
        "account": "ACME", "username": "henryj", "email": "henry@acme.example", "name": "Henry Jäckson", "level": "staff",
        "roles": ["manage-own-mfa", "recordings"],
    });
    for (name, value) in changes.as_object().into_iter().flatten() {
        let all = claims.as_object_mut().expect("an object");
        if value.is_null() {
            all.remove(name)
        } else {
            all.insert(name.clone(), value.clone())
        };
    }
    claims
}

/// A token of three parts as they are given.
pub(super) fn token(header: &Value, claims: &Value, signature: &[u8]) -> String {
    format!("{}.{}", signing_input(header, claims), BASE64URL_NOPAD.encode(signature))
}

/// What a signature is over (RFC 7515 §5.1).
pub(super) fn signing_input(header: &Value, claims: &Value) -> String {
    [header, claims].map(|part| BASE64URL_NOPAD.encode(part.to_string().as_bytes())).join(".")
}
