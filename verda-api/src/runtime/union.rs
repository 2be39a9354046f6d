//! Unions of objects, distinguished by a tag or by their members, and of other values, distinguished by their JSON types.

use std::collections::BTreeMap;
use std::fmt;

use serde::de::value::{MapAccessDeserializer, SeqAccessDeserializer};
use serde::de::{DeserializeOwned, Error, MapAccess, SeqAccess, Visitor};
use serde::{Deserialize, Serialize, Serializer};
use serde_json::{Map, Value};

use super::decode::decoded_inside;

/// The tag of an object.
pub(crate) fn tag_of<'a>(object: &'a Map<String, Value>, tag: &str) -> Option<&'a str> {
    object.get(tag)?.as_str()
}

/// Decodes an object by a function. An error of the function gets the place of the object, since it occurs while the
/// deserializer is there.
pub(crate) fn object<'de, D, T>(
    deserializer: D,
    decode: impl FnOnce(Map<String, Value>) -> Result<T, String>,
) -> Result<T, D::Error>
where
    D: serde::Deserializer<'de>,
{
    deserializer.deserialize_map(Buffered(|value| match value {
        Value::Object(object) => decode(object),
        _ => Err("no object".to_owned()),
    }))
}

/// The same for any value.
pub(crate) fn any<'de, D, T>(deserializer: D, decode: impl FnOnce(Value) -> Result<T, String>) -> Result<T, D::Error>
where
    D: serde::Deserializer<'de>,
{
    deserializer.deserialize_any(Buffered(decode))
}

struct Buffered<F>(F);

impl<F> Buffered<F> {
    fn then<T, E: Error>(self, value: impl Into<Value>) -> Result<T, E>
    where
        F: FnOnce(Value) -> Result<T, String>,
    {
        (self.0)(value.into()).map_err(E::custom)
    }
}

impl<'de, T, F: FnOnce(Value) -> Result<T, String>> Visitor<'de> for Buffered<F> {
    type Value = T;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a map")
    }

    fn visit_bool<E: Error>(self, value: bool) -> Result<T, E> {
        self.then(value)
    }

    fn visit_i64<E: Error>(self, value: i64) -> Result<T, E> {
        self.then(value)
    }

    fn visit_u64<E: Error>(self, value: u64) -> Result<T, E> {
        self.then(value)
    }

    fn visit_f64<E: Error>(self, value: f64) -> Result<T, E> {
        self.then(value)
    }

    fn visit_str<E: Error>(self, value: &str) -> Result<T, E> {
        self.then(value)
    }

    fn visit_unit<E: Error>(self) -> Result<T, E> {
        self.then(Value::Null)
    }

    fn visit_seq<A: SeqAccess<'de>>(self, elements: A) -> Result<T, A::Error> {
        self.then(Vec::<Value>::deserialize(SeqAccessDeserializer::new(elements))?)
    }

    fn visit_map<A: MapAccess<'de>>(self, members: A) -> Result<T, A::Error> {
        self.then(Map::<String, Value>::deserialize(MapAccessDeserializer::new(members))?)
    }
}

/// Decodes a value as one branch. An error starts with the place inside the branch.
pub(crate) fn branch<T: DeserializeOwned>(value: impl Into<Value>) -> Result<T, String> {
    decoded_inside(&value.into())
}

/// Decodes a scalar; an integer may be written as `1.0`.
pub(crate) fn scalar<T: DeserializeOwned>(value: &Value) -> Option<T> {
    let again = || T::deserialize(super::decode::whole(value.as_f64()?)?).ok();
    T::deserialize(value).ok().or_else(again)
}

/// Decodes members of any name; an error starts with its place.
pub(crate) fn others<'de, D: serde::Deserializer<'de>, T: DeserializeOwned>(
    deserializer: D,
) -> Result<BTreeMap<String, T>, D::Error> {
    object(deserializer, branch)
}

/// The branch of an object: the one with the most marks in the object, except null members. Without any mark, the given default
/// branch.
pub(crate) fn best_branch(object: &Map<String, Value>, marks: &[&[&str]], unmarked: usize) -> usize {
    let marks_it = |value: &Value| {
        // The zero time means absent.
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

/// A property of a branch.
pub(crate) struct Member {
    pub(crate) name: &'static str,
    pub(crate) required: bool,
    /// The possible JSON types, as letters of [`json_type`]; empty for any.
    pub(crate) kinds: &'static str,
    /// The possible values, as JSON; empty for any.
    pub(crate) values: &'static [&'static str],
}

/// The members of a branch.
pub(crate) struct Shape {
    pub(crate) members: &'static [Member],
    /// The JSON types of members without a name; empty for any.
    pub(crate) rest: &'static str,
    /// Whether those members are kept.
    pub(crate) keeps: bool,
}

impl Member {
    /// Whether the document does not allow a null that is there.
    fn is_odd_null(&self, value: Option<&Value>) -> bool {
        value.is_some_and(Value::is_null) && !is_of(&Value::Null, self.kinds)
    }

    fn misfits(&self, value: Option<&Value>) -> bool {
        let Some(value) = value else { return self.required };
        // A response may have null anywhere, except for required members.
        if value.is_null() && !self.required {
            return false;
        }
        !is_of(value, self.kinds) || (!self.values.is_empty() && !self.values.contains(&value.to_string().as_str()))
    }
}

/// Whether a value has one of these JSON types, each a letter; none stands for any.
pub(crate) fn is_of(value: &Value, kinds: &str) -> bool {
    let kind = json_type(value);
    kinds.is_empty() || kinds.contains(kind) || (kind == 'i' && kinds.contains('n'))
}

/// The branch that fits an object best: with the fewest mismatching members, then the fewest nulls that the document does
/// not allow, then the fewest dropped members, then the fewest unknown members, then the fewest properties.
pub(crate) fn fitting_branch(object: &Map<String, Value>, branches: &[Shape]) -> usize {
    let fit = |shape: &Shape| {
        let misfits = shape.members.iter().filter(|member| member.misfits(object.get(member.name))).count();
        let unknown = || object.iter().filter(|(name, _)| !shape.members.iter().any(|member| member.name == *name));
        let strange = unknown().filter(|(_, value)| !is_of(value, shape.rest)).count();
        let lost = if shape.keeps { 0 } else { unknown().count() };
        let nulls = shape.members.iter().filter(|member| member.is_odd_null(object.get(member.name))).count();
        (misfits + strange, nulls, lost, unknown().count(), shape.members.len())
    };
    branches.iter().map(fit).enumerate().min_by_key(|(_, fit)| *fit).map_or(0, |(branch, _)| branch)
}

/// The JSON type of a value, as a letter. `1.0` is an integer, as in JSON Schema.
pub(crate) fn json_type(value: &Value) -> char {
    match value {
        Value::Null => '0',
        Value::Bool(_) => 'b',
        Value::Number(number) if number.as_f64().is_some_and(|number| number.fract() != 0.0) => 'n',
        Value::Number(_) => 'i',
        Value::String(_) => 's',
        Value::Array(_) => 'a',
        Value::Object(_) => 'o',
    }
}

/// An object without its tag, for a branch that keeps members of any name.
pub(crate) fn without(mut object: Map<String, Value>, tag: &str) -> Map<String, Value> {
    object.remove(tag);
    object
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
pub(crate) fn tagged_schema(branch: schemars::Schema, tag: &str, kinds: &[&str]) -> Value {
    let kind = match kinds {
        [only] => serde_json::json!({ "const": only }),
        several => serde_json::json!({ "enum": several }),
    };
    serde_json::json!({ "allOf": [branch, { "properties": { tag: kind }, "required": [tag] }] })
}
