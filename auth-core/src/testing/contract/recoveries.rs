//! Recoveries: begun, replaced, decided, ended, forgotten.

use futures_util::future::join_all;

use super::change::{somebody, spend, write};
use crate::{
    account::Account,
    change::{Applied, Change, Spend, Write},
    ports::{Deciders, Directory, SystemEntropy},
    recovery::{Approval, Ending, Kind, Recovery, RecoveryId},
    secret::SecretDigest,
    testing::people,
    time::Timestamp,
    user::{User, UserId},
};

const KINDS: [Kind; 6] = [Kind::Temporary, Kind::Link, Kind::TemporaryLink, Kind::Approval, Kind::Sent, Kind::EmailChange];

pub(super) fn at(milliseconds: i64) -> Timestamp {
    Timestamp::from_millis(milliseconds)
}

/// Begins a recovery, which must succeed.
pub(super) async fn begun(store: &dyn Directory, user: &User, kind: Kind, moment: i64) -> Recovery {
    let recovery = people::recovery(user, kind, at(moment));
    assert_eq!(spend(store, [Spend::BeginRecovery(recovery.clone())]).await, Applied::Done);
    recovery
}

async fn found(store: &dyn Directory, recovery: &Recovery) -> Recovery {
    store.recovery(recovery.id).await.expect("the store answers").expect("the recovery is there")
}

/// When and why a recovery ended.
pub(super) async fn ended(store: &dyn Directory, recovery: &Recovery) -> Option<(Timestamp, Ending)> {
    found(store, recovery).await.ended
}

fn end(recovery: &Recovery, moment: i64) -> Spend {
    Spend::EndRecovery { recovery: recovery.id, at: at(moment), ending: Ending::Used }
}

fn approval(moment: i64) -> Approval {
    Approval { by: UserId::random(&SystemEntropy), at: at(moment) }
}

/// Tries all of them at a time.
pub(super) async fn all_at_once(store: &dyn Directory, spends: impl IntoIterator<Item = Spend>) -> Vec<Applied> {
    let changes = spends.into_iter().map(|spend| Change { spend: vec![spend], ..Change::default() });
    let applied = join_all(changes.map(|change| store.apply(change))).await;
    applied.into_iter().map(|applied| applied.expect("the store answers")).collect()
}

#[track_caller]
pub(super) fn assert_one_wins(applied: &[Applied]) {
    let (done, spent): (Vec<&Applied>, _) = applied.iter().partition(|applied| **applied == Applied::Done);
    assert_eq!(done.len(), 1, "{applied:?}");
    assert!(spent.into_iter().all(|applied| *applied == Applied::AlreadySpent(0)), "{applied:?}");
}

/// Whatever it leads to, with everything that is known of it or nothing.
pub async fn a_recovery_reads_back_as_written(store: &dyn Directory) {
    let (account, first) = somebody(store).await;
    for kind in KINDS {
        let user = people::user(&account, kind.as_str());
        write(store, [Write::NewUser(user.clone())]).await;
        let bare = begun(store, &user, kind, 1_000).await;
        assert_eq!(found(store, &bare).await, bare);
        assert_eq!(spend(store, [end(&bare, 1_500)]).await, Applied::Done);
        let full = Recovery {
            browser: Some(SecretDigest::of(b"browser")),
            email: Some("Henry@Ω.example".parse().expect("an address")),
            is_for_operators: true,
            network: "2001:db8::1".to_owned(),
            device: String::new(),
            ..people::recovery(&user, kind, at(2_000))
        };
        assert_eq!(spend(store, [Spend::BeginRecovery(full.clone())]).await, Applied::Done);
        assert_eq!(found(store, &full).await, full);
    }
    let unknown = people::recovery(&first, Kind::Link, at(1_000)).id;
    assert_eq!(store.recovery(unknown).await.expect("the store answers"), None);
}

/// Whatever else its letter says when it is written a second time.
pub async fn a_recovery_begins_once(store: &dyn Directory) {
    let (_, user) = somebody(store).await;
    let recovery = people::recovery(&user, Kind::Link, at(1_000));
    let kinds = KINDS.into_iter().take(4).cycle();
    let again = |(n, kind): (i64, Kind)| Spend::BeginRecovery(Recovery { asked_at: at(1_000 + n), kind, ..recovery.clone() });
    assert_one_wins(&all_at_once(store, (0..20).zip(kinds).map(again)).await);
    assert_eq!(ended(store, &recovery).await, None);
}

/// Of nobody there is none.
pub async fn a_recovery_of_nobody_is_an_error(store: &dyn Directory) {
    let (account, _) = somebody(store).await;
    let recovery = people::recovery(&people::user(&account, "stranger"), Kind::Link, at(1_000));
    let change = Change { spend: vec![Spend::BeginRecovery(recovery.clone())], ..Change::default() };
    assert!(store.apply(change).await.is_err());
    assert_eq!(store.recovery(recovery.id).await.expect("the store answers"), None);
}

/// Whichever way to a new password either is. Of one moment, the one that comes later counts.
pub async fn a_later_request_replaces_an_earlier(store: &dyn Directory) {
    let (_, user) = somebody(store).await;
    let mut before = begun(store, &user, Kind::Sent, 1_000).await;
    let first = begun(store, &user, Kind::Sent, 1_500).await;
    assert_eq!(ended(store, &before).await, Some((at(1_500), Ending::Replaced)));
    assert_eq!(spend(store, [end(&first, 1_600)]).await, Applied::Done);
    before = begun(store, &user, Kind::Link, 1_700).await;
    for (kind, moment) in [(Kind::Link, 2_000), (Kind::TemporaryLink, 3_000), (Kind::Temporary, 3_000), (Kind::Link, 4_000)] {
        let after = begun(store, &user, kind, moment).await;
        assert_eq!(ended(store, &before).await, Some((at(moment), Ending::Replaced)));
        assert_eq!(ended(store, &after).await, None);
        before = after;
    }
}

/// Anybody can ask at the form, in anybody's name.
pub async fn a_request_ends_nothing_that_somebody_else_sent_or_approves(store: &dyn Directory) {
    let (account, user) = somebody(store).await;
    let sent = begun(store, &user, Kind::Sent, 1_000).await;
    let asking = people::user(&account, "asking");
    write(store, [Write::NewUser(asking.clone())]).await;
    let waiting = begun(store, &asking, Kind::Approval, 1_000).await;
    for (kind, moment) in [(Kind::Link, 2_000), (Kind::TemporaryLink, 3_000), (Kind::Temporary, 4_000)] {
        begun(store, &user, kind, moment).await;
        begun(store, &asking, kind, moment).await;
    }
    let again = || [Spend::BeginRecovery(people::recovery(&asking, Kind::Approval, at(5_000)))];
    assert_eq!(spend(store, again()).await, Applied::AlreadySpent(0));
    let approve = Spend::Approve { recovery: waiting.id, approval: approval(5_000), expires_at: at(9_000_000) };
    assert_eq!(spend(store, [approve]).await, Applied::Done);
    assert_eq!(spend(store, again()).await, Applied::AlreadySpent(0));
    assert_eq!((ended(store, &sent).await, ended(store, &waiting).await), (None, None));
    assert_eq!(spend(store, [end(&waiting, 6_000)]).await, Applied::Done);
    assert_eq!(spend(store, again()).await, Applied::Done);
}

/// Its letter was late: what came of the later one, be it open or over, is not undone.
pub async fn an_earlier_request_that_comes_later_is_refused(store: &dyn Directory) {
    let (_, user) = somebody(store).await;
    let later = begun(store, &user, Kind::Link, 2_000).await;
    let earlier = people::recovery(&user, Kind::Temporary, at(1_000));
    assert_eq!(spend(store, [Spend::BeginRecovery(earlier.clone())]).await, Applied::AlreadySpent(0));
    assert_eq!(ended(store, &later).await, None);
    assert_eq!(spend(store, [end(&later, 3_000)]).await, Applied::Done);
    assert_eq!(spend(store, [Spend::BeginRecovery(earlier.clone())]).await, Applied::AlreadySpent(0));
    assert_eq!(store.recovery(earlier.id).await.expect("the store answers"), None);
}

/// In neither order; but each replaces its own sort.
pub async fn a_new_address_and_a_new_password_do_not_replace_each_other(store: &dyn Directory) {
    let (_, user) = somebody(store).await;
    let password = begun(store, &user, Kind::Link, 2_000).await;
    let address = begun(store, &user, Kind::EmailChange, 1_000).await;
    let another = begun(store, &user, Kind::EmailChange, 3_000).await;
    assert_eq!(ended(store, &password).await, None);
    assert_eq!(ended(store, &address).await, Some((at(3_000), Ending::Replaced)));
    begun(store, &user, Kind::Approval, 2_500).await;
    assert_eq!(ended(store, &another).await, None);
}

/// Each has their own.
pub async fn requests_of_two_people_leave_each_other_alone(store: &dyn Directory) {
    let (account, user) = somebody(store).await;
    let other = people::user(&account, "other");
    write(store, [Write::NewUser(other.clone())]).await;
    let (later, earlier) = (begun(store, &user, Kind::Link, 2_000).await, begun(store, &other, Kind::Link, 1_000).await);
    assert_eq!(ended(store, &later).await, None);
    assert_eq!(ended(store, &earlier).await, None);
}

/// Of twenty that use it up, one does; nothing that comes after says otherwise.
pub async fn a_recovery_ends_once(store: &dyn Directory) {
    let (_, user) = somebody(store).await;
    let recovery = begun(store, &user, Kind::Link, 1_000).await;
    assert_one_wins(&all_at_once(store, (0..20).map(|_| end(&recovery, 2_000))).await);
    begun(store, &user, Kind::Link, 3_000).await;
    write(store, [Write::EndRecoveries { user: user.id, but: None, at: at(4_000), ending: Ending::Disabled }]).await;
    assert_eq!(ended(store, &recovery).await, Some((at(2_000), Ending::Used)));
    let unknown = people::recovery(&user, Kind::Link, at(1_000));
    assert_eq!(spend(store, [end(&unknown, 2_000)]).await, Applied::AlreadySpent(0));
}

/// Of twenty that count the same sending, one does; none when the recovery is over.
pub async fn a_sending_is_counted_once(store: &dyn Directory) {
    let (_, user) = somebody(store).await;
    let recovery = begun(store, &user, Kind::TemporaryLink, 1_000).await;
    let sending = |so_far| Spend::Sending { recovery: recovery.id, so_far };
    assert_one_wins(&all_at_once(store, (0..20).map(|_| sending(0))).await);
    assert_eq!(spend(store, [sending(1)]).await, Applied::Done);
    assert_eq!(found(store, &recovery).await.sendings, 2);
    assert_eq!(spend(store, [end(&recovery, 2_000)]).await, Applied::Done);
    assert_eq!(spend(store, [sending(2)]).await, Applied::AlreadySpent(0));
    assert_eq!(found(store, &recovery).await.sendings, 2);
}

/// Of twenty who approve or decline at a time, one does; and what they said stands.
pub async fn a_request_is_decided_once(store: &dyn Directory) {
    let (_, user) = somebody(store).await;
    let request = begun(store, &user, Kind::Approval, 1_000).await;
    let decisions: Vec<_> = (0..20).map(|_| approval(2_000)).collect();
    let spends = decisions.iter().enumerate().map(|(n, approval)| match n % 2 {
        0 => Spend::Approve { recovery: request.id, approval: *approval, expires_at: at(9_000) },
        _ => Spend::Decline { recovery: request.id, approval: *approval },
    });
    let applied = all_at_once(store, spends).await;
    assert_one_wins(&applied);
    let winner = applied.iter().position(|applied| *applied == Applied::Done).expect("one has won");
    let decided = Recovery { approval: decisions.get(winner).copied(), ..request.clone() };
    let decided = match winner % 2 {
        0 => Recovery { expires_at: at(9_000), ..decided },
        _ => Recovery { ended: Some((at(2_000), Ending::Declined)), ..decided },
    };
    assert_eq!(found(store, &request).await, decided);
}

/// Neither decision is made about what is over, nor changed.
pub async fn an_ended_request_is_not_decided(store: &dyn Directory) {
    let (_, user) = somebody(store).await;
    let replaced = begun(store, &user, Kind::Approval, 1_000).await;
    begun(store, &user, Kind::Sent, 1_500).await;
    let approved = begun(store, &user, Kind::Approval, 2_000).await;
    let approve = |request: &Recovery| Spend::Approve { recovery: request.id, approval: approval(3_000), expires_at: at(9_000) };
    let decline = |request: &Recovery| Spend::Decline { recovery: request.id, approval: approval(3_000) };
    assert_eq!(spend(store, [approve(&approved)]).await, Applied::Done);
    for again in [approve(&replaced), decline(&replaced), approve(&approved), decline(&approved)] {
        assert_eq!(spend(store, [again]).await, Applied::AlreadySpent(0));
    }
    assert_eq!(found(store, &replaced).await.approval, None);
}

/// Theirs, but for the one that is to go on; nobody's is no error.
pub async fn all_that_was_mailed_ends_at_once(store: &dyn Directory) {
    let (account, user) = somebody(store).await;
    let other = people::user(&account, "other");
    write(store, [Write::NewUser(other.clone())]).await;
    let end_all = |but| Write::EndRecoveries { user: user.id, but, at: at(5_000), ending: Ending::PasswordChanged };
    write(store, [end_all(None)]).await;
    let (first, password) = (begun(store, &user, Kind::Temporary, 1_000).await, begun(store, &user, Kind::Link, 2_000).await);
    let (address, theirs) = (begun(store, &user, Kind::EmailChange, 1_000).await, begun(store, &other, Kind::Link, 1_000).await);
    write(store, [end_all(Some(address.id))]).await;
    assert_eq!(ended(store, &first).await, Some((at(2_000), Ending::Replaced)));
    assert_eq!(ended(store, &password).await, Some((at(5_000), Ending::PasswordChanged)));
    assert_eq!(ended(store, &address).await, None);
    assert_eq!(ended(store, &theirs).await, None);
    write(store, [end_all(None)]).await;
    assert_eq!(ended(store, &address).await, Some((at(5_000), Ending::PasswordChanged)));
}

/// An approval and three sorts of others, of two accounts, one of which fell to the operators.
async fn requests(store: &dyn Directory) -> (Account, Account, Vec<Recovery>) {
    let (acme, bolt) = (people::account("acme"), people::account("bolt"));
    write(store, [Write::NewAccount(acme.clone()), Write::NewAccount(bolt.clone())]).await;
    let mut asked = Vec::new();
    for (account, name, kind, moment, is_for_operators) in [
        (&acme, "third", Kind::Approval, 3_000, false),
        (&acme, "first", Kind::Approval, 1_000, true),
        (&bolt, "second", Kind::Approval, 2_000, true),
        (&acme, "fourth", Kind::Link, 4_000, false),
    ] {
        let user = people::user(account, name);
        let recovery = Recovery { is_for_operators, ..people::recovery(&user, kind, at(moment)) };
        write(store, [Write::NewUser(user)]).await;
        assert_eq!(spend(store, [Spend::BeginRecovery(recovery.clone())]).await, Applied::Done);
        asked.push(recovery);
    }
    (acme, bolt, asked)
}

/// Of an account, or those that fell to the operators; until they have ended or expired, approved or not.
pub async fn open_requests_come_oldest_first(store: &dyn Directory) {
    let (acme, bolt, asked) = requests(store).await;
    let [third, first, second, _] = asked.as_slice() else { unreachable!("four were asked") };
    let ids = async |whose, now| {
        let requests = store.requests(whose, now).await.expect("the store answers");
        requests.into_iter().map(|request| request.id).collect::<Vec<RecoveryId>>()
    };
    assert_eq!(ids(Deciders::Account(acme.id), at(5_000)).await, [first.id, third.id]);
    assert_eq!(ids(Deciders::Account(bolt.id), at(5_000)).await, [second.id]);
    assert_eq!(ids(Deciders::Operators, at(5_000)).await, [first.id, second.id]);
    assert_eq!(ids(Deciders::Operators, first.expires_at).await, [second.id]);
    let approve = Spend::Approve { recovery: second.id, approval: approval(5_000), expires_at: second.expires_at };
    let decline = Spend::Decline { recovery: third.id, approval: approval(5_000) };
    assert_eq!(spend(store, [approve, decline]).await, Applied::Done);
    assert_eq!(ids(Deciders::Account(acme.id), at(5_000)).await, [first.id]);
    assert_eq!(ids(Deciders::Account(bolt.id), at(5_000)).await, [second.id]);
}

/// Until it is confirmed or expires; no way to a password is one.
pub async fn the_address_that_waits_is_known(store: &dyn Directory) {
    let (_, user) = somebody(store).await;
    let waiting = async |now| store.email_change(user.id, now).await.expect("the store answers");
    begun(store, &user, Kind::Link, 1_000).await;
    assert_eq!(waiting(at(1_500)).await, None);
    begun(store, &user, Kind::EmailChange, 1_000).await;
    let change = begun(store, &user, Kind::EmailChange, 2_000).await;
    assert_eq!(waiting(at(2_500)).await.as_ref(), Some(&change));
    assert_eq!(waiting(change.expires_at).await, None);
    assert_eq!(spend(store, [end(&change, 3_000)]).await, Applied::Done);
    assert_eq!(waiting(at(3_500)).await, None);
}
