//! A document does not differ from itself, in whatever order and form it is written.

#![allow(clippy::unwrap_used, clippy::panic, reason = "a test fails by panicking")]

mod edits;

use std::sync::LazyLock;

use edits::{names, top, vendors};
use fastrand::Rng;
use serde_json::{Map, Value, json};
use verda_api_codegen::names::Names;
use xtask::diff::{Report, compare};

fn assert_same(old: &Value, new: &Value, what: &str) {
    let report = assert_no_findings(old, new, what);
    assert!(report.annotations.is_empty(), "{what}: {report:#?}\n{old:#}\n{new:#}");
}

fn assert_no_findings(old: &Value, new: &Value, what: &str) -> Report {
    static NAMES: LazyLock<Names> = LazyLock::new(names);
    let report = compare(old, new, &NAMES);
    assert!(report.findings.is_empty(), "{what}: {report:#?}\n{old:#}\n{new:#}");
    report
}

/// Keys in another order, lists that are sets as well.
fn shuffled(value: &Value, key: &str, sets: &[&str], random: &mut Rng) -> Value {
    match value {
        Value::Object(members) => {
            let mut members: Vec<_> = members.iter().collect();
            random.shuffle(&mut members);
            members.into_iter().map(|(key, value)| (key.clone(), shuffled(value, key, sets, random))).collect()
        }
        Value::Array(values) => {
            let mut values: Vec<Value> = values.iter().map(|value| shuffled(value, "", sets, random)).collect();
            if sets.contains(&key) {
                random.shuffle(&mut values);
            }
            Value::Array(values)
        }
        value => value.clone(),
    }
}

/// Some references to schemas, parameters, responses and bodies written out where they are used.
fn inlined(value: &Value, whole: &Value, depth: usize, random: &mut Rng) -> Value {
    match value {
        Value::Object(members) => {
            let reference = members.get("$ref").and_then(Value::as_str).filter(|_| members.len() == 1);
            let target = reference.and_then(|reference| whole.pointer(reference.strip_prefix('#')?));
            // What only refers on is another name, which is a difference in Rust.
            let is_name =
                |target: &&Value| ["$ref", "allOf", "oneOf", "anyOf"].iter().any(|key| target.get(key).is_some());
            let target = target.filter(|target| !is_name(target) && depth < 4);
            match target.filter(|_| random.u8(0..3) == 0) {
                Some(target) => inlined(target, whole, depth + 1, random),
                None => {
                    members.iter().map(|(key, value)| (key.clone(), inlined(value, whole, depth, random))).collect()
                }
            }
        }
        Value::Array(values) => values.iter().map(|value| inlined(value, whole, depth, random)).collect(),
        value => value.clone(),
    }
}

/// Whole numbers with a point.
fn pointed(value: &Value) -> Value {
    match value {
        Value::Object(members) => members.iter().map(|(key, value)| (key.clone(), pointed(value))).collect(),
        Value::Array(values) => values.iter().map(pointed).collect(),
        #[expect(clippy::cast_precision_loss, reason = "small numbers")]
        Value::Number(number) => number.as_i64().map_or(value.clone(), |whole| json!(whole as f64)),
        value => value.clone(),
    }
}

fn assert_same_in_all_forms(document: &Value, what: &str, random: &mut Rng) {
    assert_same(document, document, what);
    let sets = ["required", "enum", "type", "tags", "oneOf", "anyOf", "allOf", "parameters"];
    assert_same(document, &shuffled(document, "", &sets[..4], random), &format!("{what}, in another order"));
    assert_no_findings(document, &shuffled(document, "", &sets, random), &format!("{what}, parts in another order"));
    assert_same(document, &inlined(document, document, 0, random), &format!("{what}, inlined"));
    assert_same(&inlined(document, document, 0, random), document, &format!("{what}, with references"));
    assert_same(document, &pointed(document), &format!("{what}, numbers with a point"));
    let yaml = verda_api_codegen::document::parse(&format!("# YAML\n{document:#}")).unwrap();
    assert_same(document, &yaml, &format!("{what}, as YAML"));
}

#[test]
fn the_document_of_the_vendor_and_every_fixture() {
    let mut random = Rng::with_seed(17);
    assert_same_in_all_forms(&vendors(), "openapi.json", &mut random);
    let mut count = 0;
    for folder in ["xtask/tests/documents", "xtask/tests", "verda-api/codegen/tests/documents"] {
        let Ok(entries) = std::fs::read_dir(top().join(folder)) else { continue };
        for path in entries.map(|entry| entry.unwrap().path()) {
            let text = std::fs::read_to_string(&path).unwrap_or_default();
            let Some(document) = verda_api_codegen::document::parse(&text).ok() else { continue };
            if document.get("openapi").is_some() {
                count += 1;
                assert_same_in_all_forms(&document, &path.display().to_string(), &mut random);
            }
        }
    }
    assert!(count >= 3, "{count} fixtures");
}

const NAMES: [&str; 6] = ["a", "B", "some_name", "type", "x/y", "z~"];

fn name(random: &mut Rng) -> &'static str {
    NAMES[random.usize(..NAMES.len())]
}

/// A schema of any form; deeper ones are simpler.
fn schema(random: &mut Rng, depth: usize) -> Value {
    let deeper = depth + 1;
    let list = |random: &mut Rng, count: usize| -> Vec<Value> { (0..count).map(|_| schema(random, deeper)).collect() };
    let kind = if depth > 3 { random.usize(..8) } else { random.usize(..22) };
    let mut schema = match kind {
        0 => json!({"type": "string"}),
        1 => json!({"type": "integer", "minimum": random.u8(..3), "maximum": 9, "format": "int32"}),
        2 => json!({"type": ["string", "null"], "format": "date-time"}),
        3 => json!({"$ref": format!("#/components/schemas/S{}", random.u8(..5))}),
        4 => json!({"type": "string", "enum": ["b", "a", "c"]}),
        5 => json!({"const": random.u8(..3)}),
        6 => json!({"enum": [1, "1", 2.5, null, true]}),
        7 => json!(random.bool()),
        8..=10 => {
            let properties: Map<String, Value> =
                (0..random.usize(..4)).map(|_| (name(random).to_owned(), self::schema(random, deeper))).collect();
            json!({"type": "object", "required": [name(random), name(random)], "properties": properties})
        }
        11 => json!({"type": "array", "items": self::schema(random, deeper), "uniqueItems": true}),
        12 => json!({"type": "object", "additionalProperties": self::schema(random, deeper)}),
        13 => json!({"allOf": list(random, 3), "readOnly": true}),
        14 => json!({"oneOf": list(random, 3)}),
        15 => json!({"anyOf": list(random, 4), "oneOf": list(random, 2)}),
        16 => {
            let twin = self::schema(random, deeper);
            json!({"oneOf": [twin, twin, self::schema(random, deeper), twin]})
        }
        17 => {
            json!({"not": self::schema(random, deeper), "if": self::schema(random, deeper), "then": {"minLength": 1}})
        }
        18 => json!({"allOf": [{"pattern": "a"}, {"pattern": "b", "format": "uuid"}, {"format": "uri"}]}),
        19 => json!({"prefixItems": list(random, 2), "patternProperties": {"^x": self::schema(random, deeper)}}),
        20 => json!({"allOf": [self::schema(random, deeper), {"deprecated": true, "default": {"a": 1, "b": [2]}}]}),
        _ => json!({"$ref": "#/components/schemas/S0", "description": "sibling", "nullable": true}),
    };
    if let Some(members) = schema.as_object_mut()
        && !members.contains_key("$ref")
        && random.u8(..4) == 0
    {
        members.insert("description".to_owned(), json!(format!("text {}", random.u8(..4))));
        members.insert("x-note".to_owned(), json!({"b": [1, 2], "a": {"description": "c"}}));
    }
    schema
}

fn document(random: &mut Rng) -> Value {
    let body = |random: &mut Rng| {
        let media = ["application/json", "application/json; v=2", "text/plain", "application/x-www-form-urlencoded"];
        let content: Map<String, Value> = (0..random.usize(1..3))
            .map(|_| {
                (
                    media[random.usize(..media.len())].to_owned(),
                    json!({"schema": schema(random, 1), "examples": {"a": {"value": 1}}}),
                )
            })
            .collect();
        json!({"description": "ok", "content": content, "headers": {"X-A": {"schema": schema(random, 3)}}})
    };
    let mut paths = Map::new();
    for path in ["/a", "/a/{id}", "/b/{x}/{y}"] {
        let operation = json!({
            "operationId": path, "tags": ["one", "two"],
            "parameters": [
                {"name": "q", "in": "query", "schema": schema(random, 2)},
                {"name": "h", "in": "header", "schema": schema(random, 2)},
                {"$ref": "#/components/parameters/Page"},
            ],
            "requestBody": body(random),
            "responses": {"200": body(random), "404": {"$ref": "#/components/responses/Gone"}, "2XX": body(random)},
            "callbacks": {"done": {"{$url}": {"post": {"requestBody": body(random), "responses": {}}}}},
        });
        paths.insert(path.to_owned(), json!({"post": operation, "get": operation}));
    }
    let schemas: Map<String, Value> = (0..5).map(|index| (format!("S{index}"), schema(random, 0))).collect();
    json!({
        "openapi": "3.1.0", "info": {"title": "t", "version": "1"}, "paths": paths,
        "webhooks": {"ping": {"post": {"requestBody": body(random), "responses": {"200": body(random)}}}},
        "components": {
            "schemas": schemas,
            "parameters": {"Page": {"name": "page", "in": "query", "schema": schema(random, 2)}},
            "responses": {"Gone": body(random)}
        }
    })
}

/// `DIFF_CASES=1000` for more.
#[test]
fn random_documents() {
    let cases = std::env::var("DIFF_CASES").ok().and_then(|cases| cases.parse().ok()).unwrap_or(30);
    for seed in 0..cases {
        let mut random = Rng::with_seed(seed);
        let document = document(&mut random);
        assert_same_in_all_forms(&document, &format!("seed {seed}"), &mut random);
    }
}
