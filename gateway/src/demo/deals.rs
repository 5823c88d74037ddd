//! What Northwind hopes to sell, and to whom.

/// Something that may be sold.
pub(super) struct Deal {
    /// What.
    pub(super) name: &'static str,
    /// To whom, by the contact's number.
    pub(super) contact: u32,
    /// How far it has come.
    pub(super) stage: &'static str,
    /// For how many pounds.
    pub(super) pounds: &'static str,
    /// When it should be settled.
    pub(super) closes: &'static str,
}

/// Every deal, by when it should be settled.
pub(super) const DEALS: [Deal; 5] = [
    Deal { name: "Linen, five hotels", contact: 14, stage: "Won", pounds: "£37,900", closes: "2026-11-06" },
    Deal { name: "Showroom fittings", contact: 13, stage: "Proposal", pounds: "£8,400", closes: "2026-11-30" },
    Deal { name: "Lathe service contract", contact: 16, stage: "Negotiation", pounds: "£21,750", closes: "2026-12-11" },
    Deal { name: "Cold store shelving", contact: 15, stage: "Qualified", pounds: "£13,200", closes: "2027-01-15" },
    Deal { name: "Fleet renewal", contact: 12, stage: "Negotiation", pounds: "£64,000", closes: "2027-01-29" },
];

impl Deal {
    /// The deals with this contact.
    pub(super) fn with(contact: u32) -> impl Iterator<Item = &'static Self> {
        DEALS.iter().filter(move |deal| deal.contact == contact)
    }
}
