use super::*;
use crate::{Brand, Language};

fn frame(brand: &Brand, standing: MfaStanding) -> MfaFrame<'_> {
    MfaFrame { brand, language: Language::English, csrf: "token".to_owned(), standing, destination: None }
}

fn signing_in() -> MfaStanding {
    MfaStanding::SigningIn { to: None }
}

fn back() -> MfaStanding {
    MfaStanding::SignedIn { back: "/gate/account/mfa".to_owned(), to: None }
}

const ALL_FACTORS: OwnFactors = OwnFactors { has_authenticator: true, has_passkey: true, has_recovery_codes: true };

#[test]
fn only_ways_that_somebody_has_are_offered() {
    let brand = Brand::neutral("/gate");
    let page = |factors| CodePage { frame: frame(&brand, signing_in()), factors, problem: None }.render().into_string();
    let all = page(ALL_FACTORS);
    assert!(all.contains("href=\"/gate/code/passkey\"") && all.contains("href=\"/gate/code/recovery\""));
    let one = page(OwnFactors { has_passkey: false, has_recovery_codes: false, ..ALL_FACTORS });
    assert!(!one.contains("href=\"/gate/code/"));
}

#[test]
fn whoever_has_no_app_is_led_to_the_passkey() {
    let brand = Brand::neutral("/gate");
    let factors = OwnFactors { has_authenticator: false, ..ALL_FACTORS };
    let page = CodeReadyPage { frame: frame(&brand, signing_in()), factors }.render().into_string();
    assert!(page.contains("class=\"btn pri\" href=\"/gate/code/passkey\""));
}

#[test]
fn nobody_is_offered_an_app_where_only_a_passkey_is_accepted() {
    let brand = Brand::neutral("/gate");
    let page =
        |accepted| EnrolStartPage { frame: frame(&brand, signing_in()), accepted, may_be_later: false }.render().into_string();
    let passkey = page(AcceptedFactors::Passkey);
    assert!(passkey.contains("class=\"btn pri\" href=\"/gate/enrol/passkey\"") && !passkey.contains("name=\"later\""));
    assert!(!page(AcceptedFactors::Authenticator).contains("enrol/passkey"));
}

#[test]
fn whoever_is_signed_in_goes_back_and_whoever_is_not_may_start_again() {
    let brand = Brand::neutral("/gate");
    let page = |standing| {
        let frame = frame(&brand, standing);
        EnrolStartPage { frame, accepted: AcceptedFactors::Authenticator, may_be_later: true }.render().into_string()
    };
    let signing_in = page(MfaStanding::SigningIn { to: Some("/calls?a=1".to_owned()) });
    assert!(
        signing_in.contains("href=\"/gate/login?to=/calls%3Fa%3D1\"")
            && signing_in.contains("action=\"/gate/enrol/start?to=/calls%3Fa%3D1\"")
    );
    assert!(signing_in.contains("formaction=\"/gate/logout\""));
    assert!(signing_in.contains("name=\"later\" value=\"1\""));
    let signed_in = page(back());
    assert!(signed_in.contains("href=\"/gate/account/mfa\"") && !signed_in.contains("/gate/log"));
}

#[test]
fn the_setup_key_is_read_out_by_four() {
    let brand = Brand::neutral("/gate");
    let page = EnrolPage {
        frame: frame(&brand, back()),
        otpauth: "otpauth://totp/A:b?secret=KRSXG5CTMV&issuer=A".to_owned(),
        secret: "KRSXG5CTMV".to_owned(),
        problem: None,
    };
    let page = page.render().into_string();
    assert!(page.contains("<span>KRSX</span><span>G5CT</span><span>MV</span>"));
    assert!(page.contains("href=\"otpauth://totp/A:b?secret=KRSXG5CTMV&amp;issuer=A\""));
}

#[test]
fn nothing_in_a_question_to_the_browser_ends_its_attribute() {
    let brand = Brand::neutral("/gate");
    let options = "{\"challenge\":\"</script><b>\"}".to_owned();
    let page = PasskeyPage { frame: frame(&brand, back()), factors: ALL_FACTORS, options, problem: None };
    let page = page.render().into_string();
    assert!(page.contains("data-options=\"{&quot;challenge&quot;:&quot;&lt;/script&gt;&lt;b&gt;&quot;}\""));
}
