//! The seam below the generated code: whatever carries a request and brings a whole response.

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

/// A future in a box, which a trait's method can give.
pub type BoxFuture<'a, T> = Pin<Box<dyn Future<Output = T> + Send + 'a>>;

/// Carries requests. A transport that adds something, such as a token or another attempt, wraps another one.
///
/// The response is whole: its body was read. So a connection that breaks in the middle of a body is a failure of the
/// transport, where it can be handled, and never one of decoding.
///
/// ```
/// use verda_api::{BoxFuture, Bytes, Operation, Transport, TransportError};
///
/// /// Answers every request with an empty list.
/// struct Nothing;
///
/// impl Transport for Nothing {
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
/// #         std::task::Poll::Pending => unreachable!("the answer is there at once"),
/// #     }
/// # }
/// # block_on(async {
/// let client = verda_api::Client::new(verda_api::BASE_URL, Nothing);
/// assert!(client.list_instances().send().await?.is_empty());
/// # Ok::<(), verda_api::Error>(())
/// # })?;
/// # Ok::<(), verda_api::Error>(())
/// ```
pub trait Transport: Send + Sync + 'static {
    /// Sends a request of an operation and reads the response to its end, whatever its status.
    ///
    /// It is sent once. Who sends it again asks [`Operation::idempotent`] first, and
    /// [`TransportError::may_have_reached_server`]. A transport that adds credentials compares the origin of the URL first: an
    /// operation with an [`Operation::server`] may go to another one.
    ///
    /// # Errors
    ///
    /// Where there is no whole response; its [`TransportErrorKind`] says what is known of the server's part. A status
    /// of 400 or more is no error here.
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

/// The wire: a [`reqwest::Client`] with some guards, and nothing else. No retries, no credentials. It needs a tokio runtime with
/// timers.
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
#[derive(Clone, Debug)]
pub struct HttpTransport {
    client: reqwest::Client,
    body_limit: usize,
    follows_redirects: bool,
}

/// The most bytes of a body, unless a limit is set.
const BODY_LIMIT: usize = 64 * 1024 * 1024;
/// The most bytes of the body of an error: its message is at the beginning.
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

    /// The most bytes of a response's body, after decompression. Default: 64 MiB.
    #[must_use]
    pub fn body_limit(mut self, bytes: usize) -> Self {
        self.body_limit = bytes;
        self
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
            let refused = TransportError::new(TransportErrorKind::NotSent, "its URL has a fragment");
            return Box::pin(async { Err(refused) });
        }
        let watch = once::seal(&mut request);
        let response = self.client.execute(request);
        Box::pin(async move {
            let mut response = match watch {
                // Boxed, so that other requests have no room for a timer.
                Some(watch) => Box::pin(watch.follow(response)).await?,
                None => response.await.map_err(TransportError::from_reqwest)?,
            };
            let mut head = http::Response::new(());
            *head.status_mut() = response.status();
            *head.version_mut() = response.version();
            std::mem::swap(head.headers_mut(), response.headers_mut());
            // What the connection tells of itself, such as its addresses.
            std::mem::swap(head.extensions_mut(), response.extensions_mut());
            let body = if head.status().is_client_error() || head.status().is_server_error() {
                beginning(&mut response).await?
            } else {
                whole(&mut response, self.body_limit).await?
            };
            Ok(head.map(|()| body))
        })
    }
}

/// The most memory that is reserved because a server says how much it will send.
const LARGEST_RESERVE: u64 = 1024 * 1024;

/// A whole body. Most come in one piece, and are not copied.
async fn whole(response: &mut reqwest::Response, limit: usize) -> Result<Bytes, TransportError> {
    let within = |length: usize| if length > limit { Err(too_large(limit)) } else { Ok(()) };
    let announced = response.content_length().unwrap_or_default();
    within(usize::try_from(announced).unwrap_or(usize::MAX))?;
    let Some(first) = piece(response).await? else { return Ok(Bytes::new()) };
    within(first.len())?;
    let Some(second) = piece(response).await? else { return Ok(first) };
    let rest = announced.min(LARGEST_RESERVE) as usize;
    let mut body = BytesMut::with_capacity(first.len() + second.len() + rest);
    body.extend_from_slice(&first);
    body.extend_from_slice(&second);
    within(body.len())?;
    while let Some(piece) = piece(response).await? {
        within(body.len() + piece.len())?;
        body.extend_from_slice(&piece);
    }
    Ok(body.freeze())
}

/// The beginning of the body of an error. The rest is not read.
async fn beginning(response: &mut reqwest::Response) -> Result<Bytes, TransportError> {
    let mut body = BytesMut::new();
    while let Some(piece) = piece(response).await? {
        let room = ERROR_BODY_LIMIT - body.len();
        body.extend_from_slice(piece.get(..room).unwrap_or(&piece));
        if body.len() == ERROR_BODY_LIMIT {
            break;
        }
    }
    Ok(body.freeze())
}

async fn piece(response: &mut reqwest::Response) -> Result<Option<Bytes>, TransportError> {
    response.chunk().await.map_err(TransportError::from_taken)
}

fn too_large(limit: usize) -> TransportError {
    let message = format!("it has more than {limit} bytes, the limit of this client; raise it with `body_limit`");
    TransportError::new(TransportErrorKind::BodyTooLarge, message)
}

/// What is known of the server's part in a failed request. See [`TransportError`], which has an example.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum TransportErrorKind {
    /// No connection took the request: none was made, or it ended before: the server has not seen the request.
    Connect,
    /// A layer on this side declined to send the request: the server has not seen it.
    NotSent,
    /// No whole response within the time: the server may have acted.
    Timeout,
    /// The connection broke before a whole response was there: the server may have acted.
    Interrupted,
    /// The body of the response has more bytes than the transport reads: the server has responded, and may have acted.
    BodyTooLarge,
}

/// Why there is no response.
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
    /// The kind of the whole call's failure, where a layer knows more than the wire does.
    pub(crate) reason: Option<ErrorKind>,
    pub(crate) report: Option<CallReport>,
    source: Box<dyn StdError + Send + Sync>,
}

impl TransportError {
    /// A failure with its cause: an error, or a text. The cause shows in its message, so no secret may be in it.
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

    /// What is known of the server's part.
    pub fn kind(&self) -> TransportErrorKind {
        self.kind
    }

    /// Whether the server may have seen the request, and so may have acted on it.
    pub fn may_have_reached_server(&self) -> bool {
        !matches!(self.kind, TransportErrorKind::Connect | TransportErrorKind::NotSent)
    }

    /// The same failure, where a layer knows the kind of the [`Error`](crate::Error) that it becomes: no token, or no room in
    /// a rate limit. Its message is then that of its cause alone.
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

    /// The same failure, with how the call went.
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
            TransportErrorKind::Timeout => "no whole response came in time",
            TransportErrorKind::Interrupted => "the connection broke before a whole response was there",
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

/// What a generated client holds beside its base URL.
#[derive(Clone)]
pub(crate) struct Inner {
    transport: Arc<dyn Transport>,
    /// The base URL, parsed once; `Err` says what is wrong with it.
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

    /// What the path of an operation is appended to. A server that begins with a slash is a path on the base URL's origin.
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
