//! Transports that fail as a test asks.

use std::sync::{Arc, Mutex, PoisonError};

use bytes::Bytes;
use http::StatusCode;
use verda_api::{BoxFuture, Operation, Transport, TransportError, TransportErrorKind};

/// What happens to a request on its way.
#[derive(Clone, Debug, PartialEq)]
pub enum Weather {
    /// It arrives, and so does the answer.
    Fair,
    /// It does not arrive.
    Lost(TransportErrorKind),
    /// It arrives, and the answer does not.
    AnswerLost(TransportErrorKind),
    /// It does not arrive; this is answered in its place.
    Answered(StatusCode, &'static str),
    /// It arrives; this is answered in place of the server's answer.
    AnsweredAfter(StatusCode, &'static str),
}

/// A transport whose weather is decided request by request.
pub struct Through<T> {
    inner: T,
    weather: Box<dyn Fn(&'static Operation) -> Weather + Send + Sync>,
    sent: Arc<Mutex<Vec<&'static str>>>,
}

impl<T: Transport> Through<T> {
    /// Asks `weather` for every request.
    pub fn new(inner: T, weather: impl Fn(&'static Operation) -> Weather + Send + Sync + 'static) -> Self {
        Self { inner, weather: Box::new(weather), sent: Arc::default() }
    }

    /// The names of the operations whose requests were sent, whatever became of them.
    pub fn sent(&self) -> Arc<Mutex<Vec<&'static str>>> {
        self.sent.clone()
    }
}

fn answer(status: StatusCode, body: &'static str) -> http::Response<Bytes> {
    let mut response = http::Response::new(Bytes::from_static(body.as_bytes()));
    *response.status_mut() = status;
    response
}

impl<T: Transport> Transport for Through<T> {
    fn execute<'a>(
        &'a self,
        request: reqwest::Request,
        operation: &'static Operation,
    ) -> BoxFuture<'a, Result<http::Response<Bytes>, TransportError>> {
        self.sent.lock().unwrap_or_else(PoisonError::into_inner).push(operation.id);
        let weather = (self.weather)(operation);
        Box::pin(async move {
            match weather {
                Weather::Fair => self.inner.execute(request, operation).await,
                Weather::Lost(kind) => Err(TransportError::new(kind, "lost on the way there")),
                Weather::AnswerLost(kind) => {
                    self.inner.execute(request, operation).await?;
                    Err(TransportError::new(kind, "lost on the way back"))
                }
                Weather::Answered(status, body) => Ok(answer(status, body)),
                Weather::AnsweredAfter(status, body) => {
                    self.inner.execute(request, operation).await?;
                    Ok(answer(status, body))
                }
            }
        })
    }
}
