//! What statuses mean. The document lists them and says no more.

use crate::types::{InstanceStatus, VolumeStatus};

/// The statuses of an instance, and of a cluster.
///
/// A status that this version does not know is billed, and neither gone nor failed: what is not known may cost.
impl InstanceStatus {
    /// Whether the machine does not exist any more.
    ///
    /// ```
    /// use verda_api::types::InstanceStatus;
    ///
    /// assert!(InstanceStatus::Discontinued.is_gone());
    /// assert!(!InstanceStatus::Deleting.is_gone());
    /// ```
    pub fn is_gone(&self) -> bool {
        matches!(self, Self::Discontinued | Self::Deleted | Self::NotFound | Self::NotFoundUnderscored)
    }

    /// Whether the order or the machine has failed: it does not run unless somebody acts.
    ///
    /// ```
    /// use verda_api::types::InstanceStatus;
    ///
    /// assert!(InstanceStatus::NoCapacity.has_failed());
    /// ```
    pub fn has_failed(&self) -> bool {
        matches!(self, Self::Error | Self::NoCapacity | Self::InstallationFailed | Self::Failed)
    }

    /// Whether the machine leaves the status by itself.
    ///
    /// ```
    /// use verda_api::types::InstanceStatus;
    ///
    /// assert!(InstanceStatus::Provisioning.is_passing());
    /// assert!(!InstanceStatus::Offline.is_passing());
    /// ```
    pub fn is_passing(&self) -> bool {
        matches!(
            self,
            Self::Provisioning
                | Self::Ordered
                | Self::New
                | Self::Deleting
                | Self::Validating
                | Self::Pending
                | Self::Hibernating
                | Self::StartingHibernation
                | Self::Restoring
                | Self::Creating
        )
    }

    /// Whether the machine costs. One that is shut down does, and one whose installation failed.
    ///
    /// ```
    /// use verda_api::types::InstanceStatus;
    ///
    /// assert!(InstanceStatus::Offline.is_billed());
    /// assert!(InstanceStatus::from("something new").is_billed());
    /// assert!(!InstanceStatus::NoCapacity.is_billed());
    /// ```
    pub fn is_billed(&self) -> bool {
        !self.is_gone() && *self != Self::NoCapacity
    }
}

/// A status that this version does not know is billed, and neither gone nor ready.
impl VolumeStatus {
    /// Whether the volume does not exist any more. One in the trash exists, and says so elsewhere: see
    /// [`VolumeDetails::Trashed`](crate::types::VolumeDetails::Trashed).
    ///
    /// ```
    /// use verda_api::types::VolumeStatus;
    ///
    /// assert!(VolumeStatus::Deleted.is_gone());
    /// ```
    pub fn is_gone(&self) -> bool {
        matches!(self, Self::Deleted | Self::Canceled)
    }

    /// Whether nothing is happening to the volume: it can be used.
    ///
    /// ```
    /// use verda_api::types::VolumeStatus;
    ///
    /// assert!(VolumeStatus::Detached.is_ready());
    /// assert!(!VolumeStatus::Cloning.is_ready());
    /// ```
    pub fn is_ready(&self) -> bool {
        matches!(self, Self::Attached | Self::Detached | Self::Created | Self::Exported)
    }

    /// Whether the volume costs.
    ///
    /// ```
    /// use verda_api::types::VolumeStatus;
    ///
    /// assert!(VolumeStatus::Detached.is_billed());
    /// ```
    pub fn is_billed(&self) -> bool {
        !self.is_gone()
    }
}
