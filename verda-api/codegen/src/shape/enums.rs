//! String enums: one type for values that mean the same, wherever they stand.

use std::collections::{BTreeMap, BTreeSet};

use super::naming;
use super::places::{Place, PlaceTable};
use crate::names::Names;

/// An open enum that is written for the document.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct OpenEnum {
    /// What the document says of it; empty where it says nothing of the enum itself.
    pub(crate) description: String,
    /// Variant and value, in the order of the document.
    pub(crate) variants: Vec<(String, String)>,
}

/// The enums found so far.
pub(crate) struct Enums {
    listed: PlaceTable,
    variant_names: BTreeMap<String, String>,
    /// Property name and values of an enum that got its name by rule, to find it again.
    by_values: BTreeMap<(String, Vec<String>), String>,
    values: BTreeMap<String, Vec<String>>,
    /// What named schemas say of themselves.
    descriptions: BTreeMap<String, String>,
    pub(crate) by_rule: Vec<String>,
}

impl Enums {
    pub(crate) fn new(names: &Names) -> Self {
        Self {
            listed: PlaceTable::new(&names.enums),
            variant_names: names.enum_variants.clone(),
            by_values: BTreeMap::new(),
            values: BTreeMap::new(),
            descriptions: BTreeMap::new(),
            by_rule: Vec::new(),
        }
    }

    /// The enum of a place: by names.toml (then a plain string is one, too), or by rule for one with values.
    pub(crate) fn find(
        &mut self,
        place: &Place,
        values: Option<Vec<String>>,
        taken: &mut BTreeSet<String>,
    ) -> Option<String> {
        let name = match self.listed.find(place) {
            Some(listed) => listed,
            None => self.by_rule(place, values.clone()?, taken),
        };
        let known = self.values.entry(name.clone()).or_default();
        for value in values.into_iter().flatten() {
            if !known.contains(&value) {
                known.push(value);
            }
        }
        Some(name)
    }

    /// The variant of a value, or of the first one where the value is none of the enum's; `None` where it is no enum.
    pub(crate) fn example(&self, name: &str, value: Option<&str>) -> Option<String> {
        let values = self.values.get(name)?;
        let listed = value.filter(|value| values.iter().any(|known| known == value));
        let value = listed.or(values.first().map(String::as_str))?;
        Some(self.variant_names.get(&format!("{name}.{value}")).cloned().unwrap_or_else(|| naming::variant(value)))
    }

    pub(crate) fn has(&self, name: &str) -> bool {
        self.values.contains_key(name)
    }

    /// Keeps what a schema says of itself, if it is one of the enums.
    pub(crate) fn describe(&mut self, name: &str, description: &str) {
        if self.has(name) && !description.trim().is_empty() {
            self.descriptions.insert(name.to_owned(), super::docs::compose(description, &[]));
        }
    }

    fn by_rule(&mut self, place: &Place, mut values: Vec<String>, taken: &mut BTreeSet<String>) -> String {
        values.sort();
        let key = (place.member().unwrap_or_default().to_owned(), values);
        if let Some(name) = self.by_values.get(&key) {
            return name.clone();
        }
        let name = naming::unique(&place.type_name(), taken);
        self.by_rule.push(format!("enum {name}"));
        self.by_values.insert(key, name.clone());
        name
    }

    pub(crate) fn unused(&self) -> impl Iterator<Item = &String> {
        self.listed.unused()
    }

    /// All enums with their variants.
    pub(crate) fn finish(self) -> BTreeMap<String, OpenEnum> {
        let (variant_names, mut descriptions) = (self.variant_names, self.descriptions);
        self.values
            .into_iter()
            .map(|(name, values)| {
                let mut taken = BTreeSet::from(["Unknown".to_owned()]);
                let variants = values
                    .into_iter()
                    .map(|value| {
                        let listed = variant_names.get(&format!("{name}.{value}")).cloned();
                        let wanted = listed.unwrap_or_else(|| naming::variant(&value));
                        (naming::unique(&wanted, &mut taken), value)
                    })
                    .collect();
                let description = descriptions.remove(&name).unwrap_or_default();
                (name, OpenEnum { description, variants })
            })
            .collect()
    }
}
