//! Setters of builders.

use proc_macro2::TokenStream;
use quote::{ToTokens, quote};
use syn::{Ident, ImplItemFn, Type, parse_quote};

use super::pass::option_of;

/// What a setter does with its value.
pub(super) struct Setter<'a> {
    pub(super) name: &'a Ident,
    /// The type of what is stored.
    pub(super) ty: &'a Type,
    /// Where it is stored.
    pub(super) place: TokenStream,
    /// What is given, and its type.
    pub(super) gives: (TokenStream, TokenStream),
}

impl Setter<'_> {
    /// One of an optional value takes what converts into the value, or an `Option` of that; not what converts into the
    /// `Option`. One that may also be null takes `None` for null, and any JSON may be made of an `Option`.
    pub(super) fn function(&self) -> ImplItemFn {
        let Self { name, ty, place, gives: (value, output) } = self;
        let text = plain(name);
        let Some(wanted) = option_of(ty) else {
            return parse_quote! {
                pub fn #name(mut self, value: impl crate::runtime::IntoArgument<#ty>) -> #output {
                    #place = value.into_argument(#text);
                    #value
                }
            };
        };
        let words = wanted.to_token_stream().to_string();
        let mut words = words.split(|c: char| !c.is_alphanumeric() && c != '_');
        let (generics, form) = match words.any(|word| ["Nullable", "serde_json"].contains(&word)) {
            true => (quote! {}, quote! { crate::runtime::Given }),
            false => (quote! { <Form> }, quote! { Form }),
        };
        parse_quote! {
            pub fn #name #generics(mut self, value: impl crate::runtime::IntoOptional<#wanted, #form>) -> #output {
                #place = value.into_optional(#text);
                #value
            }
        }
    }
}

/// A name as text, without the sign of a raw identifier.
pub(super) fn plain(name: &Ident) -> String {
    let name = name.to_string();
    name.strip_prefix("r#").unwrap_or(&name).to_owned()
}
