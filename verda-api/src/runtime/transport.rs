//! The transport below the generated code: sends a request and returns a complete response.

mod once;
mod redirects;

use std::error::Error as StdError;
use std::fmt;
use std::pin::Pin;
use std::sync::Arc;

use bytes::{Bytes, BytesMut};
use reqwest::{Request, Url};

use super::error::{CallReport, ErrorKind};
use super::operation::Operation;

/// A boxed future, which a trait's method can return.
pub type BoxFuture<'a, T> = Pin<Box<dyn Future<Output = T> + Send + 'a>>;

/// Sends requests. A transport that adds a token or a retry wraps another transport.
///
/// A response is complete: its body was read. So a connection that breaks within a body is a failure of the transport, where it
/// can be handled, and never a decoding error.
///
/// ```
/// use verda_api::{BoxFuture, Bytes, Operation, Transport, TransportError};
///
/// /// Responds to every request with an empty list.
/// struct EmptyLists;
///
/// impl Transport for EmptyLists {
///     fn execute<'a>(
///         &'a self,
///         _request: reqwest::Request,
///         _operation: &'static Operation,
///     ) -> BoxFuture<'a, Result<http::Response<Bytes>, TransportError>> {
///         Box::pin(async { Ok(http::Response::new(Bytes::from_static(b"[]"))) })
///     }
/// }
///
/// # fn block_on<F: Future>(future: F) -> F::Output {
/// #     let mut context = std::task::Context::from_waker(std::task::Waker::noop());
/// #     match std::pin::pin!(future).poll(&mut context) {
/// #         std::task::Poll::Ready(output) => output,
/// #         std::task::Poll::Pending => unreachable!("the response is there at once"),
/// #     }
/// # }
/// # block_on(async {
/// let client = verda_api::Client::new(verda_api::BASE_URL, EmptyLists);
/// assert!(client.list_instances().send().await?.is_empty());
/// # Ok::<(), verda_api::Error>(())
/// # })?;
/// # Ok::<(), verda_api::Error>(())
/// ```
pub trait Transport: Send + Sync + 'static {
    /// Sends a request of an operation, and reads the complete response with any status.
    ///
    /// The request is sent once. A transport that retries checks [`Operation::idempotent`] and
    /// [`TransportError::may_have_reached_server`] first. A transport that adds credentials checks the origin of the URL first:
    /// an operation with an [`Operation::server`] may go to another origin.
    ///
    /// # Errors
    ///
    /// Without a complete response; the [`TransportErrorKind`] tells whether the server may have acted. A status of 400 or more
    /// is no error here.
    fn execute<'a>(
        &'a self,
        request: Request,
        operation: &'static Operation,
    ) -> BoxFuture<'a, Result<http::Response<Bytes>, TransportError>>;
}

impl<T: Transport + ?Sized> Transport for Arc<T> {
    fn execute<'a>(
        &'a self,
        request: Request,
        operation: &'static Operation,
    ) -> BoxFuture<'a, Result<http::Response<Bytes>, TransportError>> {
        (**self).execute(request, operation)
    }
}

/// A transport over HTTP: a [`reqwest::Client`] with the guards below, without retries and credentials. It needs a tokio
/// runtime with timers.
///
/// - A client that follows redirects is refused, and nothing is sent: it sends orders twice, and headers to other hosts. Build it
///   with `redirect(Policy::none())`.
/// - A body of a request whose method is not safe (POST, PUT, PATCH, DELETE) is sent once. Where no connection has taken the body
///   when the attempt ends, the error is of the kind [`Connect`](TransportErrorKind::Connect). The attempt ends after 12 s without
///   a connection that takes the body, or shortly before the request's [`timeout`](Request::timeout).
/// - A body is read up to a limit, 64 MiB after decompression unless [`body_limit`](Self::body_limit) says otherwise; of the
///   body of an error only the first 64 KiB are kept.
/// - A URL with a fragment is refused: it has no meaning for a server.
///
/// ```no_run
/// # fn run() -> Result<(), Box<dyn std::error::Error>> {
/// use std::time::Duration;
///
/// use verda_api::{BASE_URL, Client, HttpTransport};
///
/// let http = reqwest::Client::builder()
///     .redirect(reqwest::redirect::Policy::none())
///     .retry(reqwest::retry::never())
///     .connect_timeout(Duration::from_secs(10))
///     .timeout(Duration::from_secs(60))
///     .build()?;
/// let client = Client::new(BASE_URL, HttpTransport::new(http));
/// # let _ = client;
/// # Ok(())
/// # }
/// ```
#[derive(Clone)]
pub struct HttpTransport {
    client: reqwest::Client,
    body_limit: usize,
    follows_redirects: bool,
}

/// The default maximum number of bytes of a body.
const BODY_LIMIT: usize = 64 * 1024 * 1024;
/// The maximum number of bytes of an error's body: the message is at its beginning.
const ERROR_BODY_LIMIT: usize = 64 * 1024;

impl HttpTransport {
    /// Sends through a client that follows no redirects. Its own retries should be off: no layer above knows of them or counts
    /// them.
    pub fn new(client: reqwest::Client) -> Self {
        let follows_redirects = redirects::are_followed(&client);
        Self { client, body_limit: BODY_LIMIT, follows_redirects }
    }

    /// Whether the client follows redirects. Such a client sends nothing.
    pub fn follows_redirects(&self) -> bool {
        self.follows_redirects
    }

    /// Sets the maximum number of bytes of a response's body, after decompression. Default: 64 MiB.
    #[must_use]
    pub fn body_limit(mut self, bytes: usize) -> Self {
        self.body_limit = bytes;
        self
    }
}

/// Without the client, whose default headers may hold secrets.
impl fmt::Debug for HttpTransport {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("HttpTransport").field("body_limit", &self.body_limit).finish_non_exhaustive()
    }
}

impl Transport for HttpTransport {
    fn execute<'a>(
        &'a self,
        mut request: Request,
        _operation: &'static Operation,
    ) -> BoxFuture<'a, Result<http::Response<Bytes>, TransportError>> {
        if self.follows_redirects {
            let refused = TransportError::new(TransportErrorKind::NotSent, redirects::REFUSED);
            return Box::pin(async { Err(refused.because(ErrorKind::Configuration)) });
        }
        if request.url().fragment().is_some() {
            let refused = TransportError::new(TransportErrorKind::NotSent, "the URL has a fragment");
            return Box::pin(async { Err(refused) });
        }
        let watch = once::seal(&mut request);
        let response = self.client.execute(request);
        Box::pin(async move {
            let mut response = match watch {
                // Boxed, so that the futures of other requests reserve no space for a timer.
                Some(watch) => Box::pin(watch.follow(response)).await?,
                None => response.await.map_err(TransportError::from_reqwest)?,
            };
            let mut head = http::Response::new(());
            *head.status_mut() = response.status();
            *head.version_mut() = response.version();
            std::mem::swap(head.headers_mut(), response.headers_mut());
            // Data about the connection, such as its addresses.
            std::mem::swap(head.extensions_mut(), response.extensions_mut());
            let body = if head.status().is_client_error() || head.status().is_server_error() {
                read_prefix(&mut response).await?
            } else {
                read_whole(&mut response, self.body_limit).await?
            };
            Ok(head.map(|()| body))
        })
    }
}

/// The most memory that is reserved because a server says how much it will send, before it has sent a part of it.
const LARGEST_RESERVE: usize = 1024 * 1024;

/// Reads a complete body. A body in one chunk, the usual case, is not copied.
async fn read_whole(response: &mut reqwest::Response, limit: usize) -> Result<Bytes, TransportError> {
    let within = |length: usize| if length > limit { Err(too_large(limit)) } else { Ok(()) };
    let announced = usize::try_from(response.content_length().unwrap_or_default()).unwrap_or(usize::MAX);
    within(announced)?;
    let Some(first) = read_chunk(response).await? else { return Ok(Bytes::new()) };
    within(first.len())?;
    let Some(second) = read_chunk(response).await? else { return Ok(first) };
    let mut body = Vec::with_capacity((first.len() + second.len()).max(announced.min(LARGEST_RESERVE)));
    body.extend_from_slice(&first);
    body.extend_from_slice(&second);
    within(body.len())?;
    while let Some(piece) = read_chunk(response).await? {
        within(body.len() + piece.len())?;
        if body.len() + piece.len() > body.capacity() {
            // What has come vouches for three times as much; the last step is exact.
            let more = match announced.saturating_sub(body.len()) {
                0 => body.len(),
                rest => rest.min(3 * body.len()),
            };
            body.reserve_exact(more.max(piece.len()));
        }
        body.extend_from_slice(&piece);
    }
    Ok(body.into())
}

/// Reads the beginning of an error's body, and not the rest.
async fn read_prefix(response: &mut reqwest::Response) -> Result<Bytes, TransportError> {
    let mut body = BytesMut::new();
    while let Some(piece) = read_chunk(response).await? {
        let remaining = ERROR_BODY_LIMIT - body.len();
        body.extend_from_slice(piece.get(..remaining).unwrap_or(&piece));
        if body.len() == ERROR_BODY_LIMIT {
            break;
        }
    }
    Ok(body.freeze())
}

async fn read_chunk(response: &mut reqwest::Response) -> Result<Option<Bytes>, TransportError> {
    response.chunk().await.map_err(TransportError::from_taken)
}

fn too_large(limit: usize) -> TransportError {
    let message = format!("more than {limit} bytes, the limit of this client; raise the limit with `body_limit`");
    TransportError::new(TransportErrorKind::BodyTooLarge, message)
}

/// The kind of a transport failure: tells whether the server may have acted. [`TransportError`] has an example.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum TransportErrorKind {
    /// No connection was made, or none accepted the request. The server has not seen the request.
    Connect,
    /// A layer of the client refused to send the request. The server has not seen the request.
    NotSent,
    /// No complete response arrived in time. The server may have acted.
    Timeout,
    /// The connection broke before the response was complete. The server may have acted.
    Interrupted,
    /// The body of the response exceeds the transport's limit. The server has responded, and may have acted.
    BodyTooLarge,
}

/// The failure of a request without a complete response.
///
/// ```
/// use verda_api::{TransportError, TransportErrorKind};
///
/// let error = TransportError::new(TransportErrorKind::NotSent, "the circuit breaker is open");
/// assert_eq!(error.to_string(), "the request was not sent: the circuit breaker is open");
/// assert!(!error.may_have_reached_server());
/// let late = TransportError::new(TransportErrorKind::Timeout, "5 s were not enough");
/// assert!(late.may_have_reached_server());
/// ```
#[derive(Debug)]
pub struct TransportError {
    kind: TransportErrorKind,
    /// The kind of the call's error, if a layer has set it.
    pub(crate) reason: Option<ErrorKind>,
    pub(crate) report: Option<CallReport>,
    source: Box<dyn StdError + Send + Sync>,
}

impl TransportError {
    /// Creates a failure with its cause, an error or a text. The message shows the cause, which must not contain secrets.
    pub fn new(kind: TransportErrorKind, source: impl Into<Box<dyn StdError + Send + Sync>>) -> Self {
        Self { kind, reason: None, report: None, source: source.into() }
    }

    fn from_reqwest(error: reqwest::Error) -> Self {
        let kind = if error.is_connect() {
            TransportErrorKind::Connect
        } else if error.is_timeout() {
            TransportErrorKind::Timeout
        } else if error.is_builder() {
            TransportErrorKind::NotSent
        } else {
            TransportErrorKind::Interrupted
        };
        Self::new(kind, error.without_url())
    }

    /// The failure of a request that a connection has taken, or of the body of its response.
    fn from_taken(error: reqwest::Error) -> Self {
        let kind = if error.is_timeout() { TransportErrorKind::Timeout } else { TransportErrorKind::Interrupted };
        Self::new(kind, error.without_url())
    }

    /// The kind of the failure.
    pub fn kind(&self) -> TransportErrorKind {
        self.kind
    }

    /// Whether the server may have received the request, and may have acted.
    pub fn may_have_reached_server(&self) -> bool {
        !matches!(self.kind, TransportErrorKind::Connect | TransportErrorKind::NotSent)
    }

    /// Sets the kind of the resulting [`Error`](crate::Error), for example for a missing token or an exceeded rate limit. The
    /// message is then that of the cause alone.
    ///
    /// ```
    /// use verda_api::{ErrorKind, TransportError, TransportErrorKind};
    ///
    /// let error = TransportError::new(TransportErrorKind::NotSent, "the vault is sealed").because(ErrorKind::Auth);
    /// assert_eq!(error.to_string(), "the vault is sealed");
    /// ```
    #[must_use]
    pub fn because(mut self, reason: ErrorKind) -> Self {
        self.reason = Some(reason);
        self
    }

    /// Attaches a report of the call.
    #[must_use]
    pub fn reported(mut self, report: CallReport) -> Self {
        self.report = Some(report);
        self
    }
}

impl fmt::Display for TransportError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if self.reason.is_some() {
            return self.source.fmt(f);
        }
        f.write_str(match self.kind {
            TransportErrorKind::Connect if self.source.is::<once::Untaken>() => "the request was not sent",
            TransportErrorKind::Connect => "no connection could be made",
            TransportErrorKind::NotSent => "the request was not sent",
            TransportErrorKind::Timeout => "no complete response arrived in time",
            TransportErrorKind::Interrupted => "the connection broke before the response was complete",
            TransportErrorKind::BodyTooLarge => "the body of the response is too large",
        })?;
        let mut cause: Option<&(dyn StdError + 'static)> = Some(self.source.as_ref());
        while let Some(error) = cause {
            write!(f, ": {error}")?;
            cause = error.source();
        }
        Ok(())
    }
}

impl StdError for TransportError {
    fn source(&self) -> Option<&(dyn StdError + 'static)> {
        Some(self.source.as_ref())
    }
}

/// The state of a generated client in addition to its base URL.
#[derive(Clone)]
pub(crate) struct Inner {
    transport: Arc<dyn Transport>,
    /// The base URL, parsed once; `Err` contains the problem.
    base: Result<Url, String>,
}

impl Inner {
    pub(crate) fn new(base_url: &str, transport: impl Transport) -> Self {
        let base = Url::parse(base_url).map_err(|error| format!("the base URL is not valid: {error}"));
        Self { transport: Arc::new(transport), base }
    }

    pub(crate) fn transport(&self) -> &dyn Transport {
        self.transport.as_ref()
    }

    /// The prefix of an operation's path. A server that starts with a slash is a path on the base URL's origin.
    pub(crate) fn base(&self, server: Option<&str>) -> Result<Url, String> {
        match server {
            None => self.base.clone(),
            Some(path) if path.starts_with('/') => {
                let mut url = self.base.clone()?;
                url.set_path(path);
                Ok(url)
            }
            Some(server) => Url::parse(server).map_err(|error| format!("`{server}` is not a valid server: {error}")),
        }
    }
}
