//! A transport that injects faults.

use std::sync::{Arc, Mutex, PoisonError};

use bytes::Bytes;
use http::StatusCode;
use verda_api::{BoxFuture, Operation, Transport, TransportError, TransportErrorKind};

/// What happens to a request or to its response.
#[derive(Clone, Debug, PartialEq)]
pub enum Fault {
    /// No fault: request and response arrive.
    None,
    /// The request does not reach the server.
    RequestLost(TransportErrorKind),
    /// The server processes the request, and its response is lost.
    ResponseLost(TransportErrorKind),
    /// The request does not reach the server; a proxy responds instead.
    Intercepted(StatusCode, &'static str),
    /// The server processes the request, and a proxy replaces its response.
    ResponseReplaced(StatusCode, &'static str),
}

/// A transport with a fault for each request.
pub struct FaultyTransport<T> {
    inner: T,
    choose_fault: Box<dyn Fn(&'static Operation) -> Fault + Send + Sync>,
    sent: Arc<Mutex<Vec<&'static str>>>,
}

impl<T: Transport> FaultyTransport<T> {
    /// Calls `choose_fault` for every request.
    pub fn new(inner: T, choose_fault: impl Fn(&'static Operation) -> Fault + Send + Sync + 'static) -> Self {
        Self { inner, choose_fault: Box::new(choose_fault), sent: Arc::default() }
    }

    /// The names of the operations of all requests, including lost ones.
    pub fn sent(&self) -> Arc<Mutex<Vec<&'static str>>> {
        self.sent.clone()
    }
}

fn response(status: StatusCode, body: &'static str) -> http::Response<Bytes> {
    let mut response = http::Response::new(Bytes::from_static(body.as_bytes()));
    *response.status_mut() = status;
    response
}

impl<T: Transport> Transport for FaultyTransport<T> {
    fn execute<'a>(
        &'a self,
        request: reqwest::Request,
        operation: &'static Operation,
    ) -> BoxFuture<'a, Result<http::Response<Bytes>, TransportError>> {
        self.sent.lock().unwrap_or_else(PoisonError::into_inner).push(operation.id);
        let fault = (self.choose_fault)(operation);
        Box::pin(async move {
            match fault {
                Fault::None => self.inner.execute(request, operation).await,
                Fault::RequestLost(kind) => Err(TransportError::new(kind, "the request was lost")),
                Fault::ResponseLost(kind) => {
                    self.inner.execute(request, operation).await?;
                    Err(TransportError::new(kind, "the response was lost"))
                }
                Fault::Intercepted(status, body) => Ok(response(status, body)),
                Fault::ResponseReplaced(status, body) => {
                    self.inner.execute(request, operation).await?;
                    Ok(response(status, body))
                }
            }
        })
    }
}
