//! The servers of Redis that keep sessions and counters.

use std::fmt;
use std::str::FromStr;

use super::escaped::escape;
use super::redis_topology::RedisForm;
use super::userinfo::Userinfo;
use super::{Line, Malformed, RedisAddress, RedisTopology, SecretText};

/// The servers of Redis, how they are spoken to, and who signs in at them. Printing them shows neither user name nor
/// password.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RedisServers {
    /// Which servers there are, and how to find the one to ask.
    pub topology: RedisTopology,
    /// Whether all of them are spoken to over TLS, and prove who they are; sentinels too.
    pub has_tls: bool,
    /// Who signs in at the servers that keep data, where the URL says so; none is Redis's own default user.
    pub username: Option<Line>,
    /// The proof, where the URL has it.
    pub password: Option<SecretText>,
}

impl RedisServers {
    /// Whether a URL is one of Redis, right or wrong.
    pub(super) fn are_meant_by(text: &str) -> bool {
        RedisForm::split(text).is_some()
    }

    /// Whether what is said to the servers named here can be read by nobody on the way: TLS, or hosts on this machine. Those
    /// that sentinels and nodes name are known only when they are asked.
    pub fn is_private(&self) -> bool {
        self.has_tls || self.topology.named().iter().all(RedisAddress::is_loopback)
    }
}

impl fmt::Display for RedisServers {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        let named: Vec<_> = self.topology.named().iter().map(ToString::to_string).collect();
        write!(formatter, "{}://{}", self.topology.scheme(self.has_tls), named.join(","))?;
        match &self.topology {
            RedisTopology::Standalone { database, .. } => write!(formatter, "/{database}"),
            RedisTopology::Sentinel { service, database, .. } => write!(formatter, "/{}/{database}", escape(service.as_str())),
            RedisTopology::Cluster { .. } => Ok(()),
        }
    }
}

impl FromStr for RedisServers {
    type Err = Malformed;

    /// Says no without repeating the text: it may hold a password.
    fn from_str(text: &str) -> Result<Self, Malformed> {
        let (form, has_tls, rest) = RedisForm::split(text).ok_or_else(|| {
            let remedy =
                "write redis://HOST, redis+sentinel://HOST,HOST/SERVICE or redis+cluster://HOST,HOST, or rediss for redis";
            Malformed::new("is not the URL of servers of Redis", remedy)
        })?;
        // The last @, so that a password with an @ that should have been encoded is refused as a password.
        let (userinfo, rest) = rest.rsplit_once('@').map_or((None, rest), |(userinfo, rest)| (Some(userinfo), rest));
        let (username, password) = userinfo.map_or(Ok((None, None)), credentials)?;
        Ok(Self { topology: form.read(rest)?, has_tls, username, password })
    }
}

fn credentials(userinfo: &str) -> Result<(Option<Line>, Option<SecretText>), Malformed> {
    match userinfo.parse()? {
        Userinfo { password: None, .. } => {
            let remedy = "write NAME:PASSWORD@ or :PASSWORD@, or use the keys of their own";
            Err(Malformed::new("has an @ without a password before it", remedy))
        }
        Userinfo { username, password } => Ok((username, password)),
    }
}

#[cfg(test)]
mod tests;
