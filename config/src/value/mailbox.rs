//! Whom a letter is from.

use std::fmt;
use std::str::FromStr;

use super::{Line, MailAddress, Malformed};

/// An email address, and perhaps a name: `Call Records <no-reply@example.com>`.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct Mailbox {
    /// What people see; without the quotes that it may be written in.
    pub name: Option<Line>,
    /// Where answers go.
    pub address: MailAddress,
}

impl fmt::Display for Mailbox {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        match &self.name {
            Some(name) => write!(formatter, "{name} <{}>", self.address),
            None => self.address.fmt(formatter),
        }
    }
}

impl FromStr for Mailbox {
    type Err = Malformed;

    fn from_str(text: &str) -> Result<Self, Malformed> {
        let text = text.trim();
        let Some((name, address)) = text.strip_suffix('>').and_then(|text| text.rsplit_once('<')) else {
            return Ok(Self { name: None, address: text.parse()? });
        };
        let address = address.parse()?;
        let name = name.trim();
        let name = name.strip_prefix('"').and_then(|name| name.strip_suffix('"')).unwrap_or(name).trim();
        if name.is_empty() {
            return Ok(Self { name: None, address });
        }
        // An address in a name looks like the sender's.
        if name.contains(['<', '>', '"', '\\', '@']) {
            let remedy = "write one name and one address, such as Call Records <no-reply@example.com>";
            return Err(Malformed::new(format!("{text:?} has a name that a letter cannot carry"), remedy));
        }
        Ok(Self { name: Some(name.parse()?), address })
    }
}

text!(Mailbox, "gatehouse-mailbox", "Call Records <no-reply@example.com>");

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn a_mailbox_is_an_address_and_perhaps_a_name() {
        for (written, meant) in [
            ("no-reply@example.com", "no-reply@example.com"),
            (" <no-reply@Example.com> ", "no-reply@example.com"),
            ("Call Records <no-reply@example.com>", "Call Records <no-reply@example.com>"),
            ("\"Acme, Ltd\"<no-reply@example.com>", "Acme, Ltd <no-reply@example.com>"),
            ("Correo é <no-reply@example.com>", "Correo é <no-reply@example.com>"),
        ] {
            assert_eq!(written.parse::<Mailbox>().map(|mailbox| mailbox.to_string()), Ok(meant.to_owned()));
        }
    }

    #[test]
    fn a_mailbox_is_one_and_says_who_it_is() {
        for bad in [
            "",
            "Call Records",
            "Call Records no-reply@example.com",
            "Call Records <>",
            "A <a@example.com>, B <b@example.com>",
            "a@example.com, b@example.com",
            "boss@example.com <a@example.com>",
            "A\r\nBcc: b@example.com <a@example.com>",
            "A \"B\" <a@example.com>",
        ] {
            assert!(bad.parse::<Mailbox>().is_err(), "{bad:?}");
        }
    }

    proptest! {
        #[test]
        fn what_is_accepted_prints_itself(text in "[a-z\" <>@.]{0,30}|.{0,20} ?<[a-z.@]{1,12}>") {
            if let Ok(mailbox) = text.parse::<Mailbox>() {
                prop_assert_eq!(mailbox.to_string().parse(), Ok(mailbox));
            }
        }
    }
}
