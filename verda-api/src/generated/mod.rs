// Generated from an OpenAPI document; changes are lost.
// What it was generated from:
// openapi.json sha256:605e58dccff18a4307fe7da26c5b379274907dae52e0ac597f809e29e72013d2
// overlay.yaml sha256:24b4ee8e23d6df8608c800064a32e2a6c89f40e466c529eb563e8e8c964beb52
// names.toml   sha256:d6274577fef3ef346af8148cc788895bf1104d38db4636ab42b70417a7398ca9
// all of these fnv1a:d0b7c8526838b4a2
// verda-api-codegen 0.1.0, progenitor 0.15.1, typify 0.8.0

#[allow(unused_imports)]
use crate::runtime::{Bytes, Error, ResponseValue};
/// Bodies of requests and responses, and the types of their members.
#[allow(clippy::all)]
pub mod types;
/// Request builders: each has a setter for every optional argument, and `send`.
#[allow(clippy::all)]
#[path = "builders.rs"]
pub mod builder;

/// The base URL in the document.
pub const BASE_URL: &str = "https://api.verda.com";
/// The operations of the API.
pub mod operations;
pub use self::operations::OPERATIONS;
mod client;
mod enums;
mod ids;
pub use self::client::Client;
