//! The way to a server, which can be cut, stalled and slow.

use std::{
    collections::HashMap,
    io::{Read as _, Write as _},
    net::{Shutdown, SocketAddr, TcpListener, TcpStream},
    sync::{Arc, Condvar, Mutex, PoisonError},
    thread::{self, JoinHandle},
    time::{Duration, Instant},
};

use crate::{
    patience::lock,
    port::{self, local},
};

/// A proxy of its own. It forwards everything as it comes until it is told otherwise.
pub struct Proxy {
    address: SocketAddr,
    way: Arc<Way>,
    listening: Mutex<Option<JoinHandle<()>>>,
}

struct Way {
    to: SocketAddr,
    state: Mutex<State>,
    changed: Condvar,
}

struct State {
    manner: Manner,
    delay: Duration,
    /// Both ends of each connection; what is not here any more was cut.
    connections: HashMap<u64, Vec<TcpStream>>,
    next: u64,
}

#[derive(Clone, Copy, PartialEq)]
enum Manner {
    Forward,
    Stall,
    Refuse,
}

impl Proxy {
    /// Starts one before the server at this address, whether that is up or not. It cuts everything when it is dropped.
    pub fn to(address: SocketAddr) -> Self {
        let state = State { manner: Manner::Forward, delay: Duration::ZERO, connections: HashMap::new(), next: 0 };
        let way = Arc::new(Way { to: address, state: Mutex::new(state), changed: Condvar::new() });
        let (listener, address) = loop {
            // Somebody else may be quicker.
            let address = local(port::free());
            if let Ok(listener) = TcpListener::bind(address) {
                break (listener, address);
            }
        };
        let listening = Mutex::new(Some(listen(listener, way.clone())));
        Self { address, way, listening }
    }

    /// Where it listens.
    pub fn address(&self) -> SocketAddr {
        self.address
    }

    /// Drops every connection, and refuses others.
    pub fn cut(&self) {
        let mut listening = lock(&self.listening);
        self.way.turns(Manner::Refuse);
        if let Some(listening) = listening.take() {
            // To be noticed, for it waits for somebody to come.
            let _ = TcpStream::connect(self.address);
            listening.join().expect("it stops listening");
        }
    }

    /// From now on it takes connections and what is sent, and passes nothing on.
    pub fn stall(&self) {
        self.way.turns(Manner::Stall);
        self.listen();
    }

    /// Everything is as before; what was held up goes on.
    pub fn mend(&self) {
        self.way.turns(Manner::Forward);
        self.listen();
    }

    /// From now on everything that is sent takes so long, either way.
    pub fn delay(&self, delay: Duration) {
        lock(&self.way.state).delay = delay;
    }

    fn listen(&self) {
        lock(&self.listening).get_or_insert_with(|| {
            let listener = TcpListener::bind(self.address).expect("nobody else took its port");
            listen(listener, self.way.clone())
        });
    }
}

impl Drop for Proxy {
    fn drop(&mut self) {
        self.cut();
    }
}

fn listen(listener: TcpListener, way: Arc<Way>) -> JoinHandle<()> {
    thread::spawn(move || {
        for client in listener.incoming().flatten() {
            let Some(connection) = way.opens(&client) else { return };
            let way = way.clone();
            thread::spawn(move || {
                way.carries(&client, connection);
                way.closes(connection);
            });
        }
    })
}

impl Way {
    fn turns(&self, manner: Manner) {
        let mut state = lock(&self.state);
        state.manner = manner;
        if manner == Manner::Refuse {
            state.connections.drain().for_each(|(_, ends)| close(&ends));
        }
        self.changed.notify_all();
    }

    /// Nothing when connections are refused.
    fn opens(&self, client: &TcpStream) -> Option<u64> {
        let mut state = lock(&self.state);
        if state.manner == Manner::Refuse {
            return None;
        }
        let connection = state.next;
        state.next += 1;
        state.connections.insert(connection, vec![end_of(client)]);
        Some(connection)
    }

    fn closes(&self, connection: u64) {
        if let Some(ends) = lock(&self.state).connections.remove(&connection) {
            close(&ends);
        }
    }

    fn carries(&self, client: &TcpStream, connection: u64) {
        if !self.lets_pass(connection, Duration::ZERO) {
            return;
        }
        let Ok(server) = TcpStream::connect(self.to) else { return };
        match lock(&self.state).connections.get_mut(&connection) {
            Some(ends) => ends.push(end_of(&server)),
            None => return,
        }
        thread::scope(|scope| {
            scope.spawn(|| self.pumps(client, &server, connection));
            self.pumps(&server, client, connection);
        });
    }

    fn pumps(&self, mut from: &TcpStream, mut to: &TcpStream, connection: u64) {
        // What is delayed here must not wait for more as well.
        let _ = to.set_nodelay(true);
        let mut buffer = vec![0; 64 * 1024];
        while let Ok(count @ 1..) = from.read(&mut buffer) {
            let delay = lock(&self.state).delay;
            if !self.lets_pass(connection, delay) || to.write_all(&buffer[..count]).is_err() {
                break;
            }
        }
        let _ = to.shutdown(Shutdown::Write);
    }

    /// Waits as long as it takes, and says whether the connection is still there.
    fn lets_pass(&self, connection: u64, delay: Duration) -> bool {
        let due = Instant::now() + delay;
        let mut state = lock(&self.state);
        while state.connections.contains_key(&connection) {
            let left = due.saturating_duration_since(Instant::now());
            state = if state.manner == Manner::Stall {
                self.changed.wait(state).unwrap_or_else(PoisonError::into_inner)
            } else if left > Duration::ZERO {
                self.changed.wait_timeout(state, left).unwrap_or_else(PoisonError::into_inner).0
            } else {
                return true;
            };
        }
        false
    }
}

fn end_of(stream: &TcpStream) -> TcpStream {
    stream.try_clone().expect("a descriptor")
}

fn close(ends: &[TcpStream]) {
    for end in ends {
        // It may be closed already.
        let _ = end.shutdown(Shutdown::Both);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{Redis, patience::LONG};

    const A_WHILE: Duration = Duration::from_millis(200);

    fn proxy() -> Proxy {
        Proxy::to(local(Redis::shared().port()))
    }

    fn connect(proxy: &Proxy) -> TcpStream {
        TcpStream::connect(proxy.address()).expect("it listens")
    }

    fn ask(mut stream: &TcpStream) {
        stream.write_all(b"PING\r\n").expect("it listens");
    }

    fn hear(mut stream: &TcpStream, within: Duration) -> Option<String> {
        stream.set_read_timeout(Some(within)).expect("a timeout");
        let mut answer = [0; 7];
        let count = stream.read(&mut answer).ok()?;
        Some(String::from_utf8_lossy(&answer[..count]).into_owned())
    }

    fn answers(stream: &TcpStream) {
        ask(stream);
        assert_eq!(hear(stream, LONG).as_deref(), Some("+PONG\r\n"));
    }

    #[test]
    fn a_cut_drops_every_connection_and_refuses_others_until_it_is_mended() {
        let proxy = proxy();
        let before = connect(&proxy);
        answers(&before);
        proxy.cut();
        assert_eq!(hear(&before, LONG).as_deref(), Some(""));
        assert!(TcpStream::connect(proxy.address()).is_err());
        proxy.mend();
        answers(&connect(&proxy));
        assert_ne!(hear(&before, A_WHILE).as_deref(), Some("+PONG\r\n"));
    }

    #[test]
    fn what_is_sent_while_it_stalls_is_answered_when_it_is_mended() {
        let proxy = proxy();
        let before = connect(&proxy);
        answers(&before);
        proxy.stall();
        let meanwhile = connect(&proxy);
        for stream in [&before, &meanwhile] {
            ask(stream);
            assert_eq!(hear(stream, A_WHILE), None);
        }
        proxy.mend();
        for stream in [&before, &meanwhile] {
            assert_eq!(hear(stream, LONG).as_deref(), Some("+PONG\r\n"));
        }
    }

    #[test]
    fn what_stalls_can_be_cut() {
        let proxy = proxy();
        proxy.stall();
        let stream = connect(&proxy);
        ask(&stream);
        proxy.cut();
        assert!(hear(&stream, LONG).is_none_or(|answer| answer.is_empty()));
    }

    #[test]
    fn a_delay_holds_up_both_ways() {
        let proxy = proxy();
        let stream = connect(&proxy);
        proxy.delay(A_WHILE);
        let began = Instant::now();
        answers(&stream);
        assert!(began.elapsed() >= 2 * A_WHILE);
    }

    #[test]
    fn a_server_that_is_not_there_ends_the_connection() {
        let proxy = Proxy::to(local(port::free()));
        let stream = connect(&proxy);
        assert_eq!(hear(&stream, LONG).as_deref(), Some(""));
    }
}
