//! Types that we write instead of the generator: ids, open enums, unions, and named types for any JSON.

use proc_macro2::TokenStream;
use quote::{format_ident, quote};

use super::unions;
use crate::model::{CursorPage, OpenEnum, TypeDef, Types};
use crate::prose;

/// The items for the module of types.
pub(crate) fn written(types: &Types) -> TokenStream {
    let ids = types.defs.iter().filter(|(_, def)| matches!(def, TypeDef::Id)).map(|(name, _)| id(name));
    let others = types.defs.iter().filter_map(|(name, def)| match def {
        TypeDef::Enum(open_enum) => Some(open(name, open_enum)),
        TypeDef::Json => {
            let ident = format_ident!("{name}");
            Some(quote! { pub type #ident = ::serde_json::Value; })
        }
        _ => None,
    });
    let unions = types.defs.iter().filter_map(|(name, def)| match def {
        TypeDef::Union(union) => Some(unions::written(name, union, types)),
        _ => None,
    });
    let pages = types.pages.iter().map(|(name, page)| cursor_page(name, page));
    quote! { #(#ids)* #(#others)* #(#unions)* #(#pages)* }
}

/// The implementation that splits a page into its items and the next cursor.
fn cursor_page(name: &str, CursorPage { cursor, item, items, next }: &CursorPage) -> TokenStream {
    let ident = format_ident!("{name}");
    let item: TokenStream = item.parse().unwrap_or_default();
    let (items_member, next_member) = (&cursor.items, &cursor.next);
    let field = |name: &str| format_ident!("{name}");
    let read = |of: TokenStream, (name, is_option): &(String, bool)| {
        let field = field(name);
        if *is_option { quote!(#of.#field) } else { quote!(::std::option::Option::Some(#of.#field)) }
    };
    let items = read(quote!(self), items);
    let next = match next.as_slice() {
        [outer, inner] => {
            let (outer, inner) = (read(quote!(self), outer), read(quote!(inner), inner));
            quote!(#outer.and_then(|inner| #inner))
        }
        [only] => read(quote!(self), only),
        _ => quote!(::std::option::Option::None),
    };
    quote! {
        impl crate::runtime::CursorPage for #ident {
            type Item = #item;
            const ITEMS: &'static str = #items_member;
            const NEXT: &'static str = #next_member;
            fn into_page(
                self,
            ) -> (::std::option::Option<::std::vec::Vec<Self::Item>>, ::std::option::Option<::std::string::String>) {
                (#items, #next)
            }
        }
    }
}

fn id(name: &str) -> TokenStream {
    let ident = format_ident!("{name}");
    let doc = format!("{}, as returned by the API. Opaque: its format is not checked.", prose::of_name(name));
    quote! {
        #[doc = #doc]
        #[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub struct #ident(String);
        crate::runtime::id_type!(#ident);
    }
}

fn open(name: &str, OpenEnum { description, variants, takes_any_text }: &OpenEnum) -> TokenStream {
    let ident = format_ident!("{name}");
    let words = prose::capitalised(&prose::words(name));
    let doc = match description.as_str() {
        "" => format!("{words}. Open enum: a value that this version does not know is kept unchanged."),
        text => format!("{text}\n\nOpen enum: a value that this version does not know is kept unchanged."),
    };
    let values: Vec<&String> = variants.iter().map(|(_, value)| value).collect();
    let idents: Vec<_> = variants.iter().map(|(variant, _)| format_ident!("{variant}")).collect();
    let docs = values.iter().map(|value| format!("`{value}` on the wire."));
    let in_any_case = takes_any_text.then(|| quote! { const IN_ANY_CASE: bool = false; });
    quote! {
        #[doc = #doc]
        #[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub enum #ident {
            #(#[doc = #docs] #idents,)*
            /// A value that this version does not know; it is kept and sent back unchanged.
            Unknown(String),
        }
        impl #ident {
            /// The value in the API's spelling.
            #[inline]
            pub fn as_str(&self) -> &str {
                match self {
                    #(Self::#idents => #values,)*
                    Self::Unknown(value) => value,
                }
            }
        }
        impl crate::runtime::OpenEnum for #ident {
            const NAME: &'static str = #name;
            const VALUES: &'static [&'static str] = &[#(#values),*];
            #in_any_case
            #[inline]
            fn known(value: &str) -> Option<Self> {
                match value {
                    #(#values => Some(Self::#idents),)*
                    _ => None,
                }
            }
            fn unknown(value: String) -> Self {
                Self::Unknown(value)
            }
        }
        crate::runtime::open_enum!(#ident);
    }
}
