//! Reading a document, whether it is written in JSON or in YAML.

mod json;
pub(crate) mod keywords;
pub(crate) mod version;
pub(crate) mod walk;
mod yaml;

use serde_json::Value;

/// The errors of a text that is no document, one line each.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NotADocument {
    problems: Vec<String>,
}

impl NotADocument {
    /// The lines, each with the name of the text as a prefix.
    pub fn of(&self, name: &str) -> String {
        let lines: Vec<String> = self.problems.iter().map(|problem| format!("{name}: {problem}")).collect();
        lines.join("\n")
    }
}

impl std::fmt::Display for NotADocument {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(&self.problems.join("\n"))
    }
}

impl std::error::Error for NotADocument {}

/// Reads a JSON or YAML text with an object at its top level. YAML is read as version 1.2 with its core schema.
///
/// A text whose first character is `{` is read as JSON, so that its errors are about JSON.
///
/// # Errors
///
/// All constructs that JSON cannot express, and all duplicate keys, each with its line.
pub fn parse(text: &str) -> Result<Value, NotADocument> {
    let text = text.trim_start_matches('\u{feff}');
    let parsed = if text.trim_start().starts_with('{') { json::parse(text) } else { yaml::parse(text) };
    match parsed {
        Ok(value) if value.is_object() => Ok(value),
        Ok(_) => Err(vec!["neither JSON nor YAML with an object at its top level; write an object".to_owned()]),
        Err(problems) => Err(problems),
    }
    .map_err(|problems| NotADocument { problems })
}
