//! The named schemas: Rust names, equal ones merged, and two of a kind where one schema serves requests and responses.

use std::collections::{BTreeMap, BTreeSet};

use serde_json::{Map, Value};

use super::naming;
use super::schema::{SCHEMAS, children, each_reference, reference, rename_references, required, without_annotations};
use crate::Operation;
use crate::ledger::{Ledger, join};
use crate::names::Names;

/// Where the schema of a component is used.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Usage {
    /// In the body of a PATCH, in which a member that is not there keeps its value.
    pub(crate) update: bool,
    pub(crate) request: bool,
    pub(crate) response: bool,
}

/// Takes the named schemas out of a document.
pub(crate) fn take(document: &mut Value) -> Map<String, Value> {
    match document.pointer_mut("/components/schemas") {
        Some(Value::Object(schemas)) => std::mem::take(schemas),
        _ => Map::new(),
    }
}

/// Puts the named schemas back; of the other components nothing is left, they were resolved.
pub(crate) fn put(document: &mut Value, mut schemas: Map<String, Value>) {
    schemas.sort_keys();
    if let Some(document) = document.as_object_mut() {
        document.insert("components".to_owned(), serde_json::json!({ "schemas": schemas }));
    }
}

/// Where the values of a discriminator are that follow from the names of schemas.
pub(crate) const IMPLICIT: &str = "x-implicit";

/// Writes out what a discriminator says with the names that schemas have in the document: a mapping by bare names, and
/// where there is none, the names themselves.
pub(crate) fn spell_out_discriminators(value: &mut Value) {
    match value {
        Value::Object(object) => {
            let targets: Map<String, Value> = ["oneOf", "anyOf"]
                .iter()
                .filter_map(|key| object.get(*key)?.as_array())
                .flatten()
                .filter_map(|branch| Some((reference(branch)?.to_owned(), branch.get("$ref")?.clone())))
                .collect();
            if let Some(Value::Object(discriminator)) = object.get_mut("discriminator") {
                if let Some(Value::Object(mapping)) = discriminator.get_mut("mapping") {
                    for target in mapping.values_mut() {
                        // Some documents write a reference in place of its text.
                        let text = target.as_str().or_else(|| target.get("$ref")?.as_str()).unwrap_or_default();
                        *target = match text.contains(['/', '#']) {
                            true => text.into(),
                            false => format!("{SCHEMAS}{text}").into(),
                        };
                    }
                }
                discriminator.insert(IMPLICIT.to_owned(), Value::Object(targets));
            }
            let data = ["example", "default", "enum", "examples", "discriminator"];
            object.iter_mut().filter(|(key, _)| !data.contains(&key.as_str())).for_each(|(key, value)| {
                match (key.as_str(), value) {
                    ("properties", Value::Object(properties)) => {
                        properties.values_mut().for_each(spell_out_discriminators);
                    }
                    (_, value) => spell_out_discriminators(value),
                }
            });
        }
        Value::Array(values) => values.iter_mut().for_each(spell_out_discriminators),
        _ => {}
    }
}

/// Gives every schema its Rust name. Schemas that names.toml gives one name become one if they say the same. Answers with
/// what got its name by rule, and with the names in the document by the new ones.
pub(crate) fn rename(
    document: &mut Value,
    names: &Names,
    ledger: &mut Ledger,
) -> (Vec<String>, BTreeMap<String, String>) {
    let schemas = take(document);
    let mut renames: BTreeMap<String, String> = BTreeMap::new();
    let mut by_rule = Vec::new();
    let mut taken: BTreeSet<String> = BTreeSet::new();
    for name in schemas.keys() {
        if let Some(listed) = names.types.get(name) {
            renames.insert(name.clone(), listed.clone());
            taken.insert(listed.clone());
        }
    }
    // The names of enums and ids are taken: the types that are made for them would collide.
    let reserved: BTreeSet<&String> = names.enums.keys().chain(names.ids.keys()).chain(names.unions.keys()).collect();
    for name in schemas.keys().filter(|name| !names.types.contains_key(*name)) {
        let candidates = naming::type_candidates(name);
        let free = candidates.iter().find(|candidate| !taken.contains(*candidate) && !reserved.contains(candidate));
        let chosen = match free {
            Some(free) => {
                taken.insert(free.clone());
                free.clone()
            }
            None => naming::unique(&format!("{}Schema", naming::pascal(name)), &mut taken),
        };
        if chosen != *name {
            by_rule.push(format!("{name} → {chosen}"));
        }
        renames.insert(name.clone(), chosen);
    }
    // Merge what is equal once references speak of the new names; what is not keeps a name of its own.
    let mut out: Map<String, Value> = Map::new();
    loop {
        out.clear();
        let mut conflict = None;
        for (name, schema) in &schemas {
            let mut schema = schema.clone();
            rename_references(&mut schema, &|old| renames.get(old).cloned());
            let new = renames.get(name).cloned().unwrap_or_else(|| name.clone());
            match out.get(&new) {
                None => {
                    out.insert(new, schema);
                }
                Some(first) if without_annotations(first) == without_annotations(&schema) => {}
                Some(_) => {
                    conflict = Some((name.clone(), new));
                    break;
                }
            }
        }
        let Some((name, new)) = conflict else { break };
        let own = naming::unique(&naming::pascal(&name), &mut taken);
        ledger.lossy(
            join("/components/schemas", &name),
            "not-merged",
            format!("names.toml calls it `{new}`, but another schema of that name differs: it is `{own}`"),
        );
        renames.insert(name, own);
    }
    rename_references(document, &|old| renames.get(old).cloned());
    put(document, out);
    (by_rule, renames.into_iter().map(|(old, new)| (new, old)).collect())
}

/// How each component is used, by what the operations reach.
pub(crate) fn usage(document: &Value) -> BTreeMap<String, Usage> {
    let (mut requests, mut responses, mut updates) = (BTreeSet::new(), BTreeSet::new(), BTreeSet::new());
    for (method, operation) in operations(document) {
        let collect = |part: &str, roots: &mut BTreeSet<String>| {
            if let Some(part) = operation.get(part) {
                each_reference(part, &mut |name| roots.extend([name.to_owned()]));
            }
        };
        collect("requestBody", &mut requests);
        collect("parameters", &mut requests);
        collect("responses", &mut responses);
        if method == "patch" {
            collect("requestBody", &mut updates);
        }
    }
    let (requests, responses) = (closure(document, requests), closure(document, responses));
    let updates = closure(document, updates);
    let schemas = document.pointer("/components/schemas").and_then(Value::as_object);
    schemas
        .into_iter()
        .flat_map(Map::keys)
        .map(|name| {
            let usage = Usage {
                update: updates.contains(name),
                request: requests.contains(name),
                response: responses.contains(name),
            };
            (name.clone(), usage)
        })
        .collect()
}

fn operations(document: &Value) -> impl Iterator<Item = (&String, &Value)> {
    let paths = document.get("paths").and_then(Value::as_object);
    paths.into_iter().flat_map(Map::values).filter_map(Value::as_object).flatten()
}

fn closure(document: &Value, mut reached: BTreeSet<String>) -> BTreeSet<String> {
    let mut todo: Vec<String> = reached.iter().cloned().collect();
    while let Some(name) = todo.pop() {
        if let Some(schema) = document.pointer("/components/schemas").and_then(|schemas| schemas.get(&name)) {
            each_reference(schema, &mut |target| {
                if reached.insert(target.to_owned()) {
                    todo.push(target.to_owned());
                }
            });
        }
    }
    reached
}

/// Splits the schemas that serve requests and responses where that matters: where a response must be allowed to lack
/// a property that a request must have, and where an update may set a property to null. The response keeps the name; the other
/// is called `…Request`.
pub(crate) fn split(
    document: &mut Value,
    names: &Names,
    table: &[Operation],
    in_document: &mut BTreeMap<String, String>,
    ledger: &mut Ledger,
) {
    let usage = usage(document);
    let mut schemas = take(document);
    let shared: BTreeSet<&String> =
        usage.iter().filter(|(_, usage)| usage.request && usage.response).map(|(name, _)| name).collect();
    // Those that are split, and then those that refer to one that is.
    let mut users: BTreeMap<String, Vec<&String>> = BTreeMap::new();
    let mut open: Vec<&String> = Vec::new();
    for name in &shared {
        let Some(schema) = schemas.get(*name) else { continue };
        each_reference(schema, &mut |target| users.entry(target.to_owned()).or_default().push(name));
        let clears = usage.get(*name).is_some_and(|usage| usage.update) && may_clear(schema);
        if clears || demands(schema, name, names) {
            open.push(name);
        }
    }
    let mut split: BTreeSet<String> = open.iter().map(|name| (*name).clone()).collect();
    while let Some(name) = open.pop() {
        let more = users.get(name).into_iter().flatten().copied();
        open.extend(more.filter(|user| split.insert((*user).clone())));
    }
    let mut taken: BTreeSet<String> = schemas.keys().cloned().collect();
    let renames: BTreeMap<String, String> =
        split.iter().map(|name| (name.clone(), naming::unique(&format!("{name}Request"), &mut taken))).collect();
    let to_request = |name: &str| renames.get(name).cloned();
    for (name, request) in &renames {
        if let Some(schema) = schemas.get(name) {
            let mut copy = schema.clone();
            rename_references(&mut copy, &to_request);
            schemas.insert(request.clone(), copy);
            let original = in_document.get(name).unwrap_or(name).clone();
            in_document.insert(request.clone(), original.clone());
            ledger.exact(
                join("/components/schemas", &original),
                "split",
                format!("`{name}` in responses may lack what a request must have: requests take `{request}`"),
            );
        }
    }
    // What only requests reach speaks of the request's copies, too.
    for (name, schema) in &mut schemas {
        if usage.get(name).is_some_and(|usage| usage.request && !usage.response) {
            rename_references(schema, &to_request);
        }
    }
    put(document, schemas);
    for entry in table {
        let pointer = join(&join("/paths", &entry.path), &entry.method.to_ascii_lowercase());
        if let Some(operation) = document.pointer_mut(&pointer) {
            for key in ["requestBody", "parameters"] {
                if let Some(part) = operation.get_mut(key) {
                    rename_references(part, &to_request);
                }
            }
        }
    }
}

/// Whether a schema, or an object inside it, has a property that may be null and need not be there.
fn may_clear(schema: &Value) -> bool {
    let properties = schema.get("properties").and_then(Value::as_object);
    let own = properties.into_iter().flatten().any(|(name, property)| {
        property.get("nullable") == Some(&Value::Bool(true)) && !required(schema).any(|listed| listed == name)
    });
    own || children(schema).any(may_clear)
}

/// Whether a schema, or an object inside it, requires what a response may lack.
fn demands(schema: &Value, owner: &str, names: &Names) -> bool {
    let own = required(schema).any(|name| {
        let is_identity = names.is_identity(owner, name);
        let property = schema.get("properties").and_then(|properties| properties.get(name));
        // A request need not have what only responses have.
        let is_read_only = property.and_then(|property| property.get("readOnly")) == Some(&Value::Bool(true));
        is_identity == is_read_only
    });
    own || children(schema).any(|child| demands(child, "", names))
}
