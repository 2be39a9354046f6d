//! Finds ids and their types: by names.toml, and by rule for all other places.
//!
//! The paths of the document show which resources have ids: `/volumes/{volume_id}` contains the id of a volume. The same type
//! of id is in the resource itself, in `volume_id` and `volume_ids` of other schemas, and in the response of a create.

use std::collections::{BTreeMap, BTreeSet};

use heck::{ToPascalCase, ToSnakeCase};
use serde_json::{Map, Value};

use super::operation_names::singular;
use super::places::{Place, PlaceTable};
use super::schema::{reference, required};
use super::whole::Components;
use crate::names::{Names, nameless};

/// Endings of names of ids.
const ID: &str = "Id";

/// Words before the name of a resource that describe its role, not another kind of resource: `source_volume_id`.
const ROLES: [&str; 30] = [
    "attached",
    "base",
    "boot",
    "by",
    "child",
    "created",
    "current",
    "default",
    "deleted",
    "destination",
    "first",
    "from",
    "last",
    "linked",
    "main",
    "new",
    "next",
    "old",
    "origin",
    "original",
    "os",
    "parent",
    "previous",
    "primary",
    "secondary",
    "source",
    "startup",
    "target",
    "to",
    "updated",
];

/// What names.toml lists texts under that are no ids, although the rule says so.
pub(crate) const TEXT: &str = "String";

/// Formats of texts that are no ids, whatever they are called.
const OTHER_FORMATS: [&str; 10] =
    ["binary", "byte", "duration", "email", "hostname", "ipv4", "ipv6", "time", "uri", "url"];

/// The ids of a document.
pub(crate) struct Ids {
    listed: PlaceTable,
    /// The listed types.
    listed_types: BTreeSet<String>,
    rule: Rule,
    /// What the rule says of each text that is not listed: the type of its id, or none.
    decided: BTreeMap<String, Option<String>>,
}

/// The findings in the paths.
#[derive(Default)]
struct Rule {
    /// Types of ids in paths.
    of_paths: BTreeSet<String>,
    /// All types of ids.
    known: BTreeSet<String>,
    /// Shorter names of resources in variables: `{key_id}` after `/ssh-keys/`.
    short: BTreeMap<String, Option<String>>,
    /// Named schema to the type of its `id`.
    of_schema: BTreeMap<String, String>,
    /// Operation and variable to the type of its values.
    of_variable: BTreeMap<(String, String), String>,
    /// Operation that creates a resource and responds with its id.
    of_response: BTreeMap<String, String>,
}

impl Ids {
    /// Visits all operations. Referenced schemas must have their Rust names.
    pub(crate) fn new(names: &Names, operations: &[(String, &'static str, &Value)], components: &Components) -> Self {
        let listed = PlaceTable::new(&names.ids);
        let mut rule = Rule::default();
        let listed_types: BTreeSet<String> = names.ids.keys().filter(|name| *name != TEXT).cloned().collect();
        rule.known.extend(listed_types.iter().cloned());
        // The variable after each list of resources: `/volumes/{}` to the id.
        let mut collections: BTreeMap<String, String> = BTreeMap::new();
        for (path, _, operation) in operations {
            for step in steps(path) {
                let place = Place::parameter(id_of(operation), step.variable, String::new());
                let by_rule = variable(operation, step.variable)
                    .filter(|parameter| is_plain_text(&components.all(parameter)))
                    .and_then(|_| step.id());
                if let Some(id) = &by_rule {
                    let variable = (id_of(operation).to_owned(), step.variable.to_owned());
                    rule.of_variable.insert(variable, id.clone());
                }
                let listed = listed.peek(&place);
                if listed.is_none() || listed == by_rule {
                    rule.of_paths.extend(by_rule.clone());
                }
                let Some(id) = listed.or(by_rule).filter(|id| id != TEXT) else { continue };
                if let Some(base) = step.base() {
                    let short = rule.short.entry(base).or_insert_with(|| Some(id.clone()));
                    // The short name is ambiguous between two kinds of resources.
                    if short.as_ref() != Some(&id) {
                        *short = None;
                    }
                }
                collections.entry(step.collection).or_insert(id);
            }
        }
        let alone = components.schemas.iter().filter(|(name, schema)| {
            name.ends_with(ID) && name.len() > ID.len() && is_plain_text(&components.all(schema))
        });
        rule.of_paths.extend(alone.map(|(name, _)| name.clone()));
        // Another type with that name keeps the name.
        let is_free =
            |id: &String| components.schemas.get(id).is_none_or(|schema| is_plain_text(&components.all(schema)));
        rule.of_paths.retain(is_free);
        rule.of_variable.retain(|_, id| is_free(id));
        rule.short.retain(|_, id| id.as_ref().is_none_or(is_free));
        collections.retain(|_, id| is_free(id));
        rule.known.extend(rule.of_paths.iter().cloned());
        for (path, method, operation) in operations {
            let Some(schema) = operation.pointer(super::RESPONSE_SCHEMA) else { continue };
            let item = steps(path).pop().filter(|step| step.is_last);
            let (collection, noun) = match &item {
                Some(item) => (item.collection.clone(), item.noun.clone()),
                None => (nameless(path), noun(path.rsplit('/').next().unwrap_or_default())),
            };
            let by_path = collections.get(&collection).cloned();
            if *method == "post" && item.is_none() && holds_uuid(schema, components) {
                let created = by_path.or_else(|| Some(format!("{noun}{ID}"))).filter(|id| rule.known.contains(id));
                rule.of_response.extend(created.map(|id| (id_of(operation).to_owned(), id)));
                continue;
            }
            let Some(name) = resource(schema, item.is_none() && *method == "get", components) else { continue };
            let whole = components.named(&name);
            let Some(id) = whole.get("properties").and_then(|properties| properties.get("id")) else { continue };
            if !is_plain_text(&components.all(id)) {
                continue;
            }
            let is_required = required(&Value::Object((*whole).clone())).any(|name| name == "id");
            let own = (item.is_some() && *method == "get" && is_required).then(|| format!("{name}{ID}"));
            if let Some(id) = by_path.or(own).filter(is_free) {
                rule.known.insert(id.clone());
                rule.of_schema.entry(name).or_insert(id);
            }
        }
        Self { listed, listed_types, rule, decided: BTreeMap::new() }
    }

    /// The names of id types, which no other type may have.
    pub(crate) fn types(&self) -> impl Iterator<Item = &String> {
        self.rule.known.iter()
    }

    /// The id type of a text. `is_plain`: the text has no listed values and no other format.
    pub(crate) fn find(&mut self, place: &Place, is_plain: bool) -> Option<String> {
        let by_rule = if is_plain { self.rule.find(place) } else { None };
        if let Some(listed) = self.listed.find(place) {
            if listed == TEXT {
                if by_rule.is_some() {
                    self.listed.needs(place);
                }
                return None;
            }
            if by_rule.as_ref() != Some(&listed) {
                self.listed.needs(place);
            }
            return Some(listed);
        }
        if is_plain {
            self.decided.insert(place.to_string(), by_rule.clone());
        }
        by_rule
    }

    /// The entries of names.toml without a place in the document.
    pub(crate) fn unused(&self) -> impl Iterator<Item = &String> {
        self.listed.unused()
    }

    /// The entries of names.toml that equal the choice of the rule.
    pub(crate) fn unneeded(&self) -> Vec<String> {
        let places = self.listed.unneeded().map(|(place, id)| format!("{id}: {place}"));
        let has_places = |id: &String| self.listed.types().any(|listed| listed == id);
        let empty = self.listed_types.iter().filter(|id| !has_places(id) && self.rule.of_paths.contains(*id));
        places.chain(empty.cloned()).collect()
    }

    /// What the rule says of each text that is not listed, by its place: the type of its id, or none.
    pub(crate) fn decided(self) -> BTreeMap<String, Option<String>> {
        self.decided
    }
}

/// Whether a format excludes an id.
pub(crate) fn is_other_format(format: &str) -> bool {
    OTHER_FORMATS.contains(&format)
}

impl Rule {
    fn find(&self, place: &Place) -> Option<String> {
        // A schema that is only an id.
        if place.is_named() {
            return self.known.get(&place.made_name()).cloned();
        }
        if !place.is_single_or_list() {
            return None;
        }
        if let Some(operation) = place.response_of() {
            return self.of_response.get(operation).cloned();
        }
        let member = place.member()?;
        if let Some(id) = place.operation().and_then(|op| self.of_variable.get(&(op.to_owned(), member.to_owned()))) {
            return Some(id.clone());
        }
        if place.is_list() {
            return self.resource(member.to_snake_case().strip_suffix("_ids")?);
        }
        if member == "id" {
            let owner = place.owner_type()?;
            let own = self.known.get(&format!("{owner}{ID}")).cloned();
            return self.of_schema.get(owner).cloned().or(own);
        }
        self.resource(member.to_snake_case().strip_suffix("_id")?)
    }

    /// The id of a resource by its name in snake case, with or without a word for its role.
    fn resource(&self, name: &str) -> Option<String> {
        let whole = self.known.get(&format!("{}{ID}", name.to_pascal_case())).cloned();
        whole.or_else(|| self.short.get(name).cloned().flatten()).or_else(|| {
            let (role, rest) = name.split_once('_')?;
            if ROLES.contains(&role) { self.resource(rest) } else { None }
        })
    }
}

/// A variable of a path after the name of a list of resources.
struct Step<'a> {
    variable: &'a str,
    /// The path of the list, without the names of variables.
    collection: String,
    /// The kind of the list's resources, in Pascal case.
    noun: String,
    /// Whether the variable ends the path.
    is_last: bool,
}

impl Step<'_> {
    /// The name before `_id` in snake case; `None` if the variable is named `id`, or is no id.
    fn base(&self) -> Option<String> {
        self.variable.to_snake_case().strip_suffix("_id").map(str::to_owned)
    }

    /// The type of the id: from the list, or from the variable if it names another resource.
    fn id(&self) -> Option<String> {
        let id = match self.base() {
            None => (self.variable.to_snake_case() == "id").then(|| format!("{}{ID}", self.noun)),
            Some(base) => {
                let (noun, base) = (self.noun.to_snake_case(), base);
                let is_part = noun == base || noun.ends_with(&format!("_{base}"));
                Some(format!("{}{ID}", if is_part { noun.to_pascal_case() } else { base.to_pascal_case() }))
            }
        };
        // `/2fa/{id}` yields no name of a type.
        id.filter(|id| id.starts_with(|first: char| first.is_alphabetic()))
    }
}

fn steps(path: &str) -> Vec<Step<'_>> {
    let segments: Vec<&str> = path.split('/').collect();
    let mut found = Vec::new();
    for (index, segment) in segments.iter().enumerate() {
        let variable = segment.strip_prefix('{').and_then(|rest| rest.strip_suffix('}'));
        let before = index.checked_sub(1).and_then(|before| segments.get(before));
        if let (Some(variable), Some(list)) = (variable, before)
            && !list.is_empty()
            && !list.contains('{')
        {
            found.push(Step {
                variable,
                collection: nameless(&segments.get(..index).unwrap_or_default().join("/")),
                noun: noun(list),
                is_last: index + 1 == segments.len(),
            });
        }
    }
    found
}

/// The kind of resources in a list of a path: `ssh-keys` contains `SshKey`.
fn noun(list: &str) -> String {
    singular(&list.to_snake_case()).to_pascal_case()
}

fn id_of(operation: &Value) -> &str {
    operation.get("operationId").and_then(Value::as_str).unwrap_or_default()
}

/// The schema of a variable of the path.
fn variable<'a>(operation: &'a Value, name: &str) -> Option<&'a Value> {
    let parameters = operation.get("parameters").and_then(Value::as_array)?;
    let is = |parameter: &&Value, key: &str, value: &str| parameter.get(key).and_then(Value::as_str) == Some(value);
    let found = parameters.iter().find(|parameter| is(parameter, "in", "path") && is(parameter, "name", name));
    found?.get("schema")
}

fn is_plain_text(whole: &Map<String, Value>) -> bool {
    let text = |key: &str| whole.get(key).and_then(Value::as_str).unwrap_or_default();
    text("type") == "string" && !whole.contains_key("enum") && !is_other_format(text("format"))
}

/// Whether a body is a UUID, or a list of them.
fn holds_uuid(schema: &Value, components: &Components) -> bool {
    let whole = components.all(schema);
    let text = |key: &str| whole.get(key).and_then(Value::as_str).unwrap_or_default();
    match text("type") {
        "string" => text("format") == "uuid",
        "array" => whole.get("items").is_some_and(|items| holds_uuid(items, components)),
        _ => false,
    }
}

/// The named schema of a resource: of the body, or of the elements of the list in it.
fn resource(schema: &Value, is_list: bool, components: &Components) -> Option<String> {
    if !is_list {
        return reference(schema).map(str::to_owned);
    }
    let whole = components.all(schema);
    if let Some(items) = whole.get("items") {
        return reference(items).map(str::to_owned);
    }
    // A page: an object with one list of named schemas.
    let properties = whole.get("properties").and_then(Value::as_object)?;
    let mut lists = properties.values().filter_map(|property| {
        let whole = components.all(property);
        whole.get("items").and_then(reference).map(str::to_owned)
    });
    let only = lists.next()?;
    lists.next().is_none().then_some(only)
}
