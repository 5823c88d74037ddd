//! A range of addresses.

use std::fmt;
use std::net::IpAddr;
use std::str::FromStr;

use ipnet::IpNet;

use super::Malformed;

/// A network such as `10.0.0.0/8`; a single address is a network of one.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Network(IpNet);

impl Network {
    /// Whether `address` lies in this network. An IPv4 address that arrived over IPv6 counts as IPv4.
    pub fn contains(&self, address: IpAddr) -> bool {
        self.0.contains(&address.to_canonical())
    }

    /// Whether this is every address there is.
    pub fn is_everyone(&self) -> bool {
        self.0.prefix_len() == 0
    }
}

impl fmt::Display for Network {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(formatter)
    }
}

impl FromStr for Network {
    type Err = Malformed;

    fn from_str(text: &str) -> Result<Self, Malformed> {
        let network = text.parse::<IpNet>().or_else(|_| text.parse::<IpAddr>().map(IpNet::from)).map_err(|_| {
            let remedy = "write 10.0.0.0/8, 2001:db8::/32 or a single address";
            Malformed::new(format!("{text:?} is not a network"), remedy)
        })?;
        if network != network.trunc() {
            let remedy = format!("write {} for the network, or the address alone", network.trunc());
            return Err(Malformed::new(format!("{text:?} names an address inside its network"), remedy));
        }
        if network.addr().to_canonical() != network.addr() {
            return Err(Malformed::new(format!("{text:?} wraps IPv4 in IPv6"), "write the IPv4 network"));
        }
        Ok(Self(network))
    }
}

text!(Network, "gatehouse-network", "10.0.0.0/8", "2001:db8::/32");

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn a_network_is_written_by_its_first_address() {
        for good in ["10.0.0.0/8", "::1/128", "0.0.0.0/0"] {
            assert_eq!(good.parse::<Network>().map(|n| n.to_string()), Ok(good.to_owned()));
        }
        assert_eq!("10.0.0.1".parse::<Network>(), "10.0.0.1/32".parse());
        for bad in ["", "10.0.0.0/33", "10.0.0.5/8", "example.com", "::ffff:10.0.0.0/104"] {
            assert!(bad.parse::<Network>().is_err(), "{bad}");
        }
    }

    #[test]
    fn ipv4_over_ipv6_counts_as_ipv4() {
        let network: Network = "10.0.0.0/8".parse().expect("a network");
        assert!(network.contains("::ffff:10.1.2.3".parse().expect("an address")));
        assert!(!network.contains("11.0.0.1".parse().expect("an address")));
    }

    proptest! {
        #[test]
        fn what_is_accepted_prints_itself(text in "[0-9.]{1,12}(/[0-9]{1,2})?|[0-9a-f:]{1,12}/[0-9]{1,3}") {
            if let Ok(network) = text.parse::<Network>() {
                prop_assert_eq!(network.to_string().parse(), Ok(network));
            }
        }
    }
}
