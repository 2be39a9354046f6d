//! How members are stored that JSON or serde cannot store by themselves.

use std::collections::{BTreeMap, HashMap};
use std::time::Duration;

use serde::{Deserialize, Deserializer, Serialize, Serializer};

use crate::catalogue::cluster_types::{self, ClusterType};
use crate::catalogue::images::{self, Image};
use crate::catalogue::instance_types::{self, InstanceType};
use crate::catalogue::volume_types::{self, VolumeType};
use crate::document::static_name;

/// A name of the API. The alias hides the reference from serde, which would borrow it from the text of the snapshot.
pub(crate) type Known = &'static str;

/// A name of the API, such as a status. There are few, so each is leaked once.
pub(crate) fn known<'de, D: Deserializer<'de>>(deserializer: D) -> Result<&'static str, D::Error> {
    String::deserialize(deserializer).map(static_name)
}

/// Instants with a name each.
pub(crate) fn known_at<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Vec<(Duration, &'static str)>, D::Error> {
    let changes = Vec::<(Duration, String)>::deserialize(deserializer)?;
    Ok(changes.into_iter().map(|(at, name)| (at, static_name(name))).collect())
}

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

/// A number as text: JSON parsers round floats, and do not all have 128 bits.
pub(crate) mod exact {
    use std::fmt::Display;
    use std::str::FromStr;

    use serde::de::Error;
    use serde::{Deserialize, Deserializer, Serializer};

    pub(crate) fn serialize<T: Display, S: Serializer>(number: &T, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(number)
    }

    pub(crate) fn deserialize<'de, T: FromStr, D: Deserializer<'de>>(deserializer: D) -> Result<T, D::Error> {
        let text = String::deserialize(deserializer)?;
        text.parse().map_err(|_| D::Error::custom(format!("`{text}` is no number")))
    }
}

/// A number as text, or none.
pub(crate) mod optional_exact {
    use serde::de::Error;
    use serde::{Deserialize, Deserializer, Serialize, Serializer};

    pub(crate) fn serialize<S: Serializer>(number: &Option<f64>, serializer: S) -> Result<S::Ok, S::Error> {
        number.map(|number| number.to_string()).serialize(serializer)
    }

    pub(crate) fn deserialize<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Option<f64>, D::Error> {
        let text = Option::<String>::deserialize(deserializer)?;
        text.map(|text| text.parse().map_err(|_| D::Error::custom(format!("`{text}` is no number")))).transpose()
    }
}

/// A map in the order of its keys, so that equal states have equal snapshots.
pub(crate) fn in_order<V: Serialize, S: Serializer>(
    map: &HashMap<String, V>,
    serializer: S,
) -> Result<S::Ok, S::Error> {
    map.iter().collect::<BTreeMap<_, _>>().serialize(serializer)
}

/// Changes of the costs by their instants.
pub(crate) mod changes {
    use std::collections::BTreeMap;
    use std::time::Duration;

    use serde::{Deserialize, Deserializer, Serialize, Serializer};

    #[derive(Serialize, Deserialize)]
    struct Change {
        at: Duration,
        #[serde(with = "super::exact")]
        by: i128,
    }

    pub(crate) fn serialize<S: Serializer>(
        changes: &BTreeMap<Duration, i128>,
        serializer: S,
    ) -> Result<S::Ok, S::Error> {
        serializer.collect_seq(changes.iter().map(|(at, by)| Change { at: *at, by: *by }))
    }

    pub(crate) fn deserialize<'de, D: Deserializer<'de>>(
        deserializer: D,
    ) -> Result<BTreeMap<Duration, i128>, D::Error> {
        Ok(Vec::<Change>::deserialize(deserializer)?.into_iter().map(|change| (change.at, change.by)).collect())
    }
}

/// The windows of rate limits by method and path.
pub(crate) mod windows {
    use std::collections::HashMap;

    use http::Method;
    use serde::de::Error;
    use serde::{Deserialize, Deserializer, Serializer};

    use crate::limits::Window;

    type Windows = HashMap<(Method, String), Window>;

    pub(crate) fn serialize<S: Serializer>(windows: &Windows, serializer: S) -> Result<S::Ok, S::Error> {
        // In order, so that equal states have equal snapshots.
        let mut all: Vec<_> = windows.iter().map(|((method, path), window)| (method.as_str(), path, window)).collect();
        all.sort_by_key(|(method, path, _)| (*method, *path));
        serializer.collect_seq(all)
    }

    pub(crate) fn deserialize<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Windows, D::Error> {
        let windows = Vec::<(String, String, Window)>::deserialize(deserializer)?.into_iter();
        let keyed = |(method, path, window): (String, String, Window)| match method.parse() {
            Ok(method) => Ok(((method, path), window)),
            Err(_) => Err(D::Error::custom(format!("`{method}` is no method"))),
        };
        windows.map(keyed).collect()
    }
}

/// Capacities by type and location.
pub(crate) mod capacity {
    use std::collections::HashMap;

    use serde::{Deserialize, Deserializer, Serializer};

    use super::static_name;

    type Capacity = HashMap<(&'static str, &'static str), usize>;

    pub(crate) fn serialize<S: Serializer>(capacity: &Capacity, serializer: S) -> Result<S::Ok, S::Error> {
        let mut all: Vec<_> = capacity.iter().map(|((kind, location), machines)| (kind, location, machines)).collect();
        all.sort();
        serializer.collect_seq(all)
    }

    pub(crate) fn deserialize<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Capacity, D::Error> {
        let entries = Vec::<(String, String, usize)>::deserialize(deserializer)?.into_iter();
        Ok(entries.map(|(kind, location, machines)| ((static_name(kind), static_name(location)), machines)).collect())
    }
}
