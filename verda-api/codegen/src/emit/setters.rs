//! Setters of builders.

use proc_macro2::TokenStream;
use quote::{ToTokens, quote};
use syn::{Ident, ImplItemFn, Type, parse_quote};

use super::syntax::option_of;

/// The description of a setter.
pub(super) struct Setter<'a> {
    pub(super) name: &'a Ident,
    /// The type of the stored value.
    pub(super) ty: &'a Type,
    /// Where it is stored.
    pub(super) place: TokenStream,
    /// The returned value, and its type.
    pub(super) gives: (TokenStream, TokenStream),
}

impl Setter<'_> {
    /// Writes the setter. A setter of an optional value accepts a type that converts into the value, or an `Option` of such a
    /// type, but no type that converts into the `Option`. For a value that may be null, `None` is null; for any JSON, an
    /// `Option` is converted into JSON.
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

/// A name as text, without the prefix of a raw identifier.
pub(super) fn plain(name: &Ident) -> String {
    let name = name.to_string();
    name.strip_prefix("r#").unwrap_or(&name).to_owned()
}
