//! The operation table.

use proc_macro2::TokenStream;
use quote::{format_ident, quote};

use crate::Operation;

/// `OPERATIONS`, sorted by name.
pub(crate) fn table(operations: &[Operation]) -> TokenStream {
    let rows = operations.iter().map(|operation| {
        let Operation { id, method, path, tag, idempotent, absolute_actions, destructive, paged, .. } = operation;
        let Operation { public, deprecated, no_body, empty_list_is_absent, object_for_list, .. } = operation;
        let holds = match operation.holds {
            Some(holds) => quote!(Some(#holds)),
            None => quote!(None),
        };
        let method = format_ident!("{method}");
        let response = format_ident!("{}", operation.response.variant());
        quote! {
            Operation {
                id: #id,
                method: Method::#method,
                path: #path,
                tag: #tag,
                idempotent: #idempotent,
                absolute_actions: &[#(#absolute_actions),*],
                destructive: #destructive,
                paged: #paged,
                public: #public,
                deprecated: #deprecated,
                response: BodyShape::#response,
                no_body: &[#(#no_body),*],
                holds: #holds,
                empty_list_is_absent: #empty_list_is_absent,
                object_for_list: #object_for_list,
            }
        }
    });
    quote! {
        /// Every operation of the API, sorted by name.
        pub static OPERATIONS: &[Operation] = &[#(#rows),*];
    }
}
