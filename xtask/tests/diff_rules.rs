//! What the vendor's document has no place for: small documents, changed in one place.

#![allow(clippy::unwrap_used, clippy::panic, reason = "a test fails by panicking")]

mod findings;

use serde_json::{Value, json};
use xtask::diff::{Report, compare};

use crate::findings::summary;

/// A document in which one schema is sent and given.
fn document(schemas: Value) -> Value {
    let content = json!({"application/json": {"schema": {"$ref": "#/components/schemas/Thing"}}});
    json!({
        "openapi": "3.1.0",
        "info": {"title": "Things", "version": "1"},
        "paths": {"/things": {"put": {
            "operationId": "putThing",
            "requestBody": {"required": true, "content": content},
            "responses": {
                "200": {"description": "ok", "content": content, "headers": {"X-Page": {"required": true, "schema": {"type": "integer"}}}},
                "400": {"description": "no", "content": {"application/json": {"schema": {"type": "object", "properties": {"code": {"type": "string"}}}}}}
            }
        }}},
        "components": {"schemas": schemas}
    })
}

fn differences(old: &Value, new: &Value) -> Report {
    compare(old, new, &Default::default())
}

#[test]
fn properties_of_a_schema_that_goes_both_ways() {
    for (old, new, expected) in [
        (
            json!({"type": "string", "readOnly": true}),
            json!({"type": "integer", "readOnly": true}),
            vec!["response-type-changed B B"],
        ),
        (
            json!({"type": "string", "writeOnly": true}),
            json!({"type": "integer", "writeOnly": true}),
            vec!["request-type-changed B B"],
        ),
        (json!({"type": "string"}), json!({"type": "integer"}), vec!["type-changed B B"]),
        (json!({"type": ["string", "null"]}), json!({"type": "string"}), vec!["became-not-nullable B N"]),
        // The sign of an integer is in its Rust type.
        (json!({"type": "integer", "minimum": 0}), json!({"type": "integer"}), vec!["constraint-relaxed B B"]),
        (json!({"type": "integer"}), json!({"type": "integer", "minimum": 0}), vec!["constraint-tightened B B"]),
        (
            json!({"type": "integer", "minimum": 1}),
            json!({"type": "integer", "minimum": 2}),
            vec!["constraint-tightened B N"],
        ),
        (
            json!({"type": "integer", "format": "int32"}),
            json!({"type": "integer", "format": "int64"}),
            vec!["format-changed B B"],
        ),
        (json!({"type": "array"}), json!({"type": "array", "items": {"type": "string"}}), vec!["type-narrowed B B"]),
        (json!({"type": "array", "items": {}}), json!({"type": "array"}), vec![]),
        (
            json!({"type": "object", "additionalProperties": {"type": "string"}}),
            json!({"type": "object", "additionalProperties": {"type": "integer"}}),
            vec!["type-changed B B"],
        ),
        (
            json!({"type": "string", "pattern": "a"}),
            json!({"type": "string", "pattern": "b"}),
            vec!["constraint-changed B N"],
        ),
        (json!({"enum": ["a", "b"]}), json!({"type": "string", "enum": ["b", "a"]}), vec![]),
        (json!({"oneOf": [{"type": "string"}, {"type": "integer"}]}), json!({"type": ["integer", "string"]}), vec![]),
        (json!({"type": "string", "contentEncoding": "base64"}), json!({"type": "string", "format": "byte"}), vec![]),
        (
            json!({"type": "integer", "minimum": 3, "exclusiveMinimum": true}),
            json!({"type": "integer", "exclusiveMinimum": 3}),
            vec![],
        ),
        (json!({"type": "string", "minLength": 0}), json!({"type": "string"}), vec![]),
        (json!(true), json!({}), vec![]),
        (json!({}), json!({"type": ["null", "string", "number", "boolean", "object", "array"]}), vec![]),
        (json!({"type": "boolean"}), json!({"enum": [true, false]}), vec![]),
        (json!({"type": ["null", "boolean"]}), json!({"enum": [true, null, false]}), vec![]),
        (json!({"type": "boolean"}), json!({"type": "boolean", "enum": [true]}), vec!["became-enum B N"]),
        (json!({"type": "string", "nullable": false}), json!({"type": "string", "deprecated": false}), vec![]),
        (json!({"not": {"type": "string", "description": "a"}}), json!({"not": {"type": "string"}}), vec![]),
        (json!({"not": {"type": "string"}}), json!({"not": {"type": "integer"}}), vec!["keyword-changed B B"]),
    ] {
        let thing =
            |schema: &Value| document(json!({"Thing": {"type": "object", "properties": {"description": schema}}}));
        let report = differences(&thing(&old), &thing(&new));
        assert_eq!(summary(&report), expected, "{old} → {new}");
        // The property is called like an annotation, and is none.
        assert!(report.annotations.values().sum::<usize>() <= 1, "{:?}", report.annotations);
        if !old.to_string().contains("\"not\"") {
            assert!(report.annotations.is_empty(), "{:?}", report.annotations);
        }
    }
}

#[test]
fn a_property_of_a_base_is_told_once_at_the_base() {
    let schemas = |kind: &str| {
        json!({
            "Base": {"type": "object", "properties": {"id": {"type": kind}}},
            "Thing": {"allOf": [{"$ref": "#/components/schemas/Base"}, {"type": "object", "properties": {
                "other": {"allOf": [{"$ref": "#/components/schemas/Base"}, {"type": "object", "properties": {"x": {"type": "string"}}}]}
            }}]}
        })
    };
    let report = differences(&document(schemas("string")), &document(schemas("integer")));
    assert_eq!(summary(&report), ["type-changed B B"]);
    assert_eq!(report.findings[0].place, "/components/schemas/Base/properties/id");
    assert_eq!(report.findings[0].operations, ["PUT /things"]);
}

#[test]
fn another_schema_at_a_place_is_told_at_that_place() {
    let schemas = |used: &str| {
        json!({
            "Thing": {"type": "object", "properties": {"part": {"$ref": format!("#/components/schemas/{used}")}}},
            "A": {"type": "object", "properties": {"a": {"type": "string"}, "common": {"type": "string"}}},
            "B": {"type": "object", "properties": {"common": {"type": "integer"}}}
        })
    };
    let report = differences(&document(schemas("A")), &document(schemas("B")));
    assert_eq!(summary(&report), ["property-removed B B", "reference-changed N B", "type-changed B B"]);
    assert!(
        report.findings.iter().all(|finding| finding.place.starts_with("/components/schemas/Thing/properties/part")),
        "{report:?}"
    );
}

/// What changes in a document whose only schema stays as it is.
fn changed(change: impl FnOnce(&mut Value), other: impl FnOnce(&mut Value)) -> Vec<String> {
    let thing = json!({"Thing": {"type": "object", "properties": {"id": {"type": "string"}}}});
    let (mut old, mut new) = (document(thing.clone()), document(thing));
    other(&mut old);
    change(&mut new);
    summary(&differences(&old, &new))
}

fn operation(document: &mut Value) -> &mut Value {
    &mut document["paths"]["/things"]["put"]
}

/// Without another success the default response is the one that is decoded.
#[test]
fn a_default_response_alone_is_the_success() {
    let only = |code: &'static str, response: Value| {
        move |document: &mut Value| operation(document)["responses"] = json!({ code: response })
    };
    let of = |schema: &str| {
        let content = json!({"application/json": {"schema": {"$ref": format!("#/components/schemas/{schema}")}}});
        json!({"description": "ok", "content": content})
    };
    let empty = || json!({"description": "ok"});
    let breaks = |findings: Vec<String>| findings.iter().any(|finding| finding.ends_with("B B"));
    assert!(breaks(changed(only("default", empty()), only("default", of("Thing")))));
    assert!(breaks(changed(only("204", empty()), only("default", of("Thing")))));
    assert!(!breaks(changed(only("200", of("Thing")), only("default", of("Thing")))));
    let described = |document: &mut Value| {
        document["components"]["schemas"]["Thing"]["additionalProperties"] = json!({"description": "any"})
    };
    let any = |document: &mut Value| document["components"]["schemas"]["Thing"]["additionalProperties"] = json!(true);
    assert_eq!(changed(described, any), Vec::<String>::new());
}

#[test]
fn errors_and_headers_have_no_rust_types() {
    let schema = |document: &mut Value| {
        operation(document)["responses"]["400"]["content"]["application/json"]["schema"]["properties"]["code"]["type"] =
            json!("integer")
    };
    assert_eq!(changed(schema, |_| ()), ["response-type-changed B N"]);
    let header = |document: &mut Value| {
        operation(document)["responses"]["200"]["headers"]["X-Page"]["schema"]["type"] = json!("string")
    };
    assert_eq!(changed(header, |_| ()), ["response-type-changed B N"]);
    let optional =
        |document: &mut Value| operation(document)["responses"]["200"]["headers"]["X-Page"]["required"] = json!(false);
    assert_eq!(changed(optional, |_| ()), ["response-header-became-optional C N"]);
    assert_eq!(changed(|_| (), optional), ["response-header-became-required C N"]);
    let gone = |document: &mut Value| operation(document)["responses"]["200"]["headers"] = json!({});
    assert_eq!(changed(gone, |_| ()), ["response-header-removed B N"]);
    let lower = |document: &mut Value| {
        operation(document)["responses"]["200"]["headers"] =
            json!({"x-page": {"required": true, "schema": {"type": "integer"}}})
    };
    assert_eq!(changed(lower, |_| ()), Vec::<String>::new());
}

#[test]
fn who_may_call() {
    let needs = |security: Value| move |document: &mut Value| operation(document)["security"] = security;
    let key = || json!([{"key": ["read", "write"]}]);
    for (old, new, expected) in [
        (json!([]), json!([{}, {"key": []}]), vec![]),
        (json!([]), key(), vec!["security-required B N"]),
        (key(), json!([{"key": ["read"]}]), vec!["security-relaxed C N"]),
        (json!([{"key": ["read"]}]), key(), vec!["security-tightened B N"]),
        (json!([{"key": []}]), json!([{"key": [], "other": []}]), vec!["security-tightened B N"]),
        (json!([{"key": [], "other": []}]), json!([{"key": []}]), vec!["security-relaxed C N"]),
        (json!([{"a": []}, {"b": []}]), json!([{"b": []}, {"a": []}]), vec![]),
        (json!([{"a": []}, {"b": []}]), json!([{"a": []}]), vec!["security-tightened B N"]),
    ] {
        assert_eq!(changed(needs(new.clone()), needs(old.clone())), expected, "{old} → {new}");
    }
    let scheme = |kind: Value| move |document: &mut Value| document["components"]["securitySchemes"] = kind;
    let bearer = |hint: &str, name: &str| json!({"key": {"type": "http", "scheme": name, "bearerFormat": hint}});
    assert_eq!(changed(scheme(bearer("JWT", "bearer")), scheme(bearer("opaque", "Bearer"))), Vec::<String>::new());
    assert_eq!(changed(scheme(json!({})), scheme(bearer("JWT", "bearer"))), ["security-scheme-removed B N"]);
}

#[test]
fn where_and_in_which_form() {
    let server = |url: &str| {
        let server = json!([{"url": url}]);
        move |document: &mut Value| operation(document)["servers"] = server
    };
    assert_eq!(changed(server("https://a.example"), server("https://a.example/")), Vec::<String>::new());
    assert_eq!(
        changed(server("https://b.example"), server("https://a.example")),
        ["server-added N N", "server-removed B C"]
    );
    let variable = |document: &mut Value| {
        document["servers"] = json!([{"url": "https://{zone}.example", "variables": {"zone": {"default": "a"}}}]);
    };
    let plain = |document: &mut Value| document["servers"] = json!([{"url": "https://a.example"}]);
    assert_eq!(changed(variable, plain), Vec::<String>::new());
    let csv = |document: &mut Value| operation(document)["responses"]["200"]["content"]["text/csv"] = json!({});
    assert_eq!(changed(|_| (), csv), ["response-media-type-removed B N"]);
    let form = |document: &mut Value| operation(document)["requestBody"]["content"]["text/plain"] = json!({});
    assert_eq!(changed(|_| (), form), ["request-media-type-removed B N"]);
    let optional = |document: &mut Value| operation(document)["requestBody"]["required"] = json!(false);
    assert_eq!(changed(|_| (), optional), ["request-body-became-required B N"]);
}

#[test]
fn what_the_api_calls() {
    let hook = |key: &'static str, path: &'static str| {
        move |document: &mut Value| {
            let entry = json!({"ready": {path: {"post": {"responses": {}}}}});
            if key == "callbacks" { operation(document)[key] = entry } else { document[key] = entry }
        }
    };
    for (key, thing) in [("callbacks", "callback"), ("webhooks", "webhook")] {
        assert_eq!(changed(hook(key, "a"), |_| ()), [format!("{thing}-added C N")]);
        assert_eq!(changed(|_| (), hook(key, "a")), [format!("{thing}-removed B N")]);
        assert_eq!(changed(hook(key, "b"), hook(key, "a")), [format!("{thing}-changed B N")]);
        assert_eq!(changed(hook(key, "a"), hook(key, "a")), Vec::<String>::new());
    }
}

#[test]
fn unions_are_matched_by_their_tags() {
    let branch = |tag: &str, extra: &str| json!({"type": "object", "required": ["kind"], "properties": {"kind": {"const": tag}, extra: {"type": "string"}}});
    let thing = |branches: Value| document(json!({"Thing": {"oneOf": branches}}));
    let old = thing(json!([branch("a", "x"), branch("b", "y")]));
    let new = thing(json!([branch("b", "y"), branch("a", "z"), branch("c", "w")]));
    assert_eq!(summary(&differences(&old, &new)), ["property-renamed B B", "union-branch-added C C"]);
    assert_eq!(summary(&differences(&new, &old)), ["property-renamed B B", "union-branch-removed B B"]);
}

#[test]
fn a_rename_is_one_of_the_same_shape_and_the_only_one() {
    let thing = |properties: Value| document(json!({"Thing": {"type": "object", "properties": properties}}));
    let text = || json!({"type": "string"});
    for (old, new, expected) in [
        (json!({"a": text()}), json!({"b": text()}), vec!["property-renamed B B"]),
        (
            json!({"a": text()}),
            json!({"b": {"type": ["string", "null"]}}),
            vec!["optional-property-added C C", "property-removed B B"],
        ),
        (
            json!({"a": text()}),
            json!({"b": text(), "c": text()}),
            vec!["optional-property-added C C", "optional-property-added C C", "property-removed B B"],
        ),
        // One name in snake case is one property, even if more of it changed.
        (
            json!({"someId": text()}),
            json!({"some_id": {"type": "integer"}, "c": text()}),
            vec!["optional-property-added C C", "property-renamed B N", "type-changed B B"],
        ),
    ] {
        assert_eq!(summary(&differences(&thing(old.clone()), &thing(new.clone()))), expected, "{old} → {new}");
    }
}
