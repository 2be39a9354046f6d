//! Job deployments.

use std::time::Duration;

use http::StatusCode;
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};

use super::compute::{self, Compute};
use super::container::Container;
use super::registry::Registry;
use super::scaling::JobScaling;
use super::workload::{self, Kind, Onset, Queue, Workload};
use super::{Pace, Serverless, references};
use crate::call::Call;
use crate::clock::Clock;
use crate::error::ApiError;
use crate::fields::Fields;
use crate::ids::Ids;
use crate::lifecycle::Lifecycle;
use crate::money::Rate;
use crate::reply::Reply;
use crate::table::Table;

/// The statuses that only jobs have, by their names in the API.
mod status {
    pub(super) const READY: &str = "ready";
    pub(super) const RUNNING: &str = "running";
}

/// What only a job has.
#[derive(Debug, Serialize, Deserialize)]
pub(crate) struct Batch {
    scaling: JobScaling,
}

/// A job deployment.
pub(crate) type Job = Workload<Batch>;

impl Kind for Batch {
    const WHAT: &'static str = "Job deployment";
    const SETTLED: &'static str = status::READY;

    fn table(serverless: &Serverless) -> &Table<Job> {
        &serverless.jobs
    }

    fn table_mut(serverless: &mut Serverless) -> &mut Table<Job> {
        &mut serverless.jobs
    }

    fn decided<'a>(serverless: &'a Serverless, name: &str) -> Option<&'a str> {
        serverless.decided_jobs.get(name).map(String::as_str)
    }

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

impl Job {
    /// The members that the list has as well.
    fn short(&self) -> Map<String, Value> {
        let members = [
            ("name", self.name.clone().into()),
            ("created_at", self.created_at.clone().into()),
            ("created_by_user_id", self.created_by.clone().into()),
            ("compute", self.compute.to_value()),
        ];
        members.into_iter().map(|(name, member)| (name.to_owned(), member)).collect()
    }

    /// The job as the API shows it at an instant.
    pub(crate) fn to_value(&self, clock: &Clock, now: Duration) -> Value {
        let mut value = self.short();
        let containers = self.containers.iter().map(|container| container.to_value(clock, now));
        value.insert("containers".to_owned(), containers.collect());
        value.insert("endpoint_base_url".to_owned(), self.endpoint().into());
        value.insert("container_registry_settings".to_owned(), self.registry.to_value());
        Value::Object(value)
    }
}

/// `GET /v1/job-deployments`
pub(crate) fn list(call: &mut Call<'_>) -> Result<Reply, ApiError> {
    call.state.serverless.settle(call.now);
    Reply::ok(&call.state.serverless.jobs.iter().map(Job::short).collect::<Vec<_>>())
}

/// `GET /v1/job-deployments/{jobName}`
pub(crate) fn get(call: &mut Call<'_>) -> Result<Reply, ApiError> {
    call.state.serverless.settle(call.now);
    let job = workload::find::<Batch>(&call.state.serverless, call.parameter(0))?;
    Reply::ok(&job.to_value(call.clock, call.now))
}

/// `POST /v1/job-deployments`
pub(crate) fn create(call: &mut Call<'_>) -> Result<Reply, ApiError> {
    let body = call.json_body_without_nulls()?;
    let mut fields = Fields::new(&body);
    let name = workload::read_name(&mut fields);
    let registry = fields.nested("container_registry_settings", Registry::read_for_job).unwrap_or_default();
    let mut containers = workload::read_containers(&mut fields, false);
    let compute = fields.required_nested("compute", compute::Wanted::read);
    let scaling = fields.required_nested("scaling", JobScaling::read);
    fields.finish()?;
    let (Some(compute), Some(scaling)) = (compute, scaling) else {
        return Err(ApiError::of_status(StatusCode::BAD_REQUEST));
    };

    let now = call.now;
    call.state.serverless.settle(now);
    workload::require_free_name::<Batch>(&call.state.serverless, &name)?;
    references::require(call.state, &containers, &registry)?;
    let compute = Compute::find(&compute, false)?;
    call.state.ledger.require_funds(Rate::per_hour(compute.price_per_hour()), call.now)?;

    for (index, container) in containers.iter_mut().enumerate() {
        container.name = format!("{name}-{index}");
        container.pulled = now.saturating_add(call.config.deployment_time / 2);
    }
    let job = Workload {
        name: name.clone(),
        created_at: call.clock.timestamp(now),
        created_by: call.state.user_id.clone(),
        compute,
        registry,
        containers,
        life: Lifecycle::new(status::READY),
        gone_at: None,
        queue: Queue::default(),
        kind: Batch { scaling },
    };
    let shown = job.to_value(call.clock, now);
    call.state.serverless.jobs.insert(&name, job);
    Reply::json(StatusCode::CREATED, &shown)
}

/// `PATCH /v1/job-deployments/{jobName}`
pub(crate) fn update(call: &mut Call<'_>) -> Result<Reply, ApiError> {
    let mut body = call.json_body_without_nulls()?;
    let (now, name) = (call.now, call.parameter(0).to_owned());
    call.state.serverless.settle(now);
    let current = workload::find_changeable::<Batch>(&call.state.serverless, &name)?;
    if let Some(changes) = body.get("containers") {
        let merged = current.merge_containers(changes, call)?;
        body.insert("containers".to_owned(), merged);
    }
    if let Some(Value::Object(change)) = body.get("scaling") {
        let mut merged = current.kind.scaling.members();
        merged.extend(change.clone());
        body.insert("scaling".to_owned(), merged.into());
    }
    let mut fields = Fields::new(&body);
    let registry = fields.nested("container_registry_settings", Registry::read_for_job);
    let mut containers = fields.nested_list("containers", |container| Container::read(container, false));
    let compute = fields.nested("compute", compute::Wanted::read);
    let scaling = fields.nested("scaling", JobScaling::read);
    fields.finish()?;

    let compute = compute.map(|wanted| Compute::find(&wanted, false)).transpose()?;
    references::require(call.state, &containers, registry.as_ref().unwrap_or(&current.registry))?;
    for container in &mut containers {
        container.pulled = now.saturating_add(call.config.deployment_time / 2);
    }

    workload::change::<Batch, _>(&mut call.state.serverless, &name, |job, _| {
        workload::replace_containers(&mut job.containers, containers);
        if let Some(compute) = compute {
            job.compute = compute;
        }
        if let Some(registry) = registry {
            job.registry = registry;
        }
        if let Some(scaling) = scaling {
            job.kind.scaling = scaling;
        }
    })?;
    get(call)
}

/// `GET /v1/job-deployments/{jobName}/scaling`
pub(crate) fn scaling(call: &mut Call<'_>) -> Result<Reply, ApiError> {
    call.state.serverless.settle(call.now);
    let job = workload::find::<Batch>(&call.state.serverless, call.parameter(0))?;
    Reply::ok(&job.kind.scaling.members())
}
