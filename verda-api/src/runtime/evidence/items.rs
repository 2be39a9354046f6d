//! Responses with a result for each resource.

use serde_json::{Map, Value};

use super::message::{ApiMessage, is_absence, one_line};
use crate::runtime::decode;
use crate::runtime::operation::Operation;

const TEXT: usize = 300;

/// The result for one of several resources, such as an element of a 207.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
#[non_exhaustive]
pub struct ItemResult {
    /// The id of the resource; `None` if the element has none.
    pub id: Option<String>,
    /// The action of the result, such as `delete`; `None` if the element has none.
    pub action: Option<String>,
    /// Whether the action was done; `None` if the element does not say.
    pub succeeded: Option<bool>,
    /// The status that the API gives for this resource.
    pub status: Option<u16>,
    /// The API's own code, such as `forbidden_action`.
    pub code: Option<String>,
    /// The API's message about a failure; empty without a message.
    pub message: String,
}

impl ItemResult {
    /// The results in a body, if it is a list of results with one element or more.
    ///
    /// ```
    /// use verda_api::ItemResult;
    ///
    /// let body = br#"[{"instanceId":"a","action":"delete","status":"error","error":"Instance not found","statusCode":404}]"#;
    /// let results = ItemResult::all_in(body).unwrap_or_default();
    /// assert_eq!((results[0].id.as_deref(), results[0].succeeded), (Some("a"), Some(false)));
    /// let operation = verda_api::Operation::find(&verda_api::Method::PUT, "/v1/instances").expect("a known operation");
    /// assert!(results[0].is_not_found(operation));
    /// assert_eq!(ItemResult::all_in(b"[]"), None);
    /// ```
    pub fn all_in(body: &[u8]) -> Option<Vec<Self>> {
        match decode::value(body).ok()? {
            Value::Array(elements) => read(&elements),
            _ => None,
        }
    }

    /// Whether the API reports that the resource of this operation does not exist.
    pub fn is_not_found(&self, operation: &Operation) -> bool {
        let message = ApiMessage { code: self.code.clone(), messages: vec![self.message.clone()], is_own: true };
        self.succeeded == Some(false) && is_absence(operation, self.status.unwrap_or(404), &message)
    }
}

/// The results in a list. All elements must be objects, and at least one must report an outcome.
pub(super) fn read(elements: &[Value]) -> Option<Vec<ItemResult>> {
    let objects: Vec<&Map<String, Value>> = elements.iter().map(Value::as_object).collect::<Option<_>>()?;
    objects.iter().any(|object| tells_outcome(object)).then(|| objects.into_iter().map(item).collect())
}

fn tells_outcome(object: &Map<String, Value>) -> bool {
    let has = |keys: &[&str]| keys.iter().any(|key| object.get(*key).is_some_and(|value| !value.is_null()));
    let word = ["status", "result"].iter().find_map(|key| object.get(*key)?.as_str());
    has(&["statusCode", "status_code", "error"])
        || (word.is_some() && has(&["action"]))
        || word.is_some_and(|word| success_in(word).is_some())
}

/// Whether a word reports success.
fn success_in(word: &str) -> Option<bool> {
    match word.to_ascii_lowercase().as_str() {
        "success" | "succeeded" => Some(true),
        "error" | "failed" | "failure" => Some(false),
        _ => None,
    }
}

fn item(object: &Map<String, Value>) -> ItemResult {
    let text = |keys: &[&str]| keys.iter().find_map(|key| object.get(*key)?.as_str());
    // A number may be a text, or have a zero fraction.
    let number = |key: &str| {
        let value = object.get(key)?;
        value.as_f64().or_else(|| value.as_str()?.trim().parse().ok())
    };
    let status = ["statusCode", "status_code", "status"].into_iter().find_map(number).map(|status| status as u16);
    let error = object.get("error").filter(|error| !matches!(error, Value::Null | Value::Bool(false)) && *error != "");
    let refused = object.get("success") == Some(&Value::Bool(false));
    let word = text(&["status", "result"]);
    let succeeded = match (word.and_then(success_in), status) {
        _ if error.is_some() || refused => Some(false),
        (_, Some(status)) if status >= 400 => Some(false),
        (Some(succeeded), _) => Some(succeeded),
        (None, Some(200..=299)) if word.is_none() => Some(true),
        _ => None,
    };
    let is_id = |key: &str| key.ends_with("Id") || key.ends_with("_id");
    let named = object.iter().find(|(key, _)| is_id(key)).and_then(|(_, id)| id.as_str());
    let message = match error {
        Some(Value::String(error)) => error.as_str(),
        Some(Value::Object(error)) => error.get("message").and_then(Value::as_str).unwrap_or_default(),
        _ => "",
    };
    let message = if message.is_empty() { text(&["message"]).unwrap_or_default() } else { message };
    ItemResult {
        id: text(&["id"]).or(named).map(str::to_owned),
        action: text(&["action"]).map(|action| one_line(action, TEXT)),
        succeeded,
        status,
        code: text(&["code"]).map(|code| one_line(code, TEXT)),
        message: one_line(message, TEXT),
    }
}
