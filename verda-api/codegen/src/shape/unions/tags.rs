//! Tags: properties that distinguish objects.

use std::collections::{BTreeMap, BTreeSet};

use serde_json::Value;

use super::Alternatives;
use super::branches::Branch;
use crate::shape::components::IMPLICIT;
use crate::shape::schema::SCHEMAS;
use crate::shape::types::Reader;

/// The name of a property, and the values that each branch has for it.
pub(super) type Tag = (String, Vec<Vec<String>>);

impl Alternatives<'_, '_> {
    /// The tag of objects: the one in the document, or a property with different values for each.
    pub(super) fn tag(&self, branches: &[Branch]) -> Option<Tag> {
        let in_document = self.discriminator.and_then(|found| discriminated(self.reader, found, branches));
        in_document.or_else(|| self.constant(branches))
    }

    /// Tells the branches that a discriminator maps of its values, where it does not map all.
    pub(super) fn tell(&self, branches: &mut [Branch]) {
        let Some((tag, values)) = self.discriminator.and_then(|found| told(self.reader, found, branches)) else {
            return;
        };
        for (branch, values) in branches.iter_mut().zip(values) {
            branch.told = branch.told.take().or(values.map(|values| (tag.clone(), values)));
        }
    }

    /// A property with different values for each branch, preferably required and constant.
    fn constant(&self, branches: &[Branch]) -> Option<Tag> {
        let mut found: Vec<(usize, Tag)> = Vec::new();
        let first = branches.first()?;
        let told = first.told.iter().map(|(tag, _)| tag);
        for name in told.chain(first.properties().map(|(name, _)| name)) {
            let values = branches.iter().map(|branch| branch.constants(self.reader, name)).collect::<Option<Vec<_>>>();
            let Some(values) = values.filter(|values| disjoint(values)) else { continue };
            let several = values.iter().filter(|values| values.len() > 1).count();
            let optional = branches.iter().filter(|branch| !branch.requires(name)).count();
            // A tag that may be absent and has several values is no tag.
            if several == 0 || optional == 0 {
                found.push((several * 2 + usize::from(optional > 0), (name.clone(), values)));
            }
        }
        found.into_iter().min_by_key(|(rank, _)| *rank).map(|(_, tag)| tag)
    }
}

/// The tag that a discriminator names, with its values for each branch: for all, or for those that it maps.
pub(super) fn told(
    reader: &Reader<'_>,
    discriminator: &Value,
    branches: &[Branch],
) -> Option<(String, Vec<Option<Vec<String>>>)> {
    if let Some((tag, values)) = discriminated(reader, discriminator, branches) {
        return Some((tag, values.into_iter().map(Some).collect()));
    }
    let (tag, mapped) = (tag_of(discriminator)?, targets(discriminator, "mapping"));
    let values = |branch: &Branch| mapped.get(branch.origin.as_deref()?).cloned();
    let of = |branch: &Branch| values(branch).filter(|_| !branch.has_no_text(reader, tag));
    Some((tag.to_owned(), branches.iter().map(of).collect()))
}

/// The tag that a discriminator names, with the values of each branch.
fn discriminated(reader: &Reader<'_>, discriminator: &Value, branches: &[Branch]) -> Option<Tag> {
    let tag = tag_of(discriminator)?;
    // A tag is a text: a number, say, is told apart by its value.
    if branches.iter().any(|branch| branch.has_no_text(reader, tag)) {
        return None;
    }
    let (explicit, implicit) = (targets(discriminator, "mapping"), targets(discriminator, IMPLICIT));
    // A server may write what the mapping says, or another value of the property, where that is no other alternative's. If all
    // branches have the same values, such as those of a shared property, names distinguish them, as far as they are among these.
    [Constants::Also, Constants::Unmapped, Constants::Never].into_iter().find_map(|counted| {
        let values = branches.iter().map(|branch| {
            let origin = branch.origin.as_deref();
            let constants = branch.constants(reader, tag);
            // A named schema has its own name, and its title may be that of the type.
            let titled = || Some(vec![branch.whole.get("title")?.as_str()?.to_owned()]).filter(|_| origin.is_none());
            let named = || {
                let is_allowed = |name: &String| constants.as_ref().is_none_or(|all| all.contains(name));
                let implied = origin.and_then(|origin| implicit.get(origin)).cloned();
                implied.or_else(titled).filter(|names| names.iter().all(is_allowed))
            };
            let mut mapped = origin.and_then(|origin| explicit.get(origin)).cloned();
            if let (Some(mapped), Some(constants), Constants::Also) = (&mut mapped, &constants, counted) {
                let others: Vec<String> = constants.iter().filter(|value| !mapped.contains(value)).cloned().collect();
                mapped.extend(others);
            }
            mapped.or_else(|| constants.clone().filter(|_| counted != Constants::Never)).or_else(named)
        });
        let values = values.collect::<Option<Vec<_>>>()?;
        disjoint(&values).then(|| (tag.to_owned(), values))
    })
}

/// Where constants of a property count as values of a tag.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Constants {
    Also,
    Unmapped,
    Never,
}

fn tag_of(discriminator: &Value) -> Option<&str> {
    discriminator.get("propertyName")?.as_str()
}

/// The values of a discriminator by the schemas that it maps.
fn targets<'a>(discriminator: &'a Value, key: &str) -> BTreeMap<&'a str, Vec<String>> {
    let mut by_target: BTreeMap<&str, Vec<String>> = BTreeMap::new();
    for (value, target) in discriminator.get(key).and_then(Value::as_object).into_iter().flatten() {
        let target = target.as_str().and_then(|target| target.strip_prefix(SCHEMAS)).unwrap_or_default();
        by_target.entry(target).or_default().push(value.clone());
    }
    by_target
}

fn disjoint(values: &[Vec<String>]) -> bool {
    let mut seen = BTreeSet::new();
    values.iter().all(|values| !values.is_empty() && values.iter().all(|value| seen.insert(value)))
}
