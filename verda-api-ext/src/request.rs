//! Requests that the document does not know.

use http::header::{ACCEPT, CONTENT_TYPE, HeaderValue};
use reqwest::{Body, Request, Url};
use serde::Serialize;
use serde::de::DeserializeOwned;
use verda_api::{BodyShape, Method, Operation, ResponseValue};

use crate::client::Client;
use crate::error::Error;

const NAME: &str = "request";

/// What is known of such a request: what HTTP says of its method.
const fn operation(method: Method, idempotent: bool) -> Operation {
    Operation {
        id: NAME,
        method,
        path: "",
        tag: "",
        idempotent,
        destructive: true,
        paged: false,
        public: false,
        deprecated: false,
        response: BodyShape::Any,
    }
}

static OPERATIONS: [Operation; 6] = [
    operation(Method::GET, true),
    operation(Method::HEAD, true),
    operation(Method::PUT, true),
    operation(Method::DELETE, true),
    operation(Method::POST, false),
    operation(Method::PATCH, false),
];

/// A request that is being built by hand. See [`Client::request`].
///
/// ```
/// # #[tokio::main(flavor = "current_thread", start_paused = true)]
/// # async fn main() -> Result<(), verda_api_ext::Error> {
/// # let fake = verda_fake::VerdaFake::builder().build();
/// # let client = verda_api_ext::Client::builder().credentials("id", "secret").transport(fake.transport()).build()?;
/// use verda_api_ext::raw::Method;
/// use verda_api_ext::types::Script;
///
/// let script = serde_json::json!({ "name": "setup", "script": "#!/bin/sh" });
/// client.request(Method::POST, "/v1/scripts").json(&script).send::<String>().await?;
/// // The types of the document are there for what it half knows.
/// let scripts = client.request(Method::GET, "/v1/scripts").query("name", "setup").send::<Vec<Script>>().await?;
/// assert_eq!(scripts.len(), 1);
/// # Ok(())
/// # }
/// ```
#[derive(Clone, Debug)]
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
    /// `path` begins with a slash and is percent-encoded where it has to be. GET, HEAD, PUT and DELETE are taken to be
    /// safe to repeat; POST and PATCH are not.
    ///
    /// ```
    /// # #[tokio::main(flavor = "current_thread", start_paused = true)]
    /// # async fn main() -> Result<(), verda_api_ext::Error> {
    /// # let fake = verda_fake::VerdaFake::builder().build();
    /// # let client = verda_api_ext::Client::builder().credentials("a", "b").transport(fake.transport()).build()?;
    /// use verda_api_ext::raw::Method;
    ///
    /// let balance = client.request(Method::GET, "/v1/balance").send::<serde_json::Value>().await?;
    /// assert_eq!(balance["currency"], "usd");
    /// # Ok(())
    /// # }
    /// ```
    pub fn request(&self, method: Method, path: &str) -> CustomRequest {
        let url = match path.starts_with('/') {
            true => Url::parse(&format!("{}{path}", self.raw().base_url())).map_err(|error| error.to_string()),
            false => Err(format!("the path `{path}` must begin with a slash")),
        };
        CustomRequest { client: self.clone(), method, url, body: Ok(None) }
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

    /// The body, as JSON. What cannot be written as JSON shows when it is sent.
    pub fn json(mut self, body: &impl Serialize) -> Self {
        self.body = serde_json::to_vec(body).map(Some).map_err(|error| format!("the body cannot be sent: {error}"));
        self
    }

    /// Sends it, and decodes what comes back; a body that is no JSON is a string, and none is null: for a call without
    /// an answer, `send::<()>`.
    ///
    /// # Errors
    ///
    /// As of any call; their operation is `request`. [`ErrorKind::InvalidRequest`](crate::ErrorKind::InvalidRequest),
    /// and nothing is sent, for a path without a slash, a body that cannot be written as JSON, or another method than
    /// those of [`Client::request`].
    pub async fn send<T: DeserializeOwned>(self) -> Result<ResponseValue<T>, Error> {
        let invalid = |message: String| Error::invalid_request(NAME, message);
        let Some(operation) = OPERATIONS.iter().find(|operation| operation.method == self.method) else {
            return Err(invalid(format!("the method {} is none of the API's", self.method)));
        };
        let mut request = Request::new(self.method, self.url.map_err(invalid)?);
        request.headers_mut().insert(ACCEPT, HeaderValue::from_static("application/json"));
        if let Some(body) = self.body.map_err(invalid)? {
            request.headers_mut().insert(CONTENT_TYPE, HeaderValue::from_static("application/json"));
            *request.body_mut() = Some(Body::from(body));
        }
        Ok(self.client.raw().send(request, operation).await?)
    }
}
