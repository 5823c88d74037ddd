//! What commands print: answers on standard output, complaints on standard error.

use std::io::{self, Write as _};

use serde::Serialize;

/// Prints a line. A reader who has seen enough (`| head`) is no failure.
pub(super) fn say(line: &str) -> io::Result<()> {
    match writeln!(io::stdout().lock(), "{line}") {
        Err(error) if error.kind() == io::ErrorKind::BrokenPipe => Ok(()),
        done => done,
    }
}

/// Prints a value for a program.
pub(super) fn say_json<T: Serialize>(value: &T) -> anyhow::Result<()> {
    Ok(say(&serde_json::to_string_pretty(value)?)?)
}

/// Prints a complaint.
pub(super) fn complain(text: &str) {
    // Without a standard error there is nobody to tell; the exit code says it too.
    let _ = writeln!(io::stderr().lock(), "gatehouse: {text}");
}
