//! Orders of instances.

use std::collections::HashSet;
use std::time::Duration;

use http::StatusCode;

use crate::call::Call;
use crate::catalogue::images::{self, Image};
use crate::catalogue::instance_types::{self, InstanceType};
use crate::catalogue::volume_types::{self, VolumeType};
use crate::error::ApiError;
use crate::fields::Fields;
use crate::instances::{Instance, SPOT};
use crate::lifecycle::Lifecycle;
use crate::machine::{self, Machine, PAY_AS_YOU_GO};
use crate::money::Rate;
use crate::reply::Reply;
use crate::state::State;
use crate::volumes::{self, AtPreemption, MIN_SIZE_GB, NewVolume};

/// The body of an order with valid members.
struct Order {
    machine: machine::Order,
    instance_type: String,
    os_volume: Option<(String, u64, AtPreemption)>,
    volumes: Vec<OrderedVolume>,
    existing_volumes: Vec<String>,
    is_spot: bool,
    contract: Option<&'static str>,
}

struct OrderedVolume {
    name: String,
    size_gb: u64,
    kind: &'static str,
    at_preemption: AtPreemption,
}

/// The catalogue entries and resources that an order names.
struct Plan {
    kind: &'static InstanceType,
    location: &'static str,
    system: System,
    /// The types of the volumes to create, in the order of the request.
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
    let now = call.now;
    let plan = plan(call.state, &order, now)?;
    call.state.require_instance_quota(call.config, now)?;
    let (storage_gb, storage_rate) = new_storage(&order, &plan);
    call.state.require_storage_quota(call.config, storage_gb, now)?;
    call.state.ledger.require_funds(Rate::per_hour(plan.price_per_hour).plus(storage_rate), now)?;
    if !call.state.has_capacity(plan.kind.name, plan.kind.locations, plan.location, now) {
        return Err(no_capacity(plan.kind, plan.location));
    }
    let id = build(call, order, plan);
    Ok(Reply::bare_id(StatusCode::ACCEPTED, &id))
}

fn read(call: &Call<'_>) -> Result<Order, ApiError> {
    let body = call.json_body()?;
    let mut fields = Fields::new(&body);
    let at_preemption = |volume: &mut Fields<'_>| {
        let policy = volume.nullable_choice("on_spot_discontinue", &AtPreemption::NAMES);
        policy.and_then(AtPreemption::find).unwrap_or_default()
    };
    let order = Order {
        instance_type: fields.required_text("instance_type"),
        machine: machine::Order::read(&mut fields),
        os_volume: fields.nested("os_volume", |volume| {
            let policy = at_preemption(volume);
            (volume.required_text("name"), volume.required_number("size", MIN_SIZE_GB), policy)
        }),
        volumes: fields.nested_list("volumes", |volume| OrderedVolume {
            at_preemption: at_preemption(volume),
            name: volume.required_text("name"),
            size_gb: volume.required_number("size", MIN_SIZE_GB),
            kind: volume.required_choice("type", &volume_types::NAMES),
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
fn plan(state: &State, order: &Order, now: Duration) -> Result<Plan, ApiError> {
    let kind = instance_types::find(&order.instance_type).ok_or_else(|| ApiError::invalid("Invalid instance type"))?;
    let location = order.machine.location()?;
    let image = &order.machine.image;
    let system = match images::find_for_instances(image) {
        Some(image) if kind.runs(image) => System::Image(image),
        Some(_) => return Err(ApiError::invalid("Operating system is not valid for this instance type")),
        None => {
            let volume = state.volumes.get(image).filter(|volume| volume.is_free(now));
            let found = volume.and_then(|volume| Some((volume.os?, volume)));
            let (os, volume) = found.ok_or_else(|| ApiError::invalid("Invalid image"))?;
            if order.os_volume.is_some() {
                return Err(ApiError::not_found("Image not found"));
            }
            volume.require_location(location, "instance")?;
            System::Volume { id: volume.id.clone(), os_name: os.os_name }
        }
    };
    order.machine.require_keys_and_script(state)?;
    let mut seen: HashSet<&str> = HashSet::from([image.as_str()]);
    for id in &order.existing_volumes {
        let volume = state.volumes.get(id).ok_or_else(|| ApiError::invalid("Invalid volume ID"))?;
        volume.require_location(location, "instance")?;
        if !volume.is_free(now) || !seen.insert(id) {
            return Err(ApiError::invalid("Volume is attached already, or not ready"));
        }
    }
    let volume_kinds =
        order.volumes.iter().map(|volume| volume_types::require(volume.kind)).collect::<Result<Vec<_>, _>>()?;
    let is_spot = order.is_spot || order.contract == Some(SPOT);
    let (contract, price_per_hour) = match (is_spot, kind.has_spot) {
        (false, _) => (order.contract.unwrap_or(PAY_AS_YOU_GO), kind.price),
        (true, true) => (SPOT, kind.spot_price),
        (true, false) => return Err(no_capacity(kind, location)),
    };
    Ok(Plan { kind, location, system, volume_kinds, contract, price_per_hour })
}

/// The size and the price of the volumes that are made for an order.
fn new_storage(order: &Order, plan: &Plan) -> (u64, Rate) {
    let os = match plan.system {
        System::Volume { .. } => None,
        System::Image(_) => {
            let size_gb = order.os_volume.as_ref().map_or(MIN_SIZE_GB, |(_, size_gb, _)| *size_gb);
            Some((volume_types::nvme(), size_gb))
        }
    };
    let others = plan.volume_kinds.iter().zip(&order.volumes).map(|(kind, volume)| (*kind, volume.size_gb));
    os.into_iter().chain(others).fold((0, Rate::default()), |(size, rate), (kind, size_gb)| {
        (size.saturating_add(size_gb), rate.plus(kind.rate(size_gb)))
    })
}

/// A refusal, not an outage: the caller should choose another type or location.
fn no_capacity(kind: &InstanceType, location: &str) -> ApiError {
    let size = if kind.gpus == 0 { "CPU".to_owned() } else { format!("{} GPU", kind.gpus) };
    ApiError::unavailable(format!("Not enough resources to deploy a {size} instance type {} in {location}", kind.name))
}

/// Makes the instance and its volumes. Nothing can fail from here on.
fn build(call: &mut Call<'_>, mut order: Order, plan: Plan) -> String {
    let running = call.config.provisioning().running_from(call.now);
    let attached = || Lifecycle::new(volumes::status::ORDERED).then(running, volumes::status::ATTACHED);
    let id = call.state.ids.uuid();
    let (os_volume_id, os_name, has_jupyter) = match plan.system {
        System::Volume { id, os_name } => (id, os_name, false),
        System::Image(image) => {
            // The order may have named it by its id.
            order.machine.image = image.image_type.to_owned();
            let (name, size_gb, at_preemption) = match order.os_volume {
                Some((name, size_gb, at_preemption)) => (Some(name), size_gb, at_preemption),
                None => (None, MIN_SIZE_GB, AtPreemption::default()),
            };
            let volume = NewVolume::new(name, volume_types::nvme(), size_gb, plan.location, attached())
                .with_system(Some(image), &order.machine.ssh_key_ids)
                .at_preemption(at_preemption);
            (volumes::make(call, volume), image.os_name, image.has_jupyter)
        }
    };
    let mut volume_ids = vec![os_volume_id.clone()];
    for (kind, ordered) in plan.volume_kinds.into_iter().zip(order.volumes) {
        let volume = NewVolume::new(Some(ordered.name), kind, ordered.size_gb, plan.location, attached())
            .at_preemption(ordered.at_preemption);
        volume_ids.push(volumes::make(call, volume));
    }
    volume_ids.extend(order.existing_volumes);

    let jupyter_token = has_jupyter.then(|| call.state.ids.token());
    let terms = machine::Terms {
        kind: plan.kind.name,
        location: plan.location,
        os_name,
        contract: plan.contract,
        price_per_hour: plan.price_per_hour,
    };
    let fate = call.state.instance_fates.pop_front().unwrap_or_default();
    let machine = Machine::make(call, id.clone(), order.machine, terms, fate);
    let instance = Instance { machine, kind: plan.kind, os_volume_id, volume_ids: Vec::new(), jupyter_token };
    call.state.instances.insert(&id, instance);
    for volume_id in volume_ids {
        volumes::attach(call.state, &volume_id, &id, running);
    }
    id
}
