//! Targets of references, and names for schemas that are not in `components.schemas`.
//!
//! The generator supports references only to named schemas, so a schema at any other place is copied to a new name.

use serde_json::{Map, Value};

use super::context::{Context, reduced};
use super::schema;
use crate::ledger::{METHODS, join, unescape};
use crate::references::schema_of_file;

const SCHEMAS: &str = "/components/schemas/";

/// The 3.0 form of the `$ref` of the schema at `at`.
pub(super) fn target(cx: &mut Context<'_>, reference: &str, at: &str) -> Option<String> {
    let origin = cx.notes.origin(at);
    match cx.resolver.resolve(reference, &origin) {
        Ok(found) => Some(named(cx, found, reference, at)),
        Err(unresolved) => {
            cx.refuse(&unresolved, "$ref");
            None
        }
    }
}

/// The same for a `$dynamicRef`; `None` if its target depends on the referrers.
pub(super) fn dynamic_target(cx: &mut Context<'_>, reference: &str, at: &str) -> Option<String> {
    let origin = cx.notes.origin(at);
    let pointer = join(at, "$dynamicRef");
    match cx.resolver.resolve_dynamic(reference, &origin) {
        Ok(Some(found)) => {
            cx.notes.exact(&pointer, "dynamic-reference", format!("{reference} can mean one schema only."));
            Some(named(cx, found, reference, at))
        }
        Ok(None) => {
            let message =
                format!("The target of {reference} depends on the referrer of this schema: any value is accepted.");
            cx.notes.lossy(&pointer, "dynamic-reference", message);
            None
        }
        Err(unresolved) => {
            cx.refuse(&unresolved, "$dynamicRef");
            None
        }
    }
}

/// Writes the references in the mapping of a discriminator as the alternatives are written.
pub(super) fn mapping(schema: &mut Map<String, Value>, at: &str, cx: &mut Context<'_>) {
    let origin = cx.notes.origin(at);
    let mapping = schema.get_mut("discriminator").and_then(|found| found.get_mut("mapping")?.as_object_mut());
    for (value, target) in mapping.into_iter().flatten() {
        // Some documents write a reference in place of its text.
        let Some(text) = target.as_str().or_else(|| target.get("$ref")?.as_str()).map(str::to_owned) else { continue };
        let has_schema =
            |name: &str| cx.source.pointer(SCHEMAS.trim_end_matches('/')).is_some_and(|all| all.get(name).is_some());
        // A bare name is no reference.
        if has_schema(&text) {
            continue;
        }
        // What was several files once names the file of a schema.
        let file = schema_of_file(&text).filter(|name| has_schema(name));
        if text.starts_with('#')
            && let Ok(found) = cx.resolver.resolve(&text, &origin)
        {
            *target = named(cx, found, &text, at).into();
        } else if let Some(name) = file.filter(|_| !text.starts_with('#')) {
            *target = format!("#{SCHEMAS}{name}").into();
        } else {
            let message = format!("`{value}` leads to {text}, which is not there: such values stay unknown");
            cx.notes.lossy(&join(&format!("{at}/discriminator/mapping"), value), "mapping-to-nothing", message);
        }
    }
}

/// A reference to the value at `target`, by the name of a component.
fn named(cx: &mut Context<'_>, mut target: String, reference: &str, at: &str) -> String {
    // A value that is only a reference needs no name. The check has refused cycles.
    while !is_component(&target) {
        let next = pure_reference(cx.source, &target).and_then(|next| cx.resolver.resolve(next, &target).ok());
        let Some(next) = next else { break };
        target = next;
    }
    if !is_component(&target) {
        let name = hoisted_name(cx, &target);
        cx.notes.exact(
            at,
            "reference-hoisted",
            format!("The target of {reference} is copied to components.schemas as {name}."),
        );
        target = format!("{SCHEMAS}{name}");
    }
    format!("#{target}")
}

/// Whether a pointer names a component that references of any later step find: not one with an escaped character.
fn is_component(pointer: &str) -> bool {
    pointer.strip_prefix(SCHEMAS).is_some_and(|name| !name.contains(['/', '~']))
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

/// Candidate names for the value at a pointer, the shortest first.
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
        // Omit the media type: a body rarely has two.
        if !STRUCTURE.contains(&token.as_str()) && !after_content {
            words.push(pascal(token));
        }
        after_content = token == "content";
    }
    // `paths./pets.get` becomes `GetPets`.
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

/// Adds the hoisted schemas, and those that they need in turn.
pub(super) fn add_hoisted(document: &mut Value, cx: &mut Context<'_>) {
    while let Some((pointer, name)) = cx.queue.pop_front() {
        let Some(value) = cx.source.pointer(&pointer) else {
            continue;
        };
        let lowered = schema::lower(cx, value.clone(), &pointer);
        let place = document
            .as_object_mut()
            .and_then(|root| section(root, "components"))
            .and_then(|components| section(components, "schemas"));
        if let Some(schemas) = place {
            schemas.insert(name, lowered);
        }
    }
}

fn section<'a>(parent: &'a mut Map<String, Value>, key: &str) -> Option<&'a mut Map<String, Value>> {
    parent.entry(key).or_insert_with(|| Value::Object(Map::new())).as_object_mut()
}
