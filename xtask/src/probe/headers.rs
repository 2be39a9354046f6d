//! Response headers that say nothing about an API.

use verda_api_codegen::headers::is_transport_header;

/// Headers of HTTP itself, of browsers, and of servers in general.
const ORDINARY: [&str; 43] = [
    "accept-ranges",
    "age",
    "allow",
    "alt-svc",
    "cache-control",
    "clear-site-data",
    "content-disposition",
    "content-encoding",
    "content-language",
    "content-location",
    "content-range",
    "content-security-policy",
    "content-security-policy-report-only",
    "date",
    "etag",
    "expires",
    "expect-ct",
    "keep-alive",
    "last-modified",
    "location",
    "nel",
    "origin-agent-cluster",
    "permissions-policy",
    "pragma",
    "proxy-authenticate",
    "referrer-policy",
    "report-to",
    "reporting-endpoints",
    "retry-after",
    "server",
    "server-timing",
    "set-cookie",
    "strict-transport-security",
    "timing-allow-origin",
    "trailer",
    "transfer-encoding",
    "upgrade",
    "vary",
    "via",
    "warning",
    "www-authenticate",
    "x-robots-tag",
    "x-xss-protection",
];
/// Beginnings of the names of such headers.
const PREFIXES: [&str; 9] = [
    "access-control-",
    "cross-origin-",
    "x-cache",
    "x-content-type-",
    "x-dns-prefetch-",
    "x-download-",
    "x-frame-",
    "x-permitted-cross-domain-",
    "x-powered-",
];

pub(super) fn is_ordinary(name: &str) -> bool {
    let name = name.to_ascii_lowercase();
    is_transport_header(&name)
        || ORDINARY.contains(&name.as_str())
        || PREFIXES.iter().any(|prefix| name.starts_with(prefix))
}
