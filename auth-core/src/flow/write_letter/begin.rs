//! A recovery and its secrets. A letter begins its recovery at the first try and mints one secret at each: the digest is committed before
//! the letter leaves.

use std::time::Duration;

use super::{Until, Writing};
use crate::{
    change::{Applied, Change, Spend},
    flow::Outside,
    ports::Stored,
    recovery::{Kind, LinkSecret, Recovery, RecoveryId, SecretKind, TemporaryPassword},
    secret::SecretDigest,
    throttle::{AttemptKey, Limit, Standing},
    time::Timestamp,
    user::{Person, UserId},
};

/// A recovery is remembered for so long after its letter was asked for that its delivery can be tried to the last.
const PATIENCE: Duration = Duration::from_hours(8 * 24);

/// A link that is good for `life`; `None` when a later request has replaced it, or it ended otherwise. `complete` adds what this kind of
/// recovery knows besides.
pub(super) async fn link(
    writing: &Writing<'_>,
    person: &Person,
    kind: Kind,
    life: Duration,
    complete: impl FnOnce(Recovery) -> Recovery,
) -> Stored<Option<(LinkSecret, Until)>> {
    let secret = LinkSecret::random(&*writing.outside.entropy);
    let at = writing.outside.clock.now().after(life);
    let minted = mint(writing, person, kind, complete, secret.digest(), SecretKind::Link, at).await?;
    Ok(minted.then_some((secret, Until { at, life })))
}

/// A temporary password, likewise.
pub(super) async fn temporary(
    writing: &Writing<'_>,
    person: &Person,
    complete: impl FnOnce(Recovery) -> Recovery,
) -> Stored<Option<(TemporaryPassword, Until)>> {
    let (password, digest, until) = new_temporary(writing.outside, person.user.id);
    let minted = mint(writing, person, Kind::Temporary, complete, digest, SecretKind::Temporary, until.at).await?;
    Ok(minted.then_some((password, until)))
}

/// A temporary password of a recovery whose link was opened.
pub(super) async fn temporary_of(writing: &Writing<'_>, recovery: &Recovery) -> Stored<Option<(TemporaryPassword, Until)>> {
    let (password, digest, until) = new_temporary(writing.outside, recovery.user);
    let spend = Spend::Mint { recovery: recovery.id, digest, kind: SecretKind::Temporary, expires_at: until.at };
    Ok(commit(writing.outside, vec![spend]).await?.then_some((password, until)))
}

/// A link of a recovery that has begun elsewhere.
pub(super) async fn mint_link(writing: &Writing<'_>, recovery: RecoveryId, expires_at: Timestamp) -> Stored<Option<LinkSecret>> {
    let secret = LinkSecret::random(&*writing.outside.entropy);
    let spend = Spend::Mint { recovery, digest: secret.digest(), kind: SecretKind::Link, expires_at };
    Ok(commit(writing.outside, vec![spend]).await?.then_some(secret))
}

/// The recovery that the letter begins, without what its kind knows besides.
pub(super) fn recovery(writing: &Writing<'_>, person: &Person, kind: Kind) -> Recovery {
    let letter = writing.letter;
    Recovery {
        id: RecoveryId::of_letter(letter.id),
        kind,
        user: person.user.id,
        account: person.account.id,
        portal: letter.portal.clone(),
        asked_at: letter.queued_at,
        expires_at: letter.queued_at.after(PATIENCE),
        network: String::new(),
        device: String::new(),
        browser: None,
        email: None,
        approval: None,
        is_for_operators: false,
        sendings: 0,
        ended: None,
    }
}

/// Whether the person has room for one more letter of recovery.
pub(super) async fn has_room(outside: &Outside, user: UserId) -> Stored<bool> {
    is_counted(outside, AttemptKey::letters(user), outside.recovery.letters).await
}

/// Whether there was no letter of this key today.
pub(super) async fn once_a_day(outside: &Outside, key: AttemptKey) -> Stored<bool> {
    let day = Duration::from_hours(24);
    is_counted(outside, key, Limit { failures: 1, window: day, pause: day }).await
}

async fn is_counted(outside: &Outside, key: AttemptKey, limit: Limit) -> Stored<bool> {
    let standings = outside.attempts.reserve(&[(key, limit)], outside.clock.now()).await?;
    Ok(standings.iter().all(|standing| matches!(standing, Standing::Counted { .. })))
}

async fn mint(
    writing: &Writing<'_>,
    person: &Person,
    kind: Kind,
    complete: impl FnOnce(Recovery) -> Recovery,
    digest: SecretDigest,
    secret: SecretKind,
    expires_at: Timestamp,
) -> Stored<bool> {
    let begun = complete(recovery(writing, person, kind));
    let mint = Spend::Mint { recovery: begun.id, digest, kind: secret, expires_at };
    let has_begun = writing.outside.directory.recovery(begun.id).await?.is_some();
    let spend = if has_begun { vec![mint] } else { vec![Spend::BeginRecovery(begun), mint] };
    commit(writing.outside, spend).await
}

async fn commit(outside: &Outside, spend: Vec<Spend>) -> Stored<bool> {
    Ok(outside.directory.apply(Change { spend, ..Change::default() }).await? == Applied::Done)
}

fn new_temporary(outside: &Outside, user: UserId) -> (TemporaryPassword, SecretDigest, Until) {
    let password = TemporaryPassword::random(&*outside.entropy);
    let digest = outside.temporaries.digest(user, &password);
    let life = outside.recovery.temporary_life;
    (password, digest, Until { at: outside.clock.now().after(life), life })
}
