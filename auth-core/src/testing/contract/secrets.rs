//! What is kept of the secrets that recoveries mail.

use futures_util::future::join_all;

use super::{
    change::{somebody, spend, write},
    recoveries::{at, begun, ended},
};
use crate::{
    change::{Applied, Change, Spend, Write},
    ports::Directory,
    recovery::{Ending, Held, Kind, Recovery, SecretKind},
    secret::SecretDigest,
    testing::people,
    user::User,
};

fn mint(recovery: &Recovery, secret: &str) -> Spend {
    let digest = SecretDigest::of(secret.as_bytes());
    Spend::Mint { recovery: recovery.id, digest, kind: SecretKind::Link, expires_at: at(9_000) }
}

fn end(recovery: &Recovery) -> Spend {
    Spend::EndRecovery { recovery: recovery.id, at: at(3_000), ending: Ending::Used }
}

async fn held(store: &dyn Directory, secret: &str) -> Option<Held> {
    store.recovery_by_secret(&SecretDigest::of(secret.as_bytes())).await.expect("the store answers")
}

/// With its kind, and until when it is good.
pub async fn a_secret_finds_its_recovery(store: &dyn Directory) {
    let (account, user) = somebody(store).await;
    let other = people::user(&account, "other");
    write(store, [Write::NewUser(other.clone())]).await;
    let (recovery, theirs) =
        (begun(store, &user, Kind::TemporaryLink, 1_000).await, begun(store, &other, Kind::Link, 1_000).await);
    let digest = SecretDigest::of(b"temporary");
    let temporary = Spend::Mint { recovery: recovery.id, digest, kind: SecretKind::Temporary, expires_at: at(7_000) };
    assert_eq!(spend(store, [mint(&recovery, "link"), temporary, mint(&theirs, "their link")]).await, Applied::Done);
    let of = |recovery: &Recovery, kind, expires| Some(Held { recovery: recovery.clone(), kind, expires_at: at(expires) });
    assert_eq!(held(store, "link").await, of(&recovery, SecretKind::Link, 9_000));
    assert_eq!(held(store, "temporary").await, of(&recovery, SecretKind::Temporary, 7_000));
    assert_eq!(held(store, "their link").await, of(&theirs, SecretKind::Link, 9_000));
    assert_eq!(held(store, "another").await, None);
}

/// A letter that is written again has another; using either uses up both, and a page can still say how that came.
pub async fn siblings_die_together(store: &dyn Directory) {
    let (_, user) = somebody(store).await;
    let recovery = begun(store, &user, Kind::Link, 1_000).await;
    assert_eq!(spend(store, [mint(&recovery, "first")]).await, Applied::Done);
    assert_eq!(spend(store, [mint(&recovery, "second")]).await, Applied::Done);
    assert_eq!(spend(store, [end(&recovery)]).await, Applied::Done);
    for secret in ["first", "second"] {
        let ended = held(store, secret).await.and_then(|held| held.recovery.ended);
        assert_eq!(ended, Some((at(3_000), Ending::Used)), "{secret}");
    }
}

/// It dies with the recovery that is replaced.
pub async fn a_replaced_secret_is_dead(store: &dyn Directory) {
    let (_, user) = somebody(store).await;
    let recovery = begun(store, &user, Kind::Link, 1_000).await;
    assert_eq!(spend(store, [mint(&recovery, "secret")]).await, Applied::Done);
    begun(store, &user, Kind::Temporary, 2_000).await;
    let ended = held(store, "secret").await.and_then(|held| held.recovery.ended);
    assert_eq!(ended, Some((at(2_000), Ending::Replaced)));
}

/// Nor does one that never was, even in the change that would begin another.
pub async fn an_ended_recovery_gets_no_more_secrets(store: &dyn Directory) {
    let (_, user) = somebody(store).await;
    let (recovery, unknown) = (begun(store, &user, Kind::Link, 1_000).await, people::recovery(&user, Kind::Link, at(2_000)));
    assert_eq!(spend(store, [end(&recovery)]).await, Applied::Done);
    assert_eq!(spend(store, [mint(&recovery, "late")]).await, Applied::AlreadySpent(0));
    assert_eq!(spend(store, [Spend::BeginRecovery(unknown.clone()), mint(&recovery, "late")]).await, Applied::AlreadySpent(1));
    assert_eq!(spend(store, [mint(&unknown, "strange")]).await, Applied::AlreadySpent(0));
    assert_eq!(held(store, "late").await, None);
    assert_eq!(held(store, "strange").await, None);
}

/// Whatever the order: a secret that was kept is found and dead, and one that came too late was never kept.
pub async fn minting_beside_an_end_leaves_nothing_alive(store: &dyn Directory) {
    let (_, user) = somebody(store).await;
    let recovery = begun(store, &user, Kind::Link, 1_000).await;
    let secrets: Vec<String> = (0..20).map(|n| format!("secret {n}")).collect();
    let changes = secrets.iter().enumerate().flat_map(|(n, secret)| {
        let ending = (n % 5 == 4).then(|| end(&recovery));
        [Some(mint(&recovery, secret)), ending].into_iter().flatten()
    });
    let changes: Vec<Spend> = changes.collect();
    let applied = join_all(changes.iter().map(|spend| store.apply(Change { spend: vec![spend.clone()], ..Change::default() })));
    let mut ends = 0;
    for (spend, applied) in changes.iter().zip(applied.await) {
        let is_done = applied.expect("the store answers") == Applied::Done;
        match spend {
            Spend::Mint { digest, .. } => {
                let held = store.recovery_by_secret(digest).await.expect("the store answers");
                assert_eq!(held.is_some(), is_done);
                assert!(held.is_none_or(|held| held.recovery.ended.is_some()));
            }
            _ => ends += u32::from(is_done),
        }
    }
    assert_eq!(ends, 1);
    assert_eq!(ended(store, &recovery).await, Some((at(3_000), Ending::Used)));
}

/// Two secrets alike would be chance gone wrong.
pub async fn a_secret_is_kept_once(store: &dyn Directory) {
    let (_, user) = somebody(store).await;
    let recovery = begun(store, &user, Kind::Link, 1_000).await;
    assert_eq!(spend(store, [mint(&recovery, "secret")]).await, Applied::Done);
    let again = Change { spend: vec![mint(&recovery, "secret")], ..Change::default() };
    assert!(store.apply(again).await.is_err());
}

async fn with_password(store: &dyn Directory, user: &User) -> Spend {
    let old = people::password("old", people::parameters(8, 1));
    write(store, [Write::Password { user: user.id, record: old.clone() }]).await;
    Spend::Password { user: user.id, old: old.clone(), new: old }
}

/// Where the password has changed meanwhile, the link is as good as before.
pub async fn a_spend_beside_it_that_fails_leaves_a_recovery_open(store: &dyn Directory) {
    let (_, user) = somebody(store).await;
    let recovery = begun(store, &user, Kind::Link, 1_000).await;
    let password = with_password(store, &user).await;
    let other = people::password("other", people::parameters(8, 1));
    write(store, [Write::Password { user: user.id, record: other }]).await;
    let next = people::recovery(&user, Kind::Link, at(2_000));
    assert_eq!(spend(store, [end(&recovery), password.clone()]).await, Applied::AlreadySpent(1));
    assert_eq!(spend(store, [Spend::BeginRecovery(next.clone()), password]).await, Applied::AlreadySpent(1));
    assert_eq!(ended(store, &recovery).await, None);
    assert_eq!(store.recovery(next.id).await.expect("the store answers"), None);
}

/// With their secrets, ended or not, once they expired.
pub async fn recoveries_that_expired_are_swept(store: &dyn Directory) {
    let (account, user) = somebody(store).await;
    let other = people::user(&account, "other");
    write(store, [Write::NewUser(other.clone())]).await;
    let replaced = begun(store, &user, Kind::Link, 1_000).await;
    assert_eq!(spend(store, [mint(&replaced, "replaced")]).await, Applied::Done);
    let (open, young) = (begun(store, &user, Kind::Approval, 2_000).await, begun(store, &other, Kind::Link, 3_000).await);
    assert_eq!(spend(store, [mint(&open, "open"), mint(&young, "young")]).await, Applied::Done);
    let sweep = async || store.sweep_recoveries(young.expires_at).await.expect("the store answers");
    assert_eq!(sweep().await, 2);
    assert_eq!(sweep().await, 0);
    assert_eq!(held(store, "replaced").await, None);
    assert_eq!(held(store, "open").await, None);
    assert_eq!(store.recovery(open.id).await.expect("the store answers"), None);
    assert_eq!(held(store, "young").await.map(|held| held.recovery), Some(young));
}
