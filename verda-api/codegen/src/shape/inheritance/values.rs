//! The values of a tag that identify extending schemas.

use std::collections::{BTreeMap, BTreeSet};

use serde_json::Value;

use super::family::Family;
use crate::shape::schema::string_enum;

/// Schemas, each with its values of a tag.
type Values<'a> = Vec<(&'a str, Vec<String>)>;

impl Family {
    /// The schemas that a reference to a schema may mean, itself last, each with its values of the tag.
    pub(super) fn values<'a>(&'a self, name: &'a str, tag: &str) -> Values<'a> {
        let (above, mut below) = (self.ancestors(name), self.descendants(name));
        let family = [name].into_iter().chain(above.iter().copied()).chain(below.iter().copied());
        let mapped = family.filter(|member| self.tag(member) == Some(tag)).flat_map(|member| self.mapped(member));
        let explicit: BTreeMap<&str, &str> = mapped.collect();
        let others = self.mapped(name).into_iter().map(|(_, target)| target).filter(|target| *target != name);
        let others: Vec<&str> = others.filter(|target| !below.contains(target)).collect();
        below.extend(others);
        // The possible values of the property, from the schema or its bases.
        let listed = [name].into_iter().chain(above).find_map(|member| self.constants(member, tag));
        let of_mapping = |member: &str| -> Vec<String> {
            let values = explicit.iter().filter(|(_, target)| **target == member);
            values.map(|(value, _)| (*value).to_owned()).collect()
        };
        let alike = |member: &str| -> Vec<String> {
            listed.iter().flatten().filter(|value| reduced(value) == reduced(member)).cloned().collect()
        };
        let mut all: Values<'a> = Vec::new();
        for member in below.iter().rev().copied() {
            let candidates = [of_mapping(member), self.own_constants(member, tag, &all, &explicit), alike(member)];
            let found = candidates.into_iter().find(|values| !values.is_empty());
            all.push((member, found.unwrap_or_else(|| vec![member.to_owned()])));
        }
        all.reverse();
        self.nest(&mut all, tag);
        let taken: BTreeSet<&String> = all.iter().flat_map(|(_, values)| values).collect();
        let mut own = of_mapping(name);
        match &listed {
            // Values that no extending schema has are its own.
            Some(listed) if taken.iter().all(|value| listed.contains(value)) => own.extend(listed.iter().cloned()),
            Some(_) => own.extend(alike(name)),
            None if own.is_empty() => {
                own.extend([name.to_owned()].into_iter().chain(self.aliases.get(name).into_iter().flatten().cloned()));
            }
            None => {}
        }
        own.retain(|value| !taken.contains(value));
        own.sort();
        own.dedup();
        all.extend((!own.is_empty()).then_some((name, own)));
        all
    }

    /// The values that a schema lists itself, except those of extending schemas.
    fn own_constants(&self, name: &str, tag: &str, known: &Values<'_>, explicit: &BTreeMap<&str, &str>) -> Vec<String> {
        let Some(mut values) = self.constants(name, tag) else { return Vec::new() };
        let below = self.descendants(name);
        let of_others: Vec<&String> =
            known.iter().filter(|(other, _)| below.contains(other)).flat_map(|(_, values)| values).collect();
        values.retain(|value| !of_others.contains(&value) && !explicit.contains_key(value.as_str()));
        values
    }

    /// A schema with its own tag means all schemas that extend it.
    fn nest(&self, all: &mut Values<'_>, tag: &str) {
        let has_own = |member: &&str| self.is_base(member) && self.tag(member) != Some(tag);
        let outer: Vec<&str> = all.iter().map(|(member, _)| *member).filter(has_own).collect();
        for outer in outer {
            let below = self.descendants(outer);
            let inner: Values<'_> = all.extract_if(.., |(member, _)| below.contains(member)).collect();
            for (_, values) in all.iter_mut().filter(|(member, _)| *member == outer) {
                values.extend(inner.iter().flat_map(|(_, values)| values.clone()));
            }
        }
    }

    /// The values of a property that a schema lists itself.
    fn constants(&self, name: &str, property: &str) -> Option<Vec<String>> {
        self.parts(name).into_iter().find_map(|part| {
            let whole = self.schemas.all(part.get("properties")?.get(property)?);
            string_enum(&Value::Object((*whole).clone()))
        })
    }
}

/// A name in lower case without separators.
fn reduced(name: &str) -> String {
    name.chars().filter(|c| c.is_alphanumeric()).flat_map(char::to_lowercase).collect()
}
