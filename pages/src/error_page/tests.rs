use super::*;

fn page(brand: &Brand, kind: ErrorKind) -> ErrorPage<'_> {
    ErrorPage {
        brand,
        language: Language::English,
        kind,
        reference: "7f3c".to_owned(),
        username: None,
        home: "/home".to_owned(),
        retry: None,
    }
}

#[test]
fn a_username_is_escaped() {
    let brand = Brand::neutral("/_auth");
    let page = ErrorPage { username: Some("<img src=x>".to_owned()), ..page(&brand, ErrorKind::Forbidden) };
    let html = page.render().into_string();
    assert!(html.contains("<bdi>&lt;img src=x&gt;</bdi>"));
}

#[test]
fn someone_else_signs_in_after_signing_out() {
    let brand = Brand::neutral("/_auth");
    let anonymous = page(&brand, ErrorKind::Forbidden);
    let signed_in = ErrorPage { username: Some("ada".to_owned()), ..anonymous.clone() };
    assert!(anonymous.render().into_string().contains("href=\"/_auth/login\""));
    assert!(signed_in.render().into_string().contains("href=\"/_auth/logout\""));
}

#[test]
fn a_host_without_a_portal_leads_nowhere() {
    let brand = Brand::neutral("/_auth");
    let html = page(&brand, ErrorKind::NoSuchPortal).render().into_string();
    assert!(!html.contains("href=\"/home\""));
}
