//! The work of a comparison grows with the documents, not with their square: counted, since time depends on the machine.

#![allow(clippy::unwrap_used, clippy::panic, reason = "a test fails by panicking")]

mod edits;
mod grown;

use edits::{names, vendors};
use grown::repeated;
use serde_json::{Map, Value, json};
use xtask::diff::{Report, Verdict, compare};

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
    let (document, names) = (vendors(), names());
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

/// A document with these schemas, of which the first is the response of an operation.
fn document(first: &str, schemas: Value) -> Value {
    let schema = json!({"$ref": format!("#/components/schemas/{first}")});
    json!({
        "openapi": "3.1.0", "info": {"title": "t", "version": "1"},
        "paths": {"/things": {"get": {"responses": {"200": {"content": {"application/json": {"schema": schema}}}}}}},
        "components": {"schemas": schemas}
    })
}

/// Schemas `S0`, `S1`, … each of which leads to the next one; the last one has the type.
fn chain(length: usize, kind: &str, link: fn(Value) -> Value) -> Value {
    let name = |index: usize| format!("S{index}");
    let next = |index: usize| link(json!({"$ref": format!("#/components/schemas/S{}", index + 1)}));
    let links = (0..length).map(|index| (name(index), next(index)));
    let end = (name(length), json!({"type": kind}));
    document("S0", Value::Object(links.chain([end]).collect()))
}

type Link = fn(Value) -> Value;

/// What a link of a chain is, and how many there are: fewer of those that take longer in a test's build.
const LINKS: [(&str, Link, usize); 6] = [
    ("references", |next| next, 10_000),
    ("properties", |next| json!({"type": "object", "properties": {"next": next}}), 10_000),
    ("lists", |next| json!({"type": "array", "items": next}), 10_000),
    ("parts", |next| json!({"allOf": [next, {"type": "object", "minProperties": 1}]}), 800),
    (
        "alternatives",
        |next| json!({"anyOf": [next, {"type": "object", "properties": {"a": {}}}, {"type": "string"}]}),
        800,
    ),
    ("negations", |next| json!({"not": next}), 800),
];

/// A change at the end of a chain is found, however long, on the stack that a test has, with work that grows with the chain.
#[test]
fn long_chains_are_compared_to_their_ends() {
    for (what, link, longest) in LINKS {
        let [small, large] = [longest / 4, longest].map(|length| {
            let (old, new) = (chain(length, "string", link), chain(length, "integer", link));
            let start = std::time::Instant::now();
            assert!(compare(&old, &old, &Default::default()).findings.is_empty(), "{what}");
            let report = compare(&old, &new, &Default::default());
            println!("{what} {length}: {:?}, {} findings", start.elapsed(), report.findings.len());
            assert!(
                report.findings.iter().any(|finding| finding.place == format!("/components/schemas/S{length}")),
                "{what}"
            );
            report
        });
        assert_linear(what, &small, &large);
    }
}

/// A union of inline objects, told apart by a tag or by nothing.
fn union(branches: usize, kind: &str, has_tags: bool) -> Value {
    let branch = |index: usize| {
        let mut properties: Map<String, Value> =
            (0..8).map(|part| (format!("p{index}_{part}"), json!({"type": "string"}))).collect();
        properties.insert("last".to_owned(), json!({"type": kind}));
        if has_tags {
            properties.insert("kind".to_owned(), json!({"const": format!("k{index}")}));
        }
        json!({"type": "object", "properties": properties})
    };
    document("S", json!({"S": {"oneOf": (0..branches).map(branch).collect::<Vec<_>>()}}))
}

#[test]
fn large_unions_are_matched_branch_by_branch() {
    for has_tags in [true, false] {
        let [small, large] = [60, 240].map(|branches| {
            let (old, mut new) = (union(branches, "string", has_tags), union(branches, "integer", has_tags));
            new["components"]["schemas"]["S"]["oneOf"].as_array_mut().unwrap().reverse();
            let start = std::time::Instant::now();
            let report = compare(&old, &new, &Default::default());
            println!("{branches} branches: {:?}", start.elapsed());
            let expected = branches.min(if has_tags { branches } else { 100 });
            assert!(report.findings.len() >= expected, "{}", report.findings.len());
            assert!(!has_tags || report.findings.iter().all(|finding| finding.rule == "response-type-changed"));
            report
        });
        if has_tags {
            assert_linear("branches", &small, &large);
        }
    }
}

#[test]
fn new_alternatives_are_looked_up_by_their_tags() {
    let [small, large] = [60, 240].map(|branches| {
        let (old, new) = (union(branches, "string", true), union(branches * 2, "string", true));
        let report = compare(&old, &new, &Default::default());
        assert_eq!(report.on_the_wire(Verdict::Compatible), branches);
        report
    });
    assert_linear("new alternatives", &small, &large);
}

/// Each of some operations needs a scheme of its own.
#[test]
fn schemes_are_read_once_and_not_for_each_operation() {
    let of = |count: usize, prefix: &str| {
        let scheme = |index| (format!("{prefix}{index}"), json!({"type": "apiKey", "in": "query", "name": index}));
        let operation = |index| {
            let needs = json!([{format!("{prefix}{index}"): []}]);
            (format!("/{index}"), json!({"get": {"security": needs, "responses": {}}}))
        };
        let paths: Map<String, Value> = (0..count).map(operation).collect();
        let schemes: Map<String, Value> = (0..count).map(scheme).collect();
        json!({"openapi": "3.1.0", "paths": paths, "components": {"securitySchemes": schemes}})
    };
    let [small, large] = [60, 240].map(|count| {
        let report = compare(&of(count, "a"), &of(count, "b"), &Default::default());
        assert!(report.findings.is_empty(), "{:?}", report.findings);
        report
    });
    assert_linear("schemes", &small, &large);
}
