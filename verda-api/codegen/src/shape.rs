//! The document in the shape that makes a good client: Rust names, one success per operation, tolerant responses,
//! strict requests. Generic: what is special about one API stands in its overlay and its names.toml.

mod bodies;
mod call;
mod components;
mod docs;
mod enums;
mod examples;
mod naming;
mod operation_names;
mod operations;
mod parameters;
mod places;
mod schema;
mod servers;
mod template;
mod types;
mod unions;

use std::collections::{BTreeMap, BTreeSet};

use serde_json::{Map, Value, json};

pub(crate) use self::call::{Body, Call, PathPart, Place as ParameterPlace, ResponseKind, Style};
pub(crate) use self::docs::OperationDocs;
pub(crate) use self::enums::OpenEnum;
pub(crate) use self::types::RUST;
pub(crate) use self::unions::Union;

use self::components::Usage;
use self::enums::Enums;
use self::examples::Examples;
use self::operations::Operations;
use self::places::{Place, PlaceTable};
use self::types::Types;
use crate::ledger::{Ledger, METHODS, Refusal, join};
use crate::names::Names;
use crate::{BodyShape, Operation};

/// A document that is ready for the generator, and the types that are written beside what it generates.
#[derive(Debug)]
pub(crate) struct Shaped {
    pub(crate) document: Value,
    /// The URL of the document's first server, without a slash at the end; empty where it names none.
    pub(crate) base_url: String,
    pub(crate) operations: Vec<Operation>,
    /// The request of each operation, by its name.
    pub(crate) calls: BTreeMap<String, Call>,
    /// The documentation of each operation, by its name.
    pub(crate) docs: BTreeMap<String, OperationDocs>,
    pub(crate) enums: BTreeMap<String, OpenEnum>,
    pub(crate) unions: BTreeMap<String, Union>,
    pub(crate) ids: BTreeSet<String>,
    /// The Rust types that stand in formats.
    pub(crate) rust_types: BTreeSet<String>,
    /// What got its name by rule.
    pub(crate) by_rule: Vec<String>,
    /// Entries of names.toml that speak of nothing in the document.
    pub(crate) unused_names: Vec<String>,
}

/// Shapes a lowered document.
pub(crate) fn shape(mut document: Value, names: &Names, ledger: &mut Ledger) -> Result<Shaped, Refusal> {
    let schema_names: BTreeSet<String> = document
        .pointer("/components/schemas")
        .and_then(Value::as_object)
        .into_iter()
        .flat_map(Map::keys)
        .cloned()
        .collect();
    let base_url = servers::first(document.get("servers")).unwrap_or_default();
    let Operations { table: operations, calls } = operations::shape(&mut document, &base_url, names, ledger)?;
    let mut by_rule: Vec<String> = operations
        .iter()
        .filter(|operation| operation.named_by_rule)
        .map(|operation| format!("{} {} → {}", operation.method, operation.path, operation.id))
        .collect();
    by_rule.extend(components::rename(&mut document, names, ledger));
    components::split(&mut document, names, &operations, ledger);
    let usage = components::usage(&document);
    let components: BTreeMap<String, Value> = components::take(&mut document).into_iter().collect();
    let taken = components.keys().chain(names.enums.keys()).chain(names.ids.keys()).chain(names.unions.keys());
    let mut types = Types {
        names,
        taken: taken.cloned().collect(),
        components,
        enums: Enums::new(names),
        unions: BTreeMap::new(),
        union_places: PlaceTable::new(&union_places(names)),
        ids: PlaceTable::new(&names.ids),
        ids_used: BTreeSet::new(),
        written: BTreeMap::new(),
        ledger,
    };
    let mut schemas = types.components();
    types.strip_tags(&mut schemas, &document);
    for (name, schema) in &mut schemas {
        let usage = usage.get(name).copied().unwrap_or_default();
        types.schema(schema, &Place::named(name), usage);
        // A component that is a reference to another, or a type of its own, is never null itself.
        if let Some(schema) = schema.as_object_mut() {
            schema.remove("nullable");
        }
    }
    let mut docs = BTreeMap::new();
    for (path, method, operation) in each_operation(&mut document) {
        types.operation(operation, &path, method);
        let id = operation.get("operationId").and_then(Value::as_str).unwrap_or_default();
        docs.insert(id.to_owned(), docs::operation(operation));
    }
    if !names.docs.krate.is_empty() {
        let examples =
            Examples { krate: &names.docs.krate, schemas: &schemas, enums: &types.enums, unions: &types.unions };
        for (_, _, operation) in each_operation(&mut document) {
            let id = operation.get("operationId").and_then(Value::as_str).unwrap_or_default();
            if let Some(docs) = docs.get_mut(id)
                && let Some(entry) = operations.iter().find(|entry| entry.id == id)
            {
                docs.example = examples.call(entry, operation);
            }
        }
    }
    components::put(&mut document, schemas);
    examples::forget(&mut document);
    operations::for_generator(&mut document, &calls);
    tidy(&mut document);
    let mut unused_names = unused(names, &operations, &schema_names);
    unused_names.extend(types.enums.unused().map(|place| format!("[enums] {place}")));
    unused_names.extend(types.ids.unused().map(|place| format!("[ids] {place}")));
    unused_names.extend(types.union_places.unused().map(|place| format!("[unions] {place}")));
    by_rule.extend(types.enums.by_rule.iter().cloned());
    let mut rust_types = BTreeSet::new();
    collect_rust_types(&document, &mut rust_types);
    Ok(Shaped {
        rust_types,
        docs,
        ids: types.ids_used,
        unions: types.unions,
        enums: types.enums.finish(),
        document,
        base_url,
        operations,
        calls,
        by_rule,
        unused_names,
    })
}

fn union_places(names: &Names) -> BTreeMap<String, Vec<String>> {
    names.unions.iter().map(|(name, union)| (name.clone(), vec![union.place.clone()])).collect()
}

impl Types<'_> {
    /// Takes out of the components those that are types we write; answers with those that are left.
    fn components(&mut self) -> Map<String, Value> {
        let mut left = Map::new();
        let all: Vec<(String, Value)> = self.components.iter().map(|(k, v)| (k.clone(), v.clone())).collect();
        // Twice, because a written type may be made of another one that comes later in the alphabet.
        for _ in 0..2 {
            for (name, schema) in &all {
                if schema.get("$ref").is_some()
                    || schema::reference(schema).is_some()
                    || self.written.contains_key(name)
                {
                    continue;
                }
                self.taken.remove(name);
                let special = self.special(schema, &Place::named(name));
                self.taken.insert(name.clone());
                if let Some(special) = special {
                    let text = schema.get("description").and_then(Value::as_str).unwrap_or_default();
                    self.enums.describe(special.trim_start_matches("crate::types::"), text);
                    self.written.insert(name.clone(), special);
                }
            }
        }
        for (name, schema) in all {
            if !self.written.contains_key(&name) {
                left.insert(name, schema);
            }
        }
        left
    }

    /// Unions that stand inside other schemas are found before any schema is changed; then a branch that is used by
    /// its union alone loses the tag: the union writes it.
    fn strip_tags(&mut self, schemas: &mut Map<String, Value>, document: &Value) {
        let mut alone: BTreeSet<String> = schemas.keys().cloned().collect();
        for (name, schema) in schemas.iter() {
            self.find_unions(schema, &Place::named(name), &mut alone);
        }
        let mut operations = document.clone();
        for (_, _, operation) in each_operation(&mut operations) {
            let id = operation.get("operationId").and_then(Value::as_str).unwrap_or_default().to_owned();
            if let Some(schema) = operation.pointer(RESPONSE_SCHEMA) {
                self.find_unions(&schema.clone(), &Place::response(&id), &mut alone);
            }
            if let Some(schema) = operation.pointer(REQUEST_SCHEMA) {
                self.find_unions(&schema.clone(), &Place::request(&id), &mut alone);
            }
        }
        for union in self.unions.values() {
            let Union::Tagged { tag, variants } = union else { continue };
            for (_, _, target) in variants.iter().filter(|(_, _, target)| alone.contains(target)) {
                let Some(schema) = schemas.get_mut(target) else { continue };
                if let Some(Value::Object(properties)) = schema.get_mut("properties") {
                    properties.shift_remove(tag);
                }
                if let Some(Value::Array(required)) = schema.get_mut("required") {
                    required.retain(|name| name.as_str() != Some(tag));
                }
            }
        }
    }

    fn find_unions(&mut self, schema: &Value, place: &Place, alone: &mut BTreeSet<String>) {
        if let Some(target) = schema::reference(schema) {
            alone.remove(target);
            return;
        }
        if ["oneOf", "anyOf"].iter().any(|key| schema.get(*key).is_some()) && self.special(schema, place).is_some() {
            return;
        }
        for (name, property) in schema.get("properties").and_then(Value::as_object).into_iter().flatten() {
            self.find_unions(property, &place.property(name), alone);
        }
        for key in ["items", "additionalProperties"] {
            if let Some(child) = schema.get(key) {
                self.find_unions(child, place, alone);
            }
        }
        for key in ["allOf", "anyOf", "oneOf"] {
            for branch in schema.get(key).and_then(Value::as_array).into_iter().flatten() {
                self.find_unions(branch, place, alone);
            }
        }
    }

    fn operation(&mut self, operation: &mut Value, path: &str, method: &str) {
        let id = operation.get("operationId").and_then(Value::as_str).unwrap_or_default().to_owned();
        let (request, response) = (Usage { request: true, response: false }, Usage { request: false, response: true });
        if let Some(Value::Array(parameters)) = operation.get_mut("parameters") {
            for parameter in parameters {
                let name = parameter.get("name").and_then(Value::as_str).unwrap_or_default().to_owned();
                if let Some(schema) = parameter.get_mut("schema") {
                    docs::describe_member(schema, &name, &self.components);
                    self.schema(schema, &Place::parameter(&id, &name), request);
                    if let Some(schema) = schema.as_object_mut() {
                        schema.remove("nullable");
                    }
                }
            }
        }
        if let Some(schema) = operation.pointer_mut(REQUEST_SCHEMA) {
            self.schema(schema, &Place::request(&id), request);
        }
        if let Some(schema) = operation.pointer_mut(RESPONSE_SCHEMA) {
            self.schema(schema, &Place::response(&id), response);
            if let Some(schema) = schema.as_object_mut()
                && schema.remove("nullable") == Some(Value::Bool(true))
            {
                let pointer = join(&join(&join("/paths", path), method), "responses");
                self.ledger.lossy(pointer, "nullable-response", "a body of `null` is decoded as an empty one");
            }
        }
    }
}

const REQUEST_SCHEMA: &str = "/requestBody/content/application~1json/schema";
const RESPONSE_SCHEMA: &str = "/responses/2XX/content/application~1json/schema";

fn each_operation(document: &mut Value) -> Vec<(String, &'static str, &mut Value)> {
    let paths = document.get_mut("paths").and_then(Value::as_object_mut);
    let mut found = Vec::new();
    for (path, item) in paths.into_iter().flatten() {
        for (method, operation) in item.as_object_mut().into_iter().flatten() {
            if let Some(method) = METHODS.iter().find(|known| *known == method) {
                found.push((path.clone(), *method, operation));
            }
        }
    }
    found
}

/// Leaves of the document's head what the generator reads.
fn tidy(document: &mut Value) {
    let text = |pointer: &str| document.pointer(pointer).and_then(Value::as_str).unwrap_or("API").to_owned();
    let info = json!({"title": text("/info/title"), "version": text("/info/version")});
    if let Some(document) = document.as_object_mut() {
        document.retain(|key, _| ["openapi", "paths", "components"].contains(&key.as_str()));
        document.insert("info".to_owned(), info);
    }
}

fn unused(names: &Names, operations: &[Operation], schemas: &BTreeSet<String>) -> Vec<String> {
    let known: BTreeSet<String> =
        operations.iter().map(|operation| format!("{} {}", operation.method, operation.path)).collect();
    let operations =
        names.operations.keys().filter(|key| !known.contains(*key)).map(|key| format!("[operations] {key}"));
    let types = names.types.keys().filter(|key| !schemas.contains(*key)).map(|key| format!("[types] {key}"));
    operations.chain(types).collect()
}

fn collect_rust_types(value: &Value, found: &mut BTreeSet<String>) {
    match value {
        Value::Object(object) => {
            if let Some(rust) = object.get("format").and_then(Value::as_str).and_then(|f| f.strip_prefix(RUST)) {
                found.insert(rust.to_owned());
            }
            object.values().for_each(|value| collect_rust_types(value, found));
        }
        Value::Array(values) => values.iter().for_each(|value| collect_rust_types(value, found)),
        _ => {}
    }
}

impl BodyShape {
    /// The name of the variant, for generated code.
    pub(crate) fn variant(self) -> &'static str {
        match self {
            Self::Empty => "Empty",
            Self::Bool => "Bool",
            Self::Text => "Text",
            Self::Id => "Id",
            Self::TextList => "TextList",
            Self::IdList => "IdList",
            Self::List => "List",
            Self::Results => "Results",
            Self::Object => "Object",
            Self::Any => "Any",
            Self::Raw => "Raw",
        }
    }
}
