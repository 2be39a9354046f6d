//! What the generator cannot be told of fields: names that are not those of the document, and what is behind a pointer.

use std::collections::BTreeSet;

use proc_macro2::{TokenStream, TokenTree};
use syn::visit_mut::{self, VisitMut};
use syn::{Attribute, Expr, Field, FieldValue, Fields, Item, ItemMod, Member, Meta, Type, parse_quote};

use super::pass::option_of;
use super::usage::target;
use crate::model::{REST, Struct, TypeRef, Types};

/// Gives the fields of a struct their names on the wire, and their boxes, and lets members of any other name say where they fail.
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
        if known.is_renamed() {
            let wire = &known.wire;
            field.attrs.push(parse_quote! { #[serde(rename = #wire)] });
        }
        if known.boxed {
            field.ty = boxed(&field.ty);
        }
    }
}

/// Whether serde is told a word about a field; the field's name on the wire is no such word.
pub(super) fn says(field: &Field, word: &str) -> bool {
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

/// Builders take and hold values without boxes; what they build has them. No member need be given that has no name.
pub(super) fn in_builders(module: &mut ItemMod, types: &Types) {
    for item in module.content.iter_mut().flat_map(|(_, items)| items) {
        let Item::Impl(block) = item else { continue };
        let Some((of, _)) = &block.trait_ else { continue };
        // Both are called alike: the type and its builder.
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

/// Sets the field of all other members to none.
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
