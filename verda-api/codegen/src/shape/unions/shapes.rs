//! Distinguishes objects without a tag.

use std::collections::BTreeMap;

use serde_json::Value;

use super::Alternatives;
use super::branches::{Branch, kinds};
use super::confused::has_other_values;
use crate::model::{Kind, Member, Rest, Shape};

impl Alternatives<'_, '_> {
    /// The members of a branch, as far as they distinguish it.
    pub(super) fn shape(&self, branch: &Branch) -> Shape {
        let reader = &*self.reader;
        let member = |(name, schema): (&String, &Value)| {
            let whole = reader.components.all(schema);
            let mut values: Vec<String> =
                whole.get("enum").and_then(Value::as_array).into_iter().flatten().map(Value::to_string).collect();
            if !values.is_empty() && reader.components.is_nullable(schema) {
                values.push(Value::Null.to_string());
            }
            Member { name: name.clone(), required: branch.requires(name), kinds: kinds(reader, schema), values }
        };
        let rest = match branch.whole.get("additionalProperties") {
            Some(Value::Bool(false)) => Rest::Nothing,
            Some(schema @ Value::Object(_)) => Rest::Of(kinds(reader, schema)),
            None if branch.properties().next().is_some() => Rest::Ignored,
            _ => Rest::Of(Vec::new()),
        };
        Shape { members: branch.properties().map(member).collect(), rest }
    }
}

/// Pairs of branches that cannot be distinguished: they have the same members with the same types.
pub(super) fn overlapping(branches: &[Shape]) -> Vec<(usize, usize)> {
    let mut seen: BTreeMap<Vec<&str>, Vec<usize>> = BTreeMap::new();
    let mut pairs = Vec::new();
    for (index, shape) in branches.iter().enumerate() {
        let mut names: Vec<&str> = shape.members.iter().map(|member| member.name.as_str()).collect();
        names.sort_unstable();
        let same = seen.entry(names).or_default();
        let clash = same.iter().find(|other| branches.get(**other).is_some_and(|other| !can_distinguish(shape, other)));
        pairs.extend(clash.map(|other| (*other, index)));
        same.push(index);
    }
    pairs
}

fn can_distinguish(one: &Shape, other: &Shape) -> bool {
    let differ = |a: &[Kind], b: &[Kind]| !a.is_empty() && !b.is_empty() && !a.iter().any(|k| b.contains(k));
    let known: BTreeMap<&str, &Member> = other.members.iter().map(|member| (member.name.as_str(), member)).collect();
    if let (Rest::Of(a), Rest::Of(b)) = (&one.rest, &other.rest)
        && differ(a, b)
    {
        return true;
    }
    one.members.iter().any(|member| {
        known.get(member.name.as_str()).is_some_and(|same| {
            let differs = differ(&member.kinds, &same.kinds) || has_other_values(member, same);
            (member.required || same.required) && differs
        })
    })
}
