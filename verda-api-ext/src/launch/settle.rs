//! What the records of earlier launches stand for, and what becomes of those of this one.

use std::time::Duration;

use futures_util::future::join_all;
use tokio::time::{Instant, sleep};
use verda_api::types::{InstanceId, ScriptId};

use super::members::{Member, Members};
use super::run::{Caller, LIST, REQUEST, RecordsHeld, Run, not_begun};
use super::{FailedSlot, Launch, Left};
use crate::error::Error;
use crate::groups::Quiet;
use crate::outcomes::Outcomes;
use crate::wait::{APPEARS_WITHIN, EVERY, SHORTEST};

/// The time between the record of a launch and its first order, with that of the order itself.
pub(super) const SLACK: Duration = Duration::from_secs(10);
/// An order that is sent later is late.
pub(super) const SENT_WITHIN: Duration = Duration::from_secs(5);
/// After so long lists show what was ordered.
pub(crate) const SETTLED_WITHIN: Duration = APPEARS_WITHIN.saturating_add(SLACK);
/// How many launches that go first are waited for: those that were cut off leave their records.
pub(super) const MOST_TURNS: u32 = 4;

/// Waits until lists show what earlier launches may have ordered a moment ago: until no new machine was listed for as long as
/// it takes one to appear, or all are listed that launches of this client have ordered where there are no others. Each launch
/// that goes first may be waiting itself. What launches of this client have seen of these records before counts.
pub(super) async fn settle(
    launch: &Launch,
    caller: &Caller,
    deadline: Instant,
    held: &RecordsHeld,
    first: Members,
    seen: &mut Option<Quiet>,
) -> Result<Members, Error> {
    let quiet = SETTLED_WITHIN * held.turns.clamp(1, MOST_TURNS);
    let mut before = first;
    let mut quiet_since = Instant::now();
    let ordered = seen.as_ref().map(|earlier| earlier.ordered.clone()).unwrap_or_default();
    if let Some(earlier) = seen.take().filter(|earlier| held.elders.iter().all(|id| earlier.records.contains(id))) {
        if before.members.iter().all(|member| earlier.machines.contains(member.id())) {
            quiet_since = earlier.since;
        }
        before.ids.extend(earlier.machines);
    }
    loop {
        let records = held.elders.iter().cloned().collect();
        let machines = before.ids.clone();
        *seen = Some(Quiet { records, ordered: ordered.clone(), machines, since: quiet_since });
        let now = Instant::now();
        let until = quiet_since + quiet;
        if now >= deadline {
            let why =
                "an earlier launch of the group was cut off or is under way, and what it ordered may not be listed yet";
            return Err(not_begun(launch, why));
        }
        let pause = until.saturating_duration_since(now).clamp(SHORTEST, EVERY);
        if caller.unless_gone(sleep(pause)).await.is_none() {
            return Err(not_begun(launch, "it was dropped"));
        }
        let asked = Instant::now();
        // No list takes longer than the launch may.
        let limit = launch.client.options().timeout.unwrap_or(REQUEST);
        let client = launch.client.with_timeout(deadline.saturating_duration_since(asked).max(SHORTEST).min(limit));
        let members = Members::list_whole(&client, &launch.group).await?;
        if members.members.iter().any(|member| !before.ids.contains(member.id())) {
            quiet_since = Instant::now();
        }
        let are_listed = || held.elders.is_empty() && !held.are_old && ordered.is_subset(&members.ids);
        // When the response arrives proves nothing.
        if asked >= quiet_since + quiet || are_listed() {
            return Ok(members.with_earlier(before));
        }
        before = Members { ids: before.ids.union(&members.ids).cloned().collect(), ..members };
    }
}

impl Run {
    /// Deletes the records, unless a machine that was ordered may be in no list yet, or may need the script. Gives those that
    /// stay.
    pub(super) async fn delete_records(
        &self,
        records: RecordsHeld,
        failed: &[FailedSlot],
        undone: bool,
    ) -> Vec<ScriptId> {
        let all = || records.own.iter().chain(&records.elders).cloned().collect::<Vec<_>>();
        let has_none = records.own.is_empty() && records.elders.is_empty();
        if has_none || failed.iter().any(|failed| failed.unknown) {
            return all();
        }
        let (ids, stay) = match self.are_listed(records.are_scripts, undone).await {
            true => (all(), Vec::new()),
            // That of this launch stands for nothing, and each launch would leave another one.
            false if self.known().last_order.is_none() && !records.elders.is_empty() => (records.own, records.elders),
            false => return all(),
        };
        // One that hangs takes neither the time of the others nor that of the caller.
        let client = self.client.with_timeout(self.client.options().timeout.unwrap_or(LIST).min(LIST));
        let deleted = join_all(ids.iter().map(|id| client.delete_scripts_by_id(id))).await;
        let is_gone =
            |deleted: &Result<Outcomes<ScriptId>, Error>| deleted.as_ref().is_ok_and(|of| of.failed().next().is_none());
        let left = ids.into_iter().zip(deleted).filter(|(_, deleted)| !is_gone(deleted)).map(|(id, _)| id);
        left.chain(stay).collect()
    }

    /// Whether a list shows all machines that this launch has made or knows, and no machine of the group is on its way that may
    /// need a startup script. A list may lag behind for a minute: it is waited for as long as there is time, and where machines
    /// were terminated.
    async fn are_listed(&self, are_scripts: bool, undone: bool) -> bool {
        let (expected, last_order) = {
            let known = self.known();
            let made = known.made.iter().filter(|made| !made.is_gone).map(|made| &made.id);
            let unlisted = self.unlisted.iter().filter(|id| !known.terminated.contains(id));
            (made.chain(unlisted).cloned().collect::<Vec<_>>(), known.last_order)
        };
        loop {
            let began = Instant::now();
            let listed = self.members_since(began).await;
            let is_shown = |members: &Members| {
                let is_transient = |member: &Member| member.instance.status.is_transient() && !member.is_leaving();
                members.is_whole()
                    && expected.iter().all(|id| members.ids.contains(id))
                    && !(are_scripts && members.members.iter().any(is_transient))
            };
            if let Ok(members) = &listed {
                self.note_second_machines(members);
            }
            match listed {
                Ok(members) if is_shown(&members) => return true,
                _ if last_order.is_none_or(|order| order.elapsed() >= APPEARS_WITHIN) => return false,
                _ if !undone && self.time_left().is_zero() => return false,
                _ => sleep(EVERY).await,
            }
        }
    }

    /// Notes machines in the slots of this launch that it knows nothing of. Infrastructure between may have sent an order twice.
    /// They may be of another launch as well: this one does not terminate them.
    fn note_second_machines(&self, members: &Members) {
        let is_second = |member: &&Member| {
            let known = self.known();
            let is_known = |id: &InstanceId| self.members.contains(id) || known.taken.contains(id);
            let is_made = known.made.iter().any(|made| made.id == *member.id());
            member.is_living() && !is_known(member.id()) && !is_made && known.ordered_slots.contains(&member.slot)
        };
        for second in members.members.iter().filter(is_second) {
            let known = &mut *self.known();
            if known.left.iter().all(|left| left.id != *second.id()) {
                let hostname = self.hostname(second.slot);
                let reason = format!(
                    "it has the hostname `{hostname}`, which this launch ordered; the order may have arrived twice, or \
                    another launch is under way"
                );
                known.left.push(Left { id: second.id().clone(), reason });
            }
        }
    }

    /// What the next launch of the group by this client has to know.
    pub(super) fn quiet_since(&self, records: &[ScriptId], before: Option<Quiet>) -> Option<Quiet> {
        let known = self.known();
        let made = || known.made.iter().map(|made| made.id.clone());
        let (mut ordered, since) = before.map(|before| (before.ordered, Some(before.since))).unwrap_or_default();
        ordered.extend(made());
        ordered.retain(|id| !known.terminated.contains(id));
        Some(Quiet {
            records: records.iter().cloned().collect(),
            // Another launch may have had its turn before this one was undone.
            machines: self.before.iter().cloned().chain(made()).chain(ordered.iter().cloned()).collect(),
            since: known.last_order.max(since).unwrap_or_else(Instant::now),
            ordered,
        })
    }
}

impl Quiet {
    /// Whether a list that was just asked for is older than an order, so that others of its machines may be missing as well.
    pub(super) fn is_newer_than(&self, list: &Members) -> bool {
        self.since.elapsed() < SETTLED_WITHIN && !self.ordered.is_subset(&list.ids)
    }
}
