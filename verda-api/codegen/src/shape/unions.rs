//! Unions of objects: told apart by a tag, or by what is in them; never by which of them happens to parse first.

use std::collections::BTreeSet;

use heck::ToPascalCase;
use serde_json::{Map, Value};

use super::naming;
use super::places::Place;
use super::schema::{reference, required, string_enum};
use super::types::Types;

/// A union that is written for the document.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Union {
    /// Each branch has its own value of one property.
    Tagged {
        /// The property.
        tag: String,
        /// Variant, value of the tag, type.
        variants: Vec<(String, String, String)>,
    },
    /// Each branch has properties that the others do not have.
    ByContent {
        /// Variant, type, properties of which one must be there.
        variants: Vec<(String, String, Vec<String>)>,
    },
}

impl Union {
    /// The type of the first branch.
    pub(crate) fn first(&self) -> Option<&str> {
        match self {
            Self::Tagged { variants, .. } => variants.first().map(|(.., target)| target.as_str()),
            Self::ByContent { variants } => variants.first().map(|(_, target, _)| target.as_str()),
        }
    }
}

/// The type of a union of named objects; `None` where the branches are something else.
pub(crate) fn find(types: &mut Types<'_>, branches: &[Value], place: &Place) -> Option<String> {
    let targets: Vec<String> =
        branches.iter().map(|branch| reference(branch).map(str::to_owned)).collect::<Option<_>>()?;
    let objects: Vec<(String, Map<String, Value>)> = targets
        .into_iter()
        .map(|target| {
            let properties = types.components.get(&target)?.get("properties")?.as_object()?.clone();
            Some((target, properties))
        })
        .collect::<Option<_>>()?;
    if objects.len() < 2 {
        return None;
    }
    let union = tagged(types, &objects).unwrap_or_else(|| by_content(types, &objects, place));
    if let Some((name, _)) = types.unions.iter().find(|(_, known)| **known == union) {
        return Some(format!("crate::types::{name}"));
    }
    let name = match types.union_places.find(place) {
        Some(listed) => listed,
        None => {
            let wanted = place.type_name();
            // A union that is a named schema has that name already.
            if types.components.contains_key(&wanted) { wanted } else { types.fresh(&wanted) }
        }
    };
    types.unions.insert(name.clone(), union);
    Some(format!("crate::types::{name}"))
}

fn tagged(types: &Types<'_>, objects: &[(String, Map<String, Value>)]) -> Option<Union> {
    let (_, first) = objects.first()?;
    for tag in first.keys() {
        let values: Option<Vec<String>> = objects
            .iter()
            .map(|(target, properties)| {
                let schema = types.components.get(target)?;
                let is_required = required(schema).any(|name| name == tag);
                match string_enum(properties.get(tag)?)?.as_slice() {
                    [only] if is_required => Some(only.clone()),
                    _ => None,
                }
            })
            .collect();
        let Some(values) = values else { continue };
        if values.iter().collect::<BTreeSet<_>>().len() < values.len() {
            continue;
        }
        let mut taken = BTreeSet::from(["Unknown".to_owned()]);
        let variants = objects
            .iter()
            .zip(values)
            .map(|((target, _), value)| (naming::unique(&naming::variant(&value), &mut taken), value, target.clone()))
            .collect();
        return Some(Union::Tagged { tag: tag.clone(), variants });
    }
    None
}

fn by_content(types: &mut Types<'_>, objects: &[(String, Map<String, Value>)], place: &Place) -> Union {
    let listed = types.union_places.find(place).and_then(|name| types.names.unions.get(&name));
    if let Some(listed) = listed {
        let mut variants: Vec<_> = listed
            .variants
            .iter()
            .map(|(variant, branch)| (variant.clone(), branch.type_name.clone(), branch.when.clone()))
            .collect();
        // The branch without a mark is what is left.
        variants.sort_by_key(|(_, _, when)| when.is_empty());
        return Union::ByContent { variants };
    }
    let variants = objects
        .iter()
        .map(|(target, properties)| {
            let own = properties
                .keys()
                .filter(|name| objects.iter().filter(|(other, _)| other != target).all(|(_, p)| !p.contains_key(*name)))
                .cloned()
                .collect();
            (target.to_pascal_case(), target.clone(), own)
        })
        .collect();
    Union::ByContent { variants }
}
