//! The text form of an injection, for the command line.

use std::fmt;
use std::str::FromStr;
use std::time::Duration;

use bytes::Bytes;
use http::StatusCode;
use http::header::HeaderValue;

use super::{Effect, Injection};

/// Means every operation.
const ANY_OPERATION: &str = "*";
/// Means every request from now on.
const ALWAYS: &str = "always";

/// How to write an effect, for messages.
const EFFECTS: &str = "status:CODE, scope, html:CODE, opaque:CODE, handled:CODE, slow:SECONDS, hang, reset-before, \
                       reset-after, truncated or respond:CODE:CONTENT_TYPE:BODY";

/// Reads `OPERATION=EFFECT[:TIMES]`.
///
/// OPERATION is a method and a path template, or `*` for any. TIMES is a number or `always`; without it, one request is
/// hit. EFFECT is one of
///
/// | text | effect |
/// |---|---|
/// | `status:503` | [`Effect::Status`] |
/// | `scope` | [`Effect::InsufficientScope`] |
/// | `html:502` | [`Effect::Html`] |
/// | `opaque:429` | [`Effect::Opaque`] |
/// | `handled:500` | [`Effect::HandledThenStatus`] |
/// | `slow:1.5` | [`Effect::Slow`], in seconds |
/// | `hang` | [`Effect::Hang`] |
/// | `reset-before` | [`Effect::ResetBefore`] |
/// | `reset-after` | [`Effect::ResetAfter`] |
/// | `truncated` | [`Effect::Truncated`] |
/// | `respond:200:application/json:{"a":1}` | [`Effect::Respond`]; a colon and digits at its end are TIMES |
///
/// ```
/// use verda_fake::{Injection, VerdaFake};
///
/// # fn main() -> Result<(), Box<dyn std::error::Error>> {
/// let fake = VerdaFake::default();
/// fake.inject("GET /v1/instances=status:503:2".parse::<Injection>()?)?;
/// # Ok(())
/// # }
/// ```
impl FromStr for Injection {
    type Err = InvalidFault;

    fn from_str(text: &str) -> Result<Self, InvalidFault> {
        let problem = |what: String| InvalidFault { text: text.to_owned(), what };
        let Some((operation, rest)) = text.split_once('=') else {
            return Err(problem("there is no `=`".to_owned()));
        };
        let (effect, times) = split_times(rest);
        let mut injection = Self::new(read_effect(effect).map_err(problem)?);
        let operation = operation.trim();
        if operation != ANY_OPERATION {
            injection = injection.on(operation);
        }
        match times {
            None => Ok(injection),
            Some(ALWAYS) => Ok(injection.always()),
            Some(times) => match times.parse::<u32>() {
                Ok(times) if times > 0 => Ok(injection.times(times)),
                _ => Err(problem(format!("`{times}` is no number of requests"))),
            },
        }
    }
}

/// Writes the effect as `FromStr` reads it, without a number.
impl fmt::Display for Effect {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Status(status) => write!(f, "status:{}", status.as_u16()),
            Self::InsufficientScope => f.write_str("scope"),
            Self::Html(status) => write!(f, "html:{}", status.as_u16()),
            Self::Opaque(status) => write!(f, "opaque:{}", status.as_u16()),
            Self::HandledThenStatus(status) => write!(f, "handled:{}", status.as_u16()),
            Self::Slow(time) => write!(f, "slow:{}", time.as_secs_f64()),
            Self::Hang => f.write_str("hang"),
            Self::ResetBefore => f.write_str("reset-before"),
            Self::ResetAfter => f.write_str("reset-after"),
            Self::Truncated => f.write_str("truncated"),
            Self::Respond { status, content_type, body } => {
                let (content_type, body) =
                    (String::from_utf8_lossy(content_type.as_bytes()), String::from_utf8_lossy(body));
                write!(f, "respond:{}:{content_type}:{body}", status.as_u16())
            }
        }
    }
}

/// The effect, and the number of requests after it.
fn split_times(text: &str) -> (&str, Option<&str>) {
    // The first colon belongs to an effect with an argument.
    let arguments = if text.starts_with("respond:") { 3 } else { usize::from(takes_argument(text)) };
    match text.rsplit_once(':') {
        Some((effect, times)) if effect.matches(':').count() >= arguments && is_times(effect, times) => {
            (effect, Some(times))
        }
        _ => (text, None),
    }
}

/// Whether the text after the last colon is a number of requests. After a body, it must look like a number.
fn is_times(effect: &str, text: &str) -> bool {
    let looks_like_one = text == ALWAYS || (!text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit()));
    looks_like_one || !effect.starts_with("respond:")
}

fn takes_argument(text: &str) -> bool {
    ["status:", "html:", "opaque:", "handled:", "slow:"].iter().any(|name| text.starts_with(name))
}

pub(crate) fn read_effect(text: &str) -> Result<Effect, String> {
    let (name, argument) = text.split_once(':').unwrap_or((text, ""));
    let status = || read_status(argument);
    match name {
        "status" => Ok(Effect::Status(status()?)),
        "html" => Ok(Effect::Html(status()?)),
        "opaque" => Ok(Effect::Opaque(status()?)),
        "handled" => Ok(Effect::HandledThenStatus(status()?)),
        "slow" => {
            let seconds = argument.parse().ok().and_then(|seconds| Duration::try_from_secs_f64(seconds).ok());
            seconds.map(Effect::Slow).ok_or_else(|| format!("`{argument}` is no number of seconds"))
        }
        "scope" if argument.is_empty() => Ok(Effect::InsufficientScope),
        "hang" if argument.is_empty() => Ok(Effect::Hang),
        "reset-before" if argument.is_empty() => Ok(Effect::ResetBefore),
        "reset-after" if argument.is_empty() => Ok(Effect::ResetAfter),
        "truncated" if argument.is_empty() => Ok(Effect::Truncated),
        "respond" => read_response(argument),
        _ => Err(format!("`{text}` is no effect")),
    }
}

fn read_response(text: &str) -> Result<Effect, String> {
    let mut parts = text.splitn(3, ':');
    let (status, content_type, body) = (parts.next(), parts.next(), parts.next());
    let (Some(status), Some(content_type), Some(body)) = (status, content_type, body) else {
        return Err("a response has a status, a content type and a body".to_owned());
    };
    let status = read_status(status)?;
    let content_type =
        HeaderValue::from_str(content_type).map_err(|_| format!("`{content_type}` is no content type"))?;
    Ok(Effect::Respond { status, content_type, body: Bytes::copy_from_slice(body.as_bytes()) })
}

/// A final status. A status below 200 is not final.
pub(crate) fn read_status(text: &str) -> Result<StatusCode, String> {
    let status = text.parse::<u16>().ok().filter(|code| (200..600).contains(code));
    let status = status.and_then(|code| StatusCode::from_u16(code).ok());
    status.ok_or_else(|| format!("`{text}` is no status from 200 to 599"))
}

/// A text that does not describe an injection.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct InvalidFault {
    text: String,
    what: String,
}

impl fmt::Display for InvalidFault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { text, what } = self;
        write!(
            f,
            "`{text}` is no fault: {what}; write OPERATION=EFFECT[:TIMES], as in `GET /v1/instances=status:503:2`, \
             where EFFECT is {EFFECTS}, and TIMES a number or always"
        )
    }
}

impl std::error::Error for InvalidFault {}

#[cfg(test)]
mod tests {
    use super::*;

    const LIST: &str = "GET /v1/instances";

    fn read(effect: &str) -> (Effect, Option<u32>) {
        let injection: Injection = format!("{LIST}={effect}").parse().unwrap();
        assert_eq!(injection.operation.as_deref(), Some(LIST));
        (injection.effect, injection.times)
    }

    #[test]
    fn every_effect_can_be_written() {
        let code = |code| StatusCode::from_u16(code).unwrap();
        let response = |body: &'static str| Effect::Respond {
            status: code(200),
            content_type: HeaderValue::from_static("application/json"),
            body: Bytes::from_static(body.as_bytes()),
        };
        for (text, effect, times) in [
            ("status:503", Effect::Status(code(503)), Some(1)),
            ("status:503:2", Effect::Status(code(503)), Some(2)),
            ("html:502:always", Effect::Html(code(502)), None),
            ("opaque:429", Effect::Opaque(code(429)), Some(1)),
            ("handled:500:3", Effect::HandledThenStatus(code(500)), Some(3)),
            ("slow:1.5", Effect::Slow(Duration::from_millis(1500)), Some(1)),
            ("slow:2:7", Effect::Slow(Duration::from_secs(2)), Some(7)),
            ("hang", Effect::Hang, Some(1)),
            ("hang:2", Effect::Hang, Some(2)),
            ("reset-before:always", Effect::ResetBefore, None),
            ("reset-after", Effect::ResetAfter, Some(1)),
            ("truncated:2", Effect::Truncated, Some(2)),
            (r#"respond:200:application/json:{"a":"=:"}"#, response(r#"{"a":"=:"}"#), Some(1)),
            ("respond:200:application/json:[]:4", response("[]"), Some(4)),
            ("respond:200:application/json::always", response(""), None),
        ] {
            let written = format!("{effect}:9");
            assert_eq!(read(text), (effect, times), "{text}");
            assert_eq!(read(&written), (read(text).0, Some(9)), "{written}");
        }
        let any: Injection = "*=hang".parse().unwrap();
        assert_eq!(any.operation, None);
    }

    #[test]
    fn an_invalid_fault_is_reported_in_one_line() {
        for (text, what) in [
            ("GET /v1/instances", "there is no `=`"),
            ("GET /v1/instances=explode", "`explode` is no effect"),
            ("GET /v1/instances=", "`` is no effect"),
            ("GET /v1/instances=status", "`` is no status from 200 to 599"),
            ("GET /v1/instances=status:100", "`100` is no status from 200 to 599"),
            ("GET /v1/instances=status:503:0", "`0` is no number of requests"),
            ("GET /v1/instances=status:503:x", "`x` is no number of requests"),
            ("GET /v1/instances=hang:-1", "`-1` is no number of requests"),
            ("GET /v1/instances=slow:-1", "`-1` is no number of seconds"),
            ("GET /v1/instances=slow:NaN", "`NaN` is no number of seconds"),
            ("GET /v1/instances=respond:200:text/plain", "a response has a status"),
            ("GET /v1/instances=respond:200:\n:x", "is no content type"),
        ] {
            let error = text.parse::<Injection>().unwrap_err().to_string();
            assert!(error.contains(what), "{error}");
            assert!(error.contains("write OPERATION=EFFECT[:TIMES]"), "{error}");
        }
    }
}
