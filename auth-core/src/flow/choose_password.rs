//! A sign-in on its way that owes a new password.

use crate::{
    audit::{Actor, Event, What},
    change::Write,
    flow::{
        Outside, end_session, link, lookup,
        replace_password::{self, ChooseError, Replaced},
    },
    letter::Origin,
    pending::{Arrived, PENDING_LIFE, Pending},
    portal::Admission,
    ports::Stored,
    secret::TypedPassword,
    session::{Anonymous, Authenticated, Beginning, EndReason, Proof, Session, SessionHandle},
    token::SessionToken,
    user::Person,
};

/// Who is on their way with this token, if anybody is, and may go on.
pub async fn find(outside: &Outside, admission: &Admission, token: &SessionToken) -> Stored<Option<Pending>> {
    let Some(record) = outside.sessions.on_the_way(&token.key()).await? else { return Ok(None) };
    let is_over = outside.clock.now().since(record.began_at) >= PENDING_LIFE;
    if is_over || record.portal != admission.portal || !record.is_shown_by(token) {
        return Ok(None);
    }
    let person = outside.directory.person(record.user).await?;
    // Whoever's sessions ended since has not signed in either.
    let may = |person: &Person| {
        lookup::refusal(person).is_none()
            && admission.admitted.admits(&person.account)
            && record.began_at >= person.user.sessions_valid_from
    };
    Ok(person.filter(may).map(|person| Pending { person, record }))
}

/// What became of it.
#[derive(Debug)]
pub enum Chosen {
    /// They are signed in.
    Admitted {
        /// The new session.
        session: Session<Authenticated>,
        /// What the browser gets to keep.
        token: SessionToken,
    },
    /// The sign-in has been finished already, or is over.
    Over,
}

/// Gives what is owed: a password of one's own.
pub async fn choose(
    outside: &Outside,
    admission: &Admission,
    pending: Pending,
    typed: TypedPassword,
) -> Result<Chosen, ChooseError> {
    let Pending { person, record } = pending;
    let password = replace_password::choose(outside, &person, link::policy(outside, admission, &person), typed).await?;
    let now = outside.clock.now();
    if !outside.sessions.arrive(&record.key).await? {
        return Ok(Chosen::Over);
    }
    let origin = Origin { network: record.network.clone(), device: record.device.clone() };
    let actor = Actor::User(person.user.id);
    let event = Event::new(now, What::PasswordChanged, actor).at_portal(&record.portal, &record.network);
    let replaced = Replaced { person: &person, record: password, portal: Some(&record.portal), origin, event, but: None };
    let (mut change, from) = replaced.change(outside, now).await?;
    change.write.push(Write::SignedIn { user: person.user.id, at: now });
    change.audit.push(
        Event::new(now, What::SignedIn, actor)
            .about(person.account.id, person.user.id)
            .at_portal(&record.portal, &record.network),
    );
    outside.directory.apply(change).await?;
    replace_password::forgive(outside, person.user.id).await?;
    if let Some(old) = record.replaces {
        end_session::end(outside, old, EndReason::Replaced, now).await?;
    }
    let beginning =
        Beginning { portal: record.portal, keep: record.keep, at: now.max(from), network: record.network, device: record.device };
    let (session, token) = begin(outside, &Proof::Arrived(Arrived {}), person, beginning).await?;
    Ok(Chosen::Admitted { session, token })
}

/// Begins the session of somebody who proved who they are.
pub(super) async fn begin(
    outside: &Outside,
    proof: &Proof,
    person: Person,
    beginning: Beginning,
) -> Stored<(Session<Authenticated>, SessionToken)> {
    let token = SessionToken::random(&*outside.entropy);
    let handle = SessionHandle::random(&*outside.entropy);
    let session = Session::<Anonymous>::anonymous().admit(proof, person, &token, handle, beginning);
    outside.sessions.begin(session.record()).await?;
    Ok((session, token))
}
