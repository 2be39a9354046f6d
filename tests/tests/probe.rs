//! The probe finds what the API has and the document does not, by GET alone, and shows no value.

#![allow(clippy::unwrap_used, clippy::panic, reason = "a test fails by panicking")]

#[path = "strict/project.rs"]
mod project;

use std::process::{Command, Output};
use std::time::Duration;

use bytes::Bytes;
use http::{HeaderName, HeaderValue, StatusCode};
use serde_json::{Value, json};
use verda_api::{OPERATIONS, Operation};
use verda_fake::{Effect, Injection, VerdaFake};
use verda_tests::hostile::Server;
use verda_tests::{corrected, operation, parameters};

use crate::project::{Project, label};

const ID: &str = "canary-client";
const SECRET: &str = "canary-secret";

/// A project in which there is something of nearly everything.
async fn full(is_strict: bool) -> Project {
    let mut project = Project::new(is_strict).await;
    project.make_machines().await;
    project.order_cluster().await;
    project.make_deployments().await;
    tokio::time::advance(Duration::from_secs(120)).await;
    project
}

/// Runs the program on the project, over a socket.
async fn probe(project: &Project, arguments: &[&str]) -> Output {
    let url = project.fake.listen().await.unwrap();
    project.fake.clear_requests();
    run(&url, arguments).await
}

async fn run(url: &str, arguments: &[&str]) -> Output {
    let home = tempfile::tempdir().unwrap();
    let mut command = Command::new(env!("CARGO_BIN_EXE_verda-probe"));
    command.env_clear().env("HOME", home.path()).args(arguments);
    command.env("VERDA_BASE_URL", url).env("VERDA_CLIENT_ID", ID).env("VERDA_CLIENT_SECRET", SECRET);
    // Paused time stands still while a thread works, and the fake responds.
    tokio::task::spawn_blocking(move || command.output().unwrap()).await.unwrap()
}

fn text(bytes: &[u8]) -> &str {
    std::str::from_utf8(bytes).unwrap()
}

fn report(output: &Output) -> Value {
    serde_json::from_slice(&output.stdout).unwrap_or_else(|error| panic!("{error}: {}", text(&output.stderr)))
}

/// Operation, kind, place and detail of every finding.
fn findings(report: &Value) -> Vec<String> {
    let mut found = Vec::new();
    for seen in report["operations"].as_array().unwrap() {
        for finding in seen["findings"].as_array().unwrap() {
            let parts = [&seen["operation"], &finding["kind"], &finding["place"], &finding["detail"]];
            found.push(parts.map(|part| part.as_str().unwrap()).join(" | "));
        }
    }
    found.sort();
    found
}

/// The findings without those of the fake itself, which gives a body where the document describes none, and responds to
/// operations that it does not know from the document, with a header that says so.
fn unexpected(report: &Value) -> Vec<String> {
    let all = findings(report);
    let is_expected = |entry: &Operation| {
        let label = label(entry);
        let has_header = |finding: &String| finding.starts_with(&format!("{label} | header | x-fake-response"));
        all.iter().any(has_header) || operation(entry).pointer("/responses/200/content").is_none()
    };
    let expected = OPERATIONS.iter().filter(|entry| entry.method.as_str() == "GET" && is_expected(entry));
    let expected: Vec<String> = expected.map(|entry| format!("{} | ", label(entry))).collect();
    all.into_iter().filter(|finding| !expected.iter().any(|label| finding.starts_with(label))).collect()
}

fn respond(operation: &str, content_type: &'static str, body: impl Into<Bytes>) -> Injection {
    let content_type = HeaderValue::from_static(content_type);
    Injection::new(Effect::Respond { status: StatusCode::OK, content_type, body: body.into() }).on(operation).always()
}

#[tokio::test(start_paused = true)]
async fn what_keeps_to_the_document_has_no_findings_and_every_get_is_sent() {
    let project = full(true).await;
    let output = probe(&project, &["--json"]).await;
    let report = report(&output);
    assert_eq!(unexpected(&report), Vec::<String>::new());
    assert_eq!(output.status.code(), Some(if findings(&report).is_empty() { 0 } else { 5 }));
    let named = |list: &Value| -> Vec<String> {
        let labels = list.as_array().unwrap().iter().map(|entry| entry["operation"].as_str().unwrap().to_owned());
        labels.collect()
    };
    let (seen, not_seen) = (named(&report["operations"]), named(&report["not_seen"]));
    for entry in OPERATIONS.iter().filter(|entry| entry.method.as_str() == "GET") {
        let needs_nothing = !entry.path.contains('{') && parameters(entry).iter().all(|p| p["required"] != true);
        let is_listed = if needs_nothing { &seen } else { &[&seen[..], &not_seen[..]].concat() };
        assert!(is_listed.contains(&label(entry)), "{}", label(entry));
    }
    assert!(seen.contains(&"GET /v1/container-deployments/{deployment_name}/scaling".to_owned()));
    // The cluster is gone again.
    let cluster = json!({ "operation": "GET /v1/clusters/{id}", "reason": "GET /v1/clusters has no item" });
    assert!(report["not_seen"].as_array().unwrap().contains(&cluster));
    let others: Vec<_> = project.fake.requests().into_iter().filter(|seen| seen.method != "GET").collect();
    assert!(others.iter().all(|seen| seen.operation == Some("POST /v1/oauth2/token")), "{others:?}");
    assert_eq!(others.len(), 1);
}

#[tokio::test(start_paused = true)]
async fn every_planted_deviation_is_found_and_nothing_else() {
    let mut project = full(true).await;
    let folder = tempfile::tempdir().unwrap();
    let drafts = folder.path().join("drafts.yaml");
    project.read_everything_or_nothing().await;
    let values = values(&project);

    let (_, mut instances) = project.send("GET", "/v1/instances", None).await;
    let count = instances.as_array().unwrap().len();
    assert_eq!(count, 2);
    let first = instances[0].as_object_mut().unwrap();
    first.insert("labels".to_owned(), json!(["canary-label"]));
    first.insert("canary-4711-4711-0815".to_owned(), json!(1));
    first.insert("status".to_owned(), json!("defrosting"));
    first.insert("hostname".to_owned(), Value::Null);
    first.insert("price_per_hour".to_owned(), json!({ "canary": "canary" }));
    first.remove("location").unwrap();
    instances[1]["gpu"]["number_of_gpus"] = json!("canary-number");
    let (_, mut volumes) = project.send("GET", "/v1/volumes", None).await;
    volumes[0]["status"] = json!("Canary Status");
    let (_, balance) = project.send("GET", "/v1/balance", None).await;

    let json = "application/json";
    let header = (HeaderName::from_static("x-canary-remaining"), HeaderValue::from_static("canary-header"));
    let planted = [
        respond("GET /v1/instances", json, instances.to_string()).header(header.0, header.1),
        respond("GET /v1/volumes", json, volumes.to_string()),
        respond("GET /v1/balance", "text/plain; canary=canary", balance.to_string()),
        respond("GET /v1/secrets", "text/html", "<html>canary</html>"),
        Injection::new(Effect::Status(StatusCode::NOT_FOUND)).on("GET /v1/locations").always(),
        Injection::new(Effect::Html(StatusCode::INTERNAL_SERVER_ERROR)).on("GET /v1/images").always(),
        Injection::new(Effect::ResetBefore).on("GET /v1/scripts").always(),
        // A path with an id in it.
        Injection::new(Effect::ResetBefore).on("GET /v1/ssh-keys/{sshKeyId}").always(),
    ];
    for injection in planted {
        project.fake.inject(injection).unwrap();
    }
    let output = probe(&project, &["--json", "--overlay", drafts.to_str().unwrap()]).await;
    assert_eq!(output.status.code(), Some(5), "{}", text(&output.stderr));
    let report = report(&output);
    let cannot = "the generated types cannot decode it";
    assert_eq!(
        unexpected(&report),
        [
            "GET /v1/balance | content-type |  | text/plain in place of application/json".to_owned(),
            "GET /v1/images | status |  | 500 as text/html, which is not documented".to_owned(),
            "GET /v1/instances | header | x-canary-remaining | not named in the document".to_owned(),
            "GET /v1/instances | missing | [].location | required".to_owned(),
            format!("GET /v1/instances | not-decoded | [].gpu.number_of_gpus | {cannot}"),
            format!("GET /v1/instances | not-decoded | [].price_per_hour | {cannot}"),
            "GET /v1/instances | null | [].hostname | in place of string".to_owned(),
            "GET /v1/instances | unknown-member | [].labels | array of string".to_owned(),
            "GET /v1/instances | unknown-member | [].{} | a name that is not shown: integer".to_owned(),
            "GET /v1/instances | unknown-value | [].status | defrosting".to_owned(),
            "GET /v1/instances | wrong-type | [].gpu.number_of_gpus | string in place of integer".to_owned(),
            "GET /v1/instances | wrong-type | [].price_per_hour | object in place of number".to_owned(),
            "GET /v1/locations | status |  | 404 as application/json, which is not documented".to_owned(),
            "GET /v1/scripts | no-response |  | the connection broke".to_owned(),
            "GET /v1/secrets | body |  | not JSON".to_owned(),
            "GET /v1/secrets | content-type |  | text/html in place of application/json".to_owned(),
            format!("GET /v1/secrets | not-decoded |  | {cannot}"),
            "GET /v1/ssh-keys/{sshKeyId} | no-response |  | the connection broke".to_owned(),
            "GET /v1/volumes | unknown-value | [].status | a value that is not shown".to_owned(),
        ]
    );
    let not_seen = report["not_seen"].as_array().unwrap();
    let reason =
        |operation: &str| not_seen.iter().find(|entry| entry["operation"] == operation).unwrap()["reason"].clone();
    assert_eq!(reason("GET /v1/scripts/{scriptId}"), "nothing gives the path parameter `scriptId`");

    // The drafts fit the corrected document.
    let drafts = std::fs::read_to_string(drafts).unwrap();
    let mut document = corrected().clone();
    let applied = verda_api_codegen::overlay::apply(&mut document, &drafts).unwrap_or_else(|why| panic!("{why:?}"));
    assert!(applied.len() >= 4, "{drafts}");
    let instance = &document["components"]["schemas"]["GetInstanceResponsePublicApiDto"]["properties"];
    assert_eq!(instance["labels"], json!({ "type": "array", "items": { "type": "string" } }));
    assert!(instance["status"]["enum"].as_array().unwrap().contains(&json!("defrosting")));

    // As text, the same; and nothing anywhere of what the project holds.
    let plain = run(&project.fake.listen().await.unwrap(), &[]).await;
    assert!(text(&plain.stdout).contains("unknown member  [].labels: array of string (1 of 2)"));
    for shown in [&output.stdout, &output.stderr, &plain.stdout, &plain.stderr].map(|bytes| text(bytes)) {
        assert_eq!(shown_values(shown, &values), Vec::<&str>::new());
        assert!(!shown.replace("x-canary-remaining", "").contains("canary"), "{shown}");
    }
    assert_eq!(shown_values(&drafts, &values), Vec::<&str>::new());
    assert!(!drafts.contains("canary"), "{drafts}");
}

#[tokio::test(start_paused = true)]
async fn the_shapes_of_the_running_api_are_shown_without_a_value() {
    let mut project = full(false).await;
    project.read_everything_or_nothing().await;
    let values = values(&project);
    let output = probe(&project, &[]).await;
    assert_eq!(output.status.code(), Some(5));
    assert_eq!(shown_values(text(&output.stdout), &values), Vec::<&str>::new());
}

#[tokio::test(start_paused = true)]
async fn without_a_token_or_a_server_there_is_no_report() {
    let fake = VerdaFake::builder().credentials("other", "other").build();
    let output = run(&fake.listen().await.unwrap(), &["--json"]).await;
    assert_eq!(output.status.code(), Some(100));
    assert_eq!(text(&output.stdout), "");
    let error = text(&output.stderr);
    assert!(error.contains("the credentials were refused") && !error.contains("canary"), "{error}");

    let server = Server::refusing().await;
    let output = run(&format!("{}/v1", server.url()), &[]).await;
    assert_eq!(output.status.code(), Some(100));
    assert_eq!(text(&output.stdout), "");
    assert!(!text(&output.stderr).contains("canary"), "{}", text(&output.stderr));
}

/// The texts in all responses that the document does not have.
fn values(project: &Project) -> Vec<String> {
    let document = corrected().to_string();
    let mut values = Vec::new();
    let mut open: Vec<Value> =
        project.responses.iter().filter_map(|(_, _, body)| serde_json::from_slice(body).ok()).collect();
    while let Some(value) = open.pop() {
        match value {
            Value::String(text) if text.len() > 4 && !document.contains(&text) => values.push(text),
            Value::Array(items) => open.extend(items),
            Value::Object(members) => open.extend(members.into_iter().map(|(_, member)| member)),
            _ => {}
        }
    }
    assert!(values.len() > 100, "only {} values", values.len());
    values
}

fn shown_values<'v>(shown: &str, values: &'v [String]) -> Vec<&'v str> {
    values.iter().map(String::as_str).filter(|value| shown.contains(value)).collect()
}
