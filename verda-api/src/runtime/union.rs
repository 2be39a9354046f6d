//! Unions of objects: by a tag, or by what is in them.

use serde::de::DeserializeOwned;
use serde::{Serialize, Serializer};
use serde_json::{Map, Value};

/// The tag of an object.
pub(crate) fn tag_of<'a>(object: &'a Map<String, Value>, tag: &str) -> Option<&'a str> {
    object.get(tag)?.as_str()
}

/// Decodes an object as one branch. An error begins with the place inside of it, see [`place_in_branch`].
pub(crate) fn branch<T: DeserializeOwned, E: serde::de::Error>(object: Map<String, Value>) -> Result<T, E> {
    serde_path_to_error::deserialize(Value::Object(object)).map_err(|error| match error.path().to_string() {
        path if path == "." => E::custom(error.inner()),
        path => E::custom(format_args!("{INSIDE}{path}{SEPARATOR}{}", error.inner())),
    })
}

const INSIDE: &str = "inside, at ";
const SEPARATOR: &str = ": ";

/// The place that an error of [`branch`] begins with, and the rest of the error.
pub(crate) fn place_in_branch(error: &str) -> Option<(&str, &str)> {
    error.strip_prefix(INSIDE)?.split_once(SEPARATOR)
}

/// The branch that an object belongs to: the one of which it has the most marks, null not counted; without any mark,
/// the one that is named for that case.
pub(crate) fn best_branch(object: &Map<String, Value>, marks: &[&[&str]], unmarked: usize) -> usize {
    let marks_it = |value: &Value| {
        // A time before all others is none.
        let is_text_of_nothing = value.as_str().is_some_and(|text| text.is_empty() || text.starts_with("0001-01-01"));
        !matches!(value, Value::Null | Value::Bool(false)) && !is_text_of_nothing
    };
    let present = |name: &&&str| object.get(**name).is_some_and(marks_it);
    let mut best = (unmarked, 0);
    for (branch, marks) in marks.iter().enumerate() {
        let count = marks.iter().filter(present).count();
        if count > best.1 {
            best = (branch, count);
        }
    }
    best.0
}

/// Encodes a branch with its tag in front.
pub(crate) fn with_tag<T: Serialize, S: Serializer>(
    value: &T,
    tag: &str,
    kind: &str,
    serializer: S,
) -> Result<S::Ok, S::Error> {
    let mut object = Map::new();
    object.insert(tag.to_owned(), Value::from(kind));
    match serde_json::to_value(value).map_err(serde::ser::Error::custom)? {
        Value::Object(members) => object.extend(members.into_iter().filter(|(name, _)| name != tag)),
        _ => return Err(serde::ser::Error::custom("a branch of a union is an object")),
    }
    object.serialize(serializer)
}

/// The schema of one branch with its tag.
#[cfg(feature = "schemars")]
pub(crate) fn tagged_schema(branch: schemars::Schema, tag: &str, kind: &str) -> Value {
    serde_json::json!({ "allOf": [branch, { "properties": { tag: { "const": kind } }, "required": [tag] }] })
}
