//! The requests that wait: a queue per method and path, in the order in which they came.
//!
//! The queue grants, and a waiter takes its grant up when it is polled next. A caller may stop polling a waiter without
//! dropping it: a grant that is not taken up within a short lease goes to the next waiter. There is no lock that a waiter
//! holds, and no task in the background: each waiter looks at the queue again when its timer asks it to.

#[cfg(test)]
mod tests;

use std::collections::{BTreeMap, BTreeSet, HashMap, VecDeque};
use std::task::Waker;
use std::time::Duration;

use tokio::time::Instant;

use super::machine::{Decision, Machine, Place};

/// How long a grant, or a timer that has fired, waits for its waiter to be polled.
const LEASE: Duration = Duration::from_millis(20);
/// What a busy runtime may need for each of the waiters that it has to poll.
const LEASE_PER_WAITER: Duration = Duration::from_micros(100);
/// The longest that a waiter waits before it looks again, for each waiter in the queue, and the least of that.
const LOOK_AGAIN_PER_WAITER: Duration = Duration::from_millis(5);
const LOOK_AGAIN: Duration = Duration::from_secs(2);
/// The shortest that a waiter waits before it looks again: timers know milliseconds.
const TICK: Duration = Duration::from_millis(1);

/// Room that the tables keep while nothing waits.
const TABLE_KEPT: usize = 1024;
/// Waiters that watch over a lease.
const WATCHERS: usize = 32;

/// The place in the order of arrival.
pub(super) type Ticket = u64;

#[derive(Debug, Default)]
pub(super) struct Queue {
    next_ticket: Ticket,
    waiting: usize,
    lines: HashMap<u64, Line>,
    /// The lines that may have room, by operation, then by their first ticket.
    ready: BTreeMap<usize, BTreeSet<(Ticket, u64)>>,
    granted: HashMap<Ticket, Grant>,
    /// When grants expire, oldest first.
    leases: VecDeque<(Instant, Ticket)>,
    /// Wakers of waiters that have left. To drop one may drop the task that owns it, and with it another waiter: that is done
    /// without the lock.
    left: Vec<Waker>,
    /// The waiter that looked last: the most likely one to be polled again.
    watcher: Option<(Ticket, u64)>,
    /// Until when waiters watch over a lease, and how many.
    watched_until: Option<Instant>,
    watching: usize,
}

/// Those that wait to call one method and path.
#[derive(Debug)]
struct Line {
    place: Place,
    is_urgent: bool,
    /// Whether the path itself has no room: something has to happen to it first.
    is_blocked: bool,
    waiters: BTreeMap<Ticket, Waiter>,
}

#[derive(Debug)]
struct Waiter {
    waker: Waker,
    /// When its timer fires.
    looks_at: Instant,
}

#[derive(Clone, Copy, Debug)]
struct Grant {
    place: Place,
    at: Instant,
}

/// What a waiter finds when it looks.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Look {
    /// Its request may be sent. It was counted in there, and then.
    Granted(Place, Instant),
    /// It has to look again at this instant, or when it is woken. Before `opens_at` there is no room, where that is known.
    Wait { until: Instant, opens_at: Option<Instant> },
}

impl Queue {
    pub(super) fn is_empty(&self) -> bool {
        self.waiting == 0 && self.granted.is_empty()
    }

    #[cfg(test)]
    pub(super) fn grants(&self) -> usize {
        self.granted.len()
    }

    /// The wakers that are to be dropped once the lock is free.
    pub(super) fn take_left(&mut self) -> Vec<Waker> {
        std::mem::take(&mut self.left)
    }

    pub(super) fn ticket(&mut self) -> Ticket {
        self.next_ticket += 1;
        self.next_ticket
    }

    /// A waiter is polled: takes its grant up, or waits in its place.
    pub(super) fn look(
        &mut self,
        machine: &mut Machine,
        now: Instant,
        (ticket, place, is_urgent): (Ticket, Place, bool),
        waker: &Waker,
        wakers: &mut Vec<Waker>,
    ) -> Look {
        // A grant whose lease is over was counted in too long ago: in a window that may have ended.
        self.take_back(machine, now);
        if let Some(grant) = self.granted.remove(&ticket) {
            return Look::Granted(grant.place, grant.at);
        }
        let looks_at = now + LOOK_AGAIN.max(LOOK_AGAIN_PER_WAITER.saturating_mul(self.waiting as u32));
        self.insert(ticket, place, is_urgent, Waiter { waker: waker.clone(), looks_at });
        self.watcher = Some((ticket, place.path));
        self.unblock(place.path);
        self.grant_what_is_free(machine, now, wakers);
        if let Some(grant) = self.granted.remove(&ticket) {
            return Look::Granted(grant.place, grant.at);
        }
        let (opens_at, until) = match machine.decide(now, place) {
            Decision::Go => (None, now + LEASE),
            Decision::At(instant) => (Some(instant), instant),
            Decision::OnRelease(instant) => (None, instant.min(looks_at)),
        };
        let until = self.watch(now).map_or(until, |lease| until.min(lease));
        let until = until.max(now + TICK);
        if let Some(waiter) = self.lines.get_mut(&place.path).and_then(|line| line.waiters.get_mut(&ticket)) {
            waiter.looks_at = until;
        }
        Look::Wait { until, opens_at }
    }

    /// A waiter is dropped.
    pub(super) fn leave(&mut self, machine: &mut Machine, now: Instant, (ticket, place): (Ticket, Place)) {
        match self.granted.remove(&ticket) {
            Some(grant) => machine.released(now, grant.place, grant.at, false),
            None => self.remove(ticket, place.path),
        }
        self.unblock(place.path);
    }

    /// Something happened to a path: it may have room.
    pub(super) fn unblock(&mut self, path: u64) {
        let Some(line) = self.lines.get_mut(&path).filter(|line| line.is_blocked) else { return };
        line.is_blocked = false;
        if let Some((first, _)) = line.waiters.first_key_value() {
            self.ready.entry(line.place.operation).or_default().insert((*first, path));
        }
    }

    /// Grants what there is room for, to urgent requests first, then in the order of arrival.
    pub(super) fn grant(&mut self, machine: &mut Machine, now: Instant, wakers: &mut Vec<Waker>) {
        self.grant_what_is_free(machine, now, wakers);
        self.wake_watcher(now + self.lease(), wakers);
    }

    fn lease(&self) -> Duration {
        LEASE + LEASE_PER_WAITER.saturating_mul((self.waiting + self.granted.len()) as u32)
    }

    fn grant_what_is_free(&mut self, machine: &mut Machine, now: Instant, wakers: &mut Vec<Waker>) {
        let lease = self.lease();
        self.take_back(machine, now);
        let mut without_room = Vec::new();
        while let Some((ticket, path)) = self.first(&without_room) {
            let Some(line) = self.lines.get_mut(&path) else { break };
            let place = line.place;
            // Its timer has fired, and it did not look: no caller polls it now. It comes back when one does.
            if line.waiters.get(&ticket).is_some_and(|waiter| waiter.looks_at + lease < now) {
                self.remove(ticket, path);
            } else if machine.room_of_operation(now, place.operation) != Decision::Go {
                without_room.push(place.operation);
            } else if machine.room_of_path(now, place) != Decision::Go {
                line.is_blocked = true;
                self.set_not_ready(place.operation, ticket, path);
            } else {
                machine.enter(now, place);
                wakers.extend(line.waiters.get(&ticket).map(|waiter| waiter.waker.clone()));
                self.remove(ticket, path);
                self.granted.insert(ticket, Grant { place, at: now });
                self.leases.push_back((now + lease, ticket));
            }
        }
    }

    /// Takes grants back whose lease is over. Their waiters come back when they look.
    fn take_back(&mut self, machine: &mut Machine, now: Instant) {
        while let Some((expires_at, ticket)) = self.leases.front().copied() {
            if self.granted.contains_key(&ticket) && expires_at > now {
                break;
            }
            self.leases.pop_front();
            if let Some(grant) = self.granted.remove(&ticket) {
                machine.released(now, grant.place, grant.at, false);
                self.unblock(grant.place.path);
            }
        }
    }

    /// When the oldest lease is over, for a waiter that is to watch over it: a few of them do, as callers may not poll all.
    fn watch(&mut self, now: Instant) -> Option<Instant> {
        let (expires_at, _) = *self.leases.front()?;
        if self.watched_until <= Some(now) {
            (self.watched_until, self.watching) = (Some(expires_at), 0);
        }
        self.watching += 1;
        (self.watching <= WATCHERS).then_some(expires_at)
    }

    /// While grants are not taken up, a waiter has to watch over them.
    fn wake_watcher(&mut self, latest: Instant, wakers: &mut Vec<Waker>) {
        if self.granted.is_empty() || self.waiting == 0 {
            return;
        }
        let watcher = self
            .watcher
            .filter(|(ticket, path)| self.lines.get(path).is_some_and(|line| line.waiters.contains_key(ticket)));
        let any = || self.lines.iter().find_map(|(path, line)| Some((*line.waiters.first_key_value()?.0, *path)));
        let Some((ticket, path)) = watcher.or_else(any) else { return };
        let waiter = self.lines.get_mut(&path).and_then(|line| line.waiters.get_mut(&ticket));
        if let Some(waiter) = waiter.filter(|waiter| waiter.looks_at > latest) {
            // Once: a waiter that is not polled now does not watch.
            waiter.looks_at = latest;
            wakers.push(waiter.waker.clone());
        }
    }

    /// The first waiter of those whose operations have room.
    fn first(&self, without_room: &[usize]) -> Option<(Ticket, u64)> {
        let ready = self.ready.iter().filter(|(operation, _)| !without_room.contains(operation));
        let firsts = ready.filter_map(|(_, lines)| lines.first().copied());
        firsts.min_by_key(|(ticket, path)| (self.lines.get(path).is_none_or(|line| !line.is_urgent), *ticket))
    }

    fn insert(&mut self, ticket: Ticket, place: Place, is_urgent: bool, waiter: Waiter) {
        let new = || Line { place, is_urgent, is_blocked: false, waiters: BTreeMap::new() };
        let line = self.lines.entry(place.path).or_insert_with(new);
        let before = line.waiters.first_key_value().map(|(first, _)| *first);
        match line.waiters.insert(ticket, waiter) {
            Some(old) => self.left.push(old.waker),
            None => self.waiting += 1,
        }
        if before.is_none_or(|before| ticket < before) && !line.is_blocked {
            let ready = self.ready.entry(line.place.operation).or_default();
            before.map(|before| ready.remove(&(before, place.path)));
            ready.insert((ticket, place.path));
        }
    }

    fn remove(&mut self, ticket: Ticket, path: u64) {
        let Some(line) = self.lines.get_mut(&path) else { return };
        let Some(waiter) = line.waiters.remove(&ticket) else { return };
        self.left.push(waiter.waker);
        self.waiting -= 1;
        let (operation, next) = (line.place.operation, line.waiters.first_key_value().map(|(next, _)| *next));
        self.ready.get_mut(&operation).map(|lines| lines.remove(&(ticket, path)));
        match next {
            // One that is blocked is found so again.
            Some(next) => {
                self.ready.entry(operation).or_default().insert((next, path));
            }
            None => {
                self.lines.remove(&path);
            }
        }
        self.drop_if_empty(operation);
        self.give_memory_back();
    }

    fn set_not_ready(&mut self, operation: usize, ticket: Ticket, path: u64) {
        if let Some(lines) = self.ready.get_mut(&operation) {
            lines.remove(&(ticket, path));
        }
        self.drop_if_empty(operation);
    }

    /// A burst of waiters leaves large tables behind.
    fn give_memory_back(&mut self) {
        if self.waiting == 0 && self.granted.is_empty() && self.lines.capacity() > TABLE_KEPT {
            self.lines.shrink_to(TABLE_KEPT);
            self.granted.shrink_to(TABLE_KEPT);
            self.leases.shrink_to(TABLE_KEPT);
        }
    }

    fn drop_if_empty(&mut self, operation: usize) {
        if self.ready.get(&operation).is_some_and(BTreeSet::is_empty) {
            self.ready.remove(&operation);
        }
    }
}
