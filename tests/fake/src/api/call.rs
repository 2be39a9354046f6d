//! One request as a handler sees it.

use std::time::Duration;

use bytes::Bytes;
use http::HeaderMap;
use http::header::{CONTENT_TYPE, USER_AGENT};
use serde_json::{Map, Value};

use crate::api::config::Config;
use crate::api::error::ApiError;
use crate::api::fields::Fields;
use crate::api::json;
use crate::api::paths;
use crate::api::tokens::Tokens;
use crate::model::ids::Ids;
use crate::model::moment::Moment;
use crate::model::project::Project;

/// A request that was routed, admitted and counted, together with what it acts on.
pub(crate) struct Call<'a> {
    pub(crate) config: &'a Config,
    pub(crate) project: &'a mut Project,
    pub(crate) tokens: &'a mut Tokens,
    /// Decides where the API responds now so and now otherwise.
    pub(crate) choices: &'a mut Ids,
    /// The instant of the request in machine time.
    pub(crate) moment: Moment<'a>,
    /// The instant of the request in real time.
    pub(crate) real_now: Duration,
    pub(crate) headers: &'a HeaderMap,
    pub(crate) body: &'a Bytes,
    /// The path parameters in the order of the template, percent-decoded.
    pub(crate) path: Vec<String>,
    /// The query parameters in the order of the query, percent-decoded.
    pub(crate) query: Vec<(String, String)>,
}

impl Call<'_> {
    /// A path parameter by its place in the template.
    pub(crate) fn parameter(&self, index: usize) -> &str {
        self.path.get(index).map_or("", String::as_str)
    }

    /// A query parameter under any of its names. An empty value counts as absent.
    pub(crate) fn query(&self, names: &[&str]) -> Option<&str> {
        let (_, value) = self.query.iter().find(|(name, _)| names.contains(&name.as_str()))?;
        Some(value.as_str()).filter(|value| !value.is_empty())
    }

    /// A query parameter out of a list.
    pub(crate) fn query_choice(&self, name: &str, choices: &[&'static str]) -> Result<Option<&'static str>, ApiError> {
        let Some(wanted) = self.query(&[name]) else { return Ok(None) };
        let choice = choices.iter().copied().find(|choice| *choice == wanted);
        let problem = || vec![format!("{name} must be one of the following values: {}", choices.join(", "))];
        choice.map(Some).ok_or_else(|| ApiError::invalid(problem()))
    }

    /// A query parameter that is `true` or `false`, in any case: the official Python SDK sends `True`.
    pub(crate) fn query_flag(&self, names: &[&str]) -> bool {
        self.query(names).is_some_and(|value| value.eq_ignore_ascii_case("true"))
    }

    /// The content type of the request's body, without parameters and in lower case.
    fn media_type(&self) -> String {
        let content_type = self.headers.get(CONTENT_TYPE).and_then(|value| value.to_str().ok()).unwrap_or_default();
        content_type.split(';').next().unwrap_or_default().trim().to_ascii_lowercase()
    }

    /// The fields of a form or the JSON object in the request's body.
    pub(crate) fn form_or_json_body(&self) -> Result<Map<String, Value>, ApiError> {
        if self.media_type() != "application/x-www-form-urlencoded" {
            return self.json_body();
        }
        let fields = paths::query_parameters(&String::from_utf8_lossy(self.body));
        Ok(fields.into_iter().map(|(name, value)| (name, value.into())).collect())
    }

    /// The JSON object in the request's body.
    pub(crate) fn json_body(&self) -> Result<Map<String, Value>, ApiError> {
        if self.media_type() != "application/json" {
            return Err(ApiError::invalid("Request body must be sent with the content type application/json"));
        }
        match serde_json::from_slice(self.body) {
            Ok(Value::Object(object)) => Ok(object),
            Ok(_) => Err(ApiError::invalid("Request body must be a JSON object")),
            Err(error) => Err(ApiError::invalid(format!("Request body is not valid JSON: {error}"))),
        }
    }

    /// The JSON object in the request's body, where `null` means the same as an absent member.
    pub(crate) fn json_body_without_nulls(&self) -> Result<Map<String, Value>, ApiError> {
        let mut body = self.json_body()?;
        json::drop_null_members(&mut body);
        Ok(body)
    }

    /// The JSON object in an optional body.
    pub(crate) fn optional_json_body(&self) -> Result<Map<String, Value>, ApiError> {
        if self.body.is_empty() { Ok(Map::new()) } else { self.json_body() }
    }

    /// The ids in the body of a bulk delete.
    pub(crate) fn ids_in_body(&self, member: &str) -> Result<Vec<String>, ApiError> {
        let body = self.json_body()?;
        let mut fields = Fields::new(&body);
        let ids = fields.required_list(member);
        fields.finish()?;
        Ok(ids)
    }

    /// The document requires a user agent on some calls.
    pub(crate) fn require_user_agent(&self) -> Result<(), ApiError> {
        match self.headers.get(USER_AGENT) {
            Some(value) if !value.is_empty() => Ok(()),
            _ => Err(ApiError::invalid(vec!["user-agent header should not be empty"])),
        }
    }
}
