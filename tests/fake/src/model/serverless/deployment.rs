//! Container deployments.

use std::time::Duration;

use serde::{Deserialize, Serialize};

use crate::model::ids::Ids;
use crate::model::lifecycle::Lifecycle;
use crate::model::serverless::replicas::{Fleet, Order};
use crate::model::serverless::scaling::{Delays, Scaling};
use crate::model::serverless::status;
use crate::model::serverless::workload::{Kind, Onset, Pace, Workload};

/// What only a container deployment has.
#[derive(Debug, Serialize, Deserialize)]
pub(crate) struct Deployed {
    pub(crate) scaling: Scaling,
    pub(crate) fleet: Fleet,
}

/// A container deployment.
pub(crate) type Deployment = Workload<Deployed>;

impl Kind for Deployed {
    const WHAT: &'static str = "Deployment";
    const SETTLED: &'static str = status::HEALTHY;

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
    pub(crate) fn replicas(&self, now: Duration, pace: Pace) -> usize {
        self.kind.fleet.len(now, pace)
    }

    /// Lets new containers take the place of the old ones.
    pub(crate) fn replace_replicas(&mut self, now: Duration, takes: Duration) {
        if self.is_paused() {
            return;
        }
        self.life = Lifecycle::new(status::UPDATING).then(now.saturating_add(takes), status::HEALTHY);
        self.kind.fleet.stop(now);
    }
}
