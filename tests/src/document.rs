//! The corrected document, which describes the running API.

use std::sync::OnceLock;

use serde_json::Value;
use verda_api::{OPERATIONS, Operation};
use verda_api_codegen::{Generated, Inputs, generate};

/// What the generator makes of the bundled document.
///
/// # Panics
///
/// If the bundled inputs do not fit together.
#[allow(clippy::panic, reason = "without a document there is nothing to test")]
pub fn generated() -> &'static Generated {
    static GENERATED: OnceLock<Generated> = OnceLock::new();
    GENERATED.get_or_init(|| {
        let inputs = Inputs {
            document: include_str!("../../openapi.json"),
            overlay: include_str!("../../verda-api/spec/overlay.yaml"),
            names: include_str!("../../verda-api/spec/names.toml"),
        };
        match generate(&inputs) {
            Ok(generated) => generated,
            Err(error) => panic!("{error}"),
        }
    })
}

/// The bundled document with the overlay applied.
pub fn corrected() -> &'static Value {
    static CORRECTED: OnceLock<Value> = OnceLock::new();
    CORRECTED.get_or_init(|| serde_json::from_str(&generated().corrected).unwrap_or_default())
}

/// An operation of the table, in the document.
pub fn operation(operation: &Operation) -> &'static Value {
    let item = corrected().get("paths").and_then(|paths| paths.get(operation.path));
    let found = item.and_then(|item| item.get(operation.method.as_str().to_ascii_lowercase()));
    found.unwrap_or(&Value::Null)
}

/// The row of an operation in the table of the client.
///
/// # Panics
///
/// If there is none.
#[allow(clippy::panic, reason = "a test names an operation that there is")]
pub(crate) fn find(id: &str) -> &'static Operation {
    let found = OPERATIONS.iter().find(|operation| operation.id == id);
    found.copied().unwrap_or_else(|| panic!("the document has no operation {id}"))
}

/// The parameters of an operation in the document: its own, and those of its path that it does not have itself.
pub fn parameters(called: &Operation) -> Vec<&'static Value> {
    let list = |owner: Option<&'static Value>| {
        let list = owner.and_then(|owner| owner.get("parameters")).and_then(Value::as_array);
        list.into_iter().flatten().map(resolve).collect::<Vec<_>>()
    };
    let own = list(Some(operation(called)));
    let same = |one: &Value, other: &Value| one.get("in") == other.get("in") && one.get("name") == other.get("name");
    let mut all = list(corrected().get("paths").and_then(|paths| paths.get(called.path)));
    all.retain(|parameter| !own.iter().any(|other| same(parameter, other)));
    all.extend(own);
    all
}

/// The first success of an operation in the document: its status and its response object.
pub fn success(called: &Operation) -> Option<(u16, &'static Value)> {
    let responses = operation(called).get("responses")?.as_object()?;
    let (status, described) = responses.iter().find(|(status, _)| status.starts_with('2'))?;
    // `2XX` means any of them.
    Some((status.parse().unwrap_or(200), resolve(described)))
}

/// The JSON media type of a body.
pub(crate) fn json(body: &'static Value) -> Option<&'static Value> {
    let is_json = |media: &str| {
        let media = media.split(';').next().unwrap_or_default().trim();
        media == "application/json" || media.ends_with("+json")
    };
    body.get("content")?.as_object()?.iter().find(|(media, _)| is_json(media)).map(|(_, content)| content)
}

/// Follows a reference.
pub fn resolve(schema: &'static Value) -> &'static Value {
    match schema.get("$ref").and_then(Value::as_str).and_then(|target| target.strip_prefix('#')) {
        Some(pointer) => corrected().pointer(pointer).map_or(schema, resolve),
        None => schema,
    }
}
