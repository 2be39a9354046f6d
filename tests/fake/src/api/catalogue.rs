//! The catalogue: locations, types, images and what is available of them, in the shapes of the document unless it is hostile.

pub(crate) mod cluster_types;
pub(crate) mod container_types;
pub(crate) mod hardware;
mod images;
pub(crate) mod instance_types;
pub(crate) mod long_term;
mod prices;
mod volume_types;

use serde_json::json;

use self::prices::currency;
use crate::api::call::Call;
use crate::api::error::ApiError;
use crate::api::reply::Reply;
use crate::model::catalogue::cluster_types::{CLUSTER_TYPES, ClusterType};
use crate::model::catalogue::images::{IMAGES, Image};
use crate::model::catalogue::instance_types::{INSTANCE_TYPES, InstanceType};
use crate::model::catalogue::volume_types::VOLUME_TYPES;
use crate::model::catalogue::{
    LOCATIONS, Location, cluster_types as clusters, instance_types as instances, require_location,
};

/// `GET /v1/locations`
pub(crate) fn locations(_: &mut Call<'_>) -> Result<Reply, ApiError> {
    let show =
        |location: &Location| json!({ "code": location.code, "name": location.name, "country_code": location.country });
    Reply::list(LOCATIONS.iter().map(show))
}

/// `GET /v1/instance-types` and its deprecated form below `/v1/instances`
pub(crate) fn instance_types(call: &mut Call<'_>) -> Result<Reply, ApiError> {
    let (rate, code) = currency(call)?;
    let is_hostile = call.config.habits.hostile_catalogue;
    let show = if is_hostile { instance_types::to_hostile_value } else { instance_types::to_value };
    Reply::list(INSTANCE_TYPES.iter().enumerate().map(|(index, kind)| show(kind, index, rate, code)))
}

/// `GET /v1/instance-types/price-history`: it is not supported any more, and knows no type.
pub(crate) fn price_history(_: &mut Call<'_>) -> Result<Reply, ApiError> {
    Reply::ok(&json!({}))
}

/// `GET /v1/volume-types`
pub(crate) fn volume_types(call: &mut Call<'_>) -> Result<Reply, ApiError> {
    let is_hostile = call.config.habits.hostile_catalogue;
    Reply::list(VOLUME_TYPES.iter().map(if is_hostile {
        volume_types::to_hostile_value
    } else {
        volume_types::to_value
    }))
}

/// `GET /v1/cluster-types`
pub(crate) fn cluster_types(call: &mut Call<'_>) -> Result<Reply, ApiError> {
    let (rate, code) = currency(call)?;
    Reply::list(CLUSTER_TYPES.iter().enumerate().map(|(index, kind)| cluster_types::to_value(kind, index, rate, code)))
}

/// The images that match, as the API shows them.
fn images_where(call: &Call<'_>, passes: impl Fn(&Image) -> bool) -> Result<Reply, ApiError> {
    let is_hostile = call.config.habits.hostile_catalogue;
    let images = IMAGES.iter().enumerate().filter(|(_, image)| passes(image));
    Reply::list(images.map(|(index, image)| images::to_value(image, index, is_hostile)))
}

/// `GET /v1/images`: none for an unknown type, where the document has a 404.
pub(crate) fn images(call: &mut Call<'_>) -> Result<Reply, ApiError> {
    let runs = |image: &Image| match call.query(&["instance_type"]) {
        None => true,
        Some(name) => instances::find(name).is_some_and(|kind| kind.runs(image)),
    };
    images_where(call, |image| !image.is_cluster && runs(image))
}

/// `GET /v1/images/cluster`: every type of cluster runs every image for clusters.
pub(crate) fn cluster_images(call: &mut Call<'_>) -> Result<Reply, ApiError> {
    let is_known = call.query(&["instance_type"]).is_none_or(|name| clusters::find(name).is_some());
    images_where(call, |image| image.is_cluster && is_known)
}

/// The locations that a query asks about: one, or all.
fn wanted_locations(call: &Call<'_>) -> Result<Vec<&'static str>, ApiError> {
    match call.query(&["location_code", "locationCode"]) {
        None => Ok(LOCATIONS.iter().map(|location| location.code).collect()),
        Some(code) => Ok(vec![require_location(code)?]),
    }
}

fn is_instance_available(call: &Call<'_>, kind: &InstanceType, location: &'static str) -> bool {
    let wants_spot = call.query_flag(&["is_spot", "isSpot"]);
    (!wants_spot || kind.has_spot) && call.project.has_capacity(kind.name, kind.locations, location, call.moment.now)
}

fn is_cluster_available(call: &Call<'_>, kind: &ClusterType, location: &'static str) -> bool {
    call.project.has_capacity(kind.name, kind.locations, location, call.moment.now)
}

/// The available names, by location.
fn list_availability(
    call: &Call<'_>,
    available: impl Fn(&'static str) -> Vec<&'static str>,
) -> Result<Reply, ApiError> {
    let locations = wanted_locations(call)?.into_iter();
    Reply::list(locations.map(|location| json!({ "location_code": location, "availabilities": available(location) })))
}

/// `GET /v1/instance-availability`
pub(crate) fn availability(call: &mut Call<'_>) -> Result<Reply, ApiError> {
    list_availability(call, |location| {
        let kinds = INSTANCE_TYPES.iter().filter(|kind| is_instance_available(call, kind, location));
        kinds.map(|kind| kind.name).collect()
    })
}

/// `GET /v1/instance-availability/{instance_type}` and its deprecated form below `/v1/instances`; an unknown type is not
/// available.
pub(crate) fn availability_of_type(call: &mut Call<'_>) -> Result<Reply, ApiError> {
    let locations = wanted_locations(call)?;
    let kind = instances::find(call.parameter(0));
    let is_free = |location| kind.is_some_and(|kind| is_instance_available(call, kind, location));
    Reply::ok(&locations.into_iter().any(is_free))
}

/// `GET /v1/cluster-availability`
pub(crate) fn cluster_availability(call: &mut Call<'_>) -> Result<Reply, ApiError> {
    list_availability(call, |location| {
        let kinds = CLUSTER_TYPES.iter().filter(|kind| is_cluster_available(call, kind, location));
        kinds.map(|kind| kind.name).collect()
    })
}

/// `GET /v1/cluster-availability/{cluster_type}`
pub(crate) fn availability_of_cluster_type(call: &mut Call<'_>) -> Result<Reply, ApiError> {
    let locations = wanted_locations(call)?;
    let kind = clusters::find(call.parameter(0));
    let is_free = |location| kind.is_some_and(|kind| is_cluster_available(call, kind, location));
    Reply::ok(&locations.into_iter().any(is_free))
}
