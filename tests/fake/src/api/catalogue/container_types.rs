//! The machines that serverless containers run on, as the price list has them.

use serde_json::{Value, json};

use crate::api::call::Call;
use crate::api::catalogue::hardware::Hardware;
use crate::api::catalogue::instance_types::hardware;
use crate::api::catalogue::prices::{currency, price_text};
use crate::api::error::ApiError;
use crate::api::reply::Reply;
use crate::model::catalogue::instance_types::{INSTANCE_TYPES, InstanceType};
use crate::model::ids::catalogue_id;

/// A type of machine that is offered to containers.
fn to_value(kind: &InstanceType, index: usize, rate: f64, currency: &str) -> Option<Value> {
    let card = kind.card?;
    let dollars = card.serverless_price? * f64::from(kind.gpus);
    let price = |dollars: f64| price_text(dollars * rate);
    let Hardware { cpu, gpu, gpu_memory, memory, .. } = hardware(kind);
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
