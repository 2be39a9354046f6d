//! Formats that a document does not declare: times, money and secrets, found by names, descriptions and examples.

use heck::ToSnakeCase;
use serde_json::{Map, Value};

use super::components::Usage;
use super::places::Place;
use super::schema::EXAMPLE;

/// Endings of names of times.
const TIMES: [&str; 3] = ["_at", "_time", "_timestamp"];
/// Names of times, and of the bounds of a time range.
const RANGES: [&str; 8] = ["after", "at", "before", "from", "since", "timestamp", "to", "until"];
/// Names of the format of times in descriptions.
const FORMS: [&str; 5] = ["iso 8601", "iso-8601", "iso8601", "rfc 3339", "rfc3339"];
/// Other formats of the same standards.
const OTHER_TIMES: [&str; 7] = ["(date", "date only", "duration", "full-date", "full-time", "interval", "week"];
/// What a value is that a sentence allows instead of a time, where it says `or`.
const OTHER_FORMS: [&str; 15] = [
    "duration",
    "empty",
    "epoch",
    "integer",
    "keyword",
    "latest",
    "milliseconds",
    "never",
    "now",
    "number",
    "offset",
    "relative",
    "today",
    "unix",
    "yesterday",
];
/// What money is called.
const MONEY: [&str; 6] = ["balance", "cost", "costs", "fee", "price", "subtotal"];
/// Endings of names of secrets.
const SECRETS: [&str; 10] = [
    "access_token",
    "api_key",
    "auth_token",
    "client_secret",
    "passphrase",
    "password",
    "private_key",
    "refresh_token",
    "secret_access_key",
    "secret_key",
];

/// The format of a value: from the document, or else from name, description and example. A name alone is not enough for a time:
/// an example or a description must confirm it. A value in a request is never money by rule, because it is sent as a number.
pub(crate) fn format<'a>(whole: &'a Map<String, Value>, place: &Place, usage: Usage) -> &'a str {
    let text = |key: &str| whole.get(key).and_then(Value::as_str).unwrap_or_default();
    let format = text("format");
    let Some(name) = place.member().map(str::to_snake_case) else { return format };
    match (text("type"), format) {
        ("string", "") if whole.contains_key("enum") => "",
        ("string", "") if says_time(&name, whole) => "date-time",
        ("string", "") if place.owner_type().is_some() && is_secret(&name) => "password",
        ("number", "" | "float" | "double") if usage.response && !usage.request && is_money(&name) => "decimal",
        _ => format,
    }
}

/// Whether the document says of a text by name, description or example that it is a time, without a format.
pub(crate) fn says_time(name: &str, schema: &Map<String, Value>) -> bool {
    let has_no_format = !schema.contains_key("format") && !schema.contains_key("enum");
    has_no_format && is_time_name(&name.to_snake_case()) && is_time(schema)
}

fn is_time_name(name: &str) -> bool {
    RANGES.contains(&name) || TIMES.iter().any(|end| name.ends_with(end))
}

fn is_time(whole: &Map<String, Value>) -> bool {
    let example = whole.get("example").or(whole.get(EXAMPLE)).and_then(Value::as_str);
    let description = whole.get("description").and_then(Value::as_str).unwrap_or_default().to_lowercase();
    if allows_another_form(&description) {
        return false;
    }
    match example {
        Some(example) => is_rfc3339(example),
        None => {
            FORMS.iter().any(|form| description.contains(form))
                && !OTHER_TIMES.iter().any(|other| description.contains(other))
        }
    }
}

/// Whether a description in lower case allows something else than a time: "or `now`", "or a relative one such as -24h".
fn allows_another_form(description: &str) -> bool {
    let sentences = description.split(['\n', ';']).flat_map(|line| line.split(". "));
    sentences.into_iter().any(|sentence| {
        let words: Vec<&str> = sentence.split([' ', ',', '/', '(', ')']).filter(|word| !word.is_empty()).collect();
        let has_choice = words.iter().any(|word| ["either", "or"].contains(word));
        words.iter().any(|word| {
            let word = word.trim_matches(['.', ':']);
            let plain = word.trim_matches(['`', '"', '\'']);
            let is_literal = plain.len() != word.len();
            let is_other = OTHER_FORMS.contains(&plain) || is_relative(plain);
            (is_other && (has_choice || is_literal)) || (is_literal && has_choice && !shows_time(plain))
        })
    })
}

/// `-24h`, `+7d`, `now-1h`.
fn is_relative(text: &str) -> bool {
    let amount = text.strip_prefix("now").unwrap_or(text).trim_start_matches(['-', '+']);
    let unit = amount.trim_start_matches(|c: char| c.is_ascii_digit());
    amount.len() > unit.len() && ["d", "h", "m", "s", "w"].contains(&unit)
}

/// Whether a literal is a time, or a pattern of one, and no value of another form.
fn shows_time(text: &str) -> bool {
    text.starts_with("yyyy")
        || text.split('-').next().is_some_and(|year| year.len() == 4 && year.parse::<u16>().is_ok())
}

/// `2026-03-30T12:00:00Z`, with fractions and other offsets.
fn is_rfc3339(text: &str) -> bool {
    let digits = |c: char| if c.is_ascii_digit() { '0' } else { c };
    let form: String = text.chars().map(digits).collect();
    let Some(rest) = form.strip_prefix("0000-00-00T00:00:00") else { return false };
    let rest = match rest.strip_prefix('.') {
        Some(fraction) => fraction.trim_start_matches('0'),
        None => rest,
    };
    ["Z", "+00:00", "-00:00"].contains(&rest)
}

fn is_secret(name: &str) -> bool {
    SECRETS.iter().any(|end| name == *end || name.strip_suffix(end).is_some_and(|rest| rest.ends_with('_')))
}

/// `price_per_hour`, `hourly_price`.
fn is_money(name: &str) -> bool {
    let what = name.split("_per_").next().unwrap_or_default();
    what.rsplit('_').next().is_some_and(|last| MONEY.contains(&last))
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    fn of(name: &str, schema: Value) -> String {
        let usage = Usage { response: true, ..Usage::default() };
        let place = Place::named("Thing", String::new()).property("Thing", name);
        format(schema.as_object().unwrap_or(&Map::new()), &place, usage).to_owned()
    }

    #[test]
    fn a_format_is_found_only_with_evidence_in_the_document() {
        let (text, number) = (json!({"type": "string"}), json!({"type": "number"}));
        let example = |example: &str| json!({"type": "string", "example": example});
        let described = |description: &str| json!({"type": "string", "description": description});
        for (name, schema, format) in [
            ("created_at", example("2026-03-30T12:00:00.123Z"), "date-time"),
            ("startTime", described("When it began, as of RFC 3339"), "date-time"),
            ("until", example("2026-03-30T12:00:00+02:00"), "date-time"),
            ("processing_time", described("An ISO 8601 duration"), ""),
            ("start_time", described("Date (ISO 8601), full-date"), ""),
            ("opening_time", described("RFC3339 full-time"), ""),
            (
                "since",
                described("ISO 8601 (RFC 3339), such as `2026-03-30T12:00:00Z` or `YYYY-MM-DDThh:mm:ssZ`"),
                "date-time",
            ),
            ("since", described("The time of the first or last entry. As of ISO 8601"), "date-time"),
            ("until", described("Not after `since`. An ISO 8601 timestamp"), "date-time"),
            // Something else may be there.
            ("since", described("An ISO 8601 time, or `yesterday`"), ""),
            ("since", described("`beginning` or a timestamp of RFC 3339"), ""),
            ("until", described("RFC 3339; \"now\" for the current time"), ""),
            ("until", described("Either a time in ISO 8601 or 90m before the request"), ""),
            ("from", described("A Unix timestamp, or ISO 8601"), ""),
            ("at", described("An RFC 3339 time or now-7d"), ""),
            (
                "at",
                json!({"type": "string", "description": "A time or `never`", "example": "2026-03-30T12:00:00Z"}),
                "",
            ),
            // A name alone, another form, and another name.
            ("created_at", text.clone(), ""),
            ("created_at", example("30.3.2026"), ""),
            ("created_at", json!({"type": "integer", "description": "ISO 8601"}), ""),
            ("note", example("2026-03-30T12:00:00Z"), ""),
            ("created_at", json!({"type": "string", "format": "date", "example": "2026-03-30T12:00:00Z"}), "date"),
            ("price_per_hour", number.clone(), "decimal"),
            ("hourlyPrice", json!({"type": "number", "format": "double"}), "decimal"),
            ("price_count", number.clone(), ""),
            ("load", number, ""),
            ("price", text.clone(), ""),
            ("db_password", text.clone(), "password"),
            ("apiKey", text.clone(), "password"),
            ("api_key_id", text.clone(), ""),
            ("nopassword", text, ""),
        ] {
            assert_eq!(of(name, schema.clone()), format, "{name}: {schema}");
        }
    }
}
