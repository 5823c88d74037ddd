//! Registering an authenticator app. Nothing is registered before a code of it was right.

use std::time::Duration;

use zeroize::Zeroizing;

use crate::{
    audit::{Actor, Event, What},
    change::{Applied, Change, Spend, Write},
    flow::{
        Outside,
        my_mfa::MANAGE_OWN_MFA,
        on_the_way::{self, Onward},
    },
    letter::{MfaChange, Origin, Purpose, QueuedLetter},
    mfa::{Enrolment, MfaSetting, SetCreation, TotpFactor, TypedCode, fresh_codes},
    password::PasswordRecord,
    pending::{Owed, Pending},
    ports::{Busy, StoreError, Stored},
    secret::SecretDigest,
    session::{Authenticated, SecondFactor, Session},
    throttle::{AttemptKey, Limit, Standing},
    time::Timestamp,
    user::Person,
};

/// The role of those who may change whom their account asks for a second factor, and help who lost theirs.
pub const MANAGE_COMPANY_MFA: &str = "manage-company-mfa";

/// Somebody who registers.
pub struct Enrolling<'a> {
    /// The outside.
    pub outside: &'a Outside,
    /// Who.
    pub person: &'a Person,
    /// At which portal.
    pub portal: &'a str,
    /// From where.
    pub origin: Origin,
    /// Whether they had signed in with this browser before.
    pub is_known_device: bool,
    /// In which sign-in on its way, or session.
    owner: SecretDigest,
}

/// So many sets of recovery codes may be made in an hour.
const SETS: Limit = Limit { failures: 5, window: Duration::from_hours(1), pause: Duration::from_hours(1) };

/// What an app needs to know.
pub struct Shown {
    /// As a picture says it.
    pub uri: Zeroizing<String>,
    /// To be typed or pasted.
    pub key: Zeroizing<String>,
}

/// What becomes of fresh recovery codes.
struct NewCodes {
    /// What typed ones are compared with.
    records: Vec<PasswordRecord>,
    /// What is shown until the person has them.
    sealed: Vec<u8>,
}

/// Why nothing was registered.
#[derive(Debug, thiserror::Error)]
pub enum EnrolError {
    /// No registration is on its way, or it took too long.
    #[error("this registration is over")]
    Expired,
    /// The code is wrong.
    #[error("the code is not right")]
    Wrong,
    /// Something is registered already, and only whoever has that may add to it.
    #[error("a second factor is registered already")]
    Registered,
    /// The hashing queue is full.
    #[error(transparent)]
    Busy(#[from] Busy),
    /// A store did not answer.
    #[error(transparent)]
    Unavailable(#[from] StoreError),
}

/// Why no recovery codes could be made.
#[derive(Debug, thiserror::Error)]
pub(super) enum NoCodes {
    #[error(transparent)]
    Busy(#[from] Busy),
    #[error(transparent)]
    Unavailable(#[from] StoreError),
}

impl From<NoCodes> for EnrolError {
    fn from(why: NoCodes) -> Self {
        match why {
            NoCodes::Busy(busy) => busy.into(),
            NoCodes::Unavailable(error) => error.into(),
        }
    }
}

impl<'a> Enrolling<'a> {
    /// Somebody on their way.
    pub fn pending(outside: &'a Outside, pending: &'a Pending) -> Self {
        let record = &pending.record;
        Self {
            outside,
            person: &pending.person,
            portal: &record.portal,
            origin: Origin { network: record.network.clone(), device: record.device.clone() },
            is_known_device: record.is_known_device,
            owner: record.key,
        }
    }

    /// Somebody who is signed in, as they are now.
    pub fn signed_in(outside: &'a Outside, me: &'a Session<Authenticated>, person: &'a Person, origin: Origin) -> Self {
        let record = me.record();
        let owner = SecretDigest::of(record.handle.to_string().as_bytes());
        Self { outside, person, portal: &record.portal, origin, is_known_device: true, owner }
    }

    /// Begins a registration with a fresh secret, unless one is on its way.
    pub async fn begin(&self) -> Result<(), EnrolError> {
        self.refuse_registered().await?;
        if self.on_its_way().await?.is_some_and(|enrolment| enrolment.codes.is_none()) {
            return Ok(());
        }
        let change = Change { write: vec![Write::Enrolment(self.fresh())], ..Change::default() };
        self.outside.directory.apply(change).await?;
        Ok(())
    }

    /// What the app needs to know. `issuer` is the name under which it lists the account.
    pub async fn shown(&self, issuer: &str) -> Result<Shown, EnrolError> {
        self.refuse_registered().await?;
        let enrolment = self.on_its_way().await?.filter(|enrolment| enrolment.codes.is_none()).ok_or(EnrolError::Expired)?;
        let secret = enrolment.secret(&self.outside.master).map_err(|error| StoreError(error.into()))?;
        let name = self.person.user.username.as_str();
        Ok(Shown { uri: secret.to_uri(issuer, name), key: secret.to_base32() })
    }

    /// Registers the app that shows `typed`, and makes recovery codes.
    pub async fn confirm(&self, typed: &TypedCode) -> Result<(), EnrolError> {
        let (outside, now, user) = (self.outside, self.outside.clock.now(), &self.person.user);
        self.refuse_registered().await?;
        let enrolment = self.on_its_way().await?.filter(|enrolment| enrolment.codes.is_none()).ok_or(EnrolError::Expired)?;
        let secret = enrolment.secret(&outside.master).map_err(|error| StoreError(error.into()))?;
        let Some(step) = secret.step_of(typed, now) else { return Err(EnrolError::Wrong) };
        let NewCodes { records, sealed } = self.make_codes(&enrolment).await?;
        let factor = TotpFactor { id: enrolment.id, sealed: enrolment.sealed, last_step: step, registered_at: now };
        let mut write = vec![Write::Totp { user: user.id, factor }, Write::RecoveryCodes { user: user.id, records }];
        write.extend(self.own_choice());
        let told = Purpose::MfaChanged { user: user.id, change: MfaChange::On, by: None, origin: self.origin.clone() };
        let event = self.event(now, What::MfaRegistered).with("factor", SecondFactor::Totp.as_str());
        let change = Change {
            spend: vec![Spend::Enrol { user: user.id, enrolment: enrolment.id, codes: Some(sealed), at: now }],
            write,
            letters: self.letters(told).await?,
            audit: vec![event],
            ..Change::default()
        };
        match outside.directory.apply(change).await? {
            Applied::Done => Ok(()),
            Applied::AlreadySpent(_) | Applied::Taken => Err(EnrolError::Expired),
        }
    }

    /// The recovery codes that the person has not yet said they have, as people keep them.
    pub async fn codes(&self) -> Stored<Vec<String>> {
        let Some(enrolment) = self.on_its_way().await? else { return Ok(Vec::new()) };
        enrolment.open_codes(&self.outside.master).map_err(|error| StoreError(error.into()))
    }

    /// The person has the codes: nothing is left of them here but what they are compared with.
    pub async fn has_codes(&self) -> Stored<()> {
        let change = Change { write: vec![Write::EndEnrolment(self.owner)], ..Change::default() };
        self.outside.directory.apply(change).await.map(drop)
    }

    /// Makes new recovery codes in place of the old, to be shown like the first.
    pub async fn renew_codes(&self) -> Result<(), EnrolError> {
        let (user, now) = (self.person.user.id, self.outside.clock.now());
        let told = Purpose::MfaChanged { user, change: MfaChange::Codes, by: None, origin: self.origin.clone() };
        let change = Change {
            write: self.codes_to_show().await?.into(),
            letters: self.outside.letter(self.portal, now, told).into_iter().collect(),
            audit: vec![self.event(now, What::RecoveryCodesMade)],
            ..Change::default()
        };
        self.outside.directory.apply(change).await?;
        Ok(())
    }

    /// New recovery codes, and where they wait to be shown when they belong to no app.
    pub(super) async fn codes_to_show(&self) -> Result<[Write; 2], NoCodes> {
        let user = self.person.user.id;
        let mut enrolment = self.fresh();
        let NewCodes { records, sealed } = self.make_codes(&enrolment).await?;
        enrolment.codes = Some(sealed);
        Ok([Write::Enrolment(enrolment), Write::RecoveryCodes { user, records }])
    }

    fn fresh(&self) -> Enrolment {
        let outside = self.outside;
        Enrolment::begin(self.person.user.id, self.owner, &outside.master, &*outside.entropy, outside.clock.now())
    }

    /// Ten runs of Argon2id: counted before they are asked for, so that nobody keeps everybody else from signing in.
    async fn make_codes(&self, enrolment: &Enrolment) -> Result<NewCodes, NoCodes> {
        let outside = self.outside;
        let counter = [(AttemptKey::code_sets(self.person.user.id), SETS)];
        if let Some(Standing::Paused { until }) = outside.attempts.reserve(&counter, outside.clock.now()).await?.first() {
            return Err(Busy { retry_after: until.since(outside.clock.now()) }.into());
        }
        let codes = fresh_codes(&*outside.entropy);
        let records = outside.hashing.create_set(SetCreation::of(&codes, &outside.passwords, &*outside.entropy)).await?;
        Ok(NewCodes { records, sealed: enrolment.close_codes(&codes, &outside.master, &*outside.entropy) })
    }

    /// Whoever registers something is asked for it from then on, where that is theirs to choose.
    pub(super) fn own_choice(&self) -> Option<Write> {
        let is_theirs = self.person.account.mfa.setting == MfaSetting::Available && self.person.user.holds(MANAGE_OWN_MFA);
        is_theirs.then_some(Write::WantsMfa { user: self.person.user.id, wants: true })
    }

    pub(super) fn event(&self, now: Timestamp, what: What) -> Event {
        let user = &self.person.user;
        Event::new(now, what, Actor::User(user.id)).about(user.account, user.id).at_portal(self.portal, &self.origin.network)
    }

    async fn on_its_way(&self) -> Stored<Option<Enrolment>> {
        let now = self.outside.clock.now();
        let enrolment = self.outside.directory.enrolment(&self.owner).await?;
        Ok(enrolment.filter(|enrolment| enrolment.is_live(now)))
    }

    async fn refuse_registered(&self) -> Result<(), EnrolError> {
        let factors = self.outside.directory.factors(self.person.user.id).await?;
        if factors.is_any() { Err(EnrolError::Registered) } else { Ok(()) }
    }

    /// The person is told; from a browser that is new for them, so are their administrators: a stranger with their password may have been
    /// quicker than they.
    pub(super) async fn letters(&self, told: Purpose) -> Stored<Vec<QueuedLetter>> {
        let (outside, user) = (self.outside, &self.person.user);
        let now = outside.clock.now();
        let mut purposes = vec![told];
        if !self.is_known_device {
            let holders = outside.directory.holders(user.account, MANAGE_COMPANY_MFA).await?;
            let others = holders.into_iter().filter(|holder| holder.id != user.id && holder.email.is_some());
            purposes.extend(others.map(|holder| Purpose::MfaRegistered {
                user: user.id,
                administrator: holder.id,
                origin: self.origin.clone(),
            }));
        }
        Ok(purposes.into_iter().filter_map(|purpose| outside.letter(self.portal, now, purpose)).collect())
    }
}

/// Somebody on their way has registered what their code was right of: their recovery codes come next.
pub async fn registered(outside: &Outside, pending: Pending) -> Stored<Onward> {
    on_the_way::give(outside, pending, Some(SecondFactor::Totp), Some(Owed::RecoveryCodes)).await
}

/// Somebody on their way has their recovery codes.
pub async fn finished(outside: &Outside, pending: Pending) -> Stored<Onward> {
    if pending.owes() != Some(Owed::RecoveryCodes) {
        return Ok(Onward::Over);
    }
    Enrolling::pending(outside, &pending).has_codes().await?;
    on_the_way::give(outside, pending, None, None).await
}
