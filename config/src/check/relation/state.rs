//! What the keys of `[state]` demand of each other.

use super::Relations;
use super::sign_in::{SignIn, Username};
use crate::value::{RedisServers, RedisTopology, StateUrl};

const SIGN_IN: SignIn = SignIn {
    url: "state.url",
    username: Username::Optional("state.username"),
    password: "state.password",
    password_file: "state.password_file",
};

const SENTINEL_SIGN_IN: SignIn = SignIn {
    url: "state.url",
    username: Username::Optional("state.sentinel_username"),
    password: "state.sentinel_password",
    password_file: "state.sentinel_password_file",
};

/// Whom the servers' certificates may be from.
const AUTHORITIES: &str = "state.ca_file";

impl Relations<'_> {
    pub(super) fn state_keys_fit_the_url(&mut self) {
        match self.merged.read("state.url") {
            Some(StateUrl::Redis(servers)) => {
                self.one_sign_in(SIGN_IN, servers.password.is_some());
                self.sentinels_are_signed_in_at_by_themselves(&servers);
                self.redis_passwords_stay_secret(&servers);
                self.redis_authorities_are_asked(&servers);
            }
            Some(StateUrl::Directory) => {
                let for_redis = SIGN_IN.keys().chain(SENTINEL_SIGN_IN.keys()).chain([AUTHORITIES, "state.prefix"]);
                for key in self.written_of(for_redis) {
                    let remedy = "remove it, or name a server in state.url";
                    self.report(key, "is given for Redis, and sessions are kept beside the directory", remedy);
                }
            }
            None => {}
        }
    }

    fn sentinels_are_signed_in_at_by_themselves(&mut self, servers: &RedisServers) {
        match servers.topology {
            // The credentials in the URL are those of Redis itself.
            RedisTopology::Sentinel { .. } => self.one_sign_in(SENTINEL_SIGN_IN, false),
            RedisTopology::Standalone { .. } | RedisTopology::Cluster { .. } => {
                for key in self.written_of(SENTINEL_SIGN_IN.keys()) {
                    let remedy = "remove it, or use rediss+sentinel:// in state.url";
                    self.report(key, "is given for sentinels, and state.url has none", remedy);
                }
            }
        }
    }

    fn redis_passwords_stay_secret(&mut self, servers: &RedisServers) {
        if servers.is_private() {
            return;
        }
        let has_sentinels = matches!(servers.topology, RedisTopology::Sentinel { .. });
        let sentinels = has_sentinels.then_some(SENTINEL_SIGN_IN);
        let beside = [SIGN_IN].into_iter().chain(sentinels).flat_map(|keys| [keys.password, keys.password_file]);
        let in_url = servers.password.as_ref().map(|_| SIGN_IN.url);
        if let Some(key) = in_url.or_else(|| self.written_of(beside).first().copied()) {
            let remedy = format!("use {}:// in state.url, or give no password", servers.topology.scheme(true));
            self.report(key, "would send a password in clear beyond this machine", &remedy);
        }
    }

    fn redis_authorities_are_asked(&mut self, servers: &RedisServers) {
        if !servers.has_tls && self.merged.is_written(AUTHORITIES) {
            let [plain, private] = [false, true].map(|has_tls| servers.topology.scheme(has_tls));
            let problem = format!("is given for certificates, and {plain}:// has none");
            self.report(AUTHORITIES, &problem, &format!("remove it, or use {private}:// in state.url"));
        }
    }
}
