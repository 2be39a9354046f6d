//! A server with the same response to every request.

use std::sync::{Arc, Mutex, PoisonError};

use bytes::Bytes;
use serde_json::Value;
use verda_api::{BoxFuture, Operation, Transport, TransportError};

/// Sends the same response to every request, and keeps the bodies of the requests.
#[derive(Clone, Debug)]
pub struct Canned {
    status: http::StatusCode,
    body: Bytes,
    seen: Arc<Mutex<Vec<Value>>>,
}

impl Canned {
    /// Responds with this status and body, as JSON.
    pub fn new(status: u16, body: impl Into<Bytes>) -> Self {
        Self { status: http::StatusCode::from_u16(status).unwrap_or_default(), body: body.into(), seen: Arc::default() }
    }

    /// A client that sends to this server.
    pub fn client(&self) -> verda_api::Client {
        verda_api::Client::new("https://api.example.com", self.clone())
    }

    /// The bodies of the requests so far; null for an empty body.
    pub fn take(&self) -> Vec<Value> {
        std::mem::take(&mut self.seen.lock().unwrap_or_else(PoisonError::into_inner))
    }
}

impl Transport for Canned {
    fn execute<'a>(
        &'a self,
        request: reqwest::Request,
        _operation: &'static Operation,
    ) -> BoxFuture<'a, Result<http::Response<Bytes>, TransportError>> {
        let body = request.body().and_then(|body| body.as_bytes()).unwrap_or_default();
        let body = serde_json::from_slice(body).unwrap_or_default();
        self.seen.lock().unwrap_or_else(PoisonError::into_inner).push(body);
        let mut response = http::Response::new(self.body.clone());
        *response.status_mut() = self.status;
        let content_type = http::HeaderValue::from_static("application/json");
        response.headers_mut().insert(http::header::CONTENT_TYPE, content_type);
        Box::pin(async move { Ok(response) })
    }
}
