//! The machines that containers and jobs run on.

use serde::{Deserialize, Serialize};

use crate::model::refusal::Refusal;

/// A kind of GPU, or a processor, in one number.
#[derive(Debug)]
pub(crate) struct Resource {
    pub(crate) name: &'static str,
    pub(crate) size: u64,
    pub(crate) is_available: bool,
    /// US dollars an hour for one replica.
    price: f64,
}

const fn resource(name: &'static str, size: u64, is_available: bool, price: f64) -> Resource {
    Resource { name, size, is_available, price }
}

pub(crate) static RESOURCES: [Resource; 14] = [
    resource("General Compute", 1, true, 0.0361),
    resource("General Compute", 2, true, 0.0722),
    resource("L40S", 1, true, 1.16),
    resource("L40S", 2, true, 2.32),
    resource("L40S", 4, true, 4.64),
    resource("A100 80GB", 1, true, 1.65),
    resource("A100 80GB", 2, true, 3.3),
    resource("A100 80GB", 8, true, 13.2),
    resource("H100", 1, true, 2.67),
    resource("H100", 2, true, 5.34),
    resource("H100", 4, true, 10.68),
    resource("H100", 8, true, 21.36),
    resource("B200", 1, true, 4.89),
    // Sold out: every deployment on it is refused.
    resource("B200", 8, false, 39.12),
];

/// The resource in a snapshot: its name and its size.
mod stored_resource {
    use serde::{Deserialize, Deserializer, Serialize, Serializer};

    use crate::model::serverless::compute::{RESOURCES, Resource};

    pub(super) fn serialize<S: Serializer>(resource: &&'static Resource, serializer: S) -> Result<S::Ok, S::Error> {
        (resource.name, resource.size).serialize(serializer)
    }

    pub(super) fn deserialize<'de, D: Deserializer<'de>>(deserializer: D) -> Result<&'static Resource, D::Error> {
        let (name, size) = <(String, u64)>::deserialize(deserializer)?;
        let found = RESOURCES.iter().find(|resource| resource.name == name && resource.size == size);
        found.ok_or_else(|| serde::de::Error::custom(format!("this fake has no compute resource {size} x {name}")))
    }
}

/// A resource as a request asks for it.
#[derive(Debug)]
pub(crate) struct Wanted {
    pub(crate) name: String,
    pub(crate) size: u64,
}

/// What a deployment or job runs on.
#[derive(Debug, Clone, Copy, Serialize, Deserialize)]
pub(crate) struct Compute {
    #[serde(with = "stored_resource")]
    resource: &'static Resource,
    is_spot: bool,
}

impl Compute {
    /// The resource that a request asks for, if it is there to be had.
    pub(crate) fn find(wanted: &Wanted, is_spot: bool) -> Result<Self, Refusal> {
        let is_wanted = |resource: &&Resource| resource.name == wanted.name && resource.size == wanted.size;
        let resource = RESOURCES.iter().find(is_wanted).ok_or(Refusal::Invalid("compute resource"))?;
        if !resource.is_available {
            return Err(Refusal::NoCompute { size: wanted.size, name: wanted.name.clone() });
        }
        Ok(Self { resource, is_spot })
    }

    /// The same resource, as a spot one or not.
    pub(crate) fn with_spot(self, is_spot: bool) -> Self {
        Self { is_spot, ..self }
    }

    pub(crate) fn is_spot(self) -> bool {
        self.is_spot
    }

    /// US dollars for one replica.
    pub(crate) fn price_per_hour(self) -> f64 {
        if self.is_spot { self.resource.price / 2.0 } else { self.resource.price }
    }

    pub(crate) fn resource(self) -> &'static Resource {
        self.resource
    }

    /// The resource in words.
    pub(crate) fn text(self) -> String {
        format!("{} x {}", self.resource.size, self.resource.name)
    }
}
