//! Which texts of a response may be shown: names and enum values, and nothing that may be data.

use std::collections::HashSet;

use serde_json::Value;

/// The longest name or value that is shown.
const LONGEST: usize = 40;
/// A text with more digits may be an id.
const MOST_DIGITS: usize = 4;

/// The texts of one body. A member whose name is also a value of the body may be a key of a map, so its name is data.
#[derive(Debug, Default)]
pub(super) struct Shown {
    values: HashSet<String>,
}

impl Shown {
    pub(super) fn of(body: &Value) -> Self {
        let mut values = HashSet::new();
        let mut open = vec![body];
        while let Some(value) = open.pop() {
            match value {
                Value::String(text) => drop(values.insert(text.clone())),
                Value::Array(items) => open.extend(items),
                Value::Object(members) => open.extend(members.values()),
                _ => {}
            }
        }
        Self { values }
    }

    /// Whether the name of an undocumented member may be shown.
    pub(super) fn is_name(&self, name: &str) -> bool {
        let has_form = name.starts_with(|c: char| c.is_ascii_alphabetic() || c == '_')
            && name.chars().all(|c| c.is_ascii_alphanumeric() || c == '_');
        has_form && is_short(name) && !self.values.contains(name)
    }
}

/// Whether an undocumented value may be shown at a place where the document has an enum.
pub(super) fn is_enum_value(text: &str) -> bool {
    let has_form = text.starts_with(|c: char| c.is_ascii_lowercase())
        && text.chars().all(|c| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '_' || c == '-');
    has_form && is_short(text)
}

/// Whether the name of a header may be shown.
pub(super) fn is_header(name: &str) -> bool {
    name.chars().all(|c| c.is_ascii_alphanumeric() || c == '-' || c == '_') && is_short(name)
}

/// Whether a media type may be shown: `text/html`, without its parameters.
pub(super) fn is_media_type(text: &str) -> bool {
    let is_part = |part: &str| {
        !part.is_empty() && is_short(part) && part.chars().all(|c| c.is_ascii_alphanumeric() || "+-.".contains(c))
    };
    text.split_once('/').is_some_and(|(kind, subtype)| is_part(kind) && is_part(subtype))
}

fn is_short(text: &str) -> bool {
    text.len() <= LONGEST && text.chars().filter(char::is_ascii_digit).count() <= MOST_DIGITS
}
