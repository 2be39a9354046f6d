//! What came of an action on several resources at once.

use std::fmt;

use http::StatusCode;

use crate::created::Created;
use crate::error::{Error, partly_failed};

/// What came of an action, for each id that was given and in that order; an id that was given twice counts once. However the
/// API responds, with one status for all, with a list, or with an error for a single id, it ends here.
///
/// ```
/// # verda_fake::example!(client, fake, {
/// use verda_api_ext::types::InstanceId;
///
/// let outcomes = client.shutdown_instances([InstanceId::from("missing")]).await?;
/// for (id, failure) in outcomes.failed() {
///     println!("{id}: {failure}");
/// }
/// // Or: whatever did not work is an error.
/// assert!(outcomes.all_ok().is_err());
/// # });
/// ```
#[derive(Clone, Debug, PartialEq)]
#[must_use = "some of it may have failed: ask `all_ok()` or `failed()`"]
pub struct Outcomes<Id> {
    method: &'static str,
    outcomes: Vec<(Id, Result<ActionSuccess, ActionFailure>)>,
    /// Whether an attempt before the last one may have acted: what was so already may be its work.
    pub(crate) acted_before: bool,
}

/// How an action succeeded for one id.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum ActionSuccess {
    /// It was done, or was accepted and will be done.
    Done,
    /// It was so already: what was to be deleted is gone, what was to be shut down is off.
    Already,
}

/// Why an action was not done for one id, or is not known to have been done.
///
/// ```
/// # verda_fake::example!(client, fake, {
/// use verda_api_ext::types::InstanceId;
///
/// let ids = [InstanceId::from("a"), InstanceId::from("b")];
/// let outcomes = client.shutdown_instances(ids).await?;
/// // A machine that does not exist need not be shut down: only the others are worth a word.
/// let mut left = outcomes.failed().filter(|(_, failure)| !failure.is_not_found());
/// assert!(left.next().is_none());
/// # });
/// ```
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub struct ActionFailure {
    /// The status that the API gives for this id; `None` if the API's response does not name it.
    pub status: Option<StatusCode>,
    /// The API's own code, such as `forbidden_action`. Responses about several ids have none.
    pub code: Option<String>,
    /// What the API says.
    pub message: String,
    pub(crate) not_found: bool,
    pub(crate) unknown: bool,
}

impl ActionFailure {
    /// Whether the API says that there is no such resource.
    pub fn is_not_found(&self) -> bool {
        self.not_found
    }

    /// Whether a machine cannot be acted on because it is still being provisioned: retry when it is
    /// [running](crate::Client::wait_for_instance).
    pub fn is_provisioning(&self) -> bool {
        self.status == Some(StatusCode::FORBIDDEN) && self.message.to_ascii_lowercase().contains("provision")
    }

    /// Whether it is not known if the action was done: the response says nothing of this id. Check its status before
    /// retrying an action that must not be done twice.
    pub fn is_unknown(&self) -> bool {
        self.unknown
    }
}

impl fmt::Display for ActionFailure {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let line: String = self.message.chars().map(|c| if c.is_control() { ' ' } else { c }).collect();
        f.write_str(&line)?;
        match (&self.code, self.status) {
            (Some(code), _) => write!(f, " ({code})"),
            (None, Some(status)) => write!(f, " ({})", status.as_u16()),
            (None, None) => Ok(()),
        }
    }
}

fn not_found_yet() -> ActionFailure {
    let message =
        "it may have been created a moment ago, and the API does not find it yet: repeat it in a minute".to_owned();
    ActionFailure { status: None, code: None, message, not_found: false, unknown: true }
}

impl<Id> Outcomes<Id> {
    pub(crate) fn new(method: &'static str, outcomes: Vec<(Id, Result<ActionSuccess, ActionFailure>)>) -> Self {
        Self { method, outcomes, acted_before: false }
    }

    pub(crate) fn after_an_attempt(self, acted_before: bool) -> Self {
        Self { acted_before, ..self }
    }

    /// Of deletions: what this client created a moment ago may not be found yet, and is not gone by that. What was deleted now is
    /// not new any more.
    pub(crate) fn doubting(mut self, created: &Created) -> Self
    where
        Id: AsRef<str>,
    {
        for (id, outcome) in &mut self.outcomes {
            match outcome {
                Ok(ActionSuccess::Done) => created.forget(self.method, id.as_ref()),
                Ok(ActionSuccess::Already) if created.was_lately(self.method, id.as_ref()) => {
                    *outcome = Err(not_found_yet());
                }
                _ => {}
            }
        }
        self
    }

    /// Of no ids.
    pub(crate) fn none(method: &'static str) -> Self {
        Self::new(method, Vec::new())
    }

    /// Each id with what came of it.
    pub fn iter(&self) -> impl ExactSizeIterator<Item = (&Id, Result<ActionSuccess, &ActionFailure>)> {
        self.outcomes.iter().map(|(id, outcome)| (id, outcome.as_ref().copied()))
    }

    /// The ids for which it was done, was accepted and will be done, or was so already.
    pub fn succeeded(&self) -> impl Iterator<Item = &Id> {
        self.iter().filter(|(_, outcome)| outcome.is_ok()).map(|(id, _)| id)
    }

    /// The ids for which it was so already: what was to be deleted does not exist, what was to be shut down is off.
    ///
    /// ```
    /// # verda_fake::example!(client, fake, {
    /// use verda_api_ext::{DeleteVolumes, types::InstanceId};
    ///
    /// let outcomes = client.delete_instances(InstanceId::from("gone"), DeleteVolumes::Os).await?;
    /// assert!(outcomes.all_ok().is_ok());
    /// assert_eq!(outcomes.already().count(), 1);
    /// # });
    /// ```
    pub fn already(&self) -> impl Iterator<Item = &Id> {
        self.iter().filter(|(_, outcome)| *outcome == Ok(ActionSuccess::Already)).map(|(id, _)| id)
    }

    /// The ids for which it was not done, or is not known to have been done, and why.
    pub fn failed(&self) -> impl Iterator<Item = (&Id, &ActionFailure)> {
        self.iter().filter_map(|(id, outcome)| Some((id, outcome.err()?)))
    }

    /// How many ids there were.
    pub fn len(&self) -> usize {
        self.outcomes.len()
    }

    /// Whether there were no ids, so that nothing was sent.
    pub fn is_empty(&self) -> bool {
        self.outcomes.is_empty()
    }
}

impl<Id: fmt::Display> Outcomes<Id> {
    /// Nothing, if all of it was done.
    ///
    /// # Errors
    ///
    /// [`ErrorKind::PartlyFailed`](crate::ErrorKind::PartlyFailed) that names the ids for which it was not done, or is not
    /// known to have been done. For the others it was done.
    ///
    /// ```
    /// # verda_fake::example!(client, fake, {
    /// use verda_api_ext::{ErrorKind, types::VolumeId};
    ///
    /// let outcomes = client.detach_volumes(VolumeId::from("missing")).await?;
    /// let error = outcomes.all_ok().unwrap_err();
    /// assert_eq!(error.kind(), ErrorKind::PartlyFailed);
    /// assert!(error.to_string().contains("1 of 1 failed: missing: "));
    /// # });
    /// ```
    pub fn all_ok(&self) -> Result<(), Error> {
        let failed: Vec<String> = self.failed().map(|(id, failure)| format!("{id}: {failure}")).collect();
        match failed.len() {
            0 => Ok(()),
            count => {
                let (all, failed) = (self.len(), failed.join("; "));
                let advice = match () {
                    () if count == all => "",
                    // A failure says by itself what to do where its outcome is not known.
                    () if self.failed().any(|(_, failure)| failure.is_unknown()) => "; the others were done",
                    () => "; the others were done: retry for those that failed",
                };
                let message = format!("{count} of {all} failed: {failed}{advice}");
                Err(partly_failed(self.method, message))
            }
        }
    }
}

impl<Id> IntoIterator for Outcomes<Id> {
    type Item = (Id, Result<ActionSuccess, ActionFailure>);
    type IntoIter = std::vec::IntoIter<Self::Item>;

    fn into_iter(self) -> Self::IntoIter {
        self.outcomes.into_iter()
    }
}
