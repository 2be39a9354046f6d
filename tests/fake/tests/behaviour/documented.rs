//! Operations without a handler: the fake serves them from the document.

use http::{Method, StatusCode};
use serde_json::{Value, json};
use verda_fake::{Effect, Injection, VerdaFake};

use crate::project::Project;

/// The bundled document with operations without a handler.
fn next_document() -> String {
    let mut document: Value = serde_json::from_str(include_str!("../../../../openapi.json")).unwrap();
    let tag = json!({"type": "object", "required": ["id"], "properties": {
        "id": {"type": "string", "format": "uuid"}, "created_at": {"type": "string", "format": "date-time"},
        "color": {"type": "string", "enum": ["red", "green"]}}});
    let content = |schema: Value| json!({"description": "ok", "content": {"application/json": schema}});
    let schema = json!({"schema": {"type": "array", "items": {"$ref": "#/components/schemas/TagOfTheFake"}}});
    document["components"]["schemas"]["TagOfTheFake"] = tag;
    document["paths"]["/v1/fake-tags"] = json!({
        "get": {"responses": {"200": content(schema)}},
        "post": {"responses": {"201": content(json!({"example": {"id": "a"}}))}},
    });
    document["paths"]["/v1/fake-tags/{id}"] = json!({"delete": {"responses": {"204": {"description": "gone"}}}});
    document["paths"]["/v1/fake-prices"] = json!({"get": {"security": [], "responses": {"200": {
        "description": "ok", "content": {"text/plain": {"example": "1 usd"}}}}}});
    document["paths"]["/v1/instances/summary"] =
        json!({"get": {"responses": {"200": content(json!({"example": {"count": 1}}))}}});
    document.to_string()
}

#[tokio::test(start_paused = true)]
async fn an_operation_without_a_handler_is_served_from_the_document() {
    let project = Project::on(VerdaFake::builder().document(&next_document()).unwrap().build()).await;
    let tag = json!([{"id": "5b1e0000-0000-4000-8000-000000000001", "created_at": "2026-01-01T00:00:00.000Z", "color": "red"}]);
    for (method, path, status, body) in [
        (Method::GET, "/v1/fake-tags", 200, Some(tag)),
        (Method::POST, "/v1/fake-tags", 201, Some(json!({"id": "a"}))),
        (Method::DELETE, "/v1/fake-tags/a%20b", 204, None),
        // A fixed path has precedence over a path with a variable that has a handler.
        (Method::GET, "/v1/instances/summary", 200, Some(json!({"count": 1}))),
    ] {
        let response = project.send(method.clone(), path, None).await;
        assert_eq!(
            (response.status.as_u16(), response.header("x-fake-response")),
            (status, "document"),
            "{method} {path}"
        );
        match body {
            Some(body) => assert_eq!(response.json(), body, "{method} {path}"),
            None => assert!(response.body.is_empty(), "{method} {path}"),
        }
    }
    assert_eq!(project.fake.requests().last().unwrap().operation, Some("GET /v1/instances/summary"));
    project.fake.inject(Injection::new(Effect::Status(StatusCode::CONFLICT)).on("POST /v1/fake-tags")).unwrap();
    assert_eq!(project.send(Method::POST, "/v1/fake-tags", None).await.status, StatusCode::CONFLICT);
}

#[tokio::test(start_paused = true)]
async fn what_is_not_in_the_document_is_not_found_and_a_token_is_needed() {
    let fake = VerdaFake::builder().document(&next_document()).unwrap().build();
    let send = |method: &str, path: &str| {
        let request = http::Request::builder().method(method).uri(path).body(bytes::Bytes::new()).unwrap();
        let fake = fake.clone();
        async move { fake.handle(request).await.unwrap() }
    };
    assert_eq!(send("GET", "/v1/fake-tags").await.status(), StatusCode::UNAUTHORIZED);
    let prices = send("GET", "/v1/fake-prices").await;
    assert_eq!(
        (prices.headers()["content-type"].to_str().unwrap(), prices.body().as_ref()),
        ("text/plain", &b"1 usd"[..])
    );
    for (method, path) in [("PUT", "/v1/fake-tags"), ("GET", "/v1/fake-tags//"), ("GET", "/v1/fake-tags/a")] {
        assert_eq!(send(method, path).await.status(), StatusCode::NOT_FOUND, "{method} {path}");
    }
    // Operations with a handler keep state, and their responses come from the handler.
    assert!(!send("GET", "/v1/instance-types").await.headers().contains_key("x-fake-response"));
    let served = send("GET", "/v1/openapi.json").await;
    assert!(served.body().windows(9).any(|part| part == b"fake-tags"));
    assert!(VerdaFake::builder().document("[]").is_err());
}
