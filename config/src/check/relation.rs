//! What keys demand of each other. A rule looks only at values that are well formed by themselves, so that one slip is
//! reported once.

mod directory;
mod mail;
mod master_key;
mod portals;
mod sign_in;
mod state;

use std::collections::HashSet;
use std::net::SocketAddr;

use crate::merged::Merged;
use crate::mistake::Mistake;
use crate::value::{Duration, Listen, Malformed, Network};

/// Every mistake between keys.
pub(super) fn mistakes(merged: &Merged) -> Vec<Mistake> {
    let mut relations = Relations { merged, mistakes: Vec::new() };
    relations.one_master_key();
    relations.a_shared_directory_has_a_shared_master_key();
    relations.directory_keys_fit_the_url();
    relations.state_keys_fit_the_url();
    relations.management_stands_apart();
    relations.trust_has_bounds();
    relations.longer_sessions_last_longer();
    relations.a_person_fails_as_often_as_a_name();
    relations.letters_have_a_way_and_a_sender();
    relations.mail_keys_fit_the_url();
    relations.names_differ();
    relations.hosts_differ();
    relations.cookies_stay_secret();
    relations.recovery_needs_mail();
    relations.passkeys_have_a_host();
    relations.operators_are_listed();
    relations.demands_need_a_sign_in();
    relations.mistakes
}

struct Relations<'a> {
    merged: &'a Merged,
    mistakes: Vec<Mistake>,
}

impl Relations<'_> {
    fn management_stands_apart(&mut self) {
        let management: Option<SocketAddr> = self.merged.read("server.management");
        let mut seen = HashSet::new();
        for key in self.merged.items("server.listen") {
            let Some(listen) = self.merged.read::<Listen>(&key) else {
                continue;
            };
            if let (Some(management), Listen::Tcp(address)) = (management, &listen)
                && overlap(management, *address)
            {
                let to_blame = if self.merged.is_written(&key) { &key } else { "server.management" };
                let problem = "management and proxy would listen on the same address";
                self.report(to_blame, problem, "give server.management a port of its own");
            }
            // Port 0 is whichever is free, so two of them differ.
            let is_any = matches!(listen, Listen::Tcp(address) if address.port() == 0);
            if !is_any && !seen.insert(listen) {
                self.report(&key, "is listed twice", "remove one of the two");
            }
        }
    }

    fn trust_has_bounds(&mut self) {
        for key in self.merged.items("server.trusted_proxies") {
            if self.merged.read(&key).is_some_and(|network: Network| network.is_everyone()) {
                let problem = "trusts everybody, so that anybody could claim any address";
                self.report(&key, problem, "list the networks of the proxies in front alone");
            }
        }
    }

    fn longer_sessions_last_longer(&mut self) {
        for (shorter, longer) in [("idle", "absolute"), ("absolute", "remember")] {
            let keys = [format!("session.{shorter}"), format!("session.{longer}")];
            let [low, high] = keys.each_ref().map(|key| self.merged.read::<Duration>(key));
            if let (Some(low), Some(high)) = (low, high)
                && low > high
            {
                let to_blame = keys.iter().rev().find(|key| self.merged.is_written(key)).unwrap_or(&keys[1]);
                let problem = format!("{longer} ({high}) is shorter than {shorter} ({low})");
                self.report(to_blame, &problem, "keep idle, absolute and remember in rising order");
            }
        }
    }

    fn a_person_fails_as_often_as_a_name(&mut self) {
        let keys = ["limits.person.failures", "limits.typed.failures"];
        let [person, typed] = keys.map(|key| self.merged.read::<u32>(key));
        if let (Some(person), Some(typed)) = (person, typed)
            && person < typed
        {
            let to_blame = keys.into_iter().find(|key| self.merged.is_written(key)).unwrap_or(keys[0]);
            let problem = format!("a person would be cut off after {person} failures, before a typed name pauses after {typed}");
            self.report(to_blame, &problem, "give limits.person.failures twice limits.typed.failures");
        }
    }

    fn written_of(&self, keys: impl IntoIterator<Item = &'static str>) -> Vec<&'static str> {
        keys.into_iter().filter(|key| self.merged.is_written(key)).collect()
    }

    fn report(&mut self, key: &str, problem: &str, remedy: &str) {
        let Malformed { problem, remedy } = Malformed::new(problem, remedy);
        self.mistakes.push(Mistake { file: self.merged.source(key), key: key.to_owned(), problem, remedy });
    }
}

fn overlap(one: SocketAddr, other: SocketAddr) -> bool {
    let same_host = one.ip() == other.ip() || one.ip().is_unspecified() || other.ip().is_unspecified();
    one.port() == other.port() && one.port() != 0 && same_host
}
