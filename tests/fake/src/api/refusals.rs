//! The words and the status for each refusal of the model.

use crate::api::error::ApiError;
use crate::model::refusal::Refusal;

impl From<Refusal> for ApiError {
    fn from(refusal: Refusal) -> Self {
        match refusal {
            Refusal::NotFound(what) => Self::not_found(format!("{what} not found")),
            Refusal::Invalid(what) => Self::invalid(format!("Invalid {what}")),
            Refusal::Dangling(missing) => {
                Self::invalid(missing.into_iter().map(|what| format!("{what} not found")).collect::<Vec<_>>())
            }
            Refusal::InStatus { verb, status, noun } => {
                let article = if status.starts_with(['a', 'e', 'i', 'o', 'u']) { "an" } else { "a" };
                Self::forbidden(format!("Can't {verb} {article} {status} {noun}"))
            }
            Refusal::NotEnoughMoney => Self::insufficient_funds(),
            Refusal::Quota(what) => Self::invalid(format!("{what} limit exceeded")),
            // A refusal, not an outage: the caller should choose another type or location.
            Refusal::NoInstance { kind, location } => {
                let size = if kind.gpus == 0 { "CPU".to_owned() } else { format!("{} GPU", kind.gpus) };
                let what = format!("{size} instance type {}", kind.name);
                Self::unavailable(format!("Not enough resources to deploy a {what} in {location}"))
            }
            Refusal::NoCluster { kind, location } => {
                let what = format!("{} GPU cluster type {}", kind.gpus, kind.name);
                Self::unavailable(format!("Not enough resources to deploy a {what} in {location}"))
            }
            Refusal::NoCompute { size, name } => {
                Self::unavailable(format!("Not enough resources to deploy on {size} x {name}"))
            }
            Refusal::WrongSystem => Self::invalid("Operating system is not valid for this instance type"),
            Refusal::Elsewhere(noun) => Self::invalid(format!("Volume and {noun} must be in the same location")),
            Refusal::NotFree => Self::invalid("Volume is attached already, or not ready"),
            Refusal::NotFreeForCluster => {
                Self::invalid("Only a shared volume that no cluster has can be attached to a cluster")
            }
            Refusal::NotShared => Self::invalid("Only a shared volume can be attached to several instances"),
            Refusal::NotAttached => Self::invalid("Volume is not attached to the instance"),
            Refusal::NotShutDown => Self::forbidden("One or more of the specified instances is not shut down"),
            Refusal::SmallerThan(size_gb) => Self::invalid(vec![format!("size must not be less than {size_gb}")]),
            Refusal::OfCluster { verb } => Self::forbidden(format!("Can't {verb} a volume of a cluster")),
            Refusal::DeletesSystem => Self::forbidden("Can't delete the attached OS volume of an instance"),
            Refusal::DetachesSystem => Self::forbidden("Can't detach the OS volume of an instance"),
            Refusal::BeingDeleted(what) => Self::forbidden(format!("{what} is being deleted")),
            Refusal::Exists(what) => Self::conflict(format!("{what} exists already")),
            Refusal::InUse { what, users } => {
                let users = users.join(", ");
                Self::conflict(format!("{what} is used by {users}; delete those first, or set force to true"))
            }
        }
    }
}
