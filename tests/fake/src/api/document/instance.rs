//! A value of a schema: the document's example, or one that is made from the schema.

use serde_json::{Map, Value, json};

/// A text of which the schema says nothing more, and any id.
const TEXT: &str = "text";
const UUID: &str = "5b1e0000-0000-4000-8000-000000000001";

/// How deep a value goes with its optional parts: a schema may contain itself.
const DEEPEST: usize = 8;

/// The example of a body, or a value of its schema.
pub(super) fn of_media(media: &Value, document: &Value) -> Value {
    let first =
        || media.get("examples")?.as_object()?.values().next().map(|example| resolve(example, document))?.get("value");
    match media.get("example").or_else(first) {
        Some(example) => example.clone(),
        None => media.get("schema").map_or(Value::Null, |schema| of_schema(schema, document, 0)),
    }
}

/// Follows references, as far as they lead within the document.
pub(super) fn resolve<'a>(value: &'a Value, document: &'a Value) -> &'a Value {
    let mut found = value;
    // A reference to itself leads nowhere.
    for _ in 0..DEEPEST {
        let target = found.get("$ref").and_then(Value::as_str).and_then(|target| target.strip_prefix('#'));
        match target.and_then(|pointer| document.pointer(pointer)) {
            Some(target) => found = target,
            None => break,
        }
    }
    found
}

fn of_schema(schema: &Value, document: &Value, depth: usize) -> Value {
    let schema = resolve(schema, document);
    let list = |key: &str| schema.get(key).and_then(Value::as_array).filter(|list| !list.is_empty());
    let is_too_deep = depth > DEEPEST;
    let kind = kind(schema);
    let example = schema
        .get("const")
        .or_else(|| schema.get("example"))
        .or_else(|| list("examples").and_then(|list| list.first()));
    // Examples that contradict their schema occur.
    if let Some(example) = example.filter(|example| fits(example, kind)) {
        return example.clone();
    }
    if let Some(value) = list("enum").and_then(|values| values.first()) {
        return value.clone();
    }
    if let Some(branches) = list("allOf") {
        let mut all = object(schema, document, depth);
        for branch in branches {
            match of_schema(branch, document, depth + 1) {
                Value::Object(members) => all.extend(members),
                // What describes nothing else is the value itself.
                value => return value,
            }
        }
        return Value::Object(all);
    }
    if let Some(branch) = list("oneOf").or_else(|| list("anyOf")).and_then(|branches| branches.first()) {
        let mut value = if is_too_deep { Value::Null } else { of_schema(branch, document, depth + 1) };
        if let (Some((tag, word)), Some(members)) = (tag_of(schema, branch), value.as_object_mut()) {
            members.insert(tag, word.into());
        }
        return value;
    }
    match kind {
        Some("string") => json!(text(schema)),
        Some("integer") => number(schema).map_or(json!(1), |number| json!(number as i64)),
        Some("number") => json!(number(schema).unwrap_or(1.0)),
        Some("boolean") => json!(true),
        Some("null") => Value::Null,
        Some("array") => {
            let least = schema.get("minItems").and_then(Value::as_u64).unwrap_or_default();
            let most = schema.get("maxItems").and_then(Value::as_u64).unwrap_or(u64::MAX);
            let length = if is_too_deep { least } else { least.max(1).min(most) };
            let item = || schema.get("items").map_or(Value::Null, |items| of_schema(items, document, depth + 1));
            (0..length.min(100)).map(|_| item()).collect()
        }
        _ => Value::Object(object(schema, document, depth)),
    }
}

/// The property by which a branch is known among others, and its value there.
fn tag_of(schema: &Value, branch: &Value) -> Option<(String, String)> {
    let discriminator = schema.get("discriminator")?;
    let target = branch.get("$ref")?.as_str()?;
    let name = target.rsplit('/').next().unwrap_or(target);
    let mapping = discriminator.get("mapping").and_then(Value::as_object);
    let listed = mapping.into_iter().flatten().find(|(_, to)| *to == target || *to == name);
    let word = listed.map_or(name, |(word, _)| word);
    Some((discriminator.get("propertyName")?.as_str()?.to_owned(), word.to_owned()))
}

/// The members of an object: all of them, and far down only those that are required.
fn object(schema: &Value, document: &Value, depth: usize) -> Map<String, Value> {
    let required = schema.get("required").and_then(Value::as_array);
    let is_required = |name: &String| required.is_some_and(|names| names.iter().any(|other| other == name));
    let properties = schema.get("properties").and_then(Value::as_object).into_iter().flatten();
    let kept = properties.filter(|(name, _)| depth <= DEEPEST || (is_required(name) && depth <= 2 * DEEPEST));
    let value = |name: &str, property: &Value| match of_schema(property, document, depth + 1) {
        // The ids of the API are UUIDs, although its document may not say so.
        Value::String(text) if name == "id" && text == TEXT => json!(UUID),
        value => value,
    };
    kept.map(|(name, property)| (name.clone(), value(name, property))).collect()
}

/// Adds the members that a schema requires and a value lacks, and returns whether there were any. Alternatives are unchanged,
/// because a value does not show which of them it is.
pub(super) fn complete(value: &mut Value, schema: &Value, document: &Value) -> bool {
    let schema = resolve(schema, document);
    let mut changed = false;
    for branch in schema.get("allOf").and_then(Value::as_array).into_iter().flatten() {
        changed |= complete(value, branch, document);
    }
    match value {
        Value::Array(elements) => {
            for element in elements {
                changed |= schema.get("items").is_some_and(|items| complete(element, items, document));
            }
        }
        Value::Object(members) => {
            let properties = schema.get("properties").and_then(Value::as_object);
            for (name, property) in properties.into_iter().flatten() {
                if let Some(member) = members.get_mut(name) {
                    changed |= complete(member, property, document);
                }
            }
            let made = object(&only_required(schema), document, 0);
            for (name, member) in made {
                if !members.contains_key(&name) {
                    members.insert(name, member);
                    changed = true;
                }
            }
        }
        _ => {}
    }
    changed
}

/// A schema without what is optional.
fn only_required(schema: &Value) -> Value {
    let required = schema.get("required").and_then(Value::as_array);
    let is_required = |name: &String| required.is_some_and(|names| names.iter().any(|other| other == name));
    let properties = schema.get("properties").and_then(Value::as_object).into_iter().flatten();
    let kept: Map<String, Value> = properties
        .filter(|(name, _)| is_required(name))
        .map(|(name, property)| (name.clone(), property.clone()))
        .collect();
    json!({"properties": kept})
}

/// The type apart from null.
fn kind(schema: &Value) -> Option<&str> {
    match schema.get("type") {
        Some(Value::Array(kinds)) => {
            let mut names = kinds.iter().filter_map(Value::as_str);
            names.clone().find(|kind| *kind != "null").or_else(|| names.next())
        }
        other => other.and_then(Value::as_str),
    }
}

/// Whether an example is of the type of its schema.
fn fits(example: &Value, kind: Option<&str>) -> bool {
    match kind {
        Some("string") => example.is_string(),
        Some("integer") => example.is_i64() || example.is_u64(),
        Some("number") => example.is_number(),
        Some("boolean") => example.is_boolean(),
        Some("array") => example.is_array(),
        Some("object") => example.is_object(),
        _ => true,
    }
}

fn number(schema: &Value) -> Option<f64> {
    let bound = |key: &str| schema.get(key).and_then(Value::as_f64);
    let above = bound("exclusiveMinimum").map(|least| least + 1.0);
    above.or_else(|| bound("minimum")).or_else(|| bound("maximum").filter(|most| *most < 1.0))
}

/// A text in the format of its schema, and as long as it may be.
fn text(schema: &Value) -> String {
    let length = |key: &str| schema.get(key).and_then(Value::as_u64).and_then(|length| usize::try_from(length).ok());
    let known = match schema.get("format").and_then(Value::as_str).unwrap_or_default() {
        "uuid" => UUID,
        "date-time" => "2026-01-01T00:00:00.000Z",
        "date" => "2026-01-01",
        "time" => "00:00:00Z",
        "duration" => "PT1H",
        "uri" | "url" | "uri-reference" => "https://example.com/",
        "email" => "user@example.com",
        "hostname" => "host.example.com",
        "ipv4" => "192.0.2.1",
        "ipv6" => "2001:db8::1",
        "decimal" => "1.00",
        "byte" => "YQ==",
        _ => {
            let mut text = TEXT.to_owned();
            while text.len() < length("minLength").unwrap_or_default().min(10_000) {
                text.push('x');
            }
            text.truncate(length("maxLength").unwrap_or(usize::MAX));
            return text;
        }
    };
    known.to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn made(schema: Value) -> Value {
        let document = json!({"components": {"schemas": {
            "Tree": {"type": "object", "required": ["id"], "properties": {
                "id": {"type": "string", "format": "uuid"},
                "children": {"type": "array", "items": {"$ref": "#/components/schemas/Tree"}}}},
            "Knot": {"type": "object", "required": ["knot"], "properties": {"knot": {"$ref": "#/components/schemas/Knot"}}},
            "Itself": {"$ref": "#/components/schemas/Itself"},
            "Oak": {"type": "object", "properties": {"kind": {"type": "string"}}}}}});
        of_schema(&schema, &document, 0)
    }

    #[test]
    fn values_have_the_formats_and_bounds_of_their_schemas() {
        for (schema, value) in [
            (json!({"type": "string", "format": "date-time"}), json!("2026-01-01T00:00:00.000Z")),
            (json!({"type": "string", "minLength": 6}), json!("textxx")),
            (json!({"type": ["string", "null"], "maxLength": 2}), json!("te")),
            (json!({"type": "string", "enum": ["b", "a"]}), json!("b")),
            (json!({"type": "integer", "minimum": 5}), json!(5)),
            (json!({"type": "integer", "example": "no integer", "maximum": -2}), json!(-2)),
            (json!({"type": "array", "minItems": 2, "items": {"const": 1}}), json!([1, 1])),
            (
                json!({"allOf": [{"properties": {"a": {"type": "boolean"}}}, {"properties": {"b": {"example": 2}}}]}),
                json!({"a": true, "b": 2}),
            ),
            (json!({"properties": {"id": {"type": "string"}}}), json!({"id": UUID})),
            (json!({"oneOf": [{"type": "number"}, {"type": "string"}]}), json!(1.0)),
            (
                json!({"oneOf": [{"$ref": "#/components/schemas/Oak"}], "discriminator": {"propertyName": "kind"}}),
                json!({"kind": "Oak"}),
            ),
            (
                json!({"anyOf": [{"$ref": "#/components/schemas/Oak"}], "discriminator": {"propertyName": "kind",
                    "mapping": {"oak": "#/components/schemas/Oak"}}}),
                json!({"kind": "oak"}),
            ),
        ] {
            assert_eq!(made(schema.clone()), value, "{schema}");
        }
    }

    #[test]
    fn what_a_value_lacks_is_added_and_nothing_else() {
        let schema = json!({"type": "array", "items": {"allOf": [{"required": ["a"], "properties": {
            "a": {"type": "integer"}, "b": {"type": "string"}}}]}});
        let mut value = json!([{"a": 7}, {"c": 1}, "text"]);
        assert!(complete(&mut value, &schema, &json!({})));
        assert_eq!(value, json!([{"a": 7}, {"c": 1, "a": 1}, "text"]));
        assert!(!complete(&mut value, &schema, &json!({})));
    }

    #[test]
    fn what_contains_itself_ends() {
        let tree = made(json!({"$ref": "#/components/schemas/Tree"}));
        assert_eq!(tree["children"][0]["id"], UUID);
        made(json!({"$ref": "#/components/schemas/Knot"}));
        made(json!({"$ref": "#/components/schemas/Itself"}));
    }
}
