// Generated from an OpenAPI document; changes are lost.

#[allow(unused_imports)]
pub use super::enums::*;
#[allow(unused_imports)]
pub use super::ids::*;

/// Response of [`get_access_token`](super::Client::get_access_token).
#[derive(::serde::Deserialize, ::serde::Serialize, Clone, Debug, PartialEq)]
#[cfg_attr(feature = "schemars", derive(::schemars::JsonSchema))]
#[non_exhaustive]
pub struct AccessToken {
    /// Access token value.
    pub access_token: crate::SecretString,
    /// Token expiration time in seconds.
    #[serde(skip_serializing_if = "::std::option::Option::is_none")]
    pub expires_in: ::std::option::Option<u64>,
    /// Refresh token value.
    #[serde(skip_serializing_if = "::std::option::Option::is_none")]
    pub refresh_token: ::std::option::Option<crate::SecretString>,
    /// Access scope. For example `cloud-api-v1`.
    #[serde(skip_serializing_if = "::std::option::Option::is_none")]
    pub scope: ::std::option::Option<::std::string::String>,
    /// Token type. For example `Bearer`.
    #[serde(skip_serializing_if = "::std::option::Option::is_none")]
    pub token_type: ::std::option::Option<::std::string::String>,
}

/// An instance that a volume is attached to, in short.
///
/// Part of [`TrashedVolume`] and [`Volume`].
#[derive(::serde::Deserialize, ::serde::Serialize, Clone, Debug, Default, PartialEq)]
#[cfg_attr(feature = "schemars", derive(::schemars::JsonSchema))]
#[non_exhaustive]
pub struct AttachedInstance {
    /// Whether another long-term period follows at the end of this one.
    #[serde(skip_serializing_if = "::std::option::Option::is_none")]
    pub auto_rental_extension: ::std::option::Option<bool>,
    /// Host name of the machine. For example `hazy-star-swims-fin-01`.
    #[serde(skip_serializing_if = "::std::option::Option::is_none")]
    pub hostname: ::std::option::Option<::std::string::String>,
    /// Instance ID.
    #[serde(skip_serializing_if = "::std::option::Option::is_none")]
    pub id: ::std::option::Option<crate::types::InstanceId>,
    /// The hardware model of an instance, in the response for a volume. Known only from the document's example.
    #[serde(skip_serializing_if = "::std::option::Option::is_none")]
    pub instance_model: ::std::option::Option<InstanceModel>,
    /// The size of an instance, in the response for a volume. Known only from the document's example.
    #[serde(skip_serializing_if = "::std::option::Option::is_none")]
    pub instance_template: ::std::option::Option<InstanceTemplate>,
    /// Instance type, one of those of `GET /v1/instance-types`. For example `4A100.88V`.
    #[serde(skip_serializing_if = "::std::option::Option::is_none")]
    pub instance_type: ::std::option::Option<::std::string::String>,
    /// Public IP address, as soon as there is one. For example `123.123.123.123`.
    #[serde(skip_serializing_if = "::std::option::Option::is_none")]
    pub ip: ::std::option::Option<::std::string::String>,
    /// The id of the volume with the operating system.
    #[serde(skip_serializing_if = "::std::option::Option::is_none")]
    pub os_volume_id: ::std::option::Option<crate::types::VolumeId>,
    /// The status.
    #[serde(skip_serializing_if = "::std::option::Option::is_none")]
    pub status: ::std::option::Option<crate::types::InstanceStatus>,
}

/// Part of [`Container`] and [`UpdateContainer`].
#[derive(::serde::Deserialize, ::serde::Serialize, Clone, Debug, PartialEq)]
#[cfg_attr(feature = "schemars", derive(::schemars::JsonSchema))]
#[non_exhaustive]
pub struct Autoupdate {
    /// Is autoupdate enabled for the container.
    pub enabled: bool,
    /// Autoupdate mode for the container.
    #[serde(skip_serializing_if = "::std::option::Option::is_none")]
    pub mode: ::std::option::Option<crate::types::AutoupdateMode>,
    /// Tag filter for the autoupdate. Supports regex. For example `^v?1.0.d+$`.
    #[serde(skip_serializing_if = "::std::option::Option::is_none")]
    pub tag_filter: ::std::option::Option<::std::string::String>,
}

impl Autoupdate {
    /// A value with the required members; all other members are optional.
    #[inline]
    pub fn new(enabled: bool) -> Self {
        Self {
            enabled,
            mode: ::std::default::Default::default(),
            tag_filter: ::std::default::Default::default(),
        }
    }
}

impl Autoupdate {
    /// A builder with no member set.
    #[inline]
    pub fn builder() -> builder::Autoupdate<missing::MissingEnabled> {
        members::Autoupdate::default().into()
    }
}

/// Response of [`get_balance`](super::Client::get_balance).
#[derive(::serde::Deserialize, ::serde::Serialize, Clone, Debug, Default, PartialEq)]
#[cfg_attr(feature = "schemars", derive(::schemars::JsonSchema))]
#[non_exhaustive]
pub struct Balance {
    /// Balance of the project in `currency`.
    #[serde(skip_serializing_if = "::std::option::Option::is_none")]
    #[serde(default, deserialize_with = "crate::runtime::empty_as_none")]
    pub amount: ::std::option::Option<::rust_decimal::Decimal>,
    /// Currency type.
    #[serde(skip_serializing_if = "::std::option::Option::is_none")]
    pub currency: ::std::option::Option<crate::types::Currency>,
}

/// Part of [`TokenRequest`].
#[derive(::serde::Deserialize, ::serde::Serialize, Clone, Debug, PartialEq)]
#[cfg_attr(feature = "schemars", derive(::schemars::JsonSchema))]
#[non_exhaustive]
pub struct ClientCredentialsGrant {
    /// Id of the API credentials. For example `6a51jsgnISg6JOyE7wYZh`.
    pub client_id: ::std::string::String,
    /// Secret of the API credentials.
    pub client_secret: crate::SecretString,
}

impl ClientCredentialsGrant {
    /// A builder with no member set.
    #[inline]
    pub fn builder() -> builder::ClientCredentialsGrant<
        missing::MissingClientId,
        missing::MissingClientSecret,
    > {
        members::ClientCredentialsGrant::default().into()
    }
}

/// Response of [`get_cluster`](super::Client::get_cluster) and [`list_clusters`](super::Client::list_clusters).
#[derive(::serde::Deserialize, ::serde::Serialize, Clone, Debug, PartialEq)]
#[cfg_attr(feature = "schemars", derive(::schemars::JsonSchema))]
#[non_exhaustive]
pub struct Cluster {
    /// Deprecated: use extension_settings instead.
    #[serde(skip_serializing_if = "::std::option::Option::is_none")]
    pub auto_rental_extension: ::std::option::Option<bool>,
    /// Cluster type, one of those of `GET /v1/cluster-types`. For example `16H200`.
    #[serde(skip_serializing_if = "::std::option::Option::is_none")]
    pub cluster_type: ::std::option::Option<::std::string::String>,
    /// Contract type used for this cluster.
    #[serde(skip_serializing_if = "::std::option::Option::is_none")]
    pub contract: ::std::option::Option<crate::types::Contract>,
    /// The processors of a machine.
    #[serde(skip_serializing_if = "::std::option::Option::is_none")]
    pub cpu: ::std::option::Option<Cpu>,
    /// When it was created.
    #[serde(skip_serializing_if = "::std::option::Option::is_none")]
    #[serde(default, deserialize_with = "crate::runtime::empty_as_none")]
    pub created_at: ::std::option::Option<::chrono::DateTime<::chrono::Utc>>,
    /// The id of the user who created the resource.
    #[serde(skip_serializing_if = "::std::option::Option::is_none")]
    pub created_by_user_id: ::std::option::Option<crate::types::UserId>,
    /// The description. For example `ubuntu-22-04-cuda-12-0-docker-fin-01`.
    #[serde(skip_serializing_if = "::std::option::Option::is_none")]
    pub description: ::std::option::Option<::std::string::String>,
    /// Extension settings for long-term contracts.
    #[serde(skip_serializing_if = "::std::option::Option::is_none")]
    pub extension_settings: ::std::option::Option<crate::types::ExtensionSettings>,
    /// The GPUs of a machine. A machine without GPUs has the number 0 and an empty description.
    #[serde(skip_serializing_if = "::std::option::Option::is_none")]
    pub gpu: ::std::option::Option<Gpu>,
    /// GPU memory: the total over all cards of the machine, not that of one card.
    #[serde(skip_serializing_if = "::std::option::Option::is_none")]
    pub gpu_memory: ::std::option::Option<MemorySize>,
    /// Host name of the machine. For example `hazy-star-swims-fin-01`.
    #[serde(skip_serializing_if = "::std::option::Option::is_none")]
    pub hostname: ::std::option::Option<::std::string::String>,
    /// The id.
    pub id: crate::types::ClusterId,
    /// OS image used to deploy the cluster nodes. For example `ubuntu-22-04-cuda-12-0-docker`.
    #[serde(skip_serializing_if = "::std::option::Option::is_none")]
    pub image: ::std::option::Option<::std::string::String>,
    /// Jump host IP address. For example `1.2.3.4`.
    #[serde(skip_serializing_if = "::std::option::Option::is_none")]
    pub ip: ::std::option::Option<::std::string::String>,
    /// Code of the location, one of those of `GET /v1/locations`. For example `FIN-01`.
    #[serde(skip_serializing_if = "::std::option::Option::is_none")]
    pub location: ::std::option::Option<::std::string::String>,
    /// Long-term rental period for this cluster, e.g. 1 week etc. For example `1 week`.
    #[serde(skip_serializing_if = "::std::option::Option::is_none")]
    pub long_term_period: ::std::option::Option<::std::string::String>,
    /// Main memory of the machine.
    #[serde(skip_serializing_if = "::std::option::Option::is_none")]
    pub memory: ::std::option::Option<MemorySize>,
    /// Name of the operating system. For example `Ubuntu 22.04`.
    #[serde(skip_serializing_if = "::std::option::Option::is_none")]
    pub os_name: ::std::option::Option<::std::string::String>,
    /// Price per hour.
    #[serde(skip_serializing_if = "::std::option::Option::is_none")]
    #[serde(default, deserialize_with = "crate::runtime::empty_as_none")]
    pub price_per_hour: ::std::option::Option<::rust_decimal::Decimal>,
    /// Shared volumes attached to this cluster. There is always one shared volume mounted as /home.
    #[serde(skip_serializing_if = "::std::option::Option::is_none")]
    pub shared_volumes: ::std::option::Option<::std::vec::Vec<ClusterSharedVolume>>,
    /// SSH key IDs used to access the cluster jump host.
    #[serde(skip_serializing_if = "::std::option::Option::is_none")]
    pub ssh_key_ids: ::std::option::Option<::std::vec::Vec<crate::types::SshKeyId>>,
    /// The id of the startup script.
    #[serde(skip_serializing_if = "::std::option::Option::is_none")]
    pub startup_script_id: ::std::option::Option<crate::types::ScriptId>,
    /// The status.
    pub status: crate::types::InstanceStatus,
    /// Deprecated: use extension_settings instead.
    #[serde(skip_serializing_if = "::std::option::Option::is_none")]
    pub turn_to_pay_as_you_go: ::std::option::Option<bool>,
    /// Worker nodes of this cluster. You can access them from the jump host by executing `ssh <hostname>`.
    #[serde(skip_serializing_if = "::std::option::Option::is_none")]
    pub worker_nodes: ::std::option::Option<::std::vec::Vec<ClusterWorkerNode>>,
}

/// Response of [`list_cluster_availability`](super::Client::list_cluster_availability).
#[derive(::serde::Deserialize, ::serde::Serialize, Clone, Debug, PartialEq)]
#[cfg_attr(feature = "schemars", derive(::schemars::JsonSchema))]
#[non_exhaustive]
pub struct ClusterAvailability {
    /// Array of available cluster types.
    pub availabilities: ::std::vec::Vec<::std::string::String>,
    /// Location code. For example `FIN-01`.
    pub location_code: ::std::string::String,
}

/// A shared volume that is mounted on the nodes of a cluster.
///
/// Part of [`Cluster`].
#[derive(::serde::Deserialize, ::serde::Serialize, Clone, Debug, Default, PartialEq)]
#[cfg_attr(feature = "schemars", derive(::schemars::JsonSchema))]
#[non_exhaustive]
pub struct ClusterSharedVolume {
    /// Volume ID. For example `1`.
    #[serde(skip_serializing_if = "::std::option::Option::is_none")]
    pub id: ::std::option::Option<crate::types::VolumeId>,
    /// Path at which the nodes mount the volume. For example `/home`.
    #[serde(skip_serializing_if = "::std::option::Option::is_none")]
    pub mount_point: ::std::option::Option<::std::string::String>,
    /// The name. For example `shared-volume-1`.
    #[serde(skip_serializing_if = "::std::option::Option::is_none")]
    pub name: ::std::option::Option<::std::string::String>,
    /// Size in GB.
    #[serde(skip_serializing_if = "::std::option::Option::is_none")]
    pub size_in_gigabytes: ::std::option::Option<u64>,
}

/// Response of [`list_cluster_types`](super::Client::list_cluster_types).
#[derive(::serde::Deserialize, ::serde::Serialize, Clone, Debug, PartialEq)]
#[cfg_attr(feature = "schemars", derive(::schemars::JsonSchema))]
#[non_exhaustive]
pub struct ClusterType {
    /// Instance type. For example `16H200`.
    pub cluster_type: ::std::string::String,
    /// The processors of a machine.
    #[serde(skip_serializing_if = "::std::option::Option::is_none")]
    pub cpu: ::std::option::Option<Cpu>,
    /// Currency type.
    #[serde(skip_serializing_if = "::std::option::Option::is_none")]
    pub currency: ::std::option::Option<crate::types::Currency>,
    /// The GPUs of a machine. A machine without GPUs has the number 0 and an empty description.
    #[serde(skip_serializing_if = "::std::option::Option::is_none")]
    pub gpu: ::std::option::Option<Gpu>,
    /// GPU memory: the total over all cards of the machine, not that of one card.
    #[serde(skip_serializing_if = "::std::option::Option::is_none")]
    pub gpu_memory: ::std::option::Option<MemorySize>,
    /// Instance type ID.
    #[serde(skip_serializing_if = "::std::option::Option::is_none")]
    pub id: ::std::option::Option<::std::string::String>,
    /// Manufacturer. For example `NVIDIA`.
    #[serde(skip_serializing_if = "::std::option::Option::is_none")]
    pub manufacturer: ::std::option::Option<::std::string::String>,
    /// Main memory of the machine.
    #[serde(skip_serializing_if = "::std::option::Option::is_none")]
    pub memory: ::std::option::Option<MemorySize>,
    /// GPU model. For example `B200 Cluster`.
    #[serde(skip_serializing_if = "::std::option::Option::is_none")]
    pub model: ::std::option::Option<::std::string::String>,
    /// GPU model name. For example `H100 SXM5 80GB`.
    #[serde(skip_serializing_if = "::std::option::Option::is_none")]
    pub name: ::std::option::Option<::std::string::String>,
    /// Node details.
    #[serde(skip_serializing_if = "::std::option::Option::is_none")]
    pub node_details: ::std::option::Option<
        ::std::vec::Vec<
            ::std::collections::BTreeMap<::std::string::String, ::std::string::String>,
        >,
    >,
    /// Price per hour.
    #[serde(skip_serializing_if = "::std::option::Option::is_none")]
    #[serde(default, deserialize_with = "crate::runtime::empty_as_none")]
    pub price_per_hour: ::std::option::Option<::rust_decimal::Decimal>,
    /// Supported OS image types.
    #[serde(skip_serializing_if = "::std::option::Option::is_none")]
    pub supported_os: ::std::option::Option<::std::vec::Vec<::std::string::String>>,
}

/// A worker node of a cluster.
///
/// Part of [`Cluster`].
#[derive(::serde::Deserialize, ::serde::Serialize, Clone, Debug, Default, PartialEq)]
#[cfg_attr(feature = "schemars", derive(::schemars::JsonSchema))]
#[non_exhaustive]
pub struct ClusterWorkerNode {
    /// Host name of the machine. For example `worker-1`.
    #[serde(skip_serializing_if = "::std::option::Option::is_none")]
    pub hostname: ::std::option::Option<::std::string::String>,
    /// Node ID. For example `1`.
    #[serde(skip_serializing_if = "::std::option::Option::is_none")]
    pub id: ::std::option::Option<crate::types::ClusterNodeId>,
    /// Private IP. For example `1.2.3.4`.
    #[serde(skip_serializing_if = "::std::option::Option::is_none")]
    pub private_ip: ::std::option::Option<::std::string::String>,
    /// Public IP. For example `1.2.3.4`.
    #[serde(skip_serializing_if = "::std::option::Option::is_none")]
    pub public_ip: ::std::option::Option<::std::string::String>,
    /// The status.
    #[serde(skip_serializing_if = "::std::option::Option::is_none")]
    pub status: ::std::option::Option<crate::types::InstanceStatus>,
}

/// Part of [`ContainerDeployment`], [`CreateContainerDeployment`], [`CreateJobDeployment`], [`JobDeployment`] and 3 more.
#[derive(::serde::Deserialize, ::serde::Serialize, Clone, Debug, PartialEq)]
#[cfg_attr(feature = "schemars", derive(::schemars::JsonSchema))]
#[non_exhaustive]
pub struct ComputeResource {
    /// Name of the compute resource. For example `H100`.
    pub name: ::std::string::String,
    /// Number of compute units (e.g. 4 GPUs). Default is 1. The API's default: `1`.
    pub size: u64,
}

impl ComputeResource {
    /// A value with the required members; all other members are optional.
    #[inline]
    pub fn new(
        name: impl ::std::convert::Into<::std::string::String>,
        size: u64,
    ) -> Self {
        Self { name: name.into(), size }
    }
}

impl ComputeResource {
    /// A builder with no member set.
    #[inline]
    pub fn builder() -> builder::ComputeResource<
        missing::MissingName,
        missing::MissingSize,
    > {
        members::ComputeResource::default().into()
    }
}

/// Part of [`ContainerDeployment`].
#[derive(::serde::Deserialize, ::serde::Serialize, Clone, Debug, PartialEq)]
#[cfg_attr(feature = "schemars", derive(::schemars::JsonSchema))]
#[non_exhaustive]
pub struct Container {
    /// Whether and how new versions of the image are deployed.
    #[serde(skip_serializing_if = "::std::option::Option::is_none")]
    pub autoupdate: ::std::option::Option<Autoupdate>,
    /// Entrypoint overrides settings for the container.
    #[serde(skip_serializing_if = "::std::option::Option::is_none")]
    pub entrypoint_overrides: ::std::option::Option<EntrypointOverrides>,
    /// Environment variables for the container.
    #[serde(skip_serializing_if = "::std::option::Option::is_none")]
    pub env: ::std::option::Option<::std::vec::Vec<EnvironmentVariable>>,
    /// Port to be exposed by the container.
    #[serde(skip_serializing_if = "::std::option::Option::is_none")]
    pub exposed_port: ::std::option::Option<u64>,
    /// Healthcheck settings for the container.
    #[serde(skip_serializing_if = "::std::option::Option::is_none")]
    pub healthcheck: ::std::option::Option<Healthcheck>,
    /// The image, and when it was last updated.
    #[serde(skip_serializing_if = "::std::option::Option::is_none")]
    pub image: ::std::option::Option<ContainerImage>,
    /// Container name. For example `random-logger-0`.
    pub name: crate::types::ContainerName,
    /// Whether to use cached container image when available.
    #[serde(skip_serializing_if = "::std::option::Option::is_none")]
    pub should_use_cached_image: ::std::option::Option<bool>,
    /// Volume mounts for the container.
    #[serde(skip_serializing_if = "::std::option::Option::is_none")]
    pub volume_mounts: ::std::option::Option<::std::vec::Vec<crate::types::VolumeMount>>,
}

/// Response of [`create_container_deployment`](super::Client::create_container_deployment), [`get_container_deployment`](super::Client::get_container_deployment), [`list_container_deployments`](super::Client::list_container_deployments) and [`update_container_deployment`](super::Client::update_container_deployment).
#[derive(::serde::Deserialize, ::serde::Serialize, Clone, Debug, PartialEq)]
#[cfg_attr(feature = "schemars", derive(::schemars::JsonSchema))]
#[non_exhaustive]
pub struct ContainerDeployment {
    /// Compute resource details.
    #[serde(skip_serializing_if = "::std::option::Option::is_none")]
    pub compute: ::std::option::Option<ComputeResource>,
    /// Container registry settings.
    #[serde(skip_serializing_if = "::std::option::Option::is_none")]
    pub container_registry_settings: ::std::option::Option<RegistrySettings>,
    /// Containers in the deployment.
    #[serde(skip_serializing_if = "::std::option::Option::is_none")]
    pub containers: ::std::option::Option<::std::vec::Vec<Container>>,
    /// When it was created.
    #[serde(skip_serializing_if = "::std::option::Option::is_none")]
    #[serde(default, deserialize_with = "crate::runtime::empty_as_none")]
    pub created_at: ::std::option::Option<::chrono::DateTime<::chrono::Utc>>,
    /// The base URL of the endpoint. For example `https://containers.datacrunch.io/flux`.
    #[serde(skip_serializing_if = "::std::option::Option::is_none")]
    pub endpoint_base_url: ::std::option::Option<::std::string::String>,
    /// Whether the machine may be evicted at any time without warning.
    #[serde(skip_serializing_if = "::std::option::Option::is_none")]
    pub is_spot: ::std::option::Option<bool>,
    /// Deployment name. For example `flux`.
    pub name: crate::types::ContainerDeploymentName,
}

/// Response of [`get_container_deployment_status`](super::Client::get_container_deployment_status).
#[derive(::serde::Deserialize, ::serde::Serialize, Clone, Debug, PartialEq)]
#[cfg_attr(feature = "schemars", derive(::schemars::JsonSchema))]
#[non_exhaustive]
pub struct ContainerDeploymentState {
    /// Status of the deployment.
    pub status: crate::types::ContainerDeploymentStatus,
}

/// Response of [`add_container_deployment_environment_variables`](super::Client::add_container_deployment_environment_variables), [`delete_container_deployment_environment_variables`](super::Client::delete_container_deployment_environment_variables), [`list_container_deployment_environment_variables`](super::Client::list_container_deployment_environment_variables) and [`update_container_deployment_environment_variables`](super::Client::update_container_deployment_environment_variables).
#[derive(::serde::Deserialize, ::serde::Serialize, Clone, Debug, PartialEq)]
#[cfg_attr(feature = "schemars", derive(::schemars::JsonSchema))]
#[non_exhaustive]
pub struct ContainerEnvironment {
    /// Container name. For example `flux-0`.
    pub container_name: crate::types::ContainerName,
    /// Environment variables for the container.
    #[serde(skip_serializing_if = "::std::option::Option::is_none")]
    pub env: ::std::option::Option<::std::vec::Vec<EnvironmentVariable>>,
}

/// Part of [`Container`] and [`JobContainer`].
#[derive(::serde::Deserialize, ::serde::Serialize, Clone, Debug, PartialEq)]
#[cfg_attr(feature = "schemars", derive(::schemars::JsonSchema))]
#[non_exhaustive]
pub struct ContainerImage {
    /// The full image reference including registry, image name, and tag (e.g., Docker image URL). For example `registry-1.docker.io/chentex/random-logger:v1.0.1`.
    pub image: ::std::string::String,
    /// The ISO 8601 timestamp indicating when the container image was last updated.
    #[serde(skip_serializing_if = "::std::option::Option::is_none")]
    #[serde(default, deserialize_with = "crate::runtime::empty_as_none")]
    pub last_updated_at: ::std::option::Option<::chrono::DateTime<::chrono::Utc>>,
}

/// Response of [`get_container_deployment_scaling`](super::Client::get_container_deployment_scaling) and [`update_container_deployment_scaling`](super::Client::update_container_deployment_scaling).
#[derive(::serde::Deserialize, ::serde::Serialize, Clone, Debug, Default, PartialEq)]
#[cfg_attr(feature = "schemars", derive(::schemars::JsonSchema))]
#[non_exhaustive]
pub struct ContainerScaling {
    /// Number of requests each replica can process concurrently.
    #[serde(skip_serializing_if = "::std::option::Option::is_none")]
    pub concurrent_requests_per_replica: ::std::option::Option<u64>,
    /// Maximum number of replicas.
    #[serde(skip_serializing_if = "::std::option::Option::is_none")]
    pub max_replica_count: ::std::option::Option<u64>,
    /// Minimum number of replicas.
    #[serde(skip_serializing_if = "::std::option::Option::is_none")]
    pub min_replica_count: ::std::option::Option<u64>,
    /// Duration in seconds after which messages in the queue will be dropped.
    #[serde(skip_serializing_if = "::std::option::Option::is_none")]
    pub queue_message_ttl_seconds: ::std::option::Option<u64>,
    /// Policy for scaling down replicas.
    #[serde(skip_serializing_if = "::std::option::Option::is_none")]
    pub scale_down_policy: ::std::option::Option<ScalingPolicy>,
    /// Policy for scaling up replicas.
    #[serde(skip_serializing_if = "::std::option::Option::is_none")]
    pub scale_up_policy: ::std::option::Option<ScalingPolicy>,
    /// Triggers for scaling up and down.
    #[serde(skip_serializing_if = "::std::option::Option::is_none")]
    pub scaling_triggers: ::std::option::Option<ScalingTriggers>,
}

/// Response of [`list_container_types`](super::Client::list_container_types).
#[derive(::serde::Deserialize, ::serde::Serialize, Clone, Debug, PartialEq)]
#[cfg_attr(feature = "schemars", derive(::schemars::JsonSchema))]
#[non_exhaustive]
pub struct ContainerType {
    /// The processors of a machine.
    #[serde(skip_serializing_if = "::std::option::Option::is_none")]
    pub cpu: ::std::option::Option<Cpu>,
    /// Currency type.
    #[serde(skip_serializing_if = "::std::option::Option::is_none")]
    pub currency: ::std::option::Option<crate::types::Currency>,
    /// The GPUs of a machine. A machine without GPUs has the number 0 and an empty description.
    #[serde(skip_serializing_if = "::std::option::Option::is_none")]
    pub gpu: ::std::option::Option<Gpu>,
    /// GPU memory: the total over all cards of the machine, not that of one card.
    #[serde(skip_serializing_if = "::std::option::Option::is_none")]
    pub gpu_memory: ::std::option::Option<MemorySize>,
    /// Instance type ID.
    #[serde(skip_serializing_if = "::std::option::Option::is_none")]
    pub id: ::std::option::Option<::std::string::String>,
    /// Instance type. For example `8RTXPRO6000.224V`.
    pub instance_type: ::std::string::String,
    /// Manufacturer. For example `NVIDIA`.
    #[serde(skip_serializing_if = "::std::option::Option::is_none")]
    pub manufacturer: ::std::option::Option<::std::string::String>,
    /// Main memory of the machine.
    #[serde(skip_serializing_if = "::std::option::Option::is_none")]
    pub memory: ::std::option::Option<MemorySize>,
    /// GPU model. For example `RTX PRO 6000`.
    #[serde(skip_serializing_if = "::std::option::Option::is_none")]
    pub model: ::std::option::Option<::std::string::String>,
    /// GPU model name. For example `RTX PRO 6000 96GB`.
    #[serde(skip_serializing_if = "::std::option::Option::is_none")]
    pub name: ::std::option::Option<::std::string::String>,
    /// Current serverless price.
    #[serde(skip_serializing_if = "::std::option::Option::is_none")]
    #[serde(default, deserialize_with = "crate::runtime::empty_as_none")]
    pub serverless_price: ::std::option::Option<::rust_decimal::Decimal>,
    /// Current serverless spot price.
    #[serde(skip_serializing_if = "::std::option::Option::is_none")]
    #[serde(default, deserialize_with = "crate::runtime::empty_as_none")]
    pub serverless_spot_price: ::std::option::Option<::rust_decimal::Decimal>,
}

/// The processors of a machine.
///
/// Part of [`Cluster`], [`ClusterType`], [`ContainerType`], [`Instance`] and 1 more.
#[derive(::serde::Deserialize, ::serde::Serialize, Clone, Debug, Default, PartialEq)]
#[cfg_attr(feature = "schemars", derive(::schemars::JsonSchema))]
#[non_exhaustive]
pub struct Cpu {
    /// Description in words. For example `22 CPU`.
    #[serde(skip_serializing_if = "::std::option::Option::is_none")]
    pub description: ::std::option::Option<::std::string::String>,
    /// Number of CPU cores of the whole machine.
    #[serde(skip_serializing_if = "::std::option::Option::is_none")]
    pub number_of_cores: ::std::option::Option<u64>,
}

/// Part of [`CreateContainerDeployment`].
#[derive(::serde::Deserialize, ::serde::Serialize, Clone, Debug, PartialEq)]
#[cfg_attr(feature = "schemars", derive(::schemars::JsonSchema))]
#[non_exhaustive]
pub struct CreateContainer {
    /// Entrypoint overrides settings for the container.
    #[serde(skip_serializing_if = "::std::option::Option::is_none")]
    pub entrypoint_overrides: ::std::option::Option<EntrypointOverrides>,
    /// Environment variables for the container.
    #[serde(skip_serializing_if = "::std::option::Option::is_none")]
    pub env: ::std::option::Option<::std::vec::Vec<EnvironmentVariable>>,
    /// Port to be exposed by the container.
    pub exposed_port: u64,
    /// Healthcheck settings for the container.
    #[serde(skip_serializing_if = "::std::option::Option::is_none")]
    pub healthcheck: ::std::option::Option<Healthcheck>,
    /// Image to be deployed in the container. For example `registry-1.docker.io/chentex/random-logger:v1.0.1`.
    pub image: ::std::string::String,
    /// Whether to use cached container image when available. The API's default: `true`.
    #[serde(skip_serializing_if = "::std::option::Option::is_none")]
    pub should_use_cached_image: ::std::option::Option<bool>,
    /// Volume mounts for the container.
    #[serde(skip_serializing_if = "::std::option::Option::is_none")]
    pub volume_mounts: ::std::option::Option<::std::vec::Vec<crate::types::VolumeMount>>,
}

impl CreateContainer {
    /// A value with the required members; all other members are optional.
    #[inline]
    pub fn new(
        exposed_port: u64,
        image: impl ::std::convert::Into<::std::string::String>,
    ) -> Self {
        Self {
            entrypoint_overrides: ::std::default::Default::default(),
            env: ::std::default::Default::default(),
            exposed_port,
            healthcheck: ::std::default::Default::default(),
            image: image.into(),
            should_use_cached_image: ::std::default::Default::default(),
            volume_mounts: ::std::default::Default::default(),
        }
    }
}

impl CreateContainer {
    /// A builder with no member set.
    #[inline]
    pub fn builder() -> builder::CreateContainer<
        missing::MissingExposedPort,
        missing::MissingImage,
    > {
        members::CreateContainer::default().into()
    }
}

/// Body of [`create_container_deployment`](super::Client::create_container_deployment).
#[derive(::serde::Deserialize, ::serde::Serialize, Clone, Debug, PartialEq)]
#[cfg_attr(feature = "schemars", derive(::schemars::JsonSchema))]
#[non_exhaustive]
pub struct CreateContainerDeployment {
    /// Compute settings for the deployment.
    pub compute: ComputeResource,
    /// Container registry settings. Private registries require saving the credentials via datacrunch cloud UI.
    pub container_registry_settings: RegistrySettings,
    /// Containers to be deployed.
    pub containers: ::std::vec::Vec<CreateContainer>,
    /// Is the deployment a spot deployment. The API's default: `false`.
    #[serde(skip_serializing_if = "::std::option::Option::is_none")]
    pub is_spot: ::std::option::Option<bool>,
    /// Name of the deployment. Immutable after creation. For example `llm-inference`.
    pub name: crate::types::ContainerDeploymentName,
    /// Scaling settings for the deployment.
    pub scaling: CreateContainerScaling,
}

impl CreateContainerDeployment {
    /// A builder with no member set.
    #[inline]
    pub fn builder() -> builder::CreateContainerDeployment<
        missing::MissingCompute,
        missing::MissingContainerRegistrySettings,
        missing::MissingContainers,
        missing::MissingName,
        missing::MissingScaling,
    > {
        members::CreateContainerDeployment::default().into()
    }
}

/// Part of [`CreateContainerDeployment`].
#[derive(::serde::Deserialize, ::serde::Serialize, Clone, Debug, PartialEq)]
#[cfg_attr(feature = "schemars", derive(::schemars::JsonSchema))]
#[non_exhaustive]
pub struct CreateContainerScaling {
    /// Number of requests each replica can process concurrently. Set this number higher for LLM endpoints, and to 1 for image generation endpoints.
    pub concurrent_requests_per_replica: u64,
    /// Maximum number of replicas.
    pub max_replica_count: u64,
    /// Minimum number of replicas.
    pub min_replica_count: u64,
    /// Duration in seconds after which messages in the queue will be dropped.
    pub queue_message_ttl_seconds: u64,
    /// Policy for scaling down replicas.
    pub scale_down_policy: ScalingPolicy,
    /// Policy for scaling up replicas.
    pub scale_up_policy: ScalingPolicy,
    /// Triggers for scaling up and down.
    pub scaling_triggers: ScalingTriggers,
}

impl CreateContainerScaling {
    /// A builder with no member set.
    #[inline]
    pub fn builder() -> builder::CreateContainerScaling<
        missing::MissingConcurrentRequestsPerReplica,
        missing::MissingMaxReplicaCount,
        missing::MissingMinReplicaCount,
        missing::MissingQueueMessageTtlSeconds,
        missing::MissingScaleDownPolicy,
        missing::MissingScaleUpPolicy,
        missing::MissingScalingTriggers,
    > {
        members::CreateContainerScaling::default().into()
    }
}

/// Body of [`create_file_secret`](super::Client::create_file_secret).
#[derive(::serde::Deserialize, ::serde::Serialize, Clone, Debug, PartialEq)]
#[cfg_attr(feature = "schemars", derive(::schemars::JsonSchema))]
#[non_exhaustive]
pub struct CreateFileSecret {
    /// List of files to store in the secret.
    pub files: ::std::vec::Vec<SecretFile>,
    /// Name of the files secret. For example `secret-files`.
    pub name: crate::types::SecretName,
}

impl CreateFileSecret {
    /// A value with the required members; all other members are optional.
    #[inline]
    pub fn new(
        files: impl ::std::convert::Into<::std::vec::Vec<SecretFile>>,
        name: impl ::std::convert::Into<crate::types::SecretName>,
    ) -> Self {
        Self {
            files: files.into(),
            name: name.into(),
        }
    }
}

impl CreateFileSecret {
    /// A builder with no member set.
    #[inline]
    pub fn builder() -> builder::CreateFileSecret<
        missing::MissingFiles,
        missing::MissingName,
    > {
        members::CreateFileSecret::default().into()
    }
}

/// Part of [`CreateJobDeployment`].
#[derive(::serde::Deserialize, ::serde::Serialize, Clone, Debug, PartialEq)]
#[cfg_attr(feature = "schemars", derive(::schemars::JsonSchema))]
#[non_exhaustive]
pub struct CreateJobContainer {
    /// Entrypoint overrides settings for the container.
    #[serde(skip_serializing_if = "::std::option::Option::is_none")]
    pub entrypoint_overrides: ::std::option::Option<EntrypointOverrides>,
    /// Environment variables for the container.
    #[serde(skip_serializing_if = "::std::option::Option::is_none")]
    pub env: ::std::option::Option<::std::vec::Vec<EnvironmentVariable>>,
    /// Port to be exposed by the container.
    pub exposed_port: u64,
    /// Healthcheck settings for the container.
    #[serde(skip_serializing_if = "::std::option::Option::is_none")]
    pub healthcheck: ::std::option::Option<Healthcheck>,
    /// Image to be deployed in the container. For example `registry-1.docker.io/chentex/random-logger:v1.0.1`.
    pub image: ::std::string::String,
    /// Whether to use cached container image when available. The API's default: `false`.
    #[serde(skip_serializing_if = "::std::option::Option::is_none")]
    pub should_use_cached_image: ::std::option::Option<bool>,
    /// Volume mounts for the container.
    #[serde(skip_serializing_if = "::std::option::Option::is_none")]
    pub volume_mounts: ::std::option::Option<::std::vec::Vec<crate::types::VolumeMount>>,
}

impl CreateJobContainer {
    /// A value with the required members; all other members are optional.
    #[inline]
    pub fn new(
        exposed_port: u64,
        image: impl ::std::convert::Into<::std::string::String>,
    ) -> Self {
        Self {
            entrypoint_overrides: ::std::default::Default::default(),
            env: ::std::default::Default::default(),
            exposed_port,
            healthcheck: ::std::default::Default::default(),
            image: image.into(),
            should_use_cached_image: ::std::default::Default::default(),
            volume_mounts: ::std::default::Default::default(),
        }
    }
}

impl CreateJobContainer {
    /// A builder with no member set.
    #[inline]
    pub fn builder() -> builder::CreateJobContainer<
        missing::MissingExposedPort,
        missing::MissingImage,
    > {
        members::CreateJobContainer::default().into()
    }
}

/// Body of [`create_job_deployment`](super::Client::create_job_deployment).
#[derive(::serde::Deserialize, ::serde::Serialize, Clone, Debug, PartialEq)]
#[cfg_attr(feature = "schemars", derive(::schemars::JsonSchema))]
#[non_exhaustive]
pub struct CreateJobDeployment {
    /// Compute settings for the job deployment.
    pub compute: ComputeResource,
    /// Container registry settings.
    #[serde(skip_serializing_if = "::std::option::Option::is_none")]
    pub container_registry_settings: ::std::option::Option<JobRegistrySettings>,
    /// Containers to be deployed.
    pub containers: ::std::vec::Vec<CreateJobContainer>,
    /// Name of the job deployment. Immutable after creation. For example `flux-training`.
    pub name: crate::types::JobDeploymentName,
    /// Scaling settings for the job deployment.
    pub scaling: CreateJobScaling,
}

impl CreateJobDeployment {
    /// A builder with no member set.
    #[inline]
    pub fn builder() -> builder::CreateJobDeployment<
        missing::MissingCompute,
        missing::MissingContainers,
        missing::MissingName,
        missing::MissingScaling,
    > {
        members::CreateJobDeployment::default().into()
    }
}

/// Part of [`CreateJobDeployment`].
#[derive(::serde::Deserialize, ::serde::Serialize, Clone, Debug, PartialEq)]
#[cfg_attr(feature = "schemars", derive(::schemars::JsonSchema))]
#[non_exhaustive]
pub struct CreateJobScaling {
    /// Duration in seconds that a job may run before the system attempts to terminate it. From 600 to 604800.
    pub deadline_seconds: u64,
    /// Maximum number of replicas.
    pub max_replica_count: u64,
    /// Duration in seconds after which messages in the queue will be dropped.
    pub queue_message_ttl_seconds: u64,
}

impl CreateJobScaling {
    /// A builder with no member set.
    #[inline]
    pub fn builder() -> builder::CreateJobScaling<
        missing::MissingDeadlineSeconds,
        missing::MissingMaxReplicaCount,
        missing::MissingQueueMessageTtlSeconds,
    > {
        members::CreateJobScaling::default().into()
    }
}

/// Body of [`create_container_registry_credentials`](super::Client::create_container_registry_credentials).
#[derive(::serde::Deserialize, ::serde::Serialize, Clone, Debug, PartialEq)]
#[cfg_attr(feature = "schemars", derive(::schemars::JsonSchema))]
#[non_exhaustive]
pub struct CreateRegistryCredentials {
    /// Access key ID for the AWS Elastic Container Registry, if selected type is AWSECR. For example `AKIAEXAMPLE123456`.
    #[serde(skip_serializing_if = "::std::option::Option::is_none")]
    pub access_key_id: ::std::option::Option<::std::string::String>,
    /// Access token for the registry, if selected type is DockerHub or Github.
    #[serde(skip_serializing_if = "::std::option::Option::is_none")]
    pub access_token: ::std::option::Option<crate::SecretString>,
    /// Docker config JSON for the custom registry, if selected type is Custom.
    #[serde(skip_serializing_if = "::std::option::Option::is_none")]
    pub docker_config_json: ::std::option::Option<crate::SecretString>,
    /// Repository for the AWS Elastic Container Registry, if selected type is AWSECR. For example `887841266746.dkr.ecr.eu-north-1.amazonaws.com`.
    #[serde(skip_serializing_if = "::std::option::Option::is_none")]
    pub ecr_repo: ::std::option::Option<::std::string::String>,
    /// Name of the registry credential. For example `dockerhub-credentials`.
    pub name: crate::types::RegistryCredentialsName,
    /// Region for the AWS Elastic Container Registry, if selected type is AWSECR. For example `eu-north-1`.
    #[serde(skip_serializing_if = "::std::option::Option::is_none")]
    pub region: ::std::option::Option<::std::string::String>,
    /// Region-specific domain, if selected type is Scaleway. For example `rg.nl-ams.scw.cloud`.
    #[serde(skip_serializing_if = "::std::option::Option::is_none")]
    pub scaleway_domain: ::std::option::Option<::std::string::String>,
    /// API secret key, if selected type is Scaleway.
    #[serde(skip_serializing_if = "::std::option::Option::is_none")]
    pub scaleway_uuid: ::std::option::Option<crate::SecretString>,
    /// Secret access key for the AWS Elastic Container Registry, if selected type is AWSECR.
    #[serde(skip_serializing_if = "::std::option::Option::is_none")]
    pub secret_access_key: ::std::option::Option<crate::SecretString>,
    /// Service account key for the Google Cloud Registry (Google Artifact Registry), if selected type is GCR.
    #[serde(skip_serializing_if = "::std::option::Option::is_none")]
    pub service_account_key: ::std::option::Option<crate::SecretString>,
    /// Type of the container registry.
    #[serde(rename = "type")]
    pub type_: crate::types::RegistryType,
    /// Username for the Docker Hub registry, if selected type is DockerHub. For example `JADES-GS-z14-0`.
    #[serde(skip_serializing_if = "::std::option::Option::is_none")]
    pub username: ::std::option::Option<::std::string::String>,
}

impl CreateRegistryCredentials {
    /// A value with the required members; all other members are optional.
    #[inline]
    pub fn new(
        name: impl ::std::convert::Into<crate::types::RegistryCredentialsName>,
        type_: crate::types::RegistryType,
    ) -> Self {
        Self {
            access_key_id: ::std::default::Default::default(),
            access_token: ::std::default::Default::default(),
            docker_config_json: ::std::default::Default::default(),
            ecr_repo: ::std::default::Default::default(),
            name: name.into(),
            region: ::std::default::Default::default(),
            scaleway_domain: ::std::default::Default::default(),
            scaleway_uuid: ::std::default::Default::default(),
            secret_access_key: ::std::default::Default::default(),
            service_account_key: ::std::default::Default::default(),
            type_,
            username: ::std::default::Default::default(),
        }
    }
}

impl CreateRegistryCredentials {
    /// A builder with no member set.
    #[inline]
    pub fn builder() -> builder::CreateRegistryCredentials<
        missing::MissingName,
        missing::MissingType,
    > {
        members::CreateRegistryCredentials::default().into()
    }
}

/// Body of [`create_script`](super::Client::create_script).
#[derive(::serde::Deserialize, ::serde::Serialize, Clone, Debug, PartialEq)]
#[cfg_attr(feature = "schemars", derive(::schemars::JsonSchema))]
#[non_exhaustive]
pub struct CreateScript {
    /// Script name. For example `My startup script`.
    pub name: ::std::string::String,
    /// Script content.
    pub script: crate::SecretString,
}

impl CreateScript {
    /// A builder with no member set.
    #[inline]
    pub fn builder() -> builder::CreateScript<
        missing::MissingName,
        missing::MissingScript,
    > {
        members::CreateScript::default().into()
    }
}

/// Body of [`create_secret`](super::Client::create_secret).
#[derive(::serde::Deserialize, ::serde::Serialize, Clone, Debug, PartialEq)]
#[cfg_attr(feature = "schemars", derive(::schemars::JsonSchema))]
#[non_exhaustive]
pub struct CreateSecret {
    /// Name of the secret. For example `api-token`.
    pub name: crate::types::SecretName,
    /// Value of the secret.
    pub value: crate::SecretString,
}

impl CreateSecret {
    /// A builder with no member set.
    #[inline]
    pub fn builder() -> builder::CreateSecret<
        missing::MissingName,
        missing::MissingValue,
    > {
        members::CreateSecret::default().into()
    }
}

/// Body of [`create_ssh_key`](super::Client::create_ssh_key) and [`create_ssh_key_legacy`](super::Client::create_ssh_key_legacy).
#[derive(::serde::Deserialize, ::serde::Serialize, Clone, Debug, PartialEq)]
#[cfg_attr(feature = "schemars", derive(::schemars::JsonSchema))]
#[non_exhaustive]
pub struct CreateSshKey {
    /// Public SSH key. For example `ssh-rsa AAAAB3NzaC1yc2EAAAADAQABAAABAQD...`.
    pub key: ::std::string::String,
    /// Name of the SSH key. For example `my-key`.
    pub name: ::std::string::String,
}

impl CreateSshKey {
    /// A builder with no member set.
    #[inline]
    pub fn builder() -> builder::CreateSshKey<
        missing::MissingKey,
        missing::MissingName,
    > {
        members::CreateSshKey::default().into()
    }
}

/// Body of [`create_volume`](super::Client::create_volume).
#[derive(::serde::Deserialize, ::serde::Serialize, Clone, Debug, PartialEq)]
#[cfg_attr(feature = "schemars", derive(::schemars::JsonSchema))]
#[non_exhaustive]
pub struct CreateVolume {
    /// Instance ID to attach the volume to.
    #[serde(skip_serializing_if = "::std::option::Option::is_none")]
    pub instance_id: ::std::option::Option<crate::types::InstanceId>,
    /// Array of instance IDs to attach the volume to.
    #[serde(skip_serializing_if = "::std::option::Option::is_none")]
    pub instance_ids: ::std::option::Option<::std::vec::Vec<crate::types::InstanceId>>,
    /// Location code. For example `FIN-01`.
    pub location_code: ::std::string::String,
    /// Volume name. For example `my-volume`.
    pub name: ::std::string::String,
    /// Volume size in GB.
    pub size: u64,
    /// Volume type.
    #[serde(rename = "type")]
    pub type_: crate::types::VolumeKind,
}

impl CreateVolume {
    /// A builder with no member set.
    #[inline]
    pub fn builder() -> builder::CreateVolume<
        missing::MissingLocationCode,
        missing::MissingName,
        missing::MissingSize,
        missing::MissingType,
    > {
        members::CreateVolume::default().into()
    }
}

/// Body of [`delete_container_deployment_environment_variables`](super::Client::delete_container_deployment_environment_variables).
#[derive(::serde::Deserialize, ::serde::Serialize, Clone, Debug, PartialEq)]
#[cfg_attr(feature = "schemars", derive(::schemars::JsonSchema))]
#[non_exhaustive]
pub struct DeleteEnvironmentVariables {
    /// Container name. For example `flux-0`.
    pub container_name: crate::types::ContainerName,
    /// List of environment variable names to delete.
    pub env: ::std::vec::Vec<::std::string::String>,
}

impl DeleteEnvironmentVariables {
    /// A value with the required members; all other members are optional.
    #[inline]
    pub fn new(
        container_name: impl ::std::convert::Into<crate::types::ContainerName>,
        env: impl ::std::convert::Into<::std::vec::Vec<::std::string::String>>,
    ) -> Self {
        Self {
            container_name: container_name.into(),
            env: env.into(),
        }
    }
}

impl DeleteEnvironmentVariables {
    /// A builder with no member set.
    #[inline]
    pub fn builder() -> builder::DeleteEnvironmentVariables<
        missing::MissingContainerName,
        missing::MissingEnv,
    > {
        members::DeleteEnvironmentVariables::default().into()
    }
}

/// Body of [`delete_scripts`](super::Client::delete_scripts).
#[derive(::serde::Deserialize, ::serde::Serialize, Clone, Debug, PartialEq)]
#[cfg_attr(feature = "schemars", derive(::schemars::JsonSchema))]
#[non_exhaustive]
pub struct DeleteScripts {
    /// IDs of the startup scripts to delete.
    pub scripts: ::std::vec::Vec<crate::types::ScriptId>,
}

impl DeleteScripts {
    /// A value with the required members; all other members are optional.
    #[inline]
    pub fn new(
        scripts: impl ::std::convert::Into<::std::vec::Vec<crate::types::ScriptId>>,
    ) -> Self {
        Self { scripts: scripts.into() }
    }
}

impl DeleteScripts {
    /// A builder with no member set.
    #[inline]
    pub fn builder() -> builder::DeleteScripts<missing::MissingScripts> {
        members::DeleteScripts::default().into()
    }
}

/// Body of [`delete_ssh_keys`](super::Client::delete_ssh_keys) and [`delete_ssh_keys_legacy`](super::Client::delete_ssh_keys_legacy).
#[derive(::serde::Deserialize, ::serde::Serialize, Clone, Debug, PartialEq)]
#[cfg_attr(feature = "schemars", derive(::schemars::JsonSchema))]
#[non_exhaustive]
pub struct DeleteSshKeys {
    /// IDs of the SSH keys to delete.
    pub keys: ::std::vec::Vec<crate::types::SshKeyId>,
}

impl DeleteSshKeys {
    /// A value with the required members; all other members are optional.
    #[inline]
    pub fn new(
        keys: impl ::std::convert::Into<::std::vec::Vec<crate::types::SshKeyId>>,
    ) -> Self {
        Self { keys: keys.into() }
    }
}

impl DeleteSshKeys {
    /// A builder with no member set.
    #[inline]
    pub fn builder() -> builder::DeleteSshKeys<missing::MissingKeys> {
        members::DeleteSshKeys::default().into()
    }
}

/// Body of [`delete_volume`](super::Client::delete_volume).
#[derive(::serde::Deserialize, ::serde::Serialize, Clone, Debug, Default, PartialEq)]
#[cfg_attr(feature = "schemars", derive(::schemars::JsonSchema))]
#[non_exhaustive]
pub struct DeleteVolume {
    /// If true, the volume will be removed permanently. The API's default: `false`.
    #[serde(skip_serializing_if = "::std::option::Option::is_none")]
    pub is_permanent: ::std::option::Option<bool>,
}

impl DeleteVolume {
    /// A value with no member set; all members are optional.
    #[inline]
    pub fn new() -> Self {
        Self {
            is_permanent: ::std::default::Default::default(),
        }
    }
}

impl DeleteVolume {
    /// A builder with no member set.
    #[inline]
    pub fn builder() -> builder::DeleteVolume {
        members::DeleteVolume::default().into()
    }
}

/// Body of [`deploy_cluster`](super::Client::deploy_cluster).
#[derive(::serde::Deserialize, ::serde::Serialize, Clone, Debug, PartialEq)]
#[cfg_attr(feature = "schemars", derive(::schemars::JsonSchema))]
#[non_exhaustive]
pub struct DeployCluster {
    /// Deprecated: use extension_settings instead. Enable automatic rental extension for long-term contracts.
    #[serde(skip_serializing_if = "::std::option::Option::is_none")]
    pub auto_rental_extension: ::std::option::Option<bool>,
    /// Cluster instance type. Can be listed using the `GET /v1/cluster-types` endpoint. For example `16H200`.
    pub cluster_type: ::std::string::String,
    /// Contract type. For clusters, only PAY_AS_YOU_GO currently supported.
    #[serde(skip_serializing_if = "::std::option::Option::is_none")]
    pub contract: ::std::option::Option<crate::types::Contract>,
    /// The description. For example `ubuntu-22-04-cuda-12-4-16b200-fin-01`.
    pub description: ::std::string::String,
    /// Existing shared volumes to attach to the cluster. Should be in the same location as the cluster. Must be previously created and attached to the cluster.
    #[serde(skip_serializing_if = "::std::option::Option::is_none")]
    pub existing_volumes: ::std::option::Option<
        ::std::vec::Vec<DeployClusterExistingVolume>,
    >,
    /// Extension settings for long-term contracts. Takes priority over auto_rental_extension and turn_to_pay_as_you_go.
    #[serde(skip_serializing_if = "::std::option::Option::is_none")]
    pub extension_settings: ::std::option::Option<crate::types::ExtensionSettings>,
    /// Host name of the machine. For example `dark-vm-shrinks-fin-01`.
    pub hostname: ::std::string::String,
    /// OS image specification for the cluster. For a list of supported images, check `GET /v1/images/cluster` endpoint, `"image_type"` property. For example `ubuntu-22.04-cuda-12.4-cluster`.
    pub image: ::std::string::String,
    /// Location code for the cluster and its shared volume. For example `FIN-01`.
    pub location_code: ::std::string::String,
    /// Shared cluster volume (SFS) specification. Clusters have one shared volume mounted as /home. The OS volume is ephemeral and created automatically by the system.
    pub shared_volume: DeployClusterSharedVolume,
    /// SSH key IDs to attach to the cluster. Required if image is an OS image type.
    #[serde(skip_serializing_if = "::std::option::Option::is_none")]
    pub ssh_key_ids: ::std::option::Option<crate::OneOrMany<crate::types::SshKeyId>>,
    /// Startup script ID to run on cluster initialization.
    #[serde(skip_serializing_if = "::std::option::Option::is_none")]
    pub startup_script_id: ::std::option::Option<crate::types::ScriptId>,
    /// Deprecated: use extension_settings instead. Automatically convert to pay-as-you-go after the long-term period ends.
    #[serde(skip_serializing_if = "::std::option::Option::is_none")]
    pub turn_to_pay_as_you_go: ::std::option::Option<bool>,
}

impl DeployCluster {
    /// A builder with no member set.
    #[inline]
    pub fn builder() -> builder::DeployCluster<
        missing::MissingClusterType,
        missing::MissingDescription,
        missing::MissingHostname,
        missing::MissingImage,
        missing::MissingLocationCode,
        missing::MissingSharedVolume,
    > {
        members::DeployCluster::default().into()
    }
}

/// Part of [`DeployCluster`].
#[derive(::serde::Deserialize, ::serde::Serialize, Clone, Debug, PartialEq)]
#[cfg_attr(feature = "schemars", derive(::schemars::JsonSchema))]
#[non_exhaustive]
pub struct DeployClusterExistingVolume {
    /// Existing shared volume ID.
    pub id: crate::types::VolumeId,
}

impl DeployClusterExistingVolume {
    /// A value with the required members; all other members are optional.
    #[inline]
    pub fn new(id: impl ::std::convert::Into<crate::types::VolumeId>) -> Self {
        Self { id: id.into() }
    }
}

impl DeployClusterExistingVolume {
    /// A builder with no member set.
    #[inline]
    pub fn builder() -> builder::DeployClusterExistingVolume<missing::MissingId> {
        members::DeployClusterExistingVolume::default().into()
    }
}

/// Part of [`DeployCluster`].
#[derive(::serde::Deserialize, ::serde::Serialize, Clone, Debug, PartialEq)]
#[cfg_attr(feature = "schemars", derive(::schemars::JsonSchema))]
#[non_exhaustive]
pub struct DeployClusterSharedVolume {
    /// Name of the shared cluster volume. For example `SFS-pmAna3o2`.
    pub name: ::std::string::String,
    /// Size of the shared cluster volume in GB.
    pub size: u64,
}

impl DeployClusterSharedVolume {
    /// A value with the required members; all other members are optional.
    #[inline]
    pub fn new(
        name: impl ::std::convert::Into<::std::string::String>,
        size: u64,
    ) -> Self {
        Self { name: name.into(), size }
    }
}

impl DeployClusterSharedVolume {
    /// A builder with no member set.
    #[inline]
    pub fn builder() -> builder::DeployClusterSharedVolume<
        missing::MissingName,
        missing::MissingSize,
    > {
        members::DeployClusterSharedVolume::default().into()
    }
}

/// Body of [`deploy_instance`](super::Client::deploy_instance).
#[derive(::serde::Deserialize, ::serde::Serialize, Clone, Debug, PartialEq)]
#[cfg_attr(feature = "schemars", derive(::schemars::JsonSchema))]
#[non_exhaustive]
pub struct DeployInstance {
    /// Contract of the instance.
    #[serde(skip_serializing_if = "::std::option::Option::is_none")]
    pub contract: ::std::option::Option<crate::types::Contract>,
    /// Code of a coupon. For example `COUPON-CODE-2026`.
    #[serde(skip_serializing_if = "::std::option::Option::is_none")]
    pub coupon: ::std::option::Option<::std::string::String>,
    /// The description.
    #[serde(skip_serializing_if = "::std::option::Option::is_none")]
    pub description: ::std::option::Option<::std::string::String>,
    /// IDs of additional existing detached volumes to attach to this new instance when its created.
    ///
    /// (To configure instance **OS** volume, use `"image"` and `"os_volume"` properties.)
    #[serde(skip_serializing_if = "::std::option::Option::is_none")]
    pub existing_volumes: ::std::option::Option<::std::vec::Vec<crate::types::VolumeId>>,
    /// Host name of the machine. For example `my-instance-hostname`.
    pub hostname: ::std::string::String,
    /// OS image specification for the created instance. There are two options:
    ///
    /// 1. OS image type. For a list of supported images, check `GET /images` endpoint, `"image_type"` property. To set the name and size, use `"os_volume"` property.
    /// 2. Previously customized OS volume ID. (To create an OS volume, first make an instance with existing `"image"` type.
    /// To customize the volume content, ssh into that instance. Finally, delete the instance but keep the volume.)
    ///
    /// For example `ubuntu-22.04-cuda-12.4-docker`.
    pub image: ::std::string::String,
    /// Instance type, one of those of `GET /v1/instance-types`. For example `1H100.80S.30V`.
    pub instance_type: ::std::string::String,
    /// Create a spot instance. Spot instances may be evicted by Verda at any time without warning.
    #[serde(skip_serializing_if = "::std::option::Option::is_none")]
    pub is_spot: ::std::option::Option<bool>,
    /// Location code for the instance and any newly created volumes. For example `FIN-01`.
    pub location_code: ::std::string::String,
    /// Newly created OS volume name and size (in GB). Use when `"image"` property is an OS image type.
    ///
    /// Object properties:
    ///   * `name` - Name of the OS volume
    ///   * `size` - Size of the OS volume in GB
    ///   * `on_spot_discontinue` - Removal policy for the OS volume for spot instances. Optional, by default, nothing is deleted. Allowed values: `keep_detached` (default behavior), `move_to_trash` (will be deleted after 96 hours and counts towards the storage volume quota), `delete_permanently` (will be deleted immediately).
    #[serde(skip_serializing_if = "::std::option::Option::is_none")]
    pub os_volume: ::std::option::Option<DeployInstanceOsVolume>,
    /// This field is deprecated as DYNAMIC_PRICE is removed. Only FIXED_PRICE is supported now.
    #[serde(skip_serializing_if = "::std::option::Option::is_none")]
    pub pricing: ::std::option::Option<crate::types::Pricing>,
    /// The SSH keys that may log in: one id or many.
    #[serde(skip_serializing_if = "::std::option::Option::is_none")]
    pub ssh_key_ids: ::std::option::Option<crate::OneOrMany<crate::types::SshKeyId>>,
    /// The id of the startup script.
    #[serde(skip_serializing_if = "::std::option::Option::is_none")]
    pub startup_script_id: ::std::option::Option<crate::types::ScriptId>,
    /// Additional (**non-OS**) volumes to create and attach to this new instance.
    ///
    ///   (To configure **OS** volume, use `"image"` and `"os_volume"` properties.)
    #[serde(skip_serializing_if = "::std::option::Option::is_none")]
    pub volumes: ::std::option::Option<::std::vec::Vec<DeployInstanceVolume>>,
}

impl DeployInstance {
    /// A builder with no member set.
    #[inline]
    pub fn builder() -> builder::DeployInstance<
        missing::MissingHostname,
        missing::MissingImage,
        missing::MissingInstanceType,
        missing::MissingLocationCode,
    > {
        members::DeployInstance::default().into()
    }
}

/// Part of [`DeployInstance`].
#[derive(::serde::Deserialize, ::serde::Serialize, Clone, Debug, PartialEq)]
#[cfg_attr(feature = "schemars", derive(::schemars::JsonSchema))]
#[non_exhaustive]
pub struct DeployInstanceOsVolume {
    /// The name. For example `custom-os-volume-name`.
    pub name: ::std::string::String,
    /// Optional, by default, nothing is deleted. Should we automatically delete, if instance is deleted because of spot?
    /// Allowed values:
    ///
    ///  * `keep_detached` (default behavior, volume will be detached),
    ///  * `move_to_trash` (will be deleted after 96 hours and counts towards the storage volume quota),
    ///  * `delete_permanently` (will be deleted immediately).
    #[serde(skip_serializing_if = "::std::option::Option::is_none")]
    pub on_spot_discontinue: ::std::option::Option<crate::types::OnSpotDiscontinue>,
    /// Volume size in GB.
    pub size: u64,
}

impl DeployInstanceOsVolume {
    /// A value with the required members; all other members are optional.
    #[inline]
    pub fn new(
        name: impl ::std::convert::Into<::std::string::String>,
        size: u64,
    ) -> Self {
        Self {
            name: name.into(),
            on_spot_discontinue: ::std::default::Default::default(),
            size,
        }
    }
}

impl DeployInstanceOsVolume {
    /// A builder with no member set.
    #[inline]
    pub fn builder() -> builder::DeployInstanceOsVolume<
        missing::MissingName,
        missing::MissingSize,
    > {
        members::DeployInstanceOsVolume::default().into()
    }
}

/// Part of [`DeployInstance`].
#[derive(::serde::Deserialize, ::serde::Serialize, Clone, Debug, PartialEq)]
#[cfg_attr(feature = "schemars", derive(::schemars::JsonSchema))]
#[non_exhaustive]
pub struct DeployInstanceVolume {
    /// The name. For example `custom-os-volume-name`.
    pub name: ::std::string::String,
    /// Optional, by default, nothing is deleted. Should we automatically delete, if instance is deleted because of spot?
    /// Allowed values:
    ///
    ///  * `keep_detached` (default behavior, volume will be detached),
    ///  * `move_to_trash` (will be deleted after 96 hours and counts towards the storage volume quota),
    ///  * `delete_permanently` (will be deleted immediately).
    #[serde(skip_serializing_if = "::std::option::Option::is_none")]
    pub on_spot_discontinue: ::std::option::Option<crate::types::OnSpotDiscontinue>,
    /// Volume size in GB.
    pub size: u64,
    /// The type.
    #[serde(rename = "type")]
    pub type_: crate::types::VolumeKind,
}

impl DeployInstanceVolume {
    /// A value with the required members; all other members are optional.
    #[inline]
    pub fn new(
        name: impl ::std::convert::Into<::std::string::String>,
        size: u64,
        type_: crate::types::VolumeKind,
    ) -> Self {
        Self {
            name: name.into(),
            on_spot_discontinue: ::std::default::Default::default(),
            size,
            type_,
        }
    }
}

impl DeployInstanceVolume {
    /// A builder with no member set.
    #[inline]
    pub fn builder() -> builder::DeployInstanceVolume<
        missing::MissingName,
        missing::MissingSize,
        missing::MissingType,
    > {
        members::DeployInstanceVolume::default().into()
    }
}

/// Response of [`deploy_cluster`](super::Client::deploy_cluster).
#[derive(::serde::Deserialize, ::serde::Serialize, Clone, Debug, PartialEq)]
#[cfg_attr(feature = "schemars", derive(::schemars::JsonSchema))]
#[non_exhaustive]
pub struct DeployedCluster {
    /// The id. Format: `uuid`.
    pub id: crate::types::ClusterId,
}

/// Part of [`Container`], [`CreateContainer`], [`CreateJobContainer`], [`JobContainer`] and 2 more.
#[derive(::serde::Deserialize, ::serde::Serialize, Clone, Debug, PartialEq)]
#[cfg_attr(feature = "schemars", derive(::schemars::JsonSchema))]
#[non_exhaustive]
pub struct EntrypointOverrides {
    /// Arguments to the entrypoint command.
    #[serde(skip_serializing_if = "::std::option::Option::is_none")]
    pub cmd: ::std::option::Option<::std::vec::Vec<::std::string::String>>,
    /// Is the default docker start command and arguments overridden.
    pub enabled: bool,
    /// Entrypoint command to start the container.
    #[serde(skip_serializing_if = "::std::option::Option::is_none")]
    pub entrypoint: ::std::option::Option<::std::vec::Vec<::std::string::String>>,
}

impl EntrypointOverrides {
    /// A value with the required members; all other members are optional.
    #[inline]
    pub fn new(enabled: bool) -> Self {
        Self {
            cmd: ::std::default::Default::default(),
            enabled,
            entrypoint: ::std::default::Default::default(),
        }
    }
}

impl EntrypointOverrides {
    /// A builder with no member set.
    #[inline]
    pub fn builder() -> builder::EntrypointOverrides<missing::MissingEnabled> {
        members::EntrypointOverrides::default().into()
    }
}

/// Part of [`Container`], [`ContainerEnvironment`], [`CreateContainer`], [`CreateJobContainer`] and 4 more.
#[derive(::serde::Deserialize, ::serde::Serialize, Clone, Debug, PartialEq)]
#[cfg_attr(feature = "schemars", derive(::schemars::JsonSchema))]
#[non_exhaustive]
pub struct EnvironmentVariable {
    /// Name of the environment variable. For example `MY_ENV_VAR`.
    pub name: ::std::string::String,
    /// Type of the environment variable.
    #[serde(rename = "type")]
    pub type_: crate::types::EnvironmentVariableType,
    /// Value of the environment variable, or a reference to the secret.
    pub value_or_reference_to_secret: crate::SecretString,
}

impl EnvironmentVariable {
    /// A builder with no member set.
    #[inline]
    pub fn builder() -> builder::EnvironmentVariable<
        missing::MissingName,
        missing::MissingType,
        missing::MissingValueOrReferenceToSecret,
    > {
        members::EnvironmentVariable::default().into()
    }
}

/// Error body.
#[derive(::serde::Deserialize, ::serde::Serialize, Clone, Debug, PartialEq)]
#[cfg_attr(feature = "schemars", derive(::schemars::JsonSchema))]
#[non_exhaustive]
pub struct ErrorBody {
    /// Code.
    pub code: crate::types::ErrorCode,
    /// Error message.
    pub message: ::std::string::String,
}

/// Response of [`list_file_secrets`](super::Client::list_file_secrets).
#[derive(::serde::Deserialize, ::serde::Serialize, Clone, Debug, PartialEq)]
#[cfg_attr(feature = "schemars", derive(::schemars::JsonSchema))]
#[non_exhaustive]
pub struct FileSecret {
    /// The date when the secret was created.
    #[serde(skip_serializing_if = "::std::option::Option::is_none")]
    #[serde(default, deserialize_with = "crate::runtime::empty_as_none")]
    pub created_at: ::std::option::Option<::chrono::DateTime<::chrono::Utc>>,
    /// Names of the files contained in the fileset secret.
    #[serde(skip_serializing_if = "::std::option::Option::is_none")]
    pub file_names: ::std::option::Option<::std::vec::Vec<::std::string::String>>,
    /// Name of the secret. For example `api-token`.
    pub name: crate::types::SecretName,
    /// Type of the secret.
    #[serde(skip_serializing_if = "::std::option::Option::is_none")]
    pub secret_type: ::std::option::Option<crate::types::SecretType>,
}

/// The GPUs of a machine. A machine without GPUs has the number 0 and an empty description.
///
/// Part of [`Cluster`], [`ClusterType`], [`ContainerType`], [`Instance`] and 1 more.
#[derive(::serde::Deserialize, ::serde::Serialize, Clone, Debug, Default, PartialEq)]
#[cfg_attr(feature = "schemars", derive(::schemars::JsonSchema))]
#[non_exhaustive]
pub struct Gpu {
    /// Description in words. For example `1x H100 SXM5 80GB`.
    #[serde(skip_serializing_if = "::std::option::Option::is_none")]
    pub description: ::std::option::Option<::std::string::String>,
    /// Number of GPUs of the whole machine.
    #[serde(skip_serializing_if = "::std::option::Option::is_none")]
    pub number_of_gpus: ::std::option::Option<u64>,
}

/// Part of [`Container`], [`CreateContainer`], [`CreateJobContainer`], [`JobContainer`] and 2 more.
#[derive(::serde::Deserialize, ::serde::Serialize, Clone, Debug, PartialEq)]
#[cfg_attr(feature = "schemars", derive(::schemars::JsonSchema))]
#[non_exhaustive]
pub struct Healthcheck {
    /// Is healthcheck enabled for the container. It it used to check if the container is ready to accept traffic.
    pub enabled: bool,
    /// Path to be used for healthcheck. For example `/health`.
    #[serde(skip_serializing_if = "::std::option::Option::is_none")]
    pub path: ::std::option::Option<::std::string::String>,
    /// Port to be used for healthcheck.
    #[serde(skip_serializing_if = "::std::option::Option::is_none")]
    pub port: ::std::option::Option<u64>,
}

impl Healthcheck {
    /// A value with the required members; all other members are optional.
    #[inline]
    pub fn new(enabled: bool) -> Self {
        Self {
            enabled,
            path: ::std::default::Default::default(),
            port: ::std::default::Default::default(),
        }
    }
}

impl Healthcheck {
    /// A builder with no member set.
    #[inline]
    pub fn builder() -> builder::Healthcheck<missing::MissingEnabled> {
        members::Healthcheck::default().into()
    }
}

/// Response of [`list_cluster_images`](super::Client::list_cluster_images) and [`list_images`](super::Client::list_images).
#[derive(::serde::Deserialize, ::serde::Serialize, Clone, Debug, PartialEq)]
#[cfg_attr(feature = "schemars", derive(::schemars::JsonSchema))]
#[non_exhaustive]
pub struct Image {
    /// Image category. For example `ubuntu`.
    #[serde(skip_serializing_if = "::std::option::Option::is_none")]
    pub category: ::std::option::Option<::std::string::String>,
    /// Image details.
    #[serde(skip_serializing_if = "::std::option::Option::is_none")]
    pub details: ::std::option::Option<::std::vec::Vec<::std::string::String>>,
    /// Image id.
    pub id: crate::types::ImageId,
    /// Image type. For example `ubuntu-24.04`.
    pub image_type: ::std::string::String,
    /// Is cluster.
    #[serde(skip_serializing_if = "::std::option::Option::is_none")]
    pub is_cluster: ::std::option::Option<bool>,
    /// Is default image.
    #[serde(skip_serializing_if = "::std::option::Option::is_none")]
    pub is_default: ::std::option::Option<bool>,
    /// Image name. For example `Ubuntu 24.04`.
    #[serde(skip_serializing_if = "::std::option::Option::is_none")]
    pub name: ::std::option::Option<::std::string::String>,
}

/// Response of [`get_instance`](super::Client::get_instance) and [`list_instances`](super::Client::list_instances).
#[derive(::serde::Deserialize, ::serde::Serialize, Clone, Debug, PartialEq)]
#[cfg_attr(feature = "schemars", derive(::schemars::JsonSchema))]
#[non_exhaustive]
pub struct Instance {
    /// Contract.
    #[serde(skip_serializing_if = "::std::option::Option::is_none")]
    pub contract: ::std::option::Option<crate::types::Contract>,
    /// The processors of a machine.
    #[serde(skip_serializing_if = "::std::option::Option::is_none")]
    pub cpu: ::std::option::Option<Cpu>,
    /// When it was created.
    #[serde(skip_serializing_if = "::std::option::Option::is_none")]
    #[serde(default, deserialize_with = "crate::runtime::empty_as_none")]
    pub created_at: ::std::option::Option<::chrono::DateTime<::chrono::Utc>>,
    /// The id of the user who created the resource.
    #[serde(skip_serializing_if = "::std::option::Option::is_none")]
    pub created_by_user_id: ::std::option::Option<crate::types::UserId>,
    /// The description. For example `ubuntu-22-04-cuda-12-0-docker-fin-01`.
    #[serde(skip_serializing_if = "::std::option::Option::is_none")]
    pub description: ::std::option::Option<::std::string::String>,
    /// The GPUs of a machine. A machine without GPUs has the number 0 and an empty description.
    #[serde(skip_serializing_if = "::std::option::Option::is_none")]
    pub gpu: ::std::option::Option<Gpu>,
    /// GPU memory: the total over all cards of the machine, not that of one card.
    #[serde(skip_serializing_if = "::std::option::Option::is_none")]
    pub gpu_memory: ::std::option::Option<MemorySize>,
    /// Host name of the machine. For example `hazy-star-swims-fin-01`.
    #[serde(skip_serializing_if = "::std::option::Option::is_none")]
    pub hostname: ::std::option::Option<::std::string::String>,
    /// The id.
    pub id: crate::types::InstanceId,
    /// Image of the deployment. For example `ubuntu-22-04-cuda-12-0-docker`.
    #[serde(skip_serializing_if = "::std::option::Option::is_none")]
    pub image: ::std::option::Option<::std::string::String>,
    /// Instance type, one of those of `GET /v1/instance-types`. For example `8A100.176V`.
    #[serde(skip_serializing_if = "::std::option::Option::is_none")]
    pub instance_type: ::std::option::Option<::std::string::String>,
    /// Public IP address, as soon as there is one. For example `1.2.3.4`.
    #[serde(skip_serializing_if = "::std::option::Option::is_none")]
    pub ip: ::std::option::Option<::std::string::String>,
    /// Whether the machine may be evicted at any time without warning.
    #[serde(skip_serializing_if = "::std::option::Option::is_none")]
    pub is_spot: ::std::option::Option<bool>,
    /// Token for Jupyter, if the image has Jupyter.
    #[serde(skip_serializing_if = "::std::option::Option::is_none")]
    pub jupyter_token: ::std::option::Option<crate::SecretString>,
    /// Code of the location, one of those of `GET /v1/locations`. For example `FIN-01`.
    #[serde(skip_serializing_if = "::std::option::Option::is_none")]
    pub location: ::std::option::Option<::std::string::String>,
    /// Main memory of the machine.
    #[serde(skip_serializing_if = "::std::option::Option::is_none")]
    pub memory: ::std::option::Option<MemorySize>,
    /// Name of the operating system. For example `Ubuntu 22.04`.
    #[serde(skip_serializing_if = "::std::option::Option::is_none")]
    pub os_name: ::std::option::Option<::std::string::String>,
    /// The id of the volume with the operating system.
    #[serde(skip_serializing_if = "::std::option::Option::is_none")]
    pub os_volume_id: ::std::option::Option<crate::types::VolumeId>,
    /// Price of one hour for the whole machine.
    #[serde(skip_serializing_if = "::std::option::Option::is_none")]
    #[serde(default, deserialize_with = "crate::runtime::empty_as_none")]
    pub price_per_hour: ::std::option::Option<::rust_decimal::Decimal>,
    /// Pricing.
    #[serde(skip_serializing_if = "::std::option::Option::is_none")]
    pub pricing: ::std::option::Option<crate::types::Pricing>,
    /// The ids of the SSH keys that may log in.
    #[serde(skip_serializing_if = "::std::option::Option::is_none")]
    pub ssh_key_ids: ::std::option::Option<::std::vec::Vec<crate::types::SshKeyId>>,
    /// The id of the startup script.
    #[serde(skip_serializing_if = "::std::option::Option::is_none")]
    pub startup_script_id: ::std::option::Option<crate::types::ScriptId>,
    /// The status.
    pub status: crate::types::InstanceStatus,
    /// The storage that comes with a machine.
    #[serde(skip_serializing_if = "::std::option::Option::is_none")]
    pub storage: ::std::option::Option<Storage>,
    /// The ids of the attached volumes.
    #[serde(skip_serializing_if = "::std::option::Option::is_none")]
    pub volume_ids: ::std::option::Option<::std::vec::Vec<crate::types::VolumeId>>,
}

/// Response of [`perform_instance_actions`](super::Client::perform_instance_actions).
#[derive(::serde::Deserialize, ::serde::Serialize, Clone, Debug, PartialEq)]
#[cfg_attr(feature = "schemars", derive(::schemars::JsonSchema))]
#[non_exhaustive]
pub struct InstanceActionResult {
    /// Action that was requested.
    pub action: crate::types::InstanceAction,
    /// Error message if the action failed.
    #[serde(skip_serializing_if = "::std::option::Option::is_none")]
    pub error: ::std::option::Option<::std::string::String>,
    /// Instance ID. Format: `uuid`.
    #[serde(rename = "instanceId")]
    pub instance_id: crate::types::InstanceId,
    /// Whether the action succeeded or failed.
    pub status: crate::types::ActionResultStatus,
    /// HTTP status code of the error.
    #[serde(
        rename = "statusCode",
        skip_serializing_if = "::std::option::Option::is_none"
    )]
    pub status_code: ::std::option::Option<u64>,
}

/// Response of [`list_instance_availability`](super::Client::list_instance_availability).
#[derive(::serde::Deserialize, ::serde::Serialize, Clone, Debug, PartialEq)]
#[cfg_attr(feature = "schemars", derive(::schemars::JsonSchema))]
#[non_exhaustive]
pub struct InstanceAvailability {
    /// Array of available instance types.
    pub availabilities: ::std::vec::Vec<::std::string::String>,
    /// Location code. For example `FIN-01`.
    pub location_code: ::std::string::String,
}

/// The hardware model of an instance, in the response for a volume. Known only from the document's example.
///
/// Part of [`AttachedInstance`].
#[derive(::serde::Deserialize, ::serde::Serialize, Clone, Debug, Default, PartialEq)]
#[cfg_attr(feature = "schemars", derive(::schemars::JsonSchema))]
#[non_exhaustive]
pub struct InstanceModel {
    /// Category. For example `GPU`.
    #[serde(skip_serializing_if = "::std::option::Option::is_none")]
    pub category: ::std::option::Option<::std::string::String>,
    /// Cluster model code.
    #[serde(skip_serializing_if = "::std::option::Option::is_none")]
    pub cluster_model_code: ::std::option::Option<::std::string::String>,
    /// Code. For example `A100_80G`.
    #[serde(skip_serializing_if = "::std::option::Option::is_none")]
    pub code: ::std::option::Option<::std::string::String>,
    /// Manufacturer. For example `NVIDIA`.
    #[serde(skip_serializing_if = "::std::option::Option::is_none")]
    pub manufacturer: ::std::option::Option<::std::string::String>,
}

/// The size of an instance, in the response for a volume. Known only from the document's example.
///
/// Part of [`AttachedInstance`].
#[derive(::serde::Deserialize, ::serde::Serialize, Clone, Debug, Default, PartialEq)]
#[cfg_attr(feature = "schemars", derive(::schemars::JsonSchema))]
#[non_exhaustive]
pub struct InstanceTemplate {
    /// Number of CPU cores.
    #[serde(skip_serializing_if = "::std::option::Option::is_none")]
    pub cpu_cores: ::std::option::Option<u64>,
    /// Number of GPUs.
    #[serde(skip_serializing_if = "::std::option::Option::is_none")]
    pub gpu_number: ::std::option::Option<u64>,
    /// GPU memory in GB.
    #[serde(skip_serializing_if = "::std::option::Option::is_none")]
    pub gpu_vram_gb: ::std::option::Option<f64>,
    /// Instance type, one of those of `GET /v1/instance-types`. For example `4A100.88V`.
    #[serde(skip_serializing_if = "::std::option::Option::is_none")]
    pub instance_type: ::std::option::Option<::std::string::String>,
    /// Main memory in GB.
    #[serde(skip_serializing_if = "::std::option::Option::is_none")]
    pub ram_gb: ::std::option::Option<f64>,
}

/// Response of [`list_instance_types`](super::Client::list_instance_types).
#[derive(::serde::Deserialize, ::serde::Serialize, Clone, Debug, PartialEq)]
#[cfg_attr(feature = "schemars", derive(::schemars::JsonSchema))]
#[non_exhaustive]
pub struct InstanceType {
    /// Use cases for instance type.
    #[serde(skip_serializing_if = "::std::option::Option::is_none")]
    pub best_for: ::std::option::Option<::std::vec::Vec<::std::string::String>>,
    /// The processors of a machine.
    #[serde(skip_serializing_if = "::std::option::Option::is_none")]
    pub cpu: ::std::option::Option<Cpu>,
    /// Currency type.
    #[serde(skip_serializing_if = "::std::option::Option::is_none")]
    pub currency: ::std::option::Option<crate::types::Currency>,
    /// Deploy warning.
    #[serde(skip_serializing_if = "::std::option::Option::is_none")]
    pub deploy_warning: ::std::option::Option<::std::string::String>,
    /// Instance type description. For example `Dedicated Hardware Instance`.
    #[serde(skip_serializing_if = "::std::option::Option::is_none")]
    pub description: ::std::option::Option<::std::string::String>,
    /// Display name. For example `NVIDIA H100 SXM5 80GB`.
    #[serde(skip_serializing_if = "::std::option::Option::is_none")]
    pub display_name: ::std::option::Option<::std::string::String>,
    /// Current dynamic price. Deprecated.
    #[serde(skip_serializing_if = "::std::option::Option::is_none")]
    #[serde(default, deserialize_with = "crate::runtime::empty_as_none")]
    pub dynamic_price: ::std::option::Option<::rust_decimal::Decimal>,
    /// The GPUs of a machine. A machine without GPUs has the number 0 and an empty description.
    #[serde(skip_serializing_if = "::std::option::Option::is_none")]
    pub gpu: ::std::option::Option<Gpu>,
    /// GPU memory: the total over all cards of the machine, not that of one card.
    #[serde(skip_serializing_if = "::std::option::Option::is_none")]
    pub gpu_memory: ::std::option::Option<MemorySize>,
    /// Instance type ID.
    #[serde(skip_serializing_if = "::std::option::Option::is_none")]
    pub id: ::std::option::Option<::std::string::String>,
    /// Instance type. For example `1H100.80S.22V`.
    pub instance_type: ::std::string::String,
    /// Manufacturer. For example `NVIDIA`.
    #[serde(skip_serializing_if = "::std::option::Option::is_none")]
    pub manufacturer: ::std::option::Option<::std::string::String>,
    /// Ceiling value for dynamic price. Deprecated.
    #[serde(skip_serializing_if = "::std::option::Option::is_none")]
    #[serde(default, deserialize_with = "crate::runtime::empty_as_none")]
    pub max_dynamic_price: ::std::option::Option<::rust_decimal::Decimal>,
    /// Main memory of the machine.
    #[serde(skip_serializing_if = "::std::option::Option::is_none")]
    pub memory: ::std::option::Option<MemorySize>,
    /// GPU model. For example `H100`.
    #[serde(skip_serializing_if = "::std::option::Option::is_none")]
    pub model: ::std::option::Option<::std::string::String>,
    /// GPU model name. For example `H100 SXM5 80GB`.
    #[serde(skip_serializing_if = "::std::option::Option::is_none")]
    pub name: ::std::option::Option<::std::string::String>,
    /// P2P details. For example `600 GB/s`.
    #[serde(skip_serializing_if = "::std::option::Option::is_none")]
    pub p2p: ::std::option::Option<::std::string::String>,
    /// Price of one hour in `currency`, for the whole machine, not for one of its GPUs.
    #[serde(skip_serializing_if = "::std::option::Option::is_none")]
    #[serde(default, deserialize_with = "crate::runtime::empty_as_none")]
    pub price_per_hour: ::std::option::Option<::rust_decimal::Decimal>,
    /// Current serverless price.
    #[serde(skip_serializing_if = "::std::option::Option::is_none")]
    #[serde(default, deserialize_with = "crate::runtime::empty_as_none")]
    pub serverless_price: ::std::option::Option<::rust_decimal::Decimal>,
    /// Current serverless spot price.
    #[serde(skip_serializing_if = "::std::option::Option::is_none")]
    #[serde(default, deserialize_with = "crate::runtime::empty_as_none")]
    pub serverless_spot_price: ::std::option::Option<::rust_decimal::Decimal>,
    /// Price of one hour as a spot instance in `currency`, for the whole machine, not for one of its GPUs.
    #[serde(skip_serializing_if = "::std::option::Option::is_none")]
    #[serde(default, deserialize_with = "crate::runtime::empty_as_none")]
    pub spot_price: ::std::option::Option<::rust_decimal::Decimal>,
    /// The storage that comes with a machine.
    #[serde(skip_serializing_if = "::std::option::Option::is_none")]
    pub storage: ::std::option::Option<Storage>,
    /// Supported OS image types.
    #[serde(skip_serializing_if = "::std::option::Option::is_none")]
    pub supported_os: ::std::option::Option<::std::vec::Vec<::std::string::String>>,
}

/// Part of [`JobDeployment`].
#[derive(::serde::Deserialize, ::serde::Serialize, Clone, Debug, PartialEq)]
#[cfg_attr(feature = "schemars", derive(::schemars::JsonSchema))]
#[non_exhaustive]
pub struct JobContainer {
    /// Entrypoint overrides settings for the container.
    #[serde(skip_serializing_if = "::std::option::Option::is_none")]
    pub entrypoint_overrides: ::std::option::Option<EntrypointOverrides>,
    /// Environment variables for the container.
    #[serde(skip_serializing_if = "::std::option::Option::is_none")]
    pub env: ::std::option::Option<::std::vec::Vec<EnvironmentVariable>>,
    /// Port to be exposed by the container.
    #[serde(skip_serializing_if = "::std::option::Option::is_none")]
    pub exposed_port: ::std::option::Option<u64>,
    /// Healthcheck settings for the container.
    #[serde(skip_serializing_if = "::std::option::Option::is_none")]
    pub healthcheck: ::std::option::Option<Healthcheck>,
    /// Image details.
    #[serde(skip_serializing_if = "::std::option::Option::is_none")]
    pub image: ::std::option::Option<ContainerImage>,
    /// Container name. For example `random-logger-0`.
    pub name: crate::types::ContainerName,
    /// Whether the container image is using the cached image proxy.
    #[serde(skip_serializing_if = "::std::option::Option::is_none")]
    pub should_use_cached_image: ::std::option::Option<bool>,
    /// Volume mounts for the container.
    #[serde(skip_serializing_if = "::std::option::Option::is_none")]
    pub volume_mounts: ::std::option::Option<::std::vec::Vec<crate::types::VolumeMount>>,
}

/// Response of [`create_job_deployment`](super::Client::create_job_deployment), [`get_job_deployment`](super::Client::get_job_deployment) and [`update_job_deployment`](super::Client::update_job_deployment).
#[derive(::serde::Deserialize, ::serde::Serialize, Clone, Debug, PartialEq)]
#[cfg_attr(feature = "schemars", derive(::schemars::JsonSchema))]
#[non_exhaustive]
pub struct JobDeployment {
    /// Compute resource details.
    #[serde(skip_serializing_if = "::std::option::Option::is_none")]
    pub compute: ::std::option::Option<ComputeResource>,
    /// Container registry settings.
    #[serde(skip_serializing_if = "::std::option::Option::is_none")]
    pub container_registry_settings: ::std::option::Option<RegistrySettings>,
    /// Containers in the job deployment.
    #[serde(skip_serializing_if = "::std::option::Option::is_none")]
    pub containers: ::std::option::Option<::std::vec::Vec<JobContainer>>,
    /// When it was created.
    #[serde(skip_serializing_if = "::std::option::Option::is_none")]
    #[serde(default, deserialize_with = "crate::runtime::empty_as_none")]
    pub created_at: ::std::option::Option<::chrono::DateTime<::chrono::Utc>>,
    /// ID of the user who created the job.
    #[serde(skip_serializing_if = "::std::option::Option::is_none")]
    pub created_by_user_id: ::std::option::Option<crate::types::UserId>,
    /// The base URL of the endpoint. For example `https://containers.datacrunch.io/flux-training`.
    #[serde(skip_serializing_if = "::std::option::Option::is_none")]
    pub endpoint_base_url: ::std::option::Option<::std::string::String>,
    /// Job name. For example `flux-training`.
    pub name: crate::types::JobDeploymentName,
}

/// Response of [`get_job_deployment_status`](super::Client::get_job_deployment_status).
#[derive(::serde::Deserialize, ::serde::Serialize, Clone, Debug, PartialEq)]
#[cfg_attr(feature = "schemars", derive(::schemars::JsonSchema))]
#[non_exhaustive]
pub struct JobDeploymentState {
    /// Status of the job deployment.
    pub status: crate::types::JobDeploymentStatus,
}

/// Response of [`list_job_deployments`](super::Client::list_job_deployments).
#[derive(::serde::Deserialize, ::serde::Serialize, Clone, Debug, PartialEq)]
#[cfg_attr(feature = "schemars", derive(::schemars::JsonSchema))]
#[non_exhaustive]
pub struct JobDeploymentSummary {
    /// Compute resource details.
    #[serde(skip_serializing_if = "::std::option::Option::is_none")]
    pub compute: ::std::option::Option<ComputeResource>,
    /// When it was created.
    #[serde(skip_serializing_if = "::std::option::Option::is_none")]
    #[serde(default, deserialize_with = "crate::runtime::empty_as_none")]
    pub created_at: ::std::option::Option<::chrono::DateTime<::chrono::Utc>>,
    /// ID of the user who created the job.
    #[serde(skip_serializing_if = "::std::option::Option::is_none")]
    pub created_by_user_id: ::std::option::Option<crate::types::UserId>,
    /// Job deployment name. For example `flux-training`.
    pub name: crate::types::JobDeploymentName,
}

/// Part of [`CreateJobDeployment`] and [`UpdateJobDeployment`].
#[derive(::serde::Deserialize, ::serde::Serialize, Clone, Debug, Default, PartialEq)]
#[cfg_attr(feature = "schemars", derive(::schemars::JsonSchema))]
#[non_exhaustive]
pub struct JobRegistrySettings {
    /// Container registry credentials used for authorized access to private container registries. Currently, credentials must be created via the DataCrunch Cloud UI. Provide the name of the created credentials here.
    #[serde(skip_serializing_if = "::std::option::Option::is_none")]
    pub credentials: ::std::option::Option<RegistryCredentialsRef>,
}

impl JobRegistrySettings {
    /// A value with no member set; all members are optional.
    #[inline]
    pub fn new() -> Self {
        Self {
            credentials: ::std::default::Default::default(),
        }
    }
}

impl JobRegistrySettings {
    /// A builder with no member set.
    #[inline]
    pub fn builder() -> builder::JobRegistrySettings {
        members::JobRegistrySettings::default().into()
    }
}

/// Response of [`get_job_deployment_scaling`](super::Client::get_job_deployment_scaling).
#[derive(::serde::Deserialize, ::serde::Serialize, Clone, Debug, Default, PartialEq)]
#[cfg_attr(feature = "schemars", derive(::schemars::JsonSchema))]
#[non_exhaustive]
pub struct JobScaling {
    /// Duration in seconds that a job may run before the system attempts to terminate it. From 600 to 604800.
    #[serde(skip_serializing_if = "::std::option::Option::is_none")]
    pub deadline_seconds: ::std::option::Option<u64>,
    /// Maximum number of replicas.
    #[serde(skip_serializing_if = "::std::option::Option::is_none")]
    pub max_replica_count: ::std::option::Option<u64>,
    /// Duration in seconds after which messages in the queue will be dropped.
    #[serde(skip_serializing_if = "::std::option::Option::is_none")]
    pub queue_message_ttl_seconds: ::std::option::Option<u64>,
}

/// Response of [`list_locations`](super::Client::list_locations).
#[derive(::serde::Deserialize, ::serde::Serialize, Clone, Debug, PartialEq)]
#[cfg_attr(feature = "schemars", derive(::schemars::JsonSchema))]
#[non_exhaustive]
pub struct Location {
    /// Datacenter location code. For example `FIN-01`.
    pub code: ::std::string::String,
    /// Country code. For example `FI`.
    #[serde(skip_serializing_if = "::std::option::Option::is_none")]
    pub country_code: ::std::option::Option<::std::string::String>,
    /// Location name. For example `Finland 1`.
    #[serde(skip_serializing_if = "::std::option::Option::is_none")]
    pub name: ::std::option::Option<::std::string::String>,
}

/// Response of [`list_cluster_long_term_periods`](super::Client::list_cluster_long_term_periods), [`list_instance_long_term_periods`](super::Client::list_instance_long_term_periods) and [`list_long_term_periods`](super::Client::list_long_term_periods).
#[derive(::serde::Deserialize, ::serde::Serialize, Clone, Debug, PartialEq)]
#[cfg_attr(feature = "schemars", derive(::schemars::JsonSchema))]
#[non_exhaustive]
pub struct LongTermPeriod {
    /// Long term period code. For example `3_MONTHS`.
    pub code: ::std::string::String,
    /// Discount percentage.
    #[serde(skip_serializing_if = "::std::option::Option::is_none")]
    pub discount_percentage: ::std::option::Option<f64>,
    /// Is long term period enabled.
    #[serde(skip_serializing_if = "::std::option::Option::is_none")]
    pub is_enabled: ::std::option::Option<bool>,
    /// Long term period name. For example `3 months`.
    #[serde(skip_serializing_if = "::std::option::Option::is_none")]
    pub name: ::std::option::Option<::std::string::String>,
    /// Time unit name.
    #[serde(skip_serializing_if = "::std::option::Option::is_none")]
    pub unit_name: ::std::option::Option<crate::types::LongTermUnit>,
    /// Time unit value.
    #[serde(skip_serializing_if = "::std::option::Option::is_none")]
    pub unit_value: ::std::option::Option<u64>,
}

/// An amount of memory. GPU memory is the total over all cards of the machine.
///
/// Part of [`Cluster`], [`ClusterType`], [`ContainerType`], [`Instance`] and 1 more.
#[derive(::serde::Deserialize, ::serde::Serialize, Clone, Debug, Default, PartialEq)]
#[cfg_attr(feature = "schemars", derive(::schemars::JsonSchema))]
#[non_exhaustive]
pub struct MemorySize {
    /// Description in words. For example `187GB RAM`.
    #[serde(skip_serializing_if = "::std::option::Option::is_none")]
    pub description: ::std::option::Option<::std::string::String>,
    /// Size in GB.
    #[serde(skip_serializing_if = "::std::option::Option::is_none")]
    pub size_in_gigabytes: ::std::option::Option<u64>,
}

/// Part of [`VolumeMount`].
#[derive(::serde::Deserialize, ::serde::Serialize, Clone, Debug, PartialEq)]
#[cfg_attr(feature = "schemars", derive(::schemars::JsonSchema))]
#[non_exhaustive]
pub struct MemoryVolumeMount {
    /// Path in the container where the volume will be mounted. This setting is fixed for now and cannot be changed. The API's default: `/dev/shm`. For example `/dev/shm`.
    pub mount_path: ::std::string::String,
    /// Size of memory volume in MiB: one of 64, 128, 256, 512, 1024, 2048, 4096, 8192, 16384 and 32768.
    pub size_in_mb: u64,
}

impl MemoryVolumeMount {
    /// A value with the required members; all other members are optional.
    #[inline]
    pub fn new(
        mount_path: impl ::std::convert::Into<::std::string::String>,
        size_in_mb: u64,
    ) -> Self {
        Self {
            mount_path: mount_path.into(),
            size_in_mb,
        }
    }
}

impl MemoryVolumeMount {
    /// A builder with no member set.
    #[inline]
    pub fn builder() -> builder::MemoryVolumeMount<
        missing::MissingMountPath,
        missing::MissingSizeInMb,
    > {
        members::MemoryVolumeMount::default().into()
    }
}

/// Part of [`PerformClusterActions`].
#[derive(::serde::Deserialize, ::serde::Serialize, Clone, Debug, PartialEq)]
#[cfg_attr(feature = "schemars", derive(::schemars::JsonSchema))]
#[non_exhaustive]
pub struct PerformClusterAction {
    /// What to do.
    pub action: crate::types::ClusterAction,
    /// Cluster ID.
    pub id: crate::types::ClusterId,
}

impl PerformClusterAction {
    /// A value with the required members; all other members are optional.
    #[inline]
    pub fn new(
        action: crate::types::ClusterAction,
        id: impl ::std::convert::Into<crate::types::ClusterId>,
    ) -> Self {
        Self { action, id: id.into() }
    }
}

impl PerformClusterAction {
    /// A builder with no member set.
    #[inline]
    pub fn builder() -> builder::PerformClusterAction<
        missing::MissingAction,
        missing::MissingId,
    > {
        members::PerformClusterAction::default().into()
    }
}

/// Body of [`perform_cluster_actions`](super::Client::perform_cluster_actions).
#[derive(::serde::Deserialize, ::serde::Serialize, Clone, Debug, PartialEq)]
#[cfg_attr(feature = "schemars", derive(::schemars::JsonSchema))]
#[non_exhaustive]
pub struct PerformClusterActions {
    /// Array of cluster actions, one per each cluster.
    pub actions: ::std::vec::Vec<PerformClusterAction>,
}

impl PerformClusterActions {
    /// A value with the required members; all other members are optional.
    #[inline]
    pub fn new(
        actions: impl ::std::convert::Into<::std::vec::Vec<PerformClusterAction>>,
    ) -> Self {
        Self { actions: actions.into() }
    }
}

impl PerformClusterActions {
    /// A builder with no member set.
    #[inline]
    pub fn builder() -> builder::PerformClusterActions<missing::MissingActions> {
        members::PerformClusterActions::default().into()
    }
}

/// Body of [`perform_cluster_node_action`](super::Client::perform_cluster_node_action).
#[derive(::serde::Deserialize, ::serde::Serialize, Clone, Debug, PartialEq)]
#[cfg_attr(feature = "schemars", derive(::schemars::JsonSchema))]
#[non_exhaustive]
pub struct PerformClusterNodeAction {
    /// What to do.
    pub action: crate::types::ClusterNodeAction,
}

impl PerformClusterNodeAction {
    /// A value with the required members; all other members are optional.
    #[inline]
    pub fn new(
        action: impl ::std::convert::Into<crate::types::ClusterNodeAction>,
    ) -> Self {
        Self { action: action.into() }
    }
}

impl PerformClusterNodeAction {
    /// A builder with no member set.
    #[inline]
    pub fn builder() -> builder::PerformClusterNodeAction<missing::MissingAction> {
        members::PerformClusterNodeAction::default().into()
    }
}

/// Body of [`perform_instance_actions`](super::Client::perform_instance_actions) and [`perform_instance_actions_legacy`](super::Client::perform_instance_actions_legacy).
#[derive(::serde::Deserialize, ::serde::Serialize, Clone, Debug, PartialEq)]
#[cfg_attr(feature = "schemars", derive(::schemars::JsonSchema))]
#[non_exhaustive]
pub struct PerformInstanceActions {
    /// What to do.
    pub action: crate::types::InstanceAction,
    /// Delete the volumes permanently. Only applicable for delete (or discontinue) action, when volume IDs to delete are also provided. The API's default: `false`.
    #[serde(skip_serializing_if = "::std::option::Option::is_none")]
    pub delete_permanently: ::std::option::Option<bool>,
    /// Instance ID or list of instance IDs.
    pub id: crate::OneOrMany<crate::types::InstanceId>,
    /// Volumes to delete together with the instance. Leaving this out and sending an empty list are not the same:
    ///
    /// * left out: the OS volume is deleted, all other volumes are detached
    /// * an empty list: no volume is deleted; all are detached, and go on costing
    /// * a list of volume IDs: exactly these volumes are deleted, all others are detached
    #[serde(skip_serializing_if = "::std::option::Option::is_none")]
    pub volume_ids: ::std::option::Option<::std::vec::Vec<crate::types::VolumeId>>,
}

impl PerformInstanceActions {
    /// A value with the required members; all other members are optional.
    #[inline]
    pub fn new(
        action: impl ::std::convert::Into<crate::types::InstanceAction>,
        id: impl ::std::convert::Into<crate::OneOrMany<crate::types::InstanceId>>,
    ) -> Self {
        Self {
            action: action.into(),
            delete_permanently: ::std::default::Default::default(),
            id: id.into(),
            volume_ids: ::std::default::Default::default(),
        }
    }
}

impl PerformInstanceActions {
    /// A builder with no member set.
    #[inline]
    pub fn builder() -> builder::PerformInstanceActions<
        missing::MissingAction,
        missing::MissingId,
    > {
        members::PerformInstanceActions::default().into()
    }
}

/// Body of [`perform_volume_actions`](super::Client::perform_volume_actions).
#[derive(::serde::Deserialize, ::serde::Serialize, Clone, Debug, PartialEq)]
#[cfg_attr(feature = "schemars", derive(::schemars::JsonSchema))]
#[non_exhaustive]
pub struct PerformVolumeActions {
    /// Action to perform on the volume(s). The `clone` action returns the IDs of the new volumes. Send a `cancel` action with such an ID to interrupt a cross-datacenter clone.
    pub action: crate::types::VolumeAction,
    /// Volume ID(s) to perform the action on. Single volume id or an array of volume ids.
    pub id: crate::OneOrMany<crate::types::VolumeId>,
    /// Instance ID to attach the volume to, if the action is attach.
    #[serde(skip_serializing_if = "::std::option::Option::is_none")]
    pub instance_id: ::std::option::Option<crate::types::InstanceId>,
    /// Array of instance IDs to attach the volume to, if the action is attach.
    #[serde(skip_serializing_if = "::std::option::Option::is_none")]
    pub instance_ids: ::std::option::Option<::std::vec::Vec<crate::types::InstanceId>>,
    /// If deleting volume(s), delete them permanently.
    #[serde(skip_serializing_if = "::std::option::Option::is_none")]
    pub is_permanent: ::std::option::Option<bool>,
    /// Target location code if cloning the volume. For example `FIN-01`.
    #[serde(skip_serializing_if = "::std::option::Option::is_none")]
    pub location_code: ::std::option::Option<::std::string::String>,
    /// New volume name. For example `volume-name`.
    #[serde(skip_serializing_if = "::std::option::Option::is_none")]
    pub name: ::std::option::Option<::std::string::String>,
    /// New volume size in GB. Can't be lower than current size.
    #[serde(skip_serializing_if = "::std::option::Option::is_none")]
    pub size: ::std::option::Option<u64>,
    /// Target volume type.
    #[serde(rename = "type", skip_serializing_if = "::std::option::Option::is_none")]
    pub type_: ::std::option::Option<crate::types::VolumeKind>,
}

impl PerformVolumeActions {
    /// A value with the required members; all other members are optional.
    #[inline]
    pub fn new(
        action: impl ::std::convert::Into<crate::types::VolumeAction>,
        id: impl ::std::convert::Into<crate::OneOrMany<crate::types::VolumeId>>,
    ) -> Self {
        Self {
            action: action.into(),
            id: id.into(),
            instance_id: ::std::default::Default::default(),
            instance_ids: ::std::default::Default::default(),
            is_permanent: ::std::default::Default::default(),
            location_code: ::std::default::Default::default(),
            name: ::std::default::Default::default(),
            size: ::std::default::Default::default(),
            type_: ::std::default::Default::default(),
        }
    }
}

impl PerformVolumeActions {
    /// A builder with no member set.
    #[inline]
    pub fn builder() -> builder::PerformVolumeActions<
        missing::MissingAction,
        missing::MissingId,
    > {
        members::PerformVolumeActions::default().into()
    }
}

/// Part of [`ScalingTriggers`] and [`UpdateScalingTriggers`].
#[derive(::serde::Deserialize, ::serde::Serialize, Clone, Debug, Default, PartialEq)]
#[cfg_attr(feature = "schemars", derive(::schemars::JsonSchema))]
#[non_exhaustive]
pub struct QueueLoadScalingTrigger {
    /// Threshold value for queue load. Queue item to replica ratio.
    #[serde(skip_serializing_if = "::std::option::Option::is_none")]
    pub threshold: ::std::option::Option<f64>,
}

impl QueueLoadScalingTrigger {
    /// A value with no member set; all members are optional.
    #[inline]
    pub fn new() -> Self {
        Self {
            threshold: ::std::default::Default::default(),
        }
    }
}

impl QueueLoadScalingTrigger {
    /// A builder with no member set.
    #[inline]
    pub fn builder() -> builder::QueueLoadScalingTrigger {
        members::QueueLoadScalingTrigger::default().into()
    }
}

/// Part of [`TokenRequest`].
#[derive(::serde::Deserialize, ::serde::Serialize, Clone, Debug, PartialEq)]
#[cfg_attr(feature = "schemars", derive(::schemars::JsonSchema))]
#[non_exhaustive]
pub struct RefreshTokenGrant {
    /// The refresh token that came with an access token.
    pub refresh_token: crate::SecretString,
}

impl RefreshTokenGrant {
    /// A value with the required members; all other members are optional.
    #[inline]
    pub fn new(refresh_token: impl ::std::convert::Into<crate::SecretString>) -> Self {
        Self {
            refresh_token: refresh_token.into(),
        }
    }
}

impl RefreshTokenGrant {
    /// A builder with no member set.
    #[inline]
    pub fn builder() -> builder::RefreshTokenGrant<missing::MissingRefreshToken> {
        members::RefreshTokenGrant::default().into()
    }
}

/// Response of [`list_container_registry_credentials`](super::Client::list_container_registry_credentials).
#[derive(::serde::Deserialize, ::serde::Serialize, Clone, Debug, PartialEq)]
#[cfg_attr(feature = "schemars", derive(::schemars::JsonSchema))]
#[non_exhaustive]
pub struct RegistryCredentials {
    /// The date when the registry credential was created.
    #[serde(skip_serializing_if = "::std::option::Option::is_none")]
    #[serde(default, deserialize_with = "crate::runtime::empty_as_none")]
    pub created_at: ::std::option::Option<::chrono::DateTime<::chrono::Utc>>,
    /// The name given to the registry credential. For example `dockerhub-credentials`.
    pub name: crate::types::RegistryCredentialsName,
}

/// Part of [`JobRegistrySettings`] and [`RegistrySettings`].
#[derive(::serde::Deserialize, ::serde::Serialize, Clone, Debug, PartialEq)]
#[cfg_attr(feature = "schemars", derive(::schemars::JsonSchema))]
#[non_exhaustive]
pub struct RegistryCredentialsRef {
    /// Credential name of the secret containing the credentials. For example `dockerhub-credentials`.
    pub name: crate::types::RegistryCredentialsName,
}

impl RegistryCredentialsRef {
    /// A value with the required members; all other members are optional.
    #[inline]
    pub fn new(
        name: impl ::std::convert::Into<crate::types::RegistryCredentialsName>,
    ) -> Self {
        Self { name: name.into() }
    }
}

impl RegistryCredentialsRef {
    /// A builder with no member set.
    #[inline]
    pub fn builder() -> builder::RegistryCredentialsRef<missing::MissingName> {
        members::RegistryCredentialsRef::default().into()
    }
}

/// Part of [`ContainerDeployment`], [`CreateContainerDeployment`], [`JobDeployment`] and [`UpdateContainerDeployment`].
#[derive(::serde::Deserialize, ::serde::Serialize, Clone, Debug, PartialEq)]
#[cfg_attr(feature = "schemars", derive(::schemars::JsonSchema))]
#[non_exhaustive]
pub struct RegistrySettings {
    /// Credential details for the registry if it is private. Required if privacy mode is private.
    #[serde(skip_serializing_if = "::std::option::Option::is_none")]
    pub credentials: ::std::option::Option<RegistryCredentialsRef>,
    /// Privacy mode of the container registry - is it public or private.
    pub is_private: bool,
}

impl RegistrySettings {
    /// A value with the required members; all other members are optional.
    #[inline]
    pub fn new(is_private: bool) -> Self {
        Self {
            credentials: ::std::default::Default::default(),
            is_private,
        }
    }
}

impl RegistrySettings {
    /// A builder with no member set.
    #[inline]
    pub fn builder() -> builder::RegistrySettings<missing::MissingIsPrivate> {
        members::RegistrySettings::default().into()
    }
}

/// Part of [`Replicas`].
#[derive(::serde::Deserialize, ::serde::Serialize, Clone, Debug, PartialEq)]
#[cfg_attr(feature = "schemars", derive(::schemars::JsonSchema))]
#[non_exhaustive]
pub struct Replica {
    /// Replica ID. For example `v4cb4`.
    pub id: ::std::string::String,
    /// Full container image reference. For example `docker.io/library/nginx:1.21`.
    #[serde(skip_serializing_if = "::std::option::Option::is_none")]
    pub image: ::std::option::Option<::std::string::String>,
    /// Container image name. For example `nginx`.
    #[serde(skip_serializing_if = "::std::option::Option::is_none")]
    pub image_name: ::std::option::Option<::std::string::String>,
    /// Container image tag. For example `1.21`.
    #[serde(skip_serializing_if = "::std::option::Option::is_none")]
    pub image_tag: ::std::option::Option<::std::string::String>,
    /// Time when the replica was started, ISO 8601 string format.
    #[serde(skip_serializing_if = "::std::option::Option::is_none")]
    #[serde(default, deserialize_with = "crate::runtime::empty_as_none")]
    pub started_at: ::std::option::Option<::chrono::DateTime<::chrono::Utc>>,
    /// Replica status.
    #[serde(skip_serializing_if = "::std::option::Option::is_none")]
    pub status: ::std::option::Option<crate::types::ReplicaStatus>,
}

/// Response of [`list_container_deployment_replicas`](super::Client::list_container_deployment_replicas).
#[derive(::serde::Deserialize, ::serde::Serialize, Clone, Debug, PartialEq)]
#[cfg_attr(feature = "schemars", derive(::schemars::JsonSchema))]
#[non_exhaustive]
pub struct Replicas {
    /// List of replicas for the deployment.
    pub list: ::std::vec::Vec<Replica>,
}

/// Part of [`ContainerScaling`], [`CreateContainerScaling`] and [`UpdateContainerScaling`].
#[derive(::serde::Deserialize, ::serde::Serialize, Clone, Debug, PartialEq)]
#[cfg_attr(feature = "schemars", derive(::schemars::JsonSchema))]
#[non_exhaustive]
pub struct ScalingPolicy {
    /// Cooldown period in seconds before the deployment scales up or down.
    pub delay_seconds: u64,
}

impl ScalingPolicy {
    /// A value with the required members; all other members are optional.
    #[inline]
    pub fn new(delay_seconds: u64) -> Self {
        Self { delay_seconds }
    }
}

impl ScalingPolicy {
    /// A builder with no member set.
    #[inline]
    pub fn builder() -> builder::ScalingPolicy<missing::MissingDelaySeconds> {
        members::ScalingPolicy::default().into()
    }
}

/// Part of [`ContainerScaling`] and [`CreateContainerScaling`].
#[derive(::serde::Deserialize, ::serde::Serialize, Clone, Debug, PartialEq)]
#[cfg_attr(feature = "schemars", derive(::schemars::JsonSchema))]
#[non_exhaustive]
pub struct ScalingTriggers {
    /// Scaling trigger based on CPU utilization by percentage.
    #[serde(skip_serializing_if = "::std::option::Option::is_none")]
    pub cpu_utilization: ::std::option::Option<UtilizationScalingTrigger>,
    /// Scaling trigger based on GPU utilization by percentage.
    #[serde(skip_serializing_if = "::std::option::Option::is_none")]
    pub gpu_utilization: ::std::option::Option<UtilizationScalingTrigger>,
    /// Scaling trigger based on queue load.
    pub queue_load: QueueLoadScalingTrigger,
}

impl ScalingTriggers {
    /// A value with the required members; all other members are optional.
    #[inline]
    pub fn new(queue_load: impl ::std::convert::Into<QueueLoadScalingTrigger>) -> Self {
        Self {
            cpu_utilization: ::std::default::Default::default(),
            gpu_utilization: ::std::default::Default::default(),
            queue_load: queue_load.into(),
        }
    }
}

impl ScalingTriggers {
    /// A builder with no member set.
    #[inline]
    pub fn builder() -> builder::ScalingTriggers<missing::MissingQueueLoad> {
        members::ScalingTriggers::default().into()
    }
}

/// Part of [`VolumeMount`].
#[derive(::serde::Deserialize, ::serde::Serialize, Clone, Debug, PartialEq)]
#[cfg_attr(feature = "schemars", derive(::schemars::JsonSchema))]
#[non_exhaustive]
pub struct ScratchVolumeMount {
    /// Path in the container where the volume will be mounted. For example `/data`.
    pub mount_path: ::std::string::String,
}

impl ScratchVolumeMount {
    /// A value with the required members; all other members are optional.
    #[inline]
    pub fn new(mount_path: impl ::std::convert::Into<::std::string::String>) -> Self {
        Self {
            mount_path: mount_path.into(),
        }
    }
}

impl ScratchVolumeMount {
    /// A builder with no member set.
    #[inline]
    pub fn builder() -> builder::ScratchVolumeMount<missing::MissingMountPath> {
        members::ScratchVolumeMount::default().into()
    }
}

/// Response of [`get_script`](super::Client::get_script) and [`list_scripts`](super::Client::list_scripts).
#[derive(::serde::Deserialize, ::serde::Serialize, Clone, Debug, PartialEq)]
#[cfg_attr(feature = "schemars", derive(::schemars::JsonSchema))]
#[non_exhaustive]
pub struct Script {
    /// When it was created.
    #[serde(skip_serializing_if = "::std::option::Option::is_none")]
    #[serde(default, deserialize_with = "crate::runtime::empty_as_none")]
    pub created_at: ::std::option::Option<::chrono::DateTime<::chrono::Utc>>,
    /// Script ID.
    pub id: crate::types::ScriptId,
    /// Script name. For example `My startup script`.
    #[serde(skip_serializing_if = "::std::option::Option::is_none")]
    pub name: ::std::option::Option<::std::string::String>,
    /// Script content.
    #[serde(skip_serializing_if = "::std::option::Option::is_none")]
    pub script: ::std::option::Option<crate::SecretString>,
}

/// Response of [`list_secrets`](super::Client::list_secrets).
#[derive(::serde::Deserialize, ::serde::Serialize, Clone, Debug, PartialEq)]
#[cfg_attr(feature = "schemars", derive(::schemars::JsonSchema))]
#[non_exhaustive]
pub struct Secret {
    /// The date when the secret was created.
    #[serde(skip_serializing_if = "::std::option::Option::is_none")]
    #[serde(default, deserialize_with = "crate::runtime::empty_as_none")]
    pub created_at: ::std::option::Option<::chrono::DateTime<::chrono::Utc>>,
    /// Name of the secret. For example `api-token`.
    pub name: crate::types::SecretName,
    /// Type of the secret.
    #[serde(skip_serializing_if = "::std::option::Option::is_none")]
    pub secret_type: ::std::option::Option<crate::types::SecretType>,
}

/// Part of [`CreateFileSecret`].
#[derive(::serde::Deserialize, ::serde::Serialize, Clone, Debug, PartialEq)]
#[cfg_attr(feature = "schemars", derive(::schemars::JsonSchema))]
#[non_exhaustive]
pub struct SecretFile {
    /// Base64 encoded content of the file.
    pub base64_content: crate::SecretString,
    /// Name of the file. For example `file.txt`.
    pub file_name: ::std::string::String,
}

impl SecretFile {
    /// A builder with no member set.
    #[inline]
    pub fn builder() -> builder::SecretFile<
        missing::MissingBase64Content,
        missing::MissingFileName,
    > {
        members::SecretFile::default().into()
    }
}

/// Part of [`VolumeMount`].
#[derive(::serde::Deserialize, ::serde::Serialize, Clone, Debug, PartialEq)]
#[cfg_attr(feature = "schemars", derive(::schemars::JsonSchema))]
#[non_exhaustive]
pub struct SecretVolumeMount {
    /// Path in the container where the volume will be mounted. For example `/secret-files`.
    pub mount_path: ::std::string::String,
    /// Name of the fileset secret to be mounted. For example `my-secret`.
    pub secret_name: crate::types::SecretName,
}

impl SecretVolumeMount {
    /// A builder with no member set.
    #[inline]
    pub fn builder() -> builder::SecretVolumeMount<
        missing::MissingMountPath,
        missing::MissingSecretName,
    > {
        members::SecretVolumeMount::default().into()
    }
}

/// Response of [`list_serverless_compute_resources`](super::Client::list_serverless_compute_resources).
#[derive(::serde::Deserialize, ::serde::Serialize, Clone, Debug, PartialEq)]
#[cfg_attr(feature = "schemars", derive(::schemars::JsonSchema))]
#[non_exhaustive]
pub struct ServerlessComputeResource {
    /// Is the compute resource available.
    #[serde(skip_serializing_if = "::std::option::Option::is_none")]
    pub is_available: ::std::option::Option<bool>,
    /// Name of the compute resource. For example `H100`.
    pub name: ::std::string::String,
    /// Number of compute units (e.g. 4 GPUs). Default is 1.
    #[serde(skip_serializing_if = "::std::option::Option::is_none")]
    pub size: ::std::option::Option<u64>,
}

/// Body of [`add_container_deployment_environment_variables`](super::Client::add_container_deployment_environment_variables) and [`update_container_deployment_environment_variables`](super::Client::update_container_deployment_environment_variables).
#[derive(::serde::Deserialize, ::serde::Serialize, Clone, Debug, PartialEq)]
#[cfg_attr(feature = "schemars", derive(::schemars::JsonSchema))]
#[non_exhaustive]
pub struct SetEnvironmentVariables {
    /// Container name. For example `flux-0`.
    pub container_name: crate::types::ContainerName,
    /// Environment variables for the container.
    pub env: ::std::vec::Vec<EnvironmentVariable>,
}

impl SetEnvironmentVariables {
    /// A value with the required members; all other members are optional.
    #[inline]
    pub fn new(
        container_name: impl ::std::convert::Into<crate::types::ContainerName>,
        env: impl ::std::convert::Into<::std::vec::Vec<EnvironmentVariable>>,
    ) -> Self {
        Self {
            container_name: container_name.into(),
            env: env.into(),
        }
    }
}

impl SetEnvironmentVariables {
    /// A builder with no member set.
    #[inline]
    pub fn builder() -> builder::SetEnvironmentVariables<
        missing::MissingContainerName,
        missing::MissingEnv,
    > {
        members::SetEnvironmentVariables::default().into()
    }
}

/// Part of [`VolumeMount`].
#[derive(::serde::Deserialize, ::serde::Serialize, Clone, Debug, PartialEq)]
#[cfg_attr(feature = "schemars", derive(::schemars::JsonSchema))]
#[non_exhaustive]
pub struct SharedVolumeMount {
    /// Path in the container where the volume will be mounted. For example `/shared`.
    pub mount_path: ::std::string::String,
    /// ID of the shared volume to be mounted.
    pub volume_id: crate::types::VolumeId,
}

impl SharedVolumeMount {
    /// A builder with no member set.
    #[inline]
    pub fn builder() -> builder::SharedVolumeMount<
        missing::MissingMountPath,
        missing::MissingVolumeId,
    > {
        members::SharedVolumeMount::default().into()
    }
}

/// Response of [`get_ssh_key`](super::Client::get_ssh_key), [`get_ssh_key_legacy`](super::Client::get_ssh_key_legacy), [`list_ssh_keys`](super::Client::list_ssh_keys) and [`list_ssh_keys_legacy`](super::Client::list_ssh_keys_legacy).
#[derive(::serde::Deserialize, ::serde::Serialize, Clone, Debug, PartialEq)]
#[cfg_attr(feature = "schemars", derive(::schemars::JsonSchema))]
#[non_exhaustive]
pub struct SshKey {
    /// When it was created.
    #[serde(skip_serializing_if = "::std::option::Option::is_none")]
    #[serde(default, deserialize_with = "crate::runtime::empty_as_none")]
    pub created_at: ::std::option::Option<::chrono::DateTime<::chrono::Utc>>,
    /// The id of the user who created the resource.
    #[serde(skip_serializing_if = "::std::option::Option::is_none")]
    pub created_by_user_id: ::std::option::Option<crate::types::UserId>,
    /// Fingerprint of the public key.
    #[serde(skip_serializing_if = "::std::option::Option::is_none")]
    pub fingerprint: ::std::option::Option<::std::string::String>,
    /// SSH key id.
    pub id: crate::types::SshKeyId,
    /// Public SSH key. For example `ssh-rsa AAAAB3NzaC1yc2EAAAADAQABAAABAQD...`.
    #[serde(skip_serializing_if = "::std::option::Option::is_none")]
    pub key: ::std::option::Option<::std::string::String>,
    /// Name of the SSH key. For example `my-key`.
    #[serde(skip_serializing_if = "::std::option::Option::is_none")]
    pub name: ::std::option::Option<::std::string::String>,
}

/// The storage that comes with a machine.
///
/// Part of [`Instance`] and [`InstanceType`].
#[derive(::serde::Deserialize, ::serde::Serialize, Clone, Debug, Default, PartialEq)]
#[cfg_attr(feature = "schemars", derive(::schemars::JsonSchema))]
#[non_exhaustive]
pub struct Storage {
    /// Description in words. For example `dynamic`.
    #[serde(skip_serializing_if = "::std::option::Option::is_none")]
    pub description: ::std::option::Option<::std::string::String>,
}

/// Response of [`list_volumes_in_trash`](super::Client::list_volumes_in_trash). Part of [`VolumeDetails`].
#[derive(::serde::Deserialize, ::serde::Serialize, Clone, Debug, PartialEq)]
#[cfg_attr(feature = "schemars", derive(::schemars::JsonSchema))]
#[non_exhaustive]
pub struct TrashedVolume {
    /// Price of one hour in `currency`, for the whole volume, not for one GB.
    #[serde(skip_serializing_if = "::std::option::Option::is_none")]
    #[serde(default, deserialize_with = "crate::runtime::empty_as_none")]
    pub base_hourly_cost: ::std::option::Option<::rust_decimal::Decimal>,
    /// Volume contract type.
    #[serde(skip_serializing_if = "::std::option::Option::is_none")]
    pub contract: ::std::option::Option<crate::types::Contract>,
    /// Volume creation date.
    #[serde(skip_serializing_if = "::std::option::Option::is_none")]
    #[serde(default, deserialize_with = "crate::runtime::empty_as_none")]
    pub created_at: ::std::option::Option<::chrono::DateTime<::chrono::Utc>>,
    /// Volume currency.
    #[serde(skip_serializing_if = "::std::option::Option::is_none")]
    pub currency: ::std::option::Option<crate::types::Currency>,
    /// Volume deletion date.
    #[serde(skip_serializing_if = "::std::option::Option::is_none")]
    #[serde(default, deserialize_with = "crate::runtime::empty_as_none")]
    pub deleted_at: ::std::option::Option<::chrono::DateTime<::chrono::Utc>>,
    /// Volume ID.
    pub id: crate::types::VolumeId,
    /// Instance ID.
    #[serde(skip_serializing_if = "::std::option::Option::is_none")]
    pub instance_id: ::std::option::Option<crate::types::InstanceId>,
    /// Instance info the volume is attached to.
    #[serde(skip_serializing_if = "::std::option::Option::is_none")]
    pub instances: ::std::option::Option<::std::vec::Vec<AttachedInstance>>,
    /// Is OS volume.
    #[serde(skip_serializing_if = "::std::option::Option::is_none")]
    pub is_os_volume: ::std::option::Option<bool>,
    /// Is volume permanently deleted.
    #[serde(skip_serializing_if = "::std::option::Option::is_none")]
    pub is_permanently_deleted: ::std::option::Option<bool>,
    /// Volume location. For example `FIN-01`.
    #[serde(skip_serializing_if = "::std::option::Option::is_none")]
    pub location: ::std::option::Option<::std::string::String>,
    /// Price of one month in `currency`, for the whole volume, not for one GB.
    #[serde(skip_serializing_if = "::std::option::Option::is_none")]
    #[serde(default, deserialize_with = "crate::runtime::empty_as_none")]
    pub monthly_price: ::std::option::Option<::rust_decimal::Decimal>,
    /// Volume name. For example `OS-NVMe-84Ca37Jf`.
    #[serde(skip_serializing_if = "::std::option::Option::is_none")]
    pub name: ::std::option::Option<::std::string::String>,
    /// Volume size in GB.
    #[serde(skip_serializing_if = "::std::option::Option::is_none")]
    pub size: ::std::option::Option<u64>,
    /// Array of SSH key IDs that are linked to the volume if it is an OS volume.
    #[serde(skip_serializing_if = "::std::option::Option::is_none")]
    pub ssh_key_ids: ::std::option::Option<::std::vec::Vec<crate::types::SshKeyId>>,
    /// Volume status.
    pub status: crate::types::VolumeStatus,
    /// Volume target. For example `vda`.
    #[serde(skip_serializing_if = "::std::option::Option::is_none")]
    pub target: ::std::option::Option<::std::string::String>,
    /// Volume type.
    #[serde(rename = "type", skip_serializing_if = "::std::option::Option::is_none")]
    pub type_: ::std::option::Option<crate::types::VolumeKind>,
}

/// Part of [`UpdateContainerDeployment`].
#[derive(::serde::Deserialize, ::serde::Serialize, Clone, Debug, PartialEq)]
#[cfg_attr(feature = "schemars", derive(::schemars::JsonSchema))]
#[non_exhaustive]
pub struct UpdateContainer {
    /// Container image autoupdate settings for the container.
    #[serde(skip_serializing_if = "::std::option::Option::is_none")]
    pub autoupdate: ::std::option::Option<Autoupdate>,
    /// Entrypoint overrides settings for the container.
    #[serde(skip_serializing_if = "::std::option::Option::is_none")]
    pub entrypoint_overrides: ::std::option::Option<EntrypointOverrides>,
    /// Environment variables for the container.
    #[serde(skip_serializing_if = "::std::option::Option::is_none")]
    pub env: ::std::option::Option<::std::vec::Vec<EnvironmentVariable>>,
    /// Port to be exposed by the container.
    #[serde(skip_serializing_if = "::std::option::Option::is_none")]
    pub exposed_port: ::std::option::Option<u64>,
    /// Healthcheck settings for the container.
    #[serde(skip_serializing_if = "::std::option::Option::is_none")]
    pub healthcheck: ::std::option::Option<Healthcheck>,
    /// Image to be deployed in the container. For example `registry-1.docker.io/chentex/random-logger:v1.0.1`.
    #[serde(skip_serializing_if = "::std::option::Option::is_none")]
    pub image: ::std::option::Option<::std::string::String>,
    /// Name of the container to update. For example `random-logger-0`.
    pub name: crate::types::ContainerName,
    /// Whether to use cached container image when available.
    #[serde(skip_serializing_if = "::std::option::Option::is_none")]
    pub should_use_cached_image: ::std::option::Option<bool>,
    /// Volume mounts for the container.
    #[serde(skip_serializing_if = "::std::option::Option::is_none")]
    pub volume_mounts: ::std::option::Option<::std::vec::Vec<crate::types::VolumeMount>>,
}

impl UpdateContainer {
    /// A value with the required members; all other members are optional.
    #[inline]
    pub fn new(name: impl ::std::convert::Into<crate::types::ContainerName>) -> Self {
        Self {
            autoupdate: ::std::default::Default::default(),
            entrypoint_overrides: ::std::default::Default::default(),
            env: ::std::default::Default::default(),
            exposed_port: ::std::default::Default::default(),
            healthcheck: ::std::default::Default::default(),
            image: ::std::default::Default::default(),
            name: name.into(),
            should_use_cached_image: ::std::default::Default::default(),
            volume_mounts: ::std::default::Default::default(),
        }
    }
}

impl UpdateContainer {
    /// A builder with no member set.
    #[inline]
    pub fn builder() -> builder::UpdateContainer<missing::MissingName> {
        members::UpdateContainer::default().into()
    }
}

/// Body of [`update_container_deployment`](super::Client::update_container_deployment).
#[derive(::serde::Deserialize, ::serde::Serialize, Clone, Debug, Default, PartialEq)]
#[cfg_attr(feature = "schemars", derive(::schemars::JsonSchema))]
#[non_exhaustive]
pub struct UpdateContainerDeployment {
    /// Change compute settings for the deployment.
    #[serde(skip_serializing_if = "::std::option::Option::is_none")]
    pub compute: ::std::option::Option<ComputeResource>,
    /// Container registry settings. Private registries require saving the credentials via datacrunch cloud UI.
    #[serde(skip_serializing_if = "::std::option::Option::is_none")]
    pub container_registry_settings: ::std::option::Option<RegistrySettings>,
    /// Containers properties to be updated.
    #[serde(skip_serializing_if = "::std::option::Option::is_none")]
    pub containers: ::std::option::Option<::std::vec::Vec<UpdateContainer>>,
    /// Spot instance settings for the deployment.
    #[serde(skip_serializing_if = "::std::option::Option::is_none")]
    pub is_spot: ::std::option::Option<bool>,
}

impl UpdateContainerDeployment {
    /// A value with no member set; all members are optional.
    #[inline]
    pub fn new() -> Self {
        Self {
            compute: ::std::default::Default::default(),
            container_registry_settings: ::std::default::Default::default(),
            containers: ::std::default::Default::default(),
            is_spot: ::std::default::Default::default(),
        }
    }
}

impl UpdateContainerDeployment {
    /// A builder with no member set.
    #[inline]
    pub fn builder() -> builder::UpdateContainerDeployment {
        members::UpdateContainerDeployment::default().into()
    }
}

/// Body of [`update_container_deployment_scaling`](super::Client::update_container_deployment_scaling).
#[derive(::serde::Deserialize, ::serde::Serialize, Clone, Debug, Default, PartialEq)]
#[cfg_attr(feature = "schemars", derive(::schemars::JsonSchema))]
#[non_exhaustive]
pub struct UpdateContainerScaling {
    /// Number of requests each replica can process concurrently.
    #[serde(skip_serializing_if = "::std::option::Option::is_none")]
    pub concurrent_requests_per_replica: ::std::option::Option<u64>,
    /// Maximum number of replicas.
    #[serde(skip_serializing_if = "::std::option::Option::is_none")]
    pub max_replica_count: ::std::option::Option<u64>,
    /// Minimum number of replicas.
    #[serde(skip_serializing_if = "::std::option::Option::is_none")]
    pub min_replica_count: ::std::option::Option<u64>,
    /// Duration in seconds after which messages in the queue will be dropped.
    #[serde(skip_serializing_if = "::std::option::Option::is_none")]
    pub queue_message_ttl_seconds: ::std::option::Option<u64>,
    /// Policy for scaling down replicas.
    #[serde(skip_serializing_if = "::std::option::Option::is_none")]
    pub scale_down_policy: ::std::option::Option<ScalingPolicy>,
    /// Policy for scaling up replicas.
    #[serde(skip_serializing_if = "::std::option::Option::is_none")]
    pub scale_up_policy: ::std::option::Option<ScalingPolicy>,
    /// Triggers for scaling up and down.
    #[serde(skip_serializing_if = "::std::option::Option::is_none")]
    pub scaling_triggers: ::std::option::Option<UpdateScalingTriggers>,
}

impl UpdateContainerScaling {
    /// A value with no member set; all members are optional.
    #[inline]
    pub fn new() -> Self {
        Self {
            concurrent_requests_per_replica: ::std::default::Default::default(),
            max_replica_count: ::std::default::Default::default(),
            min_replica_count: ::std::default::Default::default(),
            queue_message_ttl_seconds: ::std::default::Default::default(),
            scale_down_policy: ::std::default::Default::default(),
            scale_up_policy: ::std::default::Default::default(),
            scaling_triggers: ::std::default::Default::default(),
        }
    }
}

impl UpdateContainerScaling {
    /// A builder with no member set.
    #[inline]
    pub fn builder() -> builder::UpdateContainerScaling {
        members::UpdateContainerScaling::default().into()
    }
}

/// Part of [`UpdateJobDeployment`].
#[derive(::serde::Deserialize, ::serde::Serialize, Clone, Debug, PartialEq)]
#[cfg_attr(feature = "schemars", derive(::schemars::JsonSchema))]
#[non_exhaustive]
pub struct UpdateJobContainer {
    /// Entrypoint overrides settings for the container.
    #[serde(skip_serializing_if = "::std::option::Option::is_none")]
    pub entrypoint_overrides: ::std::option::Option<EntrypointOverrides>,
    /// Environment variables for the container.
    #[serde(skip_serializing_if = "::std::option::Option::is_none")]
    pub env: ::std::option::Option<::std::vec::Vec<EnvironmentVariable>>,
    /// Port to be exposed by the container.
    #[serde(skip_serializing_if = "::std::option::Option::is_none")]
    pub exposed_port: ::std::option::Option<u64>,
    /// Healthcheck settings for the container.
    #[serde(skip_serializing_if = "::std::option::Option::is_none")]
    pub healthcheck: ::std::option::Option<Healthcheck>,
    /// Image to be deployed in the container. For example `registry-1.docker.io/chentex/random-logger:v1.0.1`.
    #[serde(skip_serializing_if = "::std::option::Option::is_none")]
    pub image: ::std::option::Option<::std::string::String>,
    /// Name of the container to update. For example `video-generator-0`.
    pub name: crate::types::ContainerName,
    /// Whether to use cached container image when available.
    #[serde(skip_serializing_if = "::std::option::Option::is_none")]
    pub should_use_cached_image: ::std::option::Option<bool>,
    /// Volume mounts for the container.
    #[serde(skip_serializing_if = "::std::option::Option::is_none")]
    pub volume_mounts: ::std::option::Option<::std::vec::Vec<crate::types::VolumeMount>>,
}

impl UpdateJobContainer {
    /// A value with the required members; all other members are optional.
    #[inline]
    pub fn new(name: impl ::std::convert::Into<crate::types::ContainerName>) -> Self {
        Self {
            entrypoint_overrides: ::std::default::Default::default(),
            env: ::std::default::Default::default(),
            exposed_port: ::std::default::Default::default(),
            healthcheck: ::std::default::Default::default(),
            image: ::std::default::Default::default(),
            name: name.into(),
            should_use_cached_image: ::std::default::Default::default(),
            volume_mounts: ::std::default::Default::default(),
        }
    }
}

impl UpdateJobContainer {
    /// A builder with no member set.
    #[inline]
    pub fn builder() -> builder::UpdateJobContainer<missing::MissingName> {
        members::UpdateJobContainer::default().into()
    }
}

/// Body of [`update_job_deployment`](super::Client::update_job_deployment).
#[derive(::serde::Deserialize, ::serde::Serialize, Clone, Debug, Default, PartialEq)]
#[cfg_attr(feature = "schemars", derive(::schemars::JsonSchema))]
#[non_exhaustive]
pub struct UpdateJobDeployment {
    /// Compute settings for the job deployment.
    #[serde(skip_serializing_if = "::std::option::Option::is_none")]
    pub compute: ::std::option::Option<ComputeResource>,
    /// Container registry settings.
    #[serde(skip_serializing_if = "::std::option::Option::is_none")]
    pub container_registry_settings: ::std::option::Option<JobRegistrySettings>,
    /// Containers properties to be updated.
    #[serde(skip_serializing_if = "::std::option::Option::is_none")]
    pub containers: ::std::option::Option<::std::vec::Vec<UpdateJobContainer>>,
    /// Scaling settings for the job deployment.
    #[serde(skip_serializing_if = "::std::option::Option::is_none")]
    pub scaling: ::std::option::Option<UpdateJobScaling>,
}

impl UpdateJobDeployment {
    /// A value with no member set; all members are optional.
    #[inline]
    pub fn new() -> Self {
        Self {
            compute: ::std::default::Default::default(),
            container_registry_settings: ::std::default::Default::default(),
            containers: ::std::default::Default::default(),
            scaling: ::std::default::Default::default(),
        }
    }
}

impl UpdateJobDeployment {
    /// A builder with no member set.
    #[inline]
    pub fn builder() -> builder::UpdateJobDeployment {
        members::UpdateJobDeployment::default().into()
    }
}

/// Part of [`UpdateJobDeployment`].
#[derive(::serde::Deserialize, ::serde::Serialize, Clone, Debug, Default, PartialEq)]
#[cfg_attr(feature = "schemars", derive(::schemars::JsonSchema))]
#[non_exhaustive]
pub struct UpdateJobScaling {
    /// Duration in seconds that a job may run before the system attempts to terminate it. From 600 to 604800.
    #[serde(skip_serializing_if = "::std::option::Option::is_none")]
    pub deadline_seconds: ::std::option::Option<u64>,
    /// Maximum number of replicas.
    #[serde(skip_serializing_if = "::std::option::Option::is_none")]
    pub max_replica_count: ::std::option::Option<u64>,
    /// Duration in seconds after which messages in the queue will be dropped.
    #[serde(skip_serializing_if = "::std::option::Option::is_none")]
    pub queue_message_ttl_seconds: ::std::option::Option<u64>,
}

impl UpdateJobScaling {
    /// A value with no member set; all members are optional.
    #[inline]
    pub fn new() -> Self {
        Self {
            deadline_seconds: ::std::default::Default::default(),
            max_replica_count: ::std::default::Default::default(),
            queue_message_ttl_seconds: ::std::default::Default::default(),
        }
    }
}

impl UpdateJobScaling {
    /// A builder with no member set.
    #[inline]
    pub fn builder() -> builder::UpdateJobScaling {
        members::UpdateJobScaling::default().into()
    }
}

/// Part of [`UpdateContainerScaling`].
#[derive(::serde::Deserialize, ::serde::Serialize, Clone, Debug, Default, PartialEq)]
#[cfg_attr(feature = "schemars", derive(::schemars::JsonSchema))]
#[non_exhaustive]
pub struct UpdateScalingTriggers {
    /// Scaling trigger based on CPU utilization by percentage.
    #[serde(skip_serializing_if = "::std::option::Option::is_none")]
    pub cpu_utilization: ::std::option::Option<UtilizationScalingTrigger>,
    /// Scaling trigger based on GPU utilization by percentage.
    #[serde(skip_serializing_if = "::std::option::Option::is_none")]
    pub gpu_utilization: ::std::option::Option<UtilizationScalingTrigger>,
    /// Scaling trigger based on queue load.
    #[serde(skip_serializing_if = "::std::option::Option::is_none")]
    pub queue_load: ::std::option::Option<QueueLoadScalingTrigger>,
}

impl UpdateScalingTriggers {
    /// A value with no member set; all members are optional.
    #[inline]
    pub fn new() -> Self {
        Self {
            cpu_utilization: ::std::default::Default::default(),
            gpu_utilization: ::std::default::Default::default(),
            queue_load: ::std::default::Default::default(),
        }
    }
}

impl UpdateScalingTriggers {
    /// A builder with no member set.
    #[inline]
    pub fn builder() -> builder::UpdateScalingTriggers {
        members::UpdateScalingTriggers::default().into()
    }
}

/// Part of [`ScalingTriggers`] and [`UpdateScalingTriggers`].
#[derive(::serde::Deserialize, ::serde::Serialize, Clone, Debug, PartialEq)]
#[cfg_attr(feature = "schemars", derive(::schemars::JsonSchema))]
#[non_exhaustive]
pub struct UtilizationScalingTrigger {
    /// Is the trigger enabled.
    pub enabled: bool,
    /// Threshold value for utilization, in percent.
    #[serde(skip_serializing_if = "::std::option::Option::is_none")]
    pub threshold: ::std::option::Option<f64>,
}

impl UtilizationScalingTrigger {
    /// A value with the required members; all other members are optional.
    #[inline]
    pub fn new(enabled: bool) -> Self {
        Self {
            enabled,
            threshold: ::std::default::Default::default(),
        }
    }
}

impl UtilizationScalingTrigger {
    /// A builder with no member set.
    #[inline]
    pub fn builder() -> builder::UtilizationScalingTrigger<missing::MissingEnabled> {
        members::UtilizationScalingTrigger::default().into()
    }
}

/// Response of [`list_volumes`](super::Client::list_volumes). Part of [`VolumeDetails`].
#[derive(::serde::Deserialize, ::serde::Serialize, Clone, Debug, PartialEq)]
#[cfg_attr(feature = "schemars", derive(::schemars::JsonSchema))]
#[non_exhaustive]
pub struct Volume {
    /// Price of one hour in `currency`, for the whole volume, not for one GB.
    #[serde(skip_serializing_if = "::std::option::Option::is_none")]
    #[serde(default, deserialize_with = "crate::runtime::empty_as_none")]
    pub base_hourly_cost: ::std::option::Option<::rust_decimal::Decimal>,
    /// Volume contract type.
    #[serde(skip_serializing_if = "::std::option::Option::is_none")]
    pub contract: ::std::option::Option<crate::types::Contract>,
    /// Create directory command. For example `mkdir -p /mnt/volume`.
    #[serde(skip_serializing_if = "::std::option::Option::is_none")]
    pub create_directory_command: ::std::option::Option<::std::string::String>,
    /// Volume creation date.
    #[serde(skip_serializing_if = "::std::option::Option::is_none")]
    #[serde(default, deserialize_with = "crate::runtime::empty_as_none")]
    pub created_at: ::std::option::Option<::chrono::DateTime<::chrono::Utc>>,
    /// The id of the user who created the resource.
    #[serde(skip_serializing_if = "::std::option::Option::is_none")]
    pub created_by_user_id: ::std::option::Option<crate::types::UserId>,
    /// Volume currency.
    #[serde(skip_serializing_if = "::std::option::Option::is_none")]
    pub currency: ::std::option::Option<crate::types::Currency>,
    /// Filesystem to fstab command.
    #[serde(skip_serializing_if = "::std::option::Option::is_none")]
    pub filesystem_to_fstab_command: ::std::option::Option<::std::string::String>,
    /// Volume ID.
    pub id: crate::types::VolumeId,
    /// Instance ID.
    #[serde(skip_serializing_if = "::std::option::Option::is_none")]
    pub instance_id: ::std::option::Option<crate::types::InstanceId>,
    /// Instance info the volume is attached to.
    #[serde(skip_serializing_if = "::std::option::Option::is_none")]
    pub instances: ::std::option::Option<::std::vec::Vec<AttachedInstance>>,
    /// Is OS volume.
    #[serde(skip_serializing_if = "::std::option::Option::is_none")]
    pub is_os_volume: ::std::option::Option<bool>,
    /// Volume location. For example `FIN-01`.
    #[serde(skip_serializing_if = "::std::option::Option::is_none")]
    pub location: ::std::option::Option<::std::string::String>,
    /// The long-term contract of a volume.
    #[serde(skip_serializing_if = "::std::option::Option::is_none")]
    pub long_term: ::std::option::Option<VolumeLongTerm>,
    /// Price of one month in `currency`, for the whole volume, not for one GB.
    #[serde(skip_serializing_if = "::std::option::Option::is_none")]
    #[serde(default, deserialize_with = "crate::runtime::empty_as_none")]
    pub monthly_price: ::std::option::Option<::rust_decimal::Decimal>,
    /// Mount command.
    #[serde(skip_serializing_if = "::std::option::Option::is_none")]
    pub mount_command: ::std::option::Option<::std::string::String>,
    /// Volume name. For example `OS-NVMe-84Ca37Jf`.
    #[serde(skip_serializing_if = "::std::option::Option::is_none")]
    pub name: ::std::option::Option<::std::string::String>,
    /// Volume pseudo path. Unique identifier for your filesystem. For example `volume-84Ca37Jf`.
    #[serde(skip_serializing_if = "::std::option::Option::is_none")]
    pub pseudo_path: ::std::option::Option<::std::string::String>,
    /// Volume size in GB.
    #[serde(skip_serializing_if = "::std::option::Option::is_none")]
    pub size: ::std::option::Option<u64>,
    /// Array of SSH key IDs that are linked to the volume if it is an OS volume.
    #[serde(skip_serializing_if = "::std::option::Option::is_none")]
    pub ssh_key_ids: ::std::option::Option<::std::vec::Vec<crate::types::SshKeyId>>,
    /// Volume status.
    pub status: crate::types::VolumeStatus,
    /// Volume target. For example `vda`.
    #[serde(skip_serializing_if = "::std::option::Option::is_none")]
    pub target: ::std::option::Option<::std::string::String>,
    /// Volume type.
    #[serde(rename = "type", skip_serializing_if = "::std::option::Option::is_none")]
    pub type_: ::std::option::Option<crate::types::VolumeKind>,
}

/// The long-term contract of a volume.
///
/// Part of [`Volume`].
#[derive(::serde::Deserialize, ::serde::Serialize, Clone, Debug, Default, PartialEq)]
#[cfg_attr(feature = "schemars", derive(::schemars::JsonSchema))]
#[non_exhaustive]
pub struct VolumeLongTerm {
    /// Whether another period follows at the end.
    #[serde(skip_serializing_if = "::std::option::Option::is_none")]
    pub auto_rental_extension: ::std::option::Option<bool>,
    /// Price of the whole volume for this period.
    #[serde(skip_serializing_if = "::std::option::Option::is_none")]
    #[serde(default, deserialize_with = "crate::runtime::empty_as_none")]
    pub current_period_price: ::std::option::Option<::rust_decimal::Decimal>,
    /// Discount in percent.
    #[serde(skip_serializing_if = "::std::option::Option::is_none")]
    pub discount_percentage: ::std::option::Option<f64>,
    /// When the period ends.
    #[serde(skip_serializing_if = "::std::option::Option::is_none")]
    #[serde(default, deserialize_with = "crate::runtime::empty_as_none")]
    pub end_date: ::std::option::Option<::chrono::DateTime<::chrono::Utc>>,
    /// Length of the period in words. For example `3 months`.
    #[serde(skip_serializing_if = "::std::option::Option::is_none")]
    pub long_term_period: ::std::option::Option<::std::string::String>,
    /// Price of the whole volume for the next period.
    #[serde(skip_serializing_if = "::std::option::Option::is_none")]
    #[serde(default, deserialize_with = "crate::runtime::empty_as_none")]
    pub next_period_price: ::std::option::Option<::rust_decimal::Decimal>,
}

/// The price of a volume type.
///
/// Part of [`VolumeType`].
#[derive(::serde::Deserialize, ::serde::Serialize, Clone, Debug, Default, PartialEq)]
#[cfg_attr(feature = "schemars", derive(::schemars::JsonSchema))]
#[non_exhaustive]
pub struct VolumePrice {
    /// Price of one GB for one second.
    #[serde(skip_serializing_if = "::std::option::Option::is_none")]
    #[serde(default, deserialize_with = "crate::runtime::empty_as_none")]
    pub cps_per_gb: ::std::option::Option<::rust_decimal::Decimal>,
    /// Currency.
    #[serde(skip_serializing_if = "::std::option::Option::is_none")]
    pub currency: ::std::option::Option<crate::types::Currency>,
    /// Older name of `price_per_month_per_gb`. Deprecated.
    #[serde(skip_serializing_if = "::std::option::Option::is_none")]
    #[serde(default, deserialize_with = "crate::runtime::empty_as_none")]
    pub monthly_per_gb: ::std::option::Option<::rust_decimal::Decimal>,
    /// Price of one GB for one month.
    #[serde(skip_serializing_if = "::std::option::Option::is_none")]
    #[serde(default, deserialize_with = "crate::runtime::empty_as_none")]
    pub price_per_month_per_gb: ::std::option::Option<::rust_decimal::Decimal>,
}

/// Response of [`list_volume_types`](super::Client::list_volume_types).
#[derive(::serde::Deserialize, ::serde::Serialize, Clone, Debug, PartialEq)]
#[cfg_attr(feature = "schemars", derive(::schemars::JsonSchema))]
#[non_exhaustive]
pub struct VolumeType {
    /// Burst bandwidth.
    #[serde(skip_serializing_if = "::std::option::Option::is_none")]
    pub burst_bandwidth: ::std::option::Option<f64>,
    /// Continuous bandwidth.
    #[serde(skip_serializing_if = "::std::option::Option::is_none")]
    pub continuous_bandwidth: ::std::option::Option<f64>,
    /// Internal network speed.
    #[serde(skip_serializing_if = "::std::option::Option::is_none")]
    pub internal_network_speed: ::std::option::Option<f64>,
    /// IOPS. For example `100k`.
    #[serde(skip_serializing_if = "::std::option::Option::is_none")]
    pub iops: ::std::option::Option<::std::string::String>,
    /// Is shared file system.
    #[serde(skip_serializing_if = "::std::option::Option::is_none")]
    pub is_shared_fs: ::std::option::Option<bool>,
    /// The price of a volume type.
    #[serde(skip_serializing_if = "::std::option::Option::is_none")]
    pub price: ::std::option::Option<VolumePrice>,
    /// Throughput in GB/s.
    #[serde(skip_serializing_if = "::std::option::Option::is_none")]
    pub throughput_gbps: ::std::option::Option<f64>,
    /// Volume type.
    #[serde(rename = "type")]
    pub type_: crate::types::VolumeKind,
}
/// Error types.
pub mod error {
    /// Error from a `TryFrom` or `FromStr` implementation.
    pub struct ConversionError(::std::borrow::Cow<'static, str>);
    impl ::std::error::Error for ConversionError {}
    impl ::std::fmt::Display for ConversionError {
        fn fmt(
            &self,
            f: &mut ::std::fmt::Formatter<'_>,
        ) -> Result<(), ::std::fmt::Error> {
            ::std::fmt::Display::fmt(&self.0, f)
        }
    }
    impl ::std::fmt::Debug for ConversionError {
        fn fmt(
            &self,
            f: &mut ::std::fmt::Formatter<'_>,
        ) -> Result<(), ::std::fmt::Error> {
            ::std::fmt::Debug::fmt(&self.0, f)
        }
    }
    impl From<&'static str> for ConversionError {
        fn from(value: &'static str) -> Self {
            Self(value.into())
        }
    }
    impl From<String> for ConversionError {
        fn from(value: String) -> Self {
            Self(value.into())
        }
    }
}

/// One of [`ClientCredentialsGrant`], [`RefreshTokenGrant`], distinguished by `grant_type`. A value of an unknown kind is kept unchanged.
///
/// Body of [`get_access_token`](super::Client::get_access_token).
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub enum TokenRequest {
    /// `grant_type` is `client_credentials`.
    ClientCredentials(ClientCredentialsGrant),
    /// `grant_type` is `refresh_token`.
    RefreshToken(RefreshTokenGrant),
    /// A kind that this version does not know; it is kept and sent back unchanged.
    Unknown(::serde_json::Map<String, ::serde_json::Value>),
}

impl From<ClientCredentialsGrant> for TokenRequest {
    fn from(value: ClientCredentialsGrant) -> Self {
        Self::ClientCredentials(value)
    }
}

impl From<RefreshTokenGrant> for TokenRequest {
    fn from(value: RefreshTokenGrant) -> Self {
        Self::RefreshToken(value)
    }
}

impl ::serde::Serialize for TokenRequest {
    fn serialize<S: ::serde::Serializer>(
        &self,
        serializer: S,
    ) -> Result<S::Ok, S::Error> {
        match self {
            Self::ClientCredentials(value) => {
                crate::runtime::with_tag(
                    value,
                    "grant_type",
                    "client_credentials",
                    serializer,
                )
            }
            Self::RefreshToken(value) => {
                crate::runtime::with_tag(
                    value,
                    "grant_type",
                    "refresh_token",
                    serializer,
                )
            }
            Self::Unknown(object) => ::serde::Serialize::serialize(object, serializer),
        }
    }
}

impl<'de> ::serde::Deserialize<'de> for TokenRequest {
    fn deserialize<D: ::serde::Deserializer<'de>>(
        deserializer: D,
    ) -> Result<Self, D::Error> {
        crate::runtime::object(
            deserializer,
            |object| match crate::runtime::tag_of(&object, "grant_type") {
                Some("client_credentials") => {
                    crate::runtime::branch(object).map(Self::ClientCredentials)
                }
                Some("refresh_token") => {
                    crate::runtime::branch(object).map(Self::RefreshToken)
                }
                _ => Ok(Self::Unknown(object)),
            },
        )
    }
}

#[cfg(feature = "schemars")]
impl ::schemars::JsonSchema for TokenRequest {
    fn schema_name() -> ::std::borrow::Cow<'static, str> {
        "TokenRequest".into()
    }
    fn json_schema(generator: &mut ::schemars::SchemaGenerator) -> ::schemars::Schema {
        let branches = [
            crate::runtime::tagged_schema(
                generator.subschema_for::<ClientCredentialsGrant>(),
                "grant_type",
                &["client_credentials"],
            ),
            crate::runtime::tagged_schema(
                generator.subschema_for::<RefreshTokenGrant>(),
                "grant_type",
                &["refresh_token"],
            ),
        ];
        ::schemars::json_schema!({ "oneOf" : branches })
    }
}

/// One of [`TrashedVolume`], [`Volume`], distinguished by its members.
///
/// Response of [`get_volume`](super::Client::get_volume).
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub enum VolumeDetails {
    /// Has `deleted_at` or `is_permanently_deleted`.
    Trashed(TrashedVolume),
    /// An object that matches no other variant.
    Active(Volume),
}

impl From<TrashedVolume> for VolumeDetails {
    fn from(value: TrashedVolume) -> Self {
        Self::Trashed(value)
    }
}

impl From<Volume> for VolumeDetails {
    fn from(value: Volume) -> Self {
        Self::Active(value)
    }
}

impl ::serde::Serialize for VolumeDetails {
    fn serialize<S: ::serde::Serializer>(
        &self,
        serializer: S,
    ) -> Result<S::Ok, S::Error> {
        match self {
            Self::Trashed(value) => ::serde::Serialize::serialize(value, serializer),
            Self::Active(value) => ::serde::Serialize::serialize(value, serializer),
        }
    }
}

impl<'de> ::serde::Deserialize<'de> for VolumeDetails {
    fn deserialize<D: ::serde::Deserializer<'de>>(
        deserializer: D,
    ) -> Result<Self, D::Error> {
        crate::runtime::object(
            deserializer,
            |object| match crate::runtime::best_branch(
                &object,
                &[&["deleted_at", "is_permanently_deleted"], &[]],
                1usize,
            ) {
                0usize => crate::runtime::branch(object).map(Self::Trashed),
                1usize => crate::runtime::branch(object).map(Self::Active),
                _ => Err("no branch fits".to_owned()),
            },
        )
    }
}

#[cfg(feature = "schemars")]
impl ::schemars::JsonSchema for VolumeDetails {
    fn schema_name() -> ::std::borrow::Cow<'static, str> {
        "VolumeDetails".into()
    }
    fn json_schema(generator: &mut ::schemars::SchemaGenerator) -> ::schemars::Schema {
        let branches = [
            generator.subschema_for::<TrashedVolume>(),
            generator.subschema_for::<Volume>(),
        ];
        ::schemars::json_schema!({ "anyOf" : branches })
    }
}

/// One of [`ScratchVolumeMount`], [`SecretVolumeMount`], [`SharedVolumeMount`], [`MemoryVolumeMount`], distinguished by `type`. A value of an unknown kind is kept unchanged.
///
/// Part of [`Container`], [`CreateContainer`], [`CreateJobContainer`], [`JobContainer`] and 2 more.
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub enum VolumeMount {
    /// `type` is `scratch`.
    Scratch(ScratchVolumeMount),
    /// `type` is `secret`.
    Secret(SecretVolumeMount),
    /// `type` is `shared`.
    Shared(SharedVolumeMount),
    /// `type` is `memory`.
    Memory(MemoryVolumeMount),
    /// A kind that this version does not know; it is kept and sent back unchanged.
    Unknown(::serde_json::Map<String, ::serde_json::Value>),
}

impl From<ScratchVolumeMount> for VolumeMount {
    fn from(value: ScratchVolumeMount) -> Self {
        Self::Scratch(value)
    }
}

impl From<SecretVolumeMount> for VolumeMount {
    fn from(value: SecretVolumeMount) -> Self {
        Self::Secret(value)
    }
}

impl From<SharedVolumeMount> for VolumeMount {
    fn from(value: SharedVolumeMount) -> Self {
        Self::Shared(value)
    }
}

impl From<MemoryVolumeMount> for VolumeMount {
    fn from(value: MemoryVolumeMount) -> Self {
        Self::Memory(value)
    }
}

impl ::serde::Serialize for VolumeMount {
    fn serialize<S: ::serde::Serializer>(
        &self,
        serializer: S,
    ) -> Result<S::Ok, S::Error> {
        match self {
            Self::Scratch(value) => {
                crate::runtime::with_tag(value, "type", "scratch", serializer)
            }
            Self::Secret(value) => {
                crate::runtime::with_tag(value, "type", "secret", serializer)
            }
            Self::Shared(value) => {
                crate::runtime::with_tag(value, "type", "shared", serializer)
            }
            Self::Memory(value) => {
                crate::runtime::with_tag(value, "type", "memory", serializer)
            }
            Self::Unknown(object) => ::serde::Serialize::serialize(object, serializer),
        }
    }
}

impl<'de> ::serde::Deserialize<'de> for VolumeMount {
    fn deserialize<D: ::serde::Deserializer<'de>>(
        deserializer: D,
    ) -> Result<Self, D::Error> {
        crate::runtime::object(
            deserializer,
            |object| match crate::runtime::tag_of(&object, "type") {
                Some("scratch") => crate::runtime::branch(object).map(Self::Scratch),
                Some("secret") => crate::runtime::branch(object).map(Self::Secret),
                Some("shared") => crate::runtime::branch(object).map(Self::Shared),
                Some("memory") => crate::runtime::branch(object).map(Self::Memory),
                _ => Ok(Self::Unknown(object)),
            },
        )
    }
}

#[cfg(feature = "schemars")]
impl ::schemars::JsonSchema for VolumeMount {
    fn schema_name() -> ::std::borrow::Cow<'static, str> {
        "VolumeMount".into()
    }
    fn json_schema(generator: &mut ::schemars::SchemaGenerator) -> ::schemars::Schema {
        let branches = [
            crate::runtime::tagged_schema(
                generator.subschema_for::<ScratchVolumeMount>(),
                "type",
                &["scratch"],
            ),
            crate::runtime::tagged_schema(
                generator.subschema_for::<SecretVolumeMount>(),
                "type",
                &["secret"],
            ),
            crate::runtime::tagged_schema(
                generator.subschema_for::<SharedVolumeMount>(),
                "type",
                &["shared"],
            ),
            crate::runtime::tagged_schema(
                generator.subschema_for::<MemoryVolumeMount>(),
                "type",
                &["memory"],
            ),
        ];
        ::schemars::json_schema!({ "oneOf" : branches })
    }
}
/// Builders of the types: `builder()` of a type returns a builder, and `build()` of the builder returns the type. The type of a builder tracks its required members: `build()` exists only once all of them are set.
pub mod builder {
    /// Builder of [`Autoupdate`](super::Autoupdate). Required: `enabled`.
    #[derive(Clone, Debug)]
    pub struct Autoupdate<Enabled = crate::runtime::Set> {
        members: super::members::Autoupdate,
        set: ::std::marker::PhantomData<fn() -> (Enabled,)>,
    }
    impl<Enabled> Autoupdate<Enabled> {
        /// Is autoupdate enabled for the container. Required.
        #[inline]
        pub fn enabled(
            mut self,
            value: impl crate::runtime::IntoArgument<bool>,
        ) -> Autoupdate<crate::runtime::Set> {
            self.members.enabled = value.into_argument("enabled");
            self.members.into()
        }
        /// Autoupdate mode for the container.
        pub fn mode<Form>(
            mut self,
            value: impl crate::runtime::IntoOptional<crate::types::AutoupdateMode, Form>,
        ) -> Self {
            self.members.mode = value.into_optional("mode");
            self
        }
        /// Tag filter for the autoupdate. Supports regex. For example `^v?1.0.d+$`.
        pub fn tag_filter<Form>(
            mut self,
            value: impl crate::runtime::IntoOptional<::std::string::String, Form>,
        ) -> Self {
            self.members.tag_filter = value.into_optional("tag_filter");
            self
        }
    }
    crate::runtime::builder!(Autoupdate[Enabled] build);
    /// Builder of [`ClientCredentialsGrant`](super::ClientCredentialsGrant). Required: `client_id`, `client_secret`.
    #[derive(Clone, Debug)]
    pub struct ClientCredentialsGrant<
        ClientId = crate::runtime::Set,
        ClientSecret = crate::runtime::Set,
    > {
        members: super::members::ClientCredentialsGrant,
        set: ::std::marker::PhantomData<fn() -> (ClientId, ClientSecret)>,
    }
    impl<ClientId, ClientSecret> ClientCredentialsGrant<ClientId, ClientSecret> {
        /// Id of the API credentials. For example `6a51jsgnISg6JOyE7wYZh`. Required.
        #[inline]
        pub fn client_id(
            mut self,
            value: impl crate::runtime::IntoArgument<::std::string::String>,
        ) -> ClientCredentialsGrant<crate::runtime::Set, ClientSecret> {
            self.members.client_id = value.into_argument("client_id");
            self.members.into()
        }
        /// Secret of the API credentials. Required.
        #[inline]
        pub fn client_secret(
            mut self,
            value: impl crate::runtime::IntoArgument<crate::SecretString>,
        ) -> ClientCredentialsGrant<ClientId, crate::runtime::Set> {
            self.members.client_secret = value.into_argument("client_secret");
            self.members.into()
        }
    }
    crate::runtime::builder!(ClientCredentialsGrant[ClientId, ClientSecret] build);
    /// Builder of [`ComputeResource`](super::ComputeResource). Required: `name`, `size`.
    #[derive(Clone, Debug)]
    pub struct ComputeResource<Name = crate::runtime::Set, Size = crate::runtime::Set> {
        members: super::members::ComputeResource,
        set: ::std::marker::PhantomData<fn() -> (Name, Size)>,
    }
    impl<Name, Size> ComputeResource<Name, Size> {
        /// Name of the compute resource. For example `H100`. Required.
        #[inline]
        pub fn name(
            mut self,
            value: impl crate::runtime::IntoArgument<::std::string::String>,
        ) -> ComputeResource<crate::runtime::Set, Size> {
            self.members.name = value.into_argument("name");
            self.members.into()
        }
        /// Number of compute units (e.g. 4 GPUs). Default is 1. The API's default: `1`. Required.
        #[inline]
        pub fn size(
            mut self,
            value: impl crate::runtime::IntoArgument<u64>,
        ) -> ComputeResource<Name, crate::runtime::Set> {
            self.members.size = value.into_argument("size");
            self.members.into()
        }
    }
    crate::runtime::builder!(ComputeResource[Name, Size] build);
    /// Builder of [`CreateContainer`](super::CreateContainer). Required: `exposed_port`, `image`.
    #[derive(Clone, Debug)]
    pub struct CreateContainer<
        ExposedPort = crate::runtime::Set,
        Image = crate::runtime::Set,
    > {
        members: super::members::CreateContainer,
        set: ::std::marker::PhantomData<fn() -> (ExposedPort, Image)>,
    }
    impl<ExposedPort, Image> CreateContainer<ExposedPort, Image> {
        /// Entrypoint overrides settings for the container.
        pub fn entrypoint_overrides<Form>(
            mut self,
            value: impl crate::runtime::IntoOptional<super::EntrypointOverrides, Form>,
        ) -> Self {
            self.members.entrypoint_overrides = value
                .into_optional("entrypoint_overrides");
            self
        }
        /// Environment variables for the container.
        pub fn env<Form>(
            mut self,
            value: impl crate::runtime::IntoOptional<
                ::std::vec::Vec<super::EnvironmentVariable>,
                Form,
            >,
        ) -> Self {
            self.members.env = value.into_optional("env");
            self
        }
        /// Port to be exposed by the container. Required.
        #[inline]
        pub fn exposed_port(
            mut self,
            value: impl crate::runtime::IntoArgument<u64>,
        ) -> CreateContainer<crate::runtime::Set, Image> {
            self.members.exposed_port = value.into_argument("exposed_port");
            self.members.into()
        }
        /// Healthcheck settings for the container.
        pub fn healthcheck<Form>(
            mut self,
            value: impl crate::runtime::IntoOptional<super::Healthcheck, Form>,
        ) -> Self {
            self.members.healthcheck = value.into_optional("healthcheck");
            self
        }
        /// Image to be deployed in the container. For example `registry-1.docker.io/chentex/random-logger:v1.0.1`. Required.
        #[inline]
        pub fn image(
            mut self,
            value: impl crate::runtime::IntoArgument<::std::string::String>,
        ) -> CreateContainer<ExposedPort, crate::runtime::Set> {
            self.members.image = value.into_argument("image");
            self.members.into()
        }
        /// Whether to use cached container image when available. The API's default: `true`.
        pub fn should_use_cached_image<Form>(
            mut self,
            value: impl crate::runtime::IntoOptional<bool, Form>,
        ) -> Self {
            self.members.should_use_cached_image = value
                .into_optional("should_use_cached_image");
            self
        }
        /// Volume mounts for the container.
        pub fn volume_mounts<Form>(
            mut self,
            value: impl crate::runtime::IntoOptional<
                ::std::vec::Vec<crate::types::VolumeMount>,
                Form,
            >,
        ) -> Self {
            self.members.volume_mounts = value.into_optional("volume_mounts");
            self
        }
    }
    crate::runtime::builder!(CreateContainer[ExposedPort, Image] build);
    /// Builder of [`CreateContainerDeployment`](super::CreateContainerDeployment). Required: `compute`, `container_registry_settings`, `containers`, `name`, `scaling`.
    #[derive(Clone, Debug)]
    pub struct CreateContainerDeployment<
        Compute = crate::runtime::Set,
        ContainerRegistrySettings = crate::runtime::Set,
        Containers = crate::runtime::Set,
        Name = crate::runtime::Set,
        Scaling = crate::runtime::Set,
    > {
        members: super::members::CreateContainerDeployment,
        set: ::std::marker::PhantomData<
            fn() -> (Compute, ContainerRegistrySettings, Containers, Name, Scaling),
        >,
    }
    impl<
        Compute,
        ContainerRegistrySettings,
        Containers,
        Name,
        Scaling,
    > CreateContainerDeployment<
        Compute,
        ContainerRegistrySettings,
        Containers,
        Name,
        Scaling,
    > {
        /// Compute settings for the deployment. Required.
        #[inline]
        pub fn compute(
            mut self,
            value: impl crate::runtime::IntoArgument<super::ComputeResource>,
        ) -> CreateContainerDeployment<
            crate::runtime::Set,
            ContainerRegistrySettings,
            Containers,
            Name,
            Scaling,
        > {
            self.members.compute = value.into_argument("compute");
            self.members.into()
        }
        /// Container registry settings. Private registries require saving the credentials via datacrunch cloud UI. Required.
        #[inline]
        pub fn container_registry_settings(
            mut self,
            value: impl crate::runtime::IntoArgument<super::RegistrySettings>,
        ) -> CreateContainerDeployment<
            Compute,
            crate::runtime::Set,
            Containers,
            Name,
            Scaling,
        > {
            self.members.container_registry_settings = value
                .into_argument("container_registry_settings");
            self.members.into()
        }
        /// Containers to be deployed. Required.
        #[inline]
        pub fn containers(
            mut self,
            value: impl crate::runtime::IntoArgument<
                ::std::vec::Vec<super::CreateContainer>,
            >,
        ) -> CreateContainerDeployment<
            Compute,
            ContainerRegistrySettings,
            crate::runtime::Set,
            Name,
            Scaling,
        > {
            self.members.containers = value.into_argument("containers");
            self.members.into()
        }
        /// Is the deployment a spot deployment. The API's default: `false`.
        pub fn is_spot<Form>(
            mut self,
            value: impl crate::runtime::IntoOptional<bool, Form>,
        ) -> Self {
            self.members.is_spot = value.into_optional("is_spot");
            self
        }
        /// Name of the deployment. Immutable after creation. For example `llm-inference`. Required.
        #[inline]
        pub fn name(
            mut self,
            value: impl crate::runtime::IntoArgument<
                crate::types::ContainerDeploymentName,
            >,
        ) -> CreateContainerDeployment<
            Compute,
            ContainerRegistrySettings,
            Containers,
            crate::runtime::Set,
            Scaling,
        > {
            self.members.name = value.into_argument("name");
            self.members.into()
        }
        /// Scaling settings for the deployment. Required.
        #[inline]
        pub fn scaling(
            mut self,
            value: impl crate::runtime::IntoArgument<super::CreateContainerScaling>,
        ) -> CreateContainerDeployment<
            Compute,
            ContainerRegistrySettings,
            Containers,
            Name,
            crate::runtime::Set,
        > {
            self.members.scaling = value.into_argument("scaling");
            self.members.into()
        }
    }
    crate::runtime::builder!(
        CreateContainerDeployment[Compute, ContainerRegistrySettings, Containers, Name,
        Scaling] build
    );
    /// Builder of [`CreateContainerScaling`](super::CreateContainerScaling). Required: `concurrent_requests_per_replica`, `max_replica_count`, `min_replica_count`, `queue_message_ttl_seconds`, `scale_down_policy`, `scale_up_policy`, `scaling_triggers`.
    #[derive(Clone, Debug)]
    pub struct CreateContainerScaling<
        ConcurrentRequestsPerReplica = crate::runtime::Set,
        MaxReplicaCount = crate::runtime::Set,
        MinReplicaCount = crate::runtime::Set,
        QueueMessageTtlSeconds = crate::runtime::Set,
        ScaleDownPolicy = crate::runtime::Set,
        ScaleUpPolicy = crate::runtime::Set,
        ScalingTriggers = crate::runtime::Set,
    > {
        members: super::members::CreateContainerScaling,
        set: ::std::marker::PhantomData<
            fn() -> (
                ConcurrentRequestsPerReplica,
                MaxReplicaCount,
                MinReplicaCount,
                QueueMessageTtlSeconds,
                ScaleDownPolicy,
                ScaleUpPolicy,
                ScalingTriggers,
            ),
        >,
    }
    impl<
        ConcurrentRequestsPerReplica,
        MaxReplicaCount,
        MinReplicaCount,
        QueueMessageTtlSeconds,
        ScaleDownPolicy,
        ScaleUpPolicy,
        ScalingTriggers,
    > CreateContainerScaling<
        ConcurrentRequestsPerReplica,
        MaxReplicaCount,
        MinReplicaCount,
        QueueMessageTtlSeconds,
        ScaleDownPolicy,
        ScaleUpPolicy,
        ScalingTriggers,
    > {
        /// Number of requests each replica can process concurrently. Set this number higher for LLM endpoints, and to 1 for image generation endpoints. Required.
        #[inline]
        pub fn concurrent_requests_per_replica(
            mut self,
            value: impl crate::runtime::IntoArgument<u64>,
        ) -> CreateContainerScaling<
            crate::runtime::Set,
            MaxReplicaCount,
            MinReplicaCount,
            QueueMessageTtlSeconds,
            ScaleDownPolicy,
            ScaleUpPolicy,
            ScalingTriggers,
        > {
            self.members.concurrent_requests_per_replica = value
                .into_argument("concurrent_requests_per_replica");
            self.members.into()
        }
        /// Maximum number of replicas. Required.
        #[inline]
        pub fn max_replica_count(
            mut self,
            value: impl crate::runtime::IntoArgument<u64>,
        ) -> CreateContainerScaling<
            ConcurrentRequestsPerReplica,
            crate::runtime::Set,
            MinReplicaCount,
            QueueMessageTtlSeconds,
            ScaleDownPolicy,
            ScaleUpPolicy,
            ScalingTriggers,
        > {
            self.members.max_replica_count = value.into_argument("max_replica_count");
            self.members.into()
        }
        /// Minimum number of replicas. Required.
        #[inline]
        pub fn min_replica_count(
            mut self,
            value: impl crate::runtime::IntoArgument<u64>,
        ) -> CreateContainerScaling<
            ConcurrentRequestsPerReplica,
            MaxReplicaCount,
            crate::runtime::Set,
            QueueMessageTtlSeconds,
            ScaleDownPolicy,
            ScaleUpPolicy,
            ScalingTriggers,
        > {
            self.members.min_replica_count = value.into_argument("min_replica_count");
            self.members.into()
        }
        /// Duration in seconds after which messages in the queue will be dropped. Required.
        #[inline]
        pub fn queue_message_ttl_seconds(
            mut self,
            value: impl crate::runtime::IntoArgument<u64>,
        ) -> CreateContainerScaling<
            ConcurrentRequestsPerReplica,
            MaxReplicaCount,
            MinReplicaCount,
            crate::runtime::Set,
            ScaleDownPolicy,
            ScaleUpPolicy,
            ScalingTriggers,
        > {
            self.members.queue_message_ttl_seconds = value
                .into_argument("queue_message_ttl_seconds");
            self.members.into()
        }
        /// Policy for scaling down replicas. Required.
        #[inline]
        pub fn scale_down_policy(
            mut self,
            value: impl crate::runtime::IntoArgument<super::ScalingPolicy>,
        ) -> CreateContainerScaling<
            ConcurrentRequestsPerReplica,
            MaxReplicaCount,
            MinReplicaCount,
            QueueMessageTtlSeconds,
            crate::runtime::Set,
            ScaleUpPolicy,
            ScalingTriggers,
        > {
            self.members.scale_down_policy = value.into_argument("scale_down_policy");
            self.members.into()
        }
        /// Policy for scaling up replicas. Required.
        #[inline]
        pub fn scale_up_policy(
            mut self,
            value: impl crate::runtime::IntoArgument<super::ScalingPolicy>,
        ) -> CreateContainerScaling<
            ConcurrentRequestsPerReplica,
            MaxReplicaCount,
            MinReplicaCount,
            QueueMessageTtlSeconds,
            ScaleDownPolicy,
            crate::runtime::Set,
            ScalingTriggers,
        > {
            self.members.scale_up_policy = value.into_argument("scale_up_policy");
            self.members.into()
        }
        /// Triggers for scaling up and down. Required.
        #[inline]
        pub fn scaling_triggers(
            mut self,
            value: impl crate::runtime::IntoArgument<super::ScalingTriggers>,
        ) -> CreateContainerScaling<
            ConcurrentRequestsPerReplica,
            MaxReplicaCount,
            MinReplicaCount,
            QueueMessageTtlSeconds,
            ScaleDownPolicy,
            ScaleUpPolicy,
            crate::runtime::Set,
        > {
            self.members.scaling_triggers = value.into_argument("scaling_triggers");
            self.members.into()
        }
    }
    crate::runtime::builder!(
        CreateContainerScaling[ConcurrentRequestsPerReplica, MaxReplicaCount,
        MinReplicaCount, QueueMessageTtlSeconds, ScaleDownPolicy, ScaleUpPolicy,
        ScalingTriggers] build
    );
    /// Builder of [`CreateFileSecret`](super::CreateFileSecret). Required: `files`, `name`.
    #[derive(Clone, Debug)]
    pub struct CreateFileSecret<
        Files = crate::runtime::Set,
        Name = crate::runtime::Set,
    > {
        members: super::members::CreateFileSecret,
        set: ::std::marker::PhantomData<fn() -> (Files, Name)>,
    }
    impl<Files, Name> CreateFileSecret<Files, Name> {
        /// List of files to store in the secret. Required.
        #[inline]
        pub fn files(
            mut self,
            value: impl crate::runtime::IntoArgument<::std::vec::Vec<super::SecretFile>>,
        ) -> CreateFileSecret<crate::runtime::Set, Name> {
            self.members.files = value.into_argument("files");
            self.members.into()
        }
        /// Name of the files secret. For example `secret-files`. Required.
        #[inline]
        pub fn name(
            mut self,
            value: impl crate::runtime::IntoArgument<crate::types::SecretName>,
        ) -> CreateFileSecret<Files, crate::runtime::Set> {
            self.members.name = value.into_argument("name");
            self.members.into()
        }
    }
    crate::runtime::builder!(CreateFileSecret[Files, Name] build);
    /// Builder of [`CreateJobContainer`](super::CreateJobContainer). Required: `exposed_port`, `image`.
    #[derive(Clone, Debug)]
    pub struct CreateJobContainer<
        ExposedPort = crate::runtime::Set,
        Image = crate::runtime::Set,
    > {
        members: super::members::CreateJobContainer,
        set: ::std::marker::PhantomData<fn() -> (ExposedPort, Image)>,
    }
    impl<ExposedPort, Image> CreateJobContainer<ExposedPort, Image> {
        /// Entrypoint overrides settings for the container.
        pub fn entrypoint_overrides<Form>(
            mut self,
            value: impl crate::runtime::IntoOptional<super::EntrypointOverrides, Form>,
        ) -> Self {
            self.members.entrypoint_overrides = value
                .into_optional("entrypoint_overrides");
            self
        }
        /// Environment variables for the container.
        pub fn env<Form>(
            mut self,
            value: impl crate::runtime::IntoOptional<
                ::std::vec::Vec<super::EnvironmentVariable>,
                Form,
            >,
        ) -> Self {
            self.members.env = value.into_optional("env");
            self
        }
        /// Port to be exposed by the container. Required.
        #[inline]
        pub fn exposed_port(
            mut self,
            value: impl crate::runtime::IntoArgument<u64>,
        ) -> CreateJobContainer<crate::runtime::Set, Image> {
            self.members.exposed_port = value.into_argument("exposed_port");
            self.members.into()
        }
        /// Healthcheck settings for the container.
        pub fn healthcheck<Form>(
            mut self,
            value: impl crate::runtime::IntoOptional<super::Healthcheck, Form>,
        ) -> Self {
            self.members.healthcheck = value.into_optional("healthcheck");
            self
        }
        /// Image to be deployed in the container. For example `registry-1.docker.io/chentex/random-logger:v1.0.1`. Required.
        #[inline]
        pub fn image(
            mut self,
            value: impl crate::runtime::IntoArgument<::std::string::String>,
        ) -> CreateJobContainer<ExposedPort, crate::runtime::Set> {
            self.members.image = value.into_argument("image");
            self.members.into()
        }
        /// Whether to use cached container image when available. The API's default: `false`.
        pub fn should_use_cached_image<Form>(
            mut self,
            value: impl crate::runtime::IntoOptional<bool, Form>,
        ) -> Self {
            self.members.should_use_cached_image = value
                .into_optional("should_use_cached_image");
            self
        }
        /// Volume mounts for the container.
        pub fn volume_mounts<Form>(
            mut self,
            value: impl crate::runtime::IntoOptional<
                ::std::vec::Vec<crate::types::VolumeMount>,
                Form,
            >,
        ) -> Self {
            self.members.volume_mounts = value.into_optional("volume_mounts");
            self
        }
    }
    crate::runtime::builder!(CreateJobContainer[ExposedPort, Image] build);
    /// Builder of [`CreateJobDeployment`](super::CreateJobDeployment). Required: `compute`, `containers`, `name`, `scaling`.
    #[derive(Clone, Debug)]
    pub struct CreateJobDeployment<
        Compute = crate::runtime::Set,
        Containers = crate::runtime::Set,
        Name = crate::runtime::Set,
        Scaling = crate::runtime::Set,
    > {
        members: super::members::CreateJobDeployment,
        set: ::std::marker::PhantomData<fn() -> (Compute, Containers, Name, Scaling)>,
    }
    impl<
        Compute,
        Containers,
        Name,
        Scaling,
    > CreateJobDeployment<Compute, Containers, Name, Scaling> {
        /// Compute settings for the job deployment. Required.
        #[inline]
        pub fn compute(
            mut self,
            value: impl crate::runtime::IntoArgument<super::ComputeResource>,
        ) -> CreateJobDeployment<crate::runtime::Set, Containers, Name, Scaling> {
            self.members.compute = value.into_argument("compute");
            self.members.into()
        }
        /// Container registry settings.
        pub fn container_registry_settings<Form>(
            mut self,
            value: impl crate::runtime::IntoOptional<super::JobRegistrySettings, Form>,
        ) -> Self {
            self.members.container_registry_settings = value
                .into_optional("container_registry_settings");
            self
        }
        /// Containers to be deployed. Required.
        #[inline]
        pub fn containers(
            mut self,
            value: impl crate::runtime::IntoArgument<
                ::std::vec::Vec<super::CreateJobContainer>,
            >,
        ) -> CreateJobDeployment<Compute, crate::runtime::Set, Name, Scaling> {
            self.members.containers = value.into_argument("containers");
            self.members.into()
        }
        /// Name of the job deployment. Immutable after creation. For example `flux-training`. Required.
        #[inline]
        pub fn name(
            mut self,
            value: impl crate::runtime::IntoArgument<crate::types::JobDeploymentName>,
        ) -> CreateJobDeployment<Compute, Containers, crate::runtime::Set, Scaling> {
            self.members.name = value.into_argument("name");
            self.members.into()
        }
        /// Scaling settings for the job deployment. Required.
        #[inline]
        pub fn scaling(
            mut self,
            value: impl crate::runtime::IntoArgument<super::CreateJobScaling>,
        ) -> CreateJobDeployment<Compute, Containers, Name, crate::runtime::Set> {
            self.members.scaling = value.into_argument("scaling");
            self.members.into()
        }
    }
    crate::runtime::builder!(
        CreateJobDeployment[Compute, Containers, Name, Scaling] build
    );
    /// Builder of [`CreateJobScaling`](super::CreateJobScaling). Required: `deadline_seconds`, `max_replica_count`, `queue_message_ttl_seconds`.
    #[derive(Clone, Debug)]
    pub struct CreateJobScaling<
        DeadlineSeconds = crate::runtime::Set,
        MaxReplicaCount = crate::runtime::Set,
        QueueMessageTtlSeconds = crate::runtime::Set,
    > {
        members: super::members::CreateJobScaling,
        set: ::std::marker::PhantomData<
            fn() -> (DeadlineSeconds, MaxReplicaCount, QueueMessageTtlSeconds),
        >,
    }
    impl<
        DeadlineSeconds,
        MaxReplicaCount,
        QueueMessageTtlSeconds,
    > CreateJobScaling<DeadlineSeconds, MaxReplicaCount, QueueMessageTtlSeconds> {
        /// Duration in seconds that a job may run before the system attempts to terminate it. From 600 to 604800. Required.
        #[inline]
        pub fn deadline_seconds(
            mut self,
            value: impl crate::runtime::IntoArgument<u64>,
        ) -> CreateJobScaling<
            crate::runtime::Set,
            MaxReplicaCount,
            QueueMessageTtlSeconds,
        > {
            self.members.deadline_seconds = value.into_argument("deadline_seconds");
            self.members.into()
        }
        /// Maximum number of replicas. Required.
        #[inline]
        pub fn max_replica_count(
            mut self,
            value: impl crate::runtime::IntoArgument<u64>,
        ) -> CreateJobScaling<
            DeadlineSeconds,
            crate::runtime::Set,
            QueueMessageTtlSeconds,
        > {
            self.members.max_replica_count = value.into_argument("max_replica_count");
            self.members.into()
        }
        /// Duration in seconds after which messages in the queue will be dropped. Required.
        #[inline]
        pub fn queue_message_ttl_seconds(
            mut self,
            value: impl crate::runtime::IntoArgument<u64>,
        ) -> CreateJobScaling<DeadlineSeconds, MaxReplicaCount, crate::runtime::Set> {
            self.members.queue_message_ttl_seconds = value
                .into_argument("queue_message_ttl_seconds");
            self.members.into()
        }
    }
    crate::runtime::builder!(
        CreateJobScaling[DeadlineSeconds, MaxReplicaCount, QueueMessageTtlSeconds] build
    );
    /// Builder of [`CreateRegistryCredentials`](super::CreateRegistryCredentials). Required: `name`, `type_`.
    #[derive(Clone, Debug)]
    pub struct CreateRegistryCredentials<
        Name = crate::runtime::Set,
        Type = crate::runtime::Set,
    > {
        members: super::members::CreateRegistryCredentials,
        set: ::std::marker::PhantomData<fn() -> (Name, Type)>,
    }
    impl<Name, Type> CreateRegistryCredentials<Name, Type> {
        /// Access key ID for the AWS Elastic Container Registry, if selected type is AWSECR. For example `AKIAEXAMPLE123456`.
        pub fn access_key_id<Form>(
            mut self,
            value: impl crate::runtime::IntoOptional<::std::string::String, Form>,
        ) -> Self {
            self.members.access_key_id = value.into_optional("access_key_id");
            self
        }
        /// Access token for the registry, if selected type is DockerHub or Github.
        pub fn access_token<Form>(
            mut self,
            value: impl crate::runtime::IntoOptional<crate::SecretString, Form>,
        ) -> Self {
            self.members.access_token = value.into_optional("access_token");
            self
        }
        /// Docker config JSON for the custom registry, if selected type is Custom.
        pub fn docker_config_json<Form>(
            mut self,
            value: impl crate::runtime::IntoOptional<crate::SecretString, Form>,
        ) -> Self {
            self.members.docker_config_json = value.into_optional("docker_config_json");
            self
        }
        /// Repository for the AWS Elastic Container Registry, if selected type is AWSECR. For example `887841266746.dkr.ecr.eu-north-1.amazonaws.com`.
        pub fn ecr_repo<Form>(
            mut self,
            value: impl crate::runtime::IntoOptional<::std::string::String, Form>,
        ) -> Self {
            self.members.ecr_repo = value.into_optional("ecr_repo");
            self
        }
        /// Name of the registry credential. For example `dockerhub-credentials`. Required.
        #[inline]
        pub fn name(
            mut self,
            value: impl crate::runtime::IntoArgument<
                crate::types::RegistryCredentialsName,
            >,
        ) -> CreateRegistryCredentials<crate::runtime::Set, Type> {
            self.members.name = value.into_argument("name");
            self.members.into()
        }
        /// Region for the AWS Elastic Container Registry, if selected type is AWSECR. For example `eu-north-1`.
        pub fn region<Form>(
            mut self,
            value: impl crate::runtime::IntoOptional<::std::string::String, Form>,
        ) -> Self {
            self.members.region = value.into_optional("region");
            self
        }
        /// Region-specific domain, if selected type is Scaleway. For example `rg.nl-ams.scw.cloud`.
        pub fn scaleway_domain<Form>(
            mut self,
            value: impl crate::runtime::IntoOptional<::std::string::String, Form>,
        ) -> Self {
            self.members.scaleway_domain = value.into_optional("scaleway_domain");
            self
        }
        /// API secret key, if selected type is Scaleway.
        pub fn scaleway_uuid<Form>(
            mut self,
            value: impl crate::runtime::IntoOptional<crate::SecretString, Form>,
        ) -> Self {
            self.members.scaleway_uuid = value.into_optional("scaleway_uuid");
            self
        }
        /// Secret access key for the AWS Elastic Container Registry, if selected type is AWSECR.
        pub fn secret_access_key<Form>(
            mut self,
            value: impl crate::runtime::IntoOptional<crate::SecretString, Form>,
        ) -> Self {
            self.members.secret_access_key = value.into_optional("secret_access_key");
            self
        }
        /// Service account key for the Google Cloud Registry (Google Artifact Registry), if selected type is GCR.
        pub fn service_account_key<Form>(
            mut self,
            value: impl crate::runtime::IntoOptional<crate::SecretString, Form>,
        ) -> Self {
            self.members.service_account_key = value
                .into_optional("service_account_key");
            self
        }
        /// Type of the container registry. Required.
        #[inline]
        pub fn type_(
            mut self,
            value: impl crate::runtime::IntoArgument<crate::types::RegistryType>,
        ) -> CreateRegistryCredentials<Name, crate::runtime::Set> {
            self.members.type_ = value.into_argument("type_");
            self.members.into()
        }
        /// Username for the Docker Hub registry, if selected type is DockerHub. For example `JADES-GS-z14-0`.
        pub fn username<Form>(
            mut self,
            value: impl crate::runtime::IntoOptional<::std::string::String, Form>,
        ) -> Self {
            self.members.username = value.into_optional("username");
            self
        }
    }
    crate::runtime::builder!(CreateRegistryCredentials[Name, Type] build);
    /// Builder of [`CreateScript`](super::CreateScript). Required: `name`, `script`.
    #[derive(Clone, Debug)]
    pub struct CreateScript<Name = crate::runtime::Set, Script = crate::runtime::Set> {
        members: super::members::CreateScript,
        set: ::std::marker::PhantomData<fn() -> (Name, Script)>,
    }
    impl<Name, Script> CreateScript<Name, Script> {
        /// Script name. For example `My startup script`. Required.
        #[inline]
        pub fn name(
            mut self,
            value: impl crate::runtime::IntoArgument<::std::string::String>,
        ) -> CreateScript<crate::runtime::Set, Script> {
            self.members.name = value.into_argument("name");
            self.members.into()
        }
        /// Script content. Required.
        #[inline]
        pub fn script(
            mut self,
            value: impl crate::runtime::IntoArgument<crate::SecretString>,
        ) -> CreateScript<Name, crate::runtime::Set> {
            self.members.script = value.into_argument("script");
            self.members.into()
        }
    }
    crate::runtime::builder!(CreateScript[Name, Script] build);
    /// Builder of [`CreateSecret`](super::CreateSecret). Required: `name`, `value`.
    #[derive(Clone, Debug)]
    pub struct CreateSecret<Name = crate::runtime::Set, Value = crate::runtime::Set> {
        members: super::members::CreateSecret,
        set: ::std::marker::PhantomData<fn() -> (Name, Value)>,
    }
    impl<Name, Value> CreateSecret<Name, Value> {
        /// Name of the secret. For example `api-token`. Required.
        #[inline]
        pub fn name(
            mut self,
            value: impl crate::runtime::IntoArgument<crate::types::SecretName>,
        ) -> CreateSecret<crate::runtime::Set, Value> {
            self.members.name = value.into_argument("name");
            self.members.into()
        }
        /// Value of the secret. Required.
        #[inline]
        pub fn value(
            mut self,
            value: impl crate::runtime::IntoArgument<crate::SecretString>,
        ) -> CreateSecret<Name, crate::runtime::Set> {
            self.members.value = value.into_argument("value");
            self.members.into()
        }
    }
    crate::runtime::builder!(CreateSecret[Name, Value] build);
    /// Builder of [`CreateSshKey`](super::CreateSshKey). Required: `key`, `name`.
    #[derive(Clone, Debug)]
    pub struct CreateSshKey<Key = crate::runtime::Set, Name = crate::runtime::Set> {
        members: super::members::CreateSshKey,
        set: ::std::marker::PhantomData<fn() -> (Key, Name)>,
    }
    impl<Key, Name> CreateSshKey<Key, Name> {
        /// Public SSH key. For example `ssh-rsa AAAAB3NzaC1yc2EAAAADAQABAAABAQD...`. Required.
        #[inline]
        pub fn key(
            mut self,
            value: impl crate::runtime::IntoArgument<::std::string::String>,
        ) -> CreateSshKey<crate::runtime::Set, Name> {
            self.members.key = value.into_argument("key");
            self.members.into()
        }
        /// Name of the SSH key. For example `my-key`. Required.
        #[inline]
        pub fn name(
            mut self,
            value: impl crate::runtime::IntoArgument<::std::string::String>,
        ) -> CreateSshKey<Key, crate::runtime::Set> {
            self.members.name = value.into_argument("name");
            self.members.into()
        }
    }
    crate::runtime::builder!(CreateSshKey[Key, Name] build);
    /// Builder of [`CreateVolume`](super::CreateVolume). Required: `location_code`, `name`, `size`, `type_`.
    #[derive(Clone, Debug)]
    pub struct CreateVolume<
        LocationCode = crate::runtime::Set,
        Name = crate::runtime::Set,
        Size = crate::runtime::Set,
        Type = crate::runtime::Set,
    > {
        members: super::members::CreateVolume,
        set: ::std::marker::PhantomData<fn() -> (LocationCode, Name, Size, Type)>,
    }
    impl<LocationCode, Name, Size, Type> CreateVolume<LocationCode, Name, Size, Type> {
        /// Instance ID to attach the volume to.
        pub fn instance_id<Form>(
            mut self,
            value: impl crate::runtime::IntoOptional<crate::types::InstanceId, Form>,
        ) -> Self {
            self.members.instance_id = value.into_optional("instance_id");
            self
        }
        /// Array of instance IDs to attach the volume to.
        pub fn instance_ids<Form>(
            mut self,
            value: impl crate::runtime::IntoOptional<
                ::std::vec::Vec<crate::types::InstanceId>,
                Form,
            >,
        ) -> Self {
            self.members.instance_ids = value.into_optional("instance_ids");
            self
        }
        /// Location code. For example `FIN-01`. Required.
        #[inline]
        pub fn location_code(
            mut self,
            value: impl crate::runtime::IntoArgument<::std::string::String>,
        ) -> CreateVolume<crate::runtime::Set, Name, Size, Type> {
            self.members.location_code = value.into_argument("location_code");
            self.members.into()
        }
        /// Volume name. For example `my-volume`. Required.
        #[inline]
        pub fn name(
            mut self,
            value: impl crate::runtime::IntoArgument<::std::string::String>,
        ) -> CreateVolume<LocationCode, crate::runtime::Set, Size, Type> {
            self.members.name = value.into_argument("name");
            self.members.into()
        }
        /// Volume size in GB. Required.
        #[inline]
        pub fn size(
            mut self,
            value: impl crate::runtime::IntoArgument<u64>,
        ) -> CreateVolume<LocationCode, Name, crate::runtime::Set, Type> {
            self.members.size = value.into_argument("size");
            self.members.into()
        }
        /// Volume type. Required.
        #[inline]
        pub fn type_(
            mut self,
            value: impl crate::runtime::IntoArgument<crate::types::VolumeKind>,
        ) -> CreateVolume<LocationCode, Name, Size, crate::runtime::Set> {
            self.members.type_ = value.into_argument("type_");
            self.members.into()
        }
    }
    crate::runtime::builder!(CreateVolume[LocationCode, Name, Size, Type] build);
    /// Builder of [`DeleteEnvironmentVariables`](super::DeleteEnvironmentVariables). Required: `container_name`, `env`.
    #[derive(Clone, Debug)]
    pub struct DeleteEnvironmentVariables<
        ContainerName = crate::runtime::Set,
        Env = crate::runtime::Set,
    > {
        members: super::members::DeleteEnvironmentVariables,
        set: ::std::marker::PhantomData<fn() -> (ContainerName, Env)>,
    }
    impl<ContainerName, Env> DeleteEnvironmentVariables<ContainerName, Env> {
        /// Container name. For example `flux-0`. Required.
        #[inline]
        pub fn container_name(
            mut self,
            value: impl crate::runtime::IntoArgument<crate::types::ContainerName>,
        ) -> DeleteEnvironmentVariables<crate::runtime::Set, Env> {
            self.members.container_name = value.into_argument("container_name");
            self.members.into()
        }
        /// List of environment variable names to delete. Required.
        #[inline]
        pub fn env(
            mut self,
            value: impl crate::runtime::IntoArgument<
                ::std::vec::Vec<::std::string::String>,
            >,
        ) -> DeleteEnvironmentVariables<ContainerName, crate::runtime::Set> {
            self.members.env = value.into_argument("env");
            self.members.into()
        }
    }
    crate::runtime::builder!(DeleteEnvironmentVariables[ContainerName, Env] build);
    /// Builder of [`DeleteScripts`](super::DeleteScripts). Required: `scripts`.
    #[derive(Clone, Debug)]
    pub struct DeleteScripts<Scripts = crate::runtime::Set> {
        members: super::members::DeleteScripts,
        set: ::std::marker::PhantomData<fn() -> (Scripts,)>,
    }
    impl<Scripts> DeleteScripts<Scripts> {
        /// IDs of the startup scripts to delete. Required.
        #[inline]
        pub fn scripts(
            mut self,
            value: impl crate::runtime::IntoArgument<
                ::std::vec::Vec<crate::types::ScriptId>,
            >,
        ) -> DeleteScripts<crate::runtime::Set> {
            self.members.scripts = value.into_argument("scripts");
            self.members.into()
        }
    }
    crate::runtime::builder!(DeleteScripts[Scripts] build);
    /// Builder of [`DeleteSshKeys`](super::DeleteSshKeys). Required: `keys`.
    #[derive(Clone, Debug)]
    pub struct DeleteSshKeys<Keys = crate::runtime::Set> {
        members: super::members::DeleteSshKeys,
        set: ::std::marker::PhantomData<fn() -> (Keys,)>,
    }
    impl<Keys> DeleteSshKeys<Keys> {
        /// IDs of the SSH keys to delete. Required.
        #[inline]
        pub fn keys(
            mut self,
            value: impl crate::runtime::IntoArgument<
                ::std::vec::Vec<crate::types::SshKeyId>,
            >,
        ) -> DeleteSshKeys<crate::runtime::Set> {
            self.members.keys = value.into_argument("keys");
            self.members.into()
        }
    }
    crate::runtime::builder!(DeleteSshKeys[Keys] build);
    /// Builder of [`DeleteVolume`](super::DeleteVolume).
    #[derive(Clone, Debug)]
    pub struct DeleteVolume {
        members: super::members::DeleteVolume,
        set: ::std::marker::PhantomData<fn() -> ()>,
    }
    impl DeleteVolume {
        /// If true, the volume will be removed permanently. The API's default: `false`.
        pub fn is_permanent<Form>(
            mut self,
            value: impl crate::runtime::IntoOptional<bool, Form>,
        ) -> Self {
            self.members.is_permanent = value.into_optional("is_permanent");
            self
        }
    }
    crate::runtime::builder!(DeleteVolume[] build);
    /// Builder of [`DeployCluster`](super::DeployCluster). Required: `cluster_type`, `description`, `hostname`, `image`, `location_code`, `shared_volume`.
    #[derive(Clone, Debug)]
    pub struct DeployCluster<
        ClusterType = crate::runtime::Set,
        Description = crate::runtime::Set,
        Hostname = crate::runtime::Set,
        Image = crate::runtime::Set,
        LocationCode = crate::runtime::Set,
        SharedVolume = crate::runtime::Set,
    > {
        members: super::members::DeployCluster,
        set: ::std::marker::PhantomData<
            fn() -> (
                ClusterType,
                Description,
                Hostname,
                Image,
                LocationCode,
                SharedVolume,
            ),
        >,
    }
    impl<
        ClusterType,
        Description,
        Hostname,
        Image,
        LocationCode,
        SharedVolume,
    > DeployCluster<
        ClusterType,
        Description,
        Hostname,
        Image,
        LocationCode,
        SharedVolume,
    > {
        /// Deprecated: use extension_settings instead. Enable automatic rental extension for long-term contracts.
        pub fn auto_rental_extension<Form>(
            mut self,
            value: impl crate::runtime::IntoOptional<bool, Form>,
        ) -> Self {
            self.members.auto_rental_extension = value
                .into_optional("auto_rental_extension");
            self
        }
        /// Cluster instance type. Can be listed using the `GET /v1/cluster-types` endpoint. For example `16H200`. Required.
        #[inline]
        pub fn cluster_type(
            mut self,
            value: impl crate::runtime::IntoArgument<::std::string::String>,
        ) -> DeployCluster<
            crate::runtime::Set,
            Description,
            Hostname,
            Image,
            LocationCode,
            SharedVolume,
        > {
            self.members.cluster_type = value.into_argument("cluster_type");
            self.members.into()
        }
        /// Contract type. For clusters, only PAY_AS_YOU_GO currently supported.
        pub fn contract<Form>(
            mut self,
            value: impl crate::runtime::IntoOptional<crate::types::Contract, Form>,
        ) -> Self {
            self.members.contract = value.into_optional("contract");
            self
        }
        /// The description. For example `ubuntu-22-04-cuda-12-4-16b200-fin-01`. Required.
        #[inline]
        pub fn description(
            mut self,
            value: impl crate::runtime::IntoArgument<::std::string::String>,
        ) -> DeployCluster<
            ClusterType,
            crate::runtime::Set,
            Hostname,
            Image,
            LocationCode,
            SharedVolume,
        > {
            self.members.description = value.into_argument("description");
            self.members.into()
        }
        /// Existing shared volumes to attach to the cluster. Should be in the same location as the cluster. Must be previously created and attached to the cluster.
        pub fn existing_volumes<Form>(
            mut self,
            value: impl crate::runtime::IntoOptional<
                ::std::vec::Vec<super::DeployClusterExistingVolume>,
                Form,
            >,
        ) -> Self {
            self.members.existing_volumes = value.into_optional("existing_volumes");
            self
        }
        /// Extension settings for long-term contracts. Takes priority over auto_rental_extension and turn_to_pay_as_you_go.
        pub fn extension_settings<Form>(
            mut self,
            value: impl crate::runtime::IntoOptional<
                crate::types::ExtensionSettings,
                Form,
            >,
        ) -> Self {
            self.members.extension_settings = value.into_optional("extension_settings");
            self
        }
        /// Host name of the machine. For example `dark-vm-shrinks-fin-01`. Required.
        #[inline]
        pub fn hostname(
            mut self,
            value: impl crate::runtime::IntoArgument<::std::string::String>,
        ) -> DeployCluster<
            ClusterType,
            Description,
            crate::runtime::Set,
            Image,
            LocationCode,
            SharedVolume,
        > {
            self.members.hostname = value.into_argument("hostname");
            self.members.into()
        }
        /// OS image specification for the cluster. For a list of supported images, check `GET /v1/images/cluster` endpoint, `"image_type"` property. For example `ubuntu-22.04-cuda-12.4-cluster`. Required.
        #[inline]
        pub fn image(
            mut self,
            value: impl crate::runtime::IntoArgument<::std::string::String>,
        ) -> DeployCluster<
            ClusterType,
            Description,
            Hostname,
            crate::runtime::Set,
            LocationCode,
            SharedVolume,
        > {
            self.members.image = value.into_argument("image");
            self.members.into()
        }
        /// Location code for the cluster and its shared volume. For example `FIN-01`. Required.
        #[inline]
        pub fn location_code(
            mut self,
            value: impl crate::runtime::IntoArgument<::std::string::String>,
        ) -> DeployCluster<
            ClusterType,
            Description,
            Hostname,
            Image,
            crate::runtime::Set,
            SharedVolume,
        > {
            self.members.location_code = value.into_argument("location_code");
            self.members.into()
        }
        /// Shared cluster volume (SFS) specification. Clusters have one shared volume mounted as /home. The OS volume is ephemeral and created automatically by the system. Required.
        #[inline]
        pub fn shared_volume(
            mut self,
            value: impl crate::runtime::IntoArgument<super::DeployClusterSharedVolume>,
        ) -> DeployCluster<
            ClusterType,
            Description,
            Hostname,
            Image,
            LocationCode,
            crate::runtime::Set,
        > {
            self.members.shared_volume = value.into_argument("shared_volume");
            self.members.into()
        }
        /// SSH key IDs to attach to the cluster. Required if image is an OS image type.
        pub fn ssh_key_ids<Form>(
            mut self,
            value: impl crate::runtime::IntoOptional<
                crate::OneOrMany<crate::types::SshKeyId>,
                Form,
            >,
        ) -> Self {
            self.members.ssh_key_ids = value.into_optional("ssh_key_ids");
            self
        }
        /// Startup script ID to run on cluster initialization.
        pub fn startup_script_id<Form>(
            mut self,
            value: impl crate::runtime::IntoOptional<crate::types::ScriptId, Form>,
        ) -> Self {
            self.members.startup_script_id = value.into_optional("startup_script_id");
            self
        }
        /// Deprecated: use extension_settings instead. Automatically convert to pay-as-you-go after the long-term period ends.
        pub fn turn_to_pay_as_you_go<Form>(
            mut self,
            value: impl crate::runtime::IntoOptional<bool, Form>,
        ) -> Self {
            self.members.turn_to_pay_as_you_go = value
                .into_optional("turn_to_pay_as_you_go");
            self
        }
    }
    crate::runtime::builder!(
        DeployCluster[ClusterType, Description, Hostname, Image, LocationCode,
        SharedVolume] build
    );
    /// Builder of [`DeployClusterExistingVolume`](super::DeployClusterExistingVolume). Required: `id`.
    #[derive(Clone, Debug)]
    pub struct DeployClusterExistingVolume<Id = crate::runtime::Set> {
        members: super::members::DeployClusterExistingVolume,
        set: ::std::marker::PhantomData<fn() -> (Id,)>,
    }
    impl<Id> DeployClusterExistingVolume<Id> {
        /// Existing shared volume ID. Required.
        #[inline]
        pub fn id(
            mut self,
            value: impl crate::runtime::IntoArgument<crate::types::VolumeId>,
        ) -> DeployClusterExistingVolume<crate::runtime::Set> {
            self.members.id = value.into_argument("id");
            self.members.into()
        }
    }
    crate::runtime::builder!(DeployClusterExistingVolume[Id] build);
    /// Builder of [`DeployClusterSharedVolume`](super::DeployClusterSharedVolume). Required: `name`, `size`.
    #[derive(Clone, Debug)]
    pub struct DeployClusterSharedVolume<
        Name = crate::runtime::Set,
        Size = crate::runtime::Set,
    > {
        members: super::members::DeployClusterSharedVolume,
        set: ::std::marker::PhantomData<fn() -> (Name, Size)>,
    }
    impl<Name, Size> DeployClusterSharedVolume<Name, Size> {
        /// Name of the shared cluster volume. For example `SFS-pmAna3o2`. Required.
        #[inline]
        pub fn name(
            mut self,
            value: impl crate::runtime::IntoArgument<::std::string::String>,
        ) -> DeployClusterSharedVolume<crate::runtime::Set, Size> {
            self.members.name = value.into_argument("name");
            self.members.into()
        }
        /// Size of the shared cluster volume in GB. Required.
        #[inline]
        pub fn size(
            mut self,
            value: impl crate::runtime::IntoArgument<u64>,
        ) -> DeployClusterSharedVolume<Name, crate::runtime::Set> {
            self.members.size = value.into_argument("size");
            self.members.into()
        }
    }
    crate::runtime::builder!(DeployClusterSharedVolume[Name, Size] build);
    /// Builder of [`DeployInstance`](super::DeployInstance). Required: `hostname`, `image`, `instance_type`, `location_code`.
    #[derive(Clone, Debug)]
    pub struct DeployInstance<
        Hostname = crate::runtime::Set,
        Image = crate::runtime::Set,
        InstanceType = crate::runtime::Set,
        LocationCode = crate::runtime::Set,
    > {
        members: super::members::DeployInstance,
        set: ::std::marker::PhantomData<
            fn() -> (Hostname, Image, InstanceType, LocationCode),
        >,
    }
    impl<
        Hostname,
        Image,
        InstanceType,
        LocationCode,
    > DeployInstance<Hostname, Image, InstanceType, LocationCode> {
        /// Contract of the instance.
        pub fn contract<Form>(
            mut self,
            value: impl crate::runtime::IntoOptional<crate::types::Contract, Form>,
        ) -> Self {
            self.members.contract = value.into_optional("contract");
            self
        }
        /// Code of a coupon. For example `COUPON-CODE-2026`.
        pub fn coupon<Form>(
            mut self,
            value: impl crate::runtime::IntoOptional<::std::string::String, Form>,
        ) -> Self {
            self.members.coupon = value.into_optional("coupon");
            self
        }
        /// The description.
        pub fn description<Form>(
            mut self,
            value: impl crate::runtime::IntoOptional<::std::string::String, Form>,
        ) -> Self {
            self.members.description = value.into_optional("description");
            self
        }
        /// IDs of additional existing detached volumes to attach to this new instance when its created. Details: [the field](super::DeployInstance::existing_volumes).
        pub fn existing_volumes<Form>(
            mut self,
            value: impl crate::runtime::IntoOptional<
                ::std::vec::Vec<crate::types::VolumeId>,
                Form,
            >,
        ) -> Self {
            self.members.existing_volumes = value.into_optional("existing_volumes");
            self
        }
        /// Host name of the machine. For example `my-instance-hostname`. Required.
        #[inline]
        pub fn hostname(
            mut self,
            value: impl crate::runtime::IntoArgument<::std::string::String>,
        ) -> DeployInstance<crate::runtime::Set, Image, InstanceType, LocationCode> {
            self.members.hostname = value.into_argument("hostname");
            self.members.into()
        }
        /// OS image specification for the created instance. There are two options. Required. Details: [the field](super::DeployInstance::image).
        #[inline]
        pub fn image(
            mut self,
            value: impl crate::runtime::IntoArgument<::std::string::String>,
        ) -> DeployInstance<Hostname, crate::runtime::Set, InstanceType, LocationCode> {
            self.members.image = value.into_argument("image");
            self.members.into()
        }
        /// Instance type, one of those of `GET /v1/instance-types`. For example `1H100.80S.30V`. Required.
        #[inline]
        pub fn instance_type(
            mut self,
            value: impl crate::runtime::IntoArgument<::std::string::String>,
        ) -> DeployInstance<Hostname, Image, crate::runtime::Set, LocationCode> {
            self.members.instance_type = value.into_argument("instance_type");
            self.members.into()
        }
        /// Create a spot instance. Spot instances may be evicted by Verda at any time without warning.
        pub fn is_spot<Form>(
            mut self,
            value: impl crate::runtime::IntoOptional<bool, Form>,
        ) -> Self {
            self.members.is_spot = value.into_optional("is_spot");
            self
        }
        /// Location code for the instance and any newly created volumes. For example `FIN-01`. Required.
        #[inline]
        pub fn location_code(
            mut self,
            value: impl crate::runtime::IntoArgument<::std::string::String>,
        ) -> DeployInstance<Hostname, Image, InstanceType, crate::runtime::Set> {
            self.members.location_code = value.into_argument("location_code");
            self.members.into()
        }
        /// Newly created OS volume name and size (in GB). Use when `"image"` property is an OS image type. Details: [the field](super::DeployInstance::os_volume).
        pub fn os_volume<Form>(
            mut self,
            value: impl crate::runtime::IntoOptional<super::DeployInstanceOsVolume, Form>,
        ) -> Self {
            self.members.os_volume = value.into_optional("os_volume");
            self
        }
        /// This field is deprecated as DYNAMIC_PRICE is removed. Only FIXED_PRICE is supported now.
        pub fn pricing<Form>(
            mut self,
            value: impl crate::runtime::IntoOptional<crate::types::Pricing, Form>,
        ) -> Self {
            self.members.pricing = value.into_optional("pricing");
            self
        }
        /// The SSH keys that may log in: one id or many.
        pub fn ssh_key_ids<Form>(
            mut self,
            value: impl crate::runtime::IntoOptional<
                crate::OneOrMany<crate::types::SshKeyId>,
                Form,
            >,
        ) -> Self {
            self.members.ssh_key_ids = value.into_optional("ssh_key_ids");
            self
        }
        /// The id of the startup script.
        pub fn startup_script_id<Form>(
            mut self,
            value: impl crate::runtime::IntoOptional<crate::types::ScriptId, Form>,
        ) -> Self {
            self.members.startup_script_id = value.into_optional("startup_script_id");
            self
        }
        /// Additional (**non-OS**) volumes to create and attach to this new instance. Details: [the field](super::DeployInstance::volumes).
        pub fn volumes<Form>(
            mut self,
            value: impl crate::runtime::IntoOptional<
                ::std::vec::Vec<super::DeployInstanceVolume>,
                Form,
            >,
        ) -> Self {
            self.members.volumes = value.into_optional("volumes");
            self
        }
    }
    crate::runtime::builder!(
        DeployInstance[Hostname, Image, InstanceType, LocationCode] build
    );
    /// Builder of [`DeployInstanceOsVolume`](super::DeployInstanceOsVolume). Required: `name`, `size`.
    #[derive(Clone, Debug)]
    pub struct DeployInstanceOsVolume<
        Name = crate::runtime::Set,
        Size = crate::runtime::Set,
    > {
        members: super::members::DeployInstanceOsVolume,
        set: ::std::marker::PhantomData<fn() -> (Name, Size)>,
    }
    impl<Name, Size> DeployInstanceOsVolume<Name, Size> {
        /// The name. For example `custom-os-volume-name`. Required.
        #[inline]
        pub fn name(
            mut self,
            value: impl crate::runtime::IntoArgument<::std::string::String>,
        ) -> DeployInstanceOsVolume<crate::runtime::Set, Size> {
            self.members.name = value.into_argument("name");
            self.members.into()
        }
        /// Optional, by default, nothing is deleted. Should we automatically delete, if instance is deleted because of spot? Allowed values. Details: [the field](super::DeployInstanceOsVolume::on_spot_discontinue).
        pub fn on_spot_discontinue<Form>(
            mut self,
            value: impl crate::runtime::IntoOptional<
                crate::types::OnSpotDiscontinue,
                Form,
            >,
        ) -> Self {
            self.members.on_spot_discontinue = value
                .into_optional("on_spot_discontinue");
            self
        }
        /// Volume size in GB. Required.
        #[inline]
        pub fn size(
            mut self,
            value: impl crate::runtime::IntoArgument<u64>,
        ) -> DeployInstanceOsVolume<Name, crate::runtime::Set> {
            self.members.size = value.into_argument("size");
            self.members.into()
        }
    }
    crate::runtime::builder!(DeployInstanceOsVolume[Name, Size] build);
    /// Builder of [`DeployInstanceVolume`](super::DeployInstanceVolume). Required: `name`, `size`, `type_`.
    #[derive(Clone, Debug)]
    pub struct DeployInstanceVolume<
        Name = crate::runtime::Set,
        Size = crate::runtime::Set,
        Type = crate::runtime::Set,
    > {
        members: super::members::DeployInstanceVolume,
        set: ::std::marker::PhantomData<fn() -> (Name, Size, Type)>,
    }
    impl<Name, Size, Type> DeployInstanceVolume<Name, Size, Type> {
        /// The name. For example `custom-os-volume-name`. Required.
        #[inline]
        pub fn name(
            mut self,
            value: impl crate::runtime::IntoArgument<::std::string::String>,
        ) -> DeployInstanceVolume<crate::runtime::Set, Size, Type> {
            self.members.name = value.into_argument("name");
            self.members.into()
        }
        /// Optional, by default, nothing is deleted. Should we automatically delete, if instance is deleted because of spot? Allowed values. Details: [the field](super::DeployInstanceVolume::on_spot_discontinue).
        pub fn on_spot_discontinue<Form>(
            mut self,
            value: impl crate::runtime::IntoOptional<
                crate::types::OnSpotDiscontinue,
                Form,
            >,
        ) -> Self {
            self.members.on_spot_discontinue = value
                .into_optional("on_spot_discontinue");
            self
        }
        /// Volume size in GB. Required.
        #[inline]
        pub fn size(
            mut self,
            value: impl crate::runtime::IntoArgument<u64>,
        ) -> DeployInstanceVolume<Name, crate::runtime::Set, Type> {
            self.members.size = value.into_argument("size");
            self.members.into()
        }
        /// The type. Required.
        #[inline]
        pub fn type_(
            mut self,
            value: impl crate::runtime::IntoArgument<crate::types::VolumeKind>,
        ) -> DeployInstanceVolume<Name, Size, crate::runtime::Set> {
            self.members.type_ = value.into_argument("type_");
            self.members.into()
        }
    }
    crate::runtime::builder!(DeployInstanceVolume[Name, Size, Type] build);
    /// Builder of [`EntrypointOverrides`](super::EntrypointOverrides). Required: `enabled`.
    #[derive(Clone, Debug)]
    pub struct EntrypointOverrides<Enabled = crate::runtime::Set> {
        members: super::members::EntrypointOverrides,
        set: ::std::marker::PhantomData<fn() -> (Enabled,)>,
    }
    impl<Enabled> EntrypointOverrides<Enabled> {
        /// Arguments to the entrypoint command.
        pub fn cmd<Form>(
            mut self,
            value: impl crate::runtime::IntoOptional<
                ::std::vec::Vec<::std::string::String>,
                Form,
            >,
        ) -> Self {
            self.members.cmd = value.into_optional("cmd");
            self
        }
        /// Is the default docker start command and arguments overridden. Required.
        #[inline]
        pub fn enabled(
            mut self,
            value: impl crate::runtime::IntoArgument<bool>,
        ) -> EntrypointOverrides<crate::runtime::Set> {
            self.members.enabled = value.into_argument("enabled");
            self.members.into()
        }
        /// Entrypoint command to start the container.
        pub fn entrypoint<Form>(
            mut self,
            value: impl crate::runtime::IntoOptional<
                ::std::vec::Vec<::std::string::String>,
                Form,
            >,
        ) -> Self {
            self.members.entrypoint = value.into_optional("entrypoint");
            self
        }
    }
    crate::runtime::builder!(EntrypointOverrides[Enabled] build);
    /// Builder of [`EnvironmentVariable`](super::EnvironmentVariable). Required: `name`, `type_`, `value_or_reference_to_secret`.
    #[derive(Clone, Debug)]
    pub struct EnvironmentVariable<
        Name = crate::runtime::Set,
        Type = crate::runtime::Set,
        ValueOrReferenceToSecret = crate::runtime::Set,
    > {
        members: super::members::EnvironmentVariable,
        set: ::std::marker::PhantomData<fn() -> (Name, Type, ValueOrReferenceToSecret)>,
    }
    impl<
        Name,
        Type,
        ValueOrReferenceToSecret,
    > EnvironmentVariable<Name, Type, ValueOrReferenceToSecret> {
        /// Name of the environment variable. For example `MY_ENV_VAR`. Required.
        #[inline]
        pub fn name(
            mut self,
            value: impl crate::runtime::IntoArgument<::std::string::String>,
        ) -> EnvironmentVariable<crate::runtime::Set, Type, ValueOrReferenceToSecret> {
            self.members.name = value.into_argument("name");
            self.members.into()
        }
        /// Type of the environment variable. Required.
        #[inline]
        pub fn type_(
            mut self,
            value: impl crate::runtime::IntoArgument<
                crate::types::EnvironmentVariableType,
            >,
        ) -> EnvironmentVariable<Name, crate::runtime::Set, ValueOrReferenceToSecret> {
            self.members.type_ = value.into_argument("type_");
            self.members.into()
        }
        /// Value of the environment variable, or a reference to the secret. Required.
        #[inline]
        pub fn value_or_reference_to_secret(
            mut self,
            value: impl crate::runtime::IntoArgument<crate::SecretString>,
        ) -> EnvironmentVariable<Name, Type, crate::runtime::Set> {
            self.members.value_or_reference_to_secret = value
                .into_argument("value_or_reference_to_secret");
            self.members.into()
        }
    }
    crate::runtime::builder!(
        EnvironmentVariable[Name, Type, ValueOrReferenceToSecret] build
    );
    /// Builder of [`Healthcheck`](super::Healthcheck). Required: `enabled`.
    #[derive(Clone, Debug)]
    pub struct Healthcheck<Enabled = crate::runtime::Set> {
        members: super::members::Healthcheck,
        set: ::std::marker::PhantomData<fn() -> (Enabled,)>,
    }
    impl<Enabled> Healthcheck<Enabled> {
        /// Is healthcheck enabled for the container. It it used to check if the container is ready to accept traffic. Required.
        #[inline]
        pub fn enabled(
            mut self,
            value: impl crate::runtime::IntoArgument<bool>,
        ) -> Healthcheck<crate::runtime::Set> {
            self.members.enabled = value.into_argument("enabled");
            self.members.into()
        }
        /// Path to be used for healthcheck. For example `/health`.
        pub fn path<Form>(
            mut self,
            value: impl crate::runtime::IntoOptional<::std::string::String, Form>,
        ) -> Self {
            self.members.path = value.into_optional("path");
            self
        }
        /// Port to be used for healthcheck.
        pub fn port<Form>(
            mut self,
            value: impl crate::runtime::IntoOptional<u64, Form>,
        ) -> Self {
            self.members.port = value.into_optional("port");
            self
        }
    }
    crate::runtime::builder!(Healthcheck[Enabled] build);
    /// Builder of [`JobRegistrySettings`](super::JobRegistrySettings).
    #[derive(Clone, Debug)]
    pub struct JobRegistrySettings {
        members: super::members::JobRegistrySettings,
        set: ::std::marker::PhantomData<fn() -> ()>,
    }
    impl JobRegistrySettings {
        /// Container registry credentials used for authorized access to private container registries. Currently, credentials must be created via the DataCrunch Cloud UI. Provide the name of the created credentials here.
        pub fn credentials<Form>(
            mut self,
            value: impl crate::runtime::IntoOptional<super::RegistryCredentialsRef, Form>,
        ) -> Self {
            self.members.credentials = value.into_optional("credentials");
            self
        }
    }
    crate::runtime::builder!(JobRegistrySettings[] build);
    /// Builder of [`MemoryVolumeMount`](super::MemoryVolumeMount). Required: `mount_path`, `size_in_mb`.
    #[derive(Clone, Debug)]
    pub struct MemoryVolumeMount<
        MountPath = crate::runtime::Set,
        SizeInMb = crate::runtime::Set,
    > {
        members: super::members::MemoryVolumeMount,
        set: ::std::marker::PhantomData<fn() -> (MountPath, SizeInMb)>,
    }
    impl<MountPath, SizeInMb> MemoryVolumeMount<MountPath, SizeInMb> {
        /// Path in the container where the volume will be mounted. This setting is fixed for now and cannot be changed. The API's default: `/dev/shm`. For example `/dev/shm`. Required.
        #[inline]
        pub fn mount_path(
            mut self,
            value: impl crate::runtime::IntoArgument<::std::string::String>,
        ) -> MemoryVolumeMount<crate::runtime::Set, SizeInMb> {
            self.members.mount_path = value.into_argument("mount_path");
            self.members.into()
        }
        /// Size of memory volume in MiB: one of 64, 128, 256, 512, 1024, 2048, 4096, 8192, 16384 and 32768. Required.
        #[inline]
        pub fn size_in_mb(
            mut self,
            value: impl crate::runtime::IntoArgument<u64>,
        ) -> MemoryVolumeMount<MountPath, crate::runtime::Set> {
            self.members.size_in_mb = value.into_argument("size_in_mb");
            self.members.into()
        }
    }
    crate::runtime::builder!(MemoryVolumeMount[MountPath, SizeInMb] build);
    /// Builder of [`PerformClusterAction`](super::PerformClusterAction). Required: `action`, `id`.
    #[derive(Clone, Debug)]
    pub struct PerformClusterAction<
        Action = crate::runtime::Set,
        Id = crate::runtime::Set,
    > {
        members: super::members::PerformClusterAction,
        set: ::std::marker::PhantomData<fn() -> (Action, Id)>,
    }
    impl<Action, Id> PerformClusterAction<Action, Id> {
        /// What to do. Required.
        #[inline]
        pub fn action(
            mut self,
            value: impl crate::runtime::IntoArgument<crate::types::ClusterAction>,
        ) -> PerformClusterAction<crate::runtime::Set, Id> {
            self.members.action = value.into_argument("action");
            self.members.into()
        }
        /// Cluster ID. Required.
        #[inline]
        pub fn id(
            mut self,
            value: impl crate::runtime::IntoArgument<crate::types::ClusterId>,
        ) -> PerformClusterAction<Action, crate::runtime::Set> {
            self.members.id = value.into_argument("id");
            self.members.into()
        }
    }
    crate::runtime::builder!(PerformClusterAction[Action, Id] build);
    /// Builder of [`PerformClusterActions`](super::PerformClusterActions). Required: `actions`.
    #[derive(Clone, Debug)]
    pub struct PerformClusterActions<Actions = crate::runtime::Set> {
        members: super::members::PerformClusterActions,
        set: ::std::marker::PhantomData<fn() -> (Actions,)>,
    }
    impl<Actions> PerformClusterActions<Actions> {
        /// Array of cluster actions, one per each cluster. Required.
        #[inline]
        pub fn actions(
            mut self,
            value: impl crate::runtime::IntoArgument<
                ::std::vec::Vec<super::PerformClusterAction>,
            >,
        ) -> PerformClusterActions<crate::runtime::Set> {
            self.members.actions = value.into_argument("actions");
            self.members.into()
        }
    }
    crate::runtime::builder!(PerformClusterActions[Actions] build);
    /// Builder of [`PerformClusterNodeAction`](super::PerformClusterNodeAction). Required: `action`.
    #[derive(Clone, Debug)]
    pub struct PerformClusterNodeAction<Action = crate::runtime::Set> {
        members: super::members::PerformClusterNodeAction,
        set: ::std::marker::PhantomData<fn() -> (Action,)>,
    }
    impl<Action> PerformClusterNodeAction<Action> {
        /// What to do. Required.
        #[inline]
        pub fn action(
            mut self,
            value: impl crate::runtime::IntoArgument<crate::types::ClusterNodeAction>,
        ) -> PerformClusterNodeAction<crate::runtime::Set> {
            self.members.action = value.into_argument("action");
            self.members.into()
        }
    }
    crate::runtime::builder!(PerformClusterNodeAction[Action] build);
    /// Builder of [`PerformInstanceActions`](super::PerformInstanceActions). Required: `action`, `id`.
    #[derive(Clone, Debug)]
    pub struct PerformInstanceActions<
        Action = crate::runtime::Set,
        Id = crate::runtime::Set,
    > {
        members: super::members::PerformInstanceActions,
        set: ::std::marker::PhantomData<fn() -> (Action, Id)>,
    }
    impl<Action, Id> PerformInstanceActions<Action, Id> {
        /// What to do. Required.
        #[inline]
        pub fn action(
            mut self,
            value: impl crate::runtime::IntoArgument<crate::types::InstanceAction>,
        ) -> PerformInstanceActions<crate::runtime::Set, Id> {
            self.members.action = value.into_argument("action");
            self.members.into()
        }
        /// Delete the volumes permanently. Only applicable for delete (or discontinue) action, when volume IDs to delete are also provided. The API's default: `false`.
        pub fn delete_permanently<Form>(
            mut self,
            value: impl crate::runtime::IntoOptional<bool, Form>,
        ) -> Self {
            self.members.delete_permanently = value.into_optional("delete_permanently");
            self
        }
        /// Instance ID or list of instance IDs. Required.
        #[inline]
        pub fn id(
            mut self,
            value: impl crate::runtime::IntoArgument<
                crate::OneOrMany<crate::types::InstanceId>,
            >,
        ) -> PerformInstanceActions<Action, crate::runtime::Set> {
            self.members.id = value.into_argument("id");
            self.members.into()
        }
        /// Volumes to delete together with the instance. Leaving this out and sending an empty list are not the same. Details: [the field](super::PerformInstanceActions::volume_ids).
        pub fn volume_ids<Form>(
            mut self,
            value: impl crate::runtime::IntoOptional<
                ::std::vec::Vec<crate::types::VolumeId>,
                Form,
            >,
        ) -> Self {
            self.members.volume_ids = value.into_optional("volume_ids");
            self
        }
    }
    crate::runtime::builder!(PerformInstanceActions[Action, Id] build);
    /// Builder of [`PerformVolumeActions`](super::PerformVolumeActions). Required: `action`, `id`.
    #[derive(Clone, Debug)]
    pub struct PerformVolumeActions<
        Action = crate::runtime::Set,
        Id = crate::runtime::Set,
    > {
        members: super::members::PerformVolumeActions,
        set: ::std::marker::PhantomData<fn() -> (Action, Id)>,
    }
    impl<Action, Id> PerformVolumeActions<Action, Id> {
        /// Action to perform on the volume(s). The `clone` action returns the IDs of the new volumes. Send a `cancel` action with such an ID to interrupt a cross-datacenter clone. Required.
        #[inline]
        pub fn action(
            mut self,
            value: impl crate::runtime::IntoArgument<crate::types::VolumeAction>,
        ) -> PerformVolumeActions<crate::runtime::Set, Id> {
            self.members.action = value.into_argument("action");
            self.members.into()
        }
        /// Volume ID(s) to perform the action on. Single volume id or an array of volume ids. Required.
        #[inline]
        pub fn id(
            mut self,
            value: impl crate::runtime::IntoArgument<
                crate::OneOrMany<crate::types::VolumeId>,
            >,
        ) -> PerformVolumeActions<Action, crate::runtime::Set> {
            self.members.id = value.into_argument("id");
            self.members.into()
        }
        /// Instance ID to attach the volume to, if the action is attach.
        pub fn instance_id<Form>(
            mut self,
            value: impl crate::runtime::IntoOptional<crate::types::InstanceId, Form>,
        ) -> Self {
            self.members.instance_id = value.into_optional("instance_id");
            self
        }
        /// Array of instance IDs to attach the volume to, if the action is attach.
        pub fn instance_ids<Form>(
            mut self,
            value: impl crate::runtime::IntoOptional<
                ::std::vec::Vec<crate::types::InstanceId>,
                Form,
            >,
        ) -> Self {
            self.members.instance_ids = value.into_optional("instance_ids");
            self
        }
        /// If deleting volume(s), delete them permanently.
        pub fn is_permanent<Form>(
            mut self,
            value: impl crate::runtime::IntoOptional<bool, Form>,
        ) -> Self {
            self.members.is_permanent = value.into_optional("is_permanent");
            self
        }
        /// Target location code if cloning the volume. For example `FIN-01`.
        pub fn location_code<Form>(
            mut self,
            value: impl crate::runtime::IntoOptional<::std::string::String, Form>,
        ) -> Self {
            self.members.location_code = value.into_optional("location_code");
            self
        }
        /// New volume name. For example `volume-name`.
        pub fn name<Form>(
            mut self,
            value: impl crate::runtime::IntoOptional<::std::string::String, Form>,
        ) -> Self {
            self.members.name = value.into_optional("name");
            self
        }
        /// New volume size in GB. Can't be lower than current size.
        pub fn size<Form>(
            mut self,
            value: impl crate::runtime::IntoOptional<u64, Form>,
        ) -> Self {
            self.members.size = value.into_optional("size");
            self
        }
        /// Target volume type.
        pub fn type_<Form>(
            mut self,
            value: impl crate::runtime::IntoOptional<crate::types::VolumeKind, Form>,
        ) -> Self {
            self.members.type_ = value.into_optional("type_");
            self
        }
    }
    crate::runtime::builder!(PerformVolumeActions[Action, Id] build);
    /// Builder of [`QueueLoadScalingTrigger`](super::QueueLoadScalingTrigger).
    #[derive(Clone, Debug)]
    pub struct QueueLoadScalingTrigger {
        members: super::members::QueueLoadScalingTrigger,
        set: ::std::marker::PhantomData<fn() -> ()>,
    }
    impl QueueLoadScalingTrigger {
        /// Threshold value for queue load. Queue item to replica ratio.
        pub fn threshold<Form>(
            mut self,
            value: impl crate::runtime::IntoOptional<f64, Form>,
        ) -> Self {
            self.members.threshold = value.into_optional("threshold");
            self
        }
    }
    crate::runtime::builder!(QueueLoadScalingTrigger[] build);
    /// Builder of [`RefreshTokenGrant`](super::RefreshTokenGrant). Required: `refresh_token`.
    #[derive(Clone, Debug)]
    pub struct RefreshTokenGrant<RefreshToken = crate::runtime::Set> {
        members: super::members::RefreshTokenGrant,
        set: ::std::marker::PhantomData<fn() -> (RefreshToken,)>,
    }
    impl<RefreshToken> RefreshTokenGrant<RefreshToken> {
        /// The refresh token that came with an access token. Required.
        #[inline]
        pub fn refresh_token(
            mut self,
            value: impl crate::runtime::IntoArgument<crate::SecretString>,
        ) -> RefreshTokenGrant<crate::runtime::Set> {
            self.members.refresh_token = value.into_argument("refresh_token");
            self.members.into()
        }
    }
    crate::runtime::builder!(RefreshTokenGrant[RefreshToken] build);
    /// Builder of [`RegistryCredentialsRef`](super::RegistryCredentialsRef). Required: `name`.
    #[derive(Clone, Debug)]
    pub struct RegistryCredentialsRef<Name = crate::runtime::Set> {
        members: super::members::RegistryCredentialsRef,
        set: ::std::marker::PhantomData<fn() -> (Name,)>,
    }
    impl<Name> RegistryCredentialsRef<Name> {
        /// Credential name of the secret containing the credentials. For example `dockerhub-credentials`. Required.
        #[inline]
        pub fn name(
            mut self,
            value: impl crate::runtime::IntoArgument<
                crate::types::RegistryCredentialsName,
            >,
        ) -> RegistryCredentialsRef<crate::runtime::Set> {
            self.members.name = value.into_argument("name");
            self.members.into()
        }
    }
    crate::runtime::builder!(RegistryCredentialsRef[Name] build);
    /// Builder of [`RegistrySettings`](super::RegistrySettings). Required: `is_private`.
    #[derive(Clone, Debug)]
    pub struct RegistrySettings<IsPrivate = crate::runtime::Set> {
        members: super::members::RegistrySettings,
        set: ::std::marker::PhantomData<fn() -> (IsPrivate,)>,
    }
    impl<IsPrivate> RegistrySettings<IsPrivate> {
        /// Credential details for the registry if it is private. Required if privacy mode is private.
        pub fn credentials<Form>(
            mut self,
            value: impl crate::runtime::IntoOptional<super::RegistryCredentialsRef, Form>,
        ) -> Self {
            self.members.credentials = value.into_optional("credentials");
            self
        }
        /// Privacy mode of the container registry - is it public or private. Required.
        #[inline]
        pub fn is_private(
            mut self,
            value: impl crate::runtime::IntoArgument<bool>,
        ) -> RegistrySettings<crate::runtime::Set> {
            self.members.is_private = value.into_argument("is_private");
            self.members.into()
        }
    }
    crate::runtime::builder!(RegistrySettings[IsPrivate] build);
    /// Builder of [`ScalingPolicy`](super::ScalingPolicy). Required: `delay_seconds`.
    #[derive(Clone, Debug)]
    pub struct ScalingPolicy<DelaySeconds = crate::runtime::Set> {
        members: super::members::ScalingPolicy,
        set: ::std::marker::PhantomData<fn() -> (DelaySeconds,)>,
    }
    impl<DelaySeconds> ScalingPolicy<DelaySeconds> {
        /// Cooldown period in seconds before the deployment scales up or down. Required.
        #[inline]
        pub fn delay_seconds(
            mut self,
            value: impl crate::runtime::IntoArgument<u64>,
        ) -> ScalingPolicy<crate::runtime::Set> {
            self.members.delay_seconds = value.into_argument("delay_seconds");
            self.members.into()
        }
    }
    crate::runtime::builder!(ScalingPolicy[DelaySeconds] build);
    /// Builder of [`ScalingTriggers`](super::ScalingTriggers). Required: `queue_load`.
    #[derive(Clone, Debug)]
    pub struct ScalingTriggers<QueueLoad = crate::runtime::Set> {
        members: super::members::ScalingTriggers,
        set: ::std::marker::PhantomData<fn() -> (QueueLoad,)>,
    }
    impl<QueueLoad> ScalingTriggers<QueueLoad> {
        /// Scaling trigger based on CPU utilization by percentage.
        pub fn cpu_utilization<Form>(
            mut self,
            value: impl crate::runtime::IntoOptional<
                super::UtilizationScalingTrigger,
                Form,
            >,
        ) -> Self {
            self.members.cpu_utilization = value.into_optional("cpu_utilization");
            self
        }
        /// Scaling trigger based on GPU utilization by percentage.
        pub fn gpu_utilization<Form>(
            mut self,
            value: impl crate::runtime::IntoOptional<
                super::UtilizationScalingTrigger,
                Form,
            >,
        ) -> Self {
            self.members.gpu_utilization = value.into_optional("gpu_utilization");
            self
        }
        /// Scaling trigger based on queue load. Required.
        #[inline]
        pub fn queue_load(
            mut self,
            value: impl crate::runtime::IntoArgument<super::QueueLoadScalingTrigger>,
        ) -> ScalingTriggers<crate::runtime::Set> {
            self.members.queue_load = value.into_argument("queue_load");
            self.members.into()
        }
    }
    crate::runtime::builder!(ScalingTriggers[QueueLoad] build);
    /// Builder of [`ScratchVolumeMount`](super::ScratchVolumeMount). Required: `mount_path`.
    #[derive(Clone, Debug)]
    pub struct ScratchVolumeMount<MountPath = crate::runtime::Set> {
        members: super::members::ScratchVolumeMount,
        set: ::std::marker::PhantomData<fn() -> (MountPath,)>,
    }
    impl<MountPath> ScratchVolumeMount<MountPath> {
        /// Path in the container where the volume will be mounted. For example `/data`. Required.
        #[inline]
        pub fn mount_path(
            mut self,
            value: impl crate::runtime::IntoArgument<::std::string::String>,
        ) -> ScratchVolumeMount<crate::runtime::Set> {
            self.members.mount_path = value.into_argument("mount_path");
            self.members.into()
        }
    }
    crate::runtime::builder!(ScratchVolumeMount[MountPath] build);
    /// Builder of [`SecretFile`](super::SecretFile). Required: `base64_content`, `file_name`.
    #[derive(Clone, Debug)]
    pub struct SecretFile<
        Base64Content = crate::runtime::Set,
        FileName = crate::runtime::Set,
    > {
        members: super::members::SecretFile,
        set: ::std::marker::PhantomData<fn() -> (Base64Content, FileName)>,
    }
    impl<Base64Content, FileName> SecretFile<Base64Content, FileName> {
        /// Base64 encoded content of the file. Required.
        #[inline]
        pub fn base64_content(
            mut self,
            value: impl crate::runtime::IntoArgument<crate::SecretString>,
        ) -> SecretFile<crate::runtime::Set, FileName> {
            self.members.base64_content = value.into_argument("base64_content");
            self.members.into()
        }
        /// Name of the file. For example `file.txt`. Required.
        #[inline]
        pub fn file_name(
            mut self,
            value: impl crate::runtime::IntoArgument<::std::string::String>,
        ) -> SecretFile<Base64Content, crate::runtime::Set> {
            self.members.file_name = value.into_argument("file_name");
            self.members.into()
        }
    }
    crate::runtime::builder!(SecretFile[Base64Content, FileName] build);
    /// Builder of [`SecretVolumeMount`](super::SecretVolumeMount). Required: `mount_path`, `secret_name`.
    #[derive(Clone, Debug)]
    pub struct SecretVolumeMount<
        MountPath = crate::runtime::Set,
        SecretName = crate::runtime::Set,
    > {
        members: super::members::SecretVolumeMount,
        set: ::std::marker::PhantomData<fn() -> (MountPath, SecretName)>,
    }
    impl<MountPath, SecretName> SecretVolumeMount<MountPath, SecretName> {
        /// Path in the container where the volume will be mounted. For example `/secret-files`. Required.
        #[inline]
        pub fn mount_path(
            mut self,
            value: impl crate::runtime::IntoArgument<::std::string::String>,
        ) -> SecretVolumeMount<crate::runtime::Set, SecretName> {
            self.members.mount_path = value.into_argument("mount_path");
            self.members.into()
        }
        /// Name of the fileset secret to be mounted. For example `my-secret`. Required.
        #[inline]
        pub fn secret_name(
            mut self,
            value: impl crate::runtime::IntoArgument<crate::types::SecretName>,
        ) -> SecretVolumeMount<MountPath, crate::runtime::Set> {
            self.members.secret_name = value.into_argument("secret_name");
            self.members.into()
        }
    }
    crate::runtime::builder!(SecretVolumeMount[MountPath, SecretName] build);
    /// Builder of [`SetEnvironmentVariables`](super::SetEnvironmentVariables). Required: `container_name`, `env`.
    #[derive(Clone, Debug)]
    pub struct SetEnvironmentVariables<
        ContainerName = crate::runtime::Set,
        Env = crate::runtime::Set,
    > {
        members: super::members::SetEnvironmentVariables,
        set: ::std::marker::PhantomData<fn() -> (ContainerName, Env)>,
    }
    impl<ContainerName, Env> SetEnvironmentVariables<ContainerName, Env> {
        /// Container name. For example `flux-0`. Required.
        #[inline]
        pub fn container_name(
            mut self,
            value: impl crate::runtime::IntoArgument<crate::types::ContainerName>,
        ) -> SetEnvironmentVariables<crate::runtime::Set, Env> {
            self.members.container_name = value.into_argument("container_name");
            self.members.into()
        }
        /// Environment variables for the container. Required.
        #[inline]
        pub fn env(
            mut self,
            value: impl crate::runtime::IntoArgument<
                ::std::vec::Vec<super::EnvironmentVariable>,
            >,
        ) -> SetEnvironmentVariables<ContainerName, crate::runtime::Set> {
            self.members.env = value.into_argument("env");
            self.members.into()
        }
    }
    crate::runtime::builder!(SetEnvironmentVariables[ContainerName, Env] build);
    /// Builder of [`SharedVolumeMount`](super::SharedVolumeMount). Required: `mount_path`, `volume_id`.
    #[derive(Clone, Debug)]
    pub struct SharedVolumeMount<
        MountPath = crate::runtime::Set,
        VolumeId = crate::runtime::Set,
    > {
        members: super::members::SharedVolumeMount,
        set: ::std::marker::PhantomData<fn() -> (MountPath, VolumeId)>,
    }
    impl<MountPath, VolumeId> SharedVolumeMount<MountPath, VolumeId> {
        /// Path in the container where the volume will be mounted. For example `/shared`. Required.
        #[inline]
        pub fn mount_path(
            mut self,
            value: impl crate::runtime::IntoArgument<::std::string::String>,
        ) -> SharedVolumeMount<crate::runtime::Set, VolumeId> {
            self.members.mount_path = value.into_argument("mount_path");
            self.members.into()
        }
        /// ID of the shared volume to be mounted. Required.
        #[inline]
        pub fn volume_id(
            mut self,
            value: impl crate::runtime::IntoArgument<crate::types::VolumeId>,
        ) -> SharedVolumeMount<MountPath, crate::runtime::Set> {
            self.members.volume_id = value.into_argument("volume_id");
            self.members.into()
        }
    }
    crate::runtime::builder!(SharedVolumeMount[MountPath, VolumeId] build);
    /// Builder of [`UpdateContainer`](super::UpdateContainer). Required: `name`.
    #[derive(Clone, Debug)]
    pub struct UpdateContainer<Name = crate::runtime::Set> {
        members: super::members::UpdateContainer,
        set: ::std::marker::PhantomData<fn() -> (Name,)>,
    }
    impl<Name> UpdateContainer<Name> {
        /// Container image autoupdate settings for the container.
        pub fn autoupdate<Form>(
            mut self,
            value: impl crate::runtime::IntoOptional<super::Autoupdate, Form>,
        ) -> Self {
            self.members.autoupdate = value.into_optional("autoupdate");
            self
        }
        /// Entrypoint overrides settings for the container.
        pub fn entrypoint_overrides<Form>(
            mut self,
            value: impl crate::runtime::IntoOptional<super::EntrypointOverrides, Form>,
        ) -> Self {
            self.members.entrypoint_overrides = value
                .into_optional("entrypoint_overrides");
            self
        }
        /// Environment variables for the container.
        pub fn env<Form>(
            mut self,
            value: impl crate::runtime::IntoOptional<
                ::std::vec::Vec<super::EnvironmentVariable>,
                Form,
            >,
        ) -> Self {
            self.members.env = value.into_optional("env");
            self
        }
        /// Port to be exposed by the container.
        pub fn exposed_port<Form>(
            mut self,
            value: impl crate::runtime::IntoOptional<u64, Form>,
        ) -> Self {
            self.members.exposed_port = value.into_optional("exposed_port");
            self
        }
        /// Healthcheck settings for the container.
        pub fn healthcheck<Form>(
            mut self,
            value: impl crate::runtime::IntoOptional<super::Healthcheck, Form>,
        ) -> Self {
            self.members.healthcheck = value.into_optional("healthcheck");
            self
        }
        /// Image to be deployed in the container. For example `registry-1.docker.io/chentex/random-logger:v1.0.1`.
        pub fn image<Form>(
            mut self,
            value: impl crate::runtime::IntoOptional<::std::string::String, Form>,
        ) -> Self {
            self.members.image = value.into_optional("image");
            self
        }
        /// Name of the container to update. For example `random-logger-0`. Required.
        #[inline]
        pub fn name(
            mut self,
            value: impl crate::runtime::IntoArgument<crate::types::ContainerName>,
        ) -> UpdateContainer<crate::runtime::Set> {
            self.members.name = value.into_argument("name");
            self.members.into()
        }
        /// Whether to use cached container image when available.
        pub fn should_use_cached_image<Form>(
            mut self,
            value: impl crate::runtime::IntoOptional<bool, Form>,
        ) -> Self {
            self.members.should_use_cached_image = value
                .into_optional("should_use_cached_image");
            self
        }
        /// Volume mounts for the container.
        pub fn volume_mounts<Form>(
            mut self,
            value: impl crate::runtime::IntoOptional<
                ::std::vec::Vec<crate::types::VolumeMount>,
                Form,
            >,
        ) -> Self {
            self.members.volume_mounts = value.into_optional("volume_mounts");
            self
        }
    }
    crate::runtime::builder!(UpdateContainer[Name] build);
    /// Builder of [`UpdateContainerDeployment`](super::UpdateContainerDeployment).
    #[derive(Clone, Debug)]
    pub struct UpdateContainerDeployment {
        members: super::members::UpdateContainerDeployment,
        set: ::std::marker::PhantomData<fn() -> ()>,
    }
    impl UpdateContainerDeployment {
        /// Change compute settings for the deployment.
        pub fn compute<Form>(
            mut self,
            value: impl crate::runtime::IntoOptional<super::ComputeResource, Form>,
        ) -> Self {
            self.members.compute = value.into_optional("compute");
            self
        }
        /// Container registry settings. Private registries require saving the credentials via datacrunch cloud UI.
        pub fn container_registry_settings<Form>(
            mut self,
            value: impl crate::runtime::IntoOptional<super::RegistrySettings, Form>,
        ) -> Self {
            self.members.container_registry_settings = value
                .into_optional("container_registry_settings");
            self
        }
        /// Containers properties to be updated.
        pub fn containers<Form>(
            mut self,
            value: impl crate::runtime::IntoOptional<
                ::std::vec::Vec<super::UpdateContainer>,
                Form,
            >,
        ) -> Self {
            self.members.containers = value.into_optional("containers");
            self
        }
        /// Spot instance settings for the deployment.
        pub fn is_spot<Form>(
            mut self,
            value: impl crate::runtime::IntoOptional<bool, Form>,
        ) -> Self {
            self.members.is_spot = value.into_optional("is_spot");
            self
        }
    }
    crate::runtime::builder!(UpdateContainerDeployment[] build);
    /// Builder of [`UpdateContainerScaling`](super::UpdateContainerScaling).
    #[derive(Clone, Debug)]
    pub struct UpdateContainerScaling {
        members: super::members::UpdateContainerScaling,
        set: ::std::marker::PhantomData<fn() -> ()>,
    }
    impl UpdateContainerScaling {
        /// Number of requests each replica can process concurrently.
        pub fn concurrent_requests_per_replica<Form>(
            mut self,
            value: impl crate::runtime::IntoOptional<u64, Form>,
        ) -> Self {
            self.members.concurrent_requests_per_replica = value
                .into_optional("concurrent_requests_per_replica");
            self
        }
        /// Maximum number of replicas.
        pub fn max_replica_count<Form>(
            mut self,
            value: impl crate::runtime::IntoOptional<u64, Form>,
        ) -> Self {
            self.members.max_replica_count = value.into_optional("max_replica_count");
            self
        }
        /// Minimum number of replicas.
        pub fn min_replica_count<Form>(
            mut self,
            value: impl crate::runtime::IntoOptional<u64, Form>,
        ) -> Self {
            self.members.min_replica_count = value.into_optional("min_replica_count");
            self
        }
        /// Duration in seconds after which messages in the queue will be dropped.
        pub fn queue_message_ttl_seconds<Form>(
            mut self,
            value: impl crate::runtime::IntoOptional<u64, Form>,
        ) -> Self {
            self.members.queue_message_ttl_seconds = value
                .into_optional("queue_message_ttl_seconds");
            self
        }
        /// Policy for scaling down replicas.
        pub fn scale_down_policy<Form>(
            mut self,
            value: impl crate::runtime::IntoOptional<super::ScalingPolicy, Form>,
        ) -> Self {
            self.members.scale_down_policy = value.into_optional("scale_down_policy");
            self
        }
        /// Policy for scaling up replicas.
        pub fn scale_up_policy<Form>(
            mut self,
            value: impl crate::runtime::IntoOptional<super::ScalingPolicy, Form>,
        ) -> Self {
            self.members.scale_up_policy = value.into_optional("scale_up_policy");
            self
        }
        /// Triggers for scaling up and down.
        pub fn scaling_triggers<Form>(
            mut self,
            value: impl crate::runtime::IntoOptional<super::UpdateScalingTriggers, Form>,
        ) -> Self {
            self.members.scaling_triggers = value.into_optional("scaling_triggers");
            self
        }
    }
    crate::runtime::builder!(UpdateContainerScaling[] build);
    /// Builder of [`UpdateJobContainer`](super::UpdateJobContainer). Required: `name`.
    #[derive(Clone, Debug)]
    pub struct UpdateJobContainer<Name = crate::runtime::Set> {
        members: super::members::UpdateJobContainer,
        set: ::std::marker::PhantomData<fn() -> (Name,)>,
    }
    impl<Name> UpdateJobContainer<Name> {
        /// Entrypoint overrides settings for the container.
        pub fn entrypoint_overrides<Form>(
            mut self,
            value: impl crate::runtime::IntoOptional<super::EntrypointOverrides, Form>,
        ) -> Self {
            self.members.entrypoint_overrides = value
                .into_optional("entrypoint_overrides");
            self
        }
        /// Environment variables for the container.
        pub fn env<Form>(
            mut self,
            value: impl crate::runtime::IntoOptional<
                ::std::vec::Vec<super::EnvironmentVariable>,
                Form,
            >,
        ) -> Self {
            self.members.env = value.into_optional("env");
            self
        }
        /// Port to be exposed by the container.
        pub fn exposed_port<Form>(
            mut self,
            value: impl crate::runtime::IntoOptional<u64, Form>,
        ) -> Self {
            self.members.exposed_port = value.into_optional("exposed_port");
            self
        }
        /// Healthcheck settings for the container.
        pub fn healthcheck<Form>(
            mut self,
            value: impl crate::runtime::IntoOptional<super::Healthcheck, Form>,
        ) -> Self {
            self.members.healthcheck = value.into_optional("healthcheck");
            self
        }
        /// Image to be deployed in the container. For example `registry-1.docker.io/chentex/random-logger:v1.0.1`.
        pub fn image<Form>(
            mut self,
            value: impl crate::runtime::IntoOptional<::std::string::String, Form>,
        ) -> Self {
            self.members.image = value.into_optional("image");
            self
        }
        /// Name of the container to update. For example `video-generator-0`. Required.
        #[inline]
        pub fn name(
            mut self,
            value: impl crate::runtime::IntoArgument<crate::types::ContainerName>,
        ) -> UpdateJobContainer<crate::runtime::Set> {
            self.members.name = value.into_argument("name");
            self.members.into()
        }
        /// Whether to use cached container image when available.
        pub fn should_use_cached_image<Form>(
            mut self,
            value: impl crate::runtime::IntoOptional<bool, Form>,
        ) -> Self {
            self.members.should_use_cached_image = value
                .into_optional("should_use_cached_image");
            self
        }
        /// Volume mounts for the container.
        pub fn volume_mounts<Form>(
            mut self,
            value: impl crate::runtime::IntoOptional<
                ::std::vec::Vec<crate::types::VolumeMount>,
                Form,
            >,
        ) -> Self {
            self.members.volume_mounts = value.into_optional("volume_mounts");
            self
        }
    }
    crate::runtime::builder!(UpdateJobContainer[Name] build);
    /// Builder of [`UpdateJobDeployment`](super::UpdateJobDeployment).
    #[derive(Clone, Debug)]
    pub struct UpdateJobDeployment {
        members: super::members::UpdateJobDeployment,
        set: ::std::marker::PhantomData<fn() -> ()>,
    }
    impl UpdateJobDeployment {
        /// Compute settings for the job deployment.
        pub fn compute<Form>(
            mut self,
            value: impl crate::runtime::IntoOptional<super::ComputeResource, Form>,
        ) -> Self {
            self.members.compute = value.into_optional("compute");
            self
        }
        /// Container registry settings.
        pub fn container_registry_settings<Form>(
            mut self,
            value: impl crate::runtime::IntoOptional<super::JobRegistrySettings, Form>,
        ) -> Self {
            self.members.container_registry_settings = value
                .into_optional("container_registry_settings");
            self
        }
        /// Containers properties to be updated.
        pub fn containers<Form>(
            mut self,
            value: impl crate::runtime::IntoOptional<
                ::std::vec::Vec<super::UpdateJobContainer>,
                Form,
            >,
        ) -> Self {
            self.members.containers = value.into_optional("containers");
            self
        }
        /// Scaling settings for the job deployment.
        pub fn scaling<Form>(
            mut self,
            value: impl crate::runtime::IntoOptional<super::UpdateJobScaling, Form>,
        ) -> Self {
            self.members.scaling = value.into_optional("scaling");
            self
        }
    }
    crate::runtime::builder!(UpdateJobDeployment[] build);
    /// Builder of [`UpdateJobScaling`](super::UpdateJobScaling).
    #[derive(Clone, Debug)]
    pub struct UpdateJobScaling {
        members: super::members::UpdateJobScaling,
        set: ::std::marker::PhantomData<fn() -> ()>,
    }
    impl UpdateJobScaling {
        /// Duration in seconds that a job may run before the system attempts to terminate it. From 600 to 604800.
        pub fn deadline_seconds<Form>(
            mut self,
            value: impl crate::runtime::IntoOptional<u64, Form>,
        ) -> Self {
            self.members.deadline_seconds = value.into_optional("deadline_seconds");
            self
        }
        /// Maximum number of replicas.
        pub fn max_replica_count<Form>(
            mut self,
            value: impl crate::runtime::IntoOptional<u64, Form>,
        ) -> Self {
            self.members.max_replica_count = value.into_optional("max_replica_count");
            self
        }
        /// Duration in seconds after which messages in the queue will be dropped.
        pub fn queue_message_ttl_seconds<Form>(
            mut self,
            value: impl crate::runtime::IntoOptional<u64, Form>,
        ) -> Self {
            self.members.queue_message_ttl_seconds = value
                .into_optional("queue_message_ttl_seconds");
            self
        }
    }
    crate::runtime::builder!(UpdateJobScaling[] build);
    /// Builder of [`UpdateScalingTriggers`](super::UpdateScalingTriggers).
    #[derive(Clone, Debug)]
    pub struct UpdateScalingTriggers {
        members: super::members::UpdateScalingTriggers,
        set: ::std::marker::PhantomData<fn() -> ()>,
    }
    impl UpdateScalingTriggers {
        /// Scaling trigger based on CPU utilization by percentage.
        pub fn cpu_utilization<Form>(
            mut self,
            value: impl crate::runtime::IntoOptional<
                super::UtilizationScalingTrigger,
                Form,
            >,
        ) -> Self {
            self.members.cpu_utilization = value.into_optional("cpu_utilization");
            self
        }
        /// Scaling trigger based on GPU utilization by percentage.
        pub fn gpu_utilization<Form>(
            mut self,
            value: impl crate::runtime::IntoOptional<
                super::UtilizationScalingTrigger,
                Form,
            >,
        ) -> Self {
            self.members.gpu_utilization = value.into_optional("gpu_utilization");
            self
        }
        /// Scaling trigger based on queue load.
        pub fn queue_load<Form>(
            mut self,
            value: impl crate::runtime::IntoOptional<
                super::QueueLoadScalingTrigger,
                Form,
            >,
        ) -> Self {
            self.members.queue_load = value.into_optional("queue_load");
            self
        }
    }
    crate::runtime::builder!(UpdateScalingTriggers[] build);
    /// Builder of [`UtilizationScalingTrigger`](super::UtilizationScalingTrigger). Required: `enabled`.
    #[derive(Clone, Debug)]
    pub struct UtilizationScalingTrigger<Enabled = crate::runtime::Set> {
        members: super::members::UtilizationScalingTrigger,
        set: ::std::marker::PhantomData<fn() -> (Enabled,)>,
    }
    impl<Enabled> UtilizationScalingTrigger<Enabled> {
        /// Is the trigger enabled. Required.
        #[inline]
        pub fn enabled(
            mut self,
            value: impl crate::runtime::IntoArgument<bool>,
        ) -> UtilizationScalingTrigger<crate::runtime::Set> {
            self.members.enabled = value.into_argument("enabled");
            self.members.into()
        }
        /// Threshold value for utilization, in percent.
        pub fn threshold<Form>(
            mut self,
            value: impl crate::runtime::IntoOptional<f64, Form>,
        ) -> Self {
            self.members.threshold = value.into_optional("threshold");
            self
        }
    }
    crate::runtime::builder!(UtilizationScalingTrigger[Enabled] build);
}
/// Type arguments of builders for required members that are not set.
pub mod missing {
    /// The builder lacks this required member.
    #[derive(Clone, Copy, Debug)]
    pub enum MissingAction {}
    /// The builder lacks this required member.
    #[derive(Clone, Copy, Debug)]
    pub enum MissingActions {}
    /// The builder lacks this required member.
    #[derive(Clone, Copy, Debug)]
    pub enum MissingBase64Content {}
    /// The builder lacks this required member.
    #[derive(Clone, Copy, Debug)]
    pub enum MissingClientId {}
    /// The builder lacks this required member.
    #[derive(Clone, Copy, Debug)]
    pub enum MissingClientSecret {}
    /// The builder lacks this required member.
    #[derive(Clone, Copy, Debug)]
    pub enum MissingClusterType {}
    /// The builder lacks this required member.
    #[derive(Clone, Copy, Debug)]
    pub enum MissingCompute {}
    /// The builder lacks this required member.
    #[derive(Clone, Copy, Debug)]
    pub enum MissingConcurrentRequestsPerReplica {}
    /// The builder lacks this required member.
    #[derive(Clone, Copy, Debug)]
    pub enum MissingContainerName {}
    /// The builder lacks this required member.
    #[derive(Clone, Copy, Debug)]
    pub enum MissingContainerRegistrySettings {}
    /// The builder lacks this required member.
    #[derive(Clone, Copy, Debug)]
    pub enum MissingContainers {}
    /// The builder lacks this required member.
    #[derive(Clone, Copy, Debug)]
    pub enum MissingDeadlineSeconds {}
    /// The builder lacks this required member.
    #[derive(Clone, Copy, Debug)]
    pub enum MissingDelaySeconds {}
    /// The builder lacks this required member.
    #[derive(Clone, Copy, Debug)]
    pub enum MissingDescription {}
    /// The builder lacks this required member.
    #[derive(Clone, Copy, Debug)]
    pub enum MissingEnabled {}
    /// The builder lacks this required member.
    #[derive(Clone, Copy, Debug)]
    pub enum MissingEnv {}
    /// The builder lacks this required member.
    #[derive(Clone, Copy, Debug)]
    pub enum MissingExposedPort {}
    /// The builder lacks this required member.
    #[derive(Clone, Copy, Debug)]
    pub enum MissingFileName {}
    /// The builder lacks this required member.
    #[derive(Clone, Copy, Debug)]
    pub enum MissingFiles {}
    /// The builder lacks this required member.
    #[derive(Clone, Copy, Debug)]
    pub enum MissingHostname {}
    /// The builder lacks this required member.
    #[derive(Clone, Copy, Debug)]
    pub enum MissingId {}
    /// The builder lacks this required member.
    #[derive(Clone, Copy, Debug)]
    pub enum MissingImage {}
    /// The builder lacks this required member.
    #[derive(Clone, Copy, Debug)]
    pub enum MissingInstanceType {}
    /// The builder lacks this required member.
    #[derive(Clone, Copy, Debug)]
    pub enum MissingIsPrivate {}
    /// The builder lacks this required member.
    #[derive(Clone, Copy, Debug)]
    pub enum MissingKey {}
    /// The builder lacks this required member.
    #[derive(Clone, Copy, Debug)]
    pub enum MissingKeys {}
    /// The builder lacks this required member.
    #[derive(Clone, Copy, Debug)]
    pub enum MissingLocationCode {}
    /// The builder lacks this required member.
    #[derive(Clone, Copy, Debug)]
    pub enum MissingMaxReplicaCount {}
    /// The builder lacks this required member.
    #[derive(Clone, Copy, Debug)]
    pub enum MissingMinReplicaCount {}
    /// The builder lacks this required member.
    #[derive(Clone, Copy, Debug)]
    pub enum MissingMountPath {}
    /// The builder lacks this required member.
    #[derive(Clone, Copy, Debug)]
    pub enum MissingName {}
    /// The builder lacks this required member.
    #[derive(Clone, Copy, Debug)]
    pub enum MissingQueueLoad {}
    /// The builder lacks this required member.
    #[derive(Clone, Copy, Debug)]
    pub enum MissingQueueMessageTtlSeconds {}
    /// The builder lacks this required member.
    #[derive(Clone, Copy, Debug)]
    pub enum MissingRefreshToken {}
    /// The builder lacks this required member.
    #[derive(Clone, Copy, Debug)]
    pub enum MissingScaleDownPolicy {}
    /// The builder lacks this required member.
    #[derive(Clone, Copy, Debug)]
    pub enum MissingScaleUpPolicy {}
    /// The builder lacks this required member.
    #[derive(Clone, Copy, Debug)]
    pub enum MissingScaling {}
    /// The builder lacks this required member.
    #[derive(Clone, Copy, Debug)]
    pub enum MissingScalingTriggers {}
    /// The builder lacks this required member.
    #[derive(Clone, Copy, Debug)]
    pub enum MissingScript {}
    /// The builder lacks this required member.
    #[derive(Clone, Copy, Debug)]
    pub enum MissingScripts {}
    /// The builder lacks this required member.
    #[derive(Clone, Copy, Debug)]
    pub enum MissingSecretName {}
    /// The builder lacks this required member.
    #[derive(Clone, Copy, Debug)]
    pub enum MissingSharedVolume {}
    /// The builder lacks this required member.
    #[derive(Clone, Copy, Debug)]
    pub enum MissingSize {}
    /// The builder lacks this required member.
    #[derive(Clone, Copy, Debug)]
    pub enum MissingSizeInMb {}
    /// The builder lacks this required member.
    #[derive(Clone, Copy, Debug)]
    pub enum MissingType {}
    /// The builder lacks this required member.
    #[derive(Clone, Copy, Debug)]
    pub enum MissingValue {}
    /// The builder lacks this required member.
    #[derive(Clone, Copy, Debug)]
    pub enum MissingValueOrReferenceToSecret {}
    /// The builder lacks this required member.
    #[derive(Clone, Copy, Debug)]
    pub enum MissingVolumeId {}
}
mod members {
    #[derive(Clone, Debug)]
    pub struct Autoupdate {
        pub(super) enabled: ::std::result::Result<bool, ::std::string::String>,
        pub(super) mode: ::std::result::Result<
            ::std::option::Option<crate::types::AutoupdateMode>,
            ::std::string::String,
        >,
        pub(super) tag_filter: ::std::result::Result<
            ::std::option::Option<::std::string::String>,
            ::std::string::String,
        >,
    }
    impl ::std::default::Default for Autoupdate {
        #[inline]
        fn default() -> Self {
            Self {
                enabled: Err(::std::string::String::new()),
                mode: Ok(Default::default()),
                tag_filter: Ok(Default::default()),
            }
        }
    }
    impl ::std::convert::TryFrom<Autoupdate> for super::Autoupdate {
        type Error = super::error::ConversionError;
        #[inline]
        fn try_from(
            value: Autoupdate,
        ) -> ::std::result::Result<Self, super::error::ConversionError> {
            Ok(Self {
                enabled: value.enabled?,
                mode: value.mode?,
                tag_filter: value.tag_filter?,
            })
        }
    }
    impl ::std::convert::From<super::Autoupdate> for Autoupdate {
        #[inline]
        fn from(value: super::Autoupdate) -> Self {
            Self {
                enabled: Ok(value.enabled),
                mode: Ok(value.mode),
                tag_filter: Ok(value.tag_filter),
            }
        }
    }
    #[derive(Clone, Debug)]
    pub struct ClientCredentialsGrant {
        pub(super) client_id: ::std::result::Result<
            ::std::string::String,
            ::std::string::String,
        >,
        pub(super) client_secret: ::std::result::Result<
            crate::SecretString,
            ::std::string::String,
        >,
    }
    impl ::std::default::Default for ClientCredentialsGrant {
        #[inline]
        fn default() -> Self {
            Self {
                client_id: Err(::std::string::String::new()),
                client_secret: Err(::std::string::String::new()),
            }
        }
    }
    impl ::std::convert::TryFrom<ClientCredentialsGrant>
    for super::ClientCredentialsGrant {
        type Error = super::error::ConversionError;
        #[inline]
        fn try_from(
            value: ClientCredentialsGrant,
        ) -> ::std::result::Result<Self, super::error::ConversionError> {
            Ok(Self {
                client_id: value.client_id?,
                client_secret: value.client_secret?,
            })
        }
    }
    impl ::std::convert::From<super::ClientCredentialsGrant> for ClientCredentialsGrant {
        #[inline]
        fn from(value: super::ClientCredentialsGrant) -> Self {
            Self {
                client_id: Ok(value.client_id),
                client_secret: Ok(value.client_secret),
            }
        }
    }
    #[derive(Clone, Debug)]
    pub struct ComputeResource {
        pub(super) name: ::std::result::Result<
            ::std::string::String,
            ::std::string::String,
        >,
        pub(super) size: ::std::result::Result<u64, ::std::string::String>,
    }
    impl ::std::default::Default for ComputeResource {
        #[inline]
        fn default() -> Self {
            Self {
                name: Err(::std::string::String::new()),
                size: Err(::std::string::String::new()),
            }
        }
    }
    impl ::std::convert::TryFrom<ComputeResource> for super::ComputeResource {
        type Error = super::error::ConversionError;
        #[inline]
        fn try_from(
            value: ComputeResource,
        ) -> ::std::result::Result<Self, super::error::ConversionError> {
            Ok(Self {
                name: value.name?,
                size: value.size?,
            })
        }
    }
    impl ::std::convert::From<super::ComputeResource> for ComputeResource {
        #[inline]
        fn from(value: super::ComputeResource) -> Self {
            Self {
                name: Ok(value.name),
                size: Ok(value.size),
            }
        }
    }
    #[derive(Clone, Debug)]
    pub struct CreateContainer {
        pub(super) entrypoint_overrides: ::std::result::Result<
            ::std::option::Option<super::EntrypointOverrides>,
            ::std::string::String,
        >,
        pub(super) env: ::std::result::Result<
            ::std::option::Option<::std::vec::Vec<super::EnvironmentVariable>>,
            ::std::string::String,
        >,
        pub(super) exposed_port: ::std::result::Result<u64, ::std::string::String>,
        pub(super) healthcheck: ::std::result::Result<
            ::std::option::Option<super::Healthcheck>,
            ::std::string::String,
        >,
        pub(super) image: ::std::result::Result<
            ::std::string::String,
            ::std::string::String,
        >,
        pub(super) should_use_cached_image: ::std::result::Result<
            ::std::option::Option<bool>,
            ::std::string::String,
        >,
        pub(super) volume_mounts: ::std::result::Result<
            ::std::option::Option<::std::vec::Vec<crate::types::VolumeMount>>,
            ::std::string::String,
        >,
    }
    impl ::std::default::Default for CreateContainer {
        #[inline]
        fn default() -> Self {
            Self {
                entrypoint_overrides: Ok(Default::default()),
                env: Ok(Default::default()),
                exposed_port: Err(::std::string::String::new()),
                healthcheck: Ok(Default::default()),
                image: Err(::std::string::String::new()),
                should_use_cached_image: Ok(Default::default()),
                volume_mounts: Ok(Default::default()),
            }
        }
    }
    impl ::std::convert::TryFrom<CreateContainer> for super::CreateContainer {
        type Error = super::error::ConversionError;
        #[inline]
        fn try_from(
            value: CreateContainer,
        ) -> ::std::result::Result<Self, super::error::ConversionError> {
            Ok(Self {
                entrypoint_overrides: value.entrypoint_overrides?,
                env: value.env?,
                exposed_port: value.exposed_port?,
                healthcheck: value.healthcheck?,
                image: value.image?,
                should_use_cached_image: value.should_use_cached_image?,
                volume_mounts: value.volume_mounts?,
            })
        }
    }
    impl ::std::convert::From<super::CreateContainer> for CreateContainer {
        #[inline]
        fn from(value: super::CreateContainer) -> Self {
            Self {
                entrypoint_overrides: Ok(value.entrypoint_overrides),
                env: Ok(value.env),
                exposed_port: Ok(value.exposed_port),
                healthcheck: Ok(value.healthcheck),
                image: Ok(value.image),
                should_use_cached_image: Ok(value.should_use_cached_image),
                volume_mounts: Ok(value.volume_mounts),
            }
        }
    }
    #[derive(Clone, Debug)]
    pub struct CreateContainerDeployment {
        pub(super) compute: ::std::result::Result<
            super::ComputeResource,
            ::std::string::String,
        >,
        pub(super) container_registry_settings: ::std::result::Result<
            super::RegistrySettings,
            ::std::string::String,
        >,
        pub(super) containers: ::std::result::Result<
            ::std::vec::Vec<super::CreateContainer>,
            ::std::string::String,
        >,
        pub(super) is_spot: ::std::result::Result<
            ::std::option::Option<bool>,
            ::std::string::String,
        >,
        pub(super) name: ::std::result::Result<
            crate::types::ContainerDeploymentName,
            ::std::string::String,
        >,
        pub(super) scaling: ::std::result::Result<
            super::CreateContainerScaling,
            ::std::string::String,
        >,
    }
    impl ::std::default::Default for CreateContainerDeployment {
        #[inline]
        fn default() -> Self {
            Self {
                compute: Err(::std::string::String::new()),
                container_registry_settings: Err(::std::string::String::new()),
                containers: Err(::std::string::String::new()),
                is_spot: Ok(Default::default()),
                name: Err(::std::string::String::new()),
                scaling: Err(::std::string::String::new()),
            }
        }
    }
    impl ::std::convert::TryFrom<CreateContainerDeployment>
    for super::CreateContainerDeployment {
        type Error = super::error::ConversionError;
        #[inline]
        fn try_from(
            value: CreateContainerDeployment,
        ) -> ::std::result::Result<Self, super::error::ConversionError> {
            Ok(Self {
                compute: value.compute?,
                container_registry_settings: value.container_registry_settings?,
                containers: value.containers?,
                is_spot: value.is_spot?,
                name: value.name?,
                scaling: value.scaling?,
            })
        }
    }
    impl ::std::convert::From<super::CreateContainerDeployment>
    for CreateContainerDeployment {
        #[inline]
        fn from(value: super::CreateContainerDeployment) -> Self {
            Self {
                compute: Ok(value.compute),
                container_registry_settings: Ok(value.container_registry_settings),
                containers: Ok(value.containers),
                is_spot: Ok(value.is_spot),
                name: Ok(value.name),
                scaling: Ok(value.scaling),
            }
        }
    }
    #[derive(Clone, Debug)]
    pub struct CreateContainerScaling {
        pub(super) concurrent_requests_per_replica: ::std::result::Result<
            u64,
            ::std::string::String,
        >,
        pub(super) max_replica_count: ::std::result::Result<u64, ::std::string::String>,
        pub(super) min_replica_count: ::std::result::Result<u64, ::std::string::String>,
        pub(super) queue_message_ttl_seconds: ::std::result::Result<
            u64,
            ::std::string::String,
        >,
        pub(super) scale_down_policy: ::std::result::Result<
            super::ScalingPolicy,
            ::std::string::String,
        >,
        pub(super) scale_up_policy: ::std::result::Result<
            super::ScalingPolicy,
            ::std::string::String,
        >,
        pub(super) scaling_triggers: ::std::result::Result<
            super::ScalingTriggers,
            ::std::string::String,
        >,
    }
    impl ::std::default::Default for CreateContainerScaling {
        #[inline]
        fn default() -> Self {
            Self {
                concurrent_requests_per_replica: Err(::std::string::String::new()),
                max_replica_count: Err(::std::string::String::new()),
                min_replica_count: Err(::std::string::String::new()),
                queue_message_ttl_seconds: Err(::std::string::String::new()),
                scale_down_policy: Err(::std::string::String::new()),
                scale_up_policy: Err(::std::string::String::new()),
                scaling_triggers: Err(::std::string::String::new()),
            }
        }
    }
    impl ::std::convert::TryFrom<CreateContainerScaling>
    for super::CreateContainerScaling {
        type Error = super::error::ConversionError;
        #[inline]
        fn try_from(
            value: CreateContainerScaling,
        ) -> ::std::result::Result<Self, super::error::ConversionError> {
            Ok(Self {
                concurrent_requests_per_replica: value.concurrent_requests_per_replica?,
                max_replica_count: value.max_replica_count?,
                min_replica_count: value.min_replica_count?,
                queue_message_ttl_seconds: value.queue_message_ttl_seconds?,
                scale_down_policy: value.scale_down_policy?,
                scale_up_policy: value.scale_up_policy?,
                scaling_triggers: value.scaling_triggers?,
            })
        }
    }
    impl ::std::convert::From<super::CreateContainerScaling> for CreateContainerScaling {
        #[inline]
        fn from(value: super::CreateContainerScaling) -> Self {
            Self {
                concurrent_requests_per_replica: Ok(
                    value.concurrent_requests_per_replica,
                ),
                max_replica_count: Ok(value.max_replica_count),
                min_replica_count: Ok(value.min_replica_count),
                queue_message_ttl_seconds: Ok(value.queue_message_ttl_seconds),
                scale_down_policy: Ok(value.scale_down_policy),
                scale_up_policy: Ok(value.scale_up_policy),
                scaling_triggers: Ok(value.scaling_triggers),
            }
        }
    }
    #[derive(Clone, Debug)]
    pub struct CreateFileSecret {
        pub(super) files: ::std::result::Result<
            ::std::vec::Vec<super::SecretFile>,
            ::std::string::String,
        >,
        pub(super) name: ::std::result::Result<
            crate::types::SecretName,
            ::std::string::String,
        >,
    }
    impl ::std::default::Default for CreateFileSecret {
        #[inline]
        fn default() -> Self {
            Self {
                files: Err(::std::string::String::new()),
                name: Err(::std::string::String::new()),
            }
        }
    }
    impl ::std::convert::TryFrom<CreateFileSecret> for super::CreateFileSecret {
        type Error = super::error::ConversionError;
        #[inline]
        fn try_from(
            value: CreateFileSecret,
        ) -> ::std::result::Result<Self, super::error::ConversionError> {
            Ok(Self {
                files: value.files?,
                name: value.name?,
            })
        }
    }
    impl ::std::convert::From<super::CreateFileSecret> for CreateFileSecret {
        #[inline]
        fn from(value: super::CreateFileSecret) -> Self {
            Self {
                files: Ok(value.files),
                name: Ok(value.name),
            }
        }
    }
    #[derive(Clone, Debug)]
    pub struct CreateJobContainer {
        pub(super) entrypoint_overrides: ::std::result::Result<
            ::std::option::Option<super::EntrypointOverrides>,
            ::std::string::String,
        >,
        pub(super) env: ::std::result::Result<
            ::std::option::Option<::std::vec::Vec<super::EnvironmentVariable>>,
            ::std::string::String,
        >,
        pub(super) exposed_port: ::std::result::Result<u64, ::std::string::String>,
        pub(super) healthcheck: ::std::result::Result<
            ::std::option::Option<super::Healthcheck>,
            ::std::string::String,
        >,
        pub(super) image: ::std::result::Result<
            ::std::string::String,
            ::std::string::String,
        >,
        pub(super) should_use_cached_image: ::std::result::Result<
            ::std::option::Option<bool>,
            ::std::string::String,
        >,
        pub(super) volume_mounts: ::std::result::Result<
            ::std::option::Option<::std::vec::Vec<crate::types::VolumeMount>>,
            ::std::string::String,
        >,
    }
    impl ::std::default::Default for CreateJobContainer {
        #[inline]
        fn default() -> Self {
            Self {
                entrypoint_overrides: Ok(Default::default()),
                env: Ok(Default::default()),
                exposed_port: Err(::std::string::String::new()),
                healthcheck: Ok(Default::default()),
                image: Err(::std::string::String::new()),
                should_use_cached_image: Ok(Default::default()),
                volume_mounts: Ok(Default::default()),
            }
        }
    }
    impl ::std::convert::TryFrom<CreateJobContainer> for super::CreateJobContainer {
        type Error = super::error::ConversionError;
        #[inline]
        fn try_from(
            value: CreateJobContainer,
        ) -> ::std::result::Result<Self, super::error::ConversionError> {
            Ok(Self {
                entrypoint_overrides: value.entrypoint_overrides?,
                env: value.env?,
                exposed_port: value.exposed_port?,
                healthcheck: value.healthcheck?,
                image: value.image?,
                should_use_cached_image: value.should_use_cached_image?,
                volume_mounts: value.volume_mounts?,
            })
        }
    }
    impl ::std::convert::From<super::CreateJobContainer> for CreateJobContainer {
        #[inline]
        fn from(value: super::CreateJobContainer) -> Self {
            Self {
                entrypoint_overrides: Ok(value.entrypoint_overrides),
                env: Ok(value.env),
                exposed_port: Ok(value.exposed_port),
                healthcheck: Ok(value.healthcheck),
                image: Ok(value.image),
                should_use_cached_image: Ok(value.should_use_cached_image),
                volume_mounts: Ok(value.volume_mounts),
            }
        }
    }
    #[derive(Clone, Debug)]
    pub struct CreateJobDeployment {
        pub(super) compute: ::std::result::Result<
            super::ComputeResource,
            ::std::string::String,
        >,
        pub(super) container_registry_settings: ::std::result::Result<
            ::std::option::Option<super::JobRegistrySettings>,
            ::std::string::String,
        >,
        pub(super) containers: ::std::result::Result<
            ::std::vec::Vec<super::CreateJobContainer>,
            ::std::string::String,
        >,
        pub(super) name: ::std::result::Result<
            crate::types::JobDeploymentName,
            ::std::string::String,
        >,
        pub(super) scaling: ::std::result::Result<
            super::CreateJobScaling,
            ::std::string::String,
        >,
    }
    impl ::std::default::Default for CreateJobDeployment {
        #[inline]
        fn default() -> Self {
            Self {
                compute: Err(::std::string::String::new()),
                container_registry_settings: Ok(Default::default()),
                containers: Err(::std::string::String::new()),
                name: Err(::std::string::String::new()),
                scaling: Err(::std::string::String::new()),
            }
        }
    }
    impl ::std::convert::TryFrom<CreateJobDeployment> for super::CreateJobDeployment {
        type Error = super::error::ConversionError;
        #[inline]
        fn try_from(
            value: CreateJobDeployment,
        ) -> ::std::result::Result<Self, super::error::ConversionError> {
            Ok(Self {
                compute: value.compute?,
                container_registry_settings: value.container_registry_settings?,
                containers: value.containers?,
                name: value.name?,
                scaling: value.scaling?,
            })
        }
    }
    impl ::std::convert::From<super::CreateJobDeployment> for CreateJobDeployment {
        #[inline]
        fn from(value: super::CreateJobDeployment) -> Self {
            Self {
                compute: Ok(value.compute),
                container_registry_settings: Ok(value.container_registry_settings),
                containers: Ok(value.containers),
                name: Ok(value.name),
                scaling: Ok(value.scaling),
            }
        }
    }
    #[derive(Clone, Debug)]
    pub struct CreateJobScaling {
        pub(super) deadline_seconds: ::std::result::Result<u64, ::std::string::String>,
        pub(super) max_replica_count: ::std::result::Result<u64, ::std::string::String>,
        pub(super) queue_message_ttl_seconds: ::std::result::Result<
            u64,
            ::std::string::String,
        >,
    }
    impl ::std::default::Default for CreateJobScaling {
        #[inline]
        fn default() -> Self {
            Self {
                deadline_seconds: Err(::std::string::String::new()),
                max_replica_count: Err(::std::string::String::new()),
                queue_message_ttl_seconds: Err(::std::string::String::new()),
            }
        }
    }
    impl ::std::convert::TryFrom<CreateJobScaling> for super::CreateJobScaling {
        type Error = super::error::ConversionError;
        #[inline]
        fn try_from(
            value: CreateJobScaling,
        ) -> ::std::result::Result<Self, super::error::ConversionError> {
            Ok(Self {
                deadline_seconds: value.deadline_seconds?,
                max_replica_count: value.max_replica_count?,
                queue_message_ttl_seconds: value.queue_message_ttl_seconds?,
            })
        }
    }
    impl ::std::convert::From<super::CreateJobScaling> for CreateJobScaling {
        #[inline]
        fn from(value: super::CreateJobScaling) -> Self {
            Self {
                deadline_seconds: Ok(value.deadline_seconds),
                max_replica_count: Ok(value.max_replica_count),
                queue_message_ttl_seconds: Ok(value.queue_message_ttl_seconds),
            }
        }
    }
    #[derive(Clone, Debug)]
    pub struct CreateRegistryCredentials {
        pub(super) access_key_id: ::std::result::Result<
            ::std::option::Option<::std::string::String>,
            ::std::string::String,
        >,
        pub(super) access_token: ::std::result::Result<
            ::std::option::Option<crate::SecretString>,
            ::std::string::String,
        >,
        pub(super) docker_config_json: ::std::result::Result<
            ::std::option::Option<crate::SecretString>,
            ::std::string::String,
        >,
        pub(super) ecr_repo: ::std::result::Result<
            ::std::option::Option<::std::string::String>,
            ::std::string::String,
        >,
        pub(super) name: ::std::result::Result<
            crate::types::RegistryCredentialsName,
            ::std::string::String,
        >,
        pub(super) region: ::std::result::Result<
            ::std::option::Option<::std::string::String>,
            ::std::string::String,
        >,
        pub(super) scaleway_domain: ::std::result::Result<
            ::std::option::Option<::std::string::String>,
            ::std::string::String,
        >,
        pub(super) scaleway_uuid: ::std::result::Result<
            ::std::option::Option<crate::SecretString>,
            ::std::string::String,
        >,
        pub(super) secret_access_key: ::std::result::Result<
            ::std::option::Option<crate::SecretString>,
            ::std::string::String,
        >,
        pub(super) service_account_key: ::std::result::Result<
            ::std::option::Option<crate::SecretString>,
            ::std::string::String,
        >,
        pub(super) type_: ::std::result::Result<
            crate::types::RegistryType,
            ::std::string::String,
        >,
        pub(super) username: ::std::result::Result<
            ::std::option::Option<::std::string::String>,
            ::std::string::String,
        >,
    }
    impl ::std::default::Default for CreateRegistryCredentials {
        #[inline]
        fn default() -> Self {
            Self {
                access_key_id: Ok(Default::default()),
                access_token: Ok(Default::default()),
                docker_config_json: Ok(Default::default()),
                ecr_repo: Ok(Default::default()),
                name: Err(::std::string::String::new()),
                region: Ok(Default::default()),
                scaleway_domain: Ok(Default::default()),
                scaleway_uuid: Ok(Default::default()),
                secret_access_key: Ok(Default::default()),
                service_account_key: Ok(Default::default()),
                type_: Err(::std::string::String::new()),
                username: Ok(Default::default()),
            }
        }
    }
    impl ::std::convert::TryFrom<CreateRegistryCredentials>
    for super::CreateRegistryCredentials {
        type Error = super::error::ConversionError;
        #[inline]
        fn try_from(
            value: CreateRegistryCredentials,
        ) -> ::std::result::Result<Self, super::error::ConversionError> {
            Ok(Self {
                access_key_id: value.access_key_id?,
                access_token: value.access_token?,
                docker_config_json: value.docker_config_json?,
                ecr_repo: value.ecr_repo?,
                name: value.name?,
                region: value.region?,
                scaleway_domain: value.scaleway_domain?,
                scaleway_uuid: value.scaleway_uuid?,
                secret_access_key: value.secret_access_key?,
                service_account_key: value.service_account_key?,
                type_: value.type_?,
                username: value.username?,
            })
        }
    }
    impl ::std::convert::From<super::CreateRegistryCredentials>
    for CreateRegistryCredentials {
        #[inline]
        fn from(value: super::CreateRegistryCredentials) -> Self {
            Self {
                access_key_id: Ok(value.access_key_id),
                access_token: Ok(value.access_token),
                docker_config_json: Ok(value.docker_config_json),
                ecr_repo: Ok(value.ecr_repo),
                name: Ok(value.name),
                region: Ok(value.region),
                scaleway_domain: Ok(value.scaleway_domain),
                scaleway_uuid: Ok(value.scaleway_uuid),
                secret_access_key: Ok(value.secret_access_key),
                service_account_key: Ok(value.service_account_key),
                type_: Ok(value.type_),
                username: Ok(value.username),
            }
        }
    }
    #[derive(Clone, Debug)]
    pub struct CreateScript {
        pub(super) name: ::std::result::Result<
            ::std::string::String,
            ::std::string::String,
        >,
        pub(super) script: ::std::result::Result<
            crate::SecretString,
            ::std::string::String,
        >,
    }
    impl ::std::default::Default for CreateScript {
        #[inline]
        fn default() -> Self {
            Self {
                name: Err(::std::string::String::new()),
                script: Err(::std::string::String::new()),
            }
        }
    }
    impl ::std::convert::TryFrom<CreateScript> for super::CreateScript {
        type Error = super::error::ConversionError;
        #[inline]
        fn try_from(
            value: CreateScript,
        ) -> ::std::result::Result<Self, super::error::ConversionError> {
            Ok(Self {
                name: value.name?,
                script: value.script?,
            })
        }
    }
    impl ::std::convert::From<super::CreateScript> for CreateScript {
        #[inline]
        fn from(value: super::CreateScript) -> Self {
            Self {
                name: Ok(value.name),
                script: Ok(value.script),
            }
        }
    }
    #[derive(Clone, Debug)]
    pub struct CreateSecret {
        pub(super) name: ::std::result::Result<
            crate::types::SecretName,
            ::std::string::String,
        >,
        pub(super) value: ::std::result::Result<
            crate::SecretString,
            ::std::string::String,
        >,
    }
    impl ::std::default::Default for CreateSecret {
        #[inline]
        fn default() -> Self {
            Self {
                name: Err(::std::string::String::new()),
                value: Err(::std::string::String::new()),
            }
        }
    }
    impl ::std::convert::TryFrom<CreateSecret> for super::CreateSecret {
        type Error = super::error::ConversionError;
        #[inline]
        fn try_from(
            value: CreateSecret,
        ) -> ::std::result::Result<Self, super::error::ConversionError> {
            Ok(Self {
                name: value.name?,
                value: value.value?,
            })
        }
    }
    impl ::std::convert::From<super::CreateSecret> for CreateSecret {
        #[inline]
        fn from(value: super::CreateSecret) -> Self {
            Self {
                name: Ok(value.name),
                value: Ok(value.value),
            }
        }
    }
    #[derive(Clone, Debug)]
    pub struct CreateSshKey {
        pub(super) key: ::std::result::Result<
            ::std::string::String,
            ::std::string::String,
        >,
        pub(super) name: ::std::result::Result<
            ::std::string::String,
            ::std::string::String,
        >,
    }
    impl ::std::default::Default for CreateSshKey {
        #[inline]
        fn default() -> Self {
            Self {
                key: Err(::std::string::String::new()),
                name: Err(::std::string::String::new()),
            }
        }
    }
    impl ::std::convert::TryFrom<CreateSshKey> for super::CreateSshKey {
        type Error = super::error::ConversionError;
        #[inline]
        fn try_from(
            value: CreateSshKey,
        ) -> ::std::result::Result<Self, super::error::ConversionError> {
            Ok(Self {
                key: value.key?,
                name: value.name?,
            })
        }
    }
    impl ::std::convert::From<super::CreateSshKey> for CreateSshKey {
        #[inline]
        fn from(value: super::CreateSshKey) -> Self {
            Self {
                key: Ok(value.key),
                name: Ok(value.name),
            }
        }
    }
    #[derive(Clone, Debug)]
    pub struct CreateVolume {
        pub(super) instance_id: ::std::result::Result<
            ::std::option::Option<crate::types::InstanceId>,
            ::std::string::String,
        >,
        pub(super) instance_ids: ::std::result::Result<
            ::std::option::Option<::std::vec::Vec<crate::types::InstanceId>>,
            ::std::string::String,
        >,
        pub(super) location_code: ::std::result::Result<
            ::std::string::String,
            ::std::string::String,
        >,
        pub(super) name: ::std::result::Result<
            ::std::string::String,
            ::std::string::String,
        >,
        pub(super) size: ::std::result::Result<u64, ::std::string::String>,
        pub(super) type_: ::std::result::Result<
            crate::types::VolumeKind,
            ::std::string::String,
        >,
    }
    impl ::std::default::Default for CreateVolume {
        #[inline]
        fn default() -> Self {
            Self {
                instance_id: Ok(Default::default()),
                instance_ids: Ok(Default::default()),
                location_code: Err(::std::string::String::new()),
                name: Err(::std::string::String::new()),
                size: Err(::std::string::String::new()),
                type_: Err(::std::string::String::new()),
            }
        }
    }
    impl ::std::convert::TryFrom<CreateVolume> for super::CreateVolume {
        type Error = super::error::ConversionError;
        #[inline]
        fn try_from(
            value: CreateVolume,
        ) -> ::std::result::Result<Self, super::error::ConversionError> {
            Ok(Self {
                instance_id: value.instance_id?,
                instance_ids: value.instance_ids?,
                location_code: value.location_code?,
                name: value.name?,
                size: value.size?,
                type_: value.type_?,
            })
        }
    }
    impl ::std::convert::From<super::CreateVolume> for CreateVolume {
        #[inline]
        fn from(value: super::CreateVolume) -> Self {
            Self {
                instance_id: Ok(value.instance_id),
                instance_ids: Ok(value.instance_ids),
                location_code: Ok(value.location_code),
                name: Ok(value.name),
                size: Ok(value.size),
                type_: Ok(value.type_),
            }
        }
    }
    #[derive(Clone, Debug)]
    pub struct DeleteEnvironmentVariables {
        pub(super) container_name: ::std::result::Result<
            crate::types::ContainerName,
            ::std::string::String,
        >,
        pub(super) env: ::std::result::Result<
            ::std::vec::Vec<::std::string::String>,
            ::std::string::String,
        >,
    }
    impl ::std::default::Default for DeleteEnvironmentVariables {
        #[inline]
        fn default() -> Self {
            Self {
                container_name: Err(::std::string::String::new()),
                env: Err(::std::string::String::new()),
            }
        }
    }
    impl ::std::convert::TryFrom<DeleteEnvironmentVariables>
    for super::DeleteEnvironmentVariables {
        type Error = super::error::ConversionError;
        #[inline]
        fn try_from(
            value: DeleteEnvironmentVariables,
        ) -> ::std::result::Result<Self, super::error::ConversionError> {
            Ok(Self {
                container_name: value.container_name?,
                env: value.env?,
            })
        }
    }
    impl ::std::convert::From<super::DeleteEnvironmentVariables>
    for DeleteEnvironmentVariables {
        #[inline]
        fn from(value: super::DeleteEnvironmentVariables) -> Self {
            Self {
                container_name: Ok(value.container_name),
                env: Ok(value.env),
            }
        }
    }
    #[derive(Clone, Debug)]
    pub struct DeleteScripts {
        pub(super) scripts: ::std::result::Result<
            ::std::vec::Vec<crate::types::ScriptId>,
            ::std::string::String,
        >,
    }
    impl ::std::default::Default for DeleteScripts {
        #[inline]
        fn default() -> Self {
            Self {
                scripts: Err(::std::string::String::new()),
            }
        }
    }
    impl ::std::convert::TryFrom<DeleteScripts> for super::DeleteScripts {
        type Error = super::error::ConversionError;
        #[inline]
        fn try_from(
            value: DeleteScripts,
        ) -> ::std::result::Result<Self, super::error::ConversionError> {
            Ok(Self { scripts: value.scripts? })
        }
    }
    impl ::std::convert::From<super::DeleteScripts> for DeleteScripts {
        #[inline]
        fn from(value: super::DeleteScripts) -> Self {
            Self { scripts: Ok(value.scripts) }
        }
    }
    #[derive(Clone, Debug)]
    pub struct DeleteSshKeys {
        pub(super) keys: ::std::result::Result<
            ::std::vec::Vec<crate::types::SshKeyId>,
            ::std::string::String,
        >,
    }
    impl ::std::default::Default for DeleteSshKeys {
        #[inline]
        fn default() -> Self {
            Self {
                keys: Err(::std::string::String::new()),
            }
        }
    }
    impl ::std::convert::TryFrom<DeleteSshKeys> for super::DeleteSshKeys {
        type Error = super::error::ConversionError;
        #[inline]
        fn try_from(
            value: DeleteSshKeys,
        ) -> ::std::result::Result<Self, super::error::ConversionError> {
            Ok(Self { keys: value.keys? })
        }
    }
    impl ::std::convert::From<super::DeleteSshKeys> for DeleteSshKeys {
        #[inline]
        fn from(value: super::DeleteSshKeys) -> Self {
            Self { keys: Ok(value.keys) }
        }
    }
    #[derive(Clone, Debug)]
    pub struct DeleteVolume {
        pub(super) is_permanent: ::std::result::Result<
            ::std::option::Option<bool>,
            ::std::string::String,
        >,
    }
    impl ::std::default::Default for DeleteVolume {
        #[inline]
        fn default() -> Self {
            Self {
                is_permanent: Ok(Default::default()),
            }
        }
    }
    impl ::std::convert::TryFrom<DeleteVolume> for super::DeleteVolume {
        type Error = super::error::ConversionError;
        #[inline]
        fn try_from(
            value: DeleteVolume,
        ) -> ::std::result::Result<Self, super::error::ConversionError> {
            Ok(Self {
                is_permanent: value.is_permanent?,
            })
        }
    }
    impl ::std::convert::From<super::DeleteVolume> for DeleteVolume {
        #[inline]
        fn from(value: super::DeleteVolume) -> Self {
            Self {
                is_permanent: Ok(value.is_permanent),
            }
        }
    }
    #[derive(Clone, Debug)]
    pub struct DeployCluster {
        pub(super) auto_rental_extension: ::std::result::Result<
            ::std::option::Option<bool>,
            ::std::string::String,
        >,
        pub(super) cluster_type: ::std::result::Result<
            ::std::string::String,
            ::std::string::String,
        >,
        pub(super) contract: ::std::result::Result<
            ::std::option::Option<crate::types::Contract>,
            ::std::string::String,
        >,
        pub(super) description: ::std::result::Result<
            ::std::string::String,
            ::std::string::String,
        >,
        pub(super) existing_volumes: ::std::result::Result<
            ::std::option::Option<::std::vec::Vec<super::DeployClusterExistingVolume>>,
            ::std::string::String,
        >,
        pub(super) extension_settings: ::std::result::Result<
            ::std::option::Option<crate::types::ExtensionSettings>,
            ::std::string::String,
        >,
        pub(super) hostname: ::std::result::Result<
            ::std::string::String,
            ::std::string::String,
        >,
        pub(super) image: ::std::result::Result<
            ::std::string::String,
            ::std::string::String,
        >,
        pub(super) location_code: ::std::result::Result<
            ::std::string::String,
            ::std::string::String,
        >,
        pub(super) shared_volume: ::std::result::Result<
            super::DeployClusterSharedVolume,
            ::std::string::String,
        >,
        pub(super) ssh_key_ids: ::std::result::Result<
            ::std::option::Option<crate::OneOrMany<crate::types::SshKeyId>>,
            ::std::string::String,
        >,
        pub(super) startup_script_id: ::std::result::Result<
            ::std::option::Option<crate::types::ScriptId>,
            ::std::string::String,
        >,
        pub(super) turn_to_pay_as_you_go: ::std::result::Result<
            ::std::option::Option<bool>,
            ::std::string::String,
        >,
    }
    impl ::std::default::Default for DeployCluster {
        #[inline]
        fn default() -> Self {
            Self {
                auto_rental_extension: Ok(Default::default()),
                cluster_type: Err(::std::string::String::new()),
                contract: Ok(Default::default()),
                description: Err(::std::string::String::new()),
                existing_volumes: Ok(Default::default()),
                extension_settings: Ok(Default::default()),
                hostname: Err(::std::string::String::new()),
                image: Err(::std::string::String::new()),
                location_code: Err(::std::string::String::new()),
                shared_volume: Err(::std::string::String::new()),
                ssh_key_ids: Ok(Default::default()),
                startup_script_id: Ok(Default::default()),
                turn_to_pay_as_you_go: Ok(Default::default()),
            }
        }
    }
    impl ::std::convert::TryFrom<DeployCluster> for super::DeployCluster {
        type Error = super::error::ConversionError;
        #[inline]
        fn try_from(
            value: DeployCluster,
        ) -> ::std::result::Result<Self, super::error::ConversionError> {
            Ok(Self {
                auto_rental_extension: value.auto_rental_extension?,
                cluster_type: value.cluster_type?,
                contract: value.contract?,
                description: value.description?,
                existing_volumes: value.existing_volumes?,
                extension_settings: value.extension_settings?,
                hostname: value.hostname?,
                image: value.image?,
                location_code: value.location_code?,
                shared_volume: value.shared_volume?,
                ssh_key_ids: value.ssh_key_ids?,
                startup_script_id: value.startup_script_id?,
                turn_to_pay_as_you_go: value.turn_to_pay_as_you_go?,
            })
        }
    }
    impl ::std::convert::From<super::DeployCluster> for DeployCluster {
        #[inline]
        fn from(value: super::DeployCluster) -> Self {
            Self {
                auto_rental_extension: Ok(value.auto_rental_extension),
                cluster_type: Ok(value.cluster_type),
                contract: Ok(value.contract),
                description: Ok(value.description),
                existing_volumes: Ok(value.existing_volumes),
                extension_settings: Ok(value.extension_settings),
                hostname: Ok(value.hostname),
                image: Ok(value.image),
                location_code: Ok(value.location_code),
                shared_volume: Ok(value.shared_volume),
                ssh_key_ids: Ok(value.ssh_key_ids),
                startup_script_id: Ok(value.startup_script_id),
                turn_to_pay_as_you_go: Ok(value.turn_to_pay_as_you_go),
            }
        }
    }
    #[derive(Clone, Debug)]
    pub struct DeployClusterExistingVolume {
        pub(super) id: ::std::result::Result<
            crate::types::VolumeId,
            ::std::string::String,
        >,
    }
    impl ::std::default::Default for DeployClusterExistingVolume {
        #[inline]
        fn default() -> Self {
            Self {
                id: Err(::std::string::String::new()),
            }
        }
    }
    impl ::std::convert::TryFrom<DeployClusterExistingVolume>
    for super::DeployClusterExistingVolume {
        type Error = super::error::ConversionError;
        #[inline]
        fn try_from(
            value: DeployClusterExistingVolume,
        ) -> ::std::result::Result<Self, super::error::ConversionError> {
            Ok(Self { id: value.id? })
        }
    }
    impl ::std::convert::From<super::DeployClusterExistingVolume>
    for DeployClusterExistingVolume {
        #[inline]
        fn from(value: super::DeployClusterExistingVolume) -> Self {
            Self { id: Ok(value.id) }
        }
    }
    #[derive(Clone, Debug)]
    pub struct DeployClusterSharedVolume {
        pub(super) name: ::std::result::Result<
            ::std::string::String,
            ::std::string::String,
        >,
        pub(super) size: ::std::result::Result<u64, ::std::string::String>,
    }
    impl ::std::default::Default for DeployClusterSharedVolume {
        #[inline]
        fn default() -> Self {
            Self {
                name: Err(::std::string::String::new()),
                size: Err(::std::string::String::new()),
            }
        }
    }
    impl ::std::convert::TryFrom<DeployClusterSharedVolume>
    for super::DeployClusterSharedVolume {
        type Error = super::error::ConversionError;
        #[inline]
        fn try_from(
            value: DeployClusterSharedVolume,
        ) -> ::std::result::Result<Self, super::error::ConversionError> {
            Ok(Self {
                name: value.name?,
                size: value.size?,
            })
        }
    }
    impl ::std::convert::From<super::DeployClusterSharedVolume>
    for DeployClusterSharedVolume {
        #[inline]
        fn from(value: super::DeployClusterSharedVolume) -> Self {
            Self {
                name: Ok(value.name),
                size: Ok(value.size),
            }
        }
    }
    #[derive(Clone, Debug)]
    pub struct DeployInstance {
        pub(super) contract: ::std::result::Result<
            ::std::option::Option<crate::types::Contract>,
            ::std::string::String,
        >,
        pub(super) coupon: ::std::result::Result<
            ::std::option::Option<::std::string::String>,
            ::std::string::String,
        >,
        pub(super) description: ::std::result::Result<
            ::std::option::Option<::std::string::String>,
            ::std::string::String,
        >,
        pub(super) existing_volumes: ::std::result::Result<
            ::std::option::Option<::std::vec::Vec<crate::types::VolumeId>>,
            ::std::string::String,
        >,
        pub(super) hostname: ::std::result::Result<
            ::std::string::String,
            ::std::string::String,
        >,
        pub(super) image: ::std::result::Result<
            ::std::string::String,
            ::std::string::String,
        >,
        pub(super) instance_type: ::std::result::Result<
            ::std::string::String,
            ::std::string::String,
        >,
        pub(super) is_spot: ::std::result::Result<
            ::std::option::Option<bool>,
            ::std::string::String,
        >,
        pub(super) location_code: ::std::result::Result<
            ::std::string::String,
            ::std::string::String,
        >,
        pub(super) os_volume: ::std::result::Result<
            ::std::option::Option<super::DeployInstanceOsVolume>,
            ::std::string::String,
        >,
        pub(super) pricing: ::std::result::Result<
            ::std::option::Option<crate::types::Pricing>,
            ::std::string::String,
        >,
        pub(super) ssh_key_ids: ::std::result::Result<
            ::std::option::Option<crate::OneOrMany<crate::types::SshKeyId>>,
            ::std::string::String,
        >,
        pub(super) startup_script_id: ::std::result::Result<
            ::std::option::Option<crate::types::ScriptId>,
            ::std::string::String,
        >,
        pub(super) volumes: ::std::result::Result<
            ::std::option::Option<::std::vec::Vec<super::DeployInstanceVolume>>,
            ::std::string::String,
        >,
    }
    impl ::std::default::Default for DeployInstance {
        #[inline]
        fn default() -> Self {
            Self {
                contract: Ok(Default::default()),
                coupon: Ok(Default::default()),
                description: Ok(Default::default()),
                existing_volumes: Ok(Default::default()),
                hostname: Err(::std::string::String::new()),
                image: Err(::std::string::String::new()),
                instance_type: Err(::std::string::String::new()),
                is_spot: Ok(Default::default()),
                location_code: Err(::std::string::String::new()),
                os_volume: Ok(Default::default()),
                pricing: Ok(Default::default()),
                ssh_key_ids: Ok(Default::default()),
                startup_script_id: Ok(Default::default()),
                volumes: Ok(Default::default()),
            }
        }
    }
    impl ::std::convert::TryFrom<DeployInstance> for super::DeployInstance {
        type Error = super::error::ConversionError;
        #[inline]
        fn try_from(
            value: DeployInstance,
        ) -> ::std::result::Result<Self, super::error::ConversionError> {
            Ok(Self {
                contract: value.contract?,
                coupon: value.coupon?,
                description: value.description?,
                existing_volumes: value.existing_volumes?,
                hostname: value.hostname?,
                image: value.image?,
                instance_type: value.instance_type?,
                is_spot: value.is_spot?,
                location_code: value.location_code?,
                os_volume: value.os_volume?,
                pricing: value.pricing?,
                ssh_key_ids: value.ssh_key_ids?,
                startup_script_id: value.startup_script_id?,
                volumes: value.volumes?,
            })
        }
    }
    impl ::std::convert::From<super::DeployInstance> for DeployInstance {
        #[inline]
        fn from(value: super::DeployInstance) -> Self {
            Self {
                contract: Ok(value.contract),
                coupon: Ok(value.coupon),
                description: Ok(value.description),
                existing_volumes: Ok(value.existing_volumes),
                hostname: Ok(value.hostname),
                image: Ok(value.image),
                instance_type: Ok(value.instance_type),
                is_spot: Ok(value.is_spot),
                location_code: Ok(value.location_code),
                os_volume: Ok(value.os_volume),
                pricing: Ok(value.pricing),
                ssh_key_ids: Ok(value.ssh_key_ids),
                startup_script_id: Ok(value.startup_script_id),
                volumes: Ok(value.volumes),
            }
        }
    }
    #[derive(Clone, Debug)]
    pub struct DeployInstanceOsVolume {
        pub(super) name: ::std::result::Result<
            ::std::string::String,
            ::std::string::String,
        >,
        pub(super) on_spot_discontinue: ::std::result::Result<
            ::std::option::Option<crate::types::OnSpotDiscontinue>,
            ::std::string::String,
        >,
        pub(super) size: ::std::result::Result<u64, ::std::string::String>,
    }
    impl ::std::default::Default for DeployInstanceOsVolume {
        #[inline]
        fn default() -> Self {
            Self {
                name: Err(::std::string::String::new()),
                on_spot_discontinue: Ok(Default::default()),
                size: Err(::std::string::String::new()),
            }
        }
    }
    impl ::std::convert::TryFrom<DeployInstanceOsVolume>
    for super::DeployInstanceOsVolume {
        type Error = super::error::ConversionError;
        #[inline]
        fn try_from(
            value: DeployInstanceOsVolume,
        ) -> ::std::result::Result<Self, super::error::ConversionError> {
            Ok(Self {
                name: value.name?,
                on_spot_discontinue: value.on_spot_discontinue?,
                size: value.size?,
            })
        }
    }
    impl ::std::convert::From<super::DeployInstanceOsVolume> for DeployInstanceOsVolume {
        #[inline]
        fn from(value: super::DeployInstanceOsVolume) -> Self {
            Self {
                name: Ok(value.name),
                on_spot_discontinue: Ok(value.on_spot_discontinue),
                size: Ok(value.size),
            }
        }
    }
    #[derive(Clone, Debug)]
    pub struct DeployInstanceVolume {
        pub(super) name: ::std::result::Result<
            ::std::string::String,
            ::std::string::String,
        >,
        pub(super) on_spot_discontinue: ::std::result::Result<
            ::std::option::Option<crate::types::OnSpotDiscontinue>,
            ::std::string::String,
        >,
        pub(super) size: ::std::result::Result<u64, ::std::string::String>,
        pub(super) type_: ::std::result::Result<
            crate::types::VolumeKind,
            ::std::string::String,
        >,
    }
    impl ::std::default::Default for DeployInstanceVolume {
        #[inline]
        fn default() -> Self {
            Self {
                name: Err(::std::string::String::new()),
                on_spot_discontinue: Ok(Default::default()),
                size: Err(::std::string::String::new()),
                type_: Err(::std::string::String::new()),
            }
        }
    }
    impl ::std::convert::TryFrom<DeployInstanceVolume> for super::DeployInstanceVolume {
        type Error = super::error::ConversionError;
        #[inline]
        fn try_from(
            value: DeployInstanceVolume,
        ) -> ::std::result::Result<Self, super::error::ConversionError> {
            Ok(Self {
                name: value.name?,
                on_spot_discontinue: value.on_spot_discontinue?,
                size: value.size?,
                type_: value.type_?,
            })
        }
    }
    impl ::std::convert::From<super::DeployInstanceVolume> for DeployInstanceVolume {
        #[inline]
        fn from(value: super::DeployInstanceVolume) -> Self {
            Self {
                name: Ok(value.name),
                on_spot_discontinue: Ok(value.on_spot_discontinue),
                size: Ok(value.size),
                type_: Ok(value.type_),
            }
        }
    }
    #[derive(Clone, Debug)]
    pub struct EntrypointOverrides {
        pub(super) cmd: ::std::result::Result<
            ::std::option::Option<::std::vec::Vec<::std::string::String>>,
            ::std::string::String,
        >,
        pub(super) enabled: ::std::result::Result<bool, ::std::string::String>,
        pub(super) entrypoint: ::std::result::Result<
            ::std::option::Option<::std::vec::Vec<::std::string::String>>,
            ::std::string::String,
        >,
    }
    impl ::std::default::Default for EntrypointOverrides {
        #[inline]
        fn default() -> Self {
            Self {
                cmd: Ok(Default::default()),
                enabled: Err(::std::string::String::new()),
                entrypoint: Ok(Default::default()),
            }
        }
    }
    impl ::std::convert::TryFrom<EntrypointOverrides> for super::EntrypointOverrides {
        type Error = super::error::ConversionError;
        #[inline]
        fn try_from(
            value: EntrypointOverrides,
        ) -> ::std::result::Result<Self, super::error::ConversionError> {
            Ok(Self {
                cmd: value.cmd?,
                enabled: value.enabled?,
                entrypoint: value.entrypoint?,
            })
        }
    }
    impl ::std::convert::From<super::EntrypointOverrides> for EntrypointOverrides {
        #[inline]
        fn from(value: super::EntrypointOverrides) -> Self {
            Self {
                cmd: Ok(value.cmd),
                enabled: Ok(value.enabled),
                entrypoint: Ok(value.entrypoint),
            }
        }
    }
    #[derive(Clone, Debug)]
    pub struct EnvironmentVariable {
        pub(super) name: ::std::result::Result<
            ::std::string::String,
            ::std::string::String,
        >,
        pub(super) type_: ::std::result::Result<
            crate::types::EnvironmentVariableType,
            ::std::string::String,
        >,
        pub(super) value_or_reference_to_secret: ::std::result::Result<
            crate::SecretString,
            ::std::string::String,
        >,
    }
    impl ::std::default::Default for EnvironmentVariable {
        #[inline]
        fn default() -> Self {
            Self {
                name: Err(::std::string::String::new()),
                type_: Err(::std::string::String::new()),
                value_or_reference_to_secret: Err(::std::string::String::new()),
            }
        }
    }
    impl ::std::convert::TryFrom<EnvironmentVariable> for super::EnvironmentVariable {
        type Error = super::error::ConversionError;
        #[inline]
        fn try_from(
            value: EnvironmentVariable,
        ) -> ::std::result::Result<Self, super::error::ConversionError> {
            Ok(Self {
                name: value.name?,
                type_: value.type_?,
                value_or_reference_to_secret: value.value_or_reference_to_secret?,
            })
        }
    }
    impl ::std::convert::From<super::EnvironmentVariable> for EnvironmentVariable {
        #[inline]
        fn from(value: super::EnvironmentVariable) -> Self {
            Self {
                name: Ok(value.name),
                type_: Ok(value.type_),
                value_or_reference_to_secret: Ok(value.value_or_reference_to_secret),
            }
        }
    }
    #[derive(Clone, Debug)]
    pub struct Healthcheck {
        pub(super) enabled: ::std::result::Result<bool, ::std::string::String>,
        pub(super) path: ::std::result::Result<
            ::std::option::Option<::std::string::String>,
            ::std::string::String,
        >,
        pub(super) port: ::std::result::Result<
            ::std::option::Option<u64>,
            ::std::string::String,
        >,
    }
    impl ::std::default::Default for Healthcheck {
        #[inline]
        fn default() -> Self {
            Self {
                enabled: Err(::std::string::String::new()),
                path: Ok(Default::default()),
                port: Ok(Default::default()),
            }
        }
    }
    impl ::std::convert::TryFrom<Healthcheck> for super::Healthcheck {
        type Error = super::error::ConversionError;
        #[inline]
        fn try_from(
            value: Healthcheck,
        ) -> ::std::result::Result<Self, super::error::ConversionError> {
            Ok(Self {
                enabled: value.enabled?,
                path: value.path?,
                port: value.port?,
            })
        }
    }
    impl ::std::convert::From<super::Healthcheck> for Healthcheck {
        #[inline]
        fn from(value: super::Healthcheck) -> Self {
            Self {
                enabled: Ok(value.enabled),
                path: Ok(value.path),
                port: Ok(value.port),
            }
        }
    }
    #[derive(Clone, Debug)]
    pub struct JobRegistrySettings {
        pub(super) credentials: ::std::result::Result<
            ::std::option::Option<super::RegistryCredentialsRef>,
            ::std::string::String,
        >,
    }
    impl ::std::default::Default for JobRegistrySettings {
        #[inline]
        fn default() -> Self {
            Self {
                credentials: Ok(Default::default()),
            }
        }
    }
    impl ::std::convert::TryFrom<JobRegistrySettings> for super::JobRegistrySettings {
        type Error = super::error::ConversionError;
        #[inline]
        fn try_from(
            value: JobRegistrySettings,
        ) -> ::std::result::Result<Self, super::error::ConversionError> {
            Ok(Self {
                credentials: value.credentials?,
            })
        }
    }
    impl ::std::convert::From<super::JobRegistrySettings> for JobRegistrySettings {
        #[inline]
        fn from(value: super::JobRegistrySettings) -> Self {
            Self {
                credentials: Ok(value.credentials),
            }
        }
    }
    #[derive(Clone, Debug)]
    pub struct MemoryVolumeMount {
        pub(super) mount_path: ::std::result::Result<
            ::std::string::String,
            ::std::string::String,
        >,
        pub(super) size_in_mb: ::std::result::Result<u64, ::std::string::String>,
    }
    impl ::std::default::Default for MemoryVolumeMount {
        #[inline]
        fn default() -> Self {
            Self {
                mount_path: Err(::std::string::String::new()),
                size_in_mb: Err(::std::string::String::new()),
            }
        }
    }
    impl ::std::convert::TryFrom<MemoryVolumeMount> for super::MemoryVolumeMount {
        type Error = super::error::ConversionError;
        #[inline]
        fn try_from(
            value: MemoryVolumeMount,
        ) -> ::std::result::Result<Self, super::error::ConversionError> {
            Ok(Self {
                mount_path: value.mount_path?,
                size_in_mb: value.size_in_mb?,
            })
        }
    }
    impl ::std::convert::From<super::MemoryVolumeMount> for MemoryVolumeMount {
        #[inline]
        fn from(value: super::MemoryVolumeMount) -> Self {
            Self {
                mount_path: Ok(value.mount_path),
                size_in_mb: Ok(value.size_in_mb),
            }
        }
    }
    #[derive(Clone, Debug)]
    pub struct PerformClusterAction {
        pub(super) action: ::std::result::Result<
            crate::types::ClusterAction,
            ::std::string::String,
        >,
        pub(super) id: ::std::result::Result<
            crate::types::ClusterId,
            ::std::string::String,
        >,
    }
    impl ::std::default::Default for PerformClusterAction {
        #[inline]
        fn default() -> Self {
            Self {
                action: Err(::std::string::String::new()),
                id: Err(::std::string::String::new()),
            }
        }
    }
    impl ::std::convert::TryFrom<PerformClusterAction> for super::PerformClusterAction {
        type Error = super::error::ConversionError;
        #[inline]
        fn try_from(
            value: PerformClusterAction,
        ) -> ::std::result::Result<Self, super::error::ConversionError> {
            Ok(Self {
                action: value.action?,
                id: value.id?,
            })
        }
    }
    impl ::std::convert::From<super::PerformClusterAction> for PerformClusterAction {
        #[inline]
        fn from(value: super::PerformClusterAction) -> Self {
            Self {
                action: Ok(value.action),
                id: Ok(value.id),
            }
        }
    }
    #[derive(Clone, Debug)]
    pub struct PerformClusterActions {
        pub(super) actions: ::std::result::Result<
            ::std::vec::Vec<super::PerformClusterAction>,
            ::std::string::String,
        >,
    }
    impl ::std::default::Default for PerformClusterActions {
        #[inline]
        fn default() -> Self {
            Self {
                actions: Err(::std::string::String::new()),
            }
        }
    }
    impl ::std::convert::TryFrom<PerformClusterActions>
    for super::PerformClusterActions {
        type Error = super::error::ConversionError;
        #[inline]
        fn try_from(
            value: PerformClusterActions,
        ) -> ::std::result::Result<Self, super::error::ConversionError> {
            Ok(Self { actions: value.actions? })
        }
    }
    impl ::std::convert::From<super::PerformClusterActions> for PerformClusterActions {
        #[inline]
        fn from(value: super::PerformClusterActions) -> Self {
            Self { actions: Ok(value.actions) }
        }
    }
    #[derive(Clone, Debug)]
    pub struct PerformClusterNodeAction {
        pub(super) action: ::std::result::Result<
            crate::types::ClusterNodeAction,
            ::std::string::String,
        >,
    }
    impl ::std::default::Default for PerformClusterNodeAction {
        #[inline]
        fn default() -> Self {
            Self {
                action: Err(::std::string::String::new()),
            }
        }
    }
    impl ::std::convert::TryFrom<PerformClusterNodeAction>
    for super::PerformClusterNodeAction {
        type Error = super::error::ConversionError;
        #[inline]
        fn try_from(
            value: PerformClusterNodeAction,
        ) -> ::std::result::Result<Self, super::error::ConversionError> {
            Ok(Self { action: value.action? })
        }
    }
    impl ::std::convert::From<super::PerformClusterNodeAction>
    for PerformClusterNodeAction {
        #[inline]
        fn from(value: super::PerformClusterNodeAction) -> Self {
            Self { action: Ok(value.action) }
        }
    }
    #[derive(Clone, Debug)]
    pub struct PerformInstanceActions {
        pub(super) action: ::std::result::Result<
            crate::types::InstanceAction,
            ::std::string::String,
        >,
        pub(super) delete_permanently: ::std::result::Result<
            ::std::option::Option<bool>,
            ::std::string::String,
        >,
        pub(super) id: ::std::result::Result<
            crate::OneOrMany<crate::types::InstanceId>,
            ::std::string::String,
        >,
        pub(super) volume_ids: ::std::result::Result<
            ::std::option::Option<::std::vec::Vec<crate::types::VolumeId>>,
            ::std::string::String,
        >,
    }
    impl ::std::default::Default for PerformInstanceActions {
        #[inline]
        fn default() -> Self {
            Self {
                action: Err(::std::string::String::new()),
                delete_permanently: Ok(Default::default()),
                id: Err(::std::string::String::new()),
                volume_ids: Ok(Default::default()),
            }
        }
    }
    impl ::std::convert::TryFrom<PerformInstanceActions>
    for super::PerformInstanceActions {
        type Error = super::error::ConversionError;
        #[inline]
        fn try_from(
            value: PerformInstanceActions,
        ) -> ::std::result::Result<Self, super::error::ConversionError> {
            Ok(Self {
                action: value.action?,
                delete_permanently: value.delete_permanently?,
                id: value.id?,
                volume_ids: value.volume_ids?,
            })
        }
    }
    impl ::std::convert::From<super::PerformInstanceActions> for PerformInstanceActions {
        #[inline]
        fn from(value: super::PerformInstanceActions) -> Self {
            Self {
                action: Ok(value.action),
                delete_permanently: Ok(value.delete_permanently),
                id: Ok(value.id),
                volume_ids: Ok(value.volume_ids),
            }
        }
    }
    #[derive(Clone, Debug)]
    pub struct PerformVolumeActions {
        pub(super) action: ::std::result::Result<
            crate::types::VolumeAction,
            ::std::string::String,
        >,
        pub(super) id: ::std::result::Result<
            crate::OneOrMany<crate::types::VolumeId>,
            ::std::string::String,
        >,
        pub(super) instance_id: ::std::result::Result<
            ::std::option::Option<crate::types::InstanceId>,
            ::std::string::String,
        >,
        pub(super) instance_ids: ::std::result::Result<
            ::std::option::Option<::std::vec::Vec<crate::types::InstanceId>>,
            ::std::string::String,
        >,
        pub(super) is_permanent: ::std::result::Result<
            ::std::option::Option<bool>,
            ::std::string::String,
        >,
        pub(super) location_code: ::std::result::Result<
            ::std::option::Option<::std::string::String>,
            ::std::string::String,
        >,
        pub(super) name: ::std::result::Result<
            ::std::option::Option<::std::string::String>,
            ::std::string::String,
        >,
        pub(super) size: ::std::result::Result<
            ::std::option::Option<u64>,
            ::std::string::String,
        >,
        pub(super) type_: ::std::result::Result<
            ::std::option::Option<crate::types::VolumeKind>,
            ::std::string::String,
        >,
    }
    impl ::std::default::Default for PerformVolumeActions {
        #[inline]
        fn default() -> Self {
            Self {
                action: Err(::std::string::String::new()),
                id: Err(::std::string::String::new()),
                instance_id: Ok(Default::default()),
                instance_ids: Ok(Default::default()),
                is_permanent: Ok(Default::default()),
                location_code: Ok(Default::default()),
                name: Ok(Default::default()),
                size: Ok(Default::default()),
                type_: Ok(Default::default()),
            }
        }
    }
    impl ::std::convert::TryFrom<PerformVolumeActions> for super::PerformVolumeActions {
        type Error = super::error::ConversionError;
        #[inline]
        fn try_from(
            value: PerformVolumeActions,
        ) -> ::std::result::Result<Self, super::error::ConversionError> {
            Ok(Self {
                action: value.action?,
                id: value.id?,
                instance_id: value.instance_id?,
                instance_ids: value.instance_ids?,
                is_permanent: value.is_permanent?,
                location_code: value.location_code?,
                name: value.name?,
                size: value.size?,
                type_: value.type_?,
            })
        }
    }
    impl ::std::convert::From<super::PerformVolumeActions> for PerformVolumeActions {
        #[inline]
        fn from(value: super::PerformVolumeActions) -> Self {
            Self {
                action: Ok(value.action),
                id: Ok(value.id),
                instance_id: Ok(value.instance_id),
                instance_ids: Ok(value.instance_ids),
                is_permanent: Ok(value.is_permanent),
                location_code: Ok(value.location_code),
                name: Ok(value.name),
                size: Ok(value.size),
                type_: Ok(value.type_),
            }
        }
    }
    #[derive(Clone, Debug)]
    pub struct QueueLoadScalingTrigger {
        pub(super) threshold: ::std::result::Result<
            ::std::option::Option<f64>,
            ::std::string::String,
        >,
    }
    impl ::std::default::Default for QueueLoadScalingTrigger {
        #[inline]
        fn default() -> Self {
            Self {
                threshold: Ok(Default::default()),
            }
        }
    }
    impl ::std::convert::TryFrom<QueueLoadScalingTrigger>
    for super::QueueLoadScalingTrigger {
        type Error = super::error::ConversionError;
        #[inline]
        fn try_from(
            value: QueueLoadScalingTrigger,
        ) -> ::std::result::Result<Self, super::error::ConversionError> {
            Ok(Self {
                threshold: value.threshold?,
            })
        }
    }
    impl ::std::convert::From<super::QueueLoadScalingTrigger>
    for QueueLoadScalingTrigger {
        #[inline]
        fn from(value: super::QueueLoadScalingTrigger) -> Self {
            Self {
                threshold: Ok(value.threshold),
            }
        }
    }
    #[derive(Clone, Debug)]
    pub struct RefreshTokenGrant {
        pub(super) refresh_token: ::std::result::Result<
            crate::SecretString,
            ::std::string::String,
        >,
    }
    impl ::std::default::Default for RefreshTokenGrant {
        #[inline]
        fn default() -> Self {
            Self {
                refresh_token: Err(::std::string::String::new()),
            }
        }
    }
    impl ::std::convert::TryFrom<RefreshTokenGrant> for super::RefreshTokenGrant {
        type Error = super::error::ConversionError;
        #[inline]
        fn try_from(
            value: RefreshTokenGrant,
        ) -> ::std::result::Result<Self, super::error::ConversionError> {
            Ok(Self {
                refresh_token: value.refresh_token?,
            })
        }
    }
    impl ::std::convert::From<super::RefreshTokenGrant> for RefreshTokenGrant {
        #[inline]
        fn from(value: super::RefreshTokenGrant) -> Self {
            Self {
                refresh_token: Ok(value.refresh_token),
            }
        }
    }
    #[derive(Clone, Debug)]
    pub struct RegistryCredentialsRef {
        pub(super) name: ::std::result::Result<
            crate::types::RegistryCredentialsName,
            ::std::string::String,
        >,
    }
    impl ::std::default::Default for RegistryCredentialsRef {
        #[inline]
        fn default() -> Self {
            Self {
                name: Err(::std::string::String::new()),
            }
        }
    }
    impl ::std::convert::TryFrom<RegistryCredentialsRef>
    for super::RegistryCredentialsRef {
        type Error = super::error::ConversionError;
        #[inline]
        fn try_from(
            value: RegistryCredentialsRef,
        ) -> ::std::result::Result<Self, super::error::ConversionError> {
            Ok(Self { name: value.name? })
        }
    }
    impl ::std::convert::From<super::RegistryCredentialsRef> for RegistryCredentialsRef {
        #[inline]
        fn from(value: super::RegistryCredentialsRef) -> Self {
            Self { name: Ok(value.name) }
        }
    }
    #[derive(Clone, Debug)]
    pub struct RegistrySettings {
        pub(super) credentials: ::std::result::Result<
            ::std::option::Option<super::RegistryCredentialsRef>,
            ::std::string::String,
        >,
        pub(super) is_private: ::std::result::Result<bool, ::std::string::String>,
    }
    impl ::std::default::Default for RegistrySettings {
        #[inline]
        fn default() -> Self {
            Self {
                credentials: Ok(Default::default()),
                is_private: Err(::std::string::String::new()),
            }
        }
    }
    impl ::std::convert::TryFrom<RegistrySettings> for super::RegistrySettings {
        type Error = super::error::ConversionError;
        #[inline]
        fn try_from(
            value: RegistrySettings,
        ) -> ::std::result::Result<Self, super::error::ConversionError> {
            Ok(Self {
                credentials: value.credentials?,
                is_private: value.is_private?,
            })
        }
    }
    impl ::std::convert::From<super::RegistrySettings> for RegistrySettings {
        #[inline]
        fn from(value: super::RegistrySettings) -> Self {
            Self {
                credentials: Ok(value.credentials),
                is_private: Ok(value.is_private),
            }
        }
    }
    #[derive(Clone, Debug)]
    pub struct ScalingPolicy {
        pub(super) delay_seconds: ::std::result::Result<u64, ::std::string::String>,
    }
    impl ::std::default::Default for ScalingPolicy {
        #[inline]
        fn default() -> Self {
            Self {
                delay_seconds: Err(::std::string::String::new()),
            }
        }
    }
    impl ::std::convert::TryFrom<ScalingPolicy> for super::ScalingPolicy {
        type Error = super::error::ConversionError;
        #[inline]
        fn try_from(
            value: ScalingPolicy,
        ) -> ::std::result::Result<Self, super::error::ConversionError> {
            Ok(Self {
                delay_seconds: value.delay_seconds?,
            })
        }
    }
    impl ::std::convert::From<super::ScalingPolicy> for ScalingPolicy {
        #[inline]
        fn from(value: super::ScalingPolicy) -> Self {
            Self {
                delay_seconds: Ok(value.delay_seconds),
            }
        }
    }
    #[derive(Clone, Debug)]
    pub struct ScalingTriggers {
        pub(super) cpu_utilization: ::std::result::Result<
            ::std::option::Option<super::UtilizationScalingTrigger>,
            ::std::string::String,
        >,
        pub(super) gpu_utilization: ::std::result::Result<
            ::std::option::Option<super::UtilizationScalingTrigger>,
            ::std::string::String,
        >,
        pub(super) queue_load: ::std::result::Result<
            super::QueueLoadScalingTrigger,
            ::std::string::String,
        >,
    }
    impl ::std::default::Default for ScalingTriggers {
        #[inline]
        fn default() -> Self {
            Self {
                cpu_utilization: Ok(Default::default()),
                gpu_utilization: Ok(Default::default()),
                queue_load: Err(::std::string::String::new()),
            }
        }
    }
    impl ::std::convert::TryFrom<ScalingTriggers> for super::ScalingTriggers {
        type Error = super::error::ConversionError;
        #[inline]
        fn try_from(
            value: ScalingTriggers,
        ) -> ::std::result::Result<Self, super::error::ConversionError> {
            Ok(Self {
                cpu_utilization: value.cpu_utilization?,
                gpu_utilization: value.gpu_utilization?,
                queue_load: value.queue_load?,
            })
        }
    }
    impl ::std::convert::From<super::ScalingTriggers> for ScalingTriggers {
        #[inline]
        fn from(value: super::ScalingTriggers) -> Self {
            Self {
                cpu_utilization: Ok(value.cpu_utilization),
                gpu_utilization: Ok(value.gpu_utilization),
                queue_load: Ok(value.queue_load),
            }
        }
    }
    #[derive(Clone, Debug)]
    pub struct ScratchVolumeMount {
        pub(super) mount_path: ::std::result::Result<
            ::std::string::String,
            ::std::string::String,
        >,
    }
    impl ::std::default::Default for ScratchVolumeMount {
        #[inline]
        fn default() -> Self {
            Self {
                mount_path: Err(::std::string::String::new()),
            }
        }
    }
    impl ::std::convert::TryFrom<ScratchVolumeMount> for super::ScratchVolumeMount {
        type Error = super::error::ConversionError;
        #[inline]
        fn try_from(
            value: ScratchVolumeMount,
        ) -> ::std::result::Result<Self, super::error::ConversionError> {
            Ok(Self {
                mount_path: value.mount_path?,
            })
        }
    }
    impl ::std::convert::From<super::ScratchVolumeMount> for ScratchVolumeMount {
        #[inline]
        fn from(value: super::ScratchVolumeMount) -> Self {
            Self {
                mount_path: Ok(value.mount_path),
            }
        }
    }
    #[derive(Clone, Debug)]
    pub struct SecretFile {
        pub(super) base64_content: ::std::result::Result<
            crate::SecretString,
            ::std::string::String,
        >,
        pub(super) file_name: ::std::result::Result<
            ::std::string::String,
            ::std::string::String,
        >,
    }
    impl ::std::default::Default for SecretFile {
        #[inline]
        fn default() -> Self {
            Self {
                base64_content: Err(::std::string::String::new()),
                file_name: Err(::std::string::String::new()),
            }
        }
    }
    impl ::std::convert::TryFrom<SecretFile> for super::SecretFile {
        type Error = super::error::ConversionError;
        #[inline]
        fn try_from(
            value: SecretFile,
        ) -> ::std::result::Result<Self, super::error::ConversionError> {
            Ok(Self {
                base64_content: value.base64_content?,
                file_name: value.file_name?,
            })
        }
    }
    impl ::std::convert::From<super::SecretFile> for SecretFile {
        #[inline]
        fn from(value: super::SecretFile) -> Self {
            Self {
                base64_content: Ok(value.base64_content),
                file_name: Ok(value.file_name),
            }
        }
    }
    #[derive(Clone, Debug)]
    pub struct SecretVolumeMount {
        pub(super) mount_path: ::std::result::Result<
            ::std::string::String,
            ::std::string::String,
        >,
        pub(super) secret_name: ::std::result::Result<
            crate::types::SecretName,
            ::std::string::String,
        >,
    }
    impl ::std::default::Default for SecretVolumeMount {
        #[inline]
        fn default() -> Self {
            Self {
                mount_path: Err(::std::string::String::new()),
                secret_name: Err(::std::string::String::new()),
            }
        }
    }
    impl ::std::convert::TryFrom<SecretVolumeMount> for super::SecretVolumeMount {
        type Error = super::error::ConversionError;
        #[inline]
        fn try_from(
            value: SecretVolumeMount,
        ) -> ::std::result::Result<Self, super::error::ConversionError> {
            Ok(Self {
                mount_path: value.mount_path?,
                secret_name: value.secret_name?,
            })
        }
    }
    impl ::std::convert::From<super::SecretVolumeMount> for SecretVolumeMount {
        #[inline]
        fn from(value: super::SecretVolumeMount) -> Self {
            Self {
                mount_path: Ok(value.mount_path),
                secret_name: Ok(value.secret_name),
            }
        }
    }
    #[derive(Clone, Debug)]
    pub struct SetEnvironmentVariables {
        pub(super) container_name: ::std::result::Result<
            crate::types::ContainerName,
            ::std::string::String,
        >,
        pub(super) env: ::std::result::Result<
            ::std::vec::Vec<super::EnvironmentVariable>,
            ::std::string::String,
        >,
    }
    impl ::std::default::Default for SetEnvironmentVariables {
        #[inline]
        fn default() -> Self {
            Self {
                container_name: Err(::std::string::String::new()),
                env: Err(::std::string::String::new()),
            }
        }
    }
    impl ::std::convert::TryFrom<SetEnvironmentVariables>
    for super::SetEnvironmentVariables {
        type Error = super::error::ConversionError;
        #[inline]
        fn try_from(
            value: SetEnvironmentVariables,
        ) -> ::std::result::Result<Self, super::error::ConversionError> {
            Ok(Self {
                container_name: value.container_name?,
                env: value.env?,
            })
        }
    }
    impl ::std::convert::From<super::SetEnvironmentVariables>
    for SetEnvironmentVariables {
        #[inline]
        fn from(value: super::SetEnvironmentVariables) -> Self {
            Self {
                container_name: Ok(value.container_name),
                env: Ok(value.env),
            }
        }
    }
    #[derive(Clone, Debug)]
    pub struct SharedVolumeMount {
        pub(super) mount_path: ::std::result::Result<
            ::std::string::String,
            ::std::string::String,
        >,
        pub(super) volume_id: ::std::result::Result<
            crate::types::VolumeId,
            ::std::string::String,
        >,
    }
    impl ::std::default::Default for SharedVolumeMount {
        #[inline]
        fn default() -> Self {
            Self {
                mount_path: Err(::std::string::String::new()),
                volume_id: Err(::std::string::String::new()),
            }
        }
    }
    impl ::std::convert::TryFrom<SharedVolumeMount> for super::SharedVolumeMount {
        type Error = super::error::ConversionError;
        #[inline]
        fn try_from(
            value: SharedVolumeMount,
        ) -> ::std::result::Result<Self, super::error::ConversionError> {
            Ok(Self {
                mount_path: value.mount_path?,
                volume_id: value.volume_id?,
            })
        }
    }
    impl ::std::convert::From<super::SharedVolumeMount> for SharedVolumeMount {
        #[inline]
        fn from(value: super::SharedVolumeMount) -> Self {
            Self {
                mount_path: Ok(value.mount_path),
                volume_id: Ok(value.volume_id),
            }
        }
    }
    #[derive(Clone, Debug)]
    pub struct UpdateContainer {
        pub(super) autoupdate: ::std::result::Result<
            ::std::option::Option<super::Autoupdate>,
            ::std::string::String,
        >,
        pub(super) entrypoint_overrides: ::std::result::Result<
            ::std::option::Option<super::EntrypointOverrides>,
            ::std::string::String,
        >,
        pub(super) env: ::std::result::Result<
            ::std::option::Option<::std::vec::Vec<super::EnvironmentVariable>>,
            ::std::string::String,
        >,
        pub(super) exposed_port: ::std::result::Result<
            ::std::option::Option<u64>,
            ::std::string::String,
        >,
        pub(super) healthcheck: ::std::result::Result<
            ::std::option::Option<super::Healthcheck>,
            ::std::string::String,
        >,
        pub(super) image: ::std::result::Result<
            ::std::option::Option<::std::string::String>,
            ::std::string::String,
        >,
        pub(super) name: ::std::result::Result<
            crate::types::ContainerName,
            ::std::string::String,
        >,
        pub(super) should_use_cached_image: ::std::result::Result<
            ::std::option::Option<bool>,
            ::std::string::String,
        >,
        pub(super) volume_mounts: ::std::result::Result<
            ::std::option::Option<::std::vec::Vec<crate::types::VolumeMount>>,
            ::std::string::String,
        >,
    }
    impl ::std::default::Default for UpdateContainer {
        #[inline]
        fn default() -> Self {
            Self {
                autoupdate: Ok(Default::default()),
                entrypoint_overrides: Ok(Default::default()),
                env: Ok(Default::default()),
                exposed_port: Ok(Default::default()),
                healthcheck: Ok(Default::default()),
                image: Ok(Default::default()),
                name: Err(::std::string::String::new()),
                should_use_cached_image: Ok(Default::default()),
                volume_mounts: Ok(Default::default()),
            }
        }
    }
    impl ::std::convert::TryFrom<UpdateContainer> for super::UpdateContainer {
        type Error = super::error::ConversionError;
        #[inline]
        fn try_from(
            value: UpdateContainer,
        ) -> ::std::result::Result<Self, super::error::ConversionError> {
            Ok(Self {
                autoupdate: value.autoupdate?,
                entrypoint_overrides: value.entrypoint_overrides?,
                env: value.env?,
                exposed_port: value.exposed_port?,
                healthcheck: value.healthcheck?,
                image: value.image?,
                name: value.name?,
                should_use_cached_image: value.should_use_cached_image?,
                volume_mounts: value.volume_mounts?,
            })
        }
    }
    impl ::std::convert::From<super::UpdateContainer> for UpdateContainer {
        #[inline]
        fn from(value: super::UpdateContainer) -> Self {
            Self {
                autoupdate: Ok(value.autoupdate),
                entrypoint_overrides: Ok(value.entrypoint_overrides),
                env: Ok(value.env),
                exposed_port: Ok(value.exposed_port),
                healthcheck: Ok(value.healthcheck),
                image: Ok(value.image),
                name: Ok(value.name),
                should_use_cached_image: Ok(value.should_use_cached_image),
                volume_mounts: Ok(value.volume_mounts),
            }
        }
    }
    #[derive(Clone, Debug)]
    pub struct UpdateContainerDeployment {
        pub(super) compute: ::std::result::Result<
            ::std::option::Option<super::ComputeResource>,
            ::std::string::String,
        >,
        pub(super) container_registry_settings: ::std::result::Result<
            ::std::option::Option<super::RegistrySettings>,
            ::std::string::String,
        >,
        pub(super) containers: ::std::result::Result<
            ::std::option::Option<::std::vec::Vec<super::UpdateContainer>>,
            ::std::string::String,
        >,
        pub(super) is_spot: ::std::result::Result<
            ::std::option::Option<bool>,
            ::std::string::String,
        >,
    }
    impl ::std::default::Default for UpdateContainerDeployment {
        #[inline]
        fn default() -> Self {
            Self {
                compute: Ok(Default::default()),
                container_registry_settings: Ok(Default::default()),
                containers: Ok(Default::default()),
                is_spot: Ok(Default::default()),
            }
        }
    }
    impl ::std::convert::TryFrom<UpdateContainerDeployment>
    for super::UpdateContainerDeployment {
        type Error = super::error::ConversionError;
        #[inline]
        fn try_from(
            value: UpdateContainerDeployment,
        ) -> ::std::result::Result<Self, super::error::ConversionError> {
            Ok(Self {
                compute: value.compute?,
                container_registry_settings: value.container_registry_settings?,
                containers: value.containers?,
                is_spot: value.is_spot?,
            })
        }
    }
    impl ::std::convert::From<super::UpdateContainerDeployment>
    for UpdateContainerDeployment {
        #[inline]
        fn from(value: super::UpdateContainerDeployment) -> Self {
            Self {
                compute: Ok(value.compute),
                container_registry_settings: Ok(value.container_registry_settings),
                containers: Ok(value.containers),
                is_spot: Ok(value.is_spot),
            }
        }
    }
    #[derive(Clone, Debug)]
    pub struct UpdateContainerScaling {
        pub(super) concurrent_requests_per_replica: ::std::result::Result<
            ::std::option::Option<u64>,
            ::std::string::String,
        >,
        pub(super) max_replica_count: ::std::result::Result<
            ::std::option::Option<u64>,
            ::std::string::String,
        >,
        pub(super) min_replica_count: ::std::result::Result<
            ::std::option::Option<u64>,
            ::std::string::String,
        >,
        pub(super) queue_message_ttl_seconds: ::std::result::Result<
            ::std::option::Option<u64>,
            ::std::string::String,
        >,
        pub(super) scale_down_policy: ::std::result::Result<
            ::std::option::Option<super::ScalingPolicy>,
            ::std::string::String,
        >,
        pub(super) scale_up_policy: ::std::result::Result<
            ::std::option::Option<super::ScalingPolicy>,
            ::std::string::String,
        >,
        pub(super) scaling_triggers: ::std::result::Result<
            ::std::option::Option<super::UpdateScalingTriggers>,
            ::std::string::String,
        >,
    }
    impl ::std::default::Default for UpdateContainerScaling {
        #[inline]
        fn default() -> Self {
            Self {
                concurrent_requests_per_replica: Ok(Default::default()),
                max_replica_count: Ok(Default::default()),
                min_replica_count: Ok(Default::default()),
                queue_message_ttl_seconds: Ok(Default::default()),
                scale_down_policy: Ok(Default::default()),
                scale_up_policy: Ok(Default::default()),
                scaling_triggers: Ok(Default::default()),
            }
        }
    }
    impl ::std::convert::TryFrom<UpdateContainerScaling>
    for super::UpdateContainerScaling {
        type Error = super::error::ConversionError;
        #[inline]
        fn try_from(
            value: UpdateContainerScaling,
        ) -> ::std::result::Result<Self, super::error::ConversionError> {
            Ok(Self {
                concurrent_requests_per_replica: value.concurrent_requests_per_replica?,
                max_replica_count: value.max_replica_count?,
                min_replica_count: value.min_replica_count?,
                queue_message_ttl_seconds: value.queue_message_ttl_seconds?,
                scale_down_policy: value.scale_down_policy?,
                scale_up_policy: value.scale_up_policy?,
                scaling_triggers: value.scaling_triggers?,
            })
        }
    }
    impl ::std::convert::From<super::UpdateContainerScaling> for UpdateContainerScaling {
        #[inline]
        fn from(value: super::UpdateContainerScaling) -> Self {
            Self {
                concurrent_requests_per_replica: Ok(
                    value.concurrent_requests_per_replica,
                ),
                max_replica_count: Ok(value.max_replica_count),
                min_replica_count: Ok(value.min_replica_count),
                queue_message_ttl_seconds: Ok(value.queue_message_ttl_seconds),
                scale_down_policy: Ok(value.scale_down_policy),
                scale_up_policy: Ok(value.scale_up_policy),
                scaling_triggers: Ok(value.scaling_triggers),
            }
        }
    }
    #[derive(Clone, Debug)]
    pub struct UpdateJobContainer {
        pub(super) entrypoint_overrides: ::std::result::Result<
            ::std::option::Option<super::EntrypointOverrides>,
            ::std::string::String,
        >,
        pub(super) env: ::std::result::Result<
            ::std::option::Option<::std::vec::Vec<super::EnvironmentVariable>>,
            ::std::string::String,
        >,
        pub(super) exposed_port: ::std::result::Result<
            ::std::option::Option<u64>,
            ::std::string::String,
        >,
        pub(super) healthcheck: ::std::result::Result<
            ::std::option::Option<super::Healthcheck>,
            ::std::string::String,
        >,
        pub(super) image: ::std::result::Result<
            ::std::option::Option<::std::string::String>,
            ::std::string::String,
        >,
        pub(super) name: ::std::result::Result<
            crate::types::ContainerName,
            ::std::string::String,
        >,
        pub(super) should_use_cached_image: ::std::result::Result<
            ::std::option::Option<bool>,
            ::std::string::String,
        >,
        pub(super) volume_mounts: ::std::result::Result<
            ::std::option::Option<::std::vec::Vec<crate::types::VolumeMount>>,
            ::std::string::String,
        >,
    }
    impl ::std::default::Default for UpdateJobContainer {
        #[inline]
        fn default() -> Self {
            Self {
                entrypoint_overrides: Ok(Default::default()),
                env: Ok(Default::default()),
                exposed_port: Ok(Default::default()),
                healthcheck: Ok(Default::default()),
                image: Ok(Default::default()),
                name: Err(::std::string::String::new()),
                should_use_cached_image: Ok(Default::default()),
                volume_mounts: Ok(Default::default()),
            }
        }
    }
    impl ::std::convert::TryFrom<UpdateJobContainer> for super::UpdateJobContainer {
        type Error = super::error::ConversionError;
        #[inline]
        fn try_from(
            value: UpdateJobContainer,
        ) -> ::std::result::Result<Self, super::error::ConversionError> {
            Ok(Self {
                entrypoint_overrides: value.entrypoint_overrides?,
                env: value.env?,
                exposed_port: value.exposed_port?,
                healthcheck: value.healthcheck?,
                image: value.image?,
                name: value.name?,
                should_use_cached_image: value.should_use_cached_image?,
                volume_mounts: value.volume_mounts?,
            })
        }
    }
    impl ::std::convert::From<super::UpdateJobContainer> for UpdateJobContainer {
        #[inline]
        fn from(value: super::UpdateJobContainer) -> Self {
            Self {
                entrypoint_overrides: Ok(value.entrypoint_overrides),
                env: Ok(value.env),
                exposed_port: Ok(value.exposed_port),
                healthcheck: Ok(value.healthcheck),
                image: Ok(value.image),
                name: Ok(value.name),
                should_use_cached_image: Ok(value.should_use_cached_image),
                volume_mounts: Ok(value.volume_mounts),
            }
        }
    }
    #[derive(Clone, Debug)]
    pub struct UpdateJobDeployment {
        pub(super) compute: ::std::result::Result<
            ::std::option::Option<super::ComputeResource>,
            ::std::string::String,
        >,
        pub(super) container_registry_settings: ::std::result::Result<
            ::std::option::Option<super::JobRegistrySettings>,
            ::std::string::String,
        >,
        pub(super) containers: ::std::result::Result<
            ::std::option::Option<::std::vec::Vec<super::UpdateJobContainer>>,
            ::std::string::String,
        >,
        pub(super) scaling: ::std::result::Result<
            ::std::option::Option<super::UpdateJobScaling>,
            ::std::string::String,
        >,
    }
    impl ::std::default::Default for UpdateJobDeployment {
        #[inline]
        fn default() -> Self {
            Self {
                compute: Ok(Default::default()),
                container_registry_settings: Ok(Default::default()),
                containers: Ok(Default::default()),
                scaling: Ok(Default::default()),
            }
        }
    }
    impl ::std::convert::TryFrom<UpdateJobDeployment> for super::UpdateJobDeployment {
        type Error = super::error::ConversionError;
        #[inline]
        fn try_from(
            value: UpdateJobDeployment,
        ) -> ::std::result::Result<Self, super::error::ConversionError> {
            Ok(Self {
                compute: value.compute?,
                container_registry_settings: value.container_registry_settings?,
                containers: value.containers?,
                scaling: value.scaling?,
            })
        }
    }
    impl ::std::convert::From<super::UpdateJobDeployment> for UpdateJobDeployment {
        #[inline]
        fn from(value: super::UpdateJobDeployment) -> Self {
            Self {
                compute: Ok(value.compute),
                container_registry_settings: Ok(value.container_registry_settings),
                containers: Ok(value.containers),
                scaling: Ok(value.scaling),
            }
        }
    }
    #[derive(Clone, Debug)]
    pub struct UpdateJobScaling {
        pub(super) deadline_seconds: ::std::result::Result<
            ::std::option::Option<u64>,
            ::std::string::String,
        >,
        pub(super) max_replica_count: ::std::result::Result<
            ::std::option::Option<u64>,
            ::std::string::String,
        >,
        pub(super) queue_message_ttl_seconds: ::std::result::Result<
            ::std::option::Option<u64>,
            ::std::string::String,
        >,
    }
    impl ::std::default::Default for UpdateJobScaling {
        #[inline]
        fn default() -> Self {
            Self {
                deadline_seconds: Ok(Default::default()),
                max_replica_count: Ok(Default::default()),
                queue_message_ttl_seconds: Ok(Default::default()),
            }
        }
    }
    impl ::std::convert::TryFrom<UpdateJobScaling> for super::UpdateJobScaling {
        type Error = super::error::ConversionError;
        #[inline]
        fn try_from(
            value: UpdateJobScaling,
        ) -> ::std::result::Result<Self, super::error::ConversionError> {
            Ok(Self {
                deadline_seconds: value.deadline_seconds?,
                max_replica_count: value.max_replica_count?,
                queue_message_ttl_seconds: value.queue_message_ttl_seconds?,
            })
        }
    }
    impl ::std::convert::From<super::UpdateJobScaling> for UpdateJobScaling {
        #[inline]
        fn from(value: super::UpdateJobScaling) -> Self {
            Self {
                deadline_seconds: Ok(value.deadline_seconds),
                max_replica_count: Ok(value.max_replica_count),
                queue_message_ttl_seconds: Ok(value.queue_message_ttl_seconds),
            }
        }
    }
    #[derive(Clone, Debug)]
    pub struct UpdateScalingTriggers {
        pub(super) cpu_utilization: ::std::result::Result<
            ::std::option::Option<super::UtilizationScalingTrigger>,
            ::std::string::String,
        >,
        pub(super) gpu_utilization: ::std::result::Result<
            ::std::option::Option<super::UtilizationScalingTrigger>,
            ::std::string::String,
        >,
        pub(super) queue_load: ::std::result::Result<
            ::std::option::Option<super::QueueLoadScalingTrigger>,
            ::std::string::String,
        >,
    }
    impl ::std::default::Default for UpdateScalingTriggers {
        #[inline]
        fn default() -> Self {
            Self {
                cpu_utilization: Ok(Default::default()),
                gpu_utilization: Ok(Default::default()),
                queue_load: Ok(Default::default()),
            }
        }
    }
    impl ::std::convert::TryFrom<UpdateScalingTriggers>
    for super::UpdateScalingTriggers {
        type Error = super::error::ConversionError;
        #[inline]
        fn try_from(
            value: UpdateScalingTriggers,
        ) -> ::std::result::Result<Self, super::error::ConversionError> {
            Ok(Self {
                cpu_utilization: value.cpu_utilization?,
                gpu_utilization: value.gpu_utilization?,
                queue_load: value.queue_load?,
            })
        }
    }
    impl ::std::convert::From<super::UpdateScalingTriggers> for UpdateScalingTriggers {
        #[inline]
        fn from(value: super::UpdateScalingTriggers) -> Self {
            Self {
                cpu_utilization: Ok(value.cpu_utilization),
                gpu_utilization: Ok(value.gpu_utilization),
                queue_load: Ok(value.queue_load),
            }
        }
    }
    #[derive(Clone, Debug)]
    pub struct UtilizationScalingTrigger {
        pub(super) enabled: ::std::result::Result<bool, ::std::string::String>,
        pub(super) threshold: ::std::result::Result<
            ::std::option::Option<f64>,
            ::std::string::String,
        >,
    }
    impl ::std::default::Default for UtilizationScalingTrigger {
        #[inline]
        fn default() -> Self {
            Self {
                enabled: Err(::std::string::String::new()),
                threshold: Ok(Default::default()),
            }
        }
    }
    impl ::std::convert::TryFrom<UtilizationScalingTrigger>
    for super::UtilizationScalingTrigger {
        type Error = super::error::ConversionError;
        #[inline]
        fn try_from(
            value: UtilizationScalingTrigger,
        ) -> ::std::result::Result<Self, super::error::ConversionError> {
            Ok(Self {
                enabled: value.enabled?,
                threshold: value.threshold?,
            })
        }
    }
    impl ::std::convert::From<super::UtilizationScalingTrigger>
    for UtilizationScalingTrigger {
        #[inline]
        fn from(value: super::UtilizationScalingTrigger) -> Self {
            Self {
                enabled: Ok(value.enabled),
                threshold: Ok(value.threshold),
            }
        }
    }
}
