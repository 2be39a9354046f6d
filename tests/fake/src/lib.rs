//! A stateful fake of the Verda Cloud API, to test clients and services against.
//!
//! The responses have the shapes of the running API, which sometimes differ from its document. The fake keeps state: created
//! resources can be listed, machines go through their life cycle, tokens expire. With [`Builder::strict`] the responses
//! follow the corrected document exactly.
//!
//! - **In-process**: [`VerdaFake::handle`] takes a request and returns the response, without a socket, a background task or
//!   a timer. The clock is tokio's, so in a runtime with paused time an hour takes no real time.
//! - **Over a socket**: [`VerdaFake::serve`], or the program `verda-fake --listen 127.0.0.1:8080`. In addition to the
//!   API, `GET /` shows a page with the current state, `GET /v1/openapi.json` returns the document, and under
//!   `/_fake/` is an API that controls the fake as the handle does; `GET /_fake/openapi.json` describes it.
//!
//! ```
//! # #[tokio::main(flavor = "current_thread")]
//! # async fn main() -> Result<(), Box<dyn std::error::Error>> {
//! use bytes::Bytes;
//! use verda_fake::VerdaFake;
//!
//! let fake = VerdaFake::builder().seed(7).build();
//! let request = http::Request::get("/v1/instance-types").body(Bytes::new())?;
//! let response = fake.handle(request).await?;
//! assert_eq!(response.status(), 200);
//! assert_eq!(fake.requests()[0].operation, Some("GET /v1/instance-types"));
//! # Ok(())
//! # }
//! ```
//!
//! # What is served
//!
//! Every operation of the API: tokens, the catalogue, instances and clusters with their life cycles and actions, volumes
//! with theirs, SSH keys, scripts, container and job deployments with scaling, replicas and environment, secrets, registry
//! credentials, and the balance, which falls as long as machines and volumes exist. Deployments cost nothing.
//!
//! An operation without a handler, such as a new one, is served from the document: with its example or an instance of the
//! response's schema, and the header `x-fake-response: document`. [`Builder::document`] replaces the bundled document.
//!
//! # In a test
//!
//! - **State** is read with [`VerdaFake::instances`], [`VerdaFake::clusters`] and [`VerdaFake::volumes`], as
//!   JSON in the API's shapes, and with [`VerdaFake::balance`].
//! - **The fate of machines** is set with [`VerdaFake::next_instance_fate`], [`VerdaFake::set_instance_status`],
//!   [`VerdaFake::preempt_instance`] and [`VerdaFake::set_capacity`], and by the quotas of the [`Builder`].
//! - **The fate of deployments** is set with [`VerdaFake::decide_deployment_status`], and the length of their queues with
//!   [`VerdaFake::fill_deployment_queue`].
//! - **Faults** are injected with an [`Injection`].
//! - **Requests** are in the journal, [`VerdaFake::requests`]. Expected ones are declared with [`VerdaFake::expect`] and checked
//!   with [`VerdaFake::verify`].
//!
//! ```
//! # #[tokio::main(flavor = "current_thread", start_paused = true)]
//! # async fn main() -> Result<(), Box<dyn std::error::Error>> {
//! use std::time::Duration;
//!
//! use bytes::Bytes;
//! use verda_fake::{Fate, VerdaFake};
//!
//! let fake = VerdaFake::builder().balance(100.0).build();
//! fake.next_instance_fate(Fate::NoCapacity);
//! fake.expect("POST /v1/instances").times(1);
//!
//! // A service orders a machine.
//! # let login = r#"{"grant_type":"client_credentials","client_id":"id","client_secret":"secret"}"#;
//! # let json = "application/json";
//! # let request = http::Request::post("/v1/oauth2/token").header("content-type", json).body(Bytes::from(login))?;
//! # let token: serde_json::Value = serde_json::from_slice(fake.handle(request).await?.body())?;
//! # let token = format!("Bearer {}", token["access_token"].as_str().unwrap_or_default());
//! let order = r#"{"instance_type":"CPU.4V.16G","image":"ubuntu-24.04","hostname":"a","location_code":"FIN-01"}"#;
//! let request = http::Request::post("/v1/instances")
//!     .header("authorization", token)
//!     .header("user-agent", "service")
//!     .header("content-type", "application/json")
//!     .body(Bytes::from(order))?;
//! assert_eq!(fake.handle(request).await?.status(), 202);
//!
//! tokio::time::advance(Duration::from_secs(60)).await;
//! assert_eq!(fake.instances()[0]["status"], "no_capacity");
//! fake.verify()?;
//! # Ok(())
//! # }
//! ```

mod account;
mod auth;
mod builder;
mod call;
mod catalogue;
mod clock;
mod clusters;
mod control;
mod deploy;
mod document;
mod error;
mod example;
mod expect;
mod fates;
mod faults;
mod fields;
mod ids;
mod inspect;
mod instance_actions;
mod instances;
mod journal;
mod json;
mod lifecycle;
mod limits;
mod machine;
mod money;
mod page;
mod quirks;
mod remote;
mod reply;
mod router;
mod routes;
mod scenario;
mod scripts;
mod server;
mod serverless;
mod snapshot;
mod ssh_keys;
mod state;
mod strict;
mod table;
mod transport;
mod volumes;

use std::fmt;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError, RwLock};
use std::time::Duration;

use bytes::Bytes;
use http::header::{CONTENT_LENGTH, HeaderValue};
use http::request::Parts;
use http::{Method, Request, Response};

use crate::builder::Config;
use crate::call::Call;
use crate::clock::Clock;
use crate::error::ApiError;
use crate::expect::Wanted;
use crate::journal::{EntryNumber, Journal};
use crate::reply::Reply;
use crate::router::{Access, Matched, Responder};
use crate::state::State;

pub use crate::builder::Builder;
pub use crate::control::{ControlError, Fate};
pub use crate::document::InvalidDocument;
pub use crate::expect::{Expectation, Unmet};
pub use crate::fates::UnknownDeployment;
pub use crate::faults::{Effect, Fault, Injection, InvalidFault, UnknownOperation};
pub use crate::journal::Recorded;
pub use crate::limits::RateLimits;
pub use crate::quirks::{Gone, UnknownGone};
pub use crate::scenario::{InvalidScenario, Scenario};
pub use crate::snapshot::InvalidSnapshot;
pub use crate::transport::InProcess;

/// The longest request body that is read, in bytes.
pub const MAX_BODY_BYTES: usize = 1024 * 1024;

/// The callback for every request.
pub(crate) type Observer = Arc<dyn Fn(&Recorded) + Send + Sync>;

/// A whole Verda project in memory. Clones share their state.
#[derive(Clone)]
pub struct VerdaFake {
    inner: Arc<Inner>,
}

struct Inner {
    /// The settings at the start, for a reset.
    initial: Config,
    config: RwLock<Arc<Config>>,
    clock: Clock,
    observer: Option<Observer>,
    state: Mutex<State>,
    journal: Mutex<Journal>,
    expectations: Mutex<Vec<Wanted>>,
}

impl fmt::Debug for VerdaFake {
    /// Omits the state, because it holds secrets.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("VerdaFake").finish_non_exhaustive()
    }
}

impl Default for VerdaFake {
    fn default() -> Self {
        Self::builder().build()
    }
}

impl VerdaFake {
    /// The settings, all at their defaults.
    pub fn builder() -> Builder {
        Builder::new()
    }

    fn new(config: Config, observer: Option<Observer>) -> Self {
        let inner = Inner {
            clock: Clock::new(config.start_time, config.speed),
            state: Mutex::new(State::new(&config)),
            journal: Mutex::new(Journal::new(config.journal_capacity)),
            expectations: Mutex::default(),
            config: RwLock::new(Arc::new(config.clone())),
            initial: config,
            observer,
        };
        Self { inner: Arc::new(inner) }
    }

    /// Handles a request and returns its response.
    ///
    /// Only the path and the query of the URI matter; the URI may be absolute or not. The page at `/`, `/v1/openapi.json` and
    /// `/_fake/` are not part of the API: they need no token, and are neither counted nor written into the journal.
    ///
    /// # Errors
    ///
    /// A [`Fault`] if an [`Injection`] breaks the connection. With [`Effect::Hang`] the future never resolves.
    pub async fn handle(&self, request: Request<Bytes>) -> Result<Response<Bytes>, Fault> {
        let is_head = request.method() == Method::HEAD;
        let response = self.handle_as_get(request).await?;
        Ok(if is_head { without_body(response) } else { response })
    }

    /// The same, where the response to HEAD has the body of the one to GET.
    async fn handle_as_get(&self, request: Request<Bytes>) -> Result<Response<Bytes>, Fault> {
        let (parts, body) = request.into_parts();
        if let Some(reply) = self.own_page(&parts.method, parts.uri.path()) {
            return Ok(reply.into_response());
        }
        if let Some(reply) = self.control(&parts, &body) {
            return Ok(reply.into_response());
        }
        self.run_due_steps();
        let config = self.config();
        let matched = router::find(&config.document, &parts.method, parts.uri.path());
        let operation = matched.as_ref().map(Matched::operation);
        let number = self.record(&parts, &body, operation);
        let hit = operation.and_then(|operation| self.state().injections.take(operation));
        let Some(hit) = hit else {
            return Ok(self.deliver(number, self.process(&config, &parts, &body, matched)).await);
        };
        let reply = match hit.effect {
            Effect::Status(status) => hit.add_headers(faults::refused(status)),
            Effect::InsufficientScope => hit.add_headers(faults::insufficient_scope()),
            Effect::Html(status) => hit.add_headers(Reply::html(status)),
            Effect::Opaque(status) => hit.add_headers(faults::opaque(status)),
            Effect::Respond { status, ref content_type, ref body } => {
                hit.add_headers(Reply::raw(status, content_type.clone(), body.clone()))
            }
            Effect::HandledThenStatus(status) => {
                self.process(&config, &parts, &body, matched);
                hit.add_headers(faults::refused(status))
            }
            Effect::Slow(time) => {
                tokio::time::sleep(time).await;
                self.process(&config, &parts, &body, matched)
            }
            Effect::Hang => {
                self.note(number, None);
                std::future::pending().await
            }
            Effect::ResetBefore => {
                self.note(number, None);
                return Err(Fault::ResetBefore);
            }
            Effect::ResetAfter => {
                self.process(&config, &parts, &body, matched);
                self.note(number, None);
                return Err(Fault::ResetAfter);
            }
            Effect::Truncated => {
                let reply = self.process(&config, &parts, &body, matched);
                return Err(Fault::cut(self.deliver(number, reply).await));
            }
        };
        Ok(self.deliver(number, reply).await)
    }

    /// Admits, counts and dispatches a request.
    fn process(&self, config: &Config, parts: &Parts, body: &Bytes, matched: Option<Matched<'_>>) -> Reply {
        let path = parts.uri.path();
        let Some(matched) = matched else {
            return router::no_route(&parts.method, path).into_reply();
        };
        let mut state = self.state();
        let real_now = self.inner.clock.real();
        if matched.access() == Access::Public {
            return self.dispatch(config, &mut state, parts, body, &matched);
        }
        if let Err(error) = state.tokens.check(&parts.headers, real_now) {
            return error.into_reply();
        }
        let Some(limits) = config.rate_limits else {
            return self.dispatch(config, &mut state, parts, body, &matched);
        };
        let counted = path.strip_suffix('/').unwrap_or(path);
        let verdict = state.limiter.count(limits, &parts.method, counted, real_now);
        let reply = match verdict.refusal() {
            Some(refusal) => refusal,
            None => self.dispatch(config, &mut state, parts, body, &matched),
        };
        verdict.announce(reply)
    }

    fn dispatch(
        &self,
        config: &Config,
        state: &mut State,
        parts: &Parts,
        body: &Bytes,
        matched: &Matched<'_>,
    ) -> Reply {
        let times = self.inner.clock.times();
        let mut respond = || -> Result<Reply, ApiError> {
            if body.len() > MAX_BODY_BYTES {
                return Err(ApiError::too_large(MAX_BODY_BYTES));
            }
            let route = match matched.responder {
                Responder::Route(route) => route,
                Responder::Document(documented) => return Ok(documented.respond()),
            };
            let mut call = Call {
                config,
                clock: &self.inner.clock,
                state,
                now: times.machine,
                real_now: times.real,
                headers: &parts.headers,
                body,
                path: matched.decoded_parameters()?,
                query: router::query_parameters(parts.uri.query().unwrap_or_default()),
            };
            (route.handler)(&mut call)
        };
        let reply = respond().unwrap_or_else(ApiError::into_reply);
        match matched.responder {
            Responder::Route(route) if config.strict => {
                let reply = strict::conform(route.operation, reply, state);
                config.document.complete(route.operation, reply)
            }
            _ => reply,
        }
    }

    fn record(&self, parts: &Parts, body: &Bytes, operation: Option<&'static str>) -> EntryNumber {
        self.journal().push(Recorded {
            at: self.inner.clock.real(),
            method: parts.method.clone(),
            path: parts.uri.path().to_owned(),
            query: parts.uri.query().unwrap_or_default().to_owned(),
            headers: parts.headers.clone(),
            body: body.clone(),
            operation,
            status: None,
        })
    }

    async fn deliver(&self, number: EntryNumber, reply: Reply) -> Response<Bytes> {
        let reply = self.behind_gateway(reply);
        if !reply.delay.is_zero() {
            tokio::time::sleep(reply.delay).await;
        }
        self.note(number, Some(reply.status));
        reply.into_response()
    }

    /// The reply as a client behind the proxy gets it: the proxy does not wait for ever.
    fn behind_gateway(&self, reply: Reply) -> Reply {
        match self.config().quirks.gateway_timeout {
            Some(limit) if reply.delay > limit => Reply::html(http::StatusCode::GATEWAY_TIMEOUT).after(limit),
            _ => reply,
        }
    }

    /// Writes the outcome of a request into the journal and tells the observer.
    fn note(&self, number: EntryNumber, status: Option<http::StatusCode>) {
        let entry = self.journal().set_status(number, status).cloned();
        // The lock is free by now, so the observer may read the journal.
        if let (Some(observer), Some(entry)) = (&self.inner.observer, entry) {
            observer(&entry);
        }
    }

    fn config(&self) -> Arc<Config> {
        self.inner.config.read().unwrap_or_else(PoisonError::into_inner).clone()
    }

    fn set_config(&self, config: Config) {
        *self.inner.config.write().unwrap_or_else(PoisonError::into_inner) = Arc::new(config);
    }

    /// The state, and the machine time at which it is read or changed: the clock may be set back before, but not meanwhile.
    fn state_now(&self) -> (MutexGuard<'_, State>, Duration) {
        let state = self.state();
        let now = self.inner.clock.machine();
        (state, now)
    }

    fn state(&self) -> MutexGuard<'_, State> {
        self.inner.state.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn journal(&self) -> MutexGuard<'_, Journal> {
        self.inner.journal.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn expectations(&self) -> MutexGuard<'_, Vec<Wanted>> {
        self.inner.expectations.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// The response to HEAD: the headers announce the length of the body that GET gets.
fn without_body(mut response: Response<Bytes>) -> Response<Bytes> {
    let length = std::mem::take(response.body_mut()).len();
    response.headers_mut().insert(CONTENT_LENGTH, HeaderValue::from(length));
    response
}
