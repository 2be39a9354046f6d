//! Actions on clusters and on their nodes.

use http::StatusCode;
use serde_json::{Map, Value};

use crate::api::call::Call;
use crate::api::error::ApiError;
use crate::api::fields::Fields;
use crate::api::reply::Reply;

const ACTIONS: [&str; 1] = ["discontinue"];
const NODE_ACTIONS: [&str; 3] = ["boot", "shutdown", "force_shutdown"];

/// `PUT /v1/clusters`: discontinues clusters, all of them or, where one cannot be, none.
pub(crate) fn perform(call: &mut Call<'_>) -> Result<Reply, ApiError> {
    let body = call.json_body()?;
    let ids = read_ids(&body)?;
    call.project.discontinue_clusters(call.moment, &ids)?;
    Ok(Reply::empty(StatusCode::ACCEPTED))
}

/// The clusters that a body names: in an array of actions, as the document has it, or as the official Python SDK sends
/// them, one action with one id or many.
fn read_ids(body: &Map<String, Value>) -> Result<Vec<String>, ApiError> {
    let mut fields = Fields::new(body);
    let ids = if body.contains_key("id") {
        fields.required_choice("action", &ACTIONS);
        fields.one_or_many("id")
    } else {
        fields.required_nested_list("actions", |action| {
            action.required_choice("action", &ACTIONS);
            action.required_text("id")
        })
    };
    fields.finish()?;
    Ok(ids)
}

/// `POST /v1/clusters/{clusterId}/nodes/{nodeId}/actions`
pub(crate) fn perform_on_node(call: &mut Call<'_>) -> Result<Reply, ApiError> {
    let body = call.json_body()?;
    let mut fields = Fields::new(&body);
    let action = fields.required_choice("action", &NODE_ACTIONS);
    fields.finish()?;
    let (cluster_id, node_id) = (call.parameter(0).to_owned(), call.parameter(1).to_owned());
    call.project.switch_node(call.moment, (&cluster_id, &node_id), action == "boot")?;
    Ok(Reply::empty(StatusCode::ACCEPTED))
}
