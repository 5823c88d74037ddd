//! The chain that keeps the audit log honest: every entry's MAC covers the one before, so that no entry can be changed, taken out or put
//! in between without that being seen. Keyed, so that whoever can write the database cannot mend the chain.

use ring::hmac;

use crate::{
    audit::Event,
    master_key::MasterKeys,
    ports::{StoreError, Stored},
};

/// An entry's place in the store, before it has one in the chain.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct EventId(pub i64);

/// One link of the chain: an entry's number, and the MAC over it, the entry and the link before.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Link {
    /// 1 for the first entry ever; no number is left out.
    pub number: i64,
    /// The number of the master key under which the MAC was made.
    pub key: u8,
    /// The MAC.
    pub mac: [u8; 32],
}

impl Link {
    /// What stands before the first entry.
    pub const START: Self = Self { number: 0, key: 0, mac: [0; 32] };
}

/// Makes links, and checks them.
pub struct Chain(Vec<(u8, hmac::Key)>, u8);

/// Where a chain breaks.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Break {
    /// An entry is missing before this number.
    #[error("entry {0} is missing")]
    Missing(i64),
    /// The entry of this number, or one before it, is not what was written.
    #[error("entry {0} is not what was written, or follows another than it did")]
    Changed(i64),
    /// The master key under which the entry was chained is not here.
    #[error("entry {0} was chained under a master key that is not here")]
    KeyGone(i64),
}

impl Chain {
    /// With the keys of every master key; the current one makes new links.
    pub fn new(master: &MasterKeys) -> Self {
        let key = |number| hmac::Key::new(hmac::HMAC_SHA256, master.derive(number, "gatehouse/v1/audit-chain").as_ref());
        Self(master.numbers().map(|number| (number, key(number))).collect(), master.current())
    }

    /// The link of `event`, which follows `before`.
    pub fn next(&self, before: &Link, event: &Event) -> Stored<Link> {
        let number = before.number + 1;
        let mac = self.mac(self.1, before, number, event)?.expect("the current key is one of the keys");
        Ok(Link { number, key: self.1, mac })
    }

    /// Whether `link` is the one of `event` after `before`.
    pub fn check(&self, before: &Link, link: &Link, event: &Event) -> Stored<Result<(), Break>> {
        if link.number != before.number + 1 {
            return Ok(Err(Break::Missing(before.number + 1)));
        }
        let expected = self.mac(link.key, before, link.number, event)?;
        Ok(match expected {
            None => Err(Break::KeyGone(link.number)),
            Some(mac) if bool::from(subtle::ConstantTimeEq::ct_eq(mac.as_slice(), &link.mac)) => Ok(()),
            Some(_) => Err(Break::Changed(link.number)),
        })
    }

    fn mac(&self, key: u8, before: &Link, number: i64, event: &Event) -> Stored<Option<[u8; 32]>> {
        let Some((_, held)) = self.0.iter().find(|(own, _)| *own == key) else { return Ok(None) };
        let entry = serde_json::to_vec(event).map_err(|error| StoreError(error.into()))?;
        let mut context = hmac::Context::with_key(held);
        context.update(&before.mac);
        context.update(&number.to_be_bytes());
        context.update(&entry);
        Ok(context.sign().as_ref().try_into().ok())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{
        audit::{Actor, What},
        entropy::SystemEntropy,
        time::Timestamp,
    };

    fn event(at: i64) -> Event {
        Event::new(Timestamp::from_millis(at), What::SignedIn, Actor::Visitor).with("why", "x")
    }

    #[test]
    fn a_chain_holds_and_every_change_breaks_it() {
        let chain = Chain::new(&MasterKeys::random(&SystemEntropy));
        let first = chain.next(&Link::START, &event(1)).expect("it serialises");
        let second = chain.next(&first, &event(2)).expect("it serialises");
        let check = |before: &Link, link: &Link, event: &Event| chain.check(before, link, event).expect("it serialises");
        assert_eq!(check(&Link::START, &first, &event(1)), Ok(()));
        assert_eq!(check(&first, &second, &event(2)), Ok(()));
        assert_eq!(check(&first, &second, &event(3)), Err(Break::Changed(2)));
        assert_eq!(check(&Link::START, &second, &event(2)), Err(Break::Missing(1)));
        let renumbered = Link { number: 1, ..second };
        assert_eq!(check(&Link::START, &renumbered, &event(2)), Err(Break::Changed(1)));
        let strange = Chain::new(&MasterKeys::random(&SystemEntropy));
        assert_eq!(strange.check(&first, &second, &event(2)).expect("it serialises"), Err(Break::Changed(2)));
        let gone = Link { key: 9, ..second };
        assert_eq!(check(&first, &gone, &event(2)), Err(Break::KeyGone(2)));
    }
}
