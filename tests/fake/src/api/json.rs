//! Helpers for JSON values.

use serde_json::{Map, Value};

/// Takes every member that is null out of an object and out of all objects inside it.
pub(crate) fn drop_null_members(object: &mut Map<String, Value>) {
    object.retain(|_, member| !member.is_null());
    object.values_mut().for_each(drop_nulls);
}

/// Takes every member that is null out of all objects inside a value.
pub(crate) fn drop_nulls(value: &mut Value) {
    match value {
        Value::Object(object) => drop_null_members(object),
        Value::Array(items) => items.iter_mut().for_each(drop_nulls),
        _ => {}
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn null_members_go_and_null_elements_stay() {
        let mut value = json!({ "a": null, "b": { "c": null, "d": 1 }, "e": [null, { "f": null }] });
        drop_nulls(&mut value);
        assert_eq!(value, json!({ "b": { "d": 1 }, "e": [null, {}] }));
    }
}
