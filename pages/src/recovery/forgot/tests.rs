use super::*;

fn page(brand: &Brand) -> ForgotPage<'_> {
    ForgotPage {
        brand,
        language: Language::English,
        csrf: "token".to_owned(),
        flow: RecoveryFlow::Link,
        form: ForgotForm::Email,
        account_id: String::new(),
        identifier: String::new(),
        problem: None,
    }
}

#[test]
fn what_was_typed_is_kept_and_escaped() {
    let brand = Brand::neutral("/_auth");
    let page = ForgotPage { identifier: "\"><script>alert(1)</script>".to_owned(), ..page(&brand) };
    let html = page.render().into_string();
    assert!(html.contains("value=\"&quot;&gt;&lt;script&gt;alert(1)&lt;/script&gt;\""));
    assert!(!html.contains("<script>"));
}

#[test]
fn each_form_posts_the_fields_of_its_name() {
    let brand = Brand::neutral("/_auth");
    let names = |form| {
        let html = ForgotPage { form, ..page(&brand) }.render().into_string();
        ["account_id", "email", "username"].map(|name| html.contains(&format!("name=\"{name}\"")))
    };
    assert_eq!(names(ForgotForm::Email), [false, true, false]);
    assert_eq!(names(ForgotForm::AccountIdAndUsername), [true, false, true]);
    assert_eq!(names(ForgotForm::UsernameOrEmail), [false, false, true]);
}

#[test]
fn who_forgot_the_username_too_is_told_whom_to_ask() {
    let nobody = Brand::neutral("/_auth");
    let somebody = Brand { support: "support@example.com".parse().ok(), ..nobody.clone() };
    let html = |brand| page(brand).render().into_string();
    assert!(html(&nobody).contains("Ask your administrator."));
    assert!(html(&somebody).contains("href=\"mailto:support@example.com\""));
}
