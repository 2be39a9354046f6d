//! What came of an action on several things at once.

use std::fmt;

use http::StatusCode;

use crate::error::Error;

/// What came of an action, for each id that was given and in that order. However the API answers, with one status for
/// all, with a list, or with an error for a single id, it ends here.
///
/// ```
/// # #[tokio::main(flavor = "current_thread", start_paused = true)]
/// # async fn main() -> Result<(), verda_api_ext::Error> {
/// # let fake = verda_fake::VerdaFake::builder().build();
/// # let client = verda_api_ext::Client::builder().credentials("id", "secret").transport(fake.transport()).build()?;
/// use verda_api_ext::types::InstanceId;
///
/// let outcomes = client.shutdown_instances([InstanceId::from("nobody")]).await?;
/// for (id, failure) in outcomes.failed() {
///     println!("{id}: {failure}");
/// }
/// // Or: whatever did not work is an error.
/// assert!(outcomes.all_ok().is_err());
/// # Ok(())
/// # }
/// ```
#[derive(Clone, Debug, PartialEq)]
#[must_use = "some of it may have failed: ask `all_ok()` or `failed()`"]
pub struct Outcomes<Id> {
    operation: &'static str,
    outcomes: Vec<(Id, Result<(), ActionFailure>)>,
}

/// Why an action was not done for one id.
///
/// ```
/// # #[tokio::main(flavor = "current_thread", start_paused = true)]
/// # async fn main() -> Result<(), verda_api_ext::Error> {
/// # let fake = verda_fake::VerdaFake::builder().build();
/// # let client = verda_api_ext::Client::builder().credentials("id", "secret").transport(fake.transport()).build()?;
/// use verda_api_ext::{DeleteVolumes, types::InstanceId};
///
/// let ids = [InstanceId::from("a"), InstanceId::from("b")];
/// let outcomes = client.delete_instances(ids, DeleteVolumes::Os, false).await?;
/// // What is not there need not be deleted: only the others are worth a word.
/// let mut left = outcomes.failed().filter(|(_, failure)| !failure.is_not_found());
/// assert!(left.next().is_none());
/// # Ok(())
/// # }
/// ```
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub struct ActionFailure {
    /// The status that the API gives for this id; `None` if the API's answer does not name it.
    pub status: Option<StatusCode>,
    /// The API's own code, such as `forbidden_action`. Answers about several ids have none.
    pub code: Option<String>,
    /// What the API says.
    pub message: String,
}

impl ActionFailure {
    /// Whether there is no such thing.
    pub fn is_not_found(&self) -> bool {
        self.status == Some(StatusCode::NOT_FOUND) || self.code.as_deref() == Some("not_found")
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

impl<Id> Outcomes<Id> {
    pub(crate) fn new(operation: &'static str, outcomes: Vec<(Id, Result<(), ActionFailure>)>) -> Self {
        Self { operation, outcomes }
    }

    /// The same for all.
    pub(crate) fn all(operation: &'static str, ids: Vec<Id>) -> Self {
        Self::new(operation, ids.into_iter().map(|id| (id, Ok(()))).collect())
    }

    /// Each id with what came of it.
    pub fn iter(&self) -> impl ExactSizeIterator<Item = (&Id, Result<(), &ActionFailure>)> {
        self.outcomes.iter().map(|(id, outcome)| (id, outcome.as_ref().copied()))
    }

    /// The ids for which it was done, or was accepted and will be done. Those that were in that state already count.
    pub fn succeeded(&self) -> impl Iterator<Item = &Id> {
        self.iter().filter(|(_, outcome)| outcome.is_ok()).map(|(id, _)| id)
    }

    /// The ids for which it was not done, and why.
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
    /// [`ErrorKind::PartlyFailed`](crate::ErrorKind::PartlyFailed) that names the ids for which it was not done. For
    /// the others it was: to call again is for those that failed.
    ///
    /// ```
    /// # #[tokio::main(flavor = "current_thread", start_paused = true)]
    /// # async fn main() -> Result<(), verda_api_ext::Error> {
    /// # let fake = verda_fake::VerdaFake::builder().build();
    /// # let client = verda_api_ext::Client::builder().credentials("a", "b").transport(fake.transport()).build()?;
    /// use verda_api_ext::{ErrorKind, types::VolumeId};
    ///
    /// let outcomes = client.detach_volumes(VolumeId::from("nobody")).await?;
    /// let error = outcomes.all_ok().unwrap_err();
    /// assert_eq!(error.kind(), ErrorKind::PartlyFailed);
    /// assert!(error.to_string().contains("1 of 1 failed: nobody: "));
    /// # Ok(())
    /// # }
    /// ```
    pub fn all_ok(&self) -> Result<(), Error> {
        let failed: Vec<String> = self.failed().map(|(id, failure)| format!("{id}: {failure}")).collect();
        match failed.len() {
            0 => Ok(()),
            count => {
                let (all, failed) = (self.len(), failed.join("; "));
                let advice = "the others were done: call again for those that failed";
                let message = format!("{count} of {all} failed: {failed}; {advice}");
                Err(Error::partly_failed(self.operation, message))
            }
        }
    }
}

impl<Id> IntoIterator for Outcomes<Id> {
    type Item = (Id, Result<(), ActionFailure>);
    type IntoIter = std::vec::IntoIter<Self::Item>;

    fn into_iter(self) -> Self::IntoIter {
        self.outcomes.into_iter()
    }
}
