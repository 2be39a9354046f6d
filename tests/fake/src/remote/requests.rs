//! The journal, and expectations of it.

use http::StatusCode;
use http::header::AUTHORIZATION;
use serde::Deserialize;
use serde_json::{Map, Value, json};

use super::order::{Order, Outcome, done, invalid};
use crate::api::error::ApiError;
use crate::api::faults::UnknownOperation;
use crate::api::faults::notation::read_status;
use crate::api::journal::Recorded;
use crate::api::reply::Reply;
use crate::api::router;

/// What is shown in place of a secret.
const HIDDEN: &str = "(hidden)";

/// The operation whose bodies hold credentials.
const TOKEN: &str = "POST /v1/oauth2/token";

/// Names of credentials. A client with a wrong base URL sends them to a path that is no operation.
const CREDENTIALS: [&str; 2] = ["client_secret", "refresh_token"];

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Expected {
    operation: String,
    #[serde(default)]
    times: Option<usize>,
    #[serde(default)]
    at_least: Option<usize>,
    #[serde(default)]
    at_most: Option<usize>,
    #[serde(default)]
    status: Option<u16>,
    #[serde(default)]
    containing: Option<Map<String, Value>>,
}

fn holds_credentials(body: &[u8]) -> bool {
    let body = String::from_utf8_lossy(body);
    CREDENTIALS.iter().any(|name| body.contains(name))
}

fn show(request: &Recorded) -> Value {
    let header = |(name, value): (&http::HeaderName, &http::HeaderValue)| {
        let text = String::from_utf8_lossy(value.as_bytes());
        (name.to_string(), if name == AUTHORIZATION { HIDDEN.into() } else { text.into() })
    };
    let body = match request.operation {
        _ if request.body.is_empty() => Value::Null,
        Some(TOKEN) => HIDDEN.into(),
        None if holds_credentials(&request.body) => HIDDEN.into(),
        _ => request.json().unwrap_or_else(|| String::from_utf8_lossy(&request.body).into()),
    };
    json!({
        "at": request.at.as_secs_f64(),
        "method": request.method.as_str(),
        "path": request.path,
        "query": request.query,
        "operation": request.operation,
        "status": request.status.map(|status| status.as_u16()),
        "headers": request.headers.iter().map(header).collect::<Map<String, Value>>(),
        "body": body,
    })
}

/// `GET /_fake/requests`: without tokens and credentials.
pub(super) fn list(order: &Order<'_>) -> Outcome {
    order.require_query(&["operation", "limit"])?;
    let limit = match order.query("limit") {
        None => usize::MAX,
        Some(text) => text.parse().map_err(|_| invalid(format!("`limit` must be a number, and not `{text}`")))?,
    };
    let operation = order.query("operation");
    if let Some(name) = operation {
        order.require_operation(name)?;
    }
    let journal = order.fake.journal();
    let is_wanted = |request: &&Recorded| operation.is_none_or(|wanted| request.operation == Some(wanted));
    let mut newest: Vec<Value> = journal.newest(usize::MAX).filter(is_wanted).take(limit).map(show).collect();
    newest.reverse();
    Reply::ok(&newest)
}

/// `DELETE /_fake/requests`
pub(super) fn clear(order: &Order<'_>) -> Outcome {
    order.fake.clear_requests();
    done()
}

/// `POST /_fake/expectations`
pub(super) fn expect(order: &Order<'_>) -> Outcome {
    let wanted: Expected = order.body()?;
    order.require_operation(&wanted.operation)?;
    if [wanted.times, wanted.at_least, wanted.at_most].iter().flatten().count() > 1 {
        return Err(invalid("only one of `times`, `at_least` and `at_most` can be given"));
    }
    let status = wanted.status.map(|code| read_status(&code.to_string())).transpose().map_err(invalid)?;
    let mut expectation = order.fake.expect(&wanted.operation);
    if let Some(times) = wanted.times {
        expectation = expectation.times(times);
    }
    if let Some(times) = wanted.at_least {
        expectation = expectation.at_least(times);
    }
    if let Some(times) = wanted.at_most {
        expectation = expectation.at_most(times);
    }
    if let Some(status) = status {
        expectation = expectation.with_status(status);
    }
    if let Some(members) = wanted.containing {
        expectation.containing(members.into());
    }
    done()
}

/// `POST /_fake/verify`: a 409 with all problems, unless all is as expected.
pub(super) fn verify(order: &Order<'_>) -> Outcome {
    match order.fake.verify() {
        Ok(()) => done(),
        Err(unmet) => Ok(Reply::value(
            StatusCode::CONFLICT,
            &json!({ "code": "unmet", "message": unmet.to_string(), "problems": unmet.problems() }),
        )),
    }
}

impl Order<'_> {
    /// A 400 for an operation that the API does not have.
    fn require_operation(&self, name: &str) -> Result<(), ApiError> {
        if router::is_known(&self.fake.config().document, name) {
            Ok(())
        } else {
            Err(invalid(UnknownOperation(name.to_owned())))
        }
    }
}
