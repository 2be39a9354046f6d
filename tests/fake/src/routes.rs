//! The operations of the API, each with the function that answers it. A fixed path stands before a path with a
//! parameter that would take it.

use http::StatusCode;

use crate::call::Call;
use crate::catalogue::container_types;
use crate::error::ApiError;
use crate::reply::Reply;
use crate::router::Route;
use crate::serverless::deployments::Deployed;
use crate::serverless::jobs::Batch;
use crate::serverless::{compute, deployments, environment, jobs, registry_credentials, replicas, secrets, workload};
use crate::{account, auth, catalogue, deploy, instance_actions, instances, scripts, ssh_keys, volumes};

/// Every operation, once.
pub(crate) static ROUTES: [Route; 87] = [
    Route::public("POST /v1/oauth2/token", auth::issue_token),
    Route::token("GET /v1/balance", account::balance),
    Route::token("GET /v1/images", catalogue::images),
    Route::token("GET /v1/images/cluster", catalogue::cluster_images),
    Route::token("GET /v1/volumes", volumes::list),
    Route::token("POST /v1/volumes", volumes::create),
    Route::token("PUT /v1/volumes", not_served),
    Route::token("GET /v1/volumes/trash", volumes::trash),
    Route::token("GET /v1/volumes/{volume_id}", volumes::get),
    Route::token("DELETE /v1/volumes/{volume_id}", volumes::delete),
    Route::public("GET /v1/volume-types", catalogue::volume_types),
    Route::token("GET /v1/instances", instances::list),
    Route::token("POST /v1/instances", deploy::deploy),
    Route::token("PUT /v1/instances", instance_actions::perform),
    Route::token("GET /v1/instances/types", catalogue::instance_types),
    Route::token("POST /v1/instances/action", instance_actions::perform_deprecated),
    Route::token("GET /v1/instances/{instance_id}", instances::get),
    Route::token("GET /v1/instances/availability/{instanceType}", catalogue::availability_of_type),
    Route::token("GET /v1/clusters", not_served),
    Route::token("POST /v1/clusters", not_served),
    Route::token("PUT /v1/clusters", not_served),
    Route::token("GET /v1/clusters/{id}", not_served),
    Route::token("POST /v1/clusters/{clusterId}/nodes/{nodeId}/actions", not_served),
    Route::public("GET /v1/instance-types", catalogue::instance_types),
    Route::public("GET /v1/instance-types/price-history", catalogue::price_history),
    Route::token("GET /v1/instance-availability", catalogue::availability),
    Route::token("GET /v1/instance-availability/{instance_type}", catalogue::availability_of_type),
    Route::token("GET /v1/cluster-availability", not_served),
    Route::token("GET /v1/cluster-availability/{cluster_type}", not_served),
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
    Route::public("GET /v1/long-term/periods", not_served),
    Route::public("GET /v1/long-term/periods/instances", not_served),
    Route::public("GET /v1/long-term/periods/clusters", not_served),
    Route::public("GET /v1/cluster-types", not_served),
    Route::public("GET /v1/container-types", container_types::list),
    Route::token("GET /v1/job-deployments", jobs::list),
    Route::token("POST /v1/job-deployments", jobs::create),
    Route::token("GET /v1/job-deployments/{jobName}", jobs::get),
    Route::token("PATCH /v1/job-deployments/{jobName}", jobs::update),
    Route::token("DELETE /v1/job-deployments/{jobName}", workload::delete::<Batch>),
    Route::token("GET /v1/job-deployments/{jobName}/scaling", jobs::scaling),
    Route::token("POST /v1/job-deployments/{jobName}/purge-queue", workload::purge_queue::<Batch>),
    Route::token("POST /v1/job-deployments/{jobName}/pause", workload::pause::<Batch>),
    Route::token("POST /v1/job-deployments/{jobName}/resume", workload::resume::<Batch>),
    Route::token("GET /v1/job-deployments/{jobName}/status", workload::status::<Batch>),
    Route::token("GET /v1/container-deployments", deployments::list),
    Route::token("POST /v1/container-deployments", deployments::create),
    Route::token("GET /v1/container-deployments/{deployment_name}", deployments::get),
    Route::token("PATCH /v1/container-deployments/{deployment_name}", deployments::update),
    Route::token("DELETE /v1/container-deployments/{deployment_name}", workload::delete::<Deployed>),
    Route::token("GET /v1/container-deployments/{deployment_name}/status", workload::status::<Deployed>),
    Route::token("POST /v1/container-deployments/{deployment_name}/restart", deployments::restart),
    Route::token("GET /v1/container-deployments/{deployment_name}/scaling", deployments::scaling),
    Route::token("PATCH /v1/container-deployments/{deployment_name}/scaling", deployments::update_scaling),
    Route::token("GET /v1/container-deployments/{deployment_name}/replicas", replicas::list),
    Route::token("POST /v1/container-deployments/{deployment_name}/purge-queue", workload::purge_queue::<Deployed>),
    Route::token("POST /v1/container-deployments/{deployment_name}/pause", workload::pause::<Deployed>),
    Route::token("POST /v1/container-deployments/{deployment_name}/resume", workload::resume::<Deployed>),
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

/// Stands for the operations that this version does not serve.
fn not_served(_: &mut Call<'_>) -> Result<Reply, ApiError> {
    let message = "This operation is not served by this version of the fake";
    Err(ApiError::new(StatusCode::NOT_IMPLEMENTED, "server_error", message))
}
