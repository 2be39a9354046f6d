//! A finding on its way: a change, and what was found to reach it so far.

use std::collections::{BTreeMap, BTreeSet};

use super::finding::{Direction, Finding, Verdict, fingerprint};
use super::graph::Root;
use super::rules::{Change, Effect};
use crate::document::SCHEMAS;

/// A finding on its way.
#[derive(Debug)]
pub(crate) struct Draft {
    change: Change,
    wire: Verdict,
    rust: Verdict,
    directions: BTreeSet<Direction>,
    operations: BTreeSet<String>,
}

impl Draft {
    pub(crate) fn of<'d>(found: &'d mut BTreeMap<(&'static str, String), Self>, change: &Change) -> &'d mut Self {
        found.entry((change.rule.id, change.place.clone())).or_insert_with(|| Self {
            change: change.clone(),
            wire: Verdict::None,
            rust: Verdict::None,
            directions: BTreeSet::new(),
            operations: BTreeSet::new(),
        })
    }

    /// Takes down a change that is no schema's.
    pub(crate) fn plain(&mut self, change: &Change, operation: Option<&String>) {
        self.wire = self.wire.max(change.wire.request);
        self.rust = self.rust.max(change.rust.request);
        self.operations.extend(operation.cloned());
    }

    /// Takes down a change of a schema with the roots that lead to it.
    pub(crate) fn reached(&mut self, change: &Change, roots: &[&Root]) {
        let in_direction = |effect: Effect, direction| match direction {
            Direction::Request => effect.request,
            Direction::Response => effect.response,
        };
        let mut has_type = false;
        for root in roots.iter().filter(|root| root.operation.is_some()) {
            self.operations.extend(root.operation.clone());
            self.directions.insert(root.direction);
            self.wire = self.wire.max(in_direction(change.wire, root.direction));
            if root.generated {
                has_type = true;
                self.rust = self.rust.max(in_direction(change.rust, root.direction));
            }
        }
        // Every named schema becomes a type, strict where no response uses it.
        if !has_type && change.place.starts_with(SCHEMAS) {
            self.rust = self.rust.max(change.rust.request);
        }
    }

    pub(crate) fn finding(self, place: String) -> Finding {
        let directions: Vec<Direction> = self.directions.into_iter().collect();
        let rule = match directions.as_slice() {
            [Direction::Request] if self.change.rule.directed => format!("request-{}", self.change.rule.id),
            [Direction::Response] if self.change.rule.directed => format!("response-{}", self.change.rule.id),
            _ => self.change.rule.id.to_owned(),
        };
        Finding {
            fingerprint: fingerprint(&rule, &place),
            rule,
            wire: self.wire,
            rust: self.rust,
            message: self.change.message,
            place,
            places: Vec::new(),
            old: self.change.old,
            new: self.change.new,
            directions,
            operations: self.operations.into_iter().collect(),
        }
    }
}
