//! Schemas as Rust types: what a response may lack, what is an id, money, a time, a secret, an enum or a union.
//!
//! A schema that has a Rust type of its own becomes a string with the format `x-rust:<type>`; the generator is told to
//! write that type wherever it meets the format.

use std::collections::{BTreeMap, BTreeSet};

use serde_json::{Map, Value, json};

use super::components::Usage;
use super::examples::EXAMPLE;
use super::places::{Place, PlaceTable};
use super::schema::{self, reference, string_enum};
use super::unions::{self, Union};
use super::{docs, enums::Enums, naming};
use crate::ledger::Ledger;
use crate::names::Names;

/// The prefix of formats that stand for a Rust type.
pub(crate) const RUST: &str = "x-rust:";

/// Turns schemas into the forms that the generator makes good types of.
pub(crate) struct Types<'a> {
    pub(crate) names: &'a Names,
    pub(crate) components: BTreeMap<String, Value>,
    pub(crate) enums: Enums,
    pub(crate) unions: BTreeMap<String, Union>,
    pub(crate) union_places: PlaceTable,
    pub(crate) ids: PlaceTable,
    pub(crate) ids_used: BTreeSet<String>,
    /// Components that are not structs but types that we write: references to them become those types.
    pub(crate) written: BTreeMap<String, String>,
    pub(crate) taken: BTreeSet<String>,
    pub(crate) ledger: &'a mut Ledger,
}

/// A schema that stands for a Rust type.
pub(crate) fn rust(type_name: &str) -> Map<String, Value> {
    let mut schema = Map::new();
    schema.insert("type".to_owned(), json!("string"));
    schema.insert("format".to_owned(), json!(format!("{RUST}{type_name}")));
    schema
}

impl Types<'_> {
    /// Transforms a schema in place.
    pub(crate) fn schema(&mut self, schema: &mut Value, place: &Place, usage: Usage) {
        if let Some(type_name) = self.special(schema, place) {
            let mut new = rust(&type_name);
            if let Some(object) = schema.as_object_mut() {
                // The variants of an enum are its examples.
                let example = object.get("example").or(object.get(EXAMPLE)).cloned();
                if self.enums.has(type_name.trim_start_matches("crate::types::")) {
                    object.remove("example");
                    object.remove(EXAMPLE);
                }
                new.extend(example.map(|example| (EXAMPLE.to_owned(), example)));
                let notes = docs::notes(object);
                new.extend(object.remove("description").map(|text| ("description".to_owned(), text)));
                describe(&mut new, &notes);
            }
            *schema = Value::Object(new);
            return;
        }
        if schema.get("$ref").is_some() {
            return;
        }
        self.clean(schema);
        let required: BTreeSet<String> = schema::required(schema).map(str::to_owned).collect();
        let Some(object) = schema.as_object_mut() else { return };
        if let Some(Value::Object(properties)) = object.get_mut("properties") {
            for (name, property) in properties.iter_mut() {
                docs::describe_member(property, name, &self.components);
                self.schema(property, &place.property(name), usage);
                let kept = required.contains(name) && !(usage.response && self.may_be_absent(place, name));
                nullability(property, kept);
            }
        }
        if usage.response
            && let Some(Value::Array(listed)) = object.get_mut("required")
        {
            listed.retain(|name| name.as_str().is_some_and(|name| !self.may_be_absent(place, name)));
        }
        if object.get("required").and_then(Value::as_array).is_some_and(Vec::is_empty) {
            object.remove("required");
        }
        for key in ["items", "additionalProperties"] {
            if let Some(child @ Value::Object(_)) = object.get_mut(key) {
                self.schema(child, place, usage);
            }
        }
        for key in ["allOf", "anyOf", "oneOf"] {
            if let Some(Value::Array(branches)) = object.get_mut(key) {
                for branch in branches {
                    self.schema(branch, place, usage);
                }
            }
        }
    }

    fn may_be_absent(&self, place: &Place, property: &str) -> bool {
        let listed = self.names.identity.get(&place.type_name());
        !listed.is_some_and(|listed| listed.iter().any(|name| name == property))
    }

    /// The Rust type of a schema that has one of its own.
    pub(crate) fn special(&mut self, schema: &Value, place: &Place) -> Option<String> {
        if let Some(target) = reference(schema) {
            return self.written.get(target).cloned();
        }
        if let Some(branches) = ["oneOf", "anyOf"].iter().find_map(|key| schema.get(*key)?.as_array()).cloned() {
            return self.one_or_many(&branches, place).or_else(|| unions::find(self, &branches, place));
        }
        let kind = schema.get("type").and_then(Value::as_str)?;
        let format = schema.get("format").and_then(Value::as_str).unwrap_or_default();
        match (kind, format) {
            // Seen already: transforming is idempotent.
            ("string", known) if known.starts_with(RUST) => return known.strip_prefix(RUST).map(str::to_owned),
            ("string" | "number", "decimal") => return Some("::rust_decimal::Decimal".to_owned()),
            ("string", "date-time") => return Some("::chrono::DateTime<::chrono::Utc>".to_owned()),
            ("string", "date") => return Some("::chrono::NaiveDate".to_owned()),
            ("string", "password") => return Some("crate::SecretString".to_owned()),
            ("string", _) => {}
            _ => return None,
        }
        if let Some(id) = self.ids.find(place) {
            self.ids_used.insert(id.clone());
            return Some(format!("crate::types::{id}"));
        }
        self.enums.find(place, string_enum(schema), &mut self.taken).map(|name| format!("crate::types::{name}"))
    }

    /// `oneOf` a value and an array of such values.
    fn one_or_many(&mut self, branches: &[Value], place: &Place) -> Option<String> {
        let is_array = |branch: &&Value| branch.get("type").and_then(Value::as_str) == Some("array");
        let [first, second] = branches else { return None };
        let (one, many) = match (is_array(&first), is_array(&second)) {
            (false, true) => (first, second.get("items")?),
            (true, false) => (second, first.get("items")?),
            _ => return None,
        };
        if schema::without_annotations(one) != schema::without_annotations(many) {
            return None;
        }
        let inner = match (self.special(one, place), reference(one), one.get("type").and_then(Value::as_str)) {
            (Some(special), ..) => special,
            (None, Some(target), _) => format!("crate::types::{target}"),
            (None, None, Some("string")) => "::std::string::String".to_owned(),
            (None, None, Some("integer")) => "i64".to_owned(),
            (None, None, Some("number")) => "f64".to_owned(),
            _ => return None,
        };
        Some(format!("crate::OneOrMany<{inner}>"))
    }

    /// Removes what would make a type that refuses values, and says it in the description instead.
    fn clean(&mut self, schema: &mut Value) {
        let Some(object) = schema.as_object_mut() else { return };
        let is_unsigned = object.get("minimum").and_then(Value::as_f64).is_some_and(|minimum| minimum >= 0.0);
        let mut notes = docs::notes(object);
        if let Some(Value::Object(items)) = object.get("items") {
            let each = docs::notes(&mut items.clone());
            if !each.is_empty() {
                notes.push(format!("Each: {}", each.join(" ")));
            }
        }
        // A string enum with a name was found before; what is left is an enum of numbers or of mixed values.
        for key in ["enum", "not", "examples", "title", "externalDocs", "xml", "readOnly", "writeOnly", "discriminator"]
        {
            object.remove(key);
        }
        let kind = object.get("type").and_then(Value::as_str).unwrap_or_default().to_owned();
        let format = object.get("format").and_then(Value::as_str).unwrap_or_default().to_owned();
        match kind.as_str() {
            "integer" => {
                let known = ["int32", "int64", "uint8", "uint16", "uint32", "uint64"].contains(&format.as_str());
                let chosen = match (known, is_unsigned) {
                    (true, _) => format.as_str(),
                    (false, true) => "uint64",
                    (false, false) => "int64",
                };
                object.insert("format".to_owned(), json!(chosen));
            }
            "number" => {
                object.remove("format");
            }
            "string" => {
                object.remove("format");
            }
            "array" if !object.contains_key("items") => {
                object.insert("items".to_owned(), json!({}));
            }
            "object" | "" => {
                // Refusing unknown members is not for a client; keeping them would cost every call.
                let has_properties = object.get("properties").and_then(Value::as_object).is_some_and(|p| !p.is_empty());
                if object.get("additionalProperties").is_some_and(Value::is_boolean)
                    && (has_properties || kind.is_empty())
                {
                    object.remove("additionalProperties");
                }
                if kind == "object" && !has_properties && object.get("additionalProperties") == Some(&json!(false)) {
                    object.remove("additionalProperties");
                }
                if object.get("properties").and_then(Value::as_object).is_some_and(Map::is_empty) {
                    object.remove("properties");
                }
            }
            _ => {}
        }
        describe(object, &notes);
    }

    /// Makes a type name free of collisions.
    pub(crate) fn fresh(&mut self, wanted: &str) -> String {
        naming::unique(wanted, &mut self.taken)
    }
}

/// Writes the description of a schema anew, with what was taken out of it.
fn describe(object: &mut Map<String, Value>, notes: &[String]) {
    let description = object.get("description").and_then(Value::as_str).unwrap_or_default();
    let text = docs::compose(description, notes);
    if text.is_empty() {
        object.remove("description");
    } else {
        object.insert("description".to_owned(), json!(text));
    }
}

/// An optional property is an `Option`. The generator makes one of what is not required, but for arrays and maps, of
/// which it drops the empty ones unless they can be null.
fn nullability(property: &mut Value, required: bool) {
    let Some(object) = property.as_object_mut() else { return };
    let kind = object.get("type").and_then(Value::as_str).unwrap_or_default();
    let is_collection = kind == "array" || (kind == "object" && !object.contains_key("properties"));
    let nullable = object.remove("nullable") == Some(Value::Bool(true));
    let stays_nullable = required && nullable && !object.contains_key("$ref");
    if (!required && is_collection) || stays_nullable {
        object.insert("nullable".to_owned(), json!(true));
    }
}
