//! The raw, typed client of the [Verda Cloud](https://verda.com) API (formerly DataCrunch), generated from its
//! OpenAPI document: every operation, every type.
//!
//! Services use `verda-api-ext`, which signs in, waits for rate limits and retries where that is safe. It is built on this
//! crate.
//!
//! # A call
//!
//! A call builds and sends a request. The result derefs to the response's value, and keeps status and headers. A client over
//! HTTP:
//!
//! ```no_run
//! # async fn run() -> Result<(), Box<dyn std::error::Error>> {
//! let http = reqwest::Client::builder().redirect(reqwest::redirect::Policy::none()).build()?;
//! let client = verda_api::Client::new(verda_api::BASE_URL, verda_api::HttpTransport::new(http));
//! for instance_type in client.list_instance_types().send().await?.iter() {
//!     println!("{}: {:?}", instance_type.instance_type, instance_type.price_per_hour);
//! }
//! # Ok(())
//! # }
//! ```
//!
//! Price lists and periods are public ([`Operation::public`]). All other operations need a token, which a transport adds: this
//! crate does not sign in. This crate does not retry or wait either: every `send` is one request. The application turns on
//! HTTPS with a feature of reqwest.
//!
//! - [`Client`] has a method for every operation; [`builder`] contains the request builders, [`types`] the bodies.
//! - [`Transport`] sends the requests of the client.
//! - [`OPERATIONS`] tells of each operation whether it may be repeated, is destructive, public or paged;
//!   [`operations`] has a constant for each.
//! - [`Error`] tells the failure and whether the server may have acted; [`Evidence`] tells what a response proves.
//!
//! # A transport of one's own
//!
//! A [`Transport`] that wraps another one handles every request: it adds a token, logs, records, or replaces the network in a
//! test. The transport gets the [`Operation`] of each request, and does not need to parse paths.
//!
//! ```
//! # fn block_on<F: Future>(future: F) -> F::Output {
//! #     let mut context = std::task::Context::from_waker(std::task::Waker::noop());
//! #     match std::pin::pin!(future).poll(&mut context) {
//! #         std::task::Poll::Ready(output) => output,
//! #         std::task::Poll::Pending => unreachable!("the response is ready at once"),
//! #     }
//! # }
//! use verda_api::{BASE_URL, BoxFuture, Bytes, Client, Operation, Transport, TransportError, TransportErrorKind};
//!
//! /// Sends no destructive request.
//! struct Careful<T>(T);
//!
//! impl<T: Transport> Transport for Careful<T> {
//!     fn execute<'a>(
//!         &'a self,
//!         request: reqwest::Request,
//!         operation: &'static Operation,
//!     ) -> BoxFuture<'a, Result<http::Response<Bytes>, TransportError>> {
//!         if operation.destructive {
//!             let error = TransportError::new(TransportErrorKind::NotSent, "destructive operations are not allowed");
//!             return Box::pin(async { Err(error) });
//!         }
//!         self.0.execute(request, operation)
//!     }
//! }
//!
//! # struct Wire;
//! # impl Transport for Wire {
//! #     fn execute<'a>(&'a self, _: reqwest::Request, _: &'static Operation)
//! #         -> BoxFuture<'a, Result<http::Response<Bytes>, TransportError>> {
//! #         Box::pin(async { Ok(http::Response::new(Bytes::from_static(b"[]"))) })
//! #     }
//! # }
//! # block_on(async {
//! let client = Client::new(BASE_URL, Careful(Wire)); // Wire: an HttpTransport, or a fake
//! assert!(client.list_ssh_keys().send().await?.is_empty());
//! let error = client.delete_ssh_key("k").send().await.unwrap_err();
//! assert_eq!(error.to_string(), "delete_ssh_key: the request was not sent: destructive operations are not allowed");
//! # Ok::<(), verda_api::Error>(())
//! # })?;
//! # Ok::<(), verda_api::Error>(())
//! ```
//!
//! # Errors
//!
//! ```
//! use verda_api::{Error, ErrorKind};
//!
//! fn explain(error: &Error) -> String {
//!     match error.kind() {
//!         // A value is not valid, or an id is empty: no request was sent.
//!         ErrorKind::InvalidRequest => "correct the request".to_owned(),
//!         // The API refused the request: the error has code, messages, status and headers.
//!         ErrorKind::Api => format!("{:?}: {:?}", error.status(), error.messages()),
//!         // No response, or one that proves nothing: the server may have acted.
//!         _ if error.may_have_happened() => format!("check before retrying: {error}"),
//!         _ => error.to_string(),
//!     }
//! }
//! # let _ = explain;
//! ```
//!
//! Only responses of the API itself count as success or refusal: see [`Evidence`].
//!
//! # Types
//!
//! Each kind of id has its own type, so that the compiler rejects a wrong id:
//!
//! ```compile_fail,E0277
//! # fn run(client: verda_api::Client, id: verda_api::types::InstanceId) {
//! client.get_volume(id);
//! # }
//! ```
//!
//! Types are lenient in responses and strict in requests. In a response, an unknown member, an unknown value of an enum or a
//! missing member is no error. In a request, a `None` is never sent as `null`.
//!
//! ```
//! use verda_api::types::{Instance, InstanceStatus};
//!
//! let instance: Instance = serde_json::from_str(r#"{"id":"a","status":"levitating","phase":7}"#)?;
//! assert_eq!(instance.status, InstanceStatus::Unknown("levitating".to_owned()));
//! assert_eq!(instance.price_per_hour, None);
//! # Ok::<(), serde_json::Error>(())
//! ```
//!
//! # Features
//!
//! | feature | default | for |
//! |---|---|---|
//! | `codegen` | yes | generates the client when this crate is built; otherwise, the same checked-in source is used |
//! | `schemars` | no | `JsonSchema` on every type |

#![cfg_attr(docsrs, feature(doc_cfg))]

mod client;
mod convert;
mod runtime;
mod status;

#[cfg(feature = "codegen")]
#[allow(unreachable_pub, clippy::all)]
mod generated {
    include!(concat!(env!("OUT_DIR"), "/generated/mod.rs"));
}

#[cfg(not(feature = "codegen"))]
#[rustfmt::skip]
#[allow(unreachable_pub, clippy::all)]
mod generated;

pub use self::generated::{BASE_URL, Client, OPERATIONS, builder, operations, types};
pub use self::runtime::{
    ApiMessage, BodyShape, BoxFuture, Bytes, CallReport, CreatedId, Cursor, CursorPage, Error, ErrorKind, Evidence,
    Given, HttpTransport, IntoArgument, IntoOptional, IsSet, ItemResult, Maybe, Method, Nullable, OneOrMany, Operation,
    ResponseValue, SecretString, Set, Skipped, SuccessBody, Transport, TransportError, TransportErrorKind, Unproven,
    one_line,
};
