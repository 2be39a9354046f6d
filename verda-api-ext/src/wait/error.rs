//! Why a wait ended without what it waited for.

use std::fmt;
use std::time::Duration;

use crate::error::Error;
use crate::failure::Seconds;

/// Why a wait ended without what it waited for. The ids are always there: what was waited for may go on costing. Found
/// with [`Error::wait`](crate::Error::wait).
///
/// ```
/// # #[tokio::main(flavor = "current_thread", start_paused = true)]
/// # async fn main() -> Result<(), verda_api_ext::Error> {
/// # use verda_api_ext::types::DeployInstance;
/// # let fake = verda_fake::VerdaFake::builder().build();
/// # let client = verda_api_ext::Client::builder().credentials("id", "secret").transport(fake.transport()).build()?;
/// # let order = DeployInstance::builder().instance_type("CPU.4V.16G").image("ubuntu-24.04").hostname("node-1");
/// # let order = order.description("").location_code("FIN-01");
/// # let id = client.deploy_instance().body(order).send().await?.into_inner();
/// # fake.set_instance_status(id.as_str(), "no_capacity").unwrap();
/// use verda_api_ext::WaitEnd;
///
/// let error = client.wait_for_instance(&id).await.unwrap_err();
/// let Some(wait) = error.wait() else { return Err(error) };
/// match wait.reason {
///     WaitEnd::Failed => println!("it will never run: order another one, and delete {:?}", wait.pending),
///     WaitEnd::TimedOut | WaitEnd::CannotLook => println!("wait for it again, by its id"),
///     _ => println!("it is gone, and costs nothing"),
/// }
/// # assert_eq!(wait.pending, [(id.to_string(), Some("no_capacity".to_owned()))]);
/// # Ok(())
/// # }
/// ```
#[derive(Debug)]
#[non_exhaustive]
pub struct WaitError {
    /// What was waited for, such as `instance`.
    pub thing: &'static str,
    /// The ids of the things of which it is not true, with the last status that was seen of each; after
    /// [`Failed`](WaitEnd::Failed) and [`Gone`](WaitEnd::Gone) only those that it is about.
    pub pending: Vec<(String, Option<String>)>,
    /// What should have become true.
    pub condition: String,
    /// Why the wait ended.
    pub reason: WaitEnd,
    /// How long it took.
    pub elapsed: Duration,
    /// The failure of the last look, if it failed.
    pub last_failure: Option<Box<Error>>,
}

/// Why a wait ended. See [`WaitError`], which has an example.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum WaitEnd {
    /// The time was up. It may become true later.
    TimedOut,
    /// One of them is in a state that it does not leave by itself.
    Failed,
    /// One of them was there and is no more, or never appeared.
    Gone,
    /// Looking failed in a way that does not get better by itself.
    CannotLook,
}

impl fmt::Display for WaitError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        const SHOWN: usize = 3;
        write!(f, "{} ", self.thing)?;
        for (index, (id, status)) in self.pending.iter().take(SHOWN).enumerate() {
            let status = status.as_deref().unwrap_or("not seen");
            write!(f, "{}{id} ({status})", if index == 0 { "" } else { ", " })?;
        }
        if self.pending.len() > SHOWN {
            write!(f, " and {} more", self.pending.len() - SHOWN)?;
        }
        let elapsed = Seconds(self.elapsed);
        match self.reason {
            WaitEnd::TimedOut => write!(f, ": not {} after {elapsed}; it may still get there", self.condition)?,
            WaitEnd::Failed => write!(f, ": will not become {} from there ({elapsed})", self.condition)?,
            WaitEnd::Gone => write!(f, ": there is no such {}, so it will not become {}", self.thing, self.condition)?,
            WaitEnd::CannotLook => write!(f, ": cannot be looked at ({elapsed})")?,
        }
        match &self.last_failure {
            Some(failure) => write!(f, "; the last look failed: {failure}"),
            None => Ok(()),
        }
    }
}

impl std::error::Error for WaitError {
    fn source(&self) -> Option<&(dyn std::error::Error + 'static)> {
        Some(self.last_failure.as_deref()?)
    }
}
