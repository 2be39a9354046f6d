//! Secrets that a server repeats in its errors: gateways do, and their messages get into logs.

use bytes::Bytes;
use http::Response;
use reqwest::Request;
use serde_json::Value;

/// In place of a secret.
const REDACTED: &[u8] = b"***";
/// What is shorter is found everywhere, and keeps nothing secret.
const SHORTEST: usize = 8;

/// Replaces these secrets in the body of an error.
pub(crate) fn errors(response: &mut Response<Bytes>, secrets: &[&[u8]]) {
    if response.status().is_success() {
        return;
    }
    for secret in secrets.iter().filter(|secret| secret.len() >= SHORTEST) {
        // As it is, and as JSON writes it.
        let text = Value::String(String::from_utf8_lossy(secret).into_owned()).to_string();
        let escaped = text.trim_start_matches('"').strip_suffix('"').unwrap_or_default().as_bytes();
        for secret in [*secret, escaped] {
            let body = response.body();
            if !secret.is_empty() && body.windows(secret.len()).any(|part| part == secret) {
                *response.body_mut() = without(body, secret).into();
            }
        }
    }
}

fn without(mut body: &[u8], secret: &[u8]) -> Vec<u8> {
    let mut out = Vec::with_capacity(body.len());
    while let Some(first) = body.first() {
        match body.strip_prefix(secret) {
            Some(rest) => {
                out.extend_from_slice(REDACTED);
                body = rest;
            }
            None => {
                out.push(*first);
                body = body.get(1..).unwrap_or_default();
            }
        }
    }
    out
}

/// The secrets in a request to the token endpoint.
pub(crate) fn secrets_in(request: &Request) -> Vec<String> {
    let body = request.body().and_then(reqwest::Body::as_bytes).unwrap_or_default();
    let body: Value = serde_json::from_slice(body).unwrap_or_default();
    let secrets = ["client_secret", "refresh_token"].into_iter().filter_map(|name| body.get(name)?.as_str());
    secrets.map(str::to_owned).collect()
}
