//! The router: matches requests against path templates, without a web framework.

use http::{Method, StatusCode};
use percent_encoding::percent_decode_str;

use crate::call::Call;
use crate::document::{Document, Documented};
use crate::error::ApiError;
use crate::reply::Reply;
use crate::routes::ROUTES;

/// The function that handles the requests of a route.
pub(crate) type Handler = fn(&mut Call<'_>) -> Result<Reply, ApiError>;

/// Whether a route asks for an access token.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Access {
    /// Needs a valid access token, and counts against the rate limits.
    Token,
    /// Works without a token, and is not counted.
    Public,
}

/// One operation.
#[derive(Debug)]
pub(crate) struct Route {
    /// Method and path template, as in `GET /v1/instances/{instance_id}`.
    pub(crate) operation: &'static str,
    pub(crate) access: Access,
    pub(crate) handler: Handler,
}

impl Route {
    pub(crate) const fn token(operation: &'static str, handler: Handler) -> Self {
        Self { operation, access: Access::Token, handler }
    }

    pub(crate) const fn public(operation: &'static str, handler: Handler) -> Self {
        Self { operation, access: Access::Public, handler }
    }
}

/// The source of a response.
#[derive(Debug, Clone, Copy)]
pub(crate) enum Responder<'a> {
    Route(&'static Route),
    /// The document, for an operation without a handler.
    Document(&'a Documented),
}

/// An operation and the values of its path parameters, not yet percent-decoded.
#[derive(Debug)]
pub(crate) struct Matched<'a> {
    pub(crate) responder: Responder<'a>,
    parameters: Vec<String>,
}

impl Matched<'_> {
    pub(crate) fn operation(&self) -> &'static str {
        match self.responder {
            Responder::Route(route) => route.operation,
            Responder::Document(documented) => documented.name,
        }
    }

    pub(crate) fn access(&self) -> Access {
        match self.responder {
            Responder::Route(route) => route.access,
            Responder::Document(documented) => documented.access,
        }
    }

    /// The path parameters, percent-decoded. A 400 where they do not decode.
    pub(crate) fn decoded_parameters(&self) -> Result<Vec<String>, ApiError> {
        self.parameters.iter().map(|raw| decode(raw)).collect()
    }
}

/// The operation with the fewest variables that matches this method and path. A handler has precedence over the document.
///
/// As in the API's framework, HEAD is a GET, and a slash at the end changes nothing.
pub(crate) fn find<'a>(document: &'a Document, method: &Method, path: &str) -> Option<Matched<'a>> {
    let method = if *method == Method::HEAD { &Method::GET } else { method };
    let path = path.strip_suffix('/').unwrap_or(path);
    let taken = |name: &str| {
        let (wanted, template) = name.split_once(' ')?;
        if wanted != method.as_str() { None } else { matches(template, path) }
    };
    let routes = ROUTES.iter().filter_map(|route| Some((Responder::Route(route), taken(route.operation)?)));
    let documented = document.operations().filter_map(|one| Some((Responder::Document(one), taken(one.name)?)));
    // Among equals, `min_by_key` returns the first.
    let (responder, parameters) = routes.chain(documented).min_by_key(|(_, parameters)| parameters.len())?;
    Some(Matched { responder, parameters })
}

/// Whether the API has this operation.
pub(crate) fn is_known(document: &Document, operation: &str) -> bool {
    ROUTES.iter().any(|route| route.operation == operation) || document.operations().any(|one| one.name == operation)
}

/// The response to a path or method that the API does not have.
pub(crate) fn no_route(method: &Method, path: &str) -> ApiError {
    ApiError::new(StatusCode::NOT_FOUND, "not_found", format!("Cannot {method} {path}"))
}

pub(crate) fn matches(template: &str, path: &str) -> Option<Vec<String>> {
    let mut wanted = template.split('/');
    let mut given = path.split('/');
    let mut parameters = Vec::new();
    loop {
        match (wanted.next(), given.next()) {
            (None, None) => return Some(parameters),
            (Some(wanted), Some(given)) if wanted.starts_with('{') => {
                if given.is_empty() {
                    return None;
                }
                parameters.push(given.to_owned());
            }
            (Some(wanted), Some(given)) if wanted == given => {}
            _ => return None,
        }
    }
}

pub(crate) fn decode(raw: &str) -> Result<String, ApiError> {
    percent_decode_str(raw)
        .decode_utf8()
        .map(|text| text.into_owned())
        .map_err(|_| ApiError::invalid(format!("Failed to decode param '{raw}'")))
}

/// The parameters of a query string, percent-decoded, in their order. Invalid UTF-8 is replaced, not refused.
pub(crate) fn query_parameters(query: &str) -> Vec<(String, String)> {
    query
        .split('&')
        .filter(|pair| !pair.is_empty())
        .map(|pair| {
            let (name, value) = pair.split_once('=').unwrap_or((pair, ""));
            let text = |raw: &str| percent_decode_str(&raw.replace('+', " ")).decode_utf8_lossy().into_owned();
            (text(name), text(value))
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn operation(method: &Method, path: &str) -> Option<&'static str> {
        find(&Document::bundled(), method, path).map(|matched| matched.operation())
    }

    #[test]
    fn no_operation_has_two_routes() {
        let mut operations: Vec<_> = ROUTES.iter().map(|route| route.operation).collect();
        operations.sort_unstable();
        operations.dedup();
        assert_eq!(operations.len(), ROUTES.len());
    }

    #[test]
    fn a_route_is_found_by_its_own_template() {
        for route in &ROUTES {
            let (method, template) = route.operation.split_once(' ').unwrap();
            let path = template.replace(['{', '}'], "");
            let found = operation(&method.parse().unwrap(), &path);
            assert_eq!(found, Some(route.operation), "{path}");
        }
    }

    #[test]
    fn fixed_paths_win_over_parameters() {
        assert_eq!(operation(&Method::GET, "/v1/instances/types"), Some("GET /v1/instances/types"));
        assert_eq!(operation(&Method::GET, "/v1/volumes/trash"), Some("GET /v1/volumes/trash"));
        assert_eq!(operation(&Method::GET, "/v1/volumes/x"), Some("GET /v1/volumes/{volume_id}"));
        for path in ["/v1/volumes/x/", "/v1/volumes/"] {
            assert!(operation(&Method::GET, path).is_some(), "{path}");
        }
        for path in ["/v1/volumes//", "/v1", "/", "", "/v2/volumes", "/v1/volumes/a/b", "v1/volumes"] {
            assert_eq!(operation(&Method::GET, path), None, "{path}");
        }
        assert_eq!(operation(&Method::HEAD, "/v1/volumes"), Some("GET /v1/volumes"));
        assert_eq!(operation(&Method::HEAD, "/v1/instances/action"), Some("GET /v1/instances/{instance_id}"));
    }

    #[test]
    fn parameters_are_decoded_after_the_path_was_split() {
        let document = Document::bundled();
        let matched = find(&document, &Method::GET, "/v1/container-deployments/a%2Fb%20%25%C3%A9/scaling").unwrap();
        assert_eq!(matched.decoded_parameters().unwrap(), ["a/b %é"]);
        let matched = find(&document, &Method::GET, "/v1/instances/%FF").unwrap();
        assert!(matched.decoded_parameters().is_err());
    }

    #[test]
    fn queries_are_decoded() {
        let expected = [("a", "1 2"), ("b", "&"), ("c", ""), ("d", "=")];
        let found = query_parameters("a=1+2&b=%26&c&&d==");
        assert!(found.iter().map(|(name, value)| (name.as_str(), value.as_str())).eq(expected), "{found:?}");
    }
}
