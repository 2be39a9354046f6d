//! Orders: an id comes from the API, or the outcome is unknown, and nothing is ordered twice.

use serde_json::{Value, json as value};
use verda_api_ext::raw::Method;
use verda_api_ext::{Client, Error, ErrorKind, types};

use crate::{LOGIN, UUID, order};
use verda_tests::hostile::{Reply, Server, html, json};

fn unreadable() -> Vec<Reply> {
    let bodies = [
        "",
        " \r\n",
        "null",
        LOGIN,
        r#"{"status":"ordered"}"#,
        "Accepted",
        "OK",
        "\"\"",
        r#"{"id":""}"#,
        r#"{"id":null}"#,
        r#"{"id":7}"#,
        "true",
        "0",
        "[]",
        "[null]",
        "3f0c8a0e-6d0d-4a",
        "\"3f0c8a0e-6d0d-4a\"",
        "\"3f0c8a0e-6d0d-4a57-9a3c-6f4f2f0b7d11",
        "{\"id\":",
        r#"{"id":"3f0c8a0e-6d0d-4a57-9a3c-6f4f2f0b7d11""#,
        r#"{"id":"3f0c8a0e-6d0d-4a57-9a3c-6f4f2f0b7d1"}"#,
        r#"{"data":"3f0c8a0e-6d0d-4a57-9a3c-6f4f2f0b7d11"}"#,
        r#"{"id":"3f0c8a0e-6d0d-4a57-9a3c-6f4f2f0b7d11","error":"quota"}"#,
        r#"["3f0c8a0e-6d0d-4a57-9a3c-6f4f2f0b7d11","3f0c8a0e-6d0d-4a57-9a3c-6f4f2f0b7d12"]"#,
        "error:quota",
        "\u{feff}",
    ];
    bodies.map(|body| json(202, body)).into_iter().chain([html(200, LOGIN), json(204, "")]).collect()
}

/// Makes a call for each of these responses without an id.
async fn assert_unknown<T: std::fmt::Debug>(
    reader: &str,
    replies: Vec<Reply>,
    order: impl AsyncFn(Client) -> Result<T, Error>,
) {
    let server = Server::in_turn(replies.clone()).await;
    let client = server.client();
    let mut wrong = Vec::new();
    for (index, reply) in replies.iter().enumerate() {
        match order(client.clone()).await {
            Ok(made) => wrong.push(format!("{reply:?}: made {made:?}")),
            Err(error) => {
                let is_open = error.kind() == ErrorKind::OutcomeUnknown && error.may_have_happened();
                if !is_open || !error.to_string().contains(&format!("`{reader}`")) {
                    wrong.push(format!("{reply:?}: {error:?}"));
                }
            }
        }
        assert_eq!(server.count(), index + 1, "sent more than once after {reply:?}");
    }
    assert!(wrong.is_empty(), "{wrong:#?}");
}

#[tokio::test]
async fn an_order_whose_response_has_no_id_is_unknown_and_sent_once() {
    let deploy = async |client: Client| client.deploy_instance(order("node-1")).send().await;
    assert_unknown("list_instances", unreadable(), deploy).await;
    let broken = [Reply::closed(), Reply::cut(202, UUID), Reply::cut(202, b"{\"id\":\"".to_vec())];
    assert_unknown("list_instances", broken.to_vec(), deploy).await;
}

#[tokio::test]
async fn the_forms_of_an_id_are_read() {
    let forms = [UUID.to_owned(), format!("\"{UUID}\"\n"), format!("{{\"id\":\"{UUID}\"}}"), format!("[\"{UUID}\"]")];
    let forms = forms.iter().flat_map(|form| [(200, form), (201, form), (202, form)]);
    let replies: Vec<_> = forms.flat_map(|(status, form)| [json(status, form.as_str()), html(status, form)]).collect();
    let server = Server::in_turn(replies.clone()).await;
    let client = server.client();
    for reply in &replies {
        let id = client.deploy_instance(order("node-1")).send().await;
        assert_eq!(id.unwrap_or_else(|error| panic!("{reply:?}: {error}")).as_ref(), UUID, "{reply:?}");
    }
    assert_eq!(server.count(), replies.len());
}

fn cluster() -> types::builder::DeployCluster {
    let volume = types::DeployClusterSharedVolume::new("home", 1000);
    types::DeployCluster::builder()
        .cluster_type("16H200")
        .hostname("train")
        .image("ubuntu-24.04-cuda-12.8-cluster")
        .location_code("FIN-01")
        .shared_volume(volume)
        .ssh_key_ids(types::SshKeyId::from("k"))
        .description("")
}

#[tokio::test]
async fn other_creates_whose_response_has_no_id_are_unknown_and_sent_once() {
    let volume = async |client: Client| {
        let volume = types::CreateVolume::builder().name("data").size(50_u64).type_("NVMe").location_code("FIN-01");
        client.create_volume(volume).send().await
    };
    assert_unknown("list_volumes", unreadable(), volume).await;
    let script =
        async |client: Client| client.create_script(types::CreateScript::builder().name("a").script("b")).send().await;
    assert_unknown("list_scripts", unreadable(), script).await;
    let key = async |client: Client| {
        client.create_ssh_key(types::CreateSshKey::builder().name("k").key("ssh-ed25519 A")).send().await
    };
    assert_unknown("list_ssh_keys", unreadable(), key).await;
}

/// 16 cards that run under an invalid id.
#[tokio::test]
async fn a_cluster_whose_response_has_no_id_is_unknown_and_ordered_once() {
    let deploy = async |client: Client| client.deploy_cluster(cluster()).send().await;
    assert_unknown("list_clusters", unreadable(), deploy).await;
}

#[tokio::test]
async fn an_order_is_sent_again_only_after_429() {
    let server = Server::start(|seen| if seen.number == 0 { html(429, "slow down") } else { json(202, UUID) }).await;
    let id = server.client().deploy_instance(order("a")).send().await.unwrap();
    assert_eq!((id.as_ref(), server.count()), (UUID, 2));
}

#[tokio::test]
async fn missing_capacity_is_reported_at_once() {
    let body = r#"{"code":"service_unavailable","message":"Not enough resources to deploy a 1 GPU instance type"}"#;
    for body in [body.to_owned(), format!("\u{feff}{body}")] {
        let server = Server::always(json(503, body)).await;
        let error = server.client().deploy_instance(order("a")).send().await.unwrap_err();
        assert!(error.is_capacity() && !error.may_have_happened(), "{error:?}");
        assert_eq!(server.count(), 1);
    }
}

/// A clone with the raw operation: a second volume would cost money.
#[tokio::test]
async fn a_clone_by_hand_is_sent_once_even_when_the_connection_breaks() {
    let clone = value!({"action": "clone", "id": UUID, "name": "copy"});
    for broken in [Reply::closed(), Reply::cut(202, b"[".to_vec()), html(502, ""), html(200, LOGIN), json(202, "")] {
        for path in ["/v1/volumes", "/v1/volumes/", "/v1/volumes?x=1"] {
            let server = Server::always(broken.clone()).await;
            let request = server.client().request(Method::PUT, path).json(&clone);
            // Other actions of the operation succeed with an empty 202, but it names no clone.
            match request.send::<Value>().await {
                Ok(response) => assert_eq!(*response, value!([]), "{broken:?}"),
                Err(error) => assert_eq!(error.kind(), ErrorKind::OutcomeUnknown, "{broken:?}: {error}"),
            }
            assert_eq!(server.count(), 1, "{broken:?} {path}");
        }
    }
    // Detaching twice has the same effect as once.
    let detach = value!({"action": "detach", "id": UUID});
    let server = Server::start(|seen| if seen.number < 2 { Reply::closed() } else { json(202, "") }).await;
    server.client().request(Method::PUT, "/v1/volumes").json(&detach).send::<Value>().await.unwrap();
    assert_eq!(server.count(), 3);
    // A request of no operation is sent once.
    let server = Server::always(Reply::closed()).await;
    let error = server.client().request(Method::PUT, "/v1/snapshots").json(&detach).send::<Value>().await.unwrap_err();
    assert_eq!((error.kind(), server.count()), (ErrorKind::OutcomeUnknown, 1), "{error}");
}
