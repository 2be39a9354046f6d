//! Names by rule, for what `names.toml` does not list.

use std::collections::BTreeSet;

use heck::{ToPascalCase, ToSnakeCase};

/// Words that say where a schema was written and not what it is.
const NOISE: [&[&str]; 4] = [&["Dto"], &["Public", "Api"], &["Response"], &["Public"]];

/// Candidates for the name of a type, the shortest first: the schema's name without the noise, with less of it left
/// out, and whole.
pub(crate) fn type_candidates(schema: &str) -> Vec<String> {
    let whole = schema.to_pascal_case();
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
    candidates.retain(|name| !name.is_empty() && !name.starts_with(|c: char| c.is_ascii_digit()));
    candidates
}

/// The variant for a value of a string enum.
pub(crate) fn variant(value: &str) -> String {
    let name = value.replace('+', "Plus").replace('&', "And").to_pascal_case();
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

#[cfg(test)]
mod tests {
    use super::*;

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
