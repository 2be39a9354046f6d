//! One slot: an order, until a machine runs there.

use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::Arc;
use std::time::Duration;

use tokio::sync::SemaphorePermit;
use tokio::time::{Instant, sleep};
use verda_api::one_line;
use verda_api::types::{DeployInstance, Instance, InstanceId, InstanceStatus};

use super::members::Member;
use super::run::{LIST, Made, ORDERS_AT_ONCE, Run, UNDO};
use super::walk::{Choice, NoChoice};
use super::{FailedSlot, METHOD, Machine};
use crate::error::{Error, ErrorKind, invalid_request, unexpected};
use crate::wait::{
    APPEARS_WITHIN, Condition, EVERY, SHORTEST, WaitEnd, WaitError, Watched as _, instance_is, is_reachable,
};

/// How often an order is sent whose machine never appeared.
const ATTEMPTS: usize = 3;
/// How often the first machine is asked for before the others are ordered.
const LOOKS: usize = 3;
const BETWEEN_LOOKS: Duration = Duration::from_secs(2);

/// Why it is not known what an order has made.
pub(super) enum Search {
    /// Lists fail, or cannot be read.
    Failed,
    /// A machine that may be the one has another hostname.
    Renamed(InstanceId, Arc<Error>),
}

/// The machine that an order has made, or that another launch has made meanwhile.
enum Ordered {
    Made(InstanceId, Choice),
    ByAnother(Box<Member>),
}

type Filled = Result<Machine, Box<FailedSlot>>;

impl Run {
    pub(super) fn failed(&self, slot: u64, id: Option<InstanceId>, error: Arc<Error>) -> FailedSlot {
        FailedSlot { slot, hostname: self.hostname(slot), id, error, unknown: false, capacity: false }
    }

    fn runs(&self) -> Condition<Instance> {
        if self.launch.settings.needs_address { is_reachable() } else { instance_is(InstanceStatus::Running) }
    }

    /// Waits for a machine that was there before, unless it was off and could not be started.
    pub(super) async fn adopt(&self, member: &Member, not_started: Option<&String>) -> Filled {
        if let Some(why) = not_started {
            let error =
                Error::new(ErrorKind::PartlyFailed, format!("{} is off: {why}", member.id())).of("start_instances");
            return Err(Box::new(self.failed(member.slot, Some(member.id().clone()), Arc::new(error))));
        }
        if self.runs().holds(Some(&member.instance)) && !self.unsure.contains(member.id()) {
            return Ok(Machine { slot: member.slot, adopted: true, instance: member.instance.clone() });
        }
        let waited = self.wait(member.id()).await;
        waited
            .map(|instance| Machine { slot: member.slot, adopted: true, instance })
            .map_err(|error| Box::new(self.failed(member.slot, Some(member.id().clone()), Arc::new(error))))
    }

    /// Orders a machine for a slot, and waits for it. Where it turns out that there is no capacity for it, the next choice is
    /// ordered.
    pub(super) async fn fill(&self, slot: u64) -> Filled {
        loop {
            self.known().open_slots.insert(slot);
            let ordered = self.order(slot).await;
            self.known().open_slots.remove(&slot);
            let (id, choice) = match ordered? {
                Ordered::Made(id, choice) => (id, choice),
                Ordered::ByAnother(member) => {
                    let not_started = self.start(std::slice::from_ref(&*member)).await;
                    return self.adopt(&member, not_started.get(member.id())).await;
                }
            };
            let waited = self.wait(&id).await;
            let renamed = match &waited {
                Ok(instance) => match self.other_hostname(slot, instance) {
                    None => None,
                    shown => self.renamed(slot, &id, shown).await,
                },
                Err(_) => None,
            };
            // The others would meet it as well.
            let renamed = renamed.map(|error| self.known().refusal.get_or_insert(Arc::new(error)).clone());
            let ended = |error: &Error| error.cause::<WaitError>().is_some_and(|wait| wait.reason == WaitEnd::Failed);
            self.go_on_after(&id, waited.as_ref().map_or_else(ended, |_| true));
            let error = match (waited, renamed) {
                (Ok(instance), None) => return Ok(Machine { slot, adopted: false, instance }),
                (Ok(_), Some(error)) => {
                    let left = self.terminate_given_up(&id).await;
                    return Err(Box::new(self.failed(slot, left, error)));
                }
                (Err(error), _) => Arc::new(error),
            };
            let wait = error.cause::<WaitError>();
            if wait.is_none_or(|wait| wait.reason != WaitEnd::Failed) {
                return Err(Box::new(self.failed(slot, Some(id), error)));
            }
            let status = wait.and_then(|wait| wait.pending.first()?.1.as_deref());
            let no_capacity = status == Some(InstanceStatus::NoCapacity.as_str());
            let left = self.terminate_given_up(&id).await;
            if no_capacity {
                self.walk.lock().await.refused(&choice, error.clone());
            }
            // One that there was no capacity for costs nothing, also where it cannot be deleted.
            if !no_capacity {
                return Err(Box::new(self.failed(slot, left, error)));
            }
        }
    }

    /// Terminates a machine that was ordered and is of no use. Gives its id where it is not known to be gone.
    async fn terminate_given_up(&self, id: &InstanceId) -> Option<InstanceId> {
        let left = self.terminate_made(std::slice::from_ref(id), UNDO.min(self.time_left()).max(EVERY)).await;
        left.into_iter().next()
    }

    /// Why a machine would not be found by the next launch, which would order it again: it is shown with another hostname than it
    /// was ordered with.
    fn other_hostname(&self, slot: u64, instance: &Instance) -> Option<Error> {
        let ordered = self.hostname(slot);
        let shown = instance.hostname.as_deref().filter(|shown| !shown.trim().is_empty() && *shown != ordered)?;
        let why = format!(
            "{} was ordered with the hostname `{ordered}`, and the API shows `{}`; groups are found by their hostnames: \
            order such machines with `deploy_instance`",
            instance.id,
            one_line(shown, 100)
        );
        Some(unexpected(METHOD, why))
    }

    /// Orders the first choice that is free.
    async fn order(&self, slot: u64) -> Result<Ordered, Box<FailedSlot>> {
        let mut attempts = 0;
        loop {
            let permit = self.permits.acquire().await;
            if let Some(error) = self.reason_to_stop() {
                return Err(Box::new(self.failed(slot, None, error)));
            }
            match self.look_if_late(slot).await {
                Ok(None) => {}
                Ok(Some(member)) => return Ok(Ordered::ByAnother(Box::new(member))),
                Err(error) => return Err(Box::new(self.failed(slot, None, error))),
            }
            let mut walk = self.walk.lock().await;
            // It may have waited for others that asked what is free.
            if let Some(error) = self.reason_to_stop() {
                return Err(Box::new(self.failed(slot, None, error)));
            }
            let choice = walk.next(&self.client.with_timeout(self.time_left().min(LIST))).await;
            drop(walk);
            let choice = match choice {
                Ok(choice) => choice,
                Err(NoChoice { error, capacity }) => {
                    return Err(Box::new(FailedSlot { capacity, ..self.failed(slot, None, error) }));
                }
            };
            let order = match self.body(slot, &choice) {
                Ok(order) => order,
                Err(error) => {
                    let error = Arc::new(error);
                    self.known().refusal.get_or_insert(error.clone());
                    return Err(Box::new(self.failed(slot, None, error)));
                }
            };
            self.note_order(slot);
            let sent_at = Instant::now();
            let ordered = self.for_orders.raw().deploy_instance(order).send().await;
            let error = match ordered {
                // A response to another order, which some server between repeats.
                Ok(id) if !self.is_new(&id) => {
                    let why = format!("the response to an order names {}, which is another machine", *id);
                    Arc::new(
                        Error::new(ErrorKind::OutcomeUnknown, why).of("deploy_instance").that_may_have_happened(true),
                    )
                }
                Ok(id) => {
                    let id = id.into_inner();
                    self.add(&id);
                    self.let_others_order(slot, &id, permit.ok(), sent_at).await;
                    return Ok(Ordered::Made(id, choice));
                }
                Err(error) => Arc::new(error),
            };
            if error.may_have_happened() {
                let since = Instant::now();
                self.known().last_order = Some(since);
                drop(permit);
                match self.find(slot, since).await {
                    Ok(Some(id)) => {
                        self.let_others_order(slot, &id, None, since).await;
                        return Ok(Ordered::Made(id, choice));
                    }
                    // Two lists without it, after a minute: it was not made.
                    Ok(None) if attempts < ATTEMPTS - 1 => attempts += 1,
                    Ok(None) => return Err(Box::new(self.failed(slot, None, error))),
                    Err(Search::Renamed(id, error)) => {
                        let error = self.known().refusal.get_or_insert(error).clone();
                        return Err(Box::new(FailedSlot { unknown: true, ..self.failed(slot, Some(id), error) }));
                    }
                    Err(Search::Failed) => {
                        return Err(Box::new(FailedSlot { unknown: true, ..self.failed(slot, None, error) }));
                    }
                }
            } else if error.kind() == ErrorKind::NotSent
                && let Some(why) = self.reason_to_stop()
            {
                return Err(Box::new(self.failed(slot, None, why)));
            } else if error.kind() == ErrorKind::NotSent && self.is_late() {
                // It waited for too long, for a rate limit or a token.
            } else if error.is_capacity() {
                self.walk.lock().await.refused(&choice, error);
            } else {
                if meets_all(&error) {
                    self.known().refusal.get_or_insert(error.clone());
                }
                return Err(Box::new(self.failed(slot, None, error)));
            }
        }
    }

    /// Notes a machine that was ordered, before anything else can happen.
    fn add(&self, id: &InstanceId) {
        let mut known = self.known();
        known.last_order = Some(Instant::now());
        known.made.push(Made { id: id.clone(), is_gone: false });
        self.client.created().add("deploy_instance", [id.to_string()]);
    }

    /// The first order is alone: what all of them would meet is met once, such as hostnames that the API changes. Where it looks
    /// so, they wait until its machine runs: some only show another hostname until then.
    async fn let_others_order(
        &self,
        slot: u64,
        id: &InstanceId,
        permit: Option<SemaphorePermit<'_>>,
        sent_at: Instant,
    ) {
        if self.known().made.first().is_none_or(|first| first.id != *id) {
            self.note_seen(sent_at);
            return;
        }
        match (self.renamed(slot, id, None).await, permit) {
            (Some(error), Some(permit)) => {
                permit.forget();
                self.known().first_is_odd = Some((id.clone(), Arc::new(error)));
            }
            (Some(error), None) => drop(self.known().refusal.get_or_insert(Arc::new(error))),
            (None, _) => {
                self.note_seen(sent_at);
                self.permits.add_permits(ORDERS_AT_ONCE - 1);
            }
        }
    }

    /// The others order, or hear why not, where they waited for this machine.
    fn go_on_after(&self, id: &InstanceId, is_known: bool) {
        let known = &mut *self.known();
        if let Some((_, error)) = known.first_is_odd.take_if(|(first, _)| first == id) {
            if !is_known {
                known.refusal.get_or_insert(error);
            }
            self.permits.add_permits(ORDERS_AT_ONCE);
        }
    }

    /// Why a machine that was just ordered would not be found by the next launch, where it looks so for some seconds, by its id
    /// or as it was shown before.
    async fn renamed(&self, slot: u64, id: &InstanceId, shown: Option<Error>) -> Option<Error> {
        let mut renamed = shown;
        for look in 0..LOOKS {
            // It may not be found for a moment.
            if look > 0 && self.caller.unless_gone(sleep(BETWEEN_LOOKS)).await.is_none() {
                break;
            }
            match self.client.with_timeout(EVERY).raw().get_instance(id).send().await {
                Ok(shown) if shown.id == *id => renamed = Some(self.other_hostname(slot, &shown)?),
                // A key that may not read one will not in a moment.
                Err(error) if self.client.may_not_read(Instance::GET, &error) => break,
                _ => {}
            }
        }
        renamed
    }

    fn note_order(&self, slot: u64) {
        let known = &mut *self.known();
        known.last_order = Some(Instant::now());
        known.ordered_slots.insert(slot);
    }

    pub(super) fn reason_to_stop(&self) -> Option<Arc<Error>> {
        let stop = |why: &str| Some(Arc::new(Error::new(ErrorKind::NotSent, why).of("deploy_instance")));
        if let Some(refusal) = &self.known().refusal {
            return Some(refusal.clone());
        }
        if self.caller.is_gone() {
            return stop("not ordered, since the launch was dropped");
        }
        if self.time_left().is_zero() {
            return stop("not ordered, since the time for the launch was up");
        }
        None
    }

    fn body(&self, slot: u64, choice: &Choice) -> Result<DeployInstance, Error> {
        let settings = &self.launch.settings;
        let image = settings.image.as_deref().unwrap_or_default();
        let mut order: DeployInstance = DeployInstance::builder()
            .hostname(self.hostname(slot))
            .image(image)
            .instance_type(&choice.instance_type)
            .location_code(&choice.location)
            .try_into()?;
        order.ssh_key_ids = (!self.keys.is_empty()).then(|| self.keys.clone().into());
        order.startup_script_id = self.script.clone();
        // It must not take the machines with it that were ordered before.
        let change = AssertUnwindSafe(|| settings.changes.iter().for_each(|change| change(&mut order)));
        catch_unwind(change).map_err(|_| invalid_request("order", "the change of the order panicked"))?;
        order.hostname = self.hostname(slot);
        order.image = image.to_owned();
        order.instance_type = choice.instance_type.clone();
        order.location_code = choice.location.clone();
        order.is_spot = choice.spot.then_some(true);
        let mut known = self.known();
        known.orders_volumes |= order.volumes.as_ref().is_some_and(|volumes| !volumes.is_empty());
        known.given_volumes.extend(order.existing_volumes.iter().flatten().cloned());
        Ok(order)
    }

    async fn wait(&self, id: &InstanceId) -> Result<Instance, Error> {
        let wait = self.client.wait_for_instance(id).until(self.runs()).timeout(self.time_left());
        let dropped =
            || Error::new(ErrorKind::NotSent, format!("{id} was not waited for, since the launch was dropped"));
        self.caller.unless_gone(wait.into_future()).await.unwrap_or_else(|| Err(dropped()))
    }

    /// The machine of an order whose outcome is not known. A list may lag behind for a minute: none is said only after two lists
    /// that agree, of which the last was asked for after that. When a response arrives proves nothing.
    pub(super) async fn find(&self, slot: u64, since: Instant) -> Result<Option<InstanceId>, Search> {
        let until = since + APPEARS_WITHIN;
        let mut agree = 0;
        let mut has_failed = false;
        loop {
            let asked = Instant::now();
            match self.members_since(asked).await {
                Ok(members) => {
                    let found = members.members.iter().find(|member| member.slot == slot && self.is_new(member.id()));
                    if let Some(found) = found {
                        self.add(found.id());
                        return Ok(Some(found.id().clone()));
                    }
                    // It may be another client's: it is neither deleted nor ordered again.
                    let similar =
                        members.similar.iter().find(|(of, instance)| *of == slot && self.is_new(&instance.id));
                    if let Some((_, instance)) = similar
                        && let Some(error) = self.other_hostname(slot, instance)
                    {
                        return Err(Search::Renamed(instance.id.clone(), Arc::new(error)));
                    }
                    agree = if members.is_whole() { agree + 1 } else { 0 };
                }
                Err(_) => agree = 0,
            }
            has_failed |= agree == 0;
            match until.saturating_duration_since(Instant::now()) {
                left if !left.is_zero() => sleep(left.clamp(SHORTEST, EVERY)).await,
                _ if agree >= 2 && asked >= until => return Ok(None),
                // The list before this one failed, or this one took long: one more, a moment later.
                _ if agree >= 1 => sleep(SHORTEST).await,
                _ if has_failed => return Err(Search::Failed),
                _ => return Ok(None),
            }
        }
    }

    /// Whether a machine was neither there before nor is known as one of this launch.
    pub(super) fn is_new(&self, id: &InstanceId) -> bool {
        let known = self.known();
        !self.before.contains(id) && !known.taken.contains(id) && known.made.iter().all(|made| made.id != *id)
    }
}

/// Whether a refusal would meet all other orders of the launch as well.
fn meets_all(error: &Error) -> bool {
    match error.kind() {
        ErrorKind::Auth | ErrorKind::Configuration | ErrorKind::InvalidRequest => true,
        ErrorKind::Api if error.is_quota() => false,
        ErrorKind::Api => error.status().is_some_and(|status| matches!(status.as_u16(), 400..=404 | 422)),
        _ => false,
    }
}
