//! String enums: one type for the same values at all places.

use std::collections::{BTreeMap, BTreeSet};

use heck::ToSnakeCase;
use serde_json::{Map, Value};

use super::components::Usage;
use super::naming;
use super::operation_names::singular;
use super::places::{Place, PlaceTable};
use super::schema::string_enum;
use super::whole::Components;
use crate::ledger::Ledger;
use crate::model::OpenEnum;
use crate::names::Names;

/// The key for merging enums: the singular name of the member, and all values.
type Key = (String, Vec<String>);

/// The enums found so far.
pub(crate) struct Enums {
    listed: PlaceTable,
    variant_names: BTreeMap<String, String>,
    /// Listed enums, by the values of their places.
    listed_values: BTreeMap<Key, String>,
    /// The best names of enums with several places.
    wanted: BTreeMap<Key, String>,
    /// Enums with names by rule, by key.
    by_values: BTreeMap<Key, String>,
    values: BTreeMap<String, Vec<String>>,
    seen: BTreeMap<String, BTreeSet<String>>,
    /// The descriptions of named schemas.
    descriptions: BTreeMap<String, String>,
    /// The enums that stand next to texts of any value.
    with_any_text: BTreeSet<String>,
    /// The enums of places that names.toml does not list, with these places.
    found: BTreeMap<String, BTreeSet<String>>,
}

impl Enums {
    /// Visits the properties and parameters of a document first, so that equal enums become one type in any reading order.
    pub(crate) fn new(
        names: &Names,
        operations: &[(String, &'static str, &Value)],
        components: &Components,
        usage: &BTreeMap<String, Usage>,
    ) -> Self {
        let listed = PlaceTable::new(&names.enums);
        let mut of_listed: BTreeMap<String, (BTreeSet<String>, BTreeSet<String>)> = BTreeMap::new();
        let mut listed_values = BTreeMap::new();
        let mut owners: BTreeMap<Key, BTreeSet<(bool, usize, String)>> = BTreeMap::new();
        for (place, rank, schema) in members(operations, components, usage) {
            let Some((place, values)) = values_at(place, schema, components) else { continue };
            let Some(key) = key(&place, values) else { continue };
            match listed.peek(&place) {
                Some(name) => {
                    let (members, values) = of_listed.entry(name.clone()).or_default();
                    members.insert(key.0.clone());
                    values.extend(key.1.iter().cloned());
                    listed_values.entry(key).or_insert(name);
                }
                None => {
                    let name = place.made_name();
                    owners.entry(key).or_default().insert((rank, name.len(), name));
                }
            }
        }
        for (name, (members, values)) in of_listed {
            let values: Vec<String> = values.into_iter().collect();
            for member in members {
                listed_values.entry((member, values.clone())).or_insert_with(|| name.clone());
            }
        }
        let wanted = owners.into_iter().filter_map(|(key, names)| Some((key, names.into_iter().next()?.2)));
        Self {
            listed,
            variant_names: names.enum_variants.clone(),
            listed_values,
            wanted: wanted.collect(),
            by_values: BTreeMap::new(),
            values: BTreeMap::new(),
            seen: BTreeMap::new(),
            descriptions: BTreeMap::new(),
            with_any_text: BTreeSet::new(),
            found: BTreeMap::new(),
        }
    }

    /// The enum of a place: by names.toml, also for a plain string, or by rule for a schema with values.
    pub(crate) fn find(
        &mut self,
        place: &Place,
        values: Option<Vec<String>>,
        taken: &mut BTreeSet<String>,
        ledger: &mut Ledger,
    ) -> Option<String> {
        let name = match self.listed.find(place) {
            Some(listed) => listed,
            None => {
                let name = self.made(place, values.clone()?, taken, ledger);
                self.found.entry(name.clone()).or_default().insert(place.to_string());
                name
            }
        };
        let seen = self.seen.entry(name.clone()).or_default();
        let known = self.values.entry(name.clone()).or_default();
        known.extend(values.into_iter().flatten().filter(|value| seen.insert(value.clone())));
        Some(name)
    }

    pub(crate) fn has(&self, name: &str) -> bool {
        self.values.contains_key(name)
    }

    /// Keeps the description of a schema, if it is one of the enums.
    pub(crate) fn describe(&mut self, name: &str, description: &str) {
        if self.has(name) && !description.trim().is_empty() {
            self.descriptions.insert(name.to_owned(), super::docs::compose(description, &[]));
        }
    }

    /// Notes that the document allows any text in place of an enum.
    pub(crate) fn takes_any_text(&mut self, name: Option<&str>) {
        self.with_any_text.extend(name.map(str::to_owned));
    }

    fn made(
        &mut self,
        place: &Place,
        values: Vec<String>,
        taken: &mut BTreeSet<String>,
        ledger: &mut Ledger,
    ) -> String {
        let key = key(place, values.clone()).unwrap_or_else(|| (String::new(), sorted(values)));
        // A named schema has its name already.
        if place.is_named() {
            let name = self.by_values.entry(key).or_insert_with(|| place.type_name());
            return name.clone();
        }
        if let Some(name) = self.listed_values.get(&key).or_else(|| self.by_values.get(&key)) {
            return name.clone();
        }
        let wanted = self.wanted.get(&key).cloned().unwrap_or_else(|| place.made_name());
        let name = naming::made(&wanted, &place.pointer, taken, ledger);
        self.by_values.insert(key, name.clone());
        name
    }

    /// The enums by rule, each with its places.
    pub(crate) fn by_rule(&self) -> BTreeMap<String, BTreeSet<String>> {
        self.found.clone()
    }

    pub(crate) fn unused(&self) -> impl Iterator<Item = &String> {
        self.listed.unused()
    }

    /// All enums with their variants.
    pub(crate) fn finish(self) -> BTreeMap<String, OpenEnum> {
        let (variant_names, mut descriptions) = (self.variant_names, self.descriptions);
        let with_any_text = self.with_any_text;
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
                let takes_any_text = with_any_text.contains(&name);
                (name, OpenEnum { description, variants, takes_any_text })
            })
            .collect()
    }
}

/// Every property of a named schema and every parameter, and whether its name is less specific than one of a response.
fn members<'a>(
    operations: &'a [(String, &'static str, &'a Value)],
    components: &'a Components,
    usage: &BTreeMap<String, Usage>,
) -> Vec<(Place, bool, Value)> {
    let mut found = Vec::new();
    for name in components.schemas.keys() {
        let whole = components.named(name);
        let place = Place::named(name, String::new());
        let is_of_request = !usage.get(name).is_some_and(|usage| usage.response);
        let properties = whole.get("properties").and_then(Value::as_object);
        for (property, schema) in properties.into_iter().flatten() {
            found.push((place.property(name, property), is_of_request, schema.clone()));
        }
    }
    for (_, _, operation) in operations {
        let id = operation.get("operationId").and_then(Value::as_str).unwrap_or_default();
        for parameter in operation.get("parameters").and_then(Value::as_array).into_iter().flatten() {
            let name = parameter.get("name").and_then(Value::as_str).unwrap_or_default();
            if let Some(schema) = parameter.get("schema") {
                found.push((Place::parameter(id, name, String::new()), true, schema.clone()));
            }
        }
    }
    found
}

/// The values of an enum at a place, or of the elements of a list there. A named schema has its own enum.
fn values_at(place: Place, schema: Value, components: &Components) -> Option<(Place, Vec<String>)> {
    if super::schema::reference(&schema).is_some() {
        return None;
    }
    let strings = |whole: &Map<String, Value>| string_enum(&Value::Object(whole.clone()));
    let whole = components.all(&schema);
    if let Some(values) = strings(&whole) {
        return Some((place, values));
    }
    let items = whole.get("items").filter(|items| super::schema::reference(items).is_none())?;
    Some((place.part("items"), strings(&components.all(items))?))
}

fn key(place: &Place, values: Vec<String>) -> Option<Key> {
    Some((singular(&place.member()?.to_snake_case()), sorted(values)))
}

fn sorted(mut values: Vec<String>) -> Vec<String> {
    values.sort();
    values.dedup();
    values
}
