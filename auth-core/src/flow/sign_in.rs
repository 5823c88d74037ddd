//! A password at a sign-in form.

use std::{net::IpAddr, time::Duration};

use crate::{
    account::AccountState,
    audit::{Actor, Event, What},
    change::{Applied, Change, Spend},
    flow::Outside,
    identifier::Folded,
    password::PasswordVerified,
    portal::{Admission, SignInKind},
    ports::{Busy, Candidate, Lookup, LookupBy, StoreError, Stored},
    secret::TypedPassword,
    session::{Anonymous, Authenticated, Beginning, EndReason, Keep, Session, SessionHandle},
    throttle::{AttemptKey, Limit, Standing},
    time::Timestamp,
    token::SessionToken,
    user::UserState,
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
    /// The browser, as it names itself.
    pub device: String,
    /// The session that this browser has at the portal until now; it ends when the sign-in succeeds.
    pub replaces: Option<SessionHandle>,
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
    let left = match counters.reserve(outside, now).await? {
        Reserved::Counted { left } => left,
        Reserved::Paused(outcome) => return Ok(outcome),
    };
    let judged = judge(outside, &attempt, now).await;
    let judgement = match judged {
        Ok(judgement) => judgement,
        Err(error) => {
            // Nothing was found wrong with what was typed: a full queue or a silent store is no failure of theirs.
            outside.attempts.refund(&counters.all()).await?;
            return Err(error);
        }
    };
    match judgement {
        Judgement::Right { candidate, proof, person_counter } => {
            // Given back, not forgotten: a count that somebody's success set to nothing would show that they exist.
            outside.attempts.refund(&[counters.typed, counters.network, person_counter]).await?;
            admit(outside, attempt, *candidate, proof, now).await
        }
        Judgement::Wrong { candidate, why } => {
            write_down_refusal(outside, &attempt, candidate.as_deref(), why, now).await?;
            Ok(Outcome::Refused { left })
        }
    }
}

enum Judgement {
    Right { candidate: Box<Candidate>, proof: PasswordVerified, person_counter: (AttemptKey, Limit) },
    Wrong { candidate: Option<Box<Candidate>>, why: &'static str },
}

/// Looks up, counts the person, hashes: the same steps at the same cost for known and unknown.
async fn judge(outside: &Outside, attempt: &Attempt<'_>, now: Timestamp) -> Result<Judgement, SignInError> {
    let candidate = the_one_candidate(outside, attempt).await?;
    let costliest = outside.directory.costliest().await?;
    let key = match &candidate {
        Some(candidate) => AttemptKey::person(candidate.person.user.id),
        None => AttemptKey::nobody(&attempt.admission.portal, attempt.account.as_ref(), &attempt.identifier),
    };
    let person_counter = (key, outside.limits.person);
    let standing = outside.attempts.reserve(&[person_counter], now).await?;
    let refusal = match &candidate {
        None => Some("unknown"),
        Some(_) if standing.iter().any(|standing| matches!(standing, Standing::Paused { .. })) => Some("too-many-failures"),
        Some(candidate) => refusal(candidate),
    };
    let record = candidate.as_ref().and_then(|candidate| candidate.password.clone());
    let check = outside.passwords.check(&attempt.password, record, costliest, refusal.is_none());
    let verdict = match outside.hashing.verify(check).await {
        Ok(verdict) => verdict,
        Err(busy) => {
            outside.attempts.refund(&[person_counter]).await?;
            return Err(busy.into());
        }
    };
    Ok(match (verdict, candidate) {
        (Some(proof), Some(candidate)) => Judgement::Right { candidate: Box::new(candidate), proof, person_counter },
        (_, candidate) => Judgement::Wrong { candidate: candidate.map(Box::new), why: refusal.unwrap_or("wrong-password") },
    })
}

/// Why this person is refused whatever they type.
fn refusal(candidate: &Candidate) -> Option<&'static str> {
    match (candidate.person.user.state, candidate.person.account.state) {
        (UserState::Active, AccountState::Open) => None,
        (UserState::Active, AccountState::Suspended) => Some("account-suspended"),
        (UserState::Disabled, _) => Some("disabled"),
        (UserState::Locked, _) => Some("locked"),
    }
}

/// The person typed, if it is exactly one: two of a name admit nobody.
async fn the_one_candidate(outside: &Outside, attempt: &Attempt<'_>) -> Stored<Option<Candidate>> {
    let identifier = attempt.identifier.clone();
    let by = match attempt.admission.kind {
        SignInKind::Email => LookupBy::Email(identifier),
        // A username holds no @, so what was typed can mean only one of the two.
        SignInKind::UsernameOrEmail if identifier.as_str().contains('@') => LookupBy::Email(identifier),
        SignInKind::Username | SignInKind::UsernameOrEmail => LookupBy::Username(identifier),
        SignInKind::AccountUsername => {
            LookupBy::AccountUsername(attempt.account.clone().unwrap_or_else(|| Folded::of("")), identifier)
        }
    };
    let lookup = Lookup { by, among: attempt.admission.admitted.clone() };
    let mut candidates = outside.directory.candidates(&lookup).await?;
    Ok(if candidates.len() == 1 { candidates.pop() } else { None })
}

/// Lets the person in: the change first, then the session, so that a failure between the two leaves nobody signed in.
async fn admit(
    outside: &Outside,
    attempt: Attempt<'_>,
    candidate: Candidate,
    proof: PasswordVerified,
    now: Timestamp,
) -> Result<Outcome, SignInError> {
    let network = attempt.network.to_string();
    let user = &candidate.person.user;
    let event = Event::new(now, What::SignedIn, Actor::User(user.id))
        .about(user.account, user.id)
        .at_portal(&attempt.admission.portal, &network);
    let mut change = Change { audit: vec![event], ..Change::default() };
    if let (true, Some(old)) = (proof.is_dated, &candidate.password) {
        // A renewal that finds no room in the queue waits for the next sign-in; the old record is as good as it was.
        if let Ok(new) = outside.hashing.create(outside.passwords.keep_typed(&attempt.password, &*outside.entropy)).await {
            change.spend.push(Spend::Password { user: user.id, old: old.clone(), new });
        }
    }
    if let Applied::AlreadySpent(_) = outside.directory.apply(change.clone()).await? {
        // The password changed while it was being checked, so what was checked is no longer the password.
        return Ok(Outcome::Refused { left: outside.limits.typed.failures });
    }
    if let Some(old) = attempt.replaces {
        super::end_session::end(outside, old, EndReason::Replaced, now).await?;
    }
    let keep = if attempt.wants_remembering && attempt.admission.offers_remember { Keep::Remembered } else { Keep::UntilClosed };
    let token = SessionToken::random(&*outside.entropy);
    // The clock of whoever ended this person's sessions may be ahead of this one's.
    let at = now.max(candidate.person.user.sessions_valid_from);
    let beginning = Beginning { portal: attempt.admission.portal.clone(), keep, at, network, device: attempt.device };
    let handle = SessionHandle::random(&*outside.entropy);
    let session = Session::<Anonymous>::anonymous().admit(proof, candidate.person, &token, handle, beginning);
    outside.sessions.begin(session.record()).await?;
    Ok(Outcome::Admitted { session, token })
}

async fn write_down_refusal(
    outside: &Outside,
    attempt: &Attempt<'_>,
    candidate: Option<&Candidate>,
    why: &str,
    now: Timestamp,
) -> Stored<()> {
    let mut event = Event::new(now, What::SignInRefused, Actor::Visitor)
        .at_portal(&attempt.admission.portal, &attempt.network.to_string())
        .with("why", why);
    if let Some(candidate) = candidate {
        event = event.about(candidate.person.user.account, candidate.person.user.id);
    }
    outside.directory.apply(Change { audit: vec![event], ..Change::default() }).await.map(drop)
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
