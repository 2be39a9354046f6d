//! What the integration tests share: the corrected document, its examples, and a transport that answers with them.

mod calls;
mod canned;
mod document;
mod examples;
mod random;
mod repeats;
mod weather;

pub use calls::{Called, call, with_body};
pub use canned::Canned;
pub use document::{corrected, generated, operation, parameters, resolve, success};
pub use examples::{ExampleServer, Seen, argument_example, of_schema, request_example, request_schema, same, with_id};
pub use random::{Member, members, random};
pub use repeats::may_be_repeated;
pub use weather::{Through, Weather};

/// The code of the README compiles.
#[cfg(doctest)]
#[doc = include_str!("../../README.md")]
pub struct Readme;

/// The code of the page on the fake runs.
#[cfg(doctest)]
#[doc = include_str!("../../docs/fake.md")]
pub struct Fake;
