//! A sign-in on its way that owes a new password.

use crate::{
    audit::{Actor, Event, What},
    flow::{
        Outside, link,
        on_the_way::{Onward, arrive, note_sign_in},
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
    let Pending { person, record } = pending;
    let password = replace_password::choose(outside, &person, link::policy(outside, admission, &person), typed).await?;
    let now = outside.clock.now();
    if !outside.sessions.arrive(&record.key).await? {
        return Ok(Onward::Over);
    }
    let origin = Origin { network: record.network.clone(), device: record.device.clone() };
    let event = Event::new(now, What::PasswordChanged, Actor::User(person.user.id)).at_portal(&record.portal, &record.network);
    let replaced =
        Replaced { person: &person, record: password, portal: Some(&record.portal), origin: origin.clone(), event, but: None };
    let (mut change, from) = replaced.change(outside, now).await?;
    note_sign_in(outside, &mut change, &person.user, &record.portal, &origin, record.is_known_device, now);
    outside.directory.apply(change).await?;
    replace_password::forgive(outside, person.user.id).await?;
    let proved_with = match record.proved_with {
        ProvedWith::Password | ProvedWith::TemporaryPassword => ProvedWith::Password,
        ProvedWith::Passkey => ProvedWith::Passkey,
    };
    let record = PendingRecord { proved_with, ..record };
    let (session, token) = arrive(outside, person, record, now.max(from)).await?;
    Ok(Onward::Admitted { session, token })
}
