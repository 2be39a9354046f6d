//! What is known of an operation before it is called.

use reqwest::Method;

/// One operation of the API, as its document and its corrections describe it.
#[derive(Debug, PartialEq, Eq)]
pub struct Operation {
    /// The name of the method on the client, such as `list_instances`.
    pub id: &'static str,
    /// The HTTP method.
    pub method: Method,
    /// The path template, such as `/v1/instances/{instance_id}`.
    pub path: &'static str,
    /// The group that the document puts it in; may be empty.
    pub tag: &'static str,
    /// Whether sending it twice has the effect of sending it once, so that it may be sent again when it is not known
    /// whether the server acted.
    pub idempotent: bool,
    /// Whether it can destroy something.
    pub destructive: bool,
    /// Whether a response holds one page of a longer list.
    pub paged: bool,
    /// Whether it works without credentials.
    pub public: bool,
    /// Whether the document says that it should not be used any more.
    pub deprecated: bool,
    /// What the body of a success looks like.
    pub response: BodyShape,
}

/// What the body of a success looks like, as far as a tolerant decoder has to know.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum BodyShape {
    /// No body; what comes is ignored.
    Empty,
    /// `true` or `false`.
    Bool,
    /// One string, often an id.
    Text,
    /// A list of strings.
    TextList,
    /// A list of anything else.
    List,
    /// An object.
    Object,
    /// Any JSON.
    Any,
    /// Bytes that are not JSON.
    Raw,
}
