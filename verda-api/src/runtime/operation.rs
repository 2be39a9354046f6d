//! What is known of an operation before it is called.

use reqwest::Method;

/// One operation of the API, as its document and its corrections describe it. All of them are in
/// [`OPERATIONS`](crate::OPERATIONS); a [`Transport`](crate::Transport) gets one with every request.
///
/// ```
/// use verda_api::OPERATIONS;
///
/// let find = |id: &str| OPERATIONS.iter().find(|operation| operation.id == id);
/// let deploy = find("deploy_instance").expect("there is one");
/// assert_eq!((deploy.method.as_str(), deploy.path), ("POST", "/v1/instances"));
/// assert!(!deploy.idempotent);
/// // What can destroy something, for a wrapper that asks first.
/// assert!(OPERATIONS.iter().any(|operation| operation.destructive && operation.id == "delete_ssh_key"));
/// ```
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
    /// Whether it works without credentials, such as price lists do.
    pub public: bool,
    /// Whether the document says that it should not be used any more.
    pub deprecated: bool,
    /// What the body of a success looks like.
    pub response: BodyShape,
}

/// What the body of a success looks like, as far as a tolerant decoder has to know. Bodies that come in another form
/// are brought into this one before they are decoded: a bare id becomes a string, an array of one its element, nothing
/// an empty list.
///
/// ```
/// use verda_api::{BodyShape, OPERATIONS};
///
/// let creates = OPERATIONS.iter().find(|operation| operation.id == "create_script");
/// assert_eq!(creates.map(|operation| operation.response), Some(BodyShape::Text));
/// ```
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
    /// An object. An array of one is taken for its element, and an empty array for a 404.
    Object,
    /// Any JSON; no body is null, and a text that is no JSON is a string.
    Any,
    /// Bytes that are not JSON.
    Raw,
}
