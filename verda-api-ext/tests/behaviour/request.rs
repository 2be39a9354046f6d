//! Requests that are awaited as they are, and those that the document does not know.

use http::StatusCode;
use serde_json::{Value, json};
use verda_api_ext::ErrorKind;
use verda_api_ext::raw::Method;
use verda_api_ext::types::{self, CreateVolume, VolumeId};
use verda_fake::{Effect, Injection, VerdaFake};

use crate::client;

#[tokio::test(start_paused = true)]
async fn a_request_is_sent_when_it_is_awaited_and_a_list_is_gone_through() {
    let fake = VerdaFake::builder().build();
    let client = client(&fake);
    let balance = client.get_balance().await.unwrap();
    assert!(balance.amount.is_some());
    let locations = client.list_locations().await.unwrap();
    let borrowed: Vec<_> = (&locations).into_iter().map(|location| location.code.clone()).collect();
    let mut owned = Vec::new();
    for location in locations {
        owned.push(location.code);
    }
    assert!(!owned.is_empty() && owned == borrowed);
    // Elsewhere than in the task that made it.
    let spawned = tokio::spawn({
        let client = client.clone();
        async move { client.list_images().await.map(|images| images.len()) }
    });
    assert!(spawned.await.unwrap().unwrap() > 0);
}

#[tokio::test(start_paused = true)]
async fn optional_values_do_not_break_a_chain() {
    let fake = VerdaFake::builder().build();
    let client = client(&fake);
    for (status, query) in [(None, ""), (Some("running"), "status=running")] {
        client.list_instances().status(status).await.unwrap();
        assert_eq!(fake.requests().last().unwrap().query, query);
    }
    let name = Some("data".to_owned());
    let order = CreateVolume::builder().name("x").size(100_u64).type_("NVMe").location_code("FIN-01");
    client.create_volume(order.instance_id(None::<&str>)).await.unwrap();
    let body: Value = serde_json::from_slice(&fake.requests().last().unwrap().body).unwrap();
    assert_eq!(body, json!({"name": "x", "size": 100, "type": "NVMe", "location_code": "FIN-01"}));
    let edit = types::PerformVolumeActions::builder().action("rename").id(VolumeId::from("a")).name(name);
    let edit: types::PerformVolumeActions = edit.try_into().unwrap();
    assert_eq!(edit.name.as_deref(), Some("data"));
}

#[tokio::test(start_paused = true)]
async fn they_have_a_token_and_are_decoded() {
    let fake = VerdaFake::builder().build();
    let client = client(&fake);
    let key = json!({"name": "a", "key": "ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIE a"});
    let id = client.request(Method::POST, "/v1/ssh-keys").json(&key).send::<String>().await.unwrap();
    let keys = client
        .request(Method::GET, "/v1/ssh-keys")
        .query("a b", "c&d")
        .send::<Vec<Value>>()
        .await
        .unwrap()
        .into_inner();
    assert_eq!((keys.len(), keys[0]["id"].as_str()), (1, Some(id.as_str())));
    assert_eq!(fake.requests().last().unwrap().query, "a+b=c%26d");
    let gone = client
        .request(Method::DELETE, &format!("/v1/ssh-keys/{}", *id))
        .send::<Option<Value>>()
        .await
        .unwrap()
        .into_inner();
    assert_eq!((gone, fake.token_requests()), (None, 1));
}

#[tokio::test(start_paused = true)]
async fn they_are_repeated_as_their_method_allows() {
    for (method, sent) in [(Method::GET, 2), (Method::POST, 1)] {
        let fake = VerdaFake::builder().build();
        let operation = format!("{method} /v1/ssh-keys");
        fake.inject(Injection::new(Effect::ResetAfter).on(&operation)).unwrap();
        let outcome = client(&fake).request(method, "/v1/ssh-keys").json(&json!({})).send::<Value>().await;
        assert_eq!(fake.requests_to(&operation).len(), sent);
        if let Err(error) = outcome {
            assert_eq!(error.kind(), ErrorKind::OutcomeUnknown, "{error}");
        }
    }
}

#[tokio::test(start_paused = true)]
async fn what_is_not_there_or_not_valid_is_an_error() {
    let fake = VerdaFake::builder().build();
    let client = client(&fake);
    let error = client.request(Method::GET, "/v1/nothing").send::<Value>().await.unwrap_err();
    assert_eq!(error.status(), Some(StatusCode::NOT_FOUND));
    fake.clear_requests();
    for (method, path) in [(Method::GET, "v1/balance"), (Method::TRACE, "/v1/balance"), (Method::GET, "@evil.example/")]
    {
        let error = client.request(method, path).send::<Value>().await.unwrap_err();
        assert!(error.kind() == ErrorKind::InvalidRequest && fake.requests().is_empty(), "{error}");
    }
    // An HTTP client would take it off.
    let error = client.request(Method::POST, "/v1/instances#x").json(&json!({})).send::<Value>().await.unwrap_err();
    assert!(error.to_string().contains("the path `/v1/instances` has a fragment"), "{error}");
    assert!(error.kind() == ErrorKind::InvalidRequest && fake.requests().is_empty(), "{error}");
}

/// They would say where a message ends, or to whom it goes.
#[tokio::test(start_paused = true)]
async fn options_set_no_header_that_frames_a_message() {
    let fake = VerdaFake::builder().build();
    for name in ["content-length", "transfer-encoding", "host", "connection", "upgrade", "te", "trailer"] {
        let name = http::HeaderName::from_static(name);
        let client = client(&fake).with(|o| o.header(name.clone(), http::HeaderValue::from_static("3")));
        let error = client.request(Method::POST, "/v1/ssh-keys").json(&json!({})).send::<Value>().await.unwrap_err();
        assert_eq!((error.kind(), error.may_have_happened()), (ErrorKind::InvalidRequest, false), "{error}");
        assert!(error.to_string().contains(&format!("the header `{name}` cannot be set by an option")), "{error}");
        assert!(client.get_balance().send().await.is_err() && fake.requests().is_empty());
    }
}
