//! Operations: their names, parameters and flags.

use std::collections::{BTreeMap, BTreeSet};

use heck::ToSnakeCase;
use serde_json::{Map, Value, json};

use super::{bodies, docs, naming};
use crate::headers::is_transport_header;
use crate::ledger::{Ledger, METHODS, Refusal, join};
use crate::names::{Names, OperationFacts};
use crate::{BodyShape, Operation};

/// Gives every operation its name, one tag, parameters that are Rust identifiers, one success and no error responses.
/// Answers with the operation table, sorted by name.
pub(crate) fn shape(document: &mut Value, names: &Names, ledger: &mut Ledger) -> Result<Vec<Operation>, Refusal> {
    let components = document.get("components").cloned().unwrap_or_default();
    let default_security = document.get("security").cloned();
    let mut table = Vec::new();
    let mut taken: BTreeSet<String> = names.operations.values().map(|named| named.name().to_owned()).collect();
    let mut new_paths = Map::new();
    let paths = match document.get_mut("paths") {
        Some(Value::Object(paths)) => std::mem::take(paths),
        _ => Map::new(),
    };
    for (path, mut item) in paths {
        let pointer = join("/paths", &path);
        let shared = match item.as_object_mut().and_then(|item| item.remove("parameters")) {
            Some(Value::Array(shared)) => shared,
            _ => Vec::new(),
        };
        let mut variables = BTreeMap::new();
        let mut kept = Map::new();
        for method in METHODS {
            let Some(mut operation) = item.get_mut(method).map(Value::take) else { continue };
            let pointer = join(&pointer, method);
            let context = Context { pointer: &pointer, components: &components };
            let body = bodies::shape(&mut operation, &context, ledger)?;
            // Before the parameters lose their descriptions.
            let holds = holds(&operation);
            let renames = parameters(&mut operation, &shared, &context, ledger)?;
            let key = format!("{} {path}", method.to_ascii_uppercase());
            let listed = names.operations.get(&key);
            let id = match listed {
                Some(listed) => listed.name().to_owned(),
                None => naming::unique(&naming::operation(method, &path, body.is_list()), &mut taken),
            };
            let none = OperationFacts::default();
            let facts = listed.and_then(|listed| listed.facts()).unwrap_or(&none);
            let entry = Operation {
                method: method.to_ascii_uppercase(),
                path: path.clone(),
                tag: take_tag(&mut operation),
                idempotent: facts.idempotent.unwrap_or(!matches!(method, "post" | "patch")),
                absolute_actions: facts.absolute_actions.clone(),
                destructive: facts.destructive.unwrap_or(method == "delete"),
                paged: facts.paged.unwrap_or_else(|| is_paged(&operation)),
                public: is_public(&operation, default_security.as_ref()),
                deprecated: operation.get("deprecated") == Some(&Value::Bool(true)),
                named_by_rule: listed.is_none(),
                response: body,
                no_body: facts.no_body.clone().unwrap_or_else(|| body.no_body()),
                holds,
                empty_list_is_absent: facts.empty_list_is_absent,
                object_for_list: facts.object_for_list,
                id,
            };
            docs::describe(&mut operation, &entry, &names.docs);
            if let Some(operation) = operation.as_object_mut() {
                operation.insert("operationId".to_owned(), json!(entry.id));
                for key in ["security", "callbacks", "servers", "externalDocs"] {
                    operation.remove(key);
                }
            }
            variables.insert(method, renames);
            kept.insert(method.to_owned(), operation);
            table.push(entry);
        }
        // Variables of one path may be renamed by one method and not by another: the template is common to all.
        for (new_path, methods) in by_template(&path, variables) {
            let item = new_paths.entry(new_path).or_insert_with(|| json!({}));
            if let Some(item) = item.as_object_mut() {
                item.extend(methods.iter().filter_map(|method| Some(((*method).to_owned(), kept.remove(*method)?))));
            }
        }
    }
    if let Some(document) = document.as_object_mut() {
        document.insert("paths".to_owned(), Value::Object(new_paths));
    }
    unique_names(&table)?;
    table.sort_by(|a, b| a.id.cmp(&b.id));
    Ok(table)
}

/// Where an operation stands, and what its references point into.
pub(crate) struct Context<'a> {
    pub(crate) pointer: &'a str,
    components: &'a Value,
}

impl Context<'_> {
    /// Follows a reference object, at most a few steps.
    pub(crate) fn resolve(&self, value: &Value) -> Value {
        let mut value = value.clone();
        for _ in 0..16 {
            let Some(target) = value.get("$ref").and_then(Value::as_str) else { break };
            let Some(found) = target.strip_prefix("#/components").and_then(|pointer| self.components.pointer(pointer))
            else {
                break;
            };
            value = found.clone();
        }
        value
    }
}

/// The default of a query parameter `timeout` that is in milliseconds: the server holds its response for that long.
fn holds(operation: &Value) -> Option<u64> {
    let parameters = operation.get("parameters").and_then(Value::as_array)?;
    let timeout = parameters.iter().find(|parameter| {
        let text = |key: &str| parameter.get(key).and_then(Value::as_str).unwrap_or_default();
        text("name") == "timeout" && text("in") == "query" && text("description").contains("millisecond")
    })?;
    Some(timeout.pointer("/schema/default").and_then(Value::as_f64).map_or(0, |default| default as u64))
}

fn unique_names(table: &[Operation]) -> Result<(), Refusal> {
    let mut seen = BTreeMap::new();
    for operation in table {
        if let Some(other) = seen.insert(operation.id.to_snake_case(), operation) {
            return Err(Refusal::new(
                join(&join("/paths", &operation.path), &operation.method.to_ascii_lowercase()),
                format!(
                    "`{} {}` and `{} {}` are both named `{}`: give one of them another name in names.toml",
                    other.method, other.path, operation.method, operation.path, operation.id
                ),
            ));
        }
    }
    Ok(())
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

/// Groups the methods of a path by the template that their renamed variables give.
fn by_template<'a>(path: &str, methods: BTreeMap<&'a str, BTreeMap<String, String>>) -> BTreeMap<String, Vec<&'a str>> {
    let mut templates: BTreeMap<String, Vec<&str>> = BTreeMap::new();
    for (method, renames) in methods {
        let template = renames.iter().fold(path.to_owned(), |template, (old, new)| {
            template.replace(&format!("{{{old}}}"), &format!("{{{new}}}"))
        });
        templates.entry(template).or_default().push(method);
    }
    templates
}

/// Merges the parameters of the path into those of the operation and makes of each an identifier of its own. Answers
/// with the path variables that got another name.
fn parameters(
    operation: &mut Value,
    shared: &[Value],
    context: &Context<'_>,
    ledger: &mut Ledger,
) -> Result<BTreeMap<String, String>, Refusal> {
    let own = operation.get("parameters").and_then(Value::as_array).cloned().unwrap_or_default();
    let own: Vec<Value> = own.iter().map(|parameter| context.resolve(parameter)).collect();
    let identity = |parameter: &Value| (text(parameter, "in"), text(parameter, "name"));
    let mut all: Vec<Value> = shared.iter().map(|parameter| context.resolve(parameter)).collect();
    all.retain(|parameter| !own.iter().any(|other| identity(other) == identity(parameter)));
    all.extend(own);
    let pointer = join(context.pointer, "parameters");
    let mut kept: Vec<Value> = Vec::new();
    for parameter in all {
        if let Some(parameter) = usable(parameter, &pointer, ledger)? {
            kept.push(parameter);
        }
    }
    let renames = disambiguate(&mut kept, operation.get("requestBody").is_some(), &pointer, ledger)?;
    if let Some(operation) = operation.as_object_mut() {
        operation.remove("parameters");
        if !kept.is_empty() {
            operation.insert("parameters".to_owned(), Value::Array(kept));
        }
    }
    Ok(renames)
}

fn text(parameter: &Value, key: &str) -> String {
    parameter.get(key).and_then(Value::as_str).unwrap_or_default().to_owned()
}

/// A parameter in the form that the generator takes; `None` where it is left out.
fn usable(mut parameter: Value, pointer: &str, ledger: &mut Ledger) -> Result<Option<Value>, Refusal> {
    let (place, name) = (text(&parameter, "in"), text(&parameter, "name"));
    if place == "header" && is_transport_header(&name) {
        ledger.exact(pointer, "transport-header", format!("`{name}` is sent by the transport and is no argument"));
        return Ok(None);
    }
    let required = parameter.get("required") == Some(&Value::Bool(true));
    let style = text(&parameter, "style");
    let expected = match place.as_str() {
        "query" => "form",
        "path" | "header" => "simple",
        _ => "",
    };
    if expected.is_empty() || !(style.is_empty() || style == expected) {
        let what = if expected.is_empty() { format!("in: {place}") } else { format!("style: {style}") };
        if required {
            return Err(Refusal::new(
                pointer,
                format!(
                    "the required parameter `{name}` has `{what}`, which cannot be generated: correct it in the overlay"
                ),
            ));
        }
        ledger.lossy(pointer, "parameter-left-out", format!("the optional parameter `{name}` has `{what}`"));
        return Ok(None);
    }
    if let Some(parameter) = parameter.as_object_mut() {
        if !parameter.contains_key("schema") {
            let content = parameter.remove("content");
            let schema = content.as_ref().and_then(Value::as_object).and_then(|content| content.values().next());
            let schema = schema.and_then(|media| media.get("schema")).cloned();
            ledger.lossy(pointer, "parameter-without-schema", format!("`{name}` is sent as a plain string"));
            let is_string = schema.as_ref().and_then(|s| s.get("type")).and_then(Value::as_str) == Some("string");
            let schema = schema.filter(|_| is_string).unwrap_or_else(|| json!({"type": "string"}));
            parameter.insert("schema".to_owned(), schema);
        }
        if place == "query" && parameter.get("explode") == Some(&Value::Bool(false)) {
            ledger.lossy(pointer, "explode", format!("a list in `{name}` is sent as several parameters, not in one"));
        }
        // What is told of the parameter is told of its schema.
        for key in ["description", "example", "deprecated"] {
            if let Some(value) = parameter.remove(key)
                && let Some(Value::Object(schema)) = parameter.get_mut("schema")
            {
                if let Some(target) = schema.remove("$ref") {
                    schema.insert("allOf".to_owned(), json!([{ "$ref": target }]));
                }
                schema.insert(key.to_owned(), value);
            }
        }
        for key in ["examples", "allowEmptyValue", "style", "explode"] {
            parameter.remove(key);
        }
    }
    Ok(Some(parameter))
}

/// Two parameters that give one identifier cannot both be arguments. A variable of the path is renamed: its name is
/// not on the wire. Of two others the older alias, which is the one not in snake case, is left out.
fn disambiguate(
    parameters: &mut Vec<Value>,
    has_body: bool,
    pointer: &str,
    ledger: &mut Ledger,
) -> Result<BTreeMap<String, String>, Refusal> {
    // Names that the generated builder has for itself.
    let mut taken: BTreeSet<String> = ["send", "new", "body_map", "stream"].map(str::to_owned).into();
    if has_body {
        taken.insert("body".to_owned());
    }
    let is_path = |parameter: &Value| text(parameter, "in") == "path";
    let is_alias = |parameter: &Value| {
        let name = text(parameter, "name");
        name != name.to_snake_case()
    };
    // First those whose names are on the wire, in snake case before aliases; the path gives way.
    let mut order: Vec<usize> = (0..parameters.len()).collect();
    order.sort_by_key(|&index| {
        let parameter = &parameters[index];
        (is_path(parameter), is_alias(parameter), text(parameter, "name"))
    });
    let mut renames = BTreeMap::new();
    let mut left_out = Vec::new();
    for index in order {
        let name = text(&parameters[index], "name");
        let ident = name.to_snake_case();
        if taken.insert(ident.clone()) {
            continue;
        }
        if is_path(&parameters[index]) {
            let new = naming::unique(&format!("{ident}_in_path"), &mut taken);
            ledger.exact(pointer, "path-variable-renamed", format!("`{{{name}}}` is the argument `{new}`"));
            parameters[index]["name"] = json!(new);
            renames.insert(name, new);
        } else if parameters[index].get("required") == Some(&Value::Bool(true)) {
            return Err(Refusal::new(
                pointer,
                format!(
                    "the required parameter `{name}` has the identifier `{ident}` of another: correct it in the overlay"
                ),
            ));
        } else {
            ledger.lossy(
                pointer,
                "alias-left-out",
                format!("the parameter `{name}` is another spelling of `{ident}` and is left out"),
            );
            left_out.push(index);
        }
    }
    let mut index = 0;
    parameters.retain(|_| {
        index += 1;
        !left_out.contains(&(index - 1))
    });
    Ok(renames)
}

impl BodyShape {
    /// The statuses of a success that may come without a body, unless `names.toml` says otherwise.
    fn no_body(self) -> Vec<u16> {
        match self {
            Self::Empty => vec![200, 201, 202, 204],
            _ => Vec::new(),
        }
    }

    fn is_list(self) -> bool {
        matches!(self, Self::List | Self::Results | Self::TextList | Self::IdList)
    }
}
