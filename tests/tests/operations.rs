//! Every operation of the table, called through its builder, and what is on the wire then.

#![allow(clippy::unwrap_used, clippy::panic, reason = "a test fails by panicking")]

use percent_encoding::percent_decode_str;
use serde_json::Value;
use verda_api::{Client, OPERATIONS, Operation};
use verda_tests::{CALLED, ExampleServer, argument, call, operation, request_example, same};

#[tokio::test]
async fn every_operation_is_on_the_wire_as_the_document_says() {
    let server = ExampleServer::default();
    let client = Client::new("https://api.example.com", server.clone());
    assert_eq!(OPERATIONS.len(), 87);
    for entry in OPERATIONS {
        let status = call(&client, entry.id).await.unwrap_or_else(|error| panic!("{error}")).status;
        assert!((200..300).contains(&status), "{}: {status}", entry.id);
        let seen = server.take();
        let [seen] = seen.as_slice() else { panic!("{}: {} requests", entry.id, seen.len()) };
        assert_eq!(seen.method, entry.method.as_str(), "{}", entry.id);
        assert_path(entry, &seen.path);
        assert_query(entry, &seen.query);
        let expected = request_example(entry.id).unwrap_or_default();
        assert!(same(&expected, &seen.body), "{}: sent {}, expected {expected}", entry.id, seen.body);
        assert!(!seen.headers.iter().any(|name| name == "api-version"), "{}: an unasked header", entry.id);
    }
}

#[test]
fn every_call_of_this_file_is_in_the_table_and_the_table_is_sorted() {
    let mut called = CALLED.to_vec();
    called.sort_unstable();
    let table: Vec<&str> = OPERATIONS.iter().map(|entry| entry.id).collect();
    assert_eq!(called, table);
}

fn assert_path(entry: &Operation, path: &str) {
    let template: Vec<&str> = entry.path.split('/').collect();
    let sent: Vec<&str> = path.split('/').collect();
    assert_eq!(sent.len(), template.len(), "{}: {path}", entry.id);
    for (template, sent) in template.iter().zip(sent) {
        let expected = match template.strip_prefix('{').and_then(|name| name.strip_suffix('}')) {
            Some(name) => argument(name),
            None => (*template).to_owned(),
        };
        assert_eq!(percent_decode_str(sent).decode_utf8().unwrap(), expected, "{}: {path}", entry.id);
    }
}

fn assert_query(entry: &Operation, query: &[(String, String)]) {
    let parameters = operation(entry).get("parameters").and_then(Value::as_array);
    let mut expected: Vec<(String, String)> = parameters
        .into_iter()
        .flatten()
        .filter(|parameter| parameter["in"] == "query")
        .map(|parameter| {
            let name = parameter["name"].as_str().unwrap().to_owned();
            let value = match parameter["schema"]["type"].as_str() {
                Some("boolean") => "true".to_owned(),
                Some("integer") => "7".to_owned(),
                Some("number") => "7.5".to_owned(),
                _ => argument(&name),
            };
            (name, value)
        })
        .collect();
    let mut sent = query.to_vec();
    expected.sort();
    sent.sort();
    assert_eq!(sent, expected, "{}", entry.id);
}
