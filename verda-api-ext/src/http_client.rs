//! The HTTP client that is made when none is given.

use std::time::Duration;

use reqwest::{redirect, retry};

use crate::builder::BuildError;

/// How long a connection may take to be made. For the rest of a request's time see `CallOptions`.
const CONNECT: Duration = Duration::from_secs(10);

/// Ours, and the application's name in front of it where it gave one.
pub(crate) fn user_agent(application: Option<&str>) -> String {
    let own = concat!("verda-api-ext/", env!("CARGO_PKG_VERSION"));
    match application {
        Some(application) => format!("{application} {own}"),
        None => own.to_owned(),
    }
}

/// A client that sends a request once. Redirects: an API has none, and to follow one could repeat what must not be
/// repeated. Retries: ours are the only ones, and count them; for its own, reqwest would copy every request.
pub(crate) fn build() -> Result<reqwest::Client, BuildError> {
    let builder = reqwest::Client::builder().redirect(redirect::Policy::none()).connect_timeout(CONNECT);
    let builder = builder.retry(retry::never().max_retries_per_request(0));
    #[cfg(feature = "rustls")]
    let builder = builder.tls_backend_preconfigured(tls()?);
    builder.build().map_err(|error| BuildError::HttpClient(error.to_string()))
}

/// TLS with our own provider, so that no global one has to be installed.
#[cfg(feature = "rustls")]
fn tls() -> Result<rustls::ClientConfig, BuildError> {
    use std::sync::Arc;

    use rustls_platform_verifier::BuilderVerifierExt as _;

    let failed = |error: rustls::Error| BuildError::HttpClient(error.to_string());
    let provider = Arc::new(rustls::crypto::ring::default_provider());
    let builder = rustls::ClientConfig::builder_with_provider(provider);
    let builder = builder.with_safe_default_protocol_versions().map_err(failed)?;
    Ok(builder.with_platform_verifier().map_err(failed)?.with_no_client_auth())
}
