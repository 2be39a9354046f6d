//! The documentation of generated items: operations by the document's texts, types by their fields and by the operations
//! that use them, builders by the types that they build.

use std::collections::BTreeMap;

use heck::ToSnakeCase;
use syn::visit_mut::VisitMut;
use syn::{
    Attribute, Expr, ExprLit, Fields, File, FnArg, ImplItem, ImplItemFn, Item, ItemMod, Lit, Meta, Pat, parse_quote,
};

use super::syntax::target;
use super::usage::{Usage, builder_of};
use crate::model::{Struct, Types};
use crate::prose;
use crate::shape::{OperationDocs, Shaped, identifier};

/// The sentence in the documentation of a required setter.
const REQUIRED: &str = "Required.";

/// Documents everything that is public.
pub(super) fn document(file: &mut File, shaped: &Shaped) {
    let usage = Usage::of(file);
    let bodies = usage.bodies();
    for item in &mut file.items {
        match item {
            Item::Mod(module) if module.ident == "types" => types(module, &usage, &shaped.types),
            Item::Mod(module) if module.ident == "builder" => builders(module, shaped),
            Item::Struct(client) if client.ident == "Client" => replace(&mut client.attrs, &of_client(shaped)),
            Item::Impl(block) => {
                for item in &mut block.items {
                    let ImplItem::Fn(function) = item else { continue };
                    let name = function.sig.ident.to_string();
                    if let Some(docs) = shaped.docs.get(&name) {
                        let text = method(function, docs, bodies.get(&name).map(String::as_str));
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
    let Meta::NameValue(pair) = &attr.meta else { return None };
    match &pair.value {
        Expr::Lit(ExprLit { lit: Lit::Str(text), .. }) if pair.path.is_ident("doc") => Some(text.value()),
        _ => None,
    }
}

/// The whole documentation of an item as text.
fn read(attrs: &[Attribute]) -> String {
    let texts: Vec<String> = attrs.iter().filter_map(text_of).collect();
    texts.iter().map(|text| text.trim()).collect::<Vec<_>>().join("\n")
}

fn replace(attrs: &mut Vec<Attribute>, text: &str) {
    attrs.retain(|attr| text_of(attr).is_none());
    attrs.insert(0, parse_quote! { #[doc = #text] });
}

/// What the client says: its methods by their tags.
fn of_client(shaped: &Shaped) -> String {
    let mut by_tag: BTreeMap<&str, Vec<String>> = BTreeMap::new();
    for operation in shaped.operations.iter().filter(|operation| !operation.deprecated) {
        by_tag.entry(&operation.tag).or_default().push(format!("[`{0}`](Self::{0})", operation.id));
    }
    let mut text =
        "A client with a method for every operation.\n\nClones are cheap and share the transport.\n\n# Operations"
            .to_owned();
    for (tag, methods) in by_tag {
        let tag = if tag.is_empty() { "Other" } else { tag };
        text += &format!("\n\n{}: {}.", prose::harmless(tag), methods.join(", "));
    }
    text
}

/// What a method of the client says: its arguments in their order, then what its builder sets.
fn method(function: &ImplItemFn, docs: &OperationDocs, body: Option<&str>) -> String {
    let builder = builder_of(function);
    let mut text = docs.text.clone();
    let mut arguments = Vec::new();
    for name in argument_names(function) {
        let lead = match docs.parameter(&name) {
            Some(parameter) => prose::lead(&parameter.text),
            None => format!("{} {}", body.map(linked).unwrap_or_default(), prose::lead(&docs.body)),
        };
        arguments.push(format!("- `{name}`: {}", lead.trim()));
    }
    for (name, parameter) in docs.parameters.iter().filter(|(_, parameter)| !parameter.required) {
        let lead = prose::lead(&parameter.text);
        let setter = identifier(name);
        arguments.push(format!("- [`.{setter}(…)`](builder::{builder}::{setter}), optional: {lead}"));
    }
    if !arguments.is_empty() {
        text += "\n\n# Arguments\n\n";
        text += &arguments.join("\n");
    }
    text += &format!("\n\n# Errors\n\n[`send`](builder::{builder}::send) returns an [`Error`](crate::Error).");
    if let Some(example) = &docs.example {
        text += &format!("\n\n{example}");
    }
    text
}

/// The names of the arguments after `self`.
fn argument_names(function: &ImplItemFn) -> impl Iterator<Item = String> {
    function.sig.inputs.iter().filter_map(|input| match input {
        FnArg::Typed(argument) => match argument.pat.as_ref() {
            Pat::Ident(name) => Some(name.ident.to_string()),
            _ => None,
        },
        FnArg::Receiver(_) => None,
    })
}

/// A link to a type in the module of types.
fn linked(name: &str) -> String {
    format!("[`{name}`](types::{name}).")
}

fn types(module: &mut ItemMod, usage: &Usage, known: &Types) {
    replace(&mut module.attrs, "Bodies of requests and responses, and the types of their members.");
    let Some((_, items)) = &mut module.content else { return };
    let mut fields: BTreeMap<String, Setters> = BTreeMap::new();
    for item in items.iter_mut() {
        match item {
            Item::Struct(structure) => {
                let name = structure.ident.to_string();
                fields.insert(name.clone(), setters(&name, &structure.fields, known.structure(&name)));
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
                        replace(&mut function.attrs, "A builder with no member set.");
                    }
                }
            }
            Item::Mod(builder) if builder.ident == "builder" => type_builders(builder, &fields),
            Item::Mod(defaults) if defaults.ident == "defaults" => {
                replace(&mut defaults.attrs, "Default values of absent members.");
            }
            _ => {}
        }
    }
}

/// Documents a type: its description, and its users.
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

/// The setters of a struct's builder by their names: whether the builder requires the member, and the documentation.
type Setters = BTreeMap<String, (bool, String)>;

/// The documentation of the setters of a struct's builder: the first sentences of the field's, and whether it is required.
fn setters(owner: &str, fields: &Fields, model: Option<&Struct>) -> Setters {
    let mut setters = BTreeMap::new();
    for field in fields {
        let Some(name) = &field.ident else { continue };
        let whole = read(&field.attrs);
        let mut text = prose::lead(&whole);
        let is_required =
            model.is_some_and(|model| model.fields.iter().any(|known| known.required && *name == known.ident));
        if is_required {
            text += &format!(" {REQUIRED}");
        }
        if whole.contains("\n\n") {
            text += &format!(" Details: [the field](super::{owner}::{name}).");
        }
        setters.insert(name.to_string(), (is_required, text.trim().to_owned()));
    }
    setters
}

fn type_builders(module: &mut ItemMod, fields: &BTreeMap<String, Setters>) {
    replace(
        &mut module.attrs,
        "Builders of the types: `builder()` of a type returns a builder, and `build()` of the builder returns the type. The \
         type of a builder tracks its required members: `build()` exists only once all of them are set.",
    );
    let Some((_, items)) = &mut module.content else { return };
    for item in items {
        match item {
            Item::Struct(structure) => {
                let mut text = format!("Builder of [`{0}`](super::{0}).", structure.ident);
                let of_type = fields.get(&structure.ident.to_string());
                let required: Vec<String> = of_type
                    .into_iter()
                    .flatten()
                    .filter(|(_, (is_required, _))| *is_required)
                    .map(|(name, _)| format!("`{name}`"))
                    .collect();
                if !required.is_empty() {
                    text += &format!(" Required: {}.", required.join(", "));
                }
                replace(&mut structure.attrs, &text);
            }
            Item::Impl(block) if block.trait_.is_none() => {
                let setters = fields.get(&target(block));
                for item in &mut block.items {
                    let ImplItem::Fn(function) = item else { continue };
                    let name = function.sig.ident.to_string();
                    let known = setters.and_then(|setters| setters.get(&name)).map(|(_, text)| text.as_str());
                    let known = known.filter(|text| !text.is_empty());
                    replace(&mut function.attrs, &known.map_or_else(|| by_name(&name), str::to_owned));
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
    replace(&mut module.attrs, "Request builders: each has a setter for every optional argument, and `send`.");
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
                        "new" => continue,
                        "send" => format!(
                            "Sends `{} {}`.\n\n# Errors\n\nAn [`Error`](crate::Error) if an argument is invalid, no \
                             response arrives, or the response is an error or cannot be decoded.",
                            operation.method, operation.path
                        ),
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
    match docs.parameter(name) {
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
                let line: String = line.chars().filter(|c| !is_refused(*c)).collect();
                let line = if line.is_empty() || spaced { line } else { format!(" {line}") };
                out.push(parse_quote! { #[doc = #line] });
            }
        }
        *attrs = out;
    }
}

/// Whether rustc refuses a comment with the character: a carriage return within a line, and what changes the direction of text.
fn is_refused(c: char) -> bool {
    matches!(c, '\r' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}')
}
