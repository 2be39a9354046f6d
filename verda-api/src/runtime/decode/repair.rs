//! Repairs values that do not decode: first by converting them into the expected type, then by removing them.

use serde::de::DeserializeOwned;
use serde_json::{Map, Value};

use super::{Skipped, Undecodable, without_values};

/// The maximum work for repairing one body, in decoded bytes, or so often the size of the body. Beyond this, whole members are
/// removed.
const WORK: usize = 30_000_000;
const WORK_PER_BYTE: usize = 32;

/// The remaining work.
pub(super) struct Budget(usize);

impl Budget {
    pub(super) fn new<'a>(body: impl IntoIterator<Item = &'a Value>) -> Self {
        let body: usize = body.into_iter().map(size).sum();
        Self(body.saturating_mul(WORK_PER_BYTE).max(WORK))
    }

    /// Whether the remaining work allows decoding this value so many more times.
    fn spend(&mut self, attempts: usize, value: &Value) -> bool {
        self.0 = self.0.saturating_sub(attempts * size(value));
        self.0 > 0
    }
}

/// The approximate number of decodes of a value per repaired place.
const ATTEMPTS: usize = 3;

/// The approximate length of a value's text. A short value costs more than its bytes.
fn size(value: &Value) -> usize {
    match value {
        Value::Array(elements) => 16 + elements.iter().map(size).sum::<usize>(),
        Value::Object(members) => 16 + members.iter().map(|(name, value)| name.len() + size(value)).sum::<usize>(),
        Value::String(text) => 16 + text.len(),
        _ => 16,
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

/// A part that was left out, at its place in the body.
struct Odd {
    steps: Vec<Step>,
    reason: String,
    json: Value,
}

/// What was left out of a body, as it was there.
fn told(odd: Vec<Odd>, original: &Value) -> impl Iterator<Item = Skipped> {
    let mut told: Vec<Odd> = Vec::new();
    for part in odd {
        // What was left out of a part goes with it: it came right before.
        while told.pop_if(|inside| inside.steps.starts_with(&part.steps)).is_some() {}
        told.push(part);
    }
    told.into_iter().map(|Odd { steps, reason, json }| {
        let json = found(original, &steps).cloned().unwrap_or(json);
        Skipped { path: shown(&steps), reason, json }
    })
}

/// Decodes a value, and returns the skipped parts.
pub(super) fn repaired<T: DeserializeOwned>(mut root: Value, skipped: &mut Vec<Skipped>) -> Result<T, Undecodable> {
    let original = root.clone();
    let mut odd = Vec::new();
    let value = repair::<T>(&mut root, &mut odd, &mut Budget::new([&original]))?;
    skipped.extend(told(odd, &original));
    Ok(value)
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
    let mut odd = Vec::new();
    let failed = repair::<T>(&mut root, &mut odd, budget).err();
    match root.as_array_mut().and_then(Vec::pop) {
        Some(element) if attempt::<T>(&Value::Array(vec![element.clone()])).is_ok() => {
            skipped.extend(told(odd, &original));
            Ok(element)
        }
        _ => {
            // Report the whole element instead of the members that were tried.
            let json = original.get(0).cloned().unwrap_or_default();
            // What could be mended first is not the reason.
            let whole = odd.into_iter().find(|odd| odd.steps.len() == 1);
            let whole = whole.map(|odd| Undecodable { path: shown(&odd.steps), reason: odd.reason });
            let failed = failed.or(whole).unwrap_or_else(|| undecodable(&first));
            skipped.push(Skipped { path: "[0]".to_owned(), reason: failed.reason.clone(), json });
            Err(failed)
        }
    }
}

/// Repairs a value until it decodes. The loop ends, because the work is bounded, and afterwards each member is removed once.
fn repair<T: DeserializeOwned>(root: &mut Value, odd: &mut Vec<Odd>, budget: &mut Budget) -> Result<T, Undecodable> {
    loop {
        let failure = match attempt::<T>(root) {
            Ok(value) => return Ok(value),
            Err(failure) => failure,
        };
        match budget.spend(ATTEMPTS, root) {
            true => mend::<T>(root, &failure, odd, budget)?,
            false => leave_out::<T>(root, &failure, odd)?,
        }
    }
}

/// Mends the failing place, or the whole list that it is in: each of its elements alone, so that no other one is decoded again for
/// it, and what is removed moves no other one.
fn mend<T: DeserializeOwned>(
    root: &mut Value,
    failure: &Failure,
    odd: &mut Vec<Odd>,
    budget: &mut Budget,
) -> Result<(), Undecodable> {
    let lists = (0..failure.steps.len()).filter_map(|depth| failure.steps.get(..depth));
    let has_several = |place: &&[Step]| found(root, place).and_then(Value::as_array).is_some_and(|list| list.len() > 1);
    if let Some(place) = lists.into_iter().find(has_several) {
        let elements = take(root, place);
        let mended = elements_alone::<T>(root, place, (elements.clone(), 0), odd, budget);
        let is_mended = mended != elements;
        replace(root, place, Value::Array(mended));
        if is_mended {
            return Ok(());
        }
    }
    repair_value::<T>(root, failure, odd)
}

/// Elements of the list at a place, without what cannot be decoded in them. The first one is the `from`th. Halves, so that few odd
/// elements cost little.
fn elements_alone<T: DeserializeOwned>(
    root: &mut Value,
    place: &[Step],
    (elements, from): (Vec<Value>, usize),
    odd: &mut Vec<Odd>,
    budget: &mut Budget,
) -> Vec<Value> {
    let count = elements.len();
    replace(root, place, Value::Array(elements));
    let mut inside = Vec::new();
    while let Err(failure) = attempt::<T>(root)
        && failure.steps.len() > place.len()
        && failure.steps.starts_with(place)
        && budget.spend(if count > 1 { 1 } else { ATTEMPTS }, root)
    {
        if count > 1 {
            let mut first = take(root, place);
            let rest = first.split_off(count / 2);
            let mut mended = elements_alone::<T>(root, place, (first, from), odd, budget);
            mended.extend(elements_alone::<T>(root, place, (rest, from + count / 2), odd, budget));
            return mended;
        }
        if mend::<T>(root, &failure, &mut inside, budget).is_err() {
            break;
        }
    }
    odd.extend(inside.into_iter().map(|mut odd: Odd| {
        odd.steps.get_mut(place.len()).into_iter().for_each(|step| *step = Step::Element(from));
        odd
    }));
    take(root, place)
}

/// Removes the whole member of the element that contains the place.
fn leave_out<T: DeserializeOwned>(root: &mut Value, failure: &Failure, odd: &mut Vec<Odd>) -> Result<(), Undecodable> {
    let member = failure.steps.iter().position(|step| matches!(step, Step::Member(_)));
    let place = member.and_then(|member| failure.steps.get(..=member)).ok_or_else(|| undecodable(failure))?;
    let found = at(root, place).map(std::mem::take).filter(|found| !found.is_null());
    let json = found.ok_or_else(|| undecodable(failure))?;
    // A required one: what is wrong is not that nothing is in its place.
    if attempt::<T>(root).is_err_and(|next| next.steps == place) {
        return Err(undecodable(failure));
    }
    odd.push(Odd { steps: place.to_vec(), reason: failure.reason.clone(), json });
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
    serde_json::from_str(&value.to_string()).map_err(|error| failure(value, &error))
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
    // Of a list in place of something else, no more than the bracket is read: its first element is not what is odd.
    if reason.starts_with("invalid type: sequence") && found(value, &steps).is_some_and(|value| !value.is_array()) {
        steps.pop_if(|step| matches!(step, Step::Element(0)));
    }
    Failure { reason: without_values(reason), steps }
}

/// The way to the innermost value that the decoder was in, or had just left, when it had read so many bytes of a value's text.
fn place(root: &Value, read: usize) -> Vec<Step> {
    let mut steps = Vec::new();
    find(root, 0, read, &mut steps);
    steps.reverse();
    steps
}

/// Finds the child of a value that the decoder was in, innermost step first. The text of the value begins at `begin`, and where it
/// ends is returned if the decoder was in no child of it.
fn find(value: &Value, begin: usize, read: usize, steps: &mut Vec<Step>) -> Option<usize> {
    // After the bracket, and after each comma.
    let mut next = begin + 1;
    let mut is_in = |before: usize, child: &Value, steps: &mut Vec<Step>| {
        let start = next + before;
        let end = find(child, start, read, steps);
        next = end.unwrap_or(start) + 1;
        // Of a value of another type than expected, no byte may have been read.
        end.is_none_or(|end| start <= read && read <= end)
    };
    let step = match value {
        Value::Array(elements) => elements.iter().position(|element| is_in(0, element, steps)).map(Step::Element),
        Value::Object(members) => {
            let found =
                members.iter().find(|(name, member)| is_in(written(&Value::from(name.as_str())) + 1, member, steps));
            found.map(|(name, _)| Step::Member(name.clone()))
        }
        _ => return Some(begin + written(value)),
    };
    match step {
        Some(step) => {
            steps.push(step);
            None
        }
        // Of an empty one as well.
        None => Some(next.max(begin + 2)),
    }
}

/// The length of a value's text.
fn written(value: &Value) -> usize {
    value.to_string().len()
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

fn found<'a>(root: &'a Value, steps: &[Step]) -> Option<&'a Value> {
    steps.iter().try_fold(root, |value, step| match step {
        Step::Member(name) => value.get(name.as_str()),
        Step::Element(index) => value.get(*index),
    })
}

/// The elements of the list at a place, which is empty then.
fn take(root: &mut Value, place: &[Step]) -> Vec<Value> {
    at(root, place).and_then(Value::as_array_mut).map(std::mem::take).unwrap_or_default()
}

/// Changes the value at the failing place, so that it fails elsewhere or decodes. First tries conversions, then removes the
/// value, then removes the enclosing values up to the nearest element of a list.
fn repair_value<T: DeserializeOwned>(
    root: &mut Value,
    failure: &Failure,
    odd: &mut Vec<Odd>,
) -> Result<(), Undecodable> {
    let mut place = failure.steps.as_slice();
    let helps = |root: &Value, place: &[Step]| match attempt::<T>(root) {
        Ok(_) => true,
        Err(next) => next.steps != failure.steps && next.steps != place,
    };
    if let Some(found) = at(root, place).cloned() {
        for meant in meanings(&found) {
            replace(root, place, meant);
            if helps(root, &failure.steps) {
                return Ok(());
            }
        }
        replace(root, place, found);
    }
    while let Some((last, above)) = place.split_last() {
        if let Some(found) = at(root, place).cloned() {
            replace(root, place, Value::Null);
            let mut repaired = helps(root, place);
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
                odd.push(Odd { steps: place.to_vec(), reason: failure.reason.clone(), json: found });
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
            // Beyond this, digits were lost. A time is none where a text is read: a name may be a number.
            let is_exact = !number.is_f64() || number.as_f64().is_some_and(|number| number.abs() < 1e15);
            let text = is_exact.then(|| Value::String(number.to_string()));
            whole.into_iter().chain(text).chain(time).collect()
        }
        Value::String(text) => {
            let text = text.trim();
            let number =
                serde_json::from_str::<Value>(text).ok().filter(|value| value.is_number() || value.is_boolean());
            let whole = number.as_ref().map(meanings).unwrap_or_default().into_iter();
            let whole = whole.filter(|value| value.is_i64() || value.is_u64());
            let empty = text.is_empty().then_some(Value::Null);
            // A time without a zone is one of UTC, and a date its beginning.
            let time = match text.len() {
                10 => Some(format!("{text}T00:00:00Z")),
                16.. => Some(format!("{}Z", text.replacen(' ', "T", 1))),
                _ => None,
            };
            number.clone().into_iter().chain(whole).chain(empty).chain(time.map(Value::String)).collect()
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_long_text_costs_what_decoding_it_costs() {
        let body = Value::from(vec![Value::from("x".repeat(1_000_000)), Value::Null]);
        let mut budget = Budget::new([&body]);
        let repairs = (0..1000).take_while(|_| budget.spend(ATTEMPTS, &body)).count();
        assert!((2..20).contains(&repairs), "{repairs}");
    }
}
