//! The application behind a gateway: it believes what it is told, and writes down every byte of it.

use std::{
    collections::HashMap,
    io,
    net::SocketAddr,
    path::Path,
    sync::{
        Arc, Mutex, MutexGuard, PoisonError,
        atomic::{AtomicUsize, Ordering},
    },
};

use tokio::{
    io::{AsyncReadExt as _, AsyncWriteExt as _},
    net::{TcpListener, UnixListener},
    sync::{Notify, broadcast},
    task::JoinSet,
};

use crate::raw::Socket;

/// What it answers a path with.
#[derive(Clone, Debug)]
pub enum Manner {
    /// 200, a short page, on a connection that stays open.
    Page,
    /// Exactly these bytes.
    Bytes(Vec<u8>),
    /// 200 with the request's body.
    Echo,
    /// Nothing, until it is released; then a page.
    Waits,
    /// Server-sent events: whatever it is told to say, for as long as anyone listens.
    Streams,
    /// 101, and then every byte back.
    WebSocket,
    /// These bytes, and the connection is closed.
    Breaks(Vec<u8>),
}

impl Manner {
    /// 200 with these headers, each line ended, and this body.
    pub fn with(headers: &str, body: &str) -> Self {
        Self::Bytes(format!("HTTP/1.1 200 OK\r\nContent-Length: {}\r\n{headers}\r\n{body}", body.len()).into_bytes())
    }
}

/// The body of its usual page.
pub const PAGE: &str = "<h1>The legacy application</h1>";

/// A request that reached it.
#[derive(Clone, Debug)]
pub struct Received {
    /// Everything up to and with the empty line, as it came.
    pub head: String,
    /// The body, without the framing.
    pub body: Vec<u8>,
    /// On which of its connections it came.
    pub connection: usize,
}

impl Received {
    /// The request line.
    pub fn line(&self) -> &str {
        self.head.split("\r\n").next().unwrap_or_default()
    }

    /// What it asks for.
    pub fn target(&self) -> &str {
        self.line().split(' ').nth(1).unwrap_or_default()
    }

    /// The headers as they came.
    pub fn headers(&self) -> Vec<(&str, &str)> {
        let lines = self.head.split("\r\n").skip(1).filter(|line| !line.is_empty());
        lines.map(|line| line.split_once(':').map_or((line, ""), |(name, value)| (name, value.trim()))).collect()
    }

    /// Every value of one header.
    pub fn all(&self, name: &str) -> Vec<&str> {
        self.headers().into_iter().filter(|(own, _)| own.eq_ignore_ascii_case(name)).map(|(_, value)| value).collect()
    }

    /// The one value of a header; fails when it came twice.
    #[track_caller]
    pub fn header(&self, name: &str) -> Option<&str> {
        let all = self.all(name);
        assert!(all.len() < 2, "{name} came more than once: {}", self.head);
        all.first().copied()
    }
}

/// The application.
pub struct LegacyApp {
    address: Option<SocketAddr>,
    inside: Arc<Inside>,
    _tasks: JoinSet<()>,
}

struct Inside {
    received: Mutex<Vec<Received>>,
    manners: Mutex<HashMap<String, Manner>>,
    connections: AtomicUsize,
    released: Notify,
    waiting: AtomicUsize,
    events: broadcast::Sender<String>,
}

impl LegacyApp {
    /// On a free port of this machine.
    pub async fn start() -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").await.expect("a free port");
        let address = listener.local_addr().ok();
        Self::serve(address, Door::Tcp(listener))
    }

    /// On a unix socket.
    pub fn start_unix(path: &Path) -> Self {
        Self::serve(None, Door::Unix(UnixListener::bind(path).expect("a free path")))
    }

    fn serve(address: Option<SocketAddr>, door: Door) -> Self {
        let inside = Arc::new(Inside {
            received: Mutex::default(),
            manners: Mutex::default(),
            connections: AtomicUsize::new(0),
            released: Notify::new(),
            waiting: AtomicUsize::new(0),
            events: broadcast::channel(64).0,
        });
        let mut tasks = JoinSet::new();
        let served = inside.clone();
        tasks.spawn(async move {
            let mut connections = JoinSet::new();
            while let Ok(socket) = door.accept().await {
                connections.spawn(served.clone().converse(socket));
            }
        });
        Self { address, inside, _tasks: tasks }
    }

    /// Where it listens.
    pub fn address(&self) -> SocketAddr {
        self.address.expect("it listens on TCP")
    }

    /// From now on answers `path` in this manner.
    pub fn answers(&self, path: &str, manner: Manner) {
        lock(&self.inside.manners).insert(path.to_owned(), manner);
    }

    /// Everything that reached it.
    pub fn received(&self) -> Vec<Received> {
        lock(&self.inside.received).clone()
    }

    /// Everything that reached it since it was asked last.
    pub fn takes(&self) -> Vec<Received> {
        std::mem::take(&mut lock(&self.inside.received))
    }

    /// The one request that reached it since it was asked last.
    #[track_caller]
    pub fn takes_one(&self) -> Received {
        let mut all = self.takes();
        assert_eq!(all.len(), 1, "one request was to reach the application: {all:#?}");
        all.remove(0)
    }

    /// How many requests wait to be released.
    pub fn waiting(&self) -> usize {
        self.inside.waiting.load(Ordering::SeqCst)
    }

    /// Answers those that wait.
    pub fn releases(&self) {
        self.inside.released.notify_waiters();
    }

    /// Says this to everybody who listens to a stream; to how many that was.
    pub fn says(&self, event: &str) -> usize {
        self.inside.events.send(event.to_owned()).unwrap_or(0)
    }
}

enum Door {
    Tcp(TcpListener),
    Unix(UnixListener),
}

impl Door {
    async fn accept(&self) -> io::Result<Box<dyn Socket>> {
        Ok(match self {
            Self::Tcp(listener) => Box::new(listener.accept().await?.0),
            Self::Unix(listener) => Box::new(listener.accept().await?.0),
        })
    }
}

fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

impl Inside {
    async fn converse(self: Arc<Self>, mut socket: Box<dyn Socket>) {
        let connection = self.connections.fetch_add(1, Ordering::SeqCst);
        let mut buffer = Vec::new();
        while let Some((head, body)) = read_request(&mut socket, &mut buffer).await {
            let received = Received { head, body, connection };
            let path = received.target().split('?').next().unwrap_or_default().to_owned();
            let body = received.body.clone();
            let is_head = received.line().starts_with("HEAD ");
            lock(&self.received).push(received);
            let manner = lock(&self.manners).get(&path).cloned().unwrap_or(Manner::Page);
            if self.answer(&mut socket, manner, &body, is_head).await.is_none() {
                return;
            }
        }
    }

    /// `None` ends the connection.
    async fn answer(&self, socket: &mut Box<dyn Socket>, manner: Manner, body: &[u8], is_head: bool) -> Option<()> {
        let mut page =
            format!("HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nContent-Length: {}\r\n\r\n", PAGE.len()).into_bytes();
        if !is_head {
            page.extend_from_slice(PAGE.as_bytes());
        }
        match manner {
            Manner::Page => socket.write_all(&page).await.ok(),
            Manner::Bytes(bytes) => socket.write_all(&bytes).await.ok(),
            Manner::Echo => {
                let head = format!(
                    "HTTP/1.1 200 OK\r\nContent-Type: application/octet-stream\r\nContent-Length: {}\r\n\r\n",
                    body.len()
                );
                socket.write_all(head.as_bytes()).await.ok()?;
                socket.write_all(body).await.ok()
            }
            Manner::Waits => {
                let released = self.released.notified();
                self.waiting.fetch_add(1, Ordering::SeqCst);
                released.await;
                self.waiting.fetch_sub(1, Ordering::SeqCst);
                socket.write_all(&page).await.ok()
            }
            Manner::Streams => {
                let mut events = self.events.subscribe();
                let head = "HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\nTransfer-Encoding: chunked\r\n\r\n";
                socket.write_all(head.as_bytes()).await.ok()?;
                let mut byte = [0];
                loop {
                    tokio::select! {
                        event = events.recv() => {
                            let event = format!("data: {}\n\n", event.ok()?);
                            socket.write_all(format!("{:x}\r\n{event}\r\n", event.len()).as_bytes()).await.ok()?;
                        }
                        gone = socket.read(&mut byte) => if !matches!(gone, Ok(1)) { return None },
                    }
                }
            }
            Manner::WebSocket => {
                let head = "HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n\r\n";
                socket.write_all(head.as_bytes()).await.ok()?;
                let mut bytes = [0; 4096];
                loop {
                    let count = socket.read(&mut bytes).await.ok().filter(|count| *count > 0)?;
                    socket.write_all(&bytes[..count]).await.ok()?;
                }
            }
            Manner::Breaks(bytes) => {
                let _ = socket.write_all(&bytes).await;
                let _ = socket.shutdown().await;
                None
            }
        }
    }
}

/// The next request; `None` when there is none.
async fn read_request(socket: &mut Box<dyn Socket>, buffer: &mut Vec<u8>) -> Option<(String, Vec<u8>)> {
    let head = take_until(socket, buffer, b"\r\n\r\n").await?;
    let head = String::from_utf8_lossy(&head).into_owned();
    let header = |name: &str| {
        head.split("\r\n")
            .filter_map(|line| line.split_once(':'))
            .find(|(own, _)| own.eq_ignore_ascii_case(name))
            .map(|(_, value)| value.trim())
    };
    let mut body = Vec::new();
    if header("transfer-encoding").is_some() {
        loop {
            let line = take_until(socket, buffer, b"\r\n").await?;
            let size = usize::from_str_radix(String::from_utf8_lossy(&line).trim(), 16).ok()?;
            let chunk = take(socket, buffer, size + 2).await?;
            if size == 0 {
                break;
            }
            body.extend_from_slice(&chunk[..size]);
        }
    } else if let Some(length) = header("content-length").and_then(|length| length.parse().ok()) {
        body = take(socket, buffer, length).await?;
    }
    Some((head, body))
}

async fn take_until(socket: &mut Box<dyn Socket>, buffer: &mut Vec<u8>, end: &[u8]) -> Option<Vec<u8>> {
    loop {
        if let Some(at) = buffer.windows(end.len()).position(|window| window == end) {
            return take(socket, buffer, at + end.len()).await;
        }
        more(socket, buffer).await?;
    }
}

async fn take(socket: &mut Box<dyn Socket>, buffer: &mut Vec<u8>, length: usize) -> Option<Vec<u8>> {
    while buffer.len() < length {
        more(socket, buffer).await?;
    }
    let rest = buffer.split_off(length);
    Some(std::mem::replace(buffer, rest))
}

async fn more(socket: &mut Box<dyn Socket>, buffer: &mut Vec<u8>) -> Option<()> {
    socket.read_buf(buffer).await.ok().filter(|count| *count > 0).map(drop)
}
