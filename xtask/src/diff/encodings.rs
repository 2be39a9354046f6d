//! How the fields of a form are written.

use std::collections::BTreeMap;

use serde_json::{Value, json};

use super::side::Side;
use super::values::bare_at;
use super::view::View;
use crate::document::Node;

/// The encodings of a form that change how a field is written, by the names of the fields.
pub(crate) fn encodings<'a>(side: &Side<'a>, media: &Node<'a>) -> BTreeMap<String, Value> {
    let form = media.child("schema").map(|schema| side.meaning(&schema));
    let encodings = media.child("encoding");
    let said = encodings.iter().flat_map(Node::members).filter_map(|(name, encoding)| {
        let field = form.as_ref().and_then(|form| form.properties.get(name)?.first().cloned());
        let said = match field {
            Some(field) => of_field(side, &field, encoding.value),
            None => bare_at(name, encoding.value),
        };
        (said != json!({})).then(|| (name.to_owned(), said))
    });
    said.collect()
}

fn of_field<'a>(side: &Side<'a>, node: &Node<'a>, encoding: &Value) -> Value {
    let field = &side.meaning(node);
    let is_list = field.types.contains("array");
    let mut said = bare_at("", encoding);
    let Some(members) = said.as_object_mut() else { return said };
    if let Some(content) = members.get_mut("contentType") {
        *content = json!(content.as_str().map(media_types));
    }
    let (style, explode) = (members.remove("style"), members.remove("explode"));
    let default = default_type(side, field.items.first().filter(|_| is_list).unwrap_or(node));
    members.retain(|keyword, value| match keyword.as_str() {
        "contentType" => *value != default,
        "allowReserved" => value == true,
        _ => true,
    });
    if style.is_none() && explode.is_none() {
        return said;
    }
    // A style takes the place of a media type.
    members.remove("contentType");
    let style = style.as_ref().and_then(Value::as_str).unwrap_or("form");
    let explode = explode.map_or(style == "form", |explode| explode == true);
    let written = written(style, explode, field);
    // Values that are no objects are written so without a style.
    if written != ("form", true) || may_be_object(field) {
        members.insert("style".to_owned(), json!(written));
    }
    said
}

/// How a style writes a value, in one form for all that write it alike.
pub(crate) fn written<'s>(style: &'s str, explode: bool, view: &View<'_>) -> (&'s str, bool) {
    let is_list = view.types.contains("array");
    match style {
        "deepObject" => (style, true),
        _ if may_be_object(view) => (style, explode),
        "form" if !is_list => ("form", true),
        "form" | "spaceDelimited" | "pipeDelimited" if explode => ("form", true),
        "simple" => (style, false),
        _ => (style, explode && is_list),
    }
}

fn may_be_object(view: &View<'_>) -> bool {
    view.types.is_empty() || view.types.contains("object")
}

/// Media types in one spelling: UTF-8 goes without saying.
pub(crate) fn media_types(text: &str) -> String {
    let one = |media: &str| {
        let media = media.to_ascii_lowercase().replace([' ', '"'], "");
        media.split(';').filter(|part| *part != "charset=utf-8").collect::<Vec<_>>().join(";")
    };
    let mut all: Vec<String> = text.split(',').map(one).collect();
    all.sort();
    all.join(", ")
}

/// The media type of a field where none is given.
fn default_type<'a>(side: &Side<'a>, node: &Node<'a>) -> &'static str {
    let field = side.meaning(node);
    let is_encoded = side.used(node).node.value.get("contentEncoding").is_some();
    match field.types.iter().next() {
        Some(&"string") if is_encoded || field.format == Some("binary") => "application/octet-stream",
        Some(&("string" | "integer" | "number" | "boolean")) if field.types.len() == 1 => "text/plain",
        _ => "application/json",
    }
}
