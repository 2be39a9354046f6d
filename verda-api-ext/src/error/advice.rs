//! What to look at when it is not known whether something happened.

/// How to find out, by the name of the operation.
pub(super) fn how_to_look(operation: &str) -> &'static str {
    match operation {
        "deploy_instance" => "look for its hostname with list_instances",
        "deploy_cluster" => "look for its hostname with list_clusters",
        "create_volume" => "look for its name with list_volumes",
        "create_ssh_key" | "create_ssh_key_legacy" => "look for its name with list_ssh_keys",
        "create_script" => "look for its name with list_scripts",
        "create_container_deployment" => "look for its name with get_container_deployment",
        "create_job_deployment" => "look for its name with get_job_deployment",
        "create_secret" => "look for its name with list_secrets",
        "create_file_secret" => "look for its name with list_file_secrets",
        "create_container_registry_credentials" => "look for its name with list_container_registry_credentials",
        "perform_instance_actions" | "perform_instance_actions_legacy" => "look at the instances' status",
        "perform_volume_actions" => "look at the volumes with list_volumes and list_volumes_in_trash",
        "perform_cluster_actions" | "perform_cluster_node_action" => "look at the cluster with get_cluster",
        _ => "look at its state",
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_operation_that_must_not_be_repeated_blindly_has_advice_that_exists() {
        let known = |name: &str| verda_api::OPERATIONS.iter().any(|operation| operation.id == name);
        for operation in verda_api::OPERATIONS.iter().filter(|operation| !operation.idempotent) {
            let advice = how_to_look(operation.id);
            for name in advice.split([' ', ',']).filter(|word| word.contains('_')) {
                assert!(known(name), "{}: {advice}", operation.id);
            }
            let creates = operation.id.starts_with("create_") || operation.id.starts_with("deploy_");
            assert!(!creates || advice != how_to_look(""), "{}", operation.id);
        }
    }
}
