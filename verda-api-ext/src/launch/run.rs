//! The task of a launch.

use std::collections::{BTreeSet, HashMap, HashSet};
use std::mem::take;
use std::pin::pin;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use futures_util::FutureExt as _;
use futures_util::future::{Either, Shared, join, join_all, select};
use tokio::sync::{OwnedMutexGuard, Semaphore, oneshot};
use tokio::time::{Instant, timeout};
use verda_api::types::{InstanceId, InstanceStatus, ScriptId, SshKeyId, VolumeId};

use super::members::{Member, Members, hostname};
use super::plan::Plan;
use super::settings::Script;
use super::survey::{Survey, survey};
use super::walk::Walk;
use super::{FailedSlot, Launch, LaunchError, Launched, Left, METHOD, Machine};
use crate::client::Client;
use crate::error::{Error, ErrorKind};
use crate::groups::Past;
use crate::wait::{EVERY, POLL};

/// The time for one request: an order that is cut short has no known outcome, and one without a limit would hold up the next
/// launch.
pub(super) const REQUEST: Duration = Duration::from_secs(5 * 60);
/// The time for one list, once orders are under way: long enough for a rate limit and for one attempt that hangs.
pub(super) const LIST: Duration = POLL.saturating_mul(2);
/// The time for the termination of what was made in vain. A machine that is being provisioned cannot be deleted before, and one
/// that stays so is deleted by force after ten minutes.
pub(super) const UNDO: Duration = Duration::from_secs(15 * 60);
/// How long a caller may take to fetch the outcome before another launch of the group may begin.
const FETCHED_WITHIN: Duration = Duration::from_secs(5);
/// Orders that are under way at once, after the first one was accepted.
pub(super) const ORDERS_AT_ONCE: usize = 8;

/// The caller of a launch, as its task sees it.
#[derive(Clone, Debug)]
pub(super) struct Caller(Shared<oneshot::Receiver<()>>);

impl Caller {
    /// The other end is sent once the outcome was fetched.
    pub(super) fn new(fetched: oneshot::Receiver<()>) -> Self {
        Self(fetched.shared())
    }

    /// Whether it has dropped the launch.
    pub(super) fn is_gone(&self) -> bool {
        matches!(self.0.clone().now_or_never(), Some(Err(_)))
    }

    /// Ends when it has fetched the outcome (true) or dropped the launch.
    async fn ended(&self) -> bool {
        self.0.clone().await.is_ok()
    }

    /// What comes of a future, unless the launch is dropped before.
    pub(super) async fn unless_gone<F: Future>(&self, future: F) -> Option<F::Output> {
        match select(pin!(future), pin!(self.ended())).await {
            Either::Left((output, _)) => Some(output),
            Either::Right(_) => None,
        }
    }
}

/// A machine that this launch has ordered.
#[derive(Clone, Debug)]
pub(super) struct Made {
    pub(super) id: InstanceId,
    pub(super) is_gone: bool,
}

/// What is known so far.
#[derive(Debug, Default)]
pub(super) struct Known {
    pub(super) made: Vec<Made>,
    pub(super) last_order: Option<Instant>,
    pub(super) ordered_slots: HashSet<u64>,
    /// The first machine, where it is shown with another hostname so far: the other orders wait for it.
    pub(super) first_is_odd: Option<(InstanceId, Arc<Error>)>,
    /// Slots in which a machine is to be ordered.
    pub(super) open_slots: BTreeSet<u64>,
    /// Machines of other launches for these, and those that were taken for one.
    pub(super) of_others: HashMap<u64, Member>,
    pub(super) taken: HashSet<InstanceId>,
    /// A refusal that would meet all other orders as well.
    pub(super) refusal: Option<Arc<Error>>,
    pub(super) terminated: Vec<InstanceId>,
    pub(super) left: Vec<Left>,
    /// Whether orders made volumes along with the machines, and the volumes that they name.
    pub(super) orders_volumes: bool,
    pub(super) given_volumes: HashSet<VolumeId>,
    pub(super) volumes_left: Vec<VolumeId>,
    /// Machines that were terminated before they told their volumes, and those of which it is noted whether they did.
    pub(super) volumes_unknown: Vec<InstanceId>,
    pub(super) volumes_told: HashSet<InstanceId>,
    /// Machines that went by themselves, or by another program.
    pub(super) gone_before: HashSet<InstanceId>,
}

/// What a list shows, or why it failed.
type Listed = Result<Arc<Members>, Arc<Error>>;

/// A launch that is under way.
pub(super) struct Run {
    pub(super) launch: Launch,
    pub(super) client: Client,
    /// It sends no order any more once the launch was dropped, its time is up, or it is late: one may wait for a rate limit for
    /// minutes.
    pub(super) for_orders: Client,
    pub(super) caller: Caller,
    pub(super) deadline: Instant,
    pub(super) keys: Vec<SshKeyId>,
    pub(super) script: Option<ScriptId>,
    /// Machines that were there before, and are none of this launch.
    pub(super) before: HashSet<InstanceId>,
    /// Those of them that were of the group by then.
    pub(super) members: HashSet<InstanceId>,
    /// Those of them that no list shows, or that may be there.
    pub(super) unlisted: HashSet<InstanceId>,
    /// Those that an earlier list had, and the last one had not.
    pub(super) unsure: HashSet<InstanceId>,
    pub(super) walk: tokio::sync::Mutex<Walk>,
    pub(super) permits: Semaphore,
    /// Until when an order needs no other look.
    pub(super) fresh_until: Arc<Mutex<Instant>>,
    pub(super) records: tokio::sync::Mutex<RecordsHeld>,
    /// The newest list, and when it was asked for.
    newest: tokio::sync::Mutex<Option<(Instant, Listed)>>,
    known: Mutex<Known>,
}

/// The records that this launch deletes in the end.
#[derive(Default)]
pub(super) struct RecordsHeld {
    pub(super) own: Vec<ScriptId>,
    pub(super) elders: Vec<ScriptId>,
    /// How many launches go first, and their records when this one made its own.
    pub(super) turns: u32,
    pub(super) counted: Vec<ScriptId>,
    pub(super) recorded_at: Option<Instant>,
    /// The names of the records of this launch: infrastructure between may create one twice.
    pub(super) names: Vec<String>,
    /// Whether a list has shown a record of this launch.
    pub(super) was_listed: bool,
    /// Whether machines may run one of them when they start.
    pub(super) are_scripts: bool,
    /// Whether lists may lack those of other launches.
    pub(super) are_old: bool,
}

/// Runs a launch, and hands over what came of it. A launch whose outcome no caller takes is undone.
pub(super) async fn run(launch: Launch, caller: Caller, deliver: oneshot::Sender<Result<Launched, Error>>) {
    let (outcome, held) = match Box::pin(launch_once(launch, &caller)).await {
        Ok((launched, held)) => (Ok(launched), Some(held)),
        Err(error) => (Err(error), None),
    };
    let is_taken = deliver.send(outcome).is_ok();
    let Some(Held { run, turn }) = held else { return };
    if run.launch.settings.stays_when_dropped || (is_taken && timeout(FETCHED_WITHIN, caller.ended()).await == Ok(true))
    {
        return;
    }
    let mut turn = turn;
    if is_taken && !caller.is_gone() {
        // A caller that is not polled must hold up no other launch, and may drop this one yet.
        let (number, turns) = (turn.launches, OwnedMutexGuard::mutex(&turn).clone());
        drop(turn);
        if caller.ended().await {
            return;
        }
        turn = turns.lock_owned().await;
        // Machines that a later launch has adopted stay.
        let adopted = &turn.adopted;
        run.known().made.retain(|made| adopted.get(&made.id).is_none_or(|by| *by <= number));
    }
    run.undo(&mut []).await;
    let records: Vec<ScriptId> = turn.quiet.iter().flat_map(|quiet| quiet.records.iter().cloned()).collect();
    turn.quiet = run.quiet_since(&records, turn.quiet.take());
    drop(turn);
}

/// A launch that has succeeded, with its turn.
struct Held {
    run: Box<Run>,
    turn: OwnedMutexGuard<Past>,
}

async fn launch_once(mut launch: Launch, caller: &Caller) -> Result<(Launched, Held), Error> {
    let began = Instant::now();
    let limit = launch.client.options().timeout.unwrap_or(REQUEST).min(REQUEST);
    launch.client = launch.client.with_timeout(limit);
    let deadline = began.checked_add(launch.settings.timeout).unwrap_or(began + Duration::from_secs(24 * 3600));
    let lock = launch.client.groups().lock_of(&launch.group).lock_owned();
    let mut turn = match caller.unless_gone(timeout(launch.settings.timeout, lock)).await {
        Some(Ok(turn)) => turn,
        Some(Err(_)) => return Err(not_begun(&launch, "another launch of the group by this client takes too long")),
        None => return Err(not_begun(&launch, "it was dropped")),
    };
    // Also where lists fail: what is known of machines is needed once they do not.
    turn.looked_at = Some(Instant::now());
    let survey = survey(&launch, caller, deadline, &mut turn).await?;
    turn.launches += 1;
    let Survey { mut plan, before, members, fresh_until, prepared, records, not_ordered, unlisted, unsure, left } =
        survey;
    let fresh_until = Arc::new(Mutex::new(fresh_until));
    let (keys, walk) = match prepared {
        Some(prepared) => (prepared.keys, prepared.walk),
        None => (Vec::new(), Walk::none()),
    };
    let is_wanted = {
        let (caller, fresh_until) = (caller.clone(), fresh_until.clone());
        move || {
            let now = Instant::now();
            let is_fresh = || now <= *fresh_until.lock().unwrap_or_else(PoisonError::into_inner);
            !caller.is_gone() && now < deadline && is_fresh()
        }
    };
    let run = Box::new(Run {
        client: launch.client.clone(),
        for_orders: launch.client.with(|mut options| {
            options.is_wanted = Some(Arc::new(is_wanted));
            options
        }),
        caller: caller.clone(),
        deadline,
        keys,
        script: match &launch.settings.script {
            Script::None => None,
            Script::Id(id) => Some(id.clone()),
            Script::Text(_) => records.own.first().cloned(),
        },
        before,
        members,
        unlisted,
        unsure,
        walk: tokio::sync::Mutex::new(walk),
        permits: Semaphore::new(1),
        newest: tokio::sync::Mutex::new(None),
        known: Mutex::new(Known { left, ..Known::default() }),
        fresh_until,
        records: tokio::sync::Mutex::new(records),
        launch,
    });
    let (machines, mut failed) = run.machines(&mut plan).await;
    failed.extend(not_ordered.into_iter().map(|slot| run.failed(slot.slot, slot.id, slot.error)));
    failed.sort_by_key(|failed| failed.slot);
    let at_least = run.launch.at_least_machines();
    let undone = if caller.is_gone() { !run.launch.settings.stays_when_dropped } else { machines.len() < at_least };
    if undone {
        run.undo(&mut failed).await;
    }
    let records = take(&mut *run.records.lock().await);
    let scripts_left = run.delete_records(records, &failed, undone).await;
    turn.quiet = run.quiet_since(&scripts_left, turn.quiet.take());
    turn.looked_at = Some(Instant::now());
    let made: HashSet<InstanceId> = run.known().made.iter().map(|made| made.id.clone()).collect();
    let number = turn.launches;
    turn.adopted.retain(|id, _| run.before.contains(id) && !run.known().terminated.contains(id));
    if !undone || run.launch.settings.stays_when_dropped {
        let ids = machines.iter().map(|machine| &machine.instance.id).chain(plan.kept.iter().map(Member::id));
        turn.adopted.extend(ids.map(|id| (id.clone(), number)));
    }
    let (terminated, left, volumes_left, volumes_unknown) = {
        let known = &mut *run.known();
        let volumes = (take(&mut known.volumes_left), take(&mut known.volumes_unknown));
        (take(&mut known.terminated), take(&mut known.left), volumes.0, volumes.1)
    };
    if undone {
        let (group, machines) = (run.launch.group.clone(), machines.len());
        let error = LaunchError {
            terminated_of_before: terminated.iter().filter(|id| !made.contains(*id)).count(),
            group,
            machines,
            at_least,
            failed,
            terminated,
            left,
            volumes_left,
            volumes_unknown,
            scripts_left,
        };
        return Err(error.into());
    }
    let launched = Launched { machines, failed, terminated, left, volumes_left, volumes_unknown, scripts_left };
    Ok((launched, Held { run, turn }))
}

pub(super) fn not_begun(launch: &Launch, why: &str) -> Error {
    let message = format!("the group `{}` was not launched: {why}; nothing was ordered", launch.group);
    Error::new(ErrorKind::NotSent, message).of(METHOD)
}

impl Run {
    pub(super) fn known(&self) -> MutexGuard<'_, Known> {
        self.known.lock().unwrap_or_else(PoisonError::into_inner)
    }

    pub(super) fn hostname(&self, slot: u64) -> String {
        hostname(&self.launch.group, slot)
    }

    pub(super) fn time_left(&self) -> Duration {
        self.deadline.saturating_duration_since(Instant::now())
    }

    /// A list of the group that was asked for after this instant: one request for all who ask at the same time, and one
    /// failure, so that lists that fail take as long for many slots as for one.
    pub(super) async fn members_since(&self, since: Instant) -> Listed {
        let mut newest = self.newest.lock().await;
        if let Some((asked, listed)) = newest.as_ref()
            && *asked >= since
        {
            return listed.clone();
        }
        let asked = Instant::now();
        let client = self.client.with_timeout(self.client.options().timeout.unwrap_or(LIST).min(LIST));
        let listed = Members::list(&client, &self.launch.group).await.map(Arc::new).map_err(Arc::new);
        *newest = Some((asked, listed.clone()));
        listed
    }

    /// Does what the plan says: first what is to go, then what is to come.
    async fn machines(&self, plan: &mut Plan) -> (Vec<Machine>, Vec<FailedSlot>) {
        let mut going: Vec<Member> = plan.failed.iter().chain(&plan.surplus).cloned().collect();
        // A deletion that is under way may never end.
        if !plan.missing.is_empty() || self.launch.settings.scales_down {
            going.append(&mut plan.leaving);
        }
        // Machines that do not go must not take the time of those that are to come.
        let time = (self.time_left() / 2).min(UNDO).max(EVERY);
        let all = || going.iter().map(|member| member.id().clone()).collect();
        let left = self.caller.unless_gone(self.terminate(&going, time)).await.unwrap_or_else(all);
        // What costs nothing takes no slot, also where it cannot be deleted.
        let is_there = |member: &Member| left.contains(member.id()) && member.instance.status.is_billed();
        let there: Vec<Member> = going.into_iter().filter(is_there).collect();
        let blocked = plan.without(&there, self.launch.settings.scales_down).into_iter().map(|(slot, member)| {
            let why = format!("{} has failed or is too many, and is not known to be gone", member.id());
            self.failed(
                slot,
                Some(member.id().clone()),
                Error::new(ErrorKind::NotSent, why).of("deploy_instance").into(),
            )
        });
        let mut failed: Vec<FailedSlot> = blocked.collect();
        self.known().open_slots.extend(&plan.missing);
        let adopted = async {
            let not_started = self.start(&plan.kept).await;
            join_all(plan.kept.iter().map(|kept| self.adopt(kept, not_started.get(kept.id())))).await
        };
        let ordered = join_all(plan.missing.iter().map(|slot| self.fill(*slot)));
        let (adopted, ordered) = join(adopted, ordered).await;
        let mut machines = Vec::new();
        for outcome in adopted.into_iter().chain(ordered) {
            match outcome {
                Ok(machine) => machines.push(machine),
                Err(slot) => failed.push(*slot),
            }
        }
        machines.sort_by_key(|machine| machine.slot);
        failed.sort_by_key(|failed| failed.slot);
        (machines, failed)
    }

    /// Starts the machines that are off, and gives those for which that was refused, with the reason.
    pub(super) async fn start(&self, kept: &[Member]) -> HashMap<InstanceId, String> {
        let offline = kept.iter().filter(|kept| kept.instance.status == InstanceStatus::Offline);
        let offline: Vec<InstanceId> = offline.map(|kept| kept.id().clone()).collect();
        match self.client.start_instances(&offline).await {
            Ok(outcomes) => outcomes.failed().map(|(id, failure)| (id.clone(), failure.to_string())).collect(),
            // They may have started: the wait says what becomes of them.
            Err(error) if error.may_have_happened() => HashMap::new(),
            Err(error) => offline.into_iter().map(|id| (id, error.to_string())).collect(),
        }
    }

    /// Terminates what this launch has made. Slots of which it is not known whether there is a machine are looked at again.
    pub(super) async fn undo(&self, failed: &mut [FailedSlot]) {
        let began = Instant::now();
        let unknown = failed.iter_mut().filter(|failed| failed.unknown);
        let found = unknown.map(async |slot| {
            if let Ok(found) = self.find(slot.slot, began).await {
                slot.unknown = false;
                slot.id = found;
            }
        });
        join_all(found).await;
        let made: Vec<InstanceId> =
            self.known().made.iter().filter(|made| !made.is_gone).map(|made| made.id.clone()).collect();
        let left = self.terminate_made(&made, UNDO).await;
        for slot in failed {
            slot.id = slot.id.take().filter(|id| !made.contains(id) || left.contains(id));
        }
    }
}
