//! The version says which document of the API it is made from.

#![allow(clippy::unwrap_used, reason = "a test fails by panicking")]

use std::path::Path;

use serde_json::json;
use xtask::version::{metadata, of_workspace, with_metadata};

#[test]
fn the_build_metadata_is_the_date_of_the_document() {
    let document = std::fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join("../openapi.json")).unwrap();
    let (_, written) = env!("CARGO_PKG_VERSION").split_once('+').unwrap();
    assert_eq!(
        metadata(&serde_json::from_str(&document).unwrap()).as_deref(),
        Some(written),
        "run `cargo xtask regen`"
    );
}

#[test]
fn the_newest_entry_of_the_changelog_counts_and_then_the_version() {
    for (description, version, expected) in [
        ("# Changelog\n## 2026-03-30\n- a\n## 2026-01-02 (minor)\n## Not a date", "v1", Some("api.2026-03-30")),
        ("no changelog", "1.4.0 beta", Some("api.1.4.0-beta")),
        ("", "1..0", None),
        ("", "", None),
    ] {
        let document = json!({"info": {"description": description, "version": version}});
        assert_eq!(metadata(&document).as_deref(), expected, "{document}");
    }
}

#[test]
fn only_the_metadata_of_the_workspace_changes() {
    let manifest =
        "[workspace]\n[workspace.package]\nversion = \"0.1.0+api.old\" # why\n\n[dependencies]\nversion = \"2.0.0\"\n";
    assert_eq!(of_workspace(manifest), Some("0.1.0+api.old"));
    assert_eq!(of_workspace("[package]\nversion = \"2.0.0\"\n"), None);
    assert_eq!(with_metadata("0.1.0+api.old", "api.new"), "0.1.0+api.new");
    assert_eq!(with_metadata("0.1.0", "api.new"), "0.1.0+api.new");
}
