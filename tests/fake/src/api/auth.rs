//! The token endpoint.

use http::StatusCode;
use serde_json::json;

use crate::api::call::Call;
use crate::api::error::ApiError;
use crate::api::fields::Fields;
use crate::api::reply::Reply;

/// `POST /v1/oauth2/token`, with JSON or a form.
pub(crate) fn issue_token(call: &mut Call<'_>) -> Result<Reply, ApiError> {
    let body = call.form_or_json_body()?;
    let mut fields = Fields::new(&body);
    let grant_type = fields.required_text("grant_type");
    match grant_type.as_str() {
        "client_credentials" => {
            let id = fields.required_text("client_id");
            let secret = fields.required_text("client_secret");
            fields.finish()?;
            if !call.config.accepts_credentials(&id, &secret) {
                return Err(ApiError::unauthorized("Invalid client id or client secret"));
            }
        }
        "refresh_token" => {
            let refresh = fields.required_text("refresh_token");
            fields.finish()?;
            call.tokens.redeem(&refresh, call.real_now)?;
        }
        _ => {
            fields.finish()?;
            let code = "unsupported_grant_type";
            return Err(ApiError::new(StatusCode::BAD_REQUEST, code, "unsupported grant type"));
        }
    }
    let life = call.config.token_lifetime;
    let (access, refresh) = call.tokens.issue(call.real_now, life, call.config.refresh_token_lifetime);
    Reply::ok(&json!({
        "access_token": access,
        "token_type": "Bearer",
        "expires_in": life.as_secs(),
        "refresh_token": refresh,
        "scope": "cloud-api-v1",
    }))
}
