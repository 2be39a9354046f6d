//! Decisions that need all types: the tags that unions write, and the boxes.

use std::collections::{BTreeMap, BTreeSet};

use crate::model::{TypeDef, TypeRef, Types, Union};

/// Removes the field of the tag from structs that are only used by unions with this tag: the unions write the tag.
/// Returns the types of those fields.
pub(crate) fn tags(types: &mut Types, roots: &BTreeSet<String>) -> BTreeSet<String> {
    let mut uses: BTreeMap<&str, usize> = BTreeMap::new();
    for name in types.defs.values().flat_map(TypeDef::types).filter_map(TypeRef::names) {
        *uses.entry(name).or_default() += 1;
    }
    let mut tagged: BTreeMap<&str, Vec<(&str, &str)>> = BTreeMap::new();
    for def in types.defs.values() {
        let TypeDef::Union(Union::Tagged { tag, variants }) = def else { continue };
        for (variant, values) in variants {
            if let (TypeRef::Named(target), [value]) = (&variant.ty, values.as_slice()) {
                tagged.entry(target).or_default().push((tag, value));
            }
        }
    }
    let alone: Vec<(String, String)> = tagged
        .into_iter()
        .filter(|(target, by)| {
            !roots.contains(*target)
                && uses.get(target) == Some(&by.len())
                && by.iter().all(|how| Some(how) == by.first())
        })
        .filter_map(|(target, by)| Some((target.to_owned(), by.first()?.0.to_owned())))
        .collect();
    let mut left = BTreeSet::new();
    for (target, tag) in alone {
        if let Some(TypeDef::Struct(structure)) = types.defs.get_mut(&target) {
            let gone = structure.fields.iter().filter(|field| field.wire == tag).filter_map(|field| field.ty.names());
            left.extend(gone.map(str::to_owned));
            structure.fields.retain(|field| field.wire != tag);
        }
    }
    left
}

/// Removes the given types that are not used.
pub(crate) fn leave_out(types: &mut Types, candidates: &BTreeSet<String>, roots: &BTreeSet<String>) {
    let used: BTreeSet<String> =
        types.defs.values().flat_map(TypeDef::types).filter_map(TypeRef::names).map(str::to_owned).collect();
    types.defs.retain(|name, _| !candidates.contains(name) || used.contains(name) || roots.contains(name));
}

/// The maximum size of a type in bytes. Parts of larger types are boxed, so that decoding needs little stack.
const LARGE: usize = 2048;

/// Boxes fields that contain their owner through a union, and the largest fields of large types.
pub(crate) fn boxes(types: &mut Types) {
    let mut order = Order::default();
    for name in types.defs.keys() {
        order.visit(types, name);
    }
    let groups: BTreeMap<String, usize> = order.group;
    let mut sizes: BTreeMap<String, usize> = BTreeMap::new();
    let is_struct = |(name, def): (&String, &TypeDef)| matches!(def, TypeDef::Struct(_)).then(|| name.clone());
    let structs: BTreeSet<String> = types.defs.iter().filter_map(is_struct).collect();
    // Contained types come first.
    for name in order.done {
        let group = groups.get(&name).copied();
        let Some(def) = types.defs.get_mut(&name) else { continue };
        let size = match def {
            TypeDef::Enum(_) | TypeDef::Id => 24,
            TypeDef::Json => 32,
            TypeDef::Union(union) => {
                let mut largest = 32;
                for variant in union.variants_mut() {
                    let inner = size_of(&variant.ty, &sizes);
                    let is_loop = variant.ty.by_value().is_some_and(|target| groups.get(target).copied() == group);
                    variant.boxed = is_loop || inner > LARGE;
                    largest = largest.max(if variant.boxed { 8 } else { inner });
                }
                largest + 8
            }
            TypeDef::Struct(structure) => {
                // A field that contains its owner is boxed. Of a union, the variant is.
                let is_loop = |ty: &TypeRef| {
                    let target = ty.by_value().filter(|target| structs.contains(*target));
                    target.is_some_and(|target| groups.get(target).copied() == group)
                };
                let inside = |ty: &TypeRef| if is_loop(ty) { 8 } else { size_of(ty, &sizes) };
                structure.fields.iter_mut().filter(|field| is_loop(&field.ty)).for_each(|field| field.boxed = true);
                let mut size: usize = structure.fields.iter().map(|field| inside(&field.ty)).sum();
                let mut large: Vec<_> = structure
                    .fields
                    .iter_mut()
                    .filter(|field| {
                        field.ty.by_value().is_some_and(|target| groups.get(target).copied() != group)
                            && size_of(&field.ty, &sizes) > 64
                    })
                    .collect();
                large.sort_by_key(|field| std::cmp::Reverse(size_of(&field.ty, &sizes)));
                for field in large {
                    if size <= LARGE {
                        break;
                    }
                    field.boxed = true;
                    size = size + 8 - size_of(&field.ty, &sizes);
                }
                size
            }
        };
        sizes.insert(name, size);
    }
}

fn size_of(ty: &TypeRef, sizes: &BTreeMap<String, usize>) -> usize {
    match ty {
        TypeRef::Bool => 1,
        TypeRef::Integer(_) | TypeRef::Number | TypeRef::Decimal | TypeRef::Time | TypeRef::Date => 16,
        TypeRef::Any => 32,
        TypeRef::Text | TypeRef::Secret | TypeRef::List(_) | TypeRef::Map(_) | TypeRef::OneOrMany(_) => 24,
        TypeRef::Nullable(inner) | TypeRef::Clearable(inner) => size_of(inner, sizes),
        // A type of unknown size contains its owner, and is boxed.
        TypeRef::Named(name) => sizes.get(name).copied().unwrap_or(8),
    }
}

/// Types in the order of containment by value, in groups of types that contain each other (Tarjan's algorithm, without
/// recursion, because chains may be long).
#[derive(Default)]
struct Order {
    index: BTreeMap<String, usize>,
    low: BTreeMap<String, usize>,
    open: Vec<String>,
    group: BTreeMap<String, usize>,
    done: Vec<String>,
}

impl Order {
    fn visit(&mut self, types: &Types, start: &str) {
        let mut path: Vec<(String, Vec<String>)> = Vec::new();
        self.enter(types, start, &mut path);
        while let Some((name, rest)) = path.last_mut() {
            let Some(next) = rest.pop() else {
                let (name, _) = path.pop().unwrap_or_default();
                self.leave(&name, path.last().map(|(above, _)| above.as_str()));
                continue;
            };
            match self.index.get(&next).copied() {
                None => self.enter(types, &next, &mut path),
                Some(index) if !self.group.contains_key(&next) => {
                    let low = self.low.entry(name.clone()).or_insert(index);
                    *low = (*low).min(index);
                }
                Some(_) => {}
            }
        }
    }

    fn enter(&mut self, types: &Types, name: &str, path: &mut Vec<(String, Vec<String>)>) {
        if self.index.contains_key(name) {
            return;
        }
        let index = self.index.len();
        self.index.insert(name.to_owned(), index);
        self.low.insert(name.to_owned(), index);
        self.open.push(name.to_owned());
        let inner = types.defs.get(name).map(TypeDef::types).unwrap_or_default();
        path.push((name.to_owned(), inner.into_iter().filter_map(TypeRef::by_value).map(str::to_owned).collect()));
    }

    fn leave(&mut self, name: &str, above: Option<&str>) {
        let low = self.low.get(name).copied().unwrap_or_default();
        if let Some(above) = above.and_then(|above| self.low.get_mut(above)) {
            *above = (*above).min(low);
        }
        if self.index.get(name) == Some(&low) {
            while let Some(member) = self.open.pop() {
                self.group.insert(member.clone(), low);
                let is_last = member == name;
                self.done.push(member);
                if is_last {
                    break;
                }
            }
        }
    }
}
