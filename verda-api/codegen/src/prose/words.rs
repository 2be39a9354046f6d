//! Names as words, for what a document does not describe.

use heck::ToSnakeCase;

/// Words that are written in capitals.
const CAPITALS: [&str; 24] = [
    "api", "cpu", "dns", "gb", "gpu", "html", "http", "https", "ip", "json", "mb", "os", "ram", "ssh", "ssl", "tb",
    "tls", "ttl", "uri", "url", "utc", "uuid", "vat", "vpn",
];

/// `sshKeyId` is "SSH key id".
pub(crate) fn words(name: &str) -> String {
    let words: Vec<String> = name
        .to_snake_case()
        .split('_')
        .map(|word| match CAPITALS.contains(&word) {
            true => word.to_ascii_uppercase(),
            false => match word.strip_suffix('s').filter(|stem| CAPITALS.contains(stem)) {
                Some(stem) if word != "os" => format!("{}s", stem.to_ascii_uppercase()),
                _ => word.to_owned(),
            },
        })
        .collect();
    words.join(" ")
}

/// The text with a capital first letter.
pub(crate) fn capitalised(text: &str) -> String {
    let mut chars = text.chars();
    chars.next().map(|first| first.to_uppercase().chain(chars).collect()).unwrap_or_default()
}

/// `SshKeyId` is "The id of an SSH key".
pub(crate) fn of_name(name: &str) -> String {
    let words = words(name);
    match words.rsplit_once(' ') {
        Some((what, kind)) => {
            let vowel =
                what.starts_with(['a', 'e', 'i', 'o', 'u']) || what.starts_with("SSH") || what.starts_with("OS");
            format!("The {kind} of {} {what}", if vowel { "an" } else { "a" })
        }
        None => format!("The {words}"),
    }
}

/// The description of a property from its name.
pub(crate) fn of_property(name: &str, is_boolean: bool) -> String {
    let words = words(name);
    if is_boolean {
        for (start, text) in [("is ", "Whether it is"), ("has ", "Whether it has"), ("can ", "Whether it can")] {
            if let Some(rest) = words.strip_prefix(start) {
                return format!("{text} {rest}.");
            }
        }
        return format!("Whether this is on: {words}.");
    }
    if ["id", "name", "status", "type", "description"].contains(&words.as_str()) {
        return format!("The {words}.");
    }
    match words.rsplit_once(' ') {
        Some((what, "id")) => format!("The id of the {what}."),
        Some((what, "ids")) => format!("The ids of the {what}s."),
        Some((what, "at")) if what.ends_with("ed") => format!("When it was {what}."),
        _ => format!("{}.", capitalised(&words)),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_read_as_words() {
        for (name, is_boolean, text) in [
            ("size_in_gigabytes", false, "Size in gigabytes."),
            ("sshKeyId", false, "The id of the SSH key."),
            ("ssh_key_ids", false, "The ids of the SSH keys."),
            ("os_name", false, "OS name."),
            ("created_at", false, "When it was created."),
            ("is_spot", true, "Whether it is spot."),
            ("auto_renewal", true, "Whether this is on: auto renewal."),
            ("id", false, "The id."),
        ] {
            assert_eq!(of_property(name, is_boolean), text);
        }
        assert_eq!(of_name("SshKeyId"), "The id of an SSH key");
    }
}
