//! Documents with mutated structure or bytes: each produces a client or errors, and never a panic.
//!
//! `PROPTEST_CASES=100000 cargo test -p verda-api-codegen --test mutated` runs more cases.

#![allow(clippy::unwrap_used, reason = "a test fails by panicking")]

use proptest::prelude::*;
use proptest::sample::Index;
use serde_json::{Value, json};
use verda_api_codegen::{Error, Inputs, document, forecast, generate};

const NO_OVERLAY: &str = "overlay: 1.0.0\nactions: []\n";

/// A small document with many constructs.
const DOCUMENT: &str = r##"
openapi: 3.1.0
info: { title: Things, version: "1" }
servers: [{ url: https://api.example.com/v1 }]
security: [{ key: [] }]
paths:
  /things/{id}:
    parameters: [{ $ref: "#/components/parameters/Id" }]
    get:
      operationId: getThing
      parameters:
        - { name: limit, in: query, schema: { type: [integer, "null"], exclusiveMinimum: 0, default: 10 } }
        - { name: X-Trace, in: header, schema: { type: string, format: uuid } }
      responses:
        "200": { $ref: "#/components/responses/Thing" }
        default: { description: wrong, content: { application/json: { schema: { $ref: "#/components/schemas/Fault" } } } }
    put:
      tags: [things]
      requestBody: { required: true, content: { application/json: { schema: { $ref: "#/components/schemas/Thing" } } } }
      responses: { "204": { description: done } }
      callbacks: { done: { "{$request.body#/url}": { post: { responses: { "200": { description: ok } } } } } }
  /more: { $ref: "#/components/pathItems/More" }
components:
  securitySchemes: { key: { type: apiKey, in: header, name: X-Key } }
  parameters: { Id: { name: id, in: path, required: true, schema: { type: string } } }
  responses:
    Thing: { description: ok, headers: { X-A: { schema: { type: string } } }, content: { application/json: { schema: { $ref: "#thing" }, examples: { one: { value: { id: a } } } } } }
  pathItems:
    More: { post: { requestBody: { content: { text/plain: { schema: { type: string } } } }, responses: { "200": { description: ok } } } }
  schemas:
    Fault: { $id: fault, type: object, required: [code], properties: { code: { const: gone }, inner: { $ref: "#/$defs/in" } }, $defs: { in: { type: string } } }
    Thing:
      $anchor: thing
      allOf: [{ $ref: fault }, { type: object, properties: { kind: { enum: [a, B, "", null] } } }]
      properties:
        id: { type: string, format: uuid, examples: [a, b] }
        parent: { anyOf: [{ $ref: "#/components/schemas/Thing" }, { type: "null" }] }
        parts: { type: array, prefixItems: [{ type: string }, { type: number }], items: false }
        like: { allOf: [{ $ref: "#/components/schemas/Thing" }, { required: [id] }] }
        labels: { type: object, additionalProperties: { type: [string, integer] }, propertyNames: { pattern: "^a" } }
        owner: { oneOf: [{ title: A, type: object, properties: { a: { type: string } } }, { type: string }], discriminator: { propertyName: a } }
        data: { type: string, contentEncoding: base64, contentMediaType: image/png }
"##;

/// The pointers of all places of a document.
fn places(value: &Value, at: &str, found: &mut Vec<String>) {
    let inner: Vec<(String, &Value)> = match value {
        Value::Object(members) => {
            members.iter().map(|(key, value)| (verda_api_codegen::ledger::join(at, key), value)).collect()
        }
        Value::Array(values) => {
            values.iter().enumerate().map(|(index, value)| (format!("{at}/{index}"), value)).collect()
        }
        _ => Vec::new(),
    };
    for (here, value) in inner {
        places(value, &here, found);
        found.push(here);
    }
}

/// Replaces a place of the document by a value or by another part of the document, or removes the place.
fn mutate(document: &mut Value, (target, source, what): &(Index, Index, usize)) {
    let mut all = Vec::new();
    places(document, "", &mut all);
    if all.is_empty() {
        return;
    }
    let (target, source) = (target.get(&all), source.get(&all));
    let others = [
        json!(null),
        json!(true),
        json!(false),
        json!(-1),
        json!(1.5),
        json!(""),
        json!("string"),
        json!("Ünï/cöde {x} ~1"),
        json!([]),
        json!({}),
        json!({"$ref": "#/components/schemas/Thing"}),
        json!({"$ref": "#/components/responses/Thing"}),
        json!({"$ref": "other.yaml"}),
        json!({"$dynamicRef": "#thing"}),
        json!({"type": "array"}),
        json!({"not": {}}),
    ];
    let part = document.pointer(source).cloned();
    match what {
        0 => {
            let Some((parent, key)) = target.rsplit_once('/') else { return };
            match document.pointer_mut(parent) {
                Some(Value::Object(members)) => drop(members.shift_remove(&verda_api_codegen::ledger::unescape(key))),
                Some(Value::Array(values)) => drop(values.pop()),
                _ => {}
            }
        }
        1 => {
            if let (Some(place), Some(part)) = (document.pointer_mut(target), part) {
                *place = part;
            }
        }
        what => {
            if let (Some(place), Some(other)) = (document.pointer_mut(target), others.get(what - 2)) {
                *place = other.clone();
            }
        }
    }
}

/// Generates from a text, and checks that an error has non-empty lines and is no panic.
fn attempt(text: &str) -> Result<(), Error> {
    let generated = generate(&Inputs { document: text, overlay: NO_OVERLAY, names: "" }).map(drop);
    if let Err(error) = &generated {
        let message = error.to_string();
        assert!(!message.is_empty() && message.lines().all(|line| !line.trim().is_empty()), "{message:?}");
        assert!(!message.contains("panicked"), "{message}");
    }
    generated
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::with_cases(
        std::env::var("PROPTEST_CASES").ok().and_then(|cases| cases.parse().ok()).unwrap_or(150)
    ) })]

    #[test]
    fn structure(mutations in prop::collection::vec((any::<Index>(), any::<Index>(), 0_usize..18), 1..6)) {
        let mut document = document::parse(DOCUMENT).unwrap();
        for mutation in &mutations {
            mutate(&mut document, mutation);
        }
        let forecast = forecast(&document);
        match attempt(&document.to_string()) {
            Ok(()) => prop_assert!(forecast.refusals.is_empty(), "{:?}", forecast.refusals),
            Err(Error::Refused(refusals)) => {
                for refusal in &refusals {
                    // The target of a reference to a path item is inlined by then.
                    let pointer = &refusal.pointer;
                    let parent = pointer.rsplit_once('/').map_or("", |(parent, _)| parent);
                    let is_there = document.pointer(pointer).or(document.pointer(parent)).is_some();
                    prop_assert!(is_there || pointer.starts_with("/paths/~1more/"), "{refusal}");
                }
                let pointers = |refusals: &[verda_api_codegen::ledger::Refusal]| {
                    let mut pointers: Vec<_> = refusals.iter().map(|refusal| refusal.pointer.clone()).collect();
                    pointers.sort();
                    pointers
                };
                prop_assert_eq!(pointers(&refusals), pointers(&forecast.refusals));
            }
            Err(_) => prop_assert!(!forecast.refusals.is_empty()),
        }
    }

    #[test]
    fn bytes(edits in prop::collection::vec((any::<Index>(), any::<char>(), 0_usize..4), 1..8)) {
        let mut text: Vec<char> = DOCUMENT.chars().collect();
        for (place, character, what) in edits {
            if text.is_empty() {
                break;
            }
            let place = place.index(text.len());
            match what {
                0 => drop(text.remove(place)),
                1 => text.insert(place, character),
                2 => text[place] = *['{', '}', '[', ']', ':', ',', '"', '\n', ' ', '#', '*', '&', '<'].get(place % 13).unwrap(),
                _ => text.truncate(place.max(1)),
            }
        }
        let _ = attempt(&text.into_iter().collect::<String>());
    }
}

/// An `allOf` that contains itself must not produce an endless chain of types.
#[test]
fn an_all_of_may_hold_itself() {
    let with = |schemas: &str| {
        format!(
            "openapi: 3.1.0\ninfo: {{ title: T, version: '1' }}\npaths: {{ /t: {{ get: {{ responses: {{ '200': {{ description: ok, \
             content: {{ application/json: {{ schema: {{ $ref: '#/components/schemas/T' }} }} }} }} }} }} }} }}\n\
             components: {{ schemas: {{ {schemas} }} }}\n"
        )
    };
    let again = "allOf: [{ $ref: '#/components/schemas/T' }, { required: [a] }]";
    for schema in [
        format!("T: {{ type: object, properties: {{ a: {{ type: string }}, own: {{ {again} }} }} }}"),
        format!(
            "T: {{ type: object, properties: {{ a: {{ type: string }}, own: {{ type: array, items: {{ {again} }} }} }} }}"
        ),
        format!("T: {{ type: object, properties: {{ a: {{ type: string }} }}, additionalProperties: {{ {again} }} }}"),
        format!(
            "T: {{ oneOf: [{{ type: object, properties: {{ a: {{ {again} }} }} }}, {{ type: object, properties: {{ b: {{ {again} }} }} }}] }}"
        ),
        "T: { type: object, properties: { a: { type: string }, own: { allOf: [{ $ref: '#/components/schemas/T' }, \
         { properties: { own: { required: [a] } } }] } } }"
            .to_owned(),
        format!(
            "T: {{ type: object, properties: {{ a: {{ type: string }}, own: {{ allOf: [{{ $ref: '#/components/schemas/T' }}, \
             {{ properties: {{ own: {{ properties: {{ own: {{ {again} }} }} }} }} }}] }} }} }}"
        ),
    ] {
        attempt(&with(&schema)).unwrap();
    }
}

#[test]
fn the_document_itself_is_generated() {
    attempt(DOCUMENT).unwrap();
    let json = document::parse(DOCUMENT).unwrap();
    attempt(&json.to_string()).unwrap();
}
