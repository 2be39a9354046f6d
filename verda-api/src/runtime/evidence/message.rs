//! What an error's body says, whatever its form, and whether it is the API's own.

use bytes::Bytes;
use serde_json::Value;

use crate::generated::OPERATIONS;
use crate::runtime::decode;
use crate::runtime::operation::Operation;

/// How many characters of a code and of a message are kept, and how many messages.
const CODE: usize = 80;
const TEXT: usize = 240;
const MESSAGES: usize = 6;

/// The code and the messages of an error of the API. They are one line each, without control characters, and cut where
/// they are long.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct ApiMessage {
    pub(super) code: Option<String>,
    pub(super) messages: Vec<String>,
    /// Whether the body has the form of the API's own errors.
    pub(crate) is_own: bool,
}

impl ApiMessage {
    /// The API's own code, such as `insufficient_funds`, where it gave one.
    pub fn code(&self) -> Option<&str> {
        self.code.as_deref()
    }

    /// The API's messages; several if several things are wrong, none if the body had none.
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
    /// What it is, as a phrase.
    pub(super) kind: &'static str,
}

/// Code and messages of an error's body: the API's own form, OAuth's, a framework's, or plain text. All of them are read, and
/// the API's own are: those with a code, OAuth's from an operation that needs no token and changes something, such as the
/// token endpoint, and those of the framework.
pub(super) fn read(operation: &Operation, status: u16, body: &Bytes) -> Read {
    let text = decode::text(body);
    let text = text.trim();
    if text.is_empty() {
        return Read { said: None, is_own: false, is_page: false, kind: "an empty body" };
    }
    if text.starts_with('<') {
        return Read { said: None, is_own: false, is_page: true, kind: "a page and not the API's own error" };
    }
    match serde_json::from_str(text) {
        Ok(Value::Object(object)) => {
            let mut said = of_object(&object);
            // A framework's error has no code, and repeats the status.
            let is_framework = object.get("statusCode").and_then(Value::as_u64) == Some(u64::from(status));
            let has = |key: &str| object.get(key).and_then(Value::as_str).is_some_and(|text| !text.trim().is_empty());
            let is_token_endpoint = operation.public && !operation.method.is_safe();
            let is_oauth = is_token_endpoint && has("error") && said.code.is_some();
            said.is_own = has("code") || is_oauth || (is_framework && !said.messages.is_empty());
            Read {
                is_own: said.is_own,
                said: Some(said),
                is_page: false,
                kind: "a body that is not the API's own error",
            }
        }
        Ok(_) => Read { said: None, is_own: false, is_page: false, kind: "a body that is not the API's own error" },
        Err(_) => {
            let is_json = text.starts_with(['{', '[']);
            let said = (!is_json).then(|| ApiMessage {
                messages: vec![one_line(text.trim_matches('"'), TEXT)],
                ..ApiMessage::default()
            });
            Read { said, is_own: false, is_page: false, kind: "a text and not the API's own error" }
        }
    }
}

/// Whether an object of a success has the form of an error.
pub(super) fn is_error(object: &serde_json::Map<String, Value>) -> bool {
    const AROUND_A_MESSAGE: [&str; 12] = [
        "message",
        "code",
        "request_id",
        "requestId",
        "trace_id",
        "traceId",
        "timestamp",
        "path",
        "type",
        "title",
        "detail",
        "documentation_url",
    ];
    let has = |key: &str| object.get(key).is_some_and(|value| !value.is_null());
    let is_only_a_message = || object.keys().all(|key| AROUND_A_MESSAGE.contains(&key.as_str()));
    let refuses = |key: &str| object.get(key) == Some(&Value::Bool(false));
    let failed = object.get("status").and_then(Value::as_str).is_some_and(|status| {
        let status = status.to_ascii_lowercase();
        ["error", "failed", "failure", "fail"].contains(&status.as_str()) && (has("message") || has("error"))
    });
    (has("code") && has("message"))
        || has("error")
        || has("errors")
        || has("statusCode")
        || failed
        || object.get("status").and_then(Value::as_u64).is_some_and(|status| status >= 400)
        || ["success", "ok", "acknowledged"].into_iter().any(refuses)
        || (has("message") && is_only_a_message())
}

fn of_object(object: &serde_json::Map<String, Value>) -> ApiMessage {
    let text = |key: &str| object.get(key).and_then(Value::as_str).filter(|text| !text.trim().is_empty());
    let code = text("code").or_else(|| text("error").filter(|text| !text.contains(char::is_whitespace)));
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

/// A server's text for a log: one line, without control characters and those that change the direction of text, and cut
/// after some characters.
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

/// Whether the API says that a resource does not exist: by its code, or by the texts that production programs rely on.
pub(crate) fn is_absence(status: u16, message: &ApiMessage) -> bool {
    let says = |test: fn(&str) -> bool| message.messages.iter().any(|message| test(&message.to_ascii_lowercase()));
    match (status, message.code()) {
        (..=501, Some("not_found")) if message.is_own => true,
        // An unknown id is an invalid one: "Invalid instance id".
        (400, _) => says(|text| {
            let words: Vec<&str> = text.trim_end_matches('.').split(' ').collect();
            matches!(words.as_slice(), ["invalid", .., noun, "id"] if is_noun(noun))
        }),
        // "Startup script not found", and not a framework's "Cannot GET /v1/…" or a router's "page not found".
        (404, _) => says(|text| {
            let resource = text.trim_end_matches('.').strip_suffix(" not found").unwrap_or_default();
            resource.rsplit(' ').next().is_some_and(is_noun)
        }),
        _ => false,
    }
}

/// Whether a word names resources of the API: paths have it in the plural. Anything in between may speak of a "resource".
fn is_noun(word: &str) -> bool {
    let plural = [word, "s"].concat();
    let mut names = OPERATIONS.iter().flat_map(|operation| operation.path.split(['/', '-', '_']));
    word != "resource" && names.any(|name| name == plural)
}
