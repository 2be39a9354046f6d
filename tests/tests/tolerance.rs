//! Variations of responses that the document allows still decode.

#![allow(clippy::unwrap_used, clippy::panic, reason = "a test fails by panicking")]

use fastrand::Rng;
use serde_json::{Value, json};
use verda_api::{BodyShape, Method, OPERATIONS, Operation};
use verda_tests::{Canned, Member, call, members, random, with_id};

/// A value that no version of the document has.
const UNHEARD_OF: &str = "never-heard-of";

/// The schema and the status of an operation's success with a body.
fn success(entry: &Operation) -> Option<(u16, &'static Value)> {
    let (status, response) = verda_tests::success(entry)?;
    Some((status, response.pointer("/content/application~1json/schema")?))
}

async fn decode(entry: &Operation, status: u16, body: &Value, why: &str) -> Value {
    let body = with_id(entry, body.clone());
    match call(&Canned::new(status, body.to_string()).client(), entry.id).await {
        Ok(called) => called.value,
        Err(error) => panic!("{why}: {error}\n{body}"),
    }
}

#[tokio::test]
async fn a_random_response_decodes() {
    let mut rng = Rng::with_seed(0x5eed);
    let mut tried = 0;
    for entry in OPERATIONS {
        let Some((status, schema)) = success(entry) else { continue };
        tried += 1;
        for round in 0..40 {
            let body = random(schema, &mut rng, false);
            // Results, and ids of created resources, are never empty.
            if matches!(entry.response, BodyShape::Results | BodyShape::IdList) && body == json!([]) {
                continue;
            }
            decode(entry, status, &body, &format!("round {round}")).await;
        }
    }
    assert!(tried > OPERATIONS.len() / 2, "only {tried} operations have a body");
}

#[tokio::test]
async fn a_response_may_lack_members_and_have_null_or_unknown_ones() {
    let mut rng = Rng::with_seed(0x1e55);
    let mut changes = 0;
    for entry in OPERATIONS {
        let Some((status, schema)) = success(entry) else { continue };
        for _ in 0..3 {
            let body = random(schema, &mut rng, true);
            for Member { pointer, is_identity, .. } in members(schema, &body) {
                let (parent, name) = pointer.rsplit_once('/').unwrap();
                let mut longer = body.clone();
                longer.pointer_mut(parent).unwrap()["x_unheard_of"] = json!({"deep": [1, null]});
                decode(entry, status, &longer, &format!("unknown member next to {pointer}")).await;
                // What was made has an id.
                if is_identity || (entry.method == Method::POST && pointer == "/id") {
                    continue;
                }
                let mut null = body.clone();
                *null.pointer_mut(&pointer).unwrap() = Value::Null;
                decode(entry, status, &null, &format!("{pointer} null")).await;
                let mut without = body.clone();
                without.pointer_mut(parent).unwrap().as_object_mut().unwrap().remove(name).unwrap();
                decode(entry, status, &without, &format!("{pointer} missing")).await;
                changes += 1;
            }
        }
    }
    assert!(changes > 1000, "only {changes} changes were tried");
}

#[tokio::test]
async fn an_unknown_value_of_an_enum_decodes_and_survives() {
    let mut rng = Rng::with_seed(0xe7);
    let mut changes = 0;
    for entry in OPERATIONS {
        let Some((status, schema)) = success(entry) else { continue };
        for _ in 0..6 {
            let body = random(schema, &mut rng, true);
            for Member { pointer, .. } in members(schema, &body).into_iter().filter(|member| member.is_enum) {
                let mut changed = body.clone();
                *changed.pointer_mut(&pointer).unwrap() = json!(UNHEARD_OF);
                let value = decode(entry, status, &changed, &format!("{pointer} unknown")).await;
                assert_eq!(value.pointer(&pointer), Some(&json!(UNHEARD_OF)), "{}: {pointer}", entry.id);
                changes += 1;
            }
        }
    }
    assert!(changes > 100, "only {changes} changes were tried");
}
