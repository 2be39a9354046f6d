//! What a `$ref` points at, and names for schemas that are not in `components.schemas`.
//!
//! The generator reads a reference as "the schema of this name", so a schema that stands anywhere else
//! is copied to a name of its own.

use std::collections::{BTreeMap, BTreeSet};

use serde_json::{Map, Value};

use super::context::{Context, reduced};
use super::keywords::children;
use super::walk::{Kind, sites};
use super::{Version, schema};
use crate::ledger::{METHODS, Refusal, unescape};

const SCHEMAS: &str = "/components/schemas/";

/// What a document's schemas are called besides their pointers.
#[derive(Debug)]
pub(super) struct Index {
    version: Version,
    anchors: BTreeMap<String, BTreeSet<String>>,
    ids: BTreeMap<String, String>,
}

impl Index {
    /// Reads the names off every schema of the document. 3.0 has none.
    pub(super) fn new(document: &Value, version: Version) -> Result<Self, Refusal> {
        let mut index = Self { version, anchors: BTreeMap::new(), ids: BTreeMap::new() };
        if version == Version::V30 {
            return Ok(index);
        }
        let schemas = sites(document)?.into_iter().filter(|site| site.kind == Kind::Schema);
        let mut open: Vec<(String, &Value)> =
            schemas.filter_map(|site| document.pointer(&site.pointer).map(|value| (site.pointer, value))).collect();
        while let Some((at, value)) = open.pop() {
            let Some(members) = value.as_object() else {
                continue;
            };
            let text = |keyword| members.get(keyword).and_then(Value::as_str);
            for name in [text("$anchor"), text("$dynamicAnchor")].into_iter().flatten() {
                index.anchors.entry(name.to_owned()).or_default().insert(at.clone());
            }
            if let Some(id) = text("$id") {
                match id.strip_prefix('#') {
                    Some(name) => {
                        index.anchors.entry(name.to_owned()).or_default().insert(at.clone());
                    }
                    None => {
                        index.ids.insert(id.trim_end_matches('#').to_owned(), at.clone());
                    }
                }
            }
            open.extend(children(members, &at, version));
        }
        Ok(index)
    }

    /// The pointer that a reference at `at` means.
    ///
    /// # Errors
    ///
    /// A [`Refusal`] of a reference to another file, to nothing, or to several things.
    pub(super) fn resolve(&self, source: &Value, reference: &str, at: &str) -> Result<String, Refusal> {
        let refused = |message: String| Err(Refusal::new(format!("{at}/$ref"), message));
        let (base, fragment) = reference.split_once('#').unwrap_or((reference, ""));
        let root = if base.is_empty() {
            self.enclosing_resource(at)
        } else if let Some(root) = self.ids.get(base) {
            Some(root.clone())
        } else {
            return refused(format!("{reference} points out of the document: bundle it into one file first"));
        };
        let Some(fragment) = percent_decoded(fragment) else {
            return refused(format!("{reference} is not valid percent-encoding: correct it"));
        };
        if fragment.is_empty() || fragment.starts_with('/') {
            let wanted = format!("{}{fragment}", root.clone().unwrap_or_default());
            if source.pointer(&wanted).is_some() && !wanted.is_empty() {
                return Ok(wanted);
            }
            // JSON Schemas that were pasted in refer to their own definitions as if they stood alone.
            let pasted = root.is_none() && self.version == Version::V31;
            if pasted && (fragment.starts_with("/$defs/") || fragment.starts_with("/definitions/")) {
                let mut candidates = ancestors(at).map(|outer| format!("{outer}{fragment}"));
                if let Some(found) = candidates.find(|wanted| source.pointer(wanted).is_some()) {
                    return Ok(found);
                }
            }
            return refused(format!("{reference} points at nothing: add what is meant or correct it"));
        }
        let everywhere = self.anchors.get(&fragment).into_iter().flatten();
        let scope = root.unwrap_or_default();
        let mut found = everywhere.filter(|pointer| pointer.starts_with(&scope));
        match (found.next(), found.next()) {
            (Some(pointer), None) => Ok(pointer.clone()),
            (None, _) => refused(format!("{reference} points at nothing: add the anchor or correct it")),
            (Some(_), Some(_)) => refused(format!("{reference} could mean several schemas: use a JSON pointer")),
        }
    }

    /// The innermost schema around `at` that has an `$id`: what a reference in it is relative to.
    fn enclosing_resource(&self, at: &str) -> Option<String> {
        ancestors(at).find(|outer| self.ids.values().any(|root| root == outer)).map(str::to_owned)
    }
}

/// The pointer and everything around it, from the inside out, without the document itself.
fn ancestors(at: &str) -> impl Iterator<Item = &str> {
    std::iter::successors(Some(at), |inner| inner.rfind('/').and_then(|end| inner.get(..end)))
        .take_while(|pointer| !pointer.is_empty())
}

fn percent_decoded(text: &str) -> Option<String> {
    let mut bytes = text.bytes();
    let mut decoded = Vec::with_capacity(text.len());
    while let Some(byte) = bytes.next() {
        if byte == b'%' {
            let high = char::from(bytes.next()?).to_digit(16)?;
            let low = char::from(bytes.next()?).to_digit(16)?;
            decoded.push(u8::try_from(high * 16 + low).ok()?);
        } else {
            decoded.push(byte);
        }
    }
    String::from_utf8(decoded).ok()
}

/// The form in which 3.0 refers to what the schema reference at `at` means.
///
/// # Errors
///
/// A [`Refusal`] of a reference to another file, to nothing, or to several things.
pub(super) fn schema_reference(cx: &mut Context<'_>, reference: &str, at: &str) -> Result<String, Refusal> {
    let origin = cx.notes.origin(at);
    let mut target = cx.index.resolve(cx.source, reference, &origin)?;
    // What stands elsewhere and only refers on needs no name of its own. The check has found cycles.
    while !is_component(&target) {
        let Some(next) = pure_reference(cx.source, &target) else {
            break;
        };
        target = cx.index.resolve(cx.source, next, &target)?;
    }
    let pointer = if is_component(&target) {
        target
    } else {
        let name = hoisted_name(cx, &target);
        cx.notes.exact(
            at,
            "reference-hoisted",
            format!("What {reference} points at is copied to components.schemas as {name}."),
        );
        format!("{SCHEMAS}{name}")
    };
    Ok(format!("#{pointer}"))
}

fn is_component(pointer: &str) -> bool {
    pointer.strip_prefix(SCHEMAS).is_some_and(|name| !name.contains('/'))
}

fn pure_reference<'a>(source: &'a Value, pointer: &str) -> Option<&'a str> {
    let members = source.pointer(pointer)?.as_object()?;
    members.get("$ref")?.as_str().filter(|_| members.len() == 1)
}

fn hoisted_name(cx: &mut Context<'_>, pointer: &str) -> String {
    if let Some(name) = cx.hoisted.get(pointer) {
        return name.clone();
    }
    let wanted = readable_names(pointer);
    let numbered = (2_u64..).map(|number| match wanted.last() {
        Some(longest) => format!("{longest}{number}"),
        None => format!("Schema{number}"),
    });
    let name =
        wanted.iter().cloned().chain(numbered).find(|name| !cx.taken.contains(&reduced(name))).unwrap_or_default();
    cx.taken.insert(reduced(&name));
    cx.hoisted.insert(pointer.to_owned(), name.clone());
    cx.queue.push_back((pointer.to_owned(), name.clone()));
    name
}

/// Names for what stands at a pointer, the shortest first.
fn readable_names(pointer: &str) -> Vec<String> {
    const STRUCTURE: [&str; 14] = [
        "components",
        "schemas",
        "paths",
        "properties",
        "$defs",
        "definitions",
        "responses",
        "requestBodies",
        "content",
        "schema",
        "callbacks",
        "headers",
        "webhooks",
        "pathItems",
    ];
    let tokens: Vec<String> = pointer.split('/').skip(1).map(unescape).collect();
    let mut words = Vec::new();
    let mut after_content = false;
    for token in &tokens {
        // The media type says little: a body seldom has two.
        if !STRUCTURE.contains(&token.as_str()) && !after_content {
            words.push(pascal(token));
        }
        after_content = token == "content";
    }
    // `paths./pets.get` reads better as `GetPets`.
    if tokens.first().is_some_and(|token| token == "paths")
        && tokens.get(2).is_some_and(|token| METHODS.contains(&token.as_str()))
        && words.len() >= 2
    {
        words.swap(0, 1);
    }
    words.retain(|word| !word.is_empty());
    let full: String = words.concat();
    let defined = tokens.iter().rev().nth(1).is_some_and(|token| token == "$defs" || token == "definitions");
    let short = words.last().filter(|word| defined && starts_with_letter(word)).cloned();
    let full = if starts_with_letter(&full) { full } else { format!("Schema{full}") };
    short.into_iter().chain([full]).collect()
}

fn starts_with_letter(word: &str) -> bool {
    word.starts_with(|c: char| c.is_ascii_alphabetic())
}

/// `owner_id` and `/owners/{id}` in the form of a type's name.
fn pascal(token: &str) -> String {
    token
        .split(|c: char| !c.is_ascii_alphanumeric())
        .map(|word| {
            let mut characters = word.chars();
            let first = characters.next().map(|c| c.to_ascii_uppercase());
            first.into_iter().chain(characters).collect::<String>()
        })
        .collect()
}

/// Adds the schemas that references need by name, and those that these need in turn.
///
/// # Errors
///
/// A [`Refusal`] of what cannot be lowered in them.
pub(super) fn add_hoisted(document: &mut Value, cx: &mut Context<'_>) -> Result<(), Refusal> {
    while let Some((pointer, name)) = cx.queue.pop_front() {
        let Some(value) = cx.source.pointer(&pointer) else {
            continue;
        };
        let lowered = schema::lower(cx, value.clone(), &pointer)?;
        let place = document
            .as_object_mut()
            .and_then(|root| section(root, "components"))
            .and_then(|components| section(components, "schemas"));
        if let Some(schemas) = place {
            schemas.insert(name, lowered);
        }
    }
    Ok(())
}

fn section<'a>(parent: &'a mut Map<String, Value>, key: &str) -> Option<&'a mut Map<String, Value>> {
    parent.entry(key).or_insert_with(|| Value::Object(Map::new())).as_object_mut()
}
