//! Serverless containers and jobs, and the resources that they refer to: secrets, registry credentials and compute resources.

pub(crate) mod compute;
mod container;
pub(crate) mod deployments;
pub(crate) mod environment;
pub(crate) mod jobs;
mod mounts;
mod references;
mod registry;
pub(crate) mod registry_credentials;
pub(crate) mod replicas;
mod scaling;
pub(crate) mod secrets;
pub(crate) mod workload;

use std::collections::HashMap;
use std::time::Duration;

use serde::{Deserialize, Serialize};

use crate::builder::Config;
use crate::ids::Ids;
use crate::snapshot::stored;
use crate::table::Table;

use self::deployments::{Deployed, Deployment};
use self::jobs::Job;
use self::registry_credentials::Credentials;
use self::secrets::Secret;
use self::workload::{Kind, Onset, Workload};

/// Everything serverless in the project.
#[derive(Debug, Serialize, Deserialize)]
pub(crate) struct Serverless {
    pub(crate) deployments: Table<Deployment>,
    pub(crate) jobs: Table<Job>,
    secrets: Table<Secret>,
    credentials: Table<Credentials>,
    /// The statuses that a test has decided, by the name of the deployment or job, which need not be there yet.
    #[serde(serialize_with = "stored::in_order")]
    pub(crate) decided_deployments: HashMap<String, String>,
    #[serde(serialize_with = "stored::in_order")]
    pub(crate) decided_jobs: HashMap<String, String>,
    /// Separate from the ids of other resources, because replicas come and go with time.
    replica_ids: Ids,
    pace: Pace,
}

/// Durations of changes, in machine time.
#[derive(Debug, Clone, Copy, Serialize, Deserialize)]
pub(crate) struct Pace {
    /// From the start of a container to its being ready, its image included.
    startup: Duration,
    /// Pausing, resuming, restarting and deleting.
    action: Duration,
}

impl Serverless {
    pub(crate) fn new(config: &Config) -> Self {
        Self {
            deployments: Table::default(),
            jobs: Table::default(),
            secrets: Table::default(),
            credentials: Table::default(),
            decided_deployments: HashMap::new(),
            decided_jobs: HashMap::new(),
            replica_ids: Ids::new(config.seed.rotate_left(32)),
            pace: Pace { startup: config.deployment_time, action: config.action_time },
        }
    }

    /// Follows changed settings.
    pub(crate) fn set_pace(&mut self, config: &Config) {
        self.pace = Pace { startup: config.deployment_time, action: config.action_time };
    }

    /// Applies the effects of passed time: removes deleted workloads, and drops expired messages.
    pub(crate) fn settle(&mut self, now: Duration) {
        remove_deleted(&mut self.deployments, now);
        remove_deleted(&mut self.jobs, now);
        for deployment in self.deployments.iter_mut() {
            if let Some(expired) = deployment.queue.expire(now) {
                Deployed::rescale(deployment, expired, Onset::Delayed, &mut self.replica_ids, self.pace);
            }
        }
        for job in self.jobs.iter_mut() {
            job.queue.expire(now);
        }
    }
}

fn remove_deleted<K: Kind>(table: &mut Table<Workload<K>>, now: Duration) {
    let gone = |workload: &&Workload<K>| workload.gone_at.is_some_and(|at| at <= now);
    let names: Vec<String> = table.iter().filter(gone).map(|workload| workload.name.clone()).collect();
    for name in names {
        table.remove(&name);
    }
}
