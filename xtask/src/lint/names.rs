//! Names that are two in the document and one in Rust.

use std::collections::BTreeMap;

use heck::{ToPascalCase, ToSnakeCase};
use serde_json::Value;

use super::sites::Sites;
use super::{Problem, Rule};
use crate::diff::parameters;
use crate::document::{Document, operations};

pub(super) fn check(document: &Document<'_>, sites: &Sites<'_>, problems: &mut Vec<Problem>) {
    let mut note = |pointer: &str, what: &str, names: Vec<&str>, into: &dyn Fn(&str) -> String| {
        let mut by_name: BTreeMap<String, Vec<&str>> = BTreeMap::new();
        for name in names {
            by_name.entry(into(name)).or_default().push(name);
        }
        for (rust, mut names) in by_name {
            names.sort_unstable();
            if names.len() > 1 {
                let message =
                    format!("the {what} `{}` are both `{rust}` in Rust: rename or remove one", names.join("` and `"));
                problems.push(Problem::new(Rule::CollidingNames, pointer, message));
            }
        }
    };
    let snake = |name: &str| name.to_snake_case();
    // Without a letter or digit there is no name at all.
    let pascal = |name: &str| match name.to_pascal_case() {
        empty if empty.is_empty() => name.to_owned(),
        name => name,
    };
    note("/components/schemas", "schemas", document.schemas().map(|(name, _)| name).collect(), &pascal);
    for operation in operations(document) {
        let parameters = parameters::of(document, &operation);
        let names =
            parameters.iter().filter(|parameter| parameter.is_argument()).map(|parameter| parameter.name).collect();
        note(&operation.node.pointer, "parameters", names, &snake);
    }
    for schema in &sites.schemas {
        if let Some(properties) = schema.child("properties") {
            note(&properties.pointer, "properties", properties.members().map(|(name, _)| name).collect(), &snake);
        }
        if let Some(values) = schema.child("enum") {
            let texts = values.value.as_array().into_iter().flatten().filter_map(Value::as_str).collect();
            note(&values.pointer, "values", texts, &pascal);
        }
    }
}
