//! Text that is nearly JSON: written by servers, and rejected by strict parsers.

use std::borrow::Cow;
use std::fmt::Write as _;

use serde_json::Value;

/// The text of a body, without a byte order mark; invalid UTF-8 becomes U+FFFD.
pub(crate) fn text(body: &[u8]) -> Cow<'_, str> {
    String::from_utf8_lossy(body.strip_prefix(b"\xef\xbb\xbf").unwrap_or(body))
}

/// The JSON in a body. Half a surrogate pair becomes U+FFFD, a control character in a string is kept, `NaN` and `Infinity`
/// are null, a number that is none of JSON's is a text, and the last of duplicate keys counts.
pub(crate) fn value(body: &[u8]) -> Result<Value, serde_json::Error> {
    let text = text(body);
    serde_json::from_str(&text).or_else(|error| match repaired(&text) {
        Some(repaired) => serde_json::from_str(&repaired),
        None => Err(error),
    })
}

/// The text with replacements for parts that a strict parser rejects; `None` without such parts, or if the text is no list or
/// object.
fn repaired(text: &str) -> Option<String> {
    if !text.trim_start().starts_with(['{', '[']) {
        return None;
    }
    let mut out = String::with_capacity(text.len());
    let mut rest = text;
    let mut in_string = false;
    let mut changed = false;
    while let Some(c) = rest.chars().next() {
        let width = c.len_utf8();
        match c {
            '"' => in_string = !in_string,
            '\\' if in_string => {
                let (escape, kept) = escape(rest);
                changed |= !kept;
                let is_half_a_pair = !kept && escape.starts_with("\\u");
                out.push_str(if kept {
                    escape
                } else if is_half_a_pair {
                    "\\ufffd"
                } else {
                    "\\\\"
                });
                let length = if kept || is_half_a_pair { escape.len() } else { 1 };
                rest = rest.get(length..).unwrap_or_default();
                continue;
            }
            c if in_string && c < ' ' => {
                changed = true;
                let _ = write!(out, "\\u{:04x}", u32::from(c));
                rest = rest.get(width..).unwrap_or_default();
                continue;
            }
            '0'..='9' | '.' | '+' | '-' if !in_string && !rest.starts_with("-I") => {
                let end =
                    rest.find(|c: char| !matches!(c, '0'..='9' | '.' | '+' | '-' | 'e' | 'E')).unwrap_or(rest.len());
                let number = rest.get(..end).unwrap_or(rest);
                // Too large, or not a JSON number: what it is for may read the text.
                let is_number = serde_json::from_str::<serde_json::Number>(number).is_ok();
                changed |= !is_number;
                let quote = if is_number { "" } else { "\"" };
                out.extend([quote, number, quote]);
                rest = rest.get(end..).unwrap_or_default();
                continue;
            }
            'N' | 'I' | '-' if !in_string => {
                if let Some(word) = ["NaN", "Infinity", "-Infinity"].into_iter().find(|word| rest.starts_with(word)) {
                    changed = true;
                    out.push_str("null");
                    rest = rest.get(word.len()..).unwrap_or_default();
                    continue;
                }
            }
            _ => {}
        }
        out.push(c);
        rest = rest.get(width..).unwrap_or_default();
    }
    changed.then_some(out)
}

/// The escape at the beginning of a text, and whether a parser accepts it. Half a surrogate pair is not accepted.
fn escape(text: &str) -> (&str, bool) {
    let unit = |text: &str| {
        let digits = text.strip_prefix("\\u")?.get(..4)?;
        u16::from_str_radix(digits, 16).ok().filter(|_| digits.bytes().all(|byte| byte.is_ascii_hexdigit()))
    };
    let upto = |length: usize| text.get(..length).unwrap_or(text);
    match unit(text) {
        Some(0xd800..=0xdbff) => match text.get(6..).and_then(unit) {
            Some(0xdc00..=0xdfff) => (upto(12), true),
            _ => (upto(6), false),
        },
        Some(0xdc00..=0xdfff) => (upto(6), false),
        Some(_) => (upto(6), true),
        // The escaped character; multi-byte characters cannot be escaped.
        None => {
            let escaped = text.chars().nth(1);
            let is_known = escaped.is_none_or(|c| matches!(c, '"' | '\\' | '/' | 'b' | 'f' | 'n' | 'r' | 't' | 'u'));
            (upto(1 + escaped.map_or(0, char::len_utf8)), is_known)
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_a_strict_parser_refuses_is_read() {
        let read = |body: &[u8]| value(body).unwrap().get("a").cloned().unwrap();
        assert_eq!(read(br#"{"a":"x \ud83d"}"#), "x \u{fffd}");
        assert_eq!(read(br#"{"a":"\udc00\ud83d\ude00\ud83d\u0041"}"#), "\u{fffd}\u{1f600}\u{fffd}A");
        assert_eq!(read(b"{\"a\":\"caf\xe9\"}"), "caf\u{fffd}");
        assert_eq!(read(b"{\"a\":\"x\ty\\\\\"}"), "x\ty\\");
        assert_eq!(read(b"{\"a\":1,\"a\":2}"), 2);
        assert_eq!(read(b"\xef\xbb\xbf{\"a\":NaN,\"b\":-Infinity}"), Value::Null);
        assert_eq!(read(b"{\"a\":\"NaN \x01\",\"b\":-1}"), "NaN \u{1}");
        assert_eq!(read(br#"{"a":"C:\x","b":[1e400,01.5,.5,-1.5e3]}"#), "C:\\x");
        assert_eq!(
            read(b"{\"a\":[1e400,01.5,.5,+5,-1.5e3],\"b\":\"\t\"}").to_string(),
            r#"["1e400","01.5",".5","+5",-1500.0]"#
        );
        for cut in [&b"{\"a\":1"[..], b"", b"{\"a\":\"x\\", b"{\"a\":\"\\u12", b"nope"] {
            assert!(value(cut).is_err(), "{}", String::from_utf8_lossy(cut));
        }
    }
}
