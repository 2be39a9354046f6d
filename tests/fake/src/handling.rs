//! One request, from its arrival to its response.

use bytes::Bytes;
use http::header::{CONTENT_LENGTH, HeaderValue};
use http::request::Parts;
use http::{Method, Request, Response, StatusCode};

use crate::api::call::Call;
use crate::api::config::Config;
use crate::api::document::Access;
use crate::api::error::ApiError;
use crate::api::faults::{self, Effect, Fault};
use crate::api::journal::{EntryNumber, Recorded};
use crate::api::reply::Reply;
use crate::api::router::{self, Matched, Responder};
use crate::api::{paths, strict};
use crate::fake::VerdaFake;
use crate::model::moment::Moment;
use crate::state::State;

/// The longest request body that is read, in bytes.
pub const MAX_BODY_BYTES: usize = 1024 * 1024;

impl VerdaFake {
    /// Handles a request and returns its response.
    ///
    /// Only the path and the query of the URI matter; the URI may be absolute or not. The page at `/`, `/v1/openapi.json` and
    /// `/_fake/` are not part of the API: they need no token, and are neither counted nor written into the journal.
    ///
    /// # Errors
    ///
    /// A [`Fault`] if an [`Injection`](crate::Injection) breaks the connection. With [`Effect::Hang`] the future never resolves.
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
        let real_now = self.clock().real();
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
        let times = self.clock().times();
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
                project: &mut state.project,
                tokens: &mut state.tokens,
                choices: &mut state.choices,
                moment: Moment { now: times.machine, clock: self.clock(), rules: &config.rules },
                real_now: times.real,
                headers: &parts.headers,
                body,
                path: matched.decoded_parameters()?,
                query: paths::query_parameters(parts.uri.query().unwrap_or_default()),
            };
            (route.handler)(&mut call)
        };
        let reply = respond().unwrap_or_else(ApiError::into_reply);
        match matched.responder {
            Responder::Route(route) if config.strict => {
                let reply = strict::conform(route.operation, reply, &state.project);
                config.document.complete(route.operation, reply)
            }
            _ => reply,
        }
    }

    fn record(&self, parts: &Parts, body: &Bytes, operation: Option<&'static str>) -> EntryNumber {
        self.journal().push(Recorded {
            at: self.clock().real(),
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
        match self.config().habits.gateway_timeout {
            Some(limit) if reply.delay > limit => Reply::html(StatusCode::GATEWAY_TIMEOUT).after(limit),
            _ => reply,
        }
    }

    /// Writes the outcome of a request into the journal and tells the observer.
    fn note(&self, number: EntryNumber, status: Option<StatusCode>) {
        let entry = self.journal().set_status(number, status).cloned();
        // The lock is free by now, so the observer may read the journal.
        if let (Some(observer), Some(entry)) = (self.observer(), entry) {
            observer(&entry);
        }
    }
}

/// The response to HEAD: the headers announce the length of the body that GET gets.
fn without_body(mut response: Response<Bytes>) -> Response<Bytes> {
    let length = std::mem::take(response.body_mut()).len();
    response.headers_mut().insert(CONTENT_LENGTH, HeaderValue::from(length));
    response
}
