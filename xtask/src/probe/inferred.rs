//! The types of the values that were seen at one place, without the values. The members of an object have no names here: of an
//! object that is not documented they may be data.

use std::collections::BTreeSet;

use serde_json::{Map, Value, json};

use crate::diff::values::type_of;

/// How deep types are told.
const DEEPEST: usize = 6;

/// What was seen at one place.
#[derive(Clone, Debug, Default, PartialEq)]
pub(super) struct Inferred {
    types: BTreeSet<&'static str>,
    items: Option<Box<Inferred>>,
}

impl Inferred {
    pub(super) fn add(&mut self, value: &Value) {
        self.add_at(value, 0);
    }

    fn add_at(&mut self, value: &Value, depth: usize) {
        self.types.insert(type_of(value));
        for item in value.as_array().into_iter().flatten().filter(|_| depth < DEEPEST) {
            self.items.get_or_insert_default().add_at(item, depth + 1);
        }
    }

    pub(super) fn merge(&mut self, other: Self) {
        self.types.extend(other.types);
        if let Some(items) = other.items {
            self.items.get_or_insert_default().merge(*items);
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
        if self.types.contains("object") {
            schema.insert("additionalProperties".to_owned(), json!(true));
        }
        schema.into()
    }
}
