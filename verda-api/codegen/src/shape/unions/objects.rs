//! Unions of objects, and the names of their variants.

use std::collections::BTreeSet;
use std::rc::Rc;

use serde_json::{Map, Value, json};

use super::branches::Branch;
use super::confused::confused;
use super::shapes::overlapping;
use super::{Alternatives, any};
use crate::model::{Shape, TypeDef, TypeRef, Union, Variant};
use crate::shape::naming;
use crate::shape::schema::required;

impl Alternatives<'_, '_> {
    pub(super) fn objects(&mut self, mut branches: Vec<Branch>) -> TypeRef {
        let listed = self.reader.union_places.find(self.place).and_then(|name| self.reader.names.unions.get(&name));
        let mut tag = self.tag(&branches);
        if tag.is_none() && listed.is_none() {
            self.tell(&mut branches);
            tag = self.tag(&branches);
        }
        if tag.is_none() && listed.is_none() {
            branches.iter_mut().for_each(Branch::write_tag);
        }
        if tag.is_none() && listed.is_none() && branches.iter().any(|branch| branch.group.is_some()) {
            match any::merged(&branches).as_slice() {
                [only] => return self.merged(only, &branches),
                merged => branches = merged.to_vec(),
            }
            tag = self.tag(&branches);
        }
        let members: Vec<Shape> = match tag {
            None if listed.is_none() => branches.iter().map(|branch| self.shape(branch)).collect(),
            _ => Vec::new(),
        };
        let named = |pairs: Vec<(usize, usize)>| -> Option<String> {
            let at = |index: usize| Some(&branches.get(index)?.at);
            let pairs =
                pairs.into_iter().filter_map(|(one, other)| Some(format!("`{}` and `{}`", at(one)?, at(other)?)));
            Some(pairs.collect::<Vec<_>>().join(", ")).filter(|pairs| !pairs.is_empty())
        };
        if let Some(pairs) = named(overlapping(&members)) {
            let message = format!("{pairs} have the same properties: the union becomes any JSON");
            return self.lost("overlapping-union", message);
        }
        if let Some(pairs) = named(confused(self.reader, &branches, &members)) {
            let message = format!("{pairs} differ only within their properties: the union becomes any JSON");
            return self.lost("overlapping-union", message);
        }
        if let Some((tag, values)) = &tag {
            branches.iter_mut().zip(values).for_each(|(branch, values)| keep_tag(branch, tag, values));
        }
        // Equal unions of named schemas become one type.
        let is_shared = branches.iter().all(|branch| branch.target.is_some()) && !self.place.is_named();
        let mut name = if is_shared { String::new() } else { self.name() };
        if !is_shared {
            self.reader.becomes(&name);
        }
        let mut taken = BTreeSet::from(["Unknown".to_owned()]);
        let mut variants = Vec::new();
        for (index, branch) in branches.iter().enumerate() {
            let values = tag.as_ref().and_then(|(tag, values)| Some((tag, values.get(index)?)));
            let wanted = branch.title().unwrap_or_else(|| match (&branch.target, values) {
                (Some(target), None) => target.clone(),
                // The first of several values would not describe the others.
                (Some(target), Some((_, values))) if values.len() > 1 => target.clone(),
                (_, Some((_, values))) => naming::variant(values.first().map_or("", String::as_str)),
                (None, None) => branch_name(branch, index),
            });
            let variant = naming::unique(&wanted, &mut taken);
            let ty = match &branch.target {
                Some(target) => self.reader.named(target),
                None => self.branch(branch, values, &format!("{name}{variant}")),
            };
            variants.push(Variant { name: variant, ty, boxed: false });
        }
        let union = match (tag, listed) {
            (Some((tag, values)), _) => Union::Tagged { tag, variants: variants.into_iter().zip(values).collect() },
            (None, Some(listed)) => {
                let mut variants: Vec<_> = listed
                    .variants
                    .iter()
                    .map(|(variant, branch)| {
                        let ty = self.reader.named(&branch.type_name);
                        (Variant { name: variant.clone(), ty, boxed: false }, branch.when.clone())
                    })
                    .collect();
                // The branch without a mark is the remaining one.
                variants.sort_by_key(|(_, when)| when.is_empty());
                Union::Marked(variants)
            }
            (None, None) => Union::ByMembers(variants.into_iter().zip(members).collect()),
        };
        if is_shared {
            if let Some(known) = self.reader.known_unions.get(&union) {
                return TypeRef::named(known);
            }
            name = self.name();
            self.reader.known_unions.insert(union.clone(), name.clone());
        }
        self.reader.define(&name, TypeDef::Union(union), self.place);
        TypeRef::Named(name)
    }

    /// The type of an unnamed branch: a named struct, even if it only has the tag.
    fn branch(&mut self, branch: &Branch, tag: Option<(&String, &Vec<String>)>, name: &str) -> TypeRef {
        let place = &self.place.alternative(name);
        let is_closed = branch.whole.get("additionalProperties") == Some(&Value::Bool(false));
        if branch.has_alternatives() || !is_closed && branch.properties().next().is_none() {
            return self.reader.whole(&branch.whole, place, self.usage);
        }
        let mut whole = (*branch.whole).clone();
        // The union writes the tag.
        if let Some((tag, [_])) = tag.map(|(tag, values)| (tag, values.as_slice())) {
            without_member(&mut whole, tag);
        }
        let name = self.reader.name(place, &place.object_name());
        self.reader.structure(&name, &whole, place, self.usage);
        TypeRef::Named(name)
    }
}

/// Adds the tag to a branch with several values, so that it keeps its value.
fn keep_tag(branch: &mut Branch, tag: &str, values: &[String]) {
    let described = || branch.properties().any(|(name, _)| name == tag);
    if values.len() < 2 || described() || branch.properties().next().is_none() {
        return;
    }
    let mut whole = (*branch.whole).clone();
    if let Some(Value::Object(properties)) = whole.get_mut("properties") {
        properties.insert(tag.to_owned(), json!({"type": "string"}));
    }
    whole.extend(branch.target.take().map(|target| ("title".to_owned(), Value::from(target))));
    branch.whole = Rc::new(whole);
}

fn without_member(whole: &mut Map<String, Value>, name: &str) {
    if let Some(Value::Object(properties)) = whole.get_mut("properties") {
        properties.shift_remove(name);
    }
    if let Some(Value::Array(required)) = whole.get_mut("required") {
        required.retain(|required| required.as_str() != Some(name));
    }
}

/// A name for a branch without title and tag, from a required property.
fn branch_name(branch: &Branch, index: usize) -> String {
    let object = Value::Object((*branch.whole).clone());
    let telling = required(&object).next().or(branch.properties().next().map(|(name, _)| name.as_str()));
    match telling.map(naming::pascal).filter(|name| name.starts_with(|c: char| c.is_alphabetic())) {
        Some(name) => format!("With{name}"),
        None => format!("Object{}", index + 1),
    }
}
