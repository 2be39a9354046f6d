//! Examples and defaults, checked against their schemas.

use std::collections::HashMap;

use serde_json::{Map, Value, json};

use super::sites::Sites;
use super::{Problem, Rule};
use crate::document::{Document, Node};
use verda_api_codegen::ledger::join;

pub(super) fn check(document: &Document<'_>, sites: &Sites<'_>, problems: &mut Vec<Problem>) {
    let is_31 = document.top().text("openapi").is_some_and(|version| version.starts_with("3.1"));
    let mut writer = Writer { document, is_31, reached: Vec::new(), numbers: HashMap::new() };
    for example in &sites.examples {
        let Some(schema) = writer.json_schema(&example.schema) else { continue };
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
        let Some(schema) = writer.json_schema(node) else { continue };
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

/// Writes schemas in the words of JSON Schema, with all that they refer to.
struct Writer<'d, 'a> {
    document: &'d Document<'a>,
    /// Whether something may stand next to a reference.
    is_31: bool,
    /// What was referred to, in the order of its numbers.
    reached: Vec<Node<'a>>,
    /// The number of each, by its pointer.
    numbers: HashMap<String, usize>,
}

impl<'a> Writer<'_, 'a> {
    /// A schema that stands alone; `None` for one that refers to what is not there.
    fn json_schema(&mut self, schema: &Node<'a>) -> Option<Value> {
        self.reached.clear();
        self.numbers.clear();
        let mut whole = self.plain(schema.value, &schema.pointer)?;
        let mut definitions = Map::new();
        while let Some(node) = self.reached.get(definitions.len()).cloned() {
            let written = self.plain(node.value, &node.pointer)?;
            definitions.insert(definitions.len().to_string(), written);
        }
        if !definitions.is_empty() {
            whole.as_object_mut()?.insert("$defs".to_owned(), definitions.into());
        }
        Some(whole)
    }

    fn reference(&mut self, schema: &'a Value, at: &str) -> Option<Value> {
        let here = Node { value: schema, pointer: at.to_owned(), place: String::new() };
        let target = self.document.follow(&here)?;
        let number = *self.numbers.entry(target.pointer.clone()).or_insert(self.reached.len());
        if number == self.reached.len() {
            self.reached.push(target);
        }
        Some(format!("#/$defs/{number}").into())
    }

    /// A schema in which references, `nullable` and exclusive limits are said as JSON Schema says them.
    fn plain(&mut self, schema: &'a Value, at: &str) -> Option<Value> {
        let Value::Object(members) = schema else { return Some(schema.clone()) };
        let mut out = Map::new();
        if members.get("$ref").is_some_and(Value::is_string) {
            out.insert("$ref".to_owned(), self.reference(schema, at)?);
            if !self.is_31 {
                return Some(out.into());
            }
        }
        for (key, value) in members {
            let at = join(at, key);
            let value = match (key.as_str(), value) {
                (
                    "example" | "examples" | "default" | "discriminator" | "xml" | "nullable" | "$id" | "$anchor"
                    | "$dynamicAnchor" | "$defs" | "definitions" | "$schema" | "$ref" | "$dynamicRef",
                    _,
                ) => continue,
                ("properties" | "patternProperties" | "dependentSchemas", Value::Object(named)) => {
                    let mut written = Map::new();
                    for (name, schema) in named {
                        written.insert(name.clone(), self.plain(schema, &join(&at, name))?);
                    }
                    written.into()
                }
                ("enum" | "const" | "required", value) => value.clone(),
                (_, Value::Array(values)) => {
                    let values = values.iter().enumerate();
                    values.map(|(index, value)| self.plain(value, &format!("{at}/{index}"))).collect::<Option<_>>()?
                }
                (_, value) => self.plain(value, &at)?,
            };
            out.insert(key.clone(), value);
        }
        // A dynamic reference that may mean several schemas is any value.
        if members.contains_key("$dynamicRef")
            && !out.contains_key("$ref")
            && let Some(reference) = self.reference(schema, at)
        {
            out.insert("$ref".to_owned(), reference);
        }
        limits(&mut out);
        if members.get("nullable") == Some(&Value::Bool(true)) {
            return Some(json!({"anyOf": [out, {"type": "null"}]}));
        }
        Some(out.into())
    }
}

fn limits(schema: &mut Map<String, Value>) {
    for (limit, exclusive) in [("minimum", "exclusiveMinimum"), ("maximum", "exclusiveMaximum")] {
        match schema.get(exclusive) {
            Some(Value::Bool(true)) => {
                if let Some(value) = schema.remove(limit) {
                    schema.insert(exclusive.to_owned(), value);
                }
            }
            Some(Value::Bool(false)) => {
                schema.remove(exclusive);
            }
            _ => {}
        }
    }
}
