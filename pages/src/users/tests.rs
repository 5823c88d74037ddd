use super::*;
use crate::{Brand, Count, Frame, Language, Navigation};

fn frame(brand: &Brand) -> Frame<'_> {
    Frame {
        brand,
        language: Language::English,
        csrf: "token".to_owned(),
        person: "Maya Okafor".to_owned(),
        navigation: Navigation::default(),
        notice: None,
        owes_password: false,
    }
}

fn priya(reach: Reach, marks: &[UserMark]) -> UserSummary {
    UserSummary {
        id: "17".to_owned(),
        name: "Priya Raman".to_owned(),
        username: "priya".to_owned(),
        email: None,
        marks: marks.to_vec(),
        reach,
    }
}

fn list(brand: &Brand, user: UserSummary) -> String {
    UsersPage {
        frame: frame(brand),
        query: "a&b".to_owned(),
        filter: Some(UserMark::Locked),
        mfa: None,
        sort: UserSort::default(),
        count: Count::Exactly(1),
        rows: vec![UserRow { user, roles: Vec::new(), mfa: None, may_reset_mfa: true, last_sign_in: None }],
        previous: None,
        next: None,
    }
    .render()
    .into_string()
}

#[test]
fn nobody_is_offered_to_act_on_themselves_or_on_those_above_them() {
    let brand = Brand::neutral("/gate");
    let marks = [UserMark::Locked];
    for reach in [Reach::Yourself, Reach::Above] {
        let page = list(&brand, priya(reach, &marks));
        assert!(!page.contains("/gate/users/17/"), "{reach:?}");
        assert!(page.contains("Locked"));
    }
    let page = list(&brand, priya(Reach::Within, &marks));
    assert!(page.contains("href=\"/gate/users/17/unlock\""));
    assert!(page.contains("href=\"/gate/users/17/reset-password\""));
    assert!(!list(&brand, priya(Reach::Within, &[])).contains("/gate/users/17/unlock"));
}

#[test]
fn sorting_keeps_what_was_searched_for() {
    let brand = Brand::neutral("/gate");
    let page = list(&brand, priya(Reach::Within, &[]));
    assert!(page.contains(
        "aria-sort=\"ascending\"><a href=\"/gate/users?q=a%26b&amp;state=locked&amp;sort=-name\" aria-current=\"true\">Name</a>"
    ));
    assert!(page.contains("href=\"/gate/users?q=a%26b&amp;state=locked&amp;sort=last-sign-in\""));
}

#[test]
fn an_order_reads_what_it_writes() {
    for text in ["name", "-name", "username", "-username", "last-sign-in", "-last-sign-in"] {
        assert_eq!(text.parse::<UserSort>().map(|sort| sort.to_string()), Ok(text.to_owned()));
    }
    assert_eq!("--name".parse::<UserSort>(), Err(UnknownSort));
}

#[test]
fn roles_post_each_field_once_and_only_what_is_assigned_counts() {
    let brand = Brand::neutral("/gate");
    let item = |name: &str| RoleItem { name: name.to_owned(), is_picked: false };
    let page = UserRolesPage {
        frame: frame(&brand),
        user: priya(Reach::Within, &[]),
        available: vec![item("read-audit")],
        assigned: vec![item("team-lead")],
        moved: None,
        step_up: None,
        problem: None,
    };
    let page = page.render().into_string();
    assert!(page.contains("name=\"pick-available-read-audit\" value=\"1\""));
    assert!(page.contains("name=\"pick-assigned-team-lead\" value=\"1\""));
    assert!(page.contains("name=\"assigned-read-audit\" value=\"1\" disabled>"));
    assert!(page.contains("name=\"assigned-team-lead\" value=\"1\">"));
    assert!(page.contains("<b>Read the audit log</b>"));
    assert!(page.contains("<b>team-lead</b>"));
}
