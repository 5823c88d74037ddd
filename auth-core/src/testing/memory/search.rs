//! One page of an account's people, in memory.

use std::cmp::Ordering;

use super::People;
use crate::{
    account::AccountId,
    identifier::Folded,
    ports::{PageSide, PeopleFilter, PeopleOrder, PeopleQuery},
    user::{User, UserState},
};

impl People {
    pub(super) fn meant(&self, account: AccountId, words: &[Folded], filter: Option<PeopleFilter>) -> Vec<User> {
        let is_meant = |user: &&User| {
            let own = user.words();
            user.account == account
                && words.iter().all(|word| own.iter().any(|own| own.as_str().starts_with(word.as_str())))
                && filter.is_none_or(|filter| passes(user, filter))
        };
        self.users.iter().filter(is_meant).cloned().collect()
    }

    pub(super) fn page(&self, query: &PeopleQuery) -> Vec<User> {
        let compare = |one: &User, other: &User| {
            let by = by(query.order, one, other).then_with(|| one.id.to_string().cmp(&other.id.to_string()));
            if query.is_descending { by.reverse() } else { by }
        };
        let mut users = self.meant(query.account, &query.words, query.filter);
        users.sort_by(compare);
        let most = usize::try_from(query.most).expect("a usize holds a u32 here");
        let Some((side, from)) = query.from else {
            users.truncate(most);
            return users;
        };
        let Some(from) = self.users.iter().find(|user| user.id == from) else { return Vec::new() };
        match side {
            PageSide::After => {
                users.retain(|user| compare(user, from) == Ordering::Greater);
                users.truncate(most);
            }
            PageSide::Before => {
                users.retain(|user| compare(user, from) == Ordering::Less);
                users.drain(..users.len().saturating_sub(most));
            }
        }
        users
    }
}

fn by(order: PeopleOrder, one: &User, other: &User) -> Ordering {
    match order {
        PeopleOrder::Name => Folded::of(&one.name).cmp(&Folded::of(&other.name)),
        PeopleOrder::Username => one.username.folded().cmp(other.username.folded()),
        PeopleOrder::LastSignIn => one.last_sign_in_at.cmp(&other.last_sign_in_at),
    }
}

fn passes(user: &User, filter: PeopleFilter) -> bool {
    match filter {
        PeopleFilter::Locked => user.state == UserState::Locked,
        PeopleFilter::Disabled => user.state == UserState::Disabled,
        PeopleFilter::NeverSignedIn => user.last_sign_in_at.is_none(),
        PeopleFilter::Undeliverable => user.undeliverable_since.is_some(),
    }
}
