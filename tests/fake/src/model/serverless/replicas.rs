//! The replicas of a container deployment: they come and go by the clock.

use std::time::Duration;

use serde::{Deserialize, Serialize};

use crate::model::ids::Ids;
use crate::model::serverless::scaling::Delays;
use crate::model::serverless::status;
use crate::model::serverless::workload::Pace;

/// Letters of a replica's id.
const ID_LENGTH: usize = 5;

/// One copy of a deployment's containers.
#[derive(Debug, Serialize, Deserialize)]
pub(crate) struct Replica {
    pub(crate) id: String,
    pub(crate) image: String,
    pub(crate) started: Duration,
    ready: Duration,
    /// The start of the stop.
    stopped: Option<Duration>,
}

/// The replicas of one deployment: those that are there, and those that the scaling has decided to start.
#[derive(Debug, Default, Serialize, Deserialize)]
pub(crate) struct Fleet {
    replicas: Vec<Replica>,
}

/// The planned state of a fleet.
#[derive(Debug)]
pub(crate) struct Order<'a> {
    pub(crate) replicas: usize,
    pub(crate) delays: Delays,
    pub(crate) image: &'a str,
}

impl Fleet {
    /// Cancels decisions that did not take effect before `at`, and decides again. The newest replicas stop first.
    pub(crate) fn fit(&mut self, at: Duration, order: &Order<'_>, ids: &mut Ids, pace: Pace) {
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
    pub(crate) fn stop(&mut self, at: Duration) {
        self.replicas.retain(|replica| replica.started <= at);
        for replica in &mut self.replicas {
            replica.stopped = Some(replica.stopped.unwrap_or(at).min(at));
        }
    }

    /// The number of replicas that are there at an instant, those that are stopping included.
    pub(crate) fn len(&self, now: Duration, pace: Pace) -> usize {
        self.replicas.iter().filter(|replica| replica.is_there(now, pace)).count()
    }

    /// The replicas that are there at an instant, each with its status while the deployment has this one.
    pub(crate) fn shown<'a>(
        &'a self,
        deployment_status: &'a str,
        now: Duration,
        pace: Pace,
    ) -> impl Iterator<Item = (&'a Replica, &'static str)> {
        let there = self.replicas.iter().filter(move |replica| replica.is_there(now, pace)).enumerate();
        there.map(move |(index, replica)| (replica, replica.status(index, deployment_status, now)))
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
}
