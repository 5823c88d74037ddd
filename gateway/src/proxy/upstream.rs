//! A portal's upstream: its addresses, which of them answer, and whose turn it is.

use std::{
    net::{IpAddr, SocketAddr},
    path::PathBuf,
    sync::{
        Arc, Mutex, PoisonError,
        atomic::{AtomicU64, AtomicUsize, Ordering},
    },
    time::{Duration, Instant},
};

use arc_swap::ArcSwapOption;
use pingora::{Result, upstreams::peer::HttpPeer};
use tracing::warn;

/// An address that refused a connection is left alone for this long, unless no other answers.
const REST: Duration = Duration::from_secs(5);
/// Names are looked up again this often.
const LOOK_UP_AGAIN: Duration = Duration::from_secs(10);

/// One place where the application answers.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Address {
    /// A host and port, over TLS or not.
    Tcp {
        /// A name or an IP address.
        host: String,
        /// The port.
        port: u16,
        /// Whether to speak TLS; the certificate must be good for `host`.
        tls: bool,
    },
    /// A unix socket.
    Unix(PathBuf),
}

/// How long an upstream may take.
#[derive(Clone, Copy, Debug)]
pub struct Timeouts {
    /// To accept a connection.
    pub connect: Duration,
    /// Between two pieces of an answer, the first included.
    pub read: Duration,
    /// To take a piece of a request.
    pub write: Duration,
}

/// All addresses of one upstream.
pub struct Upstreams {
    places: Vec<Place>,
    turn: AtomicUsize,
    timeouts: Timeouts,
    started: Instant,
}

struct Place {
    address: Address,
    /// Ready to use; `None` while a name has not been found.
    peer: ArcSwapOption<HttpPeer>,
    looked_up: Mutex<Vec<IpAddr>>,
    /// Milliseconds after `started` until which it rests.
    rests_until: AtomicU64,
}

impl Upstreams {
    /// These addresses; IP addresses and unix sockets are ready at once, names after [`Self::look_up`].
    pub fn new(addresses: Vec<Address>, timeouts: Timeouts) -> Result<Self> {
        let places = addresses
            .into_iter()
            .map(|address| {
                let peer = match &address {
                    Address::Unix(path) => Some(HttpPeer::new_uds(&path.to_string_lossy(), false, String::new())?),
                    Address::Tcp { host, port, tls } => {
                        host.parse().ok().map(|ip: IpAddr| HttpPeer::new(SocketAddr::new(ip, *port), *tls, host.clone()))
                    }
                };
                let peer = ArcSwapOption::from(peer.map(|peer| Arc::new(patient(peer, timeouts))));
                Ok(Place { address, peer, looked_up: Mutex::default(), rests_until: AtomicU64::new(0) })
            })
            .collect::<Result<_>>()?;
        Ok(Self { places, turn: AtomicUsize::new(0), timeouts, started: Instant::now() })
    }

    /// How many addresses there are.
    pub fn len(&self) -> usize {
        self.places.len()
    }

    /// Whether there is none.
    pub fn is_empty(&self) -> bool {
        self.places.is_empty()
    }

    /// The next address that is not known to be down, else the next one at all; not one of `tried`.
    pub fn pick(&self, tried: &[usize]) -> Option<(usize, Box<HttpPeer>)> {
        let first = self.turn.fetch_add(1, Ordering::Relaxed);
        let now = u64::try_from(self.started.elapsed().as_millis()).unwrap_or(u64::MAX);
        let in_turn = || (0..self.places.len()).map(|step| first.wrapping_add(step) % self.places.len());
        let usable = |index: usize, is_any: bool| {
            let place = self.places.get(index).filter(|_| !tried.contains(&index))?;
            let is_resting = place.rests_until.load(Ordering::Relaxed) > now;
            let peer = place.peer.load_full().filter(|_| is_any || !is_resting)?;
            Some((index, Box::new(HttpPeer::clone(&peer))))
        };
        in_turn().find_map(|index| usable(index, false)).or_else(|| in_turn().find_map(|index| usable(index, true)))
    }

    /// The address refused a connection.
    pub fn refused(&self, index: usize) {
        let until = u64::try_from((self.started.elapsed() + REST).as_millis()).unwrap_or(u64::MAX);
        if let Some(place) = self.places.get(index) {
            place.rests_until.store(until, Ordering::Relaxed);
        }
    }

    /// Keeps the addresses of names current, for as long as it is polled. Requests never wait for a look-up.
    pub async fn look_up(&self) {
        loop {
            for place in &self.places {
                if let Address::Tcp { host, port, tls } = &place.address
                    && host.parse::<IpAddr>().is_err()
                {
                    self.look_up_one(place, host, *port, *tls).await;
                }
            }
            tokio::time::sleep(LOOK_UP_AGAIN).await;
        }
    }

    async fn look_up_one(&self, place: &Place, host: &str, port: u16, tls: bool) {
        let found = match tokio::net::lookup_host((host, port)).await {
            Ok(found) => found.map(|address| address.ip()).collect::<Vec<_>>(),
            Err(error) => {
                // What was found before may still answer.
                warn!(host, %error, "the upstream's name was not found");
                return;
            }
        };
        let mut before = place.looked_up.lock().unwrap_or_else(PoisonError::into_inner);
        let is_still_there = before.first().is_some_and(|address| found.contains(address));
        if let (false, Some(first)) = (is_still_there, found.first()) {
            let peer = HttpPeer::new(SocketAddr::new(*first, port), tls, host.to_owned());
            place.peer.store(Some(Arc::new(patient(peer, self.timeouts))));
            *before = vec![*first];
        }
    }
}

fn patient(mut peer: HttpPeer, timeouts: Timeouts) -> HttpPeer {
    peer.options.connection_timeout = Some(timeouts.connect);
    peer.options.total_connection_timeout = Some(timeouts.connect);
    peer.options.read_timeout = Some(timeouts.read);
    peer.options.write_timeout = Some(timeouts.write);
    peer.options.idle_timeout = Some(Duration::from_mins(1));
    peer
}

#[cfg(test)]
mod tests {
    use super::*;

    fn two() -> Upstreams {
        let timeouts = Timeouts { connect: REST, read: REST, write: REST };
        let at = |port| Address::Tcp { host: "127.0.0.1".to_owned(), port, tls: false };
        Upstreams::new(vec![at(1), at(2)], timeouts).expect("two addresses")
    }

    #[test]
    fn addresses_take_turns() {
        let upstreams = two();
        let picked: Vec<_> = (0..4).filter_map(|_| upstreams.pick(&[])).map(|(index, _)| index).collect();
        assert_eq!(picked, [0, 1, 0, 1]);
    }

    #[test]
    fn one_that_refused_rests_unless_it_is_the_last() {
        let upstreams = two();
        upstreams.refused(0);
        assert!((0..4).filter_map(|_| upstreams.pick(&[])).all(|(index, _)| index == 1));
        assert_eq!(upstreams.pick(&[1]).map(|(index, _)| index), Some(0));
        assert!(upstreams.pick(&[0, 1]).is_none());
    }
}
