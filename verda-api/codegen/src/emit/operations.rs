//! The operation table.

use heck::ToShoutySnakeCase;
use proc_macro2::{Ident, TokenStream};
use quote::{format_ident, quote};

use crate::{Cursor, Operation, SuccessBody};

/// A constant for each operation, and `OPERATIONS`, the list of them sorted by name.
pub(crate) fn table(operations: &[Operation]) -> TokenStream {
    let constants = operations.iter().map(|operation| {
        let Operation { id, method, path, tag, idempotent, absolute_actions, destructive, paged, .. } = operation;
        let Operation { public, deprecated, no_body, secrets, empty_list_is_absent, object_for_list, .. } = operation;
        let optional = |value: Option<TokenStream>| match value {
            Some(value) => quote!(Some(#value)),
            None => quote!(None),
        };
        let cursor = optional(operation.cursor.as_ref().map(|Cursor { parameter, next, items }| {
            quote!(crate::runtime::Cursor { parameter: #parameter, next: #next, items: #items })
        }));
        let server = optional(operation.server.as_ref().map(|server| quote!(#server)));
        let holds = optional(operation.holds.map(|holds| quote!(#holds)));
        let name = constant(id);
        let method = format_ident!("{method}");
        let response = operation.response;
        let response = format_ident!("{response:?}");
        let SuccessBody { id: created, described, others, blank, null, statuses } = &operation.success;
        let described = described.iter().map(|(name, types)| quote!((#name, #types)));
        let others = optional(others.as_ref().map(|types| quote!(#types)));
        let created = format_ident!("{created:?}");
        let text = format!(" [`Client::{id}`](super::Client::{id}): `{} {path}`.", operation.method);
        quote! {
            #[doc = #text]
            pub static #name: Operation = Operation {
                id: #id,
                method: Method::#method,
                path: #path,
                server: #server,
                tag: #tag,
                idempotent: #idempotent,
                absolute_actions: &[#(#absolute_actions),*],
                destructive: #destructive,
                paged: #paged,
                cursor: #cursor,
                public: #public,
                deprecated: #deprecated,
                response: BodyShape::#response,
                success: SuccessBody {
                    id: CreatedId::#created,
                    described: &[#(#described),*],
                    others: #others,
                    blank: #blank,
                    null: #null,
                    statuses: &[#(#statuses),*],
                },
                no_body: &[#(#no_body),*],
                holds: #holds,
                secrets: &[#(#secrets),*],
                empty_list_is_absent: #empty_list_is_absent,
                object_for_list: #object_for_list,
            };
        }
    });
    let names = operations.iter().map(|operation| constant(&operation.id));
    quote! {
        /// The operations of the API.
        pub mod operations {
            use crate::runtime::{BodyShape, CreatedId, Method, Operation, SuccessBody};

            #(#constants)*

            /// Every operation of the API, sorted by name.
            pub static OPERATIONS: &[&Operation] = &[#(&#names),*];
        }
        pub use self::operations::OPERATIONS;
    }
}

/// The name of an operation's constant.
pub(super) fn constant(id: &str) -> Ident {
    format_ident!("{}", id.to_shouty_snake_case())
}
