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

mod auth;
mod builder;
mod client;
mod credentials;
mod http_client;

pub use self::auth::AuthError;
pub use self::builder::{BuildError, ClientBuilder};
pub use self::client::Client;
pub use self::credentials::Credentials;
pub use verda_api::{
    self as raw, ApiError, DecodeError, Error, HttpTransport, OPERATIONS, OneOrMany, Operation, ResponseValue,
    SecretString, Transport, TransportError, TransportErrorKind, types,
};
