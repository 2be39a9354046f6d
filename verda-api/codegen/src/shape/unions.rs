//! Unions by what they are: texts, numbers, one open enum, objects told apart by a tag or by what is in them, or values
//! of different JSON types; never by which of them happens to parse first.

use std::collections::{BTreeMap, BTreeSet};
use std::rc::Rc;

use serde_json::{Map, Value, json};

use super::components::Usage;
use super::naming;
use super::places::Place;
use super::schema::{SCHEMAS, required, string_enum, without_annotations};
use super::types::{Reader, kind};
use super::whole::{UNIONS, View, add, is_annotation, is_null};
use crate::model::{Kind, Member, Rest, Shape, TypeDef, TypeRef, Union, Variant};

/// So many branches may come of alternatives beside alternatives.
const COMBINATIONS: usize = 64;

/// One of the alternatives.
#[derive(Clone)]
struct Branch {
    /// The named schema that it is.
    target: Option<String>,
    whole: Rc<Map<String, Value>>,
    schema: Value,
}

impl Branch {
    fn kind(&self) -> Option<Kind> {
        kind(&self.whole)
    }

    fn texts(&self) -> Option<Vec<String>> {
        self.whole.get("enum").and_then(|values| string_enum(&json!({ "enum": values })))
    }

    fn title(&self) -> Option<String> {
        let title = self.whole.get("title").and_then(Value::as_str).filter(|_| self.target.is_none())?;
        Some(naming::pascal(title)).filter(|title| !title.is_empty() && title.len() <= 40)
    }

    fn properties(&self) -> impl Iterator<Item = (&String, &Value)> {
        self.whole.get("properties").and_then(Value::as_object).into_iter().flatten()
    }
}

/// Reads a schema that has alternatives.
pub(crate) fn read(
    reader: &mut Reader<'_>,
    whole: &Map<String, Value>,
    unions: &[Value],
    place: &Place,
    usage: Usage,
) -> TypeRef {
    let base: Map<String, Value> =
        whole.iter().filter(|(key, _)| *key != UNIONS).map(|(key, value)| (key.clone(), value.clone())).collect();
    let mut discriminator = whole.get("discriminator").cloned();
    let mut alternatives: Vec<Vec<Value>> = Vec::new();
    for union in unions {
        let branches = union.get("branches").and_then(Value::as_array).cloned().unwrap_or_default();
        // Alternatives that only say what is required say nothing of the type.
        if base.contains_key("properties") && branches.iter().all(|branch| only_limits(reader, branch)) {
            continue;
        }
        if let Some(found) = union.get("discriminator").filter(|found| found.is_object()) {
            discriminator = Some(found.clone());
        }
        alternatives.push(branches);
    }
    let mut combined = vec![Vec::new()];
    for branches in alternatives {
        combined = combined
            .iter()
            .flat_map(|known: &Vec<Value>| {
                branches.iter().map(|branch| [known.as_slice(), std::slice::from_ref(branch)].concat())
            })
            .collect();
        if combined.len() > COMBINATIONS && combined.first().is_some_and(|parts| parts.len() > 1) {
            reader.ledger.lossy(&place.pointer, "combined-unions", "alternatives beside alternatives: it is any JSON");
            return TypeRef::Any;
        }
    }
    let schemas: Vec<Value> = combined
        .into_iter()
        .map(|mut parts| if parts.len() == 1 { parts.remove(0) } else { json!({ "allOf": parts }) })
        .collect();
    let mut branches = Vec::new();
    let mut seen = BTreeSet::new();
    for schema in &schemas {
        leaves(reader, schema, &base, &mut branches, &mut seen, 0);
    }
    of_branches(reader, branches, discriminator.as_ref(), place, usage)
}

/// Whether a schema says of an object only what must be there, or nothing at all.
fn only_limits(reader: &Reader<'_>, schema: &Value) -> bool {
    let whole = reader.components.all(schema);
    !["properties", "items", "enum", UNIONS, "$ref"].iter().any(|key| whole.contains_key(*key))
        && !whole.get("additionalProperties").is_some_and(Value::is_object)
        && whole.get("type").is_none_or(|name| name == "object")
}

/// Adds the alternatives of a schema that has nothing but alternatives, or the schema itself, each once; null aside.
fn leaves(
    reader: &Reader<'_>,
    schema: &Value,
    base: &Map<String, Value>,
    found: &mut Vec<Branch>,
    seen: &mut BTreeSet<String>,
    depth: usize,
) {
    if is_null(schema) || depth > 16 {
        return;
    }
    let (target, own) = match reader.components.view(schema) {
        View::Reference(target) => (Some(target.clone()), reader.components.named(&target)),
        View::Whole(whole) => (None, whole),
    };
    if is_null(&Value::Object((*own).clone())) {
        return;
    }
    let mut rest: Map<String, Value> = base.clone();
    rest.retain(|key, _| !is_annotation(key) && key != "discriminator");
    if let Some(unions) = own.get(UNIONS).and_then(Value::as_array) {
        add(&mut rest, &own);
        rest.remove(UNIONS);
        for branch in unions.iter().filter_map(|union| union.get("branches")?.as_array()).flatten() {
            leaves(reader, branch, &rest, found, seen, depth + 1);
        }
        return;
    }
    // What the branch says already need not be said again.
    let adds = rest.iter().any(|(key, value)| match key.as_str() {
        "properties" => {
            let known = own.get("properties");
            value.as_object().is_some_and(|base| base.keys().any(|name| known.is_none_or(|p| p.get(name).is_none())))
        }
        "required" => value.as_array().is_some_and(|names| {
            let known = own.get("required").and_then(Value::as_array);
            names.iter().any(|name| known.is_none_or(|known| !known.contains(name)))
        }),
        "type" => !own.contains_key("type"),
        key => value.is_object() && own.get(key) != Some(value),
    });
    let branch = if adds {
        let mut whole = rest;
        add(&mut whole, &own);
        let title = own.get("title").cloned().or(target.map(Value::from));
        whole.extend(title.map(|title| ("title".to_owned(), title)));
        whole.extend(own.get("description").map(|text| ("description".to_owned(), text.clone())));
        Branch { target: None, schema: Value::Object(whole.clone()), whole: Rc::new(whole) }
    } else {
        Branch { target, schema: schema.clone(), whole: own }
    };
    let key = match &branch.target {
        Some(target) => target.clone(),
        None => without_annotations(&branch.schema).to_string(),
    };
    if seen.insert(key) {
        found.push(branch);
    }
}

fn of_branches(
    reader: &mut Reader<'_>,
    branches: Vec<Branch>,
    discriminator: Option<&Value>,
    place: &Place,
    usage: Usage,
) -> TypeRef {
    if branches.len() < 2 {
        return match branches.first() {
            Some(only) => one(reader, only, place, usage),
            None => {
                let message = "the alternatives are made of the schema that lists them: it is any JSON; list them in a schema of their own";
                reader.ledger.lossy(&place.pointer, "union-of-its-own-base", message);
                TypeRef::Any
            }
        };
    }
    let Some(kinds) = branches.iter().map(Branch::kind).collect::<Option<BTreeSet<Kind>>>() else {
        reader.ledger.lossy(&place.pointer, "union-of-anything", "one alternative is any JSON: so is the whole");
        return TypeRef::Any;
    };
    let all = |wanted: &[Kind]| kinds.iter().all(|kind| wanted.contains(kind));
    match kinds.iter().next() {
        Some(Kind::Bool) if all(&[Kind::Bool]) => TypeRef::Bool,
        _ if all(&[Kind::Text]) => texts(reader, &branches, place, usage),
        _ if all(&[Kind::Integer, Kind::Number]) => numbers(reader, &branches, place, usage),
        _ if all(&[Kind::List]) => lists(reader, &branches, place, usage),
        _ if all(&[Kind::Object]) => objects(reader, &branches, discriminator, place, usage),
        _ => one_or_many(reader, &branches, place, usage)
            .unwrap_or_else(|| by_kind(reader, branches, discriminator, place, usage)),
    }
}

fn one(reader: &mut Reader<'_>, branch: &Branch, place: &Place, usage: Usage) -> TypeRef {
    match &branch.target {
        Some(target) => reader.named(target),
        None => reader.whole(&branch.whole, place, usage),
    }
}

/// Texts are one open enum where some of them are listed, and otherwise what all of them are.
fn texts(reader: &mut Reader<'_>, branches: &[Branch], place: &Place, usage: Usage) -> TypeRef {
    let listed: Vec<(&Branch, Vec<String>)> =
        branches.iter().filter_map(|branch| Some((branch, branch.texts()?))).collect();
    match listed.as_slice() {
        [] => {}
        // An enum that has a name, beside texts of any value.
        [(Branch { target: Some(target), .. }, _)] => return reader.named(target),
        several => {
            let values = several.iter().flat_map(|(_, values)| values.clone()).collect();
            return reader.open_enum(place, Some(values)).unwrap_or(TypeRef::Text);
        }
    }
    let types: BTreeSet<TypeRef> = branches.iter().map(|branch| one(reader, branch, place, usage)).collect();
    match types.len() {
        1 => types.into_iter().next().unwrap_or(TypeRef::Text),
        _ => TypeRef::Text,
    }
}

fn numbers(reader: &mut Reader<'_>, branches: &[Branch], place: &Place, usage: Usage) -> TypeRef {
    let types: BTreeSet<TypeRef> = branches.iter().map(|branch| one(reader, branch, place, usage)).collect();
    match types.len() {
        1 => types.into_iter().next().unwrap_or(TypeRef::Number),
        _ if types.contains(&TypeRef::Decimal) => TypeRef::Decimal,
        _ if types.contains(&TypeRef::Number) => TypeRef::Number,
        _ if types.iter().all(|ty| matches!(ty, TypeRef::Integer(format) if format.starts_with('u'))) => {
            TypeRef::Integer("uint64")
        }
        _ => TypeRef::Integer("int64"),
    }
}

/// Several lists are one of all that can be in them.
fn lists(reader: &mut Reader<'_>, branches: &[Branch], place: &Place, usage: Usage) -> TypeRef {
    let items = branches.iter().map(|branch| branch.whole.get("items").cloned().unwrap_or_else(|| json!({})));
    let items = json!({ "anyOf": items.collect::<Vec<_>>() });
    TypeRef::List(Box::new(reader.nullable(&items, &place.part("items"), usage)))
}

/// A value, or a list of such values.
fn one_or_many(reader: &mut Reader<'_>, branches: &[Branch], place: &Place, usage: Usage) -> Option<TypeRef> {
    let (one, many) = match branches {
        [one, many] if many.kind() == Some(Kind::List) => (one, many),
        [many, one] if many.kind() == Some(Kind::List) => (one, many),
        _ => return None,
    };
    let items = many.whole.get("items")?;
    if without_annotations(&one.schema) != without_annotations(items) {
        return None;
    }
    Some(TypeRef::OneOrMany(Box::new(reader.schema(&one.schema, place, usage))))
}

/// Values of different JSON types.
fn by_kind(
    reader: &mut Reader<'_>,
    branches: Vec<Branch>,
    discriminator: Option<&Value>,
    place: &Place,
    usage: Usage,
) -> TypeRef {
    let name = union_name(reader, place);
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
        let mut kinds: Vec<Kind> = group.iter().filter_map(Branch::kind).collect();
        kinds.sort();
        kinds.dedup();
        let wanted = match group.as_slice() {
            [Branch { target: Some(target), .. }] => target.clone(),
            [only] => only.title().unwrap_or_else(|| kinds.last().map_or("", |kind| kind.variant()).to_owned()),
            _ => kinds.last().map_or("", |kind| kind.variant()).to_owned(),
        };
        let variant = naming::unique(&wanted, &mut taken);
        // The place is what names.toml calls it; what is made for it has a name of its own.
        let inner = place.alternative(&format!("{name}{variant}"));
        let ty = of_branches(reader, group, discriminator, &inner, usage);
        variants.push((Variant { name: variant, ty, boxed: false }, kinds));
    }
    reader.define(&name, TypeDef::Union(Union::ByKind(variants)), place);
    TypeRef::Named(name)
}

fn is_number(kind: Kind) -> bool {
    matches!(kind, Kind::Integer | Kind::Number)
}

fn union_name(reader: &mut Reader<'_>, place: &Place) -> String {
    match reader.union_places.find(place) {
        Some(listed) => listed,
        None if place.is_named() => place.type_name(),
        None => reader.name(place, &place.made_name()),
    }
}

fn objects(
    reader: &mut Reader<'_>,
    branches: &[Branch],
    discriminator: Option<&Value>,
    place: &Place,
    usage: Usage,
) -> TypeRef {
    let listed = reader.union_places.find(place).and_then(|name| reader.names.unions.get(&name));
    let tag = discriminated(reader, branches, discriminator).or_else(|| tag(reader, branches));
    let members: Vec<Shape> = match tag {
        None if listed.is_none() => branches.iter().map(|branch| members(reader, branch)).collect(),
        _ => Vec::new(),
    };
    if let Some((one, other)) = overlapping(&members) {
        let name = |index: usize| branches.get(index).map(|branch| branch_name(branch, index)).unwrap_or_default();
        reader.ledger.lossy(
            &place.pointer,
            "overlapping-union",
            format!("`{}` and `{}` have the same properties: it is any JSON", name(one), name(other)),
        );
        return TypeRef::Any;
    }
    // Equal unions of named schemas are one type.
    let targets: Option<Vec<String>> = branches.iter().map(|branch| branch.target.clone()).collect();
    let is_shared = targets.is_some() && !place.is_named();
    let mut name = if is_shared { String::new() } else { union_name(reader, place) };
    let mut taken = BTreeSet::from(["Unknown".to_owned()]);
    let mut variants = Vec::new();
    for (index, branch) in branches.iter().enumerate() {
        let value = tag.as_ref().and_then(|(_, values)| values.get(index)?.first().cloned());
        let wanted = branch.title().unwrap_or_else(|| match (&branch.target, value) {
            (Some(target), None) => target.clone(),
            (_, Some(value)) => naming::variant(&value),
            (None, None) => branch_name(branch, index),
        });
        let variant = naming::unique(&wanted, &mut taken);
        let ty = match &branch.target {
            Some(target) => reader.named(target),
            None => {
                let mut whole = (*branch.whole).clone();
                // The union writes the tag.
                if let Some((tag, values)) = &tag
                    && values.get(index).is_some_and(|values| values.len() == 1)
                {
                    without_member(&mut whole, tag);
                }
                branch_type(reader, &whole, &place.alternative(&format!("{name}{variant}")), usage)
            }
        };
        variants.push(Variant { name: variant, ty, boxed: false });
    }
    let union = match (tag, listed) {
        (Some((tag, values)), _) => Union::Tagged { tag, variants: variants.into_iter().zip(values).collect() },
        (None, Some(listed)) => {
            let mut variants: Vec<_> = listed
                .variants
                .iter()
                .map(|(variant, branch)| {
                    let ty = reader.named(&branch.type_name);
                    (Variant { name: variant.clone(), ty, boxed: false }, branch.when.clone())
                })
                .collect();
            // The branch without a mark is what is left.
            variants.sort_by_key(|(_, when)| when.is_empty());
            Union::Marked(variants)
        }
        (None, None) => Union::ByMembers(variants.into_iter().zip(members).collect()),
    };
    if is_shared {
        if let Some(known) = reader.known_unions.get(&union) {
            return TypeRef::named(known);
        }
        name = union_name(reader, place);
        reader.known_unions.insert(union.clone(), name.clone());
    }
    reader.define(&name, TypeDef::Union(union), place);
    TypeRef::Named(name)
}

/// An object of a union: a struct even where it has no property, so that it has a name.
fn branch_type(reader: &mut Reader<'_>, whole: &Map<String, Value>, place: &Place, usage: Usage) -> TypeRef {
    if whole.get("additionalProperties").is_some_and(Value::is_object) && !has_properties(whole) {
        return reader.whole(whole, place, usage);
    }
    let name = reader.name(place, &place.object_name());
    reader.structure(&name, whole, place, usage);
    TypeRef::Named(name)
}

fn has_properties(whole: &Map<String, Value>) -> bool {
    whole.get("properties").and_then(Value::as_object).is_some_and(|properties| !properties.is_empty())
}

fn without_member(whole: &mut Map<String, Value>, name: &str) {
    if let Some(Value::Object(properties)) = whole.get_mut("properties") {
        properties.shift_remove(name);
    }
    if let Some(Value::Array(required)) = whole.get_mut("required") {
        required.retain(|required| required.as_str() != Some(name));
    }
}

/// A name for a branch that has neither title nor tag: of a property that must be there.
fn branch_name(branch: &Branch, index: usize) -> String {
    if let Some(name) = branch.target.clone().or(branch.title()) {
        return name;
    }
    let object = Value::Object((*branch.whole).clone());
    let telling = required(&object).next().or(branch.properties().next().map(|(name, _)| name.as_str()));
    match telling.map(naming::pascal).filter(|name| name.starts_with(|c: char| c.is_alphabetic())) {
        Some(name) => format!("With{name}"),
        None => format!("Object{}", index + 1),
    }
}

/// The tag that the document names, with the values of each branch.
fn discriminated(
    reader: &Reader<'_>,
    branches: &[Branch],
    discriminator: Option<&Value>,
) -> Option<(String, Vec<Vec<String>>)> {
    let discriminator = discriminator?;
    let tag = discriminator.get("propertyName")?.as_str()?;
    let mut by_target: BTreeMap<(&str, bool), Vec<String>> = BTreeMap::new();
    for (key, explicit) in [("mapping", true), (super::components::IMPLICIT, false)] {
        for (value, target) in discriminator.get(key).and_then(Value::as_object).into_iter().flatten() {
            let target = target.as_str().and_then(|target| target.strip_prefix(SCHEMAS)).unwrap_or_default();
            by_target.entry((target, explicit)).or_default().push(value.clone());
        }
    }
    let values = branches
        .iter()
        .map(|branch| {
            let mapped = |explicit: bool| by_target.get(&(branch.target.as_deref()?, explicit)).cloned();
            mapped(true)
                .or_else(|| constants(reader, branch, tag))
                .or_else(|| mapped(false))
                .or_else(|| Some(vec![branch.whole.get("title")?.as_str()?.to_owned()]))
        })
        .collect::<Option<Vec<_>>>()?;
    disjoint(&values).then(|| (tag.to_owned(), values))
}

/// A property of which each branch has values of its own; one that is required and constant before others.
fn tag(reader: &Reader<'_>, branches: &[Branch]) -> Option<(String, Vec<Vec<String>>)> {
    let mut found: Vec<(usize, String, Vec<Vec<String>>)> = Vec::new();
    for (name, _) in branches.first()?.properties() {
        let values = branches.iter().map(|branch| constants(reader, branch, name)).collect::<Option<Vec<_>>>();
        let Some(values) = values.filter(|values| disjoint(values)) else { continue };
        let several = values.iter().filter(|values| values.len() > 1).count();
        let optional = branches
            .iter()
            .filter(|branch| !required(&Value::Object((*branch.whole).clone())).any(|listed| listed == name))
            .count();
        // A tag that may be absent and has several values is no tag.
        if several == 0 || optional == 0 {
            found.push((several * 2 + usize::from(optional > 0), name.clone(), values));
        }
    }
    found.into_iter().min_by_key(|(rank, ..)| *rank).map(|(_, name, values)| (name, values))
}

fn constants(reader: &Reader<'_>, branch: &Branch, property: &str) -> Option<Vec<String>> {
    let schema = branch.whole.get("properties")?.get(property)?;
    let whole = reader.components.all(schema);
    match kind(&whole) {
        Some(Kind::Text) => string_enum(&Value::Object((*whole).clone())),
        _ => None,
    }
}

fn disjoint(values: &[Vec<String>]) -> bool {
    let mut seen = BTreeSet::new();
    values.iter().all(|values| !values.is_empty() && values.iter().all(|value| seen.insert(value)))
}

/// The members of a branch, as far as they tell it from others.
fn members(reader: &Reader<'_>, branch: &Branch) -> Shape {
    let object = Value::Object((*branch.whole).clone());
    let listed: BTreeSet<&str> = required(&object).collect();
    let member = |(name, schema): (&String, &Value)| {
        let whole = reader.components.all(schema);
        let mut values: Vec<String> =
            whole.get("enum").and_then(Value::as_array).into_iter().flatten().map(Value::to_string).collect();
        if !values.is_empty() && reader.components.is_nullable(schema) {
            values.push(Value::Null.to_string());
        }
        Member { name: name.clone(), required: listed.contains(name.as_str()), kinds: kinds(reader, schema), values }
    };
    let rest = match branch.whole.get("additionalProperties") {
        Some(Value::Bool(false)) => Rest::Nothing,
        Some(schema @ Value::Object(_)) => Rest::Of(kinds(reader, schema)),
        _ => Rest::Anything,
    };
    Shape { members: branch.properties().map(member).collect(), rest }
}

/// The JSON types of a schema's values; empty for any.
fn kinds(reader: &Reader<'_>, schema: &Value) -> Vec<Kind> {
    let mut branches = Vec::new();
    leaves(reader, schema, &Map::new(), &mut branches, &mut BTreeSet::new(), 0);
    let mut kinds: Vec<Kind> = branches.iter().map(Branch::kind).collect::<Option<_>>().unwrap_or_default();
    if !kinds.is_empty() && reader.components.is_nullable(schema) {
        kinds.push(Kind::Null);
    }
    kinds.sort();
    kinds.dedup();
    kinds
}

/// Two branches of which no object can be said to be one and not the other: the same names, and nothing in them that
/// differs.
fn overlapping(branches: &[Shape]) -> Option<(usize, usize)> {
    let mut seen: BTreeMap<Vec<&str>, Vec<usize>> = BTreeMap::new();
    for (index, shape) in branches.iter().enumerate() {
        let mut names: Vec<&str> = shape.members.iter().map(|member| member.name.as_str()).collect();
        names.sort_unstable();
        let same = seen.entry(names).or_default();
        let clash = same.iter().find(|other| branches.get(**other).is_some_and(|other| !told_apart(shape, other)));
        if let Some(other) = clash {
            return Some((*other, index));
        }
        same.push(index);
    }
    None
}

fn told_apart(one: &Shape, other: &Shape) -> bool {
    let differ = |a: &[Kind], b: &[Kind]| !a.is_empty() && !b.is_empty() && !a.iter().any(|k| b.contains(k));
    let known: BTreeMap<&str, &Member> = other.members.iter().map(|member| (member.name.as_str(), member)).collect();
    if let (Rest::Of(a), Rest::Of(b)) = (&one.rest, &other.rest)
        && differ(a, b)
    {
        return true;
    }
    one.members.iter().any(|member| {
        known.get(member.name.as_str()).is_some_and(|same| {
            let constant = !member.values.is_empty()
                && !same.values.is_empty()
                && !member.values.iter().any(|value| same.values.contains(value));
            (member.required || same.required) && (differ(&member.kinds, &same.kinds) || constant)
        })
    })
}
