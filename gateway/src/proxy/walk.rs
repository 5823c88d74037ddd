//! One request on its way: what each phase leaves for the next.

use std::{
    net::{IpAddr, Ipv4Addr},
    sync::Arc,
    time::Instant,
};

use http::HeaderValue;

use crate::{
    gate::{asking::Asking, client::Client, decide::Exposure, session_cache::Entry},
    portal::Portal,
    request_id::RequestId,
};

/// One request on its way.
pub struct Walk {
    pub(super) id: RequestId,
    pub(super) began: Instant,
    pub(super) portal: Option<Arc<Portal>>,
    pub(super) host: String,
    pub(super) wire: String,
    pub(super) client: Client,
    pub(super) asking: Asking,
    pub(super) signed_in: Option<SignedIn>,
    pub(super) exposure: Exposure,
    pub(super) new_cookie: Option<HeaderValue>,
    /// The address asked last.
    pub(super) picked: Option<usize>,
    /// Addresses that refused a connection.
    pub(super) tried: Vec<usize>,
    pub(super) asked_upstream: Option<Instant>,
}

/// For whom the gate speaks on this request.
pub(super) struct SignedIn {
    pub(super) entry: Arc<Entry>,
    pub(super) assertion: HeaderValue,
}

impl Walk {
    /// At the beginning nothing is known, and nothing is assumed that would open anything.
    pub(super) fn begin(id: RequestId) -> Self {
        Self {
            id,
            began: Instant::now(),
            portal: None,
            host: String::new(),
            wire: String::new(),
            client: Client { address: IpAddr::V4(Ipv4Addr::UNSPECIFIED), via: None, is_https: None },
            asking: Asking::Script,
            signed_in: None,
            exposure: Exposure::Protected,
            new_cookie: None,
            picked: None,
            tried: Vec::new(),
            asked_upstream: None,
        }
    }
}
