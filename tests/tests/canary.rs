//! Secrets never show in `Debug`, `Display` or spans, with any fault.

#![allow(clippy::unwrap_used, clippy::panic, reason = "a test fails by panicking")]

use std::error::Error as _;
use std::io::Write;
use std::sync::{Arc, Mutex};

use bytes::Bytes;
use http::StatusCode;
use serde_json::Value;
use verda_api::{BodyShape, BoxFuture, OPERATIONS, Operation, Transport, TransportError, TransportErrorKind};
use verda_api_ext::{BuildError, Client, Credentials, Error};
use verda_tests::{ExampleServer, Fault, FaultyTransport, call, corrected, request_example, with_body};

const CANARY: &str = "canary-4711";

/// Members that the corrected document marks as secrets, by their names.
fn secret_members() -> Vec<String> {
    fn collect(schema: &Value, found: &mut Vec<String>) {
        if let Some(properties) = schema.get("properties").and_then(Value::as_object) {
            let secrets = properties.iter().filter(|(_, property)| property["format"] == "password");
            found.extend(secrets.map(|(name, _)| name.clone()));
        }
        match schema {
            Value::Object(members) => members.values().for_each(|member| collect(member, found)),
            Value::Array(items) => items.iter().for_each(|item| collect(item, found)),
            _ => {}
        }
    }
    let mut found = Vec::new();
    collect(&corrected()["components"]["schemas"], &mut found);
    found.sort();
    found.dedup();
    found
}

/// Puts the canary into every secret member of a value, and returns their number.
fn with_canaries(value: &mut Value, secrets: &[String]) -> usize {
    match value {
        Value::Object(members) => members
            .iter_mut()
            .map(|(name, member)| {
                if secrets.contains(name) && (member.is_string() || member.is_null()) {
                    *member = Value::from(CANARY);
                    return 1;
                }
                with_canaries(member, secrets)
            })
            .sum(),
        Value::Array(items) => items.iter_mut().map(|item| with_canaries(item, secrets)).sum(),
        _ => 0,
    }
}

/// Responds with the document's examples, with canaries in their secrets; its token is one, too.
struct Canaries {
    server: ExampleServer,
    secrets: Vec<String>,
}

impl Transport for Canaries {
    fn execute<'a>(
        &'a self,
        request: reqwest::Request,
        operation: &'static Operation,
    ) -> BoxFuture<'a, Result<http::Response<Bytes>, TransportError>> {
        Box::pin(async move {
            let mut response = self.server.execute(request, operation).await?;
            if let Ok(mut body) = serde_json::from_slice::<Value>(response.body()) {
                with_canaries(&mut body, &self.secrets);
                *response.body_mut() = Bytes::from(body.to_string());
            }
            response.headers_mut().insert("set-cookie", http::HeaderValue::from_static(CANARY));
            Ok(response)
        })
    }
}

/// All traces as text.
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

impl Log {
    fn text(&self) -> String {
        String::from_utf8_lossy(&self.0.lock().unwrap()).into_owned()
    }
}

fn record() -> (Log, tracing::subscriber::DefaultGuard) {
    let log = Log::default();
    let writer = log.clone();
    let subscriber = tracing_subscriber::fmt()
        .with_max_level(tracing::Level::TRACE)
        .with_span_events(tracing_subscriber::fmt::format::FmtSpan::FULL)
        .with_ansi(false)
        .with_writer(move || writer.clone())
        .finish();
    (log, tracing::subscriber::set_default(subscriber))
}

/// All texts that an error can show.
fn shown(error: &Error) -> String {
    let mut shown = format!("{error} {error:?} {error:#?} {:?}", error.messages());
    let mut source = error.source();
    while let Some(cause) = source {
        shown += &format!(" {cause} {cause:?}");
        source = cause.source();
    }
    shown
}

fn faults() -> Vec<Fault> {
    let broken = [TransportErrorKind::Connect, TransportErrorKind::Timeout, TransportErrorKind::Interrupted];
    let mut faults: Vec<_> = broken.into_iter().map(Fault::RequestLost).collect();
    faults.extend([400, 401, 404, 429, 502].map(|status| {
        Fault::Intercepted(StatusCode::from_u16(status).unwrap(), r#"{"code":"x","message":["a","b"]}"#)
    }));
    // Successes that cannot be decoded, with a secret in them.
    faults.push(Fault::Intercepted(StatusCode::OK, r#"{"access_token":"canary-4711","expires_in":"canary-4711"}"#));
    faults.push(Fault::Intercepted(StatusCode::OK, r#"[{"jupyter_token":"canary-4711","id":{"a":"canary-4711"}}]"#));
    faults.push(Fault::Intercepted(StatusCode::OK, "<html>canary-4711</html>"));
    faults.push(Fault::None);
    faults
}

#[tokio::test(start_paused = true)]
async fn no_error_shows_a_secret() {
    let secrets = secret_members();
    assert!(secrets.len() > 8, "{secrets:?}");
    let (log, _guard) = record();
    let (mut sent, mut came, mut errors) = (0, 0, 0);
    for operation in OPERATIONS {
        for fault in faults() {
            let server = Canaries { server: ExampleServer::default(), secrets: secrets.clone() };
            let (id, injected) = (operation.id, fault.clone());
            let transport =
                FaultyTransport::new(
                    server,
                    move |operation| if operation.id == id { injected.clone() } else { Fault::None },
                );
            let client =
                Client::builder().credentials("id", CANARY).jitter_seed(1).transport(transport).build().unwrap();
            if let Some(mut body) = request_example(operation.id) {
                sent += with_canaries(&mut body, &secrets);
                with_body(body);
            }
            let called = call(&client, operation.id).await;
            // Bytes have no members that could be known for secrets.
            let is_raw = called.is_ok() && operation.response == BodyShape::Raw;
            let shown = match called {
                Ok(called) => {
                    came += called.value.to_string().matches(CANARY).count();
                    called.shown
                }
                Err(error) => {
                    errors += 1;
                    shown(&error)
                }
            };
            assert!(is_raw || !shown.contains(CANARY), "{} {fault:?}: {shown}", operation.id);
            assert!(!format!("{client:?}").contains(CANARY));
        }
    }
    // The test met secrets in all places: most faults lead to errors.
    assert!(
        sent > 50 && came > 5 && errors > OPERATIONS.len() * 8,
        "{sent} secrets sent, {came} received, {errors} errors"
    );
    let text = log.text();
    assert!(text.contains("deploy_instance") && text.contains("/v1/instances/{instance_id}"), "{text:.500}");
    assert!(!text.contains(CANARY));
}

#[test]
fn settings_and_their_errors_hide_secrets() {
    let builder = Client::builder().credentials("id", CANARY).access_token(CANARY);
    let builder = builder.options(|o| o.header(http::header::COOKIE, http::HeaderValue::from_static(CANARY)));
    assert!(!format!("{builder:?} {builder:#?}").contains(CANARY));
    assert!(!format!("{:?}", Credentials::new("id", CANARY)).contains(CANARY));
    assert!(!format!("{:?}", Credentials::access_token(CANARY)).contains(CANARY));
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("credentials");
    for text in [
        "[default]\nverda_client_secret = canary-4711\n",
        "[other]\nverda_token = canary-4711\n",
        "canary-4711 = = [\n= canary-4711\n",
    ] {
        std::fs::write(&file, text).unwrap();
        let path = file.display().to_string();
        let variable = move |name: &str| match name {
            "VERDA_SHARED_CREDENTIALS_FILE" => Some(path.clone()),
            "VERDA_PROFILE" => Some("default".to_owned()),
            _ => None,
        };
        let error: BuildError = Client::builder().environment(variable).build().unwrap_err();
        assert!(!format!("{error} {error:?}").contains(CANARY), "{error}");
    }
}

/// Invalid URLs, custom requests and the raw client show no possible secret.
#[test]
fn urls_and_bodies_hide_secrets() {
    for url in [
        "https://me:canary-4711@api.example.com",
        "https://me:canary-4711@api.example.com:99999",
        "https://me:canary-4711@api example",
        "https://me:canary-4711@[::1",
        "ftp//me:canary-4711@x",
        "me:canary-4711@api.example.com",
        "https://api.example.com/?key=canary-4711",
        "https://api.example.com/v1#token=canary-4711",
    ] {
        let builder = Client::builder().base_url(url);
        assert!(!format!("{builder:?}").contains(CANARY), "{builder:?}");
        let error = builder.build().unwrap_err();
        assert!(
            !shown(&Error::from(error.clone())).contains(CANARY) && !format!("{error:?}").contains(CANARY),
            "{error}"
        );
        let raw = verda_api::Client::new(url, ExampleServer::default());
        assert!(!format!("{raw:?}").contains(CANARY), "{raw:?}");
    }
    let error = Client::builder().base_url("https://api.example.com").proxy("http://me:canary-4711@ proxy").build();
    assert!(!format!("{error:?}").contains(CANARY));
    let client = Client::builder().access_token(CANARY).transport(ExampleServer::default()).build().unwrap();
    let request = client.request(verda_api::Method::POST, "/v1/secrets?key=canary-4711");
    let request = request.json(&serde_json::json!({"name": "a", "value": CANARY}));
    let bytes: Vec<String> = CANARY.bytes().map(|byte| byte.to_string()).collect();
    for shown in [format!("{request:?}"), format!("{request:#?}")] {
        assert!(!shown.contains(CANARY) && !shown.replace(['\n', ' '], "").contains(&bytes.join(",")), "{shown}");
    }
}
