//! A request to the control API, as a handler sees it.

use std::fmt::{self, Display};
use std::marker::PhantomData;

use http::StatusCode;
use serde::de::value::MapAccessDeserializer;
use serde::de::{DeserializeOwned, MapAccess, Visitor};
use serde::{Deserialize, Deserializer};
use serde_json::{Value, json};

use crate::api::error::ApiError;
use crate::api::reply::Reply;
use crate::fake::VerdaFake;

/// The path under which all of it is.
pub(super) const ROOT: &str = "/_fake";

/// One request to the control API.
pub(super) struct Order<'a> {
    pub(super) fake: &'a VerdaFake,
    pub(super) path: Vec<String>,
    pub(super) query: Vec<(String, String)>,
    pub(super) body: &'a [u8],
}

pub(super) type Outcome = Result<Reply, ApiError>;

/// An object in JSON. By itself, serde also takes a list of the members' values, and an empty one for no member at all.
#[derive(Debug, Default)]
pub(super) struct Object<T>(pub(super) T);

impl<'de, T: Deserialize<'de>> Deserialize<'de> for Object<T> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct Members<T>(PhantomData<T>);

        impl<'de, T: Deserialize<'de>> Visitor<'de> for Members<T> {
            type Value = Object<T>;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("an object")
            }

            fn visit_map<A: MapAccess<'de>>(self, members: A) -> Result<Object<T>, A::Error> {
                T::deserialize(MapAccessDeserializer::new(members)).map(Object)
            }
        }

        deserializer.deserialize_map(Members(PhantomData))
    }
}

fn read_as<T: DeserializeOwned>(body: &[u8]) -> Result<T, ApiError> {
    serde_json::from_slice(body).map_err(|error| {
        let text = error.to_string();
        let names_it =
            ["unknown field", "missing field", "duplicate field"].iter().any(|start| text.starts_with(start));
        match last_member(body, &error) {
            Some(member) if !names_it => invalid(format!("The body cannot be read: `{member}`: {text}")),
            _ => invalid(format!("The body cannot be read: {text}")),
        }
    })
}

/// The member whose value an error is about: the last that begins before it.
fn last_member(body: &[u8], error: &serde_json::Error) -> Option<String> {
    let lines = body.split_inclusive(|byte| *byte == b'\n');
    let before: usize = lines.take(error.line().checked_sub(1)?).map(<[u8]>::len).sum();
    let mut rest = body.get(..before.saturating_add(error.column()).min(body.len()))?;
    let mut member = None;
    while let Some(start) = rest.iter().position(|byte| *byte == b'"') {
        rest = rest.get(start..)?;
        let mut text = serde_json::Deserializer::from_slice(rest).into_iter::<String>();
        // A value that the error cuts off is no member.
        let Some(Ok(name)) = text.next() else { break };
        rest = rest.get(text.byte_offset()..)?;
        if rest.trim_ascii_start().starts_with(b":") {
            member = Some(name);
        }
    }
    member
}

/// Reads a body that is an object. An unknown member is refused by name.
pub(super) fn read<T: DeserializeOwned>(body: &[u8]) -> Result<T, ApiError> {
    // A body whose members are all optional may be left out.
    let body = if body.is_empty() { b"{}" } else { body };
    read_as(body).map(|Object(members)| members)
}

/// Reads a body that is a list of objects.
pub(super) fn read_list<T: DeserializeOwned>(body: &[u8]) -> Result<Vec<T>, ApiError> {
    let objects: Vec<Object<T>> = read_as(body)?;
    Ok(objects.into_iter().map(|Object(members)| members).collect())
}

pub(super) fn no_body(body: &[u8]) -> Result<(), ApiError> {
    if body.is_empty() { Ok(()) } else { Err(invalid("This request takes no body")) }
}

/// A 400 that says where to look.
pub(super) fn invalid(what: impl Display) -> ApiError {
    let where_to_look = format!("see GET {ROOT}/openapi.json");
    let what = what.to_string();
    // The step of a scenario that was refused says it already.
    let is_said = what.ends_with(&where_to_look);
    ApiError::invalid(if is_said { what } else { format!("{what}; {where_to_look}") })
}

pub(super) fn list(values: Vec<Value>) -> Outcome {
    Reply::ok(&values)
}

/// The response to a change that has nothing to tell.
pub(super) fn done() -> Outcome {
    Ok(Reply::value(StatusCode::OK, &json!({})))
}

impl Order<'_> {
    pub(super) fn parameter(&self, index: usize) -> &str {
        self.path.get(index).map_or("", String::as_str)
    }

    pub(super) fn body<T: DeserializeOwned>(&self) -> Result<T, ApiError> {
        read(self.body)
    }

    pub(super) fn list<T: DeserializeOwned>(&self) -> Result<Vec<T>, ApiError> {
        read_list(self.body)
    }

    /// Refuses a query with other parameters than these.
    pub(super) fn require_query(&self, known: &[&str]) -> Result<(), ApiError> {
        match self.query.iter().find(|(name, _)| !known.contains(&name.as_str())) {
            Some((name, _)) => Err(invalid(format!("unknown query parameter `{name}`, expected {}", known.join(", ")))),
            None => Ok(()),
        }
    }

    pub(super) fn query(&self, wanted: &str) -> Option<&str> {
        self.query.iter().find(|(name, _)| name == wanted).map(|(_, value)| value.as_str())
    }
}
