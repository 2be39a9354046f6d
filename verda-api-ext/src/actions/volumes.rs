//! Actions on volumes.

use std::fmt;

use verda_api::types;
use verda_api::types::{InstanceId, VolumeAction, VolumeId, VolumeKind};

use super::{Goal, check_ids, distinct, of_each};
use crate::client::Client;
use crate::error::{Error, ErrorKind, invalid_request, partly_failed};
use crate::ids::IntoIds;
use crate::outcomes::Outcomes;

const OPERATION: &str = "perform_volume_actions";

/// What clones of volumes are like. What is not set is as with the original. Given to
/// [`Client::clone_volumes`], which has an example.
#[derive(Clone, Debug, Default, PartialEq)]
#[non_exhaustive]
pub struct CloneVolumes {
    /// The clones' name. All clones of a call get the same.
    pub name: Option<String>,
    /// The clones' type, such as [`VolumeKind::Nvme`] or [`VolumeKind::Hdd`].
    pub kind: Option<VolumeKind>,
    /// Where the clones are made, such as `FIN-02`.
    pub location_code: Option<String>,
}

impl CloneVolumes {
    /// Clones that are like their originals.
    ///
    /// ```
    /// use verda_api_ext::CloneVolumes;
    ///
    /// let clones = CloneVolumes::new().name("copy").location_code("FIN-02");
    /// assert_eq!(clones.name.as_deref(), Some("copy"));
    /// ```
    pub fn new() -> Self {
        Self::default()
    }

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
                /// Takes one id or many, in one request; without any id nothing is sent. `detach`, `restore` and `cancel`
                /// are sent again when it is not known whether they were carried out; `export`, `transfer` and `create`
                /// are not.
                ///
                /// # Errors
                ///
                /// Where the API refused several volumes at once; what it says of a single one is in the outcome.
                /// [`ErrorKind::OutcomeUnknown`](crate::ErrorKind::OutcomeUnknown) where it may have been carried out:
                /// check the volumes, and the trash.
                pub async fn $method<Count>(
                    &self,
                    ids: impl IntoIds<VolumeId, Count>,
                ) -> Result<Outcomes<VolumeId>, Error> {
                    self.perform_volume_action(request(VolumeAction::$action, ids)).await
                }
            )*
        }
    };
}

volume_actions! {
    /// Detaches volumes from whatever they are attached to. The instances should be offline.
    detach_volumes, Detach;
    /// Restores volumes from the trash.
    ///
    /// ```
    /// # verda_fake::example!(client, fake, {
    /// # let order = verda_api_ext::types::CreateVolume::builder().name("data").size(100_u64).type_("NVMe");
    /// # let id = client.create_volume(order.location_code("FIN-01")).await?.into_inner();
    /// # client.wait_for_volume(&id).await?;
    /// client.delete_volumes(&id).await?.all_ok()?;
    /// // That was one too many.
    /// client.restore_volumes(&id).await?.all_ok()?;
    /// client.wait_for_volume(&id).await?;
    /// # });
    /// ```
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
    /// Attaches volumes to an instance, which should be offline. A volume and its instance are in the same location.
    ///
    /// One request, however many volumes; without any nothing is sent. Safe to repeat, and repeated where the outcome is not known.
    ///
    /// ```
    /// # verda_fake::example!(client, fake, {
    /// # let order = verda_api_ext::types::DeployInstance::builder().instance_type("CPU.4V.16G").image("ubuntu-24.04");
    /// # let order = order.hostname("node-1").location_code("FIN-01");
    /// # let instance = client.deploy_instance(order).await?.into_inner();
    /// # let order = verda_api_ext::types::CreateVolume::builder().name("data").size(100_u64).type_("NVMe");
    /// # let volume = client.create_volume(order.location_code("FIN-01")).await?.into_inner();
    /// # client.wait_for_instance(&instance).await?;
    /// # client.wait_for_volume(&volume).await?;
    /// client.shutdown_instances(&instance).await?.all_ok()?;
    /// client.wait_for_instance(&instance).until_offline().await?;
    /// client.attach_volumes(&volume, &instance).await?.all_ok()?;
    /// client.start_instances(&instance).await?.all_ok()?;
    /// # });
    /// ```
    ///
    /// # Errors
    ///
    /// Where the API refused several volumes at once; what it says of a single one is in the outcome.
    pub async fn attach_volumes<Count>(
        &self,
        ids: impl IntoIds<VolumeId, Count>,
        instance: impl Into<InstanceId>,
    ) -> Result<Outcomes<VolumeId>, Error> {
        let mut request = request(VolumeAction::Attach, ids);
        request.instance_id = Some(instance.into());
        self.perform_volume_action(request).await
    }

    /// Attaches shared volumes to several instances: each volume to each instance, in one request. Without any volume
    /// nothing is sent. Safe to repeat, and repeated where the outcome is not known.
    ///
    /// # Errors
    ///
    /// See [`attach_volumes`](Self::attach_volumes); and
    /// [`ErrorKind::InvalidRequest`](crate::ErrorKind::InvalidRequest) if there are volumes and no instances.
    pub async fn attach_volumes_to_all<Count>(
        &self,
        ids: impl IntoIds<VolumeId, Count>,
        instances: impl IntoIterator<Item: Into<InstanceId>>,
    ) -> Result<Outcomes<VolumeId>, Error> {
        let mut request = request(VolumeAction::Attach, ids);
        let instances: Vec<InstanceId> = instances.into_iter().map(Into::into).collect();
        if instances.is_empty() && !request.id.is_empty() {
            return Err(invalid_request(OPERATION, "there are no instances to attach the volumes to"));
        }
        request.instance_ids = Some(instances);
        self.perform_volume_action(request).await
    }

    /// Deletes volumes into the trash, where they can be restored from and count against the quota. A volume that does not
    /// exist any more is a success, see [`Outcomes::already`].
    ///
    /// One request, however many volumes; without any nothing is sent. Safe to repeat, and repeated where the outcome is
    /// not known.
    ///
    /// ```
    /// # verda_fake::example!(client, fake, {
    /// # let order = verda_api_ext::types::CreateVolume::builder().name("data").size(100_u64).type_("NVMe");
    /// # client.create_volume(order.location_code("FIN-01")).await?;
    /// // All volumes that are attached to nothing.
    /// let volumes = client.list_volumes().await?;
    /// let loose = volumes.iter().filter(|volume| volume.instance_id.is_none());
    /// client.delete_volumes(loose.map(|volume| &volume.id)).await?.all_ok()?;
    /// assert_eq!(client.list_volumes_in_trash().await?.len(), volumes.len());
    /// # assert_eq!(volumes.len(), 1);
    /// # });
    /// ```
    ///
    /// # Errors
    ///
    /// Where the API refused several volumes at once; what it says of a single one is in the outcome.
    pub async fn delete_volumes<Count>(&self, ids: impl IntoIds<VolumeId, Count>) -> Result<Outcomes<VolumeId>, Error> {
        self.perform_volume_action(request(VolumeAction::Delete, ids)).await
    }

    /// Deletes volumes permanently: **what is on them is lost**, and nothing restores it. Otherwise as
    /// [`delete_volumes`](Self::delete_volumes).
    ///
    /// # Errors
    ///
    /// See [`delete_volumes`](Self::delete_volumes).
    pub async fn delete_volumes_permanently<Count>(
        &self,
        ids: impl IntoIds<VolumeId, Count>,
    ) -> Result<Outcomes<VolumeId>, Error> {
        let mut request = request(VolumeAction::Delete, ids);
        request.is_permanent = Some(true);
        self.perform_volume_action(request).await
    }

    /// Gives a volume another name. One request; doing it twice does no harm.
    ///
    /// # Errors
    ///
    /// Those of the call: there are no outcomes, since it is about one volume.
    pub async fn rename_volume(&self, id: impl Into<VolumeId>, name: impl Into<String>) -> Result<(), Error> {
        let mut request = request(VolumeAction::Rename, id.into());
        request.name = Some(name.into());
        self.change_volume(request).await
    }

    /// Makes a volume larger: to this many GB in all, which must not be fewer than it has. It costs more from then on,
    /// and cannot be made smaller again. The file system on it is not touched. One request; doing it twice does no
    /// harm.
    ///
    /// ```
    /// # verda_fake::example!(client, fake, {
    /// # let order = verda_api_ext::types::CreateVolume::builder().name("data").size(100_u64).type_("NVMe");
    /// # let id = client.create_volume(order.location_code("FIN-01")).await?.into_inner();
    /// # client.wait_for_volume(&id).await?;
    /// client.resize_volume(&id, 200).await?;
    /// client.rename_volume(&id, "more data").await?;
    /// # let volumes = client.list_volumes().await?;
    /// # assert_eq!((volumes[0].size, volumes[0].name.as_deref()), (Some(200), Some("more data")));
    /// # });
    /// ```
    ///
    /// # Errors
    ///
    /// Those of the call: there are no outcomes, since it is about one volume.
    pub async fn resize_volume(&self, id: impl Into<VolumeId>, gigabytes: u64) -> Result<(), Error> {
        let mut request = request(VolumeAction::Resize, id.into());
        request.size = Some(gigabytes);
        self.change_volume(request).await
    }

    /// Clones volumes and gives the ids of the clones, which may not be ready yet. One request, however many
    /// volumes; without any nothing is sent. Clones cost as any volume does.
    ///
    /// Not safe to repeat when it is not known whether it was carried out: check for the clones by their name.
    ///
    /// ```
    /// # verda_fake::example!(client, fake, {
    /// # let order = verda_api_ext::types::CreateVolume::builder().name("data").size(100_u64).type_("NVMe");
    /// # let id = client.create_volume(order.location_code("FIN-01")).await?.into_inner();
    /// # client.wait_for_volume(&id).await?;
    /// use verda_api_ext::CloneVolumes;
    ///
    /// let clones = client.clone_volumes(&id, CloneVolumes::new().name("data-before-upgrade")).await?;
    /// client.wait_for_volumes(&clones).await?;
    /// # assert_eq!(clones.len(), 1);
    /// # });
    /// ```
    ///
    /// # Errors
    ///
    /// Those of the call. [`ErrorKind::OutcomeUnknown`](crate::ErrorKind::OutcomeUnknown) if the response names no clone;
    /// [`ErrorKind::PartlyFailed`](crate::ErrorKind::PartlyFailed) if there are fewer clones than originals:
    /// `error.cause::<IncompleteClones>()` has the ids that the response names; or, where it tells what came of each volume,
    /// [`results`](crate::Error::results) has that.
    pub async fn clone_volumes<Count>(
        &self,
        ids: impl IntoIds<VolumeId, Count>,
        clones: CloneVolumes,
    ) -> Result<Vec<VolumeId>, Error> {
        let mut request = request(VolumeAction::Clone, ids);
        let asked = request.id.len();
        if asked == 0 {
            return Ok(Vec::new());
        }
        (request.name, request.type_, request.location_code) = (clones.name, clones.kind, clones.location_code);
        check(&request)?;
        let sources = request.id.clone();
        let made = self.raw().perform_volume_actions(request).send().await?.into_inner();
        // A clone has an id of its own. What is no clone must not be deleted as one.
        let made: Vec<VolumeId> = distinct(made);
        let made: Vec<VolumeId> = made.into_iter().filter(|id| !sources.iter().any(|source| source == id)).collect();
        self.created().add(OPERATION, made.iter().map(ToString::to_string));
        match made.len() {
            count if count >= asked => Ok(made),
            // The clones may be there, and cost.
            0 => Err(Error::new(ErrorKind::OutcomeUnknown, "the response names no clone")
                .of(OPERATION)
                .that_may_have_happened(true)),
            count => {
                // Which ones failed it does not say: to retry for all would clone some twice.
                let message = format!(
                    "{asked} volumes were to be cloned, and the response names {count} clones; \
                     check with `list_volumes` which are missing before retrying"
                );
                Err(partly_failed(OPERATION, message).caused_by(IncompleteClones { made }))
            }
        }
    }

    async fn change_volume(&self, request: types::PerformVolumeActions) -> Result<(), Error> {
        check(&request)?;
        self.raw().perform_volume_actions(request).send().await?;
        Ok(())
    }

    async fn perform_volume_action(&self, request: types::PerformVolumeActions) -> Result<Outcomes<VolumeId>, Error> {
        let ids = request.id.clone().into_vec();
        if ids.is_empty() {
            return Ok(Outcomes::none(OPERATION));
        }
        let goal = match request.action {
            VolumeAction::Delete => Goal::Gone,
            VolumeAction::Detach => Goal::Detached,
            _ => Goal::Other,
        };
        check(&request)?;
        let action = request.action.to_string();
        let outcomes =
            of_each(OPERATION, (goal, &action), &ids, self.raw().perform_volume_actions(request).send().await)?;
        Ok(if goal == Goal::Gone { outcomes.doubting(self.created()) } else { outcomes })
    }
}

/// The clones that a response names, where it names fewer than were asked for. Found with
/// [`Error::cause`](crate::Error::cause).
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub struct IncompleteClones {
    /// The ids of the clones. They cost.
    pub made: Vec<VolumeId>,
}

impl fmt::Display for IncompleteClones {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let ids: Vec<&str> = self.made.iter().map(VolumeId::as_str).collect();
        write!(f, "the clones are {}", ids.join(", "))
    }
}

impl std::error::Error for IncompleteClones {}

/// What the API might take in another way than it was meant is not sent.
fn check(request: &types::PerformVolumeActions) -> Result<(), Error> {
    check_ids(OPERATION, request.id.as_slice())?;
    check_ids(OPERATION, request.instance_id.as_slice())?;
    check_ids(OPERATION, request.instance_ids.as_deref().unwrap_or_default())?;
    match request.name.as_deref().map(str::trim) {
        Some("") => Err(invalid_request(OPERATION, "the name is empty")),
        _ => Ok(()),
    }
}

/// A request with nothing but an action and its ids, each of them once.
fn request<Count>(action: VolumeAction, ids: impl IntoIds<VolumeId, Count>) -> types::PerformVolumeActions {
    types::PerformVolumeActions::new(action, distinct(ids.into_ids()))
}
