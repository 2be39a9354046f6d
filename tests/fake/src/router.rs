//! Finds the route of a request: a matcher over path templates that needs no web framework.

use http::{Method, StatusCode};
use percent_encoding::percent_decode_str;

use crate::call::Call;
use crate::error::ApiError;
use crate::reply::Reply;
use crate::routes::ROUTES;

/// What answers a request of one route.
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

    fn parts(&self) -> (&'static str, &'static str) {
        self.operation.split_once(' ').unwrap_or((self.operation, ""))
    }
}

/// A route and the values of its path parameters, not yet percent-decoded.
#[derive(Debug)]
pub(crate) struct Matched {
    pub(crate) route: &'static Route,
    parameters: Vec<String>,
}

impl Matched {
    /// The path parameters, percent-decoded. A 400 where they do not decode.
    pub(crate) fn decoded_parameters(&self) -> Result<Vec<String>, ApiError> {
        self.parameters.iter().map(|raw| decode(raw)).collect()
    }
}

/// The first route that takes this method and path. Routes without parameters stand before those with.
pub(crate) fn find(method: &Method, path: &str) -> Option<Matched> {
    ROUTES.iter().find_map(|route| {
        let (wanted, template) = route.parts();
        if wanted != method.as_str() {
            return None;
        }
        Some(Matched { route, parameters: matches(template, path)? })
    })
}

/// The answer to a path or method that the API does not have.
pub(crate) fn no_route(method: &Method, path: &str) -> ApiError {
    ApiError::new(StatusCode::NOT_FOUND, "not_found", format!("Cannot {method} {path}"))
}

fn matches(template: &str, path: &str) -> Option<Vec<String>> {
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

fn decode(raw: &str) -> Result<String, ApiError> {
    percent_decode_str(raw)
        .decode_utf8()
        .map(|text| text.into_owned())
        .map_err(|_| ApiError::invalid(format!("Failed to decode param '{raw}'")))
}

/// The parameters of a query string, percent-decoded, in their order. What is no UTF-8 is replaced, not refused.
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
    use std::collections::BTreeSet;

    use super::*;

    fn operation(method: &Method, path: &str) -> Option<&'static str> {
        find(method, path).map(|matched| matched.route.operation)
    }

    #[test]
    fn every_operation_of_the_api_has_one_route() {
        let operations: BTreeSet<_> = ROUTES.iter().map(|route| route.operation).collect();
        assert_eq!((ROUTES.len(), operations.len()), (87, 87));
        assert_eq!(ROUTES.iter().filter(|route| route.access == Access::Public).count(), 9);
    }

    #[test]
    fn a_route_is_found_by_its_own_template() {
        for route in &ROUTES {
            let (method, template) = route.parts();
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
        for path in ["/v1/volumes/", "/v1", "/", "", "/v2/volumes", "/v1/volumes/a/b", "v1/volumes"] {
            assert_eq!(operation(&Method::GET, path), None, "{path}");
        }
        assert_eq!(operation(&Method::HEAD, "/v1/volumes"), None);
    }

    #[test]
    fn parameters_are_decoded_after_the_path_was_split() {
        let matched = find(&Method::GET, "/v1/container-deployments/a%2Fb%20%25%C3%A9/scaling").unwrap();
        assert_eq!(matched.decoded_parameters().unwrap(), ["a/b %é"]);
        let matched = find(&Method::GET, "/v1/instances/%FF").unwrap();
        assert!(matched.decoded_parameters().is_err());
    }

    #[test]
    fn queries_are_decoded() {
        let expected = [("a", "1 2"), ("b", "&"), ("c", ""), ("d", "=")];
        let found = query_parameters("a=1+2&b=%26&c&&d==");
        assert!(found.iter().map(|(name, value)| (name.as_str(), value.as_str())).eq(expected), "{found:?}");
    }
}
