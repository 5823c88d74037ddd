//! Takes letters on, has them written, sends them, tries again, and gives up where everybody can see it. No page waits for any of it.

use std::{sync::Arc, time::Duration};

use futures_util::{StreamExt as _, stream};
use gatehouse_auth_core::{
    audit::{Actor, Event, What},
    change::{Change, Spend, Write},
    flow::write_letter::{Draft, Written, write_letter},
    letter::{ClaimedLetter, LetterId},
    portal::Admission,
    ports::Stored,
    time::Timestamp,
};
use lettre::message::Mailbox;
use tokio::time::{MissedTickBehavior, interval, timeout};
use tracing::{debug, error, info, warn};

use super::{Outgoing, Post, Undelivered, render::render};
use crate::{gate::keeper::Gatekeeper, telemetry::Metrics};

/// The outbox is looked at this often: a letter leaves within a moment, and looking is one read.
const LOOK: Duration = Duration::from_millis(250);
/// Writing a letter asks the directory a few times, and waits for it no longer than this.
const WRITING: Duration = Duration::from_secs(30);
/// After so long the next try: quickly at first, since most servers are back in a minute.
const BACKOFF: [Duration; 8] = [
    Duration::from_secs(5),
    Duration::from_secs(20),
    Duration::from_mins(1),
    Duration::from_mins(3),
    Duration::from_mins(10),
    Duration::from_mins(20),
    Duration::from_mins(40),
    Duration::from_hours(1),
];

/// How letters are sent.
#[derive(Clone, Debug)]
pub struct Sending {
    /// The sender.
    pub from: Mailbox,
    /// Where answers go, if elsewhere.
    pub reply_to: Option<Mailbox>,
    /// How long one delivery may take.
    pub timeout: Duration,
    /// How many are under way at a time.
    pub concurrency: u32,
    /// A letter that could not be delivered for so long is given up.
    pub give_up_after: Duration,
}

/// The sender of one gateway.
pub struct Sender {
    /// The portals, and what flows ask of the outside.
    pub keeper: Arc<Gatekeeper>,
    /// Who takes messages.
    pub post: Arc<dyn Post>,
    /// How they are sent.
    pub sending: Sending,
    /// Counts.
    pub metrics: Arc<Metrics>,
}

impl Sender {
    /// Sends until it is dropped. What is under way then is tried again by whoever comes next.
    pub async fn keep_up(self) {
        let admissions: Vec<Admission> = self.keeper.portals.iter().map(|portal| portal.admission.clone()).collect();
        let mut tick = interval(LOOK);
        tick.set_missed_tick_behavior(MissedTickBehavior::Delay);
        let mut was_well = true;
        loop {
            tick.tick().await;
            let done = self.round(&admissions).await;
            if let (true, Err(error)) = (was_well, &done) {
                error!(%error, "the outbox does not answer");
            }
            was_well = done.is_ok();
        }
    }

    /// Sends everything that is due.
    async fn round(&self, admissions: &[Admission]) -> Stored<()> {
        let waiting = self.keeper.outside.outbox.waiting().await?;
        self.metrics.letters_waiting.set(i64::try_from(waiting).unwrap_or(i64::MAX));
        if waiting == 0 {
            return Ok(());
        }
        loop {
            let now = self.keeper.outside.clock.now();
            // Whoever dies with a letter in hand keeps it from the others no longer than writing and sending it could have taken.
            let until = now.after(self.sending.timeout + WRITING);
            let letters = self.keeper.outside.outbox.claim(now, until, self.sending.concurrency).await?;
            if letters.is_empty() {
                return Ok(());
            }
            let at_once = usize::try_from(self.sending.concurrency).unwrap_or(1);
            stream::iter(&letters).for_each_concurrent(at_once, |letter| self.see_off(admissions, letter)).await;
        }
    }

    async fn see_off(&self, admissions: &[Admission], claimed: &ClaimedLetter) {
        let id = claimed.letter.id;
        let outcome = match write_letter(&self.keeper.outside, admissions, claimed).await {
            Ok(Written::Nothing(why)) => {
                debug!(letter.id = %id, why, "nothing to be mailed");
                self.finish(Change { spend: vec![Spend::Letter(id)], ..Change::default() }, "nothing").await
            }
            Ok(Written::Draft(draft)) => self.deliver(claimed, &draft).await,
            Err(error) => Err(error),
        };
        if let Err(error) = outcome {
            // The claim runs out, and the letter is taken on again.
            error!(letter.id = %id, %error, "a letter waits for the directory");
        }
    }

    async fn deliver(&self, claimed: &ClaimedLetter, draft: &Draft) -> Stored<()> {
        let delivered = match self.outgoing(draft) {
            Some(outgoing) => timeout(self.sending.timeout, self.post.deliver(&outgoing))
                .await
                .unwrap_or_else(|_| Err(Undelivered::ForNow("the delivery took too long".to_owned()))),
            None => Err(Undelivered::ForGood("its portal is gone".to_owned())),
        };
        let id = draft.letter;
        let now = self.keeper.outside.clock.now();
        match delivered {
            Ok(()) => {
                info!(letter.id = %id, user.id = %draft.user, tries = claimed.tries + 1, "mailed");
                let reached = Write::Undeliverable { user: draft.user, since: None };
                let write = if draft.is_their_own && draft.was_undeliverable { vec![reached] } else { Vec::new() };
                self.finish(Change { spend: vec![Spend::Letter(id)], write, ..Change::default() }, "sent").await
            }
            Err(Undelivered::ForNow(why)) if now.since(claimed.letter.queued_at) < self.sending.give_up_after => {
                let due_at = now.after(backoff(claimed.tries));
                warn!(letter.id = %id, why, tries = claimed.tries + 1, "a letter was not taken, and is tried again");
                self.metrics.letters.with_label_values(&["postponed"]).inc();
                self.keeper.outside.outbox.postpone(id, due_at).await
            }
            Err(Undelivered::ForNow(why) | Undelivered::ForGood(why)) => {
                error!(letter.id = %id, user.id = %draft.user, why, "a letter was given up");
                self.finish(given_up(id, draft, why, now), "given-up").await
            }
        }
    }

    /// The letter is done with. Another gateway may have been quicker, after this one was too slow for its claim.
    async fn finish(&self, change: Change, outcome: &str) -> Stored<()> {
        self.metrics.letters.with_label_values(&[outcome]).inc();
        self.keeper.outside.directory.apply(change).await.map(drop)
    }

    fn outgoing(&self, draft: &Draft) -> Option<Outgoing> {
        let portal = self.keeper.portals.iter().find(|portal| portal.name() == draft.portal)?;
        let (language, letter) = render(portal, draft);
        Some(Outgoing {
            letter: draft.letter,
            date: draft.queued_at,
            from: self.sending.from.clone(),
            reply_to: self.sending.reply_to.clone(),
            to: draft.to.to_string(),
            language: language.code(),
            subject: letter.subject,
            text: letter.text,
            html: letter.html,
        })
    }
}

fn given_up(id: LetterId, draft: &Draft, why: String, now: Timestamp) -> Change {
    let undeliverable = Write::Undeliverable { user: draft.user, since: Some(now) };
    Change {
        spend: vec![Spend::Letter(id)],
        write: if draft.is_their_own { vec![undeliverable] } else { Vec::new() },
        audit: vec![Event::new(now, What::LetterGivenUp, Actor::Gateway).about(draft.account, draft.user).with("why", why)],
        ..Change::default()
    }
}

fn backoff(tries: u32) -> Duration {
    let last = BACKOFF.last().copied().unwrap_or_default();
    usize::try_from(tries).ok().and_then(|tries| BACKOFF.get(tries)).copied().unwrap_or(last)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tries_come_more_and_more_seldom_and_never_end_by_themselves() {
        let waits: Vec<_> = (0..20).map(backoff).collect();
        assert!(waits.is_sorted());
        assert_eq!(waits.last(), Some(&Duration::from_hours(1)));
    }
}
