//! Shapes the document for a convenient client: Rust names, one success per operation, tolerant responses, strict requests.
//! This step is generic: facts about one API are in its overlay and its names.toml.

mod bodies;
mod call;
mod components;
mod context;
mod cursors;
mod docs;
mod enums;
mod evidence;
mod examples;
mod finish;
mod hints;
mod identifiers;
mod inheritance;
mod naming;
mod operation_names;
mod operations;
mod parameters;
mod places;
mod schema;
mod template;
mod types;
mod unions;
mod whole;

use std::collections::{BTreeMap, BTreeSet};

use serde_json::{Map, Value, json};

pub(crate) use self::call::{Body, Call, PathPart, Place as ParameterPlace, ResponseKind, Style, identifier};
pub(crate) use self::docs::OperationDocs;
pub(crate) use self::hints::says_time;
pub(crate) use self::identifiers::TEXT;
pub(crate) use self::naming::PRELUDE;

use self::components::{Renamed, Usage};
use self::enums::Enums;
use self::examples::{Arguments, Examples};
use self::identifiers::Ids;
use self::operations::Operations;
use self::places::{Place, PlaceTable};
use self::types::Reader;
use self::whole::Components;
use crate::ledger::{Ledger, METHODS, Refusal, join};
use crate::model::{Natives, TypeDef, TypeRef, Types};
use crate::names::{Names, nameless};
use crate::servers;
use crate::{ByRule, Chosen, Cursor, Operation};

/// A document that is ready for the generator, and the types that we write ourselves.
#[derive(Debug)]
pub(crate) struct Shaped {
    pub(crate) document: Value,
    /// The URL of the document's first server, without a trailing slash; empty without servers.
    pub(crate) base_url: String,
    pub(crate) operations: Vec<Operation>,
    /// The request of each operation, by its name.
    pub(crate) calls: BTreeMap<String, Call>,
    /// The documentation of each operation, by its name.
    pub(crate) docs: BTreeMap<String, OperationDocs>,
    /// The types to write.
    pub(crate) types: Types,
    /// The types with a name in the document.
    pub(crate) natives: Natives,
    /// The names by rule.
    pub(crate) by_rule: Vec<ByRule>,
    /// Every text that is not listed, and the id that it is by rule.
    pub(crate) texts: BTreeMap<String, Option<String>>,
    /// Entries of names.toml that speak of nothing in the document.
    pub(crate) unused_names: Vec<String>,
    /// Entries of names.toml that equal the choice of the rule.
    pub(crate) unneeded_names: Vec<String>,
}

/// Shapes a lowered document.
pub(crate) fn shape(mut document: Value, names: &Names, ledger: &mut Ledger) -> Result<Shaped, Vec<Refusal>> {
    let base_url = servers::base(&document, ledger);
    let added = inheritance::spell_out(&mut document, ledger);
    let schema_names: BTreeSet<String> = document
        .pointer("/components/schemas")
        .and_then(Value::as_object)
        .into_iter()
        .flat_map(Map::keys)
        .cloned()
        .collect();
    let unreached = components::leave_out_unreached(&mut document, ledger);
    let referred = components::referred(&document);
    let Operations { table: mut operations, calls, unneeded_names: mut unneeded } =
        operations::shape(&mut document, &base_url, names, ledger)?;
    let mut by_rule = named_by_rule(&operations);
    components::spell_out_discriminators(&mut document);
    let Renamed { by_rule: renamed, mut in_document, unneeded_names } =
        components::rename(&mut document, names, ledger);
    let spelled_out = in_document.clone();
    in_document.values_mut().for_each(|name| *name = added.get(name).unwrap_or(name).clone());
    by_rule.extend(renamed);
    unneeded.extend(unneeded_names);
    components::split(&mut document, names, &operations, &mut in_document, ledger);
    let usage = components::usage(&document);
    let schemas: BTreeMap<String, Value> = components::take(&mut document).into_iter().collect();
    let only_extended = components::only_extended(&document, &schemas, |name| {
        let known = [spelled_out.get(name), in_document.get(name)];
        referred.contains(name) || known.into_iter().flatten().any(|name| referred.contains(name))
    });
    let named: Vec<String> = schemas.keys().cloned().collect();
    let components = Components::new(schemas);
    let (ids, enums) = {
        let operations = each_operation(&mut document);
        let operations: Vec<_> = operations.into_iter().map(|(path, method, one)| (path, method, &*one)).collect();
        (Ids::new(names, &operations, &components), Enums::new(names, &operations, &components, &usage))
    };
    let listed = names.enums.keys().chain(names.unions.keys()).chain(ids.types());
    let places: BTreeMap<_, _> =
        names.unions.iter().map(|(name, union)| (name.clone(), vec![union.place.clone()])).collect();
    let prelude = PRELUDE.iter().map(|name| (*name).to_owned());
    let mut reader = Reader {
        names,
        taken: named.iter().chain(listed).cloned().chain(prelude).collect(),
        components,
        usage,
        in_document,
        enums,
        union_places: PlaceTable::new(&places),
        ids,
        types: Types::default(),
        natives: Natives::default(),
        known_unions: BTreeMap::new(),
        known_merged: BTreeMap::new(),
        read: BTreeMap::new(),
        open: Vec::new(),
        recursive: BTreeSet::new(),
        roots: BTreeSet::new(),
        held_in_part: BTreeMap::new(),
        ledger,
    };
    for name in named.iter().filter(|name| !only_extended.contains(*name)) {
        reader.named(name);
    }
    let mut read = read_operations(&mut reader, &mut document, &calls);
    reader.note_held_in_part();
    let Reader { mut types, natives, roots, enums, ids, union_places, .. } = reader;
    for operation in &mut operations {
        let body = read.arguments.get(&operation.id).and_then(|arguments| arguments.body.as_ref());
        operation.secrets = body.map(|body| types.secrets_in(body)).unwrap_or_default().into_iter().collect();
        let Some(cursor) = operation.cursor.take() else { continue };
        let page = read.responses.get(&operation.id).and_then(|response| cursors::page(&cursor, response, &types));
        let Some((name, page)) = page else { continue };
        types.pages.insert(name, page);
        operation.cursor = Some(cursor);
    }
    tidy(&mut document);
    let by_rule_identity = names.identity.iter().filter(|(_, properties)| properties.as_slice() == ["id"]);
    unneeded.extend(by_rule_identity.map(|(name, _)| format!("[identity] {name}")));
    unneeded.extend(ids.unneeded().into_iter().map(|entry| format!("[ids] {entry}")));
    let mut unused_names = unused(names, &operations, &schema_names);
    // Entries of names.toml for unused schemas are for later documents.
    let waiting: BTreeSet<&String> = unreached.iter().filter_map(|schema| names.types.get(schema)).collect();
    let is_waiting =
        |place: &&String| place.split_once('.').is_some_and(|(owner, _)| waiting.contains(&owner.to_owned()));
    unused_names.extend(enums.unused().filter(|place| !is_waiting(place)).map(|place| format!("[enums] {place}")));
    unused_names.extend(ids.unused().filter(|place| !is_waiting(place)).map(|place| format!("[ids] {place}")));
    unused_names.extend(union_places.unused().map(|place| format!("[unions] {place}")));
    let branches = names.unions.iter().flat_map(|(union, one)| one.variants.iter().map(move |branch| (union, branch)));
    unused_names.extend(
        branches.filter(|(_, (_, branch))| !named.contains(&branch.type_name)).map(|(union, (variant, branch))| {
            format!("[unions] {union}.variants.{variant}: type `{}`", branch.type_name)
        }),
    );
    let made = enums.by_rule();
    types.defs.extend(enums.finish().into_iter().map(|(name, open)| (name, TypeDef::Enum(open))));
    unused_names.extend(unused_members(names, &types, &|owner| waiting.contains(&owner.to_owned())));
    let left = finish::tags(&mut types, &roots);
    finish::leave_out(&mut types, &left, &roots);
    finish::boxes(&mut types);
    if !names.docs.krate.is_empty() {
        read.write_examples(&Examples { krate: &names.docs.krate, types: &types }, &operations, &calls);
    }
    operations::for_generator(&mut document, &calls);
    let made = made.into_iter().filter(|(name, _)| types.defs.contains_key(name));
    by_rule.extend(made.flat_map(|(name, places)| {
        places.into_iter().map(move |place| ByRule { kind: Chosen::Enum, place, name: name.clone() })
    }));
    let texts = ids.decided();
    by_rule.extend(texts.iter().filter_map(|(place, id)| {
        let name = id.clone()?;
        Some(ByRule { kind: Chosen::Id, place: place.clone(), name })
    }));
    by_rule.extend(operations.iter().filter_map(|operation| {
        let Cursor { parameter, next, items } = operation.cursor.as_ref()?;
        let name = format!("`{items}`, with `{next}` for `{parameter}`");
        Some(ByRule { kind: Chosen::Pages, place: operation.id.clone(), name })
    }));
    Ok(Shaped {
        document,
        base_url,
        operations,
        calls,
        docs: read.docs,
        types,
        natives,
        by_rule,
        texts,
        unused_names,
        unneeded_names: unneeded,
    })
}

/// What was read of the operations, by their ids.
#[derive(Default)]
struct ReadOperations {
    docs: BTreeMap<String, OperationDocs>,
    arguments: BTreeMap<String, Arguments>,
    responses: BTreeMap<String, TypeRef>,
}

fn read_operations(reader: &mut Reader<'_>, document: &mut Value, calls: &BTreeMap<String, Call>) -> ReadOperations {
    let mut read = ReadOperations::default();
    for (path, method, operation) in each_operation(document) {
        let id = operation.get("operationId").and_then(Value::as_str).unwrap_or_default().to_owned();
        let media = calls.get(&id).and_then(|call| call.body.as_ref()).map(Body::media);
        let (taken, response) = reader.operation(operation, &path, method, media);
        read.docs.insert(id.clone(), docs::operation(operation));
        read.responses.extend(response.map(|response| (id.clone(), response)));
        read.arguments.insert(id, taken);
    }
    read
}

impl ReadOperations {
    fn write_examples(&mut self, examples: &Examples<'_>, operations: &[Operation], calls: &BTreeMap<String, Call>) {
        for entry in operations {
            let (Some(docs), Some(call)) = (self.docs.get_mut(&entry.id), calls.get(&entry.id)) else { continue };
            let Some(arguments) = self.arguments.get_mut(&entry.id) else { continue };
            let place = |name: &String| (call.place_in_path(&identifier(name)), identifier(name));
            arguments.parameters.sort_by_key(|(name, _)| place(name));
            docs.example = examples.call(entry, arguments);
        }
    }
}

/// The names that the rules choose for the operations and named schemas of a lowered document.
pub(crate) fn names(mut document: Value, names: &Names, ledger: &mut Ledger) -> Result<Vec<ByRule>, Vec<Refusal>> {
    inheritance::spell_out(&mut document, ledger);
    components::leave_out_unreached(&mut document, ledger);
    let base_url = servers::base(&document, ledger);
    let operations = operations::shape(&mut document, &base_url, names, ledger)?;
    let mut by_rule = named_by_rule(&operations.table);
    by_rule.extend(components::rename(&mut document, names, ledger).by_rule);
    Ok(by_rule)
}

fn named_by_rule(operations: &[Operation]) -> Vec<ByRule> {
    let named = operations.iter().filter(|operation| operation.named_by_rule);
    let place = |operation: &Operation| format!("{} {}", operation.method, operation.path);
    named.map(|one| ByRule { kind: Chosen::Operation, place: place(one), name: one.id.clone() }).collect()
}

const MEDIA: &str = "/requestBody/content";
const RESPONSE_SCHEMA: &str = "/responses/2XX/content/application~1json/schema";

impl Reader<'_> {
    /// Reads the schemas of an operation, and replaces them by references to the resulting types. Returns the types of
    /// arguments and response. `sent_as` is the media type of the body, which is JSON in a shaped document.
    fn operation(
        &mut self,
        operation: &mut Value,
        path: &str,
        method: &str,
        sent_as: Option<&str>,
    ) -> (Arguments, Option<TypeRef>) {
        let id = operation.get("operationId").and_then(Value::as_str).unwrap_or_default().to_owned();
        let pointer = join(&join("/paths", path), method);
        let request = Usage { request: true, ..Usage::default() };
        let response = Usage { response: true, ..Usage::default() };
        let mut arguments = Arguments::default();
        let mut given = None;
        if let Some(Value::Array(parameters)) = operation.get_mut("parameters") {
            for (index, parameter) in parameters.iter_mut().enumerate() {
                let name = parameter.get("name").and_then(Value::as_str).unwrap_or_default().to_owned();
                let place = Place::parameter(&id, &name, format!("{pointer}/parameters/{index}/schema"));
                let is_required = parameter.get("required") == Some(&Value::Bool(true));
                if let Some(schema) = parameter.get_mut("schema") {
                    let member = self.member(schema, &name, &place, request);
                    *schema = self.placed(&member.ty, &member.description);
                    if is_required {
                        arguments.parameters.push((name, member));
                    }
                }
            }
        }
        for (media, content) in operation.pointer_mut(MEDIA).and_then(Value::as_object_mut).into_iter().flatten() {
            let is_text = media == "text/plain" || media == "application/octet-stream";
            arguments.has_other_body = is_text;
            if let Some(schema) = content.get_mut("schema").filter(|_| !is_text) {
                let at = join(&format!("{pointer}{MEDIA}"), sent_as.unwrap_or(media));
                let usage = Usage { update: method == "patch", ..request };
                let ty = self.schema(schema, &Place::request(&id, format!("{at}/schema")), usage);
                *schema = self.placed(&ty, "");
                arguments.body = Some(ty);
            }
        }
        if let Some(schema) = operation.pointer_mut(RESPONSE_SCHEMA) {
            let pointer = format!("{pointer}/responses");
            let is_nullable = self.components.is_nullable(schema);
            let ty = self.schema(schema, &Place::response(&id, pointer.clone()), response);
            if is_nullable && ty != TypeRef::Any {
                let message = match self.has_empty_value(&ty) {
                    true => "a body of `null` is decoded as an empty one",
                    false => "a body of `null` is an error: its type has no empty value",
                };
                self.ledger.lossy(&pointer, "nullable-response", message);
            }
            *schema = self.placed(&ty, "");
            given = Some(ty);
        }
        (arguments, given)
    }

    /// Whether nothing, where a body was expected, can be decoded as this type.
    fn has_empty_value(&self, ty: &TypeRef) -> bool {
        match ty {
            TypeRef::Any | TypeRef::Text | TypeRef::List(_) | TypeRef::Map(_) => true,
            TypeRef::Named(name) => match self.types.defs.get(name) {
                Some(TypeDef::Struct(structure)) => !structure.fields.iter().any(|field| field.required),
                Some(TypeDef::Json) => true,
                Some(TypeDef::Id | TypeDef::Union(_)) => false,
                // An open enum is defined when all its values are known.
                Some(TypeDef::Enum(_)) | None => self.enums.has(name),
            },
            _ => false,
        }
    }

    /// The schema that stands for a type.
    fn placed(&mut self, ty: &TypeRef, description: &str) -> Value {
        self.roots.extend(ty.names().map(str::to_owned));
        self.natives.described(&self.types, ty, description)
    }
}

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

/// Removes top-level members that the generator does not read.
fn tidy(document: &mut Value) {
    let text = |pointer: &str| document.pointer(pointer).and_then(Value::as_str).unwrap_or("API").to_owned();
    let info = json!({"title": text("/info/title"), "version": text("/info/version")});
    if let Some(document) = document.as_object_mut() {
        document.retain(|key, _| ["openapi", "paths", "components"].contains(&key.as_str()));
        document.insert("info".to_owned(), info);
    }
}

fn unused(names: &Names, operations: &[Operation], schemas: &BTreeSet<String>) -> Vec<String> {
    let keys: BTreeSet<String> = operations.iter().map(|one| format!("{} {}", one.method, one.path)).collect();
    // An entry with other names of path variables counts where none has the right ones.
    let known: BTreeMap<String, bool> =
        keys.iter().map(|key| (nameless(key), names.operations.contains_key(key))).collect();
    let is_unused = |key: &&String| !keys.contains(*key) && known.get(&nameless(key)).is_none_or(|listed| *listed);
    let operations = names.operations.keys().filter(is_unused).map(|key| format!("[operations] {key}"));
    let types = names.types.keys().filter(|key| !schemas.contains(*key)).map(|key| format!("[types] {key}"));
    operations.chain(types).collect()
}

/// Properties in `[identity]` and values in `[enum_variants]` that no type has, unless the type is one of a later document.
fn unused_members(names: &Names, types: &Types, is_waiting: &dyn Fn(&str) -> bool) -> Vec<String> {
    let is_later = |name: &str| {
        let places = names.enums.get(name).into_iter().flatten();
        let mut owners = places.map(|place| place.split('.').next().unwrap_or(place)).peekable();
        is_waiting(name) || (owners.peek().is_some() && owners.all(is_waiting))
    };
    let has = |name: &str, property: &String| {
        types.structure(name).is_some_and(|known| known.fields.iter().any(|field| field.wire == *property))
    };
    let has_value = |name: &str, value: &str| match types.defs.get(name) {
        Some(TypeDef::Enum(known)) => known.variants.iter().any(|(_, known)| known == value),
        _ => false,
    };
    let identity = names.identity.iter().flat_map(|(name, all)| all.iter().map(move |property| (name, property)));
    let identity = identity.filter(|(name, property)| !has(name, property) && !is_later(name));
    let variants = names.enum_variants.keys().map(|key| (key, key.split_once('.').unwrap_or((key, ""))));
    let variants = variants.filter(|(_, (name, value))| !has_value(name, value) && !is_later(name));
    let mut unused: Vec<String> = identity.map(|(name, property)| format!("[identity] {name}.{property}")).collect();
    unused.extend(variants.map(|(key, _)| format!("[enum_variants] {key}")));
    unused
}
