//! The work of a comparison grows with the documents, not with their square: counted, since time depends on the machine.

#![allow(clippy::unwrap_used, clippy::panic, reason = "a test fails by panicking")]

mod edits;
mod grown;

use edits::{bundled, names};
use grown::repeated;
use serde_json::{Value, json};
use xtask::diff::{Report, compare};

/// Every schema gets a property, loses one and has another type; every operation gets a parameter.
fn changed(document: &Value) -> Value {
    let mut new = document.clone();
    for schema in new["components"]["schemas"].as_object_mut().unwrap().values_mut() {
        if let Some(properties) = schema.get_mut("properties").and_then(Value::as_object_mut) {
            let last = properties.keys().next_back().cloned();
            last.as_ref().map(|name| properties.shift_remove(name));
            properties.insert(format!("{}_x", last.unwrap_or_default()), json!({"type": "boolean"}));
        }
    }
    for item in new["paths"].as_object_mut().unwrap().values_mut() {
        for operation in item.as_object_mut().unwrap().values_mut().filter(|value| value.is_object()) {
            operation["deprecated"] = json!(true);
        }
    }
    new
}

/// Every schema has another name.
fn renamed(document: &Value) -> Value {
    let text = document.to_string().replace("#/components/schemas/Copy", "#/components/schemas/Other");
    let mut new: Value = serde_json::from_str(&text).unwrap();
    let schemas = new["components"]["schemas"].as_object_mut().unwrap();
    *schemas =
        std::mem::take(schemas).into_iter().map(|(name, schema)| (name.replace("Copy", "Other"), schema)).collect();
    new
}

/// Every path has another name.
fn moved(document: &Value) -> Value {
    let mut new = document.clone();
    let paths = new["paths"].as_object_mut().unwrap();
    *paths = std::mem::take(paths).into_iter().map(|(path, item)| (format!("/moved{path}"), item)).collect();
    new
}

/// Asserts that four times the document is at most a little more than four times the work.
fn assert_linear(what: &str, small: &Report, large: &Report) {
    println!("{what}: {} → {}", small.work, large.work);
    assert!(large.work < small.work * 9 / 2, "{what}: {} steps became {}", small.work, large.work);
}

#[test]
fn work_grows_with_the_document() {
    let (document, names) = (bundled(), names());
    type Change = fn(&Value) -> Value;
    let changes: [(&str, Change); 4] =
        [("nothing", Value::clone), ("every schema", changed), ("every name", renamed), ("every path", moved)];
    for (what, change) in changes {
        let [small, large] = [2, 8].map(|times| {
            let old = repeated(&document, times);
            let start = std::time::Instant::now();
            let report = compare(&old, &change(&old), &names);
            println!("{what} {times}: {:?}, {} findings", start.elapsed(), report.findings.len());
            report
        });
        assert_linear(what, &small, &large);
    }
}
