//! How the API shows the types of instances.

use serde_json::{Map, Value, json};

use crate::api::catalogue::hardware::{Hardware, Size};
use crate::api::catalogue::prices::price_text;
use crate::model::catalogue::images::IMAGES;
use crate::model::catalogue::instance_types::InstanceType;
use crate::model::ids::catalogue_id;

/// The descriptions that a type and its instances share.
pub(crate) fn hardware(kind: &InstanceType) -> Hardware {
    let size =
        Size { cores: kind.cores, memory_gb: kind.memory_gb, gpus: kind.gpus, gpu_memory_gb: kind.gpu_memory_gb };
    Hardware::new(&size, kind.card.map(|card| card.name)).with_storage()
}

/// The type as the document has it: prices are texts, and members without a value are empty, or left out where they may be.
pub(crate) fn to_value(kind: &InstanceType, index: usize, rate: f64, currency: &str) -> Value {
    Value::Object(members(kind, index, rate, currency))
}

fn members(kind: &InstanceType, index: usize, rate: f64, currency: &str) -> Map<String, Value> {
    let price = |dollars: f64| price_text(dollars * rate);
    let supported: Vec<&str> =
        IMAGES.iter().filter(|image| !image.is_cluster && kind.runs(image)).map(|image| image.image_type).collect();
    let mut value = match json!(hardware(kind)) {
        Value::Object(hardware) => hardware,
        _ => Map::new(),
    };
    let mut put = |name: &str, member: Value| value.insert(name.to_owned(), member);
    put("id", catalogue_id(1, index).into());
    put("instance_type", kind.name.into());
    put("price_per_hour", price(kind.price).into());
    put("spot_price", price(kind.spot_price).into());
    put("dynamic_price", price(kind.price).into());
    put("max_dynamic_price", price(kind.price * 2.0).into());
    put("currency", currency.into());
    put("supported_os", supported.into());
    match kind.card {
        None => {
            put("best_for", json!(["Development", "Web services"]));
            put("description", "CPU Instance".into());
            put("name", "AMD EPYC".into());
            put("manufacturer", "AMD".into());
            put("model", "AMD EPYC".into());
            put("display_name", "AMD EPYC".into());
            put("p2p", "".into());
        }
        Some(card) => {
            put("best_for", json!(card.best_for));
            put("description", "Dedicated Hardware Instance".into());
            put("name", card.name.into());
            put("manufacturer", "NVIDIA".into());
            put("model", card.model.into());
            put("display_name", format!("NVIDIA {}", card.name).into());
            put("p2p", card.p2p.unwrap_or_default().into());
            if let Some(warning) = card.warning {
                put("deploy_warning", warning.into());
            }
            if let Some(serverless) = card.serverless_price.map(|price| price * f64::from(kind.gpus)) {
                put("serverless_price", price(serverless).into());
                put("serverless_spot_price", price(serverless / 2.0).into());
            }
        }
    }
    value
}

/// The type as the running API has shown some: null or left out where there is no value, also if the document requires one.
pub(crate) fn to_hostile_value(kind: &InstanceType, index: usize, rate: f64, currency: &str) -> Value {
    let mut members = members(kind, index, rate, currency);
    for name in ["deploy_warning", "serverless_price", "serverless_spot_price"] {
        members.entry(name).or_insert(Value::Null);
    }
    let mut clear = |name: &str| members.insert(name.to_owned(), Value::Null);
    if !kind.has_spot {
        clear("spot_price");
    }
    match kind.card {
        None => {
            clear("model");
            clear("display_name");
        }
        Some(card) if card.p2p.is_none() => {
            clear("p2p");
        }
        Some(_) => {}
    }
    if !kind.card.is_some_and(|card| card.has_dynamic_price) {
        members.remove("dynamic_price");
        members.remove("max_dynamic_price");
    }
    Value::Object(members)
}
