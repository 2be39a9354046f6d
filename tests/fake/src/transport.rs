//! The fake as a transport of the client: no socket, so everything runs in paused time.

use bytes::Bytes;
use verda_api::{BoxFuture, Operation, Transport, TransportError, TransportErrorKind};

use crate::fake::VerdaFake;

/// Sends a client's requests to a fake in this process. Returned by [`VerdaFake::transport`].
#[derive(Clone, Debug)]
pub struct InProcess {
    fake: VerdaFake,
}

impl VerdaFake {
    /// A transport for `verda_api::Client` and `verda_api_ext::ClientBuilder::transport`.
    pub fn transport(&self) -> InProcess {
        InProcess { fake: self.clone() }
    }
}

impl Transport for InProcess {
    fn execute<'a>(
        &'a self,
        request: reqwest::Request,
        _operation: &'static Operation,
    ) -> BoxFuture<'a, Result<http::Response<Bytes>, TransportError>> {
        Box::pin(async move {
            let body = request.body().and_then(reqwest::Body::as_bytes).map(Bytes::copy_from_slice).unwrap_or_default();
            let mut sent = http::Request::new(body);
            *sent.method_mut() = request.method().clone();
            *sent.uri_mut() = request
                .url()
                .as_str()
                .parse()
                .map_err(|error: http::uri::InvalidUri| TransportError::new(TransportErrorKind::NotSent, error))?;
            *sent.headers_mut() = request.headers().clone();
            // A client sees that the connection broke, but not when.
            self.fake.handle(sent).await.map_err(|fault| TransportError::new(TransportErrorKind::Interrupted, fault))
        })
    }
}
