//! The canonical form of a document, for comparing and hashing.

use serde_json::{Map, Value};

use crate::ledger::METHODS;

/// The canonical text of a document: two spaces, a newline at the end, and the maps whose order means nothing
/// (`paths`, the methods of a path, status codes, `components`) sorted.
///
/// Properties keep their order, which the authors chose for readers.
pub fn canonical(document: &Value) -> String {
    let mut document = document.clone();
    sort(&mut document);
    // Serialising a `Value` cannot fail: its keys are strings.
    let mut text = serde_json::to_string_pretty(&document).unwrap_or_default();
    text.push('\n');
    text
}

/// Sorts in place what [`canonical`] sorts.
pub(crate) fn sort(document: &mut Value) {
    if let Some(Value::Object(paths)) = document.get_mut("paths") {
        paths.sort_keys();
        for item in paths.values_mut().filter_map(Value::as_object_mut) {
            sort_path_item(item);
        }
    }
    if let Some(Value::Object(components)) = document.get_mut("components") {
        components.sort_keys();
        for section in components.values_mut().filter_map(Value::as_object_mut) {
            section.sort_keys();
        }
    }
}

fn sort_path_item(item: &mut Map<String, Value>) {
    for method in METHODS {
        // What is inserted again stands last.
        if let Some(mut operation) = item.shift_remove(method) {
            if let Some(Value::Object(responses)) = operation.get_mut("responses") {
                responses.sort_keys();
            }
            item.insert(method.to_owned(), operation);
        }
    }
}
