//! Startup scripts. Their list is paged: by default a page has ten scripts, and only the headers show that there are more.

use http::StatusCode;
use http::header::{HeaderName, HeaderValue};
use serde_json::{Value, json};

use crate::api::call::Call;
use crate::api::error::ApiError;
use crate::api::fields::Fields;
use crate::api::reply::Reply;
use crate::model::keys_and_scripts::Script;

const PAGE: HeaderName = HeaderName::from_static("x-page");
const PAGE_SIZE: HeaderName = HeaderName::from_static("x-page-size");
const TOTAL_COUNT: HeaderName = HeaderName::from_static("x-total-count");

const DEFAULT_PAGE_SIZE: usize = 10;
const MAX_PAGE_SIZE: usize = 100;

fn to_value(script: &Script) -> Value {
    json!({ "id": script.id, "name": script.name, "script": script.script, "created_at": script.created_at })
}

/// A query parameter that is a whole number of at least one.
fn positive(call: &Call<'_>, name: &str, default: usize, most: usize, problems: &mut Vec<String>) -> usize {
    let Some(text) = call.query(&[name]) else { return default };
    match text.parse::<usize>() {
        Ok(0) => problems.push(format!("{name} must not be less than 1")),
        Ok(number) if number > most => problems.push(format!("{name} must not be greater than {most}")),
        Ok(number) => return number,
        Err(_) => problems.push(format!("{name} must be an integer number")),
    }
    default
}

/// `GET /v1/scripts`: the newest first, so that a new script moves all others.
pub(crate) fn list(call: &mut Call<'_>) -> Result<Reply, ApiError> {
    let mut problems = Vec::new();
    let page = positive(call, "page", 1, usize::MAX, &mut problems);
    let size = positive(call, "pageSize", DEFAULT_PAGE_SIZE, MAX_PAGE_SIZE, &mut problems);
    if !problems.is_empty() {
        return Err(ApiError::invalid(problems));
    }
    let part = call.query(&["name"]).unwrap_or_default().to_lowercase();
    let matching: Vec<&Script> =
        call.project.scripts.iter().rev().filter(|script| script.name.to_lowercase().contains(&part)).collect();
    let first = (page - 1).saturating_mul(size);
    let shown = matching.iter().skip(first).take(size).map(|script| to_value(script));
    Ok(Reply::list(shown)?
        .with_header(PAGE, HeaderValue::from(page))
        .with_header(PAGE_SIZE, HeaderValue::from(size))
        .with_header(TOTAL_COUNT, HeaderValue::from(matching.len())))
}

/// `POST /v1/scripts`
pub(crate) fn create(call: &mut Call<'_>) -> Result<Reply, ApiError> {
    let body = call.json_body()?;
    let mut fields = Fields::new(&body);
    let name = fields.required_text("name");
    let script = fields.required_text("script");
    fields.finish()?;
    let id = call.project.add_script(call.moment, name, script)?;
    Ok(Reply::bare_id(StatusCode::CREATED, &id))
}

/// `GET /v1/scripts/{scriptId}`: an array of one, or of none for an unknown id.
pub(crate) fn get(call: &mut Call<'_>) -> Result<Reply, ApiError> {
    let script = call.project.scripts.get(call.parameter(0));
    Reply::list(script.map(to_value).into_iter())
}

/// `DELETE /v1/scripts/{scriptId}`
pub(crate) fn delete(call: &mut Call<'_>) -> Result<Reply, ApiError> {
    let id = call.parameter(0).to_owned();
    remove(call, &[id])
}

/// `DELETE /v1/scripts`
pub(crate) fn delete_many(call: &mut Call<'_>) -> Result<Reply, ApiError> {
    let ids = call.ids_in_body("scripts")?;
    remove(call, &ids)
}

fn remove(call: &mut Call<'_>, ids: &[String]) -> Result<Reply, ApiError> {
    call.project.scripts.remove_all(ids, "Startup script", call.config.habits.lenient_deletes)?;
    Ok(Reply::empty(StatusCode::OK))
}
