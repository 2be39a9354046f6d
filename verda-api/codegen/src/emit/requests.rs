//! Request builders, written from the models of their operations. Required arguments are arguments of the client's method,
//! optional ones are setters. From the generator's builders only the types of the arguments are used.

use heck::ToPascalCase;
use proc_macro2::TokenStream;
use quote::{format_ident, quote};
use syn::{Fields, FnArg, Ident, ImplItemFn, Item, ItemStruct, Type, parse_quote};

use super::operations;
use super::setters::{Setter, plain};
use super::syntax::{first_argument, option_of};
use crate::Operation;
use crate::shape::{Body, Call, ParameterPlace, PathPart, ResponseKind, Style};

/// The name of the argument that is the body.
pub(super) const BODY: &str = "body";

/// The request builder of an operation.
pub(super) struct Builder {
    name: Ident,
    /// The field with the client.
    client: Ident,
    /// In the order of the path, then by name, the body last: the order of a document's parameters has no meaning.
    arguments: Vec<Argument>,
}

struct Argument {
    name: Ident,
    ty: Type,
    required: bool,
}

impl Builder {
    /// Reads the fields of the generator's builder; `None` where the first is not the client.
    pub(super) fn of(structure: &ItemStruct, call: &Call) -> Option<Self> {
        let Fields::Named(fields) = &structure.fields else { return None };
        let mut named = fields.named.iter().filter_map(|field| Some((field.ident.clone()?, &field.ty)));
        let (client, _) = named.next()?;
        let mut arguments: Vec<Argument> = named
            .filter_map(|(name, ty)| {
                let ty = argument(ty)?;
                let optional = option_of(ty);
                let required = optional.is_none();
                Some(Argument { name, ty: built(optional.unwrap_or(ty)), required })
            })
            .collect();
        arguments.sort_by_key(|argument| {
            let name = plain(&argument.name);
            let is_body = argument.name == BODY && call.body.is_some();
            (call.place_in_path(&name), is_body, name)
        });
        Some(Self { name: structure.ident.clone(), client, arguments })
    }

    /// The builder with its functions, and `IntoFuture` for it.
    pub(super) fn items(
        &self,
        structure: &ItemStruct,
        success: &Type,
        operation: &Operation,
        call: &Call,
    ) -> [Item; 3] {
        let Self { name, client, arguments } = self;
        let attrs = structure.attrs.iter().filter(|attr| !attr.path().is_ident("derive"));
        let fields = arguments.iter().map(|Argument { name, ty, required }| match required {
            true => quote! { #name: Result<#ty, String> },
            false => quote! { #name: Result<Option<#ty>, String> },
        });
        let required = self.required().map(|Argument { name, ty, .. }| {
            quote! { #name: impl crate::runtime::IntoArgument<#ty> }
        });
        let values = arguments.iter().map(|Argument { name, required, .. }| match required {
            true => {
                let text = plain(name);
                quote! { #name: #name.into_argument(#text) }
            }
            false => quote! { #name: Ok(None) },
        });
        let setters = arguments.iter().filter(|argument| !argument.required);
        let setters = setters.map(|Argument { name, ty, .. }| {
            let ty = parse_quote! { Option<#ty> };
            let gives = (quote! { self }, quote! { Self });
            Setter { name, ty: &ty, place: quote! { self.#name }, gives }.function()
        });
        let send = self.send(success, operation, call);
        [
            parse_quote! {
                #(#attrs)*
                #[must_use = "no request is sent until the builder is awaited"]
                pub struct #name<'a> { #client: &'a super::Client, #(#fields),* }
            },
            parse_quote! {
                impl<'a> #name<'a> {
                    pub(super) fn new(#client: &'a super::Client, #(#required),*) -> Self {
                        Self { #client, #(#values),* }
                    }
                    #(#setters)*
                    #send
                }
            },
            parse_quote! { crate::runtime::into_future!(#name, #success); },
        ]
    }

    /// Writes the client method with the required arguments.
    pub(super) fn write_method(&self, method: &mut ImplItemFn) {
        let Self { name, .. } = self;
        for Argument { name, ty, .. } in self.required() {
            let argument: FnArg = parse_quote! { #name: impl crate::runtime::IntoArgument<#ty> };
            method.sig.inputs.push(argument);
        }
        let names = self.required().map(|argument| &argument.name);
        method.block = parse_quote! {{ builder::#name::new(self, #(#names),*) }};
    }

    fn required(&self) -> impl Iterator<Item = &Argument> {
        self.arguments.iter().filter(|argument| argument.required)
    }

    fn send(&self, success: &Type, operation: &Operation, call: &Call) -> ImplItemFn {
        let decode = match call.response.kind {
            ResponseKind::Empty => quote! { Ok(ResponseValue::empty(response)) },
            ResponseKind::Json => quote! { ResponseValue::from_response(response) },
            ResponseKind::Text => quote! { ResponseValue::text(response) },
            ResponseKind::Bytes => quote! { Ok(ResponseValue::raw(response)) },
        };
        let (client, names) = (&self.client, self.arguments.iter().map(|argument| &argument.name));
        let constant = operations::constant(&operation.id);
        let (request, checks) = (request(call), self.arguments.iter().filter_map(|argument| argument.check(call)));
        parse_quote! {
            pub async fn send(self) -> Result<ResponseValue<#success>, Error> {
                let Self { #client, #(#names),* } = self;
                #(#checks)*
                let request = #client.request(&operations::#constant) #request .build()?;
                let response = #client.exec(request, &operations::#constant).await?;
                #decode
            }
        }
    }
}

impl Argument {
    /// Refuses a value that would be sent as another one: JSON has no number for NaN and infinity, and a comma within an element
    /// of a list in a header would part the element.
    fn check(&self, call: &Call) -> Option<TokenStream> {
        let Self { name, ty, required } = self;
        let argument = plain(name);
        let mut headers = call.parameters.iter().filter(|parameter| parameter.place == ParameterPlace::Header);
        let is_in_header = headers.any(|parameter| parameter.argument == argument);
        let form = quote! { #ty }.to_string().replace(' ', "");
        let is_one_or_many = form.starts_with("crate::OneOrMany<");
        let is_list = is_one_or_many || form.starts_with("::std::vec::Vec<");
        let elements = if is_one_or_many {
            quote! { value.as_slice().iter() }
        } else {
            quote! { value.iter() }
        };
        let (is_wrong, mistake) = match form.as_str() {
            "f64" => (quote! { !value.is_finite() }, "is no finite number"),
            "::std::vec::Vec<f64>" | "crate::OneOrMany<f64>" => (
                quote! { #elements.any(|element| !element.is_finite()) },
                "contains an element that is no finite number",
            ),
            _ if is_in_header && is_list => (
                quote! {
                    #elements.any(|element| {
                        ::serde_json::to_value(element)
                            .is_ok_and(|element| element.as_str().is_some_and(|text| text.contains(',')))
                    })
                },
                "contains an element with a comma, which a header cannot hold",
            ),
            _ => return None,
        };
        let mistake = format!("`{argument}` {mistake}; pass another value");
        let given = if *required {
            quote! { value }
        } else {
            quote! { Some(value) }
        };
        Some(quote! {
            let #name = match #name {
                Ok(#given) if #is_wrong => Err(#mistake.to_owned()),
                other => other,
            };
        })
    }
}

/// The type of a successful response: bytes, or the type of the generator's `send`.
pub(super) fn success(send: &ImplItemFn, call: &Call) -> Type {
    if call.response.kind == ResponseKind::Bytes {
        return parse_quote! { Bytes };
    }
    let syn::ReturnType::Type(_, ty) = &send.sig.output else { return parse_quote! { () } };
    argument(ty).and_then(argument).cloned().unwrap_or_else(|| parse_quote! { () })
}

/// The name of an operation's builder.
pub(super) fn name(operation: &Operation) -> String {
    operation.id.to_pascal_case()
}

/// The calls that build the request, in the order path, query, headers, body.
fn request(call: &Call) -> TokenStream {
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
                let style = format_ident!("{style:?}");
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
        calls.extend(with_body(body));
    }
    calls
}

fn with_body(body: &Body) -> TokenStream {
    match body {
        Body::Json(media) if media == "application/json" => quote! { .json(body) },
        Body::Json(media) => quote! { .json_as(#media, body) },
        Body::Form(styles) => {
            let styles = styles.iter().map(|(name, style)| {
                let style = format_ident!("{style:?}");
                quote! { (#name, crate::runtime::Style::#style) }
            });
            quote! { .form(&[#(#styles),*], &body) }
        }
        Body::Raw(media) => quote! { .body(#media, body) },
    }
}

fn identifier(name: &str) -> Ident {
    format_ident!("{name}")
}

/// The generator's request builder contains the builder of a body; ours contains the body.
fn built(ty: &Type) -> Type {
    let Type::Path(path) = ty else { return ty.clone() };
    let mut path = path.clone();
    let segments = std::mem::take(&mut path.path.segments);
    path.path.segments = segments.into_iter().filter(|segment| segment.ident != "builder").collect();
    Type::Path(path)
}

/// The first type argument.
fn argument(ty: &Type) -> Option<&Type> {
    let Type::Path(path) = ty else { return None };
    first_argument(&path.path.segments.last()?.arguments)
}
