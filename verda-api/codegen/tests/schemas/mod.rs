//! Documents with one operation and one schema.

#![allow(dead_code, reason = "not every test needs all of it")]

use serde_json::{Value, json};
use verda_api_codegen::ledger::Fidelity;
use verda_api_codegen::{Generated, Inputs, generate};

/// A document with one operation that gives, and one that takes, a schema.
pub(crate) fn of_schema(method: &str, schema: &Value, schemas: &Value) -> Generated {
    let body = json!({"content": {"application/json": {"schema": schema}}});
    let response = json!({"200": {"description": "ok", "content": body["content"]}});
    let done = json!({"204": {"description": "ok"}});
    let operations = match method {
        "get" => json!({"get": {"responses": response}}),
        method => json!({method: {"requestBody": {"required": true, "content": body["content"]}, "responses": done}}),
    };
    let document = json!({"openapi": "3.0.3", "info": {"title": "t", "version": "1"}, "paths": {"/things": operations},
        "components": {"schemas": schemas}});
    generate(&Inputs { document: &document.to_string(), overlay: "overlay: 1.0.0", names: "" }).unwrap()
}

pub(crate) fn object(required: &[&str], properties: Value) -> Value {
    json!({"type": "object", "required": required, "properties": properties})
}

/// Rules of losses.
pub(crate) fn lost(generated: &Generated) -> Vec<&str> {
    let entries = generated.ledger.entries().iter().filter(|entry| entry.fidelity == Fidelity::Lossy);
    entries.map(|entry| entry.rule).collect()
}
