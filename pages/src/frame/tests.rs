use maud::html;

use super::*;

fn frame(brand: &Brand) -> Frame<'_> {
    Frame {
        brand,
        language: Language::English,
        csrf: "token".to_owned(),
        person: "<b>Maya</b>".to_owned(),
        navigation: Navigation { places: vec![Place::Account, Place::Requests], waiting: 2, waiting_for_operators: 5 },
        notice: None,
        owes_password: false,
    }
}

fn rendered(frame: &Frame<'_>, place: Place) -> String {
    frame.render(&Sheet::new(place, "A page".to_owned()), &html! {}).into_string()
}

#[test]
fn only_places_that_a_person_may_go_to_are_listed_and_the_current_one_is_marked() {
    let brand = Brand::neutral("/gate");
    let page = rendered(&frame(&brand), Place::Requests);
    assert!(page.contains("href=\"/gate/requests\" aria-current=\"page\""));
    assert!(page.contains("2 waiting"));
    assert!(!page.contains("5 waiting"));
    assert!(!page.contains("/gate/users"));
    assert!(!page.contains("nav-operators"));
}

#[test]
fn signing_out_is_a_form_with_its_token() {
    let brand = Brand::neutral("/gate");
    let page = rendered(&frame(&brand), Place::Account);
    assert!(page.contains("<form method=\"post\" action=\"/gate/logout\"><input type=\"hidden\" name=\"csrf\" value=\"token\">"));
    assert!(page.contains("&lt;b&gt;Maya"));
}

#[test]
fn a_notice_gives_way_to_a_problem() {
    let brand = Brand::neutral("/gate");
    let frame = Frame { notice: Some(Notice::SettingsSaved), ..frame(&brand) };
    assert!(rendered(&frame, Place::Settings).contains("have been updated"));
    let sheet = Sheet { message: Some(html! { p { "Mend this" } }), ..Sheet::new(Place::Settings, "A page".to_owned()) };
    let page = frame.render(&sheet, &html! {}).into_string();
    assert!(page.contains("Mend this"));
    assert!(!page.contains("have been updated"));
}

#[test]
fn the_reminder_stands_everywhere_but_where_it_leads() {
    let brand = Brand::neutral("/gate");
    let frame = Frame { owes_password: true, ..frame(&brand) };
    assert!(
        rendered(&frame, Place::Account).contains("You signed in with a temporary password. <a href=\"/gate/account/password\">")
    );
    assert!(!rendered(&frame, Place::Password).contains("temporary password"));
}
