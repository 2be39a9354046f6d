//! The types that are written beside the generated ones: ids, open enums and unions.

use proc_macro2::TokenStream;
use quote::{format_ident, quote};

use crate::prose;
use crate::shape::{OpenEnum, Shaped, Union};

/// The items for the module of types.
pub(crate) fn written(shaped: &Shaped) -> TokenStream {
    let ids = shaped.ids.iter().map(|name| {
        let ident = format_ident!("{name}");
        let doc = format!("{}, as the API gives it. Opaque: no form is checked.", prose::of_name(name));
        quote! {
            #[doc = #doc]
            #[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
            pub struct #ident(String);
            crate::runtime::id_type!(#ident);
        }
    });
    let enums = shaped.enums.iter().map(|(name, open_enum)| open(name, open_enum));
    let unions = shaped.unions.iter().map(|(name, union)| match union {
        Union::Tagged { tag, variants } => tagged(name, tag, variants),
        Union::ByContent { variants } => by_content(name, variants),
    });
    quote! { #(#ids)* #(#enums)* #(#unions)* }
}

fn open(name: &str, OpenEnum { description, variants }: &OpenEnum) -> TokenStream {
    let ident = format_ident!("{name}");
    let words = prose::capitalised(&prose::words(name));
    let doc = match description.as_str() {
        "" => format!("{words}. Open: a value that this version does not know is kept as it came."),
        text => format!("{text}\n\nOpen: a value that this version does not know is kept as it came."),
    };
    let values: Vec<&String> = variants.iter().map(|(_, value)| value).collect();
    let idents: Vec<_> = variants.iter().map(|(variant, _)| format_ident!("{variant}")).collect();
    let docs = values.iter().map(|value| format!("`{value}` on the wire."));
    quote! {
        #[doc = #doc]
        #[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub enum #ident {
            #(#[doc = #docs] #idents,)*
            /// A value that this version does not know, as it came; it is sent back unchanged.
            Unknown(String),
        }
        impl #ident {
            /// The value as the API writes it.
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

fn tagged(name: &str, tag: &str, variants: &[(String, String, String)]) -> TokenStream {
    let ident = format_ident!("{name}");
    let kinds = one_of(variants.iter().map(|(.., target)| target));
    let doc = format!("{kinds}, told apart by `{tag}`. A kind that this version does not know is kept as it came.");
    let docs = variants.iter().map(|(_, value, _)| format!("`{tag}` is `{value}`."));
    let idents: Vec<_> = variants.iter().map(|(variant, ..)| format_ident!("{variant}")).collect();
    let values: Vec<&String> = variants.iter().map(|(_, value, _)| value).collect();
    let targets: Vec<_> = variants.iter().map(|(.., target)| format_ident!("{target}")).collect();
    quote! {
        #[doc = #doc]
        #[derive(Clone, Debug, PartialEq)]
        pub enum #ident {
            #(#[doc = #docs] #idents(#targets),)*
            /// A kind that this version does not know; it is sent back unchanged.
            Unknown(::serde_json::Map<String, ::serde_json::Value>),
        }
        #(
            impl From<#targets> for #ident {
                fn from(value: #targets) -> Self {
                    Self::#idents(value)
                }
            }
        )*
        impl ::serde::Serialize for #ident {
            fn serialize<S: ::serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
                match self {
                    #(Self::#idents(value) => crate::runtime::with_tag(value, #tag, #values, serializer),)*
                    Self::Unknown(object) => object.serialize(serializer),
                }
            }
        }
        impl<'de> ::serde::Deserialize<'de> for #ident {
            fn deserialize<D: ::serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
                let object = ::serde_json::Map::deserialize(deserializer)?;
                match crate::runtime::tag_of(&object, #tag) {
                    #(Some(#values) => crate::runtime::branch(object).map(Self::#idents),)*
                    _ => Ok(Self::Unknown(object)),
                }
            }
        }
        #[cfg(feature = "schemars")]
        impl ::schemars::JsonSchema for #ident {
            fn schema_name() -> ::std::borrow::Cow<'static, str> {
                #name.into()
            }
            fn json_schema(generator: &mut ::schemars::SchemaGenerator) -> ::schemars::Schema {
                let branches = [
                    #(crate::runtime::tagged_schema(generator.subschema_for::<#targets>(), #tag, #values),)*
                ];
                ::schemars::json_schema!({ "oneOf": branches })
            }
        }
    }
}

fn by_content(name: &str, variants: &[(String, String, Vec<String>)]) -> TokenStream {
    let ident = format_ident!("{name}");
    let doc = format!("{}, told apart by what is in it.", one_of(variants.iter().map(|(_, target, _)| target)));
    let docs = variants.iter().map(|(.., marks)| match marks.as_slice() {
        [] => "What is none of the others.".to_owned(),
        marks => format!("Has `{}`.", marks.join("` or `")),
    });
    let idents: Vec<_> = variants.iter().map(|(variant, ..)| format_ident!("{variant}")).collect();
    let targets: Vec<_> = variants.iter().map(|(_, target, _)| format_ident!("{target}")).collect();
    let marks: Vec<TokenStream> = variants.iter().map(|(.., marks)| quote! { &[#(#marks),*] }).collect();
    let numbers: Vec<usize> = (0..variants.len()).collect();
    let unmarked = variants.iter().position(|(.., marks)| marks.is_empty()).unwrap_or_default();
    quote! {
        #[doc = #doc]
        #[derive(Clone, Debug, PartialEq)]
        pub enum #ident {
            #(#[doc = #docs] #idents(#targets),)*
        }
        #(
            impl From<#targets> for #ident {
                fn from(value: #targets) -> Self {
                    Self::#idents(value)
                }
            }
        )*
        impl ::serde::Serialize for #ident {
            fn serialize<S: ::serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
                match self {
                    #(Self::#idents(value) => value.serialize(serializer),)*
                }
            }
        }
        impl<'de> ::serde::Deserialize<'de> for #ident {
            fn deserialize<D: ::serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
                let object = ::serde_json::Map::deserialize(deserializer)?;
                match crate::runtime::best_branch(&object, &[#(#marks),*], #unmarked) {
                    #(#numbers => crate::runtime::branch(object).map(Self::#idents),)*
                    _ => Err(::serde::de::Error::custom("no branch fits")),
                }
            }
        }
        #[cfg(feature = "schemars")]
        impl ::schemars::JsonSchema for #ident {
            fn schema_name() -> ::std::borrow::Cow<'static, str> {
                #name.into()
            }
            fn json_schema(generator: &mut ::schemars::SchemaGenerator) -> ::schemars::Schema {
                let branches = [#(generator.subschema_for::<#targets>(),)*];
                ::schemars::json_schema!({ "anyOf": branches })
            }
        }
    }
}

/// "One of [`Cat`], [`Dog`]", for a union of them.
fn one_of<'a>(targets: impl Iterator<Item = &'a String>) -> String {
    let links: Vec<String> = targets.map(|target| format!("[`{target}`]")).collect();
    format!("One of {}", links.join(", "))
}
