use std::time::Duration;

use super::*;
use crate::Tip;

fn page(brand: &Brand) -> NewPasswordPage<'_> {
    NewPasswordPage {
        brand,
        language: Language::English,
        csrf: "token".to_owned(),
        first_name: None,
        username: None,
        occasion: NewPasswordOccasion::Demanded { reason: DemandReason::Temporary, to: None },
        min_length: 12,
        required_band: Band::Strong,
        problem: None,
        band: None,
    }
}

#[test]
fn a_page_that_may_not_say_the_username_has_no_field_for_it() {
    let brand = Brand::neutral("/_auth");
    assert!(!page(&brand).render().into_string().contains("username"));
    let named = NewPasswordPage { username: Some("m.okafor".to_owned()), ..page(&brand) };
    assert!(named.render().into_string().contains("value=\"m.okafor\" autocomplete=\"username\""));
}

#[test]
fn a_link_never_promises_more_time_than_there_is() {
    let brand = Brand::neutral("/_auth");
    let promised = |seconds| {
        let occasion = NewPasswordOccasion::Link { expires_in: Duration::from_secs(seconds) };
        let html = NewPasswordPage { occasion, ..page(&brand) }.render().into_string();
        html.split("expires in <b>").nth(1).and_then(|rest| rest.split("</b>").next()).map(str::to_owned)
    };
    assert_eq!(promised(24 * 3600 - 1).as_deref(), Some("23 hours"));
    assert_eq!(promised(2 * 3600 - 1).as_deref(), Some("119 minutes"));
    assert_eq!(promised(61).as_deref(), Some("1 minute"));
}

#[test]
fn the_return_address_is_handed_on_by_the_form_and_by_the_way_out() {
    let brand = Brand::neutral("/gate");
    let to = Some("/calls?a=1&b=2".to_owned());
    let occasion = NewPasswordOccasion::Demanded { reason: DemandReason::AskedByAdministrator, to };
    let html = NewPasswordPage { occasion, ..page(&brand) }.render().into_string();
    assert!(html.contains("action=\"/gate/choose-password?to=/calls%3Fa%3D1%26b%3D2\""));
    assert!(html.contains("href=\"/gate/login?to=/calls%3Fa%3D1%26b%3D2\""));
}

#[test]
fn without_script_the_bar_and_the_rules_are_painted_by_the_gateway() {
    let brand = Brand::neutral("/_auth");
    let html = |problem, band| NewPasswordPage { problem, band, ..page(&brand) }.render().into_string();

    let waiting = html(None, None);
    assert!(waiting.contains("id=\"password-strength\" hidden"));
    assert!(!waiting.contains("data-ok"));

    let short = html(Some(NewPasswordProblem::TooShort { min_length: 12 }), Some(Band::Nearly));
    assert!(short.contains("data-band=\"nearly\""));
    assert!(short.contains("Nearly there. Use at least 12 characters."));
    assert!(short.contains("data-rule=\"min\" data-ok=\"false\""));

    let guessable = html(Some(NewPasswordProblem::NotStrongEnough { score: 1, tip: Some(Tip::AvoidSequences) }), None);
    assert!(guessable.contains("Weak. Avoid sequences."));
    assert!(guessable.contains("data-rule=\"min\" data-ok=\"true\""));
    assert!(guessable.contains("data-rule=\"band\" data-ok=\"false\""));
}

#[test]
fn a_password_that_was_typed_never_comes_back() {
    let brand = Brand::neutral("/_auth");
    let html = NewPasswordPage { problem: Some(NewPasswordProblem::Mismatch), ..page(&brand) }.render().into_string();
    for field in html.split('<').filter(|tag| tag.starts_with("input") && tag.contains("type=\"password\"")) {
        assert!(!field.contains("value="), "{field}");
    }
}
