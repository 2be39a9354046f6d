//! Retries: every operation with every fault.

#![allow(clippy::unwrap_used, clippy::panic, reason = "a test fails by panicking")]

use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};

use http::StatusCode;
use verda_api::{OPERATIONS, TransportErrorKind};
use verda_api_ext::{Client, ErrorKind};
use verda_tests::{ExampleServer, Fault, FaultyTransport, call, example_may_be_repeated, may_be_repeated};

const HTML: &str = "<html><body>bad gateway</body></html>";
const CAPACITY: &str = r#"{"code":"service_unavailable","message":"Not enough resources"}"#;
const PLAIN: &str = r#"{"code":"server_error","message":"?"}"#;

const TOKENS: [&str; 2] = [r#"{"access_token":"one"}"#, r#"{"access_token":"two"}"#];

/// When a request is retried.
#[derive(Clone, Copy, Debug, PartialEq)]
enum Again {
    Always,
    IfIdempotent,
    Never,
    /// With another token, if the operation sends one.
    IfSignedIn,
}

/// A fault, when the client retries after it, and whether the outcome of the request is then unknown.
fn faults() -> Vec<(Fault, Again, bool)> {
    let status = |code: u16, body| Fault::Intercepted(StatusCode::from_u16(code).unwrap(), body);
    vec![
        (Fault::RequestLost(TransportErrorKind::Connect), Again::Always, false),
        (Fault::RequestLost(TransportErrorKind::NotSent), Again::Never, false),
        (Fault::RequestLost(TransportErrorKind::Timeout), Again::IfIdempotent, true),
        (Fault::RequestLost(TransportErrorKind::Interrupted), Again::IfIdempotent, true),
        (Fault::ResponseLost(TransportErrorKind::Timeout), Again::IfIdempotent, true),
        (Fault::ResponseLost(TransportErrorKind::Interrupted), Again::IfIdempotent, true),
        (status(301, ""), Again::IfIdempotent, true),
        (status(400, PLAIN), Again::Never, false),
        (status(401, ""), Again::IfSignedIn, false),
        (status(402, PLAIN), Again::Never, false),
        (status(403, PLAIN), Again::Never, false),
        (status(404, PLAIN), Again::Never, false),
        (status(408, HTML), Again::IfIdempotent, true),
        (status(409, PLAIN), Again::Never, false),
        (status(429, "overloaded!"), Again::Always, false),
        (status(500, PLAIN), Again::IfIdempotent, true),
        (status(501, PLAIN), Again::Never, false),
        (status(502, HTML), Again::IfIdempotent, true),
        (status(503, HTML), Again::IfIdempotent, true),
        (status(503, CAPACITY), Again::IfIdempotent, false),
        (status(504, HTML), Again::IfIdempotent, true),
    ]
}

/// A client whose first request of the operation (or all, if `always`) meets the fault, and a count of its requests.
fn client(id: &'static str, fault: Fault, always: bool) -> (Client, impl Fn() -> usize) {
    let (met, tokens) = (AtomicBool::new(false), AtomicUsize::new(0));
    let transport = FaultyTransport::new(ExampleServer::default(), move |operation| {
        let first = !met.swap(met.load(Ordering::Relaxed) || operation.id == id, Ordering::Relaxed);
        match operation.id {
            here if here == id && (first || always) => fault.clone(),
            // A new token each time, because the document's example is always the same.
            "get_access_token" => Fault::Intercepted(StatusCode::OK, TOKENS[tokens.fetch_add(1, Ordering::Relaxed)]),
            _ => Fault::None,
        }
    });
    let sent = transport.sent();
    let client = Client::builder().credentials("id", "secret").jitter_seed(1).transport(transport).build().unwrap();
    (client, move || sent.lock().unwrap().iter().filter(|sent| **sent == id).count())
}

#[tokio::test(start_paused = true)]
async fn every_operation_retries_each_fault_as_documented() {
    for operation in OPERATIONS {
        let must_not_be_repeated = !may_be_repeated(operation);
        let repeatable = example_may_be_repeated(operation);
        for (fault, again, is_unknown) in faults() {
            let expected = match again {
                Again::Always => true,
                Again::IfIdempotent => repeatable,
                Again::IfSignedIn => !operation.public,
                Again::Never => false,
            };
            let case = format!("{} {fault:?}", operation.id);
            let (once, sent) = client(operation.id, fault.clone(), false);
            let outcome = call(&once, operation.id).await;
            assert_eq!(sent(), if expected { 2 } else { 1 }, "{case}: {outcome:?}");
            assert_eq!(outcome.is_ok(), expected, "{case}: {outcome:?}");

            let (always, sent) = client(operation.id, fault, true);
            let error = call(&always, operation.id).await.unwrap_err();
            let most = match again {
                Again::IfSignedIn if expected => 2,
                _ if expected => 4,
                _ => 1,
            };
            assert_eq!((sent(), error.attempts()), (most, most as u32), "{case}");
            let unknown = is_unknown && !operation.method.is_safe();
            assert_eq!(error.may_have_happened(), unknown, "{case}: {error:?}");
            let delicate = must_not_be_repeated || operation.destructive;
            assert_eq!(error.kind() == ErrorKind::OutcomeUnknown, unknown && delicate, "{case}: {error:?}");
            assert_eq!(error.to_string().lines().count(), 1, "{case}: {error}");
        }
    }
}

/// The response to the first attempt is lost, and then no connection can be made: something was sent.
#[tokio::test(start_paused = true)]
async fn an_error_denies_no_attempt_before_the_last_one() {
    for operation in OPERATIONS.iter().filter(|operation| !operation.method.is_safe()) {
        let first = AtomicBool::new(true);
        let transport = FaultyTransport::new(ExampleServer::default(), move |called| match called.id {
            id if id != operation.id => Fault::None,
            _ if first.swap(false, Ordering::Relaxed) => Fault::ResponseLost(TransportErrorKind::Interrupted),
            _ => Fault::RequestLost(TransportErrorKind::Connect),
        });
        let client = Client::builder().credentials("id", "secret").jitter_seed(1).transport(transport).build().unwrap();
        let error = call(&client, operation.id).await.unwrap_err();
        assert!(error.may_have_happened() && !error.to_string().contains("nothing was sent"), "{error}");
        let is_told = matches!(error.kind(), ErrorKind::OutcomeUnknown | ErrorKind::Interrupted);
        assert!(is_told, "{}: {:?}", operation.id, error.kind());
    }
}
