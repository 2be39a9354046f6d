//! Prices as the types show them.

use crate::api::call::Call;
use crate::api::error::ApiError;

/// A price as the types show it: a text, to a hundredth of a cent.
pub(crate) fn price_text(price: f64) -> String {
    ((price * 10_000.0).round() / 10_000.0).to_string()
}

/// How many units of a currency a US dollar is, and its code.
pub(crate) fn currency(call: &Call<'_>) -> Result<(f64, &'static str), ApiError> {
    match call.query(&["currency"]) {
        None | Some("usd") => Ok((1.0, "usd")),
        Some("eur") => Ok((0.92, "eur")),
        Some(_) => Err(ApiError::invalid(vec!["currency must be one of the following values: usd, eur"])),
    }
}
