//! The machines that containers and jobs run on.

use serde_json::{Value, json};

use crate::api::call::Call;
use crate::api::error::ApiError;
use crate::api::fields::Fields;
use crate::api::reply::Reply;
use crate::model::serverless::compute::{Compute, RESOURCES, Resource, Wanted};

pub(super) fn read(fields: &mut Fields<'_>) -> Wanted {
    Wanted { name: fields.required_text("name"), size: fields.required_number("size", 1) }
}

pub(super) fn to_value(compute: Compute) -> Value {
    let resource = compute.resource();
    json!({ "name": resource.name, "size": resource.size })
}

/// `GET /v1/serverless-compute-resources`
pub(crate) fn list(_: &mut Call<'_>) -> Result<Reply, ApiError> {
    let show = |resource: &Resource| json!({ "name": resource.name, "size": resource.size, "is_available": resource.is_available });
    Reply::ok(&RESOURCES.iter().map(show).collect::<Vec<_>>())
}
