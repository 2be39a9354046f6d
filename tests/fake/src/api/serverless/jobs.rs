//! Job deployments.

use std::time::Duration;

use http::StatusCode;
use serde_json::{Map, Value};

use super::workloads::{endpoint, merge_containers, read_containers, read_name};
use super::{compute, containers, registry, scaling};
use crate::api::call::Call;
use crate::api::error::ApiError;
use crate::api::fields::Fields;
use crate::api::reply::Reply;
use crate::model::clock::Clock;
use crate::model::project::deployments::{WorkloadChange, WorkloadOrder};
use crate::model::serverless::job::{Batch, Job};

/// The members that the list has as well.
fn short(job: &Job) -> Map<String, Value> {
    let members = [
        ("name", job.name.clone().into()),
        ("created_at", job.created_at.clone().into()),
        ("created_by_user_id", job.created_by.clone().into()),
        ("compute", compute::to_value(job.compute)),
    ];
    members.into_iter().map(|(name, member)| (name.to_owned(), member)).collect()
}

/// The job as the API shows it at an instant.
pub(crate) fn to_value(job: &Job, clock: &Clock, now: Duration) -> Value {
    let mut value = short(job);
    let containers = job.containers.iter().map(|container| containers::to_value(container, clock, now));
    value.insert("containers".to_owned(), containers.collect());
    value.insert("endpoint_base_url".to_owned(), endpoint(job).into());
    value.insert("container_registry_settings".to_owned(), registry::to_value(&job.registry));
    Value::Object(value)
}

/// `GET /v1/job-deployments`
pub(crate) fn list(call: &mut Call<'_>) -> Result<Reply, ApiError> {
    call.project.serverless.settle(call.moment.now);
    Reply::ok(&call.project.serverless.jobs.iter().map(short).collect::<Vec<_>>())
}

/// `GET /v1/job-deployments/{jobName}`
pub(crate) fn get(call: &mut Call<'_>) -> Result<Reply, ApiError> {
    call.project.serverless.settle(call.moment.now);
    Reply::ok(&shown(call, call.parameter(0))?)
}

fn shown(call: &Call<'_>, name: &str) -> Result<Value, ApiError> {
    let job = call.project.serverless.find::<Batch>(name)?;
    Ok(to_value(job, call.moment.clock, call.moment.now))
}

/// `POST /v1/job-deployments`
pub(crate) fn create(call: &mut Call<'_>) -> Result<Reply, ApiError> {
    let body = call.json_body_without_nulls()?;
    let mut fields = Fields::new(&body);
    let name = read_name(&mut fields);
    let registry = fields.nested("container_registry_settings", registry::read_for_job).unwrap_or_default();
    let containers = read_containers(&mut fields, false);
    let compute = fields.required_nested("compute", compute::read);
    let scaling = fields.required_nested("scaling", scaling::read_for_job);
    fields.finish()?;
    let (Some(compute), Some(scaling)) = (compute, scaling) else {
        return Err(ApiError::of_status(StatusCode::BAD_REQUEST));
    };
    let order = WorkloadOrder { name: name.clone(), registry, containers, compute, is_spot: false, scaling };
    call.project.create_job(call.moment, order)?;
    Reply::json(StatusCode::CREATED, &shown(call, &name)?)
}

/// `PATCH /v1/job-deployments/{jobName}`
pub(crate) fn update(call: &mut Call<'_>) -> Result<Reply, ApiError> {
    let mut body = call.json_body_without_nulls()?;
    let name = call.parameter(0).to_owned();
    call.project.serverless.settle(call.moment.now);
    let current = call.project.serverless.find_changeable::<Batch>(&name)?;
    if let Some(changes) = body.get("containers") {
        let merged = merge_containers(current, changes, call.moment)?;
        body.insert("containers".to_owned(), merged);
    }
    if let Some(Value::Object(change)) = body.get("scaling") {
        let mut merged = scaling::members_of_job(&current.kind.scaling);
        merged.extend(change.clone());
        body.insert("scaling".to_owned(), merged.into());
    }
    let mut fields = Fields::new(&body);
    let change = WorkloadChange {
        registry: fields.nested("container_registry_settings", registry::read_for_job),
        containers: fields.nested_list("containers", |container| containers::read(container, false)),
        compute: fields.nested("compute", compute::read),
        scaling: fields.nested("scaling", scaling::read_for_job),
        is_spot: None,
    };
    fields.finish()?;
    call.project.change_job(call.moment, &name, change)?;
    get(call)
}

/// `GET /v1/job-deployments/{jobName}/scaling`
pub(crate) fn scaling(call: &mut Call<'_>) -> Result<Reply, ApiError> {
    call.project.serverless.settle(call.moment.now);
    let job = call.project.serverless.find::<Batch>(call.parameter(0))?;
    Reply::ok(&scaling::members_of_job(&job.kind.scaling))
}
