//! Orders of instances.

use std::collections::HashSet;
use std::time::Duration;

use http::StatusCode;

use crate::call::Call;
use crate::catalogue;
use crate::catalogue::images::{self, Image};
use crate::catalogue::instance_types::{self, InstanceType};
use crate::catalogue::volume_types::{self, VolumeType};
use crate::error::ApiError;
use crate::fields::Fields;
use crate::instances::{Instance, status};
use crate::lifecycle::Lifecycle;
use crate::reply::Reply;
use crate::state::State;
use crate::volumes::{self, MIN_SIZE_GB, Volume};

const SPOT_POLICIES: [&str; 3] = ["keep_detached", "move_to_trash", "delete_permanently"];
const SPOT: &str = "SPOT";
const PAY_AS_YOU_GO: &str = "PAY_AS_YOU_GO";

/// The body of an order, each member right in itself.
struct Order {
    instance_type: String,
    image: String,
    hostname: String,
    description: String,
    location_code: String,
    ssh_key_ids: Vec<String>,
    startup_script_id: Option<String>,
    os_volume: Option<(String, u64)>,
    volumes: Vec<NewVolume>,
    existing_volumes: Vec<String>,
    is_spot: bool,
    contract: Option<&'static str>,
}

struct NewVolume {
    name: String,
    size_gb: u64,
    kind: &'static str,
}

/// What an order's names stand for.
struct Plan {
    kind: &'static InstanceType,
    location: &'static str,
    system: System,
    /// The types of the volumes to be made, in the order in which they were ordered.
    volume_kinds: Vec<&'static VolumeType>,
    contract: &'static str,
    price_per_hour: f64,
}

/// Where the operating system comes from.
enum System {
    /// It is installed on a new volume.
    Image(&'static Image),
    /// It is on this volume already.
    Volume { id: String, os_name: &'static str },
}

/// `POST /v1/instances`
pub(crate) fn deploy(call: &mut Call<'_>) -> Result<Reply, ApiError> {
    call.require_user_agent()?;
    let order = read(call)?;
    let plan = plan(call.state, &order)?;
    call.state.require_funds(plan.price_per_hour)?;
    require_capacity(&plan)?;
    let id = build(call, order, plan);
    Ok(Reply::bare_id(StatusCode::ACCEPTED, &id))
}

fn read(call: &Call<'_>) -> Result<Order, ApiError> {
    let body = call.json_body()?;
    let mut fields = Fields::new(&body);
    let order = Order {
        instance_type: fields.required_text("instance_type"),
        image: fields.required_text("image"),
        hostname: fields.required_text("hostname"),
        description: fields.optional_text("description").unwrap_or_default(),
        location_code: fields.required_text("location_code"),
        ssh_key_ids: fields.optional_one_or_many("ssh_key_ids"),
        startup_script_id: fields.nullable_text("startup_script_id"),
        os_volume: fields.nested("os_volume", |volume| {
            volume.optional_choice("on_spot_discontinue", &SPOT_POLICIES);
            (volume.required_text("name"), volume.required_number("size", MIN_SIZE_GB))
        }),
        volumes: fields.nested_list("volumes", |volume| {
            volume.optional_choice("on_spot_discontinue", &SPOT_POLICIES);
            NewVolume {
                name: volume.required_text("name"),
                size_gb: volume.required_number("size", MIN_SIZE_GB),
                kind: volume.required_choice("type", &volume_types::NAMES),
            }
        }),
        existing_volumes: fields.optional_list("existing_volumes").unwrap_or_default(),
        is_spot: fields.flag("is_spot"),
        contract: fields.optional_choice("contract", &["LONG_TERM", PAY_AS_YOU_GO, SPOT]),
    };
    fields.nullable_text("coupon");
    fields.optional_choice("pricing", &["DYNAMIC_PRICE", "FIXED_PRICE"]);
    fields.finish()?;
    Ok(order)
}

/// Looks up everything that the order names.
fn plan(state: &State, order: &Order) -> Result<Plan, ApiError> {
    let kind = instance_types::find(&order.instance_type).ok_or_else(|| ApiError::invalid("Invalid instance type"))?;
    let location =
        catalogue::location(&order.location_code).ok_or_else(|| ApiError::invalid("Invalid location code"))?;
    let system = match images::find_for_instances(&order.image) {
        Some(image) if kind.runs(image) => System::Image(image),
        Some(_) => return Err(ApiError::invalid("Image is not supported by the instance type")),
        None => {
            let volume = state.volumes.get(&order.image).filter(|volume| volume.is_free());
            let found = volume.and_then(|volume| Some((volume.os?, volume)));
            let (os, volume) = found.ok_or_else(|| ApiError::invalid("Invalid image"))?;
            require_same_location(volume, location)?;
            System::Volume { id: volume.id.clone(), os_name: os.os_name }
        }
    };
    if !order.ssh_key_ids.iter().all(|id| state.ssh_keys.contains(id)) {
        return Err(ApiError::invalid("Invalid SSH key ID"));
    }
    if order.startup_script_id.as_ref().is_some_and(|id| !state.scripts.contains(id)) {
        return Err(ApiError::invalid("Invalid startup script ID"));
    }
    let mut seen: HashSet<&str> = HashSet::from([order.image.as_str()]);
    for id in &order.existing_volumes {
        let volume = state.volumes.get(id).ok_or_else(|| ApiError::invalid("Invalid volume ID"))?;
        require_same_location(volume, location)?;
        if !volume.is_free() || !seen.insert(id) {
            return Err(ApiError::invalid("Volume is attached already"));
        }
    }
    let volume_kinds = order
        .volumes
        .iter()
        .map(|volume| volume_types::find(volume.kind).filter(|kind| kind.is_made_alone))
        .collect::<Option<Vec<_>>>()
        .ok_or_else(|| ApiError::invalid("Invalid volume type"))?;
    let is_spot = order.is_spot || order.contract == Some(SPOT);
    let (contract, price_per_hour) = match (is_spot, kind.spot_price) {
        (false, _) => (order.contract.unwrap_or(PAY_AS_YOU_GO), kind.price),
        (true, Some(price)) => (SPOT, price),
        (true, None) => return Err(no_capacity(kind, location)),
    };
    Ok(Plan { kind, location, system, volume_kinds, contract, price_per_hour })
}

fn require_same_location(volume: &Volume, location: &str) -> Result<(), ApiError> {
    if volume.location == location {
        Ok(())
    } else {
        Err(ApiError::invalid("Volume and instance must be in the same location"))
    }
}

/// An answer, not an outage: the caller is to pick another type or another location.
fn no_capacity(kind: &InstanceType, location: &str) -> ApiError {
    let size = if kind.gpus == 0 { "CPU".to_owned() } else { format!("{} GPU", kind.gpus) };
    ApiError::unavailable(format!("Not enough resources to deploy a {size} instance type {} in {location}", kind.name))
}

fn require_capacity(plan: &Plan) -> Result<(), ApiError> {
    if plan.kind.locations.contains(&plan.location) { Ok(()) } else { Err(no_capacity(plan.kind, plan.location)) }
}

/// Makes the instance and its volumes. Nothing can fail from here on.
fn build(call: &mut Call<'_>, order: Order, plan: Plan) -> String {
    let (now, clock) = (call.now, call.clock);
    let whole = call.config.provisioning_time;
    let installed = now.saturating_add(whole / 4);
    let running = now.saturating_add(whole);
    let state = &mut *call.state;

    let id = state.ids.uuid();
    let (os_volume_id, os_name, has_jupyter) = match plan.system {
        System::Volume { id, os_name } => (id, os_name, false),
        System::Image(image) => {
            let volume_id = state.ids.uuid();
            let default_name = || (format!("OS-NVMe-{}", volumes::first_digits(&volume_id)), MIN_SIZE_GB);
            let (name, size_gb) = order.os_volume.unwrap_or_else(default_name);
            let mut volume = attaching(
                volume_id.clone(),
                name,
                size_gb,
                volume_types::nvme(),
                plan.location,
                clock.timestamp(now),
                running,
            );
            volume.os = Some(image);
            volume.ssh_key_ids.clone_from(&order.ssh_key_ids);
            state.volumes.insert(&volume_id, volume);
            (volume_id, image.os_name, image.has_jupyter)
        }
    };
    let mut volume_ids = vec![os_volume_id.clone()];
    for (kind, new) in plan.volume_kinds.into_iter().zip(order.volumes) {
        let volume_id = state.ids.uuid();
        let volume =
            attaching(volume_id.clone(), new.name, new.size_gb, kind, plan.location, clock.timestamp(now), running);
        state.volumes.insert(&volume_id, volume);
        volume_ids.push(volume_id);
    }
    volume_ids.extend(order.existing_volumes);

    // Both notations occur in the API.
    let created_at = match state.instances.len() % 2 {
        0 => clock.timestamp(now),
        _ => clock.timestamp_with_offset(now),
    };
    let jupyter_token = has_jupyter.then(|| state.ids.token());
    let instance = Instance {
        id: id.clone(),
        life: Lifecycle::new(status::ORDERED).then(installed, status::PROVISIONING).then(running, status::RUNNING),
        hostname: order.hostname,
        description: order.description,
        kind: plan.kind,
        location: plan.location,
        image: order.image,
        os_name,
        is_spot: plan.contract == SPOT,
        contract: plan.contract,
        price_per_hour: plan.price_per_hour,
        ssh_key_ids: order.ssh_key_ids,
        startup_script_id: order.startup_script_id,
        os_volume_id,
        volume_ids: Vec::new(),
        ip: address(state.instances.len()),
        jupyter_token,
        created_at,
        created_by: state.user_id.clone(),
    };
    state.instances.insert(&id, instance);
    for volume_id in volume_ids {
        volumes::attach(state, &volume_id, &id);
        if let Some(volume) = state.volumes.get_mut(&volume_id)
            && volume.life.final_status() != volumes::status::ATTACHED
        {
            volume.life = Lifecycle::new(volumes::status::ATTACHING).then(running, volumes::status::ATTACHED);
        }
    }
    id
}

/// A volume that is made for an instance.
fn attaching(
    id: String,
    name: String,
    size_gb: u64,
    kind: &'static VolumeType,
    location: &'static str,
    created_at: String,
    attached: Duration,
) -> Volume {
    Volume {
        id,
        life: Lifecycle::new(volumes::status::ORDERED).then(attached, volumes::status::ATTACHED),
        name,
        kind,
        size_gb,
        location,
        os: None,
        ssh_key_ids: Vec::new(),
        instance_ids: Vec::new(),
        created_at,
        deletion: None,
    }
}

/// An address out of the range that is kept for tests of networks (198.18.0.0/15).
fn address(index: usize) -> String {
    let number = index % (1 << 17);
    format!("198.{}.{}.{}", 18 + (number >> 16), (number >> 8) & 0xFF, number & 0xFF)
}
