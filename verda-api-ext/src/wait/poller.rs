//! Polls that many waits share: waits of one client that poll at the same time send one request together.

use std::collections::{HashMap, HashSet};
use std::fmt;
use std::panic::AssertUnwindSafe;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use futures_util::FutureExt as _;
use futures_util::future::{BoxFuture, Shared, WeakShared};
use tokio::task::coop::unconstrained;
use tokio::time::{Instant, sleep};
use verda_api::ResponseValue;
use verda_api::types::{Cluster, Instance, VolumeDetails};

use super::watch::is_outage;
use super::watched::{Listed, Watched};
use crate::client::Client;
use crate::error::{Error, ErrorKind, unexpected};
use crate::pages::whole;

/// How long a poll waits for others to join it. A request that is sent after a wait began shows what was true then.
const GATHER: Duration = Duration::from_millis(20);

/// The pollers of a client and its clones.
#[derive(Debug)]
pub struct Pollers {
    pub(super) instances: Arc<Poller<Instance>>,
    pub(super) volumes: Arc<Poller<VolumeDetails>>,
    pub(super) clusters: Arc<Poller<Cluster>>,
    /// Waits poll at multiples of their interval since then, so that they meet.
    pub(super) epoch: Instant,
}

impl Pollers {
    pub(crate) fn new() -> Self {
        Self { instances: Poller::new(), volumes: Poller::new(), clusters: Poller::new(), epoch: Instant::now() }
    }
}

/// What one poll showed.
#[derive(Debug)]
pub(super) struct Polled<T: Watched> {
    pub(super) found: HashMap<T::Id, T>,
    /// Whether what is not found does not exist at the moment, by the API's own word.
    pub(super) is_whole: bool,
    /// Whether the resource itself was asked for, and not a list.
    pub(super) by_id: bool,
    /// Those that the list has with a status that says that the API does not find them.
    pub(super) lost: HashSet<T::Id>,
    /// Resources that were asked for by their ids, and do not exist.
    pub(super) confirmed: Vec<T::Id>,
    /// Resources that were asked for by their ids, and exist, where a list does not show them.
    pub(super) found_by_id: Vec<T::Id>,
    /// Resources of which this poll says nothing.
    pub(super) unclear: HashSet<T::Id>,
    /// Those of them that earlier polls showed as they are to be, and that there was no room to ask for again.
    pub(super) ready: HashSet<T::Id>,
}

impl<T: Watched> Polled<T> {
    pub(super) fn new(found: HashMap<T::Id, T>, is_whole: bool, by_id: bool) -> Self {
        let [lost, unclear, ready] = [HashSet::new(), HashSet::new(), HashSet::new()];
        Self { found, is_whole, by_id, lost, confirmed: Vec::new(), found_by_id: Vec::new(), unclear, ready }
    }
}

type List<T> = fn(Client) -> BoxFuture<'static, Result<ResponseValue<Vec<T>>, Error>>;

/// How all resources of a kind are listed. The poller does not hold it: a service that waits for no cluster would compile how
/// clusters are decoded.
pub struct Listing<T> {
    list: List<T>,
    name: &'static str,
}

pub(super) fn listing<T: Listed>() -> Listing<T> {
    Listing { list: T::list, name: T::LIST }
}

type Outcome<T> = Arc<Result<Polled<T>, Arc<Error>>>;

/// Sends one request for all waits that poll at the same time.
pub struct Poller<T: Watched> {
    gathering: Mutex<Option<Round<T>>>,
}

/// A poll that is not sent yet. It is driven by the waits that joined it, whichever is polled.
struct Round<T: Watched> {
    ids: Arc<Mutex<HashSet<T::Id>>>,
    outcome: WeakShared<BoxFuture<'static, Outcome<T>>>,
}

impl<T: Watched> Poller<T> {
    fn new() -> Arc<Self> {
        Arc::new(Self { gathering: Mutex::new(None) })
    }

    /// What the next poll shows of these resources.
    pub(super) async fn poll(self: &Arc<Self>, client: &Client, ids: &[T::Id], listing: Listing<T>) -> Outcome<T> {
        let outcome = self.join(client, ids, listing);
        // Each wait gathers by a timer of its own runtime, and the first one that has gathered sends: no runtime that is not
        // driven can hold up the others.
        sleep(GATHER).await;
        outcome.await
    }

    fn join(
        self: &Arc<Self>,
        client: &Client,
        ids: &[T::Id],
        listing: Listing<T>,
    ) -> Shared<BoxFuture<'static, Outcome<T>>> {
        let mut gathering = lock(&self.gathering);
        if let Some(round) = gathering.as_ref()
            && let Some(outcome) = round.outcome.upgrade()
        {
            lock(&round.ids).extend(ids.iter().cloned());
            return outcome;
        }
        let joined = Arc::new(Mutex::new(ids.iter().cloned().collect::<HashSet<_>>()));
        let (poller, client, ids) = (self.clone(), client.clone(), joined.clone());
        let name = listing.name;
        let outcome = async move {
            // Closed: a wait that comes now joins the next poll.
            let ids = {
                let mut gathering = lock(&poller.gathering);
                gathering.take_if(|round| Arc::ptr_eq(&round.ids, &ids));
                std::mem::take(&mut *lock(&ids))
            };
            send(client, ids, listing).await
        };
        let outcome = AssertUnwindSafe(outcome).catch_unwind().map(move |outcome| {
            let outcome = outcome.unwrap_or_else(|_| Err(unexpected(name, "the transport panicked")));
            Arc::new(outcome.map_err(Arc::new))
        });
        // A task that has used up its share of the runtime would wake all waits each time that one is polled, for nothing.
        let outcome = unconstrained(outcome).boxed().shared();
        // A future that was not polled to its end can be downgraded.
        *gathering = outcome.downgrade().map(|weak| Round { ids: joined, outcome: weak });
        outcome
    }
}

async fn send<T: Watched>(client: Client, ids: HashSet<T::Id>, listing: Listing<T>) -> Result<Polled<T>, Error> {
    if let (1, Some(id)) = (ids.len(), ids.iter().next()) {
        match one(&client, id).await {
            // A key that may list resources and not read one: the list tells.
            Err(error) if error.kind() == ErrorKind::Api && !is_outage(&error) => {}
            polled => return polled,
        }
    }
    let list = (listing.list)(client).await?;
    let is_whole = !list.skipped().iter().any(verda_api::Skipped::is_element);
    let found = whole(listing.name, list)?.into_iter();
    let mut polled = Polled::new(HashMap::new(), is_whole, false);
    let mut contradicted = Vec::new();
    for resource in found {
        let Some(id) = resource.id().cloned() else { continue };
        if resource.is_lost() {
            polled.lost.insert(id);
            continue;
        }
        match polled.found.insert(id.clone(), resource) {
            // Twice in one list, and not the same: neither is evidence.
            Some(other) if polled.found.get(&id).map(Watched::status) != Some(other.status()) => contradicted.push(id),
            _ => {}
        }
    }
    polled.is_whole &= contradicted.is_empty();
    contradicted.iter().for_each(|id| drop(polled.found.remove(id)));
    Ok(polled)
}

/// One resource by its id.
pub(super) async fn one<T: Watched>(client: &Client, id: &T::Id) -> Result<Polled<T>, Error> {
    let found = match T::get(client, id).await {
        Ok(resource) if resource.id().is_some_and(|other| other != id) => {
            return Err(unexpected(T::NAME, format!("{id} was asked for, and the response is about another one")));
        }
        Ok(resource) if resource.is_lost() => HashMap::new(),
        Ok(resource) => HashMap::from([(id.clone(), resource)]),
        Err(error) if error.is_not_found() => HashMap::new(),
        Err(error) => return Err(error),
    };
    Ok(Polled::new(found, true, true))
}

fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

impl<T: Watched> fmt::Debug for Poller<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Poller").field("of", &T::NAME).finish_non_exhaustive()
    }
}
