//! Paging by cursors: finds the operations, and how generated code reads their pages.

use heck::ToSnakeCase;
use serde_json::{Map, Value};

use super::context::Context;
use crate::Cursor;
use crate::model::{CursorPage, Field, TypeRef, Types};

/// Query parameters for cursors, in snake case, the most specific first.
const PARAMETERS: [&str; 13] = [
    "cursor",
    "page_token",
    "next_token",
    "next_page_token",
    "next_cursor",
    "page_cursor",
    "continuation_token",
    "starting_after",
    "start_cursor",
    "after_cursor",
    "pagination_token",
    "marker",
    "after",
];
/// Members of a page with the cursor of the next page.
const NEXT: [&str; 9] = [
    "next_cursor",
    "next_page_token",
    "next_token",
    "next_page_cursor",
    "next_starting_after",
    "continuation_token",
    "next_continuation_token",
    "next_marker",
    "next_after",
];
/// Members with the elements, for a page with several lists.
const ITEMS: [&str; 7] = ["items", "data", "results", "records", "entries", "elements", "values"];
/// The maximum nesting of the parts of a schema.
const DEPTH: usize = 8;

/// The cursor of an operation: a query parameter for the cursor, and a response with a list and the next cursor, directly or in
/// a nested object.
pub(crate) fn find(operation: &Value, context: &Context<'_>) -> Option<Cursor> {
    let names = operation.get("parameters").and_then(Value::as_array)?.iter().filter_map(|parameter| {
        let is_query = parameter.get("in").and_then(Value::as_str) == Some("query");
        let schema = context.resolve(parameter.get("schema")?);
        let name = parameter.get("name").and_then(Value::as_str)?;
        (is_query && is_text(&schema)).then(|| name.to_owned())
    });
    let names: Vec<String> = names.collect();
    let parameter = PARAMETERS.iter().find_map(|wanted| names.iter().find(|name| name.to_snake_case() == *wanted))?;
    let properties = properties(operation.pointer(super::RESPONSE_SCHEMA)?, context, 0);
    let next = next_in(&properties, context).or_else(|| {
        properties.iter().find_map(|(outer, inner)| {
            let inner = self::properties(inner, context, 0);
            Some(format!("{outer}.{}", next_in(&inner, context)?))
        })
    })?;
    Some(Cursor { parameter: parameter.clone(), next, items: items_in(&properties, context)? })
}

/// Whether the responses of an operation are objects around one list.
pub(crate) fn holds_one_list(operation: &Value, context: &Context<'_>) -> bool {
    let schema = operation.pointer(super::RESPONSE_SCHEMA);
    schema.is_some_and(|schema| items_in(&properties(schema, context, 0), context).is_some())
}

fn next_in(properties: &Map<String, Value>, context: &Context<'_>) -> Option<String> {
    let is = |name: &str, wanted: &str| name.to_snake_case() == wanted;
    NEXT.iter().find_map(|wanted| {
        let (name, schema) = properties.iter().find(|(name, _)| is(name, wanted))?;
        is_text(&context.resolve(schema)).then(|| name.clone())
    })
}

fn items_in(properties: &Map<String, Value>, context: &Context<'_>) -> Option<String> {
    let is_list = |schema: &Value| context.resolve(schema).get("type").and_then(Value::as_str) == Some("array");
    let lists: Vec<&String> = properties.iter().filter(|(_, schema)| is_list(schema)).map(|(name, _)| name).collect();
    match lists.as_slice() {
        [only] => Some((*only).clone()),
        lists => ITEMS
            .iter()
            .find_map(|wanted| lists.iter().find(|name| name.to_snake_case() == *wanted))
            .map(|name| (*name).clone()),
    }
}

/// Whether a schema is a text that may be a cursor, and no URL.
fn is_text(schema: &Value) -> bool {
    let text = |key: &str| schema.get(key).and_then(Value::as_str).unwrap_or_default();
    text("type") == "string"
        && schema.get("enum").is_none()
        && !["uri", "url", "date-time", "date"].contains(&text("format"))
}

/// The properties of an object, including those of its `allOf`.
fn properties(schema: &Value, context: &Context<'_>, depth: usize) -> Map<String, Value> {
    let schema = context.resolve(schema);
    let mut all = Map::new();
    if depth < DEPTH {
        for part in schema.get("allOf").and_then(Value::as_array).into_iter().flatten() {
            all.extend(properties(part, context, depth + 1));
        }
    }
    all.extend(schema.get("properties").and_then(Value::as_object).cloned().unwrap_or_default());
    all
}

/// The type of a page, and the places of the list and of the cursor. `None` if their types do not fit.
pub(crate) fn page(cursor: &Cursor, response: &TypeRef, types: &Types) -> Option<(String, CursorPage)> {
    let TypeRef::Named(name) = response else { return None };
    let field = |owner: &str, wire: &str| types.structure(owner)?.fields.iter().find(|field| field.wire == wire);
    let items = field(name, &cursor.items)?;
    let item = match plain(&items.ty) {
        TypeRef::List(item) => item.rust(),
        _ => return None,
    };
    let next = match cursor.next.split_once('.') {
        None => vec![field(name, &cursor.next)?],
        Some((outer, inner)) => {
            let outer = field(name, outer)?;
            let TypeRef::Named(owner) = plain(&outer.ty) else { return None };
            vec![outer, field(owner, inner)?]
        }
    };
    let is_text = next.last().is_some_and(|last| *plain(&last.ty) == TypeRef::Text);
    let step = |field: &Field| (field.ident.clone(), !field.required || matches!(field.ty, TypeRef::Nullable(_)));
    is_text.then(|| {
        let next = next.into_iter().map(step).collect();
        (name.clone(), CursorPage { cursor: cursor.clone(), item, items: step(items), next })
    })
}

fn plain(ty: &TypeRef) -> &TypeRef {
    match ty {
        TypeRef::Nullable(inner) => inner,
        other => other,
    }
}
