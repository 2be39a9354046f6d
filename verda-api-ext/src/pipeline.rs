//! The path of a call: attempts, each of which waits for its turn, takes a token and goes over the wire.

use std::sync::Arc;
use std::time::{Duration, SystemTime};

use bytes::Bytes;
use http::header::{AUTHORIZATION, CONTENT_TYPE, HeaderValue, USER_AGENT};
use http::{Response, StatusCode};
use reqwest::Request;
use tokio::time::{Instant, sleep, timeout, timeout_at};
use verda_api::{BoxFuture, Operation, Transport, TransportError, TransportErrorKind};

use crate::auth::{self, Auth};
use crate::failure::{CallReport, Failure};
use crate::limits::Limits;
use crate::options::CallOptions;
use crate::retry::{self, Budget, Jitter, Outcome};
use crate::retry_after;
use crate::trace;

/// What all clones of a client share.
pub(crate) struct Shared {
    pub(crate) wire: Arc<dyn Transport>,
    pub(crate) auth: Auth,
    pub(crate) limits: Limits,
    pub(crate) budget: Budget,
    pub(crate) jitter: Jitter,
    pub(crate) user_agent: HeaderValue,
}

/// Carries the calls of a client with these options.
pub(crate) struct Pipeline {
    pub(crate) shared: Arc<Shared>,
    pub(crate) options: CallOptions,
}

impl Transport for Pipeline {
    fn execute<'a>(
        &'a self,
        request: Request,
        operation: &'static Operation,
    ) -> BoxFuture<'a, Result<Response<Bytes>, TransportError>> {
        Box::pin(async move {
            let span = trace::Call::new(operation);
            let mut call = Call::new(self, operation);
            let outcome = span.follow(call.run(request, &span)).await;
            let report = call.report();
            match outcome {
                Ok(mut response) => {
                    span.answered(response.status());
                    response.extensions_mut().insert(report);
                    Ok(response)
                }
                Err(failure) => {
                    span.failed(&failure);
                    Err(failure.reported(report))
                }
            }
        })
    }
}

/// One call, from its first attempt to its last.
struct Call<'a> {
    shared: &'a Shared,
    options: &'a CallOptions,
    operation: &'static Operation,
    began: Instant,
    deadline: Option<Instant>,
    /// Requests that were sent.
    sent: u32,
    /// Whether the replay after a 401 was done.
    replayed: bool,
    may_have_acted_before: bool,
}

impl<'a> Call<'a> {
    fn new(pipeline: &'a Pipeline, operation: &'static Operation) -> Self {
        let began = Instant::now();
        Self {
            shared: &pipeline.shared,
            options: &pipeline.options,
            operation,
            began,
            deadline: pipeline.options.timeout.and_then(|timeout| began.checked_add(timeout)),
            sent: 0,
            replayed: false,
            may_have_acted_before: false,
        }
    }

    fn report(&self) -> CallReport {
        CallReport {
            attempts: self.sent,
            elapsed: self.began.elapsed(),
            may_have_acted_before: self.may_have_acted_before,
        }
    }

    /// Attempts until one succeeds, or another one is not allowed or not worth it.
    async fn run(&mut self, mut request: Request, span: &trace::Call) -> Outcome {
        self.dress(&mut request);
        let mut attempts = 0;
        loop {
            attempts += 1;
            let outcome = self.attempt(&request, span).await;
            if outcome.as_ref().is_ok_and(|response| response.status().is_success()) {
                self.shared.budget.succeeded(attempts - 1);
                return outcome;
            }
            let Some(pause) = self.pause_before_another(attempts, &outcome) else { return outcome };
            self.may_have_acted_before |= retry::may_have_acted(self.operation, &outcome);
            span.retrying(attempts, pause);
            sleep(pause).await;
        }
    }

    /// The headers that every attempt has.
    fn dress(&self, request: &mut Request) {
        let headers = request.headers_mut();
        for (name, value) in &self.options.headers {
            if name != AUTHORIZATION && name != CONTENT_TYPE {
                headers.insert(name, value.clone());
            }
        }
        headers.insert(USER_AGENT, self.shared.user_agent.clone());
    }

    /// How long to wait before another attempt; `None` if there should be none.
    fn pause_before_another(&self, attempts: u32, outcome: &Outcome) -> Option<Duration> {
        if attempts >= self.options.max_attempts || !retry::is_worth_another(self.operation, outcome) {
            return None;
        }
        let asked = outcome.as_ref().ok().and_then(|response| retry_after::read(response.headers(), SystemTime::now()));
        if asked.is_some_and(|asked| asked > self.options.max_retry_after) {
            return None;
        }
        let pause = asked.unwrap_or_else(|| retry::backoff(self.options, attempts, &self.shared.jitter));
        let then = Instant::now().checked_add(pause);
        let in_time = self.deadline.is_none_or(|deadline| then.is_some_and(|then| then < deadline));
        // The budget last: what is not sent again costs nothing.
        (in_time && self.shared.budget.take()).then_some(pause)
    }

    /// One attempt; where a token is refused, it is the same attempt with another one.
    async fn attempt(&mut self, request: &Request, span: &trace::Call) -> Outcome {
        let mut refused: Option<(HeaderValue, Response<Bytes>)> = None;
        loop {
            // Without a body that is a stream, and there is none, a request can always be cloned.
            let Some(mut request) = request.try_clone() else { return Err(Failure::no_time()) };
            if self.deadline.is_some_and(|deadline| Instant::now() >= deadline) {
                return Err(Failure::no_time());
            }
            if self.operation.public {
                return self.send(request, None, span).await;
            }
            let admitted = self.shared.limits.admit(request.method(), request.url().path(), self.deadline).await;
            let permit = admitted.map_err(Failure::late)?;
            let authorization =
                self.in_time(self.shared.auth.authorize(refused.as_ref().map(|(token, _)| token))).await?;
            let authorization = authorization.map_err(Failure::auth)?;
            if let Some((_, refusal)) = refused.take_if(|(token, _)| *token == authorization.header) {
                // There is no other token.
                return Ok(refusal);
            }
            request.headers_mut().insert(AUTHORIZATION, authorization.header.clone());
            let response = self.send(request, authorization.refresh, span).await?;
            self.shared.limits.observe(&permit, response.status(), response.headers());
            // A 401 says that the server did not act: with another token the request may be sent once more.
            if response.status() != StatusCode::UNAUTHORIZED || self.replayed {
                return Ok(response);
            }
            self.replayed = true;
            refused = Some((authorization.header, response));
        }
    }

    /// Sends a request, in the time that an attempt has.
    async fn send(&mut self, request: Request, refresh: Option<auth::Refresh>, span: &trace::Call) -> Outcome {
        let attempt = span.attempt(self.sent, request.url());
        self.sent += 1;
        let sent = auth::beside(refresh, self.shared.wire.execute(request, self.operation));
        let sent = attempt.follow(sent);
        let left = self.deadline.map(|deadline| deadline.saturating_duration_since(Instant::now()));
        let outcome = match self.options.attempt_timeout.into_iter().chain(left).min() {
            Some(time) => timeout(time, sent).await.unwrap_or_else(|_| Err(late_response())),
            None => sent.await,
        };
        let outcome = outcome.map_err(Failure::wire);
        attempt.ended(&outcome);
        outcome
    }

    /// Waits no longer than the call may take.
    async fn in_time<T>(&self, wait: impl Future<Output = T>) -> Result<T, Failure> {
        match self.deadline {
            Some(deadline) => timeout_at(deadline, wait).await.map_err(|_| Failure::no_time()),
            None => Ok(wait.await),
        }
    }
}

/// Carries requests to the token endpoint, below all layers.
pub(crate) struct TokenTransport {
    pub(crate) wire: Arc<dyn Transport>,
    pub(crate) user_agent: HeaderValue,
}

/// How long the token endpoint may take. Calls with less time do not wait as long; the fetch goes on for the others.
const TOKEN_TIMEOUT: Duration = Duration::from_secs(30);

impl Transport for TokenTransport {
    fn execute<'a>(
        &'a self,
        mut request: Request,
        operation: &'static Operation,
    ) -> BoxFuture<'a, Result<Response<Bytes>, TransportError>> {
        request.headers_mut().insert(USER_AGENT, self.user_agent.clone());
        Box::pin(async move {
            let sent = self.wire.execute(request, operation);
            timeout(TOKEN_TIMEOUT, sent).await.unwrap_or_else(|_| Err(late_response()))
        })
    }
}

fn late_response() -> TransportError {
    TransportError::new(TransportErrorKind::Timeout, "the time for one attempt was up")
}
