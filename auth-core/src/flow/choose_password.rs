//! A sign-in on its way that owes a new password.

use crate::{
    audit::{Actor, Event, What},
    change::{Applied, Spend},
    flow::{
        Outside, link,
        on_the_way::{Onward, arrive, note_arrival},
        replace_password::{self, ChooseError, Replaced},
    },
    letter::Origin,
    pending::{Owed, Pending, PendingRecord},
    portal::Admission,
    secret::TypedPassword,
    session::ProvedWith,
};

/// Gives what is owed: a password of one's own.
pub async fn choose(
    outside: &Outside,
    admission: &Admission,
    pending: Pending,
    typed: TypedPassword,
) -> Result<Onward, ChooseError> {
    let owed = pending.owes();
    if !matches!(owed, Some(Owed::AfterTemporary | Owed::NewPassword)) {
        return Ok(owed.map_or(Onward::Over, Onward::Owes));
    }
    let Pending { mut person, record } = pending;
    let password = replace_password::choose(outside, &person, link::policy(outside, admission, &person), typed).await?;
    let now = outside.clock.now();
    if !outside.sessions.arrive(&record.key, &record.owes).await? {
        return Ok(Onward::Over);
    }
    let origin = Origin { network: record.network.clone(), device: record.device.clone() };
    let event = Event::new(now, What::PasswordChanged, Actor::User(person.user.id)).at_portal(&record.portal, &record.network);
    let replaced = Replaced { person: &person, record: password, portal: Some(&record.portal), origin, event, but: None };
    let (mut change, from) = replaced.change(outside, now).await?;
    // Whoever chose another password meanwhile keeps that; whoever lost the right to sign in has lost it here too.
    change.spend.insert(0, Spend::Standing { user: person.user.id, since: record.proved_at });
    note_arrival(outside, &mut change, &person.user, &record);
    if outside.directory.apply(change).await? != Applied::Done {
        return Ok(Onward::Over);
    }
    replace_password::forgive(outside, person.user.id).await?;
    let proved_with = match record.proved_with {
        ProvedWith::Password | ProvedWith::TemporaryPassword => ProvedWith::Password,
        ProvedWith::Passkey => ProvedWith::Passkey,
    };
    person.user.sessions_valid_from = from;
    let record = PendingRecord { proved_with, proved_at: now.max(from), ..record };
    let (session, token) = arrive(outside, person, record).await?;
    Ok(Onward::Admitted { session, token })
}
