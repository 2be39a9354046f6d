//! The types of storage.

use crate::model::money::Rate;
use crate::model::refusal::Refusal;

/// One type of storage.
#[derive(Debug)]
pub(crate) struct VolumeType {
    pub(crate) name: &'static str,
    /// US dollars a month for a gigabyte.
    pub(crate) monthly_price_per_gb: f64,
    /// A file system that several machines can mount.
    pub(crate) is_shared: bool,
    /// Only made together with the cluster or machine that it belongs to.
    is_made_alone: bool,
    pub(crate) speeds: Speeds,
}

/// Speeds of a type of storage.
#[derive(Debug)]
pub(crate) struct Speeds {
    pub(crate) burst_bandwidth: u32,
    pub(crate) continuous_bandwidth: u32,
    pub(crate) internal_network_speed: u32,
    pub(crate) iops: &'static str,
    pub(crate) throughput_gbps: u32,
}

const NVME_SPEEDS: Speeds = Speeds {
    burst_bandwidth: 2500,
    continuous_bandwidth: 2000,
    internal_network_speed: 50,
    iops: "100k",
    throughput_gbps: 4,
};

const HDD_SPEEDS: Speeds = Speeds {
    burst_bandwidth: 1000,
    continuous_bandwidth: 500,
    internal_network_speed: 50,
    iops: "300",
    throughput_gbps: 1,
};

pub(crate) static VOLUME_TYPES: [VolumeType; 7] = [
    VolumeType { name: "NVMe", monthly_price_per_gb: 0.2, is_shared: false, is_made_alone: true, speeds: NVME_SPEEDS },
    VolumeType { name: "HDD", monthly_price_per_gb: 0.05, is_shared: false, is_made_alone: true, speeds: HDD_SPEEDS },
    VolumeType {
        name: "NVMe_Shared",
        monthly_price_per_gb: 0.2,
        is_shared: true,
        is_made_alone: true,
        speeds: NVME_SPEEDS,
    },
    VolumeType {
        name: "HDD_Shared",
        monthly_price_per_gb: 0.05,
        is_shared: true,
        is_made_alone: true,
        speeds: HDD_SPEEDS,
    },
    VolumeType {
        name: "NVMe_Local_Storage",
        monthly_price_per_gb: 0.0,
        is_shared: false,
        is_made_alone: false,
        speeds: NVME_SPEEDS,
    },
    VolumeType {
        name: "NVMe_Shared_Cluster",
        monthly_price_per_gb: 0.2,
        is_shared: true,
        is_made_alone: false,
        speeds: NVME_SPEEDS,
    },
    VolumeType {
        name: "NVMe_OS_Cluster",
        monthly_price_per_gb: 0.2,
        is_shared: false,
        is_made_alone: false,
        speeds: NVME_SPEEDS,
    },
];

/// The names of all types.
pub(crate) const NAMES: [&str; 7] =
    ["HDD", "NVMe", "HDD_Shared", "NVMe_Shared", "NVMe_Local_Storage", "NVMe_Shared_Cluster", "NVMe_OS_Cluster"];

/// The type with this name.
pub(crate) fn find(name: &str) -> Option<&'static VolumeType> {
    VOLUME_TYPES.iter().find(|kind| kind.name == name)
}

/// The type with this name that can be made alone: refuses any other.
pub(crate) fn require(name: &str) -> Result<&'static VolumeType, Refusal> {
    find(name).filter(|kind| kind.is_made_alone).ok_or(Refusal::Invalid("volume type"))
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
    pub(crate) fn is_hdd(&self) -> bool {
        self.name.starts_with("HDD")
    }

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
}
