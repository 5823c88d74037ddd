//! What the authenticator says, and signs (§6.1).

use minicbor::{Decoder, data::Type};

use super::{CredentialId, PublicKey, Refusal, UserVerification, ceremony::Ceremony};

const UNREADABLE: Refusal = Refusal::Unreadable("authenticator data");

/// The flags byte (§6.1).
#[derive(Clone, Copy)]
pub(super) struct Flags(u8);

impl Flags {
    const USER_PRESENT: u8 = 0x01;
    const USER_VERIFIED: u8 = 0x04;
    const BACKUP_ELIGIBLE: u8 = 0x08;
    const BACKED_UP: u8 = 0x10;
    const ATTESTED: u8 = 0x40;
    const EXTENDED: u8 = 0x80;

    fn has(self, flag: u8) -> bool {
        self.0 & flag != 0
    }

    pub(super) fn is_user_verified(self) -> bool {
        self.has(Self::USER_VERIFIED)
    }

    pub(super) fn is_backup_eligible(self) -> bool {
        self.has(Self::BACKUP_ELIGIBLE)
    }

    pub(super) fn is_backed_up(self) -> bool {
        self.has(Self::BACKED_UP)
    }
}

/// What a new passkey is (§6.5.1).
pub(super) struct Attested {
    pub(super) credential: CredentialId,
    pub(super) public_key: PublicKey,
}

/// What stands in front of a signature.
pub(super) struct AuthenticatorData {
    pub(super) flags: Flags,
    pub(super) sign_count: u32,
    pub(super) attested: Option<Attested>,
}

impl AuthenticatorData {
    /// Reads `bytes` and judges what both ceremonies judge (§7.1 steps 14 to 17, §7.2 steps 15 to 18).
    pub(super) fn read(bytes: &[u8], ceremony: &Ceremony) -> Result<Self, Refusal> {
        let (party, rest) = bytes.split_first_chunk::<32>().ok_or(UNREADABLE)?;
        let (&[flags], rest) = rest.split_first_chunk::<1>().ok_or(UNREADABLE)?;
        let (&count, rest) = rest.split_first_chunk::<4>().ok_or(UNREADABLE)?;
        let flags = Flags(flags);
        if !ceremony.party.id().matches(party) {
            return Err(Refusal::WrongRelyingParty);
        }
        if !flags.has(Flags::USER_PRESENT) {
            return Err(Refusal::UserAbsent);
        }
        if ceremony.user_verification == UserVerification::Required && !flags.is_user_verified() {
            return Err(Refusal::UserUnverified);
        }
        if flags.is_backed_up() && !flags.is_backup_eligible() {
            return Err(Refusal::WrongBackupFlags);
        }
        let (attested, rest) = if flags.has(Flags::ATTESTED) {
            let (attested, rest) = attested(rest)?;
            (Some(attested), rest)
        } else {
            (None, rest)
        };
        // Extensions were not asked for, and say nothing here; but what is there must be there in full, and nothing after it.
        let rest = if flags.has(Flags::EXTENDED) { after_map(rest)? } else { rest };
        if !rest.is_empty() {
            return Err(UNREADABLE);
        }
        Ok(Self { flags, sign_count: u32::from_be_bytes(count), attested })
    }
}

fn attested(bytes: &[u8]) -> Result<(Attested, &[u8]), Refusal> {
    let (_model, rest) = bytes.split_first_chunk::<16>().ok_or(UNREADABLE)?;
    let (&length, rest) = rest.split_first_chunk::<2>().ok_or(UNREADABLE)?;
    let (credential, rest) = rest.split_at_checked(usize::from(u16::from_be_bytes(length))).ok_or(UNREADABLE)?;
    let credential = CredentialId::from_bytes(credential).ok_or(Refusal::Unreadable("credential id"))?;
    let mut decoder = Decoder::new(rest);
    let public_key = PublicKey::read(&mut decoder)?;
    let rest = rest.get(decoder.position()..).ok_or(UNREADABLE)?;
    Ok((Attested { credential, public_key }, rest))
}

fn after_map(bytes: &[u8]) -> Result<&[u8], Refusal> {
    let mut decoder = Decoder::new(bytes);
    if !matches!(decoder.datatype(), Ok(Type::Map)) {
        return Err(UNREADABLE);
    }
    decoder.skip().map_err(|_| UNREADABLE)?;
    bytes.get(decoder.position()..).ok_or(UNREADABLE)
}

/// The authenticator data within an attestation object (§6.5.4, §7.1 step 13).
///
/// No attestation is asked for, so the statement is read past: whatever it is, it is not trusted (§7.1 steps 21 to 24; §6.5.3, "none").
pub(super) fn within_attestation(object: &[u8]) -> Result<&[u8], Refusal> {
    let unreadable = Refusal::Unreadable("attestation object");
    let mut decoder = Decoder::new(object);
    let found = entries(&mut decoder).map_err(|_| unreadable)?;
    match found {
        Some(data) if decoder.position() == object.len() => Ok(data),
        _ => Err(unreadable),
    }
}

fn entries<'a>(decoder: &mut Decoder<'a>) -> Result<Option<&'a [u8]>, minicbor::decode::Error> {
    let broken = minicbor::decode::Error::message;
    let (mut format, mut statement, mut data) = (None, None, None);
    for _ in 0..decoder.map()?.ok_or_else(|| broken("indefinite"))? {
        let is_new = match decoder.str()? {
            "fmt" => format.replace(decoder.str()?).is_none(),
            "attStmt" if decoder.datatype()? == Type::Map => statement.replace(decoder.skip()?).is_none(),
            "authData" => data.replace(decoder.bytes()?).is_none(),
            "attStmt" => false,
            _ => {
                decoder.skip()?;
                true
            }
        };
        if !is_new {
            return Err(broken("twice, or of another type"));
        }
    }
    Ok(format.and(statement).and(data))
}
