//! A shell that a server runs under. It waits on a pipe from this process, and when that closes, because the holder is dropped or the
//! process is gone, it ends the server and removes its folder.

use std::{
    fs,
    io::{BufRead as _, BufReader, Write as _},
    os::unix::process::CommandExt as _,
    path::{Path, PathBuf},
    process::{Child, ChildStdin, ChildStdout, Command, Stdio},
    time::Instant,
};

use rustix::process::{Pid, Signal, kill_process};

use crate::{
    folder, patience,
    patience::{LONG, until},
    port,
};

/// Takes orders, a line each: `with ARGUMENT` adds to the command, `start` runs it and says its process id, `wait` says when it has ended.
///
/// It minds neither a lost reader nor SIGHUP, which its group gets if a member is paused when the test dies. A server that is paused is
/// woken to end. Something that still writes, such as an `initdb` whose test has died, may get in the way of removing the folder once.
const SCRIPT: &str = r#"
trap '' HUP PIPE
folder=$1 farewell=$2 server=
shift 2
while IFS= read -r order; do
    case $order in
    with\ *) set -- "$@" "${order#with }" ;;
    start) "$@" </dev/null >>"$folder/log" 2>&1 & server=$!; echo "$server" ;;
    wait) wait "$server"; server=; echo ended ;;
    esac
done
if [ -n "$server" ]; then
    kill -s "$farewell" "$server"
    kill -s CONT "$server"
    wait "$server"
fi
for attempt in 1 2 3 4 5 6 7 8 9 10; do
    rm -rf "$folder" && break
    sleep 0.2
done
"#;

/// How often another port is tried. One that was free a moment ago is hardly ever taken.
const ATTEMPTS: usize = 5;

/// How a server is run.
pub(crate) struct Recipe {
    pub(crate) command: Vec<String>,
    /// In its log when it takes connections.
    pub(crate) says: &'static str,
    /// The signal that ends it for good, by its name.
    pub(crate) farewell: &'static str,
}

/// The shell, and the server under it.
pub(crate) struct Holder {
    shell: Child,
    orders: Option<ChildStdin>,
    answers: BufReader<ChildStdout>,
    folder: PathBuf,
    says: &'static str,
    server: Option<Pid>,
}

impl Holder {
    /// Starts a server on a free port, and gives it another if somebody takes that one meanwhile.
    pub(crate) fn start(recipe: impl Fn(&Path, u16) -> Recipe, prepare: impl Fn(&Path, u16)) -> (Self, u16) {
        for _ in 0..ATTEMPTS {
            let (folder, port) = (folder::keep_new(), port::free());
            let mut holder = Self::of(folder, &recipe, port);
            prepare(&holder.folder, port);
            match holder.run() {
                Ok(()) => return (holder, port),
                Err(log) => assert!(log.contains("Address already in use"), "the server did not come up:\n{log}"),
            }
        }
        panic!("every port was taken by somebody else");
    }

    fn of(folder: PathBuf, recipe: impl Fn(&Path, u16) -> Recipe, port: u16) -> Self {
        let recipe = recipe(&folder, port);
        let mut command = Command::new("/bin/sh");
        command.args(["-c", SCRIPT, "sh"]).arg(&folder).arg(recipe.farewell).current_dir(&folder);
        command.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::null());
        // What ends the test from the terminal must not end the shell before it has done its work.
        let mut shell = command.process_group(0).spawn().expect("a shell");
        let orders = shell.stdin.take();
        let answers = BufReader::new(shell.stdout.take().expect("it is piped"));
        let mut holder = Self { shell, orders, answers, folder, says: recipe.says, server: None };
        for argument in recipe.command {
            holder.order(&format!("with {argument}"));
        }
        holder
    }

    /// Starts the server that has ended, on its port and in its folder.
    #[track_caller]
    pub(crate) fn start_again(&mut self) {
        assert!(self.server.is_none(), "the server runs already");
        if let Err(log) = self.run() {
            panic!("the server did not come up again:\n{log}");
        }
    }

    /// Tells the server to end by this signal, and waits until it has.
    pub(crate) fn end(&mut self, signal: Signal) {
        let family = self.family();
        send(&family, signal);
        // One that is paused would not hear it.
        send(&family, Signal::CONT);
        self.wait(&family);
    }

    /// Ends every process of the server at once.
    pub(crate) fn kill(&mut self) {
        self.pause();
        let family = self.family();
        send(&family, Signal::KILL);
        self.wait(&family);
    }

    /// Stops every process of the server where it is.
    pub(crate) fn pause(&self) {
        // The first, so that it has no further children.
        send(&[self.server()], Signal::STOP);
        send(&self.family(), Signal::STOP);
    }

    /// Lets them go on.
    pub(crate) fn resume(&self) {
        send(&self.family(), Signal::CONT);
    }

    /// Where the server writes.
    pub(crate) fn folder(&self) -> &Path {
        &self.folder
    }

    #[track_caller]
    fn server(&self) -> Pid {
        self.server.expect("the server runs")
    }

    /// The server's process and its children.
    fn family(&self) -> Vec<Pid> {
        let server = self.server();
        let is_child = |process: &Pid| Condition::of(*process).is_some_and(|condition| condition.parent == Some(server));
        let processes = fs::read_dir("/proc").expect("a list of processes").flatten();
        let processes = processes.filter_map(|entry| Pid::from_raw(entry.file_name().to_str()?.parse().ok()?));
        std::iter::once(server).chain(processes.filter(is_child)).collect()
    }

    fn run(&mut self) -> Result<(), String> {
        let said_before = self.log().len();
        self.order("start");
        let server = self.answer().parse().ok().and_then(Pid::from_raw).expect("a process id");
        self.server = Some(server);
        let began = Instant::now();
        loop {
            if self.log().get(said_before..).is_some_and(|said| said.contains(self.says)) {
                return Ok(());
            }
            if !is_alive(server) {
                self.wait(&[]);
                return Err(self.log());
            }
            assert!(began.elapsed() < LONG, "the server does not come up:\n{}", self.log());
            patience::pause();
        }
    }

    fn wait(&mut self, family: &[Pid]) {
        self.order("wait");
        assert_eq!(self.answer(), "ended");
        until("its children end", || !family.iter().copied().any(is_alive));
        self.server = None;
    }

    fn order(&mut self, order: &str) {
        let orders = self.orders.as_mut().expect("it is open until the holder is dropped");
        writeln!(orders, "{order}").expect("the shell listens");
    }

    fn answer(&mut self) -> String {
        let mut line = String::new();
        self.answers.read_line(&mut line).expect("the shell answers");
        line.trim_end().to_owned()
    }

    fn log(&self) -> String {
        String::from_utf8_lossy(&fs::read(self.folder.join("log")).unwrap_or_default()).into_owned()
    }
}

impl Drop for Holder {
    fn drop(&mut self) {
        if self.server.is_some() {
            self.resume();
        }
        self.orders.take();
        // Nothing is to be done about a shell that somebody else has ended.
        let _ = self.shell.wait();
    }
}

/// What the kernel says of a process.
struct Condition {
    state: String,
    parent: Option<Pid>,
}

impl Condition {
    fn of(process: Pid) -> Option<Self> {
        let line = fs::read_to_string(format!("/proc/{process}/stat")).ok()?;
        // proc(5): the name is in parentheses, and may have some itself.
        let (_, rest) = line.rsplit_once(") ")?;
        let mut fields = rest.split(' ');
        Some(Self { state: fields.next()?.to_owned(), parent: Pid::from_raw(fields.next()?.parse().ok()?) })
    }
}

/// Whether it has not ended; one that nobody has asked after yet has.
fn is_alive(process: Pid) -> bool {
    Condition::of(process).is_some_and(|condition| !["Z", "X"].contains(&condition.state.as_str()))
}

fn send(family: &[Pid], signal: Signal) {
    for process in family {
        // A child may have ended by itself.
        let _ = kill_process(*process, signal);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{Postgres, Redis};

    #[test]
    fn nothing_is_left_of_the_servers_of_a_test_that_is_killed() {
        let own = std::env::current_exe().expect("this test has a file");
        let mut command = Command::new(own);
        command.args(["--exact", "holder::tests::starts_servers_and_waits", "--ignored", "--nocapture"]);
        let mut test = command.stdin(Stdio::piped()).stdout(Stdio::piped()).spawn().expect("this test runs");
        let lines = BufReader::new(test.stdout.take().expect("it is piped")).lines().map_while(Result::ok);
        let left: Vec<_> = lines.filter_map(|line| Some(line.strip_prefix("left: ")?.to_owned())).take(4).collect();
        let (processes, folders): (Vec<_>, Vec<_>) = left.iter().partition(|left| left.parse::<i32>().is_ok());
        assert_eq!((processes.len(), folders.len()), (2, 2), "{left:?}");
        let processes: Vec<_> = processes.iter().filter_map(|id| Pid::from_raw(id.parse().ok()?)).collect();
        assert!(processes.iter().copied().all(is_alive));

        test.kill().expect("it runs");
        test.wait().expect("it ends");
        until("its servers end", || !processes.iter().copied().any(is_alive));
        until("their folders are removed", || !folders.iter().any(|folder| Path::new(folder).exists()));
    }

    #[test]
    #[ignore = "run, and killed, by the test above"]
    fn starts_servers_and_waits() {
        let (postgres, redis) = (Postgres::start(), Redis::start());
        for holder in [postgres.holder(), redis.holder()] {
            holder.pause();
            println!("\nleft: {}\nleft: {}", holder.server(), holder.folder().display());
        }
        let _ = std::io::stdin().lines().next();
    }
}
