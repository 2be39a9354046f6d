//! Tests of the lowering, by topic. Each case states the input, the output and every note.

mod containers;
mod documents;
mod keywords;
mod names;
mod nulls;
mod refusals;
mod schemas;

use serde_json::{Value, json};

use super::lower;
use crate::ledger::{Fidelity, Ledger, Refusal};

/// The smallest document of the version, with the members of `rest`.
fn document(version: &str, rest: Value) -> Value {
    let mut document = json!({
        "openapi": version,
        "info": {"title": "T", "version": "1"},
        "paths": {},
    });
    for (key, value) in rest.as_object().unwrap() {
        document[key] = value.clone();
    }
    document
}

/// A 3.1 document whose schema `T` is the given one. `Thing` and `Text` are there to refer to.
fn with_schema(schema: Value) -> Value {
    let schemas = json!({
        "T": schema,
        "Thing": {"type": "object", "properties": {"part": {"type": "string"}}},
        "Text": {"type": "string"},
    });
    document("3.1.0", json!({"components": {"schemas": schemas}}))
}

/// Lowers the document, and proves that another lowering changes nothing: neither of the result, nor
/// of the result taken for 3.1 (where every rewrite would happen again, if it were not final).
fn lowered(mut document: Value) -> (Value, Ledger) {
    let mut ledger = Ledger::default();
    lower(&mut document, &mut ledger).unwrap();

    let mut again = document.clone();
    let mut nothing = Ledger::default();
    lower(&mut again, &mut nothing).unwrap();
    assert_eq!(text(&again), text(&document));
    let lossy = |ledger: &Ledger| ledger.entries().iter().find(|entry| entry.fidelity == Fidelity::Lossy).cloned();
    assert_eq!(lossy(&nothing), None);

    if document["openapi"] == "3.0.3" {
        again["openapi"] = json!("3.1.0");
        let mut notes = Ledger::default();
        lower(&mut again, &mut notes).unwrap();
        assert_eq!(again, document);
        assert_eq!(lossy(&notes), None);
    }
    (document, ledger)
}

/// The notes as `exact rule pointer`, without that of the version and without the pointer's `prefix`.
fn notes(ledger: &Ledger, prefix: &str) -> Vec<String> {
    let entries = ledger.entries().iter().filter(|entry| entry.rule != "version");
    entries
        .map(|entry| {
            let fidelity = match entry.fidelity {
                Fidelity::Exact => "exact",
                Fidelity::Lossy => "LOSSY",
            };
            let pointer = entry.pointer.strip_prefix(prefix).unwrap_or(&entry.pointer);
            format!("{fidelity} {} {pointer}", entry.rule).trim_end().to_owned()
        })
        .collect()
}

/// One schema, what becomes of it, and the notes with pointers from the schema on.
fn check(schema: Value, expected: Value, expected_notes: &[&str]) {
    let (document, ledger) = lowered(with_schema(schema.clone()));
    assert_eq!(document["components"]["schemas"]["T"], expected, "from {schema}");
    assert_eq!(notes(&ledger, "/components/schemas/T"), expected_notes, "from {schema}");
    assert_eq!(document["openapi"], "3.0.3");
}

fn check_all(cases: &[(Value, Value, &[&str])]) {
    for (schema, expected, notes) in cases {
        check(schema.clone(), expected.clone(), notes);
    }
}

/// The refusals of a document; it is left alone, and nothing is noted.
fn refusals(mut document: Value) -> Vec<Refusal> {
    let before = text(&document);
    let mut ledger = Ledger::default();
    let refusals = lower(&mut document, &mut ledger).unwrap_err();
    assert_eq!(text(&document), before, "a refused document is left alone");
    assert_eq!(ledger.entries(), []);
    refusals
}

/// The only refusal of a document.
fn refused(document: Value) -> Refusal {
    let mut refusals = refusals(document);
    assert_eq!(refusals.len(), 1, "{refusals:?}");
    refusals.remove(0)
}

fn text(value: &Value) -> String {
    serde_json::to_string(value).unwrap()
}
