//! Compares a response with what its operation documents.

use serde_json::Value;

use super::finding::{Kind, Tally};
use super::headers::is_ordinary;
use super::inferred::Inferred;
use super::shown::{Shown, is_header, is_media_type};
use super::walk::Walk;
use super::{Described, json};
use crate::diff::side::Side;
use crate::document::Node;

/// A response to a GET.
#[derive(Clone, Default)]
pub struct Response {
    /// The status.
    pub status: u16,
    /// The content type.
    pub content_type: Option<String>,
    /// The names of all headers.
    pub headers: Vec<String>,
    /// The body as the API sent it.
    pub body: Vec<u8>,
    /// The places that the generated types could not decode, such as `[3].gpu.number_of_gpus`; `.` for the whole body.
    pub undecoded: Vec<String>,
}

impl Response {
    pub(super) fn is_success(&self) -> bool {
        (200..300).contains(&self.status)
    }

    /// The media type without its parameters.
    fn media_type(&self) -> Option<String> {
        let media = self.content_type.as_ref()?.split(';').next()?.trim().to_ascii_lowercase();
        Some(media).filter(|media| !media.is_empty())
    }
}

/// Counts what is odd about a response, and gives its body where that is JSON.
pub(super) fn compare<'a>(
    side: &Side<'a>,
    described: &Described<'a>,
    prose: &str,
    response: &Response,
    tally: &mut Tally,
) -> Option<Value> {
    let documented = documented(side, &described.node, response.status);
    headers(documented.as_ref(), prose, response, tally);
    if !response.is_success() {
        tally.whole(Kind::Status, failure(documented.is_some(), response));
        return None;
    }
    let Some(documented) = documented else {
        tally.whole(Kind::Status, format!("{}, which is not documented", response.status));
        return json(&response.body);
    };
    let content = documented.child("content");
    content_type(content.as_ref(), response, tally);
    let body = json(&response.body);
    let schema = content.as_ref().and_then(json_schema);
    let shown = body.as_ref().map(Shown::of).unwrap_or_default();
    match (&body, schema) {
        (None, _) if response.body.is_empty() && content.is_none() => {}
        (None, _) if response.body.is_empty() => tally.whole(Kind::Body, "no body".to_owned()),
        (Some(body), Some(schema)) => {
            let mut walk = Walk::new(side, &shown);
            let types = &side.flat(&side.used(&schema).node).types;
            match body {
                Value::Array(items) if described.operation.empty_list_is_absent && !types.contains("array") => {
                    items.iter().for_each(|item| walk.body(item, &schema, false));
                }
                Value::Object(_) if described.operation.object_for_list && types.contains("array") => {
                    let nodes = side.view(&side.used(&schema).node).items.clone();
                    nodes.iter().for_each(|node| walk.body(body, node, true));
                }
                body => walk.body(body, &schema, false),
            }
            tally.append(walk.tally);
        }
        (Some(body), None) => {
            let mut seen = Inferred::default();
            seen.add(body);
            tally.whole(Kind::Body, format!("not described: {}", seen.words()));
        }
        // Bytes or text, as the document says.
        (None, None) if content.is_some() => {}
        (None, _) => tally.whole(Kind::Body, "not JSON".to_owned()),
    }
    for path in &response.undecoded {
        let place = place(side, path);
        let within = place.rsplit_once('.').map_or("", |(within, _)| within).to_owned();
        tally.count(Kind::NotDecoded, &place, &within).words.insert("the generated types cannot decode it".to_owned());
    }
    body
}

/// What the document has for a status.
fn documented<'a>(side: &Side<'a>, operation: &Node<'a>, status: u16) -> Option<Node<'a>> {
    let responses = operation.child("responses")?;
    let keys = [status.to_string(), format!("{}XX", status / 100), "default".to_owned()];
    keys.iter().find_map(|key| responses.child(key)).map(|found| side.document.resolved(&found))
}

fn failure(is_documented: bool, response: &Response) -> String {
    let media = response.media_type().filter(|media| is_media_type(media));
    let media = media.map(|media| format!(" as {media}")).unwrap_or_default();
    let known = if is_documented { "which is documented" } else { "which is not documented" };
    format!("{}{media}, {known}", response.status)
}

fn content_type(content: Option<&Node<'_>>, response: &Response, tally: &mut Tally) {
    let Some(content) = content.filter(|_| !response.body.is_empty()) else { return };
    let documented: Vec<&str> = content.members().map(|(media, _)| media).collect();
    let media = response.media_type().unwrap_or_default();
    let fits = |range: &&str| {
        let range = range.split(';').next().unwrap_or_default().trim().to_ascii_lowercase();
        let prefix = range.strip_suffix('*');
        range == media || prefix.is_some_and(|prefix| media.starts_with(prefix.trim_start_matches("*/")))
    };
    if !documented.iter().any(fits) {
        let found = match media.as_str() {
            "" => "none",
            media if is_media_type(media) => media,
            _ => "one that is not shown",
        };
        tally.whole(Kind::ContentType, format!("{found} in place of {}", documented.join(" or ")));
    }
}

fn headers(documented: Option<&Node<'_>>, prose: &str, response: &Response, tally: &mut Tally) {
    let named = documented.and_then(|response| response.child("headers"));
    let is_named =
        |name: &str| named.as_ref().is_some_and(|named| named.members().any(|(key, _)| key.eq_ignore_ascii_case(name)));
    for name in &response.headers {
        if is_ordinary(name) || is_named(name) || is_in(prose, &name.to_ascii_lowercase()) {
            continue;
        }
        let shown = if is_header(name) { name.as_str() } else { "a name that is not shown" };
        tally.count(Kind::Header, shown, "").words.insert("not named in the document".to_owned());
    }
}

/// Whether a text has a word.
fn is_in(text: &str, word: &str) -> bool {
    let is_part = |c: char| c.is_ascii_alphanumeric() || c == '-' || c == '_';
    text.match_indices(word).any(|(start, _)| {
        let before = text.get(..start).and_then(|text| text.chars().next_back());
        let after = text.get(start + word.len()..).and_then(|text| text.chars().next());
        !before.is_some_and(is_part) && !after.is_some_and(is_part)
    })
}

/// All descriptions of a document, in lower case.
pub(super) fn prose(document: &Value) -> String {
    let mut prose = String::new();
    let mut open = vec![document];
    while let Some(value) = open.pop() {
        match value {
            Value::Array(items) => open.extend(items),
            Value::Object(members) => {
                for (name, member) in members {
                    match member.as_str() {
                        Some(text) if name == "description" || name == "summary" => {
                            prose.push_str(&text.to_ascii_lowercase());
                            prose.push('\n');
                        }
                        _ => open.push(member),
                    }
                }
            }
            _ => {}
        }
    }
    prose
}

/// The elements of a list of the document, with references followed.
pub(super) fn list<'a>(side: &Side<'a>, owner: &Node<'a>, key: &str) -> Vec<Node<'a>> {
    let items = owner.value.get(key).and_then(Value::as_array).into_iter().flatten().enumerate();
    items.map(|(index, item)| side.document.resolved(&owner.element(item, key, index, &index.to_string()))).collect()
}

/// The JSON schema of the first success of an operation.
pub(super) fn success<'a>(side: &Side<'a>, operation: &Node<'a>) -> Option<Node<'a>> {
    let responses = operation.child("responses")?;
    let found = responses.members().find(|(status, _)| status.starts_with('2'))?.1;
    json_schema(&side.document.resolved(&found).child("content")?)
}

fn json_schema<'a>(content: &Node<'a>) -> Option<Node<'a>> {
    let is_json = |media: &str| {
        let media = media.split(';').next().unwrap_or_default().trim();
        media == "application/json" || media.ends_with("+json") || media == "*/*"
    };
    content.members().find(|(media, _)| is_json(media))?.1.child("schema")
}

/// The name of a schema, and those of its alternatives.
pub(super) fn names<'a>(side: &Side<'a>, schema: &Node<'a>) -> Vec<String> {
    let used = side.used(schema);
    let view = side.view(&used.node);
    let branches = view.unions.iter().flat_map(|union| &union.branches);
    let others = branches.filter_map(|branch| side.used(branch).component.clone());
    used.component.clone().into_iter().chain(others).collect()
}

/// The same of the elements of a list.
pub(super) fn element_names<'a>(side: &Side<'a>, schema: &Node<'a>) -> Vec<String> {
    let view = side.view(&side.used(schema).node);
    view.items.iter().flat_map(|item| names(side, item)).collect()
}

/// A place of the decoder without indexes, and without names that no schema has: those may be keys of a map.
fn place(side: &Side<'_>, path: &str) -> String {
    let mut place = String::new();
    for part in path.split('.').filter(|part| !part.is_empty()) {
        let (name, indexes) = part.find('[').map_or((part, ""), |start| part.split_at(start));
        if !name.is_empty() {
            if !place.is_empty() {
                place.push('.');
            }
            let is_property = side.document.schemas().any(|(_, schema)| has_property(schema.value, name));
            place.push_str(if is_property { name } else { "{}" });
        }
        place.push_str(&"[]".repeat(indexes.matches('[').count()));
    }
    place
}

fn has_property(schema: &Value, name: &str) -> bool {
    match schema {
        Value::Object(members) => {
            members.get("properties").is_some_and(|properties| properties.get(name).is_some_and(Value::is_object))
                || members.values().any(|member| has_property(member, name))
        }
        Value::Array(items) => items.iter().any(|item| has_property(item, name)),
        _ => false,
    }
}
