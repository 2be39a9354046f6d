//! What orders and shapes of instances and clusters have in common.

use std::time::Duration;

use serde::Serialize;

use crate::api::catalogue::hardware::Hardware;
use crate::api::fields::Fields;
use crate::model::machine::{Machine, Order, status};

/// The members that every order has.
pub(crate) fn read_order(fields: &mut Fields<'_>) -> Order {
    Order {
        image: fields.required_text("image"),
        hostname: fields.required_text("hostname"),
        description: fields.optional_text("description").unwrap_or_default(),
        location_code: fields.required_text("location_code"),
        ssh_key_ids: fields.optional_one_or_many("ssh_key_ids"),
        startup_script_id: fields.nullable_text("startup_script_id"),
    }
}

/// The members that instances and clusters share.
#[derive(Serialize)]
pub(crate) struct Shown<'a> {
    id: &'a str,
    ip: Option<&'a str>,
    status: &'a str,
    created_at: &'a str,
    #[serde(skip_serializing_if = "Option::is_none")]
    created_by_user_id: Option<&'a str>,
    #[serde(flatten)]
    hardware: Hardware,
    hostname: &'a str,
    description: &'a str,
    location: &'a str,
    price_per_hour: f64,
    #[serde(skip_serializing_if = "Option::is_none")]
    image: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    os_name: Option<&'a str>,
    startup_script_id: Option<&'a str>,
    ssh_key_ids: &'a [String],
    #[serde(skip_serializing_if = "Option::is_none")]
    contract: Option<&'a str>,
}

impl<'a> Shown<'a> {
    pub(crate) fn new(machine: &'a Machine, hardware: Hardware, now: Duration) -> Self {
        let status = machine.status(now);
        // The API does not know the image of a machine that is only ordered.
        let is_made = status != status::ORDERED;
        Self {
            id: &machine.id,
            ip: machine.ip(now),
            status,
            created_at: &machine.created_at,
            created_by_user_id: is_made.then_some(&machine.created_by),
            hardware,
            hostname: &machine.hostname,
            description: &machine.description,
            location: machine.location,
            price_per_hour: machine.price_per_hour,
            image: is_made.then_some(&machine.image),
            os_name: is_made.then_some(machine.os_name),
            startup_script_id: machine.startup_script_id.as_deref().filter(|_| is_made),
            ssh_key_ids: &machine.ssh_key_ids,
            contract: is_made.then_some(machine.contract),
        }
    }
}
