//! That something was taken back, told to every gateway at once. What it was, the directory says: whoever writes to the channel can make
//! gateways look there, and nothing else. Whoever hears nothing looks there anyway, four times a second.

use std::{sync::Arc, time::Duration};

use futures_util::{FutureExt as _, StreamExt as _, future::join};
use redis::{ErrorKind, RedisResult, aio::PubSub, cmd};
use tokio::{
    sync::{Notify, watch},
    time::{sleep, timeout},
};
use tracing::debug;

use super::RedisStore;

/// Something is said at least this often, so that silence means a connection that leads nowhere any more.
const SIGN_OF_LIFE: Duration = Duration::from_secs(1);
/// Whoever hears nothing for so long connects anew.
const SILENCE: Duration = Duration::from_secs(4);
/// Before it tries again.
const REST: Duration = Duration::from_millis(500);

const NEWS: &str = "news";
const STILL_THERE: &str = "still there";

/// Tells, and hears.
pub struct Herald {
    redis: RedisStore,
    taken_back: watch::Receiver<u64>,
    hears: Arc<Notify>,
}

impl Herald {
    /// Tells whenever `taken_back` changes, and notifies `hears` of what others tell.
    pub fn new(redis: RedisStore, taken_back: watch::Receiver<u64>, hears: Arc<Notify>) -> Self {
        Self { redis, taken_back, hears }
    }

    /// Keeps up until it is dropped.
    pub async fn keep_up(self) {
        let Self { redis, taken_back, hears } = self;
        join(tell(&redis, taken_back), hear(&redis, &hears)).map(drop).await;
    }
}

async fn tell(redis: &RedisStore, mut taken_back: watch::Receiver<u64>) {
    loop {
        let word = match timeout(SIGN_OF_LIFE, taken_back.changed()).await {
            Ok(Ok(())) => NEWS,
            // Nothing more will be taken back: the gateway stops.
            Ok(Err(_)) => return,
            Err(_) => STILL_THERE,
        };
        // Who cannot be told finds out without.
        if let Err(error) = redis.link.change::<()>(cmd("PUBLISH").arg(redis.keys.news()).arg(word)).await {
            debug!(%error, "news was not told");
        }
    }
}

async fn hear(redis: &RedisStore, hears: &Notify) {
    loop {
        // A server that takes connections and says nothing is not waited for.
        let connecting = timeout(SILENCE, redis.link.servers().listen()).await;
        let connecting = connecting.unwrap_or_else(|_| Err((ErrorKind::Io, "Redis did not answer in time").into()));
        let outcome = match connecting {
            Ok(connection) => listen(redis, connection, hears).await,
            Err(error) => Err(error),
        };
        if let Err(error) = outcome {
            debug!(%error, "nothing is heard");
        }
        sleep(REST).await;
    }
}

/// Until the connection breaks, or nothing is heard on it.
async fn listen(redis: &RedisStore, mut connection: PubSub, hears: &Notify) -> RedisResult<()> {
    connection.subscribe(redis.keys.news()).await?;
    // Something may have been told before.
    hears.notify_one();
    let mut messages = connection.into_on_message();
    while let Ok(Some(message)) = timeout(SILENCE, messages.next()).await {
        if message.get_payload_bytes() == NEWS.as_bytes() {
            hears.notify_one();
        }
    }
    Ok(())
}
