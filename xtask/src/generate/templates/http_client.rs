//! The HTTP client of the crate: https by default, and no redirects.

/// An HTTP client for [`crate::HttpTransport`].
///
/// With the feature `rustls`, https works with ring and the certificates that the operating system trusts. Redirects are
/// not followed: a `POST` would become a `GET`.
///
/// # Errors
///
/// TLS cannot be set up, as where the operating system has no certificates.
pub fn http_client() -> Result<reqwest::Client, Box<dyn std::error::Error + Send + Sync>> {
    let builder = reqwest::Client::builder().redirect(reqwest::redirect::Policy::none());
    #[cfg(feature = "rustls")]
    let builder = {
        let installed = rustls::crypto::CryptoProvider::get_default().cloned();
        let provider = installed.unwrap_or_else(|| std::sync::Arc::new(rustls::crypto::ring::default_provider()));
        let verifier = rustls_platform_verifier::Verifier::new(provider.clone())?;
        let config = rustls::ClientConfig::builder_with_provider(provider)
            .with_safe_default_protocol_versions()?
            .dangerous()
            .with_custom_certificate_verifier(std::sync::Arc::new(verifier))
            .with_no_client_auth();
        builder.tls_backend_preconfigured(config)
    };
    Ok(builder.build()?)
}

#[cfg(all(test, feature = "rustls"))]
mod tests {
    #[test]
    fn https_is_set_up() {
        let error = super::http_client().err().map(|error| error.to_string());
        // A machine without certificates cannot check any server.
        assert!(error.as_ref().is_none_or(|error| error.contains("ertificate")), "{error:?}");
    }
}
