//! The types of clusters.

use serde_json::{Map, Value, json};

use super::hardware::{Hardware, Size};
use super::images::IMAGES;
use super::{catalogue_id, price_text};

/// GPUs of one worker node.
const GPUS_PER_NODE: u32 = 8;

/// One type of cluster. It is named after the number of its GPUs and their model.
#[derive(Debug)]
pub(crate) struct ClusterType {
    pub(crate) name: &'static str,
    pub(crate) gpus: u32,
    node: &'static Node,
    pub(crate) locations: &'static [&'static str],
}

/// A kind of worker node.
#[derive(Debug)]
struct Node {
    model: &'static str,
    card: &'static str,
    gpu_memory_gb: u32,
    cores: u32,
    memory_gb: u32,
    processor: &'static str,
    /// US dollars an hour.
    price: f64,
}

static H200: Node = Node {
    model: "H200 Cluster",
    card: "H200 SXM5 141GB",
    gpu_memory_gb: 1128,
    cores: 176,
    memory_gb: 1480,
    processor: "AMD Genoa CPU",
    price: 23.92,
};

static B200: Node = Node {
    model: "B200 Cluster",
    card: "B200 SXM6 180GB",
    gpu_memory_gb: 1440,
    cores: 240,
    memory_gb: 1472,
    processor: "AMD Turin CPU",
    price: 31.92,
};

pub(crate) static CLUSTER_TYPES: [ClusterType; 5] = [
    ClusterType { name: "16H200", gpus: 16, node: &H200, locations: &["FIN-01", "FIN-02"] },
    ClusterType { name: "32H200", gpus: 32, node: &H200, locations: &["FIN-02"] },
    ClusterType { name: "16B200", gpus: 16, node: &B200, locations: &["FIN-03"] },
    ClusterType { name: "32B200", gpus: 32, node: &B200, locations: &["FIN-03"] },
    // Sold out: every order of it is refused.
    ClusterType { name: "64B200", gpus: 64, node: &B200, locations: &[] },
];

/// The type with this name.
pub(crate) fn find(name: &str) -> Option<&'static ClusterType> {
    CLUSTER_TYPES.iter().find(|kind| kind.name == name)
}

impl ClusterType {
    /// The number of worker nodes.
    pub(crate) fn nodes(&self) -> u32 {
        self.gpus / GPUS_PER_NODE
    }

    /// US dollars an hour for the whole cluster.
    pub(crate) fn price(&self) -> f64 {
        self.node.price * f64::from(self.nodes())
    }

    /// The descriptions that a type and its clusters share, over all worker nodes.
    pub(crate) fn hardware(&self) -> Hardware {
        let nodes = self.nodes();
        let size = Size {
            cores: self.node.cores * nodes,
            memory_gb: self.node.memory_gb * nodes,
            gpus: self.gpus,
            gpu_memory_gb: self.node.gpu_memory_gb * nodes,
        };
        Hardware::new(&size, Some(self.node.card))
    }

    /// The type as the API shows it: the price as a text, the details of a node as objects of one member each.
    pub(super) fn to_value(&self, index: usize, rate: f64, currency: &str) -> Value {
        let supported: Vec<&str> =
            IMAGES.iter().filter(|image| image.is_cluster).map(|image| image.image_type).collect();
        let mut value = match json!(self.hardware()) {
            Value::Object(hardware) => hardware,
            _ => Map::new(),
        };
        let mut put = |name: &str, member: Value| value.insert(name.to_owned(), member);
        put("id", catalogue_id(3, index).into());
        put("model", self.node.model.into());
        put("name", self.node.card.into());
        put("cluster_type", self.name.into());
        put("price_per_hour", price_text(self.price() * rate).into());
        put("currency", currency.into());
        put("manufacturer", "NVIDIA".into());
        put(
            "node_details",
            json!([
                { "GPU VRAM": format!("{} GB", self.node.gpu_memory_gb) },
                { self.node.processor: format!("{} cores", self.node.cores) },
                { "InfiniBand": "3200 Gbit/s" },
                { "Ethernet": "100 Gbit/s" },
                { "Uplink": "5 Gbit/s" },
            ]),
        );
        put("supported_os", supported.into());
        Value::Object(value)
    }
}
