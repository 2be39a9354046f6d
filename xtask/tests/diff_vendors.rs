//! Pairs of documents in the style of other vendors, each with what changed and with what that means.

#![allow(clippy::unwrap_used, clippy::panic, reason = "a test fails by panicking")]

mod findings;

use serde::Deserialize;
use serde_json::{Map, Value, json};
use xtask::diff::compare;

use crate::findings::summary;

/// A change of a document.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Pair {
    name: String,
    /// The members of the document that both share.
    #[serde(default)]
    both: Map<String, Value>,
    /// What stands in one of the two alone: a document, laid over what both share.
    old: Map<String, Value>,
    new: Map<String, Value>,
    /// Every finding: rule, verdict on the wire, verdict for Rust.
    expect: Vec<String>,
    /// What the report says in words, at least.
    #[serde(default)]
    says: Vec<String>,
    /// What it does not say.
    says_not: Option<String>,
}

fn overlaid(base: &Value, top: &Value) -> Value {
    match (base, top) {
        (Value::Object(base), Value::Object(top)) => {
            let mut all = base.clone();
            for (key, value) in top {
                let merged = all.get(key).map_or_else(|| value.clone(), |known| overlaid(known, value));
                all.insert(key.clone(), merged);
            }
            Value::Object(all)
        }
        (_, top) => top.clone(),
    }
}

/// A document: `send` is the schema of a request body, `get` of a response, `schemas` the named ones, and everything else
/// stands in the document as it is.
fn document(both: &Map<String, Value>, own: &Map<String, Value>) -> Value {
    let mut written = overlaid(&Value::Object(both.clone()), &Value::Object(own.clone()));
    let mut take = |key: &str| written.as_object_mut().unwrap().remove(key);
    let content = |schema: Value| json!({"application/json": {"schema": schema}});
    let mut operation = json!({"responses": {"200": {"description": "ok"}}});
    if let Some(schema) = take("send") {
        operation["requestBody"] = json!({"required": true, "content": content(schema)});
    }
    if let Some(schema) = take("get") {
        operation["responses"]["200"]["content"] = content(schema);
    }
    if let Some(parameters) = take("parameters") {
        operation["parameters"] = parameters;
    }
    let mut whole = json!({
        "openapi": "3.1.0", "info": {"title": "t", "version": "1"}, "paths": {"/things": {"put": operation}}
    });
    if let Some(schemas) = take("schemas") {
        whole["components"]["schemas"] = schemas;
    }
    overlaid(&whole, &written)
}

#[test]
fn every_pair_is_judged_as_it_says() {
    let tables =
        [include_str!("diff_vendors.yaml"), include_str!("diff_verdicts.yaml"), include_str!("diff_families.yaml")];
    let pairs = tables.into_iter().flat_map(|table| {
        let mut table = verda_api_codegen::document::parse(table).unwrap();
        serde_json::from_value::<Vec<Pair>>(table["pairs"].take()).unwrap()
    });
    let mut wrong = Vec::new();
    for Pair { name, both, old, new, mut expect, says, says_not } in pairs {
        let (old, new) = (document(&both, &old), document(&both, &new));
        assert_ne!(old.to_string(), new.to_string(), "{name}: changes nothing");
        let report = compare(&old, &new, &Default::default());
        expect.sort();
        if summary(&report) != expect {
            let found: Vec<_> = report.findings.iter().map(|f| format!("{} at {}", f.message, f.place)).collect();
            wrong.push(format!("{name}: expected {expect:?}, found {:?} ({found:#?})", summary(&report)));
        }
        let said = report.findings.iter().map(|f| format!("{} ({})", f.message, f.operations.join(", ")));
        let said: Vec<String> = said.chain(report.unresolved.clone()).collect();
        if says_not.is_some_and(|words| said.iter().any(|line| line.contains(&words))) {
            wrong.push(format!("{name}: {said:#?}"));
        }
        for words in says {
            if !said.iter().any(|line| line.contains(&words)) {
                wrong.push(format!("{name}: nothing says {words:?}: {said:#?}"));
            }
        }
        for document in [&old, &new] {
            assert!(compare(document, document, &Default::default()).findings.is_empty(), "{name}");
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}
