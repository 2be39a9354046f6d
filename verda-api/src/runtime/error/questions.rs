//! Questions about what to do next.

use http::StatusCode;

use super::{Error, ErrorKind};

impl Error {
    /// Whether the API itself says that the resource does not exist. A proxy's 404 page says nothing of it.
    ///
    /// It is evidence for one moment: a resource that was made a moment ago may not be found yet.
    pub fn is_not_found(&self) -> bool {
        self.0.response.as_ref().is_some_and(|received| received.is_absence)
    }

    /// Whether the API refuses because something is in the way: a name that is taken, or a state that does not fit.
    pub fn is_conflict(&self) -> bool {
        self.0.kind == ErrorKind::Api
            && (self.status() == Some(StatusCode::CONFLICT)
                || self.code() == Some("conflict")
                || self.says(|text| text.contains("already exists")))
    }

    /// Whether no machine of the type is free where it was asked for: another type or location may be.
    pub fn is_capacity(&self) -> bool {
        let is_answer =
            self.0.kind == ErrorKind::Api && self.0.operation.is_none_or(|operation| !operation.method.is_safe());
        is_answer
            && matches!(
                self.status(),
                Some(StatusCode::SERVICE_UNAVAILABLE | StatusCode::BAD_REQUEST | StatusCode::CONFLICT)
            )
            && self.says(|text| {
                ["not enough resources", "no capacity", "insufficient capacity", "out of capacity"]
                    .iter()
                    .any(|says| text.contains(says))
            })
    }

    /// Whether a quota of the project is used up.
    pub fn is_quota(&self) -> bool {
        let is_limit = |text: &str| text.contains("limit exceeded");
        self.0.kind == ErrorKind::Api
            && matches!(self.status(), Some(StatusCode::BAD_REQUEST | StatusCode::FORBIDDEN))
            && (self.says(is_limit)
                || self.code().is_some_and(|code| is_limit(&code.to_ascii_lowercase().replace('_', " "))))
    }

    /// Whether the project has not enough money.
    pub fn is_insufficient_funds(&self) -> bool {
        self.0.kind == ErrorKind::Api
            && (self.status() == Some(StatusCode::PAYMENT_REQUIRED) || self.code() == Some("insufficient_funds"))
    }

    /// Whether the token or the credentials were refused.
    pub fn is_unauthorized(&self) -> bool {
        match self.0.kind {
            ErrorKind::Auth => self.received().is_some(),
            ErrorKind::Api => self.status() == Some(StatusCode::UNAUTHORIZED),
            _ => false,
        }
    }

    /// Whether a rate limit was met.
    pub fn is_rate_limited(&self) -> bool {
        self.0.kind == ErrorKind::RateLimited
    }

    /// Whether the server may have carried the request out, or an earlier attempt of it. Always false for reads.
    pub fn may_have_happened(&self) -> bool {
        self.0.may_have_happened
    }

    fn says(&self, test: impl Fn(&str) -> bool) -> bool {
        self.messages().iter().any(|message| test(&message.to_ascii_lowercase()))
    }
}
