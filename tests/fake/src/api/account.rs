//! The project's money.

use serde_json::json;

use crate::api::call::Call;
use crate::api::error::ApiError;
use crate::api::reply::Reply;

/// `GET /v1/balance`
pub(crate) fn balance(call: &mut Call<'_>) -> Result<Reply, ApiError> {
    let amount = call.project.ledger.balance(call.moment.now);
    Reply::ok(&json!({ "amount": amount, "currency": "usd" }))
}
