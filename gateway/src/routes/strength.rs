//! How strong a candidate for a password is: asked by the bar while somebody types. One judge, here; the page only shows what it says.

use axum::{Extension, body::Body, extract::State};
use gatehouse_auth_core::{
    flow::{
        link::{self, Link},
        replace_password::words_about,
    },
    password::{Advice, PasswordPolicy, Strength, Suggestion, Warning, Weakness},
    ports::Stored,
    recovery::{LinkSecret, terms::GREEN},
    secret::TypedPassword,
    throttle::{AttemptKey, Limit, Standing},
    user::Person,
};
use gatehouse_pages::{Band, PasswordRules, Tip, strength_sentence};
use http::{HeaderMap, Response, StatusCode, header};
use serde_json::json;
use tracing::error;

use super::{
    Site, Visit,
    form::{Fields, is_from_here, retry_after},
    on_the_way,
};
use crate::gate::{cookies::CookieJar, form_token::Binding, keeper::Visitor};

/// Checks in a minute, for one page's owner: more than anybody types.
const CHECKS: Limit = Limit { failures: 60, window: std::time::Duration::from_mins(1), pause: std::time::Duration::from_mins(1) };

/// Whose password is to be judged, and what their checks are counted by.
struct Owner {
    person: Person,
    counted_by: String,
}

/// `POST /password-check`
pub(super) async fn post(
    State(site): State<Site>,
    Extension(visit): Extension<Visit>,
    headers: HeaderMap,
    mut fields: Fields,
) -> Response<Body> {
    if !is_from_here(&visit.portal, &headers) {
        return plain(StatusCode::FORBIDDEN);
    }
    let owner = match owner(&site, &visit, &headers, &fields).await {
        Ok(Some(owner)) => owner,
        Ok(None) => return plain(StatusCode::FORBIDDEN),
        Err(error) => {
            error!(request.id = %visit.id, %error, "a candidate for a password cannot be judged");
            return plain(StatusCode::SERVICE_UNAVAILABLE);
        }
    };
    let outside = &site.keeper.outside;
    let counter = [(AttemptKey::password_checks(&owner.counted_by), CHECKS)];
    match outside.attempts.reserve(&counter, outside.clock.now()).await.as_deref() {
        Ok([Standing::Counted { .. }]) => {}
        Ok(_) => return retry_after(plain(StatusCode::TOO_MANY_REQUESTS), CHECKS.pause.as_secs()),
        Err(_) => return plain(StatusCode::SERVICE_UNAVAILABLE),
    }
    let Some(typed) = TypedPassword::new(fields.take("password")) else { return plain(StatusCode::UNPROCESSABLE_ENTITY) };
    let policy = link::policy(outside, &visit.portal.admission, &owner.person);
    let Some(strength) = judge(typed, policy, owner.person).await else { return plain(StatusCode::SERVICE_UNAVAILABLE) };
    let language = visit.language(&headers);
    let (band, tip) = shown(strength, policy);
    let answer = json!({
        "band": band.code(),
        "score": strength.score,
        "text": strength_sentence(language, band, tip),
        "rules": { "min": strength.is_long_enough, "band": strength.weakness(policy).is_none() },
    });
    Response::builder()
        .header(header::CONTENT_TYPE, "application/json")
        .header(header::CACHE_CONTROL, "no-store")
        .header(header::X_CONTENT_TYPE_OPTIONS, "nosniff")
        .body(Body::from(answer.to_string()))
        .unwrap_or_default()
}

/// Somebody who is choosing a password: signed in, on their way, or with a link.
async fn owner(site: &Site, visit: &Visit, headers: &HeaderMap, fields: &Fields) -> Stored<Option<Owner>> {
    let (keeper, portal) = (&site.keeper, &visit.portal);
    let now = keeper.outside.clock.now();
    let csrf = fields.get("csrf");
    if let Visitor::SignedIn { entry, .. } = keeper.visitor(portal, headers).await? {
        let handle = entry.session().record().handle.to_string();
        if keeper.forms.is_good(csrf, portal.name(), Binding::Session(&handle), now) {
            let person = entry.session().person().clone();
            return Ok(Some(Owner { person, counted_by: handle }));
        }
    }
    let form = CookieJar::read(headers, portal.cookies.form());
    if !form.is_some_and(|form| keeper.forms.is_good(csrf, portal.name(), Binding::Visitor(form), now)) {
        return Ok(None);
    }
    if let Some(pending) = on_the_way::find(site, visit, headers).await? {
        let counted_by = pending.person().user.id.to_string();
        return Ok(Some(Owner { person: pending.person().clone(), counted_by }));
    }
    let Some(secret) = CookieJar::read(headers, portal.cookies.link()).and_then(LinkSecret::parse) else { return Ok(None) };
    Ok(match link::look(&keeper.outside, &portal.admission, &secret, visit.client.address).await? {
        Link::Good(good) => Some(Owner { counted_by: good.recovery.id.to_string(), person: good.person }),
        Link::Expired(_) | Link::Ended(_) | Link::Unknown | Link::Paused => None,
    })
}

/// How strong a candidate for a password of `person` is, if there is a thread to think about it.
pub(super) async fn judge(typed: TypedPassword, policy: PasswordPolicy, person: Person) -> Option<Strength> {
    tokio::task::spawn_blocking(move || Strength::of(&typed, policy, &words_about(&person))).await.ok()
}

/// What is asked of a new password, as pages tell it.
pub(super) fn rules(policy: PasswordPolicy) -> PasswordRules {
    PasswordRules {
        min_length: u8::try_from(policy.min_length).unwrap_or(u8::MAX),
        required_band: if policy.required_score >= GREEN { Band::Strong } else { Band::Nearly },
    }
}

/// The bar's colour and what would better the password.
pub(super) fn shown(strength: Strength, policy: PasswordPolicy) -> (Band, Option<Tip>) {
    let band = match Band::of(strength.score, strength.is_long_enough) {
        Band::Strong if strength.is_common => Band::Weak,
        band => band,
    };
    let tip = match strength.weakness(policy) {
        None => None,
        Some(Weakness::Short { min_length }) => {
            Some(Tip::UseMoreCharacters { min_length: u8::try_from(min_length).unwrap_or(u8::MAX) })
        }
        Some(Weakness::Common) => Some(Tip::ThisIsACommonPassword),
        Some(Weakness::Guessable { advice, .. }) => advice.map(tip),
    };
    (band, tip)
}

/// An advice, as pages give it.
pub(super) fn tip(advice: Advice) -> Tip {
    match advice {
        Advice::Warning(warning) => match warning {
            Warning::StraightRowsOfKeysAreEasyToGuess => Tip::StraightRowsOfKeysAreEasyToGuess,
            Warning::ShortKeyboardPatternsAreEasyToGuess => Tip::ShortKeyboardPatternsAreEasyToGuess,
            Warning::RepeatsLikeAaaAreEasyToGuess => Tip::RepeatsLikeAaaAreEasyToGuess,
            Warning::RepeatsLikeAbcAbcAreOnlySlightlyHarderToGuess => Tip::RepeatsLikeAbcAbcAreOnlySlightlyHarderToGuess,
            Warning::ThisIsATop10Password => Tip::ThisIsATop10Password,
            Warning::ThisIsATop100Password => Tip::ThisIsATop100Password,
            Warning::ThisIsACommonPassword => Tip::ThisIsACommonPassword,
            Warning::ThisIsSimilarToACommonlyUsedPassword => Tip::ThisIsSimilarToACommonlyUsedPassword,
            Warning::SequencesLikeAbcAreEasyToGuess => Tip::SequencesLikeAbcAreEasyToGuess,
            Warning::RecentYearsAreEasyToGuess => Tip::RecentYearsAreEasyToGuess,
            Warning::AWordByItselfIsEasyToGuess => Tip::AWordByItselfIsEasyToGuess,
            Warning::DatesAreOftenEasyToGuess => Tip::DatesAreOftenEasyToGuess,
            Warning::NamesAndSurnamesByThemselvesAreEasyToGuess => Tip::NamesAndSurnamesByThemselvesAreEasyToGuess,
            Warning::CommonNamesAndSurnamesAreEasyToGuess => Tip::CommonNamesAndSurnamesAreEasyToGuess,
        },
        Advice::Suggestion(suggestion) => match suggestion {
            Suggestion::UseAFewWordsAvoidCommonPhrases => Tip::UseAFewWordsAvoidCommonPhrases,
            Suggestion::NoNeedForSymbolsDigitsOrUppercaseLetters => Tip::NoNeedForSymbolsDigitsOrUppercaseLetters,
            Suggestion::AddAnotherWordOrTwo => Tip::AddAnotherWordOrTwo,
            Suggestion::CapitalizationDoesntHelpVeryMuch => Tip::CapitalizationDoesntHelpVeryMuch,
            Suggestion::AllUppercaseIsAlmostAsEasyToGuessAsAllLowercase => Tip::AllUppercaseIsAlmostAsEasyToGuessAsAllLowercase,
            Suggestion::ReversedWordsArentMuchHarderToGuess => Tip::ReversedWordsArentMuchHarderToGuess,
            Suggestion::PredictableSubstitutionsDontHelpVeryMuch => Tip::PredictableSubstitutionsDontHelpVeryMuch,
            Suggestion::UseALongerKeyboardPatternWithMoreTurns => Tip::UseALongerKeyboardPatternWithMoreTurns,
            Suggestion::AvoidRepeatedWordsAndCharacters => Tip::AvoidRepeatedWordsAndCharacters,
            Suggestion::AvoidSequences => Tip::AvoidSequences,
            Suggestion::AvoidRecentYears => Tip::AvoidRecentYears,
            Suggestion::AvoidYearsThatAreAssociatedWithYou => Tip::AvoidYearsThatAreAssociatedWithYou,
            Suggestion::AvoidDatesAndYearsThatAreAssociatedWithYou => Tip::AvoidDatesAndYearsThatAreAssociatedWithYou,
        },
    }
}

fn plain(status: StatusCode) -> Response<Body> {
    let mut response = Response::new(Body::empty());
    *response.status_mut() = status;
    response.headers_mut().insert(header::CACHE_CONTROL, http::HeaderValue::from_static("no-store"));
    response
}
