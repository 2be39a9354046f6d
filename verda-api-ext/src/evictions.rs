//! Evictions of spot machines: which machine was taken, and what it leaves that costs.

mod lookout;

use std::collections::{HashMap, VecDeque};
use std::fmt;
use std::pin::Pin;
use std::sync::{Mutex, PoisonError};
use std::task::{Context, Poll};
use std::time::Duration;

use futures_util::stream::{self, BoxStream, Stream, StreamExt as _};
use rust_decimal::Decimal;
use tokio::time::Instant;
use verda_api::types::{Instance, InstanceId, InstanceStatus, Volume};

use self::lookout::Lookout;
use crate::client::Client;
use crate::cost::{Cost, is_same, price_of, told};
use crate::error::Error;
use crate::ids::IntoIds;
use crate::wait::{LONGEST, SHORTEST};

/// The time between two polls, unless the caller says otherwise.
const EVERY: Duration = Duration::from_secs(10);
/// What is older says nothing of now: a list that shows again what was gone, a deletion of what is still there.
const OLD: Duration = Duration::from_secs(600);
/// So many deletions are remembered. The oldest is forgotten first.
const REMEMBERED: usize = 4096;

/// A machine that is gone, and that this client did not delete. See [`Client::evictions`], which has an example.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct Eviction {
    /// Which machine.
    pub id: InstanceId,
    /// Its hostname, where it was seen before it was gone.
    pub hostname: Option<String>,
    /// The status that it has now, such as `discontinued`; `None` where the API does not show it any more.
    pub status: Option<InstanceStatus>,
    /// The machine as it was last seen, with its type, location and price, to order another one. One that was `deleting` was
    /// probably deleted by another client.
    pub last_seen: Option<Instance>,
    /// Its volumes that are not in the trash now: they go on costing. `None` where it is not known which it had, or they could not
    /// be listed: see `list_volumes`.
    pub volumes: Option<Vec<Volume>>,
}

impl Eviction {
    /// What its volumes go on costing. `None` where they, or the price of one of them, are not known, or the prices are in several
    /// currencies.
    pub fn cost(&self) -> Option<Cost> {
        let volumes = self.volumes.as_ref()?;
        let currency = volumes.iter().find_map(|volume| told(&volume.currency)).cloned();
        let mut per_hour = Decimal::ZERO;
        for volume in volumes {
            let price = price_of(volume).filter(|_| is_same(&volume.currency, &currency));
            per_hour = per_hour.saturating_add(price?);
        }
        Some(Cost::new(per_hour, currency))
    }
}

/// Evictions as they happen, made by [`Client::evictions`]: a stream, which can also be asked for the [`next`](Self::next) one
/// without a stream library.
#[must_use = "nothing is polled until it is asked for the next eviction"]
pub struct Evictions {
    client: Client,
    ids: Option<Vec<InstanceId>>,
    every: Duration,
    stream: Option<BoxStream<'static, Result<Eviction, Error>>>,
}

impl Client {
    /// Tells each eviction of a spot machine once: of those that the project has when it begins, and of those that it gets
    /// later. With [`of`](Evictions::of) it is about these machines.
    ///
    /// The API does not tell who took a machine, nor why. An eviction is: a spot machine that was there has a status such as
    /// `discontinued`, or does not exist any more, and neither this client nor a clone of it deleted it with a helper such as
    /// [`terminate_instances`](Self::terminate_instances). What another client, or the vendor's console, deletes looks the
    /// same. A machine that lists do not show is evicted only if its own id says so as well, unless the key may
    /// not read single machines. One that
    /// an old list shows again, within ten minutes, is not told again. A deletion whose outcome is not known counts, unless the
    /// machine is still there ten minutes later.
    ///
    /// **The volumes of an evicted machine stay and go on costing**, its OS volume as well, unless the order said otherwise
    /// (`on_spot_discontinue`). An eviction names those that are still there.
    ///
    /// Costs one list of instances per poll, every 10 seconds unless [`every`](Evictions::every) says otherwise; a request for
    /// each machine that the list does not show any more, and one list of volumes per poll that finds evictions. Only what
    /// happens while it is asked for the next eviction is seen at once; all else is seen by the next poll.
    ///
    /// ```
    /// # verda_fake::example!(client, fake, {
    /// # use verda_api_ext::types::{DeployInstance, DeployInstanceOsVolume};
    /// # let order = DeployInstance::builder().instance_type("1V100.6V").image("ubuntu-24.04-cuda-12.8-open").is_spot(true);
    /// # let order = order.os_volume(DeployInstanceOsVolume::new("os", 50)).hostname("worker-1").location_code("FIN-01");
    /// # let id = client.deploy_instance(order).await?.into_inner();
    /// # client.wait_for_instance(&id).await?;
    /// # let taken = async { tokio::time::sleep(std::time::Duration::from_secs(60)).await; fake.preempt_instance(id.as_str()) };
    /// # let taken = async { taken.await.unwrap(); std::future::pending::<()>().await };
    /// # let evicted = async {
    /// let mut evictions = client.evictions();
    /// while let Some(eviction) = evictions.next().await {
    ///     let eviction = match eviction {
    ///         Ok(eviction) => eviction,
    ///         Err(error) => {
    ///             eprintln!("evictions are not seen at the moment: {error}");
    ///             continue;
    ///         }
    ///     };
    ///     let hostname = eviction.hostname.as_deref().unwrap_or_default();
    ///     match eviction.cost() {
    ///         Some(cost) => println!("{hostname} was evicted; what it leaves costs {cost}"),
    ///         None => println!("{hostname} was evicted; what it leaves is not known: see list_volumes"),
    ///     }
    ///     // The machine is gone, and its volumes are not. From the trash they can be restored.
    ///     let left = eviction.volumes.iter().flatten().filter(|volume| volume.is_os_volume == Some(true));
    ///     client.delete_volumes(left.map(|volume| &volume.id)).await?.all_ok()?;
    ///     # assert_eq!((hostname, eviction.volumes.map(|volumes| volumes.len())), ("worker-1", Some(1)));
    ///     # break;
    /// }
    /// # Ok::<(), verda_api_ext::Error>(())
    /// # };
    /// # tokio::select! { evicted = evicted => evicted?, () = taken => {} }
    /// # assert!(client.list_volumes().await?.is_empty());
    /// # });
    /// ```
    ///
    /// # Errors
    ///
    /// A poll that fails is not told, and does not end it. Where three polls in a row fail, over ten seconds, the stream gives
    /// the error once, and goes on. It ends with an error where nothing can be sent at all.
    pub fn evictions(&self) -> Evictions {
        Evictions { client: self.clone(), ids: None, every: EVERY, stream: None }
    }
}

impl Evictions {
    /// Tells of these machines alone, whether they are spot machines or not. One that is gone already is told first. The stream
    /// ends when all of them are gone, however they went.
    ///
    /// Machines that a list does not show yet are asked for by their ids.
    pub fn of<Count>(mut self, ids: impl IntoIds<InstanceId, Count>) -> Self {
        self.ids = Some(ids.into_ids());
        self
    }

    /// The time between two polls. Default: 10 seconds; at least 1 second, for the rate limit's sake, and at most a day.
    pub fn every(mut self, pause: Duration) -> Self {
        self.every = pause.clamp(SHORTEST, LONGEST);
        self
    }

    /// The next eviction; `None` when all machines that it is [of](Self::of) are gone, and after an error that does not pass.
    /// Dropping the future loses nothing: it can be used in `select!`.
    pub async fn next(&mut self) -> Option<Result<Eviction, Error>> {
        self.stream().next().await
    }

    #[inline]
    fn stream(&mut self) -> &mut BoxStream<'static, Result<Eviction, Error>> {
        self.stream.get_or_insert_with(|| {
            let lookout = Lookout::new(self.client.clone(), self.ids.take(), self.every);
            let polls = stream::unfold(lookout, |mut lookout| async { Some((lookout.poll().await?, lookout)) });
            polls.flat_map(stream::iter).boxed()
        })
    }
}

impl Stream for Evictions {
    type Item = Result<Eviction, Error>;

    #[inline]
    fn poll_next(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        self.stream().poll_next_unpin(context)
    }
}

impl fmt::Debug for Evictions {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Evictions").field("every", &self.every).finish_non_exhaustive()
    }
}

/// The machines that a client deleted.
#[derive(Debug, Default)]
pub(crate) struct Deletions(Mutex<(HashMap<InstanceId, Deletion>, VecDeque<InstanceId>)>);

/// What a client did to delete a machine.
#[derive(Debug)]
struct Deletion {
    /// How many requests may have done it.
    requests: u32,
    /// Whether one of them was accepted.
    is_accepted: bool,
    /// When the last one was sent.
    last: Instant,
}

impl Deletions {
    pub(crate) fn remember(&self, ids: &[InstanceId]) {
        let last = Instant::now();
        let (deletions, in_order) = &mut *self.0.lock().unwrap_or_else(PoisonError::into_inner);
        for id in ids {
            let deletion = deletions.entry(id.clone()).or_insert(Deletion { requests: 0, is_accepted: false, last });
            if deletion.requests == 0 {
                in_order.push_back(id.clone());
            }
            (deletion.requests, deletion.last) = (deletion.requests.saturating_add(1), last);
        }
        while in_order.len() > REMEMBERED {
            in_order.pop_front().map(|oldest| deletions.remove(&oldest));
        }
    }

    /// One request was accepted for these.
    pub(crate) fn accept<'a>(&self, ids: impl IntoIterator<Item = &'a InstanceId>) {
        let (deletions, _) = &mut *self.0.lock().unwrap_or_else(PoisonError::into_inner);
        for id in ids {
            if let Some(deletion) = deletions.get_mut(id) {
                deletion.is_accepted = true;
            }
        }
    }

    /// One request did not delete them after all. Another one may have.
    pub(crate) fn forget<'a>(&self, ids: impl IntoIterator<Item = &'a InstanceId>) {
        let (deletions, in_order) = &mut *self.0.lock().unwrap_or_else(PoisonError::into_inner);
        for id in ids {
            if let Some(deletion) = deletions.get_mut(id) {
                deletion.requests = deletion.requests.saturating_sub(1);
            }
        }
        deletions.retain(|_, deletion| deletion.requests > 0);
        in_order.retain(|id| deletions.contains_key(id));
    }

    /// These are there: requests of which the outcome is not known did nothing, where they were sent long ago.
    pub(super) fn survived<'a>(&self, ids: impl IntoIterator<Item = &'a InstanceId>) {
        let (deletions, in_order) = &mut *self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let is_over = |deletion: &Deletion| !deletion.is_accepted && deletion.last.elapsed() >= OLD;
        for id in ids {
            if deletions.get(id).is_some_and(is_over) {
                deletions.remove(id);
                in_order.retain(|other| other != id);
            }
        }
    }

    /// Whether the API has accepted a deletion that may still be under way.
    pub(crate) fn was_accepted_lately(&self, id: &InstanceId) -> bool {
        let (deletions, _) = &*self.0.lock().unwrap_or_else(PoisonError::into_inner);
        deletions.get(id).is_some_and(|deletion| deletion.is_accepted && deletion.last.elapsed() < OLD)
    }

    pub(super) fn has(&self, id: &InstanceId) -> bool {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).0.contains_key(id)
    }
}
