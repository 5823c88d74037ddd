//! What was just done, said once on the next page: it travels in a cookie of our own, since a page that is asked for by an address could be
//! made to say anything.

use std::time::Duration;

use data_encoding::BASE64URL_NOPAD;
use gatehouse_pages::{Notice, SignInNotice};
use http::{HeaderMap, HeaderValue};
use serde::{Deserialize, Serialize};

use crate::gate::cookies::CookieJar;

/// What was done.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(super) enum Done {
    /// The person changed their own account.
    AccountUpdated,
    /// A new address waits to be confirmed.
    ConfirmationSent(String),
    /// The person changed their own password.
    PasswordChanged,
    /// One of the person's sessions was ended, on this device.
    SignedOutOf(String),
    /// All others were.
    SignedOutElsewhere,
    /// A link is on its way to somebody.
    LinkSent(String),
    /// Somebody was changed.
    UserSaved(String),
    /// Somebody's roles were.
    RolesSaved(String),
    /// Somebody was added.
    UserAdded(String),
    /// Somebody may sign in again.
    Unlocked(String),
    /// Somebody's sessions ended.
    SessionsEnded(String),
    /// A request was approved; its link works for so many seconds.
    RequestApproved(String, u64),
    /// A request was declined.
    RequestDeclined(String),
    /// An approval was taken back.
    RequestTakenBack(String),
    /// The customer's settings were saved.
    SettingsSaved,
    /// An account was opened.
    AccountOpened,
    /// An account was changed.
    AccountSaved,
    /// A first administrator was sent a link.
    FirstAdministratorLinkSent(String),
    /// A new password was chosen through a link: sign in with it.
    PasswordChosen,
    /// What was owed at a sign-in was not given in time: sign in again.
    SignInTookTooLong,
    /// Too many codes were wrong: sign in again.
    TooManyCodes,
    /// The person turned their second factor on.
    MfaTurnedOn,
    /// The person turned it off.
    MfaTurnedOff,
    /// The person dropped what they had registered.
    MfaReset,
    /// Somebody's was dropped.
    MfaResetOf(String),
    /// Other people are asked for a second factor than before.
    MfaPolicySaved,
    /// There are new recovery codes.
    RecoveryCodesMade,
    /// There is one more passkey.
    PasskeyAdded(String),
    /// A passkey is called otherwise.
    PasskeyRenamed(String),
    /// A passkey is gone.
    PasskeyRemoved(String),
    /// A passkey is still there: it is the last factor that is asked for.
    PasskeyKept(String),
}

/// A name as notices say it: a browser drops a cookie of more than 4096 bytes (ASVS 3.3.5).
pub(super) fn short(name: &str) -> String {
    name.chars().take(100).collect()
}

impl Done {
    /// A cookie that says so on the next page.
    pub(super) fn cookie(&self, cookies: &CookieJar) -> HeaderValue {
        let json = serde_json::to_vec(self).unwrap_or_default();
        cookies.set(cookies.notice(), &BASE64URL_NOPAD.encode(&json), Some(60))
    }

    /// What the last page did, if it said so.
    pub(super) fn read(headers: &HeaderMap, cookies: &CookieJar) -> Option<Self> {
        let value = CookieJar::read(headers, cookies.notice())?;
        serde_json::from_slice(&BASE64URL_NOPAD.decode(value.as_bytes()).ok()?).ok()
    }

    /// As pages of people who are signed in say it.
    pub(super) fn notice(self) -> Option<Notice> {
        Some(match self {
            Self::AccountUpdated => Notice::AccountUpdated,
            Self::ConfirmationSent(email) => Notice::ConfirmationSent { email },
            Self::PasswordChanged => Notice::PasswordChanged,
            Self::SignedOutOf(device) => Notice::SignedOutOf { device },
            Self::SignedOutElsewhere => Notice::SignedOutElsewhere,
            Self::LinkSent(name) => Notice::LinkSent { name },
            Self::UserSaved(name) => Notice::UserSaved { name },
            Self::RolesSaved(name) => Notice::RolesSaved { name },
            Self::UserAdded(name) => Notice::UserAdded { name },
            Self::Unlocked(name) => Notice::Unlocked { name },
            Self::SessionsEnded(name) => Notice::SessionsEnded { name },
            Self::RequestApproved(name, seconds) => Notice::RequestApproved { name, expires_in: Duration::from_secs(seconds) },
            Self::RequestDeclined(name) => Notice::RequestDeclined { name },
            Self::RequestTakenBack(name) => Notice::RequestTakenBack { name },
            Self::SettingsSaved => Notice::SettingsSaved,
            Self::AccountOpened => Notice::AccountOpened,
            Self::AccountSaved => Notice::AccountSaved,
            Self::FirstAdministratorLinkSent(name) => Notice::FirstAdminLinkSent { name },
            Self::MfaTurnedOn => Notice::MfaTurnedOn,
            Self::MfaTurnedOff => Notice::MfaTurnedOff,
            Self::MfaReset => Notice::MfaReset,
            Self::MfaResetOf(name) => Notice::MfaResetOf { name },
            Self::MfaPolicySaved => Notice::MfaPolicySaved,
            Self::RecoveryCodesMade => Notice::RecoveryCodesMade,
            Self::PasskeyAdded(name) => Notice::PasskeyAdded { name },
            Self::PasskeyRenamed(name) => Notice::PasskeyRenamed { name },
            Self::PasskeyRemoved(name) => Notice::PasskeyRemoved { name },
            Self::PasskeyKept(name) => Notice::PasskeyKept { name },
            Self::PasswordChosen | Self::SignInTookTooLong | Self::TooManyCodes => return None,
        })
    }

    /// As the sign-in page says it.
    pub(super) fn sign_in_notice(self) -> Option<SignInNotice> {
        Some(match self {
            Self::PasswordChosen => SignInNotice::PasswordChanged,
            Self::SignInTookTooLong => SignInNotice::TookTooLong,
            Self::TooManyCodes => SignInNotice::TooManyCodes,
            _ => return None,
        })
    }
}

#[cfg(test)]
mod tests {
    use http::header;
    use proptest::prelude::*;

    use super::*;

    fn cookies() -> CookieJar {
        CookieJar::new(true)
    }

    fn brings(value: &[u8]) -> HeaderMap {
        let mut line = cookies().notice().as_bytes().to_vec();
        line.push(b'=');
        line.extend_from_slice(value);
        HeaderValue::from_bytes(&line).map(|line| HeaderMap::from_iter([(header::COOKIE, line)])).unwrap_or_default()
    }

    /// As a browser brings back what it was told to keep.
    fn comes_back(done: &Done) -> Option<Done> {
        let set = done.cookie(&cookies());
        let pair = set.to_str().ok()?.split(';').next()?.to_owned();
        Done::read(&HeaderMap::from_iter([(header::COOKIE, HeaderValue::try_from(pair).ok()?)]), &cookies())
    }

    proptest! {
        #[test]
        fn whatever_a_visitor_sends_is_a_notice_or_nothing(value in prop::collection::vec(any::<u8>(), 0..120)) {
            let _ = Done::read(&brings(&value), &cookies()).and_then(Done::notice);
            // The same where it is encoded as ours is.
            let encoded = BASE64URL_NOPAD.encode(&value);
            let _ = Done::read(&brings(encoded.as_bytes()), &cookies()).and_then(Done::notice);
        }

        #[test]
        fn what_was_done_comes_back_as_it_was_said(name in "(?s).{0,120}", seconds: u64) {
            let name = short(&name);
            for done in [Done::LinkSent(name.clone()), Done::RequestApproved(name.clone(), seconds), Done::PasswordChosen] {
                prop_assert_eq!(comes_back(&done), Some(done.clone()));
                prop_assert!(done.cookie(&cookies()).len() < 4096);
            }
        }
    }
}
