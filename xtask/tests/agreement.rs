//! What lint says is refused or lost is what generate refuses and loses, and nothing else.

#![allow(clippy::unwrap_used, clippy::panic, reason = "a test fails by panicking")]

mod edits;

use std::collections::BTreeSet;
use std::path::Path;
use std::process::Command;

use serde_json::{Value, json};
use verda_api_codegen::document::parse;
use xtask::lint::{Rule, lint};

/// Messages with their pointers.
type Told = BTreeSet<String>;

/// What lint says is refused, and what it says is lost.
fn linted(document: &Value) -> (Told, Told) {
    let of = |rule| {
        let problems = lint(document).into_iter().filter(move |problem| problem.rule == rule);
        problems.map(|problem| format!("{} (at {})", problem.message, problem.pointer)).collect()
    };
    (of(Rule::Refused), of(Rule::Lost))
}

/// What `cargo xtask generate` says.
fn generated(document: &Value, folder: &Path) -> (Told, Told) {
    let spec = folder.join("spec.json");
    std::fs::write(&spec, document.to_string()).unwrap();
    let mut command = Command::new(env!("CARGO_BIN_EXE_xtask"));
    let output = command.args(["generate", "--spec"]).arg(&spec).arg("--out").arg(folder.join("out")).output().unwrap();
    let (out, error) = (String::from_utf8(output.stdout).unwrap(), String::from_utf8(output.stderr).unwrap());
    // The name of the operation follows the pointer: `(at /paths/…, in GET /a)`.
    let told = |line: &str| {
        let line = line.rsplit_once(", in ").map_or(line.to_owned(), |(line, _)| format!("{line})"));
        line.split_once("spec.json: ").map_or(line.clone(), |(_, rest)| rest.to_owned())
    };
    if output.status.code() == Some(100) {
        let lines = error.lines().filter(|line| !line.starts_with("correct "));
        // A failure of the generator names no place.
        let lines = lines.map(|line| if line.contains("(at ") { told(line) } else { format!("{} (at )", told(line)) });
        return (lines.collect(), Told::new());
    }
    // `  rule: message (at pointer)`, until the next line that is not indented.
    let losses = out.lines().skip_while(|line| !line.contains(" losses: ")).skip(1);
    let losses = losses.take_while(|line| line.starts_with("  "));
    (Told::new(), losses.map(|line| line.trim().split_once(": ").unwrap().1.to_owned()).collect())
}

fn assert_agreement(document: &Value, what: &str) -> bool {
    let folder = tempfile::tempdir().unwrap();
    let ((refused, lost), (refusals, losses)) = (linted(document), generated(document, folder.path()));
    assert_eq!(refused, refusals, "{what}");
    if refusals.is_empty() {
        assert_eq!(lost, losses, "{what}");
    }
    refusals.is_empty()
}

#[test]
fn documents_with_every_construct() {
    for name in ["constructs.yaml", "shop.yaml"] {
        let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/documents").join(name);
        assert!(assert_agreement(&parse(&std::fs::read_to_string(path).unwrap()).unwrap(), name));
    }
    assert_agreement(&edits::vendors(), "the vendor's document");
}

#[test]
fn documents_that_are_refused_or_lose_something() {
    let with = |rest: Value| {
        let mut document = json!({"openapi": "3.1.0", "info": {"title": "T", "version": "1"}});
        document.as_object_mut().unwrap().extend(rest.as_object().unwrap().clone());
        document
    };
    let operation = |rest: Value| {
        let mut operation = json!({"responses": {"204": {"description": "done"}}});
        operation.as_object_mut().unwrap().extend(rest.as_object().unwrap().clone());
        with(
            json!({"paths": {"/a": {"post": operation}, "/b": {"get": {"responses": {"204": {"description": "done"}}}}}}),
        )
    };
    let schema = |schema: Value| with(json!({"components": {"schemas": {"T": schema}}}));
    for (what, document) in [
        ("a reference elsewhere", schema(json!({"$ref": "other.yaml#/A"}))),
        ("two faults", schema(json!({"properties": {"a": {"$ref": "#gone"}, "b": {"type": "text"}}}))),
        ("another version", json!({"openapi": "3.2.0"})),
        ("losses", schema(json!({"type": "object", "patternProperties": {"a": {}}, "if": {}, "own": 1}))),
        (
            "objects that extend others, or are several at once",
            with(json!({"components": {"schemas": {
                "Pet": {"type": "object", "properties": {"t": {"type": "string"}}, "discriminator": {"propertyName": "t"}},
                "Cat": {"allOf": [{"$ref": "#/components/schemas/Pet"}, {"type": "object", "required": ["x"], "properties": {"c": {}}}]},
                "Any": {"anyOf": [{"$ref": "#/components/schemas/Cat"}, {"type": "object"}]},
                "Same": {"oneOf": [{"properties": {"a": {}}}, {"properties": {"a": {"type": "string"}}}]},
            }}})),
        ),
        ("an upload", operation(json!({"requestBody": {"content": {"image/png": {}}}}))),
        ("a variable without a parameter", with(json!({"paths": {"/{a}": {"get": {"responses": {}}}}}))),
        ("a webhook", with(json!({"webhooks": {"w": {"post": {"responses": {}}}}}))),
        (
            "an operationId twice",
            with(json!({"paths": {
                "/a": {"get": {"operationId": "x", "responses": {}}, "put": {"operationId": "x", "responses": {}}}
            }})),
        ),
    ] {
        assert_agreement(&document, what);
        if what == "losses" {
            assert_eq!(linted(&document).1.len(), 3);
        }
    }
}

#[test]
fn random_edits_of_a_document() {
    let mut random = fastrand::Rng::with_seed(5);
    let accepted = (0..12).filter(|round| {
        let mut document = edits::vendors();
        for _ in 0..random.usize(1..5) {
            edits::random(&mut document, &mut random);
        }
        assert_agreement(&document, &format!("round {round}"))
    });
    assert!(accepted.count() > 0);
}
