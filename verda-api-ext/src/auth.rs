//! Signing in: a token is fetched when the first call needs one, kept for the calls after it, and renewed before it
//! expires.

mod token;

use std::error::Error as StdError;
use std::fmt;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError, Weak};
use std::time::Duration;

use futures_util::FutureExt as _;
use futures_util::future::{BoxFuture, Shared};
use reqwest::StatusCode;
use tokio::time::Instant;
use verda_api::Error;

pub(crate) use self::token::Token;
use self::token::TokenSource;
use crate::credentials::CredentialsProvider;

/// How long a token endpoint that failed is left alone.
const PAUSE_AFTER_FAILURE: Duration = Duration::from_secs(1);

/// Why a call that needs a token was not sent. Found with [`Error::cause`](crate::Error::cause).
///
/// ```
/// # #[tokio::main(flavor = "current_thread", start_paused = true)]
/// # async fn main() -> Result<(), verda_api_ext::Error> {
/// # let fake = verda_fake::VerdaFake::builder().credentials("id", "secret").build();
/// use verda_api_ext::{AuthError, Client};
///
/// let client = Client::builder().credentials("id", "outdated").transport(fake.transport()).build()?;
/// let error = client.list_instances().send().await.unwrap_err();
/// match error.cause::<AuthError>() {
///     Some(AuthError::Refused(refusal)) => assert_eq!(refusal.status().map(|status| status.as_u16()), Some(401)),
///     Some(AuthError::Unavailable(_)) => println!("retry later"),
///     _ => unreachable!(),
/// }
/// # Ok(())
/// # }
/// ```
#[derive(Clone, Debug)]
#[non_exhaustive]
pub enum AuthError {
    /// There is nothing to sign in with.
    NoCredentials {
        /// The places where they could have been.
        looked_at: Vec<String>,
    },
    /// The token endpoint refused the credentials: its own error.
    Refused(Arc<Error>),
    /// The token endpoint could not be reached, or did not respond with a token.
    Unavailable(Arc<Error>),
    /// The provider of credentials failed.
    Provider(Arc<dyn StdError + Send + Sync>),
    /// The token has characters that a header cannot have.
    UnusableToken,
}

impl AuthError {
    /// Whether signing in may succeed a little later.
    pub(crate) fn is_transient(&self) -> bool {
        matches!(self, Self::Unavailable(_))
    }
}

impl fmt::Display for AuthError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::NoCredentials { looked_at } => write!(
                f,
                "no credentials in {}; set VERDA_CLIENT_ID and VERDA_CLIENT_SECRET, or give them to the builder",
                looked_at.join(", ")
            ),
            Self::Refused(error) => write!(f, "the credentials were refused: {error:#}"),
            Self::Unavailable(error) => write!(f, "no access token: {error:#}"),
            Self::Provider(error) => write!(f, "the provider of credentials failed: {error}"),
            Self::UnusableToken => f.write_str("the access token has characters that a header cannot have"),
        }
    }
}

impl StdError for AuthError {
    fn source(&self) -> Option<&(dyn StdError + 'static)> {
        match self {
            Self::Refused(error) | Self::Unavailable(error) => Some(error.as_ref()),
            Self::Provider(error) => Some(error.as_ref()),
            Self::NoCredentials { .. } | Self::UnusableToken => None,
        }
    }
}

/// A fetch of a token that many calls may wait for.
pub(crate) type Refresh = Shared<BoxFuture<'static, Result<Arc<Token>, AuthError>>>;

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
    failed: Option<(Instant, AuthError)>,
}

/// What a call that needs a token does next.
pub(crate) enum Next {
    /// It is sent with this token; a refresh is pushed on beside it.
    Send(Arc<Token>, Option<Refresh>),
    /// There is no token yet.
    Wait(Refresh),
}

impl Auth {
    pub(crate) fn new(
        endpoint: verda_api::Client,
        provider: Option<Arc<dyn CredentialsProvider>>,
        looked_at: Vec<String>,
    ) -> Self {
        Self { source: Arc::new(TokenSource { endpoint, provider, looked_at }), state: Arc::default() }
    }

    /// What the token that is held is good for, where the API told it.
    pub(crate) fn scope(&self) -> Option<String> {
        self.state().token.as_ref()?.scope.clone()
    }

    /// A token that is not the `refused` one, at once while one lives; a fetch to wait for otherwise.
    pub(crate) fn authorize(&self, refused: Option<&Token>, now: Instant) -> Result<Next, AuthError> {
        let mut state = self.state();
        // Only the token that was refused is thrown away: another call may have replaced it already. It was revoked
        // before its time, and its refresh token with it.
        let _revoked = state.token.take_if(|token| refused.is_some_and(|refused| refused.header == token.header));
        let alive = state.token.clone().filter(|token| token.expires_at.is_none_or(|end| now < end));
        let alive = match alive {
            Some(token) if token.renew_at.is_none_or(|renew_at| now < renew_at) => return Ok(Next::Send(token, None)),
            due_or_none => due_or_none,
        };
        let refresh = match (&state.refresh, &state.failed) {
            (Some(refresh), _) => Ok(refresh.clone()),
            (None, Some((until, error))) if now < *until => Err(error.clone()),
            _ => Ok(self.begin(&mut state)),
        };
        match alive {
            Some(token) => Ok(Next::Send(token, refresh.ok())),
            None => refresh.map(Next::Wait),
        }
    }

    fn begin(&self, state: &mut State) -> Refresh {
        let (source, old) = (self.source.clone(), state.token.clone());
        // Weak, for the state holds the refresh.
        let shared: Weak<Mutex<State>> = Arc::downgrade(&self.state);
        let refresh = async move {
            let fetched = source.fetch(old.as_deref()).await.map(Arc::new);
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
        AuthError::Unavailable(error) if error.status() == Some(StatusCode::TOO_MANY_REQUESTS) => {
            let now = std::time::SystemTime::now();
            let asked = error.headers().and_then(|headers| crate::retry_after::read(headers, now));
            asked.map_or(PAUSE_AFTER_FAILURE, |asked| asked.clamp(PAUSE_AFTER_FAILURE, Duration::from_secs(60)))
        }
        _ => PAUSE_AFTER_FAILURE,
    }
}

/// Runs a request, and a refresh beside it: the request does not wait for it.
pub(crate) async fn beside<T>(mut refresh: Refresh, request: impl Future<Output = T>) -> T {
    let mut request = std::pin::pin!(request);
    let mut refreshed = false;
    std::future::poll_fn(|context| {
        // A refresh that fails is no error while the old token lives.
        refreshed = refreshed || refresh.poll_unpin(context).is_ready();
        request.as_mut().poll(context)
    })
    .await
}
