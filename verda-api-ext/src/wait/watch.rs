//! A wait that is under way: polls, one after the other, and what they show.

use std::collections::{HashMap, HashSet};
use std::sync::Arc;
use std::time::Duration;

use futures_util::future::join_all;
use tokio::time::{Instant, sleep_until, timeout};

use super::poller::{Polled, one};
use super::{Change, SHORTEST, Wait, WaitEnd, WaitError, Watched};
use crate::error::{Error, ErrorKind};
use crate::readable::{REFUSED_FOR, lacks_rights};

/// What was created a moment ago may not be found yet.
pub(crate) const APPEARS_WITHIN: Duration = Duration::from_secs(60);
/// The time for one poll.
pub(crate) const POLL: Duration = Duration::from_secs(60);
/// The last poll may take this long beyond the deadline.
pub(crate) const LAST_POLL: Duration = Duration::from_secs(10);
/// A failure that does not look as if it passes ends a wait when this many polls in a row met it, over this time.
pub(crate) const PERSISTENT: (u32, Duration) = (3, Duration::from_secs(10));
/// The same where something else than the API responds.
const PAGES: Duration = Duration::from_secs(120);
/// How many resources that the list does not show are asked for by their id in one poll, and in the last one.
const ASKED_BY_ID: usize = 10;
const ASKED_AT_LAST: usize = 100;

/// What was last seen of a resource.
pub(crate) struct Seen<T> {
    status: Option<String>,
    /// The last status that it had. What is gone has none any more.
    last_status: Option<String>,
    pub(super) resource: Option<T>,
    /// Whether a list showed it. One that only its id showed so far may be too new for lists.
    was_listed: bool,
    done: bool,
    /// How many polls in a row said that it does not exist.
    absent: u32,
}

/// Failures of one kind in a row.
#[derive(Default)]
struct Failures {
    count: u32,
    since: Option<Instant>,
}

/// What came of one poll.
struct Poll<T: Watched> {
    polled: Option<Polled<T>>,
    failure: Option<Arc<Error>>,
    /// Whether the failure is about single resources, and others were shown.
    is_partial: bool,
}

impl<T: Watched> Poll<T> {
    fn failed(error: Arc<Error>) -> Self {
        Self { polled: None, failure: Some(error), is_partial: false }
    }
}

/// A wait that is under way.
pub(crate) struct Watch<T: Watched, M> {
    pub(super) wait: Wait<T, M>,
    began: Instant,
    deadline: Option<Instant>,
    next_poll: Instant,
    pub(super) seen: HashMap<T::Id, Seen<T>>,
    /// The poll in which a resource was asked for by its id last.
    asked: HashMap<T::Id, usize>,
    polls: usize,
    /// Polls in a row that met refusals, or pages, which are no word of the API.
    refusals: Failures,
    pages: Failures,
    last_failure: Option<Arc<Error>>,
    /// Since when the key may not read those that lists leave out.
    unreadable_since: Option<Instant>,
}

impl<T: Watched, M> Watch<T, M> {
    pub(crate) fn new(wait: Wait<T, M>) -> Self {
        let began = Instant::now();
        let deadline = began.checked_add(wait.timeout);
        Self {
            wait,
            began,
            deadline,
            next_poll: began,
            seen: HashMap::new(),
            asked: HashMap::new(),
            polls: 0,
            refusals: Failures::default(),
            pages: Failures::default(),
            last_failure: None,
            unreadable_since: None,
        }
    }

    /// The changes of the next poll that saw any; `None` once the condition was true of all resources.
    pub(super) async fn next(&mut self) -> Result<Option<Vec<Change<T>>>, Error> {
        while self.pending().next().is_some() {
            let changes = self.step().await?;
            if !changes.is_empty() {
                return Ok(Some(changes));
            }
        }
        Ok(None)
    }

    /// The changes that the next poll sees, which may be none; the end of the wait, if this poll is the last one.
    pub(crate) async fn step(&mut self) -> Result<Vec<Change<T>>, Error> {
        sleep_until(self.deadline.map_or(self.next_poll, |deadline| deadline.min(self.next_poll))).await;
        let is_last = self.deadline.is_some_and(|deadline| Instant::now() >= deadline);
        self.next_poll = self.tick();
        self.polls += 1;
        let Poll { polled, failure, is_partial } = self.poll(is_last).await;
        let ends = match &failure {
            Some(error) if !(is_partial && self.wait.goes_on_without_some) => self.ends_with(error),
            _ => self.has_passed(),
        };
        self.last_failure = failure;
        // What was shown counts, also where the rest of the poll failed.
        let changes = match polled {
            Some(polled) => self.take_in(polled)?,
            None => Vec::new(),
        };
        // A termination decides for itself what is gone, and has to know that this was the last poll.
        if (ends || is_last) && (self.wait.goes_on_without_some || self.pending().next().is_some()) {
            let reason = if ends { WaitEnd::PollsFailed } else { WaitEnd::TimedOut };
            return Err(self.end(reason, |_| true));
        }
        Ok(changes)
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

    /// No poll lasts much beyond the deadline, whichever began last.
    async fn poll(&mut self, is_last: bool) -> Poll<T> {
        let time = self.time_left().min(POLL);
        // One resource that does not respond takes no other with it.
        let client = self.wait.client.with_timeout(time.mul_f32(0.75));
        match timeout(time, self.poll_with(&client, is_last)).await {
            Ok(poll) => poll,
            Err(_) => Poll::failed(Arc::new(Error::new(ErrorKind::Timeout, "no response to a poll in time"))),
        }
    }

    async fn poll_with(&mut self, client: &crate::Client, is_last: bool) -> Poll<T> {
        let Some((poller, listing)) = T::poller(client.pollers()) else {
            let nothing = Polled::new(HashMap::new(), true, true);
            let all = self.pending().cloned().collect();
            return self.ask_by_id(client, nothing, all, is_last).await;
        };
        let shared = poller.poll(client, &self.wait.ids, listing).await;
        let polled = match &*shared {
            Ok(polled) => polled,
            Err(error) => return Poll::failed(error.clone()),
        };
        let (is_whole, by_id) = (polled.is_whole, polled.by_id);
        let mine = self.wait.ids.iter().filter_map(|id| Some((id.clone(), polled.found.get(id)?.clone())));
        let lost = self.wait.ids.iter().filter(|id| polled.lost.contains(*id)).cloned().collect();
        let mut polled = Polled { lost, ..Polled::new(mine.collect(), is_whole, by_id) };
        let may_appear = !self.wait.absent_is_success && self.began.elapsed() < APPEARS_WITHIN;
        self.verify_list(client, &mut polled).await;
        // A list may lag behind, or have an element that cannot be decoded: then the resource itself tells. One that the
        // lists showed and no longer show is gone.
        let is_missing = |id: &&T::Id| {
            // A wait that a machine which is gone would fail asks the machine itself: such lists may be old.
            let is_proof = polled.is_whole && self.wait.absent_is_success;
            let unclear = if self.was_listed(id) { !is_proof } else { self.was_there(id) || !may_appear };
            let is_told = polled.found.contains_key(*id) || polled.confirmed.contains(*id);
            !polled.by_id && unclear && !is_told && !polled.unclear.contains(*id)
        };
        let mut missing: Vec<T::Id> = self.pending().filter(is_missing).cloned().collect();
        if !self.wait.absent_is_success && !polled.by_id {
            // What is ready is asked for as well where there is room: the condition is to be true of all at once.
            let is_ready = |id: &&T::Id| self.is_done(id) && !polled.found.contains_key(*id);
            let mut ready = self.wait.ids.iter().filter(is_ready).cloned();
            missing.extend(ready.by_ref().take(ASKED_BY_ID.saturating_sub(missing.len())));
            let ready: HashSet<T::Id> = ready.collect();
            polled.unclear.extend(ready.iter().cloned());
            polled.ready = ready;
        }
        self.ask_by_id(client, polled, missing, is_last).await
    }

    fn was_listed(&self, id: &T::Id) -> bool {
        self.seen.get(id).is_some_and(|seen| seen.was_listed)
    }

    /// Asks a few of those that the list no longer shows. Where one of them is there all the same, the list proves nothing: it
    /// may be old, or only a part of all. Where none can be asked it is for the lists to say.
    async fn verify_list(&mut self, client: &crate::Client, polled: &mut Polled<T>) {
        let has_vanished = |id: &&T::Id| self.was_listed(id) && !polled.found.contains_key(*id);
        if polled.by_id || !polled.is_whole || !self.wait.absent_is_success {
            return;
        }
        let some: Vec<T::Id> = self.pending().filter(has_vanished).take(ASKED_BY_ID).cloned().collect();
        // The rest of the poll has its time.
        let time = self.time_left().min(POLL) / 4;
        let asked = join_all(some.iter().map(|id| timeout(time, one::<T>(client, id)))).await;
        let (mut silent, mut refused, mut lacks) = (Vec::new(), Vec::new(), false);
        for (id, one) in some.into_iter().zip(asked) {
            match one {
                Ok(Ok(one)) if one.found.is_empty() => polled.confirmed.push(id),
                Ok(Ok(one)) => {
                    polled.is_whole &= one.found.values().all(Watched::is_gone);
                    polled.found_by_id.push(id);
                    polled.found.extend(one.found);
                }
                Ok(Err(error)) if client.may_not_read(T::GET, &error) => {
                    lacks |= lacks_rights(&error);
                    refused.push(id);
                }
                Ok(Err(_)) | Err(_) => silent.push(id),
            }
        }
        // A key that may list machines and not read one, unless it lacks its rights for a moment alone.
        self.unreadable_since = lacks.then(|| self.unreadable_since.unwrap_or_else(Instant::now));
        if self.unreadable_since.is_some_and(|since| since.elapsed() < REFUSED_FOR) {
            silent.append(&mut refused);
        }
        // In an outage lists are wrong: where one of those that it leaves out does not tell, it proves nothing of the others.
        polled.is_whole &= silent.is_empty();
        polled.unclear.extend(silent);
        if !polled.is_whole {
            polled.unclear.extend(refused);
        }
    }

    /// Asks for resources by their ids, for some of them in each poll: for those first that were not asked for for longest. Those
    /// that cannot be asked for take no other with them.
    async fn ask_by_id(
        &mut self,
        client: &crate::Client,
        mut polled: Polled<T>,
        mut ids: Vec<T::Id>,
        is_last: bool,
    ) -> Poll<T> {
        let most = if is_last { ASKED_AT_LAST } else { ASKED_BY_ID };
        if ids.len() > most {
            ids.sort_by_key(|id| self.asked.get(id));
            // The others are asked for by the next polls: of them this one says nothing.
            polled.unclear.extend(ids.split_off(most));
            // One that was not asked for at all is soon: a wait with little time ends without a word on it otherwise.
            if polled.unclear.iter().any(|id| !self.asked.contains_key(id)) {
                self.next_poll = self.next_poll.min(Instant::now() + 2 * SHORTEST);
            }
            self.asked.extend(ids.iter().map(|id| (id.clone(), self.polls)));
        }
        let asked = join_all(ids.iter().map(|id| one::<T>(client, id))).await;
        let mut failure = None;
        // A list that does not show what is new says something as well.
        let may_appear = self.began.elapsed() < APPEARS_WITHIN;
        let mut is_partial = !polled.by_id && (!polled.found.is_empty() || may_appear);
        for (id, one) in ids.into_iter().zip(asked) {
            match one {
                Ok(one) => {
                    is_partial = true;
                    let told = if one.found.is_empty() { &mut polled.confirmed } else { &mut polled.found_by_id };
                    told.push(id);
                    polled.found.extend(one.found);
                }
                Err(error) => {
                    polled.unclear.insert(id);
                    failure = failure.or(Some(Arc::new(error)));
                }
            }
        }
        Poll { polled: Some(polled), failure, is_partial }
    }

    fn was_there(&self, id: &T::Id) -> bool {
        self.status(id).is_some()
    }

    /// The status that was last seen of a resource.
    pub(crate) fn status(&self, id: &T::Id) -> Option<&str> {
        self.seen.get(id)?.status.as_deref()
    }

    /// A resource as it was last seen.
    pub(crate) fn resource(&self, id: &T::Id) -> Option<&T> {
        self.seen.get(id)?.resource.as_ref()
    }

    /// Whether the condition is true of a resource.
    pub(crate) fn is_done(&self, id: &T::Id) -> bool {
        self.seen.get(id).is_some_and(|seen| seen.done)
    }

    /// Where polls showed that a resource is gone, that is not enough: it is polled again as if they had not.
    pub(crate) fn reopen(&mut self, id: &T::Id) {
        if let Some(seen) = self.seen.get_mut(id).filter(|seen| seen.done) {
            (seen.done, seen.absent) = (false, 0);
        }
    }

    /// Whether the last poll that says something of a resource says that it does not exist. One poll is no proof.
    pub(crate) fn looks_absent(&self, id: &T::Id) -> bool {
        self.seen.get(id).is_some_and(|seen| seen.absent > 0)
    }

    /// Has a resource polled again as if nothing was known of it.
    pub(crate) fn forget(&mut self, id: &T::Id) {
        self.seen.remove(id);
    }

    /// Whether the last poll had a response for each resource that it asked for.
    pub(crate) fn polls_work(&self) -> bool {
        self.last_failure.is_none()
    }

    /// What is left of the time for the wait, and for its last poll.
    pub(crate) fn time_left(&self) -> Duration {
        let latest = self.deadline.and_then(|deadline| deadline.checked_add(LAST_POLL));
        latest.map_or(Duration::MAX, |latest| latest.saturating_duration_since(Instant::now()))
    }

    /// Compares with what was seen before.
    fn take_in(&mut self, mut polled: Polled<T>) -> Result<Vec<Change<T>>, Error> {
        let elapsed = self.began.elapsed();
        let mut changes = Vec::new();
        let mut end = None;
        let mut gone = Vec::new();
        for id in &self.wait.ids {
            let resource = polled.found.remove(id);
            let before = self.seen.get(id);
            let is_confirmed = polled.confirmed.contains(id);
            let says_absent = is_confirmed || (polled.is_whole && !polled.unclear.contains(id));
            let is_absent = resource.is_none() && says_absent;
            // A list without it and its own id: two that agree.
            let is_unlisted = polled.is_whole && !polled.by_id && !polled.lost.contains(id);
            let times = 1 + u32::from(is_confirmed && is_unlisted);
            let says_nothing = resource.is_none() && polled.unclear.contains(id);
            let absent = match before.map_or(0, |before| before.absent) {
                before if is_absent => before + times,
                before if says_nothing => before,
                _ => 0,
            };
            let was_listed = before.is_some_and(|before| before.was_listed)
                || (resource.is_some() && !polled.by_id && !polled.found_by_id.contains(id));
            // Lists may not show it for longer than a minute: it is not gone until its own id says so.
            if says_nothing || (resource.is_none() && absent < 2) {
                let first =
                    Seen { status: None, last_status: None, resource: None, was_listed: false, done: false, absent: 0 };
                let seen = self.seen.entry(id.clone()).or_insert(first);
                // This poll does not show that the condition is true of it. What is gone stays gone.
                seen.done &= self.wait.absent_is_success || polled.ready.contains(id);
                // One poll is no proof of absence: the next one is, soon.
                if is_absent {
                    seen.absent = absent;
                    self.next_poll = self.next_poll.min(Instant::now() + SHORTEST);
                }
                continue;
            }
            let was_there = before.is_some_and(|before| before.status.is_some());
            let status = resource.as_ref().map(|resource| resource.status().to_owned());
            // What was never seen may be about to appear; what is to be gone may have been gone before.
            let is_new = || self.wait.client.created().was_lately(T::GET, id.as_ref());
            let may_appear = resource.is_none()
                && !was_there
                && if self.wait.absent_is_success { is_new() } else { elapsed < APPEARS_WITHIN };
            let done = !may_appear && self.wait.condition.holds(resource.as_ref());
            if !done && resource.is_none() && !may_appear {
                end = Some(WaitEnd::Gone);
                gone.push(id.clone());
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
            let last_status = status.clone().or_else(|| self.seen.get(id)?.last_status.clone());
            self.seen.insert(id.clone(), Seen { status, last_status, resource, was_listed, done, absent });
        }
        match end {
            Some(WaitEnd::Failed) => {
                let failed: Vec<T::Id> = self.failed().cloned().collect();
                Err(self.end(WaitEnd::Failed, |id| failed.contains(id)))
            }
            Some(reason) => Err(self.end(reason, |id| gone.contains(id))),
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
            Failure::Passes => self.has_passed(),
            Failure::Stays => true,
            Failure::MayPass => {
                // What is not the API's own word is an outage more often than a wrong address.
                let is_page = error.kind() == ErrorKind::UnexpectedResponse && error.status().is_some();
                // Those in a row count: one ends the others.
                let (failures, others, time) = match is_page {
                    true => (&mut self.pages, &mut self.refusals, PAGES),
                    false => (&mut self.refusals, &mut self.pages, PERSISTENT.1),
                };
                *others = Failures::default();
                let since = failures.since.get_or_insert_with(Instant::now);
                failures.count += 1;
                failures.count >= PERSISTENT.0 && since.elapsed() >= time
            }
        }
    }

    /// No failure persists.
    fn has_passed(&mut self) -> bool {
        (self.refusals, self.pages) = Default::default();
        false
    }

    /// The end of a wait, about those of the resources that it has to do with.
    fn end(&mut self, reason: WaitEnd, concerns: impl Fn(&T::Id) -> bool) -> Error {
        let last_failure = self.last_failure.take();
        let concerned = self.pending().filter(|id| concerns(id));
        let status = |id: &T::Id| self.seen.get(id)?.last_status.clone();
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

/// Whether a failure passes.
pub(crate) fn is_outage(error: &Error) -> bool {
    matches!(sort(error), Failure::Passes)
}

/// Whether polls can never succeed.
pub(crate) fn never_passes(error: &Error) -> bool {
    matches!(sort(error), Failure::Stays)
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
