//! Where a request comes from, and how it got here: believed from listed proxies only.

use std::net::{IpAddr, Ipv4Addr, SocketAddr};

use http::HeaderMap;
use ipnet::IpNet;

/// Who is on the other side, as far as it can be believed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Client {
    /// The client's address.
    pub address: IpAddr,
    /// The proxy in front of this gateway, when a listed one spoke for the client.
    pub via: Option<IpAddr>,
    /// Whether the client's own connection is encrypted, when a listed proxy said so.
    pub is_https: Option<bool>,
}

impl Client {
    /// The client of a connection from `peer` (`None` for a unix socket, which is trusted like a listed proxy: only local processes
    /// that its permissions admit can reach it).
    pub fn of(peer: Option<SocketAddr>, headers: &HeaderMap, trusted: &[IpNet]) -> Self {
        let nearest = peer.map(|peer| peer.ip().to_canonical());
        let is_trusted = |address: IpAddr| trusted.iter().any(|net| net.contains(&address));
        let unknown = IpAddr::V4(Ipv4Addr::UNSPECIFIED);
        if nearest.is_some_and(|address| !is_trusted(address)) {
            return Self { address: nearest.unwrap_or(unknown), via: None, is_https: None };
        }
        // From the right: each proxy appended whom it spoke to, so the first address that is no listed proxy is the client.
        let chain: Vec<Option<IpAddr>> = headers
            .get_all("x-forwarded-for")
            .iter()
            .flat_map(|value| value.to_str().unwrap_or("?").split(','))
            .map(|part| address_in(part.trim()).map(|address| address.to_canonical()))
            .collect();
        let mut address = nearest;
        for hop in chain.into_iter().rev() {
            // Something unreadable ends the chain: beyond it nothing is believed.
            let Some(hop) = hop else { break };
            address = Some(hop);
            if !is_trusted(hop) {
                break;
            }
        }
        let proto = headers.get_all("x-forwarded-proto").iter().next_back().and_then(|value| value.to_str().ok());
        let is_https = proto.and_then(|proto| proto.rsplit(',').next()).map(|proto| proto.trim().eq_ignore_ascii_case("https"));
        Self { address: address.unwrap_or(unknown), via: nearest, is_https }
    }
}

/// An address, with or without the port that some proxies add.
fn address_in(text: &str) -> Option<IpAddr> {
    text.parse().ok().or_else(|| text.parse().ok().map(|address: SocketAddr| address.ip()))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn headers(forwarded_for: &[&str]) -> HeaderMap {
        let mut headers = HeaderMap::new();
        for value in forwarded_for {
            headers.append("x-forwarded-for", value.parse().expect("a value"));
        }
        headers
    }

    fn address(peer: &str, forwarded_for: &[&str], trusted: &[&str]) -> String {
        let trusted: Vec<IpNet> = trusted.iter().map(|net| net.parse().expect("a network")).collect();
        Client::of(Some(peer.parse().expect("an address")), &headers(forwarded_for), &trusted).address.to_string()
    }

    #[test]
    fn nobody_is_believed_by_default() {
        assert_eq!(address("203.0.113.9:1", &["1.2.3.4"], &[]), "203.0.113.9");
    }

    #[test]
    fn a_listed_proxy_is_believed_about_its_own_peer_and_not_beyond() {
        assert_eq!(address("10.0.0.1:1", &["6.6.6.6, 203.0.113.9"], &["10.0.0.0/8"]), "203.0.113.9");
        assert_eq!(address("10.0.0.1:1", &["6.6.6.6", "203.0.113.9, 10.0.0.2"], &["10.0.0.0/8"]), "203.0.113.9");
        assert_eq!(address("10.0.0.1:1", &["6.6.6.6, junk"], &["10.0.0.0/8"]), "10.0.0.1");
        assert_eq!(address("10.0.0.1:1", &["203.0.113.9:4711"], &["10.0.0.0/8"]), "203.0.113.9");
        assert_eq!(address("[::ffff:10.0.0.1]:1", &["203.0.113.9"], &["10.0.0.0/8"]), "203.0.113.9");
    }
}
