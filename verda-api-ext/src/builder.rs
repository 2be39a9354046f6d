//! Making a client.

use std::fmt;
use std::sync::Arc;

use reqwest::header::HeaderValue;
use verda_api::{BASE_URL, HttpTransport, SecretString, Transport, one_line};

use crate::auth::Auth;
use crate::base_url::{parse, shown};
use crate::build_error::BuildError;
use crate::client::Client;
use crate::created::Created;
use crate::credentials::{Credentials, CredentialsProvider};
use crate::environment::{Environment, Found};
use crate::evictions::Deletions;
use crate::groups::Groups;
use crate::http_client;
use crate::limits::Limits;
use crate::options::CallOptions;
use crate::pipeline::{Shared, TokenTransport, Wrap};
use crate::readable::Readable;
use crate::retry::{Budget, Jitter};

/// How many retries may be spent before they have to be earned by calls that succeed.
const RETRY_BUDGET: u32 = 100;

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
    provider: Option<Arc<dyn CredentialsProvider>>,
    /// The part of the credentials that is empty.
    empty_part: Option<&'static str>,
    profile: Option<String>,
    variable: Option<Box<Variable>>,
    user_agent: Option<String>,
    transport: Option<Arc<dyn Transport>>,
    http: http_client::Settings,
    http_client: Option<reqwest::Client>,
    body_limit: Option<usize>,
    wrap: Option<Wrap>,
    insecure: bool,
    options: CallOptions,
    retry_budget: u32,
    seed: Option<u64>,
}

/// Reads an environment's variable.
type Variable = dyn Fn(&str) -> Option<String> + Send + Sync;

impl ClientBuilder {
    pub(crate) fn new() -> Self {
        Self {
            base_url: None,
            provider: None,
            empty_part: None,
            profile: None,
            variable: None,
            user_agent: None,
            transport: None,
            http: http_client::Settings::default(),
            http_client: None,
            body_limit: None,
            wrap: None,
            insecure: false,
            options: CallOptions::default(),
            retry_budget: RETRY_BUDGET,
            seed: None,
        }
    }

    /// The client credentials to sign in with, made in the console under Keys. They go before what the environment has.
    ///
    /// ```
    /// use verda_api_ext::Client;
    ///
    /// let client = Client::builder().credentials("id", "secret").build()?;
    /// // Secrets do not show.
    /// assert!(!format!("{client:?}").contains("secret"));
    /// # Ok::<(), verda_api_ext::BuildError>(())
    /// ```
    pub fn credentials(self, client_id: impl Into<String>, client_secret: impl Into<SecretString>) -> Self {
        self.given(Credentials::new(client_id, client_secret))
    }

    /// An access token from elsewhere. The client does not renew the token: once it has expired, calls fail with 401
    /// ([`is_unauthorized`](crate::Error::is_unauthorized)).
    ///
    /// ```
    /// # #[tokio::main(flavor = "current_thread", start_paused = true)]
    /// # async fn main() -> Result<(), Box<dyn std::error::Error>> {
    /// # let fake = verda_fake::VerdaFake::builder().build();
    /// # let token = "long expired";
    /// use verda_api_ext::Client;
    ///
    /// let client = Client::builder().access_token(token).transport(fake.transport()).build()?;
    /// let error = client.get_balance().await.unwrap_err();
    /// assert!(error.is_unauthorized());
    /// # Ok(())
    /// # }
    /// ```
    pub fn access_token(self, token: impl Into<SecretString>) -> Self {
        self.given(Credentials::access_token(token))
    }

    fn given(self, credentials: Credentials) -> Self {
        let empty_part = credentials.empty_part();
        Self { empty_part, ..self.credentials_provider(credentials) }
    }

    /// Asks for credentials whenever the client signs in: see [`CredentialsProvider`], which has an example.
    pub fn credentials_provider(mut self, provider: impl CredentialsProvider) -> Self {
        self.provider = Some(Arc::new(provider));
        self.empty_part = None;
        self
    }

    /// A profile of the credentials file, `~/.verda/credentials` as a rule, that the vendor's CLI writes. It goes
    /// before the environment's variables, as it does in the CLI. The file is read by [`build`](Self::build), which also
    /// reads the variables that say where the file is, and `VERDA_BASE_URL` where the profile names no server.
    ///
    /// ```
    /// # let folder = tempfile::tempdir()?;
    /// # let path = folder.path().join("credentials");
    /// # let file = path.to_string_lossy().into_owned();
    /// # let environment = move |name: &str| (name == "VERDA_SHARED_CREDENTIALS_FILE").then(|| file.clone());
    /// use verda_api_ext::Client;
    ///
    /// std::fs::write(&path, "[staging]\nverda_client_id = a\nverda_client_secret = b\n")?;
    /// let client = Client::builder().profile("staging")
    ///     # .environment(environment.clone())
    ///     .build()?;
    /// // One that is not there is an error that names those that are.
    /// let error = Client::builder().profile("stagging")
    ///     # .environment(environment)
    ///     .build().unwrap_err();
    /// assert!(error.to_string().ends_with("it has staging"));
    /// # let _ = client;
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    pub fn profile(mut self, name: impl Into<String>) -> Self {
        self.profile = Some(name.into());
        self
    }

    /// Another server than the vendor's. A path that ends in `/v1`, as the official SDKs write it, is accepted. It must
    /// be `https`, or `http` to this machine: `localhost`, 127.0.0.0/8 or `::1`.
    ///
    /// ```
    /// use verda_api_ext::Client;
    ///
    /// let client = Client::builder().base_url("http://127.0.0.1:8080/v1").build()?;
    /// assert_eq!(client.base_url(), "http://127.0.0.1:8080");
    /// # Ok::<(), verda_api_ext::BuildError>(())
    /// ```
    pub fn base_url(mut self, url: impl Into<String>) -> Self {
        self.base_url = Some(url.into());
        self
    }

    /// Allows `http` to a host that is not this machine. Credentials and tokens can then be read on the way.
    ///
    /// ```
    /// use verda_api_ext::Client;
    ///
    /// let in_the_cluster = || Client::builder().base_url("http://verda-fake.testing:8080");
    /// assert!(in_the_cluster().build().is_err());
    /// assert!(in_the_cluster().allow_insecure_http().build().is_ok());
    /// ```
    pub fn allow_insecure_http(mut self) -> Self {
        self.insecure = true;
        self
    }

    /// The application's name and version, sent in front of ours: `my-service/1.2`. The vendor, and a reader of
    /// logs, see who is calling.
    ///
    /// ```
    /// # #[tokio::main(flavor = "current_thread", start_paused = true)]
    /// # async fn main() -> Result<(), verda_api_ext::Error> {
    /// # let fake = verda_fake::VerdaFake::builder().build();
    /// let client = verda_api_ext::Client::builder().user_agent("my-service/1.2").transport(fake.transport()).build()?;
    /// client.list_volume_types().await?;
    /// let agent = fake.requests()[0].header("user-agent").map(str::to_owned);
    /// assert!(agent.is_some_and(|agent| agent.starts_with("my-service/1.2 verda-api-ext/")));
    /// # Ok(())
    /// # }
    /// ```
    pub fn user_agent(mut self, application: impl Into<String>) -> Self {
        self.user_agent = Some(application.into());
        self
    }

    /// Sends through this transport in place of the wire: a fake, a recorder, a client with settings of its own.
    /// Signing in, retries and waiting for limits are above it, so it sees every single attempt, and requests for
    /// tokens.
    ///
    /// ```
    /// use std::time::Duration;
    ///
    /// use verda_api_ext::{Client, HttpTransport};
    ///
    /// # fn run() -> Result<(), Box<dyn std::error::Error>> {
    /// // A proxy, and fewer idle connections.
    /// let http = reqwest::Client::builder()
    ///     .redirect(reqwest::redirect::Policy::none())
    ///     .retry(reqwest::retry::never())
    ///     .connect_timeout(Duration::from_secs(10))
    ///     .pool_max_idle_per_host(2)
    ///     .proxy(reqwest::Proxy::all("http://proxy.example:3128")?)
    ///     .build()?;
    /// let client = Client::builder().credentials("id", "secret").transport(HttpTransport::new(http)).build()?;
    /// # let _ = client;
    /// # Ok(())
    /// # }
    /// # let _ = run; // as built here, reqwest has no provider of TLS
    /// ```
    pub fn transport(mut self, transport: impl Transport) -> Self {
        self.transport = Some(Arc::new(transport));
        self
    }

    /// Wraps every call in a transport of the application's own, *above* retries: it sees a call once, with its last
    /// response, and [`CallReport`](crate::CallReport) in the response's extensions. For metrics, a cache, an audit.
    /// [`transport`](Self::transport) is below retries.
    ///
    /// The closure is called again by every [`Client::with`], and by waits for each poll: what has to last, such as a cache or a
    /// count, is in an [`Arc`] outside of it.
    ///
    /// ```
    /// # #[tokio::main(flavor = "current_thread", start_paused = true)]
    /// # async fn main() -> Result<(), Box<dyn std::error::Error>> {
    /// # let fake = verda_fake::VerdaFake::builder().build();
    /// # fake.inject(verda_fake::Injection::new(verda_fake::Effect::ResetBefore).on("GET /v1/balance"))?;
    /// use std::sync::Arc;
    /// use std::sync::atomic::{AtomicUsize, Ordering};
    ///
    /// use verda_api_ext::raw::Bytes;
    /// use verda_api_ext::{BoxFuture, Client, Operation, Transport, TransportError};
    ///
    /// /// Counts calls, whatever it takes to carry them out.
    /// struct Count(Arc<dyn Transport>, Arc<AtomicUsize>);
    ///
    /// impl Transport for Count {
    ///     fn execute<'a>(
    ///         &'a self,
    ///         request: reqwest::Request,
    ///         operation: &'static Operation,
    ///     ) -> BoxFuture<'a, Result<http::Response<Bytes>, TransportError>> {
    ///         self.1.fetch_add(1, Ordering::Relaxed);
    ///         self.0.execute(request, operation)
    ///     }
    /// }
    ///
    /// let calls = Arc::new(AtomicUsize::new(0));
    /// let counted = calls.clone();
    /// let builder = Client::builder().credentials("id", "secret").transport(fake.transport());
    /// let client = builder.wrap(move |inner| Count(inner, counted.clone())).build()?;
    /// // The connection breaks once: two requests, and one call.
    /// client.get_balance().await?;
    /// assert_eq!((calls.load(Ordering::Relaxed), fake.requests_to("GET /v1/balance").len()), (1, 2));
    /// # Ok(())
    /// # }
    /// ```
    pub fn wrap<T: Transport>(mut self, wrap: impl Fn(Arc<dyn Transport>) -> T + Send + Sync + 'static) -> Self {
        self.wrap = Some(Arc::new(move |inner| Arc::new(wrap(inner))));
        self
    }

    /// Sends through this HTTP client, with a [limit](Self::body_limit) for bodies. Turn its redirects off: with a client that
    /// follows them [`build`](Self::build) fails. Turn its own retries off as well. Its proxies and TLS are its own, and its
    /// timeouts for what is safe to repeat: an order has the time of its call. Secrets in its default headers are not known,
    /// and not redacted in errors.
    ///
    /// ```
    /// # fn run() -> Result<(), Box<dyn std::error::Error>> {
    /// let http = reqwest::Client::builder()
    ///     .redirect(reqwest::redirect::Policy::none())
    ///     .retry(reqwest::retry::never())
    ///     .pool_max_idle_per_host(2)
    ///     .build()?;
    /// let client = verda_api_ext::Client::builder().credentials("id", "secret").http_client(http).build()?;
    /// # let _ = client;
    /// # Ok(())
    /// # }
    /// # let _ = run; // as built here, reqwest has no provider of TLS
    /// ```
    pub fn http_client(mut self, client: reqwest::Client) -> Self {
        self.http_client = Some(client);
        self
    }

    /// Sends through this proxy, and not through those that the environment names (`https_proxy`, `all_proxy`). Never used
    /// for a base URL on this machine, and not with [`http_client`](Self::http_client) or [`transport`](Self::transport), which
    /// have proxies of their own.
    ///
    /// ```
    /// use verda_api_ext::Client;
    ///
    /// let client = Client::builder().proxy("http://proxy.example:3128").build()?;
    /// # let _ = client;
    /// # Ok::<(), verda_api_ext::BuildError>(())
    /// ```
    pub fn proxy(mut self, url: impl Into<String>) -> Self {
        self.http.proxy = Some(url.into());
        self
    }

    /// Sends through no proxy, whatever the environment says. Has no effect with [`http_client`](Self::http_client) or
    /// [`transport`](Self::transport).
    pub fn no_proxy(mut self) -> Self {
        self.http.no_proxy = true;
        self
    }

    /// Trusts these certificates as well, in PEM: for a proxy that terminates TLS. Has no effect with
    /// [`http_client`](Self::http_client) or [`transport`](Self::transport).
    pub fn add_root_certificate(mut self, pem: impl Into<Vec<u8>>) -> Self {
        self.http.roots.push(pem.into());
        self
    }

    /// The most bytes of a response's body, after decompression. Default: 64 MiB. Has no effect with
    /// [`transport`](Self::transport), which keeps a limit of its own.
    pub fn body_limit(mut self, bytes: usize) -> Self {
        self.body_limit = Some(bytes);
        self
    }

    /// How calls are made, unless they say otherwise: see [`CallOptions`].
    ///
    /// ```
    /// use std::time::Duration;
    ///
    /// use verda_api_ext::Client;
    ///
    /// let client = Client::builder().options(|o| o.timeout(Duration::from_secs(30)).max_attempts(2)).build()?;
    /// # let _ = client;
    /// # Ok::<(), verda_api_ext::BuildError>(())
    /// ```
    pub fn options(mut self, change: impl FnOnce(CallOptions) -> CallOptions) -> Self {
        self.options = change(self.options);
        self
    }

    /// How many retries may be spent before they have to be earned by calls that succeed: five that needed none earn
    /// one. When much fails, sending more only makes it worse. Default: 100, for all clones of the client together.
    ///
    /// ```
    /// # #[tokio::main(flavor = "current_thread", start_paused = true)]
    /// # async fn main() -> Result<(), Box<dyn std::error::Error>> {
    /// # let fake = verda_fake::VerdaFake::builder().build();
    /// # fake.inject(verda_fake::Injection::new(verda_fake::Effect::Html(http::StatusCode::BAD_GATEWAY)).always())?;
    /// use verda_api_ext::Client;
    ///
    /// // Every response is a 502.
    /// let client = Client::builder().retry_budget(3).transport(fake.transport()).build()?;
    /// for attempts in [4, 1, 1] {
    ///     let error = client.list_volume_types().await.unwrap_err();
    ///     assert_eq!(error.attempts(), attempts);
    /// }
    /// # Ok(())
    /// # }
    /// ```
    pub fn retry_budget(mut self, retries: u32) -> Self {
        self.retry_budget = retries;
        self
    }

    /// Makes the pauses between attempts the same in every run, for tests.
    ///
    /// ```
    /// # #[tokio::main(flavor = "current_thread", start_paused = true)]
    /// # async fn main() -> Result<(), Box<dyn std::error::Error>> {
    /// use verda_api_ext::Client;
    /// use verda_fake::{Effect, Injection, VerdaFake};
    ///
    /// let fake = VerdaFake::builder().build();
    /// fake.inject(Injection::new(Effect::ResetBefore).always())?;
    /// let mut times = Vec::new();
    /// for _ in 0..2 {
    ///     let client = Client::builder().jitter_seed(7).transport(fake.transport()).build()?;
    ///     times.push(client.list_volume_types().await.unwrap_err().elapsed());
    /// }
    /// assert_eq!(times[0], times[1]);
    /// # Ok(())
    /// # }
    /// ```
    pub fn jitter_seed(mut self, seed: u64) -> Self {
        self.seed = Some(seed);
        self
    }

    /// Takes what is not set yet from the environment: see [`Client::from_env`](crate::Client::from_env).
    ///
    /// ```no_run
    /// # fn main() -> Result<(), verda_api_ext::BuildError> {
    /// let client = verda_api_ext::Client::builder().from_env().user_agent("my-service/1.2").build()?;
    /// # let _ = client;
    /// # Ok(())
    /// # }
    /// ```
    pub fn from_env(self) -> Self {
        self.environment(|name| std::env::var(name).ok())
    }

    /// Takes what is not set yet from the environment, which `variable` reads: see
    /// [`Client::from_env`](crate::Client::from_env), which is this with [`std::env::var`].
    ///
    /// ```
    /// use verda_api_ext::{BuildError, Client};
    ///
    /// // For a test, or where settings come from elsewhere.
    /// let settings = |name: &str| (name == "VERDA_CLIENT_ID").then(|| "id".to_owned());
    /// let error = Client::builder().environment(settings).build().unwrap_err();
    /// assert!(matches!(error, BuildError::HalfCredentials { missing: "VERDA_CLIENT_SECRET", .. }));
    /// ```
    pub fn environment(mut self, variable: impl Fn(&str) -> Option<String> + Send + Sync + 'static) -> Self {
        self.variable = Some(Box::new(variable));
        self
    }

    /// Makes the client. Nothing is sent: whether the credentials are right shows at the first call, or at a
    /// [`check`](crate::Client::check).
    ///
    /// # Errors
    ///
    /// [`BuildError`] says which setting is wrong.
    pub fn build(self) -> Result<Client, BuildError> {
        if let Some(part) = self.empty_part {
            return Err(BuildError::EmptyCredentials(part));
        }
        let found = self.find_credentials()?;
        let base_url = self.base_url.or(found.base_url);
        let (base_url, origin) = parse(base_url.as_deref().unwrap_or(BASE_URL), self.insecure)?;
        let agent = http_client::user_agent(self.user_agent.as_deref());
        let Ok(user_agent) = HeaderValue::from_str(&agent) else {
            return Err(BuildError::UserAgent(one_line(&self.user_agent.unwrap_or_default(), 80)));
        };
        let wire = match self.transport {
            Some(transport) => transport,
            None => {
                let client = match self.http_client {
                    Some(client) => client,
                    None => http_client::build(&origin, &self.http)?,
                };
                let wire = HttpTransport::new(client);
                if wire.follows_redirects() {
                    return Err(BuildError::FollowsRedirects);
                }
                Arc::new(match self.body_limit {
                    Some(bytes) => wire.body_limit(bytes),
                    None => wire,
                })
            }
        };
        let endpoint = TokenTransport { wire: wire.clone(), user_agent: user_agent.clone() };
        let endpoint = verda_api::Client::new(&base_url, endpoint);
        let provider = self.provider.or(found.credentials.map(|found| Arc::new(found) as _));
        let shared = Shared {
            wire,
            auth: Auth::new(endpoint, provider, found.looked_at),
            limits: Limits::new(),
            public_limits: Limits::new(),
            budget: Budget::new(self.retry_budget),
            jitter: Jitter::new(self.seed),
            user_agent,
            origin,
            wrap: self.wrap,
            created: Created::default(),
            readable: Readable::default(),
            deletions: Deletions::default(),
            groups: Groups::default(),
        };
        Ok(Client::new(&base_url, Arc::new(shared), self.options))
    }

    /// The credentials of the profile or the environment, where none were given to the builder.
    fn find_credentials(&self) -> Result<Found, BuildError> {
        let none = |_: &str| None;
        let variable: &dyn Fn(&str) -> Option<String> = match (&self.variable, &self.profile) {
            (Some(variable), _) => variable.as_ref(),
            (None, Some(_)) => &|name| std::env::var(name).ok(),
            (None, None) => &none,
        };
        let environment = Environment { variable, home: std::env::home_dir() };
        if self.provider.is_some() || (self.variable.is_none() && self.profile.is_none()) {
            let looked_at = vec!["the builder".to_owned()];
            return Ok(Found { base_url: environment.base_url(), looked_at, ..Found::default() });
        }
        environment.resolve(self.profile.as_deref())
    }
}

impl fmt::Debug for ClientBuilder {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("ClientBuilder")
            .field("base_url", &self.base_url.as_deref().map(shown))
            .field("profile", &self.profile)
            .field("user_agent", &self.user_agent)
            .field("options", &self.options)
            .finish_non_exhaustive()
    }
}
