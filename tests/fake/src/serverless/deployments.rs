//! Container deployments.

use std::time::Duration;

use http::StatusCode;
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};

use super::compute::{self, Compute};
use super::container::Container;
use super::registry::Registry;
use super::replicas::{Fleet, Order};
use super::scaling::{Delays, Scaling};
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

/// The statuses that only container deployments have, by their names in the API.
pub(super) mod status {
    pub(in super::super) const INITIALIZING: &str = "initializing";
    pub(in super::super) const IMAGE_PULLING: &str = "image_pulling";
    pub(in super::super) const HEALTHY: &str = "healthy";
    pub(in super::super) const DEGRADED: &str = "degraded";
    pub(in super::super) const UNHEALTHY: &str = "unhealthy";
    pub(in super::super) const UPDATING: &str = "updating";
}

/// What only a container deployment has.
#[derive(Debug, Serialize, Deserialize)]
pub(crate) struct Deployed {
    scaling: Scaling,
    pub(super) fleet: Fleet,
}

/// A container deployment.
pub(crate) type Deployment = Workload<Deployed>;

impl Kind for Deployed {
    const WHAT: &'static str = "Deployment";
    const SETTLED: &'static str = status::HEALTHY;

    fn table(serverless: &Serverless) -> &Table<Deployment> {
        &serverless.deployments
    }

    fn table_mut(serverless: &mut Serverless) -> &mut Table<Deployment> {
        &mut serverless.deployments
    }

    fn decided<'a>(serverless: &'a Serverless, name: &str) -> Option<&'a str> {
        serverless.decided_deployments.get(name).map(String::as_str)
    }

    fn settled_status(_: &Deployment) -> &'static str {
        status::HEALTHY
    }

    fn starting(now: Duration, pace: Pace) -> Lifecycle {
        Lifecycle::new(status::INITIALIZING).then(now.saturating_add(pace.action), status::HEALTHY)
    }

    fn message_lifetime(&self) -> Duration {
        self.scaling.message_lifetime()
    }

    fn rescale(deployment: &mut Deployment, at: Duration, onset: Onset, ids: &mut Ids, pace: Pace) {
        if deployment.is_paused() || deployment.is_terminating() {
            deployment.kind.fleet.stop(at);
            return;
        }
        let replicas = deployment.kind.scaling.replicas_for(deployment.queue.len());
        let delays = match onset {
            Onset::AtOnce => Delays::default(),
            Onset::Delayed => deployment.kind.scaling.delays(),
        };
        // The endpoint leads to the first container.
        let image = deployment.containers.first().map_or("", |container| container.image.as_str());
        deployment.kind.fleet.fit(at, &Order { replicas, delays, image }, ids, pace);
    }
}

impl Deployment {
    /// The number of replicas at an instant.
    pub(crate) fn replicas(&self, serverless: &Serverless, now: Duration) -> usize {
        self.kind.fleet.len(now, serverless.pace)
    }

    /// The deployment as the API shows it at an instant.
    pub(crate) fn to_value(&self, clock: &Clock, now: Duration) -> Value {
        json!({
            "name": self.name,
            "containers": self.containers.iter().map(|container| container.to_value(clock, now)).collect::<Vec<_>>(),
            "endpoint_base_url": self.endpoint(),
            "created_at": self.created_at,
            "compute": self.compute.to_value(),
            "container_registry_settings": self.registry.to_value(),
            "is_spot": self.compute.is_spot(),
        })
    }

    /// Lets new containers take the place of the old ones.
    pub(super) fn replace_replicas(&mut self, now: Duration, takes: Duration) {
        if self.is_paused() {
            return;
        }
        self.life = Lifecycle::new(status::UPDATING).then(now.saturating_add(takes), status::HEALTHY);
        self.kind.fleet.stop(now);
    }
}

/// `GET /v1/container-deployments`
pub(crate) fn list(call: &mut Call<'_>) -> Result<Reply, ApiError> {
    call.state.serverless.settle(call.now);
    let deployments = call.state.serverless.deployments.iter();
    Reply::ok(&deployments.map(|deployment| deployment.to_value(call.clock, call.now)).collect::<Vec<_>>())
}

/// `GET /v1/container-deployments/{deployment_name}`
pub(crate) fn get(call: &mut Call<'_>) -> Result<Reply, ApiError> {
    call.state.serverless.settle(call.now);
    let deployment = workload::find::<Deployed>(&call.state.serverless, call.parameter(0))?;
    Reply::ok(&deployment.to_value(call.clock, call.now))
}

/// `POST /v1/container-deployments`
pub(crate) fn create(call: &mut Call<'_>) -> Result<Reply, ApiError> {
    let body = call.json_body_without_nulls()?;
    let mut fields = Fields::new(&body);
    let name = workload::read_name(&mut fields);
    let registry = fields.required_nested("container_registry_settings", Registry::read).unwrap_or_default();
    let mut containers = workload::read_containers(&mut fields, true);
    let compute = fields.required_nested("compute", compute::Wanted::read);
    let scaling = fields.required_nested("scaling", Scaling::read);
    let is_spot = fields.flag("is_spot");
    fields.finish()?;
    let (Some(compute), Some(scaling)) = (compute, scaling) else {
        return Err(ApiError::of_status(StatusCode::BAD_REQUEST));
    };

    let now = call.now;
    call.state.serverless.settle(now);
    workload::require_free_name::<Deployed>(&call.state.serverless, &name)?;
    references::require(call.state, &containers, &registry)?;
    let compute = Compute::find(&compute, is_spot)?;
    call.state.ledger.require_funds(Rate::per_hour(compute.price_per_hour()), call.now)?;

    let startup = call.config.deployment_time;
    for (index, container) in containers.iter_mut().enumerate() {
        container.name = format!("{name}-{index}");
        container.pulled = now.saturating_add(startup / 2);
    }
    let life = Lifecycle::new(status::INITIALIZING)
        .then(now.saturating_add(startup / 4), status::IMAGE_PULLING)
        .then(now.saturating_add(startup), status::HEALTHY);
    let deployment = Workload {
        name: name.clone(),
        created_at: call.clock.timestamp(now),
        created_by: call.state.user_id.clone(),
        compute,
        registry,
        containers,
        life,
        gone_at: None,
        queue: Queue::default(),
        kind: Deployed { scaling, fleet: Fleet::default() },
    };
    let shown = deployment.to_value(call.clock, now);
    call.state.serverless.deployments.insert(&name, deployment);
    workload::rescale::<Deployed>(&mut call.state.serverless, &name, now, Onset::AtOnce);
    Reply::json(StatusCode::CREATED, &shown)
}

/// `PATCH /v1/container-deployments/{deployment_name}`
pub(crate) fn update(call: &mut Call<'_>) -> Result<Reply, ApiError> {
    let mut body = call.json_body_without_nulls()?;
    let (now, name) = (call.now, call.parameter(0).to_owned());
    call.state.serverless.settle(now);
    let current = workload::find_changeable::<Deployed>(&call.state.serverless, &name)?;
    if let Some(changes) = body.get("containers") {
        let merged = current.merge_containers(changes, call)?;
        body.insert("containers".to_owned(), merged);
    }
    // Not in the document; the vendor's own example of scaling sends it.
    if let Some(Value::Object(change)) = body.get("scaling") {
        let merged = current.kind.scaling.changed(change);
        body.insert("scaling".to_owned(), merged.into());
    }
    let mut fields = Fields::new(&body);
    let registry = fields.nested("container_registry_settings", Registry::read);
    let mut containers = fields.nested_list("containers", |container| Container::read(container, true));
    let compute = fields.nested("compute", compute::Wanted::read);
    let scaling = fields.nested("scaling", Scaling::read);
    let is_spot = fields.value("is_spot").is_some().then(|| fields.flag("is_spot"));
    fields.finish()?;

    let is_spot = is_spot.unwrap_or(current.compute.is_spot());
    let compute = match compute {
        Some(wanted) => Compute::find(&wanted, is_spot)?,
        None => current.compute.with_spot(is_spot),
    };
    let used_registry = registry.as_ref().unwrap_or(&current.registry);
    references::require(call.state, &containers, used_registry)?;
    let takes = call.config.deployment_time;
    for container in &mut containers {
        container.pulled = now.saturating_add(takes / 2);
    }

    workload::change::<Deployed, _>(&mut call.state.serverless, &name, |deployment, _| {
        workload::replace_containers(&mut deployment.containers, containers);
        deployment.compute = compute;
        if let Some(registry) = registry {
            deployment.registry = registry;
        }
        if let Some(scaling) = scaling {
            deployment.kind.scaling = scaling;
        }
        deployment.replace_replicas(now, takes);
    })?;
    workload::rescale::<Deployed>(&mut call.state.serverless, &name, now, Onset::AtOnce);
    get(call)
}

/// `POST /v1/container-deployments/{deployment_name}/restart`
pub(crate) fn restart(call: &mut Call<'_>) -> Result<Reply, ApiError> {
    let (now, name) = (call.now, call.parameter(0).to_owned());
    call.state.serverless.settle(now);
    if workload::find_changeable::<Deployed>(&call.state.serverless, &name)?.is_paused() {
        return Err(ApiError::forbidden("Can't restart a paused deployment"));
    }
    workload::change::<Deployed, _>(&mut call.state.serverless, &name, |deployment, pace| {
        deployment.replace_replicas(now, pace.action);
    })?;
    workload::rescale::<Deployed>(&mut call.state.serverless, &name, now, Onset::AtOnce);
    Ok(Reply::empty(StatusCode::CREATED))
}

/// `GET /v1/container-deployments/{deployment_name}/scaling`
pub(crate) fn scaling(call: &mut Call<'_>) -> Result<Reply, ApiError> {
    call.state.serverless.settle(call.now);
    let deployment = workload::find::<Deployed>(&call.state.serverless, call.parameter(0))?;
    Reply::ok(&deployment.kind.scaling.members())
}

/// `PATCH /v1/container-deployments/{deployment_name}/scaling`
pub(crate) fn update_scaling(call: &mut Call<'_>) -> Result<Reply, ApiError> {
    let body = call.json_body_without_nulls()?;
    let (now, name) = (call.now, call.parameter(0).to_owned());
    call.state.serverless.settle(now);
    let current = workload::find_changeable::<Deployed>(&call.state.serverless, &name)?;
    let merged = current.kind.scaling.changed(&body);
    let mut fields = Fields::new(&merged);
    let scaling = Scaling::read(&mut fields);
    fields.finish()?;
    let shown = scaling.members();
    workload::change::<Deployed, _>(&mut call.state.serverless, &name, |deployment, _| {
        deployment.kind.scaling = scaling;
    })?;
    workload::rescale::<Deployed>(&mut call.state.serverless, &name, now, Onset::Delayed);
    Reply::ok(&shown)
}
