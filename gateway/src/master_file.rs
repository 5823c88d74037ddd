//! The master key file: read, or made on the first start.

use std::{
    fs::{self, OpenOptions},
    io::{ErrorKind, Write as _},
    os::unix::fs::{OpenOptionsExt as _, PermissionsExt as _},
    path::{Path, PathBuf},
};

use anyhow::{Context as _, bail};
use data_encoding::BASE64;
use gatehouse_auth_core::{master_key::MasterKeys, ports::SystemEntropy};
use gatehouse_config::Config;
use zeroize::Zeroizing;

/// The name of the file that is made where none is given.
const NAME: &str = "master.key";

/// The master keys that the configuration names: given as such, in a file, or in a file of the data directory that is made now.
pub fn load(config: &Config) -> anyhow::Result<MasterKeys> {
    if let Some(secret) = &config.keys.master {
        let line = Zeroizing::new(format!("1 {}", BASE64.encode(secret.expose())));
        return MasterKeys::parse(&line).context("keys.master");
    }
    match &config.keys.master_file {
        Some(path) => read(path).with_context(|| format!("keys.master_file: {}", path.display())),
        None => {
            let path = config.server.data_dir.join(NAME);
            let directory = config.directory_file();
            if let Some(directory) = directory.filter(|directory| !path.exists() && directory.exists()) {
                bail!(
                    "{} is gone, and the directory {} was made with it: give it back. Without it no password in the \
                     directory can be checked",
                    path.display(),
                    directory.display()
                );
            }
            read_or_make(&path).with_context(|| format!("the master key file {}", path.display()))
        }
    }
}

/// The data directory, made for its owner alone if it is not there.
pub fn make_data_dir(config: &Config) -> anyhow::Result<PathBuf> {
    let path = &config.server.data_dir;
    if !path.exists() {
        fs::create_dir_all(path)
            .and_then(|()| fs::set_permissions(path, fs::Permissions::from_mode(0o700)))
            .with_context(|| format!("server.data_dir: {} cannot be made", path.display()))?;
    }
    let mode = fs::metadata(path).with_context(|| format!("server.data_dir: {}", path.display()))?.permissions().mode();
    if mode & 0o002 != 0 {
        bail!("server.data_dir: everyone on this machine can write to {}; run `chmod 700` on it", path.display());
    }
    Ok(path.clone())
}

fn read_or_make(path: &Path) -> anyhow::Result<MasterKeys> {
    let made = OpenOptions::new().write(true).create_new(true).mode(0o600).open(path);
    match made {
        Ok(mut file) => {
            let keys = MasterKeys::random(&SystemEntropy);
            file.write_all(keys.to_text().as_bytes()).and_then(|()| file.sync_all())?;
            Ok(keys)
        }
        Err(error) if error.kind() == ErrorKind::AlreadyExists => read(path),
        Err(error) => Err(error.into()),
    }
}

fn read(path: &Path) -> anyhow::Result<MasterKeys> {
    let mode = fs::metadata(path)?.permissions().mode() & 0o777;
    if mode & 0o007 != 0 {
        bail!("everyone on this machine can read it (mode {mode:o}); run `chmod 600` on it");
    }
    Ok(MasterKeys::parse(&Zeroizing::new(fs::read_to_string(path)?))?)
}
