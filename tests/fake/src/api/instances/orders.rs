//! `POST /v1/instances`

use http::StatusCode;

use crate::api::call::Call;
use crate::api::error::ApiError;
use crate::api::fields::Fields;
use crate::api::machines;
use crate::api::reply::Reply;
use crate::model::catalogue::volume_types;
use crate::model::instance::SPOT;
use crate::model::machine::PAY_AS_YOU_GO;
use crate::model::project::orders::{InstanceOrder, OrderedVolume, SystemVolume};
use crate::model::volume::{AtPreemption, MIN_SIZE_GB};

/// `POST /v1/instances`
pub(crate) fn deploy(call: &mut Call<'_>) -> Result<Reply, ApiError> {
    call.require_user_agent()?;
    let order = read(call)?;
    let id = call.project.order_instance(call.moment, order)?;
    Ok(Reply::bare_id(StatusCode::ACCEPTED, &id))
}

fn read(call: &Call<'_>) -> Result<InstanceOrder, ApiError> {
    let body = call.json_body()?;
    let mut fields = Fields::new(&body);
    let at_preemption = |volume: &mut Fields<'_>| {
        let policy = volume.nullable_choice("on_spot_discontinue", &AtPreemption::NAMES);
        policy.and_then(AtPreemption::find).unwrap_or_default()
    };
    let order = InstanceOrder {
        instance_type: fields.required_text("instance_type"),
        machine: machines::read_order(&mut fields),
        os_volume: fields.nested("os_volume", |volume| SystemVolume {
            at_preemption: at_preemption(volume),
            name: volume.required_text("name"),
            size_gb: volume.required_number("size", MIN_SIZE_GB),
        }),
        volumes: fields.nested_list("volumes", |volume| OrderedVolume {
            at_preemption: at_preemption(volume),
            name: volume.required_text("name"),
            size_gb: volume.required_number("size", MIN_SIZE_GB),
            kind: volume.required_choice("type", &volume_types::NAMES),
        }),
        existing_volumes: fields.optional_list("existing_volumes").unwrap_or_default(),
        is_spot: fields.flag("is_spot"),
        contract: fields.optional_choice("contract", &["LONG_TERM", PAY_AS_YOU_GO, SPOT]),
    };
    fields.nullable_text("coupon");
    fields.optional_choice("pricing", &["DYNAMIC_PRICE", "FIXED_PRICE"]);
    fields.finish()?;
    Ok(order)
}
