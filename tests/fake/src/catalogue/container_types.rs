//! The machines that serverless containers run on, as the price list has them.

use serde_json::{Value, json};

use super::hardware::Hardware;
use super::instance_types::{INSTANCE_TYPES, InstanceType};
use super::{catalogue_id, currency};
use crate::call::Call;
use crate::error::ApiError;
use crate::reply::Reply;

/// A type of machine that is offered to containers.
fn to_value(kind: &InstanceType, index: usize, rate: f64, currency: &str) -> Option<Value> {
    let card = kind.card?;
    let dollars = card.serverless_price? * f64::from(kind.gpus);
    let price = |dollars: f64| (((dollars * rate) * 10_000.0).round() / 10_000.0).to_string();
    let Hardware { cpu, gpu, gpu_memory, memory, .. } = kind.hardware();
    Some(json!({
        "id": catalogue_id(7, index),
        "model": card.model,
        "name": card.name,
        "instance_type": kind.name,
        "cpu": cpu,
        "gpu": gpu,
        "gpu_memory": gpu_memory,
        "memory": memory,
        "serverless_price": price(dollars),
        "serverless_spot_price": price(dollars / 2.0),
        "currency": currency,
        "manufacturer": "NVIDIA",
    }))
}

/// `GET /v1/container-types`
pub(crate) fn list(call: &mut Call<'_>) -> Result<Reply, ApiError> {
    let (rate, code) = currency(call)?;
    let types = INSTANCE_TYPES.iter().enumerate();
    Reply::ok(&types.filter_map(|(index, kind)| to_value(kind, index, rate, code)).collect::<Vec<_>>())
}
