//! The peer that `make bench` measures against: the same listener, runtime, pool, allocator and timeouts, and a proxy that asks nobody
//! anything.
//!
//! `bare_pingora LISTEN UPSTREAM`

use std::{net::SocketAddr, sync::Arc, time::Duration};

use async_trait::async_trait;
use gatehouse::{
    proxy::{Address, Edge, Listener, Timeouts, Upstreams},
    telemetry::Metrics,
    wiring::UPSTREAM_POOL,
};
use pingora::{
    Error, ErrorType, Result,
    proxy::{ProxyHttp, Session},
    upstreams::peer::HttpPeer,
};

#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

struct Bare {
    upstreams: Upstreams,
}

#[async_trait]
impl ProxyHttp for Bare {
    type CTX = ();

    fn new_ctx(&self) {}

    async fn early_request_filter(&self, session: &mut Session, (): &mut ()) -> Result<()> {
        session.set_write_timeout(Some(Duration::from_mins(1)));
        Ok(())
    }

    async fn upstream_peer(&self, _: &mut Session, (): &mut ()) -> Result<Box<HttpPeer>> {
        let picked = self.upstreams.pick(&[]).ok_or_else(|| Error::new_up(ErrorType::ConnectNoRoute))?;
        Ok(picked.1)
    }
}

#[tokio::main]
async fn main() -> Result<(), Box<dyn std::error::Error>> {
    let mut arguments = std::env::args().skip(1);
    let (Some(listen), Some(upstream)) = (arguments.next(), arguments.next()) else {
        return Err("usage: bare_pingora LISTEN UPSTREAM".into());
    };
    let listener = Listener::tcp(listen.parse()?).await?;
    let upstream: SocketAddr = upstream.parse()?;
    let address = Address::Tcp { host: upstream.ip().to_string(), port: upstream.port(), tls: false };
    let timeouts = Timeouts { connect: Duration::from_secs(5), read: Duration::from_mins(1), write: Duration::from_mins(1) };
    let upstreams = Upstreams::new(vec![address], timeouts)?;
    let edge = Edge::new(Bare { upstreams }, UPSTREAM_POOL, Arc::new(Metrics::new()));
    edge.serve(listener).await;
    Ok(())
}
