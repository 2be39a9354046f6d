//! How members are stored that JSON or serde cannot store by themselves.

use std::collections::{BTreeMap, HashMap};
use std::time::Duration;

use serde::{Deserialize, Deserializer, Serialize, Serializer};

use crate::model::names::static_name;

/// A name of the API. The alias hides the reference from serde, which would borrow it from the text of the snapshot.
pub(crate) type Known = &'static str;

/// A name of the API, such as a status.
pub(crate) fn known<'de, D: Deserializer<'de>>(deserializer: D) -> Result<&'static str, D::Error> {
    String::deserialize(deserializer).map(static_name)
}

/// Instants with a name each.
pub(crate) fn known_at<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Vec<(Duration, &'static str)>, D::Error> {
    let changes = Vec::<(Duration, String)>::deserialize(deserializer)?;
    Ok(changes.into_iter().map(|(at, name)| (at, static_name(name))).collect())
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
