//! What came of a launch.

use std::fmt;
use std::ops::Deref;
use std::sync::Arc;

use verda_api::one_line;
use verda_api::types::{Instance, InstanceId, ScriptId, VolumeId};

use crate::error::{Error, ErrorKind};

/// The machines of a group after a launch. See [`Client::launch`](crate::Client::launch).
#[derive(Debug)]
#[non_exhaustive]
#[must_use = "some of the machines may be missing: see `failed`"]
pub struct Launched {
    /// The machines that run, in the order of their slots.
    pub machines: Vec<Machine>,
    /// The slots without a machine that runs, and why. Some of them may cost: see [`FailedSlot::id`].
    pub failed: Vec<FailedSlot>,
    /// Machines that were terminated: those that had failed, and those that were too many.
    pub terminated: Vec<InstanceId>,
    /// Machines that should be gone, and are not known to be. They may go on costing. Among them are machines that have a
    /// hostname which this launch ordered once: the order may have arrived twice, or another launch is under way.
    pub left: Vec<Left>,
    /// Volumes that are left of machines that were terminated, or that were being deleted when the launch began; not those that
    /// its orders named. They are detached, and go on costing.
    pub volumes_left: Vec<VolumeId>,
    /// Machines that were terminated and did not tell which volumes they had: those may be left, and go on costing. See
    /// [`list_volumes`](verda_api::Client::list_volumes).
    pub volumes_unknown: Vec<InstanceId>,
    /// Startup scripts that were created for this launch, or for one before it, and are still there: a machine may need them
    /// yet, or they could not be deleted. The next launch of the group deletes them.
    pub scripts_left: Vec<ScriptId>,
}

/// A machine of a group. Derefs to its [`Instance`].
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct Machine {
    /// The number at the end of its hostname.
    pub slot: u64,
    /// Whether it was there before.
    pub adopted: bool,
    /// The machine as the API described it when it was last seen.
    pub instance: Instance,
}

impl Deref for Machine {
    type Target = Instance;

    fn deref(&self) -> &Instance {
        &self.instance
    }
}

/// A slot without a machine that runs.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct FailedSlot {
    /// The number at the end of the hostname.
    pub slot: u64,
    /// The hostname.
    pub hostname: String,
    /// The machine that is there, or may be, and is not known to run. It may cost, and the next launch of the group adopts it
    /// or replaces it, unless it has another hostname.
    pub id: Option<InstanceId>,
    /// Why.
    pub error: Arc<Error>,
    pub(super) unknown: bool,
    pub(super) capacity: bool,
}

impl FailedSlot {
    /// Whether it is not known if there is a machine: an order has no known outcome, and lists fail. The next launch of the
    /// group looks for it before it orders.
    pub fn is_unknown(&self) -> bool {
        self.unknown
    }

    /// Whether no capacity was left.
    pub fn is_capacity(&self) -> bool {
        self.capacity
    }
}

impl fmt::Display for FailedSlot {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}: {}", self.hostname, one_line(&self.error.to_string(), 300))
    }
}

/// A machine that should be gone, and is not known to be.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Left {
    /// The machine.
    pub id: InstanceId,
    /// Why.
    pub reason: String,
}

/// Fewer machines than were asked for run, so that the machines of this launch were terminated. Found with
/// [`Error::cause`](crate::Error::cause).
///
/// ```
/// # #[tokio::main(flavor = "current_thread", start_paused = true)]
/// # async fn main() -> Result<(), verda_api_ext::Error> {
/// # let fake = verda_fake::VerdaFake::builder().build();
/// # let client = verda_api_ext::Client::builder().credentials("a", "b").transport(fake.transport()).build()?;
/// # for location in ["FIN-01", "FIN-02", "FIN-03", "ICE-01"] { let _ = fake.set_capacity("8H100.80S.176V", location, 0); }
/// use verda_api_ext::LaunchError;
///
/// let launch = client.launch("train", 2).instance_types(["8H100.80S.176V"]).image("ubuntu-24.04-cuda-12.8-open");
/// let error = launch.await.unwrap_err();
/// let Some(cause) = error.cause::<LaunchError>() else { return Err(error) };
/// assert!(cause.failed.iter().all(|slot| slot.is_capacity()));
/// // Nothing costs.
/// assert!(cause.left.is_empty());
/// # Ok(())
/// # }
/// ```
#[derive(Debug)]
#[non_exhaustive]
pub struct LaunchError {
    /// The group.
    pub group: String,
    /// How many machines run, or ran before they were terminated; those that were there before among them.
    pub machines: usize,
    /// How many there should be at least.
    pub at_least: usize,
    /// The slots without a machine that runs, and why.
    pub failed: Vec<FailedSlot>,
    /// The machines that were terminated: those that this launch has made, those that had failed before it, and those that were
    /// too many.
    pub terminated: Vec<InstanceId>,
    /// Machines that should be gone, and are not known to be. They may go on costing. Among them are machines that have a
    /// hostname which this launch ordered once: the order may have arrived twice, or another launch is under way.
    pub left: Vec<Left>,
    /// Volumes that are left of machines that were terminated, or that were being deleted when the launch began; not those that
    /// its orders named. They are detached, and go on costing.
    pub volumes_left: Vec<VolumeId>,
    /// Machines that were terminated and did not tell which volumes they had: those may be left, and go on costing. See
    /// [`list_volumes`](verda_api::Client::list_volumes).
    pub volumes_unknown: Vec<InstanceId>,
    /// Startup scripts that were created for this launch, or for one before it, and are still there.
    pub scripts_left: Vec<ScriptId>,
    /// How many of those that were terminated were there before this launch.
    pub(super) terminated_of_before: usize,
}

impl fmt::Display for LaunchError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        const SHOWN: usize = 3;
        let Self { group, machines, at_least, .. } = self;
        write!(f, "only {machines} of {at_least} machines of the group `{group}` ran")?;
        for (index, failed) in self.failed.iter().take(SHOWN).enumerate() {
            write!(f, "{}{failed}", if index == 0 { ": " } else { "; " })?;
        }
        if self.failed.len() > SHOWN {
            write!(f, "; and {} more", self.failed.len() - SHOWN)?;
        }
        match self.terminated.len().saturating_sub(self.terminated_of_before) {
            0 => {}
            1 => f.write_str("; the machine that this launch made was terminated")?,
            count => write!(f, "; {count} machines that this launch made were terminated")?,
        }
        match self.terminated_of_before {
            0 => {}
            1 => f.write_str("; a machine of before that had failed or was too many was terminated")?,
            count => write!(f, "; {count} machines of before that had failed or were too many were terminated")?,
        }
        let unknown = self.failed.iter().filter(|slot| slot.unknown).map(|slot| slot.hostname.as_str());
        let unknown: Vec<&str> = unknown.collect();
        if !unknown.is_empty() {
            write!(
                f,
                "; there may be machines with the hostnames {}: check with `list_instances`",
                unknown.join(", ")
            )?;
        }
        if !self.volumes_left.is_empty() {
            let volumes: Vec<&str> = self.volumes_left.iter().map(VolumeId::as_str).collect();
            write!(f, "; these volumes are left and cost: {}", volumes.join(", "))?;
        }
        if !self.volumes_unknown.is_empty() {
            let machines: Vec<&str> = self.volumes_unknown.iter().map(InstanceId::as_str).collect();
            write!(f, "; volumes of {} may be left: check with `list_volumes`", machines.join(", "))?;
        }
        if !self.scripts_left.is_empty() {
            let scripts: Vec<&str> = self.scripts_left.iter().map(ScriptId::as_str).collect();
            write!(
                f,
                "; startup scripts are left, which the next launch of the group deletes: {}",
                scripts.join(", ")
            )?;
        }
        match self.left.as_slice() {
            [] => Ok(()),
            left => {
                let left: Vec<String> = left.iter().map(|left| format!("{} ({})", left.id, left.reason)).collect();
                write!(f, "; these are left and may cost, terminate them: {}", left.join(", "))
            }
        }
    }
}

impl std::error::Error for LaunchError {}

impl From<LaunchError> for Error {
    fn from(error: LaunchError) -> Self {
        let may_cost = !error.left.is_empty() || error.failed.iter().any(|slot| slot.unknown);
        let message = error.to_string();
        Self::new(ErrorKind::PartlyFailed, message).of("launch").that_may_have_happened(may_cost).caused_by(error)
    }
}
