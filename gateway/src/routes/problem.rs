//! What can be wrong with a request: the one table from trouble to status and page.

use gatehouse_pages::ErrorKind;
use http::StatusCode;

use crate::gate::decide::Refusal;

/// Why a request is not forwarded.
#[derive(Debug)]
pub enum Problem {
    /// None: one of our pages answered it, with this status.
    Answered(StatusCode),
    /// Its sender has to sign in first.
    SignIn {
        /// And is then brought here.
        to: WayBack,
    },
    /// Its sender has to give a second factor first.
    SecondFactor {
        /// And is then brought here.
        to: WayBack,
    },
    /// The gate refuses it.
    Refused {
        /// For this reason.
        refusal: Refusal,
        /// To this person.
        username: Option<String>,
    },
    /// Its meaning is not certain.
    Malformed(Malformed),
    /// No portal has this host.
    NoPortal,
    /// It carries an access token that is none.
    BadToken,
    /// Who sent it cannot be known now.
    Unavailable,
    /// The upstream did not answer, or not in time, or something of ours broke.
    Failed(StatusCode),
}

/// What is wrong with a request.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Malformed {
    /// Its head.
    Head,
    /// Its host.
    Host,
    /// Its target.
    Target,
    /// Its method.
    Method,
    /// Its expectation.
    Expectation,
    /// Its length.
    TooLong,
}

/// Where a person goes on after signing in.
#[derive(Debug)]
pub struct WayBack {
    /// The path and query.
    pub to: String,
    /// Whether what they had just sent is lost.
    pub lost_post: bool,
}

impl Problem {
    /// What an error of pingora's becomes.
    pub fn from_status(status: StatusCode) -> Self {
        match status {
            StatusCode::BAD_REQUEST => Self::Malformed(Malformed::Head),
            status => Self::Failed(status),
        }
    }

    /// Its name in metrics.
    pub fn label(&self) -> &'static str {
        match self {
            Self::Answered(_) => "serve",
            Self::SignIn { .. } => "sign-in",
            Self::SecondFactor { .. } => "second-factor",
            Self::Refused { refusal: Refusal::NoSecondFactor, .. } => "no-second-factor",
            Self::Refused { refusal: Refusal::NotSignedIn, .. } => "not-signed-in",
            Self::Refused { refusal: Refusal::Forbidden, .. } => "forbidden",
            Self::Refused { refusal: Refusal::ForeignOrigin, .. } => "foreign-origin",
            Self::Malformed(_) => "malformed",
            Self::NoPortal => "no-portal",
            Self::BadToken => "bad-token",
            Self::Unavailable => "unavailable",
            Self::Failed(_) => "failed",
        }
    }

    /// The status of its answer.
    pub(super) fn status(&self) -> StatusCode {
        match self {
            Self::Answered(status) | Self::Failed(status) => *status,
            Self::SignIn { .. } | Self::SecondFactor { .. } => StatusCode::SEE_OTHER,
            Self::Refused { refusal: Refusal::NotSignedIn, .. } | Self::BadToken => StatusCode::UNAUTHORIZED,
            Self::Refused { refusal: Refusal::Forbidden | Refusal::ForeignOrigin | Refusal::NoSecondFactor, .. } => {
                StatusCode::FORBIDDEN
            }
            Self::Malformed(Malformed::Head | Malformed::Host | Malformed::Target) => StatusCode::BAD_REQUEST,
            Self::Malformed(Malformed::Method) => StatusCode::METHOD_NOT_ALLOWED,
            Self::Malformed(Malformed::Expectation) => StatusCode::EXPECTATION_FAILED,
            Self::Malformed(Malformed::TooLong) => StatusCode::REQUEST_HEADER_FIELDS_TOO_LARGE,
            Self::NoPortal => StatusCode::MISDIRECTED_REQUEST,
            Self::Unavailable => StatusCode::SERVICE_UNAVAILABLE,
        }
    }

    /// Whether the same request may succeed later. Only then is its target offered again: that of a refused one is whatever somebody
    /// made up.
    pub(super) fn may_pass(&self) -> bool {
        matches!(self, Self::Failed(_) | Self::Unavailable)
    }

    /// The page of its answer.
    pub(super) fn kind(&self) -> ErrorKind {
        match self {
            Self::Refused { .. } | Self::BadToken | Self::SignIn { .. } | Self::SecondFactor { .. } | Self::Answered(_) => {
                ErrorKind::Forbidden
            }
            Self::Malformed(Malformed::Method) => ErrorKind::MethodNotAllowed,
            Self::Malformed(Malformed::TooLong) => ErrorKind::HeadersTooLarge,
            Self::Malformed(_) => ErrorKind::BadRequest,
            Self::NoPortal => ErrorKind::NoSuchPortal,
            Self::Unavailable => ErrorKind::SignInUnavailable,
            Self::Failed(StatusCode::BAD_GATEWAY) => ErrorKind::UpstreamNotResponding,
            Self::Failed(StatusCode::GATEWAY_TIMEOUT) => ErrorKind::UpstreamTimeout,
            Self::Failed(StatusCode::SERVICE_UNAVAILABLE) => ErrorKind::Unavailable,
            Self::Failed(StatusCode::REQUEST_TIMEOUT) => ErrorKind::RequestTimeout,
            Self::Failed(StatusCode::PAYLOAD_TOO_LARGE) => ErrorKind::PayloadTooLarge,
            Self::Failed(_) => ErrorKind::Internal,
        }
    }
}
