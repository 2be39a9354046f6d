//! The client.

use std::fmt;
use std::ops::Deref;
use std::sync::Arc;
use std::time::Duration;

use crate::build_error::BuildError;
use crate::builder::ClientBuilder;
use crate::created::Created;
use crate::evictions::Deletions;
use crate::groups::Groups;
use crate::limits::RateLimit;
use crate::options::CallOptions;
use crate::pipeline::{Pipeline, Shared};
use crate::readable::Readable;
use crate::redact::Secrets;
use crate::wait::Pollers;

/// A client that signs in by itself. It derefs to [`verda_api::Client`]: every operation is there.
///
/// Clones are cheap and share connections, token, rate limits and retry budget: a service makes one client, and clones
/// it wherever one is needed. Nothing is sent before the first call.
///
/// ```
/// # #[tokio::main(flavor = "current_thread")]
/// # async fn main() -> Result<(), Box<dyn std::error::Error>> {
/// use verda_api_ext::Client;
/// use verda_fake::VerdaFake;
///
/// let fake = VerdaFake::builder().build();
/// let client = Client::builder().credentials("id", "secret").transport(fake.transport()).build()?;
/// assert!(client.list_instances().await?.is_empty());
/// # Ok(())
/// # }
/// ```
#[derive(Clone)]
pub struct Client {
    raw: verda_api::Client,
    shared: Arc<Shared>,
    options: CallOptions,
    pollers: Arc<Pollers>,
}

impl Client {
    /// A builder, without credentials: public operations alone work without any. It reads no variable of the environment
    /// and no file, unless [`profile`](ClientBuilder::profile) or [`from_env`](ClientBuilder::from_env) says so; only the
    /// proxies of the environment count, see [`no_proxy`](ClientBuilder::no_proxy).
    ///
    /// ```
    /// # #[tokio::main(flavor = "current_thread", start_paused = true)]
    /// # async fn main() -> Result<(), Box<dyn std::error::Error>> {
    /// # let fake = verda_fake::VerdaFake::builder().build();
    /// use verda_api_ext::{Client, ErrorKind};
    ///
    /// let client = Client::builder().transport(fake.transport()).build()?;
    /// // Prices are public.
    /// assert!(!client.list_instance_types().await?.is_empty());
    /// // All that is of a project is not, and is not even asked for.
    /// let error = client.list_instances().await.unwrap_err();
    /// assert_eq!((error.kind(), error.attempts()), (ErrorKind::Auth, 0));
    /// # Ok(())
    /// # }
    /// ```
    pub fn builder() -> ClientBuilder {
        ClientBuilder::new()
    }

    /// A client as the environment says. The first of these that is there counts:
    ///
    /// 1. `VERDA_CLIENT_ID` and `VERDA_CLIENT_SECRET`, or with `DATACRUNCH_` in front;
    /// 2. the profile that `VERDA_PROFILE` names, or `default`, of the credentials file that the vendor's CLI writes:
    ///    `VERDA_SHARED_CREDENTIALS_FILE`, or `credentials` in `VERDA_HOME`, or in `.verda` in the home directory.
    ///
    /// `VERDA_BASE_URL`, or the profile's `verda_base_url`, names another server than the vendor's. Without credentials
    /// public operations work, and others fail before anything is sent, with an error that lists where they were looked
    /// for.
    ///
    /// ```no_run
    /// # async fn run() -> Result<(), verda_api_ext::Error> {
    /// let client = verda_api_ext::Client::from_env()?;
    /// println!("{:?} left", client.get_balance().await?.amount);
    /// # Ok(())
    /// # }
    /// ```
    ///
    /// # Errors
    ///
    /// [`BuildError`] if half of the credentials is set, a profile that was named is not there, the file cannot be
    /// read, or the base URL is not acceptable.
    pub fn from_env() -> Result<Self, BuildError> {
        Self::builder().from_env().build()
    }

    /// A client for calls that are made in another way: with more time, without retries, with a header. It shares
    /// connections, token and limits with this one, and is cheap. Its waits have polls of their own: make one client for many
    /// waits, and not one for each.
    ///
    /// ```
    /// # #[tokio::main(flavor = "current_thread")]
    /// # async fn main() -> Result<(), verda_api_ext::Error> {
    /// # use std::time::Duration;
    /// # let fake = verda_fake::VerdaFake::builder().build();
    /// # let client = verda_api_ext::Client::builder().credentials("a", "b").transport(fake.transport()).build()?;
    /// let hasty = client.with(|o| o.timeout(Duration::from_secs(5)).max_attempts(1));
    /// let balance = hasty.get_balance().await?;
    /// # Ok(())
    /// # }
    /// ```
    #[must_use]
    pub fn with(&self, change: impl FnOnce(CallOptions) -> CallOptions) -> Self {
        Self::new(self.raw.base_url(), self.shared.clone(), change(self.options.clone()))
    }

    /// What is known of the rate limits, from the responses so far; empty if none of them told of a limit. The project's
    /// limits come first, then those by method and path; last those of requests without a token, which count apart.
    ///
    /// Calls wait by themselves where nothing is left: this is for showing. Nothing is sent.
    ///
    /// ```
    /// # verda_fake::example!(client, fake, {
    /// assert!(client.rate_limits().is_empty());
    /// client.list_instances().await?;
    /// for limit in client.rate_limits() {
    ///     let of = limit.endpoint.as_deref().unwrap_or("all requests");
    ///     println!("{of}: {} of {:?} left for {} s", limit.remaining, limit.quota, limit.resets_in.as_secs());
    /// }
    /// # assert_eq!(client.rate_limits()[0].remaining, 499);
    /// # });
    /// ```
    pub fn rate_limits(&self) -> Vec<RateLimit> {
        let mut limits = self.shared.limits.show();
        limits.extend(self.shared.public_limits.show());
        limits
    }

    pub(crate) fn scope(&self) -> Option<String> {
        self.shared.auth.scope()
    }

    /// The pollers that the waits of this client and its clones share.
    pub(crate) fn pollers(&self) -> &Pollers {
        &self.pollers
    }

    /// What this client has read by its id.
    pub(crate) fn readable(&self) -> &Readable {
        &self.shared.readable
    }

    /// What this client created a moment ago.
    pub(crate) fn created(&self) -> &Created {
        &self.shared.created
    }

    /// The machines that this client and its clones deleted.
    pub(crate) fn deletions(&self) -> &Deletions {
        &self.shared.deletions
    }

    /// The same client, with this time for a call, and with the same pollers.
    pub(crate) fn with_timeout(&self, timeout: Duration) -> Self {
        Self { pollers: self.pollers.clone(), ..self.with(|options| options.timeout(timeout)) }
    }

    pub(crate) fn options(&self) -> &CallOptions {
        &self.options
    }

    /// Groups of machines that are being launched by this client and its clones.
    pub(crate) fn groups(&self) -> &Groups {
        &self.shared.groups
    }

    /// The raw client, for helpers whose names it shares.
    pub(crate) fn raw(&self) -> &verda_api::Client {
        &self.raw
    }

    pub(crate) fn new(base_url: &str, shared: Arc<Shared>, options: CallOptions) -> Self {
        let secrets = Secrets::in_headers(&options.headers);
        let pipeline = Pipeline { shared: shared.clone(), options: options.clone(), secrets };
        let pollers = Arc::new(Pollers::new());
        let raw = match &shared.wrap {
            None => verda_api::Client::new(base_url, pipeline),
            Some(wrap) => verda_api::Client::new(base_url, wrap(Arc::new(pipeline))),
        };
        Self { raw, shared, options, pollers }
    }
}

impl fmt::Debug for Client {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Client")
            .field("base_url", &self.raw.base_url())
            .field("options", &self.options)
            .finish_non_exhaustive()
    }
}

impl Deref for Client {
    type Target = verda_api::Client;

    fn deref(&self) -> &verda_api::Client {
        &self.raw
    }
}
