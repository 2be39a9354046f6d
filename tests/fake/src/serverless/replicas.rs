//! The replicas of a container deployment: they come and go by the clock.

use std::time::Duration;

use serde::{Deserialize, Serialize};
use serde_json::{Map, Value, json};

use super::Pace;
use super::deployments::{Deployed, status};
use super::scaling::Delays;
use super::workload;
use crate::call::Call;
use crate::clock::Clock;
use crate::error::ApiError;
use crate::ids::Ids;
use crate::reply::Reply;

/// Letters of a replica's id.
const ID_LENGTH: usize = 5;

#[derive(Debug, Serialize, Deserialize)]
struct Replica {
    id: String,
    image: String,
    started: Duration,
    ready: Duration,
    /// The start of the stop.
    stopped: Option<Duration>,
}

/// The replicas of one deployment: those that are there, and those that the scaling has decided to start.
#[derive(Debug, Default, Serialize, Deserialize)]
pub(super) struct Fleet {
    replicas: Vec<Replica>,
}

/// The planned state of a fleet.
#[derive(Debug)]
pub(super) struct Order<'a> {
    pub(super) replicas: usize,
    pub(super) delays: Delays,
    pub(super) image: &'a str,
}

impl Fleet {
    /// Cancels decisions that did not take effect before `at`, and decides again. The newest replicas stop first.
    pub(super) fn fit(&mut self, at: Duration, order: &Order<'_>, ids: &mut Ids, pace: Pace) {
        self.replicas.retain(|replica| replica.started <= at && !replica.is_gone(at, pace));
        for replica in &mut self.replicas {
            replica.stopped = replica.stopped.filter(|stopped| *stopped <= at);
        }
        let staying = self.replicas.iter().filter(|replica| replica.stopped.is_none()).count();
        let surplus = staying.saturating_sub(order.replicas);
        let stopped = at.saturating_add(order.delays.down);
        for replica in self.replicas.iter_mut().rev().filter(|replica| replica.stopped.is_none()).take(surplus) {
            replica.stopped = Some(stopped);
        }
        let started = at.saturating_add(order.delays.up);
        for _ in staying..order.replicas {
            let mut id = ids.token();
            id.truncate(ID_LENGTH);
            let ready = started.saturating_add(pace.startup);
            self.replicas.push(Replica { id, image: order.image.to_owned(), started, ready, stopped: None });
        }
    }

    /// Stops all replicas now, without delays.
    pub(super) fn stop(&mut self, at: Duration) {
        self.replicas.retain(|replica| replica.started <= at);
        for replica in &mut self.replicas {
            replica.stopped = Some(replica.stopped.unwrap_or(at).min(at));
        }
    }

    /// The number of replicas that are there at an instant, those that are stopping included.
    pub(super) fn len(&self, now: Duration, pace: Pace) -> usize {
        self.replicas.iter().filter(|replica| replica.is_there(now, pace)).count()
    }

    fn to_values(&self, deployment_status: &str, clock: &Clock, now: Duration, pace: Pace) -> Vec<Value> {
        let there = self.replicas.iter().filter(|replica| replica.is_there(now, pace)).enumerate();
        there.map(|(index, replica)| replica.to_value(replica.status(index, deployment_status, now), clock)).collect()
    }
}

impl Replica {
    fn is_gone(&self, now: Duration, pace: Pace) -> bool {
        self.stopped.is_some_and(|stopped| stopped.saturating_add(pace.action) <= now)
    }

    fn is_there(&self, now: Duration, pace: Pace) -> bool {
        self.started <= now && !self.is_gone(now, pace)
    }

    fn status(&self, index: usize, deployment_status: &str, now: Duration) -> &'static str {
        if self.stopped.is_some_and(|stopped| stopped <= now) {
            return "terminating";
        }
        match deployment_status {
            status::INITIALIZING => "initializing",
            status::IMAGE_PULLING => "imagepulling",
            _ if now < self.ready => "initializing",
            status::HEALTHY | status::UPDATING => "running",
            status::UNHEALTHY => "error",
            status::DEGRADED if index == 0 => "running",
            _ => "unavailable",
        }
    }

    fn to_value(&self, status: &str, clock: &Clock) -> Value {
        let (name, tag) = name_and_tag(&self.image);
        let mut value = Map::new();
        let mut put = |name: &str, member: Value| value.insert(name.to_owned(), member);
        put("id", self.id.clone().into());
        put("status", status.into());
        put("started_at", clock.timestamp(self.started).into());
        put("image", self.image.clone().into());
        put("image_name", name.into());
        if let Some(tag) = tag {
            put("image_tag", tag.into());
        }
        Value::Object(value)
    }
}

/// `nginx` and `1.21` of `docker.io/library/nginx:1.21`.
fn name_and_tag(image: &str) -> (&str, Option<&str>) {
    let (reference, _digest) = image.split_once('@').unwrap_or((image, ""));
    let last = reference.rsplit('/').next().unwrap_or(reference);
    match last.split_once(':') {
        Some((name, tag)) => (name, Some(tag)),
        None => (last, None),
    }
}

/// `GET /v1/container-deployments/{deployment_name}/replicas`
pub(crate) fn list(call: &mut Call<'_>) -> Result<Reply, ApiError> {
    call.state.serverless.settle(call.now);
    let serverless = &call.state.serverless;
    let deployment = workload::find::<Deployed>(serverless, call.parameter(0))?;
    let status = workload::shown_status(serverless, deployment, call.now);
    let list = deployment.kind.fleet.to_values(status, call.clock, call.now, serverless.pace);
    Reply::ok(&json!({ "list": list }))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_image_is_split_into_name_and_tag() {
        for (image, name, tag) in [
            ("docker.io/library/nginx:1.21", "nginx", Some("1.21")),
            ("localhost:5000/nginx", "nginx", None),
            ("nginx@sha256:abc", "nginx", None),
            ("", "", None),
        ] {
            assert_eq!(name_and_tag(image), (name, tag), "{image}");
        }
    }
}
