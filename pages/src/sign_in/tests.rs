use super::*;

fn page(brand: &Brand) -> SignInPage<'_> {
    SignInPage {
        brand,
        language: Language::English,
        form: SignInForm::Username,
        csrf: "token".to_owned(),
        account_id: String::new(),
        identifier: String::new(),
        keep_signed_in: KeepSignedIn::Offered,
        destination: None,
        to: None,
        problem: None,
        notice: None,
        forgot: None,
        passkey: None,
    }
}

#[test]
fn what_was_typed_is_kept_and_escaped() {
    let brand = Brand::neutral("/_auth");
    let page = SignInPage { identifier: "\"><script>alert(1)</script>".to_owned(), ..page(&brand) };
    let html = page.render().into_string();
    assert!(html.contains("value=\"&quot;&gt;&lt;script&gt;alert(1)&lt;/script&gt;\""));
    assert!(!html.contains("<script>"));
}

#[test]
fn the_return_address_is_handed_on_whole_by_the_form_and_by_the_languages() {
    let brand = Brand::neutral("/gate");
    let page = SignInPage { to: Some("/calls?a=1&b=ü#x".to_owned()), ..page(&brand) };
    let html = page.render().into_string();
    assert!(html.contains("action=\"/gate/login?to=/calls%3Fa%3D1%26b%3D%C3%BC%23x\""));
    assert!(html.contains("href=\"?lang=es&amp;to=/calls%3Fa%3D1%26b%3D%C3%BC%23x\""));
}

#[test]
fn a_title_cannot_break_out_of_the_page() {
    let brand = Brand { title: "</title><script>".to_owned(), ..Brand::neutral("/_auth") };
    let html = page(&brand).render().into_string();
    assert!(!html.contains("</title><script>"));
    assert!(html.contains("<title>Sign in – &lt;/title&gt;&lt;script&gt;</title>"));
}

#[test]
fn a_page_of_an_encrypted_account_has_no_checkbox() {
    let brand = Brand::neutral("/_auth");
    let page = SignInPage { keep_signed_in: KeepSignedIn::EncryptedAccount, ..page(&brand) };
    let html = page.render().into_string();
    assert!(!html.contains("name=\"remember\""));
    assert!(html.contains("sign in every time"));
}
