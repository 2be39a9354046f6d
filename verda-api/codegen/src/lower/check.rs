//! Finds everything that later steps cannot handle, all at once, before any step changes the document.
//!
//! Both versions are checked. Each refusal names the place and the correction.

use std::collections::{BTreeMap, BTreeSet, VecDeque};

use serde_json::Value;

use crate::document::keywords::{Members, TYPES, children, lists, maps};
use crate::document::version::Version;
use crate::document::walk::{Kind, Site, sites, sites_in};
use crate::ledger::{Refusal, join};
use crate::references::Resolver;

const TEXTS: [&str; 4] = ["title", "description", "format", "pattern"];
const FLAGS: [&str; 5] = ["nullable", "readOnly", "writeOnly", "deprecated", "uniqueItems"];
const NUMBERS: [&str; 3] = ["multipleOf", "maximum", "minimum"];
const COUNTS: [&str; 6] = ["maxLength", "minLength", "maxItems", "minItems", "maxProperties", "minProperties"];
/// Places of schemas that are not generated, unless a reference leads to them.
const LEFT_OUT: [&str; 10] = [
    "$defs",
    "definitions",
    "dependentSchemas",
    "contains",
    "propertyNames",
    "unevaluatedItems",
    "contentSchema",
    "if",
    "then",
    "else",
];
const BOUNDS: [&str; 2] = ["exclusiveMinimum", "exclusiveMaximum"];

/// The expected types of fields outside of schemas.
const SITE_TEXTS: [&str; 8] =
    ["summary", "description", "operationId", "name", "in", "style", "externalValue", "operationRef"];
const SITE_FLAGS: [&str; 5] = ["required", "deprecated", "allowEmptyValue", "explode", "allowReserved"];
const SITE_LISTS: [&str; 3] = ["tags", "security", "servers"];

/// All problems that prevent a working client, in the order of the document.
pub(super) fn document(document: &Value, version: Version, resolver: &Resolver<'_>) -> Vec<Refusal> {
    let (sites, refusals) = sites(document);
    let mut check = Check { document, version, resolver, links: Links::new(), alternatives: Links::new(), refusals };
    for key in ["info", "components"] {
        if document.get(key).is_some_and(|value| !value.is_object() && !value.is_null()) {
            check.refuse(&join("", key), "not an object; write an object here");
        }
    }
    let mut schemas = Vec::new();
    let mut known: BTreeSet<String> = sites.iter().map(|site| site.pointer.clone()).collect();
    // Callbacks and links are not generated.
    let is_used = |site: &Site| !site.in_callback && !matches!(site.kind, Kind::Callback | Kind::Link);
    let mut open: VecDeque<Site> = sites.into_iter().filter(is_used).collect();
    while let Some(site) = open.pop_front() {
        let Some(value) = document.pointer(&site.pointer) else {
            continue;
        };
        // An example that is not there is left out.
        if site.kind == Kind::Example && resolver.follow(&site.pointer).is_err() {
            continue;
        }
        if site.reference
            && let Some(end) = check.reference(&site.pointer)
            && known.insert(end.clone())
        {
            let (more, refusals) = sites_in(document, &end, site.kind);
            check.refusals.extend(refusals);
            open.extend(more.into_iter().filter(is_used));
        }
        match site.kind {
            Kind::Schema => schemas.push(site.pointer.clone()),
            Kind::PathItem | Kind::Operation => check.parameters(&site.pointer, value),
            _ => {}
        }
        check.fields(&site, value);
    }
    check.schemas(schemas);
    let (links, alternatives) = (std::mem::take(&mut check.links), std::mem::take(&mut check.alternatives));
    check.cycles(&links);
    check.cycles(&alternatives);
    let mut seen = BTreeSet::new();
    check.refusals.retain(|refusal| seen.insert((refusal.pointer.clone(), refusal.message.clone())));
    check.refusals
}

/// From the pointer of a schema to those of others.
type Links = BTreeMap<String, BTreeSet<String>>;

struct Check<'a> {
    document: &'a Value,
    version: Version,
    resolver: &'a Resolver<'a>,
    /// From each schema to the schemas that constrain the same value.
    links: Links,
    /// From each schema to its alternatives.
    alternatives: Links,
    refusals: Vec<Refusal>,
}

impl Check<'_> {
    fn refuse(&mut self, at: &str, message: impl Into<String>) {
        self.refusals.push(Refusal::new(at, message));
    }

    /// Follows a reference outside of schemas, and returns its target.
    fn reference(&mut self, at: &str) -> Option<String> {
        let written = self.document.pointer(at).and_then(|value| value.get("$ref"));
        if written.is_some_and(|reference| !reference.is_string()) {
            self.refuse(&join(at, "$ref"), "a reference must be a string");
            return None;
        }
        match self.resolver.follow(at) {
            Ok(end) => {
                if self.document.pointer(&end).is_some_and(|value| !value.is_object()) {
                    self.refuse(&end, "not an object; write an object here");
                    return None;
                }
                Some(end)
            }
            Err(unresolved) => {
                self.refusals.push(unresolved.refusal("$ref"));
                None
            }
        }
    }

    fn parameters(&mut self, at: &str, value: &Value) {
        let mut seen = BTreeSet::new();
        let list = value.get("parameters").and_then(Value::as_array);
        for index in 0..list.map_or(0, Vec::len) {
            let at = format!("{at}/parameters/{index}");
            let Some(end) = self.reference(&at) else {
                continue;
            };
            let text = |key| self.document.pointer(&end).and_then(|target| target.get(key)?.as_str());
            let (Some(name), Some(place)) = (text("name"), text("in")) else {
                self.refuse(&at, "a parameter needs a name and an \"in\"; add the missing member");
                continue;
            };
            // Names of headers are case-insensitive.
            let key = if place == "header" { name.to_ascii_lowercase() } else { name.to_owned() };
            if !seen.insert((key, place)) {
                self.refuse(&at, format!("duplicate {place} parameter {name}; remove one"));
            }
        }
    }

    /// Checks the types of fields: the generator's parser would not name the place.
    fn fields(&mut self, site: &Site, value: &Value) {
        if site.kind == Kind::Schema || site.reference {
            return;
        }
        for (field, value) in value.as_object().into_iter().flatten().filter(|(_, value)| !value.is_null()) {
            let field = field.as_str();
            let wanted = if SITE_TEXTS.contains(&field) && !value.is_string() {
                "a string"
            } else if SITE_FLAGS.contains(&field) && !value.is_boolean() {
                "true or false"
            } else if SITE_LISTS.contains(&field) && !value.is_array() {
                "a list"
            } else {
                continue;
            };
            self.refuse(&join(&site.pointer, field), format!("{field} is not {wanted}; correct it"));
        }
    }

    /// Checks the schemas at the given pointers, and those that they refer to.
    fn schemas(&mut self, mut open: Vec<String>) {
        open.reverse();
        let mut seen = BTreeSet::new();
        while let Some(at) = open.pop() {
            let Some(value) = self.document.pointer(&at) else {
                continue;
            };
            if !seen.insert(at.clone()) {
                continue;
            }
            let schema = match value {
                Value::Object(schema) => schema,
                Value::Bool(_) if self.version == Version::V31 || at.ends_with("/additionalProperties") => {
                    continue;
                }
                _ => {
                    self.refuse(&at, "a schema must be an object");
                    continue;
                }
            };
            if let Some(target) = self.target(schema, &at) {
                for links in [&mut self.links, &mut self.alternatives] {
                    links.entry(at.clone()).or_default().insert(target.clone());
                }
                open.push(target);
                if self.version == Version::V30 {
                    continue; // 3.0 ignores keywords next to a reference.
                }
            }
            self.shape(schema, &at);
            // A stack: the last pushed element is taken first.
            for (pointer, _) in children(schema, &at, self.version).into_iter().rev() {
                let keyword = pointer.strip_prefix(at.as_str()).and_then(|inner| inner.split('/').nth(1));
                let links = match keyword {
                    Some("allOf") => Some(&mut self.links),
                    Some("oneOf" | "anyOf") => Some(&mut self.alternatives),
                    _ => None,
                };
                if let Some(links) = links {
                    links.entry(at.clone()).or_default().insert(pointer.clone());
                }
                if !keyword.is_some_and(|keyword| LEFT_OUT.contains(&keyword)) {
                    open.push(pointer);
                }
            }
        }
    }

    fn target(&mut self, schema: &Members, at: &str) -> Option<String> {
        let keywords: &[&str] = if self.version == Version::V31 { &["$ref", "$dynamicRef"] } else { &["$ref"] };
        let (keyword, value) = keywords.iter().find_map(|key| schema.get_key_value(*key))?;
        let Some(text) = value.as_str() else {
            self.refuse(&join(at, keyword), "a reference must be a string");
            return None;
        };
        let found = if keyword == "$ref" {
            self.resolver.resolve(text, at).map(Some)
        } else {
            self.resolver.resolve_dynamic(text, at)
        };
        found.unwrap_or_else(|unresolved| {
            self.refusals.push(unresolved.refusal(keyword));
            None
        })
    }

    fn shape(&mut self, schema: &Members, at: &str) {
        for (keyword, value) in schema.iter().filter(|(_, value)| !value.is_null()) {
            let keyword = keyword.as_str();
            let wanted = if TEXTS.contains(&keyword) && !value.is_string() {
                "a string"
            } else if FLAGS.contains(&keyword) && !value.is_boolean() {
                "true or false"
            } else if NUMBERS.contains(&keyword) && !value.is_number() {
                "a number"
            } else if COUNTS.contains(&keyword) && !is_count(value) {
                "a whole number"
            } else if BOUNDS.contains(&keyword) && !self.is_bound(value) {
                "a number (in 3.0: true or false)"
            } else if keyword == "required" && !is_list_of_strings(value) {
                "a list of the names of properties"
            } else if keyword == "enum" && !value.is_array() {
                "a list of values"
            } else if keyword == "type" && !self.is_type(value) {
                "one of string, number, integer, boolean, object and array (in 3.1 also null, or a list)"
            } else if maps(self.version).any(|map| map == keyword) && !value.is_object() {
                "an object whose members are schemas"
            } else if keyword != "items" && lists(self.version).any(|list| list == keyword) && !value.is_array() {
                "a list of schemas"
            } else if keyword == "items" && value.is_array() && self.version == Version::V30 {
                "a schema"
            } else {
                continue;
            };
            self.refuse(&join(at, keyword), format!("{keyword} is not {wanted}; correct it"));
        }
    }

    fn is_bound(&self, value: &Value) -> bool {
        value.is_boolean() || (value.is_number() && self.version == Version::V31)
    }

    fn is_type(&self, value: &Value) -> bool {
        let one = |value: &Value| match value.as_str() {
            Some(name) => TYPES.contains(&name) || (name == "null" && self.version == Version::V31),
            // A bare null in YAML that means "null".
            None => value.is_null(),
        };
        match value {
            Value::Array(types) => self.version == Version::V31 && types.iter().all(one),
            _ => one(value),
        }
    }

    /// Refuses schemas that only refer to themselves.
    fn cycles(&mut self, links: &Links) {
        let nothing = BTreeSet::new();
        let next = |node: &str| links.get(node).unwrap_or(&nothing).iter();
        let mut done = BTreeSet::new();
        for start in links.keys().map(String::as_str) {
            if done.contains(start) {
                continue;
            }
            let mut path = vec![(start, next(start))];
            let mut on_path = BTreeSet::from([start]);
            while let Some((node, rest)) = path.last_mut() {
                let Some(target) = rest.next() else {
                    on_path.remove(*node);
                    done.insert(*node);
                    path.pop();
                    continue;
                };
                if on_path.contains(target.as_str()) {
                    let node = *node;
                    let message = format!("circular reference with #{target}; write a schema in one of the two places");
                    self.refuse(node, message);
                } else if !done.contains(target.as_str()) {
                    on_path.insert(target);
                    path.push((target, next(target)));
                }
            }
        }
    }
}

/// In JSON Schema, `3.0` is a whole number.
fn is_count(value: &Value) -> bool {
    value.is_u64() || value.as_f64().is_some_and(|number| number >= 0.0 && number.fract() == 0.0)
}

fn is_list_of_strings(value: &Value) -> bool {
    value.as_array().is_some_and(|names| names.iter().all(Value::is_string))
}
