//! The types as JSON Schema, for validating configuration.

#![cfg(feature = "schemars")]
#![allow(clippy::unwrap_used, reason = "a test fails by panicking")]

use schemars::schema_for;
use verda_api::types::{DeployInstance, VolumeMount};

#[test]
fn a_request_says_what_is_required_and_leaves_enums_open() {
    let schema = serde_json::to_value(schema_for!(DeployInstance)).unwrap();
    let required: Vec<&str> =
        schema["required"].as_array().unwrap().iter().map(|name| name.as_str().unwrap()).collect();
    assert_eq!(required, ["hostname", "image", "instance_type", "location_code"]);
    let contract = &schema["$defs"]["Contract"];
    assert_eq!(contract["type"], "string");
    assert!(contract.get("enum").is_none(), "an open enum must take values that it does not know: {contract}");
}

#[test]
fn a_tagged_union_demands_its_tag() {
    let schema = serde_json::to_value(schema_for!(VolumeMount)).unwrap();
    let tags: Vec<&str> = schema["oneOf"]
        .as_array()
        .unwrap()
        .iter()
        .map(|branch| branch["allOf"][1]["properties"]["type"]["const"].as_str().unwrap())
        .collect();
    assert_eq!(tags, ["scratch", "secret", "shared", "memory"]);
}
