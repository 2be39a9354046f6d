//! The base URL: what it may be, and how it is shown.

use reqwest::Url;
use verda_api::{BASE_URL, one_line};

use crate::build_error::BuildError;

/// A URL that the paths of operations can be appended to, and the origin that secrets may be sent to.
pub(crate) fn parse(given: &str, insecure: bool) -> Result<(String, Url), BuildError> {
    let refuse = |why: &str| BuildError::BaseUrl { url: shown(given), why: why.to_owned() };
    let mut url = Url::parse(given.trim()).map_err(|error| refuse(&format!("{error}; write it like {BASE_URL}")))?;
    if !url.username().is_empty() || url.password().is_some() {
        return Err(refuse("it holds a user name or password"));
    }
    if url.query().is_some() || url.fragment().is_some() {
        return Err(refuse("it has a query or a fragment"));
    }
    match url.scheme() {
        "https" => {}
        "http" if insecure || is_loopback(&url) => {}
        "http" => return Err(refuse("use https, or allow_insecure_http() if the network path is trusted")),
        _ => return Err(refuse("use https")),
    }
    let text = url.as_str().trim_end_matches('/');
    // The operations' paths begin with the version.
    let text = text.strip_suffix("/v1").unwrap_or(text).to_owned();
    url.set_path("");
    Ok((text, url))
}

/// A URL for an error or a log: what may hold a user name, a password or a key is not shown.
pub(crate) fn shown(url: &str) -> String {
    if url.contains(['@', '?', '#']) { "…".to_owned() } else { one_line(url, 200) }
}

/// Whether it is this machine. Names below `localhost` may not be: a resolver decides.
pub(crate) fn is_loopback(url: &Url) -> bool {
    let host = url.host_str().unwrap_or_default();
    let address: Result<std::net::IpAddr, _> = host.trim_start_matches('[').trim_end_matches(']').parse();
    host == "localhost" || address.is_ok_and(|address| address.is_loopback())
}
