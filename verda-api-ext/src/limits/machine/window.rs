//! The window of one policy: how many requests are left, until when, and how fast other clients use them up.

#[cfg(test)]
mod tests;

use std::time::Duration;

use tokio::time::Instant;

use super::{Decision, LONGEST_HOLD};

/// Two responses tell of the same window if its ends differ by less than this, where the length is not told.
const SAME_WINDOW: Duration = Duration::from_secs(2);
/// The longest window that is believed. What is said to last longer counts as not told.
const LONGEST_WINDOW: Duration = Duration::from_secs(24 * 60 * 60);
/// The time that requests in flight are waited for: those from before a window began do not count any more so long after.
const PATIENCE: Duration = Duration::from_secs(5);
/// The most that a client with nothing in flight leaves to others.
const LARGEST_RESERVE: u64 = 16;

/// The part of what is left that is taken at once while it is not known who used the rest, or whether the window is over.
const UNKNOWN_OTHERS: u64 = 16;

/// The part of our share that is taken before the first response of a window, alongside others.
const UNTOLD: u64 = 8;

/// Servers that round the time until a reset down say that a window is over up to a second before it is.
const ROUNDED: Duration = Duration::from_secs(1);
/// In a shorter window a second is too much to wait for nothing.
const SHORTEST_ROUNDED: Duration = Duration::from_secs(10);

/// What a response tells of one policy.
#[derive(Clone, Copy, Debug)]
pub(in crate::limits) struct Told {
    pub(in crate::limits) remaining: u64,
    pub(in crate::limits) resets_in: Duration,
    pub(in crate::limits) quota: Option<u64>,
    pub(in crate::limits) length: Option<Duration>,
    /// Whether it is a 429, and for how long it asked to wait.
    pub(in crate::limits) is_refused: bool,
    pub(in crate::limits) retry_after: Option<Duration>,
}

/// Requests in flight that were sent before an instant.
#[derive(Clone, Copy, Debug)]
struct Earlier {
    count: u64,
    than: Instant,
}

impl Earlier {
    /// A request has ended. Whether it was one of them.
    fn released(&mut self, sent: Instant) -> bool {
        let is_one = sent < self.than;
        self.count = self.count.saturating_sub(u64::from(is_one));
        is_one
    }
}

impl Told {
    fn length(&self) -> Option<Duration> {
        self.length.filter(|length| *length <= LONGEST_WINDOW)
    }

    /// When requests are left again, as far as that is believed: no window is longer than its policy says.
    fn resets_at(&self, now: Instant) -> Instant {
        // Whole seconds: 0 is less than one, and not yet.
        let resets_in = self.resets_in.clamp(Duration::from_secs(1), self.length().unwrap_or(LONGEST_HOLD));
        now + resets_in
    }

    /// Until when a 429 holds requests of this policy back. `Retry-After` wins over the reset while it is credible.
    fn refused_until(&self, now: Instant) -> Option<Instant> {
        let wait = self.retry_after.filter(|wait| self.remaining == 0 && *wait <= LONGEST_HOLD)?;
        Some(now + wait)
    }
}

/// Requests that were sent in a window, by this client and by others.
#[derive(Clone, Copy, Debug, Default)]
struct Shares {
    ours: u64,
    others: u64,
}

/// What is known of one policy for the requests that it counts together.
#[derive(Debug)]
pub(super) struct Window {
    pub(super) quota: Option<u64>,
    length: Option<Duration>,
    /// The least that a response of this window told, or the quota where none has told yet.
    told: u64,
    /// Requests of this window that ended without a response, after the one that told least: they may have counted.
    lost: u64,
    lost_at: Option<Instant>,
    pub(super) resets_at: Instant,
    /// Whether no response of this window has come yet.
    guessed: bool,
    /// When the first request of this window was sent, as far as that is known.
    began: Instant,
    /// Requests in flight that are too old to count.
    aged: Earlier,
    /// Those from before a window began, which are too old from the instant on.
    ageing: Option<(Earlier, Instant)>,
    /// What the server's times until a reset lack.
    rounded: Duration,
    /// When a request was counted in or out last.
    moved_at: Instant,
    /// When a request that was really sent ended last.
    paced_from: Instant,
    /// When a response told of the policy last, and when what it told is of no use any more.
    pub(super) told_at: Option<Instant>,
    forgotten_at: Instant,
    /// What was left when this window was seen first.
    start: u64,
    /// Whether this client saw no window before, so that what others use is not known but inferred.
    is_first: bool,
    /// Requests of this window that were let through or lost.
    ours: u64,
    /// Earlier windows, each counted half as much as the one after it.
    before: Shares,
}

impl Window {
    /// The window that a response tells of. `sent` is when its request was sent.
    pub(super) fn told(told: &Told, sent: Instant, now: Instant) -> Self {
        let mut window = Self::assumed(told.quota, told.length(), now);
        window.observe(told, sent, now);
        window.began = sent;
        window.is_first = true;
        // What was used before counts as used by others: it may be by clients that began together with this one.
        window.start = window.quota.unwrap_or_default().max(told.remaining.saturating_add(1));
        window
    }

    /// A window of which nothing is known but what its policy allows.
    pub(super) fn assumed(quota: Option<u64>, length: Option<Duration>, now: Instant) -> Self {
        let mut window = Self {
            quota,
            length,
            told: 0,
            lost: 0,
            lost_at: None,
            resets_at: now,
            guessed: false,
            began: now,
            aged: Earlier { count: 0, than: now },
            ageing: None,
            rounded: Duration::ZERO,
            moved_at: now,
            paced_from: now,
            told_at: None,
            forgotten_at: now + remembered(length),
            start: 0,
            is_first: false,
            ours: 0,
            before: Shares::default(),
        };
        window.turn(0, now);
        window
    }

    /// Takes in what a response tells.
    pub(super) fn observe(&mut self, told: &Told, sent: Instant, now: Instant) {
        self.quota = told.quota.or(self.quota);
        self.length = told.length().or(self.length);
        self.told_at = Some(now);
        if self.guessed
            && told.is_refused
            && told.remaining == 0
            && told.resets_in <= ROUNDED
            && self.length.is_some_and(|length| length >= SHORTEST_ROUNDED)
        {
            self.rounded = ROUNDED;
        }
        let resets_at = told.resets_at(now) + self.rounded;
        let tolerance = self.length.map_or(SAME_WINDOW, |length| (length / 2).max(SAME_WINDOW));
        if self.guessed || resets_at > self.resets_at + tolerance {
            if !self.guessed {
                self.begin(self.quota.unwrap_or(told.remaining.saturating_add(1)), sent);
            }
            self.guessed = false;
            self.told = told.remaining;
            self.resets_at = resets_at;
        } else if resets_at + tolerance > self.resets_at || sent >= self.began {
            // Responses overtake each other; the least that was told is the newest. Seconds are rounded up, so the
            // earliest end is the best known.
            self.told = self.told.min(told.remaining);
            self.resets_at = self.resets_at.min(resets_at);
        }
        if self.lost_at.is_some_and(|lost_at| sent >= lost_at) {
            (self.lost, self.lost_at) = (0, None);
        }
        if let Some(until) = told.refused_until(now) {
            self.told = 0;
            self.resets_at = until;
        }
        self.forgotten_at = self.resets_at + remembered(self.length);
        self.paced_from = now;
        // One that was refused used nothing up: what is missing was used by others.
        self.ours += u64::from(!told.is_refused);
    }

    /// So many requests in flight do not count here, as it turned out: they may be among those that are too old to count.
    pub(super) fn counts_no_more(&mut self, in_flight: u64) {
        self.aged.count = self.aged.count.saturating_sub(in_flight);
        if let Some((ageing, _)) = &mut self.ageing {
            ageing.count = ageing.count.saturating_sub(in_flight);
        }
    }

    /// A request that it counts was counted in.
    pub(super) fn entered(&mut self, now: Instant) {
        self.moved_at = now;
    }

    /// A request that it counts has ended. `lost` if it was sent and no response came.
    pub(super) fn released(&mut self, sent: Instant, lost: bool, now: Instant) {
        self.moved_at = now;
        let is_ageing = self.ageing.as_mut().is_some_and(|(ageing, _)| ageing.released(sent));
        let is_earlier = self.aged.released(sent) || is_ageing;
        if lost && !is_earlier {
            self.paced_from = now;
            self.lost += 1;
            self.lost_at = Some(now);
            self.ours += 1;
        }
    }

    /// Whether one more request may be sent alongside `in_flight` others.
    ///
    /// What is left is shared with other clients that use it up: alongside others only half of our share is taken at
    /// once, so that all of them together do not take more than there is. A client that asks for little gets that as
    /// long as there is enough for the others as well.
    pub(super) fn room(&mut self, in_flight: u64, now: Instant) -> Decision {
        self.age(in_flight, now);
        self.turn(in_flight, now);
        let counted = in_flight.saturating_sub(self.aged.count);
        let left = self.remaining();
        let Shares { ours, others } = self.shares(counted);
        let all = ours.saturating_add(others);
        let mut share = left.saturating_mul(ours) / all.max(1) / 2;
        if self.is_first {
            share = share.max(left / UNKNOWN_OTHERS);
        }
        // One for each of the others, if they are like us.
        let reserve = (all / ours.max(1)).min(LARGEST_RESERVE).min(self.start / UNKNOWN_OTHERS);
        let room = match others {
            // The clocks may differ: a response tells whether the window is over.
            0 if self.guessed && self.told_at.is_some() => (left / UNKNOWN_OTHERS).max(1),
            0 => left,
            // Of a new window nothing is told yet: others may have used it up.
            _ if self.guessed => share / UNTOLD,
            _ if counted == 0 && left > reserve => share.max(1),
            _ => share,
        };
        // Whether more is left than a response has told: a probe tells.
        let is_open = self.guessed || (left == 0 && self.told > 0);
        match counted {
            _ if counted < room => Decision::Go,
            0 if is_open => Decision::Go,
            0 if self.is_first && left > 0 => self.paced(left, now),
            // It may not be true, where it is of a window that ends in hours.
            0 if self.told_at.is_some_and(|told_at| now >= told_at + LONGEST_HOLD) => Decision::Go,
            0 => Decision::At(self.resets_at),
            _ => {
                let ages_at = self.ageing.map(|(_, until)| until);
                let stuck_at = Some(self.moved_at + PATIENCE).filter(|stuck_at| *stuck_at > now);
                let until = [ages_at, stuck_at].into_iter().flatten().fold(self.resets_at, Instant::min);
                Decision::OnRelease(until)
            }
        }
    }

    /// Stops counting what is in flight for too long: what was sent before a window began, and, as long as the server says
    /// that more is left, whatever has not moved: callers may have stopped polling it.
    fn age(&mut self, in_flight: u64, now: Instant) {
        if let Some((aged, _)) = self.ageing.take_if(|(_, until)| now >= *until) {
            self.aged = aged;
        }
        if in_flight > self.aged.count && now >= self.moved_at + PATIENCE && self.told > 0 {
            self.aged = Earlier { count: in_flight, than: now };
            (self.ageing, self.moved_at) = (None, now);
        }
    }

    /// One at a time, so that a third of what is left lasts until the window ends. Who used the rest may be clients that
    /// began together with this one, or a program like this one that has ended.
    fn paced(&self, left: u64, now: Instant) -> Decision {
        let last = self.paced_from;
        let parts = u32::try_from(left / 3).unwrap_or(u32::MAX).saturating_add(1);
        let next = last + self.resets_at.saturating_duration_since(last) / parts;
        if next <= now { Decision::Go } else { Decision::At(next) }
    }

    /// Begins a new window if this one has ended.
    fn turn(&mut self, in_flight: u64, now: Instant) {
        if now < self.resets_at {
            return;
        }
        // Without a quota nothing is known of a new window, so that one probe at a time goes through: another one where
        // the last one has no response for too long.
        let quota = self.quota.unwrap_or(1);
        self.begin(quota, now);
        self.told = quota;
        self.resets_at = now + self.length.filter(|_| self.quota.is_some()).unwrap_or(PATIENCE);
        self.guessed = true;
        if in_flight > self.aged.count && self.ageing.is_none() {
            self.ageing = Some((Earlier { count: in_flight, than: now }, now + PATIENCE));
        }
    }

    fn begin(&mut self, start: u64, began: Instant) {
        let shares = self.shares(0);
        self.before = Shares { ours: shares.ours / 2, others: shares.others / 2 };
        self.start = start;
        self.is_first = false;
        self.ours = 0;
        (self.lost, self.lost_at) = (0, None);
        self.began = began;
    }

    /// What is in flight may be used already or not: it counts neither as ours nor as the others'.
    fn shares(&self, in_flight: u64) -> Shares {
        let used = if self.guessed { 0 } else { self.start.saturating_sub(self.told) };
        let others = used.saturating_sub(self.ours).saturating_sub(in_flight);
        Shares { ours: self.before.ours + self.ours, others: self.before.others + others }
    }

    /// Requests that are left, as far as is known.
    fn remaining(&self) -> u64 {
        self.told.saturating_sub(self.lost)
    }

    /// Requests that are left, for showing: a window that has ended tells nothing of the next one but its quota.
    pub(super) fn shown(&self, now: Instant) -> u64 {
        if self.has_ended(now) { self.quota.unwrap_or(1) } else { self.remaining() }
    }

    pub(super) fn room_left(&self, now: Instant) -> u64 {
        if self.has_ended(now) { u64::MAX } else { self.remaining() }
    }

    /// Whether the window that a response told of last is over.
    pub(super) fn has_ended(&self, now: Instant) -> bool {
        self.guessed || now >= self.resets_at
    }

    /// Whether the policy was not told of for so long that it says nothing any more.
    pub(super) fn is_forgotten(&self, now: Instant) -> bool {
        now >= self.forgotten_at
    }

    /// Whether it says no more than an assumption.
    pub(super) fn is_blank(&self) -> bool {
        self.told_at.is_none() && self.lost == 0
    }
}

/// How long after its end a window is of use: a response that does not tell of its policy ends that at once.
fn remembered(length: Option<Duration>) -> Duration {
    length.unwrap_or_default().max(LONGEST_HOLD)
}
