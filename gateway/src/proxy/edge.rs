//! The edge: sockets are accepted here and handed to pingora's proxy, and a graceful stop waits here for requests to finish.

use std::{io, net::SocketAddr, os::fd::AsRawFd as _, path::PathBuf, sync::Arc, time::Duration};

use pingora::{
    apps::ServerApp as _,
    protocols::{
        GetSocketDigest as _, SocketDigest,
        l4::{socket::SocketAddr as PeerAddress, stream::Stream},
    },
    proxy::{HttpProxy, ProxyHttp},
    server::configuration::ServerConf,
};
use tokio::{
    net::{TcpListener, UnixListener},
    sync::watch,
};
use tokio_util::task::TaskTracker;
use tracing::warn;

use super::{
    lease::{Leases, REAP_EVERY},
    socket::Socket,
};
use crate::telemetry::Metrics;

/// A bound socket.
pub enum Listener {
    /// TCP.
    Tcp(TcpListener),
    /// A unix socket; its file goes when the listener does.
    Unix(UnixListener, SocketFile),
}

/// A unix socket's file, removed when dropped.
pub struct SocketFile(PathBuf);

impl Drop for SocketFile {
    fn drop(&mut self) {
        // It may be gone already, which is all that is wanted.
        let _ = std::fs::remove_file(&self.0);
    }
}

impl Listener {
    /// Listens on a TCP address; port 0 finds a free one.
    pub async fn tcp(address: SocketAddr) -> io::Result<Self> {
        TcpListener::bind(address).await.map(Self::Tcp)
    }

    /// Listens on a unix socket, readable and writable for its owner and group, in place of one that nobody listens on any more.
    pub fn unix(path: PathBuf) -> io::Result<Self> {
        use std::os::unix::fs::{FileTypeExt as _, PermissionsExt as _};
        let is_stale = || std::os::unix::net::UnixStream::connect(&path).is_err();
        if std::fs::symlink_metadata(&path).is_ok_and(|metadata| metadata.file_type().is_socket()) && is_stale() {
            std::fs::remove_file(&path)?;
        }
        let listener = UnixListener::bind(&path)?;
        std::fs::set_permissions(&path, std::fs::Permissions::from_mode(0o660))?;
        Ok(Self::Unix(listener, SocketFile(path)))
    }

    /// The TCP address it got, if it is one.
    pub fn address(&self) -> Option<SocketAddr> {
        match self {
            Self::Tcp(listener) => listener.local_addr().ok(),
            Self::Unix(..) => None,
        }
    }

    async fn accept(&self) -> io::Result<Stream> {
        match self {
            Self::Tcp(listener) => {
                let (socket, peer) = listener.accept().await?;
                socket.set_nodelay(true)?;
                let mut stream = Stream::from(socket);
                let digest = SocketDigest::from_raw_fd(stream.as_raw_fd());
                // Known already: pingora would ask the kernel.
                let _ = digest.peer_addr.set(Some(PeerAddress::Inet(peer)));
                stream.set_socket_digest(digest);
                Ok(stream)
            }
            Self::Unix(listener, _) => listener.accept().await.map(|(socket, _)| Stream::from(socket)),
        }
    }
}

/// Accepts connections and runs them through a proxy's phases.
pub struct Edge<P> {
    proxy: Arc<HttpProxy<P>>,
    connections: TaskTracker,
    stopping: watch::Sender<bool>,
    leases: Arc<Leases>,
    metrics: Arc<Metrics>,
}

impl<P> Edge<P>
where
    P: ProxyHttp + Send + Sync + 'static,
    P::CTX: Send + Sync,
{
    /// An edge in front of `phases`; connections to upstreams are pooled, up to `pool` of them.
    pub fn new(phases: P, pool: usize, metrics: Arc<Metrics>) -> Self {
        let conf = ServerConf { upstream_keepalive_pool_size: pool, max_retries: 8, ..ServerConf::default() };
        let proxy = Arc::new(pingora::proxy::http_proxy(&Arc::new(conf), phases));
        let (stopping, _) = watch::channel(false);
        Self { proxy, connections: TaskTracker::new(), stopping, leases: Arc::new(Leases::new()), metrics }
    }

    /// Accepts from `listener` until the edge stops.
    pub async fn serve(&self, listener: Listener) {
        let mut stopping = self.stopping.subscribe();
        let mut reaping = tokio::time::interval(REAP_EVERY);
        loop {
            let accepted = tokio::select! {
                accepted = listener.accept() => accepted,
                _ = reaping.tick() => {
                    self.leases.reap();
                    continue;
                }
                _ = stopping.wait_for(|stopping| *stopping) => return,
            };
            match accepted {
                Ok(stream) => self.spawn(stream),
                Err(error) => {
                    // Out of descriptors, mostly: others must end before accepting makes sense again.
                    warn!(%error, "a connection could not be accepted");
                    tokio::time::sleep(Duration::from_millis(100)).await;
                }
            }
        }
    }

    fn spawn(&self, stream: Stream) {
        let (proxy, stopping, leases, metrics) =
            (self.proxy.clone(), self.stopping.subscribe(), self.leases.clone(), self.metrics.clone());
        self.connections.spawn(async move {
            metrics.connections.inc();
            leases.hold(proxy.process_new(Box::new(Socket::new(stream)), &stopping)).await;
            metrics.connections.dec();
        });
    }

    /// Stops accepting, lets requests that began finish for `grace`, then cuts what is left. How many connections that were.
    pub async fn stop(&self, grace: Duration) -> usize {
        self.stopping.send_replace(true);
        self.proxy.cleanup().await;
        self.connections.close();
        if tokio::time::timeout(grace, self.connections.wait()).await.is_ok() {
            return 0;
        }
        let left = self.connections.len();
        self.leases.cut_all();
        self.connections.wait().await;
        left
    }
}
