//! Unions by their content: texts, numbers, one open enum, objects with a tag or different members, or values of different JSON
//! types. The order of parsing never decides.

mod any;
mod branches;
mod combined;
mod confused;
mod objects;
mod shapes;
mod tags;

use std::collections::BTreeSet;

use serde_json::{Map, Value, json};

use self::branches::{Branch, Found};
use super::components::Usage;
use super::naming;
use super::places::Place;
use super::schema::without_annotations;
use super::types::Reader;
use super::whole::{ANY_OF, UNIONS};
use crate::model::{Kind, TypeDef, TypeRef, Union, Variant};

/// Alternatives at a place.
struct Alternatives<'r, 'a> {
    reader: &'r mut Reader<'a>,
    place: &'r Place,
    usage: Usage,
    discriminator: Option<&'r Value>,
    description: Option<&'r Value>,
}

/// Reads a schema that has alternatives.
pub(crate) fn read(
    reader: &mut Reader<'_>,
    whole: &Map<String, Value>,
    unions: &[Value],
    place: &Place,
    usage: Usage,
) -> TypeRef {
    let mut base: Map<String, Value> =
        whole.iter().filter(|(key, _)| *key != UNIONS).map(|(key, value)| (key.clone(), value.clone())).collect();
    let has_members = base.contains_key("properties");
    let unions = combined::telling(reader, &mut base, has_members, unions);
    let of_union = unions.iter().rev().filter_map(|union| union.get("discriminator")).find(|found| found.is_object());
    let discriminator = of_union.or(whole.get("discriminator"));
    let found = |reader: &Reader<'_>, discriminator| {
        let mut found = Found::new(discriminator);
        found.alternatives(reader, &unions, &base, "", None, 0);
        found.forget_what_is_not_all();
        found
    };
    let mut alternatives = Alternatives { reader, place, usage, discriminator, description: whole.get("description") };
    let mut all = found(alternatives.reader, discriminator);
    // Alternatives that are one for the discriminator, but no tag tells apart, are taken each.
    if all.branches.iter().any(Branch::has_alternatives) && alternatives.tag(&all.branches).is_none() {
        all = found(alternatives.reader, None);
    }
    match all.lost {
        Some((rule, message)) => alternatives.lost(rule, message),
        None => alternatives.of(all.branches),
    }
}

impl Alternatives<'_, '_> {
    fn lost(&mut self, rule: &'static str, message: impl Into<String>) -> TypeRef {
        self.reader.ledger.lossy(&self.place.pointer, rule, message);
        TypeRef::Any
    }

    fn of(&mut self, branches: Vec<Branch>) -> TypeRef {
        if branches.len() < 2 {
            return match branches.first() {
                Some(only) => self.only(only.clone()),
                None => {
                    let message = "the alternatives contain the schema that lists them: it becomes any JSON; list them in a separate schema";
                    self.lost("union-of-its-own-base", message)
                }
            };
        }
        let Some(kinds) = branches.iter().map(Branch::kind).collect::<Option<BTreeSet<Kind>>>() else {
            return self.lost("union-of-anything", "one alternative is any JSON: so is the union");
        };
        let all = |wanted: &[Kind]| kinds.iter().all(|kind| wanted.contains(kind));
        match kinds.first() {
            Some(Kind::Bool) if all(&[Kind::Bool]) => TypeRef::Bool,
            _ if all(&[Kind::Text]) => self.texts(&branches),
            _ if all(&[Kind::Integer, Kind::Number]) => self.numbers(&branches),
            _ if all(&[Kind::List]) => self.lists(&branches),
            _ if all(&[Kind::Object]) => self.objects(branches),
            _ => self.one_or_many(&branches).unwrap_or_else(|| self.by_kind(branches)),
        }
    }

    /// A union of one: no union writes the tag that its discriminator names.
    fn only(&mut self, mut branch: Branch) -> TypeRef {
        let tag = self.tag(std::slice::from_ref(&branch));
        if let Some((name, values)) = tag.filter(|(name, _)| branch.property(name).is_none()) {
            branch.told = Some((name, values.concat()));
            branch.write_tag();
        }
        self.one(&branch)
    }

    fn one(&mut self, branch: &Branch) -> TypeRef {
        match &branch.target {
            Some(target) => self.reader.named(target),
            None => self.reader.whole(&branch.whole, self.place, self.usage),
        }
    }

    /// The types of scalars, each once.
    fn types(&mut self, branches: &[Branch]) -> BTreeSet<TypeRef> {
        branches.iter().map(|branch| self.one(branch)).collect()
    }

    /// Texts become one open enum if some of them are listed, and otherwise their common type.
    fn texts(&mut self, branches: &[Branch]) -> TypeRef {
        let listed: Vec<(&Branch, Vec<String>)> =
            branches.iter().filter_map(|branch| Some((branch, branch.texts()?))).collect();
        match listed.as_slice() {
            [] => {}
            several => {
                let values = several.iter().flat_map(|(_, values)| values.clone()).collect();
                let ty = match several {
                    // A named enum next to texts of any value.
                    [(Branch { target: Some(target), .. }, _)] => self.reader.named(target),
                    _ => self.reader.open_enum(self.place, Some(values)).unwrap_or(TypeRef::Text),
                };
                if several.len() < branches.len() {
                    self.reader.enums.takes_any_text(ty.names());
                }
                return ty;
            }
        }
        let types = self.types(branches);
        match types.len() {
            1 => types.into_iter().next().unwrap_or(TypeRef::Text),
            _ => TypeRef::Text,
        }
    }

    fn numbers(&mut self, branches: &[Branch]) -> TypeRef {
        let types = self.types(branches);
        match types.len() {
            1 => types.into_iter().next().unwrap_or(TypeRef::Number),
            _ if types.contains(&TypeRef::Decimal) => TypeRef::Decimal,
            _ if types.contains(&TypeRef::Number) => TypeRef::Number,
            _ if types.iter().all(|ty| matches!(ty, TypeRef::Integer(format) if format.starts_with('u'))) => {
                TypeRef::Integer("uint64")
            }
            _ => {
                if branches.iter().any(|branch| branch.whole.get("format").is_some_and(|format| format == "uint64")) {
                    let message =
                        "no type of integers holds all alternatives: those above 9223372036854775807 are not decoded";
                    self.reader.ledger.lossy(&self.place.pointer, "mixed-integers", message);
                }
                TypeRef::Integer("int64")
            }
        }
    }

    /// Several lists become one list of all possible elements.
    fn lists(&mut self, branches: &[Branch]) -> TypeRef {
        let keyword = if branches.iter().any(|branch| branch.group.is_some()) { ANY_OF } else { "oneOf" };
        let items = branches.iter().map(|branch| branch.whole.get("items").cloned().unwrap_or_else(|| json!({})));
        let items = json!({ keyword: items.collect::<Vec<_>>() });
        TypeRef::List(Box::new(self.reader.nullable(&items, &self.place.part("items"), self.usage)))
    }

    /// A value, or a list of such values.
    fn one_or_many(&mut self, branches: &[Branch]) -> Option<TypeRef> {
        let (one, many) = match branches {
            [one, many] if many.kind() == Some(Kind::List) => (one, many),
            [many, one] if many.kind() == Some(Kind::List) => (one, many),
            _ => return None,
        };
        let items = many.whole.get("items")?;
        // An element of `OneOrMany` is never null.
        let is_nullable = self.reader.components.is_nullable(items);
        if is_nullable || without_annotations(&one.schema) != without_annotations(items) {
            return None;
        }
        // In a parameter, a value and a list of it are the same text.
        if self.usage.request && self.place.operation().is_none() {
            let message = "a list of one value is sent as that value alone";
            self.reader.ledger.lossy(&self.place.pointer, "list-of-one", message);
        }
        Some(TypeRef::OneOrMany(Box::new(self.reader.schema(&one.schema, self.place, self.usage))))
    }

    /// Values of different JSON types.
    fn by_kind(&mut self, branches: Vec<Branch>) -> TypeRef {
        let name = self.name();
        self.reader.becomes(&name);
        let mut groups: Vec<(Kind, Vec<Branch>)> = Vec::new();
        for branch in branches {
            let Some(kind) = branch.kind() else { continue };
            // Integers and other numbers are one group.
            let same = |known: Kind| known == kind || (is_number(known) && is_number(kind));
            match groups.iter_mut().find(|(known, _)| same(*known)) {
                Some((_, group)) => group.push(branch),
                None => groups.push((kind, vec![branch])),
            }
        }
        let mut taken = BTreeSet::from(["Unknown".to_owned()]);
        let mut variants = Vec::new();
        for (_, group) in groups {
            let kinds: BTreeSet<Kind> = group.iter().filter_map(Branch::kind).collect();
            let by_kind = || kinds.last().map_or("", |kind| kind.variant()).to_owned();
            let wanted = match group.as_slice() {
                [Branch { target: Some(target), .. }] => target.clone(),
                [only] => only.title().unwrap_or_else(by_kind),
                _ => by_kind(),
            };
            let variant = naming::unique(&wanted, &mut taken);
            // The place has its name from names.toml; the union's type has another name.
            let place = &self.place.alternative(&format!("{name}{variant}"));
            let (usage, discriminator) = (self.usage, self.discriminator);
            let ty = Alternatives { reader: self.reader, place, usage, discriminator, description: None }.of(group);
            variants.push((Variant { name: variant, ty, boxed: false }, kinds.into_iter().collect()));
        }
        self.reader.define(&name, TypeDef::Union(Union::ByKind(variants)), self.place);
        TypeRef::Named(name)
    }

    /// The name of a union at this place.
    fn name(&mut self) -> String {
        match self.reader.union_places.find(self.place) {
            Some(listed) => listed,
            None if self.place.is_named() => self.place.type_name(),
            None => self.reader.name(self.place, &self.place.made_name()),
        }
    }
}

fn is_number(kind: Kind) -> bool {
    matches!(kind, Kind::Integer | Kind::Number)
}
