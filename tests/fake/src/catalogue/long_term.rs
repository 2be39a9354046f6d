//! The periods for which machines can be rented at a discount.

use serde_json::json;

use crate::call::Call;
use crate::error::ApiError;
use crate::reply::Reply;

/// One period.
struct Period {
    code: &'static str,
    name: &'static str,
    unit: &'static str,
    units: u32,
    discount_percentage: u32,
    is_enabled: bool,
}

static INSTANCE_PERIODS: [Period; 5] = [
    Period { code: "1_MONTH", name: "1 month", unit: "month", units: 1, discount_percentage: 2, is_enabled: true },
    Period { code: "3_MONTHS", name: "3 months", unit: "month", units: 3, discount_percentage: 14, is_enabled: true },
    Period { code: "6_MONTHS", name: "6 months", unit: "month", units: 6, discount_percentage: 18, is_enabled: true },
    Period { code: "1_YEAR", name: "1 year", unit: "year", units: 1, discount_percentage: 24, is_enabled: true },
    Period { code: "2_YEARS", name: "2 years", unit: "year", units: 2, discount_percentage: 30, is_enabled: false },
];

static CLUSTER_PERIODS: [Period; 3] = [
    Period { code: "1_WEEK", name: "1 week", unit: "week", units: 1, discount_percentage: 0, is_enabled: true },
    Period { code: "1_MONTH", name: "1 month", unit: "month", units: 1, discount_percentage: 2, is_enabled: true },
    Period { code: "3_MONTHS", name: "3 months", unit: "month", units: 3, discount_percentage: 10, is_enabled: true },
];

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
