//! Repairs values that do not decode: first by converting them into the expected type, then by removing them.

use serde::de::DeserializeOwned;
use serde_json::{Map, Value};

use super::{Skipped, Undecodable, without_values};

/// The maximum work for repairing one body, in decoded values. Beyond this, whole members are removed.
const WORK: usize = 4_000_000;

/// The remaining work.
pub(super) struct Budget(usize);

impl Budget {
    pub(super) fn new() -> Self {
        Self(WORK)
    }

    /// Whether the remaining work allows decoding this value some more times.
    fn spend(&mut self, value: &Value) -> bool {
        self.0 = self.0.saturating_sub(ATTEMPTS * size(value));
        self.0 > 0
    }
}

/// The approximate number of decodes of a value per repaired place.
const ATTEMPTS: usize = 3;

/// The number of values inside a value.
fn size(value: &Value) -> usize {
    match value {
        Value::Array(elements) => 1 + elements.iter().map(size).sum::<usize>(),
        Value::Object(members) => 1 + members.values().map(size).sum::<usize>(),
        _ => 1,
    }
}

/// A step into a value.
#[derive(Clone, Debug, PartialEq)]
enum Step {
    Member(String),
    Element(usize),
}

/// A place that does not decode, and the reason.
struct Failure {
    steps: Vec<Step>,
    reason: String,
}

/// Decodes a value, and returns the skipped parts.
pub(super) fn repaired<T: DeserializeOwned>(mut root: Value, skipped: &mut Vec<Skipped>) -> Result<T, Undecodable> {
    repair::<T>(&mut root, skipped, &mut Budget::new())
}

/// Repairs an element of a list until it decodes. If it does not, the element is a skipped part and an error.
pub(super) fn element<T: DeserializeOwned>(
    element: Value,
    skipped: &mut Vec<Skipped>,
    budget: &mut Budget,
) -> Result<Value, Undecodable> {
    let mut root = Value::Array(vec![element]);
    // Most elements decode.
    let Err(first) = attempt::<T>(&root) else { return Ok(root.get_mut(0).map(Value::take).unwrap_or_default()) };
    let original = root.clone();
    let _ = repair::<T>(&mut root, skipped, budget);
    match root.as_array_mut().and_then(Vec::pop) {
        Some(element) if attempt::<T>(&Value::Array(vec![element.clone()])).is_ok() => Ok(element),
        _ => {
            // Report the whole element instead of the members that were tried.
            skipped.clear();
            let json = original.get(0).cloned().unwrap_or_default();
            skipped.push(Skipped { path: "[0]".to_owned(), reason: first.reason.clone(), json });
            Err(undecodable(&first))
        }
    }
}

/// Repairs a value until it decodes. The loop ends, because the work is bounded, and afterwards each member is removed once.
fn repair<T: DeserializeOwned>(
    root: &mut Value,
    skipped: &mut Vec<Skipped>,
    budget: &mut Budget,
) -> Result<T, Undecodable> {
    loop {
        let failure = match attempt::<T>(root) {
            Ok(value) => return Ok(value),
            Err(failure) => failure,
        };
        match budget.spend(root) {
            true => repair_value::<T>(root, &failure, skipped)?,
            false => leave_out(root, &failure, skipped)?,
        }
    }
}

/// Removes the whole member of the element that contains the place.
fn leave_out(root: &mut Value, failure: &Failure, skipped: &mut Vec<Skipped>) -> Result<(), Undecodable> {
    let member = failure.steps.iter().position(|step| matches!(step, Step::Member(_)));
    let place = member.and_then(|member| failure.steps.get(..=member)).ok_or_else(|| undecodable(failure))?;
    let found = at(root, place).map(std::mem::take).filter(|found| !found.is_null());
    let found = found.ok_or_else(|| undecodable(failure))?;
    skipped.push(Skipped { path: shown(place), reason: failure.reason.clone(), json: found });
    Ok(())
}

fn undecodable(failure: &Failure) -> Undecodable {
    Undecodable { path: shown(&failure.steps), reason: failure.reason.clone() }
}

/// Decodes a value from its text: so a program has the decoder of each type once, and not again for values that are parsed.
pub(super) fn decoded<T: DeserializeOwned>(value: &Value) -> Result<T, Undecodable> {
    attempt(value).map_err(|failure| undecodable(&failure))
}

/// The start of an error inside a value that is decoded separately, such as a branch of a union. The place follows as JSON, since
/// names may contain any characters.
const INSIDE: &str = "inside, at ";

/// Decodes a part of a value. An error starts with the place inside the part, for [`failure`].
pub(crate) fn decoded_inside<T: DeserializeOwned>(value: &Value) -> Result<T, String> {
    attempt(value).map_err(|Failure { steps, reason }| match steps.as_slice() {
        [] => reason,
        steps => format!("{INSIDE}{}: {reason}", steps.iter().map(Value::from).collect::<Value>()),
    })
}

impl From<&Step> for Value {
    fn from(step: &Step) -> Self {
        match step {
            Step::Member(name) => Self::from(name.as_str()),
            Step::Element(index) => Self::from(*index),
        }
    }
}

/// Splits an error of [`decoded_inside`] into its place and the rest.
fn place_inside(error: &str) -> Option<(Vec<Step>, &str)> {
    let error = error.strip_prefix(INSIDE)?;
    let mut values = serde_json::Deserializer::from_str(error).into_iter::<Vec<Value>>();
    let steps = values.next()?.ok()?.into_iter().filter_map(|step| match step {
        Value::String(name) => Some(Step::Member(name)),
        step => step.as_u64().map(|index| Step::Element(index as usize)),
    });
    Some((steps.collect(), error.get(values.byte_offset()..)?.strip_prefix(": ")?))
}

fn attempt<T: DeserializeOwned>(value: &Value) -> Result<T, Failure> {
    serde_json::from_slice(value.to_string().as_bytes()).map_err(|error| failure(value, &error))
}

#[cold]
fn failure(value: &Value, error: &serde_json::Error) -> Failure {
    let mut steps = place(value, error.column());
    let reason = error.to_string();
    let mut reason = reason.rsplit_once(" at line 1 column ").map_or(reason.as_str(), |(reason, _)| reason);
    while let Some((place, rest)) = place_inside(reason) {
        steps.extend(place);
        reason = rest;
    }
    Failure { reason: without_values(reason), steps }
}

/// The way to the innermost value that the decoder was in, or had just left, when it had read so many bytes of a value's text.
fn place(root: &Value, read: usize) -> Vec<Step> {
    let mut steps = Vec::new();
    let (mut value, mut begin) = (root, 0);
    while let Some((step, child, start)) = child_at(value, begin, read) {
        steps.push(step);
        (value, begin) = (child, start);
    }
    steps
}

/// The child that the decoder was in, and the first byte of its text, if that of the value begins there.
fn child_at(value: &Value, begin: usize, read: usize) -> Option<(Step, &Value, usize)> {
    let written = |value: &Value| value.to_string().len();
    // After the bracket, and after each comma.
    let mut next = begin + 1;
    let mut find = |before: usize, child: &Value| {
        let start = next + before;
        let end = start + written(child);
        next = end + 1;
        // Of a value of another type than expected, no byte may have been read.
        (start <= read && read <= end).then_some(start)
    };
    match value {
        Value::Array(elements) => elements
            .iter()
            .enumerate()
            .find_map(|(index, element)| Some((Step::Element(index), element, find(0, element)?))),
        Value::Object(members) => members.iter().find_map(|(name, member)| {
            let name_and_colon = written(&Value::from(name.as_str())) + 1;
            Some((Step::Member(name.clone()), member, find(name_and_colon, member)?))
        }),
        _ => None,
    }
}

fn shown(steps: &[Step]) -> String {
    let mut path = String::new();
    for step in steps {
        match step {
            Step::Element(index) => path.push_str(&format!("[{index}]")),
            Step::Member(name) => {
                if !path.is_empty() {
                    path.push('.');
                }
                path.push_str(&super::super::evidence::one_line(name, 60));
            }
        }
    }
    if path.is_empty() { ".".to_owned() } else { path }
}

fn at<'a>(root: &'a mut Value, steps: &[Step]) -> Option<&'a mut Value> {
    steps.iter().try_fold(root, |value, step| match step {
        Step::Member(name) => value.get_mut(name.as_str()),
        Step::Element(index) => value.get_mut(*index),
    })
}

/// Changes the value at the failing place, so that it fails elsewhere or decodes. First tries conversions, then removes the
/// value, then removes the enclosing values up to the nearest element of a list.
fn repair_value<T: DeserializeOwned>(
    root: &mut Value,
    failure: &Failure,
    skipped: &mut Vec<Skipped>,
) -> Result<(), Undecodable> {
    let mut place = failure.steps.as_slice();
    let helps = |root: &Value| match attempt::<T>(root) {
        Ok(_) => true,
        Err(next) => next.steps != failure.steps,
    };
    if let Some(found) = at(root, place).cloned() {
        for meant in meanings(&found) {
            replace(root, place, meant);
            if helps(root) {
                return Ok(());
            }
        }
        replace(root, place, found);
    }
    while let Some((last, above)) = place.split_last() {
        if let Some(found) = at(root, place).cloned() {
            replace(root, place, Value::Null);
            let mut repaired = helps(root);
            match (last, at(root, above)) {
                (Step::Element(index), Some(Value::Array(elements))) if !repaired => {
                    elements.remove(*index);
                    repaired = true;
                }
                // A member of a map. A required member of a struct fails above, as missing.
                (Step::Member(name), Some(Value::Object(members))) if !repaired => {
                    members.remove(name);
                    repaired = attempt::<T>(root).err().is_none_or(|next| !above.starts_with(&next.steps));
                }
                _ => {}
            }
            if repaired {
                let path = shown(place);
                skipped.push(Skipped { path, reason: failure.reason.clone(), json: found });
                return Ok(());
            }
            match (last, at(root, above)) {
                (Step::Member(name), Some(Value::Object(members))) => {
                    members.insert(name.clone(), found);
                }
                _ => replace(root, place, found),
            }
        }
        place = above;
    }
    Err(undecodable(failure))
}

fn replace(root: &mut Value, place: &[Step], value: Value) {
    if let Some(found) = at(root, place) {
        *found = value;
    }
}

/// Candidate conversions of a value of another type, the likeliest first.
fn meanings(value: &Value) -> Vec<Value> {
    match value {
        Value::Number(number) => {
            let whole = number.as_f64().filter(|_| number.is_f64()).and_then(whole);
            let time = number.as_f64().and_then(time_of);
            whole.into_iter().chain(time).chain([Value::String(number.to_string())]).collect()
        }
        Value::String(text) => {
            let text = text.trim();
            let number =
                serde_json::from_str::<Value>(text).ok().filter(|value| value.is_number() || value.is_boolean());
            let whole = number.as_ref().map(meanings).unwrap_or_default().into_iter();
            let whole = whole.filter(|value| value.is_i64() || value.is_u64());
            let empty = text.is_empty().then_some(Value::Null);
            let with_zone = (text.len() >= 16).then(|| Value::String(format!("{}Z", text.replacen(' ', "T", 1))));
            number.clone().into_iter().chain(whole).chain(empty).chain(with_zone).collect()
        }
        // An empty object, as some languages write it.
        Value::Array(elements) => match elements.as_slice() {
            [] => vec![Value::Object(Map::new())],
            [only] => vec![only.clone()],
            _ => Vec::new(),
        },
        _ => Vec::new(),
    }
}

/// An integer with a fraction or an exponent: in JSON Schema, `1.0` and `1e3` are integers.
pub(crate) fn whole(number: f64) -> Option<Value> {
    const SIGNED: std::ops::Range<f64> = -9_223_372_036_854_775_808.0..9_223_372_036_854_775_808.0;
    match number {
        _ if number.fract() != 0.0 => None,
        _ if SIGNED.contains(&number) => Some(Value::from(number as i64)),
        _ if (0.0..18_446_744_073_709_551_616.0).contains(&number) => Some(Value::from(number as u64)),
        _ => None,
    }
}

/// Seconds or milliseconds since 1970, for a plausible year.
fn time_of(number: f64) -> Option<Value> {
    const SECONDS: std::ops::Range<f64> = 1e9..1e10;
    let seconds = if SECONDS.contains(&number) { number } else { number / 1000.0 };
    if !SECONDS.contains(&seconds) {
        return None;
    }
    let time = chrono::DateTime::from_timestamp_millis((seconds * 1000.0) as i64)?;
    Some(Value::String(time.to_rfc3339()))
}
