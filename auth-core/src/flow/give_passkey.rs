//! A passkey as the second factor of somebody on their way.

use crate::{
    audit::What,
    change::{Applied, Change, Spend},
    flow::{
        Outside, ceremony,
        give_code::{CodeError, Giving, Judged, factors},
        on_the_way::Onward,
    },
    mfa::passkey::{Assertion, Bond, Passkey, Refusal, Used, UserVerification, Whose},
    pending::Pending,
    portal::Admission,
    ports::Stored,
    session::SecondFactor,
    throttle::AttemptKey,
    time::Timestamp,
};

/// What a browser is asked for one of their passkeys; `None` when they have none at this portal.
pub async fn begin(outside: &Outside, admission: &Admission, pending: &Pending) -> Stored<Option<String>> {
    let Some(party) = &admission.passkeys else { return Ok(None) };
    let passkeys = factors(outside, pending).await?.passkeys;
    let whose = Whose::Of(pending.person.user.id, &passkeys);
    // Beside a password, what they have is the second factor, whoever they show to it that they are.
    let preferred = UserVerification::Preferred;
    match Assertion::begin(party, whose, preferred, &*outside.entropy, outside.clock.now()) {
        Some(begun) => ceremony::keep(outside, &Bond::to_give(&pending.record.key), begun).await.map(Some),
        None => Ok(None),
    }
}

/// Gives what the browser answered, as JSON.
pub async fn give(outside: &Outside, pending: Pending, answer: &str) -> Result<Onward, CodeError> {
    let giving = Giving::begin(outside, pending, AttemptKey::codes).await?;
    let judged = giving.judge_passkey(answer).await;
    giving.settle(judged).await
}

impl Giving<'_> {
    async fn judge_passkey(&self, answer: &str) -> Result<Judged, CodeError> {
        let state = ceremony::take(self.outside, &Bond::to_give(&self.pending.record.key)).await?;
        let passkeys = factors(self.outside, &self.pending).await?.passkeys;
        let (passkey, used) = match judge(&state, &passkeys, answer, self.now) {
            Ok(proved) => proved,
            Err(Refusal::Cloned) => return self.cloned().await,
            Err(Refusal::WrongCredential) => return Ok(Judged::Wrong("unknown-passkey")),
            Err(_) => return Ok(Judged::Wrong("wrong-passkey")),
        };
        let change = Change { spend: vec![use_of(&used, self.now)], ..Change::default() };
        match self.outside.directory.apply(change).await? {
            Applied::Done => Ok(Judged::Right(SecondFactor::Passkey(passkey.custody()))),
            // It was removed, or another answer was quicker: two of one count, of which one may be a copy's.
            Applied::AlreadySpent(_) | Applied::Taken => self.cloned().await,
        }
    }

    async fn cloned(&self) -> Result<Judged, CodeError> {
        let event = self.event(What::PasskeyCloned);
        self.outside.directory.apply(Change { audit: vec![event], ..Change::default() }).await?;
        Ok(Judged::Wrong("cloned-passkey"))
    }
}

fn judge<'a>(state: &[u8], passkeys: &'a [Passkey], answer: &str, now: Timestamp) -> Result<(&'a Passkey, Used), Refusal> {
    let credential = Assertion::peek(answer.as_bytes())?.credential;
    let passkey = passkeys.iter().find(|passkey| passkey.id == credential).ok_or(Refusal::WrongCredential)?;
    Ok((passkey, Assertion::finish(state, passkey, answer.as_bytes(), now)?))
}

/// That this use is written down, where it may follow on the one before.
pub(super) fn use_of(used: &Used, at: Timestamp) -> Spend {
    Spend::UsePasskey {
        user: used.user,
        credential: used.credential.clone(),
        sign_count: used.sign_count,
        backed_up: used.backed_up,
        at,
    }
}
