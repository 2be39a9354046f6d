//! Examples and defaults, checked against their schemas.

use std::collections::{BTreeSet, HashMap};

use serde_json::{Map, Value, json};

use super::sites::Sites;
use super::{Problem, Rule};
use crate::document::{Document, Node};
use verda_api_codegen::ledger::join;

pub(super) fn check(document: &Document<'_>, sites: &Sites<'_>, problems: &mut Vec<Problem>) {
    let is_31 = document.top().text("openapi").is_some_and(|version| version.starts_with("3.1"));
    let (levels, reached, numbers, missing) = Default::default();
    let mut writer = Writer { document, is_31, levels, reached, numbers, absent: None, missing };
    for example in &sites.examples {
        let Some(schema) = writer.json_schema(&example.schema, example.node.value, example.absent) else { continue };
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
        let Some(schema) = writer.json_schema(node, default.value, None) else { continue };
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
        None if !names_format(schema) => Verdict::Fits,
        None => first(true).map_or(Verdict::Fits, Verdict::OtherFormat),
    }
}

fn names_format(schema: &Value) -> bool {
    match schema {
        Value::Object(members) => members.iter().any(|(key, value)| key == "format" || names_format(value)),
        Value::Array(values) => values.iter().any(names_format),
        _ => false,
    }
}

/// The names of members at each level of a value; a level for each at which there are values.
fn levels<'a>(value: &'a Value) -> Vec<BTreeSet<&'a str>> {
    let (mut levels, mut here) = (Vec::new(), vec![value]);
    while !here.is_empty() {
        levels
            .push(here.iter().filter_map(|value| value.as_object()).flatten().map(|(name, _)| name.as_str()).collect());
        let within = |value: &&'a Value| match *value {
            Value::Object(members) => members.values().collect(),
            Value::Array(values) => values.iter().collect(),
            _ => Vec::new(),
        };
        here = here.iter().flat_map(within).collect();
    }
    levels
}

fn shortened(text: &str) -> String {
    match text.char_indices().nth(160) {
        Some((end, _)) => format!("{}…", &text[..end]),
        None => text.to_owned(),
    }
}

/// Keywords whose schemas speak of what is within a value.
const OF_MEMBERS: [&str; 9] = [
    "properties",
    "patternProperties",
    "additionalProperties",
    "items",
    "prefixItems",
    "contains",
    "unevaluatedItems",
    "unevaluatedProperties",
    "additionalItems",
];

/// Writes schemas in the words of JSON Schema, with all that they refer to and that speaks of the value.
struct Writer<'d, 'a> {
    document: &'d Document<'a>,
    /// Whether something may stand next to a reference.
    is_31: bool,
    /// The names of members at each level of the value. What a schema says of others changes no verdict.
    levels: Vec<BTreeSet<&'a str>>,
    /// What was referred to with its level, in the order of its numbers.
    reached: Vec<(Node<'a>, usize)>,
    /// The number of each, by its pointer and level.
    numbers: HashMap<(String, usize), usize>,
    /// The mark of properties that the value may lack, though they are required.
    absent: Option<&'static str>,
    /// The names of these, with their levels.
    missing: BTreeSet<(usize, String)>,
}

impl<'a> Writer<'_, 'a> {
    /// A schema that stands alone; `None` for one that refers to what is not there.
    fn json_schema(&mut self, schema: &Node<'a>, value: &'a Value, absent: Option<&'static str>) -> Option<Value> {
        self.levels = levels(value);
        self.absent = absent;
        self.missing.clear();
        let whole = self.whole(schema)?;
        // One part may require what another one describes.
        if self.missing.is_empty() { Some(whole) } else { self.whole(schema) }
    }

    fn whole(&mut self, schema: &Node<'a>) -> Option<Value> {
        self.reached.clear();
        self.numbers.clear();
        let mut whole = self.plain(schema.value, &schema.pointer, 0)?;
        let mut definitions = Map::new();
        while let Some((node, level)) = self.reached.get(definitions.len()).cloned() {
            let written = self.plain(node.value, &node.pointer, level)?;
            definitions.insert(definitions.len().to_string(), written);
        }
        if !definitions.is_empty() {
            whole.as_object_mut()?.insert("$defs".to_owned(), definitions.into());
        }
        Some(whole)
    }

    fn is_absent(&self, schema: &'a Value, at: String) -> bool {
        let Some(mark) = self.absent else { return false };
        let node = Node { value: schema, pointer: at, place: String::new() };
        let parts = schema.get("allOf").and_then(Value::as_array).into_iter().flatten().enumerate();
        let mut all = parts.map(|(index, part)| node.element(part, "allOf", index, "")).chain([node.clone()]);
        all.any(|node| node.is_true(mark) || self.document.resolved(&node).is_true(mark))
    }

    fn reference(&mut self, schema: &'a Value, at: &str, level: usize) -> Option<Value> {
        let here = Node { value: schema, pointer: at.to_owned(), place: String::new() };
        let target = self.document.follow(&here)?;
        let number = *self.numbers.entry((target.pointer.clone(), level)).or_insert(self.reached.len());
        if number == self.reached.len() {
            self.reached.push((target, level));
        }
        Some(format!("#/$defs/{number}").into())
    }

    /// A schema in which references, `nullable` and exclusive limits are said as JSON Schema says them, for a level of the value.
    fn plain(&mut self, schema: &'a Value, at: &str, level: usize) -> Option<Value> {
        let Value::Object(members) = schema else { return Some(schema.clone()) };
        if level >= self.levels.len() {
            return Some(json!({}));
        }
        let mut out = Map::new();
        if members.get("$ref").is_some_and(Value::is_string) {
            out.insert("$ref".to_owned(), self.reference(schema, at, level)?);
            if !self.is_31 {
                return Some(out.into());
            }
        }
        for (key, value) in members {
            let at = join(at, key);
            let within = level + usize::from(OF_MEMBERS.contains(&key.as_str()));
            let value = match (key.as_str(), value) {
                (
                    "example" | "examples" | "default" | "discriminator" | "xml" | "nullable" | "$id" | "$anchor"
                    | "$dynamicAnchor" | "$defs" | "definitions" | "$schema" | "$ref" | "$dynamicRef",
                    _,
                ) => continue,
                ("properties" | "patternProperties" | "dependentSchemas", Value::Object(named)) => {
                    let mut written = Map::new();
                    for (name, schema) in named {
                        if key == "properties" && self.is_absent(schema, join(&at, name)) {
                            self.missing.insert((level, name.clone()));
                        }
                        if key == "patternProperties" || self.levels[level].contains(name.as_str()) {
                            written.insert(name.clone(), self.plain(schema, &join(&at, name), within)?);
                        }
                    }
                    written.into()
                }
                ("required", Value::Array(names)) => {
                    let is_missing = |name: &str| self.missing.contains(&(level, name.to_owned()));
                    names.iter().filter(|name| !name.as_str().is_some_and(is_missing)).cloned().collect()
                }
                ("enum" | "const" | "required", value) => value.clone(),
                (_, Value::Array(values)) => {
                    let values = values.iter().enumerate();
                    values
                        .map(|(index, value)| self.plain(value, &format!("{at}/{index}"), within))
                        .collect::<Option<_>>()?
                }
                (_, value) => self.plain(value, &at, within)?,
            };
            out.insert(key.clone(), value);
        }
        // A dynamic reference that may mean several schemas is any value.
        if members.contains_key("$dynamicRef")
            && !out.contains_key("$ref")
            && let Some(reference) = self.reference(schema, at, level)
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
