//! Conversions from response types into request types, so that a PATCH loses nothing from a GET.
//!
//! ```
//! use verda_api::types::{ContainerDeployment, UpdateContainerDeployment};
//!
//! # fn run(deployment: ContainerDeployment) {
//! let mut update = UpdateContainerDeployment::from(deployment);
//! for container in update.containers.iter_mut().flatten() {
//!     container.image = Some("registry.example.com/model:2.0".to_owned());
//! }
//! # }
//! ```

use crate::types::{
    Container, ContainerDeployment, ContainerEnvironment, ContainerImage, ContainerScaling, JobContainer,
    JobDeployment, JobRegistrySettings, JobScaling, RegistrySettings, ScalingTriggers, SetEnvironmentVariables,
    UpdateContainer, UpdateContainerDeployment, UpdateContainerScaling, UpdateJobContainer, UpdateJobDeployment,
    UpdateJobScaling, UpdateScalingTriggers,
};

/// A response contains the image with its date; a request contains its name.
fn name_of(image: Option<ContainerImage>) -> Option<String> {
    image.map(|image| image.image)
}

fn all<T, U: From<T>>(values: Option<Vec<T>>) -> Option<Vec<U>> {
    values.map(|values| values.into_iter().map(U::from).collect())
}

impl From<Container> for UpdateContainer {
    fn from(container: Container) -> Self {
        let Container {
            autoupdate,
            entrypoint_overrides,
            env,
            exposed_port,
            healthcheck,
            image,
            name,
            should_use_cached_image,
            volume_mounts,
        } = container;
        Self {
            autoupdate,
            entrypoint_overrides,
            env,
            exposed_port,
            healthcheck,
            image: name_of(image),
            name,
            should_use_cached_image,
            volume_mounts,
        }
    }
}

/// Name, creation and endpoint cannot be changed and are omitted.
impl From<ContainerDeployment> for UpdateContainerDeployment {
    fn from(deployment: ContainerDeployment) -> Self {
        let ContainerDeployment { compute, container_registry_settings, containers, is_spot, .. } = deployment;
        Self { compute, container_registry_settings, containers: all(containers), is_spot }
    }
}

impl From<JobContainer> for UpdateJobContainer {
    fn from(container: JobContainer) -> Self {
        let JobContainer {
            entrypoint_overrides,
            env,
            exposed_port,
            healthcheck,
            image,
            name,
            should_use_cached_image,
            volume_mounts,
        } = container;
        Self {
            entrypoint_overrides,
            env,
            exposed_port,
            healthcheck,
            image: name_of(image),
            name,
            should_use_cached_image,
            volume_mounts,
        }
    }
}

/// Name, creation and endpoint cannot be changed and are omitted; the scaling is in a separate response.
impl From<JobDeployment> for UpdateJobDeployment {
    fn from(deployment: JobDeployment) -> Self {
        let JobDeployment { compute, container_registry_settings, containers, .. } = deployment;
        // Without credentials, a request cannot name any.
        let settings = container_registry_settings.and_then(|RegistrySettings { credentials, .. }| credentials);
        Self {
            compute,
            container_registry_settings: settings
                .map(|credentials| JobRegistrySettings { credentials: Some(credentials) }),
            containers: all(containers),
            scaling: None,
        }
    }
}

impl From<ScalingTriggers> for UpdateScalingTriggers {
    fn from(triggers: ScalingTriggers) -> Self {
        let ScalingTriggers { cpu_utilization, gpu_utilization, queue_load } = triggers;
        Self { cpu_utilization, gpu_utilization, queue_load: Some(queue_load) }
    }
}

impl From<ContainerScaling> for UpdateContainerScaling {
    fn from(scaling: ContainerScaling) -> Self {
        let ContainerScaling {
            concurrent_requests_per_replica,
            max_replica_count,
            min_replica_count,
            queue_message_ttl_seconds,
            scale_down_policy,
            scale_up_policy,
            scaling_triggers,
        } = scaling;
        Self {
            concurrent_requests_per_replica,
            max_replica_count,
            min_replica_count,
            queue_message_ttl_seconds,
            scale_down_policy,
            scale_up_policy,
            scaling_triggers: scaling_triggers.map(Into::into),
        }
    }
}

impl From<JobScaling> for UpdateJobScaling {
    fn from(scaling: JobScaling) -> Self {
        let JobScaling { deadline_seconds, max_replica_count, queue_message_ttl_seconds } = scaling;
        Self { deadline_seconds, max_replica_count, queue_message_ttl_seconds }
    }
}

impl From<ContainerEnvironment> for SetEnvironmentVariables {
    fn from(environment: ContainerEnvironment) -> Self {
        let ContainerEnvironment { container_name, env } = environment;
        Self { container_name, env: env.unwrap_or_default() }
    }
}
