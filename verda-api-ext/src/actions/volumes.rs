//! Actions on volumes.

use verda_api::types::{InstanceId, VolumeAction, VolumeId, VolumeKind};
use verda_api::{OneOrMany, types};

use super::same_for_all;
use crate::client::Client;
use crate::error::Error;
use crate::outcomes::Outcomes;

const OPERATION: &str = "perform_volume_actions";

/// What clones of volumes are like. What is not set is as with the original.
#[derive(Clone, Debug, Default, PartialEq)]
#[non_exhaustive]
pub struct CloneVolumes {
    /// The clones' name.
    pub name: Option<String>,
    /// The clones' type.
    pub kind: Option<VolumeKind>,
    /// Where the clones are made.
    pub location_code: Option<String>,
}

/// Clones that are like their originals; see [`CloneVolumes`] for what can be changed.
pub fn clone_volumes() -> CloneVolumes {
    CloneVolumes::default()
}

impl CloneVolumes {
    /// Another name.
    #[must_use]
    pub fn name(mut self, name: impl Into<String>) -> Self {
        self.name = Some(name.into());
        self
    }

    /// Another type.
    #[must_use]
    pub fn kind(mut self, kind: impl Into<VolumeKind>) -> Self {
        self.kind = Some(kind.into());
        self
    }

    /// Another location.
    #[must_use]
    pub fn location_code(mut self, code: impl Into<String>) -> Self {
        self.location_code = Some(code.into());
        self
    }
}

macro_rules! volume_actions {
    ($($(#[$documentation:meta])* $method:ident, $action:ident;)*) => {
        impl Client {
            $(
                $(#[$documentation])*
                ///
                /// Takes one id or many. Not safe to repeat when it is not known whether it was carried out.
                ///
                /// # Errors
                ///
                /// Where the API refused several volumes at once; what it says of a single one is in the outcome.
                pub async fn $method(
                    &self,
                    ids: impl Into<OneOrMany<VolumeId>>,
                ) -> Result<Outcomes<VolumeId>, Error> {
                    self.perform_volume_action(plain(VolumeAction::$action, ids)).await
                }
            )*
        }
    };
}

volume_actions! {
    /// Detaches volumes from whatever they are attached to. The instances should be offline.
    detach_volumes, Detach;
    /// Restores volumes from the trash.
    restore_volumes, Restore;
    /// Interrupts the cloning to another location, named by the ids of the clones.
    cancel_volume_clones, Cancel;
    /// Exports volumes.
    export_volumes, Export;
    /// Transfers volumes.
    transfer_volumes, Transfer;
    /// Creates volumes that were ordered and are not there yet. For a new one see `create_volume`.
    create_ordered_volumes, Create;
}

impl Client {
    /// Attaches volumes to an instance, which should be offline.
    ///
    /// Not safe to repeat when it is not known whether it was carried out.
    ///
    /// # Errors
    ///
    /// Where the API refused several volumes at once; what it says of a single one is in the outcome.
    pub async fn attach_volumes(
        &self,
        ids: impl Into<OneOrMany<VolumeId>>,
        instance: &InstanceId,
    ) -> Result<Outcomes<VolumeId>, Error> {
        let request = plain(VolumeAction::Attach, ids);
        self.perform_volume_action(types::PerformVolumeActions { instance_id: Some(instance.clone()), ..request }).await
    }

    /// Attaches shared volumes to several instances. Without any instance nothing is sent.
    ///
    /// # Errors
    ///
    /// See [`attach_volumes`](Self::attach_volumes); and
    /// [`ErrorKind::InvalidRequest`](crate::ErrorKind::InvalidRequest) if there are volumes and no instances.
    pub async fn attach_volumes_to_all(
        &self,
        ids: impl Into<OneOrMany<VolumeId>>,
        instances: impl IntoIterator<Item = InstanceId>,
    ) -> Result<Outcomes<VolumeId>, Error> {
        let request = plain(VolumeAction::Attach, ids);
        let instances: Vec<InstanceId> = instances.into_iter().collect();
        if instances.is_empty() && !request.id.is_empty() {
            return Err(Error::invalid_request(OPERATION, "there are no instances to attach the volumes to"));
        }
        self.perform_volume_action(types::PerformVolumeActions { instance_ids: Some(instances), ..request }).await
    }

    /// Deletes volumes: into the trash, where they can be restored from and count against the quota, or for good.
    ///
    /// Not safe to repeat when it is not known whether it was carried out.
    ///
    /// ```
    /// # #[tokio::main(flavor = "current_thread", start_paused = true)]
    /// # async fn main() -> Result<(), verda_api_ext::Error> {
    /// # let fake = verda_fake::VerdaFake::builder().build();
    /// # let client = verda_api_ext::Client::builder().credentials("id", "secret").transport(fake.transport()).build()?;
    /// use verda_api_ext::types::VolumeId;
    ///
    /// let nothing: [VolumeId; 0] = [];
    /// assert!(client.delete_volumes(nothing, false).await?.is_empty());
    /// assert!(fake.requests().is_empty());
    /// # Ok(())
    /// # }
    /// ```
    ///
    /// # Errors
    ///
    /// Where the API refused several volumes at once; what it says of a single one is in the outcome.
    pub async fn delete_volumes(
        &self,
        ids: impl Into<OneOrMany<VolumeId>>,
        permanently: bool,
    ) -> Result<Outcomes<VolumeId>, Error> {
        let request = plain(VolumeAction::Delete, ids);
        let is_permanent = permanently.then_some(true);
        self.perform_volume_action(types::PerformVolumeActions { is_permanent, ..request }).await
    }

    /// Gives a volume another name.
    ///
    /// # Errors
    ///
    /// Those of the call; this is about one volume, so there is no outcome to look at.
    pub async fn rename_volume(&self, id: &VolumeId, name: impl Into<String>) -> Result<(), Error> {
        let request = plain(VolumeAction::Rename, id);
        self.change_volume(types::PerformVolumeActions { name: Some(name.into()), ..request }).await
    }

    /// Makes a volume larger: to this many GB, which must not be fewer than it has.
    ///
    /// # Errors
    ///
    /// Those of the call; this is about one volume, so there is no outcome to look at.
    pub async fn resize_volume(&self, id: &VolumeId, gigabytes: u64) -> Result<(), Error> {
        let request = plain(VolumeAction::Resize, id);
        self.change_volume(types::PerformVolumeActions { size: Some(gigabytes), ..request }).await
    }

    /// Clones volumes and gives the ids of the clones, which may still be in the making. Without any id nothing is sent.
    ///
    /// Not safe to repeat when it is not known whether it was carried out: look for the clones by their name.
    ///
    /// # Errors
    ///
    /// Those of the call. [`ErrorKind::PartlyFailed`](crate::ErrorKind::PartlyFailed), with the ids that came, if there are
    /// fewer clones than originals.
    pub async fn clone_volumes(
        &self,
        ids: impl Into<OneOrMany<VolumeId>>,
        clones: CloneVolumes,
    ) -> Result<Vec<VolumeId>, Error> {
        let CloneVolumes { name, kind, location_code } = clones;
        let request = plain(VolumeAction::Clone, ids);
        let asked = request.id.len();
        if asked == 0 {
            return Ok(Vec::new());
        }
        let request = types::PerformVolumeActions { name, type_: kind, location_code, ..request };
        let made = self.raw().perform_volume_actions().body(request).send().await?.into_inner();
        if made.len() < asked {
            let ids: Vec<&str> = made.iter().map(AsRef::as_ref).collect();
            let message = format!("{asked} volumes were to be cloned, and the API names {}: {ids:?}", made.len());
            return Err(Error::partly_failed(OPERATION, message));
        }
        Ok(made)
    }

    async fn change_volume(&self, request: types::PerformVolumeActions) -> Result<(), Error> {
        self.raw().perform_volume_actions().body(request).send().await?;
        Ok(())
    }

    async fn perform_volume_action(&self, request: types::PerformVolumeActions) -> Result<Outcomes<VolumeId>, Error> {
        let ids = request.id.clone().into_vec();
        if ids.is_empty() {
            return Ok(Outcomes::all(OPERATION, ids));
        }
        same_for_all(OPERATION, ids, self.change_volume(request).await)
    }
}

/// A request with nothing but an action and its ids.
fn plain(action: VolumeAction, ids: impl Into<OneOrMany<VolumeId>>) -> types::PerformVolumeActions {
    types::PerformVolumeActions {
        action,
        id: ids.into(),
        instance_id: None,
        instance_ids: None,
        is_permanent: None,
        location_code: None,
        name: None,
        size: None,
        type_: None,
    }
}
