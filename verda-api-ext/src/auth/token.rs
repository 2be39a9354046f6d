//! Where tokens come from.

use std::sync::Arc;
use std::time::Duration;

use http::StatusCode;
use http::header::HeaderValue;
use tokio::time::{Instant, timeout};
use verda_api::{Error, ErrorKind, SecretString, types};

use super::AuthError;
use crate::credentials::{Credentials, CredentialsProvider, Kind};
use crate::redact::Secrets;

/// How long a token is taken to live if the API does not say.
const SHORT_LIFE: Duration = Duration::from_secs(300);
const SHORTEST_LIFE: Duration = Duration::from_secs(1);
/// The time for a refresh: after it the credentials are tried.
const REFRESH: Duration = Duration::from_secs(10);
/// The time for a provider of credentials.
const PROVIDER: Duration = Duration::from_secs(60);
/// A token is renewed this long before it expires, but never before half its life.
const LONGEST_SKEW: Duration = Duration::from_secs(60);

/// An access token, as it is sent, and how long it is good for.
pub(crate) struct Token {
    /// `Bearer …`, marked as sensitive.
    pub(crate) header: HeaderValue,
    /// What must not show where a server repeats it.
    pub(crate) secrets: Secrets,
    /// How long the response took that brought the token; `None` for one that was given from outside.
    pub(crate) took: Option<Duration>,
    refresh: Option<SecretString>,
    /// What it is good for, where the API told it.
    pub(super) scope: Option<String>,
    /// `None` for a token that was given from outside: when it ends is not known.
    pub(super) renew_at: Option<Instant>,
    pub(super) expires_at: Option<Instant>,
}

impl Token {
    pub(crate) fn lives_at(&self, now: Instant) -> bool {
        self.expires_at.is_none_or(|end| now < end)
    }

    fn new(access_token: &SecretString) -> Result<Self, AuthError> {
        let access_token = access_token.expose().trim_matches(['\r', '\n']);
        if access_token.trim().is_empty() {
            return Err(AuthError::UnusableToken);
        }
        let mut header =
            HeaderValue::from_str(&format!("Bearer {access_token}")).map_err(|_| AuthError::UnusableToken)?;
        header.set_sensitive(true);
        let secrets = Secrets::one(access_token.as_bytes());
        Ok(Self { header, secrets, took: None, refresh: None, scope: None, renew_at: None, expires_at: None })
    }
}

pub(super) struct TokenSource {
    /// Calls the token endpoint below all other layers.
    pub(super) endpoint: verda_api::Client,
    pub(super) provider: Option<Arc<dyn CredentialsProvider>>,
    /// Where there were no credentials.
    pub(super) looked_at: Vec<String>,
}

impl TokenSource {
    /// A token: by the refresh token of the old one, or else by the credentials. Any failure of a refresh falls back to
    /// them.
    pub(super) async fn fetch(&self, old: Option<&Token>) -> Result<Token, AuthError> {
        if let Some(refresh_token) = old.and_then(|token| token.refresh.clone())
            && let Ok(Ok(token)) = timeout(REFRESH, self.ask(types::RefreshTokenGrant::new(refresh_token))).await
        {
            return Ok(token);
        }
        let Some(provider) = &self.provider else {
            return Err(AuthError::NoCredentials { looked_at: self.looked_at.clone() });
        };
        let credentials = timeout(PROVIDER, provider.credentials()).await;
        let late = |_| AuthError::provider(format!("no credentials within {} s", PROVIDER.as_secs()));
        match credentials.map_err(late)?.map_err(AuthError::provider)? {
            Credentials(Kind::Client { id, secret }) => {
                let grant = types::ClientCredentialsGrant::builder().client_id(id).client_secret(secret);
                self.ask(types::ClientCredentialsGrant::try_from(grant).map_err(AuthError::provider)?).await
            }
            Credentials(Kind::AccessToken(token)) => Token::new(&token),
        }
    }

    async fn ask(&self, grant: impl Into<types::TokenRequest>) -> Result<Token, AuthError> {
        let asked_at = Instant::now();
        let response = match self.endpoint.get_access_token(grant.into()).send().await {
            Ok(response) => response.into_inner(),
            Err(error) if is_refusal(&error) => return Err(AuthError::Refused(Arc::new(error))),
            Err(error) => return Err(AuthError::Unavailable(Arc::new(error))),
        };
        let took = Some(asked_at.elapsed());
        // A token that is said to live for no time serves the calls that wait for it.
        let life = response.expires_in.map_or(SHORT_LIFE, Duration::from_secs).max(SHORTEST_LIFE);
        let expires_at = asked_at.checked_add(life);
        Ok(Token {
            took,
            refresh: response.refresh_token,
            scope: response.scope,
            renew_at: expires_at.map(|end| end - LONGEST_SKEW.min(life / 2)),
            expires_at,
            ..Token::new(&response.access_token)?
        })
    }
}

/// Whether the token endpoint says that asking again will not help.
fn is_refusal(error: &Error) -> bool {
    // A gateway's refusal, or one that is about the moment, passes. OAuth says so with a 400.
    error.kind() == ErrorKind::Api
        && error.code().is_some_and(|code| !matches!(code, "temporarily_unavailable" | "server_error"))
        && matches!(error.status(), Some(StatusCode::BAD_REQUEST | StatusCode::UNAUTHORIZED | StatusCode::FORBIDDEN))
}
