//! Reading a document, whether it is written in JSON or in YAML.

use serde_json::Value;

/// Why a text is no document.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NotADocument {
    message: String,
}

impl std::fmt::Display for NotADocument {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(&self.message)
    }
}

impl std::error::Error for NotADocument {}

/// Reads a JSON or YAML text that holds an object.
///
/// A text whose first character is `{` is read as JSON, so that its errors speak of JSON.
pub fn parse(text: &str) -> Result<Value, NotADocument> {
    let text = text.trim_start_matches('\u{feff}');
    let value: Value = if text.trim_start().starts_with('{') {
        serde_json::from_str(text).map_err(|error| NotADocument { message: format!("not valid JSON: {error}") })?
    } else {
        serde_saphyr::from_str(text).map_err(|error| NotADocument {
            message: format!("neither JSON (no `{{` at the start) nor valid YAML: {}", first_line(&error.to_string())),
        })?
    };
    if value.is_object() {
        Ok(value)
    } else {
        Err(NotADocument { message: "neither JSON nor YAML that holds an object at its top level".to_owned() })
    }
}

fn first_line(text: &str) -> &str {
    text.lines().next().unwrap_or_default()
}
