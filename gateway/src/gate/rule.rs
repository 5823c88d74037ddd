//! A portal's rules: which paths are open, which need what, which are closed.

use std::net::IpAddr;

use gatehouse_auth_core::{
    permission::{Level, Role},
    user::User,
};
use http::Method;
use ipnet::IpNet;

/// What a path asks of those who want it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Access {
    /// Nothing.
    Anyone,
    /// That they are signed in, and meet these demands.
    SignedIn(Demands),
    /// Nobody gets it.
    Deny,
}

/// What a signed-in person must be; an empty list demands nothing.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Demands {
    /// One of these roles.
    pub roles: Vec<Role>,
    /// One of these levels.
    pub levels: Vec<Level>,
    /// On one of these networks.
    pub networks: Vec<IpNet>,
    /// In a session in which they gave a second factor.
    pub second_factor: bool,
}

impl Demands {
    /// Whether `user`, coming from `network`, meets them all.
    pub fn are_met_by(&self, user: &User, network: IpAddr) -> bool {
        (self.roles.is_empty() || self.roles.iter().any(|role| user.roles.contains(role)))
            && (self.levels.is_empty() || self.levels.contains(&user.level))
            && (self.networks.is_empty() || self.networks.iter().any(|net| net.contains(&network)))
    }
}

/// One rule.
#[derive(Clone, Debug)]
pub struct Rule {
    pattern: Pattern,
    methods: Vec<Method>,
    networks: Vec<IpNet>,
    access: Access,
}

impl Rule {
    /// A rule for `path` (ending with `*`: for all that begin so) and, where given, only for these methods. For `anyone` and `deny`,
    /// `networks` narrows whom the rule is about; for `signed-in` they stand in its demands.
    pub fn new(path: &str, methods: Vec<Method>, networks: Vec<IpNet>, access: Access) -> Self {
        Self { pattern: Pattern::new(path, access == Access::Anyone), methods, networks, access }
    }

    fn is_about(&self, path: &str, folded: &str, method: &Method, network: IpAddr) -> bool {
        // HEAD is GET without the body (RFC 9110 §9.3.2): what holds for one holds for the other.
        let is_asked = |own: &Method| own == method || (own == Method::GET && method == Method::HEAD);
        (self.methods.is_empty() || self.methods.iter().any(is_asked))
            && (self.networks.is_empty() || self.networks.iter().any(|net| net.contains(&network)))
            && self.pattern.matches(path, folded)
    }
}

/// A portal's rules. The first that is about a request decides; where none is, being signed in is enough.
#[derive(Clone, Debug, Default)]
pub struct Rules {
    rules: Vec<Rule>,
    otherwise: Option<Access>,
}

impl Rules {
    /// These, in this order.
    pub fn new(rules: Vec<Rule>) -> Self {
        Self { rules, otherwise: Some(Access::SignedIn(Demands::default())) }
    }

    /// What a request for `path` in normal form needs.
    pub fn access(&self, path: &str, method: &Method, network: IpAddr) -> &Access {
        let otherwise = || self.otherwise.as_ref().unwrap_or(&Access::Deny);
        if self.rules.is_empty() {
            return otherwise();
        }
        let folded = folded(path);
        let first = self.rules.iter().find(|rule| rule.is_about(path, &folded, method, network));
        first.map_or_else(otherwise, |rule| &rule.access)
    }
}

/// How a rule's path is compared. What opens a path is compared exactly; what restricts one is compared in every spelling that some
/// server takes for the same: other case, path parameters, the folder without its final slash.
#[derive(Clone, Debug)]
enum Pattern {
    Exactly { path: String, is_prefix: bool },
    Loosely { folded: String, is_prefix: bool },
}

impl Pattern {
    fn new(path: &str, is_exact: bool) -> Self {
        let (path, is_prefix) = path.strip_suffix('*').map_or((path, false), |prefix| (prefix, true));
        if is_exact {
            Self::Exactly { path: path.to_owned(), is_prefix }
        } else {
            Self::Loosely { folded: folded(path), is_prefix }
        }
    }

    fn matches(&self, path: &str, asked: &str) -> bool {
        match self {
            Self::Exactly { path: own, is_prefix: true } => path.starts_with(own.as_str()),
            Self::Exactly { path: own, is_prefix: false } => path == own,
            Self::Loosely { folded, is_prefix } => {
                let is_same = asked.trim_end_matches('/') == folded.trim_end_matches('/');
                is_same || (*is_prefix && asked.starts_with(folded.as_str()))
            }
        }
    }
}

/// The path as a server sees it that decodes everything, ignores case, takes `;x` off every segment and final dots and spaces, and merges
/// slashes. Both the rule's path and the request's are brought to it.
pub fn folded(path: &str) -> String {
    let decoded = percent_encoding::percent_decode_str(path).decode_utf8_lossy();
    let bare = |segment: &str| {
        let name = segment.split(';').next().unwrap_or(segment);
        name.trim_end_matches(['.', ' ']).to_lowercase()
    };
    let mut folded = String::with_capacity(path.len());
    for segment in decoded.split('/').map(bare).filter(|segment| !segment.is_empty()) {
        folded.push('/');
        folded.push_str(&segment);
    }
    if folded.is_empty() || decoded.ends_with('/') {
        folded.push('/');
    }
    folded
}

#[cfg(test)]
mod tests {
    use super::*;

    const HERE: IpAddr = IpAddr::V4(std::net::Ipv4Addr::new(192, 0, 2, 1));

    fn rules(rules: Vec<Rule>) -> Rules {
        Rules::new(rules)
    }

    fn rule(path: &str, access: Access) -> Rule {
        Rule::new(path, vec![], vec![], access)
    }

    #[test]
    fn without_a_rule_signing_in_is_enough() {
        assert_eq!(rules(vec![]).access("/x", &Method::GET, HERE), &Access::SignedIn(Demands::default()));
        assert_eq!(Rules::default().access("/x", &Method::GET, HERE), &Access::Deny, "rules that nobody made open nothing");
    }

    #[test]
    fn the_first_rule_decides() {
        let rules = rules(vec![rule("/public/secret*", Access::Deny), rule("/public/*", Access::Anyone)]);
        assert_eq!(rules.access("/public/logo.svg", &Method::GET, HERE), &Access::Anyone);
        assert_eq!(rules.access("/public/secret.txt", &Method::GET, HERE), &Access::Deny);
    }

    #[test]
    fn what_opens_is_exact_and_what_closes_is_not() {
        let rules = rules(vec![rule("/admin/*", Access::Deny), rule("/public/*", Access::Anyone)]);
        for closed in [
            "/admin/x",
            "/Admin/x",
            "/ADMIN",
            "/admin;v=1/x",
            "/admin;v=1",
            "/admin/",
            "/admin%2Fx",
            "/admin%20/x",
            "/admin./x",
            "/admin%3Bv/x",
        ] {
            assert_eq!(rules.access(closed, &Method::GET, HERE), &Access::Deny, "{closed}");
        }
        for not_open in ["/Public/x", "/public", "/public;a/x"] {
            assert_ne!(rules.access(not_open, &Method::GET, HERE), &Access::Anyone, "{not_open}");
        }
    }

    #[test]
    fn an_encoding_of_its_own_hides_no_closed_path() {
        let rules = rules(vec![rule("/api/users:export", Access::Deny), rule("/caf%C3%A9*", Access::Deny)]);
        for closed in ["/api/users:export", "/api/users%3Aexport", "/API/users%3aexport/", "/caf%C3%A9", "/CAF%C3%89/x"] {
            assert_eq!(rules.access(closed, &Method::GET, HERE), &Access::Deny, "{closed}");
        }
    }

    #[test]
    fn methods_and_networks_narrow() {
        let office: IpNet = "192.0.2.0/24".parse().expect("a network");
        let rules = rules(vec![
            Rule::new("/hook", vec![Method::POST], vec![], Access::Anyone),
            Rule::new("/status", vec![], vec![office], Access::Anyone),
        ]);
        assert_eq!(rules.access("/hook", &Method::POST, HERE), &Access::Anyone);
        assert_ne!(rules.access("/hook", &Method::GET, HERE), &Access::Anyone);
        let rules_for_get = self::rules(vec![Rule::new("/admin", vec![Method::GET], vec![], Access::Deny)]);
        assert_eq!(rules_for_get.access("/admin", &Method::HEAD, HERE), &Access::Deny, "HEAD is GET without the body");
        assert_eq!(rules.access("/status", &Method::GET, HERE), &Access::Anyone);
        assert_ne!(rules.access("/status", &Method::GET, IpAddr::from([198, 51, 100, 1])), &Access::Anyone);
    }
}
