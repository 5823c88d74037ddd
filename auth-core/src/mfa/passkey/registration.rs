//! A passkey is made (§7.1).

use serde::Serialize;

use super::{
    Algorithm, Begun, CredentialId, NewPasskey, Refusal, RelyingParty, Transports, UserVerification,
    answer::{Answer, AttestationResponse},
    authenticator_data::{AuthenticatorData, within_attestation},
    ceremony::{Ceremony, Kind},
    client_data,
    options::{self, Descriptor},
};
use crate::{entropy::Entropy, time::Timestamp, user::UserId};

/// For whom a passkey is made.
#[derive(Clone, Copy, Debug)]
pub struct Registrant<'a> {
    /// Who it is. The 16 random bytes of it are the user handle, which authenticators keep and tell: no address or name is in it (§14.6.1).
    pub user: UserId,
    /// What they sign in as; authenticators show it to tell one account from another.
    pub username: &'a str,
    /// What they are called.
    pub name: &'a str,
}

/// The ceremony in which an authenticator makes a passkey.
pub struct Registration {
    ceremony: Ceremony,
    user: UserId,
}

impl Registration {
    /// Asks the browser to make a passkey for `registrant` at `party`, in none of the authenticators that hold one of `existing` (§7.1 step 1).
    ///
    /// The options are for `PublicKeyCredential.parseCreationOptionsFromJSON`.
    pub fn begin<'a>(
        party: &RelyingParty,
        registrant: Registrant<'_>,
        existing: impl IntoIterator<Item = (&'a CredentialId, &'a Transports)>,
        user_verification: UserVerification,
        entropy: &dyn Entropy,
        now: Timestamp,
    ) -> Begun {
        let ceremony = Ceremony::begin(party, user_verification, entropy, now);
        let options = CreationOptions {
            rp: Party { id: party.id().as_str(), name: party.name() },
            user: Account { id: handle(registrant.user), name: registrant.username, display_name: registrant.name },
            challenge: options::challenge(&ceremony),
            pub_key_cred_params: Algorithm::ALL
                .map(|algorithm| Parameter { r#type: options::PUBLIC_KEY, alg: algorithm.number() }),
            timeout: options::timeout(),
            exclude_credentials: existing.into_iter().map(|(id, transports)| Descriptor::of(id, transports)).collect(),
            authenticator_selection: Selection {
                resident_key: "preferred",
                require_resident_key: false,
                user_verification: user_verification.as_str(),
            },
            attestation: "none",
            extensions: Extensions { cred_props: true },
        };
        Begun { options: options::to_json(&options), state: ceremony.to_state(Kind::Registration, registrant.user.as_bytes()) }
    }

    /// The passkey that `answer` tells of: the JSON of `credential.toJSON()`, as it came.
    ///
    /// That its name is new is for the store to see (§7.1 step 26).
    pub fn finish(state: &[u8], answer: &[u8], now: Timestamp) -> Result<NewPasskey, Refusal> {
        Self::from_state(state, now)?.judge(answer)
    }

    fn from_state(state: &[u8], now: Timestamp) -> Result<Self, Refusal> {
        let (ceremony, rest) = Ceremony::from_state(state, Kind::Registration, now)?;
        Ok(Self { ceremony, user: UserId::from_bytes(rest).ok_or(Refusal::NotBegun)? })
    }

    fn judge(self, answer: &[u8]) -> Result<NewPasskey, Refusal> {
        let answer = Answer::<AttestationResponse>::read(answer)?;
        let id = answer.credential()?;
        client_data::hash(&answer.response.client_data.0, "webauthn.create", &self.ceremony)?;
        let data = AuthenticatorData::read(within_attestation(&answer.response.attestation_object.0)?, &self.ceremony)?;
        let attested = data.attested.ok_or(Refusal::Unreadable("authenticator data"))?;
        if attested.credential != id {
            return Err(Refusal::WrongCredential);
        }
        Ok(NewPasskey {
            id,
            user: self.user,
            relying_party: self.ceremony.party.id().clone(),
            public_key: attested.public_key,
            sign_count: data.sign_count,
            backup_eligible: data.flags.is_backup_eligible(),
            backed_up: data.flags.is_backed_up(),
            user_verified: data.flags.is_user_verified(),
            discoverable: answer.client_extension_results.cred_props.and_then(|properties| properties.rk),
            transports: Transports::from_names(answer.response.transports.iter().map(String::as_str)),
        })
    }
}

fn handle(user: UserId) -> String {
    data_encoding::BASE64URL_NOPAD.encode(user.as_bytes())
}

/// §5.1.8, `PublicKeyCredentialCreationOptionsJSON`.
#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct CreationOptions<'a> {
    rp: Party<'a>,
    user: Account<'a>,
    challenge: String,
    pub_key_cred_params: [Parameter; 3],
    timeout: u64,
    exclude_credentials: Vec<Descriptor>,
    authenticator_selection: Selection,
    attestation: &'static str,
    extensions: Extensions,
}

#[derive(Serialize)]
struct Party<'a> {
    id: &'a str,
    name: &'a str,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Account<'a> {
    id: String,
    name: &'a str,
    display_name: &'a str,
}

#[derive(Serialize)]
struct Parameter {
    r#type: &'static str,
    alg: i64,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Selection {
    resident_key: &'static str,
    require_resident_key: bool,
    user_verification: &'static str,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Extensions {
    cred_props: bool,
}
