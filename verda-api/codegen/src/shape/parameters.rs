//! The parameters of an operation: those that can be sent according to the document become arguments.

use std::collections::{BTreeMap, BTreeSet};

use heck::ToSnakeCase;
use serde_json::{Map, Value, json};

use super::call::{self, Parameter, Place, Style};
use super::context::Context;
use super::naming;
use super::template::{self, Template};
use crate::headers::{is_always_sent, is_transport_header};
use crate::ledger::{Ledger, PARAMETER_LEFT_OUT, Refusal, join};

/// Reserved names of a generated builder.
const OF_THE_BUILDER: [&str; 3] = ["send", "new", "gen"];

/// A parameter that is kept: its schema in the document's form, and how it is sent.
struct Kept {
    json: Map<String, Value>,
    sent: Parameter,
}

/// Merges the parameters of the path into those of the operation, and turns each into an argument.
///
/// # Errors
///
/// If a required parameter is not supported.
pub(crate) fn shape(
    operation: &mut Value,
    shared: &[(String, Value)],
    context: &Context<'_>,
    template: &Template,
    ledger: &mut Ledger,
) -> Result<Vec<Parameter>, Refusal> {
    let own = operation.get("parameters").and_then(Value::as_array).cloned().unwrap_or_default();
    let pointer = join(context.pointer, "parameters");
    let own: Vec<(String, Value)> = own
        .iter()
        .enumerate()
        .map(|(index, parameter)| (format!("{pointer}/{index}"), context.resolve(parameter)))
        .collect();
    let identity = |parameter: &Value| (text(parameter, "in"), text(parameter, "name"));
    let mut all: Vec<(String, Value)> =
        shared.iter().map(|(pointer, parameter)| (pointer.clone(), context.resolve(parameter))).collect();
    all.retain(|(_, parameter)| !own.iter().any(|(_, other)| identity(other) == identity(parameter)));
    all.extend(own);
    declare(&mut all, template, &pointer, ledger)?;
    let mut kept: Vec<Kept> = Vec::new();
    for (pointer, mut parameter) in all {
        let required = parameter.get("required") == Some(&Value::Bool(true));
        let name = text(&parameter, "name");
        let found = if is_sent(&mut parameter, &pointer, template, ledger) {
            one(parameter, context, &pointer, ledger)
        } else {
            Ok(Vec::new())
        };
        match found {
            Ok(found) => kept.extend(found),
            Err(reason) if required => return Err(Refusal::new(&pointer, format!("the parameter `{name}` {reason}"))),
            Err(reason) => ledger.lossy(&pointer, PARAMETER_LEFT_OUT, format!("the parameter `{name}` {reason}")),
        }
    }
    let kept = disambiguate(kept, operation.get("requestBody").is_some(), &pointer, ledger);
    let (json, sent): (Vec<Value>, Vec<Parameter>) =
        kept.into_iter().map(|kept| (Value::Object(kept.json), kept.sent)).unzip();
    if let Some(operation) = operation.as_object_mut() {
        operation.remove("parameters");
        if !json.is_empty() {
            operation.insert("parameters".to_owned(), Value::Array(json));
        }
    }
    Ok(sent)
}

fn text(parameter: &Value, key: &str) -> String {
    parameter.get(key).and_then(Value::as_str).unwrap_or_default().to_owned()
}

/// Adds text parameters for path variables without a parameter.
fn declare(
    all: &mut Vec<(String, Value)>,
    template: &Template,
    pointer: &str,
    ledger: &mut Ledger,
) -> Result<(), Refusal> {
    let in_query = template.in_query.iter().map(|(variable, _)| variable.as_str());
    let missing: Vec<String> = template
        .variables()
        .into_iter()
        .map(|name| (name, &["path"][..]))
        .chain(in_query.map(|name| (name, &["path", "query"][..])))
        .filter(|(name, places)| {
            !all.iter().any(|(_, one)| text(one, "name") == *name && places.contains(&text(one, "in").as_str()))
        })
        .map(|(name, _)| name.to_owned())
        .collect();
    if let Some(name) = missing.iter().find(|name| template::is_expression(name)) {
        return Err(Refusal::new(pointer, format!("`{{{name}}}` is an expression, not a variable of the path")));
    }
    for name in missing {
        ledger.exact(pointer, "undeclared-variable", format!("`{{{name}}}` has no parameter: it is a string"));
        let parameter = json!({"name": name, "in": "path", "required": true, "schema": {"type": "string"}});
        all.push((pointer.to_owned(), parameter));
    }
    Ok(())
}

/// Whether a parameter is sent, and not by the transport. A variable in the path's query becomes a query parameter.
fn is_sent(parameter: &mut Value, pointer: &str, template: &Template, ledger: &mut Ledger) -> bool {
    let (place, name) = (text(parameter, "in"), text(parameter, "name"));
    match place.as_str() {
        "header" if is_transport_header(&name) => {
            if is_always_sent(&name) {
                let message = format!("`{name}` is sent by the transport, and is no argument");
                ledger.exact(pointer, "transport-header", message);
            } else if parameter.get("required") == Some(&Value::Bool(true)) {
                let message = format!("the header `{name}` is required and no argument: set it in a transport");
                ledger.lossy(pointer, PARAMETER_LEFT_OUT, message);
            } else {
                ledger.exact(pointer, "transport-header", format!("`{name}` is not sent unless a transport sets it"));
            }
            return false;
        }
        "path" if template.variables().contains(&name.as_str()) => parameter["required"] = json!(true),
        "path" => {
            let Some((_, field)) = template.in_query.iter().find(|(variable, _)| *variable == name) else {
                ledger.exact(pointer, "not-in-the-path", format!("the path has no variable `{{{name}}}`"));
                return false;
            };
            parameter["in"] = json!("query");
            parameter["name"] = json!(field);
        }
        _ => {}
    }
    true
}

/// A parameter in the generator's form; an object becomes a parameter for each of its properties. `Err` contains the reason why
/// the parameter cannot be sent.
fn one(mut parameter: Value, context: &Context<'_>, pointer: &str, ledger: &mut Ledger) -> Result<Vec<Kept>, String> {
    let (place, name, style) = (text(&parameter, "in"), text(&parameter, "name"), text(&parameter, "style"));
    let required = parameter.get("required") == Some(&Value::Bool(true));
    let place = match place.as_str() {
        "query" => Place::Query,
        "path" => Place::Path,
        "header" => Place::Header,
        other => return Err(format!("is sent in a {other}, which is not supported")),
    };
    if place == Place::Header && !is_header_name(&name) {
        return Err("is not a valid name of a header".to_owned());
    }
    let explode = parameter.get("explode").and_then(Value::as_bool);
    let style = match (place, style.as_str()) {
        (Place::Query, "" | "form") if explode == Some(false) => Style::Comma,
        (Place::Query, "spaceDelimited") if explode != Some(true) => Style::Space,
        (Place::Query, "pipeDelimited") if explode != Some(true) => Style::Pipe,
        (Place::Query, "" | "form" | "spaceDelimited" | "pipeDelimited") => Style::Each,
        (Place::Query, "deepObject") => Style::Deep,
        (Place::Path | Place::Header, "" | "simple") => Style::Comma,
        (_, style) => return Err(format!("has the style `{style}`, which is not supported")),
    };
    if place == Place::Query && parameter.get("allowReserved") == Some(&Value::Bool(true)) {
        let message =
            format!("reserved characters in `{name}` are percent-encoded, which the document does not ask for");
        ledger.lossy(pointer, "reserved-encoded", message);
    }
    let Some(members) = parameter.as_object_mut() else { return Ok(Vec::new()) };
    if !members.contains_key("schema") {
        let content = members.remove("content");
        let schema = content.as_ref().and_then(Value::as_object).and_then(|content| content.values().next());
        let schema = schema.and_then(|media| media.get("schema")).cloned();
        ledger.lossy(pointer, "parameter-without-schema", format!("`{name}` is sent as a plain string"));
        let is_string = schema.as_ref().and_then(|s| s.get("type")).and_then(Value::as_str) == Some("string");
        let schema = schema.filter(|_| is_string).unwrap_or_else(|| json!({"type": "string"}));
        members.insert("schema".to_owned(), schema);
    }
    // The description of the parameter moves to its schema.
    for key in ["description", "example", "deprecated"] {
        if let Some(value) = members.remove(key)
            && let Some(Value::Object(schema)) = members.get_mut("schema")
        {
            if let Some(target) = schema.remove("$ref") {
                schema.insert("allOf".to_owned(), json!([{ "$ref": target }]));
            }
            schema.insert(key.to_owned(), value);
        }
    }
    let schema = members.get("schema").cloned().unwrap_or_else(|| json!({}));
    let kept = |wire: String, argument: String, schema: Value, required: bool, style: Style| {
        let place_name = match place {
            Place::Path => "path",
            Place::Query => "query",
            Place::Header => "header",
        };
        let json = json!({"name": wire, "in": place_name, "required": required, "schema": schema});
        Kept { json: json.as_object().cloned().unwrap_or_default(), sent: Parameter { wire, argument, place, style } }
    };
    let one = |style| Ok(vec![kept(name.clone(), name.clone(), schema.clone(), required, style)]);
    match (form(&schema, context), style) {
        (Form::Scalar, Style::Deep) => Err("has the style `deepObject` but is no object".to_owned()),
        (Form::List, Style::Deep) => Err("has the style `deepObject`, which is not defined for lists".to_owned()),
        (Form::Scalar | Form::List, style) => one(style),
        (Form::Map, Style::Each | Style::Deep) if place == Place::Query => one(style),
        (Form::Object(properties), Style::Each | Style::Deep) if place == Place::Query => {
            let mut fields = Vec::new();
            for property in properties {
                let what = format!("`{}` of the parameter `{name}`", property.name);
                let wire = match style {
                    Style::Deep => format!("{name}[{}]", property.name),
                    _ => property.name,
                };
                match (form(&property.schema, context), style) {
                    (Form::Scalar, _) | (Form::List, Style::Each) => {
                        let needed = required && property.required;
                        fields.push(kept(wire.clone(), wire, property.schema, needed, Style::Each));
                    }
                    _ if required && property.required => {
                        return Err(format!("has the required property `{wire}`, for which the style defines no form"));
                    }
                    _ => ledger.lossy(
                        pointer,
                        PARAMETER_LEFT_OUT,
                        format!("{what} has a form that the style does not define"),
                    ),
                }
            }
            if context.resolve(&schema).get("additionalProperties").is_some_and(|more| *more != false) {
                let message = format!("members of `{name}` that the document does not name");
                ledger.lossy(pointer, PARAMETER_LEFT_OUT, message);
            }
            ledger.exact(pointer, "object-as-fields", format!("each property of `{name}` is a separate argument"));
            Ok(fields)
        }
        _ => Err("is an object, or a list of objects, in an unsupported style".to_owned()),
    }
}

/// The form of a schema, for the style of a parameter.
#[derive(Clone)]
pub(crate) enum Form {
    Scalar,
    List,
    /// An object with any members.
    Map,
    Object(Vec<Property>),
    /// Anything else.
    Other,
}

#[derive(Clone)]
pub(crate) struct Property {
    pub(crate) name: String,
    pub(crate) schema: Value,
    pub(crate) required: bool,
}

/// The maximum nesting that is examined.
const DEPTH: usize = 16;

pub(crate) fn form(schema: &Value, context: &Context<'_>) -> Form {
    Forms { context, known: BTreeMap::new() }.of(schema, 0)
}

/// The forms of schemas, each found once.
struct Forms<'a> {
    context: &'a Context<'a>,
    known: BTreeMap<String, Form>,
}

impl Forms<'_> {
    fn of(&mut self, schema: &Value, depth: usize) -> Form {
        if depth > DEPTH {
            return Form::Other;
        }
        let key = schema.to_string();
        if let Some(known) = self.known.get(&key) {
            return known.clone();
        }
        let form = self.whole(&self.context.resolve(schema), depth);
        self.known.insert(key, form.clone());
        form
    }

    fn whole(&mut self, schema: &Value, depth: usize) -> Form {
        let branches = |key: &str| schema.get(key).and_then(Value::as_array).filter(|branches| !branches.is_empty());
        // Alternatives that only limit an object make nothing else of it.
        let tells = |branch: &Value| {
            let telling = ["$ref", "type", "properties", "items", "allOf", "oneOf", "anyOf", "enum"];
            telling.iter().any(|key| branch.get(key).is_some())
        };
        let is_object = schema.get("properties").is_some();
        let branches = |key: &str| branches(key).filter(|branches| !is_object || branches.iter().any(tells));
        if let Some(branches) = branches("oneOf").or_else(|| branches("anyOf")) {
            let forms: Vec<Form> = branches.iter().map(|branch| self.of(branch, depth + 1)).collect();
            return match () {
                () if forms.iter().all(|form| matches!(form, Form::Scalar)) => Form::Scalar,
                () if forms.iter().all(|form| matches!(form, Form::Scalar | Form::List)) => Form::List,
                () if forms.len() == 1 => forms.into_iter().next().unwrap_or(Form::Other),
                () => Form::Other,
            };
        }
        let kind = schema.get("type").and_then(Value::as_str).unwrap_or_default();
        let mut parts = vec![match kind {
            "string" | "number" | "integer" | "boolean" => Some(Form::Scalar),
            "array" => match schema.get("items").map(|items| self.of(items, depth + 1)) {
                None | Some(Form::Scalar) => Some(Form::List),
                Some(_) => Some(Form::Other),
            },
            "object" => Some(self.object(schema, depth)),
            _ if schema.get("properties").is_some() => Some(self.object(schema, depth)),
            _ => None,
        }];
        parts.extend(branches("allOf").into_iter().flatten().map(|part| {
            let says_nothing = ["$ref", "type", "properties", "allOf", "oneOf", "anyOf", "enum"];
            let affects_type =
                part.as_object().is_some_and(|part| says_nothing.iter().any(|key| part.contains_key(*key)));
            affects_type.then(|| self.of(part, depth + 1))
        }));
        let merged = parts.into_iter().flatten().reduce(|all, part| match (all, part) {
            (Form::Object(mut all), Form::Object(more)) => {
                all.retain(|property| !more.iter().any(|other| other.name == property.name));
                all.extend(more);
                Form::Object(all)
            }
            (Form::Scalar, Form::Scalar) => Form::Scalar,
            (Form::List, Form::List) => Form::List,
            (Form::Object(all), Form::Map) | (Form::Map, Form::Object(all)) => Form::Object(all),
            _ => Form::Other,
        });
        // A schema without a type.
        merged.unwrap_or(Form::Scalar)
    }

    fn object(&mut self, schema: &Value, depth: usize) -> Form {
        let properties =
            schema.get("properties").and_then(Value::as_object).filter(|properties| !properties.is_empty());
        let Some(properties) = properties else {
            return match schema.get("additionalProperties") {
                None | Some(Value::Bool(_)) => Form::Map,
                Some(values) => match self.of(values, depth + 1) {
                    Form::Scalar => Form::Map,
                    _ => Form::Other,
                },
            };
        };
        let required: BTreeSet<&str> = super::schema::required(schema).collect();
        let properties = properties
            .iter()
            .filter(|(_, property)| self.context.resolve(property).get("readOnly") != Some(&Value::Bool(true)));
        Form::Object(
            properties
                .map(|(name, property)| Property {
                    name: name.clone(),
                    schema: property.clone(),
                    required: required.contains(name.as_str()),
                })
                .collect(),
        )
    }
}

fn is_header_name(name: &str) -> bool {
    !name.is_empty() && name.bytes().all(|byte| byte.is_ascii_alphanumeric() || b"!#$%&'*+-.^_`|~".contains(&byte))
}

/// Resolves parameters with the same identifier. An optional alias in the same place (the one not in snake case) is left out.
/// Any other parameter gets another argument name; its wire name stays.
fn disambiguate(mut kept: Vec<Kept>, has_body: bool, pointer: &str, ledger: &mut Ledger) -> Vec<Kept> {
    // A builder's own names are of no place.
    let mut owners: BTreeMap<String, Option<Place>> = OF_THE_BUILDER.map(|name| (name.to_owned(), None)).into();
    if has_body {
        owners.insert("body".to_owned(), None);
    }
    // Names in snake case before aliases, path variables last.
    let mut order: Vec<usize> = (0..kept.len()).collect();
    order.sort_by_key(|&index| {
        let sent = &kept[index].sent;
        (sent.place == Place::Path, sent.wire != sent.wire.to_snake_case(), sent.wire.clone())
    });
    let mut named: BTreeMap<(Place, String), usize> = BTreeMap::new();
    for one in &kept {
        *named.entry((one.sent.place, call::identifier(&one.sent.argument))).or_default() += 1;
    }
    let mut spelled: BTreeSet<(Place, String)> = BTreeSet::new();
    let mut left_out = BTreeSet::new();
    for index in order {
        let required = kept[index].json.get("required") == Some(&Value::Bool(true));
        let Parameter { wire, argument, place, .. } = &mut kept[index].sent;
        let plain = call::identifier(argument);
        let is_alias = is_spelling(wire) && !spelled.insert((*place, plain.clone()));
        if is_alias && !required && *place == Place::Query {
            let message = format!("the parameter `{wire}` is another spelling of `{plain}` and is left out");
            ledger.lossy(pointer, "alias-left-out", message);
            left_out.insert(index);
            continue;
        }
        let is_shared = named.get(&(*place, plain.clone())).is_some_and(|count| *count > 1);
        let told = if is_shared { call::identifier(&with_signs(argument)) } else { plain.clone() };
        let owner = owners.get(&told).copied();
        *argument = if owner.is_none() {
            told
        } else {
            let suffix = match place {
                _ if owner == Some(Some(*place)) => "",
                Place::Path => "_in_path",
                Place::Query => "_in_query",
                Place::Header => "_in_header",
            };
            let base = Some(told.trim_end_matches('_')).filter(|base| !base.is_empty()).unwrap_or("x");
            // Without what ends a keyword the name may be one.
            let mut taken: BTreeSet<String> = owners.keys().cloned().chain([base.to_owned()]).collect();
            naming::unique(&format!("{base}{suffix}"), &mut taken)
        };
        owners.insert(argument.clone(), Some(*place));
        if *argument != plain {
            ledger.exact(pointer, "parameter-renamed", format!("`{wire}` is the argument `{argument}`"));
            let argument = json!(argument);
            kept[index].json.insert("name".to_owned(), argument);
        }
    }
    let mut indexes = 0..;
    kept.retain(|_| indexes.next().is_some_and(|index| !left_out.contains(&index)));
    kept
}

/// Whether a name is one way to write several words, such as `pageSize`: another way may be an alias. The one letter of `q` and
/// `Q`, and what has signs, are names of their own.
fn is_spelling(name: &str) -> bool {
    name.bytes().all(|byte| byte.is_ascii_alphanumeric() || b"_-".contains(&byte)) && name.to_snake_case().contains('_')
}

/// A name with words for the signs that an identifier cannot have.
fn with_signs(name: &str) -> String {
    let signs = [("[]", "list"), ("<", "lt"), (">", "gt"), ("=", "eq"), ("!", "not")];
    signs.iter().fold(name.to_owned(), |name, (sign, word)| name.replace(sign, &format!("-{word}-")))
}
