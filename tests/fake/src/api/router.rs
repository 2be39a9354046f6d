//! The router: matches requests against path templates, without a web framework.

use crate::api::document::{Access, Document, Documented};
use crate::api::error::ApiError;
use crate::api::paths::{decode, matches};
use crate::api::routes::{ROUTES, Route};
use http::{Method, StatusCode};

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
}
