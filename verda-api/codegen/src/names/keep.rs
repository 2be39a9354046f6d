//! What a new document must not change: a new path makes ids of texts by rule, also of texts that code uses as such. They
//! keep their types by an entry in `names.toml`.

use std::collections::BTreeMap;

use super::Names;
use crate::Generated;
use crate::shape::TEXT;

/// The table of ids.
const TABLE: &str = "[ids]";

/// A `names.toml` with entries for what keeps its type.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Kept {
    /// Its text: that of the old one, with the entries.
    pub names: String,
    /// The entries that are new: a type of ids, or `String`, and the places.
    pub entries: BTreeMap<String, Vec<String>>,
}

/// The names with which texts that both clients have keep the types that they have in the first one; `None` where they do so
/// by rule.
///
/// # Errors
///
/// Where the text is no valid `names.toml`, or has its ids in another form than a table.
pub fn keep(names: &str, before: &Generated, now: &Generated) -> Result<Option<Kept>, String> {
    let mut entries: BTreeMap<String, Vec<String>> = BTreeMap::new();
    for (place, id) in &before.texts {
        if now.texts.get(place).is_some_and(|now| now != id) {
            entries.entry(id.clone().unwrap_or_else(|| TEXT.to_owned())).or_default().push(place.clone());
        }
    }
    if entries.is_empty() {
        return Ok(None);
    }
    let mut all = Names::parse(names)?.ids;
    let mut lines: Vec<String> = names.lines().map(str::to_owned).collect();
    for (id, places) in &entries {
        let listed = all.entry(id.clone()).or_default();
        listed.extend(places.iter().cloned());
        // A text of JSON is one of TOML.
        let listed: Vec<String> =
            listed.iter().map(|place| serde_json::Value::from(place.as_str()).to_string()).collect();
        list(&mut lines, id, format!("{id} = [{}]", listed.join(", ")));
    }
    let names = lines.join("\n") + "\n";
    Names::parse(&names).map_err(|error| format!("the table {TABLE} cannot be added to: {error}"))?;
    Ok(Some(Kept { names, entries }))
}

/// Puts an entry into the table of ids: in place of the one of that name, or at the end of the table.
fn list(lines: &mut Vec<String>, id: &str, entry: String) {
    let Some(head) = lines.iter().position(|line| line.trim_end() == TABLE) else {
        lines.extend([String::new(), TABLE.to_owned(), entry]);
        return;
    };
    let table: Vec<&String> = lines.iter().skip(head + 1).take_while(|line| !line.starts_with('[')).collect();
    let is_entry = |line: &&String| line.split_once('=').is_some_and(|(name, _)| name.trim() == id);
    let (start, length) = match table.iter().position(is_entry) {
        Some(start) => {
            // A list may go over several lines.
            let is_whole = |length: &usize| {
                let lines: Vec<&str> = table.iter().skip(start).take(*length).map(|line| line.as_str()).collect();
                toml::from_str::<toml::Table>(&lines.join("\n")).is_ok()
            };
            (start, (1..=table.len()).find(is_whole).unwrap_or(1))
        }
        None => {
            let is_written = |line: &&String| !line.trim().is_empty() && !line.starts_with('#');
            (table.iter().rposition(is_written).map_or(0, |last| last + 1), 0)
        }
    };
    let start = head + 1 + start;
    lines.splice(start..start + length, [entry]);
}
