//! A folder for a server, in memory where there is such a place.

use std::path::PathBuf;

use tempfile::{Builder, TempDir};

/// A new one, which nobody removes: the holder does.
pub(crate) fn keep_new() -> PathBuf {
    let mut builder = Builder::new();
    builder.prefix("gatehouse-");
    builder.tempdir_in("/dev/shm").or_else(|_| builder.tempdir()).map(TempDir::keep).expect("a folder")
}
