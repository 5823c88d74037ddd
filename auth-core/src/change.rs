//! The unit of work: everything a flow decided, committed as one or not at all.

use crate::{
    account::{Account, AccountId, ContactDetails},
    audit::Event,
    letter::{LetterId, QueuedLetter},
    mfa::{
        Enrolment, EnrolmentId, MfaPolicy, Step, TotpFactor,
        passkey::{CredentialId, Passkey},
    },
    password::PasswordRecord,
    recovery::{Approval, Ending, Recovery, RecoveryId, SecretKind},
    revocation::Revocation,
    secret::SecretDigest,
    session::{EndReason, SessionHandle},
    signing_key::KeyRow,
    time::Timestamp,
    user::{User, UserId},
};

/// What a flow decided.
#[derive(Clone, Debug, Default)]
pub struct Change {
    /// What must still be so, and then is so no more.
    pub spend: Vec<Spend>,
    /// What is written.
    pub write: Vec<Write>,
    /// What is to be mailed.
    pub letters: Vec<QueuedLetter>,
    /// What is written down.
    pub audit: Vec<Event>,
    /// What is taken back.
    pub revoke: Vec<Revocation>,
}

/// A condition that one statement checks and uses up; where it does not hold, nothing of the change happens.
#[derive(Clone, Debug)]
pub enum Spend {
    /// The person's password record is still this one, and becomes `new`.
    Password {
        /// Whose.
        user: UserId,
        /// What it must still be.
        old: PasswordRecord,
        /// What it becomes.
        new: PasswordRecord,
    },
    /// The signing keys are these and no others, by their ids: of several gateways that make the next one, one does.
    Keys(Vec<String>),
    /// The signing key still signs until `until`, and now signs until `new`.
    KeyTerm {
        /// The key's id.
        key: String,
        /// What its term must still be.
        until: Option<Timestamp>,
        /// What it becomes.
        new: Timestamp,
    },
    /// Nobody has changed the person since this version of them was read; their username, address, name, level, roles, state and language
    /// are written, and the version goes up by one.
    User(User),
    /// Somebody active of the account holds the role, with the spends before this one made.
    Held {
        /// Whose.
        account: AccountId,
        /// Which.
        role: &'static str,
    },
    /// Neither has this recovery begun before, nor a later one of the person that [replaces](crate::recovery::Kind::replaces) it; and if
    /// somebody is to approve it, no other waits for that or is on its way. It begins, and ends those it replaces.
    BeginRecovery(Recovery),
    /// The recovery has not ended, and has one more secret.
    Mint {
        /// Which.
        recovery: RecoveryId,
        /// What is kept of the secret.
        digest: SecretDigest,
        /// What kind of secret it is.
        kind: SecretKind,
        /// Until when it is good.
        expires_at: Timestamp,
    },
    /// The recovery has not ended, and now has.
    EndRecovery {
        /// Which.
        recovery: RecoveryId,
        /// When.
        at: Timestamp,
        /// Why.
        ending: Ending,
    },
    /// Nobody has decided about the recovery and it has not ended; it is approved, and lives until `expires_at`.
    Approve {
        /// Which.
        recovery: RecoveryId,
        /// By whom and when.
        approval: Approval,
        /// Until when its link will be good.
        expires_at: Timestamp,
    },
    /// Nobody has decided about the recovery and it has not ended; it is declined, which ends it.
    Decline {
        /// Which.
        recovery: RecoveryId,
        /// By whom and when.
        approval: Approval,
    },
    /// The recovery has not ended, and so many temporary passwords were sent for its link; now it is one more.
    Sending {
        /// Which.
        recovery: RecoveryId,
        /// How many were sent before.
        so_far: u32,
    },
    /// The letter still waits; it does so no more.
    Letter(LetterId),
    /// The person may sign in, and no session of theirs that began at `since` has been ended.
    Standing {
        /// Who.
        user: UserId,
        /// When their password was right.
        since: Timestamp,
    },
    /// The person's authenticator app is still the one of this registration, and no code of this step or a later one was taken from it;
    /// now one of this step was.
    TotpStep {
        /// Whose.
        user: UserId,
        /// Which registration.
        factor: EnrolmentId,
        /// Which step.
        step: Step,
    },
    /// The person's recovery code is unused; it is so no more.
    RecoveryCode {
        /// Whose.
        user: UserId,
        /// What is kept of it.
        record: PasswordRecord,
    },
    /// The registration is on its way, no code of it was right before, and the person has registered nothing else. What is kept of its
    /// recovery codes until the person has them comes with it; without any, it is over.
    Enrol {
        /// Whose.
        user: UserId,
        /// Which.
        enrolment: EnrolmentId,
        /// The codes, sealed.
        codes: Option<Vec<u8>>,
        /// When: the codes wait from then on.
        at: Timestamp,
    },
    /// The person has room for one more passkey, and nothing that it may not stand beside; it is theirs. A name that anybody's has already
    /// is [taken](Applied::Taken).
    AddPasskey {
        /// The passkey.
        passkey: Box<Passkey>,
        /// What it may stand beside.
        beside: Beside,
    },
    /// The passkey is still the person's, and its counter has not been at `sign_count` or beyond, or does not count; this use is written
    /// down (§7.2 steps 22 and 24 of WebAuthn).
    UsePasskey {
        /// Whose.
        user: UserId,
        /// Which.
        credential: CredentialId,
        /// What its counter says now.
        sign_count: u32,
        /// Whether copies of it are kept now.
        backed_up: bool,
        /// When.
        at: Timestamp,
    },
    /// The passkey is still the person's; they call it otherwise.
    RenamePasskey {
        /// Whose.
        user: UserId,
        /// Which.
        credential: CredentialId,
        /// What they call it.
        name: String,
    },
    /// The passkey is still the person's, and this is left when it is gone; it is. With the last factor, recovery codes go too: there is
    /// nothing that they could stand for.
    RemovePasskey {
        /// Whose.
        user: UserId,
        /// Which.
        credential: CredentialId,
        /// What is left.
        leaves: Leaves,
    },
}

/// What a new passkey may stand beside.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Beside {
    /// Nothing at all: whoever registers it has proved no second factor.
    Nothing,
    /// Whatever the person has registered.
    Whatever,
}

/// What must be left of what a person has registered.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Leaves {
    /// Something or nothing.
    Whatever,
    /// An authenticator app, or a passkey.
    Factor,
    /// A passkey.
    Passkey,
}

/// One thing to write.
#[derive(Clone, Debug)]
pub enum Write {
    /// A new account; its Account ID must be free.
    NewAccount(Account),
    /// An account's name, state and recovery, by its id.
    Account(Account),
    /// An account's name and how to reach it.
    ContactDetails {
        /// Whose.
        account: AccountId,
        /// The organisation's name.
        name: String,
        /// How to reach it.
        contact: ContactDetails,
    },
    /// A new person; the username must be free in the account.
    NewUser(User),
    /// A person's password, whatever it was before.
    Password {
        /// Whose.
        user: UserId,
        /// The record.
        record: PasswordRecord,
    },
    /// A person's sessions that began before `from` have ended. Never moves back.
    EndSessions {
        /// Whose.
        user: UserId,
        /// Which end.
        from: Timestamp,
        /// Why.
        reason: EndReason,
    },
    /// A session has ended, whatever the store of sessions says of it later. The first reason stays.
    EndSession {
        /// Which.
        session: SessionHandle,
        /// When.
        at: Timestamp,
        /// Why.
        reason: EndReason,
    },
    /// Everything mailed to the person that is still good ends: ways to a new password, and changes of the address.
    EndRecoveries {
        /// Whose.
        user: UserId,
        /// But for this one.
        but: Option<RecoveryId>,
        /// When.
        at: Timestamp,
        /// Why.
        ending: Ending,
    },
    /// A person chooses a new password at their next sign-in, or need not.
    MustChangePassword {
        /// Who.
        user: UserId,
        /// Whether they must.
        must: bool,
    },
    /// A person signed in.
    SignedIn {
        /// Who.
        user: UserId,
        /// When.
        at: Timestamp,
    },
    /// Letters to a person cannot be delivered since then, or can again.
    Undeliverable {
        /// To whom.
        user: UserId,
        /// Since when; `None` when they can.
        since: Option<Timestamp>,
    },
    /// A new signing key.
    NewKey(KeyRow),
    /// Whom an account asks for a second factor.
    MfaPolicy {
        /// Which account.
        account: AccountId,
        /// Whom.
        policy: MfaPolicy,
    },
    /// A person chose to be asked for a second factor, or not to be.
    WantsMfa {
        /// Who.
        user: UserId,
        /// What they chose.
        wants: bool,
    },
    /// A registration on its way, in place of any other of its owner.
    Enrolment(Enrolment),
    /// The registration of this owner is over.
    EndEnrolment(SecretDigest),
    /// The person's authenticator app, in place of any other.
    Totp {
        /// Whose.
        user: UserId,
        /// The app.
        factor: TotpFactor,
    },
    /// The person's recovery codes, in place of all others.
    RecoveryCodes {
        /// Whose.
        user: UserId,
        /// What is kept of each.
        records: Vec<PasswordRecord>,
    },
    /// Nothing is left of what the person registered.
    ResetFactors(UserId),
}

/// What became of a change.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Applied {
    /// All of it was committed.
    Done,
    /// None of it was: the spend at this index no longer held.
    AlreadySpent(usize),
    /// None of it was: a name that must be unique belongs to another already.
    Taken,
}
