//! Headers that documents list but that are not arguments of a method.

/// Headers of the transport, of proxies, or of tracing. They are not arguments of a method, because they are the same for every
/// operation.
const TRANSPORT_HEADERS: [&str; 23] = [
    "accept",
    "accept-encoding",
    "accept-language",
    "authorization",
    "baggage",
    "connection",
    "content-length",
    "content-type",
    "cookie",
    "forwarded",
    "host",
    "referer",
    "traceparent",
    "tracestate",
    "true-client-ip",
    "user-agent",
    "via",
    "x-amzn-trace-id",
    "x-cloud-trace-context",
    "x-correlation-id",
    "x-real-ip",
    "x-request-id",
    "x-trace-id",
];
/// Those that every HTTP client sends.
const SENT: [&str; 8] = [
    "accept",
    "accept-encoding",
    "authorization",
    "connection",
    "content-length",
    "content-type",
    "host",
    "user-agent",
];
const PREFIXES: [&str; 3] = ["cf-", "x-b3-", "x-forwarded-"];

/// Whether the transport sends a header by itself, a proxy adds it, or it is for tracing.
pub fn is_transport_header(name: &str) -> bool {
    let lower = name.to_ascii_lowercase();
    TRANSPORT_HEADERS.contains(&lower.as_str()) || PREFIXES.iter().any(|prefix| lower.starts_with(prefix))
}

/// Whether the transport sends a header by itself.
pub(crate) fn is_always_sent(name: &str) -> bool {
    SENT.contains(&name.to_ascii_lowercase().as_str())
}
