//! A client of the [Verda Cloud](https://verda.com) API (formerly DataCrunch) for services.
//!
//! [`Client`] signs in by itself and has a method for every operation; it derefs to the raw client of
//! [`verda_api`], whose types are here as [`types`].
//!
//! ```no_run
//! # async fn run() -> Result<(), Box<dyn std::error::Error>> {
//! let client = verda_api_ext::Client::from_env()?;
//! for instance in client.list_instances().send().await?.iter() {
//!     println!("{} {}", instance.id, instance.status);
//! }
//! # Ok(())
//! # }
//! ```

#![cfg_attr(docsrs, feature(doc_cfg))]

mod actions;
mod auth;
mod builder;
mod catalogue;
mod check;
mod client;
mod cost;
mod credentials;
mod deploy;
mod environment;
mod error;
mod failure;
#[cfg(test)]
mod fuzz;
mod http_client;
mod limits;
mod options;
mod outcomes;
mod pages;
mod pipeline;
mod profile;
mod request;
mod retry;
mod retry_after;
mod secrets;
mod trace;
mod wait;

pub use self::actions::{CloneVolumes, DeleteVolumes, clone_volumes};
pub use self::auth::AuthError;
pub use self::builder::{BuildError, ClientBuilder};
pub use self::catalogue::{FindInstanceTypes, Offer};
pub use self::check::CheckReport;
pub use self::client::Client;
pub use self::cost::{Cost, Estimate, HOURS_PER_MONTH, Spending};
pub use self::credentials::{BoxError, Credentials, CredentialsProvider};
pub use self::deploy::Deployed;
pub use self::error::{Error, ErrorKind};
pub use self::failure::CallReport;
pub use self::limits::RateLimit;
pub use self::options::CallOptions;
pub use self::outcomes::{ActionFailure, Outcomes};
pub use self::pages::{Page, Pages};
pub use self::profile::ProfileError;
pub use self::request::CustomRequest;
pub use self::secrets::RegistryCredentials;
pub use self::wait::{Change, Changes, Condition, Many, One, Wait, WaitEnd, WaitError, Watched};
pub use verda_api::{
    self as raw, ApiError, BoxFuture, DecodeError, HttpTransport, OPERATIONS, OneOrMany, Operation, ResponseValue,
    SecretString, Transport, TransportError, TransportErrorKind, types,
};
