//! Ports that nobody has.

use std::{
    hash::{BuildHasher as _, RandomState},
    net::{Ipv4Addr, SocketAddr, TcpListener},
};

/// Where ports are looked for, and how many. The kernel gives connections their own port from 32768 on: a server that is down would find
/// its port taken by one of them, or a client that knocks there would meet itself. The bus of a cluster lies below that as well.
const FIRST: u16 = 10_000;
const COUNT: u16 = 12_000;
/// From a node's port to that of its bus, where Redis has it.
const BUS: u16 = 10_000;

/// A port of this machine.
pub(crate) fn local(port: u16) -> SocketAddr {
    SocketAddr::from((Ipv4Addr::LOCALHOST, port))
}

/// A port that is free for now, as is the one of a bus beside it. Somebody else may be quicker to take it.
pub(crate) fn free() -> u16 {
    let is_free = |port: u16| TcpListener::bind(local(port)).is_ok();
    let found = (0..u64::from(COUNT)).find_map(|attempt| {
        let chance = RandomState::new().hash_one(attempt) % u64::from(COUNT);
        let port = FIRST + u16::try_from(chance).expect("less than COUNT");
        (is_free(port) && is_free(port + BUS)).then_some(port)
    });
    found.expect("a free port")
}
