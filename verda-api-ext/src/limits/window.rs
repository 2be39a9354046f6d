//! What is known of one policy: how much is left, until when, and how fast others use it up.

use std::time::Duration;

use tokio::time::Instant;

use super::fields::Announced;

/// Two answers belong to the same window if their ends differ by less than this, where its length is not told.
const SAME_WINDOW: Duration = Duration::from_secs(2);

/// The most that is left to others by one who has nothing in flight.
const LARGEST_RESERVE: u64 = 16;

/// Requests that were made in a window, by us and by others.
#[derive(Clone, Copy, Debug, Default)]
struct Shares {
    ours: u64,
    others: u64,
}

/// The state of one policy for the requests that it counts together.
#[derive(Debug)]
pub(super) struct Window {
    pub(super) policy: String,
    pub(super) quota: Option<u64>,
    length: Option<Duration>,
    /// The least that an answer of this window told.
    pub(super) remaining: u64,
    pub(super) resets_at: Instant,
    /// Whether `remaining` and `resets_at` are what the last window lets expect, and no answer has told yet.
    guessed: bool,
    /// What was left when we began to watch this window.
    start: u64,
    /// Answers of this window.
    answered: u64,
    /// Earlier windows, each counted half as much as the one after it.
    before: Shares,
}

/// Whether one more request may be sent.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Room {
    /// It may.
    Free,
    /// Not before an answer has come.
    AfterAnswer,
    /// Not before the window ends.
    AfterReset,
}

impl Window {
    /// `exhausted` is until when a 429 asked to wait because of this policy.
    pub(super) fn new(announced: &Announced<'_>, exhausted: Option<Instant>, now: Instant) -> Self {
        Self {
            quota: announced.quota,
            length: announced.window,
            remaining: announced.remaining,
            resets_at: exhausted.unwrap_or(now + announced.resets_in),
            guessed: false,
            // The request that brought the answer was ours.
            start: announced.remaining.saturating_add(1),
            answered: 1,
            before: Shares::default(),
            policy: announced.policy.clone().into_owned(),
        }
    }

    /// Takes in what an answer told.
    pub(super) fn observe(&mut self, announced: &Announced<'_>, exhausted: Option<Instant>, now: Instant) {
        self.turn(now);
        self.quota = announced.quota.or(self.quota);
        self.length = announced.window.or(self.length);
        let resets_at = now + announced.resets_in;
        let tolerance = self.length.map_or(SAME_WINDOW, |length| (length / 2).max(SAME_WINDOW));
        if self.guessed {
            self.guessed = false;
            self.remaining = announced.remaining;
            self.resets_at = resets_at;
        } else if resets_at > self.resets_at + tolerance {
            self.begin(self.quota.unwrap_or(announced.remaining.saturating_add(1)));
            self.remaining = announced.remaining;
            self.resets_at = resets_at;
        } else if resets_at + tolerance > self.resets_at {
            // Answers overtake each other; the least that was told is the newest. Seconds are rounded up, so the
            // earliest end is the best known.
            self.remaining = self.remaining.min(announced.remaining);
            self.resets_at = self.resets_at.min(resets_at);
        }
        if let Some(until) = exhausted {
            self.remaining = 0;
            self.resets_at = until;
        }
        self.answered += 1;
    }

    /// Begins a new window if this one has ended.
    fn turn(&mut self, now: Instant) {
        if now < self.resets_at || self.guessed {
            return;
        }
        let quota = self.quota.unwrap_or(1);
        self.begin(quota);
        self.remaining = quota;
        self.resets_at = now + self.length.unwrap_or(SAME_WINDOW);
        self.guessed = true;
    }

    fn begin(&mut self, start: u64) {
        let shares = self.shares(0);
        self.before = Shares { ours: shares.ours / 2, others: shares.others / 2 };
        self.start = start;
        self.answered = 0;
    }

    /// What is in flight may be used already or not: it counts neither as ours nor as the others'.
    fn shares(&self, in_flight: u64) -> Shares {
        let used = if self.guessed { 0 } else { self.start.saturating_sub(self.remaining) };
        let others = used.saturating_sub(self.answered).saturating_sub(in_flight);
        Shares { ours: self.before.ours + self.answered, others: self.before.others + others }
    }

    /// Whether there is room for one more request beside those in flight.
    ///
    /// What is left is shared with whoever else uses it up: beside others only half of our share is taken at once, so
    /// that all of them together do not take more than there is. Who asks for little gets it as long as there is enough
    /// for the others as well.
    pub(super) fn room(&mut self, in_flight: u64, now: Instant) -> Room {
        self.turn(now);
        let Shares { ours, others } = self.shares(in_flight);
        let all = ours + others;
        let share = self.remaining.saturating_mul(ours) / all.max(1) / 2;
        // One for each of the others, if they are like us.
        let reserve = (all / ours.max(1)).min(LARGEST_RESERVE);
        let room = match others {
            0 => self.remaining,
            _ if in_flight == 0 && self.remaining > reserve => share.max(1),
            _ => share,
        };
        match in_flight {
            _ if in_flight < room => Room::Free,
            0 => Room::AfterReset,
            _ => Room::AfterAnswer,
        }
    }
}
