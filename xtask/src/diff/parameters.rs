//! Parameters: matched by place and name, those of the path by their position in it.

use std::collections::BTreeMap;

use heck::ToSnakeCase;
use serde_json::Value;
use verda_api_codegen::ledger::join;
use verda_api_codegen::names::nameless;

use super::encodings::{media_types, written};
use super::finding::Verdict;
use super::graph::{Graph, Position, Root};
use super::matching::renames::{Member, Said, Texts, take_renamed};
use super::matching::unique_pairs;
use super::rules::{self, Change, both};
use super::rust::{is_argument, is_transport_header};
use super::shape::shape;
use super::side::Side;
use super::words::forms::{self, Owners};
use crate::document::{Document, Node, Operation, variables};

/// A parameter of an operation, its own or one of its path.
#[derive(Clone, Debug)]
pub(crate) struct Parameter<'a> {
    pub(crate) name: &'a str,
    pub(crate) location: &'a str,
    /// What identifies it within its operation: `query:page`, `path:0`, `header:x-page`.
    identity: String,
    pub(crate) node: Node<'a>,
}

impl<'a> Parameter<'a> {
    fn is_required(&self) -> bool {
        self.node.is_true("required") || self.location == "path"
    }

    /// Whether `?name=` is said to be allowed. The keyword is one of query parameters alone.
    fn may_be_empty(&self) -> bool {
        self.location == "query" && self.node.is_true("allowEmptyValue")
    }

    /// What it goes by: names of headers have no case.
    pub(crate) fn key(&self) -> String {
        if self.location == "header" { self.name.to_ascii_lowercase() } else { self.name.to_owned() }
    }

    /// Its schema, also where it stands in `content`.
    pub(crate) fn schema(&self) -> Option<Node<'a>> {
        self.node.child("schema").or_else(|| {
            let content = self.node.child("content")?;
            let (_, media) = content.members().next()?;
            media.child("schema")
        })
    }

    /// How the value gets onto the wire.
    fn serialization(&self, side: &Side<'a>) -> (String, bool, bool, Option<String>) {
        let default = if matches!(self.location, "query" | "cookie") { "form" } else { "simple" };
        let style = self.node.text("style").unwrap_or(default);
        let explode = self.node.value.get("explode").and_then(Value::as_bool).unwrap_or(style == "form");
        let schema = self.schema().map(|schema| side.meaning(&schema)).unwrap_or_default();
        let (style, explode) = written(style, explode, &schema);
        let media =
            self.node.child("content").and_then(|content| content.members().next().map(|(key, _)| media_types(key)));
        (style.to_owned(), explode, self.node.is_true("allowReserved"), media)
    }

    /// Whether it is an argument of the generated method.
    pub(crate) fn is_argument(&self) -> bool {
        is_argument(self.location, self.name)
    }

    /// A change of what is no argument is nothing to Rust code, and one of what is sent without a caller's doing breaks
    /// nothing.
    fn judged(&self, change: Change) -> Change {
        let change = if self.is_argument() { change } else { change.rust(both(Verdict::None)) };
        match is_transport_header(self.location, self.name) {
            true => Change { wire: both(change.wire.request.min(Verdict::Compatible)), ..change },
            false => change,
        }
    }

    fn called(&self) -> String {
        match self.location {
            "path" => format!("path parameter `{}`", self.name),
            location => format!("{location} parameter `{}`", self.name),
        }
    }
}

/// What may have parameters of an operation: itself and its path, with what stands next to a reference of the path and what
/// that points at.
fn owners<'a>(document: &Document<'a>, operation: &Operation<'a>) -> Vec<Node<'a>> {
    let mut owners = vec![operation.node.clone()];
    let path = document.top().child("paths").and_then(|paths| paths.child(&operation.path));
    let path = path.map(|path| Node { place: join("/paths", &nameless(&operation.path)), ..path });
    let target = path.as_ref().map(|path| document.resolved(path));
    for owner in path.into_iter().chain(target).chain([operation.item.clone()]) {
        if owners.iter().all(|known| known.pointer != owner.pointer) {
            owners.push(owner);
        }
    }
    owners
}

/// The parameters of an operation, with those of its path that it does not override.
pub(crate) fn of<'a>(document: &Document<'a>, operation: &Operation<'a>) -> Vec<Parameter<'a>> {
    let mut found: Vec<Parameter<'a>> = Vec::new();
    let positions = variables(&operation.path);
    for owner in owners(document, operation) {
        let Some(list) = owner.value.get("parameters").and_then(Value::as_array) else { continue };
        for (index, value) in list.iter().enumerate() {
            let here = owner.element(value, "parameters", index, "");
            let mut node = document.resolved(&here);
            let (Some(name), Some(location)) = (node.text("name"), node.text("in")) else { continue };
            // What a header of this name says stands elsewhere in the document.
            if location == "header"
                && ["accept", "content-type", "authorization"].contains(&name.to_ascii_lowercase().as_str())
            {
                continue;
            }
            let identity = match positions.iter().position(|variable| *variable == name) {
                Some(position) if location == "path" => format!("path:{position}"),
                _ if location == "header" => format!("header:{}", name.to_ascii_lowercase()),
                _ => format!("{location}:{name}"),
            };
            if node.pointer == here.pointer {
                node.place = join(&join(&owner.place, "parameters"), &identity);
            }
            let parameter = Parameter { name, location, identity, node };
            if !found.iter().any(|known| known.location == location && known.key() == parameter.key()) {
                found.push(parameter);
            }
        }
    }
    found
}

/// Compares the parameters of two operations that are one.
pub(crate) fn compare<'a>(graph: &mut Graph<'_, 'a>, root: &Root, old: &Operation<'a>, new: &Operation<'a>) {
    let texts = |parameters: &[Parameter<'a>]| {
        Texts::of(parameters.iter().map(|parameter| Said::of(std::slice::from_ref(&parameter.node))))
    };
    let [olds, news] = [of(graph.old, old), of(graph.new, new)];
    let texts = [texts(&olds), texts(&news)];
    let by_identity =
        |all: Vec<Parameter<'a>>| all.into_iter().map(|one| (one.identity.clone(), one)).collect::<BTreeMap<_, _>>();
    let [mut before, mut after] = [olds, news].map(by_identity);
    let common: Vec<_> = before.keys().filter(|key| after.contains_key(*key)).cloned().collect();
    for key in common {
        if let (Some(old), Some(new)) = (before.remove(&key), after.remove(&key)) {
            pair(graph, root, &old, &new);
        }
    }
    let (mut before, mut after): (Vec<_>, Vec<_>) = (before.into_values().collect(), after.into_values().collect());
    for (old, new) in renamed(graph, [old, new], [&texts[0], &texts[1]], &mut before, &mut after) {
        rename(graph, root, &old, &new);
        pair(graph, root, &old, &new);
    }
    for old in before {
        let change = rules::PARAMETER_REMOVED.change(&old.node.place, format!("the {} is gone", old.called()));
        graph.note(root, old.judged(change.at(Some(&old.node.pointer), None)));
    }
    for new in after {
        let (rule, word) = match new.is_required() {
            true => (&rules::PARAMETER_REQUIRED_ADDED, "required"),
            false => (&rules::PARAMETER_OPTIONAL_ADDED, "optional"),
        };
        let change = rule.change(&new.node.place, format!("there is a new {word} {}", new.called()));
        graph.note(root, new.judged(change.at(None, Some(&new.node.pointer))));
    }
}

/// Takes out the pairs that are one parameter under two names, or in two places.
fn renamed<'a>(
    graph: &Graph<'_, 'a>,
    operations: [&Operation<'a>; 2],
    texts: [&Texts; 2],
    before: &mut Vec<Parameter<'a>>,
    after: &mut Vec<Parameter<'a>>,
) -> Vec<(Parameter<'a>, Parameter<'a>)> {
    let snake = |parameter: &Parameter<'_>| forms::snake(parameter.name);
    let mut pairs = unique_pairs(before, after, (snake, snake));
    let mut owners = Owners::default();
    for operation in operations {
        owners.add_path(&operation.path);
        operation.node.text("operationId").into_iter().for_each(|id| owners.add_name(id));
    }
    let member = |side: &Side<'a>, parameter: &Parameter<'a>| {
        let schema = parameter.schema().map(|schema| shape(side, &schema));
        Member {
            name: parameter.name,
            kind: (parameter.location, parameter.is_required(), schema),
            said: Said::of(std::slice::from_ref(&parameter.node)),
        }
    };
    let (old, new) = (graph.old, graph.new);
    let members = (|parameter: &_| member(old, parameter), |parameter: &_| member(new, parameter));
    pairs.extend(take_renamed(before, after, &owners, texts, members));
    pairs
}

fn rename(graph: &mut Graph<'_, '_>, root: &Root, old: &Parameter<'_>, new: &Parameter<'_>) {
    let same_setter = old.name.to_snake_case() == new.name.to_snake_case() && old.is_argument() == new.is_argument();
    let rust = if same_setter || !old.is_argument() { Verdict::None } else { Verdict::Breaking };
    let change = if old.location == new.location {
        let message = format!("the {} is called `{}` now", old.called(), new.name);
        rules::PARAMETER_RENAMED.change(&old.node.place, message).rust(both(rust))
    } else {
        let message = format!("the {} is a {} now", old.called(), new.called());
        rules::PARAMETER_MOVED.change(&old.node.place, message).rust(both(rust))
    };
    graph.note(root, change.at(Some(&old.node.pointer), Some(&new.node.pointer)));
}

/// Compares a parameter with itself.
fn pair<'a>(graph: &mut Graph<'_, 'a>, root: &Root, old: &Parameter<'a>, new: &Parameter<'a>) {
    let called = old.called();
    if old.location == "path" && new.location == "path" && old.name != new.name {
        let message = format!("the {called} is called `{}` now", new.name);
        let change = rules::PATH_PARAMETER_RENAMED.change(&old.node.place, message);
        let change = change.at(Some(&old.node.pointer), Some(&new.node.pointer));
        // Names of one snake case are one setter.
        let same_setter = old.name.to_snake_case() == new.name.to_snake_case();
        graph.note(root, if same_setter { change.rust(both(Verdict::None)) } else { change });
    }
    let is_written_otherwise =
        old.location == new.location && old.serialization(graph.old) != new.serialization(graph.new);
    let mut note = |rule: &'static rules::Rule, message: String| {
        let change = rule.change(&old.node.place, message).at(Some(&old.node.pointer), Some(&new.node.pointer));
        graph.note(root, new.judged(change));
    };
    match (old.is_required(), new.is_required()) {
        (false, true) => {
            note(&rules::PARAMETER_BECAME_REQUIRED, format!("the {called} is required now"));
        }
        (true, false) => {
            note(&rules::PARAMETER_BECAME_OPTIONAL, format!("the {called} is optional now"));
        }
        _ => {}
    }
    if is_written_otherwise {
        let message = format!("the {called} is written in another way (style, explode, allowReserved or content)");
        note(&rules::PARAMETER_SERIALIZATION, message);
    }
    match (old.may_be_empty(), new.may_be_empty()) {
        (false, true) => note(&rules::PARAMETER_EMPTY_ALLOWED, format!("the {called} may have an empty value now")),
        (true, false) => {
            note(&rules::PARAMETER_EMPTY_FORBIDDEN, format!("the {called} may have no empty value any more"));
        }
        _ => {}
    }
    match (old.node.is_true("deprecated"), new.node.is_true("deprecated")) {
        (false, true) => note(&rules::PARAMETER_DEPRECATED, format!("the {called} is deprecated now")),
        (true, false) => note(&rules::PARAMETER_UNDEPRECATED, format!("the {called} is no longer deprecated")),
        _ => {}
    }
    let generated = old.is_argument() || new.is_argument();
    graph.site((root.request(generated), Position::Top), old.schema(), new.schema(), &old.node, &new.node);
}
