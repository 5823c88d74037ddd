//! The people whom Northwind sells to, all invented.

/// Somebody at a customer's.
pub(super) struct Contact {
    /// Their number.
    pub(super) id: u32,
    /// Their name.
    pub(super) name: &'static str,
    /// What they do there.
    pub(super) position: &'static str,
    /// Where they work.
    pub(super) company: &'static str,
    /// Their email address.
    pub(super) email: &'static str,
    /// Their telephone number.
    pub(super) phone: &'static str,
    /// What was noted about them last.
    pub(super) note: &'static str,
}

/// Everybody, by name.
pub(super) const CONTACTS: [Contact; 6] = [
    Contact {
        id: 11,
        name: "Amélie Laurent",
        position: "Head of purchasing",
        company: "Laurent & Fils",
        email: "amelie@laurent.example",
        phone: "020 7946 0311",
        note: "Asked for a quotation in euros. Prefers to be rung before ten.",
    },
    Contact {
        id: 12,
        name: "Bashir Khan",
        position: "Operations director",
        company: "Pennine Freight",
        email: "bashir.khan@pennine.example",
        phone: "01632 960 204",
        note: "Renewal is due in January. Wants the new tariff explained.",
    },
    Contact {
        id: 13,
        name: "Clara Svensson",
        position: "Owner",
        company: "Svensson Interiors",
        email: "clara@svensson.example",
        phone: "07700 900 455",
        note: "Sent samples on 12 November.",
    },
    Contact {
        id: 14,
        name: "Daniel Okafor",
        position: "Facilities manager",
        company: "Harbour Hotels",
        email: "d.okafor@harbour.example",
        phone: "0131 496 0786",
        note: "Three sites now, two more to come in spring.",
    },
    Contact {
        id: 15,
        name: "Eleni Georgiou",
        position: "Buyer",
        company: "Aegean Foods",
        email: "eleni@aegean.example",
        phone: "0161 496 0920",
        note: "Complained about late delivery; credited 5 per cent.",
    },
    Contact {
        id: 16,
        name: "Frank Müller",
        position: "Workshop manager",
        company: "Müller Maschinen",
        email: "frank@mueller-maschinen.example",
        phone: "029 2018 0135",
        note: "Visit planned for the first week of December.",
    },
];

impl Contact {
    /// The contact with this number.
    pub(super) fn find(id: u32) -> Option<&'static Self> {
        CONTACTS.iter().find(|contact| contact.id == id)
    }
}
