//! How a browser reaches an authenticator.

use std::collections::BTreeSet;

/// One way to an authenticator (§5.8.4).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Transport {
    /// USB.
    Usb,
    /// Near field.
    Nfc,
    /// Bluetooth Low Energy.
    Ble,
    /// A card with contacts.
    SmartCard,
    /// A telephone beside the computer.
    Hybrid,
    /// Built in.
    Internal,
}

impl Transport {
    const ALL: [Self; 6] = [Self::Usb, Self::Nfc, Self::Ble, Self::SmartCard, Self::Hybrid, Self::Internal];

    /// Its name in WebAuthn and in stores.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Usb => "usb",
            Self::Nfc => "nfc",
            Self::Ble => "ble",
            Self::SmartCard => "smart-card",
            Self::Hybrid => "hybrid",
            Self::Internal => "internal",
        }
    }

    fn from_name(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|transport| transport.as_str() == name)
    }
}

/// The ways to one authenticator, as the browser that registered it told: a hint for the next one, and nothing that is believed.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Transports(BTreeSet<Transport>);

impl Transports {
    /// Those among `names` that are known; others are left out, since nothing here could do anything with them.
    pub(super) fn from_names<'a>(names: impl IntoIterator<Item = &'a str>) -> Self {
        Self(names.into_iter().filter_map(Transport::from_name).collect())
    }

    /// What [`Self::to_stored`] wrote.
    pub fn from_stored(stored: &str) -> Self {
        Self::from_names(stored.split(','))
    }

    /// Their names, with commas between; empty when the browser told none.
    pub fn to_stored(&self) -> String {
        self.0.iter().map(|transport| transport.as_str()).collect::<Vec<_>>().join(",")
    }

    /// Each of them.
    pub fn iter(&self) -> impl Iterator<Item = Transport> + '_ {
        self.0.iter().copied()
    }
}

impl FromIterator<Transport> for Transports {
    fn from_iter<I: IntoIterator<Item = Transport>>(transports: I) -> Self {
        Self(transports.into_iter().collect())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_stored_is_read_back_and_what_is_unknown_left_out() {
        let transports: Transports = Transport::ALL.into_iter().collect();
        assert_eq!(Transports::from_stored(&transports.to_stored()), transports);
        assert_eq!(Transports::from_stored(""), Transports::default());
        assert_eq!(Transports::from_names(["usb", "telepathy", "USB"]), [Transport::Usb].into_iter().collect());
    }
}
