//! The types of storage.

use serde_json::{Map, Value, json};

use crate::error::ApiError;
use crate::money::Rate;

/// One type of storage.
#[derive(Debug)]
pub(crate) struct VolumeType {
    pub(crate) name: &'static str,
    /// US dollars a month for a gigabyte.
    monthly_price_per_gb: f64,
    /// A file system that several machines can mount.
    pub(crate) is_shared: bool,
    /// Only made together with the cluster or machine that it belongs to.
    is_made_alone: bool,
    speeds: Option<Speeds>,
    /// Whether the price has its older name.
    has_old_price_key: bool,
}

/// Speeds of a type of storage.
#[derive(Debug)]
struct Speeds {
    burst_bandwidth: u32,
    continuous_bandwidth: u32,
    internal_network_speed: u32,
    iops: &'static str,
    throughput_gbps: Option<u32>,
}

const NVME_SPEEDS: Option<Speeds> = Some(Speeds {
    burst_bandwidth: 2500,
    continuous_bandwidth: 2000,
    internal_network_speed: 50,
    iops: "100k",
    throughput_gbps: Some(4),
});

const HDD_SPEEDS: Option<Speeds> = Some(Speeds {
    burst_bandwidth: 1000,
    continuous_bandwidth: 500,
    internal_network_speed: 50,
    iops: "300",
    throughput_gbps: None,
});

pub(crate) static VOLUME_TYPES: [VolumeType; 7] = [
    VolumeType {
        name: "NVMe",
        monthly_price_per_gb: 0.2,
        is_shared: false,
        is_made_alone: true,
        speeds: NVME_SPEEDS,
        has_old_price_key: false,
    },
    VolumeType {
        name: "HDD",
        monthly_price_per_gb: 0.05,
        is_shared: false,
        is_made_alone: true,
        speeds: HDD_SPEEDS,
        has_old_price_key: false,
    },
    VolumeType {
        name: "NVMe_Shared",
        monthly_price_per_gb: 0.2,
        is_shared: true,
        is_made_alone: true,
        speeds: NVME_SPEEDS,
        has_old_price_key: false,
    },
    VolumeType {
        name: "HDD_Shared",
        monthly_price_per_gb: 0.05,
        is_shared: true,
        is_made_alone: true,
        speeds: HDD_SPEEDS,
        has_old_price_key: true,
    },
    VolumeType {
        name: "NVMe_Local_Storage",
        monthly_price_per_gb: 0.0,
        is_shared: false,
        is_made_alone: false,
        speeds: None,
        has_old_price_key: false,
    },
    VolumeType {
        name: "NVMe_Shared_Cluster",
        monthly_price_per_gb: 0.2,
        is_shared: true,
        is_made_alone: false,
        speeds: NVME_SPEEDS,
        has_old_price_key: false,
    },
    VolumeType {
        name: "NVMe_OS_Cluster",
        monthly_price_per_gb: 0.2,
        is_shared: false,
        is_made_alone: false,
        speeds: NVME_SPEEDS,
        has_old_price_key: false,
    },
];

/// The names of all types.
pub(crate) const NAMES: [&str; 7] =
    ["HDD", "NVMe", "HDD_Shared", "NVMe_Shared", "NVMe_Local_Storage", "NVMe_Shared_Cluster", "NVMe_OS_Cluster"];

/// The type with this name.
fn find(name: &str) -> Option<&'static VolumeType> {
    VOLUME_TYPES.iter().find(|kind| kind.name == name)
}

/// The type with this name that can be made alone: a 400 if there is none.
pub(crate) fn require(name: &str) -> Result<&'static VolumeType, ApiError> {
    find(name).filter(|kind| kind.is_made_alone).ok_or_else(|| ApiError::invalid("Invalid volume type"))
}

/// The file system that a cluster is made with.
pub(crate) fn cluster_shared() -> &'static VolumeType {
    &VOLUME_TYPES[5]
}

/// The storage of an operating system.
pub(crate) fn nvme() -> &'static VolumeType {
    &VOLUME_TYPES[0]
}

impl VolumeType {
    /// US dollars a month for a volume of this size.
    pub(crate) fn monthly_price(&self, size_gb: u64) -> f64 {
        self.monthly_price_per_gb * size_gb as f64
    }

    /// What a volume of this size costs.
    pub(crate) fn rate(&self, size_gb: u64) -> Rate {
        Rate::per_month(self.monthly_price_per_gb, size_gb)
    }

    /// US dollars an hour for a volume of this size: a year has 365 days and twelve equal months.
    pub(crate) fn hourly_price(&self, size_gb: u64) -> f64 {
        self.monthly_price(size_gb) * 12.0 / (365.0 * 24.0)
    }

    /// The type as the API shows it.
    pub(super) fn to_value(&self) -> Value {
        let price_key = if self.has_old_price_key { "monthly_per_gb" } else { "price_per_month_per_gb" };
        let mut value = Map::new();
        let mut put = |name: &str, member: Value| value.insert(name.to_owned(), member);
        put("type", self.name.into());
        put(
            "price",
            json!({
                price_key: self.monthly_price_per_gb,
                "cps_per_gb": self.monthly_price_per_gb * 12.0 / (365.0 * 86_400.0),
                "currency": "usd",
            }),
        );
        put("is_shared_fs", self.is_shared.into());
        if let Some(speeds) = &self.speeds {
            put("burst_bandwidth", speeds.burst_bandwidth.into());
            put("continuous_bandwidth", speeds.continuous_bandwidth.into());
            put("internal_network_speed", speeds.internal_network_speed.into());
            put("iops", speeds.iops.into());
            if let Some(throughput) = speeds.throughput_gbps {
                put("throughput_gbps", throughput.into());
            }
        }
        Value::Object(value)
    }
}
