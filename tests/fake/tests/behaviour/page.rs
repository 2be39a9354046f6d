//! The pages of the fake, mostly over a socket.

use http::{HeaderValue, Method, StatusCode};
use serde_json::{Value, json};
use verda_fake::{Effect, Injection, RateLimits, VerdaFake};

use crate::deployments::{self, deployment};
use crate::project::Project;
use crate::socket::{serve, talk};

const GET_PAGE: &str = "GET / HTTP/1.1\r\nhost: fake\r\nconnection: close\r\n\r\n";
const GET_DOCUMENT: &str = "GET /v1/openapi.json HTTP/1.1\r\nhost: fake\r\nconnection: close\r\n\r\n";

#[tokio::test]
async fn the_page_shows_the_state_and_renews_itself() {
    let project = Project::on(VerdaFake::default()).await;
    let instance = project.deploy(json!({ "hostname": "<script>alert(1)</script>" })).await;
    project.fake.decide_deployment_status("llm", "on \"fire\"");
    project.post(deployments::PATH, deployment("llm")).await;
    let job = json!({ "name": "train", "containers": [{ "image": "t:1", "exposed_port": 1 }],
        "compute": { "name": "L40S", "size": 2 },
        "scaling": { "max_replica_count": 1, "queue_message_ttl_seconds": 1, "deadline_seconds": 600 } });
    assert_eq!(project.post("/v1/job-deployments", job).await.status, 201);
    project.get("/v1/ssh-keys/%3Cb%3E").await;
    project.get("/v1/nowhere?token=canary").await;

    let address = serve(&project.fake).await;
    let response = talk(address, GET_PAGE).await;
    let (head, page) = response.split_once("\r\n\r\n").unwrap();
    assert!(head.starts_with("HTTP/1.1 200 OK\r\n"), "{head}");
    assert!(head.contains("content-type: text/html; charset=utf-8"), "{head}");
    assert!(head.contains("content-security-policy: default-src 'none'"), "{head}");
    assert!(page.contains("<meta http-equiv=\"refresh\" content=\"2\">"), "{page}");
    for shown in [
        &format!("<td>{instance}</td><td>&lt;script&gt;alert(1)&lt;/script&gt;</td><td>ordered</td>"),
        "<h2>Instances (1)</h2>",
        "<h2>Volumes (1)</h2>",
        "<td>OS-NVMe-",
        "<td>llm</td><td>initializing</td><td>1 x H100</td><td>1</td><td>registry.example.com/team/llm:1.0</td>",
        "<td>train</td><td>ready</td><td>2 x L40S</td><td>t:1</td>",
        "<td>the project</td><td>4</td><td>500</td>",
        "<td>GET /v1/ssh-keys/%3Cb%3E</td><td>1</td><td>60</td>",
        "<td>GET</td><td>/v1/nowhere</td><td>404</td>",
        "<td>POST</td><td>/v1/oauth2/token</td><td>200</td>",
        "Balance: 1000.00 US dollars",
    ] {
        assert!(page.contains(shown), "{shown} is not in {page}");
    }
    let token = project.fake.requests().last().unwrap().header("authorization").unwrap().replace("Bearer ", "");
    for hidden in ["<script", "canary", "secret", &token] {
        assert!(!page.contains(hidden), "{hidden} is in {page}");
    }
}

#[tokio::test]
async fn the_document_has_an_address() {
    let address = serve(&VerdaFake::default()).await;
    let response = talk(address, GET_DOCUMENT).await;
    let (head, body) = response.split_once("\r\n\r\n").unwrap();
    assert!(head.contains("content-type: application/json; charset=utf-8"), "{head}");
    let document: Value = serde_json::from_str(body).unwrap();
    assert_eq!(document["openapi"], "3.1.0");
    assert!(document["paths"]["/v1/container-deployments"]["post"].is_object());
}

#[tokio::test(start_paused = true)]
async fn neither_is_an_operation() {
    let limits = RateLimits { project: 1, endpoint: 1, listing: 1 };
    let fake = VerdaFake::builder().rate_limits(limits).build();
    let effect = Effect::Respond {
        status: StatusCode::OK,
        content_type: HeaderValue::from_static("text/plain"),
        body: "hit".into(),
    };
    fake.inject(Injection::new(effect)).unwrap();
    for path in ["/", "/v1/openapi.json", "/", "/?x=1"] {
        let request = http::Request::builder().method(Method::GET).uri(path).body(bytes::Bytes::new()).unwrap();
        let response = fake.handle(request).await.unwrap();
        assert_eq!(response.status(), 200);
        assert_ne!(response.body(), "hit");
        assert!(!response.headers().contains_key("ratelimit"));
    }
    assert_eq!(fake.requests().len(), 0);
}
