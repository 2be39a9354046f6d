//! A document of the vendor's as it was once, so that a later one changes no test, and edits of it that are written as data.

#![allow(dead_code, reason = "each test program uses a part of it")]

pub(crate) mod additions;

use std::path::{Path, PathBuf};

use serde::Deserialize;
use serde_json::{Map, Value, json};
use verda_api_codegen::names::Names;

/// A row of the table.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Mutation {
    pub(crate) name: String,
    pub(crate) edit: Vec<Map<String, Value>>,
    pub(crate) expect: Vec<String>,
    /// What another tool calls breaking.
    #[serde(default)]
    pub(crate) redocly: Vec<String>,
    /// Why we do not.
    pub(crate) why: Option<String>,
}

pub(crate) fn top() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("..")
}

/// A file of the vendor's document, with the corrections and names of that day.
pub(crate) fn frozen(name: &str) -> PathBuf {
    top().join("xtask/tests/documents/verda").join(name)
}

pub(crate) fn vendors() -> Value {
    serde_json::from_str(&std::fs::read_to_string(frozen("openapi.json")).unwrap()).unwrap()
}

pub(crate) fn names() -> Names {
    let listed = Names::parse(&std::fs::read_to_string(frozen("names.toml")).unwrap()).unwrap();
    verda_api_codegen::names_of(&vendors(), &listed)
}

pub(crate) fn mutations() -> Vec<Mutation> {
    let table = format!("rows:\n{}", include_str!("../mutations.yaml"));
    let mut table = verda_api_codegen::document::parse(&table).unwrap();
    serde_json::from_value(table["rows"].take()).unwrap()
}

/// `$Location/x` and `GET /v1/things#/x` as JSON pointers.
pub(crate) fn pointer(written: &str) -> String {
    if let Some(rest) = written.strip_prefix('$') {
        return format!("/components/schemas/{rest}");
    }
    match written.split_once('#').and_then(|(operation, rest)| Some((operation.split_once(' ')?, rest))) {
        Some(((method, path), rest)) => {
            format!("/paths/{}/{}{rest}", path.replace('/', "~1"), method.to_ascii_lowercase())
        }
        None => written.to_owned(),
    }
}

fn parent(pointer: &str) -> (String, String) {
    let (parent, key) = pointer.rsplit_once('/').unwrap();
    (parent.to_owned(), key.replace("~1", "/").replace("~0", "~"))
}

fn take(document: &mut Value, pointer: &str) -> Result<Value, String> {
    let (owner, key) = parent(pointer);
    let gone = || format!("{pointer} is not there");
    match document.pointer_mut(&owner).ok_or_else(gone)? {
        Value::Object(members) => members.shift_remove(&key).ok_or_else(gone),
        Value::Array(elements) => {
            let index: usize = key.parse().map_err(|_| gone())?;
            if index < elements.len() { Ok(elements.remove(index)) } else { Err(gone()) }
        }
        _ => Err(gone()),
    }
}

fn put(document: &mut Value, pointer: &str, value: Value) -> Result<(), String> {
    let (owner, key) = parent(pointer);
    let gone = || format!("{owner} is not there");
    match document.pointer_mut(&owner).ok_or_else(gone)? {
        Value::Object(members) => {
            members.insert(key, value);
        }
        Value::Array(elements) => match key.parse::<usize>().ok().and_then(|index| elements.get_mut(index)) {
            Some(element) => *element = value,
            None => return Err(gone()),
        },
        _ => return Err(gone()),
    }
    Ok(())
}

fn rename_references(value: &mut Value, old: &str, new: &str) {
    match value {
        Value::Object(members) => {
            for (key, value) in members {
                if key == "$ref" && *value == old {
                    *value = json!(new);
                } else {
                    rename_references(value, old, new);
                }
            }
        }
        Value::Array(values) => values.iter_mut().for_each(|value| rename_references(value, old, new)),
        _ => {}
    }
}

/// Carries out the steps of a row.
pub(crate) fn apply(document: &mut Value, steps: &[Map<String, Value>]) -> Result<(), String> {
    for step in steps {
        let at = |key: &str| step.get(key).and_then(Value::as_str).map(pointer);
        if let Some(pointer) = at("remove") {
            take(document, &pointer)?;
        } else if let Some(pointer) = at("set") {
            put(document, &pointer, step["to"].clone())?;
        } else if let Some(pointer) = at("append") {
            let list = document.pointer_mut(&pointer).and_then(Value::as_array_mut);
            list.ok_or_else(|| format!("{pointer} is no list"))?.push(step["value"].clone());
        } else if let (Some(from), Some(to)) = (at("move"), at("to")) {
            let value = take(document, from.trim_end_matches('#'))?;
            put(document, &to, value)?;
        } else if let Some(pointer) = at("reverse") {
            match document.pointer_mut(&pointer).ok_or_else(|| format!("{pointer} is not there"))? {
                Value::Object(members) => *members = std::mem::take(members).into_iter().rev().collect(),
                Value::Array(elements) => elements.reverse(),
                _ => return Err(format!("{pointer} has no order")),
            }
        } else if let (Some(old), Some(new)) = (step.get("refs"), step.get("to")) {
            let full = |name: &Value| format!("#/components/schemas/{}", name.as_str().unwrap());
            rename_references(document, &full(old), &full(new));
        } else {
            return Err(format!("no such step: {step:?}"));
        }
    }
    Ok(())
}

/// Every place of a document that can be edited.
fn places(value: &Value, at: &str, found: &mut Vec<String>) {
    let inner: Vec<(String, &Value)> = match value {
        Value::Object(members) => {
            members.iter().map(|(key, value)| (key.replace('~', "~0").replace('/', "~1"), value)).collect()
        }
        Value::Array(values) => values.iter().enumerate().map(|(index, value)| (index.to_string(), value)).collect(),
        _ => return,
    };
    for (key, value) in inner {
        let here = format!("{at}/{key}");
        places(value, &here, found);
        found.push(here);
    }
}

/// Changes one place at random: takes it out, puts another part of the document there, or another scalar.
pub(crate) fn random(document: &mut Value, random: &mut fastrand::Rng) {
    let mut all = Vec::new();
    places(document, "", &mut all);
    all.retain(|pointer| pointer.matches('/').count() > 2);
    let (Some(target), Some(source)) = (random.choice(&all), random.choice(&all)) else { return };
    let other = document.pointer(source).cloned().unwrap();
    let done = match random.u8(0..6) {
        0 => take(document, target).map(drop),
        1 => put(document, target, other),
        2 => put(document, target, json!(["string", "null", "integer"][random.usize(0..3)])),
        3 => put(document, target, json!({"$ref": "#/components/schemas/Location"})),
        4 => put(
            document,
            target,
            [json!(true), json!(false), json!(null), json!([]), json!({}), json!(-1.5)][random.usize(0..6)].clone(),
        ),
        _ => put(document, &format!("{}/{}", parent(target).0, "added"), other),
    };
    // An index that a list does not have.
    let _ = done;
}
