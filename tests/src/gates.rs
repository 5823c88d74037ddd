//! The gateways in front of an application: whoever comes meets another one every time.

use std::{
    fmt,
    net::SocketAddr,
    sync::{
        Arc,
        atomic::{AtomicUsize, Ordering},
    },
    time::Duration,
};

use gatehouse::{
    Running,
    gate::{keeper::Gatekeeper, session_cache::Unwritten},
};

use crate::patience::soon;

/// Some gateways.
#[derive(Clone)]
pub struct Gates(Arc<Inner>);

struct Inner {
    addresses: Vec<SocketAddr>,
    keepers: Vec<Arc<Gatekeeper>>,
    turn: AtomicUsize,
}

impl fmt::Debug for Gates {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("Gates").field(&self.0.addresses).finish()
    }
}

impl Gates {
    /// These.
    pub fn of(gateways: &[&Running]) -> Self {
        let addresses = gateways.iter().map(|gateway| *gateway.addresses().first().expect("it listens on TCP"));
        let keepers = gateways.iter().map(|gateway| gateway.keeper().clone());
        Self(Arc::new(Inner { addresses: addresses.collect(), keepers: keepers.collect(), turn: AtomicUsize::new(0) }))
    }

    /// One of another process.
    pub fn at(address: SocketAddr) -> Self {
        Self::among(vec![address])
    }

    /// Some of other processes.
    pub fn among(addresses: Vec<SocketAddr>) -> Self {
        Self(Arc::new(Inner { addresses, keepers: Vec::new(), turn: AtomicUsize::new(0) }))
    }

    /// Whose turn it is.
    pub fn next(&self) -> SocketAddr {
        let turn = self.0.turn.fetch_add(1, Ordering::Relaxed);
        *self.0.addresses.get(turn % self.0.addresses.len()).expect("there is one")
    }

    /// Writes down what the stores are to know of sessions that were used: where there are several, the next one asks for it, and less time
    /// has passed than a clock says that a test moves.
    pub async fn write_use(&self) {
        if let several @ [_, _, ..] = self.0.keepers.as_slice() {
            for keeper in several {
                // Where the stores are away, nothing is written.
                let _ = keeper.write_use(Unwritten::All).await;
            }
        }
    }

    /// Waits until all of them have heard what any of them took back, which takes a moment where there are several.
    pub async fn have_heard(&self) {
        let [first, _, ..] = self.0.keepers.as_slice() else { return };
        // Where the directory is away, nothing is heard.
        let Ok(latest) = first.outside.directory.latest_revocation().await else { return };
        let has_heard = |keeper: &Arc<Gatekeeper>| keeper.sessions.latest_heard() >= latest;
        let all = async {
            while !self.0.keepers.iter().all(has_heard) {
                tokio::time::sleep(Duration::from_millis(1)).await;
            }
        };
        soon("every gateway has heard", all).await;
    }
}
