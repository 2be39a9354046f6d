//! Where a document comes from.

use std::io::Read as _;
use std::time::Duration;

/// More than any document; what is longer is no document.
const LARGEST: u64 = 64 * 1024 * 1024;

/// The text of a file, or of what a URL gives.
pub(crate) fn read(place: &str) -> Result<String, String> {
    if place.starts_with("http://") || place.starts_with("https://") {
        fetch(place).map_err(|error| format!("{place} cannot be fetched: {error}"))
    } else {
        std::fs::read_to_string(place).map_err(|error| format!("{place} cannot be read: {error}"))
    }
}

fn fetch(url: &str) -> Result<String, String> {
    let agent = ureq::Agent::config_builder().timeout_global(Some(Duration::from_secs(60))).build().new_agent();
    let mut response = agent.get(url).call().map_err(|error| error.to_string())?;
    let mut text = String::new();
    let mut body = response.body_mut().with_config().limit(LARGEST).reader();
    body.read_to_string(&mut text).map_err(|error| error.to_string())?;
    Ok(text)
}
