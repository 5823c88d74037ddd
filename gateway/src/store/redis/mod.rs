//! Sessions, sign-ins on their way and passing counters, in Redis: what many gateways share and may be lost, since the directory has the
//! truth about everything that must not be. Whoever reads what is here learns no secret, and whoever writes here can make no session:
//! values are sealed under the master key for the key they stand at.
//!
//! | file | noun |
//! |---|---|
//! | `servers` | which servers, and how they are spoken to |
//! | `link` | the connection, made anew when it is lost |
//! | `keys` | every key there is, and how long each lives |
//! | `sealed` | a value as it is kept, and the one step that changes it |
//! | `sessions`, `session_value` | sessions |
//! | `pending`, `pending_value`, `ceremonies` | sign-ins on their way, and questions to browsers about passkeys |
//! | `attempts` | passing failure counters |
//! | `era` | whether the servers went back in time |
//! | `herald` | that something was taken back, told to every gateway |

mod attempts;
mod ceremonies;
mod era;
mod herald;
mod keys;
mod link;
mod pending;
mod pending_value;
mod sealed;
mod servers;
mod session_value;
mod sessions;
#[cfg(test)]
mod tests;

use std::{
    sync::{
        Arc,
        atomic::{AtomicI64, Ordering},
    },
    time::Duration,
};

use gatehouse_auth_core::{
    master_key::MasterKeys,
    ports::{Entropy, Stored},
    session::Keep,
};

use crate::store::{SqlStore, sql::Era};

pub use era::Eras;
pub use herald::Herald;
use keys::Keys;
use link::Link;
use sealed::Sealing;
pub use servers::{Credentials, RedisServers, Topology};

/// How long sessions are kept, ended or not.
#[derive(Clone, Copy, Debug)]
pub struct Lives {
    /// Those of browsers that forget them when they are closed.
    pub until_closed: Duration,
    /// Those that browsers keep.
    pub remembered: Duration,
}

impl Lives {
    fn of(self, keep: Keep) -> Duration {
        match keep {
            Keep::UntilClosed => self.until_closed,
            Keep::Remembered => self.remembered,
        }
    }

    fn longest(self) -> Duration {
        self.until_closed.max(self.remembered)
    }
}

/// Sessions, sign-ins on their way and passing counters.
#[derive(Clone)]
pub struct RedisStore {
    link: Arc<Link>,
    keys: Keys,
    sealing: Sealing,
    keep: Lives,
    /// Knows in which era sessions count: those of an earlier one are nobody's.
    directory: SqlStore,
    era: Arc<AtomicI64>,
}

impl RedisStore {
    /// Whether it was possible to write there when that was last tried.
    pub fn is_up(&self) -> bool {
        self.link.is_up()
    }

    /// Enters the era of the directory. Never an earlier one: whoever asked just before it began must not come back into the last.
    async fn enter_era(&self) -> Stored<Era> {
        let era = self.directory.era().await?;
        self.era.fetch_max(era.era, Ordering::AcqRel);
        Ok(era)
    }

    /// In the era of `directory`, on these servers, under keys that begin with `prefix`. Nobody is connected to before something is asked.
    pub async fn open(
        directory: SqlStore,
        servers: RedisServers,
        prefix: &str,
        master: Arc<MasterKeys>,
        entropy: Arc<dyn Entropy>,
        keep: Lives,
    ) -> Stored<Self> {
        let (link, keys, sealing) = (Arc::new(Link::new(servers)), Keys::new(prefix), Sealing { master, entropy });
        let store = Self { link, keys, sealing, keep, directory, era: Arc::default() };
        store.enter_era().await?;
        Ok(store)
    }
}
