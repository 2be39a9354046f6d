//! Small documents of what was decoded wrongly once, or did not compile, each with others of its kind.

use serde_json::{Value, json};

use super::Cell;

/// A document whose operations give and take the schema `Thing`.
pub(crate) fn document(schemas: Value) -> String {
    let body = json!({ "application/json": { "schema": { "$ref": "#/components/schemas/Thing" } } });
    json!({
        "openapi": "3.0.3",
        "info": { "title": "t", "version": "1" },
        "paths": { "/things": {
            "get": { "responses": { "200": { "description": "ok", "content": body } } },
            "post": { "requestBody": { "content": body }, "responses": { "204": { "description": "ok" } } },
        } },
        "components": { "schemas": schemas },
    })
    .to_string()
}

pub(crate) fn cell(name: &str, schemas: Value, values: &[Value], checks: &str) -> Cell {
    let values = values.iter().map(|value| (value.clone(), None)).collect();
    Cell { name: name.to_owned(), document: document(schemas), values, checks: checks.to_owned() }
}

/// A check that a value decodes to what `Debug` writes so.
pub(crate) fn debug(value: &Value, wanted: &str) -> String {
    let (value, name) = (value.to_string(), value.to_string());
    format!(
        "is(r###\"{name}\"###, format!(\"{{:?}}\", serde_json::from_str::<t::Thing>(r###\"{value}\"###)), r###\"{wanted}\"###);\n"
    )
}

fn one(kind: &str, more: &str) -> Value {
    json!({"type": "object", "required": ["kind", more],
        "properties": {"kind": {"type": "string", "enum": [kind]}, more: {"type": "string"}}})
}

pub(crate) fn property(schema: Value) -> Value {
    json!({"type": "object", "properties": {"p": schema}})
}

fn unions() -> Vec<Cell> {
    let titled = |title: &str, schema: Value| {
        let mut schema = schema;
        schema["title"] = json!(title);
        schema
    };
    let card = json!({"p": {"kind": "card", "number": "1"}});
    let bank = json!({"p": {"kind": "bank", "iban": "X"}});
    let other = json!({"p": {"kind": "cash", "place": "here"}});
    let text = |value: &Value| value.to_string();
    vec![
        cell(
            "alternatives that are any JSON under other names",
            json!({
                "Tree": {"type": "array", "items": {"$ref": "#/components/schemas/Tree"}},
                "Deep": {"type": "object", "additionalProperties": {"$ref": "#/components/schemas/Deep"}},
                "Thing": property(json!({"oneOf": [
                    {"$ref": "#/components/schemas/Tree"}, {"$ref": "#/components/schemas/Deep"},
                ]})),
            }),
            &[json!({"p": [[], [[]]]}), json!({"p": {"a": {}}})],
            "",
        ),
        cell(
            "elements that may be null by a schema with a description next to it",
            json!({
                "Named": {"type": "object", "nullable": true, "properties": {"a": {"type": "string"}}},
                "Thing": property(json!({"type": "array", "items": {"allOf": [
                    {"$ref": "#/components/schemas/Named"}, {"description": "One of them."},
                ]}})),
            }),
            &[json!({"p": [null, {"a": "x"}]})],
            "",
        ),
        cell(
            "an inline union is the branch that its tag says, by its title",
            json!({"Thing": property(json!({"oneOf": [titled("Card", one("card", "number")), titled("Bank", one("bank", "iban"))]}))}),
            &[card.clone(), bank.clone(), other.clone()],
            &format!(
                "is(\"bank\", format!(\"{{:?}}\", serde_json::from_str::<t::Thing>(r#\"{}\"#).unwrap().p), \
                 r#\"Some(Bank(ThingPBank {{ iban: Some(\"X\") }}))\"#);\
                 is(\"other\", matches!(serde_json::from_str::<t::Thing>(r#\"{}\"#).unwrap().p, Some(t::ThingP::Unknown(_))).to_string(), \"true\");",
                text(&bank),
                text(&other)
            ),
        ),
        cell(
            "a tag in the base tells the branches apart",
            json!({
                "Thing": property(json!({"$ref": "#/components/schemas/Payer"})),
                "Payer": {"type": "object", "properties": {"id": {"type": "string"}}, "discriminator": {"propertyName": "kind"},
                    "oneOf": [{"$ref": "#/components/schemas/card"}, {"$ref": "#/components/schemas/bank"}]},
                "card": {"type": "object", "properties": {"number": {"type": "string"}}},
                "bank": {"type": "object", "properties": {"iban": {"type": "string"}}},
            }),
            &[json!({"p": {"kind": "bank", "iban": "X", "id": "1"}}), json!({"p": {"kind": "card", "number": "X"}})],
            "",
        ),
        cell(
            "a union of an enum and others compiles, and takes all",
            json!({"Thing": {"type": "object", "properties": {
                "size": {"oneOf": [{"type": "string", "enum": ["auto"]}, {"type": "integer"}]},
                "public": {"oneOf": [{"type": "boolean"}, {"type": "string", "enum": ["true", "false"]}]},
                "mode": {"anyOf": [{"type": "string"}, {"type": "string", "enum": ["a", "b"]}]},
                "count": {"enum": ["auto", 1, 2]},
            }}}),
            &[
                json!({"size": "auto", "public": "true", "mode": "c", "count": 2}),
                json!({"size": 3, "public": true, "mode": "a", "count": "auto"}),
                json!({"size": [3], "public": {}}),
            ],
            "",
        ),
        cell(
            "a union of constants is one open enum",
            json!({"Thing": property(json!({"oneOf": [{"enum": ["basic"], "description": "One"}, {"enum": ["pro"], "description": "Eight"}]}))}),
            &[json!({"p": "pro"}), json!({"p": "new"})],
            &debug(&json!({"p": "pro"}), "Ok(Thing { p: Some(Pro) })"),
        ),
        cell(
            "a union of texts is a text",
            json!({"Thing": {"type": "object", "properties": {
                "a": {"anyOf": [{"$ref": "#/components/schemas/Text"}, {"$ref": "#/components/schemas/Hash"}]},
                "b": {"anyOf": [{"type": "array", "items": {"type": "string"}}, {"type": "array", "items": {"type": "string", "format": "uuid"}}]},
                "c": {"anyOf": [{"type": "string", "enum": ["never"]}, {"type": "string", "format": "date-time"}]},
            }}, "Text": {"type": "string"}, "Hash": {"type": "string", "pattern": "^0x"}}),
            &[json!({"a": "x", "b": ["y"], "c": "2020-01-01T00:00:00Z"}), json!({"c": "never"})],
            "",
        ),
        cell(
            "objects without a tag are told apart by what is in them",
            json!({"Thing": property(json!({"anyOf": [{"$ref": "#/components/schemas/Small"}, {"$ref": "#/components/schemas/Large"}]})),
                "Small": {"type": "object", "required": ["id"], "properties": {"id": {"type": "string"}}},
                "Large": {"type": "object", "required": ["id"], "properties": {"id": {"type": "string"}, "parts": {"type": "array", "items": {"type": "string"}}}}}),
            &[json!({"p": {"id": "1"}}), json!({"p": {"id": "1", "parts": ["a"]}})],
            "",
        ),
        cell(
            "an alternative has a title that is no name in Rust",
            json!({"Thing": property(json!({"oneOf": [titled("3DS", one("card", "number")), titled("Self", one("bank", "iban")), titled("日", one("cash", "place"))]}))}),
            &[card, bank, other],
            "",
        ),
        cell(
            "a base and its alternatives describe members of one member",
            {
                let base = json!({"in": {"type": "object", "properties": {"base": {"type": "string"}}},
                    "list": {"type": "array", "items": {"type": "object", "properties": {"base": {"type": "string"}}}},
                    "map": {"type": "object", "additionalProperties": {"type": "object", "properties": {"base": {"type": "string"}}}},
                    "either": {"oneOf": [property(json!({"type": "string"})), {"type": "object", "properties": {"q": {"type": "string"}}}]}});
                let own = json!({"type": "object", "properties": {"own": {"type": "string"}}});
                let alternative = |name: &str| {
                    json!({"type": "object", "required": [name], "properties": {name: {"type": "string"}, "in": own,
                    "list": {"type": "array", "items": own}, "map": {"type": "object", "additionalProperties": own}, "either": own}})
                };
                let union = |keyword: &str| json!({"type": "object", "properties": base, keyword: [{"$ref": "#/components/schemas/A"}, alternative("b")]});
                json!({"Thing": {"type": "object", "properties": {"one": union("oneOf"), "any": union("anyOf")}}, "A": alternative("a")})
            },
            &{
                let both = json!({"base": "1", "own": "2"});
                let value = |name: &str| json!({name: "0", "in": both, "list": [both], "map": {"k": both}, "either": {"q": "1", "own": "2"}});
                [json!({"one": value("a"), "any": value("a")}), json!({"one": value("b"), "any": value("b")})]
            },
            "",
        ),
        cell(
            "branches with the same properties keep the JSON",
            json!({"Thing": property(json!({"oneOf": [
                {"type": "object", "properties": {"a": {"type": "string"}}}, {"type": "object", "properties": {"a": {"type": "string", "format": "uuid"}}}]}))}),
            &[json!({"p": {"a": "1", "b": [2]}})],
            "",
        ),
    ]
}

fn names() -> Vec<Cell> {
    vec![
        cell(
            "properties of one name are two fields, both on the wire",
            json!({"Thing": {"type": "object", "required": ["userId"], "properties": {
                "createdAt": {"type": "string"}, "created_at": {"type": "string"}, "userId": {"type": "string"}, "user_id": {"type": "string"},
                "default": {"type": "string"}, "Default": {"type": "string"}, "extra": {"type": "string"}}, "additionalProperties": {"type": "string"}}}),
            &[
                json!({"createdAt": "1", "created_at": "2", "userId": "3", "user_id": "4", "default": "5", "Default": "6", "extra": "7", "more": "8"}),
            ],
            "let built: t::CreateThing = t::CreateThing::builder().user_id2(\"a\").user_id(\"b\").try_into().unwrap();\
             is(\"builder\", built.user_id2, \"a\");",
        ),
        cell(
            "an inline type gives way to a named one, also in lists and maps",
            json!({"Thing": {"type": "object", "properties": {
                "source": {"type": "object", "properties": {"id": {"type": "string"}}},
                "parts": {"type": "array", "items": {"type": "object", "properties": {"id": {"type": "string"}}}},
                "others": {"type": "object", "additionalProperties": {"type": "object", "properties": {"id": {"type": "string"}}}},
                "kind": {"type": "string", "enum": ["a"]},
                "named": {"$ref": "#/components/schemas/ThingSource"}}},
                "ThingSource": {"type": "object", "properties": {"name": {"type": "string"}}},
                "ThingPartsItem": {"type": "object", "properties": {"name": {"type": "string"}}},
                "ThingOthersValue": {"type": "object", "properties": {"name": {"type": "string"}}},
                "ThingKind": {"type": "object", "properties": {"name": {"type": "string"}}}}),
            &[
                json!({"source": {"id": "1"}, "parts": [{"id": "1"}], "others": {"a": {"id": "1"}}, "kind": "a", "named": {"name": "1"}}),
            ],
            "",
        ),
        cell(
            "a named list, or map, of a union",
            json!({"Thing": {"type": "object", "properties": {"parts": {"$ref": "#/components/schemas/Parts"}, "map": {"$ref": "#/components/schemas/Map"}}},
                "Parts": {"type": "array", "items": {"oneOf": [{"$ref": "#/components/schemas/Text"}, {"$ref": "#/components/schemas/Picture"}]}},
                "Map": {"type": "object", "additionalProperties": {"oneOf": [{"type": "string"}, {"$ref": "#/components/schemas/Picture"}]}},
                "Text": {"type": "object", "required": ["text"], "properties": {"text": {"type": "string"}}},
                "Picture": {"type": "object", "required": ["url"], "properties": {"url": {"type": "string"}}}}),
            &[json!({"parts": [{"url": "1"}, {"text": "2"}], "map": {"a": "x", "b": {"url": "1"}}})],
            "",
        ),
        cell(
            "a property that is called like a word of serde",
            json!({"Thing": {"type": "object", "required": ["defaultMode", "flattenAll"], "properties": {
                "defaultMode": {"type": "string", "enum": ["a"]}, "flattenAll": {"type": "string", "enum": ["b"]}, "deserialize_withTime": {"type": "string", "format": "date-time"}}}}),
            &[json!({"defaultMode": "a", "flattenAll": "b", "deserialize_withTime": "2020-01-01T00:00:00Z"})],
            "let _lacks: t::builder::CreateThing<t::missing::MissingDefaultMode> = t::CreateThing::builder().flatten_all(t::ThingFlattenAll::B);",
        ),
        cell(
            "values of an enum that are names of Rust",
            json!({"Thing": property(json!({"type": "string", "enum": ["ok", "err", "some", "none", "self", "string", "Unknown"]}))}),
            &[json!({"p": "err"}), json!({"p": "self"}), json!({"p": "Unknown"})],
            "",
        ),
    ]
}

fn values() -> Vec<Cell> {
    // Optional properties, many, in several levels.
    let wide = |name: &str| {
        let properties: serde_json::Map<String, Value> =
            (0..60).map(|n| (format!("{name}_{n}"), json!({"type": "string"}))).collect();
        properties
    };
    let mut schemas = json!({ "Thing": property(json!({"$ref": "#/components/schemas/Level0"})) });
    for level in 0..12 {
        let mut properties = wide("text");
        for name in ["a", "b", "c"] {
            properties.insert(name.to_owned(), json!({"$ref": format!("#/components/schemas/Level{}", level + 1)}));
        }
        schemas[format!("Level{level}")] = json!({"type": "object", "required": ["a"], "properties": properties});
    }
    schemas["Level12"] = json!({"type": "object", "properties": wide("last")});
    let deep = (0..12).fold(json!({"last_1": "x"}), |inner, _| json!({"a": inner.clone(), "c": inner}));
    let readonly = json!({"Thing": {"type": "object", "required": ["id", "name", "secret"], "properties": {
        "id": {"type": "string", "readOnly": true}, "name": {"type": "string"}, "secret": {"type": "string", "writeOnly": true}}}});
    vec![
        cell("what is deep and wide is decoded on two megabytes of stack", schemas, &[json!({"p": deep})], ""),
        cell(
            "what contains itself through a union has an end",
            json!({"Thing": property(json!({"$ref": "#/components/schemas/Tree"})),
                "Tree": {"oneOf": [{"type": "string"}, {"type": "object", "required": ["left"], "properties": {"left": {"$ref": "#/components/schemas/Tree"}, "right": {"$ref": "#/components/schemas/Tree"}}}]}}),
            &[json!({"p": {"left": {"left": "a", "right": "b"}}})],
            "",
        ),
        cell(
            "a request need not have what is only in responses",
            readonly,
            &[],
            "let built: Result<t::CreateThing, _> = t::CreateThing::builder().name(\"a\").secret(\"b\").try_into();\
             is(\"built\", built.is_ok().to_string(), \"true\");\
             let _lacks: t::builder::CreateThing<t::missing::MissingName> = t::CreateThing::builder().secret(\"a\");",
        ),
        cell(
            "a format next to what is no text is ignored",
            json!({"Thing": {"type": "object", "properties": {
                "addresses": {"type": "array", "format": "ipv4", "items": {"type": "string"}},
                "links": {"type": "object", "format": "uri-map"}, "when": {"format": "date-time"}, "flag": {"type": "boolean", "format": "int32"}}}}),
            &[json!({"addresses": ["1"], "links": {"a": 1}, "when": 5, "flag": true})],
            "",
        ),
        cell(
            "an integer is larger than its format",
            json!({"Thing": {"type": "object", "properties": {"a": {"type": "integer", "format": "int32", "maximum": 4_294_967_295_u32},
                "b": {"type": "integer", "format": "int32", "minimum": 0, "maximum": u64::MAX}, "c": {"type": "integer", "format": "uint8", "enum": [1, 256]}}}}),
            &[json!({"a": u32::MAX, "b": u64::MAX, "c": 256})],
            "",
        ),
        cell(
            "null is kept where a member must be there and may be null",
            json!({"Thing": {"type": "object", "required": ["a", "b", "c", "d"], "properties": {
                "d": {"type": "string", "format": "date-time", "nullable": true},
                "a": {"type": "string", "nullable": true}, "b": {"$ref": "#/components/schemas/Nothing"},
                "c": {"nullable": true, "allOf": [{"$ref": "#/components/schemas/Nothing"}]}}},
                "Nothing": {"type": "object", "nullable": true, "properties": {"x": {"type": "string"}}}}),
            &[],
            "let text = r#\"{\"a\":null,\"b\":null,\"c\":null,\"d\":null}\"#; let value: t::CreateThing = serde_json::from_str(text).unwrap();\
             is(\"null\", serde_json::to_string(&value).unwrap(), text);",
        ),
        Cell {
            name: "one odd value costs nothing else".to_owned(),
            document: document(json!({"Thing": {"type": "object", "properties": {
                "labels": {"type": "object", "additionalProperties": {"type": "string"}},
                "at": {"type": "string", "format": "date-time"}, "tags": {"type": "array", "items": {"type": "string"}}}}})),
            values: Vec::new(),
            checks: "let body = br#\"{\"labels\":{\"a\":null,\"b\":\"c\"},\"at\":\"2018-01-01T00:01:01\",\"tags\":[\"x\",null]}\"#;\
                let (thing, _) = runtime::decode::<t::Thing>(body).unwrap();\
                is(\"odd\", serde_json::to_string(&thing).unwrap(), r#\"{\"at\":\"2018-01-01T00:01:01Z\",\"labels\":{\"b\":\"c\"},\"tags\":[\"x\"]}\"#);"
                .to_owned(),
        },
    ]
}

/// A document with one parameter of a name, described by a text.
fn described(name: &str, parameter: &str, text: &str) -> Cell {
    let mut document: Value = serde_json::from_str(&document(json!({"Thing": {"type": "object", "description": text,
        "properties": {"p": {"type": "string", "description": text, "enum": ["a", text]}}}})))
    .unwrap();
    document["paths"]["/things"]["get"]["description"] = json!(text);
    document["paths"]["/things"]["get"]["parameters"] =
        json!([{"name": parameter, "in": "query", "description": text, "schema": {"type": "string"}}]);
    let values = vec![(json!({ "p": text }), None)];
    Cell { name: name.to_owned(), document: document.to_string(), values, checks: String::new() }
}

fn texts() -> Vec<Cell> {
    vec![
        described("a parameter is called like a new keyword", "gen", "text"),
        described("texts have what rustc refuses in comments", "q", "one\rtwo \u{202e}three"),
    ]
}

/// Unions whose branches differ only within their members: each value comes back whole.
fn nested() -> Vec<Cell> {
    let of = |name: &str, schema: Value| json!({"type": "object", "required": [name], "properties": {name: schema}});
    let more = |mut schema: Value, name: &str| {
        schema["properties"][name] = json!({"type": "integer", "format": "int32"});
        schema
    };
    let list = |items: Value| json!({"type": "array", "items": items});
    let text = || json!({"type": "string"});
    let number = || json!({"type": "number"});
    let thing = |name: &str, one: Value, other: Value, values: &[Value]| {
        let values: Vec<Value> = values.iter().map(|value| json!({ "p": value })).collect();
        cell(name, json!({"Thing": property(json!({"oneOf": [one, other]}))}), &values, "")
    };
    vec![
        thing(
            "pages of different elements",
            of("items", list(of("login", text()))),
            more(of("items", list(of("title", text()))), "total"),
            &[
                json!({"items": [{"login": "a"}]}),
                json!({"items": [{"title": "t"}]}),
                json!({"items": [{"title": "t"}], "total": 1}),
            ],
        ),
        thing(
            "results of different calls",
            more(of("result", of("balance", number())), "id"),
            of("result", of("hash", text())),
            &[
                json!({"result": {"hash": "0x1"}}),
                json!({"result": {"balance": 5}, "id": 1}),
                json!({"result": {"balance": 5}}),
            ],
        ),
        thing(
            "points and lines",
            of("coordinates", list(number())),
            more(of("coordinates", list(list(number()))), "zoom"),
            &[
                json!({"coordinates": [1.5, 2]}),
                json!({"coordinates": [[1.5, 2]]}),
                json!({"coordinates": [[1]], "zoom": 1}),
            ],
        ),
        thing(
            "events with different data",
            of("data", of("user", text())),
            more(of("data", of("order", number())), "at"),
            &[json!({"data": {"user": "u"}}), json!({"data": {"order": 5}}), json!({"data": {"order": 5}, "at": 1})],
        ),
        cell(
            "other members that an alternative of required members allows",
            json!({"Thing": {"type": "object", "properties": {"a": text(), "b": text()},
                "anyOf": [{"additionalProperties": true, "required": ["b"]}, {"required": ["a"]}]}}),
            &[json!({"b": "1", "c": 2}), json!({"a": "1"})],
            "",
        ),
    ]
}

/// Bodies of updates: null clears a member, and an absent member keeps its value.
fn updates() -> Vec<Cell> {
    let nullable = |mut schema: Value| {
        schema["nullable"] = json!(true);
        schema
    };
    let part = json!({"type": "object", "properties": {"c": nullable(json!({"type": "integer", "format": "int32"}))}});
    let thing = json!({"type": "object", "properties": {
        "a": nullable(json!({"type": "string"})),
        "b": nullable(part),
        "l": nullable(json!({"type": "array", "items": {"type": "string"}})),
        "t": nullable(json!({"type": "string", "format": "date-time"})),
        "m": {"type": "object", "additionalProperties": nullable(json!({"type": "string"}))},
        "next": nullable(json!({"allOf": [{"$ref": "#/components/schemas/Thing"}]})),
    }});
    let body = json!({ "application/json": { "schema": { "$ref": "#/components/schemas/Thing" } } });
    let document = json!({
        "openapi": "3.0.3",
        "info": { "title": "t", "version": "1" },
        "paths": { "/things": {
            "patch": { "requestBody": { "required": true, "content": body }, "responses": { "204": { "description": "ok" } } },
        } },
        "components": { "schemas": { "Thing": thing } },
    });
    let values = [
        json!({}),
        json!({"a": null}),
        json!({"b": {"c": null}, "l": null, "t": null}),
        json!({"b": null, "m": {"x": null, "y": "z"}, "next": null}),
        json!({"a": "x", "next": {"a": null, "next": {"l": ["y"]}}}),
    ];
    let checks = values.iter().map(|value| format!("sent::<t::Thing>(\"an update\", r###\"{value}\"###);\n")).collect();
    vec![Cell { name: "an update".to_owned(), document: document.to_string(), values: Vec::new(), checks }]
}

pub(crate) fn all() -> Vec<Cell> {
    [unions(), nested(), updates(), names(), values(), texts()].into_iter().flatten().collect()
}
