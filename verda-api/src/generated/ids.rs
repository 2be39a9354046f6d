// Generated from an OpenAPI document; changes are lost.

#[allow(unused_imports)]
use super::types::*;

/// The id of a cluster, as returned by the API. Opaque: its format is not checked.
///
/// Argument of [`get_cluster`](super::Client::get_cluster) and [`perform_cluster_node_action`](super::Client::perform_cluster_node_action). Part of [`Cluster`], [`DeployedCluster`] and [`PerformClusterAction`].
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct ClusterId(String);
crate::runtime::id_type!(ClusterId);

/// The id of a cluster node, as returned by the API. Opaque: its format is not checked.
///
/// Argument of [`perform_cluster_node_action`](super::Client::perform_cluster_node_action). Part of [`ClusterWorkerNode`].
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct ClusterNodeId(String);
crate::runtime::id_type!(ClusterNodeId);

/// The name of a container deployment, as returned by the API. Opaque: its format is not checked.
///
/// Argument of [`add_container_deployment_environment_variables`](super::Client::add_container_deployment_environment_variables), [`delete_container_deployment`](super::Client::delete_container_deployment), [`delete_container_deployment_environment_variables`](super::Client::delete_container_deployment_environment_variables), [`get_container_deployment`](super::Client::get_container_deployment) and 11 more. Part of [`ContainerDeployment`] and [`CreateContainerDeployment`].
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct ContainerDeploymentName(String);
crate::runtime::id_type!(ContainerDeploymentName);

/// The name of a container, as returned by the API. Opaque: its format is not checked.
///
/// Part of [`Container`], [`ContainerEnvironment`], [`DeleteEnvironmentVariables`], [`JobContainer`] and 3 more.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct ContainerName(String);
crate::runtime::id_type!(ContainerName);

/// The id of an image, as returned by the API. Opaque: its format is not checked.
///
/// Part of [`Image`].
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct ImageId(String);
crate::runtime::id_type!(ImageId);

/// The id of an instance, as returned by the API. Opaque: its format is not checked.
///
/// Response of [`deploy_instance`](super::Client::deploy_instance). Argument of [`get_instance`](super::Client::get_instance) and [`list_instances`](super::Client::list_instances). Part of [`AttachedInstance`], [`CreateVolume`], [`Instance`], [`InstanceActionResult`] and 4 more.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct InstanceId(String);
crate::runtime::id_type!(InstanceId);

/// The name of a job deployment, as returned by the API. Opaque: its format is not checked.
///
/// Argument of [`delete_job_deployment`](super::Client::delete_job_deployment), [`get_job_deployment`](super::Client::get_job_deployment), [`get_job_deployment_scaling`](super::Client::get_job_deployment_scaling), [`get_job_deployment_status`](super::Client::get_job_deployment_status) and 4 more. Part of [`CreateJobDeployment`], [`JobDeployment`] and [`JobDeploymentSummary`].
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct JobDeploymentName(String);
crate::runtime::id_type!(JobDeploymentName);

/// The name of a registry credentials, as returned by the API. Opaque: its format is not checked.
///
/// Argument of [`delete_container_registry_credentials`](super::Client::delete_container_registry_credentials). Part of [`CreateRegistryCredentials`], [`RegistryCredentials`] and [`RegistryCredentialsRef`].
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct RegistryCredentialsName(String);
crate::runtime::id_type!(RegistryCredentialsName);

/// The id of a script, as returned by the API. Opaque: its format is not checked.
///
/// Response of [`create_script`](super::Client::create_script). Argument of [`delete_script`](super::Client::delete_script) and [`get_script`](super::Client::get_script). Part of [`Cluster`], [`DeleteScripts`], [`DeployCluster`], [`DeployInstance`] and 2 more.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct ScriptId(String);
crate::runtime::id_type!(ScriptId);

/// The name of a secret, as returned by the API. Opaque: its format is not checked.
///
/// Argument of [`delete_file_secret`](super::Client::delete_file_secret) and [`delete_secret`](super::Client::delete_secret). Part of [`CreateFileSecret`], [`CreateSecret`], [`FileSecret`], [`Secret`] and 1 more.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct SecretName(String);
crate::runtime::id_type!(SecretName);

/// The id of an SSH key, as returned by the API. Opaque: its format is not checked.
///
/// Response of [`create_ssh_key`](super::Client::create_ssh_key) and [`create_ssh_key_legacy`](super::Client::create_ssh_key_legacy). Argument of [`delete_ssh_key`](super::Client::delete_ssh_key), [`delete_ssh_key_legacy`](super::Client::delete_ssh_key_legacy), [`get_ssh_key`](super::Client::get_ssh_key) and [`get_ssh_key_legacy`](super::Client::get_ssh_key_legacy). Part of [`Cluster`], [`DeleteSshKeys`], [`DeployCluster`], [`DeployInstance`] and 4 more.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct SshKeyId(String);
crate::runtime::id_type!(SshKeyId);

/// The id of an user, as returned by the API. Opaque: its format is not checked.
///
/// Part of [`Cluster`], [`Instance`], [`JobDeployment`], [`JobDeploymentSummary`] and 2 more.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct UserId(String);
crate::runtime::id_type!(UserId);

/// The id of a volume, as returned by the API. Opaque: its format is not checked.
///
/// Response of [`create_volume`](super::Client::create_volume) and [`perform_volume_actions`](super::Client::perform_volume_actions). Argument of [`delete_volume`](super::Client::delete_volume) and [`get_volume`](super::Client::get_volume). Part of [`AttachedInstance`], [`ClusterSharedVolume`], [`DeployClusterExistingVolume`], [`DeployInstance`] and 6 more.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct VolumeId(String);
crate::runtime::id_type!(VolumeId);
