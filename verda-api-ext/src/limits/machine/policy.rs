//! A policy that counts more than one path: which operations it counts, and its window.

use tokio::time::Instant;

use super::window::{Told, Window};
use super::{AT_FIRST, Called, Decision, FIRST_RESPONSES, LONGEST_HOLD};

/// The policy that counts all requests, as the vendor documents it.
const PROJECT: &str = "project";

/// Whether a policy counts the requests of an operation.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
enum Standing {
    /// No response of the operation told.
    #[default]
    Unknown,
    Counted,
    NotCounted,
}

#[derive(Debug)]
pub(super) struct Policy {
    pub(super) name: Box<str>,
    pub(super) window: Window,
    /// By the index of the operation.
    standings: Vec<Standing>,
}

impl Policy {
    pub(super) fn new(name: &str, window: Window) -> Self {
        Self { name: name.into(), window, standings: Vec::new() }
    }

    /// A response of this operation announced the policy.
    pub(super) fn announced_by(&mut self, operation: usize) {
        self.set_standing(operation, Standing::Counted);
    }

    /// A response of this operation did not announce the policy: it does not count there, unless it did in a window that
    /// is not over.
    pub(super) fn not_announced_by(&mut self, operation: usize, in_flight: u64, now: Instant) {
        if self.standing(operation) != Standing::Counted || self.window.has_ended(now) {
            if self.counts(operation) {
                self.window.counts_no_more(in_flight);
            }
            self.set_standing(operation, Standing::NotCounted);
        }
    }

    pub(super) fn is_announced(&self) -> bool {
        self.standings.contains(&Standing::Counted)
    }

    /// Whether requests of an operation count. A policy that two operations have announced counts those as well that have
    /// not been called yet.
    pub(super) fn counts(&self, operation: usize) -> bool {
        match self.standing(operation) {
            Standing::Counted => true,
            Standing::NotCounted => false,
            Standing::Unknown => self.counts_all(),
        }
    }

    pub(super) fn counts_all(&self) -> bool {
        &*self.name == PROJECT || self.counted().nth(1).is_some()
    }

    /// The indices of the operations that have announced it.
    pub(super) fn counted(&self) -> impl Iterator<Item = usize> {
        let counted = self.standings.iter().enumerate().filter(|(_, standing)| **standing == Standing::Counted);
        counted.map(|(operation, _)| operation)
    }

    /// Requests in flight that count.
    pub(super) fn in_flight(&self, operations: &[Called]) -> u64 {
        let counts = operations.iter().enumerate().filter(|(operation, _)| self.counts(*operation));
        counts.map(|(_, called)| called.in_flight).sum()
    }

    pub(super) fn room(&mut self, (operation, of_operation): (usize, u64), in_flight: u64, now: Instant) -> Decision {
        let decision = self.window.room(in_flight, now);
        // An operation that may not count at all is not held back for a day: its response tells.
        let is_known = self.standing(operation) == Standing::Counted;
        match decision {
            _ if is_known || self.window.resets_at <= now + LONGEST_HOLD => decision,
            _ if of_operation < AT_FIRST => Decision::Go,
            _ => Decision::OnRelease(now + FIRST_RESPONSES),
        }
    }

    pub(super) fn observe(&mut self, told: &Told, sent: Instant, now: Instant) {
        self.window.observe(told, sent, now);
    }

    fn standing(&self, operation: usize) -> Standing {
        self.standings.get(operation).copied().unwrap_or_default()
    }

    fn set_standing(&mut self, operation: usize, standing: Standing) {
        if self.standings.len() <= operation {
            self.standings.resize(operation + 1, Standing::Unknown);
        }
        if let Some(place) = self.standings.get_mut(operation) {
            *place = standing;
        }
    }
}
