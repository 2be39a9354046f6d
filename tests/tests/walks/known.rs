//! What a program knows of what costs.

use std::collections::BTreeSet;

use verda_api_ext::{Error, LaunchError, Launched};

/// What a program can name: in what was returned, and in errors.
#[derive(Clone, Debug, Default)]
pub(crate) struct Known {
    /// Ids of machines.
    pub(crate) machines: BTreeSet<String>,
    /// Hostnames of which it was told that there may be machines.
    pub(crate) hostnames: BTreeSet<String>,
    /// Ids of volumes.
    pub(crate) volumes: BTreeSet<String>,
    /// How the names of volumes begin that it looks for.
    pub(crate) volume_names: BTreeSet<String>,
    /// Ids of scripts.
    pub(crate) scripts: BTreeSet<String>,
    /// Names of deployments.
    pub(crate) deployments: BTreeSet<String>,
}

impl Known {
    pub(crate) fn add(&mut self, other: Self) {
        self.machines.extend(other.machines);
        self.hostnames.extend(other.hostnames);
        self.volumes.extend(other.volumes);
        self.volume_names.extend(other.volume_names);
        self.scripts.extend(other.scripts);
        self.deployments.extend(other.deployments);
    }

    /// What a launch tells; with an error, of what it has made.
    pub(crate) fn of_launch(outcome: &Result<Launched, Error>) -> Self {
        let mut known = Self::default();
        let (failed, left, volumes, scripts) = match outcome {
            Ok(launched) => {
                known.machines.extend(launched.machines.iter().map(|machine| machine.id.to_string()));
                (&launched.failed, &launched.left, &launched.volumes_left, &launched.scripts_left)
            }
            Err(error) => match error.cause::<LaunchError>() {
                Some(cause) => (&cause.failed, &cause.left, &cause.volumes_left, &cause.scripts_left),
                None => return known,
            },
        };
        known.machines.extend(failed.iter().filter_map(|slot| slot.id.as_ref()).map(ToString::to_string));
        known.machines.extend(left.iter().map(|left| left.id.to_string()));
        known.hostnames.extend(failed.iter().filter(|slot| slot.is_unknown()).map(|slot| slot.hostname.clone()));
        known.volumes.extend(volumes.iter().map(ToString::to_string));
        known.scripts.extend(scripts.iter().map(ToString::to_string));
        known
    }
}
