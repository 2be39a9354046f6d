//! The date of the document in the version: what stands behind the plus.

use serde_json::Value;

/// How the build metadata of the version begins.
const METADATA: &str = "+api.";

/// The date of a document: the newest entry of the changelog that it has in its description.
pub fn date(document: &Value) -> Option<&str> {
    newest_entry(document.pointer("/info/description")?.as_str()?)
}

pub(crate) fn newest_entry(description: &str) -> Option<&str> {
    let dates = description.lines().filter_map(|line| line.strip_prefix("## ")?.get(..10));
    let is_date = |date: &&str| {
        let parts = date.split('-').map(|part| (part.len(), part.bytes().all(|byte| byte.is_ascii_digit())));
        parts.eq([(4, true), (2, true), (2, true)])
    };
    dates.filter(is_date).max()
}

/// A manifest, or a lock file, with this date in the versions that have one.
pub fn dated(text: &str, date: &str) -> String {
    let line = |line: &str| {
        let start = line.strip_prefix("version = \"").and_then(|_| line.find(METADATA))? + METADATA.len();
        let (before, after) = (line.get(..start)?, line.get(start..)?);
        Some(format!("{before}{date}{}", after.get(after.find('"')?..)?))
    };
    text.split_inclusive('\n').map(|text| line(text).unwrap_or_else(|| text.to_owned())).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_date_replaces_the_one_behind_the_plus() {
        let text = "[package]\nversion = \"0.1.0+api.2026-03-30\" # why\nother = \"1+api.1\"\nversion = \"2\"\r\n";
        let expected = text.replace("2026-03-30", "2027-01-02");
        assert_eq!(dated(text, "2027-01-02"), expected);
    }

    #[test]
    fn the_newest_entry_counts_and_other_headings_do_not() {
        let text = "# Changelog\n\n## 2025-01-02 A\n\n## 2026-03-30 B\n\n## 2027-1-1 C\n\n## 9999-ab-cd\n\n## Z\n";
        assert_eq!(newest_entry(text), Some("2026-03-30"));
        assert_eq!(newest_entry("## None"), None);
    }
}
