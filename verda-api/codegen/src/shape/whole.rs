//! The whole content of a schema: references are followed, and the parts of an `allOf` merged.

use std::cell::RefCell;
use std::collections::BTreeMap;
use std::rc::Rc;

use serde_json::{Map, Value, json};

use super::components::IMPLICIT;
use super::schema::{EXAMPLE, SCHEMAS, without_annotations};

/// The extension for the sets of alternatives of a schema, each with `keyword`, `branches` and an optional `discriminator`.
pub(crate) const UNIONS: &str = "x-unions";

/// The keyword of alternatives of which several may hold at once.
pub(crate) const ANY_OF: &str = "anyOf";

/// The named schemas of a document. Nothing here has a limit of depth: no chain of `$ref` and `allOf` is circular, because the
/// lowering refuses that, and `inheritance` leaves none that goes through alternatives.
pub(crate) struct Components {
    pub(crate) schemas: BTreeMap<String, Value>,
    whole: RefCell<BTreeMap<String, Rc<Map<String, Value>>>>,
    nullable: RefCell<BTreeMap<String, bool>>,
}

/// A schema, resolved.
pub(crate) enum View {
    /// Only a reference to another schema.
    Reference(String),
    Whole(Rc<Map<String, Value>>),
}

impl Components {
    pub(crate) fn new(schemas: BTreeMap<String, Value>) -> Self {
        Self { schemas, whole: RefCell::default(), nullable: RefCell::default() }
    }

    /// Resolves a schema: a reference in any notation, or its whole content.
    pub(crate) fn view(&self, schema: &Value) -> View {
        match Self::target(schema) {
            Some(target) => View::Reference(target),
            None => View::Whole(self.all(schema)),
        }
    }

    /// The only schema that a schema refers to, if no other keyword constrains the value.
    pub(crate) fn target(schema: &Value) -> Option<String> {
        if let Some(target) = schema.get("$ref") {
            return target.as_str()?.strip_prefix(SCHEMAS).map(str::to_owned);
        }
        let parts = schema.get("allOf")?.as_array()?;
        let has_siblings = schema.as_object()?.iter().any(|(key, value)| key != "allOf" && affects_type(key, value));
        let mut telling = parts.iter().filter(|part| {
            part.as_object().is_some_and(|part| part.iter().any(|(key, value)| affects_type(key, value)))
        });
        match (telling.next(), telling.next()) {
            (Some(only), None) if !has_siblings => Self::target(only),
            _ => None,
        }
    }

    /// The whole content of a named schema.
    pub(crate) fn named(&self, name: &str) -> Rc<Map<String, Value>> {
        if let Some(known) = self.whole.borrow().get(name) {
            return known.clone();
        }
        let whole = self.schemas.get(name).map(|schema| self.all(schema)).unwrap_or_default();
        self.whole.borrow_mut().insert(name.to_owned(), whole.clone());
        whole
    }

    /// The whole content of a schema, including referenced schemas.
    pub(crate) fn all(&self, schema: &Value) -> Rc<Map<String, Value>> {
        if let Some(target) = schema.get("$ref").and_then(Value::as_str) {
            return self.named(target.strip_prefix(SCHEMAS).unwrap_or_default());
        }
        let Some(object) = schema.as_object() else { return Rc::default() };
        let mut out = Map::new();
        for part in object.get("allOf").and_then(Value::as_array).into_iter().flatten() {
            add(&mut out, &self.all(part));
        }
        add(&mut out, object);
        out.extend(
            object.iter().filter(|(key, _)| is_annotation(key)).map(|(key, value)| (key.clone(), value.clone())),
        );
        Rc::new(out)
    }

    /// Whether a value may be null, by the schema or by what it refers to.
    pub(crate) fn is_nullable(&self, schema: &Value) -> bool {
        let branches = |key: &str| schema.get(key).and_then(Value::as_array).map(Vec::as_slice).unwrap_or_default();
        let deeper = |branch: &Value| self.is_nullable(branch);
        let parts = || branches("allOf").iter().filter(|part| !says_nothing(part));
        schema.get("nullable") == Some(&Value::Bool(true))
            || is_null(schema)
            || branches("enum").contains(&Value::Null)
            || ["oneOf", "anyOf"].into_iter().flat_map(branches).any(deeper)
            || (parts().next().is_some() && parts().all(deeper))
            || schema
                .get("$ref")
                .and_then(Value::as_str)
                .and_then(|target| target.strip_prefix(SCHEMAS))
                .is_some_and(|name| self.is_named_nullable(name))
    }

    fn is_named_nullable(&self, name: &str) -> bool {
        if let Some(known) = self.nullable.borrow().get(name) {
            return *known;
        }
        let is_nullable = self.schemas.get(name).is_some_and(|schema| self.is_nullable(schema));
        self.nullable.borrow_mut().insert(name.to_owned(), is_nullable);
        is_nullable
    }
}

/// Whether a schema only describes.
fn says_nothing(schema: &Value) -> bool {
    let says = |(key, value): (&String, &Value)| !is_annotation(key) || (key == "nullable" && *value == true);
    !schema.as_object().is_some_and(|schema| schema.iter().any(says))
}

/// Whether a schema allows only null.
pub(crate) fn is_null(schema: &Value) -> bool {
    let values = schema.get("enum").and_then(Value::as_array);
    schema.get("type").and_then(Value::as_str) == Some("null")
        || values.is_some_and(|values| !values.is_empty() && values.iter().all(Value::is_null))
}

/// Whether a keyword affects the type; all others only describe or limit values.
fn affects_type(key: &str, value: &Value) -> bool {
    match key {
        "$ref" | "allOf" | "oneOf" | "anyOf" | "properties" | "items" | "enum" => true,
        "additionalProperties" => *value != Value::Bool(false),
        "required" => value.as_array().is_some_and(|names| !names.is_empty()),
        _ => false,
    }
}

/// Whether a keyword does not constrain a value, such as an extension that is not ours.
pub(crate) fn is_annotation(key: &str) -> bool {
    let is_extension = key.starts_with("x-") && key != UNIONS && key != IMPLICIT;
    let known = [
        "title",
        "description",
        "default",
        "example",
        EXAMPLE,
        "deprecated",
        "externalDocs",
        "readOnly",
        "writeOnly",
        "nullable",
        "xml",
    ];
    is_extension || known.contains(&key)
}

/// Merges one part into the others.
pub(crate) fn add(into: &mut Map<String, Value>, part: &Map<String, Value>) {
    let discriminator = part.get("discriminator");
    for (key, value) in part {
        match key.as_str() {
            "allOf" => {}
            "discriminator" if part.contains_key("oneOf") || part.contains_key("anyOf") => {}
            key if is_annotation(key) => {}
            "oneOf" | "anyOf" => {
                add_unions(into, vec![json!({"keyword": key, "branches": value, "discriminator": discriminator})]);
            }
            UNIONS => add_unions(into, value.as_array().cloned().unwrap_or_default()),
            "properties" => properties(into, value),
            "required" | "enum" => {
                let known = into.get(key).and_then(Value::as_array).cloned();
                let values = value.as_array().cloned().unwrap_or_default();
                let joined = match (known, key.as_str()) {
                    (None, _) => values,
                    (Some(known), "enum") => known.into_iter().filter(|value| values.contains(value)).collect(),
                    (Some(mut known), _) => {
                        let new: Vec<Value> = values.into_iter().filter(|value| !known.contains(value)).collect();
                        known.extend(new);
                        known
                    }
                };
                into.insert(key.clone(), Value::Array(joined));
            }
            "items" | "additionalProperties" if value.is_object() && into.get(key).is_some_and(Value::is_object) => {
                if let Some(known) = into.get_mut(key) {
                    *known = both(known, value);
                }
            }
            "additionalProperties" if value.is_object() => {
                into.insert(key.clone(), value.clone());
            }
            "type" if into.get(key).is_some_and(|known| known != value) => {
                let known = into.get(key).and_then(Value::as_str).unwrap_or_default();
                let both_numbers = ["integer", "number"].contains(&known) && (value == "integer" || value == "number");
                // No value has two types, so the meaning is unknown, and any value is accepted.
                into.insert(key.clone(), json!(if both_numbers { "integer" } else { "" }));
            }
            _ => {
                into.entry(key.clone()).or_insert_with(|| value.clone());
            }
        }
    }
}

/// Adds sets of alternatives, each once: several parts may extend one schema.
fn add_unions(into: &mut Map<String, Value>, more: Vec<Value>) {
    if let Value::Array(known) = into.entry(UNIONS).or_insert_with(|| json!([])) {
        for union in more {
            if !known.contains(&union) {
                known.push(union);
            }
        }
    }
}

fn properties(into: &mut Map<String, Value>, part: &Value) {
    let mut known = match into.remove("properties") {
        Some(Value::Object(known)) => known,
        _ => Map::new(),
    };
    for (name, schema) in part.as_object().into_iter().flatten() {
        let joined = match known.get(name) {
            Some(other) => both(other, schema),
            None => schema.clone(),
        };
        known.insert(name.clone(), joined);
    }
    into.insert("properties".to_owned(), Value::Object(known));
}

/// A schema that requires both. Each part is there once: of a schema that extends itself in a
/// property, the parts would otherwise grow with every level, and no level would equal another one.
fn both(one: &Value, other: &Value) -> Value {
    let mut parts: Vec<(String, Value)> = Vec::new();
    for part in conjuncts(one).into_iter().chain(conjuncts(other)) {
        let key = without_annotations(part).to_string();
        match parts.iter_mut().find(|(known, _)| *known == key) {
            Some((_, known)) => *known = part.clone(),
            None => parts.push((key, part.clone())),
        }
    }
    match parts.len() {
        1 => parts.remove(0).1,
        _ => json!({"allOf": parts.into_iter().map(|(_, part)| part).collect::<Vec<_>>()}),
    }
}

/// The parts of a schema that is nothing but an `allOf`.
fn conjuncts(schema: &Value) -> Vec<&Value> {
    match schema.as_object() {
        Some(object) if object.len() == 1 => match object.get("allOf").and_then(Value::as_array) {
            Some(parts) => parts.iter().flat_map(conjuncts).collect(),
            None => vec![schema],
        },
        _ => vec![schema],
    }
}
