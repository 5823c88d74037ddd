//! The list of people, and the pages about one of them.

use maud::Markup;

use super::{
    frames::{administrator, step_up},
    people::{daniel, rows, rows_with_mfa, tomasz},
};
use crate::{
    Count, CurrentPasswordProblem, Direction, Frame, Language, Level, MfaState, NewUserPage, Notice, UserColumn, UserMark,
    UserPage, UserParticulars, UserProblem, UserSort, UserState, UserSummary, UsersPage,
};

pub(super) fn samples(language: Language) -> Vec<(String, Markup)> {
    let lists = lists(language).into_iter().map(|(name, page)| (format!("users{name}"), page.render()));
    let new = new(language).into_iter().map(|(name, page)| (format!("user-new{name}"), page.render()));
    let details = details(language).into_iter().map(|(name, page)| (format!("user{name}"), page.render()));
    lists.chain(new).chain(details).collect()
}

fn lists(language: Language) -> Vec<(&'static str, UsersPage<'static>)> {
    let plain = UsersPage {
        frame: administrator(language),
        query: String::new(),
        filter: None,
        mfa: None,
        sort: UserSort::default(),
        count: Count::Exactly(38),
        rows: rows(),
        previous: None,
        next: Some("/_auth/users?after=omar".to_owned()),
    };
    let none = UsersPage { count: Count::Exactly(0), rows: Vec::new(), next: None, ..plain.clone() };
    let found = UsersPage {
        query: "a & b".to_owned(),
        filter: Some(UserMark::Locked),
        sort: UserSort { column: UserColumn::LastSignIn, direction: Direction::Descending },
        count: Count::Exactly(1),
        rows: rows().into_iter().skip(2).take(1).collect(),
        next: None,
        ..plain.clone()
    };
    let many = UsersPage {
        count: Count::MoreThan(1000),
        rows: rows_with_mfa(),
        previous: Some("/_auth/users?before=maya".to_owned()),
        ..plain.clone()
    };
    let without_mfa = UsersPage {
        mfa: Some(MfaState::NotSetUp),
        count: Count::Exactly(1),
        rows: rows_with_mfa().into_iter().skip(2).take(1).collect(),
        next: None,
        ..plain.clone()
    };
    let noticed = |notice| UsersPage { frame: Frame { notice: Some(notice), ..plain.frame.clone() }, ..plain.clone() };
    let priya = || "Priya Raman".to_owned();
    vec![
        ("", plain.clone()),
        ("-found", found),
        ("-many", many),
        ("-mfa-not-set-up", without_mfa),
        ("-no-match", UsersPage { query: "xyz".to_owned(), ..none.clone() }),
        ("-none-so", UsersPage { filter: Some(UserMark::LetterUndeliverable), ..none.clone() }),
        ("-empty", none),
        ("-link-sent", noticed(Notice::LinkSent { name: priya() })),
        ("-unlocked", noticed(Notice::Unlocked { name: priya() })),
        ("-mfa-reset", noticed(Notice::MfaResetOf { name: priya() })),
        ("-added", noticed(Notice::UserAdded { name: priya() })),
    ]
}

fn particulars(user: UserSummary) -> UserParticulars {
    UserParticulars {
        name: user.name,
        email: user.email.unwrap_or_default(),
        username: user.username,
        level: Level::Staff,
        levels: Level::ALL.into(),
        language: Some(Language::Spanish),
    }
}

fn new(language: Language) -> Vec<(&'static str, NewUserPage<'static>)> {
    let (name, email, username) = (String::new(), String::new(), String::new());
    let nobody = UserParticulars { name, email, username, level: Level::Team, language: None, ..particulars(tomasz()) };
    let plain = NewUserPage {
        frame: administrator(language),
        particulars: nobody,
        is_encrypted: false,
        step_up: None,
        problems: Vec::new(),
    };
    let missing = vec![UserProblem::MissingName, UserProblem::MissingEmail, UserProblem::MissingUsername];
    let empty = NewUserPage { step_up: Some(step_up(Some(CurrentPasswordProblem::Missing))), problems: missing, ..plain.clone() };
    let too_high = NewUserPage {
        particulars: particulars(tomasz()),
        problems: vec![UserProblem::EmailBeyondYou, UserProblem::UsernameTaken, UserProblem::LevelTooHigh],
        ..plain.clone()
    };
    let encrypted = NewUserPage { is_encrypted: true, step_up: Some(step_up(None)), ..plain.clone() };
    vec![("", plain), ("-encrypted", encrypted), ("-empty", empty), ("-too-high", too_high)]
}

fn details(language: Language) -> Vec<(&'static str, UserPage<'static>)> {
    let plain = UserPage {
        frame: administrator(language),
        user: tomasz(),
        particulars: particulars(tomasz()),
        state: UserState::Active,
        must_change: false,
        pending_email: None,
        step_up: None,
        problems: Vec::new(),
    };
    let noticed = |notice| Frame { notice: Some(notice), ..plain.frame.clone() };
    let name = || "Tomasz Zieliński".to_owned();
    let saved = UserPage {
        frame: noticed(Notice::UserSaved { name: name() }),
        pending_email: Some("tomasz@harbour.example".to_owned()),
        must_change: true,
        ..plain.clone()
    };
    let ended = UserPage { frame: noticed(Notice::SessionsEnded { name: name() }), ..plain.clone() };
    let locked = UserPage {
        user: daniel(),
        particulars: particulars(daniel()),
        state: UserState::Locked,
        step_up: Some(step_up(None)),
        ..plain.clone()
    };
    let after = |problem| UserPage { problems: vec![problem], state: UserState::Disabled, ..plain.clone() };
    vec![
        ("", plain.clone()),
        ("-saved", saved),
        ("-sessions-ended", ended),
        ("-locked", locked),
        ("-last-administrator", after(UserProblem::LastAdministrator)),
        ("-own-state", after(UserProblem::OwnState)),
    ]
}
