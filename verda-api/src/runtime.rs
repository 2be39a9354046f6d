//! The runtime of generated code: requests, responses, errors, the transport, and types that a document cannot express. The
//! runtime knows no particular API.

mod arguments;
mod builder;
mod decode;
mod error;
mod evidence;
mod id;
mod nullable;
mod one_or_many;
mod open_enum;
mod operation;
mod page;
mod request;
mod response;
mod secret;
mod tolerant;
mod transport;
#[allow(dead_code, reason = "not every document has all kinds of unions")]
mod union;

pub use self::arguments::{Given, IntoArgument, IntoOptional, Maybe};
pub use self::builder::{IsSet, Set};
pub use self::decode::Skipped;
pub use self::error::{CallReport, Error, ErrorKind};
pub use self::evidence::{ApiMessage, Evidence, ItemResult, Unproven, one_line};
pub use self::nullable::Nullable;
pub use self::one_or_many::OneOrMany;
pub use self::operation::{BodyShape, CreatedId, Operation, SuccessBody};
pub use self::page::{Cursor, CursorPage};
pub use self::response::ResponseValue;
pub use self::secret::SecretString;
pub use self::transport::{BoxFuture, HttpTransport, Transport, TransportError, TransportErrorKind};
pub use bytes::Bytes;
pub use reqwest::Method;

pub(crate) use self::builder::builder;
pub(crate) use self::decode::decode;
pub(crate) use self::evidence::classify;
pub(crate) use self::id::{id_text, id_type};
pub(crate) use self::open_enum::{OpenEnum, open_enum, open_enum_value};
#[allow(unused_imports, reason = "for documents whose operations have such parameters")]
pub(crate) use self::request::Style;
pub(crate) use self::request::{RequestBuilder, into_future};
pub(crate) use self::response::Response;
pub(crate) use self::tolerant::empty_as_none;
pub(crate) use self::transport::Inner;
#[cfg(feature = "schemars")]
pub(crate) use self::union::tagged_schema;
#[allow(unused_imports, reason = "not every document has all kinds of unions")]
pub(crate) use self::union::{
    Member, Shape, any, best_branch, branch, fitting_branch, json_type, object, others, scalar, tag_of, with_tag,
    without,
};
