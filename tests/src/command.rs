//! The real binary, run as an operator runs it.

use std::{
    fs,
    io::{BufRead as _, BufReader, Write as _},
    net::SocketAddr,
    path::{Path, PathBuf},
    process::{Child, Command, ExitStatus, Stdio},
    sync::{Arc, Mutex, PoisonError},
    thread::JoinHandle,
};

use tempfile::TempDir;

use crate::{
    gates::Gates,
    patience::{LONG, eventually},
    person::Browser,
    world::HOST,
};

/// A folder with a configuration, and the binary beside this test's own.
pub struct Operator {
    folder: TempDir,
}

/// What a command said.
#[derive(Debug)]
pub struct Said {
    /// Its exit code.
    pub code: i32,
    /// On standard output.
    pub out: String,
    /// On standard error.
    pub err: String,
}

impl Said {
    /// Standard output as JSON.
    #[track_caller]
    pub fn json(&self) -> serde_json::Value {
        serde_json::from_str(&self.out).unwrap_or_else(|error| panic!("{error}: {self:?}"))
    }

    /// Fails unless it ended with this code.
    #[track_caller]
    pub fn ends_with(self, code: i32) -> Self {
        assert_eq!(self.code, code, "{self:?}");
        self
    }
}

fn binary() -> PathBuf {
    let own = std::env::current_exe().expect("this test has a file");
    let folder = own.parent().and_then(Path::parent).expect("it lies in deps/");
    let binary = folder.join("gatehouse");
    assert!(binary.exists(), "{} is not there; run `cargo build -p gatehouse` first", binary.display());
    binary
}

impl Operator {
    /// With a configuration that is in order: one portal in front of `upstream`, and these further lines before it.
    pub fn new(upstream: &str, tables: &str) -> Self {
        let operator = Self { folder: tempfile::tempdir().expect("a folder") };
        let data_dir = operator.folder.path().join("data").display().to_string();
        operator.writes(&format!(
            "[server]\nlisten = [\"127.0.0.1:0\"]\nmanagement = \"127.0.0.1:0\"\ndata_dir = {data_dir:?}\n\
             [password]\nargon2 = {{ memory = \"8MiB\", iterations = 1, lanes = 1 }}\n{tables}\n\
             [[portal]]\nname = \"calls\"\ntitle = \"Call Records\"\nurl = \"http://{HOST}\"\nupstream = {upstream:?}\n"
        ));
        operator
    }

    /// Writes the configuration.
    pub fn writes(&self, text: &str) {
        fs::write(self.config(), text).expect("a file");
    }

    /// The configuration's file.
    pub fn config(&self) -> PathBuf {
        self.folder.path().join("gatehouse.toml")
    }

    fn command(&self) -> Command {
        let mut command = Command::new(binary());
        command.current_dir(self.folder.path()).env_clear().stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped());
        command
    }

    /// Runs a command to its end.
    pub fn runs(&self, arguments: &[&str]) -> Said {
        self.runs_with("", arguments)
    }

    /// Runs a command to its end with this on its standard input.
    pub fn runs_with(&self, input: &str, arguments: &[&str]) -> Said {
        let mut child = self.command().args(arguments).spawn().expect("the binary runs");
        // A command that does not read has closed it.
        let _ = child.stdin.take().expect("it is piped").write_all(input.as_bytes());
        let output = child.wait_with_output().expect("the binary ends");
        let text = |bytes: Vec<u8>| String::from_utf8(bytes).expect("it speaks UTF-8");
        Said { code: output.status.code().unwrap_or(-1), out: text(output.stdout), err: text(output.stderr) }
    }

    /// Starts the gateway, and waits until it says that it serves.
    pub async fn serves(&self) -> Serving {
        let mut child = self.command().arg("serve").spawn().expect("the binary runs");
        let lines = Arc::new(Mutex::new(Vec::new()));
        let (stderr, written) = (child.stderr.take().expect("it is piped"), lines.clone());
        let reader = std::thread::spawn(move || {
            for line in BufReader::new(stderr).lines().map_while(Result::ok) {
                written.lock().unwrap_or_else(PoisonError::into_inner).push(line);
            }
        });
        let mut serving = Serving { child, lines, reader: Some(reader), address: None, management: None };
        let (address, management) = eventually("it serves", LONG, async || serving.said_addresses()).await;
        (serving.address, serving.management) = (Some(address), Some(management));
        serving
    }
}

/// A gateway in a process of its own. Killed when dropped.
pub struct Serving {
    child: Child,
    lines: Arc<Mutex<Vec<String>>>,
    reader: Option<JoinHandle<()>>,
    address: Option<SocketAddr>,
    management: Option<SocketAddr>,
}

impl Serving {
    /// Every line it logged until now.
    pub fn log(&self) -> Vec<String> {
        self.lines.lock().unwrap_or_else(PoisonError::into_inner).clone()
    }

    fn said_addresses(&self) -> Option<(SocketAddr, SocketAddr)> {
        self.log().iter().find_map(|line| {
            let line: serde_json::Value = serde_json::from_str(line).ok()?;
            let text = |field: &str| Some(line[field].as_str()?.trim_matches(['[', ']']).to_owned());
            Some((text("listen")?.parse().ok()?, text("management")?.parse().ok()?))
        })
    }

    /// Its process.
    pub fn process_id(&self) -> u32 {
        self.child.id()
    }

    /// Where it listens.
    pub fn address(&self) -> SocketAddr {
        self.address.expect("it serves")
    }

    /// Its management address.
    pub fn management(&self) -> SocketAddr {
        self.management.expect("it serves")
    }

    /// A browser that has not been here yet.
    pub fn browser(&self) -> Browser {
        Browser::new(Gates::at(self.address()), HOST)
    }

    /// Tells it to stop.
    pub fn terminates(&self) {
        let pid = rustix::process::Pid::from_child(&self.child);
        rustix::process::kill_process(pid, rustix::process::Signal::TERM).expect("it runs");
    }

    /// Waits until it has ended.
    pub async fn ends(&mut self) -> ExitStatus {
        let status = eventually("it ends", LONG, async || self.child.try_wait().expect("a child")).await;
        if let Some(reader) = self.reader.take() {
            reader.join().expect("its log was read");
        }
        status
    }
}

impl Drop for Serving {
    fn drop(&mut self) {
        // It may have ended already, which is all that is wanted.
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}
