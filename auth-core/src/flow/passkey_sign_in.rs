//! A passkey in place of a password: it proves who somebody is by what they have and what they know or are, and so is two factors in one.

use std::net::IpAddr;

use crate::{
    account::AccountId,
    audit::{Actor, Event, What},
    change::{Applied, Change},
    device::Device,
    flow::{
        Outside, ceremony,
        give_passkey::use_of,
        lookup,
        on_the_way::{Proved, let_in, note_sign_in},
        sign_in::Outcome,
    },
    letter::Origin,
    mfa::{
        MfaSetting,
        passkey::{Alone, Assertion, Bond, Passkey, Refusal, Used, UserVerification, Whose},
    },
    pending::Owed,
    portal::Admission,
    ports::{StoreError, Stored},
    session::{Beginning, Keep, Proof, SecondFactor, SessionHandle},
    throttle::{AttemptKey, Standing},
    time::Timestamp,
    user::{Person, UserId},
};

/// What a browser answered at a portal, and from where.
#[derive(Debug)]
pub struct Attempt<'a> {
    /// The portal's terms.
    pub admission: &'a Admission,
    /// What the answer came from.
    pub bond: Bond,
    /// The answer, as JSON.
    pub answer: &'a str,
    /// Where they are.
    pub network: IpAddr,
    /// The session that this browser has at the portal until now; it ends when the sign-in succeeds.
    pub replaces: Option<SessionHandle>,
    /// The browser.
    pub device: Device,
}

/// What any browser is asked at a sign-in form; `None` where the portal lets no passkey sign in.
pub async fn begin(outside: &Outside, admission: &Admission, bond: &Bond) -> Stored<Option<String>> {
    let Some(party) = admission.passkey_sign_in() else { return Ok(None) };
    let now = outside.clock.now();
    match Assertion::begin(party, Whose::Anyone, UserVerification::Required, &*outside.entropy, now) {
        Some(begun) => ceremony::keep(outside, bond, begun).await.map(Some),
        None => Ok(None),
    }
}

/// Judges `attempt`. Whatever is wrong with it, the outcome says the same: nobody learns whose a passkey is, nor whether it is anybody's.
pub async fn sign_in(outside: &Outside, attempt: Attempt<'_>) -> Result<Outcome, StoreError> {
    let now = outside.clock.now();
    let counter = [(AttemptKey::network(attempt.network), outside.limits.network)];
    if let Some(Standing::Paused { until }) = outside.attempts.reserve(&counter, now).await?.first() {
        return Ok(Outcome::NetworkPaused { wait: until.since(now) });
    }
    let judged = match judge(outside, &attempt, now).await {
        Ok(judged) => judged,
        Err(error) => {
            outside.attempts.refund(&counter).await?;
            return Err(error);
        }
    };
    match judged {
        Ok(right) => match admit(outside, &attempt, right, now).await? {
            Outcome::Refused { left } => Ok(Outcome::Refused { left }),
            admitted => {
                outside.attempts.refund(&counter).await?;
                Ok(admitted)
            }
        },
        Err(wrong) => {
            write_down_refusal(outside, &attempt, wrong, now).await?;
            Ok(REFUSED)
        }
    }
}

/// Nothing that was typed has failed.
const REFUSED: Outcome = Outcome::Refused { left: u32::MAX };

/// Somebody whose passkey proved all there is to prove.
struct Right {
    person: Person,
    used: Used,
    proof: Alone,
    second: SecondFactor,
}

/// Why not, and whose account and who it is about; for the audit log.
struct Wrong {
    about: Option<(AccountId, UserId)>,
    why: &'static str,
    is_cloned: bool,
}

impl Wrong {
    fn of(person: Option<&Person>, why: &'static str) -> Self {
        Self { about: person.map(|person| (person.account.id, person.user.id)), why, is_cloned: false }
    }

    fn cloned(person: Option<&Person>) -> Self {
        Self { is_cloned: true, ..Self::of(person, "cloned-passkey") }
    }
}

async fn judge(outside: &Outside, attempt: &Attempt<'_>, now: Timestamp) -> Stored<Result<Right, Wrong>> {
    let state = ceremony::take(outside, &attempt.bond).await?;
    if attempt.admission.passkey_sign_in().is_none() {
        return Ok(Err(Wrong::of(None, "no-passkeys-here")));
    }
    let Ok(peek) = Assertion::peek(attempt.answer.as_bytes()) else { return Ok(Err(Wrong::of(None, "unreadable-passkey"))) };
    let Some(passkey) = outside.directory.passkey(&peek.credential).await? else {
        return Ok(Err(Wrong::of(None, "unknown-passkey")));
    };
    let person = outside.directory.person(passkey.user).await?;
    let used = match Assertion::finish(&state, &passkey, attempt.answer.as_bytes(), now) {
        Ok(used) => used,
        Err(Refusal::Cloned) => return Ok(Err(Wrong::cloned(person.as_ref()))),
        // Whose it is has not been proved: what anybody can send is not told of them.
        Err(_) => return Ok(Err(Wrong::of(None, "wrong-passkey"))),
    };
    let Some(person) = person.filter(|person| attempt.admission.admitted.admits(&person.account)) else {
        return Ok(Err(Wrong::of(None, "not-admitted")));
    };
    if let Some(why) = refusal(&person) {
        return Ok(Err(Wrong::of(Some(&person), why)));
    }
    Ok(match used.alone(&passkey) {
        Some(proof) => Ok(Right { second: second(&passkey), person, used, proof }),
        None => Err(Wrong::of(Some(&person), "unverified-passkey")),
    })
}

fn second(passkey: &Passkey) -> SecondFactor {
    SecondFactor::Passkey(passkey.custody())
}

/// Why somebody may not sign in so, whatever they have. What people registered sleeps where their account asks nobody for it.
fn refusal(person: &Person) -> Option<&'static str> {
    let sleeps = (person.account.mfa.setting == MfaSetting::Disabled).then_some("sleeping-passkey");
    lookup::refusal(person).or(sleeps)
}

/// Lets the person in, or on to the password that was asked of them: the change first, then the session.
async fn admit(outside: &Outside, attempt: &Attempt<'_>, right: Right, now: Timestamp) -> Stored<Outcome> {
    let Right { person, used, proof, second } = right;
    let user = &person.user;
    let (portal, network) = (&attempt.admission.portal, attempt.network.to_string());
    let origin = Origin { network: network.clone(), device: attempt.device.name.clone() };
    let is_known_device = attempt.device.marks.has(user, &outside.master);
    let mut change = Change { spend: vec![use_of(&used, now)], ..Change::default() };
    if !user.must_change_password {
        note_sign_in(outside, &mut change, user, portal, &origin, is_known_device, now);
    }
    if outside.directory.apply(change).await? != Applied::Done {
        write_down_refusal(outside, attempt, Wrong::cloned(Some(&person)), now).await?;
        return Ok(REFUSED);
    }
    // The clock of whoever ended this person's sessions may be ahead of this one's.
    let at = now.max(user.sessions_valid_from);
    let (portal, keep, second, device) = (portal.clone(), Keep::UntilClosed, Some(second), origin.device);
    let beginning = Beginning { portal, keep, second, began_at: at, proved_at: at, at, network, device };
    let owes = user.must_change_password.then_some(Owed::NewPassword).into_iter().collect();
    let (proof, replaces) = (Proof::Passkey(proof), attempt.replaces);
    let_in(outside, Proved { proof, person, owes, beginning, replaces, is_known_device }).await
}

async fn write_down_refusal(outside: &Outside, attempt: &Attempt<'_>, wrong: Wrong, now: Timestamp) -> Stored<()> {
    let whats = if wrong.is_cloned { vec![What::SignInRefused, What::PasskeyCloned] } else { vec![What::SignInRefused] };
    let event = |what| {
        let event = Event::new(now, what, Actor::Visitor)
            .at_portal(&attempt.admission.portal, &attempt.network.to_string())
            .with("why", wrong.why);
        match wrong.about {
            Some((account, user)) => event.about(account, user),
            None => event,
        }
    };
    let change = Change { audit: whats.into_iter().map(event).collect(), ..Change::default() };
    outside.directory.apply(change).await.map(drop)
}
