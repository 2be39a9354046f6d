//! Orders that are late. Other launches wait for what this one orders for some time after its record, and after each machine of
//! it that they see, and no longer: after that it looks again before it orders.

use std::collections::HashSet;
use std::sync::{Arc, PoisonError};
use std::time::Duration;

use tokio::time::{Instant, sleep};
use verda_api::types::{InstanceId, Script as StartupScript, ScriptId};

use super::members::{Member, Members};
use super::plan::Plan;
use super::record::{Records, elders};
use super::run::{LIST, RecordsHeld, Run};
use super::settle::{MOST_TURNS, SENT_WITHIN, SETTLED_WITHIN, settle};
use crate::client::Client;
use crate::error::{Error, ErrorKind};
use crate::groups::Quiet;
use crate::wait::{EVERY, SHORTEST, never_passes};

/// How often a launch records itself again for one order.
const MOST_RECORDS: usize = 3;
/// So long looks may fail.
const FAILS_FOR: Duration = Duration::from_secs(120);
/// A list of records that takes longer says nothing of the launches that began meanwhile.
const LONGEST_LIST: Duration = Duration::from_secs(30);

/// What the looks before one order have shown so far.
struct Looks {
    /// Since when no new machine was listed and no launch began, and all that were.
    quiet_since: Instant,
    ids: HashSet<InstanceId>,
    younger: HashSet<ScriptId>,
    recorded: usize,
    /// What is to be waited for after another record, and how far that has come.
    settles: Option<RecordsHeld>,
    seen: Option<Quiet>,
}

impl Run {
    /// Whether an order needs another look first.
    pub(super) fn is_late(&self) -> bool {
        Instant::now() > *self.fresh_until.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn extend_fresh(&self, then: Instant) {
        let mut until = self.fresh_until.lock().unwrap_or_else(PoisonError::into_inner);
        *until = (*until).max(then);
    }

    /// Notes that others see a machine of this launch: they wait for the next one.
    pub(super) fn note_seen(&self, ordered: Instant) {
        self.extend_fresh(ordered + SENT_WITHIN);
    }

    /// Looks again where an order for a slot would be late. Gives the machine that another launch has there, if any.
    ///
    /// # Errors
    ///
    /// Why it is not known what others do; all other orders of the launch would meet that as well.
    pub(super) async fn look_if_late(&self, slot: u64) -> Result<Option<Member>, Arc<Error>> {
        if self.is_late() {
            // The other slots wait for one look.
            let mut held = self.records.lock().await;
            if self.is_late() && !self.are_taken() {
                self.look(&mut held).await?;
            }
        }
        let known = &mut *self.known();
        let taken = known.of_others.remove(&slot);
        known.taken.extend(taken.iter().map(|member| member.id().clone()));
        Ok(taken)
    }

    async fn look(&self, held: &mut RecordsHeld) -> Result<(), Arc<Error>> {
        let (quiet_since, ids) = (Instant::now(), self.before.clone());
        let younger = HashSet::new();
        let mut looks = Looks { quiet_since, ids, younger, recorded: 0, settles: None, seen: None };
        let mut failing_since = None;
        loop {
            if let Some(error) = self.reason_to_stop() {
                return Err(error);
            }
            match self.look_once(held, &mut looks).await {
                Ok(true) => return Ok(()),
                Ok(false) => failing_since = None,
                Err(error) => {
                    let since = *failing_since.get_or_insert_with(Instant::now);
                    let is_over = never_passes(&error) || since.elapsed() >= FAILS_FOR || self.time_left().is_zero();
                    // That the time is up is told as such.
                    if let Some(error) = self.reason_to_stop() {
                        return Err(error);
                    }
                    if is_over {
                        return Err(self.known().refusal.get_or_insert(Arc::new(error)).clone());
                    }
                }
            }
            self.caller.unless_gone(sleep(EVERY.min(self.time_left()))).await;
        }
    }

    /// Whether this launch may order now, or need not any more.
    async fn look_once(&self, held: &mut RecordsHeld, looks: &mut Looks) -> Result<bool, Error> {
        let limit = self.time_left().max(SHORTEST).min(LIST);
        let client = self.client.with_timeout(self.client.options().timeout.map_or(limit, |time| time.min(limit)));
        let records = Records::of(&self.launch.group);
        if let Some(to_settle) = &looks.settles {
            let first = self.unless_dropped(Members::list_whole(&client, &self.launch.group)).await?;
            let settled = settle(&self.launch, &self.caller, self.deadline, to_settle, first, &mut looks.seen).await?;
            self.note_others(&settled);
            (looks.settles, looks.quiet_since) = (None, Instant::now());
        }
        let before = self.unless_dropped(records.list(&client)).await?;
        // What others have ordered is listed before their records go: the list of machines is the younger one.
        let members = self.unless_dropped(Members::list_whole(&client, &self.launch.group)).await?;
        self.note_others(&members);
        if self.are_taken() {
            return Ok(true);
        }
        let is_new = |member: &&Member| looks.ids.insert(member.id().clone());
        if members.members.iter().filter(is_new).count() > 0 {
            looks.quiet_since = Instant::now();
        }
        held.learn_twins(&before);
        let is_listed = before.iter().any(|record| held.own.first() == Some(&record.id));
        held.was_listed |= is_listed;
        if !is_listed && (held.was_listed || held.recorded_at.is_none_or(|at| at.elapsed() >= SETTLED_WITHIN)) {
            // Another launch has ended that waited for this one. Younger ones know nothing of it, and what the other one has ordered
            // may be in no list yet.
            looks.settles = Some(self.record_again(&client, held, looks).await?);
            return Ok(false);
        }
        let younger = held.unknown(&before);
        if !younger.is_empty() && !held.goes_first(&before) {
            // They know this one, and wait for it no longer. One that was cut off leaves its record.
            if younger.iter().any(|id| looks.younger.insert(id.clone())) {
                looks.quiet_since = Instant::now();
            }
            let turns = u32::try_from(before.len()).unwrap_or(MOST_TURNS).clamp(1, MOST_TURNS);
            if looks.quiet_since.elapsed() >= SETTLED_WITHIN * turns {
                match self.record_again(&client, held, looks).await {
                    Ok(to_settle) => looks.settles = Some(to_settle),
                    // Without room for another record, that it was waited for is enough.
                    Err(error) if error.kind() == ErrorKind::Api => held.elders.extend(younger),
                    Err(error) => return Err(error),
                }
            }
            return Ok(false);
        }
        let asked = Instant::now();
        let after = self.unless_dropped(records.list(&client)).await?;
        held.learn_twins(&after);
        let goes_first = held.goes_first(&after);
        if (held.unknown(&after).is_empty() || goes_first) && asked.elapsed() <= LONGEST_LIST {
            let until = Instant::now() + SENT_WITHIN;
            self.extend_fresh(if goes_first { until.min(held.first_until()) } else { until });
            return Ok(!self.is_late());
        }
        Ok(false)
    }

    async fn unless_dropped<T>(&self, sent: impl Future<Output = Result<T, Error>>) -> Result<T, Error> {
        let dropped = || Err(Error::new(ErrorKind::NotSent, "the launch was dropped").of("deploy_instance"));
        self.caller.unless_gone(sent).await.unwrap_or_else(dropped)
    }

    /// Makes another record, younger than all others. Gives these.
    async fn record_again(
        &self,
        client: &Client,
        held: &mut RecordsHeld,
        looks: &mut Looks,
    ) -> Result<RecordsHeld, Error> {
        if looks.recorded >= MOST_RECORDS {
            let why = "other launches of the group go on and on; this order was not sent: launch it again";
            return Err(Error::new(ErrorKind::NotSent, why).of("deploy_instance"));
        }
        let records = Records::of(&self.launch.group);
        let recorded_at = Instant::now();
        let (own, all) = records.create(client, records.comment(), self.deadline).await?;
        looks.recorded += 1;
        held.names.push(records.name().to_owned());
        // Machines may need the script that the first one is.
        let (old, kept): (Vec<ScriptId>, Vec<_>) =
            std::mem::take(&mut held.own).into_iter().partition(|id| self.script.as_ref() != Some(id));
        let left = client.delete_scripts_by_id(&old).await;
        let is_left = |id: &ScriptId| left.as_ref().map_or(true, |left| left.failed().any(|(failed, _)| failed == id));
        let twice = all.iter().filter(|record| records.is_own(record) && record.id != own);
        let twice: Vec<ScriptId> = twice.map(|record| record.id.clone()).collect();
        held.own = std::iter::once(own.clone()).chain(kept).chain(twice).collect();
        held.own.extend(old.iter().filter(|id| is_left(id)).cloned());
        let others: Vec<&StartupScript> =
            all.iter().filter(|record| !held.own.contains(&record.id) && !old.contains(&record.id)).collect();
        let (counted, turns) = elders(&others, &own, &all);
        held.are_scripts |= others.iter().any(|other| counted.contains(&other.id) && records.is_script(other));
        held.elders.extend(counted.iter().filter(|id| !held.elders.contains(id)).cloned().collect::<Vec<_>>());
        (held.counted, held.turns, held.recorded_at) = (counted.clone(), turns, Some(recorded_at));
        held.was_listed = all.iter().any(|record| record.id == own);
        looks.seen = None;
        // Also where there is no other one any more.
        Ok(RecordsHeld { elders: counted, turns, are_old: true, ..RecordsHeld::default() })
    }

    /// Notes the machines that other launches have in slots in which this one would order.
    fn note_others(&self, members: &Members) {
        let known = &mut *self.known();
        let made: HashSet<_> = known.made.iter().map(|made| &made.id).collect();
        let is_of_others = |member: &Member| {
            !self.members.contains(member.id()) && !made.contains(member.id()) && !known.taken.contains(member.id())
        };
        known.of_others.clear();
        for member in Plan::of(members, &self.launch).kept.into_iter().filter(is_of_others) {
            let is_free = |slot: &&u64| !known.of_others.contains_key(*slot);
            let own = known.open_slots.get(&member.slot).filter(is_free);
            // Where slots do not matter, it fills any.
            let any = || known.open_slots.iter().rfind(is_free).filter(|_| self.launch.settings.scales_down);
            if let Some(slot) = own.or_else(any).copied() {
                known.of_others.insert(slot, member);
            }
        }
    }

    /// Whether other launches have a machine in each slot in which this one would order.
    fn are_taken(&self) -> bool {
        let known = self.known();
        known.open_slots.iter().all(|slot| known.of_others.contains_key(slot))
    }
}

impl RecordsHeld {
    /// Notes records of this launch that were created twice.
    fn learn_twins(&mut self, records: &[StartupScript]) {
        let is_own = |record: &&StartupScript| record.name.as_ref().is_some_and(|name| self.names.contains(name));
        let is_new = |record: &&StartupScript| !self.own.contains(&record.id);
        let twins: Vec<ScriptId> =
            records.iter().filter(is_own).filter(is_new).map(|record| record.id.clone()).collect();
        self.own.extend(twins);
    }

    /// The records of launches that this one does not know: they began later.
    fn unknown(&self, records: &[StartupScript]) -> Vec<ScriptId> {
        let ids = records.iter().map(|record| &record.id);
        ids.filter(|id| !self.own.contains(id) && !self.elders.contains(id)).cloned().collect()
    }

    /// Whether younger launches still wait for this one: they wait for a turn longer, where they saw the same records.
    fn goes_first(&self, records: &[StartupScript]) -> bool {
        let is_there = |id: &ScriptId| records.iter().any(|record| record.id == *id);
        self.counted.iter().all(is_there) && Instant::now() < self.first_until()
    }

    fn first_until(&self) -> Instant {
        let waited = SETTLED_WITHIN * self.turns.min(MOST_TURNS - 1);
        self.recorded_at.map_or_else(Instant::now, |at| at + SENT_WITHIN + waited)
    }
}
