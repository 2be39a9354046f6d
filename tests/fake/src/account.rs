//! The project's money.

use serde_json::json;

use crate::call::Call;
use crate::error::ApiError;
use crate::reply::Reply;

/// `GET /v1/balance`
pub(crate) fn balance(call: &mut Call<'_>) -> Result<Reply, ApiError> {
    let amount = call.state.ledger.balance(call.now);
    Reply::ok(&json!({ "amount": amount, "currency": "usd" }))
}
