//! The HTTP client that is made when none is given.

use std::time::Duration;

use reqwest::{Url, redirect, retry};

use crate::base_url::is_loopback;
use crate::build_error::BuildError;

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

/// An idle connection is closed after this time: before common servers do (5 s), since an order on a connection that
/// the server closes has no known outcome.
const IDLE: Duration = Duration::from_secs(4);

/// How the HTTP client is made.
#[derive(Default)]
pub(crate) struct Settings {
    pub(crate) proxy: Option<String>,
    pub(crate) no_proxy: bool,
    /// Certificates in PEM.
    pub(crate) roots: Vec<Vec<u8>>,
}

/// A client that sends a request once. Redirects: an API has none, and to follow one could repeat what must not be
/// repeated. Retries: ours are the only ones, and count them; for its own, reqwest would copy every request.
pub(crate) fn build(base_url: &Url, settings: &Settings) -> Result<reqwest::Client, BuildError> {
    let failed = |error: reqwest::Error| BuildError::HttpClient(error.without_url().to_string());
    let builder = reqwest::Client::builder().redirect(redirect::Policy::none()).connect_timeout(CONNECT);
    let builder = builder.retry(retry::never().max_retries_per_request(0)).pool_idle_timeout(IDLE);
    let builder = match &settings.proxy {
        // Plain http is allowed to this machine, since nothing can be read on the way. So nothing may be in the way.
        _ if settings.no_proxy || is_loopback(base_url) => builder.no_proxy(),
        Some(proxy) => builder.proxy(reqwest::Proxy::all(proxy).map_err(|_| BuildError::Proxy)?),
        None => builder,
    };
    #[cfg(feature = "rustls-no-provider")]
    let builder = builder.tls_backend_preconfigured(tls::config(base_url, &settings.roots)?);
    #[cfg(all(feature = "native-tls", not(feature = "rustls-no-provider")))]
    let builder = {
        let mut builder = builder;
        for pem in &settings.roots {
            let bundle = reqwest::Certificate::from_pem_bundle(pem).map_err(|_| BuildError::Certificate)?;
            if bundle.is_empty() {
                return Err(BuildError::Certificate);
            }
            builder = bundle.into_iter().fold(builder, reqwest::ClientBuilder::add_root_certificate);
        }
        builder
    };
    builder.build().map_err(failed)
}

#[cfg(feature = "rustls-no-provider")]
mod tls {
    use std::sync::Arc;

    use reqwest::Url;
    use rustls::crypto::CryptoProvider;
    use rustls::pki_types::CertificateDer;
    use rustls::pki_types::pem::PemObject as _;
    use rustls_platform_verifier::Verifier;

    use crate::build_error::BuildError;

    /// TLS for https. A client for plain http needs no certificates, and may be where there are none.
    pub(super) fn config(base_url: &Url, roots: &[Vec<u8>]) -> Result<rustls::ClientConfig, BuildError> {
        let failed = |error: rustls::Error| {
            let advice = "install the certificates of the operating system, or set SSL_CERT_FILE";
            BuildError::HttpClient(format!("TLS cannot be set up: {error}; {advice}"))
        };
        let provider = provider()?;
        let builder = rustls::ClientConfig::builder_with_provider(provider.clone());
        let builder = builder.with_safe_default_protocol_versions().map_err(failed)?;
        if base_url.scheme() != "https" {
            return Ok(builder.with_root_certificates(rustls::RootCertStore::empty()).with_no_client_auth());
        }
        let mut extra = Vec::new();
        for pem in roots {
            let certificates = CertificateDer::pem_slice_iter(pem).collect::<Result<Vec<_>, _>>();
            let certificates = certificates.map_err(|_| BuildError::Certificate)?;
            if certificates.is_empty() {
                return Err(BuildError::Certificate);
            }
            extra.extend(certificates);
        }
        let verifier =
            if extra.is_empty() { Verifier::new(provider) } else { Verifier::new_with_extra_roots(extra, provider) };
        let verifier = Arc::new(verifier.map_err(failed)?);
        Ok(builder.dangerous().with_custom_certificate_verifier(verifier).with_no_client_auth())
    }

    /// The provider that the application installed, or ours.
    fn provider() -> Result<Arc<CryptoProvider>, BuildError> {
        if let Some(installed) = CryptoProvider::get_default() {
            return Ok(installed.clone());
        }
        #[cfg(feature = "rustls")]
        return Ok(Arc::new(rustls::crypto::ring::default_provider()));
        #[cfg(not(feature = "rustls"))]
        Err(BuildError::HttpClient(
            "no provider of TLS is installed; install one with `CryptoProvider::install_default`, or use the feature `rustls`"
                .to_owned(),
        ))
    }
}
