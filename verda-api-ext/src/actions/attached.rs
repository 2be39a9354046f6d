//! The volumes that are attached to instances, and whether they may go with them.

use std::collections::{HashMap, HashSet};

use futures_util::future::join;
use futures_util::{StreamExt as _, stream};
use verda_api::types::{Instance, InstanceId, InstanceStatus, Volume, VolumeId, VolumeKind};
use verda_api::{ResponseValue, Skipped};

use super::distinct;
use super::instances::OPERATION;
use crate::client::Client;
use crate::error::{Error, ErrorKind, unexpected};
use crate::pages::checked;

/// Instances that are asked for by their ids at once.
const ASKED_AT_ONCE: usize = 16;

/// What uses volumes, by a list of them.
pub(crate) type Users = HashMap<VolumeId, Vec<InstanceId>>;

/// The volumes that are attached to a machine.
pub(crate) struct Attached {
    pub(crate) volumes: Vec<VolumeId>,
    /// The status of the machine.
    pub(crate) status: InstanceStatus,
    /// Whether it tells its OS volume.
    pub(super) tells_os_volume: bool,
    /// The list of volumes says that it has another one as well, which is left then.
    pub(crate) disputed: Option<Error>,
}

/// The machines that use a volume.
pub(crate) fn users_of(volume: &Volume) -> impl Iterator<Item = &InstanceId> {
    volume.instances.iter().flatten().filter_map(|user| user.id.as_ref()).chain(&volume.instance_id)
}

/// Whether a machine with this status may get volumes that it does not tell yet.
pub(crate) fn is_starting(status: &InstanceStatus) -> bool {
    status.is_transient() && *status != InstanceStatus::Deleting
}

const ADVICE: &str = "this deletion was not sent: name the volumes with `DeleteVolumes::These`";

fn refused(message: String) -> Error {
    unexpected(OPERATION, format!("{message}; {ADVICE}"))
}

impl Client {
    /// The volumes that are attached to each of these instances, of which those in `ours` are to be deleted. One that the list
    /// does not name is asked for by its id: it may be new. `None` is one that does not exist. And what uses these volumes.
    ///
    /// Of an instance it is an error where the API does not say all of them, and where something that is not in `ours` uses one as
    /// well, or may use it. Both lists have to say so: one of instances may lack a new one, and none shows clusters and
    /// deployments, which may mount shared file systems.
    ///
    /// # Errors
    ///
    /// Those of the lists.
    pub(crate) async fn volumes_of(
        &self,
        ids: &[InstanceId],
        ours: &[InstanceId],
    ) -> Result<(Vec<Result<Option<Attached>, Error>>, Users), Error> {
        if ids.is_empty() {
            return Ok((Vec::new(), Users::new()));
        }
        let (listed, in_use) = join(self.raw().list_instances().send(), self.raw().list_volumes().send()).await;
        let (listed, in_use) = (listed?, in_use?);
        let ours: HashSet<&InstanceId> = ours.iter().collect();
        let others: Vec<&Instance> =
            listed.iter().filter(|other| !ours.contains(&other.id) && !other.status.is_gone()).collect();
        // One that is there twice with other statuses tells nothing.
        let (mut statuses, mut twice) = (HashMap::new(), HashSet::new());
        for instance in listed.iter() {
            if statuses.insert(&instance.id, &instance.status).is_some_and(|other| *other != instance.status) {
                twice.insert(&instance.id);
            }
        }
        // A volume that could not be decoded must not pass for one that is not there.
        let known: HashMap<&InstanceId, &Instance> = with_oddity(&listed, "volume")
            .filter(|(instance, _)| !twice.contains(&instance.id))
            .filter(|(instance, is_odd)| (instance.volume_ids.is_some() && !is_odd) || instance.status.is_gone())
            .map(|(instance, _)| (&instance.id, instance))
            .collect();
        // All at once: what the list says is old soon.
        let not_listed: Vec<InstanceId> = ids.iter().filter(|id| !known.contains_key(id)).cloned().collect();
        let asked = not_listed.into_iter().map(|id| async move {
            let response = self.raw().get_instance(&id).await;
            (id, response)
        });
        let mut asked: HashMap<InstanceId, _> = stream::iter(asked).buffer_unordered(ASKED_AT_ONCE).collect().await;
        let attachments = Attachments::new(&in_use, &ours, &others);
        let (mut volumes, mut users) = (Vec::with_capacity(ids.len()), Users::new());
        for id in ids {
            let instance = match known.get(id) {
                Some(instance) => Ok((*instance).clone()),
                None => match asked.remove(id).unwrap_or_else(|| Err(refused(format!("{id} is named twice")))) {
                    Ok(instance) if !instance.skipped().is_empty() => {
                        Err(refused(format!("the response about {id} cannot be read as a whole")))
                    }
                    Ok(instance) => Ok(instance.into_inner()),
                    Err(error) if error.is_not_found() => {
                        volumes.push(Ok(None));
                        continue;
                    }
                    Err(error) => Err(error),
                },
            };
            volumes.push(instance.and_then(|instance| {
                if instance.status.is_gone() {
                    let (status, volumes) = (instance.status, Vec::new());
                    return Ok(Some(Attached { volumes, status, tells_os_volume: true, disputed: None }));
                }
                let Some(attached) = instance.volume_ids else {
                    return Err(refused(format!("the API does not say which volumes {id} has")));
                };
                let tells_os_volume = instance.os_volume_id.is_some();
                let attached = distinct(attached.into_iter().chain(instance.os_volume_id));
                attachments.check(&attached)?;
                let disputed = attachments.check_others(id, &attached).err();
                let of_list = attached.iter().filter_map(|id| attachments.volumes.get(id));
                users.extend(of_list.map(|volume| (volume.id.clone(), users_of(volume).cloned().collect())));
                Ok(Some(Attached { volumes: attached, status: instance.status, tells_os_volume, disputed }))
            }));
        }
        Ok((volumes, users))
    }

    /// All volumes, where the list is whole. Of one whose users cannot be read it tells none.
    ///
    /// # Errors
    ///
    /// Those of the list, and where a part of it cannot be decoded.
    pub(crate) async fn volumes_with_users(&self) -> Result<Vec<Volume>, Error> {
        let listed = checked("list_volumes", self.raw().list_volumes().send().await)?;
        if let Some(odd) = listed.skipped().iter().find(|skipped| skipped.is_element()) {
            return Err(unexpected("list_volumes", format!("the volume at `{}` cannot be decoded", odd.path)));
        }
        let told = |(volume, is_odd): (&Volume, bool)| {
            let mut volume = volume.clone();
            volume.instances.take_if(|_| is_odd);
            volume
        };
        Ok(with_oddity(&listed, "instance").map(told).collect())
    }
}

/// What uses volumes, by a list of them and by a list of instances.
struct Attachments<'a> {
    volumes: HashMap<&'a VolumeId, &'a Volume>,
    /// Volumes of which the list does not say what uses them.
    untold: HashSet<&'a VolumeId>,
    ours: &'a HashSet<&'a InstanceId>,
    elsewhere: HashMap<&'a VolumeId, &'a InstanceId>,
    /// The volumes that each of our instances has by the list of volumes.
    of_ours: HashMap<&'a InstanceId, Vec<&'a VolumeId>>,
}

impl<'a> Attachments<'a> {
    fn new(listed: &'a ResponseValue<Vec<Volume>>, ours: &'a HashSet<&'a InstanceId>, others: &[&'a Instance]) -> Self {
        let of = |other: &&'a Instance| {
            let theirs = other.volume_ids.iter().flatten().chain(&other.os_volume_id);
            let id = &other.id;
            theirs.map(move |volume| (volume, id))
        };
        let (mut volumes, mut untold) = (HashMap::new(), HashSet::new());
        for (volume, is_odd) in with_oddity(listed, "instance") {
            let other = volumes.insert(&volume.id, volume);
            // One that is there twice with other users tells nothing.
            if is_odd || other.is_some_and(|other: &Volume| other.instances != volume.instances) {
                untold.insert(&volume.id);
            }
        }
        let mut of_ours: HashMap<_, Vec<_>> = HashMap::new();
        for volume in volumes.values() {
            for user in users_of(volume).filter(|user| ours.contains(user)) {
                of_ours.entry(user).or_default().push(&volume.id);
            }
        }
        Self { volumes, untold, ours, elsewhere: others.iter().flat_map(of).collect(), of_ours }
    }

    /// The list of volumes says of no other volume that the instance has it: one that is left would go on costing, and one that
    /// was detached a moment ago is to stay.
    fn check_others(&self, id: &InstanceId, attached: &[VolumeId]) -> Result<(), Error> {
        match self.of_ours.get(id).into_iter().flatten().find(|volume| !attached.contains(volume)) {
            Some(volume) => Err(refused(format!(
                "the list of volumes says that {volume} is attached to {id}, and the instance does not: repeat it later, should one \
                 of them be late"
            ))),
            None => Ok(()),
        }
    }

    /// Nothing but our instances uses these volumes, and nothing else can.
    fn check(&self, attached: &[VolumeId]) -> Result<(), Error> {
        let shared = attached.iter().find_map(|id| Some((id, self.elsewhere.get(id)?)));
        match shared {
            Some((id, other)) => Err(refused(format!("the volume {id} is attached to {other} as well"))),
            None => attached.iter().try_for_each(|id| self.check_users(id)),
        }
    }

    fn check_users(&self, id: &VolumeId) -> Result<(), Error> {
        let Some(volume) = self.volumes.get(id) else {
            // It may be new, and in the next list.
            let message = format!(
                "the list of volumes does not show {id}, so what else uses it is not known; {ADVICE}, or repeat it later"
            );
            return Err(Error::new(ErrorKind::NotSent, message).of(OPERATION));
        };
        let is_of_others = |user: Option<&InstanceId>| user.is_none_or(|user| !self.ours.contains(user));
        if volume.instance_id.as_ref().is_some_and(|user| is_of_others(Some(user))) {
            return Err(refused(format!("the volume {id} is attached to something else")));
        }
        match volume.instances.as_ref().filter(|users| !self.untold.contains(id) && !users.is_empty()) {
            Some(users) if users.iter().any(|user| is_of_others(user.id.as_ref())) => {
                return Err(refused(format!("the volume {id} is attached to something else as well")));
            }
            Some(_) => {}
            None => return Err(refused(format!("the API does not say what else the volume {id} is attached to"))),
        }
        match &volume.type_ {
            Some(VolumeKind::Hdd | VolumeKind::Nvme | VolumeKind::NvmeLocalStorage) => Ok(()),
            Some(kind) => Err(refused(format!(
                "the volume {id} is of the type {kind}, which clusters and deployments may mount as well"
            ))),
            None => Err(refused(format!("the API does not say of which type the volume {id} is"))),
        }
    }
}

/// The elements of a list, each with whether a part of it with this in its name could not be decoded.
fn with_oddity<'a, T>(list: &'a ResponseValue<Vec<T>>, part: &'static str) -> impl Iterator<Item = (&'a T, bool)> {
    let place = |skipped: &Skipped| skipped.path.strip_prefix('[')?.split(']').next()?.parse::<usize>().ok();
    let (missing, members): (Vec<_>, Vec<_>) = list.skipped().iter().partition(|skipped| skipped.is_element());
    let missing: HashSet<usize> = missing.into_iter().filter_map(place).collect();
    let odd: HashSet<usize> =
        members.into_iter().filter(|skipped| skipped.path.contains(part)).filter_map(place).collect();
    let places = (0..).filter(move |place| !missing.contains(place));
    list.iter().zip(places).map(move |(element, place)| (element, odd.contains(&place)))
}
