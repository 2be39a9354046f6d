//! Waiting until a condition is true of a resource.

mod builders;
mod condition;
mod error;
mod poller;
mod watch;
mod watched;

use std::fmt;
use std::future::IntoFuture;
use std::pin::Pin;
use std::task::{Context, Poll};
use std::time::Duration;

use futures_util::stream::{BoxStream, Stream, StreamExt as _};
use verda_api::BoxFuture;

pub use self::condition::Condition;
pub use self::error::{WaitEnd, WaitError};
pub use self::watched::Watched;

pub(crate) use self::builders::{instance_is, is_reachable};
pub(crate) use self::poller::Pollers;
pub(crate) use self::watch::{APPEARS_WITHIN, LAST_POLL, PERSISTENT, POLL, Watch, is_outage, never_passes};

use crate::client::Client;
use crate::error::{Error, invalid_request};
use crate::ids::{One, Several};

/// The time between two polls, unless a wait says otherwise.
pub(crate) const EVERY: Duration = Duration::from_secs(5);
/// Polling more often than this would use up the rate limit.
pub(crate) const SHORTEST: Duration = Duration::from_secs(1);
/// A longer interval would show nothing before most waits end.
pub(crate) const LONGEST: Duration = Duration::from_secs(24 * 3600);
/// The time for a wait, unless it says otherwise.
const TIMEOUT: Duration = Duration::from_secs(30 * 60);

/// A wait for one resource or several, made by `client.wait_for_…`. It is a future: `.await` gives the resources, in the
/// order of their ids, as they were when the condition was true of all of them. An id that is given twice counts once.
/// Nothing is sent before the wait is awaited, and dropping it stops it.
///
/// - Instances, volumes and clusters cost one list request per poll, however many of them are waited for, and by however
///   many waits of one client: waits with the same interval poll together.
/// - A status that a resource does not leave by itself ends the wait at once. A deployment has none: `unhealthy` passes.
///   See [`fail_if`](Self::fail_if).
/// - A resource counts as gone only when the API itself says so twice: in two polls, or in a list and by its id.
/// - A poll that fails does not end the wait. A failure that persists does, unless it looks like an outage: a refusal for ten
///   seconds, or for two minutes something else than the API, such as a gateway's page. The error tells it.
/// - The last poll is at the deadline, so that nothing is missed by a second.
///
/// ```
/// # #[tokio::main(flavor = "current_thread", start_paused = true)]
/// # async fn main() -> Result<(), verda_api_ext::Error> {
/// # use std::time::Duration;
/// # use verda_api_ext::types;
/// # let fake = verda_fake::VerdaFake::builder().build();
/// # let client = verda_api_ext::Client::builder().credentials("id", "secret").transport(fake.transport()).build()?;
/// # let order = types::DeployInstance::builder().instance_type("CPU.4V.16G").image("ubuntu-24.04").hostname("node-1")
/// #     .location_code("FIN-01");
/// let id = client.deploy_instance(order).await?.into_inner();
/// let instance = client.wait_for_instance(&id).until_reachable().timeout(Duration::from_secs(600)).await?;
/// assert!(instance.ip.is_some());
/// # Ok(())
/// # }
/// ```
#[must_use = "a wait does nothing until it is awaited"]
pub struct Wait<T: Watched, Count = One> {
    client: Client,
    ids: Vec<T::Id>,
    condition: Condition<T>,
    /// Whether a resource that does not exist is what is waited for.
    absent_is_success: bool,
    /// Whether the terminal failures of the resource end the wait.
    ends_on_failure: bool,
    /// Whether it goes on where polls of single resources fail, and others succeed.
    goes_on_without_some: bool,
    /// What else counts as a failure.
    failure: Option<Condition<T>>,
    timeout: Duration,
    every: Duration,
    count: std::marker::PhantomData<fn() -> Count>,
}

/// What became of a resource. See [`Wait::changes`], which has an example.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct Change<T: Watched> {
    /// Which resource.
    pub id: T::Id,
    /// Its status, as the API writes it; `None` if it does not exist (yet, or any more).
    pub status: Option<String>,
    /// The resource as the API describes it; `None` if it does not exist.
    pub resource: Option<T>,
    /// The time since the wait began.
    pub elapsed: Duration,
    /// Whether the condition is true of it now.
    pub done: bool,
}

impl<T: Watched, Count> Wait<T, Count> {
    pub(crate) fn new(client: &Client, mut ids: Vec<T::Id>, condition: Condition<T>) -> Self {
        let mut known = std::collections::HashSet::new();
        ids.retain(|id| known.insert(id.clone()));
        Self {
            client: client.clone(),
            ids,
            condition,
            absent_is_success: false,
            ends_on_failure: true,
            goes_on_without_some: false,
            failure: None,
            timeout: TIMEOUT,
            every: EVERY,
            count: std::marker::PhantomData,
        }
    }

    /// Waits until this is true of each resource. Statuses that a resource does not leave by itself still end the wait,
    /// unless the condition is true of them.
    ///
    /// ```
    /// # verda_fake::example!(client, fake, {
    /// # let order = verda_api_ext::types::DeployInstance::builder().instance_type("CPU.4V.16G").image("ubuntu-24.04");
    /// # let order = order.hostname("node-1").location_code("FIN-01");
    /// # let id = client.deploy_instance(order).await?.into_inner();
    /// use verda_api_ext::{Condition, types::Instance};
    ///
    /// let has_address = Condition::new("reachable", |instance: &Instance| instance.ip.is_some());
    /// let instance = client.wait_for_instance(&id).until(has_address).await?;
    /// assert!(instance.ip.is_some());
    /// # });
    /// ```
    pub fn until(mut self, condition: Condition<T>) -> Self {
        self.condition = condition;
        self.absent_is_success = false;
        self
    }

    /// Waits until it is deleted.
    pub(crate) fn until_gone(mut self) -> Self {
        self.condition = Condition::absent_or("deleted", T::is_gone);
        self.absent_is_success = true;
        // A resource in error can be deleted as well.
        self.ends_on_failure = false;
        self
    }

    /// Goes on for the others where single resources cannot be asked for, however long.
    pub(crate) fn without_some(mut self) -> Self {
        self.goes_on_without_some = true;
        self
    }

    /// Goes on in statuses that a resource does not leave by itself: another client may be at work. Otherwise the wait
    /// lasts until its time is up.
    pub fn through_failures(mut self) -> Self {
        self.ends_on_failure = false;
        self
    }

    /// Ends the wait when this is true of a resource, as a status that it does not leave by itself does.
    ///
    /// ```
    /// # verda_fake::example!(client, fake, {
    /// use verda_api_ext::Condition;
    /// use verda_api_ext::types::{ContainerDeploymentState, ContainerDeploymentStatus};
    ///
    /// let out_of_quota = Condition::new("out of quota", |deployment: &ContainerDeploymentState| {
    ///     deployment.status == ContainerDeploymentStatus::QuotaReached
    /// });
    /// let wait = client.wait_for_container_deployment("llm").fail_if(out_of_quota);
    /// # let _ = wait;
    /// # });
    /// ```
    pub fn fail_if(mut self, failure: Condition<T>) -> Self {
        self.failure = Some(match self.failure {
            Some(others) => others.or(failure),
            None => failure,
        });
        self
    }

    fn has_failed(&self, resource: &T) -> bool {
        (self.ends_on_failure && resource.has_failed())
            || self.failure.as_ref().is_some_and(|failure| failure.holds(Some(resource)))
    }

    /// How long to wait at most. Default: 30 minutes. With zero there is one poll. The last poll is at that time, and may
    /// take ten seconds more.
    ///
    /// ```
    /// # #[tokio::main(flavor = "current_thread", start_paused = true)]
    /// # async fn main() -> Result<(), verda_api_ext::Error> {
    /// # use std::time::Duration;
    /// # let fake = verda_fake::VerdaFake::builder().build();
    /// # let client = verda_api_ext::Client::builder().credentials("a", "b").transport(fake.transport()).build()?;
    /// # let order = verda_api_ext::types::DeployInstance::builder().instance_type("CPU.4V.16G").image("ubuntu-24.04");
    /// # let order = order.hostname("node-1").location_code("FIN-01");
    /// # let id = client.deploy_instance(order).await?.into_inner();
    /// // Is it running now?
    /// let now = client.wait_for_instance(&id).timeout(Duration::ZERO).await;
    /// assert!(now.is_err());
    /// # Ok(())
    /// # }
    /// ```
    pub fn timeout(mut self, timeout: Duration) -> Self {
        self.timeout = timeout;
        self
    }

    /// The time between two polls. Default: 5 seconds; at least 1 second, for the rate limit's sake, and at most a day.
    /// Waits with the same interval poll at the same instants, so the second poll may come earlier or later by half of it.
    /// The last poll is at the end of the wait, however long that is.
    pub fn every(mut self, pause: Duration) -> Self {
        self.every = pause.clamp(SHORTEST, LONGEST);
        self
    }

    /// What changes while it waits, for a progress bar: the first status of each resource, and each one after it. The
    /// stream ends when the condition is true of all resources, or with an error.
    ///
    /// ```
    /// # #[tokio::main(flavor = "current_thread", start_paused = true)]
    /// # async fn main() -> Result<(), verda_api_ext::Error> {
    /// # use verda_api_ext::types;
    /// # let fake = verda_fake::VerdaFake::builder().build();
    /// # let client = verda_api_ext::Client::builder().credentials("a", "b").transport(fake.transport()).build()?;
    /// # let order = types::DeployInstance::builder().instance_type("CPU.4V.16G").image("ubuntu-24.04");
    /// # let order = order.hostname("node-1").location_code("FIN-01");
    /// # let id = client.deploy_instance(order).await?.into_inner();
    /// let mut statuses = Vec::new();
    /// let mut changes = client.wait_for_instance(&id).until_running().changes();
    /// while let Some(change) = changes.next().await {
    ///     statuses.extend(change?.status);
    /// }
    /// assert_eq!(statuses, ["ordered", "provisioning", "running"]);
    /// # Ok(())
    /// # }
    /// ```
    pub fn changes(self) -> Changes<T>
    where
        Count: Send + 'static,
    {
        let watch = Watch::new(self);
        let stream = futures_util::stream::unfold(Some(watch), |watch| async {
            let mut watch = watch?;
            match watch.next().await {
                Ok(Some(changes)) => Some((changes.into_iter().map(Ok).collect::<Vec<_>>(), Some(watch))),
                Ok(None) => None,
                Err(error) => Some((vec![Err(error)], None)),
            }
        });
        Changes(stream.flat_map(futures_util::stream::iter).boxed())
    }

    /// The resources, once the condition is true of all of them.
    async fn finish(self) -> Result<Vec<T>, Error> {
        let mut watch = Watch::new(self);
        while watch.next().await?.is_some() {}
        let Watch { wait, mut seen, .. } = watch;
        Ok(wait.ids.iter().filter_map(|id| seen.remove(id)?.resource).collect())
    }
}

impl<T: Watched, Count> fmt::Debug for Wait<T, Count>
where
    T::Id: fmt::Debug,
{
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Wait")
            .field("ids", &self.ids)
            .field("until", &self.condition)
            .field("timeout", &self.timeout)
            .field("every", &self.every)
            .finish_non_exhaustive()
    }
}

impl<T: Watched> IntoFuture for Wait<T, One> {
    type Output = Result<T, Error>;
    type IntoFuture = BoxFuture<'static, Self::Output>;

    fn into_future(self) -> Self::IntoFuture {
        Box::pin(async move {
            let resource = self.finish().await?.pop();
            resource.ok_or_else(|| invalid_request(T::NAME, "there is nothing to wait for"))
        })
    }
}

impl<T: Watched> IntoFuture for Wait<T, Several> {
    type Output = Result<Vec<T>, Error>;
    type IntoFuture = BoxFuture<'static, Self::Output>;

    fn into_future(self) -> Self::IntoFuture {
        Box::pin(self.finish())
    }
}

/// The changes of what is waited for: a stream, which can also be asked for the [`next`](Self::next) one without a stream
/// library.
#[must_use = "a wait does nothing until its changes are asked for"]
pub struct Changes<T: Watched>(BoxStream<'static, Result<Change<T>, Error>>);

impl<T: Watched> Changes<T> {
    /// The next change; `None` when the condition is true of all resources, and after an error.
    pub async fn next(&mut self) -> Option<Result<Change<T>, Error>> {
        self.0.next().await
    }
}

impl<T: Watched> Stream for Changes<T> {
    type Item = Result<Change<T>, Error>;

    fn poll_next(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        self.0.poll_next_unpin(context)
    }
}

impl<T: Watched> fmt::Debug for Changes<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Changes").finish_non_exhaustive()
    }
}
