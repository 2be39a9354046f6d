//! Faults as JSON.

use std::collections::BTreeMap;

use bytes::Bytes;
use http::header::{CONTENT_LENGTH, HeaderName, HeaderValue, TRANSFER_ENCODING};
use serde::de::Error;
use serde::{Deserialize, Deserializer, Serialize, Serializer};
use serde_json::{Value, json};

use super::notation::{read_effect, read_status};
use super::{Effect, Injection};

/// An injection in JSON.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Noted {
    /// As on the command line, or an object with a response.
    effect: Value,
    #[serde(default)]
    operation: Option<String>,
    #[serde(default = "once")]
    times: Value,
    #[serde(default)]
    after: u32,
    #[serde(default)]
    headers: BTreeMap<String, String>,
}

/// The response of a fault.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Response {
    status: u16,
    #[serde(default)]
    content_type: Option<String>,
    #[serde(default)]
    body: Value,
}

const ALWAYS: &str = "always";

fn once() -> Value {
    1.into()
}

impl TryFrom<Noted> for Injection {
    type Error = String;

    fn try_from(noted: Noted) -> Result<Self, String> {
        let mut injection = Self::new(match noted.effect {
            Value::String(text) => read_effect(&text)?,
            object @ Value::Object(_) => respond(object)?,
            other => {
                return Err(format!(
                    "`effect` must be a text such as \"status:503\", or a response: an object, and not {other}"
                ));
            }
        });
        if let Some(operation) = &noted.operation {
            injection = injection.on(operation);
        }
        injection = match (noted.times.as_str(), noted.times.as_u64().map(u32::try_from)) {
            (Some(ALWAYS), _) => injection.always(),
            (_, Some(Ok(times))) => injection.times(times),
            _ => return Err(format!("`times` must be a number or \"{ALWAYS}\", and not {}", noted.times)),
        };
        injection = injection.after(noted.after);
        for (name, value) in noted.headers {
            let invalid = || format!("`{name}: {value}` is no header");
            let value = HeaderValue::from_str(&value).map_err(|_| invalid())?;
            let name = HeaderName::try_from(name.as_str()).map_err(|_| invalid())?;
            if name == CONTENT_LENGTH || name == TRANSFER_ENCODING {
                return Err(format!("`{name}` is the body's own; for a response that breaks off, inject `truncated`"));
            }
            injection = injection.header(name, value);
        }
        Ok(injection)
    }
}

fn respond(object: Value) -> Result<Effect, String> {
    let what = |error| format!("`effect` must be a text such as \"status:503\", or a response: {error}");
    let response: Response = serde_json::from_value(object).map_err(what)?;
    let content_type = response.content_type.as_deref().unwrap_or("application/json; charset=utf-8");
    let body = match response.body {
        Value::Null => Bytes::new(),
        Value::String(text) => text.into(),
        json => json.to_string().into(),
    };
    Ok(Effect::Respond {
        status: read_status(&response.status.to_string())?,
        content_type: HeaderValue::from_str(content_type)
            .map_err(|_| format!("`{content_type}` is no content type"))?,
        body,
    })
}

impl From<Injection> for Noted {
    /// A body that is not UTF-8 gets replacement characters.
    fn from(injection: Injection) -> Self {
        let effect = match injection.effect() {
            Effect::Respond { status, content_type, body } => json!({
                "status": status.as_u16(),
                "content_type": String::from_utf8_lossy(content_type.as_bytes()),
                "body": String::from_utf8_lossy(body),
            }),
            effect => effect.to_string().into(),
        };
        let header = |(name, value): (&HeaderName, &HeaderValue)| {
            (name.to_string(), String::from_utf8_lossy(value.as_bytes()).into_owned())
        };
        Self {
            effect,
            operation: injection.operation().map(str::to_owned),
            times: injection.times_left().map_or(ALWAYS.into(), Value::from),
            after: injection.skipped(),
            headers: injection.headers().iter().map(header).collect(),
        }
    }
}

impl Serialize for Injection {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        Noted::from(self.clone()).serialize(serializer)
    }
}

impl<'de> Deserialize<'de> for Injection {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        Self::try_from(Noted::deserialize(deserializer)?).map_err(D::Error::custom)
    }
}
