//! Deletions that are seen through: machines and deployments that are gone, by the API's own word.

mod clusters;
mod deployments;
mod instances;
mod progress;

use std::cmp::Reverse;
use std::collections::{HashMap, HashSet};
use std::fmt;
use std::future::IntoFuture;
use std::time::Duration;

use tokio::time::Instant;
use verda_api::BoxFuture;

use self::progress::Progress;
use crate::actions::{check_ids, distinct, failed, refusal};
use crate::client::Client;
use crate::error::{Error, invalid_request};
use crate::ids::Several;
use crate::outcomes::{ActionFailure, ActionSuccess, Outcomes};
use crate::wait::{Condition, LAST_POLL, POLL, Wait, Watch, Watched};

/// How many requests there are in one round at most, beyond those that find one resource that the API refuses.
const REQUESTS: usize = 8;

/// A deletion that is seen through, made by `client.terminate_…`. It is a future: `.await` gives an outcome for each id, in
/// their order; an id that is given twice counts once. Nothing is sent before it is awaited.
///
/// - **Success is absence.** [`Done`](ActionSuccess::Done) and [`Already`](ActionSuccess::Already) are told only of what the
///   API itself says is gone: by its status, or in two polls, or in a list and by its id. `Already` is what was gone before. A
///   machine that was there, and whose deletion was not accepted, has to be absent for a minute: lists may be old.
/// - What the API refuses to delete for now, such as a machine that is being provisioned, is deleted when its status changes.
/// - What is still there two minutes after its deletion was accepted is deleted again; a deployment only if it is still the
///   same, by when it was created.
/// - What is not known to be gone in time is a failure with [`is_unknown`](ActionFailure::is_unknown). It says the status that
///   was seen last, and may go on costing. To call again goes on from there: a deletion may be repeated, that of a deployment
///   where no other program creates one of its name.
/// - What the API refuses for good is a failure at once, and no other id waits for it or is lost by it.
/// - A poll or a request that fails does not end it. A refusal of all polls that persists does, as in a [`Wait`].
///
/// Costs, for any number of machines: one list request per poll, which waits and other terminations of the client share,
/// and one request per round of deletions. Machines that no list shows are asked for by their ids, ten in a poll, and so
/// are deployments; of machines that a list no longer shows, ten are asked, to see whether it can be believed. With
/// [`DeleteVolumes::All`](crate::DeleteVolumes::All) each round costs a list of instances and one of volumes.
///
/// Dropping it leaves nothing half-made: deletions that were accepted go on, and a second call sees them through.
///
/// ```
/// # verda_fake::example!(client, fake, {
/// # let order = verda_api_ext::types::DeployInstance::builder().instance_type("CPU.4V.16G").image("ubuntu-24.04");
/// # let order = order.hostname("node-1").location_code("FIN-01");
/// # let id = client.deploy_instance(order).await?.into_inner();
/// use std::time::Duration;
/// use verda_api_ext::DeleteVolumes;
///
/// // It is being provisioned, and cannot be deleted yet.
/// let outcomes = client.terminate_instances(&id, DeleteVolumes::Os).timeout(Duration::from_secs(900)).await?;
/// for (id, failure) in outcomes.failed() {
///     eprintln!("{id}: {failure}");
/// }
/// outcomes.all_ok()?;
/// assert!(client.list_instances().await?.is_empty());
/// # });
/// ```
#[must_use = "nothing is deleted until it is awaited"]
pub struct Terminate<T: Watched> {
    client: Client,
    method: &'static str,
    ids: Vec<T::Id>,
    deletion: Box<dyn Deletion<T>>,
    timeout: Option<Duration>,
    every: Option<Duration>,
}

/// Sends the requests that delete resources of a kind.
trait Deletion<T: Watched>: Send + Sync {
    /// Whether a deletion may be asked for while a resource has this status, which is `None` for one that was not seen.
    fn may_ask(&self, _status: Option<&str>, _is_absent: bool) -> bool {
        true
    }

    /// Whether what the caller gave can be sent.
    fn check(&self) -> Result<(), Error> {
        Ok(())
    }

    /// What the caller does with what is not known to be gone in time.
    fn advice(&self, method: &str) -> String {
        format!("call `{method}` again, which goes on, or check its status")
    }

    /// Asks for the deletion of these.
    fn send<'a>(&'a mut self, client: &'a Client, round: Round<'a, T>) -> BoxFuture<'a, Asked<T>>;
}

/// What came of a round for each of its resources. One that is not named has its turn in the next round.
type Asked<T> = Result<Vec<(<T as Watched>::Id, Reply)>, Error>;

/// What came of a round for one resource.
enum Reply {
    /// What the API says, and whether an attempt before the last one may have acted.
    Said(Result<ActionSuccess, ActionFailure>, bool),
    /// There is no response.
    None(ActionFailure),
    /// Its deletion was not sent yet, or not again, and why.
    NotSent(ActionFailure),
    /// Its deletion is never asked for.
    Never(ActionFailure),
    /// It is gone, and another one has its name.
    Replaced,
}

/// One request for a deletion.
struct Round<'a, T: Watched> {
    /// Those that it is about.
    ids: &'a [T::Id],
    /// All that are to be gone in the end.
    all: &'a [T::Id],
    /// Which of them an earlier deletion did not remove.
    is_stuck: &'a (dyn Fn(&T::Id) -> bool + Sync),
    /// What was seen of them.
    watch: &'a Watch<T, Several>,
    /// When it has to be over.
    end: Instant,
}

impl<T: Watched> Round<'_, T> {
    fn time_left(&self) -> Duration {
        self.end.saturating_duration_since(Instant::now())
    }
}

impl<T: Watched> Terminate<T> {
    fn new(client: &Client, method: &'static str, ids: Vec<T::Id>, deletion: impl Deletion<T> + 'static) -> Self {
        Self {
            client: client.clone(),
            method,
            ids: distinct(ids),
            deletion: Box::new(deletion),
            timeout: None,
            every: None,
        }
    }

    /// How long it may take. Default: 30 minutes. The last poll is at that time, and may take ten seconds more, as may the last
    /// deletions. With zero there is one poll, and one request for what it shows.
    pub fn timeout(mut self, timeout: Duration) -> Self {
        self.timeout = Some(timeout);
        self
    }

    /// The time between two polls, as [`Wait::every`] has it. Default: 5 seconds.
    pub fn every(mut self, pause: Duration) -> Self {
        self.every = Some(pause);
        self
    }

    async fn finish(mut self) -> Result<Outcomes<T::Id>, Error> {
        check_ids(self.method, &self.ids)?;
        self.deletion.check()?;
        if let Some(id) = self.ids.iter().find(|id| matches!(id.as_ref(), "." | "..")) {
            return Err(invalid_request(self.method, format!("`{id}` is not a valid path segment")));
        }
        if self.ids.is_empty() {
            return Ok(Outcomes::none(self.method));
        }
        let nothing = Condition::new("deleted", |_: &T| false);
        let mut wait = Wait::<T, Several>::new(&self.client, self.ids.clone(), nothing).until_gone().without_some();
        wait = self.timeout.into_iter().fold(wait, Wait::timeout);
        wait = self.every.into_iter().fold(wait, Wait::every);
        let mut watch = Watch::new(wait);
        let began = Instant::now();
        let mut progress: Vec<Progress> = self.ids.iter().map(|_| Progress::default()).collect();
        for round in 0_u32.. {
            let end = watch.step().await.err();
            let now = Instant::now();
            for (id, progress) in self.ids.iter().zip(&mut progress) {
                let status = watch.status(id);
                if !watch.is_done(id) && !watch.looks_absent(id) {
                    progress.is_shown(now, status);
                } else if watch.is_done(id)
                    && progress.may_be_gone(now, status)
                    && !self.is_too_new(id, progress, status)
                {
                    self.is_gone(id, progress);
                }
            }
            // Also where the time is up already: a deletion ends costs.
            if end.is_none() || round == 0 {
                self.ask(&mut watch, &mut progress).await;
            }
            if let Some(end) = end {
                let elapsed = began.elapsed();
                for (id, progress) in self.ids.iter().zip(&mut progress) {
                    if watch.looks_absent(id) && progress.says_absent() && !self.is_too_new(id, progress, None) {
                        self.is_gone(id, progress);
                    }
                    progress.time_is_up(&self.deletion.advice(self.method), watch.status(id), elapsed, &end);
                }
            }
            if progress.iter().all(|progress| progress.outcome.is_some()) {
                break;
            }
            let open = self.ids.iter().zip(&progress).filter(|(_, progress)| progress.outcome.is_none());
            open.for_each(|(id, _)| watch.reopen(id));
        }
        let outcomes = self.ids.into_iter().zip(progress).filter_map(|(id, progress)| Some((id, progress.outcome?)));
        Ok(Outcomes::new(self.method, outcomes.collect()))
    }

    /// It is gone, and not new any more.
    fn is_gone(&self, id: &T::Id, progress: &mut Progress) {
        progress.is_gone();
        self.client.created().forget(T::GET, id.as_ref());
    }

    /// Whether it was created so lately that the API may not find it yet, neither to show it nor to delete it.
    fn is_too_new(&self, id: &T::Id, progress: &Progress, status: Option<&str>) -> bool {
        !progress.was_seen && status.is_none() && self.client.created().was_lately(T::GET, id.as_ref())
    }

    /// Asks for the deletion of what is due. Where the API refuses several at once, halves of them find the one that it is
    /// about; what is left of a round has its turn in the next one.
    async fn ask(&mut self, watch: &mut Watch<T, Several>, progress: &mut [Progress]) {
        let now = Instant::now();
        let (mut due, mut not_seen) = (Vec::new(), Vec::new());
        for (index, (id, progress)) in self.ids.iter().zip(progress.iter_mut()).enumerate() {
            let (status, is_absent) = (watch.status(id), watch.looks_absent(id));
            if (is_absent && progress.was_seen) || !progress.is_due(now, status) {
                continue;
            }
            // A machine that stays in such a status is deleted in the end.
            if !self.deletion.may_ask(status, is_absent) && !progress.is_stuck(now) {
                progress.is_postponed(now, status);
            } else if is_absent {
                not_seen.push(index);
            } else {
                due.push(index);
            }
        }
        // Those that were asked for longest ago come first: none waits for others of which requests hang.
        let asked_at = |index: &usize| progress[*index].asked_at();
        let mut groups = vec![not_seen, due];
        groups.iter_mut().for_each(|group| group.sort_by_key(asked_at));
        groups.retain(|group| !group.is_empty());
        groups.sort_by_key(|group| Reverse(group.first().map(asked_at)));
        // Polls go on however slow the requests are, and so does the deadline.
        let end = now + watch.time_left().clamp(LAST_POLL, POLL);
        let most = REQUESTS + 2 * self.ids.len().ilog2() as usize;
        for _ in 0..most {
            let Some(group) = groups.pop().filter(|_| Instant::now() < end) else { return };
            let ids: Vec<T::Id> = group.iter().map(|index| self.ids[*index].clone()).collect();
            let stuck: HashSet<&T::Id> =
                group.iter().filter(|index| progress[**index].is_stuck(now)).map(|index| &self.ids[*index]).collect();
            let is_stuck = |id: &T::Id| stuck.contains(id);
            let round = Round { ids: &ids, all: &self.ids, is_stuck: &is_stuck, watch: &*watch, end };
            let asked = self.deletion.send(&self.client, round).await;
            let never_seen: Vec<usize> = group.iter().copied().filter(|index| !progress[*index].was_seen).collect();
            let replies = match asked {
                Ok(replies) => replies,
                Err(error) if group.len() > 1 && refusal(&error).is_some() => {
                    let (one, other) = group.split_at(group.len() / 2);
                    groups.extend([other.to_vec(), one.to_vec()]);
                    continue;
                }
                Err(error) => ids.iter().map(|id| (id.clone(), no_success(failed(&error)))).collect(),
            };
            let places: HashMap<&T::Id, usize> = ids.iter().zip(group.iter().copied()).collect();
            for (id, reply) in replies {
                let Some(place) = places.get(&id) else { continue };
                let progress = &mut progress[*place];
                match reply {
                    Reply::Said(Ok(ActionSuccess::Already), _) if self.is_too_new(&id, progress, watch.status(&id)) => {
                        progress.is_not_there_yet(now);
                    }
                    Reply::Said(outcome, acted_before) => {
                        progress.was_asked(now, watch.status(&id), watch.looks_absent(&id), outcome);
                        progress.acted_before(acted_before);
                    }
                    Reply::None(failure) => progress.has_no_response(now, failure),
                    Reply::NotSent(failure) => progress.was_not_sent(now, failure),
                    Reply::Never(failure) => progress.outcome = Some(Err(failure)),
                    Reply::Replaced => self.is_gone(&id, progress),
                }
            }
            // What was said of it before its deletion is no proof of what came of that.
            for index in
                never_seen.into_iter().filter(|index| progress[*index].has_response && !progress[*index].says_absent())
            {
                watch.forget(&self.ids[index]);
            }
        }
    }
}

/// What the failure of a whole call says of a resource.
fn no_success(failure: ActionFailure) -> Reply {
    match failure.status {
        Some(_) => Reply::Said(Err(failure), false),
        None => Reply::None(failure),
    }
}

impl<T: Watched> IntoFuture for Terminate<T> {
    type Output = Result<Outcomes<T::Id>, Error>;
    type IntoFuture = BoxFuture<'static, Self::Output>;

    fn into_future(self) -> Self::IntoFuture {
        Box::pin(self.finish())
    }
}

impl<T: Watched> fmt::Debug for Terminate<T>
where
    T::Id: fmt::Debug,
{
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Terminate").field("method", &self.method).field("ids", &self.ids).finish_non_exhaustive()
    }
}
