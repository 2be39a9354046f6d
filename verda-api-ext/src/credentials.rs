//! What a client signs in with.

use std::error::Error as StdError;

use verda_api::{BoxFuture, SecretString};

/// What a project signs in with. Secrets do not show in `Debug`.
///
/// ```
/// use verda_api_ext::Credentials;
///
/// let credentials = Credentials::new("id", "hunter2");
/// assert!(!format!("{credentials:?}").contains("hunter2"));
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Credentials(pub(crate) Kind);

#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Kind {
    Client { id: String, secret: SecretString },
    AccessToken(SecretString),
}

impl Credentials {
    /// Client credentials (OAuth 2.0), made in the console under Keys.
    pub fn new(client_id: impl Into<String>, client_secret: impl Into<SecretString>) -> Self {
        Self(Kind::Client {
            id: without_line_ends(&client_id.into()).to_owned(),
            secret: trimmed(client_secret.into()),
        })
    }

    /// An access token from elsewhere. It cannot be renewed: when it has expired, calls fail with 401.
    pub fn access_token(token: impl Into<SecretString>) -> Self {
        Self(Kind::AccessToken(trimmed(token.into())))
    }

    /// The part that is empty or white space, if one is.
    pub(crate) fn empty_part(&self) -> Option<&'static str> {
        let is_blank = |secret: &SecretString| secret.expose().trim().is_empty();
        match &self.0 {
            Kind::Client { id, .. } if id.trim().is_empty() => Some("client id"),
            Kind::Client { secret, .. } if is_blank(secret) => Some("client secret"),
            Kind::AccessToken(token) if is_blank(token) => Some("access token"),
            _ => None,
        }
    }
}

/// Gives credentials when they are needed: from a vault, for example.
///
/// It is asked whenever the client signs in with credentials: for the first token, when a token cannot be refreshed,
/// and after a 401. Of many calls that need a token at once, one asks.
///
/// So a secret that was rotated is taken up without a restart.
///
/// ```
/// # #[tokio::main(flavor = "current_thread", start_paused = true)]
/// # async fn main() -> Result<(), verda_api_ext::Error> {
/// # let fake = verda_fake::VerdaFake::builder().build();
/// use verda_api_ext::{BoxError, BoxFuture, Client, Credentials, CredentialsProvider};
///
/// struct Vault;
///
/// impl Vault {
///     async fn read(&self, _path: &str) -> Result<String, BoxError> {
///         // …
///         # Ok("from the vault".to_owned())
///     }
/// }
///
/// impl CredentialsProvider for Vault {
///     fn credentials(&self) -> BoxFuture<'_, Result<Credentials, BoxError>> {
///         Box::pin(async { Ok(Credentials::new("id", self.read("verda/secret").await?)) })
///     }
/// }
///
/// let client = Client::builder().credentials_provider(Vault).transport(fake.transport()).build()?;
/// client.get_balance().await?;
/// # Ok(())
/// # }
/// ```
pub trait CredentialsProvider: Send + Sync + 'static {
    /// The credentials to sign in with now.
    ///
    /// # Errors
    ///
    /// Whatever kept them from being found. The call fails with it, and sends nothing.
    fn credentials(&self) -> BoxFuture<'_, Result<Credentials, BoxError>>;
}

/// Any error: what a [`CredentialsProvider`] may fail with. It shows in
/// [`AuthError::Provider`](crate::AuthError::Provider).
pub type BoxError = Box<dyn StdError + Send + Sync>;

/// The same credentials every time.
impl CredentialsProvider for Credentials {
    fn credentials(&self) -> BoxFuture<'_, Result<Credentials, BoxError>> {
        Box::pin(async move { Ok(self.clone()) })
    }
}

/// A secret as it was meant: files and variables end with a line end.
fn trimmed(secret: SecretString) -> SecretString {
    SecretString::from(without_line_ends(secret.expose()).to_owned())
}

fn without_line_ends(text: &str) -> &str {
    text.trim_matches(['\r', '\n'])
}
