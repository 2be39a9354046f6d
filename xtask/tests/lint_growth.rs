//! Checking takes time that grows with the document, and not with its square.

#![allow(clippy::unwrap_used, reason = "a test fails by panicking")]

mod edits;
mod grown;

use std::time::Duration;

use cpu_time::ThreadTime;
use serde_json::{Map, Value, json};

/// The time that this thread computes for a check of a document, in which there are so many problems at least.
fn time(document: &Value, problems: usize) -> Duration {
    let start = ThreadTime::now();
    assert!(xtask::lint::lint(document).len() >= problems);
    start.elapsed()
}

#[test]
fn a_document_of_four_times_the_size_takes_four_times_as_long() {
    let copies = |times| time(&grown::repeated(&edits::vendors(), times), 100 * times);
    let [one, four, sixteen] = [1, 4, 16].map(copies);
    println!("{one:?} {four:?} {sixteen:?}");
    // What is linear takes 4 and 16 times as long; what is quadratic in one step that counts takes far more.
    assert!(sixteen < four * 7, "4 times: {four:?}, 16 times: {sixteen:?}");
}

/// Schemas each of which refers to the next one, and has an example that is wrong two levels deep.
fn ring(length: usize) -> Value {
    let schema = |index: usize| {
        let next = json!({"$ref": format!("#/components/schemas/S{}", (index + 1) % length)});
        let properties = json!({"a": {"type": "string"}, "next": next});
        json!({"type": "object", "properties": properties, "example": {"a": "x", "next": {"a": 1}}})
    };
    let schemas: Map<String, Value> = (0..length).map(|index| (format!("S{index}"), schema(index))).collect();
    json!({"openapi": "3.1.0", "info": {"title": "t", "version": "1"}, "paths": {}, "components": {"schemas": schemas}})
}

#[test]
fn an_example_takes_time_for_what_speaks_of_it() {
    let [small, large] = [50, 200].map(|length| time(&ring(length), length));
    println!("{small:?} {large:?}");
    assert!(large < small * 7, "50 schemas: {small:?}, 200: {large:?}");
}
