//! Resources as a file describes them, in the order of calls of the vendor's Terraform provider: created unless they are there,
//! read again by their ids, changed, and destroyed; what is gone already is none of its business.

use std::sync::Arc;

use verda_api_ext::types::{
    ClusterId, CreateScript, CreateSshKey, CreateVolume, DeployCluster, DeployClusterSharedVolume, InstanceId,
    ScriptId, SshKeyId, VolumeId,
};
use verda_api_ext::{Client, DeleteVolumes, Error};
use verda_tests::{deployment, job};

use crate::Program;
use crate::faults::Fault;
use crate::jobs::{KEY, end, end_failed, failed, volume_goes_with_machine};
use crate::known::Known;
use crate::world::{TYPES, World};

const GROUP: &str = "web";
const CLUSTER: &str = "train";
const DEPLOYMENT: &str = "llm";
const JOB: &str = "nightly";
const VOLUME: &str = "data";
const SCRIPT: &str = "setup";
const LOCATION: &str = "FIN-01";

/// What it wrote down.
pub(crate) struct Resources {
    world: Arc<World>,
    key: Option<SshKeyId>,
    script: Option<ScriptId>,
    volume: Option<VolumeId>,
    machine: Option<InstanceId>,
    launch: Known,
    has_cluster: bool,
    cluster: Option<ClusterId>,
    is_deployed: bool,
    replicas: u64,
    /// Whether the volume is protected from destruction.
    keeps_volume: bool,
    attaches_volume: bool,
}

/// Nothing where it is not there.
fn found<T>(outcome: Result<T, Error>) -> Result<Option<T>, Error> {
    match outcome {
        Ok(value) => Ok(Some(value)),
        Err(error) if error.is_not_found() => Ok(None),
        Err(error) => Err(error),
    }
}

impl Resources {
    async fn volume(&self, client: &Client) -> Result<VolumeId, Error> {
        if let Some(volume) = found(client.volume_by_name(VOLUME).await)? {
            return Ok(volume.id);
        }
        let order = CreateVolume::builder().name(VOLUME).size(100_u64).type_("NVMe").location_code(LOCATION);
        Ok(client.create_volume(order).await?.into_inner())
    }

    async fn machine(&mut self, client: &Client) -> Result<InstanceId, Error> {
        let before = self.world.billed_of(GROUP);
        self.world.allow(GROUP, 1);
        let mut launch = client.launch(GROUP, 1).instance_types(TYPES).locations([LOCATION]).image("ubuntu-24.04");
        if let (Some(key), Some(script)) = (&self.key, &self.script) {
            launch = launch.ssh_key_id(key.clone()).script_id(script.clone());
        }
        if let Some(volume) = self.volume.clone().filter(|_| self.attaches_volume) {
            launch = launch.order(move |order| order.existing_volumes = Some(vec![volume.clone()]));
        }
        let outcome = launch.order(volume_goes_with_machine).await;
        self.launch = Known::of_launch(&outcome);
        self.world.check_group(GROUP, &before, &self.launch);
        end_failed(client, &outcome).await?;
        Ok(outcome?.machines[0].id.clone())
    }

    async fn cluster(&mut self, client: &Client) -> Result<(), Error> {
        let id = match found(client.cluster_by_hostname(CLUSTER).await)? {
            Some(cluster) => cluster.id,
            None => {
                let images = client.list_cluster_images().instance_type("16H200").await?;
                let image = images.first().map(|image| image.image_type.clone()).unwrap_or_default();
                let order = DeployCluster::builder()
                    .cluster_type("16H200")
                    .image(image)
                    .hostname(CLUSTER)
                    .description("")
                    .location_code(LOCATION)
                    .ssh_key_ids(self.key.iter().cloned().collect::<Vec<_>>())
                    .shared_volume(DeployClusterSharedVolume::new("home", 1000));
                client.deploy_cluster(order).await?.into_inner().id
            }
        };
        self.cluster = Some(id.clone());
        match client.wait_for_cluster(&id).await {
            Ok(_) => Ok(()),
            Err(error) => {
                client.terminate_clusters(&id).await?.all_ok()?;
                Err(error)
            }
        }
    }

    /// All of it is as it was written down.
    async fn refresh(&self, client: &Client) -> Result<(), Error> {
        let (Some(key), Some(script), Some(volume), Some(machine)) =
            (&self.key, &self.script, &self.volume, &self.machine)
        else {
            return Err(failed("not all is there"));
        };
        client.get_ssh_key(key).await?;
        client.get_script(script).await?;
        client.get_volume(volume).await?;
        let machine = client.get_instance(machine).await?;
        if machine.hostname.as_deref() != Some("web-1") || machine.ip.is_none() {
            self.world.fail(&format!("{machine:?} is not what was ordered"));
        }
        let scaling = client.get_container_deployment_scaling(DEPLOYMENT).await?;
        if scaling.max_replica_count != Some(self.replicas) {
            self.world.fail(&format!("{scaling:?}, and not {} replicas", self.replicas));
        }
        Ok(())
    }
}

impl Program for Resources {
    const NAME: &'static str = "resources";

    fn new(world: &Arc<World>) -> Self {
        Self {
            key: None,
            script: None,
            volume: None,
            machine: None,
            launch: Known::default(),
            // A cluster that a list does not show yet would be ordered twice: no helper looks for it.
            has_cluster: world.below(3) == 0 && !world.has(Fault::ListedLate),
            cluster: None,
            is_deployed: false,
            replicas: 3 + world.below(4),
            keeps_volume: world.below(3) == 0,
            attaches_volume: world.below(2) == 0,
            world: world.clone(),
        }
    }

    async fn work(&mut self, client: &Client) -> Result<(), Error> {
        self.key = Some(client.ensure_ssh_key(CreateSshKey::builder().key(KEY).name("walk")).await?.value);
        self.script = Some(client.ensure_script(CreateScript::builder().name(SCRIPT).script("#!/bin/sh")).await?.value);
        self.volume = Some(self.volume(client).await?);
        self.machine = Some(self.machine(client).await?);
        if self.has_cluster {
            self.cluster(client).await?;
        }
        client.ensure_container_deployment(deployment(DEPLOYMENT)).await?;
        client.ensure_job_deployment(job(JOB)).await?;
        self.is_deployed = true;
        let replicas = self.replicas;
        client
            .edit_container_deployment_scaling(DEPLOYMENT, |scaling| scaling.max_replica_count = Some(replicas))
            .await?;
        let image = |deployment: &mut verda_api_ext::types::UpdateContainerDeployment| {
            for container in deployment.containers.iter_mut().flatten() {
                container.image = Some("vllm/vllm-openai:0.9".to_owned());
            }
        };
        client.edit_container_deployment(DEPLOYMENT, image).await?;
        self.refresh(client).await
    }

    async fn tear_down(&mut self, client: &Client) -> Result<(), Error> {
        if self.world.below(2) == 0 {
            // The server holds its response, and a proxy does not wait for it: what is not known is seen through below.
            let _ = client.delete_container_deployments(DEPLOYMENT).await?;
        }
        client.terminate_container_deployments(DEPLOYMENT).await?.all_ok()?;
        client.terminate_job_deployments(JOB).await?.all_ok()?;
        let cluster = match &self.cluster {
            Some(id) => Some(id.clone()),
            None => found(client.cluster_by_hostname(CLUSTER).await)?.map(|cluster| cluster.id),
        };
        client.terminate_clusters(cluster.as_slice()).await?.all_ok()?;
        // Its file system stays.
        if self.has_cluster {
            let volumes = client.list_volumes().await?.into_inner();
            let left = volumes.iter().filter(|volume| volume.name.as_deref() == Some("home"));
            client.delete_volumes_permanently(left.map(|volume| &volume.id)).await?.all_ok()?;
        }
        if let Some(machine) = &self.machine {
            client.terminate_instances(machine, DeleteVolumes::Os).await?.all_ok()?;
        }
        end(&self.world, client, GROUP, self.volume.as_ref()).await?;
        if !self.keeps_volume {
            let volume = match &self.volume {
                Some(id) => Some(id.clone()),
                None => found(client.volume_by_name(VOLUME).await)?.map(|volume| volume.id),
            };
            client.delete_volumes_permanently(volume.as_slice()).await?.all_ok()?;
        }
        let script = match &self.script {
            Some(id) => Some(id.clone()),
            None => found(client.script_by_name(SCRIPT).await)?.map(|script| script.id),
        };
        client.delete_scripts_by_id(script.as_slice()).await?.all_ok()?;
        let key = match &self.key {
            Some(id) => Some(id.clone()),
            None => found(client.ssh_key_by_name("walk").await)?.map(|key| key.id),
        };
        client.delete_ssh_keys_by_id(key.as_slice()).await?.all_ok()
    }

    fn known(&self) -> Known {
        let mut known = self.stays();
        known.add(self.launch.clone());
        known.machines.extend(self.machine.iter().map(ToString::to_string));
        known.volumes.extend(self.volume.iter().map(ToString::to_string));
        known.scripts.extend(self.script.iter().map(ToString::to_string));
        known.machines.extend(self.cluster.iter().map(ToString::to_string));
        known.volume_names.extend(self.has_cluster.then(|| "home".to_owned()));
        known.deployments.extend([DEPLOYMENT, JOB].into_iter().filter(|_| self.is_deployed).map(str::to_owned));
        known
    }

    fn stays(&self) -> Known {
        // A volume of which it did not write down the id has a name.
        let mut known = Known::default();
        if self.keeps_volume {
            known.volume_names.insert(VOLUME.to_owned());
        }
        known
    }
}
