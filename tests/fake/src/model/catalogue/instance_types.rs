//! The types of machines.

use crate::model::catalogue::images::Image;

/// One type of machine.
#[derive(Debug)]
pub(crate) struct InstanceType {
    pub(crate) name: &'static str,
    pub(crate) cores: u32,
    pub(crate) memory_gb: u32,
    pub(crate) gpus: u32,
    /// Over all GPUs.
    pub(crate) gpu_memory_gb: u32,
    /// `None` for a machine without GPUs.
    pub(crate) card: Option<&'static Card>,
    /// US dollars an hour for the whole machine.
    pub(crate) price: f64,
    /// US dollars an hour as a spot instance.
    pub(crate) spot_price: f64,
    /// Whether it is ever available as a spot instance.
    pub(crate) has_spot: bool,
    pub(crate) locations: &'static [&'static str],
}

/// A kind of GPU.
#[derive(Debug)]
pub(crate) struct Card {
    pub(crate) model: &'static str,
    pub(crate) name: &'static str,
    pub(crate) best_for: &'static [&'static str],
    pub(crate) p2p: Option<&'static str>,
    /// US dollars an hour for one card in a container; `None` where it is not offered.
    pub(crate) serverless_price: Option<f64>,
    pub(crate) warning: Option<&'static str>,
    /// Whether the API still shows dynamic prices, which it no longer charges.
    pub(crate) has_dynamic_price: bool,
    /// Whether current versions of CUDA support it.
    is_recent: bool,
}

static V100: Card = Card {
    model: "Tesla V100",
    name: "Tesla V100 16GB",
    best_for: &["Small ML models", "FP64 calculations"],
    p2p: None,
    serverless_price: None,
    warning: None,
    has_dynamic_price: true,
    is_recent: false,
};

static A100: Card = Card {
    model: "A100 80GB",
    name: "A100 SXM4 80GB",
    best_for: &["Large ML models", "Multi-GPU training", "NVLINK"],
    p2p: Some("600 GB/s"),
    serverless_price: Some(1.65),
    warning: None,
    has_dynamic_price: true,
    is_recent: true,
};

static L40S: Card = Card {
    model: "L40S",
    name: "L40S 48GB",
    best_for: &["Large model inference", "Small model training"],
    p2p: Some("50 GB/s"),
    serverless_price: Some(1.16),
    warning: None,
    has_dynamic_price: true,
    is_recent: true,
};

static H100: Card = Card {
    model: "H100",
    name: "H100 SXM5 80GB",
    best_for: &["Giant ML models", "Multi-GPU training", "FP64 calculations", "NVLINK"],
    p2p: Some("900 GB/s"),
    serverless_price: Some(2.67),
    warning: Some("Make sure your VM is running on latest Nvidia Driver 525.100+ or newer"),
    has_dynamic_price: true,
    is_recent: true,
};

static B200: Card = Card {
    model: "B200",
    name: "B200 SXM6 180GB",
    best_for: &["Giant ML models", "Multi-GPU training", "NVLINK"],
    p2p: Some("1800 GB/s"),
    serverless_price: None,
    warning: None,
    has_dynamic_price: false,
    is_recent: true,
};

static A6000: Card = Card {
    model: "RTX A6000",
    name: "RTX A6000 48GB",
    best_for: &["Small ML models", "Rendering"],
    p2p: None,
    serverless_price: None,
    warning: None,
    has_dynamic_price: true,
    is_recent: true,
};

static RTX_PRO_6000: Card = Card {
    model: "RTX PRO 6000",
    name: "RTX PRO 6000 96GB",
    best_for: &["Large model inference", "Rendering"],
    p2p: None,
    serverless_price: None,
    warning: None,
    has_dynamic_price: false,
    is_recent: true,
};

static B300: Card = Card {
    model: "B300",
    name: "B300 SXM6 268GB",
    best_for: &["Giant ML models", "Multi-GPU training", "NVLINK"],
    p2p: Some("1800 GB/s"),
    serverless_price: None,
    warning: None,
    has_dynamic_price: false,
    is_recent: true,
};

/// A type without GPUs.
const fn cpu(
    name: &'static str,
    cores: u32,
    memory_gb: u32,
    price: f64,
    (spot_price, has_spot): (f64, bool),
    locations: &'static [&'static str],
) -> InstanceType {
    InstanceType {
        name,
        cores,
        memory_gb,
        gpus: 0,
        gpu_memory_gb: 0,
        card: None,
        price,
        spot_price,
        has_spot,
        locations,
    }
}

pub(crate) static INSTANCE_TYPES: [InstanceType; 19] = [
    cpu("CPU.4V.16G", 4, 16, 0.0355, (0.0178, true), &["FIN-01", "FIN-02", "FIN-03", "ICE-01"]),
    cpu("CPU.8V.32G", 8, 32, 0.0711, (0.0356, true), &["FIN-01", "FIN-03"]),
    cpu("CPU.32V.128G", 32, 128, 0.2844, (0.1422, false), &["FIN-03"]),
    InstanceType {
        name: "1X100.9V",
        cores: 9,
        memory_gb: 32,
        gpus: 1,
        gpu_memory_gb: 16,
        card: Some(&V100),
        price: 0.1381,
        spot_price: 0.0691,
        has_spot: true,
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
        spot_price: 0.0691,
        has_spot: true,
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
        spot_price: 0.46,
        has_spot: true,
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
        spot_price: 0.65,
        has_spot: true,
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
        spot_price: 5.16,
        has_spot: true,
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
        spot_price: 0.99,
        has_spot: true,
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
        spot_price: 1.98,
        has_spot: true,
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
        spot_price: 7.92,
        has_spot: true,
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
        spot_price: 1.9,
        has_spot: true,
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
        spot_price: 15.16,
        has_spot: false,
        locations: &["FIN-03"],
    },
    InstanceType {
        name: "1H100.80S.22V",
        cores: 22,
        memory_gb: 187,
        gpus: 1,
        gpu_memory_gb: 80,
        card: Some(&H100),
        price: 2.29,
        spot_price: 1.15,
        has_spot: true,
        locations: &["FIN-01"],
    },
    InstanceType {
        name: "8V100.48V",
        cores: 48,
        memory_gb: 180,
        gpus: 8,
        gpu_memory_gb: 128,
        card: Some(&V100),
        price: 1.1048,
        spot_price: 0.5524,
        has_spot: false,
        locations: &["FIN-01"],
    },
    InstanceType {
        name: "4A100.88V",
        cores: 88,
        memory_gb: 480,
        gpus: 4,
        gpu_memory_gb: 320,
        card: Some(&A100),
        price: 5.16,
        spot_price: 2.58,
        has_spot: false,
        locations: &["FIN-01", "ICE-01"],
    },
    InstanceType {
        name: "1A6000.10V",
        cores: 10,
        memory_gb: 60,
        gpus: 1,
        gpu_memory_gb: 48,
        card: Some(&A6000),
        price: 0.49,
        spot_price: 0.25,
        has_spot: true,
        locations: &["FIN-01"],
    },
    InstanceType {
        name: "1RTXPRO6000.30V",
        cores: 30,
        memory_gb: 120,
        gpus: 1,
        gpu_memory_gb: 96,
        card: Some(&RTX_PRO_6000),
        price: 1.39,
        spot_price: 0.7,
        has_spot: true,
        locations: &["FIN-03"],
    },
    InstanceType {
        name: "8B300.240V",
        cores: 240,
        memory_gb: 2200,
        gpus: 8,
        gpu_memory_gb: 2144,
        card: Some(&B300),
        price: 39.6,
        spot_price: 19.8,
        has_spot: true,
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
        match self.card {
            None => !image.needs_gpu,
            Some(card) => card.is_recent || !image.needs_recent_gpu,
        }
    }
}
