//! What limits numbers, lengths and counts.

use std::collections::{BTreeMap, BTreeSet};

use serde_json::Value;

use super::values::canonical;

/// A limit of a number, a length or a count.
#[derive(Clone, Debug, PartialEq)]
pub(crate) enum Constraint {
    /// At least, or more than.
    Lower(f64, bool),
    /// At most, or less than.
    Upper(f64, bool),
    /// One that can only be there, or not, or be another: all that hold, as text.
    Other(BTreeSet<String>),
}

/// Takes a keyword that limits values; returns whether it was one.
pub(super) fn take(
    constraints: &mut BTreeMap<&'static str, Constraint>,
    schema: &Value,
    keyword: &str,
    value: &Value,
) -> bool {
    let limit = value.as_f64();
    let is_exclusive = |keyword: &str| schema.get(keyword) == Some(&Value::Bool(true));
    let (name, constraint) = match (keyword, limit) {
        ("minimum", Some(limit)) => ("minimum", Constraint::Lower(limit, is_exclusive("exclusiveMinimum"))),
        ("exclusiveMinimum", Some(limit)) => ("minimum", Constraint::Lower(limit, true)),
        ("maximum", Some(limit)) => ("maximum", Constraint::Upper(limit, is_exclusive("exclusiveMaximum"))),
        ("exclusiveMaximum", Some(limit)) => ("maximum", Constraint::Upper(limit, true)),
        ("exclusiveMinimum" | "exclusiveMaximum", None) => return true,
        ("minLength", Some(limit)) => ("minLength", Constraint::Lower(limit, false)),
        ("maxLength", Some(limit)) => ("maxLength", Constraint::Upper(limit, false)),
        ("minItems", Some(limit)) => ("minItems", Constraint::Lower(limit, false)),
        ("maxItems", Some(limit)) => ("maxItems", Constraint::Upper(limit, false)),
        ("minProperties", Some(limit)) => ("minProperties", Constraint::Lower(limit, false)),
        ("maxProperties", Some(limit)) => ("maxProperties", Constraint::Upper(limit, false)),
        ("pattern", _) => ("pattern", Constraint::Other(BTreeSet::from([canonical(value)]))),
        ("multipleOf", _) => ("multipleOf", Constraint::Other(BTreeSet::from([canonical(value)]))),
        ("uniqueItems", _) => ("uniqueItems", Constraint::Other(BTreeSet::from([canonical(value)]))),
        _ => return false,
    };
    let says_nothing = match &constraint {
        Constraint::Lower(limit, _) => name != "minimum" && *limit <= 0.0,
        Constraint::Other(_) => value == false,
        Constraint::Upper(..) => false,
    };
    if !says_nothing {
        match (constraints.get_mut(name), constraint) {
            (Some(Constraint::Other(known)), Constraint::Other(new)) => known.extend(new),
            (Some(known), new) if tightness(known, &new) != Some(true) => {}
            (_, new) => {
                constraints.insert(name, new);
            }
        }
    }
    true
}

/// Whether a limit is true of all integers of a format.
pub(super) fn goes_without_saying(format: Option<&str>, name: &str, constraint: &Constraint) -> bool {
    let (least, greatest) = match format {
        Some("int32") => (-2_147_483_648.0, 2_147_483_647.0),
        Some("int64") => (-9_223_372_036_854_775_808.0, 9_223_372_036_854_775_807.0),
        Some("uint8") => (0.0, 255.0),
        Some("uint16") => (0.0, 65_535.0),
        Some("uint32") => (0.0, 4_294_967_295.0),
        Some("uint64") => (0.0, 18_446_744_073_709_551_615.0),
        _ => return false,
    };
    match constraint {
        Constraint::Lower(limit, false) => name == "minimum" && *limit <= least,
        Constraint::Upper(limit, false) => name == "maximum" && *limit >= greatest,
        _ => false,
    }
}

/// Writes the limits of an integer in one form, and leaves out what is true of all integers, or of all of the format.
pub(super) fn of_integers(constraints: &mut BTreeMap<&'static str, Constraint>, format: Option<&str>) {
    // Beyond, a float is no exact integer.
    const GREATEST: f64 = 9_007_199_254_740_991.0;
    for (name, constraint) in constraints.iter_mut() {
        match constraint {
            Constraint::Lower(limit, open) if *name == "minimum" && limit.abs() < GREATEST => {
                *limit = if *open { limit.floor() + 1.0 } else { limit.ceil() };
                *open = false;
            }
            Constraint::Upper(limit, open) if *name == "maximum" && limit.abs() < GREATEST => {
                *limit = if *open { limit.ceil() - 1.0 } else { limit.floor() };
                *open = false;
            }
            _ => {}
        }
    }
    constraints.retain(|name, constraint| !goes_without_saying(format, name, constraint));
    if let Some(Constraint::Other(steps)) = constraints.get_mut("multipleOf") {
        // Each integer is a multiple of 1, of 0.5, of 0.01.
        let is_every = |step: &String| {
            let parts = step.parse::<f64>().ok().filter(|step| *step > 0.0 && *step <= 1.0).map(f64::recip);
            parts.is_some_and(|parts| (parts - parts.round()).abs() < 1e-9)
        };
        steps.retain(|step| !is_every(step));
        if steps.is_empty() {
            constraints.remove("multipleOf");
        }
    }
}

/// Whether the second constraint is tighter than the first; `None` where that cannot be said.
pub(crate) fn tightness(old: &Constraint, new: &Constraint) -> Option<bool> {
    match (old, new) {
        (Constraint::Lower(a, a_open), Constraint::Lower(b, b_open)) => {
            Some(if a == b { *b_open && !a_open } else { b > a })
        }
        (Constraint::Upper(a, a_open), Constraint::Upper(b, b_open)) => {
            Some(if a == b { *b_open && !a_open } else { b < a })
        }
        // Every multiple of 4 is one of 2.
        (Constraint::Other(a), Constraint::Other(b)) => {
            let (a, b) = (only_number(a)?, only_number(b)?);
            let is_multiple = |all: f64, one: f64| (all / one - (all / one).round()).abs() < 1e-9;
            if is_multiple(a, b) { Some(false) } else { is_multiple(b, a).then_some(true) }
        }
        _ => None,
    }
}

fn only_number(texts: &BTreeSet<String>) -> Option<f64> {
    let only = texts.first().filter(|_| texts.len() == 1)?;
    only.parse().ok().filter(|number: &f64| number.is_normal())
}
