use super::*;

const PROBLEMS: [LinkProblem; 7] = [
    LinkProblem::Expired { life: Duration::from_hours(24), was_approved: false },
    LinkProblem::Expired { life: Duration::from_hours(24), was_approved: true },
    LinkProblem::Used,
    LinkProblem::Replaced,
    LinkProblem::Declined,
    LinkProblem::Ended,
    LinkProblem::Unknown,
];

fn page(subject: LinkSubject, forgot: Option<&str>, problem: LinkProblem) -> String {
    let brand = Brand::neutral("/gate");
    let forgot = forgot.map(str::to_owned);
    LinkProblemPage { brand: &brand, language: Language::English, subject, forgot, problem }.render().into_string()
}

#[test]
fn a_portal_without_recovery_sends_nobody_to_a_page_that_is_not_there() {
    for problem in PROBLEMS {
        let html = page(LinkSubject::Password, None, problem);
        assert!(!html.contains("forgot"), "{problem:?}");
        assert!(!html.contains("new link</a>") && !html.contains("Ask again</a>"), "{problem:?}");
        assert!(html.contains("href=\"/gate/login\""), "{problem:?}");
    }
    for problem in [LinkProblem::Used, LinkProblem::Ended, LinkProblem::Unknown, PROBLEMS[0], PROBLEMS[1]] {
        assert!(page(LinkSubject::Password, None, problem).contains("administrator"), "{problem:?}");
    }
}

#[test]
fn a_new_link_is_asked_for_where_the_portal_says() {
    for problem in [PROBLEMS[0], PROBLEMS[1], LinkProblem::Used, LinkProblem::Ended, LinkProblem::Unknown] {
        assert!(page(LinkSubject::Password, Some("/gate/lost"), problem).contains("href=\"/gate/lost\""), "{problem:?}");
    }
}

#[test]
fn a_link_that_was_to_change_an_email_address_says_nothing_of_passwords() {
    for problem in PROBLEMS {
        let html = page(LinkSubject::EmailAddress, Some("/gate/forgot"), problem);
        let main = html.split("<main").nth(1).and_then(|rest| rest.split("</main>").next()).expect("a main part");
        assert!(!main.contains("password") && !main.contains("forgot"), "{problem:?}");
    }
    let used = page(LinkSubject::EmailAddress, None, LinkProblem::Used);
    assert!(used.contains("If your email address has changed, there is nothing more to do."));
    let ended = page(LinkSubject::EmailAddress, None, LinkProblem::Ended);
    assert!(ended.contains("href=\"/gate/account\""));
}
