//! What the integration tests share: the corrected document, its examples, and a transport that answers with them.

mod calls;
mod canned;
mod document;
mod examples;
mod random;
mod weather;

pub use calls::{CALLED, Called, argument, call, with_body};
pub use canned::Canned;
pub use document::{corrected, operation};
pub use examples::{ExampleServer, Seen, of_schema, request_example, same};
pub use random::{Member, members, random};
pub use weather::{Through, Weather};

/// The code of the README compiles.
#[cfg(doctest)]
#[doc = include_str!("../../README.md")]
pub struct Readme;

/// The code of the page on the fake runs.
#[cfg(doctest)]
#[doc = include_str!("../../docs/fake.md")]
pub struct Fake;
