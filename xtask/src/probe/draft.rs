//! Draft corrections of what was found.

use std::collections::BTreeMap;
use std::fmt::Write as _;

use serde_json::{Value, json};
use verda_api_codegen::ledger::{join, unescape};

use super::Report;
use super::finding::Remedy;

const HEAD: &str = "\
# Drafts of corrections, written by `cargo xtask probe --overlay`. Read each, complete its reason, its description and its
# type, and move it to the end of verda-api/spec/overlay.yaml.
#
# Nulls and missing members need no correction: the generated types take them. Statuses, content types, headers and what
# could not be decoded have none here either; they are in the report.

overlay: 1.0.0
info:
  title: Drafts of corrections
  version: 1.0.0

actions:
";

/// The actions for a report and the document that it is about; `None` where there is nothing to correct.
pub fn draft(report: &Report, document: &Value) -> Option<String> {
    // Several operations may show the same.
    let mut remedies: BTreeMap<(String, String), Remedy> = BTreeMap::new();
    for finding in report.operations.iter().flat_map(|seen| &seen.findings) {
        let Some(remedy) = finding.remedy.clone() else { continue };
        let key = match &remedy {
            Remedy::Property { schema, name, .. } => (schema.clone(), name.clone()),
            Remedy::Values { schema, .. } | Remedy::Type { schema, .. } => (schema.clone(), String::new()),
        };
        match (remedies.get_mut(&key), remedy) {
            (Some(Remedy::Property { seen: known, .. }), Remedy::Property { seen, .. }) => known.merge(seen),
            (Some(Remedy::Type { seen: known, replaces: all, .. }), Remedy::Type { seen, replaces, .. }) => {
                known.merge(seen);
                *all &= replaces;
            }
            (Some(Remedy::Values { values: known, .. }), Remedy::Values { values, .. }) => known.extend(values),
            (Some(_), _) => {}
            (None, remedy) => drop(remedies.insert(key, remedy)),
        }
    }
    if remedies.is_empty() {
        return None;
    }
    let mut out = HEAD.to_owned();
    for remedy in remedies.into_values() {
        let (pointer, reason, expect, update) = action(remedy, document);
        let _ = write!(
            out,
            "\n  - target: {}\n    x-reason: {reason}\n    x-expect: {expect}\n    update: {update}\n",
            json!(json_path(document, &pointer))
        );
    }
    Some(out)
}

/// Target, reason, expectation and update.
fn action(remedy: Remedy, document: &Value) -> (String, String, Value, Value) {
    let at = |pointer: &str, key: &str| document.pointer(&join(pointer, key)).cloned();
    match remedy {
        Remedy::Property { schema, name, seen } => {
            let reason = format!("The running API shows `{name}`; the document does not know it.");
            let (absent, property) = (json!({ name.as_str(): "<absent>" }), json!({ name.as_str(): seen.schema() }));
            match at(&schema, "properties") {
                Some(_) => (join(&schema, "properties"), reason, absent, property),
                None => (schema, reason, json!({"properties": "<absent>"}), json!({"properties": property})),
            }
        }
        Remedy::Values { schema, values } => {
            let reason = "The running API has more values than the document.".to_owned();
            let expect = json!({"enum": at(&schema, "enum")});
            (schema, reason, expect, json!({"enum": values}))
        }
        Remedy::Type { schema, seen, replaces } => {
            let reason = format!("The running API gives {}; the document says otherwise.", seen.words());
            let old = at(&schema, "type");
            let mut update = seen.schema();
            if !replaces {
                let types = |value: Option<Value>| match value {
                    Some(Value::Array(types)) => types,
                    other => other.into_iter().collect(),
                };
                update["type"] = [types(old.clone()), types(update.get("type").cloned())].concat().into();
            }
            (schema, reason, json!({ "type": old }), update)
        }
    }
}

/// A JSON pointer as a JSONPath.
fn json_path(document: &Value, pointer: &str) -> String {
    let mut path = "$".to_owned();
    let mut here = Some(document);
    for token in pointer.split('/').skip(1).map(unescape) {
        let is_word = token.starts_with(|c: char| c.is_ascii_alphabetic())
            && token.chars().all(|c| c.is_ascii_alphanumeric() || c == '_');
        match here {
            Some(Value::Array(_)) => path.push_str(&format!("[{token}]")),
            _ if is_word => path.push_str(&format!(".{token}")),
            _ => path.push_str(&format!("['{}']", token.replace('\\', "\\\\").replace('\'', "\\'"))),
        }
        here = here.and_then(|here| match here {
            Value::Array(items) => items.get(token.parse::<usize>().ok()?),
            here => here.get(&token),
        });
    }
    path
}
