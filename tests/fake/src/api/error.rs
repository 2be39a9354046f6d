//! Errors in the API's shape: `{"code":"…","message":"…"}`, where the message is an array for a body with several errors.

use http::StatusCode;
use serde_json::Value;

/// An error response.
#[derive(Debug)]
pub(crate) struct ApiError {
    pub(crate) status: StatusCode,
    pub(crate) code: &'static str,
    pub(crate) message: Value,
}

impl ApiError {
    pub(crate) fn new(status: StatusCode, code: &'static str, message: impl Into<Value>) -> Self {
        Self { status, code, message: message.into() }
    }

    pub(crate) fn invalid(message: impl Into<Value>) -> Self {
        Self::new(StatusCode::BAD_REQUEST, "invalid_request", message)
    }

    pub(crate) fn unauthorized(message: &str) -> Self {
        Self::new(StatusCode::UNAUTHORIZED, "unauthorized_request", message)
    }

    pub(crate) fn insufficient_funds() -> Self {
        Self::new(StatusCode::PAYMENT_REQUIRED, "insufficient_funds", "Not enough funds to perform the action")
    }

    pub(crate) fn forbidden(message: impl Into<Value>) -> Self {
        Self::new(StatusCode::FORBIDDEN, "forbidden_action", message)
    }

    pub(crate) fn not_found(message: impl Into<Value>) -> Self {
        Self::new(StatusCode::NOT_FOUND, "not_found", message)
    }

    pub(crate) fn conflict(message: impl Into<Value>) -> Self {
        Self::new(StatusCode::CONFLICT, "conflict", message)
    }

    pub(crate) fn unavailable(message: impl Into<Value>) -> Self {
        Self::new(StatusCode::SERVICE_UNAVAILABLE, "service_unavailable", message)
    }

    pub(crate) fn too_large(limit: usize) -> Self {
        let message = format!("Request body must not be longer than {limit} bytes");
        Self::new(StatusCode::PAYLOAD_TOO_LARGE, "invalid_request", message)
    }

    /// The API's generic error for a status.
    pub(crate) fn of_status(status: StatusCode) -> Self {
        let (code, message) = match status.as_u16() {
            400 => ("invalid_request", "Invalid request"),
            401 => ("unauthorized_request", "Access token is missing or invalid"),
            402 => return Self::insufficient_funds(),
            403 => ("forbidden_action", "Can't perform the current action"),
            404 => ("not_found", "Resource not found"),
            409 => ("conflict", "Resource is in conflict with another one"),
            429 => ("rate_limit_exceeded", "Too many requests for the current project or endpoint window"),
            503 => ("service_unavailable", "Not enough resources at the moment, try again later"),
            code if code < 500 => ("invalid_request", "Invalid request"),
            _ => ("server_error", "Internal server error"),
        };
        Self::new(status, code, message)
    }

    /// The message as one line of text.
    pub(crate) fn text(&self) -> String {
        match &self.message {
            Value::String(text) => text.clone(),
            other => other.to_string(),
        }
    }
}
