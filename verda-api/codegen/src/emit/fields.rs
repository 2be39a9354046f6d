//! Properties of fields that the generator does not support: names that differ from the document's, and boxes.

use std::collections::BTreeSet;

use proc_macro2::{TokenStream, TokenTree};
use quote::format_ident;
use syn::visit_mut::{self, VisitMut};
use syn::{Attribute, Expr, Field, FieldValue, Fields, Item, ItemMod, Member, Meta, Type, parse_quote};

use super::syntax::{option_of, target};
use crate::model::{self, REST, Struct, TypeDef, TypeRef, Types};

/// Sets the wire names and the boxes of a struct's fields, and the deserializer for members of other names, which reports the
/// failing place.
pub(super) fn named_and_boxed(fields: &mut Fields, model: &Struct) {
    for field in fields {
        let ident = field.ident.as_ref().map(ToString::to_string).unwrap_or_default();
        if ident == REST && model.rest.is_some() {
            field.attrs.push(parse_quote! { #[doc = " Members that the document does not name."] });
        }
        if ident == REST && model.rest.as_ref().is_some_and(|rest| *rest != TypeRef::Any) {
            field.attrs.push(parse_quote! { #[serde(deserialize_with = "crate::runtime::others")] });
        }
        let Some(known) = model.fields.iter().find(|known| known.ident == ident) else { continue };
        if known.is_renamed {
            let wire = &known.wire;
            field.attrs.push(parse_quote! { #[serde(rename = #wire)] });
        }
        if is_cleared_by_null(known) {
            let function = NULL_OR_VALUE;
            field.attrs.push(parse_quote! { #[serde(default, deserialize_with = #function)] });
        }
        if known.boxed {
            field.ty = boxed(&field.ty);
        }
    }
}

/// The function of the module of types that decodes a member which null clears: serde reads null as an absent member.
const NULL_OR_VALUE: &str = "null_or_value";

fn is_cleared_by_null(field: &model::Field) -> bool {
    !field.required && matches!(field.ty, TypeRef::Clearable(_))
}

/// The function for members that null clears, if a type has some.
pub(super) fn null_or_value(types: &Types) -> Option<Item> {
    let has_some = |def: &TypeDef| match def {
        TypeDef::Struct(structure) => structure.fields.iter().any(is_cleared_by_null),
        _ => false,
    };
    let name = format_ident!("{NULL_OR_VALUE}");
    types.defs.values().any(has_some).then(|| {
        parse_quote! {
            /// Decodes a member that is there: null clears it, and is not the same as an absent member.
            fn #name<'de, D: ::serde::Deserializer<'de>, T: ::serde::Deserialize<'de>>(
                deserializer: D,
            ) -> ::std::result::Result<::std::option::Option<T>, D::Error> {
                T::deserialize(deserializer).map(::std::option::Option::Some)
            }
        }
    })
}

/// Whether a field has a serde attribute with this word, apart from its wire name.
pub(super) fn has_serde_word(field: &Field, word: &str) -> bool {
    let words = |attr: &Attribute| match &attr.meta {
        Meta::List(list) if attr.path().is_ident("serde") => list.tokens.clone(),
        _ => TokenStream::new(),
    };
    field.attrs.iter().flat_map(words).any(|token| matches!(&token, TokenTree::Ident(ident) if ident == word))
}

fn boxed(ty: &Type) -> Type {
    match option_of(ty) {
        Some(inner) => parse_quote! { ::std::option::Option<::std::boxed::Box<#inner>> },
        None => parse_quote! { ::std::boxed::Box<#ty> },
    }
}

/// Adapts builders: their values have no boxes, the built types do. The members of other names are optional.
pub(super) fn in_builders(module: &mut ItemMod, types: &Types) {
    for item in module.content.iter_mut().flat_map(|(_, items)| items) {
        let Item::Impl(block) = item else { continue };
        let Some((of, _)) = &block.trait_ else { continue };
        // The type and its builder have the same name.
        let Some(structure) = types.structure(&target(block)) else { continue };
        let builds = match of.segments.last().map(|last| last.ident.to_string()).as_deref() {
            Some("TryFrom") => true,
            Some("From") => false,
            Some("Default") if structure.rest.is_some() => {
                NoRest.visit_item_impl_mut(block);
                continue;
            }
            _ => continue,
        };
        let fields: BTreeSet<(&str, bool)> = structure
            .fields
            .iter()
            .filter(|field| field.boxed)
            .map(|field| (field.ident.as_str(), field.required && !matches!(field.ty, TypeRef::Nullable(_))))
            .collect();
        if !fields.is_empty() {
            Rebox { fields, builds }.visit_item_impl_mut(block);
        }
    }
}

/// Makes the field of the members of other names empty by default.
struct NoRest;

impl VisitMut for NoRest {
    fn visit_field_value_mut(&mut self, field: &mut FieldValue) {
        if matches!(&field.member, Member::Named(name) if name == REST) {
            field.expr = parse_quote! { Ok(::std::default::Default::default()) };
        }
    }
}

struct Rebox<'a> {
    /// The fields that are behind a pointer, and whether they are always there.
    fields: BTreeSet<(&'a str, bool)>,
    builds: bool,
}

impl VisitMut for Rebox<'_> {
    fn visit_field_value_mut(&mut self, field: &mut FieldValue) {
        let Member::Named(name) = &field.member else { return };
        let name = name.to_string();
        let (always, optional) =
            (self.fields.contains(&(name.as_str(), true)), self.fields.contains(&(name.as_str(), false)));
        let (value, member) = (&field.expr, &field.member);
        let new: Option<Expr> = match (self.builds, always, optional) {
            (true, true, _) => Some(parse_quote! { ::std::boxed::Box::new(#value) }),
            (true, _, true) => Some(parse_quote! { #value.map(::std::boxed::Box::new) }),
            (false, true, _) => Some(parse_quote! { Ok(*value.#member) }),
            (false, _, true) => Some(parse_quote! { Ok(value.#member.map(|value| *value)) }),
            _ => None,
        };
        match new {
            Some(new) => field.expr = new,
            None => visit_mut::visit_field_value_mut(self, field),
        }
    }
}
