//! Unions: enums that document how their variants are distinguished.

use std::collections::BTreeMap;

use proc_macro2::TokenStream;
use quote::{format_ident, quote};
use syn::Ident;

use crate::model::{Kind, Member, Rest, Shape, TypeDef, TypeRef, Types, Union, Variant};

/// One variant of a union, as code.
struct Written {
    ident: Ident,
    /// The type of its value.
    held: TokenStream,
    /// Converts JSON into its value.
    boxing: TokenStream,
}

/// Whether a struct keeps members of any name, which would include a tag that is no field.
fn keeps_all(ty: &TypeRef, tag: &str, types: &Types) -> bool {
    let structure = match ty {
        TypeRef::Named(name) => types.structure(name),
        _ => None,
    };
    structure.is_some_and(|it| it.rest.is_some() && it.fields.iter().all(|field| field.wire != tag))
}

/// The items of a union.
pub(super) fn written(name: &str, union: &Union, types: &Types) -> TokenStream {
    let variants: Vec<&Variant> = union.variants();
    let all: Vec<Written> = variants.iter().map(|variant| one(variant)).collect();
    let ident = format_ident!("{name}");
    let (idents, held): (Vec<_>, Vec<_>) = all.iter().map(|variant| (&variant.ident, &variant.held)).unzip();
    let boxing: Vec<_> = all.iter().map(|variant| &variant.boxing).collect();
    let from = from(&ident, &variants, &all, types);
    let schema = schema(name, union);
    let (how, docs) = documented(union);
    let doc = format!("{}, {how}", one_of(&variants));
    let deserialize = |body: TokenStream| {
        quote! {
            impl<'de> ::serde::Deserialize<'de> for #ident {
                fn deserialize<D: ::serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
                    #body
                }
            }
        }
    };
    let (unknown, serialize, deserialize) = match union {
        Union::Tagged { tag, variants } => {
            let written = variants.iter().zip(&idents).map(|((_, values), ident)| match values.as_slice() {
                [only] => quote! { Self::#ident(value) => crate::runtime::with_tag(value, #tag, #only, serializer) },
                _ => quote! { Self::#ident(value) => ::serde::Serialize::serialize(value, serializer) },
            });
            let values = variants.iter().map(|(_, values)| quote! { #(Some(#values))|* });
            let objects = variants.iter().map(|(variant, _)| match keeps_all(&variant.ty, tag, types) {
                true => quote! { crate::runtime::without(object, #tag) },
                false => quote! { object },
            });
            (
                quote! {
                    /// A kind that this version does not know; it is kept and sent back unchanged.
                    Unknown(::serde_json::Map<String, ::serde_json::Value>),
                },
                quote! { #(#written,)* Self::Unknown(object) => ::serde::Serialize::serialize(object, serializer), },
                deserialize(quote! {
                    crate::runtime::object(deserializer, |object| match crate::runtime::tag_of(&object, #tag) {
                        #(#values => crate::runtime::branch(#objects) #boxing.map(Self::#idents),)*
                        _ => Ok(Self::Unknown(object)),
                    })
                }),
            )
        }
        Union::Marked(_) | Union::ByMembers(_) => {
            let numbers = 0..idents.len();
            let find = match union {
                Union::Marked(variants) => {
                    let marks = variants.iter().map(|(_, marks)| quote! { &[#(#marks),*] });
                    let unmarked = variants.iter().position(|(_, marks)| marks.is_empty());
                    // Where each variant has marks, none is left for an object without them.
                    let unmarked = unmarked.unwrap_or(variants.len());
                    quote! { best_branch(&object, &[#(#marks),*], #unmarked) }
                }
                Union::ByMembers(variants) => {
                    let shapes = variants.iter().map(|(_, shape)| members(shape));
                    quote! { fitting_branch(&object, &[#(#shapes),*]) }
                }
                _ => TokenStream::new(),
            };
            (
                TokenStream::new(),
                quote! { #(Self::#idents(value) => ::serde::Serialize::serialize(value, serializer),)* },
                deserialize(quote! {
                    crate::runtime::object(deserializer, |object| match crate::runtime::#find {
                        #(#numbers => crate::runtime::branch(object) #boxing.map(Self::#idents),)*
                        _ => Err("no branch fits".to_owned()),
                    })
                }),
            )
        }
        Union::ByKind(variants) => {
            let kinds = variants.iter().map(|(_, kinds)| {
                let takes_numbers = kinds.contains(&Kind::Number) && !kinds.contains(&Kind::Integer);
                let letters = kinds.iter().copied().chain(takes_numbers.then_some(Kind::Integer)).map(Kind::letter);
                quote! { #(#letters)|* }
            });
            // A number that is too large, or a text that is no time, is a value of an unknown kind.
            let decoded = variants.iter().zip(&idents).zip(&boxing).map(|(((_, kinds), ident), boxing)| {
                match kinds.iter().any(|kind| matches!(kind, Kind::List | Kind::Object)) {
                    true => quote! { crate::runtime::branch(value) #boxing.map(Self::#ident) },
                    false => quote! { Ok(crate::runtime::scalar(&value).map_or(Self::Unknown(value), Self::#ident)) },
                }
            });
            (
                quote! {
                    /// Any other value; it is kept and sent back unchanged.
                    Unknown(::serde_json::Value),
                },
                quote! {
                    #(Self::#idents(value) => ::serde::Serialize::serialize(value, serializer),)*
                    Self::Unknown(value) => ::serde::Serialize::serialize(value, serializer),
                },
                deserialize(quote! {
                    crate::runtime::any(deserializer, |value| match crate::runtime::json_type(&value) {
                        #(#kinds => #decoded,)*
                        _ => Ok(Self::Unknown(value)),
                    })
                }),
            )
        }
    };
    quote! {
        #[doc = #doc]
        #[derive(Clone, Debug, PartialEq)]
        pub enum #ident {
            #(#[doc = #docs] #idents(#held),)*
            #unknown
        }
        #from
        impl ::serde::Serialize for #ident {
            fn serialize<S: ::serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
                match self { #serialize }
            }
        }
        #deserialize
        #schema
    }
}

/// The type as the module of types writes it.
fn path(ty: &TypeRef) -> TokenStream {
    let rust = match ty {
        TypeRef::Named(name) => name.clone(),
        other => other.rust(),
    };
    rust.parse().unwrap_or_default()
}

fn one(Variant { name, ty, boxed }: &Variant) -> Written {
    let path = path(ty);
    let (held, boxing) = match boxed {
        true => (quote! { ::std::boxed::Box<#path> }, quote! { .map(::std::boxed::Box::new) }),
        false => (path, TokenStream::new()),
    };
    Written { ident: format_ident!("{name}"), held, boxing }
}

/// Conversions from the values of variants, if only one variant has this type.
fn from(union: &Ident, variants: &[&Variant], all: &[Written], types: &Types) -> TokenStream {
    // Another name of any JSON is no type of its own.
    let resolved = |ty: &TypeRef| match ty {
        TypeRef::Named(name) if matches!(types.defs.get(name), Some(TypeDef::Json)) => TypeRef::Any.rust(),
        ty => ty.rust(),
    };
    let mut uses: BTreeMap<String, usize> = BTreeMap::new();
    for variant in variants {
        *uses.entry(resolved(&variant.ty)).or_default() += 1;
    }
    let own = format!("crate::types::{union}");
    let impls = variants.iter().zip(all).filter_map(|(variant, Written { ident, .. })| {
        let rust = resolved(&variant.ty);
        let path = path(&variant.ty);
        let value = if variant.boxed {
            quote! { ::std::boxed::Box::new(value) }
        } else {
            quote! { value }
        };
        (uses.get(&rust) == Some(&1) && rust != own).then(|| {
            quote! {
                impl From<#path> for #union {
                    fn from(value: #path) -> Self {
                        Self::#ident(#value)
                    }
                }
            }
        })
    });
    quote! { #(#impls)* }
}

fn members(Shape { members, rest }: &Shape) -> TokenStream {
    let letters = |kinds: &[Kind]| kinds.iter().map(|kind| kind.letter()).collect::<String>();
    let members = members.iter().map(|Member { name, required, kinds, values }| {
        let kinds = letters(kinds);
        quote! { crate::runtime::Member { name: #name, required: #required, kinds: #kinds, values: &[#(#values),*] } }
    });
    let keeps = matches!(rest, Rest::Of(_));
    let rest = match rest {
        Rest::Ignored => String::new(),
        // No JSON type has this letter.
        Rest::Nothing => "-".to_owned(),
        Rest::Of(kinds) => letters(kinds),
    };
    quote! { crate::runtime::Shape { members: &[#(#members),*], rest: #rest, keeps: #keeps } }
}

/// How the variants are distinguished, and the documentation of each.
fn documented(union: &Union) -> (String, Vec<String>) {
    let quoted = |names: &[String]| format!("`{}`", names.join("` or `"));
    match union {
        Union::Tagged { tag, variants } => (
            format!("distinguished by `{tag}`. A value of an unknown kind is kept unchanged."),
            variants.iter().map(|(_, values)| format!("`{tag}` is {}.", quoted(values))).collect(),
        ),
        Union::Marked(variants) => (
            "distinguished by its members.".to_owned(),
            variants
                .iter()
                .map(|(_, marks)| match marks.as_slice() {
                    [] => "An object that matches no other variant.".to_owned(),
                    marks => format!("Has {}.", quoted(marks)),
                })
                .collect(),
        ),
        Union::ByMembers(variants) => (
            "distinguished by its members: the variant that fits best and covers most members.".to_owned(),
            variants
                .iter()
                .map(|(_, Shape { members, .. })| {
                    let names: Vec<String> =
                        members.iter().take(5).map(|member| format!("`{}`", member.name)).collect();
                    match names.as_slice() {
                        [] => "An object of any other kind.".to_owned(),
                        names if members.len() > names.len() => format!("An object with {}, ….", names.join(", ")),
                        names => format!("An object with {}.", names.join(", ")),
                    }
                })
                .collect(),
        ),
        Union::ByKind(variants) => (
            "distinguished by the JSON type. A value of another JSON type is kept unchanged.".to_owned(),
            variants
                .iter()
                .map(|(_, kinds)| {
                    let kinds: Vec<String> = kinds.iter().map(|kind| kind.variant().to_lowercase()).collect();
                    format!("JSON type: {}.", kinds.join(" or "))
                })
                .collect(),
        ),
    }
}

/// "One of [`Cat`], [`Dog`]", for a union of them.
fn one_of(variants: &[&Variant]) -> String {
    let links: Vec<String> = variants
        .iter()
        .map(|variant| match &variant.ty {
            TypeRef::Named(name) => format!("[`{name}`]"),
            _ => format!("`{}`", variant.name),
        })
        .collect();
    format!("One of {}", links.join(", "))
}

fn schema(name: &str, union: &Union) -> TokenStream {
    let ident = format_ident!("{name}");
    let types: Vec<TokenStream> = union.variants().into_iter().map(|variant| path(&variant.ty)).collect();
    let (branches, key) = match union {
        Union::Tagged { tag, variants } => {
            let branches = variants.iter().zip(&types).map(|((_, values), ty)| {
                quote! { crate::runtime::tagged_schema(generator.subschema_for::<#ty>(), #tag, &[#(#values),*]) }
            });
            (quote! { #(#branches),* }, "oneOf")
        }
        _ => (quote! { #(generator.subschema_for::<#types>()),* }, "anyOf"),
    };
    quote! {
        #[cfg(feature = "schemars")]
        impl ::schemars::JsonSchema for #ident {
            fn schema_name() -> ::std::borrow::Cow<'static, str> {
                #name.into()
            }
            fn json_schema(generator: &mut ::schemars::SchemaGenerator) -> ::schemars::Schema {
                let branches = [#branches];
                ::schemars::json_schema!({ #key: branches })
            }
        }
    }
}
