//! People who exist only here.

use super::frames::ago;
use crate::{MfaState, Reach, UserMark, UserRow, UserSummary};

pub(super) fn tomasz() -> UserSummary {
    person("tomasz", "Tomasz Zieliński", "tomasz.z")
}

pub(super) fn daniel() -> UserSummary {
    let marks = vec![UserMark::Locked, UserMark::LetterUndeliverable];
    UserSummary { marks, ..person("daniel", "Daniel Achterberg-Whitcombe", "d.achterberg") }
}

/// One of each kind.
pub(super) fn rows() -> Vec<UserRow> {
    let maya = UserSummary { reach: Reach::Yourself, ..person("maya", "Maya Okafor", "maya.okafor") };
    let siti = UserSummary { reach: Reach::Above, ..person("siti", "Siti Nurhaliza", "siti.n") };
    let omar = UserSummary {
        email: None,
        marks: vec![UserMark::NeverSignedIn, UserMark::Disabled],
        ..person("omar", "Omar Haddad", "omar.haddad")
    };
    let all_roles = ["manage-own-mfa", "manage-company-mfa", "manage-users", "approve-resets"];
    vec![
        row(maya, &all_roles, Some(2)),
        row(tomasz(), &["recordings", "team-lead"], Some(95)),
        row(daniel(), &["recordings"], Some(12 * 24 * 60)),
        row(siti, &["read-audit", "quality-reviewer", "recordings"], Some(13 * 24 * 60)),
        row(omar, &[], None),
    ]
}

/// The same, where MFA is about.
pub(super) fn rows_with_mfa() -> Vec<UserRow> {
    let states = [MfaState::On, MfaState::On, MfaState::NotSetUp, MfaState::On, MfaState::Off];
    rows().into_iter().zip(states).map(|(row, mfa)| UserRow { mfa: Some(mfa), ..row }).collect()
}

fn person(id: &str, name: &str, username: &str) -> UserSummary {
    UserSummary {
        id: id.to_owned(),
        name: name.to_owned(),
        username: username.to_owned(),
        email: Some(format!("{username}@harbour.example")),
        marks: Vec::new(),
        reach: Reach::Within,
    }
}

fn row(user: UserSummary, roles: &[&str], minutes: Option<u64>) -> UserRow {
    let roles = roles.iter().map(|role| (*role).to_owned()).collect();
    UserRow { user, roles, mfa: None, may_reset_mfa: true, last_sign_in: minutes.map(ago) }
}
