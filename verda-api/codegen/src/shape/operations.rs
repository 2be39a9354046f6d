//! Operations: their names, flags and requests.

use std::collections::{BTreeMap, BTreeSet};

use heck::{ToPascalCase, ToSnakeCase};
use serde_json::{Map, Value, json};

use super::bodies::Bodies;
use super::call::{Call, PathPart, Place};
use super::context::Context;
use super::template::Template;
use super::whole::Components;
use super::{bodies, components, cursors, docs, operation_names, parameters};
use crate::ledger::{Ledger, METHODS, OPERATION_LEFT_OUT, Refusal, join};
use crate::names::{Names, OperationFacts};
use crate::servers;
use crate::{BodyShape, Cursor, Operation, SuccessBody};

/// The operations of a document.
pub(crate) struct Operations {
    /// All of them, sorted by name.
    pub(crate) table: Vec<Operation>,
    /// The request of each, by its name.
    pub(crate) calls: BTreeMap<String, Call>,
    /// Entries of names.toml that equal the choices of the rules.
    pub(crate) unneeded_names: Vec<String>,
}

/// The data of one operation before names are chosen.
struct Found {
    path: String,
    method: &'static str,
    operation: Value,
    operation_id: String,
    call: Call,
    response: BodyShape,
    success: SuccessBody,
    server: Option<String>,
    holds: Option<u64>,
    cursor: Option<Cursor>,
    /// Whether the response is a list, or a page of one in an object.
    gives_list: bool,
}

/// Gives every operation its name, one tag, parameters that are Rust identifiers, one success and no error responses. An
/// operation that cannot be sent according to the document is left out, with an entry in the ledger.
///
/// # Errors
///
/// All duplicate names of operations in `names.toml`.
pub(crate) fn shape(
    document: &mut Value,
    base_url: &str,
    names: &Names,
    ledger: &mut Ledger,
) -> Result<Operations, Vec<Refusal>> {
    let components = document.get("components").cloned().unwrap_or_default();
    let schemas = Components::new(components::named(&components));
    let default_security = document.get("security").cloned();
    let paths = match document.get_mut("paths") {
        Some(Value::Object(paths)) => std::mem::take(paths),
        _ => Map::new(),
    };
    let mut found = Vec::new();
    for (path, mut item) in paths {
        let item_pointer = join("/paths", &path);
        let shared: Vec<(String, Value)> = match item.get_mut("parameters").map(Value::take) {
            Some(Value::Array(shared)) => {
                let pointer = join(&item_pointer, "parameters");
                let numbered = shared.into_iter().enumerate();
                numbered.map(|(index, parameter)| (format!("{pointer}/{index}"), parameter)).collect()
            }
            _ => Vec::new(),
        };
        for method in METHODS {
            let Some(operation) = item.get_mut(method).map(Value::take) else { continue };
            let pointer = join(&item_pointer, method);
            let listed = names.operation(&key(method, &path)).and_then(|listed| listed.facts());
            let context = Context {
                pointer: &pointer,
                components: &components,
                schemas: &schemas,
                evidence: &names.evidence,
                no_body: listed.and_then(|facts| facts.no_body.as_deref()).unwrap_or_default(),
            };
            let servers = operation.get("servers").or_else(|| item.get("servers"));
            let server = servers::first(servers);
            match one(operation, (&path, method), &shared, (server.as_deref(), base_url), &context, ledger) {
                Ok(one) => found.push(one),
                Err(Refusal { pointer, message, .. }) => {
                    ledger.lossy(pointer, OPERATION_LEFT_OUT, format!("the operation is left out: {message}"));
                }
            }
        }
    }
    let (ids, same_by_rule) = named(&found, names);
    let mut operations = Operations { table: Vec::new(), calls: BTreeMap::new(), unneeded_names: Vec::new() };
    let mut new_paths = Map::new();
    for (found, id) in found.into_iter().zip(ids) {
        let key = found.key();
        let Found { path, method, mut operation, call, response, success, server, holds, cursor, .. } = found;
        let listed = names.operation(&key);
        let none = OperationFacts::default();
        let facts = listed.and_then(|listed| listed.facts()).unwrap_or(&none);
        let no_body = facts.no_body.clone().unwrap_or_else(|| without_body(response, &success));
        let entry = Operation {
            method: method.to_ascii_uppercase(),
            path: path.clone(),
            server,
            tag: take_tag(&mut operation),
            idempotent: facts.idempotent.unwrap_or_else(|| is_idempotent(method)),
            absolute_actions: facts.absolute_actions.clone(),
            destructive: facts.destructive.unwrap_or(method == "delete"),
            paged: facts.paged.unwrap_or_else(|| cursor.is_some() || is_paged(&operation)),
            cursor,
            public: is_public(&operation, default_security.as_ref()),
            deprecated: operation.get("deprecated") == Some(&Value::Bool(true)),
            named_by_rule: listed.is_none(),
            response,
            success,
            no_body,
            holds,
            secrets: Vec::new(),
            empty_list_is_absent: facts.empty_list_is_absent,
            object_for_list: facts.object_for_list,
            id,
        };
        if same_by_rule.contains(&key) && facts.say_nothing(&entry, method, &operation) {
            operations.unneeded_names.push(format!("[operations] {key}"));
        }
        docs::describe(&mut operation, &entry, &names.docs);
        if let Some(operation) = operation.as_object_mut() {
            operation.retain(|key, _| KEPT.contains(&key.as_str()));
            operation.insert("operationId".to_owned(), json!(entry.id));
        }
        let item = new_paths.entry(path).or_insert_with(|| json!({}));
        item[method] = operation;
        operations.calls.insert(entry.id.clone(), call);
        operations.table.push(entry);
    }
    if let Some(document) = document.as_object_mut() {
        document.insert("paths".to_owned(), Value::Object(new_paths));
    }
    unique_names(&operations.table)?;
    operations.table.sort_by(|a, b| a.id.cmp(&b.id));
    Ok(operations)
}

/// The name of each operation, and the operations whose name in `names.toml` equals the choice of the rule.
fn named(found: &[Found], names: &Names) -> (Vec<String>, BTreeSet<String>) {
    let mut taken: BTreeSet<String> = names.operations.values().map(|named| named.name().to_pascal_case()).collect();
    let candidates: Vec<Vec<String>> = found
        .iter()
        .map(|one| {
            let id = if names.operations_by_path { "" } else { &one.operation_id };
            operation_names::candidates(one.method, &one.path, id, one.gives_list)
        })
        .collect();
    let mut wanted: BTreeMap<&str, usize> = BTreeMap::new();
    for first in candidates.iter().filter_map(|candidates| candidates.first()) {
        *wanted.entry(first).or_default() += 1;
    }
    let mut ids = vec![String::new(); found.len()];
    let mut same_by_rule = BTreeSet::new();
    // Names that cover the whole path have precedence, so that a new operation does not change existing names.
    let mut order: Vec<usize> = (0..found.len()).collect();
    order.sort_by_key(|&index| {
        let (one, first) = (&found[index], candidates[index].first());
        first.is_none_or(|name| !operation_names::is_by_path(one.method, &one.path, name, one.gives_list))
    });
    for index in order {
        let (one, candidates) = (&found[index], &candidates[index]);
        ids[index] = match names.operation(&one.key()) {
            Some(listed) => {
                let name = listed.name();
                if candidates.first().is_some_and(|first| first == name) && wanted.get(name) == Some(&1) {
                    same_by_rule.insert(one.key());
                }
                name.to_owned()
            }
            None => operation_names::choose(candidates, &mut taken),
        };
    }
    (ids, same_by_rule)
}

/// The members of an operation that later steps read.
const KEPT: [&str; 6] = ["summary", "description", "parameters", "requestBody", "responses", "deprecated"];

/// The data of one operation that does not depend on others.
fn one(
    mut operation: Value,
    (path, method): (&str, &'static str),
    shared: &[(String, Value)],
    (server, base_url): (Option<&str>, &str),
    context: &Context<'_>,
    ledger: &mut Ledger,
) -> Result<Found, Refusal> {
    let unusable = |reason: String| Refusal::new(context.pointer, reason);
    if !operation.is_object() {
        return Err(unusable("it is no object".to_owned()));
    }
    if method == "trace" {
        return Err(unusable("a TRACE request is not supported".to_owned()));
    }
    let template = Template::parse(path).map_err(unusable)?;
    let server = match server {
        Some(server) => servers::of_operation(server, base_url).map_err(unusable)?,
        None => None,
    };
    let Bodies { sent: body, response, shape, success } = bodies::shape(&mut operation, method, context, ledger)?;
    // Before the parameters lose their descriptions.
    let holds = holds(&operation);
    let parameters = parameters::shape(&mut operation, shared, context, &template, ledger)?;
    if let Some(fragment) = &template.fragment {
        ledger.exact(context.pointer, "fragment", format!("`#{fragment}` only distinguishes paths and is not sent"));
    }
    let cursor = cursors::find(&operation, context);
    let is_page = (cursor.is_some() || is_paged(&operation)) && cursors::holds_one_list(&operation, context);
    let gives_list = shape.is_list() || is_page;
    let operation_id = operation.get("operationId").and_then(Value::as_str).unwrap_or_default().to_owned();
    let call = Call { path: template.parts, fixed_query: template.fixed_query, parameters, body, response };
    let path = path.to_owned();
    Ok(Found {
        path,
        method,
        operation,
        operation_id,
        call,
        response: shape,
        success,
        server,
        holds,
        cursor,
        gives_list,
    })
}

/// Converts the operations into the generator's form: each has a unique path with the names of the arguments. Sending code is
/// written from the [`Call`].
pub(crate) fn for_generator(document: &mut Value, calls: &BTreeMap<String, Call>) {
    let mut paths = Map::new();
    for (_, method, operation) in super::each_operation(document) {
        let id = operation.get("operationId").and_then(Value::as_str).unwrap_or_default().to_owned();
        let Some(call) = calls.get(&id) else { continue };
        let listed = operation.get_mut("parameters").and_then(Value::as_array_mut).into_iter().flatten();
        for (parameter, sent) in listed.zip(&call.parameters) {
            parameter["name"] = json!(sent.argument);
        }
        let mut path = format!("/{id}");
        let mut seen = BTreeSet::new();
        for part in &call.path {
            if let PathPart::Variable(name) = part
                && let Some(argument) = call.argument(name)
                && seen.insert(argument)
            {
                path += &format!("/{{{argument}}}");
            }
        }
        paths.insert(path, json!({ method: operation.take() }));
    }
    document["paths"] = Value::Object(paths);
}

impl Call {
    /// The argument of a variable of the path.
    pub(crate) fn argument(&self, variable: &str) -> Option<&str> {
        let of_path = self.parameters.iter().find(|sent| sent.place == Place::Path && sent.wire == variable);
        of_path.map(|sent| sent.argument.as_str())
    }

    /// The index of the path variable of an argument, or the maximum if there is none. Methods have their arguments in this
    /// order, because the order of a document's parameters has no meaning.
    pub(crate) fn place_in_path(&self, argument: &str) -> usize {
        let is_for = |part: &PathPart| match part {
            PathPart::Variable(name) => self.argument(name).unwrap_or(name) == argument,
            PathPart::Text(_) => false,
        };
        self.path.iter().position(is_for).unwrap_or(usize::MAX)
    }
}

/// The default of a query parameter `timeout` that is in milliseconds: the server delays its response for that long.
fn holds(operation: &Value) -> Option<u64> {
    let parameters = operation.get("parameters").and_then(Value::as_array)?;
    let timeout = parameters.iter().find(|parameter| {
        let text = |key: &str| parameter.get(key).and_then(Value::as_str).unwrap_or_default();
        text("name") == "timeout" && text("in") == "query" && text("description").contains("millisecond")
    })?;
    Some(timeout.pointer("/schema/default").and_then(Value::as_f64).map_or(0, |default| default as u64))
}

fn unique_names(table: &[Operation]) -> Result<(), Vec<Refusal>> {
    let mut seen = BTreeMap::new();
    let mut refusals = Vec::new();
    for operation in table {
        if let Some(other) = seen.insert(operation.id.to_pascal_case(), operation) {
            refusals.push(Refusal::new(
                join(&join("/paths", &operation.path), &operation.method.to_ascii_lowercase()),
                format!(
                    "`{} {}` and `{} {}` are both named `{}`; rename one of them in names.toml",
                    other.method, other.path, operation.method, operation.path, operation.id
                ),
            ));
        }
    }
    if refusals.is_empty() { Ok(()) } else { Err(refusals) }
}

fn take_tag(operation: &mut Value) -> String {
    let tag = operation.pointer("/tags/0").and_then(Value::as_str).unwrap_or_default().to_owned();
    if let Some(operation) = operation.as_object_mut() {
        operation.remove("tags");
    }
    tag
}

fn is_public(operation: &Value, default: Option<&Value>) -> bool {
    let security = operation.get("security").or(default);
    match security.and_then(Value::as_array) {
        Some(schemes) => {
            schemes.is_empty() || schemes.iter().any(|scheme| scheme.as_object().is_some_and(Map::is_empty))
        }
        None => true,
    }
}

fn is_paged(operation: &Value) -> bool {
    let has = |wanted: &str| {
        operation.get("parameters").and_then(Value::as_array).into_iter().flatten().any(|parameter| {
            parameter.get("in").and_then(Value::as_str) == Some("query")
                && parameter.get("name").and_then(Value::as_str).is_some_and(|name| name.to_snake_case() == wanted)
        })
    };
    has("page") && has("page_size")
}

impl Found {
    /// `GET /things`, as `names.toml` lists it.
    fn key(&self) -> String {
        key(self.method, &self.path)
    }
}

fn key(method: &str, path: &str) -> String {
    format!("{} {path}", method.to_ascii_uppercase())
}

impl OperationFacts {
    /// Whether all listed facts follow from the rules.
    fn say_nothing(&self, entry: &Operation, method: &str, operation: &Value) -> bool {
        let same = |listed: Option<bool>, rule: bool| listed.is_none_or(|listed| listed == rule);
        same(self.idempotent, is_idempotent(method))
            && same(self.destructive, method == "delete")
            && same(self.paged, entry.cursor.is_some() || is_paged(operation))
            && self.absolute_actions.is_empty()
            && self.no_body.as_ref().is_none_or(|listed| *listed == without_body(entry.response, &entry.success))
            && !self.empty_list_is_absent
            && !self.object_for_list
    }
}

fn is_idempotent(method: &str) -> bool {
    !matches!(method, "post" | "patch")
}

/// The statuses of a success that may lack a body, unless `names.toml` lists others: where no success has one, the documented
/// ones as well. A 207 says of each resource what became of it.
fn without_body(response: BodyShape, success: &SuccessBody) -> Vec<u16> {
    if response != BodyShape::Empty {
        return Vec::new();
    }
    let mut statuses = vec![200, 201, 202, 204];
    let others = success.statuses.iter().filter(|status| **status != 207 && !statuses.contains(*status));
    let others: Vec<u16> = others.copied().collect();
    statuses.extend(others);
    statuses
}

impl BodyShape {
    pub(super) fn is_list(self) -> bool {
        matches!(self, Self::List | Self::Results | Self::TextList | Self::IdList)
    }
}
