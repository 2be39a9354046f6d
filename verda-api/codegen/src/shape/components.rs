//! The named schemas: Rust names, equal ones merged, and two of a kind where one schema serves requests and responses.

use std::collections::{BTreeMap, BTreeSet};

use serde_json::{Map, Value};

use super::naming;
use super::schema::{
    SCHEMAS, children, each_object, each_object_mut, each_reference, reference, rename_references, required, resolved,
    without_annotations,
};
use crate::ledger::{Ledger, UNREACHED, join};
use crate::names::Names;
use crate::references::percent_decoded;
use crate::{ByRule, Chosen, Operation};

/// Where the schema of a component is used.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Usage {
    /// In the body of a PATCH, in which an absent member keeps its value.
    pub(crate) update: bool,
    pub(crate) request: bool,
    pub(crate) response: bool,
}

/// The named schemas among the components.
pub(crate) fn named(components: &Value) -> BTreeMap<String, Value> {
    let schemas = components.get("schemas").and_then(Value::as_object).into_iter().flatten();
    schemas.map(|(name, schema)| (name.clone(), schema.clone())).collect()
}

/// Takes the named schemas out of a document.
pub(crate) fn take(document: &mut Value) -> Map<String, Value> {
    match document.pointer_mut("/components/schemas") {
        Some(Value::Object(schemas)) => std::mem::take(schemas),
        _ => Map::new(),
    }
}

/// Puts the named schemas back. The other components are not needed, because references to them were resolved.
pub(crate) fn put(document: &mut Value, mut schemas: Map<String, Value>) {
    schemas.sort_keys();
    if let Some(document) = document.as_object_mut() {
        document.insert("components".to_owned(), serde_json::json!({ "schemas": schemas }));
    }
}

/// Removes the named schemas that no operation refers to, in its parameters, its body or any of its responses. Returns
/// their names.
pub(crate) fn leave_out_unreached(document: &mut Value, ledger: &mut Ledger) -> Vec<String> {
    let mut reached: BTreeSet<String> = BTreeSet::new();
    let mut todo: Vec<&str> = Vec::new();
    if let Some(paths) = document.get("paths") {
        each_target(paths, &mut |target| todo.push(target));
    }
    while let Some(target) = todo.pop() {
        let target = if target.contains(['#', '/']) { target.to_owned() } else { format!("{SCHEMAS}{target}") };
        let Some(pointer) = target.strip_prefix('#').and_then(percent_decoded) else { continue };
        if reached.insert(pointer.clone())
            && let Some(value) = document.pointer(&pointer)
        {
            each_target(value, &mut |target| todo.push(target));
        }
    }
    let mut schemas = match document.pointer("/components/schemas") {
        Some(Value::Object(schemas)) => schemas.clone(),
        _ => return Vec::new(),
    };
    let is_reached = |name: &String| reached.contains(&join("/components/schemas", name));
    let unreached: Vec<String> = schemas.keys().filter(|name| !is_reached(name)).cloned().collect();
    if !unreached.is_empty() {
        let names: Vec<String> = unreached.iter().map(|name| format!("`{name}`")).collect();
        ledger.exact("/components/schemas", UNREACHED, format!("no operation uses {}", names.join(", ")));
        schemas.retain(|name, _| is_reached(name));
        document["components"]["schemas"] = Value::Object(schemas);
    }
    unreached
}

/// What operations refer to, also in responses that are not generated.
pub(crate) fn referred(document: &Value) -> BTreeSet<String> {
    let mut targets = BTreeSet::new();
    if let Some(paths) = document.get("paths") {
        each_target(paths, &mut |target| {
            targets.insert(target.trim_start_matches(SCHEMAS).to_owned());
        });
    }
    targets
}

/// The named schemas that others extend by `allOf`, and to which nothing else refers: no value is one of them alone.
pub(crate) fn only_extended(
    document: &Value,
    schemas: &BTreeMap<String, Value>,
    is_referred: impl Fn(&str) -> bool,
) -> BTreeSet<String> {
    let (mut extended, mut others) = (BTreeSet::new(), BTreeSet::new());
    if let Some(paths) = document.get("paths") {
        each_target(paths, &mut |target| {
            others.insert(target.to_owned());
        });
    }
    let mut parts: Vec<&Value> = schemas.values().collect();
    while let Some(part) = parts.pop() {
        for (key, value) in part.as_object().into_iter().flatten() {
            let inner = value.as_array().filter(|_| key == "allOf");
            for part in inner.into_iter().flatten() {
                match reference(part) {
                    Some(name) => drop(extended.insert(name.to_owned())),
                    None => parts.push(part),
                }
            }
            if inner.is_none() {
                let alone: Map<String, Value> = [(key.clone(), value.clone())].into_iter().collect();
                each_target(&Value::Object(alone), &mut |target| {
                    others.insert(target.to_owned());
                });
            }
        }
    }
    let is_other =
        |name: &String| others.contains(&format!("{SCHEMAS}{name}")) || others.contains(name) || is_referred(name);
    extended.into_iter().filter(|name| !is_other(name)).collect()
}

/// Calls `visit` with everything that a part of the document refers to, directly: references, and the names of discriminators.
fn each_target<'a>(value: &'a Value, visit: &mut dyn FnMut(&'a str)) {
    each_object(value, &mut |object| {
        object.get("$ref").and_then(Value::as_str).into_iter().for_each(&mut *visit);
        let mapping = object.get("discriminator").and_then(|found| found.get("mapping")?.as_object());
        mapping.into_iter().flat_map(Map::values).filter_map(Value::as_str).for_each(&mut *visit);
    });
}

/// The extension for the values of a discriminator that follow from schema names.
pub(crate) const IMPLICIT: &str = "x-implicit";

/// Makes implicit values of discriminators explicit, before schemas are renamed: a mapping by bare names or aliases, or without
/// a mapping the schema names themselves.
pub(crate) fn spell_out_discriminators(document: &mut Value) {
    let schemas = document.pointer("/components/schemas").and_then(Value::as_object).into_iter().flatten();
    let aliases: BTreeMap<String, String> = schemas
        .filter_map(|(name, schema)| Some((format!("{SCHEMAS}{name}"), format!("{SCHEMAS}{}", reference(schema)?))))
        .collect();
    each_object_mut(document, &mut |object| {
        let targets: Map<String, Value> = ["oneOf", "anyOf"]
            .iter()
            .filter_map(|key| object.get(*key)?.as_array())
            .flatten()
            .filter_map(|branch| reference(branch).map(|name| (name.to_owned(), format!("{SCHEMAS}{name}").into())))
            .collect();
        let Some(Value::Object(discriminator)) = object.get_mut("discriminator") else { return };
        let listed: BTreeSet<&str> = targets.values().filter_map(Value::as_str).collect();
        let mut by_meaning: BTreeMap<&str, Vec<&str>> = BTreeMap::new();
        listed.iter().for_each(|target| by_meaning.entry(resolved(&aliases, target)).or_default().push(target));
        if let Some(Value::Object(mapping)) = discriminator.get_mut("mapping") {
            for target in mapping.values_mut() {
                // Some documents write a reference in place of its text.
                let text = target.as_str().or_else(|| target.get("$ref")?.as_str()).unwrap_or_default();
                let whole = if text.contains(['/', '#']) { text.to_owned() } else { format!("{SCHEMAS}{text}") };
                // The alternative that is meant may be listed by another name.
                let others = by_meaning.get(resolved(&aliases, &whole)).filter(|_| !listed.contains(&*whole));
                *target = match others.map(Vec::as_slice) {
                    Some([only]) => (*only).into(),
                    _ => whole.into(),
                };
            }
        }
        discriminator.insert(IMPLICIT.to_owned(), Value::Object(targets));
    });
}

/// The named schemas with their Rust names.
pub(crate) struct Renamed {
    /// The names by rule.
    pub(crate) by_rule: Vec<ByRule>,
    /// The names in the document, by the new ones.
    pub(crate) in_document: BTreeMap<String, String>,
    /// Entries of names.toml that equal the choice of the rule.
    pub(crate) unneeded_names: Vec<String>,
}

/// Renames every schema to its Rust name. Schemas with the same name in names.toml are merged if they are equal.
pub(crate) fn rename(document: &mut Value, names: &Names, ledger: &mut Ledger) -> Renamed {
    let schemas = take(document);
    // The names of enums and ids are reserved for their types.
    let reserved: BTreeSet<&String> = names.enums.keys().chain(names.ids.keys()).chain(names.unions.keys()).collect();
    let candidates: BTreeMap<&String, Vec<String>> =
        schemas.keys().map(|name| (name, naming::type_candidates(name))).collect();
    let mut renames = chosen(&candidates, &names.types, &reserved);
    let by_rule = renames
        .iter()
        .filter(|(name, chosen)| chosen != name && !names.types.contains_key(*name))
        .map(|(name, chosen)| ByRule { kind: Chosen::Type, place: name.clone(), name: chosen.clone() })
        .collect();
    let is_first = |(name, chosen): &(&String, &String)| {
        candidates.get(*name).and_then(|candidates| candidates.first()) == Some(*chosen)
    };
    let chosen_first: Vec<&String> = names.types.iter().filter(is_first).map(|(name, _)| name).collect();
    let is_same = |listed: &_| chosen(&candidates, listed, &reserved) == renames;
    let unneeded_names = unneeded(&chosen_first, &mut names.types.clone(), &is_same);
    let unneeded_names = unneeded_names.into_iter().map(|name| format!("[types] {name}")).collect();
    let mut taken: BTreeSet<String> = renames.values().cloned().collect();
    // Merge schemas that are equal after references were renamed; different ones keep separate names.
    let mut out: Map<String, Value> = Map::new();
    let mut more: BTreeMap<String, BTreeSet<String>> = BTreeMap::new();
    loop {
        out.clear();
        more.clear();
        let mut conflict = None;
        for (name, schema) in &schemas {
            let mut schema = schema.clone();
            rename_references(&mut schema, &|old| renames.get(old).cloned());
            let new = renames.get(name).cloned().unwrap_or_else(|| name.clone());
            let Some(first) = out.get_mut(&new) else {
                out.insert(new, schema);
                continue;
            };
            let Some(own) = merge(first, &schema) else {
                conflict = Some((name.clone(), new));
                break;
            };
            more.entry(new).or_default().extend(own);
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
    for (name, own) in more.iter().filter(|(_, own)| !own.is_empty()) {
        let own: Vec<String> = own.iter().map(|property| format!("`{property}`")).collect();
        let message =
            format!("not every schema that names.toml calls `{name}` has {}; the type has them all", own.join(", "));
        ledger.lossy("/components/schemas", "merged-with-more", message);
    }
    rename_references(document, &|old| renames.get(old).cloned());
    put(document, out);
    let in_document = renames.into_iter().map(|(old, new)| (new, old)).collect();
    Renamed { by_rule, in_document, unneeded_names }
}

/// Makes one schema of two that names.toml calls alike: they say the same, but for properties that one of them may have as well. So
/// an optional property that comes to one of them changes no type. Gives the names of those; `None` where the two differ in more.
fn merge(first: &mut Value, other: &Value) -> Option<Vec<String>> {
    let properties = |schema: &Value| schema.get("properties").and_then(Value::as_object).cloned().unwrap_or_default();
    let (ours, theirs) = (properties(first), properties(other));
    let (mut one, mut two) = (without_annotations(first), without_annotations(other));
    let mut own = Vec::new();
    for (all, others, schema) in [(&ours, &theirs, &mut one), (&theirs, &ours, &mut two)] {
        for name in all.keys().filter(|name| !others.contains_key(*name)) {
            if required(schema).any(|required| required == name) {
                return None;
            }
            schema.get_mut("properties").and_then(Value::as_object_mut)?.shift_remove(name);
            own.push(name.clone());
        }
    }
    // An object without properties is another type than one with some.
    if one != two || ours.is_empty() != theirs.is_empty() {
        return None;
    }
    if let Some(known) = first.get_mut("properties").and_then(Value::as_object_mut) {
        known.extend(theirs.into_iter().filter(|(name, _)| own.contains(name) && !ours.contains_key(name)));
    }
    Some(own)
}

/// Takes out the entries without which nothing changes, and returns their names. Most change nothing, so they are taken out
/// together, and by halves where that changes something.
fn unneeded<'n>(
    names: &[&'n String],
    listed: &mut BTreeMap<String, String>,
    is_same: &impl Fn(&BTreeMap<String, String>) -> bool,
) -> Vec<&'n String> {
    let taken: Vec<(String, String)> = names.iter().filter_map(|name| listed.remove_entry(*name)).collect();
    if names.is_empty() || is_same(listed) {
        return names.to_vec();
    }
    listed.extend(taken);
    if names.len() == 1 {
        return Vec::new();
    }
    let (first, second) = names.split_at(names.len() / 2);
    let first = unneeded(first, listed, is_same);
    [first, unneeded(second, listed, is_same)].concat()
}

/// The name of each schema: the listed one, or the first candidate that is free. A schema that has its name already goes before
/// one that would be shortened to it.
fn chosen(
    candidates: &BTreeMap<&String, Vec<String>>,
    listed: &BTreeMap<String, String>,
    reserved: &BTreeSet<&String>,
) -> BTreeMap<String, String> {
    let mut renames: BTreeMap<String, String> = BTreeMap::new();
    let mut taken: BTreeSet<String> = BTreeSet::new();
    for name in candidates.keys() {
        if let Some(listed) = listed.get(*name) {
            renames.insert((*name).clone(), listed.clone());
            taken.insert(listed.clone());
        }
    }
    let mut order: Vec<_> = candidates.iter().filter(|(name, _)| !renames.contains_key(**name)).collect();
    order.sort_by_key(|(name, candidates)| candidates.first() != Some(**name));
    for (name, candidates) in order {
        let free = candidates.iter().find(|candidate| !taken.contains(*candidate) && !reserved.contains(candidate));
        let chosen = match free {
            Some(free) => {
                taken.insert(free.clone());
                free.clone()
            }
            None => naming::unique(&format!("{}Schema", naming::pascal(name)), &mut taken),
        };
        renames.insert((*name).clone(), chosen);
    }
    renames
}

/// The use of each component by the operations.
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

/// Splits schemas for requests and responses where they must differ: if a response may lack a property that a request requires,
/// or if an update may set a property to null. The response keeps the name. The request is named after the operation whose body
/// it is, or `…Request`.
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
    // Split schemas, and then schemas that refer to split ones.
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
    let listed = names.enums.keys().chain(names.ids.keys()).chain(names.unions.keys());
    let mut taken: BTreeSet<String> = schemas.keys().chain(listed).cloned().collect();
    let of_one = bodies_of_one(document, &schemas, &usage);
    let renames: BTreeMap<String, String> = split
        .iter()
        .map(|name| {
            let own = of_one.get(name).filter(|own| !taken.contains(*own)).cloned();
            (name.clone(), naming::unique(&own.unwrap_or_else(|| format!("{name}Request")), &mut taken))
        })
        .collect();
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
    // Schemas that only requests reach must also refer to the request's copies.
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

/// Schemas that are only used as the body of one operation, with the name from this operation.
fn bodies_of_one(
    document: &Value,
    schemas: &Map<String, Value>,
    usage: &BTreeMap<String, Usage>,
) -> BTreeMap<String, String> {
    let mut inside: BTreeSet<&str> = BTreeSet::new();
    for (name, schema) in schemas {
        if usage.get(name).is_some_and(|usage| usage.request) {
            each_reference(schema, &mut |target| {
                inside.extend(schemas.get_key_value(target).map(|(name, _)| name.as_str()))
            });
        }
    }
    let mut bodies: BTreeMap<String, Vec<String>> = BTreeMap::new();
    for (_, operation) in operations(document) {
        let id = operation.get("operationId").and_then(Value::as_str).unwrap_or_default();
        let content = operation.pointer("/requestBody/content").and_then(Value::as_object);
        for media in content.into_iter().flat_map(Map::values) {
            if let Some(name) = media.get("schema").and_then(reference) {
                bodies.entry(name.to_owned()).or_default().push(naming::pascal(id));
            }
        }
    }
    let alone = bodies.into_iter().filter(|(name, of)| of.len() == 1 && !inside.contains(name.as_str()));
    alone.filter_map(|(name, of)| Some((name, of.into_iter().next()?))).collect()
}

/// Whether a schema, or an object inside it, has an optional property that may be null.
fn may_clear(schema: &Value) -> bool {
    let properties = schema.get("properties").and_then(Value::as_object);
    let own = properties.into_iter().flatten().any(|(name, property)| {
        property.get("nullable") == Some(&Value::Bool(true)) && !required(schema).any(|listed| listed == name)
    });
    own || children(schema).any(may_clear)
}

/// Whether a schema, or an object inside it, requires a property that a response may lack.
fn demands(schema: &Value, owner: &str, names: &Names) -> bool {
    let own = required(schema).any(|name| {
        let is_identity = names.is_identity(owner, name);
        let property = schema.get("properties").and_then(|properties| properties.get(name));
        // A request does not need properties that only responses have.
        let is_read_only = property.and_then(|property| property.get("readOnly")) == Some(&Value::Bool(true));
        is_identity == is_read_only
    });
    own || children(schema).any(|child| demands(child, "", names))
}
