//! PostgreSQL. It promises what it promises everywhere but to survive the machine: nothing is flushed to a disk.

use std::{
    fs,
    path::{Path, PathBuf},
    process::Command,
    sync::{
        LazyLock, Mutex, MutexGuard,
        atomic::{AtomicUsize, Ordering},
    },
};

use rustix::process::{Signal, geteuid};

use crate::{
    holder::{Holder, Recipe},
    patience::lock,
};

/// Who owns every database. Nobody is asked for a password.
const USER: &str = "gatehouse";
/// Whom Debian runs it as. It refuses to run as root.
const SYSTEM_USER: &str = "postgres";

/// A server of its own.
pub struct Postgres {
    holder: Mutex<Holder>,
    port: u16,
    databases: AtomicUsize,
}

impl Postgres {
    /// The one of this process, which nobody may disturb.
    pub fn shared() -> &'static Self {
        static SHARED: LazyLock<Postgres> = LazyLock::new(Postgres::start);
        &SHARED
    }

    /// Starts one. It ends when it is dropped.
    pub fn start() -> Self {
        let (holder, port) = Holder::start(recipe, |folder, _| initialize(folder));
        Self { holder: Mutex::new(holder), port, databases: AtomicUsize::new(0) }
    }

    /// Makes an empty database, and says its URL.
    pub fn database(&self) -> String {
        let name = format!("test_{}", self.databases.fetch_add(1, Ordering::SeqCst));
        // Nobody can be connected to this template, which would be in the way.
        self.psql("postgres", &format!("CREATE DATABASE {name} TEMPLATE template0"));
        format!("postgres://{USER}@127.0.0.1:{}/{name}", self.port)
    }

    /// What psql says to this, a line each row, with `|` between columns. The database is named by its URL or its name.
    #[track_caller]
    pub fn psql(&self, database: &str, sql: &str) -> String {
        let mut command = Command::new(program("psql"));
        command.args(["-X", "-q", "-A", "-t", "-v", "ON_ERROR_STOP=1", "-h", "127.0.0.1", "-U", USER]);
        said(command.args(["-p", &self.port.to_string(), "-d", database, "-c", sql]))
    }

    /// Where it listens.
    pub fn port(&self) -> u16 {
        self.port
    }

    /// Ends it as a power cut would.
    pub fn kill(&self) {
        let mut holder = self.holder();
        holder.kill();
        forget_shared_memory(holder.folder());
    }

    /// Ends it, and every connection, after what it is doing is undone.
    pub fn stop(&self) {
        self.holder().end(Signal::INT);
    }

    /// Starts it again after it was stopped or killed, with all that was committed.
    pub fn start_again(&self) {
        self.holder().start_again();
    }

    /// Ends it without care, and starts it again.
    pub fn restart(&self) {
        let mut holder = self.holder();
        holder.end(Signal::QUIT);
        holder.start_again();
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

fn recipe(folder: &Path, port: u16) -> Recipe {
    let mut command = as_system_user();
    command.extend([program("postgres").display().to_string(), "-D".to_owned(), data(folder).display().to_string()]);
    let settings = [
        "listen_addresses=127.0.0.1",
        "fsync=off",
        "synchronous_commit=on",
        "full_page_writes=off",
        "max_connections=500",
        // Its folder may be in memory.
        "max_wal_size=256MB",
        // Beside its data, to be removed with them.
        "dynamic_shared_memory_type=mmap",
        // Its log is read here.
        "lc_messages=C",
    ];
    let settings = settings.iter().map(ToString::to_string);
    let own = [format!("port={port}"), format!("unix_socket_directories={}", folder.display())];
    command.extend(settings.chain(own).flat_map(|setting| ["-c".to_owned(), setting]));
    // SIGQUIT: at once, but with its children.
    Recipe { command, says: "database system is ready to accept", farewell: "QUIT" }
}

fn initialize(folder: &Path) {
    if geteuid().is_root() {
        said(Command::new("chown").arg(format!("{SYSTEM_USER}:{SYSTEM_USER}")).arg(folder));
    }
    let mut command = Command::new("env");
    command.args(as_system_user()).arg(program("initdb")).arg("-D").arg(data(folder)).current_dir(folder);
    said(command.args(["--no-sync", "-A", "trust", "-U", USER, "-E", "UTF8"]).args(locale()));
}

/// Text sorts as people sort it, not by bytes, so that whoever depends on bytes has to say so: by the system's locale, or where that is
/// not installed by the rules that PostgreSQL brings.
fn locale() -> &'static [&'static str] {
    let has_it = said(Command::new("locale").arg("-a")).lines().any(|name| name == "en_US.utf8");
    if has_it { &["--locale=en_US.UTF-8"] } else { &["--locale=C.UTF-8", "--locale-provider=icu", "--icu-locale=en-US"] }
}

/// A server that is killed leaves a small piece of shared memory, of which the kernel has only so many.
fn forget_shared_memory(folder: &Path) {
    let lock_file = fs::read_to_string(data(folder).join("postmaster.pid")).expect("what was killed left it");
    // Its seventh line has the key and the id.
    let id = lock_file.lines().nth(6).and_then(|line| line.split_whitespace().nth(1));
    said(Command::new("ipcrm").arg("-m").arg(id.expect("an id of shared memory")));
}

fn data(folder: &Path) -> PathBuf {
    folder.join("data")
}

/// What stands before a command that root may not run.
fn as_system_user() -> Vec<String> {
    let user = [format!("--reuid={SYSTEM_USER}"), format!("--regid={SYSTEM_USER}"), "--clear-groups".to_owned()];
    if geteuid().is_root() { std::iter::once("setpriv".to_owned()).chain(user).collect() } else { Vec::new() }
}

/// In the newest version that Debian has installed, or in the path.
fn program(name: &str) -> PathBuf {
    let versions = fs::read_dir("/usr/lib/postgresql").into_iter().flatten().flatten();
    let versions =
        versions.filter_map(|entry| Some((entry.file_name().to_str()?.parse().ok()?, entry.path().join("bin").join(name))));
    let newest = versions.filter(|(_, program)| program.exists()).max_by_key(|(version, _): &(u32, _)| *version);
    newest.map_or_else(|| name.into(), |(_, program)| program)
}

#[track_caller]
fn said(command: &mut Command) -> String {
    let output = command.output().unwrap_or_else(|error| panic!("{error}: {command:?}"));
    assert!(output.status.success(), "{command:?}: {}", String::from_utf8_lossy(&output.stderr));
    String::from_utf8(output.stdout).expect("it speaks UTF-8").trim_end().to_owned()
}

#[cfg(test)]
mod tests {
    use std::{sync::mpsc, thread, time::Duration};

    use super::*;
    use crate::patience::LONG;

    #[test]
    fn databases_are_empty_and_apart() {
        let server = Postgres::shared();
        let (one, other) = (server.database(), server.database());
        server.psql(&one, "CREATE TABLE people (name TEXT)");
        let tables = "SELECT count(*) FROM pg_tables WHERE schemaname = 'public'";
        assert_eq!((server.psql(&one, tables).as_str(), server.psql(&other, tables).as_str()), ("1", "0"));
    }

    #[test]
    fn text_does_not_sort_by_bytes() {
        let server = Postgres::shared();
        let database = server.database();
        assert_eq!(server.psql(&database, "SELECT 'a' < 'B', 'a' < 'B' COLLATE \"C\""), "t|f");
    }

    #[test]
    fn what_was_committed_outlives_the_server() {
        let server = Postgres::start();
        let database = server.database();
        let count = || server.psql(&database, "INSERT INTO people VALUES ('Ada'); SELECT count(*) FROM people");
        server.psql(&database, "CREATE TABLE people (name TEXT)");
        assert_eq!(count(), "1");
        server.kill();
        assert!(std::net::TcpStream::connect(("127.0.0.1", server.port())).is_err());
        server.start_again();
        assert_eq!(count(), "2");
        server.stop();
        server.start_again();
        assert_eq!(count(), "3");
        server.restart();
        assert_eq!(count(), "4");
    }

    #[test]
    fn while_it_is_paused_it_says_nothing() {
        let server = Postgres::start();
        server.pause();
        let (says, hears) = mpsc::channel();
        thread::scope(|scope| {
            scope.spawn(|| says.send(server.psql("postgres", "SELECT 1")).expect("somebody listens"));
            assert!(hears.recv_timeout(Duration::from_millis(200)).is_err());
            server.resume();
            assert_eq!(hears.recv_timeout(LONG).as_deref(), Ok("1"));
        });
    }
}
