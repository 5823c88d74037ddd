//! A sign-in on its way: who it is, what is owed next, and how it ends in a session.

use crate::{
    audit::{Actor, Event, What},
    change::{Applied, Change, Spend, Write},
    flow::{Outside, end_session, lookup, sign_in::Outcome},
    letter::{Origin, Purpose},
    mfa::{Demand, MfaSetting},
    pending::{Arrived, Debts, Owed, PENDING_LIFE, Pending, PendingRecord},
    portal::Admission,
    ports::Stored,
    session::{Anonymous, Authenticated, Beginning, EndReason, Proof, SecondFactor, Session, SessionHandle},
    time::Timestamp,
    token::SessionToken,
    user::{Person, User},
};

/// How a sign-in goes on.
#[derive(Debug)]
pub enum Onward {
    /// They are signed in.
    Admitted {
        /// The new session.
        session: Session<Authenticated>,
        /// What the browser gets to keep.
        token: SessionToken,
    },
    /// This comes next.
    Owes(Owed),
    /// The sign-in has been finished already, or is over.
    Over,
}

/// Who is on their way with this token, if anybody is, and may go on. What their account has come to ask of them meanwhile is owed as well:
/// of the beginning and the end of a sign-in, the stricter counts.
pub async fn find(outside: &Outside, admission: &Admission, token: &SessionToken) -> Stored<Option<Pending>> {
    let Some(mut record) = outside.sessions.on_the_way(&token.key()).await? else { return Ok(None) };
    let is_over = outside.clock.now().since(record.began_at) >= PENDING_LIFE;
    if is_over || record.portal != admission.portal || !record.is_shown_by(token) {
        return Ok(None);
    }
    let Some(person) = outside.directory.person(record.user).await? else { return Ok(None) };
    // Whoever's sessions ended since has not signed in either.
    let may_go_on = lookup::refusal(&person).is_none()
        && admission.admitted.admits(&person.account)
        && record.began_at >= person.user.sessions_valid_from;
    if !may_go_on || (record.is_again && !is_source_live(outside, admission, &record).await?) {
        return Ok(None);
    }
    let demand = person.account.mfa.asks(&person.user);
    if demand.is_some_and(|demand| !demand.is_met_by(record.second)) && !record.owes.has(Owed::SecondFactor) {
        let owes = record.owes.clone().and(Owed::SecondFactor);
        if !outside.sessions.go_on(&record.key, &record.owes, &owes, record.second).await? {
            return Ok(None);
        }
        record.owes = owes;
    }
    Ok(Some(Pending { person, record }))
}

/// Whether the session that somebody set out from is still theirs.
async fn is_source_live(outside: &Outside, admission: &Admission, record: &PendingRecord) -> Stored<bool> {
    let now = outside.clock.now();
    let sessions = outside.sessions.of_user(record.user).await?;
    let source = sessions.iter().find(|session| Some(session.handle) == record.replaces);
    Ok(source.is_some_and(|session| session.limit_reached(&admission.lifetimes, now).is_none()))
}

/// What a sign-in by `person` owes from the beginning.
pub(super) fn debts(person: &Person, password: Option<Owed>) -> Debts {
    let second = person.account.mfa.asks(&person.user).map(|_| Owed::SecondFactor);
    second.into_iter().chain(password).collect()
}

/// What was owed first has been given; with it, perhaps, a second factor, and perhaps something else is owed for it.
pub(super) async fn give(
    outside: &Outside,
    pending: Pending,
    second: Option<SecondFactor>,
    then: Option<Owed>,
) -> Stored<Onward> {
    let Pending { person, record } = pending;
    let Some(given) = record.owes.first() else { return Ok(Onward::Over) };
    let second = second.or(record.second);
    // A factor that does not meet the demand is written down, and one is owed as before: with it, they may register what does.
    let falls_short = given == Owed::SecondFactor
        && second.is_some()
        && person.account.mfa.asks(&person.user).is_some_and(|demand| !demand.is_met_by(second));
    let left = if falls_short { record.owes.clone() } else { record.owes.clone().but(given) };
    let owes = then.into_iter().fold(left, Debts::and);
    if let Some(next) = owes.first() {
        let is_on = outside.sessions.go_on(&record.key, &record.owes, &owes, second).await?;
        return Ok(if is_on { Onward::Owes(next) } else { Onward::Over });
    }
    if !outside.sessions.arrive(&record.key, &record.owes).await? {
        return Ok(Onward::Over);
    }
    let record = PendingRecord { second, ..record };
    // Whatever took back the person's right to go on while this was judged has taken it back from the session too.
    let spend = vec![Spend::Standing { user: person.user.id, since: record.proved_at }];
    let mut change = Change { spend, ..Change::default() };
    note_arrival(outside, &mut change, &person.user, &record);
    if outside.directory.apply(change).await? != Applied::Done {
        return Ok(Onward::Over);
    }
    let (session, token) = arrive(outside, person, record).await?;
    Ok(Onward::Admitted { session, token })
}

/// Whether somebody may register a second factor another time: it was their own choice, and is all they owe.
pub fn may_put_off(pending: &Pending) -> bool {
    let person = &pending.person;
    let is_own_choice = !pending.record.is_again
        && !person.user.must_register
        && person.account.mfa.setting == MfaSetting::Available
        && person.account.mfa.demands_of(&person.user).is_none()
        && !person.user.has_factor;
    is_own_choice && pending.record.owes == [Owed::SecondFactor].into_iter().collect()
}

/// Signs somebody in who registers a second factor another time.
pub async fn put_off(outside: &Outside, pending: Pending) -> Stored<Onward> {
    if may_put_off(&pending) { give(outside, pending, None, None).await } else { Ok(Onward::Owes(Owed::SecondFactor)) }
}

/// Begins the session of somebody who was on their way and owes nothing more.
pub(super) async fn arrive(
    outside: &Outside,
    person: Person,
    record: PendingRecord,
) -> Stored<(Session<Authenticated>, SessionToken)> {
    let now = outside.clock.now();
    let beginning = Beginning {
        portal: record.portal,
        keep: record.keep,
        second: record.second,
        began_at: record.proved_at,
        // A second factor proves who they are as a password does.
        proved_at: if record.second.is_some() { now.max(record.proved_at) } else { record.proved_at },
        at: now.max(record.proved_at),
        network: record.network,
        device: record.device,
    };
    begin(outside, &Proof::Arrived(Arrived { with: record.proved_with }), person, record.replaces, beginning).await
}

/// Somebody who has just proved who they are.
pub(super) struct Proved {
    pub(super) proof: Proof,
    pub(super) person: Person,
    pub(super) owes: Debts,
    /// The session that comes of it, at once or in the end.
    pub(super) beginning: Beginning,
    /// The session that the browser has until then.
    pub(super) replaces: Option<SessionHandle>,
    pub(super) is_known_device: bool,
}

/// Lets them in, or on to what they owe.
pub(super) async fn let_in(outside: &Outside, proved: Proved) -> Stored<Outcome> {
    let Proved { proof, person, owes, beginning, replaces, is_known_device } = proved;
    if owes.first().is_some() {
        let token = SessionToken::random(&*outside.entropy);
        let record = PendingRecord {
            key: token.key(),
            secret: token.secret_digest(),
            user: person.user.id,
            portal: beginning.portal,
            owes,
            proved_with: proof.proved_with(),
            second: beginning.second,
            keep: beginning.keep,
            replaces,
            is_again: false,
            began_at: beginning.began_at,
            proved_at: beginning.proved_at,
            network: beginning.network,
            device: beginning.device,
            is_known_device,
        };
        outside.sessions.set_out(&record).await?;
        return Ok(Outcome::OnTheWay { token });
    }
    let (session, token) = begin(outside, &proof, person, replaces, beginning).await?;
    Ok(Outcome::Admitted { session, token })
}

/// Begins the session of somebody who owes nothing more, in place of the one that the browser had.
pub(super) async fn begin(
    outside: &Outside,
    proof: &Proof,
    person: Person,
    replaces: Option<SessionHandle>,
    beginning: Beginning,
) -> Stored<(Session<Authenticated>, SessionToken)> {
    if let Some(old) = replaces {
        end_session::end(outside, old, EndReason::Replaced, outside.clock.now()).await?;
    }
    let token = SessionToken::random(&*outside.entropy);
    let handle = SessionHandle::random(&*outside.entropy);
    let session = Session::<Anonymous>::anonymous().admit(proof, person, &token, handle, beginning);
    outside.sessions.begin(session.record()).await?;
    Ok((session, token))
}

/// The same of somebody who was on their way.
pub(super) fn note_arrival(outside: &Outside, change: &mut Change, user: &User, record: &PendingRecord) {
    let origin = Origin { network: record.network.clone(), device: record.device.clone() };
    let now = outside.clock.now();
    note_sign_in(outside, change, user, &record.portal, &origin, record.is_known_device, now);
    if let (Some(event), Some(second)) = (change.audit.last_mut(), record.second) {
        event.detail.insert("second-factor".to_owned(), second.as_str().to_owned());
    }
}

/// Writes down that somebody signed in, and tells them by mail if it was with a browser that they had not used before.
pub(super) fn note_sign_in(
    outside: &Outside,
    change: &mut Change,
    user: &User,
    portal: &str,
    origin: &Origin,
    is_known_device: bool,
    now: Timestamp,
) {
    change.write.push(Write::SignedIn { user: user.id, at: now });
    let event = Event::new(now, What::SignedIn, Actor::User(user.id));
    change.audit.push(event.about(user.account, user.id).at_portal(portal, &origin.network));
    // Whoever signs in for the first time has used none before.
    let is_news = !is_known_device && user.last_sign_in_at.is_some() && user.email.is_some();
    let letter = is_news.then(|| Purpose::NewDevice { user: user.id, origin: origin.clone() });
    change.letters.extend(letter.and_then(|purpose| outside.letter(portal, now, purpose)));
}

/// Sets out from a session: somebody who is signed in wants to where more is asked for than they gave.
pub async fn set_out_again(
    outside: &Outside,
    me: &Session<Authenticated>,
    origin: Origin,
    is_known_device: bool,
) -> Stored<SessionToken> {
    let (record, token) = (me.record(), SessionToken::random(&*outside.entropy));
    let pending = PendingRecord {
        key: token.key(),
        secret: token.secret_digest(),
        user: record.user,
        portal: record.portal.clone(),
        owes: [Owed::SecondFactor].into_iter().collect(),
        proved_with: record.proved_with,
        second: None,
        keep: record.keep,
        replaces: Some(record.handle),
        is_again: true,
        began_at: outside.clock.now().max(record.began_at),
        proved_at: record.began_at,
        network: origin.network,
        device: origin.device,
        is_known_device,
    };
    outside.sessions.set_out(&pending).await?;
    Ok(token)
}

impl Demand {
    /// Whether a second factor is one that meets this.
    pub fn is_met_by(self, second: Option<SecondFactor>) -> bool {
        match self {
            Self::Required => second.is_some(),
            Self::PhishingResistant => matches!(second, Some(SecondFactor::Passkey(_))),
        }
    }
}
