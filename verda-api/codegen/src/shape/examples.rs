//! Examples of calls, with example values from the document. An operation with a required value that cannot be written has no
//! example.

use heck::ToSnakeCase;
use serde_json::Value;

use super::types::Described;
use crate::Operation;
use crate::model::{TypeDef, TypeRef, Types};

/// Writes example values as Rust code.
pub(crate) struct Examples<'a> {
    pub(crate) krate: &'a str,
    pub(crate) types: &'a Types,
}

/// The required arguments of a call.
#[derive(Default)]
pub(crate) struct Arguments {
    /// The required parameters, by name.
    pub(crate) parameters: Vec<(String, Described)>,
    pub(crate) body: Option<TypeRef>,
    /// Whether there is a body without a possible example.
    pub(crate) has_other_body: bool,
}

impl Examples<'_> {
    /// The example of an operation.
    pub(crate) fn call(&self, entry: &Operation, arguments: &Arguments) -> Option<String> {
        let mut required = Vec::new();
        for (_, parameter) in &arguments.parameters {
            required.push(self.value(&parameter.ty, parameter.example.as_ref(), 0)?);
        }
        match &arguments.body {
            Some(body) => required.push(self.value(body, None, 0)?),
            None if arguments.has_other_body => return None,
            None => {}
        }
        let required = required.join(", ");
        let has_body = !matches!(entry.response, crate::BodyShape::Empty);
        let result = if has_body { "let response = " } else { "" };
        let method = entry.id.to_snake_case();
        let krate = self.krate;
        let call = format!("{result}client.{method}({required}).await?;");
        let code = pretty(&call);
        let types = if code.contains("types::") { format!("# use {krate}::types;\n") } else { String::new() };
        Some(format!(
            "# Examples\n\n```no_run\n{types}# async fn run(client: {krate}::Client) -> Result<(), Box<dyn std::error::Error>> {{\n\
             {code}\n# Ok(())\n# }}\n```"
        ))
    }

    /// An expression that a setter accepts.
    fn value(&self, ty: &TypeRef, example: Option<&Value>, depth: usize) -> Option<String> {
        let text = example.and_then(Value::as_str).filter(|text| !text.contains('\n') && text.len() <= 80);
        let quoted = format!("{:?}", text.unwrap_or("…"));
        match ty {
            TypeRef::Text | TypeRef::Time | TypeRef::Date => matches!(ty, TypeRef::Text).then_some(quoted),
            TypeRef::Decimal => Some("1".to_owned()),
            TypeRef::Secret => Some("\"…\"".to_owned()),
            TypeRef::Integer(_) => match example.and_then(Value::as_i64) {
                Some(example) if i32::try_from(example).is_ok() => Some(example.to_string()),
                _ => Some("1".to_owned()),
            },
            TypeRef::Number => Some("1.0".to_owned()),
            TypeRef::Bool => Some("true".to_owned()),
            TypeRef::Named(name) => match self.types.defs.get(name) {
                Some(TypeDef::Struct(_)) => self.builder(name, depth),
                Some(TypeDef::Union(union)) => match union.variants().first()?.ty {
                    TypeRef::Named(ref first) => self.built(first, depth),
                    _ => None,
                },
                Some(TypeDef::Id) => Some(quoted),
                Some(TypeDef::Enum(open)) => {
                    let listed = open.variants.iter().find(|(_, value)| Some(value.as_str()) == text);
                    match listed.or(open.variants.first()) {
                        Some((variant, _)) => Some(format!("types::{name}::{variant}")),
                        None => Some(quoted),
                    }
                }
                Some(TypeDef::Json) | None => None,
            },
            TypeRef::OneOrMany(inner) => match inner.as_ref() {
                TypeRef::Named(name) if matches!(self.types.defs.get(name), Some(TypeDef::Id)) => {
                    Some(format!("types::{name}::from({quoted})"))
                }
                _ => None,
            },
            TypeRef::List(inner) => match inner.as_ref() {
                TypeRef::Named(name) => match self.types.defs.get(name) {
                    Some(TypeDef::Struct(_)) => Some(format!("Vec::from([{}])", self.built(name, depth)?)),
                    _ => {
                        let item = self.value(inner, example, depth)?;
                        match item.starts_with("types::") {
                            true => Some(format!("Vec::from([{item}])")),
                            false => Some(format!("Vec::from([types::{name}::from({item})])")),
                        }
                    }
                },
                TypeRef::Text => Some(format!("Vec::from([{quoted}.to_owned()])")),
                _ => None,
            },
            TypeRef::Any | TypeRef::Map(_) | TypeRef::Nullable(_) | TypeRef::Clearable(_) => None,
        }
    }

    /// An expression for a struct itself, where no setter converts its builder.
    fn built(&self, name: &str, depth: usize) -> Option<String> {
        let builder = self.builder(name, depth)?;
        let has_build = self.types.structure(name)?.fields.iter().any(|field| field.ident == "build");
        Some(if has_build { format!("types::{name}::try_from({builder})?") } else { format!("{builder}.build()?") })
    }

    /// An expression for the builder of a struct with all required members.
    fn builder(&self, name: &str, depth: usize) -> Option<String> {
        let structure = self.types.structure(name)?;
        if depth > 3 {
            return None;
        }
        let mut calls = String::new();
        for field in structure.fields.iter().filter(|field| field.required) {
            calls += &format!(".{}({})", field.ident, self.value(&field.ty, field.example.as_ref(), depth + 1)?);
        }
        Some(format!("types::{name}::builder(){calls}"))
    }
}

/// A statement, formatted; unchanged if formatting fails.
fn pretty(statement: &str) -> String {
    let Ok(file) = syn::parse_str::<syn::File>(&format!("async fn f() {{ {statement} }}")) else {
        return statement.to_owned();
    };
    let text = prettyplease::unparse(&file);
    let lines: Vec<&str> = text.lines().collect();
    let inner = lines.get(1..lines.len().saturating_sub(1)).unwrap_or_default();
    inner.iter().map(|line| line.strip_prefix("    ").unwrap_or(line)).collect::<Vec<_>>().join("\n")
}
