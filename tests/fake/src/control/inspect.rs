//! Inspection of the fake's state, for the assertions of a test.

use std::time::Duration;

use serde_json::Value;

use crate::api::faults::{Injection, UnknownOperation};
use crate::api::journal::Recorded;
use crate::api::{clusters, instances, volumes};
use crate::fake::VerdaFake;

impl VerdaFake {
    /// Machine time since the start of the fake.
    pub fn now(&self) -> Duration {
        self.clock().machine()
    }

    /// The journal: every request since the start or the last [`clear_requests`](Self::clear_requests), the oldest first.
    pub fn requests(&self) -> Vec<Recorded> {
        self.journal().iter().cloned().collect()
    }

    /// The requests of one operation, named by method and path template, as in `GET /v1/instances/{instance_id}`.
    pub fn requests_to(&self, operation: &str) -> Vec<Recorded> {
        self.journal().iter().filter(|entry| entry.operation == Some(operation)).cloned().collect()
    }

    /// The number of token requests in the journal, with any outcome.
    pub fn token_requests(&self) -> usize {
        self.journal().iter().filter(|entry| entry.operation == Some("POST /v1/oauth2/token")).count()
    }

    /// Empties the journal.
    pub fn clear_requests(&self) {
        self.journal().clear();
    }

    /// Every instance as `GET /v1/instances/{instance_id}` shows it now, the oldest first, discontinued ones included.
    pub fn instances(&self) -> Vec<Value> {
        let (state, now) = self.state_now();
        state.project.instances.iter().map(|instance| instances::to_value(instance, now)).collect()
    }

    /// Every cluster as `GET /v1/clusters/{id}` shows it now, the oldest first, discontinued ones included.
    pub fn clusters(&self) -> Vec<Value> {
        let (state, now) = self.state_now();
        state.project.clusters.iter().map(|cluster| clusters::to_value(cluster, &state.project, now)).collect()
    }

    /// Every volume as `GET /v1/volumes/{volume_id}` shows it now, the oldest first, deleted ones included.
    pub fn volumes(&self) -> Vec<Value> {
        let (state, now) = self.state_now();
        state.project.volumes.iter().map(|volume| volumes::to_value(volume, &state.project, now)).collect()
    }

    /// Makes all access tokens invalid: the next call with one gets a 401.
    pub fn revoke_access_tokens(&self) {
        self.state().tokens.revoke_access();
    }

    /// Makes all refresh tokens unknown: the next refresh gets a 401.
    pub fn revoke_refresh_tokens(&self) {
        self.state().tokens.revoke_refresh();
    }

    /// Injects a fault. If several injections match a request, the oldest one hits.
    ///
    /// # Errors
    ///
    /// [`UnknownOperation`] if the injection names an operation that the API does not have.
    pub fn inject(&self, injection: Injection) -> Result<(), UnknownOperation> {
        self.state().injections.add(injection, &self.config().document)
    }

    /// Removes all injections.
    pub fn clear_injections(&self) {
        self.state().injections.clear();
    }
}
