//! Every keyword of JSON Schema 2020-12 and of OpenAPI is kept, rewritten, or lost with a note.

use serde_json::{Value, json};

use super::super::lower;
use super::{lowered, with_schema};
use crate::ledger::{Fidelity, Ledger};

/// The fate of a keyword.
#[derive(Clone, Copy, Debug, PartialEq)]
enum Fate {
    /// The keyword stays in the lowered schema.
    Kept,
    /// The keyword is rewritten with the same meaning.
    Rewritten,
    /// 3.0 has no equivalent.
    Lost,
}

use Fate::{Kept, Lost, Rewritten};

/// A schema for each keyword, and its fate there.
fn table() -> Vec<(&'static str, Value, Fate)> {
    let object = |rest: Value| merged(json!({"type": "object"}), rest);
    let array = |rest: Value| merged(json!({"type": "array", "items": {"type": "string"}}), rest);
    vec![
        // Core.
        ("$id", json!({"type": "string", "$id": "t"}), Rewritten),
        ("$schema", json!({"$schema": "https://json-schema.org/draft/2020-12/schema"}), Rewritten),
        ("$schema", json!({"$schema": "http://json-schema.org/draft-07/schema#"}), Lost),
        ("$ref", json!({"$ref": "#/components/schemas/Thing"}), Kept),
        ("$anchor", json!({"type": "string", "$anchor": "a"}), Rewritten),
        ("$dynamicRef", json!({"$dynamicRef": "#a", "$defs": {"A": {"$dynamicAnchor": "a"}}}), Rewritten),
        ("$dynamicAnchor", json!({"type": "string", "$dynamicAnchor": "a"}), Rewritten),
        ("$vocabulary", json!({"$vocabulary": {"https://example.com": true}}), Rewritten),
        ("$comment", json!({"$comment": "c"}), Rewritten),
        ("$defs", json!({"$defs": {"A": {"type": "string"}}}), Rewritten),
        // Applicators.
        ("prefixItems", json!({"type": "array", "prefixItems": [{"type": "string"}], "items": false}), Rewritten),
        ("prefixItems", json!({"type": "array", "prefixItems": [{"type": "string"}, {"type": "integer"}]}), Lost),
        ("items", array(json!({})), Kept),
        ("contains", array(json!({"contains": {"type": "string"}})), Lost),
        ("additionalProperties", object(json!({"additionalProperties": {"type": "string"}})), Kept),
        ("properties", object(json!({"properties": {"a": {"type": "string"}}})), Kept),
        ("patternProperties", object(json!({"patternProperties": {"^a": {"type": "string"}}})), Lost),
        ("dependentSchemas", object(json!({"dependentSchemas": {"a": {"required": ["b"]}}})), Lost),
        ("propertyNames", object(json!({"propertyNames": {"maxLength": 3}})), Rewritten),
        ("propertyNames", object(json!({"propertyNames": {"$ref": "#/components/schemas/Text"}})), Rewritten),
        ("propertyNames", object(json!({"propertyNames": 3})), Lost),
        ("propertyNames", object(json!({"propertyNames": true})), Rewritten),
        ("propertyNames", object(json!({"propertyNames": {"type": "string"}})), Rewritten),
        ("if", json!({"type": "string", "if": {"minLength": 1}}), Lost),
        ("then", json!({"type": "string", "then": {"minLength": 1}}), Lost),
        ("else", json!({"type": "string", "else": {"minLength": 1}}), Lost),
        ("allOf", json!({"allOf": [{"$ref": "#/components/schemas/Thing"}]}), Kept),
        ("anyOf", json!({"anyOf": [{"type": "string"}, {"type": "integer"}]}), Kept),
        ("oneOf", json!({"oneOf": [{"type": "string"}, {"type": "integer"}]}), Kept),
        ("not", json!({"type": "string", "not": {"type": "string", "pattern": "^a"}}), Kept),
        // Unevaluated.
        ("unevaluatedItems", array(json!({"unevaluatedItems": {"type": "string"}})), Lost),
        ("unevaluatedProperties", object(json!({"unevaluatedProperties": {"type": "string"}})), Rewritten),
        (
            "unevaluatedProperties",
            object(json!({"allOf": [{"type": "object"}], "unevaluatedProperties": false})),
            Rewritten,
        ),
        (
            "unevaluatedProperties",
            object(json!({"allOf": [{"type": "object"}], "unevaluatedProperties": {"type": "string"}})),
            Lost,
        ),
        // Validation.
        ("type", json!({"type": "string"}), Kept),
        ("type", json!({"type": ["string", "integer"]}), Rewritten),
        ("enum", json!({"type": "string", "enum": ["a"]}), Kept),
        ("const", json!({"type": "string", "const": "a"}), Rewritten),
        ("multipleOf", json!({"type": "number", "multipleOf": 2}), Kept),
        ("maximum", json!({"type": "number", "maximum": 2}), Kept),
        ("exclusiveMaximum", json!({"type": "number", "exclusiveMaximum": 2}), Kept),
        ("minimum", json!({"type": "number", "minimum": 2}), Kept),
        ("exclusiveMinimum", json!({"type": "number", "exclusiveMinimum": 2}), Kept),
        ("maxLength", json!({"type": "string", "maxLength": 2}), Kept),
        ("minLength", json!({"type": "string", "minLength": 2}), Kept),
        ("pattern", json!({"type": "string", "pattern": "a"}), Kept),
        ("maxItems", array(json!({"maxItems": 2})), Kept),
        ("minItems", array(json!({"minItems": 2})), Kept),
        ("uniqueItems", array(json!({"uniqueItems": true})), Kept),
        ("maxContains", array(json!({"maxContains": 2})), Lost),
        ("minContains", array(json!({"minContains": 2})), Lost),
        ("maxProperties", object(json!({"maxProperties": 2})), Kept),
        ("minProperties", object(json!({"minProperties": 2})), Kept),
        ("required", object(json!({"required": ["a"]})), Kept),
        ("dependentRequired", object(json!({"dependentRequired": {"a": ["b"]}})), Lost),
        // Annotations.
        ("title", json!({"type": "string", "title": "T"}), Kept),
        ("description", json!({"type": "string", "description": "D"}), Kept),
        ("default", json!({"type": "string", "default": "d"}), Kept),
        ("deprecated", json!({"type": "string", "deprecated": true}), Kept),
        ("readOnly", json!({"type": "string", "readOnly": true}), Kept),
        ("writeOnly", json!({"type": "string", "writeOnly": true}), Kept),
        ("examples", json!({"type": "string", "examples": ["a"]}), Rewritten),
        ("examples", json!({"type": "string", "examples": ["a", "b"]}), Lost),
        ("format", json!({"type": "string", "format": "date"}), Kept),
        ("contentEncoding", json!({"type": "string", "contentEncoding": "base64"}), Rewritten),
        ("contentEncoding", json!({"type": "string", "contentEncoding": "base32"}), Lost),
        ("contentMediaType", json!({"type": "string", "contentMediaType": "application/octet-stream"}), Rewritten),
        ("contentMediaType", json!({"type": "string", "contentMediaType": "text/html"}), Lost),
        ("contentSchema", json!({"type": "string", "contentSchema": {"type": "object"}}), Lost),
        // Keywords of OpenAPI, of older versions, and unknown ones.
        (
            "discriminator",
            json!({"oneOf": [{"$ref": "#/components/schemas/Thing"}, {"$ref": "#/components/schemas/Text"}], "discriminator": {"propertyName": "part"}}),
            Kept,
        ),
        ("xml", object(json!({"xml": {"name": "x"}})), Kept),
        ("externalDocs", json!({"type": "string", "externalDocs": {"url": "https://example.com"}}), Kept),
        ("example", json!({"type": "string", "example": "a"}), Kept),
        ("nullable", json!({"type": "string", "nullable": true}), Kept),
        ("x-own", json!({"type": "string", "x-own": 1}), Kept),
        ("definitions", json!({"definitions": {"A": {"type": "string"}}}), Rewritten),
        ("additionalItems", array(json!({"additionalItems": {"type": "string"}})), Lost),
        ("dependencies", object(json!({"dependencies": {"a": ["b"]}})), Lost),
        ("$recursiveRef", json!({"$recursiveRef": "#"}), Lost),
        ("$recursiveAnchor", json!({"type": "string", "$recursiveAnchor": true}), Rewritten),
        ("unheardOf", json!({"type": "string", "unheardOf": 1}), Lost),
    ]
}

fn merged(mut base: Value, rest: Value) -> Value {
    base.as_object_mut().unwrap().extend(rest.as_object().unwrap().clone());
    base
}

/// The vocabularies of 2020-12, from the specification.
const KEYWORDS: &str = "$id $schema $ref $anchor $dynamicRef $dynamicAnchor $vocabulary $comment $defs \
    prefixItems items contains additionalProperties properties patternProperties dependentSchemas propertyNames if then else \
    allOf anyOf oneOf not unevaluatedItems unevaluatedProperties type enum const multipleOf maximum exclusiveMaximum minimum \
    exclusiveMinimum maxLength minLength pattern maxItems minItems uniqueItems maxContains minContains maxProperties \
    minProperties required dependentRequired title description default deprecated readOnly writeOnly examples format \
    contentEncoding contentMediaType contentSchema discriminator xml externalDocs example";

#[test]
fn every_keyword_has_a_fate() {
    let table = table();
    for keyword in KEYWORDS.split_whitespace() {
        assert!(table.iter().any(|(known, ..)| *known == keyword), "{keyword} has no row");
    }
    for (keyword, schema, fate) in &table {
        let (document, ledger) = lowered(with_schema(schema.clone()));
        let at = format!("/components/schemas/T/{keyword}");
        let is_about = |pointer: &str| pointer == at || pointer.starts_with(&format!("{at}/"));
        let mut noted = ledger.entries().iter().filter(|entry| is_about(&entry.pointer)).map(|entry| entry.fidelity);
        let found = match noted.clone().max() {
            Some(Fidelity::Lossy) => Lost,
            _ if document["components"]["schemas"]["T"].get(keyword).is_some() => Kept,
            _ => {
                assert!(noted.any(|fidelity| fidelity == Fidelity::Exact), "{keyword} in {schema} goes without a note");
                Rewritten
            }
        };
        assert_eq!(found, *fate, "{keyword} in {schema}: {}", document["components"]["schemas"]["T"]);
    }
}

#[test]
fn every_lost_value_of_a_keyword_is_noted() {
    let values = [
        json!(null),
        json!(true),
        json!(-1),
        json!(1.5),
        json!("a"),
        json!([]),
        json!({}),
        json!([1]),
        json!({"a": 1}),
    ];
    for keyword in KEYWORDS.split_whitespace().chain(["nullable", "definitions", "x-own"]) {
        for value in &values {
            for kind in ["string", "object", "array", "integer"] {
                let mut document = with_schema(json!({"type": kind, keyword: value}));
                let mut ledger = Ledger::default();
                let at = format!("/components/schemas/T/{keyword}");
                let is_about = |pointer: &str| pointer == "/components/schemas/T" || pointer.starts_with(&at);
                match lower(&mut document, &mut ledger) {
                    Ok(()) => {
                        let is_kept = document["components"]["schemas"]["T"].get(keyword).is_some();
                        let is_noted = ledger.entries().iter().any(|entry| is_about(&entry.pointer));
                        assert!(is_kept || is_noted, "{keyword}: {value} of a {kind}");
                    }
                    Err(refusals) => {
                        assert!(refusals.iter().all(|refusal| is_about(&refusal.pointer)), "{keyword}: {refusals:?}");
                    }
                }
            }
        }
    }
}
