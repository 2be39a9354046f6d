//! Deployments, jobs, money, tokens, and the whole project.

use serde::Deserialize;
use serde_json::json;

use super::machines::Status;
use super::order::{Order, Outcome, done, invalid};
use crate::api::error::ApiError;
use crate::api::reply::Reply;
use crate::control::deployments::UnknownDeployment;

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Queue {
    messages: u64,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Balance {
    amount: f64,
}

fn unknown(error: UnknownDeployment) -> ApiError {
    ApiError::not_found(error.to_string())
}

/// `PUT /_fake/deployments/{name}/status`
pub(super) fn decide_deployment_status(order: &Order<'_>) -> Outcome {
    order.fake.decide_deployment_status(order.parameter(0), &order.body::<Status>()?.status);
    done()
}

/// `PUT /_fake/deployments/{name}/queue`
pub(super) fn fill_deployment_queue(order: &Order<'_>) -> Outcome {
    order.fake.fill_deployment_queue(order.parameter(0), order.body::<Queue>()?.messages).map_err(unknown)?;
    done()
}

/// `PUT /_fake/jobs/{name}/status`
pub(super) fn decide_job_status(order: &Order<'_>) -> Outcome {
    order.fake.decide_job_status(order.parameter(0), &order.body::<Status>()?.status);
    done()
}

/// `PUT /_fake/jobs/{name}/queue`
pub(super) fn fill_job_queue(order: &Order<'_>) -> Outcome {
    order.fake.fill_job_queue(order.parameter(0), order.body::<Queue>()?.messages).map_err(unknown)?;
    done()
}

/// `GET /_fake/balance`
pub(super) fn balance(order: &Order<'_>) -> Outcome {
    Reply::ok(&json!({ "amount": order.fake.balance(), "currency": "usd" }))
}

/// `PUT /_fake/balance`
pub(super) fn set_balance(order: &Order<'_>) -> Outcome {
    order.fake.set_balance(order.body::<Balance>()?.amount);
    balance(order)
}

/// `DELETE /_fake/tokens/access`
pub(super) fn revoke_access_tokens(order: &Order<'_>) -> Outcome {
    order.fake.revoke_access_tokens();
    done()
}

/// `DELETE /_fake/tokens/refresh`
pub(super) fn revoke_refresh_tokens(order: &Order<'_>) -> Outcome {
    order.fake.revoke_refresh_tokens();
    done()
}

/// `PUT /_fake/snapshot`
pub(super) fn restore(order: &Order<'_>) -> Outcome {
    order.fake.restore(&String::from_utf8_lossy(order.body)).map_err(invalid)?;
    done()
}
