use gatehouse_auth_core::{
    account::Account,
    session::Keep,
    testing::people::{account, session, signed_in, user},
    user::User,
};

use super::*;

const NOON: Timestamp = Timestamp::from_millis(43_200_000);
const LIFETIMES: Lifetimes =
    Lifetimes { idle: Duration::from_mins(30), absolute: Duration::from_hours(12), remember: Duration::from_hours(720) };

struct Somebody {
    account: Account,
    user: User,
    record: SessionRecord,
    cookie: SecretDigest,
}

impl Somebody {
    fn new() -> Self {
        let account = account("ACME");
        let user = user(&account, "ada");
        let record = session(user.id, NOON);
        let cookie = SecretDigest::of(record.handle.to_string().as_bytes());
        Self { account, user, record, cookie }
    }

    fn entry(&self) -> Entry {
        Entry::new(signed_in(&self.account, &self.user, self.record.clone()), LIFETIMES, vec![], Shown::Current, None)
    }

    fn is_kept_in(&self, cache: &SessionCache) -> Arc<Entry> {
        cache.keep(self.cookie, self.entry(), cache.asking(0)).expect("nothing was taken back meanwhile")
    }
}

fn fresh() -> SessionCache {
    let cache = SessionCache::new(100);
    cache.heard(Instant::now(), 0, Duration::from_mins(1));
    cache
}

#[test]
fn what_was_kept_is_found_until_news_is_overdue() {
    let (cache, ada) = (fresh(), Somebody::new());
    ada.is_kept_in(&cache);
    assert!(cache.find(&ada.cookie, NOON).is_some());
    cache.heard(Instant::now(), 0, Duration::ZERO);
    assert!(cache.find(&ada.cookie, NOON).is_none());
}

#[test]
fn every_way_to_take_it_back_forgets_it_and_cuts_what_is_open() {
    let ada = Somebody::new();
    let ways = [Revocation::Session(ada.record.handle), Revocation::User(ada.user.id), Revocation::Account(ada.account.id)];
    for way in ways {
        let cache = fresh();
        let entry = ada.is_kept_in(&cache);
        cache.revoke(&[way]);
        assert!(cache.find(&ada.cookie, NOON).is_none(), "{way:?}");
        assert!(entry.ended().is_cancelled(), "{way:?}");
    }
    let (cache, other) = (fresh(), Somebody::new());
    other.is_kept_in(&cache);
    cache.revoke(&ways);
    assert!(cache.find(&other.cookie, NOON).is_some(), "somebody else goes on");
}

#[test]
fn what_was_asked_before_something_was_taken_back_is_not_kept_after_it() {
    let (cache, ada) = (fresh(), Somebody::new());
    let asked = cache.asking(0);
    cache.revoke(&[Revocation::User(ada.user.id)]);
    assert!(cache.keep(ada.cookie, ada.entry(), asked).is_none());
    assert!(cache.find(&ada.cookie, NOON).is_none());
}

#[test]
fn news_of_a_change_cuts_nothing_that_began_after_it() {
    let (cache, ada) = (fresh(), Somebody::new());
    let entry = cache.keep(ada.cookie, ada.entry(), cache.asking(7)).expect("nothing was taken back meanwhile");
    for way in [Revocation::User(ada.user.id), Revocation::Account(ada.account.id), Revocation::Session(ada.record.handle)] {
        cache.hear(&[(7, way)]);
        assert!(!entry.ended().is_cancelled() && cache.find(&ada.cookie, NOON).is_some(), "{way:?}");
    }
    cache.hear(&[(8, Revocation::User(ada.user.id))]);
    assert!(entry.ended().is_cancelled() && cache.find(&ada.cookie, NOON).is_none());
}

#[test]
fn requests_that_ask_at_once_wait_for_one_end() {
    let (cache, ada) = (fresh(), Somebody::new());
    let asked = cache.asking(0);
    let opened: Vec<_> = (0..12).filter_map(|_| cache.keep(ada.cookie, ada.entry(), asked)).collect();
    let elsewhere = cache.keep(SecretDigest::of(b"another cookie of hers"), ada.entry(), asked).expect("nothing was taken back");
    cache.revoke(&[Revocation::Session(ada.record.handle)]);
    assert!(opened.iter().all(|entry| entry.ended().is_cancelled()));
    assert!(elsewhere.ended().is_cancelled());
}

#[test]
fn what_older_keys_signed_is_signed_anew_when_keys_change() {
    let (cache, ada) = (fresh(), Somebody::new());
    let entry = ada.is_kept_in(&cache);
    let signs = |value: &'static str| {
        let signed = entry.assertion(NOON, Duration::from_mins(2), || Ok::<_, ()>(HeaderValue::from_static(value)));
        signed.expect("the signer answers")
    };
    assert_eq!(signs("by the old key"), "by the old key");
    assert_eq!(signs("again"), "by the old key");
    cache.revoke(&[Revocation::Keys]);
    assert_eq!(signs("by the new key"), "by the new key");
}

#[test]
fn overdue_news_cuts_everything() {
    let (cache, ada) = (fresh(), Somebody::new());
    let open = ada.is_kept_in(&cache);
    cache.cut_all();
    assert!(open.ended().is_cancelled() && cache.is_empty());
}

#[test]
fn limits_hold_here_too() {
    let (cache, ada) = (fresh(), Somebody::new());
    let entry = ada.is_kept_in(&cache);
    entry.touch(NOON.after(Duration::from_mins(20)));
    assert!(cache.find(&ada.cookie, NOON.after(Duration::from_mins(49))).is_some(), "in use until shortly before");
    assert!(cache.find(&ada.cookie, NOON.after(Duration::from_mins(50))).is_none(), "idle");
    let (cache, mut bob) = (fresh(), Somebody::new());
    bob.record.keep = Keep::Remembered;
    bob.is_kept_in(&cache);
    assert!(cache.find(&bob.cookie, NOON.after(Duration::from_hours(100))).is_some(), "remembered");
    assert!(cache.find(&bob.cookie, NOON.after(LIFETIMES.remember)).is_none());
}

#[test]
fn a_rotated_session_is_asked_for_anew_and_what_is_open_stays_open_until_it_ends() {
    let (cache, ada) = (fresh(), Somebody::new());
    let before = ada.is_kept_in(&cache);
    cache.revoke(&[Revocation::Rotated(ada.record.handle)]);
    assert!(cache.find(&ada.cookie, NOON).is_none());
    assert!(!before.ended().is_cancelled());
    ada.is_kept_in(&cache);
    cache.revoke(&[Revocation::Session(ada.record.handle)]);
    assert!(before.ended().is_cancelled(), "what was opened under the entry before is cut with the one after");
}

#[test]
fn nothing_that_is_open_is_forgotten() {
    let (cache, ada) = (fresh(), Somebody::new());
    let open = ada.is_kept_in(&cache);
    let later = NOON.after(Duration::from_mins(20));
    cache.sweep(later);
    assert_eq!(cache.len(), 1);
    drop(open);
    cache.sweep(later);
    assert!(cache.is_empty());
}

#[test]
fn use_is_unwritten_until_it_is_in_the_store() {
    let (cache, ada) = (fresh(), Somebody::new());
    let later = NOON.after(Duration::from_mins(1));
    let entry = ada.is_kept_in(&cache);
    entry.touch(later);
    let cut_short = cache.unwritten(Unwritten::All);
    assert_eq!(cut_short, [(ada.record.handle, later)]);
    let again = cache.unwritten(Unwritten::All);
    assert_eq!(again, cut_short, "nothing has it yet");
    let meanwhile = later.after(Duration::from_mins(1));
    entry.touch(meanwhile);
    cache.wrote(&again);
    assert_eq!(cache.unwritten(Unwritten::All), [(ada.record.handle, meanwhile)]);
    cache.wrote(&cache.unwritten(Unwritten::All));
    assert_eq!(cache.unwritten(Unwritten::All), []);
}

/// So many people, each with an entry.
fn crowd(cache: &SessionCache, count: usize) -> Vec<Somebody> {
    let crowd: Vec<_> = (0..count).map(|_| Somebody::new()).collect();
    for somebody in &crowd {
        somebody.is_kept_in(cache);
    }
    crowd
}

#[test]
fn there_is_room_for_so_many_and_the_unused_go_first() {
    let cache = SessionCache::new(10);
    cache.heard(Instant::now(), 0, Duration::from_mins(1));
    let crowd = crowd(&cache, 10);
    let later = NOON.after(Duration::from_mins(5));
    for used in crowd.iter().take(5) {
        cache.find(&used.cookie, NOON).expect("there was room").touch(later);
    }
    for _ in 0..5 {
        Somebody::new().is_kept_in(&cache);
    }
    assert_eq!(cache.len(), 10);
    let left: Vec<bool> = crowd.iter().map(|somebody| cache.find(&somebody.cookie, NOON).is_some()).collect();
    assert_eq!(left, [[true; 5], [false; 5]].concat());
}

#[test]
fn whoever_had_to_go_is_cut_all_the_same_and_their_use_is_written_down() {
    let cache = SessionCache::new(1);
    let ada = Somebody::new();
    let entry = ada.is_kept_in(&cache);
    let open = entry.ended().clone();
    let later = NOON.after(Duration::from_mins(5));
    entry.touch(later);
    drop(entry);
    crowd(&cache, 20);
    assert_eq!(cache.len(), 1);
    assert_eq!(cache.unwritten(Unwritten::Due(later)), [(ada.record.handle, later)]);
    cache.wrote(&[(ada.record.handle, later)]);
    assert_eq!(cache.unwritten(Unwritten::All), []);
    cache.revoke(&[Revocation::User(ada.user.id)]);
    assert!(open.is_cancelled());
}

#[test]
fn use_is_written_down_now_and_then_and_when_it_pauses() {
    let (cache, ada) = (fresh(), Somebody::new());
    let entry = ada.is_kept_in(&cache);
    let at = |seconds| NOON.after(Duration::from_secs(seconds));
    let due = |seconds| cache.unwritten(Unwritten::Due(at(seconds))).len();
    entry.touch(at(59));
    assert_eq!(due(60), 0);
    assert_eq!(cache.unwritten(Unwritten::All).len(), 1);
    assert_eq!(due(64), 1, "she pauses");
    entry.touch(at(65));
    assert_eq!(due(65), 1, "she has been here for a while");
    cache.wrote(&[(ada.record.handle, at(65))]);
    assert_eq!(due(99), 0);
}

#[test]
fn when_the_store_went_back_nobody_stays_whatever_was_known_of_them() {
    let (cache, ada) = (fresh(), Somebody::new());
    cache.keep(ada.cookie, ada.entry(), cache.asking(7)).expect("nothing was taken back meanwhile");
    cache.hear(&[(7, Revocation::User(ada.user.id))]);
    assert!(cache.find(&ada.cookie, NOON).is_some(), "that was known");
    cache.hear(&[(7, Revocation::Everyone)]);
    assert!(cache.find(&ada.cookie, NOON).is_none());
}

/// Where many sign out all the time, whoever comes is looked up all the same.
#[test]
fn what_is_taken_back_from_others_while_the_store_answers_keeps_nobody_out() {
    let (cache, ada, bob) = (fresh(), Somebody::new(), Somebody::new());
    let asked = cache.asking(0);
    for sequence in 1..=50 {
        let handle = Somebody::new().record.handle;
        cache.hear(&[(sequence, Revocation::Session(handle)), (sequence, Revocation::Rotated(handle))]);
    }
    cache.hear(&[(51, Revocation::User(bob.user.id)), (52, Revocation::Keys)]);
    assert!(cache.keep(ada.cookie, ada.entry(), asked).is_some());
    assert!(cache.keep(bob.cookie, bob.entry(), asked).is_none());
}

#[test]
fn whatever_of_theirs_was_taken_back_while_the_store_answered_is_asked_for_again() {
    let ada = Somebody::new();
    let of_hers = [
        Revocation::Session(ada.record.handle),
        Revocation::Rotated(ada.record.handle),
        Revocation::User(ada.user.id),
        Revocation::Account(ada.account.id),
        Revocation::Everyone,
    ];
    for revocation in of_hers {
        let cache = fresh();
        let asked = cache.asking(0);
        cache.hear(&[(1, revocation)]);
        cache.hear(&[(2, Revocation::Session(Somebody::new().record.handle))]);
        assert!(cache.keep(ada.cookie, ada.entry(), asked).is_none(), "{revocation:?}");
        assert!(cache.keep(ada.cookie, ada.entry(), cache.asking(2)).is_some());
    }
    let cache = fresh();
    let asked = cache.asking(0);
    cache.cut_all();
    assert!(cache.keep(ada.cookie, ada.entry(), asked).is_none(), "nor after everything was cut");
}

/// More was taken back meanwhile than is remembered.
#[test]
fn what_may_have_been_theirs_is_asked_for_again() {
    let (cache, ada) = (fresh(), Somebody::new());
    let asked = cache.asking(0);
    for sequence in 1..=5_000 {
        cache.hear(&[(sequence, Revocation::Keys)]);
    }
    assert!(cache.keep(ada.cookie, ada.entry(), asked).is_none());
    assert!(cache.keep(ada.cookie, ada.entry(), cache.asking(5_000)).is_some());
}
