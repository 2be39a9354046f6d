//! The build metadata of the version: which document of the API the client is made from.

use serde_json::Value;

/// What stands behind the plus of the version: the newest entry in the changelog that the document carries in its description, or
/// the document's version where it carries none.
pub fn metadata(document: &Value) -> Option<String> {
    let text = |pointer: &str| document.pointer(pointer).and_then(Value::as_str).unwrap_or_default();
    let dates = text("/info/description").lines().filter_map(|line| line.strip_prefix("## ")?.get(..10));
    let is_date = |date: &&str| {
        let parts: Vec<&str> = date.split('-').collect();
        parts.len() == 3 && parts.iter().all(|part| part.parse::<u32>().is_ok())
    };
    let version = text("/info/version").replace(|c: char| !c.is_ascii_alphanumeric() && c != '-' && c != '.', "-");
    let named = dates.filter(is_date).max().map(str::to_owned).or(Some(version).filter(|version| {
        // An empty identifier is not allowed.
        version.split('.').all(|part| !part.is_empty())
    }));
    named.map(|name| format!("api.{name}"))
}

/// The version of the workspace, as its manifest has it.
pub fn of_workspace(manifest: &str) -> Option<&str> {
    let package = manifest.split("[workspace.package]").nth(1)?;
    let line = package.lines().take_while(|line| !line.starts_with('[')).find(|line| line.starts_with("version"))?;
    line.split('"').nth(1)
}

/// A version with other build metadata.
pub fn with_metadata(version: &str, metadata: &str) -> String {
    let (version, _) = version.split_once('+').unwrap_or((version, ""));
    format!("{version}+{metadata}")
}
