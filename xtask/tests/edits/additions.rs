//! Edits of a document that only add to it, at random places: what a vendor does between two releases.

use std::collections::BTreeSet;

use serde_json::{Value, json};

/// A name that the document does not have yet.
fn fresh(random: &mut fastrand::Rng, stem: &str) -> String {
    let styles = [stem.to_owned(), stem.to_uppercase(), format!("{stem}_of"), format!("{stem}-x"), format!("{stem}At")];
    format!("{}{}", random.choice(styles).unwrap(), random.u32(..))
}

/// The named schemas that a part of the document refers to.
fn collect(value: &Value, found: &mut BTreeSet<String>) {
    match value {
        Value::Object(members) => {
            let name = members.get("$ref").and_then(Value::as_str).and_then(|target| target.rsplit('/').next());
            found.extend(name.map(str::to_owned));
            members.values().for_each(|member| collect(member, found));
        }
        Value::Array(elements) => elements.iter().for_each(|element| collect(element, found)),
        _ => {}
    }
}

/// All that parts of all operations lead to.
fn reached(document: &Value, part: impl Fn(&Value) -> Value) -> BTreeSet<String> {
    let mut all = BTreeSet::new();
    for pointer in operations(document) {
        collect(&part(document.pointer(&pointer).unwrap()), &mut all);
    }
    loop {
        let mut more = all.clone();
        all.iter().for_each(|name| collect(&document["components"]["schemas"][name], &mut more));
        if more == all {
            return all;
        }
        all = more;
    }
}

/// The named schemas whose types stay what they are, whatever refers to them and is added to them: those of successful responses
/// alone. One that begins to serve both requests and responses may become two types, one that is the same type as another
/// may become one of its own, and an alternative has its tag where it stands alone; then code breaks, and the step is major.
fn stable(document: &Value) -> Vec<String> {
    let requests = reached(document, |operation| json!([operation.get("requestBody"), operation.get("parameters")]));
    let mut responses = reached(document, |operation| {
        let all = operation["responses"].as_object().unwrap().iter();
        all.filter(|(status, _)| status.starts_with('2')).map(|(_, success)| success.clone()).collect()
    });
    let mut alternatives = BTreeSet::new();
    for_each_object(&document["components"], &mut |members| {
        for branch in ["oneOf", "anyOf"].iter().filter_map(|key| members.get(*key)) {
            collect(branch, &mut alternatives);
        }
    });
    let types = super::names().types;
    let is_shared =
        |name: &String| types.get(name).is_some_and(|ty| types.values().filter(|other| *other == ty).count() > 1);
    responses.retain(|name| !requests.contains(name) && !alternatives.contains(name) && !is_shared(name));
    responses.into_iter().collect()
}

fn for_each_object(value: &Value, see: &mut impl FnMut(&serde_json::Map<String, Value>)) {
    match value {
        Value::Object(members) => {
            see(members);
            members.values().for_each(|member| for_each_object(member, see));
        }
        Value::Array(elements) => elements.iter().for_each(|element| for_each_object(element, see)),
        _ => {}
    }
}

/// A schema of something new.
fn schema(document: &Value, random: &mut fastrand::Rng, depth: usize) -> Value {
    let names = stable(document);
    match random.u8(0..if depth > 2 { 8 } else { 12 }) {
        0 => json!({"type": "string"}),
        1 => json!({"type": ["string", "null"], "description": "Something <b>new</b>"}),
        2 => {
            let formats = ["date-time", "uuid", "uri", "date", "binary"];
            json!({"type": "string", "format": random.choice(formats)})
        }
        3 => json!({"type": "integer", "minimum": random.u8(..4)}),
        4 => json!({"type": "number", "example": 1.5}),
        5 => json!({"type": "boolean", "deprecated": true}),
        6 => json!({"type": "string", "enum": ["first", "Second", "third-one", "4"]}),
        7 => json!({"$ref": format!("#/components/schemas/{}", random.choice(&names).unwrap())}),
        8 => json!({"type": "array", "items": schema(document, random, depth + 1)}),
        9 => json!({"type": "object", "additionalProperties": schema(document, random, depth + 1)}),
        10 => json!({"oneOf": [schema(document, random, depth + 1), schema(document, random, depth + 1)]}),
        _ => object(document, random, depth + 1),
    }
}

fn object(document: &Value, random: &mut fastrand::Rng, depth: usize) -> Value {
    let names: Vec<String> = (0..random.usize(1..5)).map(|_| fresh(random, "member")).collect();
    let properties: serde_json::Map<String, Value> =
        names.iter().map(|name| (name.clone(), schema(document, random, depth))).collect();
    let required: Vec<&String> = names.iter().filter(|_| random.bool()).collect();
    if required.is_empty() {
        return json!({"type": "object", "properties": properties});
    }
    json!({"type": "object", "required": required, "properties": properties})
}

/// The pointers of all operations.
fn operations(document: &Value) -> Vec<String> {
    let paths = document["paths"].as_object().unwrap();
    let of = |(path, item): (&String, &Value)| {
        let path = path.replace('/', "~1");
        let methods: Vec<String> = item.as_object().unwrap().keys().cloned().collect();
        methods.into_iter().filter(|name| name != "parameters").map(move |method| format!("/paths/{path}/{method}"))
    };
    paths.iter().flat_map(of).collect()
}

/// Schemas with properties of their own.
fn objects(document: &Value) -> Vec<String> {
    let names = stable(document).into_iter();
    let pointers = names.map(|name| format!("/components/schemas/{name}/properties"));
    pointers.filter(|pointer| document.pointer(pointer).is_some_and(Value::is_object)).collect()
}

/// Schemas of enums, wherever they stand.
fn enums(value: &Value, at: &str, found: &mut Vec<String>) {
    let Value::Object(members) = value else {
        for (index, element) in value.as_array().into_iter().flatten().enumerate() {
            enums(element, &format!("{at}/{index}"), found);
        }
        return;
    };
    for (name, member) in members {
        let here = format!("{at}/{}", name.replace('~', "~0").replace('/', "~1"));
        if name == "enum" && member.as_array().is_some_and(|values| values.iter().all(Value::is_string)) {
            found.push(here);
        } else if name != "example" && name != "examples" {
            enums(member, &here, found);
        }
    }
}

/// The names of members and parameters that texts may have as ids.
fn id_names(value: &Value, found: &mut BTreeSet<String>) {
    for_each_object(value, &mut |members| {
        let names = members.get("properties").and_then(Value::as_object).into_iter().flat_map(serde_json::Map::keys);
        found.extend(names.filter(|name| name.ends_with("_id") || name.ends_with("Id")).cloned());
    });
}

/// Makes one addition, and says which.
pub(crate) fn add(document: &mut Value, random: &mut fastrand::Rng) -> String {
    match random.u8(0..9) {
        0 | 1 => {
            let owner = random.choice(objects(document)).unwrap();
            let (name, schema) = (fresh(random, "added"), schema(document, random, 0));
            let told = format!("{owner}/{name}: {schema}");
            document.pointer_mut(&owner).unwrap()[&name] = schema;
            told
        }
        2 => {
            let operation = random.choice(operations(document)).unwrap();
            let place = random.choice(["query", "header"]);
            let list = json!({"type": "array", "items": {"type": "string"}});
            let schemas = [json!({"type": "string"}), json!({"type": "integer"}), json!({"type": "boolean"}), list];
            let parameter = json!({"name": fresh(random, "option"), "in": place, "schema": random.choice(schemas)});
            let told = format!("{operation}: {parameter}");
            let operation = document.pointer_mut(&operation).unwrap().as_object_mut().unwrap();
            operation.entry("parameters").or_insert(json!([])).as_array_mut().unwrap().push(parameter);
            told
        }
        3 => {
            let path = format!("/v1/{}", fresh(random, "things"));
            let content = |schema: Value| json!({"application/json": {"schema": schema}});
            let item = object(document, random, 0);
            let list = json!({"type": "array", "items": schema(document, random, 0)});
            let body = json!({"type": "object", "required": ["name"], "properties": {"name": {"type": "string"}}});
            let parameter = json!({"name": "thing_id", "in": "path", "required": true, "schema": {"type": "string"}});
            document["paths"][&path] = json!({
                "get": {"tags": ["Things"], "responses": {"200": {"description": "ok", "content": content(list)}}},
                "post": {"requestBody": {"required": true, "content": content(body)},
                    "responses": {"201": {"description": "ok", "content": content(item)}}},
            });
            let one = format!("{path}/{{thing_id}}");
            document["paths"][&one] = json!({"parameters": [parameter],
                "delete": {"responses": {"204": {"description": "gone"}}}});
            format!("{path}: {}", document["paths"][&path])
        }
        4 => {
            let (name, schema) = (fresh(random, "Thing"), object(document, random, 0));
            let told = format!("schema {name}: {schema}");
            document["components"]["schemas"][&name] = schema;
            told
        }
        5 => {
            let mut all = Vec::new();
            for name in stable(document) {
                enums(&document["components"]["schemas"][&name], &format!("/components/schemas/{name}"), &mut all);
            }
            let pointer = random.choice(all).unwrap();
            let value = json!(fresh(random, "value"));
            let told = format!("{pointer}: {value}");
            document.pointer_mut(&pointer).unwrap().as_array_mut().unwrap().push(value);
            told
        }
        6 => {
            let operation = random.choice(operations(document)).unwrap();
            let text = format!("Another text, with `code`, a\n\n- list, <i>HTML</i> and {}", random.u32(..));
            document.pointer_mut(&operation).unwrap()["description"] = json!(text);
            format!("{operation}: another description")
        }
        7 => {
            // A path that shows texts to be ids that the document has already.
            let mut names = BTreeSet::new();
            id_names(&document["components"], &mut names);
            let name = random.choice(names).unwrap();
            let path = format!("/v1/{}/{{{name}}}", fresh(random, "shown"));
            let parameter = json!({"name": name, "in": "path", "required": true, "schema": {"type": "string"}});
            document["paths"][&path] = json!({"parameters": [parameter],
                "delete": {"responses": {"204": {"description": "gone"}}}});
            path
        }
        _ => {
            let operation = random.choice(operations(document)).unwrap();
            document.pointer_mut(&operation).unwrap()["deprecated"] = json!(true);
            format!("{operation}: deprecated")
        }
    }
}
