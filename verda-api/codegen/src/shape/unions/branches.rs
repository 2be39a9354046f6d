//! The alternatives of a schema, one by one.

use std::collections::{BTreeMap, BTreeSet};
use std::rc::Rc;

use serde_json::{Map, Value, json};

use super::combined::{combinations, keyword, telling};
use super::tags::told;
use crate::model::Kind;
use crate::shape::naming;
use crate::shape::schema::{SCHEMAS, string_enum, without_annotations};
use crate::shape::types::{Reader, kind};
use crate::shape::whole::{ANY_OF, UNIONS, View, add, is_annotation, is_null};

/// One of the alternatives.
#[derive(Clone)]
pub(super) struct Branch {
    /// The named schema of the alternative.
    pub(super) target: Option<String>,
    /// The named schema that the alternative is made of, also where the place adds something to the schema.
    pub(super) origin: Option<String>,
    pub(super) whole: Rc<Map<String, Value>>,
    pub(super) schema: Value,
    /// The place in the document, for messages: a name, or keywords and numbers.
    pub(super) at: String,
    /// The `anyOf` that contains the alternative: several of its parts may match at once.
    pub(super) group: Option<usize>,
    /// The tag that a discriminator names, and its values for the alternative.
    pub(super) told: Option<(String, Vec<String>)>,
}

impl Branch {
    pub(super) fn kind(&self) -> Option<Kind> {
        kind(&self.whole)
    }

    pub(super) fn texts(&self) -> Option<Vec<String>> {
        self.whole.get("enum").and_then(|values| string_enum(&json!({ "enum": values })))
    }

    pub(super) fn title(&self) -> Option<String> {
        let title = self.whole.get("title").and_then(Value::as_str).filter(|_| self.target.is_none())?;
        let is_name = !naming::pascal(title).is_empty();
        Some(naming::variant(title)).filter(|title| is_name && title.len() <= 40)
    }

    pub(super) fn properties(&self) -> impl Iterator<Item = (&String, &Value)> {
        self.whole.get("properties").and_then(Value::as_object).into_iter().flatten()
    }

    /// Whether this is one alternative with alternatives of its own.
    pub(super) fn has_alternatives(&self) -> bool {
        self.whole.contains_key(UNIONS)
    }

    /// The texts that a property has in this alternative, by a discriminator or by the property.
    pub(super) fn constants(&self, reader: &Reader<'_>, property: &str) -> Option<Vec<String>> {
        match &self.told {
            Some((tag, values)) if tag == property => Some(values.clone()),
            _ => {
                let whole = reader.components.all(self.property(property)?);
                (kind(&whole) == Some(Kind::Text)).then(|| string_enum(&Value::Object((*whole).clone())))?
            }
        }
    }

    /// Whether a property is something else than a text.
    pub(super) fn has_no_text(&self, reader: &Reader<'_>, property: &str) -> bool {
        let kind = self.property(property).and_then(|schema| kind(&reader.components.all(schema)));
        kind.is_some_and(|kind| kind != Kind::Text)
    }

    pub(super) fn property(&self, name: &str) -> Option<&Value> {
        self.whole.get("properties")?.get(name)
    }

    /// Writes the tag that a discriminator names into the alternative, where no tag of the union does.
    pub(super) fn write_tag(&mut self) {
        let Some((tag, values)) = self.told.take() else { return };
        self.add_members(&json!({"required": [tag], "properties": {tag: {"type": "string", "enum": values}}}));
    }

    /// Keeps the tag as any text: the alternative also stands where no discriminator tells it apart.
    fn lose_tag(&mut self) {
        if let Some((tag, _)) = self.told.take()
            && self.property(&tag).is_none()
            && self.properties().next().is_some()
        {
            self.add_members(&json!({"properties": {tag: {"type": "string"}}}));
        }
    }

    fn add_members(&mut self, members: &Value) {
        let mut whole = (*self.whole).clone();
        whole.entry("type").or_insert(json!("object"));
        if whole.get("properties").and_then(Value::as_object).is_none_or(Map::is_empty) {
            // Without members of its own, the alternative keeps all.
            whole.entry("additionalProperties").or_insert(json!(true));
        }
        add(&mut whole, members.as_object().unwrap_or(&Map::new()));
        whole.extend(self.target.take().map(|target| ("title".to_owned(), Value::from(target))));
        self.schema = Value::Object(whole.clone());
        self.whole = Rc::new(whole);
    }

    pub(super) fn requires(&self, name: &str) -> bool {
        self.told.as_ref().is_some_and(|(tag, _)| tag == name) || self.lists_required(name)
    }

    fn lists_required(&self, name: &str) -> bool {
        self.whole.get("required").and_then(Value::as_array).is_some_and(|names| names.iter().any(|n| n == name))
    }
}

/// The alternatives so far.
pub(super) struct Found<'a> {
    pub(super) branches: Vec<Branch>,
    seen: BTreeMap<String, usize>,
    /// Which branches were found, in order, and at which of these places a discriminator told them apart.
    found: Vec<usize>,
    told: BTreeSet<usize>,
    /// Schemas whose alternatives were added, each with what was next to them, and whether they were of an `anyOf`.
    visited: BTreeSet<(String, String, bool)>,
    /// Why the alternatives cannot be listed: the rule and the message of the loss.
    pub(super) lost: Option<(&'static str, &'static str)>,
    /// The named schemas of the discriminator.
    mapped: Vec<&'a str>,
    has_discriminator: bool,
}

impl<'a> Found<'a> {
    pub(super) fn new(discriminator: Option<&'a Value>) -> Self {
        let mapping = discriminator.and_then(|found| found.get("mapping")?.as_object()).into_iter().flatten();
        let mapped = mapping.filter_map(|(_, target)| target.as_str()?.strip_prefix(SCHEMAS)).collect();
        let (branches, seen, found, told, visited) = Default::default();
        Self { branches, seen, found, told, visited, lost: None, mapped, has_discriminator: discriminator.is_some() }
    }

    /// Adds the alternatives of a schema with only alternatives, or the schema itself, each once and without null.
    pub(super) fn leaves(
        &mut self,
        reader: &Reader<'_>,
        schema: &Value,
        base: &Map<String, Value>,
        at: &str,
        group: Option<usize>,
        depth: usize,
    ) {
        if depth > 16 {
            let message = "alternatives are nested more than 16 deep: the schema becomes any JSON";
            self.lost = Some(("nested-unions", message));
        }
        if is_null(schema) || self.lost.is_some() {
            return;
        }
        let (target, mut own) = match reader.components.view(schema) {
            View::Reference(target) => (Some(target.clone()), reader.components.named(&target)),
            View::Whole(whole) => (None, whole),
        };
        if is_null(&Value::Object((*own).clone())) {
            return;
        }
        let at = match &target {
            Some(target) => reader.in_document.get(target).unwrap_or(target),
            None => at,
        };
        let mut rest: Map<String, Value> = base.clone();
        rest.retain(|key, _| !is_annotation(key) && key != "discriminator");
        if let Some(Value::Array(unions)) = own.get(UNIONS) {
            let mut alone = (*own).clone();
            alone.remove(UNIONS);
            let has_members = rest.contains_key("properties") || alone.contains_key("properties");
            let unions = telling(reader, &mut alone, has_members, unions);
            if !unions.is_empty() {
                // The discriminator does not distinguish the alternatives of one of its schemas.
                if !target.as_ref().is_some_and(|target| self.is_one(reader, target, &own)) {
                    let key = target.clone().unwrap_or_else(|| schema.to_string());
                    let key = |is_any| (key.clone(), Value::Object(rest.clone()).to_string(), is_any);
                    if !self.visited.contains(&key(true)) && self.visited.insert(key(group.is_some())) {
                        add(&mut rest, &alone);
                        let first = self.found.len();
                        self.alternatives(reader, &unions, &rest, at, group, depth + 1);
                        unions.iter().filter_map(|union| union.get("discriminator")).for_each(|discriminator| {
                            self.told_by(reader, discriminator, first);
                        });
                    }
                    return;
                }
                alone.insert("type".to_owned(), json!("object"));
                alone.insert(UNIONS.to_owned(), json!(unions));
            }
            own = Rc::new(alone);
        }
        let branch = if adds(reader, &rest, &own) {
            let mut whole = rest;
            add(&mut whole, &own);
            let title = own.get("title").cloned().or(target.clone().map(Value::from));
            whole.extend(title.map(|title| ("title".to_owned(), title)));
            whole.extend(own.get("description").map(|text| ("description".to_owned(), text.clone())));
            let schema = Value::Object(whole.clone());
            Branch {
                target: None,
                origin: target.clone(),
                schema,
                whole: Rc::new(whole),
                at: at.to_owned(),
                group,
                told: None,
            }
        } else {
            Branch {
                at: at.to_owned(),
                origin: target.clone(),
                target,
                schema: schema.clone(),
                whole: own,
                group,
                told: None,
            }
        };
        let key = match &branch.target {
            Some(target) => target.clone(),
            // A discriminator distinguishes schemas with the same content by their names.
            None => {
                let name = branch.origin.as_deref().filter(|_| self.has_discriminator).unwrap_or_default();
                format!("{name} {}", without_annotations(&branch.schema))
            }
        };
        match self.seen.get(&key).and_then(|known| Some((*known, self.branches.get_mut(*known)?))) {
            // The alternative may also match together with those of the `anyOf`.
            Some((index, known)) => {
                known.group = known.group.or(group);
                self.found.push(index);
            }
            None => {
                self.seen.insert(key, self.branches.len());
                self.found.push(self.branches.len());
                self.branches.push(branch);
            }
        }
    }

    /// Keeps what the discriminator of some of the alternatives says, where it tells them apart.
    fn told_by(&mut self, reader: &Reader<'_>, discriminator: &Value, first: usize) {
        let of_one: BTreeSet<usize> = self.found.iter().skip(first).copied().collect();
        let branches: Vec<Branch> = of_one.iter().filter_map(|index| self.branches.get(*index).cloned()).collect();
        let Some((tag, values)) = told(reader, discriminator, &branches) else { return };
        for (index, values) in of_one.into_iter().zip(values) {
            let (Some(branch), Some(values)) = (self.branches.get_mut(index), values) else { continue };
            self.told.extend((first..self.found.len()).filter(|place| self.found.get(*place) == Some(&index)));
            match &mut branch.told {
                // Several unions may list it, each for values of its own.
                Some((known, all)) if *known == tag => all.extend(values),
                Some(_) => {}
                told => *told = Some((tag.clone(), values)),
            }
        }
    }

    /// An alternative that also stands alone may have any tag.
    pub(super) fn forget_what_is_not_all(&mut self) {
        let places = self.found.iter().enumerate();
        let alone: BTreeSet<usize> =
            places.filter(|(place, _)| !self.told.contains(place)).map(|(_, index)| *index).collect();
        for index in alone {
            if let Some(branch) = self.branches.get_mut(index) {
                branch.lose_tag();
            }
        }
    }

    /// Adds the alternatives of sets that all hold.
    pub(super) fn alternatives(
        &mut self,
        reader: &Reader<'_>,
        unions: &[&Value],
        base: &Map<String, Value>,
        at: &str,
        group: Option<usize>,
        depth: usize,
    ) {
        let Some(combinations) = combinations(unions) else {
            let message = "alternatives next to alternatives: the schema becomes any JSON";
            self.lost = Some(("combined-unions", message));
            return;
        };
        let is_any = unions.iter().any(|union| keyword(union) == ANY_OF);
        let group = group.or(is_any.then_some(self.branches.len()));
        for (part, schema) in combinations {
            let at = if at.is_empty() { part } else { format!("{at}/{part}") };
            self.leaves(reader, &schema, base, &at, group, depth);
        }
    }

    /// Whether a schema with alternatives is one for the discriminator: an object that has one value of the tag, or that
    /// describes members of its own.
    fn is_one(&self, reader: &Reader<'_>, target: &str, own: &Map<String, Value>) -> bool {
        let count = self.mapped.iter().filter(|mapped| **mapped == target).count();
        let are_objects = || {
            let leaves = leaves(reader, &json!({ "$ref": format!("{SCHEMAS}{target}") }));
            leaves.is_some_and(|leaves| leaves.iter().all(|leaf| leaf.kind() == Some(Kind::Object)))
        };
        count > 0 && (kind(own) == Some(Kind::Object) || count == 1 && are_objects())
    }
}

/// All alternatives of a schema; `None` for any value.
pub(super) fn leaves(reader: &Reader<'_>, schema: &Value) -> Option<Vec<Branch>> {
    let mut found = Found::new(None);
    found.leaves(reader, schema, &Map::new(), "", None, 0);
    found.lost.is_none().then_some(found.branches)
}

/// Whether keywords next to alternatives add something to one of them.
fn adds(reader: &Reader<'_>, rest: &Map<String, Value>, own: &Map<String, Value>) -> bool {
    rest.iter().any(|(key, value)| match key.as_str() {
        "properties" => Compared { reader, pairs: BTreeSet::new() }.has_more_members(value, own.get("properties")),
        "required" => value.as_array().is_some_and(|names| {
            let known = own.get("required").and_then(Value::as_array);
            names.iter().any(|name| known.is_none_or(|known| !known.contains(name)))
        }),
        "type" => !own.contains_key("type"),
        key => {
            (value.is_object() || key == "additionalProperties" && *value == Value::Bool(true))
                && own.get(key) != Some(value)
        }
    })
}

/// Compares schemas for the same values, each pair once: schemas may contain themselves.
struct Compared<'a, 'r> {
    reader: &'a Reader<'r>,
    pairs: BTreeSet<(String, String)>,
}

impl Compared<'_, '_> {
    fn has_more_members(&mut self, base: &Value, own: Option<&Value>) -> bool {
        base.as_object().into_iter().flatten().any(|(name, member)| match own.and_then(|own| own.get(name)) {
            Some(known) => self.has_more(member, known),
            None => true,
        })
    }

    /// Whether a schema describes members, also of elements, that another one would drop.
    fn has_more(&mut self, schema: &Value, other: &Value) -> bool {
        if without_annotations(schema) == without_annotations(other)
            || !self.pairs.insert((schema.to_string(), other.to_string()))
        {
            return false;
        }
        let (whole, other) = (self.reader.components.all(schema), self.reader.components.all(other));
        // Without members of its own, the other schema keeps all.
        let members = other.get("properties").is_some_and(|known| match whole.get("properties") {
            Some(members) => self.has_more_members(members, Some(known)),
            None => whole.contains_key(UNIONS) && !other.contains_key(UNIONS),
        });
        members
            || ["items", "additionalProperties"].into_iter().any(|key| match (whole.get(key), other.get(key)) {
                (Some(one @ Value::Object(_)), Some(another @ Value::Object(_))) => self.has_more(one, another),
                _ => false,
            })
    }
}

/// Whether a schema only lists required members, or is empty.
pub(super) fn only_limits(reader: &Reader<'_>, schema: &Value) -> bool {
    let whole = reader.components.all(schema);
    !["properties", "items", "enum", UNIONS, "$ref"].iter().any(|key| whole.contains_key(*key))
        && !whole.get("additionalProperties").is_some_and(Value::is_object)
        && whole.get("type").is_none_or(|name| name == "object")
}

/// The JSON types of a schema's values; empty for any.
pub(super) fn kinds(reader: &Reader<'_>, schema: &Value) -> Vec<Kind> {
    let branches = leaves(reader, schema).unwrap_or_default();
    let mut kinds: Vec<Kind> = branches.iter().map(Branch::kind).collect::<Option<_>>().unwrap_or_default();
    if !kinds.is_empty() && reader.components.is_nullable(schema) {
        kinds.push(Kind::Null);
    }
    kinds.sort();
    kinds.dedup();
    kinds
}
