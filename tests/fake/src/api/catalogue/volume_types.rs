//! How the API shows the types of storage.

use serde_json::{Value, json};

use crate::model::catalogue::volume_types::VolumeType;

/// The type as the document has it.
pub(crate) fn to_value(kind: &VolumeType) -> Value {
    json!({
        "type": kind.name,
        "price": {
            "price_per_month_per_gb": kind.monthly_price_per_gb,
            "cps_per_gb": kind.monthly_price_per_gb * 12.0 / (365.0 * 86_400.0),
            "currency": "usd",
        },
        "is_shared_fs": kind.is_shared,
        "burst_bandwidth": kind.speeds.burst_bandwidth,
        "continuous_bandwidth": kind.speeds.continuous_bandwidth,
        "internal_network_speed": kind.speeds.internal_network_speed,
        "iops": kind.speeds.iops,
        "throughput_gbps": kind.speeds.throughput_gbps,
    })
}

/// The type as the running API has shown some: an older name of the price, and speeds that are left out.
pub(crate) fn to_hostile_value(kind: &VolumeType) -> Value {
    let mut value = to_value(kind);
    let Value::Object(members) = &mut value else { return value };
    match kind.name {
        "HDD" => drop(members.remove("throughput_gbps")),
        "HDD_Shared" => {
            members.remove("throughput_gbps");
            if let Some(Value::Object(price)) = members.get_mut("price") {
                price.remove("price_per_month_per_gb");
                price.insert("monthly_per_gb".to_owned(), kind.monthly_price_per_gb.into());
            }
        }
        "NVMe_Local_Storage" => {
            members.retain(|name, _| matches!(name.as_str(), "type" | "price" | "is_shared_fs"));
        }
        _ => {}
    }
    value
}
