//! Errors of helpers, as the one error of the raw client.

pub use verda_api::{Error, ErrorKind};

use crate::build_error::BuildError;
use crate::wait::WaitError;

/// The request is not valid; nothing was sent.
pub(crate) fn invalid_request(method: &'static str, message: impl Into<String>) -> Error {
    Error::new(ErrorKind::InvalidRequest, message).of(method)
}

/// Something was done for some resources and not for others.
pub(crate) fn partly_failed(method: &'static str, message: String) -> Error {
    Error::new(ErrorKind::PartlyFailed, message).of(method).that_may_have_happened(true)
}

/// What a server said makes no sense.
pub(crate) fn unexpected(method: &'static str, message: impl Into<String>) -> Error {
    Error::new(ErrorKind::UnexpectedResponse, message).of(method)
}

impl From<WaitError> for Error {
    fn from(error: WaitError) -> Self {
        Self::new(ErrorKind::Wait, error.to_string()).caused_by(error)
    }
}

impl From<BuildError> for Error {
    fn from(error: BuildError) -> Self {
        Self::new(ErrorKind::Configuration, error.to_string()).caused_by(error)
    }
}

#[cfg(test)]
mod tests {
    use bytes::Bytes;
    use http::StatusCode;
    use proptest::prelude::*;
    use verda_api::{BoxFuture, Operation, Transport, TransportError};

    use super::*;

    /// Sends this to every request.
    struct Respond(u16, Vec<u8>);

    impl Transport for Respond {
        fn execute<'a>(
            &'a self,
            _: reqwest::Request,
            _: &'static Operation,
        ) -> BoxFuture<'a, Result<http::Response<Bytes>, TransportError>> {
            let mut response = http::Response::new(Bytes::from(self.1.clone()));
            *response.status_mut() = StatusCode::from_u16(self.0).unwrap_or_default();
            Box::pin(async { Ok(response) })
        }
    }

    fn error(status: u16, body: &[u8]) -> Option<Error> {
        let client = verda_api::Client::new(verda_api::BASE_URL, Respond(status, body.to_vec()));
        let script = verda_api::types::CreateScript::builder().name("a").script("b");
        let runtime = tokio::runtime::Builder::new_current_thread().build().unwrap();
        let error = runtime.block_on(client.create_script(script).send()).err()?;
        let _ = (error.is_not_found(), error.is_capacity(), error.is_quota(), error.is_insufficient_funds());
        assert_eq!(error.to_string().lines().count(), 1, "{error}");
        assert!(error.to_string().chars().count() < 4000, "{error}");
        assert_eq!(error.status().map(|status| status.as_u16()), Some(status));
        assert!(format!("{error:?}").starts_with(&error.to_string()));
        Some(error)
    }

    proptest! {
        #![proptest_config(crate::fuzz::config())]

        #[test]
        fn any_body_of_an_error_is_read_without_a_panic(status in 300..1000_u16, body: Vec<u8>) {
            prop_assert!(error(status, &body).is_some());
        }

        #[test]
        fn near_misses_are_read_without_a_panic(
            status in prop::sample::select(vec![400_u16, 401, 402, 429, 500, 503]),
            body in r#"\{?("(code|message|error)": ?("[ -~é]{0,8}|\[?"([a-z]|\\n){0,4}"\]?|null|7|\{\}),?){0,3}\}?"#
        ) {
            prop_assert!(error(status, body.as_bytes()).is_some());
        }

        #[test]
        fn a_random_success_of_a_create_is_never_an_id(status in 200..300_u16, body: Vec<u8>) {
            prop_assert!(error(status, &body).is_some_and(|error| error.kind() == ErrorKind::OutcomeUnknown));
        }
    }
}
