//! A Redis with a replica, and three that watch over which of them is the master.

use std::{net::SocketAddr, sync::LazyLock};

use crate::{Redis, patience::until, port::local};

/// What the sentinels call the two servers.
const SERVICE: &str = "gatehouse";

/// Two servers and three sentinels, of which two suffice to depose the master.
pub struct Sentinel {
    servers: [Redis; 2],
    sentinels: [Redis; 3],
}

impl Sentinel {
    /// The one of this process, which nobody may disturb.
    pub fn shared() -> &'static Self {
        static SHARED: LazyLock<Sentinel> = LazyLock::new(Sentinel::start);
        &SHARED
    }

    /// Starts one, and waits until the replica is in step and the sentinels know of all. It ends when it is dropped.
    pub fn start() -> Self {
        // Otherwise it would wait for others that might ask for everything too, and then for the replica to say that it has it.
        let at_once = ["--repl-diskless-sync", "no"];
        let master = Redis::start_with(&at_once);
        let of_master = format!("127.0.0.1 {}", master.port());
        let replica = Redis::start_with(&[&at_once[..], &["--replicaof", &of_master]].concat());
        until("the replica is in step", || {
            // Something to be sent.
            master.cli(&["PUBLISH", SERVICE, "in step"]);
            position(&replica) == position(&master) && replica.cli(&["ROLE"]).contains("connected")
        });
        let configuration = |port: u16| {
            format!(
                "bind 127.0.0.1\nport {port}\nsentinel monitor {SERVICE} {of_master} 2\n\
                 sentinel down-after-milliseconds {SERVICE} 500\nsentinel failover-timeout {SERVICE} 2000\n"
            )
        };
        let sentinels = [(); 3].map(|()| Redis::start_watching(configuration));
        for sentinel in &sentinels {
            // They tell of themselves this often, in milliseconds, and every two seconds otherwise.
            sentinel.cli(&["SENTINEL", "DEBUG", "publish-period", "200"]);
        }
        for sentinel in &sentinels {
            until("the sentinels agree", || {
                let master = said_of(sentinel, "MASTER");
                let replicas = said_of(sentinel, "REPLICAS");
                has(&master, "flags", "master")
                    && has(&master, "num-slaves", "1")
                    && has(&master, "num-other-sentinels", "2")
                    && has(&replicas, "master-link-status", "ok")
            });
        }
        Self { servers: [master, replica], sentinels }
    }

    /// Where the sentinels listen.
    pub fn sentinels(&self) -> Vec<SocketAddr> {
        self.sentinels.iter().map(|sentinel| local(sentinel.port())).collect()
    }

    /// What they call the servers.
    pub fn service(&self) -> &str {
        SERVICE
    }

    /// Its URL.
    pub fn url(&self) -> String {
        let sentinels: Vec<_> = self.sentinels().iter().map(ToString::to_string).collect();
        format!("redis+sentinel://{}/{SERVICE}", sentinels.join(","))
    }

    /// The server that the sentinels take for the master.
    pub fn master(&self) -> &Redis {
        let said = self.sentinels[0].cli(&["SENTINEL", "GET-MASTER-ADDR-BY-NAME", SERVICE]);
        let is_it = |server: &&Redis| said.lines().nth(1) == Some(&server.port().to_string());
        self.servers.iter().find(is_it).unwrap_or_else(|| panic!("not ours: {said}"))
    }

    /// Ends the master as a power cut would, and says which server that was. The sentinels make the replica master in a while.
    pub fn kill_master(&self) -> &Redis {
        let master = self.master();
        master.kill();
        master
    }
}

/// How much it has written for replicas, or as one of them.
fn position(server: &Redis) -> Option<String> {
    let said = server.cli(&["INFO", "replication"]);
    said.lines().find_map(|line| Some(line.strip_prefix("master_repl_offset:")?.trim_end().to_owned()))
}

fn said_of(sentinel: &Redis, what: &str) -> String {
    sentinel.cli(&["SENTINEL", what, SERVICE])
}

/// Whether a list of names and values, a line each, has this pair.
fn has(list: &str, name: &str, value: &str) -> bool {
    let lines: Vec<_> = list.lines().collect();
    lines.chunks(2).any(|pair| pair == [name, value])
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_replica_takes_over_from_a_master_that_is_killed() {
        let sentinel = Sentinel::start();
        sentinel.master().cli(&["SET", "name", "Ada"]);
        until("the replica has it", || sentinel.servers[1].cli(&["GET", "name"]) == "Ada");
        let killed = sentinel.kill_master().port();
        until("the replica is master", || sentinel.master().port() != killed);
        assert_eq!(sentinel.master().cli(&["GET", "name"]), "Ada");
        until("it takes writes", || sentinel.master().cli(&["ROLE"]).starts_with("master"));
    }

    #[test]
    fn its_url_names_every_sentinel_and_the_service() {
        let sentinel = Sentinel::shared();
        let [one, two, three] = &sentinel.sentinels()[..] else { panic!("three sentinels") };
        assert_eq!(sentinel.url(), format!("redis+sentinel://{one},{two},{three}/{}", sentinel.service()));
    }
}
