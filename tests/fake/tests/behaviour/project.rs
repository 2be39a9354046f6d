//! A project on a fake: signs in and sends requests.

use std::time::Duration;

use bytes::Bytes;
use http::{HeaderMap, Method, Request, StatusCode};
use serde_json::{Value, json};
use verda_fake::{Fault, VerdaFake};

/// A response with its raw body.
#[derive(Debug)]
pub(crate) struct Response {
    pub(crate) status: StatusCode,
    pub(crate) headers: HeaderMap,
    pub(crate) body: Bytes,
}

impl Response {
    pub(crate) fn text(&self) -> &str {
        std::str::from_utf8(&self.body).unwrap()
    }

    pub(crate) fn json(&self) -> Value {
        serde_json::from_slice(&self.body).unwrap_or_else(|error| panic!("{error}: {}", self.text()))
    }

    pub(crate) fn header(&self, name: &str) -> &str {
        self.headers.get(name).map_or("", |value| value.to_str().unwrap())
    }

    /// Status, code and message of an error.
    pub(crate) fn error(&self) -> (u16, String, Value) {
        let body = self.json();
        assert_eq!(body.as_object().unwrap().len(), 2, "{body}");
        (self.status.as_u16(), body["code"].as_str().unwrap().to_owned(), body["message"].clone())
    }
}

/// A fake and a token for it.
pub(crate) struct Project {
    pub(crate) fake: VerdaFake,
    token: String,
}

impl Project {
    /// A project without rate limits: most tests are not about them.
    pub(crate) async fn new() -> Self {
        Self::on(VerdaFake::builder().without_rate_limits().build()).await
    }

    pub(crate) async fn on(fake: VerdaFake) -> Self {
        let mut project = Self { fake, token: String::new() };
        project.sign_in().await;
        project
    }

    /// The same client, with the same token, at another fake.
    pub(crate) fn at(&self, fake: VerdaFake) -> Self {
        Self { fake, token: self.token.clone() }
    }

    pub(crate) async fn sign_in(&mut self) {
        let body = json!({ "grant_type": "client_credentials", "client_id": "id", "client_secret": "secret" });
        let response = self.send(Method::POST, "/v1/oauth2/token", Some(body)).await;
        assert_eq!(response.status, 200, "{}", response.text());
        self.token = response.json()["access_token"].as_str().unwrap().to_owned();
    }

    pub(crate) async fn try_send(&self, method: Method, path: &str, body: Option<Value>) -> Result<Response, Fault> {
        let mut request = Request::builder().method(method).uri(path).header("user-agent", "behaviour");
        if !self.token.is_empty() {
            request = request.header("authorization", format!("Bearer {}", self.token));
        }
        if body.is_some() {
            request = request.header("content-type", "application/json");
        }
        let body = body.map_or_else(Bytes::new, |body| body.to_string().into());
        let response = self.fake.handle(request.body(body).unwrap()).await?;
        let (parts, body) = response.into_parts();
        Ok(Response { status: parts.status, headers: parts.headers, body })
    }

    pub(crate) async fn send(&self, method: Method, path: &str, body: Option<Value>) -> Response {
        self.try_send(method, path, body).await.unwrap()
    }

    pub(crate) async fn get(&self, path: &str) -> Response {
        self.send(Method::GET, path, None).await
    }

    /// The body of a GET that works.
    pub(crate) async fn read(&self, path: &str) -> Value {
        let response = self.get(path).await;
        assert_eq!(response.status, 200, "{path}: {}", response.text());
        response.json()
    }

    pub(crate) async fn post(&self, path: &str, body: Value) -> Response {
        self.send(Method::POST, path, Some(body)).await
    }

    pub(crate) async fn put(&self, path: &str, body: Value) -> Response {
        self.send(Method::PUT, path, Some(body)).await
    }

    pub(crate) async fn patch(&self, path: &str, body: Value) -> Response {
        self.send(Method::PATCH, path, Some(body)).await
    }

    pub(crate) async fn delete(&self, path: &str, body: Option<Value>) -> Response {
        self.send(Method::DELETE, path, body).await
    }

    /// The id out of a create that works.
    pub(crate) async fn create(&self, path: &str, body: Value) -> String {
        let response = self.post(path, body).await;
        assert!(response.status.is_success(), "{path}: {}", response.text());
        response.text().to_owned()
    }

    pub(crate) async fn deploy(&self, changes: Value) -> String {
        self.create("/v1/instances", order(changes)).await
    }

    /// An instance that runs.
    pub(crate) async fn running(&self, changes: Value) -> String {
        let id = self.deploy(changes).await;
        seconds(60).await;
        assert_eq!(self.status(&id).await, "running");
        id
    }

    /// An instance that is shut down.
    pub(crate) async fn offline(&self, changes: Value) -> String {
        let id = self.running(changes).await;
        assert_eq!(self.act("shutdown", id.as_str()).await.status, 202);
        seconds(5).await;
        assert_eq!(self.status(&id).await, "offline");
        id
    }

    pub(crate) async fn status(&self, id: &str) -> String {
        self.read(&format!("/v1/instances/{id}")).await["status"].as_str().unwrap().to_owned()
    }

    /// An instance, a volume or a cluster by its path and id.
    pub(crate) async fn show(&self, path: &str, id: &str) -> Value {
        self.read(&format!("{path}/{id}")).await
    }

    pub(crate) async fn act(&self, action: &str, id: impl Into<Value>) -> Response {
        self.put("/v1/instances", json!({ "action": action, "id": id.into() })).await
    }
}

/// The order of a small machine, with changes; `"leave out"` takes a member away.
pub(crate) fn order(changes: Value) -> Value {
    let mut order = json!({
        "instance_type": "CPU.4V.16G",
        "image": "ubuntu-24.04",
        "hostname": "node-1",
        "description": "",
        "location_code": "FIN-01",
    });
    for (name, value) in changes.as_object().unwrap() {
        order[name] = value.clone();
    }
    order.as_object_mut().unwrap().retain(|_, value| *value != json!("leave out"));
    order
}

/// A member of a JSON value, by its JSON pointer, set to something else; `"leave out"` takes it away.
pub(crate) fn with(mut value: Value, pointer: &str, member: Value) -> Value {
    let (parent, name) = pointer.rsplit_once('/').unwrap();
    match value.pointer_mut(parent).unwrap() {
        Value::Object(object) if member == json!("leave out") => {
            object.remove(name);
        }
        Value::Object(object) => {
            object.insert(name.to_owned(), member);
        }
        Value::Array(items) => items[name.parse::<usize>().unwrap()] = member,
        other => panic!("{pointer}: {other}"),
    }
    value
}

/// Lets virtual time pass.
pub(crate) async fn seconds(seconds: u64) {
    tokio::time::advance(Duration::from_secs(seconds)).await;
}
