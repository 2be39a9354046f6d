//! Sets of alternatives that all hold: one of each, in all combinations.

use serde_json::{Map, Value, json};

use super::branches::only_limits;
use crate::shape::types::Reader;

/// The maximum number of combinations.
const COMBINATIONS: usize = 64;

/// The sets of alternatives that affect the type of a schema. Next to members, those that only list required members do not.
pub(super) fn telling<'v>(
    reader: &Reader<'_>,
    own: &mut Map<String, Value>,
    has_members: bool,
    unions: &'v [Value],
) -> Vec<&'v Value> {
    let mut telling = Vec::new();
    for union in unions {
        if !has_members || !branches(union).iter().all(|branch| only_limits(reader, branch)) {
            telling.push(union);
            continue;
        }
        // One of them may say that there are other members, which are kept.
        let keeps_others =
            |branch: &Value| reader.components.all(branch).get("additionalProperties") == Some(&json!(true));
        if branches(union).iter().any(keeps_others) {
            own.entry("additionalProperties").or_insert(json!(true));
        }
    }
    telling
}

/// Each combination, with the places of its parts; `None` if there are too many. Without any set there is one, of nothing.
pub(super) fn combinations(unions: &[&Value]) -> Option<Vec<(String, Value)>> {
    let mut combined: Vec<(Vec<String>, Vec<Value>)> = vec![Default::default()];
    for union in unions {
        let keyword = keyword(union);
        let joined = |(at, parts): &(Vec<String>, Vec<Value>)| {
            let with = |(index, branch): (usize, &Value)| {
                let at = [at.as_slice(), &[format!("{keyword}/{index}")]].concat();
                (at, [parts.as_slice(), std::slice::from_ref(branch)].concat())
            };
            branches(union).iter().enumerate().map(with).collect::<Vec<_>>()
        };
        combined = combined.iter().flat_map(joined).collect();
        if unions.len() > 1 && combined.len() > COMBINATIONS {
            return None;
        }
    }
    let one = |(at, mut parts): (Vec<String>, Vec<Value>)| {
        let schema = if parts.len() == 1 { parts.remove(0) } else { json!({ "allOf": parts }) };
        (at.join(" with "), schema)
    };
    Some(combined.into_iter().map(one).collect())
}

/// The keyword of a set of alternatives.
pub(super) fn keyword(union: &Value) -> &str {
    union.get("keyword").and_then(Value::as_str).unwrap_or("enum")
}

fn branches(union: &Value) -> &[Value] {
    union.get("branches").and_then(Value::as_array).map(Vec::as_slice).unwrap_or_default()
}
