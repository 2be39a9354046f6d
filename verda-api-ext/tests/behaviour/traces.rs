//! What a span says of a call that failed, in one word.

use std::io::Write;
use std::sync::{Arc, Mutex};
use std::time::Duration;

use bytes::Bytes;
use http::StatusCode;
use verda_api_ext::{BoxFuture, Client, Operation, Transport, TransportError, TransportErrorKind};
use verda_fake::{Effect, Injection, RateLimits, VerdaFake};

use crate::client;

const BALANCE: &str = "GET /v1/balance";

#[derive(Clone, Default)]
struct Log(Arc<Mutex<Vec<u8>>>);

impl Write for Log {
    fn write(&mut self, bytes: &[u8]) -> std::io::Result<usize> {
        self.0.lock().unwrap().extend_from_slice(bytes);
        Ok(bytes.len())
    }

    fn flush(&mut self) -> std::io::Result<()> {
        Ok(())
    }
}

/// No request has a response, for this reason.
struct Broken(TransportErrorKind);

impl Transport for Broken {
    fn execute<'a>(
        &'a self,
        _: reqwest::Request,
        _: &'static Operation,
    ) -> BoxFuture<'a, Result<http::Response<Bytes>, TransportError>> {
        Box::pin(async { Err(TransportError::new(self.0, "why")) })
    }
}

/// The traces of a call that fails.
async fn traces(client: &Client) -> String {
    let log = Log::default();
    let writer = log.clone();
    let subscriber = tracing_subscriber::fmt()
        .with_max_level(tracing::Level::INFO)
        .with_span_events(tracing_subscriber::fmt::format::FmtSpan::CLOSE)
        .with_ansi(false)
        .with_writer(move || writer.clone())
        .finish();
    let guard = tracing::subscriber::set_default(subscriber);
    client.get_balance().send().await.unwrap_err();
    drop(guard);
    let log = log.0.lock().unwrap();
    String::from_utf8_lossy(&log).into_owned()
}

#[tokio::test(start_paused = true)]
async fn a_span_names_the_kind_of_a_failure() {
    let failing = |effect| {
        let fake = VerdaFake::builder().build();
        fake.inject(Injection::new(effect).on(BALANCE).always()).unwrap();
        client(&fake).with(|o| o.max_attempts(1).timeout(Duration::from_secs(5)))
    };
    let wired = |kind| {
        let client = Client::builder().access_token("token").transport(Broken(kind)).build().unwrap();
        client.with(|o| o.max_attempts(1))
    };
    let refused = VerdaFake::builder().credentials("id", "another").build();
    let limited = VerdaFake::builder().rate_limits(RateLimits { project: 1, endpoint: 1, listing: 1 }).build();
    let limited = client(&limited).with(|o| o.timeout(Duration::from_secs(5)));
    limited.get_balance().send().await.unwrap();
    for (client, word) in [
        (client(&refused), "\"auth\""),
        (limited, "\"rate_limited\""),
        (failing(Effect::Hang), "\"timeout\""),
        (failing(Effect::ResetAfter), "\"interrupted\""),
        (wired(TransportErrorKind::Connect), "\"connect\""),
        (wired(TransportErrorKind::NotSent), "\"not_sent\""),
        (wired(TransportErrorKind::BodyTooLarge), "\"body_too_large\""),
        (failing(Effect::Status(StatusCode::BAD_GATEWAY)), "\"502\""),
    ] {
        let traces = traces(&client).await;
        assert!(traces.contains(&format!("error.type={word}")), "{word}: {traces}");
    }
}
