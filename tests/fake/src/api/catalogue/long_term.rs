//! The periods for which machines can be rented at a discount.

use serde_json::json;

use crate::api::call::Call;
use crate::api::error::ApiError;
use crate::api::reply::Reply;
use crate::model::catalogue::long_term::{CLUSTER_PERIODS, INSTANCE_PERIODS, Period};

fn list(periods: &[Period]) -> Result<Reply, ApiError> {
    let shown = periods.iter().map(|period| {
        json!({
            "code": period.code,
            "name": period.name,
            "is_enabled": period.is_enabled,
            "unit_name": period.unit,
            "unit_value": period.units,
            "discount_percentage": period.discount_percentage,
        })
    });
    Reply::list(shown)
}

/// `GET /v1/long-term/periods/instances`, and the deprecated `GET /v1/long-term/periods`
pub(crate) fn instance_periods(_: &mut Call<'_>) -> Result<Reply, ApiError> {
    list(&INSTANCE_PERIODS)
}

/// `GET /v1/long-term/periods/clusters`
pub(crate) fn cluster_periods(_: &mut Call<'_>) -> Result<Reply, ApiError> {
    list(&CLUSTER_PERIODS)
}
