//! String enums: one type for values that mean the same, wherever they stand.

use std::collections::{BTreeMap, BTreeSet};

use super::naming;
use super::places::{Place, PlaceTable};
use crate::ledger::Ledger;
use crate::model::OpenEnum;
use crate::names::Names;

/// The enums found so far.
pub(crate) struct Enums {
    listed: PlaceTable,
    variant_names: BTreeMap<String, String>,
    /// Property name and values of an enum that got its name by rule, to find it again.
    by_values: BTreeMap<(String, Vec<String>), String>,
    values: BTreeMap<String, Vec<String>>,
    seen: BTreeMap<String, BTreeSet<String>>,
    /// What named schemas say of themselves.
    descriptions: BTreeMap<String, String>,
    /// The enums that got their names by rule.
    pub(crate) by_rule: Vec<String>,
}

impl Enums {
    pub(crate) fn new(names: &Names) -> Self {
        Self {
            listed: PlaceTable::new(&names.enums),
            variant_names: names.enum_variants.clone(),
            by_values: BTreeMap::new(),
            values: BTreeMap::new(),
            seen: BTreeMap::new(),
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
        ledger: &mut Ledger,
    ) -> Option<String> {
        let name = match self.listed.find(place) {
            Some(listed) => listed,
            None => self.by_rule(place, values.clone()?, taken, ledger),
        };
        let seen = self.seen.entry(name.clone()).or_default();
        let known = self.values.entry(name.clone()).or_default();
        known.extend(values.into_iter().flatten().filter(|value| seen.insert(value.clone())));
        Some(name)
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

    fn by_rule(
        &mut self,
        place: &Place,
        mut values: Vec<String>,
        taken: &mut BTreeSet<String>,
        ledger: &mut Ledger,
    ) -> String {
        values.sort();
        let key = (place.member().unwrap_or_default().to_owned(), values);
        if let Some(name) = self.by_values.get(&key) {
            return name.clone();
        }
        // A named schema has its name already.
        let name = match place.is_named() {
            true => place.type_name(),
            false => naming::made(&place.made_name(), place, taken, ledger),
        };
        self.by_rule.push(name.clone());
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
