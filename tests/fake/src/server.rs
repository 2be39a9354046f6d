//! The fake on a socket.

use std::convert::Infallible;
use std::error::Error;
use std::pin::Pin;
use std::task::{Context, Poll};
use std::time::Duration;

use bytes::Bytes;
use http::{Request, Response};
use http_body_util::{BodyExt, LengthLimitError, Limited};
use hyper::body::{Body, Frame, Incoming, SizeHint};
use hyper::server::conn::http1;
use hyper::service::service_fn;
use hyper_util::rt::TokioIo;
use tokio::net::TcpListener;
use tokio::task::JoinSet;

use crate::api::error::ApiError;
use crate::api::faults::Fault;
use crate::fake::VerdaFake;
use crate::handling::MAX_BODY_BYTES;
use crate::remote::{self, MAX_CONTROL_BODY_BYTES};

/// The pause after the system could not accept a connection, for example because there are too many.
const ACCEPT_PAUSE: Duration = Duration::from_millis(50);

impl VerdaFake {
    /// Serves on a free port of this machine as long as the runtime lives, and returns the base URL for clients.
    ///
    /// # Errors
    ///
    /// An error of the system, if there is no free port.
    ///
    /// ```
    /// # #[tokio::main(flavor = "current_thread")]
    /// # async fn main() -> std::io::Result<()> {
    /// let fake = verda_fake::VerdaFake::builder().build();
    /// let url = fake.listen().await?;
    /// assert!(url.starts_with("http://127.0.0.1:") && url.ends_with("/v1"));
    /// # Ok(())
    /// # }
    /// ```
    pub async fn listen(&self) -> std::io::Result<String> {
        let listener = TcpListener::bind("127.0.0.1:0").await?;
        let url = format!("http://{}/v1", listener.local_addr()?);
        let fake = self.clone();
        tokio::spawn(async move { fake.serve(listener).await });
        Ok(url)
    }

    /// Serves HTTP/1.1 on a socket until the future is dropped, which also ends the connections.
    pub async fn serve(self, listener: TcpListener) -> Infallible {
        let mut connections = JoinSet::new();
        loop {
            // Forget the connections that ended.
            while connections.try_join_next().is_some() {}
            let Ok((stream, _)) = listener.accept().await else {
                tokio::time::sleep(ACCEPT_PAUSE).await;
                continue;
            };
            let fake = self.clone();
            connections.spawn(async move {
                let service = service_fn(move |request| fake.clone().respond(request));
                // An error is a client that disconnected, or an injected fault.
                let _ = http1::Builder::new().serve_connection(TokioIo::new(stream), service).await;
            });
        }
    }

    async fn respond(self, request: Request<Incoming>) -> Result<Response<WireBody>, Box<dyn Error + Send + Sync>> {
        let (parts, body) = request.into_parts();
        let limit = if remote::is_control(parts.uri.path()) { MAX_CONTROL_BODY_BYTES } else { MAX_BODY_BYTES };
        if body.size_hint().lower() > limit as u64 {
            return Ok(too_large(limit));
        }
        let body = match Limited::new(body, limit).collect().await {
            Ok(body) => body.to_bytes(),
            Err(error) if error.is::<LengthLimitError>() => return Ok(too_large(limit)),
            Err(error) => return Err(error),
        };
        match self.handle(Request::from_parts(parts, body)).await {
            Ok(response) => Ok(response.map(WireBody::whole)),
            Err(Fault::Truncated(response)) => Ok(response.map(WireBody::cut)),
            Err(fault) => Err(fault.into()),
        }
    }
}

fn too_large(limit: usize) -> Response<WireBody> {
    ApiError::too_large(limit).into_reply().into_response().map(WireBody::whole)
}

/// A body of one piece, which may break off afterwards.
struct WireBody {
    piece: Option<Bytes>,
    end: End,
}

/// How a body ends.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum End {
    Whole,
    /// The body breaks off once the connection has had a turn to send the data.
    CutAfterFlush,
    Cut,
}

impl WireBody {
    fn whole(body: Bytes) -> Self {
        Self { piece: Some(body).filter(|body| !body.is_empty()), end: End::Whole }
    }

    fn cut(body: Bytes) -> Self {
        Self { piece: Some(body).filter(|body| !body.is_empty()), end: End::CutAfterFlush }
    }
}

impl Body for WireBody {
    type Data = Bytes;
    type Error = Fault;

    fn poll_frame(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Option<Result<Frame<Bytes>, Fault>>> {
        if let Some(piece) = self.piece.take() {
            return Poll::Ready(Some(Ok(Frame::data(piece))));
        }
        match self.end {
            End::Whole => Poll::Ready(None),
            // An immediate error would discard all data that is not sent yet, including the headers.
            End::CutAfterFlush => {
                self.end = End::Cut;
                context.waker().wake_by_ref();
                Poll::Pending
            }
            End::Cut => Poll::Ready(Some(Err(Fault::ResetAfter))),
        }
    }

    fn is_end_stream(&self) -> bool {
        self.piece.is_none() && self.end == End::Whole
    }

    fn size_hint(&self) -> SizeHint {
        // The headers of a cut body announce its full length, which is not the length of the data.
        match self.end {
            End::Whole => SizeHint::with_exact(self.piece.as_ref().map_or(0, Bytes::len) as u64),
            End::CutAfterFlush | End::Cut => SizeHint::new(),
        }
    }
}
