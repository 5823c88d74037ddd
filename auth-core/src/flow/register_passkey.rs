//! Registering a passkey or security key: the first, in place of an authenticator app, or one more.

use crate::{
    audit::What,
    change::{Applied, Beside, Change, Spend},
    flow::{
        Outside, ceremony,
        enrol::{Enrolling, NoCodes},
        give_code::factors,
        next_factor::{Next, next},
        on_the_way::{self, Onward},
    },
    letter::{PasskeyChange, Purpose},
    mfa::{
        MOST_PASSKEYS,
        passkey::{Bond, PasskeyName, Refusal, Registrant, Registration, RelyingParty, UserVerification},
    },
    pending::{Owed, Pending},
    portal::Admission,
    ports::{Busy, StoreError, Stored},
    session::{Custody, SecondFactor},
};

/// Why no passkey was registered.
#[derive(Debug, thiserror::Error)]
pub enum RegisterError {
    /// There is nothing for them to register here and now.
    #[error("no passkey is to be registered here")]
    NotHere,
    /// The answer is not believed.
    #[error(transparent)]
    Refused(#[from] Refusal),
    /// It is registered already, whoever has it.
    #[error("this passkey is registered already")]
    Known,
    /// They have as many as they may, or somebody registered something in the same moment.
    #[error("there is no room for another passkey")]
    NoRoom,
    /// The hashing queue is full.
    #[error(transparent)]
    Busy(#[from] Busy),
    /// A store did not answer.
    #[error(transparent)]
    Unavailable(#[from] StoreError),
}

impl From<NoCodes> for RegisterError {
    fn from(why: NoCodes) -> Self {
        match why {
            NoCodes::Busy(busy) => busy.into(),
            NoCodes::Unavailable(error) => error.into(),
        }
    }
}

/// What a browser is asked to make for somebody on their way; `None` when nothing is to be made.
pub async fn begin(outside: &Outside, admission: &Admission, pending: &Pending) -> Stored<Option<String>> {
    match place(outside, admission, pending).await? {
        Some((party, _)) => {
            let bond = Bond::to_register(&pending.record.key);
            Enrolling::pending(outside, pending).begin_passkey(party, &bond).await.map(Some)
        }
        None => Ok(None),
    }
}

/// Registers what the browser answered somebody on their way, who has given their second factor with it. Recovery codes come next, where
/// it is the first.
pub async fn register(
    outside: &Outside,
    admission: &Admission,
    pending: Pending,
    name: &PasskeyName,
    answer: &str,
) -> Result<Onward, RegisterError> {
    let Some((party, beside)) = place(outside, admission, &pending).await? else { return Err(RegisterError::NotHere) };
    let bond = Bond::to_register(&pending.record.key);
    let custody = Enrolling::pending(outside, &pending).register_passkey(party, &bond, beside, name, answer).await?;
    let then = (beside == Beside::Nothing).then_some(Owed::RecoveryCodes);
    Ok(on_the_way::give(outside, pending, Some(SecondFactor::Passkey(custody)), then).await?)
}

/// Where somebody on their way may register a passkey, and beside what.
async fn place<'a>(outside: &Outside, admission: &'a Admission, pending: &Pending) -> Stored<Option<(&'a RelyingParty, Beside)>> {
    let Some(party) = admission.passkeys.as_ref().filter(|_| pending.owes() == Some(Owed::SecondFactor)) else {
        return Ok(None);
    };
    Ok(match next(pending, &factors(outside, pending).await?, Some(party)) {
        Next::Register(beside) => Some((party, beside)),
        Next::Give(_) => None,
    })
}

impl Enrolling<'_> {
    /// What a browser is asked to make.
    pub(super) async fn begin_passkey(&self, party: &RelyingParty, bond: &Bond) -> Stored<String> {
        let (outside, user) = (self.outside, &self.person.user);
        let passkeys = outside.directory.factors(user.id).await?.passkeys;
        let registrant = Registrant { user: user.id, username: user.username.as_str(), name: &user.name };
        let existing = passkeys.iter().map(|passkey| (&passkey.id, &passkey.transports));
        let (preferred, now) = (UserVerification::Preferred, outside.clock.now());
        let begun = Registration::begin(party, registrant, existing, preferred, &*outside.entropy, now);
        ceremony::keep(outside, bond, begun).await
    }

    /// Keeps what was made, and where its key is.
    pub(super) async fn register_passkey(
        &self,
        party: &RelyingParty,
        bond: &Bond,
        beside: Beside,
        name: &PasskeyName,
        answer: &str,
    ) -> Result<Custody, RegisterError> {
        let (outside, now, user) = (self.outside, self.outside.clock.now(), self.person.user.id);
        let state = ceremony::take(outside, bond).await?;
        let made = Registration::finish(&state, answer.as_bytes(), now)?;
        if made.user != user {
            return Err(Refusal::WrongPerson.into());
        }
        if made.relying_party != *party.id() {
            return Err(Refusal::WrongRelyingParty.into());
        }
        let passkey = made.named(name.as_str().to_owned(), now);
        let custody = passkey.custody();
        let mut change = Change { spend: vec![Spend::AddPasskey { passkey: Box::new(passkey), beside }], ..Change::default() };
        let what = match beside {
            Beside::Nothing => {
                change.write.extend(self.codes_to_show().await?);
                change.write.extend(self.own_choice());
                What::MfaRegistered
            }
            Beside::Whatever => What::PasskeyAdded,
        };
        let factor = SecondFactor::Passkey(custody).as_str();
        change.audit.push(self.event(now, what).with("factor", factor).with("name", name.as_str()));
        let (change_of_passkey, name) = (PasskeyChange::Added, name.as_str().to_owned());
        let told = Purpose::PasskeyChanged { user, change: change_of_passkey, name, origin: self.origin.clone() };
        change.letters = self.letters(told).await?;
        match outside.directory.apply(change).await? {
            Applied::Done => Ok(custody),
            Applied::Taken => Err(RegisterError::Known),
            Applied::AlreadySpent(_) => Err(RegisterError::NoRoom),
        }
    }
}

/// Whether somebody who has registered so many has room for one more.
pub fn has_room(passkeys: usize) -> bool {
    passkeys < MOST_PASSKEYS
}
