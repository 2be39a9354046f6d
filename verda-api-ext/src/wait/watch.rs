//! A wait that is under way: looks, one after the other, and what they show.

use std::collections::HashMap;
use std::time::Duration;

use tokio::time::{Instant, sleep_until};

use super::{Change, Wait, WaitEnd, WaitError, Watched};
use crate::error::{Error, ErrorKind};

/// What was created a moment ago may not be found yet.
const APPEARS_WITHIN: Duration = Duration::from_secs(60);
/// The time for one look.
const LOOK: Duration = Duration::from_secs(60);
/// The last look may take this long beyond the deadline.
const LAST_LOOK: Duration = Duration::from_secs(10);

/// What was last seen of a thing.
pub(super) struct Seen<T> {
    status: Option<String>,
    pub(super) thing: Option<T>,
    done: bool,
}

/// A wait that is under way.
pub(super) struct Watch<T: Watched, M> {
    pub(super) wait: Wait<T, M>,
    began: Instant,
    deadline: Option<Instant>,
    next_look: Instant,
    pub(super) seen: HashMap<T::Id, Seen<T>>,
    last_failure: Option<Error>,
}

impl<T: Watched, M> Watch<T, M> {
    pub(super) fn new(wait: Wait<T, M>) -> Self {
        let began = Instant::now();
        let deadline = began.checked_add(wait.timeout);
        Self { wait, began, deadline, next_look: began, seen: HashMap::new(), last_failure: None }
    }

    /// The changes of the next look that saw any; `None` once the condition was true of all things.
    pub(super) async fn next(&mut self) -> Result<Option<Vec<Change<T>>>, Error> {
        if self.pending().next().is_none() {
            return Ok(None);
        }
        loop {
            sleep_until(self.deadline.map_or(self.next_look, |deadline| deadline.min(self.next_look))).await;
            let is_last = self.deadline.is_some_and(|deadline| Instant::now() >= deadline);
            self.next_look = Instant::now() + self.wait.every;
            let changes = match self.look(is_last).await {
                Ok(found) => {
                    self.last_failure = None;
                    self.take_in(found)?
                }
                Err(error) if may_pass(&error) => {
                    self.last_failure = Some(error);
                    Vec::new()
                }
                Err(error) => {
                    self.last_failure = Some(error);
                    return Err(self.end(WaitEnd::CannotLook, |_| true));
                }
            };
            if !changes.is_empty() && (!is_last || self.pending().next().is_none()) {
                return Ok(Some(changes));
            }
            if is_last {
                return Err(self.end(WaitEnd::TimedOut, |_| true));
            }
        }
    }

    async fn look(&self, is_last: bool) -> Result<HashMap<T::Id, T>, Error> {
        let left = self.deadline.map(|deadline| deadline.saturating_duration_since(Instant::now()));
        let time = if is_last { LAST_LOOK } else { left.map_or(LOOK, |left| left.max(LAST_LOOK).min(LOOK)) };
        // With one id the thing itself is looked at; with more the list is, and stays so while there are fewer left.
        T::look(&self.wait.client.with(|options| options.timeout(time)), &self.wait.ids).await
    }

    /// Compares with what was seen before.
    fn take_in(&mut self, mut found: HashMap<T::Id, T>) -> Result<Vec<Change<T>>, Error> {
        let elapsed = self.began.elapsed();
        let mut changes = Vec::new();
        let mut end = None;
        for id in &self.wait.ids {
            let thing = found.remove(id);
            let before = self.seen.get(id);
            let was_there = before.is_some_and(|before| before.status.is_some());
            let status = thing.as_ref().map(|thing| thing.status().to_owned());
            // What was never seen may be about to appear; what is to be gone may have been gone before.
            let may_appear = thing.is_none() && !was_there && elapsed < APPEARS_WITHIN && !self.wait.gone_is_fine;
            let done = !may_appear && self.wait.condition.holds(thing.as_ref());
            if !done && thing.is_none() && !may_appear {
                end = Some(WaitEnd::Gone);
            }
            if !done && self.wait.failures_end_it && thing.as_ref().is_some_and(Watched::has_failed) {
                end = Some(WaitEnd::Failed);
            }
            let is_change = before.is_none_or(|before| before.status != status || before.done != done);
            if is_change && (done || status.is_some() || was_there) {
                changes.push(Change { id: id.clone(), status: status.clone(), thing: thing.clone(), elapsed, done });
            }
            self.seen.insert(id.clone(), Seen { status, thing, done });
        }
        match end {
            Some(WaitEnd::Failed) => {
                let failed = |seen: Option<&Seen<T>>| {
                    seen.and_then(|seen| seen.thing.as_ref()).is_some_and(|thing| thing.has_failed())
                };
                Err(self.end(WaitEnd::Failed, failed))
            }
            Some(reason) => Err(self.end(reason, |seen| seen.is_none_or(|seen| seen.thing.is_none()))),
            None => Ok(changes),
        }
    }

    fn pending(&self) -> impl Iterator<Item = &T::Id> {
        self.wait.ids.iter().filter(|id| !self.seen.get(*id).is_some_and(|seen| seen.done))
    }

    /// The end of a wait, about those of the things that it has to do with.
    fn end(&mut self, reason: WaitEnd, concerns: impl Fn(Option<&Seen<T>>) -> bool) -> Error {
        let last_failure = self.last_failure.take().map(Box::new);
        let concerned = self.pending().filter(|id| concerns(self.seen.get(*id)));
        let status = |id: &T::Id| self.seen.get(id).and_then(|seen| seen.status.clone());
        Error::from(WaitError {
            thing: T::NAME,
            pending: concerned.map(|id| (id.to_string(), status(id))).collect(),
            condition: self.wait.condition.to_string(),
            reason,
            elapsed: self.began.elapsed(),
            last_failure,
        })
    }
}

/// Whether a look that failed may succeed a little later.
fn may_pass(error: &Error) -> bool {
    match error.kind() {
        ErrorKind::Connect | ErrorKind::Timeout | ErrorKind::Interrupted | ErrorKind::RateLimited => true,
        ErrorKind::Api => error.status().is_some_and(|status| status.is_server_error() || status.as_u16() == 408),
        ErrorKind::Auth => error.auth().is_some_and(crate::AuthError::is_transient),
        _ => false,
    }
}
