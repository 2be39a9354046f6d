//! The raw, typed client of the [Verda Cloud](https://verda.com) API (formerly DataCrunch), generated from its
//! OpenAPI document: every operation, every type.
//!
//! Services want `verda-api-ext`, which signs in, waits for limits and tries again where that is safe. This crate is
//! what it stands on.
//!
//! A call is built and sent; it derefs to its value and keeps status and headers:
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
//! - [`Client`] has a method for every operation; [`builder`] holds what they give, [`types`] the bodies.
//! - [`Transport`] is the seam below: what carries the requests.
//! - [`OPERATIONS`] says of each operation whether it may be repeated, destroys something, is public or paged.
//! - [`Error`] says what went wrong and whether the server may have acted.
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
//! client.get_volume().volume_id(id);
//! # }
//! ```
//!
//! Types are lenient in what they decode and strict in what they send: an unknown member, an unknown value of an enum
//! or a missing member is no error in a response, and a `None` is never sent as `null`.

#![cfg_attr(docsrs, feature(doc_cfg))]

mod client;
mod convert;
mod runtime;

#[cfg(feature = "codegen")]
#[allow(unreachable_pub, clippy::all)]
mod generated {
    include!(concat!(env!("OUT_DIR"), "/generated.rs"));
}

#[cfg(not(feature = "codegen"))]
#[rustfmt::skip]
#[allow(unreachable_pub, clippy::all)]
mod generated;

pub use self::generated::{BASE_URL, Client, OPERATIONS, builder, types};
pub use self::runtime::{
    ApiError, BodyShape, BoxFuture, Bytes, DecodeError, Error, HttpTransport, Method, OneOrMany, Operation,
    ResponseValue, SecretString, Transport, TransportError, TransportErrorKind,
};
