//! How far the deletion of one resource has come.

use std::time::Duration;

use http::StatusCode;
use tokio::time::Instant;
use verda_api::one_line;
use verda_api::types::InstanceStatus;

use super::{ActionFailure, ActionSuccess};
use crate::error::Error;
use crate::failure::Seconds;
use crate::wait::{APPEARS_WITHIN, WaitEnd, WaitError};

/// What is still there so long after its deletion was accepted is deleted again.
const AGAIN: Duration = Duration::from_secs(120);
/// What is refused for now is asked for again after this time, or when its status changes.
const REFUSED_AGAIN: Duration = Duration::from_secs(60);
/// What is refused for now, for so long, is stuck.
const STUCK: Duration = Duration::from_secs(600);
/// So many deletions that were accepted and removed nothing: it is stuck.
const STUCK_AFTER: u32 = 2;

/// How far the deletion of one resource has come.
#[derive(Debug, Default)]
pub(super) struct Progress {
    /// What came of it, once that is known.
    pub(super) outcome: Option<Result<ActionSuccess, ActionFailure>>,
    /// Whether a poll showed it.
    pub(super) was_seen: bool,
    /// When the API last said that it exists, and did not say that it is being deleted.
    exists: Option<Instant>,
    /// Whether the API responded to a request about it.
    pub(super) has_response: bool,
    /// How many requests were accepted.
    accepted: u32,
    /// Whether one of them may have been carried out.
    may_be_ours: bool,
    /// When it was last asked for, and what the API said.
    last: Option<(Instant, Response)>,
    /// When it was first refused or put off, and the status at the last time.
    refused_since: Option<Instant>,
    refused_in: Option<String>,
    /// What the API or the wire said against it, last.
    said: Option<ActionFailure>,
    /// Whether that was said of what goes before the request.
    is_unsent: bool,
}

/// What came of a request.
#[derive(Clone, Copy, Debug, PartialEq)]
enum Response {
    Accepted,
    NotYet,
    None,
}

impl Progress {
    /// Whether its deletion is to be asked for, now that it has this status.
    pub(super) fn is_due(&mut self, now: Instant, status: Option<&str>) -> bool {
        let is_deleting = status.is_some_and(|status| InstanceStatus::from(status) == InstanceStatus::Deleting);
        match self.last {
            _ if self.outcome.is_some() => false,
            // Another client, an earlier call, or a request without a response has asked for it.
            None | Some((_, Response::None)) if is_deleting => {
                self.last = Some((now, Response::Accepted));
                false
            }
            None | Some((_, Response::None)) => true,
            Some((last, Response::Accepted)) => now.duration_since(last) >= AGAIN,
            Some((last, Response::NotYet)) => {
                self.refused_in.as_deref() != status || now.duration_since(last) >= REFUSED_AGAIN
            }
        }
    }

    /// A poll shows it with this status, if any poll did so far.
    pub(super) fn is_shown(&mut self, now: Instant, status: Option<&str>) {
        let Some(status) = status else { return };
        self.was_seen = true;
        self.exists = (InstanceStatus::from(status) != InstanceStatus::Deleting).then_some(now);
    }

    /// Whether polls that say that it is gone are enough. Those without a status say only that they do not show it.
    pub(super) fn may_be_gone(&self, now: Instant, status: Option<&str>) -> bool {
        // What no poll ever showed may be too new to be shown: it is deleted all the same, and then asked for again.
        // Old polls do not show what is new either, and the API may have refused its deletion just now.
        let is_new = self.exists.is_some_and(|at| now.duration_since(at) < APPEARS_WITHIN);
        status.is_some() || ((self.was_seen || self.has_response) && (self.accepted > 0 || !is_new))
    }

    /// Whether the last request was refused or needless because it does not exist.
    pub(super) fn says_absent(&self) -> bool {
        !self.may_be_ours && self.accepted > 0
    }

    /// Whether usual deletions do not remove it.
    pub(super) fn is_stuck(&self, now: Instant) -> bool {
        let is_refused = self.refused_since.is_some_and(|since| now.duration_since(since) >= STUCK);
        self.accepted >= STUCK_AFTER || is_refused
    }

    /// When it was last asked for.
    pub(super) fn asked_at(&self) -> Option<Instant> {
        self.last.map(|(at, _)| at)
    }

    /// Its deletion did not find it, and it may be too new for that.
    pub(super) fn is_not_there_yet(&mut self, now: Instant) {
        self.has_response = true;
        self.is_postponed(now, None);
    }

    /// It must not be asked for yet.
    pub(super) fn is_postponed(&mut self, now: Instant, status: Option<&str>) {
        self.last = Some((now, Response::NotYet));
        self.refused_since.get_or_insert(now);
        self.refused_in = status.map(str::to_owned);
    }

    /// What the API said to a request.
    pub(super) fn was_asked(
        &mut self,
        now: Instant,
        status: Option<&str>,
        is_absent: bool,
        outcome: Result<ActionSuccess, ActionFailure>,
    ) {
        let failure = match outcome {
            Ok(success) => {
                self.may_be_ours |= success == ActionSuccess::Done;
                self.has_response = true;
                self.accepted += 1;
                self.last = Some((now, Response::Accepted));
                (self.said, self.refused_since) = (None, None);
                return;
            }
            Err(failure) => failure,
        };
        let is_transient = status.is_some_and(|status| InstanceStatus::from(status).is_transient());
        let is_refused = !failure.unknown && failure.status.is_none_or(|status| status.is_client_error());
        let passes = matches!(
            failure.status,
            Some(
                StatusCode::UNAUTHORIZED
                    | StatusCode::CONFLICT
                    | StatusCode::REQUEST_TIMEOUT
                    | StatusCode::TOO_MANY_REQUESTS
            )
        );
        if !is_refused || passes {
            self.has_no_response(now, failure);
        } else if self.accepted > 0 || is_transient || is_absent || is_for_now(&failure, status) {
            (self.has_response, self.exists) = (true, Some(now));
            self.is_postponed(now, status);
            (self.said, self.is_unsent) = (Some(failure), false);
        } else {
            self.outcome = Some(Err(failure));
        }
    }

    /// What is gone already may be gone by an attempt of this request without a response, where a poll has shown it.
    pub(super) fn acted_before(&mut self, acted_before: bool) {
        self.may_be_ours |= acted_before && self.was_seen;
    }

    /// The request has no response that says what came of it, or was not sent.
    pub(super) fn has_no_response(&mut self, now: Instant, failure: ActionFailure) {
        self.may_be_ours |= failure.unknown;
        self.last = Some((now, Response::None));
        (self.said, self.is_unsent) = (Some(failure), false);
    }

    /// What goes before the request has failed.
    pub(super) fn was_not_sent(&mut self, now: Instant, failure: ActionFailure) {
        self.last = Some((now, Response::None));
        (self.said, self.is_unsent) = (Some(failure), true);
    }

    /// The API says that it is gone.
    pub(super) fn is_gone(&mut self) {
        let success = if self.may_be_ours { ActionSuccess::Done } else { ActionSuccess::Already };
        self.outcome.get_or_insert(Ok(success));
    }

    /// It is not known to be gone when there is no time left for it, or no way to see it.
    pub(super) fn time_is_up(&mut self, advice: &str, status: Option<&str>, elapsed: Duration, end: &Error) {
        if self.outcome.is_some() {
            return;
        }
        let status = status.map_or("not seen".to_owned(), |status| format!("last seen as `{}`", one_line(status, 80)));
        let deletion = match (&self.said, self.accepted, self.last) {
            (Some(said), 0, _) if self.is_unsent && self.may_be_ours => {
                format!("its deletion may have been carried out, and was not sent again: {}", said.message)
            }
            (Some(said), 0, _) if self.is_unsent => format!("its deletion was not sent: {}", said.message),
            (Some(said), ..) if self.is_unsent => {
                format!("its deletion was accepted, and not sent again: {}", said.message)
            }
            (Some(said), ..) => format!("its deletion failed last: {}", said.message),
            (None, 0, Some((_, Response::NotYet))) if self.was_seen => {
                "its deletion was not sent: its volumes are not told yet".into()
            }
            (None, 0, Some((_, Response::NotYet))) if self.has_response => {
                "its deletion did not find it, and it may be too new for that".into()
            }
            (None, 0, None | Some((_, Response::NotYet))) => "its deletion was not sent".into(),
            (None, 0, _) => "it is being deleted".into(),
            (None, 1, _) => "its deletion was accepted".into(),
            (None, times, _) => format!("its deletion was accepted {times} times"),
        };
        let polls = match end.cause::<WaitError>() {
            Some(WaitError { reason: WaitEnd::PollsFailed, last_failure: Some(failure), .. }) => {
                format!(", and polls fail ({failure:#})")
            }
            Some(WaitError { last_failure: Some(failure), .. }) => format!(", and the last poll failed ({failure:#})"),
            _ => String::new(),
        };
        let message = format!(
            "not known to be gone after {}: {status}, {deletion}{polls}; it may go on costing: {advice}",
            Seconds(elapsed)
        );
        let said = self.said.take();
        self.outcome = Some(Err(ActionFailure {
            status: said.as_ref().and_then(|said| said.status),
            code: said.and_then(|said| said.code),
            message,
            not_found: false,
            unknown: true,
        }));
    }
}

/// Whether a refusal is about a status that passes, also where polls show another one: "Can't discontinue an ordered instance".
fn is_for_now(failure: &ActionFailure, polled: Option<&str>) -> bool {
    let text = failure.message.to_ascii_lowercase();
    let words: Vec<&str> =
        text.split(|c: char| !c.is_ascii_alphanumeric() && c != '_').filter(|word| !word.is_empty()).collect();
    let is_status = |before: Option<&str>, after: Option<&str>| {
        matches!(before, Some("status" | "state" | "is")) || matches!(after, Some("instance" | "cluster"))
    };
    let passes = |word: &str| match InstanceStatus::from(word) {
        // A status that is not known yet may be one of those.
        InstanceStatus::Unknown(_) => polled.is_some_and(|polled| polled.eq_ignore_ascii_case(word)),
        status => status.is_transient(),
    };
    let at = |index: Option<usize>| words.get(index?).copied();
    let mut statuses =
        words.iter().enumerate().filter(|(index, _)| is_status(at(index.checked_sub(1)), at(Some(index + 1))));
    failure.is_provisioning() || statuses.any(|(_, word)| passes(word))
}
