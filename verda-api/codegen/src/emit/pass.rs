//! The pass over the generated code: our runtime instead of progenitor's, types that accept every value that an API may
//! send, and builders with convenient arguments.

use std::collections::{BTreeMap, BTreeSet};

use quote::ToTokens;
use syn::{Attribute, Fields, File, ImplItem, Item, ItemImpl, ItemMod, ItemStruct, parse_quote};

use super::requests::{self, Builder};
use super::syntax::{option_of, target};
use super::{builders, constructors, docs, fields, internal, states, types, usage};
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
    let builders = file.items.iter_mut().find_map(|item| match item {
        Item::Mod(module) if module.ident == "builder" => Some(builder_module(module, shaped)),
        _ => None,
    });
    let builders = builders.unwrap_or_default();
    for mut item in std::mem::take(&mut file.items) {
        match &mut item {
            Item::Use(_) => continue,
            Item::Mod(module) if module.ident == "prelude" => continue,
            Item::Mod(module) if module.ident == "types" => types_module(module, shaped)?,
            Item::Const(_) => continue,
            Item::Impl(block) if block.trait_.is_some() || is_constructors(block) => continue,
            Item::Impl(block) => operations(block, &builders, &deprecated),
            Item::Struct(client) if client.ident == "Client" => {
                client.attrs.retain(|attr| !attr.path().is_ident("doc") && !attr.path().is_ident("derive"));
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
    states::add(file);
    constructors::add(file, &shaped.types);
    builders::compile_where_used(file);
    docs::document(file, shaped);
    Ok(())
}

fn is_constructors(block: &ItemImpl) -> bool {
    block.items.iter().any(|item| matches!(item, ImplItem::Fn(function) if function.sig.ident == "new_with_client"))
}

/// Gives client methods their required arguments, and marks deprecated ones.
fn operations(block: &mut ItemImpl, builders: &BTreeMap<String, Builder>, deprecated: &BTreeSet<&str>) {
    for item in &mut block.items {
        let ImplItem::Fn(function) = item else { continue };
        if let Some(builder) = builders.get(&usage::builder_of(function)) {
            builder.write_method(function);
        }
        if deprecated.contains(function.sig.ident.to_string().as_str()) {
            function.attrs.push(parse_quote! { #[deprecated = "deprecated in the API's document"] });
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
                fields::in_builders(builder, &shaped.types);
            }
            _ => {}
        }
    }
    let written: File = syn::parse2(types::written(&shaped.types)).map_err(|error| internal(&error))?;
    items.extend(written.items);
    items.extend(fields::null_or_value(&shaped.types));
    constructors::keep_open(items);
    Ok(())
}

/// Adds derives to a type, and removes documentation that only repeats its name.
fn public_type(attrs: &mut Vec<Attribute>) {
    attrs.retain(|attr| !docs::text_of(attr).is_some_and(|text| text.starts_with('`') && text.ends_with('`')));
    attrs.push(parse_quote! { #[cfg_attr(feature = "schemars", derive(::schemars::JsonSchema))] });
}

/// Reads `""` as none: APIs write it for an absent price or time.
fn tolerant_fields(fields: &mut Fields) {
    for field in fields {
        let Some(inner) = option_of(&field.ty) else { continue };
        // A required member that may be null already has a deserializer.
        if fields::has_serde_word(field, "deserialize_with") {
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

/// Rewrites the request builders, and returns them by name.
fn builder_module(module: &mut ItemMod, shaped: &Shaped) -> BTreeMap<String, Builder> {
    let mut builders = BTreeMap::new();
    let Some((_, items)) = &mut module.content else { return builders };
    let operations: BTreeMap<String, _> = shaped
        .operations
        .iter()
        .filter_map(|operation| Some((requests::name(operation), (operation, shaped.calls.get(&operation.id)?))))
        .collect();
    let mut structures: BTreeMap<String, ItemStruct> = BTreeMap::new();
    let mut written = vec![parse_quote! {
        #[allow(unused_imports)]
        use super::{Bytes, Error, ResponseValue, operations, types};
    }];
    for item in std::mem::take(items) {
        match item {
            Item::Struct(structure) => {
                structures.insert(structure.ident.to_string(), structure);
            }
            Item::Impl(block) => {
                let name = target(&block);
                let send = block.items.iter().find_map(|item| match item {
                    ImplItem::Fn(function) if function.sig.ident == "send" => Some(function),
                    _ => None,
                });
                let known = send.zip(operations.get(&name)).zip(structures.get(&name));
                let Some(((send, (operation, call)), structure)) = known else { continue };
                let Some(builder) = Builder::of(structure, call) else { continue };
                written.extend(builder.items(structure, &requests::success(send, call), operation, call));
                builders.insert(name, builder);
            }
            _ => {}
        }
    }
    *items = written;
    builders
}
