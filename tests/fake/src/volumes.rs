//! Volumes: what they are, how the API shows them, and how they are made, detached and deleted.

use std::time::Duration;

use http::StatusCode;
use serde::Serialize;
use serde_json::{Value, json};

use crate::call::Call;
use crate::catalogue;
use crate::catalogue::images::Image;
use crate::catalogue::volume_types::{self, VolumeType};
use crate::clock::Clock;
use crate::error::ApiError;
use crate::fields::Fields;
use crate::lifecycle::Lifecycle;
use crate::reply::Reply;
use crate::state::State;

/// The statuses that a volume can have, by their names in the API.
pub(crate) mod status {
    pub(crate) const ORDERED: &str = "ordered";
    pub(crate) const ATTACHING: &str = "attaching";
    pub(crate) const ATTACHED: &str = "attached";
    pub(crate) const DETACHING: &str = "detaching";
    pub(crate) const DETACHED: &str = "detached";
    pub(crate) const DELETED: &str = "deleted";
}

/// What the query parameter `status` takes.
const STATUS_FILTERS: [&str; 13] = [
    status::ORDERED,
    status::ATTACHED,
    status::ATTACHING,
    status::DETACHED,
    status::DELETED,
    "cloning",
    status::DETACHING,
    "deleting",
    "restoring",
    "created",
    "exported",
    "canceled",
    "canceling",
];

/// The smallest volume, in gigabytes.
pub(crate) const MIN_SIZE_GB: u64 = 50;

/// How long a deleted volume stays in the trash.
const TRASH_TIME: Duration = Duration::from_secs(96 * 3600);

/// A block volume or a shared file system.
#[derive(Debug)]
pub(crate) struct Volume {
    pub(crate) id: String,
    pub(crate) life: Lifecycle,
    pub(crate) name: String,
    pub(crate) kind: &'static VolumeType,
    pub(crate) size_gb: u64,
    pub(crate) location: &'static str,
    /// The image that was installed on it; `None` for a volume without an operating system.
    pub(crate) os: Option<&'static Image>,
    /// The keys that were installed with the operating system.
    pub(crate) ssh_key_ids: Vec<String>,
    pub(crate) instance_ids: Vec<String>,
    pub(crate) created_at: String,
    /// Set once it is deleted.
    pub(crate) deletion: Option<Deletion>,
}

/// When and how a volume was deleted.
#[derive(Debug)]
pub(crate) struct Deletion {
    /// In machine time.
    at: Duration,
    timestamp: String,
    permanently: bool,
}

impl Deletion {
    /// Whether the volume is gone for good: deleted so, or left in the trash for too long.
    fn is_permanent(&self, now: Duration) -> bool {
        self.permanently || now >= self.at.saturating_add(TRASH_TIME)
    }
}

impl Volume {
    /// Whether it is, or is about to be, attached to nothing, and can be used.
    pub(crate) fn is_free(&self) -> bool {
        self.deletion.is_none() && (self.instance_ids.is_empty() || self.kind.is_shared)
    }

    /// Whether it is in the trash, from where it could come back.
    fn is_in_trash(&self, now: Duration) -> bool {
        self.deletion.as_ref().is_some_and(|deletion| !deletion.is_permanent(now))
    }
}

/// A member that not every volume has, and that may be null where it is there.
type Partial<T> = Option<Option<T>>;

/// A volume as the API shows it. A deleted one lacks some members and has others.
#[derive(Serialize)]
struct Shown<'a> {
    id: &'a str,
    #[serde(skip_serializing_if = "Option::is_none")]
    instance_id: Partial<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    instances: Option<Vec<ShownInstance<'a>>>,
    name: &'a str,
    created_at: &'a str,
    status: &'a str,
    size: u64,
    is_os_volume: bool,
    #[serde(skip_serializing_if = "Option::is_none")]
    target: Partial<&'a str>,
    #[serde(rename = "type")]
    kind: &'a str,
    location: &'a str,
    ssh_key_ids: &'a [String],
    #[serde(skip_serializing_if = "Option::is_none")]
    pseudo_path: Partial<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    create_directory_command: Partial<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    mount_command: Partial<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    filesystem_to_fstab_command: Partial<String>,
    contract: &'a str,
    base_hourly_cost: f64,
    monthly_price: f64,
    currency: &'a str,
    #[serde(skip_serializing_if = "Option::is_none")]
    long_term: Partial<()>,
    #[serde(skip_serializing_if = "Option::is_none")]
    deleted_at: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    is_permanently_deleted: Option<bool>,
}

/// An instance as a volume shows it.
#[derive(Serialize)]
struct ShownInstance<'a> {
    id: &'a str,
    auto_rental_extension: Option<()>,
    ip: Option<&'a str>,
    instance_type: &'a str,
    status: &'a str,
    os_volume_id: &'a str,
    hostname: &'a str,
}

impl<'a> Shown<'a> {
    fn new(volume: &'a Volume, state: &'a State, now: Duration) -> Self {
        let is_active = volume.deletion.is_none();
        let is_shared = volume.kind.is_shared;
        let path = is_shared.then(|| format!("volume-{}", first_digits(&volume.id)));
        let source = path.as_ref().map(|path| format!("nfs.{}.verda.example:{path}", volume.location.to_lowercase()));
        Self {
            id: &volume.id,
            // A shared file system belongs to no single instance.
            instance_id: is_active.then(|| volume.instance_ids.first().map(String::as_str).filter(|_| !is_shared)),
            instances: is_active.then(|| ShownInstance::all(volume, state, now)),
            name: &volume.name,
            created_at: &volume.created_at,
            status: volume.life.status(now),
            size: volume.size_gb,
            is_os_volume: volume.os.is_some(),
            target: is_active.then(|| volume.os.filter(|_| !volume.instance_ids.is_empty()).map(|_| "vda")),
            kind: volume.kind.name,
            location: volume.location,
            ssh_key_ids: &volume.ssh_key_ids,
            pseudo_path: is_active.then_some(path),
            create_directory_command: is_active.then(|| is_shared.then_some("mkdir -p /mnt/volume")),
            mount_command: is_active
                .then(|| source.as_ref().map(|source| format!("mount -t nfs -o nconnect=16 {source} /mnt/volume"))),
            filesystem_to_fstab_command: is_active.then(|| source.as_deref().map(fstab_command)),
            contract: "PAY_AS_YOU_GO",
            base_hourly_cost: volume.kind.hourly_price(volume.size_gb),
            monthly_price: volume.kind.monthly_price(volume.size_gb),
            currency: "usd",
            long_term: is_active.then_some(None),
            deleted_at: volume.deletion.as_ref().map(|deletion| deletion.timestamp.as_str()),
            is_permanently_deleted: volume.deletion.as_ref().map(|deletion| deletion.is_permanent(now)),
        }
    }
}

impl<'a> ShownInstance<'a> {
    /// The instances that a volume is attached to.
    fn all(volume: &'a Volume, state: &'a State, now: Duration) -> Vec<Self> {
        let instances = volume.instance_ids.iter().filter_map(|id| state.instances.get(id));
        instances
            .map(|instance| Self {
                id: &instance.id,
                auto_rental_extension: None,
                ip: instance.ip(now),
                instance_type: instance.kind.name,
                status: instance.status(now),
                os_volume_id: &instance.os_volume_id,
                hostname: &instance.hostname,
            })
            .collect()
    }
}

/// Adds a file system to a machine's table of them, once.
fn fstab_command(source: &str) -> String {
    let line = format!("{source} /mnt/volume nfs defaults 0 0");
    format!("grep -qxF '{line}' /etc/fstab || echo '{line}' | sudo tee -a /etc/fstab")
}

/// The first eight characters of an id, for names that are derived from it.
pub(crate) fn first_digits(id: &str) -> &str {
    id.split('-').next().unwrap_or_default()
}

/// A volume as the API shows it at an instant.
pub(crate) fn to_value(volume: &Volume, state: &State, now: Duration) -> Value {
    serde_json::to_value(Shown::new(volume, state, now)).unwrap_or_else(|_| json!({}))
}

/// Joins a volume and an instance. The volume's life cycle is the caller's affair.
pub(crate) fn attach(state: &mut State, volume_id: &str, instance_id: &str) {
    if let Some(volume) = state.volumes.get_mut(volume_id) {
        volume.instance_ids.push(instance_id.to_owned());
    }
    if let Some(instance) = state.instances.get_mut(instance_id) {
        instance.volume_ids.push(volume_id.to_owned());
    }
}

/// Takes a volume off one instance, until an instant in machine time. A shared file system stays attached to its others.
pub(crate) fn detach(state: &mut State, volume_id: &str, instance_id: &str, done: Duration) {
    if let Some(instance) = state.instances.get_mut(instance_id) {
        instance.volume_ids.retain(|id| id != volume_id);
    }
    if let Some(volume) = state.volumes.get_mut(volume_id) {
        volume.instance_ids.retain(|id| id != instance_id);
        if volume.instance_ids.is_empty() {
            volume.life = Lifecycle::new(status::DETACHING).then(done, status::DETACHED);
        }
    }
}

/// Takes a volume off all instances and deletes it: into the trash, or for good.
pub(crate) fn delete_volume(state: &mut State, clock: &Clock, volume_id: &str, now: Duration, permanently: bool) {
    let Some(volume) = state.volumes.get_mut(volume_id) else { return };
    let instance_ids = std::mem::take(&mut volume.instance_ids);
    volume.life = Lifecycle::new(status::DELETED);
    volume.deletion = Some(Deletion { at: now, timestamp: clock.timestamp(now), permanently });
    for id in instance_ids {
        if let Some(instance) = state.instances.get_mut(&id) {
            instance.volume_ids.retain(|id| id != volume_id);
        }
    }
}

/// `GET /v1/volumes`: all that are not deleted, or those with the status that is asked for.
pub(crate) fn list(call: &mut Call<'_>) -> Result<Reply, ApiError> {
    let now = call.now;
    let wanted = call.query(&["status"]);
    if wanted.is_some_and(|wanted| !STATUS_FILTERS.contains(&wanted)) {
        let message = format!("status must be one of the following values: {}", STATUS_FILTERS.join(", "));
        return Err(ApiError::invalid(vec![message]));
    }
    let state = &*call.state;
    let shown: Vec<Shown<'_>> = state
        .volumes
        .iter()
        .filter(|volume| match wanted {
            Some(wanted) => wanted == volume.life.status(now),
            None => volume.deletion.is_none(),
        })
        .map(|volume| Shown::new(volume, state, now))
        .collect();
    Reply::ok(&shown)
}

/// `GET /v1/volumes/trash`
pub(crate) fn trash(call: &mut Call<'_>) -> Result<Reply, ApiError> {
    let state = &*call.state;
    let shown: Vec<Shown<'_>> = state
        .volumes
        .iter()
        .filter(|volume| volume.is_in_trash(call.now))
        .map(|volume| Shown::new(volume, state, call.now))
        .collect();
    Reply::ok(&shown)
}

fn not_found() -> ApiError {
    ApiError::not_found("Volume not found")
}

/// `GET /v1/volumes/{volume_id}`
pub(crate) fn get(call: &mut Call<'_>) -> Result<Reply, ApiError> {
    let state = &*call.state;
    let volume = state.volumes.get(call.parameter(0)).ok_or_else(not_found)?;
    Reply::ok(&Shown::new(volume, state, call.now))
}

/// `POST /v1/volumes`
pub(crate) fn create(call: &mut Call<'_>) -> Result<Reply, ApiError> {
    call.require_user_agent()?;
    let body = call.json_body()?;
    let mut fields = Fields::new(&body);
    let kind = fields.required_choice("type", &volume_types::NAMES);
    let location = fields.required_text("location_code");
    let size_gb = fields.required_number("size", MIN_SIZE_GB);
    let name = fields.required_text("name");
    let mut instance_ids: Vec<String> = fields.nullable_text("instance_id").into_iter().collect();
    instance_ids.extend(fields.nullable_list("instance_ids").unwrap_or_default());
    fields.finish()?;

    let kind = volume_types::find(kind)
        .filter(|kind| kind.is_made_alone)
        .ok_or_else(|| ApiError::invalid("Invalid volume type"))?;
    let location = catalogue::location(&location).ok_or_else(|| ApiError::invalid("Invalid location code"))?;
    instance_ids.sort();
    instance_ids.dedup();
    if instance_ids.len() > 1 && !kind.is_shared {
        return Err(ApiError::invalid("Only a shared volume can be attached to several instances"));
    }
    for id in &instance_ids {
        let instance = call.state.instances.get(id).filter(|instance| !instance.is_leaving(call.now));
        let instance = instance.ok_or_else(|| ApiError::not_found("Instance not found"))?;
        if instance.location != location {
            return Err(ApiError::invalid("Volume and instance must be in the same location"));
        }
    }
    call.state.require_funds(kind.hourly_price(size_gb))?;

    let id = call.state.ids.uuid();
    let ready = if instance_ids.is_empty() { status::DETACHED } else { status::ATTACHED };
    let volume = Volume {
        id: id.clone(),
        life: Lifecycle::new(status::ORDERED).then(call.now.saturating_add(call.config.action_time), ready),
        name,
        kind,
        size_gb,
        location,
        os: None,
        ssh_key_ids: Vec::new(),
        instance_ids: Vec::new(),
        created_at: call.clock.timestamp(call.now),
        deletion: None,
    };
    call.state.volumes.insert(&id, volume);
    for instance_id in &instance_ids {
        attach(call.state, &id, instance_id);
    }
    Ok(Reply::bare_id(StatusCode::ACCEPTED, &id))
}

/// `DELETE /v1/volumes/{volume_id}`: into the trash, or for good if the body says so.
pub(crate) fn delete(call: &mut Call<'_>) -> Result<Reply, ApiError> {
    call.require_user_agent()?;
    let body = call.optional_json_body()?;
    let mut fields = Fields::new(&body);
    let permanently = fields.flag("is_permanent");
    fields.finish()?;
    let id = call.parameter(0).to_owned();
    let volume = call.state.volumes.get(&id).ok_or_else(not_found)?;
    match &volume.deletion {
        Some(deletion) if deletion.is_permanent(call.now) || !permanently => {
            return Ok(Reply::empty(StatusCode::NO_CONTENT));
        }
        Some(_) => {}
        None if !volume.instance_ids.is_empty() => {
            return Err(ApiError::forbidden("Can't delete an attached volume"));
        }
        None => {}
    }
    delete_volume(call.state, call.clock, &id, call.now, permanently);
    Ok(Reply::empty(StatusCode::ACCEPTED))
}
