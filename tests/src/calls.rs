//! Every operation of the table, called through its builder.

#![allow(clippy::panic, reason = "a test fails by panicking")]

use std::cell::RefCell;
use std::fmt;

use serde::Serialize;
use serde::de::DeserializeOwned;
use serde_json::Value;
use verda_api::{Client, Error, ResponseValue, Skipped, types};

use crate::examples::request_example;

/// An argument that would break a path or a query if it were not encoded.
pub fn argument(name: &str) -> String {
    format!("{name}: a/b%2F?&=#ü")
}

thread_local! {
    static BODY: RefCell<Option<Value>> = const { RefCell::new(None) };
}

/// Sends this body with the next call of this thread that has one.
pub fn with_body(body: Value) {
    BODY.set(Some(body));
}

/// The body that was set, or the document's example of the operation's, as the type that the builder takes.
fn body<T: DeserializeOwned>(id: &str) -> T {
    let example = BODY.take().or_else(|| request_example(id));
    let example = example.unwrap_or_else(|| panic!("{id} has no body in the document"));
    serde_json::from_value(example.clone()).unwrap_or_else(|error| panic!("{id}: {error} in {example}"))
}

/// What a call gave.
#[derive(Debug)]
pub struct Called {
    /// The status of the response.
    pub status: u16,
    /// The value, encoded again.
    pub value: Value,
    /// The response as `Debug` shows it.
    pub shown: String,
    /// What of the response could not be decoded.
    pub skipped: Vec<Skipped>,
}

impl Called {
    fn new<T: Serialize + fmt::Debug>(response: &ResponseValue<T>) -> Self {
        Self {
            status: response.status().as_u16(),
            value: serde_json::to_value(&**response).unwrap_or_default(),
            shown: format!("{response:?} {response:#?}"),
            skipped: response.skipped().to_vec(),
        }
    }
}

macro_rules! calls {
    ($($name:ident { $($arguments:tt)* })*) => {
        /// The operations that [`call`] knows.
        pub const CALLED: &[&str] = &[$(stringify!($name)),*];

        /// Calls an operation by its name, with every parameter.
        ///
        /// # Errors
        ///
        /// Those of the call.
        #[allow(deprecated)]
        pub async fn call(client: &Client, id: &str) -> Result<Called, Error> {
            match id {
                $(stringify!($name) => calls!(@send client stringify!($name), $name $($arguments)*),)*
                other => panic!("{other} is in the table and is not called here: add a line"),
            }
        }
    };
    (@send $client:ident $id:expr, $name:ident $($arguments:tt)*) => {
        calls!(@chain $id, $client.$name(), $($arguments)*)
    };
    (@chain $id:expr, $call:expr, .body(body::<$body:ty>(ID))) => {
        $call.body(body::<$body>($id)).send().await.map(|response| Called::new(&response))
    };
    (@chain $id:expr, $call:expr, .$method:ident($($value:tt)*) $($rest:tt)*) => {
        calls!(@chain $id, $call.$method($($value)*), $($rest)*)
    };
    (@chain $id:expr, $call:expr,) => {
        $call.send().await.map(|response| Called::new(&response))
    };
}

calls! {
    add_container_deployment_environment_variables { .deployment_name(argument("deployment_name")).body(body::<types::SetEnvironmentVariables>(ID)) }
    check_cluster_availability { .cluster_type(argument("cluster_type")).location_code(argument("location_code")) }
    check_instance_availability { .instance_type(argument("instance_type")).is_spot(true).location_code(argument("location_code")) }
    check_instance_availability_legacy { .instance_type(argument("instanceType")) }
    create_container_deployment { .body(body::<types::CreateContainerDeployment>(ID)) }
    create_container_registry_credentials { .body(body::<types::CreateRegistryCredentials>(ID)) }
    create_file_secret { .body(body::<types::CreateFileSecret>(ID)) }
    create_job_deployment { .body(body::<types::CreateJobDeployment>(ID)) }
    create_script { .body(body::<types::CreateScript>(ID)) }
    create_secret { .body(body::<types::CreateSecret>(ID)) }
    create_ssh_key { .body(body::<types::CreateSshKey>(ID)) }
    create_ssh_key_legacy { .body(body::<types::CreateSshKey>(ID)) }
    create_volume { .body(body::<types::CreateVolume>(ID)) }
    delete_container_deployment { .deployment_name(argument("deployment_name")).timeout(7_u64) }
    delete_container_deployment_environment_variables { .deployment_name(argument("deployment_name")).body(body::<types::DeleteEnvironmentVariables>(ID)) }
    delete_container_registry_credentials { .credentials_name(argument("credentials_name")).force(true) }
    delete_file_secret { .secret_name(argument("secret_name")).force(true) }
    delete_job_deployment { .job_name(argument("jobName")).timeout(7_u64) }
    delete_script { .script_id(argument("scriptId")) }
    delete_scripts { .body(body::<types::DeleteScripts>(ID)) }
    delete_secret { .secret_name(argument("secret_name")).force(true) }
    delete_ssh_key { .ssh_key_id(argument("sshKeyId")) }
    delete_ssh_key_legacy { .ssh_key_id(argument("sshKeyId")) }
    delete_ssh_keys { .body(body::<types::DeleteSshKeys>(ID)) }
    delete_ssh_keys_legacy { .body(body::<types::DeleteSshKeys>(ID)) }
    delete_volume { .volume_id(argument("volume_id")).body(body::<types::DeleteVolume>(ID)) }
    deploy_cluster { .body(body::<types::DeployCluster>(ID)) }
    deploy_instance { .body(body::<types::DeployInstance>(ID)) }
    get_access_token { .body(body::<types::TokenRequest>(ID)) }
    get_balance {}
    get_cluster { .id(argument("id")) }
    get_container_deployment { .deployment_name(argument("deployment_name")) }
    get_container_deployment_scaling { .deployment_name(argument("deployment_name")) }
    get_container_deployment_status { .deployment_name(argument("deployment_name")) }
    get_instance { .instance_id(argument("instance_id")) }
    get_instance_type_price_history {}
    get_job_deployment { .job_name(argument("jobName")) }
    get_job_deployment_scaling { .job_name(argument("jobName")) }
    get_job_deployment_status { .job_name(argument("jobName")) }
    get_script { .script_id(argument("scriptId")) }
    get_ssh_key { .ssh_key_id(argument("sshKeyId")) }
    get_ssh_key_legacy { .ssh_key_id(argument("sshKeyId")) }
    get_volume { .volume_id(argument("volume_id")) }
    list_cluster_availability { .location_code(argument("location_code")) }
    list_cluster_images { .instance_type(argument("instance_type")) }
    list_cluster_long_term_periods {}
    list_cluster_types { .currency(argument("currency")) }
    list_clusters {}
    list_container_deployment_environment_variables { .deployment_name(argument("deployment_name")) }
    list_container_deployment_replicas { .deployment_name(argument("deployment_name")) }
    list_container_deployments {}
    list_container_registry_credentials {}
    list_container_types { .currency(argument("currency")) }
    list_file_secrets {}
    list_images { .instance_type(argument("instance_type")) }
    list_instance_availability { .is_spot(true).location_code(argument("location_code")) }
    list_instance_long_term_periods {}
    list_instance_types { .currency(argument("currency")) }
    list_instance_types_legacy {}
    list_instances { .status(argument("status")).compute_id(argument("computeId")) }
    list_job_deployments {}
    list_locations {}
    list_long_term_periods {}
    list_scripts { .page(7_u64).page_size(7_u64).name(argument("name")) }
    list_secrets {}
    list_serverless_compute_resources {}
    list_ssh_keys {}
    list_ssh_keys_legacy {}
    list_volume_types {}
    list_volumes { .status(argument("status")) }
    list_volumes_in_trash {}
    pause_container_deployment { .deployment_name(argument("deployment_name")) }
    pause_job_deployment { .job_name(argument("jobName")) }
    perform_cluster_actions { .body(body::<types::PerformClusterActions>(ID)) }
    perform_cluster_node_action { .cluster_id(argument("clusterId")).node_id(argument("nodeId")).body(body::<types::PerformClusterNodeAction>(ID)) }
    perform_instance_actions { .body(body::<types::PerformInstanceActions>(ID)) }
    perform_instance_actions_legacy { .body(body::<types::PerformInstanceActions>(ID)) }
    perform_volume_actions { .body(body::<types::PerformVolumeActions>(ID)) }
    purge_container_deployment_queue { .deployment_name(argument("deployment_name")) }
    purge_job_deployment_queue { .job_name(argument("jobName")) }
    restart_container_deployment { .deployment_name(argument("deployment_name")) }
    resume_container_deployment { .deployment_name(argument("deployment_name")) }
    resume_job_deployment { .job_name(argument("jobName")) }
    update_container_deployment { .deployment_name(argument("deployment_name")).body(body::<types::UpdateContainerDeployment>(ID)) }
    update_container_deployment_environment_variables { .deployment_name(argument("deployment_name")).body(body::<types::SetEnvironmentVariables>(ID)) }
    update_container_deployment_scaling { .deployment_name(argument("deployment_name")).body(body::<types::UpdateContainerScaling>(ID)) }
    update_job_deployment { .job_name(argument("jobName")).body(body::<types::UpdateJobDeployment>(ID)) }
}
