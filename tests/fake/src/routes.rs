//! The operations of the API, each with the function that answers it. A fixed path stands before a path with a
//! parameter that would take it.

use http::StatusCode;

use crate::call::Call;
use crate::error::ApiError;
use crate::reply::Reply;
use crate::router::Route;
use crate::{account, auth, catalogue, clusters, deploy, instance_actions, instances, scripts, ssh_keys, volumes};

/// Every operation, once.
pub(crate) static ROUTES: [Route; 87] = [
    Route::public("POST /v1/oauth2/token", auth::issue_token),
    Route::token("GET /v1/balance", account::balance),
    Route::token("GET /v1/images", catalogue::images),
    Route::token("GET /v1/images/cluster", catalogue::cluster_images),
    Route::token("GET /v1/volumes", volumes::requests::list),
    Route::token("POST /v1/volumes", volumes::requests::create),
    Route::token("PUT /v1/volumes", volumes::actions::perform),
    Route::token("GET /v1/volumes/trash", volumes::requests::trash),
    Route::token("GET /v1/volumes/{volume_id}", volumes::requests::get),
    Route::token("DELETE /v1/volumes/{volume_id}", volumes::requests::delete),
    Route::public("GET /v1/volume-types", catalogue::volume_types),
    Route::token("GET /v1/instances", instances::list),
    Route::token("POST /v1/instances", deploy::deploy),
    Route::token("PUT /v1/instances", instance_actions::perform),
    Route::token("GET /v1/instances/types", catalogue::instance_types),
    Route::token("POST /v1/instances/action", instance_actions::perform_deprecated),
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
    Route::public("GET /v1/container-types", not_served),
    Route::token("GET /v1/job-deployments", not_served),
    Route::token("POST /v1/job-deployments", not_served),
    Route::token("GET /v1/job-deployments/{jobName}", not_served),
    Route::token("PATCH /v1/job-deployments/{jobName}", not_served),
    Route::token("DELETE /v1/job-deployments/{jobName}", not_served),
    Route::token("GET /v1/job-deployments/{jobName}/scaling", not_served),
    Route::token("POST /v1/job-deployments/{jobName}/purge-queue", not_served),
    Route::token("POST /v1/job-deployments/{jobName}/pause", not_served),
    Route::token("POST /v1/job-deployments/{jobName}/resume", not_served),
    Route::token("GET /v1/job-deployments/{jobName}/status", not_served),
    Route::token("GET /v1/container-deployments", not_served),
    Route::token("POST /v1/container-deployments", not_served),
    Route::token("GET /v1/container-deployments/{deployment_name}", not_served),
    Route::token("PATCH /v1/container-deployments/{deployment_name}", not_served),
    Route::token("DELETE /v1/container-deployments/{deployment_name}", not_served),
    Route::token("GET /v1/container-deployments/{deployment_name}/status", not_served),
    Route::token("POST /v1/container-deployments/{deployment_name}/restart", not_served),
    Route::token("GET /v1/container-deployments/{deployment_name}/scaling", not_served),
    Route::token("PATCH /v1/container-deployments/{deployment_name}/scaling", not_served),
    Route::token("GET /v1/container-deployments/{deployment_name}/replicas", not_served),
    Route::token("POST /v1/container-deployments/{deployment_name}/purge-queue", not_served),
    Route::token("POST /v1/container-deployments/{deployment_name}/pause", not_served),
    Route::token("POST /v1/container-deployments/{deployment_name}/resume", not_served),
    Route::token("GET /v1/container-deployments/{deployment_name}/environment-variables", not_served),
    Route::token("POST /v1/container-deployments/{deployment_name}/environment-variables", not_served),
    Route::token("PATCH /v1/container-deployments/{deployment_name}/environment-variables", not_served),
    Route::token("DELETE /v1/container-deployments/{deployment_name}/environment-variables", not_served),
    Route::token("GET /v1/serverless-compute-resources", not_served),
    Route::token("GET /v1/secrets", not_served),
    Route::token("POST /v1/secrets", not_served),
    Route::token("DELETE /v1/secrets/{secret_name}", not_served),
    Route::token("GET /v1/file-secrets", not_served),
    Route::token("POST /v1/file-secrets", not_served),
    Route::token("DELETE /v1/file-secrets/{secret_name}", not_served),
    Route::token("GET /v1/container-registry-credentials", not_served),
    Route::token("POST /v1/container-registry-credentials", not_served),
    Route::token("DELETE /v1/container-registry-credentials/{credentials_name}", not_served),
];

/// Whether the API has this operation.
pub(crate) fn is_known(operation: &str) -> bool {
    ROUTES.iter().any(|route| route.operation == operation)
}

/// Stands for the operations that this version does not serve.
fn not_served(_: &mut Call<'_>) -> Result<Reply, ApiError> {
    let message = "This operation is not served by this version of the fake";
    Err(ApiError::new(StatusCode::NOT_IMPLEMENTED, "server_error", message))
}
