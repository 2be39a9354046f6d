//! Finds which schemas extend which.

use std::cell::RefCell;
use std::collections::{BTreeMap, BTreeSet};

use serde_json::{Map, Value};

use crate::shape::schema::{SCHEMAS, resolved};
use crate::shape::whole::{Components, View, is_annotation};

/// From each schema to others.
type Links = BTreeMap<String, BTreeSet<String>>;

/// The original schemas of a document, and their relations.
pub(super) struct Family {
    pub(super) schemas: Components,
    children: Links,
    parents: Links,
    /// Aliases of schemas.
    pub(super) aliases: Links,
    /// The target of each alias.
    named_so: BTreeMap<String, String>,
    /// The schema that names the tag of each one, as far as they were looked up.
    tagged_by: RefCell<BTreeMap<String, Option<String>>>,
}

impl Family {
    pub(super) fn of(schemas: &Map<String, Value>) -> Self {
        let components = Components::new(schemas.clone().into_iter().collect());
        let (mut children, mut parents, mut aliases) = (Links::new(), Links::new(), Links::new());
        let add = |to: &mut Links, key: &str, name: &str| {
            to.entry(key.to_owned()).or_default().insert(name.to_owned());
        };
        let extends = |name: &str| schemas.get(name).is_some_and(|schema| schema.get("allOf").is_some());
        let mapped: BTreeSet<&str> = schemas.values().flat_map(parts).flat_map(mapping).map(|(_, to)| to).collect();
        // An alias extends nothing, unless a discriminator distinguishes it from what it refers to.
        let is_another_name =
            |schema: &Value| target(schema).is_some_and(|target| extends(target) && !mapped.contains(target));
        let alias = |(name, schema): (&String, &Value)| {
            let target = Components::target(schema)?;
            (!mapped.contains(name.as_str()) || is_another_name(schema)).then(|| (name.clone(), target))
        };
        let named_so: BTreeMap<String, String> = schemas.iter().filter_map(alias).collect();
        named_so.iter().for_each(|(name, target)| add(&mut aliases, resolved(&named_so, target), name));
        for (name, schema) in schemas.iter().filter(|(name, _)| !named_so.contains_key(*name)) {
            for parent in parts(schema).into_iter().skip(1).filter_map(target) {
                let parent = resolved(&named_so, parent);
                add(&mut children, parent, name);
                add(&mut parents, name, parent);
            }
        }
        Self { schemas: components, children, parents, aliases, named_so, tagged_by: RefCell::default() }
    }

    pub(super) fn names(&self) -> impl Iterator<Item = &str> {
        self.schemas.schemas.keys().map(String::as_str)
    }

    pub(super) fn parts(&self, name: &str) -> Vec<&Value> {
        self.schemas.schemas.get(name).map(parts).unwrap_or_default()
    }

    /// The schema that a part of another schema refers to, where the other extends it.
    pub(super) fn parent<'a>(&'a self, name: &str, part: &'a Value) -> Option<&'a str> {
        let parent = resolved(&self.named_so, target(part)?);
        self.parents.get(name)?.contains(parent).then_some(parent)
    }

    /// All schemas that a schema extends, the nearest first.
    pub(super) fn ancestors<'a>(&'a self, name: &'a str) -> Vec<&'a str> {
        closure(&self.parents, name)
    }

    /// All schemas that extend a schema, the nearest first.
    pub(super) fn descendants<'a>(&'a self, name: &'a str) -> Vec<&'a str> {
        closure(&self.children, name)
    }

    /// The alternatives of a schema, except those that only list required members.
    fn alternatives(&self, name: &str) -> Vec<&Value> {
        let keys = ["oneOf", "anyOf"];
        let lists =
            self.parts(name).into_iter().flat_map(|part| keys.iter().filter_map(|key| part.get(key)?.as_array()));
        let is_limit = |key: &String| matches!(key.as_str(), "required" | "type" | "not") || is_annotation(key);
        let says_more = |branch: &&Value| !branch.as_object().is_some_and(|branch| branch.keys().all(is_limit));
        lists.flatten().filter(says_more).collect()
    }

    /// Whether a schema lists extending schemas among its alternatives, by any name, or lists schemas that list them.
    pub(super) fn lists(&self, name: &str) -> bool {
        let descendants = self.descendants(name);
        let (mut open, mut seen) = (vec![name.to_owned()], BTreeSet::new());
        while let Some(one) = open.pop() {
            let alias = self.schemas.schemas.get(&one).filter(|_| one != name);
            for branch in self.alternatives(&one).into_iter().chain(alias) {
                let View::Reference(target) = self.schemas.view(branch) else { continue };
                if descendants.contains(&target.as_str()) {
                    return true;
                }
                open.extend(seen.insert(target.clone()).then_some(target));
            }
        }
        false
    }

    /// Whether a reference to a schema may mean other schemas: listed ones, extending ones, or those that its tag
    /// distinguishes.
    pub(super) fn is_base(&self, name: &str) -> bool {
        let is_extended = || !self.descendants(name).is_empty() || self.mapped(name).iter().any(|(_, to)| *to != name);
        self.lists(name) || (self.alternatives(name).is_empty() && self.tag(name).is_some() && is_extended())
    }

    /// The property that distinguishes the schemas that extend a schema, named by the schema or by a base.
    pub(super) fn tag(&self, name: &str) -> Option<&str> {
        let known = self.tagged_by.borrow().get(name).cloned();
        let by = known.unwrap_or_else(|| {
            let has_own = |name: &&str| self.own_tag(name).is_some();
            let by = Some(name).filter(has_own).or_else(|| self.ancestors(name).into_iter().find(has_own));
            let by = by.map(str::to_owned);
            self.tagged_by.borrow_mut().insert(name.to_owned(), by.clone());
            by
        });
        self.own_tag(&by?)
    }

    fn own_tag(&self, name: &str) -> Option<&str> {
        let tag =
            self.parts(name).into_iter().find_map(|part| part.get("discriminator")?.get("propertyName")?.as_str());
        // A discriminator of alternatives distinguishes only these.
        tag.filter(|_| self.alternatives(name).is_empty() || self.lists(name))
    }

    /// The values that the discriminator of a schema maps to existing schemas.
    pub(super) fn mapped(&self, name: &str) -> Vec<(&str, &str)> {
        let mapped = self.parts(name).into_iter().flat_map(mapping);
        let mapped = mapped.filter(|(_, target)| self.schemas.schemas.contains_key(*target));
        mapped.map(|(value, target)| (value, resolved(&self.named_so, target))).collect()
    }
}

/// All schemas that a schema leads to, the nearest first.
fn closure<'a>(links: &'a Links, name: &'a str) -> Vec<&'a str> {
    let (mut found, mut seen) = (vec![name], BTreeSet::from([name]));
    let mut next = 0;
    while let Some(one) = found.get(next) {
        let more = links.get(*one).into_iter().flatten().map(String::as_str);
        let new: Vec<&str> = more.filter(|more| seen.insert(more)).collect();
        found.extend(new);
        next += 1;
    }
    found.split_off(1)
}

/// A schema and the parts that it is made of in place, by `allOf`.
fn parts(schema: &Value) -> Vec<&Value> {
    let inner = schema.get("allOf").and_then(Value::as_array).into_iter().flatten().flat_map(parts);
    [schema].into_iter().chain(inner).collect()
}

fn target(schema: &Value) -> Option<&str> {
    schema.get("$ref")?.as_str()?.strip_prefix(SCHEMAS)
}

/// The values that the discriminator of a part maps, each with the name of a schema.
fn mapping(part: &Value) -> impl Iterator<Item = (&str, &str)> {
    let mapping = part.pointer("/discriminator/mapping").and_then(Value::as_object).into_iter().flatten();
    mapping.filter_map(|(value, target)| {
        // Some documents write a reference in place of its text.
        let target = target.as_str().or_else(|| target.get("$ref")?.as_str())?;
        Some((value.as_str(), target.strip_prefix(SCHEMAS).unwrap_or(target)))
    })
}
