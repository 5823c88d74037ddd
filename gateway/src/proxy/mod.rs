//! The way of a request through pingora: accepted by the edge, judged by the gate, answered by a page or forwarded.

mod bridge;
mod edge;
mod judge;
mod lease;
mod phases;
mod rewrite;
mod socket;
mod strict;
mod upstream;
mod walk;

pub use bridge::Bridge;
pub use edge::{Edge, Listener};
pub use phases::Phases;
pub use upstream::{Address, Timeouts, Upstreams};
