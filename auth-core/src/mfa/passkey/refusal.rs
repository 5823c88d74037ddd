//! Why an answer is not believed.

use thiserror::Error;

/// What is wrong with an answer. For the audit log and for tests: a page says of every one that it did not work.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Error)]
pub enum Refusal {
    /// More than [`super::LONGEST_ANSWER`] bytes: it was not read.
    #[error("the answer is too long")]
    TooLong,
    /// Not what a browser makes: JSON, base64url, CBOR or the layout within is broken. Says which part.
    #[error("the answer's {0} cannot be read")]
    Unreadable(&'static str),
    /// What was kept of the beginning is none, or is that of another ceremony.
    #[error("no such ceremony was begun")]
    NotBegun,
    /// It was begun more than [`super::LIFETIME`] ago, or after now.
    #[error("the answer came too late")]
    TooLate,
    /// The client data is of the other ceremony, or of none (§7.1 step 7, §7.2 step 10).
    #[error("the answer is to another kind of question")]
    WrongType,
    /// Another challenge was signed (§7.1 step 8, §7.2 step 11).
    #[error("the answer is to another challenge")]
    WrongChallenge,
    /// A page of another origin asked (§7.1 step 9, §7.2 step 12).
    #[error("the answer was given to another origin")]
    WrongOrigin,
    /// A page within a page of another origin asked (§7.1 steps 10 and 11, §7.2 steps 13 and 14).
    #[error("the answer was given within a page of another origin")]
    CrossOrigin,
    /// The authenticator answered another relying party (§7.1 step 14, §7.2 step 15).
    #[error("the answer is for another relying party")]
    WrongRelyingParty,
    /// Nobody touched it (§7.1 step 15, §7.2 step 16).
    #[error("nobody was present")]
    UserAbsent,
    /// It did not verify who touched it, and that was required (§7.1 step 16, §7.2 step 17).
    #[error("the user was not verified")]
    UserUnverified,
    /// Backed up but never to be, or not what it was registered as (§7.1 step 17, §7.2 steps 18 and 19).
    #[error("the backup flags contradict themselves or the registration")]
    WrongBackupFlags,
    /// The key is of an algorithm that was not asked for (§7.1 step 20).
    #[error("the key's algorithm was not asked for")]
    WrongAlgorithm,
    /// The key is none of its algorithm.
    #[error("the key is none")]
    BadKey,
    /// No passkey that was asked for (§7.2 step 5), or not the one it was compared with.
    #[error("that passkey was not asked for")]
    WrongCredential,
    /// Somebody else's (§7.2 step 6).
    #[error("the passkey is somebody else's")]
    WrongPerson,
    /// The signature is not by this passkey over this answer (§7.2 step 21).
    #[error("the signature is wrong")]
    WrongSignature,
    /// The counter did not rise: a copy of the key may be about (§7.2 step 22, §6.1.1). The signature was right.
    #[error("the passkey's counter did not rise: it may have been copied")]
    Cloned,
}
