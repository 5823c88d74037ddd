//! The peer that `make bench` measures against: the same listener, runtime, pool and allocator, and a proxy that asks nobody anything.
//!
//! `bare_pingora LISTEN UPSTREAM`

use std::{net::SocketAddr, sync::Arc};

use async_trait::async_trait;
use gatehouse::{
    proxy::{Edge, Listener},
    telemetry::Metrics,
    wiring::UPSTREAM_POOL,
};
use pingora::{
    Result,
    proxy::{ProxyHttp, Session},
    upstreams::peer::HttpPeer,
};

#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

struct Bare {
    upstream: SocketAddr,
}

#[async_trait]
impl ProxyHttp for Bare {
    type CTX = ();

    fn new_ctx(&self) {}

    async fn upstream_peer(&self, _: &mut Session, (): &mut ()) -> Result<Box<HttpPeer>> {
        Ok(Box::new(HttpPeer::new(self.upstream, false, String::new())))
    }
}

#[tokio::main]
async fn main() -> Result<(), Box<dyn std::error::Error>> {
    let mut arguments = std::env::args().skip(1);
    let (Some(listen), Some(upstream)) = (arguments.next(), arguments.next()) else {
        return Err("usage: bare_pingora LISTEN UPSTREAM".into());
    };
    let listener = Listener::tcp(listen.parse()?).await?;
    let edge = Edge::new(Bare { upstream: upstream.parse()? }, UPSTREAM_POOL, Arc::new(Metrics::new()));
    edge.serve(listener).await;
    Ok(())
}
