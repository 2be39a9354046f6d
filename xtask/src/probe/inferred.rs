//! The types of the values that were seen at one place, without the values.

use std::collections::{BTreeMap, BTreeSet};

use serde_json::{Map, Value, json};

use super::shown::Shown;
use crate::diff::values::type_of;

/// How deep types are told.
const DEEPEST: usize = 6;

/// What was seen at one place.
#[derive(Clone, Debug, Default, PartialEq)]
pub(super) struct Inferred {
    types: BTreeSet<&'static str>,
    items: Option<Box<Inferred>>,
    properties: BTreeMap<String, Inferred>,
    /// Whether there were members whose names may be data.
    has_other_members: bool,
}

impl Inferred {
    pub(super) fn add(&mut self, value: &Value, shown: &Shown) {
        self.add_at(value, shown, 0);
    }

    fn add_at(&mut self, value: &Value, shown: &Shown, depth: usize) {
        self.types.insert(type_of(value));
        if depth == DEEPEST {
            return;
        }
        match value {
            Value::Array(items) => {
                for item in items {
                    self.items.get_or_insert_default().add_at(item, shown, depth + 1);
                }
            }
            Value::Object(members) => {
                for (name, member) in members {
                    if shown.is_name(name) {
                        self.properties.entry(name.clone()).or_default().add_at(member, shown, depth + 1);
                    } else {
                        self.has_other_members = true;
                    }
                }
            }
            _ => {}
        }
    }

    pub(super) fn merge(&mut self, other: Self) {
        self.types.extend(other.types);
        self.has_other_members |= other.has_other_members;
        if let Some(items) = other.items {
            self.items.get_or_insert_default().merge(*items);
        }
        for (name, property) in other.properties {
            self.properties.entry(name).or_default().merge(property);
        }
    }

    /// The types, without `integer` where there is `number`.
    fn types(&self) -> Vec<&'static str> {
        let is_number = self.types.contains("number");
        self.types.iter().copied().filter(|name| !is_number || *name != "integer").collect()
    }

    /// The types in words: `array of string or null`.
    pub(super) fn words(&self) -> String {
        let word = |name: &'static str| match (name, &self.items) {
            ("array", Some(items)) => format!("array of {}", items.words()),
            (name, _) => name.to_owned(),
        };
        self.types().into_iter().map(word).collect::<Vec<_>>().join(" or ")
    }

    /// A schema that allows what was seen.
    pub(super) fn schema(&self) -> Value {
        let mut schema = Map::new();
        match self.types().as_slice() {
            [] => {}
            [only] => drop(schema.insert("type".to_owned(), json!(only))),
            several => drop(schema.insert("type".to_owned(), json!(several))),
        }
        if let Some(items) = &self.items {
            schema.insert("items".to_owned(), items.schema());
        }
        if !self.properties.is_empty() {
            let properties = self.properties.iter().map(|(name, property)| (name.clone(), property.schema()));
            schema.insert("properties".to_owned(), Value::Object(properties.collect()));
        }
        if self.has_other_members {
            schema.insert("additionalProperties".to_owned(), json!(true));
        }
        schema.into()
    }
}
