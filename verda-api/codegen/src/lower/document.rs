//! Lowers constructs outside of schemas that 3.0 does not have.

use serde_json::{Map, Value, json};

use super::context::Context;
use super::{LOWERED_VERSION, scalars, schema};
use crate::document::keywords::Members;
use crate::document::version::{Version, is_own_dialect};
use crate::document::walk::{self, Kind, SECTIONS, Site, is_extension};
use crate::ledger::{METHODS, join};

const PARAMETER: [&str; 13] = [
    "name",
    "in",
    "description",
    "required",
    "deprecated",
    "allowEmptyValue",
    "style",
    "explode",
    "allowReserved",
    "schema",
    "example",
    "examples",
    "content",
];

/// Rewrites the top level of the document.
pub(super) fn rewrite(document: &mut Value, cx: &mut Context<'_>) {
    let Some(root) = document.as_object_mut() else {
        return;
    };
    if let Some(dialect) = root.shift_remove("jsonSchemaDialect") {
        if is_own_dialect(&dialect) {
            cx.notes.exact("/jsonSchemaDialect", "json-schema-dialect", "The default dialect of schemas is redundant.");
        } else {
            cx.notes.lossy(
                "/jsonSchemaDialect",
                "json-schema-dialect",
                format!("Schemas are read as JSON Schema 2020-12 and not as {dialect}."),
            );
        }
    }
    if let Some(Value::Object(webhooks)) = root.shift_remove("webhooks") {
        for name in webhooks.keys() {
            cx.notes.lossy(&join("/webhooks", name), "webhook", "3.0 has no webhooks: they are left out.");
        }
    }
    if !root.contains_key("paths") {
        root.insert("paths".to_owned(), json!({}));
        cx.notes.exact("/paths", "missing-paths", "3.0 requires paths: they are an empty object.");
    }
    if let Some(info) = root.get_mut("info").and_then(Value::as_object_mut) {
        rewrite_info(info, cx);
        unknown_fields(info, "/info", &["title", "description", "termsOfService", "contact", "license", "version"], cx);
    }
    mutual_tls(root, cx);
    if let Some(components) = root.get_mut("components").and_then(Value::as_object_mut) {
        if components.shift_remove("pathItems").is_some() {
            cx.notes.exact(
                "/components/pathItems",
                "component-path-items",
                "3.0 has no path items in its components: referenced ones are inlined.",
            );
        }
        let sections: Vec<&str> = SECTIONS.iter().map(|(section, _)| *section).collect();
        unknown_fields(components, "/components", &sections, cx);
    }
    unknown_fields(
        root,
        "",
        &["openapi", "info", "servers", "paths", "components", "security", "tags", "externalDocs"],
        cx,
    );
}

fn rewrite_info(info: &mut Members, cx: &mut Context<'_>) {
    if let Some(summary) = info.shift_remove("summary") {
        let text = match (summary.as_str(), info.get("description").and_then(Value::as_str)) {
            (Some(summary), Some(description)) => Some(format!("{summary}\n\n{description}")),
            (summary, _) => summary.map(str::to_owned),
        };
        if let Some(text) = text {
            info.insert("description".to_owned(), text.into());
        }
        cx.notes.exact("/info/summary", "info-summary", "The summary is now the start of the description.");
    }
    let Some(license) = info.get_mut("license").and_then(Value::as_object_mut) else {
        return;
    };
    let Some(identifier) = license.shift_remove("identifier") else {
        return;
    };
    let at = "/info/license/identifier";
    // An expression such as `MIT OR Apache-2.0` has no SPDX page.
    let page = identifier
        .as_str()
        .filter(|id| !id.is_empty() && id.chars().all(|c| c.is_ascii_alphanumeric() || "-.+".contains(c)))
        .map(|id| format!("https://spdx.org/licenses/{id}.html"));
    match page {
        Some(page) if !license.contains_key("url") => {
            license.insert("url".to_owned(), page.into());
            cx.notes.exact(at, "license-identifier", "The identifier is now the address of its SPDX page.");
        }
        _ => cx.notes.lossy(at, "license-identifier", "3.0 has no field for the identifier of a license."),
    }
}

/// Removes client certificates: they belong to the connection, and 3.0 does not have them.
fn mutual_tls(root: &mut Members, cx: &mut Context<'_>) {
    let schemes = root
        .get_mut("components")
        .and_then(|components| components.get_mut("securitySchemes"))
        .and_then(Value::as_object_mut);
    let Some(schemes) = schemes else { return };
    let names: Vec<String> = schemes
        .iter()
        .filter(|(_, scheme)| scheme.get("type").and_then(Value::as_str) == Some("mutualTLS"))
        .map(|(name, _)| name.clone())
        .collect();
    if names.is_empty() {
        return;
    }
    for name in &names {
        schemes.shift_remove(name);
        cx.notes.lossy(
            &join("/components/securitySchemes", name),
            "mutual-tls",
            "3.0 has no mutual TLS: configure the certificate in the HTTP client.",
        );
    }
    if let Some(security) = root.get_mut("security") {
        without_schemes(security, &names);
    }
    let items = root.get_mut("paths").and_then(Value::as_object_mut);
    for (_, item) in items.into_iter().flatten() {
        let operations = item.as_object_mut().into_iter().flatten();
        for (_, operation) in operations.filter(|(key, _)| METHODS.contains(&key.as_str())) {
            if let Some(security) = operation.get_mut("security") {
                without_schemes(security, &names);
            }
        }
    }
}

fn without_schemes(security: &mut Value, names: &[String]) {
    let Some(alternatives) = security.as_array_mut() else {
        return;
    };
    let before = alternatives.clone();
    alternatives.retain_mut(|alternative| {
        let Some(schemes) = alternative.as_object_mut() else {
            return true;
        };
        let before = schemes.len();
        schemes.retain(|name, _| !names.contains(name));
        // An empty alternative would mean that no authentication is required.
        schemes.len() == before || !schemes.is_empty()
    });
    // Neither would no alternative at all.
    if alternatives.is_empty() {
        *alternatives = before;
    }
}

/// Rewrites all sites of the document, including schemas.
pub(super) fn sites(document: &mut Value, cx: &mut Context<'_>) {
    for site in walk::sites(document).0 {
        let Some(value) = document.pointer_mut(&site.pointer) else {
            continue;
        };
        if site.kind == Kind::Schema {
            *value = schema::lower(cx, value.take(), &site.pointer);
        } else if let Some(members) = value.as_object_mut().filter(|_| !site.reference) {
            rewrite_site(members, &site, cx);
        }
    }
}

fn rewrite_site(members: &mut Members, site: &Site, cx: &mut Context<'_>) {
    let at = site.pointer.as_str();
    match site.kind {
        Kind::Operation => operation(members, site, cx),
        Kind::Response if !members.contains_key("description") => {
            members.insert("description".to_owned(), "".into());
            cx.notes.exact(at, "missing-description", "3.0 requires a description: an empty one is added.");
        }
        Kind::Parameter | Kind::Header if !members.contains_key("schema") && !members.contains_key("content") => {
            members.insert("schema".to_owned(), json!({"type": "string"}));
            cx.notes.exact(at, "missing-schema", "3.0 requires a schema: the value is text in any case.");
        }
        Kind::MediaType if !members.contains_key("schema") && is_binary(at) => {
            members.insert("schema".to_owned(), json!({"type": "string", "format": "binary"}));
            cx.notes.exact(at, "binary-content", "Content without a schema is binary, which 3.0 writes as a format.");
        }
        _ => {}
    }
    if members.get("examples").is_some_and(Value::is_array) {
        scalars::examples(members, at, cx);
    }
    unknown_fields(members, at, fields(site.kind), cx);
}

fn operation(members: &mut Members, site: &Site, cx: &mut Context<'_>) {
    let at = site.pointer.as_str();
    // The id may also be missing because another path with the same operation keeps it.
    let source = cx.source.pointer(&cx.notes.origin(at));
    let never_had = source.is_none_or(|operation| operation.get("operationId").is_none());
    if never_had && !members.contains_key("operationId") {
        cx.notes.exact(
            at,
            "missing-operation-id",
            "The operation has no operationId: its name follows from its method and path.",
        );
    }
    let method = at.rsplit('/').next().unwrap_or_default();
    if matches!(method, "get" | "head" | "delete") && members.contains_key("requestBody") {
        cx.notes.exact(
            &join(at, "requestBody"),
            "unusual-request-body",
            format!("A body with {} is kept; servers may ignore it.", method.to_ascii_uppercase()),
        );
    }
    if !members.contains_key("responses") {
        members.insert("responses".to_owned(), json!({"default": {"description": ""}}));
        cx.notes.exact(at, "missing-responses", "3.0 requires responses: an empty one is added.");
    }
}

/// Whether the content of this media type is bytes, not text.
fn is_binary(at: &str) -> bool {
    let media_type = at.rsplit('/').next().unwrap_or_default();
    media_type.starts_with("application~1octet-stream")
        || ["image~1", "audio~1", "video~1"].iter().any(|family| media_type.starts_with(family))
}

fn fields(kind: Kind) -> &'static [&'static str] {
    match kind {
        Kind::Callback | Kind::Schema => &[],
        Kind::Example => &["summary", "description", "value", "externalValue"],
        Kind::Header | Kind::Parameter => &PARAMETER,
        Kind::Link => &["operationRef", "operationId", "parameters", "requestBody", "description", "server"],
        Kind::MediaType => &["schema", "example", "examples", "encoding"],
        Kind::Operation => &[
            "tags",
            "summary",
            "description",
            "externalDocs",
            "operationId",
            "parameters",
            "requestBody",
            "responses",
            "deprecated",
            "security",
            "servers",
        ],
        Kind::PathItem => &[
            "summary",
            "description",
            "get",
            "put",
            "post",
            "delete",
            "options",
            "head",
            "patch",
            "trace",
            "servers",
            "parameters",
        ],
        Kind::RequestBody => &["description", "content", "required"],
        Kind::Response => &["description", "headers", "content"],
        Kind::SecurityScheme => {
            &["type", "description", "name", "in", "scheme", "bearerFormat", "flows", "openIdConnectUrl"]
        }
    }
}

/// Removes fields that 3.0 does not have. An empty list of fields means that any name is allowed.
fn unknown_fields(members: &mut Map<String, Value>, at: &str, known: &[&str], cx: &mut Context<'_>) {
    if known.is_empty() {
        return;
    }
    members.retain(|key, _| {
        let keep = known.contains(&key.as_str()) || is_extension(key);
        if !keep {
            cx.notes.lossy(&join(at, key), "unknown-field", format!("3.0 has no field {key} here: it is left out."));
        }
        keep
    });
}

/// Sets the version of the lowered document.
pub(super) fn finish(document: &mut Value, cx: &mut Context<'_>) {
    if let Some(version) = document.get_mut("openapi").filter(|_| cx.version == Version::V31) {
        cx.notes.exact("/openapi", "version", format!("OpenAPI {version} is now {LOWERED_VERSION}."));
        *version = LOWERED_VERSION.into();
    }
}
