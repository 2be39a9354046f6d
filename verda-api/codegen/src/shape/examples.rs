//! Calls as examples, with the values that the document gives. Where a required value cannot be written, there is none.

use std::collections::BTreeMap;

use heck::ToSnakeCase;
use serde_json::{Map, Value};

use super::enums::Enums;
use super::schema::{reference, required};
use super::types::RUST;
use super::unions::Union;
use crate::Operation;

/// Where the example of a schema waits until the examples are written.
pub(crate) const EXAMPLE: &str = "x-example";

/// What values are made of.
pub(crate) struct Examples<'a> {
    pub(crate) krate: &'a str,
    pub(crate) schemas: &'a Map<String, Value>,
    pub(crate) enums: &'a Enums,
    pub(crate) unions: &'a BTreeMap<String, Union>,
}

impl Examples<'_> {
    /// The example of an operation whose schemas have been transformed.
    pub(crate) fn call(&self, entry: &Operation, operation: &Value) -> Option<String> {
        let mut calls = String::new();
        for parameter in operation.get("parameters").and_then(Value::as_array).into_iter().flatten() {
            if parameter.get("required") == Some(&Value::Bool(true)) {
                let name = identifier(parameter.get("name")?.as_str()?);
                calls += &format!(".{name}({})", self.value(parameter.get("schema")?, 0)?);
            }
        }
        if operation.get("requestBody").is_some() {
            let schema = operation.pointer(super::REQUEST_SCHEMA)?;
            calls += &format!(".body({})", self.value(schema, 0)?);
        }
        let gives = !matches!(entry.response, crate::BodyShape::Empty);
        let result = if gives { "let answer = " } else { "" };
        let method = entry.id.to_snake_case();
        let krate = self.krate;
        let call = format!("{result}client.{method}(){calls}.send().await?;");
        let code = pretty(&call);
        let types = if code.contains("types::") { format!("# use {krate}::types;\n") } else { String::new() };
        Some(format!(
            "# Examples\n\n```no_run\n{types}# async fn run(client: {krate}::Client) -> Result<(), Box<dyn std::error::Error>> {{\n\
             {code}\n# Ok(())\n# }}\n```"
        ))
    }

    /// An expression that a setter takes.
    fn value(&self, schema: &Value, depth: usize) -> Option<String> {
        if let Some(target) = reference(schema) {
            return self.builder(target, depth);
        }
        let text = schema.get(EXAMPLE).and_then(Value::as_str).filter(|text| !text.contains('\n') && text.len() <= 80);
        match schema.get("type")?.as_str()? {
            "string" => {
                let rust = schema.get("format").and_then(Value::as_str).and_then(|format| format.strip_prefix(RUST));
                match rust {
                    None => Some(format!("{:?}", text.unwrap_or("…"))),
                    Some("::rust_decimal::Decimal") => Some("1".to_owned()),
                    Some("crate::SecretString") => Some("\"…\"".to_owned()),
                    Some(rust) if rust.starts_with("crate::OneOrMany<crate::types::") => {
                        let name = rust.strip_prefix("crate::OneOrMany<crate::types::")?.strip_suffix('>')?;
                        let is_id = !self.unions.contains_key(name)
                            && !self.schemas.contains_key(name)
                            && !self.enums.has(name);
                        is_id.then(|| format!("types::{name}::from({:?})", text.unwrap_or("…")))
                    }
                    Some(rust) => {
                        let name = rust.strip_prefix("crate::types::")?;
                        if let Some(union) = self.unions.get(name) {
                            return self.built(union.first()?, depth);
                        }
                        if self.schemas.contains_key(name) {
                            return None;
                        }
                        match self.enums.example(name, text) {
                            Some(variant) => Some(format!("types::{name}::{variant}")),
                            None => Some(format!("{:?}", text.unwrap_or("…"))),
                        }
                    }
                }
            }
            "integer" => match schema.get(EXAMPLE).and_then(Value::as_i64) {
                Some(example) if i32::try_from(example).is_ok() => Some(example.to_string()),
                _ => Some("1".to_owned()),
            },
            "number" => Some("1.0".to_owned()),
            "boolean" => Some("true".to_owned()),
            "array" => {
                let items = schema.get("items")?;
                if let Some(target) = reference(items) {
                    return Some(format!("Vec::from([{}])", self.built(target, depth)?));
                }
                let item = self.value(items, depth)?;
                let rust = items.get("format").and_then(Value::as_str).and_then(|format| format.strip_prefix(RUST));
                match rust.map(|rust| rust.strip_prefix("crate::types::")) {
                    // An enum, or what is made of a text.
                    Some(Some(_)) if item.starts_with("types::") => Some(format!("Vec::from([{item}])")),
                    Some(Some(name)) => Some(format!("Vec::from([types::{name}::from({item})])")),
                    None if items.get("type")?.as_str() == Some("string") => {
                        Some(format!("Vec::from([{item}.to_owned()])"))
                    }
                    _ => None,
                }
            }
            _ => None,
        }
    }

    /// A named schema itself, where no setter would convert a builder of it.
    fn built(&self, name: &str, depth: usize) -> Option<String> {
        Some(format!("types::{name}::try_from({})?", self.builder(name, depth)?))
    }

    /// The builder of a named schema with everything that it requires.
    fn builder(&self, name: &str, depth: usize) -> Option<String> {
        let schema = self.schemas.get(name)?;
        let properties = schema.get("properties")?.as_object()?;
        if depth > 3 || ["allOf", "oneOf", "anyOf"].iter().any(|key| schema.get(*key).is_some()) {
            return None;
        }
        let needed: BTreeMap<&str, &Value> =
            required(schema).filter_map(|name| Some((name, properties.get(name)?))).collect();
        let mut calls = String::new();
        for (property, schema) in properties.iter().filter(|(property, _)| needed.contains_key(property.as_str())) {
            calls += &format!(".{}({})", identifier(property), self.value(schema, depth + 1)?);
        }
        Some(format!("types::{name}::builder(){calls}"))
    }
}

/// The name of a setter.
fn identifier(name: &str) -> String {
    let name = name.to_snake_case();
    match syn::parse_str::<syn::Ident>(&name) {
        Ok(_) => name,
        Err(_) => format!("{name}_"),
    }
}

/// One statement, formatted; as it is where that fails.
fn pretty(statement: &str) -> String {
    let Ok(file) = syn::parse_str::<syn::File>(&format!("async fn f() {{ {statement} }}")) else {
        return statement.to_owned();
    };
    let text = prettyplease::unparse(&file);
    let lines: Vec<&str> = text.lines().collect();
    let inner = lines.get(1..lines.len().saturating_sub(1)).unwrap_or_default();
    inner.iter().map(|line| line.strip_prefix("    ").unwrap_or(line)).collect::<Vec<_>>().join("\n")
}

/// Takes away what waited for the examples.
pub(crate) fn forget(value: &mut Value) {
    match value {
        Value::Object(object) => {
            object.remove(EXAMPLE);
            object.values_mut().for_each(forget);
        }
        Value::Array(values) => values.iter_mut().for_each(forget),
        _ => {}
    }
}
