//! An email address.

use std::fmt;
use std::str::FromStr;

use super::{Authority, Malformed};

/// An email address such as `no-reply@example.com`, its domain in lower case.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct MailAddress(String);

impl MailAddress {
    /// The address.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for MailAddress {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(&self.0)
    }
}

impl FromStr for MailAddress {
    type Err = Malformed;

    fn from_str(text: &str) -> Result<Self, Malformed> {
        let unreadable = || {
            let remedy = "write NAME@DOMAIN in ASCII, such as no-reply@example.com";
            Malformed::new(format!("{text:?} is not an email address"), remedy)
        };
        let (local, domain) = text.rsplit_once('@').filter(|(local, _)| is_local_part(local)).ok_or_else(unreadable)?;
        let domain: Authority = domain.parse().map_err(|_| unreadable())?;
        let address = format!("{local}@{domain}");
        // RFC 5321 §4.5.3.1.3: a path is at most 256 bytes, two of them its brackets.
        if domain.port.is_some() || domain.host.contains(':') || address.len() > 254 {
            return Err(unreadable());
        }
        Ok(Self(address))
    }
}

/// RFC 5321 §4.1.2 without quotes, which hardly any mail server takes.
fn is_local_part(text: &str) -> bool {
    let is_atext = |b: u8| b.is_ascii_alphanumeric() || b"!#$%&'*+-/=?^_`{|}~".contains(&b);
    text.len() <= 64 && text.split('.').all(|atom| !atom.is_empty() && atom.bytes().all(is_atext))
}

text!(MailAddress, "gatehouse-mail-address", "no-reply@example.com");

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn an_address_has_a_name_and_a_domain() {
        for good in ["no-reply@example.com", "root@localhost", "o'hara+calls@xn--bcher-kva.example", "a.b@c"] {
            assert_eq!(good.parse::<MailAddress>().map(|address| address.to_string()), Ok(good.to_owned()));
        }
        assert_eq!("Ada@EXAMPLE.com".parse::<MailAddress>().map(|a| a.0), Ok("Ada@example.com".to_owned()));
        let long = format!("{}@example.com", "a".repeat(65));
        for bad in
            ["", "ada", "@a", "ada@", "a@b@c", ".a@b", "a..b@c", "a b@c", "a@b:25", "a@[::1]", "a@b c", "é@a", "a@é", &long]
        {
            assert!(bad.parse::<MailAddress>().is_err(), "{bad}");
        }
    }

    proptest! {
        #[test]
        fn what_is_accepted_prints_itself(text in "[A-Za-z.+@]{1,20}@[A-Za-z.-]{1,20}|.{0,30}") {
            if let Ok(address) = text.parse::<MailAddress>() {
                prop_assert_eq!(address.to_string().parse(), Ok(address));
            }
        }
    }
}
