//! Random schemas, and values that are valid by them.

use serde_json::{Map, Value, json};

use super::{Cell, random_operations};

const NAMES: [&str; 12] =
    ["a", "b", "kind", "type", "@type", "user_id", "userId", "value", "err", "extra", "self", "Thing"];
const TEXTS: [&str; 8] = ["ok", "err", "a b", "1", "self", "", "x-y", "Unknown"];
const NAMED: [&str; 3] = ["One", "two_parts", "ThingKind"];
/// What may be referred to: those, one that others extend, those others, and others with a tag.
const TARGETS: [&str; 8] = ["One", "two_parts", "ThingKind", "Base", "wide_one", "deep-one", "Either", "Loose"];
/// What a tag alone leads to.
const TAGGED: [&str; 2] = ["first_of", "Second"];

fn pick<'a>(random: &mut fastrand::Rng, from: &[&'a str]) -> &'a str {
    from[random.usize(..from.len())]
}

/// A document with the schema `Thing` and some that it may refer to.
fn schemas(random: &mut fastrand::Rng) -> Value {
    let mut all = Map::new();
    for name in NAMED {
        // One that only refers to others might lead back to itself.
        let named = Some(schema(random, 2)).filter(|named| !leads_on(named));
        all.insert(name.to_owned(), named.unwrap_or_else(|| object(random, 2)));
    }
    let mut base = object(random, 2);
    base["properties"]["tag"] = json!({"type": "string"});
    base["discriminator"] = json!({"propertyName": "tag"});
    match random.u8(..3) {
        0 => {}
        1 => base["discriminator"]["mapping"] = json!({"wide_one": reference("wide_one"), "deep-one": "deep-one"}),
        _ => base["discriminator"]["mapping"] = json!({"w": "wide_one", "d-1": reference("deep-one")}),
    }
    all.insert("Base".to_owned(), base);
    for (name, of) in [("wide_one", "Base"), ("deep-one", if random.bool() { "Base" } else { "wide_one" })] {
        all.insert(name.to_owned(), json!({"allOf": [{ "$ref": reference(of) }, object(random, 2)]}));
    }
    for name in TAGGED {
        all.insert(name.to_owned(), object(random, 2));
    }
    all.insert("Either".to_owned(), tagged(random));
    let mut loose = object(random, 2);
    loose["discriminator"] = discriminator(true);
    all.insert("Loose".to_owned(), loose);
    let thing = json!({"type": "object", "properties": {"first": schema(random, 4), "second": schema(random, 3)}});
    all.insert("Thing".to_owned(), thing);
    Value::Object(all)
}

fn reference(name: &str) -> String {
    format!("#/components/schemas/{name}")
}

fn discriminator(mapping: bool) -> Value {
    match mapping {
        true => json!({"propertyName": "tag", "mapping": {"1st": reference(TAGGED[0]), "second": TAGGED[1]}}),
        false => json!({"propertyName": "tag"}),
    }
}

/// Alternatives with a tag, and something next to them.
fn tagged(random: &mut fastrand::Rng) -> Value {
    let branches = TAGGED.map(|name| json!({ "$ref": reference(name) }));
    let mut tagged = json!({"oneOf": branches, "discriminator": discriminator(random.bool())});
    match random.u8(..6) {
        0 => {}
        1 => tagged["required"] = json!(["tag"]),
        2 => tagged["additionalProperties"] = json!(true),
        3 => tagged = json!({"allOf": [object(random, 2), tagged]}),
        _ => tagged["properties"] = object(random, 2)["properties"].take(),
    }
    tagged
}

/// Whether a schema, or one of its alternatives, is another schema.
fn leads_on(schema: &Value) -> bool {
    let branches = ["oneOf", "anyOf"].into_iter().filter_map(|key| schema[key].as_array()).flatten();
    !schema["$ref"].is_null() || branches.into_iter().any(leads_on)
}

fn object(random: &mut fastrand::Rng, depth: usize) -> Value {
    let (mut properties, mut required) = (Map::new(), Vec::new());
    for _ in 0..random.usize(1..4) {
        let name = pick(random, &NAMES);
        properties.insert(name.to_owned(), schema(random, depth - 1));
        if random.bool() && !required.contains(&name) {
            required.push(name);
        }
    }
    let mut object = json!({"type": "object", "properties": properties, "required": required});
    match random.u8(..12) {
        0 => object["additionalProperties"] = schema(random, 0),
        1 => object["additionalProperties"] = json!(true),
        _ => {}
    }
    object
}

fn texts(random: &mut fastrand::Rng) -> Value {
    let count = random.usize(1..4);
    let mut values: Vec<&str> = (0..count).map(|_| pick(random, &TEXTS)).collect();
    values.sort_unstable();
    values.dedup();
    json!({"type": "string", "enum": values})
}

fn schema(random: &mut fastrand::Rng, depth: usize) -> Value {
    let kinds = if depth == 0 { 8 } else { 18 };
    match random.u8(..kinds) {
        0 => json!({"type": "string"}),
        1 => texts(random),
        2 => json!({"type": "integer"}),
        3 => json!({"type": "number"}),
        4 => json!({"type": "boolean"}),
        5 => json!({"type": "string", "format": "date-time"}),
        6 => json!({ "const": pick(random, &TEXTS) }),
        7 => json!({"type": ["string", "integer", "null"]}),
        8 => json!({"type": "array", "items": schema(random, depth - 1)}),
        9 => json!({"type": "object", "additionalProperties": schema(random, depth - 1)}),
        10 => json!({ "$ref": format!("#/components/schemas/{}", pick(random, &TARGETS)) }),
        11 => json!({"anyOf": [schema(random, depth - 1), {"type": "null"}]}),
        12 => json!({"allOf": [object(random, depth), object(random, depth)]}),
        13 => {
            let branches: Vec<Value> = (0..random.usize(2..4)).map(|_| object(random, depth)).collect();
            let mut base = object(random, depth);
            base["oneOf"] = json!(branches);
            base
        }
        14 | 15 => {
            let branches: Vec<Value> = (0..random.usize(2..4)).map(|_| schema(random, depth - 1)).collect();
            json!({ (if random.bool() { "oneOf" } else { "anyOf" }): branches })
        }
        _ => object(random, depth),
    }
}

/// A value that is meant by a schema, and is valid by the alternatives that it was made of: a member that only another
/// one knows would be lost.
fn instance(schema: &Value, all: &Value, random: &mut fastrand::Rng, depth: usize) -> Option<Value> {
    if depth > 12 {
        return Some(Value::Null);
    }
    if let Some(target) = schema["$ref"].as_str() {
        let name = target.rsplit('/').next()?;
        if let "Either" | "Loose" = name {
            return by_tag(name, all, random, depth);
        }
        let tags: Vec<&str> = TARGETS[3..6].iter().copied().filter(|tag| extends(tag, name, all)).collect();
        if tags.is_empty() {
            return instance(&all[name], all, random, depth + 1);
        }
        // Any that extends it may stand for it.
        let tag = pick(random, &tags);
        let mut value = instance(&parts_of(tag, all), all, random, depth + 1)?;
        value["tag"] = json!(value_of(tag, &all["Base"]));
        return Some(value);
    }
    if let Some(values) = schema["enum"].as_array() {
        return values.get(random.usize(..values.len())).cloned();
    }
    if !schema["const"].is_null() {
        return Some(schema["const"].clone());
    }
    let mut parts: Vec<&Value> = schema["allOf"].as_array().into_iter().flatten().collect();
    for key in ["oneOf", "anyOf"] {
        if let Some(branches) = schema[key].as_array() {
            // A value may be several of `anyOf`.
            let count = if key == "anyOf" { random.usize(1..3) } else { 1 };
            parts.extend((0..count).map(|_| &branches[random.usize(..branches.len())]));
        }
    }
    let mut whole = own(schema, all, random, depth)?;
    for part in &parts {
        match (&mut whole, instance(part, all, random, depth + 1)?) {
            (Value::Object(whole), Value::Object(part)) => whole.extend(part),
            (whole, part) => *whole = part,
        }
    }
    parts.iter().all(|part| is_valid(part, all, &whole)).then_some(whole)
}

/// The value of a tag for a schema.
fn value_of(name: &str, tagged: &Value) -> String {
    let discriminator = [&tagged["discriminator"], &tagged["allOf"][1]["discriminator"]];
    let mapping = discriminator.iter().filter_map(|found| found["mapping"].as_object()).flatten();
    let mut named = mapping.filter(|(_, target)| target.as_str().is_some_and(|target| target.ends_with(name)));
    named.next().map_or(name, |(value, _)| value).to_owned()
}

/// A value of a schema that its tag leads to, with the members that stand next to the tag.
fn by_tag(name: &str, all: &Value, random: &mut fastrand::Rng, depth: usize) -> Option<Value> {
    let (branch, schema) = (pick(random, &TAGGED), &all[name]);
    // All of it but the alternatives.
    let mut parts = vec![schema.clone()];
    parts.extend(schema["allOf"].as_array().into_iter().flatten().cloned());
    for part in parts.iter_mut().filter_map(Value::as_object_mut) {
        part.retain(|key, _| !["allOf", "oneOf", "discriminator"].contains(&key.as_str()));
        part.insert("type".to_owned(), json!("object"));
    }
    parts.push(all[branch].clone());
    let parts = json!({"type": "object", "allOf": parts});
    let mut value = instance(&parts, all, random, depth + 1)?;
    value["tag"] = json!(value_of(branch, &all[name]));
    Some(value)
}

fn extends(name: &str, base: &str, all: &Value) -> bool {
    let above = all[name]["allOf"][0]["$ref"].as_str().and_then(|target| target.rsplit('/').next());
    name == base || above.is_some_and(|above| extends(above, base, all))
}

/// A schema with the members of all that it extends, in place.
fn parts_of(name: &str, all: &Value) -> Value {
    match all[name]["allOf"][0]["$ref"].as_str().and_then(|target| target.rsplit('/').next()) {
        Some(above) => json!({"allOf": [parts_of(above, all), all[name]["allOf"][1]]}),
        None => all[name].clone(),
    }
}

fn is_valid(schema: &Value, all: &Value, value: &Value) -> bool {
    let mut whole = schema.clone();
    whole["components"] = json!({ "schemas": all });
    jsonschema::validator_for(&whole).unwrap().is_valid(value)
}

fn own(schema: &Value, all: &Value, random: &mut fastrand::Rng, depth: usize) -> Option<Value> {
    let kind = match &schema["type"] {
        Value::Array(kinds) => kinds[random.usize(..kinds.len())].as_str().unwrap_or_default(),
        kind => kind.as_str().unwrap_or("null"),
    };
    Some(match kind {
        "string" if schema["format"] == "date-time" => json!("2020-02-03T04:05:06Z"),
        "string" => json!(pick(random, &["text", "ok", "42"])),
        "integer" => json!(random.i32(..)),
        "number" => json!(1.5),
        "boolean" => json!(random.bool()),
        "array" => {
            let count = random.usize(0..3);
            (0..count).map(|_| instance(&schema["items"], all, random, depth + 1)).collect::<Option<_>>()?
        }
        "object" => {
            let mut members = Map::new();
            for (name, property) in schema["properties"].as_object().into_iter().flatten() {
                let required = schema["required"].as_array().is_some_and(|names| names.iter().any(|n| n == name));
                if required || (depth < 8 && random.bool()) {
                    members.insert(name.clone(), instance(property, all, random, depth + 1)?);
                }
            }
            if schema["additionalProperties"].is_object() {
                let other = instance(&schema["additionalProperties"], all, random, depth + 1)?;
                members.insert("other".to_owned(), other);
            } else if schema["additionalProperties"] == true {
                members.insert("other".to_owned(), json!([1]));
            }
            Value::Object(members)
        }
        _ => Value::Null,
    })
}

/// A document of a seed, with some valid values of it.
pub(crate) fn cell(seed: u64) -> Cell {
    let mut random = fastrand::Rng::with_seed(seed);
    let all = schemas(&mut random);
    let thing = json!({ "$ref": "#/components/schemas/Thing" });
    let values = (0..24)
        .filter_map(|_| instance(&thing, &all, &mut random, 0))
        .filter(|value| is_valid(&thing, &all, value))
        .take(10)
        .collect::<Vec<_>>();
    let checks = values.iter().map(super::is_known).collect();
    let values = values.into_iter().map(|value| (value, None)).collect();
    let mut document: Value = serde_json::from_str(&super::findings::document(all)).unwrap();
    document["openapi"] = json!("3.1.0");
    let paths = random_operations::paths(&mut random, |random| schema(random, 1));
    document["paths"].as_object_mut().unwrap().extend(paths.as_object().unwrap().clone());
    Cell { name: format!("seed {seed}"), document: document.to_string(), values, checks }
}
