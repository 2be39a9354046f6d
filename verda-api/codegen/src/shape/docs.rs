//! Documentation of operations, parameters and properties from the document: descriptions, limits and defaults. Without a
//! description, the documentation follows from the name.

use std::collections::BTreeMap;

use heck::ToSnakeCase;
use serde_json::{Map, Value, json};

use super::schema::{EXAMPLE, reference};
use crate::names::DocsNames;
use crate::prose::{self, first_paragraph, harmless, sentence};
use crate::{Cursor, Operation};

/// The documentation of one operation.
#[derive(Clone, Debug, Default)]
pub(crate) struct OperationDocs {
    /// The description, and how the operation behaves.
    pub(crate) text: String,
    /// Its parameters, by their names in snake case.
    pub(crate) parameters: BTreeMap<String, ParameterDocs>,
    /// The document's description of its request body.
    pub(crate) body: String,
    /// An example of a call, if one can be written.
    pub(crate) example: Option<String>,
}

impl OperationDocs {
    /// The documentation of the parameter with this identifier.
    pub(crate) fn parameter(&self, identifier: &str) -> Option<&ParameterDocs> {
        let plain = identifier.trim_start_matches("r#");
        self.parameters.get(plain).or_else(|| self.parameters.get(plain.trim_end_matches('_')))
    }
}

/// The documentation of one parameter.
#[derive(Clone, Debug)]
pub(crate) struct ParameterDocs {
    pub(crate) required: bool,
    pub(crate) text: String,
}

/// Gives an operation a description that says how it behaves, for the documentation of its method.
pub(crate) fn describe(operation: &mut Value, entry: &Operation, names: &DocsNames) {
    let text = |key: &str| operation.get(key).and_then(Value::as_str).map(harmless).filter(|text| !text.is_empty());
    let mut paragraphs: Vec<String> = text("summary").iter().map(|summary| sentence(summary)).collect();
    if let Some(description) = text("description").map(|text| compose(&text, &[]))
        && paragraphs.first() != Some(&description)
    {
        paragraphs.push(description);
    }
    if paragraphs.is_empty() {
        paragraphs.push(format!("{}.", prose::capitalised(&prose::words(&entry.id))));
    }
    let repeat = match (entry.idempotent, entry.destructive) {
        (true, false) => "Safe to repeat: sending the request twice has the same effect as sending it once.",
        (true, true) => {
            "**Destructive.** Safe to repeat: sending the request twice has the same effect as sending it once."
        }
        (false, true) => "**Destructive, and not safe to repeat** if the outcome of an earlier request is unknown.",
        (false, false) => "**Not safe to repeat** if the outcome of an earlier request is unknown.",
    };
    let absolute: Vec<String> = entry.absolute_actions.iter().map(|action| format!("`{action}`")).collect();
    let absolute = match absolute.as_slice() {
        [] => String::new(),
        [only] => format!(" The action {only} sets a state and is safe to repeat."),
        [others @ .., last] => {
            format!(" The actions {} and {last} set a state and are safe to repeat.", others.join(", "))
        }
    };
    paragraphs.push(format!("Sends `{} {}`. {repeat}{absolute}", entry.method, entry.path));
    match &entry.server {
        Some(path) if path.starts_with('/') => {
            paragraphs
                .push(format!("The server is `{path}` on the origin of the base URL, not the base URL itself."));
        }
        Some(server) => paragraphs.push(format!(
            "The server is `{server}`, independent of the base URL. Credentials of the base URL are not for this server."
        )),
        None => {}
    }
    if entry.deprecated {
        paragraphs.push("**Deprecated** in the API's document.".to_owned());
    }
    if entry.public {
        paragraphs.push("Public: works without credentials.".to_owned());
    }
    if let Some(Cursor { parameter, next, items }) = &entry.cursor {
        let [parameter, next, items] = [parameter, next, items].map(|name| harmless(name));
        paragraphs.push(format!(
            "Paged: a response contains one page in `{items}`. Its `{next}` is the `{parameter}` of the next page; on the last page, \
             `{next}` is null, empty or absent."
        ));
    } else if entry.paged {
        paragraphs
            .push("Paged: a response contains one page of the list, and its headers describe the page.".to_owned());
    }
    let limits = if entry.public { &names.rate_limits_public } else { &names.rate_limits };
    paragraphs.extend(Some(harmless(limits)).filter(|limits| !limits.is_empty()));
    operation["description"] = json!(paragraphs.join("\n\n"));
}

/// The documentation of an operation whose schemas have been transformed.
pub(crate) fn operation(operation: &Value) -> OperationDocs {
    let text = |value: &Value| value.get("description").and_then(Value::as_str).unwrap_or_default().to_owned();
    let parameters = operation.get("parameters").and_then(Value::as_array).into_iter().flatten().map(|parameter| {
        let name = parameter.get("name").and_then(Value::as_str).unwrap_or_default();
        let docs = ParameterDocs {
            required: parameter.get("required") == Some(&Value::Bool(true)),
            text: parameter.get("schema").map(text).unwrap_or_default(),
        };
        (name.to_snake_case(), docs)
    });
    OperationDocs {
        text: text(operation),
        parameters: parameters.collect(),
        example: None,
        body: operation.get("requestBody").map(text).map(|text| sentence(&harmless(&text))).unwrap_or_default(),
    }
}

/// Gives a schema a description, if it has none: that of the type that it refers to, or one from its name.
pub(crate) fn describe_member(schema: &mut Value, name: &str, components: &BTreeMap<String, Value>) {
    let Some(object) = schema.as_object() else { return };
    let of = |schema: &Value| {
        let text = schema.get("description").and_then(Value::as_str).map(str::trim);
        text.filter(|text| !text.is_empty()).map(str::to_owned)
    };
    if of(schema).is_some() {
        return;
    }
    let target = reference(schema).and_then(|target| components.get(target)).and_then(of);
    let is_boolean = object.get("type").and_then(Value::as_str) == Some("boolean");
    let text = match target {
        Some(text) => first_paragraph(&harmless(&text)),
        None => prose::of_property(name, is_boolean),
    };
    if let Some(target) = object.get("$ref").cloned() {
        *schema = json!({ "allOf": [{ "$ref": target }] });
    }
    schema["description"] = json!(text);
}

/// A description with notes about the schema. They are at the end of its first paragraph, because setters show that paragraph.
pub(crate) fn compose(description: &str, notes: &[String]) -> String {
    let description = harmless(description);
    let notes = notes.join(" ");
    let (first, rest) = description.split_once("\n\n").unwrap_or((&description, ""));
    let leads_to_more = first.ends_with(':') || first_paragraph(first).lines().count() > 1;
    let paragraphs = match leads_to_more {
        true => [first.to_owned(), rest.to_owned(), notes],
        false => [format!("{} {notes}", sentence(first)).trim().to_owned(), rest.to_owned(), String::new()],
    };
    paragraphs.iter().filter(|text| !text.is_empty()).cloned().collect::<Vec<_>>().join("\n\n")
}

/// Replaces the limits of a schema's values by notes in words: a client must accept every value that an API may send.
pub(crate) fn notes(object: &mut Map<String, Value>) -> Vec<String> {
    let mut notes = Vec::new();
    let kind = object.get("type").and_then(Value::as_str).unwrap_or_default().to_owned();
    let format = object.get("format").and_then(Value::as_str).unwrap_or_default().to_owned();
    if kind == "string"
        && ["email", "uri", "url", "hostname", "ipv4", "ipv6", "uuid", "byte", "duration"].contains(&format.as_str())
    {
        notes.push(format!("Format: `{format}`."));
    }
    if let Some(default) = object.remove("default").as_ref().and_then(code) {
        notes.push(format!("The API's default: {default}."));
    }
    notes.extend(bounds(object));
    for (least, most, one, many) in [
        ("minLength", "maxLength", "character", "characters"),
        ("minItems", "maxItems", "item", "items"),
        ("minProperties", "maxProperties", "entry", "entries"),
    ] {
        let unit = |count: u64| if count == 1 { one } else { many };
        let mut count = |key: &str| object.remove(key).and_then(|value| value.as_u64());
        match (count(least).filter(|least| *least > 0), count(most)) {
            (Some(least), Some(most)) if least == most => notes.push(format!("Exactly {most} {}.", unit(most))),
            (Some(least), Some(most)) => notes.push(format!("From {least} to {most} {}.", unit(most))),
            (Some(least), None) => notes.push(format!("At least {least} {}.", unit(least))),
            (None, Some(most)) => notes.push(format!("At most {most} {}.", unit(most))),
            (None, None) => {}
        }
    }
    if object.remove("uniqueItems") == Some(Value::Bool(true)) {
        notes.push("Items are unique.".to_owned());
    }
    if let Some(pattern) = object.remove("pattern").as_ref().and_then(code) {
        notes.push(format!("Matches {pattern}."));
    }
    if let Some(Value::Array(values)) = object.get("enum")
        && !values.iter().all(Value::is_string)
    {
        let values: Vec<String> = values.iter().filter_map(code).collect();
        notes.push(format!("One of {}.", values.join(", ")));
    }
    if let Some(example) = object.remove("example") {
        object.insert(EXAMPLE.to_owned(), example);
    }
    if let Some(Value::String(example)) = object.get(EXAMPLE).filter(|_| kind == "string")
        && !["password", "date-time", "date", "decimal"].contains(&format.as_str())
        && is_helpful(example)
        && let Some(example) = code(&json!(example))
    {
        notes.push(format!("For example {example}."));
    }
    if object.remove("deprecated") == Some(Value::Bool(true)) {
        let description = object.get("description").and_then(Value::as_str).unwrap_or_default();
        if !description.to_lowercase().contains("deprecated") {
            notes.push("Deprecated.".to_owned());
        }
    }
    notes
}

fn bounds(object: &mut Map<String, Value>) -> Vec<String> {
    let mut strict = |key: &str| object.remove(key) == Some(Value::Bool(true));
    let (above, below) = (strict("exclusiveMinimum"), strict("exclusiveMaximum"));
    let mut notes = Vec::new();
    match (object.remove("minimum"), object.remove("maximum")) {
        (Some(minimum), Some(maximum)) if !above && !below => notes.push(format!("From {minimum} to {maximum}.")),
        (minimum, maximum) => {
            if let Some(minimum) = minimum.filter(|minimum| above || minimum.as_f64() != Some(0.0)) {
                notes.push(format!("{} {minimum}.", if above { "More than" } else { "At least" }));
            }
            if let Some(maximum) = maximum {
                notes.push(format!("{} {maximum}.", if below { "Less than" } else { "At most" }));
            }
        }
    }
    if let Some(step) = object.remove("multipleOf") {
        notes.push(format!("A multiple of {step}."));
    }
    notes
}

/// A value in code format; `None` if it cannot be shown in code format.
fn code(value: &Value) -> Option<String> {
    let text = match value {
        Value::Null => return None,
        Value::String(text) if text.trim().len() < text.len() || text.is_empty() => value.to_string(),
        Value::String(text) => text.clone(),
        other => other.to_string(),
    };
    (text.len() <= 100 && !text.contains(['`', '\n', '\r'])).then(|| format!("`{text}`"))
}

/// Whether an example helps a reader; random ids and times do not.
fn is_helpful(example: &str) -> bool {
    let is_id = example.len() >= 32 && example.chars().all(|c| c.is_ascii_hexdigit() || c == '-');
    let is_time = example.len() >= 19 && example.as_bytes().get(10) == Some(&b'T') && example.starts_with("20");
    !is_id && !is_time && !example.trim().is_empty() && example.len() <= 60
}

#[cfg(test)]
mod tests {
    use super::*;

    fn described(schema: Value) -> String {
        let mut schema = schema;
        let notes = notes(schema.as_object_mut().unwrap_or(&mut Map::new()));
        compose(schema.get("description").and_then(Value::as_str).unwrap_or_default(), &notes)
    }

    #[test]
    fn limits_are_at_the_end_of_the_first_paragraph() {
        for (schema, text) in [
            (
                json!({"type": "integer", "minimum": 1, "maximum": 9, "default": 2, "description": "Size\n\nMore."}),
                "Size. The API's default: `2`. From 1 to 9.\n\nMore.",
            ),
            (
                json!({"type": "number", "minimum": 0, "exclusiveMinimum": true, "multipleOf": 0.5}),
                "More than 0. A multiple of 0.5.",
            ),
            (json!({"type": "integer", "minimum": 0}), ""),
            (
                json!({"type": "string", "minLength": 1, "maxLength": 60, "pattern": "^a+$", "example": "aaa"}),
                "From 1 to 60 characters. Matches `^a+$`. For example `aaa`.",
            ),
            (
                json!({"type": "string", "format": "password", "example": "hunter2", "description": "A secret"}),
                "A secret.",
            ),
            (json!({"type": "string", "example": "5b1e0000-0000-4000-8000-000000000001"}), ""),
            (json!({"type": "array", "minItems": 1, "uniqueItems": true}), "At least 1 item. Items are unique."),
            (json!({"type": "integer", "enum": [1, 2]}), "One of `1`, `2`."),
            (
                json!({"type": "string", "default": "", "description": "Kinds:\n- a\n- b"}),
                "Kinds:\n- a\n- b\n\nThe API's default: `\"\"`.",
            ),
            (json!({"deprecated": true, "description": "Deprecated: use b"}), "Deprecated: use b."),
        ] {
            assert_eq!(described(schema.clone()), text, "{schema}");
        }
    }
}
