//! Why a wait ended without what it waited for.

use std::fmt;
use std::sync::Arc;
use std::time::Duration;

use verda_api::one_line;

use crate::error::Error;
use crate::failure::Seconds;

/// Why a wait ended without what it waited for. The ids are always there: what was waited for may go on costing. Found
/// with [`Error::cause`](crate::Error::cause).
///
/// ```
/// # #[tokio::main(flavor = "current_thread", start_paused = true)]
/// # async fn main() -> Result<(), verda_api_ext::Error> {
/// # use verda_api_ext::types::DeployInstance;
/// # let fake = verda_fake::VerdaFake::builder().build();
/// # let client = verda_api_ext::Client::builder().credentials("id", "secret").transport(fake.transport()).build()?;
/// # let order = DeployInstance::builder().instance_type("CPU.4V.16G").image("ubuntu-24.04").hostname("node-1");
/// # let order = order.location_code("FIN-01");
/// # let id = client.deploy_instance(order).await?.into_inner();
/// # fake.set_instance_status(id.as_str(), "no_capacity").unwrap();
/// use verda_api_ext::{WaitEnd, WaitError};
///
/// let error = client.wait_for_instance(&id).await.unwrap_err();
/// let Some(wait) = error.cause::<WaitError>() else { return Err(error) };
/// match wait.reason {
///     WaitEnd::Failed => println!("it will never run: order another one, and delete {:?}", wait.pending),
///     WaitEnd::TimedOut | WaitEnd::PollsFailed => println!("wait for it again, by its id"),
///     _ => println!("it is gone; its volumes may go on costing"),
/// }
/// # assert_eq!(wait.pending, [(id.to_string(), Some("no_capacity".to_owned()))]);
/// # Ok(())
/// # }
/// ```
#[derive(Debug)]
#[non_exhaustive]
pub struct WaitError {
    /// What was waited for, such as `instance`.
    pub resource: &'static str,
    /// The ids of the resources of which the condition is not true, with the last status that was seen of each; after
    /// [`Failed`](WaitEnd::Failed) and [`Gone`](WaitEnd::Gone) only those that it is about.
    pub pending: Vec<(String, Option<String>)>,
    /// What should have become true.
    pub condition: String,
    /// Why the wait ended.
    pub reason: WaitEnd,
    /// How long it took.
    pub elapsed: Duration,
    /// The failure of the last poll, if it failed.
    pub last_failure: Option<Arc<Error>>,
}

/// Why a wait ended. See [`WaitError`], which has an example.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum WaitEnd {
    /// The time was up. It may become true later.
    TimedOut,
    /// A resource has a status that it does not leave by itself, or of which `fail_if` is true.
    Failed,
    /// A resource was there and no longer exists, or never appeared: the API said so twice.
    Gone,
    /// Polls failed again and again, or nothing can be sent. What is waited for may be true or not.
    PollsFailed,
}

impl fmt::Display for WaitError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        const SHOWN: usize = 3;
        const SHOWN_TEXT: usize = 80;
        write!(f, "{} ", self.resource)?;
        for (index, (id, status)) in self.pending.iter().take(SHOWN).enumerate() {
            let status = status.as_deref().map_or("not seen".to_owned(), |status| one_line(status, SHOWN_TEXT));
            write!(f, "{}{} ({status})", if index == 0 { "" } else { ", " }, one_line(id, SHOWN_TEXT))?;
        }
        if self.pending.len() > SHOWN {
            write!(f, " and {} more", self.pending.len() - SHOWN)?;
        }
        let elapsed = Seconds(self.elapsed);
        match self.reason {
            WaitEnd::TimedOut => write!(f, ": not {} after {elapsed}; it may still get there", self.condition)?,
            WaitEnd::Failed => write!(f, ": failed before it was {} ({elapsed})", self.condition)?,
            WaitEnd::Gone if self.pending.iter().all(|(_, status)| status.is_some()) => {
                write!(f, ": gone since it was seen, so it will not become {}", self.condition)?;
            }
            WaitEnd::Gone => {
                write!(f, ": there is no such {}, so it will not become {}", self.resource, self.condition)?;
            }
            WaitEnd::PollsFailed => {
                write!(f, ": polls fail, so whether it is {} is not known ({elapsed})", self.condition)?
            }
        }
        match &self.last_failure {
            Some(failure) => write!(f, "; the last poll failed: {failure}"),
            None => Ok(()),
        }
    }
}

impl std::error::Error for WaitError {
    fn source(&self) -> Option<&(dyn std::error::Error + 'static)> {
        Some(self.last_failure.as_deref()?)
    }
}
