//! References of deployments and jobs to other resources: they must exist on creation, and a resource in use is not deleted.

use super::Serverless;
use super::container::Container;
use super::mounts::Source;
use super::registry::Registry;
use super::workload::{Kind, Workload};
use crate::error::ApiError;
use crate::state::State;
use crate::volumes::Volume;

/// A 400 unless all resources that the containers and the registry name exist.
pub(super) fn require(state: &State, containers: &[Container], registry: &Registry) -> Result<(), ApiError> {
    let serverless = &state.serverless;
    let mut problems = Vec::new();
    if let Some(name) = &registry.credentials
        && !serverless.credentials.contains(name)
    {
        problems.push(format!("Registry credentials '{name}' not found"));
    }
    for container in containers {
        for variable in container.env.iter().filter(|variable| variable.is_secret) {
            if serverless.secrets.get(&variable.value).is_none_or(|secret| secret.is_fileset()) {
                problems.push(format!("Secret '{}' not found", variable.value));
            }
        }
        for mount in &container.volume_mounts {
            match &mount.source {
                Source::Secret(name) if serverless.secrets.get(name).is_none_or(|secret| !secret.is_fileset()) => {
                    problems.push(format!("File secret '{name}' not found"));
                }
                Source::Shared(id) if !state.volumes.get(id).is_some_and(Volume::is_usable_shared) => {
                    problems.push(format!("Shared volume '{id}' not found"));
                }
                _ => {}
            }
        }
    }
    if problems.is_empty() { Ok(()) } else { Err(ApiError::invalid(problems)) }
}

/// A 409 if a deployment or job uses the resource to be deleted.
pub(super) fn require_unused(
    serverless: &Serverless,
    what: &str,
    uses: impl Fn(&[Container], &Registry) -> bool,
) -> Result<(), ApiError> {
    let mut users = names_of(serverless.deployments.iter(), &uses);
    users.extend(names_of(serverless.jobs.iter(), &uses));
    if users.is_empty() {
        return Ok(());
    }
    let users = users.join(", ");
    Err(ApiError::conflict(format!("{what} is used by {users}; delete those first, or set force to true")))
}

fn names_of<'a, K: Kind + 'a>(
    workloads: impl Iterator<Item = &'a Workload<K>>,
    uses: impl Fn(&[Container], &Registry) -> bool,
) -> Vec<String> {
    let users = workloads.filter(|workload| uses(&workload.containers, &workload.registry));
    users.map(|workload| workload.name.clone()).collect()
}

/// Whether a container gets this secret as a variable or as files.
pub(super) fn uses_secret(container: &Container, name: &str) -> bool {
    container.env.iter().any(|variable| variable.is_secret && variable.value == name)
        || container.volume_mounts.iter().any(|mount| matches!(&mount.source, Source::Secret(secret) if secret == name))
}
