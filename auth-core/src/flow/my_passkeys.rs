//! What people do about their own passkeys while they are signed in.

use crate::{
    audit::{Actor, Event, What},
    change::{Applied, Beside, Change, Leaves, Spend},
    flow::{
        enrol::Enrolling,
        my_mfa::{MyMfa, Say},
        register_passkey::{RegisterError, has_room},
    },
    letter::{PasskeyChange, Purpose},
    mfa::{
        Demand,
        passkey::{Bond, Passkey, PasskeyName, RelyingParty},
    },
    portal::Admission,
    ports::{StoreError, Stored},
};

/// Where somebody stands who would add a passkey.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Adding {
    /// They may.
    May,
    /// They have nothing yet, or have not shown in this session that they have it: they set out from here, and come back with it.
    SetsOut,
    /// They have as many as they may.
    NoRoom,
    /// It is not theirs to change, or there are no passkeys at this portal.
    MayNot,
}

/// Why a passkey was not renamed or removed.
#[derive(Debug, thiserror::Error)]
pub enum PasskeyError {
    /// They have none of this name.
    #[error("there is no such passkey")]
    None,
    /// Their account asks for it: it is the last that meets what is asked.
    #[error("the last second factor cannot be removed where one is asked for")]
    Last,
    /// It is not theirs to change.
    #[error("this is not theirs to change")]
    NotTheirs,
    /// A store did not answer.
    #[error(transparent)]
    Unavailable(#[from] StoreError),
}

impl MyMfa<'_> {
    /// Whether they may add a passkey here and now.
    pub async fn adding(&self, admission: &Admission) -> Stored<Adding> {
        if !self.may_change() || admission.passkeys.is_none() {
            return Ok(Adding::MayNot);
        }
        let factors = self.factors().await?;
        // Who has the password alone registers nothing beside what is registered.
        let has_shown = factors.is_any() && self.me.record().second.is_some();
        Ok(match (has_shown, has_room(factors.passkeys.len())) {
            (false, _) => Adding::SetsOut,
            (true, false) => Adding::NoRoom,
            (true, true) => Adding::May,
        })
    }

    /// What a browser is asked to make; `None` when they may add none.
    pub async fn begin_passkey(&self, admission: &Admission) -> Stored<Option<String>> {
        match self.place(admission).await? {
            Some(party) => self.enrolling().begin_passkey(party, &self.bond()).await.map(Some),
            None => Ok(None),
        }
    }

    /// Adds what the browser answered.
    pub async fn add_passkey(&self, admission: &Admission, name: &PasskeyName, answer: &str) -> Result<(), RegisterError> {
        let Some(party) = self.place(admission).await? else { return Err(RegisterError::NotHere) };
        self.enrolling().register_passkey(party, &self.bond(), Beside::Whatever, name, answer).await.map(drop)
    }

    /// The passkey of theirs that stands as this in addresses.
    pub async fn passkey(&self, address: &str) -> Stored<Option<Passkey>> {
        Ok(self.factors().await?.passkeys.into_iter().find(|passkey| passkey.id.to_address() == address))
    }

    /// Calls a passkey of theirs otherwise.
    pub async fn rename_passkey(&self, passkey: &Passkey, name: &PasskeyName) -> Result<(), PasskeyError> {
        let name = name.as_str().to_owned();
        let event = self.event(What::PasskeyRenamed).with("name", name.clone()).with("before", passkey.name.clone());
        let spend = Spend::RenamePasskey { user: self.person.user.id, credential: passkey.id.clone(), name };
        let change = Change { spend: vec![spend], audit: vec![event], ..Change::default() };
        self.change_passkey(change, PasskeyError::None).await
    }

    /// Removes a passkey of theirs, unless it is the last that meets what their account asks of them.
    pub async fn remove_passkey(&self, passkey: &Passkey) -> Result<(), PasskeyError> {
        let user = self.person.user.id;
        let leaves = match self.person.account.mfa.demands_of(&self.person.user) {
            None => Leaves::Whatever,
            Some(Demand::Required) => Leaves::Factor,
            Some(Demand::PhishingResistant) => Leaves::Passkey,
        };
        let name = passkey.name.clone();
        let event = self.event(What::PasskeyRemoved).with("name", name.clone());
        let told = Purpose::PasskeyChanged { user, change: PasskeyChange::Removed, name, origin: self.origin.clone() };
        let letter = self.outside.letter(&self.me.record().portal, self.outside.clock.now(), told);
        let change = Change {
            spend: vec![Spend::RemovePasskey { user, credential: passkey.id.clone(), leaves }],
            letters: letter.into_iter().collect(),
            audit: vec![event],
            ..Change::default()
        };
        let why_not = if leaves == Leaves::Whatever { PasskeyError::None } else { PasskeyError::Last };
        self.change_passkey(change, why_not).await
    }

    async fn change_passkey(&self, change: Change, why_not: PasskeyError) -> Result<(), PasskeyError> {
        if !self.may_change() {
            return Err(PasskeyError::NotTheirs);
        }
        match self.outside.directory.apply(change).await? {
            Applied::Done => Ok(()),
            Applied::AlreadySpent(_) | Applied::Taken => Err(why_not),
        }
    }

    async fn place<'a>(&self, admission: &'a Admission) -> Stored<Option<&'a RelyingParty>> {
        let may = self.adding(admission).await? == Adding::May;
        Ok(admission.passkeys.as_ref().filter(|_| may))
    }

    fn may_change(&self) -> bool {
        matches!(self.say(), Say::All | Say::Required)
    }

    fn bond(&self) -> Bond {
        Bond::to_add(self.me.record().handle)
    }

    fn enrolling(&self) -> Enrolling<'_> {
        Enrolling::signed_in(self.outside, self.me, &self.person, self.origin.clone())
    }

    fn event(&self, what: What) -> Event {
        let user = &self.person.user;
        Event::new(self.outside.clock.now(), what, Actor::User(user.id)).about(user.account, user.id).within(self.me.record())
    }
}
