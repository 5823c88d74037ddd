//! What the keys of `[keys]` demand of each other and of the directory.

use super::Relations;
use crate::value::DirectoryUrl;

impl Relations<'_> {
    pub(super) fn one_master_key(&mut self) {
        let is_written = |key| self.merged.is_written(key);
        if is_written("keys.master") && is_written("keys.master_file") {
            self.report("keys.master", "is given beside keys.master_file", "remove one of the two");
        }
    }

    /// Several gateways may share a server, and none of them knows whether it is the only one.
    pub(super) fn a_shared_directory_has_a_shared_master_key(&mut self) {
        let is_shared = matches!(self.merged.read("directory.url"), Some(DirectoryUrl::Postgres(_)));
        if is_shared && self.written_of(["keys.master_file", "keys.master"]).is_empty() {
            let problem = "is missing: every gateway needs the same master key, and a file made at the first start would be this \
                           machine's alone";
            self.report("keys.master_file", problem, "add keys.master_file, or keys.master by the environment");
        }
    }
}
