//! Signing in: a token is fetched when the first call needs one, kept for the calls after it, and renewed before it
//! expires.

mod fetch;
mod token;

use std::error::Error as StdError;
use std::fmt;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use reqwest::StatusCode;
use tokio::time::Instant;
use verda_api::{Error, ErrorKind, Operation};

pub(crate) use self::fetch::Fetch;
pub(crate) use self::token::Token;

use self::fetch::Outcome;
use self::token::TokenSource;
use crate::credentials::{BoxError, CredentialsProvider};
use crate::environment::ENVIRONMENT;

/// The pause after one failed fetch; it doubles with each one after it.
const FIRST_PAUSE: Duration = Duration::from_secs(1);
const LONGEST_PAUSE: Duration = Duration::from_secs(5);
/// The longest pause that a 429 may ask for.
const LONGEST_ASKED_PAUSE: Duration = Duration::from_secs(120);
/// Where an operation refuses a token and the one in its place, the refusal is not about tokens: for this time no other one
/// is fetched for it.
const KEPT_AFTER_TWO_REFUSALS: Duration = Duration::from_secs(60);

/// Why a call that needs a token was not sent. Found with [`Error::cause`](crate::Error::cause).
///
/// ```
/// # #[tokio::main(flavor = "current_thread", start_paused = true)]
/// # async fn main() -> Result<(), verda_api_ext::Error> {
/// # let fake = verda_fake::VerdaFake::builder().credentials("id", "secret").build();
/// use verda_api_ext::{AuthError, Client};
///
/// let client = Client::builder().credentials("id", "outdated").transport(fake.transport()).build()?;
/// let error = client.list_instances().await.unwrap_err();
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
    /// The token is empty, or has characters that a header cannot have.
    UnusableToken,
}

impl AuthError {
    fn provider(error: impl Into<BoxError>) -> Self {
        Self::Provider(error.into().into())
    }

    /// Whether signing in may succeed a little later: not where the client itself sends nothing.
    pub(crate) fn is_transient(&self) -> bool {
        matches!(self, Self::Unavailable(error) if error.kind() != ErrorKind::Configuration)
    }
}

impl fmt::Display for AuthError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::NoCredentials { looked_at } => {
                let advice = match looked_at.iter().any(|place| place == ENVIRONMENT) {
                    true => "set VERDA_CLIENT_ID and VERDA_CLIENT_SECRET, or give them to the builder",
                    false => {
                        "give them to the builder, or let it read VERDA_CLIENT_ID and VERDA_CLIENT_SECRET with `from_env()`"
                    }
                };
                write!(f, "no credentials in {}; {advice}", looked_at.join(", "))
            }
            Self::Refused(error) => write!(f, "the credentials were refused: {error:#}"),
            // Not that nothing was sent: an earlier attempt of the call may have been.
            Self::Unavailable(error) if error.kind() == ErrorKind::Connect => {
                write!(f, "no access token: {error:#}: check the base URL and the network")
            }
            Self::Unavailable(error) => write!(f, "no access token: {error:#}"),
            Self::Provider(error) => write!(f, "the provider of credentials failed: {error}"),
            Self::UnusableToken => {
                f.write_str("the access token is empty, or has characters that a header cannot have")
            }
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

/// The token of a project, shared by all clones of a client.
pub(crate) struct Auth {
    source: Arc<TokenSource>,
    state: Arc<Mutex<State>>,
}

#[derive(Default)]
struct State {
    token: Option<Arc<Token>>,
    fetch: Option<Fetch>,
    failure: Option<Failure>,
    /// Fetches begun so far.
    fetches: u64,
    /// Fetches in a row that were given up.
    given_up: u32,
    /// Operations that refused a token and the one in its place, and until when they get no other one.
    refusing: Vec<(&'static str, Instant)>,
}

/// The last fetch failed.
struct Failure {
    error: AuthError,
    /// How many fetches in a row failed.
    count: u32,
    /// When the next one may begin.
    until: Instant,
}

/// What a call that needs a token does.
pub(crate) enum Next {
    /// Sends its request with this token.
    Send(Arc<Token>),
    /// Waits for a token.
    Wait(Fetch),
    /// Waits until then, since the last fetch failed a moment ago.
    Pause(Instant, AuthError),
}

impl Auth {
    pub(crate) fn new(
        endpoint: verda_api::Client,
        provider: Option<Arc<dyn CredentialsProvider>>,
        looked_at: Vec<String>,
    ) -> Self {
        Self { source: Arc::new(TokenSource { endpoint, provider, looked_at }), state: Arc::default() }
    }

    pub(crate) fn scope(&self) -> Option<String> {
        lock(&self.state).token.as_ref()?.scope.clone()
    }

    /// What a call does that has no token, or a `refused` one.
    ///
    /// # Errors
    ///
    /// Where a fetch failed a moment ago for a reason that does not pass.
    pub(crate) fn authorize(
        &self,
        refused: Option<&Token>,
        operation: &Operation,
        now: Instant,
    ) -> Result<Next, AuthError> {
        let mut state = lock(&self.state);
        let known = state.refusing.iter().find(|(id, _)| *id == operation.id).map(|(_, until)| *until);
        let keeps = known.is_some_and(|until| now < until);
        // Only the token that was refused is thrown away: another call may have replaced it already. It was revoked
        // before its time, and its refresh token with it.
        let is_refused = |token: &Arc<Token>| refused.is_some_and(|refused| refused.header == token.header);
        if known.is_none() {
            state.token.take_if(|token| is_refused(token));
        }
        // An operation that has refused fresh tokens tries another one after a while. The others keep the one that they have.
        let is_tried = |token: &Arc<Token>| !keeps && is_refused(token);
        let alive = state.token.clone().filter(|token| token.lives_at(now) && !is_tried(token));
        if let Some(token) = &alive
            && token.renew_at.is_none_or(|renew_at| now < renew_at)
        {
            return Ok(Next::Send(token.clone()));
        }
        let fetch = match (&state.fetch, &state.failure) {
            (Some(fetch), _) => Some(fetch.clone()),
            (None, Some(failure)) if now < failure.until => None,
            _ => Some(self.begin(&mut state)),
        };
        match (alive, fetch, &state.failure) {
            (Some(token), ..) => Ok(Next::Send(token)),
            (None, Some(fetch), _) => Ok(Next::Wait(fetch)),
            (None, None, Some(failure)) if failure.error.is_transient() => {
                Ok(Next::Pause(failure.until, failure.error.clone()))
            }
            (None, None, Some(failure)) => Err(failure.error.clone()),
            (None, None, None) => Ok(Next::Wait(self.begin(&mut state))),
        }
    }

    /// An operation refused a fresh token as well: it would refuse another one, too. What others say still counts. Refusals of
    /// the kept token do not prolong the time: after it another token is fetched, however often the operation is called.
    pub(crate) fn keep_refused(&self, operation: &Operation, now: Instant) {
        let mut state = lock(&self.state);
        let Some(until) = now.checked_add(KEPT_AFTER_TWO_REFUSALS) else { return };
        match state.refusing.iter_mut().find(|(id, _)| *id == operation.id) {
            Some((_, known)) if now < *known => {}
            Some((_, known)) => *known = until,
            None => state.refusing.push((operation.id, until)),
        }
    }

    /// Gives up a fetch that came to no end, so that the next call begins another one.
    pub(crate) fn abandon(&self, fetch: u64) {
        let mut state = lock(&self.state);
        if state.fetch.take_if(|current| current.number == fetch).is_some() {
            state.given_up += 1;
        }
    }

    /// Begins a fetch in a task of its own, which no caller can cancel or hold up.
    fn begin(&self, state: &mut State) -> Fetch {
        state.fetches += 1;
        let number = state.fetches;
        let (source, old) = (self.source.clone(), state.token.clone());
        // Weak: a client that is dropped is not kept alive by its fetch.
        let shared = Arc::downgrade(&self.state);
        let fetch = async move { source.fetch(old.as_deref()).await.map(Arc::new) };
        let fetch = Fetch::spawn(number, state.given_up, fetch, move |outcome| {
            if let Some(state) = shared.upgrade() {
                settle(&mut lock(&state), number, outcome);
            }
        });
        state.fetch = Some(fetch.clone());
        fetch
    }
}

/// Takes in what came of a fetch. A failure counts unless another fetch was begun in its place.
fn settle(state: &mut State, fetch: u64, outcome: &Outcome) {
    let is_current = state.fetch.take_if(|current| current.number == fetch).is_some();
    if is_current || outcome.is_ok() {
        state.given_up = 0;
    }
    match outcome {
        // Also of a fetch that was given up: it is as good as any.
        Ok(token) => {
            (state.token, state.failure) = (Some(token.clone()), None);
            if let Some(current) = state.fetch.take() {
                current.end(outcome);
            }
        }
        Err(_) if !is_current => {}
        Err(error) => {
            let count = state.failure.as_ref().map_or(0, |failure| failure.count) + 1;
            let until = Instant::now() + pause_after(error, count);
            state.failure = Some(Failure { error: error.clone(), count, until });
        }
    }
}

fn lock(state: &Mutex<State>) -> MutexGuard<'_, State> {
    state.lock().unwrap_or_else(PoisonError::into_inner)
}

/// An endpoint that fails is left alone for a moment, longer each time, and for as long as it asks for after a 429.
fn pause_after(error: &AuthError, failures: u32) -> Duration {
    let asked = match error {
        AuthError::Unavailable(error) if error.status() == Some(StatusCode::TOO_MANY_REQUESTS) => error.retry_after(),
        _ => None,
    };
    let pause = FIRST_PAUSE.saturating_mul(1 << failures.saturating_sub(1).min(8)).min(LONGEST_PAUSE);
    asked.map_or(pause, |asked| asked.clamp(pause, LONGEST_ASKED_PAUSE))
}
