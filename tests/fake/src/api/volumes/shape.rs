//! How the API shows a volume.

use std::time::Duration;

use serde::Serialize;

use crate::model::cluster::Cluster;
use crate::model::instance::Instance;
use crate::model::project::Project;
use crate::model::volume::{Volume, pseudo_path};

/// A member that not every volume has, and that may be null where it is there.
type Partial<T> = Option<Option<T>>;

/// A volume as the API shows it. A deleted one lacks some members and has others.
#[derive(Serialize)]
pub(super) struct Shown<'a> {
    id: &'a str,
    #[serde(skip_serializing_if = "Option::is_none")]
    instance_id: Partial<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    instances: Option<Vec<ShownMachine<'a>>>,
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

/// An instance as a volume shows it, or a cluster.
#[derive(Serialize)]
struct ShownMachine<'a> {
    id: &'a str,
    auto_rental_extension: Option<()>,
    ip: Option<&'a str>,
    instance_type: &'a str,
    status: &'a str,
    /// A cluster has none.
    os_volume_id: Option<&'a str>,
    hostname: &'a str,
}

impl<'a> Shown<'a> {
    pub(super) fn new(volume: &'a Volume, project: &'a Project, now: Duration) -> Self {
        let is_active = volume.deletion.is_none();
        let is_shared = volume.kind.is_shared;
        let path = is_shared.then(|| pseudo_path(&volume.id));
        let source = path.as_ref().map(|path| format!("nfs.{}.verda.example:{path}", volume.location.to_lowercase()));
        Self {
            id: &volume.id,
            // A shared file system belongs to no single instance.
            instance_id: is_active.then(|| volume.instance_ids.first().map(String::as_str).filter(|_| !is_shared)),
            instances: is_active.then(|| ShownMachine::all(volume, project, now)),
            name: &volume.name,
            created_at: &volume.created_at,
            status: volume.status(now),
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

impl<'a> ShownMachine<'a> {
    /// The machines that a volume is attached to.
    fn all(volume: &'a Volume, project: &'a Project, now: Duration) -> Vec<Self> {
        let instances = volume.instance_ids.iter().filter_map(|id| project.instances.get(id));
        let cluster = volume.cluster_id.iter().filter_map(|id| project.clusters.get(id));
        let instances = instances.map(|Instance { machine, os_volume_id, .. }| (machine, Some(os_volume_id.as_str())));
        instances
            .chain(cluster.map(|Cluster { machine, .. }| (machine, None)))
            .map(|(machine, os_volume_id)| Self {
                id: &machine.id,
                auto_rental_extension: None,
                ip: machine.ip(now),
                instance_type: machine.kind,
                status: machine.status(now),
                os_volume_id,
                hostname: &machine.hostname,
            })
            .collect()
    }
}

/// Adds a file system to a machine's table of them, once.
fn fstab_command(source: &str) -> String {
    let line = format!("{source} /mnt/volume nfs defaults 0 0");
    format!("grep -qxF '{line}' /etc/fstab || echo '{line}' | sudo tee -a /etc/fstab")
}
