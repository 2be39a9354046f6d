//! The types of clusters.

/// GPUs of one worker node.
const GPUS_PER_NODE: u32 = 8;

/// One type of cluster. It is named after the number of its GPUs and their model.
#[derive(Debug)]
pub(crate) struct ClusterType {
    pub(crate) name: &'static str,
    pub(crate) gpus: u32,
    pub(crate) node: &'static Node,
    pub(crate) locations: &'static [&'static str],
}

/// A kind of worker node.
#[derive(Debug)]
pub(crate) struct Node {
    pub(crate) model: &'static str,
    pub(crate) card: &'static str,
    pub(crate) gpu_memory_gb: u32,
    pub(crate) cores: u32,
    pub(crate) memory_gb: u32,
    pub(crate) processor: &'static str,
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
}
