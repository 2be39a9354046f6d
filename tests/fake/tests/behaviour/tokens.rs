use std::time::Duration;

use serde_json::{Value, json};
use verda_fake::VerdaFake;

use crate::project::{Project, Response, seconds};

async fn ask(project: &Project, body: Value) -> Response {
    project.post("/v1/oauth2/token", body).await
}

#[tokio::test(start_paused = true)]
async fn credentials_give_a_token() {
    let project = Project::new().await;
    let body = json!({ "grant_type": "client_credentials", "client_id": "a", "client_secret": "b" });
    let first = ask(&project, body.clone()).await.json();
    assert_eq!(first["token_type"], "Bearer");
    assert_eq!(first["expires_in"], 3600);
    assert_eq!(first["scope"], "cloud-api-v1");
    let second = ask(&project, body).await.json();
    assert_ne!(first["access_token"], second["access_token"]);
    assert_ne!(first["access_token"], first["refresh_token"]);
    assert_eq!(project.fake.token_requests(), 3);
}

#[tokio::test(start_paused = true)]
async fn a_wrong_secret_is_refused_once_credentials_are_given() {
    let fake = VerdaFake::builder().credentials("id", "secret").credentials("other", "words").build();
    let project = Project::on(fake).await;
    let body = |id: &str, secret: &str| json!({ "grant_type": "client_credentials", "client_id": id, "client_secret": secret });
    assert_eq!(ask(&project, body("other", "words")).await.status, 200);
    for (id, secret) in [("id", "words"), ("other", "secret"), ("unknown", "secret")] {
        let expected = (401, "unauthorized_request".to_owned(), json!("Invalid client id or client secret"));
        assert_eq!(ask(&project, body(id, secret)).await.error(), expected);
    }
}

#[tokio::test(start_paused = true)]
async fn a_token_lives_for_its_lifetime() {
    let fake = VerdaFake::builder().token_lifetime(Duration::from_secs(100)).speed(60.0).build();
    let mut project = Project::on(fake).await;
    seconds(99).await;
    assert_eq!(project.get("/v1/balance").await.status, 200);
    seconds(1).await;
    let (status, code, _) = project.get("/v1/balance").await.error();
    assert_eq!((status, code.as_str()), (401, "unauthorized_request"));
    project.sign_in().await;
    assert_eq!(project.get("/v1/balance").await.json(), json!({ "amount": 1000.0, "currency": "usd" }));
}

#[tokio::test(start_paused = true)]
async fn a_refresh_token_works_once_and_expires() {
    let fake = VerdaFake::builder().refresh_token_lifetime(Duration::from_secs(100)).build();
    let project = Project::on(fake).await;
    let body = json!({ "grant_type": "client_credentials", "client_id": "a", "client_secret": "b" });
    let first = ask(&project, body).await.json();
    let refresh = |token: &Value| json!({ "grant_type": "refresh_token", "refresh_token": token });

    let second = ask(&project, refresh(&first["refresh_token"])).await;
    assert_eq!(second.status, 200);
    let used = ask(&project, refresh(&first["refresh_token"])).await.error();
    assert_eq!((used.0, used.1.as_str()), (401, "unauthorized_request"));

    seconds(100).await;
    let expired = ask(&project, refresh(&second.json()["refresh_token"])).await.error();
    assert_eq!((expired.0, expired.1.as_str()), (400, "invalid_grant"));
}

#[tokio::test(start_paused = true)]
async fn revoked_tokens_are_refused() {
    let project = Project::new().await;
    let body = json!({ "grant_type": "client_credentials", "client_id": "a", "client_secret": "b" });
    let refresh = ask(&project, body).await.json()["refresh_token"].clone();
    project.fake.revoke_access_tokens();
    assert_eq!(project.get("/v1/instances").await.status, 401);
    project.fake.revoke_refresh_tokens();
    let response = ask(&project, json!({ "grant_type": "refresh_token", "refresh_token": refresh })).await;
    assert_eq!(response.status, 401);
}

#[tokio::test(start_paused = true)]
async fn bad_token_requests_are_named() {
    let project = Project::new().await;
    for (body, expected) in [
        (json!({ "grant_type": "password" }), (400, "unsupported_grant_type", json!("unsupported grant type"))),
        (json!({}), (400, "invalid_request", json!(["grant_type should not be empty"]))),
        (
            json!({ "grant_type": "client_credentials", "client_id": 7 }),
            (400, "invalid_request", json!(["client_id must be a string", "client_secret should not be empty"])),
        ),
        (
            json!({ "grant_type": "refresh_token", "refresh_token": null }),
            (400, "invalid_request", json!(["refresh_token should not be empty"])),
        ),
    ] {
        let (status, code, message) = ask(&project, body).await.error();
        assert_eq!((status, code.as_str(), message), expected);
    }
}

#[tokio::test(start_paused = true)]
async fn only_public_operations_work_without_a_token() {
    let fake = VerdaFake::builder().build();
    for (path, status) in [
        ("/v1/instance-types", 200),
        ("/v1/volume-types", 200),
        ("/v1/instance-types/price-history", 200),
        ("/v1/instances", 401),
        ("/v1/instances/types", 401),
        ("/v1/locations", 401),
        ("/v1/nothing", 404),
    ] {
        let request = http::Request::get(path).body(bytes::Bytes::new()).unwrap();
        assert_eq!(fake.handle(request).await.unwrap().status(), status, "{path}");
    }
    for value in ["Bearer", "Bearer ", "Bearer nonsense", "Basic aWQ6c2VjcmV0", ""] {
        let request =
            http::Request::get("/v1/balance").header("authorization", value).body(bytes::Bytes::new()).unwrap();
        assert_eq!(fake.handle(request).await.unwrap().status(), 401, "{value}");
    }
}
