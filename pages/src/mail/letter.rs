//! A letter as it is handed to whoever sends it.

use std::fmt;

/// One letter: a subject of one line, and the same words twice, as text and as HTML.
#[derive(Clone, PartialEq, Eq)]
pub struct Letter {
    /// What mailboxes list.
    pub subject: String,
    /// The part for whoever reads text.
    pub text: String,
    /// The part for whoever reads HTML.
    pub html: String,
}

/// Letters hold links and passwords, which no log may show.
impl fmt::Debug for Letter {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Letter(…)")
    }
}
