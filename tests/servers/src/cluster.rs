//! Three masters that have a third of all keys each, without replicas.

use std::sync::LazyLock;

use crate::{Redis, patience::until, port::local};

/// A cluster of its own.
pub struct Cluster {
    nodes: [Redis; 3],
}

impl Cluster {
    /// The one of this process, which nobody may disturb.
    pub fn shared() -> &'static Self {
        static SHARED: LazyLock<Cluster> = LazyLock::new(Cluster::start);
        &SHARED
    }

    /// Starts one, and waits until every node finds it whole. It ends when it is dropped.
    pub fn start() -> Self {
        let arguments = ["--cluster-enabled", "yes", "--cluster-node-timeout", "1000", "--cluster-announce-ip", "127.0.0.1"];
        let cluster = Self { nodes: [(); 3].map(|()| Redis::start_with(&arguments)) };
        let addresses = cluster.addresses();
        let mut create = vec!["--cluster", "create"];
        create.extend(addresses.iter().map(String::as_str).chain(["--cluster-yes"]));
        cluster.nodes[0].cli(&create);
        cluster.is_whole();
        cluster
    }

    /// Its URL.
    pub fn url(&self) -> String {
        format!("redis+cluster://{}", self.addresses().join(","))
    }

    /// Its nodes, to be killed, paused and asked one by one.
    pub fn nodes(&self) -> &[Redis] {
        &self.nodes
    }

    /// Waits until every node finds the cluster whole, as after one that was killed has started again.
    pub fn is_whole(&self) {
        for node in &self.nodes {
            until("the cluster is whole", || node.cli(&["CLUSTER", "INFO"]).contains("cluster_state:ok"));
        }
    }

    fn addresses(&self) -> Vec<String> {
        self.nodes.iter().map(|node| local(node.port()).to_string()).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_cluster_is_whole_again_when_a_killed_node_has_come_back() {
        let cluster = Cluster::start();
        for key in ["one", "two", "three", "four"] {
            assert_eq!(cluster.nodes()[0].cli(&["-c", "SET", key, key]), "OK");
        }
        let counts: Vec<_> = cluster.nodes().iter().map(|node| node.cli(&["DBSIZE"])).collect();
        assert!(counts.iter().all(|count| count != "4"), "{counts:?}");

        cluster.nodes()[2].kill();
        until("the others miss it", || cluster.nodes()[0].cli(&["CLUSTER", "INFO"]).contains("cluster_state:fail"));
        cluster.nodes()[2].start_again();
        cluster.is_whole();
    }

    #[test]
    fn its_url_names_every_node() {
        let cluster = Cluster::shared();
        let [one, two, three] = cluster.nodes() else { panic!("three nodes") };
        let (one, two, three) = (one.port(), two.port(), three.port());
        assert_eq!(cluster.url(), format!("redis+cluster://127.0.0.1:{one},127.0.0.1:{two},127.0.0.1:{three}"));
    }
}
