//! Second factors: read back as written, taken once.

use futures_util::future::join_all;

use super::change::{edit, somebody, spend, write};
use crate::{
    change::{Applied, Beside, Spend, Write},
    master_key::MasterKeys,
    mfa::{Demand, Enrolment, EnrolmentId, Factors, KeptCode, MfaPolicy, MfaSetting, TotpFactor},
    password::PasswordRecord,
    ports::{Directory, SystemEntropy},
    secret::SecretDigest,
    session::EndReason,
    testing::people,
    time::Timestamp,
    user::{User, UserId, UserState},
};

const LATER: Timestamp = Timestamp::from_millis(9_000);

async fn factors(store: &dyn Directory, user: UserId) -> Factors {
    store.factors(user).await.expect("the store answers")
}

async fn enrolment_of(store: &dyn Directory, user: UserId) -> Option<Enrolment> {
    store.enrolment(&owner(user)).await.expect("the store answers")
}

async fn as_kept(store: &dyn Directory, user: UserId) -> User {
    store.person(user).await.expect("the store answers").expect("they are there").user
}

/// The only sign-in of `user` that is on its way.
fn owner(user: UserId) -> SecretDigest {
    SecretDigest::of(user.to_string().as_bytes())
}

fn enrolment(user: UserId, moment: i64) -> Enrolment {
    let master = MasterKeys::random(&SystemEntropy);
    Enrolment::begin(user, owner(user), &master, &SystemEntropy, Timestamp::from_millis(moment))
}

fn records() -> Vec<PasswordRecord> {
    ["one", "two", "three"].map(|code| people::password(code, people::parameters(8, 1))).into()
}

async fn with_app(store: &dyn Directory) -> (UserId, TotpFactor) {
    let (_, user) = somebody(store).await;
    let factor = people::totp();
    write(store, [Write::Totp { user: user.id, factor: factor.clone() }]).await;
    (user.id, factor)
}

/// And is nobody else's.
pub async fn what_somebody_registered_reads_back_as_written(store: &dyn Directory) {
    let (account, user) = somebody(store).await;
    let other = people::user(&account, "other");
    write(store, [Write::NewUser(other.clone())]).await;
    assert_eq!(factors(store, user.id).await, Factors::default());
    let (factor, records) = (people::totp(), records());
    write(
        store,
        [
            Write::Totp { user: user.id, factor: people::totp() },
            Write::Totp { user: user.id, factor: factor.clone() },
            Write::RecoveryCodes { user: user.id, records: records.iter().take(1).cloned().collect() },
            Write::RecoveryCodes { user: user.id, records: records.clone() },
            Write::WantsMfa { user: user.id, wants: true },
            Write::Enrolment(enrolment(other.id, 1_000)),
        ],
    )
    .await;
    let later = Enrolment { codes: Some(vec![1, 2, 3]), ..enrolment(other.id, 2_000) };
    write(store, [Write::Enrolment(later.clone())]).await;
    let mut read = factors(store, user.id).await;
    read.codes.sort_by_key(|code| records.iter().position(|record| *record == code.record));
    let codes = records.into_iter().map(|record| KeptCode { record, is_used: false }).collect();
    assert_eq!(read, Factors { totp: Some(factor), passkeys: Vec::new(), codes });
    assert_eq!(factors(store, other.id).await, Factors::default());
    assert_eq!((enrolment_of(store, other.id).await, enrolment_of(store, user.id).await), (Some(later), None));
    let kept = as_kept(store, user.id).await;
    assert!(kept.has_factor && kept.wants_mfa);
    assert!(!as_kept(store, other.id).await.has_factor);
    write(store, [Write::EndEnrolment(owner(other.id)), Write::EndEnrolment(owner(other.id))]).await;
    assert_eq!(enrolment_of(store, other.id).await, None);
}

/// By one of twenty at a time; and only of the registration that is meant.
pub async fn a_step_is_taken_once_and_none_before_it(store: &dyn Directory) {
    let (user, factor) = with_app(store).await;
    let take = |step| Spend::TotpStep { user, factor: factor.id, step };
    let taken = join_all((0..20).map(|_| spend(store, [take(7)]))).await;
    assert_eq!(taken.iter().filter(|taken| **taken == Applied::Done).count(), 1);
    for step in [6, 7] {
        assert_eq!(spend(store, [take(step)]).await, Applied::AlreadySpent(0));
    }
    assert_eq!(spend(store, [take(8)]).await, Applied::Done);
    let other = Spend::TotpStep { user, factor: EnrolmentId::random(&SystemEntropy), step: 9 };
    assert_eq!(spend(store, [other]).await, Applied::AlreadySpent(0));
    assert_eq!(factors(store, user).await.totp.map(|totp| totp.last_step), Some(8));
}

/// By one of twenty at a time; and is known as used.
pub async fn a_recovery_code_is_used_once(store: &dyn Directory) {
    let (user, _) = with_app(store).await;
    let records = records();
    write(store, [Write::RecoveryCodes { user, records: records.clone() }]).await;
    let use_it = || Spend::RecoveryCode { user, record: records[1].clone() };
    let outcomes = join_all((0..20).map(|_| spend(store, [use_it()]))).await;
    assert_eq!(outcomes.iter().filter(|outcome| **outcome == Applied::Done).count(), 1);
    let kept = factors(store, user).await;
    assert_eq!(kept.codes_left(), 2);
    assert!(kept.codes.iter().all(|code| code.is_used == (code.record == records[1])));
    let of_nobody = Spend::RecoveryCode { user: UserId::random(&SystemEntropy), record: records[0].clone() };
    assert_eq!(spend(store, [of_nobody]).await, Applied::AlreadySpent(0));
}

/// By one of twenty at a time, and only the latest.
pub async fn a_registration_is_confirmed_once(store: &dyn Directory) {
    let (_, user) = somebody(store).await;
    let (first, second) = (enrolment(user.id, 1_000), enrolment(user.id, 1_000));
    write(store, [Write::Enrolment(first.clone()), Write::Enrolment(second.clone())]).await;
    let confirm = |id| Spend::Enrol { user: user.id, enrolment: id, codes: Some(vec![7]), at: LATER };
    assert_eq!(spend(store, [confirm(first.id)]).await, Applied::AlreadySpent(0));
    let confirmed = join_all((0..20).map(|_| spend(store, [confirm(second.id)]))).await;
    assert_eq!(confirmed.iter().filter(|confirmed| **confirmed == Applied::Done).count(), 1);
    let kept = enrolment_of(store, user.id).await.map(|enrolment| (enrolment.codes, enrolment.began_at));
    assert_eq!(kept, Some((Some(vec![7]), LATER)), "the codes wait from then on");
    let third = enrolment(user.id, 2_000);
    write(store, [Write::Enrolment(third.clone())]).await;
    assert_eq!(spend(store, [Spend::Enrol { user: user.id, enrolment: third.id, codes: None, at: LATER }]).await, Applied::Done);
    assert_eq!(enrolment_of(store, user.id).await, None);
}

/// Each with a secret of its own: a stranger who has the password learns nothing of what its owner registers.
pub async fn registrations_in_two_sign_ins_are_two(store: &dyn Directory) {
    let (_, user) = somebody(store).await;
    let own = enrolment(user.id, 1_000);
    let strangers = Enrolment { owner: SecretDigest::of(b"another sign-in"), ..enrolment(user.id, 1_000) };
    write(store, [Write::Enrolment(own.clone()), Write::Enrolment(strangers.clone())]).await;
    assert_eq!(enrolment_of(store, user.id).await, Some(own.clone()));
    assert_eq!(store.enrolment(&strangers.owner).await.expect("the store answers"), Some(strangers.clone()));
    write(store, [Write::EndEnrolment(strangers.owner)]).await;
    assert_eq!(enrolment_of(store, user.id).await, Some(own));
}

/// Whoever has only the password must not replace what the owner has registered.
pub async fn nothing_is_registered_beside_an_app(store: &dyn Directory) {
    let (user, _) = with_app(store).await;
    let late = enrolment(user, 1_000);
    write(store, [Write::Enrolment(late.clone())]).await;
    let confirm = Spend::Enrol { user, enrolment: late.id, codes: Some(vec![7]), at: LATER };
    assert_eq!(spend(store, [confirm]).await, Applied::AlreadySpent(0));
}

/// Of the app, the codes and a registration on its way; and nothing of anybody else's.
pub async fn a_reset_leaves_nothing(store: &dyn Directory) {
    let (account, user) = somebody(store).await;
    let other = people::user(&account, "other");
    write(store, [Write::NewUser(other.clone())]).await;
    for id in [user.id, other.id] {
        let passkey = people::passkey(id, "Blue key", Timestamp::from_millis(1_000));
        spend(store, [Spend::AddPasskey { passkey: Box::new(passkey), beside: Beside::Whatever }]).await;
        let factor = people::totp();
        write(store, [Write::Totp { user: id, factor }, Write::RecoveryCodes { user: id, records: records() }]).await;
        write(store, [Write::Enrolment(enrolment(id, 1_000))]).await;
    }
    write(store, [Write::ResetFactors(user.id)]).await;
    assert_eq!(factors(store, user.id).await, Factors::default());
    assert_eq!(enrolment_of(store, user.id).await, None);
    let dropped = as_kept(store, user.id).await;
    assert!(!dropped.has_factor && dropped.must_register);
    write(store, [Write::Totp { user: user.id, factor: people::totp() }]).await;
    assert!(!as_kept(store, user.id).await.must_register, "they have");
    let kept = factors(store, other.id).await;
    assert!(kept.totp.is_some() && kept.passkeys.len() == 1 && as_kept(store, other.id).await.has_factor);
    assert!(enrolment_of(store, other.id).await.is_some());
}

/// Only while nothing has been taken back since their password was right.
pub async fn whoever_lost_their_standing_changes_nothing(store: &dyn Directory) {
    let (_, user) = somebody(store).await;
    let stands = |since| Spend::Standing { user: user.id, since: Timestamp::from_millis(since) };
    assert_eq!(spend(store, [stands(5_000)]).await, Applied::Done);
    let (from, reason) = (Timestamp::from_millis(5_001), EndReason::PasswordChanged);
    write(store, [Write::EndSessions { user: user.id, from, reason }]).await;
    assert_eq!(spend(store, [stands(5_000)]).await, Applied::AlreadySpent(0));
    assert_eq!(spend(store, [stands(5_001)]).await, Applied::Done);
    edit(store, User { state: UserState::Locked, ..user.clone() }).await;
    assert_eq!(spend(store, [stands(9_000)]).await, Applied::AlreadySpent(0));
}

/// And no others.
pub async fn registrations_that_began_long_ago_are_swept(store: &dyn Directory) {
    let (account, user) = somebody(store).await;
    let other = people::user(&account, "other");
    write(store, [Write::NewUser(other.clone())]).await;
    write(store, [Write::Enrolment(enrolment(user.id, 1_999)), Write::Enrolment(enrolment(other.id, 2_000))]).await;
    assert_eq!(store.sweep_enrolments(Timestamp::from_millis(2_000)).await.expect("the store answers"), 1);
    assert_eq!(enrolment_of(store, user.id).await, None);
    assert!(enrolment_of(store, other.id).await.is_some());
}

/// And keeps it when its name changes.
pub async fn an_account_says_whom_it_asks(store: &dyn Directory) {
    let (account, _) = somebody(store).await;
    let demands = [("level.company", Demand::Required), ("role.manage-users", Demand::PhishingResistant)];
    let demands = demands.map(|(group, demand)| (group.parse().expect("a group"), demand)).into();
    let policy = MfaPolicy { setting: MfaSetting::Enabled, demands };
    write(store, [Write::MfaPolicy { account: account.id, policy: policy.clone() }, Write::Account(account.clone())]).await;
    let read = store.account(account.id).await.expect("the store answers").expect("it is there");
    assert_eq!(read.mfa, policy);
}

/// As they were, whatever was read of them before.
pub async fn a_change_of_a_person_leaves_their_factors(store: &dyn Directory) {
    let (_, user) = somebody(store).await;
    let factor = people::totp();
    write(store, [Write::Totp { user: user.id, factor }, Write::WantsMfa { user: user.id, wants: true }]).await;
    edit(store, User { name: "Another Name".to_owned(), ..user.clone() }).await;
    let kept = as_kept(store, user.id).await;
    assert!(kept.has_factor && kept.wants_mfa && kept.name == "Another Name");
}
