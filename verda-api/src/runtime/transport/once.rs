//! Requests that are sent once, and that record whether they were sent.
//!
//! hyper takes the content of a request when it writes the request, or after its head: a server has never seen the whole of a
//! request whose content was not taken. So it may be sent again, where a connection ends, or belongs to a runtime that is not
//! driven any more. Content that is watched cannot be cloned, so that no HTTP client repeats it by itself.

use std::error::Error as StdError;
use std::fmt;
use std::pin::{Pin, pin};
use std::sync::Arc;
use std::sync::atomic::{AtomicU8, Ordering::SeqCst};
use std::task::{Context, Poll};
use std::time::Duration;

use bytes::Bytes;
use http_body::{Frame, SizeHint};
use reqwest::{Body, Request, Response};
use tokio::time::timeout;

use super::{TransportError, TransportErrorKind};

/// The time that the content of a request waits for a connection. It exceeds the usual connect timeout of ten seconds: a
/// shorter time would only cause a second connection.
const UNTAKEN: Duration = Duration::from_secs(12);
/// A request with a shorter timeout is withdrawn this much earlier, so that its caller gets the error "not sent" before its own
/// timer reports an unknown outcome.
const BEFORE_THE_END: Duration = Duration::from_millis(5);

/// No connection has taken the content.
const WAITING: u8 = 0;
/// A connection has taken the content: the server may have seen the request.
const TAKEN: u8 = 1;
/// No connection may take the content any more.
const WITHDRAWN: u8 = 2;

/// Makes a request one whose content is sent once, unless its method is safe. Gives the watch over the content, where there is
/// any: what is empty is never taken, though it is sent.
pub(super) fn seal(request: &mut Request) -> Option<Watch> {
    if request.method().is_safe() {
        return None;
    }
    if request.body().is_none_or(http_body::Body::is_end_stream) {
        return None;
    }
    let body = request.body_mut().take()?;
    let state = Arc::new(AtomicU8::new(WAITING));
    *request.body_mut() = Some(Body::wrap(Content { body, state: state.clone() }));
    let time = request.timeout().copied().map(|time| time.saturating_sub(BEFORE_THE_END));
    Some(Watch { state, within: time.unwrap_or(UNTAKEN).min(UNTAKEN), is_over: false })
}

/// Watches whether the content of a request is taken. Dropping the watch withdraws content that was not taken.
pub(super) struct Watch {
    state: Arc<AtomicU8>,
    within: Duration,
    /// Whether the response has arrived.
    is_over: bool,
}

impl Watch {
    /// Waits for the response to the request.
    pub(super) async fn follow(
        mut self,
        response: impl Future<Output = reqwest::Result<Response>>,
    ) -> Result<Response, TransportError> {
        let mut response = pin!(response);
        let outcome = match timeout(self.within, response.as_mut()).await {
            Ok(outcome) => outcome,
            Err(_) if self.withdraw() => return Err(Untaken { within: Some(self.within), cause: None }.into()),
            Err(_) => response.await,
        };
        match outcome {
            Ok(response) => {
                self.is_over = true;
                Ok(response)
            }
            Err(error) if !self.withdraw() => Err(TransportError::from_taken(error)),
            Err(error) if error.is_connect() || error.is_builder() => Err(TransportError::from_reqwest(error)),
            Err(error) => Err(Untaken { within: None, cause: Some(error.without_url()) }.into()),
        }
    }

    /// Withdraws the content, and returns whether it was not taken.
    fn withdraw(&self) -> bool {
        self.state.compare_exchange(WAITING, WITHDRAWN, SeqCst, SeqCst).is_ok()
    }
}

impl Drop for Watch {
    fn drop(&mut self) {
        if !self.is_over {
            self.withdraw();
        }
    }
}

/// No connection took the content of a request.
#[derive(Debug)]
pub(super) struct Untaken {
    /// The time that the content waited.
    within: Option<Duration>,
    cause: Option<reqwest::Error>,
}

impl fmt::Display for Untaken {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.within {
            Some(within) => write!(f, "no connection accepted the request within {:.1} s", within.as_secs_f64()),
            None => f.write_str("the connection ended before it accepted the request"),
        }
    }
}

impl StdError for Untaken {
    fn source(&self) -> Option<&(dyn StdError + 'static)> {
        Some(self.cause.as_ref()?)
    }
}

impl From<Untaken> for TransportError {
    fn from(untaken: Untaken) -> Self {
        Self::new(TransportErrorKind::Connect, untaken)
    }
}

/// The content of a request, which can be withdrawn.
struct Content {
    body: Body,
    state: Arc<AtomicU8>,
}

impl http_body::Body for Content {
    type Data = Bytes;
    type Error = Box<dyn StdError + Send + Sync>;

    fn poll_frame(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
    ) -> Poll<Option<Result<Frame<Bytes>, Self::Error>>> {
        match self.state.compare_exchange(WAITING, TAKEN, SeqCst, SeqCst) {
            Ok(_) | Err(TAKEN) => {}
            Err(_) => return Poll::Ready(Some(Err("the request was withdrawn".into()))),
        }
        Pin::new(&mut self.body).poll_frame(context).map_err(Into::into)
    }

    fn is_end_stream(&self) -> bool {
        self.body.is_end_stream()
    }

    fn size_hint(&self) -> SizeHint {
        self.body.size_hint()
    }
}
