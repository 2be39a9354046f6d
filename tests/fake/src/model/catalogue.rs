//! The catalogue of machines, volumes and locations: what can be ordered, and for how much. All projects have the same one.

pub(crate) mod cluster_types;
pub(crate) mod images;
pub(crate) mod instance_types;
pub(crate) mod long_term;
pub(crate) mod stored;
pub(crate) mod volume_types;

use crate::model::refusal::Refusal;

/// A data centre.
pub(crate) struct Location {
    pub(crate) code: &'static str,
    pub(crate) name: &'static str,
    pub(crate) country: &'static str,
}

pub(crate) static LOCATIONS: [Location; 4] = [
    Location { code: "FIN-01", name: "Finland 1", country: "FI" },
    Location { code: "FIN-02", name: "Finland 2", country: "FI" },
    Location { code: "FIN-03", name: "Finland 3", country: "FI" },
    Location { code: "ICE-01", name: "Iceland 1", country: "IS" },
];

/// The code of a location as a text that lives for ever, if there is such a location.
pub(crate) fn location(code: &str) -> Option<&'static str> {
    LOCATIONS.iter().map(|location| location.code).find(|known| *known == code)
}

/// The same for a location that an order names: refuses any other.
pub(crate) fn require_location(code: &str) -> Result<&'static str, Refusal> {
    location(code).ok_or(Refusal::Invalid("location code"))
}
