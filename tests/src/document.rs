//! The corrected document: what the API really says.

use std::sync::OnceLock;

use serde_json::Value;
use verda_api::Operation;
use verda_api_codegen::{Inputs, generate};

/// The bundled document with the overlay applied.
///
/// # Panics
///
/// If the bundled inputs do not fit together.
#[allow(clippy::panic, reason = "without a document there is nothing to test")]
pub fn corrected() -> &'static Value {
    static CORRECTED: OnceLock<Value> = OnceLock::new();
    CORRECTED.get_or_init(|| {
        let inputs = Inputs {
            document: include_str!("../../openapi.json"),
            overlay: include_str!("../../verda-api/spec/overlay.yaml"),
            names: include_str!("../../verda-api/spec/names.toml"),
        };
        match generate(&inputs) {
            Ok(generated) => serde_json::from_str(&generated.corrected).unwrap_or_default(),
            Err(error) => panic!("{error}"),
        }
    })
}

/// An operation of the table, in the document.
pub fn operation(operation: &Operation) -> &'static Value {
    let item = corrected().get("paths").and_then(|paths| paths.get(operation.path));
    let found = item.and_then(|item| item.get(operation.method.as_str().to_ascii_lowercase()));
    found.unwrap_or(&Value::Null)
}

/// Follows a reference.
pub(crate) fn resolve(schema: &'static Value) -> &'static Value {
    match schema.get("$ref").and_then(Value::as_str).and_then(|target| target.strip_prefix('#')) {
        Some(pointer) => corrected().pointer(pointer).map_or(schema, resolve),
        None => schema,
    }
}
