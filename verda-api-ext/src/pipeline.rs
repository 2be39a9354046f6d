//! The path of a call: attempts, each of which waits for its turn, takes a token and goes over the wire.

use std::sync::Arc;
use std::time::{Duration, SystemTime};

use bytes::Bytes;
use http::header::{AUTHORIZATION, CONTENT_TYPE, HeaderValue, USER_AGENT};
use http::{Response, StatusCode};
use reqwest::{Request, Url};
use tokio::time::{Instant, sleep, sleep_until, timeout, timeout_at};
use verda_api::{BoxFuture, CallReport, Evidence, Operation, Transport, TransportError, TransportErrorKind};

use crate::auth::{self, Auth, Token};
use crate::checked;
use crate::created::{Created, Making};
use crate::evictions::Deletions;
use crate::failure::Failure;
use crate::groups::Groups;
use crate::limits::{self, Limits, Permit};
use crate::options::CallOptions;
use crate::readable::Readable;
use crate::redact::Secrets;
use crate::retry::{self, Budget, Jitter, Outcome};
use crate::retry_after;
use crate::trace;

/// What all clones of a client share.
pub(crate) struct Shared {
    pub(crate) wire: Arc<dyn Transport>,
    pub(crate) auth: Auth,
    pub(crate) limits: Limits,
    /// Those of requests without a token, which the API cannot count against a project.
    pub(crate) public_limits: Limits,
    pub(crate) budget: Budget,
    pub(crate) jitter: Jitter,
    pub(crate) user_agent: HeaderValue,
    /// Where tokens and the headers of the application may be sent.
    pub(crate) origin: Url,
    pub(crate) wrap: Option<Wrap>,
    /// What this client created a moment ago.
    pub(crate) created: Created,
    pub(crate) readable: Readable,
    /// The machines that this client deleted: they are not evicted.
    pub(crate) deletions: Deletions,
    /// Groups of machines that are being launched.
    pub(crate) groups: Groups,
}

/// Puts a transport of the application's own above the pipeline.
pub(crate) type Wrap = Arc<dyn Fn(Arc<dyn Transport>) -> Arc<dyn Transport> + Send + Sync>;

/// Carries the calls of a client with these options.
pub(crate) struct Pipeline {
    pub(crate) shared: Arc<Shared>,
    pub(crate) options: CallOptions,
    /// Those in the headers of the options.
    pub(crate) secrets: Secrets,
}

impl Transport for Pipeline {
    fn execute<'a>(
        &'a self,
        mut request: Request,
        operation: &'static Operation,
    ) -> BoxFuture<'a, Result<Response<Bytes>, TransportError>> {
        Box::pin(async move {
            let span = trace::Call::new(operation);
            let mut call = Call::new(self, operation);
            call.set_headers(&mut request);
            let outcome = span.follow(call.run(&mut request, &span)).await;
            let mut report = call.report();
            match outcome {
                Ok(mut response) => {
                    span.responded(response.status());
                    if !response.status().is_success() {
                        report.retry_after = retry_after::read(response.headers(), SystemTime::now());
                    }
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

/// A request on its way.
type Sending<'a> = BoxFuture<'a, Result<Response<Bytes>, TransportError>>;

/// A token that the API did not take, and its response.
struct Refused {
    token: Arc<Token>,
    response: Response<Bytes>,
}

/// What a request has that may be sent.
struct Pass<'a> {
    permit: Permit<'a>,
    /// `None` for public operations.
    token: Option<Arc<Token>>,
    /// When it had all of this.
    now: Instant,
}

/// One call, from its first attempt to its last.
struct Call<'a> {
    shared: &'a Shared,
    options: &'a CallOptions,
    secrets: &'a Secrets,
    operation: &'static Operation,
    /// The token of the last request that was sent.
    token: Option<Arc<Token>>,
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
            secrets: &pipeline.secrets,
            operation,
            token: None,
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
            retry_after: None,
        }
    }

    /// Attempts until one succeeds, or another one is not allowed or not worth it.
    async fn run(&mut self, request: &mut Request, span: &trace::Call) -> Outcome {
        if let Some(name) = self.options.framing_header() {
            return Err(Failure::Header(name.clone()));
        }
        if let Some(problems) = checked::problems(self.operation, request.body().and_then(reqwest::Body::as_bytes)) {
            return Err(Failure::Body(problems));
        }
        let mut making = Making::new(&self.shared.created, self.operation, request);
        let mut attempts = 0;
        let mut now = self.began;
        loop {
            attempts += 1;
            // A block, so that a call has no room for an outcome while it pauses.
            let pause = {
                let mut outcome = self.attempt(request, now, span).await;
                let evidence = outcome.as_ref().ok().map(|response| Evidence::of(self.operation, response));
                if let (Ok(response), Some(evidence)) = (&mut outcome, &evidence) {
                    self.secrets().for_each(|secrets| secrets.redact(self.operation, response, evidence));
                    if !matches!(evidence, Evidence::Done(_)) {
                        Secrets::in_body(self.operation, request).redact(self.operation, response, evidence);
                    }
                }
                if let Some(Evidence::Done(body)) = evidence {
                    self.shared.readable.note(self.operation);
                    // Of several, some may be refused, which says what of which.
                    if outcome.as_ref().is_ok_and(|response| response.status() != StatusCode::MULTI_STATUS) {
                        self.shared.created.deleted(self.operation, request);
                    }
                    if let Some(making) = making.take() {
                        making.made(&body);
                    }
                    self.shared.budget.succeeded(attempts - 1);
                    return outcome;
                }
                let may_have_acted = retry::may_have_acted(self.operation, &outcome, evidence.as_ref());
                let worth = attempts < self.options.max_attempts
                    && retry::is_worth_another(&outcome, evidence.as_ref(), || self.may_repeat(request));
                let Some(pause) = worth.then(|| self.pause_before_another(attempts, &outcome)).flatten() else {
                    if let Some(making) = making.take_if(|_| !may_have_acted && !self.may_have_acted_before) {
                        making.refused();
                    }
                    return outcome;
                };
                self.may_have_acted_before |= may_have_acted;
                pause
            };
            span.retrying(attempts, pause);
            sleep(pause).await;
            now = Instant::now();
        }
    }

    /// What a response must not show.
    fn secrets(&self) -> impl Iterator<Item = &Secrets> {
        std::iter::once(self.secrets).chain(self.token.as_ref().map(|token| &token.secrets))
    }

    /// The headers that every attempt has.
    fn set_headers(&self, request: &mut Request) {
        let is_ours = self.is_of_origin(request.url());
        let headers = request.headers_mut();
        for (name, value) in self.options.headers.iter().filter(|_| is_ours) {
            if name != AUTHORIZATION && name != CONTENT_TYPE {
                headers.insert(name, value.clone());
            }
        }
        headers.insert(USER_AGENT, self.shared.user_agent.clone());
    }

    fn may_repeat(&self, request: &Request) -> bool {
        self.operation.may_repeat(request.body().and_then(reqwest::Body::as_bytes))
    }

    /// Whether a request goes where tokens may be sent: to scheme, host and port of the base URL.
    fn is_of_origin(&self, url: &Url) -> bool {
        let ours = &self.shared.origin;
        (url.scheme(), url.host_str(), url.port_or_known_default())
            == (ours.scheme(), ours.host_str(), ours.port_or_known_default())
    }

    /// How long to wait before another attempt; `None` if there is no time or budget for one.
    fn pause_before_another(&self, attempts: u32, outcome: &Outcome) -> Option<Duration> {
        let asked = outcome.as_ref().ok().and_then(|response| retry_after::read(response.headers(), SystemTime::now()));
        if asked.is_some_and(|asked| asked > self.options.max_retry_after) {
            return None;
        }
        // Zero, or a date in the past: the API does not ask for all attempts at once.
        let pause = asked.unwrap_or_default().max(retry::backoff(self.options, attempts, &self.shared.jitter));
        let then = Instant::now().checked_add(pause);
        let in_time = self.deadline.is_none_or(|deadline| then.is_some_and(|then| then < deadline));
        // A refusal that says when there is room is no sign of a failing server. The budget last: what is not sent again
        // costs nothing.
        let is_told = asked.is_some()
            && outcome.as_ref().is_ok_and(|response| response.status() == StatusCode::TOO_MANY_REQUESTS);
        (in_time && (is_told || self.shared.budget.take())).then_some(pause)
    }

    /// One attempt; where a token is refused, it is the same attempt with another one.
    async fn attempt(&mut self, request: &mut Request, mut now: Instant, span: &trace::Call) -> Outcome {
        let mut refused: Option<Box<Refused>> = None;
        loop {
            let mut pass = self.acquire(request, refused.as_ref().map(|refused| refused.token.as_ref()), now).await?;
            if self.options.is_wanted.as_ref().is_some_and(|is_wanted| !is_wanted()) {
                return Err(Failure::NotWanted);
            }
            if let Some(refused) =
                refused.take_if(|refused| pass.token.as_ref().is_some_and(|token| token.header == refused.token.header))
            {
                // There is no other token.
                self.shared.auth.keep_refused(self.operation, Instant::now());
                return Ok(refused.response);
            }
            let latest = self.attempt_time(request).and_then(|time| pass.now.checked_add(time));
            let latest = latest.into_iter().chain(self.deadline).min();
            let time = latest.map(|latest| latest.saturating_duration_since(pass.now));
            let sent = self.send(request, pass.token.as_deref(), time);
            pass.permit.send();
            let attempt = span.attempt(self.sent, request.url());
            self.sent += 1;
            let sent = attempt.follow(sent);
            let outcome = match latest {
                Some(latest) => timeout_at(latest, sent).await.unwrap_or_else(|_| Err(late_response())),
                None => sent.await,
            };
            let outcome = outcome.map_err(Failure::Wire);
            attempt.ended(&outcome);
            self.token.clone_from(&pass.token);
            if let Err(TransportErrorKind::NotSent | TransportErrorKind::Connect) =
                outcome.as_ref().map_err(Failure::kind)
            {
                pass.permit.take_back();
            }
            let Ok(response) = &outcome else { return outcome };
            if self.is_of_origin(request.url()) {
                let counted = limited(self.operation, request);
                self.limits().observe(pass.permit, counted, response.status(), response.headers());
            }
            let Some(token) = pass.token else { return outcome };
            // A 401 says that the server did not act: with another token the request may be sent once more.
            if response.status() != StatusCode::UNAUTHORIZED || !self.is_refused(request, response) {
                return outcome;
            }
            if self.replayed {
                self.shared.auth.keep_refused(self.operation, Instant::now());
                return outcome;
            }
            // A page with that status proves nothing of the attempt.
            self.may_have_acted_before |= !self.operation.method.is_safe() && !is_own_refusal(self.operation, response);
            self.replayed = true;
            refused = Some(Box::new(Refused { token, response: outcome? }));
            now = Instant::now();
        }
    }

    /// The time for one attempt. What may not be repeated has the whole time of the call, since an attempt that is given up
    /// has no known outcome; a response that the server holds has the time for that.
    fn attempt_time(&self, request: &Request) -> Option<Duration> {
        let usual = self.options.attempt_timeout?;
        if let Some(holds) = self.operation.holds {
            let asked = request.url().query_pairs().find(|(name, _)| name == "timeout");
            let held = asked.and_then(|(_, milliseconds)| milliseconds.parse().ok()).unwrap_or(holds);
            return Some(usual.max(Duration::from_millis(held).saturating_add(AFTER_HELD)));
        }
        self.may_repeat(request).then_some(usual)
    }

    /// Whether a 401 is the API's own; a proxy's page says nothing of what was done.
    fn is_refused(&self, request: &Request, response: &Response<Bytes>) -> bool {
        is_own_refusal(self.operation, response) || self.may_repeat(request)
    }

    fn limits(&self) -> &'a Limits {
        if self.operation.public { &self.shared.public_limits } else { &self.shared.limits }
    }

    /// Waits for what a request needs before it is sent: a token that is not the `refused` one, and its turn.
    async fn acquire(&self, request: &Request, refused: Option<&Token>, mut now: Instant) -> Result<Pass<'a>, Failure> {
        self.in_time(now)?;
        if !self.is_of_origin(request.url()) {
            return Ok(Pass { permit: Permit::default(), token: None, now });
        }
        let request = limited(self.operation, request);
        let admit = |took| self.limits().admit(request, took, self.deadline, self.options.max_retry_after);
        if self.operation.public {
            let permit = admit(None).await.map_err(Failure::Late)?;
            if permit.is_counted() {
                now = self.in_time(Instant::now())?;
            }
            return Ok(Pass { permit, token: None, now });
        }
        let mut turns = 0;
        loop {
            turns += 1;
            let token = self.token(refused, now).await?;
            now = self.in_time(Instant::now())?;
            let lived = token.lives_at(now);
            let permit = admit(token.took).await.map_err(Failure::Late)?;
            if permit.is_counted() {
                now = self.in_time(Instant::now())?;
            }
            // It may have waited, and the token with it. Another one is waited for without a permit, which others can use then. A
            // token that had expired when it came is as good as any.
            if token.lives_at(now) || !lived || turns == TURNS {
                return Ok(Pass { permit, token: Some(token), now });
            }
        }
    }

    /// A token. A sign-in that fails is repeated as often as the call has attempts; the pauses count against its time and
    /// not against its attempts.
    async fn token(&self, refused: Option<&Token>, mut now: Instant) -> Result<Arc<Token>, Failure> {
        let mut failures = 0;
        let mut without_end = 0;
        loop {
            match self.shared.auth.authorize(refused, self.operation, now).map_err(Failure::Auth)? {
                auth::Next::Send(token) => return Ok(token),
                auth::Next::Wait(fetch) => {
                    let number = fetch.number();
                    let fetched = match self.deadline {
                        Some(deadline) => timeout_at(deadline, fetch.outcome()).await.map_err(|_| Failure::NoTime)?,
                        None => fetch.outcome().await,
                    };
                    match fetched {
                        Some(Ok(token)) => return Ok(token),
                        Some(Err(error)) => {
                            failures += 1;
                            if !error.is_transient() || failures >= self.options.max_attempts {
                                return Err(Failure::Auth(error));
                            }
                        }
                        None => {
                            self.shared.auth.abandon(number);
                            without_end += 1;
                            // A runtime that shuts down ends each fetch at once, and this sleep as well.
                            if without_end > 1 {
                                sleep(BETWEEN_FETCHES).await;
                            }
                        }
                    }
                }
                auth::Next::Pause(until, error) => {
                    let is_too_long = until.saturating_duration_since(now) > self.options.max_retry_after
                        || self.deadline.is_some_and(|deadline| until >= deadline);
                    if self.options.max_attempts == 1 || is_too_long {
                        return Err(Failure::Auth(error));
                    }
                    sleep_until(until).await;
                }
            }
            now = self.in_time(Instant::now())?;
        }
    }

    /// The time, if the call has any left then.
    fn in_time(&self, now: Instant) -> Result<Instant, Failure> {
        if self.deadline.is_some_and(|deadline| now >= deadline) { Err(Failure::NoTime) } else { Ok(now) }
    }

    /// The request on its way over the wire; what is left in its place is a copy, for the attempt that may follow. A copy
    /// is as small as can be, and the original has room for the token.
    fn send(&self, request: &mut Request, token: Option<&Token>, time: Option<Duration>) -> Sending<'a> {
        // Without a body that is a stream, and there is none, a request can always be cloned.
        let Some(copy) = request.try_clone() else {
            let message = "the body of a request cannot be a stream";
            return Box::pin(async move { Err(TransportError::new(TransportErrorKind::NotSent, message)) });
        };
        let mut sent = std::mem::replace(request, copy);
        if let Some(token) = token {
            sent.headers_mut().insert(AUTHORIZATION, token.header.clone());
        }
        // Our own timer ends the attempt. The wire says before whether a connection took what may not be sent twice.
        if !sent.method().is_safe() {
            let shortest = sent.timeout().copied().into_iter().chain(time).min();
            *sent.timeout_mut() = shortest;
        }
        self.shared.wire.execute(sent, self.operation)
    }
}

fn is_own_refusal(operation: &Operation, response: &Response<Bytes>) -> bool {
    matches!(Evidence::of(operation, response), Evidence::Refused(_))
}

/// Carries requests to the token endpoint, below all layers.
pub(crate) struct TokenTransport {
    pub(crate) wire: Arc<dyn Transport>,
    pub(crate) user_agent: HeaderValue,
}

/// How often a call waits for its turn before it is sent with a token that has expired in the meantime.
const TURNS: u32 = 3;

/// The time for a response after the server has held it.
const AFTER_HELD: Duration = Duration::from_secs(30);

/// The pause after a second fetch of a token that came to no end.
const BETWEEN_FETCHES: Duration = Duration::from_millis(100);

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
            let secrets = Secrets::in_body(operation, &request);
            let sent = self.wire.execute(request, operation);
            let mut response = timeout(TOKEN_TIMEOUT, sent).await.unwrap_or_else(|_| Err(late_response()))?;
            let evidence = Evidence::of(operation, &response);
            secrets.redact(operation, &mut response, &evidence);
            let retry_after = retry_after::read(response.headers(), SystemTime::now());
            response.extensions_mut().insert(CallReport { attempts: 1, retry_after, ..CallReport::default() });
            Ok(response)
        })
    }
}

/// The request as the limits see it.
fn limited<'a>(operation: &'static Operation, request: &'a Request) -> limits::Request<'a> {
    limits::Request { operation, method: request.method(), path: request.url().path() }
}

fn late_response() -> TransportError {
    TransportError::new(TransportErrorKind::Timeout, "the time for one attempt was up")
}
