//! Inlines references outside of schemas, which the generator does not follow.

use std::collections::BTreeSet;

use serde_json::Value;

use super::context::Context;
use crate::document::keywords::Members;
use crate::document::version::Version;
use crate::document::walk::{Kind, SECTIONS, Site, is_extension, sites};
use crate::ledger::{METHODS, join, unescape};

/// Inlines references to path items in `paths`, and makes operationIds unique.
pub(super) fn path_items(document: &mut Value, cx: &mut Context<'_>) {
    let (all, _) = sites(document);
    let mut ids = BTreeSet::new();
    for site in all.iter().filter(|site| site.kind == Kind::Operation && !site.in_callback) {
        let operation = document.pointer_mut(&site.pointer).and_then(Value::as_object_mut);
        let Some((operation, id)) = operation.and_then(|operation| operation_id(operation).map(|id| (operation, id)))
        else {
            continue;
        };
        if !ids.insert(id.clone()) {
            operation.shift_remove("operationId");
            cx.notes.lossy(
                &format!("{}/operationId", site.pointer),
                "operation-id-repeated",
                format!("Another operation has the operationId {id} as well: only the first keeps it."),
            );
        }
    }
    for site in all.iter().filter(|site| site.kind == Kind::PathItem && site.reference && !site.in_callback) {
        in_place(document, cx, site);
        let item = document.pointer_mut(&site.pointer).and_then(Value::as_object_mut);
        for (method, operation) in item.into_iter().flatten().filter(|(key, _)| METHODS.contains(&key.as_str())) {
            let Some((operation, id)) = operation.as_object_mut().and_then(|own| operation_id(own).map(|id| (own, id)))
            else {
                continue;
            };
            let own = cx.source.pointer(&join(&site.pointer, method)).is_some();
            if !own && !ids.insert(id.clone()) {
                operation.shift_remove("operationId");
                cx.notes.lossy(
                    &format!("{}/$ref", site.pointer),
                    "operation-id-repeated",
                    format!("Several paths share the operation {id}: only the first keeps its operationId."),
                );
            }
        }
    }
}

fn operation_id(operation: &Members) -> Option<String> {
    operation.get("operationId")?.as_str().map(str::to_owned)
}

/// Removes members without a value, such as a YAML key without a value.
pub(super) fn nothing(document: &mut Value, cx: &mut Context<'_>) {
    let pointers = sites(document).0.into_iter().filter(|site| site.kind != Kind::Schema).map(|site| site.pointer);
    for at in pointers.chain(["", "/info", "/components"].map(str::to_owned)) {
        let members = document.pointer_mut(&at).and_then(Value::as_object_mut);
        members.into_iter().for_each(|members| {
            members.retain(|key, value| {
                // In an example, null is an ordinary value.
                let keep = !value.is_null() || matches!(key.as_str(), "example" | "value") || is_extension(key);
                if !keep {
                    let message = format!("{key} has no value and no effect.");
                    cx.notes.exact(&join(&at, key), "member-without-value", message);
                }
                keep
            });
        });
    }
}

/// Removes callbacks and links, which have no method in a client, and examples whose reference leads nowhere.
fn leave_out(document: &mut Value, cx: &mut Context<'_>) {
    let (all, _) = sites(document);
    for site in all.iter().filter(|site| site.kind == Kind::Example && site.reference) {
        let Err(unresolved) = cx.resolver.follow(&cx.notes.origin(&site.pointer)) else {
            continue;
        };
        let Some((examples, name)) = site.pointer.rsplit_once('/') else { continue };
        let examples = document.pointer_mut(examples).and_then(Value::as_object_mut);
        examples.and_then(|examples| examples.shift_remove(&unescape(name)));
        cx.notes.lossy(&site.pointer, "example-left-out", format!("The example is left out: {unresolved}."));
    }
    for site in all.iter().filter(|site| matches!(site.kind, Kind::Operation | Kind::Response)) {
        let members = document.pointer_mut(&site.pointer).and_then(Value::as_object_mut);
        let Some(members) = members.filter(|_| !site.reference) else {
            continue;
        };
        let (key, rule, message) = match site.kind {
            Kind::Operation => {
                ("callbacks", "callback", "A client does not receive requests: the callback is left out.")
            }
            _ => ("links", "link", "No method follows links: the link is left out."),
        };
        let at = join(&site.pointer, key);
        for name in members.shift_remove(key).iter().filter_map(Value::as_object).flat_map(Members::keys) {
            cx.notes.lossy(&join(&at, name), rule, message);
        }
    }
    let components = document.get_mut("components").and_then(Value::as_object_mut);
    if let Some(components) = components {
        for key in ["callbacks", "links"] {
            if components.shift_remove(key).is_some() {
                let message = format!("{key} are left out where they are used.");
                cx.notes.exact(&join("/components", key), "component-left-out", message);
            }
        }
    }
}

/// Leaves out what no client uses, and inlines references that 3.0 or the generator do not support. An inlined value may contain further references; the check has
/// refused cycles.
pub(super) fn references(document: &mut Value, cx: &mut Context<'_>) {
    let mut changed = true;
    while std::mem::take(&mut changed) {
        // Also of what was inlined.
        leave_out(document, cx);
        for site in sites(document).0.iter().filter(|site| site.reference) {
            changed |= reference(document, cx, site);
        }
    }
}

fn reference(document: &mut Value, cx: &mut Context<'_>, site: &Site) -> bool {
    let Some(members) = document.pointer_mut(&site.pointer).and_then(Value::as_object_mut) else {
        return false;
    };
    let Some(text) = members.get("$ref").and_then(Value::as_str).map(str::to_owned) else {
        return false;
    };
    let overrides = cx.version == Version::V31
        && ["summary", "description"]
            .iter()
            .any(|key| members.contains_key(*key) && described_by(site.kind).contains(key));
    if overrides {
        return in_place(document, cx, site);
    }
    for key in members.keys().filter(|key| *key != "$ref").cloned().collect::<Vec<_>>() {
        members.shift_remove(&key);
        cx.notes.exact(
            &join(&site.pointer, &key),
            "reference-sibling-ignored",
            format!("{key} next to a reference has no meaning here and is left out."),
        );
    }
    let origin = cx.notes.origin(&site.pointer);
    let target = match cx.resolver.resolve(&text, &origin) {
        Ok(target) => target,
        Err(unresolved) => {
            cx.refuse(&unresolved, "$ref");
            return false;
        }
    };
    let section = SECTIONS.iter().find(|(_, kind)| *kind == site.kind).map(|(section, _)| *section);
    let named = section
        .and_then(|section| target.strip_prefix(&format!("/components/{section}/")).map(str::to_owned))
        .is_some_and(|name| !name.contains('/'));
    !named && in_place(document, cx, site)
}

/// The fields next to a reference to this kind that override those of the target.
fn described_by(kind: Kind) -> &'static [&'static str] {
    match kind {
        Kind::Example | Kind::PathItem => &["summary", "description"],
        Kind::Callback | Kind::MediaType | Kind::Operation | Kind::Schema => &[],
        Kind::Header | Kind::Link | Kind::Parameter | Kind::RequestBody | Kind::Response | Kind::SecurityScheme => {
            &["description"]
        }
    }
}

/// Replaces the reference by its target; members next to the reference have precedence. Returns whether it did.
fn in_place(document: &mut Value, cx: &mut Context<'_>, site: &Site) -> bool {
    let at = site.pointer.as_str();
    let Some(place) = document.pointer_mut(at) else {
        return false;
    };
    let mut siblings = place.as_object().cloned().unwrap_or_default();
    let mut pointer = cx.notes.origin(at);
    if let Err(unresolved) = cx.resolver.follow(&pointer) {
        cx.refuse(&unresolved, "$ref");
        return false;
    }
    let mut target = Members::new();
    let mut next = siblings.shift_remove("$ref");
    while let Some(found) = next.as_ref().and_then(|text| cx.resolver.resolve(text.as_str()?, &pointer).ok()) {
        pointer = found;
        let mut found = cx.source.pointer(&pointer).and_then(Value::as_object).cloned().unwrap_or_default();
        next = found.shift_remove("$ref");
        // The nearer description has precedence over that at the end of the chain.
        found.extend(target);
        target = found;
    }
    let allowed = described_by(site.kind);
    for (key, value) in siblings {
        let at = join(at, &key);
        if site.kind == Kind::PathItem {
            if target.get(&key).is_some_and(|other| *other != value) {
                cx.notes.lossy(
                    &at,
                    "path-item-conflict",
                    format!("{key} is in the path item and next to the reference to it: the latter is used."),
                );
            }
        } else if !allowed.contains(&key.as_str()) && !is_extension(&key) {
            cx.notes.exact(
                &at,
                "reference-sibling-ignored",
                format!("{key} next to a reference has no meaning here and is left out."),
            );
            continue;
        }
        target.insert(key, value);
    }
    *place = Value::Object(target);
    cx.notes.exact(
        &format!("{at}/$ref"),
        if site.kind == Kind::PathItem { "path-item-reference" } else { "reference-inlined" },
        format!("The reference is replaced by the value at #{pointer}."),
    );
    cx.notes.moved(&pointer, at);
    true
}
