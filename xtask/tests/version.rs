//! The version says which document of the API it is made from.

#![allow(clippy::unwrap_used, reason = "a test fails by panicking")]

use std::path::Path;

/// The newest date in the changelog that the document carries in its description.
fn newest_entry(description: &str) -> &str {
    let dates = description.lines().filter_map(|line| line.strip_prefix("## ")?.get(..10));
    dates.filter(|date| date.split('-').all(|part| part.parse::<u32>().is_ok())).max().unwrap()
}

#[test]
fn the_build_metadata_is_the_date_of_the_document() {
    let document = std::fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join("../openapi.json")).unwrap();
    let document: serde_json::Value = serde_json::from_str(&document).unwrap();
    let expected = format!("api.{}", newest_entry(document["info"]["description"].as_str().unwrap()));
    let (_, metadata) = env!("CARGO_PKG_VERSION").split_once('+').unwrap();
    assert_eq!(metadata, expected, "run `cargo xtask regen`");
}
