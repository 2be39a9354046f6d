//! Decodes a body: at once if possible, and otherwise piece by piece, so that one malformed member never loses the rest.

mod repair;
mod text;

use std::fmt;

use serde::de::DeserializeOwned;
use serde_json::Value;

use self::repair::decoded;
pub(crate) use self::repair::{decoded_inside, whole};
pub(crate) use self::text::{text, value};

/// A part of a response that was skipped, because it could not be decoded. See
/// [`ResponseValue::skipped`](crate::ResponseValue::skipped).
#[derive(Clone, PartialEq)]
#[non_exhaustive]
pub struct Skipped {
    /// Its place in the body, such as `[3]` for a whole element or `[3].gpu.number_of_gpus` for a member of one.
    pub path: String,
    /// The expectation at this place, without values from the body.
    pub reason: String,
    /// The JSON at this place, unchanged. It may contain secrets.
    pub json: Value,
}

impl Skipped {
    /// Whether the part is a whole element of a list response, and not a member of an element.
    pub fn is_element(&self) -> bool {
        self.path.strip_prefix('[').and_then(|rest| rest.strip_suffix(']')).is_some_and(|index| !index.contains(']'))
    }
}

impl fmt::Debug for Skipped {
    /// Omits the JSON.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Skipped").field("path", &self.path).field("reason", &self.reason).finish_non_exhaustive()
    }
}

/// Why a body could not be decoded, and where. The reason contains no values of the body.
#[derive(Debug)]
pub(crate) struct Undecodable {
    pub(crate) path: String,
    pub(crate) reason: String,
}

/// Decodes a body, and returns the skipped parts. The text is checked once, and not again in each of its strings.
pub(crate) fn decode<T: DeserializeOwned>(body: &[u8]) -> Result<(T, Vec<Skipped>), Undecodable> {
    match std::str::from_utf8(body).ok().and_then(|text| serde_json::from_str(text).ok()) {
        Some(value) => Ok((value, Vec::new())),
        None => leniently(body),
    }
}

#[cold]
fn leniently<T: DeserializeOwned>(body: &[u8]) -> Result<(T, Vec<Skipped>), Undecodable> {
    let not_json =
        |error: serde_json::Error| Undecodable { path: ".".to_owned(), reason: without_values(&error.to_string()) };
    match value(body).map_err(not_json)? {
        Value::Array(elements) => list(elements),
        value => {
            let mut skipped = Vec::new();
            let value = repair::repaired::<T>(value, &mut skipped)?;
            Ok((value, skipped))
        }
    }
}

/// A list with more elements that cannot be decoded is not read at all: each of them is kept for the caller, and takes a multiple
/// of what the server has sent.
const MOST_ODD: usize = 30_000;

/// Decodes a list element by element, so that the time grows with the number of elements only.
fn list<T: DeserializeOwned>(elements: Vec<Value>) -> Result<(T, Vec<Skipped>), Undecodable> {
    let count = elements.len();
    let (mut kept, mut skipped) = (Vec::with_capacity(count), Vec::new());
    let mut budget = repair::Budget::new(&elements);
    let mut first = None;
    let mut odd_elements = 0;
    for (index, element) in elements.into_iter().enumerate() {
        let mut odd = Vec::new();
        match repair::element::<T>(element, &mut odd, &mut budget) {
            Ok(element) => kept.push(element),
            Err(failure) => {
                let failure = Undecodable { path: at_index(&failure.path, index), ..failure };
                odd_elements += 1;
                if odd_elements > MOST_ODD {
                    return Err(first.unwrap_or(failure));
                }
                first.get_or_insert(failure);
            }
        }
        skipped.extend(odd.into_iter().map(|odd: Skipped| Skipped { path: at_index(&odd.path, index), ..odd }));
    }
    match first {
        // No element can be decoded: this is no empty list.
        Some(failure) if kept.is_empty() => Err(failure),
        _ => Ok((decoded(&Value::Array(kept))?, skipped)),
    }
}

/// Converts a path within a list of one into a path within the whole list.
fn at_index(path: &str, index: usize) -> String {
    match path.strip_prefix("[0]") {
        Some(rest) => format!("[{index}]{rest}"),
        None => path.to_owned(),
    }
}

/// A message of the decoder without texts and numbers of the body, which may be secrets.
pub(crate) fn without_values(message: &str) -> String {
    let mut out = String::new();
    let (mut quoted, mut escaped, mut is_value) = (false, false, false);
    for c in message.chars() {
        match (quoted, c) {
            (false, '`') if is_value => {
                is_value = false;
                out.push('`');
            }
            _ if is_value => continue,
            // Names are in backticks as well.
            (false, '`')
                if ["integer ", "point ", "boolean ", "character ", "variant "]
                    .iter()
                    .any(|kind| out.ends_with(kind)) =>
            {
                is_value = true;
                out.push_str("`…");
            }
            (false, '"') => {
                quoted = true;
                out.push_str("\"…\"");
            }
            (true, '"') if !escaped => quoted = false,
            (true, _) => {}
            (false, c) => out.push(c),
        }
        escaped = quoted && c == '\\' && !escaped;
    }
    super::evidence::one_line(&out, 300)
}
