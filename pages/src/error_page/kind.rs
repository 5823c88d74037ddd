//! What can go wrong outside a form.

/// What an error page says. Which status goes with it is for the gateway to know.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ErrorKind {
    /// The person may not open this (403).
    Forbidden,
    /// No page of ours has this address (404).
    NotFound,
    /// The visitor sends requests faster than we answer them (429).
    TooManyRequests,
    /// The application does not answer, or not in HTTP (502).
    UpstreamNotResponding,
    /// The application is taken out of service (503).
    Unavailable,
    /// The application took too long (504).
    UpstreamTimeout,
    /// The request is none that we forward (400).
    BadRequest,
    /// No portal has this host (404 or 421).
    NoSuchPortal,
    /// Our page does not take this method (405).
    MethodNotAllowed,
    /// More header bytes than we read (431).
    HeadersTooLarge,
    /// More body bytes than we read (413).
    PayloadTooLarge,
    /// The request did not arrive in time (408).
    RequestTimeout,
    /// We cannot look up the visitor's session (503).
    SignInUnavailable,
    /// A form other than the sign-in's came without its token, or from elsewhere (403).
    FormRefused,
    /// Something of ours failed (500).
    Internal,
}

impl ErrorKind {
    /// Every kind.
    pub const ALL: [Self; 15] = [
        Self::Forbidden,
        Self::NotFound,
        Self::TooManyRequests,
        Self::UpstreamNotResponding,
        Self::Unavailable,
        Self::UpstreamTimeout,
        Self::BadRequest,
        Self::NoSuchPortal,
        Self::MethodNotAllowed,
        Self::HeadersTooLarge,
        Self::PayloadTooLarge,
        Self::RequestTimeout,
        Self::SignInUnavailable,
        Self::FormRefused,
        Self::Internal,
    ];

    pub(super) const fn heading(self) -> &'static str {
        self.keys().0
    }

    pub(super) const fn text(self) -> &'static str {
        self.keys().1
    }

    const fn keys(self) -> (&'static str, &'static str) {
        match self {
            Self::Forbidden => ("forbidden", "forbidden-text"),
            Self::NotFound => ("not-found", "not-found-text"),
            Self::TooManyRequests => ("too-many-requests", "too-many-requests-text"),
            Self::UpstreamNotResponding => ("not-responding", "not-responding-text"),
            Self::Unavailable => ("back-soon", "back-soon-text"),
            Self::UpstreamTimeout => ("upstream-timeout", "upstream-timeout-text"),
            Self::BadRequest => ("bad-request", "bad-request-text"),
            Self::NoSuchPortal => ("no-such-portal", "no-such-portal-text"),
            Self::MethodNotAllowed => ("method-not-allowed", "method-not-allowed-text"),
            Self::HeadersTooLarge => ("headers-too-large", "headers-too-large-text"),
            Self::PayloadTooLarge => ("payload-too-large", "payload-too-large-text"),
            Self::RequestTimeout => ("request-timeout", "request-timeout-text"),
            Self::SignInUnavailable => ("sign-in-unavailable", "sign-in-unavailable-text"),
            Self::FormRefused => ("form-refused", "form-refused-text"),
            Self::Internal => ("internal", "internal-text"),
        }
    }
}
