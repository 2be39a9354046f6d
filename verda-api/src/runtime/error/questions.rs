//! Predicates that help to decide what to do next.

use http::StatusCode;

use super::{Error, ErrorKind};

impl Error {
    /// Whether the API itself reports that the resource does not exist, or a complete list does not have it. A proxy's 404 page
    /// does not count.
    ///
    /// This is evidence for one moment only: a new resource may not be found yet.
    pub fn is_not_found(&self) -> bool {
        self.0.is_absence
    }

    /// Whether the API refuses the request because of a conflict, such as a used name or a wrong state.
    pub fn is_conflict(&self) -> bool {
        self.0.kind == ErrorKind::Api
            && (self.status() == Some(StatusCode::CONFLICT)
                || self.code() == Some("conflict")
                || self.says(|text| text.contains("already exists")))
    }

    /// Whether the location has no capacity for the type. Another type or location may have some.
    pub fn is_capacity(&self) -> bool {
        let is_refusal =
            self.0.kind == ErrorKind::Api && self.0.operation.is_none_or(|operation| !operation.method.is_safe());
        is_refusal
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

    /// Whether the project's balance is insufficient.
    pub fn is_insufficient_funds(&self) -> bool {
        self.0.kind == ErrorKind::Api
            && (self.status() == Some(StatusCode::PAYMENT_REQUIRED) || self.code() == Some("insufficient_funds"))
    }

    /// Whether the token or the credentials were refused.
    pub fn is_unauthorized(&self) -> bool {
        match self.0.kind {
            ErrorKind::Auth => self.cause::<Self>().is_some_and(|sign_in| {
                let passes = |code: &str| matches!(code, "temporarily_unavailable" | "server_error");
                let is_refusal = match sign_in.status().map(|status| status.as_u16()) {
                    Some(401) => true,
                    Some(400 | 403) => sign_in.code().is_some_and(|code| !passes(code)),
                    _ => false,
                };
                sign_in.0.kind == ErrorKind::Api && is_refusal
            }),
            ErrorKind::Api => self.status() == Some(StatusCode::UNAUTHORIZED),
            _ => false,
        }
    }

    /// Whether a rate limit was exceeded.
    pub fn is_rate_limited(&self) -> bool {
        self.0.kind == ErrorKind::RateLimited
    }

    /// Whether the server may have carried out the request, or an earlier attempt. Always false for reads.
    pub fn may_have_happened(&self) -> bool {
        self.0.may_have_happened
    }

    fn says(&self, test: impl Fn(&str) -> bool) -> bool {
        self.messages().iter().any(|message| test(&message.to_ascii_lowercase()))
    }
}
