//! The polls that see evictions.

use std::collections::{HashMap, HashSet};
use std::time::Duration;

use futures_util::future::join_all;
use tokio::time::{Instant, sleep_until};
use verda_api::types::{Instance, InstanceId, InstanceStatus, Volume, VolumeId};
use verda_api::{ResponseValue, Skipped};

use super::{Eviction, OLD};
use crate::actions::check_ids;
use crate::client::Client;
use crate::error::Error;
use crate::pages::whole;
use crate::readable::{REFUSED_FOR, lacks_rights};
use crate::wait::{APPEARS_WITHIN, PERSISTENT, POLL, SHORTEST, Watched as _, never_passes};

/// How many machines are asked for by their ids in one poll.
const ASKED_BY_ID: usize = 10;

/// What is known of the machines that may be evicted.
pub(super) struct Lookout {
    client: Client,
    /// Whether it is about the machines that the caller named, and no others.
    is_of_some: bool,
    every: Duration,
    began: Instant,
    next_poll: Instant,
    machines: HashMap<InstanceId, Machine>,
    /// When the others were seen to be gone.
    gone: HashMap<InstanceId, Instant>,
    polls: usize,
    failures: u32,
    failing_since: Instant,
    /// Whether a failure was told since the last poll that succeeded.
    was_told: bool,
    is_over: bool,
}

/// A machine that may be evicted.
#[derive(Default)]
struct Machine {
    last_seen: Option<Instance>,
    /// Whether a list showed it. One that only its id showed so far may be too new for lists.
    was_listed: bool,
    /// Whether it was asked for by its id since a list left it out.
    was_asked: bool,
    /// How many responses in a row said that it does not exist. Lists alone do not say so.
    absent: u32,
    /// Since when the key may not read it, and lists leave it out.
    unreadable_since: Option<Instant>,
    /// The status with which the API says that it is gone.
    gone: Option<InstanceStatus>,
}

impl Machine {
    fn take_in(&mut self, instance: Instance) {
        if instance.status.is_not_found() {
            self.absent += 1;
        } else if instance.status.is_gone() {
            self.gone = Some(instance.status.clone());
            self.last_seen.get_or_insert(instance);
        } else {
            self.absent = 0;
            self.last_seen = Some(instance);
        }
    }

    /// One response is no proof of absence.
    fn is_gone(&self) -> bool {
        self.gone.is_some() || self.absent >= 2
    }
}

impl Lookout {
    pub(super) fn new(client: Client, ids: Option<Vec<InstanceId>>, every: Duration) -> Self {
        let began = Instant::now();
        Self {
            client: client.with_timeout(POLL),
            is_of_some: ids.is_some(),
            every,
            began,
            next_poll: began,
            machines: ids.into_iter().flatten().map(|id| (id, Machine::default())).collect(),
            gone: HashMap::new(),
            polls: 0,
            failures: 0,
            failing_since: began,
            was_told: false,
            is_over: false,
        }
    }

    /// What the next poll shows that has something to tell; `None` at the end.
    pub(super) async fn poll(&mut self) -> Option<Vec<Result<Eviction, Error>>> {
        loop {
            if self.is_over || (self.is_of_some && self.machines.is_empty()) {
                return None;
            }
            // One with white space around it never was there, and would be told as an eviction.
            let ids: Vec<&str> = self.machines.keys().filter(|_| self.polls == 0).map(AsRef::as_ref).collect();
            if let Err(error) = check_ids("evictions", &ids) {
                self.is_over = true;
                return Some(vec![Err(error)]);
            }
            sleep_until(self.next_poll).await;
            self.next_poll = Instant::now().checked_add(self.every)?;
            self.polls += 1;
            match self.look().await {
                Ok(evictions) => {
                    (self.failures, self.was_told) = (0, false);
                    if !evictions.is_empty() {
                        return Some(evictions.into_iter().map(Ok).collect());
                    }
                }
                Err(error) => {
                    if self.is_to_be_told(&error) {
                        return Some(vec![Err(error)]);
                    }
                }
            }
        }
    }

    fn is_to_be_told(&mut self, error: &Error) -> bool {
        self.is_over = never_passes(error);
        if self.failures == 0 {
            self.failing_since = Instant::now();
        }
        self.failures += 1;
        let persists = self.failures >= PERSISTENT.0 && self.failing_since.elapsed() >= PERSISTENT.1;
        let is_new = persists && !self.was_told;
        self.was_told |= persists;
        self.is_over || is_new
    }

    async fn look(&mut self) -> Result<Vec<Eviction>, Error> {
        let list = self.client.raw().list_instances().await?;
        let mut is_whole = !list.skipped().iter().any(Skipped::is_element);
        let mut instances: HashMap<InstanceId, Instance> = HashMap::new();
        let mut contradicted = HashSet::new();
        for instance in whole("list_instances", list)? {
            let (id, status) = (instance.id.clone(), instance.status.clone());
            if instances.insert(id.clone(), instance).is_some_and(|other| other.status != status) {
                contradicted.insert(id);
            }
        }
        // Twice in one list, and not the same: neither is evidence.
        is_whole &= contradicted.is_empty();
        instances.retain(|id, _| !contradicted.contains(id));
        self.gone.retain(|_, at| at.elapsed() < OLD);
        let is_there =
            |machine: &&Instance| matches!(machine.status, InstanceStatus::Running | InstanceStatus::Offline);
        self.client.deletions().survived(instances.values().filter(is_there).map(|instance| &instance.id));
        let (mut listed, mut lost) = (HashSet::new(), HashSet::new());
        for (id, instance) in instances {
            if !self.is_of_some && instance.status == InstanceStatus::NoCapacity {
                // It never was there.
                self.machines.remove(&id);
            } else if !self.is_of_some
                && instance.is_spot == Some(true)
                && !instance.status.is_gone()
                && !self.gone.contains_key(&id)
            {
                self.machines.entry(id.clone()).or_default();
            }
            if let Some(machine) = self.machines.get_mut(&id) {
                machine.was_listed = true;
                if instance.status.is_not_found() {
                    // Its own id says more, however often lists say so.
                    lost.insert(id);
                } else {
                    (machine.was_asked, machine.unreadable_since) = (false, None);
                    machine.take_in(instance);
                    listed.insert(id);
                }
            }
        }
        let mut missing: Vec<InstanceId> = self.machines.keys().filter(|id| !listed.contains(*id)).cloned().collect();
        missing.sort();
        let turn = (self.polls * ASKED_BY_ID).checked_rem(missing.len()).unwrap_or_default();
        missing.rotate_left(turn);
        // Those that were not asked for yet are soon.
        let was_asked = |id: &InstanceId| self.machines.get(id).is_some_and(|machine| machine.was_asked);
        missing.sort_by_key(was_asked);
        if missing.iter().skip(ASKED_BY_ID).any(|id| !was_asked(id)) {
            self.next_poll = self.next_poll.min(Instant::now() + 2 * SHORTEST);
        }
        missing.truncate(ASKED_BY_ID);
        let responses = join_all(missing.iter().map(|id| self.client.raw().get_instance(id).send())).await;
        // Where one that a list leaves out is there all the same, the list proves nothing of the others.
        let is_there = |response: &Result<ResponseValue<Instance>, Error>| {
            response.as_ref().is_ok_and(|instance| !instance.status.is_gone() && !instance.status.is_not_found())
        };
        is_whole &= !responses.iter().any(is_there);
        // A key that may list machines and not read one: then it is for the lists, unless it lacks its rights for a moment.
        let client = self.client.clone();
        let is_refused = |error: &Error| client.may_not_read(Instance::GET, error);
        let tells = |response: &Result<ResponseValue<Instance>, Error>| {
            response.as_ref().map_or_else(|error| error.is_not_found() || is_refused(error), |_| true)
        };
        let counts = is_whole && responses.iter().all(tells);
        for (id, response) in missing.iter().zip(responses) {
            let Some(machine) = self.machines.get_mut(id) else { continue };
            machine.was_asked = true;
            // A list and its own id: two that agree.
            let times = 1 + u32::from(is_whole && machine.was_listed && !lost.contains(id));
            match response.map(ResponseValue::into_inner) {
                Ok(instance) if instance.id == *id => {
                    machine.unreadable_since = None;
                    machine.take_in(instance);
                }
                Err(error) if error.is_not_found() => machine.absent += times,
                Err(error) if is_refused(&error) => {
                    let since = machine.unreadable_since.get_or_insert_with(Instant::now);
                    let is_lasting = !lacks_rights(&error) || since.elapsed() >= REFUSED_FOR;
                    // One that was named may have been gone before.
                    let was_there = machine.was_listed || self.is_of_some;
                    machine.absent += u32::from(is_lasting && counts && was_there && !lost.contains(id));
                }
                // An id that cannot be asked for.
                Err(error) if never_passes(&error) => return Err(error),
                // Of this one nothing is known.
                Ok(_) | Err(_) => machine.unreadable_since = None,
            }
        }
        Ok(self.tell().await)
    }

    /// The evictions of machines that are gone, each once.
    async fn tell(&mut self) -> Vec<Eviction> {
        let may_appear = self.began.elapsed() < APPEARS_WITHIN;
        // What was created a moment ago may not be found yet.
        let is_new = |machine: &Machine| machine.last_seen.is_none() && machine.gone.is_none() && may_appear;
        let gone: Vec<(InstanceId, Machine)> =
            self.machines.extract_if(|_, machine| machine.is_gone() && !is_new(machine)).collect();
        self.gone.extend(gone.iter().map(|(id, _)| (id.clone(), Instant::now())));
        if self.machines.values().any(|machine| machine.absent > 0 && !is_new(machine)) {
            self.next_poll = self.next_poll.min(Instant::now() + SHORTEST);
        }
        let mut evicted: Vec<_> = gone.into_iter().filter(|(id, _)| !self.client.deletions().has(id)).collect();
        if evicted.is_empty() {
            return Vec::new();
        }
        evicted.sort_by(|(one, _), (other, _)| one.cmp(other));
        let volumes = match self.client.raw().list_volumes().await {
            Ok(list) if !list.skipped().iter().any(Skipped::is_element) => whole("list_volumes", list).ok(),
            Ok(_) | Err(_) => None,
        };
        let evictions = evicted.into_iter().map(|(id, machine)| Eviction {
            hostname: machine.last_seen.as_ref().and_then(|machine| machine.hostname.clone()),
            status: machine.gone,
            volumes: volumes.as_ref().and_then(|volumes| left_by(&id, machine.last_seen.as_ref(), volumes)),
            last_seen: machine.last_seen,
            id,
        });
        evictions.collect()
    }
}

/// The volumes of a machine that still exist; `None` where it is not known which it had.
fn left_by(id: &InstanceId, machine: Option<&Instance>, volumes: &[Volume]) -> Option<Vec<Volume>> {
    let machine = machine.filter(|machine| !machine.status.is_gone())?;
    let attached: HashSet<&VolumeId> = machine.volume_ids.as_ref()?.iter().chain(&machine.os_volume_id).collect();
    let is_left = |volume: &&Volume| attached.contains(&volume.id) || volume.instance_id.as_ref() == Some(id);
    Some(volumes.iter().filter(is_left).filter(|volume| volume.status.is_billed()).cloned().collect())
}
