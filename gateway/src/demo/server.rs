//! Serves an application over HTTP/1 until it is told to stop.

use std::{pin::pin, time::Duration};

use axum::Router;
use hyper::server::conn::http1;
use hyper_util::{
    rt::{TokioIo, TokioTimer},
    service::TowerToHyperService,
};
use tokio::{
    net::{TcpListener, TcpStream},
    time::{sleep, timeout},
};
use tokio_util::{sync::CancellationToken, task::TaskTracker};
use tracing::{debug, warn};

/// A page takes milliseconds; an event stream never ends by itself.
const GRACE: Duration = Duration::from_secs(1);
/// Between failures to accept, so that running out of file descriptors does not become a busy loop.
const BREATH: Duration = Duration::from_millis(100);

/// Serves `router` on `listener`. Once `stop` is cancelled it accepts no more, lets pages be finished, ends what does not end by itself, and
/// returns.
pub async fn serve(listener: TcpListener, router: Router, stop: CancellationToken) {
    let connections = TaskTracker::new();
    while let Some(accepted) = stop.run_until_cancelled(listener.accept()).await {
        match accepted {
            Ok((stream, _)) => {
                connections.spawn(converse(stream, router.clone(), stop.clone()));
            }
            Err(problem) => {
                warn!(%problem, "a connection was not accepted");
                sleep(BREATH).await;
            }
        }
    }
    drop(listener);
    connections.close();
    connections.wait().await;
}

async fn converse(stream: TcpStream, router: Router, stop: CancellationToken) {
    // Without it an event's last segment may wait for the acknowledgement of the one before.
    let _ = stream.set_nodelay(true);
    let service = TowerToHyperService::new(router);
    let connection = http1::Builder::new().timer(TokioTimer::new()).serve_connection(TokioIo::new(stream), service);
    let mut connection = pin!(connection.with_upgrades());
    let ended = tokio::select! {
        ended = &mut connection => Some(ended),
        () = stop.cancelled() => {
            connection.as_mut().graceful_shutdown();
            timeout(GRACE, connection).await.ok()
        }
    };
    if let Some(Err(problem)) = ended {
        debug!(%problem, "a connection broke off");
    }
}
