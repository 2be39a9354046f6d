//! Orders that are late. Other launches wait for what this one orders for some time after its record, and after each machine of
//! it that they see, and no longer: after that it looks again before it orders, as a new launch does.

use std::collections::HashSet;
use std::sync::{Arc, PoisonError};
use std::time::Duration;

use futures_util::future::join;
use tokio::time::{Instant, sleep_until};
use verda_api::types::Script as StartupScript;

use super::members::{Member, Members};
use super::plan::Plan;
use super::record::{Records, elders};
use super::run::{LIST, RecordsHeld, Run};
use super::settle::{MOST_TURNS, SETTLED_WITHIN, SLACK, settle};
use super::survey::BETWEEN_LISTS;
use crate::error::{Error, ErrorKind};

/// How often a launch looks again for one order: where lists take long, each look is old when it ends.
const MOST_LOOKS: usize = 3;

/// How long others wait for what a launch orders, after its record or its newest machine. Each of them waits for a turn longer
/// than the launches that go before it, where these are not too many.
pub(super) fn ordered_within(turns: u32) -> Duration {
    SLACK + SETTLED_WITHIN * turns.min(MOST_TURNS - 1)
}

impl Run {
    /// Whether an order needs another look first.
    pub(super) fn is_late(&self) -> bool {
        Instant::now() > *self.fresh_until.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Others see a machine of this launch, and wait for the next one.
    pub(super) fn is_seen(&self, ordered: Instant) {
        let then = ordered + self.known().ordered_within;
        let mut until = self.fresh_until.lock().unwrap_or_else(PoisonError::into_inner);
        *until = (*until).max(then);
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
            for _ in 0..MOST_LOOKS {
                if !self.is_late() {
                    break;
                }
                if let Some(error) = self.reason_to_stop() {
                    return Err(error);
                }
                if let Err(error) = self.look(&mut held).await {
                    return Err(self.known().refusal.get_or_insert(Arc::new(error)).clone());
                }
            }
            if self.is_late() {
                let why = "lists take too long to know what other launches of the group do; nothing was ordered: launch it again";
                let error = Error::new(ErrorKind::NotSent, why).of("deploy_instance");
                return Err(self.known().refusal.get_or_insert(Arc::new(error)).clone());
            }
        }
        let known = &mut *self.known();
        let taken = known.of_others.remove(&slot);
        known.taken.extend(taken.iter().map(|member| member.id().clone()));
        Ok(taken)
    }

    /// Records this launch once more, waits for those that it does not know and that may go first, and notes what they have
    /// ordered.
    async fn look(&self, held: &mut RecordsHeld) -> Result<(), Error> {
        let client = self.client.with_timeout(self.client.options().timeout.unwrap_or(LIST).min(LIST));
        let records = Records::of(&self.launch.group);
        let recorded_at = Instant::now();
        let create = records.create(&client, records.comment(), self.deadline);
        let (created, first) = join(create, Members::list_whole(&client, &self.launch.group)).await;
        let (own, all) = created?;
        held.own.push(own.clone());
        // Any that an attempt without a known outcome created as well.
        let (twice, others): (Vec<&StartupScript>, Vec<_>) =
            all.iter().filter(|record| record.id != own).partition(|record| records.is_own(record));
        held.own.extend(twice.into_iter().map(|record| record.id.clone()));
        // Others waited for the earlier records of this launch, and for those that it knows: these count, and are waited for once.
        let (mut elders, turns) = elders(&others, &own, &all);
        elders.retain(|id| !held.own.contains(id) && !held.elders.contains(id));
        let are_scripts = others.iter().any(|other| elders.contains(&other.id) && records.is_script(other));
        let are_old = all.iter().all(|record| record.id != own);
        let first = first?;
        // What another launch has ordered is listed before its record goes: the last list is younger than that of the records.
        let members = if elders.is_empty() && !are_old {
            sleep_until(recorded_at + BETWEEN_LISTS).await;
            Members::list_whole(&client, &self.launch.group).await?.with_earlier(first)
        } else {
            let to_settle = RecordsHeld { elders: elders.clone(), turns, are_old, ..RecordsHeld::default() };
            settle(&self.launch, &self.caller, self.deadline, &to_settle, first, &mut None).await?
        };
        held.elders.extend(elders);
        held.are_scripts |= are_scripts;
        let ordered_within = ordered_within(turns);
        *self.fresh_until.lock().unwrap_or_else(PoisonError::into_inner) = recorded_at + ordered_within;
        let known = &mut *self.known();
        known.ordered_within = ordered_within;
        let made: HashSet<_> = known.made.iter().map(|made| &made.id).collect();
        let is_of_others = |member: &Member| {
            !self.members.contains(member.id()) && !made.contains(member.id()) && !known.taken.contains(member.id())
        };
        known.of_others.clear();
        for member in Plan::of(&members, &self.launch).kept.into_iter().filter(is_of_others) {
            let is_free = |slot: &&u64| !known.of_others.contains_key(*slot);
            let own = known.open_slots.get(&member.slot).filter(is_free);
            // Where slots do not matter, it fills any.
            let any = || known.open_slots.iter().rfind(is_free).filter(|_| self.launch.settings.scales_down);
            if let Some(slot) = own.or_else(any).copied() {
                known.of_others.insert(slot, member);
            }
        }
        Ok(())
    }
}
