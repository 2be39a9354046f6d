//! The raw, typed client of the [Verda Cloud](https://verda.com) API (formerly DataCrunch), generated from its
//! OpenAPI document: every operation, every type.
//!
//! Services want `verda-api-ext`, which signs in, waits for limits and tries again where that is safe. This crate is
//! what it stands on.
//!
//! # A call
//!
//! A call is built and sent; what comes derefs to its value and keeps status and headers. A client on the wire:
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
//! Price lists are public. All else needs a token, which a transport adds: this crate does not sign in. Nor does it try
//! again or wait: every `send` is one request. And https is a feature of reqwest's, which the application turns on.
//!
//! - [`Client`] has a method for every operation; [`builder`] holds what they give, [`types`] the bodies.
//! - [`Transport`] is the seam below: what carries the requests.
//! - [`OPERATIONS`] says of each operation whether it may be repeated, destroys something, is public or paged;
//!   [`operations`] has a constant for each.
//! - [`Error`] says what went wrong and whether the server may have acted; [`Evidence`] what a response proves.
//!
//! # A transport of one's own
//!
//! Whatever is to happen to every request is a [`Transport`] that wraps another one: a token, a log, a recording, a
//! test without a network. It gets the [`Operation`] with the request, and need not look at paths.
//!
//! ```
//! # fn block_on<F: Future>(future: F) -> F::Output {
//! #     let mut context = std::task::Context::from_waker(std::task::Waker::noop());
//! #     match std::pin::pin!(future).poll(&mut context) {
//! #         std::task::Poll::Ready(output) => output,
//! #         std::task::Poll::Pending => unreachable!("the answer is there at once"),
//! #     }
//! # }
//! use verda_api::{BASE_URL, BoxFuture, Bytes, Client, Operation, Transport, TransportError, TransportErrorKind};
//!
//! /// Lets nothing through that could destroy something.
//! struct Careful<T>(T);
//!
//! impl<T: Transport> Transport for Careful<T> {
//!     fn execute<'a>(
//!         &'a self,
//!         request: reqwest::Request,
//!         operation: &'static Operation,
//!     ) -> BoxFuture<'a, Result<http::Response<Bytes>, TransportError>> {
//!         if operation.destructive {
//!             let error = TransportError::new(TransportErrorKind::NotSent, "this client destroys nothing");
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
//! assert_eq!(error.to_string(), "delete_ssh_key: the request was not sent: this client destroys nothing");
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
//!         // A parameter is missing, or an id is empty: nothing was sent.
//!         ErrorKind::InvalidRequest => "correct the request".to_owned(),
//!         // The API refuses: code, messages, status and headers are there.
//!         ErrorKind::Api => format!("{:?}: {:?}", error.status(), error.messages()),
//!         // No response, or one that proves nothing. Did the server act?
//!         _ if error.may_have_happened() => format!("check before retrying: {error}"),
//!         _ => error.to_string(),
//!     }
//! }
//! # let _ = explain;
//! ```
//!
//! A response counts as a success, or as a refusal, only if it is the API's own: see [`Evidence`].
//!
//! # Types
//!
//! Ids are types of their own; the compiler does not mix them up:
//!
//! ```compile_fail,E0308
//! use verda_api::types::{InstanceId, SharedVolumeMount};
//!
//! let id = InstanceId::from("5b1e0000-0000-4000-8000-000000000001");
//! // A `VolumeId` is due here.
//! let mount = SharedVolumeMount { mount_path: "/data".to_owned(), volume_id: id };
//! ```
//!
//! ```compile_fail,E0277
//! # fn run(client: verda_api::Client, id: verda_api::types::InstanceId) {
//! client.get_volume(id);
//! # }
//! ```
//!
//! Types are lenient in what they decode and strict in what they send: an unknown member, an unknown value of an enum
//! or a missing member is no error in a response, and a `None` is never sent as `null`.
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
//! | `codegen` | yes | generates the client when this crate is built; without it, the same source is checked in |
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
