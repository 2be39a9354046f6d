//! The environment variables of a container deployment, container by container.

use serde_json::Value;

use super::container::{Container, EnvVar, read_env};
use super::deployments::{Deployed, Deployment};
use super::references;
use super::workload::{self, Onset};
use crate::call::Call;
use crate::error::ApiError;
use crate::fields::Fields;
use crate::reply::Reply;

/// `GET /v1/container-deployments/{deployment_name}/environment-variables`
pub(crate) fn list(call: &mut Call<'_>) -> Result<Reply, ApiError> {
    call.state.serverless.settle(call.now);
    let deployment = workload::find::<Deployed>(&call.state.serverless, call.parameter(0))?;
    Reply::ok(&deployment.containers.iter().map(Container::env_value).collect::<Vec<_>>())
}

/// `POST …/environment-variables`: adds variables that are not there yet.
pub(crate) fn add(call: &mut Call<'_>) -> Result<Reply, ApiError> {
    let (container, variables) = read(call)?;
    let shown = change(call, &container, |env| {
        let existing = variables.iter().find(|new| env.iter().any(|old| old.name == new.name));
        if let Some(variable) = existing {
            return Err(ApiError::conflict(format!("Environment variable '{}' exists already", variable.name)));
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

fn unknown(name: &str) -> ApiError {
    ApiError::not_found(format!("Environment variable '{name}' not found"))
}

/// Changes a copy of a container's variables, and takes it over if all of it is right.
fn change(
    call: &mut Call<'_>,
    container_name: &str,
    change: impl FnOnce(&mut Vec<EnvVar>) -> Result<(), ApiError>,
) -> Result<Value, ApiError> {
    let name = call.parameter(0).to_owned();
    call.state.serverless.settle(call.now);
    let deployment = workload::find_changeable::<Deployed>(&call.state.serverless, &name)?;
    let found = deployment.containers.iter().find(|container| container.name == container_name);
    let mut changed = found.ok_or_else(|| ApiError::not_found("Container not found"))?.clone();
    change(&mut changed.env)?;
    references::require(call.state, std::slice::from_ref(&changed), &deployment.registry)?;
    let shown = changed.env_value();
    let (now, takes) = (call.now, call.config.action_time);
    workload::change::<Deployed, _>(&mut call.state.serverless, &name, |deployment: &mut Deployment, _| {
        workload::replace_containers(&mut deployment.containers, vec![changed]);
        deployment.replace_replicas(now, takes);
    })?;
    workload::rescale::<Deployed>(&mut call.state.serverless, &name, now, Onset::AtOnce);
    Ok(shown)
}
