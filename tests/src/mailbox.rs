//! A mail server of a world's own: it speaks SMTP on a free port, keeps what it accepts, and can be down, slow or unwilling.

use std::{
    net::SocketAddr,
    sync::{
        Arc, Mutex, PoisonError,
        atomic::{AtomicBool, AtomicU64, AtomicUsize, Ordering},
    },
    time::Duration,
};

use mailparse::{MailHeaderMap as _, ParsedMail, parse_mail};
use tokio::{
    io::{AsyncBufReadExt as _, AsyncWriteExt as _, BufReader},
    net::{TcpListener, TcpStream},
    task::JoinHandle,
};

use crate::patience::{LONG, eventually};

/// A letter as it was accepted.
#[derive(Clone, Debug)]
pub struct Letter {
    /// The address in the envelope.
    pub to: String,
    /// Head and body, as they were sent.
    pub raw: String,
    /// The subject, decoded.
    pub subject: String,
    /// The text part, decoded.
    pub text: String,
    /// The HTML part, decoded.
    pub html: String,
}

impl Letter {
    fn read(to: String, raw: &[u8]) -> Self {
        let parsed = parse_mail(raw).expect("a message in form");
        let part = |kind: &str| {
            let found = parsed.subparts.iter().find(|part| part.ctype.mimetype == kind).map(ParsedMail::get_body);
            found.unwrap_or_else(|| panic!("no {kind}")).expect("a body in its encoding").replace("\r\n", "\n")
        };
        Self {
            to,
            raw: String::from_utf8_lossy(raw).into_owned(),
            subject: parsed.headers.get_first_value("Subject").unwrap_or_default(),
            text: part("text/plain"),
            html: part("text/html"),
        }
    }

    /// A header's value.
    #[track_caller]
    pub fn header(&self, name: &str) -> String {
        let parsed = parse_mail(self.raw.as_bytes()).expect("a message in form");
        parsed.headers.get_first_value(name).unwrap_or_else(|| panic!("no {name}\n{}", self.raw))
    }

    /// The path and query of the link in it, the only one to a page under the prefix with a token.
    #[track_caller]
    pub fn link(&self) -> String {
        let (_, rest) = self.text.split_once("/_auth/").unwrap_or_else(|| panic!("no link\n{}", self.text));
        let end = rest.find(char::is_whitespace).unwrap_or(rest.len());
        format!("/_auth/{}", &rest[..end])
    }

    /// The temporary password in it, which stands on a line of its own.
    #[track_caller]
    pub fn password(&self) -> String {
        let is_one =
            |line: &&str| line.len() == 23 && line.split('-').count() == 4 && line.split('-').all(|group| group.len() == 5);
        self.text.lines().map(str::trim).find(is_one).unwrap_or_else(|| panic!("no password\n{}", self.text)).to_owned()
    }
}

#[derive(Default)]
struct Kept {
    letters: Mutex<Vec<Letter>>,
    /// Answers to a recipient whose mailbox begins with this.
    refuses: Mutex<Option<String>>,
    /// It takes a connection and says nothing.
    is_mute: AtomicBool,
    /// It accepts a message and breaks off before it says so.
    forgets_to_answer: AtomicUsize,
    /// Milliseconds between the end of a message and its acceptance, and again until it says so.
    hesitates: AtomicU64,
    /// How often anybody has connected.
    conversations: AtomicUsize,
}

/// The server.
pub struct Mailbox {
    address: SocketAddr,
    kept: Arc<Kept>,
    listening: Option<JoinHandle<()>>,
}

impl Mailbox {
    /// Starts it on a free port.
    pub async fn start() -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").await.expect("a free port");
        let address = listener.local_addr().expect("an address");
        let kept = Arc::new(Kept::default());
        let listening = Some(tokio::spawn(listen(listener, kept.clone())));
        Self { address, kept, listening }
    }

    /// Its URL, as `mail.url` has it.
    pub fn url(&self) -> String {
        format!("smtp://{}", self.address)
    }

    /// Nobody answers any more.
    pub fn goes_down(&mut self) {
        if let Some(listening) = self.listening.take() {
            listening.abort();
        }
    }

    /// It answers again.
    pub async fn comes_back(&mut self) {
        let kept = self.kept.clone();
        let listener = loop {
            // The port is free as soon as the task that held it is gone.
            match TcpListener::bind(self.address).await {
                Ok(listener) => break listener,
                Err(_) => tokio::task::yield_now().await,
            }
        };
        self.listening = Some(tokio::spawn(listen(listener, kept)));
    }

    /// From now on it says nothing to whoever connects, or speaks again.
    pub fn is_mute(&self, is_mute: bool) {
        self.kept.is_mute.store(is_mute, Ordering::SeqCst);
    }

    /// It refuses, with 550, recipients whose address begins with this.
    pub fn refuses(&self, beginning: &str) {
        *lock(&self.kept.refuses) = Some(beginning.to_owned());
    }

    /// The next so many messages are accepted, but the answer is lost.
    pub fn loses_answers(&self, count: usize) {
        self.kept.forgets_to_answer.store(count, Ordering::SeqCst);
    }

    /// From now on it takes so long to accept a message, and as long again to say so.
    pub fn hesitates(&self, pause: Duration) {
        self.kept.hesitates.store(u64::try_from(pause.as_millis()).unwrap_or(u64::MAX), Ordering::SeqCst);
    }

    /// How often anybody has connected so far.
    pub fn conversations(&self) -> usize {
        self.kept.conversations.load(Ordering::SeqCst)
    }

    /// Every letter so far.
    pub fn letters(&self) -> Vec<Letter> {
        lock(&self.kept.letters).clone()
    }

    /// Every letter to this address so far.
    pub fn letters_to(&self, address: &str) -> Vec<Letter> {
        self.letters().into_iter().filter(|letter| letter.to == address).collect()
    }

    /// Takes the letter to this address out, when it has come; not one that tells of a new browser, which comes beside whatever else.
    pub async fn takes(&self, address: &str) -> Letter {
        self.takes_that(address, "something", |subject| !subject.starts_with("New sign-in")).await
    }

    /// Takes the letter to this address out whose subject has these words, when it has come.
    pub async fn takes_about(&self, address: &str, words: &str) -> Letter {
        self.takes_that(address, words, |subject| subject.contains(words)).await
    }

    async fn takes_that(&self, address: &str, about: &str, is_it: impl Fn(&str) -> bool) -> Letter {
        let what = format!("a letter to {address} about {about:?}");
        let find = async || {
            let mut letters = lock(&self.kept.letters);
            let found = letters.iter().position(|letter| letter.to == address && is_it(&letter.subject));
            found.map(|index| letters.remove(index))
        };
        let waiting = tokio::time::timeout(LONG, eventually(&what, 2 * LONG, find));
        waiting.await.unwrap_or_else(|_| panic!("{what} has not come; there are {:?}", self.subjects()))
    }

    fn subjects(&self) -> Vec<(String, String)> {
        self.letters().into_iter().map(|letter| (letter.to, letter.subject)).collect()
    }
}

fn lock<T>(mutex: &Mutex<T>) -> std::sync::MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

async fn listen(listener: TcpListener, kept: Arc<Kept>) {
    let mut conversations = tokio::task::JoinSet::new();
    while let Ok((stream, _)) = listener.accept().await {
        kept.conversations.fetch_add(1, Ordering::SeqCst);
        conversations.spawn(converse(stream, kept.clone()));
    }
}

async fn converse(stream: TcpStream, kept: Arc<Kept>) -> Option<()> {
    let mut stream = BufReader::new(stream);
    while kept.is_mute.load(Ordering::SeqCst) {
        tokio::time::sleep(Duration::from_millis(20)).await;
    }
    say(&mut stream, "220 mail.localhost ESMTP").await?;
    let mut to = Vec::new();
    loop {
        let line = String::from_utf8_lossy(&read_line(&mut stream).await?).into_owned();
        let verb = line.trim_end().split([' ', ':']).next().unwrap_or_default().to_ascii_uppercase();
        match verb.as_str() {
            "EHLO" => say(&mut stream, "250-mail.localhost\r\n250-8BITMIME\r\n250 SMTPUTF8").await?,
            "RCPT" => {
                let address = line.split(['<', '>']).nth(1).unwrap_or_default().to_owned();
                let is_refused = lock(&kept.refuses).as_ref().is_some_and(|beginning| address.starts_with(beginning.as_str()));
                if is_refused {
                    say(&mut stream, "550 5.1.1 no such mailbox").await?;
                } else {
                    to.push(address);
                    say(&mut stream, "250 OK").await?;
                }
            }
            "DATA" => {
                say(&mut stream, "354 go ahead").await?;
                let raw = read_message(&mut stream).await?;
                hesitate(&kept).await;
                for address in to.drain(..) {
                    lock(&kept.letters).push(Letter::read(address, &raw));
                }
                let forgets = |left: usize| left.checked_sub(1);
                if kept.forgets_to_answer.fetch_update(Ordering::SeqCst, Ordering::SeqCst, forgets).is_ok() {
                    return None;
                }
                hesitate(&kept).await;
                say(&mut stream, "250 accepted").await?;
            }
            "QUIT" => {
                say(&mut stream, "221 bye").await?;
                return Some(());
            }
            "RSET" => {
                to.clear();
                say(&mut stream, "250 OK").await?;
            }
            _ => say(&mut stream, "250 OK").await?,
        }
    }
}

async fn hesitate(kept: &Kept) {
    let pause = kept.hesitates.load(Ordering::SeqCst);
    if pause > 0 {
        tokio::time::sleep(Duration::from_millis(pause)).await;
    }
}

async fn say(stream: &mut BufReader<TcpStream>, line: &str) -> Option<()> {
    stream.get_mut().write_all(format!("{line}\r\n").as_bytes()).await.ok()
}

async fn read_line(stream: &mut BufReader<TcpStream>) -> Option<Vec<u8>> {
    let mut line = Vec::new();
    let read = stream.read_until(b'\n', &mut line).await.ok()?;
    (read > 0).then_some(line)
}

/// To the line that is a dot, with the dots undone that were put before others (RFC 5321 §4.5.2).
async fn read_message(stream: &mut BufReader<TcpStream>) -> Option<Vec<u8>> {
    let mut message = Vec::new();
    loop {
        let line = read_line(stream).await?;
        if line == b".\r\n" {
            return Some(message);
        }
        message.extend_from_slice(line.strip_prefix(b".").unwrap_or(&line));
    }
}
