//! Everybody of an account: search, order, pages.

use axum::body::Body;
use gatehouse_auth_core::{
    flow::enrol::MANAGE_COMPANY_MFA,
    identifier::Folded,
    mfa::MfaPolicy,
    permission::Role,
    ports::{PageSide, PeopleFilter, PeopleOrder, PeopleQuery, Stored},
    user::{User, UserId},
};
use gatehouse_pages::{Count, Direction, MfaState, Reach, UserColumn, UserMark, UserRow, UserSort, UsersPage};
use http::{Response, StatusCode};
use percent_encoding::{NON_ALPHANUMERIC, utf8_percent_encode};
use serde::Deserialize;

use super::summary;
use crate::routes::{form, signed::Signed};

/// People on a page.
const ON_A_PAGE: u32 = 25;
/// Beyond this the page says "more than".
const COUNTED: u32 = 1000;
/// Longest search that is looked at, in characters, and most words of it.
const LONGEST_SEARCH: usize = 100;
const MOST_WORDS: usize = 5;

/// The query of the page. What it does not understand it leaves out.
#[derive(Debug, Default, Deserialize)]
pub(in crate::routes) struct Asked {
    #[serde(default)]
    q: String,
    #[serde(default)]
    state: String,
    #[serde(default)]
    mfa: String,
    #[serde(default)]
    sort: String,
    after: Option<String>,
    before: Option<String>,
}

/// `GET /users`
pub(in crate::routes) async fn get(signed: Signed, form::Asked(asked): form::Asked<Asked>) -> Response<Body> {
    signed.shows(StatusCode::OK, page(&signed, &asked).await.map(|page| page.render()))
}

async fn page<'a>(signed: &'a Signed, asked: &Asked) -> Stored<UsersPage<'a>> {
    let directory = &signed.site.keeper.outside.directory;
    let account = signed.user().account;
    let query: String = asked.q.trim().chars().take(LONGEST_SEARCH).collect();
    let words: Vec<Folded> = query.split_whitespace().take(MOST_WORDS).map(Folded::of).collect();
    let filter = UserMark::ALL.into_iter().find(|filter| filter.as_str() == asked.state);
    let mfa = MfaState::ALL.into_iter().find(|state| state.as_str() == asked.mfa);
    let sort: UserSort = asked.sort.parse().unwrap_or_default();
    let place = |side, id: &Option<String>| id.as_deref().and_then(UserId::from_stored).map(|id| (side, id));
    let from = place(PageSide::After, &asked.after).or(place(PageSide::Before, &asked.before));
    let asked_for = PeopleQuery {
        account,
        words: words.clone(),
        filters: filter.map(directory_filter).into_iter().chain(mfa.map(factor_filter)).collect(),
        order: match sort.column {
            UserColumn::Name => PeopleOrder::Name,
            UserColumn::Username => PeopleOrder::Username,
            UserColumn::LastSignIn => PeopleOrder::LastSignIn,
        },
        is_descending: sort.direction == Direction::Descending,
        from,
        // One more than is shown tells whether there are more.
        most: ON_A_PAGE + 1,
    };
    let mut users = directory.people(&asked_for).await?;
    let has_more = users.len() > ON_A_PAGE as usize;
    let is_backward = matches!(from, Some((PageSide::Before, _)));
    if has_more {
        if is_backward {
            users.remove(0)
        } else {
            users.remove(users.len() - 1)
        };
    }
    let link = |side: &str, user: Option<&User>| {
        let user = user?;
        let q = utf8_percent_encode(&query, NON_ALPHANUMERIC);
        let state = filter.map_or("", UserMark::as_str);
        let mfa = mfa.map_or("", MfaState::as_str);
        let page = signed.visit.portal.look.brand.path("users");
        Some(format!("{page}?q={q}&state={state}&mfa={mfa}&sort={sort}&{side}={}", user.id))
    };
    let counted = directory.count_people(account, &words, &asked_for.filters, COUNTED + 1).await?;
    // As it is now: the session may remember what it was.
    let policy = directory.account(account).await?.map(|account| account.mfa).unwrap_or_default();
    let me = signed.user();
    Ok(UsersPage {
        frame: signed.frame().await?,
        previous: link("before", users.first()).filter(|_| if is_backward { has_more } else { from.is_some() }),
        next: link("after", users.last()).filter(|_| is_backward || has_more),
        query: query.clone(),
        filter,
        mfa,
        sort,
        count: if counted > COUNTED { Count::MoreThan(u64::from(COUNTED)) } else { Count::Exactly(u64::from(counted)) },
        rows: users.iter().map(|user| row(signed, me, &policy, user)).collect(),
    })
}

fn row(signed: &Signed, me: &User, policy: &MfaPolicy, user: &User) -> UserRow {
    let reach = match () {
        () if user.id == me.id => Reach::Yourself,
        () if me.has_authority_over(user) => Reach::Within,
        () => Reach::Above,
    };
    UserRow {
        user: summary(user, reach),
        roles: user.roles.iter().map(Role::to_string).collect(),
        mfa: Some(mfa_state(policy, user)),
        may_reset_mfa: me.holds(MANAGE_COMPANY_MFA),
        last_sign_in: user.last_sign_in_at.map(|at| signed.moment(at)),
    }
}

/// Whether somebody is asked for a second factor, and has one.
pub(in crate::routes) fn mfa_state(policy: &MfaPolicy, user: &User) -> MfaState {
    match (policy.asks(user).is_some(), user.has_factor) {
        (true, true) => MfaState::On,
        (true, false) => MfaState::NotSetUp,
        (false, _) => MfaState::Off,
    }
}

/// Where people are sought, what they have registered counts, whether or not they are asked for it.
fn factor_filter(state: MfaState) -> PeopleFilter {
    match state {
        MfaState::On => PeopleFilter::WithFactor,
        MfaState::NotSetUp | MfaState::Off => PeopleFilter::WithoutFactor,
    }
}

fn directory_filter(filter: UserMark) -> PeopleFilter {
    match filter {
        UserMark::Locked => PeopleFilter::Locked,
        UserMark::Disabled => PeopleFilter::Disabled,
        UserMark::NeverSignedIn => PeopleFilter::NeverSignedIn,
        UserMark::LetterUndeliverable => PeopleFilter::Undeliverable,
    }
}
