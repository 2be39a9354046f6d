//! Which paths can be asked for: those without parameters, and those whose parameters a list gives.

use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, utf8_percent_encode};
use serde_json::Value;
use verda_api_codegen::headers::is_transport_header;

use super::Described;
use crate::diff::side::Side;
use crate::document::Node;

/// What stays as it is in a path segment and in a query.
const ENCODED: &AsciiSet = &NON_ALPHANUMERIC.remove(b'-').remove(b'.').remove(b'_').remove(b'~');

/// A list that came, and where it is from.
#[derive(Debug)]
pub(super) struct Observed {
    /// The path that was asked for.
    pub(super) path: String,
    /// The path of the operation.
    pub(super) template: String,
    pub(super) elements: Vec<Value>,
    /// The names of the schemas of an element.
    pub(super) schemas: Vec<String>,
}

/// The elements of a list: of an array, or of the only array in an object.
pub(super) fn elements(body: &Value) -> Option<&Vec<Value>> {
    match body {
        Value::Array(items) => Some(items),
        Value::Object(members) => {
            let mut lists = members.values().filter_map(Value::as_array);
            lists.next().filter(|_| lists.next().is_none())
        }
        _ => None,
    }
}

/// The paths of an operation that can be asked for, or why there is none.
pub(super) fn paths<'a>(
    side: &Side<'a>,
    operation: &Described<'a>,
    observed: &[Observed],
) -> Result<Vec<String>, String> {
    let mut starts = vec![String::new()];
    let mut template = String::new();
    for segment in operation.path.split('/').skip(1) {
        starts = match segment.strip_prefix('{').and_then(|rest| rest.strip_suffix('}')) {
            Some(variable) if !variable.contains(['{', '}']) => {
                let source = Source { variable, template: &template, schemas: &operation.schemas, observed };
                let filled = starts.iter().flat_map(|start| {
                    source.values(start).into_iter().map(move |value| format!("{start}/{}", encoded(&value)))
                });
                let filled: Vec<String> = filled.collect();
                if filled.is_empty() {
                    return Err(source.why());
                }
                filled
            }
            _ if segment.contains('{') => return Err("a segment of its path has text and a parameter".to_owned()),
            _ => starts.into_iter().map(|start| format!("{start}/{segment}")).collect(),
        };
        template = format!("{template}/{segment}");
    }
    let query = required(side, operation, observed)?;
    Ok(starts.into_iter().map(|path| format!("{path}{query}")).collect())
}

/// The query with all that is required.
fn required<'a>(side: &Side<'a>, operation: &Described<'a>, observed: &[Observed]) -> Result<String, String> {
    let mut query = String::new();
    for parameter in operation.parameters.iter().filter(|parameter| parameter.is_true("required")) {
        let name = parameter.text("name").unwrap_or_default();
        match parameter.text("in") {
            Some("query") => {
                let value = parameter.child("schema").and_then(|schema| documented(side, &schema));
                let source = Source { variable: name, template: "", schemas: &[], observed };
                let value = value.or_else(|| source.named());
                let value = value.ok_or_else(|| format!("nothing gives the query parameter `{name}`"))?;
                let separator = if query.is_empty() { '?' } else { '&' };
                query.push_str(&format!("{separator}{}={}", encoded(name), encoded(&value)));
            }
            Some(place @ ("header" | "cookie")) if !is_transport_header(name) => {
                return Err(format!("nothing gives the {place} parameter `{name}`"));
            }
            _ => {}
        }
    }
    Ok(query)
}

/// A value that the document itself gives: a default, or the first of an enum.
fn documented<'a>(side: &Side<'a>, schema: &Node<'a>) -> Option<String> {
    let used = side.used(schema);
    let schema = used.node.value;
    let first = || schema.get("enum").and_then(Value::as_array).and_then(|values| values.first());
    text(schema.get("default").or_else(|| schema.get("const")).or_else(first)?)
}

/// Where the values of a parameter come from.
struct Source<'s> {
    variable: &'s str,
    /// The path in front of the parameter, with its own parameters.
    template: &'s str,
    /// The names of the schemas of a response.
    schemas: &'s [String],
    observed: &'s [Observed],
}

impl Source<'_> {
    /// One value of each list that gives one, for the path that begins like this.
    fn values(&self, start: &str) -> Vec<String> {
        let last = words(self.variable).pop().unwrap_or_default();
        let mut values = Vec::new();
        for list in self.observed {
            let is_parent = list.path == start && list.template == self.template;
            // A list below the parent, such as a trash, whose elements are what the operation responds with.
            let below = list.template.strip_prefix(self.template).and_then(|rest| rest.strip_prefix('/'));
            let is_below = below.is_some_and(|rest| !rest.contains(['/', '{']))
                && list.path.starts_with(start)
                && list.schemas.iter().any(|schema| self.schemas.contains(schema));
            if is_parent || is_below {
                let first = list.elements.iter().find_map(|element| value(element, &[self.variable, &last, "id"]));
                values.extend(first.filter(|first| !values.contains(first)));
            }
        }
        if values.is_empty() { self.named().into_iter().collect() } else { values }
    }

    /// A value of the same name: of a list that is called like it, or else of any list.
    fn named(&self) -> Option<String> {
        let wanted = words(self.variable).concat();
        let is_called = |list: &&Observed| {
            let last = list.template.rsplit('/').next().unwrap_or_default();
            words(last).concat().starts_with(&wanted)
        };
        // `id` and `name` say nothing of what they belong to.
        let is_special = words(self.variable).len() > 1;
        let lists = || self.observed.iter().filter(|list| is_special && !list.template.contains('{'));
        let mut ordered = lists().filter(is_called).chain(lists().filter(|list| !is_called(list)));
        ordered.find_map(|list| list.elements.iter().find_map(|element| value(element, &[self.variable])))
    }

    fn why(&self) -> String {
        let parent = self.observed.iter().find(|list| list.template == self.template);
        match parent {
            Some(list) if list.elements.is_empty() => format!("GET {} has no item", self.template),
            Some(_) => format!("no item of GET {} has the path parameter `{}`", self.template, self.variable),
            None => format!("nothing gives the path parameter `{}`", self.variable),
        }
    }
}

/// The first of these members that an element has; the element itself where it is a text.
fn value(element: &Value, names: &[&str]) -> Option<String> {
    let Value::Object(members) = element else { return text(element) };
    names.iter().find_map(|name| {
        let wanted = words(name);
        members.iter().find(|(member, _)| words(member) == wanted).and_then(|(_, value)| text(value))
    })
}

/// The text that is sent for a value.
fn text(value: &Value) -> Option<String> {
    let text = match value {
        Value::String(text) => text.clone(),
        Value::Number(number) => number.to_string(),
        Value::Bool(value) => value.to_string(),
        _ => return None,
    };
    Some(text).filter(|text| !["", ".", ".."].contains(&text.as_str()))
}

/// `sshKeyId` and `ssh-key_id` as `ssh`, `key`, `id`.
fn words(name: &str) -> Vec<String> {
    heck::ToSnakeCase::to_snake_case(name).split('_').map(str::to_owned).collect()
}

fn encoded(text: &str) -> String {
    utf8_percent_encode(text, ENCODED).to_string()
}
