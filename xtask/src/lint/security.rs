//! Operations that say two things about who may call them.

use serde_json::{Map, Value};

use super::{Problem, Rule};
use crate::document::{Document, Node, operations};

/// Words with which descriptions say that anybody may call.
const PUBLIC: [&str; 7] = [
    "public endpoint",
    "publicly accessible",
    "no authentication",
    "without authentication",
    "does not require authentication",
    "doesn't require authentication",
    "authentication is not required",
];

pub(super) fn check(document: &Document<'_>, problems: &mut Vec<Problem>) {
    let schemes = document.top().child("components").and_then(|components| components.child("securitySchemes"));
    let tokens = token_urls(schemes.as_ref());
    let default = document.top().child("security");
    if let Some(default) = &default {
        unknown(default, schemes.as_ref(), problems);
    }
    for operation in operations(document) {
        let own = operation.node.child("security");
        if let Some(own) = &own {
            unknown(own, schemes.as_ref(), problems);
        }
        let asks = own.as_ref().or(default.as_ref()).is_some_and(|security| {
            let alternatives: Vec<&Value> = security.value.as_array().into_iter().flatten().collect();
            let is_empty = |alternative: &&Value| alternative.as_object().is_some_and(Map::is_empty);
            !alternatives.is_empty() && !alternatives.iter().any(is_empty)
        });
        if !asks {
            continue;
        }
        let text = ["summary", "description"].iter().filter_map(|key| operation.node.text(key)).collect::<Vec<_>>();
        let text = text.join(" ").to_lowercase();
        let reason = if tokens.iter().any(|path| path.ends_with(&operation.path)) {
            Some("gives the tokens that it asks for")
        } else if PUBLIC.iter().any(|words| text.contains(words)) {
            Some("is described as public and asks for credentials")
        } else {
            None
        };
        if let Some(reason) = reason {
            let message = format!("{} {reason}: give it `security: []`, or correct the description", operation.label());
            problems.push(Problem::new(Rule::PublicOperationWithSecurity, &operation.node.pointer, message));
        }
    }
}

fn unknown(security: &Node<'_>, schemes: Option<&Node<'_>>, problems: &mut Vec<Problem>) {
    let alternatives = security.value.as_array().into_iter().flatten().filter_map(Value::as_object);
    for name in alternatives.flat_map(Map::keys) {
        if schemes.is_none_or(|schemes| schemes.value.get(name).is_none()) {
            let message = format!("the security scheme `{name}` is not there: add it to components/securitySchemes");
            problems.push(Problem::new(Rule::UnknownSecurityScheme, &security.pointer, message));
        }
    }
}

/// The paths at which OAuth 2.0 flows give tokens.
fn token_urls(schemes: Option<&Node<'_>>) -> Vec<String> {
    let members = schemes.into_iter().flat_map(Node::members);
    let flows = members.filter_map(|(_, scheme)| scheme.child("flows"));
    let urls = flows.flat_map(|flows| flows.members().map(|(_, flow)| flow).collect::<Vec<_>>());
    urls.filter_map(|flow| flow.text("tokenUrl").map(|url| url.trim_end_matches('/').to_owned())).collect()
}
