//! Examples and defaults, checked against their schemas.

use std::collections::BTreeSet;

use serde_json::{Map, Value, json};

use super::sites::Sites;
use super::{Problem, Rule};
use crate::document::{Document, Node, SCHEMAS};
use verda_api_codegen::ledger::unescape;

pub(super) fn check(document: &Document<'_>, sites: &Sites<'_>, problems: &mut Vec<Problem>) {
    let checker = Checker { document };
    for example in &sites.examples {
        let Some(schema) = checker.json_schema(example.schema) else { continue };
        match verdict(&schema, example.node.value) {
            Verdict::Fits => {}
            Verdict::Contradicts(why) => {
                let message = format!("the example does not fit the schema: {why}; correct the one or the other");
                problems.push(Problem::new(Rule::ExampleContradictsSchema, &example.node.pointer, message));
            }
            Verdict::OtherFormat(why) => {
                let message =
                    format!("the example does not have the format: {why}; remove the format or correct the example");
                problems.push(Problem::new(Rule::SuspiciousFormat, &example.node.pointer, message));
            }
        }
    }
    for node in &sites.schemas {
        let Some(default) = node.child("default") else { continue };
        let Some(schema) = checker.json_schema(node.value) else { continue };
        if let Verdict::Contradicts(why) | Verdict::OtherFormat(why) = verdict(&schema, default.value) {
            let message = format!("the default does not fit the schema: {why}; correct the one or the other");
            problems.push(Problem::new(Rule::DefaultContradictsSchema, &default.pointer, message));
        }
    }
}

enum Verdict {
    Fits,
    Contradicts(String),
    OtherFormat(String),
}

/// A schema that is none is another rule's matter.
fn verdict(schema: &Value, value: &Value) -> Verdict {
    let first = |formats: bool| {
        let validator = jsonschema::options().should_validate_formats(formats).build(schema).ok()?;
        let error = validator.iter_errors(value).next()?;
        let place = error.instance_path().to_string();
        let text = shortened(&error.to_string());
        Some(if place.is_empty() { text } else { format!("{text} (at {place})") })
    };
    match first(false) {
        Some(why) => Verdict::Contradicts(why),
        None => first(true).map_or(Verdict::Fits, Verdict::OtherFormat),
    }
}

fn shortened(text: &str) -> String {
    match text.char_indices().nth(160) {
        Some((end, _)) => format!("{}…", &text[..end]),
        None => text.to_owned(),
    }
}

struct Checker<'d, 'a> {
    document: &'d Document<'a>,
}

impl Checker<'_, '_> {
    /// A schema with all that it refers to, in the words of JSON Schema; `None` for one that refers elsewhere.
    fn json_schema(&self, schema: &Value) -> Option<Value> {
        let mut whole = plain(schema);
        let mut reached = BTreeSet::new();
        let mut todo = Vec::new();
        references(schema, &mut todo);
        let mut schemas = Map::new();
        while let Some(reference) = todo.pop() {
            let name = reference.strip_prefix('#')?.strip_prefix(SCHEMAS).filter(|name| !name.contains('/'))?;
            if reached.insert(name.to_owned()) {
                let Node { value, .. } = self.document.target(&reference)?;
                references(value, &mut todo);
                schemas.insert(unescape(name), plain(value));
            }
        }
        if !schemas.is_empty() {
            whole.as_object_mut()?.insert("components".to_owned(), json!({ "schemas": schemas }));
        }
        Some(whole)
    }
}

fn references(schema: &Value, found: &mut Vec<String>) {
    match schema {
        Value::Object(members) => {
            for (key, value) in members {
                match value {
                    Value::String(target) if key == "$ref" => found.push(target.clone()),
                    _ if matches!(key.as_str(), "example" | "examples" | "default" | "enum" | "const") => {}
                    value => references(value, found),
                }
            }
        }
        Value::Array(values) => values.iter().for_each(|value| references(value, found)),
        _ => {}
    }
}

/// A schema in which `nullable` and exclusive limits are said as JSON Schema says them.
fn plain(schema: &Value) -> Value {
    let Value::Object(members) = schema else { return schema.clone() };
    let mut out = Map::new();
    for (key, value) in members {
        let value = match (key.as_str(), value) {
            ("example" | "examples" | "default" | "discriminator" | "xml" | "nullable", _) => continue,
            (
                "properties" | "patternProperties" | "$defs" | "definitions" | "dependentSchemas",
                Value::Object(named),
            ) => named.iter().map(|(name, schema)| (name.clone(), plain(schema))).collect(),
            ("enum" | "const" | "required", value) => value.clone(),
            (_, Value::Array(values)) => values.iter().map(plain).collect(),
            (_, value) => plain(value),
        };
        out.insert(key.clone(), value);
    }
    for (limit, exclusive) in [("minimum", "exclusiveMinimum"), ("maximum", "exclusiveMaximum")] {
        match out.get(exclusive) {
            Some(Value::Bool(true)) => {
                if let Some(value) = out.remove(limit) {
                    out.insert(exclusive.to_owned(), value);
                }
            }
            Some(Value::Bool(false)) => {
                out.remove(exclusive);
            }
            _ => {}
        }
    }
    if members.get("nullable") == Some(&Value::Bool(true)) {
        return json!({"anyOf": [out, {"type": "null"}]});
    }
    Value::Object(out)
}
