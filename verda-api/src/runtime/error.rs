//! Errors of a call: what went wrong, where, and what to do.

use std::fmt;

use bytes::Bytes;
use http::header::HeaderMap;
use http::{Extensions, StatusCode};
use serde::de::DeserializeOwned;
use serde_json::Value;

use super::operation::Operation;
use super::response::Response;
use super::transport::TransportError;

/// Why a call gave no value. Its `Display` is one line, without headers, bodies or secrets.
///
/// ```
/// use verda_api::Error;
///
/// /// Whether sending it again could do it twice.
/// fn may_have_happened(error: &Error) -> bool {
///     match error {
///         Error::InvalidRequest { .. } => false,
///         Error::Transport { operation, source } => !operation.idempotent && source.may_have_reached_server(),
///         // A server or a proxy gave up in the middle; with this code the API says that nothing is free.
///         Error::Api(answer) => {
///             let is_answer = answer.code() == Some("service_unavailable");
///             !answer.operation().idempotent && answer.status().is_server_error() && !is_answer
///         }
///         // It has.
///         Error::Decode(answer) => !answer.operation().idempotent,
///         _ => true,
///     }
/// }
/// # let _ = may_have_happened;
/// ```
#[derive(Debug)]
#[non_exhaustive]
pub enum Error {
    /// The request is not complete or not valid. Nothing was sent.
    InvalidRequest {
        /// The operation.
        operation: &'static str,
        /// What is wrong with it.
        message: String,
    },
    /// There is no response. Whether the server may have acted, [`TransportError::may_have_reached_server`] tells.
    Transport {
        /// The operation.
        operation: &'static Operation,
        /// Why.
        source: TransportError,
    },
    /// The API answered with an error.
    Api(Box<ApiError>),
    /// The API answered with a success that cannot be decoded. The server has acted.
    Decode(Box<DecodeError>),
}

impl Error {
    pub(crate) fn invalid_request(operation: &'static str, message: impl Into<String>) -> Self {
        Self::InvalidRequest { operation, message: message.into() }
    }

    /// The name of the operation that was called, such as `list_instances`.
    pub fn operation(&self) -> &'static str {
        match self {
            Self::InvalidRequest { operation, .. } => operation,
            Self::Transport { operation, .. } => operation.id,
            Self::Api(error) => error.operation.id,
            Self::Decode(error) => error.operation.id,
        }
    }

    /// The status of the response, where there was one: an error's, or the success of one that cannot be decoded.
    pub fn status(&self) -> Option<StatusCode> {
        match self {
            Self::InvalidRequest { .. } | Self::Transport { .. } => None,
            Self::Api(error) => Some(error.status),
            Self::Decode(error) => Some(error.status),
        }
    }
}

impl fmt::Display for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::InvalidRequest { operation, message } => write!(f, "{operation}: {message}; nothing was sent"),
            Self::Transport { operation, source } => {
                write!(f, "{}: {source}", operation.id)?;
                match (source.may_have_reached_server(), operation.idempotent) {
                    (false, _) => Ok(()),
                    (true, true) => f.write_str("; it is safe to call again"),
                    (true, false) => {
                        f.write_str("; the server may have acted: look before you call again, or it happens twice")
                    }
                }
            }
            Self::Api(error) => error.fmt(f),
            Self::Decode(error) => error.fmt(f),
        }
    }
}

impl std::error::Error for Error {
    fn source(&self) -> Option<&(dyn std::error::Error + 'static)> {
        match self {
            Self::Transport { source, .. } => Some(source),
            _ => None,
        }
    }
}

impl From<DecodeError> for Error {
    fn from(error: DecodeError) -> Self {
        Self::Decode(Box::new(error))
    }
}

impl From<ApiError> for Error {
    fn from(error: ApiError) -> Self {
        Self::Api(Box::new(error))
    }
}

/// How many characters of a text that is no JSON an error shows.
const EXCERPT: usize = 120;

/// An error that the API answered with, whatever the form of its body: the API's own, OAuth's, a framework's, a plain
/// text, a proxy's page of HTML, or nothing.
///
/// ```
/// # use verda_api::{BoxFuture, Bytes, Client, Operation, Transport, TransportError};
/// # struct Answer(u16, &'static str);
/// # impl Transport for Answer {
/// #     fn execute<'a>(&'a self, _: reqwest::Request, _: &'static Operation)
/// #         -> BoxFuture<'a, Result<http::Response<Bytes>, TransportError>> {
/// #         let answer = http::Response::builder().status(self.0).body(Bytes::from_static(self.1.as_bytes()));
/// #         Box::pin(async move { Ok(answer.unwrap()) })
/// #     }
/// # }
/// # fn block_on<F: Future>(future: F) -> F::Output {
/// #     let mut context = std::task::Context::from_waker(std::task::Waker::noop());
/// #     match std::pin::pin!(future).poll(&mut context) {
/// #         std::task::Poll::Ready(output) => output,
/// #         std::task::Poll::Pending => unreachable!("the answer is there at once"),
/// #     }
/// # }
/// # block_on(async {
/// # let body = r#"{"code":"invalid_request","message":["size must not be less than 50","name should not be empty"]}"#;
/// # let client = Client::new(verda_api::BASE_URL, Answer(400, body));
/// let order = verda_api::types::CreateVolume::builder().type_("NVMe").location_code("FIN-01").size(1_u64).name("");
/// match client.create_volume().body(order).send().await {
///     Err(verda_api::Error::Api(error)) => {
///         assert_eq!((error.status().as_u16(), error.code()), (400, Some("invalid_request")));
///         assert_eq!(error.messages(), ["size must not be less than 50", "name should not be empty"]);
///     }
///     _ => unreachable!(),
/// }
/// # });
/// ```
#[derive(Clone)]
pub struct ApiError {
    operation: &'static Operation,
    status: StatusCode,
    code: Option<String>,
    messages: Vec<String>,
    headers: HeaderMap,
    extensions: Extensions,
    body: Bytes,
}

impl ApiError {
    pub(crate) fn new(operation: &'static Operation, response: http::Response<Bytes>) -> Self {
        let (head, body) = response.into_parts();
        let (code, messages) = read(&body);
        let (status, headers, extensions) = (head.status, head.headers, head.extensions);
        Self { operation, status, code, messages, headers, extensions, body }
    }

    /// A success that says that the thing is not there.
    pub(crate) fn absent(
        operation: &'static Operation,
        headers: HeaderMap,
        extensions: Extensions,
        body: Bytes,
    ) -> Self {
        Self {
            operation,
            status: StatusCode::NOT_FOUND,
            code: Some("not_found".to_owned()),
            messages: vec!["the API answered with an empty list: there is no such thing".to_owned()],
            headers,
            extensions,
            body,
        }
    }

    /// The operation that was called.
    pub fn operation(&self) -> &'static Operation {
        self.operation
    }

    /// The status of the response.
    pub fn status(&self) -> StatusCode {
        self.status
    }

    /// The API's own code, such as `insufficient_funds`, where it gave one.
    pub fn code(&self) -> Option<&str> {
        self.code.as_deref()
    }

    /// The API's messages; several if several things are wrong, none if the body had none.
    pub fn messages(&self) -> &[String] {
        &self.messages
    }

    /// The headers of the response.
    pub fn headers(&self) -> &HeaderMap {
        &self.headers
    }

    /// What the layers of the transport attached to the response.
    pub fn extensions(&self) -> &Extensions {
        &self.extensions
    }

    /// The body as it came. It may hold what should not be shown.
    pub fn body(&self) -> &Bytes {
        &self.body
    }
}

impl fmt::Display for ApiError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}: the API answered {}", self.operation.id, self.status)?;
        if let Some(code) = &self.code {
            write!(f, " ({})", one_line(code))?;
        }
        for (index, message) in self.messages.iter().enumerate() {
            write!(f, "{}{}", if index == 0 { ": " } else { "; " }, one_line(message))?;
        }
        Ok(())
    }
}

impl fmt::Debug for ApiError {
    /// Without headers and body.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("ApiError")
            .field("operation", &self.operation.id)
            .field("status", &self.status)
            .field("code", &self.code)
            .field("messages", &self.messages)
            .finish_non_exhaustive()
    }
}

impl std::error::Error for ApiError {}

/// Code and messages of an error's body: the API's own form, OAuth's, a framework's, or plain text.
fn read(body: &[u8]) -> (Option<String>, Vec<String>) {
    let Ok(Value::Object(object)) = serde_json::from_slice::<Value>(body) else {
        return (None, plain_text(body).into_iter().collect());
    };
    let text = |key: &str| object.get(key).and_then(Value::as_str).filter(|text| !text.is_empty()).map(str::to_owned);
    let is_code = |text: &String| !text.contains(char::is_whitespace);
    let code = text("code").or_else(|| text("error").filter(is_code));
    let messages = ["message", "error_description", "error"].iter().find_map(|key| match object.get(*key)? {
        Value::String(message) if !message.is_empty() && Some(message) != code.as_ref() => Some(vec![message.clone()]),
        Value::Array(messages) => {
            let messages: Vec<String> = messages.iter().map(one_message).collect();
            (!messages.is_empty()).then_some(messages)
        }
        nested @ Value::Object(_) => Some(vec![one_message(nested)]),
        _ => None,
    });
    (code, messages.unwrap_or_default())
}

fn one_message(value: &Value) -> String {
    let nested = value.get("message").and_then(Value::as_str);
    nested.or(value.as_str()).map_or_else(|| value.to_string(), str::to_owned)
}

/// A short text that somebody wrote; not the page of a proxy.
fn plain_text(body: &[u8]) -> Option<String> {
    let text = std::str::from_utf8(body).ok()?.trim().trim_matches('"');
    if text.is_empty() || text.starts_with(['<', '[', '{']) {
        return None;
    }
    Some(one_line(text).chars().take(EXCERPT).collect())
}

/// Without line breaks and other control characters: an error is one line.
fn one_line(text: &str) -> String {
    let breaks = |c: char| c.is_control() || matches!(c, '\u{2028}' | '\u{2029}');
    text.chars().map(|c| if breaks(c) { ' ' } else { c }).collect()
}

/// A success whose body is not what the document says, even with what the client lets pass. The request was carried
/// out: what it made is there, and the [body](Self::body) may tell its id.
///
/// ```
/// # use verda_api::{BoxFuture, Bytes, Client, Operation, Transport, TransportError};
/// # struct Answer(&'static str);
/// # impl Transport for Answer {
/// #     fn execute<'a>(&'a self, _: reqwest::Request, _: &'static Operation)
/// #         -> BoxFuture<'a, Result<http::Response<Bytes>, TransportError>> {
/// #         Box::pin(async move { Ok(http::Response::new(Bytes::from_static(self.0.as_bytes()))) })
/// #     }
/// # }
/// # fn block_on<F: Future>(future: F) -> F::Output {
/// #     let mut context = std::task::Context::from_waker(std::task::Waker::noop());
/// #     match std::pin::pin!(future).poll(&mut context) {
/// #         std::task::Poll::Ready(output) => output,
/// #         std::task::Poll::Pending => unreachable!("the answer is there at once"),
/// #     }
/// # }
/// # block_on(async {
/// # let body = r#"[{"id":"a","status":"running","gpu":{"number_of_gpus":"many"}}]"#;
/// # let client = Client::new(verda_api::BASE_URL, Answer(body));
/// match client.list_instances().send().await {
///     Err(verda_api::Error::Decode(error)) => {
///         assert_eq!(error.path(), "[0].gpu.number_of_gpus");
///         // What was found there may be a secret: the message tells only what was expected.
///         assert!(!error.message().contains("many"));
///     }
///     _ => unreachable!(),
/// }
/// # });
/// ```
pub struct DecodeError {
    operation: &'static Operation,
    status: StatusCode,
    headers: HeaderMap,
    extensions: Extensions,
    path: String,
    message: String,
    body: Bytes,
}

impl DecodeError {
    pub(crate) fn new<T: DeserializeOwned>(response: Response, error: &serde_json::Error) -> Self {
        let mut decoder = serde_json::Deserializer::from_slice(&response.body);
        let (path, message) = match serde_path_to_error::deserialize::<_, T>(&mut decoder) {
            Ok(_) => (".".to_owned(), error.to_string()),
            Err(error) => (error.path().to_string(), error.inner().to_string()),
        };
        let message = if response.body.is_empty() { "the body is empty".to_owned() } else { without_values(&message) };
        Self {
            operation: response.operation,
            status: response.status,
            headers: response.headers,
            extensions: response.extensions,
            path,
            message,
            body: response.body,
        }
    }

    /// The operation that was called.
    pub fn operation(&self) -> &'static Operation {
        self.operation
    }

    /// The status of the response: a success.
    pub fn status(&self) -> StatusCode {
        self.status
    }

    /// The headers of the response.
    pub fn headers(&self) -> &HeaderMap {
        &self.headers
    }

    /// What the layers of the transport attached to the response.
    pub fn extensions(&self) -> &Extensions {
        &self.extensions
    }

    /// The place in the body that could not be decoded, such as `[3].gpu.number_of_gpus`; `.` is the whole body.
    pub fn path(&self) -> &str {
        &self.path
    }

    /// What was expected there, without the values that were found.
    pub fn message(&self) -> &str {
        &self.message
    }

    /// The body, normalised. It may hold what should not be shown, such as a token.
    pub fn body(&self) -> &Bytes {
        &self.body
    }
}

impl fmt::Display for DecodeError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(
            f,
            "{}: the API answered {}, but its body cannot be decoded at `{}`: {}; the request was carried out: report this as a bug, with the body",
            self.operation.id, self.status, self.path, self.message
        )
    }
}

impl fmt::Debug for DecodeError {
    /// Without headers and body.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("DecodeError")
            .field("operation", &self.operation.id)
            .field("status", &self.status)
            .field("path", &self.path)
            .field("message", &self.message)
            .finish_non_exhaustive()
    }
}

impl std::error::Error for DecodeError {}

/// A message of the decoder without the strings that it quotes: one of them may be a secret.
fn without_values(message: &str) -> String {
    let mut out = String::new();
    let mut quoted = false;
    let mut escaped = false;
    for c in message.chars() {
        match (quoted, c) {
            (false, '"') => {
                quoted = true;
                out.push_str("\"…\"");
            }
            (true, '"') if !escaped => quoted = false,
            (true, _) => {}
            (false, c) => out.push(c),
        }
        escaped = quoted && c == '\\' && !escaped;
    }
    out
}
