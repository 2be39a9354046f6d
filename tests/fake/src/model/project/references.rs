//! References of deployments and jobs to other resources, which must exist.

use super::Project;
use crate::model::refusal::Refusal;
use crate::model::serverless::container::{Container, Registry, Source};
use crate::model::volume::Volume;

impl Project {
    /// Refuses containers and a registry that name resources that do not exist.
    pub(super) fn require_references(&self, containers: &[Container], registry: &Registry) -> Result<(), Refusal> {
        let serverless = &self.serverless;
        let mut missing = Vec::new();
        if let Some(name) = &registry.credentials
            && !serverless.credentials.contains(name)
        {
            missing.push(format!("Registry credentials '{name}'"));
        }
        for container in containers {
            for variable in container.env.iter().filter(|variable| variable.is_secret) {
                if serverless.secrets.get(&variable.value).is_none_or(|secret| secret.is_fileset()) {
                    missing.push(format!("Secret '{}'", variable.value));
                }
            }
            for mount in &container.volume_mounts {
                match &mount.source {
                    Source::Secret(name) if serverless.secrets.get(name).is_none_or(|secret| !secret.is_fileset()) => {
                        missing.push(format!("File secret '{name}'"));
                    }
                    Source::Shared(id) if !self.volumes.get(id).is_some_and(Volume::is_usable_shared) => {
                        missing.push(format!("Shared volume '{id}'"));
                    }
                    _ => {}
                }
            }
        }
        if missing.is_empty() { Ok(()) } else { Err(Refusal::Dangling(missing)) }
    }
}
