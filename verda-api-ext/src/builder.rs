//! Making a client.

use std::fmt;
use std::sync::Arc;

use reqwest::Url;
use reqwest::header::HeaderValue;
use verda_api::{BASE_URL, HttpTransport, SecretString, Transport};

use crate::auth::AuthTransport;
use crate::client::Client;
use crate::credentials::Credentials;
use crate::http_client;

/// Why a client cannot be made. Nothing was sent.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum BuildError {
    /// The base URL is no URL, or not one that credentials may be sent to.
    #[error("the base URL `{url}` cannot be used: {why}")]
    BaseUrl {
        /// The URL as it was given.
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
    /// The application's name cannot stand in a header.
    #[error("the user agent `{0}` cannot be sent: use visible ASCII characters, such as `my-service/1.2`")]
    UserAgent(String),
    /// The HTTP client cannot be made.
    #[error("the HTTP client cannot be made: {0}")]
    HttpClient(String),
}

/// Makes a [`Client`].
///
/// ```
/// use verda_api_ext::Client;
///
/// let client = Client::builder().credentials("id", "secret").user_agent("my-service/1.2").build()?;
/// assert_eq!(client.base_url(), "https://api.verda.com");
/// # Ok::<(), verda_api_ext::BuildError>(())
/// ```
#[must_use = "a builder makes a client with `build`"]
pub struct ClientBuilder {
    base_url: Option<String>,
    credentials: Option<Credentials>,
    half: Option<BuildError>,
    user_agent: Option<String>,
    transport: Option<Arc<dyn Transport>>,
    insecure: bool,
}

impl ClientBuilder {
    pub(crate) fn new() -> Self {
        Self { base_url: None, credentials: None, half: None, user_agent: None, transport: None, insecure: false }
    }

    /// The credentials to sign in with.
    pub fn credentials(mut self, client_id: impl Into<String>, client_secret: impl Into<SecretString>) -> Self {
        self.credentials = Some(Credentials::new(client_id, client_secret));
        self.half = None;
        self
    }

    /// Another server than the vendor's. A path that ends in `/v1`, as the official SDKs write it, is accepted.
    pub fn base_url(mut self, url: impl Into<String>) -> Self {
        self.base_url = Some(url.into());
        self
    }

    /// Allows `http` to a host that is not this machine. Credentials and tokens can then be read on the way.
    pub fn allow_insecure_http(mut self) -> Self {
        self.insecure = true;
        self
    }

    /// The application's name and version, sent in front of ours: `my-service/1.2`.
    pub fn user_agent(mut self, application: impl Into<String>) -> Self {
        self.user_agent = Some(application.into());
        self
    }

    /// Sends through this transport in place of the wire: a fake, a recorder, a client with settings of its own.
    pub fn transport(mut self, transport: impl Transport) -> Self {
        self.transport = Some(Arc::new(transport));
        self
    }

    /// Takes what is not set yet from the environment, which `variable` reads.
    pub fn environment(mut self, variable: impl Fn(&str) -> Option<String>) -> Self {
        let variable = |name: &'static str| variable(name).filter(|value| !value.trim().is_empty());
        if self.credentials.is_none() {
            match (variable(CLIENT_ID), variable(CLIENT_SECRET)) {
                (Some(id), Some(secret)) => self = self.credentials(id, secret),
                (Some(_), None) => {
                    self.half = Some(BuildError::HalfCredentials { found: CLIENT_ID, missing: CLIENT_SECRET });
                }
                (None, Some(_)) => {
                    self.half = Some(BuildError::HalfCredentials { found: CLIENT_SECRET, missing: CLIENT_ID });
                }
                (None, None) => {}
            }
        }
        if self.base_url.is_none() {
            self.base_url = variable("VERDA_BASE_URL");
        }
        self
    }

    /// Makes the client. Nothing is sent.
    ///
    /// # Errors
    ///
    /// [`BuildError`] says which setting is wrong.
    pub fn build(self) -> Result<Client, BuildError> {
        if let Some(half) = self.half {
            return Err(half);
        }
        let base_url = base_url(self.base_url.as_deref().unwrap_or(BASE_URL), self.insecure)?;
        let agent = http_client::user_agent(self.user_agent.as_deref());
        let Ok(agent) = HeaderValue::from_str(&agent) else {
            return Err(BuildError::UserAgent(self.user_agent.unwrap_or_default()));
        };
        let wire = match self.transport {
            Some(transport) => transport,
            None => Arc::new(HttpTransport::new(http_client::build()?)),
        };
        let auth = AuthTransport::new(&base_url, wire, self.credentials, agent);
        Ok(Client::new(verda_api::Client::new(&base_url, auth)))
    }
}

const CLIENT_ID: &str = "VERDA_CLIENT_ID";
const CLIENT_SECRET: &str = "VERDA_CLIENT_SECRET";

impl fmt::Debug for ClientBuilder {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("ClientBuilder")
            .field("base_url", &self.base_url)
            .field("credentials", &self.credentials)
            .field("user_agent", &self.user_agent)
            .finish_non_exhaustive()
    }
}

/// A URL that the paths of operations can be appended to, and that a secret may be sent to.
fn base_url(given: &str, insecure: bool) -> Result<String, BuildError> {
    let refuse = |why: &str| BuildError::BaseUrl { url: given.to_owned(), why: why.to_owned() };
    let url = Url::parse(given.trim()).map_err(|error| refuse(&format!("{error}; write it like {BASE_URL}")))?;
    if !url.username().is_empty() || url.password().is_some() {
        // The URL is not repeated: it holds a password.
        return Err(BuildError::BaseUrl { url: "…".to_owned(), why: "it holds a user name or password".to_owned() });
    }
    if url.query().is_some() || url.fragment().is_some() {
        return Err(refuse("it has a query or a fragment"));
    }
    match url.scheme() {
        "https" => {}
        "http" if insecure || is_loopback(&url) => {}
        "http" => return Err(refuse("use https, or allow_insecure_http() if the way there is safe")),
        _ => return Err(refuse("use https")),
    }
    let text = url.as_str().trim_end_matches('/');
    // The operations' paths begin with the version.
    Ok(text.strip_suffix("/v1").unwrap_or(text).to_owned())
}

fn is_loopback(url: &Url) -> bool {
    let host = url.host_str().unwrap_or_default();
    let address: Result<std::net::IpAddr, _> = host.trim_start_matches('[').trim_end_matches(']').parse();
    host == "localhost" || host.ends_with(".localhost") || address.is_ok_and(|address| address.is_loopback())
}
