//! Names by rule, for what `names.toml` does not list.

use std::collections::BTreeSet;

use heck::{ToPascalCase, ToSnakeCase};

use crate::ledger::Ledger;

/// Words that describe the origin of a schema, not its meaning.
const NOISE: [&[&str]; 5] = [&["Dto"], &["Public", "Api"], &["Response"], &["Public"], &["Params"]];

/// Candidates for the name of a type, the shortest first: the schema's name without noise words, with some of them, and the
/// whole name.
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

/// The names of the Rust prelude: a type with such a name would shadow it in generated code.
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

/// A text in Pascal case, without characters that are invalid in an identifier. It may be empty or start with a digit.
pub(crate) fn pascal(text: &str) -> String {
    let name = identifiable(text).to_pascal_case();
    // `A1B` is one word: typify must read the name unchanged.
    name.to_pascal_case()
}

/// The name of typify's field for a property.
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
        // `Unknown` is the variant for unknown values.
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

/// The name of a type for a place, with a note if another type already has the name.
pub(crate) fn made(wanted: &str, pointer: &str, taken: &mut BTreeSet<String>, ledger: &mut Ledger) -> String {
    let wanted = pascal(wanted);
    let name = unique(&wanted, taken);
    if name != wanted {
        let message = format!("another type is named `{wanted}`: this one is `{name}`");
        ledger.exact(pointer, "type-renamed", message);
    }
    name
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn types_lose_their_noise() {
        for (schema, name) in [
            ("GetInstanceResponsePublicApiDto", "Instance"),
            ("CreateVolumePublicDto", "CreateVolume"),
            ("InstanceType", "InstanceType"),
            ("CreateTagParamsDTO", "CreateTag"),
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
