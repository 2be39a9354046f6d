//! The operations with a handler; all others are served from the document.

use crate::api::call::Call;
use crate::api::catalogue::container_types;
use crate::api::document::Access;
use crate::api::error::ApiError;
use crate::api::reply::Reply;
use crate::api::serverless::{
    compute, deployments, environment, jobs, registry_credentials, replicas, secrets, workloads,
};
use crate::api::{account, auth, catalogue, clusters, instances, scripts, ssh_keys, volumes};
use crate::model::serverless::deployment::Deployed;
use crate::model::serverless::job::Batch;

/// The function that handles the requests of a route.
pub(crate) type Handler = fn(&mut Call<'_>) -> Result<Reply, ApiError>;

/// One operation.
#[derive(Debug)]
pub(crate) struct Route {
    /// Method and path template, as in `GET /v1/instances/{instance_id}`.
    pub(crate) operation: &'static str,
    pub(crate) access: Access,
    pub(crate) handler: Handler,
}

impl Route {
    pub(crate) const fn token(operation: &'static str, handler: Handler) -> Self {
        Self { operation, access: Access::Token, handler }
    }

    pub(crate) const fn public(operation: &'static str, handler: Handler) -> Self {
        Self { operation, access: Access::Public, handler }
    }
}

/// Every operation that has a handler, once.
pub(crate) static ROUTES: [Route; 87] = [
    Route::public("POST /v1/oauth2/token", auth::issue_token),
    Route::token("GET /v1/balance", account::balance),
    Route::token("GET /v1/images", catalogue::images),
    Route::token("GET /v1/images/cluster", catalogue::cluster_images),
    Route::token("GET /v1/volumes", volumes::list),
    Route::token("POST /v1/volumes", volumes::create),
    Route::token("PUT /v1/volumes", volumes::actions::perform),
    Route::token("GET /v1/volumes/trash", volumes::trash),
    Route::token("GET /v1/volumes/{volume_id}", volumes::get),
    Route::token("DELETE /v1/volumes/{volume_id}", volumes::delete),
    Route::public("GET /v1/volume-types", catalogue::volume_types),
    Route::token("GET /v1/instances", instances::list),
    Route::token("POST /v1/instances", instances::orders::deploy),
    Route::token("PUT /v1/instances", instances::actions::perform),
    Route::token("GET /v1/instances/types", catalogue::instance_types),
    Route::token("POST /v1/instances/action", instances::actions::perform_deprecated),
    Route::token("GET /v1/instances/{instance_id}", instances::get),
    Route::token("GET /v1/instances/availability/{instanceType}", catalogue::availability_of_type),
    Route::token("GET /v1/clusters", clusters::list),
    Route::token("POST /v1/clusters", clusters::orders::deploy),
    Route::token("PUT /v1/clusters", clusters::actions::perform),
    Route::token("GET /v1/clusters/{id}", clusters::get),
    Route::token("POST /v1/clusters/{clusterId}/nodes/{nodeId}/actions", clusters::actions::perform_on_node),
    Route::public("GET /v1/instance-types", catalogue::instance_types),
    Route::public("GET /v1/instance-types/price-history", catalogue::price_history),
    Route::token("GET /v1/instance-availability", catalogue::availability),
    Route::token("GET /v1/instance-availability/{instance_type}", catalogue::availability_of_type),
    Route::token("GET /v1/cluster-availability", catalogue::cluster_availability),
    Route::token("GET /v1/cluster-availability/{cluster_type}", catalogue::availability_of_cluster_type),
    Route::token("GET /v1/sshkeys", ssh_keys::list),
    Route::token("POST /v1/sshkeys", ssh_keys::create),
    Route::token("DELETE /v1/sshkeys", ssh_keys::delete_many),
    Route::token("GET /v1/sshkeys/{sshKeyId}", ssh_keys::get),
    Route::token("DELETE /v1/sshkeys/{sshKeyId}", ssh_keys::delete),
    Route::token("GET /v1/ssh-keys", ssh_keys::list),
    Route::token("POST /v1/ssh-keys", ssh_keys::create),
    Route::token("DELETE /v1/ssh-keys", ssh_keys::delete_many),
    Route::token("GET /v1/ssh-keys/{sshKeyId}", ssh_keys::get),
    Route::token("DELETE /v1/ssh-keys/{sshKeyId}", ssh_keys::delete),
    Route::token("GET /v1/scripts", scripts::list),
    Route::token("POST /v1/scripts", scripts::create),
    Route::token("DELETE /v1/scripts", scripts::delete_many),
    Route::token("GET /v1/scripts/{scriptId}", scripts::get),
    Route::token("DELETE /v1/scripts/{scriptId}", scripts::delete),
    Route::token("GET /v1/locations", catalogue::locations),
    Route::public("GET /v1/long-term/periods", catalogue::long_term::instance_periods),
    Route::public("GET /v1/long-term/periods/instances", catalogue::long_term::instance_periods),
    Route::public("GET /v1/long-term/periods/clusters", catalogue::long_term::cluster_periods),
    Route::public("GET /v1/cluster-types", catalogue::cluster_types),
    Route::public("GET /v1/container-types", container_types::list),
    Route::token("GET /v1/job-deployments", jobs::list),
    Route::token("POST /v1/job-deployments", jobs::create),
    Route::token("GET /v1/job-deployments/{jobName}", jobs::get),
    Route::token("PATCH /v1/job-deployments/{jobName}", jobs::update),
    Route::token("DELETE /v1/job-deployments/{jobName}", workloads::delete::<Batch>),
    Route::token("GET /v1/job-deployments/{jobName}/scaling", jobs::scaling),
    Route::token("POST /v1/job-deployments/{jobName}/purge-queue", workloads::purge_queue::<Batch>),
    Route::token("POST /v1/job-deployments/{jobName}/pause", workloads::pause::<Batch>),
    Route::token("POST /v1/job-deployments/{jobName}/resume", workloads::resume::<Batch>),
    Route::token("GET /v1/job-deployments/{jobName}/status", workloads::status::<Batch>),
    Route::token("GET /v1/container-deployments", deployments::list),
    Route::token("POST /v1/container-deployments", deployments::create),
    Route::token("GET /v1/container-deployments/{deployment_name}", deployments::get),
    Route::token("PATCH /v1/container-deployments/{deployment_name}", deployments::update),
    Route::token("DELETE /v1/container-deployments/{deployment_name}", workloads::delete::<Deployed>),
    Route::token("GET /v1/container-deployments/{deployment_name}/status", workloads::status::<Deployed>),
    Route::token("POST /v1/container-deployments/{deployment_name}/restart", deployments::restart),
    Route::token("GET /v1/container-deployments/{deployment_name}/scaling", deployments::scaling),
    Route::token("PATCH /v1/container-deployments/{deployment_name}/scaling", deployments::update_scaling),
    Route::token("GET /v1/container-deployments/{deployment_name}/replicas", replicas::list),
    Route::token("POST /v1/container-deployments/{deployment_name}/purge-queue", workloads::purge_queue::<Deployed>),
    Route::token("POST /v1/container-deployments/{deployment_name}/pause", workloads::pause::<Deployed>),
    Route::token("POST /v1/container-deployments/{deployment_name}/resume", workloads::resume::<Deployed>),
    Route::token("GET /v1/container-deployments/{deployment_name}/environment-variables", environment::list),
    Route::token("POST /v1/container-deployments/{deployment_name}/environment-variables", environment::add),
    Route::token("PATCH /v1/container-deployments/{deployment_name}/environment-variables", environment::update),
    Route::token("DELETE /v1/container-deployments/{deployment_name}/environment-variables", environment::delete),
    Route::token("GET /v1/serverless-compute-resources", compute::list),
    Route::token("GET /v1/secrets", secrets::list),
    Route::token("POST /v1/secrets", secrets::create),
    Route::token("DELETE /v1/secrets/{secret_name}", secrets::delete),
    Route::token("GET /v1/file-secrets", secrets::list_filesets),
    Route::token("POST /v1/file-secrets", secrets::create_fileset),
    Route::token("DELETE /v1/file-secrets/{secret_name}", secrets::delete_fileset),
    Route::token("GET /v1/container-registry-credentials", registry_credentials::list),
    Route::token("POST /v1/container-registry-credentials", registry_credentials::create),
    Route::token("DELETE /v1/container-registry-credentials/{credentials_name}", registry_credentials::delete),
];
