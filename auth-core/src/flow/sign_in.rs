//! A password at a sign-in form.

use std::{net::IpAddr, time::Duration};

use crate::{
    audit::{Actor, Event, What},
    change::{Applied, Change, Spend},
    device::Device,
    flow::{
        Outside, lookup,
        on_the_way::{Proved, debts, let_in, note_sign_in},
    },
    identifier::Folded,
    letter::{Origin, Purpose},
    password::PasswordVerified,
    pending::Owed,
    portal::Admission,
    ports::{Busy, Candidate, StoreError, Stored},
    recovery::{AfterTemporary, Ending, Held, LinkSecret, Recovery, SecretKind, TemporaryUsed},
    secret::TypedPassword,
    session::{Authenticated, Beginning, Keep, Proof, Session, SessionHandle},
    throttle::{AttemptKey, Limit, Standing},
    time::Timestamp,
    token::SessionToken,
    user::UserId,
};

/// What somebody typed at a portal, and from where.
#[derive(Debug)]
pub struct Attempt<'a> {
    /// The portal's terms.
    pub admission: &'a Admission,
    /// The Account ID, at portals that ask for one.
    pub account: Option<Folded>,
    /// The username or email address.
    pub identifier: Folded,
    /// The password.
    pub password: TypedPassword,
    /// Whether they asked to be remembered.
    pub wants_remembering: bool,
    /// Where they are.
    pub network: IpAddr,
    /// The session that this browser has at the portal until now; it ends when the sign-in succeeds.
    pub replaces: Option<SessionHandle>,
    /// The link through which somebody chose a password in this browser, if it still has it.
    pub link: Option<LinkSecret>,
    /// The browser.
    pub device: Device,
}

/// What became of an attempt that was judged.
#[derive(Debug)]
pub enum Outcome {
    /// They are who they say.
    Admitted {
        /// The new session.
        session: Session<Authenticated>,
        /// What the browser gets to keep.
        token: SessionToken,
    },
    /// They are who they say, and owe something more first.
    OnTheWay {
        /// What the browser gets to keep until then.
        token: SessionToken,
    },
    /// Wrong identifier, wrong password, disabled or locked: nobody learns which.
    Refused {
        /// Failures left for what was typed before a pause.
        left: u32,
    },
    /// What was typed has failed too often; nothing was checked.
    Paused {
        /// How long still.
        wait: Duration,
    },
    /// This network has failed too often; nothing was checked.
    NetworkPaused {
        /// How long still.
        wait: Duration,
    },
}

/// Why an attempt could not be judged.
#[derive(Debug, thiserror::Error)]
pub enum SignInError {
    /// Too many passwords are being checked.
    #[error(transparent)]
    Busy(#[from] Busy),
    /// A store did not answer.
    #[error(transparent)]
    Unavailable(#[from] StoreError),
}

/// Judges `attempt`.
pub async fn sign_in(outside: &Outside, attempt: Attempt<'_>) -> Result<Outcome, SignInError> {
    let now = outside.clock.now();
    let counters = Counters::of(outside, &attempt);
    let (left, counted) = match counters.reserve(outside, now).await? {
        Reserved::Counted { left } => (left, counters.all().to_vec()),
        Reserved::Paused(Outcome::Paused { .. }) if passes_pause(outside, &attempt, now).await? => (1, Vec::new()),
        Reserved::Paused(outcome) => return Ok(outcome),
    };
    let judged = judge(outside, &attempt, now).await;
    let judgement = match judged {
        Ok(judgement) => judgement,
        Err(error) => {
            // Nothing was found wrong with what was typed: a full queue or a silent store is no failure of theirs.
            outside.attempts.refund(&counted).await?;
            return Err(error);
        }
    };
    match judgement {
        Judgement::Right { candidate, shown, person_counter } => {
            // Given back, not forgotten: a count that somebody's success set to nothing would show that they exist.
            outside.attempts.refund(&[counted, vec![person_counter]].concat()).await?;
            admit(outside, attempt, *candidate, shown, now).await
        }
        Judgement::Wrong { candidate, why } => {
            write_down_refusal(outside, &attempt, candidate.as_deref(), why, left, now).await?;
            Ok(Outcome::Refused { left })
        }
    }
}

/// Whether a pause that others may have brought about is nothing to this attempt: it comes with a temporary password, or from the browser
/// in which that person has just chosen a new one through a link. To everybody else the pause stays, and tells nothing of either.
async fn passes_pause(outside: &Outside, attempt: &Attempt<'_>, now: Timestamp) -> Stored<bool> {
    let candidate = candidate(outside, attempt).await?;
    let has_temporary = temporary(outside, attempt, candidate.as_ref(), now).await?.is_some();
    Ok(has_temporary || has_just_chosen(outside, attempt, candidate.as_ref(), now).await?)
}

/// Whether the attempt comes from the browser in which that person has just chosen a password through a link.
async fn has_just_chosen(
    outside: &Outside,
    attempt: &Attempt<'_>,
    candidate: Option<&Candidate>,
    now: Timestamp,
) -> Stored<bool> {
    let link = match &attempt.link {
        Some(link) => outside.directory.recovery_by_secret(&link.digest()).await?,
        None => None,
    };
    Ok(link.is_some_and(|held| {
        let is_fresh = |(at, ending)| ending == Ending::Used && now.since(at) < AFTER_CHOOSING;
        let is_theirs = candidate.is_some_and(|candidate| candidate.person.user.id == held.recovery.user);
        is_theirs && held.recovery.portal == attempt.admission.portal && held.recovery.ended.is_some_and(is_fresh)
    }))
}

/// Whoever has just chosen a password signs in within this.
const AFTER_CHOOSING: Duration = Duration::from_mins(15);

/// The person typed, if it is exactly one.
async fn candidate(outside: &Outside, attempt: &Attempt<'_>) -> Stored<Option<Candidate>> {
    let by = lookup::by_sign_in(attempt.admission.kind, attempt.account.as_ref(), &attempt.identifier);
    lookup::the_one(outside, attempt.admission, by).await
}

enum Judgement {
    Right { candidate: Box<Candidate>, shown: Shown, person_counter: (AttemptKey, Limit) },
    Wrong { candidate: Option<Box<Candidate>>, why: &'static str },
}

/// What was right.
enum Shown {
    Password(PasswordVerified),
    /// Right, and not yet used up.
    TemporaryPassword(Box<Recovery>),
}

/// Looks up, counts the person, hashes: the same steps at the same cost for known and unknown.
async fn judge(outside: &Outside, attempt: &Attempt<'_>, now: Timestamp) -> Result<Judgement, SignInError> {
    let candidate = candidate(outside, attempt).await?;
    let costliest = outside.directory.costliest().await?;
    let key = match &candidate {
        Some(candidate) => AttemptKey::person(candidate.person.user.id),
        None => AttemptKey::nobody(&attempt.admission.portal, attempt.account.as_ref(), &attempt.identifier),
    };
    let person_counter = (key, outside.limits.person);
    let standing = outside.attempts.reserve(&[person_counter], now).await?;
    let temporary = temporary(outside, attempt, candidate.as_ref(), now).await?;
    let is_back = temporary.is_some() || has_just_chosen(outside, attempt, candidate.as_ref(), now).await?;
    let is_paused = !is_back && standing.iter().any(|standing| matches!(standing, Standing::Paused { .. }));
    let refusal = match &candidate {
        None => Some("unknown"),
        Some(_) if is_paused => Some("too-many-failures"),
        Some(candidate) => lookup::refusal(&candidate.person),
    };
    let temporary = temporary.filter(|_| refusal.is_none());
    let record = candidate.as_ref().and_then(|candidate| candidate.password.clone());
    let check = outside.passwords.check(&attempt.password, record, costliest, refusal.is_none());
    let verdict = match outside.hashing.verify(check).await {
        Ok(verdict) => verdict,
        Err(busy) => {
            outside.attempts.refund(&[person_counter]).await?;
            return Err(busy.into());
        }
    };
    let shown = verdict.map(Shown::Password).or(temporary.map(|recovery| Shown::TemporaryPassword(Box::new(recovery))));
    Ok(match (shown, candidate) {
        (Some(shown), Some(candidate)) => Judgement::Right { candidate: Box::new(candidate), shown, person_counter },
        (_, candidate) => Judgement::Wrong { candidate: candidate.map(Box::new), why: refusal.unwrap_or("wrong-password") },
    })
}

/// The recovery whose temporary password was typed, if one was. Whoever does not exist is looked up likewise.
async fn temporary(
    outside: &Outside,
    attempt: &Attempt<'_>,
    candidate: Option<&Candidate>,
    now: Timestamp,
) -> Stored<Option<Recovery>> {
    let user = candidate.map_or_else(|| UserId::random(&*outside.entropy), |candidate| candidate.person.user.id);
    let mut found = None;
    for digest in outside.temporaries.digests(user, &attempt.password) {
        let held = outside.directory.recovery_by_secret(&digest).await?;
        let is_good = |held: &Held| {
            let recovery = &held.recovery;
            held.kind == SecretKind::Temporary
                && held.expires_at > now
                && recovery.ended.is_none()
                && recovery.user == user
                && recovery.portal == attempt.admission.portal
        };
        found = found.or(held.filter(is_good).map(|held| held.recovery));
    }
    Ok(found)
}

/// Lets the person in: the change first, then the session, so that a failure between the two leaves nobody signed in.
async fn admit(
    outside: &Outside,
    attempt: Attempt<'_>,
    candidate: Candidate,
    shown: Shown,
    now: Timestamp,
) -> Result<Outcome, SignInError> {
    let network = attempt.network.to_string();
    let user = &candidate.person.user;
    let password = match (&shown, attempt.admission.after_temporary) {
        (Shown::TemporaryPassword(_), AfterTemporary::Require) => Some(Owed::AfterTemporary),
        (Shown::TemporaryPassword(_) | Shown::Password(_), _) => user.must_change_password.then_some(Owed::NewPassword),
    };
    let owes = debts(&candidate.person, password);
    let is_known_device = attempt.device.marks.has(user, &outside.master);
    let origin = Origin { network: network.clone(), device: attempt.device.name };
    let event = |what| {
        Event::new(now, what, Actor::User(user.id)).about(user.account, user.id).at_portal(&attempt.admission.portal, &network)
    };
    let mut change = Change::default();
    if owes.first().is_some() {
        change.audit.push(event(What::PasswordAccepted));
    } else {
        note_sign_in(outside, &mut change, user, &attempt.admission.portal, &origin, is_known_device, now);
    }
    let proof = match shown {
        Shown::Password(proof) => {
            if let (true, Some(old)) = (proof.is_dated, &candidate.password) {
                // A renewal that finds no room in the queue waits for the next sign-in; the old record is as good as it was.
                if let Ok(new) = outside.hashing.create(outside.passwords.keep_typed(&attempt.password, &*outside.entropy)).await
                {
                    change.spend.push(Spend::Password { user: user.id, old: old.clone(), new });
                }
            }
            Proof::Password(proof)
        }
        Shown::TemporaryPassword(recovery) => {
            change.spend.push(Spend::EndRecovery { recovery: recovery.id, at: now, ending: Ending::Used });
            change.audit.push(event(What::TemporaryPasswordUsed));
            Proof::TemporaryPassword(TemporaryUsed {})
        }
    };
    if let Applied::AlreadySpent(_) = outside.directory.apply(change).await? {
        // The password changed while it was being checked, or somebody else used it up.
        return Ok(Outcome::Refused { left: outside.limits.typed.failures });
    }
    let keep = if attempt.wants_remembering && attempt.admission.offers_remember { Keep::Remembered } else { Keep::UntilClosed };
    // The clock of whoever ended this person's sessions may be ahead of this one's.
    let at = now.max(user.sessions_valid_from);
    let portal = attempt.admission.portal.clone();
    let beginning = Beginning { portal, keep, second: None, began_at: at, proved_at: at, at, network, device: origin.device };
    let (person, replaces) = (candidate.person, attempt.replaces);
    Ok(let_in(outside, Proved { proof, person, owes, beginning, replaces, is_known_device }).await?)
}

async fn write_down_refusal(
    outside: &Outside,
    attempt: &Attempt<'_>,
    candidate: Option<&Candidate>,
    why: &str,
    left: u32,
    now: Timestamp,
) -> Stored<()> {
    let mut event = Event::new(now, What::SignInRefused, Actor::Visitor)
        .at_portal(&attempt.admission.portal, &attempt.network.to_string())
        .with("why", why);
    // Whoever does not exist is written to as well, so that both cost the same: the sender finds nobody.
    let mut user = UserId::random(&*outside.entropy);
    if let Some(candidate) = candidate {
        user = candidate.person.user.id;
        event = event.about(candidate.person.user.account, user);
    }
    let origin = Origin { network: attempt.network.to_string(), device: attempt.device.name.clone() };
    let paused = (left == 0).then_some(Purpose::SignInPaused { user, origin });
    let letter = paused.and_then(|purpose| outside.letter(&attempt.admission.portal, now, purpose));
    let change = Change { letters: letter.into_iter().collect(), audit: vec![event], ..Change::default() };
    outside.directory.apply(change).await.map(drop)
}

/// The counters that can be known before anyone is looked up.
struct Counters {
    typed: (AttemptKey, Limit),
    network: (AttemptKey, Limit),
}

enum Reserved {
    Counted { left: u32 },
    Paused(Outcome),
}

impl Counters {
    fn of(outside: &Outside, attempt: &Attempt<'_>) -> Self {
        let typed = AttemptKey::typed(&attempt.admission.portal, attempt.account.as_ref(), &attempt.identifier);
        Self { typed: (typed, outside.limits.typed), network: (AttemptKey::network(attempt.network), outside.limits.network) }
    }

    fn all(&self) -> [(AttemptKey, Limit); 2] {
        [self.typed, self.network]
    }

    async fn reserve(&self, outside: &Outside, now: Timestamp) -> Stored<Reserved> {
        let standings = outside.attempts.reserve(&self.all(), now).await?;
        let [typed, network] = standings.as_slice() else {
            return Err(StoreError::message("a counter store answers once for each key"));
        };
        Ok(match (typed, network) {
            (Standing::Paused { until }, _) => Reserved::Paused(Outcome::Paused { wait: until.since(now) }),
            (_, Standing::Paused { until }) => Reserved::Paused(Outcome::NetworkPaused { wait: until.since(now) }),
            (Standing::Counted { left }, Standing::Counted { .. }) => Reserved::Counted { left: *left },
        })
    }
}
