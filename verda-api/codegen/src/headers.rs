//! Headers that are no arguments of a method, although documents list them.

/// Headers that the transport sends or that proxies add: never arguments of a method.
const TRANSPORT_HEADERS: [&str; 16] = [
    "accept",
    "accept-encoding",
    "accept-language",
    "authorization",
    "connection",
    "content-length",
    "content-type",
    "cookie",
    "forwarded",
    "host",
    "referer",
    "true-client-ip",
    "user-agent",
    "via",
    "x-real-ip",
    "x-request-id",
];
const PROXY_PREFIXES: [&str; 2] = ["cf-", "x-forwarded-"];

/// Whether the transport sends a header by itself, or a proxy adds it.
pub fn is_transport_header(name: &str) -> bool {
    let lower = name.to_ascii_lowercase();
    TRANSPORT_HEADERS.contains(&lower.as_str()) || PROXY_PREFIXES.iter().any(|prefix| lower.starts_with(prefix))
}
