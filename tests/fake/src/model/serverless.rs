//! Serverless containers and jobs, and the resources that they refer to: secrets, registry credentials and compute resources.

pub(crate) mod compute;
pub(crate) mod container;
pub(crate) mod deployment;
pub(crate) mod job;
pub(crate) mod replicas;
pub(crate) mod scaling;
pub(crate) mod secrets;
pub(crate) mod status;
pub(crate) mod workload;

use std::collections::HashMap;
use std::time::Duration;

use serde::{Deserialize, Serialize};

use self::container::{Container, Registry};
use self::deployment::{Deployed, Deployment};
use self::job::{Batch, Job};
use self::secrets::{Credentials, Secret};
use self::workload::{Kind, Onset, Pace, Workload};
use crate::model::change::Change;
use crate::model::ids::Ids;
use crate::model::lifecycle::Lifecycle;
use crate::model::refusal::Refusal;
use crate::model::rules::Rules;
use crate::model::stored;
use crate::model::table::Table;

/// Everything serverless in the project.
#[derive(Debug, Serialize, Deserialize)]
pub(crate) struct Serverless {
    pub(crate) deployments: Table<Deployment>,
    pub(crate) jobs: Table<Job>,
    pub(crate) secrets: Table<Secret>,
    pub(crate) credentials: Table<Credentials>,
    /// The statuses that a test has decided, by the name of the deployment or job, which need not be there yet.
    #[serde(serialize_with = "stored::in_order")]
    pub(crate) decided_deployments: HashMap<String, String>,
    #[serde(serialize_with = "stored::in_order")]
    pub(crate) decided_jobs: HashMap<String, String>,
    /// Separate from the ids of other resources, because replicas come and go with time.
    replica_ids: Ids,
    pace: Pace,
}

/// A kind of workload that the project has a table of.
pub(crate) trait Member: Kind {
    fn table(serverless: &Serverless) -> &Table<Workload<Self>>;
    fn table_mut(serverless: &mut Serverless) -> &mut Table<Workload<Self>>;
    /// The statuses that a test has decided, by name.
    fn decided(serverless: &Serverless) -> &HashMap<String, String>;
}

impl Member for Deployed {
    fn table(serverless: &Serverless) -> &Table<Deployment> {
        &serverless.deployments
    }

    fn table_mut(serverless: &mut Serverless) -> &mut Table<Deployment> {
        &mut serverless.deployments
    }

    fn decided(serverless: &Serverless) -> &HashMap<String, String> {
        &serverless.decided_deployments
    }
}

impl Member for Batch {
    fn table(serverless: &Serverless) -> &Table<Job> {
        &serverless.jobs
    }

    fn table_mut(serverless: &mut Serverless) -> &mut Table<Job> {
        &mut serverless.jobs
    }

    fn decided(serverless: &Serverless) -> &HashMap<String, String> {
        &serverless.decided_jobs
    }
}

impl Serverless {
    /// The seed decides the ids of replicas.
    pub(crate) fn new(seed: u64, rules: &Rules) -> Self {
        Self {
            deployments: Table::default(),
            jobs: Table::default(),
            secrets: Table::default(),
            credentials: Table::default(),
            decided_deployments: HashMap::new(),
            decided_jobs: HashMap::new(),
            replica_ids: Ids::new(seed),
            pace: Pace::of(rules),
        }
    }

    pub(crate) fn pace(&self) -> Pace {
        self.pace
    }

    /// Follows changed rules.
    pub(crate) fn set_pace(&mut self, rules: &Rules) {
        self.pace = Pace::of(rules);
    }

    /// Applies the effects of passed time: removes deleted workloads, and drops expired messages. Before it, nothing is read.
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

    pub(crate) fn find<K: Member>(&self, name: &str) -> Result<&Workload<K>, Refusal> {
        K::table(self).get(name).ok_or_else(|| Refusal::not_found(K::WHAT))
    }

    /// The workload of this name, unless it is being deleted.
    pub(crate) fn find_changeable<K: Member>(&self, name: &str) -> Result<&Workload<K>, Refusal> {
        let workload = self.find::<K>(name)?;
        if workload.is_terminating() { Err(Refusal::BeingDeleted(K::WHAT)) } else { Ok(workload) }
    }

    /// Changes the workload of this name, unless it is being deleted, and fits its replicas to the change.
    pub(crate) fn change<K: Member>(
        &mut self,
        name: &str,
        now: Duration,
        onset: Onset,
        change: impl FnOnce(&mut Workload<K>, Pace),
    ) -> Result<(), Refusal> {
        self.find_changeable::<K>(name)?;
        let pace = self.pace;
        if let Some(workload) = K::table_mut(self).get_mut(name) {
            change(workload, pace);
        }
        self.rescale::<K>(name, now, onset);
        Ok(())
    }

    /// Fits the replicas of the workload of this name to its settings.
    pub(crate) fn rescale<K: Member>(&mut self, name: &str, now: Duration, onset: Onset) {
        let pace = self.pace;
        // Split the borrow: the table and the ids are fields of the same struct.
        let mut ids = std::mem::replace(&mut self.replica_ids, Ids::new(0));
        if let Some(workload) = K::table_mut(self).get_mut(name) {
            K::rescale(workload, now, onset, &mut ids, pace);
        }
        self.replica_ids = ids;
    }

    /// The status that the API shows at an instant.
    pub(crate) fn shown_status<K: Member>(&self, workload: &Workload<K>, now: Duration) -> &str {
        let status = workload.life.status(now);
        if status != K::SETTLED {
            return status;
        }
        K::decided(self).get(&workload.name).map_or_else(|| K::settled_status(workload), String::as_str)
    }

    /// Puts messages into the queue of the workload of this name, if there is one that takes any.
    pub(crate) fn fill_queue<K: Member>(&mut self, name: &str, messages: u64, now: Duration) -> Result<(), Refusal> {
        self.settle(now);
        self.change::<K>(name, now, Onset::Delayed, |workload, _| workload.set_queue(messages, now))
    }

    pub(crate) fn require_free_name<K: Member>(&self, name: &str) -> Result<(), Refusal> {
        if K::table(self).contains(name) {
            return Err(Refusal::Exists(format!("{} with the name '{name}'", K::WHAT)));
        }
        Ok(())
    }

    /// Pauses a workload, or resumes it.
    pub(crate) fn pause<K: Member>(&mut self, name: &str, pause: bool, now: Duration) -> Result<Change, Refusal> {
        self.settle(now);
        if self.find_changeable::<K>(name)?.is_paused() == pause {
            return Ok(Change::Unneeded);
        }
        self.change::<K>(name, now, Onset::AtOnce, |workload, pace| {
            workload.life = if pause { Lifecycle::new(status::PAUSED) } else { K::starting(now, pace) };
        })?;
        Ok(Change::Made)
    }

    /// Begins to delete a workload, and gives the instant at which it is gone.
    pub(crate) fn delete<K: Member>(&mut self, name: &str, now: Duration) -> Result<Duration, Refusal> {
        self.settle(now);
        self.find::<K>(name)?;
        let gone = now.saturating_add(self.pace.action);
        let mut gone_at = gone;
        if let Some(workload) = K::table_mut(self).get_mut(name) {
            // A second deletion waits for the first.
            gone_at = *workload.gone_at.get_or_insert(gone);
            workload.life = Lifecycle::new(status::TERMINATING);
        }
        self.rescale::<K>(name, now, Onset::AtOnce);
        Ok(gone_at)
    }

    /// Lets new containers take the place of the old ones.
    pub(crate) fn restart(&mut self, name: &str, now: Duration) -> Result<(), Refusal> {
        self.settle(now);
        if self.find_changeable::<Deployed>(name)?.is_paused() {
            return Err(Refusal::InStatus { verb: "restart", status: status::PAUSED, noun: "deployment" });
        }
        self.change::<Deployed>(name, now, Onset::AtOnce, |deployment, pace| {
            deployment.replace_replicas(now, pace.action);
        })
    }

    /// Deletes a secret of which this is true; one that is used only where that is forced.
    pub(crate) fn delete_secret(
        &mut self,
        name: &str,
        is_meant: impl Fn(&Secret) -> bool,
        is_forced: bool,
        now: Duration,
    ) -> Result<(), Refusal> {
        self.settle(now);
        self.secrets.get(name).filter(|secret| is_meant(secret)).ok_or_else(|| Refusal::not_found("Secret"))?;
        if !is_forced {
            self.require_unused(&format!("Secret '{name}'"), |containers, _| {
                containers.iter().any(|container| container.uses_secret(name))
            })?;
        }
        self.secrets.remove(name);
        Ok(())
    }

    /// Deletes registry credentials; those that are used only where that is forced.
    pub(crate) fn delete_credentials(&mut self, name: &str, is_forced: bool, now: Duration) -> Result<(), Refusal> {
        self.settle(now);
        if !self.credentials.contains(name) {
            return Err(Refusal::not_found("Registry credentials"));
        }
        if !is_forced {
            self.require_unused(&format!("Registry credentials '{name}'"), |_, registry| {
                registry.credentials.as_deref() == Some(name)
            })?;
        }
        self.credentials.remove(name);
        Ok(())
    }

    /// Refuses to delete what a deployment or job uses.
    fn require_unused(&self, what: &str, uses: impl Fn(&[Container], &Registry) -> bool) -> Result<(), Refusal> {
        let mut users = names_of(self.deployments.iter(), &uses);
        users.extend(names_of(self.jobs.iter(), &uses));
        if users.is_empty() { Ok(()) } else { Err(Refusal::InUse { what: what.to_owned(), users }) }
    }
}

fn names_of<'a, K: Kind + 'a>(
    workloads: impl Iterator<Item = &'a Workload<K>>,
    uses: impl Fn(&[Container], &Registry) -> bool,
) -> Vec<String> {
    let users = workloads.filter(|workload| uses(&workload.containers, &workload.registry));
    users.map(|workload| workload.name.clone()).collect()
}

fn remove_deleted<K: Kind>(table: &mut Table<Workload<K>>, now: Duration) {
    let gone = |workload: &&Workload<K>| workload.gone_at.is_some_and(|at| at <= now);
    let names: Vec<String> = table.iter().filter(gone).map(|workload| workload.name.clone()).collect();
    for name in names {
        table.remove(&name);
    }
}
