// Generated from an OpenAPI document; changes are lost.

#[allow(unused_imports)]
use super::{builder, types};

/// A client with a method for every operation.
///
/// Clones are cheap and share the transport.
///
/// # Operations
///
/// Authentication: [`get_access_token`](Self::get_access_token).
///
/// Balance: [`get_balance`](Self::get_balance).
///
/// Clusters: [`check_cluster_availability`](Self::check_cluster_availability), [`deploy_cluster`](Self::deploy_cluster), [`get_cluster`](Self::get_cluster), [`list_cluster_availability`](Self::list_cluster_availability), [`list_cluster_types`](Self::list_cluster_types), [`list_clusters`](Self::list_clusters), [`perform_cluster_actions`](Self::perform_cluster_actions), [`perform_cluster_node_action`](Self::perform_cluster_node_action).
///
/// Container Types: [`list_container_types`](Self::list_container_types).
///
/// Images: [`list_cluster_images`](Self::list_cluster_images), [`list_images`](Self::list_images).
///
/// Instance Availability: [`check_instance_availability`](Self::check_instance_availability), [`list_instance_availability`](Self::list_instance_availability).
///
/// Instance Types: [`list_instance_types`](Self::list_instance_types).
///
/// Instances: [`deploy_instance`](Self::deploy_instance), [`get_instance`](Self::get_instance), [`list_instances`](Self::list_instances), [`perform_instance_actions`](Self::perform_instance_actions).
///
/// Locations: [`list_locations`](Self::list_locations).
///
/// Long Term: [`list_cluster_long_term_periods`](Self::list_cluster_long_term_periods), [`list_instance_long_term_periods`](Self::list_instance_long_term_periods).
///
/// SSH Keys: [`create_ssh_key`](Self::create_ssh_key), [`delete_ssh_key`](Self::delete_ssh_key), [`delete_ssh_keys`](Self::delete_ssh_keys), [`get_ssh_key`](Self::get_ssh_key), [`list_ssh_keys`](Self::list_ssh_keys).
///
/// Serverless Containers: [`add_container_deployment_environment_variables`](Self::add_container_deployment_environment_variables), [`create_container_deployment`](Self::create_container_deployment), [`create_container_registry_credentials`](Self::create_container_registry_credentials), [`create_file_secret`](Self::create_file_secret), [`create_secret`](Self::create_secret), [`delete_container_deployment`](Self::delete_container_deployment), [`delete_container_deployment_environment_variables`](Self::delete_container_deployment_environment_variables), [`delete_container_registry_credentials`](Self::delete_container_registry_credentials), [`delete_file_secret`](Self::delete_file_secret), [`delete_secret`](Self::delete_secret), [`get_container_deployment`](Self::get_container_deployment), [`get_container_deployment_scaling`](Self::get_container_deployment_scaling), [`get_container_deployment_status`](Self::get_container_deployment_status), [`list_container_deployment_environment_variables`](Self::list_container_deployment_environment_variables), [`list_container_deployment_replicas`](Self::list_container_deployment_replicas), [`list_container_deployments`](Self::list_container_deployments), [`list_container_registry_credentials`](Self::list_container_registry_credentials), [`list_file_secrets`](Self::list_file_secrets), [`list_secrets`](Self::list_secrets), [`list_serverless_compute_resources`](Self::list_serverless_compute_resources), [`pause_container_deployment`](Self::pause_container_deployment), [`purge_container_deployment_queue`](Self::purge_container_deployment_queue), [`restart_container_deployment`](Self::restart_container_deployment), [`resume_container_deployment`](Self::resume_container_deployment), [`update_container_deployment`](Self::update_container_deployment), [`update_container_deployment_environment_variables`](Self::update_container_deployment_environment_variables), [`update_container_deployment_scaling`](Self::update_container_deployment_scaling).
///
/// Serverless Jobs: [`create_job_deployment`](Self::create_job_deployment), [`delete_job_deployment`](Self::delete_job_deployment), [`get_job_deployment`](Self::get_job_deployment), [`get_job_deployment_scaling`](Self::get_job_deployment_scaling), [`get_job_deployment_status`](Self::get_job_deployment_status), [`list_job_deployments`](Self::list_job_deployments), [`pause_job_deployment`](Self::pause_job_deployment), [`purge_job_deployment_queue`](Self::purge_job_deployment_queue), [`resume_job_deployment`](Self::resume_job_deployment), [`update_job_deployment`](Self::update_job_deployment).
///
/// Startup Scripts: [`create_script`](Self::create_script), [`delete_script`](Self::delete_script), [`delete_scripts`](Self::delete_scripts), [`get_script`](Self::get_script), [`list_scripts`](Self::list_scripts).
///
/// Volume Types: [`list_volume_types`](Self::list_volume_types).
///
/// Volumes: [`create_volume`](Self::create_volume), [`delete_volume`](Self::delete_volume), [`get_volume`](Self::get_volume), [`list_volumes`](Self::list_volumes), [`list_volumes_in_trash`](Self::list_volumes_in_trash), [`perform_volume_actions`](Self::perform_volume_actions).
#[derive(Clone)]
pub struct Client {
    pub(crate) baseurl: String,
    pub(crate) inner: crate::runtime::Inner,
}

impl Client {
    /// Get project balance.
    ///
    /// Sends `GET /v1/balance`. Safe to repeat: sending the request twice has the same effect as sending it once.
    ///
    /// Rate limits: the request counts against the limit of the project and the limit of this method and path. The `RateLimit` headers of a response tell the remaining requests; `Retry-After` of a 429 tells when to retry.
    ///
    /// # Errors
    ///
    /// [`send`](builder::GetBalance::send) returns an [`Error`](crate::Error).
    ///
    /// # Examples
    ///
    /// ```no_run
    /// # async fn run(client: verda_api::Client) -> Result<(), Box<dyn std::error::Error>> {
    /// let response = client.get_balance().await?;
    /// # Ok(())
    /// # }
    /// ```
    #[inline]
    pub fn get_balance(&self) -> builder::GetBalance<'_> {
        builder::GetBalance::new(self)
    }
    /// Get all cluster types availability.
    ///
    /// Sends `GET /v1/cluster-availability`. Safe to repeat: sending the request twice has the same effect as sending it once.
    ///
    /// Rate limits: the request counts against the limit of the project and the limit of this method and path. The `RateLimit` headers of a response tell the remaining requests; `Retry-After` of a 429 tells when to retry.
    ///
    /// # Arguments
    ///
    /// - [`.location_code(…)`](builder::ListClusterAvailability::location_code), optional: Check availability for a specific location code. By default, all locations are checked. For example `FIN-03`.
    ///
    /// # Errors
    ///
    /// [`send`](builder::ListClusterAvailability::send) returns an [`Error`](crate::Error).
    ///
    /// # Examples
    ///
    /// ```no_run
    /// # async fn run(client: verda_api::Client) -> Result<(), Box<dyn std::error::Error>> {
    /// let response = client.list_cluster_availability().await?;
    /// # Ok(())
    /// # }
    /// ```
    #[inline]
    pub fn list_cluster_availability(&self) -> builder::ListClusterAvailability<'_> {
        builder::ListClusterAvailability::new(self)
    }
    /// Get specific cluster type availability.
    ///
    /// Sends `GET /v1/cluster-availability/{cluster_type}`. Safe to repeat: sending the request twice has the same effect as sending it once.
    ///
    /// Rate limits: the request counts against the limit of the project and the limit of this method and path. The `RateLimit` headers of a response tell the remaining requests; `Retry-After` of a 429 tells when to retry.
    ///
    /// # Arguments
    ///
    /// - `cluster_type`: The type of cluster to check. For example `16B200`.
    /// - [`.location_code(…)`](builder::CheckClusterAvailability::location_code), optional: Check availability for a specific location code. By default, all locations are checked. For example `FIN-03`.
    ///
    /// # Errors
    ///
    /// [`send`](builder::CheckClusterAvailability::send) returns an [`Error`](crate::Error).
    ///
    /// # Examples
    ///
    /// ```no_run
    /// # async fn run(client: verda_api::Client) -> Result<(), Box<dyn std::error::Error>> {
    /// let response = client.check_cluster_availability("16B200").await?;
    /// # Ok(())
    /// # }
    /// ```
    #[inline]
    pub fn check_cluster_availability(
        &self,
        cluster_type: impl crate::runtime::IntoArgument<::std::string::String>,
    ) -> builder::CheckClusterAvailability<'_> {
        builder::CheckClusterAvailability::new(self, cluster_type)
    }
    /// Get cluster types.
    ///
    /// Sends `GET /v1/cluster-types`. Safe to repeat: sending the request twice has the same effect as sending it once.
    ///
    /// Public: works without credentials.
    ///
    /// Rate limits: none are documented for requests without credentials.
    ///
    /// # Arguments
    ///
    /// - [`.currency(…)`](builder::ListClusterTypes::currency), optional: Currency to get the price for cluster types. The API's default: `usd`.
    ///
    /// # Errors
    ///
    /// [`send`](builder::ListClusterTypes::send) returns an [`Error`](crate::Error).
    ///
    /// # Examples
    ///
    /// ```no_run
    /// # async fn run(client: verda_api::Client) -> Result<(), Box<dyn std::error::Error>> {
    /// let response = client.list_cluster_types().await?;
    /// # Ok(())
    /// # }
    /// ```
    #[inline]
    pub fn list_cluster_types(&self) -> builder::ListClusterTypes<'_> {
        builder::ListClusterTypes::new(self)
    }
    /// Get clusters.
    ///
    /// Return all clusters of the project.
    ///
    /// Sends `GET /v1/clusters`. Safe to repeat: sending the request twice has the same effect as sending it once.
    ///
    /// Rate limits: the request counts against the limit of the project and the limit of this method and path. The `RateLimit` headers of a response tell the remaining requests; `Retry-After` of a 429 tells when to retry.
    ///
    /// # Errors
    ///
    /// [`send`](builder::ListClusters::send) returns an [`Error`](crate::Error).
    ///
    /// # Examples
    ///
    /// ```no_run
    /// # async fn run(client: verda_api::Client) -> Result<(), Box<dyn std::error::Error>> {
    /// let response = client.list_clusters().await?;
    /// # Ok(())
    /// # }
    /// ```
    #[inline]
    pub fn list_clusters(&self) -> builder::ListClusters<'_> {
        builder::ListClusters::new(self)
    }
    /// Perform action on clusters.
    ///
    /// Perform actions on one or more clusters.
    ///
    /// Note: Only `discontinue` action is allowed for clusters.
    ///
    /// **Important**: Local OS storage will be deleted. Shared volumes will be detached and should be deleted manually.
    ///
    /// Sends `PUT /v1/clusters`. **Destructive, and not safe to repeat** if the outcome of an earlier request is unknown. The action `discontinue` sets a state and is safe to repeat.
    ///
    /// Rate limits: the request counts against the limit of the project and the limit of this method and path. The `RateLimit` headers of a response tell the remaining requests; `Retry-After` of a 429 tells when to retry.
    ///
    /// # Arguments
    ///
    /// - `body`: [`PerformClusterActions`](types::PerformClusterActions).
    ///
    /// # Errors
    ///
    /// [`send`](builder::PerformClusterActions::send) returns an [`Error`](crate::Error).
    ///
    /// # Examples
    ///
    /// ```no_run
    /// # use verda_api::types;
    /// # async fn run(client: verda_api::Client) -> Result<(), Box<dyn std::error::Error>> {
    /// client
    ///     .perform_cluster_actions(
    ///         types::PerformClusterActions::builder()
    ///             .actions(
    ///                 Vec::from([
    ///                     types::PerformClusterAction::builder()
    ///                         .action(types::ClusterAction::Discontinue)
    ///                         .id("3df6d3cc-dac3-403a-b21e-194c1fbab42f")
    ///                         .build()?,
    ///                 ]),
    ///             ),
    ///     )
    ///     .await?;
    /// # Ok(())
    /// # }
    /// ```
    #[inline]
    pub fn perform_cluster_actions(
        &self,
        body: impl crate::runtime::IntoArgument<types::PerformClusterActions>,
    ) -> builder::PerformClusterActions<'_> {
        builder::PerformClusterActions::new(self, body)
    }
    /// Deploy cluster.
    ///
    /// Deploy a new cluster.
    ///
    /// Before deploying add at least one SSH key to enable access to your cluster.
    ///
    /// Cluster types can be listed using the `GET /v1/cluster-types` endpoint. Image types can be listed using the `GET /v1/images/cluster` endpoint.
    ///
    /// Sends `POST /v1/clusters`. **Not safe to repeat** if the outcome of an earlier request is unknown.
    ///
    /// Rate limits: the request counts against the limit of the project and the limit of this method and path. The `RateLimit` headers of a response tell the remaining requests; `Retry-After` of a 429 tells when to retry.
    ///
    /// # Arguments
    ///
    /// - `body`: [`DeployCluster`](types::DeployCluster).
    ///
    /// # Errors
    ///
    /// [`send`](builder::DeployCluster::send) returns an [`Error`](crate::Error).
    ///
    /// # Examples
    ///
    /// ```no_run
    /// # use verda_api::types;
    /// # async fn run(client: verda_api::Client) -> Result<(), Box<dyn std::error::Error>> {
    /// let response = client
    ///     .deploy_cluster(
    ///         types::DeployCluster::builder()
    ///             .cluster_type("16H200")
    ///             .image("ubuntu-22.04-cuda-12.4-cluster")
    ///             .hostname("dark-vm-shrinks-fin-01")
    ///             .description("ubuntu-22-04-cuda-12-4-16b200-fin-01")
    ///             .location_code("FIN-01")
    ///             .shared_volume(
    ///                 types::DeployClusterSharedVolume::builder()
    ///                     .name("SFS-pmAna3o2")
    ///                     .size(30000),
    ///             ),
    ///     )
    ///     .await?;
    /// # Ok(())
    /// # }
    /// ```
    #[inline]
    pub fn deploy_cluster(
        &self,
        body: impl crate::runtime::IntoArgument<types::DeployCluster>,
    ) -> builder::DeployCluster<'_> {
        builder::DeployCluster::new(self, body)
    }
    /// Perform action on a cluster node.
    ///
    /// Start or shut down a single node inside a cluster (worker, jumphost, or CPU service node).
    ///
    ///    Supported `action` values:
    ///    - `boot` — start the node
    ///    - `shutdown` — graceful shutdown
    ///    - `force_shutdown` — force the node off
    ///
    /// Sends `POST /v1/clusters/{clusterId}/nodes/{nodeId}/actions`. **Not safe to repeat** if the outcome of an earlier request is unknown. The actions `boot`, `shutdown` and `force_shutdown` set a state and are safe to repeat.
    ///
    /// Rate limits: the request counts against the limit of the project and the limit of this method and path. The `RateLimit` headers of a response tell the remaining requests; `Retry-After` of a 429 tells when to retry.
    ///
    /// # Arguments
    ///
    /// - `cluster_id`: The id of the cluster.
    /// - `node_id`: The id of the node.
    /// - `body`: [`PerformClusterNodeAction`](types::PerformClusterNodeAction).
    ///
    /// # Errors
    ///
    /// [`send`](builder::PerformClusterNodeAction::send) returns an [`Error`](crate::Error).
    ///
    /// # Examples
    ///
    /// ```no_run
    /// # use verda_api::types;
    /// # async fn run(client: verda_api::Client) -> Result<(), Box<dyn std::error::Error>> {
    /// client
    ///     .perform_cluster_node_action(
    ///         "3652fd53-5cbc-4691-8fe2-cd609d37bbf5",
    ///         "6d644339-09c9-40ae-84ae-69bab391ac3a",
    ///         types::PerformClusterNodeAction::builder()
    ///             .action(types::ClusterNodeAction::Shutdown),
    ///     )
    ///     .await?;
    /// # Ok(())
    /// # }
    /// ```
    #[inline]
    pub fn perform_cluster_node_action(
        &self,
        cluster_id: impl crate::runtime::IntoArgument<crate::types::ClusterId>,
        node_id: impl crate::runtime::IntoArgument<crate::types::ClusterNodeId>,
        body: impl crate::runtime::IntoArgument<types::PerformClusterNodeAction>,
    ) -> builder::PerformClusterNodeAction<'_> {
        builder::PerformClusterNodeAction::new(self, cluster_id, node_id, body)
    }
    /// Get cluster by id.
    ///
    /// Sends `GET /v1/clusters/{id}`. Safe to repeat: sending the request twice has the same effect as sending it once.
    ///
    /// Rate limits: the request counts against the limit of the project and the limit of this method and path. The `RateLimit` headers of a response tell the remaining requests; `Retry-After` of a 429 tells when to retry.
    ///
    /// # Arguments
    ///
    /// - `id`: The id.
    ///
    /// # Errors
    ///
    /// [`send`](builder::GetCluster::send) returns an [`Error`](crate::Error).
    ///
    /// # Examples
    ///
    /// ```no_run
    /// # async fn run(client: verda_api::Client) -> Result<(), Box<dyn std::error::Error>> {
    /// let response = client.get_cluster("80d93482-c2df-4f14-befe-616b9ee86d9a").await?;
    /// # Ok(())
    /// # }
    /// ```
    #[inline]
    pub fn get_cluster(
        &self,
        id: impl crate::runtime::IntoArgument<crate::types::ClusterId>,
    ) -> builder::GetCluster<'_> {
        builder::GetCluster::new(self, id)
    }
    /// Get all deployments.
    ///
    /// Sends `GET /v1/container-deployments`. Safe to repeat: sending the request twice has the same effect as sending it once.
    ///
    /// Rate limits: the request counts against the limit of the project and the limit of this method and path. The `RateLimit` headers of a response tell the remaining requests; `Retry-After` of a 429 tells when to retry.
    ///
    /// # Errors
    ///
    /// [`send`](builder::ListContainerDeployments::send) returns an [`Error`](crate::Error).
    ///
    /// # Examples
    ///
    /// ```no_run
    /// # async fn run(client: verda_api::Client) -> Result<(), Box<dyn std::error::Error>> {
    /// let response = client.list_container_deployments().await?;
    /// # Ok(())
    /// # }
    /// ```
    #[inline]
    pub fn list_container_deployments(&self) -> builder::ListContainerDeployments<'_> {
        builder::ListContainerDeployments::new(self)
    }
    /// Create new deployment.
    ///
    /// Sends `POST /v1/container-deployments`. **Not safe to repeat** if the outcome of an earlier request is unknown.
    ///
    /// Rate limits: the request counts against the limit of the project and the limit of this method and path. The `RateLimit` headers of a response tell the remaining requests; `Retry-After` of a 429 tells when to retry.
    ///
    /// # Arguments
    ///
    /// - `body`: [`CreateContainerDeployment`](types::CreateContainerDeployment).
    ///
    /// # Errors
    ///
    /// [`send`](builder::CreateContainerDeployment::send) returns an [`Error`](crate::Error).
    ///
    /// # Examples
    ///
    /// ```no_run
    /// # use verda_api::types;
    /// # async fn run(client: verda_api::Client) -> Result<(), Box<dyn std::error::Error>> {
    /// let response = client
    ///     .create_container_deployment(
    ///         types::CreateContainerDeployment::builder()
    ///             .name("llm-inference")
    ///             .container_registry_settings(
    ///                 types::RegistrySettings::builder().is_private(true),
    ///             )
    ///             .containers(
    ///                 Vec::from([
    ///                     types::CreateContainer::builder()
    ///                         .image("registry-1.docker.io/chentex/random-logger:v1.0.1")
    ///                         .exposed_port(8080)
    ///                         .build()?,
    ///                 ]),
    ///             )
    ///             .compute(types::ComputeResource::builder().name("H100").size(1))
    ///             .scaling(
    ///                 types::CreateContainerScaling::builder()
    ///                     .min_replica_count(1)
    ///                     .max_replica_count(1)
    ///                     .scale_down_policy(
    ///                         types::ScalingPolicy::builder().delay_seconds(300),
    ///                     )
    ///                     .scale_up_policy(
    ///                         types::ScalingPolicy::builder().delay_seconds(300),
    ///                     )
    ///                     .queue_message_ttl_seconds(1)
    ///                     .concurrent_requests_per_replica(1)
    ///                     .scaling_triggers(
    ///                         types::ScalingTriggers::builder()
    ///                             .queue_load(types::QueueLoadScalingTrigger::builder()),
    ///                     ),
    ///             ),
    ///     )
    ///     .await?;
    /// # Ok(())
    /// # }
    /// ```
    #[inline]
    pub fn create_container_deployment(
        &self,
        body: impl crate::runtime::IntoArgument<types::CreateContainerDeployment>,
    ) -> builder::CreateContainerDeployment<'_> {
        builder::CreateContainerDeployment::new(self, body)
    }
    /// Get deployment by name.
    ///
    /// Sends `GET /v1/container-deployments/{deployment_name}`. Safe to repeat: sending the request twice has the same effect as sending it once.
    ///
    /// Rate limits: the request counts against the limit of the project and the limit of this method and path. The `RateLimit` headers of a response tell the remaining requests; `Retry-After` of a 429 tells when to retry.
    ///
    /// # Arguments
    ///
    /// - `deployment_name`: Name of the deployment. For example `my-deployment`.
    ///
    /// # Errors
    ///
    /// [`send`](builder::GetContainerDeployment::send) returns an [`Error`](crate::Error).
    ///
    /// # Examples
    ///
    /// ```no_run
    /// # async fn run(client: verda_api::Client) -> Result<(), Box<dyn std::error::Error>> {
    /// let response = client.get_container_deployment("my-deployment").await?;
    /// # Ok(())
    /// # }
    /// ```
    #[inline]
    pub fn get_container_deployment(
        &self,
        deployment_name: impl crate::runtime::IntoArgument<
            crate::types::ContainerDeploymentName,
        >,
    ) -> builder::GetContainerDeployment<'_> {
        builder::GetContainerDeployment::new(self, deployment_name)
    }
    /// Delete deployment.
    ///
    /// Sends `DELETE /v1/container-deployments/{deployment_name}`. **Destructive.** Safe to repeat: sending the request twice has the same effect as sending it once.
    ///
    /// Rate limits: the request counts against the limit of the project and the limit of this method and path. The `RateLimit` headers of a response tell the remaining requests; `Retry-After` of a 429 tells when to retry.
    ///
    /// # Arguments
    ///
    /// - `deployment_name`: Name of the deployment. For example `my-deployment`.
    /// - [`.timeout(…)`](builder::DeleteContainerDeployment::timeout), optional: Maximum time to wait for deployment deletion in milliseconds. Set to 0 to skip waiting. The API's default: `60000`. From 0 to 300000.
    ///
    /// # Errors
    ///
    /// [`send`](builder::DeleteContainerDeployment::send) returns an [`Error`](crate::Error).
    ///
    /// # Examples
    ///
    /// ```no_run
    /// # async fn run(client: verda_api::Client) -> Result<(), Box<dyn std::error::Error>> {
    /// client.delete_container_deployment("my-deployment").await?;
    /// # Ok(())
    /// # }
    /// ```
    #[inline]
    pub fn delete_container_deployment(
        &self,
        deployment_name: impl crate::runtime::IntoArgument<
            crate::types::ContainerDeploymentName,
        >,
    ) -> builder::DeleteContainerDeployment<'_> {
        builder::DeleteContainerDeployment::new(self, deployment_name)
    }
    /// Update deployment.
    ///
    /// Sends `PATCH /v1/container-deployments/{deployment_name}`. Safe to repeat: sending the request twice has the same effect as sending it once.
    ///
    /// Rate limits: the request counts against the limit of the project and the limit of this method and path. The `RateLimit` headers of a response tell the remaining requests; `Retry-After` of a 429 tells when to retry.
    ///
    /// # Arguments
    ///
    /// - `deployment_name`: Name of the deployment. For example `my-deployment`.
    /// - `body`: [`UpdateContainerDeployment`](types::UpdateContainerDeployment).
    ///
    /// # Errors
    ///
    /// [`send`](builder::UpdateContainerDeployment::send) returns an [`Error`](crate::Error).
    ///
    /// # Examples
    ///
    /// ```no_run
    /// # use verda_api::types;
    /// # async fn run(client: verda_api::Client) -> Result<(), Box<dyn std::error::Error>> {
    /// let response = client
    ///     .update_container_deployment(
    ///         "my-deployment",
    ///         types::UpdateContainerDeployment::builder(),
    ///     )
    ///     .await?;
    /// # Ok(())
    /// # }
    /// ```
    #[inline]
    pub fn update_container_deployment(
        &self,
        deployment_name: impl crate::runtime::IntoArgument<
            crate::types::ContainerDeploymentName,
        >,
        body: impl crate::runtime::IntoArgument<types::UpdateContainerDeployment>,
    ) -> builder::UpdateContainerDeployment<'_> {
        builder::UpdateContainerDeployment::new(self, deployment_name, body)
    }
    /// Get deployment environment variables.
    ///
    /// Sends `GET /v1/container-deployments/{deployment_name}/environment-variables`. Safe to repeat: sending the request twice has the same effect as sending it once.
    ///
    /// Rate limits: the request counts against the limit of the project and the limit of this method and path. The `RateLimit` headers of a response tell the remaining requests; `Retry-After` of a 429 tells when to retry.
    ///
    /// # Arguments
    ///
    /// - `deployment_name`: Name of the deployment. For example `my-deployment`.
    ///
    /// # Errors
    ///
    /// [`send`](builder::ListContainerDeploymentEnvironmentVariables::send) returns an [`Error`](crate::Error).
    ///
    /// # Examples
    ///
    /// ```no_run
    /// # async fn run(client: verda_api::Client) -> Result<(), Box<dyn std::error::Error>> {
    /// let response = client
    ///     .list_container_deployment_environment_variables("my-deployment")
    ///     .await?;
    /// # Ok(())
    /// # }
    /// ```
    #[inline]
    pub fn list_container_deployment_environment_variables(
        &self,
        deployment_name: impl crate::runtime::IntoArgument<
            crate::types::ContainerDeploymentName,
        >,
    ) -> builder::ListContainerDeploymentEnvironmentVariables<'_> {
        builder::ListContainerDeploymentEnvironmentVariables::new(self, deployment_name)
    }
    /// Add environment variables to a container.
    ///
    /// Sends `POST /v1/container-deployments/{deployment_name}/environment-variables`. **Not safe to repeat** if the outcome of an earlier request is unknown.
    ///
    /// Rate limits: the request counts against the limit of the project and the limit of this method and path. The `RateLimit` headers of a response tell the remaining requests; `Retry-After` of a 429 tells when to retry.
    ///
    /// # Arguments
    ///
    /// - `deployment_name`: Name of the deployment. For example `my-deployment`.
    /// - `body`: [`SetEnvironmentVariables`](types::SetEnvironmentVariables).
    ///
    /// # Errors
    ///
    /// [`send`](builder::AddContainerDeploymentEnvironmentVariables::send) returns an [`Error`](crate::Error).
    ///
    /// # Examples
    ///
    /// ```no_run
    /// # use verda_api::types;
    /// # async fn run(client: verda_api::Client) -> Result<(), Box<dyn std::error::Error>> {
    /// let response = client
    ///     .add_container_deployment_environment_variables(
    ///         "my-deployment",
    ///         types::SetEnvironmentVariables::builder()
    ///             .container_name("flux-0")
    ///             .env(
    ///                 Vec::from([
    ///                     types::EnvironmentVariable::builder()
    ///                         .name("MY_ENV_VAR")
    ///                         .value_or_reference_to_secret("…")
    ///                         .type_(types::EnvironmentVariableType::Plain)
    ///                         .build()?,
    ///                 ]),
    ///             ),
    ///     )
    ///     .await?;
    /// # Ok(())
    /// # }
    /// ```
    #[inline]
    pub fn add_container_deployment_environment_variables(
        &self,
        deployment_name: impl crate::runtime::IntoArgument<
            crate::types::ContainerDeploymentName,
        >,
        body: impl crate::runtime::IntoArgument<types::SetEnvironmentVariables>,
    ) -> builder::AddContainerDeploymentEnvironmentVariables<'_> {
        builder::AddContainerDeploymentEnvironmentVariables::new(
            self,
            deployment_name,
            body,
        )
    }
    /// Delete environment variables of a container.
    ///
    /// Sends `DELETE /v1/container-deployments/{deployment_name}/environment-variables`. **Destructive.** Safe to repeat: sending the request twice has the same effect as sending it once.
    ///
    /// Rate limits: the request counts against the limit of the project and the limit of this method and path. The `RateLimit` headers of a response tell the remaining requests; `Retry-After` of a 429 tells when to retry.
    ///
    /// # Arguments
    ///
    /// - `deployment_name`: Name of the deployment. For example `my-deployment`.
    /// - `body`: [`DeleteEnvironmentVariables`](types::DeleteEnvironmentVariables).
    ///
    /// # Errors
    ///
    /// [`send`](builder::DeleteContainerDeploymentEnvironmentVariables::send) returns an [`Error`](crate::Error).
    ///
    /// # Examples
    ///
    /// ```no_run
    /// # use verda_api::types;
    /// # async fn run(client: verda_api::Client) -> Result<(), Box<dyn std::error::Error>> {
    /// let response = client
    ///     .delete_container_deployment_environment_variables(
    ///         "my-deployment",
    ///         types::DeleteEnvironmentVariables::builder()
    ///             .container_name("flux-0")
    ///             .env(Vec::from(["…".to_owned()])),
    ///     )
    ///     .await?;
    /// # Ok(())
    /// # }
    /// ```
    #[inline]
    pub fn delete_container_deployment_environment_variables(
        &self,
        deployment_name: impl crate::runtime::IntoArgument<
            crate::types::ContainerDeploymentName,
        >,
        body: impl crate::runtime::IntoArgument<types::DeleteEnvironmentVariables>,
    ) -> builder::DeleteContainerDeploymentEnvironmentVariables<'_> {
        builder::DeleteContainerDeploymentEnvironmentVariables::new(
            self,
            deployment_name,
            body,
        )
    }
    /// Update environment variables of a container. The env vars must exist in order to update them.
    ///
    /// Sends `PATCH /v1/container-deployments/{deployment_name}/environment-variables`. Safe to repeat: sending the request twice has the same effect as sending it once.
    ///
    /// Rate limits: the request counts against the limit of the project and the limit of this method and path. The `RateLimit` headers of a response tell the remaining requests; `Retry-After` of a 429 tells when to retry.
    ///
    /// # Arguments
    ///
    /// - `deployment_name`: Name of the deployment. For example `my-deployment`.
    /// - `body`: [`SetEnvironmentVariables`](types::SetEnvironmentVariables).
    ///
    /// # Errors
    ///
    /// [`send`](builder::UpdateContainerDeploymentEnvironmentVariables::send) returns an [`Error`](crate::Error).
    ///
    /// # Examples
    ///
    /// ```no_run
    /// # use verda_api::types;
    /// # async fn run(client: verda_api::Client) -> Result<(), Box<dyn std::error::Error>> {
    /// let response = client
    ///     .update_container_deployment_environment_variables(
    ///         "my-deployment",
    ///         types::SetEnvironmentVariables::builder()
    ///             .container_name("flux-0")
    ///             .env(
    ///                 Vec::from([
    ///                     types::EnvironmentVariable::builder()
    ///                         .name("MY_ENV_VAR")
    ///                         .value_or_reference_to_secret("…")
    ///                         .type_(types::EnvironmentVariableType::Plain)
    ///                         .build()?,
    ///                 ]),
    ///             ),
    ///     )
    ///     .await?;
    /// # Ok(())
    /// # }
    /// ```
    #[inline]
    pub fn update_container_deployment_environment_variables(
        &self,
        deployment_name: impl crate::runtime::IntoArgument<
            crate::types::ContainerDeploymentName,
        >,
        body: impl crate::runtime::IntoArgument<types::SetEnvironmentVariables>,
    ) -> builder::UpdateContainerDeploymentEnvironmentVariables<'_> {
        builder::UpdateContainerDeploymentEnvironmentVariables::new(
            self,
            deployment_name,
            body,
        )
    }
    /// Pause deployment.
    ///
    /// Sends `POST /v1/container-deployments/{deployment_name}/pause`. Safe to repeat: sending the request twice has the same effect as sending it once.
    ///
    /// Rate limits: the request counts against the limit of the project and the limit of this method and path. The `RateLimit` headers of a response tell the remaining requests; `Retry-After` of a 429 tells when to retry.
    ///
    /// # Arguments
    ///
    /// - `deployment_name`: Name of the deployment. For example `my-deployment`.
    ///
    /// # Errors
    ///
    /// [`send`](builder::PauseContainerDeployment::send) returns an [`Error`](crate::Error).
    ///
    /// # Examples
    ///
    /// ```no_run
    /// # async fn run(client: verda_api::Client) -> Result<(), Box<dyn std::error::Error>> {
    /// client.pause_container_deployment("my-deployment").await?;
    /// # Ok(())
    /// # }
    /// ```
    #[inline]
    pub fn pause_container_deployment(
        &self,
        deployment_name: impl crate::runtime::IntoArgument<
            crate::types::ContainerDeploymentName,
        >,
    ) -> builder::PauseContainerDeployment<'_> {
        builder::PauseContainerDeployment::new(self, deployment_name)
    }
    /// Purge deployment queue.
    ///
    /// Sends `POST /v1/container-deployments/{deployment_name}/purge-queue`. **Destructive, and not safe to repeat** if the outcome of an earlier request is unknown.
    ///
    /// Rate limits: the request counts against the limit of the project and the limit of this method and path. The `RateLimit` headers of a response tell the remaining requests; `Retry-After` of a 429 tells when to retry.
    ///
    /// # Arguments
    ///
    /// - `deployment_name`: Name of the deployment. For example `my-deployment`.
    ///
    /// # Errors
    ///
    /// [`send`](builder::PurgeContainerDeploymentQueue::send) returns an [`Error`](crate::Error).
    ///
    /// # Examples
    ///
    /// ```no_run
    /// # async fn run(client: verda_api::Client) -> Result<(), Box<dyn std::error::Error>> {
    /// client.purge_container_deployment_queue("my-deployment").await?;
    /// # Ok(())
    /// # }
    /// ```
    #[inline]
    pub fn purge_container_deployment_queue(
        &self,
        deployment_name: impl crate::runtime::IntoArgument<
            crate::types::ContainerDeploymentName,
        >,
    ) -> builder::PurgeContainerDeploymentQueue<'_> {
        builder::PurgeContainerDeploymentQueue::new(self, deployment_name)
    }
    /// Get deployment replicas by deployment name.
    ///
    /// Sends `GET /v1/container-deployments/{deployment_name}/replicas`. Safe to repeat: sending the request twice has the same effect as sending it once.
    ///
    /// Rate limits: the request counts against the limit of the project and the limit of this method and path. The `RateLimit` headers of a response tell the remaining requests; `Retry-After` of a 429 tells when to retry.
    ///
    /// # Arguments
    ///
    /// - `deployment_name`: Name of the deployment. For example `my-deployment`.
    ///
    /// # Errors
    ///
    /// [`send`](builder::ListContainerDeploymentReplicas::send) returns an [`Error`](crate::Error).
    ///
    /// # Examples
    ///
    /// ```no_run
    /// # async fn run(client: verda_api::Client) -> Result<(), Box<dyn std::error::Error>> {
    /// let response = client.list_container_deployment_replicas("my-deployment").await?;
    /// # Ok(())
    /// # }
    /// ```
    #[inline]
    pub fn list_container_deployment_replicas(
        &self,
        deployment_name: impl crate::runtime::IntoArgument<
            crate::types::ContainerDeploymentName,
        >,
    ) -> builder::ListContainerDeploymentReplicas<'_> {
        builder::ListContainerDeploymentReplicas::new(self, deployment_name)
    }
    /// Restart deployment.
    ///
    /// Sends `POST /v1/container-deployments/{deployment_name}/restart`. **Not safe to repeat** if the outcome of an earlier request is unknown.
    ///
    /// Rate limits: the request counts against the limit of the project and the limit of this method and path. The `RateLimit` headers of a response tell the remaining requests; `Retry-After` of a 429 tells when to retry.
    ///
    /// # Arguments
    ///
    /// - `deployment_name`: Name of the deployment. For example `my-deployment`.
    ///
    /// # Errors
    ///
    /// [`send`](builder::RestartContainerDeployment::send) returns an [`Error`](crate::Error).
    ///
    /// # Examples
    ///
    /// ```no_run
    /// # async fn run(client: verda_api::Client) -> Result<(), Box<dyn std::error::Error>> {
    /// client.restart_container_deployment("my-deployment").await?;
    /// # Ok(())
    /// # }
    /// ```
    #[inline]
    pub fn restart_container_deployment(
        &self,
        deployment_name: impl crate::runtime::IntoArgument<
            crate::types::ContainerDeploymentName,
        >,
    ) -> builder::RestartContainerDeployment<'_> {
        builder::RestartContainerDeployment::new(self, deployment_name)
    }
    /// Resume deployment.
    ///
    /// Sends `POST /v1/container-deployments/{deployment_name}/resume`. Safe to repeat: sending the request twice has the same effect as sending it once.
    ///
    /// Rate limits: the request counts against the limit of the project and the limit of this method and path. The `RateLimit` headers of a response tell the remaining requests; `Retry-After` of a 429 tells when to retry.
    ///
    /// # Arguments
    ///
    /// - `deployment_name`: Name of the deployment. For example `my-deployment`.
    ///
    /// # Errors
    ///
    /// [`send`](builder::ResumeContainerDeployment::send) returns an [`Error`](crate::Error).
    ///
    /// # Examples
    ///
    /// ```no_run
    /// # async fn run(client: verda_api::Client) -> Result<(), Box<dyn std::error::Error>> {
    /// client.resume_container_deployment("my-deployment").await?;
    /// # Ok(())
    /// # }
    /// ```
    #[inline]
    pub fn resume_container_deployment(
        &self,
        deployment_name: impl crate::runtime::IntoArgument<
            crate::types::ContainerDeploymentName,
        >,
    ) -> builder::ResumeContainerDeployment<'_> {
        builder::ResumeContainerDeployment::new(self, deployment_name)
    }
    /// Get deployment scaling options by deployment name.
    ///
    /// Sends `GET /v1/container-deployments/{deployment_name}/scaling`. Safe to repeat: sending the request twice has the same effect as sending it once.
    ///
    /// Rate limits: the request counts against the limit of the project and the limit of this method and path. The `RateLimit` headers of a response tell the remaining requests; `Retry-After` of a 429 tells when to retry.
    ///
    /// # Arguments
    ///
    /// - `deployment_name`: Name of the deployment. For example `my-deployment`.
    ///
    /// # Errors
    ///
    /// [`send`](builder::GetContainerDeploymentScaling::send) returns an [`Error`](crate::Error).
    ///
    /// # Examples
    ///
    /// ```no_run
    /// # async fn run(client: verda_api::Client) -> Result<(), Box<dyn std::error::Error>> {
    /// let response = client.get_container_deployment_scaling("my-deployment").await?;
    /// # Ok(())
    /// # }
    /// ```
    #[inline]
    pub fn get_container_deployment_scaling(
        &self,
        deployment_name: impl crate::runtime::IntoArgument<
            crate::types::ContainerDeploymentName,
        >,
    ) -> builder::GetContainerDeploymentScaling<'_> {
        builder::GetContainerDeploymentScaling::new(self, deployment_name)
    }
    /// Update deployment scaling options.
    ///
    /// Sends `PATCH /v1/container-deployments/{deployment_name}/scaling`. Safe to repeat: sending the request twice has the same effect as sending it once.
    ///
    /// Rate limits: the request counts against the limit of the project and the limit of this method and path. The `RateLimit` headers of a response tell the remaining requests; `Retry-After` of a 429 tells when to retry.
    ///
    /// # Arguments
    ///
    /// - `deployment_name`: Name of the deployment. For example `my-deployment`.
    /// - `body`: [`UpdateContainerScaling`](types::UpdateContainerScaling).
    ///
    /// # Errors
    ///
    /// [`send`](builder::UpdateContainerDeploymentScaling::send) returns an [`Error`](crate::Error).
    ///
    /// # Examples
    ///
    /// ```no_run
    /// # use verda_api::types;
    /// # async fn run(client: verda_api::Client) -> Result<(), Box<dyn std::error::Error>> {
    /// let response = client
    ///     .update_container_deployment_scaling(
    ///         "my-deployment",
    ///         types::UpdateContainerScaling::builder(),
    ///     )
    ///     .await?;
    /// # Ok(())
    /// # }
    /// ```
    #[inline]
    pub fn update_container_deployment_scaling(
        &self,
        deployment_name: impl crate::runtime::IntoArgument<
            crate::types::ContainerDeploymentName,
        >,
        body: impl crate::runtime::IntoArgument<types::UpdateContainerScaling>,
    ) -> builder::UpdateContainerDeploymentScaling<'_> {
        builder::UpdateContainerDeploymentScaling::new(self, deployment_name, body)
    }
    /// Get deployment status.
    ///
    /// Sends `GET /v1/container-deployments/{deployment_name}/status`. Safe to repeat: sending the request twice has the same effect as sending it once.
    ///
    /// Rate limits: the request counts against the limit of the project and the limit of this method and path. The `RateLimit` headers of a response tell the remaining requests; `Retry-After` of a 429 tells when to retry.
    ///
    /// # Arguments
    ///
    /// - `deployment_name`: Name of the deployment. For example `my-deployment`.
    ///
    /// # Errors
    ///
    /// [`send`](builder::GetContainerDeploymentStatus::send) returns an [`Error`](crate::Error).
    ///
    /// # Examples
    ///
    /// ```no_run
    /// # async fn run(client: verda_api::Client) -> Result<(), Box<dyn std::error::Error>> {
    /// let response = client.get_container_deployment_status("my-deployment").await?;
    /// # Ok(())
    /// # }
    /// ```
    #[inline]
    pub fn get_container_deployment_status(
        &self,
        deployment_name: impl crate::runtime::IntoArgument<
            crate::types::ContainerDeploymentName,
        >,
    ) -> builder::GetContainerDeploymentStatus<'_> {
        builder::GetContainerDeploymentStatus::new(self, deployment_name)
    }
    /// Get all registry credentials.
    ///
    /// Sends `GET /v1/container-registry-credentials`. Safe to repeat: sending the request twice has the same effect as sending it once.
    ///
    /// Rate limits: the request counts against the limit of the project and the limit of this method and path. The `RateLimit` headers of a response tell the remaining requests; `Retry-After` of a 429 tells when to retry.
    ///
    /// # Errors
    ///
    /// [`send`](builder::ListContainerRegistryCredentials::send) returns an [`Error`](crate::Error).
    ///
    /// # Examples
    ///
    /// ```no_run
    /// # async fn run(client: verda_api::Client) -> Result<(), Box<dyn std::error::Error>> {
    /// let response = client.list_container_registry_credentials().await?;
    /// # Ok(())
    /// # }
    /// ```
    #[inline]
    pub fn list_container_registry_credentials(
        &self,
    ) -> builder::ListContainerRegistryCredentials<'_> {
        builder::ListContainerRegistryCredentials::new(self)
    }
    /// Add registry credentials.
    ///
    /// Sends `POST /v1/container-registry-credentials`. **Not safe to repeat** if the outcome of an earlier request is unknown.
    ///
    /// Rate limits: the request counts against the limit of the project and the limit of this method and path. The `RateLimit` headers of a response tell the remaining requests; `Retry-After` of a 429 tells when to retry.
    ///
    /// # Arguments
    ///
    /// - `body`: [`CreateRegistryCredentials`](types::CreateRegistryCredentials).
    ///
    /// # Errors
    ///
    /// [`send`](builder::CreateContainerRegistryCredentials::send) returns an [`Error`](crate::Error).
    ///
    /// # Examples
    ///
    /// ```no_run
    /// # use verda_api::types;
    /// # async fn run(client: verda_api::Client) -> Result<(), Box<dyn std::error::Error>> {
    /// client
    ///     .create_container_registry_credentials(
    ///         types::CreateRegistryCredentials::builder()
    ///             .name("dockerhub-credentials")
    ///             .type_(types::RegistryType::Dockerhub),
    ///     )
    ///     .await?;
    /// # Ok(())
    /// # }
    /// ```
    #[inline]
    pub fn create_container_registry_credentials(
        &self,
        body: impl crate::runtime::IntoArgument<types::CreateRegistryCredentials>,
    ) -> builder::CreateContainerRegistryCredentials<'_> {
        builder::CreateContainerRegistryCredentials::new(self, body)
    }
    /// Delete registry credentials.
    ///
    /// Sends `DELETE /v1/container-registry-credentials/{credentials_name}`. **Destructive.** Safe to repeat: sending the request twice has the same effect as sending it once.
    ///
    /// Rate limits: the request counts against the limit of the project and the limit of this method and path. The `RateLimit` headers of a response tell the remaining requests; `Retry-After` of a 429 tells when to retry.
    ///
    /// # Arguments
    ///
    /// - `credentials_name`: Credentials name.
    /// - [`.force(…)`](builder::DeleteContainerRegistryCredentials::force), optional: Force delete the registry credentials, even if it is used in deployments. Dangerous! may cause deployments to fail.
    ///
    /// # Errors
    ///
    /// [`send`](builder::DeleteContainerRegistryCredentials::send) returns an [`Error`](crate::Error).
    ///
    /// # Examples
    ///
    /// ```no_run
    /// # async fn run(client: verda_api::Client) -> Result<(), Box<dyn std::error::Error>> {
    /// client.delete_container_registry_credentials("…").await?;
    /// # Ok(())
    /// # }
    /// ```
    #[inline]
    pub fn delete_container_registry_credentials(
        &self,
        credentials_name: impl crate::runtime::IntoArgument<
            crate::types::RegistryCredentialsName,
        >,
    ) -> builder::DeleteContainerRegistryCredentials<'_> {
        builder::DeleteContainerRegistryCredentials::new(self, credentials_name)
    }
    /// Get container types.
    ///
    /// Sends `GET /v1/container-types`. Safe to repeat: sending the request twice has the same effect as sending it once.
    ///
    /// Public: works without credentials.
    ///
    /// Rate limits: none are documented for requests without credentials.
    ///
    /// # Arguments
    ///
    /// - [`.currency(…)`](builder::ListContainerTypes::currency), optional: Currency to get the price history for. The API's default: `usd`.
    ///
    /// # Errors
    ///
    /// [`send`](builder::ListContainerTypes::send) returns an [`Error`](crate::Error).
    ///
    /// # Examples
    ///
    /// ```no_run
    /// # async fn run(client: verda_api::Client) -> Result<(), Box<dyn std::error::Error>> {
    /// let response = client.list_container_types().await?;
    /// # Ok(())
    /// # }
    /// ```
    #[inline]
    pub fn list_container_types(&self) -> builder::ListContainerTypes<'_> {
        builder::ListContainerTypes::new(self)
    }
    /// Get fileset secrets.
    ///
    /// File secrets can be used as a secret mount storage.
    ///
    /// Sends `GET /v1/file-secrets`. Safe to repeat: sending the request twice has the same effect as sending it once.
    ///
    /// Rate limits: the request counts against the limit of the project and the limit of this method and path. The `RateLimit` headers of a response tell the remaining requests; `Retry-After` of a 429 tells when to retry.
    ///
    /// # Errors
    ///
    /// [`send`](builder::ListFileSecrets::send) returns an [`Error`](crate::Error).
    ///
    /// # Examples
    ///
    /// ```no_run
    /// # async fn run(client: verda_api::Client) -> Result<(), Box<dyn std::error::Error>> {
    /// let response = client.list_file_secrets().await?;
    /// # Ok(())
    /// # }
    /// ```
    #[inline]
    pub fn list_file_secrets(&self) -> builder::ListFileSecrets<'_> {
        builder::ListFileSecrets::new(self)
    }
    /// Create new fileset secret.
    ///
    /// File secrets can be used as a secret mount storage.
    ///
    /// Sends `POST /v1/file-secrets`. **Not safe to repeat** if the outcome of an earlier request is unknown.
    ///
    /// Rate limits: the request counts against the limit of the project and the limit of this method and path. The `RateLimit` headers of a response tell the remaining requests; `Retry-After` of a 429 tells when to retry.
    ///
    /// # Arguments
    ///
    /// - `body`: [`CreateFileSecret`](types::CreateFileSecret).
    ///
    /// # Errors
    ///
    /// [`send`](builder::CreateFileSecret::send) returns an [`Error`](crate::Error).
    ///
    /// # Examples
    ///
    /// ```no_run
    /// # use verda_api::types;
    /// # async fn run(client: verda_api::Client) -> Result<(), Box<dyn std::error::Error>> {
    /// client
    ///     .create_file_secret(
    ///         types::CreateFileSecret::builder()
    ///             .name("secret-files")
    ///             .files(
    ///                 Vec::from([
    ///                     types::SecretFile::builder()
    ///                         .file_name("file.txt")
    ///                         .base64_content("…")
    ///                         .build()?,
    ///                 ]),
    ///             ),
    ///     )
    ///     .await?;
    /// # Ok(())
    /// # }
    /// ```
    #[inline]
    pub fn create_file_secret(
        &self,
        body: impl crate::runtime::IntoArgument<types::CreateFileSecret>,
    ) -> builder::CreateFileSecret<'_> {
        builder::CreateFileSecret::new(self, body)
    }
    /// Delete fileset secret.
    ///
    /// Will error if the secret is used in a deployment.
    ///
    /// Sends `DELETE /v1/file-secrets/{secret_name}`. **Destructive.** Safe to repeat: sending the request twice has the same effect as sending it once.
    ///
    /// Rate limits: the request counts against the limit of the project and the limit of this method and path. The `RateLimit` headers of a response tell the remaining requests; `Retry-After` of a 429 tells when to retry.
    ///
    /// # Arguments
    ///
    /// - `secret_name`: Secret name.
    /// - [`.force(…)`](builder::DeleteFileSecret::force), optional: Force delete the secret, even if it is used in deployments. Dangerous! may cause deployments to fail.
    ///
    /// # Errors
    ///
    /// [`send`](builder::DeleteFileSecret::send) returns an [`Error`](crate::Error).
    ///
    /// # Examples
    ///
    /// ```no_run
    /// # async fn run(client: verda_api::Client) -> Result<(), Box<dyn std::error::Error>> {
    /// client.delete_file_secret("…").await?;
    /// # Ok(())
    /// # }
    /// ```
    #[inline]
    pub fn delete_file_secret(
        &self,
        secret_name: impl crate::runtime::IntoArgument<crate::types::SecretName>,
    ) -> builder::DeleteFileSecret<'_> {
        builder::DeleteFileSecret::new(self, secret_name)
    }
    /// Get images types for instances.
    ///
    /// Sends `GET /v1/images`. Safe to repeat: sending the request twice has the same effect as sending it once.
    ///
    /// Rate limits: the request counts against the limit of the project and the limit of this method and path. The `RateLimit` headers of a response tell the remaining requests; `Retry-After` of a 429 tells when to retry.
    ///
    /// # Arguments
    ///
    /// - [`.instance_type(…)`](builder::ListImages::instance_type), optional: Filter OS images by instance type. Default is all instance images. For example `1A100.22V`.
    ///
    /// # Errors
    ///
    /// [`send`](builder::ListImages::send) returns an [`Error`](crate::Error).
    ///
    /// # Examples
    ///
    /// ```no_run
    /// # async fn run(client: verda_api::Client) -> Result<(), Box<dyn std::error::Error>> {
    /// let response = client.list_images().await?;
    /// # Ok(())
    /// # }
    /// ```
    #[inline]
    pub fn list_images(&self) -> builder::ListImages<'_> {
        builder::ListImages::new(self)
    }
    /// Get images types for cluster.
    ///
    /// Sends `GET /v1/images/cluster`. Safe to repeat: sending the request twice has the same effect as sending it once.
    ///
    /// Rate limits: the request counts against the limit of the project and the limit of this method and path. The `RateLimit` headers of a response tell the remaining requests; `Retry-After` of a 429 tells when to retry.
    ///
    /// # Arguments
    ///
    /// - [`.instance_type(…)`](builder::ListClusterImages::instance_type), optional: Filter OS images by instance type. Default is all cluster images. For example `16B200`.
    ///
    /// # Errors
    ///
    /// [`send`](builder::ListClusterImages::send) returns an [`Error`](crate::Error).
    ///
    /// # Examples
    ///
    /// ```no_run
    /// # async fn run(client: verda_api::Client) -> Result<(), Box<dyn std::error::Error>> {
    /// let response = client.list_cluster_images().await?;
    /// # Ok(())
    /// # }
    /// ```
    #[inline]
    pub fn list_cluster_images(&self) -> builder::ListClusterImages<'_> {
        builder::ListClusterImages::new(self)
    }
    /// Get all instance type availabilities for all locations.
    ///
    /// Sends `GET /v1/instance-availability`. Safe to repeat: sending the request twice has the same effect as sending it once.
    ///
    /// Rate limits: the request counts against the limit of the project and the limit of this method and path. The `RateLimit` headers of a response tell the remaining requests; `Retry-After` of a 429 tells when to retry.
    ///
    /// # Arguments
    ///
    /// - [`.is_spot(…)`](builder::ListInstanceAvailability::is_spot), optional: Check spot instance availability. The API's default: `false`.
    /// - [`.location_code(…)`](builder::ListInstanceAvailability::location_code), optional: Check availability for a specific location code. If omitted, all locations are checked. For example `FIN-01`.
    ///
    /// # Errors
    ///
    /// [`send`](builder::ListInstanceAvailability::send) returns an [`Error`](crate::Error).
    ///
    /// # Examples
    ///
    /// ```no_run
    /// # async fn run(client: verda_api::Client) -> Result<(), Box<dyn std::error::Error>> {
    /// let response = client.list_instance_availability().await?;
    /// # Ok(())
    /// # }
    /// ```
    #[inline]
    pub fn list_instance_availability(&self) -> builder::ListInstanceAvailability<'_> {
        builder::ListInstanceAvailability::new(self)
    }
    /// Get instance type availability.
    ///
    /// Sends `GET /v1/instance-availability/{instance_type}`. Safe to repeat: sending the request twice has the same effect as sending it once.
    ///
    /// Rate limits: the request counts against the limit of the project and the limit of this method and path. The `RateLimit` headers of a response tell the remaining requests; `Retry-After` of a 429 tells when to retry.
    ///
    /// # Arguments
    ///
    /// - `instance_type`: The type of instance to check. For example `1H100.80S.22V`.
    /// - [`.is_spot(…)`](builder::CheckInstanceAvailability::is_spot), optional: Check spot instance availability. The API's default: `false`.
    /// - [`.location_code(…)`](builder::CheckInstanceAvailability::location_code), optional: Check availability for a specific location code. If omitted, all locations are checked. For example `FIN-01`.
    ///
    /// # Errors
    ///
    /// [`send`](builder::CheckInstanceAvailability::send) returns an [`Error`](crate::Error).
    ///
    /// # Examples
    ///
    /// ```no_run
    /// # async fn run(client: verda_api::Client) -> Result<(), Box<dyn std::error::Error>> {
    /// let response = client.check_instance_availability("1H100.80S.22V").await?;
    /// # Ok(())
    /// # }
    /// ```
    #[inline]
    pub fn check_instance_availability(
        &self,
        instance_type: impl crate::runtime::IntoArgument<::std::string::String>,
    ) -> builder::CheckInstanceAvailability<'_> {
        builder::CheckInstanceAvailability::new(self, instance_type)
    }
    /// Get instance types.
    ///
    /// Sends `GET /v1/instance-types`. Safe to repeat: sending the request twice has the same effect as sending it once.
    ///
    /// Public: works without credentials.
    ///
    /// Rate limits: none are documented for requests without credentials.
    ///
    /// # Arguments
    ///
    /// - [`.currency(…)`](builder::ListInstanceTypes::currency), optional: Currency to get the price history for. The API's default: `usd`.
    ///
    /// # Errors
    ///
    /// [`send`](builder::ListInstanceTypes::send) returns an [`Error`](crate::Error).
    ///
    /// # Examples
    ///
    /// ```no_run
    /// # async fn run(client: verda_api::Client) -> Result<(), Box<dyn std::error::Error>> {
    /// let response = client.list_instance_types().await?;
    /// # Ok(())
    /// # }
    /// ```
    #[inline]
    pub fn list_instance_types(&self) -> builder::ListInstanceTypes<'_> {
        builder::ListInstanceTypes::new(self)
    }
    /// Get daily dynamic price history (only the last price update per day) - Not supported anymore.
    ///
    /// Sends `GET /v1/instance-types/price-history`. Safe to repeat: sending the request twice has the same effect as sending it once.
    ///
    /// **Deprecated** in the API's document.
    ///
    /// Public: works without credentials.
    ///
    /// Rate limits: none are documented for requests without credentials.
    ///
    /// # Errors
    ///
    /// [`send`](builder::GetInstanceTypePriceHistory::send) returns an [`Error`](crate::Error).
    ///
    /// # Examples
    ///
    /// ```no_run
    /// # async fn run(client: verda_api::Client) -> Result<(), Box<dyn std::error::Error>> {
    /// client.get_instance_type_price_history().await?;
    /// # Ok(())
    /// # }
    /// ```
    #[deprecated = "deprecated in the API's document"]
    #[inline]
    pub fn get_instance_type_price_history(
        &self,
    ) -> builder::GetInstanceTypePriceHistory<'_> {
        builder::GetInstanceTypePriceHistory::new(self)
    }
    /// Get instances.
    ///
    /// Return all instances of the project, or all instances with a specific status (optional).
    ///
    /// ### Rate limits
    ///
    /// This endpoint is rate limited to 120 requests per minute per project.
    ///
    /// Sends `GET /v1/instances`. Safe to repeat: sending the request twice has the same effect as sending it once.
    ///
    /// Rate limits: the request counts against the limit of the project and the limit of this method and path. The `RateLimit` headers of a response tell the remaining requests; `Retry-After` of a 429 tells when to retry.
    ///
    /// # Arguments
    ///
    /// - [`.compute_id(…)`](builder::ListInstances::compute_id), optional: Get one compute by computeId. Optional.
    /// - [`.status(…)`](builder::ListInstances::status), optional: Get compute deployments with selected status. Optional.
    ///
    /// # Errors
    ///
    /// [`send`](builder::ListInstances::send) returns an [`Error`](crate::Error).
    ///
    /// # Examples
    ///
    /// ```no_run
    /// # async fn run(client: verda_api::Client) -> Result<(), Box<dyn std::error::Error>> {
    /// let response = client.list_instances().await?;
    /// # Ok(())
    /// # }
    /// ```
    #[inline]
    pub fn list_instances(&self) -> builder::ListInstances<'_> {
        builder::ListInstances::new(self)
    }
    /// Perform action on an instance or multiple instances.
    ///
    /// Perform an action on a single or multiple instances.
    ///
    /// Note: to `hibernate` an instance, you must first `shutdown` it. All instance volumes would be detached and the instance will be deleted.
    ///
    /// **Important**: To remove an instance and stop charging your account, you must `delete` it. Using `shutdown` will keep charging your account.
    ///
    /// When deleting an instance, you can specify which of its' attached volumes will be deleted by providing `volume_ids` array. Any attached volumes that are not specified in the array would be detached.
    ///
    /// Note: If not providing a `volume_ids` array, only the OS volume will be deleted and the rest detached.
    ///
    /// Sends `PUT /v1/instances`. **Destructive, and not safe to repeat** if the outcome of an earlier request is unknown. The actions `boot`, `start`, `shutdown`, `force_shutdown`, `hibernate`, `restore`, `discontinue`, `delete` and `delete_stuck` set a state and are safe to repeat.
    ///
    /// Rate limits: the request counts against the limit of the project and the limit of this method and path. The `RateLimit` headers of a response tell the remaining requests; `Retry-After` of a 429 tells when to retry.
    ///
    /// # Arguments
    ///
    /// - `body`: [`PerformInstanceActions`](types::PerformInstanceActions).
    ///
    /// # Errors
    ///
    /// [`send`](builder::PerformInstanceActions::send) returns an [`Error`](crate::Error).
    ///
    /// # Examples
    ///
    /// ```no_run
    /// # use verda_api::types;
    /// # async fn run(client: verda_api::Client) -> Result<(), Box<dyn std::error::Error>> {
    /// let response = client
    ///     .perform_instance_actions(
    ///         types::PerformInstanceActions::builder()
    ///             .action(types::InstanceAction::Boot)
    ///             .id(types::InstanceId::from("…")),
    ///     )
    ///     .await?;
    /// # Ok(())
    /// # }
    /// ```
    #[inline]
    pub fn perform_instance_actions(
        &self,
        body: impl crate::runtime::IntoArgument<types::PerformInstanceActions>,
    ) -> builder::PerformInstanceActions<'_> {
        builder::PerformInstanceActions::new(self, body)
    }
    /// Deploy instance.
    ///
    /// Deploy a new instance.
    ///
    /// Before deploying an instance, you need to add at least ssh key to be able to access your instance.
    ///
    /// Instance types can be listed using the `GET /instance-types` endpoint.
    ///
    /// Available images can be listed using the `GET /images` endpoint, using the `image_type` value from the result.
    ///
    /// Existing detached OS volumes could be used as an image, put the volume ID as the `image` value.
    ///
    /// It's also possible to define new volumes that will be created and attached to the new instance. New volumes location will be the same as the instance.
    ///
    /// Existing detached volumes can be attached to the deployed instance by adding their IDs to the `existing_volumes` property.
    ///
    /// Sends `POST /v1/instances`. **Not safe to repeat** if the outcome of an earlier request is unknown.
    ///
    /// Rate limits: the request counts against the limit of the project and the limit of this method and path. The `RateLimit` headers of a response tell the remaining requests; `Retry-After` of a 429 tells when to retry.
    ///
    /// # Arguments
    ///
    /// - `body`: [`DeployInstance`](types::DeployInstance).
    ///
    /// # Errors
    ///
    /// [`send`](builder::DeployInstance::send) returns an [`Error`](crate::Error).
    ///
    /// # Examples
    ///
    /// ```no_run
    /// # use verda_api::types;
    /// # async fn run(client: verda_api::Client) -> Result<(), Box<dyn std::error::Error>> {
    /// let response = client
    ///     .deploy_instance(
    ///         types::DeployInstance::builder()
    ///             .instance_type("1H100.80S.30V")
    ///             .image("ubuntu-22.04-cuda-12.4-docker")
    ///             .hostname("my-instance-hostname")
    ///             .location_code("FIN-01"),
    ///     )
    ///     .await?;
    /// # Ok(())
    /// # }
    /// ```
    #[inline]
    pub fn deploy_instance(
        &self,
        body: impl crate::runtime::IntoArgument<types::DeployInstance>,
    ) -> builder::DeployInstance<'_> {
        builder::DeployInstance::new(self, body)
    }
    /// Perform action - deprecated.
    ///
    /// Sends `POST /v1/instances/action`. **Destructive, and not safe to repeat** if the outcome of an earlier request is unknown. The actions `boot`, `start`, `shutdown`, `force_shutdown`, `hibernate`, `restore`, `discontinue`, `delete` and `delete_stuck` set a state and are safe to repeat.
    ///
    /// **Deprecated** in the API's document.
    ///
    /// Rate limits: the request counts against the limit of the project and the limit of this method and path. The `RateLimit` headers of a response tell the remaining requests; `Retry-After` of a 429 tells when to retry.
    ///
    /// # Arguments
    ///
    /// - `body`: [`PerformInstanceActions`](types::PerformInstanceActions).
    ///
    /// # Errors
    ///
    /// [`send`](builder::PerformInstanceActionsLegacy::send) returns an [`Error`](crate::Error).
    ///
    /// # Examples
    ///
    /// ```no_run
    /// # use verda_api::types;
    /// # async fn run(client: verda_api::Client) -> Result<(), Box<dyn std::error::Error>> {
    /// client
    ///     .perform_instance_actions_legacy(
    ///         types::PerformInstanceActions::builder()
    ///             .action(types::InstanceAction::Boot)
    ///             .id(types::InstanceId::from("…")),
    ///     )
    ///     .await?;
    /// # Ok(())
    /// # }
    /// ```
    #[deprecated = "deprecated in the API's document"]
    #[inline]
    pub fn perform_instance_actions_legacy(
        &self,
        body: impl crate::runtime::IntoArgument<types::PerformInstanceActions>,
    ) -> builder::PerformInstanceActionsLegacy<'_> {
        builder::PerformInstanceActionsLegacy::new(self, body)
    }
    /// Check instance type availability - deprecated.
    ///
    /// Sends `GET /v1/instances/availability/{instanceType}`. Safe to repeat: sending the request twice has the same effect as sending it once.
    ///
    /// **Deprecated** in the API's document.
    ///
    /// Rate limits: the request counts against the limit of the project and the limit of this method and path. The `RateLimit` headers of a response tell the remaining requests; `Retry-After` of a 429 tells when to retry.
    ///
    /// # Arguments
    ///
    /// - `instance_type`: Instance type.
    ///
    /// # Errors
    ///
    /// [`send`](builder::CheckInstanceAvailabilityLegacy::send) returns an [`Error`](crate::Error).
    ///
    /// # Examples
    ///
    /// ```no_run
    /// # async fn run(client: verda_api::Client) -> Result<(), Box<dyn std::error::Error>> {
    /// client.check_instance_availability_legacy("…").await?;
    /// # Ok(())
    /// # }
    /// ```
    #[deprecated = "deprecated in the API's document"]
    #[inline]
    pub fn check_instance_availability_legacy(
        &self,
        instance_type: impl crate::runtime::IntoArgument<::std::string::String>,
    ) -> builder::CheckInstanceAvailabilityLegacy<'_> {
        builder::CheckInstanceAvailabilityLegacy::new(self, instance_type)
    }
    /// Get instance types - deprecated.
    ///
    /// Sends `GET /v1/instances/types`. Safe to repeat: sending the request twice has the same effect as sending it once.
    ///
    /// **Deprecated** in the API's document.
    ///
    /// Rate limits: the request counts against the limit of the project and the limit of this method and path. The `RateLimit` headers of a response tell the remaining requests; `Retry-After` of a 429 tells when to retry.
    ///
    /// # Errors
    ///
    /// [`send`](builder::ListInstanceTypesLegacy::send) returns an [`Error`](crate::Error).
    ///
    /// # Examples
    ///
    /// ```no_run
    /// # async fn run(client: verda_api::Client) -> Result<(), Box<dyn std::error::Error>> {
    /// client.list_instance_types_legacy().await?;
    /// # Ok(())
    /// # }
    /// ```
    #[deprecated = "deprecated in the API's document"]
    #[inline]
    pub fn list_instance_types_legacy(&self) -> builder::ListInstanceTypesLegacy<'_> {
        builder::ListInstanceTypesLegacy::new(self)
    }
    /// Get instance by id.
    ///
    /// Sends `GET /v1/instances/{instance_id}`. Safe to repeat: sending the request twice has the same effect as sending it once.
    ///
    /// Rate limits: the request counts against the limit of the project and the limit of this method and path. The `RateLimit` headers of a response tell the remaining requests; `Retry-After` of a 429 tells when to retry.
    ///
    /// # Arguments
    ///
    /// - `instance_id`: The id of the instance.
    ///
    /// # Errors
    ///
    /// [`send`](builder::GetInstance::send) returns an [`Error`](crate::Error).
    ///
    /// # Examples
    ///
    /// ```no_run
    /// # async fn run(client: verda_api::Client) -> Result<(), Box<dyn std::error::Error>> {
    /// let response = client.get_instance("0e50ba5a-434e-4c48-9ce6-aeba7f92251b").await?;
    /// # Ok(())
    /// # }
    /// ```
    #[inline]
    pub fn get_instance(
        &self,
        instance_id: impl crate::runtime::IntoArgument<crate::types::InstanceId>,
    ) -> builder::GetInstance<'_> {
        builder::GetInstance::new(self, instance_id)
    }
    /// Get all job deployments.
    ///
    /// Sends `GET /v1/job-deployments`. Safe to repeat: sending the request twice has the same effect as sending it once.
    ///
    /// Rate limits: the request counts against the limit of the project and the limit of this method and path. The `RateLimit` headers of a response tell the remaining requests; `Retry-After` of a 429 tells when to retry.
    ///
    /// # Errors
    ///
    /// [`send`](builder::ListJobDeployments::send) returns an [`Error`](crate::Error).
    ///
    /// # Examples
    ///
    /// ```no_run
    /// # async fn run(client: verda_api::Client) -> Result<(), Box<dyn std::error::Error>> {
    /// let response = client.list_job_deployments().await?;
    /// # Ok(())
    /// # }
    /// ```
    #[inline]
    pub fn list_job_deployments(&self) -> builder::ListJobDeployments<'_> {
        builder::ListJobDeployments::new(self)
    }
    /// Create new job.
    ///
    /// Sends `POST /v1/job-deployments`. **Not safe to repeat** if the outcome of an earlier request is unknown.
    ///
    /// Rate limits: the request counts against the limit of the project and the limit of this method and path. The `RateLimit` headers of a response tell the remaining requests; `Retry-After` of a 429 tells when to retry.
    ///
    /// # Arguments
    ///
    /// - `body`: [`CreateJobDeployment`](types::CreateJobDeployment).
    ///
    /// # Errors
    ///
    /// [`send`](builder::CreateJobDeployment::send) returns an [`Error`](crate::Error).
    ///
    /// # Examples
    ///
    /// ```no_run
    /// # use verda_api::types;
    /// # async fn run(client: verda_api::Client) -> Result<(), Box<dyn std::error::Error>> {
    /// let response = client
    ///     .create_job_deployment(
    ///         types::CreateJobDeployment::builder()
    ///             .name("flux-training")
    ///             .containers(
    ///                 Vec::from([
    ///                     types::CreateJobContainer::builder()
    ///                         .image("registry-1.docker.io/chentex/random-logger:v1.0.1")
    ///                         .exposed_port(8080)
    ///                         .build()?,
    ///                 ]),
    ///             )
    ///             .compute(types::ComputeResource::builder().name("H100").size(1))
    ///             .scaling(
    ///                 types::CreateJobScaling::builder()
    ///                     .max_replica_count(1)
    ///                     .queue_message_ttl_seconds(300)
    ///                     .deadline_seconds(1),
    ///             ),
    ///     )
    ///     .await?;
    /// # Ok(())
    /// # }
    /// ```
    #[inline]
    pub fn create_job_deployment(
        &self,
        body: impl crate::runtime::IntoArgument<types::CreateJobDeployment>,
    ) -> builder::CreateJobDeployment<'_> {
        builder::CreateJobDeployment::new(self, body)
    }
    /// Get job deployment by name.
    ///
    /// Sends `GET /v1/job-deployments/{jobName}`. Safe to repeat: sending the request twice has the same effect as sending it once.
    ///
    /// Rate limits: the request counts against the limit of the project and the limit of this method and path. The `RateLimit` headers of a response tell the remaining requests; `Retry-After` of a 429 tells when to retry.
    ///
    /// # Arguments
    ///
    /// - `job_name`: Name of the job. For example `my-job`.
    ///
    /// # Errors
    ///
    /// [`send`](builder::GetJobDeployment::send) returns an [`Error`](crate::Error).
    ///
    /// # Examples
    ///
    /// ```no_run
    /// # async fn run(client: verda_api::Client) -> Result<(), Box<dyn std::error::Error>> {
    /// let response = client.get_job_deployment("my-job").await?;
    /// # Ok(())
    /// # }
    /// ```
    #[inline]
    pub fn get_job_deployment(
        &self,
        job_name: impl crate::runtime::IntoArgument<crate::types::JobDeploymentName>,
    ) -> builder::GetJobDeployment<'_> {
        builder::GetJobDeployment::new(self, job_name)
    }
    /// Delete job deployment.
    ///
    /// Sends `DELETE /v1/job-deployments/{jobName}`. **Destructive.** Safe to repeat: sending the request twice has the same effect as sending it once.
    ///
    /// Rate limits: the request counts against the limit of the project and the limit of this method and path. The `RateLimit` headers of a response tell the remaining requests; `Retry-After` of a 429 tells when to retry.
    ///
    /// # Arguments
    ///
    /// - `job_name`: Name of the job. For example `my-job`.
    /// - [`.timeout(…)`](builder::DeleteJobDeployment::timeout), optional: Maximum time to wait for job deployment deletion in milliseconds. Set to 0 to skip waiting. The API's default: `60000`. From 0 to 300000.
    ///
    /// # Errors
    ///
    /// [`send`](builder::DeleteJobDeployment::send) returns an [`Error`](crate::Error).
    ///
    /// # Examples
    ///
    /// ```no_run
    /// # async fn run(client: verda_api::Client) -> Result<(), Box<dyn std::error::Error>> {
    /// client.delete_job_deployment("my-job").await?;
    /// # Ok(())
    /// # }
    /// ```
    #[inline]
    pub fn delete_job_deployment(
        &self,
        job_name: impl crate::runtime::IntoArgument<crate::types::JobDeploymentName>,
    ) -> builder::DeleteJobDeployment<'_> {
        builder::DeleteJobDeployment::new(self, job_name)
    }
    /// Update job deployment.
    ///
    /// Sends `PATCH /v1/job-deployments/{jobName}`. Safe to repeat: sending the request twice has the same effect as sending it once.
    ///
    /// Rate limits: the request counts against the limit of the project and the limit of this method and path. The `RateLimit` headers of a response tell the remaining requests; `Retry-After` of a 429 tells when to retry.
    ///
    /// # Arguments
    ///
    /// - `job_name`: Name of the job. For example `my-job`.
    /// - `body`: [`UpdateJobDeployment`](types::UpdateJobDeployment).
    ///
    /// # Errors
    ///
    /// [`send`](builder::UpdateJobDeployment::send) returns an [`Error`](crate::Error).
    ///
    /// # Examples
    ///
    /// ```no_run
    /// # use verda_api::types;
    /// # async fn run(client: verda_api::Client) -> Result<(), Box<dyn std::error::Error>> {
    /// let response = client
    ///     .update_job_deployment("my-job", types::UpdateJobDeployment::builder())
    ///     .await?;
    /// # Ok(())
    /// # }
    /// ```
    #[inline]
    pub fn update_job_deployment(
        &self,
        job_name: impl crate::runtime::IntoArgument<crate::types::JobDeploymentName>,
        body: impl crate::runtime::IntoArgument<types::UpdateJobDeployment>,
    ) -> builder::UpdateJobDeployment<'_> {
        builder::UpdateJobDeployment::new(self, job_name, body)
    }
    /// Pause job deployment.
    ///
    /// Sends `POST /v1/job-deployments/{jobName}/pause`. Safe to repeat: sending the request twice has the same effect as sending it once.
    ///
    /// Rate limits: the request counts against the limit of the project and the limit of this method and path. The `RateLimit` headers of a response tell the remaining requests; `Retry-After` of a 429 tells when to retry.
    ///
    /// # Arguments
    ///
    /// - `job_name`: Name of the job. For example `my-job`.
    ///
    /// # Errors
    ///
    /// [`send`](builder::PauseJobDeployment::send) returns an [`Error`](crate::Error).
    ///
    /// # Examples
    ///
    /// ```no_run
    /// # async fn run(client: verda_api::Client) -> Result<(), Box<dyn std::error::Error>> {
    /// client.pause_job_deployment("my-job").await?;
    /// # Ok(())
    /// # }
    /// ```
    #[inline]
    pub fn pause_job_deployment(
        &self,
        job_name: impl crate::runtime::IntoArgument<crate::types::JobDeploymentName>,
    ) -> builder::PauseJobDeployment<'_> {
        builder::PauseJobDeployment::new(self, job_name)
    }
    /// Purge job deployment queue.
    ///
    /// Sends `POST /v1/job-deployments/{jobName}/purge-queue`. **Destructive, and not safe to repeat** if the outcome of an earlier request is unknown.
    ///
    /// Rate limits: the request counts against the limit of the project and the limit of this method and path. The `RateLimit` headers of a response tell the remaining requests; `Retry-After` of a 429 tells when to retry.
    ///
    /// # Arguments
    ///
    /// - `job_name`: Name of the job. For example `my-job`.
    ///
    /// # Errors
    ///
    /// [`send`](builder::PurgeJobDeploymentQueue::send) returns an [`Error`](crate::Error).
    ///
    /// # Examples
    ///
    /// ```no_run
    /// # async fn run(client: verda_api::Client) -> Result<(), Box<dyn std::error::Error>> {
    /// client.purge_job_deployment_queue("my-job").await?;
    /// # Ok(())
    /// # }
    /// ```
    #[inline]
    pub fn purge_job_deployment_queue(
        &self,
        job_name: impl crate::runtime::IntoArgument<crate::types::JobDeploymentName>,
    ) -> builder::PurgeJobDeploymentQueue<'_> {
        builder::PurgeJobDeploymentQueue::new(self, job_name)
    }
    /// Resume job deployment.
    ///
    /// Sends `POST /v1/job-deployments/{jobName}/resume`. Safe to repeat: sending the request twice has the same effect as sending it once.
    ///
    /// Rate limits: the request counts against the limit of the project and the limit of this method and path. The `RateLimit` headers of a response tell the remaining requests; `Retry-After` of a 429 tells when to retry.
    ///
    /// # Arguments
    ///
    /// - `job_name`: Name of the job. For example `my-job`.
    ///
    /// # Errors
    ///
    /// [`send`](builder::ResumeJobDeployment::send) returns an [`Error`](crate::Error).
    ///
    /// # Examples
    ///
    /// ```no_run
    /// # async fn run(client: verda_api::Client) -> Result<(), Box<dyn std::error::Error>> {
    /// client.resume_job_deployment("my-job").await?;
    /// # Ok(())
    /// # }
    /// ```
    #[inline]
    pub fn resume_job_deployment(
        &self,
        job_name: impl crate::runtime::IntoArgument<crate::types::JobDeploymentName>,
    ) -> builder::ResumeJobDeployment<'_> {
        builder::ResumeJobDeployment::new(self, job_name)
    }
    /// Get job deployment scaling options.
    ///
    /// Sends `GET /v1/job-deployments/{jobName}/scaling`. Safe to repeat: sending the request twice has the same effect as sending it once.
    ///
    /// Rate limits: the request counts against the limit of the project and the limit of this method and path. The `RateLimit` headers of a response tell the remaining requests; `Retry-After` of a 429 tells when to retry.
    ///
    /// # Arguments
    ///
    /// - `job_name`: Name of the job. For example `my-job`.
    ///
    /// # Errors
    ///
    /// [`send`](builder::GetJobDeploymentScaling::send) returns an [`Error`](crate::Error).
    ///
    /// # Examples
    ///
    /// ```no_run
    /// # async fn run(client: verda_api::Client) -> Result<(), Box<dyn std::error::Error>> {
    /// let response = client.get_job_deployment_scaling("my-job").await?;
    /// # Ok(())
    /// # }
    /// ```
    #[inline]
    pub fn get_job_deployment_scaling(
        &self,
        job_name: impl crate::runtime::IntoArgument<crate::types::JobDeploymentName>,
    ) -> builder::GetJobDeploymentScaling<'_> {
        builder::GetJobDeploymentScaling::new(self, job_name)
    }
    /// Get job deployment status.
    ///
    /// Sends `GET /v1/job-deployments/{jobName}/status`. Safe to repeat: sending the request twice has the same effect as sending it once.
    ///
    /// Rate limits: the request counts against the limit of the project and the limit of this method and path. The `RateLimit` headers of a response tell the remaining requests; `Retry-After` of a 429 tells when to retry.
    ///
    /// # Arguments
    ///
    /// - `job_name`: Name of the job. For example `my-job`.
    ///
    /// # Errors
    ///
    /// [`send`](builder::GetJobDeploymentStatus::send) returns an [`Error`](crate::Error).
    ///
    /// # Examples
    ///
    /// ```no_run
    /// # async fn run(client: verda_api::Client) -> Result<(), Box<dyn std::error::Error>> {
    /// let response = client.get_job_deployment_status("my-job").await?;
    /// # Ok(())
    /// # }
    /// ```
    #[inline]
    pub fn get_job_deployment_status(
        &self,
        job_name: impl crate::runtime::IntoArgument<crate::types::JobDeploymentName>,
    ) -> builder::GetJobDeploymentStatus<'_> {
        builder::GetJobDeploymentStatus::new(self, job_name)
    }
    /// Returns a list of available locations.
    ///
    /// Sends `GET /v1/locations`. Safe to repeat: sending the request twice has the same effect as sending it once.
    ///
    /// Rate limits: the request counts against the limit of the project and the limit of this method and path. The `RateLimit` headers of a response tell the remaining requests; `Retry-After` of a 429 tells when to retry.
    ///
    /// # Errors
    ///
    /// [`send`](builder::ListLocations::send) returns an [`Error`](crate::Error).
    ///
    /// # Examples
    ///
    /// ```no_run
    /// # async fn run(client: verda_api::Client) -> Result<(), Box<dyn std::error::Error>> {
    /// let response = client.list_locations().await?;
    /// # Ok(())
    /// # }
    /// ```
    #[inline]
    pub fn list_locations(&self) -> builder::ListLocations<'_> {
        builder::ListLocations::new(self)
    }
    /// Get long term periods.
    ///
    /// Sends `GET /v1/long-term/periods`. Safe to repeat: sending the request twice has the same effect as sending it once.
    ///
    /// **Deprecated** in the API's document.
    ///
    /// Public: works without credentials.
    ///
    /// Rate limits: none are documented for requests without credentials.
    ///
    /// # Errors
    ///
    /// [`send`](builder::ListLongTermPeriods::send) returns an [`Error`](crate::Error).
    ///
    /// # Examples
    ///
    /// ```no_run
    /// # async fn run(client: verda_api::Client) -> Result<(), Box<dyn std::error::Error>> {
    /// let response = client.list_long_term_periods().await?;
    /// # Ok(())
    /// # }
    /// ```
    #[deprecated = "deprecated in the API's document"]
    #[inline]
    pub fn list_long_term_periods(&self) -> builder::ListLongTermPeriods<'_> {
        builder::ListLongTermPeriods::new(self)
    }
    /// Get long term periods for clusters.
    ///
    /// Sends `GET /v1/long-term/periods/clusters`. Safe to repeat: sending the request twice has the same effect as sending it once.
    ///
    /// Public: works without credentials.
    ///
    /// Rate limits: none are documented for requests without credentials.
    ///
    /// # Errors
    ///
    /// [`send`](builder::ListClusterLongTermPeriods::send) returns an [`Error`](crate::Error).
    ///
    /// # Examples
    ///
    /// ```no_run
    /// # async fn run(client: verda_api::Client) -> Result<(), Box<dyn std::error::Error>> {
    /// let response = client.list_cluster_long_term_periods().await?;
    /// # Ok(())
    /// # }
    /// ```
    #[inline]
    pub fn list_cluster_long_term_periods(
        &self,
    ) -> builder::ListClusterLongTermPeriods<'_> {
        builder::ListClusterLongTermPeriods::new(self)
    }
    /// Get long term periods for instances.
    ///
    /// Sends `GET /v1/long-term/periods/instances`. Safe to repeat: sending the request twice has the same effect as sending it once.
    ///
    /// Public: works without credentials.
    ///
    /// Rate limits: none are documented for requests without credentials.
    ///
    /// # Errors
    ///
    /// [`send`](builder::ListInstanceLongTermPeriods::send) returns an [`Error`](crate::Error).
    ///
    /// # Examples
    ///
    /// ```no_run
    /// # async fn run(client: verda_api::Client) -> Result<(), Box<dyn std::error::Error>> {
    /// let response = client.list_instance_long_term_periods().await?;
    /// # Ok(())
    /// # }
    /// ```
    #[inline]
    pub fn list_instance_long_term_periods(
        &self,
    ) -> builder::ListInstanceLongTermPeriods<'_> {
        builder::ListInstanceLongTermPeriods::new(self)
    }
    /// Get access token.
    ///
    /// Get access token for public API using client credentials or refresh token.You can manage your credentials at <https://console.verda.com>, under the **Keys** => **Cloud API credentials** section.
    ///
    /// Sends `POST /v1/oauth2/token`. Safe to repeat: sending the request twice has the same effect as sending it once.
    ///
    /// Public: works without credentials.
    ///
    /// Rate limits: none are documented for requests without credentials.
    ///
    /// # Arguments
    ///
    /// - `body`: [`TokenRequest`](types::TokenRequest).
    ///
    /// # Errors
    ///
    /// [`send`](builder::GetAccessToken::send) returns an [`Error`](crate::Error).
    ///
    /// # Examples
    ///
    /// ```no_run
    /// # use verda_api::types;
    /// # async fn run(client: verda_api::Client) -> Result<(), Box<dyn std::error::Error>> {
    /// let response = client
    ///     .get_access_token(
    ///         types::ClientCredentialsGrant::builder()
    ///             .client_id("6a51jsgnISg6JOyE7wYZh")
    ///             .client_secret("…")
    ///             .build()?,
    ///     )
    ///     .await?;
    /// # Ok(())
    /// # }
    /// ```
    #[inline]
    pub fn get_access_token(
        &self,
        body: impl crate::runtime::IntoArgument<crate::types::TokenRequest>,
    ) -> builder::GetAccessToken<'_> {
        builder::GetAccessToken::new(self, body)
    }
    /// Get startup scripts.
    ///
    /// Sends `GET /v1/scripts`. Safe to repeat: sending the request twice has the same effect as sending it once.
    ///
    /// Paged: a response contains one page of the list, and its headers describe the page.
    ///
    /// Rate limits: the request counts against the limit of the project and the limit of this method and path. The `RateLimit` headers of a response tell the remaining requests; `Retry-After` of a 429 tells when to retry.
    ///
    /// # Arguments
    ///
    /// - [`.name(…)`](builder::ListScripts::name), optional: Name filter. Startup scripts match by a partial name.
    /// - [`.page(…)`](builder::ListScripts::page), optional: Page number, starting from 1. The API's default: `1`.
    /// - [`.page_size(…)`](builder::ListScripts::page_size), optional: Number of items per page, default 10 maximum 100. The API's default: `10`.
    ///
    /// # Errors
    ///
    /// [`send`](builder::ListScripts::send) returns an [`Error`](crate::Error).
    ///
    /// # Examples
    ///
    /// ```no_run
    /// # async fn run(client: verda_api::Client) -> Result<(), Box<dyn std::error::Error>> {
    /// let response = client.list_scripts().await?;
    /// # Ok(())
    /// # }
    /// ```
    #[inline]
    pub fn list_scripts(&self) -> builder::ListScripts<'_> {
        builder::ListScripts::new(self)
    }
    /// Add new startup script.
    ///
    /// Sends `POST /v1/scripts`. **Not safe to repeat** if the outcome of an earlier request is unknown.
    ///
    /// Rate limits: the request counts against the limit of the project and the limit of this method and path. The `RateLimit` headers of a response tell the remaining requests; `Retry-After` of a 429 tells when to retry.
    ///
    /// # Arguments
    ///
    /// - `body`: [`CreateScript`](types::CreateScript).
    ///
    /// # Errors
    ///
    /// [`send`](builder::CreateScript::send) returns an [`Error`](crate::Error).
    ///
    /// # Examples
    ///
    /// ```no_run
    /// # use verda_api::types;
    /// # async fn run(client: verda_api::Client) -> Result<(), Box<dyn std::error::Error>> {
    /// let response = client
    ///     .create_script(
    ///         types::CreateScript::builder().name("My startup script").script("…"),
    ///     )
    ///     .await?;
    /// # Ok(())
    /// # }
    /// ```
    #[inline]
    pub fn create_script(
        &self,
        body: impl crate::runtime::IntoArgument<types::CreateScript>,
    ) -> builder::CreateScript<'_> {
        builder::CreateScript::new(self, body)
    }
    /// Delete startup scripts.
    ///
    /// Sends `DELETE /v1/scripts`. **Destructive.** Safe to repeat: sending the request twice has the same effect as sending it once.
    ///
    /// Rate limits: the request counts against the limit of the project and the limit of this method and path. The `RateLimit` headers of a response tell the remaining requests; `Retry-After` of a 429 tells when to retry.
    ///
    /// # Arguments
    ///
    /// - `body`: [`DeleteScripts`](types::DeleteScripts).
    ///
    /// # Errors
    ///
    /// [`send`](builder::DeleteScripts::send) returns an [`Error`](crate::Error).
    ///
    /// # Examples
    ///
    /// ```no_run
    /// # use verda_api::types;
    /// # async fn run(client: verda_api::Client) -> Result<(), Box<dyn std::error::Error>> {
    /// client
    ///     .delete_scripts(
    ///         types::DeleteScripts::builder()
    ///             .scripts(Vec::from([types::ScriptId::from("…")])),
    ///     )
    ///     .await?;
    /// # Ok(())
    /// # }
    /// ```
    #[inline]
    pub fn delete_scripts(
        &self,
        body: impl crate::runtime::IntoArgument<types::DeleteScripts>,
    ) -> builder::DeleteScripts<'_> {
        builder::DeleteScripts::new(self, body)
    }
    /// Get single startup script by ID.
    ///
    /// Sends `GET /v1/scripts/{scriptId}`. Safe to repeat: sending the request twice has the same effect as sending it once.
    ///
    /// Rate limits: the request counts against the limit of the project and the limit of this method and path. The `RateLimit` headers of a response tell the remaining requests; `Retry-After` of a 429 tells when to retry.
    ///
    /// # Arguments
    ///
    /// - `script_id`: The id of the script.
    ///
    /// # Errors
    ///
    /// [`send`](builder::GetScript::send) returns an [`Error`](crate::Error).
    ///
    /// # Examples
    ///
    /// ```no_run
    /// # async fn run(client: verda_api::Client) -> Result<(), Box<dyn std::error::Error>> {
    /// let response = client.get_script("d7caf194-8d1f-40bb-9d44-100177b96973").await?;
    /// # Ok(())
    /// # }
    /// ```
    #[inline]
    pub fn get_script(
        &self,
        script_id: impl crate::runtime::IntoArgument<crate::types::ScriptId>,
    ) -> builder::GetScript<'_> {
        builder::GetScript::new(self, script_id)
    }
    /// Delete single startup script by ID.
    ///
    /// Sends `DELETE /v1/scripts/{scriptId}`. **Destructive.** Safe to repeat: sending the request twice has the same effect as sending it once.
    ///
    /// Rate limits: the request counts against the limit of the project and the limit of this method and path. The `RateLimit` headers of a response tell the remaining requests; `Retry-After` of a 429 tells when to retry.
    ///
    /// # Arguments
    ///
    /// - `script_id`: The id of the script.
    ///
    /// # Errors
    ///
    /// [`send`](builder::DeleteScript::send) returns an [`Error`](crate::Error).
    ///
    /// # Examples
    ///
    /// ```no_run
    /// # async fn run(client: verda_api::Client) -> Result<(), Box<dyn std::error::Error>> {
    /// client.delete_script("05860ea7-7b1b-4ebb-9d3f-9715f6942eb6").await?;
    /// # Ok(())
    /// # }
    /// ```
    #[inline]
    pub fn delete_script(
        &self,
        script_id: impl crate::runtime::IntoArgument<crate::types::ScriptId>,
    ) -> builder::DeleteScript<'_> {
        builder::DeleteScript::new(self, script_id)
    }
    /// Get secrets.
    ///
    /// Sends `GET /v1/secrets`. Safe to repeat: sending the request twice has the same effect as sending it once.
    ///
    /// Rate limits: the request counts against the limit of the project and the limit of this method and path. The `RateLimit` headers of a response tell the remaining requests; `Retry-After` of a 429 tells when to retry.
    ///
    /// # Errors
    ///
    /// [`send`](builder::ListSecrets::send) returns an [`Error`](crate::Error).
    ///
    /// # Examples
    ///
    /// ```no_run
    /// # async fn run(client: verda_api::Client) -> Result<(), Box<dyn std::error::Error>> {
    /// let response = client.list_secrets().await?;
    /// # Ok(())
    /// # }
    /// ```
    #[inline]
    pub fn list_secrets(&self) -> builder::ListSecrets<'_> {
        builder::ListSecrets::new(self)
    }
    /// Create new secret.
    ///
    /// Sends `POST /v1/secrets`. **Not safe to repeat** if the outcome of an earlier request is unknown.
    ///
    /// Rate limits: the request counts against the limit of the project and the limit of this method and path. The `RateLimit` headers of a response tell the remaining requests; `Retry-After` of a 429 tells when to retry.
    ///
    /// # Arguments
    ///
    /// - `body`: [`CreateSecret`](types::CreateSecret).
    ///
    /// # Errors
    ///
    /// [`send`](builder::CreateSecret::send) returns an [`Error`](crate::Error).
    ///
    /// # Examples
    ///
    /// ```no_run
    /// # use verda_api::types;
    /// # async fn run(client: verda_api::Client) -> Result<(), Box<dyn std::error::Error>> {
    /// client
    ///     .create_secret(types::CreateSecret::builder().name("api-token").value("…"))
    ///     .await?;
    /// # Ok(())
    /// # }
    /// ```
    #[inline]
    pub fn create_secret(
        &self,
        body: impl crate::runtime::IntoArgument<types::CreateSecret>,
    ) -> builder::CreateSecret<'_> {
        builder::CreateSecret::new(self, body)
    }
    /// Delete secret.
    ///
    /// Will error if the secret is used in a deployment.
    ///
    /// Sends `DELETE /v1/secrets/{secret_name}`. **Destructive.** Safe to repeat: sending the request twice has the same effect as sending it once.
    ///
    /// Rate limits: the request counts against the limit of the project and the limit of this method and path. The `RateLimit` headers of a response tell the remaining requests; `Retry-After` of a 429 tells when to retry.
    ///
    /// # Arguments
    ///
    /// - `secret_name`: Secret name.
    /// - [`.force(…)`](builder::DeleteSecret::force), optional: Force delete the secret, even if it is used in deployments. Dangerous! may cause deployments to fail.
    ///
    /// # Errors
    ///
    /// [`send`](builder::DeleteSecret::send) returns an [`Error`](crate::Error).
    ///
    /// # Examples
    ///
    /// ```no_run
    /// # async fn run(client: verda_api::Client) -> Result<(), Box<dyn std::error::Error>> {
    /// client.delete_secret("…").await?;
    /// # Ok(())
    /// # }
    /// ```
    #[inline]
    pub fn delete_secret(
        &self,
        secret_name: impl crate::runtime::IntoArgument<crate::types::SecretName>,
    ) -> builder::DeleteSecret<'_> {
        builder::DeleteSecret::new(self, secret_name)
    }
    /// Get compute resource types and availability.
    ///
    /// Sends `GET /v1/serverless-compute-resources`. Safe to repeat: sending the request twice has the same effect as sending it once.
    ///
    /// Rate limits: the request counts against the limit of the project and the limit of this method and path. The `RateLimit` headers of a response tell the remaining requests; `Retry-After` of a 429 tells when to retry.
    ///
    /// # Errors
    ///
    /// [`send`](builder::ListServerlessComputeResources::send) returns an [`Error`](crate::Error).
    ///
    /// # Examples
    ///
    /// ```no_run
    /// # async fn run(client: verda_api::Client) -> Result<(), Box<dyn std::error::Error>> {
    /// let response = client.list_serverless_compute_resources().await?;
    /// # Ok(())
    /// # }
    /// ```
    #[inline]
    pub fn list_serverless_compute_resources(
        &self,
    ) -> builder::ListServerlessComputeResources<'_> {
        builder::ListServerlessComputeResources::new(self)
    }
    /// Get SSH keys.
    ///
    /// Sends `GET /v1/ssh-keys`. Safe to repeat: sending the request twice has the same effect as sending it once.
    ///
    /// Rate limits: the request counts against the limit of the project and the limit of this method and path. The `RateLimit` headers of a response tell the remaining requests; `Retry-After` of a 429 tells when to retry.
    ///
    /// # Errors
    ///
    /// [`send`](builder::ListSshKeys::send) returns an [`Error`](crate::Error).
    ///
    /// # Examples
    ///
    /// ```no_run
    /// # async fn run(client: verda_api::Client) -> Result<(), Box<dyn std::error::Error>> {
    /// let response = client.list_ssh_keys().await?;
    /// # Ok(())
    /// # }
    /// ```
    #[inline]
    pub fn list_ssh_keys(&self) -> builder::ListSshKeys<'_> {
        builder::ListSshKeys::new(self)
    }
    /// Add new SSH key.
    ///
    /// Sends `POST /v1/ssh-keys`. **Not safe to repeat** if the outcome of an earlier request is unknown.
    ///
    /// Rate limits: the request counts against the limit of the project and the limit of this method and path. The `RateLimit` headers of a response tell the remaining requests; `Retry-After` of a 429 tells when to retry.
    ///
    /// # Arguments
    ///
    /// - `body`: [`CreateSshKey`](types::CreateSshKey).
    ///
    /// # Errors
    ///
    /// [`send`](builder::CreateSshKey::send) returns an [`Error`](crate::Error).
    ///
    /// # Examples
    ///
    /// ```no_run
    /// # use verda_api::types;
    /// # async fn run(client: verda_api::Client) -> Result<(), Box<dyn std::error::Error>> {
    /// let response = client
    ///     .create_ssh_key(
    ///         types::CreateSshKey::builder()
    ///             .name("my-key")
    ///             .key("ssh-rsa AAAAB3NzaC1yc2EAAAADAQABAAABAQD..."),
    ///     )
    ///     .await?;
    /// # Ok(())
    /// # }
    /// ```
    #[inline]
    pub fn create_ssh_key(
        &self,
        body: impl crate::runtime::IntoArgument<types::CreateSshKey>,
    ) -> builder::CreateSshKey<'_> {
        builder::CreateSshKey::new(self, body)
    }
    /// Delete ssh keys.
    ///
    /// Sends `DELETE /v1/ssh-keys`. **Destructive.** Safe to repeat: sending the request twice has the same effect as sending it once.
    ///
    /// Rate limits: the request counts against the limit of the project and the limit of this method and path. The `RateLimit` headers of a response tell the remaining requests; `Retry-After` of a 429 tells when to retry.
    ///
    /// # Arguments
    ///
    /// - `body`: [`DeleteSshKeys`](types::DeleteSshKeys).
    ///
    /// # Errors
    ///
    /// [`send`](builder::DeleteSshKeys::send) returns an [`Error`](crate::Error).
    ///
    /// # Examples
    ///
    /// ```no_run
    /// # use verda_api::types;
    /// # async fn run(client: verda_api::Client) -> Result<(), Box<dyn std::error::Error>> {
    /// client
    ///     .delete_ssh_keys(
    ///         types::DeleteSshKeys::builder()
    ///             .keys(Vec::from([types::SshKeyId::from("…")])),
    ///     )
    ///     .await?;
    /// # Ok(())
    /// # }
    /// ```
    #[inline]
    pub fn delete_ssh_keys(
        &self,
        body: impl crate::runtime::IntoArgument<types::DeleteSshKeys>,
    ) -> builder::DeleteSshKeys<'_> {
        builder::DeleteSshKeys::new(self, body)
    }
    /// Get single SSH key by ID.
    ///
    /// Sends `GET /v1/ssh-keys/{sshKeyId}`. Safe to repeat: sending the request twice has the same effect as sending it once.
    ///
    /// Rate limits: the request counts against the limit of the project and the limit of this method and path. The `RateLimit` headers of a response tell the remaining requests; `Retry-After` of a 429 tells when to retry.
    ///
    /// # Arguments
    ///
    /// - `ssh_key_id`: The id of the SSH key.
    ///
    /// # Errors
    ///
    /// [`send`](builder::GetSshKey::send) returns an [`Error`](crate::Error).
    ///
    /// # Examples
    ///
    /// ```no_run
    /// # async fn run(client: verda_api::Client) -> Result<(), Box<dyn std::error::Error>> {
    /// let response = client.get_ssh_key("1dd78689-0420-43fa-b49b-e9c135ebf892").await?;
    /// # Ok(())
    /// # }
    /// ```
    #[inline]
    pub fn get_ssh_key(
        &self,
        ssh_key_id: impl crate::runtime::IntoArgument<crate::types::SshKeyId>,
    ) -> builder::GetSshKey<'_> {
        builder::GetSshKey::new(self, ssh_key_id)
    }
    /// Delete single SSH key by ID.
    ///
    /// Sends `DELETE /v1/ssh-keys/{sshKeyId}`. **Destructive.** Safe to repeat: sending the request twice has the same effect as sending it once.
    ///
    /// Rate limits: the request counts against the limit of the project and the limit of this method and path. The `RateLimit` headers of a response tell the remaining requests; `Retry-After` of a 429 tells when to retry.
    ///
    /// # Arguments
    ///
    /// - `ssh_key_id`: The id of the SSH key.
    ///
    /// # Errors
    ///
    /// [`send`](builder::DeleteSshKey::send) returns an [`Error`](crate::Error).
    ///
    /// # Examples
    ///
    /// ```no_run
    /// # async fn run(client: verda_api::Client) -> Result<(), Box<dyn std::error::Error>> {
    /// client.delete_ssh_key("6c5f147f-8e5c-48d3-a0a3-0d0b168f0311").await?;
    /// # Ok(())
    /// # }
    /// ```
    #[inline]
    pub fn delete_ssh_key(
        &self,
        ssh_key_id: impl crate::runtime::IntoArgument<crate::types::SshKeyId>,
    ) -> builder::DeleteSshKey<'_> {
        builder::DeleteSshKey::new(self, ssh_key_id)
    }
    /// Get SSH keys.
    ///
    /// Sends `GET /v1/sshkeys`. Safe to repeat: sending the request twice has the same effect as sending it once.
    ///
    /// **Deprecated** in the API's document.
    ///
    /// Rate limits: the request counts against the limit of the project and the limit of this method and path. The `RateLimit` headers of a response tell the remaining requests; `Retry-After` of a 429 tells when to retry.
    ///
    /// # Errors
    ///
    /// [`send`](builder::ListSshKeysLegacy::send) returns an [`Error`](crate::Error).
    ///
    /// # Examples
    ///
    /// ```no_run
    /// # async fn run(client: verda_api::Client) -> Result<(), Box<dyn std::error::Error>> {
    /// let response = client.list_ssh_keys_legacy().await?;
    /// # Ok(())
    /// # }
    /// ```
    #[deprecated = "deprecated in the API's document"]
    #[inline]
    pub fn list_ssh_keys_legacy(&self) -> builder::ListSshKeysLegacy<'_> {
        builder::ListSshKeysLegacy::new(self)
    }
    /// Add new SSH key.
    ///
    /// Sends `POST /v1/sshkeys`. **Not safe to repeat** if the outcome of an earlier request is unknown.
    ///
    /// **Deprecated** in the API's document.
    ///
    /// Rate limits: the request counts against the limit of the project and the limit of this method and path. The `RateLimit` headers of a response tell the remaining requests; `Retry-After` of a 429 tells when to retry.
    ///
    /// # Arguments
    ///
    /// - `body`: [`CreateSshKey`](types::CreateSshKey).
    ///
    /// # Errors
    ///
    /// [`send`](builder::CreateSshKeyLegacy::send) returns an [`Error`](crate::Error).
    ///
    /// # Examples
    ///
    /// ```no_run
    /// # use verda_api::types;
    /// # async fn run(client: verda_api::Client) -> Result<(), Box<dyn std::error::Error>> {
    /// let response = client
    ///     .create_ssh_key_legacy(
    ///         types::CreateSshKey::builder()
    ///             .name("my-key")
    ///             .key("ssh-rsa AAAAB3NzaC1yc2EAAAADAQABAAABAQD..."),
    ///     )
    ///     .await?;
    /// # Ok(())
    /// # }
    /// ```
    #[deprecated = "deprecated in the API's document"]
    #[inline]
    pub fn create_ssh_key_legacy(
        &self,
        body: impl crate::runtime::IntoArgument<types::CreateSshKey>,
    ) -> builder::CreateSshKeyLegacy<'_> {
        builder::CreateSshKeyLegacy::new(self, body)
    }
    /// Delete ssh keys.
    ///
    /// Sends `DELETE /v1/sshkeys`. **Destructive.** Safe to repeat: sending the request twice has the same effect as sending it once.
    ///
    /// **Deprecated** in the API's document.
    ///
    /// Rate limits: the request counts against the limit of the project and the limit of this method and path. The `RateLimit` headers of a response tell the remaining requests; `Retry-After` of a 429 tells when to retry.
    ///
    /// # Arguments
    ///
    /// - `body`: [`DeleteSshKeys`](types::DeleteSshKeys).
    ///
    /// # Errors
    ///
    /// [`send`](builder::DeleteSshKeysLegacy::send) returns an [`Error`](crate::Error).
    ///
    /// # Examples
    ///
    /// ```no_run
    /// # use verda_api::types;
    /// # async fn run(client: verda_api::Client) -> Result<(), Box<dyn std::error::Error>> {
    /// client
    ///     .delete_ssh_keys_legacy(
    ///         types::DeleteSshKeys::builder()
    ///             .keys(Vec::from([types::SshKeyId::from("…")])),
    ///     )
    ///     .await?;
    /// # Ok(())
    /// # }
    /// ```
    #[deprecated = "deprecated in the API's document"]
    #[inline]
    pub fn delete_ssh_keys_legacy(
        &self,
        body: impl crate::runtime::IntoArgument<types::DeleteSshKeys>,
    ) -> builder::DeleteSshKeysLegacy<'_> {
        builder::DeleteSshKeysLegacy::new(self, body)
    }
    /// Get single SSH key by ID.
    ///
    /// Sends `GET /v1/sshkeys/{sshKeyId}`. Safe to repeat: sending the request twice has the same effect as sending it once.
    ///
    /// **Deprecated** in the API's document.
    ///
    /// Rate limits: the request counts against the limit of the project and the limit of this method and path. The `RateLimit` headers of a response tell the remaining requests; `Retry-After` of a 429 tells when to retry.
    ///
    /// # Arguments
    ///
    /// - `ssh_key_id`: The id of the SSH key.
    ///
    /// # Errors
    ///
    /// [`send`](builder::GetSshKeyLegacy::send) returns an [`Error`](crate::Error).
    ///
    /// # Examples
    ///
    /// ```no_run
    /// # async fn run(client: verda_api::Client) -> Result<(), Box<dyn std::error::Error>> {
    /// let response = client
    ///     .get_ssh_key_legacy("1dd78689-0420-43fa-b49b-e9c135ebf892")
    ///     .await?;
    /// # Ok(())
    /// # }
    /// ```
    #[deprecated = "deprecated in the API's document"]
    #[inline]
    pub fn get_ssh_key_legacy(
        &self,
        ssh_key_id: impl crate::runtime::IntoArgument<crate::types::SshKeyId>,
    ) -> builder::GetSshKeyLegacy<'_> {
        builder::GetSshKeyLegacy::new(self, ssh_key_id)
    }
    /// Delete single SSH key by ID.
    ///
    /// Sends `DELETE /v1/sshkeys/{sshKeyId}`. **Destructive.** Safe to repeat: sending the request twice has the same effect as sending it once.
    ///
    /// **Deprecated** in the API's document.
    ///
    /// Rate limits: the request counts against the limit of the project and the limit of this method and path. The `RateLimit` headers of a response tell the remaining requests; `Retry-After` of a 429 tells when to retry.
    ///
    /// # Arguments
    ///
    /// - `ssh_key_id`: The id of the SSH key.
    ///
    /// # Errors
    ///
    /// [`send`](builder::DeleteSshKeyLegacy::send) returns an [`Error`](crate::Error).
    ///
    /// # Examples
    ///
    /// ```no_run
    /// # async fn run(client: verda_api::Client) -> Result<(), Box<dyn std::error::Error>> {
    /// client.delete_ssh_key_legacy("6c5f147f-8e5c-48d3-a0a3-0d0b168f0311").await?;
    /// # Ok(())
    /// # }
    /// ```
    #[deprecated = "deprecated in the API's document"]
    #[inline]
    pub fn delete_ssh_key_legacy(
        &self,
        ssh_key_id: impl crate::runtime::IntoArgument<crate::types::SshKeyId>,
    ) -> builder::DeleteSshKeyLegacy<'_> {
        builder::DeleteSshKeyLegacy::new(self, ssh_key_id)
    }
    /// Get volume types.
    ///
    /// Sends `GET /v1/volume-types`. Safe to repeat: sending the request twice has the same effect as sending it once.
    ///
    /// Public: works without credentials.
    ///
    /// Rate limits: none are documented for requests without credentials.
    ///
    /// # Errors
    ///
    /// [`send`](builder::ListVolumeTypes::send) returns an [`Error`](crate::Error).
    ///
    /// # Examples
    ///
    /// ```no_run
    /// # async fn run(client: verda_api::Client) -> Result<(), Box<dyn std::error::Error>> {
    /// let response = client.list_volume_types().await?;
    /// # Ok(())
    /// # }
    /// ```
    #[inline]
    pub fn list_volume_types(&self) -> builder::ListVolumeTypes<'_> {
        builder::ListVolumeTypes::new(self)
    }
    /// Get all volumes.
    ///
    /// Sends `GET /v1/volumes`. Safe to repeat: sending the request twice has the same effect as sending it once.
    ///
    /// Rate limits: the request counts against the limit of the project and the limit of this method and path. The `RateLimit` headers of a response tell the remaining requests; `Retry-After` of a 429 tells when to retry.
    ///
    /// # Arguments
    ///
    /// - [`.status(…)`](builder::ListVolumes::status), optional: Get volumes with this status. Optional.
    ///
    /// # Errors
    ///
    /// [`send`](builder::ListVolumes::send) returns an [`Error`](crate::Error).
    ///
    /// # Examples
    ///
    /// ```no_run
    /// # async fn run(client: verda_api::Client) -> Result<(), Box<dyn std::error::Error>> {
    /// let response = client.list_volumes().await?;
    /// # Ok(())
    /// # }
    /// ```
    #[inline]
    pub fn list_volumes(&self) -> builder::ListVolumes<'_> {
        builder::ListVolumes::new(self)
    }
    /// Perform action on a volume or multiple volumes.
    ///
    /// Sends `PUT /v1/volumes`. **Destructive, and not safe to repeat** if the outcome of an earlier request is unknown. The actions `attach`, `detach`, `delete`, `rename`, `resize`, `restore` and `cancel` set a state and are safe to repeat.
    ///
    /// Rate limits: the request counts against the limit of the project and the limit of this method and path. The `RateLimit` headers of a response tell the remaining requests; `Retry-After` of a 429 tells when to retry.
    ///
    /// # Arguments
    ///
    /// - `body`: [`PerformVolumeActions`](types::PerformVolumeActions).
    ///
    /// # Errors
    ///
    /// [`send`](builder::PerformVolumeActions::send) returns an [`Error`](crate::Error).
    ///
    /// # Examples
    ///
    /// ```no_run
    /// # use verda_api::types;
    /// # async fn run(client: verda_api::Client) -> Result<(), Box<dyn std::error::Error>> {
    /// let response = client
    ///     .perform_volume_actions(
    ///         types::PerformVolumeActions::builder()
    ///             .action(types::VolumeAction::Detach)
    ///             .id(types::VolumeId::from("…")),
    ///     )
    ///     .await?;
    /// # Ok(())
    /// # }
    /// ```
    #[inline]
    pub fn perform_volume_actions(
        &self,
        body: impl crate::runtime::IntoArgument<types::PerformVolumeActions>,
    ) -> builder::PerformVolumeActions<'_> {
        builder::PerformVolumeActions::new(self, body)
    }
    /// Create volume.
    ///
    /// Sends `POST /v1/volumes`. **Not safe to repeat** if the outcome of an earlier request is unknown.
    ///
    /// Rate limits: the request counts against the limit of the project and the limit of this method and path. The `RateLimit` headers of a response tell the remaining requests; `Retry-After` of a 429 tells when to retry.
    ///
    /// # Arguments
    ///
    /// - `body`: [`CreateVolume`](types::CreateVolume).
    ///
    /// # Errors
    ///
    /// [`send`](builder::CreateVolume::send) returns an [`Error`](crate::Error).
    ///
    /// # Examples
    ///
    /// ```no_run
    /// # use verda_api::types;
    /// # async fn run(client: verda_api::Client) -> Result<(), Box<dyn std::error::Error>> {
    /// let response = client
    ///     .create_volume(
    ///         types::CreateVolume::builder()
    ///             .type_(types::VolumeKind::Nvme)
    ///             .location_code("FIN-01")
    ///             .size(50)
    ///             .name("my-volume"),
    ///     )
    ///     .await?;
    /// # Ok(())
    /// # }
    /// ```
    #[inline]
    pub fn create_volume(
        &self,
        body: impl crate::runtime::IntoArgument<types::CreateVolume>,
    ) -> builder::CreateVolume<'_> {
        builder::CreateVolume::new(self, body)
    }
    /// Get all volumes that are in trash.
    ///
    /// Sends `GET /v1/volumes/trash`. Safe to repeat: sending the request twice has the same effect as sending it once.
    ///
    /// Rate limits: the request counts against the limit of the project and the limit of this method and path. The `RateLimit` headers of a response tell the remaining requests; `Retry-After` of a 429 tells when to retry.
    ///
    /// # Errors
    ///
    /// [`send`](builder::ListVolumesInTrash::send) returns an [`Error`](crate::Error).
    ///
    /// # Examples
    ///
    /// ```no_run
    /// # async fn run(client: verda_api::Client) -> Result<(), Box<dyn std::error::Error>> {
    /// let response = client.list_volumes_in_trash().await?;
    /// # Ok(())
    /// # }
    /// ```
    #[inline]
    pub fn list_volumes_in_trash(&self) -> builder::ListVolumesInTrash<'_> {
        builder::ListVolumesInTrash::new(self)
    }
    /// Get volume by id.
    ///
    /// Sends `GET /v1/volumes/{volume_id}`. Safe to repeat: sending the request twice has the same effect as sending it once.
    ///
    /// Rate limits: the request counts against the limit of the project and the limit of this method and path. The `RateLimit` headers of a response tell the remaining requests; `Retry-After` of a 429 tells when to retry.
    ///
    /// # Arguments
    ///
    /// - `volume_id`: The id of the volume.
    ///
    /// # Errors
    ///
    /// [`send`](builder::GetVolume::send) returns an [`Error`](crate::Error).
    ///
    /// # Examples
    ///
    /// ```no_run
    /// # async fn run(client: verda_api::Client) -> Result<(), Box<dyn std::error::Error>> {
    /// let response = client.get_volume("c519f390-a8b6-4e59-b5bb-8457e717d21b").await?;
    /// # Ok(())
    /// # }
    /// ```
    #[inline]
    pub fn get_volume(
        &self,
        volume_id: impl crate::runtime::IntoArgument<crate::types::VolumeId>,
    ) -> builder::GetVolume<'_> {
        builder::GetVolume::new(self, volume_id)
    }
    /// Delete volume by id.
    ///
    /// Sends `DELETE /v1/volumes/{volume_id}`. **Destructive.** Safe to repeat: sending the request twice has the same effect as sending it once.
    ///
    /// Rate limits: the request counts against the limit of the project and the limit of this method and path. The `RateLimit` headers of a response tell the remaining requests; `Retry-After` of a 429 tells when to retry.
    ///
    /// # Arguments
    ///
    /// - `volume_id`: The id of the volume.
    /// - `body`: [`DeleteVolume`](types::DeleteVolume).
    ///
    /// # Errors
    ///
    /// [`send`](builder::DeleteVolume::send) returns an [`Error`](crate::Error).
    ///
    /// # Examples
    ///
    /// ```no_run
    /// # use verda_api::types;
    /// # async fn run(client: verda_api::Client) -> Result<(), Box<dyn std::error::Error>> {
    /// client
    ///     .delete_volume(
    ///         "8d30c0b7-9ce8-49ce-807b-4b355381cffe",
    ///         types::DeleteVolume::builder(),
    ///     )
    ///     .await?;
    /// # Ok(())
    /// # }
    /// ```
    #[inline]
    pub fn delete_volume(
        &self,
        volume_id: impl crate::runtime::IntoArgument<crate::types::VolumeId>,
        body: impl crate::runtime::IntoArgument<types::DeleteVolume>,
    ) -> builder::DeleteVolume<'_> {
        builder::DeleteVolume::new(self, volume_id, body)
    }
}
