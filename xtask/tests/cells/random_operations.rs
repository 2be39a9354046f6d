//! Random operations: odd paths, parameters in every place and style, bodies of every kind.

use serde_json::{Map, Value, json};

const WORDS: [&str; 12] =
    ["things", "Thing", "v1", "self", "type", "user-keys", "2fa", "über", "a.b", "new", "send", "things:cancel"];
const VARIABLES: [&str; 6] = ["id", "thingId", "type", "@id", "user-id", "self"];
const PARAMETERS: [&str; 14] = [
    "limit",
    "page-size",
    "pageSize",
    "filter[a]",
    "$top",
    "type",
    "self",
    "body",
    "client",
    "X-Trace",
    "value",
    "1",
    "日",
    "",
];
const PLACES: [&str; 5] = ["query", "query", "query", "header", "cookie"];
const STYLES: [&str; 7] = ["", "form", "simple", "deepObject", "spaceDelimited", "pipeDelimited", "matrix"];
const MEDIA: [&str; 9] = [
    "application/json",
    "application/json; charset=utf-8",
    "application/merge-patch+json",
    "application/x-www-form-urlencoded",
    "multipart/form-data",
    "text/plain",
    "application/octet-stream",
    "*/*",
    "text/event-stream",
];
const METHODS: [&str; 8] = ["get", "get", "post", "put", "patch", "delete", "head", "options"];
const STATUSES: [&str; 7] = ["200", "201", "202", "204", "2XX", "default", "404"];

fn pick<'a>(random: &mut fastrand::Rng, from: &[&'a str]) -> &'a str {
    from[random.usize(..from.len())]
}

/// A path with the names of its variables.
fn path(random: &mut fastrand::Rng) -> (String, Vec<&'static str>) {
    // None of them is in the place of `/things`.
    let (mut path, mut variables) = ("/r".to_owned(), Vec::new());
    for _ in 0..random.usize(1..4) {
        path += "/";
        let variable = pick(random, &VARIABLES);
        if random.bool() || variables.contains(&variable) {
            path += pick(random, &WORDS);
        } else {
            path += &format!("{{{variable}}}");
            variables.push(variable);
        }
    }
    path += pick(random, &["", "", "", "/", "?beta=true", "#part"]);
    (path, variables)
}

fn parameter(random: &mut fastrand::Rng, schema: &mut impl FnMut(&mut fastrand::Rng) -> Value) -> Value {
    let mut parameter = json!({
        "name": pick(random, &PARAMETERS),
        "in": pick(random, &PLACES),
        "required": random.bool(),
        "schema": schema(random),
    });
    if random.bool() {
        let style = pick(random, &STYLES);
        if !style.is_empty() {
            parameter["style"] = json!(style);
        }
        parameter["explode"] = json!(random.bool());
    }
    parameter
}

fn content(random: &mut fastrand::Rng, schema: &mut impl FnMut(&mut fastrand::Rng) -> Value) -> Value {
    let mut content = Map::new();
    for _ in 0..random.usize(1..3) {
        content.insert(pick(random, &MEDIA).to_owned(), json!({ "schema": schema(random) }));
    }
    Value::Object(content)
}

/// Paths with operations of whose schemas each is what `schema` gives.
pub(crate) fn paths(random: &mut fastrand::Rng, mut schema: impl FnMut(&mut fastrand::Rng) -> Value) -> Value {
    let mut paths = Map::new();
    for _ in 0..random.usize(2..6) {
        let (path, variables) = path(random);
        let mut item = Map::new();
        if random.bool() {
            let of_path = variables.iter().filter(|_| random.u8(..5) > 0);
            let parameters: Vec<Value> = of_path
                .map(|name| json!({"name": name, "in": "path", "required": true, "schema": {"type": "string"}}))
                .collect();
            item.insert("parameters".to_owned(), json!(parameters));
        }
        for _ in 0..random.usize(1..3) {
            let method = pick(random, &METHODS);
            let mut responses = Map::new();
            for _ in 0..random.usize(1..3) {
                let mut response = json!({ "description": "ok" });
                if random.bool() {
                    response["content"] = content(random, &mut schema);
                }
                responses.insert(pick(random, &STATUSES).to_owned(), response);
            }
            let mut seen = Vec::new();
            let mut parameters: Vec<Value> = (0..random.usize(..4)).map(|_| parameter(random, &mut schema)).collect();
            // A name may be there once in each place.
            parameters.retain(|one| {
                let identity = (one["name"].clone(), one["in"].clone());
                let is_new = !seen.contains(&identity);
                seen.push(identity);
                is_new
            });
            let mut operation = json!({ "parameters": parameters, "responses": responses });
            if random.bool() {
                operation["operationId"] = json!(format!("{}{}", pick(random, &WORDS), random.u8(..4)));
            }
            if ["post", "put", "patch"].contains(&method) || random.u8(..6) == 0 {
                operation["requestBody"] =
                    json!({ "required": random.bool(), "content": content(random, &mut schema) });
            }
            item.insert(method.to_owned(), operation);
        }
        paths.insert(path, Value::Object(item));
    }
    Value::Object(paths)
}
