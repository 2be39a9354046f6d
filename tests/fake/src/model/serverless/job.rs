//! Job deployments.

use std::time::Duration;

use serde::{Deserialize, Serialize};

use crate::model::ids::Ids;
use crate::model::lifecycle::Lifecycle;
use crate::model::serverless::scaling::JobScaling;
use crate::model::serverless::status;
use crate::model::serverless::workload::{Kind, Onset, Pace, Workload};

/// What only a job has.
#[derive(Debug, Serialize, Deserialize)]
pub(crate) struct Batch {
    pub(crate) scaling: JobScaling,
}

/// A job deployment.
pub(crate) type Job = Workload<Batch>;

impl Kind for Batch {
    const WHAT: &'static str = "Job deployment";
    const SETTLED: &'static str = status::READY;

    fn settled_status(job: &Job) -> &'static str {
        if job.queue.len() > 0 { status::RUNNING } else { status::READY }
    }

    fn starting(_: Duration, _: Pace) -> Lifecycle {
        Lifecycle::new(status::READY)
    }

    fn message_lifetime(&self) -> Duration {
        self.scaling.message_lifetime()
    }

    /// The API does not show the replicas of jobs.
    fn rescale(_: &mut Job, _: Duration, _: Onset, _: &mut Ids, _: Pace) {}
}
