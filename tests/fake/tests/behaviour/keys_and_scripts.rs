use serde_json::{Value, json};
use verda_fake::VerdaFake;

use crate::project::Project;

#[tokio::test(start_paused = true)]
async fn keys_live_under_both_paths() {
    let project = Project::new().await;
    for path in ["/v1/ssh-keys", "/v1/sshkeys"] {
        let response = project.post(path, json!({ "name": "mine", "key": "ssh-ed25519 AAAA" })).await;
        assert_eq!(response.status, 201);
        assert_eq!(response.text().len(), 36);
    }
    let list = project.read("/v1/ssh-keys").await;
    assert_eq!(project.read("/v1/sshkeys").await, list);
    let id = list[1]["id"].as_str().unwrap();
    // One key comes as an array of one.
    let one = project.read(&format!("/v1/ssh-keys/{id}")).await;
    assert_eq!(one, json!([list[1]]));
    assert_eq!(one[0]["name"], "mine");
    assert_eq!(one[0]["key"], "ssh-ed25519 AAAA");
    assert_eq!(one[0]["fingerprint"], Value::Null);
    assert_eq!(one[0]["created_at"], "2026-01-01T00:00:00.000Z");
    // An unknown one as an array of none.
    assert_eq!(project.read("/v1/ssh-keys/unknown").await, json!([]));
}

#[tokio::test(start_paused = true)]
async fn keys_may_have_the_same_name() {
    let project = Project::new().await;
    let body = json!({ "name": "mine", "key": "ssh-ed25519 AAAA" });
    let ids = [project.create("/v1/ssh-keys", body.clone()).await, project.create("/v1/ssh-keys", body).await];
    assert_ne!(ids[0], ids[1]);
    assert_eq!(project.read("/v1/ssh-keys").await.as_array().unwrap().len(), 2);
}

#[tokio::test(start_paused = true)]
async fn keys_are_deleted_one_by_one_or_together_or_not_at_all() {
    let project = Project::new().await;
    let mut ids = Vec::new();
    for name in ["a", "b", "c"] {
        ids.push(project.create("/v1/ssh-keys", json!({ "name": name, "key": "k" })).await);
    }
    let response = project.delete(&format!("/v1/sshkeys/{}", ids[0]), None).await;
    assert_eq!((response.status.as_u16(), response.body.len()), (200, 0));
    assert_eq!(project.delete(&format!("/v1/sshkeys/{}", ids[0]), None).await.status, 404);

    let half_unknown = json!({ "keys": [ids[1], "unknown"] });
    assert_eq!(project.delete("/v1/ssh-keys", Some(half_unknown)).await.status, 404);
    assert_eq!(project.read("/v1/ssh-keys").await.as_array().unwrap().len(), 2);
    assert_eq!(project.delete("/v1/ssh-keys", Some(json!({ "keys": ids[1] }))).await.status, 400);
    assert_eq!(project.delete("/v1/ssh-keys", Some(json!({}))).await.status, 400);
    assert_eq!(project.delete("/v1/ssh-keys", Some(json!({ "keys": [ids[1], ids[2]] }))).await.status, 200);
    assert_eq!(project.read("/v1/ssh-keys").await, json!([]));
}

#[tokio::test(start_paused = true)]
async fn scripts_come_in_pages_of_ten_with_the_newest_first() {
    let project = Project::new().await;
    for number in 0..23 {
        let name = if number % 2 == 0 { format!("Even {number}") } else { format!("odd {number}") };
        project.create("/v1/scripts", json!({ "name": name, "script": "true" })).await;
    }
    let seen = async |query: &str| {
        let response = project.get(&format!("/v1/scripts{query}")).await;
        assert_eq!(response.status, 200, "{query}");
        let list = response.json();
        let first = list[0]["name"].as_str().unwrap_or_default().to_owned();
        let numbers =
            ["x-page", "x-page-size", "x-total-count"].map(|name| response.header(name).parse::<usize>().unwrap());
        (list.as_array().unwrap().len(), first, numbers)
    };
    assert_eq!(seen("").await, (10, "Even 22".to_owned(), [1, 10, 23]));
    assert_eq!(seen("?page=3").await, (3, "Even 2".to_owned(), [3, 10, 23]));
    assert_eq!(seen("?page=4").await, (0, String::new(), [4, 10, 23]));
    assert_eq!(seen("?page=2&pageSize=20").await, (3, "Even 2".to_owned(), [2, 20, 23]));
    assert_eq!(seen("?pageSize=100").await, (23, "Even 22".to_owned(), [1, 100, 23]));
    assert_eq!(seen("?name=even").await, (10, "Even 22".to_owned(), [1, 10, 12]));
    assert_eq!(seen(&format!("?page={}&pageSize=100", usize::MAX)).await.0, 0);
    for query in ["page=0", "pageSize=0", "pageSize=101", "page=-1", "page=x", "pageSize=1.5"] {
        assert_eq!(project.get(&format!("/v1/scripts?{query}")).await.status, 400, "{query}");
    }
}

#[tokio::test(start_paused = true)]
async fn scripts_are_read_and_deleted() {
    let project = Project::new().await;
    let body = json!({ "name": "hello", "script": "#!/bin/bash\n\necho hello" });
    let response = project.post("/v1/scripts", body).await;
    assert_eq!(response.status, 201);
    let id = response.text();
    let one = project.read(&format!("/v1/scripts/{id}")).await;
    assert_eq!(one[0]["script"], "#!/bin/bash\n\necho hello");
    assert_eq!(one.as_array().unwrap().len(), 1);
    assert_eq!(project.delete(&format!("/v1/scripts/{id}"), None).await.status, 200);
    assert_eq!(project.read(&format!("/v1/scripts/{id}")).await, json!([]));
    assert_eq!(project.delete("/v1/scripts", Some(json!({ "scripts": [id] }))).await.status, 404);
}

#[tokio::test(start_paused = true)]
async fn scripts_have_a_quota() {
    let project = Project::on(VerdaFake::builder().script_quota(1).build()).await;
    let body = json!({ "name": "a", "script": "b" });
    assert_eq!(project.post("/v1/scripts", body.clone()).await.status, 201);
    let expected = (400, "invalid_request".to_owned(), json!("Startup scripts limit exceeded"));
    assert_eq!(project.post("/v1/scripts", body).await.error(), expected);
}
