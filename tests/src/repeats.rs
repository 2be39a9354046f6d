//! Whether a request may be sent twice: by the rules of HTTP, and by known facts about single operations. The lists are
//! independent of the table of operations.

use verda_api::{Method, Operation};

/// Idempotent operations, contrary to the rule for POST and PATCH.
const REPEATABLE: [&str; 9] = [
    "get_access_token",
    "pause_container_deployment",
    "pause_job_deployment",
    "resume_container_deployment",
    "resume_job_deployment",
    "update_container_deployment",
    "update_container_deployment_environment_variables",
    "update_container_deployment_scaling",
    "update_job_deployment",
];

/// Sending one of these twice can do it twice, against the rule for PUT.
const NOT_REPEATABLE: [&str; 3] = ["perform_cluster_actions", "perform_instance_actions", "perform_volume_actions"];

/// Operations that may not be repeated in general; the action of their example sets a state and may be repeated.
const ABSOLUTE_BY_EXAMPLE: [&str; 5] = [
    "perform_cluster_actions",
    "perform_cluster_node_action",
    "perform_instance_actions",
    "perform_instance_actions_legacy",
    "perform_volume_actions",
];

/// Whether a request of this operation may be sent twice with any body.
pub fn may_be_repeated(operation: &Operation) -> bool {
    let by_rule = operation.method != Method::POST && operation.method != Method::PATCH;
    let exceptions = if by_rule { &NOT_REPEATABLE[..] } else { &REPEATABLE };
    by_rule != exceptions.contains(&operation.id)
}

/// Whether a request of this operation may be sent twice with the body of its example.
pub fn example_may_be_repeated(operation: &Operation) -> bool {
    may_be_repeated(operation) || ABSOLUTE_BY_EXAMPLE.contains(&operation.id)
}
