use super::*;

const ALL: [Name; 4] = [Name::Stylesheet, Name::Script, Name::Arch, Name::Logo];

#[test]
fn every_file_is_found_under_its_own_name() {
    for name in ALL {
        let file = file_name(name);
        assert!(find(file).is_some(), "{file}");
        assert_eq!(url("/_auth", name), format!("/_auth/assets/{file}"));
    }
}

#[test]
fn a_name_with_another_digest_is_not_found() {
    assert_eq!(find("gatehouse.css"), None);
    assert_eq!(find("gatehouse.000000000000.css"), None);
}

#[test]
fn the_stylesheet_and_the_script_keep_their_budgets() {
    let size = |name| find(file_name(name)).expect("compiled in").bytes.len();
    assert!(size(Name::Stylesheet) <= 24 * 1024);
    assert!(size(Name::Script) <= 8 * 1024);
}

#[test]
fn every_address_in_the_stylesheet_is_a_file_beside_it() {
    let css = find(file_name(Name::Stylesheet)).expect("compiled in").bytes;
    let css = std::str::from_utf8(css).expect("the stylesheet is text");
    let addresses: Vec<&str> = css.split("url(").skip(1).filter_map(|rest| rest.split(')').next()).collect();
    assert!(!addresses.is_empty());
    for address in addresses {
        assert!(find(address).is_some(), "{address}");
    }
}

#[test]
fn the_script_makes_no_markup_from_text() {
    let js = include_str!("gatehouse.js");
    let code: String = js.lines().filter(|line| !line.trim_start().starts_with("//")).collect();
    for banned in ["innerHTML", "outerHTML", "insertAdjacentHTML", "eval(", "document.write"] {
        assert!(!code.contains(banned), "{banned}");
    }
}
