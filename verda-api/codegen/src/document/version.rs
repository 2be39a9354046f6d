//! The version of OpenAPI that a document is written in.

use serde_json::Value;

use crate::ledger::Refusal;

const DIALECTS: [&str; 3] = [
    "https://spec.openapis.org/oas/3.1/dialect/base",
    "https://json-schema.org/draft/2020-12/schema",
    "https://json-schema.org/draft/2020-12/schema#",
];

/// The supported versions of documents.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Version {
    V30,
    V31,
}

/// Whether the lowering understands the keywords of the dialect.
pub(crate) fn is_own_dialect(dialect: &Value) -> bool {
    dialect.as_str().is_some_and(|dialect| {
        DIALECTS.contains(&dialect) || dialect.starts_with("https://spec.openapis.org/oas/3.1/dialect/")
    })
}

/// The version of a document.
///
/// # Errors
///
/// A [`Refusal`] if it is neither OpenAPI 3.0 nor 3.1.
pub(crate) fn version(document: &Value) -> Result<Version, Refusal> {
    let Some(root) = document.as_object() else {
        return Err(Refusal::new("", "an OpenAPI document must be a JSON object"));
    };
    if root.contains_key("swagger") {
        return Err(Refusal::new("/swagger", "this is a Swagger 2.0 document; convert it to OpenAPI 3 first"));
    }
    match root.get("openapi") {
        Some(Value::String(text)) if is_version(text, "3.0") => Ok(Version::V30),
        Some(Value::String(text)) if is_version(text, "3.1") => Ok(Version::V31),
        Some(Value::String(text)) => Err(Refusal::new(
            "/openapi",
            format!("OpenAPI {text} is not supported; publish the document as 3.0 or 3.1"),
        )),
        Some(_) => Err(Refusal::new("/openapi", "the version is not a string; write it in quotes, as in \"3.1.0\"")),
        None => Err(Refusal::new(
            "/openapi",
            "the version of OpenAPI is missing; add \"openapi\": \"3.1.0\" if this is an OpenAPI document",
        )),
    }
}

fn is_version(text: &str, wanted: &str) -> bool {
    text.strip_prefix(wanted).is_some_and(|rest| rest.is_empty() || rest.starts_with('.'))
}
