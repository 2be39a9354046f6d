//! Constructors (`new`) of types in requests. They take exactly the required members, so that an optional member of a later
//! document breaks no code.

use std::collections::{BTreeSet, HashSet};

use quote::quote;
use syn::{Fields, File, Item, ItemImpl, ItemStruct, Type, parse_quote};

use super::fields::has_serde_word;
use super::syntax::option_of;
use super::usage::Usage;
use crate::model::Types;

/// The maximum number of arguments: callers confuse more arguments without names, so a type with more has only its builder.
const MOST_ARGUMENTS: usize = 3;

/// Marks structs and enums as `#[non_exhaustive]`: a new document adds members and variants.
pub(super) fn keep_open(items: &mut [Item]) {
    for item in items {
        match item {
            Item::Struct(ItemStruct { attrs, fields: Fields::Named(_), .. }) => {
                attrs.push(parse_quote! { #[non_exhaustive] })
            }
            Item::Enum(item) => item.attrs.push(parse_quote! { #[non_exhaustive] }),
            _ => {}
        }
    }
}

/// Gives each type that a request can hold its constructor.
pub(super) fn add(file: &mut File, types: &Types) {
    let usage = Usage::of(file);
    let in_requests: BTreeSet<String> = usage.in_requests().into_iter().map(str::to_owned).collect();
    let module = file.items.iter_mut().find_map(|item| match item {
        Item::Mod(module) if module.ident == "types" => module.content.as_mut(),
        _ => None,
    });
    let Some((_, items)) = module else { return };
    let mut out = Vec::with_capacity(items.len());
    for item in std::mem::take(items) {
        let constructor = match &item {
            Item::Struct(structure) if in_requests.contains(&structure.ident.to_string()) => {
                constructor(structure, types)
            }
            _ => None,
        };
        out.push(item);
        out.extend(constructor.map(Item::Impl));
    }
    *items = out;
}

/// `None` where a member is required and may be null, and where two arguments could be swapped: a builder asks for them by name.
/// Those of one type could, and those into which a text is converted. So an enum next to another one of them is taken unconverted.
fn constructor(structure: &ItemStruct, types: &Types) -> Option<ItemImpl> {
    let Fields::Named(fields) = &structure.fields else { return None };
    let model = types.structure(&structure.ident.to_string());
    let known = |field: &syn::Field| {
        model.and_then(|model| {
            model.fields.iter().find(|known| field.ident.as_ref().is_some_and(|it| *it == known.ident))
        })
    };
    let is_optional = |field: &syn::Field| {
        option_of(&field.ty).is_some() || has_serde_word(field, "default") || has_serde_word(field, "flatten")
    };
    let texts = fields.named.iter().filter(|field| !is_optional(field)).filter_map(known).map(|known| &known.ty);
    let (enums, texts): (Vec<_>, Vec<_>) = texts.filter(|ty| types.takes_text(ty)).partition(|ty| types.is_enum(ty));
    if texts.len() > 1 {
        return None;
    }
    let has_several = enums.len() + texts.len() > 1;
    let (mut arguments, mut values, mut taken) = (Vec::new(), Vec::new(), HashSet::new());
    for field in &fields.named {
        let name = field.ident.as_ref()?;
        if option_of(&field.ty).is_some() && known(field).is_some_and(|known| known.required) {
            return None;
        }
        if is_optional(field) {
            values.push(quote! { #name: ::std::default::Default::default() });
            continue;
        }
        let ty = &field.ty;
        if !taken.insert(ty) {
            return None;
        }
        if is_number(ty) || (has_several && known(field).is_some_and(|known| types.is_enum(&known.ty))) {
            arguments.push(quote! { #name: #ty });
            values.push(quote! { #name });
        } else {
            arguments.push(quote! { #name: impl ::std::convert::Into<#ty> });
            values.push(quote! { #name: #name.into() });
        }
    }
    // A secret in place of a name would be shown.
    let is_secret_swapped = arguments.len() > 1 && taken.iter().any(|ty| is_secret(ty));
    if arguments.len() > MOST_ARGUMENTS || is_secret_swapped {
        return None;
    }
    let ident = &structure.ident;
    let doc = match arguments.len() {
        0 => "A value with no member set; all members are optional.",
        _ => "A value with the required members; all other members are optional.",
    };
    Some(parse_quote! {
        impl #ident {
            #[doc = #doc]
            #[inline]
            pub fn new(#(#arguments),*) -> Self {
                Self { #(#values),* }
            }
        }
    })
}

/// Whether a type is a number or a boolean: with `Into`, the type of a literal number would be ambiguous.
fn is_number(ty: &Type) -> bool {
    let numbers = ["bool", "u8", "u16", "u32", "u64", "i8", "i16", "i32", "i64", "f32", "f64"];
    matches!(ty, Type::Path(path) if numbers.iter().any(|name| path.path.is_ident(name)))
}

fn is_secret(ty: &Type) -> bool {
    matches!(ty, Type::Path(path) if path.path.segments.last().is_some_and(|last| last.ident == "SecretString"))
}
