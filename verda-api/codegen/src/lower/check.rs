//! What no later step can work with, found before any of them changes anything.
//!
//! Both versions are checked. Whoever reads a refusal learns where the fault is and what to do.

use std::collections::{BTreeMap, BTreeSet};

use serde_json::Value;

use super::Version;
use super::keywords::{Members, TYPES, children, lists, maps};
use super::references::Index;
use super::walk::{Kind, members, sites};
use crate::ledger::{Refusal, join};

const TEXTS: [&str; 5] = ["title", "description", "format", "pattern", "$ref"];
const FLAGS: [&str; 5] = ["nullable", "readOnly", "writeOnly", "deprecated", "uniqueItems"];
const NUMBERS: [&str; 3] = ["multipleOf", "maximum", "minimum"];
const COUNTS: [&str; 6] = ["maxLength", "minLength", "maxItems", "minItems", "maxProperties", "minProperties"];
/// Schemas that nothing is made of, unless a reference leads to them.
const LEFT_OUT: [&str; 10] = [
    "$defs",
    "definitions",
    "dependentSchemas",
    "contains",
    "propertyNames",
    "unevaluatedItems",
    "contentSchema",
    "if",
    "then",
    "else",
];
const BOUNDS: [&str; 2] = ["exclusiveMinimum", "exclusiveMaximum"];

/// Refuses a document for which no working client could be generated.
///
/// # Errors
///
/// The [`Refusal`].
pub(super) fn document(document: &Value, version: Version) -> Result<(), Refusal> {
    for key in ["info", "components"] {
        if let Some(value) = document.get(key) {
            members(value, &join("", key))?;
        }
    }
    let sites = sites(document)?;
    let mut check = Check { document, version, index: Index::new(document, version)?, links: BTreeMap::new() };
    let mut schemas = Vec::new();
    for site in &sites {
        let Some(value) = document.pointer(&site.pointer) else {
            continue;
        };
        if site.reference {
            check.reference(&site.pointer, value)?;
        }
        match site.kind {
            Kind::Schema => schemas.push(site.pointer.clone()),
            Kind::PathItem | Kind::Operation => check.parameters(&site.pointer, value)?,
            _ => {}
        }
    }
    check.schemas(schemas)?;
    check.cycles()
}

struct Check<'a> {
    document: &'a Value,
    version: Version,
    index: Index,
    /// From each schema to the schemas that say something about the same value.
    links: BTreeMap<String, BTreeSet<String>>,
}

impl Check<'_> {
    /// Follows a reference outside of schemas to its end, and gives that.
    fn reference(&self, at: &str, value: &Value) -> Result<String, Refusal> {
        let mut seen = BTreeSet::new();
        let mut at = at.to_owned();
        let mut value = value;
        while let Some(reference) = value.get("$ref") {
            let Some(text) = reference.as_str() else {
                return Err(Refusal::new(format!("{at}/$ref"), "a reference is a string: make it one"));
            };
            if !seen.insert(at.clone()) {
                return Err(Refusal::new(
                    format!("{at}/$ref"),
                    format!("{text} leads back to itself: let one of the references hold the thing itself"),
                ));
            }
            at = self.index.resolve(self.document, text, &at)?;
            value = self.document.pointer(&at).unwrap_or(&Value::Null);
        }
        members(value, &at)?;
        Ok(at)
    }

    fn parameters(&self, at: &str, value: &Value) -> Result<(), Refusal> {
        let mut seen = BTreeSet::new();
        let list = value.get("parameters").and_then(Value::as_array);
        for (index, parameter) in list.into_iter().flatten().enumerate() {
            let at = format!("{at}/parameters/{index}");
            let end = self.reference(&at, parameter)?;
            let Some(target) = self.document.pointer(&end) else {
                continue;
            };
            let text = |key| target.get(key).and_then(Value::as_str);
            let (Some(name), Some(place)) = (text("name"), text("in")) else {
                return Err(Refusal::new(at, "a parameter has a name and an \"in\": add what is missing"));
            };
            // The names of headers are the same in upper and in lower case.
            let key = if place == "header" { name.to_ascii_lowercase() } else { name.to_owned() };
            if !seen.insert((key, place)) {
                return Err(Refusal::new(at, format!("the {place} parameter {name} is there twice: remove one")));
            }
        }
        Ok(())
    }

    /// Checks the schemas at the given pointers, and those that they refer to.
    fn schemas(&mut self, mut open: Vec<String>) -> Result<(), Refusal> {
        open.reverse();
        let mut seen = BTreeSet::new();
        while let Some(at) = open.pop() {
            let Some(value) = self.document.pointer(&at) else {
                continue;
            };
            if !seen.insert(at.clone()) {
                continue;
            }
            let schema = match value {
                Value::Object(schema) => schema,
                Value::Bool(_) if self.version == Version::V31 || at.ends_with("/additionalProperties") => {
                    continue;
                }
                _ => return Err(Refusal::new(at, "a schema is an object: make it one")),
            };
            if let Some(target) = self.target(schema, &at)? {
                self.links.entry(at.clone()).or_default().insert(target.clone());
                open.push(target);
                if self.version == Version::V30 {
                    continue; // 3.0 ignores what stands beside a reference.
                }
            }
            self.shape(schema, &at)?;
            for (pointer, _) in children(schema, &at, self.version) {
                let keyword = pointer.strip_prefix(at.as_str()).and_then(|inner| inner.split('/').nth(1));
                if keyword == Some("allOf") {
                    self.links.entry(at.clone()).or_default().insert(pointer.clone());
                }
                if !keyword.is_some_and(|keyword| LEFT_OUT.contains(&keyword)) {
                    open.push(pointer);
                }
            }
        }
        Ok(())
    }

    fn target(&self, schema: &Members, at: &str) -> Result<Option<String>, Refusal> {
        let keywords: &[&str] = if self.version == Version::V31 { &["$ref", "$dynamicRef"] } else { &["$ref"] };
        let Some((keyword, value)) = keywords.iter().find_map(|key| schema.get_key_value(*key)) else {
            return Ok(None);
        };
        let Some(text) = value.as_str() else {
            return Err(Refusal::new(join(at, keyword), "a reference is a string: make it one"));
        };
        self.index.resolve(self.document, text, at).map(Some)
    }

    fn shape(&self, schema: &Members, at: &str) -> Result<(), Refusal> {
        for (keyword, value) in schema.iter().filter(|(_, value)| !value.is_null()) {
            let keyword = keyword.as_str();
            let wanted = if TEXTS.contains(&keyword) && !value.is_string() {
                "a string"
            } else if FLAGS.contains(&keyword) && !value.is_boolean() {
                "true or false"
            } else if NUMBERS.contains(&keyword) && !value.is_number() {
                "a number"
            } else if COUNTS.contains(&keyword) && !is_count(value) {
                "a whole number"
            } else if BOUNDS.contains(&keyword) && !self.is_bound(value) {
                "a number (in 3.0: true or false)"
            } else if keyword == "required" && !is_list_of_strings(value) {
                "a list of the names of properties"
            } else if keyword == "enum" && !value.is_array() {
                "a list of values"
            } else if keyword == "type" && !self.is_type(value) {
                "one of string, number, integer, boolean, object and array (in 3.1 also null, or a list)"
            } else if maps(self.version).any(|map| map == keyword) && !value.is_object() {
                "an object whose members are schemas"
            } else if keyword != "items" && lists(self.version).any(|list| list == keyword) && !value.is_array() {
                "a list of schemas"
            } else if keyword == "items" && value.is_array() && self.version == Version::V30 {
                "a schema"
            } else {
                continue;
            };
            return Err(Refusal::new(join(at, keyword), format!("{keyword} is not {wanted}: correct it")));
        }
        Ok(())
    }

    fn is_bound(&self, value: &Value) -> bool {
        value.is_boolean() || (value.is_number() && self.version == Version::V31)
    }

    fn is_type(&self, value: &Value) -> bool {
        let one = |value: &Value| match value.as_str() {
            Some(name) => TYPES.contains(&name) || (name == "null" && self.version == Version::V31),
            // A bare null in YAML, where "null" was meant.
            None => value.is_null(),
        };
        match value {
            Value::Array(types) => self.version == Version::V31 && types.iter().all(one),
            _ => one(value),
        }
    }

    /// Refuses schemas that say of a value only that it is like itself.
    fn cycles(&self) -> Result<(), Refusal> {
        let mut done = BTreeSet::new();
        for start in self.links.keys() {
            let mut path: Vec<(&str, _)> = vec![(start, self.next(start))];
            let mut on_path = BTreeSet::from([start.as_str()]);
            while let Some((node, rest)) = path.last_mut() {
                let Some(target) = rest.next() else {
                    on_path.remove(*node);
                    done.insert(*node);
                    path.pop();
                    continue;
                };
                if on_path.contains(target.as_str()) {
                    return Err(Refusal::new(
                        *node,
                        format!("this refers to #{target} and that back to this: one of them must hold a schema"),
                    ));
                }
                if !done.contains(target.as_str()) {
                    on_path.insert(target);
                    path.push((target, self.next(target)));
                }
            }
        }
        Ok(())
    }

    fn next(&self, node: &str) -> std::collections::btree_set::Iter<'_, String> {
        static NOTHING: BTreeSet<String> = BTreeSet::new();
        self.links.get(node).unwrap_or(&NOTHING).iter()
    }
}

/// JSON Schema counts `3.0` among the whole numbers.
fn is_count(value: &Value) -> bool {
    value.is_u64() || value.as_f64().is_some_and(|number| number >= 0.0 && number.fract() == 0.0)
}

fn is_list_of_strings(value: &Value) -> bool {
    value.as_array().is_some_and(|names| names.iter().all(Value::is_string))
}
