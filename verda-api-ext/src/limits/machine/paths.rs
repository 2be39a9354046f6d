//! The windows of single paths, in bounded memory.

use std::collections::HashMap;
use std::time::Duration;

use tokio::time::Instant;

use super::Decision;
use super::window::{Told, Window};

/// Paths that are kept while no request to them is in flight.
const KEPT: usize = 1024;

/// What is known of one method and path.
#[derive(Debug, Default)]
pub(super) struct Path {
    /// Such as `GET /v1/balance`; empty where no response told of the path's own policy.
    pub(super) name: Box<str>,
    pub(super) in_flight: u64,
    /// The window of the policy that counts by path. Boxed, so that an entry for a request in flight is small.
    pub(super) window: Option<Box<Window>>,
    /// A 429 that blames no policy, as a window in which nothing is left.
    refusal: Option<Box<Window>>,
}

/// The quota of a path that has not been called, and the length of its window.
pub(super) type Assumed = Option<(u64, Option<Duration>)>;

#[derive(Debug)]
pub(super) struct Paths {
    paths: HashMap<u64, Path>,
    /// The number of those with requests in flight.
    busy: usize,
}

impl Paths {
    pub(super) fn new() -> Self {
        Self { paths: HashMap::new(), busy: 0 }
    }

    pub(super) fn room(&mut self, path: u64, assumed: impl FnOnce() -> Assumed, now: Instant) -> Decision {
        let Some(path) = self.paths.get_mut(&path) else { return Decision::Go };
        path.forget(now);
        path.assume(assumed, now);
        let windows = [&mut path.window, &mut path.refusal].into_iter().flatten();
        windows.fold(Decision::Go, |decision, window| decision.and(window.room(path.in_flight, now)))
    }

    /// Counts a request in.
    pub(super) fn enter(&mut self, path: u64, assumed: impl FnOnce() -> Assumed, now: Instant) {
        let path = self.paths.entry(path).or_default();
        path.assume(assumed, now);
        path.in_flight += 1;
        self.busy += usize::from(path.in_flight == 1);
        [&mut path.window, &mut path.refusal].into_iter().flatten().for_each(|window| window.entered(now));
    }

    /// Counts a request out.
    pub(super) fn leave(&mut self, id: u64, sent: Instant, lost: bool, now: Instant) {
        let Some(path) = self.paths.get_mut(&id) else { return };
        self.busy -= usize::from(path.in_flight == 1);
        path.in_flight = path.in_flight.saturating_sub(1);
        for window in [&mut path.window, &mut path.refusal].into_iter().flatten() {
            window.released(sent, lost, now);
        }
        if path.is_unknown() {
            self.paths.remove(&id);
            self.give_memory_back();
        } else {
            self.make_place(now);
        }
    }

    /// Takes in what a response tells of the policy that counts by path.
    pub(super) fn observe(&mut self, id: u64, told: &Told, sent: Instant, now: Instant, name: impl FnOnce() -> String) {
        self.make_place(now);
        let path = self.paths.entry(id).or_default();
        if path.name.is_empty() {
            path.name = name().into();
        }
        path.forget(now);
        match &mut path.window {
            Some(window) => window.observe(told, sent, now),
            None => path.window = Some(Box::new(Window::told(told, sent, now))),
        }
    }

    /// A response did not tell of the policy that counts by path.
    pub(super) fn not_announced(&mut self, id: u64, now: Instant) {
        if let Some(path) = self.paths.get_mut(&id) {
            path.window.take_if(|window| window.has_ended(now));
        }
    }

    /// Holds a path back after a 429 that blames no policy.
    pub(super) fn refuse(&mut self, id: u64, told: &Told, sent: Instant, now: Instant) {
        self.make_place(now);
        self.paths.entry(id).or_default().refusal = Some(Box::new(Window::told(told, sent, now)));
    }

    /// The path responds with something else than a 429.
    pub(super) fn accept(&mut self, id: u64) {
        if let Some(path) = self.paths.get_mut(&id) {
            path.refusal = None;
        }
    }

    pub(super) fn iter(&self) -> impl Iterator<Item = &Path> {
        self.paths.values()
    }

    /// Forgets paths where there are too many: those first whose windows have ended, then those with the most room. What is
    /// forgotten counts as not called yet.
    fn make_place(&mut self, now: Instant) {
        if self.paths.len() - self.busy < KEPT {
            return;
        }
        let mut idle: Vec<(u64, u64)> =
            self.paths.iter().filter(|(_, path)| path.in_flight == 0).map(|(id, path)| (path.left(now), *id)).collect();
        idle.sort_unstable();
        for (_, id) in idle.into_iter().skip(KEPT * 3 / 4) {
            self.paths.remove(&id);
        }
        self.give_memory_back();
    }

    /// A burst to many paths leaves a large table behind.
    fn give_memory_back(&mut self) {
        if self.paths.capacity() > 4 * KEPT && self.paths.len() <= KEPT {
            self.paths.shrink_to(2 * KEPT);
        }
    }
}

impl Path {
    fn assume(&mut self, assumed: impl FnOnce() -> Assumed, now: Instant) {
        if self.window.is_none()
            && let Some((quota, length)) = assumed()
        {
            self.window = Some(Box::new(Window::assumed(Some(quota), length, now)));
        }
    }

    fn forget(&mut self, now: Instant) {
        self.window.take_if(|window| window.is_forgotten(now));
        self.refusal.take_if(|window| window.is_forgotten(now));
    }

    /// Whether nothing is known that differs from what is assumed of any other path.
    fn is_unknown(&self) -> bool {
        self.in_flight == 0 && self.refusal.is_none() && self.window.as_ref().is_none_or(|window| window.is_blank())
    }

    /// The requests that are left.
    fn left(&self, now: Instant) -> u64 {
        let windows = [&self.window, &self.refusal].into_iter().flatten();
        windows.map(|window| window.room_left(now)).min().unwrap_or(u64::MAX)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_burst_to_many_paths_leaves_no_large_table_behind() {
        let (mut paths, now) = (Paths::new(), Instant::now());
        (0..20_000).for_each(|path| paths.enter(path, || None, now));
        paths.leave(0, now, false, now);
        assert!(paths.paths.capacity() > 4 * KEPT, "the others are in flight");
        (1..20_000).for_each(|path| paths.leave(path, now, false, now));
        let kept = paths.paths.capacity();
        assert!((2 * KEPT..4 * KEPT).contains(&kept), "{kept}");
    }
}
