//! What the document says of the values that a success can have: it goes before what name and form of a value suggest.

use std::collections::{BTreeMap, BTreeSet};

use serde_json::{Map, Value};

use super::context::Context;
use super::types;
use super::whole::UNIONS;
use crate::{BodyShape, CreatedId, SuccessBody};

/// What the members of errors are called, in lower case and without `_` and `-`, apart from all that begin with `error`. The runtime
/// takes such members for signs of an error unless they are described.
const SIGNS: [&str; 17] = [
    "acknowledged",
    "code",
    "deleted",
    "description",
    "detail",
    "details",
    "fault",
    "message",
    "msg",
    "ok",
    "reason",
    "redirect",
    "result",
    "status",
    "success",
    "statuscode",
    "title",
];

/// What is said of a success, of which the schema, the form and the documented statuses are known.
pub(crate) fn of(
    schema: Option<&Value>,
    shape: BodyShape,
    method: &str,
    statuses: Vec<u16>,
    context: &Context<'_>,
) -> SuccessBody {
    let mut objects = Vec::new();
    let nothing = Value::Null;
    let schema = schema.unwrap_or(&nothing);
    if !shape.is_list() {
        objects_of(schema, context, &mut BTreeSet::new(), &mut objects);
    }
    let properties = objects.iter().filter_map(|object| object.get("properties")?.as_object()).flatten();
    let mut described: BTreeMap<String, String> = BTreeMap::new();
    for (name, property) in properties.filter(|(name, _)| is_sign(name)) {
        let types = types_of(property, context);
        described.entry(name.clone()).and_modify(|known| *known = either(known, &types)).or_insert(types);
    }
    let others = objects.iter().filter_map(|object| object.get("additionalProperties").filter(|rest| **rest != false));
    let others = others.map(|rest| types_of(rest, context)).reduce(|one, other| either(&one, &other));
    let is_trusted = !(changes_something(method) && context.evidence.blank_proves_nothing);
    SuccessBody {
        id: created_id(&objects, context),
        described: described.into_iter().collect(),
        others,
        blank: is_trusted && allows_blank(schema, shape, &objects, context),
        null: is_trusted && context.schemas.is_nullable(schema),
        statuses,
    }
}

/// Whether a method may change something.
pub(crate) fn changes_something(method: &str) -> bool {
    !matches!(method, "get" | "head" | "options")
}

/// The objects that a value may be, each once.
fn objects_of(schema: &Value, context: &Context<'_>, seen: &mut BTreeSet<String>, found: &mut Vec<Map<String, Value>>) {
    if !seen.insert(schema.to_string()) {
        return;
    }
    let whole = context.schemas.all(schema);
    let unions = whole.get(UNIONS).and_then(Value::as_array).into_iter().flatten();
    for branch in unions.filter_map(|union| union.get("branches")?.as_array()).flatten() {
        objects_of(branch, context, seen, found);
    }
    found.push((*whole).clone());
}

/// The letters of the JSON types of a schema's values, null aside; none for any.
fn types_of(schema: &Value, context: &Context<'_>) -> String {
    let whole = context.schemas.all(schema);
    let kind = if whole.contains_key(UNIONS) { None } else { types::kind(&whole) };
    kind.map(|kind| kind.letter().to_string()).unwrap_or_default()
}

/// The types of one or the other.
fn either(one: &str, other: &str) -> String {
    match (one, other) {
        ("", _) | (_, "") => String::new(),
        _ if one.contains(other) => one.to_owned(),
        _ => [one, other].concat(),
    }
}

fn is_sign(name: &str) -> bool {
    let plain = name.to_ascii_lowercase().replace(['_', '-'], "");
    plain.starts_with("error") || SIGNS.contains(&plain.as_str())
}

/// What the `id` of an object is. Where the API is known for UUIDs, a text is one unless the document shows another form.
fn created_id(objects: &[Map<String, Value>], context: &Context<'_>) -> CreatedId {
    let described = objects.iter().find_map(|object| object.get("properties")?.get("id"));
    let trusted = if context.evidence.created_ids_are_uuids { CreatedId::Uuid } else { CreatedId::Text };
    let Some(schema) = described else {
        return if trusted == CreatedId::Uuid { trusted } else { CreatedId::Any };
    };
    let whole = context.schemas.all(schema);
    let text = |key: &str| whole.get(key).and_then(Value::as_str);
    let is_nullable = context.schemas.is_nullable(schema);
    let shows_another = whole.contains_key("pattern") || whole.contains_key("enum") || example_is_no_uuid(&whole);
    match (text("type"), text("format")) {
        (Some("string"), Some("uuid")) if !is_nullable || trusted == CreatedId::Uuid => CreatedId::Uuid,
        (Some("string"), None) if trusted == CreatedId::Uuid && !shows_another => CreatedId::Uuid,
        (Some("string"), _) if !is_nullable => CreatedId::Text,
        (Some("integer" | "number"), _) if !is_nullable => CreatedId::Number,
        _ => CreatedId::Any,
    }
}

fn example_is_no_uuid(whole: &Map<String, Value>) -> bool {
    let is_uuid = |text: &str| text.len() == 36 && text.bytes().all(|byte| byte == b'-' || byte.is_ascii_hexdigit());
    whole.get("example").and_then(Value::as_str).is_some_and(|example| !is_uuid(example))
}

/// Whether a value that says nothing is one that the document allows.
fn allows_blank(schema: &Value, shape: BodyShape, objects: &[Map<String, Value>], context: &Context<'_>) -> bool {
    let whole = context.schemas.all(schema);
    let at_least = |key: &str| whole.get(key).and_then(Value::as_u64).unwrap_or(0);
    let requires = |object: &Map<String, Value>| {
        object.get("required").and_then(Value::as_array).is_some_and(|names| !names.is_empty())
            || object.get("minProperties").and_then(Value::as_u64).unwrap_or(0) > 0
    };
    match shape {
        // Alternatives: one of them requires nothing, and nothing else is required.
        BodyShape::Object => match objects.split_last() {
            Some((all, [])) => !requires(all),
            Some((all, branches)) => !requires(all) && branches.iter().any(|branch| !requires(branch)),
            None => false,
        },
        BodyShape::List => whole.get("items").is_some_and(|items| context.schemas.is_nullable(items)),
        BodyShape::IdList | BodyShape::Results => at_least("minItems") == 0,
        BodyShape::Id => true,
        _ => false,
    }
}
