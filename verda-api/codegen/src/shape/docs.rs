//! Descriptions as rustdoc: nothing in them may become code that is compiled.

use serde_json::{Value, json};

use crate::Operation;

/// Gives an operation a description that says how it behaves, for the documentation of its method.
pub(crate) fn describe(operation: &mut Value, entry: &Operation) {
    let mut paragraphs = Vec::new();
    if let Some(description) = operation.get("description").and_then(Value::as_str) {
        let description = harmless(description);
        if !description.is_empty() {
            paragraphs.push(description);
        }
    }
    let repeat = match (entry.idempotent, entry.destructive) {
        (true, false) => "Safe to repeat: sending it twice has the effect of sending it once.",
        (true, true) => "**Destructive.** Safe to repeat: sending it twice has the effect of sending it once.",
        (false, true) => "**Destructive, and not safe to repeat** when it is not known whether it was carried out.",
        (false, false) => "**Not safe to repeat** when it is not known whether it was carried out.",
    };
    paragraphs.push(repeat.to_owned());
    if entry.public {
        paragraphs.push("Public: works without credentials.".to_owned());
    }
    if entry.paged {
        paragraphs.push("Paged: a response holds one page of the list, described by its headers.".to_owned());
    }
    operation["description"] = json!(paragraphs.join("\n\n"));
    if let Some(summary) = operation.get("summary").and_then(Value::as_str) {
        let summary = harmless(summary);
        operation["summary"] = json!(summary);
    }
}

/// Text from a document, in a form that rustdoc shows and never compiles: fences get a language, and no line is
/// indented so far that it would be code.
pub(crate) fn harmless(text: &str) -> String {
    let mut out = Vec::new();
    let mut fenced = false;
    for line in text.lines() {
        let trimmed = line.trim_start();
        if trimmed.starts_with("```") {
            out.push(if fenced { "```" } else { "```text" }.to_owned());
            fenced = !fenced;
        } else if fenced {
            out.push(line.trim_end().to_owned());
        } else {
            let indent = (line.len() - trimmed.len()).min(3);
            out.push(format!("{:indent$}{}", "", trimmed.trim_end()));
        }
    }
    if fenced {
        out.push("```".to_owned());
    }
    out.join("\n").trim().to_owned()
}
