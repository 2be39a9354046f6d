//! Media types: which one of a body a client sends, and which one of a response it decodes.

const JSON: &str = "application/json";
/// The media type of a form.
pub const FORM: &str = "application/x-www-form-urlencoded";

/// A media type without its parameters, in lower case.
pub fn essence(media: &str) -> String {
    media.split(';').next().unwrap_or_default().trim().to_ascii_lowercase()
}

/// The preference for a media type of a request body, the least first; `None` if no client can send it. `is_binary` says that its
/// schema is of bytes. Below 2 the body is JSON, 2 is a form and 3 a text.
pub fn rank_sent(media: &str, is_binary: bool) -> Option<u8> {
    match essence(media).as_str() {
        JSON => Some(0),
        media if is_json(media) && !is_binary => Some(1),
        FORM => Some(2),
        media if is_text(media) && !media.contains('*') => Some(3),
        media if media.starts_with("multipart/") || (media.contains('*') && !is_any(media)) => None,
        _ => Some(4),
    }
}

/// The preference for a media type of a response that is JSON, the least first; `None` if it is not.
pub fn rank_decoded(media: &str, is_binary: bool) -> Option<u8> {
    let media = essence(media);
    let is_decoded = is_json(&media) && is_header_value(&media) && !(is_any(&media) && is_binary);
    is_decoded.then(|| u8::from(media != JSON))
}

fn is_json(essence: &str) -> bool {
    essence == JSON || essence == "text/json" || is_any(essence) || essence.ends_with("+json")
}

/// Whether a media range includes JSON.
pub(crate) fn is_any(essence: &str) -> bool {
    essence == "*/*" || essence == "application/*"
}

pub(crate) fn is_text(essence: &str) -> bool {
    let known =
        ["application/xml", "application/yaml", "application/x-yaml", "application/javascript", "application/jwt"];
    essence.starts_with("text/")
        || known.contains(&essence)
        || [".csv", "+xml", "+yaml", "+csv", "-ndjson", "/ndjson", "/jsonl"].iter().any(|end| essence.ends_with(end))
}

/// Whether a text is a valid header value.
pub(crate) fn is_header_value(text: &str) -> bool {
    text.bytes().all(|byte| (b' '..=b'~').contains(&byte))
}
