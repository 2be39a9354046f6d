//! How references into the catalogue are stored: by their names.

use crate::model::catalogue::cluster_types::{self, ClusterType};
use crate::model::catalogue::images::{self, Image};
use crate::model::catalogue::instance_types::{self, InstanceType};
use crate::model::catalogue::volume_types::{self, VolumeType};

/// An entry of the catalogue, which is stored by its name.
pub(crate) trait Catalogued: 'static {
    fn name(&self) -> &'static str;
    fn find(name: &str) -> Option<&'static Self>;
}

impl Catalogued for InstanceType {
    fn name(&self) -> &'static str {
        self.name
    }

    fn find(name: &str) -> Option<&'static Self> {
        instance_types::find(name)
    }
}

impl Catalogued for ClusterType {
    fn name(&self) -> &'static str {
        self.name
    }

    fn find(name: &str) -> Option<&'static Self> {
        cluster_types::find(name)
    }
}

impl Catalogued for VolumeType {
    fn name(&self) -> &'static str {
        self.name
    }

    fn find(name: &str) -> Option<&'static Self> {
        volume_types::VOLUME_TYPES.iter().find(|kind| kind.name == name)
    }
}

impl Catalogued for Image {
    fn name(&self) -> &'static str {
        self.image_type
    }

    fn find(name: &str) -> Option<&'static Self> {
        images::IMAGES.iter().find(|image| image.image_type == name)
    }
}

fn find<T: Catalogued, E: serde::de::Error>(name: &str) -> Result<&'static T, E> {
    T::find(name).ok_or_else(|| E::custom(format!("the catalogue of this fake has no `{name}`")))
}

/// A reference into the catalogue.
pub(crate) mod catalogued {
    use serde::{Deserialize, Deserializer, Serializer};

    use super::Catalogued;

    pub(crate) fn serialize<T: Catalogued, S: Serializer>(
        entry: &&'static T,
        serializer: S,
    ) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(entry.name())
    }

    pub(crate) fn deserialize<'de, T: Catalogued, D: Deserializer<'de>>(
        deserializer: D,
    ) -> Result<&'static T, D::Error> {
        super::find(&String::deserialize(deserializer)?)
    }
}

/// A reference into the catalogue, or none.
pub(crate) mod optional_catalogued {
    use serde::{Deserialize, Deserializer, Serialize, Serializer};

    use super::Catalogued;

    pub(crate) fn serialize<T: Catalogued, S: Serializer>(
        entry: &Option<&'static T>,
        serializer: S,
    ) -> Result<S::Ok, S::Error> {
        entry.map(Catalogued::name).serialize(serializer)
    }

    pub(crate) fn deserialize<'de, T: Catalogued, D: Deserializer<'de>>(
        deserializer: D,
    ) -> Result<Option<&'static T>, D::Error> {
        Option::<String>::deserialize(deserializer)?.map(|name| super::find(&name)).transpose()
    }
}
