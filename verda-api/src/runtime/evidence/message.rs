//! Reads code and messages from error bodies of all forms, and decides whether the API wrote the body.

use bytes::Bytes;
use serde_json::{Map, Value};

use crate::generated::OPERATIONS;
use crate::runtime::decode;
use crate::runtime::operation::Operation;

/// The maximum number of characters of a code and of a message, and of messages.
const CODE: usize = 80;
const TEXT: usize = 240;
const MESSAGES: usize = 6;

/// The code and the messages of an API error. Each is one line without control characters, and truncated if it is long.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct ApiMessage {
    pub(super) code: Option<String>,
    pub(super) messages: Vec<String>,
    /// Whether the body has the form of the API's own errors.
    pub(crate) is_own: bool,
}

impl ApiMessage {
    /// The API's code, such as `insufficient_funds`, if it sent one.
    pub fn code(&self) -> Option<&str> {
        self.code.as_deref()
    }

    /// The API's messages: one for each problem, none if the body had none.
    pub fn messages(&self) -> &[String] {
        &self.messages
    }
}

/// The body of a failure.
pub(super) struct Read {
    pub(super) said: Option<ApiMessage>,
    /// Whether it has the form of the API's errors.
    pub(super) is_own: bool,
    pub(super) is_page: bool,
    /// The kind of body, as a phrase.
    pub(super) kind: &'static str,
}

/// Code and messages of an error's body: the API's own form, OAuth's, a framework's, or plain text. All forms are read. These
/// count as the API's own: errors with a code, errors of the framework, and OAuth's errors from an operation that needs no
/// token and changes something, such as the token endpoint.
pub(super) fn read(operation: &Operation, status: u16, body: &Bytes) -> Read {
    let text = decode::text(body);
    let text = text.trim();
    if text.is_empty() {
        return Read { said: None, is_own: false, is_page: false, kind: "an empty body" };
    }
    if text.starts_with('<') {
        return Read { said: None, is_own: false, is_page: true, kind: "a page instead of an API error" };
    }
    match decode::value(text.as_bytes()) {
        Ok(Value::Object(object)) => {
            let mut said = of_object(&object);
            // A framework's error has no code, and repeats the status.
            let is_framework = object.get("statusCode").and_then(Value::as_u64) == Some(u64::from(status));
            let has = |key: &str| object.get(key).and_then(Value::as_str).is_some_and(|text| !text.trim().is_empty());
            let is_token_endpoint = operation.public && !operation.method.is_safe();
            let is_oauth = is_token_endpoint && has("error") && said.code.is_some();
            said.is_own =
                (has("code") && said.code.is_some()) || is_oauth || (is_framework && !said.messages.is_empty());
            Read { is_own: said.is_own, said: Some(said), is_page: false, kind: "a body that is not an API error" }
        }
        Ok(_) => Read { said: None, is_own: false, is_page: false, kind: "a body that is not an API error" },
        Err(_) => {
            let is_json = text.starts_with(['{', '[']);
            let said = (!is_json).then(|| ApiMessage {
                messages: vec![one_line(text.trim_matches('"'), TEXT)],
                ..ApiMessage::default()
            });
            Read { said, is_own: false, is_page: false, kind: "text instead of an API error" }
        }
    }
}

/// Whether an object of a success has the form of an error: this API's, a gateway's, a framework's. Members are compared in
/// lower case. What the document describes is no sign of an error.
pub(super) fn is_error(operation: &Operation, object: &Map<String, Value>) -> bool {
    let plain = |name: &str| name.to_ascii_lowercase().replace(['_', '-'], "");
    let members: Vec<(String, &Value, bool)> =
        object.iter().map(|(name, value)| (plain(name), value, operation.success.describes(name, value))).collect();
    let all = |name: &str| members.iter().find(|(member, ..)| member == name);
    let has = |name: &str| all(name).is_some_and(|(_, value, _)| !is_nothing(value));
    // Members that the document does not describe.
    let odd = |name: &str| all(name).filter(|(_, _, is_described)| !is_described).map(|(_, value, _)| *value);
    let has_odd = |name: &str| odd(name).is_some_and(|value| !is_nothing(value));
    let says = ["message", "msg", "detail", "details", "reason", "title", "description"].into_iter();
    // A described member explains what another one says, if not both are described.
    let explains = |other: &str| if has_odd(other) { says.clone().any(has) } else { says.clone().any(has_odd) };
    let failed = |name: &str| odd(name).is_some_and(is_failure);
    let refused = |name: &str| odd(name).is_some_and(|value| value == &Value::Bool(false) || value == "false");
    // Resources have an id or a name, and may have a description; what was asked to be done has no message.
    let is_resource = operation.method.is_safe() && (has("id") || has("name"));
    let begins_as_error = |name: &String| name.starts_with("error") || name == "fault";
    members.iter().any(|(name, value, is_described)| begins_as_error(name) && !is_described && !is_nothing(value))
        || has_odd("statuscode")
        || (has("code") && explains("code") && !is_resource)
        || ["status", "code", "result"].into_iter().any(failed)
        || (all("status").is_some_and(|(_, value, _)| says_failure(value)) && explains("status") && !is_resource)
        || ["success", "ok", "acknowledged", "deleted"].into_iter().any(refused)
        || (["message", "msg", "detail", "redirect"].into_iter().any(has_odd) && !is_resource)
}

fn is_nothing(value: &Value) -> bool {
    matches!(value, Value::Null | Value::Bool(false)) || value == ""
}

/// Whether a value is an error status, as a number or as text, or a word for failure.
fn is_failure(value: &Value) -> bool {
    let number = value.as_f64().or_else(|| value.as_str()?.trim().parse().ok());
    number.is_some_and(|number| (400.0..1000.0).contains(&number))
}

fn says_failure(value: &Value) -> bool {
    let text = value.as_str().unwrap_or_default().to_ascii_lowercase();
    ["error", "failed", "failure", "fail"].contains(&text.as_str())
}

/// Whether an object reports success: it names the resource, or says so.
pub(super) fn says_done(object: &Map<String, Value>) -> bool {
    let is_text = |name: &str| object.get(name).and_then(Value::as_str).is_some_and(|text| !text.is_empty());
    let is_true = |name: &str| object.get(name) == Some(&Value::Bool(true));
    let status = object.get("status").and_then(Value::as_str).unwrap_or_default().to_ascii_lowercase();
    object.is_empty()
        || ["id", "name"].into_iter().any(is_text)
        || ["success", "ok", "acknowledged", "deleted"].into_iter().any(is_true)
        || ["success", "ok", "done", "accepted"].contains(&status.as_str())
}

fn of_object(object: &Map<String, Value>) -> ApiMessage {
    let text = |key: &str| object.get(key).and_then(Value::as_str).filter(|text| !text.trim().is_empty());
    // A number is a status and no code.
    let code = text("code").filter(|code| !code.trim().bytes().all(|byte| byte.is_ascii_digit()));
    let code = code.or_else(|| text("error").filter(|text| !text.contains(char::is_whitespace)));
    let messages = ["message", "error_description", "error"].iter().find_map(|key| match object.get(*key)? {
        Value::String(message) if !message.is_empty() && Some(message.as_str()) != code => {
            Some(vec![one_line(message, TEXT)])
        }
        Value::Array(messages) if !messages.is_empty() => {
            Some(messages.iter().take(MESSAGES).map(|message| one_line(&one_message(message), TEXT)).collect())
        }
        nested @ Value::Object(_) => Some(vec![one_line(&one_message(nested), TEXT)]),
        _ => None,
    });
    let (code, messages) = (code.map(|code| one_line(code, CODE)), messages.unwrap_or_default());
    ApiMessage { code, messages, is_own: false }
}

fn one_message(value: &Value) -> String {
    let nested = value.get("message").and_then(Value::as_str);
    nested.or(value.as_str()).map_or_else(|| value.to_string(), str::to_owned)
}

/// Prepares a server's text for a log: one line, without control characters and characters that change the text direction, and
/// truncated to a number of characters.
///
/// ```
/// assert_eq!(verda_api::one_line("odd\nERROR forged \u{202e}", 12), "odd ERROR fo…");
/// ```
pub fn one_line(text: &str, longest: usize) -> String {
    let unsafe_in_a_line = |c: char| {
        c.is_control()
            || matches!(c, '\u{200b}'..='\u{200f}' | '\u{2028}'..='\u{202e}' | '\u{2060}'..='\u{206f}' | '\u{feff}')
    };
    let mut line = String::new();
    for (index, c) in text.trim().chars().enumerate() {
        if index == longest {
            line.push('…');
            break;
        }
        line.push(if unsafe_in_a_line(c) { ' ' } else { c });
    }
    line
}

/// Whether the API reports that the resource of an operation does not exist: by its code, or by the texts that production
/// programs rely on. Messages about another resource, or about a path, do not count.
pub(crate) fn is_absence(operation: &Operation, status: u16, message: &ApiMessage) -> bool {
    let texts = || message.messages.iter().map(|message| message.to_ascii_lowercase());
    match (status, message.code()) {
        (200..=299 | 400 | 404 | 410, Some("not_found")) => {
            message.messages.is_empty() || texts().all(|text| says_nothing_else(&text) || is_of(operation, &text))
        }
        // The API calls an unknown id invalid: "Invalid instance id".
        (400, _) => texts().any(|text| {
            let words: Vec<&str> = text.trim_end_matches('.').split(' ').collect();
            words.first() == Some(&"invalid")
                && words.last() == Some(&"id")
                && words.len() <= 5
                && is_of(operation, &text)
        }),
        (404, _) => texts().any(|text| says_absence(&text) && is_of(operation, &text)),
        _ => false,
    }
}

fn says_absence(text: &str) -> bool {
    // A router's message is about a path: "Route GET:/v1/instances/x not found".
    !text.contains('/')
        && ["not found", "does not exist", "no longer exists"].into_iter().any(|phrase| text.contains(phrase))
}

/// Whether a text is "not found" or similar, without a resource.
fn says_nothing_else(text: &str) -> bool {
    let text = text.trim().trim_end_matches('.');
    ["not found", "resource not found", "the resource was not found", "the requested resource was not found"]
        .contains(&text)
        || text.starts_with("the api responded with an empty list")
}

/// Whether a text is about the resource of an operation, and about no other resource. Names in paths are plural.
fn is_of(operation: &Operation, text: &str) -> bool {
    let names = |path: &'static str, word: &str| {
        let plural = [word, "s"].concat();
        let mut names = path.split(['/', '-', '_']).filter(|name| !name.starts_with('{'));
        word.len() > 2 && names.any(|name| name.ends_with(&plural) || (word.ends_with('s') && name == word))
    };
    let mut words = text.split(|c: char| !c.is_ascii_alphanumeric()).filter(|word| !word.is_empty());
    let own = |word: &str| names(operation.path, word);
    let other = |word: &str| !own(word) && OPERATIONS.iter().any(|other| names(other.path, word));
    // Words in paths without a meaning for the resource.
    let says_nothing = |word: &&str| !["resource", "instanceid", "api", "pages", "status", "action"].contains(word);
    let spoken: Vec<&str> = words.by_ref().filter(says_nothing).collect();
    spoken.iter().any(|word| own(word)) && !spoken.iter().any(|word| other(word))
}
