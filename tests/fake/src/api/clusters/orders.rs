//! `POST /v1/clusters`

use http::StatusCode;
use serde_json::json;

use crate::api::call::Call;
use crate::api::error::ApiError;
use crate::api::fields::Fields;
use crate::api::machines;
use crate::api::reply::Reply;
use crate::model::machine::PAY_AS_YOU_GO;
use crate::model::project::clusters::ClusterOrder;
use crate::model::volume::MIN_SIZE_GB;

/// `POST /v1/clusters`
pub(crate) fn deploy(call: &mut Call<'_>) -> Result<Reply, ApiError> {
    call.require_user_agent()?;
    let order = read(call)?;
    let id = call.project.order_cluster(call.moment, order)?;
    Reply::json(StatusCode::ACCEPTED, &json!({ "id": id }))
}

fn read(call: &Call<'_>) -> Result<ClusterOrder, ApiError> {
    let body = call.json_body()?;
    let mut fields = Fields::new(&body);
    let cluster_type = fields.required_text("cluster_type");
    let machine = machines::read_order(&mut fields);
    let contract = fields.optional_choice("contract", &[PAY_AS_YOU_GO, "LONG_TERM"]);
    fields.optional_choice("extension_settings", &["auto_renew", "pay_as_you_go", "end_contract"]);
    fields.flag("auto_rental_extension");
    fields.flag("turn_to_pay_as_you_go");
    let volume = fields.required_nested("shared_volume", |volume| {
        (volume.required_text("name"), volume.required_number("size", MIN_SIZE_GB))
    });
    let existing_volumes = fields.nested_list("existing_volumes", |volume| volume.required_text("id"));
    fields.finish()?;
    let (volume_name, volume_gb) = volume.unwrap_or_default();
    if contract.is_some_and(|contract| contract != PAY_AS_YOU_GO) {
        return Err(ApiError::invalid("Only the contract PAY_AS_YOU_GO is supported for clusters"));
    }
    if machine.ssh_key_ids.is_empty() {
        return Err(ApiError::invalid(vec!["ssh_key_ids should not be empty"]));
    }
    Ok(ClusterOrder { machine, cluster_type, volume_name, volume_gb, existing_volumes })
}
