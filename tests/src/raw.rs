//! A client without manners: it sends exactly the bytes it is given, and reads what comes back as it came.

use std::{net::SocketAddr, path::Path};

use tokio::{
    io::{AsyncRead, AsyncReadExt as _, AsyncWrite, AsyncWriteExt as _},
    net::{TcpStream, UnixStream},
};

use crate::patience::soon;

/// Bytes both ways.
pub(crate) trait Socket: AsyncRead + AsyncWrite + Unpin + Send {}

impl<T: AsyncRead + AsyncWrite + Unpin + Send> Socket for T {}

/// A connection to a gateway, or to anything that speaks HTTP/1.
pub struct Connection {
    socket: Box<dyn Socket>,
    buffer: Vec<u8>,
}

impl Connection {
    /// To a TCP address.
    pub async fn open(address: SocketAddr) -> Self {
        let socket = TcpStream::connect(address).await.expect("somebody listens there");
        Self { socket: Box::new(socket), buffer: Vec::new() }
    }

    /// To a unix socket.
    pub async fn open_unix(path: &Path) -> Self {
        let socket = UnixStream::connect(path).await.expect("somebody listens there");
        Self { socket: Box::new(socket), buffer: Vec::new() }
    }

    /// Sends these bytes. What the other side no longer takes is lost: it has answered already.
    pub async fn send(&mut self, bytes: impl AsRef<[u8]>) {
        let _ = soon("the other side takes bytes", self.socket.write_all(bytes.as_ref())).await;
        let _ = self.socket.flush().await;
    }

    /// Says that nothing more will be sent.
    pub async fn end(&mut self) {
        let _ = self.socket.shutdown().await;
    }

    /// The next answer, whole.
    pub async fn answer(&mut self) -> Answer {
        self.try_answer(Expect::Body).await.expect("an answer before the connection closes")
    }

    /// The next answer, or `None` when the connection closes before one begins.
    pub async fn answer_if_any(&mut self) -> Option<Answer> {
        self.try_answer(Expect::Body).await
    }

    /// The next answer's head: of an answer to HEAD, or of one whose body goes on.
    pub async fn answer_head(&mut self) -> Answer {
        self.try_answer(Expect::NoBody).await.expect("an answer before the connection closes")
    }

    async fn try_answer(&mut self, expect: Expect) -> Option<Answer> {
        let head = self.until(b"\r\n\r\n").await?;
        let mut answer = Answer::of_head(&head);
        if matches!(expect, Expect::NoBody) || answer.status < 200 || matches!(answer.status, 204 | 304) {
            return Some(answer);
        }
        if answer.header("transfer-encoding").is_some_and(|coding| coding.eq_ignore_ascii_case("chunked")) {
            while let Some(chunk) = self.chunk().await {
                if chunk.is_empty() {
                    return Some(answer);
                }
                answer.body.extend(chunk);
            }
            answer.is_cut = true;
        } else if let Some(length) = answer.header("content-length").and_then(|length| length.parse().ok()) {
            answer.body = self.exactly(length).await;
            answer.is_cut = answer.body.len() < length;
        } else {
            while self.fill().await {}
            answer.body = std::mem::take(&mut self.buffer);
        }
        Some(answer)
    }

    /// The next chunk of a chunked body; empty for the last, `None` when the connection closes instead.
    pub async fn chunk(&mut self) -> Option<Vec<u8>> {
        let line = self.until(b"\r\n").await?;
        let size = String::from_utf8_lossy(&line);
        let size = usize::from_str_radix(size.trim(), 16).expect("a chunk's size");
        let mut chunk = self.exactly(size + 2).await;
        if chunk.len() < size + 2 {
            return None;
        }
        chunk.truncate(size);
        Some(chunk)
    }

    /// The next bytes, whatever they are; none when the connection is closed.
    pub async fn some(&mut self) -> Vec<u8> {
        if self.buffer.is_empty() {
            self.fill().await;
        }
        std::mem::take(&mut self.buffer)
    }

    /// Exactly this many bytes; fewer when the connection closes before.
    pub async fn exactly(&mut self, length: usize) -> Vec<u8> {
        while self.buffer.len() < length && self.fill().await {}
        let rest = self.buffer.split_off(length.min(self.buffer.len()));
        std::mem::replace(&mut self.buffer, rest)
    }

    /// Waits until the other side has closed; what it still said.
    pub async fn until_closed(&mut self) -> Vec<u8> {
        while self.fill().await {}
        std::mem::take(&mut self.buffer)
    }

    async fn until(&mut self, end: &[u8]) -> Option<Vec<u8>> {
        let mut searched = 0;
        loop {
            if let Some(at) = self.buffer[searched..].windows(end.len()).position(|window| window == end) {
                let rest = self.buffer.split_off(searched + at + end.len());
                return Some(std::mem::replace(&mut self.buffer, rest));
            }
            searched = self.buffer.len().saturating_sub(end.len() - 1);
            if !self.fill().await {
                return None;
            }
        }
    }

    /// Reads on; `false` when there is no more.
    async fn fill(&mut self) -> bool {
        let read = soon("the other side says something, or closes", self.socket.read_buf(&mut self.buffer)).await;
        read.is_ok_and(|count| count > 0)
    }
}

#[derive(Clone, Copy)]
enum Expect {
    Body,
    NoBody,
}

/// An answer.
#[derive(Clone, Debug, Default)]
pub struct Answer {
    /// Its status.
    pub status: u16,
    /// Its headers as they came, in their order.
    pub headers: Vec<(String, String)>,
    /// Its body, without the framing.
    pub body: Vec<u8>,
    /// Whether the connection closed before the body was whole.
    pub is_cut: bool,
}

impl Answer {
    fn of_head(head: &[u8]) -> Self {
        let head = String::from_utf8_lossy(head);
        let mut lines = head.split("\r\n");
        let status = lines.next().and_then(|line| line.split(' ').nth(1)).and_then(|status| status.parse().ok());
        let headers = lines
            .filter_map(|line| line.split_once(':'))
            .map(|(name, value)| (name.to_owned(), value.trim().to_owned()))
            .collect();
        Self { status: status.unwrap_or_else(|| panic!("no status line: {head}")), headers, ..Self::default() }
    }

    /// The first header of this name.
    pub fn header(&self, name: &str) -> Option<&str> {
        self.headers.iter().find(|(own, _)| own.eq_ignore_ascii_case(name)).map(|(_, value)| value.as_str())
    }

    /// Every header of this name.
    pub fn all(&self, name: &str) -> Vec<&str> {
        self.headers.iter().filter(|(own, _)| own.eq_ignore_ascii_case(name)).map(|(_, value)| value.as_str()).collect()
    }

    /// The names of its headers, in lower case and in order.
    pub fn names(&self) -> Vec<String> {
        let mut names: Vec<String> = self.headers.iter().map(|(name, _)| name.to_ascii_lowercase()).collect();
        names.sort();
        names
    }

    /// Its body as text.
    pub fn text(&self) -> String {
        String::from_utf8_lossy(&self.body).into_owned()
    }

    /// Its body as JSON.
    #[track_caller]
    pub fn json(&self) -> serde_json::Value {
        serde_json::from_slice(&self.body).unwrap_or_else(|error| panic!("{error}: {}", self.text()))
    }

    /// Fails unless it has this status.
    #[track_caller]
    pub fn is(&self, status: u16) -> &Self {
        assert_eq!(self.status, status, "{:?}\n{}", self.headers, self.text());
        self
    }

    /// Fails unless its body has these words.
    #[track_caller]
    pub fn says(&self, words: &str) -> &Self {
        assert!(self.text().contains(words), "{words:?} is not said: {} {:?}\n{}", self.status, self.headers, self.text());
        self
    }

    /// Whether it leads to the sign-in page.
    pub fn leads_to_sign_in(&self) -> bool {
        self.status == 303 && self.header("location").is_some_and(|to| to.starts_with("/_auth/login"))
    }
}
