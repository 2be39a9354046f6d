//! Steps with volumes, keys, scripts and secrets.

use std::time::Duration;

use verda_api_ext::types::{CreateScript, CreateSecret, CreateSshKey, CreateVolume, ScriptId, SshKeyId, VolumeId};
use verda_api_ext::{Client, CloneVolumes, Error};

use crate::book::Told;
use crate::machines::{LAST, MINUTE};
use crate::program::Program;
use crate::world::LOCATION;

pub(crate) const SHARED_KEY: &str = "ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIEshared shared";
pub(crate) const SHARED: &str = "shared";

impl Program {
    pub(crate) async fn create_volume(&mut self, client: &Client) -> Result<(), Error> {
        let name = self.new_name("v");
        let size = self.random.u64(50..200);
        self.book.volume_names.insert(name.clone());
        let order = CreateVolume::builder().name(&*name).size(size).type_("NVMe").location_code(LOCATION);
        let created = self.timed("a create", 1, Duration::ZERO, client.create_volume(order).into_future()).await;
        let id = match created {
            Ok(id) => id.into_inner(),
            Err(error) if error.may_have_happened() => match client.volume_by_name(&name).await {
                Ok(volume) => volume.id,
                Err(_) => return Err(error),
            },
            Err(error) => {
                self.book.volume_names.remove(&name);
                self.book.never.insert(name);
                return Err(error);
            }
        };
        self.book.volume(&id, &name, size);
        let wait = client.wait_for_volume(&id).timeout(2 * MINUTE);
        self.timed("a wait", 0, 2 * MINUTE + LAST, wait.into_future()).await.map(drop)
    }

    fn some_volume(&mut self) -> Option<VolumeId> {
        let there = self.book.volumes.iter().filter(|(_, volume)| volume.told == Told::There && volume.name.is_some());
        let there: Vec<&String> = there.map(|(id, _)| id).collect();
        let place = self.random.usize(..there.len().max(1));
        there.get(place).map(|id| VolumeId::from(id.as_str()))
    }

    pub(crate) async fn change_volume(&mut self, client: &Client) -> Result<(), Error> {
        let Some(id) = self.some_volume() else { return self.create_volume(client).await };
        let key = id.to_string();
        match self.random.u8(..8) {
            0 | 1 => {
                let name = self.new_name("v");
                self.book.volume_names.insert(name.clone());
                let before = self.book.volumes.get_mut(&key).unwrap().name.take();
                let renamed = client.rename_volume(&id, &*name).await;
                let told = match &renamed {
                    Ok(()) => Some(name),
                    Err(error) if error.may_have_happened() => None,
                    Err(_) => before,
                };
                self.book.volumes.get_mut(&key).unwrap().name = told;
                renamed
            }
            2 | 3 => {
                let before = self.book.volumes.get_mut(&key).unwrap().size.take();
                let size = before.unwrap_or(200) + self.random.u64(1..50);
                let resized = client.resize_volume(&id, size).await;
                let told = match &resized {
                    Ok(()) => Some(size),
                    Err(error) if error.may_have_happened() => None,
                    Err(_) => before,
                };
                self.book.volumes.get_mut(&key).unwrap().size = told;
                resized
            }
            4 | 5 => {
                let Some(machine) = self.some_machine() else { return Ok(()) };
                self.shut_down(client, &machine).await?;
                client.attach_volumes(&id, &machine).await?.all_ok()?;
                if self.random.bool() {
                    client.detach_volumes(&id).await?.all_ok()?;
                }
                Ok(())
            }
            6 => {
                let name = self.new_name("v");
                self.book.volume_names.insert(name.clone());
                let size = self.book.volumes[&key].size;
                let clones = client.clone_volumes(&id, CloneVolumes::new().name(&*name)).await?;
                for clone in clones {
                    self.book.volume(&clone, &name, size.unwrap_or(0));
                    self.book.volumes.get_mut(&clone.to_string()).unwrap().size = size;
                }
                Ok(())
            }
            _ => {
                let volume = self.book.volumes.get_mut(&key).unwrap();
                (volume.may_be_destroyed, volume.told) = (true, Told::Unknown);
                let deleted = client.delete_volumes(&id).await?;
                self.book.deleted(&deleted);
                deleted.all_ok()?;
                self.book.volumes.get_mut(&key).unwrap().told = Told::Unknown;
                client.restore_volumes(&id).await?.all_ok()?;
                self.book.volumes.get_mut(&key).unwrap().told = Told::There;
                Ok(())
            }
        }
    }

    pub(crate) async fn delete_volume(&mut self, client: &Client) -> Result<(), Error> {
        let Some(id) = self.some_volume() else { return Ok(()) };
        let volume = self.book.volumes.get_mut(&id.to_string()).unwrap();
        (volume.may_be_destroyed, volume.told) = (true, Told::Unknown);
        let deleted = match self.random.bool() {
            true => client.delete_volumes(&id).await?,
            false => client.delete_volumes_permanently(&id).await?,
        };
        self.book.deleted(&deleted);
        deleted.all_ok()
    }

    fn there(&mut self, kind: &str, id: &impl ToString) {
        self.book.named.insert(format!("{kind} {}", id.to_string()), Told::There);
    }

    pub(crate) async fn ensure(&mut self, client: &Client) -> Result<(), Error> {
        let name = self.name.clone();
        match self.random.u8(..4) {
            0 => {
                let key = CreateSshKey::builder().key(SHARED_KEY).name(SHARED);
                let key = self.timed("an ensure", 15, MINUTE, client.ensure_ssh_key(key)).await?.value;
                self.there("key", &key);
            }
            1 => {
                let key = format!("ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAI{name}k me@laptop");
                let key = CreateSshKey::builder().key(key).name(format!("k{name}"));
                let key = self.timed("an ensure", 15, MINUTE, client.ensure_ssh_key(key)).await?.value;
                self.there("key", &key);
            }
            2 => {
                let script = CreateScript::builder().name(format!("t{name}")).script("#!/bin/sh\napt-get update");
                let script = self.timed("an ensure", 15, MINUTE, client.ensure_script(script)).await?.value;
                self.there("script", &script);
            }
            _ => {
                let secret = CreateSecret::builder().name(format!("x{name}")).value("hf_token");
                let secret = self.timed("an ensure", 15, MINUTE, client.ensure_secret(secret)).await?.value;
                self.there("secret", &secret);
            }
        }
        Ok(())
    }

    /// Deletes keys, scripts and secrets: by their ids, and by the names that it gives.
    pub(crate) async fn end_named(&mut self, client: &Client) -> Result<(), Error> {
        let (key, script, secret) = (format!("k{}", self.name), format!("t{}", self.name), format!("x{}", self.name));
        let keys = client.list_ssh_keys().await?.into_inner();
        let content = format!("AAAAC3NzaC1lZDI1NTE5AAAAI{}", self.name);
        let is_mine = |text: &str| {
            text.split_whitespace().nth(1).is_some_and(|base64| base64 == content || *base64 == format!("{content}k"))
        };
        let keys =
            keys.iter().filter(|found| found.name.as_ref() == Some(&key) || found.key.as_deref().is_some_and(is_mine));
        let keys: Vec<SshKeyId> = keys.map(|key| key.id.clone()).collect();
        client.delete_ssh_keys_by_id(&keys).await?.all_ok()?;
        let scripts = client.scripts().all().await?.into_inner();
        let scripts = scripts.iter().filter(|found| found.name.as_ref() == Some(&script));
        let scripts: Vec<ScriptId> = scripts.map(|script| script.id.clone()).collect();
        client.delete_scripts_by_id(&scripts).await?.all_ok()?;
        client.delete_secrets([secret.as_str()]).await?.all_ok()?;
        for told in self.book.named.values_mut() {
            *told = Told::Gone;
        }
        Ok(())
    }

    /// Reads all there is: that must not fail for odd reasons, and takes no longer than it says.
    pub(crate) async fn read(&mut self, client: &Client) -> Result<(), Error> {
        match self.random.u8(..4) {
            0 => client.spending().await.map(drop),
            1 => {
                let inventory = client.inventory().await;
                self.world.log(|| format!("{}: the inventory lacks {:?}", self.name, inventory.missing()));
                Ok(())
            }
            2 => client.group(&self.group).count().await.map(drop),
            _ => {
                let report = client.check().await;
                self.world.log(|| format!("{}: the check is fine: {}", self.name, report.is_ok()));
                Ok(())
            }
        }
    }
}
