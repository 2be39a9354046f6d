//! Documents are compared by what they mean: a table of single mutations of the repository's document.

#![allow(clippy::unwrap_used, clippy::panic, reason = "a test fails by panicking")]

mod edits;
mod findings;

use edits::{Mutation, apply, mutations, names, vendors};
use serde_json::Value;
use xtask::diff::render::{Format, Sources, render};
use xtask::diff::{Report, compare};

use crate::findings::summary;

#[test]
fn every_mutation_is_judged_as_the_table_says() {
    let (document, names) = (vendors(), names());
    let mut wrong = Vec::new();
    let mutations = mutations();
    assert!(mutations.len() >= 80, "{}", mutations.len());
    for Mutation { name, edit, mut expect, .. } in mutations {
        let mut edited = document.clone();
        if let Err(error) = apply(&mut edited, &edit) {
            wrong.push(format!("{name}: {error}"));
            continue;
        }
        let (before, after) = (document.to_string(), edited.to_string());
        assert!(before != after, "{name}: changes nothing");
        let report = compare(&document, &edited, &names);
        expect.sort();
        if summary(&report) != expect {
            let places: Vec<_> = report.findings.iter().map(|f| format!("{} at {}", f.rule, f.place)).collect();
            wrong.push(format!("{name}: expected {expect:?}, found {:?} ({places:?})", summary(&report)));
        }
        for finding in &report.findings {
            let points = |document: &Value, pointer: &Option<String>| {
                pointer.as_ref().is_none_or(|pointer| document.pointer(pointer).is_some())
            };
            assert!(points(&document, &finding.old) && points(&edited, &finding.new), "{name}: {finding:?}");
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn a_document_does_not_differ_from_itself() {
    let (document, names) = (vendors(), names());
    let report = compare(&document, &document, &names);
    assert!(report.findings.is_empty() && report.annotations.is_empty(), "{report:?}");
    for format in [Format::Text, Format::Markdown, Format::Html, Format::Github, Format::Json] {
        let text = render(&report, Sources { old: "a", new: "b" }, format);
        assert!(text.contains("no differences") || text.contains("\"findings\": []"), "{text}");
    }
}

#[test]
fn what_another_tool_calls_breaking_is_breaking_or_explained() {
    for Mutation { name, expect, redocly, why, .. } in mutations() {
        let is_breaking = expect.iter().any(|finding| finding.split(' ').nth(1) == Some("B"));
        assert_eq!(why.is_some(), !redocly.is_empty() && !is_breaking, "{name}: {redocly:?}, {expect:?}");
    }
}

/// The table's edits that go together: a big change.
fn big_change() -> Value {
    let mut document = vendors();
    for name in [
        "a property of a response goes",
        "an operation gets another method",
        "a path is called otherwise",
        "a required property of a request comes",
        "a query parameter becomes required",
        "a property of requests and responses goes",
        "an enum of a response gets a value",
        "an operation comes",
        "a description changes",
    ] {
        let mutation = mutations().into_iter().find(|mutation| mutation.name == name).unwrap();
        apply(&mut document, &mutation.edit).unwrap();
    }
    document
}

#[test]
fn a_report_does_not_depend_on_order() {
    fn reversed(value: &Value) -> Value {
        match value {
            Value::Object(members) => members.iter().rev().map(|(key, value)| (key.clone(), reversed(value))).collect(),
            Value::Array(values) => Value::Array(values.iter().map(reversed).collect()),
            value => value.clone(),
        }
    }
    let (old, new, names) = (vendors(), big_change(), names());
    let report = compare(&old, &new, &names);
    assert_eq!(report.findings.len(), 8, "{report:?}");
    let text = |report: &Report| render(report, Sources { old: "a", new: "b" }, Format::Json);
    assert_eq!(text(&report), text(&compare(&old, &new, &names)));
    // The keys alone: pointers into lists would differ.
    let other = compare(&reversed_keys(&old), &reversed_keys(&new), &names);
    assert_eq!(text(&report), text(&other));
    let identity = |report: &Report| {
        let mut all: Vec<_> = report.findings.iter().map(|f| (f.fingerprint.clone(), f.rule.clone())).collect();
        all.sort();
        all
    };
    assert_eq!(identity(&report), identity(&compare(&old, &reversed_keys(&new), &names)));
    assert_eq!(identity(&report), identity(&compare(&reversed(&old), &reversed(&new), &names)));
}

fn reversed_keys(value: &Value) -> Value {
    match value {
        Value::Object(members) => {
            members.iter().rev().map(|(key, value)| (key.clone(), reversed_keys(value))).collect()
        }
        Value::Array(values) => Value::Array(values.iter().map(reversed_keys).collect()),
        value => value.clone(),
    }
}

#[test]
fn a_big_change_reads_well() {
    let report = compare(&vendors(), &big_change(), &names());
    let text = render(&report, Sources { old: "openapi.json", new: "new.json" }, Format::Text);
    let expected = include_str!("report.txt").replace("\r\n", "\n");
    assert_eq!(text, expected, "if this is better, write it to xtask/tests/report.txt:\n{text}");
}

#[test]
fn fingerprints_survive_what_else_changes() {
    let (old, names) = (vendors(), names());
    let alone = {
        let mut new = old.clone();
        let row = mutations().into_iter().find(|row| row.name == "a query parameter becomes required").unwrap();
        apply(&mut new, &row.edit).unwrap();
        // Another parameter before it, so that its index is another one.
        let list = new.pointer_mut("/paths/~1v1~1instances/get/parameters").unwrap().as_array_mut().unwrap();
        list.reverse();
        compare(&old, &new, &names).findings.remove(0).fingerprint
    };
    let report = compare(&old, &big_change(), &names);
    assert!(report.findings.iter().any(|finding| finding.fingerprint == alone));
    let mut all: Vec<_> = report.findings.iter().map(|finding| &finding.fingerprint).collect();
    all.sort();
    all.dedup();
    assert_eq!(all.len(), report.findings.len(), "two findings share a fingerprint");
}

#[test]
fn a_shared_schema_is_told_once_with_all_that_it_reaches() {
    let (old, names) = (vendors(), names());
    let mut new = old.clone();
    new["components"]["schemas"]["ComputeResource"]["properties"]["size"]["type"] = "integer".into();
    let report = compare(&old, &new, &names);
    let [finding] = report.findings.as_slice() else { panic!("{report:?}") };
    assert_eq!(finding.rule, "type-narrowed");
    assert_eq!(finding.directions.len(), 2);
    assert!(finding.operations.contains(&"POST /v1/container-deployments".to_owned()), "{finding:?}");
    assert!(finding.operations.contains(&"GET /v1/job-deployments".to_owned()), "{finding:?}");
    assert!(!finding.operations.contains(&"GET /v1/balance".to_owned()), "{finding:?}");
}

#[test]
fn schemas_may_contain_themselves() {
    let document = |text: &str| -> Value {
        serde_json::from_str(&format!(
            r##"{{"openapi": "3.1.0", "info": {{"title": "t", "version": "1"}}, "paths": {{"/tree": {{"get": {{"responses": {{"200":
            {{"description": "ok", "content": {{"application/json": {{"schema": {{"$ref": "#/components/schemas/Node"}}}}}}}}}}}}}}}},
            "components": {{"schemas": {text}}}}}"##
        ))
        .unwrap()
    };
    let node = |id: &str, child: &str| {
        format!(
            r##"{{"type": "object", "properties": {{"id": {{"type": "{id}"}},
            "children": {{"type": "array", "items": {{"$ref": "#/components/schemas/{child}"}}}}}}}}"##
        )
    };
    let plain = document(&format!(r#"{{"Node": {}}}"#, node("string", "Node")));
    let changed = document(&format!(r#"{{"Node": {}}}"#, node("integer", "Node")));
    let names = Default::default();
    assert_eq!(summary(&compare(&plain, &plain, &names)), Vec::<String>::new());
    assert_eq!(summary(&compare(&plain, &changed, &names)), ["response-type-changed B B"]);
    // The same tree, unrolled once.
    let unrolled = document(&format!(r#"{{"Node": {}, "Leaf": {}}}"#, node("string", "Leaf"), node("string", "Node")));
    assert_eq!(summary(&compare(&plain, &unrolled, &names)), ["response-reference-changed N B", "schema-added N C"]);
    for knot in [
        r##"{"Node": {"$ref": "#/components/schemas/Node"}}"##,
        r##"{"Node": {"allOf": [{"$ref": "#/components/schemas/Node"}]}}"##,
    ] {
        compare(&document(knot), &plain, &names);
        compare(&plain, &document(knot), &names);
    }
}

/// Every construct that 3.0 cannot say, in one document.
#[test]
fn what_lowering_rewrites_is_no_difference_and_what_it_loses_is_in_its_ledger() {
    let document: Value = serde_json::from_str(include_str!("constructs.json")).unwrap();
    let mut lowered = document.clone();
    let mut ledger = verda_api_codegen::ledger::Ledger::default();
    verda_api_codegen::lower::lower(&mut lowered, &mut ledger).unwrap();
    let report = compare(&document, &lowered, &names());
    for finding in &report.findings {
        let old = finding.old.as_deref().unwrap();
        assert!(ledger.entries().iter().any(|entry| entry.pointer.starts_with(old)), "{finding:?}");
    }
    assert_eq!(summary(&report), ["additional-properties-changed B B", "keyword-changed B B"]);
}

#[test]
fn the_document_of_the_vendor_and_its_lowering_are_one() {
    let document = vendors();
    let mut lowered = document.clone();
    verda_api_codegen::lower::lower(&mut lowered, &mut Default::default()).unwrap();
    assert_ne!(document, lowered);
    assert_eq!(summary(&compare(&document, &lowered, &names())), Vec::<String>::new());
}

/// Random documents that are near the real one: comparing them never panics, and never depends on chance.
#[test]
fn random_edits_are_compared() {
    let (document, names) = (vendors(), names());
    let mut random = fastrand::Rng::with_seed(7);
    for _ in 0..6 {
        let mut edited = document.clone();
        for _ in 0..8 {
            for _ in 0..3 {
                edits::random(&mut edited, &mut random);
            }
            let report = compare(&document, &edited, &names);
            assert_eq!(summary(&report), summary(&compare(&document, &edited, &names)));
            assert!(compare(&edited, &edited, &names).findings.is_empty());
            compare(&edited, &document, &names);
            for format in [Format::Text, Format::Markdown, Format::Html, Format::Github, Format::Json] {
                render(&report, Sources { old: "a", new: "b" }, format);
            }
        }
    }
}

#[test]
fn every_rule_has_an_id_of_its_own() {
    let mut ids: Vec<&str> = xtask::diff::rules::ALL.iter().map(|rule| rule.id).collect();
    let all = ids.len();
    ids.sort_unstable();
    ids.dedup();
    assert_eq!(ids.len(), all);
    assert!(ids.iter().all(|id| id.chars().all(|c| c.is_ascii_lowercase() || c == '-')), "{ids:?}");
}
