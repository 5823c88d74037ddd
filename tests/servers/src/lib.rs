//! Real servers for tests, on free ports of this machine. None outlives the process that started it, however that ends.
//!
//! `shared()` is one for all tests of a process and is never disturbed; `start()` is one's own, to be killed, paused and cut off.
//!
//! - [`postgres`]: PostgreSQL, with as many empty databases as are asked for
//! - [`redis`]: one Redis · [`sentinel`]: a master, its replica and who watches them · [`cluster`]: three masters with a third each
//! - [`proxy`]: the way to a server, which can be cut, stalled and slow
//! - `holder`: what a server runs under, and ends with · `folder`: where it writes · `port`: where it listens
//! - `patience`: waiting for a condition, never for time

pub mod cluster;
mod folder;
mod holder;
mod patience;
mod port;
pub mod postgres;
pub mod proxy;
pub mod redis;
pub mod sentinel;

pub use cluster::Cluster;
pub use postgres::Postgres;
pub use proxy::Proxy;
pub use redis::Redis;
pub use sentinel::Sentinel;
