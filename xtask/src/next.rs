//! A next document of the vendor: the bundled one with all that such a document may change.

use serde_json::{Value, json};
use verda_api_codegen::{document, overlay};

use crate::version::newest_entry;

/// Defects that it mends, and what it adds, as an overlay.
const CHANGES: &str = include_str!("../tests/next_document.yaml");

/// The document that comes after `old`, and how many changes it makes. A change for which `old` has no place is left out: a
/// later document may have made it.
///
/// # Errors
///
/// Where nothing of it can be made, or the changes cannot be read.
pub fn document(old: &Value) -> Result<(Value, usize), String> {
    let changes = document::parse(CHANGES).map_err(|error| error.of("next_document.yaml"))?;
    let mut next = old.clone();
    let mut made = 0;
    for change in changes.get("actions").and_then(Value::as_array).into_iter().flatten() {
        let single = json!({"overlay": "1.0.0", "actions": [change]}).to_string();
        let mut with_it = next.clone();
        if overlay::apply(&mut with_it, &single).is_ok() {
            next = with_it;
            made += 1;
        }
    }
    if made == 0 {
        return Err("nothing of next_document.yaml fits the document; write one that does".to_owned());
    }
    let description = next.pointer_mut("/info/description");
    if let Some(Value::String(text)) = description
        && let Some(date) = newest_entry(text)
    {
        let year: u32 = date.get(..4).and_then(|year| year.parse().ok()).unwrap_or_default();
        let next_year = format!("{}{}", year + 1, date.get(4..).unwrap_or_default());
        text.push_str(&format!("\n\n## {next_year} A next document\n"));
    }
    Ok((next, made))
}
