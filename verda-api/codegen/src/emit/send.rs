//! The `send` of a request builder, written whole from the model of its operation.

use heck::ToPascalCase;
use proc_macro2::TokenStream;
use quote::{format_ident, quote};
use syn::{Fields, Ident, ImplItemFn, Item, ItemStruct, Type, parse_quote};

use super::operations;
use super::pass::option_of;
use super::usage::first_argument;
use crate::Operation;
use crate::shape::{Body, Call, ParameterPlace, PathPart, ResponseKind, Style};

/// A request builder as the generator wrote it.
pub(super) struct Builder {
    /// The field with the client.
    client: Ident,
    /// The arguments, each with its type.
    arguments: Vec<(Ident, Type)>,
}

impl Builder {
    /// Reads the fields; `None` where the first is not the client.
    pub(super) fn of(structure: &ItemStruct) -> Option<Self> {
        let Fields::Named(fields) = &structure.fields else { return None };
        let mut named = fields.named.iter().filter_map(|field| Some((field.ident.clone()?, field.ty.clone())));
        let (client, _) = named.next()?;
        Some(Self { client, arguments: named.collect() })
    }

    /// `T` of an argument that may be left out: one of the type `Result<Option<T>, String>`.
    pub(super) fn optional(&self, name: &Ident) -> Option<&Type> {
        let (_, ty) = self.arguments.iter().find(|(argument, _)| argument == name)?;
        argument(ty).and_then(option_of)
    }

    /// Writes `send` anew, and what awaits a builder without it. Of the generator's only the type of the success is left.
    pub(super) fn rewrite(&self, send: &mut ImplItemFn, operation: &Operation, call: &Call) -> Item {
        let success = match call.response.kind {
            ResponseKind::Bytes => parse_quote! { Bytes },
            _ => success(&send.sig.output),
        };
        let decode = match call.response.kind {
            ResponseKind::Empty => quote! { Ok(ResponseValue::empty(response)) },
            ResponseKind::Json => quote! { ResponseValue::from_response(response) },
            ResponseKind::Text => quote! { ResponseValue::text(response) },
            ResponseKind::Bytes => quote! { Ok(ResponseValue::raw(response)) },
        };
        let (client, names) = (&self.client, self.arguments.iter().map(|(name, _)| name));
        let constant = operations::constant(&operation.id);
        let request = self.request(call);
        send.sig.output = parse_quote! { -> Result<ResponseValue<#success>, Error> };
        send.block = parse_quote! {{
            let Self { #client, #(#names),* } = self;
            let request = #client.request(&operations::#constant) #request .build()?;
            let response = #client.exec(request, &operations::#constant).await?;
            #decode
        }};
        let name = format_ident!("{}", operation.id.to_pascal_case());
        parse_quote! { crate::runtime::into_future!(#name, #success); }
    }

    /// The calls that make the request, in the order of path, query, headers and body.
    fn request(&self, call: &Call) -> TokenStream {
        let mut calls = TokenStream::new();
        for part in &call.path {
            calls.extend(match part {
                PathPart::Text(text) => quote! { .path(#text) },
                PathPart::Variable(name) => {
                    let argument = identifier(call.argument(name).unwrap_or(name));
                    quote! { .segment(&#argument) }
                }
            });
        }
        if !call.fixed_query.is_empty() {
            let fields = &call.fixed_query;
            calls.extend(quote! { .fixed_query(#fields) });
        }
        let of = |place| call.parameters.iter().filter(move |parameter| parameter.place == place);
        for parameter in of(ParameterPlace::Query) {
            let (wire, argument) = (&parameter.wire, identifier(&parameter.argument));
            calls.extend(match parameter.style {
                Style::Each => quote! { .query(#wire, &#argument) },
                style => {
                    let style = format_ident!("{}", style.variant());
                    quote! { .styled_query(#wire, crate::runtime::Style::#style, &#argument) }
                }
            });
        }
        for parameter in of(ParameterPlace::Header) {
            let (wire, argument) = (parameter.wire.to_ascii_lowercase(), identifier(&parameter.argument));
            calls.extend(quote! { .header(#wire, &#argument) });
        }
        if call.response.accept != "application/json" {
            let accept = &call.response.accept;
            calls.extend(quote! { .accept(#accept) });
        }
        if let Some(body) = &call.body {
            calls.extend(self.body(body));
        }
        calls
    }

    fn body(&self, body: &Body) -> TokenStream {
        let field = self.arguments.iter().find(|(name, _)| name == "body");
        let built = match field.and_then(|(_, ty)| built(ty)) {
            Some(target) => {
                quote! { body.and_then(|body| #target::try_from(body).map_err(|error| error.to_string())) }
            }
            None => quote! { body },
        };
        match body {
            Body::Json(media) if media == "application/json" => quote! { .json(#built) },
            Body::Json(media) => quote! { .json_as(#media, #built) },
            Body::Form(styles) => {
                let styles = styles.iter().map(|(name, style)| {
                    let style = format_ident!("{}", style.variant());
                    quote! { (#name, crate::runtime::Style::#style) }
                });
                quote! { .form(&[#(#styles),*], &#built) }
            }
            Body::Raw(media) => quote! { .body(#media, #built) },
        }
    }
}

fn identifier(name: &str) -> Ident {
    format_ident!("{name}")
}

/// `T` of `Result<ResponseValue<T>, …>`.
fn success(output: &syn::ReturnType) -> Type {
    let syn::ReturnType::Type(_, ty) = output else { return parse_quote! { () } };
    argument(ty).and_then(argument).cloned().unwrap_or_else(|| parse_quote! { () })
}

/// The type that a field of the type `Result<types::builder::T, String>` builds.
fn built(field: &Type) -> Option<Type> {
    let Type::Path(path) = argument(field)? else { return None };
    let mut path = path.clone();
    let is_builder = path.path.segments.iter().rev().nth(1).is_some_and(|segment| segment.ident == "builder");
    path.path.segments = path.path.segments.into_iter().filter(|segment| segment.ident != "builder").collect();
    is_builder.then_some(Type::Path(path))
}

/// The first type argument.
fn argument(ty: &Type) -> Option<&Type> {
    let Type::Path(path) = ty else { return None };
    first_argument(&path.path.segments.last()?.arguments)
}
