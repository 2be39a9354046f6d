//! What alternatives say together, and with what stands next to them.

use std::collections::BTreeMap;

use serde_json::Value;

use super::{Additional, View};
use crate::diff::side::Side;
use crate::diff::values::type_of;

impl<'a> View<'a> {
    /// The same without the alternatives that only name types or list values, wherever those stand, and with the types and
    /// required properties of all other alternatives.
    pub(crate) fn flat(&self, side: &Side<'a>) -> Self {
        let mut flat = self.clone();
        flat.unions.clear();
        for union in &self.unions {
            let branches: Vec<_> = union.branches.iter().map(|branch| side.meaning(branch)).collect();
            if branches.iter().all(|branch| branch.says_only_types()) {
                flat.typed.push(branches.iter().flat_map(|branch| branch.types.iter().copied()).collect());
                flat.types = flat.types();
                flat.take_limits_as_of_integers();
            } else {
                flat.unions.push(union.clone());
            }
        }
        if !flat.unions.is_empty()
            && let Some(values) = flat.listed(side, 0)
        {
            if flat.types.is_empty() {
                flat.types = values.values().map(|value| type_of(value)).collect();
            }
            flat.values = Some(values);
            flat.unions.clear();
        }
        if flat.unions.is_empty() {
            return flat;
        }
        flat.typed = vec![std::mem::take(&mut flat.types)];
        for union in &self.unions {
            let branches: Vec<_> = union.branches.iter().map(|branch| side.meaning(branch)).collect();
            let mut required = branches.iter().map(|branch| branch.required.clone());
            let first = required.next().unwrap_or_default();
            flat.required.extend(required.fold(first, |all, own| &all & &own));
            if branches.iter().all(|branch| !branch.types.is_empty()) {
                flat.typed.push(branches.iter().flat_map(|branch| branch.types.iter().copied()).collect());
            }
        }
        flat.typed.retain(|types| !types.is_empty());
        flat.types = flat.types();
        flat
    }

    /// Takes what stands next to an alternative, where the alternative of the other document says it itself.
    pub(crate) fn complete(&mut self, other: &Self, next_to: &Self) {
        let mut required = &next_to.required & &other.required;
        for (name, nodes) in &next_to.properties {
            if other.properties.contains_key(name) && !self.properties.contains_key(name) {
                self.properties.insert(name, nodes.clone());
                required.extend(next_to.required.get(name));
            }
        }
        self.required.extend(required);
        if self.types.is_empty() && !other.types.is_empty() {
            self.types.clone_from(&next_to.types);
        }
    }

    fn says_only_types(&self) -> bool {
        !self.types.is_empty()
            && self.format.is_none()
            && self.values.is_none()
            && self.properties.is_empty()
            && self.required.is_empty()
            && self.items.is_empty()
            && matches!(self.additional, Additional::Any)
            && self.unions.is_empty()
            && self.constraints.is_empty()
            && self.others.is_empty()
            && self.rest.is_empty()
    }

    /// What is allowed next to null, as far as it is a list of values: of an enum, or of alternatives that are all enums.
    fn listed(&self, side: &Side<'a>, depth: usize) -> Option<BTreeMap<String, &'a Value>> {
        const DEEPEST: usize = 8;
        if depth > DEEPEST {
            return None;
        }
        let mut listed = self.values.clone();
        for union in &self.unions {
            let mut all = BTreeMap::new();
            for branch in &union.branches {
                let values = side.meaning(branch).listed(side, depth + 1)?;
                let count = all.len() + values.len();
                all.extend(values);
                if union.keyword == "oneOf" && all.len() < count {
                    return None; // What is in two of them is in none.
                }
            }
            match &mut listed {
                Some(known) => known.retain(|text, _| all.contains_key(text)),
                none => *none = Some(all),
            }
        }
        let is_more = !self.properties.is_empty() || !self.constraints.is_empty() || !self.others.is_empty();
        listed.filter(|_| !is_more && self.rest.is_empty())
    }
}
