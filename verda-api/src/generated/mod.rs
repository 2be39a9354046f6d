// Generated from an OpenAPI document; changes are lost.
// What it was generated from:
// openapi.json sha256:605e58dccff18a4307fe7da26c5b379274907dae52e0ac597f809e29e72013d2
// overlay.yaml sha256:a770c10d6e20cf65740d332a79095a8688af023463475f3347b15696f0d41ecd
// names.toml   sha256:d6274577fef3ef346af8148cc788895bf1104d38db4636ab42b70417a7398ca9
// all of these fnv1a:98f97d9794945235
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
