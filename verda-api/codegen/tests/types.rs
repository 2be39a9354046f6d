//! What is decided about types is told: in the ledger, or in an error with its place.

#![allow(clippy::unwrap_used, reason = "a test fails by panicking")]

use verda_api_codegen::{Error, Generated, Inputs, generate};

/// Each schema stands on a line of its own, and an operation gives it.
fn generated(schemas: &str, names: &str) -> Result<Generated, Error> {
    let named = schemas.lines().filter_map(|line| line.trim().split_once(':')).map(|(name, _)| name);
    let paths: String = named
        .map(|name| {
            format!(
                "  /{name}: {{ get: {{ responses: {{ '200': {{ description: ok, content: {{ application/json: \
                 {{ schema: {{ $ref: '#/components/schemas/{name}' }} }} }} }} }} }} }}\n"
            )
        })
        .collect();
    let document = format!(
        "openapi: 3.0.3\ninfo: {{ title: t, version: '1' }}\npaths:\n{paths}components:\n  schemas:\n{schemas}"
    );
    generate(&Inputs { document: &document, overlay: "overlay: 1.0.0", names })
}

fn told(generated: &Generated) -> Vec<String> {
    let entries = generated.ledger.entries().iter().filter(|entry| entry.pointer.starts_with("/components"));
    let mut told: Vec<String> = entries.map(|entry| format!("{} {}", entry.rule, entry.pointer)).collect();
    told.sort();
    told
}

#[test]
fn names_that_are_taken_are_told() {
    let schemas = "    Thing: { type: object, properties: { aB: { type: string }, a_b: { type: string }, \
        part: { type: object, properties: { x: { type: string } } }, kind: { type: string, enum: [a] } } }\n    \
        ThingPart: { type: object, properties: { y: { type: string } } }\n    \
        ThingKind: { type: object, properties: { y: { type: string } } }\n";
    let one = generated(schemas, "").unwrap();
    assert_eq!(
        told(&one),
        [
            "field-renamed /components/schemas/Thing/properties/aB",
            "type-renamed /components/schemas/Thing/properties/kind",
            "type-renamed /components/schemas/Thing/properties/part",
        ]
    );
    assert_eq!(one.files, generated(schemas, "").unwrap().files);
}

#[test]
fn what_is_kept_as_json_is_told_with_its_place() {
    let object =
        |format: &str| format!("{{ type: object, properties: {{ a: {{ type: string, format: {format} }} }} }}");
    let schemas = format!(
        "    Thing: {{ type: object, properties: {{ p: {{ oneOf: [{}, {}] }}, q: {{ oneOf: [{{}}, {{ type: string }}] }}, \
         r: {{ $ref: '#/components/schemas/lists' }} }} }}\n    lists: {{ type: array, items: {{ $ref: '#/components/schemas/lists' }} }}\n",
        object("uuid"),
        object("email")
    );
    assert_eq!(
        told(&generated(&schemas, "").unwrap()),
        [
            "overlapping-union /components/schemas/Thing/properties/p",
            "recursive-alias /components/schemas/lists",
            "union-of-anything /components/schemas/Thing/properties/q",
        ]
    );
}

#[test]
fn a_type_that_would_not_be_there_is_an_error_with_its_place() {
    let schemas = "    Thing: { type: object, properties: { x: { type: string } } }\n";
    for (name, said) in [("NVMe", "was not written"), ("Result", "Rust has already")] {
        let error = generated(schemas, &format!("[types]\nThing = \"{name}\"")).unwrap_err().to_string();
        assert!(error.contains("/components/schemas/Thing") && error.contains(said), "{error}");
    }
}
