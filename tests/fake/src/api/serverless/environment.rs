//! The environment variables of a container deployment, container by container.

use serde_json::Value;

use super::containers::{env_value, read_env};
use crate::api::call::Call;
use crate::api::error::ApiError;
use crate::api::fields::Fields;
use crate::api::reply::Reply;
use crate::model::refusal::Refusal;
use crate::model::serverless::container::EnvVar;
use crate::model::serverless::deployment::Deployed;

/// `GET /v1/container-deployments/{deployment_name}/environment-variables`
pub(crate) fn list(call: &mut Call<'_>) -> Result<Reply, ApiError> {
    call.project.serverless.settle(call.moment.now);
    let deployment = call.project.serverless.find::<Deployed>(call.parameter(0))?;
    Reply::ok(&deployment.containers.iter().map(env_value).collect::<Vec<_>>())
}

/// `POST …/environment-variables`: adds variables that are not there yet.
pub(crate) fn add(call: &mut Call<'_>) -> Result<Reply, ApiError> {
    let (container, variables) = read(call)?;
    let shown = change(call, &container, |env| {
        let existing = variables.iter().find(|new| env.iter().any(|old| old.name == new.name));
        if let Some(variable) = existing {
            return Err(Refusal::Exists(format!("Environment variable '{}'", variable.name)));
        }
        env.extend(variables);
        Ok(())
    })?;
    Reply::ok(&[shown])
}

/// `PATCH …/environment-variables`: changes variables that are there. Responds with one object, not an array of one.
pub(crate) fn update(call: &mut Call<'_>) -> Result<Reply, ApiError> {
    let (container, variables) = read(call)?;
    let shown = change(call, &container, |env| {
        for new in variables {
            match env.iter_mut().find(|old| old.name == new.name) {
                Some(old) => *old = new,
                None => return Err(unknown(&new.name)),
            }
        }
        Ok(())
    })?;
    Reply::ok(&shown)
}

/// `DELETE …/environment-variables`
pub(crate) fn delete(call: &mut Call<'_>) -> Result<Reply, ApiError> {
    let body = call.json_body_without_nulls()?;
    let mut fields = Fields::new(&body);
    let container = fields.required_text("container_name");
    let names = fields.required_list("env");
    fields.finish()?;
    let shown = change(call, &container, |env| {
        for name in &names {
            let index = env.iter().position(|variable| variable.name == *name).ok_or_else(|| unknown(name))?;
            env.remove(index);
        }
        Ok(())
    })?;
    Reply::ok(&[shown])
}

fn read(call: &Call<'_>) -> Result<(String, Vec<EnvVar>), ApiError> {
    let body = call.json_body_without_nulls()?;
    let mut fields = Fields::new(&body);
    let container = fields.required_text("container_name");
    if fields.value("env").is_none() {
        fields.problem("env", "should not be empty");
    }
    let env = read_env(&mut fields);
    fields.finish()?;
    Ok((container, env))
}

fn unknown(name: &str) -> Refusal {
    Refusal::NotFound(format!("Environment variable '{name}'"))
}

/// Changes a container's variables, and shows them.
fn change(
    call: &mut Call<'_>,
    container: &str,
    change: impl FnOnce(&mut Vec<EnvVar>) -> Result<(), Refusal>,
) -> Result<Value, ApiError> {
    let name = call.parameter(0).to_owned();
    call.project.change_environment(call.moment, &name, container, change)?;
    let deployment = call.project.serverless.find::<Deployed>(&name)?;
    let changed = deployment.containers.iter().find(|one| one.name == container);
    Ok(changed.map(env_value).unwrap_or_default())
}
