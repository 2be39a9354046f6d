//! The meaning of statuses, which the document only lists.

use crate::types::{InstanceStatus, VolumeStatus};

/// The statuses of an instance, and of a cluster.
///
/// An unknown status counts as billed, and neither as gone nor as failed, because the machine may cost money.
impl InstanceStatus {
    /// Whether the machine no longer exists. A machine that [is not found](Self::is_not_found) may.
    ///
    /// ```
    /// use verda_api::types::InstanceStatus;
    ///
    /// assert!(InstanceStatus::Discontinued.is_gone());
    /// assert!(!InstanceStatus::Deleting.is_gone());
    /// ```
    pub fn is_gone(&self) -> bool {
        matches!(self, Self::Discontinued | Self::Deleted)
    }

    /// Whether the API says that it does not find the machine, which it may find a moment later: ask again, for the machine
    /// itself. Until then it counts as billed.
    ///
    /// ```
    /// use verda_api::types::InstanceStatus;
    ///
    /// assert!(InstanceStatus::NotFound.is_not_found() && !InstanceStatus::NotFound.is_gone());
    /// ```
    pub fn is_not_found(&self) -> bool {
        matches!(self, Self::NotFound | Self::NotFoundUnderscored)
    }

    /// Whether the order or the machine has failed: without an action, it will not run.
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
    /// assert!(InstanceStatus::Provisioning.is_transient());
    /// assert!(!InstanceStatus::Offline.is_transient());
    /// ```
    pub fn is_transient(&self) -> bool {
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

    /// Whether the machine costs money. Machines that are shut down, or whose installation failed, do.
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

/// An unknown status counts as billed, and neither as gone nor as ready.
impl VolumeStatus {
    /// Whether the volume no longer exists. A volume in the trash exists: see
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

    /// Whether the volume is usable: no action is in progress.
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

    /// Whether the volume costs money.
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
