//! What a passkey is verified with: a COSE key (RFC 9052 §7), restricted as WebAuthn restricts it (§5.8.5, §6.5.1).

use std::fmt;

use minicbor::{Decoder, data::Type};
use ring::signature::{ECDSA_P256_SHA256_ASN1, ED25519, RSA_PKCS1_2048_8192_SHA256, RsaPublicKeyComponents, UnparsedPublicKey};

use super::Refusal;

/// A signature algorithm that passkeys may use (§5.8.5; the numbers are IANA's, "COSE Algorithms").
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Algorithm {
    /// ECDSA on P-256 with SHA-256 (RFC 9053 §2.1): what nearly every authenticator makes.
    Es256,
    /// Ed25519 (RFC 9053 §2.2).
    EdDsa,
    /// RSASSA-PKCS1-v1_5 with SHA-256 (RFC 8812 §2): what older computers with a TPM make. Verified only; nothing here signs with it.
    Rs256,
}

impl Algorithm {
    /// All that are asked for, the dearest first.
    pub const ALL: [Self; 3] = [Self::Es256, Self::EdDsa, Self::Rs256];

    /// Its number in COSE.
    pub const fn number(self) -> i64 {
        match self {
            Self::Es256 => -7,
            Self::EdDsa => -8,
            Self::Rs256 => -257,
        }
    }
}

/// A passkey's public key.
#[derive(Clone, PartialEq, Eq)]
pub struct PublicKey {
    cose: Vec<u8>,
    algorithm: Algorithm,
}

impl PublicKey {
    /// The key that `cose` is, and nothing after it.
    pub(super) fn parse(cose: &[u8]) -> Result<Self, Refusal> {
        let mut decoder = Decoder::new(cose);
        let key = Self::read(&mut decoder)?;
        if decoder.position() == cose.len() { Ok(key) } else { Err(Refusal::Unreadable("public key")) }
    }

    /// The key that `decoder` stands before.
    pub(super) fn read(decoder: &mut Decoder<'_>) -> Result<Self, Refusal> {
        let from = decoder.position();
        let algorithm = Parameters::read(decoder)?.material()?.algorithm();
        let cose = decoder.input().get(from..decoder.position()).ok_or(Refusal::Unreadable("public key"))?;
        Ok(Self { cose: cose.to_vec(), algorithm })
    }

    /// One that a store gave back; `None` when it is none.
    pub fn from_stored(cose: &[u8]) -> Option<Self> {
        Self::parse(cose).ok()
    }

    /// The COSE key as the authenticator wrote it, as a store keeps it: at most some 550 bytes.
    pub fn as_bytes(&self) -> &[u8] {
        &self.cose
    }

    /// Which algorithm it is for.
    pub fn algorithm(&self) -> Algorithm {
        self.algorithm
    }

    /// Whether `signature` is this key's over `message`.
    pub(super) fn verifies(&self, message: &[u8], signature: &[u8]) -> bool {
        let Ok(material) = Parameters::read(&mut Decoder::new(&self.cose)).and_then(|parameters| parameters.material()) else {
            return false;
        };
        match material {
            Material::Es256 { x, y } => {
                // An uncompressed point (SEC 1 §2.3.3); ring refuses one that is not on the curve.
                let point = [&[0x04], x.as_slice(), y].concat();
                UnparsedPublicKey::new(&ECDSA_P256_SHA256_ASN1, point).verify(message, signature).is_ok()
            }
            Material::EdDsa { x } => UnparsedPublicKey::new(&ED25519, x).verify(message, signature).is_ok(),
            Material::Rs256 { n, e } => {
                RsaPublicKeyComponents { n, e }.verify(&RSA_PKCS1_2048_8192_SHA256, message, signature).is_ok()
            }
        }
    }
}

impl fmt::Debug for PublicKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "PublicKey({:?})", self.algorithm)
    }
}

enum Material<'a> {
    Es256 { x: &'a [u8; 32], y: &'a [u8; 32] },
    EdDsa { x: &'a [u8; 32] },
    Rs256 { n: &'a [u8], e: &'a [u8] },
}

impl Material<'_> {
    fn algorithm(&self) -> Algorithm {
        match self {
            Self::Es256 { .. } => Algorithm::Es256,
            Self::EdDsa { .. } => Algorithm::EdDsa,
            Self::Rs256 { .. } => Algorithm::Rs256,
        }
    }
}

/// The parameters of a COSE key, unjudged. -1 is a curve or, in an RSA key, the modulus; -2 is a coordinate or the exponent.
#[derive(Default)]
struct Parameters<'a> {
    kind: Option<i64>,
    algorithm: Option<i64>,
    curve: Option<i64>,
    first: Option<&'a [u8]>,
    second: Option<&'a [u8]>,
    third: Option<&'a [u8]>,
}

/// RSA's exponents are small: 65537 in practice.
const LONGEST_EXPONENT: usize = 4;
/// 4096 bits: more costs the verifier, and no authenticator makes it.
const LONGEST_MODULUS: usize = 512;
/// 2048 bits.
const SHORTEST_MODULUS: usize = 256;

impl<'a> Parameters<'a> {
    fn read(decoder: &mut Decoder<'a>) -> Result<Self, Refusal> {
        Self::entries(decoder).map_err(|_| Refusal::Unreadable("public key"))
    }

    fn entries(decoder: &mut Decoder<'a>) -> Result<Self, minicbor::decode::Error> {
        let mut read = Self::default();
        // Of a length told beforehand, as CTAP2 writes CBOR.
        let entries = decoder.map()?.ok_or_else(|| minicbor::decode::Error::message("indefinite"))?;
        for _ in 0..entries {
            let is_new = match decoder.i64()? {
                1 => read.kind.replace(decoder.i64()?).is_none(),
                3 => read.algorithm.replace(decoder.i64()?).is_none(),
                -1 if decoder.datatype()? == Type::Bytes => read.first.replace(decoder.bytes()?).is_none(),
                -1 => read.curve.replace(decoder.i64()?).is_none(),
                -2 => read.second.replace(decoder.bytes()?).is_none(),
                -3 => read.third.replace(decoder.bytes()?).is_none(),
                // §6.5.1: it must not have any other parameter.
                _ => false,
            };
            if !is_new {
                return Err(minicbor::decode::Error::message("twice, or unknown"));
            }
        }
        Ok(read)
    }

    fn material(&self) -> Result<Material<'a>, Refusal> {
        let coordinate = |bytes: Option<&'a [u8]>| bytes.and_then(|bytes| bytes.try_into().ok()).ok_or(Refusal::BadKey);
        let asked = Algorithm::ALL.into_iter().find(|algorithm| self.algorithm == Some(algorithm.number()));
        match (asked.ok_or(Refusal::WrongAlgorithm)?, self.kind, self.curve) {
            // EC2 on P-256, uncompressed.
            (Algorithm::Es256, Some(2), Some(1)) if self.first.is_none() => {
                Ok(Material::Es256 { x: coordinate(self.second)?, y: coordinate(self.third)? })
            }
            // OKP on Ed25519.
            (Algorithm::EdDsa, Some(1), Some(6)) if self.first.is_none() && self.third.is_none() => {
                Ok(Material::EdDsa { x: coordinate(self.second)? })
            }
            (Algorithm::Rs256, Some(3), None) if self.third.is_none() => {
                let (n, e) = self.first.zip(self.second).ok_or(Refusal::BadKey)?;
                let is_sound =
                    (SHORTEST_MODULUS..=LONGEST_MODULUS).contains(&n.len()) && (1..=LONGEST_EXPONENT).contains(&e.len());
                // Without leading zeros (RFC 8230 §4).
                if is_sound && n.first() != Some(&0) && e.first() != Some(&0) {
                    Ok(Material::Rs256 { n, e })
                } else {
                    Err(Refusal::BadKey)
                }
            }
            (Algorithm::Es256 | Algorithm::EdDsa | Algorithm::Rs256, ..) => Err(Refusal::BadKey),
        }
    }
}
