//! Common parts of the integration tests: the corrected document, its examples, and a transport that responds with them.

mod bodies;
mod calls;
mod canned;
mod document;
mod examples;
mod faults;
pub mod hostile;
mod random;
mod repeats;

pub use bodies::{deployment, job};
pub use calls::{Called, call, with_body};
pub use canned::Canned;
pub use document::{corrected, generated, operation, parameters, resolve, success};
pub use examples::{
    ExampleServer, Seen, argument_example, example_response, of_schema, request_example, request_schema, same, with_id,
};
pub use faults::{Fault, FaultyTransport};
pub use random::{Member, members, random};
pub use repeats::{example_may_be_repeated, may_be_repeated};

/// The code of the README compiles.
#[cfg(doctest)]
#[doc = include_str!("../../README.md")]
pub struct Readme;

/// The code of the page on the fake runs.
#[cfg(doctest)]
#[doc = include_str!("../../docs/fake.md")]
pub struct Fake;

/// The code of the fake's own README runs.
#[cfg(doctest)]
#[doc = include_str!("../fake/README.md")]
pub struct FakeReadme;
