//! The servers of a document, of its paths and of its operations.

use serde_json::Value;

use crate::ledger::Ledger;

/// The URL of a server with its variables filled in.
fn filled(server: &Value) -> String {
    let mut url = server.get("url").and_then(Value::as_str).unwrap_or_default().to_owned();
    for (name, variable) in server.get("variables").and_then(Value::as_object).into_iter().flatten() {
        let default = match variable.get("default") {
            Some(Value::String(text)) => text.clone(),
            Some(other @ (Value::Number(_) | Value::Bool(_))) => other.to_string(),
            _ => continue,
        };
        url = url.replace(&format!("{{{name}}}"), &default);
    }
    url.trim_end_matches('/').to_owned()
}

/// The URL of the first of some servers with its variables filled in; `None` without servers.
pub(crate) fn first(servers: Option<&Value>) -> Option<String> {
    Some(filled(servers?.as_array()?.first()?))
}

/// The origin of a server in one spelling, and the path behind it; both are empty for `/`.
pub fn parts(server: &Value) -> (String, String) {
    let url = filled(server);
    let (origin, path) = split(&url);
    (origin, path.to_owned())
}

/// The base URL of a document. An incomplete URL is noted in the ledger.
pub(crate) fn base(document: &Value, ledger: &mut Ledger) -> String {
    let servers = document.get("servers");
    let Some(url) = first(servers) else { return String::new() };
    if url.contains(['{', '}']) || !split(&url).0.strip_prefix("http").is_some_and(has_host) {
        let message = format!("`{url}` is no complete URL: the caller passes the base URL");
        ledger.lossy("/servers/0", "server-without-address", message);
    }
    url
}

/// The server of an operation: `None` for the base URL, a path on its origin, or a URL of another origin.
///
/// # Errors
///
/// The reason why the server is not supported.
pub(crate) fn of_operation(own: &str, base: &str) -> Result<Option<String>, String> {
    if own.contains(['{', '}']) {
        return Err(format!("the server `{own}` has a variable without a default"));
    }
    let (origin, path) = split(own);
    let (base_origin, base_path) = split(base);
    let base_path = base_path.split(['?', '#']).next().unwrap_or_default().trim_end_matches('/');
    let path = match (origin.as_str(), path) {
        ("", path) if !path.starts_with('/') && !path.is_empty() => format!("{base_path}/{path}"),
        (_, path) => path.to_owned(),
    };
    let is_web = origin.strip_prefix("http").is_some_and(has_host);
    if !origin.is_empty() && (!is_web || origin.contains('@')) {
        return Err(format!("the server `{own}` is not one of HTTP"));
    }
    if !origin.is_empty() && origin != base_origin {
        return Ok(Some(format!("{origin}{path}")));
    }
    let same = path.trim_end_matches('/') == base_path;
    Ok((!same).then(|| if path.is_empty() { "/".to_owned() } else { path }))
}

/// Whether an origin is HTTP(S) with a host.
fn has_host(behind: &str) -> bool {
    let host = behind.strip_prefix('s').unwrap_or(behind).strip_prefix("://");
    host.is_some_and(|host| !host.is_empty() && !host.starts_with(':'))
}

/// The origin in lower case, without the usual port; and the path.
fn split(url: &str) -> (String, &str) {
    let Some((scheme, rest)) = url.split_once("://") else { return (String::new(), url) };
    let end = rest.find(['/', '?', '#']).unwrap_or(rest.len());
    let (host, path) = rest.split_at(end);
    let (scheme, mut host) = (scheme.to_ascii_lowercase(), host.to_ascii_lowercase());
    for (usual, port) in [("https", ":443"), ("http", ":80")] {
        if scheme == usual
            && let Some(without) = host.strip_suffix(port)
        {
            host.truncate(without.len());
        }
    }
    (format!("{scheme}://{host}"), path)
}

#[cfg(test)]
mod tests {
    use super::of_operation;

    #[test]
    fn a_server_is_another_one_by_its_origin() {
        let base = "https://api.example.com/v1";
        for (own, server) in [
            ("https://api.example.com/v1", Ok(None)),
            ("HTTPS://API.example.com:443/v1/", Ok(None)),
            ("/v1", Ok(None)),
            ("/v2", Ok(Some("/v2"))),
            ("https://api.example.com", Ok(Some("/"))),
            ("https://api.example.com/v2", Ok(Some("/v2"))),
            ("https://upload.example.com", Ok(Some("https://upload.example.com"))),
            ("http://api.example.com/v1", Ok(Some("http://api.example.com/v1"))),
            ("https://api.example.com:8443/v1", Ok(Some("https://api.example.com:8443/v1"))),
            ("wss://api.example.com/v1", Err(())),
            ("https://{region}.example.com", Err(())),
            ("https://user:secret@api.example.com", Err(())),
            ("https://", Err(())),
            ("https:///v1", Err(())),
            ("http://:80/v1", Err(())),
            ("uploads", Ok(Some("/v1/uploads"))),
        ] {
            for base in [base, "https://api.example.com/v1/?key=1"] {
                let got = of_operation(own, base).map_err(|_| ());
                assert_eq!(got, server.map(|server| server.map(str::to_owned)), "{own} with {base}");
            }
        }
    }
}
