use http::Method;
use serde_json::{Value, json};

use crate::deployments::{PATH, deployment, healthy};
use crate::project::Project;

fn variable(name: &str, value: &str) -> Value {
    json!({ "name": name, "value_or_reference_to_secret": value, "type": "plain" })
}

fn of_container(env: Value) -> Value {
    json!({ "container_name": "llm-0", "env": env })
}

#[tokio::test(start_paused = true)]
async fn variables_are_added_changed_and_deleted() {
    let project = Project::new().await;
    healthy(&project, deployment("llm")).await;
    let path = format!("{PATH}/llm/environment-variables");
    assert_eq!(project.read(&path).await, json!([of_container(json!([variable("A", "a")]))]));

    let added = project.post(&path, of_container(json!([variable("B", "b"), variable("C", "")]))).await;
    let all = of_container(json!([variable("A", "a"), variable("B", "b"), variable("C", "")]));
    assert_eq!((added.status.as_u16(), added.json()), (200, json!([all])));

    // A PATCH responds with the container itself.
    let changed = project.patch(&path, of_container(json!([variable("B", "b2")]))).await;
    let all = of_container(json!([variable("A", "a"), variable("B", "b2"), variable("C", "")]));
    assert_eq!((changed.status.as_u16(), changed.json()), (200, all));

    let left = project.delete(&path, Some(of_container(json!(["A", "C"])))).await;
    let rest = of_container(json!([variable("B", "b2")]));
    assert_eq!((left.status.as_u16(), left.json()), (200, json!([rest])));
    assert_eq!(project.read(&path).await, json!([rest]));
    assert_eq!(project.read(&format!("{PATH}/llm")).await["containers"][0]["env"], rest["env"]);
}

#[tokio::test(start_paused = true)]
async fn a_change_that_is_wrong_changes_nothing() {
    let project = Project::new().await;
    healthy(&project, deployment("llm")).await;
    let path = format!("{PATH}/llm/environment-variables");
    let before = project.read(&path).await;
    let secret = json!([variable("B", "b"), { "name": "S", "value_or_reference_to_secret": "s", "type": "secret" }]);
    for (method, body, code) in [
        (Method::POST, of_container(json!([variable("B", "b"), variable("A", "again")])), 409),
        (Method::POST, of_container(secret), 400),
        (Method::POST, of_container(json!([variable("B", "b"), variable("B", "b")])), 400),
        (Method::POST, of_container(json!([{ "name": "B" }])), 400),
        (Method::POST, json!({ "container_name": "llm-0" }), 400),
        (Method::POST, json!({ "container_name": "other", "env": [] }), 404),
        (Method::PATCH, of_container(json!([variable("A", "a2"), variable("B", "b")])), 404),
        (Method::DELETE, of_container(json!(["A", "B"])), 404),
        (Method::DELETE, of_container(json!([7])), 400),
        (Method::DELETE, json!({}), 400),
    ] {
        let response = project.send(method.clone(), &path, Some(body.clone())).await;
        assert_eq!(response.error().0, code, "{method} {body}");
    }
    assert_eq!(project.read(&path).await, before);
    assert_eq!(project.get(&format!("{PATH}/other/environment-variables")).await.error().0, 404);
}
