//! Objects that other schemas extend by `allOf`. A reference to such a schema means any of the extending schemas. As a base in
//! an `allOf`, the schema means only its own members. Each of the two meanings becomes a separate schema.

mod circles;
mod family;
mod values;

use std::collections::{BTreeMap, BTreeSet};

use serde_json::{Map, Value, json};

use self::family::Family;
use super::schema::SCHEMAS;
use super::whole::is_annotation;
use crate::ledger::{Ledger, join};

/// Keywords that list or distinguish alternatives.
const OF_UNIONS: [&str; 3] = ["oneOf", "anyOf", "discriminator"];

/// Turns extended schemas into unions. Returns the names of the schemas that were added, each with that of the union.
pub(crate) fn spell_out(document: &mut Value, ledger: &mut Ledger) -> BTreeMap<String, String> {
    let Some(Value::Object(schemas)) = document.pointer_mut("/components/schemas") else { return BTreeMap::new() };
    let family = Family::of(schemas);
    let mut taken: BTreeSet<String> = schemas.keys().map(|name| name.to_ascii_lowercase()).collect();
    let mut own: BTreeMap<&str, String> = BTreeMap::new();
    for base in family.names().filter(|name| family.is_base(name)) {
        let mut names = (1_u64..).map(|n| format!("{base}Base{}", if n > 1 { n.to_string() } else { String::new() }));
        let free = names.find(|name| taken.insert(name.to_ascii_lowercase()));
        own.extend(free.map(|free| (base, free)));
    }
    let mut added = Map::new();
    for (name, schema) in schemas.iter_mut() {
        each_part(schema, &mut |part| {
            let base = family.parent(name, part).and_then(|base| own.get(base)).cloned();
            if let Some(base) = base {
                part["$ref"] = json!(format!("{SCHEMAS}{base}"));
            }
        });
        let Some(base) = own.get(name.as_str()) else { continue };
        let union = union(&family, name, schema, &own);
        let mut members = std::mem::replace(schema, union);
        let left_out = if family.lists(name) { &OF_UNIONS } else { &OF_UNIONS[2..] };
        each_part(&mut members, &mut |part| {
            if let Some(part) = part.as_object_mut() {
                part.retain(|key, _| !left_out.contains(&key.as_str()) && key != "nullable");
            }
        });
        if let Some(tag) = family.tag(name)
            && family.schemas.named(name).get("properties").is_none_or(|properties| properties.get(tag).is_none())
        {
            members["properties"][tag] = json!({"type": "string"});
        }
        added.insert(base.clone(), members);
        let message = format!("a `{name}` may be any of the schemas that extend it; its own members are `{base}`");
        ledger.exact(join("/components/schemas", name), "inheritance", message);
    }
    let origins = own.into_iter().map(|(base, own)| (own, base.to_owned())).collect();
    schemas.extend(added);
    circles::cut(schemas, ledger);
    origins
}

/// Visits a schema and the parts that it is made of in place, by `allOf`.
fn each_part(schema: &mut Value, visit: &mut dyn FnMut(&mut Value)) {
    visit(schema);
    for part in schema.get_mut("allOf").and_then(Value::as_array_mut).into_iter().flatten() {
        each_part(part, visit);
    }
}

/// The union of all schemas that extend a schema; `own` maps bases to the schemas of only their members.
fn union(family: &Family, name: &str, schema: &Value, own: &BTreeMap<&str, String>) -> Value {
    let kept = |schema: &Value, keep: &dyn Fn(&str) -> bool| -> Map<String, Value> {
        let members = schema.as_object().into_iter().flatten();
        members.filter(|(key, _)| keep(key)).map(|(key, value)| (key.clone(), value.clone())).collect()
    };
    let reference = |name: &str| json!({"$ref": format!("{SCHEMAS}{name}")});
    let members_of = |name: &str| reference(own.get(name).map_or(name, String::as_str));
    let mut union = kept(schema, &is_annotation);
    let mut all = vec![members_of(name)];
    if family.lists(name) {
        let lists = family.parts(name).into_iter().map(|part| kept(part, &|key| OF_UNIONS.contains(&key)));
        all.extend(lists.filter(|list| !list.is_empty()).map(Value::Object));
    } else if let Some(tag) = family.tag(name) {
        let (mut branches, mut mapping) = (Vec::new(), Map::new());
        for (branch, values) in family.values(name, tag) {
            // A schema with its own tag is distinguished by that tag.
            let is_union = own.contains_key(branch) && family.tag(branch) != Some(tag);
            let reference = if is_union { reference(branch) } else { members_of(branch) };
            mapping.extend(values.into_iter().map(|value| (value, reference["$ref"].clone())));
            branches.push(reference);
        }
        union.insert("oneOf".to_owned(), json!(branches));
        union.insert("discriminator".to_owned(), json!({"propertyName": tag, "mapping": mapping}));
    }
    union.insert("allOf".to_owned(), json!(all));
    Value::Object(union)
}
