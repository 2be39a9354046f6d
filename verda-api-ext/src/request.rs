//! Requests that the document does not know.

use std::fmt;

use http::header::{ACCEPT, CONTENT_TYPE, HeaderValue};
use reqwest::{Body, Request, Url};
use serde::Serialize;
use serde::de::DeserializeOwned;
use verda_api::{BodyShape, Method, Operation, ResponseValue};

use crate::client::Client;
use crate::error::{Error, invalid_request};

const NAME: &str = "request";

/// What is known of a request that is not in the table: safe methods may be repeated, and nothing else.
const fn unknown(method: Method, is_safe: bool) -> Operation {
    Operation::custom(NAME, method, "", is_safe, BodyShape::Any)
}

static UNKNOWN: [Operation; 6] = [
    unknown(Method::GET, true),
    unknown(Method::HEAD, true),
    unknown(Method::PUT, false),
    unknown(Method::DELETE, false),
    unknown(Method::POST, false),
    unknown(Method::PATCH, false),
];

/// A request that is being built by hand. See [`Client::request`].
///
/// ```
/// # verda_fake::example!(client, fake, {
/// use verda_api_ext::raw::Method;
/// use verda_api_ext::types::Script;
///
/// let script = serde_json::json!({ "name": "setup", "script": "#!/bin/sh" });
/// client.request(Method::POST, "/v1/scripts").json(&script).send::<String>().await?;
/// // The types of the document are there for what it half knows.
/// let scripts = client.request(Method::GET, "/v1/scripts").query("name", "setup").send::<Vec<Script>>().await?;
/// assert_eq!(scripts.len(), 1);
/// # });
/// ```
#[derive(Clone)]
#[must_use = "a request is sent with `send`"]
pub struct CustomRequest {
    client: Client,
    method: Method,
    url: Result<Url, String>,
    body: Result<Option<Vec<u8>>, String>,
}

impl Client {
    /// A request that has no method of its own: for what the API has and its document does not, with the token,
    /// retries, limits and errors of every other call.
    ///
    /// `path` begins with a slash, is percent-encoded where it has to be, and has no fragment. A request that belongs to an
    /// operation of the API, by its method and path, is treated as that operation is: whether it may be repeated, and what a
    /// response to it proves. Of all others, GET and HEAD are safe to repeat, and nothing else is.
    ///
    /// ```
    /// # verda_fake::example!(client, fake, {
    /// use verda_api_ext::raw::Method;
    ///
    /// let balance = client.request(Method::GET, "/v1/balance").send::<serde_json::Value>().await?;
    /// assert_eq!(balance["currency"], "usd");
    /// # });
    /// ```
    pub fn request(&self, method: Method, path: &str) -> CustomRequest {
        let shown = path.split(['?', '#']).next().unwrap_or_default();
        let url = match path.starts_with('/') {
            true if path.contains('#') => Err(format!("the path `{shown}` has a fragment; write `#` as `%23`")),
            true => Url::parse(&format!("{}{path}", self.raw().base_url())).map_err(|error| error.to_string()),
            false => Err(format!("the path `{shown}` must begin with a slash")),
        };
        CustomRequest { client: self.clone(), method, url, body: Ok(None) }
    }
}

impl fmt::Debug for CustomRequest {
    /// Without query and body: they may hold what should not be shown.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let path = self.url.as_ref().map(Url::path).unwrap_or_default();
        f.debug_struct("CustomRequest").field("method", &self.method).field("path", &path).finish_non_exhaustive()
    }
}

impl CustomRequest {
    /// Adds a parameter to the query, and encodes it. Called again with the same name, it adds another one.
    pub fn query(mut self, name: &str, value: &str) -> Self {
        if let Ok(url) = &mut self.url {
            url.query_pairs_mut().append_pair(name, value);
        }
        self
    }

    /// The body, as JSON. What cannot be written as JSON shows when it is sent. A text in a member whose name says that it is a
    /// secret (`password`, `signing_secret`, `apiKey`, …) does not show where the server repeats it in an error.
    pub fn json(mut self, body: &impl Serialize) -> Self {
        self.body = serde_json::to_vec(body).map(Some).map_err(|error| format!("the body cannot be sent: {error}"));
        self
    }

    /// Sends it, and decodes the response's body as the API sent it; a body that is not JSON is a string, and no body is
    /// null: for a response without a body, `send::<()>`.
    ///
    /// # Errors
    ///
    /// As of any call; their operation is the one that the request belongs to, or `request`.
    /// [`ErrorKind::InvalidRequest`](crate::ErrorKind::InvalidRequest), and nothing is sent, for a path without a slash or with
    /// a fragment, a body that cannot be written as JSON, or another method than those of [`Client::request`].
    pub async fn send<T: DeserializeOwned>(self) -> Result<ResponseValue<T>, Error> {
        let invalid = |message: String| invalid_request(NAME, message);
        let url = self.url.map_err(invalid)?;
        let base = Url::parse(self.client.raw().base_url()).map(|base| base.path().trim_end_matches('/').to_owned());
        let path = url.path().strip_prefix(base.unwrap_or_default().as_str()).unwrap_or_default();
        let known = Operation::find(&self.method, path);
        let Some(operation) = known.or_else(|| UNKNOWN.iter().find(|unknown| unknown.method == self.method)) else {
            return Err(invalid(format!("the method {} is none of the API's", self.method)));
        };
        let mut request = Request::new(self.method, url);
        request.headers_mut().insert(ACCEPT, HeaderValue::from_static("application/json"));
        if let Some(body) = self.body.map_err(invalid)? {
            request.headers_mut().insert(CONTENT_TYPE, HeaderValue::from_static("application/json"));
            *request.body_mut() = Some(Body::from(body));
        }
        self.client.raw().send(request, operation).await
    }
}
