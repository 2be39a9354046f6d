//! Names by rule, for what `names.toml` does not list.

use std::collections::BTreeSet;

use heck::{ToPascalCase, ToSnakeCase};

use super::places::Place;
use crate::ledger::Ledger;

/// Words that say where a schema was written and not what it is.
const NOISE: [&[&str]; 4] = [&["Dto"], &["Public", "Api"], &["Response"], &["Public"]];

/// The name of an operation, from its method and path.
///
/// `GET /v1/things` that gives a list is `list_things`, `GET /v1/things/{id}` is `get_thing`, `POST /v1/things` is
/// `create_thing`, `POST /v1/things/{id}/restart` is `restart_thing`.
pub(crate) fn operation(method: &str, path: &str, gives_list: bool) -> String {
    let segments: Vec<&str> = path.split('/').filter(|segment| !segment.is_empty() && !is_version(segment)).collect();
    let statics: Vec<String> =
        segments.iter().filter(|segment| !segment.contains('{')).map(|segment| segment.to_snake_case()).collect();
    let ends_with_item = segments.last().is_some_and(|segment| segment.contains('{'));
    let after_item = segments.len() >= 2 && segments[segments.len() - 2].contains('{');
    let Some((last, before)) = statics.split_last() else {
        return format!("{method}_root");
    };
    let before: Vec<String> = before.iter().map(|word| singular(word)).collect();
    let noun = |last: String| before.iter().cloned().chain([last]).collect::<Vec<_>>().join("_");
    let is_verb = after_item && !ends_with_item && method == "post" && singular(last) == *last;
    if is_verb {
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

fn is_version(segment: &str) -> bool {
    segment.strip_prefix('v').is_some_and(|digits| !digits.is_empty() && digits.chars().all(|c| c.is_ascii_digit()))
}

/// The singular of an English word in snake case, as far as an API path needs it.
pub(crate) fn singular(word: &str) -> String {
    for (ending, replacement) in
        [("ies", "y"), ("sses", "ss"), ("xes", "x"), ("ches", "ch"), ("ss", "ss"), ("us", "us")]
    {
        if let Some(stem) = word.strip_suffix(ending) {
            return format!("{stem}{replacement}");
        }
    }
    match word.strip_suffix('s') {
        Some(stem) if stem.len() > 1 => stem.to_owned(),
        _ => word.to_owned(),
    }
}

/// Candidates for the name of a type, the shortest first: the schema's name without the noise, with less of it left
/// out, and whole.
pub(crate) fn type_candidates(schema: &str) -> Vec<String> {
    let whole = pascal(schema);
    let whole = if PRELUDE.contains(&whole.as_str()) { format!("{whole}Schema") } else { whole };
    let whole =
        if whole.starts_with(|c: char| c.is_ascii_digit()) || whole.is_empty() { format!("T{whole}") } else { whole };
    let mut candidates = vec![whole.clone()];
    let mut words: Vec<String> = whole.to_snake_case().split('_').map(ToPascalCase::to_pascal_case).collect();
    for noise in NOISE {
        let mut start = 0;
        while start + noise.len() < words.len() + usize::from(start > 0) {
            if words[start..].iter().take(noise.len()).map(String::as_str).eq(noise.iter().copied()) {
                words.drain(start..start + noise.len());
            } else {
                start += 1;
            }
        }
        candidates.push(words.concat());
    }
    if words.len() > 1 && words[0] == "Get" {
        candidates.push(words[1..].concat());
    }
    candidates.dedup();
    candidates.reverse();
    let is_name = |name: &String| !name.is_empty() && !name.starts_with(|c: char| c.is_ascii_digit());
    candidates.retain(|name| is_name(name) && !PRELUDE.contains(&name.as_str()));
    candidates
}

/// The names that Rust has without asking: a type of such a name would take it away from the code beside it.
pub(crate) const PRELUDE: [&str; 40] = [
    "AsMut",
    "AsRef",
    "Box",
    "Clone",
    "Copy",
    "Default",
    "DoubleEndedIterator",
    "Drop",
    "Eq",
    "Err",
    "ExactSizeIterator",
    "Extend",
    "Fn",
    "FnMut",
    "FnOnce",
    "From",
    "FromIterator",
    "Future",
    "Into",
    "IntoFuture",
    "IntoIterator",
    "Iterator",
    "None",
    "Ok",
    "Option",
    "Ord",
    "PartialEq",
    "PartialOrd",
    "Result",
    "Self",
    "Send",
    "Sized",
    "Some",
    "String",
    "Sync",
    "ToOwned",
    "ToString",
    "TryFrom",
    "TryInto",
    "Vec",
];

/// A text in Pascal case, without what an identifier cannot hold. It may be empty or begin with a digit.
pub(crate) fn pascal(text: &str) -> String {
    let name = identifiable(text).to_pascal_case();
    // `A1B` is one word when it is read again: what typify reads must stay as it is.
    name.to_pascal_case()
}

/// The name that typify gives the field of a property.
pub(crate) fn field(property: &str) -> String {
    let name = match property {
        "+1" => "plus1".to_owned(),
        "-1" => "minus1".to_owned(),
        property => identifiable(property).to_snake_case(),
    };
    let name = if name.starts_with(|c: char| c.is_alphabetic()) { name } else { format!("x{name}") };
    match syn::parse_str::<syn::Ident>(&name) {
        Ok(_) if name != "gen" => name,
        _ => format!("{name}_"),
    }
}

fn identifiable(text: &str) -> String {
    let fits =
        |c: char| c.is_ascii_alphanumeric() || c == '_' || syn::parse_str::<syn::Ident>(&format!("a{c}")).is_ok();
    text.replace('\'', "").replace(|c| !fits(c), "-")
}

/// The variant for a value of a string enum.
pub(crate) fn variant(value: &str) -> String {
    let name = pascal(&value.replace('+', "Plus").replace('&', "And"));
    match name.chars().next() {
        None if value.is_empty() => "Empty".to_owned(),
        None => value.chars().map(|c| format!("U{:04X}", c as u32)).collect(),
        Some(first) if first.is_ascii_digit() => format!("V{name}"),
        // `Unknown` is the variant that keeps values we have not heard of.
        _ if name == "Unknown" => "ReportedUnknown".to_owned(),
        _ if name == "Self" => "SelfValue".to_owned(),
        _ => name,
    }
}

/// The first of `wanted`, `wanted2`, `wanted3`, … that is not taken; it is taken then.
pub(crate) fn unique(wanted: &str, taken: &mut BTreeSet<String>) -> String {
    let name = std::iter::once(wanted.to_owned())
        .chain((2_u64..).map(|number| format!("{wanted}{number}")))
        .find(|name| !taken.contains(name))
        .unwrap_or_default();
    taken.insert(name.clone());
    name
}

/// The name of a type that is made for a place, noted where another type has it already.
pub(crate) fn made(wanted: &str, place: &Place, taken: &mut BTreeSet<String>, ledger: &mut Ledger) -> String {
    let wanted = pascal(wanted);
    let name = unique(&wanted, taken);
    if name != wanted {
        let message = format!("another type is called `{wanted}` already: this one is `{name}`");
        ledger.exact(&place.pointer, "type-renamed", message);
    }
    name
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn operations_are_named_by_method_and_path() {
        for (method, path, list, name) in [
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
            ("get", "/", false, "get_root"),
        ] {
            assert_eq!(operation(method, path, list), name, "{method} {path}");
        }
    }

    #[test]
    fn types_lose_their_noise() {
        for (schema, name) in [
            ("GetInstanceResponsePublicApiDto", "Instance"),
            ("CreateVolumePublicDto", "CreateVolume"),
            ("InstanceType", "InstanceType"),
            ("DeploymentPublicApiResponseDto", "Deployment"),
            ("Response", "Response"),
            ("Get", "Get"),
            ("3dModel", "T3dModel"),
        ] {
            assert_eq!(type_candidates(schema).first().map(String::as_str), Some(name), "{schema}");
        }
    }

    #[test]
    fn every_value_has_a_variant() {
        for (value, name) in [
            ("start:complete", "StartComplete"),
            ("", "Empty"),
            (".", "U002E"),
            ("1.5", "V15"),
            ("unknown", "ReportedUnknown"),
            ("NVMe_Shared", "NvMeShared"),
        ] {
            assert_eq!(variant(value), name, "{value}");
        }
    }
}
