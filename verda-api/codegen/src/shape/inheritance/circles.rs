//! Schemas that are alternatives of each other and extend each other: `A` is one of `B`, and `B` is all of `A`. No value can be
//! checked against them, and no later step has to expect them.

use std::collections::{BTreeMap, BTreeSet};

use serde_json::{Map, Value, json};

use crate::ledger::{Ledger, join};
use crate::shape::schema::SCHEMAS;

/// A reference that is about the same value as the schema with it.
struct Link {
    /// The place within the schema.
    at: String,
    target: String,
    is_alternative: bool,
}

/// Replaces an alternative of each circle by any value.
pub(super) fn cut(schemas: &mut Map<String, Value>, ledger: &mut Ledger) {
    let mut links: BTreeMap<String, Vec<Link>> = BTreeMap::new();
    for (name, schema) in schemas.iter() {
        collect(schema, "", false, links.entry(name.clone()).or_default());
    }
    let mut done = BTreeSet::new();
    let names: Vec<String> = links.keys().cloned().collect();
    for name in &names {
        while let Some((owner, index)) = circle(name, &links, &mut done) {
            let Some(link) = links.get_mut(&owner).map(|links| links.swap_remove(index)) else { break };
            if let Some(place) = schemas.get_mut(&owner).and_then(|schema| schema.pointer_mut(&link.at)) {
                *place = json!({});
            }
            let message =
                format!("`{}` contains `{owner}` in turn, without end: any value is accepted here", link.target);
            ledger.lossy(join("/components/schemas", &owner) + &link.at, "circular-alternatives", message);
        }
    }
}

fn collect(schema: &Value, at: &str, is_alternative: bool, found: &mut Vec<Link>) {
    if let Some(target) = schema.get("$ref").and_then(Value::as_str).and_then(|target| target.strip_prefix(SCHEMAS)) {
        found.push(Link { at: at.to_owned(), target: target.to_owned(), is_alternative });
        return;
    }
    for key in ["allOf", "oneOf", "anyOf"] {
        for (index, part) in schema.get(key).and_then(Value::as_array).into_iter().flatten().enumerate() {
            collect(part, &format!("{at}/{key}/{index}"), is_alternative || key != "allOf", found);
        }
    }
}

/// The last alternative of a circle that a schema leads to: the schema with it, and its index. `done` are schemas that lead
/// to no circle.
fn circle(start: &str, links: &BTreeMap<String, Vec<Link>>, done: &mut BTreeSet<String>) -> Option<(String, usize)> {
    // Each schema with the index of its next link.
    let mut path: Vec<(&str, usize)> = vec![(start, 0)];
    while let Some((name, next)) = path.last_mut() {
        let Some(link) = links.get(*name).and_then(|links| links.get(*next)).filter(|_| !done.contains(*name)) else {
            done.insert((*name).to_owned());
            path.pop();
            continue;
        };
        *next += 1;
        if let Some(first) = path.iter().position(|(name, _)| *name == link.target) {
            let is_alternative = |(name, next): &(&str, usize)| {
                links.get(*name).and_then(|links| links.get(next - 1)).is_some_and(|link| link.is_alternative)
            };
            let (name, next) = path.split_off(first).into_iter().rfind(is_alternative)?;
            return Some((name.to_owned(), next - 1));
        }
        if !done.contains(&link.target) {
            path.push((&link.target, 0));
        }
    }
    None
}
