//! Tags: properties that distinguish objects.

use std::collections::{BTreeMap, BTreeSet};

use serde_json::Value;

use super::Alternatives;
use super::branches::Branch;
use crate::model::Kind;
use crate::shape::components::IMPLICIT;
use crate::shape::schema::{SCHEMAS, string_enum};
use crate::shape::types::kind;

/// The name of a property, and the values that each branch has for it.
pub(super) type Tag = (String, Vec<Vec<String>>);

impl Alternatives<'_, '_> {
    /// The tag of objects: the one in the document, or a property with different values for each.
    pub(super) fn tag(&self, branches: &[Branch]) -> Option<Tag> {
        self.discriminated(branches).or_else(|| self.constant(branches))
    }

    /// The tag in the document, with the values of each branch.
    fn discriminated(&self, branches: &[Branch]) -> Option<Tag> {
        let discriminator = self.discriminator?;
        let tag = discriminator.get("propertyName")?.as_str()?;
        let mut by_target: BTreeMap<(&str, bool), Vec<String>> = BTreeMap::new();
        for (key, explicit) in [("mapping", true), (IMPLICIT, false)] {
            for (value, target) in discriminator.get(key).and_then(Value::as_object).into_iter().flatten() {
                let target = target.as_str().and_then(|target| target.strip_prefix(SCHEMAS)).unwrap_or_default();
                by_target.entry((target, explicit)).or_default().push(value.clone());
            }
        }
        // If all branches have the same values, such as those of a shared property, names distinguish them, as far as they are
        // among these values.
        [true, false].into_iter().find_map(|by_constants| {
            let values = branches.iter().map(|branch| {
                let mapped = |explicit: bool| by_target.get(&(branch.origin.as_deref()?, explicit)).cloned();
                let constants = self.constants(branch, tag);
                // A named schema has its own name, and its title may be that of the type.
                let titled =
                    || Some(vec![branch.whole.get("title")?.as_str()?.to_owned()]).filter(|_| branch.origin.is_none());
                let named = || {
                    let is_allowed = |name: &String| constants.as_ref().is_none_or(|all| all.contains(name));
                    mapped(false).or_else(titled).filter(|names| names.iter().all(is_allowed))
                };
                mapped(true).or_else(|| constants.clone().filter(|_| by_constants)).or_else(named)
            });
            let values = values.collect::<Option<Vec<_>>>()?;
            disjoint(&values).then(|| (tag.to_owned(), values))
        })
    }

    /// A property with different values for each branch, preferably required and constant.
    fn constant(&self, branches: &[Branch]) -> Option<Tag> {
        let mut found: Vec<(usize, Tag)> = Vec::new();
        for (name, _) in branches.first()?.properties() {
            let values = branches.iter().map(|branch| self.constants(branch, name)).collect::<Option<Vec<_>>>();
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

    fn constants(&self, branch: &Branch, property: &str) -> Option<Vec<String>> {
        let schema = branch.whole.get("properties")?.get(property)?;
        let whole = self.reader.components.all(schema);
        match kind(&whole) {
            Some(Kind::Text) => string_enum(&Value::Object((*whole).clone())),
            _ => None,
        }
    }
}

fn disjoint(values: &[Vec<String>]) -> bool {
    let mut seen = BTreeSet::new();
    values.iter().all(|values| !values.is_empty() && values.iter().all(|value| seen.insert(value)))
}
