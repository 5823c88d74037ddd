//! My MFA: whether one is asked for a second factor, and what one has registered.

use axum::body::Body;
use gatehouse_auth_core::{
    flow::{
        enrol::{EnrolError, Enrolling},
        my_mfa::{MyMfa, MyMfaError, Say},
        my_passkeys::Adding,
        step_up,
    },
    mfa::passkey::Passkey,
    ports::{StoreError, Stored},
};
use gatehouse_pages::{
    ConfirmPage, CurrentPasswordProblem, MfaControl, MfaFrame, MfaStanding, MyMfaPage, PasskeyRow, Place, Question,
    RecoveryCodesOccasion, RecoveryCodesPage, RecoveryCodesProblem,
};
use http::{Response, StatusCode};

use crate::routes::{
    done::Done,
    frame::Unproved,
    login::Asked,
    on_the_way, reply,
    second_factor::enrol::text_file,
    signed::{Signed, SignedForm},
};

pub(super) const PAGE: &str = "account/mfa";
const CODES: &str = "account/mfa/recovery-codes";

/// `GET /account/mfa`
pub(in crate::routes) async fn get(signed: Signed) -> Response<Body> {
    show(&signed, StatusCode::OK).await
}

/// `POST /account/mfa`: `enabled`, or not. To be asked for more needs no proof of who one is; to be asked for less does.
pub(in crate::routes) async fn post(SignedForm(signed, mut fields): SignedForm) -> Response<Body> {
    let on = !fields.take("enabled").is_empty();
    if !on {
        if let Some(answer) = signed.gives_first().await {
            return answer;
        }
        let was_asked = fields.names().any(|name| name == "current_password");
        match signed.demands(fields.take("current_password")).await {
            Ok(()) => {}
            Err(Unproved::Asks(unproved)) => {
                return Asks::turn_off(&signed).page(&signed, was_asked.then_some(unproved)).await;
            }
            Err(Unproved::Answered(answer)) => return answer,
        }
    }
    let done = if on { Done::MfaTurnedOn } else { Done::MfaTurnedOff };
    signed.settles(done, async |mine| mine.turn(on).await).await
}

/// `GET /account/mfa/reset` asks.
pub(in crate::routes) async fn ask_reset(signed: Signed) -> Response<Body> {
    match signed.gives_first().await {
        Some(answer) => answer,
        None => Asks::reset(&signed).page(&signed, None).await,
    }
}

/// `POST /account/mfa/reset` does it.
pub(in crate::routes) async fn reset(SignedForm(signed, mut fields): SignedForm) -> Response<Body> {
    if let Some(answer) = signed.gives_first().await {
        return answer;
    }
    match signed.demands(fields.take("current_password")).await {
        Ok(()) => signed.settles(Done::MfaReset, async |mine| mine.reset().await).await,
        Err(Unproved::Asks(unproved)) => Asks::reset(&signed).page(&signed, Some(unproved)).await,
        Err(Unproved::Answered(answer)) => answer,
    }
}

/// `GET /account/mfa/recovery-codes/new` asks.
pub(in crate::routes) async fn ask_codes(signed: Signed) -> Response<Body> {
    match signed.gives_first().await {
        Some(answer) => answer,
        None => Asks::new_codes(&signed).page(&signed, None).await,
    }
}

/// `POST /account/mfa/recovery-codes/new` makes new recovery codes.
pub(in crate::routes) async fn new_codes(SignedForm(signed, mut fields): SignedForm) -> Response<Body> {
    if let Some(answer) = signed.gives_first().await {
        return answer;
    }
    match signed.demands(fields.take("current_password")).await {
        Ok(()) => {}
        Err(Unproved::Asks(unproved)) => return Asks::new_codes(&signed).page(&signed, Some(unproved)).await,
        Err(Unproved::Answered(answer)) => return answer,
    }
    let mine = match signed.my_mfa().await {
        Ok(mine) => mine,
        Err(error) => return signed.unavailable(&error),
    };
    match mine.may_renew_codes().await {
        Ok(true) => {}
        Ok(false) => return signed.goes_to(PAGE),
        Err(error) => return signed.unavailable(&error),
    }
    match signed.enrolling(&mine).renew_codes().await {
        Ok(()) => signed.goes_to(CODES),
        Err(EnrolError::Busy(busy)) => signed.busy(busy.retry_after),
        Err(EnrolError::Unavailable(error)) => signed.unavailable(&error),
        Err(EnrolError::Expired | EnrolError::Wrong | EnrolError::Registered) => signed.goes_to(PAGE),
    }
}

/// `GET /account/mfa/recovery-codes` shows them until the person says that they have them.
pub(in crate::routes) async fn codes(signed: Signed) -> Response<Body> {
    show_codes(&signed, StatusCode::OK, None).await
}

/// `GET /account/mfa/recovery-codes.txt`
pub(in crate::routes) async fn download(signed: Signed) -> Response<Body> {
    match signed.waiting_codes().await {
        Ok(codes) if codes.is_empty() => signed.goes_to(PAGE),
        Ok(codes) => text_file(&codes),
        Err(error) => signed.unavailable(&error),
    }
}

/// `POST /account/mfa/recovery-codes`: they have been kept.
pub(in crate::routes) async fn keep_codes(SignedForm(signed, fields): SignedForm) -> Response<Body> {
    if fields.get("saved").is_empty() {
        return show_codes(&signed, StatusCode::UNPROCESSABLE_ENTITY, Some(RecoveryCodesProblem::NotSaved)).await;
    }
    let kept = async { signed.enrolling(&signed.my_mfa().await?).has_codes().await };
    match kept.await {
        Ok(()) => signed.did(&Done::RecoveryCodesMade, PAGE),
        Err(error) => signed.unavailable(&error),
    }
}

/// `GET /account/mfa/set-up`: to the registration, past the password unless it was proved lately.
pub(in crate::routes) async fn ask_set_up(signed: Signed, asked: Asked) -> Response<Body> {
    match step_up::is_fresh(&signed.site.keeper.outside, signed.session()).await {
        Ok(true) => signed.sets_up(&asked).await,
        Ok(false) => Asks::set_up(&signed, &asked).page(&signed, None).await,
        Err(error) => signed.unavailable(&error),
    }
}

/// `POST /account/mfa/set-up`
pub(in crate::routes) async fn post_set_up(asked: Asked, SignedForm(signed, mut fields): SignedForm) -> Response<Body> {
    match signed.demands(fields.take("current_password")).await {
        Ok(()) => signed.sets_up(&asked).await,
        Err(Unproved::Asks(unproved)) => Asks::set_up(&signed, &asked).page(&signed, Some(unproved)).await,
        Err(Unproved::Answered(answer)) => answer,
    }
}

/// A question before something is done.
pub(super) struct Asks {
    question: Question,
    /// The page's address under the prefix, or all of it where it hands something on.
    action: String,
}

impl Asks {
    pub(super) fn at(question: Question, signed: &Signed, page: &str) -> Self {
        Self { question, action: signed.visit.portal.look.brand.path(page) }
    }

    fn turn_off(signed: &Signed) -> Self {
        Self::at(Question::TurnOffOwnMfa, signed, PAGE)
    }

    fn reset(signed: &Signed) -> Self {
        Self::at(Question::ResetOwnMfa, signed, "account/mfa/reset")
    }

    fn new_codes(signed: &Signed) -> Self {
        Self::at(Question::NewRecoveryCodes, signed, "account/mfa/recovery-codes/new")
    }

    fn set_up(signed: &Signed, asked: &Asked) -> Self {
        Self { question: Question::SetUpOwnMfa, action: asked.handed_on(&signed.visit, "account/mfa/set-up") }
    }

    /// The page; after a proof that failed, it says so.
    pub(super) async fn page(self, signed: &Signed, unproved: Option<CurrentPasswordProblem>) -> Response<Body> {
        let status = if unproved.is_some() { StatusCode::UNPROCESSABLE_ENTITY } else { StatusCode::OK };
        let page = async {
            Ok(ConfirmPage {
                frame: signed.frame().await?,
                place: Place::Mfa,
                question: self.question,
                action: self.action,
                cancel: signed.visit.portal.look.brand.path(PAGE),
                mistyped: None,
                step_up: signed.asks(unproved).await?,
            }
            .render())
        };
        signed.shows(status, page.await)
    }
}

pub(super) async fn show(signed: &Signed, status: StatusCode) -> Response<Body> {
    let page = async {
        let mine = signed.my_mfa().await?;
        let factors = mine.factors().await?;
        Ok(MyMfaPage {
            frame: signed.frame().await?,
            control: match mine.say() {
                Say::All => MfaControl::Own,
                Say::Required => MfaControl::Required,
                Say::Off => MfaControl::Disabled,
                Say::NotTheirs => MfaControl::Administrator,
            },
            is_enabled: mine.is_on(),
            authenticator: factors.totp.as_ref().map(|totp| signed.moment(totp.registered_at)),
            recovery_codes: u32::try_from(factors.codes_left()).unwrap_or(u32::MAX),
            passkeys: factors.passkeys.iter().map(|passkey| row(signed, passkey)).collect(),
            may_add_passkey: matches!(mine.adding(&signed.visit.portal.admission).await?, Adding::May | Adding::SetsOut),
        }
        .render())
    };
    signed.shows(status, page.await)
}

fn row(signed: &Signed, passkey: &Passkey) -> PasskeyRow {
    PasskeyRow {
        id: passkey.id.to_address(),
        name: passkey.name.clone(),
        added: signed.moment(passkey.created_at),
        last_used: passkey.last_used_at.map(|at| signed.moment(at)),
    }
}

async fn show_codes(signed: &Signed, status: StatusCode, problem: Option<RecoveryCodesProblem>) -> Response<Body> {
    let codes = match signed.waiting_codes().await {
        Ok(codes) if codes.is_empty() => return signed.goes_to(PAGE),
        Ok(codes) => codes,
        Err(error) => return signed.unavailable(&error),
    };
    let frame = signed.mfa_frame();
    let (occasion, username) = (RecoveryCodesOccasion::Renewal, signed.user().username.to_string());
    let page = RecoveryCodesPage { frame, occasion, username, codes, problem };
    reply::page(&signed.visit.portal, status, page.render())
}

impl Signed {
    /// What stands around a page on which they register something, and which leads back here.
    pub(super) fn mfa_frame(&self) -> MfaFrame<'_> {
        let brand = &self.visit.portal.look.brand;
        MfaFrame {
            brand,
            language: self.visit.language(&self.headers),
            csrf: self.csrf(),
            standing: MfaStanding::SignedIn { back: brand.path(PAGE), to: None },
            destination: None,
        }
    }

    pub(super) async fn my_mfa(&self) -> Stored<MyMfa<'_>> {
        let mine = MyMfa::of(&self.site.keeper.outside, self.session(), self.origin()).await?;
        mine.ok_or_else(|| StoreError::message("whoever is signed in is gone"))
    }

    fn enrolling<'a>(&'a self, mine: &'a MyMfa<'_>) -> Enrolling<'a> {
        Enrolling::signed_in(&self.site.keeper.outside, self.session(), &mine.person, self.origin())
    }

    /// To the second factor that they have and did not give in this session, and back; `None` where they may go on. Whoever has the password
    /// alone changes nothing about the other.
    async fn gives_first(&self) -> Option<Response<Body>> {
        let must = async { self.my_mfa().await?.must_give_first().await };
        match must.await {
            Ok(false) => None,
            Ok(true) => {
                let brand = &self.visit.portal.look.brand;
                Some(reply::redirect(&brand.path_returning("code", Some(&brand.path(PAGE)))))
            }
            Err(error) => Some(self.unavailable(&error)),
        }
    }

    /// The recovery codes that they have not yet said they have; nothing for whoever has not lately proved who they are.
    async fn waiting_codes(&self) -> Stored<Vec<String>> {
        if !step_up::is_fresh(&self.site.keeper.outside, self.session()).await? {
            return Ok(Vec::new());
        }
        self.enrolling(&self.my_mfa().await?).codes().await
    }

    /// Changes something, and says that it was done.
    async fn settles(&self, done: Done, change: impl AsyncFnOnce(&MyMfa<'_>) -> Result<(), MyMfaError>) -> Response<Body> {
        let mine = match self.my_mfa().await {
            Ok(mine) => mine,
            Err(error) => return self.unavailable(&error),
        };
        match change(&mine).await {
            Ok(()) => self.did(&done, PAGE),
            // The page says why.
            Err(MyMfaError::NotTheirs) => show(self, StatusCode::FORBIDDEN).await,
            Err(MyMfaError::Unavailable(error)) => self.unavailable(&error),
        }
    }

    /// On their way to a registration.
    async fn sets_up(&self, asked: &Asked) -> Response<Body> {
        match on_the_way::sets_out(&self.site, &self.visit, &self.headers, asked, self.session()).await {
            Ok(response) => response,
            Err(error) => self.unavailable(&error),
        }
    }
}
