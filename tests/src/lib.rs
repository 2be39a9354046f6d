//! What the integration tests share: the corrected document, its examples, and a transport that answers with them.

mod calls;
mod document;
mod examples;

pub use calls::{CALLED, argument, call, with_body};
pub use document::{corrected, operation};
pub use examples::{ExampleServer, Seen, of_schema, request_example};

/// The code of the README compiles.
#[cfg(doctest)]
#[doc = include_str!("../../README.md")]
pub struct Readme;
