//! Codes of an authenticator app (RFC 6238): SHA-1, six digits, thirty seconds, since apps quietly ignore anything else.

use std::fmt;

use totp_rs::{Builder, Secret, Totp};
use unicode_normalization::UnicodeNormalization as _;
use zeroize::{Zeroize, ZeroizeOnDrop, Zeroizing};

use crate::{entropy::Entropy, time::Timestamp};

/// The number of a code's thirty seconds, counted from the Unix epoch.
pub type Step = i64;

/// Seconds of one step.
const STEP: u64 = 30;
/// The code of the step before, and of the one after, count too: clocks differ, and typing takes time (RFC 6238 §5.2).
const SKEW: u16 = 1;

/// The secret that a person's app and the gateway share: 160 bits, as RFC 4226 §4 recommends.
#[derive(Clone, Zeroize, ZeroizeOnDrop)]
pub struct TotpSecret([u8; 20]);

impl TotpSecret {
    /// A fresh one.
    pub fn random(entropy: &dyn Entropy) -> Self {
        let mut secret = Self([0; 20]);
        entropy.fill(&mut secret.0);
        secret
    }

    /// One that was sealed.
    pub fn from_bytes(bytes: &[u8]) -> Option<Self> {
        bytes.try_into().ok().map(Self)
    }

    /// What is sealed.
    pub fn as_bytes(&self) -> &[u8] {
        &self.0
    }

    /// As an app takes it that cannot read the picture: base32 (RFC 4648 §6) without padding.
    pub fn to_base32(&self) -> Zeroizing<String> {
        Zeroizing::new(data_encoding::BASE32_NOPAD.encode(&self.0))
    }

    /// What the picture says: an `otpauth:` URI, under whose names the app lists it.
    pub fn to_uri(&self, issuer: &str, name: &str) -> Zeroizing<String> {
        // The URI parts the two by a colon, so that neither can have one.
        let plain = |text: &str| text.replace(':', " ").trim().to_owned();
        let (issuer, name) = (plain(issuer), plain(name));
        let name = if name.is_empty() { "account".to_owned() } else { name };
        let totp = self.builder().with_account_name(name).with_issuer(Some(issuer)).build();
        Zeroizing::new(totp.and_then(|totp| totp.to_url()).expect("a secret of 160 bits, and names without colons"))
    }

    /// The step whose code `typed` is, if it is one that counts at `now`.
    pub fn step_of(&self, typed: &TypedCode, now: Timestamp) -> Option<Step> {
        let now = u64::try_from(now.as_secs()).ok()?;
        self.totp().check(&typed.0, now).and_then(|step| Step::try_from(step).ok())
    }

    fn totp(&self) -> Totp {
        self.builder().build().expect("a secret of 160 bits and six digits")
    }

    fn builder(&self) -> Builder {
        Builder::new().with_secret(Secret::new_stack(self.0)).with_skew(SKEW).with_step_duration(STEP)
    }
}

impl fmt::Debug for TotpSecret {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("TotpSecret(…)")
    }
}

/// Six digits that somebody typed.
#[derive(Clone, Zeroize, ZeroizeOnDrop)]
pub struct TypedCode(String);

impl TypedCode {
    /// The digits in what was typed, in whatever width a keyboard writes them, spaces and dashes aside; `None` when that is not six digits.
    pub fn parse(typed: &str) -> Option<Self> {
        // Nobody types that much.
        if typed.len() > 64 {
            return None;
        }
        let is_between = |c: &char| c.is_whitespace() || matches!(c, '-' | '\u{2010}'..='\u{2015}' | '\u{200b}'..='\u{200f}');
        let digits: String = typed.nfkc().filter(|c| !is_between(c)).collect();
        (digits.len() == 6 && digits.bytes().all(|b| b.is_ascii_digit())).then_some(Self(digits))
    }
}

impl fmt::Debug for TypedCode {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("TypedCode(…)")
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    /// The secret of RFC 6238's test vectors for SHA-1.
    fn rfc() -> TotpSecret {
        TotpSecret(*b"12345678901234567890")
    }

    fn code(text: &str) -> TypedCode {
        TypedCode::parse(text).expect("six digits")
    }

    fn at(seconds: i64) -> Timestamp {
        Timestamp::from_millis(seconds * 1000)
    }

    #[test]
    fn the_vectors_of_rfc_6238_hold() {
        // Appendix B writes eight digits; the code has the last six of them.
        for (seconds, eight) in [
            (59, "94287082"),
            (1_111_111_109, "07081804"),
            (1_111_111_111, "14050471"),
            (1_234_567_890, "89005924"),
            (2_000_000_000, "69279037"),
            (20_000_000_000, "65353130"),
        ] {
            assert_eq!(rfc().step_of(&code(eight.split_at(2).1), at(seconds)), Some(seconds / 30), "{seconds}");
        }
    }

    /// A code counts from the beginning of the step before its own to the end of the step after: by the second, from the moment its app
    /// showed it, −30 s to +59 s.
    #[test]
    fn a_code_counts_for_one_step_before_and_after_its_own() {
        let shown = 1_111_111_110; // The first second of a step.
        let code = code("050471");
        for offset in -90..=90 {
            let counts = rfc().step_of(&code, at(shown + offset)).is_some();
            assert_eq!(counts, (-30..60).contains(&offset), "{offset} s after it was first shown");
        }
    }

    #[test]
    fn before_the_epoch_no_code_counts() {
        assert_eq!(rfc().step_of(&code("287082"), at(-1)), None);
    }

    #[test]
    fn what_people_type_between_the_digits_does_not_count() {
        for typed in ["287082", " 287 082 ", "287-082", "２８７０８２", "287\u{a0}082", "287\u{2011}082", "2 8 7 0 8 2\t"] {
            assert_eq!(rfc().step_of(&code(typed), at(59)), Some(1), "{typed:?}");
        }
        for typed in ["", "28708", "2870820", "28708a", "287082\0", "٢٨٧٠٨٢", &"2".repeat(65)] {
            assert!(TypedCode::parse(typed).is_none(), "{typed:?}");
        }
    }

    #[test]
    fn the_uri_names_issuer_and_account() {
        let uri = rfc().to_uri("Call Records: Portal", "ada@acme.example");
        assert_eq!(
            *uri,
            "otpauth://totp/Call%20Records%20%20Portal:ada%40acme.example?secret=GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ&issuer=Call%20Records%20%20Portal"
        );
        assert_eq!(*rfc().to_base32(), "GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ");
        assert!(rfc().to_uri("", ":").starts_with("otpauth://totp/"), "whatever people are called");
    }

    proptest! {
        #[test]
        fn whatever_is_typed_is_six_digits_or_nothing(typed in "\\PC{0,80}") {
            if let Some(code) = TypedCode::parse(&typed) {
                prop_assert!(code.0.len() == 6 && code.0.bytes().all(|b| b.is_ascii_digit()));
            }
        }

        #[test]
        fn any_names_make_a_uri(issuer in "\\PC{0,40}", name in "\\PC{0,40}") {
            let uri = rfc().to_uri(&issuer, &name);
            prop_assert!(uri.is_ascii() && uri.contains("secret=GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ"));
        }
    }
}
