//! Signing in: a token is fetched when the first call needs one, kept for the calls after it, and renewed before it
//! expires.

use std::sync::Arc;
use std::time::Duration;

use bytes::Bytes;
use http::StatusCode;
use reqwest::Request;
use reqwest::header::{AUTHORIZATION, HeaderValue, USER_AGENT};
use tokio::sync::Mutex;
use tokio::time::Instant;
use verda_api::{BoxFuture, Operation, SecretString, Transport, TransportError, TransportErrorKind, types};

use crate::credentials::Credentials;

/// How long a token is taken to live if the API does not say.
const SHORT_LIFE: Duration = Duration::from_secs(300);
/// A token is renewed this long before it expires, but never before half its life.
const LONGEST_SKEW: Duration = Duration::from_secs(60);

/// Why a call that needs a token was not sent.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum AuthError {
    /// There is nothing to sign in with.
    #[error("no credentials: set VERDA_CLIENT_ID and VERDA_CLIENT_SECRET, or give them to the builder")]
    NoCredentials,
    /// The token endpoint refused, or gave no token.
    #[error("no access token: {0}")]
    Token(#[source] verda_api::Error),
    /// The token cannot stand in a header.
    #[error("the API gave an access token that cannot be sent in a header")]
    UnusableToken,
}

impl From<AuthError> for TransportError {
    fn from(error: AuthError) -> Self {
        TransportError::new(TransportErrorKind::NotSent, error)
    }
}

#[derive(Clone)]
struct Token {
    /// `Bearer …`, marked as sensitive.
    header: HeaderValue,
    refresh: Option<SecretString>,
    renew_at: Instant,
}

/// Adds the token and the user agent to requests.
pub(crate) struct AuthTransport {
    wire: Arc<dyn Transport>,
    /// Calls the token endpoint below this layer.
    endpoint: verda_api::Client,
    credentials: Option<Credentials>,
    user_agent: HeaderValue,
    /// Held while a token is fetched: of many calls one asks, and the others find its answer.
    token: Mutex<Option<Token>>,
}

impl AuthTransport {
    pub(crate) fn new(
        base_url: &str,
        wire: Arc<dyn Transport>,
        credentials: Option<Credentials>,
        user_agent: HeaderValue,
    ) -> Self {
        let endpoint = UserAgent { wire: wire.clone(), user_agent: user_agent.clone() };
        let endpoint = verda_api::Client::new(base_url, endpoint);
        Self { wire, endpoint, credentials, user_agent, token: Mutex::new(None) }
    }

    /// A token that is not `refused`, from memory or from the token endpoint.
    async fn token(&self, refused: Option<&HeaderValue>) -> Result<HeaderValue, AuthError> {
        let mut token = self.token.lock().await;
        let refresh = match token.as_ref() {
            Some(held) if refused == Some(&held.header) => None,
            Some(held) if held.renew_at > Instant::now() => return Ok(held.header.clone()),
            Some(held) => held.refresh.clone(),
            None => None,
        };
        let fetched = self.fetch(refresh).await?;
        let header = fetched.header.clone();
        *token = Some(fetched);
        Ok(header)
    }

    /// By the refresh token where there is one that is still good, by the credentials otherwise.
    async fn fetch(&self, refresh: Option<SecretString>) -> Result<Token, AuthError> {
        if let Some(refresh_token) = refresh {
            match self.ask(types::RefreshTokenGrant { refresh_token }).await {
                Err(AuthError::Token(error)) if is_refusal(&error) => {}
                answered => return answered,
            }
        }
        let Some(Credentials { client_id, client_secret }) = self.credentials.clone() else {
            return Err(AuthError::NoCredentials);
        };
        self.ask(types::ClientCredentialsGrant { client_id, client_secret }).await
    }

    async fn ask(&self, grant: impl Into<types::TokenRequest>) -> Result<Token, AuthError> {
        let asked_at = Instant::now();
        let answer = self.endpoint.get_access_token().body(grant.into()).send().await.map_err(AuthError::Token)?;
        let answer = answer.into_inner();
        let mut header = HeaderValue::from_str(&format!("Bearer {}", answer.access_token.expose()))
            .map_err(|_| AuthError::UnusableToken)?;
        header.set_sensitive(true);
        let life = answer.expires_in.map_or(SHORT_LIFE, Duration::from_secs);
        let renew_at = asked_at + life.saturating_sub(LONGEST_SKEW.min(life / 2));
        Ok(Token { header, refresh: answer.refresh_token, renew_at })
    }
}

/// An expired refresh token gives 400 or 401.
fn is_refusal(error: &verda_api::Error) -> bool {
    matches!(error.status(), Some(StatusCode::BAD_REQUEST | StatusCode::UNAUTHORIZED))
}

impl Transport for AuthTransport {
    fn execute<'a>(
        &'a self,
        mut request: Request,
        operation: &'static Operation,
    ) -> BoxFuture<'a, Result<http::Response<Bytes>, TransportError>> {
        Box::pin(async move {
            request.headers_mut().insert(USER_AGENT, self.user_agent.clone());
            if operation.public {
                return self.wire.execute(request, operation).await;
            }
            let token = self.token(None).await?;
            request.headers_mut().insert(AUTHORIZATION, token.clone());
            let again = request.try_clone();
            let response = self.wire.execute(request, operation).await?;
            // A 401 says that the server did not act: with another token the request may be sent once more.
            let (StatusCode::UNAUTHORIZED, Some(mut request)) = (response.status(), again) else {
                return Ok(response);
            };
            let renewed = self.token(Some(&token)).await?;
            request.headers_mut().insert(AUTHORIZATION, renewed);
            self.wire.execute(request, operation).await
        })
    }
}

/// The wire as the token endpoint sees it.
struct UserAgent {
    wire: Arc<dyn Transport>,
    user_agent: HeaderValue,
}

impl Transport for UserAgent {
    fn execute<'a>(
        &'a self,
        mut request: Request,
        operation: &'static Operation,
    ) -> BoxFuture<'a, Result<http::Response<Bytes>, TransportError>> {
        request.headers_mut().insert(USER_AGENT, self.user_agent.clone());
        self.wire.execute(request, operation)
    }
}
