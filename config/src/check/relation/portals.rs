//! What portals demand of each other, and the keys of one portal of each other.

use std::collections::HashMap;
use std::net::IpAddr;

use super::Relations;
use crate::portal::{Access, RecoveryFlow, without_default_port};
use crate::value::{AccountId, Authority, Origin, PortalName, Scheme};

impl Relations<'_> {
    pub(super) fn names_differ(&mut self) {
        let mut seen = HashMap::new();
        for portal in self.portals() {
            let key = format!("{portal}.name");
            let Some(name) = self.merged.read::<PortalName>(&key) else {
                continue;
            };
            if let Some(first) = seen.insert(name.as_str().to_lowercase(), portal) {
                let problem = format!("{:?} is already the name of {first}", name.as_str());
                self.report(&key, &problem, "give each portal a name of its own");
            }
        }
    }

    pub(super) fn hosts_differ(&mut self) {
        let mut seen: HashMap<Authority, (String, String)> = HashMap::new();
        for portal in self.portals() {
            for (key, authority) in self.authorities(&portal) {
                match seen.get(&authority) {
                    Some((owner, first)) if *owner != portal => {
                        let problem = format!("{authority} is already served by {first}");
                        self.report(&key, &problem, "give each portal a host or port of its own");
                    }
                    Some(_) => {}
                    None => {
                        seen.insert(authority, (portal.clone(), key));
                    }
                }
            }
        }
    }

    pub(super) fn cookies_stay_secret(&mut self) {
        for portal in self.portals() {
            let url = self.merged.read::<Origin>(&format!("{portal}.url"));
            if url.is_none_or(|url| url.scheme == Scheme::Https) || self.allows_insecure_cookie(&portal) {
                continue;
            }
            for (key, authority) in self.authorities(&portal) {
                if !authority.is_loopback() {
                    let problem = "would send session cookies over plain http beyond this machine";
                    self.report(&key, problem, "use https, or accept it with insecure_cookie = true");
                }
            }
        }
    }

    /// A value that is no bool is reported as that alone.
    fn allows_insecure_cookie(&self, portal: &str) -> bool {
        let key = format!("{portal}.insecure_cookie");
        self.merged.is_written(&key) && self.merged.read(&key) != Some(false)
    }

    pub(super) fn recovery_needs_mail(&mut self) {
        for key in self.portals().iter().map(|portal| format!("{portal}.recovery")) {
            if self.merged.read::<RecoveryFlow>(&key).is_some() && !self.merged.is_written("mail.url") {
                let remedy = "add mail.url and mail.from, or remove it: people then ask their administrator";
                self.report(&key, "is done by mail, and mail.url is missing", remedy);
            }
        }
    }

    /// Where nobody asks for passkeys there simply are none; whoever asks to sign in with them is told why not.
    pub(super) fn passkeys_have_a_host(&mut self) {
        for portal in self.portals() {
            let key = format!("{portal}.passkey_sign_in");
            if self.merged.read(&key) != Some(true) {
                continue;
            }
            if self.merged.read(&format!("{portal}.passkeys")) == Some(false) {
                self.report(&key, "signs in with passkeys, and passkeys is false", "set passkeys = true, or remove it");
            }
            let Some(url) = self.merged.read::<Origin>(&format!("{portal}.url")) else { continue };
            if url.host.parse::<IpAddr>().is_ok() {
                let problem = "signs in with passkeys, which belong to a name, and the host of url is an address";
                self.report(&key, problem, "give the portal a name, or remove it");
            } else if !url.is_secure_context() {
                let problem = "signs in with passkeys, which browsers keep from plain http beyond this machine";
                self.report(&key, problem, "use https, or remove it");
            }
        }
    }

    pub(super) fn operators_are_listed(&mut self) {
        for portal in self.portals() {
            let key = format!("{portal}.operators");
            if self.merged.read(&key) == Some(true) && !self.lists_accounts(&portal) {
                let problem = "would admit no operator: operators' accounts are admitted only where they are listed";
                self.report(&key, problem, "list the operators' account in accounts, or remove it");
            }
        }
    }

    /// A list that is malformed is reported as that alone.
    fn lists_accounts(&self, portal: &str) -> bool {
        let key = format!("{portal}.accounts");
        self.merged.is_written(&key) && self.merged.read(&key) != Some(Vec::<AccountId>::new())
    }

    pub(super) fn demands_need_a_sign_in(&mut self) {
        for rule in self.portals().iter().flat_map(|portal| self.merged.items(&format!("{portal}.rule"))) {
            let access = self.merged.read::<Access>(&format!("{rule}.access"));
            if access.is_none_or(|access| matches!(access, Access::SignedIn | Access::Mfa)) {
                continue;
            }
            for demand in ["roles", "levels"] {
                let key = format!("{rule}.{demand}");
                if !self.merged.items(&key).is_empty() {
                    let problem = "demands something of people whom this rule does not ask to sign in";
                    self.report(&key, problem, "use access = \"signed-in\", or remove it");
                }
            }
        }
    }

    fn portals(&self) -> Vec<String> {
        self.merged.items("portal")
    }

    /// Every host of a portal, as browsers name it, with its key.
    fn authorities(&self, portal: &str) -> Vec<(String, Authority)> {
        let key = format!("{portal}.url");
        let Some(url) = self.merged.read::<Origin>(&key) else {
            return Vec::new();
        };
        let hosts = self.merged.items(&format!("{portal}.hosts")).into_iter();
        let further = hosts.filter_map(|key| {
            let host = self.merged.read(&key)?;
            Some((key, without_default_port(&url, &host)))
        });
        std::iter::once((key, url.authority())).chain(further).collect()
    }
}
