//! Objects, arrays, examples and encoded text.

use serde_json::{Value, json};

use super::check_all;

#[test]
fn examples() {
    check_all(&[
        (
            json!({"type": "string", "examples": ["a"]}),
            json!({"type": "string", "example": "a"}),
            &["exact examples /examples"],
        ),
        (
            json!({"type": "string", "examples": ["a", "b"]}),
            json!({"type": "string", "example": "a"}),
            &["LOSSY examples /examples"],
        ),
        (
            json!({"type": "string", "examples": ["a"], "example": "b"}),
            json!({"type": "string", "example": "b"}),
            &["LOSSY examples /examples"],
        ),
        (
            json!({"type": "string", "examples": ["b"], "example": "b"}),
            json!({"type": "string", "example": "b"}),
            &["exact examples /examples"],
        ),
        (
            json!({"examples": [null], "title": "T"}),
            json!({"title": "T", "example": null}),
            &["exact examples /examples"],
        ),
        (
            json!({"type": "string", "examples": {"a": {"value": 1}}}),
            json!({"type": "string"}),
            &["LOSSY examples /examples"],
        ),
    ]);
}

#[test]
fn encoded_text() {
    let encoding = "exact content-encoding /contentEncoding";
    check_all(&[
        (
            json!({"type": "string", "contentEncoding": "base64"}),
            json!({"type": "string", "format": "byte"}),
            &[encoding],
        ),
        (
            json!({"contentEncoding": "base64", "contentMediaType": "image/png"}),
            json!({"format": "byte", "type": "string"}),
            &[encoding, "LOSSY content-media-type /contentMediaType"],
        ),
        (
            json!({"type": "string", "contentEncoding": "base64url"}),
            json!({"type": "string"}),
            &["LOSSY content-encoding /contentEncoding"],
        ),
        (
            json!({"type": "string", "contentEncoding": "base64url", "contentMediaType": "image/png"}),
            json!({"type": "string"}),
            &["LOSSY content-encoding /contentEncoding", "LOSSY content-media-type /contentMediaType"],
        ),
        (
            json!({"type": "string", "contentEncoding": "base64", "format": "x-own"}),
            json!({"type": "string", "format": "x-own"}),
            &["LOSSY content-encoding /contentEncoding"],
        ),
        (
            json!({"contentMediaType": "application/octet-stream"}),
            json!({"format": "binary", "type": "string"}),
            &["exact content-media-type /contentMediaType"],
        ),
        (
            json!({"type": "string", "contentMediaType": "image/png"}),
            json!({"type": "string", "format": "binary"}),
            &["LOSSY content-media-type /contentMediaType"],
        ),
        (
            json!({"type": "string", "contentMediaType": "application/json", "contentSchema": {"type": "object"}}),
            json!({"type": "string"}),
            &["LOSSY content-media-type /contentMediaType", "LOSSY content-schema /contentSchema"],
        ),
    ]);
}

#[test]
fn tuples() {
    let (text, number) = (json!({"type": "string"}), json!({"type": "number"}));
    check_all(&[
        (
            json!({"type": "array", "prefixItems": [text, number], "items": false}),
            json!({"type": "array", "items": {}, "maxItems": 2}),
            &["LOSSY prefix-items /prefixItems"],
        ),
        (
            json!({"type": "array", "prefixItems": [number, number], "items": false, "minItems": 2}),
            json!({"type": "array", "items": number, "minItems": 2, "maxItems": 2}),
            &["exact prefix-items /prefixItems"],
        ),
        (
            json!({"type": "array", "prefixItems": [number, text], "items": false, "maxItems": 1}),
            json!({"type": "array", "items": {}, "maxItems": 1}),
            &["LOSSY prefix-items /prefixItems"],
        ),
        (
            json!({"prefixItems": [number, number]}),
            json!({"type": "array", "items": number}),
            &["LOSSY prefix-items /prefixItems", "LOSSY type-assumed"],
        ),
        (
            json!({"type": "array", "prefixItems": [number], "items": number}),
            json!({"type": "array", "items": number}),
            &["exact prefix-items /prefixItems"],
        ),
        (
            json!({"type": "array", "items": [text, number], "additionalItems": false}),
            json!({"type": "array", "items": {}, "maxItems": 2}),
            &["LOSSY prefix-items /items"],
        ),
    ]);
}

#[test]
fn properties_by_pattern() {
    let (text, object) = (json!({"type": "string"}), |rest: Value| {
        let mut schema = rest;
        schema["type"] = json!("object");
        schema
    });
    let lossy: &[&str] = &["LOSSY pattern-properties /patternProperties"];
    let exact: &[&str] = &["exact pattern-properties /patternProperties"];
    check_all(&[
        (object(json!({"patternProperties": {"^x": text}})), object(json!({"additionalProperties": text})), lossy),
        (object(json!({"patternProperties": {".*": text}})), object(json!({"additionalProperties": text})), exact),
        (
            object(json!({"patternProperties": {"^x": text}, "additionalProperties": false})),
            object(json!({"additionalProperties": text})),
            lossy,
        ),
        (
            object(json!({"properties": {"a": text}, "patternProperties": {"^x": {}}, "additionalProperties": false})),
            object(json!({"properties": {"a": text}, "additionalProperties": {}})),
            lossy,
        ),
        (
            object(json!({"patternProperties": {"^x": {}, "^y": text}, "additionalProperties": false})),
            object(json!({"additionalProperties": {}})),
            lossy,
        ),
        (
            object(json!({"properties": {"a": text}, "patternProperties": {"^x": text}})),
            object(json!({"properties": {"a": text}, "additionalProperties": {}})),
            lossy,
        ),
        (
            object(json!({"patternProperties": {"^x": {}}, "additionalProperties": text})),
            object(json!({"additionalProperties": {}})),
            lossy,
        ),
    ]);
}

#[test]
fn what_is_not_evaluated() {
    let exact: &[&str] = &["exact unevaluated-properties /unevaluatedProperties"];
    let thing = json!([{"$ref": "#/components/schemas/Thing"}]);
    check_all(&[
        (
            json!({"type": "object", "unevaluatedProperties": false}),
            json!({"type": "object", "additionalProperties": false}),
            exact,
        ),
        (
            json!({"type": "object", "unevaluatedProperties": true}),
            json!({"type": "object", "additionalProperties": true}),
            exact,
        ),
        (
            json!({"allOf": thing, "unevaluatedProperties": false}),
            json!({"allOf": thing}),
            &["exact unchecked-names /unevaluatedProperties"],
        ),
        (
            json!({"allOf": thing, "unevaluatedProperties": {}}),
            json!({"allOf": thing}),
            &["exact keyword-without-effect /unevaluatedProperties"],
        ),
        (
            json!({"type": "object", "additionalProperties": {}, "unevaluatedProperties": false}),
            json!({"type": "object", "additionalProperties": {}}),
            &["exact keyword-without-effect /unevaluatedProperties"],
        ),
        (
            json!({"type": "array", "items": {}, "unevaluatedItems": false}),
            json!({"type": "array", "items": {}}),
            &["LOSSY unevaluated-items /unevaluatedItems"],
        ),
    ]);
}
