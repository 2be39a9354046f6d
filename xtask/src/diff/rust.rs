//! What the generated crate makes of a schema, as far as a comparison has to know. The rules are those of the
//! generator's `shape` module.

use std::collections::{BTreeMap, BTreeSet};

use serde_json::Value;
use verda_api_codegen::headers;
use verda_api_codegen::names::Names;

use super::constraints::Constraint;
use super::side::Side;
use super::uses::Use;
use super::view::View;
use crate::document::{Node, operations};

/// Whether a parameter is an argument of the generated method.
pub(crate) fn is_argument(place: &str, name: &str) -> bool {
    match place {
        "path" | "query" => true,
        "header" => !is_transport_header(place, name),
        _ => false,
    }
}

/// Whether a parameter is a header that is sent, or not, without a caller's doing.
pub(crate) fn is_transport_header(place: &str, name: &str) -> bool {
    place == "header" && headers::is_transport_header(name)
}

/// The Rust type of a schema of one scalar type; `None` for what is none, or has a type of its own.
pub(crate) fn scalar(view: &View<'_>) -> Option<&'static str> {
    let [kind] = view.types.iter().copied().collect::<Vec<_>>()[..] else { return None };
    let format = view.format.unwrap_or_default();
    let is_unsigned = matches!(view.constraints.get("minimum"), Some(Constraint::Lower(limit, _)) if *limit >= 0.0);
    Some(match (kind, format) {
        ("string" | "number", "decimal") => "Decimal",
        ("string", "date-time") => "DateTime<Utc>",
        ("string", "date") => "NaiveDate",
        ("string", "password") => "SecretString",
        ("string", _) if view.values.is_some() => return None,
        ("string", _) => "String",
        ("number", _) => "f64",
        ("boolean", _) => "bool",
        ("integer", "int32") => "i32",
        ("integer", "int64") => "i64",
        ("integer", "uint8") => "u8",
        ("integer", "uint16") => "u16",
        ("integer", "uint32") => "u32",
        ("integer", "uint64") => "u64",
        ("integer", _) if is_unsigned => "u64",
        ("integer", _) => "i64",
        _ => return None,
    })
}

/// Whether a field of the second type decodes all that a field of the first one encodes.
pub(crate) fn decodes(from: &str, into: &str) -> bool {
    let is_text = ["String", "SecretString"].contains(&into);
    // Whether it has a sign, and its bits.
    let integer = |name: &str| Some((name.starts_with('i'), name.strip_prefix(['i', 'u'])?.parse::<u8>().ok()?));
    let is_held = match (integer(from), integer(into)) {
        (Some((false, bits)), Some((true, room))) => bits < room,
        (Some((is_signed, bits)), Some((has_sign, room))) => is_signed == has_sign && bits <= room,
        (Some(_), None) => into == "f64",
        (None, _) => is_text && !["f64", "bool"].contains(&from),
    };
    from == into || is_held
}

/// The Rust names that a comparison asks for.
#[derive(Debug)]
pub(crate) struct Surface<'n> {
    names: &'n Names,
    /// The values of each enum that names.toml lists, in the old and in the new document.
    old: BTreeMap<&'n str, BTreeSet<String>>,
    new: BTreeMap<&'n str, BTreeSet<String>>,
}

impl<'n> Surface<'n> {
    pub(crate) fn new(names: &'n Names, old: &Side<'_>, new: &Side<'_>) -> Self {
        Self { names, old: listed_values(names, old), new: listed_values(names, new) }
    }

    /// The Rust name of a schema, where names.toml gives it one.
    pub(crate) fn type_name<'a>(&'a self, schema: &'a str) -> &'a str {
        self.names.types.get(schema).map_or(schema, String::as_str)
    }

    /// Whether a response never lacks a property.
    pub(crate) fn is_identity(&self, schema: Option<&str>, property: &str) -> bool {
        // Without names nothing is known of the types.
        !self.names.identity.is_empty()
            && match schema {
                Some(schema) => self.names.is_identity(self.type_name(schema), property),
                // The type of an inline schema has a name by rule, of which nothing is listed.
                None => property == "id",
            }
    }

    /// Whether names.toml says that a status of an operation is a success without a body.
    pub(crate) fn takes_no_body(&self, operation: &str, code: &str) -> bool {
        let facts = self.names.operation(operation).and_then(|listed| listed.facts());
        let listed = facts.and_then(|facts| facts.no_body.as_ref());
        listed.is_some_and(|listed| code.parse().is_ok_and(|status| listed.contains(&status)))
    }

    /// The shared enum of a place, if names.toml lists one.
    fn shared_enum(&self, place: &str) -> Option<&'n str> {
        listed_enum(self.names, &spellings(self.names, place))
    }

    /// Whether a value of an enum is new to (or gone from) the Rust enum: it may be known from another place.
    pub(crate) fn enum_changes(&self, place: &str, value: &Value) -> bool {
        let Some(name) = self.shared_enum(place) else { return true };
        let has = |side: &BTreeMap<&str, BTreeSet<String>>| {
            side.get(name).is_some_and(|values| values.contains(&super::values::canonical(value)))
        };
        has(&self.old) != has(&self.new)
    }

    /// Whether a place has a Rust enum even without values in the document.
    pub(crate) fn is_listed_enum(&self, place: &str) -> bool {
        self.shared_enum(place).is_some()
    }
}

/// How names.toml may write a place of the document.
fn spellings(names: &Names, place: &str) -> Vec<String> {
    let parts: Vec<String> = place.split('/').skip(1).map(verda_api_codegen::ledger::unescape).collect();
    let parts: Vec<&str> = parts.iter().map(String::as_str).collect();
    match parts.as_slice() {
        ["components", "schemas", schema, "properties", property, ..] => {
            let schema = names.types.get(*schema).map_or(*schema, String::as_str);
            vec![format!("{schema}.{property}"), format!("*.{property}")]
        }
        ["paths", path, method, "parameters", parameter, ..] => {
            let Some((_, name)) = parameter.split_once(':') else { return Vec::new() };
            let operation = names.operation(&format!("{} {path}", method.to_ascii_uppercase()));
            let own = operation.map(|named| format!("{}({name})", named.name()));
            own.into_iter().chain([format!("*({name})")]).collect()
        }
        _ => Vec::new(),
    }
}

fn listed_enum<'n>(names: &'n Names, spellings: &[String]) -> Option<&'n str> {
    spellings.iter().find_map(|spelling| {
        let listed = names.enums.iter().find(|(_, places)| places.iter().any(|place| place.trim() == spelling));
        listed.map(|(name, _)| name.as_str())
    })
}

/// The values that each listed enum has anywhere in a document.
fn listed_values<'n, 'a>(names: &'n Names, side: &Side<'a>) -> BTreeMap<&'n str, BTreeSet<String>> {
    let mut all: BTreeMap<&str, BTreeSet<String>> = BTreeMap::new();
    let mut add = |node: &Node<'a>, place: &str| {
        let Some(name) = listed_enum(names, &spellings(names, place)) else { return };
        let mut used = Use::of(side, node);
        if let Some(items) = used.node.child("items") {
            used = Use::of(side, &items);
        }
        let values = side.view(&used.node).values.clone();
        all.entry(name).or_default().extend(values.into_iter().flat_map(BTreeMap::into_keys));
    };
    if names.enums.is_empty() {
        return all;
    }
    for (_, schema) in side.schemas() {
        for (_, property) in schema.child("properties").iter().flat_map(Node::members) {
            add(&property, &property.place);
        }
    }
    for operation in operations(side) {
        for parameter in super::parameters::of(side, &operation) {
            if let Some(schema) = parameter.schema() {
                add(&schema, &schema.place);
            }
        }
    }
    all
}
