//! Calls every operation of the table through its builder, and checks the sent request.

#![allow(clippy::unwrap_used, clippy::panic, reason = "a test fails by panicking")]

use percent_encoding::percent_decode_str;
use serde_json::Value;
use verda_api::{Client, OPERATIONS, Operation};
use verda_api_codegen::headers::is_transport_header;
use verda_tests::{ExampleServer, argument_example, call, parameters, request_example, same};

#[tokio::test]
async fn every_operation_is_on_the_wire_as_the_document_says() {
    let server = ExampleServer::default();
    let client = Client::new("https://api.example.com", server.clone());
    for entry in OPERATIONS {
        let status = call(&client, entry.id).await.unwrap_or_else(|error| panic!("{error}")).status;
        assert!((200..300).contains(&status), "{}: {status}", entry.id);
        let seen = server.take();
        let [seen] = seen.as_slice() else { panic!("{}: {} requests", entry.id, seen.len()) };
        assert_eq!(seen.method, entry.method.as_str(), "{}", entry.id);
        assert_path(entry, &seen.path);
        assert_query(entry, &seen.query);
        assert_headers(entry, &seen.headers);
        let expected = request_example(entry.id).unwrap_or_default();
        assert!(same(&expected, &seen.body), "{}: sent {}, expected {expected}", entry.id, seen.body);
        assert!(!seen.headers.iter().any(|name| name == "api-version"), "{}: an unasked header", entry.id);
    }
}

#[test]
fn the_table_is_sorted_and_has_every_operation_of_the_document() {
    assert!(OPERATIONS.is_sorted_by_key(|entry| entry.id));
    let document = verda_tests::corrected()["paths"].as_object().unwrap();
    let methods = ["get", "put", "post", "delete", "options", "head", "patch", "trace"];
    let is_method = |name: &&String| methods.contains(&name.as_str());
    let all = document.iter().flat_map(|(path, item)| {
        item.as_object().unwrap().keys().filter(is_method).map(move |method| (method.to_uppercase(), path.as_str()))
    });
    let mut table: Vec<_> = OPERATIONS.iter().map(|entry| (entry.method.to_string(), entry.path)).collect();
    let mut all: Vec<_> = all.collect();
    table.sort();
    all.sort();
    assert_eq!(table, all);
}

/// An argument in the form of a path, a query or a header.
fn written(value: &Value) -> String {
    match value {
        Value::String(text) => text.clone(),
        Value::Array(elements) => elements.iter().map(written).collect::<Vec<_>>().join(","),
        other => other.to_string(),
    }
}

fn assert_path(entry: &Operation, path: &str) {
    let template: Vec<&str> = entry.path.split('/').collect();
    let sent: Vec<&str> = path.split('/').collect();
    assert_eq!(sent.len(), template.len(), "{}: {path}", entry.id);
    for (template, sent) in template.iter().zip(sent) {
        let mut expected = (*template).to_owned();
        for name in template.split('{').skip(1).filter_map(|part| part.split('}').next()) {
            let argument = written(&argument_example(entry, "path", name).unwrap());
            expected = expected.replace(&format!("{{{name}}}"), &argument);
        }
        assert_eq!(percent_decode_str(sent).decode_utf8().unwrap(), expected, "{}: {path}", entry.id);
    }
}

/// The names of the parameters in a place, with other spellings of one name once.
fn names(entry: &Operation, place: &str) -> Vec<&'static str> {
    let all = parameters(entry).into_iter().filter(|parameter| parameter["in"] == place);
    let mut all: Vec<&str> = all.map(|parameter| parameter["name"].as_str().unwrap()).collect();
    let plain = |name: &str| name.replace(['_', '-'], "").to_lowercase();
    // The name in snake case is sent.
    all.sort_by_key(|name| (plain(name), *name != name.to_lowercase()));
    all.dedup_by_key(|name| plain(name));
    all
}

fn assert_query(entry: &Operation, query: &[(String, String)]) {
    let mut expected: Vec<(String, String)> = Vec::new();
    for name in names(entry, "query") {
        match argument_example(entry, "query", name).unwrap() {
            // `deepObject`, or a parameter for each property.
            Value::Object(members) => {
                let is_deep = |p: &&Value| p["name"] == name && p["style"] == "deepObject";
                let is_deep = parameters(entry).iter().any(is_deep);
                let pair = |(key, value)| (if is_deep { format!("{name}[{key}]") } else { key }, written(&value));
                expected.extend(members.into_iter().map(pair));
            }
            value => expected.push((name.to_owned(), written(&value))),
        }
    }
    let mut sent = query.to_vec();
    expected.sort();
    sent.sort();
    assert_eq!(sent, expected, "{}", entry.id);
}

// Headers of the transport and of tracing are no arguments.
fn assert_headers(entry: &Operation, headers: &[String]) {
    for name in names(entry, "header").into_iter().map(str::to_lowercase) {
        let is_sent = headers.contains(&name);
        assert!(is_sent || is_transport_header(&name), "{}: the header {name} is not sent", entry.id);
    }
}
