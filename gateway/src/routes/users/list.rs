//! Everybody of an account: search, order, pages.

use axum::body::Body;
use gatehouse_auth_core::{
    identifier::Folded,
    permission::Role,
    ports::{PageSide, PeopleFilter, PeopleOrder, PeopleQuery, Stored},
    user::{User, UserId},
};
use gatehouse_pages::{Count, Direction, Reach, UserColumn, UserMark, UserRow, UserSort, UsersPage};
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
    let sort: UserSort = asked.sort.parse().unwrap_or_default();
    let place = |side, id: &Option<String>| id.as_deref().and_then(UserId::from_stored).map(|id| (side, id));
    let from = place(PageSide::After, &asked.after).or(place(PageSide::Before, &asked.before));
    let asked_for = PeopleQuery {
        account,
        words: words.clone(),
        filter: filter.map(directory_filter),
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
        Some(format!("{}?q={q}&state={state}&sort={sort}&{side}={}", signed.visit.portal.look.brand.path("users"), user.id))
    };
    let counted = directory.count_people(account, &words, asked_for.filter, COUNTED + 1).await?;
    let me = signed.user();
    Ok(UsersPage {
        frame: signed.frame().await?,
        previous: link("before", users.first()).filter(|_| if is_backward { has_more } else { from.is_some() }),
        next: link("after", users.last()).filter(|_| is_backward || has_more),
        query: query.clone(),
        filter,
        mfa: None,
        sort,
        count: if counted > COUNTED { Count::MoreThan(u64::from(COUNTED)) } else { Count::Exactly(u64::from(counted)) },
        rows: users.iter().map(|user| row(signed, me, user)).collect(),
    })
}

fn row(signed: &Signed, me: &User, user: &User) -> UserRow {
    let reach = match () {
        () if user.id == me.id => Reach::Yourself,
        () if me.has_authority_over(user) => Reach::Within,
        () => Reach::Above,
    };
    UserRow {
        user: summary(user, reach),
        roles: user.roles.iter().map(Role::to_string).collect(),
        mfa: None,
        last_sign_in: user.last_sign_in_at.map(|at| signed.moment(at)),
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
