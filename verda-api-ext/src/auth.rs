//! Signing in: a token is fetched when the first call needs one, kept for the calls after it, and renewed before it
//! expires.

mod token;

use std::sync::{Arc, Mutex, MutexGuard, PoisonError, Weak};
use std::time::Duration;

use futures_util::FutureExt as _;
use futures_util::future::{BoxFuture, Shared};
use http::header::HeaderValue;
use reqwest::StatusCode;
use tokio::time::Instant;
use verda_api::ApiError;

pub(crate) use self::token::Token;
use self::token::TokenSource;
use crate::credentials::{BoxError, CredentialsProvider};

/// How long a token endpoint that failed is left alone.
const PAUSE_AFTER_FAILURE: Duration = Duration::from_secs(1);

/// Why a call that needs a token was not sent.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum AuthError {
    /// There is nothing to sign in with.
    #[error("no credentials in {}; set VERDA_CLIENT_ID and VERDA_CLIENT_SECRET, or give them to the builder", looked_at.join(", "))]
    NoCredentials {
        /// The places where they could have been.
        looked_at: Vec<String>,
    },
    /// The token endpoint refused the credentials: its own answer.
    #[error("the credentials were refused: {0}")]
    Refused(#[source] Box<ApiError>),
    /// The token endpoint could not be reached, or did not do its work.
    #[error("no access token: {0}")]
    Unavailable(#[source] verda_api::Error),
    /// The provider of credentials failed.
    #[error("the provider of credentials failed: {0}")]
    Provider(#[source] BoxError),
    /// The token cannot stand in a header.
    #[error("the access token holds characters that cannot be sent in a header")]
    UnusableToken,
}

impl AuthError {
    /// Whether signing in may succeed a little later.
    pub(crate) fn is_transient(&self) -> bool {
        matches!(self, Self::Unavailable(_))
    }
}

/// A fetch of a token that many calls may wait for.
pub(crate) type Refresh = Shared<BoxFuture<'static, Result<Arc<Token>, Arc<AuthError>>>>;

/// The token of a project, shared by all clones of a client.
pub(crate) struct Auth {
    source: Arc<TokenSource>,
    state: Arc<Mutex<State>>,
}

#[derive(Default)]
struct State {
    token: Option<Arc<Token>>,
    /// A fetch that is under way: everybody who needs a token waits for the same one, and whoever polls it drives it.
    /// So it does not end with the caller that began it.
    refresh: Option<Refresh>,
    /// The last fetch failed, and until then there is no other one.
    failed: Option<(Instant, Arc<AuthError>)>,
}

/// A token, and the refresh to push on beside the request that uses it.
pub(crate) struct Authorization {
    pub(crate) header: HeaderValue,
    pub(crate) refresh: Option<Refresh>,
}

/// What a look at the state says.
enum Found {
    Ready(Authorization),
    Wait(Refresh),
    Failed(Arc<AuthError>),
}

impl Auth {
    pub(crate) fn new(
        endpoint: verda_api::Client,
        provider: Option<Arc<dyn CredentialsProvider>>,
        looked_at: Vec<String>,
    ) -> Self {
        Self { source: Arc::new(TokenSource { endpoint, provider, looked_at }), state: Arc::default() }
    }

    /// A token that is not `refused`: at once while one lives, after a fetch otherwise.
    pub(crate) async fn authorize(&self, refused: Option<&HeaderValue>) -> Result<Authorization, Arc<AuthError>> {
        let refresh = match self.look(refused) {
            Found::Ready(authorization) => return Ok(authorization),
            Found::Failed(error) => return Err(error),
            Found::Wait(refresh) => refresh,
        };
        let token = refresh.await?;
        Ok(Authorization { header: token.header.clone(), refresh: None })
    }

    /// What the token that is held is good for, where the API told it.
    pub(crate) fn scope(&self) -> Option<String> {
        self.state().token.as_ref()?.scope.clone()
    }

    fn look(&self, refused: Option<&HeaderValue>) -> Found {
        let mut state = self.state();
        let now = Instant::now();
        // Only the token that was refused is thrown away: another call may have replaced it already.
        let was_refused = state.token.as_ref().is_some_and(|token| refused == Some(&token.header));
        let held = if was_refused { state.token.take() } else { state.token.clone() };
        let alive = held.as_ref().filter(|token| !was_refused && token.expires_at.is_none_or(|end| now < end)).cloned();
        if let Some(token) = &alive
            && token.renew_at.is_none_or(|renew_at| now < renew_at)
        {
            return Found::Ready(Authorization { header: token.header.clone(), refresh: None });
        }
        let refresh = match (&state.refresh, &state.failed) {
            (Some(refresh), _) => Ok(refresh.clone()),
            (None, Some((until, error))) if now < *until => Err(error.clone()),
            // A token that was refused before its time was revoked, and its refresh token with it.
            _ => Ok(self.begin(&mut state, held.filter(|_| !was_refused))),
        };
        match (alive, refresh) {
            (Some(token), refresh) => {
                Found::Ready(Authorization { header: token.header.clone(), refresh: refresh.ok() })
            }
            (None, Ok(refresh)) => Found::Wait(refresh),
            (None, Err(error)) => Found::Failed(error),
        }
    }

    fn begin(&self, state: &mut State, old: Option<Arc<Token>>) -> Refresh {
        let source = self.source.clone();
        // Weak, for the state holds the refresh.
        let shared: Weak<Mutex<State>> = Arc::downgrade(&self.state);
        let refresh = async move {
            let fetched = source.fetch(old.as_deref()).await.map(Arc::new).map_err(Arc::new);
            if let Some(state) = shared.upgrade() {
                let mut state = lock(&state);
                state.refresh = None;
                match &fetched {
                    Ok(token) => {
                        state.token = Some(token.clone());
                        state.failed = None;
                    }
                    Err(error) => state.failed = Some((Instant::now() + pause_after(error), error.clone())),
                }
            }
            fetched
        };
        let refresh = refresh.boxed().shared();
        state.refresh = Some(refresh.clone());
        refresh
    }

    fn state(&self) -> MutexGuard<'_, State> {
        lock(&self.state)
    }
}

fn lock(state: &Mutex<State>) -> MutexGuard<'_, State> {
    state.lock().unwrap_or_else(PoisonError::into_inner)
}

/// As long as a 429 asks for, and a short time otherwise.
fn pause_after(error: &AuthError) -> Duration {
    match error {
        AuthError::Unavailable(verda_api::Error::Api(answer)) if answer.status() == StatusCode::TOO_MANY_REQUESTS => {
            let asked = crate::retry_after::read(answer.headers(), std::time::SystemTime::now());
            asked.map_or(PAUSE_AFTER_FAILURE, |asked| asked.clamp(PAUSE_AFTER_FAILURE, Duration::from_secs(60)))
        }
        _ => PAUSE_AFTER_FAILURE,
    }
}

/// Runs a request, and a refresh beside it: the request does not wait for it.
pub(crate) async fn beside<T>(refresh: Option<Refresh>, request: impl Future<Output = T>) -> T {
    let Some(mut refresh) = refresh else { return request.await };
    let mut request = std::pin::pin!(request);
    let mut refreshed = false;
    std::future::poll_fn(|context| {
        // A refresh that fails is no error while the old token lives.
        refreshed = refreshed || refresh.poll_unpin(context).is_ready();
        request.as_mut().poll(context)
    })
    .await
}
