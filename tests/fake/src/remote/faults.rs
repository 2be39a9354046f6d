//! Faults.

use super::order::{Order, Outcome, done, invalid};
use crate::api::faults::Injection;
use crate::api::faults::json::Noted;
use crate::api::reply::Reply;

/// `GET /_fake/faults`
pub(super) fn list(order: &Order<'_>) -> Outcome {
    let state = order.fake.state();
    let waiting: Vec<Noted> = state.injections.iter().cloned().map(Noted::from).collect();
    Reply::ok(&waiting)
}

/// `POST /_fake/faults`
pub(super) fn add(order: &Order<'_>) -> Outcome {
    let injection = Injection::try_from(order.body::<Noted>()?).map_err(invalid)?;
    order.fake.inject(injection).map_err(invalid)?;
    list(order)
}

/// `DELETE /_fake/faults`
pub(super) fn clear(order: &Order<'_>) -> Outcome {
    order.fake.clear_injections();
    done()
}
