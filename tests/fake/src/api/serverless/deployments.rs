//! Container deployments.

use std::time::Duration;

use http::StatusCode;
use serde_json::{Value, json};

use super::workloads::{endpoint, merge_containers, read_containers, read_name};
use super::{compute, containers, registry, scaling};
use crate::api::call::Call;
use crate::api::error::ApiError;
use crate::api::fields::Fields;
use crate::api::reply::Reply;
use crate::model::clock::Clock;
use crate::model::project::deployments::{WorkloadChange, WorkloadOrder};
use crate::model::serverless::deployment::{Deployed, Deployment};
use crate::model::serverless::workload::Onset;

/// The deployment as the API shows it at an instant.
pub(crate) fn to_value(deployment: &Deployment, clock: &Clock, now: Duration) -> Value {
    json!({
        "name": deployment.name,
        "containers": deployment.containers.iter().map(|container| containers::to_value(container, clock, now)).collect::<Vec<_>>(),
        "endpoint_base_url": endpoint(deployment),
        "created_at": deployment.created_at,
        "compute": compute::to_value(deployment.compute),
        "container_registry_settings": registry::to_value(&deployment.registry),
        "is_spot": deployment.compute.is_spot(),
    })
}

/// `GET /v1/container-deployments`
pub(crate) fn list(call: &mut Call<'_>) -> Result<Reply, ApiError> {
    let (now, clock) = (call.moment.now, call.moment.clock);
    call.project.serverless.settle(now);
    let deployments = call.project.serverless.deployments.iter();
    Reply::ok(&deployments.map(|deployment| to_value(deployment, clock, now)).collect::<Vec<_>>())
}

/// `GET /v1/container-deployments/{deployment_name}`
pub(crate) fn get(call: &mut Call<'_>) -> Result<Reply, ApiError> {
    call.project.serverless.settle(call.moment.now);
    Reply::ok(&shown(call, call.parameter(0))?)
}

fn shown(call: &Call<'_>, name: &str) -> Result<Value, ApiError> {
    let deployment = call.project.serverless.find::<Deployed>(name)?;
    Ok(to_value(deployment, call.moment.clock, call.moment.now))
}

/// `POST /v1/container-deployments`
pub(crate) fn create(call: &mut Call<'_>) -> Result<Reply, ApiError> {
    let body = call.json_body_without_nulls()?;
    let mut fields = Fields::new(&body);
    let name = read_name(&mut fields);
    let registry = fields.required_nested("container_registry_settings", registry::read).unwrap_or_default();
    let containers = read_containers(&mut fields, true);
    let compute = fields.required_nested("compute", compute::read);
    let scaling = fields.required_nested("scaling", scaling::read);
    let is_spot = fields.flag("is_spot");
    fields.finish()?;
    let (Some(compute), Some(scaling)) = (compute, scaling) else {
        return Err(ApiError::of_status(StatusCode::BAD_REQUEST));
    };
    let order = WorkloadOrder { name: name.clone(), registry, containers, compute, is_spot, scaling };
    call.project.create_deployment(call.moment, order)?;
    Reply::json(StatusCode::CREATED, &shown(call, &name)?)
}

/// `PATCH /v1/container-deployments/{deployment_name}`
pub(crate) fn update(call: &mut Call<'_>) -> Result<Reply, ApiError> {
    let mut body = call.json_body_without_nulls()?;
    let name = call.parameter(0).to_owned();
    call.project.serverless.settle(call.moment.now);
    let current = call.project.serverless.find_changeable::<Deployed>(&name)?;
    if let Some(changes) = body.get("containers") {
        let merged = merge_containers(current, changes, call.moment)?;
        body.insert("containers".to_owned(), merged);
    }
    // Not in the document; the vendor's own example of scaling sends it.
    if let Some(Value::Object(change)) = body.get("scaling") {
        let merged = scaling::changed(&current.kind.scaling, change);
        body.insert("scaling".to_owned(), merged.into());
    }
    let mut fields = Fields::new(&body);
    let change = WorkloadChange {
        registry: fields.nested("container_registry_settings", registry::read),
        containers: fields.nested_list("containers", |container| containers::read(container, true)),
        compute: fields.nested("compute", compute::read),
        scaling: fields.nested("scaling", scaling::read),
        is_spot: fields.value("is_spot").is_some().then(|| fields.flag("is_spot")),
    };
    fields.finish()?;
    call.project.change_deployment(call.moment, &name, change)?;
    get(call)
}

/// `POST /v1/container-deployments/{deployment_name}/restart`
pub(crate) fn restart(call: &mut Call<'_>) -> Result<Reply, ApiError> {
    let name = call.parameter(0).to_owned();
    call.project.serverless.restart(&name, call.moment.now)?;
    Ok(Reply::empty(StatusCode::CREATED))
}

/// `GET /v1/container-deployments/{deployment_name}/scaling`
pub(crate) fn scaling(call: &mut Call<'_>) -> Result<Reply, ApiError> {
    call.project.serverless.settle(call.moment.now);
    let deployment = call.project.serverless.find::<Deployed>(call.parameter(0))?;
    Reply::ok(&scaling::members(&deployment.kind.scaling))
}

/// `PATCH /v1/container-deployments/{deployment_name}/scaling`
pub(crate) fn update_scaling(call: &mut Call<'_>) -> Result<Reply, ApiError> {
    let body = call.json_body_without_nulls()?;
    let (now, name) = (call.moment.now, call.parameter(0).to_owned());
    let serverless = &mut call.project.serverless;
    serverless.settle(now);
    let current = serverless.find_changeable::<Deployed>(&name)?;
    let merged = scaling::changed(&current.kind.scaling, &body);
    let mut fields = Fields::new(&merged);
    let scaling = scaling::read(&mut fields);
    fields.finish()?;
    let shown = scaling::members(&scaling);
    serverless.change::<Deployed>(&name, now, Onset::Delayed, |deployment, _| {
        deployment.kind.scaling = scaling;
    })?;
    Reply::ok(&shown)
}
