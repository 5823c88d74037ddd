//! R3's link: its opening brings a temporary password by a second mail, once; in the browser that asked by itself, anywhere else by one
//! press of a button, so that no mail scanner has one sent.

use crate::{
    audit::{Actor, Event, What},
    change::{Applied, Change, Spend},
    flow::{Outside, link::GoodLink},
    letter::Purpose,
    ports::Stored,
    recovery::terms::MOST_SENDINGS,
    secret::SecretDigest,
};

/// How a link's page was come to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Opening {
    /// It was looked at, by a browser that can show this.
    Seen(Option<SecretDigest>),
    /// Its button was pressed.
    Pressed,
    /// The mail did not come, and is asked for again.
    Again,
}

/// What the page says.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Said {
    /// Nothing is sent yet: press the button.
    Ask,
    /// A temporary password was sent, now or before.
    Sent,
    /// It was sent so often that it is not sent again.
    NoMore,
}

/// Opens a link.
pub async fn open(outside: &Outside, link: &GoodLink, opening: Opening) -> Stored<Said> {
    let so_far = link.recovery.sendings;
    match opening {
        Opening::Seen(shown) if so_far == 0 && shown.is_some() && shown == link.recovery.browser => send(outside, link).await,
        Opening::Seen(_) if so_far == 0 => Ok(Said::Ask),
        Opening::Pressed if so_far == 0 => send(outside, link).await,
        Opening::Again if so_far >= MOST_SENDINGS => Ok(Said::NoMore),
        Opening::Again => send(outside, link).await,
        Opening::Seen(_) | Opening::Pressed => Ok(Said::Sent),
    }
}

async fn send(outside: &Outside, link: &GoodLink) -> Stored<Said> {
    let (now, recovery) = (outside.clock.now(), &link.recovery);
    let change = Change {
        spend: vec![Spend::Sending { recovery: recovery.id, so_far: recovery.sendings }],
        letters: outside.letter(&recovery.portal, now, Purpose::Temporary { recovery: recovery.id }).into_iter().collect(),
        audit: vec![
            Event::new(now, What::TemporaryPasswordSent, Actor::Visitor)
                .about(recovery.account, recovery.user)
                .at_portal(&recovery.portal, &recovery.network),
        ],
        ..Change::default()
    };
    match outside.directory.apply(change).await? {
        // Whoever was quicker had it sent.
        Applied::Done | Applied::AlreadySpent(_) | Applied::Taken => Ok(Said::Sent),
    }
}
