//! The documentation of what is generated: operations by what the document tells of them, types by their fields and by
//! the operations that use them, builders by what they build.

use std::collections::BTreeMap;

use heck::ToSnakeCase;
use syn::visit_mut::VisitMut;
use syn::{Attribute, Expr, Fields, File, ImplItem, Item, ItemMod, Lit, Meta, parse_quote};

use super::fields::says;
use super::pass::option_of;
use super::usage::{Usage, body_type, builder_of, target};
use crate::prose;
use crate::shape::{OperationDocs, Shaped};

/// Documents everything that is public.
pub(super) fn document(file: &mut File, shaped: &Shaped) {
    let usage = Usage::of(file);
    let bodies = usage.bodies();
    for item in &mut file.items {
        match item {
            Item::Mod(module) if module.ident == "types" => types(module, &usage),
            Item::Mod(module) if module.ident == "builder" => builders(module, shaped),
            Item::Impl(block) => {
                for item in &mut block.items {
                    let ImplItem::Fn(function) = item else { continue };
                    let name = function.sig.ident.to_string();
                    if let Some(docs) = shaped.docs.get(&name) {
                        let text = method(&builder_of(function), docs, bodies.get(&name).map(String::as_str));
                        replace(&mut function.attrs, &text);
                    }
                }
            }
            _ => {}
        }
    }
    Lines.visit_file_mut(file);
}

/// The text of a `doc` attribute.
pub(super) fn text_of(attr: &Attribute) -> Option<String> {
    match &attr.meta {
        Meta::NameValue(pair) if pair.path.is_ident("doc") => match &pair.value {
            Expr::Lit(literal) => match &literal.lit {
                Lit::Str(text) => Some(text.value()),
                _ => None,
            },
            _ => None,
        },
        _ => None,
    }
}

/// All documentation of an item, as it reads.
fn read(attrs: &[Attribute]) -> String {
    let texts: Vec<String> = attrs.iter().filter_map(text_of).collect();
    texts.iter().map(|text| text.trim()).collect::<Vec<_>>().join("\n")
}

fn replace(attrs: &mut Vec<Attribute>, text: &str) {
    attrs.retain(|attr| text_of(attr).is_none());
    attrs.insert(0, parse_quote! { #[doc = #text] });
}

fn method(builder: &str, docs: &OperationDocs, body: Option<&str>) -> String {
    let mut text = docs.text.clone();
    let mut arguments = Vec::new();
    for (name, parameter) in &docs.parameters {
        let first = prose::lead(&parameter.text);
        arguments.push(format!("- `{name}`{}: {first}", if parameter.required { "" } else { " (optional)" }));
    }
    if let Some(body) = body {
        let first = prose::lead(&docs.body);
        arguments.push(format!("- `body`: {} {first}", linked(body)).trim_end().to_owned());
    }
    if !arguments.is_empty() {
        text += "\n\n# Arguments\n\n";
        text += &arguments.join("\n");
    }
    text += &format!("\n\n# Errors\n\n[`send`](builder::{builder}::send) gives an [`Error`](crate::Error).");
    if let Some(example) = &docs.example {
        text += &format!("\n\n{example}");
    }
    text
}

/// A type as a link, if it is one of the module of types.
fn linked(name: &str) -> String {
    format!("[`{name}`](types::{name}).")
}

fn types(module: &mut ItemMod, usage: &Usage) {
    replace(&mut module.attrs, "The bodies of requests and responses, and what they are made of.");
    let Some((_, items)) = &mut module.content else { return };
    let mut fields: BTreeMap<String, BTreeMap<String, String>> = BTreeMap::new();
    for item in items.iter_mut() {
        match item {
            Item::Struct(structure) => {
                let name = structure.ident.to_string();
                fields.insert(name.clone(), setters(&name, &structure.fields));
                described(&mut structure.attrs, &name, usage);
            }
            Item::Enum(enumeration) => {
                for variant in &mut enumeration.variants {
                    if read(&variant.attrs).is_empty() {
                        let text = format!("{}.", prose::capitalised(&prose::words(&variant.ident.to_string())));
                        replace(&mut variant.attrs, &text);
                    }
                }
                described(&mut enumeration.attrs, &enumeration.ident.to_string(), usage);
            }
            Item::Type(alias) => described(&mut alias.attrs, &alias.ident.to_string(), usage),
            _ => {}
        }
    }
    for item in items {
        match item {
            Item::Impl(block) if block.trait_.is_none() => {
                for item in &mut block.items {
                    let ImplItem::Fn(function) = item else { continue };
                    if function.sig.ident == "builder" {
                        replace(&mut function.attrs, "A builder, in which nothing is set.");
                    }
                }
            }
            Item::Mod(builder) if builder.ident == "builder" => type_builders(builder, &fields),
            Item::Mod(defaults) if defaults.ident == "defaults" => {
                replace(&mut defaults.attrs, "The values of what is left out.");
            }
            _ => {}
        }
    }
}

/// What a type is, and where it is used.
fn described(attrs: &mut Vec<Attribute>, name: &str, usage: &Usage) {
    let known = read(attrs);
    let used = usage.sentences(name);
    let text = match (known.is_empty(), used.is_empty()) {
        (true, true) => format!("{}.", prose::capitalised(&prose::words(name))),
        (true, false) => used,
        (false, true) => known,
        (false, false) => format!("{known}\n\n{used}"),
    };
    replace(attrs, &text);
}

/// What the setters of a struct's builder say: the beginning of the field's documentation, and whether it is required.
fn setters(owner: &str, fields: &Fields) -> BTreeMap<String, String> {
    let mut setters = BTreeMap::new();
    for field in fields {
        let Some(name) = &field.ident else { continue };
        let whole = read(&field.attrs);
        let mut text = prose::lead(&whole);
        if option_of(&field.ty).is_none() && !says(field, "default") && !says(field, "flatten") {
            text += " Required.";
        }
        if whole.contains("\n\n") {
            text += &format!(" More at [the field](super::{owner}::{name}).");
        }
        setters.insert(name.to_string(), text.trim().to_owned());
    }
    setters
}

fn type_builders(module: &mut ItemMod, fields: &BTreeMap<String, BTreeMap<String, String>>) {
    replace(
        &mut module.attrs,
        "Builders of the types: `builder()` of a type gives one, and `try_into()` of that the type.",
    );
    let Some((_, items)) = &mut module.content else { return };
    for item in items {
        match item {
            Item::Struct(structure) => {
                let text = format!("Builder of [`{0}`](super::{0}).", structure.ident);
                replace(&mut structure.attrs, &text);
            }
            Item::Impl(block) if block.trait_.is_none() => {
                let setters = fields.get(&target(block));
                for item in &mut block.items {
                    let ImplItem::Fn(function) = item else { continue };
                    let name = function.sig.ident.to_string();
                    let known = setters.and_then(|setters| setters.get(&name)).filter(|text| !text.is_empty());
                    replace(&mut function.attrs, known.unwrap_or(&by_name(&name)));
                }
            }
            _ => {}
        }
    }
}

fn by_name(name: &str) -> String {
    prose::of_property(name.trim_start_matches("r#").trim_end_matches('_'), false)
}

fn builders(module: &mut ItemMod, shaped: &Shaped) {
    replace(&mut module.attrs, "Request builders: each has a setter for every argument, and `send`.");
    // By the name of the builder.
    let operations: BTreeMap<String, _> = shaped
        .operations
        .iter()
        .filter_map(|operation| Some((operation.id.to_snake_case(), (operation, shaped.docs.get(&operation.id)?))))
        .collect();
    let Some((_, items)) = &mut module.content else { return };
    for item in items {
        match item {
            Item::Struct(structure) => {
                if let Some((operation, _)) = operations.get(&structure.ident.to_string().to_snake_case()) {
                    let text = format!("Request builder for [`Client::{0}`](super::Client::{0}).", operation.id);
                    replace(&mut structure.attrs, &text);
                }
            }
            Item::Impl(block) => {
                let Some((operation, docs)) = operations.get(&target(block).to_snake_case()) else { continue };
                for item in &mut block.items {
                    let ImplItem::Fn(function) = item else { continue };
                    let name = function.sig.ident.to_string();
                    let text = match name.as_str() {
                        // The method of the client is the way to one.
                        "new" => {
                            function.vis = parse_quote! { pub(super) };
                            continue;
                        }
                        "send" => format!(
                            "Sends `{} {}`.\n\n# Errors\n\nAn [`Error`](crate::Error), if the request is not complete \
                             or not valid, there is no response, or the response is an error or cannot be read.",
                            operation.method, operation.path
                        ),
                        "body" => {
                            let target = body_type(function)
                                .map(|name| format!("a [`{name}`](super::types::{name}) or its builder"));
                            let target = target.map(|target| format!("The body, required: {target}. "));
                            let target = target.unwrap_or("The body, required. ".to_owned());
                            format!("{target}{}", prose::lead(&docs.body)).trim_end().to_owned()
                        }
                        "body_map" => "Changes the body as far as it is set, by its builder.".to_owned(),
                        _ => parameter(&name, docs),
                    };
                    replace(&mut function.attrs, &text);
                }
            }
            _ => {}
        }
    }
}

fn parameter(name: &str, docs: &OperationDocs) -> String {
    let plain = name.trim_start_matches("r#");
    match docs.parameters.get(plain).or_else(|| docs.parameters.get(plain.trim_end_matches('_'))) {
        Some(docs) if docs.required => format!("{} Required.", prose::first_paragraph(&docs.text)).trim().to_owned(),
        Some(docs) if !docs.text.is_empty() => prose::first_paragraph(&docs.text),
        _ => by_name(name),
    }
}

/// One `doc` attribute for each line, with a space before its text: `/// text`.
struct Lines;

impl VisitMut for Lines {
    fn visit_attributes_mut(&mut self, attrs: &mut Vec<Attribute>) {
        let mut out = Vec::new();
        for attr in std::mem::take(attrs) {
            let Some(text) = text_of(&attr) else {
                out.push(attr);
                continue;
            };
            let spaced = text.starts_with(' ');
            for line in text.trim_end().lines() {
                let line = if line.is_empty() || spaced { line.to_owned() } else { format!(" {line}") };
                out.push(parse_quote! { #[doc = #line] });
            }
        }
        *attrs = out;
    }
}
