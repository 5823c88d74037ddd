//! Who has signed in with a browser before, as far as it can show: no proof of anybody, and good for nothing but leaving out what was said
//! already and noticing what is new.

use data_encoding::BASE64URL_NOPAD;
use ring::hmac;

use crate::{master_key::MasterKeys, user::User};

/// So many people are remembered of one browser.
const MOST: usize = 8;
/// Bytes of one person's mark: nobody can make one, and nobody needs to be told two of them apart by force.
const LENGTH: usize = 12;

/// A browser.
#[derive(Clone, Debug, Default)]
pub struct Device {
    /// As it names itself.
    pub name: String,
    /// The people who have signed in with it.
    pub marks: Marks,
}

/// The marks of people, the latest first, as the browser keeps them.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Marks(Vec<[u8; LENGTH]>);

impl Marks {
    /// Reads what a browser kept. What cannot be read is as good as not there.
    pub fn parse(text: &str) -> Self {
        let mark = |part: &str| BASE64URL_NOPAD.decode(part.as_bytes()).ok()?.try_into().ok();
        Self(text.split('.').take(MOST).filter_map(mark).collect())
    }

    /// As a browser keeps them.
    pub fn to_text(&self) -> String {
        self.0.iter().map(|mark| BASE64URL_NOPAD.encode(mark)).collect::<Vec<_>>().join(".")
    }

    /// Whether `user` is among them.
    pub fn has(&self, user: &User, master: &MasterKeys) -> bool {
        master.numbers().any(|number| self.0.contains(&mark(user, master, number)))
    }

    /// With `user` as the latest.
    pub fn with(&self, user: &User, master: &MasterKeys) -> Self {
        let own: Vec<_> = master.numbers().map(|number| mark(user, master, number)).collect();
        let others = self.0.iter().filter(|mark| !own.contains(mark)).copied();
        Self(std::iter::once(mark(user, master, master.current())).chain(others).take(MOST).collect())
    }
}

/// Of a person until their sessions are ended: what was signed in with before counts no more.
fn mark(user: &User, master: &MasterKeys, number: u8) -> [u8; LENGTH] {
    let key = hmac::Key::new(hmac::HMAC_SHA256, master.derive(number, "gatehouse/v1/device").as_ref());
    let tag = hmac::sign(&key, format!("{}/{}", user.id, user.sessions_valid_from.as_millis()).as_bytes());
    let mut mark = [0; LENGTH];
    mark.copy_from_slice(tag.as_ref().split_at(LENGTH).0);
    mark
}

#[cfg(all(test, feature = "testing"))]
mod tests {
    use super::*;
    use crate::{
        entropy::SystemEntropy,
        testing::people::{account, user},
        time::Timestamp,
    };

    fn anybody() -> User {
        user(&account("ACME"), "ada")
    }

    #[test]
    fn a_browser_knows_the_last_eight_people() {
        let master = MasterKeys::random(&SystemEntropy);
        let people: Vec<_> = (0..9).map(|_| anybody()).collect();
        let marks = people.iter().fold(Marks::default(), |marks, user| marks.with(user, &master));
        let marks = Marks::parse(&marks.to_text());
        assert!(people.iter().skip(1).all(|user| marks.has(user, &master)));
        assert!(!marks.has(&people[0], &master) && !marks.has(&anybody(), &master));
        assert_eq!(marks.with(&people[3], &master).0.len(), 8, "nobody is there twice");
    }

    #[test]
    fn nobody_makes_a_mark_without_the_key() {
        let (ours, theirs) = (MasterKeys::random(&SystemEntropy), MasterKeys::random(&SystemEntropy));
        let user = anybody();
        assert!(!Marks::default().with(&user, &theirs).has(&user, &ours));
        for odd in ["", ".", "a.b", "….…", &"A".repeat(5000)] {
            assert!(!Marks::parse(odd).has(&user, &ours), "{odd}");
        }
    }

    #[test]
    fn a_mark_ends_with_the_sessions_of_its_time() {
        let master = MasterKeys::random(&SystemEntropy);
        let user = anybody();
        let marks = Marks::default().with(&user, &master);
        let later = User { sessions_valid_from: Timestamp::from_millis(9_000), ..user };
        assert!(!marks.has(&later, &master));
    }
}
