//! Static properties of operations.

use reqwest::Method;
use serde_json::Value;

use super::page::Cursor;
use super::union::is_of;
use crate::generated::OPERATIONS;

/// One operation of the API, as its document and its corrections describe it. All operations are in
/// [`OPERATIONS`](crate::OPERATIONS); a [`Transport`](crate::Transport) gets the operation of every request.
///
/// ```
/// use verda_api::OPERATIONS;
///
/// let find = |id: &str| OPERATIONS.iter().find(|operation| operation.id == id);
/// let deploy = find("deploy_instance").expect("a known operation");
/// assert_eq!((deploy.method.as_str(), deploy.path), ("POST", "/v1/instances"));
/// assert!(!deploy.idempotent);
/// // Destructive operations, for a wrapper that asks for confirmation.
/// assert!(OPERATIONS.iter().any(|operation| operation.destructive && operation.id == "delete_ssh_key"));
/// ```
#[derive(Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Operation {
    /// The name of the method on the client, such as `list_instances`.
    pub id: &'static str,
    /// The HTTP method.
    pub method: Method,
    /// The path template, such as `/v1/instances/{instance_id}`.
    pub path: &'static str,
    /// The operation's own server in place of the base URL: a URL of another origin, which does not get the credentials of the
    /// base URL, or a path on the origin of the base URL.
    pub server: Option<&'static str>,
    /// The operation's group in the document; may be empty.
    pub tag: &'static str,
    /// Whether sending the request twice has the same effect as sending it once. An idempotent request may be retried when its
    /// outcome is unknown.
    pub idempotent: bool,
    /// Values of `action` in the request body with which a non-idempotent operation may be sent twice: they set a state, such
    /// as `shutdown`, and create nothing. See [`may_repeat`](Self::may_repeat).
    pub absolute_actions: &'static [&'static str],
    /// Whether the operation can destroy a resource.
    pub destructive: bool,
    /// Whether a response contains one page of a longer list.
    pub paged: bool,
    /// The cursor of paging by cursors; `None` for paging by numbers.
    pub cursor: Option<Cursor>,
    /// Whether the operation works without credentials, such as price lists.
    pub public: bool,
    /// Whether the document marks the operation as deprecated.
    pub deprecated: bool,
    /// The form of a successful response's body.
    pub response: BodyShape,
    /// What the document says of a successful response's body beyond its form.
    pub success: SuccessBody,
    /// Statuses with which a successful response may have no body.
    pub no_body: &'static [u16],
    /// Milliseconds by which the server may delay its response, unless the query parameter `timeout` sets another value; `None`
    /// if the server responds at once.
    pub holds: Option<u64>,
    /// The names of members of the request's body that hold secrets.
    pub secrets: &'static [&'static str],
    /// Whether an empty list in place of the object means that the resource does not exist.
    pub empty_list_is_absent: bool,
    /// Whether a response may be one object in place of a list of one, and `{}` in place of an empty list.
    pub object_for_list: bool,
}

/// The form of a successful response's body. Other known forms of the operation are converted into this one before decoding.
/// All other bodies are no evidence of success, see [`Evidence`](crate::Evidence).
///
/// ```
/// use verda_api::{BodyShape, OPERATIONS};
///
/// let creates = OPERATIONS.iter().find(|operation| operation.id == "create_script");
/// assert_eq!(creates.map(|operation| operation.response), Some(BodyShape::Id));
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum BodyShape {
    /// No body. JSON that does not contradict the success is accepted and not decoded.
    Empty,
    /// `true` or `false`.
    Bool,
    /// One string.
    Text,
    /// The UUID of a resource: as a JSON string, without quotes, as the `id` of an object, or in a list of one.
    Id,
    /// A list of strings.
    TextList,
    /// A list of UUIDs.
    IdList,
    /// A list of anything else.
    List,
    /// A list that says of each resource what became of it. It is empty only where [`SuccessBody::blank`] says so.
    Results,
    /// An object. An array of one element is read as its element.
    Object,
    /// Any JSON; an empty body is null, and a text that is not JSON is a string.
    Any,
    /// Bytes that are not JSON.
    Raw,
}

/// What the document says of a successful response's body beyond its form. What it says goes before what the name and the form of
/// a value suggest; where it says nothing, the least is believed.
///
/// ```
/// use verda_api::{CreatedId, Method, Operation};
///
/// let deploy = Operation::find(&Method::POST, "/v1/clusters").expect("there is one");
/// assert_eq!(deploy.success.id, CreatedId::Uuid);
/// assert!(!deploy.success.blank);
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct SuccessBody {
    /// The form of the `id` by which a POST names what it made.
    pub id: CreatedId,
    /// Members that are named like those of an error, such as `message`, and that the document describes: with a value of their
    /// JSON types they are no sign of one. The types are letters: `b`oolean, `i`nteger, `n`umber, `s`tring, `a`rray and `o`bject;
    /// none for any.
    pub described: &'static [(&'static str, &'static str)],
    /// The JSON types of members of any other name, where the document describes such, as of a map.
    pub others: Option<&'static str>,
    /// Whether a value that says nothing is a success: `{}`, a list of nothing but null, an empty list of ids or results, or the
    /// nil UUID.
    pub blank: bool,
    /// Whether null is a success. It is decoded as an empty body.
    pub null: bool,
    /// The statuses that are documented with this body. 206 and 207 are no success without that.
    pub statuses: &'static [u16],
}

/// The form of the `id` of an object that a POST made. An object with another one proves nothing.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum CreatedId {
    /// A UUID.
    Uuid,
    /// Any text that is not empty.
    Text,
    /// A number.
    Number,
    /// The document does not say, or the id may be null.
    Any,
}

impl SuccessBody {
    /// Where there is no document.
    const UNKNOWN: Self =
        Self { id: CreatedId::Uuid, described: &[], others: None, blank: false, null: false, statuses: &[] };

    /// Whether the document describes a member of this name and with such a value.
    pub(crate) fn describes(&self, member: &str, value: &Value) -> bool {
        let described = self.described.iter().find(|(name, _)| *name == member).map(|(_, types)| *types);
        described.or(self.others).is_some_and(|types| is_of(value, types))
    }
}

impl Operation {
    /// An operation that is not in [`OPERATIONS`](crate::OPERATIONS), for [`Client::send`](crate::Client::send).
    ///
    /// `idempotent` says whether it may be sent twice. It counts as destructive unless its method is safe, and needs
    /// credentials. Of its [`success`](Self::success) nothing is known, so that every sign of an error counts.
    ///
    /// ```
    /// use verda_api::{BodyShape, Method, Operation};
    ///
    /// static LIST_REGIONS: Operation =
    ///     Operation::custom("list_regions", Method::GET, "/v1/regions", true, BodyShape::TextList);
    /// assert!(LIST_REGIONS.may_repeat(None));
    /// ```
    pub const fn custom(
        id: &'static str,
        method: Method,
        path: &'static str,
        idempotent: bool,
        response: BodyShape,
    ) -> Self {
        Self {
            id,
            method,
            path,
            server: None,
            tag: "",
            idempotent,
            absolute_actions: &[],
            destructive: true,
            paged: false,
            cursor: None,
            public: false,
            deprecated: false,
            response,
            success: SuccessBody::UNKNOWN,
            no_body: &[200, 201, 202, 204],
            holds: None,
            secrets: &[],
            empty_list_is_absent: false,
            object_for_list: false,
        }
    }

    /// The operation of the API that a request belongs to, by its method and path. The path may be percent-encoded; a
    /// trailing slash does not matter.
    ///
    /// ```
    /// use verda_api::{Method, Operation};
    ///
    /// let operation = Operation::find(&Method::PUT, "/v1/volumes").expect("a known operation");
    /// assert_eq!(operation.id, "perform_volume_actions");
    /// // A literal segment has precedence over a variable.
    /// assert_eq!(Operation::find(&Method::GET, "/v1/volumes/trash").map(|o| o.id), Some("list_volumes_in_trash"));
    /// assert_eq!(Operation::find(&Method::GET, "/v1/volumes/7a00").map(|o| o.id), Some("get_volume"));
    /// assert_eq!(Operation::find(&Method::GET, "/v2/volumes"), None);
    /// ```
    pub fn find(method: &Method, path: &str) -> Option<&'static Self> {
        let path = path.trim_end_matches('/');
        let candidates =
            OPERATIONS.iter().copied().filter(|operation| operation.method == *method && operation.matches(path));
        // The text of the path that is not of variables; of two with as much the first one.
        let literal =
            |operation: &&Self| operation.path.split('{').map(|part| part.rsplit('}').next().map_or(0, str::len)).sum();
        candidates.min_by_key(|operation| std::cmp::Reverse::<usize>(literal(operation)))
    }

    fn matches(&self, path: &str) -> bool {
        let (mut template, mut segments) = (self.path.split('/'), path.split('/'));
        loop {
            match (template.next(), segments.next()) {
                (None, None) => return true,
                (Some(part), Some(segment)) if fits(part, segment) => {}
                _ => return false,
            }
        }
    }

    /// Whether a request with this body may be retried when its outcome is unknown: the operation is
    /// [`idempotent`](Self::idempotent), or each `action` in the body is one of
    /// [`absolute_actions`](Self::absolute_actions).
    ///
    /// ```
    /// use verda_api::{Method, Operation};
    ///
    /// let actions = Operation::find(&Method::PUT, "/v1/volumes").expect("a known operation");
    /// assert!(actions.may_repeat(Some(br#"{"action":"detach","id":"a"}"#)));
    /// assert!(!actions.may_repeat(Some(br#"{"action":"clone","id":"a"}"#)));
    /// assert!(!actions.may_repeat(None));
    /// ```
    pub fn may_repeat(&self, body: Option<&[u8]>) -> bool {
        if self.idempotent {
            return true;
        }
        let Some(Ok(body)) = body.map(serde_json::from_slice::<Value>) else { return false };
        let is_absolute = |request: &Value| {
            let action = request.get("action").and_then(Value::as_str);
            action.is_some_and(|action| self.absolute_actions.contains(&action))
        };
        match body.get("actions").and_then(Value::as_array) {
            Some(actions) => {
                let also = body.get("action").is_none() || is_absolute(&body);
                also && !actions.is_empty() && actions.iter().all(is_absolute)
            }
            None => is_absolute(&body),
        }
    }

    /// Whether the caller must know about an unknown outcome: the request may have created or destroyed a resource.
    pub(crate) fn is_delicate(&self) -> bool {
        !self.method.is_safe() && (!self.idempotent || self.destructive)
    }
}

/// Whether a segment has the text of a template around a value for each variable, none of which is empty.
fn fits(template: &str, segment: &str) -> bool {
    let variable = template.split_once('{').and_then(|(before, rest)| Some((before, rest.split_once('}')?.1)));
    match variable {
        Some((before, after)) => segment.strip_prefix(before).is_some_and(|rest| {
            let ends = rest.char_indices().skip(1).map(|(end, _)| end).chain((!rest.is_empty()).then_some(rest.len()));
            ends.filter_map(|end| rest.get(end..)).any(|rest| fits(after, rest))
        }),
        None => template == segment,
    }
}
