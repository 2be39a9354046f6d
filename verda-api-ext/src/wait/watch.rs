//! A wait that is under way: polls, one after the other, and what they show.

use std::collections::HashMap;
use std::sync::Arc;
use std::time::Duration;

use tokio::time::{Instant, sleep_until, timeout};

use super::poller::{Polled, one};
use super::{Change, SHORTEST, Wait, WaitEnd, WaitError, Watched};
use crate::error::{Error, ErrorKind};

/// What was created a moment ago may not be found yet.
pub(crate) const APPEARS_WITHIN: Duration = Duration::from_secs(60);
/// The time for one poll.
const POLL: Duration = Duration::from_secs(60);
/// The last poll may take this long beyond the deadline.
const LAST_POLL: Duration = Duration::from_secs(10);
/// A failure that does not look as if it passes ends a wait when this many polls in a row met it, over this time.
const PERSISTENT: (u32, Duration) = (3, Duration::from_secs(10));
/// How many resources that the list does not show are asked for by their id in one poll.
const ASKED_BY_ID: usize = 10;

/// What was last seen of a resource.
pub(super) struct Seen<T> {
    status: Option<String>,
    pub(super) resource: Option<T>,
    done: bool,
    /// How many polls in a row said that it does not exist.
    absent: u32,
}

/// A wait that is under way.
pub(super) struct Watch<T: Watched, M> {
    pub(super) wait: Wait<T, M>,
    began: Instant,
    deadline: Option<Instant>,
    next_poll: Instant,
    pub(super) seen: HashMap<T::Id, Seen<T>>,
    failures: u32,
    failing_since: Instant,
    last_failure: Option<Arc<Error>>,
}

impl<T: Watched, M> Watch<T, M> {
    pub(super) fn new(wait: Wait<T, M>) -> Self {
        let began = Instant::now();
        let deadline = began.checked_add(wait.timeout);
        Self {
            wait,
            began,
            deadline,
            next_poll: began,
            seen: HashMap::new(),
            failures: 0,
            failing_since: began,
            last_failure: None,
        }
    }

    /// The changes of the next poll that saw any; `None` once the condition was true of all resources.
    pub(super) async fn next(&mut self) -> Result<Option<Vec<Change<T>>>, Error> {
        if self.pending().next().is_none() {
            return Ok(None);
        }
        loop {
            sleep_until(self.deadline.map_or(self.next_poll, |deadline| deadline.min(self.next_poll))).await;
            let is_last = self.deadline.is_some_and(|deadline| Instant::now() >= deadline);
            self.next_poll = self.tick();
            let changes = match self.poll(is_last).await {
                Ok(polled) => {
                    (self.failures, self.last_failure) = (0, None);
                    self.take_in(polled)?
                }
                Err(error) => {
                    let ends = self.ends_with(&error);
                    self.last_failure = Some(error);
                    if ends {
                        return Err(self.end(WaitEnd::CannotLook, |_| true));
                    }
                    Vec::new()
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

    /// When to poll next: at the instants at which all waits of this client with this interval poll.
    fn tick(&self) -> Instant {
        let (now, every) = (Instant::now(), self.wait.every);
        let nanoseconds = every.as_nanos().max(1);
        let earliest = now + every / 2;
        let passed = earliest.saturating_duration_since(self.wait.client.pollers().epoch).as_nanos();
        let until = (nanoseconds - passed % nanoseconds) % nanoseconds;
        earliest + Duration::from_nanos(u64::try_from(until).unwrap_or_default())
    }

    async fn poll(&self, is_last: bool) -> Result<Polled<T>, Arc<Error>> {
        let left = self.deadline.map(|deadline| deadline.saturating_duration_since(Instant::now()));
        let time = if is_last { LAST_POLL } else { left.map_or(POLL, |left| left.max(LAST_POLL).min(POLL)) };
        let client = self.wait.client.with_timeout(POLL);
        let late = |_| Arc::new(Error::new(ErrorKind::Timeout, "no response to a poll in time"));
        timeout(time, self.poll_with(&client)).await.map_err(late)?
    }

    async fn poll_with(&self, client: &crate::Client) -> Result<Polled<T>, Arc<Error>> {
        let Some(poller) = T::poller(client.pollers()) else {
            let mut all = Polled { found: HashMap::new(), is_whole: true, by_id: true };
            for name in &self.wait.ids {
                all.found.extend(one::<T>(client, name).await?.found);
            }
            return Ok(all);
        };
        let shared = poller.poll(client, &self.wait.ids).await;
        let polled = match &*shared {
            Ok(polled) => polled,
            Err(error) => return Err(error.clone()),
        };
        let mine = self.wait.ids.iter().filter_map(|id| Some((id.clone(), polled.found.get(id)?.clone())));
        let mut mine = Polled { found: mine.collect(), ..*polled };
        if !mine.by_id {
            self.ask_by_id(client, &mut mine).await?;
        }
        Ok(mine)
    }

    /// Asks by id for resources that the list does not show and never showed: it may lag behind.
    async fn ask_by_id(&self, client: &crate::Client, polled: &mut Polled<T>) -> Result<(), Error> {
        if !self.wait.absent_is_success && self.began.elapsed() < APPEARS_WITHIN {
            return Ok(());
        }
        let is_missing = |id: &&T::Id| !polled.found.contains_key(*id) && !self.was_there(id);
        let missing: Vec<T::Id> = self.pending().filter(is_missing).cloned().collect();
        for id in missing.iter().take(ASKED_BY_ID) {
            polled.found.extend(one::<T>(client, id).await?.found);
        }
        // The others are asked for by the next polls.
        polled.is_whole &= missing.len() <= ASKED_BY_ID;
        Ok(())
    }

    fn was_there(&self, id: &T::Id) -> bool {
        self.seen.get(id).is_some_and(|seen| seen.status.is_some())
    }

    /// Compares with what was seen before.
    fn take_in(&mut self, mut polled: Polled<T>) -> Result<Vec<Change<T>>, Error> {
        let elapsed = self.began.elapsed();
        let mut changes = Vec::new();
        let mut end = None;
        for id in &self.wait.ids {
            let resource = polled.found.remove(id);
            let before = self.seen.get(id);
            let is_absent = resource.as_ref().map_or(polled.is_whole, Watched::is_lost);
            let absent = if is_absent { before.map_or(0, |before| before.absent) + 1 } else { 0 };
            if resource.as_ref().is_none_or(Watched::is_lost) && absent < 2 {
                // One poll is no proof: the next one is, soon.
                if is_absent {
                    self.next_poll = self.next_poll.min(Instant::now() + SHORTEST);
                    let first = Seen { status: None, resource: None, done: false, absent };
                    self.seen.entry(id.clone()).or_insert(first).absent = absent;
                }
                continue;
            }
            let was_there = before.is_some_and(|before| before.status.is_some());
            let status = resource.as_ref().map(|resource| resource.status().to_owned());
            // What was never seen may be about to appear; what is to be gone may have been gone before.
            let may_appear =
                resource.is_none() && !was_there && elapsed < APPEARS_WITHIN && !self.wait.absent_is_success;
            let done = !may_appear && self.wait.condition.holds(resource.as_ref());
            if !done && resource.is_none() && !may_appear {
                end = Some(WaitEnd::Gone);
            }
            if !done && resource.as_ref().is_some_and(|resource| self.wait.has_failed(resource)) {
                end = Some(WaitEnd::Failed);
            }
            let is_change = before.is_none_or(|before| before.status != status || before.done != done);
            if is_change && (done || status.is_some() || was_there) {
                changes.push(Change {
                    id: id.clone(),
                    status: status.clone(),
                    resource: resource.clone(),
                    elapsed,
                    done,
                });
            }
            self.seen.insert(id.clone(), Seen { status, resource, done, absent });
        }
        match end {
            Some(WaitEnd::Failed) => {
                let failed: Vec<T::Id> = self.failed().cloned().collect();
                Err(self.end(WaitEnd::Failed, |id| failed.contains(id)))
            }
            Some(reason) => {
                let there: Vec<T::Id> = self.wait.ids.iter().filter(|id| self.was_there(id)).cloned().collect();
                Err(self.end(reason, |id| !there.contains(id)))
            }
            None => Ok(changes),
        }
    }

    fn failed(&self) -> impl Iterator<Item = &T::Id> {
        let resource = |id: &T::Id| self.seen.get(id).and_then(|seen| seen.resource.as_ref());
        self.pending().filter(move |id| resource(id).is_some_and(|resource| self.wait.has_failed(resource)))
    }

    fn pending(&self) -> impl Iterator<Item = &T::Id> {
        self.wait.ids.iter().filter(|id| !self.seen.get(*id).is_some_and(|seen| seen.done))
    }

    /// Whether a failed poll ends the wait: one that cannot pass does at once, any other one when it persists.
    fn ends_with(&mut self, error: &Error) -> bool {
        match sort(error) {
            Failure::Passes => {
                self.failures = 0;
                false
            }
            Failure::Stays => true,
            Failure::MayPass => {
                if self.failures == 0 {
                    self.failing_since = Instant::now();
                }
                self.failures += 1;
                self.failures >= PERSISTENT.0 && self.failing_since.elapsed() >= PERSISTENT.1
            }
        }
    }

    /// The end of a wait, about those of the resources that it has to do with.
    fn end(&mut self, reason: WaitEnd, concerns: impl Fn(&T::Id) -> bool) -> Error {
        let last_failure = self.last_failure.take();
        let concerned = self.pending().filter(|id| concerns(id));
        let status = |id: &T::Id| self.seen.get(id).and_then(|seen| seen.status.clone());
        Error::from(WaitError {
            resource: T::NAME,
            pending: concerned.map(|id| (id.to_string(), status(id))).collect(),
            condition: self.wait.condition.to_string(),
            reason,
            elapsed: self.began.elapsed(),
            last_failure,
        })
    }
}

/// What becomes of the failure of a poll.
enum Failure {
    /// An outage, which passes.
    Passes,
    /// A refusal or a page, which may be a gateway's for a moment.
    MayPass,
    /// Nothing can be sent.
    Stays,
}

fn sort(error: &Error) -> Failure {
    match error.kind() {
        ErrorKind::Connect | ErrorKind::Timeout | ErrorKind::Interrupted | ErrorKind::RateLimited => Failure::Passes,
        ErrorKind::InvalidRequest | ErrorKind::Configuration => Failure::Stays,
        ErrorKind::Auth => match error.cause::<crate::AuthError>() {
            Some(crate::AuthError::Unavailable(_)) => Failure::Passes,
            Some(crate::AuthError::NoCredentials { .. } | crate::AuthError::UnusableToken) => Failure::Stays,
            _ => Failure::MayPass,
        },
        _ if error.status().is_some_and(|status| status.is_server_error()) => Failure::Passes,
        _ => Failure::MayPass,
    }
}
