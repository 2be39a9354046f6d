//! Objects of an `anyOf`, of which several may match at once: one object with the members of all.

use std::rc::Rc;

use serde_json::{Map, Value, json};

use super::Alternatives;
use super::branches::Branch;
use crate::model::TypeRef;
use crate::shape::schema::without_annotations;
use crate::shape::whole::ANY_OF;

impl Alternatives<'_, '_> {
    /// The type of alternatives that became one.
    pub(super) fn merged(&mut self, only: &Branch, branches: &[Branch]) -> TypeRef {
        if only.properties().next().is_none() {
            let message = "one alternative is any object: so is the union";
            if branches.iter().any(|branch| branch.properties().next().is_some()) {
                self.reader.ledger.lossy(&self.place.pointer, "union-of-anything", message);
            }
            return self.reader.whole(&only.whole, self.place, self.usage);
        }
        // The same named schemas become one type, which its own members may contain.
        let targets: Option<Vec<String>> = branches.iter().map(|branch| branch.target.clone()).collect();
        if let Some(known) = targets.as_ref().and_then(|targets| self.reader.known_merged.get(targets))
            && !self.place.is_named()
        {
            return TypeRef::named(known);
        }
        let parts: Vec<String> = branches.iter().map(|branch| format!("`{}`", branch.at)).collect();
        let message = format!("a value may be any of {} at once: one type has the members of all", parts.join(", "));
        self.reader.ledger.exact(&self.place.pointer, "any-of-merged", message);
        let name = self.reader.name(self.place, &self.place.object_name());
        self.reader.known_merged.extend(targets.map(|targets| (targets, name.clone())));
        self.reader.becomes(&name);
        let mut whole = (*only.whole).clone();
        whole.extend(self.description.map(|text| ("description".to_owned(), text.clone())));
        self.reader.structure(&name, &whole, self.place, self.usage);
        TypeRef::Named(name)
    }
}

/// The branches, with those that may match at once merged.
pub(super) fn merged(branches: &[Branch]) -> Vec<Branch> {
    let mut out: Vec<Branch> = Vec::new();
    for branch in branches {
        if branch.group.is_some() && out.iter().any(|known| known.group == branch.group) {
            continue;
        }
        let parts: Vec<&Branch> =
            branches.iter().filter(|other| branch.group.is_some() && other.group == branch.group).collect();
        out.push(if parts.len() < 2 { branch.clone() } else { together(branch, &parts) });
    }
    out
}

fn together(first: &Branch, parts: &[&Branch]) -> Branch {
    let rests: Vec<Option<Value>> = parts.iter().map(|part| rest(part)).collect();
    let mut whole = Map::from_iter([("type".to_owned(), json!("object"))]);
    let anything = json!({});
    let takes_all = |(part, rest): (&&Branch, &Option<Value>)| {
        part.properties().next().is_none() && rest.as_ref() == Some(&anything)
    };
    if !parts.iter().zip(&rests).any(takes_all) {
        let mut properties = Map::new();
        for (name, _) in parts.iter().flat_map(|part| part.properties()) {
            if !properties.contains_key(name) {
                let of = |part: &Branch| part.whole.get("properties")?.get(name).cloned();
                let schemas = parts.iter().zip(&rests).filter_map(|(part, rest)| of(part).or_else(|| rest.clone()));
                properties.insert(name.clone(), either(schemas.collect()));
            }
        }
        let required: Vec<&String> =
            properties.keys().filter(|name| parts.iter().all(|part| part.requires(name))).collect();
        whole.insert("required".to_owned(), json!(required));
        whole.insert("properties".to_owned(), Value::Object(properties));
        let closed = |part: &&Branch| part.whole.get("additionalProperties") == Some(&Value::Bool(false));
        let described: Vec<Value> = rests.iter().flatten().cloned().collect();
        let open = parts.iter().zip(&rests).any(|(part, rest)| rest.is_none() && !closed(part));
        if !described.is_empty() {
            whole.insert("additionalProperties".to_owned(), if open { anything } else { either(described) });
        }
    }
    let at = parts.iter().map(|part| part.at.as_str()).collect::<Vec<_>>().join(" with ");
    let schema = Value::Object(whole.clone());
    // A tag of one of them is none of the others.
    let origin = first.origin.clone().filter(|_| parts.iter().all(|part| part.origin == first.origin));
    Branch { target: None, origin, whole: Rc::new(whole), schema, at, group: first.group, told: None }
}

/// The schema of members of any other name, if the document allows them.
fn rest(branch: &Branch) -> Option<Value> {
    match branch.whole.get("additionalProperties") {
        Some(schema @ Value::Object(_)) => Some(schema.clone()),
        Some(Value::Bool(true)) => Some(json!({})),
        None if branch.properties().next().is_none() => Some(json!({})),
        _ => None,
    }
}

/// A schema for values that match any of several schemas.
fn either(schemas: Vec<Value>) -> Value {
    let mut different: Vec<Value> = Vec::new();
    for schema in schemas {
        if !different.iter().any(|known| without_annotations(known) == without_annotations(&schema)) {
            different.push(schema);
        }
    }
    match different.as_slice() {
        [only] => only.clone(),
        _ => {
            let mut schema = json!({ ANY_OF: different });
            for key in ["description", "readOnly", "writeOnly"] {
                let mut values = different.iter().map(|schema| schema.get(key));
                if let Some(Some(first)) = values.next()
                    && values.all(|value| value == Some(first))
                {
                    schema[key] = first.clone();
                }
            }
            schema
        }
    }
}
