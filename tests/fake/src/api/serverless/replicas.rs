//! The replicas of a container deployment.

use serde_json::{Map, Value, json};

use crate::api::call::Call;
use crate::api::error::ApiError;
use crate::api::reply::Reply;
use crate::model::clock::Clock;
use crate::model::moment::Moment;
use crate::model::serverless::deployment::Deployed;
use crate::model::serverless::replicas::Replica;

fn to_value(replica: &Replica, status: &str, clock: &Clock) -> Value {
    let (name, tag) = name_and_tag(&replica.image);
    let mut value = Map::new();
    let mut put = |name: &str, member: Value| value.insert(name.to_owned(), member);
    put("id", replica.id.clone().into());
    put("status", status.into());
    put("started_at", clock.timestamp(replica.started).into());
    put("image", replica.image.clone().into());
    put("image_name", name.into());
    if let Some(tag) = tag {
        put("image_tag", tag.into());
    }
    Value::Object(value)
}

/// `nginx` and `1.21` of `docker.io/library/nginx:1.21`.
fn name_and_tag(image: &str) -> (&str, Option<&str>) {
    let (reference, _digest) = image.split_once('@').unwrap_or((image, ""));
    let last = reference.rsplit('/').next().unwrap_or(reference);
    match last.split_once(':') {
        Some((name, tag)) => (name, Some(tag)),
        None => (last, None),
    }
}

/// `GET /v1/container-deployments/{deployment_name}/replicas`
pub(crate) fn list(call: &mut Call<'_>) -> Result<Reply, ApiError> {
    let Moment { now, clock, .. } = call.moment;
    call.project.serverless.settle(now);
    let serverless = &call.project.serverless;
    let deployment = serverless.find::<Deployed>(call.parameter(0))?;
    let replicas = deployment.kind.fleet.shown(serverless.shown_status(deployment, now), now, serverless.pace());
    let list: Vec<Value> = replicas.map(|(replica, status)| to_value(replica, status, clock)).collect();
    Reply::ok(&json!({ "list": list }))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_image_is_split_into_name_and_tag() {
        for (image, name, tag) in [
            ("docker.io/library/nginx:1.21", "nginx", Some("1.21")),
            ("localhost:5000/nginx", "nginx", None),
            ("nginx@sha256:abc", "nginx", None),
            ("", "", None),
        ] {
            assert_eq!(name_and_tag(image), (name, tag), "{image}");
        }
    }
}
