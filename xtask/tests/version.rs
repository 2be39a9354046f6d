//! The version says which document of the API it is made from, and its next step what changed.

#![allow(clippy::unwrap_used, reason = "a test fails by panicking")]

use std::path::Path;

use xtask::diff::Step;
use xtask::surface;

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

/// The same name for another request compiles, and does something else.
#[test]
fn a_method_that_sends_another_request_breaks_code() {
    let source = |path: &str| {
        format!(
            "pub static FREEZE: Operation = Operation {{ id: \"freeze\", method: Method::POST, path: \"{path}\" }};"
        )
    };
    let change = surface::compare(&source("/v1/a"), &source("/v1/b")).unwrap();
    assert_eq!((change.step(), change.changed.len()), (Step::Major, 1), "{change:?}");
    assert!(surface::compare(&source("/v1/a"), &source("/v1/a")).unwrap().is_empty());
}
