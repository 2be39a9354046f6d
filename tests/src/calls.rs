//! Every operation of the table, called through its builder. `build.rs` derives the calls from the generated client.

#![allow(clippy::panic, reason = "a test fails by panicking")]

use std::cell::RefCell;
use std::fmt;

use serde::Serialize;
use serde::de::DeserializeOwned;
use serde_json::Value;
use verda_api::{Client, Error, ResponseValue, Skipped};

use crate::document::find;
use crate::examples::{argument_example, body_example};

/// The example of an argument, as the type that its setter takes.
fn argument<T: DeserializeOwned>(id: &str, place: &str, name: &str) -> T {
    let example = argument_example(find(id), place, name);
    let example = example.unwrap_or_else(|| panic!("{id} has no {place} parameter {name} in the document"));
    serde_json::from_value(example.clone()).unwrap_or_else(|error| panic!("{id}: {name}: {error} in {example}"))
}

thread_local! {
    static BODY: RefCell<Option<Value>> = const { RefCell::new(None) };
}

/// Sends this body with the next call of this thread that has one.
pub fn with_body(body: Value) {
    BODY.set(Some(body));
}

/// The body that was set, or the document's example of the operation's, as the type that the builder takes.
fn body<T: DeserializeOwned>(id: &str) -> T {
    let example = BODY.take().or_else(|| body_example(find(id)));
    let example = example.unwrap_or_else(|| panic!("{id} has no body in the document"));
    serde_json::from_value(example.clone()).unwrap_or_else(|error| panic!("{id}: {error} in {example}"))
}

/// The result of a call.
#[derive(Debug)]
pub struct Called {
    /// The status of the response.
    pub status: u16,
    /// The value, encoded again.
    pub value: Value,
    /// The response as `Debug` shows it.
    pub shown: String,
    /// The parts of the response that could not be decoded.
    pub skipped: Vec<Skipped>,
}

impl Called {
    fn new<T: Serialize + fmt::Debug>(response: &ResponseValue<T>) -> Self {
        Self {
            status: response.status().as_u16(),
            value: serde_json::to_value(&**response).unwrap_or_default(),
            shown: format!("{response:?} {response:#?}"),
            skipped: response.skipped().to_vec(),
        }
    }
}

include!(concat!(env!("OUT_DIR"), "/calls.rs"));
