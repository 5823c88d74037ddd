//! How to reach the organisation.

use axum::body::Body;
use gatehouse_auth_core::{account::ContactDetails, flow::settings, identifier::EmailAddress};
use gatehouse_pages::{CurrentPasswordProblem, SettingsPage, SettingsProblem};
use http::{Response, StatusCode};

use super::{
    done::Done,
    form::Fields,
    frame::Unproved,
    signed::{Signed, SignedForm},
};

/// Longest of the other fields, in characters.
const LONGEST_FIELD: usize = 1000;

/// What was typed.
struct Typed {
    name: String,
    contact: ContactDetails,
}

/// `GET /company/settings`
pub(super) async fn get(signed: Signed) -> Response<Body> {
    let account = match signed.site.keeper.outside.directory.account(signed.user().account).await {
        Ok(Some(account)) => account,
        Ok(None) => return signed.not_found(),
        Err(error) => return signed.unavailable(&error),
    };
    let typed = Typed { name: account.name, contact: account.contact };
    show(&signed, StatusCode::OK, typed, None, Vec::new()).await
}

/// `POST /company/settings`
pub(super) async fn post(SignedForm(signed, mut fields): SignedForm) -> Response<Body> {
    let refuse = StatusCode::UNPROCESSABLE_ENTITY;
    let typed = Typed {
        name: fields.take_organisation(),
        contact: ContactDetails {
            person: text(&mut fields, "contact"),
            phone: text(&mut fields, "phone"),
            address: text(&mut fields, "address"),
            billing_email: text(&mut fields, "billing_email"),
        },
    };
    let mut problems = Vec::new();
    if typed.name.is_empty() {
        problems.push(SettingsProblem::MissingName);
    }
    let billing = &typed.contact.billing_email;
    if !billing.is_empty() && billing.parse::<EmailAddress>().is_err() {
        problems.push(SettingsProblem::MalformedBillingEmail);
    }
    if !problems.is_empty() {
        return show(&signed, refuse, typed, None, problems).await;
    }
    match signed.demands(fields.take("current_password")).await {
        Ok(()) => {}
        Err(Unproved::Asks(unproved)) => return show(&signed, refuse, typed, Some(unproved), Vec::new()).await,
        Err(Unproved::Answered(answer)) => return answer,
    }
    match settings::save(&signed.site.keeper.outside, signed.session(), typed.name, typed.contact).await {
        Ok(_) => signed.did(&Done::SettingsSaved, "company/settings"),
        Err(error) => signed.unavailable(&error),
    }
}

/// A field in one kind of line break, without outer space.
fn text(fields: &mut Fields, name: &str) -> String {
    let text = fields.take(name).replace("\r\n", "\n");
    text.trim().chars().filter(|c| !c.is_control() || *c == '\n').take(LONGEST_FIELD).collect()
}

async fn show(
    signed: &Signed,
    status: StatusCode,
    typed: Typed,
    unproved: Option<CurrentPasswordProblem>,
    problems: Vec<SettingsProblem>,
) -> Response<Body> {
    let Typed { name, contact } = typed;
    let page = async {
        Ok(SettingsPage {
            frame: signed.frame().await?,
            name,
            contact: contact.person,
            phone: contact.phone,
            address: contact.address,
            billing_email: contact.billing_email,
            step_up: signed.asks(unproved).await?,
            problems,
        }
        .render())
    };
    signed.shows(status, page.await)
}
