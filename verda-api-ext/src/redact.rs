//! Secrets that a server repeats in its errors: gateways do, and their messages get into logs.

mod spelling;

use std::collections::BTreeSet;

use bytes::Bytes;
use http::header::{HeaderMap, HeaderName, HeaderValue};
use http::{Response, StatusCode};
use reqwest::Request;
use serde_json::Value;
use verda_api::{BodyShape, Evidence, Operation};

use self::spelling::{Secret, Text, find};

/// In place of a secret.
const REDACTED: &[u8] = b"***";
/// What is shorter is found everywhere, and keeps nothing secret.
const SHORTEST: usize = 8;

/// Headers that every error shows: they identify a request.
const SHOWN_HEADERS: [HeaderName; 3] = [
    HeaderName::from_static("x-request-id"),
    HeaderName::from_static("x-correlation-id"),
    HeaderName::from_static("cf-ray"),
];

/// Parts of the names of headers that hold secrets.
const SECRET_HEADERS: [&str; 10] =
    ["assertion", "auth", "cookie", "credential", "key", "password", "secret", "session", "signature", "token"];

/// Parts of the names of members that hold secrets, in the body of a request that no operation describes. `key` is too much:
/// `ssh_key_ids` are none.
const SECRET_MEMBERS: [&str; 7] = ["apikey", "credential", "passphrase", "password", "privatekey", "secret", "token"];

/// The most parts of values of headers that are searched for.
const MOST_PARTS: usize = 64;
/// The same of members of a body, such as the lines of a script.
const MOST_PARTS_OF_BODY: usize = 20_000;
/// A part without a digit may be any word, unless it is as long.
const NO_WORD: usize = 16;

/// Texts that must not show.
#[derive(Default)]
pub(crate) struct Secrets(Vec<Secret>);

impl Secrets {
    /// A text that must not show.
    pub(crate) fn one(secret: &[u8]) -> Self {
        let mut secrets = Self::default();
        secrets.add(secret);
        secrets
    }

    /// Those of the application's own headers, by the headers' names, or where a value is marked as sensitive. Of each value its
    /// words as well, such as the token behind `Bearer` or in `session=…`. Any other value may be a word that a response needs.
    pub(crate) fn in_headers(headers: &HeaderMap) -> Self {
        let mut secrets = Self::default();
        let is_secret = |name: &HeaderName| {
            // An author is no authorization. A key that makes a request one that is done once identifies it, and servers repeat it.
            let name = name.as_str().replace("authori", "token").replace("author", "");
            SECRET_HEADERS.iter().any(|part| name.contains(part)) && !name.contains("idempotency")
        };
        for (_, value) in headers.iter().filter(|(name, value)| value.is_sensitive() || is_secret(name)) {
            secrets.add(value.as_bytes());
            value.as_bytes().split(|byte| matches!(byte, b' ' | b',' | b';')).for_each(|word| secrets.add(word));
            // The value in `name=value`, `user:value` or JSON. A part without a digit may be any word, such as `theme=instance`.
            for part in parts(value.as_bytes()).filter(|part| part.iter().any(u8::is_ascii_digit)) {
                if secrets.0.len() < MOST_PARTS {
                    secrets.add(part);
                }
            }
        }
        secrets
    }

    /// Those in the body of a request, by the names of the members. Of a request that belongs to no operation, those whose names
    /// say so.
    pub(crate) fn in_body(operation: &Operation, request: &Request) -> Self {
        let mut secrets = Self::default();
        let is_described = !operation.path.is_empty();
        if is_described && operation.secrets.is_empty() {
            return secrets;
        }
        let body = request.body().and_then(reqwest::Body::as_bytes).unwrap_or_default();
        let body: Value = serde_json::from_slice(body).unwrap_or_default();
        let mut found: BTreeSet<&[u8]> = BTreeSet::new();
        let mut open = vec![(false, &body)];
        while let Some((is_secret, value)) = open.pop() {
            match value {
                Value::String(secret) if is_secret => {
                    // A server may repeat a line of a script, or a token in it.
                    let lines = secret.lines().map(|line| line.trim().as_bytes());
                    let is_told = |part: &&[u8]| part.len() >= NO_WORD || part.iter().any(u8::is_ascii_digit);
                    found.insert(secret.as_bytes());
                    found.extend(lines.chain(parts(secret.as_bytes()).filter(is_told)).take(MOST_PARTS_OF_BODY));
                }
                Value::Array(elements) => open.extend(elements.iter().map(|element| (is_secret, element))),
                Value::Object(members) => {
                    let is_named = |name: &String| match is_described {
                        true => operation.secrets.contains(&name.as_str()),
                        false => {
                            let name = name.to_ascii_lowercase().replace(['_', '-'], "");
                            SECRET_MEMBERS.iter().any(|part| name.contains(part))
                        }
                    };
                    open.extend(members.iter().map(|(name, value)| (is_secret || is_named(name), value)));
                }
                _ => {}
            }
        }
        secrets.0 = found.into_iter().filter(|secret| secret.len() >= SHORTEST).map(Secret::new).collect();
        secrets
    }

    fn add(&mut self, secret: &[u8]) {
        if secret.len() >= SHORTEST && !self.0.iter().any(|known| known.is(secret)) {
            self.0.push(Secret::new(secret));
        }
    }

    /// Replaces them in what an error, or a result of a single resource, may show of a response. What was asked for is not
    /// touched.
    pub(crate) fn redact(&self, operation: &Operation, response: &mut Response<Bytes>, evidence: &Evidence) {
        let holds_errors = response.status() == StatusCode::MULTI_STATUS || operation.response == BodyShape::Results;
        if matches!(evidence, Evidence::Done(_)) && !holds_errors {
            // It may not decode, and that is an error as well.
            for name in &SHOWN_HEADERS {
                response.headers_mut().get_mut(name).into_iter().for_each(|value| self.redact_header(value));
            }
            return;
        }
        response.headers_mut().values_mut().for_each(|value| self.redact_header(value));
        if let Some(redacted) = self.redacted(response.body()) {
            *response.body_mut() = redacted.into();
        }
    }

    fn redact_header(&self, value: &mut HeaderValue) {
        if let Some(redacted) = self.redacted(value.as_bytes()) {
            *value = HeaderValue::from_bytes(&redacted).unwrap_or(HeaderValue::from_static("***"));
        }
    }

    /// The text without them, where it has any.
    fn redacted(&self, text: &[u8]) -> Option<Vec<u8>> {
        let text = Text::new(text);
        let mut found = find(&self.0, &text);
        found.sort_unstable();
        let mut out = Vec::new();
        let mut copied = 0;
        for (start, end) in &found {
            // Two spellings, or two secrets, may be found in one place.
            if let Some(between) = text.plain.get(copied..*start) {
                out.extend_from_slice(between);
                out.extend_from_slice(REDACTED);
            }
            copied = copied.max(*end);
        }
        out.extend_from_slice(text.plain.get(copied..).unwrap_or_default());
        (!found.is_empty()).then_some(out)
    }
}

/// The parts of a value between signs, such as those of `name=value`.
fn parts(value: &[u8]) -> impl Iterator<Item = &[u8]> {
    value.split(|byte| !byte.is_ascii_alphanumeric() && !b"-._~+/".contains(byte))
}
