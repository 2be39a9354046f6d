//! Container deployments and jobs: how they are made and changed.

use super::Project;
use crate::model::lifecycle::Lifecycle;
use crate::model::moment::Moment;
use crate::model::money::Rate;
use crate::model::refusal::Refusal;
use crate::model::serverless::Member;
use crate::model::serverless::compute::{Compute, Wanted};
use crate::model::serverless::container::{self, Container, EnvVar, Registry};
use crate::model::serverless::deployment::Deployed;
use crate::model::serverless::job::Batch;
use crate::model::serverless::replicas::Fleet;
use crate::model::serverless::scaling::{JobScaling, Scaling};
use crate::model::serverless::status;
use crate::model::serverless::workload::{Onset, Queue, Workload};

/// An order of a deployment or job with valid members, which may name what does not exist; `S` is its scaling.
pub(crate) struct WorkloadOrder<S> {
    pub(crate) name: String,
    pub(crate) registry: Registry,
    pub(crate) containers: Vec<Container>,
    pub(crate) compute: Wanted,
    pub(crate) is_spot: bool,
    pub(crate) scaling: S,
}

/// A change of a deployment or job. A member that is absent changes nothing; containers are whole, and found by name.
pub(crate) struct WorkloadChange<S> {
    pub(crate) registry: Option<Registry>,
    pub(crate) containers: Vec<Container>,
    pub(crate) compute: Option<Wanted>,
    pub(crate) is_spot: Option<bool>,
    pub(crate) scaling: Option<S>,
}

impl Project {
    pub(crate) fn create_deployment(
        &mut self,
        moment: Moment<'_>,
        order: WorkloadOrder<Scaling>,
    ) -> Result<(), Refusal> {
        let compute = self.require_workload::<Deployed, _>(moment, &order)?;
        let startup = moment.rules.deployment_time;
        let life = Lifecycle::new(status::INITIALIZING)
            .then(moment.now.saturating_add(startup / 4), status::IMAGE_PULLING)
            .then(moment.now.saturating_add(startup), status::HEALTHY);
        let kind = |scaling| Deployed { scaling, fleet: Fleet::default() };
        self.insert_workload(moment, order, compute, life, kind);
        Ok(())
    }

    pub(crate) fn create_job(&mut self, moment: Moment<'_>, order: WorkloadOrder<JobScaling>) -> Result<(), Refusal> {
        let compute = self.require_workload::<Batch, _>(moment, &order)?;
        self.insert_workload(moment, order, compute, Lifecycle::new(status::READY), |scaling| Batch { scaling });
        Ok(())
    }

    /// Refuses an order that names what is not there, or that the money is not enough for.
    fn require_workload<K: Member, S>(
        &mut self,
        moment: Moment<'_>,
        order: &WorkloadOrder<S>,
    ) -> Result<Compute, Refusal> {
        self.serverless.settle(moment.now);
        self.serverless.require_free_name::<K>(&order.name)?;
        self.require_references(&order.containers, &order.registry)?;
        let compute = Compute::find(&order.compute, order.is_spot)?;
        self.ledger.require_funds(Rate::per_hour(compute.price_per_hour()), moment.now)?;
        Ok(compute)
    }

    fn insert_workload<K: Member, S>(
        &mut self,
        moment: Moment<'_>,
        order: WorkloadOrder<S>,
        compute: Compute,
        life: Lifecycle,
        kind: impl FnOnce(S) -> K,
    ) {
        let WorkloadOrder { name, registry, mut containers, scaling, .. } = order;
        for (index, container) in containers.iter_mut().enumerate() {
            container.name = format!("{name}-{index}");
        }
        set_pulled(&mut containers, moment);
        let workload = Workload {
            name: name.clone(),
            created_at: moment.timestamp(),
            created_by: self.user_id.clone(),
            compute,
            registry,
            containers,
            life,
            gone_at: None,
            queue: Queue::default(),
            kind: kind(scaling),
        };
        K::table_mut(&mut self.serverless).insert(&name, workload);
        self.serverless.rescale::<K>(&name, moment.now, Onset::AtOnce);
    }

    pub(crate) fn change_deployment(
        &mut self,
        moment: Moment<'_>,
        name: &str,
        change: WorkloadChange<Scaling>,
    ) -> Result<(), Refusal> {
        let takes = moment.rules.deployment_time;
        self.change_workload::<Deployed, _>(moment, name, change, |deployment, scaling| {
            if let Some(scaling) = scaling {
                deployment.kind.scaling = scaling;
            }
            deployment.replace_replicas(moment.now, takes);
        })
    }

    pub(crate) fn change_job(
        &mut self,
        moment: Moment<'_>,
        name: &str,
        change: WorkloadChange<JobScaling>,
    ) -> Result<(), Refusal> {
        self.change_workload::<Batch, _>(moment, name, change, |job, scaling| {
            if let Some(scaling) = scaling {
                job.kind.scaling = scaling;
            }
        })
    }

    fn change_workload<K: Member, S>(
        &mut self,
        moment: Moment<'_>,
        name: &str,
        change: WorkloadChange<S>,
        finish: impl FnOnce(&mut Workload<K>, Option<S>),
    ) -> Result<(), Refusal> {
        let current = self.serverless.find_changeable::<K>(name)?;
        let WorkloadChange { registry, mut containers, compute, is_spot, scaling } = change;
        let is_spot = is_spot.unwrap_or(current.compute.is_spot());
        let compute = match compute {
            Some(wanted) => Compute::find(&wanted, is_spot)?,
            None => current.compute.with_spot(is_spot),
        };
        self.require_references(&containers, registry.as_ref().unwrap_or(&current.registry))?;
        set_pulled(&mut containers, moment);
        self.serverless.change::<K>(name, moment.now, Onset::AtOnce, |workload, _| {
            container::replace(&mut workload.containers, containers);
            workload.compute = compute;
            if let Some(registry) = registry {
                workload.registry = registry;
            }
            finish(workload, scaling);
        })
    }

    /// Changes a copy of a container's variables, and takes it over if all of it is right.
    pub(crate) fn change_environment(
        &mut self,
        moment: Moment<'_>,
        name: &str,
        container_name: &str,
        change: impl FnOnce(&mut Vec<EnvVar>) -> Result<(), Refusal>,
    ) -> Result<(), Refusal> {
        self.serverless.settle(moment.now);
        let deployment = self.serverless.find_changeable::<Deployed>(name)?;
        let found = deployment.containers.iter().find(|container| container.name == container_name);
        let mut changed = found.ok_or_else(|| Refusal::not_found("Container"))?.clone();
        change(&mut changed.env)?;
        self.require_references(std::slice::from_ref(&changed), &deployment.registry)?;
        let takes = moment.rules.action_time;
        self.serverless.change::<Deployed>(name, moment.now, Onset::AtOnce, |deployment, _| {
            container::replace(&mut deployment.containers, vec![changed]);
            deployment.replace_replicas(moment.now, takes);
        })
    }
}

/// New containers get their images half-way through a deployment.
fn set_pulled(containers: &mut [Container], moment: Moment<'_>) {
    for container in containers {
        container.pulled = moment.now.saturating_add(moment.rules.deployment_time / 2);
    }
}
