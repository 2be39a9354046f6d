//! Spans: one per call and one per attempt, with OpenTelemetry's names for HTTP clients.
//!
//! What they may hold is listed here and nowhere else: no header, no query, no body, no id. Without the feature
//! `tracing` nothing of it is compiled.

#[cfg(not(feature = "tracing"))]
pub(crate) use self::absent::{Call, in_this_span};
#[cfg(feature = "tracing")]
pub(crate) use self::present::{Call, in_this_span};

#[cfg(feature = "tracing")]
mod present {
    use std::time::Duration;

    use http::StatusCode;
    use reqwest::Url;
    use tracing::field::Empty;
    use tracing::instrument::{Instrument as _, Instrumented};
    use tracing::{Span, debug, debug_span, info_span};
    use verda_api::Operation;

    use crate::failure::Failure;
    use crate::retry::Outcome;

    /// The span of a call.
    pub(crate) struct Call(Span, &'static Operation);

    /// The span of one attempt.
    pub(crate) struct Attempt(Span);

    impl Call {
        pub(crate) fn new(operation: &'static Operation) -> Self {
            let span = info_span!(
                "verda.call",
                otel.name = operation.id,
                otel.kind = "internal",
                http.request.method = operation.method.as_str(),
                url.template = operation.path,
                http.response.status_code = Empty,
                error.type = Empty,
            );
            Self(span, operation)
        }

        pub(crate) fn follow<F: Future>(&self, call: F) -> Instrumented<F> {
            call.instrument(self.0.clone())
        }

        pub(crate) fn attempt(&self, resend_count: u32, url: &Url) -> Attempt {
            let operation = self.1;
            let span = debug_span!(
                parent: &self.0,
                "verda.attempt",
                otel.name = operation.method.as_str(),
                otel.kind = "client",
                http.request.method = operation.method.as_str(),
                url.template = operation.path,
                server.address = url.host_str().unwrap_or_default(),
                server.port = url.port_or_known_default(),
                http.request.resend_count = (resend_count > 0).then_some(resend_count),
                http.response.status_code = Empty,
                error.type = Empty,
            );
            Attempt(span)
        }

        pub(crate) fn retrying(&self, attempts: u32, pause: Duration) {
            debug!(parent: &self.0, attempts, pause_ms = pause.as_millis() as u64, "another attempt follows");
        }

        pub(crate) fn responded(&self, status: StatusCode) {
            record(&self.0, status);
        }

        pub(crate) fn failed(&self, failure: &Failure) {
            self.0.record("error.type", failure.name());
        }
    }

    impl Attempt {
        pub(crate) fn follow<F: Future>(&self, attempt: F) -> Instrumented<F> {
            attempt.instrument(self.0.clone())
        }

        pub(crate) fn ended(&self, outcome: &Outcome) {
            match outcome {
                Ok(response) => record(&self.0, response.status()),
                Err(failure) => {
                    self.0.record("error.type", failure.name());
                }
            }
        }
    }

    /// In the span in which it was made, in whatever task it runs.
    pub(crate) fn in_this_span<F: Future>(task: F) -> Instrumented<F> {
        task.instrument(Span::current())
    }

    fn record(span: &Span, status: StatusCode) {
        span.record("http.response.status_code", status.as_u16());
        if !status.is_success() {
            span.record("error.type", status.as_str());
        }
    }
}

#[cfg(not(feature = "tracing"))]
mod absent {
    use std::time::Duration;

    use http::StatusCode;
    use reqwest::Url;
    use verda_api::Operation;

    use crate::failure::Failure;
    use crate::retry::Outcome;

    pub(crate) struct Call;
    pub(crate) struct Attempt;

    impl Call {
        pub(crate) fn new(_: &'static Operation) -> Self {
            Self
        }

        pub(crate) fn follow<F>(&self, call: F) -> F {
            call
        }

        pub(crate) fn attempt(&self, _: u32, _: &Url) -> Attempt {
            Attempt
        }

        pub(crate) fn retrying(&self, _: u32, _: Duration) {}

        pub(crate) fn responded(&self, _: StatusCode) {}

        pub(crate) fn failed(&self, _: &Failure) {}
    }

    pub(crate) fn in_this_span<F>(task: F) -> F {
        task
    }

    impl Attempt {
        pub(crate) fn follow<F>(&self, attempt: F) -> F {
            attempt
        }

        pub(crate) fn ended(&self, _: &Outcome) {}
    }
}
