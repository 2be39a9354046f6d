//! What a launch has to do, by what a list shows of its group.

use super::Launch;
use super::members::{Member, Members};

/// What is to be done with each machine of a group.
#[derive(Debug, Default)]
pub(super) struct Plan {
    /// Machines that fill a slot.
    pub(super) kept: Vec<Member>,
    /// Machines that have failed, and are terminated.
    pub(super) failed: Vec<Member>,
    /// Machines that are being deleted in slots that are wanted.
    pub(super) leaving: Vec<Member>,
    /// Machines that are too many, and are terminated.
    pub(super) surplus: Vec<Member>,
    /// Slots in which a machine is ordered.
    pub(super) missing: Vec<u64>,
}

impl Plan {
    pub(super) fn of(members: &Members, launch: &Launch) -> Self {
        let count = launch.count;
        let members = members.members.iter();
        if launch.settings.scales_down { Self::by_count(members, count) } else { Self::by_slots(members, count) }
    }

    /// The slots 1 to `count` alone matter. More than one living machine in a slot stay, and the oldest one fills it.
    fn by_slots<'a>(members: impl Iterator<Item = &'a Member>, count: usize) -> Self {
        let mut plan = Self::default();
        for member in members.filter(|member| member.slot <= count as u64) {
            if member.is_leaving() {
                plan.leaving.push(member.clone());
            } else if !member.is_living() {
                plan.failed.push(member.clone());
            } else if plan.kept.last().is_none_or(|last| last.slot != member.slot) {
                plan.kept.push(member.clone());
            }
        }
        let is_free = |slot: &u64| plan.kept.iter().all(|kept| kept.slot != *slot);
        plan.missing = (1..=count as u64).filter(is_free).collect();
        plan
    }

    /// The number of machines alone matters. Those of the lowest slots stay, and in one slot the oldest.
    fn by_count<'a>(members: impl Iterator<Item = &'a Member>, count: usize) -> Self {
        let mut plan = Self::default();
        for member in members {
            if member.is_leaving() {
                plan.leaving.push(member.clone());
            } else if !member.is_living() {
                plan.failed.push(member.clone());
            } else {
                plan.kept.push(member.clone());
            }
        }
        plan.surplus = plan.kept.split_off(count.min(plan.kept.len()));
        let is_free = |slot: &u64| plan.kept.iter().all(|kept| kept.slot != *slot);
        plan.missing = (1..).filter(is_free).take(count - plan.kept.len()).collect();
        plan
    }

    /// The missing slot that a machine fills: its own, or any where slots do not matter.
    fn place_of(&self, member: &Member, counts: bool) -> Option<usize> {
        let place = self.missing.iter().position(|slot| *slot == member.slot);
        place.or_else(|| self.missing.len().checked_sub(1).filter(|_| counts))
    }

    /// Leaves out slots whose machines are not known to be gone: they would have two. Gives those slots.
    pub(super) fn without(&mut self, there: &[Member], counts: bool) -> Vec<(u64, Member)> {
        let mut blocked = Vec::new();
        for member in there {
            if let Some(place) = self.place_of(member, counts) {
                blocked.push((self.missing.remove(place), member.clone()));
            }
        }
        blocked
    }
}
