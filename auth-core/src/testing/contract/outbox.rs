//! What waits to be mailed: claimed by one sender at a time, and gone once.

use std::slice;

use futures_util::future::join_all;

use super::recoveries::{all_at_once, assert_one_wins, at};
use crate::{
    account::AccountId,
    change::{Applied, Change, Spend},
    letter::{ClaimedLetter, LetterId, Origin, Purpose, QueuedLetter, Why},
    ports::{Directory, Outbox, SystemEntropy},
    recovery::RecoveryId,
    testing::people,
    user::UserId,
};

async fn queue(store: &dyn Directory, letters: &[QueuedLetter]) {
    let change = Change { letters: letters.to_vec(), ..Change::default() };
    assert_eq!(store.apply(change).await.expect("the store answers"), Applied::Done);
}

async fn queued<const N: usize>(store: &dyn Directory, moments: [i64; N]) -> [LetterId; N] {
    let letters = moments.map(|moment| people::letter(at(moment)));
    queue(store, &letters).await;
    letters.map(|letter| letter.id)
}

async fn claim(store: &dyn Outbox, now: i64, until: i64, most: u32) -> Vec<ClaimedLetter> {
    store.claim(at(now), at(until), most).await.expect("the store answers")
}

async fn claimed(store: &dyn Outbox, now: i64, until: i64, most: u32) -> Vec<LetterId> {
    claim(store, now, until, most).await.into_iter().map(|claimed| claimed.letter.id).collect()
}

fn purposes() -> Vec<Purpose> {
    let (user, by) = (UserId::random(&SystemEntropy), UserId::random(&SystemEntropy));
    let recovery = RecoveryId::random(&SystemEntropy);
    let origin = Origin { network: "2001:db8::1".to_owned(), device: "a \"browser\" {Ω}".to_owned() };
    let [old, new] = ["old@acme.example", "new@acme.example"].map(str::to_owned);
    let forgotten = |account: Option<&str>| Purpose::Forgotten {
        account: account.map(str::to_owned),
        identifier: "henry".to_owned(),
        origin: origin.clone(),
        browser: "00ff".to_owned(),
    };
    vec![
        forgotten(None),
        forgotten(Some("acme")),
        Purpose::SetPassword { user, why: Why::ByAdministrator, by: Some(by) },
        Purpose::SetPassword { user, why: Why::Welcome, by: None },
        Purpose::SetPassword { user, why: Why::FirstAdministrator, by: Some(by) },
        Purpose::Temporary { recovery },
        Purpose::ApprovalWanted { recovery, approver: by },
        Purpose::Approved { recovery },
        Purpose::Declined { recovery },
        Purpose::ConfirmEmail { recovery },
        Purpose::EmailChanging { user, old: old.clone(), new: new.clone(), origin: origin.clone() },
        Purpose::EmailChanged { user, old, new },
        Purpose::PasswordChanged { user, origin: origin.clone() },
        Purpose::SignInPaused { user, origin },
        Purpose::SettingsChanged {
            account: AccountId::random(&SystemEntropy),
            by,
            fields: vec!["phone".to_owned(), "address".to_owned()],
            operator: user,
        },
    ]
}

/// Whatever they are for.
pub async fn letters_read_back_as_written(store: &(impl Directory + Outbox)) {
    let letters: Vec<_> = purposes().into_iter().map(|purpose| QueuedLetter { purpose, ..people::letter(at(1_000)) }).collect();
    queue(store, &letters).await;
    let mut claimed = claim(store, 1_000, 2_000, 99).await;
    claimed.sort_by_key(|claimed| letters.iter().position(|letter| letter.id == claimed.letter.id));
    let expected: Vec<_> = letters.into_iter().map(|letter| ClaimedLetter { letter, tries: 0 }).collect();
    assert_eq!(claimed, expected);
}

/// Of twenty that use it up, one does; until then it waits, claimed or not.
pub async fn a_letter_is_gone_once(store: &(impl Directory + Outbox)) {
    let [first, second] = queued(store, [1_000, 1_000]).await;
    claim(store, 1_000, 9_000, 9).await;
    assert_eq!(store.waiting().await.expect("the store answers"), 2);
    assert_one_wins(&all_at_once(store, (0..20).map(|_| Spend::Letter(first))).await);
    assert_eq!(store.waiting().await.expect("the store answers"), 1);
    assert_eq!(claimed(store, 9_000, 9_999, 9).await, [second]);
}

/// A second one of its name is an error, and nothing of its change happens.
pub async fn a_letter_is_queued_once(store: &(impl Directory + Outbox)) {
    let (letter, other) = (people::letter(at(1_000)), people::letter(at(1_000)));
    queue(store, slice::from_ref(&letter)).await;
    let change = Change { letters: vec![other, letter], ..Change::default() };
    assert!(store.apply(change).await.is_err());
    assert_eq!(store.waiting().await.expect("the store answers"), 1);
}

/// So many, and the rest after them.
pub async fn the_letter_that_waits_longest_comes_first(store: &(impl Directory + Outbox)) {
    let [third, first, second] = queued(store, [3_000, 1_000, 2_000]).await;
    assert_eq!(claimed(store, 5_000, 9_000, 0).await, []);
    assert_eq!(claimed(store, 5_000, 9_000, 2).await, [first, second]);
    assert_eq!(claimed(store, 5_000, 9_000, 2).await, [third]);
    assert_eq!(claimed(store, 5_000, 9_000, 2).await, []);
}

/// Not by anybody; at its moment it is.
pub async fn a_letter_that_is_not_due_is_not_claimed(store: &(impl Directory + Outbox)) {
    let [now, later] = queued(store, [1_000, 2_000]).await;
    assert_eq!(claimed(store, 999, 9_000, 9).await, []);
    assert_eq!(claimed(store, 1_000, 9_000, 9).await, [now]);
    assert_eq!(claimed(store, 2_000, 9_000, 9).await, [later]);
}

/// Its sender may have died.
pub async fn a_claim_runs_out(store: &(impl Directory + Outbox)) {
    let [letter] = queued(store, [1_000]).await;
    assert_eq!(claimed(store, 1_000, 5_000, 9).await, [letter]);
    assert_eq!(claimed(store, 4_999, 9_000, 9).await, []);
    assert_eq!(claimed(store, 5_000, 9_000, 9).await, [letter]);
    assert_eq!(claimed(store, 8_999, 9_999, 9).await, []);
}

/// Of many senders at a time, each letter has one.
pub async fn each_letter_is_claimed_by_one_of_many(store: &(impl Directory + Outbox)) {
    let mut all = queued(store, [1_000; 40]).await;
    let mut seen: Vec<_> = join_all((0..20).map(|_| claimed(store, 1_000, 9_000, 3))).await.concat();
    seen.sort_unstable();
    all.sort_unstable();
    assert_eq!(seen, all);
}

/// And whoever claims it then knows how often.
pub async fn a_failed_try_is_counted_and_made_again_when_it_is_due(store: &(impl Directory + Outbox)) {
    let [failing] = queued(store, [1_000]).await;
    for tries in 0..3 {
        let now = 1_000 + 3_000 * i64::from(tries);
        let found = claim(store, now, now + 9_000, 1).await;
        assert_eq!(found.iter().map(|found| (found.letter.id, found.tries)).collect::<Vec<_>>(), [(failing, tries)]);
        store.postpone(failing, at(now + 3_000)).await.expect("the store answers");
        assert_eq!(claimed(store, now + 2_999, now + 9_000, 9).await, [], "it is not due, though nobody holds it");
    }
    // By now this one has waited longer.
    let [waiting] = queued(store, [1_500]).await;
    assert_eq!(claimed(store, 10_000, 19_000, 9).await, [waiting, failing]);
}

/// It has left meanwhile.
pub async fn a_letter_that_is_gone_is_not_postponed(store: &(impl Directory + Outbox)) {
    let gone = people::letter(at(1_000)).id;
    store.postpone(gone, at(2_000)).await.expect("it is no error");
    assert_eq!(store.waiting().await.expect("the store answers"), 0);
}
