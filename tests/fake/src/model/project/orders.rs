//! Orders of instances.

use std::collections::HashSet;

use super::Project;
use crate::model::catalogue::images::{self, Image};
use crate::model::catalogue::instance_types::{self, InstanceType};
use crate::model::catalogue::volume_types::{self, VolumeType};
use crate::model::instance::{Instance, SPOT};
use crate::model::lifecycle::Lifecycle;
use crate::model::machine::{Order, PAY_AS_YOU_GO, Terms};
use crate::model::moment::Moment;
use crate::model::money::Rate;
use crate::model::refusal::Refusal;
use crate::model::volume::{self, AtPreemption, MIN_SIZE_GB, NewVolume};

/// An order with valid members, which may name what does not exist.
pub(crate) struct InstanceOrder {
    pub(crate) machine: Order,
    pub(crate) instance_type: String,
    pub(crate) os_volume: Option<SystemVolume>,
    pub(crate) volumes: Vec<OrderedVolume>,
    pub(crate) existing_volumes: Vec<String>,
    pub(crate) is_spot: bool,
    pub(crate) contract: Option<&'static str>,
}

/// The volume for the operating system.
pub(crate) struct SystemVolume {
    pub(crate) name: String,
    pub(crate) size_gb: u64,
    pub(crate) at_preemption: AtPreemption,
}

/// A volume that is made with an instance.
pub(crate) struct OrderedVolume {
    pub(crate) name: String,
    pub(crate) size_gb: u64,
    pub(crate) kind: &'static str,
    pub(crate) at_preemption: AtPreemption,
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

impl Project {
    /// Orders an instance, and gives its id.
    pub(crate) fn order_instance(&mut self, moment: Moment<'_>, order: InstanceOrder) -> Result<String, Refusal> {
        let plan = self.plan_instance(moment, &order)?;
        self.require_instance_quota(moment)?;
        let (storage_gb, storage_rate) = new_storage(&order, &plan);
        self.require_storage_quota(moment, storage_gb)?;
        self.ledger.require_funds(Rate::per_hour(plan.price_per_hour).plus(storage_rate), moment.now)?;
        let Plan { kind, location, .. } = plan;
        if !self.has_capacity(kind.name, kind.locations, location, moment.now) {
            return Err(Refusal::NoInstance { kind, location });
        }
        Ok(self.build_instance(moment, order, plan))
    }

    /// Looks up everything that the order names.
    fn plan_instance(&self, moment: Moment<'_>, order: &InstanceOrder) -> Result<Plan, Refusal> {
        let now = moment.now;
        let kind = instance_types::find(&order.instance_type).ok_or(Refusal::Invalid("instance type"))?;
        let location = order.machine.location()?;
        let image = &order.machine.image;
        let system = match images::find_for_instances(image) {
            Some(image) if kind.runs(image) => System::Image(image),
            Some(_) => return Err(Refusal::WrongSystem),
            None => {
                let volume = self.volumes.get(image).filter(|volume| volume.is_free(now));
                let found = volume.and_then(|volume| Some((volume.os?, volume)));
                let (os, volume) = found.ok_or(Refusal::Invalid("image"))?;
                if order.os_volume.is_some() {
                    return Err(Refusal::not_found("Image"));
                }
                volume.require_location(location, "instance")?;
                System::Volume { id: volume.id.clone(), os_name: os.os_name }
            }
        };
        self.require_keys_and_script(&order.machine)?;
        let mut seen: HashSet<&str> = HashSet::from([image.as_str()]);
        for id in &order.existing_volumes {
            let volume = self.volumes.get(id).ok_or(Refusal::Invalid("volume ID"))?;
            volume.require_location(location, "instance")?;
            if !volume.is_free(now) || !seen.insert(id) {
                return Err(Refusal::NotFree);
            }
        }
        let volume_kinds =
            order.volumes.iter().map(|volume| volume_types::require(volume.kind)).collect::<Result<Vec<_>, _>>()?;
        volume_kinds.iter().try_for_each(|kind| moment.rules.require_sold(kind))?;
        let is_spot = order.is_spot || order.contract == Some(SPOT);
        let (contract, price_per_hour) = match (is_spot, kind.has_spot) {
            (false, _) => (order.contract.unwrap_or(PAY_AS_YOU_GO), kind.price),
            (true, true) => (SPOT, kind.spot_price),
            (true, false) => return Err(Refusal::NoInstance { kind, location }),
        };
        Ok(Plan { kind, location, system, volume_kinds, contract, price_per_hour })
    }

    /// Makes the instance and its volumes. Nothing can fail from here on.
    fn build_instance(&mut self, moment: Moment<'_>, mut order: InstanceOrder, plan: Plan) -> String {
        let running = moment.rules.provisioning().running_from(moment.now);
        let attached = || Lifecycle::new(volume::status::ORDERED).then(running, volume::status::ATTACHED);
        let id = self.ids.uuid();
        let (os_volume_id, os_name, has_jupyter) = match plan.system {
            System::Volume { id, os_name } => (id, os_name, false),
            System::Image(image) => {
                // The order may have named it by its id.
                order.machine.image = image.image_type.to_owned();
                let (name, size_gb, at_preemption) = match order.os_volume {
                    Some(SystemVolume { name, size_gb, at_preemption }) => (Some(name), size_gb, at_preemption),
                    None => (None, MIN_SIZE_GB, AtPreemption::default()),
                };
                let volume = NewVolume::new(name, volume_types::nvme(), size_gb, plan.location, attached())
                    .with_system(Some(image), &order.machine.ssh_key_ids)
                    .at_preemption(at_preemption);
                (self.make_volume(moment, volume), image.os_name, image.has_jupyter)
            }
        };
        let mut volume_ids = vec![os_volume_id.clone()];
        for (kind, ordered) in plan.volume_kinds.into_iter().zip(order.volumes) {
            let volume = NewVolume::new(Some(ordered.name), kind, ordered.size_gb, plan.location, attached())
                .at_preemption(ordered.at_preemption);
            volume_ids.push(self.make_volume(moment, volume));
        }
        volume_ids.extend(order.existing_volumes);

        let jupyter_token = has_jupyter.then(|| self.ids.token());
        let terms = Terms {
            kind: plan.kind.name,
            location: plan.location,
            os_name,
            contract: plan.contract,
            price_per_hour: plan.price_per_hour,
        };
        let fate = self.instance_fates.pop_front().unwrap_or_default();
        let machine = self.make_machine(moment, &id, order.machine, terms, fate);
        let instance = Instance { machine, kind: plan.kind, os_volume_id, volume_ids: Vec::new(), jupyter_token };
        self.instances.insert(&id, instance);
        for volume_id in volume_ids {
            self.attach(&volume_id, &id, running);
        }
        id
    }
}

/// The size and the price of the volumes that are made for an order.
fn new_storage(order: &InstanceOrder, plan: &Plan) -> (u64, Rate) {
    let os = match plan.system {
        System::Volume { .. } => None,
        System::Image(_) => {
            let size_gb = order.os_volume.as_ref().map_or(MIN_SIZE_GB, |volume| volume.size_gb);
            Some((volume_types::nvme(), size_gb))
        }
    };
    let others = plan.volume_kinds.iter().zip(&order.volumes).map(|(kind, volume)| (*kind, volume.size_gb));
    os.into_iter().chain(others).fold((0, Rate::default()), |(size, rate), (kind, size_gb)| {
        (size.saturating_add(size_gb), rate.plus(kind.rate(size_gb)))
    })
}
