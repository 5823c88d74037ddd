//! One Redis. It keeps nothing over its end unless it is told to.

use std::{
    path::Path,
    process::Command,
    sync::{LazyLock, Mutex, MutexGuard},
};

use crate::{
    holder::{Holder, Recipe},
    patience::lock,
};

/// A server of its own.
pub struct Redis {
    holder: Mutex<Holder>,
    port: u16,
}

impl Redis {
    /// The one of this process, which nobody may disturb. A test that needs it empty has a prefix of its own for its keys.
    pub fn shared() -> &'static Self {
        static SHARED: LazyLock<Redis> = LazyLock::new(Redis::start);
        &SHARED
    }

    /// Starts one. It ends when it is dropped.
    pub fn start() -> Self {
        Self::start_with(&[])
    }

    /// Starts one with these further arguments, such as `--appendonly yes`.
    pub fn start_with(arguments: &[&str]) -> Self {
        let recipe = |folder: &Path, port: u16| {
            let (folder, port) = (folder.display().to_string(), port.to_string());
            let own = ["--bind", "127.0.0.1", "--port", &port, "--dir", &folder, "--save", "", "--databases", "64"];
            launched(own.iter().chain(arguments), "Ready to accept connections")
        };
        Self::held(Holder::start(recipe, |_, _| ()))
    }

    /// Starts one that watches others, with what `configuration` gives for its port.
    pub(crate) fn start_watching(configuration: impl Fn(u16) -> String) -> Self {
        let file = |folder: &Path| folder.join("sentinel.conf");
        let recipe = |folder: &Path, _: u16| {
            launched([file(folder).display().to_string().as_str(), "--sentinel"].iter(), "Sentinel ID is")
        };
        let write = |folder: &Path, port: u16| std::fs::write(file(folder), configuration(port)).expect("a file");
        Self::held(Holder::start(recipe, write))
    }

    fn held((holder, port): (Holder, u16)) -> Self {
        Self { holder: Mutex::new(holder), port }
    }

    /// Its URL.
    pub fn url(&self) -> String {
        format!("redis://127.0.0.1:{}", self.port)
    }

    /// Where it listens.
    pub fn port(&self) -> u16 {
        self.port
    }

    /// What redis-cli says to this. An error fails the test.
    #[track_caller]
    pub fn cli(&self, arguments: &[&str]) -> String {
        let mut command = Command::new("redis-cli");
        command.args(["-e", "-h", "127.0.0.1", "-p", &self.port.to_string()]).args(arguments);
        let output = command.output().expect("redis-cli is installed");
        let said = String::from_utf8_lossy(&output.stdout).trim_end().to_owned();
        assert!(output.status.success(), "{arguments:?}: {said}{}", String::from_utf8_lossy(&output.stderr));
        said
    }

    /// Ends it as a power cut would.
    pub fn kill(&self) {
        self.holder().kill();
    }

    /// Starts it again after it was killed, with what it kept.
    pub fn start_again(&self) {
        self.holder().start_again();
    }

    /// From now on it says nothing, but its connections stay.
    pub fn pause(&self) {
        self.holder().pause();
    }

    /// It goes on where it was.
    pub fn resume(&self) {
        self.holder().resume();
    }

    pub(crate) fn holder(&self) -> MutexGuard<'_, Holder> {
        lock(&self.holder)
    }
}

fn launched<'a>(arguments: impl Iterator<Item = &'a &'a str>, says: &'static str) -> Recipe {
    let command = std::iter::once("redis-server").chain(arguments.copied()).map(str::to_owned).collect();
    // Asked to end, a master would wait for its replicas.
    Recipe { command, says, farewell: "KILL" }
}

#[cfg(test)]
mod tests {
    use std::{sync::mpsc, thread, time::Duration};

    use super::*;
    use crate::patience::LONG;

    #[test]
    fn a_server_that_is_killed_comes_again_empty() {
        let server = Redis::start();
        server.cli(&["SET", "name", "Ada"]);
        assert_eq!(server.cli(&["GET", "name"]), "Ada");
        server.kill();
        assert!(std::net::TcpStream::connect(("127.0.0.1", server.port())).is_err());
        server.start_again();
        assert_eq!(server.cli(&["GET", "name"]), "");
    }

    #[test]
    fn a_server_that_writes_everything_down_comes_again_with_it() {
        let server = Redis::start_with(&["--appendonly", "yes", "--appendfsync", "always"]);
        server.cli(&["SET", "name", "Ada"]);
        server.kill();
        server.start_again();
        assert_eq!(server.cli(&["GET", "name"]), "Ada");
    }

    #[test]
    fn while_it_is_paused_it_says_nothing() {
        let server = Redis::start();
        server.pause();
        let (says, hears) = mpsc::channel();
        thread::scope(|scope| {
            scope.spawn(|| says.send(server.cli(&["PING"])).expect("somebody listens"));
            assert!(hears.recv_timeout(Duration::from_millis(200)).is_err());
            server.resume();
            assert_eq!(hears.recv_timeout(LONG).as_deref(), Ok("PONG"));
        });
    }
}
