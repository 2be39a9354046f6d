//! The types of machines.

use serde_json::{Map, Value, json};

use super::hardware::{Hardware, Size};
use super::images::{IMAGES, Image};
use super::{catalogue_id, price_text};

/// One type of machine.
#[derive(Debug)]
pub(crate) struct InstanceType {
    pub(crate) name: &'static str,
    cores: u32,
    memory_gb: u32,
    pub(crate) gpus: u32,
    /// Over all GPUs.
    gpu_memory_gb: u32,
    /// `None` for a machine without GPUs.
    pub(super) card: Option<&'static Card>,
    /// US dollars an hour for the whole machine.
    pub(crate) price: f64,
    /// US dollars an hour as a spot instance; `None` where there are none.
    pub(crate) spot_price: Option<f64>,
    pub(crate) locations: &'static [&'static str],
}

/// A kind of GPU.
#[derive(Debug)]
pub(super) struct Card {
    pub(super) model: &'static str,
    pub(super) name: &'static str,
    best_for: &'static [&'static str],
    p2p: Option<&'static str>,
    /// US dollars an hour for one card in a container; `None` where it is not offered.
    pub(super) serverless_price: Option<f64>,
    warning: Option<&'static str>,
    /// Whether the API still shows dynamic prices, which it no longer charges.
    has_dynamic_price: bool,
}

static V100: Card = Card {
    model: "Tesla V100",
    name: "Tesla V100 16GB",
    best_for: &["Small ML models", "FP64 calculations"],
    p2p: None,
    serverless_price: None,
    warning: None,
    has_dynamic_price: true,
};

static A100: Card = Card {
    model: "A100 80GB",
    name: "A100 SXM4 80GB",
    best_for: &["Large ML models", "Multi-GPU training", "NVLINK"],
    p2p: Some("600 GB/s"),
    serverless_price: Some(1.65),
    warning: None,
    has_dynamic_price: true,
};

static L40S: Card = Card {
    model: "L40S",
    name: "L40S 48GB",
    best_for: &["Large model inference", "Small model training"],
    p2p: Some("50 GB/s"),
    serverless_price: Some(1.16),
    warning: None,
    has_dynamic_price: true,
};

static H100: Card = Card {
    model: "H100",
    name: "H100 SXM5 80GB",
    best_for: &["Giant ML models", "Multi-GPU training", "FP64 calculations", "NVLINK"],
    p2p: Some("900 GB/s"),
    serverless_price: Some(2.67),
    warning: Some("Make sure your VM is running on latest Nvidia Driver 525.100+ or newer"),
    has_dynamic_price: true,
};

static B200: Card = Card {
    model: "B200",
    name: "B200 SXM6 180GB",
    best_for: &["Giant ML models", "Multi-GPU training", "NVLINK"],
    p2p: Some("1800 GB/s"),
    serverless_price: None,
    warning: None,
    has_dynamic_price: false,
};

/// A type without GPUs.
const fn cpu(
    name: &'static str,
    cores: u32,
    memory_gb: u32,
    price: f64,
    spot_price: Option<f64>,
    locations: &'static [&'static str],
) -> InstanceType {
    InstanceType { name, cores, memory_gb, gpus: 0, gpu_memory_gb: 0, card: None, price, spot_price, locations }
}

pub(crate) static INSTANCE_TYPES: [InstanceType; 13] = [
    cpu("CPU.4V.16G", 4, 16, 0.0355, Some(0.0178), &["FIN-01", "FIN-02", "FIN-03", "ICE-01"]),
    cpu("CPU.8V.32G", 8, 32, 0.0711, Some(0.0356), &["FIN-01", "FIN-03"]),
    cpu("CPU.32V.128G", 32, 128, 0.2844, None, &["FIN-03"]),
    InstanceType {
        name: "1X100.9V",
        cores: 9,
        memory_gb: 32,
        gpus: 1,
        gpu_memory_gb: 16,
        card: Some(&V100),
        price: 0.1381,
        spot_price: Some(0.0691),
        // Sold out: every order of it is refused.
        locations: &[],
    },
    InstanceType {
        name: "1V100.6V",
        cores: 6,
        memory_gb: 23,
        gpus: 1,
        gpu_memory_gb: 16,
        card: Some(&V100),
        price: 0.1381,
        spot_price: Some(0.0691),
        locations: &["FIN-01"],
    },
    InstanceType {
        name: "1L40S.20V",
        cores: 20,
        memory_gb: 60,
        gpus: 1,
        gpu_memory_gb: 48,
        card: Some(&L40S),
        price: 0.91,
        spot_price: Some(0.46),
        locations: &["FIN-01", "FIN-03"],
    },
    InstanceType {
        name: "1A100.22V",
        cores: 22,
        memory_gb: 120,
        gpus: 1,
        gpu_memory_gb: 80,
        card: Some(&A100),
        price: 1.29,
        spot_price: Some(0.65),
        locations: &["FIN-01", "ICE-01"],
    },
    InstanceType {
        name: "8A100.176V",
        cores: 176,
        memory_gb: 960,
        gpus: 8,
        gpu_memory_gb: 640,
        card: Some(&A100),
        price: 10.32,
        spot_price: Some(5.16),
        locations: &["FIN-01"],
    },
    InstanceType {
        name: "1H100.80S.30V",
        cores: 30,
        memory_gb: 120,
        gpus: 1,
        gpu_memory_gb: 80,
        card: Some(&H100),
        price: 1.99,
        spot_price: Some(0.99),
        locations: &["FIN-01", "FIN-02"],
    },
    InstanceType {
        name: "2H100.80S.80V",
        cores: 80,
        memory_gb: 370,
        gpus: 2,
        gpu_memory_gb: 160,
        card: Some(&H100),
        price: 3.98,
        spot_price: Some(1.98),
        locations: &["FIN-01", "FIN-02"],
    },
    InstanceType {
        name: "8H100.80S.176V",
        cores: 176,
        memory_gb: 1480,
        gpus: 8,
        gpu_memory_gb: 640,
        card: Some(&H100),
        price: 15.92,
        spot_price: Some(7.92),
        locations: &["FIN-02"],
    },
    InstanceType {
        name: "1B200.30V",
        cores: 30,
        memory_gb: 184,
        gpus: 1,
        gpu_memory_gb: 180,
        card: Some(&B200),
        price: 3.79,
        spot_price: Some(1.9),
        locations: &["FIN-02", "FIN-03"],
    },
    InstanceType {
        name: "8B200.240V",
        cores: 240,
        memory_gb: 1472,
        gpus: 8,
        gpu_memory_gb: 1440,
        card: Some(&B200),
        price: 30.32,
        spot_price: None,
        locations: &["FIN-03"],
    },
];

/// The type with this name.
pub(crate) fn find(name: &str) -> Option<&'static InstanceType> {
    INSTANCE_TYPES.iter().find(|kind| kind.name == name)
}

impl InstanceType {
    /// Whether the image can be installed on this type.
    pub(crate) fn runs(&self, image: &Image) -> bool {
        self.gpus > 0 || !image.needs_gpu
    }

    /// The descriptions that a type and its instances share.
    pub(crate) fn hardware(&self) -> Hardware {
        let size =
            Size { cores: self.cores, memory_gb: self.memory_gb, gpus: self.gpus, gpu_memory_gb: self.gpu_memory_gb };
        Hardware::new(&size, self.card.map(|card| card.name)).with_storage()
    }

    /// The type as the API shows it: prices as texts; for types without GPUs much is null, empty or not there.
    pub(super) fn to_value(&self, index: usize, rate: f64, currency: &str) -> Value {
        let price = |dollars: f64| price_text(dollars * rate);
        let supported: Vec<&str> =
            IMAGES.iter().filter(|image| !image.is_cluster && self.runs(image)).map(|image| image.image_type).collect();
        let mut value = match json!(self.hardware()) {
            Value::Object(hardware) => hardware,
            _ => Map::new(),
        };
        let mut put = |name: &str, member: Value| value.insert(name.to_owned(), member);
        put("id", catalogue_id(1, index).into());
        put("instance_type", self.name.into());
        put("price_per_hour", price(self.price).into());
        put("spot_price", self.spot_price.map(price).into());
        put("currency", currency.into());
        put("supported_os", supported.into());
        match self.card {
            None => {
                put("best_for", json!(["Development", "Web services"]));
                put("description", "CPU Instance".into());
                put("name", "AMD EPYC".into());
                put("manufacturer", "AMD".into());
                put("model", Value::Null);
                put("display_name", Value::Null);
                put("p2p", "".into());
                put("deploy_warning", Value::Null);
                put("serverless_price", Value::Null);
                put("serverless_spot_price", Value::Null);
            }
            Some(card) => {
                put("best_for", json!(card.best_for));
                put("description", "Dedicated Hardware Instance".into());
                put("name", card.name.into());
                put("manufacturer", "NVIDIA".into());
                put("model", card.model.into());
                put("display_name", format!("NVIDIA {}", card.name).into());
                put("p2p", card.p2p.into());
                put("deploy_warning", card.warning.into());
                let serverless = card.serverless_price.map(|price| price * f64::from(self.gpus));
                put("serverless_price", serverless.map(price).into());
                put("serverless_spot_price", serverless.map(|dollars| price(dollars / 2.0)).into());
                if card.has_dynamic_price {
                    put("dynamic_price", price(self.price).into());
                    put("max_dynamic_price", price(self.price * 2.0).into());
                }
            }
        }
        Value::Object(value)
    }
}
