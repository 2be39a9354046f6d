//! How the API shows the types of clusters.

use serde_json::{Map, Value, json};

use crate::api::catalogue::hardware::{Hardware, Size};
use crate::api::catalogue::prices::price_text;
use crate::model::catalogue::cluster_types::ClusterType;
use crate::model::catalogue::images::IMAGES;
use crate::model::ids::catalogue_id;

/// The descriptions that a type and its clusters share, over all worker nodes.
pub(crate) fn hardware(kind: &ClusterType) -> Hardware {
    let nodes = kind.nodes();
    let size = Size {
        cores: kind.node.cores * nodes,
        memory_gb: kind.node.memory_gb * nodes,
        gpus: kind.gpus,
        gpu_memory_gb: kind.node.gpu_memory_gb * nodes,
    };
    Hardware::new(&size, Some(kind.node.card))
}

/// The type as the API shows it: the price as a text, the details of a node as objects of one member each.
pub(crate) fn to_value(kind: &ClusterType, index: usize, rate: f64, currency: &str) -> Value {
    let supported: Vec<&str> = IMAGES.iter().filter(|image| image.is_cluster).map(|image| image.image_type).collect();
    let mut value = match json!(hardware(kind)) {
        Value::Object(hardware) => hardware,
        _ => Map::new(),
    };
    let mut put = |name: &str, member: Value| value.insert(name.to_owned(), member);
    put("id", catalogue_id(3, index).into());
    put("model", kind.node.model.into());
    put("name", kind.node.card.into());
    put("cluster_type", kind.name.into());
    put("price_per_hour", price_text(kind.price() * rate).into());
    put("currency", currency.into());
    put("manufacturer", "NVIDIA".into());
    put(
        "node_details",
        json!([
            { "GPU VRAM": format!("{} GB", kind.node.gpu_memory_gb) },
            { kind.node.processor: format!("{} cores", kind.node.cores) },
            { "InfiniBand": "3200 Gbit/s" },
            { "Ethernet": "100 Gbit/s" },
            { "Uplink": "5 Gbit/s" },
        ]),
    );
    put("supported_os", supported.into());
    Value::Object(value)
}
