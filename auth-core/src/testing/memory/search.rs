//! One page of an account's people, in memory.

use std::cmp::Ordering;

use super::{People, ledger::as_count};
use crate::{
    account::AccountId,
    identifier::Folded,
    ports::{PageSide, PeopleFilter, PeopleOrder, PeopleQuery},
    time::Timestamp,
    user::{User, UserState},
};

impl People {
    /// One page, in the order in which it is shown.
    pub(super) fn page(&self, query: &PeopleQuery) -> Vec<User> {
        let compare = |a: &&User, b: &&User| {
            let ordering = compare(query.order, a, b);
            if query.is_descending { ordering.reverse() } else { ordering }
        };
        let mut page: Vec<&User> = self.meant(query.account, &query.words, &query.filters).collect();
        page.sort_by(compare);
        let most = as_count(query.most);
        if let Some((side, mark)) = query.from {
            let Some(mark) = self.users.iter().find(|user| user.id == mark && user.account == query.account) else {
                return Vec::new();
            };
            page.retain(|user| compare(user, &mark) == if side == PageSide::After { Ordering::Greater } else { Ordering::Less });
            if side == PageSide::Before {
                page.drain(..page.len().saturating_sub(most));
            }
        }
        page.into_iter().take(most).cloned().collect()
    }

    /// How many there are, counted to `most`.
    pub(super) fn count(&self, account: AccountId, words: &[Folded], filters: &[PeopleFilter], most: u32) -> u32 {
        u32::try_from(self.meant(account, words, filters).take(as_count(most)).count()).expect("no more than `most`")
    }

    fn meant(&self, account: AccountId, words: &[Folded], filters: &[PeopleFilter]) -> impl Iterator<Item = &User> {
        let ours = self.users.iter().filter(move |user| user.account == account);
        ours.filter(move |user| filters.iter().all(|filter| passes(*filter, user))).filter(move |user| {
            let own = user.words();
            words.iter().all(|word| own.iter().any(|own| own.as_str().starts_with(word.as_str())))
        })
    }
}

fn compare(order: PeopleOrder, a: &User, b: &User) -> Ordering {
    let by_order = match order {
        PeopleOrder::Name => Folded::of(&a.name).cmp(&Folded::of(&b.name)),
        PeopleOrder::Username => a.username.folded().cmp(b.username.folded()),
        PeopleOrder::LastSignIn => last_sign_in(a).cmp(&last_sign_in(b)),
    };
    // Those who are equal by it come in the order of their ids.
    by_order.then(a.id.cmp(&b.id))
}

fn last_sign_in(user: &User) -> Timestamp {
    user.last_sign_in_at.unwrap_or_default()
}

fn passes(filter: PeopleFilter, user: &User) -> bool {
    match filter {
        PeopleFilter::Locked => user.state == UserState::Locked,
        PeopleFilter::Disabled => user.state == UserState::Disabled,
        PeopleFilter::NeverSignedIn => user.last_sign_in_at.is_none(),
        PeopleFilter::Undeliverable => user.undeliverable_since.is_some(),
        PeopleFilter::WithFactor => user.has_factor,
        PeopleFilter::WithoutFactor => !user.has_factor,
    }
}
