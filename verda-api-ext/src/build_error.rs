//! Why a client cannot be made.

use crate::profile::ProfileError;

/// Why a client cannot be made. Nothing was sent. With `?` it becomes an [`Error`](crate::Error) of the kind
/// [`Configuration`](crate::ErrorKind::Configuration).
///
/// ```
/// use verda_api_ext::{BuildError, Client};
///
/// let error = Client::builder().base_url("http://api.verda.com").build().unwrap_err();
/// assert!(matches!(error, BuildError::BaseUrl { .. }));
/// // It says what to do.
/// assert!(error.to_string().contains("use https"));
/// ```
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum BuildError {
    /// The base URL is no URL, or not one that credentials may be sent to.
    #[error("the base URL `{url}` cannot be used: {why}")]
    BaseUrl {
        /// The URL as it was given; `…` if it holds a password.
        url: String,
        /// Why not.
        why: String,
    },
    /// One half of the credentials is missing.
    #[error("{found} is set and {missing} is not: set both, or none to call public operations only")]
    HalfCredentials {
        /// What is there.
        found: &'static str,
        /// What is not.
        missing: &'static str,
    },
    /// A part of the credentials that were given is empty, or white space.
    #[error(
        "the {0} is empty: give one, or call neither `credentials` nor `access_token` to call public operations only"
    )]
    EmptyCredentials(&'static str),
    /// The profile cannot be used.
    #[error(transparent)]
    Profile(#[from] ProfileError),
    /// The application's name has characters that a header cannot have.
    #[error("the user agent `{0}` cannot be sent: use visible ASCII characters, such as `my-service/1.2`")]
    UserAgent(String),
    /// The URL of the proxy cannot be used. It is not shown, since it may hold a password.
    #[error("the proxy cannot be used: write it like http://proxy.example:3128")]
    Proxy,
    /// A certificate is not in PEM.
    #[error("a root certificate cannot be read: give it in PEM")]
    Certificate,
    /// The HTTP client that was given follows redirects: it would send orders twice, and headers to other hosts.
    #[error("the HTTP client follows redirects: build it with `.redirect(reqwest::redirect::Policy::none())`")]
    FollowsRedirects,
    /// The HTTP client cannot be made.
    #[error("the HTTP client cannot be made: {0}")]
    HttpClient(String),
}
