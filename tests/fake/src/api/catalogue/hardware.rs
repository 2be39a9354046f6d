//! Descriptions of a machine's parts, as types and machines show them.

use serde::Serialize;

#[derive(Debug, Serialize)]
pub(crate) struct Hardware {
    pub(crate) cpu: Cpu,
    pub(crate) gpu: Gpu,
    pub(crate) gpu_memory: Memory,
    pub(crate) memory: Memory,
    /// Clusters have none.
    #[serde(skip_serializing_if = "Option::is_none")]
    storage: Option<Storage>,
}

/// The size of a machine.
#[derive(Debug)]
pub(crate) struct Size {
    pub(crate) cores: u32,
    pub(crate) memory_gb: u32,
    pub(crate) gpus: u32,
    /// Over all GPUs.
    pub(crate) gpu_memory_gb: u32,
}

impl Hardware {
    /// The parts of a machine with cards of this name; a machine without GPUs has none.
    pub(crate) fn new(size: &Size, card: Option<&str>) -> Self {
        let gpu = card.map(|card| format!("{}x {card}", size.gpus)).unwrap_or_default();
        let gpu_memory = match size.gpu_memory_gb {
            0 => String::new(),
            size => format!("{size}GB GPU RAM"),
        };
        Self {
            cpu: Cpu { description: format!("{} CPU", size.cores), number_of_cores: size.cores },
            gpu: Gpu { description: gpu, number_of_gpus: size.gpus },
            gpu_memory: Memory { description: gpu_memory, size_in_gigabytes: size.gpu_memory_gb },
            memory: Memory { description: format!("{}GB RAM", size.memory_gb), size_in_gigabytes: size.memory_gb },
            storage: None,
        }
    }

    /// With the storage that single machines show.
    pub(crate) fn with_storage(mut self) -> Self {
        self.storage = Some(Storage { description: "dynamic" });
        self
    }
}

#[derive(Debug, Serialize)]
pub(crate) struct Cpu {
    description: String,
    number_of_cores: u32,
}

#[derive(Debug, Serialize)]
pub(crate) struct Gpu {
    description: String,
    number_of_gpus: u32,
}

#[derive(Debug, Serialize)]
pub(crate) struct Memory {
    description: String,
    size_in_gigabytes: u32,
}

#[derive(Debug, Serialize)]
struct Storage {
    description: &'static str,
}
