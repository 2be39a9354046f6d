//! Names of operations by rule: from the method and the path, and from the operationId where that says more.

use std::collections::BTreeSet;

use heck::{ToPascalCase, ToSnakeCase};

use super::call;

/// Verbs at the start of operation names.
const VERBS: [&str; 74] = [
    "accept",
    "activate",
    "add",
    "approve",
    "archive",
    "assign",
    "attach",
    "cancel",
    "check",
    "clear",
    "clone",
    "close",
    "complete",
    "confirm",
    "copy",
    "count",
    "create",
    "deactivate",
    "delete",
    "detach",
    "disable",
    "download",
    "edit",
    "enable",
    "execute",
    "export",
    "fetch",
    "find",
    "generate",
    "get",
    "import",
    "insert",
    "invite",
    "list",
    "lock",
    "lookup",
    "make",
    "mark",
    "merge",
    "modify",
    "move",
    "patch",
    "pause",
    "post",
    "publish",
    "put",
    "query",
    "read",
    "rebuild",
    "reject",
    "remove",
    "rename",
    "replace",
    "reset",
    "resize",
    "restart",
    "restore",
    "resume",
    "retrieve",
    "revoke",
    "rotate",
    "run",
    "save",
    "search",
    "send",
    "set",
    "share",
    "show",
    "start",
    "stop",
    "submit",
    "update",
    "upload",
    "validate",
];
/// Verbs at the end of the path of a GET.
const READING: [&str; 13] = [
    "check", "count", "download", "export", "find", "get", "list", "lookup", "query", "read", "search", "show",
    "validate",
];
/// Words of operationIds without a meaning.
const NOISE: [&str; 9] = ["api", "rest", "controller", "handler", "endpoint", "operation", "request", "by", "id"];
/// Words about the publication or the implementation of an operation.
const PUBLISHED: [&str; 3] = ["public", "dto", "params"];
/// Templates of resources: a POST to `deployments` of one deploys it.
const PATTERNS: [&str; 4] = ["blueprint", "preset", "recipe", "template"];
/// Reserved names of the client or of the module of operations.
const RESERVED: [&str; 8] = ["new", "base_url", "send", "request", "exec", "clone", "fmt", "operations"];
/// The maximum number of words of an operationId in a name.
const LONGEST: usize = 8;

/// Words that only look like plurals, and plurals that the library does not know.
const EXCEPTIONS: &str = "\
    analytics aws axes/axis caches/cache chaos cpus/cpu credits/credit data dbaas dns ftps gpus/gpu gps https iaas \
    ios kubernetes media metadata nfs os paas rds saas sms tls tpus/tpu";

/// Candidate names of an operation, the best first. All are identifiers and no keywords.
pub(crate) fn candidates(method: &str, path: &str, operation_id: &str, gives_list: bool) -> Vec<String> {
    let path = path.split(['?', '#']).next().unwrap_or_default();
    let short = without_public(path);
    let by_id = by_operation_id(method, path, operation_id);
    let longest = format!("{method}_{}", statics(path).join("_"));
    let mut names = vec![by_path(method, &short, gives_list)];
    if short != path {
        names.push(by_path(method, path, gives_list));
    }
    if let Some((name, says_more)) = by_id {
        names.insert(if says_more { 0 } else { names.len() }, name);
    }
    names.push(longest);
    names.iter().map(|name| name.to_snake_case()).filter(|name| is_free(name)).collect()
}

/// Whether the best name of an operation covers its whole path. Such an operation has precedence for the name.
pub(crate) fn is_by_path(method: &str, path: &str, name: &str, gives_list: bool) -> bool {
    let path = path.split(['?', '#']).next().unwrap_or_default();
    by_path(method, path, gives_list).to_snake_case() == name
}

/// A path without a first segment `public`, if other segments remain.
fn without_public(path: &str) -> String {
    let is_said = |segment: &&str| !segment.is_empty() && !is_version(segment) && !PUBLISHED.contains(segment);
    let first = path.split('/').find(|segment| !segment.is_empty() && !is_version(segment)).unwrap_or_default();
    if !PUBLISHED.contains(&first) || statics(path).len() < 2 {
        return path.to_owned();
    }
    format!("/{}", path.split('/').skip_while(|segment| !is_said(segment)).collect::<Vec<_>>().join("/"))
}

/// Takes the first name with an unused request builder, or adds a number to the first name.
pub(crate) fn choose(candidates: &[String], taken: &mut BTreeSet<String>) -> String {
    let first = candidates.first().map_or("call", String::as_str);
    let numbered = (2_u64..).map(|number| format!("{first}_{number}"));
    let mut names = candidates.iter().cloned().chain(numbered);
    names.find(|name| taken.insert(name.to_pascal_case())).unwrap_or_default()
}

fn is_free(name: &str) -> bool {
    !name.is_empty() && !RESERVED.contains(&name) && call::identifier(name) == *name
}

/// `GET /v1/things` that gives a list is `list_things`, `GET /v1/things/{id}` is `get_thing`, `POST /v1/things` is
/// `create_thing`, `POST /v1/things/{id}/restart` is `restart_thing`.
fn by_path(method: &str, path: &str, gives_list: bool) -> String {
    let segments: Vec<&str> = path.split('/').filter(|segment| !segment.is_empty() && !is_version(segment)).collect();
    let statics = statics(path);
    let ends_with_item = segments.last().is_some_and(|segment| segment.contains('{'));
    let after_item = segments.len() >= 2 && segments[segments.len() - 2].contains('{');
    let Some((last, before)) = statics.split_last() else {
        return format!("{method}_root");
    };
    let before: Vec<String> = before.iter().map(|word| singular(word)).collect();
    let noun = |last: String| before.iter().cloned().chain([last]).collect::<Vec<_>>().join("_");
    let is_last_verb = match method {
        _ if ends_with_item || before.is_empty() => false,
        "post" | "put" => VERBS.contains(&last.as_str()),
        "get" => READING.contains(&last.as_str()),
        _ => false,
    };
    let of_pattern = before.last().is_some_and(|owner| PATTERNS.iter().any(|pattern| owner.ends_with(pattern)));
    if method == "post" && last == "deployments" && after_item && of_pattern {
        return format!("deploy_{}", before.join("_"));
    }
    let is_verb = after_item && !ends_with_item && method == "post" && singular(last) == *last;
    if is_last_verb && matches!(last.as_str(), "list" | "search" | "query" | "find") {
        return format!("{last}_{}", statics.split_last().map(|(_, before)| before.join("_")).unwrap_or_default());
    }
    if is_verb || is_last_verb {
        return format!("{last}_{}", before.join("_"));
    }
    match (method, ends_with_item) {
        ("get", false) if gives_list => format!("list_{}", noun(last.clone())),
        ("get", false) => format!("get_{}", noun(last.clone())),
        ("get", true) => format!("get_{}", noun(singular(last))),
        ("post", false) => format!("create_{}", noun(singular(last))),
        ("patch", _) => format!("update_{}", noun(singular(last))),
        ("delete", true) => format!("delete_{}", noun(singular(last))),
        (method, true) => format!("{method}_{}", noun(singular(last))),
        (method, false) => format!("{method}_{}", noun(last.clone())),
    }
}

/// The meaningful literal segments of a path, in snake case, including suffixes of variables, as in `{id}:freeze`.
fn statics(path: &str) -> Vec<String> {
    path.split('/')
        .filter(|segment| !is_version(segment))
        .map(|segment| match segment.strip_prefix('{') {
            // Up to the next variable, as in `{name}.{format}`.
            Some(variable) => variable.split(['{', '}']).nth(1).unwrap_or_default().to_snake_case(),
            None => segment.split('{').next().unwrap_or_default().to_snake_case(),
        })
        .filter(|segment| !segment.is_empty())
        .collect()
}

/// The name from the operationId, and whether it contains more than the path; `None` if it is no usable name.
fn by_operation_id(method: &str, path: &str, operation_id: &str) -> Option<(String, bool)> {
    // Frameworks append path and method to the name of a function, with underscores for other characters.
    let mangled: String = path.chars().map(|c| if c.is_alphanumeric() { c } else { '_' }).collect();
    let id = operation_id.strip_suffix(&format!("{mangled}_{method}")).unwrap_or(operation_id);
    // `ThingsController_list` is `list`.
    let id = id.split_once("Controller_").map_or(id, |(_, method)| method);
    let mut words: Vec<String> =
        id.to_snake_case().split('_').filter(|word| is_telling(word)).map(str::to_owned).collect();
    while words.last().is_some_and(|word| is_number(word)) {
        words.pop();
    }
    if words.len() < 2 || words.len() > LONGEST || words.iter().any(|word| is_number(word)) {
        return None;
    }
    let of_path: BTreeSet<String> =
        path.to_snake_case().split('_').flat_map(|word| [word.to_owned(), singular(word)]).collect();
    let says_more = words.iter().any(|word| {
        word != method
            && !NOISE.contains(&word.as_str())
            && !VERBS.contains(&word.as_str())
            && !of_path.contains(word)
            && !of_path.contains(&singular(word))
    });
    let has_verb = words.iter().any(|word| VERBS.contains(&word.as_str()));
    Some((words.join("_"), says_more && has_verb))
}

fn is_telling(word: &str) -> bool {
    !word.is_empty() && !is_version(word) && !PUBLISHED.contains(&word)
}

fn is_number(word: &str) -> bool {
    word.chars().all(|c| c.is_ascii_digit())
}

fn is_version(segment: &str) -> bool {
    segment.strip_prefix('v').is_some_and(|digits| !digits.is_empty() && digits.chars().all(|c| c.is_ascii_digit()))
}

/// The singular of an English word in snake case: of its last part.
pub(crate) fn singular(word: &str) -> String {
    let (before, last) = match word.rsplit_once('_') {
        Some((before, last)) => (format!("{before}_"), last),
        None => (String::new(), word),
    };
    let mut exceptions = EXCEPTIONS.split(' ').map(|word| word.split_once('/').unwrap_or((word, word)));
    let singular = match exceptions.find(|(plural, _)| *plural == last) {
        Some((_, singular)) => singular.to_owned(),
        None => pluralizer::pluralize(last, 1, false),
    };
    before + &singular
}

#[cfg(test)]
mod tests {
    use super::*;

    fn name(method: &str, path: &str, id: &str, list: bool) -> String {
        candidates(method, path, id, list).first().cloned().unwrap_or_default()
    }

    #[test]
    fn operations_are_named_by_method_and_path() {
        for (method, path, list, expected) in [
            ("get", "/v1/instances", true, "list_instances"),
            ("get", "/v1/instances/{instance_id}", false, "get_instance"),
            ("get", "/v1/balance", false, "get_balance"),
            ("post", "/v1/ssh-keys", false, "create_ssh_key"),
            ("delete", "/v1/ssh-keys", false, "delete_ssh_keys"),
            ("delete", "/v1/ssh-keys/{sshKeyId}", false, "delete_ssh_key"),
            (
                "patch",
                "/v1/container-deployments/{deployment_name}/scaling",
                false,
                "update_container_deployment_scaling",
            ),
            ("post", "/v1/container-deployments/{deployment_name}/restart", false, "restart_container_deployment"),
            (
                "get",
                "/v1/container-deployments/{n}/environment-variables",
                true,
                "list_container_deployment_environment_variables",
            ),
            ("post", "/v1/clusters/{c}/nodes/{n}/actions", false, "create_cluster_node_action"),
            ("get", "/v1/public/prices", true, "list_prices"),
            ("get", "/public", false, "get_public"),
            ("get", "/v1/images/public", true, "list_image_public"),
            ("post", "/groups/{g}/templates/{t}/deployments", false, "deploy_group_template"),
            ("post", "/projects/{p}/deployments", false, "create_project_deployment"),
            ("get", "/", false, "get_root"),
            ("delete", "/_/bucket/{name}", false, "delete_bucket"),
            ("get", "/kubernetes/clusters/{id}", false, "get_kubernetes_cluster"),
            ("get", "/dns/{zone}", false, "get_dns"),
            ("get", "/gpus/{id}/caches/{c}", false, "get_gpu_cache"),
            ("get", "/people/{id}/statuses/{s}", false, "get_person_status"),
            ("post", "/data/boxes/get", false, "get_data_box"),
            ("post", "/pods/list", false, "list_pods"),
            ("post", "/notes?beta=true", false, "create_note"),
        ] {
            assert_eq!(name(method, path, "", list), expected, "{method} {path}");
        }
    }

    #[test]
    fn an_operation_id_with_more_words_than_the_path_is_the_name() {
        for (method, path, id, expected) in [
            ("get", "/_info", "getServerInfo", "get_server_info"),
            ("get", "/_info", "getPublicServerInfoDto", "get_server_info"),
            ("post", "/query", "searchIndex", "search_index"),
            ("get", "/user/repos", "repos/list-for-authenticated-user", "repos_list_for_authenticated_user"),
            // The operationId adds nothing to the path.
            ("get", "/instances/{id}", "getInstance", "get_instance"),
            ("get", "/instances", "InstancesController_getInstances[0]", "get_instances"),
            ("get", "/items/{item_id}", "read_item_items__item_id__get", "get_item"),
            // No usable name.
            ("get", "/things", "x", "get_things"),
            ("get", "/things", "op12 34", "get_things"),
        ] {
            assert_eq!(name(method, path, id, false), expected, "{id}");
        }
    }

    #[test]
    fn colliding_names_are_made_unique() {
        let mut taken = BTreeSet::new();
        let mut named = |method: &str, path: &str, id: &str| choose(&candidates(method, path, id, false), &mut taken);
        assert_eq!(named("patch", "/pods/{id}", "UpdatePod"), "update_pod");
        assert_eq!(named("post", "/pods/{id}/update", "UpdatePod"), "post_pods_update");
        assert_eq!(named("post", "/pods/{id}/update/", "UpdatePod"), "update_pod_2");
        assert_eq!(named("get", "/_/info", "getInfo"), "get_info");
        assert_eq!(named("get", "/_info", "readInfo"), "read_info");
        // Reserved names of the client.
        assert_eq!(named("post", "/mail/{id}/send", "send"), "send_mail");
        assert_eq!(named("post", "/{id}/clone", ""), "post_clone");
        // Two names with the same type name.
        assert_eq!(named("get", "/a-1", ""), "get_a_1");
        assert_eq!(named("get", "/a1", "fetchA1"), "fetch_a1");
    }
}
