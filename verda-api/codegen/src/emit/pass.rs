//! The pass over the generated code: our runtime in place of progenitor's, types that refuse nothing that an API may
//! send, builders that take what a user has, messages that say what to do.

use std::collections::{BTreeMap, BTreeSet};

use heck::ToPascalCase;
use quote::{ToTokens, quote};
use syn::visit_mut::VisitMut;
use syn::{Attribute, Fields, File, ImplItem, Item, ItemImpl, ItemMod, Type, parse_quote};

use super::send::Builder;
use super::{builders, constructors, docs, fields, internal, literals, types, usage};
use crate::Error;
use crate::shape::Shaped;

/// Improves a generated client in place.
pub(crate) fn improve(file: &mut File, shaped: &Shaped) -> Result<(), Error> {
    let deprecated: BTreeSet<&str> = shaped
        .operations
        .iter()
        .filter(|operation| operation.deprecated)
        .map(|operation| operation.id.as_str())
        .collect();
    let mut items = vec![parse_quote! {
        #[allow(unused_imports)]
        use crate::runtime::{Bytes, Error, ResponseValue};
    }];
    for mut item in std::mem::take(&mut file.items) {
        match &mut item {
            Item::Use(_) => continue,
            Item::Mod(module) if module.ident == "prelude" => continue,
            Item::Mod(module) if module.ident == "types" => types_module(module, shaped)?,
            Item::Mod(module) if module.ident == "builder" => builder_module(module, shaped),
            Item::Const(_) => continue,
            Item::Impl(block) if block.trait_.is_some() || is_constructors(block) => continue,
            Item::Impl(block) => operations(block, &deprecated),
            Item::Struct(client) if client.ident == "Client" => {
                client.attrs.retain(|attr| !attr.path().is_ident("doc") && !attr.path().is_ident("derive"));
                client.attrs.insert(
                    0,
                    parse_quote! {
                        #[doc = " A client with a method for every operation.\n\n Clones are cheap and share what is below: connections, tokens, limits."]
                    },
                );
                client.attrs.push(parse_quote! { #[derive(Clone)] });
                if let Fields::Named(fields) = &mut client.fields {
                    fields.named = std::mem::take(&mut fields.named)
                        .into_iter()
                        .filter(|field| field.ident.as_ref().is_none_or(|name| name != "client"))
                        .collect();
                }
            }
            _ => {}
        }
        items.push(item);
    }
    file.items = items;
    builders::prune(file);
    constructors::add(file);
    builders::compile_where_used(file);
    docs::document(file, shaped);
    Reword.visit_file_mut(file);
    Ok(())
}

fn is_constructors(block: &ItemImpl) -> bool {
    block.items.iter().any(|item| matches!(item, ImplItem::Fn(function) if function.sig.ident == "new_with_client"))
}

/// The methods of the client: deprecated ones say so.
fn operations(block: &mut ItemImpl, deprecated: &BTreeSet<&str>) {
    for item in &mut block.items {
        let ImplItem::Fn(function) = item else { continue };
        if deprecated.contains(function.sig.ident.to_string().as_str()) {
            function.attrs.push(parse_quote! { #[deprecated = "the API's document marks it as deprecated"] });
        }
    }
}

fn types_module(module: &mut ItemMod, shaped: &Shaped) -> Result<(), Error> {
    let Some((_, items)) = &mut module.content else { return Ok(()) };
    for item in items.iter_mut() {
        match item {
            Item::Struct(structure) => {
                public_type(&mut structure.attrs);
                tolerant_fields(&mut structure.fields);
                if let Some(model) = shaped.types.structure(&structure.ident.to_string()) {
                    fields::named_and_boxed(&mut structure.fields, model);
                }
            }
            Item::Enum(enumeration) => public_type(&mut enumeration.attrs),
            Item::Mod(builder) if builder.ident == "builder" => {
                let functions = builder.content.iter_mut().flat_map(|(_, items)| items).filter_map(|item| match item {
                    Item::Impl(block) if block.trait_.is_none() => Some(&mut block.items),
                    _ => None,
                });
                for function in functions.flatten() {
                    if let ImplItem::Fn(function) = function {
                        optional_setter(function);
                    }
                }
                fields::in_builders(builder, &shaped.types);
            }
            _ => {}
        }
    }
    let written: File = syn::parse2(types::written(&shaped.types)).map_err(|error| internal(&error))?;
    items.extend(written.items);
    constructors::keep_open(items);
    Ok(())
}

/// Derives for all types, and no documentation that only repeats the name.
fn public_type(attrs: &mut Vec<Attribute>) {
    attrs.retain(|attr| !docs::text_of(attr).is_some_and(|text| text.starts_with('`') && text.ends_with('`')));
    attrs.push(parse_quote! { #[cfg_attr(feature = "schemars", derive(::schemars::JsonSchema))] });
}

/// APIs write `""` for a price or a time that is not there.
fn tolerant_fields(fields: &mut Fields) {
    for field in fields {
        let Some(inner) = option_of(&field.ty) else { continue };
        // One that must be there, and may be null, says so itself.
        if fields::says(field, "deserialize_with") {
            continue;
        }
        let name = inner.to_token_stream().to_string().replace(' ', "");
        if ["::rust_decimal::Decimal", "::chrono::DateTime<::chrono::Utc>", "::chrono::NaiveDate"]
            .contains(&name.as_str())
        {
            field.attrs.push(parse_quote! { #[serde(default, deserialize_with = "crate::runtime::empty_as_none")] });
        }
    }
}

/// `T` of `Option<T>`.
pub(super) fn option_of(ty: &Type) -> Option<&Type> {
    let Type::Path(path) = ty else { return None };
    let last = path.path.segments.last().filter(|segment| segment.ident == "Option")?;
    usage::first_argument(&last.arguments)
}

/// A setter of an optional field takes what converts into the value, or an `Option` of that; not what converts into the
/// `Option`. One that may also be null takes `None` for null, and any JSON may be made of an `Option`.
fn optional_setter(function: &mut syn::ImplItemFn) {
    if let Some(wanted) = usage::converted(function).and_then(option_of).cloned() {
        takes_optional(function, &wanted);
    }
}

/// Writes a setter anew.
fn takes_optional(function: &mut syn::ImplItemFn, wanted: &Type) {
    let name = &function.sig.ident;
    let text = name.to_string();
    let field = text.strip_prefix("r#").unwrap_or(&text);
    let (attrs, vis) = (&function.attrs, &function.vis);
    let text = wanted.to_token_stream().to_string();
    let mut words = text.split(|c: char| !c.is_alphanumeric() && c != '_');
    let (generics, form) = match words.any(|word| ["Nullable", "serde_json"].contains(&word)) {
        true => (quote! {}, quote! { crate::runtime::Given }),
        false => (quote! { <Form> }, quote! { Form }),
    };
    *function = parse_quote! {
        #(#attrs)*
        #vis fn #name #generics(mut self, value: impl crate::runtime::IntoOptional<#wanted, #form>) -> Self {
            self.#name = value.into_optional(#field);
            self
        }
    };
}

/// The request builders: setters as the generator wrote them, and a `send` of ours.
fn builder_module(module: &mut ItemMod, shaped: &Shaped) {
    let Some((_, items)) = &mut module.content else { return };
    items.retain(|item| !matches!(item, Item::Use(_)));
    items.insert(
        0,
        parse_quote! {
            #[allow(unused_imports)]
            use super::{Bytes, Error, ResponseValue, operations, types};
        },
    );
    let operations: BTreeMap<String, _> =
        shaped.operations.iter().map(|operation| (operation.id.to_pascal_case(), operation)).collect();
    let mut builders: BTreeMap<String, Builder> = BTreeMap::new();
    for mut item in std::mem::take(items) {
        let mut into_future = None;
        match &mut item {
            Item::Struct(structure) => {
                // Their `Debug` would print bodies.
                structure.attrs.retain(|attr| !attr.path().is_ident("derive"));
                builders.extend(Builder::of(structure).map(|builder| (structure.ident.to_string(), builder)));
            }
            Item::Impl(block) => {
                let name = usage::target(block);
                let known = operations.get(&name).zip(builders.get(&name));
                for item in &mut block.items {
                    let ImplItem::Fn(function) = item else { continue };
                    let Some((operation, builder)) = known else { continue };
                    if let Some(wanted) = builder.optional(&function.sig.ident).cloned() {
                        takes_optional(function, &wanted);
                    }
                    if function.sig.ident == "send"
                        && let Some(call) = shaped.calls.get(&operation.id)
                    {
                        into_future = Some(builder.rewrite(function, operation, call));
                    }
                }
            }
            _ => {}
        }
        items.push(item);
        items.extend(into_future);
    }
}

/// Messages in our words.
struct Reword;

impl VisitMut for Reword {
    fn visit_lit_str_mut(&mut self, literal: &mut syn::LitStr) {
        if let Some(new) = literals::reword(&literal.value()) {
            *literal = syn::LitStr::new(&new, literal.span());
        }
    }

    fn visit_macro_mut(&mut self, invocation: &mut syn::Macro) {
        let reworded: proc_macro2::TokenStream = invocation
            .tokens
            .clone()
            .into_iter()
            .map(|token| match syn::parse2::<syn::LitStr>(token.clone().into()) {
                Ok(literal) => match literals::reword(&literal.value()) {
                    Some(new) => syn::LitStr::new(&new, literal.span()).to_token_stream(),
                    None => quote! { #token },
                },
                Err(_) => quote! { #token },
            })
            .collect();
        invocation.tokens = reworded;
    }
}
