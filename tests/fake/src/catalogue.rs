//! What can be rented, and where. It is the same for every fake.

pub(crate) mod container_types;
pub(crate) mod images;
pub(crate) mod instance_types;
pub(crate) mod volume_types;

use serde_json::{Value, json};

use self::images::IMAGES;
use self::instance_types::{INSTANCE_TYPES, InstanceType};
use self::volume_types::VOLUME_TYPES;
use crate::call::Call;
use crate::error::ApiError;
use crate::ids::Ids;
use crate::reply::Reply;

/// A data centre.
struct Location {
    code: &'static str,
    name: &'static str,
    country: &'static str,
}

static LOCATIONS: [Location; 4] = [
    Location { code: "FIN-01", name: "Finland 1", country: "FI" },
    Location { code: "FIN-02", name: "Finland 2", country: "FI" },
    Location { code: "FIN-03", name: "Finland 3", country: "FI" },
    Location { code: "ICE-01", name: "Iceland 1", country: "IS" },
];

/// The code of a location as a text that lives for ever, if there is such a location.
pub(crate) fn location(code: &str) -> Option<&'static str> {
    LOCATIONS.iter().map(|location| location.code).find(|known| *known == code)
}

/// The id of something in the catalogue: always the same one, whatever the seed.
fn catalogue_id(kind: u64, index: usize) -> String {
    Ids::new((kind << 32) | index as u64).uuid()
}

/// How many units of a currency a US dollar is, and its code.
fn currency(call: &Call<'_>) -> Result<(f64, &'static str), ApiError> {
    match call.query(&["currency"]) {
        None | Some("usd") => Ok((1.0, "usd")),
        Some("eur") => Ok((0.92, "eur")),
        Some(_) => Err(ApiError::invalid(vec!["currency must be one of the following values: usd, eur"])),
    }
}

/// `GET /v1/locations`
pub(crate) fn locations(_: &mut Call<'_>) -> Result<Reply, ApiError> {
    let list: Vec<Value> = LOCATIONS
        .iter()
        .map(|location| json!({ "code": location.code, "name": location.name, "country_code": location.country }))
        .collect();
    Reply::ok(&list)
}

/// `GET /v1/instance-types` and its deprecated form below `/v1/instances`
pub(crate) fn instance_types(call: &mut Call<'_>) -> Result<Reply, ApiError> {
    let (rate, code) = currency(call)?;
    let list: Vec<Value> =
        INSTANCE_TYPES.iter().enumerate().map(|(index, kind)| kind.to_value(index, rate, code)).collect();
    Reply::ok(&list)
}

/// `GET /v1/instance-types/price-history`: it is not supported any more, and knows no type.
pub(crate) fn price_history(_: &mut Call<'_>) -> Result<Reply, ApiError> {
    Reply::ok(&json!({}))
}

/// `GET /v1/volume-types`
pub(crate) fn volume_types(_: &mut Call<'_>) -> Result<Reply, ApiError> {
    let list: Vec<Value> = VOLUME_TYPES.iter().map(volume_types::VolumeType::to_value).collect();
    Reply::ok(&list)
}

/// `GET /v1/images`
pub(crate) fn images(call: &mut Call<'_>) -> Result<Reply, ApiError> {
    let kind = match call.query(&["instance_type"]) {
        None => None,
        Some(name) => Some(instance_types::find(name).ok_or_else(|| ApiError::not_found("Instance type not found"))?),
    };
    let list: Vec<Value> = IMAGES
        .iter()
        .enumerate()
        .filter(|(_, image)| !image.is_cluster && kind.is_none_or(|kind| kind.runs(image)))
        .map(|(index, image)| image.to_value(index))
        .collect();
    Reply::ok(&list)
}

/// `GET /v1/images/cluster`
pub(crate) fn cluster_images(_: &mut Call<'_>) -> Result<Reply, ApiError> {
    let list: Vec<Value> = IMAGES
        .iter()
        .enumerate()
        .filter(|(_, image)| image.is_cluster)
        .map(|(index, image)| image.to_value(index))
        .collect();
    Reply::ok(&list)
}

/// The location that a query asks for, if it asks for one.
fn wanted_location(call: &Call<'_>) -> Result<Option<&'static str>, ApiError> {
    match call.query(&["location_code", "locationCode"]) {
        None => Ok(None),
        Some(code) => location(code).map(Some).ok_or_else(|| ApiError::invalid("Invalid location code")),
    }
}

fn wants_spot(call: &Call<'_>) -> bool {
    call.query_flag(&["is_spot", "isSpot"])
}

fn is_available(kind: &InstanceType, location: &str, spot: bool) -> bool {
    kind.locations.contains(&location) && (!spot || kind.spot_price.is_some())
}

/// `GET /v1/instance-availability`
pub(crate) fn availability(call: &mut Call<'_>) -> Result<Reply, ApiError> {
    let (wanted, spot) = (wanted_location(call)?, wants_spot(call));
    let list: Vec<Value> = LOCATIONS
        .iter()
        .filter(|location| wanted.is_none_or(|wanted| wanted == location.code))
        .map(|location| {
            let types: Vec<&str> = INSTANCE_TYPES
                .iter()
                .filter(|kind| is_available(kind, location.code, spot))
                .map(|kind| kind.name)
                .collect();
            json!({ "location_code": location.code, "availabilities": types })
        })
        .collect();
    Reply::ok(&list)
}

/// `GET /v1/instance-availability/{instance_type}` and its deprecated form below `/v1/instances`
pub(crate) fn availability_of_type(call: &mut Call<'_>) -> Result<Reply, ApiError> {
    let (wanted, spot) = (wanted_location(call)?, wants_spot(call));
    let kind = instance_types::find(call.parameter(0)).ok_or_else(|| ApiError::not_found("Instance type not found"))?;
    let available = LOCATIONS
        .iter()
        .filter(|location| wanted.is_none_or(|wanted| wanted == location.code))
        .any(|location| is_available(kind, location.code, spot));
    Reply::ok(&available)
}
